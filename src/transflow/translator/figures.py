"""Which figures keep their digits: a numeral is spelled out only inside a sentence of prose.

`## 1. 估值` numbers a section, `公式(1)` names a formula, `x = 1` is one: "One." would say something else. What a heading, a
cell or a label holds is no prose either.
"""

import re
from functools import cache

from transflow import languages
from transflow.model import UnitKind
from transflow.translator.grammar import GRAMMAR

_DIGIT = GRAMMAR["digit"]
_ENUMERATES = GRAMMAR["numbers-it"]
_BESIDE = GRAMMAR["formula-before"]
_OPERATOR = GRAMMAR["formula-behind"]
_ENDED = GRAMMAR["stopped-quote"]
_PROSE: frozenset[UnitKind] = frozenset(
    {"paragraph", "list-item", "footnote", "definition", "html", "front-matter"}
)


def is_prose(kind: UnitKind) -> bool:
    """Whether a text of a kind is prose, as far as its kind tells."""
    return kind in _PROSE


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDED.search(text) is not None


def is_label(text: str, start: int, end: int, language: str) -> bool:
    """Whether a figure between two places of a text names or numbers something, or stands in a formula or a code."""
    if _OPERATOR.match(text, end) or _BESIDE.search(text[max(start - 2, 0) : start]):
        return True
    numbered = languages.profile(language).numbered
    # 第 or 图 before a number is near: twenty characters back nothing is looked for.
    if numbered and re.search(rf"{numbered}\Z", text[max(start - 20, 0) : start]):
        return True
    # A list may go on in one line: `；2、`, `：(1)`.
    while start and text[start - 1] in " \t（([【":
        start -= 1
    return (not start or text[start - 1] in "\n。；：") and _ENUMERATES.match(text, end) is not None


def in_digits(source: str, words: str, language: str) -> str:
    """Return the rendering of a figure with digits for what is spelled out, if the source writes digits."""
    ones = languages.profile(language).ones
    if not ones or not _DIGIT.search(source):
        return words
    return _spelt(ones).sub(lambda match: str(ones.index(match[0].lower())), words)


@cache
def _spelt(ones: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(ones)})\b", re.IGNORECASE)
