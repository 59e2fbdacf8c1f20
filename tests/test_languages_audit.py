"""The second reading of figures, and how it judges what an older reader certified."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.growth import excess, repeated
from transflow import languages
from transflow.languages.zh import audit

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
CONTEXTS = audit.contexts("en")


def doubts(source, target, language="zh-CN"):
    return [doubt.message for doubt in audit.doubts(source, target, "en", languages.region_of(language))]


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


def test_it_does_not_know_the_reader():
    known = imported("transflow.languages.zh.audit", set())
    readers = (
        "transflow.quantities",
        "transflow.numbers",
        "transflow.languages.zh",
        "transflow.languages.en",
    )
    # Its patterns stand in the file of all that find no figures, under its own heading.
    itself = {"transflow.languages.zh", "transflow.languages.zh.audit", "transflow.languages.zh.patterns"}
    assert {name for name in known - itself if name.startswith(readers)} == set()
    assert "transflow.folding" in known


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: f"{context.name} {context.example}")
def test_the_example_of_a_context_is_judged_so(context):
    language = {"HK": "zh-HK", "": "zh-CN"}[context.region]
    assert any(context.why in message for message in doubts(context.example, context.wrong, language))
    assert doubts(context.example, context.right, language) == []


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
    assert audit.value(figure) == value


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


HARD = ("1", "1,", "每股收益", "分别1、", "连", "1万", "增加1", "(1", "代码", "1+", "$1")


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: f"{context.name} {context.example}")
def test_no_context_takes_more_than_its_share(context):
    pattern = audit._source_pattern(context.source)
    for again in HARD:
        found = excess(
            lambda text: sum(1 for _ in pattern.finditer(text)), repeated("", again, "。"), 1000, 0.006
        )
        assert not found, f"{again!r} over and over: {found}"


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
