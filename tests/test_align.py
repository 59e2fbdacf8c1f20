from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from transflow.align import Item, align, best
from transflow.sequences import rising


def items(*texts, label="unit paragraph"):
    return [Item(label, () if text is None else (text,)) for text in texts]


def test_what_is_equal_pairs_and_what_is_new_does_not():
    assert align(items("a", "b"), items("a", "x y z", "b")) == ((0, 0), (1, 2))


def test_a_rewritten_text_pairs_with_the_one_in_its_place():
    assert align(items("a", "b", "c"), items("a", "wholly different", "c")) == ((0, 0), (1, 1), (2, 2))


def test_among_unlike_neighbours_the_likest_pairs():
    old = items("first", "the market rose by nine percent today", "last")
    new = items("first", "something new", "the market rose by ten percent today", "last")
    assert align(old, new) == ((0, 0), (1, 2), (2, 3))


def test_among_equal_texts_a_rewritten_one_keeps_its_place():
    assert align(items("—", "—", "—"), items("—", "x", "—")) == ((0, 0), (1, 1), (2, 2))


def test_a_moved_text_is_found():
    assert align(items("a b c", "bbbb", "cccc", "dddd"), items("dddd", "a b c", "bbbb", "cccc")) == (
        (0, 1),
        (1, 2),
        (2, 3),
        (3, 0),
    )


def test_a_text_that_moved_and_was_rewritten_is_found():
    old = items("the first of them all", "b b b", "c c c", "net profit rose by nine percent this year")
    new = items("net profit rose by ten percent this year", "the first of them all", "b b b", "c c c")
    assert (3, 0) in align(old, new)


def test_a_word_in_a_cell_does_not_move_by_itself():
    cells = [Item("unit cell", (text,), anchored=True) for text in ("上升得很快", "持平", "下降得很慢")]
    swapped = [cells[2], cells[1], cells[0]]
    assert align(cells, swapped) == ((0, 0), (1, 1), (2, 2))


def test_kinds_mix_only_where_they_say_the_same():
    old = [Item("unit paragraph", ("same words",)), Item("unit heading", ("other",))]
    new = [Item("unit list-item", ("same words",)), Item("unit paragraph", ("unlike",))]
    assert align(old, new) == ((0, 0),)


def test_groups_never_mix():
    old = [Item("unit paragraph", ("same",), group="unit"), Item("verbatim code", ("x",), group="verbatim")]
    new = [Item("verbatim code", ("same",), group="verbatim"), Item("unit paragraph", ("x",), group="unit")]
    assert all(old[i].group == new[j].group for i, j in align(old, new))


def test_named_items_pair_by_name_wherever_they_stand():
    old = [Item("unit front-matter", ("a",), "title"), Item("unit front-matter", ("b",), "lead")]
    new = [Item("unit front-matter", ("z",), "lead"), Item("unit front-matter", ("y",), "title")]
    assert align(old, new) == ((0, 1), (1, 0))


def test_an_unknown_text_pairs_in_its_place():
    assert align(items("a", None, "c"), items("a", "whatever", "c")) == ((0, 0), (1, 1), (2, 2))


def test_any_of_several_texts_is_good():
    old = [Item("unit paragraph", ("draft", "earlier draft")), Item("unit paragraph", ("b",))]
    assert align(old, items("new", "earlier draft", "b")) == ((0, 1), (1, 2))


def test_only_what_differs_is_folded():
    """Folding takes a text apart, and on a long page most texts stand as they stood."""
    asked = []

    def fold(text):
        asked.append(text)
        return text.lower()

    old, new = items("a", "B", "c", "B", "d"), items("x", "B", "C", "B", "y")
    assert align(old, new, fold) == ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4))
    assert "B" not in asked
    assert {"c", "C"} <= set(asked)


def test_differences_that_fold_away_are_none():
    assert align(items("one two", "x"), items("y", "ONE TWO"), str.lower) == ((0, 1),)


def test_a_page_of_thousands_of_strangers_is_paired_in_order():
    old, new = (items(*(f"{side} {n}" for n in range(2000))) for side in ("old", "new"))
    assert align(old, new) == tuple((n, n) for n in range(2000))


def test_a_long_table_that_gained_rows_is_paired_by_what_is_equal():
    cells = [
        Item("unit cell", (text,), anchored=True)
        for n in range(300)
        for text in (f"name {n}", "N/A", f"{n}.0")
    ]
    grown = [Item("unit cell", (f"new {n}",), anchored=True) for n in range(6)]
    pairs = align(cells, [*cells[:90], *grown[:3], *cells[90:600], *grown[3:], *cells[600:]])
    assert pairs == tuple((n, n + 3 * (n >= 90) + 3 * (n >= 600)) for n in range(900))


_texts = st.lists(st.sampled_from(["a", "b", "c d e", "c d f", "g", None]), max_size=8)


@given(_texts, _texts)
def test_every_position_pairs_at_most_once(old, new):
    pairs = align(items(*old), items(*new))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(_texts)
def test_a_sequence_aligns_with_itself_in_place(texts):
    assert align(items(*texts), items(*texts)) == tuple((i, i) for i in range(len(texts)))


@given(st.lists(st.integers(0, 9)))
def test_what_kept_its_order_rises_and_nothing_longer_does(values):
    kept = [values[at] for at in sorted(rising(values))]
    assert all(a < b for a, b in pairwise(kept))
    longest = [1] * len(values)
    for i in range(len(values)):
        longest[i] += max((longest[j] for j in range(i) if values[j] < values[i]), default=0)
    assert len(kept) == max(longest, default=0)


@given(st.lists(st.lists(st.sampled_from([0.0, 0.4, 1.0]), min_size=3, max_size=3), max_size=3))
def test_the_best_pairs_are_in_order_and_possible(table):
    pairs = best(len(table), 3, lambda i, j: table[i][j])
    assert pairs == sorted(pairs)
    assert len({j for _, j in pairs}) == len(pairs)
    assert all(table[i][j] for i, j in pairs)


def test_a_long_cell_is_found_wherever_it_stands_where_cells_may_move():
    def cells(*texts):
        return [Item("unit cell", (text,), anchored=True) for text in texts]

    # Two tables that are nearly alike changed places: each long cell stays with its own.
    one, two = ("—", "profit of the year before", "flat"), ("—", "profit of the year before last", "flat")
    pairs = dict(align(cells(*one, *two), cells(*two, *one), cells_move=True))
    assert (pairs[1], pairs[4]) == (4, 1)
    assert dict(align(cells(*one, *two), cells(*two, *one)))[1] == 1
    # A short one may be another's by chance, and so may one of several.
    short = cells("up", "x", "down")
    assert align(short, short[::-1], cells_move=True) == align(short, short[::-1])
    many = cells("profit of the year before", "x", "profit of the year before", "y")
    assert align(many, many[::-1], cells_move=True) == align(many, many[::-1])


def test_places_with_no_text_that_is_known_are_no_cells_that_moved():
    assert align(items(None, "b"), items("b", None), cells_move=True) == align(
        items(None, "b"), items("b", None)
    )
