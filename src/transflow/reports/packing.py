"""The side-by-side texts of a report, packed (zlib, base64) for the page that unpacks them when they are read."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence

from transflow.checks import Finding
from transflow.reports.model import Lines, PageRow, Reader, Report, Stretch

# Larger blocks pack better, smaller ones open quicker: a browser unpacks a whole one for a page.
_BLOCK = 100_000
"""Characters of text that are packed, and unpacked by a browser, at a time."""


def packed(report: Report, order: Sequence[PageRow], room: int) -> tuple[dict[str, int], list[str]]:
    """Return the texts in packed blocks, as many as there is room for, and for each page the number of its block.

    Args:
        report: What was found.
        order: Its pages, those first whose texts are wanted most.
        room: Bytes of the file that are left for them.
    """
    places: dict[str, int] = {}
    blocks: list[str] = []
    readers = report.readers(order) if report.readers else ()
    for names, text in _batches(readers, {page.target: page for page in report.pages}):
        # Chinese text packs to a third or so, and base64 gives a third of that back: HTML can hold no bytes.
        block = b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode()
        room -= len(block)
        # The rest is told as not fitting; nothing smaller is looked for, so that the most urgent pages are in.
        if room < 0:
            break
        places |= dict.fromkeys(names, len(blocks))
        blocks.append(block)
    return places, blocks


def _batches(readers: Iterable[Reader], rows: Mapping[str, PageRow]) -> Iterator[tuple[list[str], str]]:
    """Yield texts as JSON objects of about the same size, each with the pages that are in it."""
    names, told, size = [], [], 0
    for reader in readers:
        origin = rows[reader.target].origin if reader.target in rows else ""
        text = f"{_dumped(reader.target)}:{_dumped(_reader(reader, origin))}"
        names.append(reader.target)
        told.append(text)
        size += len(text)
        if size > _BLOCK:
            yield names, f"{{{','.join(told)}}}"
            names, told, size = [], [], 0
    if names:
        yield names, f"{{{','.join(told)}}}"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _reader(reader: Reader, origin: str) -> list[object]:
    return [
        origin,
        [_remark(finding) for finding in reader.findings],
        [_lines(lines) for lines in reader.lines],
    ]


def _lines(lines: Lines) -> list[object]:
    sides = ([_stretch(piece) for piece in side] for side in (lines.source, lines.target, lines.was))
    return [lines.kind, lines.line, lines.mark, *sides, [_remark(finding) for finding in lines.findings]]


def _remark(finding: Finding) -> list[object]:
    return [finding.severity, finding.line, f"{finding.code} {finding.name}", finding.message]


def _stretch(piece: Stretch) -> object:
    # Most stretches are plain text, and a text by itself is half as long.
    return [piece.text, piece.kind, piece.note] if piece.kind else piece.text
