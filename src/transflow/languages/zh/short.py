"""Reads what is written short in the calendar: years of two digits, days that named an event, reports, bare times of day."""

import re
from collections.abc import Iterator
from itertools import pairwise

from transflow.languages.zh.numerals import value
from transflow.languages.zh.rules import RULES
from transflow.numbers import moments
from transflow.numbers.masks import Page, Rule
from transflow.numbers.quantity import Kind, Quantity

_NAMED_DAY = RULES["named-day"]
_SHORT_YEARS = RULES["short-years"]
_SHORT_RANGE = RULES["short-range"]
_SHORT_YEAR = RULES["short-year"]
_REPORT = RULES["report"]
_ATTRIBUTED = RULES["attributed"]
_CLOCK = RULES["clock"]
_TWO = RULES["two-digits"]
_CLOCK_TALK = RULES["clock-talk"]
_RATIO_TALK = RULES["ratio-talk"]
_CLAUSE_END = RULES["clause-end"]
_FIRST_TOLD = 23
"""From this year on two digits are a year in a list that nothing follows."""
_FIRST_HOUR = 6
"""Before this hour a colon joins a ratio (1:10) unless the text speaks of time."""


def _made(page: Page, match: re.Match[str], kind: Kind, iso: str, form: str = "") -> Quantity | None:
    """Make a quantity of a match; none without a value."""
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, kind, iso, form=form) if iso else None


def _named_day(page: Page, match: re.Match[str]) -> Quantity | None:
    """“9·24”: a day that gave its name to what happened."""
    iso = moments.point(moments.UNKNOWN, int(match["m"]), int(match["d"]))
    return _made(page, match, "date", iso)


def listed_years(page: Page) -> Iterator[Quantity]:
    """24/25/26年, 23、24、25年: two digits each, one year after another."""
    for match in _SHORT_YEARS.finditer(page.folded):
        numbers = list(_TWO.finditer(page.folded, match.start(), match.end()))
        values = [int(one[0]) for one in numbers]
        # 18/14/12 are multiples, and 24/25/26 years.
        # Nor is 25/26年度, which is one stretch.
        one_stretch = len(values) == 2 and "/" in match[0] and page.folded.startswith("度", match.end())
        # Who served for 20年、21年 did so for as long; what comes behind them tells of years.
        lasting = (
            values[0] < _FIRST_TOLD and "年" in match[0][:-1] and _CLAUSE_END.match(page.folded, match.end())
        )
        if one_stretch or lasting or any(after - before != 1 for before, after in pairwise(values)):
            continue
        # 24年、25年一季度: the last is of a part.
        for one in numbers[:-1] if match["part"] and "/" not in match[0] else numbers:
            # Mostly only the last has its 年.
            end = one.end() + (page.folded[one.end() : one.end() + 1] == "年")
            slice_ = page.text[one.start() : end]
            yield Quantity(one.start(), end, slice_, "date", f"20{one[0]}")


def _short_range(page: Page, match: re.Match[str]) -> Quantity | None:
    first, last = f"20{match['y']}", f"20{match['y2']}"
    # 25/24年 is no stretch of time.
    return _made(page, match, "period", f"{first}/{last}" if first < last else "")


def _short_year(page: Page, match: re.Match[str]) -> Quantity | None:
    """25上半年, 24全年: a year of two digits without 年."""
    return _made(page, match, "date", f"20{match['y']}")


def _report(page: Page, match: re.Match[str]) -> Quantity | None:
    """2025年三季报, 一季报: the report on a quarter."""
    digits = match["y"] or ""
    number = int(value(match["q"]) or 0)
    return _made(
        page, match, "period", moments.quarters(moments.year(digits), number, number), "quarter report"
    )


def _clock(page: Page, match: re.Match[str]) -> Quantity | None:
    """9:30开盘, 纽约时间8:30: where a colon joins no ratio."""
    hour, minute = int(match["h"]), int(match["m"])
    # 9:00 is hardly a ratio.
    said = not minute or _CLOCK_TALK.search(page.plain, max(0, match.start() - 8), match.start())
    if not said and (
        hour < _FIRST_HOUR or _RATIO_TALK.search(page.plain, max(0, match.start() - 10), match.end() + 4)
    ):
        return None
    return _made(page, match, "date", moments.clock(hour, minute))


def _in_a_row(page: Page, match: re.Match[str]) -> Quantity | None:
    """連6季: six quarters in a row."""
    # 连6季: 个 is left out, so that no unit of the table fits.
    unit = {"季": "quarter", "月": "month", "周": "week", "年": "year"}[match["u"]]
    slice_ = page.text[match.start() : match.end()]
    attributed = _ATTRIBUTED.match(page.folded, match.end())
    # 连续3年下行: the years are no fall's.
    form = "attributive" if attributed and not attributed["late"] else ""
    number = str(int(value(match["n"]) or 0))
    return Quantity(match.start(), match.end(), slice_, "count", number, unit, form=form)


FIRST: tuple[Rule, ...] = (
    (("连", "近", "季"), RULES["in-a-row"], _in_a_row),
    (("·", "•", "‧"), _NAMED_DAY, _named_day),
    (("行情", "新政", "政策", "大促", "晚会", "讲话", "事件", "会议"), RULES["named-digits"], _named_day),
    (("季报",), _REPORT, _report),
    (("年",), _SHORT_RANGE, _short_range),
)
"""Read before all other places in the calendar."""
LAST: tuple[Rule, ...] = (
    ((":",), _CLOCK, _clock),
    (("年",), _SHORT_YEAR, _short_year),
)
"""Read when no longer place is found."""
