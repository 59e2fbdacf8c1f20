"""Terms that a person left out or said in another way, and terms that another word stands for."""

from functools import cache
from pathlib import Path

import pytest

from transflow import glossary
from transflow.files import Folder
from transflow.quantities import Style
from transflow.verification import Knowledge, verify

ROOT = Path(__file__).parent.parent
LEFT_OUT = [
    # Another part of speech, a pronoun, a passive, the noun once for two, initials, or a word that says the same.
    ("小米汽车销量首次超过蔚来，成为新势力销量冠军。", "Xiaomi outsold NIO for the first time, becoming the best-selling of the newcomers."),
    ("年内，金管局完成了对主要银行的压力测试。", "The stress tests of major lenders were completed during the year."),
    ("央行行长表示，将综合运用多种货币政策工具，保持流动性合理充裕。", "The governor said the central bank would draw on a range of instruments to keep liquidity reasonably ample."),
    ("这项计划旨在鼓励银行向首次置业人士提供按揭，最高成数为九成。", "The scheme encourages banks to lend to first-time buyers, up to 90% of the value of the home."),
    ("截至三月底，未偿还的债券本金总额为350亿港元。", "As at the end of March, HK$35 billion of notes were outstanding in principal terms."),
    ("本集团的主要风险包括信贷风险、市场风险及营运风险。", "The principal risks facing the Group are credit, market and operational risk."),
    ("两家公司同意以换股方式合并，交易对价约为120亿美元。", "The two companies have agreed to an all-share merger worth about $12 billion."),
    ("公司计划申请首次公开募股，审计师正在核查账目。", "The company plans to apply for an IPO, and its auditors are going through the books."),
    ("银行净利息收入增长5%，净利润持平。", "Net interest income grew 5% at the bank while net income was flat."),
    ("该股预期市盈率为12倍，股价净值比为一倍。", "The stock is priced at 12 times expected earnings and one times book value."),
    ("央行下调存款准备金率后，多家银行跟进下调存款利率。", "After the cut in the RRR several banks lowered their deposit rates too."),
    ("应收账款下降，应付账款上升，现金流改善。", "With receivables down and accounts payable up, cash flow improved."),
    ("可转债市场回暖，转股溢价率降至20%。", "As convertibles recovered, the premium over the conversion value fell to 20%."),
    ("该行净息差为1.5%，手续费收入下降。", "The bank earned 1.5% on its assets after funding costs, and fee income fell."),
    ("贷款市场报价利率不变，房贷利率继续下行。", "The LPR was unchanged, but mortgage rates kept falling."),
    ("人民币中间价调升，在岸汇率走强。", "The fixing was raised and the onshore rate strengthened."),
    ("本集团经营溢利率为-5.6%。", "The group's operating margin was -5.6%."),
    ("黄金占外储比重尚不足一成，特别国债期限为30年。", "Gold makes up less than 10% of foreign reserves; the special bonds have a maturity of 30 years."),
    ("审查涵盖洗钱及恐怖分子资金筹集的风险。", "The reviews covered ML and TF risks, and what banks do about them."),
    ("低通胀令央行有放宽政策的空间，市场亦已有所预期。", "Disinflation leaves the central bank room to ease, and markets already expect as much."),
    ("零售银行除税后溢利的升幅主要来自非经常项目。", "The rise in the post-tax profit of retail banks was largely due to non-recurring items."),
]  # fmt: skip
MISTAKEN = [
    ("该股市盈率仅为8倍，低于同业。", "The stock trades at a P/B of just 8x, below its peers.", "P/B"),
    ("公司净资产收益率提高到15%。", "The company's return on assets improved to 15%.", "return on assets"),
    ("该行净息差收窄至1.5%。", "The bank's net profit margin narrowed to 1.5%.", "net profit margin"),
    ("资本充足率为14.2%，高于监管要求。", "The provision coverage ratio was 14.2%, above the regulatory requirement.", "provision coverage ratio"),
    ("不良贷款率升至1.8%。", "The loan-to-deposit ratio rose to 1.8%.", "loan-to-deposit ratio"),
    ("财政部将发行1万亿元特别国债。", "The Ministry of Commerce will issue 1 trillion yuan of special treasury bonds.", "Ministry of Commerce"),
    ("可转债发行规模达到50亿元。", "The corporate bond issue reached 5 billion yuan.", "corporate bond"),
    ("对冲基金减持美股。", "Mutual funds cut holdings of U.S. stocks.", "Mutual funds"),
    ("公司派息比率为四成。", "The company's gearing ratio is 40%.", "gearing ratio"),
    ("应收账款大幅增加。", "Accounts payable rose sharply.", "Accounts payable"),
    ("核心通胀率降至0.5%。", "Core expansion slowed to 0.5%.", "Core expansion"),
    ("董事会宣布派发特别股息。", "The board declared a special interest.", "special interest"),
    ("自由现金流转正。", "Free money turned positive.", "Free money"),
    ("香港银行同业拆息回落。", "LIBOR eased.", "LIBOR"),
    # In a sentence: cut short, of one kind, or with a word of its own beside a wrong one.
    ("截至周五收盘，沪深300指数成分股的平均市盈率为12.5倍。", "As of Friday's close, constituents of the CSI 300 had an average price ratio of 12.5.", "price ratio"),
    ("受贷款重定价影响，该行一季度净息差收窄12个基点。", "Hit by loan repricing, the bank's net margin narrowed by 12 basis points in the first quarter.", "net margin"),
    ("中国央行宣布，自9月27日起下调存款准备金率0.5个百分点。", "China's central bank said it would cut the deposit rate by 0.5 percentage points from September 27.", "deposit rate"),
    ("该基金的最大回撤为12%，夏普比率为1.3，表现优于同类产品。", "The fund had a maximum reward of 12% and a Sharpe ratio of 1.3, outperforming its peers.", "maximum reward"),
]  # fmt: skip
SAID_OTHERWISE = [
    ("去年离岸人民币市场处于调整期。", "The offshore renminbi market underwent a period of consolidation in 2016."),
    ("综观2016年全年，港元长时间贴近强方兑换保证。", "Throughout the year, the Hong Kong dollar stayed close to the strong-side Convertibility Undertaking."),
    ("全年营业收入未能达到管理层年初制定的目标。", "Revenue for the year fell short of the target set by management in January."),
    ("本港股市在第4季再度受压。", "The local stock market came under pressure again in the last quarter."),
    ("综合消费物价指数以2014/2015年为基期。", "The Composite Consumer Price Index is from the 2014/2015-based series."),
    ("于第2及第3季，拆息大致保持稳定。", "Interbank rates remained largely stable during the second and third quarters."),
    ("全球百大资产管理公司中有近70家在港设有业务。", "Close to 70 of the top 100 global asset managers have a presence in Hong Kong."),
    ("估值修复的上半场已近尾声，下半场取决于盈利。", "The first half of the valuation recovery is nearly over; the second half depends on earnings."),
    ("金融业「大到不能倒」的问题", "the “too big to fail” problem of the financial industry"),
]  # fmt: skip
WRONG_TIME = [
    ("2016年离岸人民币市场处于调整期。", "The offshore renminbi market underwent a period of consolidation in 2015."),
    ("本港股市在第4季再度受压。", "The local stock market came under pressure again in the third quarter."),
    ("全国50大房企销售额下降。", "Sales of the top 500 developers fell."),
    ("目标于1月公布。", "The target was announced in December."),
]  # fmt: skip


@cache
def knowledge(source: str) -> Knowledge:
    terms = glossary.load(["glossaries/finance.yaml"], source, "en", Folder(ROOT).read)
    return Knowledge(source, "en", terms, Style())


def faults(source: str, target: str, tag: str = "zh-CN") -> list[tuple[str, str]]:
    found = verify(source, target, knowledge(tag))
    return [(fault.code, fault.message) for fault in found if not (fault.code == "TF401" and fault.near)]


@pytest.mark.parametrize(("source", "target"), LEFT_OUT + SAID_OTHERWISE)
def test_what_is_said_in_another_way_is_left_to_its_author(source: str, target: str):
    assert faults(source, target) == []


@pytest.mark.parametrize(("source", "target", "shown"), MISTAKEN)
def test_a_word_that_stands_for_a_term_is_named(source: str, target: str, shown: str):
    told = [message for code, message in faults(source, target) if code == "TF401"]
    assert told
    assert told[0].endswith(f", not {shown!r}")


@pytest.mark.parametrize(("source", "target"), WRONG_TIME)
def test_another_time_is_told(source: str, target: str):
    assert {code for code, _ in faults(source, target)} & {"TF301", "TF302", "TF307"}


def test_a_word_of_two_fields_goes_by_the_text():
    target = "After the increase the net interest rate was still negative in real terms."
    assert faults("央行加息后，实际净利率仍为负值。", target) == []
    assert "TF402" in {code for code, _ in faults("公司净利率升至8%。", "The net interest rate rose to 8%.")}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("其中八成为年轻人。", "Eighty percent of them are young."),
        ("其中六成为散户，三成为机构。", "Of these, 60% are retail investors and 30% institutions."),
        ("八成为谣言。", "It is most likely a rumor."),
        ("三家公司合并，两家成为子公司。", "The three merged and two became subsidiaries."),
        ("一成为股东便不得转让。", "Once a shareholder, one may not transfer."),
        ("他排名第三，成为大股东。", "He ranked third and became a major shareholder."),
    ],
)
def test_tenths_before_a_verb_are_read(source: str, target: str):
    assert faults(source, target) == []


def test_nothing_is_left_out_of_a_label():
    assert [code for code, _ in faults("资产质量", "The worth")] == ["TF401"]
    assert [code for code, _ in faults("流动性", "Mobility")] == ["TF401"]


def test_a_draft_is_told_all_that_it_lacks():
    found = verify(
        "这项计划旨在鼓励银行向首次置业人士提供按揭。",
        "The scheme encourages banks to lend to first-time buyers.",
        knowledge("zh-CN"),
    )
    assert [(fault.code, fault.severity, fault.near) for fault in found] == [("TF401", "error", True)]
