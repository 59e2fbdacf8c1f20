"""The markup of a translation beside the markup of what it was made from: what got lost, what was added."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markdown_it.common.utils import normalizeReference

from transflow import languages
from transflow.checks.subject import Couple, Subject
from transflow.document import Document
from transflow.markdown import Inline, inlines
from transflow.markdown.links import target as destination
from transflow.model import Block, Unit

Kind = Literal["link", "code", "shortcode", "footnote", "html", "math"]

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_DEFINITION = re.compile(r"\s*\[([^\]]+)\]:")
_LABEL = re.compile(r"\]\[([^\]]*)\]\Z")
_SIMPLE: Mapping[str, Kind] = {
    "code": "code", "role": "code", "shortcode": "shortcode", "footnote": "footnote", "math": "math",
}  # fmt: skip
_MARKDOWN_KINDS = frozenset(("paragraph", "heading", "list-item", "cell", "footnote", "definition", "html"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of markup."""

    kind: Kind
    value: str
    """What is compared: equal if nothing got lost."""
    shown: str
    """As it is written."""
    start: int = 0
    """Offset in the text it stands in."""


@dataclass(frozen=True, slots=True)
class Change:
    """Markup that the two sides do not share."""

    lost: Mark | None
    added: Mark | None
    """Both are given if one probably stands for the other."""
    start: int
    """Offset in the translation."""


def changes(subject: Subject, kind: Kind) -> Iterator[Change]:
    """Yield where the markup of a kind differs, by the page: markup that moved to another paragraph is not lost.

    Which of several equal pieces is missing is told by the paragraph that has fewer of them.
    """
    source, target = subject.source, subject.target
    if source is None or target is None:
        return
    pairs = [(couple, _marks(subject, couple, kind)) for couple in subject.couples]
    ours = Counter(mark.value for block in target.blocks for mark in _of_block(target, block, kind))
    theirs = Counter(mark.value for _, (left, _) in pairs for mark in left)
    lost, added = theirs - ours, ours - theirs
    for couple, (left, right) in pairs:
        missing = list(_taken(_beyond(left, right), lost))
        extra = list(_taken(_beyond(right, left), added))
        for number in range(max(len(missing), len(extra))):
            gone = missing[number] if number < len(missing) else None
            new = extra[number] if number < len(extra) else None
            yield Change(gone, new, couple.target.start + (new.start if new else 0))


def _marks(subject: Subject, couple: Couple, kind: Kind) -> tuple[list[Mark], list[Mark]]:
    source, target = subject.source, subject.target
    assert source is not None and target is not None  # a couple has both
    unit = isinstance(couple.target, Unit)
    left = list(_of_text(source, couple.source, couple.target.kind, kind, is_unit=unit))
    return left, list(_of_block(target, couple.target, kind))


def _of_block(page: Document, block: Block, kind: Kind) -> Iterator[Mark]:
    return _of_text(page, block.text, block.kind, kind, is_unit=isinstance(block, Unit))


def _of_text(page: Document, text: str, block_kind: str, kind: Kind, *, is_unit: bool) -> Iterator[Mark]:
    if is_unit and block_kind in _MARKDOWN_KINDS:
        at = 0
        for piece in inlines(text, page.dialect, html=block_kind == "html"):
            if mark := _mark(page, piece, at):
                if mark.kind == kind:
                    yield mark
            at += len(piece.raw)
    elif not is_unit and block_kind == "url" and kind == "link":
        yield Mark("link", _url(text), text)


def _mark(page: Document, piece: Inline, at: int) -> Mark | None:
    raw = piece.raw
    if kind := _SIMPLE.get(piece.what):
        return None if kind == "footnote" and piece.kind == "open" else Mark(kind, _value(piece), raw, at)
    if piece.what == "link" and piece.kind == "close":
        return Mark("link", _url(_linked(page, piece)), _linked(page, piece), at)
    if piece.what == "image":
        return Mark("link", _url(_image(piece)), _image(piece), at)
    if piece.what == "autolink":
        return Mark("link", _url(raw.strip("<>")), raw, at)
    if piece.what == "html" and (tag := _TAG.match(raw)):
        return Mark("html", f"{'/' if raw.startswith('</') else ''}{tag[1].lower()}", raw, at)
    return None


def _value(piece: Inline) -> str:
    """Return a piece without what is translated in it and without cosmetic white space."""
    raw = piece.raw
    for start, end in reversed(piece.fields):
        raw = raw[:start] + raw[end:]
    return " ".join(raw.split())


def _image(piece: Inline) -> str:
    alt_end = piece.fields[0][1] if piece.fields and piece.fields[0][0] == 2 else 2
    found = destination(piece.raw, alt_end + 2, len(piece.raw) - 1)
    return piece.raw[slice(*found.url)] if found else piece.raw


def _linked(page: Document, piece: Inline) -> str:
    """Return where a link leads; for a reference that nothing defines, its label."""
    raw = piece.rewrite or piece.raw
    if label := _LABEL.match(raw):
        return _definitions(page).get(normalizeReference(label[1]), label[1])
    found = destination(raw, 2, len(raw) - 1) if raw.startswith("](") else None
    return raw[slice(*found.url)] if found else raw


@lru_cache(maxsize=8)
def _definitions(page: Document) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for block in page.blocks:
        if block.kind == "reference" and (label := _DEFINITION.match(block.text)):
            url = destination(block.text, label.end(), len(block.text))
            found.setdefault(normalizeReference(label[1]), block.text[slice(*url.url)] if url else "")
    return found


def _url(url: str) -> str:
    """Return a destination without what may differ between languages: the fragment, names of languages in the path.

    Fragments are made from headings, which are translated.
    """
    url = url.strip("<>").split("#", 1)[0]
    parts = re.split(r"([/.])", url)
    return "".join(part for part in parts if not _is_tag(part)).replace("//", "/").replace("..", ".")


@lru_cache(maxsize=4096)
def _is_tag(part: str) -> bool:
    ...


def _beyond(left: list[Mark], right: list[Mark]) -> Iterator[Mark]:
    """Yield the marks that the right side has fewer of."""
    rest = Counter(mark.value for mark in right)
    for mark in left:
        if rest[mark.value]:
            rest[mark.value] -= 1
        else:
            yield mark


def _taken(marks: Iterator[Mark], budget: Counter[str]) -> Iterator[Mark]:
    """Yield the marks that the whole page has too many of, each as often as it has."""
    for mark in marks:
        if budget[mark.value]:
            budget[mark.value] -= 1
            yield mark
