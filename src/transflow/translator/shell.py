"""What stands round the words of a segment and is written without an engine: the number of a heading, or quotation marks."""

from dataclasses import dataclass

from transflow import languages
from transflow.folding import QUOTES
from transflow.translator.figures import is_sentence
from transflow.translator.pieces import Segment

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_DENSE = {"Hant": ("「", "」"), "Jpan": ("「", "」")}
"""The quotation marks of a script without spaces, if they are not `“”`."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What is written before and after the words of a segment, and where these are."""

    start: int
    end: int
    before: str = ""
    after: str = ""


def shell(segment: Segment, source: str, target: str) -> Shell:
    """Return what stands round the words of a segment in a target language; most often nothing."""
    return _number(segment, source, target) or _quotes(segment.text, target) or Shell(0, len(segment.text))


def _number(segment: Segment, source: str, target: str) -> Shell | None:
    """Return the number before a heading: Chinese ones are numbered 一、 and below that （一）, `I.` and `(1)`."""
    reader = languages.part(languages.language_of(source), "enumerators")
    found = reader.lead(segment.text) if reader and languages.profile(target).spaced else None
    if found is None or any(anchor.start < found.end for anchor in segment.anchors):
        return None
    mark = f"({found.number})" if found.inside else f"{_roman(found.number)}."
    return Shell(found.end, len(segment.text), f"{mark} ")


def _quotes(text: str, target: str) -> Shell | None:
    """Return the quotation marks round a whole sentence: a model that is shown them often writes none."""
    close = _PAIRS.get(text[:1], "")
    # A word in quotation marks is a word of some sentence, and would get a capital by itself.
    if not close or not text.endswith(close) or not is_sentence(text[1:-1]):
        return None
    # “甲。”和“乙。” begins and ends so, too.
    if close in text[1:-1] or text[0] in text[1:-1]:
        return None
    if languages.profile(target).spaced:
        return Shell(1, len(text) - 1, QUOTES.get(text[0], text[0]), QUOTES.get(close, close))
    before, after = _DENSE.get(languages.script_of(target), ("“", "”"))
    return Shell(1, len(text) - 1, before, after)


def _roman(number: int) -> str:
    """Return a number from 1 to 99 in Roman numerals."""
    tens, ones = divmod(number, 10)
    return _TENS[tens] + _ONES[ones]


_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
