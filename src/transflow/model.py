"""The nouns of the contract, as frozen values. No behaviour beyond what their names promise."""

from typing import Literal

import msgspec

UnitKind = Literal[
    "paragraph", "heading", "list-item", "cell", "footnote", "definition", "label",
    "html", "alt", "title", "argument", "front-matter",
]  # fmt: skip

# `a|b` is escaped in a cell, `*` in a paragraph, and in these neither is.
PLAIN: frozenset[UnitKind] = frozenset({"front-matter", "argument"})
"""Kinds of units in which nothing is markup, but for the placeholders of interface strings."""
ESCAPED: frozenset[UnitKind] = frozenset({"alt", "title"})
"""Kinds of units that have escapes and no other markup."""
NOT_MARKDOWN = PLAIN | ESCAPED

VerbatimKind = Literal["code", "shortcode", "url", "html", "math", "reference", "front-matter", "off"]


class Unit(msgspec.Struct, frozen=True, gc=False):
    """The smallest block that is translated whole."""

    start: int
    """Offset of its first character in the page's text, in code points."""
    end: int
    """Offset just past its last character."""
    kind: UnitKind
    text: str
    """Its logical Markdown: container prefixes (`> `, indentation) off, lines joined by `\\n`;
    for a front-matter value, the decoded string."""
    key: str = ""
    """Key path of a front-matter value (`params.seo.title`, `tags.0`), name of a shortcode argument, else empty."""
    top: int = -1
    """Ordinal of the top-level Markdown block it stands in, from 0; -1 in front matter."""


class Verbatim(msgspec.Struct, frozen=True, gc=False):
    """What is copied, not translated, and compared so that a change of it is noticed."""

    start: int
    end: int
    kind: VerbatimKind
    text: str
    """The exact slice, line endings as `\\n`; for a copied front-matter value its YAML/TOML/JSON text."""
    key: str = ""
    """Key path of a copied front-matter value, else empty."""
    top: int = -1


Block = Unit | Verbatim
