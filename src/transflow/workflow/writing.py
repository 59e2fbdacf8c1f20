"""Putting a translation on disk: the record first, then the page, then the record without what is past."""

from collections.abc import Sequence

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Header, Row
from transflow.files import write_text
from transflow.workflow.overview import Translation, record_name
from transflow.workspace import Workspace


def header(item: Translation) -> Header:
    """Return the first line of a translation's record as it stands, or as it begins."""
    pair = item.pair
    begun = Header(bitext.VERSION, pair.source, pair.target, pair.language, item.origin)
    return structs.replace(begun, approval=item.record.header.approval) if item.record else begun


def save(
    workspace: Workspace, item: Translation, record: Bitext, text: str, passing: Sequence[Row] = ()
) -> bool:
    """Write what changed of a translation; whether anything did.

    Args:
        workspace: Where.
        item: The translation as it was read.
        record: What is known of it once the page is on disk.
        text: The page.
        passing: Rows of texts that are taken out of the page, known until it is on disk.

    Raises:
        DocumentError: A file cannot be written. What is on disk is valid, and the next run finishes the work.
    """
    settled = structs.replace(record, rows=tuple(structs.replace(row, was=()) for row in record.rows))
    changed = item.target is None or text != item.target.text
    written = changed or item.record is None or settled != item.record
    place, shown = workspace.bitext_path(item.pair), record_name(workspace, item.pair)
    if changed:
        write_text(place, bitext.dumps(structs.replace(record, rows=(*record.rows, *passing))), shown)
        write_text(workspace.root / item.pair.target, text, item.pair.target)
    if written:
        write_text(place, bitext.dumps(settled), shown)
    return written
