import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.sites import build, cli, snapshot
from transflow.glossary import reader
from transflow.glossary.reader import FIELDS

HEAD = "source: zh\ntarget: en\nterms:\n"
GLOSSARY = (
    HEAD
    + "  市盈率: {use: P/E, also: [price-to-earnings ratio], variants: [本益比], category: valuation}\n  债券: bond\n"
)
PAGE = "---\nlang: zh-CN\n---\n\n债券市盈率。\n"
FILES = {"glossaries/g.yaml": GLOSSARY, "content/a.md": PAGE}


@pytest.fixture
def site(tmp_path):
    build(tmp_path, FILES)
    return tmp_path


def read(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_clean_glossary(site, capsys):
    assert cli(site, "glossary", "lint") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "2 terms: 0 errors, 0 warnings, 0 notes\n"


def test_findings_say_where_and_make_the_answer_no(site, capsys):
    (site / "glossaries/bad.yaml").write_text(
        HEAD + "  股票:\n  国债: {use: bond, not: [bonds]}\n  手: lot\n", "utf-8"
    )
    (site / "glossaries/worse.yaml").write_text(
        HEAD + "  国债: {use: bond, not: [bonds]}\n  手: lot\n", "utf-8"
    )
    assert cli(site, "glossary", "lint") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "glossaries/bad.yaml:4",
        "glossaries/worse.yaml:4",
        "glossaries/worse.yaml:5",
    ]
    assert lines[0].startswith("glossaries/bad.yaml:4: error: '股票' has no translation")
    assert cli(site, "glossary", "lint", str(site / "glossaries/g.yaml")) == 0
    capsys.readouterr()
    assert cli(site, "glossary", "lint", "--format", "json") == 1
    data = read(capsys)
    assert (data["version"], data["terms"]) == (1, 4)
    assert {"rule": "unused", "severity": "note", "path": "glossaries/worse.yaml", "line": 4,
            "message": "国债 stands on no source page", "hint": ""} in data["findings"]  # fmt: skip


def test_a_file_that_cannot_be_read_is_told_beside_the_findings_on_others(site, capsys):
    (site / "glossaries/bad.yaml").write_text(HEAD + "  股票:\n", "utf-8")
    assert cli(site, "glossary", "lint", "none.yaml", "glossaries/bad.yaml") == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("glossaries/bad.yaml:4: error: ")
    told = "transflow: none.yaml: cannot be read: No such file or directory (check the path)\n"
    assert captured.err.endswith(told)


def test_notes_are_shown_when_wanted(site, capsys):
    (site / "glossaries/g.yaml").write_text(GLOSSARY + "  熊市: bear market\n", "utf-8")
    assert cli(site, "glossary", "lint") == 0
    assert "1 note (--notes shows them)" in capsys.readouterr().err
    assert cli(site, "glossary", "lint", "--notes") == 0
    assert capsys.readouterr().out == "glossaries/g.yaml:6: note: 熊市 stands on no source page\n"


def test_find_looks_on_both_sides(site, capsys):
    assert cli(site, "glossary", "find", "本益") == 0
    assert capsys.readouterr().out.splitlines()[0] == "市盈率 → P/E  [valuation]  glossaries/g.yaml:4"
    assert cli(site, "glossary", "find", "Price to earnings", "--format", "json") == 0
    (term,) = read(capsys)["terms"]
    assert term == {
        "source": "市盈率", "target": "P/E", "also": ["price-to-earnings ratio"], "not": [], "variants": ["本益比"],
        "except": [], "case": term["case"], "context": [], "region": [], "domain": "", "hint": False,
        "category": "valuation", "note": "", "path": "glossaries/g.yaml", "line": 4,
    }  # fmt: skip
    assert cli(site, "glossary", "find", "bonb") == 1
    assert capsys.readouterr().err == "No term holds 'bonb'; did you mean bond?\n"


def test_suggest_reads_the_site_s_own_translations(site, capsys):
    words = [
        ("美联储加息。", "The Fed hikes."),
        ("今天美联储降息。", "The Fed cuts today."),
        ("传美联储观望。", "The Fed may wait."),
    ]
    for number, (source, target) in enumerate(words):
        (site / f"content/p{number}.md").write_text(f"---\nlang: zh-CN\n---\n\n{source}\n", "utf-8")
        (site / f"content/p{number}.en.md").write_text(f"---\nlang: en\n---\n\n{target}\n", "utf-8")
    assert cli(site, "adopt") == 0
    capsys.readouterr()
    assert cli(site, "glossary", "suggest", "--format", "json") == 0
    assert read(capsys) == {
        "version": 1,
        "texts": 3,
        "suggestions": [
            {"language": "en", "kind": "missing", "source": "美联储", "count": 3,
             "renderings": [{"text": "fed", "count": 3}], "term": ""},
        ],
    }  # fmt: skip
    assert cli(site, "glossary", "suggest", "content/p0.md") == 0
    assert capsys.readouterr().out == ""


def test_a_table_goes_out_and_comes_back(site, capsys):
    assert cli(site, "glossary", "export", "--output", "out.csv") == 0
    assert (site / "out.csv").read_bytes().startswith("\ufeffzh,en,also".encode())
    assert cli(site, "glossary", "import", "out.csv", "-o", "glossaries/back.yaml") == 0
    assert capsys.readouterr().out == "wrote glossaries/back.yaml: 2 terms\n"
    assert (site / "glossaries/back.yaml").read_text("utf-8") == GLOSSARY
    assert cli(site, "glossary", "export", "glossaries/back.yaml", "--format", "tsv") == 0
    assert capsys.readouterr().out.splitlines()[2] == "债券\tbond" + "\t" * 8
    assert cli(site, "glossary", "export", "glossaries/back.yaml", "--format", "json") == 0
    assert [term["target"] for term in read(capsys)["terms"]] == ["P/E", "bond"]


def test_a_table_outside_the_configured_places_is_told(site, capsys):
    (site / "t.csv").write_text("zh,en\n股票,share\n", "utf-8")
    assert cli(site, "glossary", "import", "t.csv", "-o", "terms/t.yaml") == 0
    assert "add terms/t.yaml to `glossaries`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "arguments", "message"),
    [
        ("zh,en\nbond,债券\n", ["import", "t.csv"], "t.csv:2: the columns are swapped: 'bond'"),
        ("zh,en\n债券,\n", ["import", "t.csv"], "t.csv:2: '债券' has no translation"),
        ("zh,en\n债券,bond\n".encode("gb18030"), ["import", "t.csv"], "t.csv:2: 'ծȯ': the table holds no Chinese, so it has another encoding"),
        ("zh,en\n市盈率,P/E\n".encode("gb18030"), ["import", "t.csv"], "t.csv:2: not UTF-8 text; in gb18030 it reads '市盈率,P/E'"),
        ("zh,en\n债券,bond\n", ["import", "t.csv", "-o", "glossaries/g.yaml"], "glossaries/g.yaml: exists, and was left alone"),
        ("zh,en\n债券,bond\n", ["import", "none.csv"], "none.csv: cannot be read"),
        ("zh,en\n债券,bond\n", ["import", "t.csv", "--source", "klingon"], "unknown language code 'klingon'"),
        ("zh,en\n债券,bond\n", ["export", "glossaries/none.yaml"], "glossaries/none.yaml: cannot be read"),
        ("zh,en\n债券,bond\n", ["export", "-o", "t.csv"], "t.csv: exists, and was left alone"),
        ("zh,en\n债券,bond\n", ["lint", "../x.yaml"], "lies outside the workspace"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line_and_leave_everything_alone(site, capsys, table, arguments, message):
    (site / "t.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    before = snapshot(site)
    assert cli(site, "glossary", *arguments) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert message in captured.err
    assert snapshot(site) == before


def test_a_glossary_serves_the_pages_it_is_for(tmp_path, capsys):
    config = "targets: [en]\nengine: pseudo\nglossaries:\n  - {files: [glossaries/hk.yaml], paths: [content/hk/]}\n  - glossaries/*.yaml\n"
    files = {
        "glossaries/g.yaml": HEAD + "  拆息: interbank rate\n",
        "glossaries/hk.yaml": HEAD + "  拆息: HIBOR\n",
        "content/a.md": "---\nlang: zh-CN\n---\n\n拆息上升。\n",
        "content/hk/b.md": "---\nlang: zh-CN\n---\n\n拆息下跌。\n",
    }
    build(tmp_path, files, config)
    assert cli(tmp_path, "translate") == 0
    assert "Interbank rate" in (tmp_path / "content/a.en.md").read_text("utf-8")
    assert "HIBOR" in (tmp_path / "content/hk/b.en.md").read_text("utf-8")
    assert cli(tmp_path, "check", "--select", "TF4") == 0
    assert cli(tmp_path, "glossary", "lint") == 0  # the files serve different pages
    capsys.readouterr()
    assert cli(tmp_path, "explain", "content/hk/b.md") == 0
    assert "拆息 → HIBOR" in capsys.readouterr().out


def test_suggestions_may_go_to_a_file(site, capsys):
    assert cli(site, "glossary", "suggest", "--format", "json", "-o", "terms.json") == 0
    assert capsys.readouterr().out == ""
    assert json.loads((site / "terms.json").read_text("utf-8"))["version"] == 1


def test_the_schema_takes_what_is_a_glossary_and_nothing_else(tmp_path, capsys):
    assert cli(tmp_path, "glossary", "schema") == 0
    validator = jsonschema.Draft7Validator(json.loads(capsys.readouterr().out))
    validator.check_schema(validator.schema)
    assert set(validator.schema["definitions"]["sense"]["properties"]) == set(FIELDS)
    ours = (Path(__file__).parents[1] / "glossaries/finance.yaml").read_text("utf-8")
    example = reader.__doc__.split("```")[1].removeprefix("yaml")
    for text in (ours, example):
        assert not list(validator.iter_errors(yaml.safe_load(text)))
    for wrong in ("{use: a, nto: b}", "{also: [a]}", "{use: a, case: loud}", "[]"):
        assert list(
            validator.iter_errors(yaml.safe_load(f"source: zh\ntarget: en\nterms: {{字: {wrong}}}\n"))
        ), wrong
    more = "source: zh\ntarget: en\nterms: {字: a}\nterm: {文: b}\n"
    assert list(validator.iter_errors(yaml.safe_load(more)))


class TestAdd:
    def test_a_term_at_the_end_leaves_every_other_line_as_it_was(self, site, capsys):
        old = (
            HEAD
            + "  # shares\n  市盈率: {use: P/E}   # not PE\n\n  回购:\n    - {use: repo, context: [逆回购]}\n    - buyback\n\n# the end\n"
        )
        (site / "glossaries/g.yaml").write_text(old, "utf-8")
        assert cli(site, "glossary", "add", "净息差", "NIM") == 0
        assert capsys.readouterr() == ("glossaries/g.yaml:10: 净息差 → NIM\n", "")
        new = (site / "glossaries/g.yaml").read_text("utf-8")
        assert new == old.replace("    - buyback\n", "    - buyback\n  净息差: NIM\n")
        assert cli(site, "glossary", "add", "注意", "note: this") == 0
        assert (
            reader.read("glossaries/g.yaml", lambda path: (site / path).read_bytes()).terms[-1].target
            == "note: this"
        )

    @pytest.mark.parametrize(
        "old", [HEAD, HEAD.removesuffix("\n"), HEAD.replace("\n", "\r\n"), HEAD + "      债券: bond"]
    )
    def test_a_file_of_any_line_ends_that_is_empty_or_has_none_at_its_end(self, site, old):
        (site / "glossaries/g.yaml").write_bytes(old.encode())
        assert cli(site, "glossary", "add", "净息差", "NIM") == 0
        new = (site / "glossaries/g.yaml").read_bytes().decode()
        assert new.startswith(old)
        assert new.rstrip("\r\n").endswith("  净息差: NIM")
        assert cli(site, "glossary", "lint") == 0

    @pytest.mark.parametrize("word", ["债券", "債券", "本益比"])
    def test_what_is_a_term_already_is_told_with_its_place(self, site, capsys, word):
        before = snapshot(site)
        assert cli(site, "glossary", "add", word, "note") == 2
        line = 4 if word == "本益比" else 5
        assert capsys.readouterr().err.startswith(
            f"transflow: glossaries/g.yaml:{line}: '{word}' is a term already: "
        )
        assert snapshot(site) == before

    def test_without_a_glossary_one_is_begun_and_used(self, tmp_path, capsys):
        build(tmp_path, {"content/a.md": PAGE})
        assert cli(tmp_path, "glossary", "add", "债券", "bond") == 0
        assert (tmp_path / "glossaries/terms.yaml").read_text("utf-8") == HEAD + "  债券: bond\n"
        assert cli(tmp_path, "glossary", "find", "债券") == 0
        assert "债券 → bond" in capsys.readouterr().out

    def test_what_becomes_of_drafts_is_told_where_there_are_some(self, site, capsys):
        assert cli(site, "translate") == 0
        capsys.readouterr()
        assert cli(site, "glossary", "add", "涨停", "limit-up") == 0
        told = "What was drafted without it is drafted anew by the next `transflow translate`.\n"
        assert capsys.readouterr().err == told

    def test_of_several_one_is_named(self, site, capsys):
        (site / "glossaries/h.yaml").write_text(HEAD, "utf-8")
        assert cli(site, "glossary", "add", "手", "lot") == 2
        assert "--file glossaries/g.yaml or --file glossaries/h.yaml" in capsys.readouterr().err
        assert cli(site, "glossary", "add", "手", "lot", "--file", "glossaries/h.yaml") == 0
        assert (site / "glossaries/h.yaml").read_text("utf-8") == HEAD + "  手: lot\n"
        assert cli(site, "glossary", "add", "手", "lot", "--file", "words/i.yaml") == 2, (
            "it is a term already"
        )
        assert cli(site, "glossary", "add", "涨停", "limit-up", "--file", "words/i.yaml") == 0
        assert "add words/i.yaml to `glossaries`" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("债",), "name a term and its translation"),
            (("a", "b", "c"), "name a term and its translation"),
            (("limit-up", "涨停"), "looks like the wrong way round"),
            (("涨停", ""), "has no translation"),
            ((" ", "limit-up"), "an empty text is no term"),
            (("涨停", "limit\x07up"), "has a sign that cannot be written"),
            (("涨停\udcff", "limit-up"), "has a sign that cannot be written"),
            (("finance", "--file", "x.yaml"), "name a term and its translation"),
            (("手", "lot", "--file", "../x.yaml"), "lies outside the workspace"),
        ],
    )
    def test_mistakes(self, site, capsys, arguments, told):
        before = snapshot(site)
        assert cli(site, "glossary", "add", *arguments) == 2
        assert told in capsys.readouterr().err
        assert snapshot(site) == before

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("  债券: >-\n    corporate\n    bond\n", "  债券: >-\n    corporate\n    bond\n  手: lot\n"),
            ("  债券: |-\n    bond\n\n", "  债券: |-\n    bond\n\n  手: lot\n"),
            ("  债券: |-\n    bond", "  债券: |-\n    bond\n  手: lot\n"),
            ("\n", "  手: lot\n\n"),
        ],
    )
    def test_it_stands_behind_texts_of_several_lines(self, site, before, after):
        (site / "glossaries/g.yaml").write_text(HEAD + before, "utf-8")
        assert cli(site, "glossary", "add", "手", "lot") == 0
        assert (site / "glossaries/g.yaml").read_text("utf-8") == HEAD + after

    def test_it_stands_before_what_follows_the_terms(self, site):
        head = "terms:\n  债券: >-\n    bond\n"
        (site / "glossaries/g.yaml").write_text(f"{head}source: zh\ntarget: en\n", "utf-8")
        assert cli(site, "glossary", "add", "手", "lot") == 0
        assert (site / "glossaries/g.yaml").read_text("utf-8") == f"{head}  手: lot\nsource: zh\ntarget: en\n"

    def test_it_stands_further_in_than_the_terms(self, site):
        (site / "glossaries/g.yaml").write_text("  source: zh\n  target: en\n  terms:\n", "utf-8")
        assert cli(site, "glossary", "add", "手", "lot") == 0
        assert (site / "glossaries/g.yaml").read_text("utf-8").endswith("  terms:\n    手: lot\n")

    @pytest.mark.parametrize(
        ("source", "written"),
        [
            ("𠮷野家", "𠮷野家"),
            ("😀", "😀"),
            ("  净 \n 息差 ", "净 息差"),
            ("a: b", "'a: b'"),
            ("息" * 130, "息" * 130),
        ],
    )
    def test_it_is_a_line_that_people_read(self, site, source, written):
        assert cli(site, "glossary", "add", source, "X") == 0
        assert (site / "glossaries/g.yaml").read_text("utf-8") == f"{GLOSSARY}  {written}: X\n"

    def test_no_glossary_of_other_languages_takes_it(self, site, capsys):
        (site / "glossaries/g.yaml").unlink()
        (site / "glossaries/terms.yaml").write_text("source: zh\ntarget: ja\nterms:\n  债券: 債券\n", "utf-8")
        before = snapshot(site)
        assert cli(site, "glossary", "add", "手", "lot") == 2
        assert "glossaries/terms.yaml: is a glossary from zh into ja" in capsys.readouterr().err
        assert snapshot(site) == before

    @pytest.mark.parametrize("terms", ["{债券: bond}", "{}", "''"])
    def test_terms_in_braces_are_left_to_a_person(self, site, capsys, terms):
        (site / "glossaries/g.yaml").write_text(f"source: zh\ntarget: en\nterms: {terms}\n", "utf-8")
        assert cli(site, "glossary", "add", "手", "lot") == 2
        assert "glossaries/g.yaml:3: a term cannot be put in" in capsys.readouterr().err

    def test_finance_comes_with_the_package(self, tmp_path, capsys):
        build(tmp_path, {"content/a.md": PAGE})
        assert cli(tmp_path, "glossary", "add", "finance") == 0
        assert capsys.readouterr().out.startswith("wrote glossaries/finance.yaml: ")
        assert (tmp_path / "glossaries/finance.yaml").read_bytes() == Path(
            "glossaries/finance.yaml"
        ).read_bytes()
        assert cli(tmp_path, "glossary", "find", "市盈率") == 0
        assert cli(tmp_path, "glossary", "add", "finance") == 2
        assert "glossaries/finance.yaml: exists, and was left alone" in capsys.readouterr().err
