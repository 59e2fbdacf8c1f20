"""Writes the pages of this folder that are made from the code itself: `make docs`. A test holds them to it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.numbers.rules import RULES as SHARED
from transflow.patterns import RuleLine
from transflow.quantities import find, render

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "transflow"

_MODULES = """# Modules

One sentence a module, its docstring's first; made by `make docs`. [architecture.md](architecture.md) shows how they
work together.
"""

_RULES = "## The rules\n"
_RULES_MADE = """
Each line stands for a line of `rules.tsv`; `-` is nothing. The names are those of the patterns, several lines of one
name its alternatives. Made by `make docs`; a test reads every example.
"""
_FILES = (("Chinese", "zh", CHINESE), ("English", "en", ENGLISH), ("Every language", "en", SHARED))


def modules() -> str:
    """Return the page that says of every module what it holds."""
    parts = [_MODULES]
    for folder in (SOURCE, *sorted(path for path in SOURCE.rglob("*") if (path / "__init__.py").is_file())):
        name = folder.relative_to(SOURCE).as_posix()
        title = "transflow" if folder == SOURCE else name
        parts.append(f"## `{title}`\n\n{_sentence(folder / '__init__.py')}\n\n" + "".join(_rows(folder)))
    return "\n".join(parts)


def _rows(folder: Path) -> Iterator[str]:
    files = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    if files:
        yield "| module | what it holds |\n|---|---|\n"
    yield from (f"| `{path.stem}` | {_sentence(path)} |\n" for path in files)


def _sentence(path: Path) -> str:
    """Return the first paragraph of a module's docstring, as it stands in a table."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split()).replace("|", "\\|")


def quantities() -> str:
    """Return the page about figures: its prose as it is, and the section of the rules anew from their own examples."""
    return (HERE / "quantities.md").read_text("utf-8").partition(_RULES)[0] + _rules()


def _rules() -> str:
    """Return the section: for each line of a file of rules its example, what is read in it, how English says it, and why."""
    parts = [
        _RULES,
        _RULES_MADE,
    ]
    for name, language, rules in _FILES:
        heading = ""
        for line in rules.lines:
            if line.heading != heading:
                heading = line.heading
                parts.append(
                    f"\n### {name}: {heading}\n\n| rule | example | reading | in English | why |\n|---|---|---|---|---|\n"
                )
            parts.append(_rule(line, language))
    return "".join(parts)


def _rule(line: RuleLine, language: str) -> str:
    tagged = re.fullmatch(r"\[([\w-]+)\] (.*)", line.example)
    tag, text = tagged.groups() if tagged else (language, line.example)
    words = "; ".join(render(one, "en") for one in find(text, tag))
    cells = (line.rule, line.example, line.reading.replace(" | ", "; "), words, line.why)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


PAGES = {"modules.md": modules, "quantities.md": quantities}
"""What is made, by its name in this folder."""

if __name__ == "__main__":
    for name, made in PAGES.items():
        (HERE / name).write_text(made(), "utf-8")
