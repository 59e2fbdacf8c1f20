"""Chunks joined to a text: with what stood between them, or, where they never met before, with what fits."""

from collections.abc import Iterator, Sequence
from functools import partial

from transflow.document import Document
from transflow.merge.alignment import Alignment
from transflow.merge.chunks import Chunk, chunks, gap
from transflow.merge.order import Piece


def joined(both: Alignment, dressed: Document, pieces: Sequence[Piece]) -> str:
    """Return the body of the new page, from the end of its front matter on.

    Args:
        both: The two pages.
        dressed: The source page with the translation's texts in the chunks that are taken from it.
        pieces: The chunks in their new order.
    """
    return "".join(_Joiner(both, dressed, pieces).parts())


class _Joiner:
    """What stands between chunks that may never have met before."""

    def __init__(self, both: Alignment, dressed: Document, pieces: Sequence[Piece]) -> None:
        self.both, self.dressed, self.pieces = both, dressed, pieces
        text = both.base.text
        # The translation's own line ends, also for what comes from a source with others.
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.cut = chunks(dressed)
        # What follows a scattered chunk follows its last part.
        self.home = {number: homes[-1] for number, homes in enumerate(both.homes) if homes} | both.bare_places
        self.origin = {home: number for number, home in self.home.items()}

    def parts(self) -> Iterator[str]:
        """Yield the new body, from the end of the front matter on."""
        both, target_chunks = self.both, self.both.target_chunks
        text, end = both.base.text, both.base.front.end
        # The empty lines below the front matter, and the end of the file, are the translation's own.
        yield text[end : target_chunks[0].start] if target_chunks else self.newline * bool(end)
        for number, piece in enumerate(self.pieces):
            if number:
                yield self._joint(self.pieces[number - 1], piece)
            yield self._text(piece)
        yield text[target_chunks[-1].end :] if target_chunks and self.pieces else self.newline

    def _text(self, piece: Piece) -> str:
        if not piece.from_source:
            chunk = self.both.target_chunks[piece.number]
            return self.both.base.text[chunk.start : chunk.end]
        chunk = self.cut[piece.number]
        return self._lines(self.dressed.text[chunk.start : chunk.end])

    def _lines(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", self.newline)

    def _joint(self, left: Piece, right: Piece) -> str:
        """Return what stands between two chunks: what did, in the translation or in the source, or an empty line."""
        (a, b), (c, d) = self._numbers(left), self._numbers(right)
        of_target = partial(self._gap, self.both.base, self.both.target_chunks, a, c)
        of_source = partial(self._gap, self.both.source, self.both.source_chunks, b, d)
        # What comes from the source is set off as there, what was in the translation as it was.
        near, far = (
            (of_source, of_target) if left.from_source or right.from_source else (of_target, of_source)
        )
        kinds = self._kinds(left, right)
        # An empty line would end the table.
        usual = self.newline if kinds == {"cell"} else None
        # First pages in which the two really met, then such in which they stand in one block further apart.
        found = near(next_to=True) or far(next_to=True) or usual or of_target() or of_source()
        # Items of a list without empty lines are a tight list; paragraphs would become one.
        return found or self.newline * (1 if kinds == {"list-item"} else 2)

    def _gap(
        self, page: Document, parts: Sequence[Chunk], a: int | None, b: int | None, *, next_to: bool = False
    ) -> str:
        """Return what follows one chunk in a page if the other does, or is in the same block further on; else nothing."""
        if a is None or b is None or (b != a + 1 if next_to else a >= b or parts[a].top != parts[b].top):
            return ""
        return self._lines(gap(page, parts, a))

    def _numbers(self, piece: Piece) -> tuple[int | None, int | None]:
        """Return the number of a chunk in the translation and in the source, as far as it has one."""
        if piece.from_source:
            return self.home.get(piece.number), piece.number
        return piece.number, self.origin.get(piece.number)

    def _kinds(self, left: Piece, right: Piece) -> set[str]:
        """Return the kinds of the last block of one chunk and the first of the next."""
        return {self._kind(left, -1), self._kind(right, 0)}

    def _kind(self, piece: Piece, which: int) -> str:
        page, parts = (
            (self.both.source, self.both.source_chunks)
            if piece.from_source
            else (self.both.base, self.both.target_chunks)
        )
        blocks = parts[piece.number].blocks
        return page.blocks[blocks[which]].kind if blocks else ""
