"""A name for every text of a page that is derived and never stored: it holds on every machine and in every file sent out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from transflow.bitext import Row
from transflow.document import Document
from transflow.model import Block
from transflow.tracker import Link, label

_BYTES = 6
"""Of a name; among a page's texts, 10,000 say, two share one by chance once in five million pages."""


def names(source: Document) -> tuple[str, ...]:
    """Return the name of each block of a source page, by what it is and says and which of those that say so it is.

    Reflow changes no name, nor does what happens elsewhere on the page. A name is also an XML name and an HTML id.
    """
    return tuple(_counted(_basis(block, block.text) for block in source.blocks))


def recorded_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the name that the source block of each row had when the row was written."""
    return tuple(_counted(_basis(row, row.source) for row in rows))


def link_names(links: Sequence[Link], source: Document, target: Document | None) -> tuple[str, ...]:
    """Return a name for each line of a comparison: the source's where there is one; all differ."""
    of_source = names(source)
    others = iter(_counted(_orphaned(link, target) for link in links if link.source is None))
    return tuple(of_source[link.source] if link.source is not None else next(others) for link in links)


def _orphaned(link: Link, target: Document | None) -> str:
    """Return what tells a text without a source from others."""
    block = target.blocks[link.target] if target is not None and link.target is not None else None
    if link.row is not None:
        # Apart from the source's names: a text that left the page and came back in another place is two lines.
        return f"gone\0{_basis(link.row, link.row.source)}"
    return f"own\0{_basis(block, block.text)}" if block is not None else "own"


def _basis(what: Block | Row, text: str) -> str:
    """Return what two texts with one name have in common: code to the letter, of other texts all but white space.

    The tracker folds white space with more care, for which it takes each text apart: of a page of two megabytes that is ten
    seconds, and two texts that differ in white space alone are told apart by their order as well.
    """
    # A reflow changes nothing of a text, and everything of code.
    said = text if label(what).startswith("verbatim") else "".join(text.split())
    return f"{label(what)}\0{what.key}\0{said}"


def _counted(bases: Iterable[str]) -> Iterator[str]:
    seen = Counter[str]()
    for basis in bases:
        digest = hashlib.blake2b(
            # `surrogatepass`: a text that comes from no file may hold half of a pair.
            f"{basis}\0{seen[basis]}".encode("utf-8", "surrogatepass"),
            digest_size=_BYTES,
        )
        seen[basis] += 1
        yield f"u{digest.hexdigest()}"


def numbered(
    links: Sequence[Link], rows: Sequence[Row], source: Document, target: Document | None
) -> dict[str, int]:
    """Return the place of each line of a comparison by its name.

    What the source said when a text was translated names it too: so a file that was sent out then comes back now.
    """
    places = {link.number: number for number, link in enumerate(links) if link.number >= 0}
    named = enumerate(recorded_names(rows))
    found = {name: places[row] for row, name in named if row in places}
    # What the page says now wins where two texts have one name.
    return found | {name: number for number, name in enumerate(link_names(links, source, target))}
