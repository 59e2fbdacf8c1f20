"""A file of another tool, read as what it is."""

from collections.abc import Iterator
from pathlib import Path

from transflow.errors import DocumentError
from transflow.exchange import po, table, xliff1, xliff2, xml
from transflow.exchange.entries import Incoming
from transflow.files import read_given

_HINT = "take an XLIFF, PO or CSV file that `transflow export` wrote"


def read(path: Path, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a file; what it is, is told by what it says.

    Args:
        path: The file.
        shown: Its name in messages.

    Raises:
        DocumentError: It cannot be read, or is none of the formats that can come back; with the line.
    """
    data = read_given(path, shown)
    # Marks of byte order and NULs, as the first `<` of UTF-16 has one beside it.
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        # By what it says: a table may have any name, and a spreadsheet's is often `.txt`.
        if table.is_table(data):
            return table.read(data, shown)
        # The header and the first entry of a PO file are shorter.
        if path.suffix.lower() not in (".po", ".pot") and b"msgid" not in data[:100_000]:
            raise DocumentError("is of no format that can be imported", shown, hint=_HINT)
        return po.read(data, shown)
    root = xml.parse(data, shown)
    if root.name == "tmx":
        hint = "list it under `memory` in transflow.yaml"
        raise DocumentError("is a translation memory, which belongs to no page", shown, root.line, hint)
    if root.name in ("martif", "tbx"):
        hint = "`transflow glossary import` makes a glossary of it"
        raise DocumentError("is a termbase, which belongs to no page", shown, root.line, hint)
    if root.tag == f"{{{xliff2.NAMESPACE}}}xliff":
        return xliff2.read(root, shown)
    if root.tag == f"{{{xliff1.NAMESPACE}}}xliff":
        return xliff1.read(root, shown)
    raise DocumentError(f"is of no format that can be imported: <{root.name}>", shown, root.line, _HINT)
