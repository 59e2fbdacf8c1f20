"""Source and translation side by side, with their terms and quantities, for reports that people read."""

from collections.abc import Iterator, Sequence
from typing import Literal

from transflow import quantities
from transflow.checks import Finding, Subject
from transflow.document import Document
from transflow.markdown import plain, unescape
from transflow.model import Unit
from transflow.reports import Lines, Reader, Stretch
from transflow.tracker import Link
from transflow.verification import Knowledge

_Mark = Literal["", "changed", "conflict", "edited"]


def reader(subject: Subject, findings: Sequence[Finding]) -> Reader:
    """Return one translation to be read beside its source, with what the checks found in it."""
    here = [finding for finding in findings if finding.path == subject.pair.target]
    return Reader(subject.pair.target, tuple(_lines(subject, here)))


def _lines(subject: Subject, findings: Sequence[Finding]) -> Iterator[Lines]:
    source, target = subject.source, subject.target
    if subject.comparison is not None and source is not None:
        for link in subject.comparison.links:
            yield from _linked(subject, link, findings)
    elif target is not None:
        sources = {id(couple.target): couple.source for couple in subject.couples}
        for number, block in enumerate(target.blocks):
            if isinstance(block, Unit):
                left = _source(sources.get(id(block), ""), block, source or target, subject.knowledge)
                yield Lines(left, *_target(subject, number, findings))


def _linked(subject: Subject, link: Link, findings: Sequence[Finding]) -> Iterator[Lines]:
    source, target, know = subject.source, subject.target, subject.knowledge
    assert source is not None  # the caller saw to it
    block = source.blocks[link.source] if link.source is not None else None
    there = target.blocks[link.target] if target and link.target is not None else None
    unit = block if isinstance(block, Unit) else there
    if not isinstance(unit, Unit):
        return
    left = _source(block.text, unit, source, know) if block else ()
    mark = _mark(link)
    was = _plain(link.row.source, unit, source) if link.row and mark in ("changed", "conflict") else ""
    if link.target is not None and target is not None:
        right, line, _, _, told = _target(subject, link.target, findings)
        yield Lines(left, right, line, mark, was, told)
    else:
        yield Lines(left, (), source.line(unit.start), "changed" if target else "", was)


def _mark(link: Link) -> _Mark:
    if link.fate == "conflict":
        return "conflict"
    if link.fate in ("redraft", "drop"):
        return "changed"
    return "edited" if link.edited else ""


def _target(
    subject: Subject, number: int, findings: Sequence[Finding]
) -> tuple[tuple[Stretch, ...], int, _Mark, str, tuple[str, ...]]:
    page = subject.target
    assert page is not None  # the caller saw to it
    unit = page.blocks[number]
    assert isinstance(unit, Unit)  # see above
    first, last = page.line(unit.start), page.line(unit.end)
    told = tuple(f"{f.code} {f.message}" for f in findings if first <= f.line <= last)
    text = _plain(unit.text, unit, page)
    spans = [(q.start, q.end, "quantity", "") for q in quantities.find(text, subject.knowledge.target)]
    return tuple(_cut(text, spans)), first, "", "", told


def _source(text: str, unit: Unit, page: Document, know: Knowledge) -> tuple[Stretch, ...]:
    shown = _plain(text, unit, page)
    spans = [(m.start, m.end, "term", m.term.target) for m in know.glossary.find(shown)]
    spans += [
        (q.start, q.end, "quantity", quantities.render(q, know.target, know.style))
        for q in quantities.find(shown, know.source)
    ]
    return tuple(_cut(shown, spans))


def _plain(text: str, unit: Unit, page: Document) -> str:
    if unit.kind in ("front-matter", "argument"):
        return text
    if unit.kind in ("alt", "title"):
        return unescape(text)
    return plain(text, page.dialect, html=unit.kind == "html")


def _cut(text: str, spans: Sequence[tuple[int, int, str, str]]) -> Iterator[Stretch]:
    """Cut a text at its terms and quantities; of two that overlap the earlier, then the longer counts."""
    at = 0
    for start, end, kind, note in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < at:
            continue
        if start > at:
            yield Stretch(text[at:start])
        yield Stretch(text[start:end], "term" if kind == "term" else "quantity", note)
        at = end
    if at < len(text):
        yield Stretch(text[at:])
