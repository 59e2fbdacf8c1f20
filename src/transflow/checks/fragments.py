"""TF216: links that name a place of a page, this one or another, that is not there."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from transflow.checks.finding import Hit
from transflow.checks.grammar import GRAMMAR
from transflow.checks.subject import Subject
from transflow.document import Document
from transflow.markdown import inlines
from transflow.markdown.destinations import destinations
from transflow.markdown.plain import plain
from transflow.model import Unit
from transflow.site.anchors import REFERENCE, written

_HEADING_LINK = GRAMMAR["heading-link"]


class Fragment(NamedTuple):
    """What a link names of a page."""

    path: str
    """The destination without it, as it is written; empty for the page itself."""
    name: str
    start: int
    """Offset of the destination in the page."""
    url: str
    """The destination as it is written."""


def dead_anchor(subject: Subject) -> Iterator[Hit]:
    """A link leads to a place of this page, or of another page of the site, that is not there.

    Why: the reader stays where they are, or at the top. A heading's id is made of its words unless it has one of its own;
        how, says the generator: GitHub's rule (Hugo, Docusaurus, Astro), Python-Markdown's (MkDocs), VitePress' and Hexo's are
        known, and under another one only an id counts that is written out in the source.
    Example: `## 估值 {#pe}` became `## Valuation`, and `[见上](#pe)` or another page's `[见](a.md#pe)` stayed as it was.
    Fix: give the heading the id that the link names (`## Valuation {#pe}`), or lead the link to its own; in a vault name the heading
        as it is called now (`[[#Valuation]]`).
    """
    if subject.target is None:
        return
    # A link that is dead on the source page as well is the source's own fault, and no translator's.
    before = (
        {fragment.name for fragment in _dead(subject, subject.source)}
        if subject.source is not None
        else set()
    )
    lost = written(subject.source) if subject.source is not None else frozenset()
    for fragment in _dead(subject, subject.target):
        # How the generator makes ids may not be known; one that the source page writes out itself is.
        sure = subject.ids.sure or fragment.name in lost
        # What is dead in the source is the source's fault; where it is known to what a link should lead, TF213 says so.
        if sure and fragment.name not in before and not _is_led(subject, fragment):
            where = f"the page that {fragment.path!r} leads to" if fragment.path else "this page"
            yield Hit(subject.at(fragment.start), f"nothing on {where} has the id {fragment.name!r}")
    if subject.source is not None and subject.target.dialect.has("vault"):
        yield from _unheaded(subject, subject.source, subject.target)


def _unheaded(subject: Subject, source: Document, target: Document) -> Iterator[Hit]:
    """Yield the links of a vault to headings of the page (`[[#估值]]`) that are called otherwise in the translation."""
    new = _headings(target)
    before, known = [_called(name) for name in _headings(source)], {_called(name) for name in new}
    # With as many headings on both sides each is the one at its place.
    renamed = dict(zip(before, new, strict=True)) if len(before) == len(new) else {}
    for block in target.blocks:
        if not isinstance(block, Unit) or "[[#" not in block.text:
            continue
        at = block.start
        for piece in inlines(block.text, target.dialect):
            found = _HEADING_LINK.match(piece.raw) if piece.what == "wikilink" else None
            name = _called(found["name"]) if found else ""
            if found and name not in known and name in before:
                now = f": it is {renamed[name]!r} now" if name in renamed else ""
                yield Hit(subject.at(at), f"no heading of this page is called {found['name']!r}{now}")
            at += len(piece.raw)


def _headings(page: Document) -> list[str]:
    return [plain(block.text, page.dialect) for block in page.blocks if block.kind == "heading"]


def _called(heading: str) -> str:
    """Return a heading as a vault compares it: signs say nothing, nor does their case."""
    return " ".join("".join(char if char.isalnum() else " " for char in heading.casefold()).split())


def tops(subject: Subject) -> Iterator[Hit]:
    """Yield the texts with as many links as in the source of which fewer lead to a place of a page: a fragment was lost."""
    for couple in subject.couples:
        if not isinstance(couple.target, Unit) or "#" not in couple.source:
            continue
        old, new = (_places(couple.target, text, subject) for text in (couple.source, couple.target.text))
        if len(old) == len(new) and sum(map(bool, new)) < sum(map(bool, old)):
            name = next((name for name in old if name and name not in new), max(old))
            message = f"a link leads to a whole page, in the source to #{name} of it"
            yield Hit(subject.at(couple.target.start), message, "warning")


def _places(block: Unit, text: str, subject: Subject) -> list[str]:
    """Return the fragments of the links of a text, empty for those that have none."""
    assert subject.target is not None  # it has couples
    found = destinations(block, text, subject.target.dialect)
    return [text[start:end].strip("<>").partition("#")[2] for start, end in found]


def _is_led(subject: Subject, fragment: Fragment) -> bool:
    new = subject.localised(fragment.url)
    return bool(new) and new.strip("<>").partition("#")[2] != fragment.url.strip("<>").partition("#")[2]


def _dead(subject: Subject, page: Document) -> Iterator[Fragment]:
    """Yield the fragments of a page that lead nowhere."""
    for fragment in fragments(page):
        ids = subject.ids
        # None where the other page is none of the site's, or cannot be read: nothing is told of it.
        known = ids.elsewhere(page.path, fragment.path) if fragment.path else ids.of(page)
        if known is not None and fragment.name not in known:
            yield fragment


def fragments(page: Document) -> Iterator[Fragment]:
    """Yield the fragments of links to this page and to others; `#` alone is a page's top."""
    for block in page.blocks:
        for start, end in (
            destinations(block, block.text, page.dialect) if block.top >= 0 and "#" in block.text else ()
        ):
            url = block.text[start:end]
            reference = REFERENCE.match(block.text, start)
            path, _, name = (reference["path"] if reference else url.strip("<>")).partition("#")
            # `#top` needs no id; `#/a` and `#!a` are for a router, `#:~:text=` for the browser.
            if name and name != "top" and not name.startswith(("/", "!", ":~")):
                whole = reference[0] if reference and path else path.partition("?")[0]
                yield Fragment(whole, unquote(name), block.start + start, url)
