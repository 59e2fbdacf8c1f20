"""Pairing two sequences of blocks: what stayed, what was rewritten, what moved, what came and went. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_ALIKE = 0.3
"""Least similarity (difflib ratio, 0 to 1) at which two texts in unlike surroundings count as one text rewritten."""
_MAX_TABLE = 4096
"""Largest region, in cells, that is paired by similarity; a larger one is paired in order."""
_MAX_CHARS = 600
"""Characters of a text that its similarity is judged by."""


@dataclass(frozen=True, slots=True)
class Item:
    """One block, as far as pairing is concerned."""

    label: str
    """Its kind; only blocks of one label are ever paired."""
    text: str | None
    """What to compare; None if unknown, which is like anything and equal to nothing."""
    key: str = ""
    """A name that pairs by itself (a front-matter key path); empty for blocks of the body."""


def align(old: Sequence[Item], new: Sequence[Item]) -> tuple[tuple[int, int], ...]:
    """Pair positions of `old` with positions of `new`, each at most once, sorted by the old one.

    Named items pair by name. The others pair where they are equal, in order; what lies between such pairs is
    paired in order if its labels agree and by likeness if not; and last, equal items that moved.
    """
    pairs = dict(_by_key(old, new))
    body_old = [i for i, item in enumerate(old) if not item.key]
    body_new = [i for i, item in enumerate(new) if not item.key]
    for i, j in _in_order([old[i] for i in body_old], [new[j] for j in body_new]):
        pairs[body_old[i]] = body_new[j]
    return tuple(sorted(pairs.items()))


def _by_key(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
    places = {(item.label, item.key): j for j, item in enumerate(new) if item.key}
    for i, item in enumerate(old):
        if item.key and (item.label, item.key) in places:
            yield i, places.pop((item.label, item.key))


def _in_order(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    keys_old = [(item.label, item.text) for item in old]  # an unknown text, None, is in no new item
    keys_new = [(item.label, item.text) for item in new]
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, keys_old, keys_new, autojunk=False)
    i = j = 0
    for a, b, size in matcher.get_matching_blocks():
        pairs += _region(old, new, range(i, a), range(j, b))
        pairs += ((a + step, b + step) for step in range(size))
        i, j = a + size, b + size
    return _with_moves(old, new, pairs)


def _region(old: Sequence[Item], new: Sequence[Item], rows: range, cols: range) -> list[tuple[int, int]]:
    """Pair a stretch in which nothing is equal."""
    if [old[i].label for i in rows] == [new[j].label for j in cols]:
        return list(zip(rows, cols, strict=True))
    if not rows or not cols or len(rows) * len(cols) > _MAX_TABLE:
        return []
    return _best(old, new, rows, cols)


def _best(old: Sequence[Item], new: Sequence[Item], rows: range, cols: range) -> list[tuple[int, int]]:
    """Pair in order so that the sum of similarities is the greatest (dynamic programming)."""
    like = {(i, j): _similarity(old[i], new[j]) for i in rows for j in cols}
    score: dict[tuple[int, int], float] = defaultdict(float)
    for i in reversed(rows):
        for j in reversed(cols):
            here = like[i, j] + score[i + 1, j + 1] if like[i, j] >= _ALIKE else 0.0
            score[i, j] = max(here, score[i + 1, j], score[i, j + 1])
    pairs, i, j = [], rows.start, cols.start
    while i < rows.stop and j < cols.stop:
        if like[i, j] >= _ALIKE and score[i, j] == like[i, j] + score[i + 1, j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif score[i, j] == score[i + 1, j]:
            i += 1
        else:
            j += 1
    return pairs


def _similarity(left: Item, right: Item) -> float:
    if left.label != right.label:
        return 0.0
    if left.text is None or right.text is None:
        return _ALIKE
    return SequenceMatcher(None, left.text[:_MAX_CHARS], right.text[:_MAX_CHARS], autojunk=False).ratio()


def _with_moves(
    old: Sequence[Item], new: Sequence[Item], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add equal items that are left over on both sides: they moved."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, item in enumerate(new):
        if j not in taken_new and item.text is not None:
            left[item.label, item.text].append(j)
    for i, item in enumerate(old):
        if i not in taken_old and item.text is not None and (places := left.get((item.label, item.text))):
            pairs.append((i, places.pop(0)))
    return pairs
