"""What can be mended without touching a word: punctuation, stray spaces, links to a page in the wrong language. Pure.

A second run changes nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from transflow import languages
from transflow.checks.grammar import GRAMMAR
from transflow.checks.subject import Couple, Subject
from transflow.document import Document
from transflow.folding import HALF_WIDTH
from transflow.markdown import Inline, inlines
from transflow.markdown.destinations import relinked
from transflow.model import NOT_MARKDOWN, Unit

FULL_WIDTH = re.compile(f"[{''.join(HALF_WIDTH)}]")
"""Punctuation that languages which separate words have a half-width form of."""
STRAY = GRAMMAR["stray-bold"]


def half_width(subject: Subject) -> bool:
    """Whether the translation's language writes `,` where its source writes `，`."""
    spaced = languages.profile(subject.pair.language).spaced
    return spaced and languages.residue_pattern(subject.origin, subject.pair.language) is not None


def changes(subject: Subject, codes: frozenset[str]) -> Mapping[int, str]:
    """Return new texts for texts of the translation, by the number of their block.

    Args:
        subject: The translation.
        codes: Of the checks whose findings are mended.
    """
    page = subject.target
    if page is None:
        return {}
    bold = subject.couples if "TF212" in codes else ()
    # Only where bold type is missing beside the source: elsewhere `a ** b` may be arithmetic.
    wanting = {id(couple.target) for couple in bold if lacks_bold(subject, couple)}
    narrow = "TF502" in codes and half_width(subject)
    found = {}
    for number, block in enumerate(page.blocks):
        text = block.text
        if isinstance(block, Unit):
            text = _punctuated(page, block) if narrow else text
            text = _emphasized(page, block, text) if id(block) in wanting else text
        if "TF213" in codes:
            text = relinked(block, text, page.dialect, subject.localised)
        if text != block.text:
            found[number] = text
    return found


def _pieces(page: Document, unit: Unit, text: str) -> Sequence[Inline]:
    if unit.kind in NOT_MARKDOWN:
        return (Inline("text", text),)
    return inlines(text, page.dialect, html=unit.kind == "html")


def _punctuated(page: Document, unit: Unit) -> str:
    pieces = _pieces(page, unit, unit.text)
    out = ""
    for number, piece in enumerate(pieces):
        # Punctuation at the end of a piece may touch the words behind a mark: `Revenue，**bold**`.
        following = pieces[number + 1].kind if number + 1 < len(pieces) else "break"
        out += (
            _half(piece.raw, out[-1:], touches=following in ("open", "atom"))
            if piece.kind == "text"
            else piece.raw
        )
    return out


def _half(text: str, before: str, *, touches: bool) -> str:
    """Return a stretch of text with half-width punctuation, spaced as in a language that separates words.

    Args:
        text: Without markup.
        before: The character before it, if there is one.
        touches: Whether words follow it without a space, behind some markup.
    """
    out = ""
    for place, char in enumerate(text):
        # Not of both put together, which would copy the text for each of its characters.
        left = out[-1:] or before
        # `rose，**rate ** fell`: asterisks that are not bold yet hide the word which the comma is to be set off from.
        right = text[place + 1 : place + 4].lstrip("*")[:1] or ("x" if touches else " ")
        half = HALF_WIDTH.get(char, char)
        # `see（here）`: the full-width bracket brings its own white space, `(` does not.
        if char == "（" and left.isalnum():
            half = " ("
        # 1，000．5 and 12：30 are one number each.
        elif char in "，．：" and left.isdigit() and right.isdigit():
            pass
        elif char in HALF_WIDTH and char not in "（％" and (right.isalnum() or right in "（“‘\"'(["):
            half += " "
        # `see （here）` has the space that the bracket brings.
        out += half.lstrip() if left.isspace() else half
    return out


def _emphasized(page: Document, unit: Unit, text: str) -> str:
    """Return a text with bold type that is bold; a word keeps its distance from the marks."""

    def closed(match: re.Match[str]) -> str:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        inner = (match["a"] or match["b"]).rstrip(" \t")
        return f"{' ' if before.isalnum() else ''}**{inner}**{' ' if after.isalnum() else ''}"

    pieces = _pieces(page, unit, text)
    new = "".join(STRAY.sub(closed, piece.raw) if piece.kind == "text" else piece.raw for piece in pieces)
    # `2 ** 3 ** 4` is arithmetic: what does not make more of the text bold is left alone.
    return new if new == text or _bold(page, unit, new) > _bold(page, unit, text) else text


def lacks_bold(subject: Subject, couple: Couple) -> bool:
    """Whether a text has less bold type than its source."""
    source, target, unit = subject.source, subject.target, couple.target
    if source is None or target is None or not isinstance(unit, Unit) or "**" not in unit.text:
        return False
    return _bold(source, unit, couple.source) > _bold(target, unit, unit.text)


def _bold(page: Document, unit: Unit, text: str) -> int:
    """Count the stretches of bold type in a text of the kind of a unit."""
    return sum(piece.what == "strong" and piece.kind == "open" for piece in _pieces(page, unit, text))


def stray(page: Document, unit: Unit) -> Iterator[int]:
    """Yield where, in a unit's text, bold type is kept from being bold."""
    at = 0
    for piece in _pieces(page, unit, unit.text):
        if piece.kind == "text":
            yield from (at + match.start() for match in STRAY.finditer(piece.raw))
        at += len(piece.raw)
