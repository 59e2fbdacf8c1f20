"""Nothing takes more than n log n time: processor time at n, 2n and 4n, for texts made to be hard.

A stranger's pull request decides what hooks and CI read, so one text that takes minutes stops them for everybody.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from tests import growth
from tests.growth import excess, repeated
from transflow.patterns import paths

PATTERNS = growth.patterns()
BOUNDED = {
    "NAMED": "is looked for in the 24 characters before a number",
    "_RENMINBI": "is looked for in the 60 characters before an amount",
}
"""Rules that only see a short stretch of a text."""


def batches(count: int) -> list[list]:
    items = sorted(PATTERNS.items(), key=str)
    return [items[start::count] for start in range(count)]


@pytest.mark.parametrize("batch", batches(4), ids=range(4))
def test_no_pattern_takes_more_than_its_share(batch):
    slow = []
    for (pattern, flags), (where, anywhere) in batch:
        if where.rpartition(".")[2] in BOUNDED:
            continue
        compiled = re.compile(pattern, flags)

        def run(text, compiled=compiled, anywhere=anywhere):
            return sum(1 for _ in compiled.finditer(text)) if anywhere else compiled.fullmatch(text)

        for before, again in growth.pumps(pattern, flags):
            found = excess(run, repeated(before, again, "\x01"), 1000, 0.006)
            if found:
                slow.append(f"{where} {pattern[:60]!r}: {before!r}, then {again!r} over and over: {found}")
                break
    assert not slow, "\n".join(slow)


def test_every_pattern_is_found():
    """Those of modules, of tables, of files of rules and of functions."""
    where = {place for place, _ in PATTERNS.values()}
    assert {"transflow.checks.waivers._COMMENT", "transflow.languages.zh.meanings._RENMINBI"} <= where
    assert any("document.py:" in place for place in where)
    assert len(PATTERNS) > 250


def test_what_grows_too_fast_is_seen():
    assert excess(re.compile(r"\s*,").search, repeated("", " ", ""), 1000, 0.001)
    assert not excess(re.compile(r"(?<!\s)\s*,").search, repeated("", " ", ""), 1000, 0.001)


# ---- Patterns of a stranger's configuration, ignore files and waivers --------------------------------------

EVIL = (
    ("*a*a*a*a*a*a*a*a*a*a*a*a*b", "a" * 120),
    ("**/a/**/a/**/a/**/a/**/a/**/a/**/b", "a/" * 500 + "a"),
    ("*a*/" * 8 + "b", "aaaaaaaa/" * 200),
    ("/".join(["**/*a*a*a"] * 6) + "/b", "aaaaaaaaaa/" * 200),
    ("?*" * 60 + "b", "a" * 240),
    ("[ab]*" * 60 + "c", "ab" * 120),
    ("**/" * 20 + "*a" * 20 + "b", "a/" * 1000 + "a" * 200),
)


@pytest.mark.parametrize(("pattern", "path"), EVIL, ids=range(len(EVIL)))
def test_a_pattern_of_a_configuration_ends(pattern, path):
    spec = paths([pattern])
    assert growth.cost(lambda: spec.match_file(path), 1) < 0.5  # it took hours, or was to outlast the sun
    assert not spec.match_file(path)


def _globs() -> st.SearchStrategy[str]:
    pieces = ["a", "b", "*", "*", "/", "**/", "/**/", "?", "[ab]", "[!a]", "!", "\\*"]
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=9).map("".join)


def _names() -> st.SearchStrategy[str]:
    parts = st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)
    return st.tuples(parts, st.sampled_from(["", "/"])).map("".join)


@given(st.lists(_globs(), min_size=1, max_size=3), _names())
def test_patterns_mean_what_they_meant(lines, path):
    try:
        theirs = GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return
    ours = paths(lines)
    assert (ours.check_file(path).include, ours.check_file(path).index) == (
        theirs.check_file(path).include,
        theirs.check_file(path).index,
    )
