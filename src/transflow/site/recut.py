"""Records of former versions: what was one block to them and holds texts today, taken apart as the page is.

A block of code was copied whole before its title was a text. Its row in a record becomes the rows of its pieces, so that no page
is stale for that, and what a person wrote there stays a person's.
"""

from collections.abc import Sequence
from itertools import zip_longest

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Pending, Row
from transflow.document import Document
from transflow.markdown import Dialect
from transflow.markdown.units import read
from transflow.model import Block, Unit
from transflow.site.workspace import Pair, Workspace

_KINDS = ("code", "shortcode")


def recut(record: Bitext | None, source: Document | None) -> Bitext | None:
    """Return a record with the rows that its page is read by today; the same one where nothing is read otherwise."""
    if record is None or source is None:
        return record
    # What stands in the page as it stands in the record is read alike; all else is what changed, and what was one block.
    known = {block.text for block in source.blocks if not isinstance(block, Unit)}
    found = [
        _pieces(row, source.dialect) if _may_hold_text(row) and row.source not in known else (row,)
        for row in record.rows
    ]
    if all(len(pieces) == 1 for pieces in found):
        return record
    read = _all_read(record.rows)
    rows = tuple(
        structs.replace(piece, approved=True) if read and len(pieces) > 1 and not piece.verbatim else piece
        for pieces in found
        for piece in pieces
    )
    return structs.replace(record, rows=rows)


def standing(workspace: Workspace, pair: Pair, source: Document | None) -> Bitext | None:
    """Return the record of a translation as it stands on disk now, likewise.

    Raises:
        DocumentError: It cannot be read.
    """
    return recut(bitext.read(workspace.disk, workspace.record_path(pair)), source)


def _all_read(rows: Sequence[Row]) -> bool:
    """Whether people stand for every text of a page: what was shown to them as a part of the code they have seen, too."""
    units = [row for row in rows if not row.verbatim and not row.absent]
    return any(row.approved for row in units) and all(
        row.approved or row.target or row.draft is None for row in units
    )


def _may_hold_text(row: Row) -> bool:
    return row.verbatim and row.kind in _KINDS and bool(row.source)


def _pieces(row: Row, dialect: Dialect) -> Sequence[Row]:
    """Return the rows of a block's pieces; the row as it is where not all that it knows falls into the same pieces."""
    blocks = _read(row.source, dialect)
    if len(blocks) < 2 or not any(isinstance(block, Unit) for block in blocks):
        return (row,)
    pending = row.pending
    others = [row.draft, row.target, *((pending.source, pending.draft, pending.target) if pending else ())]
    cut = [_texts(text, blocks, dialect) for text in (*others, *row.was)]
    if None in cut:
        return (row,)
    # By place: each text's piece, nothing where it says nothing.
    placed = list(zip_longest(*(texts or () for texts in cut), fillvalue=None)) if any(cut) else []
    return tuple(
        _piece(row, block, placed[number] if placed else (None,) * len(cut))
        for number, block in enumerate(blocks)
    )


def _piece(row: Row, block: Block, texts: Sequence[str | None]) -> Row:
    """Return the row of one piece; a text that was copied counts as a draft that no engine made."""
    draft, target, *more = texts
    verbatim = not isinstance(block, Unit)
    copied = None if verbatim else block.text
    pending, was = row.pending, more
    if pending is not None:
        said, drafted, standing, *was = more
        pending = Pending(
            said or "", drafted if drafted is not None or verbatim else said or None, standing or ""
        )
        # What says there what it said before waits for nobody.
        pending = None if said == block.text else pending
    made = draft if draft is not None else copied
    return structs.replace(
        row,
        kind=block.kind, source=block.text, draft=made, verbatim=verbatim, key=block.key, engine="", rung="", findings=(),
        target="" if target in (None, made or block.text) else target, pending=pending, was=tuple(text or "" for text in was),
    )  # fmt: skip


def _texts(text: str | None, blocks: Sequence[Block], dialect: Dialect) -> tuple[str, ...] | None:
    """Return what a text has in the place of each piece of a block; nothing if it says nothing, None if it falls otherwise."""
    if not text:
        return ()
    found = _read(text, dialect)
    alike = [(type(one), one.kind, one.key) for one in found] == [
        (type(one), one.kind, one.key) for one in blocks
    ]
    return tuple(one.text for one in found) if alike else None


def _read(text: str, dialect: Dialect) -> Sequence[Block]:
    return read(text, 0, dialect).blocks
