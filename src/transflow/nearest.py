"""Texts that are like another, found by the runs of two and three characters that they share.

It knows no language: of Chinese such a run is about a word, of English a syllable. Texts are compared in small letters
and with single spaces. `benchmarks/nearest.py` says what it costs.

The texts that have a run are the bits of one large integer, and how many of the wanted runs each text has is counted
for all texts at once, a binary digit of the count in each of a few such integers. So a query takes some thousand
operations on integers of as many bits as there are texts, and compares exactly.
"""

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

_RARE = 32
"""A run is kept as a list of places if fewer than one text in so many has it (a place takes 32 bits)."""
_ROUNDING = 1e-9
_STEP = 0.8
"""By how much the count that is asked for is lowered until enough texts have it."""

Thing = TypeVar("Thing")


class Nearest(Generic[Thing]):
    """An index of pairs by the first of the two, most often (source, target)."""

    def __init__(self, pairs: Iterable[tuple[str, Thing]]) -> None:
        """Read the pairs; 100,000 sentences take seconds."""
        self.pairs = tuple(pairs)
        places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        sizes = array("I")
        for place, (text, _) in enumerate(self.pairs):
            found = runs(text)
            sizes.append(len(found))
            for run in found:
                places[run].append(place)
        self._sizes = sizes
        # A bit a text costs as much as a list in which one in 32 is.
        common = len(self.pairs) / _RARE
        self._texts: dict[str, int | array[int]] = {
            run: self._bits(which) if len(which) > common else which for run, which in places.items()
        }

    def nearest(self, text: str, n: int, floor: float = 0.0) -> tuple[tuple[tuple[str, Thing], float], ...]:
        """Return the pairs most like a text, the most alike first, ties in the order in which they were given.

        Args:
            text: What is looked for.
            n: How many at most.
            floor: The least similarity, from 0 to 1; a high one is quicker.

        Returns:
            Each pair and its similarity (as `similarity` has it), which is above 0.
        """
        size = len(runs(text))
        digits = counted(self._having(run) for run in runs(text))
        # Dice's coefficient of a text with `size` runs reaches `floor` with this many in common at the least,
        # since the other has at least these.
        least = max(1, math.ceil(size * floor / (2 - floor) - _ROUNDING))
        best: list[tuple[float, int]] = []
        above, count = 0, size
        # Asked for fewer and fewer; over once a text with one less in common could not be among the best even
        # if it had no other.
        while n and count >= least and not (len(best) == n and best[0][0] > 2 * count / (size + count)):
            count = max(least, int(count * _STEP))
            reached = at_least(digits, count)
            # Those with more in common were looked at before.
            for alike, place in self._alike(digits, reached & ~above, size):
                if alike >= floor:
                    heapq.heappush(best, (alike, -place))
                    if len(best) > n:
                        heapq.heappop(best)
            above, count = reached, count - 1
        return tuple((self.pairs[-place], alike) for alike, place in sorted(best, reverse=True))

    def _alike(self, digits: Sequence[int], chosen: int, size: int) -> Iterator[tuple[float, int]]:
        """Yield how alike each chosen text is, and its place."""
        width = len(self.pairs) // 8 + 1
        rows = [(1 << weight, digit.to_bytes(width, "little")) for weight, digit in enumerate(digits)]
        for place in places(chosen):
            count = sum(weight for weight, row in rows if row[place >> 3] >> (place & 7) & 1)
            yield 2 * count / (size + self._sizes[place]), place

    def _having(self, run: str) -> int:
        """Return the texts that have a run."""
        texts = self._texts.get(run, 0)
        return texts if isinstance(texts, int) else self._bits(texts)

    def _bits(self, places: Iterable[int]) -> int:
        """Return an integer with the bits of some places set."""
        bits = bytearray(len(self.pairs) // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")


def runs(text: str) -> frozenset[str]:
    """Return the different runs of two and three characters of a text, the space at its ends included."""
    line = f" {' '.join(text.lower().split())} "
    return frozenset(line[at : at + size] for size in (2, 3) for at in range(len(line) - size + 1))


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: twice the runs that they share, by the runs that each has (Dice).

    Equal texts have 1, and so have those that only repeat themselves differently.
    """
    left, right = runs(one), runs(other)
    return 2 * len(left & right) / (len(left) + len(right))


_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
"""The places of the bits that are set in a byte."""


def places(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    for at, byte in enumerate(bits.to_bytes(bits.bit_length() // 8 + 1, "little")):
        for bit in _BITS[byte]:
            yield 8 * at + bit


def counted(sets: Iterable[int]) -> list[int]:
    """Count how many of some sets each text is in: the binary digits of the counts, lowest first, a bit a text."""
    digits: list[int] = []
    for texts in sets:
        carry = texts
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
            # Adding one to a binary number ends at the first digit that takes the carry in.
            if not carry:
                break
        if carry:
            digits.append(carry)
    return digits


def at_least(digits: Sequence[int], count: int) -> int:
    """Return the texts whose counts are a number or more."""
    if count >> len(digits):
        return 0
    more, same = 0, -1  # by the digits that were read: those that have more, and those that have as many
    for place in reversed(range(len(digits))):
        if count >> place & 1:
            same &= digits[place]
        else:
            more |= same & digits[place]
            same &= ~digits[place]
    return more | same
