"""One translation put together: the page from what stands there and what is new, and the record of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from transflow import document, frontmatter, tracker
from transflow.bitext import Bitext, Pending, Row
from transflow.document import Document
from transflow.errors import UnfitText
from transflow.frontmatter import DELETE, KeyPath, mapping
from transflow.markdown import is_remark
from transflow.markdown.dialect import SYNC_KEYS
from transflow.merge import Merged, merge_texts
from transflow.model import Block, Unit
from transflow.pipeline.grammar import GRAMMAR
from transflow.sequences import woven
from transflow.site.save import header
from transflow.site.translations import Translation, said_of
from transflow.site.workspace import Pair
from transflow.strings import is_settings
from transflow.tracker import Comparison, Link, own

_MAX_ROUNDS = 4
"""How often a record is brought into line with its own page."""


@dataclass(slots=True)
class Work:
    """What is to be put into one translation."""

    item: Translation
    source: Document
    comparison: Comparison
    texts: dict[int, str] = field(default_factory=dict)
    """What to put into the page, by index of the source's block."""
    rows: dict[int, Row] = field(default_factory=dict)
    """What to record, by index of the source's block."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A translation ready to be written."""

    text: str
    record: Bitext
    interim: Bitext
    """See `transflow.site.save.save`."""

    @property
    def conflicts(self) -> int:
        """How many units and verbatim blocks wait for a person."""
        return sum(row.pending is not None for row in self.record.rows)


def assemble(work: Work) -> Assembled:
    """Put one translation together.

    Raises:
        DocumentError: A draft would break the page, or does not read back from it.
    """
    target = work.item.target
    merged = _first(work) if target is None else merge_texts(work.source, target, work.comparison, work.texts)
    found = _Rows(work, merged)
    rows = _settled(work, merged.page, found.settled())
    text = merged.page.text if target is None else _relabelled(work, merged, target, rows)
    first = header(work.item)
    if first.status and target is not None and _reads_otherwise(work, merged, target):
        first = structs.replace(first, status="")
    return Assembled(text, Bitext(first, rows), Bitext(first, found.interim()))


def _first(work: Work) -> Merged:
    """Return a new translation: the source page with its texts exchanged and its front matter adapted."""
    pair, source = work.item.pair, work.source
    spliced = source.splice(work.texts)
    text = spliced if source.is_silent else _headed(spliced, pair, source)
    page = document.parse(text, pair.target, source.dialect)
    page = _by_itself(page) if is_settings(source.path) else _unwaived(page)
    return Merged(page, dict(_first_places(source, page)), {})


def _by_itself(page: Document) -> Document:
    """Return menus that came from a file of settings without the empty lines that stood for everything else."""
    new = document.parse(frontmatter.compact(page.text), page.path, page.dialect)
    return new if list(map(_said, new.blocks)) == list(map(_said, page.blocks)) else page


def _headed(text: str, pair: Pair, source: Document) -> str:
    """Return a new translation with what its front matter says of it."""
    # A site whose pages name their languages in lists gets a list.
    tags = [pair.language] if isinstance(source.said.get("lang"), list | tuple) else pair.language
    hiding, hidden = source.dialect.hiding
    changes: dict[KeyPath, object] = {("lang",): tags, ("draft",): True, (hiding,): hidden}
    # `slug: /a` of the source would give both pages one address.
    dropped = {block.key.split(".")[0] for block in source.blocks if tracker.clashes(block, source.dialect)}
    dropped |= {key for key in ("translate", *SYNC_KEYS) if key in source.said}
    changes |= {(key,): DELETE for key in dropped}
    said = {"source": pair.source, "status": "draft", "stale": DELETE}
    return mapping.put(text, source.dialect.record, said, pair.target, changes)


def _unwaived(page: Document) -> Document:
    """Return a new translation without the waivers of its source, which say what is known of that page alone."""
    text, pieces, at = page.text, list[str](), 0
    for block in filter(_waives, page.blocks):
        match = _ALONE.match(text, text.rfind("\n", 0, block.start) + 1)
        if match and match.span("comment") == (block.start, block.end):
            pieces.append(text[at : match.start()])
            at = match.end()
    new = document.parse("".join([*pieces, text[at:]]), page.path, page.dialect) if pieces else page
    # One that stands in a quote, or parts two lists, stays where it is.
    kept = [_said(block) for block in page.blocks if not _waives(block)]
    return new if [_said(block) for block in new.blocks] == kept else page


def _said(block: Block) -> tuple[str, str, str]:
    return block.kind, block.key, block.text


def _waives(block: Block) -> bool:
    return block.top >= 0 and "transflow:ignore" in block.text and is_remark(block)


_ALONE = GRAMMAR["remark-alone"]


def _first_places(source: Document, page: Document) -> Iterator[tuple[int, int]]:
    # By key: what was taken out or put in above has moved all that is below it. In the body nothing was, so that it
    # pairs in order.
    keys = {block.key: k for k, block in enumerate(page.blocks) if block.top < 0}
    yield from (
        (i, keys[block.key]) for i, block in enumerate(source.blocks) if block.key in keys and block.top < 0
    )
    first, second = ([n for n, block in enumerate(each.blocks) if block.top >= 0] for each in (source, page))
    if len(first) > len(second):
        first = [n for n in first if not _waives(source.blocks[n])]
    yield from zip(first, second, strict=True)


def _relabelled(work: Work, merged: Merged, target: Document, rows: Sequence[Row]) -> str:
    """Return a page's text with what its front matter says of the translation brought up to date."""
    name = target.dialect.record
    said = said_of(target)
    changes: dict[str, object] = {}
    # Only what a page says is corrected: a site may say it under keys of its own, or not at all.
    if said.get("source", work.item.pair.source) != work.item.pair.source:
        changes["source"] = work.item.pair.source
    if said.get("status") == "reviewed" and _reads_otherwise(work, merged, target):
        changes["status"] = "draft"
    # `stale` was put there by `status --write`. While a text waits for a person the page is as stale as it was.
    if said and merged.page.text != target.text and not any(row.pending for row in rows):
        changes["stale"] = DELETE
    if not said or (not changes and merged.page.text == target.text):
        return merged.page.text
    return mapping.put(merged.page.text, name, changes, target.path)


def _reads_otherwise(work: Work, merged: Merged, target: Document) -> bool:
    """Whether anything changed that a reviewer would have to see: more than copied metadata."""
    page = merged.page
    # `lastmod` and `weight` follow the source on a page that stays reviewed.
    translated = any(isinstance(work.source.blocks[i], Unit) for i in work.texts)
    return translated or page.text[page.front.end :] != target.text[target.front.end :]


class _Rows:
    """The rows of the new record, each with the link that it comes from."""

    def __init__(self, work: Work, merged: Merged) -> None:
        self.work, self.merged = work, merged
        self.entries = tuple(self._ordered())

    def settled(self) -> tuple[Row, ...]:
        """Return the rows that hold once the page is on disk."""
        return tuple(row for _, row in self.entries)

    def interim(self) -> tuple[Row, ...]:
        """Return rows that hold before and after the page is written, in the order of the record as it was.

        A row remembers what its text replaces, and what is taken out is still among them.
        """
        numbered: list[tuple[int, Row]] = []
        for link, row in self.entries:
            # What is new in the record stands behind what it follows, so that a run that is killed here
            # leaves it in order.
            number = link.number if link.number >= 0 else numbered[-1][0] if numbered else -1
            numbered.append((number, structs.replace(row, was=self._replaced(link))))
        numbered += (
            (link.number, link.row)
            for link in self.work.comparison.links
            # A run that is killed between record and page leaves these texts in the page: without their rows they
            # would be taken for a person's.
            if link.fate == "drop" and link.row is not None and link.target not in self.merged.stays
        )
        return tuple(row for _, row in sorted(numbered, key=lambda pair: pair[0]))

    def _replaced(self, link: Link) -> tuple[str, ...]:
        if link.source is None or link.source not in self.work.texts or self.work.item.target is None:
            return ()
        return (self.work.item.target.blocks[link.target].text if link.target is not None else "",)

    def _ordered(self) -> Iterator[tuple[Link, Row]]:
        """Yield a row for each block of the source, and behind them what only the translation has."""
        return woven(self._sources(), self._added())

    def _sources(self) -> Iterator[tuple[int, tuple[Link, Row]]]:
        """Yield the source's blocks in order: where each stands in the translation, or -1, its link and its row."""
        for link in self.work.comparison.links:
            if link.source is not None and (row := self.work.rows.get(link.source) or link.row) is not None:
                place = self.merged.places.get(link.source)
                # A text that a person took out has a row and no place; it stays beside its neighbours of the source.
                yield -1 if place is None else place, (link, self._row(link, link.source, row, place))

    def _row(self, link: Link, number: int, row: Row, place: int | None) -> Row:
        block = self.work.source.blocks[number]
        text = self.merged.page.blocks[place].text if place is not None else ""
        row = structs.replace(row, absent=place is None, level=self.work.source.level(block))
        if number in self.work.texts:
            # As it reads back: what was escaped to fit its place would otherwise be taken for an edit.
            placed = structs.replace(row, draft=text if row.draft is not None else None)
            return placed if place is not None else _unplaced(row, block)
        if link.fate == "keep":
            # What a conflict waited for is settled once the source says again what it said.
            row = structs.replace(row, pending=None)
        return _finished(structs.replace(row, kind=block.kind, key=block.key), text)

    def _added(self) -> Iterator[tuple[int, tuple[Link, Row]]]:
        """Yield what stays in the translation though nothing in the source stands for it, with its place."""
        for link in self.work.comparison.links:
            if link.source is not None or link.target is None or link.target not in self.merged.stays:
                continue
            place = self.merged.stays[link.target]
            block = self.merged.page.blocks[place]
            if link.row is not None and link.fate == "own":
                yield place, (link, _finished(link.row, block.text))
            elif link.row is not None:
                # An empty source says that the text has none any more: whether it may go too, a person says.
                kept = structs.replace(link.row, pending=Pending("", None, block.text))
                yield place, (link, _finished(kept, block.text))
            elif link.edited:
                yield place, (link, own(block))


def _unplaced(row: Row, block: Block) -> Row:
    """Return the row of a new block that a person has to find a place for."""
    # As if its source had been empty before: so it is a conflict, that a later run does not redraft, until a person
    # gives the text a place.
    return structs.replace(row, source="", draft=None, was=(), pending=Pending(block.text, row.draft, ""))


def _finished(row: Row, text: str) -> Row:
    """Return a row with the text that stands in the page, if nothing else in the row says it."""
    known = row.copy if row.pending is None else row.pending.target
    return structs.replace(row, was=(), target="" if text == known else text)


def _settled(work: Work, page: Document, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows as another run would leave them, which would have nothing else to do.

    Where a text stands several times it may be told only from the finished page which row is whose.

    Raises:
        DocumentError: The page does not read back as what was put into it.
    """
    # Mostly once. Of equal texts that changed places, the second look may pair others than the first.
    for _ in range(_MAX_ROUNDS):
        seen = tracker.compare(work.source, rows, page, (work.item.origin, work.item.pair.language))
        for link in seen.links:
            # Then the next run would draft the same again, and so would all after it.
            if link.fate in ("redraft", "drop"):
                line = (
                    work.source.line(work.source.blocks[link.source].start) if link.source is not None else 0
                )
                hint = "write the translation by hand; please report the text"
                message = "the draft of this text does not read back"
                block = -1 if link.source is None else link.source
                raise UnfitText(message, work.item.pair.source, line, hint, block)
        places = {
            link.source: link.target
            for link in seen.links
            if link.source is not None and link.target is not None
        }
        stays = {link.target: link.target for link in seen.links if link.target is not None}
        again = _Rows(Work(work.item, work.source, seen), Merged(page, places, stays)).settled()
        if again == rows:
            break
        rows = again
    return rows
