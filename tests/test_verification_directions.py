"""Which way a figure moves, told by the word beside it."""

import pytest

from transflow import quantities
from transflow.verification.directions import opposed, way
from transflow.verification.figures import met

UP = [
    ("zh", "收入增长了约2.5%。"),
    ("zh", "收益率上升至2016年的2.3%。"),
    ("zh", "錄得44.4%的升幅。"),
    ("zh-HK", "貸款增加6.5%。"),
    ("zh", "总数增加（增幅4.5%）。"),
    ("en", "Revenue rose by 2.5%."),
    ("en", "Revenue was up more than 2.5%."),
    ("en", "a 2.5% increase in revenue"),
    ("en", "2.5% higher than before"),
    ("zh", "同比+2.5%"),
    ("zh", "南向资金净流入37.8亿港元"),
    ("zh", "央行宣布加息25个基点"),
    ("zh", "布伦特原油涨破每桶82美元"),
    ("zh", "公司上调全年盈利预测至5%"),
    ("zh", "扭亏为盈，盈利3亿元"),
    ("en", "net inflows totaled HK$3.78 billion"),
    ("en", "The Fed raised its key rate by 25 basis points"),
    ("en", "It raised its growth forecast for this year to 0.9%"),
    ("en", "The yield rose to a four-month high of 4.58%"),
    ("en", "Foreigners bought a net 236 million yuan"),
    ("en", "Northbound net inflows were 3 billion yuan"),
]
DOWN = [
    ("zh", "净利润-3.2%"),
    ("zh", "北向资金净流出12亿元"),
    ("zh", "减息四分之一厘"),
    ("zh", "油价跌破每桶62美元"),
    ("zh", "亏损3亿元"),
    ("en", "net outflows of $12 billion"),
    ("en", "The bank cut its base rate by 25 basis points"),
    ("en", "They would lower their prime rates by 12.5 basis points"),
    ("en", "It cut its growth forecast to 0.9%"),
    ("en", "Brent fell below $62"),
    ("zh", "收入下降2.5%。"),
    ("zh", "收窄17个基点。"),
    ("en", "Margins narrowed by 17 basis points."),
    ("en", "a 2.5% decline"),
    ("en", "Northbound net outflows were 3 billion yuan"),
    ("en", "net outflows stood at $12 billion"),
    ("en", "net outflows came to about $12 billion"),
]
NEITHER = [
    ("zh", "占2.5%。"),
    ("zh", "增长放缓，占2.5%。"),
    ("en", "It is 2.5%, up from last year."),
    ("en", "the top 2.5%"),
    ("en", "the gap with M2 growth to 1.2%"),
    ("en", "It cut costs as demand weakened in 25 markets"),
    ("zh", "因预期加息，占2.5%"),
    ("fr", "en hausse de 2.5%"),
]


def told(language, text):
    figure = quantities.find(text, language if language != "fr" else "en")[-1]
    return way(text, figure, language)


@pytest.mark.parametrize(("language", "text"), UP)
def test_up(language, text):
    assert told(language, text) == "up"


@pytest.mark.parametrize(("language", "text"), DOWN)
def test_down(language, text):
    assert told(language, text) == "down"


@pytest.mark.parametrize(("language", "text"), NEITHER)
def test_a_word_that_does_not_stand_beside_the_figure_tells_nothing(language, text):
    assert told(language, text) is None


def flips(source, target):
    tags = ("zh", "en")
    pairs = met(quantities.find(source, "zh"), quantities.find(target, "en"))
    found = opposed(source, target, pairs, tags)
    return [(figure.text, wanted) for figure, wanted in found]


def test_a_figure_that_moves_the_other_way_is_told():
    assert flips("收入增长2.5%，利润下降3%。", "Revenue fell 2.5% and profit fell 3%.") == [("2.5%", "up")]
    assert flips("收入增长2.5%，利润下降3%。", "Revenue rose 2.5% and profit fell 3%.") == []


def test_a_figure_that_stands_twice_tells_nothing():
    assert flips("收入增长2.5%，利润下降2.5%。", "Revenue fell 2.5% and profit rose 2.5%.") == []


def test_a_multiple_is_compared_with_the_per_cent_that_it_makes():
    assert flips("支付人次同比增长1.6倍。", "Payments fell 160% year on year.") == [("160%", "up")]
    assert flips("支付人次同比增长1.6倍。", "Payments rose 160% year on year.") == []
