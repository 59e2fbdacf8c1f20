"""What a translation keeps of figures whatever they mean: the unit beside the digits, months, quarters, years, lengths of time.

It reads texts as `plainly` does, which is how anybody sees them, and knows nothing of `transflow.quantities`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from transflow.languages import plainly
from transflow.languages.grammar import GRAMMAR
from transflow.languages.plainly import ONES

_MONEY = frozenset({"usd", "hkd", "twd", "cny", "eur", "gbp", "jpy", "krw"})
_OPEN = frozenset({"yuan", "dollar"})
_HOME = {"HK": "HK", "MO": "HK", "TW": "TW"}
_BARE = {
    ("yuan", "CN"): {"cny", "hkd", "twd"}, ("yuan", "HK"): {"hkd", "cny"}, ("yuan", "TW"): {"twd"},
    ("dollar", "CN"): {"usd"}, ("dollar", "HK"): {"hkd"}, ("dollar", "TW"): {"usd", "twd"},
}  # fmt: skip
"""What a bare 元 or `$` may be on the pages of a region."""
_ALSO = {"point": {"point", "pts"}, "rate": {"percent", "point", "pts"}}
"""Units that stand for another: points for 个百分点, and per cent or points for 厘."""
_RATES = frozenset({"percent", "point", "bp", "pts"})
_FAMILIES = (_MONEY, _RATES)
_BEFORE = 8
"""Characters before a figure in which its currency stands."""
_CLAUSE, _BEHIND = 40, 20
"""Characters before and behind an English figure in which a word stands for its minus."""
_DATES = frozenset({"day", "month", "year"})
_JOINTS = frozenset({"至", "到", "-", "~", "—"})
_TELLING = 13
"""A whole number from here on is hardly met by chance."""
_HAN = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RANKS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_SPANS = {"年": "year", "月": "month", "天": "day", "周": "week", "季": "quarter"}
_QUARTERS = frozenset({"firsts", "span"})
_LENGTHS = {"span": (("day", 30, "month"), ("day", 7, "week"), ("month", 12, "year"))}
"""What so many of a length of time make, as either language may say it."""


class _Figure(NamedTuple):
    """A figure and the unit beside it, empty for none that is known."""

    number: Decimal
    unit: str
    negative: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unkept:
    """What a translation says otherwise than its source."""

    text: str
    """The part of the source."""
    said: str
    """What the translation says for it."""
    start: int
    end: int


def unkept(chinese: str, english: str, region: str) -> Iterator[Unkept]:
    """Yield the figures of a Chinese text whose unit or sign another one took in English, and the times for which another stands.

    Args:
        chinese: The Chinese text, folded.
        english: The English one, folded and in small letters.
        region: The region of the Chinese text.
    """
    yield from _figures(chinese, english, region)
    yield from _times(chinese, english)


def _figures(chinese: str, english: str, region: str) -> Iterator[Unkept]:
    there, own = list(_english(english)), _shared(chinese, list(_chinese(chinese)))
    # What is bare is of any currency that the text names besides.
    named = {one.unit for one in own}
    for one in own:
        wanted = (
            _BARE[one.unit, _HOME.get(region, "CN")] | named
            if one.unit in _OPEN
            else _ALSO.get(one.unit, {one.unit})
        )
        met = [other for other in there if plainly.same(one.number, other.number)]
        if met and (_is_other(one, met, wanted) or _is_turned(one, met, chinese, english)):
            said = english[met[0].start : met[0].end]
            yield Unkept(chinese[one.start : one.end], said, one.start, one.end)


def _is_telling(number: Decimal) -> bool:
    return number >= _TELLING or number != number.to_integral_value()


def _is_other(one: _Figure, met: list[_Figure], wanted: set[str]) -> bool:
    """Whether the figure stands in the translation with other units only."""
    if not one.unit or any(not other.unit or other.unit in wanted for other in met):
        return False
    family = next((family for family in _FAMILIES if wanted & family), frozenset())
    return _is_telling(one.number) or all(other.unit in family for other in met)


def _is_turned(one: _Figure, met: list[_Figure], chinese: str, english: str) -> bool:
    """Whether only one side has a minus before the figure, and the other neither a sign nor a word for it."""
    if not (one.unit or _is_telling(one.number)):
        return False  # 秩-2
    if not one.negative:
        added = all(other.negative for other in met)
        return added and not GRAMMAR["chinese-minus"].search(chinese, max(0, one.start - _BEFORE), one.start)
    return not any(
        other.negative
        or GRAMMAR["english-minus"].search(english, max(0, other.start - _CLAUSE), other.end + _BEHIND)
        for other in met
    )


def _chinese(text: str) -> Iterator[_Figure]:
    for match in plainly.CHINESE.finditer(text):
        if not match["measure"]:
            yield _figure(text, match, plainly.chinese_value(match), "chinese-unit")
    for match in GRAMMAR["chinese-tenths"].finditer(text):
        # 三成半 is 35 %.
        number = Decimal(_HAN[match["n"]] * 10 + _HAN.get(match["m"] or "", 5 * (match["m"] == "半")))
        yield _Figure(number, "percent", False, match.start(), match.end())


def _shared(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Give the first end of a range the unit that only its last one shows (18.5亿至19亿美元)."""
    for at in range(len(figures) - 1, 0, -1):
        first, last = figures[at - 1 : at + 1]
        if not first.unit and text[first.end : last.start] in _JOINTS:
            figures[at - 1] = first._replace(unit=last.unit)
    return figures


def _english(text: str) -> Iterator[_Figure]:
    for match in plainly.ENGLISH.finditer(text):
        found = _figure(text, match, plainly.english_value(match), "english-unit")
        yield found._replace(unit="usd") if found.unit == "dollar" else found


def _figure(text: str, match: re.Match[str], number: Decimal, rule: str) -> _Figure:
    near = max(0, match.start() - _BEFORE)
    before = _MONEY_BEFORE.search(text, near, match.start())
    behind = _UNITS[rule].match(text, match.end())
    named = before or behind
    # bp2 is bp, of another alternative.
    unit = (named.lastgroup or "").rstrip("2") if named else ""
    start, end = before.start() if before else match.start(), behind.end() if behind else match.end()
    bracketed = _BRACKET.search(text, near, match.start()) and _BRACKET_ENDS.match(text, match.end())
    negative = bool(bracketed or _MINUS.search(text, near, match.start()) or _MINUS.search(text, near, start))
    return _Figure(number, "" if unit == "other" else unit, negative, start, end)


_MONEY_BEFORE, _MINUS = GRAMMAR["money-before"], GRAMMAR["minus-before"]
_BRACKET, _BRACKET_ENDS = GRAMMAR["in-brackets"], GRAMMAR["bracket-ends"]
_UNITS = {"chinese-unit": GRAMMAR["chinese-unit"], "english-unit": GRAMMAR["english-unit"]}


def _times(chinese: str, english: str) -> Iterator[Unkept]:
    """Yield times of the source that the translation lacks, where it has others of the kind that the source lacks."""
    own, there = _named(chinese, _CHINESE_TIMES), _named(english, _ENGLISH_TIMES)
    if GRAMMAR["chinese-midnight"].search(chinese):  # 12月8日晚12点 is December 9
        own = {kind: places for kind, places in own.items() if kind not in _DATES}
    for kind, places in own.items():
        lost = [place for value, place in places.items() if value not in there[kind]]
        added = [place for value, place in there[kind].items() if value not in places]
        # One for one: whoever leaves out one and adds two has said more than that.
        if lost and len(lost) == len(added):
            (start, end), (first, last) = lost[0], added[0]
            yield Unkept(chinese[start:end], english[first:last], start, end)


def _named(text: str, told: tuple[tuple[re.Pattern[str], str], ...]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the times that a text names, by their kinds: what they are, and where."""
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for pattern, kind in told:
        for match in pattern.finditer(text):
            found[kind].setdefault(_value(match, kind), match.span())
    return found


def _value(match: re.Match[str], kind: str) -> str:
    number, unit = match["n"], match.groupdict().get("u") or ""
    if kind == "year":
        return number[-2:]
    if number in _RANKS:
        number = str(_RANKS.index(number) + 1)
    elif number in ONES:
        number = str(ONES.index(number))
    elif number[:3] in _MONTHS:
        number = str(_MONTHS.index(number[:3]) + 1)
    value, unit = _HAN.get(number) or int(number), _SPANS.get(unit, unit)
    # The first three quarters are nine months, 24 months two years, 14 days two weeks.
    if unit == "quarter" and kind in _QUARTERS:
        value, unit = 3 * value, "month"
    for smaller, many, larger in _LENGTHS.get(kind, ()):
        if unit == smaller and value % many == 0:
            value, unit = value // many, larger
    return f"{value} {unit}"


_CHINESE_TIMES = (
    (GRAMMAR["chinese-month"], "month"), (GRAMMAR["chinese-quarter"], "quarter"), (GRAMMAR["chinese-year"], "year"),
    (GRAMMAR["chinese-span"], "span"), (GRAMMAR["chinese-day"], "day"), (GRAMMAR["chinese-rank"], "rank"),
    (GRAMMAR["chinese-row"], "rank"), (GRAMMAR["chinese-firsts"], "firsts"),
)  # fmt: skip
_ENGLISH_TIMES = (
    (GRAMMAR["english-month"], "month"), (GRAMMAR["english-quarter"], "quarter"), (GRAMMAR["english-year"], "year"),
    (GRAMMAR["english-span"], "span"), (GRAMMAR["english-day"], "day"), (GRAMMAR["english-rank"], "rank"),
    (GRAMMAR["english-row"], "rank"), (GRAMMAR["english-firsts"], "firsts"),
)  # fmt: skip
