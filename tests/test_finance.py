"""What a financial editor reads in a sentence: two tables of sentences, with the figures written down by hand.

The column `values` has one entry a figure, in order, `|` between: `kind:value:unit`, where a range has `low..high`, the
unit of a sum is its currency, and `or` stands between readings of which any is right. An entry behind `?` may be left
unread, for a reading is open or a matter of taste. Anything else that is read is wrong. `finance.tsv` was written from
the column `expected`, the others by somebody who did not know the reader; all before it learnt them. A `translation` is
right, and nothing is told of its figures.
"""

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from transflow.glossary import Glossary
from transflow.quantities import Style, compare, find, render
from transflow.verification import Knowledge, verify

_FIXTURES = Path(__file__).parent / "fixtures"
_TABLES = (
    "finance.tsv", "finance_more.tsv", "finance_apart.tsv", "finance_third.tsv", "finance_fourth.tsv", "finance_fifth.tsv",
    "finance_sixth.tsv", "finance_seventh.tsv", "finance_eighth.tsv", "finance_ninth.tsv", "finance_tenth.tsv",
    "finance_english.tsv",
)  # fmt: skip
_LEAST = Decimal("0.98")
"""The share of a table that is read rightly."""


def _rows(name):
    with (_FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _same(wanted, one):
    kind, rest = wanted.split(":", 1)
    value, unit = rest.rsplit(":", 1)
    if kind != one.kind or unit != (one.currency or one.unit):
        return False
    try:
        return [*map(Decimal, value.split(".."))] == [*map(Decimal, one.values)]
    except InvalidOperation:  # a date, a ratio
        return value == "..".join(one.values)


def _right(wanted, found):
    if not wanted:
        return not found
    head, *rest = wanted
    optional, entry = head.startswith("?"), head.removeprefix("?")
    met = found and any(_same(one, found[0]) for one in entry.split(" or "))
    return bool(met and _right(rest, found[1:])) or (optional and _right(rest, found))


def _read_rightly(row):
    wanted = [entry for entry in row["values"].split("|") if entry]
    return _right(wanted, find(row["text"], row["language"]))


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("finance.tsv", 307),
        ("finance_more.tsv", 490),
        ("finance_apart.tsv", 170),
        ("finance_third.tsv", 290),
        ("finance_fourth.tsv", 290),
        ("finance_fifth.tsv", 330),
        ("finance_sixth.tsv", 680),
        ("finance_seventh.tsv", 960),
        ("finance_eighth.tsv", 500),
        ("finance_ninth.tsv", 500),
        ("finance_tenth.tsv", 960),
        ("finance_english.tsv", 60),
    ],
)
def test_figures_are_read_as_an_editor_reads_them(table, least):
    rows = _rows(table)
    wrong = [row["text"] for row in rows if not _read_rightly(row)]
    assert len(rows) >= least
    assert len(wrong) <= (1 - _LEAST) * len(rows), wrong


@pytest.mark.parametrize("table", ["finance_ninth.tsv", "finance_tenth.tsv"])
def test_of_a_right_translation_nothing_is_told(table):
    rows = [row for row in _rows(table) if row["translation"]]
    told = []
    for row in rows:
        target = "zh-CN" if row["language"] == "en" else "en"
        glossary = Glossary(row["language"], target, ())
        faults = verify(
            row["text"], row["translation"], Knowledge(row["language"], target, glossary, Style())
        )
        told += [(row["text"], fault.message) for fault in faults if fault.code.startswith("TF30")]
    assert len(told) <= (1 - _LEAST) * len(rows), told


def test_no_reading_that_is_open_is_asserted():
    """Rows whose every entry is optional, or that have none, assert at most what may be asserted."""
    for table in _TABLES:
        for row in _rows(table):
            if not any(entry and entry[0] != "?" for entry in row["values"].split("|")):
                assert _read_rightly(row), row["text"]


def test_what_is_written_compares_equal_to_what_was_read():
    for row in [row for table in _TABLES for row in _rows(table)]:
        region = row["language"].partition("-")[2]
        for one in find(row["text"], row["language"]):
            words = render(one, "en")
            if "-XX-" in one.values[0] or words == "May":
                continue  # the 28th is a rank as well, and may a verb
            assert compare([one], find(words, "en", region)) == (), (row["text"], one.text, words)


@pytest.mark.parametrize(
    ("text", "language", "rendered"),
    [
        ("持仓量上升3,200手至8.9万手", "zh-CN", ["3,200 lots", "89,000 lots"]),
        ("减息0.25厘至3.75厘，市场料减息0.25至0.5厘", "zh-HK",
         ["0.25 percentage points", "3.75%", "0.25 to 0.5 percentage points"]),
        ("气温-15度，旋转-90度，转角15-30度，T-15度", "zh-CN", ["-15", "-90", "15 to 30"]),
        ("最低-15至-10℃，北方-15~-5℃", "zh-CN", ["-15", "-10 degrees Celsius", "-15", "-5 degrees Celsius"]),
        ("5毛8一斤，每股2毛8，三毛八卦，九毛九。", "zh-CN", ["0.58 yuan", "0.28 yuan"]),
        ("下午一时停牌，凌晨一时许，晚上一时，下午一时难以平息，午后一度跌5%", "zh-CN", ["1 p.m.", "1 a.m.", "1 a.m.", "5%"]),
        ("三月期铜收涨；沪铜三月期铜，3月期铜，三月期权", "zh-CN", ["three-month", "March", "March", "March"]),
        ("大连1月合约，连1月", "zh-CN", ["January", "one month"]),
        ("成交突破1万亿，放量300多亿，放量300多万手，放量1.5倍", "zh-CN",
         ["1 trillion yuan", "more than 30 billion yuan", "more than 3 million lots", "1.5 times"]),
        ("总价1,250万起，均价12万起，播放量由3万起步", "zh-CN", ["12.5 million yuan", "120,000 yuan", "30,000"]),
        ("40尺柜2,155美元，20尺标柜，身高6尺", "zh-CN", ["40 feet", "$2,155", "20 feet", "six"]),
        ("变动-4%/-2%/+2%，比率5/-3", "zh-CN", ["-4%", "-2%", "+2%", "five", "three"]),
        ("截至10月的三个月，10月的三个月", "zh-CN",
         ["the three months to the end of October", "October", "three months"]),
        ("现货铜较三月期货升水23美元，三月期货收涨", "zh-CN", ["three-month", "$23", "March"]),
        ("三大法人合計賣超65.35億元", "zh-TW", ["three major", "NT$6.535 billion"]),
        ("外資賣超1萬7,749張", "zh-TW", ["17,749 lots"]),
        ("利润分配方案为10送3转5派2元", "zh-CN",
         ["for every 10 shares,", "three bonus shares,", "five shares by capitalization,", "2 yuan in cash"]),
        ("宣布1拆10", "zh-CN", ["10-for-1"]),
        ("公司拟20合1并股", "zh-CN", ["1-for-20"]),
        ("公司拟10配3", "zh-CN", ["3-for-10"]),
        ("对应PE为18/14/12倍", "zh-CN", ["18x", "14x", "12x"]),
        ("收入分别为12.3、3.4和2.1亿元", "zh-CN", ["1.23 billion yuan", "340 million yuan", "210 million yuan"]),
        ("3年、5年和10年期美债", "zh-CN", ["three-", "five-", "10-year"]),
        ("3+2年期", "zh-CN", ["3", "2-year"]),
        ("处于62%分位", "zh-CN", ["62nd percentile"]),
        ("创史上第二高", "zh-CN", ["second-highest"]),
        ("20cm涨停", "zh-CN", ["20%"]),
        ("12连板", "zh-CN", ["12 consecutive limit-ups"]),
        ("纳指三连阴", "zh-CN", ["three straight losses"]),
        ("美豆报1,032美分/蒲式耳", "zh-CN", ["1,032 cents per bushel"]),
        ("每股作價$38.8", "zh-HK", ["HK$38.8"]),
        ("人民币中间价调升28个基点", "zh-CN", ["28 pips"]),
        ("两市56股涨停", "zh-CN", ["56 stocks"]),
        ("五倍增长空间", "zh-CN", ["fivefold"]),
        ("撥備急增近倍", "zh-HK", ["nearly doubled"]),
        ("以9比0的投票结果", "zh-CN", ["9-0"]),
        ("“9·24”行情", "zh-CN", ["September 24"]),
        ("2025年三季报", "zh-CN", ["the third-quarter 2025 report"]),
        ("公司一季报显示", "zh-CN", ["the first-quarter report"]),
        ("以5比4的微弱多数通过", "zh-CN", ["5-4"]),
        ("二供一", "zh-HK", ["1-for-2"]),
        ("按每兩股供一股基準", "zh-HK", ["two shares", "one share"]),
        ("三房兩廳單位", "zh-HK", ["three-bedroom"]),
        ("首輪收9,000票", "zh-HK", ["first", "9,000 checks"]),
        ("首次中期息", "zh-HK", ["first"]),
        ("首次突破", "zh-CN", ["for the first time"]),
        ("創近六季新高", "zh-TW", ["six-quarter"]),
        ("净利暴增4.3倍", "zh-CN", ["rose 430%"]),
        ("最優惠利率下調0.125厘至5厘", "zh-HK", ["0.125 percentage points", "5%"]),
        ("人民幣中間價升22點子", "zh-HK", ["22 pips"]),
        ("現價約70美仙", "zh-HK", ["about 70 cents"]),
        ("香港财政储备6,500亿元", "zh-CN", ["HK$650 billion"]),
        ("香港上市的某公司营收50亿元", "zh-CN", ["5 billion yuan"]),
        ("派息2港元，A股派1.8元", "zh-CN", ["HK$2", "1.8 yuan"]),
        ("第3-5名", "zh-CN", ["third to fifth"]),
        ("管理费1.2%/年", "zh-CN", ["1.2% per year"]),
        ("电价0.38元/度", "zh-CN", ["0.38 yuan per kilowatt-hour"]),
        ("央行升息半碼", "zh-TW", ["0.125 percentage points"]),
        ("公开发售申购高出预期逾一倍", "zh-CN", ["more than double"]),
        ("连续两月站上", "zh-CN", ["two months"]),
        ("百元以下个券", "zh-CN", ["less than 100 yuan"]),
        ("昨日涨停的68股中，今日有19股继续上涨", "zh-CN", ["68 stocks", "19 stocks"]),
        ("去年同期賺4,200萬", "zh-HK", ["HK$42 million"]),
        ("三季单季大增五成", "zh-CN", ["the third quarter", "50%"]),
        ("下周二20时召开", "zh-CN", ["8 p.m."]),
        ("目标价下移15美元至180美元", "zh-CN", ["$15", "$180"]),
        ("库存压降1.2万吨至8.7万吨", "zh-CN", ["12,000 tons", "87,000 tons"]),
        ("LME3月期铝、伦铜3月合约、COMEX3月期铜", "zh-CN", ["three-month", "three-month", "March"]),
        ("2年/10年利差扩大，30年下行2bp", "zh-CN", ["two-", "10-year", "30-year", "2 basis points"]),
        ("三年不到，市值翻了近两番", "zh-CN", ["less than three years", "nearly quadrupled"]),
        ("销量高于去年同期一倍有余，净利快于同行一倍以上", "zh-CN", ["more than double", "more than double"]),
        ("动态市盈率32倍，高于行业平均18倍。", "zh-CN", ["32x", "18x"]),
        ("杠杆大于行业上限3倍，销量高于去年3倍", "zh-CN", ["3x", "3x"]),
        ("提前两个月完成", "zh-CN", ["two months"]),
        ("单价3.8万/㎡，租金4.5元/平", "zh-CN", ["38,000 yuan", "4.5 yuan per square meter"]),
        ("三度跌停，三度放宽，升温3度", "zh-CN", ["3 times", "3 times", "three"]),
        ("全年加息4次，公司检查3次，开会3次，三度加息", "zh-CN", ["4 times", "3 times", "3 times", "3 times"]),
        ("董事会三次否决，会议三次推迟，会三次上调，会议三次", "zh-CN", ["3 times", "3 times", "3 times", "three"]),
        ("北方气温下降6度跌破零度，骤降8度创入冬新低，升温1.5度突破", "zh-CN", ["six", "eight", "1.5"]),
        ("每PH/s 35刀，跌至2,800刀；被捅了3刀，送医。", "zh-CN", ["$35", "$2,800", "three"]),
        ("降息一刀。挨了一刀，裁员又是一刀。", "zh-CN", []),
        ("踢成2平，比赛3平，一套89平，", "zh-CN", ["two", "three", "89 square meters"]),
        ("投入500/平台", "zh-CN", ["500"]),
        ("比率為5/7", "zh-TW", ["five-sevenths"]),
        ("有7/12的股東同意，佔7/9席", "zh-TW", ["7/12", "seven-ninths"]),
        ("Fed若12/10再降1碼", "zh-TW", ["December 10", "0.25 percentage points"]),
        ("夏普比率2.0，久期5.0，贝塔系数2.0，单位净值1.0", "zh-CN", ["2.0", "5.0", "2.0", "1.0"]),
        ("评分9.0的餐厅", "zh-CN", ["9.0"]),
        ("过去10年贷款余额翻番", "zh-CN", ["10 years", "doubled"]),
        ("过去3年存款增长5%，近3年贷款余额", "zh-CN", ["three years", "5%", "three years"]),
        ("连续3年下行", "zh-CN", ["three years"]),
        ("成功率150/200，一项（150/186）", "zh-CN", ["150", "200", "150", "186"]),
        ("台股11/28收紅，3/4的個股上漲", "zh-TW", ["November 28", "three-quarters"]),
        ("英伟达市值蒸发6000亿美元，A股成交额达1.5万亿。", "zh-CN", ["$600 billion", "1.5 trillion yuan"]),
        ("苹果斥资50亿美元回购，宁德时代募资300亿。", "zh-CN", ["$5 billion", "30 billion yuan"]),
        ("台積電投資650億美元，市值突破40兆。", "zh-TW", ["$65 billion", "NT$40 trillion"]),
        ("恒生銀行獲注資5億美元，大市成交2500億", "zh-HK", ["$500 million", "HK$250 billion"]),
        ("執行期間自114/12/1起", "zh-TW", ["December 1, 2025"]),
        ("支撑位为150/200，EPS为1.25/1.40", "zh-CN", ["150", "200", "1.25", "1.40"]),
        ("麒麟150/200，型号A150/200，沪深300/500", "zh-CN", []),
        ("Q1：三季度毛利率如何？", "zh-CN", ["the third quarter"]),
        ("**Q2**：", "zh-CN", ["the second quarter"]),
        ("Q3：营收12亿元，市场会问：还能持续吗？", "zh-CN", ["the third quarter", "1.2 billion yuan"]),
        ("Q1、Q2营收均升5%，下半年怎么样？", "zh-CN", ["the first quarter", "the second quarter", "5%", "the second half"]),
        ("Q3：超预期！如何看？", "zh-CN", ["the third quarter"]),
        ("Q2：营收为何下降，是否见底？", "zh-CN", []),
        ("Q12: 请介绍在建产能", "zh-CN", []),
        ("Q1：营收12亿元", "zh-CN", ["the first quarter", "1.2 billion yuan"]),
        ("2025年Q1：如何？", "zh-CN", ["the first quarter of 2025"]),
        ("新台幣連三貶，台股三連紅", "zh-TW", ["three straight losses", "three straight gains"]),
        ("基金三连红利，三连停，连三黑天鹅事件，指数三连红黑交替", "zh-CN", []),
        ("大连3黑石，大连3黑，大连3升", "zh-CN", ["three", "three", "3 liters"]),
        ("房号 301/302，车次 123/124，QQ群号 123/456，国道318/319沿线，展位号（12.1/12.2）", "zh-CN", []),
        ("外三元生猪，内三元仔猪每斤三元", "zh-CN", ["3 yuan"]),
        ("比特币下一次减半、上轮减半、第四次减半与减半周期", "zh-CN", ["fourth"]),
        ("下一次减半，矿工奖励减少。此次减半后，派息降至每股0.5元", "zh-CN", ["halved", "0.5 yuan"]),
        ("區塊獎勵上一次減半，減半行情", "zh-TW", []),
        ("股息减半，关税减半至10%，再次减半", "zh-CN", ["halved", "halved", "10%", "halved"]),
        ("较高点293刀腰斩，自120刀反弹", "zh-CN", ["$293", "halved", "$120"]),
        ("营收180亿美元，AI收入增至65亿，净利超20亿。", "zh-CN", ["$18 billion", "6.5 billion", "more than 2 billion"]),
        ("净利由10亿美元增至12亿，其中云业务收入3亿，公司现金流2亿", "zh-CN", ["$1 billion", "1.2 billion", "300 million", "200 million"]),
        ("英伟达营收570亿美元，同期中芯国际营收170亿。", "zh-CN", ["$57 billion", "17 billion yuan"]),
        ("特斯拉市值1万亿美元，宁德时代净利润500亿", "zh-CN", ["$1 trillion", "50 billion yuan"]),
        ("收入3亿美元，约合21亿元人民币，净利2.1亿。", "zh-CN", ["$300 million", "2.1 billion yuan", "210 million yuan"]),
        ("26财年资本开支，其27年到期美元债，另一笔将于28年到期", "zh-CN", ["fiscal 2026", "2027", "2028"]),
        ("25年到期收益率升5个基点，发行25年到期债券", "zh-CN", ["25 years", "5 basis points", "25 years"]),
        ("其25年到期债券，租约在25年到期前，租约25年到期", "zh-CN", ["25 years", "25 years", "25 years"]),
        ("连续15财年盈利，过去10财年，近20财年，第15财年", "zh-CN", ["15", "10", "nearly 20", "15th"]),
        ("过去26个财年，25年到期后，10年到期", "zh-CN", ["26 fiscal years", "25 years", "10 years"]),
        ("低见8.06万刀，反弹；千刀万剐", "zh-CN", ["$80,600"]),
        ("失守三千九关口，升至三百二", "zh-CN", ["3,900", "320"]),
        ("至千里之外，百一大关", "zh-CN", []),
        ("人民币千元", "zh-CN", ["thousands of yuan"]),
        ("人民币亿万富翁", "zh-CN", []),
        ("（人民币百万元）", "zh-CN", ["millions of yuan"]),
        ("单位：百万港元", "zh-CN", ["millions of Hong Kong dollars"]),
        ("单位：亿元，百万元以上", "zh-CN", ["100 million yuan", "more than 1 million yuan"]),
        ("利差扩大约4个基点，缩小约3个点子", "zh-CN", ["about 4 basis points", "about 3 basis points"]),
        ("大约4个基点", "zh-CN", ["about 4 basis points"]),
        ("港元贴近7.85，恒指走近25,000点，拉近3米", "zh-CN", ["7.85", "25,000 points", "3 meters"]),
        ("和谈更近一步", "zh-CN", []),
        ("接近3000亿美元，近4个基点", "zh-CN", ["nearly $300 billion", "nearly 4 basis points"]),
        ("外資買超逾200億元，賣超逾30億美元", "zh-TW", ["more than NT$20 billion", "more than $3 billion"]),
        ("罚款36万克朗，黄金36万克，36万丹麦克朗，3万捷克克郎", "zh-CN", ["360,000", "360,000 grams", "360,000 Danish kroner", "30,000 Czech korunas"]),
        ("供暖季前两个月内，上市前三个月", "zh-CN", ["within two months", "three months"]),
        ("今年前两个月，房企前9个月", "zh-CN", ["the first two months of this year", "the first nine months"]),
        ("账户达6800万户，新增企业客户3万户", "zh-CN", ["68 million", "30,000"]),
        ("停电影响120万户，农村改厕40万户", "zh-CN", ["1.2 million households", "400,000 households"]),
        ("台积电每股配息5元，外资卖超300亿元", "zh-CN", ["5 yuan", "NT$30 billion"]),
        ("外资买超，中芯国际募资20亿元；台股成交3,000亿元", "zh-CN", ["2 billion yuan", "NT$300 billion"]),
        ("中信建投信用债基金规模达100亿元，国泰金鹰基金规模达50亿元", "zh-CN", ["10 billion yuan", "5 billion yuan"]),
        ("贵州茅台塑造品牌，投入20亿元；向关联电商支付5亿元", "zh-CN", ["2 billion yuan", "500 million yuan"]),
        ("交易平台币安支付43亿元罚款；自营商品收入达30亿元；基金年内配息共5亿元", "zh-CN",
         ["4.3 billion yuan", "3 billion yuan", "500 million yuan"]),
        ("鸿海旗下工业富联去年净利润210亿元；受台积电业绩提振，中芯国际募资20亿元", "zh-CN",
         ["21 billion yuan", "2 billion yuan"]),
        ("比亚迪电子与联发科合作，投资10亿元建厂；台湾半导体企业落户南京，南京市补贴15亿元", "zh-CN",
         ["1 billion yuan", "1.5 billion yuan"]),
        ("统计局发布前5个月工业利润，海关总署公布前四个月进出口数据", "zh-CN", ["the first five months", "the first four months"]),
        ("公司公布前三个月净利润，业绩公布前三个月，股价上涨", "zh-CN", ["the first three months", "three months"]),
        ("公司在15财年里一直盈利，过去的25财年里从未亏损，24财年盈利", "zh-CN", ["15", "25", "fiscal 2024"]),
        ("大陆营收100亿元，台积电不受影响", "zh-CN", ["10 billion yuan"]),
        ("送1股红股，每一股派1元", "zh-CN", ["one", "one share", "1 yuan"]),
        ("员工10人及以上，5万元或以下，60岁及以上，80万元以上", "zh-CN", ["at least 10 people", "up to 50,000 yuan", "60 or older", "more than 800,000 yuan"]),
        ("截至10月11日的一周内，截至周五的两周内，一周内", "zh-CN", ["October 11", "two weeks", "within one week"]),
        ("截至2025年6月30日止六個月，截至9月底的三个月里", "zh-CN", ["the six months ended June 30, 2025", "the three months to the end of September"]),
        ("截至6月28日止三个月，截至3月31日止三个月", "zh-CN", ["June 28", "three months", "the three months ended March 31"]),
        ("截至2月28日止三个月，截至6月15日的三个月", "zh-CN", ["February 28", "three months", "June 15", "three months"]),
        ("制造业PMI回升0.7个点，首付比例降5个点", "zh-CN", ["0.7 points", "5 percentage points"]),
        ("长达180页，第26页，40页的报告", "zh-CN", ["180 pages", "40-page"]),
        ("每一次、每一年、每一家，每两年", "zh-CN", ["two years"]),
        ("子图二 x 与表三X", "zh-CN", []),
        ("八次降息，三次会议，出手三次", "zh-CN", ["eight", "three", "3 times"]),
        ("涉资3亿港元，约合2.8亿元，折合每股2.1元", "zh-CN", ["HK$300 million", "280 million yuan", "2.1 yuan"]),
        ("香港财政赤字872亿元，相当于GDP的2.6%，储备降至6,473亿元", "zh-CN", ["HK$87.2 billion", "2.6%", "HK$647.3 billion"]),
        ("港府赤字1,000亿元，相当于3%的GDP，将发债950亿元", "zh-CN", ["HK$100 billion", "3%", "HK$95 billion"]),
        ("港元期货合约合计成交3亿元", "zh-CN", ["HK$300 million"]),
    ],
)  # fmt: skip
def test_how_english_says_it(text, language, rendered):
    assert [render(one, "en") for one in find(text, language)] == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("rose from 4.5% to 6% over three years", ["4.5%", "6%", "3年"]),
        ("took over three years", ["超过3年"]),
        ("Stocks fell by 4,575 tonnes to 157,175 tonnes.", ["4,575吨", "15.7175万吨"]),
        ("Claims dipped 6,000 to 216,000.", ["6,000", "21.6万"]),
        ("Output will rise by 5 to 10 percent.", ["5%至10%"]),
        ("Wheat rose 5-3/4 cents to $4.30-1/2.", ["0.0575美元", "4.305美元"]),
        ("It pays 12.5p, up half a penny.", ["0.125英镑", "0.005英镑"]),
        ("Bitcoin sank below $82,000 and traded at over $80,000.", ["8.2万美元", "超过8万美元"]),
        ("Sales double every year, shares double in value.", ["翻番", "翻番"]),
        ("Analysts see profit double.", ["翻番"]),
        ("Shares rose 12p to 340p; a dividend of 4p a share.", ["0.12英镑", "3.4英镑", "0.04英镑"]),
        ("Prices rose 2 to 15 yuan a ton, and it added 5 to 30 stores.", ["2至15元", "5至30"]),
        ("Costs rose by $5 million to $10 million.", ["500万至1,000万美元"]),
        ("valued anywhere from 85%-98.4%, ranging from HK$4.2 billion to HK$5.5 billion",
         ["85%至98.4%", "42亿至55亿港元"]),
        ("sizes from 288 sq ft to 1,021 sq ft", ["288至1,021平方英尺"]),
        ("It raised guidance for revenue from $9 billion to $9.4 billion.", ["90亿至94亿美元"]),
        ("the gap between two- and 10-year Treasury yields", ["2年期", "10年期"]),
        ("It yields 4-1/2 percent; on 10-1/2 he left.", ["4.5%", "10", "2"]),
        ("Copper fell below 70,000 yuan, oil sank under $60.", ["7万元", "60美元"]),
        ("Revenue rose over 5%, shares jumped over 10%.", ["超过5%", "超过10%"]),
        ("It closed over 100 stores and ended over 20 contracts.", ["超过100", "超过20份"]),
        ("It moved over $5 billion; revenue remained above $5 billion.", ["超过50亿美元", "超过50亿美元"]),
        ("It trades above 20 times earnings, holding under 5%.", ["超过20倍", "不足5%"]),
        ("The stock fell 5% over two quarters, sales grew over three years.", ["5%", "2个季度", "3年"]),
        ("He has over 20 years of experience and over three months of cash.", ["超过20年", "超过3个月"]),
        ("It has been running over three years, a little over six months.", ["超过3年", "超过6个月"]),
        ("It paid $5 billion over three years ago for maturities over five years.", ["50亿美元", "超过3年", "超过5年"]),
        ("It more than doubled, and sales nearly halved.", ["翻番有余", "近乎减半"]),
        ("It will extend the note by a year; the launch slipped by about a month.", ["1年", "1个月"]),
        ("The delay was followed by a year of losses, driven by a year-end rush.", []),
        ("Markets moved higher helped by a week that saw inflows. Shares slipped, hurt by a week.", []),
        ("Traders were put off by a day when nothing happened, and brought down by a year that went wrong.", []),
        ("Losses were pushed up by a month when shops were shut; a rise slipped helped by a week.", []),
        ("It was pushed back by a week as tests failed.", ["1周"]),
        ("One or two cuts in two or three years, or a four- or five-year pause.",
         ["1至2", "2至3年", "4年期", "5年期"]),
        ("Spreads tightened 6bp to 98bp, then widened 12bp to 110bp.", ["6个基点", "98个基点", "12个基点", "110个基点"]),
        ("Yields may rise 5bp to 10bp.", ["5至10个基点"]),
        ("Yields fell 1bp to 6bp across the curve. Spreads tightened 2bp to 15bp.", ["1至6个基点", "2至15个基点"]),
        ("It rose in the six months to June. 30 banks joined. The three months ended 30 September; six months to June 29",
         ["1月至6月", "30", "截至9月30日止3个月", "6个月", "6月29日"]),
        ("The six months ended Sept. 30; the three months to December 31, 2025; the six months to June",
         ["截至9月30日止6个月", "截至2025年12月31日止3个月", "1月至6月"]),
        ("The gap narrowed by $18.6 billion to $59.6 billion.", ["186亿美元", "596亿美元"]),
        ("Sales will rise by $12.5 million to $15.5 million.", ["1,250万至1,550万美元"]),
        ("first-half February loading, the second half of June", ["2月", "6月"]),
        ("The first half, May included, and the first half of 2025", ["上半年", "5月", "2025年上半年"]),
        ("Payrolls rose by more than double the 50,000 expected.", ["超过2倍", "5万"]),
        ("Losers led gainers by nearly three to one.", ["近3:1"]),
        ("sold in five- and 10-year tranches", ["5年期", "10年期"]),
        ("a half-point cut, a half-percentage-point rise, one and a half points",
         ["0.5个百分点", "0.5个百分点", "1.5点"]),
        ("rose 8%, a point more than forecast; a percentage point; at a point below 50; the index was a point higher",
         ["8%", "1个百分点", "1个百分点", "不足50"]),
        ("In the first 20 days it fell 5%, the first two stores", ["20天", "5%", "第一", "2"]),
        ("a 40ft container, a half-hour delay, one and a half hours", ["40英尺", "0.5小时", "1.5小时"]),
        ("a spread over three-month bills, an over 10-year high", ["3个月期", "超过10年期"]),
        ("up in the first three quarters, and 4.8% in the third.", ["前三季度", "4.8%", "第三季度"]),
        ("the 3,000-strong workforce", ["3,000"]),
    ],
)  # fmt: skip
def test_how_chinese_says_it(text, rendered):
    assert [render(one, "zh") for one in find(text, "en")] == rendered


@pytest.mark.parametrize(
    "text",
    [
        "国债期货2509合约", "沪铜2512", "活跃券240210", "客服95588", "骁龙8295芯片", "21万科02", "T+2日交收",
        "银发〔2025〕8号", "10号线", "期权代码10009876", "会议号886-120-3456", "参会密码2025", "二套利率下调",
        "工业4.0", "国补2.0落地", "HBM3单价", "占12/10之",
    ],
)  # fmt: skip
def test_a_code_keeps_its_digits(text):
    """Nothing is read in it, so nothing is written anew: the digits stay as they stand."""
    assert find(text, "zh-CN") == ()


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("对应PE为18/14/12倍", "a P/E of 18x/14x/12x"),
        ("EPS分别为1.23/1.56/1.89元", "EPS of 1.23 yuan/1.56 yuan/1.89 yuan"),
        ("EPS分别为1.23/1.56/1.89元", "EPS of 1.23, 1.56 and 1.89 yuan"),
        ("3+2年期", "a 3+2-year bond"),
        ("200MW/800MWh", "200 megawatts/800 megawatt-hours"),
        ("10送3转5派2元", "three bonus shares, five by capitalization and 2 yuan for every 10 shares"),
        (
            "10送3转5派2元",
            "for every 10 shares, three bonus shares, five shares by capitalization, 2 yuan in cash",
        ),
        ("1拆10", "a 10-for-1 split"),
        ("20合1", "a 1-for-20 consolidation"),
        ("处于62%分位", "in the 62nd percentile"),
        ("28个基点，中间价", "28 basis points"),
        ("中间价调升28个基点", "28 pips higher"),
        ("投票比例为9比0", "a 9-0 vote"),
        ("6连涨", "a six-day winning streak"),
        ("持仓量上升3,200手至8.9万手", "rose by 3,200 lots to 89,000 lots"),
        ("客服95588", "call 95588"),
        ("上半年增5%，下半年增3%", "up 5% in the first half and 3% in the second"),
        ("一季度降1.5%，二季度升2%", "fell 1.5% in the first quarter and rose 2% in the second."),
        ("一季报", "first-quarter results"),
        ("二季报延期", "The second-quarter report is late."),
        ("市值超万亿的企业", "a company worth more than 1 trillion yuan"),
        ("兩房戶", "a two-bedroom flat"),
        ("九点钟开盘", "It opens at nine."),
        ("下午两点开会", "a meeting at two o'clock"),
        ("九点开盘", "It opens at nine o'clock."),
        ("唯一一家", "the only one"),
        ("库存2,000磅", "stocks of 2,000 pounds"),
    ],
)
def test_what_a_good_translation_says_is_right(zh, en):
    assert compare(find(zh, "zh-CN"), find(en, "en")) == ()


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("持仓量上升3,200手至8.9万手", "rose by 3,200 lots to 8.9 million lots"),
        ("收入分别为12.3、3.4和2.1亿元", "12.3, 3.4 and 210 million yuan"),
        ("外資賣超1萬7,749張", "net sales of 10,000"),
        ("利润总额（1.56）亿元", "1.56 million yuan"),
        ("25年净利润3亿元", "profit of 300 million yuan in 2024"),
        ("股价每股作價38.8元", "HK$38.8 a share"),
        ("处于62%分位", "in the 26th percentile"),
        ("上半年增5%，下半年增3%", "up 5% in the first half and 3% in the third quarter"),
        ("三季报净利增长5%", "net profit in the first-quarter report rose 5%"),
        ("Q3：营收12亿元，市场会问：还能持续吗？", "Q4: Revenue was 1.2 billion yuan. Can it last?"),
        (
            "英伟达营收570亿美元，同期中芯国际营收170亿。",
            "Nvidia's revenue was $57 billion, SMIC's was $17 billion.",
        ),
        ("特斯拉市值1万亿美元，宁德时代净利润500亿", "Tesla is worth $1 trillion; CATL earned $50 billion."),
        ("此次减半后，派息降至每股0.5元。", "After being doubled, the payout falls to 0.5 yuan a share."),
        ("租约25年到期", "The lease ends in 2025."),
        ("公司连续15财年盈利", "profitable until fiscal 2015"),
        ("上午9点开盘", "It opens at 9 p.m."),
        ("九点钟开盘", "It opens at eight o'clock."),
        ("库存2,000磅", "stocks of £2,000"),
    ],
)
def test_what_an_old_misreading_would_say_is_found(zh, en):
    assert compare(find(zh, "zh-CN"), find(en, "en"))


@pytest.mark.parametrize(
    "text",
    ["a 360p video", "shot in 240p", "Sales in 2026p", "(2p-1)", "a price of $2p$", "5 + 4p per share"],
)
def test_a_letter_behind_a_number_is_no_penny(text):
    assert not [one for one in find(text, "en") if one.currency == "GBP"]
