"""Pairing sentences by their lengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transflow.checks.sentences import matched

LENGTHS = st.lists(st.integers(1, 300), max_size=8)


@given(LENGTHS, LENGTHS)
def test_every_sentence_is_in_one_match_in_order(expected, lengths):
    found = matched(expected, lengths)
    for side, count in (("source", len(expected)), ("target", len(lengths))):
        spans = [getattr(match, side) for match in found]
        assert [number for span in spans for number in range(*span)] == list(range(count))


@given(st.lists(st.integers(30, 300), min_size=1, max_size=8))
def test_sentences_of_the_lengths_expected_pair_one_to_one(lengths):
    assert [(match.source, match.excess) for match in matched(lengths, lengths)] == [
        ((number, number + 1), 0.0) for number in range(len(lengths))
    ]


@pytest.mark.parametrize(
    ("expected", "lengths", "pairs"),
    [
        ([60, 200, 60], [60, 90, 110, 60], [((0, 1), (0, 1)), ((1, 2), (1, 3)), ((2, 3), (3, 4))]),
        ([100, 40, 45], [100, 85], [((0, 1), (0, 1)), ((1, 3), (1, 2))]),
        ([225], [44, 21, 45, 36, 34, 24, 21, 74], [((0, 1), (0, 8))]),
        ([], [50], [((0, 0), (0, 1))]),
        ([], [], []),
    ],
)
def test_sentences_are_split_joined_and_added(expected, lengths, pairs):
    assert [(match.source, match.target) for match in matched(expected, lengths)] == pairs


def test_too_many_are_not_paired():
    assert matched([50] * 51, [50] * 50) == ()


def test_what_is_left_out_is_where_the_translation_is_too_short():
    shortest = min(matched([100, 150, 100], [100, 100]), key=lambda match: match.excess)
    assert 1 in range(*shortest.source)
    assert shortest.excess < -2
