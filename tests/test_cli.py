import json
import re
import subprocess
import sys
from enum import EnumType
from pathlib import Path
from unittest.mock import ANY

import pytest
import typer
from typer._coercion import build_runtime_param

from tests.sites import build, cli, printed, process, snapshot
from transflow import __version__
from transflow.cli import app
from transflow.cli.values import _UNREAD, _taken
from transflow.translator.ladder import RUNGS

DOCS = Path(__file__).parents[1] / "docs"

PAGE = """---
title: 市场
lang: [zh-CN]
---

恒生指数上涨9%。
"""
GLOSSARY = "source: zh\ntarget: en\nterms:\n  恒生指数: Hang Seng Index\n"
FILES = {"content/a.md": PAGE, "content/b.md": PAGE, "glossaries/g.yaml": GLOSSARY}


@pytest.fixture
def site(tmp_path):
    build(tmp_path, FILES)
    return tmp_path


def read(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_site_without_a_page_in_its_language_is_told(tmp_path, capsys):
    build(tmp_path, {"content/a.md": "---\nlang: en\n---\nHi\n"}, "source: zh-TW\ntargets: [ja]\n")
    told = "no page is in zh-TW (see `source` and `content` in transflow.yaml)"
    for command, begin in (("status", "No translations"), ("plan", "Nothing to do")):
        assert cli(tmp_path, command) == 0
        assert capsys.readouterr().err == f"{begin}: {told}.\n"


@pytest.mark.parametrize("named", ["content/a.md", "content", "content/a.en.md", ""])
def test_a_translation_that_cannot_be_read_is_told_by_whatever_name_its_page_is_asked_for(
    site, named, capsys
):
    broken = site / "content/a.en.md"
    broken.write_text("Hang Seng.\n\n<<<<<<< HEAD\nIt rose.\n=======\nIt fell.\n>>>>>>> other\n", "utf-8")
    before = snapshot(site)
    paths = [named] if named else []
    for command in ("plan", "status", "diff", "check", "translate"):
        dry = ["--dry-run"] if command == "translate" else []
        assert cli(site, command, *dry, *paths) == 2
        told = capsys.readouterr().err
        assert "content/a.en.md:3: has an unfinished merge" in told
        assert "No" not in told
    if named != "content/a.en.md":
        assert cli(site, "plan", "--language", "en", *paths) == 2
        capsys.readouterr()
    assert cli(site, "plan", "content/b.md") == 0
    assert "merge" not in capsys.readouterr().err
    assert snapshot(site) == before


def test_the_day_of_a_translator(site, capsys):
    assert cli(site, "plan", "--format", "json") == 0
    tasks = read(capsys)["tasks"]
    assert tasks[0] == {
        "source": "content/a.md", "target": "content/a.en.md", "language": "en", "reason": "missing",
        "units": 2, "changed": 2, "characters": 11, "reused": 0,
    }  # fmt: skip
    assert cli(site, "translate", "content/a.md") == 0
    assert "wrote content/a.en.md: 2 units drafted" in capsys.readouterr().out
    draft = (site / "content/a.en.md").read_text("utf-8")
    assert "Hang Seng Index" in draft
    assert "9%" in draft
    assert "lang: [en]" in draft
    assert "draft: true" in draft
    assert cli(site, "status", "--format", "json") == 0
    assert read(capsys) == {
        "version": 1,
        "pages": [
            {"source": "content/a.md", "target": "content/a.en.md", "language": "en", "state": "draft",
             "changed": 0, "edited": 0, "conflicts": 0, "risk": ANY, "terms": 0},
            {"source": "content/b.md", "target": "content/b.en.md", "language": "en", "state": "missing",
             "changed": 0, "edited": 0, "conflicts": 0, "risk": None, "terms": 0},
        ],
        "summary": {"missing": 1, "draft": 1},
    }  # fmt: skip


def test_a_second_run_does_nothing(site, capsys):
    assert cli(site, "translate") == 0
    before = snapshot(site)
    capsys.readouterr()
    assert cli(site, "translate") == 0
    assert capsys.readouterr().err == "Nothing to do.\n"
    assert snapshot(site) == before


def test_a_dry_run_writes_nothing(site, capsys):
    before = snapshot(site)
    assert cli(site, "translate", "--dry-run") == 0
    assert "would write content/a.en.md: 2 units" in capsys.readouterr().out
    assert snapshot(site) == before


@pytest.mark.parametrize("command", [("plan",), ("status",), ("report",), ("diff", "content/a.md")])
def test_a_state_that_there_is_not_is_refused_before_anything_is_printed(site, capsys, command):
    assert cli(site, *command, "--fail-on", "bogus") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("transflow: unknown state 'bogus' (one of ")


@pytest.mark.parametrize("options", [("--language", "qq"), ("--language", "en", "--source", "qq")])
def test_explain_refuses_a_language_that_there_is_not(site, capsys, options):
    assert cli(site, "explain", "--text", "三亿", *options) == 2
    assert capsys.readouterr().err.startswith("transflow: unknown language code 'qq'")


def test_models_install_tells_that_the_target_language_is_missing(site, capsys):
    assert cli(site, "models", "install", "zh") == 2
    told = "transflow: the target language beside 'zh' is missing (transflow models install zh TARGET)\n"
    assert capsys.readouterr().err == told


def test_plan_and_status_tell_of_a_glossary_that_does_not_exist(site, capsys):
    (site / "transflow.yaml").write_text(
        "source: zh-CN\ntargets: [en]\nglossaries: [glossaries/none.yaml]\n", "utf-8"
    )
    for command in ("plan", "status"):
        assert cli(site, command) == 2
        captured = capsys.readouterr()
        assert "content/a.en.md" in captured.out
        assert captured.err.count("transflow.yaml:3: glossary 'glossaries/none.yaml' does not exist") == 1


def test_status_of_drafts_tells_of_it_once(site, capsys):
    assert cli(site, "translate", "--engine", "pseudo") == 0
    (site / "transflow.yaml").write_text(
        "source: zh-CN\ntargets: [en]\nglossaries: [glossaries/none.yaml]\n", "utf-8"
    )
    capsys.readouterr()
    assert cli(site, "status") == 2
    assert capsys.readouterr().err.count("glossaries/none.yaml") == 1


def test_plan_tells_of_a_glossary_that_cannot_be_followed(site, capsys):
    (site / "glossaries" / "g.yaml").write_text(GLOSSARY + "  恒生指数: HSI\n", "utf-8")
    assert cli(site, "plan") == 2
    captured = capsys.readouterr()
    assert "content/a.en.md" in captured.out
    assert "glossaries/g.yaml:5: '恒生指数' is already a term" in captured.err


def test_fail_on_makes_the_answer_no(site):
    assert cli(site, "status", "--fail-on", "stale") == 0
    assert cli(site, "status", "--fail-on", "stale,missing") == 1
    assert cli(site, "plan", "--fail-on", "missing") == 1


def test_filters(site, capsys):
    cli(site, "translate", "content/a.md")
    capsys.readouterr()
    assert cli(site, "status", "--state", "draft") == 0
    assert capsys.readouterr().out == "draft  content/a.en.md\n"
    assert cli(site, "plan", "--reason", "missing", "--limit", "1") == 0
    assert capsys.readouterr().out.startswith("missing  content/b.en.md")
    assert cli(site, "plan", "--language", "EN", "--reason", "stale") == 0
    assert capsys.readouterr().out == ""


def test_explain_a_text(site, capsys):
    text = "恒生指数上涨9%，市值蒸发超3,000亿美元。"
    assert cli(site, "explain", "--text", text, "--format", "json") == 0
    (unit,) = read(capsys)["units"]
    assert unit["terms"] == [{"source": "恒生指数", "target": "Hang Seng Index"}]
    assert unit["quantities"][1] == {
        "text": "超3,000亿美元", "kind": "money", "value": "300000000000", "unit": "", "currency": "USD",
        "rendered": "more than $300 billion",
    }  # fmt: skip


def test_explain_a_page_says_how_it_was_drafted(site, capsys):
    cli(site, "translate")
    capsys.readouterr()
    assert cli(site, "explain", "content/a.en.md") == 0
    out = capsys.readouterr().out
    assert "6: 恒生指数上涨9%。" in out
    assert "drafted    inline" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["status", "content/zz.md"], "no page of this workspace: content/zz.md (check the spelling)"),
        (["status", "../elsewhere.md"], "lies outside the workspace"),
        (["status", "--language", "klingon"], "unknown language code 'klingon'"),
        (["plan", "-l", "fr"], "no page is translated into fr (wanted are en)"),
        (["status", "--state", "rotten"], "unknown state 'rotten' (one of orphan,"),
        (["translate", "--engine", "argoss"], "unknown engine 'argoss'; did you mean 'argos'?"),
        (["explain"], "name a page, or give a text with --text"),
        (["plan", "--limit", "many"], "(see `transflow plan --help`)"),
        (["plam"], "No such command 'plam'"),
        (["plan", "--nope"], "No such option: --nope"),
        (["plan", "--quiet"], "--quiet stands before the command: transflow --quiet plan"),
        (["models", "list", "-q"], "-q stands before the command: transflow -q models list"),
        (["models", "install", "a", "b", "c"], "name `embedded`, two languages or one file"),
        (["models", "install", "nothing.argosmodel"], "nothing.argosmodel"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(site, capsys, arguments, message):
    assert cli(site, *arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1, captured.err
    assert captured.err.startswith("transflow: ")
    assert message in captured.err


def test_without_a_workspace(tmp_path, capsys):
    assert cli(tmp_path, "status") == 2
    assert capsys.readouterr().err.startswith("transflow: no transflow.yaml here or in any folder above")


def test_a_misspelt_engine_is_told_before_there_is_anything_to_draft(tmp_path, capsys):
    build(tmp_path, {"content/a.en.md": ""}, "targets: [en]\nengine: pseodo\n")
    assert cli(tmp_path, "plan") == 0  # it may be installed where the drafting is done
    told = "transflow.yaml:2: unknown engine 'pseodo'; did you mean 'pseudo'?"
    assert f"transflow: warning: {told}" in capsys.readouterr().err
    for command in ("status", "check"):  # neither needs one
        assert cli(tmp_path, command) == 0
        assert "engine" not in capsys.readouterr().err
    assert cli(tmp_path, "translate") == 2
    assert capsys.readouterr().err.startswith(f"transflow: {told}")


def test_a_folder_that_does_not_exist_is_told(tmp_path, capsys):
    assert cli(tmp_path / "none", "status") == 2
    assert (
        capsys.readouterr().err == f"transflow: {tmp_path / 'none'}: there is no such folder (correct -C)\n"
    )


@pytest.mark.parametrize("group", [[], ["glossary"], ["models"]])
def test_without_a_command_there_is_its_help(group, capsys):
    assert app.run(group) == 2
    read = capsys.readouterr()
    assert read.out.startswith(" ".join(["Usage: transflow", *group, "[OPTIONS] COMMAND"]))
    assert read.err == ""
    assert "..." not in read.out.partition("Commands:")[2]


def test_no_engine_is_one_line_with_both_ways_out(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    build(tmp_path / "site", FILES, "targets: [is]\nengine: argos\n")
    assert cli(tmp_path / "site", "translate") == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "transflow models install zh is" in error


def test_the_other_pages_are_done(site, capsys):
    (site / "content/a.md").write_bytes(b"---\ntitle: [\n---\n")
    (site / "content/c.md").write_bytes(b"\xff")
    assert cli(site, "translate") == 2
    captured = capsys.readouterr()
    assert "wrote content/b.en.md" in captured.out
    assert len(captured.err.splitlines()) == 2
    assert (site / "content/b.en.md").exists()


def test_a_read_only_target_is_told(site, capsys):
    cli(site, "translate")
    (site / "content/a.en.md").chmod(0o444)
    (site / "content/a.md").write_text(PAGE.replace("9%", "10%"), "utf-8")
    before = (site / "content/a.en.md").read_bytes()
    capsys.readouterr()
    assert cli(site, "translate") == 2
    assert "content/a.en.md: is read-only" in capsys.readouterr().err
    assert (site / "content/a.en.md").read_bytes() == before


def test_a_bug_keeps_its_traceback(site, capsys, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr("transflow.site.workspace.find", broken)
    assert cli(site, "status") == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_says_so(site, capsys, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("transflow.site.workspace.find", interrupted)
    assert cli(site, "status") == 130
    assert capsys.readouterr().err == "transflow: interrupted\n"


def test_both_ways_to_start_it(site):
    done = process(site, "--version")
    assert (done.returncode, done.stdout) == (0, f"transflow {__version__}\n")
    done = process(site, "status")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("missing  content/a.en.md")


def test_quiet_leaves_only_results(site, capsys):
    assert cli(site, "--quiet", "translate") == 0
    assert capsys.readouterr().err == ""


def commands():
    for command in app.app.registered_commands:
        yield (command.name,), command
    for group in app.app.registered_groups:
        for command in group.typer_instance.registered_commands:
            yield (group.name, command.name or command.callback.__name__), command


@pytest.mark.parametrize(
    ("name", "command"),
    list(commands()),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_shows_an_example_and_is_documented(name, command, capsys):
    assert re.match(rf"Example: transflow {' '.join(name)}\b", command.epilog or ""), command.epilog
    assert app.run([*name, "--help"]) == 0
    help_text = capsys.readouterr().out
    assert "Example: transflow" in help_text
    assert not re.search(r"\[\[|str>|int>|range>|(Args|Raises|Returns):", help_text)
    assert command.callback.__doc__


def test_a_command_in_a_message_can_be_pasted(tmp_path, capsys):
    text = "---\nlang: zh-CN\ntranslations: [en]\n---\n\n文。\n"
    build(tmp_path, {"content/it's a.md": text, "content/市场.md": text})
    assert cli(tmp_path, "check") == 1
    told = capsys.readouterr().out
    assert "run `transflow translate 'content/it'\"'\"'s a.md'`" in told
    assert "run `transflow translate content/市场.md`" in told


def test_help_and_documentation_explain_every_step_of_a_draft(capsys):
    assert app.run(["explain", "--help"]) == 0
    told, documented = capsys.readouterr().out, (DOCS / "workflow.md").read_text("utf-8")
    for rung in RUNGS:
        assert f"{rung}:" in told
        assert f"\n| `{rung}` | " in documented


@pytest.mark.parametrize(
    ("command", "form", "other"), [("report", "sarif", "check"), ("check", "html", "report")]
)
def test_a_format_of_another_command_is_told(tmp_path, command, form, other, capsys):
    build(tmp_path, {"content/a.md": "甲。\n"})
    assert cli(tmp_path, command, "--format", form) == 2
    assert f"`transflow {other} --format {form}` has it" in capsys.readouterr().err


def test_a_page_without_texts_is_planned_as_it_is_written(tmp_path, capsys):
    build(tmp_path, {"content/a.md": "", "content/b.md": "```\nx\n```\n"})
    assert cli(tmp_path, "plan") == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["missing", "content/a.en.md"],
        ["missing", "content/b.en.md"],
    ]
    assert cli(tmp_path, "translate") == 0
    assert cli(tmp_path, "plan") == 0
    assert "Nothing to do." in capsys.readouterr().err


CODE_PAGES = {
    "a code page that was asked for": {"PYTHONIOENCODING": "cp1252"},
    "another": {"PYTHONIOENCODING": "cp936"},
    "none for pipes": {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
}
ODD = "---\ntitle: 市场 → é 🎉\n---\n\n公司拟回购3,000亿美元股份。🎉\n"


@pytest.mark.parametrize("environment", CODE_PAGES.values(), ids=CODE_PAGES)
@pytest.mark.parametrize(
    "command", [("explain", "content/a.md"), ("check", "--format", "sarif"), ("status", "→🎉")]
)
def test_no_text_is_too_much_for_a_code_page(tmp_path, environment, command):
    build(tmp_path, {"content/a.md": ODD})
    done = printed(tmp_path, *command, environment=environment)
    assert done.returncode in {0, 1, 2}, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("environment", CODE_PAGES.values(), ids=CODE_PAGES)
def test_no_letter_of_data_is_lost_in_a_code_page(tmp_path, environment):
    build(tmp_path, {"content/a.md": ODD})
    done = printed(tmp_path, "explain", "content/a.md", "--format", "json", environment=environment)
    told = done.stdout.decode("ascii" if "PYTHONIOENCODING" in environment else "utf-8")
    assert [unit["text"] for unit in json.loads(told)["units"]] == [
        "市场 → é 🎉",
        "公司拟回购3,000亿美元股份。🎉",
    ]
    assert "🎉" in printed(tmp_path, "export", environment=environment).stdout.decode("utf-8")


def test_lines_end_alike_everywhere(tmp_path):
    build(tmp_path, {"content/a.md": ODD})
    code = "import os, sys; sys.stdout.reconfigure(newline='\\r\\n'); sys.argv = ['transflow', 'plan']; from transflow.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout.endswith(b"\n")
    assert b"\r" not in done.stdout


def test_names_in_another_encoding_say_how_they_are_read(tmp_path):
    build(tmp_path, {"content/博客.md": ODD})
    done = printed(tmp_path, "plan", environment=CODE_PAGES["none for pipes"])
    assert done.returncode == 2
    assert b"is not in ascii, which this system takes names to be in (set PYTHONUTF8=1" in done.stderr


def _values(command, *way):
    """Yield each parameter of all commands that takes values, with the value that it has by default."""
    for param in command.params:
        yield " ".join((*way, str(param.name))), param
    for name, inner in getattr(command, "commands", {}).items():
        yield from _values(inner, *way, name)


def test_a_value_that_stands_as_it_is_wanted_is_what_typer_makes_of_it():
    context = typer.Context(command := app._command())
    for name, param in _values(command):
        kind, many = param.type_descriptor.annotation, param.multiple or param.nargs == -1
        typers = build_runtime_param(param.type_descriptor)
        choices = [one.value for one in kind] if isinstance(kind, EnumType) else ["text", "-", "", "7"]
        for value in (None, param.get_default(context), *([["a", ""], ("b",), []] if many else choices)):
            taken = _taken(value, kind, many=many)
            if taken is not _UNREAD:
                wanted = typers.coerce(value, param=param, ctx=context)
                assert (type(taken), taken) == (type(wanted), wanted), (name, value)
