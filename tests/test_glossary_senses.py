"""Senses of a term by region and context, and terms that are only hints: the finance glossary where a word means several things."""

from pathlib import Path

import pytest

from transflow.errors import ConfigError
from transflow.glossary import load, verify
from transflow.glossary.tables import dumps as table
from transflow.glossary.tables import loads

_ROOT = Path(__file__).parent.parent


def _read(name):
    return (_ROOT / name).read_bytes()


@pytest.fixture(scope="module")
def of():
    """The finance glossary as pages of a region see it."""
    return {tag: load(["glossaries/finance.yaml"], tag, "en", _read) for tag in ("zh-CN", "zh-HK", "zh-TW")}


def _made(text, tag="zh-CN"):
    head = b"source: zh\ntarget: en\nterms:\n"
    return load(["terms.yaml"], tag, "en", lambda _name: head + text.encode())


def _targets(glossary, text):
    return [match.term.target for match in glossary.find(text)]


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("zh-HK", "北水全日淨買入香港股票35億港元", ["southbound funds", "net buying"]),
        ("zh-CN", "南水北上抄底A股", ["northbound funds", "bottom fishing", "A-shares"]),
        ("zh-HK", "公司擬配股集資", ["share placement", "fundraising"]),
        ("zh-CN", "公司拟配股", ["rights issue"]),
        ("zh-CN", "以资本公积金每10股转增4股，提取法定公积金", ["capital reserve", "capitalization issue", "statutory reserve"]),
        ("zh-CN", "国家税务总局深圳市税务局公告，税务局上门稽查", ["State Taxation Administration", "tax bureau", "tax bureau"]),
        ("zh-HK", "稅務局公布利得稅寬減", ["Inland Revenue Department", "profits tax"]),
        ("zh-CN", "央行逆回购利率下调，多家公司同日公告回购", ["central bank", "reverse repo rate", "buyback"]),
        ("zh-CN", "央行开展质押式回购，回购利率上行", ["central bank", "pledged repo", "repo rate"]),
        ("zh-CN", "三季报预增", ["third-quarter report", "forecast of higher profit"]),
        ("zh-CN", "转股价下调", ["conversion price"]),
        ("zh-CN", "十大股东名单", ["top 10 shareholders"]),
        ("zh-TW", "理監事會決議", ["board of directors and supervisors"]),
        ("zh-CN", "监事会主席", ["supervisory board"]),
        ("zh-CN", "美财政部与英国财政部", ["U.S. Treasury", "HM Treasury"]),
        ("zh-CN", "澳门金管局与金管局", ["Monetary Authority of Macao", "HKMA"]),
        ("zh-CN", "恒指波动率指数升至28，A股恐慌指数回落", ["HSI Volatility Index", "A-shares", "fear gauge"]),
        ("zh-CN", "设备抵押贷款与房产抵押贷款", ["equipment-secured loan", "mortgage loan"]),
        ("zh-CN", "分红险热销", ["participating insurance"]),
        ("zh-CN", "中国青年报报道", []),
        ("zh-CN", "日央行、欧央行、英央行", ["Bank of Japan", "European Central Bank", "Bank of England"]),
        ("zh-HK", "數碼銀行", ["digital bank"]),
        ("zh-CN", "美国存托股份与美国存托凭证", ["ADS", "ADR"]),
        ("zh-CN", "网上中签率", ["online lottery rate"]),
        ("zh-CN", "前三个月减持", ["stake reduction"]),
        ("zh-CN", "南水北调工程", ["South-to-North Water Diversion"]),
        ("zh-TW", "擬配股0.5元", ["stock dividend"]),
        ("zh-CN", "任意盈余公积", ["discretionary reserve"]),
        ("zh-CN", "在产权交易所摘牌受让", ["winning bid"]),
        ("zh-CN", "股票被终止上市并摘牌", ["delisting"]),
        ("zh-CN", "期货合约到期展期", ["futures contract", "rollover"]),
        ("zh-CN", "债权人同意展期", ["creditor", "extension"]),
        ("zh-CN", "吸收合并的换股价", ["exchange price"]),
        ("zh-HK", "可換股債券換股價", ["convertible bonds", "conversion price"]),
        ("zh-CN", "给予增持评级，大股东增持", ["overweight rating", "major shareholder", "stake increase"]),
        ("zh-CN", "净多头头寸与多头仓位", ["net long position", "long position"]),
        ("zh-CN", "大盘成长与大盘失守", ["large-cap growth", "broader market"]),
        ("zh-CN", "铜现货升水与现货升水结构", ["spot premium", "backwardation"]),
        ("zh-CN", "没有一家大行愿意下调存款利率", ["big state banks", "deposit rate"]),
        ("zh-CN", "大行唱好腾讯，目标价上调", ["investment banks", "Tencent", "price target"]),
        ("zh-HK", "大行與中小型銀行", ["major banks"]),
        ("zh-CN", "六大行与四大行，五大行业", ["six biggest state banks", "Big Four banks"]),
        ("zh-CN", "美联储主席与堪萨斯城联储主席", ["Fed chair", "Kansas City Fed president"]),
        ("zh-CN", "联储主席说，亚特兰大联储行长、地区联储主席也说", ["Fed chair", "Atlanta Fed president", "regional Fed president"]),
        ("zh-HK", "標普把該公司評級下調", ["S&P", "downgrade"]),
        ("zh-CN", "隔夜标普上涨，标普500指数走高", ["S&P 500", "S&P 500"]),
        ("zh-CN", "中国人民银行与印度尼西亚人民银行、印尼人民银行", ["People's Bank of China", "Bank Rakyat Indonesia", "Bank Rakyat Indonesia"]),
        ("zh-HK", "高息環境與高息股", ["high interest rate environment", "high-dividend"]),
        ("zh-HK", "流動資金充裕，淨負債比率下降", ["liquidity", "net gearing ratio"]),
        ("zh-CN", "流动资金贷款与流动资金", ["working capital", "working capital"]),
        ("zh-HK", "按固定匯率計算，收入上升；固定匯率制度", ["at constant exchange rates", "fixed exchange rate"]),
        ("zh-CN", "该行息差收窄", ["net interest margin"]),
        ("zh-CN", "美日息差收窄", ["interest rate differential"]),
        ("zh-CN", "该行认为美元与日元息差收窄", ["interest rate differential"]),
        ("zh-CN", "该行数据显示，中美息差倒挂", ["interest rate differential"]),
        ("zh-CN", "商业银行买入美元以赚取息差", ["commercial bank", "interest rate differential"]),
        ("zh-CN", "该行业息差", ["interest rate differential"]),
        ("zh-CN", "一级交易商与贸易商", ["trader"]),
        ("zh-CN", "散户投资者关系", ["retail investors", "investor relations"]),
        ("zh-CN", "前十大持仓与前十大持仓量", ["top 10 holdings", "open interest"]),
        ("zh-CN", "按固定汇率结算", ["fixed exchange rate", "settlement"]),
        ("zh-CN", "隔夜标普收涨，美国信用卡违约上升", ["S&P 500", "credit card", "default"]),
        ("zh-CN", "标普下调美国主权评级", ["S&P", "sovereign rating"]),
        ("zh-CN", "央行公开市场逆回购", ["central bank", "open market", "reverse repo"]),
        ("zh-CN", "从未在公开市场买卖过的私人公司", []),
        ("zh-CN", "空头持仓与空头", ["short position", "short sellers"]),
        ("zh-CN", "前十大重仓股与其他重仓股", ["top 10 holdings", "top holdings"]),
        ("zh-CN", "棚改货币化安置与流量货币化", ["monetization"]),
        ("zh-HK", "資訊科技部、金融科技部與科技部", ["Ministry of Science and Technology"]),
        ("zh-CN", "未来五年减碳，一年减息，7月年减5%，获利年减两成", ["year-on-year decrease", "year-on-year decrease"]),
        ("zh-CN", "每年增聘，年增5%，未来三年增发", ["year-on-year increase", "additional share issuance"]),
        ("zh-HK", "散戶投資者、散戶與機構投資者", ["retail investors", "retail investors", "institutional investors"]),
        ("zh-CN", "归属于普通股股东，优先股股东，发行普通股", ["ordinary shareholders", "preferred shareholders", "ordinary shares"]),
        ("zh-HK", "資產負債比率與負債比率", ["debt-to-asset ratio", "gearing ratio"]),
        ("zh-CN", "资产负债率与负债比率", ["debt-to-asset ratio", "debt-to-asset ratio"]),
        ("zh-HK", "瑞士及日本銀行的存款，三家日本銀行加息", ["rate hike"]),
        ("zh-CN", "日本银行维持货币政策", ["Bank of Japan", "monetary policy"]),
        ("zh-HK", "未撥備的貸款，已作撥備，撥備覆蓋率", ["provisions", "provision coverage ratio"]),
        ("zh-CN", "已核销贷款，核销规模", ["write-off"]),
        ("zh-CN", "首次发行人与首次公开发行", ["first-time issuers", "IPO"]),
        ("zh-CN", "银行体系流动资金充裕", ["banking system", "liquidity"]),
        ("zh-CN", "流动资金贷款与优质流动资产，流动资金比率", ["working capital", "high-quality liquid assets", "liquidity ratio"]),
        ("zh-CN", "认可机构的流动资产", ["authorized institution", "liquid assets"]),
        ("zh-CN", "公司流动资产低于流动负债", ["current assets", "current liabilities"]),
        ("zh-CN", "该债券的存续期，整个存续期预期信用损失", ["bond", "term", "lifetime", "expected credit losses"]),
        ("zh-CN", "组合的平均存续期", ["duration"]),
        ("zh-HK", "三個月期票，開出期票", ["promissory note"]),
        ("zh-HK", "物業的帳面值與面值", ["book value", "face value"]),
        ("zh-CN", "采用实际利率法，按摊余成本计量", ["effective interest method", "amortized cost"]),
        ("zh-CN", "美国实际利率转正", ["real interest rate"]),
        ("zh-CN", "摊余成本按实际利率计算", ["amortized cost", "effective interest rate"]),
        ("zh-HK", "交易所回購交易量上升", []),
        ("zh-HK", "騰訊的回購交易已耗資300億港元", ["Tencent"]),
        ("zh-CN", "苹果发债170亿美元为回购融资", ["buyback"]),
        ("zh-CN", "股份回购交易，债券回购", ["share buyback", "bond repo"]),
        ("zh-HK", "審計署", ["Audit Commission"]),
        ("zh-CN", "审计署公布，审计长", ["National Audit Office"]),
        ("zh-CN", "香港审计署署长，香港审计署", ["Director of Audit", "Audit Commission"]),
        ("zh-CN", "港股打新中签率", ["Hong Kong stocks", "IPO subscription", "allotment rate"]),
        ("zh-HK", "中央結算公司，香港中央結算有限公司", ["HKSCC", "Hong Kong Securities Clearing Company"]),
        ("zh-CN", "中央结算公司发布债券指数", ["China Central Depository & Clearing", "bond"]),
        ("zh-HK", "甲級寫字樓與寫字樓", ["Grade A offices", "office building"]),
        ("zh-CN", "偿还短债", ["short-term debt"]),
        ("zh-HK", "證監會發牌，中國證監會", ["SFC", "China Securities Regulatory Commission"]),
        ("zh-CN", "证监会就持牌法团展开调查", ["SFC"]),
        ("zh-CN", "酒店平均房价与酒店房价", ["average room rate", "room rates"]),
        ("zh-CN", "城市平均房价与房价", ["average home price", "home prices"]),
        ("zh-HK", "逆按揭與按揭", ["reverse mortgage", "mortgage"]),
        ("zh-CN", "拨备覆盖第三阶段贷款，第三阶段改革", ["provisions", "Stage 3 loans"]),
        ("zh-CN", "对外授权首付款", ["upfront payment"]),
        ("zh-CN", "首付款与首付比例", ["down payment", "down payment ratio"]),
        ("zh-CN", "航班运力", ["capacity"]),
        ("zh-CN", "集装箱船运力", ["container ship", "shipping capacity"]),
        ("zh-HK", "授出購股權，行使價不變", ["share option", "exercise price"]),
        ("zh-CN", "期权行使价", ["option", "strike price"]),
        ("zh-CN", "收购股权，购股权激励", ["equity incentive"]),
        ("zh-HK", "銀行同業市場與銀行借貸", ["interbank market", "bank borrowings"]),
        ("zh-TW", "金管會：逾放比率與備抵呆帳覆蓋率", ["Financial Supervisory Commission", "NPL ratio", "NPL coverage ratio"]),
        ("zh-TW", "稅後淨利，存款準備率", ["net profit", "reserve requirement ratio"]),
        ("zh-HK", "淨服務費及佣金收入，公平值，關連交易", ["fee and commission income", "fair value", "connected transaction"]),
        ("zh-CN", "短债基金，短债收益率", ["short-term bonds", "yield"]),
        ("zh-TW", "出口衰退，營收年衰退3%，經濟衰退", ["revenue", "recession"]),
        ("zh-CN", "押注2026年衰退，12月衰退概率", ["recession", "recession"]),
        ("zh-CN", "大额拨备，超额拨备，所需拨备，须拨备", ["provisions", "provisions", "provisions"]),
        ("zh-CN", "软件的摊销成本上升", ["amortization", "cost"]),
        ("zh-CN", "按摊销成本计量，摊销后成本", ["amortized cost", "amortized cost"]),
        ("zh-CN", "美国实际利率上行，银行信用减值损失增加", ["real interest rate", "credit impairment losses"]),
        ("zh-CN", "日本央行加息推动日本银行利润增长", ["Bank of Japan", "rate hike"]),
        ("zh-CN", "该行今年向企业投放流动资金，在债券市场违约", ["working capital", "bond market", "default"]),
        ("zh-CN", "基金管理人公告延长存续期一年", ["term"]),
        ("zh-CN", "普通股股东权益与普通股股东大会", ["ordinary shares", "shareholders' equity", "ordinary shares", "shareholders' meeting"]),
        ("zh-CN", "账面值得留意，账面值下降，合同销售员", ["book value"]),
        ("zh-CN", "中央结算公司与香港金管局扩大债券通合作", ["China Central Depository & Clearing", "HKMA", "Bond Connect"]),
        ("zh-HK", "國家審計署向香港派員", ["National Audit Office"]),
        ("zh-CN", "第三阶段贷款将于下周发放", []),
        ("zh-HK", "減值：第一階段貸款利率", ["impairment", "lending rate"]),
        ("zh-TW", "稅後淨利率、稅後純益率與稅後淨利潤", ["net margin", "net margin", "net profit"]),
        ("zh-CN", "税后净利息收入与税后净利益", ["net interest income"]),
        ("zh-CN", "中小企向银行借贷，银行借贷意愿，偿还银行借贷", ["bank borrowings"]),
        ("zh-CN", "住宅平均房价上涨，酒店竣工", ["average home price"]),
        ("zh-HK", "入住率上升，平均房價下跌", ["occupancy rate", "average room rate"]),
        ("zh-CN", "住宅入住率上升，平均房价下跌", ["occupancy rate", "average home price"]),
        ("zh-CN", "公平值得提倡，公平价值观，按公平值计量", ["fair value"]),
        ("zh-CN", "抢购股权，竞购股权，授出购股权", ["share option"]),
        ("zh-CN", "承保利润率与承保利润", ["underwriting margin", "underwriting profit"]),
        ("zh-HK", "證監會主席吳清，澳洲證監會", ["CSRC"]),
        ("zh-HK", "人行、證監會及外管局", ["PBOC", "CSRC", "State Administration of Foreign Exchange"]),
        ("zh-HK", "證監會檢控，個人行為失當", ["SFC"]),
        ("zh-CN", "韩国金管会与金管会", ["Financial Supervisory Commission"]),
        ("zh-CN", "民航的运力", ["capacity"]),
        ("zh-CN", "集运运力下降，航空股上涨", ["shipping capacity"]),
        ("zh-CN", "建设里程碑：二套房首付比例与首付款", ["down payment ratio", "down payment"]),
        ("zh-CN", "里程碑付款与首付款", ["milestone payment", "upfront payment"]),
        ("zh-CN", "银行同业市场份额、银行同业市场竞争与同业市场", ["share", "interbank market"]),
        ("zh-HK", "淨負債權益比例", ["net gearing ratio"]),
        ("zh-CN", "所有关连交易所，酒店房价格，关连交易所得款项", ["connected transaction"]),
        ("zh-HK", "認股證的行使價，雇員歸屬", ["strike price"]),
        ("zh-CN", "可赎回债券、不可赎回与可转债", ["callable bond", "non-callable", "convertible bonds"]),
        ("zh-CN", "由亏转盈与由盈转亏", ["return to profit", "swing to a loss"]),
        ("zh-HK", "北上消費與樓市辣招", ["northbound spending", "property cooling measures"]),
        ("zh-TW", "興櫃與填息", ["Emerging Stock Board", "recover the ex-dividend gap"]),
        ("zh-CN", "每半年检讨，1分硬币，11分硬币", ["every six months", "one-cent coin"]),
    ],
)  # fmt: skip
def test_a_word_means_what_it_means_there(of, tag, text, expected):
    assert _targets(of[tag], text) == expected


_PLACED = "  配股:\n    - {use: placing, region: [zh-HK]}\n    - rights issue\n"


@pytest.mark.parametrize(
    ("tag", "target"),
    [("zh-HK", "placing"), ("zh-CN", "rights issue"), ("zh-TW", "rights issue"), ("zh", "rights issue")],
)
def test_a_sense_of_a_region_comes_before_the_one_of_any(tag, target):
    assert _targets(_made(_PLACED, tag), "配股") == [target]


def test_a_word_of_one_region_alone_is_found_everywhere():
    glossary = _made("  孖展: {use: margin financing, region: [zh-HK]}\n", "zh-CN")
    assert _targets(glossary, "孖展认购") == ["margin financing"]


@pytest.mark.parametrize("tag", ["en-HK", "zh", "no such tag"])
def test_a_region_is_one_of_the_source_language(tag):
    with pytest.raises(ConfigError, match="is no region of the source language"):
        _made(f"  配股: {{use: placing, region: [{tag}]}}\n")


def test_a_hint_is_found_but_neither_missed_nor_anything_but_yes():
    glossary = _made("  反弹: {use: rebound, hint: yes}\n  股价: share price\n")
    assert _targets(glossary, "股价反弹") == ["share price", "rebound"]
    assert [finding.term.source for finding in verify("股价反弹", "It went up.", glossary)] == ["股价"]
    with pytest.raises(ConfigError, match="`hint` is `yes` or left out"):
        _made("  反弹: {use: rebound, hint: maybe}\n")


def test_new_columns_stand_in_a_table_that_needs_them():
    glossary = _made(f"{_PLACED}  反弹: {{use: rebound, hint: yes, domain: trading}}\n", "zh")
    text = table(glossary, ",")
    assert (
        text.splitlines()[0] == "zh,en,also,not,variants,except,case,context,region,domain,hint,category,note"
    )
    back = loads(text, "terms.csv", "zh", "en")
    assert [(one.target, one.region, one.domain, one.hint) for one in back.terms] == [
        (one.target, one.region, one.domain, one.hint) for one in glossary.terms
    ]
    assert "region" not in table(_made("  债券: bond\n"), ",").splitlines()[0]


@pytest.mark.parametrize(
    "text",
    [
        "二手车交易量比上月减少4%。", "下载量比去年增加。", "电量比预期少。", "存款量比此前多。", "价格跌，量比去年增。",
        "持股量比例为3%。", "原料重量比为3:1。",
    ],
)  # fmt: skip
def test_a_quantity_that_is_compared_is_no_volume_ratio(of, text):
    assert "量比" not in [match.text for match in of["zh-CN"].find(text)]


@pytest.mark.parametrize("text", ["该股量比升至3.2。", "换手率5%，量比2.1。"])
def test_a_volume_ratio_stands_behind_what_it_is_of_or_at_the_start_of_a_clause(of, text):
    assert "量比" in [match.text for match in of["zh-CN"].find(text)]
