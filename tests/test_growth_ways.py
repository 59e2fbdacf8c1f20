"""Whole ways through the program at n, 2n and 4n: as `test_growth.py`, for what is no single text."""

import pytest

from transflow import align
from transflow.align import Item
from transflow.document import parse
from transflow.pipeline import pairing

# ---- Pairing: how often two things are compared, which is what it costs ------------------------------------

SEQUENCES = {
    "all changed": (lambda n: f"Heading {n}", lambda n: f"Another head {n}"),
    "all alike": (lambda _: "same", lambda _: "sama"),
    "two alike": (lambda n: "same"[: n % 2 + 2], lambda n: "same"[: n % 3 + 1]),
    "long": (lambda n: f"{n * 7919 % 10_007} " * 30, lambda n: f"{n * 7919 % 10_007} x" * 30),
    "unknown": (lambda _: "", lambda n: f"Heading {n}"),
    "reversed": (lambda n: f"Heading {n}", lambda n: f"Heading {10_000 - n}"),
    "scattered": (lambda n: f"Heading {n} of it", lambda n: f"Heading {n * 7919 % 10_007} of that"),
}


def items(count, said):
    return [Item("unit heading", (text,) if (text := said(n)) else ()) for n in range(count)]


def counted(monkeypatch, owner, name):
    """Return a list that grows with each call of a method."""
    calls, method = [], getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda self, *given: calls.append(1) or method(self, *given))
    return calls


@pytest.mark.parametrize("name", SEQUENCES)
def test_what_changed_is_compared_with_few(name, monkeypatch):
    old, new = SEQUENCES[name]
    calls = counted(monkeypatch, align._Middle, "_likeness")
    for count in (200, 800):
        calls.clear()
        align.align(items(count, old), items(count, new))
        assert len(calls) <= 100 * count


PAGES = {
    "headings with ids": ("## 题{} {{#a{}}}\n\n", "## Head {} {{#b{}}}\n\n"),
    "headings that moved": ("## 题{} {{#a{}}}\n\n字\n\n", "## Head {1} {{#a{0}}}\n\nwords\n\n"),
    "paragraphs": ("字{}\n\n", "words {} `a{}`\n\n"),
}


@pytest.mark.parametrize("name", PAGES)
def test_blocks_of_a_translation_are_compared_with_few(name, monkeypatch):
    calls = counted(monkeypatch, pairing._Matcher, "_score")
    for count in (100, 300):
        source = parse("".join(PAGES[name][0].format(n, n) for n in range(count)))
        target = parse("".join(PAGES[name][1].format(count - 1 - n, n) for n in range(count)) + "end\n")
        calls.clear()
        pairing.match(source, target)
        assert len(calls) <= 110 * 2 * count
