"""Quotations and who said so: quotation marks stay, and `“…,” a trader said.` is one sentence in English."""

import pytest

from transflow.glossary import Glossary
from transflow.languages.en.speech import said
from transflow.languages.zh.attribution import says
from transflow.quantities import Style
from transflow.translator import Knowledge, Text, translate

SAID = {
    "我宁愿错过一段涨幅。": "I would rather miss out on some gains.",
    "还会涨吗？": "Will it go on rising?",
    "市场并不缺钱": "The market is not short of money",
    "一位受访股民说。": "A retail investor who was interviewed said.",
    "高盛分析师说。": "Goldman Sachs analysts said.",
    "分析師在報告中寫道。": "Analysts wrote in a report.",
    "上海一家资产管理公司的合伙人说，“真正的增量资金还在等。”": "A partner at a Shanghai asset manager said, “The real money is still waiting.”",
    "该股下跌。": "The stock fell.",
}


class Engine:
    """Says what it is given, and remembers what it was asked."""

    identity, reach, alternatives, continues, weighs, context = "test 1", 0, 1, False, False, 0

    def __init__(self, said):
        self.said, self.asked = said, []

    def translate(self, requests, **_):
        self.asked += [request.text for request in requests]
        return tuple((self.said.get(request.text, "word"),) for request in requests)


def draft(text, engine, source="zh-CN", target="en"):
    (done,) = translate(
        [Text(text)], engine, Knowledge(source, target, Glossary(source, target, ()), Style())
    )
    return done.text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("“我宁愿错过一段涨幅。”一位受访股民说。", "“I would rather miss out on some gains,” a retail investor who was interviewed said."),
        ("「我宁愿错过一段涨幅。」分析師在報告中寫道。", "“I would rather miss out on some gains,” analysts wrote in a report."),
        ("“还会涨吗？”高盛分析师说。", "“Will it go on rising?” Goldman Sachs analysts said."),
        (
            "“我宁愿错过一段涨幅。”上海一家资产管理公司的合伙人说，“真正的增量资金还在等。”",
            "“I would rather miss out on some gains,” a partner at a Shanghai asset manager said, “The real money is still waiting.”",
        ),
        ("“我宁愿错过一段涨幅。”该股下跌。", "“I would rather miss out on some gains.” The stock fell."),
        ("该股下跌。一位受访股民说。", "The stock fell. A retail investor who was interviewed said."),
        ("**“我宁愿错过一段涨幅。”** 一位受访股民说。", "**“I would rather miss out on some gains.”** A retail investor who was interviewed said."),
    ],
)  # fmt: skip
def test_a_quotation_and_who_said_so_are_one_sentence(source, shown):
    assert draft(source, Engine(SAID)) == shown


@pytest.mark.parametrize(
    ("source", "asked", "shown"),
    [
        ("“我宁愿错过一段涨幅。”", "我宁愿错过一段涨幅。", "“I would rather miss out on some gains.”"),
        ("“市场并不缺钱”", "“市场并不缺钱”", None),
        ("《市场并不缺钱。》", "《市场并不缺钱。》", None),
        ('"还会涨吗？"', "还会涨吗？", '"Will it go on rising?"'),
    ],
)
def test_quotation_marks_round_all_of_it_are_no_words_of_it(source, asked, shown):
    engine = Engine(SAID)
    done = draft(source, engine)
    assert engine.asked[0] == asked
    assert shown is None or done == shown


@pytest.mark.parametrize(("target", "shown"), [("zh-CN", "“涨了。”"), ("zh-TW", "「涨了。」")])
def test_quotation_marks_are_those_of_the_script(target, shown):
    assert draft('"It rose."', Engine({"It rose.": "涨了。"}), "en", target) == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "一位受访股民说。", "他补充道。", "公司在回复函中写道。", "该基金的投资组合经理透露。", "一位中型券商的衍生品交易员解释道。", "一名不願具名的銀行家表示。",
        "他告訴記者。", "一位地方财政局局长坦言。", "摩根士丹利首席经济学家指出。", "他说，“还会涨。”", "他笑称：“还会涨。”", "分析师认为。",
    ],
)  # fmt: skip
def test_who_said_what_was_quoted(sentence):
    assert says(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["该股下跌。", "他说，公司将继续投入。", "受此消息影响，他说。", "市场认为利好已经兑现。", "公司宣布回购。", "说明书已经发布。", "他表示将辞职。"],
)  # fmt: skip
def test_what_says_more_than_that(sentence):
    assert not says(sentence)


@pytest.mark.parametrize(
    ("quoted", "by", "both"),
    [
        ("“It rose.”", "A trader said.", ("“It rose,”", "a trader said.")),
        ('"It rose."', "Analysts said.", ('"It rose,"', "analysts said.")),
        ("“It rose!”", "He said.", ("“It rose!”", "he said.")),
        ("“It rose.”", "Larkfield’s analyst said.", ("“It rose,”", "Larkfield’s analyst said.")),
        ("It rose.", "A trader said.", None),
        ("“It rose”", "A trader said.", None),
    ],
)
def test_both_in_english(quoted, by, both):
    assert said(quoted, by) == both
