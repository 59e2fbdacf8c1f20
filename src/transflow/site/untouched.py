"""Translations that stand as a former version wrote them, though its record names other blocks than are read today. Pure.

Where the same stands between the texts of the record in both pages, the translation is its source with these texts in their
places, and nobody wrote in it: then what the two pages are read as today is as good as on record.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from msgspec import structs

from transflow.bitext import Bitext, Row
from transflow.document import Document
from transflow.languages import residue_pattern
from transflow.model import Block, Unit

Place = tuple[int, int]
# Of quotes and lists.
_BEFORE = " \t>"


def reread(record: Bitext, source: Document, target: Document) -> Bitext:
    """Return a record with the rows of today's blocks; the same one where the translation is not surely what was written.

    Texts that people stand for, or that wait for them, have to be blocks of today as they are.
    """
    front = [row for row in record.rows if row.kind == "front-matter"]
    rows = [row for row in record.rows if row.kind != "front-matter"]
    blocks, there = _body(source), _body(target)
    if not rows or _fits(rows, blocks, there):
        return record
    if any(not row.source or row.pending or row.was or row.absent or row.withdrawn for row in rows):
        return record
    here = _places(source, [row.source for row in rows])
    drafted = _places(target, list(map(_standing, rows)))
    if not here or not drafted or not _same_between(source, here, target, drafted):
        return record
    script = residue_pattern(record.header.origin, record.header.language)
    if not _holds_all(source, here, script) or not _holds_all(target, drafted, script):
        return record
    found = _Reading(source, rows, here, drafted).rows(blocks, there)
    # All that is a person's stays as it is on record, or nothing is read otherwise.
    if list(filter(_owned, found)) != list(filter(_owned, rows)):
        return record
    return structs.replace(record, rows=(*front, *found))


def _body(page: Document) -> Sequence[Block]:
    return [block for block in page.blocks if block.top >= 0]


def _standing(row: Row) -> str:
    return row.target or row.copy


def _owned(row: Row) -> bool:
    return row.approved or bool(row.target)


def _fits(rows: Sequence[Row], blocks: Sequence[Block], there: Sequence[Block]) -> bool:
    """Whether the record names the blocks of today."""
    said, standing = [row.source for row in rows], list(map(_standing, rows))
    return said == [block.text for block in blocks] and standing == [block.text for block in there]


def _places(page: Document, texts: Sequence[str]) -> list[Place]:
    """Return where texts stand in the body of a page, one after another, whatever their lines begin with; nothing if one does not."""
    lines = page.text[page.front.end :].split("\n")
    bare = list(map(_bare, lines))
    begins = [0, *accumulate(len(line) + 1 for line in bare)]
    starts = accumulate((len(line) + 1 for line in lines), initial=page.front.end)
    # Behind what a line begins with: from there on it is counted alike.
    firsts = [
        start + len(line) - len(line.lstrip(_BEFORE)) for start, line in zip(starts, lines, strict=False)
    ]

    def whole(offset: int) -> int:
        line = bisect_right(begins, offset, hi=len(lines)) - 1
        return firsts[line] + offset - begins[line]

    body = "\n".join(bare)
    found: list[Place] = []
    at = 0
    for text in texts:
        wanted = "\n".join(map(_bare, text.split("\n")))
        at = body.find(wanted, at)
        if at < 0 or not wanted:
            return []
        found.append((whole(at), whole(at + len(wanted) - 1) + 1))
        at += len(wanted)
    return found


def _bare(line: str) -> str:
    return line.lstrip(_BEFORE).rstrip("\r")


def _same_between(
    source: Document, here: Sequence[Place], target: Document, drafted: Sequence[Place]
) -> bool:
    """Whether two pages say the same between texts, and begin the lines of each text as the other does."""
    return list(_between(source, here)) == list(_between(target, drafted)) and all(
        _begin_alike(_begins(source, other), _begins(target, place))
        for other, place in zip(here, drafted, strict=True)
    )


def _begin_alike(here: list[str], there: list[str]) -> bool:
    """Whether each line of a draft, which may have fewer, begins as that of its text."""
    return here[: len(there)] == there


def _between(page: Document, places: Sequence[Place]) -> Iterator[str]:
    # What the two pages say of themselves differs.
    at = page.front.end
    for start, end in places:
        yield page.text[at:start]
        at = end
    yield page.text[at:]


def _begins(page: Document, place: Place) -> list[str]:
    lines = page.text[slice(*place)].split("\n")[1:]
    return [line[: len(line) - len(line.lstrip(_BEFORE))] for line in lines]


def _within(block: Block, places: Sequence[Place]) -> slice:
    """Return which texts stand in a block, or reach into it."""
    first = bisect_right(places, block.start, key=lambda place: place[1])
    return slice(first, bisect_left(places, block.end, key=lambda place: place[0]))


def _holds_all(page: Document, places: Sequence[Place], script: re.Pattern[str] | None) -> bool:
    """Whether a record holds the words of all texts: others are a person's, who wrote them into both pages.

    The name of a tab that was none to a former version (`<!-- tab 第一个 -->`) is nobody's while it waits for its translation.
    """
    blocks = _body(page)
    for before, block in zip((None, *blocks), blocks, strict=False):
        beside = _beside(page, block, places)
        if not isinstance(block, Unit) or not any(map(str.isalnum, beside)):
            continue
        named = before and (before.kind, before.end, block.kind) == ("shortcode", block.start, "label")
        if not (named and script and script.search(beside) and beside == block.text):
            return False
    return True


def _beside(page: Document, block: Block, places: Sequence[Place]) -> str:
    """Return what stands in a block beside the texts of a record."""
    inside = places[_within(block, places)]
    ends = [block.start, *(end for _, end in inside)]
    starts = [*(start for start, _ in inside), block.end]
    return "".join(page.text[end:start] for end, start in zip(ends, starts, strict=True))


class _Reading:
    """What the rows of a record are today."""

    def __init__(
        self, source: Document, rows: Sequence[Row], here: Sequence[Place], drafted: Sequence[Place]
    ) -> None:
        self._source, self._rows, self._drafted = source, rows, drafted
        self._known = dict(zip(zip(here, drafted, strict=True), rows, strict=True))

    def rows(self, blocks: Sequence[Block], there: Sequence[Block]) -> Sequence[Row]:
        """Return the rows of two pages; what is other blocks in one than in the other is of a source that is gone."""
        both = list(zip(blocks, there, strict=False))
        head = sum(1 for _ in takewhile(_alike, both))
        behind = list(zip(reversed(blocks[head:]), reversed(there[head:]), strict=False))
        tail = sum(1 for _ in takewhile(_alike, behind))
        return [
            *(self._row(*pair) for pair in both[:head]),
            *map(self._gone, there[head : len(there) - tail]),
            *(self._row(*pair) for pair in reversed(behind[:tail])),
        ]

    def _row(self, block: Block, standing: Block) -> Row:
        row = self._known.get(((block.start, block.end), (standing.start, standing.end)))
        if row and (row.kind, row.verbatim, row.key) == (block.kind, not isinstance(block, Unit), block.key):
            return row
        if isinstance(block, Unit):
            drafts = self._rows[_within(standing, self._drafted)]
            engine = next((draft.engine for draft in drafts if draft.engine), "")
            level = self._source.level(block)
            return Row(block.kind, block.text, standing.text, key=block.key, engine=engine, level=level)
        # What was drafted and is copied today is a draft that is replaced.
        was = (standing.text,) if standing.text != block.text else ()
        return Row(block.kind, block.text, None, verbatim=True, key=block.key, was=was)

    def _gone(self, standing: Block) -> Row:
        inside = _within(standing, self._drafted)
        whole = (standing.start, standing.end) in self._drafted[inside]
        said = self._rows[inside.start].source if whole else standing.text
        return Row(standing.kind, said, standing.text, not isinstance(standing, Unit), standing.key)


def _alike(pair: tuple[Block, Block]) -> bool:
    (kind, key), (other, name) = ((block.kind, block.key) for block in pair)
    return (kind, key) == (other, name) and isinstance(pair[0], Unit) == isinstance(pair[1], Unit)
