"""Front matter, lossless: read in YAML, TOML or JSON, changed by splicing single values.

Nothing here ever dumps a header. `values` gives the span of every value in the page's text; `edit` replaces one
such span, or adds or takes away whole lines, then reads the result back and proves that just the wanted keys
say something else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from transflow.frontmatter import nodes
from transflow.frontmatter.edits import bared, edit
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.header import locate
from transflow.frontmatter.nodes import Alias, Branch, Format, KeyPath, Raw, Scalar
from transflow.frontmatter.settings import compact, menus, places
from transflow.frontmatter.steps import DELETE

__all__ = [
    "DELETE",
    "FrontMatter",
    "KeyPath",
    "Raw",
    "Value",
    "bared",
    "comments",
    "compact",
    "edit",
    "line_of",
    "menus",
    "parse",
    "places",
    "truth",
    "values",
]

_TRUE = frozenset({"true", "yes", "on", "y"})
_FALSE = frozenset({"false", "no", "off", "n"})
_COMMENT = GRAMMAR["remark"]
_BLOCK = GRAMMAR["block-scalar"]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page says about itself."""

    format: Format
    """`none` when the page has no front matter."""
    end: int
    """Offset of the page's body, in code points; 0 if there is no front matter."""
    data: Mapping[str, Any]
    """The values. Dates, and bare YAML words that readers disagree about (`no`, `on`, `010`, `12:30`, `1e3`),
    are the strings that are written, so that `lang: no` is Norwegian; `truth` reads such a word as a boolean.
    Keys that are not strings are there as they are written. Read only."""
    root: Branch = field(repr=False, compare=False)
    """The tree with the spans."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value without parts, or a YAML alias."""

    key: KeyPath
    start: int
    """Where its notation begins in the page, quotes included, YAML anchor and tag left out."""
    end: int
    text: str
    """A string decoded; anything else, as it is written."""
    is_string: bool
    """Whether every reader takes it for a string."""


def parse(text: str, path: str = "") -> FrontMatter:
    """Read a page's front matter; see `transflow.frontmatter.header` for what counts as one.

    Args:
        text: The page.
        path: For messages.

    Raises:
        DocumentError: It is malformed or never closed, has a key twice or a control character, is longer
            than 1 MiB, nested more than 100 deep, or its YAML aliases stand for more than 10,000 values.
    """
    header = locate(text, path)
    return FrontMatter(header.format, header.end, MappingProxyType(nodes.plain(header.root)), header.root)


def values(text: str, front: FrontMatter) -> Iterator[Value]:
    """Yield every value in the order of the page (of its tables, in TOML).

    A YAML alias is one value, never what it stands for part by part. Values under a key that is not a string
    are left out.

    Args:
        text: The page that `front` was read from.
        front: Its front matter.
    """
    return _values(text, front.root, ())


def _values(text: str, branch: Branch, above: KeyPath) -> Iterator[Value]:
    for key, entry in branch.entries.items():
        node = entry.node
        # `2024: 文` has a number for a key: a path of words could not name it again.
        if not entry.named:
            continue
        if isinstance(node, Branch):
            yield from _values(text, node, (*above, key))
            continue
        # An alias has no text of its own; it reads as what it stands for.
        known = nodes.resolve(node)
        scalar = known if isinstance(known, Scalar) else None
        words = scalar.text if scalar else text[node.start : node.end]
        begin = node.start if isinstance(node, Alias) else node.body
        yield Value((*above, key), begin, node.end, words, scalar is not None and scalar.string)


def comments(text: str, front: FrontMatter) -> Iterator[str]:
    """Yield the comments in order, and whatever else follows a `#` outside of all values, such as in a key.

    Args:
        text: The page that `front` was read from.
        front: Its front matter.
    """
    if front.format in ("json", "none"):
        return
    at = 0
    # Between values only, since `"#1"` is none; (end of the header, 0) stands for the last stretch.
    for start, end in (*sorted((value.start, value.end) for value in values(text, front)), (front.end, 0)):
        yield from _COMMENT.findall(text, at, start)
        # A value that begins with `|` or `>` may have a remark on its first line: `a: | # 注`.
        begun = _BLOCK.match(text, start, end)
        yield from (found.group() for found in [begun and _COMMENT.match(text, begun.end(), end)] if found)
        at = end


def line_of(text: str, front: FrontMatter, key: KeyPath) -> int:
    """Return the 1-based line of a key, or of an item of a list; 0 if it is not there."""
    entry = nodes.find(front.root, key)
    return nodes.line_at(text, entry.start) if entry else 0


def truth(value: object) -> bool | None:
    """Return what a value says where yes or no is asked for, or None if it says neither.

    `yes`, `no`, `on`, `off`, `y`, `n` in any case are booleans in YAML 1.1 and strings in YAML 1.2.
    """
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else ""
    return True if word in _TRUE else False if word in _FALSE else None
