"""What a translation keeps of figures whatever they mean: units, signs, times."""

import pytest

from transflow.folding import fold
from transflow.languages import conserved
from transflow.languages.en import plainly as english
from transflow.languages.zh import plainly as chinese


def unkept(source, target, region="CN"):
    texts = fold(source), fold(target).lower()
    return [(one.text, one.said) for one in conserved.unkept(*texts, (chinese, english), region)]


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("融资128亿元。", "It raised $12.8 billion.", ("128亿元", "$12.8 billion")),
        ("融资128亿美元。", "It raised 12.8 billion yuan.", ("128亿美元", "12.8 billion yuan")),
        ("毛利率提升2.3个百分点。", "Gross margin rose 2.3%.", ("2.3个百分点", "2.3%")),
        ("失业率为4.4%。", "Unemployment was at 4.4 percentage points.", ("4.4%", "4.4 percentage points")),
        (
            "利差收窄5个基点。",
            "The spread narrowed by 5 percentage points.",
            ("5个基点", "5 percentage points"),
        ),
        ("占比七成八。", "The share was 78 percentage points.", ("七成八", "78 percentage points")),
        ("库存降至11.8万吨。", "Stocks fell to 118,000 barrels.", ("11.8万吨", "118,000 barrels")),
        ("18.5亿至19亿美元。", "1.85 billion yuan to $1.9 billion.", ("18.5亿", "1.85 billion yuan")),
        ("基差为-40元。", "The basis was 40 yuan.", ("40元", "40 yuan")),
        ("净利率(7.3)%。", "The net margin was 7.3%.", ("7.3", "7.3%")),
        ("收益率报2.25%。", "The yield was -2.25%.", ("2.25%", "2.25%")),
        ("利率降至2.25%。", "The rate was cut to -2.25%.", ("2.25%", "2.25%")),
        ("11月出口增5.9%。", "Exports rose 5.9% in October.", ("11月", "october")),
        ("11月28日公布。", "It was announced on Nov. 18.", ("月28日", "nov. 18")),
        ("三季度营收下滑。", "Revenue fell in the second quarter.", ("三", "second quarter")),
        ("25/26/27年净利润增长。", "Profit will grow in 2025, 2026 and 2028.", ("27", "2028")),
        ("前9个月保费下降。", "Premiums fell in the first six months.", ("前9个月", "first six months")),
        ("连续第7日净流出。", "The sixth day of outflows in a row.", ("7", "sixth")),
        ("7天期逆回购。", "Reverse repos of 14-day maturity.", ("7天", "14-day")),
        ("锁定24个月。", "It is locked up for three years.", ("24个月", "three years")),
        ("净利率-3.2%。", "The net margin was 3.2%.", ("3.2%", "3.2%")),
    ],
)
def test_what_is_told_otherwise_is_seen(source, target, told):
    assert unkept(source, target)[:1] == [told]


@pytest.mark.parametrize(
    ("source", "target", "region"),
    [
        ("融资128亿元。", "It raised 12.8 billion yuan ($1.8 billion).", "CN"),
        ("香港财政储备6,500亿元。", "Hong Kong has reserves of HK$650 billion.", "CN"),
        ("每股派息$0.12。", "It pays HK$0.12 a share.", "HK"),
        ("借了$500。", "He borrowed $500.", "CN"),
        ("拆息报3.09厘。", "Hibor was 3.09%.", "HK"),
        ("支持率升3个百分点。", "Support rose three points, or 3 points.", "CN"),
        ("6.2亿元–6.8亿元。", "It will be 620 million to 680 million yuan.", "CN"),
        ("净亏损为-3.2亿元。", "It had a net loss of 320 million yuan.", "CN"),
        ("同比-4.7%。", "It was down 4.7% on the year.", "CN"),
        ("出口跌2.1%。", "Exports were -2.1%.", "CN"),
        ("前三季度增长5%。", "It grew 5% in the first nine months.", "CN"),
        ("12月8日晚12点截止。", "It closes at 12 a.m. on December 9.", "CN"),
        ("11月PMI为49.2，前值49.0。", "The PMI was 49.2 in November and 49.0 in October.", "CN"),
        ("1793年8月 - 1794年7月。", "August 1793 - July 1794.", "CN"),
        ("连续五个月不变，1年期3.0%。", "It was 3.0% for one year, unchanged for a fifth month.", "CN"),
        ("条件-1版本。", "The conditional version 1.", "CN"),
        ("从40多周缩短至约16周。", "It was cut from more than 40 weeks to about 16.", "CN"),
        ("未来三十天内提交。", "They have 30 days to submit it.", "CN"),
        ("14天期逆回购。", "Two-week reverse repos.", "CN"),
        ("第四财季营收高于上一财季。", "Sales in the fiscal fourth quarter beat those of the third.", "CN"),
        ("四季度高于上一季度。", "The fourth quarter was better than the third.", "CN"),
        ("锁定24个月。", "It is locked up for two years.", "CN"),
        ("90天内完成。", "It will be done within three months.", "CN"),
        ("连升4个季度。", "It rose for 12 months.", "CN"),
        ("出口同比-3.2%。", "Exports dipped 3.2% from a year earlier.", "CN"),
        ("客流同比-12.5%。", "Passenger numbers plunged 12.5%.", "CN"),
        ("金价-1.5%。", "Gold gave up 1.5%.", "CN"),
        ("贸易差额-38亿美元。", "The trade gap was $3.8 billion.", "CN"),
        ("净利润-15.2亿元。", "Its bottom line was 1.52 billion yuan in the red.", "CN"),
        ("利差为-45个基点。", "The curve was inverted by 45 basis points.", "CN"),
    ],
)
def test_what_is_right_is_told_nothing_of(source, target, region):
    assert unkept(source, target, region) == []
