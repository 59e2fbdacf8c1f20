from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transflow.errors import ConfigError
from transflow.files import Folder
from transflow.glossary import Glossary, Term, read, tables, writer

ROOT = Path(__file__).parent.parent
HAN = st.text("债券股票市盈率", min_size=1, max_size=4)
WORD = st.text("ab|\\,;\t'\"#:{}[]&*!-?é \ufeff", min_size=1, max_size=6).map(
    lambda text: "x" + text.strip() + "y"
)
WORDS = st.lists(WORD, max_size=2, unique=True).map(tuple)
TERM = st.builds(
    Term,
    source=HAN,
    target=WORD.map(lambda text: " ".join(text.split())),
    allowed=WORDS,
    variants=st.just(()),
    case=st.sampled_from(("free", "exact", "sentence")),
    category=st.sampled_from(("", "sentence", "a, b")),
    note=WORD,
)


def plain(glossary: Glossary) -> list[Term]:
    return [replace(term, origin="") for term in glossary.terms]


def normal(term: Term) -> Term:
    """White space within a form is single spaces, as in every glossary that was read."""
    return replace(
        term, allowed=tuple(" ".join(form.split()) for form in term.allowed), note=" ".join(term.note.split())
    )


@given(st.lists(TERM.map(normal), max_size=4, unique_by=lambda term: term.source))
@settings(max_examples=150)
def test_what_is_exported_is_imported_as_it_was(tmp_path_factory, terms):
    glossary = Glossary("zh", "en", tuple(terms))
    for delimiter in (",", "\t", ";"):
        assert plain(tables.loads(tables.dumps(glossary, delimiter), "t.csv", "zh", "en")) == terms
    path = tmp_path_factory.getbasetemp() / "written.yaml"
    path.write_bytes(writer.dumps(glossary).encode())
    assert plain(read(path.name, Folder(path.parent).read)) == terms


def test_the_finance_glossary_survives_both_ways(tmp_path):
    glossary = read("glossaries/finance.yaml", Folder(ROOT).read)
    table = tables.loads("\ufeff" + tables.dumps(glossary).replace("\n", "\r\n"), "t.csv", "zh", "en")
    (tmp_path / "t.yaml").write_bytes(writer.dumps(table).encode())
    assert plain(read("t.yaml", Folder(tmp_path).read)) == plain(glossary)


@pytest.mark.parametrize(
    "text",
    [
        "zh,en\n债券,bond\n",
        "\ufeffen;zh\r\nbond;债券\r\n",
        "source\ttarget\n债券\tbond\n",
        "ZH-cn,EN,\n\n债券,bond,\n",
    ],
)
def test_columns_go_by_their_names_and_separators_are_seen(text):
    (term,) = tables.loads(text, "t.csv", "zh-CN", "en").terms
    assert (term.source, term.target) == ("债券", "bond")


def test_senses_are_rows_that_follow_each_other():
    text = "zh,en,context\n回购,repo,央行|逆回购\n回购,buyback,\n"
    first, second = tables.loads(text, "t.csv", "zh", "en").terms
    assert (first.target, first.context, first.origin) == ("repo", ("央行", "逆回购"), "t.csv:2")
    assert (second.target, second.context, second.origin) == ("buyback", (), "t.csv:3")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the table is empty"),
        ("市盈率,P/E\n", 1, "unknown column '市盈率'"),
        ("zh,en,alos\n", 1, "did you mean `also`?"),
        ("zh,en,also,also\n", 1, "'also' stands twice"),
        ("zh,also\n", 1, "unknown column 'zh'"),
        ("zh,English\n", 1, "unknown column 'english' (did you mean `en`?)"),
        ("source,also\n", 1, "no column for the target language"),
        ("zh,en\nbond,债券\nshare,股票\n", 2, "the columns are swapped: 'bond' is not Chinese"),
        ("zh,en\n债券,bond\n国债,x\nshare,股票\n", 4, "'share': '股票' looks like the wrong way round"),
        ("zh,en\n债券,bond\n债券,bonds\n国债,\n", 2, "a sense without `context`"),
        ("zh,en\n国债,\n", 2, "'国债' has no translation"),
        ("zh,en\n债券,bond\n国债,x\n債券,debt\n", 4, "'債券' is already a term"),
        ("zh,en\n债券,bond,debt\n", 2, "'债券': 'debt' has no column"),
        ('zh,en\n\n债券,"bond\n国债,x\n', 3, "not a table"),
        ("zh,en,case\n债券,bond,loud\n", 2, "unknown case rule `loud`"),
        ("zh,en\n债券,bo\x00nd\n", 2, "a control character"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(text, line, message):
    with pytest.raises(ConfigError) as error:
        tables.loads(text, "t.csv", "zh", "en")
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert (error.value.path, error.value.line) == ("t.csv", line)


def test_other_encodings_are_recognized_and_read_when_named(tmp_path):
    text = "zh,en\n市盈率,P/E\n"
    path = tmp_path / "t.csv"
    for encoding, told in (
        ("gb18030", r":2: not UTF-8 text; in gb18030 it reads '市盈率,P/E'"),
        ("utf-16", r":1: not UTF-8 text; in utf-16 it reads 'zh,en'"),
    ):
        path.write_bytes(text.encode(encoding))
        with pytest.raises(ConfigError, match=told):
            tables.read_encoded("t.csv", Folder(tmp_path).read)
        assert tables.read_encoded("t.csv", Folder(tmp_path).read, encoding) == text
    path.write_bytes(b"\xff\xff\n")
    with pytest.raises(ConfigError, match=r"t\.csv:1: not big5 text"):
        tables.read_encoded("t.csv", Folder(tmp_path).read, "big5")
    with pytest.raises(ConfigError, match="unknown encoding 'klingon'"):
        tables.read_encoded("t.csv", Folder(tmp_path).read, "klingon")
    with pytest.raises(ConfigError, match="cannot be read"):
        tables.read_encoded("none.csv", Folder(tmp_path).read)
