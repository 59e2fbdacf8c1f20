"""Mistakes of meaning that a script puts into good translations: how many of them verification finds."""

import ast
import importlib.util
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

from transflow.folding import fold
from transflow.glossary import Glossary
from transflow.numbers.quantity import Style
from transflow.verification import Knowledge, verify

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "benchmarks" / "planted.py"
PAIRS = (ROOT / "tests" / "training" / "finance.tsv", ROOT / "tests" / "fixtures" / "meaning.tsv")
FOUND = {
    "modifier": 0.9, "to and by": 0.93, "sign": 0.88, "negation lost": 0.9, "negation added": 0.9, "from and to": 0.93,
    "direction": 0.84, "comparison": 0.97, "half or quarter": 0.95, "entity": 0.93, "names swapped": 0.78,
}  # fmt: skip
"""The least share of each kind, over all pairs."""


def script():
    spec = importlib.util.spec_from_file_location("planted", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


planted = script()


@lru_cache(maxsize=4096)
def told(source, target):
    tag = "zh-HK" if any(char.isalpha() and fold(char) != char for char in source) else "zh-CN"
    knowledge = Knowledge(tag, "en", Glossary(tag, "en", ()), Style())
    return Counter((fault.code, fault.message) for fault in verify(source, target, knowledge))


OWN = ROOT / "benchmarks" / "turned.tsv"
OWN_FOUND = {
    "by hand: change": 0.88, "by hand: comparison": 0.92, "by hand: direction": 0.84, "by hand: entity": 0.92,
    "by hand: from": 0.92, "by hand: modifier": 0.88, "by hand: names": 0.8, "by hand: negation": 0.9,
    "by hand: period": 0.88, "by hand: rank": 0.75, "by hand: sign": 0.95, "by hand: unit": 0.95,
}  # fmt: skip
"""The least share of each kind among the mistakes that were written by hand."""


FREE = ROOT / "benchmarks" / "turned-natural.tsv"
FREE_FOUND = {"by hand: added": 0.9, "by hand: direction": 0.85, "by hand: negation": 0.86}
"""The same of what was written in free English."""
IDIOMS = ROOT / "benchmarks" / "turned-free.tsv"
IDIOMS_FOUND = {
    "by hand: change": 0.9, "by hand: direction": 0.95, "by hand: entity": 0.9, "by hand: from": 0.9, "by hand: modifier": 0.9,
    "by hand: names": 0.86, "by hand: negation": 0.92, "by hand: rank": 0.9,
}  # fmt: skip
"""The same of idioms."""


TENTH = ROOT / "benchmarks" / "turned-tenth.tsv"
TENTH_FOUND = {
    "by hand: direction": 0.9, "by hand: modifier": 1, "by hand: names": 0.84, "by hand: negation": 0.83,
    "by hand: period": 1, "by hand: rank": 1, "by hand: sign": 1,
}  # fmt: skip
"""The same of newswire, announcements and annual reports."""
ELEVENTH = ROOT / "benchmarks" / "turned-eleventh.tsv"
ELEVENTH_FOUND = {
    "by hand: direction": 0.8, "by hand: modifier": 1, "by hand: names": 0.8, "by hand: negation": 0.75,
    "by hand: period": 0.9, "by hand: rank": 0.75, "by hand: sign": 0.9,
}  # fmt: skip
"""The same of sentences that no check was made with."""
TWELFTH = ROOT / "benchmarks" / "turned-twelfth.tsv"
TWELFTH_FOUND = {
    "by hand: certainty": 0.93, "by hand: change": 0.95, "by hand: direction": 0.87, "by hand: entity": 0.7,
    "by hand: from": 0.93, "by hand: modifier": 1, "by hand: names": 0.86, "by hand: negation": 0.9, "by hand: period": 0.9,
    "by hand: quantity": 0.93, "by hand: rank": 0.96, "by hand: sign": 0.85,
}  # fmt: skip
"""The same of what newspapers write, with what may be and what is so of some."""
THIRTEENTH = ROOT / "benchmarks" / "turned-thirteenth.tsv"
THIRTEENTH_FOUND = {
    "by hand: certainty": 0.8, "by hand: change": 1, "by hand: direction": 0.96, "by hand: entity": 1, "by hand: from": 0.64,
    "by hand: modifier": 0.9, "by hand: names": 0.79, "by hand: negation": 0.86, "by hand: period": 0.9,
    "by hand: quantity": 0.85, "by hand: rank": 0.96, "by hand: sign": 0.93,
}  # fmt: skip
"""The same of a second such list."""
FOURTEENTH = ROOT / "benchmarks" / "turned-fourteenth.tsv"
FOURTEENTH_FOUND = {
    "by hand: certainty": 0.75, "by hand: direction": 0.68, "by hand: entity": 0.5, "by hand: from": 1, "by hand: modifier": 1,
    "by hand: names": 0.57, "by hand: negation": 0.91, "by hand: period": 1, "by hand: quantity": 0.83, "by hand: rank": 0.7,
    "by hand: sign": 0.75,
}  # fmt: skip
"""The same of a third, that no check was made with."""


MOST = 200
"""Mistakes of a kind that are looked at, spread evenly over all; `benchmarks/meaning.py` looks at each."""


def counts(paths):
    """Return how many mistakes of each kind there are, and of those looked at which share is found."""
    made = defaultdict(list)
    for path in paths:
        for source, written in planted.pairs(path):
            for kind, bad in planted.planted(source, written):
                made[kind].append((source, planted.good(written), bad))
    shares = {}
    for kind, each in made.items():
        some = each[:: -(-len(each) // MOST)]
        found = [bool(told(source, bad) - told(source, good)) for source, good, bad in some]
        shares[kind] = sum(found) / len(found)
    return {kind: len(each) for kind, each in made.items()}, shares


def test_the_script_knows_nothing_of_the_package():
    names = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_every_kind_is_measured():
    assert set(planted.KINDS) == set(FOUND)


@pytest.mark.parametrize(
    ("paths", "shares", "least"),
    [
        (PAIRS, FOUND, 30),
        ((OWN,), OWN_FOUND, 40),
        ((FREE,), FREE_FOUND, 40),
        ((IDIOMS,), IDIOMS_FOUND, 10),
        ((TENTH,), TENTH_FOUND, 10),
        ((ELEVENTH,), ELEVENTH_FOUND, 10),
        ((TWELFTH,), TWELFTH_FOUND, 7),
        ((THIRTEENTH,), THIRTEENTH_FOUND, 6),
        ((FOURTEENTH,), FOURTEENTH_FOUND, 2),
    ],
    ids=[
        "by a script",
        "by hand",
        "in free English",
        "in idioms",
        *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    ],
)
def test_most_mistakes_of_each_kind_are_found(paths, shares, least):
    made, found = counts(paths)
    assert set(made) == set(shares)
    assert {kind: made[kind] for kind in shares if made[kind] < least} == {}
    assert {kind: round(found[kind], 3) for kind, share in shares.items() if found[kind] < share} == {}
