"""The second readings of figures: how they judge what an older reader certified, and what is put wrong by hand."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.growth import excess, repeated
from transflow import languages
from transflow.languages.contexts import table
from transflow.languages.en import audit as english
from transflow.languages.zh import audit, plainly

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
CONTEXTS = table("zh", "en")
INTO_CHINESE = table("en", "zh")


def doubts(source, target, language="zh-CN"):
    return [doubt.message for doubt in audit.doubts(source, target, "en", languages.region_of(language))]


def wondered(source, target):
    """Return what the second reading of English says of a Chinese translation."""
    return [doubt.message for doubt in english.doubts(source, target, "zh", "")]


def imported(module, seen):
    """Add all modules of the package that one imports, directly or not."""
    path = SOURCE / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if module in seen or not path.is_file():
        return seen
    seen.add(module)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("transflow."):
                imported(name, seen)
    return seen


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_does_not_know_the_reader(language):
    known = imported(f"transflow.languages.{language}.audit", set())
    known |= imported(f"transflow.languages.{language}.plainly", set())
    readers = (
        "transflow.quantities",
        "transflow.numbers",
        "transflow.languages.zh",
        "transflow.languages.en",
    )
    # Its patterns stand in the file of all that find no figures, under its own heading.
    itself = {
        f"transflow.languages.{language}{part}" for part in ("", ".audit", ".patterns", ".plainly", ".words")
    }
    assert {name for name in known - itself if name.startswith(readers)} == set()
    assert "transflow.folding" in known


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: f"{context.name} {context.example}")
def test_the_example_of_a_context_is_judged_so(context):
    language = {"HK": "zh-HK", "": "zh-CN"}[context.region]
    assert any(context.why in message for message in doubts(context.example, context.wrong, language))
    assert doubts(context.example, context.right, language) == []


@pytest.mark.parametrize("context", INTO_CHINESE, ids=lambda context: f"{context.name} {context.example}")
def test_the_example_of_an_english_context_is_judged_so(context):
    assert any(context.why in message for message in wondered(context.example, context.wrong))
    assert wondered(context.example, context.right) == []


OLD = [
    line.split("\t")
    for line in (ROOT / "tests" / "fixtures" / "old-readings.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_most_faults_that_one_reader_certified_are_found():
    made, found = Counter(), Counter()
    for _, language, text, draft, fault in OLD:
        kind = "value" if fault in {"magnitude", "unit", "sign"} else fault
        made[kind] += 1
        found[kind] += bool(doubts(text, draft, language))
    assert made["value"] >= 30
    assert found["value"] >= 0.9 * made["value"], f"{found['value']} of {made['value']}"
    assert found["other"] >= 0.7 * made["other"], f"{found['other']} of {made['other']}"
    assert found[""] <= 0.05 * made[""], f"{found['']} of {made['']} right ones"


@pytest.mark.parametrize(
    ("figure", "value"),
    [("11万4250", 114250), ("1亿零500万", 105_000_000), ("2万7", 27_000), ("1亿2千", 120_000_000), ("3,000亿", 300_000_000_000), ("2兆571亿", 2_057_100_000_000), ("1.5万亿", 1_500_000_000_000)],
)  # fmt: skip
def test_digits_and_scale_words_make_one_number(figure, value):
    assert plainly.value(figure) == value


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("营收1,573.02亿港元", "revenue of HK$157.3 billion"),
        ("装机5万千瓦", "capacity of 50 megawatts"),
        ("2百万欧元", "two million euros"),
        ("公司成立25年", "25 years after it was founded"),
        ("股价涨3.5%至612.5港元", "rose 3.5% to HK$612.5"),
        ("价钱是10年前的2倍", "double what they were ten years ago"),
    ],
)
def test_what_is_right_raises_no_doubt(source, target):
    assert doubts(source, target) == []


def test_an_amount_without_any_counterpart_is_grave():
    (doubt,) = audit.doubts("募资3,000亿元", "It raised money.", "en", "CN")
    assert doubt.grave


PAIRS = [
    line.split("\t")[-2:]
    for line in (ROOT / "tests" / "training" / "finance.tsv").read_text("utf-8").splitlines()[::5]
]
FAULTS = {
    "scale": [(r"(?<=\d)亿", "万"), (r"(?<=\d)万(?!亿)", "亿"), (r"(?<=\d)万亿", "亿")],
    "tenfold": [(r"(?<![\d.,])(\d+)(?=[亿万])", r"\g<1>0")],
    "currency": [("美元", "港元"), ("港元", "美元"), ("欧元", "美元"), (r"(?<=[\d万亿])元", "美元")],
    "rate": [(r"(?<=\d)%", "个百分点"), ("个百分点", "%"), ("个?基点", "个百分点")],
    "digit": [(r"(?<=\d\.)[0-4](?=\d*%)", "8")],
}


@pytest.mark.parametrize("kind", FAULTS)
def test_most_faults_that_are_put_into_chinese_are_found(kind):
    made = found = 0
    for chinese, text in PAIRS:
        for pattern, wrong in FAULTS[kind]:
            bad = re.sub(pattern, wrong, chinese, count=1)
            if bad != chinese:
                made += 1
                found += len(wondered(text, bad)) > len(wondered(text, chinese))
    assert made >= 20
    assert found >= 0.9 * made, f"{found} of {made}"


def test_few_good_translations_into_chinese_are_doubted():
    assert sum(bool(wondered(text, chinese)) for chinese, text in PAIRS) <= 0.005 * len(PAIRS)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Turnover topped 1 trillion yuan.", "成交额突破万亿元。"),
        ("It has 7,800 million yuan.", "资金为78亿多元。"),
        ("The fiscal year is 2 years long.", "财年为 2 年。"),
        ("At time $0$ it holds 5 million.", "在0时期持有 500 万。"),
        ("Margins fell to 1.42%.", "净息差降至1.4%。"),
        ("It pays 43 cents.", "派息0.43美元。"),
        ("Plus or minus 2%.", "上下浮动2%。"),
        ("EBITDA was (42 million) yuan.", "EBITDA为（4,200）万元。"),
        ("It closed just above 24,000.", "險守兩萬四。"),
        ("It was cut from 0.1% to 0.05%.", "由千分之一降至万分之五。"),
        ("TMX 1.4b is a memory.", "TMX 1.4b 是翻译记忆。"),
        ("It paid HK$300 million.", "派息3亿元。"),
        ("Net income tripled.", "净利润增长两倍。"),
        ("The eight-day losing streak ended.", "八连阴终结。"),
        ("Its share fell from 30% to 25%.", "市场份额由三成降至两成五。"),
        ("Oil climbs past $82 a barrel", "油价升破82美元"),
        ("Gold tops $4,200 an ounce for first time", "金价首次突破4200美元"),
        ("Insurer pays $2 a share", "险企派息2美元"),
        ("Revenue was 300 million yuan.", "营收为3亿人民币。"),
        ("It raised RMB500 million.", "募资5亿人民币。"),
        ("It was founded more than 20 years ago.", "公司成立二十余年。"),
        ("It has traded for over 40 years.", "已交易四十多年。"),
        ("It took more than ten months.", "历时十多个月。"),
        ("As of March 31, it had 5,000 staff.", "截至3月末，员工5,000人。"),
        ("As of December 31, it had 5,000 staff.", "截至年末，员工5,000人。"),
        ("It took 50 years.", "花了半个世纪。"),
        ("The 14-day quarantine ended.", "两周隔离结束。"),
        ("The six-month bill yields 2%.", "半年期票据收益率为2%。"),
        ("It rose by half a percentage point.", "上升50bp。"),
        ("Deposits rose nearly 20%, or 62%, or 25%.", "存款升近兩成，或六成二，或二成半。"),
        ("It carries a 50% discount.", "享受五折优惠。"),
        ("Sales rose 30% and doubled, up 100%, in a year.", "销量增三成，一年翻倍。"),
        ("Soybeans rose to $11.31-1/4 a bushel.", "大豆涨至每蒲式耳11.3125美元。"),
    ],
)
def test_what_is_right_in_chinese_raises_no_doubt(source, target):
    assert wondered(source, target) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The stock fell 12% to $34.", "该股一度下跌21%，至43美元。"),
        ("It rose 12%, half of what it lost.", "上涨21%，是失地的一半。"),
        ("Oil closed at $82 a barrel on Monday.", "油价周一收于82美元。"),
        ("Gold climbs to $4,200 an ounce", "金价升至每克4,200美元"),
        ("Copper at $11,000 a ton", "铜价11,000美元/磅"),
        ("$82 a barrel", "82美元"),
    ],
)
def test_a_numeral_of_something_else_stands_for_no_rate(source, target):
    assert wondered(source, target)


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("油价升至82美元/桶", "Oil climbs to $82", "Oil climbs to $82 a ton"),
        ("金价升至每盎司4,200美元", "Gold climbs to $4,200", "Gold climbs to $4,200 a gram"),
        ("金价升至4,200美元/盎司", "Gold tops $4,200 for first time", "Gold at $4,200/gram"),
        ("电价0.38元/度", "Power price: 0.38 yuan", "Power price: 0.38 yuan a day"),
        ("玉米报1,032美分/蒲式耳", "Corn at 1,032 cents", "Corn at 1,032 cents per pound"),
    ],
)
def test_a_headline_may_leave_a_measure_out_and_not_exchange_it(source, target, wrong):
    assert doubts(source, target) == []
    assert doubts(source, wrong)


def test_a_text_full_of_figures_takes_its_share():
    for again in ("went up to 5% ", "$3 million ", "two years "):
        found = excess(lambda text: wondered(text, text), repeated("", again, "."), 100, 0.05)
        assert not found, f"{again!r} over and over: {found}"


HARD = ("1", "1,", "每股收益", "分别1、", "连", "1万", "增加1", "(1", "代码", "1+", "$1")


def takes_its_share(pattern, pieces, end):
    for again in pieces:
        found = excess(
            lambda text: sum(1 for _ in pattern.finditer(text)), repeated("", again, end), 1000, 0.006
        )
        assert not found, f"{again!r} over and over: {found}"


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: f"{context.name} {context.example}")
def test_no_context_takes_more_than_its_share(context):
    takes_its_share(audit._source_pattern(context.source), HARD, "。")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("剩余期限10年的国债", "a government bond with 10 years to maturity"),
        ("平均久期20年的债券基金", "a bond fund with an average duration of 20 years"),
        ("锁定15年利润分成", "locked in a share of profit for 15 years"),
        ("使用寿命25年的电站", "a power station with a life of 25 years"),
    ],
)
def test_what_lasts_so_many_years_is_no_year(source, target):
    assert doubts(source, target) == []


HARD_ENGLISH = ("1", "1,", "a ", "two ", "half ", "first ", "$", "5 million ", "sept 1", "-", "t+")


@pytest.mark.parametrize("context", INTO_CHINESE, ids=lambda context: f"{context.name} {context.example}")
def test_no_english_context_takes_more_than_its_share(context):
    takes_its_share(english._pattern(context.source), HARD_ENGLISH, ".")
