"""Reads dates, times and periods in English text: the end of January 2025, mid-2025, Q3, fiscal 2024-25, 7:08 p.m."""

import re

from transflow.languages.en.numerals import WORD_VALUES
from transflow.languages.en.rules import RULES
from transflow.languages.en.words import MONTHS
from transflow.numbers import moments
from transflow.numbers.masks import Page, Rule
from transflow.numbers.quantity import Kind, Quantity

# `final` is the fourth of the quarters.
_NUMBERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
}  # fmt: skip
_RELATIVES = {"this": "this", "last": "last", "next": "next", "previous": "last", "current": "this"}
_PARTS = {
    "early": "early", "late": "late", "mid": "mid", "middle": "mid", "end": "end", "year-end": "end", "start": "early",
    "beginning": "early", "close": "end", "same period": "same-period",
}  # fmt: skip

_TO = RULES["joint"]
_AT = RULES["at"]
_ISO = RULES["iso"]
_LETTERS = RULES["letters"]
_QUARTER = RULES["quarter"]
_QUARTER_RANGE = RULES["quarter-range"]
_QUARTER_LISTED = RULES["quarter-listed"]
_HALF = RULES["half"]
_ELIDED_OF = RULES["elided-of"]
_FIRSTS = RULES["firsts"]
_MONTHS_TO = RULES["months-to"]
_FISCAL = RULES["fiscal"]
_DAYS = RULES["days"]
_DAYS_FIRST = RULES["days-first"]
_MONTH_RANGE = RULES["month-range"]
_DAY = RULES["day"]
_DAY_FIRST = RULES["day-first"]
_MONTH_ALONE = RULES["month-alone"]
_MAY = RULES["may"]
_YEARS = RULES["years"]
_YEAR_ALONE = RULES["year-alone"]
_RELATIVE_PART = RULES["relative-part"]
_DECADE = RULES["decade"]
_TIME = RULES["time"]
_CLOCK = RULES["o-clock"]
_SMALL_HOURS = 5
"""Hours that are said to be at night before which it is the next day."""


def read(page: Page) -> None:
    """Read all places in the calendar."""
    for rule in _RULES:
        # In their order: the longer phrase masks what the shorter one would find in it.
        page.read(rule)
    moments.join(page, _TO, _AT)


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _year(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return moments.year(groups.get("y") or groups.get("fy") or "")


def _form(match: re.Match[str], *words: str) -> str:
    groups = match.groupdict()
    part = next(
        (found.lower() for name in ("part", "part2", "part3", "part4") if (found := groups.get(name))), ""
    )
    relative = (groups.get("rel") or groups.get("before") or "").lower()
    fiscal = "fiscal" if any(map(groups.get, ("fiscal", "fq", "fq2"))) and "fiscal" not in words else ""
    return " ".join(filter(None, (*words, fiscal, _PARTS.get(part, ""), _RELATIVES.get(relative, ""))))


def _made(page: Page, match: re.Match[str], kind: Kind, iso: str, *words: str) -> Quantity | None:
    if not iso:
        return None
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, kind, iso, form=_form(match, *words))


def _iso(page: Page, match: re.Match[str]) -> Quantity | None:
    day = moments.point(match["y"], int(match["m"]), int(match["d"]))
    time = moments.clock(int(match["h"]), int(match["min"]), match["sec"] or "") if match["h"] else ""
    return _made(page, match, "date", day + time if day else "")


def _letters(page: Page, match: re.Match[str]) -> Quantity | None:
    letter, number = match["u"] or match["u2"] or match["u3"], int(match["n"] or match["n2"] or match["n3"])
    year = moments.year(match["y"] or match["y2"] or match["y3"] or "")
    # H3 is a heading or a chip.
    if letter == "Q":
        return _made(page, match, "period", moments.quarters(year, number, number), "quarter")
    return _made(page, match, "period", moments.halves(year, number), "half") if number < 3 else None


def _quarter(page: Page, match: re.Match[str]) -> Quantity | None:
    number = _NUMBERS[match["q"].lower()]
    return _made(page, match, "period", moments.quarters(_year(match), number, number), "quarter")


def _quarter_range(page: Page, match: re.Match[str]) -> Quantity | None:
    first, last = _NUMBERS[match["q"].lower()], _NUMBERS[match["q2"].lower()]
    # The first three quarters are said so, the second to third are not.
    words = ("first-quarters",) if first == 1 else ()
    period = moments.quarters(_year(match), first, last) if first < last else ""
    return _made(page, match, "period", period, *words)


def _quarter_listed(page: Page, match: re.Match[str]) -> Quantity | None:
    """The first of 'the first and second quarters'."""
    number = _NUMBERS[match["q"].lower()]
    return _made(page, match, "period", moments.quarters(moments.UNKNOWN, number, number), "quarter")


def _half(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "period", moments.halves(_year(match), _NUMBERS[match["h"].lower()]), "half")


def _elided(page: Page, match: re.Match[str]) -> Quantity | None:
    """Read 'the second' behind 'the first half'."""
    named = _ELIDED_OF.search(page.plain, max(0, match.start() - 110), match.start())
    number = _NUMBERS[match["q"]]
    if not named or (named["u"] == "half" and number > 2):
        return None
    if named["u"] == "half":
        return _made(page, match, "period", moments.halves(moments.UNKNOWN, number), "half")
    return _made(page, match, "period", moments.quarters(moments.UNKNOWN, number, number), "quarter")


def _firsts(page: Page, match: re.Match[str]) -> Quantity | None:
    number = _NUMBERS.get(match["n"]) or int(match["n"])
    if match["u"] == "months":
        return _made(page, match, "period", moments.months(_year(match), 1, number), "first-months")
    return _made(page, match, "period", moments.quarters(_year(match), 1, number), "first-quarters")


def _months_to(page: Page, match: re.Match[str]) -> Quantity | None:
    last = _month(match["m"])
    first = last + 1 - (_NUMBERS.get(match["n"]) or int(match["n"]))
    # The six months to March begin in the year before.
    iso = moments.months(_year(match), first, last)
    day = match["d"] or match["first"]
    if not iso or (day and int(day) != moments.days_in(iso.partition("/")[2])):
        return None  # to June 28 are no whole months
    return _made(page, match, "period", iso, *(["ended"] if day else []))


def _fiscal(page: Page, match: re.Match[str]) -> Quantity | None:
    first = _year(match)
    return _made(page, match, "period", moments.years(first, match["y2"]) if match["y2"] else first, "fiscal")


def _days(page: Page, match: re.Match[str]) -> Quantity | None:
    month, year = _month(match["m"]), _year(match)
    first, last = (moments.point(year, month, int(match[name])) for name in ("d", "d2"))
    return _made(page, match, "period", f"{first}/{last}" if first and first < last else "")


def _month_range(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "period", moments.months(_year(match), _month(match["m"]), _month(match["m2"])))


def _day(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "date", moments.point(_year(match), _month(match["m"]), int(match["d"])))


def _month_alone(page: Page, match: re.Match[str]) -> Quantity | None:
    # `may` is a verb, and May a month where a year, a part or a word such as `in` says so.
    named = match["y"] or match["rel"] or match["before"] or _form(match)
    if (
        match["m"] == "May"
        and not named
        and not _MAY.search(page.folded, max(0, match.start("m") - 30), match.start("m"))
    ):
        return None
    return _made(page, match, "date", moments.point(_year(match), _month(match["m"])))


def _years(page: Page, match: re.Match[str]) -> Quantity | None:
    # 2025/26 is one season, 2014/65 a directive.
    if "/" in match[0] and (int(match["y"]) + 1) % 100 != int(match["y2"]):
        return None
    return _made(page, match, "period", moments.years(match["y"], match["y2"]))


def _year_alone(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "date", match["y"])


def _relative_part(page: Page, match: re.Match[str]) -> Quantity | None:
    # `early this year` is a date, `this year` alone says nothing that could be compared.
    return _made(page, match, "date", moments.UNKNOWN) if len(_form(match).split()) > 1 else None


def _decade(page: Page, match: re.Match[str]) -> Quantity | None:
    # 1990s: its last year is 1999.
    return _made(page, match, "period", moments.years(match["y"], match["y"][:3] + "9"), "decade")


def _time(page: Page, match: re.Match[str]) -> Quantity | None:
    if hour := match["h2"] or match["h3"]:
        minute = match["m2"] or match["m3"]
        return _made(page, match, "date", moments.clock(int(hour), int(minute), match["s2"] or ""))
    # 12 a.m. is midnight, 12 p.m. noon.
    afternoon = match["noon"][0] == "p"
    iso = moments.clock(int(match["h"]) % 12, int(match["m"] or 0), match["s"] or "", afternoon=afternoon)
    return _made(page, match, "date", iso)


def _clock(page: Page, match: re.Match[str]) -> Quantity | None:
    """Nine o'clock."""
    hour = int(match["h"]) if match["h"].isdecimal() else WORD_VALUES[match["h"].lower()]
    # Nine o'clock in the evening; twelve at night is midnight, one is after it.
    early = bool(match["night"]) and hour % 12 < _SMALL_HOURS
    iso = moments.clock(hour % 12 if early else hour, 0, afternoon=bool(match["later"]) and not early)
    return _made(page, match, "date", iso, *(() if match["later"] else (moments.HOUR,)))


# As in `Rule`: a text has one of these, or no month at all. MARCH is written in headlines.
_OF_MONTHS = tuple(name.title() for name in MONTHS) + MONTHS + tuple(name.upper() for name in MONTHS)
_RULES: tuple[Rule, ...] = (
    (("-", "/"), _ISO, _iso),
    (("Q", "H"), _LETTERS, _letters),
    moments.FORECAST,
    moments.FORECAST_SHORT,
    (("quarter",), _QUARTER_RANGE, _quarter_range),
    (("quarter",), _QUARTER_LISTED, _quarter_listed),
    (("quarter",), _QUARTER, _quarter),
    (("half",), _HALF, _half),
    (("half", "quarter"), RULES["elided"], _elided),
    (("months", "quarters"), _FIRSTS, _firsts),
    (("month",), _MONTHS_TO, _months_to),
    (("iscal", "inancial", "FY"), _FISCAL, _fiscal),
    (_OF_MONTHS, _DAYS, _days),
    (_OF_MONTHS, _DAYS_FIRST, _days),
    (_OF_MONTHS, _MONTH_RANGE, _month_range),
    (_OF_MONTHS, _DAY, _day),
    (_OF_MONTHS, _DAY_FIRST, _day),
    (_OF_MONTHS, _MONTH_ALONE, _month_alone),
    # Before years: 1930 GMT is none.
    ((":", "m", "T", "UTC"), _TIME, _time),
    (("19", "20"), _YEARS, _years),
    (("0s", "0's"), _DECADE, _decade),
    (("19", "20", "n 1"), _YEAR_ALONE, _year_alone),
    (("year",), _RELATIVE_PART, _relative_part),
    (("clock",), _CLOCK, _clock),
)
