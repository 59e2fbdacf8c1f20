"""A unit's Markdown so written that it stays one unit of its kind: where lines begin, in one line, at the ends."""

import re
from collections.abc import Iterator
from typing import Literal

from transflow.markdown.dialect import Dialect
from transflow.markdown.features.texmath import is_block
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import Inline, inlines
from transflow.markdown.mask import mask
from transflow.model import UnitKind

Place = UnitKind | Literal["attribute"]
"""What a text may stand in: a unit, or the value of an HTML attribute."""
LINES = GRAMMAR["line-ends"]
_MARKER = GRAMMAR["line-begin"]
_EDGE_BAR = GRAMMAR["edge-bar"]
_GUARDED = GRAMMAR["guarded"]
_CLOSING_HASHES = GRAMMAR["closing-signs"]
_NEEDLESS = GRAMMAR["needless-backslash"]
_PIPE = GRAMMAR["bare-bar"]
_ONE_LINE = frozenset({"heading", "cell", "label", "alt", "title", "argument"})
_PLAIN = frozenset({"html", "title", "argument", "attribute", "front-matter"})
"""Where a backslash is, or may be, only a backslash."""
# An alt text and a label stand behind their mark: nothing in them begins a line.
_INERT = _PLAIN | {"alt", "label"}


def fit(text: str, kind: Place = "paragraph", dialect: Dialect = Dialect()) -> str:
    """Return a unit's assembled Markdown so written that it stays one unit of its kind.

    White space at its ends is dropped. What would begin another block at the start of a line gets a backslash; a
    heading or cell becomes one line, and is not cut short by `#` or `|`. What is escaped already is left alone.
    """
    text = text.strip(" \t\n\v\f\r")
    if kind not in _PLAIN:
        text = _relaxed(text, dialect)
    if kind in _ONE_LINE:
        # Where there is one line only a tag can break it, and an attribute's value holds no tags.
        hard = "<br>" if kind in ("heading", "cell", "label") else " "
        text = "".join(_on_one_line(piece, hard) for piece in inlines(text, dialect))
    if (
        text.startswith("\\[")
        and text.endswith("\\]")
        and dialect.has("texmath")
        and kind not in _PLAIN
        and is_block(text[2:-2])
    ):
        text = f"&#91;{text[2:]}"  # an escaped bracket would begin a formula there
    return _with_backslashes(text, dialect, kind)


def _relaxed(text: str, dialect: Dialect) -> str:
    """Drop the backslash of `!` and `^` where no bracket follows: whoever escapes a stretch cannot see what will."""
    if not _NEEDLESS.search(text):
        return text
    relaxed, at = "", 0
    for piece in inlines(text, dialect):
        at += len(piece.raw)
        following = text[at : at + 1]
        # With one more character: whether a bracket follows is decided by the next piece.
        seen = _NEEDLESS.sub(r"\1\2", piece.raw + following).removesuffix(following)
        relaxed += seen if piece.kind == "text" else piece.raw
    # Without its backslash a sign may make markup of others: then all keep theirs.
    return relaxed if _markup_of(relaxed, dialect) == _markup_of(text, dialect) else text


def _markup_of(text: str, dialect: Dialect) -> list[str]:
    return [piece.raw for piece in inlines(text, dialect) if piece.kind != "text"]


def guard(text: str, kind: Place, dialect: Dialect) -> str:
    """Return a text as it must be written where it begins lines, though others of its kind (headings, cells) do not.

    A bar at an end of the last line of an underlined heading, even an escaped one, makes a table of the line and the
    underline.
    """
    text = _with_backslashes(text, dialect, "paragraph")
    return _EDGE_BAR.sub("&#124;", text) if kind == "heading" else text


def unguard(text: str, kind: Place, dialect: Dialect) -> str:
    """Return what `guard` made `text` of; the text itself if it did not."""
    lines = [(line, _GUARDED.sub(r"\1", line)) for line in text.replace("&#124;", "|").split("\n")]
    bare = "\n".join(
        bare if _with_backslashes(bare, dialect, "paragraph") == line else line for line, bare in lines
    )
    # A person may have written just this backslash, in a place where `guard` puts none: then it is text.
    return bare if guard(bare, kind, dialect) == text else text


def _with_backslashes(text: str, dialect: Dialect, kind: Place) -> str:
    shown, _ = mask(text, dialect)
    for place in reversed([match.start("at") for match in _breaking(shown, kind, dialect)]):
        text = f"{text[:place]}\\{text[place:]}"
    return text


def _on_one_line(piece: Inline, hard: str) -> str:
    """Return a piece without line breaks of its own; within code they are its own business."""
    # A `<br>` has no line break in it, and stays.
    if piece.kind == "break" and "\n" in piece.raw:
        return " " if piece.what == "softbreak" else hard
    return LINES.sub(" ", piece.raw) if piece.kind == "text" else piece.raw


def _breaking(shown: str, kind: Place, dialect: Dialect) -> Iterator[re.Match[str]]:
    """Yield what would end or split a unit; the group `at` begins where the backslash belongs."""
    if kind == "cell":
        return _PIPE.finditer(_without_code(shown, dialect) if dialect.has("codecells") else shown)
    if kind == "heading":
        return _CLOSING_HASHES.finditer(shown)
    return iter(()) if kind in _INERT else _markers(shown, dialect)


def _markers(shown: str, dialect: Dialect) -> Iterator[re.Match[str]]:
    """Yield what would begin a block; a line that begins within code or math cannot."""
    inside = frozenset(_begun_inside(shown, dialect)) if "\n" in shown else ()
    return (match for match in _MARKER.finditer(shown) if match.start() not in inside)


def _without_code(shown: str, dialect: Dialect) -> str:
    """Return a text of the same length in which code and formulas have no bars."""
    pieces = inlines(shown, dialect) if "|" in shown else ()
    hidden = (one.raw.replace("|", "x") if one.what in ("code", "math") else one.raw for one in pieces)
    return "".join(hidden) or shown


def _begun_inside(shown: str, dialect: Dialect) -> Iterator[int]:
    """Yield the offsets of lines that begin within an atom."""
    at = 0
    for piece in inlines(shown, dialect):
        if piece.kind == "atom":
            yield from (at + place for place, char in enumerate(piece.raw, 1) if char == "\n")
        at += len(piece.raw)
