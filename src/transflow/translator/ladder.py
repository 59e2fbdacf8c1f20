"""The ladder: ways to get a segment right, tried in order until verification finds nothing wrong.

    copy       nothing in the segment needs an engine
    inline     terms, quantities and marked-up words stand in the source in the target language; of the candidates
               that the engine gives at no price, the best
    guided     of an engine that goes on from a given beginning, a candidate is begun anew at the place where a missing
               term or figure belongs: where the engine finds it likeliest, one after another as long as that mends
               something; or if it cannot say, where its source stands, at first at one place alone
    others     of an engine that gives one candidate at a time, another one, where the first adds, loses or repeats
               something; then guided once more
    clauses    clause by clause, each from the bottom of the ladder; then guided once more, by where its source stands at
               more places
    hints      the source as it is, with the terms as hints for engines that take them
    pieces     where marked-up words were lost, they and the text round them are put together piece by piece

What is longer than the engine's reach is cut at clauses before the first rung. After each rung a wrong rendering that
is known (a forbidden form of a term, one figure for another, a figure too many) is mended and the candidate verified. What is still wrong
after the last rung stays with the best candidate as faults.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from transflow import languages
from transflow.engines import Candidate, Engine, Progress, Request, talks
from transflow.engines.talks import Talk, Wish
from transflow.translator.grammar import GRAMMAR
from transflow.translator.lexicon import Lexicon
from transflow.translator.pieces import Anchor, Segment, masked
from transflow.translator.places import Room, inlined, kept, placed, without_kept
from transflow.translator.risk import agreement
from transflow.verification import Fault, Knowledge, expected_length, verify

_WORD = GRAMMAR["word"]

# Each place is one more draft of the whole sentence, and the likeliest is right four times of five.
_GUIDES = (1, 2, 6)
"""Places tried for a missing term or figure, of an engine that does not weigh: at first, after another candidate, and when a
segment cannot be taken apart any more."""
_SHORTEST = 6
"""Characters below which a clause stays with the next."""

_LONG = 1.7
"""Times the length that a source leads to expect, above which a candidate is suspected of inventing."""
_ODD = 0.2
"""Oddity from which another candidate is worth its time."""
# Of a word or two the length says nothing: 上涨 is "Up" as well as "Advanced".
_LITTLE = 12
"""Characters below which an expected length means nothing."""

_WRONG_FIGURE = "TF301"
"""The code of a figure that is missing, or has another value."""
_ADDED = "TF302"
"""The code of a figure that the source does not have."""

RUNGS = ("copy", "inline", "guided", "others", "clauses", "hints", "pieces", "none")
"""In order; a unit's rung is the last that one of its segments needed."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A translation of a segment, what is wrong with it, and where it came from."""

    output: str
    """Running text in the target language."""
    faults: tuple[Fault, ...]
    rung: str
    oddity: float = 0.0
    """How much longer it is than its source leads to expect, and how much of it it says twice; 0 for neither."""
    said: str = ""
    """What the engine said, as it was."""
    candidate: int = 0
    """Which of its candidates that was."""
    likelihood: float | None = None
    """Mean logarithm of the probability of its tokens, if the engine says so."""
    agreement: float | None = None
    """How alike the engine's other candidates are to it; None if there are none."""

    @property
    def errors(self) -> int:
        """How many faults are errors."""
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def is_right(self) -> bool:
        """Whether it needs no other rung; a warning alone is not worth one (docs/engines.md)."""
        return not self.errors

    @property
    def is_complete(self) -> bool:
        """Whether it is right and leaves out no figure: a person may leave out a length of time, a draft does not."""
        return self.is_right and all(fault.code != _WRONG_FIGURE for fault in self.faults)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing that another candidate could do better."""
        return not self.faults and not self.is_odd

    @property
    def is_odd(self) -> bool:
        """Whether it is suspected of inventing, or of going round."""
        return self.oddity >= _ODD

    @property
    def rank(self) -> tuple[int, int, float]:
        """Order among attempts: the lower the better."""
        return (self.errors, len(self.faults), self.oddity)


@dataclass(frozen=True, slots=True)
class Try:
    """A request, and what the engine said to it."""

    rung: str
    request: Request
    outputs: tuple[str, ...]
    """Its candidates, as they were."""


Rung = Callable[[Segment, Attempt | None], tuple[Request, ...]]
Cut = Callable[[Segment], tuple[Segment, ...]]


class Ladder:
    """Translates segments with one engine."""

    def __init__(self, engine: Engine, lexicon: Lexicon) -> None:
        self.engine, self.lexicon = engine, lexicon
        self.spaced = languages.profile(lexicon.knowledge.target).spaced
        self.tried: dict[Segment, list[Try]] = {}
        """What the engine was asked for each segment, and what it said; of one that was taken apart, for the whole alone."""

    def climb(self, segments: Iterable[Segment], progress: Progress) -> dict[Segment, Attempt]:
        """Return the best attempt at each segment; each is worked on once, however often it occurs."""
        each = list(dict.fromkeys(segments))
        attempts = talks.led(self.engine, [self._climbing(segment) for segment in each], progress)
        return dict(zip(each, attempts, strict=True))

    def _climbing(self, segment: Segment) -> Talk[Attempt]:
        # Of this climb alone: a part of two sentences is climbed with twice, and neither knows how far the other is.
        tried: list[Try] = []
        guided = partial(self._guiding, segment, tried)
        best = self._copy(segment)
        # Before the engine is asked for the first time: of what is too long for it, it would invent the end.
        best = yield from self._apart(self.within_reach, segment, best)
        best = yield from self._try("inline", self._inline, segment, best, tried)
        best = yield from guided(best, _GUIDES[0])
        # An engine that gives several for the price of one has been asked for them above.
        if self.engine.alternatives == 1:
            best = yield from self._try("others", self._other, segment, best, tried, candidates=2)
        best = yield from guided(best, _GUIDES[1])
        # After guiding, which keeps the sentence whole: a clause by itself has lost what it goes on from.
        best = yield from self._apart(self.clauses, segment, best)
        # Cutting made some right; for the others this is the last time that the engine writes freely, so more
        # places are tried.
        best = yield from guided(best, _GUIDES[2])
        best = yield from self._try("hints", self._hints, segment, best, tried)
        self.tried[segment] = tried
        return _compared(best, tried) if best else Attempt("", (), "none")

    def _copy(self, segment: Segment) -> Attempt | None:
        """Return the segment itself if all of it is in the target language once its anchors, terms and figures are."""
        text = self._tidy(
            segment, inlined(segment, self.lexicon.known(segment.text, segment.digits), self.spaced)
        )
        # Of `代码` and https://a.cn/中文 nothing is to be said in another language.
        said = self.lexicon.needs_engine(without_kept(text, segment))
        return None if said else Attempt(text, (), "copy")

    def _attempt(self, segment: Segment, output: str, rung: str) -> Attempt:
        tidy = self.lexicon.ended(segment.text, self._tidy(segment, output))
        mended = self._judged(segment, self.lexicon.mend(segment.text, tidy), rung)
        added = [(fault.start, fault.end) for fault in mended.faults if fault.code == _ADDED]
        added = [span for span in added if self.lexicon.invented(mended.output[slice(*span)], segment.text)]
        if not added:
            return mended
        return _better(mended, self._judged(segment, self.lexicon.without(mended.output, added), rung))

    def _judged(self, segment: Segment, output: str, rung: str) -> Attempt:
        faults = judged(output, [segment], self.lexicon.knowledge)
        if placed(output, segment, str) is None:
            faults = (
                *faults,
                Fault("TF201", "error", "marked-up words are not to be found in the translation"),
            )
        return Attempt(output, faults, rung, self._oddity(segment, output))

    def _oddity(self, segment: Segment, output: str) -> float:
        expected = max(expected_length(segment.text, self.lexicon.knowledge), _LITTLE)
        # Above what is usual only: a draft half as long again as expected is not a worse one.
        longer = max(len(output) / expected - _LONG, 0.0)
        # What the source says twice, its translation may.
        # To a tenth: a letter more must not decide between two candidates.
        return round(longer + max(_repeated(output) - _repeated(segment.text), 0.0), 1)

    def _tidy(self, segment: Segment, output: str) -> str:
        return self.lexicon.tidy(output, [anchor.rendered.words for anchor in segment.anchors])

    def _try(
        self,
        name: str,
        rung: Rung,
        segment: Segment,
        best: Attempt | None,
        tried: list[Try],
        *,
        candidates: int = 0,
    ) -> Talk[Attempt | None]:
        """Try one rung, if it has a request for a segment, and add to what was tried."""
        requests = rung(segment, best)
        if not requests:
            return best
        many = candidates or self.engine.alternatives
        answers = yield [Wish(request, many) for request in requests]
        for request, outputs in zip(requests, answers, strict=True):
            tried.append(Try(name, request, outputs))
            for number, output in enumerate(outputs, request.candidate):
                likelihood = output.likelihood if isinstance(output, Candidate) else None
                attempt = self._attempt(segment, output, name)
                attempt = replace(attempt, said=output, candidate=number, likelihood=likelihood)
                best = _better(best, attempt)
                # The engine's own order is kept among equals: candidates come best first.
                if best.is_clean:
                    break
        return best

    def _request(self, segment: Segment) -> Request:
        known = self.lexicon.known(segment.text, segment.digits)
        return self._told(segment, inlined(segment, known, self.spaced))

    def _told(self, segment: Segment, text: str, prefix: str = "") -> Request:
        """Return a request with what an engine may know beside its text."""
        source = segment.text
        figures = self.lexicon.figures(source)
        # `代码` in code is no word to be translated, and an engine cannot know; elsewhere in the sentence it is one.
        words = Counter(anchor.rendered.words for anchor in kept(segment))
        same = (
            word for word in words if self.lexicon.needs_engine(word) and source.count(word) == words[word]
        )
        hints = (*self.lexicon.hints(source), *((word, word) for word in same))
        return Request(text, hints, prefix, source, figures, segment.before, segment.examples)

    def _inline(self, segment: Segment, attempt: Attempt | None) -> tuple[Request, ...]:
        return (self._request(segment),) if attempt is None else ()

    def _other(self, segment: Segment, attempt: Attempt | None) -> tuple[Request, ...]:
        fine = attempt is None or (attempt.is_complete and not attempt.is_odd)
        return () if fine else (self._request(segment),)

    def _hints(self, segment: Segment, attempt: Attempt | None) -> tuple[Request, ...]:
        request = self._told(segment, inlined(segment, (), self.spaced))
        # Where no term or figure was put in, this would be the question that was asked already.
        done = attempt is not None and attempt.is_right
        return () if done or request == self._request(segment) else (request,)

    def _guiding(
        self, segment: Segment, tried: list[Try], best: Attempt | None, places: int
    ) -> Talk[Attempt | None]:
        """Begin anew where a rendering is missing; where that is told by the engine, as long as it mends something."""
        guided = partial(self._guided, tried, places)
        while True:
            before, best = best, (yield from self._try("guided", guided, segment, best, tried))
            if best is before or not self.engine.weighs:
                return best

    def _guided(
        self, tried: Sequence[Try], places: int, segment: Segment, attempt: Attempt | None
    ) -> tuple[Request, ...]:
        """Begin anew where a missing rendering may belong.

        That is where the engine finds it likeliest, if it weighs, and else as many places by where its source stands.
        """
        if not self.engine.continues or attempt is None or attempt.is_complete:
            return ()
        # One at a time: the words behind the first are written anew, and may bring the others.
        missing = next(self._missing(segment, attempt), None)
        if missing is None:
            return ()
        request, words = self._request(segment), missing.rendered.words
        # A guess, by where its source stands; the places near it are tried first.
        # What it said itself it need not read again; what was mended there is mended once more.
        said = (self.engine.weighs and attempt.said) or attempt.output
        cuts = _cuts(said, missing.start / len(segment.text), self.spaced)
        if self.engine.weighs:
            # Where it was put before it came to nothing.
            outputs = [output for found in tried for output in found.outputs]
            new = tuple(cut for cut in cuts if not any(out.startswith(said[:cut] + words) for out in outputs))
            guide = replace(request, prefix=words, said=said, places=new, candidate=attempt.candidate)
            guides = [guide] if new else []
        else:
            near = [*cuts[: max(places - 1, 1)], *(cuts[-1:] if places > 1 else ())]
            guides = [replace(request, prefix=said[:cut] + words) for cut in dict.fromkeys(near)]
        asked = {found.request for found in tried}
        return tuple(guide for guide in guides if guide not in asked)

    def _missing(self, segment: Segment, attempt: Attempt) -> Iterator[Anchor]:
        """Yield what has a known rendering and is not in the output; no two share their words, as in verification.

        Where all is right but for figures that are left out, nothing else is led to its place: it is there in other words.
        """
        anchors = (*segment.anchors, *self.lexicon.known(segment.text, segment.digits))
        if attempt.is_right:
            lost = self.lexicon.left_out(segment.text, attempt.output)
            anchors = tuple(anchor for anchor in anchors if anchor.start in lost)
        room = Room(attempt.output)
        # Longest first, as they are placed: `China Mobile` is no proof of `China`.
        longest = sorted(anchors, key=lambda anchor: -len(anchor.rendered.words))
        lacking = {anchor for anchor in longest if room.first(anchor) is None}
        yield from (anchor for anchor in anchors if anchor in lacking)

    def _apart(self, cut: Cut, segment: Segment, best: Attempt | None) -> Talk[Attempt | None]:
        """Take apart what is not right yet, climb with the parts, and join what comes of them."""
        broken = best is None or not best.is_right
        found = cut(segment) if broken else ()
        if len(found) < 2:
            return best
        each = dict.fromkeys(found)
        attempts = yield from talks.together(self._climbing(part) for part in each)
        done = dict(zip(each, attempts, strict=True))
        output = self.lexicon.join([done[part].output for part in found], found)
        joined = replace(
            self._attempt(segment, output, "clauses"),
            likelihood=_mean([done[part].likelihood for part in found]),
            agreement=_mean([done[part].agreement for part in found]),
        )
        return _better(best, joined)

    def within_reach(self, segment: Segment) -> tuple[Segment, ...]:
        """Cut a segment into runs of clauses that the engine can well translate in one piece."""
        reach = self.engine.reach
        if not reach or len(segment.text) <= reach:
            return (segment,)
        cuts = [0]
        for start, end in self._clauses(segment):
            # A single clause that is too long stays whole: cut anywhere else it would be no language.
            if end - cuts[-1] > reach and start > cuts[-1]:
                cuts.append(start)
        return tuple(cut(segment, start, end) for start, end in pairwise([*cuts, len(segment.text)]))

    def clauses(self, segment: Segment) -> tuple[Segment, ...]:
        """Cut a segment after its clauses, none inside an anchor, a term or a figure."""
        return tuple(cut(segment, *span) for span in self._clauses(segment))

    def _clauses(self, segment: Segment) -> Iterator[tuple[int, int]]:
        text = segment.text
        words = masked(text, (*segment.anchors, *self.lexicon.known(text)))
        start = end = 0
        for clause in languages.clauses(words, self.lexicon.knowledge.source):
            end += len(clause)
            # 但是， or 其中， alone is nothing that an engine could translate.
            if len(text[start:end].strip()) >= _SHORTEST or end == len(text):
                yield start, end
                start = end


def judged(output: str, segments: Sequence[Segment], knowledge: Knowledge) -> tuple[Fault, ...]:
    """Return what is wrong with the translation of some segments, but for their code, formulas and addresses, which stay."""
    space = " " if languages.profile(knowledge.source).spaced else ""
    source = space.join(
        _hidden(segment.text, [(anchor.start, anchor.end) for anchor in _staying([segment])])
        for segment in segments
    )
    room = Room(output)
    # Longest first, as they are placed.
    longest = sorted(_staying(segments), key=lambda anchor: -len(anchor.rendered.words))
    spots = [spot for anchor in longest if (spot := room.first(anchor)) is not None]
    return verify(source, _hidden(output, spots), knowledge)


def _staying(segments: Iterable[Segment]) -> Iterator[Anchor]:
    return (anchor for segment in segments for anchor in segment.anchors if anchor.rendered.stays)


def _hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length that says nothing in some spans."""
    out, at = list[str](), 0
    for start, end in sorted(spans):
        out += (text[at:start], _NOTHING * (end - start))
        at = end
    return "".join((*out, text[at:]))


_NOTHING = "\ufffc"
"""What stands for something that is no character: neither a letter nor a figure."""


def cut(segment: Segment, start: int, end: int) -> Segment:
    """Return a stretch of a segment, with the anchors that begin in it."""
    text = segment.text[start:end]
    lead = start + len(text) - len(text.lstrip())
    inside = (anchor for anchor in segment.anchors if start <= anchor.start < end)
    anchors = tuple(replace(a, start=a.start - lead, end=a.end - lead) for a in inside)
    return Segment(text.strip(), anchors, segment.digits, segment.before, segment.examples)


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of what is known of all parts of a text; None if it is unknown of one."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def _repeated(text: str) -> float:
    """Return the share of a text's runs of three words that it has said before."""
    words = _WORD.findall(text.lower())
    # Of three words: pairs such as `of the` are said again in any text.
    runs = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def _compared(attempt: Attempt, tried: Sequence[Try]) -> Attempt:
    """Return an attempt with how far the engine's other candidates agree with it."""
    said = dict.fromkeys(output for found in tried for output in found.outputs)
    others = [output for output in said if output != attempt.said]
    # A joined text has the mean of its clauses' already.
    if attempt.agreement is not None or not attempt.said or not others:
        return attempt
    return replace(attempt, agreement=agreement(attempt.said, others))


def _better(old: Attempt | None, new: Attempt) -> Attempt:
    return new if old is None or new.rank < old.rank else old


def _cuts(output: str, share: float, spaced: bool) -> tuple[int, ...]:
    """Return the places between the words of a text, nearest first to a share of its length; its beginning is the last."""
    ends = (
        [at + 1 for at, char in enumerate(output) if char == " "] if spaced else list(range(1, len(output)))
    )
    return (*sorted(ends, key=lambda end: abs(end - share * len(output))), 0)
