import re

from hypothesis import given
from hypothesis import strategies as st

from transflow import document
from transflow.bitext import Row
from transflow.identity import link_names, names, recorded_names
from transflow.tracker import first

PAGE = "---\ntitle: 标题\n---\n\n# 一\n\n同样。\n\n同样。\n\n- 一\n\n```\nx\n```\n"


def test_all_names_of_a_page_differ_and_are_xml_names():
    found = names(document.parse(PAGE))
    assert len(set(found)) == len(found) == 6
    assert all(re.fullmatch(r"[A-Za-z_][\w-]*", name) for name in found)


def test_a_name_survives_reflow_and_what_happens_elsewhere():
    before = document.parse("甲乙。\n\n第一行\n第二行。\n")
    after = document.parse("# 新的\n\n第一行第二行。\n")
    assert names(before)[1] == names(after)[1]
    assert names(before)[0] not in names(after)


def test_what_a_text_is_belongs_to_its_name():
    heading, paragraph = names(document.parse("# 同样\n\n同样\n"))
    assert heading != paragraph


def test_equal_texts_are_counted_in_order():
    one, two = names(document.parse("同样。\n\n同样。\n"))
    first_of_three = names(document.parse("同样。\n\n其他。\n\n同样。\n\n同样。\n"))
    assert [one, two] == [first_of_three[0], first_of_three[2]]


def test_code_is_told_apart_by_its_white_space():
    one, two = (names(document.parse(f"```py\nif x:{gap}y\n```\n"))[0] for gap in (" ", "  "))
    assert one != two


def test_a_record_names_what_the_source_said_then():
    page = document.parse(PAGE)
    rows = [Row(b.kind, b.text, None, not hasattr(b, "kind") or b.kind == "code", b.key) for b in page.blocks]
    assert recorded_names(rows) == names(page)


def test_lines_of_a_comparison_bear_the_names_of_their_sources():
    page = document.parse(PAGE)
    assert link_names(first(page).links, page, None) == names(page)


@given(st.lists(st.sampled_from(["一。", "二。", "三。"]), max_size=8))
def test_names_never_clash(texts):
    found = names(document.parse("\n\n".join(texts)))
    assert len(set(found)) == len(texts)
