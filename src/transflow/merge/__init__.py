"""Putting texts into a translation: where they stand, or, where the source gained, lost or moved blocks, line by line. Pure.

The translation is the base, and what changed in the source is done to it. Both pages are cut into chunks: the lines
of a paragraph, a list item, a row of a table. A new chunk goes behind what stands for its predecessor in the source, a
chunk whose every part is gone is taken out, one that gained or lost parts is made anew from the source's with the
texts of both, and a moved one is put in its new place. What only the translator has stays behind what it followed.
Every result is read back. A change of structure that does not read back as it should, or for which a person's text
would have to go, is left out and told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from transflow import document
from transflow.document import Document
from transflow.errors import DocumentError, UnfitText
from transflow.merge.body import new_body
from transflow.merge.header import header_places, new_header
from transflow.tracker import Comparison

__all__ = ["Merged", "merge_texts"]


@dataclass(frozen=True, slots=True)
class Merged:
    """A translation with new texts in it."""

    page: Document
    places: Mapping[int, int]
    """Where each block of the source stands in the new page, by index."""
    stays: Mapping[int, int]
    """Where each block of the old page stands in the new one; what was taken out is not among them."""


def merge_texts(
    source: Document, target: Document, comparison: Comparison, texts: Mapping[int, str]
) -> Merged:
    """Put texts into a translation.

    Args:
        source: The source page.
        target: The translation as it stands.
        comparison: How the two correspond.
        texts: For blocks of the source whose fate is `redraft`, by index, the text to put there.

    Raises:
        UnfitText: A text would break the page; its block is that of the source.
    """
    there = {
        link.target: texts[link.source]
        for link in comparison.links
        if link.target is not None
        and link.source is not None
        and link.source in texts
        and link.fate == "redraft"
    }
    try:
        # In place first: a text that does not fit is told by its block, before the page is rearranged.
        base = _parsed(target.splice(there), target)
    except UnfitText as error:
        # The splice names the translation's block; whoever drafted it knows the source's.
        culprit = next(link.source for link in comparison.links if link.target == error.block)
        raise replace(error, block=-1 if culprit is None else culprit) from None
    # Body and front matter apart: each is proved by itself, and what fails in one costs nothing of the other.
    body = new_body(source, base, comparison, texts)
    try:
        headed = _parsed(new_header(source, base, comparison, texts), target)
    except DocumentError:
        headed = base  # what could not be put in or taken out is a conflict then
    # Both were proved over the same base, so that either half may be taken with the other.
    page = _parsed(headed.text[: headed.front.end] + body.text, target)
    page = _parsed(document.laid_out(page), page)
    places, stays = header_places(source, base, page, comparison, texts)
    # Values of the front matter are blocks before the body's.
    first = sum(block.top < 0 for block in page.blocks)
    # A block of the new body is known by the page it was taken from; the other page's number is that of its link.
    forth = {link.source: link.target for link in comparison.links if link.source is not None}
    back = {link.target: link.source for link in comparison.links if link.target is not None}
    for number, (from_source, block) in enumerate(body.blocks, first):
        old = forth.get(block) if from_source else block
        rendered = block if from_source else back.get(block)
        places |= {rendered: number} if rendered is not None else {}
        stays |= {old: number} if old is not None else {}
    _nothing_lost(target, comparison, page, stays)
    return Merged(page, places, stays)


def _parsed(text: str, page: Document) -> Document:
    return document.parse(text, page.path, page.dialect) if text != page.text else page


def _nothing_lost(target: Document, comparison: Comparison, page: Document, stays: Mapping[int, int]) -> None:
    """Make sure that every text of a person stands in the new page as it was.

    Raises:
        DocumentError: One doesn't. This is a bug, but it must not cost anybody's work.
    """
    for link in comparison.links:
        if not link.edited or link.target is None:
            continue
        block = target.blocks[link.target]
        if link.target not in stays or page.blocks[stays[link.target]].text != block.text:
            hint = "change the page by hand, and please report it"
            message = "a text that a person wrote has no place in the changed page"
            raise DocumentError(message, target.path, target.line(block.start), hint)
