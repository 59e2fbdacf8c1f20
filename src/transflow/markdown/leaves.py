"""Leaf blocks: which stretches of a page hold text or are copied, and where a parser's lines stand."""

from typing import Literal, NamedTuple

from markdown_it.rules_block import StateBlock

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
