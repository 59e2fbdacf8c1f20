"""Putting a translation on disk: the record first, then the page, then the record without what is past."""

from collections.abc import Sequence

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Header, Row
from transflow.errors import DocumentError
from transflow.files import lock, read_text, write_text
from transflow.workflow.overview import Translation, record_name
from transflow.workspace import STATE_DIR, Workspace


def header(item: Translation) -> Header:
    """Return the first line of a translation's record as it stands, or as it begins."""
    pair = item.pair
    begun = Header(bitext.VERSION, pair.source, pair.target, pair.language, item.origin)
    return structs.replace(begun, approval=item.record.header.approval) if item.record else begun


def save(
    workspace: Workspace, item: Translation, record: Bitext, text: str, interim: Sequence[Row] = ()
) -> bool:
    """Write what changed of a translation; whether anything did.

    Args:
        workspace: Where.
        item: The translation as it was read.
        record: What is known of it once the page is on disk.
        text: The page.
        interim: Rows that hold for the page as it was and as it will be, by which the next run finishes the work
            of one that was killed; by default those of `record`.

    Raises:
        DocumentError: A file cannot be written, or was changed by somebody else since it was read. What is on disk
            is valid, and the next run finishes the work.
    """
    changed = item.target is None or text != item.target.text
    if not changed and item.record is not None and _essence(record) == _essence(item.record):
        return False
    place, shown = workspace.bitext_path(item.pair), record_name(workspace, item.pair)
    settled = bitext.dumps(record)
    with lock(workspace.root / STATE_DIR / "cache" / "lock", f"{STATE_DIR}/cache/lock"):
        _unchanged(workspace, item)
        if changed:
            before = bitext.dumps(structs.replace(record, rows=tuple(interim))) if interim else settled
            write_text(place, before, shown)
            write_text(workspace.root / item.pair.target, text, item.pair.target)
            if before == settled:
                return True
        write_text(place, settled, shown)
    return True


def _essence(record: Bitext) -> Bitext:
    """Return a record without what only helps to find texts again: it is not worth a write by itself."""
    known = (row for row in record.rows if row.source or row.pending)
    return structs.replace(record, rows=tuple(structs.replace(row, target="") for row in known))


def _unchanged(workspace: Workspace, item: Translation) -> None:
    """Make sure that nobody changed what is about to be replaced.

    Raises:
        DocumentError: Somebody did.
    """
    path = workspace.root / item.pair.target
    there = read_text(path, item.pair.target) if path.is_file() else None
    mine = item.target.text if item.target else None
    record = bitext.read(workspace.bitext_path(item.pair), record_name(workspace, item.pair))
    if there != mine or record != item.record:
        raise DocumentError(
            "changed meanwhile, and is left alone", item.pair.target, hint="run the command again"
        )
