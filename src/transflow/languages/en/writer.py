"""Writes quantities as an English finance desk does: the one table of the house style.

Sums of money and counts from a million on are scaled (`$300 billion`, `2.35 trillion yuan`) if three decimals or round
numbers allow it, and written out otherwise; nothing is rounded, and zeros written after a decimal point stay. Counts
up to nine are words unless they are measures. A valuation is `17x`. The forms this renderer knows: `x`, `rise`,
`rise-to`, `above` (multiples); `off` (percent); `fraction` (ratio); `noun`, `attributive` (counts); `largest`,
`generation`, `percentile`, `time`, `for-time` (ordinals); `quarter`, `half`, `first-months`, `first-quarters`, `fiscal`,
`decade`, `E` and the like (2025E), `per` a unit, parts of a stretch (`early`, `mid`, `late`, `end`, `same-period`) and relative years (`last`, `this`, …).
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from math import gcd

from babel.numbers import get_currency_name

from transflow.languages.en.counts import count
from transflow.languages.en.dates import WORDS, date, day_first, nth, period
from transflow.languages.en.figures import (
    MODIFIERS,
    ends_of,
    figures_of,
    modified,
    per,
    scaled_figures,
    signs_of,
    spelt_out,
    vague,
)
from transflow.numbers.digits import EXACT, grouped, scaled
from transflow.numbers.quantity import Quantity, Style

_SYMBOLS = {
    "HKD": "HK$", "TWD": "NT$", "AUD": "A$", "CAD": "C$", "SGD": "S$", "NZD": "NZ$", "EUR": "€", "GBP": "£",
}  # fmt: skip
_YEAR = 4
"""Digits of a year."""
_CENTS = {"USD": "cents", "HKD": "HK cents", "GBP": "pence"}
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
SUPERLATIVES = {
    "largest", "highest", "lowest", "most", "fastest", "best", "worst", "longest", "strongest", "slowest", "most expensive", "fewest",
}  # fmt: skip
RISES = {"2": "doubled", "3": "tripled", "4": "quadrupled", "5": "quintupled", "0.5": "halved"}
ABOVES = {"2": "double", "3": "triple", "4": "quadruple"}


def render(quantity: Quantity, style: Style) -> str:
    """Write a quantity in English."""
    shown = replace(quantity, places=()) if style.decimals == "needed" else quantity
    words = _KINDS[quantity.kind](shown, style)
    return day_first(words) if style.date == "day-first" and quantity.kind in {"date", "period"} else words


def _money(quantity: Quantity, style: Style) -> str:
    code, ends = quantity.currency, ends_of(quantity)
    if quantity.modifier == "several":
        return f"{vague(quantity)} of {_currency_words(code, Decimal(2), style)}"
    if quantity.unit == "cent" and code in _CENTS:
        cents = [grouped(scaled(number, 2), -place - 2 if place is not None else 0) for number, place in ends]
        return modified(quantity, f"{' to '.join(cents)} {_CENTS[code]}{per(quantity)}")
    # A yuan has a symbol only where the house style says so: ¥ would be read as yen.
    symbol = style.dollar if code == "USD" else _SYMBOLS.get(code, "")
    if code == "CNY" and style.yuan in {"RMB", "Rmb", "CNY"}:
        symbol = style.yuan
    figures = [
        sign + symbol + one
        for sign, one in zip(signs_of(quantity), scaled_figures(quantity, style), strict=True)
    ]
    words = "" if symbol else f" {_currency_words(code, ends[-1][0], style)}"
    cash = " in cash" if quantity.form == "cash" else ""
    return modified(quantity, f"{' to '.join(figures)}{words}{per(quantity)}{cash}")


def _currency_words(code: str, number: Decimal, style: Style) -> str:
    if code == "CNY" and style.yuan in {"CNY", "renminbi"}:
        return "renminbi"
    if code in _WORDS:
        return _WORDS[code]
    if code == "USD":
        return "dollars"
    nation, _, noun = get_currency_name(code, count=number, locale="en_US").rpartition(" ")
    return f"{nation} {noun.lower()}".strip()


def _percent(quantity: Quantity, style: Style) -> str:
    off = " off" if quantity.form == "off" else ""
    percents = (_percents(one, style) for one in figures_of(quantity))
    return modified(quantity, " to ".join(percents) + off + per(quantity))


def _percents(figure: str, style: Style) -> str:
    return f"{figure}%" if style.percent == "%" else f"{figure} {style.percent}"


def _points(name: str) -> Callable[[Quantity, Style], str]:
    def write(quantity: Quantity, style: Style) -> str:
        if quantity.modifier == "several":
            return f"{vague(quantity)} of {name}s"
        figures = figures_of(quantity)
        if name == "basis point" and style.basis_points != "basis points":
            return modified(quantity, f"{' to '.join(figures)}{style.basis_points}")
        return modified(
            quantity, f"{' to '.join(figures)} {name}{'' if figures[-1].lstrip('+-') == '1' else 's'}"
        )

    return write


def _multiple(quantity: Quantity, style: Style) -> str:
    if quantity.modifier == "several":
        return f"{vague(quantity)} of times"
    if quantity.form in {"rise", "rise-to", "above"}:
        return _change(quantity, style)
    figures = figures_of(quantity)
    if quantity.form == "x" and style.times == "x":
        return modified(quantity, " to ".join(f"{one}x" for one in figures))
    if quantity.form == "fold":
        return modified(quantity, _fold(figures))
    # `1 times` and `2 times` are not said.
    if quantity.form != "x" and figures in (["1"], ["2"]):
        return modified(quantity, "1x" if figures == ["1"] else "twice")
    return modified(quantity, f"{' to '.join(spelt_out(figures))} times")


def _fold(figures: list[str]) -> str:
    """Write a factor before a noun: fivefold, 12-fold."""
    spelt = spelt_out(figures)
    return " to ".join(one + ("fold" if one.isalpha() else "-fold") for one in spelt)


def _change(quantity: Quantity, style: Style) -> str:
    words = ABOVES if quantity.form == "above" else RISES
    lead = "roughly" if quantity.modifier == "about" else MODIFIERS.get(quantity.modifier, "")
    if len(quantity.values) == 1 and (word := words.get(quantity.values[0])):
        return f"{lead} {word}".strip()
    if quantity.form == "rise-to":
        return "rose to " + modified(quantity, f"{' to '.join(spelt_out(figures_of(quantity)))} times")
    # rise: 增长1.6倍 is read as 2.6 times, and `rose 160%`.
    more = [EXACT.subtract(number, Decimal(1)) for number, _place in ends_of(quantity)]
    percents = modified(
        quantity, " to ".join(_percents(grouped(scaled(number, 2), 0), style) for number in more)
    )
    return f"{percents} higher" if quantity.form == "above" else f"rose {percents}"


def _ratio(quantity: Quantity, _style: Style) -> str:
    over, _, under = quantity.values[0].partition("/")
    if quantity.form == "for":
        return f"{over}-for-{under}"
    if quantity.form != "fraction":
        # A vote is won 9-0.
        voted = quantity.form == "vote" or under == "0"
        return modified(quantity, f"{over}-{under}" if voted else f"{over}:{under}")
    name = FRACTIONS.get(int(under)) if under.isdecimal() else None
    # two-thirds, but 2/4 and 11/12: what has no name or could be shortened stays in digits.
    if not name or not over.isdecimal() or not 0 < int(over) < 10 or gcd(int(over), int(under)) > 1:
        # Four digits without a comma would be a year.
        return modified(quantity, f"{over}/{int(under):,}" if len(under) == _YEAR else f"{over}/{under}")
    if (over, under) == ("1", "2"):
        return modified(quantity, "half")
    return modified(quantity, f"{WORDS[int(over)]}-{name}{'' if over == '1' else 's'}")


def _ordinal(quantity: Quantity, _style: Style) -> str:
    rank = nth(int(quantity.values[0]))
    if len(quantity.values) > 1:
        rank = f"{rank} to {nth(int(quantity.values[1]))}"
    if quantity.form == "for-time":
        return f"for the {rank} time"
    if quantity.form == "generation" or quantity.form in SUPERLATIVES:
        return (
            quantity.form
            if (rank, quantity.form != "generation") == ("first", True)
            else f"{rank}-{quantity.form}"
        )
    return f"{rank} {quantity.form or quantity.unit}".strip()


_KINDS: dict[str, Callable[[Quantity, Style], str]] = {
    "money": _money, "percent": _percent, "percentage-point": _points("percentage point"),
    "basis-point": _points("basis point"), "multiple": _multiple, "ratio": _ratio, "count": count, "ordinal": _ordinal,
    "date": date, "period": period,
}  # fmt: skip
