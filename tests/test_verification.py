from dataclasses import replace
from pathlib import Path

import pytest

from transflow import verification
from transflow.glossary import Glossary, Term
from transflow.quantities import Style
from transflow.verification import Knowledge, verify

TERMS = (Term("市盈率", "P/E", forbidden=("PE ratio",)), Term("恒生指数", "Hang Seng Index"))
KNOWLEDGE = Knowledge("zh-CN", "en", Glossary("zh", "en", TERMS), Style())
BACK = Knowledge("en", "zh-CN", Glossary("en", "zh-CN", ()), KNOWLEDGE.style)


def codes(source, target, knowledge=KNOWLEDGE):
    return [(fault.code, fault.severity) for fault in verify(source, target, knowledge)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("恒生指数预期市盈率不足17倍。", "The Hang Seng Index trades at a forward P/E of less than 17x."),
        ("市值蒸发超3,000亿美元。", "More than $300 billion of market value was wiped out."),
        ("增长两倍", "It tripled."),
        ("利率平均下调约0.5个百分点。", "Rates will be cut by about half a percentage point on average."),
        ("回购利率一度升破1.6%。", "Repo rates at one point rose above 1.6%."),
        ("制造业PMI比上月上升0.1个百分点。", "The manufacturing PMI rose 0.1 points from the month before."),
        ("制造业PMI为49.0，比上月上升0.2个点。", "The manufacturing PMI was 49.0, up 0.2 percentage points."),
        ("对利率敏感的罗素指数下跌2点。", "The rate-sensitive Russell fell 2 points."),
        ("毛利率上升1.5点。", "The gross margin rose 1.5 points."),
        ("毛利率上升1.5个百分点。", "The gross margin rose 1.5 points."),
        ("（港币千元）", "(HK$'000)"),
        ("单位：千美元", "in US$'000"),
        ("除另有说明外，金额以千美元列示。", "Amounts are in US$'000 unless stated otherwise."),
        ("（美元千元）", "(US$'000)"),
        ("截至6月30日止六个月，收入增长6%。", "Revenue grew 6% in the six months ended 30 June."),
        ("截至6月30日止六个月，收入增长6%。", "Revenue grew 6% in the six months to June."),
        ("截至6月28日止三个月，收入增长6%。", "Revenue grew 6% in the three months ended June 28."),
        ("债券价格跌至面值的三成以下。", "The bonds dropped to less than 30 cents on the dollar."),
        (
            "第三季度GDP环比增长1.1%，同比增4.8%。",
            "GDP grew 1.1% from the previous quarter and 4.8% from a year earlier in the third quarter.",
        ),
        ("11月营收872亿元，月减3.5%。", "November revenue was 87.2 billion yuan, down 3.5% from October."),
        ("1月出口环比下降2%。", "Exports fell 2% in January from December."),
        (
            "增速介于26%和76.6%之间，13个月继续率97%。",
            "Growth was between 26% and 76.6%, and 13-month persistency 97%.",
        ),
        (
            "一家券商首次覆盖该股，目标价16元。",
            "A brokerage initiated coverage of the stock with a target of 16 yuan.",
        ),
        ("12月8日晚12点截止。", "It closes at 12 a.m. on December 9."),
        ("CPI同比由降转升至0.2%，核心CPI升1.2%。", "The CPI rose 0.2% on the year and core CPI rose 1.2%."),
        ("净出口拖累-0.6个百分点。", "Net exports were a drag, subtracting 0.6 percentage points."),
        ("美元债最新报82.4美分。", "The dollar bonds were last quoted at 82.4 cents on the dollar."),
        ("六天三板后跌停。", "It hit the lower limit after three limit-ups in six days."),
        ("七日六跌。", "It fell on six of seven days."),
        ("公司配售2亿股，6名投资者获配。", "Six buyers were allotted 200 million shares in the placement."),
        (
            "发行20亿元债券，境外投资者获配30%。",
            "Foreign buyers took 30% of the 2 billion yuan of bonds on sale.",
        ),
        ("北向资金-35.2亿元。", "Northbound investors were net sellers of 3.52 billion yuan."),
        ("溢价-2.3%。", "A discount of 2.3%."),
        ("2025年半年度收入30亿元。", "Revenue in the first half of 2025 was 3 billion yuan."),
        ("2月28日24时截止。", "It closes at 0:00 on March 1."),
        ("2025年12月31日24时截止。", "It closes at 0:00 on January 1, 2026."),
        ("百亿私募仓位升至八成。", "Funds with more than 10 billion yuan raised their exposure to 80%."),
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
        (
            "美元债最新报82.4美分。",
            "The bonds were last quoted at 84.2 cents on the dollar.",
            ("TF301", "error"),
        ),
        ("净利润为-0.6亿元。", "Net profit was 60 million yuan.", ("TF306", "error")),
        ("市场情绪回暖。", "Sentiment improved by 35%.", ("TF302", "error")),
        ("指数在首季上涨20个百分点。", "The index rose 20 points in the first quarter.", ("TF301", "error")),
        ("指数上涨2个百分点。", "As rates fell, the index rose 2 points.", ("TF301", "error")),
        ("利率上升2个百分点。", "The Hang Seng Index rose 2 points.", ("TF301", "error")),
        ("指数下跌2个百分点。", "The rate-sensitive Russell fell 2 points.", ("TF301", "error")),
        (
            "PMI公布后，恒指跌5点。",
            "After the PMI, the Hang Seng fell 5 percentage points.",
            ("TF301", "error"),
        ),
        (
            "PMI公布后恒指跌5点。",
            "After the PMI the Hang Seng fell 5 percentage points.",
            ("TF301", "error"),
        ),
    ],
)
def test_what_is_wrong_is_told(source, target, expected):
    assert expected in codes(source, target)


def test_points_are_percentage_points_where_no_index_is_spoken_of():
    assert codes("预计提升5个百分点。", "Five points of improvement are expected.") == []
    assert ("TF301", "error") in codes("支持率升3个百分点。", "The index gained three points.")


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


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("45度线", "The 45-degree line"),
        ("第6.5节的内容", "what section 6.5 says"),
        ("请于六点钟左右到。", "Please come around six."),
        ("他七点钟去。", "He leaves at 7:00."),
        ("我要三磅的鸡肉。", "I want three pounds of chicken."),
        ("二元模型", "Bivariate models"),
        ("他是唯一一个人。", "He is the only one."),
        ("半数低收入国家陷入困境", "Half of low-income countries are in trouble"),
        ("提交PR之后", "After the pull request"),
        ("CaaS的好处", "What containers as a service are good for"),
        ("ConsumerConsumer 表示对任务的处理", "Consumer Consumer is the work on a task"),
        ("API (Application Programming Interface)是一种方式", "An API is a way"),
        ("旨在被Fork使用", "It is designed to be forked."),
        ("Fork演示仓库", "Forking the repository"),
        ("Kubelet状态接收器", "The Kubeletstats Receiver"),
        ("K8s属性处理器", "The Kubernetes attributes processor"),
        ("开发（Dev）", "From development"),
        ("跨期替代弹性(IES)", "the intertemporal elasticity of substitution"),
        ("Kiyotaki-Wright理论", "Kiyotaki and Wright's theory"),
        ("Beta-二项分布", "The BetaBinomial distribution"),
        ("到 1993 年，指数升至 1993 点。", "By 1993 the index rose to 1993."),
        ("你从没有女朋友，不是么？", "You have never had a girlfriend, have you?"),
    ],
)
def test_what_is_said_in_another_way_is_no_fault(source, target):
    found = codes(source, target), codes(target, source, BACK)
    assert not [
        code for side in found for code, _ in side if code in {"TF301", "TF302", "TF305", "TF403", "TF801"}
    ]


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("45度线", "The 54-degree line", "TF301"),
        ("六点钟开盘。", "It opens at seven.", "TF301"),
        ("500万人", "step 500", "TF301"),
        ("我要三磅的鸡肉。", "I want four pounds of chicken.", "TF301"),
        ("提交PR之后", "After the change request", "TF403"),
        ("ConsumerProducer 表示对任务的处理", "Consumer is the work on a task", "TF403"),
        ("Meta股价", "The price of the metal", "TF403"),
        ("K8s属性处理器", "The kiosks", "TF403"),
        ("开发Dev", "From development", "TF403"),
    ],
)
def test_what_only_looks_alike_is_one(source, target, code):
    assert code in [told for told, _ in codes(source, target)]


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("沪镍涨幅收窄0.3个百分点。", "Shanghai nickel's gain widened by 0.3 percentage points.", "TF802"),
        ("铜价上涨至3.4%的高位。", "Copper prices fell to 3.4%.", "TF303"),
        ("公司计划将排放减少至50%。", "The company plans to increase emissions to 50%.", "TF802"),
        ("持股比例不得低于10%。", "The stake must not exceed 10%.", "TF304"),
        ("任何单一客户的销售额均未超过10%。", "Sales to every single customer exceeded 10%.", "TF304"),
        (
            "电网最高负荷突破8000万千瓦。",
            "Peak load on the grid was less than 80 million kilowatts.",
            "TF304",
        ),
        (
            "公司否认出售，估值不会少于800亿元。",
            "It denied a sale; the value would be less than 80 billion yuan.",
            "TF304",
        ),
        (
            "若未完成，赔偿不超过800亿元。",
            "If not completed, compensation would not be less than 80 billion yuan.",
            "TF304",
        ),
        ("前两个月出口增长2.3%。", "Exports rose 2.3% in February and March.", "TF302"),
        ("前两个月出口增长2.3%。", "Exports rose 2.3% in the first three months.", "TF301"),
        ("毛利率为49.2%。", "The gross margin was 49.2.", "TF301"),
        ("超过四成的企业计划裁员。", "Less than 40% of the companies plan job cuts.", "TF304"),
        ("员工10人及以上的企业", "Firms with fewer than 10 employees", "TF304"),
        ("400万港元或以下的物业", "Properties of more than HK$4 million", "TF304"),
        (
            "截至6月30日止六个月，收入增长6%。",
            "Revenue grew 6% in the nine months ended September 30.",
            "TF301",
        ),
        ("截至6月30日止六个月，收入增长6%。", "Revenue grew 6% in the six months ended June 28.", "TF301"),
        ("截至6月30日止六个月，收入增长6%。", "Revenue grew 6% in the six months ended June 29.", "TF301"),
        ("截至6月28日止三个月，收入增长6%。", "Revenue grew 6% in the three months ended June 30.", "TF301"),
        ("截至9月底的三个月里，出货量下降9%。", "Shipments fell 9% in the second quarter.", "TF301"),
        ("制造业PMI回升0.7个点。", "The manufacturing PMI rose 0.9 percentage points.", "TF302"),
        ("恒指下跌20个点。", "The Hang Seng Index fell 20 percentage points.", "TF301"),
        ("罚款36万克朗。", "The fine was 3.6 million kroner.", "TF301"),
        ("营收3亿比索。", "Revenue was 30 million pesos.", "TF301"),
        ("单位：人民币百万元", "Unit: RMB billion", "TF301"),
        ("另有两成为学生。", "Another 30% are students.", "TF301"),
        ("美联储八次降息。", "The Fed cut rates nine times.", "TF302"),
        ("欧莱雅买下这家公司。", "Kering bought the company.", "TF404"),
        ("土耳其央行加息。", "The Central Bank of the Republic of Brazil raised rates.", "TF404"),
        ("该公司股票终止上市。", "The company's shares were listed.", "TF802"),
        ("审计师没有出具意见。", "The auditor issued an opinion.", "TF801"),
        ("创始人辞去董事长一职。", "The founder was appointed chairman.", "TF802"),
        ("大豆期货连续第四天下跌。", "Soybean futures fell for a third day in a row.", "TF301"),
        ("借贷成本没有下降。", "Borrowing costs fell.", "TF801"),
        ("报告长达180页。", "The report runs to 810 pages.", "TF301"),
        ("企业不愿意付钱。", "Companies are willing to pay.", "TF802"),
    ],
)
def test_what_differs_from_a_free_translation_in_what_counts_is_told(source, target, code):
    assert code in [told for told, _ in codes(source, target)]


class TestWhatIsRemembered:
    """A pair of texts that stands on many pages is looked at once."""

    def test_each_pair_has_its_own_faults(self):
        knowledge = replace(KNOWLEDGE, verified={})
        pairs = [
            ("增长2%。", "Up 3%."),
            ("增长3%。", "Up 3%."),
            ("增长2%。", "Up 2%."),
            ("增长2%。U", "p 3%."),
        ]
        alone = [verify(*pair, replace(KNOWLEDGE, verified={})) for pair in pairs]
        assert [verify(*pair, knowledge) for pair in [*pairs, *pairs]] == [*alone, *alone]
        assert [bool(faults) for faults in alone] == [True, False, False, True]
        assert len(knowledge.verified) == len(pairs)

    def test_another_glossary_finds_something_else(self):
        bare = replace(KNOWLEDGE, glossary=Glossary("zh", "en", ()), verified={})
        for _ in range(2):
            assert codes("市盈率偏低。", "The valuation is low.", bare) == []
            assert ("TF401", "error") in codes("市盈率偏低。", "The valuation is low.")

    def test_no_more_is_kept_than_is_worth_it(self, monkeypatch):
        monkeypatch.setattr(verification, "_REMEMBERED", 3)
        knowledge = replace(KNOWLEDGE, verified={})
        for number in range(20):
            assert codes(f"增长{number}%。", "Up 3%.", knowledge) == codes(f"增长{number}%。", "Up 3%.")
            assert len(knowledge.verified) <= 3

    def test_half_of_a_character_is_no_text_that_cannot_be_looked_at(self):
        assert codes("\ud83d市场情绪回暖。", "Sentiment improved.\ud83d") == []


_STYLES = [
    (
        "公司全年营收1.2万亿元（约1680亿美元），同比增长12.3%。",
        "Revenue for the year was Rmb1.2tn (about $168bn), up 12.3 per cent.",
    ),
    (
        "公司全年营收1.2万亿元（约1680亿美元），同比增长12.3%。",
        "Full-year revenue rose 12.3 percent from a year earlier to CNY1.2 trillion (US$168 billion).",
    ),
    (
        "公司全年营收1.2万亿元（约1680亿美元），同比增长12.3%。",
        "Revenue for the year grew 12.3% to RMB 1,200 billion ($168bn).",
    ),
    (
        "公司全年营收1.2万亿元（约1680亿美元），同比增长12.3%。",
        "Revenue came to ¥1.2tn ($168 billion) for the year, 12.3pc more than the year before.",
    ),
    (
        "公司全年营收1.2万亿元（约1680亿美元），同比增长12.3%。",
        "Revenue rose 12.3% year on year to 1.2 trillion yuan ($168 billion).",
    ),
    ("央行下调利率25个基点至3.5%。", "The central bank cut rates by 25bps to 3.5%."),
    ("央行下调利率25个基点至3.5%。", "The central bank cut its rate by 25 bp to 3.5 per cent."),
    (
        "央行下调利率25个基点至3.5%。",
        "The central bank lowered the rate a quarter of a percentage point to 3.5%.",
    ),
    ("央行下调利率25个基点至3.5%。", "The central bank cut rates by a quarter point, to 3.50%."),
    ("公司将于2025年9月12日派息每股0.62港元。", "The company will pay HK$0.62 a share on 12 September 2025."),
    (
        "公司将于2025年9月12日派息每股0.62港元。",
        "The company will pay 62 HK cents per share on Sept. 12, 2025.",
    ),
    (
        "公司将于2025年9月12日派息每股0.62港元。",
        "On September 12th, 2025, the company will pay HK$0.62 per share.",
    ),
    (
        "公司将于2025年9月12日派息每股0.62港元。",
        "The company will pay a dividend of HKD 0.62 per share on 2025-09-12.",
    ),
    ("公司将于2025年9月12日派息每股0.62港元。", "The company will pay HK$0.62 a share on 12 Sep 2025."),
    ("净利润23.4567亿元，同比下降8.04%。", "Net profit fell 8% to 2.35 billion yuan."),
    ("净利润23.4567亿元，同比下降8.04%。", "Net profit fell 8.0% to 2.346bn yuan."),
    ("净利润23.4567亿元，同比下降8.04%。", "Net profit was RMB2.35bn, down 8.04%."),
    (
        "成交额突破2万亿元，恒指跌破26000点。",
        "Turnover topped 2 trillion yuan, and the Hang Seng fell below 26,000.",
    ),
    (
        "成交额突破2万亿元，恒指跌破26000点。",
        "Turnover was above Rmb2tn while the Hang Seng Index lost the 26,000-point mark.",
    ),
    (
        "成交额突破2万亿元，恒指跌破26000点。",
        "Turnover exceeded CNY 2tn; the Hang Seng broke below 26,000 points.",
    ),
    (
        "上半年净利润3.45亿元，去年同期为2.8亿元。",
        "First-half net profit was 345 million yuan, against 280 million yuan a year earlier.",
    ),
    ("上半年净利润3.45亿元，去年同期为2.8亿元。", "Net profit was 345m yuan in H1, up from 280m."),
    (
        "上半年净利润3.45亿元，去年同期为2.8亿元。",
        "Net profit in the six months to June was Rmb345m versus Rmb280m a year ago.",
    ),
    (
        "上半年净利润3.45亿元，去年同期为2.8亿元。",
        "Net income of 345 million yuan in the first half compared with 280 million a year before.",
    ),
    ("市盈率约为17.5倍。", "The P/E is about 17.5."),
    ("市盈率约为17.5倍。", "It trades at roughly 17.5x earnings."),
    ("市盈率约为17.5倍。", "The price-to-earnings ratio is about 17.5 times."),
    ("前三季度新增贷款14.75万亿元。", "New loans came to 14.75 trillion yuan in January–September."),
    ("前三季度新增贷款14.75万亿元。", "New loans totalled 14.75 trillion yuan in the first nine months."),
    ("前三季度新增贷款14.75万亿元。", "New loans in the first three quarters were CNY14.75trn."),
    ("募资约3.5亿至4亿美元。", "It plans to raise $350 million to $400 million."),
    ("募资约3.5亿至4亿美元。", "It plans to raise between $350m and $400m."),
    ("募资约3.5亿至4亿美元。", "It plans to raise $350-400 million."),
    ("募资约3.5亿至4亿美元。", "It plans to raise about $350m–$400m."),
    ("日元跌至1美元兑155.2日元。", "The yen fell to 155.2 to the dollar."),
    ("日元跌至1美元兑155.2日元。", "The yen weakened to ¥155.2 per dollar."),
    ("日元跌至1美元兑155.2日元。", "The yen slid to 155.20 against the dollar."),
    ("日元跌至1美元兑155.2日元。", "The yen dropped to JPY155.2 per US dollar."),
]


@pytest.mark.parametrize(("source", "target"), _STYLES)
def test_every_house_style_is_right(source, target):
    assert codes(source, target, replace(KNOWLEDGE, glossary=Glossary("zh", "en", ()))) == []


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("净利润3.45亿元，去年同期为2.8亿元。", "Net profit was 345m yuan, up from 290m.", "TF301"),
        ("净利润3.45亿元，去年同期为2.8亿元。", "Net profit was 345m yuan, up from 280,000.", "TF301"),
        (
            "净利润3.45亿元，上年同期为2.8亿美元。",
            "Net profit was 345 million yuan, up from 280 million.",
            "TF301",
        ),
        ("募资约3.5亿至4亿美元。", "It plans to raise $35-400 million.", "TF301"),
        ("日元跌至1美元兑155.2日元。", "The yen fell to 165.2 to the dollar.", "TF301"),
        ("上半年净利润3.45亿元。", "Net profit in the six months to March was 345 million yuan.", "TF302"),
        ("同比增长12.3%。", "It rose 13.2pc from a year earlier.", "TF301"),
    ],
)
def test_another_value_in_such_a_style_is_seen(source, target, code):
    assert code in [found for found, _ in codes(source, target)]


_FREE = (Path(__file__).parent / "fixtures" / "free.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in _FREE if not line.startswith("#")])
def test_a_free_translation_is_right_too(line):
    assert codes(*line.split("\t"), replace(KNOWLEDGE, glossary=Glossary("zh", "en", ()))) == []


def test_a_figure_in_the_word_for_a_term_is_not_added():
    term = Term("举牌", "disclosure of a stake of 5% or more", ("5% or more",))
    knowledge = Knowledge("zh-CN", "en", Glossary("zh-CN", "en", (term,)), Style())
    assert verify("险资举牌银行股。", "Insurers bought 5% or more of banks.", knowledge) == ()
    codes = [
        fault.code for fault in verify("险资举牌银行股。", "Insurers bought 7% or more of banks.", knowledge)
    ]
    assert "TF302" in codes


@pytest.mark.parametrize("text", ["AMD64", "ARM64", "5G", "v1.2"])
def test_a_text_that_stays_as_it_is_has_the_figures_that_it_has(text: str):
    assert codes(text, text) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("工业生产者出厂价格指数同比下降2.1%。", "The producer price index was 2.1."),
        ("服务业生产指数增长5.8%。", "The services production index rose by 5.8."),
        ("居民消费价格指数同比增速为2.1%。", "The CPI was 2.1."),
    ],
)
def test_the_growth_of_an_index_in_per_cent_is_no_level(source: str, target: str):
    assert "TF301" in [code for code, _ in codes(source, target)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Eggs are around 0.38 yuan per jin.", "鸡蛋每斤3毛8上下。"),
        ("It rose by 0.35 yuan.", "涨了3角5分。"),
        ("Profit rose 5% in the first quarter and 3% in the second.", "第一、第二季度利润分别增长5%和3%。"),
        ("The new orders index was 48.8, down 0.5 points.", "新订单指数为48.8%，下降0.5个百分点。"),
    ],
)
def test_what_chinese_tells_in_its_own_way_is_there(source: str, target: str):
    assert verify(source, target, Knowledge("en", "zh-CN", Glossary("en", "zh-CN", ()), Style())) == ()


def test_so_many_of_all_are_no_number_that_may_be_left_out():
    left = [
        (fault.code, fault.message)
        for fault in verify("十二个行业中有九个录得正回报。", "12 sectors recorded gains.", KNOWLEDGE)
    ]
    assert left == [("TF301", "九个 (nine) is missing")]
    assert not verify("十二个行业中有九个录得正回报。", "Nine of 12 sectors recorded gains.", KNOWLEDGE)
    assert not verify("其中有一个例外。", "There was an exception.", KNOWLEDGE)


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("作息为996-5制。", "The roster is 996-5.", False),
        ("996-5", "996-5", False),
        ("比分为3-1。", "The score was 3-1.", False),
        ("作息为996制。", "The roster is 996-5.", True),
        ("作息为996-5制。", "The rosters are 996-5 and 600-5.", True),
        ("作息为996-5制。", "The rosters are 996-5 and 996-5.", True),
    ],
)
def test_what_reads_as_a_ratio_and_stands_on_both_sides_is_not_added(source, target, told):
    assert ("TF302" in [code for code, _ in codes(source, target)]) is told


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("公司盈利100億元。", "The company made a profit of 10 billion yuan.", "warning"),
        ("內地銀行新增貸款100億元。", "Mainland banks lent 10 billion yuan more.", "warning"),
        ("公司盈利100億元。", "The company made a profit of US$10 billion.", "error"),
        ("公司盈利100億元。", "The company made a profit of 1 billion yuan.", "error"),
        ("公司盈利100億港元。", "The company made a profit of 10 billion yuan.", "error"),
        ("公司盈利$100億。", "The company made a profit of US$10 billion.", "error"),
        ("公司盈利100億元。", "The company made a profit of HK$10 billion.", ""),
    ],
)
def test_on_a_page_of_hong_kong_the_yuan_may_be_the_mainland_s(source, target, severity):
    for texts, tags in (((source, target), ("zh-HK", "en")), ((target, source), ("en", "zh-HK"))):
        know = Knowledge(*tags, Glossary(*tags, ()), Style())
        assert {fault.severity for fault in verify(*texts, know) if fault.code == "TF301"} == (
            {severity} if severity else set()
        )
