"""Independent readers of Chinese numbers beside ours: the dependency group `oracles`, for tests only."""

import csv
import random
import warnings
from decimal import Decimal
from pathlib import Path

import pytest

from transflow.quantities import find

_FIXTURE = Path(__file__).parent / "fixtures" / "quantities.tsv"
_CURRENCIES = {
    "元": "CNY", "美元": "USD", "港元": "HKD", "日元": "JPY", "欧元": "EUR", "英镑": "GBP", "澳元": "AUD", "加元": "CAD",
    "韩元": "KRW", "新台币": "TWD", "卢布": "RUB", "泰铢": "THB", "澳门元": "MOP", "新加坡元": "SGD",
}  # fmt: skip

# Where we differ, and why we think we are right; docs/quantities.md argues each.
_JIONLP = {
    "reads no such currency": (
        [
            "瑞郎",
            "林吉特",
            "卢比",
            "印尼盾",
            "越南盾",
            "阿根廷比索",
            "巴西雷亚尔",
            "里拉",
            "兰特",
            "迪拉姆",
            "瑞典克朗",
            "美分",
            "港仙",
            "$",
            "¥",
            "€",
            "£",
            "￥",
            "RMB",
            "USD",
            "亿欧",
            "泰国铢",
        ]
    ),
    "adds the first part of a mixed numeral twice": ["3亿5000万元", "1万5千元", "1万5千3百元"],
    "reads the colloquial end of a numeral as ones": ["一万五元", "三千五亿元"],
    "reads no 廿, 卅, no small coins and no sign": ["廿", "卅", "三块五", "-1.2亿元"],
    "sees the sum without the pair before it": ["1.35元"],
    "reads no decimals in Chinese numerals": ["一点五亿元", "三点二五万亿元"],
    "reads no full-width point": ["１２．５亿港元"],
    "reads no traditional characters": ["42億至55億元"],
    "splits neighbouring digits at the wrong place": ["十五六万元"],
    "doesn't know the modifier": ["最多5,000亿日元", "10亿元有余", "约为2.37亿元"],
    "reads no Latin scale": ["bn", "trn"],
    "reads no sum whose currency the clause leaves out": ["-12.5亿"],
}
_RECOGNIZERS = {
    "takes no hyphen for a range": "15-20%",
    "has no page views": "頁次",
    "tells what is paid, not what is taken off": "折",
    "has no rates in 厘, or the monthly ones for any": "厘",
    "has no thousandths": ["千分之", "万分之", "‰", "百分百"],
    "counts the increase, not the result": ["增", "上涨", "高出", "翻", "腰斩", "减半", "多一倍", "快两倍"],
    "reads SI prefixes as scales": ["兆瓦", "千瓦", "GWh", "GB"],
    "counts a half apart": ["个半", "年半"],
    "has no approximate pairs": [
        "两三家",
        "三两",
        "三五年",
        "七八成",
        "一两家",
        "三四成",
        "四五十家",
        "五六百亿",
    ],
    "has no scale word alone": [
        "上百家",
        "上万人",
        "过百家",
        "千点",
        "数以百万计",
        "成千上万",
        "几十家",
        "数千家",
        "几百亿",
        "百余家",
        "千余人",
        "上亿",
        "千人",
        "过亿",
    ],
    "takes one half of a range": ["百分之三至五", "1~2%", "第3-5名"],
    "reads no sign in words or brackets": ["负0.5%", "负百分之二", "-12.5亿", "零下", "（3.2）%"],
    "reads no centuries": ["世纪"],
    "reads a gain in multiples as a number": ["超两倍", "1.5倍"],
    "has no ranking or first": ["首", "大", "强"],
    "has no grouped digits with a scale": ["7,431万盎司", "2,000万部"],
    "leaves 亿 out after a measure word": ["5个亿", "两个亿"],
    "reads no 廿 and no 兆": ["廿年", "20兆"],
}


def _rows(*kinds):
    with _FIXTURE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            row
            for row in rows
            if row["language"] == "zh" and row["region"] in {"", "CN"} and row["kind"] in kinds
        ]


def _number(text):
    return Decimal(text) if text.replace(".", "", 1).lstrip("+-").isdigit() else text


def _argued(text, reasons):
    return any(sign in text for signs in reasons.values() for sign in signs)


@pytest.fixture(scope="module")
def jionlp():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("jionlp", reason="the dependency group `oracles` is not installed")


@pytest.fixture(scope="module")
def recognizers():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(
            "recognizers_number", reason="the dependency group `oracles` is not installed"
        )


def _money(jionlp, text):
    """Return the values and the currency that jionlp reads, and whether they are exact; None if it reads none."""
    try:
        found = jionlp.parse_money(text)
    except (ValueError, AttributeError, TypeError, KeyError):
        return None
    numbers = found["num"] if isinstance(found["num"], list) else [found["num"]]
    return (
        [*map(Decimal, numbers)],
        _CURRENCIES.get(found["case"], found["case"]),
        found["definition"] == "accurate",
    )


@pytest.mark.filterwarnings("ignore")
def test_money_as_jionlp_reads_it(jionlp):
    agreed, differ = 0, []
    for row in _rows("money"):
        ours = [*map(Decimal, row["value"].split(".."))]
        theirs = _money(jionlp, row["slice"].split("/")[0])
        same = (
            theirs
            and theirs[1] == row["currency"]
            and (theirs[0] == ours or (not theirs[2] and theirs[0][0] == ours[0]))
        )
        agreed += bool(same)
        differ += [] if same else [(row["slice"], theirs)]
    assert [one for one in differ if not _argued(one[0], _JIONLP)] == []
    assert agreed >= 110


@pytest.mark.filterwarnings("ignore")
def test_generated_money_as_jionlp_reads_it(jionlp):
    random.seed(5)
    for _ in range(300):
        number = random.randrange(10 ** random.randint(1, 8))
        for text in (f"{number}元", f"{number / 100:.2f}亿美元", f"{number:,}港元", f"{number}.5万元"):
            (ours,) = find(text, "zh")
            values, currency, _exact = _money(jionlp, text)
            assert currency == ours.currency, text
            assert abs(values[0] - Decimal(ours.value)) <= Decimal("0.01"), text  # it counts in floats


@pytest.mark.filterwarnings("ignore")
def test_percentages_ordinals_and_counts_as_recognizers_reads_them(recognizers):
    readers = {
        "percent": recognizers.recognize_percentage, "ordinal": recognizers.recognize_ordinal,
        "count": recognizers.recognize_number, "multiple": recognizers.recognize_number,
    }  # fmt: skip
    agreed, differ = 0, []
    for row in _rows(*readers):
        found = [one.resolution["value"].rstrip("%") for one in readers[row["kind"]](row["slice"], "zh-cn")]
        same = [*map(_number, found)] == [*map(_number, row["value"].split(".."))]
        agreed += same
        differ += [] if same else [(row["slice"], found)]
    assert [one for one in differ if not _argued(one[0], _RECOGNIZERS)] == []
    assert agreed >= 190
