"""The rules that find figures are data: each line's example is matched by its pattern and read as the line says."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from transflow.languages.en import names as english_names
from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh import names as chinese_names
from transflow.languages.zh.numerals import folded
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.numbers.rules import RULES as SHARED
from transflow.quantities import find, render

_FILES = {"zh": CHINESE, "en": ENGLISH, "": SHARED}


def _sides():
    return [(language, rules, line) for language, rules in _FILES.items() for line in rules.lines]


def _example(language, line):
    """Return the language tag and the text of an example: `[zh-HK] …` names a region."""
    tagged = re.fullmatch(r"\[([\w-]+)\] (.*)", line.example)
    return tagged.groups() if tagged else (language or "en", line.example)


def _entry(one):
    return f"{one.kind}:{'..'.join(one.values)}:{one.currency or one.unit}"


@pytest.mark.parametrize("language", _FILES)
def test_each_line_reads_its_example(language):
    for side, _rules, line in _sides():
        if side == language:
            tag, text = _example(language, line)
            assert (" | ".join(map(_entry, find(text, tag))) or "-") == line.reading, line


@pytest.mark.parametrize("language", _FILES)
def test_each_line_matches_in_its_example(language):
    for side, rules, line in _sides():
        if side == language:
            text = _example(language, line)[1]
            pattern = re.compile(rules.expanded(line.pattern))
            ends = range(len(text), -1, -1)  # \Z is where a number begins
            assert any(pattern.search(one, 0, end) for one in (text, folded(text)) for end in ends), line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_texts_are_looked_through_for_shows_itself_by_a_letter_or_figure(language):
    names = english_names if language == "en" else chinese_names
    for name, needs in (("codes", names.IN_CODES), ("phrases", names.IN_PHRASES)):
        for line in (line for line in _FILES[language].lines if line.rule == name):
            text = folded(_example(language, line)[1])
            found = re.search(_FILES[language].expanded(line.pattern), text)
            assert not found or needs.search(found[0]), line


def test_each_line_says_why_and_stands_under_a_heading():
    for _language, _rules, line in _sides():
        assert line.why, line
        assert line.heading, line


def test_no_rule_is_left_over():
    """Every name is used by the code of its language or by another rule."""
    for language, rules in _FILES.items():
        package = sys.modules[
            f"transflow.languages.{language}" if language else "transflow.numbers"
        ].__path__[0]
        code = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(package).glob("*.py")))
        patterns = "".join(line.pattern for line in rules.lines)
        for name in {line.rule for line in rules.lines}:
            assert f'"{name}"' in code or f"{{{name}}}" in patterns, name


def test_an_unknown_name_is_an_error():
    with pytest.raises(KeyError):
        CHINESE["no-such-rule"].search("")


def test_rules_are_read_when_they_are_needed():
    code = "import transflow.quantities as q; from transflow.languages.zh.rules import RULES as r; print('lines' in vars(r))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


_PAGE = Path(__file__).parent.parent / "docs" / "quantities.md"


def test_the_page_of_the_rules_is_current():
    """`make docs` writes it."""
    spec = importlib.util.spec_from_file_location("docs_build", _PAGE.with_name("build.py"))
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert _PAGE.read_text(encoding="utf-8") == build.quantities()


def _table():
    """Yield the rows of the table of kinds in the documentation: Chinese examples, their values, their English."""
    lines = (
        _PAGE.read_text(encoding="utf-8")
        .partition("## Kinds and values")[2]
        .partition("\n- ")[0]
        .splitlines()
    )
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and "`" in cells[2]:
            yield [part for cell in (cells[1], cells[4]) for part in [re.split(r",\s(?!\d{4})", cell)]]


def test_the_table_of_kinds_says_what_english_says():
    rows = list(_table())
    assert len(rows) >= 18
    for chinese, english in rows:
        said = [render(one, "en") for text in chinese for one in find(text, "zh-CN")]
        assert said == english, chinese
