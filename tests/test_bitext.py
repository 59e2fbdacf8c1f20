import pytest
from hypothesis import given
from hypothesis import strategies as st

from transflow import bitext
from transflow.bitext import Bitext, Header, Pending, RecordedFault, Row
from transflow.errors import DocumentError

HEADER = Header(1, "content/a.md", "content/a.en.md", "en", "zh-CN")

_text = st.text(st.characters(exclude_categories=["Cs"]))
_rows = st.builds(
    Row,
    kind=st.sampled_from(["paragraph", "code", "front-matter"]),
    source=_text,
    draft=st.none() | _text,
    verbatim=st.booleans(),
    key=_text,
    engine=_text,
    rung=_text,
    findings=st.lists(st.builds(RecordedFault, _text, _text), max_size=2).map(tuple),
    target=_text,
    absent=st.booleans(),
    approved=st.booleans(),
    was=st.lists(_text, max_size=2).map(tuple),
    pending=st.none() | st.builds(Pending, _text, st.none() | _text, _text),
)


@given(st.lists(_rows, max_size=4).map(tuple))
def test_what_is_written_is_read_back(rows):
    record = Bitext(HEADER, rows)
    assert bitext.loads(bitext.dumps(record), "x.jsonl") == record


def test_the_form_is_as_the_contract_says():
    rows = (Row("heading", "标题", "Title", engine="pseudo 1"), Row("code", "x = 1\n", None, verbatim=True))
    assert bitext.dumps(Bitext(HEADER, rows)) == (
        '{"version":1,"source":"content/a.md","target":"content/a.en.md","language":"en","from":"zh-CN"}\n'
        "\n"
        '{"kind":"heading","source":"标题","draft":"Title","engine":"pseudo 1"}\n'
        "\n"
        '{"kind":"code","source":"x = 1\\n","draft":null,"verbatim":true}\n'
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "empty"),
        ('{"version":1}\n', 1, "missing required field"),
        (bitext.dumps(Bitext(HEADER, ())) + "\n{broken\n", 3, "broken bitext line"),
        (bitext.dumps(Bitext(HEADER, ())) + '\n{"kind":"x","source":1,"draft":null}\n', 3, "Expected `str`"),
        (bitext.dumps(Bitext(HEADER, ())).replace('"version":1', '"version":2'), 1, "newer transflow"),
    ],
)
def test_a_broken_file_is_told_with_its_line(text, line, message):
    with pytest.raises(DocumentError, match=message) as caught:
        bitext.loads(text, "a.jsonl")
    assert (caught.value.path, caught.value.line) == ("a.jsonl", line)
    assert caught.value.hint


def test_a_field_of_a_later_version_is_ignored():
    text = bitext.dumps(Bitext(HEADER, (Row("paragraph", "一", "one"),)))
    assert (
        bitext.loads(text.replace('"draft":"one"', '"draft":"one","mood":"good"'), "a").rows[0].draft == "one"
    )


def conflicted(ours, theirs, base=None):
    """Return a record in which git could not merge some rows."""
    whole = bitext.dumps(Bitext(HEADER, (Row("paragraph", "零", "zero"),)))
    sides = [
        [line for row in rows for line in bitext.dumps(Bitext(HEADER, (row,))).split("\n")[2:3]]
        for rows in (ours, base or (), theirs)
    ]
    middle = ["||||||| base", *sides[1]] if base else []
    return whole + "\n".join(
        ["", "<<<<<<< HEAD", *sides[0], *middle, "=======", *sides[2], ">>>>>>> main", ""]
    )


def test_a_merge_conflict_is_read_from_both_sides():
    ours, theirs = Row("paragraph", "一", "one"), Row("paragraph", "一改", "one changed")
    rows = bitext.loads(conflicted([ours], [theirs], base=[Row("paragraph", "旧", "old")]), "a").rows
    assert [(row.source, row.draft, row.was) for row in rows] == [
        ("零", "zero", ()), ("一", "one", ("",)), ("一改", "one changed", ("",)),
    ]  # fmt: skip


def test_one_source_on_both_sides_is_one_row_with_either_draft():
    ours, theirs = Row("paragraph", "一", "one"), Row("paragraph", "一", "One", approved=True)
    row = bitext.loads(conflicted([ours], [theirs]), "a").rows[1]
    assert (row.draft, row.was, row.approved) == ("one", ("One",), True)


def test_an_unfinished_conflict_is_told():
    with pytest.raises(DocumentError, match="a merge conflict is not closed"):
        bitext.loads(conflicted([], []).replace(">>>>>>> main\n", ""), "a")
