import pytest

from transflow.glossary import Glossary, Term
from transflow.quantities import Style
from transflow.verification import Knowledge, verify

TERMS = (Term("市盈率", "P/E", forbidden=("PE ratio",)), Term("恒生指数", "Hang Seng Index"))
KNOWLEDGE = Knowledge("zh-CN", "en", Glossary("zh", "en", TERMS), Style())


def codes(source, target, knowledge=KNOWLEDGE):
    return [(fault.code, fault.severity) for fault in verify(source, target, knowledge)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("恒生指数预期市盈率不足17倍。", "The Hang Seng Index trades at a forward P/E of less than 17x."),
        ("市值蒸发超3,000亿美元。", "More than $300 billion of market value was wiped out."),
        ("增长两倍", "It tripled."),
        ("", ""),
        ("NVIDIA", "NVIDIA"),
        ("2025年1月末上涨9%", "It rose 9% in late January 2025."),
        ("两只ETF和GPT-4o、A+H股、00700.HK", "Two ETFs, GPT 4o, A+H shares and 0700.HK"),
    ],
)
def test_a_good_translation_has_no_faults(source, target):
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("市场情绪。", "  ", ("TF601", "error")),
        ("市场情绪回暖。", "市场情绪回暖。", ("TF602", "error")),
        ("市场情绪回暖。", "Sentiment. " + "It is better and better. " * 4, ("TF603", "error")),
        ("市场情绪的转变首先体现在风险偏好的结构性调整上。", "Markets.", ("TF604", "error")),
        ("市盈率怎么看", f"P/E {'and what else may be said of it ' * 3}", ("TF604", "error")),
        ("市场情绪回暖。", "市场 sentiment improved.", ("TF501", "error")),
        ("市盈率偏低。", "The valuation is low.", ("TF401", "error")),
        ("市盈率偏低，市盈率不足。", "The P/E is low, it is short.", ("TF401", "warning")),
        ("市盈率偏低。", "The P/E, or PE ratio, is low.", ("TF402", "error")),
        ("追踪中概股的KWEB ETF", "an ETF of Chinese internet stocks", ("TF403", "warning")),
        ("DeepSeek开源模型（0700.HK）", "DeepSeek's open-source model", ("TF403", "error")),
        ("收入增长2.5%。", "Revenue fell 2.5%.", ("TF303", "error")),
        ("蒸发3,000亿美元。", "It lost $30 billion.", ("TF301", "error")),
        ("蒸发3,000亿美元。", "It lost 300 billion yuan.", ("TF301", "error")),
        ("市场情绪回暖。", "Sentiment improved by 35%.", ("TF302", "error")),
    ],
)
def test_what_is_wrong_is_told(source, target, expected):
    assert expected in codes(source, target)


def test_a_fault_says_where_it_is_and_what_is_right():
    (fault,) = verify("蒸发3,000亿美元。", "It lost $30 billion.", KNOWLEDGE)
    assert "It lost $30 billion."[fault.start : fault.end] == "$30 billion"
    assert fault.message == "3,000亿美元 is $300 billion, not $30 billion"


def test_errors_come_first():
    faults = verify(
        "市盈率偏低，市盈率不足，市场情绪回暖。", "P/E 低 and short; sentiment improved.", KNOWLEDGE
    )
    assert [fault.severity for fault in faults] == sorted(fault.severity for fault in faults)


def test_nothing_is_assumed_of_the_pair():
    english = Knowledge("en", "de", Glossary("en", "de", ()), Style())
    assert (
        codes(
            "The index rose sharply on the day after the news.",
            "Der Index stieg am Tag nach der Nachricht.",
            english,
        )
        == []
    )
    assert ("TF602", "error") in codes("The index rose on the day.", "The index rose on the day.", english)


@pytest.mark.parametrize("name", ["Nasdaq-100", "Nasdaq 100", "S&P 500", "CSI-300", "CSI 300"])
def test_a_name_with_a_number_is_no_other_name_however_they_are_joined(name):
    source = {"N": "纳斯达克100指数", "S": "标普500指数", "C": "沪深300指数"}[name[0]]
    assert "TF404" not in codes(f"恒生指数跑输{source}。", f"The Hang Seng Index lagged the {name}.")
