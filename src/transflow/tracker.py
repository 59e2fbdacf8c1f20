"""Three-way comparison: what the record says, what the source says now, what stands in the translation. Pure.

A link joins a block of the source, its row in the bitext and its block in the translation, as far as each exists,
and says what has to happen there. Nothing here reads, translates or writes.
"""

from bisect import bisect, bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Literal

from msgspec import structs

from transflow.agreement import agrees, written
from transflow.align import Item, align, is_like
from transflow.bitext import Row
from transflow.document import Dialect, Document, header_values
from transflow.grammar import GRAMMAR
from transflow.markdown import is_remark, meaning, same_block
from transflow.model import Block, Unit, Verbatim
from transflow.sequences import rising

Fate = Literal["keep", "redraft", "conflict", "drop", "own"]

"""Hugo front-matter keys that may not be the same on two pages, or would be untrue of the translation."""
# What stands in a line with others: cells and parts of an image are told apart by their places there.
_ANCHORED = frozenset({"cell", "alt", "title", "argument", "url"})
# A row of `-` or 0 has its like in every line of a table: the lines that most of its cells point to are enough.
_LINES = 8
"""Most lines of the source in which what stands in one line of the translation is looked for."""
ITEM = GRAMMAR["item-of-list"]


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the three-way table; each index is None where that side has nothing."""

    source: int | None
    """Index in the source's blocks."""
    row: Row | None
    """What the bitext recorded, with a conflict that a person ended since taken out."""
    target: int | None
    """Index in the translation's blocks."""
    fate: Fate
    """`keep`: nothing to do. `redraft`: the source changed, was added, or a draft was never placed, and the text is
    a machine's. `conflict`: the source changed or is gone under a text that only a person may change.
    `drop`: the source is gone and nobody's work stands in the translation. `own`: the translator's addition."""
    edited: bool = False
    """Whether the text in the translation, or its absence, is human-owned."""
    moved: bool = False
    """Whether the block changed its place in the source, or its kind."""
    number: int = -1
    """Index of the row in the record; -1 without one."""
    rewritten: bool = False
    """Whether a person wrote the text: it is human-owned, and not what a machine drafted or copied."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table: the source's blocks in order, then what has no source any more, then additions."""

    links: tuple[Link, ...]
    reordered: bool = False
    """Whether a person gave the translation another order than the source had."""
    tags: tuple[str, str] = ("", "")
    """BCP 47 tags of source and translation, where they were given."""
    twins: Mapping[int, int] = field(default_factory=dict)
    """For blocks of the source that nothing stands for, what came into the translation at the same place: it may render
    them, or be the translator's own, and a person says which."""

    @property
    def changed(self) -> int:
        """How many units and verbatim blocks have a source that changed, was added, moved or removed since."""
        return sum(link.fate in ("redraft", "conflict", "drop") or link.moved for link in self.links)

    @property
    def owned(self) -> int:
        """How many units and verbatim blocks of the translation are human-owned."""
        return sum(link.edited and link.target is not None for link in self.links)

    @property
    def edited(self) -> int:
        """How many of these a person wrote: an approval alone is no edit."""
        return sum(link.rewritten and link.target is not None for link in self.links)

    @property
    def unread(self) -> tuple[Link, ...]:
        """The links of units in the translation that are machine-owned: a draft that nobody approved stands there."""
        return tuple(
            link
            for link in self.links
            if link.row and not link.row.verbatim and link.target is not None and not link.edited
        )

    @property
    def conflicts(self) -> int:
        """How many units and verbatim blocks wait for a person."""
        return sum(link.fate == "conflict" for link in self.links)


def compare(
    source: Document, rows: Sequence[Row], target: Document, tags: tuple[str, str] = ("", "")
) -> Comparison:
    """Compare a source page with its translation by way of the record of it.

    Args:
        source: The source page.
        rows: The record.
        target: The translation.
        tags: BCP 47 tags of both; with them it is seen where a person changed figures on both ends.
    """
    table = _Table(source, rows, target, tags)
    links = tuple(_by_hand(link, target) for link in table.links())
    return Comparison(links, table.reordered(), tags, table.twins(links))


def _by_hand(link: Link, page: Document) -> Link:
    """Return the link with whether a person wrote its text."""
    if not link.edited or link.target is None:
        return link
    block = page.blocks[link.target]
    return link if link.row and as_drafted(link.row, page, block) else replace(link, rewritten=True)


def first(source: Document) -> Comparison:
    """Return the comparison of a page that has no translation: everything is to be drafted."""
    return Comparison(tuple(_unrecorded(i, block, source.dialect) for i, block in enumerate(source.blocks)))


def clashes(block: Block, dialect: Dialect) -> bool:
    """Whether a front-matter block of a source page has no place in its translations."""
    key = block.key.split(".")[0] if block.kind == "front-matter" else ""
    rooted = block.text.strip("\"'").startswith("/")
    return key == "isCJKLanguage" or bool({key, f"/{key}" if rooted else key} & {*dialect.addresses})


def _unrecorded(number: int, block: Block, dialect: Dialect) -> Link:
    return Link(number, None, None, "keep" if clashes(block, dialect) or is_remark(block) else "redraft")


def label(block: Block | Row) -> str:
    """Return what kind of thing a block is: only equal labels correspond."""
    return f"{_group(block)} {block.kind}"


def same_source(document: Document, block: Block, recorded: str) -> bool:
    """Whether a source block still says what was recorded, however it is spelled."""
    return same_block(document.dialect, block, recorded)


def other_kind(row: Row, page: Document, number: int) -> bool:
    """Whether a block of a page is another kind of thing than was recorded, or a heading of another level."""
    block = page.blocks[number]
    return row.kind != block.kind or (row.level > 0 and row.level != page.level(block))


def machine_owned(row: Row, text: str, page: Document, block: Block | None = None) -> bool:
    """Whether a text is a machine's and nobody approved it: a draft, however a formatter spells it, or a plain copy.

    Args:
        row: The record.
        text: What stands in the translation; empty where nothing does.
        page: The translation.
        block: Where it stands there, if it does.
    """
    return not row.approved and as_drafted(row, page, block, text)


def as_drafted(row: Row, page: Document, block: Block | None, text: str | None = None) -> bool:
    """Whether a text is what a machine drafted or copied, whoever approved it since; by default the block's own."""
    text = text if text is not None else block.text if block is not None else ""
    # `was`: a run that was killed between record and page left what the page still says.
    known = (*((row.copy,) if row.copy else ()), *row.was)
    return text in known or (
        block is not None and any(same_block(page.dialect, block, draft) for draft in known)
    )


def drafted(page: Document, seen: Comparison) -> tuple[int, int]:
    """Return how many texts of a translation there are to read, and how many of these are as a machine drafted them."""
    here = [
        (link.row, page.blocks[link.target])
        for link in seen.links
        if link.row is not None and link.target is not None and not link.row.verbatim
    ]
    return len(here), sum(as_drafted(row, page, block) for row, block in here)


def settled(row: Row, text: str) -> Row:
    """Return the row with its conflict ended if the person has changed the text since it was noticed."""
    pending = row.pending
    if pending is None or text == pending.target:
        return row
    return Row(
        row.kind, pending.source, pending.draft, row.verbatim, row.key, row.engine, absent=row.absent, was=row.was,
        # No machine writes there: who put the draft in stands for it as for the text that was approved before.
        approved=row.approved and text == pending.draft, approved_on=row.approved_on,
    )  # fmt: skip


def own(block: Block) -> Row:
    """Return the record of a text that the translator added."""
    return Row(block.kind, "", None, not isinstance(block, Unit), block.key, target=block.text)


def kept(row: Row, text: str) -> Row:
    """Return the row of a text that a person keeps though its source left the page; the memory goes on knowing it."""
    return structs.replace(
        row, pending=None, was=(), absent=False, target="" if text == row.copy else text, withdrawn=True, approved=not row.verbatim
    )  # fmt: skip


def _in_step(row: Row, source: str) -> Row:
    """Return the row of a text that a person brought into step with its source."""
    return structs.replace(row, source=source, draft=None, engine="", rung="", findings=(), pending=None)


def _group(block: Block | Row) -> str:
    verbatim = block.verbatim if isinstance(block, Row) else isinstance(block, Verbatim)
    return "verbatim" if verbatim else "unit"


def _item(block: Block | Row, *texts: str | None) -> Item:
    """Return what a block or its row is paired by."""
    group, said = _group(block), tuple(dict.fromkeys(filter(None, texts)))
    kind = f"{group} {block.kind}"
    # Nearly all are blocks of the body, and this is asked of each of every page, three times.
    if block.kind != "front-matter":
        return Item(kind, said, "", group, block.kind in _ANCHORED)
    listed = ITEM.search(block.key)
    return Item(
        kind,
        said,
        "" if listed else block.key,
        f"{group} {ITEM.sub('.*', block.key) if listed else block.key}",
    )


def _folded(page: Document) -> "partial[str]":
    return partial(meaning, dialect=page.dialect)


class _Table:
    """The comparison while it is made."""

    def __init__(
        self, source: Document, rows: Sequence[Row], target: Document, tags: tuple[str, str]
    ) -> None:
        self.source, self.target, self.rows, self.tags = source, target, rows, tags
        self.to_source = self._sources()
        self.to_target = self._targets()
        self._believe_places()
        self._keep_places_in_lines()
        self.moved = self._movements()
        self._keep_lines_together()

    def _sources(self) -> dict[int, int]:
        """Pair rows with blocks of the source: first what it had when they were written, then what may be back."""
        # Their source left the page; they are asked last, since it may have come back.
        gone = [i for i, row in enumerate(self.rows) if row.pending and not row.pending.source]
        known = [i for i, row in enumerate(self.rows) if i not in gone and (row.source or row.pending)]
        pairs = self._said(known, range(len(self.source.blocks)))
        taken = set(pairs.values())
        left = [j for j in range(len(self.source.blocks)) if j not in taken]
        back = self._said(gone, left) if gone and left else {}
        return pairs | {i: j for i, j in back.items() if self._is_back(i, j)}

    def _said(self, rows: Sequence[int], blocks: Sequence[int]) -> dict[int, int]:
        items = [
            _item(row, row.source, row.pending.source if row.pending else None)
            for row in map(self.rows.__getitem__, rows)
        ]
        texts = [_item(block, block.text) for block in map(self.source.blocks.__getitem__, blocks)]
        return {rows[i]: blocks[j] for i, j in align(items, texts, _folded(self.source))}

    def _is_back(self, i: int, j: int) -> bool:
        return same_source(self.source, self.source.blocks[j], self.rows[i].source)

    def _targets(self) -> dict[int, int]:
        """Pair rows with blocks of the translation: first what stood there, then what did not and may do now."""
        # What stood there is asked first, so that a new text is not taken for one that a person took out.
        present = [i for i, row in enumerate(self.rows) if not row.absent]
        absent = [i for i, row in enumerate(self.rows) if row.absent]
        pairs = self._standing_at(present, range(len(self.target.blocks)))
        taken = set(pairs.values())
        left = [k for k in range(len(self.target.blocks)) if k not in taken]
        found = self._standing_at(absent, left) if absent and left else {}
        return pairs | {i: k for i, k in found.items() if self._came(i, k)}

    def _standing_at(self, rows: Sequence[int], blocks: Sequence[int]) -> dict[int, int]:
        items = [_item(self.rows[i], *_expected(self.rows[i])) for i in rows]
        texts = [_item(block, block.text) for block in map(self.target.blocks.__getitem__, blocks)]
        return {rows[i]: blocks[k] for i, k in align(items, texts, _folded(self.target), cells_move=True)}

    def _came(self, i: int, k: int) -> bool:
        """Whether a new block of the translation is what was absent: as drafted, or what a conflict asked for."""
        row, block = self.rows[i], self.target.blocks[k]
        return row.pending is not None or machine_owned(row, block.text, self.target, block)

    def _believe_places(self) -> None:
        """Let the place say what renders what, where neither page has what a row says any more: both were edited alike.

        Such a row goes with what its block of the source faces in the translation, if no other row is known to; or is gone.
        """
        here, there, lost = self._known()
        if not lost:
            return
        linked = {self.to_source[i]: self.to_target[i] for i in here & there}
        own = {self.to_target[i] for i in there - {*self.to_source} if not self.rows[i].source}
        left_out = {j for i, j in self.to_source.items() if i not in self.to_target and self.rows[i].absent}
        by_source, by_target = ({n: i for i, n in ends.items()} for ends in (self.to_source, self.to_target))
        seats: dict[tuple[int, int], int] = {}
        for j, k in chain.from_iterable(self._facing(linked, own, left_out)):
            first, second = by_source.get(j), by_target.get(k)
            # What a row is known by stays with it; a lost one has one end to go by.
            sure = [i for i, known in ((first, here), (second, there)) if i in known]
            claims = sure or [
                i for i in (first, second) if i in lost and (i == first or i not in self.to_source)
            ]
            if {first, second} & lost and claims and len(sure) < 2:
                seats[j, k] = claims[0]
        self.to_source = _seated(self.to_source, {i: j for (j, _), i in seats.items()})
        self.to_target = _seated(self.to_target, {i: k for (_, k), i in seats.items()})

    def _known(self) -> tuple[set[int], set[int], set[int]]:
        """Return the rows that are known by what the source says, by what the translation says, and those that are lost."""
        ends = ((self.source, self.to_source, _asked), (self.target, self.to_target, _expected))
        said, stands = (
            {i for i, n in places.items() if _says(page, n, texts(self.rows[i]))}
            for page, places, texts in ends
        )
        here, there = (
            same | {i for i, n in places.items() if i not in same and _is_like(page, n, texts(self.rows[i]))}
            for same, (page, places, texts) in zip((said, stands), ends, strict=True)
        )
        # One end that is only like what it was proves nothing: a neighbour's may be that, too.
        doubtful = {*self.to_source, *self.to_target} - said - stands - (here & there)
        lost = {i for i in doubtful if not self.rows[i].absent}
        return here - lost, there - lost, lost

    def _keep_places_in_lines(self) -> None:
        """Let what the source exchanged within one line be rewritten there: a cell cannot be moved by itself.

        Where the translation was changed alike each stays with its own.
        """
        lines = _lines(self.source)
        within: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for i, j in sorted(self.to_source.items()):
            if j in lines and i in self.to_target:
                within[lines[j], label(self.source.blocks[j])].append((i, j))
        for pairs in within.values():
            places = sorted(j for _, j in pairs)
            standing = [self.to_target[i] for i, _ in sorted(pairs, key=itemgetter(1))]
            if [j for _, j in pairs] != places and standing != sorted(standing):
                rows = sorted((i for i, _ in pairs), key=self.to_target.__getitem__)
                self.to_source |= dict(zip(rows, places, strict=True))

    def _keep_lines_together(self) -> None:
        """Let what stands in one line, cells or parts of an image, go to one line, where equal ones stand in several."""
        lines, here = _lines(self.source), _lines(self.target)
        within: dict[int, list[int]] = defaultdict(list)
        for j, line in lines.items():
            within[line].append(j)
        owners = {j: i for i, j in self.to_source.items()}
        # By line of the translation: the cells of one line are each other's mates.
        rows = sorted((here[k], i) for i, k in self.to_target.items() if k in here and i in self.to_source)
        for _, group in groupby(rows, itemgetter(0)):
            mates = [i for _, i in group]
            places = Counter(lines.get(self.to_source[i], 0) for i in mates)
            if len(places) > 1:
                options = [self._moved_to(mates, within[line]) for line, _ in places.most_common(_LINES)]
                self._swap(max(options, key=len), owners)

    def _moved_to(self, mates: Sequence[int], line: Sequence[int]) -> dict[int, int]:
        """Return which blocks in a line of the source say what those of some rows say, in order."""
        left: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for j in line:
            left[self._said_at(j)].append(j)
        said = ((i, left[self._said_at(self.to_source[i])]) for i in mates)
        return {i: places.popleft() for i, places in said if places}

    def _said_at(self, j: int) -> tuple[str, str]:
        """Return what two blocks of the source share that can stand for each other."""
        block = self.source.blocks[j]
        return block.text, label(block)

    def _swap(self, wanted: Mapping[int, int], owners: dict[int, int]) -> None:
        """Give rows other blocks of the source that say the same; whoever had one gets the other."""
        for i, j in wanted.items():
            old, owner = self.to_source[i], owners.get(j)
            # It is there already, or an exchange before this one gave it another.
            if old == j or self._said_at(j) != self._said_at(old):
                continue
            self.to_source[i] = j
            owners[j] = i
            del owners[old]
            if owner is not None:
                self.to_source[owner] = old
                owners[old] = owner

    def _movements(self) -> frozenset[int]:
        """Return the blocks of the source that changed their place among those that are recorded, or their kind."""
        # Front matter has no order.
        body = [(i, j) for i, j in sorted(self.to_source.items()) if self.source.blocks[j].top >= 0]
        # The longest run in order stays; what is not in it was moved, but where the translation has that order already.
        kept = rising([j for _, j in body]) if not self._in_order(body) else range(len(body))
        moved = {j for number, (_, j) in enumerate(body) if number not in kept}
        return frozenset(moved | {j for i, j in body if other_kind(self.rows[i], self.source, j)})

    def _in_order(self, body: Iterable[tuple[int, int]]) -> bool:
        """Whether what rows have in the translation stands in the order of what they have in the source."""
        places = [self.to_target[i] for i, _ in sorted(body, key=itemgetter(1)) if i in self.to_target]
        return places == sorted(places)

    def reordered(self) -> bool:
        """Whether the recorded blocks stand in the translation in another order than in the record, and in the source."""
        body = [
            (i, j)
            for i, j in self.to_source.items()
            if i in self.to_target and self.target.blocks[self.to_target[i]].top >= 0
        ]
        return not (self._in_order((i, i) for i, _ in body) or self._in_order(body))

    def links(self) -> Iterator[Link]:
        """Yield the lines of the table."""
        by_source = {j: i for i, j in self.to_source.items()}
        unlinked = self._unlinked()
        both = self._both(by_source)
        once = {link.source: link for link in self._once_texts(by_source)}
        for j, block in enumerate(self.source.blocks):
            if j in by_source:
                yield self._link(j, by_source[j])
            elif j in once:
                yield once[j]
            elif j in both:
                yield Link(j, self._row(j), both[j], "keep", edited=isinstance(block, Unit))
            else:
                # Front matter is told by its key; a block of the body that nobody recorded has no place there.
                yield self._new(j, unlinked.get((label(block), block.key)) if block.top < 0 else None)
        linked_rows = {*self.to_source, *(link.number for link in once.values())}
        yield from (link for i in range(len(self.rows)) if i not in linked_rows for link in self._gone(i))
        linked = {*self.to_target.values(), *both.values()}
        for k, block in enumerate(self.target.blocks):
            if k not in linked and block.top >= 0:  # keys of the translation's own are nobody's business
                yield Link(None, None, k, "own", edited=not is_remark(block))

    def _once_texts(self, by_source: Mapping[int, int]) -> Iterator[Link]:
        """Yield the links of front-matter values that are texts on record, and are copied today: a person's stay."""
        rows = {
            row.key: i
            for i, row in enumerate(self.rows)
            if row.kind == "front-matter" and not row.verbatim and i not in self.to_source
        }
        copied = [
            j
            for j, block in enumerate(self.source.blocks)
            if block.top < 0 and not isinstance(block, Unit) and j not in by_source and block.key in rows
        ]
        there = {block.key: k for k, block in enumerate(self.target.blocks) if copied and block.top < 0}
        said, standing = (header_values(page) if copied else () for page in (self.source, self.target))
        for j in copied:
            block = self.source.blocks[j]
            place = there.get(block.key)
            if place is None:
                continue
            row = settled(self.rows[rows[block.key]], self.target.blocks[place].text)
            # However its lines are broken.
            if row.approved or standing[place].split() != row.copy.split():
                fate: Fate = "keep" if row.source in (block.text, said[j]) else "conflict"
                yield Link(j, row, place, fate, edited=True, number=rows[block.key])
            elif not isinstance(self.target.blocks[place], Unit):  # what a machine made of it is copied anew
                yield Link(j, None, place, "redraft", number=rows[block.key])

    def _unlinked(self) -> dict[tuple[str, str], int]:
        """Return the keys that the translation has and nobody recorded."""
        linked = set(self.to_target.values())
        blocks = enumerate(self.target.blocks)
        return {(label(b), b.key): k for k, b in blocks if b.top < 0 and k not in linked}

    def _new(self, j: int, place: int | None) -> Link:
        """Return the link of a block that nobody recorded; the translation may have its key already."""
        # `url` of a source page must not come over, whatever the translation has there.
        if place is None or clashes(self.source.blocks[j], self.source.dialect):
            return _unrecorded(j, self.source.blocks[j], self.source.dialect)
        block, text = self.source.blocks[j], self.target.blocks[place].text
        if not isinstance(block, Unit) and same_source(self.source, block, text):
            return Link(j, self._row(j), place, "keep")
        # The source's own words: nobody has translated them yet.
        same = text == block.text
        return Link(j, None, place, "redraft" if same else "conflict", edited=not same)

    def _row(self, j: int) -> Row:
        """Return the record of a block that stands on both ends already."""
        block = self.source.blocks[j]
        level = self.source.level(block)
        return Row(block.kind, block.text, None, not isinstance(block, Unit), block.key, level=level)

    def _both(self, by_source: Mapping[int, int]) -> dict[int, int]:
        """Pair what came into the source with what came into the translation at the same place, if a person wrote it there.

        What is on record as the translator's own was there before, and is none of it.
        """
        places = {j: self.to_target.get(i) for j, i in by_source.items()}
        # Of what is on record, and was taken out of the translation, nothing can have come.
        linked = {j: k for j, k in places.items() if k is not None}
        pairs = self._facing(linked, self.to_target.values(), without=places)
        return dict(chain.from_iterable(pair for pair in pairs if self._written(pair)))

    def twins(self, links: Iterable[Link]) -> dict[int, int]:
        """Return which blocks of the source, with nothing that stands for them, face something new in the translation."""
        linked = {
            link.source: link.target for link in links if link.source is not None and link.target is not None
        }
        return dict(chain.from_iterable(self._facing(linked, self.to_target.values())))

    def _facing(
        self, linked: Mapping[int, int], known: Iterable[int], without: Collection[int] = ()
    ) -> Iterator[list[tuple[int, int]]]:
        """Yield what is in both pages between the same neighbours, pair by pair, if it is of the same kinds there.

        Args:
            linked: What corresponds: the neighbours.
            known: Other blocks of the translation that face nothing.
            without: Blocks of the source that face nothing.
        """
        taken = {*known, *linked.values()}
        there = [k for k in self._body(self.target) if k not in taken]
        standing = sorted(k for k in taken if self.target.blocks[k].top >= 0)
        before, run = -1, list[int]()
        # -1 is the end of the page, which ends the last run.
        for j in (*self._body(self.source), -1) if there else ():
            after = linked.get(j) if j >= 0 else len(self.target.blocks)
            if after is None:
                run += [j] if j not in without else []
                continue
            if run and bisect(standing, before) == bisect_left(
                standing, after
            ):  # they are neighbours there too
                facing = there[bisect(there, before) : bisect(there, after)]
                if self._labels(self.source, run) == self._labels(self.target, facing):
                    yield list(zip(run, facing, strict=True))
            before, run = after, []

    @staticmethod
    def _labels(page: Document, numbers: Sequence[int]) -> list[str]:
        return [label(page.blocks[number]) for number in numbers]

    def _written(self, pairs: Sequence[tuple[int, int]]) -> bool:
        """Whether new blocks of the translation render those of the source beyond doubt, all of them."""
        blocks, there = (
            [page.blocks[n] for n in some]
            for page, some in zip((self.source, self.target), zip(*pairs, strict=True), strict=True)
        )
        return written(self.source, blocks, there, self.tags)

    @staticmethod
    def _body(page: Document) -> list[int]:
        return [n for n, block in enumerate(page.blocks) if block.top >= 0 and not is_remark(block)]

    def _standing(self, i: int) -> tuple[int | None, str, Block | None]:
        """Return where a row's text stands in the translation, and what it says."""
        place = self.to_target.get(i)
        block = self.target.blocks[place] if place is not None else None
        return place, block.text if block else "", block

    def _link(self, j: int, i: int) -> Link:
        place, text, standing = self._standing(i)
        row = settled(self.rows[i], text)
        # Its source is back. Of most rows there is nothing to change, and this is done for each of every page.
        if row.withdrawn:
            row = structs.replace(row, withdrawn=False)
        # A comment is for whoever edits that page: neither end has to follow the other.
        if is_remark(self.source.blocks[j]):
            return Link(j, row, place, "keep", number=i)
        edited = not machine_owned(row, text, self.target, standing)
        moved = j in self.moved
        block = self.source.blocks[j]
        if not same_source(self.source, block, row.source):
            # A person changed the figures of both ends alike: nobody has to be asked.
            if edited and agrees(self.source, block, row.source, text, self.tags):
                return Link(j, _in_step(row, block.text), place, "keep", edited, moved, i)
            return Link(j, row, place, "conflict" if edited else "redraft", edited, moved, i)
        # It is the machine's only because `was` says so: the page was not written to its end.
        unfinished = not edited and not machine_owned(
            structs.replace(row, was=()), text, self.target, standing
        )
        return Link(j, row, place, "redraft" if unfinished else "keep", edited, moved, i)

    def _gone(self, i: int) -> Iterator[Link]:
        """Yield the link of a row that has no source any more; none if nothing stands in the translation either."""
        place, text, standing = self._standing(i)
        row = settled(self.rows[i], text)
        if place is None:
            return
        if standing is not None and is_remark(standing):
            yield Link(None, None, place, "own")
            return
        # The translator's own, as it was on record.
        if not row.source and row.pending is None:
            if standing is not None and standing.top >= 0:
                yield Link(None, None, place, "own", edited=True)
            return
        if row.withdrawn and row.pending is None:
            yield Link(None, row, place, "own", edited=True, number=i)
            return
        # What waits for a person is a person's until it is settled.
        edited = row.pending is not None or not machine_owned(row, text, self.target, standing)
        yield Link(None, row, place, "conflict" if edited else "drop", edited, number=i)


def _lines(page: Document) -> dict[int, int]:
    """Return the line of each cell of a table and each part of an image or shortcode."""
    parts = (n for n, block in enumerate(page.blocks) if block.kind in _ANCHORED and block.top >= 0)
    return {number: page.line(page.blocks[number].start) for number in parts}


def _says(page: Document, number: int, texts: Iterable[str]) -> bool:
    """Whether a block of a page says one of some texts."""
    block = page.blocks[number]
    return any(block.text == text or same_block(page.dialect, block, text) for text in texts if text)


def _is_like(page: Document, number: int, texts: Iterable[str]) -> bool:
    """Whether a block of a page says something like one of some texts; of a table all rows are alike."""
    block = page.blocks[number]
    return block.kind not in _ANCHORED and any(is_like(text, block.text) for text in texts if text)


def _seated(ends: Mapping[int, int], seats: Mapping[int, int]) -> dict[int, int]:
    """Return where rows stand, some seated anew; who was in such a seat stands nowhere."""
    taken = {*seats.values()}
    return {i: n for i, n in ends.items() if i not in seats and n not in taken} | {**seats}


def _asked(row: Row) -> Iterator[str]:
    """Yield what may stand in the source."""
    yield row.source
    if row.pending:
        yield row.pending.source


def _expected(row: Row) -> Iterator[str]:
    """Yield what may stand in the translation, the likeliest first."""
    if row.pending:
        yield row.pending.target
    yield row.target
    yield row.copy
    if row.pending:
        yield row.pending.draft or (row.pending.source if row.verbatim else "")
    yield from row.was
