"""Figures that one side alone has as a figure, and the other in another way: nothing is to be told of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.numbers import get_currency_name

from transflow import languages
from transflow.folding import fold
from transflow.languages.forms import Script
from transflow.numbers.quantity import Quantity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import script_of

_MONTH = GRAMMAR["month-value"]
_PART = GRAMMAR["part-of-all"]
_YEAR = GRAMMAR["year-value"]
_INDEX_LEVEL = GRAMMAR["index-level"]
_CLOCK, _OF_PER_CENTS, _BARE_POINTS = GRAMMAR["clock-value"], GRAMMAR["of-per-cents"], GRAMMAR["bare-points"]
_INDEX_SAID = GRAMMAR["index-said"]

# At five `It opens at seven` for 六点钟开盘 is an invented figure.
FEW = 10
"""The greatest number in words that may well be left out (两种, both; 一个, a)."""
_PLAIN = frozenset({"count", "ordinal"})
_TIMES = frozenset({"date", "period"})
_MOMENTS = {
    "XXXX-01": "first", "XXXX-12": "last", "XXXX-01/XXXX-06": "h1", "XXXX-07/XXXX-12": "h2", "XXXX-10/XXXX-12": "q4",
}  # fmt: skip
"""What the words for a time are called in a script's `moment`, by its value."""
_DIGITS_OF_YEAR = 4
_DIGITS = GRAMMAR["plain-number"]
_CLAUSE = 60
"""Characters before a figure in which is looked for what its clause speaks of."""
_HALF_DAY = 12
_ON_THE_DOLLAR = "cents on the dollar"
_MOST_POINTS = 50
"""Points below which a rate may have moved by them."""
_FIRST, _LAST = "T00:00", "T24:00"
_YEARS = ("2000", "2001")
"""One with a leap day and one without, for dates that name none."""


def may_be_left_out(
    figure: Quantity, own: str, other: str, across: tuple[Quantity, ...], tags: tuple[str, str]
) -> bool:
    """Whether a figure without a counterpart may be left out, or stands on the other side in another way.

    Args:
        figure: It.
        own: The text it stands in.
        other: The text that lacks it.
        across: The figures of that text.
        tags: The languages of the two texts.
    """
    here, there = (script_of(languages.language_of(tag)) for tag in tags)
    # First: to the reader 二元 is 2 yuan, and 一一 eleven.
    if here and here.idle and here.idle.fullmatch(figure.text):
        return True
    # 六点钟 is six in the morning or in the evening: only the clock's face is compared.
    if figure.kind == "date" and (hour := _hour(figure)) >= 0:
        return any(_at(one) % _HALF_DAY == hour % _HALF_DAY for one in across if _at(one) >= 0)
    if (
        _is_month_before(figure, other, there, across)
        or _is_half(figure, other, there)
        or _is_double(figure, other, there)
        or _is_power(figure, (here, own), (there, other))
        or _is_moment(figure, other, there)
        or _are_years(figure, own, other)
        or any(_is_on_the_dollar(*both) for one in across for both in ((figure, one), (one, figure)))
    ):
        return True
    # Money, rates and multiples have to stand there as figures.
    if figure.kind not in _PLAIN or figure.currency:
        return False
    # 十二个行业中有九个 is no "12 industries".
    apart = figure.values[0] != "1" and _PART.search(own, max(0, figure.start - _CLAUSE), figure.start)
    return (_is_small(figure) and not apart) or _is_there(figure, own, other)


def alike(one: Quantity, other: Quantity, text: str, target: str) -> bool:
    """Whether two figures are the same pounds, of which only one side says whether they are money, the same points or midnight.

    Args:
        one: A figure of the source.
        other: One of its translation.
        text: The source.
        target: The translation.
    """
    if _is_index_of_per_cents(one, other, text):
        return True
    measures = {figure.unit or figure.currency or figure.kind for figure in (one, other)}
    if one.values != other.values:
        values = one.values[0], other.values[0]
        return measures == {"date"} and (_is_midnight(*values) or _is_midnight(*values[::-1]))
    if measures == {"point", "percentage-point"}:
        if _BARE_POINTS.search(one.text) and _BARE_POINTS.search(other.text):
            return True  # 1.5点 for 1.5 points: neither says of what
        # English says points for 个百分点, too, where it speaks of nothing else that moves by them.
        if other.unit == "point" and _BARE_POINTS.search(other.text) and not _INDEX_SAID.search(target):
            return abs(Decimal(one.values[0])) < _MOST_POINTS
        # An index of per cents moves by points, which as many call percentage points; by few, and no other does.
        few = len(one.values) == 1 and abs(Decimal(one.values[0])) < FEW
        return few and bool(_OF_PER_CENTS.search(text, max(0, one.start - _CLAUSE), one.start))
    return measures == {"pound", "GBP"}


def _is_index_of_per_cents(one: Quantity, other: Quantity, text: str) -> bool:
    """Whether it is the level of an index that Chinese tells in per cent: PMI为49.2%, the PMI was 49.2."""
    if (
        (one.kind, other.kind) != ("percent", "count")
        or other.unit
        or [*map(Decimal, one.values)] != [*map(Decimal, other.values)]
    ):
        return False
    return bool(_INDEX_LEVEL.search(text, max(0, one.start - _CLAUSE), one.start))


def understood(one: Quantity, other: Quantity, text: str, figures: Iterable[Quantity], tag: str) -> bool:
    """Whether a bare number is a sum whose currency its text names elsewhere: 345 million yuan, up from 280 million.

    Args:
        one: The sum, on the other side.
        other: The bare number.
        text: The text that it stands in.
        figures: The figures of that text.
        tag: Its language.
    """
    if not same_bare(one, other) or other.currency:
        return False
    return (
        any(figure.currency == one.currency for figure in figures)
        or _named(one.currency, tag) in text.lower()
    )


def same_bare(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have one value, and only one of them says what it is a sum of: 140 yen, 140 to the dollar."""
    kinds = {one.kind, other.kind}
    if kinds != {"money", "count"} or one.unit or other.unit:
        return False
    return [*map(Decimal, one.values)] == [*map(Decimal, other.values)]


@lru_cache(maxsize=256)
def _named(currency: str, tag: str) -> str:
    """Return how a text calls a currency that it speaks of: yen, 日元."""
    language = languages.language_of(tag)
    name = get_currency_name(currency, locale=Locale.parse(language)).lower()
    # The Japanese yen is the yen.
    return name.rpartition(" ")[2] if languages.profile(language).spaced else name


def _is_on_the_dollar(cents: Quantity, share: Quantity) -> bool:
    """Whether cents are told as a share of what a bond is worth: 82.4美分, 82.4 cents on the dollar."""
    if cents.currency != "USD" or not share.text.lower().endswith(_ON_THE_DOLLAR):
        return False
    return [Decimal(value) * 100 for value in cents.values] == [*map(Decimal, share.values)]


def _is_small(figure: Quantity) -> bool:
    # -0.3 of a Sharpe ratio is small too, and no word that a sentence can do without.
    if figure.unit or any(map(str.isdigit, figure.text)):
        return False
    # 万亿以下 is in words, and nothing that may be left out.
    return len(figure.values) == 1 and abs(Decimal(figure.values[0])) <= FEW


def _is_there(figure: Quantity, own: str, other: str) -> bool:
    """Whether the digits of a bare number stand on the other side as often: 45 度 and 45-degree, 第6.5节 and 11+."""
    told, written = _DIGITS.findall(fold(figure.text)), list(figure.values)
    # 12亿元 for 1.2 billion: the digits stand there, and the value does not.
    if told and [Decimal(digits) for digits in told] != [abs(Decimal(value)) for value in written]:
        return False  # 500万 is not the 500 of the other side
    of_source, of_target = (_DIGITS.findall(fold(text)) for text in (other, own))
    # As often: of two 500 that became one, one is missing.
    return all(0 < of_source.count(number) >= of_target.count(number) for number in told or written)


def _is_month_before(
    figure: Quantity, other: str, script: Script | None, across: tuple[Quantity, ...]
) -> bool:
    """Whether a month is the one that the other side compares another month with: 11月…月减3.5%, down from October."""
    if figure.kind != "date" or not (month := _month(figure)) or not (script and script.month_before):
        return False
    after = month % 12 + 1
    return any(one.kind == "date" and _month(one) == after for one in across) and bool(
        script.month_before.search(fold(other))
    )


def _is_midnight(first: str, last: str) -> bool:
    """Whether a day begins where another ends: 0:00 on December 9 and 24:00 on December 8."""
    if not (first.endswith(_FIRST) and last.endswith(_LAST)):
        return False
    day = last.removesuffix(_LAST)
    return first.removesuffix(_FIRST) in {_next(day.replace("XXXX", year), day[:4]) for year in _YEARS}


def _next(day: str, year: str) -> str:
    """Return the day after one, of a year as it is written; empty for a day that its month does not have."""
    try:
        after = date.fromisoformat(day) + timedelta(1)
    except ValueError:
        return ""
    return after.isoformat() if year.isdigit() else f"{year}-{after:%m-%d}"


def _month(figure: Quantity) -> int:
    """Return the month that a date is, 0 if it is another place in the calendar."""
    match = _MONTH.fullmatch(figure.values[0])
    return int(match[1]) if match else 0


def _is_moment(figure: Quantity, other: str, script: Script | None) -> bool:
    """Whether the other side says a time in words that are no figure: in 2016 for 去年, January for 年初, the final quarter for 第4季."""
    if not (script and script.moment):
        return False
    # 明后两年 is a name of two years, and no figure.
    two = (figure.unit, figure.value) == ("year", "2")
    if figure.kind not in _TIMES and not two:
        return False
    said = {match.lastgroup for match in script.moment.finditer(fold(other).lower())}
    if two:
        return "two" in said
    if _YEAR.fullmatch(figure.values[0]):
        return not said.isdisjoint(("year", "first", "last"))
    return _MOMENTS.get(figure.values[0]) in said


def _are_years(figure: Quantity, own: str, other: str) -> bool:
    """Whether a stretch of years has them on the other side, too: 2014/2015年 and the 2014/2015-based series."""
    years = _DIGITS.findall(fold(figure.text)) if figure.kind == "period" else []
    here, there = (_DIGITS.findall(fold(text)) for text in (own, other))
    return bool(years) and all(
        len(year) == _DIGITS_OF_YEAR and here.count(year) <= there.count(year) for year in years
    )


def _is_half(figure: Quantity, other: str, script: Script | None) -> bool:
    # 半数 and `half of`; 三成半 has a half too, and is 35 %.
    return figure.value == "1/2" and bool(script and script.half.search(other.lower()))


def _is_double(figure: Quantity, other: str, script: Script | None) -> bool:
    # 重复 for doubled, 加倍 for twice the wait; 2倍 is a figure.
    if figure.kind != "multiple" or figure.value != "2" or any(map(str.isdigit, figure.text)):
        return False
    return bool(script and script.double.search(other.lower()))


def _is_power(figure: Quantity, *sides: tuple[Script | None, str]) -> bool:
    # 百亿级 is a power of ten and nothing else.
    if figure.values[0].lstrip("+-").rstrip("0") != "1":
        return False
    return any(script.power.search(fold(text)) for script, text in sides if script and script.power)


def _hour(figure: Quantity) -> int:
    """Return the hour of a time of day, -1 for another date."""
    match = _CLOCK.fullmatch(figure.values[0])
    return int(match[1]) if match else -1


def _at(figure: Quantity) -> int:
    """Return the hour that a figure may be: 6:00 is not always read as a time."""
    if figure.kind == "date":
        return _hour(figure)
    # Two digits at most, as a clock has them.
    plain = figure.kind == "count" and len(figure.values) == 1 and figure.values[0].isdigit()
    return int(figure.values[0]) if plain and len(figure.values[0]) < 3 else -1
