"""The body of a translation, chunk by chunk: what came, went, moved or changed its parts in the source, done here too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transflow import document
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.merge.alignment import Alignment, Change
from transflow.merge.chunks import chunks
from transflow.merge.joints import joined
from transflow.merge.order import Piece, ordered
from transflow.tracker import Comparison

# Each builds and reads the whole page: without a bound a rewritten one would take quadratic time.
_MAX_TRIES = 60
"""Changes of structure that are tried one by one when they don't work all together."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body put together."""

    text: str
    """From the end of the front matter on."""
    blocks: tuple[tuple[bool, int], ...]
    """For each of its blocks whether it is the source's, and its index there or in the translation."""


def new_body(source: Document, base: Document, comparison: Comparison, texts: Mapping[int, str]) -> Body:
    """Return the body of the translation with the source's changes of structure made, as far as that can be done.

    Args:
        source: The source page.
        base: The translation, with texts exchanged already where they stand.
        comparison: How the source and the translation correspond.
        texts: New texts by index of the source's block.
    """
    both = Alignment(source, base, comparison, texts)
    wanted = both.changes()
    if not wanted:
        return _untouched(base)
    # Least first: as it is, then with what stands beside made anew, then as much of it as works.
    merged = _attempt(both, wanted) or _attempt(both, both.adapted(wanted))
    return merged or _step_by_step(both, wanted) or _untouched(base)


def _step_by_step(both: Alignment, wanted: Sequence[Change]) -> Body | None:
    """Make as many changes as work together; None if none does."""
    done: list[Change] = []
    merged = None
    # By block of the page: half of a table's new rows would be another table.
    for group in list(dict.fromkeys(change.group for change in wanted))[:_MAX_TRIES]:
        some = [change for change in wanted if change.group == group]
        for more in ([*done, *some], [*done, *both.adapted(some)]):
            if (better := _attempt(both, more)) is not None:
                done, merged = more, better
                break
    return merged


def _untouched(base: Document) -> Body:
    """Return the body of the translation as it is."""
    blocks = tuple((False, number) for number, block in enumerate(base.blocks) if block.top >= 0)
    return Body(base.text[base.front.end :], blocks)


def _attempt(both: Alignment, wanted: Sequence[Change]) -> Body | None:
    """Make some changes; None if the result doesn't read as it should."""
    pieces = ordered(both, wanted)
    dressed = _dressed(both, pieces)
    if dressed is None:
        return None
    text = joined(both, dressed, pieces)
    blocks = tuple(
        (piece.from_source, block)
        for piece in pieces
        for block in (both.source_chunks if piece.from_source else both.target_chunks)[piece.number].blocks
    )
    meant = [(dressed if from_source else both.base).blocks[block] for from_source, block in blocks]
    # With its front matter: without it a `---` of the body would be read as its begin.
    header = both.base.text[: both.base.front.end]
    page = document.parse(header + text, both.base.path, both.base.dialect)
    read = [block for block in page.blocks if block.top >= 0]
    # Texts alone decide: what only looks different (a marker, an indentation) is what was asked for.
    same = [(type(b), b.kind, b.text) for b in read] == [(type(b), b.kind, b.text) for b in meant]
    return Body(text, blocks) if same else None


def _dressed(both: Alignment, pieces: Sequence[Piece]) -> Document | None:
    """Return the source page with the translation's texts in the chunks that are taken from it; None if they don't fit."""
    source = both.source
    taken = [
        block for piece in pieces if piece.from_source for block in both.source_chunks[piece.number].blocks
    ]
    try:
        spliced = source.splice({block: text for block in taken if (text := both.text(block)) is not None})
    # A text that does not fit in the source's structure: this change is left out, and the others are tried.
    except DocumentError:
        return None
    page = document.parse(spliced, source.path, source.dialect)
    # A text that made another chunk of the source page would be joined in the wrong place.
    same = [chunk.blocks for chunk in chunks(page)] == [chunk.blocks for chunk in both.source_chunks]
    return page if same else None
