"""Pairing two sequences of blocks: what stayed, what was rewritten, what moved, what came and went. Pure."""

from bisect import bisect, bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product
from zlib import crc32

from transflow.sequences import common, rising

# Two texts of one site that have nothing to do with each other are alike by 0.01 (median), rows of one table by up to 0.6.
_MOVES = 0.6
"""Least similarity (0 to 1) at which a text that was moved and rewritten counts as the same text."""
# 64 against 64 texts take 50 ms, 128 against 128 300 ms, where the sparse way takes 100.
_FULL = 4096
"""Largest region, in cells, where everything is compared with everything; in a larger one only what shares something
rare, and what stands about as far down."""
_REACH = 32
"""How far from there it may stand."""
_RUN, _SAMPLE, _RARE = 4, 16, 4
"""Characters of a run that texts may share, most runs of a text that are looked at, and most texts that a rare one has; and most that a text is compared with for that."""
# The begin tells: a page may be one paragraph of a megabyte.
_MAX_CHARS = 1000
"""Characters of a text that its likeness is judged by."""
# 合计 or N/A stands in many places, and one of them that went and one that came are no move.
_WORTH = 4
"""Least length of a text that can be told to have moved by itself."""
_WORTH_OF_CELL = 16
"""Likewise of a cell, where cells are told by themselves at all."""


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


def align(
    old: Sequence[Item], new: Sequence[Item], fold: Callable[[str], str] = str, *, cells_move: bool = False
) -> Pairs:
    """Pair positions of `old` with positions of `new`.

    Named items pair by name. The others pair where they are equal; what lies between such pairs pairs in order, by
    likeness; and last, what moved.

    Args:
        old: What may say one of several texts.
        new: What says one text, or is unknown.
        fold: Brings texts into the form in which they are compared; asked only where they differ.
        cells_move: Whether a long cell is found wherever it stands, if no other says the same.
    """
    # Most pages differ in a paragraph or two: the equal ends cost one look at each block.
    start, stop = _ends(old, new)
    pairs = {i: i for i in range(start)}
    pairs |= {len(old) - step: len(new) - step for step in range(1, stop + 1)}
    middle = _Middle(old, new, range(start, len(old) - stop), range(start, len(new) - stop), fold)
    middle.cells_move = cells_move
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
        # What stands as often on either side needs no other form to be found in.
        paired = _texts(old, self.rows).items() & _texts(new, self.cols).items()
        forms = {text: text for text, _ in paired}
        self.texts_old = {
            i: tuple([forms.get(text) or fold(text) for text in old[i].texts]) for i in self.rows
        }
        self.texts_new = {
            j: tuple([forms.get(text) or fold(text) for text in new[j].texts]) for j in self.cols
        }
        self.grams: dict[str, frozenset[str]] = {}
        self.cells_move = False

    def pairs(self) -> dict[int, int]:
        """Pair what is equal in order, then what is equal elsewhere, then what is alike in order, then elsewhere."""
        for rows, cols in _between(self.rows, self.cols, self._anchors()):
            pairs = self._best(rows, cols) if _is_small(rows, cols) else self._runs(rows, cols)
            self._take(pair for pair in pairs if self._same(*pair))
        self._take_moved(self._equal_elsewhere())
        spine = sorted(self.found.items())
        # What moved is out of order, and holds nothing together.
        kept = rising([j for _, j in spine])
        self._unlike([pair for number, pair in enumerate(spine) if number in kept])
        # Now also what was too short to be told by itself: nothing else is left that it could be.
        self._take(self._equal_elsewhere())
        self._take(self._alike(*self._left()))
        return self.found

    def _unlike(self, spine: Sequence[tuple[int, int]]) -> None:
        """Pair what was rewritten in its place."""
        for some, others in _between(*self._left(), spine):
            self._take(self._in_order(some, others))

    def _in_order(self, rows: Sequence[int], cols: Sequence[int]) -> list[tuple[int, int]]:
        """Return how a stretch goes together: a long one is held together by what is alike beyond doubt."""
        if _is_small(rows, cols):
            return self._best(rows, cols)
        sure = self._alike(rows, cols)
        kept = rising([j for _, j in sure])
        spine = [pair for number, pair in enumerate(sure) if number in kept]
        return spine + [
            pair for some, others in _between(rows, cols, spine) for pair in self._best(some, others)
        ]

    def _best(self, rows: Sequence[int], cols: Sequence[int]) -> list[tuple[int, int]]:
        reach = len(cols) if _is_small(rows, cols) else _REACH
        found = best(len(rows), len(cols), lambda a, b: self._score(rows[a], cols[b]), reach)
        return [(rows[a], cols[b]) for a, b in found]

    def _runs(self, rows: Sequence[int], cols: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield what says the same in the longest runs, which is quick, and all there is time for on a long page."""
        # Of several texts that it may say only the likeliest: one key a position is what `common` compares.
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
        # A cell's `-` may be the only one by chance, and would hold a table together in the wrong place.
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
        # Of cells that say the same, any may be the one.
        counted = self.cells_move and bool(pairs)
        alike = (_texts(self.old, self.rows), _texts(self.new, self.cols)) if counted else ()
        for i, j in pairs:
            alone = (i - 1, j - 1) not in known and (i + 1, j + 1) not in known
            text = self.new[j].texts[0]
            short = len(text) < _WORTH
            if self.old[i].anchored:
                once = all(texts[text] == 1 for texts in alike)
                short = not (self.cells_move and once and len(text) >= _WORTH_OF_CELL)
            if not (alone and short):
                self.found[i] = j

    def _score(self, i: int, j: int) -> float:
        """Return how well two items go together in one region; 0 if they cannot."""
        old, new = self.old[i], self.new[j]
        if self._same(i, j):
            # 3: more than two pairs that are only alike are worth together (1.1 each at most).
            return 3.0 if old.label == new.label else 2.0
        if old.label != new.label or old.group != new.group:
            return 0.0
        # Even if nothing is alike: what stands in one place between the same neighbours was rewritten.
        return 0.1 + self._likeness(i, j)

    def _likeness(self, i: int, j: int) -> float:
        """Return the greatest likeness of what two items say, from 0 to 1; a little if that is unknown."""
        if not self.texts_old[i] or not self.texts_new[j]:
            return 0.3
        return max(self._dice(old, new) for old in self.texts_old[i] for new in self.texts_new[j])

    def _dice(self, left: str, right: str) -> float:
        return _dice(self._pairs_of(left), self._pairs_of(right))

    def _pairs_of(self, text: str) -> frozenset[str]:
        if text not in self.grams:
            self.grams[text] = _pairs_in(text)
        return self.grams[text]

    def _equal_elsewhere(self) -> list[tuple[int, int]]:
        """Return what is left over and says the same, wherever it stands, the first of each first."""
        rows, cols = self._left()
        places: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for j in cols:
            for text in self.texts_new[j]:
                places[self.new[j].group, text].append(j)
        found = []
        for i in rows:
            said = ((self.old[i].group, text) for text in self.texts_old[i])
            # Of several texts that it may say the one that stands first.
            if free := min(filter(None, map(places.get, said)), default=None, key=lambda found: found[0]):
                found.append((i, free.popleft()))
        return found

    def _alike(self, rows: Sequence[int], cols: Sequence[int]) -> list[tuple[int, int]]:
        """Return what is so much alike that it is the same, rewritten, wherever it stands; the likest first go together."""
        pairs = product(rows, cols) if _is_small(rows, cols) else self._related(rows, cols)
        alike = [(-self._likeness(i, j), i, j) for i, j in pairs if self._may_have_moved(i, j)]
        return _each_once((i, j) for likeness, i, j in sorted(alike) if -likeness >= _MOVES)

    def _may_have_moved(self, i: int, j: int) -> bool:
        old, new = self.old[i], self.new[j]
        known = self.texts_old[i] and self.texts_new[j] and not old.anchored
        return bool(known) and old.label == new.label and old.group == new.group

    def _related(self, rows: Sequence[int], cols: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield what shares a run of characters that few others have."""
        places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for i in rows:
            for run in {run for text in self.texts_old[i] for run in _sample(text)}:
                places[self.old[i].label, self.old[i].group, run].append(i)
        for j in cols:
            runs = {run for text in self.texts_new[j] for run in _sample(text)}
            found = (places.get((self.new[j].label, self.new[j].group, run), ()) for run in runs)
            shared = Counter(i for some in found if len(some) <= _RARE for i in some)
            yield from ((i, j) for i, _ in shared.most_common(_RARE))

    def _left(self) -> tuple[list[int], list[int]]:
        """Return what has no partner yet."""
        taken = set(self.found.values())
        return [i for i in self.rows if i not in self.found], [j for j in self.cols if j not in taken]


def is_like(old: str, new: str) -> bool:
    """Whether two texts are so much alike that they are the same, rewritten."""
    return _dice(_pairs_in(old), _pairs_in(new)) >= _MOVES


def _dice(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Return the likeness of two texts (Dice's coefficient of their pairs of characters), from 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b))


def _pairs_in(text: str) -> frozenset[str]:
    # With its ends, so that texts of one letter have pairs, and begins and ends count.
    padded = f"\n{text[:_MAX_CHARS]}\n"
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _texts(items: Sequence[Item], places: Iterable[int]) -> Counter[str]:
    return Counter(text for place in places for text in dict.fromkeys(items[place].texts))


def _is_small(rows: Sequence[int], cols: Sequence[int]) -> bool:
    return len(rows) * len(cols) <= _FULL


def _sample(text: str) -> list[str]:
    """Return some runs of a text: of two texts that share many runs, some of the same ones."""
    padded = f"\n{text[:_MAX_CHARS]}\n"
    runs = {padded[at : at + _RUN] for at in range(max(1, len(padded) - _RUN + 1))}
    # By a checksum, which is random and on every machine the same: two like texts then keep many of the same runs.
    return nsmallest(_SAMPLE, runs, key=lambda run: (crc32(run.encode("utf-8", "surrogatepass")), run))


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


def best(
    rows: int, cols: int, score: Callable[[int, int], float], reach: int | None = None
) -> list[tuple[int, int]]:
    """Pair two sequences in order so that the sum of scores is the greatest (dynamic programming).

    Args:
        rows: Length of the first.
        cols: Length of the second.
        score: What a pair of positions is worth; 0 for one that is impossible.
        reach: How far a position may be from the place of its partner, if both sequences are laid out equally long;
            anything by default. Time grows with the length and with this.
    """
    wide = max(cols if reach is None else reach, -(-cols // rows)) if rows else 0
    # A band along the diagonal: what stands as far down in both.
    lows = [max(0, i * cols // rows - wide) for i in range(rows)]
    here = [
        [score(i, j) for j in range(low, min(cols, i * cols // rows + wide + 1))]
        for i, low in enumerate(lows)
    ]
    total = _totals(here, [*lows, cols])
    pairs, i, j = [], 0, 0
    while i < rows:
        j = max(j, lows[i])
        at = j - lows[i]
        line, below = total[i]
        if at == len(here[i]):
            i += 1
        # A pair wherever one is as good as none, so that equal sums give the same pairs in every run.
        elif here[i][at] and line[at] == here[i][at] + below[at + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif line[at] == below[at]:
            i += 1
        else:
            j += 1
    return pairs


def _totals(here: Sequence[Sequence[float]], lows: Sequence[int]) -> list[tuple[list[float], list[float]]]:
    """Return for each row the greatest sums from each of its columns on, and those of the row below it there."""
    total: list[tuple[list[float], list[float]]] = []
    last = [0.0]
    for i in reversed(range(len(here))):
        below = (
            last[:1] * (lows[i + 1] - lows[i]) + last
        )  # from further left the sum is that of the first column
        line = below[: len(here[i]) + 1]
        for at in reversed(range(len(here[i]))):
            line[at] = max(here[i][at] + below[at + 1], below[at], line[at + 1])
        total.append((line, below))
        last = line
    return total[::-1]
