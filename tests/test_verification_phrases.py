"""Tables of phrases: their examples, and what the checks of meaning make of them."""

from collections import Counter

import pytest

from transflow.folding import fold
from transflow.verification.meaning import KEPT, OPPOSITES, marked
from transflow.verification.phrases import _written, marks, rules, script_of

LANGUAGES = ("zh", "en")


def read(rule, language):
    """Return the poles that a rule's example is found to have of what it is about."""
    return [mark.pole for mark in marks(fold(rule.example).lower(), language) if mark.concept == rule.concept]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_rule_is_read_so(language):
    """All in one test: there are more than a thousand, and to have each counted takes longer than to read it."""
    shown = [(rule, read(rule, language)) for rule in rules(language) if rule.example]
    assert len(shown) > 400
    assert [rule for rule, _ in shown if not rule.why] == []
    assert [
        (rule, found)
        for rule, found in shown
        if not ((rule.pole in found) if rule.pole != "-" else not found)
    ] == []


def poles(language):
    return {
        (rule.concept, rule.pole)
        for rule in rules(language)
        if rule.pole != "-" and not rule.pole.endswith("?")
    }


def test_each_language_can_say_what_the_other_can():
    assert poles("zh") == poles("en")
    assert {(concept, pole) for concept, poles in OPPOSITES.items() for pole in poles} <= poles("en")


def ways(language):
    """Each way to write a phrase of what it is about, as a table writes it out."""
    script = script_of(language)
    return [
        (rule.concept, way.words, way.open and way.open.pattern, way.before, way.after, rule.pole)
        for rule in rules(language)
        for phrase in rule.phrases
        for way in _written(fold(phrase).lower(), rule.pole, script)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_to_write_a_phrase_stands_once_so_that_it_says_one_thing(language):
    said = Counter(way[:-1] for way in ways(language))
    assert sorted(str(way) for way, count in said.items() if count > 1) == []


def test_phrases_are_written_as_they_are_looked_up():
    phrases = [phrase for rule in rules("zh") for phrase in rule.phrases if not phrase.isascii()]
    assert [phrase for phrase in phrases if fold(phrase) != phrase] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "no more than 5%", [("bound", "below")]),
        ("en", "He didn't say that it isn't.", [("not", "strong"), ("not", "strong")]),
        ("en", "unemployment", [("subject", "unemployment")]),
        ("en", "U.S. and S&P 500", [("place", "united-states"), ("name", "s-p-500")]),
        ("en", "an apple a day", []),
        ("en", "mistaken", []),
        ("zh", "不超過５％", [("bound", "below")]),
        ("fr", "plus de 5%", []),
    ],
)
def test_the_longest_phrase_counts(language, text, expected):
    said = {concept: each for concept, each in marked(text, language).items() if concept not in KEPT}
    assert [(mark.concept, mark.pole) for each in said.values() for mark in each] == expected
