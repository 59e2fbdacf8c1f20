"""The ladder: ways to get a segment right, tried in order until verification finds nothing wrong.

    copy       nothing in the segment needs an engine
    inline     terms, quantities and marked-up words stand in the source in the target language
    n-best     the same, and the best of several candidates
    hints      the source as it is, with the terms as hints for engines that take them
    guided     a candidate is begun anew at the place where a missing term or figure belongs
    clauses    clause by clause
    pieces     marked-up words that were lost in a candidate are set apart from the text round them

After each rung the faults of a wrong rendering that is known (a forbidden form of a term, one figure for another) are
mended and the candidate is verified. What is still wrong after the last rung stays with the best candidate as findings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transflow import languages
from transflow.engines import Engine, Progress, Request
from transflow.translator.frame import Anchor, Segment, inlined, placed
from transflow.translator.lexicon import Lexicon
from transflow.verification import Fault, verify

_CANDIDATES = 4
_GUIDES = 3
"""Places tried for a missing term or figure."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A translation of a segment, what is wrong with it, and where it came from."""

    output: str
    """Running text in the target language."""
    faults: tuple[Fault, ...]
    rung: str

    @property
    def errors(self) -> int:
        """How many faults are errors."""
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def rank(self) -> tuple[int, int]:
        """Order among attempts: the lower the better."""
        return (self.errors, len(self.faults))


Rung = Callable[[Segment, Attempt | None], tuple[Request, ...]]


class Ladder:
    """Translates segments with one engine."""

    def __init__(self, engine: Engine, lexicon: Lexicon) -> None:
        self.engine, self.lexicon = engine, lexicon
        self.spaced = languages.profile(lexicon.knowledge.target).spaced

    def climb(self, segments: Iterable[Segment], progress: Progress) -> dict[Segment, Attempt]:
        """Return the best attempt at each segment; each is worked on once, however often it occurs."""
        best: dict[Segment, Attempt | None] = dict.fromkeys(segments)
        for segment in best:
            best[segment] = self._copy(segment)
        rungs: tuple[tuple[str, Rung, int], ...] = (
            ("inline", self._inline, 1),
            ("n-best", self._inline, _CANDIDATES),
            ("hints", self._hints, 1),
            ("guided", self._guided, 1),
            ("guided", self._guided, 1),
        )
        for name, rung, candidates in rungs:
            self._try(name, rung, candidates, best, progress)
        self._apart(best, progress)
        return {segment: attempt or self._attempt(segment, "", "none") for segment, attempt in best.items()}

    def _copy(self, segment: Segment) -> Attempt | None:
        """Return the segment itself if all of it is in the target language once its anchors, terms and figures are."""
        text = self.lexicon.tidy(inlined(segment, self.lexicon.known(segment.text), self.spaced))
        return None if self.lexicon.needs_engine(text) else Attempt(text, (), "copy")

    def _attempt(self, segment: Segment, output: str, rung: str) -> Attempt:
        output = self.lexicon.mend(segment.text, self.lexicon.tidy(output))
        faults = verify(segment.text, output, self.lexicon.knowledge)
        if placed(output, segment.anchors, str) is None:
            faults = (
                *faults,
                Fault("TF201", "error", "marked-up words are not to be found in the translation"),
            )
        return Attempt(output, faults, rung)

    def _try(
        self, name: str, rung: Rung, candidates: int, best: dict[Segment, Attempt | None], progress: Progress
    ) -> None:
        """Try one rung on every segment that is not right yet, in one batch."""
        asked = [
            (segment, request)
            for segment, attempt in best.items()
            if attempt is None or attempt.errors
            for request in rung(segment, attempt)
        ]
        if not asked:
            return
        progress(name, 0, len(asked))
        answers = self.engine.translate([request for _, request in asked], candidates=candidates)
        for (segment, _), outputs in zip(asked, answers, strict=True):
            for output in outputs:
                best[segment] = _better(best[segment], self._attempt(segment, output, name))
        progress(name, len(asked), len(asked))

    def _inline(self, segment: Segment, _: Attempt | None) -> tuple[Request, ...]:
        known = self.lexicon.known(segment.text)
        return (Request(inlined(segment, known, self.spaced), self.lexicon.hints(segment.text)),)

    def _hints(self, segment: Segment, _: Attempt | None) -> tuple[Request, ...]:
        return (Request(inlined(segment, (), self.spaced), self.lexicon.hints(segment.text)),)

    def _guided(self, segment: Segment, attempt: Attempt | None) -> tuple[Request, ...]:
        """Begin anew at the places where a missing rendering may belong, judged by where its source stands."""
        if attempt is None:
            return ()
        (request,) = self._inline(segment, attempt)
        missing = next(self._missing(segment, attempt.output), None)
        if missing is None:
            return ()
        share = missing.start / len(segment.text)
        prefixes = {f"{cut}{missing.rendered.words}" for cut in _cuts(attempt.output, share, self.spaced)}
        return tuple(Request(request.text, request.terms, prefix) for prefix in sorted(prefixes))

    def _missing(self, segment: Segment, output: str) -> Iterator[Anchor]:
        """Yield what has a known rendering and is not in the output."""
        for anchor in (*segment.anchors, *self.lexicon.known(segment.text)):
            if anchor.rendered.words.lower() not in output.lower():
                yield anchor

    def _apart(self, best: dict[Segment, Attempt | None], progress: Progress) -> None:
        """Take apart what is still wrong: at its clauses, then round marked-up words that were lost."""
        for name, cut in (("clauses", self.clauses), ("pieces", _pieces)):
            broken = [segment for segment, attempt in best.items() if attempt is None or attempt.errors]
            parts = {segment: found for segment in broken if len(found := cut(segment)) > 1}
            done = self.climb([part for found in parts.values() for part in found], progress) if parts else {}
            for segment, found in parts.items():
                output = self.lexicon.join([done[part].output for part in found], found)
                best[segment] = _better(best[segment], self._attempt(segment, output, name))

    def clauses(self, segment: Segment) -> tuple[Segment, ...]:
        """Cut a segment after its clauses, none inside an anchor, a term or a figure."""
        text, found, start = segment.text, [], 0
        masked = text
        for anchor in (*segment.anchors, *self.lexicon.known(text)):
            masked = masked[: anchor.start] + "x" * (anchor.end - anchor.start) + masked[anchor.end :]
        for clause in languages.clauses(masked, self.lexicon.knowledge.source):
            end = start + len(clause)
            if len(text[start:end].strip()) >= _SHORTEST or end == len(text):
                found.append((start, end))
                start = end
        return tuple(_slice(segment, *span) for span in found)


_SHORTEST = 6
"""Characters below which a clause stays with the next."""


def _slice(segment: Segment, start: int, end: int) -> Segment:
    lead = len(segment.text[start:end]) - len(segment.text[start:end].lstrip())
    anchors = tuple(
        Anchor(a.start - start - lead, a.end - start - lead, a.rendered)
        for a in segment.anchors
        if start <= a.start < end
    )
    return Segment(segment.text[start:end].strip(), anchors)


def _pieces(segment: Segment) -> tuple[Segment, ...]:
    """Cut a segment round its anchors; each anchor is a piece of its own."""
    cuts = sorted(
        {0, len(segment.text), *(a.start for a in segment.anchors), *(a.end for a in segment.anchors)}
    )
    return tuple(
        piece
        for start, end in pairwise(cuts)
        if re.search(r"\w", (piece := _slice(segment, start, end)).text)
    )


def _better(old: Attempt | None, new: Attempt) -> Attempt:
    return new if old is None or new.rank < old.rank else old


def _cuts(output: str, share: float, spaced: bool) -> Iterator[str]:
    """Yield beginnings of a text, cut between words, nearest first to a share of its length; and the empty one."""
    ends = [i + 1 for i, char in enumerate(output) if char == " "] if spaced else list(range(1, len(output)))
    ends.sort(key=lambda end: abs(end - share * len(output)))
    yield ""
    yield from (output[:end] for end in ends[: _GUIDES - 1])
