"""Writes quantities as an English finance desk does: the one table of the house style.

Sums of money and counts from a million on are scaled (`$300 billion`, `2.35 trillion yuan`) if three decimals or round
numbers allow it, and written out otherwise; nothing is rounded, and zeros written after a decimal point stay. Counts
up to nine are words unless they are measures. A valuation is `17x`. The forms this renderer knows: `x`, `rise`,
`rise-to`, `above` (multiples); `off` (percent); `fraction` (ratio); `noun`, `attributive` (counts); `largest`,
`generation`, `percentile`, `time`, `for-time` (ordinals); `quarter`, `half`, `first-months`, `first-quarters`, `fiscal`,
`decade`, parts of a stretch (`early`, `mid`, `late`, `end`, `same-period`) and relative years (`last`, `this`, …).
"""

from collections.abc import Callable
from decimal import Decimal

from babel.dates import get_month_names
from babel.numbers import get_currency_name

from transflow.quantities.digits import EXACT, exponent_of, grouped, scaled, trimmed
from transflow.quantities.quantity import Modifier, Quantity, Style

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
}
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
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
RELATIVES = {
    "this": "this year", "last": "last year", "next": "next year", "before-last": "the year before last",
    "after-next": "the year after next", "same": "the same year", "following": "the following year",
}  # fmt: skip


def render(quantity: Quantity, style: Style) -> str:
    """Write a quantity in English."""
    return _KINDS[quantity.kind](quantity, style)


def _modified(quantity: Quantity, words: str) -> str:
    lead = _MODIFIERS.get(quantity.modifier)
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
        symbol = "RMB "
    figures = [figure(abs(number), place, style) for number, place in ends]
    if symbol:
        return _modified(quantity, " to ".join(_signed(quantity, symbol + one) for one in figures))
    return _modified(
        quantity,
        f"{' to '.join(_signed(quantity, one) for one in figures)} {_currency_words(code, ends[-1][0])}",
    )


def _signed(quantity: Quantity, words: str) -> str:
    sign = quantity.values[0][:1]
    return sign + words if sign in {"-", "+"} else words


def _currency_words(code: str, number: Decimal) -> str:
    if code in _WORDS:
        return _WORDS[code]
    nation, _, noun = get_currency_name(code, count=number, locale="en_US").rpartition(" ")
    return f"{nation} {noun.lower()}".strip()


def _vague(quantity: Quantity) -> str:
    return VAGUE.get(Decimal(quantity.values[0]).adjusted(), "many")


def _percent(quantity: Quantity, _style: Style) -> str:
    off = " off" if quantity.form == "off" else ""
    return _modified(quantity, " to ".join(f"{one}%" for one in _figures(quantity)) + off)


def _figures(quantity: Quantity) -> list[str]:
    return [
        _signed(quantity, grouped(abs(number), -place if place is not None else 0))
        for number, place in _ends(quantity)
    ]


def _points(name: str) -> Callable[[Quantity, Style], str]:
    def write(quantity: Quantity, _style: Style) -> str:
        figures = _figures(quantity)
        return _modified(
            quantity, f"{' to '.join(figures)} {name}{'' if figures[-1].lstrip('+-') == '1' else 's'}"
        )

    return write


def _multiple(quantity: Quantity, style: Style) -> str:
    if quantity.form in {"rise", "rise-to", "above"}:
        return _change(quantity)
    figures = _figures(quantity)
    if quantity.form == "x" and style.times == "x":
        return _modified(quantity, " to ".join(f"{one}x" for one in figures))
    if figures == ["2"] and quantity.form != "x":
        return _modified(quantity, "twice")
    return _modified(quantity, f"{' to '.join(_spelt(figures))} times")


def _spelt(figures: list[str]) -> list[str]:
    """Write whole numbers up to nine as words, if all of them are."""
    return [WORDS[int(one)] for one in figures] if all(one in tuple("123456789") for one in figures) else figures


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
    if not name or not over.isdecimal() or not 0 < int(over) < 10:
        return _modified(quantity, f"{over}/{under}")
    if (over, under) == ("1", "2"):
        return _modified(quantity, "half")
    return _modified(quantity, f"{WORDS[int(over)]}-{name}{'' if over == '1' else 's'}")


def plural(unit: str, figure_: str) -> str:
    """Return the form of a unit after a figure."""
    if figure_ in {"1", "one"}:
        return "year old" if unit == "year of age" else unit
    return IRREGULAR.get(unit) or f"{unit}s"


def _count(quantity: Quantity, style: Style) -> str:
    unit = "" if quantity.form == "noun" else quantity.unit
    if quantity.modifier == "several":
        return f"{_vague(quantity)} of" + (f" {plural(unit, '')}" if unit else "")
    if quantity.unit == "anniversary":
        return _modified(quantity, f"{nth(int(Decimal(quantity.values[0])))} anniversary")
    figures = [figure(number, place, style) for number, place in _ends(quantity)]
    spelt = _spelt(figures) if quantity.unit in _SPELT else figures
    if quantity.form == "attributive":
        return _modified(quantity, f"{'-to-'.join(spelt)}-{unit.replace(' ', '-')}")
    if (
        unit in {"year", "month", "day", "hour", "week", "century"}
        and len(figures) == 1
        and figures[0].endswith(".5")
    ):
        return _modified(quantity, _and_a_half(figures[0][:-2], unit))
    if unit == "time" and figures in (["1"], ["2"]):
        return _modified(quantity, "once" if figures == ["1"] else "twice")
    return _modified(quantity, f"{' to '.join(spelt)} {plural(unit, figures[-1]) if unit else ''}".strip())


def _and_a_half(whole: str, unit: str) -> str:
    if whole == "0":
        return f"half {'an' if unit == 'hour' else 'a'} {unit}"
    return f"{''.join(_spelt([whole]))} and a half {plural(unit, '')}"


def nth(number: int) -> str:
    """Write an ordinal: a word up to ninth."""
    if 0 < number < 10:
        return ORDINALS[number]
    suffix = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"


def _ordinal(quantity: Quantity, _style: Style) -> str:
    rank = nth(int(quantity.values[0]))
    if quantity.form == "for-time":
        return f"for the {rank} time"
    if quantity.form in {"largest", "generation"}:
        return "largest" if (rank, quantity.form) == ("first", "largest") else f"{rank}-{quantity.form}"
    return f"{rank} {quantity.form or quantity.unit}".strip()


def _date(quantity: Quantity, _style: Style) -> str:
    day, _, time = quantity.values[0].partition("T")
    words = set(quantity.form.split())
    if time:
        return f"{_clock(time)} on {_day(day, words)}" if day else _clock(time)
    return _part(_day(day, words), words)


def _clock(time: str) -> str:
    hour, minute, *second = time.split(":")
    if second:
        return time
    return f"{(int(hour) - 1) % 12 + 1}{':' + minute if minute != '00' else ''} {'a.m.' if int(hour) % 24 < 12 else 'p.m.'}"


def month_name(month: int) -> str:
    """Return the English name of a month, 1 to 12."""
    return str(get_month_names("wide", locale="en")[month])


def _day(iso: str, words: set[str]) -> str:
    """Write a year, a month or a day."""
    year, month, day = (*iso.split("-"), "", "")[:3]
    relative = next((RELATIVES[word] for word in words if word in RELATIVES), "")
    if month == "XX":
        return f"the {nth(int(day)) if int(day) > 9 else _short_nth(int(day))}"
    if not month:
        return relative or year
    name = month_name(int(month)) + (f" {int(day)}" if day else "")
    if relative:
        return f"{name} {'of ' if relative.startswith('the') else ''}{relative}"
    return name if year == "XXXX" else f"{name}, {year}" if day else f"{name} {year}"


def _short_nth(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


def _part(words: str, parts: set[str]) -> str:
    """Write the part of a stretch of time: 'the end of January 2025', 'mid-2025'."""
    if "same-period" in parts:
        return f"the same period of {words}"
    if "end" in parts:
        return f"the end of {words}"
    if "mid" in parts:
        return (
            f"the middle of {words}"
            if " " in words and words.split(maxsplit=1)[0] in {"the", "last", "this", "next"}
            else f"mid-{words}"
        )
    for part in ("early", "late"):
        if part in parts:
            return f"{part} in {words}" if words.startswith("the ") else f"{part} {words}"
    return words


def _period(quantity: Quantity, _style: Style) -> str:
    words = set(quantity.form.split())
    first, _, last = quantity.values[0].partition("/")
    for name, write in _PERIODS.items():
        if name in words:
            return _part(write(first, last, words), words)
    if not last:
        return _part(_day(first, words), words)
    return _interval(first, last, words)


def _of_year(phrase: str, iso: str, words: set[str]) -> str:
    relative = next((RELATIVES[word] for word in words if word in RELATIVES), "")
    year = iso[:4]
    if not relative and year == "XXXX":
        return phrase
    return f"{phrase} of {relative or ('fiscal ' if 'fiscal' in words else '') + year}"


def _quarter(first: str, _last: str, words: set[str]) -> str:
    return _of_year(f"the {ORDINALS[(int(first[5:7]) + 2) // 3]} quarter", first, words)


def _half(first: str, _last: str, words: set[str]) -> str:
    return _of_year(f"the {'first' if first[5:7] == '01' else 'second'} half", first, words)


def _first_months(first: str, last: str, words: set[str]) -> str:
    number = int(last[5:7])
    return _of_year(f"the first {WORDS[number] if number < 10 else number} months", first, words)


def _first_quarters(first: str, last: str, words: set[str]) -> str:
    return _of_year(f"the first {WORDS[int(last[5:7]) // 3]} quarters", first, words)


def _fiscal(first: str, last: str, _words: set[str]) -> str:
    return f"fiscal {first}" + (f"-{last[2:]}" if last else "")


def _decade(first: str, _last: str, _words: set[str]) -> str:
    return f"the {first}s"


def _interval(first: str, last: str, words: set[str]) -> str:
    """Write two years, months or days with what they share said once."""
    if len(first) == 4:
        return f"{first}-{last}"
    if first[:7] == last[:7] and len(first) > 7:
        day = str(int(last[8:]))
        return _day(first, words).replace(f" {int(first[8:])}", f" {int(first[8:])}-{day}", 1)
    if first[:4] == last[:4] and not words:
        return f"{_day('XXXX' + first[4:], words)} to {_day(last, words)}"
    return f"{_day(first, set())} to {_day(last, words)}"


_PERIODS: dict[str, Callable[[str, str, set[str]], str]] = {
    "quarter": _quarter, "half": _half, "first-months": _first_months, "first-quarters": _first_quarters,
    "fiscal": _fiscal, "decade": _decade,
}  # fmt: skip
_KINDS: dict[str, Callable[[Quantity, Style], str]] = {
    "money": _money, "percent": _percent, "percentage-point": _points("percentage point"),
    "basis-point": _points("basis point"), "multiple": _multiple, "ratio": _ratio, "count": _count, "ordinal": _ordinal,
    "date": _date, "period": _period,
}  # fmt: skip
