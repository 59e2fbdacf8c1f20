"""Dates and periods as ISO 8601 values, for the readers of all languages.

A year that isn't named is `XXXX` (ISO 8601-2, unspecified digits); a quarter, a half-year or any other stretch is the
interval of its first and last month or year, both included (`2025-07/2025-09`).
"""

import calendar
import re

from transflow.numbers.masks import Page, Rule
from transflow.numbers.quantity import Quantity
from transflow.numbers.rules import RULES

UNKNOWN = "XXXX"
HOUR = "hour"
"""The form of a full hour whose half of the day is not said."""
_YEARS_NAMED = {"this", "last", "next", "before-last", "after-next", "same", "following"}


def year(digits: str) -> str:
    """Return a year of four digits; two digits are of this century (24), or of the last one from 70 on (98)."""
    if len(digits) == 2:
        # 98年金融危机 and 08年, 1H25: two digits compare as texts do. No page speaks of 2070, few of 1969.
        return ("19" if digits >= "70" else "20") + digits
    return digits or UNKNOWN


def point(in_year: str, month: int = 0, day: int = 0) -> str:
    """Return a year, month or day; empty if there is no such day."""
    if not month:
        # 15日: neither the month nor the year is said.
        return in_year if not day else f"{in_year}-XX-{day:02d}"
    # 3-45 and 13月 are no dates, and may be read as something else.
    if not 1 <= month <= 12 or day > _days(in_year, month):
        return ""
    return f"{in_year}-{month:02d}" + (f"-{day:02d}" if day else "")


def _days(in_year: str, month: int) -> int:
    # A day of no year may be one of a leap year: 2月29日. But 2025年2月29日 is no day.
    return calendar.monthrange(int(in_year) if in_year.isdecimal() and int(in_year) else 2000, month)[1]


def months(in_year: str, first: int, last: int) -> str:
    """Return the interval from one month of a year to another; empty if there is none."""
    # 9至3月 crosses a year that nobody named.
    return f"{in_year}-{first:02d}/{in_year}-{last:02d}" if 1 <= first <= last <= 12 else ""


def days_in(iso: str) -> int:
    """Return the days of a month; February of a year that nobody named has 28."""
    year, month = iso.split("-")
    return calendar.monthrange(int(year) if year.isdecimal() else 2001, int(month))[1]


def quarters(in_year: str, first: int, last: int) -> str:
    """Return the interval from one quarter to another, both included."""
    return months(in_year, 3 * first - 2, 3 * last)


def halves(in_year: str, half: int) -> str:
    """Return the first or second half of a year."""
    return months(in_year, 6 * half - 5, 6 * half)


def years(first: str, last: str) -> str:
    """Return the interval of two years; the last one may be short (2024, 25). Empty if it isn't later."""
    # 2024/25 and 2024-2025 alike.
    end = first[: 4 - len(last)] + last
    return f"{first}/{end}" if first < end else ""


def clock(hour: int, minute: int, second: str = "", *, afternoon: bool = False) -> str:
    """Return a time of day; empty if there is none."""
    # 下午3点 is 15:00, and 下午12点 is noon.
    hour += 12 if afternoon and hour < 12 else 0
    # 24:00 is a time (ISO 8601), 24:30 a ratio.
    if hour * 60 + minute > 24 * 60 or minute > 59:
        return ""
    return f"T{hour:02d}:{minute:02d}" + (f":{second}" if second else "")


def day_after(iso: str) -> str:
    """Return a moment that ends a day (2025-12-08T24:00) as what begins the next one, and any other as it is."""
    day, ends, _ = iso.partition("T24:00")
    # The year or the month may not be named.
    parts = day.split("-")
    if not ends or len(parts) < 3:
        return iso
    in_year, in_month, last = parts
    if in_month.isdecimal() and int(last) == _days(in_year, int(in_month)):
        in_year = str(int(in_year) + 1) if in_year.isdecimal() and in_month == "12" else in_year
        return f"{in_year}-{int(in_month) % 12 + 1:02d}-01T00:00"
    return f"{in_year}-{in_month}-{int(last) + 1:02d}T00:00"


def _forecast(page: Page, match: re.Match[str]) -> Quantity:
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "date", year(match["y"]), form=match["letter"])


FORECAST: Rule = (
    ("E", "A", "F"),
    RULES["forecast"],
    _forecast,
)
"""2025E: a year as estimated, reported or forecast; the letter is the form."""
FORECAST_SHORT: Rule = (("E",), RULES["forecast-short"], _forecast)
"""25E/26E: likewise."""


def join(page: Page, to: re.Pattern[str], at: re.Pattern[str] | None = None) -> None:
    """Make one quantity of two that belong together: a date `to` a date, or a day `at` a time of day."""
    result: list[Quantity] = []
    for one in page.result():
        joined = None
        # Nothing but the joint may stand between: 3月至5月, but not 3月销售至5月.
        if result and to.fullmatch(page.plain, result[-1].end, one.start):
            joined = _stretch(page, result[-1], one)
        elif result and at and at.fullmatch(page.plain, result[-1].end, one.start):
            joined = _timed(page, result[-1], one)
        if joined:
            result[-1] = joined
        else:
            result.append(one)
    page.found = result
    page.mask((one.start, one.end) for one in result)


def _stretch(page: Page, first: Quantity, last: Quantity) -> Quantity | None:
    """Return the period from one date or quarter to another; either takes the year that it doesn't name from the other."""
    # What words the first has but a year's name (末, 初) belongs to it alone: 1月末至3月 stays two dates.
    words, quarterly = set(first.form.split()), "quarter" in first.form.split()
    if first.kind != last.kind or last.form != ("quarter" if quarterly else ""):
        return None
    if words - _YEARS_NAMED - {"quarter"} or (first.kind == "period" and not quarterly):
        return None
    # A quarter is an interval: from the beginning of the first to the end of the last.
    start, end = first.values[0].partition("/")[0], last.values[0].rpartition("/")[2]
    # 3月1日至2025年4月2日, 去年10月至12月: one of the two says the year of both.
    end = start[:4] + end[4:] if end.startswith(UNKNOWN) else end
    start = end[:4] + start[4:] if start.startswith(UNKNOWN) else start
    # 2024年12月至1月 stays two dates: whose January, only a reader can tell.
    if any("T" in iso or "-XX-" in iso for iso in (start, end)) or start >= end or len(start) != len(end):
        return None
    if quarterly:
        # Q1-Q3 is written as 前三季度 and `the first three quarters`, not as January to September.
        words ^= {"quarter", *(["first-quarters"] if start[4:] == "-01" and start[:4] == end[:4] else [])}
    form = " ".join(sorted(words))
    return Quantity(
        first.start, last.end, page.text[first.start : last.end], "period", f"{start}/{end}", form=form
    )


def _timed(page: Page, first: Quantity, last: Quantity) -> Quantity | None:
    """Return a day with its time, whichever comes first."""
    # 7:08 p.m. on March 5, 3月5日19:08: English says the time first.
    day, time = sorted((first.values[0], last.values[0]), key=lambda iso: iso.startswith("T"))
    # Ten characters are a day: 2025年8时 is no moment.
    if not time.startswith("T") or "T" in day or len(day) != 10:
        return None
    return Quantity(first.start, last.end, page.text[first.start : last.end], "date", day + time)
