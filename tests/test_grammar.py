"""The grammar is data: each line of a `grammar.tsv` matches its example as it says, is used, and grows with its text."""

import ast
import importlib
import re
import time
from functools import cache

import pytest

from tests import growth
from tests.growth import SOURCE, excess, repeated
from tests.test_growth import BOUNDED
from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.numbers.rules import RULES as SHARED
from transflow.patterns import Rules

_NAMES = re.compile(r"\{([a-z][a-z-]*)\}")
FILES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("grammar.tsv"))
SIZE = 3000
"""Characters of a text that a pattern is tried with."""
AT_A_PLACE = {"toml-string": "is asked for where a value begins"}
"""Rules that are handed to what matches them at one place."""
SLOW = 0.004
"""Seconds for such a text at which it is looked at more closely; most patterns take a fiftieth of that."""


def _grammar(file):
    package = ".".join(("transflow", *file.parent.parts))
    # What a language calls its grammar is how it says figures.
    module = (
        "patterns" if (SOURCE / file).with_name("rules.tsv").is_file() and file.parent.name else "grammar"
    )
    return importlib.import_module(f"{package}.{module}").GRAMMAR


def _told(match):
    groups = (f"{name}={text}" for name, text in match.groupdict().items() if text is not None)
    return " | ".join((match[0], *groups))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_each_line_matches_its_example_as_it_says(file):
    grammar = _grammar(file)
    for line in grammar.lines:
        found = re.search(grammar.expanded(line.pattern), line.example)
        assert found, line
        assert _told(found) == line.reading, line
        assert line.why, line


@pytest.mark.parametrize("file", FILES, ids=str)
def test_each_heading_is_a_module_and_no_rule_stands_twice(file):
    headings = [line.heading for line in _grammar(file).lines]
    assert list(dict.fromkeys(headings)) == sorted(set(headings))
    for heading in headings:
        assert (SOURCE / file).with_name(f"{heading}.py").is_file(), heading
    patterns = [line.pattern for line in _grammar(file).lines]
    assert len(patterns) == len(set(patterns)), [one for one in patterns if patterns.count(one) > 1]


@cache
def _named(package):
    """Return the names of rules that the modules of a package ask for."""
    return {
        node.slice.value
        for path, tree in growth.trees().items()
        if path.parent == SOURCE / package
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "GRAMMAR"
    }


@pytest.mark.parametrize("file", FILES, ids=str)
def test_no_rule_is_left_over_and_none_lacks(file):
    lines = list(_grammar(file).lines)
    # What a package shares is used by others.
    used = {name for other in FILES for name in _named(other.parent)} | {
        name for other in FILES for line in _grammar(other).lines for name in _NAMES.findall(line.pattern)
    }
    assert {line.rule for line in lines} <= used
    for name in _named(file.parent):
        assert _grammar(file)[name].pattern is not None


def _examples(rules, name):
    """Yield the examples of a rule, and of those that its patterns name."""
    for line in rules.lines:
        if line.rule == name:
            yield line.example
            for inner in _NAMES.findall(line.pattern):
                yield from _examples(rules, inner)


def _attacks(example):
    """Yield (before, again): what may be read over and over without an end, from an example and its pieces."""
    yield "", example
    for at in range(1, min(len(example), 24)):
        yield example[:at], example[at]
        yield "", example[:at]


def _hard():
    """Yield each pattern that a module uses, with its name among its rules, and how it is used; none is compiled for it."""
    known = growth.patterns()
    for rules in (CHINESE, ENGLISH, SHARED, *map(_grammar, FILES)):
        for name in dict.fromkeys(line.rule for line in rules.lines):
            where, anywhere = known.get((rules.text(name), int(re.UNICODE)), ("", False))
            if where and where.rpartition(".")[2] not in BOUNDED:
                yield f"{where} {name}", rules, name, anywhere and name not in AT_A_PLACE


def _seems_slow(run, make):
    """Whether a text costs more than the limit, and clearly more than twice as much as one of half its length.

    Of a cost that is partly linear and partly quadratic, what is at most 2.2 times here is at most 2.6 times at four times
    the lengths, where `excess` measures.
    """
    half, whole = make(SIZE // 2), make(SIZE)
    for _ in range(2):  # another process may have had the processor's cache
        after = _seconds(run, whole)
        if after < SLOW or after <= growth.LINEAR * _seconds(run, half):
            return False
    return True


def _seconds(run, text):
    begin = time.process_time()
    run(text)
    return time.process_time() - begin


BATCHES = 2


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_rule_takes_more_than_its_share(batch):
    """A text of an example, of its begin, or of its letters over and over, and then something else."""
    slow = []
    for told, rules, name, anywhere in list(_hard())[batch::BATCHES]:
        pattern = rules[name]
        attacks = dict.fromkeys(one for text in _examples(rules, name) for one in _attacks(text))

        def run(text, pattern=pattern, anywhere=anywhere):
            return sum(1 for _ in pattern.finditer(text)) if anywhere else pattern.match(text)

        for before, again in attacks:
            make = repeated(before, again, "\x01")
            if _seems_slow(run, make) and (found := excess(run, make, SIZE, SLOW)):
                slow.append(f"{told}: {before!r}, then {again!r} over and over: {found}")
                break
    assert not slow, "\n".join(slow)


def test_a_rule_that_grows_is_seen(tmp_path):
    (tmp_path / "g.tsv").write_text("# a\nx\t[a-z]+;\tab;\tab;\twhy\n", "utf-8")
    (line,) = Rules(tmp_path / "g.tsv").lines
    pattern = re.compile(line.pattern)
    assert any(
        excess(pattern.search, repeated(before, again, "\x01"), 1000, 0.001)
        for before, again in _attacks(line.example)
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [(r"a\nb\r\t", "a\nb\r\t"), (r"\sa\\n", " a\\n"), (r"\u200b", "\u200b"), ("中{n}", "中{n}")],
)
def test_cells_are_written_out(tmp_path, cell, text):
    (tmp_path / "g.tsv").write_text(f"# a\nx\t.\t{cell}\ty\twhy\n", "utf-8")
    (line,) = Rules(tmp_path / "g.tsv").lines
    assert line.example == text


# ---- What may stand in code ---------------------------------------------------------------------------------

LIMIT = 100
"""Regular expressions in code: those that are made of data, of one character class in the midst of a loop, or of
lines that no file of rules can hold. Every other one has a name, an example and a reason in a file."""
_MAKERS = frozenset(
    {"compile", "sub", "subn", "match", "search", "fullmatch", "findall", "finditer", "split"}
)


def _in_code():
    for path, tree in growth.trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and growth.last_name(node.func) in {"lazy", *_MAKERS}:
                name = ast.unparse(node.func)
                if name == "lazy" or (name.startswith("re.") and name[3:] in _MAKERS):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}"


def test_few_regular_expressions_stand_in_code():
    found = list(_in_code())
    assert len(found) <= LIMIT, "\n".join(found)
