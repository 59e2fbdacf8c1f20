import pytest

from transflow import document, tracker
from transflow.bitext import Pending, Row
from transflow.tracker import Link, compare

HEAD = "---\ntitle: {}\n---\n\n"


def page(*paragraphs, title="标题"):
    return document.parse(HEAD.format(title) + "\n\n".join(paragraphs) + "\n")


def row(source, draft=None, **more):
    return Row("paragraph", source, draft, **more)


TITLE = Row("front-matter", "标题", "Title", key="title")
ROWS = (TITLE, row("一", "one"), row("二", "two"), row("三", "three"))
SOURCE = page("一", "二", "三")
TARGET = page("one", "two", "three", title="Title")


def fates(comparison):
    """Return (source, target, fate, edited) of each link."""
    return [(link.source, link.target, link.fate, link.edited) for link in comparison.links]


def test_a_page_without_changes():
    seen = compare(SOURCE, ROWS, TARGET)
    assert fates(seen) == [(n, n, "keep", False) for n in range(4)]
    assert (seen.changed, seen.edited, seen.conflicts, seen.reordered) == (0, 0, 0, False)


@pytest.mark.parametrize(
    ("source", "target", "fate", "edited"),
    [
        ("二", "two", "keep", False),
        ("二", "Two!", "keep", True),
        ("二改", "two", "redraft", False),
        ("二改", "Two!", "conflict", True),
    ],
)
def test_the_table_of_two_sides(source, target, fate, edited):
    seen = compare(page("一", source, "三"), ROWS, page("one", target, "three", title="Title"))
    assert fates(seen)[2] == (2, 2, fate, edited)


@pytest.mark.parametrize(
    ("row", "text", "owned"),
    [
        (Row("paragraph", "一", "one"), "one", True),
        (Row("paragraph", "一", "one"), "One!", False),
        (Row("paragraph", "一", "two", was=("one",)), "one", True),
        (Row("paragraph", "一", "one", approved=True), "one", False),
        (Row("paragraph", "一", None), "one", False),
        (Row("code", "x", None, verbatim=True), "x", True),
        (Row("code", "x", None, verbatim=True), "y", False),
        (Row("url", "/a", "/en/a", verbatim=True), "/en/a", True),
    ],
)
def test_who_owns_a_text(row, text, owned):
    assert tracker.machine_owned(row, text, TARGET) is owned


def test_what_came_and_what_went():
    assert fates(compare(page("一", "新来的一段话", "二", "三"), ROWS, TARGET))[2] == (
        2,
        None,
        "redraft",
        False,
    )
    assert fates(compare(page("一", "三"), ROWS, TARGET))[-1] == (None, 2, "drop", False)
    edited = page("one", "Two!", "three", title="Title")
    assert fates(compare(page("一", "三"), ROWS, edited))[-1] == (None, 2, "conflict", True)


def test_what_a_person_took_out_or_added():
    seen = compare(SOURCE, ROWS, page("one", "three", "Something else", title="Title"))
    assert (2, None, "keep", True) in fates(seen)
    assert (None, 3, "own", True) in fates(seen)
    assert seen.edited == 1
    assert fates(compare(page("一", "二改", "三"), ROWS, page("one", "three", title="Title")))[2] == (
        2,
        None,
        "conflict",
        True,
    )


def test_what_moved_in_the_source():
    seen = compare(
        page("三三三三", "一一一一", "二二二二"),
        (TITLE, row("一一一一", "one"), row("二二二二", "two"), row("三三三三", "three")),
        TARGET,
    )
    assert [link.source for link in seen.links if link.moved] == [1]
    assert seen.changed == 1
    assert not seen.reordered


def test_an_order_that_a_person_gave():
    seen = compare(SOURCE, ROWS, page("two", "one", "three", title="Title"))
    assert seen.reordered
    assert seen.changed == 0


def test_an_approved_text_is_a_persons():
    rows = (TITLE, *(row(r.source, r.draft, approved=True) for r in ROWS[1:]))
    assert fates(compare(page("一", "二改", "三"), rows, TARGET))[2] == (2, 2, "conflict", True)


def test_a_draft_that_was_replaced_is_a_machines_until_the_page_is_written():
    rows = (TITLE, row("一", "one"), row("二改", "2 changed", was=("two",)), row("三", "three"))
    assert fates(compare(page("一", "二改", "三"), rows, TARGET))[2] == (2, 2, "redraft", False)


def test_a_new_text_that_was_never_written_is_not_taken_out_by_a_person():
    rows = (*ROWS, row("四", "four", was=("",)))
    assert fates(compare(page("一", "二", "三", "四"), rows, TARGET))[4] == (4, None, "redraft", False)


def test_line_breaks_make_no_text_a_persons():
    rows = (Row("paragraph", "一", "one two three"),)
    source, target = document.parse("一\n"), document.parse("one\ntwo  three\n")
    assert fates(compare(source, rows, target)) == [(0, 0, "keep", False)]
    assert fates(compare(source, rows, document.parse("one  \ntwo three\n"))) == [(0, 0, "keep", True)]


def test_a_copy_is_a_machines_while_it_is_one():
    rows = (Row("code", "```\nx\n```", None, verbatim=True),)
    source, target = document.parse("```\ny\n```\n"), document.parse("```\nx\n```\n")
    assert fates(compare(source, rows, target)) == [(0, 0, "redraft", False)]
    assert fates(compare(source, rows, document.parse("```\nz\n```\n"))) == [(0, 0, "conflict", True)]


PENDING = row("二", "two", pending=Pending("二改", "2 changed", "Two!"))


@pytest.mark.parametrize(
    ("source", "target", "fate", "text"),
    [
        ("二改", "Two!", "conflict", "二"),
        ("二改", "Two, again!", "keep", "二改"),
        ("二改", "2 changed", "keep", "二改"),
        ("二", "Two!", "keep", "二"),
        ("二又改", "Two!", "conflict", "二"),
        ("二又改", "Two, again!", "conflict", "二改"),
    ],
)
def test_a_conflict_ends_when_the_person_changes_the_text(source, target, fate, text):
    rows = (TITLE, row("一", "one"), PENDING, row("三", "three"))
    seen = compare(page("一", source, "三"), rows, page("one", target, "three", title="Title"))
    assert seen.links[2].fate == fate
    assert seen.links[2].row.source == text


def test_a_conflict_ends_when_the_person_takes_the_text_out():
    rows = (TITLE, row("一", "one"), PENDING, row("三", "three"))
    seen = compare(page("一", "二改", "三"), rows, page("one", "three", title="Title"))
    assert (seen.links[2].fate, seen.links[2].row.source) == ("keep", "二改")


def test_a_conflict_over_a_removed_source_ends_with_the_text():
    rows = (TITLE, row("一", "one"), row("二", "two", pending=Pending("", None, "Two!")), row("三", "three"))
    source = page("一", "三")
    for target, fate in (("Two!", "conflict"), ("Two, again!", "own")):
        seen = compare(source, rows, page("one", target, "three", title="Title"))
        assert [link.fate for link in seen.links if link.target == 2] == [fate]
    assert compare(source, rows, page("one", "three", title="Title")).conflicts == 0


def test_a_text_without_a_place_waits_until_a_person_puts_it_in():
    waiting = Row("paragraph", "", None, absent=True, pending=Pending("四", "four", ""))
    own = Row("paragraph", "", None, target="An addition")
    rows = (*ROWS, own, waiting)
    source = page("一", "二", "三", "四")
    before = compare(source, rows, page("one", "two", "three", "An addition", title="Title"))
    assert before.links[4].fate == "conflict"
    after = compare(source, rows, page("one", "two", "three", "An addition", "The fourth", title="Title"))
    assert (after.links[4].fate, after.links[4].target, after.links[4].row.source) == ("keep", 5, "四")


def test_front_matter_goes_by_key_and_lists_by_what_they_say():
    old = document.parse("---\ntitle: 标题\ntags: [甲甲, 乙乙]\n---\n")
    rows = [
        Row(b.kind, b.text, "Title" if b.key == "title" else None, verbatim=b.key != "title", key=b.key)
        for b in old.blocks
    ]
    new = document.parse("---\ntags: [丙丙, 甲甲, 乙乙]\ntitle: 标题\n---\n")
    target = document.parse("---\ntitle: Title\ntags: [甲甲, 乙乙]\nown: 1\n---\n")
    seen = compare(new, rows, target)
    assert [(new.blocks[link.source].key, link.fate) for link in seen.links] == [
        ("tags.0", "redraft"), ("tags.1", "keep"), ("tags.2", "keep"), ("title", "keep"),
    ]  # fmt: skip


def test_keys_that_have_no_place_in_a_translation_are_nobodys_business():
    source = document.parse("---\ntitle: 标题\nurl: /x\naliases: [/y]\nslug: /z\n---\n")
    assert [link.fate for link in tracker.first(source).links] == ["redraft", "keep", "keep", "keep"]
    target = document.parse("---\ntitle: Title\n---\n")
    rows = (TITLE,)
    assert compare(source, rows, target).changed == 0


def test_a_key_that_both_pages_gained_is_a_conflict_unless_they_agree():
    source = document.parse("---\ntitle: 标题\nweight: 3\n---\n")
    agreed = document.parse("---\ntitle: Title\nweight: 3\n---\n")
    there = Row("front-matter", "3", None, verbatim=True, key="weight")
    assert compare(source, (TITLE,), agreed).links[1] == Link(1, there, 1, "keep")
    other = document.parse("---\ntitle: Title\nweight: 4\n---\n")
    assert compare(source, (TITLE,), other).links[1].fate == "conflict"


@pytest.mark.parametrize(
    ("said", "standing", "expected"),
    [
        # The source exchanged two cells: each is what its place says now.
        (("五", "三"), ("three", "five"), [(2, 2, "redraft", False), (3, 3, "redraft", False)]),
        (("五", "三"), ("Human", "five"), [(2, 2, "conflict", True), (3, 3, "redraft", False)]),
        # So did the translator, or the translator alone.
        (("五", "三"), ("five", "three"), [(2, 2, "keep", False), (3, 3, "keep", False)]),
        (("三", "五"), ("five", "three"), [(2, 3, "keep", False), (3, 2, "keep", False)]),
        (("三", "五"), ("three", "five"), [(2, 2, "keep", False), (3, 3, "keep", False)]),
    ],
)
def test_cells_that_the_source_exchanged_are_rewritten_in_their_places(said, standing, expected):
    def table(head, cells):
        return document.parse(f"| {' | '.join(head)} |\n|---|---|\n| {' | '.join(cells)} |\n")

    drafts = {"甲": "A", "乙": "B", "三": "three", "五": "five"}
    rows = tuple(Row("cell", source, draft) for source, draft in drafts.items())
    seen = compare(table("甲乙", said), rows, table("AB", standing))
    assert fates(seen)[2:] == expected


def test_pictures_that_the_source_exchanged_are_exchanged_in_the_translation():
    rows = (
        Row("alt", "升", "up"),
        Row("url", "a.png", None, verbatim=True),
        Row("alt", "降", "down"),
        Row("url", "b.png", None, verbatim=True),
    )
    target = document.parse("![up](a.png) ![down](b.png)\n")
    seen = compare(document.parse("![降](b.png) ![升](a.png)\n"), rows, target)
    assert fates(seen) == [(n, n, "redraft", False) for n in range(4)]
