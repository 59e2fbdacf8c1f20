"""Control characters and orders to what runs a job of CI reach no terminal and no log, whichever command is asked, in any format.

A file that comes back (`export`, `glossary export`) loses nothing by that.
"""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites import build, cli
from tests.test_checks_git import git
from transflow import signs
from transflow.cli import app
from transflow.commands.export import FORMATS
from transflow.reports import CHECK_FORMATS, REPORT_FORMATS

EVIL = "\x85\u202e\u2066\u200f\u2028"
"""What files of other tools can hold."""
TEXT = f"市值{EVIL}为3,000亿美元。\n\ufeff::error file=x::y\n \u3000::warning::z\n##[error]w ##vso[task.x]v ##teamcity[u]"
PAGE = (
    '---\ntitle: "标题\\u202E\\N\\n::error::t ##[error]"\nsummary: "##vso[task.setvariable]x"\n---\n\n'
    f"公司{TEXT}\n\n- 项目{EVIL}\n\n::stop-commands::x\n\n第二段{EVIL}的文字 `a{EVIL}b` ![图{EVIL}](x.png)。\n\n```\n::error::code\n```\n"
)
FILES = {
    "::a::x.md": PAGE,
    "deep/b.md": PAGE,
    "::error::z.yaml": 'source: zh\ntarget: en\nterms:\n  "公司\\e[1m": "::x\\e[2m\\u202e\\n::y"\n  市值: "##[error]"\n',
    "glossaries/g.yaml": 'source: zh\ntarget: en\nterms:\n  "公司\\u202e": "::x \\\\u202e"\n  "\\u2066市值": {use: "##[error]", also: ["::\\u2066"], note: "\\\\u0085"}\n',
    "hugo.toml": 'defaultContentLanguage = "zh"\ntitle = "\u202e::error::x"\n[languages.zh]\nweight = 1\n',
    "odd\u202e.csv": "zh,en\n公司\u202e,::x\n",
}
CONFIG = (
    "source: zh-CN\ntargets: [en]\nengine: pseudo\ncontent: [{root: .}]\nglossaries: [glossaries/*.yaml]\n"
)


def commands():
    """Return command lines, all formats of each command among them."""
    page, other = "::a::x.md", "deep/b.md"
    return [
        ["init", "--dry-run"], ["plan"], ["plan", "--format", "json"], ["status"], ["status", "-v"], ["status", "--format", "json"],
        ["diff", "."], ["diff", ".", "--format", "json"], ["explain", page], ["explain", page, "--format", "json"],
        ["explain", "--text", TEXT, "--language", "en"], ["explain", "--text", TEXT, "-l", "en", "--format", "json"],
        ["find", "公司"], ["find", "公司", "--format", "json"], ["find", "::error"], ["find", EVIL],
        *(["check", "--format", form] for form in CHECK_FORMATS), ["check", "--staged"], ["check", "--explain", EVIL],
        *(["report", "--format", form] for form in REPORT_FORMATS),
        *(["export", "--format", form, other] for form in FORMATS), ["export", "--format", "csv"], ["export", "--format", "po"],
        ["export", "--format", "tbx"], *(["glossary", "export", "--format", form] for form in ("csv", "tsv", "json", "tbx")),
        ["glossary", "schema"], ["glossary", "lint", "--notes"], ["glossary", "lint", "::error::z.yaml"], ["glossary", "lint", "--format", "json"],
        ["glossary", "find", "公司"], ["glossary", "find", "x", "--format", "json"], ["glossary", "find", EVIL],
        ["glossary", "suggest", "--min", "2"], ["glossary", "suggest", "--min", "2", "--format", "json"],
        ["glossary", "add", "净息差", "NIM"], ["glossary", "add", "::error::x", "##[error]"], ["glossary", "add", f"公司{EVIL}", "x"],
        ["glossary", "import", "odd\u202e.csv"], ["glossary", "import", "::error::z.yaml"],
        ["import", "out.csv"], ["import", "out.csv", "--format", "json"], ["import", "broken.csv"], ["import", "::error::z.yaml"],
        ["models", "list"], ["models", "list", "--format", "json"], ["models", "install", f"{EVIL}.argosmodel"],
        ["models", "install", "embedded", "--from", "."], ["models", "remove", "zh", EVIL], ["models", "prepare", "zh", f"::x{EVIL}"],
        ["review", "--no-open"], ["adopt", "--dry-run"], ["adopt", "--dry-run", "--format", "json"], ["clean"],
        ["clean", "--orphans", "--dry-run", "--format", "json"], ["resolve", ".", "--take", "mine", "--dry-run"],
        ["resolve", ".", "--take", "draft", "--dry-run", "--format", "json"], ["approve", "."], ["approve", ".", "--format", "json"],
        ["approve", ".", "--undo"], ["translate", "--dry-run"], ["translate", "--redraft"], ["translate", "--format", "json"],
    ]  # fmt: skip


def raw(text):
    """Return the control characters of a text."""
    return re.findall(r"\r(?!\n)", text) + [
        char
        for char in text
        if char not in "\n\t\r"
        and (
            unicodedata.category(char) in ("Cc", "Zl", "Zp")
            or unicodedata.bidirectional(char) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
            or char in "\u200e\u200f\u061c"
        )
    ]  # fmt: skip


def orders(text):
    """Return the lines that a runner of jobs would obey."""
    return [
        line
        for line in text.split("\n")
        if line.lstrip().lstrip("\ufeff").lstrip().startswith("::") or re.search(r"##[A-Za-z]*\[", line)
    ]


@pytest.fixture
def site(tmp_path, monkeypatch):
    build(tmp_path, FILES, CONFIG)
    git(tmp_path, "init")
    assert cli(tmp_path, "translate") in (0, 1)
    for path in ("::a::x.en.md", "deep/b.en.md"):
        page = tmp_path / path
        page.write_text(
            page.read_text("utf-8").replace("3,000", f"30{EVIL}00").replace("$300", "$30\n::error::0"),
            "utf-8",
        )
    assert cli(tmp_path, "export", "--format", "csv", "-o", "out.csv") in (0, 2)
    (tmp_path / "broken.csv").write_text(f'page,unit,source,target\n"{EVIL}\n::error::x', "utf-8")
    source = tmp_path / "deep/b.md"
    source.write_text(source.read_text("utf-8").replace("公司", f"集团{EVIL}"), "utf-8")
    git(tmp_path, "add", ".")
    monkeypatch.setattr("transflow.review.server.listen", lambda port: port)
    monkeypatch.setattr(
        "transflow.review.server.serve", lambda _desk, _port, show: show(f"http://x/{EVIL}\n::error::x")
    )
    return tmp_path


def test_every_command_is_tried():
    every = {command.name for command in app.app.registered_commands}
    every |= {
        f"{group.name} {command.name or command.callback.__name__}"
        for group in app.app.registered_groups
        for command in group.typer_instance.registered_commands
    }
    tried = {" ".join(line[: 1 + (line[0] in ("glossary", "models"))]) for line in commands()}
    assert tried == every


@pytest.mark.parametrize("runner", ["", "CI", "GITHUB_ACTIONS"])
def test_no_command_shows_any(site, capsys, monkeypatch, runner):
    for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    if runner:
        monkeypatch.setenv(runner, "true")
    monkeypatch.chdir(site)
    capsys.readouterr()
    for command in commands():
        code = cli(site, *command)
        out, err = capsys.readouterr()
        assert code in (0, 1, 2), (command, err)
        assert raw(out + err) == [], command
        if "github" in command:
            assert all(re.match("::(error|warning|notice) ", line) for line in out.splitlines())
        elif runner or command[0] == "export" or command[:2] == ["glossary", "export"]:
            assert orders(out + err) == [], command
        if "json" in command and out:
            json.loads(out)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "tmx"])
def test_what_was_exported_comes_back(site, capsys, monkeypatch, form):
    """Whether it was piped or written to a file, and though nothing in it may be shown as it is."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    capsys.readouterr()
    assert cli(site, "export", "--format", form) in (0, 2)
    piped = capsys.readouterr().out
    assert cli(site, "export", "--format", form, "-o", f"x.{form}") in (0, 2)
    assert (site / f"x.{form}").read_text("utf-8").replace("\r\n", "\n") == piped.replace("\r\n", "\n")
    assert raw(piped) == orders(piped) == []
    pages = [(site / path).read_bytes() for path in ("::a::x.en.md", "deep/b.en.md")]
    assert cli(site, "import", f"x.{form}") == 0
    assert "refused" not in "".join(capsys.readouterr())
    assert pages == [(site / path).read_bytes() for path in ("::a::x.en.md", "deep/b.en.md")]


@pytest.mark.parametrize("form", ["po", "csv"])
def test_a_text_with_such_signs_is_taken(site, form):
    assert cli(site, "export", "--format", form, "-o", f"x.{form}", "deep/b.md") in (0, 2)
    file = site / f"x.{form}"
    text = file.read_text("utf-8")
    assert "\\u0085" in text
    draft = next(line for line in (site / "deep/b.en.md").read_text("utf-8").splitlines() if "- " in line)
    shown = signs.spelled(draft.removeprefix("- "))
    shown = shown.replace("\\", "\\\\") if form == "po" else shown
    assert shown in text
    file.write_text(text.replace(shown, f"Mine {shown}"), "utf-8")
    assert cli(site, "import", f"x.{form}") == 0
    assert f"- Mine {draft.removeprefix('- ')}" in (site / "deep/b.en.md").read_text("utf-8")


@given(st.text("\\u0085a2:#[x\n \x85\u202e\x1b=+'\ufeff", max_size=30))
def test_what_is_spelled_is_what_it_was(text):
    for spell, back in ((signs.spelled, signs.unspelled), (signs.cell, signs.of_cell)):
        assert back(spell(text)) == text
        assert raw(spell(text)) == orders(spell(text)) == []


@given(st.text("\\u0085a2:#[x\n é", max_size=30).filter(lambda text: not orders(text)))
def test_what_is_no_such_sign_stays(text):
    if not re.search(r"\\u[0-9a-f]{4}", text):
        assert signs.spelled(text) == text


@pytest.mark.parametrize("form", ["csv", "tsv", "tbx"])
def test_a_glossary_comes_back(site, capsys, form):
    assert cli(site, "glossary", "find", "公司", "--format", "json") == 0
    before = json.loads(capsys.readouterr().out)["terms"]
    assert cli(site, "glossary", "export", "--format", form) == 0
    (site / f"back.{form}").write_text(capsys.readouterr().out, "utf-8")
    (site / "glossaries/g.yaml").unlink()
    assert cli(site, "glossary", "import", f"{site}/back.{form}") == 0
    capsys.readouterr()
    assert cli(site, "glossary", "find", "公司", "--format", "json") == 0
    after = json.loads(capsys.readouterr().out)["terms"]
    for term in (*before, *after):
        term.pop("origin", "")
    assert {(term["source"], term["target"]) for term in after} == {
        (term["source"], term["target"]) for term in before
    }


def test_a_term_is_never_a_formula(tmp_path, capsys):
    build(
        tmp_path, {"glossaries/g.yaml": 'source: zh\ntarget: en\nterms:\n  债券: "=cmd|x"\n  "+股": "\'=y"\n'}
    )
    for form in ("csv", "tsv"):
        assert cli(tmp_path, "glossary", "export", "--format", form) == 0
        out = capsys.readouterr().out
        assert "'=cmd" in out
        assert "''=y" in out
        assert "'+股" in out
