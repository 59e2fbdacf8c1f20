"""A unit taken apart for an engine and put together again: segments of running text, and the markup round them.

The engine never sees markup. What has words of its own (emphasis, a link, inline code) becomes an anchor: its words
are translated first and stand in the segment in the target language, so that they can be found again in what the
engine says and the markup be put back round them. What has none (a footnote reference, an image) stays beside the
anchor or the end of the sentence that it follows. Where that is impossible the text is cut there.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import attrgetter

from transflow import languages
from transflow.glossary.phrases import UNSPACED
from transflow.markdown import Inline, unescape
from transflow.quantities import Quantity
from transflow.translator.figures import is_sentence

_UNSPACED = re.compile(f"[{UNSPACED}]")
_WORDS = frozenset({"code", "math", "autolink"})
"""Inlines that are not translated but are read as words of the sentence."""
_LOOSE = frozenset(
    {"shortcode", "role", "image", "emoji", "citation", "code", "math", "autolink", "wikilink"}
)
"""Inlines that a reader sees as something of their own; a footnote's mark, say, touches its word."""
_OPENING = "([{（【「『《〈“‘"
_CLOSING = ")]}）】」』》〉”’"
_MAX_WORD = 60
"""Characters of such an inline above which it stands apart instead."""
_MOST_ANCHORS = 32
"""Marked-up stretches in one segment."""
_LONGEST = 600
"""Characters of one segment, clauses permitting: what a model can take, and what 1,000 figures in a row may cost."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A translated stretch, with and without its markup."""

    words: str
    marked: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a segment whose translation is known before the engine is asked."""

    start: int
    """Offset in the segment's text, in code points."""
    end: int
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a piece of one, that goes to the engine whole."""

    text: str
    """Running text in the source language: no markup, no line breaks, no space at the ends."""
    anchors: tuple[Anchor, ...] = ()
    """The stretches that carry markup, in order, without overlap."""
    digits: bool = False
    """Whether it is no sentence of prose (a heading, a cell, a label), so that its figures keep their digits."""
    before: tuple[tuple[str, str], ...] = ()
    """(source, translation) of the sentences before it, for an engine that wants to be told; see `translator.Text`."""
    examples: tuple[tuple[str, str], ...] = ()
    """(source, translation) of sentences of people; see `translator.Text`."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Markup without words that stands before the punctuation which ends the segment before it."""

    parts: tuple[tuple[str, str], ...]
    """The punctuation before each, in the source language, and what to write."""


Piece = str | Segment | Ending
"""Exact text to be copied, but for a space before it that only sets it off from text; a segment, or what ends one."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words between an opening and a closing piece of markup."""

    before: Inline
    inside: tuple["Part", ...]
    after: Inline | None
    """None if the text ends before it is closed."""


Part = str | Span | Inline
"""Running text; a marked-up span; or an inline that is neither (an `atom` or a `break`)."""


Figures = Callable[[str], Sequence[Quantity]]
"""Finds the quantities of a text in the source language."""


def tree(inlines: Sequence[Inline]) -> tuple[Part, ...]:
    """Nest the flat list of inlines: each opener with what it holds and its closer."""
    return _level(iter(inlines), -1)[0]


def _level(inlines: Iterator[Inline], until: int) -> tuple[tuple[Part, ...], Inline | None]:
    parts: list[Part] = []
    for piece in inlines:
        if piece.kind == "close" and piece.pair == until:
            return tuple(parts), piece
        if piece.kind == "open":
            inside, after = _level(inlines, piece.pair)
            parts.append(Span(piece, inside, after))
        else:
            parts.append(unescape(piece.raw) if piece.kind == "text" else piece)
    return tuple(parts), None


def spans(parts: Sequence[Part]) -> Iterator[Span]:
    """Yield the spans directly among some parts."""
    return (part for part in parts if isinstance(part, Span))


def gathered(parts: Sequence[Part], figures: Figures) -> tuple[Part, ...]:
    """Take the modifiers of a figure that stands alone in markup into the markup: 约**3亿美元** is **约3亿美元**.

    Args:
        parts: What `tree` returned.
        figures: Finds the quantities of a text.
    """
    out = list(parts)
    for number, span in enumerate(parts):
        if not isinstance(span, Span):
            continue
        left, right = (out[at] if 0 <= at < len(out) else "" for at in (number - 1, number + 1))
        before, after = (text if isinstance(text, str) else "" for text in (left, right))
        start, end = _reach(before, words(span.inside), after, figures)
        if start < len(before):
            out[number - 1] = before[:start]
        if end:
            out[number + 1] = after[end:]
        lead, trail = (tuple(filter(None, [text])) for text in (before[start:], after[:end]))
        out[number] = replace(span, inside=gathered(_merged((*lead, *span.inside, *trail)), figures))
    return tuple(part for part in out if part)


def _reach(before: str, inside: str, after: str, figures: Figures) -> tuple[int, int]:
    """Return where in the text before a figure its modifier begins, and where in the text after it one ends."""
    alone = [figure for figure in figures(inside) if (figure.start, figure.end) == (0, len(inside))]
    for whole in figures(before + inside + after) if alone else ():
        start, end = whole.start, whole.end - len(before) - len(inside)
        same = (whole.kind, whole.value, whole.unit) == (alone[0].kind, alone[0].value, alone[0].unit)
        if same and start <= len(before) and end >= 0 and whole.modifier:
            return start, end
    return len(before), 0


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Join texts that stand side by side."""
    out: list[Part] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, str) and isinstance(last, str):
            out[-1] = last + part
        else:
            out.append(part)
    return tuple(out)


def words(parts: Sequence[Part]) -> str:
    """Return the running text of some parts, markup off."""
    return "".join(
        part if isinstance(part, str) else words(part.inside) if isinstance(part, Span) else _visible(part)
        for part in parts
    )


def _visible(piece: Inline) -> str:
    if piece.kind == "break":
        return " "
    return piece.raw.strip("`$<> ") if piece.what in _WORDS else ""


def masked(text: str, anchors: Iterable[Anchor]) -> str:
    """Return a text with its anchors as one long word each, so that none is cut; no place in it moves."""
    out: list[str] = []
    at = 0
    for anchor in sorted(anchors, key=attrgetter("start")):
        out += (text[at : anchor.start], "ø" * (anchor.end - max(anchor.start, at)))
        at = max(anchor.end, at)
    return "".join((*out, text[at:]))


Known = Callable[[str, bool], Sequence[Anchor]]
"""Finds the terms and quantities of a text, with their renderings; told whether it is no prose."""


class Framer:
    """Cuts the parts of one unit into pieces."""

    def __init__(self, about: "About", inner: Mapping[Span, Rendered], exact: Mapping[Inline, str]) -> None:
        self.about, self.inner, self.exact = about, inner, exact
        self.pieces: list[Piece] = []
        self._begin()

    def _begin(self) -> None:
        self.text = ""
        self.anchors: list[Anchor] = []
        self.marks: list[tuple[int, str]] = []

    def frame(self, parts: Sequence[Part]) -> tuple[Piece, ...]:
        """Return the pieces, in order."""
        for part in parts:
            if isinstance(part, str):
                self.text += part
            elif isinstance(part, Span):
                self._span(part)
            else:
                self._inline(part)
        self._flush()
        return tuple(self.pieces)

    def _span(self, span: Span) -> None:
        shown, inner = words(span.inside), self.inner[span]
        if inner.words.strip() and shown.strip():
            self._anchor(shown, inner)
        elif any(isinstance(part, Inline) and part.kind == "break" for part in span.inside):
            self._apart(inner.marked)
        else:
            self._mark(inner.marked, loose=True)

    def _anchor(self, shown: str, rendered: Rendered) -> None:
        """Take in words whose translation is known; white space round them stays outside, where it can be dropped."""
        start = len(self.text) + len(shown) - len(shown.lstrip())
        self.anchors.append(Anchor(start, start + len(shown.strip()), rendered))
        self.text += shown

    def _inline(self, piece: Inline) -> None:
        raw = self.exact[piece]
        shown = _visible(piece)
        if piece.kind == "break":
            self._apart(raw)
        elif piece.what in _WORDS and len(shown) <= _MAX_WORD and any(char.isalnum() for char in shown):
            self._anchor(shown, Rendered(shown, raw))
        else:
            self._mark(raw, loose=piece.what in _LOOSE)

    def _mark(self, raw: str, *, loose: bool) -> None:
        """Take in markup without words, with the space that the source has before it.

        What a reader sees (an image, a shortcode) is set off from words, too, if only the target language parts words.
        """
        before = self.text[-1:]
        beside = bool(self.marks) and self.marks[-1][0] == len(self.text)
        parted = loose and self.about.parts_words and not beside and before not in _OPENING
        set_off = before.isspace() or parted
        self.marks.append((len(self.text), f" {raw}" if before and set_off else raw))

    def _apart(self, raw: str) -> None:
        self._flush()
        self.pieces.append(raw)

    def _flush(self) -> None:
        """Turn what was gathered into sentences."""
        start = 0
        places = [place for place, _ in self.marks]
        for sentence in _short(masked(self.text, self.anchors), self.about.language):
            end = start + len(sentence)
            until = len(places) if end == len(self.text) else bisect_left(places, end)
            self._sentence(start, end, self.marks[bisect_left(places, start) : until])
            start = end
        if not self.text:
            self.pieces += [raw for _, raw in self.marks]
        self._begin()

    def _sentence(self, start: int, end: int, marks: Sequence[tuple[int, str]]) -> None:
        """Emit a sentence; a mark goes to the nearest place that keeps its meaning, or cuts the sentence."""
        text = self.text[start:end]
        first, last = (bisect_left(self.anchors, place, key=attrgetter("start")) for place in (start, end))
        anchors = [replace(a, start=a.start - start, end=a.end - start) for a in self.anchors[first:last]]
        marks = [(place - start, raw) for place, raw in marks]
        leading = [mark for mark in marks if not text[: mark[0]].strip()]
        closing = [mark for mark in marks[len(leading) :] if not _has_word(text[mark[0] :])]
        self._leading(text, leading)
        cut = 0
        for place, raw in marks[len(leading) : len(marks) - len(closing)]:
            if not _has_word(text[:place]) or not self._attached(anchors, place, raw, text):
                self._piece(text[cut:place], [a for a in anchors if cut <= a.start < place], cut)
                self.pieces.append(raw + " " * text[place].isspace())
                cut = place
        ending = _ending(text, closing)
        told = bool(ending[0]) and isinstance(ending[0][0], Ending)
        until = _words_end(text, closing[0][0]) if told else closing[0][0] if closing else len(text)
        rest = text[cut:until] + ending[1] if closing else text[cut:]
        self._piece(rest, [a for a in anchors if a.start >= cut], cut)
        self.pieces += ending[0]

    def _leading(self, text: str, marks: Sequence[tuple[int, str]]) -> None:
        """Emit what stands before the first word, with the space that the source has behind it."""
        self.pieces += [raw for _, raw in marks]
        if marks and text[:1].isspace() and not self.about.parts_words:
            self.pieces.append(" ")

    def _attached(self, anchors: list[Anchor], place: int, raw: str, text: str) -> bool:
        known = self.about.known(text, self.about.is_label(text))
        return _attach(anchors, place, raw, known)

    def _piece(self, text: str, anchors: Sequence[Anchor], offset: int) -> None:
        """Emit a stretch of a sentence; one with more markup than an engine could carry through is cut."""
        while len(anchors) > _MOST_ANCHORS:
            cut = anchors[_MOST_ANCHORS].start - offset
            self._segment(text[:cut], anchors[:_MOST_ANCHORS], offset)
            text, anchors, offset = text[cut:], anchors[_MOST_ANCHORS:], offset + cut
        self._segment(text, anchors, offset)

    def _segment(self, text: str, anchors: Sequence[Anchor], offset: int) -> None:
        lead = len(text) - len(text.lstrip())
        if text.strip():
            moved = tuple(
                replace(a, start=a.start - offset - lead, end=a.end - offset - lead) for a in anchors
            )
            self.pieces.append(Segment(text.strip(), moved, self.about.is_label(text)))


@dataclass(frozen=True, slots=True)
class About:
    """What has to be known of the place where a text stands."""

    language: str
    """The source language."""
    parts_words: bool
    """Whether the target language has spaces between words and the source language has none."""
    known: Known
    prose: bool | None
    """Whether the text is prose; None if that depends on whether it ends as a sentence does."""

    def is_label(self, text: str) -> bool:
        """Whether no figure of a text is spelled out."""
        return not (is_sentence(text) if self.prose is None else self.prose)


def _ending(text: str, marks: Sequence[tuple[int, str]]) -> tuple[list[Piece], str]:
    """Return what stands behind the last word of a sentence as pieces, and the punctuation that ends the sentence."""
    if not marks:
        return [], ""
    end = text[marks[-1][0] :]
    if not text[marks[0][0] :].strip():
        return [raw for _, raw in marks], ""
    places = [_words_end(text, marks[0][0]), *(place for place, _ in marks)]
    parts = [(text[before:place], raw) for before, (place, raw) in zip(places, marks, strict=False)]
    if any(char in _OPENING for gap, _ in parts for char in gap):
        rest = end.lstrip(_CLOSING)
        parts.append((end[: len(end) - len(rest)], ""))
        end = rest
    return [Ending(tuple(parts))], end


def _words_end(text: str, place: int) -> int:
    """Return where the words end before a place: a bracket that is opened before markup belongs to the markup."""
    return len(text[:place].rstrip(f"{_OPENING} "))


def apart(segment: Segment) -> Iterator[str | Segment | Anchor]:
    """Yield a segment's anchors and the text between them, each for itself, and a space where white space parts them."""
    at = 0
    for anchor in (*segment.anchors, Anchor(len(segment.text), len(segment.text), Rendered("", ""))):
        text = segment.text[at : anchor.start]
        if text[:1].isspace():
            yield " "
        if text.strip():
            yield Segment(text.strip(), digits=segment.digits, examples=segment.examples)
            if text[-1].isspace():
                yield " "
        if anchor.end > anchor.start:
            yield anchor
        at = anchor.end


def _short(text: str, language: str) -> Iterator[str]:
    """Yield the sentences of a text, a very long one in stretches of whole clauses."""
    for sentence in languages.sentences(text, language):
        if len(sentence) <= _LONGEST:
            yield sentence
            continue
        stretch = ""
        for clause in languages.clauses(sentence, language):
            if stretch and len(stretch) + len(clause) > _LONGEST:
                yield stretch
                stretch = ""
            stretch += clause
        yield stretch


def _has_word(text: str) -> bool:
    return re.search(r"\w", text) is not None


def _attach(anchors: list[Anchor], place: int, raw: str, known: Sequence[Anchor]) -> bool:
    """Hang a mark on the anchor, term or quantity that ends where it stands; False if there is none."""
    for number, anchor in enumerate(anchors):
        if anchor.end == place:
            rendered = replace(anchor.rendered, marked=anchor.rendered.marked + raw)
            anchors[number] = replace(anchor, rendered=rendered)
            return True
    for found in known:
        if found.end == place and not any(a.start < found.end and found.start < a.end for a in anchors):
            anchors.append(
                replace(found, rendered=Rendered(found.rendered.words, found.rendered.marked + raw))
            )
            anchors.sort(key=lambda anchor: anchor.start)
            return True
    return False


def inlined(segment: Segment, known: Sequence[Anchor], spaced: bool) -> str:
    """Return the segment's text with the translations of its anchors, terms and quantities in their places.

    Args:
        segment: The segment.
        known: Its terms and quantities; those that overlap a markup anchor give way.
        spaced: Whether the target language separates words, so that what is put in must be set off.
    """
    found = [k for k in known if not any(k.start < a.end and a.start < k.end for a in segment.anchors)]
    out, at = "", 0
    for anchor in sorted((*segment.anchors, *found), key=lambda anchor: anchor.start):
        before = segment.text[at : anchor.start]
        out = _set_off(out, before, spaced)
        if (
            spaced and not before and out.endswith(",")
        ):  # 10送3派2元: what was put in before ends with a comma
            out += " "
        out = _set_off(out, anchor.rendered.words, spaced)
        at = anchor.end
    return _set_off(out, segment.text[at:], spaced)


def _set_off(left: str, right: str, spaced: bool) -> str:
    """Join two stretches with a space if both meet with a letter or figure and one of them is in a spaced script."""
    meet = bool(left and right) and left[-1].isalnum() and right[0].isalnum()
    return (
        f"{left} {right}" if spaced and meet and (left[-1].isascii() or right[0].isascii()) else left + right
    )


def placed(output: str, segment: Segment, escape: Callable[[str], str]) -> str | None:
    """Put markup round the anchors' words in an engine's output; None if one is not there to be found.

    Args:
        output: Running text in the target language.
        segment: What it translates.
        escape: Makes running text safe as Markdown.
    """
    taken: list[tuple[int, int, Anchor]] = []
    for anchor in sorted(segment.anchors, key=lambda anchor: -len(anchor.rendered.words)):
        free = free_spots(output, anchor, [(start, end) for start, end, _ in taken])
        if not free:
            return None
        share = anchor.start / len(
            segment.text
        )  # of several, the one that stands where it stood in the source
        taken.append((*min(free, key=lambda spot: abs(spot[0] / len(output) - share)), anchor))
    out, at = "", 0
    for start, end, anchor in sorted(taken, key=lambda spot: spot[0]):
        out += escape(output[at:start]) + anchor.rendered.marked
        at = end
    return out + escape(output[at:])


def free_spots(output: str, anchor: Anchor, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where an anchor's words stand that no other anchor has taken."""
    known = sorted(taken)
    ends = list(accumulate((end for _, end in known), max))
    return [spot for spot in spots(output, anchor) if _is_free(spot, known, ends)]


def _is_free(spot: tuple[int, int], taken: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    """Whether no taken stretch overlaps one; `ends` says how far those up to each reach."""
    before = bisect_left(taken, (spot[1], spot[1]))
    return before == 0 or ends[before - 1] <= spot[0]


def spots(output: str, anchor: Anchor) -> list[tuple[int, int]]:
    """Return where an anchor's words stand, as they are written or else in other letter case.

    They begin and end where words do, but for scripts in which a word needs no boundary.
    """
    words = anchor.rendered.words
    left, right = (
        "" if _UNSPACED.match(words[at]) else rf"{look}[^\W{UNSPACED}])"
        for at, look in ((0, "(?<!"), (-1, "(?!"))
    )
    pattern = left + re.escape(words) + right
    exact = [match.span() for match in re.finditer(pattern, output)]
    return exact or [match.span() for match in re.finditer(pattern, output, re.IGNORECASE)]
