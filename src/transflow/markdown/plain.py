"""A unit's text as a reader sees it, and as it is compared."""

import re
from collections.abc import Iterator, Sequence
from html import unescape as unescape_entities

from markdown_it.common.utils import unescapeAll

from transflow.languages import chars
from transflow.markdown.dialect import Dialect
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import Inline, inlines
from transflow.patterns import lazy

_WIDE = lazy(f"[{chars('Jpan')}\u3000-\u3020\u3030-\u303f\uff00-\uffef]")
"""Characters of scripts that put no space between words, and their punctuation."""
_SPACES = GRAMMAR["ascii-spaces"]
_CODE = GRAMMAR["code-run"]
# Atoms that a reader reads as they are written.
_SEEN = {"math", "autolink", "entity"}


def unescape(text: str, *, html: bool = False) -> str:
    """Return what a piece of kind `text` says: backslash escapes and entities resolved; in HTML only entities."""
    return unescape_entities(text) if html else unescapeAll(text)


def plain(text: str, dialect: Dialect = Dialect(), *, html: bool = False) -> str:
    r"""Return a unit's running text: markup off, code, math and URLs kept, images and shortcodes left out.

    A soft line break is a space, or nothing beside scripts that have none; a hard one is `\n`.
    """
    return running(inlines(text, dialect, html=html), html=html)


def running(pieces: Sequence[Inline], *, html: bool = False) -> str:
    """Return the running text of pieces, as `plain` returns that of a text."""
    return "".join(_shown(pieces, number, html=html) for number in range(len(pieces))).strip()


def joint(pieces: Sequence[Inline], number: int) -> str:
    """Return what a soft line break between two pieces is to a reader: a space, or nothing beside scripts that have none."""
    return _fold(*_around(pieces, number))


def canonical(
    text: str, dialect: Dialect = Dialect(), *, html: bool = False, layout: bool = False, spaced: bool = False
) -> str:
    """Return a unit's text in the form in which two versions of it are compared.

    Lines are joined, runs of white space are one space, and there is none beside Han or kana; hard breaks, code,
    links and all other markup stay as they are. With `layout`, so do line breaks beside tags: a block may be HTML
    only because a tag has a line to itself. The space in a label that a reference is found by stays, too. With `spaced`,
    so do spaces beside markup without words, `## 标题 {{< badge >}}` is not `## 标题{{< badge >}}`, and line breaks beside
    what may be a box.
    """
    pieces = inlines(text, dialect, html=html)
    labels = frozenset(_in_labels(pieces))
    return "".join(
        "\n"
        if (layout and _is_beside_tag(pieces, number)) or (spaced and _parts_boxes(pieces, number))
        else _SPACES.sub(" ", pieces[number].raw)
        if number in labels and pieces[number].kind != "atom"
        else _spaced(pieces, number)
        if spaced and pieces[number].kind == "text"
        else folded(pieces, number)
        for number in range(len(pieces))
    ).strip()


def _in_labels(pieces: Sequence[Inline]) -> Iterator[int]:
    """Yield the numbers of the pieces between `[` and `]` or `][]`."""
    openings: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if piece.kind == "open":
            openings[piece.pair] = number
        elif piece.kind == "close" and piece.rewrite:
            yield from range(openings[piece.pair] + 1, number)


def _is_beside_tag(pieces: Sequence[Inline], number: int) -> bool:
    """Whether a soft line break stands beside a tag."""
    # `max`: before the first piece there is none, and -1 would be the last.
    beside = (*pieces[max(number - 1, 0) : number], *pieces[number + 1 : number + 2])
    return pieces[number].what == "softbreak" and any(piece.raw.startswith("<") for piece in beside)


def _parts_boxes(pieces: Sequence[Inline], number: int) -> bool:
    """Whether a soft line break stands beside what may be a box: between the end of a shortcode or component and the begin of another.

    Or beside a `{{% shortcode %}}` that has its lines to itself: what Hugo puts there is read as Markdown.
    """
    if not 0 < number < len(pieces) - 1 or pieces[number].what != "softbreak":
        return False
    left, right = pieces[number - 1], pieces[number + 1]
    if (left.kind, right.kind) == ("close", "open") and _may_be_box(left) and _may_be_box(right):
        return True
    return _has_lines(pieces, number - 1, -1) or _has_lines(pieces, number + 1, 1)


def _may_be_box(piece: Inline) -> bool:
    """Whether it is a shortcode or a component (`</Tab>`); elements of HTML stand in a line as well."""
    return piece.what == "shortcode" or (piece.what == "html" and piece.raw.lstrip("</")[:1].isupper())


def _has_lines(pieces: Sequence[Inline], number: int, step: int) -> bool:
    """Whether a piece beside a soft line break is such a shortcode, or the end of one, that nothing else stands beside."""
    piece = pieces[number]
    if piece.what != "shortcode" or not piece.raw.startswith("{{%"):
        return False
    if piece.kind != "atom":
        if piece.kind != ("open" if step > 0 else "close"):
            return False
        number += step
        while 0 <= number < len(pieces) and pieces[number].pair != piece.pair:
            number += step
    number += step
    return not 0 <= number < len(pieces) or pieces[number].what == "softbreak"


def _shown(pieces: Sequence[Inline], number: int, *, html: bool) -> str:
    piece = pieces[number]
    if piece.kind == "text":
        return unescape(piece.raw, html=html)
    if piece.kind == "break":
        return "\n" if piece.what == "hardbreak" else joint(pieces, number)
    if piece.what in ("code", "role") and (code := _CODE.fullmatch(piece.raw)):
        inside = code["code"][: -len(code["marks"])] if code["marks"] else unescape(code["html"], html=True)
        return inside.strip()
    return unescape(piece.raw.strip("<>")) if piece.what in _SEEN else ""


def folded(pieces: Sequence[Inline], number: int) -> str:
    """Return a piece with its white space folded as `canonical` folds it; markup as it is."""
    piece = pieces[number]
    return _fold(*_around(pieces, number)) if piece.kind == "text" or piece.what == "softbreak" else piece.raw


def _spaced(pieces: Sequence[Inline], number: int) -> str:
    """Fold the white space of a text, but for a space beside an atom."""
    raw, text = pieces[number].raw, _fold(*_around(pieces, number), _SIGN)
    # Nothing but white space between two pieces of markup.
    if not raw.strip():
        atoms = any(piece.kind == "atom" for piece in pieces[max(number - 1, 0) : number + 2])
        return " " if atoms and raw else text
    if number and pieces[number - 1].kind == "atom" and raw[0] in " \t":
        text = f" {text.lstrip()}"
    if number + 1 < len(pieces) and pieces[number + 1].kind == "atom" and raw[-1] in " \t":
        text = f"{text.rstrip()} "
    return text


_SIGN = GRAMMAR["spaced-sign"]


def _fold(before: str, text: str, after: str, kept: re.Pattern[str] | None = None) -> str:
    """Fold the white space of a text that stands between two characters; spaces beside what is kept stay."""
    whole = before + text + after

    def space(match: re.Match[str]) -> str:
        beside = whole[max(match.start() - 1, 0) : match.start()] + whole[match.end() : match.end() + 1]
        stays = kept is not None and "\n" not in match[0] and kept.search(beside)
        return "" if _WIDE.search(beside) and not stays else " "

    # The neighbours were only lent.
    return _SPACES.sub(space, whole)[len(before) :].removesuffix(after)


def _around(pieces: Sequence[Inline], number: int) -> tuple[str, str, str]:
    """Return a piece between the characters that a reader sees beside it, past opening and closing markup."""
    return _beside(pieces, number, -1), pieces[number].raw, _beside(pieces, number, 1)


def _beside(pieces: Sequence[Inline], number: int, step: int) -> str:
    number += step
    # In `**甲**` and a line break and 乙 the break stands between 甲 and 乙, whatever marks are there.
    while 0 <= number < len(pieces) and pieces[number].kind in ("open", "close"):
        number += step
    if not 0 <= number < len(pieces):
        return ""
    raw = pieces[number].raw
    return (raw[0] if step > 0 else raw[-1]).strip()
