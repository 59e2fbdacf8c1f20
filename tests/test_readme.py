"""The tutorial in the README, run as it stands: what it says a command prints is what the command prints."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import demo
import pytest

from transflow.cli.app import app
from transflow.site.planner import survey
from transflow.site.workspace import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


TUTORIAL = README.split("## Five minutes")[1].split("\n## ")[0]


def steps(text=TUTORIAL):
    """Yield each command of a text with what it should print."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            here = re.match(r".*<<'EOF'\n.*?^EOF$", step, re.DOTALL | re.MULTILINE)
            command, _, expected = (here[0], "", step[here.end() + 1 :]) if here else step.partition("\n")
            yield command, expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="the tutorial is written for a POSIX shell")
def test_the_tutorial_works_as_written(tmp_path):
    assert len(list(steps())) > 12
    scripts = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    folder = tmp_path
    for command, expected in steps():
        done = subprocess.run(
            ["bash", "-c", f"{command}\npwd > {tmp_path}/.where"],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout == expected, command
        folder = Path((tmp_path / ".where").read_text().strip())


def test_every_file_that_the_readme_links_to_exists():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert "@@" not in README
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_chinese_readme_has_the_same_tutorial():
    chinese = (ROOT / "README.zh-CN.md").read_text("utf-8")
    assert list(steps(chinese.partition("## 五分钟上手")[2])) == list(steps())


def test_every_command_stands_in_the_readme():
    names = [command.name for command in app.registered_commands] + [
        group.name for group in app.registered_groups
    ]
    assert [name for name in names if f"| `transflow {name}` |" not in README] == []


def test_every_command_for_glossaries_stands_in_their_readme():
    text = (ROOT / "docs" / "glossaries.md").read_text("utf-8")
    names = [command.name for group in app.registered_groups if group.name == "glossary"
             for command in group.typer_instance.registered_commands]  # fmt: skip
    assert names
    assert [name for name in names if f"`transflow glossary {name}" not in text] == []


def test_figures_of_speed_are_quoted_from_the_results():
    results = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
    quotes = [paragraph for paragraph in README.split("\n\n") if "(benchmarks/RESULTS.md)" in paragraph]
    figures = [figure for quote in quotes for figure in re.findall(r"\d[\d.,]*\d|\d", quote)]
    assert figures
    assert [
        figure for figure in figures if not re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", results)
    ] == []


def test_the_demo_lays_out_a_workspace(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "DEMO", tmp_path / "demo")
    demo.prepare()
    assert [pair.target for pair in survey(load(tmp_path / "demo")).pairs] == [demo.TARGET]
