"""Texts as a table (CSV), for those who have a spreadsheet and no tool: a row a text, in Markdown.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which may run a program of whoever opens the
file. See `transflow.signs.cell` for what is done about that.
"""

import csv
import io
import re
from collections.abc import Iterator

from transflow.errors import DocumentError
from transflow.exchange.entries import Incoming, Sendable
from transflow.files import MAX_BYTES
from transflow.signs import cell, harmless, no_formula, of_cell

_COLUMNS = (
    "page",
    "language",
    "unit",
    "line",
    "kind",
    "state",
    "risk",
    "source",
    "target",
    "approved",
    "notes",
    "was",
)
_NEEDED = ("page", "unit", "source", "target")
_YES = ("yes", "true", "1", "x", "是")


def write(file: Sendable) -> str:
    """Write pages, of as many languages as they have."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for page in file.pages:
        for entry in page.entries:
            notes = [f"{about}: {text}" for about, text in entry.notes]
            notes += [f"term: {source} = {target}" for source, target in entry.terms]
            notes += [f"{match.alike}% alike: {match.source} = {match.target}" for match in entry.matches]
            approved = "yes" if entry.standing == "reviewed" else ""
            cells = (
                page.source, page.language, entry.unit, str(entry.line), entry.key or entry.kind, entry.standing,
                str(entry.risk), entry.source_text, entry.target_text, approved,
            )  # fmt: skip
            told = no_formula(harmless("\n".join(notes)))  # nobody reads it back
            table.writerow((*map(cell, cells), told, entry.was))
    return (
        f"\ufeff{out.getvalue()}"  # without this mark a spreadsheet takes it for the machine's own encoding
    )


def is_table(data: bytes) -> bool:
    """Whether a file begins as such a table does."""
    # The header alone, without a byte-order mark: the columns may stand in any order.
    first = data[:1000].lstrip(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace").lower()
    return all(re.search(rf"(?:^|[\",;\t]){name}(?:[\",;\t\r]|$)", first) for name in _NEEDED)


def read(data: bytes, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a table.

    Raises:
        DocumentError: It is no UTF-8 text, or no table; with the line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("not UTF-8 text", shown, line, "save it as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    # 131,072 by default: an export may have a longer text, and its import said that a quotation mark is missing.
    csv.field_size_limit(MAX_BYTES)
    # By the header: a German spreadsheet writes semicolons, others tabs.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [cell.strip().lower() for cell in cells]
            elif any(cell.strip() for cell in cells):
                # Some spreadsheets leave out empty cells at the end of a row.
                yield _incoming(dict(zip(names, map(of_cell, cells), strict=False)), line, shown)
            # A cell may have lines of its own: the next row begins behind the last one read.
            line = reader.line_num + 1
    except csv.Error as error:
        raise DocumentError(
            f"is no table: {error}", shown, line, "each quotation mark needs its partner"
        ) from None


def _incoming(cells: dict[str, str], line: int, shown: str) -> Incoming:
    if missing := next((name for name in _NEEDED if name not in cells), ""):
        raise DocumentError(f"a row without a cell for {missing!r}", shown, line, "export the pages again")
    # A spreadsheet ends the lines of a cell as its system does.
    source, target = (cells[name].replace("\r\n", "\n") for name in ("source", "target"))
    approved = cells.get("approved", "").strip().lower() in _YES
    return Incoming(
        line,
        cells["page"],
        cells.get("language", ""),
        cells["unit"],
        source,
        target,
        cells.get("was", "").strip(),
        approved,
    )
