"""Records of former versions: what was one block to them and holds texts today, taken apart as the page is.

A block of code was copied whole before its title was a text, a list was a paragraph before its marks were known. Its row in a
record becomes the rows of its pieces, so that no page is stale for that, and what a person wrote there stays a person's.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import structs

from transflow import bitext
from transflow.bitext import Bitext, Pending, Row
from transflow.document import Document
from transflow.markdown import Dialect
from transflow.markdown.units import CELL, read
from transflow.model import Block, Unit
from transflow.site.untouched import reread
from transflow.site.workspace import Pair, Workspace

_KINDS = ("code", "shortcode")
_TAGS = ("shortcode", "html")
_WHOLE = ("paragraph", "list-item", "definition")
"""Kinds of texts that begin where a block of Markdown begins: of no other may its first characters be taken for a mark."""
_TERM = "x"
"""A term for a definition to belong to."""


def recut(record: Bitext | None, source: Document | None, target: Document | None = None) -> Bitext | None:
    """Return a record with the rows that its page is read by today; the same one where nothing is read otherwise.

    A row is read otherwise if its own text is other blocks today. What an author changed is a change all the same: except for
    code, the page has to say these blocks, character by character, and not the row's.
    """
    if record is None or source is None:
        return record
    page = _Page(source)
    found = [page.read_today(rows) for rows in _with_addresses(record.rows)]
    read = _all_read(record.rows)
    rows = tuple(
        structs.replace(piece, approved=True)
        if read and pieces is not rows and rows[0].verbatim and not piece.verbatim
        else piece
        for rows, pieces in found
        for piece in pieces
    )
    record = record if rows == record.rows else structs.replace(record, rows=rows)
    return reread(record, source, target) if target is not None else record


class _Page:
    """What stands in a page today."""

    def __init__(self, source: Document) -> None:
        self.source = source
        # What stands in the page as it stands in the record is read alike; all else is what changed, and what was one block.
        self.copied = {block.text for block in source.blocks if not isinstance(block, Unit)}
        self.said = {(block.kind, block.text) for block in source.blocks}
        self.starts = [block.start for block in source.blocks]
        self.keyed = {block.key: block for block in source.blocks if block.kind == "front-matter"}

    def read_today(self, rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
        """Return a row, or an image's two, and what it is read as."""
        if len(rows) > 1:
            image = None if (rows[0].kind, rows[0].source) in self.said else _image(rows)
            pieces = self._standing(image, _read(image.source, self.source.dialect)) if image else ()
            return rows, pieces or rows
        (row,) = rows
        if not row.source or (
            row.source in self.copied if row.verbatim else (row.kind, row.source) in self.said
        ):
            return rows, rows
        pieces = ()
        if row.verbatim:
            blocks = self._cells(row) or (
                _read(row.source, self.source.dialect) if row.kind in _KINDS else ()
            )
            if len(blocks) < 2 or not any(isinstance(block, Unit) for block in blocks):
                blocks = self._there(row)
            pieces = _pieces(row, blocks, self.source.dialect) if blocks else ()
        elif row.kind in _WHOLE:
            pieces = self._standing(row, _read(row.source, self.source.dialect, row.kind))
        return rows, pieces or rows

    def _standing(self, row: Row, blocks: Sequence[Block]) -> Sequence[Row]:
        if [block.text for block in blocks] == [row.source]:
            return ()
        stand = blocks and all((block.kind, block.text) in self.said for block in blocks)
        return _pieces(row, blocks, self.source.dialect) if stand else ()

    def _there(self, row: Row) -> Sequence[Block]:
        """Return the blocks that the page has where it has exactly what was copied; none if that is no number of blocks."""
        text, blocks = self.source.text, self.source.blocks
        if row.kind == "front-matter":
            value = self.keyed.get(row.key)
            whole = isinstance(value, Unit) and text[value.start : value.end] == row.source
            return (value,) if value is not None and whole else ()
        # Of code an author may make texts by a list's mark above it; a tag is one wherever it stands.
        start = text.find(row.source) if row.kind in _TAGS else -1
        end = start + len(row.source)
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        there = blocks[first:last] if start >= 0 else ()
        exact = len(there) > 1 and there[0].start == start and there[-1].end <= end
        return there if exact and any(isinstance(block, Unit) for block in there) else ()

    def _cells(self, row: Row) -> Sequence[Block]:
        """Return the blocks that the page has where it has a stretch of code with cells in it, which is no Markdown by itself."""
        start = self.source.text.find(row.source) if row.kind == "code" else -1
        end = start + len(row.source)
        there = self.source.blocks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        holds = start >= 0 and any(isinstance(block, Unit) and block.key == CELL for block in there)
        return there if holds and there[-1].end <= end else ()


def _with_addresses(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows one by one, but an image's words with its address."""
    at = 0
    while at < len(rows):
        size = 2 if [row.kind for row in rows[at : at + 2]] == ["alt", "url"] else 1
        yield rows[at : at + size]
        at += size


def _image(rows: Sequence[Row]) -> Row | None:
    """Return an image as one row; None where more is known of it than what was drafted and what stands there."""
    words, address = rows
    if (
        any(row.pending or row.was or row.absent or row.withdrawn for row in rows)
        or address.draft is not None
    ):
        return None
    there = address.target or address.source
    return structs.replace(
        words,
        source=f"![{words.source}]({address.source})",
        draft=f"![{words.draft}]({address.source})" if words.draft is not None else None,
        target=f"![{words.target or words.draft}]({there})" if words.target or address.target else "",
    )


def standing(
    workspace: Workspace, pair: Pair, source: Document | None, target: Document | None
) -> Bitext | None:
    """Return the record of a translation as it stands on disk now, likewise.

    Raises:
        DocumentError: It cannot be read.
    """
    return recut(bitext.read(workspace.disk, workspace.record_path(pair)), source, target)


def _all_read(rows: Sequence[Row]) -> bool:
    """Whether people stand for every text of a page: what was shown to them as a part of the code they have seen, too."""
    units = [row for row in rows if not row.verbatim and not row.absent]
    return any(row.approved for row in units) and all(
        row.approved or row.target or row.draft is None for row in units
    )


def _pieces(row: Row, blocks: Sequence[Block], dialect: Dialect) -> Sequence[Row]:
    """Return the rows of a row's pieces; none where not all that it knows falls into the same pieces."""
    pending = row.pending
    others = [row.draft, row.target, *((pending.source, pending.draft, pending.target) if pending else ())]
    cut = [_texts(text, blocks, dialect, row.kind) for text in (*others, *row.was)]
    if cut[0] is None and row.target and not row.verbatim:
        cut[0] = ()  # what a person put in its place says how it falls
    if None in cut:
        return ()
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
    copied = None if verbatim or not row.verbatim else block.text
    pending, was = row.pending, more
    if pending is not None:
        said, drafted, standing, *was = more
        pending = Pending(
            said or "", drafted if drafted is not None or verbatim else said or None, standing or ""
        )
        # What says there what it said before waits for nobody.
        pending = None if said == block.text else pending
    made = draft if draft is not None else copied
    # Of an image the address is a plain copy still.
    made = None if verbatim and not row.verbatim and made == block.text else made
    if row.verbatim or verbatim:
        row = structs.replace(row, engine="", rung="", risk=None if verbatim else row.risk, findings=())
    return structs.replace(
        row,
        kind=block.kind, source=block.text, draft=made, verbatim=verbatim, key=block.key,
        target="" if target in (None, made or block.text) else target, pending=pending, was=tuple(text or "" for text in was),
    )  # fmt: skip


def _texts(text: str | None, blocks: Sequence[Block], dialect: Dialect, kind: str) -> tuple[str, ...] | None:
    """Return what a text has in the place of each piece of a block; nothing if it says nothing, None if it falls otherwise."""
    if not text:
        return ()
    found = _read(text, dialect, kind)
    alike = [(type(one), one.kind, one.key) for one in found] == [
        (type(one), one.kind, one.key) for one in blocks
    ]
    return tuple(one.text for one in found) if alike else None


def _read(text: str, dialect: Dialect, kind: str = "") -> Sequence[Block]:
    blocks = read(f"{_TERM}\n{text}" if kind == "definition" else text, 0, dialect).blocks
    if kind != "definition":
        return blocks
    return blocks[1:] if blocks and blocks[0].text == _TERM else ()
