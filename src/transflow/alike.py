"""Texts that share most of their characters with some words, found among many.

Few are chosen by their runs of three characters, and those are compared exactly. It knows no language. The texts that have
a run are the bits of one integer, as in `nearest`; but all runs share a fixed number of rows, so that an index is one
string of bytes, and can be kept. Runs that meet in a row make more to compare, never less. `benchmarks/memory.py` says
what it costs.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from zlib import crc32

from rapidfuzz import process
from rapidfuzz.distance import Indel

from transflow import garbage
from transflow.nearest import at_least, counted, places

_ROWS = 2048
"""An English sentence has about 150 runs, so that it is in every fourteenth row."""
_CANDIDATES, _CELLS = 4096, 300_000_000
"""How many texts are compared at most, those that have the most runs in common; and how many pairs of characters, as two
texts take as long as their lengths multiplied. What is so long that one comparison is too many is like nothing."""
_RUNS = 128
"""Rows that are counted at most; of longer words a part is enough to choose by."""
_SHORT, _FEW = 10, 16_384
"""Characters up to which words have too few runs to choose by, and of how many texts that are about as long all are compared
instead."""


class Index:
    """Texts, to be asked for those that are like some words."""

    def __init__(self, texts: Sequence[str], rows: bytes = b"") -> None:
        """Look at nothing yet.

        Args:
            texts: The texts.
            rows: The `rows` of an index of the same texts, if they were kept.
        """
        self.texts, self._width = texts, len(texts) // 8 + 1
        # The shorter first: texts that are about as long then stand side by side, and one mask leaves out all
        # others.
        lengths = list(map(len, texts))
        self._order = sorted(range(len(texts)), key=lengths.__getitem__)
        self._lengths = array("I", sorted(lengths))
        # Those that were kept with another `_ROWS` are of another length.
        self.rows = rows if len(rows) == _ROWS * self._width else b""
        """The texts that have a run of each row, the shorter first, a bit a text; empty until that is asked for."""

    def _made(self) -> bytes:
        """Return the rows; 30,000 sentences take a second."""
        made, width, names = bytearray(_ROWS * self._width), self._width, _Names()
        for at, place in enumerate(self._order):
            byte, bit = at >> 3, 1 << (at & 7)
            for row in names.of(self.texts[place]):
                made[row * width + byte] |= bit
        return bytes(made)

    def as_long(self, length: int, least: float) -> Sequence[int]:
        """Return the places of the texts that are neither too short nor too long to be alike by a share."""
        return self._order[slice(*self._span(length, least))]

    def counts(self, rows: Sequence[int], length: int, least: float) -> list[int]:
        """Return how many of some rows each of those texts has, as `nearest.counted` does."""
        start, end = self._span(length, least)
        self.rows = known = self.rows or self._made()
        mask, width = (1 << end) - (1 << start), self._width
        return counted(
            int.from_bytes(known[row * width : (row + 1) * width], "little") & mask for row in rows
        )

    def chosen(self, bits: int) -> Iterator[int]:
        """Yield the places of the texts whose bits are set."""
        return map(self._order.__getitem__, places(bits))

    def _span(self, length: int, least: float) -> tuple[int, int]:
        # What two texts share is no more than the shorter one, so that `least <= 2 * shorter / (shorter + longer)`.
        share = least / (2 - least)
        # One more and one less: a text of just the share is not lost to rounding.
        return bisect_left(self._lengths, int(length * share)), bisect_right(
            self._lengths, int(length / share) + 1
        )


def alike(words: str, indices: Sequence[Index], least: float) -> list[tuple[int, int, float]]:
    """Return the texts that are like some words, the most alike first, else as they were given.

    Args:
        words: What is looked for.
        indices: Where.
        least: The share of the characters of both that they have in common, in order; above 0 and up to 1.

    Returns:
        The number of the index, the place of the text in it, and the share.
    """
    with garbage.left():
        return _compared(words, indices, least)


def _compared(words: str, indices: Sequence[Index], least: float) -> list[tuple[int, int, float]]:
    most = min(_CANDIDATES, _CELLS // max(1, len(words) ** 2))
    # 利率 has two runs of three, and 利润率 neither of them: short words are compared with all texts that are as short.
    chosen = _near(words, indices, least) or list(islice(_choice(words, indices, least, most), most))
    texts = [indices[number].texts[place] for number, place in chosen]
    found = process.extract(words, texts, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None)
    return sorted(((*chosen[at], share) for _, share, at in found), key=lambda hit: (-hit[2], hit[:2]))


def _near(words: str, indices: Sequence[Index], least: float) -> list[tuple[int, int]]:
    """Return all texts that are about as long as some words, if those are short and the texts not too many."""
    near = [index.as_long(len(words), least) for index in indices] if len(words) <= _SHORT else []
    few = sum(map(len, near)) <= _FEW
    return [(number, place) for number, places in enumerate(near) for place in places] if few else []


def _choice(words: str, indices: Sequence[Index], least: float, most: int) -> Iterator[tuple[int, int]]:
    """Yield the texts that have the most runs of some words, of equals as many as there are."""
    rows = sorted(_Names().of(words))[:_RUNS]  # in the order of a hash, so from everywhere in the words
    digits = [index.counts(rows, len(words), least) for index in indices]
    # How many rows a text must have to be among the few: found by halving, as each count of all texts is cheap and
    # sorting them is not.
    low, high = 1, len(rows)
    while low < high:
        middle = (low + high) // 2
        if sum(at_least(of, middle).bit_count() for of in digits) > most:
            low = middle + 1
        else:
            high = middle
    for number, (index, of) in enumerate(zip(indices, digits, strict=True)):
        yield from ((number, place) for place in index.chosen(at_least(of, low)))


class _Names(dict[str, int]):
    """The row of each run that was met."""

    def __missing__(self, run: str) -> int:
        # `hash` of a text differs from run to run, and rows are kept. Half of an emoji is a letter to Python, and
        # cannot be encoded strictly.
        self[run] = row = crc32(run.encode("utf-8", "surrogatepass")) % _ROWS
        return row

    def of(self, text: str) -> set[int]:
        """Return the rows of a text; as in `nearest`, letters are small, spaces single, and one is at each end."""
        line = f" {' '.join(text.lower().split())} "
        return {self[line[at : at + 3]] for at in range(len(line) - 2)}
