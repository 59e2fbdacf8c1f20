"""Places in the calendar as values, whatever the language that named them."""

import pytest

from transflow.numbers import moments
from transflow.numbers.masks import Page, Unit, comparable
from transflow.numbers.quantity import Quantity
from transflow.quantities import find


@pytest.mark.parametrize(
    ("digits", "year"),
    [("24", "2024"), ("69", "2069"), ("70", "1970"), ("98", "1998"), ("1969", "1969"), ("", "XXXX")],
)
def test_two_digits_are_of_this_century_or_from_70_on_of_the_last(digits, year):
    assert moments.year(digits) == year


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("2025",), "2025"),
        (("2025", 0, 15), "2025-XX-15"),
        (("XXXX", 0, 5), "XXXX-XX-05"),
        (("2025", 1), "2025-01"),
        (("2025", 12, 31), "2025-12-31"),
        (("2025", 13), ""),
        (("2025", 13, 1), ""),
        (("2025", 4, 31), ""),
        (("2025", 2, 29), ""),
        (("2024", 2, 29), "2024-02-29"),
        (("XXXX", 2, 29), "XXXX-02-29"),
        (("0000", 2, 29), "0000-02-29"),
    ],
)
def test_there_is_no_day_that_the_calendar_has_not(place, value):
    assert moments.point(*place) == value


@pytest.mark.parametrize(
    ("read", "place", "value"),
    [
        (moments.months, ("2025", 1, 1), "2025-01/2025-01"),
        (moments.months, ("2025", 3, 12), "2025-03/2025-12"),
        (moments.months, ("2025", 9, 3), ""),
        (moments.months, ("2025", 0, 3), ""),
        (moments.months, ("2025", 3, 13), ""),
        (moments.quarters, ("2025", 1, 1), "2025-01/2025-03"),
        (moments.quarters, ("2025", 2, 4), "2025-04/2025-12"),
        (moments.halves, ("2025", 1), "2025-01/2025-06"),
        (moments.halves, ("2025", 2), "2025-07/2025-12"),
        (moments.years, ("2024", "2025"), "2024/2025"),
        (moments.years, ("2024", "25"), "2024/2025"),
        (moments.years, ("2024", "2024"), ""),
        (moments.years, ("2024", "20"), ""),
    ],
)
def test_a_period_is_its_first_and_last_part_and_none_that_runs_back(read, place, value):
    assert read(*place) == value


@pytest.mark.parametrize(
    ("hour", "minute", "second", "afternoon", "value"),
    [
        (9, 5, "", False, "T09:05"),
        (3, 0, "", True, "T15:00"),
        (11, 0, "", True, "T23:00"),
        (12, 30, "", True, "T12:30"),
        (15, 0, "30", False, "T15:00:30"),
        (24, 0, "", False, "T24:00"),
        (24, 30, "", False, ""),
        (25, 0, "", False, ""),
        (23, 59, "", False, "T23:59"),
        (23, 60, "", False, ""),
    ],
)
def test_a_time_of_day(hour, minute, second, afternoon, value):
    assert moments.clock(hour, minute, second, afternoon=afternoon) == value


def test_a_time_is_of_the_morning_unless_it_says_so():
    assert moments.clock(9, 5) == "T09:05"
    assert moments.point("2025") == "2025"


def read(text, language):
    return [(one.text, one.value) for one in find(text, language, "")]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("2025E", "en", [("2025E", "2025")]),
        ("3月1日至2025年4月2日", "zh", [("3月1日至2025年4月2日", "2025-03-01/2025-04-02")]),
        ("2025年3月1日至4月2日", "zh", [("2025年3月1日至4月2日", "2025-03-01/2025-04-02")]),
        ("2024年12月至1月", "zh", [("2024年12月", "2024-12"), ("1月", "XXXX-01")]),
        ("1月末至3月", "zh", [("1月末", "XXXX-01"), ("3月", "XXXX-03")]),
        ("3月至去年5月", "zh", [("3月", "XXXX-03"), ("去年5月", "XXXX-05")]),
        ("2024年3月至2024年3月", "zh", [("2024年3月", "2024-03")] * 2),
        ("3月5日至3月5日19:08", "zh", [("3月5日", "XXXX-03-05"), ("3月5日19:08", "XXXX-03-05T19:08")]),
        ("2024年3月至20日", "zh", [("2024年3月", "2024-03"), ("20日", "XXXX-XX-20")]),
        ("3月销售至5月", "zh", [("3月", "XXXX-03"), ("5月", "XXXX-05")]),
        ("2024年第一季度至第三季度", "zh", [("2024年第一季度至第三季度", "2024-01/2024-09")]),
        ("2024年第二季度至2025年第一季度", "zh", [("2024年第二季度至2025年第一季度", "2024-04/2025-03")]),
        ("3月5日19:08", "zh", [("3月5日19:08", "XXXX-03-05T19:08")]),
        ("7:08 p.m. on March 5", "en", [("7:08 p.m. on March 5", "XXXX-03-05T19:08")]),
    ],
)
def test_two_moments_that_belong_together_are_one(text, language, found):
    assert read(text, language) == found


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2024年第一季度至第三季度", "first-quarters"),
        ("2024年第二季度至第三季度", ""),
        ("2024年第一季度至2025年第一季度", ""),
        ("去年10月至12月", "last"),
        ("去年第一季度至第三季度", "first-quarters last"),
    ],
)
def test_a_stretch_keeps_the_words_that_it_was_named_with(text, form):
    (one,) = find(text, "zh", "")
    assert one.form == form


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        ("2025-12-08T24:00", "2025-12-09T00:00"),
        ("2025-12-31T24:00", "2026-01-01T00:00"),
        ("XXXX-12-31T24:00", "XXXX-01-01T00:00"),
        ("2025-02-28T24:00", "2025-03-01T00:00"),
        ("XXXX-XX-05T24:00", "XXXX-XX-06T00:00"),
        ("T24:00", "T24:00"),
        ("2025-12-08T23:59", "2025-12-08T23:59"),
        ("2025-12-08", "2025-12-08"),
    ],
)
def test_the_end_of_a_day_is_the_beginning_of_the_next(ends, begins):
    assert moments.day_after(ends) == begins


@pytest.mark.parametrize(
    ("first", "last", "prefixed", "same"),
    [
        (None, Unit("money"), False, True),
        (None, None, False, True),
        (Unit("money"), None, True, True),
        (Unit("money"), None, False, False),
        (Unit("money", currency="USD"), Unit("money", currency="USD"), False, True),
        # 80美分至1美元 are two sums: neither unit is that of both.
        (Unit("money", currency="USD", power=-2), Unit("money", currency="USD"), False, False),
        (Unit("money", currency="USD"), Unit("money", currency="CNY"), False, False),
        (Unit("count", "year"), Unit("count", "month"), False, False),
        (Unit("percent"), Unit("multiple"), False, False),
    ],
)
def test_ends_of_a_range_are_of_one_measure(first, last, prefixed, same):
    assert comparable(first, last, prefixed=prefixed) is same


def test_what_is_taken_belongs_to_one_quantity_and_keeps_its_place():
    page = Page("12 34 56", "12 34 56", "")
    one, other = Quantity(3, 5, "34", "count", "34"), Quantity(4, 8, "4 56", "count", "4")
    page.keep([one, other])
    assert page.found == [one]
    assert page.folded == "12 \x00\x00 56"
    page.keep([Quantity(0, 2, "12", "count", "12"), Quantity(6, 8, "56", "count", "56")])
    assert [(found.start, found.end) for found in page.result()] == [(0, 2), (3, 5), (6, 8)]
    assert page.folded == "\x00\x00 \x00\x00 \x00\x00"
    page.keep([])
    assert len(page.found) == 3
