"""A page's body cut into chunks: the lines of a paragraph, a list item, a row of a table, or what is between such."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transflow.document import Document
from transflow.markdown.features import gridcells
from transflow.merge.grammar import GRAMMAR

_LINE = GRAMMAR["line-of-page"]
_BLANK = GRAMMAR["blank-line"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a page, without the last one's end."""

    start: int
    end: int
    blocks: range
    """Indices of the page's blocks that begin in it; none in a chunk of bare markup."""
    top: int
    """Ordinal of the top-level block it belongs to; -1 before the first."""


def chunks(page: Document) -> tuple[Chunk, ...]:
    """Cut the body of a page into chunks, in order; only blank lines are between them."""
    marks = _marks(page)
    ends = [*(mark for mark, _ in marks), len(page.text)][1:]
    return tuple(
        chunk
        for (mark, first), end in zip(marks, ends, strict=True)
        for chunk in _cut(page, mark, end, first)
    )


def _marks(page: Document) -> list[tuple[int, int]]:
    """Return where chunks begin at the latest, each with the index of the first block from there on."""
    first = next((i for i, block in enumerate(page.blocks) if block.top >= 0), len(page.blocks))
    begins = {start for start, _ in page.tops}
    reached = page.front.end
    for block in page.blocks[first:]:
        begin = _line_start(page.text, block.start, page.front.end)
        # A block that begins in a line of the one before it (a cell, the title of an image) begins no chunk.
        if begin >= reached:
            begins.add(begin)
        reached = max(reached, block.end)
    marks, at = [], first
    for begin in sorted(begins):
        while at < len(page.blocks) and page.blocks[at].start < begin:
            at += 1
        marks.append((begin, at))
    return marks


def _line_start(text: str, place: int, least: int) -> int:
    # A line may end in a carriage return alone; `least`, since the front matter is none of the body's lines.
    return max(text.rfind("\n", least, place) + 1, text.rfind("\r", least, place) + 1, least)


def _cut(page: Document, start: int, end: int, first: int) -> Iterator[Chunk]:
    """Yield the chunk of the blocks that begin in a stretch, and one of what bare markup follows them there."""
    last = first
    while last < len(page.blocks) and page.blocks[last].start < end:
        last += 1
    blocks = range(first, last)
    # Up to the end of the last text: the lines of a paragraph are one chunk, a code block behind it another.
    inside = page.blocks[last - 1].end if blocks else start
    lines = [span for span in _lines(page.text, start, end) if not _BLANK.fullmatch(page.text, *span)]
    if blocks and page.blocks[first].kind == "cell" and page.dialect.has("gridcells"):
        # The line that ends a row of a grid table comes and goes with it.
        below = next((line for line in lines if line[0] >= inside), (inside, inside))
        inside = below[1] if gridcells.is_rule(page.text[slice(*below)]) else inside
    top = sum(begin <= start for begin, _ in page.tops) - 1
    for part, group in (
        (blocks, [line for line in lines if line[0] < inside]),
        (range(0), [line for line in lines if line[0] >= inside]),
    ):
        if group:
            yield Chunk(group[0][0], _stripped(page.text, *group[-1]), part, top)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        found = _LINE.match(text, start, end)
        assert found is not None  # it matches anything
        yield found.span()
        start = found.end()


def _stripped(text: str, start: int, end: int) -> int:
    """Return the end of a line without its line break."""
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    return end


def gap(page: Document, parts: Sequence[Chunk], number: int) -> str:
    """Return what stands between a chunk and the next."""
    return page.text[parts[number].end : parts[number + 1].start]
