"""Records of former versions: what was one block to them and holds texts today, taken apart as the page is.

A block of code was copied whole before its title was a text. Its row in a record becomes the rows of its pieces, so that no page
is stale for that, and what a person wrote there stays a person's.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Pending, Row
from transflow.document import Document
from transflow.markdown import Dialect
from transflow.markdown.units import read
from transflow.model import Block, Unit
from transflow.sequences import edits
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
    read = _all_read(record.rows)
    rows = tuple(
        structs.replace(piece, approved=True) if read and len(pieces) > 1 and not piece.verbatim else piece
        for pieces in found
        for piece in pieces
    )
    rows = tuple(_regrouped(rows, source.blocks, read=read))
    return record if rows == record.rows else structs.replace(record, rows=rows)


def _regrouped(rows: Sequence[Row], blocks: Sequence[Block], *, read: bool) -> Iterator[Row]:
    """Yield the rows of a page, those of stretches that are read otherwise today as the page has them.

    A stretch that says the same, letter by letter, in other blocks did not change, if something in it was or is copied:
    an author who cuts a paragraph in two changes texts alone.
    """
    old = [(row.verbatim, row.source, row.kind, row.key) for row in rows]
    new = [(not isinstance(block, Unit), block.text, block.kind, block.key) for block in blocks]
    if old == new:
        yield from rows
        return
    for same, i1, i2, j1, j2 in edits(old, new):
        if same or _said(rows[i1:i2]) != "".join(_letters(block.text) for block in blocks[j1:j2]):
            yield from rows[i1:i2]
            continue
        for group, there in _apart(rows[i1:i2], blocks[j1:j2]):
            yield from _reread(group, there, read=read) if _is_reread(group, there) else group


def _apart(rows: Sequence[Row], blocks: Sequence[Block]) -> Iterator[tuple[Sequence[Row], Sequence[Block]]]:
    """Cut what says the same into the smallest stretches that do."""
    at = to = 0
    while at < len(rows) or to < len(blocks):
        start, begin, left = at, to, 0
        while (at == start and to == begin) or left:
            if (left <= 0 and at < len(rows)) or to == len(blocks):
                left += len(_letters(rows[at].source))
                at += 1
            else:
                left -= len(_letters(blocks[to].text))
                to += 1
        # What has no letters goes with what stands before it.
        while at < len(rows) and not _letters(rows[at].source):
            at += 1
        while to < len(blocks) and not _letters(blocks[to].text):
            to += 1
        yield rows[start:at], blocks[begin:to]


def _is_reread(rows: Sequence[Row], blocks: Sequence[Block]) -> bool:
    # Blocks of the same kinds are spelled otherwise: a space in code is a change.
    if [(row.verbatim, row.kind) for row in rows] == [
        (not isinstance(block, Unit), block.kind) for block in blocks
    ]:
        return False
    copied = any(row.verbatim for row in rows) or any(not isinstance(block, Unit) for block in blocks)
    settled = all(row.source and not (row.pending or row.absent or row.was or row.withdrawn) for row in rows)
    return settled and (copied or not _said(rows))


def _reread(rows: Sequence[Row], blocks: Sequence[Block], *, read: bool) -> Iterator[Row]:
    """Yield the rows of some blocks, given those that said the same; of a text that was copied the copy is the draft."""
    units = [row for row in rows if not row.verbatim]
    approved = all(row.approved for row in units) if units else read
    known = {_letters(row.source): row for row in rows}
    for block in blocks:
        row = known.get(_letters(block.text))
        if not isinstance(block, Unit):
            yield Row(block.kind, block.text, None, verbatim=True, key=block.key)
        elif row is not None and not row.verbatim:
            yield structs.replace(row, kind=block.kind, source=block.text, key=block.key)
        else:
            draft = block.text if row is not None or not units else None
            yield Row(block.kind, block.text, draft, key=block.key, approved=approved)


def _said(rows: Sequence[Row]) -> str:
    return "".join(_letters(row.source) for row in rows)


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))


_LETTERS = re.compile(r"\w+")


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
