"""CONTRIBUTING.md: what it shows is taken from it and tried."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.sites import build
from transflow.markdown.feature import Feature, Markup
from transflow.patterns import Rules

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(
    r"^```(\w+)\n(.*?)^```$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


def block(begin):
    """The one block of code that begins like this."""
    (found,) = (text for _, text in BLOCKS if text.lstrip().startswith(begin))
    return found


def transflow(site, path, *arguments):
    """Run the command in a process that finds packages in a folder first."""
    command = [sys.executable, "-m", "transflow", *arguments]
    env = {"PYTHONPATH": str(path), "PATH": "/usr/bin:/bin", "HOME": str(site)}
    return subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, env=env)


def copied(tmp_path):
    """A copy of the source code that may be changed."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "src"


def test_the_engine_drafts_a_page(tmp_path):
    place = tmp_path / "installed"
    for begin in ("# my_package/phrases.py", "# pyproject.toml"):
        file = place / begin.removeprefix("# ")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block(begin), "utf-8")
    # The folder with `pyproject.toml` is what an installation finds packages in.
    project = tomllib.loads((place / "pyproject.toml").read_text("utf-8"))["project"]
    info = place / "my_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    ((name, target),) = project["entry-points"]["transflow.engines"].items()
    (info / "entry_points.txt").write_text(f"[transflow.engines]\n{name} = {target}\n")
    site = tmp_path / "site"
    build(site, {"content/a.md": "市场情绪回暖。\n\n利率下降。\n"})
    done = transflow(site, place, "translate", "--engine", name)
    assert done.returncode == 0, done.stderr
    page = (site / "content/a.en.md").read_text("utf-8")
    assert page.endswith("---\nSentiment is warming up.\n\nI do not know that.\n")
    assert f'"engine":"{name} {project["version"]}"' in next(site.rglob("*.jsonl")).read_text("utf-8")


def test_the_check_finds_what_it_is_for(tmp_path):
    src = copied(tmp_path)
    (src / "transflow/checks/tone.py").write_text(block("# src/transflow/checks/tone.py"), "utf-8")
    registry = src / "transflow/checks/registry.py"
    text = registry.read_text("utf-8").replace("    tags,\n", "    tags,\n    tone,\n")
    assert "tone," in text
    registry.write_text(text.replace('    Check("TF701"', f'{block("Check(")}    Check("TF701"'), "utf-8")
    site = tmp_path / "site"
    build(site, {"content/a.md": "市场上涨。\n", "content/a.en.md": "---\nlang: en\n---\nThe market rose!\n"})
    assert transflow(site, src, "adopt").returncode == 0
    done = transflow(site, src, "check", "--select", "exclamation")
    line = "content/a.en.md:7:16: TF607 warning the source does not exclaim here"
    assert done.stdout.splitlines()[0] == line, done.stderr


def test_the_report_format_is_printed(tmp_path):
    src = copied(tmp_path)
    (src / "transflow/reports/tsv.py").write_text(block("# src/transflow/reports/tsv.py"), "utf-8")
    formats = src / "transflow/reports/__init__.py"
    text = formats.read_text("utf-8")
    line = '    "badge": _format("badge", "whole"),\n'
    assert line in text
    formats.write_text(text.replace(line, line + block('"tsv"')), "utf-8")
    site = tmp_path / "site"
    build(site, {"content/a.md": "市场上涨。\n"})
    done = transflow(site, src, "report", "--format", "tsv")
    assert done.stdout == "missing\tcontent/a.en.md\n", done.stderr


def test_the_feature_finds_what_its_rule_says(tmp_path):
    (tmp_path / "grammar.tsv").write_text(block("# keyboard"), "utf-8")
    rules = Rules(tmp_path / "grammar.tsv")
    (line,) = rules.lines
    names = {"GRAMMAR": rules, "Feature": Feature, "Markup": Markup}
    exec(block("FEATURE = "), names)
    (markup,) = names["FEATURE"].markup
    found = markup.pattern.search(line.example)
    assert line.reading == f"{found[0]} | text={found['text']}"
