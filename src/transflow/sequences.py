"""What stands in two sequences in the same order, in n log n time. Pure.

`difflib` finds it well, and takes quadratic time and more where much is equal or much is in another order. It is asked
where that cannot be much; else what stands once in each sequence holds the rest together (Bram Cohen's patience diff).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from operator import itemgetter
from typing import TypeVar

# As many take `difflib` 20 ms, twice as many 40.
_MOST = 500_000
"""Steps that `difflib` may take at worst: places where two elements are equal, for each block that it may find."""
_DEPTH = 20
"""How often what lies between two such elements is looked at for others: each time the rest is much smaller."""
Thing = TypeVar("Thing")
Span = tuple[int, int]
Block = tuple[int, int, int]
"""Where a common stretch begins in each sequence, and how long it is."""


def common(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Block]:
    """Return the stretches that stand in both sequences, in order; none touches the next on both sides."""
    return list(_joined(_blocks(one, other, (0, len(one)), (0, len(other)))))


def edits(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield how one sequence becomes the other: whether a stretch stays, and its span in each."""
    at, to = 0, 0
    # An empty stretch at both ends, for what differs behind the last common one.
    for start, begin, size in [*common(one, other), (len(one), len(other), 0)]:
        if at < start or to < begin:
            yield False, at, start, to, begin
        if size:
            yield True, start, start + size, begin, begin + size
        at, to = start + size, begin + size


def woven(listed: Iterable[tuple[int, Thing]], added: Iterable[tuple[int, Thing]]) -> Iterator[Thing]:
    """Yield things in their order, and added ones behind what stands before them; those before all come first.

    Args:
        listed: Each with its place, a negative one where it stands nowhere.
        added: Each with its place; of these no two are the same, nor is one the place of what is listed.
    """
    things = list(listed)
    places = sorted(place for place, _ in things if place >= 0)
    behind: dict[int, list[Thing]] = {}
    for place, thing in sorted(added, key=itemgetter(0)):
        at = bisect_left(places, place)
        behind.setdefault(places[at - 1] if at else -1, []).append(thing)
    yield from behind.get(-1, ())
    for place, thing in things:
        yield thing
        yield from behind.get(place, ()) if place >= 0 else ()


def rising(values: Sequence[int]) -> frozenset[int]:
    """Return the positions of a longest rising subsequence: what kept its order."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(values)
    for position, value in enumerate(values):
        # Patience sorting: the shortest end of each length of run, and what stands before it.
        place = bisect_left(tails, value)
        before[position] = ends[place - 1] if place else -1
        tails[place : place + 1], ends[place : place + 1] = [value], [position]
    at, kept = ends[-1] if ends else -1, set()
    while at >= 0:
        kept.add(at)
        at = before[at]
    return frozenset(kept)


def _blocks(
    one: Sequence[Hashable], other: Sequence[Hashable], here: Span, there: Span, depth: int = 0
) -> Iterator[Block]:
    (start, stop), (begin, end) = here, there
    # The equal ends first: they are most of what two versions of a page share.
    limit = min(stop - start, end - begin)
    head = next((n for n in range(limit) if one[start + n] != other[begin + n]), limit)
    limit -= head
    tail = next((n for n in range(limit) if one[stop - 1 - n] != other[end - 1 - n]), limit)
    if head:
        yield start, begin, head
    yield from _middle(one, other, (start + head, stop - tail), (begin + head, end - tail), depth)
    if tail:
        yield stop - tail, end - tail, tail


def _middle(
    one: Sequence[Hashable], other: Sequence[Hashable], here: Span, there: Span, depth: int = 0
) -> Iterator[Block]:
    """Yield what is common between two ends that differ."""
    left, right = one[slice(*here)], other[slice(*there)]
    if not left or not right or depth > _DEPTH:
        return
    counts = Counter(left), Counter(right)
    # What `difflib` looks at for each block: a page of 10,000 empty cells has 10^8 such places.
    equal = sum(count * counts[1][item] for item, count in counts[0].items())
    if equal * min(len(left), len(right)) <= _MOST:
        for a, b, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            if size:
                yield here[0] + a, there[0] + b, size
        return
    # What stands once on either side can only be itself.
    places = {item: place for place, item in enumerate(right) if counts[1][item] == 1}
    pairs = [(a, places[item]) for a, item in enumerate(left) if counts[0][item] == 1 and item in places]
    kept = sorted(rising([b for _, b in pairs]))
    at, to = here[0], there[0]
    for number in kept:
        a, b = here[0] + pairs[number][0], there[0] + pairs[number][1]
        yield from _blocks(one, other, (at, a), (to, b), depth + 1)
        yield a, b, 1
        at, to = a + 1, b + 1
    if kept:  # without anything that stands once on both sides nothing more is told apart
        yield from _blocks(one, other, (at, here[1]), (to, there[1]), depth + 1)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield blocks with those that touch made one."""
    last: Block | None = None
    for block in blocks:
        if last and (last[0] + last[2], last[1] + last[2]) == block[:2]:
            last = (last[0], last[1], last[2] + block[2])
            continue
        if last:
            yield last
        last = block
    if last:
        yield last
