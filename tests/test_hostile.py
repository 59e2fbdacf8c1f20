"""What a stranger's files may not do by their form: patterns that are none, what never ends, what is nested without end.

`test_security.py` tries the ways out of a workspace; here the answer is one line and exit code 2, or the rest of the work.
"""

import json
import os
import re
import time
import xml.etree.ElementTree as ET
from contextlib import nullcontext

import pytest
import yaml
from babel import localedata

from tests.sites import CONFIG, build, cli
from tests.test_checks_git import git
from transflow import bitext, frontmatter, languages
from transflow.checks.waivers import MAX_WAIVERS
from transflow.document import parse
from transflow.errors import DocumentError, TransflowError
from transflow.exchange import tbx, xml
from transflow.exchange.reading import read
from transflow.frontmatter import edits
from transflow.glossary import Glossary
from transflow.glossary.suggestions import MAX_TEXT, suggest
from transflow.patterns import MAX_LINES, paths
from transflow.site import git as program
from transflow.site import walk
from transflow.site.config import parse_config
from transflow.site.config.rules import MAX_ENTRIES
from transflow.site.walk import MAX_FOLDERS

PAGE = "---\ntitle: 标题\n---\n\n公司市值为3,000亿美元。\n"
HEADER = '{"version":1,"source":"content/a.md","target":"content/a.en.md","language":"en","from":"zh"}'
RECORD = ".transflow/bitext/en/content/a.md.jsonl"


@pytest.fixture
def site(tmp_path):
    build(tmp_path, {"content/a.md": PAGE})
    return tmp_path


def told(site, capsys, *command, code=2):
    """Run a command; its one line."""
    assert cli(site, *command) == code
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("transflow: ")]
    return line


class TestPatterns:
    BAD = ("\\", "a\\", "!", "[z-a]")
    PLACES = (
        "ignore: ['{}']\n",
        "languages: {{en: {{exclude: ['{}']}}}}\n",
        "checks: {{per_path: [{{paths: ['{}'], ignore: [TF301]}}]}}\n",
        "checks: {{waivers: [{{paths: ['{}'], check: TF301, reason: x}}]}}\n",
        "glossaries: [{{files: [glossaries/*.yaml], paths: ['{}']}}]\n",
    )

    @pytest.mark.parametrize("place", PLACES)
    def test_what_is_none_is_told_with_its_line(self, site, capsys, place):
        for bad in self.BAD:
            (site / "transflow.yaml").write_text(CONFIG + place.format(bad))
            line = told(site, capsys, "status")
            assert line.startswith(f"transflow: transflow.yaml:4: {bad!r} is no pattern of paths")

    @pytest.mark.filterwarnings("error")
    def test_in_a_gitignore_it_matches_nothing_as_in_git(self, site, capsys):
        (site / ".gitignore").write_text("\\\n!\n[z-a]\n[[a]b\ncontent/b.md\n")
        (site / "content/b.md").write_text(PAGE)
        assert cli(site, "status") == 0
        out = capsys.readouterr().out
        assert "content/a.en.md" in out
        assert "content/b.en.md" not in out

    def test_more_than_can_be_tried_with_every_page_are_refused(self, site, capsys):
        lines = ", ".join(f"x{number}" for number in range(MAX_LINES + 1))
        (site / "transflow.yaml").write_text(f"{CONFIG}ignore: [{lines}]\n")
        assert f"more than {MAX_LINES:,} patterns of paths" in told(site, capsys, "status")

    @pytest.mark.parametrize("key", ["content", "glossaries", "memory"])
    def test_entries_for_which_all_files_are_listed_are_few(self, site, capsys, key):
        entry = {"content": "{{target: 'x{0}/{{path}}.{{lang}}.md'}}"}.get(key, "g/x{0}*.yaml")
        entries = "".join(f"- {entry.format(number)}\n" for number in range(MAX_ENTRIES + 1))
        (site / "transflow.yaml").write_text(f"{CONFIG}{key}:\n{entries}")
        line = told(site, capsys, "status")
        assert line.startswith(f"transflow: transflow.yaml:4: more than {MAX_ENTRIES} entries of `{key}`")

    def test_lines_without_a_wildcard_may_be_many(self, site, capsys):
        names = "".join(f"/content/x{number}.md\n" for number in range(3 * MAX_LINES))
        (site / ".gitignore").write_text(f"{names}content/b.md\n")
        (site / "content/b.md").write_text(PAGE)
        assert cli(site, "status") == 0
        assert "content/b.en.md" not in capsys.readouterr().out
        (site / ".gitignore").write_text("".join(f"x{number}*\n" for number in range(MAX_LINES)))
        assert cli(site, "status") == 0
        capsys.readouterr()
        (site / "content/.gitignore").write_text("".join(f"?{number}\n" for number in range(50)))
        line = told(site, capsys, "status")
        assert f"content/.gitignore: more than {MAX_LINES:,} lines with wildcards hold for one folder" in line

    def test_many_lines_mean_what_few_do(self):
        lines = [f"x{number}/" for number in range(50)]
        many, few = (
            paths([*lines, "/a/b", "!c.md", "d*", "!/a/b/c.md"]),
            paths(["/a/b", "!c.md", "d*", "!/a/b/c.md"]),
        )
        for path in ("a/b", "a/b/x", "a/b/c.md", "z/c.md", "z/d1", "x", "z/a/b", "a/b/"):
            assert many.match_file(path) == few.match_file(path), path
            assert many.decided(path)[0] == few.decided(path)[0], path
        assert many.decided("x7/y") == (True, 7)


class TestWaiting:
    """Nobody waits for a FIFO, be it asked for by this program or by git."""

    @pytest.mark.parametrize(
        "place", [".gitattributes", "content/.gitattributes", "content/deep/.gitattributes"]
    )
    @pytest.mark.parametrize("above", ["", "*.md working-tree-encoding=UTF-8\n"])
    def test_for_attributes(self, site, capsys, place, above):
        git(site, "init")
        (site / "content/deep").mkdir()
        (site / "content/deep/b.md").write_text(PAGE)
        if above and place != ".gitattributes":
            (site / ".gitattributes").write_text(above)
        os.mkfifo(site / place)
        for command in (["translate"], ["check"]):
            assert cli(site, *command) == 2
            errors = capsys.readouterr().err
            assert f"{place} is no regular file, and git would wait for it (remove it)" in errors
            assert "Traceback" not in errors
        assert (site / "content/a.en.md").exists() == (place == "content/deep/.gitattributes")

    def test_for_anything_else_that_is_read(self, site, capsys):
        places = (
            RECORD,
            ".transflow/baseline.jsonl",
            "tm.tmx",
            "package.json",
            "hugo.toml",
            "mkdocs.yml",
            "_config.yml",
        )
        (site / "transflow.yaml").write_text(f"{CONFIG}memory: [tm.tmx]\n")
        for place in places:
            (site / place).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(site / place)
        for command in (["status"], ["check"], ["translate"], ["check", "--write-baseline"]):
            assert cli(site, *command) == 2
            assert "is no regular file" in capsys.readouterr().err
        (site / "transflow.yaml").unlink()
        assert cli(site, "init", "--dry-run") == 0  # what they would say is said by nobody

    def test_for_a_configuration(self, site, capsys):
        (site / "transflow.yaml").unlink()
        os.mkfifo(site / "transflow.yaml")
        assert "transflow.yaml: is no regular file" in told(site, capsys, "status")
        assert cli(site, "init") == 2

    STARS = f"{'*a' * 12}b"

    @pytest.mark.parametrize(
        "place", [".gitattributes", "content/.gitattributes", "content/deep/.gitattributes"]
    )
    @pytest.mark.parametrize(
        "line", [f"{STARS} text", f"{STARS} filter=x", f"/content/**/{STARS} -diff", "x*.md text\n" * 5_001, "**a" * 9 + "b x"]
    )  # fmt: skip
    def test_for_a_git_that_would_try_for_ever(self, site, capsys, place, line):
        """`*a*a*a*a*a*b` and a page whose name is two hundred `a` takes git half a minute, one star more twenty."""
        git(site, "init")
        (site / "content/deep").mkdir()
        name = f"content/deep/{'a' * 200}"
        (site / f"{name}.md").write_text(PAGE)
        (site / ".gitattributes").write_text("*.x filter=x\n")  # so that git is asked at all
        (site / place).write_text(f"*.x filter=x\n{line}\n")
        assert cli(site, "translate") == 2
        errors = capsys.readouterr().err
        first = "transflow.yaml" if place == ".gitattributes" else f"{name}.md"
        assert f"{first}: git would have to try more than 5,000 lines of .gitattributes" in errors
        assert "Traceback" not in errors
        assert (site / "content/a.en.md").exists() == (place == "content/deep/.gitattributes")

    def test_once_and_not_again(self, site, capsys, monkeypatch):
        git(site, "init")
        (site / ".gitattributes").write_text("*.x filter=x\n")
        asked = []

        def silent(_talk, question):
            asked.append(question)
            raise TimeoutError

        monkeypatch.setattr(program.Talk, "ask", silent)
        attributes = walk.Disk(site).attributes
        for path in ("content/a.md", "content/b.md"):
            with pytest.raises(DocumentError, match="git does not say"):
                attributes.of(path)
        assert len(asked) == 1
        assert cli(site, "status") == 2
        errors = capsys.readouterr().err
        assert "transflow.yaml: git does not say what .gitattributes say of it" in errors

    def test_for_one_question_once(self, tmp_path, monkeypatch):
        (tmp_path / "git").write_text("#!/bin/sh\necho x >>asked\nexec sleep 20\n")
        (tmp_path / "git").chmod(0o755)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr(program, "_SECONDS", 0.5)
        for _ in range(3):
            assert program.run(tmp_path, "ls-files", "-z") is None
        assert (tmp_path / "asked").read_text() == "x\n"

    def test_for_a_git_that_does_not_answer(self, tmp_path, monkeypatch):
        (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 20\n")
        (tmp_path / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr(program, "_SECONDS", 0.05)
        talk = program.Talk(tmp_path, ("cat-file", "--batch"))
        begin = time.monotonic()
        with pytest.raises(TimeoutError, match="git does not answer"):
            talk.ask(b"x\n")
        assert time.monotonic() - begin < 10
        talk.close()


class TestDepth:
    def test_folders_that_lie_too_deep_are_told_and_the_others_done(self, site, capsys):
        """Each is opened by way of all that it is in: one file 1,500 folders deep took ten seconds a command."""
        deep = "content/" + "d/" * MAX_FOLDERS
        (site / deep).mkdir(parents=True)
        (site / deep / "b.md").write_text(PAGE)
        line = told(site, capsys, "status")
        assert f"lies more than {MAX_FOLDERS} folders deep, and is not looked into (move it up" in line
        assert cli(site, "translate") == 2
        assert (site / "content/a.en.md").exists()
        capsys.readouterr()
        (site / "transflow.yaml").write_text(f"{CONFIG}ignore: [content/d/]\n")
        assert cli(site, "status") == 0

    @pytest.mark.parametrize("nested", ["[" * 50_000, '{"a":' * 50_000, '{"version":' + '{"a":' * 50_000])
    def test_of_a_record(self, site, capsys, nested):
        (site / RECORD).parent.mkdir(parents=True)
        (site / RECORD).write_text(nested)
        (site / "content/a.en.md").write_text("---\nlang: en\n---\n\nText.\n")
        for command in ("status", "check", "translate"):
            assert cli(site, command) == 2
            assert f"transflow: {RECORD}:1: broken bitext line" in capsys.readouterr().err

    def test_of_a_record_beside_its_fields(self):
        row = '{"kind":"paragraph","source":"甲","draft":null,"more":' + "[" * 50_000 + "]" * 50_000 + "}"
        with pytest.raises(DocumentError, match=r"x\.jsonl:2: broken bitext line"):
            bitext.loads(f"{HEADER}\n{row}", "x.jsonl")

    def test_of_a_baseline(self, site, capsys):
        (site / ".transflow").mkdir()
        (site / ".transflow/baseline.jsonl").write_text('{"a":' * 50_000)
        assert ".transflow/baseline.jsonl:1: broken baseline line" in told(site, capsys, "check")

    SHAPES = (
        ("> ", "字", ""), ("- ", "字", ""), ("1. ", "字", ""), ("*", "字", "*"), ("**字 ", "字", ""), ("~~字 ", "", ""),
        ("[", "字", "](a)"), ("![", "字", "](a)"), ("^[", "字", "]"), ("<div>\n", "字\n", "</div>\n"), ("字<b>", "字", "</b>"),
        ("{{< a >}}\n", "字\n", "{{< /a >}}\n"), ('{{< a "', "", ""), ("{% if a %}\n", "字\n", "{% endif %}\n"), ("|", "", ""),
        ("#", " 字", ""), ("$$\n", "", ""), ("字{.a ", "", ""), ("<!--", "字", ""), ("[[", "字", "]]"), ("字\n: ", "", ""),
        ("“字", "", "”"), ("（字", "", "）"), ("<A b={", "字", "}/>"), ("::: a\n", "字\n", ":::\n"), ("<pre>", "", ""),
        ("<?", "", ""), ("<![CDATA[", "字", "]]>"), ("\\*", "字", ""), ("&amp;", "字", ""), ("    !!! a\n", "字", ""),
    )  # fmt: skip

    REFUSED = ("> ", "- ", "1. ")

    @pytest.mark.parametrize("shape", SHAPES, ids=[one[0].strip() for one in SHAPES])
    def test_of_every_kind(self, shape):
        """What is nested three thousand deep is read whole, or refused in one line."""
        begin, middle, end = shape
        text = begin * 1_500 + middle + end * 1_500 + "\n\n字\n"
        refused = (
            pytest.raises(DocumentError, match="levels deep") if shape[0] in self.REFUSED else nullcontext()
        )
        with refused:
            assert "".join(parse(text, "a.md").parts()) == text


DECLARED = {
    "laughs": '<!DOCTYPE x [<!ENTITY u "ha"><!ENTITY v "&u;&u;&u;&u;&u;&u;&u;&u;&u;&u;">]>',
    "blow-up": f'<!DOCTYPE x [<!ENTITY u "{"a" * 10_000}">]>',
    "file": '<!DOCTYPE x [<!ENTITY u SYSTEM "file:///etc/hostname">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
}
BODIES = {
    "xlf": '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="zh" trgLang="en">'
    '<file id="f" original="content/a.md"><unit id="u"><segment><source>&u;</source></segment></unit></file></xliff>',
    "xliff": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="content/a.md">'
    '<body><trans-unit id="u"><source>&u;</source></trans-unit></body></file></xliff>',
    "tmx": '<tmx version="1.4"><body><tu><tuv xml:lang="zh"><seg>&u;</seg></tuv></tu></body></tmx>',
    "tbx": '<tbx type="TBX-Basic"><text><body><conceptEntry><langSec xml:lang="zh"><termSec><term>&u;</term></termSec>'
    "</langSec></conceptEntry></body></text></tbx>",
}


class TestExchange:
    @pytest.mark.parametrize("form", BODIES)
    @pytest.mark.parametrize("name", DECLARED)
    def test_declarations_are_refused_before_they_are_followed(self, tmp_path, form, name):
        place = tmp_path / f"x.{form}"
        place.write_text(f'<?xml version="1.0"?>{DECLARED[name]}{BODIES[form]}')
        with pytest.raises(TransflowError, match="declares entities, which are never expanded"):
            tbx.table(place.read_bytes(), "x", "zh", "en") if form == "tbx" else list(read(place, "x"))

    @pytest.mark.parametrize("tag", ["group", "mrk", "sub"])
    def test_elements_in_elements(self, tag):
        with pytest.raises(DocumentError, match="nested more than 100 deep"):
            xml.parse((f"<{tag}>" * 5_000).encode(), "x")

    @pytest.mark.parametrize("entry", ["", "#~ "])
    def test_a_language_of_a_billion_plurals(self, tmp_path, entry):
        """babel makes as many texts as the file says that there are."""
        place = tmp_path / "x.po"
        place.write_text(
            'msgid ""\nmsgstr "Plural-Forms: nplurals=999999999; plural=n;\\n"\n\n'
            f'{entry}msgctxt "content/a.md#u"\n{entry}msgid "a"\n{entry}msgid_plural "b"\n{entry}msgstr[0] "c"\n'
        )
        if entry:
            assert list(read(place, "x.po")) == []
        else:
            with pytest.raises(DocumentError, match="plural forms"):
                list(read(place, "x.po"))

    EVIL = "\x00\x07\x1b[31m\x9b2J"

    @pytest.fixture
    def evil(self, site):
        """Control characters in everything that goes along with a text."""
        (site / "glossaries").mkdir()
        (site / "glossaries/g.yaml").write_text(
            'source: zh\ntarget: en\nterms:\n  公司: "company\\x1b[31m\\x9b"\n'
        )
        assert cli(site, "translate") == 0
        rows = [json.loads(line) for line in (site / RECORD).read_text("utf-8").split("\n\n")]
        for row in rows[1:]:
            row["findings"] = [{"code": "TF301", "message": f"m{self.EVIL}"}]
            row["pending"] = {"source": "乙", "draft": f"x{self.EVIL}", "target": "y"}
            row["rung"] = f"r{self.EVIL}"
        (site / RECORD).write_text("\n\n".join(map(json.dumps, rows)), "utf-8")
        return site

    @pytest.mark.parametrize("form", ["xliff", "xliff1.2", "po", "csv"])
    def test_what_goes_along_with_a_text_is_spelled(self, evil, capsys, form):
        capsys.readouterr()
        assert cli(evil, "export", "--format", form) == 0
        out = capsys.readouterr().out
        assert "\\u001b" in out
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]", out)
        if form.startswith("xliff"):
            ET.fromstring(out)

    def test_an_html_report_holds_none(self, evil, capsys):
        (evil / "content/b.md").write_text(
            "---\ntitle: b\n---\n\n公司\x1b[31m市\x9b\u202e值3亿。\n\n[字](x\x1b.md)\n"
        )
        cli(evil, "translate")
        cli(evil, "report", "--format", "html", "-o", "report.html")
        capsys.readouterr()
        text = (evil / "report.html").read_text("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_more_waivers_than_can_be_tried_with_every_finding_are_told(site, capsys):
    page = "".join(f"<!-- transflow:ignore TF301 {n} -->\n\nText.\n\n" for n in range(MAX_WAIVERS + 1))
    (site / "content/a.en.md").write_text(f"---\nlang: en\n---\n\n{page}")
    (site / "content/b.md").write_text(PAGE)
    (site / "content/b.en.md").write_text("---\nlang: en\n---\n\nThe company is worth $30 billion.\n")
    assert cli(site, "check") == 2
    said = capsys.readouterr()
    assert f"content/a.en.md:{4 * MAX_WAIVERS + 5}: more than {MAX_WAIVERS:,} waivers in one page" in said.err
    assert "content/b.en.md" in said.out


def test_a_configuration_of_a_thousand_waivers_is_composed_once(site, monkeypatch, capsys):
    waivers = "".join(f"    - {{check: TF301, reason: x, text: '{n}'}}\n" for n in range(200))
    (site / "transflow.yaml").write_text(f"{CONFIG}checks:\n  waivers:\n{waivers}")
    composed, compose = [], yaml.compose
    monkeypatch.setattr(
        yaml, "compose", lambda *given, **named: composed.append(1) or compose(*given, **named)
    )
    assert cli(site, "check") in (0, 1)
    assert capsys.readouterr().out
    assert len(composed) < 20


def test_one_line_is_no_page_long(site, capsys):
    (site / "content/b.md").write_text(f"---\nlang: {'a-' * 5_000}b\n---\n\n文。\n")
    line = told(site, capsys, "status")
    assert line.startswith("transflow: content/b.md")
    assert len(line) < 1_500


def test_no_word_is_suggested_from_a_text_without_end():
    long = ("单词。" * MAX_TEXT, "Word." * MAX_TEXT)
    assert suggest([long] * 5, Glossary("zh", "en", ())) == ()


class TestFrontMatter:
    @pytest.mark.parametrize(
        "header", ["---\n{}---\n", "+++\n{}+++\n", "{{{}}}\n"], ids=["YAML", "TOML", "JSON"]
    )
    def test_many_values_are_written_at_once_and_nothing_else_changes(self, header, monkeypatch):
        line = {"-": "k{0}: '值{0}' # {0}\n", "+": "k{0} = '值{0}' # {0}\n", "{": '"k{0}": "值{0}",\n'}[
            header[0]
        ]
        inside = "".join(map(line.format, range(50)))
        text = header.format(inside.removesuffix(",\n") + ("" if header[0] != "{" else "\n"))
        reads, locate = [], edits.locate
        monkeypatch.setattr(edits, "locate", lambda *given: reads.append(1) or locate(*given))
        edited = frontmatter.edit(text, {(f"k{n}",): f"it's {n}" for n in range(50)})
        assert len(reads) < 5
        assert frontmatter.parse(edited).data == {f"k{n}": f"it's {n}" for n in range(50)}
        assert edited.count("#") == text.count("#")

    def test_more_changes_than_can_be_read_back_one_by_one_are_refused(self, monkeypatch):
        monkeypatch.setattr(edits, "MAX_STEPS", 20)
        with pytest.raises(DocumentError, match="more than 20 changes of front matter at once"):
            frontmatter.edit("---\na: b\n---\n", {(f"k{n}",): "x" for n in range(30)})


def test_sides_of_a_merge_in_any_order_are_united():
    def rows(order, draft):
        return "\n\n".join(
            json.dumps({"kind": "paragraph", "source": f"甲{n % 40}", "draft": draft}) for n in order
        )

    ours, theirs = rows(range(80), "a"), rows(reversed(range(90)), "b")
    text = f"{HEADER}\n\n<<<<<<< a\n{ours}\n=======\n{theirs}\n>>>>>>> b\n"
    united = bitext.loads(text, "x").rows
    assert len(united) == 90
    assert [row.source for row in united[:80]] == [f"甲{n % 40}" for n in range(80)]
    assert all(row.was for row in united)


def test_no_name_is_looked_for_among_all_languages_to_find_that_it_is_none():
    with pytest.raises(TransflowError, match="did you mean 'zh'"):
        parse_config("source: zh\ntargets: [cn]\n")


def _bombs():
    """YAML whose aliases stand for more than can be walked through: lists in lists, and merge keys one after the other."""
    lists = "x0: &x0 [v, w]\n" + "".join(
        f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    merges = "x0: &x0 {k0: v}\n" + "".join(f"x{n}: &x{n} {{<<: *x{n - 1}, k{n}: v}}\n" for n in range(1, 400))
    return {"lists": lists, "merges": merges, "itself": "x0: &x0 [*x0]\n"}


@pytest.mark.parametrize("bomb", _bombs())
class TestAliases:
    def test_of_a_configuration(self, site, capsys, bomb):
        inner = "".join(f"    {line}\n" for line in _bombs()[bomb].splitlines())
        (site / "transflow.yaml").write_text(f"{CONFIG}engines:\n  pseudo:\n{inner}")
        line = told(site, capsys, "status")
        assert re.match(
            r"transflow: transflow\.yaml:\d+: YAML aliases expand to more than 10,000 values", line
        )

    @pytest.mark.parametrize(
        "name", ["mkdocs.yml", "_config.yml", "hugo.yaml", "_quarto.yml", "myst.yml", "hugo.json"]
    )
    def test_of_what_a_generator_reads(self, site, capsys, bomb, name):
        (site / "transflow.yaml").unlink()
        (site / name).write_text(
            f"{_bombs()[bomb]}docs_dir: *x0\ntheme: *x0\nlanguages: *x0\n".replace(
                "*x0\n", "*x11\n" if bomb == "lists" else "*x0\n"
            )
        )
        assert cli(site, "init", "--dry-run", "--source", "zh-CN", "--target", "en") in (0, 2)
        out, err = capsys.readouterr()
        assert len(out + err) < 5_000
        assert f"{name}:" in err or "seen" in err

    def test_of_a_glossary(self, site, capsys, bomb):
        (site / "g.yaml").write_text(f"source: zh\ntarget: en\nterms: {{}}\n{_bombs()[bomb]}")
        assert cli(site, "glossary", "lint", str(site / "g.yaml")) in (1, 2)
        out, err = capsys.readouterr()
        assert "aliases expand to more than 10,000 values" in out + err

    def test_of_a_page(self, site, capsys, bomb):
        (site / "content/b.md").write_text(f"---\n{_bombs()[bomb]}lang: *x0\n---\n\n字\n")
        assert cli(site, "translate") == 2
        assert "content/b.md:" in capsys.readouterr().err
        assert (site / "content/a.en.md").exists()


def test_a_configuration_of_megabytes_is_told(site, capsys):
    (site / "transflow.yaml").write_text(f"{CONFIG}# {'x' * 2**20}\n")
    assert "longer than 1 MiB" in told(site, capsys, "status")
    (site / "transflow.yaml").write_text(CONFIG)
    (site / "mkdocs.yml").write_text(f"# {'x' * 2**20}\n")
    assert "mkdocs.yml" in told(site, capsys, "translate")


def test_languages_for_each_of_which_all_pages_are_looked_at_are_few(site, capsys):
    named = [tag.replace("_", "-") for tag in localedata.locale_identifiers() if not tag.startswith("zh")]
    tags = list({languages.canonical(tag): tag for tag in named if languages.is_tag(tag)}.values())
    (site / "transflow.yaml").write_text(f"source: zh-CN\ntargets: {json.dumps(tags[: MAX_ENTRIES + 1])}\n")
    assert f"more than {MAX_ENTRIES} entries of `targets`" in told(site, capsys, "status")
