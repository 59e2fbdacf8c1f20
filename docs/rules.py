"""Writes the last section of quantities.md, "The rules", from the examples of the rules: `python docs/rules.py`."""

import re
import sys
from pathlib import Path

from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.numbers.rules import RULES as SHARED
from transflow.patterns import RuleLine
from transflow.quantities import find, render

PAGE = Path(__file__).with_name("quantities.md")
_TITLE = "## The rules\n"
_INTRODUCTION = """
Each line stands for a line of `rules.tsv`; `-` is nothing. The names are those of the patterns, several lines of one
name its alternatives. A test reads every example.
"""
_FILES = (("Chinese", "zh", CHINESE), ("English", "en", ENGLISH), ("Every language", "en", SHARED))


def section() -> str:
    """Return the section: for each line of a file of rules its example, what is read in it, how English says it, and why."""
    parts = [
        _TITLE,
        _INTRODUCTION,
    ]
    for name, language, rules in _FILES:
        heading = ""
        for line in rules.lines:
            if line.heading != heading:
                heading = line.heading
                parts.append(
                    f"\n### {name}: {heading}\n\n| rule | example | reading | in English | why |\n|---|---|---|---|---|\n"
                )
            parts.append(_row(line, language))
    return "".join(parts)


def _row(line: RuleLine, language: str) -> str:
    tagged = re.fullmatch(r"\[([\w-]+)\] (.*)", line.example)
    tag, text = tagged.groups() if tagged else (language, line.example)
    words = "; ".join(render(one, "en") for one in find(text, tag))
    cells = (line.rule, line.example, line.reading.replace(" | ", "; "), words, line.why)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def page() -> str:
    """Return the whole page, with the section as it should be."""
    return PAGE.read_text(encoding="utf-8").partition(_TITLE)[0] + section()


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
