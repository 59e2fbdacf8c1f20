import random

from hypothesis import given
from hypothesis import strategies as st

from transflow.nearest import Nearest, runs, similarity

PAIRS = (
    ("港股上涨3%。", "Hong Kong stocks rose 3%."),
    ("公司净利润增长。", "The company's net profit rose."),
    ("公司净利润下降。", "The company's net profit fell."),
    ("The index  rose.", "指数上涨。"),
)


def test_the_most_alike_come_first_and_ties_in_order():
    index = Nearest(PAIRS)
    found = index.nearest("公司净利润大增。", 3)
    assert [pair for pair, _ in found][:2] == [PAIRS[1], PAIRS[2]]
    assert found[0][1] == found[1][1] > found[2][1] > 0
    twice = Nearest([("甲乙丙", 1), ("甲乙丙", 2), ("甲乙丙", 3)])
    assert [thing for (_, thing), _ in twice.nearest("甲乙丙", 2)] == [1, 2]


def test_letter_case_and_spaces_do_not_matter():
    ((pair, alike),) = Nearest(PAIRS).nearest("the INDEX\nrose.", 1)
    assert (pair, alike) == (PAIRS[3], 1.0)


def test_a_floor_leaves_out_what_is_less_alike():
    index = Nearest(PAIRS)
    assert index.nearest("公司净利润增长。", 9, 1.0) == ((PAIRS[1], 1.0),)
    assert [pair for pair, _ in index.nearest("公司净利润增长。", 9, 0.5)] == [PAIRS[1], PAIRS[2]]
    assert index.nearest("完全不同", 9) == ()


def test_nothing_to_find_and_nothing_to_look_for():
    assert Nearest([]).nearest("公司", 3) == ()
    assert Nearest([("", 0)]).nearest("公司", 3) == ()
    assert Nearest(PAIRS).nearest("公司", 0) == ()
    assert Nearest(PAIRS).nearest("", 3) == ()


@given(
    st.lists(st.text("甲乙丙ab ", max_size=12), max_size=40),
    st.text("甲乙丙ab ", max_size=12),
    st.integers(1, 6),
    st.sampled_from((0.0, 0.2, 0.5, 0.7, 1.0)),
)
def test_it_finds_what_comparing_with_each_finds(texts, text, n, floor):
    found = Nearest([(one, None) for one in texts]).nearest(text, n, floor)
    by_hand = sorted((-similarity(text, one), at) for at, one in enumerate(texts) if runs(one) & runs(text))
    wanted = [(texts[at], -alike) for alike, at in by_hand if -alike >= floor][:n]
    assert [(one, alike) for (one, _), alike in found] == wanted


def test_a_common_run_counts_like_a_rare_one():
    chance = random.Random(1)
    texts = ["公司" + "".join(chance.choices("甲乙丙丁戊己庚辛", k=12)) for _ in range(500)]
    index = Nearest([(text, None) for text in texts])
    for text in texts[:20]:
        asked = text[:9] + "午未"
        best = max(similarity(asked, one) for one in texts)
        assert index.nearest(asked, 1)[0][1] == best
