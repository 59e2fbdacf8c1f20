from hypothesis import given
from hypothesis import strategies as st

from transflow.align import Item, align


def items(*texts, label="unit paragraph"):
    return [Item(label, text) for text in texts]


def test_what_is_equal_pairs_and_what_is_new_does_not():
    assert align(items("a", "b"), items("a", "x y z", "b")) == ((0, 0), (1, 2))


def test_a_rewritten_text_pairs_with_the_one_in_its_place():
    assert align(items("a", "b", "c"), items("a", "wholly different", "c")) == ((0, 0), (1, 1), (2, 2))


def test_among_unlike_neighbours_the_likest_pairs():
    old = items("first", "the market rose by nine percent today", "last")
    new = items("first", "something new", "the market rose by ten percent today", "last")
    assert align(old, new) == ((0, 0), (1, 2), (2, 3))


def test_a_moved_text_is_found():
    assert align(items("a", "b", "c", "d"), items("d", "a", "b", "c")) == ((0, 1), (1, 2), (2, 3), (3, 0))


def test_labels_never_mix():
    old = [Item("unit paragraph", "same"), Item("verbatim code", "x")]
    new = [Item("verbatim code", "same"), Item("unit paragraph", "x")]
    assert all(old[i].label == new[j].label for i, j in align(old, new))


def test_named_items_pair_by_name_wherever_they_stand():
    old = [Item("unit front-matter", "a", "title"), Item("unit front-matter", "b", "lead")]
    new = [Item("unit front-matter", "z", "lead"), Item("unit front-matter", "y", "title")]
    assert align(old, new) == ((0, 1), (1, 0))


def test_an_unknown_text_pairs_in_its_place():
    assert align(items("a", None, "c"), items("a", "whatever", "c")) == ((0, 0), (1, 1), (2, 2))


_texts = st.lists(st.sampled_from(["a", "b", "c d e", "c d f", "", "g"]), max_size=8)


@given(_texts, _texts)
def test_every_position_pairs_at_most_once(old, new):
    pairs = align(items(*old), items(*new))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(_texts)
def test_a_sequence_aligns_with_itself_in_place(texts):
    assert align(items(*texts), items(*texts)) == tuple((i, i) for i in range(len(texts)))
