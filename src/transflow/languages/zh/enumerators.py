"""Numbers that stand before a heading or an item: 一、, （二）. They are marks, not words of the sentence."""

import re
from dataclasses import dataclass

from transflow.languages.zh.numerals import value

_HAN = "一二三四五六七八九十"
_LEAD = re.compile(
    rf"(?:[（(](?P<inside>[{_HAN}]{{1,3}})[）)]、?|(?P<before>[{_HAN}]{{1,3}})、)\s*(?=[^\s\d{_HAN}百千万萬亿億几幾多两兩])"
)
"""What follows is no number: 一、二线城市 are cities of the first and second tier, 三、四季度 two quarters."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The number before a text."""

    end: int
    """Where the text begins."""
    number: int
    inside: bool
    """Whether it stands in brackets: one level below the others."""


def lead(text: str) -> Lead | None:
    """Return the number that a text begins with; None if it begins with none."""
    match = _LEAD.match(text)
    found = value(match["inside"] or match["before"]) if match else None
    return Lead(match.end(), int(found), match["inside"] is not None) if match and found else None
