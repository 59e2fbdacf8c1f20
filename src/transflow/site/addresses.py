"""Addresses of texts on the command line: `PAGE`, `PAGE:LINE`, `PAGE:LINE-LINE`.

Lines are those of the page that is named; on a source page the texts of all its translations are meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transflow.document import Document
from transflow.errors import ConfigError
from transflow.identity import link_names
from transflow.model import Block
from transflow.site.grammar import GRAMMAR
from transflow.site.translations import Translation
from transflow.tracker import Link

_ADDRESS = GRAMMAR["address"]


@dataclass(frozen=True, slots=True)
class Address:
    """A page, or some lines of it."""

    page: str
    """Relative to the workspace, with `/`."""
    first: int = 0
    """1-based; 0 for the whole page."""
    last: int = 0

    @property
    def whole(self) -> bool:
        """Whether no lines are named."""
        return not self.first

    def meets(self, page: Document, block: Block) -> bool:
        """Whether a block of the page that is named stands on its lines."""
        first, last = lines(page, block)
        return first <= self.last and self.first <= last

    def __str__(self) -> str:
        """Return it as it is typed."""
        lines = f":{self.first}" + (f"-{self.last}" if self.last > self.first else "") if self.first else ""
        return self.page + lines


def split(text: str) -> tuple[str, int, int]:
    """Return page, first and last line of an address as it was typed; 0 and 0 without lines.

    Raises:
        ConfigError: The lines are none.
    """
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return text, 0, 0
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if not 0 < first <= last:
        raise ConfigError(f"no such lines: {text}", hint="lines count from 1, the smaller first: a.en.md:3-7")
    return found["page"], first, last


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a translation that can be decided about."""

    unit: str
    """Its name; see `transflow.identity`."""
    link: Link
    source: Block | None
    target: Block | None
    address: Address
    """Where it is found: in the translation, or, if nothing stands there, in the source page."""


def texts(item: Translation, addresses: Sequence[Address]) -> tuple[Text, ...]:
    """Return the texts of a translation that addresses mean, in the order of the comparison.

    Raises:
        ConfigError: No text stands on the lines of one of them.
    """
    if item.source is None or item.target is None or item.comparison is None:
        return ()
    known = tuple(_all(item, item.source, item.target))
    meant = [one for one in addresses if one.page in (item.pair.source, item.pair.target)]
    chosen: list[Text] = []
    # None of them names one of these two pages: a folder was named, say, and the whole page is meant.
    for address in meant or addresses:
        page = item.source if address.page == item.pair.source else item.target
        here = [text for text in known if address.whole or not meant or _stands(text, page, address, item)]
        if not here and not address.whole:
            raise ConfigError(
                f"no text stands at {address}", hint=f"see `transflow diff {address.page}` for addresses"
            )
        # Two addresses may mean one text.
        chosen += (text for text in here if text not in chosen)
    return tuple(chosen)


def waiting(item: Translation) -> tuple[str, ...]:
    """Return the addresses of the texts of a translation that wait for a person, as they are typed."""
    whole = texts(item, (Address(item.pair.target),))
    return tuple(str(text.address) for text in whole if text.link.fate == "conflict")


def _all(item: Translation, source: Document, target: Document) -> Iterator[Text]:
    assert item.comparison is not None  # asked before
    links = item.comparison.links
    for name, link in zip(link_names(links, source, target), links, strict=True):
        of_source = source.blocks[link.source] if link.source is not None else None
        of_target = target.blocks[link.target] if link.target is not None else None
        if of_target is not None:
            yield Text(name, link, of_source, of_target, Address(item.pair.target, *lines(target, of_target)))
        # Nothing stands in the translation: its place is that of the source.
        elif of_source is not None:
            yield Text(name, link, of_source, None, Address(item.pair.source, *lines(source, of_source)))


def _stands(text: Text, page: Document, address: Address, item: Translation) -> bool:
    block = text.source if page is item.source else text.target
    if block is None:
        return False
    return address.meets(page, block)


def lines(page: Document, block: Block) -> tuple[int, int]:
    """Return the first and the last line of a block, from 1."""
    # A block ends behind its last character, which may be the end of its line.
    return page.line(block.start), page.line(max(block.end - 1, block.start))
