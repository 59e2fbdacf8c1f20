"""Source and translation side by side, with their terms and quantities, for reports that people read."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal

from transflow import glossary, quantities
from transflow.checks import Finding, Subject
from transflow.document import Document
from transflow.model import Block, Unit
from transflow.pipeline.reviewed import running
from transflow.pipeline.wording import compare
from transflow.reports import Lines, Reader, Stretch
from transflow.sequences import woven
from transflow.tracker import Link
from transflow.verification import Knowledge

_Mark = Literal["", "changed", "conflict", "edited"]
_Placed = Mapping[int, Sequence[Finding]]
"""What was found in each block of a translation, by its number."""
_COMPARED: Mapping[str, Literal["", "gone", "new"]] = {"=": "", "-": "gone", "+": "new"}


def reader(subject: Subject, findings: Sequence[Finding]) -> Reader:
    """Return one translation to be read beside its source, with what the checks found about it."""
    target = subject.target
    # Others are about the source page, and stand above all.
    here = [finding for finding in findings if finding.path == subject.pair.target]
    placed = _placed(target, here) if target else {}
    lines = tuple(_lines(subject, placed))
    shown = {finding for line in lines for finding in line.findings}
    return Reader(subject.pair.target, lines, tuple(finding for finding in findings if finding not in shown))


def _placed(page: Document, findings: Sequence[Finding]) -> _Placed:
    """Give each finding to the block that its place is in: a unit if there is one, and if none holds it, one on its line."""
    found: dict[int, list[Finding]] = defaultdict(list)
    if not findings:
        return found
    begins = [0, *accumulate(len(line) + 1 for line in page.text.split("\n"))]
    # Texts before copied blocks, so that a line that holds both is told at its text.
    order = sorted(range(len(page.blocks)), key=lambda number: not isinstance(page.blocks[number], Unit))
    beside: dict[int, int] = {}
    for number in order:
        beside.setdefault(page.line(page.blocks[number].start), number)
    starts = [block.start for block in page.blocks]
    for finding in findings:
        # A finding of the record may name a line that is not there any more.
        line = max(0, min(finding.line, len(begins)) - 1)
        holding = _holding(page, starts, begins[line] + finding.column - 1)
        place = beside.get(finding.line) if holding is None else holding
        if place is not None:
            found[place].append(finding)
    return found


def _holding(page: Document, starts: Sequence[int], offset: int) -> int | None:
    """Return the number of the block that a place is in; blocks lie in order, and only neighbours may touch."""
    after = bisect_right(starts, offset)
    # Two at most: an empty cell ends where the next begins.
    near = [number for number in range(max(0, after - 2), after) if offset <= page.blocks[number].end]
    return next((number for number in near if isinstance(page.blocks[number], Unit)), next(iter(near), None))


def _lines(subject: Subject, placed: _Placed) -> Iterator[Lines]:
    source, target = subject.source, subject.target
    if subject.comparison is not None and source is not None:
        for link in _in_place(subject.comparison.links):
            yield from _linked(subject, source, link, placed)
    elif target is not None:
        sources = {id(couple.target): couple.source for couple in subject.couples}
        for number, block in enumerate(target.blocks):
            if isinstance(block, Unit) or number in placed:
                yield _row(subject, block, sources.get(id(block), ""), source or target, number, placed)


def _in_place(links: Sequence[Link]) -> list[Link]:
    """Return links in the order of the source, those that have none any more where they stand in the translation."""
    listed = [(-1 if link.target is None else link.target, link) for link in links if link.source is not None]
    gone = [(link.target, link) for link in links if link.source is None and link.target is not None]
    return list(woven(listed, gone))


def _linked(subject: Subject, source: Document, link: Link, placed: _Placed) -> Iterator[Lines]:
    target = subject.target
    block = source.blocks[link.source] if link.source is not None else None
    standing = target.blocks[link.target] if target and link.target is not None else None
    kind, mark = block or standing, _mark(link)
    # A code block that is as it should be says nothing to a reader.
    worth = isinstance(kind, Unit) or mark in ("changed", "conflict") or link.target in placed
    if kind is None or not worth:
        return
    old = link.row.source if link.row and mark in ("changed", "conflict") else ""
    yield _row(
        subject,
        kind,
        block.text if block else "",
        source,
        link.target if standing else None,
        placed,
        mark if target else "",
        _compared(old, block, kind, source),
    )


def _row(
    subject: Subject,
    block: Block,
    text: str,
    page: Document,
    number: int | None,
    placed: _Placed,
    mark: _Mark = "",
    was: tuple[Stretch, ...] = (),
) -> Lines:
    """Put a block of `page`, its text and the block of the translation with the given number side by side."""
    know, target = subject.knowledge, subject.target
    shown = _plain(text, block, page)
    standing = target.blocks[number] if target and number is not None else None
    right = _target(shown, _plain(standing.text, standing, target), know) if target and standing else ()
    line = target.line(standing.start) if target and standing else page.line(block.start)
    told = tuple(placed.get(number, ())) if number is not None else ()
    return Lines(tuple(_source(shown, know)), tuple(right), line, mark, was, told, block.key or block.kind)


def _mark(link: Link) -> _Mark:
    if link.fate == "conflict":
        return "conflict"
    if link.fate in ("redraft", "drop"):
        return "changed"
    return "edited" if link.edited else ""


def _compared(old: str, block: Block | None, kind: Block, page: Document) -> tuple[Stretch, ...]:
    """Compare what a source said with what it says, as a reader sees it; where only its markup changed, as it is written."""
    new = block.text if block else ""
    if not old or old == new:
        return ()
    left, right = _plain(old, kind, page), _plain(new, kind, page)
    # A link that leads elsewhere now: its words are the same, and the change is in what they hide.
    pieces = compare(old, new) if left == right else compare(left, right)
    return tuple(Stretch(piece.text, _COMPARED[piece.mark]) for piece in pieces)


def _source(text: str, know: Knowledge) -> Iterator[Stretch]:
    spans = [(m.start, m.end, "term", m.term.target) for m in know.glossary.find(text)]
    spans += [
        (q.start, q.end, "quantity", quantities.render(q, know.target, know.style))
        for q in quantities.find(text, know.source)
    ]
    return _cut(text, spans)


def _target(source: str, text: str, know: Knowledge) -> Iterator[Stretch]:
    spans = [
        (m.start, m.end, "term", m.term.source) for m in glossary.renderings(source, text, know.glossary)
    ]
    spans += [(q.start, q.end, "quantity", "") for q in quantities.find(text, know.target)]
    return _cut(text, spans)


def _plain(text: str, block: Block, page: Document) -> str:
    return running(text, block.kind, page.dialect) if isinstance(block, Unit) else text


def _cut(text: str, spans: Sequence[tuple[int, int, str, str]]) -> Iterator[Stretch]:
    """Cut a text at its terms and quantities; of two that overlap the earlier, then the longer counts."""
    at = 0
    for start, end, kind, note in sorted(spans, key=lambda span: (span[0], -span[1])):
        # A figure within a term, or the other way round: one mark is enough.
        if start < at:
            continue
        if start > at:
            yield Stretch(text[at:start])
        yield Stretch(text[start:end], "term" if kind == "term" else "quantity", note)
        at = end
    if at < len(text):
        yield Stretch(text[at:])
