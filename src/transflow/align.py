"""Pairing two sequences of blocks: what stayed, what was rewritten, what moved, what came and went. Pure."""

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from transflow.sequences import common, rising

_MOVES = 0.6
"""Least similarity (0 to 1) at which a text that was moved and rewritten counts as the same text."""
_MAX_TABLE = 250_000
"""Largest region, in cells, that is paired by likeness; a larger one is paired in order."""
_MAX_CHARS = 1000
"""Characters of a text that its likeness is judged by."""
_WORTH = 4
"""Least length of a text that can be told to have moved by itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One block, as far as pairing is concerned."""

    label: str
    """Its kind; blocks of different kinds pair only if they say the same."""
    texts: tuple[str, ...]
    """What it says, or may say; empty if unknown."""
    key: str = ""
    """A name that pairs by itself (a front-matter key path); empty for blocks of the body."""
    group: str = ""
    """Blocks of different groups never pair."""
    anchored: bool = False
    """Whether it cannot move by itself: a cell of a table, a part of an image."""


Pairs = tuple[tuple[int, int], ...]
"""Positions that correspond, each at most once, sorted by the first."""


def align(old: Sequence[Item], new: Sequence[Item], fold: Callable[[str], str] = str) -> Pairs:
    """Pair positions of `old` with positions of `new`.

    Named items pair by name. The others pair where they are equal; what lies between such pairs pairs in order, by
    likeness; and last, what moved.

    Args:
        old: What may say one of several texts.
        new: What says one text, or is unknown.
        fold: Brings texts into the form in which they are compared; asked only where they differ.
    """
    start, stop = _ends(old, new)
    pairs = {i: i for i in range(start)}
    pairs |= {len(old) - step: len(new) - step for step in range(1, stop + 1)}
    middle = _Middle(old, new, range(start, len(old) - stop), range(start, len(new) - stop), fold)
    return tuple(sorted((pairs | middle.pairs()).items()))


def _ends(old: Sequence[Item], new: Sequence[Item]) -> tuple[int, int]:
    """Return how many items are equal at the begin and, beyond those, at the end."""
    limit = min(len(old), len(new))
    start = next((n for n in range(limit) if not _equal(old[n], new[n])), limit)
    stop = next((n for n in range(limit - start) if not _equal(old[-1 - n], new[-1 - n])), limit - start)
    return start, stop


def _equal(old: Item, new: Item) -> bool:
    same = old.label == new.label and old.key == new.key and old.group == new.group
    return same and bool(new.texts) and new.texts[0] in old.texts


class _Middle:
    """What lies between equal ends."""

    def __init__(
        self,
        old: Sequence[Item],
        new: Sequence[Item],
        rows: range,
        cols: range,
        fold: Callable[[str], str],
    ) -> None:
        self.old, self.new = old, new
        self.found: dict[int, int] = dict(_by_key(old, new, rows, cols))
        taken = set(self.found.values())
        self.rows = [i for i in rows if i not in self.found and not old[i].key]
        self.cols = [j for j in cols if j not in taken and not new[j].key]
        self.texts_old = {i: tuple(map(fold, old[i].texts)) for i in self.rows}
        self.texts_new = {j: tuple(map(fold, new[j].texts)) for j in self.cols}
        self.grams: dict[str, frozenset[str]] = {}

    def pairs(self) -> dict[int, int]:
        """Pair what is equal in order, then what is equal elsewhere, then what is alike in order, then elsewhere."""
        for rows, cols in _between(self.rows, self.cols, self._anchors()):
            large = len(rows) * len(cols) > _MAX_TABLE
            pairs = self._runs(rows, cols) if large else self._in_order(rows, cols)
            self._take(pair for pair in pairs if self._same(*pair))
        self._take_moved(_each_once((i, j) for i, j in self._left() if self._same(i, j)))
        spine = sorted(self.found.items())
        kept = rising([j for _, j in spine])
        self._unlike([pair for number, pair in enumerate(spine) if number in kept])
        self._take(_each_once((i, j) for i, j in self._left() if self._same(i, j)))
        alike = [(-self._likeness(i, j), i, j) for i, j in self._left() if self._may_have_moved(i, j)]
        self._take(_each_once((i, j) for likeness, i, j in sorted(alike) if -likeness >= _MOVES))
        return self.found

    def _unlike(self, spine: Sequence[tuple[int, int]]) -> None:
        """Pair what was rewritten in its place."""
        taken = set(self.found.values())
        rows = [i for i in self.rows if i not in self.found]
        cols = [j for j in self.cols if j not in taken]
        for some, others in _between(rows, cols, spine):
            self._take(self._in_order(some, others))

    def _in_order(self, rows: Sequence[int], cols: Sequence[int]) -> Sequence[tuple[int, int]]:
        """Return how a stretch goes together best."""
        if len(rows) * len(cols) > _MAX_TABLE:
            return [(i, j) for i, j in zip(rows, cols, strict=False) if self._score(i, j)]
        found = best(len(rows), len(cols), lambda a, b: self._score(rows[a], cols[b]))
        return [(rows[a], cols[b]) for a, b in found]

    def _runs(self, rows: Sequence[int], cols: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield what says the same in the longest runs, which is quick, and all there is time for on a long page."""
        of_old = [(self.old[i].group, *self.texts_old[i][:1]) for i in rows]
        of_new = [(self.new[j].group, *self.texts_new[j]) for j in cols]
        for a, b, size in common(of_old, of_new):
            yield from ((rows[a + step], cols[b + step]) for step in range(size))

    def _same(self, i: int, j: int) -> bool:
        """Whether two items say the same."""
        texts = self.texts_new[j]
        return self.old[i].group == self.new[j].group and bool(texts) and texts[0] in self.texts_old[i]

    def _anchors(self) -> list[tuple[int, int]]:
        """Pair what says the same and is the only one to say it; return those pairs that kept their order."""
        pairs = self._unique()
        kept = rising([j for _, j in pairs])
        spine = [pair for number, pair in enumerate(pairs) if number in kept]
        self._take(spine)
        self._take_moved([pair for number, pair in enumerate(pairs) if number not in kept])
        return spine

    def _unique(self) -> list[tuple[int, int]]:
        olds: dict[tuple[str, str], list[int]] = defaultdict(list)
        news: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i in (i for i in self.rows if not self.old[i].anchored):
            for text in dict.fromkeys(self.texts_old[i]):
                olds[self.old[i].group, text].append(i)
        for j in (j for j in self.cols if not self.new[j].anchored):
            for text in self.texts_new[j]:
                news[self.new[j].group, text].append(j)
        alone = ((said, places[0]) for said, places in olds.items() if len(places) == 1)
        return _each_once((i, news[said][0]) for said, i in alone if len(news.get(said, ())) == 1)

    def _take(self, pairs: Iterable[tuple[int, int]]) -> None:
        self.found.update(pairs)

    def _take_moved(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Take pairs that are out of order, but for words that may as well stand in two places by chance."""
        known = {*pairs, *self.found.items()}
        for i, j in pairs:
            alone = (i - 1, j - 1) not in known and (i + 1, j + 1) not in known
            short = self.old[i].anchored or len(self.new[j].texts[0]) < _WORTH
            if not (alone and short):
                self.found[i] = j

    def _score(self, i: int, j: int) -> float:
        """Return how well two items go together in one region; 0 if they cannot."""
        old, new = self.old[i], self.new[j]
        if self._same(i, j):
            return 3.0 if old.label == new.label else 2.0
        if old.label != new.label or old.group != new.group:
            return 0.0
        return 0.1 + self._likeness(i, j)

    def _likeness(self, i: int, j: int) -> float:
        """Return the greatest likeness of what two items say, from 0 to 1; a little if that is unknown."""
        if not self.texts_old[i] or not self.texts_new[j]:
            return 0.3
        return max(self._alike(old, new) for old in self.texts_old[i] for new in self.texts_new[j])

    def _alike(self, left: str, right: str) -> float:
        """Return the likeness of two texts (Dice's coefficient of their pairs of characters), from 0 to 1."""
        a, b = self._pairs_of(left), self._pairs_of(right)
        return 2 * len(a & b) / (len(a) + len(b))

    def _pairs_of(self, text: str) -> frozenset[str]:
        if text not in self.grams:
            padded = f"\n{text[:_MAX_CHARS]}\n"
            self.grams[text] = frozenset(padded[at : at + 2] for at in range(len(padded) - 1))
        return self.grams[text]

    def _may_have_moved(self, i: int, j: int) -> bool:
        old, new = self.old[i], self.new[j]
        known = self.texts_old[i] and self.texts_new[j] and not old.anchored
        return bool(known) and old.label == new.label and old.group == new.group

    def _left(self) -> list[tuple[int, int]]:
        """Return every pair of items that are left over; none if they are too many."""
        taken = set(self.found.values())
        rows = [i for i in self.rows if i not in self.found]
        cols = [j for j in self.cols if j not in taken]
        return [(i, j) for i in rows for j in cols] if len(rows) * len(cols) <= _MAX_TABLE else []


def _each_once(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the first pair of each position on either side."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in pairs:
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return sorted(found.items())


def _by_key(old: Sequence[Item], new: Sequence[Item], rows: range, cols: range) -> Iterator[tuple[int, int]]:
    places = {(new[j].label, new[j].key): j for j in cols if new[j].key}
    for i in rows:
        if old[i].key and (old[i].label, old[i].key) in places:
            yield i, places.pop((old[i].label, old[i].key))


def _between(
    rows: Sequence[int], cols: Sequence[int], spine: Sequence[tuple[int, int]]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield the stretches between pairs that kept their order."""
    a = b = 0
    for i, j in spine:
        c, d = bisect_left(rows, i), bisect_left(cols, j)
        yield rows[a:c], cols[b:d]
        a, b = bisect(rows, i), bisect(cols, j)
    yield rows[a:], cols[b:]


def best(rows: int, cols: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pair two sequences in order so that the sum of scores is the greatest (dynamic programming).

    Args:
        rows: Length of the first.
        cols: Length of the second.
        score: What a pair of positions is worth; 0 for one that is impossible.
    """
    here = [[score(i, j) for j in range(cols)] for i in range(rows)]
    total = [[0.0] * (cols + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        below, line = total[i + 1], total[i]
        for j in reversed(range(cols)):
            line[j] = max(here[i][j] + below[j + 1], below[j], line[j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < cols:
        if here[i][j] and total[i][j] == here[i][j] + total[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
