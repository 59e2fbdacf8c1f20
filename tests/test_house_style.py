"""House style: newsrooms write one figure in several ways, and a check knows them all as right; so it does what people round."""

import csv
from itertools import product
from pathlib import Path

import pytest

from transflow.quantities import Style, compare, find, render

_FIXTURE = Path(__file__).parent / "fixtures" / "finance.tsv"
_STYLES = [
    Style(scale=scale, yuan=yuan, percent=percent, basis_points=points, date=date, decimals=decimals)
    for (scale, percent, points), (yuan, date, decimals) in zip(
        product(("word", "letters"), ("%", "percent", "per cent"), ("basis points", "bps", "bp")),
        list(
            product(
                ("yuan", "RMB", "Rmb", "CNY", "renminbi"), ("month-first", "day-first"), ("written", "needed")
            )
        )[:18],
        strict=True,
    )
]


@pytest.mark.parametrize(
    ("text", "style", "rendered"),
    [
        ("3.50%", Style(percent="per cent"), "3.50 per cent"),
        ("3.50%", Style(decimals="needed"), "3.5%"),
        ("2%-3%", Style(percent="percent"), "2 percent to 3 percent"),
        ("增长1.6倍", Style(percent="per cent"), "rose 160 per cent"),
        ("25个基点", Style(basis_points="bps"), "25bps"),
        ("12345万元", Style(yuan="Rmb", scale="letters"), "Rmb123.45m"),
        ("12.3亿元", Style(yuan="CNY", scale="letters"), "CNY1.23bn"),
        ("12.3亿元", Style(yuan="renminbi"), "1.23 billion renminbi"),
        ("数十亿元", Style(yuan="renminbi"), "billions of renminbi"),
        ("2024年3月15日", Style(date="day-first"), "15 March 2024"),
        ("2024年3月15日至20日", Style(date="day-first"), "15-20 March 2024"),
        ("10月28日", Style(date="day-first"), "28 October"),
        ("2024年3月", Style(date="day-first"), "March 2024"),
    ],
)
def test_a_style_decides(text, style, rendered):
    (one,) = find(text, "zh-CN")
    assert render(one, "en", style) == rendered


@pytest.mark.parametrize(
    "style", _STYLES, ids=lambda style: f"{style.scale} {style.yuan} {style.percent} {style.basis_points}"
)
def test_a_check_knows_every_style_as_right(style):
    with _FIXTURE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for one in find(row["text"], row["language"]):
                words = render(one, "en", style)
                assert compare([one], find(words, "en", row["language"].partition("-")[2])) == (), (
                    one.text,
                    words,
                )


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("1.2万亿元", "1.2 trillion yuan ($168 billion)"),
        ("580亿港元", "HK$58 billion (US$7.4 billion)"),
        ("3,000亿日元", "300 billion yen ($2 billion)"),
        ("128.64亿元", "12.9 billion yuan"),
        ("23.4567元", "23.5 yuan"),
        ("上涨12.345%", "rose 12.3%"),
        ("3441.25点", "3,441 points"),
        ("687.43亿美元", "$68.7 billion"),
    ],
)
def test_what_a_person_rounds_or_converts_is_no_finding(zh, en):
    assert compare(find(zh, "zh-CN"), find(en, "en")) == ()


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("1.2万亿元", "1.2 trillion yuan ($168 million)"),
        ("1.2万亿元", "1.2 trillion yuan ($1.68 trillion)"),
        ("128.64亿元", "12.8 billion yuan"),
        ("23.4567元", "23.4 yuan"),
        ("利率1.75%", "a rate of 1.8%"),
        ("4.33%", "4.34%"),
        ("23.5元", "23.4567 yuan"),
        ("687.43亿美元", "687 billion yuan"),
    ],
)
def test_what_is_not_rounded_rightly_is_an_error(zh, en):
    assert "error" in [one.severity for one in compare(find(zh, "zh-CN"), find(en, "en"))]
