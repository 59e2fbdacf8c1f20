"""Sentences of a text beside those of its translation, paired by nothing but their lengths.

After W. A. Gale and K. W. Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics
19 (1), 1993: the length of a translation is spread normally around what its source leads to expect, with a variance
in proportion to that; the likeliest pairing is found by dynamic programming.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

_VARIANCE = 4.0
"""Variance of a length, in characters, for each character expected. The paper has 6.8 for European languages; between
Chinese and English, with the page's usual length known, this tells most (`benchmarks/checks.py`)."""
# The paper's probabilities: 0.89 for one to one, 0.089 for one and two, 0.011 for two and two, 0.0099 for one left out.
_SHAPES = {
    (1, 1): 0.0,
    (1, 2): 2.3,
    (2, 1): 2.3,
    (1, 3): 4.0,
    (3, 1): 4.0,
    (2, 2): 4.4,
    (1, 0): 4.6,
    (0, 1): 4.6,
}
"""How many sentences of each side belong together, and what that costs: about -log of its probability."""
# Fifty sentences on each side; a longer text is no paragraph, and the table grows with its square.
_CELLS = 2500
"""Largest table, in pairs of sentences, that is filled."""
_LEAST = 10.0
"""Characters below which a length says no less."""


@dataclass(frozen=True, slots=True)
class Match:
    """Sentences that belong together."""

    source: tuple[int, int]
    """The first of the source and that after the last, counted from 0."""
    target: tuple[int, int]
    excess: float
    """By how many standard deviations the translation is longer than expected; negative if it is shorter."""


def matched(expected: Sequence[float], lengths: Sequence[int]) -> tuple[Match, ...]:
    """Pair sentences in order.

    Args:
        expected: For each sentence of the source the length, in characters, that its translation should have.
        lengths: Those of the sentences of the translation.

    Returns:
        All sentences of both sides; nothing if there are too many.
    """
    if len(expected) * len(lengths) > _CELLS:
        return ()
    if (
        len(expected) == 1 and lengths
    ):  # all there is belongs to the one sentence, however many it was taken apart into
        return (Match((0, 1), (0, len(lengths)), _excess(sum(lengths), expected[0])),)
    # Sums from the begin, so that the length of any stretch is one subtraction.
    sums = tuple(accumulate(expected, initial=0.0)), tuple(accumulate(lengths, initial=0))
    best: dict[_Place, _Step] = {(0, 0): (0.0, (0, 0), 0.0)}
    # Row by row: all that can lead to a place is known before it.
    for i in range(len(sums[0])):
        for j in range(len(sums[1])):
            if i or j:
                best[i, j] = _likeliest(best, (i, j), *sums)
    return tuple(_back(best, (len(expected), len(lengths))))[::-1]


_Place = tuple[int, int]
"""So many sentences of the source, and so many of the translation."""
_Step = tuple[float, _Place, float]
"""What a way to a place costs in all, the place before, and the `excess` of the match between them."""


def _likeliest(
    best: Mapping[_Place, _Step], end: _Place, wanted: Sequence[float], found: Sequence[int]
) -> _Step:
    """Return the cheapest way to a place."""
    (i, j), least = end, (math.inf, (0, 0), 0.0)
    for (few, many), cost in _SHAPES.items():
        if few > i or many > j:
            continue
        start = i - few, j - many
        length, expected = found[j] - found[start[1]], wanted[i] - wanted[start[0]]
        excess = _excess(length, expected)
        # Far from what is expected `erfc` is 0, whose logarithm is none.
        own = cost - math.log(max(math.erfc(abs(excess) / math.sqrt(2)), 1e-12))
        whole = best[start][0] + own
        if whole < least[0]:
            least = whole, start, excess
    return least


def _excess(length: float, expected: float) -> float:
    # Where nothing was expected (a sentence too many) its own length says how far it may be off.
    return (length - expected) / math.sqrt(_VARIANCE * max(expected or length, _LEAST))


def _back(best: Mapping[_Place, _Step], end: _Place) -> Iterator[Match]:
    """Yield the matches of the best way to an end, the last first."""
    while end != (0, 0):
        _, start, excess = best[end]
        yield Match((start[0], end[0]), (start[1], end[1]), excess)
        end = start
