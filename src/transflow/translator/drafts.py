"""Texts drafted: markup off, terms and figures in, segments through the engine's ladder, markup on, verified."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transflow import languages
from transflow.engines import Engine, Progress, Request, no_progress
from transflow.markdown import (
    DEEP,
    MAX_NESTING,
    Dialect,
    Inline,
    canonical,
    features,
    fit,
    inlines,
    plain,
    unescape,
)
from transflow.markdown.brackets import inside_brackets
from transflow.translator import risk
from transflow.translator.assembly import Assembly
from transflow.translator.figures import is_prose
from transflow.translator.frame import About, Framer
from transflow.translator.grammar import GRAMMAR
from transflow.translator.ladder import RUNGS, Attempt, Ladder, cut, judged
from transflow.translator.lexicon import Lexicon
from transflow.translator.parts import Part, Span, gathered, has_math, markup, spans, tree
from transflow.translator.pieces import Piece, Rendered, Segment, apart
from transflow.translator.places import inlined, placed, without_kept
from transflow.translator.risk import Signs
from transflow.translator.shell import shell
from transflow.translator.text import Draft, Text
from transflow.verification import Fault, Knowledge, told

_BREAK = GRAMMAR["paragraph-break"]
_IN_FIELD = str.maketrans({'"': "'"})
_IN_SINGLE = str.maketrans({"'": "’"})
"""What would end an alternative text or a quoted argument, and what to write instead."""


def translate(
    texts: Sequence[Text],
    engine: Engine,
    knowledge: Knowledge,
    progress: Progress = no_progress,
) -> tuple[Draft, ...]:
    """Translate texts of one language pair; the answer to one never depends on the others.

    Raises:
        EngineError: The engine failed.
    """
    lexicon = Lexicon(knowledge)
    work = _Work(Ladder(engine, lexicon), lexicon, progress)
    return work.drafts(texts)


def requests(texts: Sequence[Text], knowledge: Knowledge, context: int = 0) -> Iterator[Request]:
    """Yield about what an engine will be asked for texts at first: each sentence, with its terms, figures and examples.

    Args:
        texts: What is to be drafted.
        knowledge: What is known of the languages.
        context: How many of the sentences before it each is told with.
    """
    lexicon = Lexicon(knowledge)
    spaced = languages.profile(knowledge.target).spaced
    for text in texts:
        shown = plain(text.text, text.dialect, html=text.kind == "html") if text.is_markdown else text.text
        before = list(text.before)
        for sentence in languages.sentences(" ".join(shown.split()), knowledge.source):
            segment = Segment(sentence.strip())
            told = tuple(before[-context:]) if context else ()
            before.append((segment.text, ""))
            asked = inlined(segment, lexicon.known(segment.text), spaced)
            if lexicon.needs_engine(asked):
                hints, figures = lexicon.hints(segment.text), lexicon.figures(segment.text)
                yield Request(asked, hints, "", segment.text, figures, told, text.examples)


class _Work:
    """One call of `translate`."""

    def __init__(self, ladder: Ladder, lexicon: Lexicon, progress: Progress) -> None:
        self.ladder, self.lexicon, self.progress = ladder, lexicon, progress
        self.knowledge = lexicon.knowledge
        source, target = map(languages.profile, (self.knowledge.source, self.knowledge.target))
        self._parts_words = target.spaced and not source.spaced
        self.assembly = Assembly(lexicon)

    def drafts(self, texts: Sequence[Text]) -> tuple[Draft, ...]:
        trees = [self._tree(text) for text in texts]
        prose = [is_prose(text.kind) for text in texts]
        frames = self._frames(trees, prose, texts)
        frames = [tuple(_with_examples(*each)) for each in zip(frames, texts, strict=True)]
        if self.ladder.engine.context:
            frames = [tuple(self._in_context(*each)) for each in zip(frames, texts, strict=True)]
        attempts = self._climb(frames)
        return tuple(
            self._draft(text, parts, frame, attempts)
            for text, parts, frame in zip(texts, trees, frames, strict=True)
        )

    def _tree(self, text: Text) -> tuple[Part, ...]:
        if text.kind == "front-matter":
            return tuple(_paragraphs(text))
        if not text.is_markdown:
            # An alternative text or an argument is one line, whatever its source has.
            return _paragraph(text.text, text.dialect)
        html = text.kind == "html"
        joined = canonical(text.text, text.dialect, html=html, layout=html, spaced=True)
        pieces, before = (inlines(each, text.dialect, html=html) for each in (joined, text.text))
        if _marked_up(pieces) != _marked_up(before):  # `![图](图/中 文.png)` is no image, and stays none
            pieces = before
        return gathered(tree(pieces), self.lexicon.quantities)

    def _in_context(self, frame: Sequence[Piece], text: Text) -> Iterator[Piece]:
        """Yield the pieces of a text, each sentence with those before it that the engine wants to be told."""
        before = list(text.before)
        for piece in frame:
            if isinstance(piece, Segment):
                yield replace(piece, before=tuple(before[-self.ladder.engine.context :]))
                before.append((piece.text, ""))
            else:
                yield piece

    def _climb(self, frames: Sequence[Sequence[Piece]]) -> Mapping[Segment, Attempt]:
        segments = [piece for frame in frames for piece in frame if isinstance(piece, Segment)]
        attempts = self._attempts(segments)
        # Anchors that no rung brought back: they and the text round them are translated apart, so no markup
        # is lost.
        lost = [segment for segment, found in attempts.items() if not _came_through(found.output, segment)]
        return {**attempts, **dict(self._piecemeal(lost))} if lost else attempts

    def _attempts(self, segments: Sequence[Segment]) -> Mapping[Segment, Attempt]:
        """Return an attempt at each segment: itself where the engine had nothing to say, so that no sentence is lost."""
        know = self.knowledge
        shells = {segment: shell(segment, know.source, know.target) for segment in segments}
        words = {
            segment: cut(segment, around.start, around.end) if around.before else segment
            for segment, around in shells.items()
        }
        done = self.ladder.climb(words.values(), self.progress)
        found = {}
        for segment, around in shells.items():
            attempt = done[words[segment]]
            if not attempt.output.strip():
                attempt = Attempt(segment.text, (), "none")
            elif around.before:
                begun = self.lexicon.begun(words[segment].text, attempt.output)
                attempt = replace(attempt, output=f"{around.before}{begun}{around.after}")
                self.ladder.tried[segment] = self.ladder.tried.get(words[segment], [])
            found[segment] = attempt
        return found

    def _piecemeal(self, lost: Sequence[Segment]) -> Iterator[tuple[Segment, Attempt]]:
        """Translate the text round the anchors of some segments by itself."""
        parts = {segment: tuple(apart(segment)) for segment in lost}
        texts = [part for found in parts.values() for part in found if isinstance(part, Segment)]
        done = self._attempts(texts)
        for segment, found in parts.items():
            shown = [done[part].output if isinstance(part, Segment) else part for part in found]
            output = self.assembly.take_apart(segment, shown)
            rungs = (done[part].rung for part in found if isinstance(part, Segment))
            yield segment, Attempt(output, (), "none" if "none" in rungs else "pieces")

    def _frames(
        self, trees: Sequence[Sequence[Part]], prose: Sequence[bool | None], places: Sequence[Text]
    ) -> list[tuple[Piece, ...]]:
        """Cut into pieces; what stands inside markup is translated first, from the innermost out."""
        # Each once, since the same link may stand in a hundred texts; in order, for the same drafts each time.
        found = {span: place for parts, place in zip(trees, places, strict=True) for span in spans(parts)}
        within_each = [span.inside for span in found]
        inside = self._frames(within_each, [None] * len(found), [*found.values()]) if found else []
        attempts = self._climb(inside)
        exact = self._exact(trees, [place.dialect for place in places])
        inner: dict[Span, Rendered] = {}
        # What is inside markup goes into another text, in which a dollar sign could meet that of a formula.
        within = Text("", dialect=Dialect(math=any(has_math(parts) for parts in trees)))
        for (span, place), frame in zip(found.items(), inside, strict=True):
            # Between tags a backslash is shown.
            where = Text("", "html", place.dialect) if place.kind == "html" else within
            plain, marked = (self.assembly.text(frame, attempts, at) for at in (None, where))
            after = exact[span.after] if span.after else ""
            # Of ``[`label`][]`` nothing was translated: it goes on naming itself.
            if span.after and span.after.rewrite.startswith(f"][{marked}]"):
                after = span.after.raw
            stays = all(isinstance(one, Segment) and not without_kept(one.text, one).strip() for one in frame)
            inner[span] = Rendered(plain, exact[span.before] + marked + after, stays)
        about = About(self.knowledge.source, self._parts_words, self.lexicon.known, prose=None)
        return [
            Framer(replace(about, prose=is_prose_), inner, exact).frame(parts)
            for parts, is_prose_ in zip(trees, prose, strict=True)
        ]

    def _exact(self, trees: Sequence[Sequence[Part]], dialects: Sequence[Dialect]) -> dict[Inline, str]:
        """Return what to write for each piece of markup: itself, with what a reader reads of it translated."""
        pieces = {
            piece: dialect for parts, dialect in zip(trees, dialects, strict=True) for piece in markup(parts)
        }
        wanted = [unescape(piece.raw[start:end]) for piece in pieces for start, end in piece.fields]
        drafts = iter(self.drafts([Text(text, "argument") for text in wanted]) if wanted else ())
        done: dict[Inline, str] = {}
        for piece, dialect in pieces.items():
            out, at = "", 0
            for start, end in piece.fields:
                single = piece.raw[start - 1 : start] == "'"
                said = next(drafts).text.translate(_IN_SINGLE if single else _IN_FIELD)
                said = inside_brackets(said)
                said = features.written(dialect.features)(said, piece.raw[:start])
                out += piece.raw[at:start] + said
                at = end
            done[piece] = out + piece.raw[at:] if piece.fields else piece.rewrite or piece.raw
        return done

    def _draft(
        self, text: Text, parts: Sequence[Part], frame: Sequence[Piece], attempts: Mapping[Segment, Attempt]
    ) -> Draft:
        segments = [piece for piece in frame if isinstance(piece, Segment)]
        begins = text.kind not in ("argument", "title")
        plain = self.assembly.text(frame, attempts, begins=begins)
        space = " " if languages.profile(self.knowledge.source).spaced else ""
        asked = space.join(without_kept(segment.text, segment) for segment in segments)
        # Nothing but markup was copied, and is right.
        rung = max((attempts[segment].rung for segment in segments), key=RUNGS.index, default="copy")
        faults: tuple[Fault, ...] = ()
        if rung == "none":
            faults = (Fault("TF601", "error", "the engine has no translation for this, or for a part of it"),)
        # What was only copied, or consists of terms and figures alone, has nothing to be verified against.
        elif self.lexicon.needs_engine(asked):
            faults = told(judged(plain, segments, self.knowledge))
        faults += tuple(_too_deep(text))
        # Only then a dollar needs a backslash: `$300` is an amount on any site.
        place = replace(text, dialect=replace(text.dialect, math=has_math(parts, plain)))
        # What is no Markdown is written by the rules of its place, later and as a whole.
        place = place if text.is_markdown else replace(place, kind="front-matter")
        marked = self.assembly.text(frame, attempts, place, begins=begins)
        whole = fit(marked, text.kind, text.dialect) if text.is_markdown else marked
        signs = tuple(_signs(segment, attempts[segment]) for segment in segments)
        return Draft(
            whole or text.text,
            rung,
            faults,
            tuple(segment.text for segment in segments),
            risk.of_text(signs, sum(fault.severity == "error" for fault in faults)),
            signs,
            tuple(done for segment in segments for done in self.ladder.tried.get(segment, ())),
        )


def _came_through(output: str, segment: Segment) -> bool:
    """Whether all anchors can be found in an output, and no brace stands beside those of a placeholder."""
    # `{count}` in `{{count}}` would be found, and be another placeholder.
    if any(anchor.rendered.words[:1] == "{" for anchor in segment.anchors) and any(
        output.count(brace) != segment.text.count(brace) for brace in "{}"
    ):
        return False
    return placed(output, segment, str) is not None


def _too_deep(text: Text) -> Iterator[Fault]:
    """Tell markup that was copied because it lies too deep."""
    if text.is_markdown and any(
        piece.pair == DEEP for piece in inlines(text.text, text.dialect, html=text.kind == "html")
    ):
        message = f"markup lies more than {MAX_NESTING} deep: what lies deeper was copied; put fewer inside each other"
        yield Fault("TF201", "error", message)


def _signs(segment: Segment, attempt: Attempt) -> Signs:
    """Return what is known of the draft of a sentence."""
    said = " ".join(attempt.said.split())
    return Signs(
        len(segment.text),
        attempt.rung,
        attempt.errors,
        len(attempt.faults) - attempt.errors,
        bool(said) and attempt.output != said,
        attempt.oddity,
        attempt.likelihood,
        attempt.agreement,
        sum(fault.code.startswith("TF8") for fault in attempt.faults),
    )


def _with_examples(frame: Sequence[Piece], text: Text) -> Iterator[Piece]:
    """Yield the pieces of a text, each sentence with the examples of the text."""
    for piece in frame:
        yield replace(piece, examples=text.examples) if isinstance(piece, Segment) else piece


def _paragraphs(text: Text) -> Iterator[Part]:
    """Yield the paragraphs of a front-matter value, each on one line, and the breaks between them."""
    at = 0
    for match in _BREAK.finditer(text.text):
        yield from _paragraph(text.text[at : match.start()], text.dialect)
        yield Inline("break", match[0], what="hardbreak")
        at = match.end()
    yield from _paragraph(text.text[at:], text.dialect)


def _paragraph(text: str, dialect: Dialect) -> tuple[Part, ...]:
    # A template may well make Markdown of it (`caption="**图 1**：见[附录](a.md)"`); if not, its signs are shown as they are.
    return tree(inlines(" ".join(text.split()), dialect, html=dialect.strings), escapes=False)


def _marked_up(pieces: Sequence[Inline]) -> list[tuple[str, str]]:
    return [(piece.kind, piece.what) for piece in pieces if piece.kind not in ("text", "break")]
