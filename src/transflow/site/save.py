"""The one way to disk: nothing that somebody changed since it was read is replaced, moved or removed.

A translation's record goes first, then its page, then the record without what is past.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Header
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.site.recut import standing
from transflow.site.translations import Translation
from transflow.site.workspace import Workspace
from transflow.way import STATE_DIR


def header(item: Translation) -> Header:
    """Return the first line of a translation's record as it stands, or as it begins."""
    pair = item.pair
    begun = Header(bitext.VERSION, pair.source, pair.target, pair.language, item.origin)
    if item.record is None:
        return begun
    said = item.record.header
    # The names are taken anew: a page that was renamed has its old ones in the record.
    # A page that is made anew is nobody's yet, whoever approved the one before.
    begun, approval = structs.replace(begun, status=said.status if item.target else ""), said.approval
    # An approval can be taken back only while nothing else changes the record.
    return structs.replace(begun, approval=structs.replace(approval, undo=None)) if approval else begun


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Keep every other run from writing in this workspace while inside.

    Raises:
        DocumentError: The lock cannot be made.
    """
    with workspace.disk.lock(f"{STATE_DIR}/cache/lock"):
        yield


def rewrite(workspace: Workspace, path: str, old: str, new: str) -> bool:
    """Replace a page by another text; whether that changed anything.

    Args:
        workspace: Where.
        path: The page, relative to the workspace.
        old: What it said when it was read.
        new: What it is to say.

    Raises:
        DocumentError: It cannot be written, or says something else by now.
    """
    if new == old:
        return False
    workspace.check_place(path)
    with alone(workspace):
        check_page(workspace, path, old)
        workspace.disk.write(path, new)
    return True


def check_page(workspace: Workspace, path: str, text: str | None) -> None:
    """Make sure that a page says what it said when it was read; None for one that was not there.

    Raises:
        DocumentError: It doesn't.
    """
    if _text(workspace, path) != text:
        raise changed(path)


def _text(workspace: Workspace, path: str) -> str | None:
    """Return what a page says on disk; None for one that is not there."""
    return read_text(workspace.disk, path) if workspace.disk.has(path) else None


def changed(path: str) -> DocumentError:
    """Return the failure for a file that somebody else changed in the meantime."""
    return DocumentError("changed meanwhile, and is left alone", path, hint="run the command again")


def save(
    workspace: Workspace, item: Translation, record: Bitext, text: str, interim: Bitext | None = None
) -> bool:
    """Write what changed of a translation; whether anything did.

    Args:
        workspace: Where.
        item: The translation as it was read.
        record: What is known of it once the page is on disk.
        text: The page.
        interim: A record that holds for the page as it was and as it will be, by which the next run finishes the
            work of one that was killed; by default `record`.

    Raises:
        DocumentError: A file cannot be written, or was changed by somebody else since it was read. What is on disk
            is valid, and the next run finishes the work.
    """
    other = item.target is None or text != item.target.text
    if not other and item.record is not None and _essence(record) == _essence(item.record):
        return False
    place, disk = workspace.record_path(item.pair), workspace.disk
    settled = bitext.dumps(record)
    for path in (item.pair.target, place):
        workspace.check_place(path)
    with alone(workspace):
        if not _awaited(workspace, item, record, text):
            return False
        if other:
            # Before the record: it must not tell of a page that cannot be written.
            disk.check_writable(item.pair.target, text)
            before = bitext.dumps(interim or record)
            disk.write(place, before)
            disk.write(item.pair.target, text)
            # Nothing of it is past once the page is there.
            if before == settled:
                return True
        disk.write(place, settled)
    return True


def _essence(record: Bitext) -> Bitext:
    """Return a record without what only helps to find texts again: it is not worth a write by itself."""
    known = (row for row in record.rows if row.source or row.pending)
    # What an approval can be taken back by changes with every write.
    approval = record.header.approval
    header = (
        structs.replace(record.header, approval=structs.replace(approval, undo=None))
        if approval
        else record.header
    )
    return structs.replace(
        record, header=header, rows=tuple(structs.replace(row, target="") for row in known)
    )


def _awaited(workspace: Workspace, item: Translation, record: Bitext, text: str) -> bool:
    """Whether what is to be written is still to be written; another run may have written the same meanwhile.

    Raises:
        DocumentError: Somebody changed what is about to be replaced.
    """
    page = _text(workspace, item.pair.target)
    known = standing(workspace, item.pair, item.source, item.target)
    # Another run was quicker with the same.
    if page == text and known == record:
        return False
    if page != (item.target.text if item.target else None) or known != item.record:
        raise changed(item.pair.target)
    return True
