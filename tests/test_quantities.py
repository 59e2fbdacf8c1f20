"""Quantities: a table of cases, laws that hold for any text, and the comparison of two sides by value."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transflow.quantities import Quantity, Style, compare, find, render

_FIXTURE = Path(__file__).parent / "fixtures" / "quantities.tsv"


def _cases():
    """Return the expected quantities of each (language, region, text)."""
    cases = defaultdict(list)
    with _FIXTURE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = cases[row["language"], row["region"], row["text"]]
            if row["slice"]:
                found.append(
                    tuple(row[name] for name in ("slice", "kind", "value", "unit", "currency", "rendered"))
                )
    return dict(cases)


_CASES = _cases()
_KINDS = sorted({one[1] for found in _CASES.values() for one in found})


def _one(text, language="zh", region=""):
    (found,) = find(text, language, region)
    return found


def _row(one):
    return (one.text, one.kind, "..".join(one.values), one.unit, one.currency, render(one, "en"))


@pytest.mark.parametrize("kind", [*_KINDS, "none"])
def test_table(kind):
    expected = {key: rows for key, rows in _CASES.items() if kind == (rows[0][1] if rows else "none")}
    assert expected
    for (language, region, text), rows in expected.items():
        assert [_row(one) for one in find(text, language, region)] == rows, (language, region, text)


def test_the_table_is_large_enough():
    assert len(_CASES) >= 400


def _same_value(one, other):
    if one.kind in {"date", "period", "ratio"}:
        return one.value == other.value
    return [*map(Decimal, one.values)] == [*map(Decimal, other.values)]


def _ambiguous(one):
    """Whether its English can't be told from other words without a sentence: the 15th, May, one."""
    return "-XX-" in one.value or (one.value, one.form) in {("XXXX-05", ""), ("1", ""), ("1", "past")}


def test_what_is_written_reads_as_what_was_read():
    """The value of a rendering is the value of the quantity, in both languages.

    But for a rise by a multiple (增长1.6倍), which English tells in per cent: `rose 160%`; it only compares equal.
    """
    for language, region, text in _CASES:
        for one in find(text, language, region):
            for target in ("en", "zh"):
                words = render(one, target)
                back = find(words, target, "CN" if one.currency == "CNY" else "")
                if _ambiguous(one):
                    continue
                assert compare([one], back) == (), (text, words)
                if one.form not in {"rise", "above"} and one.unit != "decade":
                    assert [(b.kind, b.currency) for b in back] == [(one.kind, one.currency)], (text, words)
                    assert _same_value(one, back[0]), (text, words)


# The seed article: every figure of it, by hand.
_SEED = [
    ("恒生科技指数预期市盈率不足17倍", ["less than 17x"]),
    ("显著低于纳斯达克100指数的27倍及自身五年均值25倍的市盈率", ["27x", "five-year", "25x"]),
    ("2025年1月末，DeepSeek开源模型的发布", ["the end of January 2025"]),
    ("英伟达单日市值蒸发超3,000亿美元", ["more than $300 billion"]),
    ("恒生科技指数则在一周内上涨9%进入技术性牛市", ["within one week", "9%"]),
    ("纳斯达克中国金龙指数亦收高4.33%，阿里巴巴领涨6.22%", ["4.33%", "6.22%"]),
    ("看涨合约成交量于2月初触及10月以来峰值", ["early February", "October"]),
    ("单日6500份看涨合约成交量约为看跌合约的两倍", ["6,500", "twice"]),
    ("如Qwen 2.5-Max在多模态任务中的突破", []),
    ("2025年1月，追踪中概股的KWEB ETF", ["January 2025"]),
    ("单日资金流入达1.05亿美元，创四个月新高", ["$105 million", "four-month"]),
    ("其26倍的TTM市盈率虽高于阿里的18.5倍", ["26x", "18.5x"]),
    ("腾讯2024年计划回购金额翻倍至超1000亿港元", ["2024", "doubled", "more than HK$100 billion"]),
    ("阿里同期斥资125亿美元回购股份并派发40亿美元股息", ["$12.5 billion", "$4 billion"]),
    ("当前17倍的恒生科技指数市盈率", ["17x"]),
    ("展望 2025 年，人工智能基建", ["2025"]),
    ("其推出的 A100、H100 芯片", []),
    ("客户正制定三到五年的 AI 基础设施投资计划", ["three to five years"]),
    ("投资热潮将持续至 2030 年底", ["the end of 2030"]),
    ("结合自身通义千问模型的迭代，一键部署，一方面", []),
]


@pytest.mark.parametrize(("text", "rendered"), _SEED)
def test_seed_article(text, rendered):
    assert [render(one, "en") for one in find(text, "zh-CN")] == rendered


@pytest.mark.parametrize(
    ("text", "style", "rendered"),
    [
        ("3,000亿美元", Style(), "$300 billion"),
        ("3,000亿美元", Style(dollar="US$", scale="letters"), "US$300bn"),
        ("1.05亿美元", Style(scale="letters"), "$105m"),
        ("2.35万亿元", Style(scale="letters"), "2.35tn yuan"),
        ("680亿港元", Style(dollar="US$"), "HK$68 billion"),
        ("12345元", Style(yuan="RMB"), "RMB12,345"),
        ("5亿至6亿元", Style(yuan="RMB"), "RMB500 million to RMB600 million"),
        ("市盈率17倍", Style(times="times"), "17 times"),
        ("数百万美元", Style(), "millions of dollars"),
    ],
)
def test_style(text, style, rendered):
    assert render(_one(text), "en", style) == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("$300 billion", "3,000亿美元"),
        ("more than HK$1.05 trillion", "超过1.05万亿港元"),
        ("12,345 yuan", "1.2345万元"),
        ("0.50 percentage points", "0.50个百分点"),
        ("17x", "17倍"),
        ("doubled", "翻番"),
        ("20% off", "8折"),
        ("two-thirds", "三分之二"),
        ("three to five years", "3至5年"),
        ("late January 2025", "2025年1月下旬"),
        ("the third quarter of 2025", "2025年第三季度"),
        ("March 15-20, 2024", "2024年3月15日至20日"),
        ("within one week", "1周内"),
        ("tens of billions of yuan", "数百亿元"),
    ],
)
def test_the_other_direction(text, rendered):
    assert render(_one(text, "en"), "zh") == rendered


def test_a_language_without_a_table():
    assert find("3.000 Mrd. Euro", "de") == ()
    assert find("3,000亿美元", "no such language") == ()
    assert render(_one("3,000亿美元"), "de") == "3,000亿美元"


@pytest.mark.parametrize(
    ("tag", "currency"),
    [
        ("zh", "CNY"), ("zh-CN", "CNY"), ("zh_Hans_CN", "CNY"), ("zh-HK", "HKD"), ("zh-Hant-HK", "HKD"), ("zh-TW", "TWD"),
        ("ZH-hk", "HKD"), ("zh-MO", "MOP"),
    ],
)  # fmt: skip
def test_the_region_of_the_language_decides_what_yuan_means(tag, currency):
    assert _one("50亿元", tag).currency == currency


def test_a_given_region_wins_over_the_language():
    assert _one("50億元", "zh-CN", "hk").currency == "HKD"
    assert _one("¥5 billion", "en").currency == "JPY"
    assert _one("¥5 billion", "en", "CN").currency == "CNY"


def test_spans_hold_in_traditional_full_width_text():
    text = "港股：市值蒸發超３，０００億美元，升幅約１２．５％。"
    assert [(one.text, text[one.start : one.end]) for one in find(text, "zh-HK")] == [
        ("超３，０００億美元", "超３，０００億美元"),
        ("約１２．５％", "約１２．５％"),
    ]


# Comparison.


def _compared(zh, en, region=""):
    return compare(find(zh, "zh", region), find(en, "en"))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("市盈率不足17倍", "trades at under 17 times earnings"),
        ("2025年1月末", "in late January"),
        ("一半以上的客户", "more than 50% of customers"),
        ("翻番", "rose to twice the level"),
        ("增长1.6倍", "rose 160%"),
        ("增长两倍", "a threefold rise"),
        ("下调25个基点", "a cut of 0.25 percentage points"),
        ("未来24个月", "over the next two years"),
        ("半年内", "within six months"),
        ("3,000亿美元", "US$300bn"),
        ("5亿元", "RMB500m"),
        ("¥5亿", "¥500 million"),
        ("三成", "30 percent"),
        ("八折", "80% of the list price"),
        ("10月以来", "since October 2024"),
        ("去年10月", "last October"),
        ("2019年至2022年", "between 2019 and 2022"),
        ("1月至9月", "in the first nine months"),
        ("5000万-1亿美元", "between $50 million and $100 million"),
        ("5万千瓦", "50 megawatts"),
        ("(-11.3%)", "fell 11.3%"),
        ("三大指数", "the three main indexes"),
        ("一家公司首次", "a company for the first time"),
        ("双方分歧", "the two sides differ"),
        ("双方同意在两年内加强合作", "the two sides agreed to cooperate more within two years"),
        ("12家公司中有9家盈利", "nine out of 12 companies made money"),
        ("十二个行业中有九个上涨，三个下跌", "nine out of 12 sectors rose and three fell"),
        ("十年来", "in a decade"),
        ("第15日", "the 15th day"),
        ("15日", "on the 15th"),
        ("12月8日晚12点", "at 12 a.m. on December 9"),
        ("12月8日晚12点", "at midnight on December 8"),
        ("5日晚12点", "at midnight on the 5th"),
        ("涨了三毛五。", "rose by 35 fen"),
        ("1又1/4茶匙", "1-1/4 teaspoons"),
        ("数十亿元", "billions of yuan"),
        ("数十个基点", "dozens of basis points"),
        ("八折", "a 20% discount"),
        ("一至三季度", "the first to third quarters"),
        ("2024年一、二季度", "the first and second quarters of 2024"),
    ],
)
def test_forms_do_not_matter(zh, en):
    assert _compared(zh, en) == ()


@pytest.mark.parametrize(
    ("zh", "en", "severity"),
    [
        ("3,000亿美元", "$3,000 billion", "error"),
        ("3,000亿美元", "$300 million", "error"),
        ("1000亿港元", "$100 billion", "error"),
        ("0.5个百分点", "0.5%", "error"),
        ("4.33%", "4.34%", "error"),
        ("八折", "an 80% discount", "error"),
        ("八折", "80% off", "error"),
        ("一至三季度", "the third quarter", "warning"),
        ("25个基点", "25%", "error"),
        ("500万人", "50 million people", "error"),
        ("23家银行", "32 banks", "warning"),
        ("三家公司", "four companies", "warning"),
        ("17倍市盈率", "27x", "warning"),
        ("2025年1月", "February 2025", "warning"),
        ("三季度", "the second quarter", "warning"),
        ("前九个月", "the first eight months", "warning"),
    ],
)
def test_a_wrong_figure_is_paired_with_the_right_one(zh, en, severity):
    (mismatch,) = _compared(zh, en)
    assert mismatch.source == _one(zh)
    assert mismatch.target == _one(en, "en")
    assert mismatch.severity == severity


def test_what_one_side_lacks():
    (missing,) = _compared("上涨9%，成交125亿美元", "rose 9%")
    assert (missing.source.text, missing.target, missing.severity) == ("125亿美元", None, "error")
    (added,) = _compared("上涨9%", "rose 9% on turnover of $12.5 billion")
    assert (added.source, added.target.text, added.severity) == (None, "$12.5 billion", "error")


def test_each_quarter_of_a_list_is_missed():
    (missing,) = _compared("二、三季度", "the third quarter")
    assert (missing.source.value, missing.target) == ("XXXX-04/XXXX-06", None)


def test_each_as_often_as_it_stands_there():
    (once,) = _compared("上涨9%，下跌9%", "rose 9%")
    assert (once.source.text, once.severity) == ("9%", "warning")


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("rose from RMB14 billion to US$18 billion", ["CNY", "USD"]),
        ("from $14 billion to 18 billion yen", ["USD", "JPY"]),
        ("RMB14 billion to RMB18 billion", ["CNY"]),
        ("HK$5 to $6 million", ["HKD"]),
    ],
)
def test_a_range_is_of_one_currency(text, currencies):
    assert [one.currency for one in find(text, "en")] == currencies


def test_a_range_is_reported_once():
    (one,) = _compared("10%至15%的增长", "growth")
    assert (one.source.text, one.target) == ("10%至15%", None)


def test_region_reaches_the_comparison():
    assert _compared("50億元", "HK$5 billion", "HK") == ()
    assert [one.severity for one in _compared("50億元", "HK$5 billion")] == ["error"]


# Laws.

_PIECES = [
    *"0123456789,.-%元亿万千百十一二三两半几多年月日季度倍成折厘约超近至到—~第前首上下个家股$¥:/ aA兆点翻增长美港初末底旬财，。（大强",
    "百分之", "分之", "个百分点", "基点", "美元", "人民币", "2025年", "上半年", "增长", "翻番", "以上", "左右", "US$", "市盈率",
    "million", "billion ", "percent ", "half ", "third ", "quarter ", "first ", "twenty ", "hundred ", " and ", " to ", "January ",
    "mid-", "fiscal ", "yen ", "dollars ", " of ", "the ", "more than ", "times ", "x ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=14).map("".join),
    st.sampled_from(["zh", "zh-HK", "zh-TW", "en"]),
)
def test_any_text(text, language):
    found = find(text, language)
    end = 0
    for one in found:
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text == one.text.strip()
        assert render(one, "en")
        assert render(one, "zh")
        end = one.end
    assert compare(found, found) == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["zh", "en"]))
def test_any_characters(text, language):
    for one in find(text, language):
        assert text[one.start : one.end] == one.text


_DIGITS = "〇一二三四五六七八九"


def _numeral(number):
    """Write a whole number in Chinese numerals, the long way."""
    if number == 0:
        return "零"
    words = []
    for power, name in ((8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4 if power < 8 else number // 10**power
        if section == 0:
            continue
        gap = bool(words) and section < 1000
        words.append(("零" if gap else "") + _section(section) + name)
    return "".join(words)


def _section(number):
    if number >= 10_000:
        return _numeral(number)
    text, zero = "", False
    for power, name in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = digit == 0
    return text


def _forms(number):
    """Yield the ways to write a whole number of yuan in Chinese."""
    yield f"{number}元"
    yield f"{number:,}元"
    yield f"{number}元".translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789"})
    yield f"{_numeral(number)}元"
    for power, name in ((4, "万"), (8, "亿"), (12, "万亿")):
        scaled = Decimal(number).scaleb(-power)
        if number >= 10**power:
            yield f"{scaled:f}{name}元"
            yield f"{scaled:,f}{name}元"
    if number >= 10**8 and number % 10**4 == 0 and number % 10**8:
        yield f"{number // 10**8}亿{number % 10**8 // 10**4}万元"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**15))
def test_no_form_changes_a_magnitude(number):
    for text in _forms(number):
        if text == "零元":
            continue  # no figure
        one = _one(text)
        assert (one.text, one.kind, Decimal(one.value), one.currency) == (text, "money", number, "CNY"), text
        for target in ("en", "zh"):
            back = _one(render(one, target), target)
            assert (back.kind, Decimal(back.value), back.currency) == ("money", number, "CNY"), text


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(min_value="0.001", max_value="99999", places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from(["亿美元", "万港元", "%", "个百分点", "个基点", "倍", "万吨", "万亿日元"]),
    st.sampled_from(["", "约", "逾", "不足", "至少"]),
)
def test_decimals_are_kept(number, unit, lead):
    one = _one(f"{lead}{number}{unit}")
    back = _one(render(one, "en"), "en")
    assert (back.kind, Decimal(back.value), back.modifier) == (one.kind, Decimal(one.value), one.modifier)
    assert render(back, "en") == render(one, "en")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 30_000, "999," * 8_000, "亿" * 30_000, "1" + "万亿" * 20 + "元", "5" + "万" * 20 + "元", "三" * 30_000,
        "一百" * 9_000, "1." * 9_000, "10^40", "1/0", "0/0", "五分之零", "1" + "0" * 40 + "亿元", "$" * 20_000, "-" * 20_000,
        "1-" * 1_000, "约" * 9_000 + "5", "百分之" * 1_000, "第" * 9_000, "0" * 20_000, "one hundred and " * 500,
        "more than " * 900 + "5", "(" * 20_000, "１" * 20_000, "2025年" * 500, "half " * 500, "a." * 5_000 + "@",
    ],
    ids=lambda text: f"{text[:12]}…{len(text)}",
)  # fmt: skip
def test_absurd_input_ends(text):
    for language in ("zh", "en"):
        for one in find(text, language)[:20]:
            assert render(one, "en")


def test_many_figures_that_differ_are_compared():
    mismatches = compare(find("3元" * 600, "zh"), find("50元" * 500, "zh"))
    assert len(mismatches) == 1_100


@pytest.mark.parametrize(
    "text", ["1" + "0" * 45 + "元", "1" + "万" * 20 + "元", "万亿亿元", "十五五元", "10^40元"]
)
def test_what_is_no_number_is_no_quantity(text):
    assert [one for one in find(text, "zh") if one.currency and len(one.text) == len(text)] == []


def test_quantities_are_values():
    one = _one("3,000亿美元")
    assert one == Quantity(0, 8, "3,000亿美元", "money", "300000000000", currency="USD", places=(None,))
    assert hash(one) == hash(_one("3,000亿美元"))


def test_a_count_that_is_more_than_a_number_is_met_by_no_ordinal():
    """连跌六日 may be told as a sixth day, 逾两个月 not as a second month."""
    assert not _compared("指数连跌六日。", "The index fell for a sixth day.")
    assert not _compared("第二家公司上市。", "The second company was listed.")
    lost, added = _compared("创逾两个月新低。", "Its lowest since the second month.")
    assert (lost.source.text, added.target.text) == ("逾两个月", "second")
