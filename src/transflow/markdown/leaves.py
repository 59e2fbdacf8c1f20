"""Leaf blocks: which stretches of a page hold text or are copied, and where a parser's lines stand."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it.rules_block import StateBlock

from transflow.markdown.grammar import GRAMMAR

LeafKind = Literal[
    "text",
    "heading",
    "setext",
    "cell",
    "first",
    "term",
    "label",
    "code",
    "math",
    "html",
    "reference",
    "standalone",
    "alert",
    "diagram",
    "titled",
    "deep",
]
Span = tuple[int, int]
# Not all that `str.strip` takes: U+3000 at the begin of a paragraph is its author's indentation.
SPACE = " \t\n\v\f\r"
TERMINATED = ["paragraph", "reference", "blockquote", "list"]
"""What a block that may follow a line of text directly ends."""


# A feature's pattern for a whole line may look for its end from several places. No title or list of
# attributes comes near; a minified script does.
MAX_LINE = 2_000
"""Characters of a line above which it is none of a feature's: some of their patterns take more than linear time."""


class Leaf(NamedTuple):
    """A block that holds no other."""

    kind: LeafKind
    lines: tuple[Span, ...]
    """Where its content stands in each line, prefixes of containers off; for what is copied, one span."""
    token: int = 0
    """The index of its first token, by which its container is found."""
    labels: tuple[Span, ...] = ()
    """Within what is copied, stretches of Markdown in one line that are offered: titles, captions."""


def line(state: StateBlock, number: int) -> Span:
    """Where a line's content stands, after the prefixes of its containers and its indentation."""
    return state.bMarks[number] + state.tShift[number], state.eMarks[number]


def line_text(state: StateBlock, number: int) -> str:
    """Return a line's content."""
    start, end = line(state, number)
    return state.src[start:end]


def trimmed(state: StateBlock, start: int, end: int) -> Span | None:
    """Shrink a span to what is not white space; None if nothing is left."""
    text = state.src[start:end]
    inner = text.strip(SPACE)
    if not inner:
        return None
    start += len(text) - len(text.lstrip(SPACE))
    return start, start + len(inner)


CELL_END = GRAMMAR["cell-end"]
_SHOWN = GRAMMAR["bars-hidden"]
_HEADER = GRAMMAR["header-of-table"]


def bars(text: str) -> list[int]:
    """Return where the bars of a line stand that part cells; to others than GFM one in code or in a formula does not."""
    shown = _SHOWN.sub(lambda match: "x" * len(match[0]), text)
    return [match.start() for match in CELL_END.finditer(shown)]


def shown_headers(text: str) -> str:
    """Return a page, as long as it was, in which code in the headers of tables has no bars: they would count as columns."""
    return _HEADER.sub(lambda header: _SHOWN.sub(_without_bars, header[0]), text)


def _without_bars(code: re.Match[str]) -> str:
    return code[0].replace("|", "x")


def cells(state: StateBlock, number: int, columns: int, bars: Sequence[int] | None = None) -> Iterator[Leaf]:
    """Yield the cells of a row; `first` is one that begins its line, without a bar before it.

    Args:
        state: The parser's.
        number: Line of the row.
        columns: How many cells count.
        bars: Where the bars stand in the line, if not all of them part cells.
    """
    row = trimmed(state, *line(state, number))
    if row is None:
        return
    begin, end = row
    # `a | b` has no bar before its first cell: what stands there must not begin another block.
    kind: LeafKind = "cell" if state.src[begin] == "|" else "first"
    begin += kind == "cell"
    if bars is None:
        ends = [match.start() for match in CELL_END.finditer(state.src, begin, end)]
    else:
        ends = [place for bar in bars if begin <= (place := line(state, number)[0] + bar) < end]
    for place, stop in enumerate([*ends, end]):
        span = trimmed(state, begin, stop) if place < columns else None
        if span:
            yield Leaf(kind, (span,))
        begin, kind = stop + 1, "cell"


def text_leaf(state: StateBlock, kind: LeafKind, first: int, last: int, token: int) -> Leaf:
    """Return the text of lines [first, last), white space at both ends off."""
    lines = [line(state, number) for number in range(first, last)]
    while len(lines) > 1 and not trimmed(state, *lines[-1]):
        lines.pop()
    start, end = lines[-1]
    ending = trimmed(state, start, end)
    lines[-1] = (start, ending[1] if ending else start)
    return Leaf(kind, tuple(lines), token)


def copy_lines(
    state: StateBlock, first: int, last: int, kind: LeafKind, labels: tuple[Span, ...] = ()
) -> None:
    """Take lines [first, last) as one block that is copied, and go on behind it."""
    begin, end = line(state, first)[0], state.eMarks[last - 1]
    state.env["leaves"].append(Leaf(kind, ((begin, end),), len(state.tokens), labels))
    state.push(kind, "", 0).map = [first, last]
    state.line = last
