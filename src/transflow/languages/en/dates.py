"""Writes dates, times and periods in English: the end of January 2025, March 15-20, 2024, 7:08 p.m."""

from collections.abc import Callable

from babel.dates import get_month_names

from transflow.languages.en.rules import RULES
from transflow.numbers.moments import days_in
from transflow.numbers.quantity import Quantity, Style

_MONTH_DAY = RULES["month-day"]
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
RELATIVES = {
    "this": "this year", "last": "last year", "next": "next year", "before-last": "the year before last",
    "after-next": "the year after next", "same": "the same year", "following": "the following year",
}  # fmt: skip


def nth(number: int, *, spelt: bool = True) -> str:
    """Write an ordinal, as a word up to ninth if it is to be `spelt`."""
    if spelt and 0 < number < 10:
        return ORDINALS[number]
    # 11th, 112th.
    suffix = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"


def date(quantity: Quantity, _style: Style) -> str:
    """Write a year, a month, a day or a time of day."""
    day, _, time = quantity.values[0].partition("T")
    words = set(quantity.form.split())
    if time:
        return f"{_clock(time)} on {_day(day, words)}" if day else _clock(time)
    letter = next((letter for letter in "EAF" if letter in words), "")
    return _part(_day(day, words), words) + letter


def day_first(words: str) -> str:
    """Put the day before the month: 15 March 2024, 15-20 March 2024."""
    return _MONTH_DAY.sub(
        lambda match: f"{match['day']} {match['month']}" + (f" {match['year']}" if match["year"] else ""),
        words,
    )


def _clock(time: str) -> str:
    hour, minute, *second = time.split(":")
    # With seconds it stays as it is written; 24:00 ends a day, at whose beginning is 12 a.m.
    if second or hour == "24":
        return time
    # 0 is 12 a.m. and 12 is 12 p.m.
    return f"{(int(hour) - 1) % 12 + 1}{':' + minute if minute != '00' else ''} {'a.m.' if int(hour) < 12 else 'p.m.'}"


def month_name(month: int) -> str:
    """Return the English name of a month, 1 to 12."""
    return str(get_month_names("wide", locale="en")[month])


def _day(iso: str, words: set[str]) -> str:
    """Write a year, a month or a day."""
    year, month, day = (*iso.split("-"), "", "")[:3]
    relative = next((RELATIVES[word] for word in words if word in RELATIVES), "")
    if month == "XX":
        return f"the {nth(int(day), spelt=False)}"
    if not month:
        return relative or year
    name = month_name(int(month)) + (f" {int(day)}" if day else "")
    if relative:
        return f"{name} {'of ' if relative.startswith('the') else ''}{relative}"
    return name if year == "XXXX" else f"{name}, {year}" if day else f"{name} {year}"


def _part(words: str, parts: set[str]) -> str:
    """Write the part of a stretch of time: 'the end of January 2025', 'mid-2025'."""
    if "same-period" in parts:
        return f"the same period of {words}"
    if "end" in parts:
        return f"the end of {words}"
    if "mid" in parts:
        # mid-2025, but the middle of last year.
        named = words.startswith(("the ", "last ", "this ", "next "))
        return f"the middle of {words}" if named else f"mid-{words}"
    if "decade" in parts and (part := next((one for one in ("early", "late") if one in parts), "")):
        return f"the {part} {words.removeprefix('the ')}"
    for part in ("early", "late"):
        if part in parts:
            return f"{part} in {words}" if words.startswith("the ") else f"{part} {words}"
    return words


def period(quantity: Quantity, _style: Style) -> str:
    """Write a stretch of time."""
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
        return phrase.replace("the ", "the fiscal ", 1) if "fiscal" in words else phrase
    return f"{phrase} of {relative or ('fiscal ' if 'fiscal' in words else '') + year}"


def _quarter(first: str, _last: str, words: set[str]) -> str:
    name = ORDINALS[(int(first[5:7]) + 2) // 3]
    if "report" in words:
        year = "" if first[:4] == "XXXX" else f"{first[:4]} "
        return f"the {name}-quarter {year}report"
    return _of_year(f"the {name} quarter", first, words)


def _half(first: str, _last: str, words: set[str]) -> str:
    return _of_year(f"the {'first' if first[5:7] == '01' else 'second'} half", first, words)


def _first_months(first: str, last: str, words: set[str]) -> str:
    number = int(last[5:7])
    return _of_year(f"the first {_in_words(number)} months", first, words)


def _in_words(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else str(number)


def _first_quarters(first: str, last: str, words: set[str]) -> str:
    return _of_year(f"the first {WORDS[int(last[5:7]) // 3]} quarters", first, words)


def _ended(first: str, last: str, words: set[str]) -> str:
    """The six months ended June 30, 2025; to the end of June."""
    months = f"the {_in_words(int(last[5:7]) - int(first[5:7]) + 1)} months"
    if "to-end" in words:
        return f"{months} to the end of {_day(last, words)}"
    return f"{months} ended {_day(f'{last}-{days_in(last)}', words)}"


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
    # A year that both have is said once: January to March 2025.
    if first[:4] == last[:4] and not words:
        return f"{_day('XXXX' + first[4:], words)} to {_day(last, words)}"
    return f"{_day(first, set())} to {_day(last, words)}"


_PERIODS: dict[str, Callable[[str, str, set[str]], str]] = {
    "quarter": _quarter, "half": _half, "first-months": _first_months, "first-quarters": _first_quarters, "ended": _ended, "to-end": _ended,
    "fiscal": _fiscal, "decade": _decade,
}  # fmt: skip
