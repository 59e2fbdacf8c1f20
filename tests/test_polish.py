"""What small models are known to write: each rule mends its example, and leaves sound sentences alone."""

from pathlib import Path

import pytest

from transflow.glossary import Glossary
from transflow.languages.en import polish
from transflow.languages.en.polish import polished
from transflow.quantities import Style
from transflow.translator.lexicon import Lexicon
from transflow.verification import Knowledge

LINES = [
    line.split("\t") for line in Path(polish.__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("before", "after"), [(before, after) for _, _, before, after, _ in LINES])
def test_each_rule_mends_its_example(before, after):
    assert polished(before) == after
    assert before != after


@pytest.mark.parametrize(
    "sentence",
    [
        "Sales year-on-year were mixed.",
        "It was the lowest since May.",
        "It was the highest since two years ago.",
        "It rose again and again.",
        "The a-share market rose.",
        "He said that that was wrong, and had had enough.",
        "U.S. stocks and S. Korean ones fell.",
        "From A to B to C, in and of itself.",
        "Exports and imports year-on-year rose and fell.",
        "up 3% per cent point",
    ],
)
def test_a_sound_sentence_stays(sentence):
    assert polished(sentence) == sentence


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Revenue year-on-year increased by 12.5 percentage points.", "Revenue increased 12.5 percentage points year-on-year."),
        ("Its most since more than three years.", "Its most in more than three years."),
        ("A drop of of 3%.", "A drop of 3%."),
    ],
)  # fmt: skip
def test_relatives_of_the_examples(said, shown):
    assert polished(said) == shown


def test_a_draft_is_mended():
    lexicon = Lexicon(Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), Style()))
    assert (
        lexicon.mend("销售额同比下降16.3%。", "Sales year-on-year decreased by 16.3%.")
        == "Sales decreased 16.3% year-on-year."
    )
    assert lexicon.mend("美国", "the U. S. and the the EU") == "the U.S. and the EU"
