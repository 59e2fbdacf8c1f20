"""Three-way comparison: what the record says, what the source says now, what stands in the translation. Pure.

A link joins a block of the source, its row in the bitext and its block in the translation, as far as each exists,
and says what has to happen there. Nothing here reads, translates or writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transflow.align import Item, align
from transflow.bitext import Row
from transflow.document import Document
from transflow.markdown import canonical
from transflow.model import Block, Verbatim

Fate = Literal["keep", "redraft", "conflict", "drop", "own"]


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the three-way table; each index is None where that side has nothing."""

    source: int | None
    """Index in the source's blocks."""
    row: Row | None
    """What the bitext recorded."""
    target: int | None
    """Index in the translation's blocks."""
    fate: Fate
    """`keep`: nothing to do. `redraft`: the source changed, was added, or a draft was never placed, and the text is
    a machine's. `conflict`: the source changed or is gone under a text that only a person may change.
    `drop`: the source is gone and nobody's work stands in the translation. `own`: the translator's addition."""
    edited: bool = False
    """Whether the text in the translation is human-owned."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table: the source's blocks in order, then what has no source any more, then additions."""

    links: tuple[Link, ...]

    @property
    def changed(self) -> int:
        """How many units and verbatim blocks have a source that changed, was added or removed since."""
        return sum(link.fate in ("redraft", "conflict", "drop") for link in self.links)

    @property
    def edited(self) -> int:
        """How many units and verbatim blocks of the translation are human-owned."""
        return sum(link.edited for link in self.links)

    @property
    def conflicts(self) -> int:
        """How many units and verbatim blocks wait for a person."""
        return sum(link.fate == "conflict" for link in self.links)


def compare(source: Document, rows: Sequence[Row], target: Document) -> Comparison:
    """Compare a source page with its translation by way of the record of it."""
    wanted = [_item(row, row.source, source) for row in rows]
    placed = [_item(row, _expected(row), target) for row in rows]
    to_source = dict(align(wanted, [_item(block, block.text, source) for block in source.blocks]))
    to_target = dict(align(placed, [_item(block, block.text, target) for block in target.blocks]))
    by_source = {j: i for i, j in to_source.items()}

    def standing(i: int) -> tuple[int | None, str | None]:
        place = to_target.get(i)
        return place, target.blocks[place].text if place is not None else None

    links = [
        _link(source, j, rows[by_source[j]], *standing(by_source[j]))
        if j in by_source
        else Link(j, None, None, "redraft")
        for j in range(len(source.blocks))
    ]
    links += [_gone(rows[i], *standing(i)) for i in range(len(rows)) if i not in to_source]
    linked = set(to_target.values())
    links += [
        Link(None, None, j, "own", edited=True)
        for j, block in enumerate(target.blocks)
        if j not in linked and block.top >= 0  # keys of the translation's own are nobody's business
    ]
    return Comparison(tuple(links))


def first(source: Document) -> Comparison:
    """Return the comparison of a page that has no translation: everything is to be drafted."""
    return Comparison(tuple(Link(i, None, None, "redraft") for i in range(len(source.blocks))))


def label(block: Block | Row) -> str:
    """Return what kind of thing a block is: only equal labels correspond."""
    verbatim = block.verbatim if isinstance(block, Row) else isinstance(block, Verbatim)
    return f"{'verbatim' if verbatim else 'unit'} {block.kind}"


def same_source(document: Document, block: Block, recorded: str) -> bool:
    """Whether a source block still says what was recorded, but for reflow and cosmetic white space."""
    if isinstance(block, Verbatim):
        return block.text == recorded
    html = block.kind == "html"
    ours, theirs = (canonical(text, document.dialect, html=html) for text in (block.text, recorded))
    return ours == theirs


def settled(row: Row, text: str | None) -> Row:
    """Return the row with its conflict ended if the person has changed the text since it was noticed."""
    pending = row.pending
    if pending is None or text is None or text == pending.target:
        return row
    return Row(
        row.kind,
        pending.source,
        pending.draft,
        verbatim=row.verbatim,
        key=row.key,
        engine=row.engine,
        was=row.was,
    )


def _item(block: Block | Row, text: str | None, document: Document) -> Item:
    """Return what a block or its row is paired by."""
    verbatim = block.verbatim if isinstance(block, Row) else isinstance(block, Verbatim)
    shown = text if verbatim or text is None else canonical(text, document.dialect, html=block.kind == "html")
    return Item(label(block), shown, block.key if block.kind == "front-matter" else "")


def _expected(row: Row) -> str | None:
    """Return the text that a machine put into the translation; None if a person wrote it."""
    return row.copy if row.verbatim or row.draft is not None else None


def _link(source: Document, j: int, row: Row, place: int | None, text: str | None) -> Link:
    row = settled(row, text)
    edited = text is None or not row.owns(text)
    unchanged = same_source(source, source.blocks[j], row.source)
    if unchanged and not edited and text != row.copy:
        return Link(j, row, place, "redraft")  # a newer draft was recorded, but the page was never written
    if unchanged:
        return Link(j, row, place, "keep", edited=edited)
    return Link(j, row, place, "conflict" if edited else "redraft", edited=edited)


def _gone(row: Row, place: int | None, text: str | None) -> Link:
    row = settled(row, text)
    if text is None:
        return Link(None, row, None, "drop")
    if row.source == "":
        return Link(None, None, place, "own", edited=True)  # the conflict over a removed source was settled
    edited = not row.owns(text)
    return Link(None, row, place, "conflict" if edited else "drop", edited=edited)
