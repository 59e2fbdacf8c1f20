"""What a unit is cut into for an engine: segments with their anchors, and exact text between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Rendered:
    """A translated stretch, with and without its markup."""

    words: str
    marked: str
    stays: bool = False
    """Whether it is no language: code, a formula, an address."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a segment whose translation is known before the engine is asked."""

    start: int
    """Offset in the segment's text, in code points."""
    end: int
    rendered: Rendered
    left: str = ""
    """Letters and figures of its own word that stand before it in the source: `H` of H~2~O; empty if it begins one."""
    right: str = ""
    """Those behind it."""


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


class Touching(str):
    """Exact text that the next piece touches: `{{< price >}}` before `%`."""

    __slots__ = ()


Piece = str | Segment | Ending
"""Exact text to be copied, but for a space before it that only sets it off from text; a segment, or what ends one."""


def apart(segment: Segment) -> Iterator[str | Segment | Anchor]:
    """Yield a segment's anchors and the text between them, each for itself, and a space where white space parts them."""
    at = 0
    # The last one is empty, for the text behind all others.
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


def masked(text: str, anchors: Iterable[Anchor]) -> str:
    """Return a text with its anchors as one long word each, so that none is cut; no place in it moves."""
    out: list[str] = []
    at = 0
    for anchor in sorted(anchors, key=attrgetter("start")):
        # A letter: sentences and clauses are cut at signs, and what is within a name is none.
        out += (text[at : anchor.start], "ø" * (anchor.end - max(anchor.start, at)))
        at = max(anchor.end, at)
    return "".join((*out, text[at:]))
