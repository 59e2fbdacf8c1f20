"""What two sequences have in common: the law, and how long it takes."""

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import growth
from transflow import sequences
from transflow.pipeline.wording import compare

ITEMS = st.lists(st.integers(0, 6), max_size=60)


@given(ITEMS, ITEMS, st.booleans())
def test_the_edits_make_one_of_the_other(one, other, short):
    most = sequences._MOST
    sequences._MOST = 0 if short else most
    try:
        told = list(sequences.edits(one, other))
    finally:
        sequences._MOST = most
    assert [item for _, a, b, _, _ in told for item in one[a:b]] == one
    assert [item for _, _, _, c, d in told for item in other[c:d]] == other
    assert all(one[a:b] == other[c:d] for same, a, b, c, d in told if same)
    assert all(a < b or c < d for _, a, b, c, d in told)


@given(ITEMS, ITEMS)
def test_what_is_short_is_told_as_difflib_tells_it_where_the_ends_differ(one, other):
    one, other = [7, *one, 7], [8, *other, 9]
    found = [
        block
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
        if block.size
    ]
    assert sequences.common(one, other) == [tuple(block) for block in found]


def shuffled(size):
    items = list(range(size))
    random.Random(1).shuffle(items)
    return items


@pytest.mark.parametrize(
    "made",
    [
        lambda n: (list(range(n)), list(range(n))[::-1]),
        lambda n: (["x"] * n, ["y", *["x"] * n]),
        lambda n: (["x", "y"] * n, ["y", "x", "x"] * n),
        lambda n: (list(range(n)), shuffled(n)),
        lambda n: ([*range(n), *["x"] * n], [*["x"] * n, *range(n)]),
    ],
)
def test_no_two_sequences_take_more_than_their_share(made):
    found = growth.excess(lambda size: sequences.common(*made(len(size))), lambda size: "x" * size, 4000, 0.1)
    assert not found


def test_two_long_texts_are_compared():
    links = [f"[a{n}](b{n}.md)" for n in range(1000)]
    one, other = " ".join(links), " ".join(reversed(links))
    pieces = list(compare(one, other))
    assert "".join(piece.text for piece in pieces if piece.mark != "-") == other
    assert "".join(piece.text for piece in pieces if piece.mark != "+") == one
