"""The rules that find figures are data: each line's example is matched by its pattern and read as the line says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh.numerals import folded
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.numbers.rules import RULES as SHARED
from transflow.quantities import find

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
