"""What is alike is found as if every text were compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from transflow import alike as module
from transflow.alike import Index, alike

WORDS = st.text("甲乙丙丁ab ", min_size=1, max_size=10)


def compared(words, texts, least):
    """Find the same by comparing the words with each text."""
    shares = {place: Indel.normalized_similarity(words, text) for place, text in enumerate(texts)}
    return {place: share for place, share in shares.items() if share >= least}


def found(words, texts, least, parts=1):
    indices = [Index(texts[part::parts]) for part in range(parts)]
    return {place * parts + number: share for number, place, share in alike(words, indices, least)}


@given(
    st.lists(st.text("甲乙丙丁ab ", max_size=14), max_size=40),
    WORDS,
    st.sampled_from((0.5, 0.7, 1.0)),
    st.integers(1, 3),
)
def test_short_words_are_compared_with_everything_as_long(texts, words, least, parts):
    assert found(words, texts, least, parts) == pytest.approx(compared(words, texts, least))


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x5E00), min_size=11, max_size=300),
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 30), st.text("天地玄黄", max_size=30)), max_size=30
    ),
)
def test_a_long_text_that_changed_in_one_place_is_found(text, changes):
    texts = [text[:at] + new + text[at + size :] for at, size, new in changes]
    assert found(text, texts, 0.7) == pytest.approx(compared(text, texts, 0.7))


def test_the_most_alike_come_first_and_ties_as_given():
    texts = [
        "Net profit rose 5% in the first half.",
        "Net profit fell 5% in the half.",
        "Net profit rose 5% in the first half!",
    ]
    words = "Net profit rose 5% in the first half."
    hits = alike(words, [Index(texts), Index(texts[:1])], 0.7)
    assert [hit[:2] for hit in hits] == [(0, 0), (1, 0), (0, 2), (0, 1)]
    assert [round(share, 2) for *_, share in hits][:2] == [1.0, 1.0]


def test_letter_case_and_spaces_do_not_hide_a_candidate():
    assert found("Net profit rose  5%\nin May.", ["net profit rose 5% in May."], 0.7)


def test_of_too_many_those_with_the_most_in_common_are_compared(monkeypatch):
    monkeypatch.setattr(module, "_CANDIDATES", 5)
    texts = [f"The board of company number {number} met on Monday." for number in range(100)]
    assert 42 in found("The board of company number 42 met on a Monday.", texts, 0.7, parts=3)
    assert len(found(texts[0], texts, 0.7, parts=3)) <= 5
    assert len(found("The same words", ["The same words"] * 100, 0.7)) == 5


def test_words_of_any_length_take_no_longer_than_so_many_comparisons(monkeypatch):
    texts = ["x" * 100] * 20
    monkeypatch.setattr(module, "_CELLS", 3 * len(texts[0]) ** 2)
    assert len(found(texts[0], texts, 0.7)) == 3
    monkeypatch.setattr(module, "_CELLS", len(texts[0]))
    assert found(texts[0], texts, 0.7) == {}


def test_short_words_among_very_many_texts_are_chosen_by_their_runs_too(monkeypatch):
    texts = ["Net profit", "Net profits", "Revenues", "Net margin"]
    assert found("Net profit", texts, 0.7).keys() == {0, 1}
    monkeypatch.setattr(module, "_FEW", 1)
    assert found("Net profit", texts, 0.7).keys() == {0, 1}


def test_very_long_words_are_chosen_by_a_part_of_their_runs(monkeypatch):
    monkeypatch.setattr(module, "_RUNS", 10)
    text = " ".join(f"word{number}" for number in range(200))
    assert found(text, [text + " more", "else", text[:1400]], 0.7).keys() == {0, 2}


def test_what_was_kept_of_an_index_is_read_and_what_does_not_fit_is_made_anew():
    texts = ["The board met on Monday.", "甲乙丙丁甲乙丙丁甲乙丙丁"] * 9
    first = Index(texts)
    assert first.rows == b""
    wanted = alike(texts[0], [first], 0.7)
    assert len(wanted) == 9
    for rows in (first.rows, first.rows[:-1], b"x"):
        again = Index(texts, rows)
        assert alike(texts[0], [again], 0.7) == wanted
        assert again.rows == first.rows


@pytest.mark.parametrize("words", ["一", "words that are longer than that"])
def test_nothing_to_find(words):
    assert alike(words, [], 0.7) == alike(words, [Index([])], 0.7) == alike(words, [Index([""])], 0.7) == []
