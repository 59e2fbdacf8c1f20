"""A unit taken apart for an engine: segments of running text, and the markup round them.

The engine never sees markup. What has words of its own (emphasis, a link, inline code) becomes an anchor: its words
are translated first and stand in the segment in the target language, so that they can be found again in what the
engine says and the markup be put back round them. What has none (a footnote reference, an image) stays beside the
anchor or the end of the sentence that it follows. Where that is impossible the text is cut there.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from transflow import languages
from transflow.markdown import Inline
from transflow.markdown.html import PARTING
from transflow.translator.figures import is_sentence
from transflow.translator.grammar import GRAMMAR
from transflow.translator.parts import WORDS, Part, Span, visible, words
from transflow.translator.pieces import Anchor, Ending, Piece, Rendered, Segment, Touching, masked

_ANY_WORD = GRAMMAR["word"]
_TAG = GRAMMAR["tag-begin"]

_LOOSE = frozenset(
    {"shortcode", "role", "image", "emoji", "citation", "code", "math", "autolink", "wikilink", "placeholder"}
)
"""Inlines that a reader sees as something of their own; a footnote's mark, say, touches its word."""
_OPENING = "([{（【「『《〈“‘"
_PARTING = "，、；：,;:"
_CLOSING = ")]}）】」』》〉”’"
_MAX_WORD = 60
"""Characters of such an inline above which it stands apart instead."""
_MOST_ANCHORS = 32
"""Marked-up stretches in one segment."""
_LONGEST = 600
"""Characters of one segment, clauses permitting: what a model can take, and what 1,000 figures in a row may cost."""


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
        # A note that stands where its mark is (`^[注]`) is no part of the sentence.
        if span.before.what == "footnote":
            self._mark(inner.marked, loose=False)
        elif (tag := _TAG.match(span.before.raw)) and tag["name"] in PARTING:
            # A cell, an item, a paragraph of HTML: no part of a sentence.
            self._apart(f" {inner.marked}" if self.text.strip() and self.text[-1].isspace() else inner.marked)
        # Words on both sides, or there is nothing to be found again in what the engine says.
        elif inner.words.strip() and shown.strip():
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
        shown = visible(piece)
        if piece.kind == "break":
            self._apart(f" {raw}" if self.text[-1:].isspace() else raw)
        elif piece.what in WORDS and len(shown) <= _MAX_WORD and any(char.isalnum() for char in shown):
            self._anchor(shown, Rendered(shown, raw, stays=True))
        else:
            self._mark(raw, loose=piece.what in _LOOSE or bool(piece.fields))

    def _mark(self, raw: str, *, loose: bool) -> None:
        """Take in markup without words, with the space that the source has before it.

        What a reader sees (an image, a shortcode) is set off from words, too, if only the target language parts words.
        """
        before = self.text[-1:]
        beside = bool(self.marks) and self.marks[-1][0] == len(self.text)
        parted = loose and self.about.parts_words and not beside and before not in _OPENING
        parted = parted and not _JOINED_BEFORE.match(before)
        # The source has no space before an image, but the words of the target language would run into it.
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
            # A mark at the very end belongs to the last sentence; elsewhere one between two belongs to the
            # second.
            until = len(places) if end == len(self.text) else bisect_left(places, end)
            self._sentence(start, end, self.marks[bisect_left(places, start) : until])
            start = end
        if not self.text:
            self.pieces += [raw for _, raw in self.marks]
        self._begin()

    def _sentence(self, start: int, end: int, marks: Sequence[tuple[int, str]]) -> None:
        """Emit a sentence; a mark goes to the nearest place that keeps its meaning, or cuts the sentence."""
        text = self.text[start:end]
        # By halving: a paragraph may have thousands of links.
        first, last = (bisect_left(self.anchors, place, key=attrgetter("start")) for place in (start, end))
        anchors = [replace(a, start=a.start - start, end=a.end - start) for a in self.anchors[first:last]]
        marks = [(place - start, raw) for place, raw in marks]
        leading = [mark for mark in marks if not text[: mark[0]].strip()]
        # Behind the last word only signs follow: such a mark closes the sentence.
        closing = [mark for mark in marks[len(leading) :] if not _has_word(text[mark[0] :])]
        self._leading(text, leading)
        cut = 0
        for place, raw in marks[len(leading) : len(marks) - len(closing)]:
            # Where nothing holds the mark its place among the words of another language is not known.
            if not _has_word(text[:place]) or not self._attached(anchors, place, raw, text):
                self._piece(text[cut:place], [a for a in anchors if cut <= a.start < place], cut)
                # The space behind a mark goes with it: the stretch that follows is stripped.
                self.pieces.append(_written(raw, text, place))
                cut = place
        ending = _ending(text, closing)
        # 文字（[^1]）。: the bracket that opens before the mark is the ending's, not the words'.
        told = bool(ending[0]) and isinstance(ending[0][0], Ending)
        until = _words_end(text, closing[0][0]) if told else closing[0][0] if closing else len(text)
        rest = text[cut:until] + ending[1] if closing else text[cut:]
        self._piece(rest, [a for a in anchors if a.start >= cut], cut)
        self.pieces += ending[0]

    def _leading(self, text: str, marks: Sequence[tuple[int, str]]) -> None:
        """Emit what stands before the first word, with the space that the source has behind it."""
        self.pieces += [raw for _, raw in marks]
        if marks:
            self.pieces[-1] = _written(marks[-1][1], text, marks[-1][0])

    def _attached(self, anchors: list[Anchor], place: int, raw: str, text: str) -> bool:
        known = self.about.known(text, self.about.is_label(text))
        return _attach(anchors, place, raw, known)

    def _piece(self, text: str, anchors: Sequence[Anchor], offset: int) -> None:
        """Emit a stretch of a sentence; one with more markup than an engine could carry through is cut."""
        # Each is looked for among the places of all others: a paragraph of 30,000 links took hours.
        while len(anchors) > _MOST_ANCHORS:
            cut = anchors[_MOST_ANCHORS].start - offset
            self._segment(text[:cut], anchors[:_MOST_ANCHORS], offset)
            text, anchors, offset = text[cut:], anchors[_MOST_ANCHORS:], offset + cut
        self._segment(text, anchors, offset)

    def _segment(self, text: str, anchors: Sequence[Anchor], offset: int) -> None:
        lead = len(text) - len(text.lstrip())
        if text.strip():
            moved = (replace(a, start=a.start - offset - lead, end=a.end - offset - lead) for a in anchors)
            text = text.strip()
            self.pieces.append(
                Segment(text, tuple(_in_word(anchor, text) for anchor in moved), self.about.is_label(text))
            )


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
    # What closes the bracket that the markup stands in comes behind it, before the full stop.
    if any(char in _OPENING for gap, _ in parts for char in gap):
        rest = end.lstrip(_CLOSING)
        parts.append((end[: len(end) - len(rest)], ""))
        end = rest
    return [Ending(tuple(parts))], end


def _words_end(text: str, place: int) -> int:
    """Return where the words end before a place: a bracket or comma before markup without words belongs to the markup."""
    return len(text[:place].rstrip(f"{_OPENING}{_PARTING} "))


def _short(text: str, language: str) -> Iterator[str]:
    """Yield the sentences of a text, a very long one in stretches of whole clauses."""
    for sentence in languages.sentences(text, language):
        if len(sentence) <= _LONGEST:
            yield sentence
            continue
        stretch = ""
        for clause in languages.clauses(sentence, language):
            # A clause that is too long by itself is not cut: nobody knows where.
            if stretch and len(stretch) + len(clause) > _LONGEST:
                yield stretch
                stretch = ""
            stretch += clause
        yield stretch


_JOINED_BEFORE = GRAMMAR["joined-before"]
_JOINED = GRAMMAR["joined-behind"]


def _written(raw: str, text: str, place: int) -> str:
    """Return markup before a place of a text as it is written there: with a space that stands behind it, or touched by what does."""
    if text[place : place + 1].isspace():
        return f"{raw} "
    return Touching(raw) if _JOINED.match(text, place) else raw


_WORD_BEFORE = GRAMMAR["latin-before"]
_WORD_BEHIND = GRAMMAR["latin-behind"]


def _in_word(anchor: Anchor, text: str) -> Anchor:
    """Return an anchor with what touches it if it is a part of a word, `2` of H~2~O."""
    before = _WORD_BEFORE.search(text, max(anchor.start - 60, 0), anchor.start)
    behind = _WORD_BEHIND.match(text, anchor.end)
    return replace(
        anchor,
        left=before[0] if before and _WORD_BEHIND.match(text, anchor.start) else "",
        right=behind[0] if behind and _WORD_BEFORE.search(text, anchor.start, anchor.end) else "",
    )


def _has_word(text: str) -> bool:
    return _ANY_WORD.search(text) is not None


def _attach(anchors: list[Anchor], place: int, raw: str, known: Sequence[Anchor]) -> bool:
    """Hang a mark on the anchor, term or quantity that ends where it stands; False if there is none."""
    for number, anchor in enumerate(anchors):
        if anchor.end == place:
            # The footnote behind a link goes wherever the link goes.
            rendered = replace(anchor.rendered, marked=anchor.rendered.marked + raw)
            anchors[number] = replace(anchor, rendered=rendered)
            return True
    for found in known:
        # A term or figure that ends where the mark stands is found again in the draft as an anchor is, and
        # takes the mark along.
        if found.end == place and not any(a.start < found.end and found.start < a.end for a in anchors):
            anchors.append(
                replace(found, rendered=Rendered(found.rendered.words, found.rendered.marked + raw))
            )
            anchors.sort(key=lambda anchor: anchor.start)
            return True
    return False
