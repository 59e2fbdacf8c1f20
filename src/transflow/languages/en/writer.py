"""Writes quantities as an English finance desk does: the one table of the house style.

Sums of money and counts from a million on are scaled (`$300 billion`, `2.35 trillion yuan`) if three decimals or round
numbers allow it, and written out otherwise; nothing is rounded, and zeros written after a decimal point stay. Counts
up to nine are words unless they are measures. A valuation is `17x`. The forms this renderer knows: `x`, `rise`,
`rise-to`, `above` (multiples); `off` (percent); `fraction` (ratio); `noun`, `attributive` (counts); `largest`,
`generation`, `percentile`, `time`, `for-time` (ordinals); `quarter`, `half`, `first-months`, `first-quarters`, `fiscal`,
`decade`, `E` and the like (2025E), `per` a unit, parts of a stretch (`early`, `mid`, `late`, `end`, `same-period`) and relative years (`last`, `this`, …).
"""

from collections.abc import Callable
from decimal import Decimal
from math import gcd

from babel.numbers import get_currency_name

from transflow.languages.en.dates import WORDS, date, nth, period
from transflow.numbers.digits import EXACT, exponent_of, grouped, scaled, trimmed
from transflow.numbers.quantity import Modifier, Quantity, Style

_MODIFIERS: dict[Modifier, str] = {
    "about": "about", "nearly": "nearly", "over": "more than", "under": "less than", "at-least": "at least",
    "at-most": "up to", "within": "within",
}  # fmt: skip
_SCALES = ((12, "trillion", "tn"), (9, "billion", "bn"), (6, "million", "m"))
_SYMBOLS = {
    "HKD": "HK$", "TWD": "NT$", "AUD": "A$", "CAD": "C$", "SGD": "S$", "NZD": "NZ$", "EUR": "€", "GBP": "£",
}  # fmt: skip
_WORDS = {
    "CNY": "yuan",
    "JPY": "yen",
    "KRW": "won",
    "MYR": "ringgit",
    "INR": "rupees",
    "THB": "baht",
    "IDR": "rupiah",
    "RUB": "rubles",
    "VND": "dong",
    "ZAR": "rand",
    "TRY": "lira",
    "MOP": "patacas",
    "TWD": "Taiwan dollars",
}
FRACTIONS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
RISES = {"2": "doubled", "3": "tripled", "4": "quadrupled", "5": "quintupled", "0.5": "halved"}
ABOVES = {"2": "double", "3": "triple", "4": "quadruple"}
VAGUE = {
    1: "dozens", 2: "hundreds", 3: "thousands", 4: "tens of thousands", 5: "hundreds of thousands", 6: "millions",
    7: "tens of millions", 8: "hundreds of millions", 9: "billions", 10: "tens of billions", 11: "hundreds of billions",
    12: "trillions", 13: "tens of trillions", 14: "hundreds of trillions",
}  # fmt: skip
IRREGULAR = {
    "person": "people", "foot": "feet", "square foot": "square feet", "inch": "inches", "century": "centuries",
    "head": "head", "mu": "mu", "megahertz": "megahertz", "degree Celsius": "degrees Celsius", "year of age": "years old",
    "nautical mile": "nautical miles",
}  # fmt: skip
_SPELT = {
    "", "share", "person", "household", "vehicle", "contract", "round", "year", "month", "quarter", "week", "day", "hour",
    "minute", "second", "trading day", "business day", "working day", "century", "fiscal year", "vote", "visit",
}  # fmt: skip
"""What is counted in words up to nine; the rest are measures, and keep figures."""
_COUNTABLE = {"", "person", "household", "vehicle", "contract", "vote", "visit"}
_RANKS = {"top": "top {}", "major": "{} major"}
_AGES: dict[Modifier, str] = {"over": "older", "under": "younger"}
_HALVED = {"year", "month", "day", "hour", "week", "century"}


def render(quantity: Quantity, style: Style) -> str:
    """Write a quantity in English."""
    return _KINDS[quantity.kind](quantity, style)


def _modified(quantity: Quantity, words: str) -> str:
    lead = _MODIFIERS.get(quantity.modifier)
    if quantity.modifier == "under" and quantity.kind == "count" and quantity.unit in _COUNTABLE:
        lead = "fewer than"
    return f"{lead} {words}" if lead else words


def _ends(quantity: Quantity) -> tuple[tuple[Decimal, int | None], ...]:
    places = quantity.places or (None,) * len(quantity.values)
    return tuple(zip(map(Decimal, quantity.values), places, strict=True))


def figure(number: Decimal, place: int | None, style: Style) -> str:
    """Write a number with a scale word where it takes one."""
    for power, word, letters in _SCALES:
        if abs(number) < Decimal(10) ** power:
            continue
        last = exponent_of(trimmed(number))
        if power - last > 3 and last < 4:
            break
        digits = grouped(scaled(number, -power), power - place if place is not None else 0)
        return digits + (letters if style.scale == "letters" else f" {word}")
    return grouped(number, -place if place is not None else 0)


def _money(quantity: Quantity, style: Style) -> str:
    code, ends = quantity.currency, _ends(quantity)
    if quantity.modifier == "several":
        return f"{_vague(quantity)} of {_currency_words(code, Decimal(2))}"
    if quantity.unit == "cent" and code in {"USD", "HKD"}:
        cents = [grouped(scaled(number, 2), -place - 2 if place is not None else 0) for number, place in ends]
        return _modified(quantity, f"{' to '.join(cents)} {'HK ' if code == 'HKD' else ''}cents")
    symbol = style.dollar if code == "USD" else _SYMBOLS.get(code, "")
    if code == "CNY" and style.yuan == "RMB":
        symbol = "RMB"
    figures = [
        sign + symbol + one
        for sign, one in zip(_signs(quantity), _scaled_figures(quantity, style), strict=True)
    ]
    words = "" if symbol else f" {_currency_words(code, ends[-1][0])}"
    return _modified(quantity, f"{' to '.join(figures)}{words}{_per(quantity)}")


def _per(quantity: Quantity) -> str:
    return f" {quantity.form}" if quantity.form.startswith("per ") else ""


def _signs(quantity: Quantity) -> list[str]:
    return [value[0] if value[0] in "+-" else "" for value in quantity.values]


def _scaled_figures(quantity: Quantity, style: Style) -> list[str]:
    """Write the figures without signs; in full where the upper one's scale word would seem to hold for both."""
    ends = [(abs(number), place) for number, place in _ends(quantity)]
    figures = [figure(number, place, style) for number, place in ends]
    low, high = ends[0][0], ends[-1][0]
    return (
        [grouped(number, 0) for number, _place in ends]
        if low < 1000 and high >= 10**6 and low != high
        else figures
    )


def _currency_words(code: str, number: Decimal) -> str:
    if code in _WORDS:
        return _WORDS[code]
    if code == "USD":
        return "dollars"
    nation, _, noun = get_currency_name(code, count=number, locale="en_US").rpartition(" ")
    return f"{nation} {noun.lower()}".strip()


def _vague(quantity: Quantity) -> str:
    return VAGUE.get(Decimal(quantity.values[0]).adjusted(), "many")


def _percent(quantity: Quantity, _style: Style) -> str:
    off = " off" if quantity.form == "off" else ""
    return _modified(quantity, " to ".join(f"{one}%" for one in _figures(quantity)) + off)


def _figures(quantity: Quantity) -> list[str]:
    signs = _signs(quantity)
    return [
        sign + grouped(abs(number), -place if place is not None else 0)
        for sign, (number, place) in zip(signs, _ends(quantity), strict=True)
    ]


def _points(name: str) -> Callable[[Quantity, Style], str]:
    def write(quantity: Quantity, _style: Style) -> str:
        if quantity.modifier == "several":
            return f"{_vague(quantity)} of {name}s"
        figures = _figures(quantity)
        return _modified(
            quantity, f"{' to '.join(figures)} {name}{'' if figures[-1].lstrip('+-') == '1' else 's'}"
        )

    return write


def _multiple(quantity: Quantity, style: Style) -> str:
    if quantity.modifier == "several":
        return f"{_vague(quantity)} of times"
    if quantity.form in {"rise", "rise-to", "above"}:
        return _change(quantity)
    figures = _figures(quantity)
    if quantity.form == "x" and style.times == "x":
        return _modified(quantity, " to ".join(f"{one}x" for one in figures))
    if quantity.form != "x" and figures in (["1"], ["2"]):
        return _modified(quantity, "1x" if figures == ["1"] else "twice")
    return _modified(quantity, f"{' to '.join(_spelt(figures))} times")


def _spelt(figures: list[str]) -> list[str]:
    """Write whole numbers up to nine as words, if all of them are."""
    return (
        [WORDS[int(one)] for one in figures] if all(one in tuple("123456789") for one in figures) else figures
    )


def _change(quantity: Quantity) -> str:
    words = ABOVES if quantity.form == "above" else RISES
    lead = "roughly" if quantity.modifier == "about" else _MODIFIERS.get(quantity.modifier, "")
    if len(quantity.values) == 1 and (word := words.get(quantity.values[0])):
        return f"{lead} {word}".strip()
    if quantity.form == "rise-to":
        return "rose to " + _modified(quantity, f"{' to '.join(_spelt(_figures(quantity)))} times")
    more = [EXACT.subtract(number, Decimal(1)) for number, _place in _ends(quantity)]
    percents = _modified(quantity, " to ".join(f"{grouped(scaled(number, 2), 0)}%" for number in more))
    return f"{percents} higher" if quantity.form == "above" else f"rose {percents}"


def _ratio(quantity: Quantity, _style: Style) -> str:
    over, _, under = quantity.values[0].partition("/")
    if quantity.form != "fraction":
        return _modified(quantity, f"{over}:{under}")
    name = FRACTIONS.get(int(under)) if under.isdecimal() else None
    if not name or not over.isdecimal() or not 0 < int(over) < 10 or gcd(int(over), int(under)) > 1:
        return _modified(quantity, f"{over}/{under}")
    if (over, under) == ("1", "2"):
        return _modified(quantity, "half")
    return _modified(quantity, f"{WORDS[int(over)]}-{name}{'' if over == '1' else 's'}")


def plural(unit: str, figure_: str) -> str:
    """Return the form of a unit after a figure; none for none."""
    if not unit:
        return ""
    if figure_ in {"1", "one"}:
        return "year old" if unit == "year of age" else unit
    return IRREGULAR.get(unit) or f"{unit}s"


def _count(quantity: Quantity, style: Style) -> str:
    unit = "" if quantity.form == "noun" else quantity.unit
    if quantity.modifier == "several":
        return _several(quantity, unit)
    figures = [
        sign + one for sign, one in zip(_signs(quantity), _scaled_figures(quantity, style), strict=True)
    ]
    spelt = _spelt(figures) if quantity.unit in _SPELT else figures
    if quantity.form in _RANKS:
        return _RANKS[quantity.form].format(spelt[0])
    if quantity.form == "attributive":
        words = f"{'-to-'.join(spelt)}-{unit.replace(' ', '-')}"
        return f"{words}-plus" if quantity.modifier == "over" else _modified(quantity, words)
    if unit == "year of age" and quantity.modifier in _AGES:
        return f"{' to '.join(spelt)} or {_AGES[quantity.modifier]}"
    counted = _idiom(unit, figures) or f"{' to '.join(spelt)} {plural(unit, figures[-1])}".strip()
    return _modified(quantity, counted + _per(quantity))


def _several(quantity: Quantity, unit: str) -> str:
    if (quantity.value, unit) == ("10", "year"):
        return "decades"
    return f"{_vague(quantity)} of {plural(unit, '')}".strip()


def _idiom(unit: str, figures: list[str]) -> str:
    """Write what English has an expression of its own for: once, a 10th anniversary, two and a half years."""
    if len(figures) > 1:
        return ""
    if unit == "anniversary" and figures[0].isdecimal():
        return f"{nth(int(figures[0]))} anniversary"
    if unit == "time":
        return {"1": "once", "2": "twice"}.get(figures[0], "")
    if unit in _HALVED and figures[0].endswith(".5"):
        return _and_a_half(figures[0][:-2], unit)
    return ""


def _and_a_half(whole: str, unit: str) -> str:
    if whole == "0":
        return f"half {'an' if unit == 'hour' else 'a'} {unit}"
    return f"{''.join(_spelt([whole]))} and a half {plural(unit, '')}"


def _ordinal(quantity: Quantity, _style: Style) -> str:
    rank = nth(int(quantity.values[0]))
    if quantity.form == "for-time":
        return f"for the {rank} time"
    if quantity.form in {"largest", "generation"}:
        return "largest" if (rank, quantity.form) == ("first", "largest") else f"{rank}-{quantity.form}"
    return f"{rank} {quantity.form or quantity.unit}".strip()


_KINDS: dict[str, Callable[[Quantity, Style], str]] = {
    "money": _money, "percent": _percent, "percentage-point": _points("percentage point"),
    "basis-point": _points("basis point"), "multiple": _multiple, "ratio": _ratio, "count": _count, "ordinal": _ordinal,
    "date": date, "period": period,
}  # fmt: skip
