"""Texts without a partner beside those that have one: what one side says in a sentence, the other in a list. Pure.

A translator makes one item of three, or three of one. Only one of them has a partner then, and to say of that one alone
that it lacks something, or has too much, would be wrong as long as its neighbours make up for it.
"""

from collections.abc import Collection, Iterator, Sequence

from transflow.document import Document
from transflow.model import Block, Unit
from transflow.tracker import Comparison

_PROSE = frozenset({"paragraph", "list-item", "definition", "footnote"})
"""Kinds of texts that are made of one another."""
_MOST = 12
"""Texts on one side of another that may belong to it."""
Around = tuple[Sequence[Block], Sequence[Block]]
"""Blocks directly before one, and those directly behind it."""
NONE: Around = (), ()


def alone(
    source: Document, target: Document, comparison: Comparison
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the prose of the source that has no rendering of its own, and that of the translation that renders nothing."""
    links = comparison.links
    paired = [(link.source, link.target) for link in links if None not in (link.source, link.target)]
    return (
        _prose(source.blocks) - {number for number, _ in paired},
        _prose(target.blocks) - {number for _, number in paired},
    )


def _prose(blocks: Sequence[Block]) -> frozenset[int]:
    return frozenset(
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Unit) and block.top >= 0 and block.kind in _PROSE
    )


def around(place: int, blocks: Sequence[Block], some: Collection[int]) -> Around:
    """Return those of some blocks that stand directly before a block, and those directly behind it."""
    if blocks[place].kind not in _PROSE:
        return NONE
    before = [blocks[number] for number in _run(range(place - 1, place - 1 - _MOST, -1), some)][::-1]
    return before, [blocks[number] for number in _run(range(place + 1, place + 1 + _MOST), some)]


def _run(numbers: Sequence[int], some: Collection[int]) -> Iterator[int]:
    for number in numbers:
        if number not in some:
            return
        yield number
