"""What phrases tell of a translation: limits, changes, signs, periods, names, negations, opposites."""

import pytest

from transflow.glossary import Glossary
from transflow.numbers.quantity import Style
from transflow.verification import Knowledge, verify

KNOWN = ("TF304", "TF305", "TF306", "TF307", "TF404", "TF801", "TF802", "TF803")
WRONG = [
    ("工厂不停产。", "The plant halts production.", "TF801", "warning"),
    ("央行表示不停止购债。", "The central bank said it would stop buying bonds.", "TF801", "warning"),
    ("公司股票不停牌。", "The company's shares will be suspended.", "TF801", "warning"),
    ("有一家银行的利润超过5亿元。", "No bank's profit exceeds 500 million yuan.", "TF801", "warning"),
    ("公司利润超过5亿元。", "Profit was less than 500 million yuan.", "TF304", "error"),
    ("公司没有那么乐观。", "The company is very optimistic.", "TF801", "warning"),
    ("分析师没有那么悲观。", "Analysts are very pessimistic.", "TF801", "warning"),
    ("审计师无法表示意见。", "The auditor issued an opinion.", "TF801", "warning"),
    ("公司还不还贷。", "The company repays.", "TF801", "warning"),
    ("指数上涨。", "The index was dragged down by banks.", "TF802", "warning"),
    ("股市上涨。", "Stocks were weighed down by property.", "TF802", "warning"),
    ("交易所终止其股票上市。", "The exchange listed its shares.", "TF802", "warning"),
    ("公司未派息，利润超过5亿元。", "The company paid no dividend and profit was less than 500 million yuan.", "TF304", "error"),
    ("预期市盈率不足17倍。", "The forward P/E is more than 17x.", "TF304", "error"),
    ("涨幅超过5%。", "It gained less than 5%.", "TF304", "error"),
    ("近20%的客户流失。", "More than 20% of customers left.", "TF304", "error"),
    ("至少3亿元。", "At most 300 million yuan.", "TF304", "error"),
    ("利率下调至3.5%。", "The interest rate was cut by 3.5%.", "TF305", "error"),
    ("规模减少0.3万亿元，至14.1万亿元。", "Assets fell to 300 billion yuan by 14.1 trillion yuan.", "TF305", "error"),
    ("目标价由580港元下调至520港元。", "The price target was cut to HK$580 from HK$520.", "TF305", "error"),
    ("估值介乎42亿至55亿元。", "Valuations range from 5.5 billion yuan to 4.2 billion yuan.", "TF305", "error"),
    ("评级由买入下调至中性。", "The rating was raised to buy from neutral.", "TF305", "error"),
    ("净利率为-3.4%。", "The net margin was 3.4%.", "TF306", "error"),
    ("净利率为3.4%。", "The net margin was -3.4%.", "TF306", "error"),
    ("营收环比增长5.6%。", "Revenue rose 5.6% from a year earlier.", "TF307", "error"),
    ("下半年净利润为4.5亿元。", "Net profit was 450 million yuan in the first half.", "TF307", "error"),
    ("前三季度营收增长6.2%。", "Revenue rose 6.2% in the third quarter.", "TF307", "error"),
    ("营收环比增长5.6%，同比下降1%。", "Revenue rose 5.6% year on year and fell 1% quarter on quarter.", "TF307", "error"),
    ("大股东减持公司2%股份。", "The major shareholder increased its stake by 2%.", "TF802", "error"),
    ("年内收益为正。", "The return this year was negative.", "TF802", "error"),
    ("约3亿元。", "Exactly 300 million yuan.", "TF304", "warning"),
    ("CPI涨幅高于预期的0.3%。", "The CPI rose by less than the 0.3% expected.", "TF304", "error"),
    ("杠杆率最高可达三倍。", "Leverage can be as low as three times.", "TF304", "error"),
    ("亏损缩窄4,500万美元。", "The loss narrowed to $45 million.", "TF305", "error"),
    ("评级由B1上调到Ba3。", "The rating was raised to B1 from Ba3.", "TF305", "error"),
    ("会议由周三推迟到周五。", "The meeting was put off from Friday to Wednesday.", "TF305", "error"),
    ("实际收益率跌至-0.4%。", "The real yield fell to 0.4%.", "TF306", "error"),
    ("资金由股票型基金转入债券型基金。", "Money moved from bond funds to equity funds.", "TF305", "error"),
    ("产品重心由燃油车转向电动车。", "Its focus shifted from electric cars to combustion ones.", "TF305", "error"),
    ("资金由成长转向价值。", "Money moved from value to growth.", "TF305", "error"),
    ("资金从美元流向欧元。", "Money moved from the euro to the dollar.", "TF305", "error"),
    ("该产品最短持有一年。", "The product has a maximum holding period of one year.", "TF802", "warning"),
    ("公司获得销量亚军。", "The company was the winner by sales.", "TF802", "warning"),
    ("消费者信心较上月有所恢复。", "Consumer confidence deteriorated from the previous month.", "TF802", "warning"),
    ("与阿里巴巴相比，腾讯的游戏业务更赚钱。", "Alibaba makes more from games than Tencent.", "TF803", "warning"),
    ("腾讯收购美团后，股价上涨。", "Shares rose after Meituan acquired Tencent.", "TF803", "warning"),
    ("腾讯击败阿里巴巴之后，股价上涨。", "Shares rose after Alibaba beat Tencent.", "TF803", "warning"),
    ("华为起诉小米后，三星表示欢迎。", "After Xiaomi sued Huawei, Samsung welcomed it.", "TF803", "warning"),
    ("随着小米超越百度，板块走高。", "The sector rose as Baidu overtook Xiaomi.", "TF803", "warning"),
    ("降幅比上月收窄0.6个百分点。", "The decline was 0.6 percentage points larger than the month before.", "TF802", "warning"),
    ("中国银行获批发行债券。", "The People's Bank of China won approval to issue bonds.", "TF404", "error"),
    ("恒生银行盈利倒退12%。", "HSBC's profit fell 12%.", "TF404", "error"),
    ("公司不会下调全年指引。", "The company will lower its full-year guidance.", "TF801", "warning"),
    ("该交易已获得批准。", "The deal has not been approved.", "TF801", "warning"),
    ("上周美股大跌拖累A股低开。", "A-shares opened higher after the slump on Wall Street.", "TF802", "error"),
    ("没有别的办法。", "There is another way.", "TF801", "warning"),
    ("成本不高，销量不会下滑。", "Costs are not high, and sales will slide.", "TF801", "warning"),
    ("人民币对美元贬值。", "The yuan strengthened against the dollar.", "TF802", "error"),
    ("贸易顺差扩大。", "The trade deficit widened.", "TF802", "error"),
    ("央行今日净回笼资金。", "The central bank made a net injection today.", "TF802", "error"),
    ("公司上调全年收入指引。", "The company lowered its full-year revenue guidance.", "TF802", "error"),
    ("阿里巴巴跌2.1%，腾讯涨1.3%。", "Tencent fell 2.1% and Alibaba rose 1.3%.", "TF803", "warning"),
    ("高盛看好A股，大摩转趋谨慎。", "Morgan Stanley likes A-shares; Goldman Sachs has turned cautious.", "TF803", "warning"),
    ("中国海油从道达尔手中收购资产。", "TotalEnergies acquired the assets from CNOOC.", "TF803", "warning"),
    ("美团市占率被阿里蚕食。", "Alibaba is losing market share to Meituan.", "TF803", "warning"),
    ("油价下跌。", "Oil prices rose.", "TF802", "error"),
    ("沪指结束四连跌。", "The Shanghai Composite extended its losing streak to four days.", "TF802", "error"),
    ("H股较A股溢价交易。", "The H-shares trade at a discount to the A-shares.", "TF802", "error"),
    ("公司是亚洲第二大私募股权机构。", "The firm is Asia's number three private-equity house.", "TF802", "error"),
    ("市盈率由22倍回落到17倍。", "The P/E came down from 17x to 22x.", "TF305", "error"),
    ("主体评级由AA+下调至AA。", "The rating was lowered to AA+ from AA.", "TF305", "error"),
    ("交割由T+2改为T+1。", "Settlement goes from T+1 to T+2.", "TF305", "error"),
    ("资金由债市转向股市。", "Money is moving from stocks into bonds.", "TF305", "error"),
    ("公司将总部从伦敦迁往新加坡。", "The company is moving from Singapore to London.", "TF305", "error"),
    ("劳动力成本上升可能令通胀居高不下。", "Falling labor costs could keep inflation elevated.", "TF802", "warning"),
    ("股东否决了分拆方案。", "Shareholders approved the spin-off.", "TF802", "warning"),
    ("该股创一年新低。", "The stock is at a one-year high.", "TF802", "error"),
    ("下月起实行新规。", "The new rules take effect this month.", "TF802", "warning"),
    ("数据将于周三公布。", "The data are due on Thursday.", "TF802", "warning"),
    ("个股跌多涨少，51只跌停。", "Advancers outnumbered decliners, with 51 shares limit-down.", "TF802", "error"),
    ("本周有两场拍卖，下周有四场。", "There are two auctions next week and four this week.", "TF802", "warning"),
    ("高盛表示，花旗低估了需求。", "Goldman Sachs underestimated demand, according to Citi.", "TF803", "warning"),
    ("百度被小米超越。", "Baidu has overtaken Xiaomi.", "TF803", "warning"),
    ("腾讯收购京东。", "Tencent was acquired by JD.com.", "TF803", "warning"),
    ("百度被小米超越。", "Xiaomi was overtaken by Baidu.", "TF803", "warning"),
    ("高盛从KKR手中受让股份。", "KKR is taking over shares from Goldman Sachs.", "TF803", "warning"),
    ("小米收购软件公司Figma。", "Figma is acquiring Xiaomi, a software company.", "TF803", "warning"),
    ("阿里巴巴已经超过腾讯。", "Tencent has overtaken Alibaba.", "TF803", "warning"),
    ("调整后利润：（8.6）亿港元。", "Adjusted profit: HK$860 million.", "TF306", "error"),
    ("指数录得-14.6点。", "The index stood at 14.6 points.", "TF306", "error"),
    ("发行利率全线下行。", "Issuance rates rose across the board.", "TF802", "warning"),
    ("早盘高开后，股指逐级走低。", "After opening higher, the indexes climbed through the session.", "TF802", "warning"),
    ("沪指尾盘翻红。", "The Shanghai Composite turned negative late in the day.", "TF802", "error"),
    ("公司全年减亏三成。", "The company deepened its loss by 30% for the year.", "TF802", "error"),
    ("公司撤回了全年盈利指引。", "The company reiterated its full-year profit guidance.", "TF802", "warning"),
    ("去年同期基数较高。", "The base a year earlier was a low base.", "TF802", "error"),
    ("上月出口增长，本月下降。", "Exports fell last month and grew this month.", "TF802", "warning"),
    ("大部分散户无缘参与配售。", "Most retail investors had a chance to take part in the placement.", "TF801", "warning"),
    ("公司拒绝就报道置评。", "The company commented on the report.", "TF801", "warning"),
    (
        "苹果不会涨价，谷歌未来12个月内不减持。",
        "Apple will not raise prices, and Google will sell within 12 months.",
        "TF801",
        "warning",
    ),
    ("审计机构出具无保留意见。", "The auditor gave a qualified opinion.", "TF802", "warning"),
    ("中国联通增速在三大运营商中居首。", "China Unicom was the slowest of the three carriers.", "TF802", "error"),
    ("阿里健康发盈喜。", "Alibaba Health issued a profit warning.", "TF802", "error"),
    ("外资连三卖。", "Foreigners were net sellers for a second day.", "TF802", "warning"),
    ("公司是全球第二大锂生产商。", "It is the world's third-largest lithium producer.", "TF802", "error"),
    ("亏损逾三成，规模不足90亿元。", "It lost less than 30%, and assets are over 9 billion yuan.", "TF304", "error"),
    ("10年期国债收益率下破1.7%。", "The 10-year yield rose above 1.7%.", "TF304", "error"),
    ("贷款余额不得高于净额的10%。", "Loans may not be below 10% of the net.", "TF304", "error"),
    ("在需求恢复之前，钢厂难以转嫁成本。", "Until demand recovers, steelmakers can pass on their costs.", "TF801", "warning"),
    ("该计划因缺少资金而未能推进。", "The plan went ahead for lack of money.", "TF801", "warning"),
    ("法院裁定该合同有效。", "The court ruled that the contract was invalid.", "TF801", "warning"),
    ("否则新项目免谈。", "Otherwise new projects are on the table.", "TF801", "warning"),
    ("该行将通胀预测下修0.4个百分点。", "The bank revised its inflation forecast down to 0.4 percentage points.", "TF305", "error"),
    ("市占率由第三位升至第一位。", "It rose from first to third place by market share.", "TF305", "error"),
    ("现金流净额由正转负。", "Net cash flow went from negative to positive.", "TF802", "error"),
    ("公司更换审计师，由普华永道改聘安永。", "The company has switched auditors from EY to PwC.", "TF305", "error"),
    ("微软重夺全球市值第一。", "Microsoft is the world's second-most valuable company again.", "TF802", "error"),
    ("原油库存意外增加。", "There was a surprise draw in crude stocks.", "TF802", "warning"),
    ("政府放宽外资持股上限。", "The government lowered the cap on foreign ownership.", "TF802", "error"),
    ("港股尾盘拉升，恒指由跌转涨。", "A late surge left the Hang Seng Index in the red.", "TF802", "error"),
    ("游资退潮，题材股集体熄火。", "Hot money has flooded in, and theme stocks have lost steam.", "TF802", "error"),
    ("印度对中国钢材加征反倾销税。", "China imposed anti-dumping duties on Indian steel.", "TF803", "warning"),
    ("央行没有排除再次加息。", "The bank did rule out another rate rise.", "TF802", "warning"),
    ("白酒动销不畅，渠道库存高企。", "Baijiu is not selling well, and stocks are low.", "TF802", "warning"),
    ("北向资金连续第三日净流出。", "Northbound investors put money in for a third straight day.", "TF802", "error"),
    ("欧洲天然气价格飙升。", "European gas prices tanked.", "TF802", "warning"),
    ("股指重返4,000点，三年来首次。", "The index fell below 4,000 points for the first time in three years.", "TF304", "error"),
]  # fmt: skip
RIGHT = [
    ("工厂不停产。", "The plant will not halt production."),
    ("央行表示不停止购债。", "The central bank said it would not stop buying bonds."),
    ("公司股票不停牌。", "The company's shares will not be suspended."),
    ("银行不停贷。", "Banks will not halt lending."),
    ("工厂昼夜不停运转。", "The plant runs around the clock."),
    ("股价不停上涨。", "The share price keeps rising."),
    ("机器不停地运转。", "The machines run without stopping."),
    ("毫无疑问，利润将超过5亿元。", "There is no doubt profit will exceed 500 million yuan."),
    ("公司不再亏损，营收超过5亿元。", "The company no longer loses money and revenue exceeded 500 million yuan."),
    ("没有一家银行的利润超过5亿元。", "No bank's profit exceeds 500 million yuan."),
    ("没有一家公司的营收超过5亿元。", "No company topped 500 million yuan in revenue."),
    ("两家公司的利润均未超过5亿元。", "Neither company's profit exceeded 500 million yuan."),
    ("没有人的收入超过5万元。", "Nobody's income exceeded 50,000 yuan."),
    ("公司不得在一年内减持超过2%的股份。", "The company may not sell more than 2% of its shares within a year."),
    ("没有哪家银行的利润能够超过5亿元。", "No bank's profit exceeds 500 million yuan."),
    ("没有任何股东的持股比例超过5%。", "No shareholder's stake exceeds 5%."),
    ("没有人的收入在去年超过5万元。", "Nobody earned more than 50,000 yuan last year."),
    ("没有解释为何拖了将近两年。", "There was no explanation why it took almost two years."),
    ("公司没有那么乐观。", "The company is less optimistic."),
    ("公司没有那么乐观。", "The company is not so optimistic."),
    ("公司没那么乐观。", "The company is not as optimistic."),
    ("分析师没有那么悲观。", "Analysts are less pessimistic."),
    ("审计师无法表示意见。", "The auditor issued a disclaimer of opinion."),
    ("审计师无法表示意见。", "The auditor did not express an opinion."),
    ("审计师出具了无法表示意见的报告。", "The auditor issued a disclaimer."),
    ("指数受银行股拖累。", "The index was dragged down by banks."),
    ("股市受地产股拖累。", "Stocks were weighed down by property."),
    ("股市被地产股拖累。", "Stocks were pulled down by property."),
    ("受地产股拖累，恒指下跌1%。", "The Hang Seng Index fell 1%, dragged down by property."),
    ("公司被债务拖累。", "The company is weighed down by debt."),
    ("公司背负沉重债务。", "The company is weighed down by debt."),
    ("公司终止上市计划。", "The company dropped its plan to go public."),
    ("公司终止A股上市进程。", "The company ended its A-share listing process."),
    ("公司终止上市辅导。", "The company ended its pre-listing tutoring."),
    ("公司终止上市申请。", "The company withdrew its listing application."),
    ("交易所终止其上市审核。", "The exchange ended its review of the listing."),
    ("公司终止上市程序。", "The company ended the listing procedure."),
    ("交易所终止其股票上市。", "The exchange delisted its shares."),
    ("公司股票被终止上市。", "The company's shares were delisted."),
    ("尽管供应紧张，每股盈余仍增长。", "Earnings per share rose despite a shortage."),
    ("公司终止收购上市公司股权。", "The company ended its purchase of a stake in a listed company."),
    ("未来一年，利润将超过5亿元。", "Profit will exceed 500 million yuan next year."),
    ("公司没有透露持股超过5%的股东。", "The company did not name shareholders with more than 5%."),
    ("生产线不停运转。", "The plant runs without a break."),
    ("债权人想知道公司能不能还贷。", "Creditors want to know whether the company can repay."),
    ("公司没那么悲观。", "The company is not that pessimistic."),
    ("受价格竞争拖累，利润率下降。", "The margin fell, dragged down by fiercer price competition."),
    ("为弥补基金缺口，三省动用了历年结余。", "To plug a gap in their funds, three provinces drew on surpluses from past years."),
    ("投资者正把仓位由纽约迁往香港。", "Investors are moving their positions to Hong Kong from New York."),
    ("10月新房价格环比跌幅扩大。", "The month-on-month fall in new home prices widened in October."),
    ("现金将将够支付三个月。", "Cash covers barely three months."),
    ("收益率跌至-0.4%。", "The yield fell to -0.4%."),
    ("人民币对美元升值0.3%，对欧元贬值0.5%。", "The yuan appreciated 0.3% against the dollar and depreciated 0.5% against the euro."),
    ("与阿里巴巴相比，腾讯的游戏业务更赚钱。", "Tencent makes more money from games than Alibaba."),
    ("除腾讯外，美团也公布了回购计划。", "Meituan, like Tencent, announced a buyback."),
    ("DeepSeek新模型发布后，恒生科技指数上涨约24%。", "The Hang Seng TECH Index rose about 24% after the release of DeepSeek's new model."),
    ("板块跌势扩大，跌幅由早盘的1.2%扩至3.5%。", "The sector extended its losses to 3.5% from 1.2% in the morning."),
    ("外卖大战烧掉了利润，换不来忠诚。", "The food delivery war burns profits without buying loyalty."),
    ("大股东拟减持不超过2%股份。", "The major shareholder plans to sell up to 2% of the shares."),
    ("议员们对加税方案并不买账。", "Lawmakers are not sold on the tax rise."),
    ("每股派息增加12仙。", "The dividend per share was raised by 12 cents."),
    ("毛利率较上季度提升1.5个百分点。", "Gross margin rose 1.5 points from the previous quarter."),
    ("腾讯收购美团后，股价上涨。", "Shares rose after Tencent acquired Meituan."),
    ("华为起诉小米后，三星表示欢迎。", "Samsung welcomed it after Huawei sued Xiaomi."),
    ("本季度营收同比增长5%。", "Revenue over the quarter was 5% higher."),
    ("租金一年来环比连涨。", "Rents rose month after month over the year."),
    ("投资者缺乏保护。", "Investors enjoy few protections."),
    ("公司获得亚军，冠军为腾讯。", "The company came second to the winner, Tencent."),
    ("今年最大赢家是垫底的地产股。", "This year's biggest winner was property stocks, last year's laggards."),
    ("蔚来、小鹏的美国存托凭证上涨。", "The American depositary receipts of NIO and XPeng rose."),
    (
        "韩国车企计划未来五年在美国投资18万亿韩元。",
        "The South Korean automaker plans to invest 18 trillion won in the U.S. over the next five years.",
    ),
    ("接下来的几讲将修正这些问题。", "The next few lectures will fix these issues."),
    ("增速回落，资本下降到较低的水平。", "Growth slows and capital declines to a lower level."),
    ("这把椅子很难看。", "This chair is ugly."),
    ("存款未受保险。", "The deposits are uninsured."),
    ("离岸人民币跌破7.3关口。", "The offshore yuan weakened past 7.3 to the dollar."),
    ("官员不赞同提前结束缩表。", "Officials are against ending the balance-sheet runoff early."),
    ("央行抛售美元，支撑本币。", "The central bank sold dollars to prop up its currency."),
    ("楼市全面撤辣以来，成交突破2万伙。", "Sales have topped 20,000 units since property cooling measures were scrapped."),
    ("原油库存降幅超预期。", "Crude stocks showed a bigger draw than expected."),
    ("原油库存骤降680万桶。", "Crude stocks saw a draw of 6.8 million barrels."),
    ("荷兰政府接管闻泰科技旗下的安世半导体。", "The Dutch government took control of Nexperia, a unit of Wingtech."),
    ("钢厂难以转嫁成本。", "Steelmakers find it hard to pass on their costs."),
    ("三家工厂未恢复生产。", "Three plants remain idle."),
    ("审计委员会不认同该判断。", "The audit committee disagreed with that judgement."),
    ("宁可少赚，也不能踩雷。", "We would rather earn less than step on a landmine."),
    ("半数投资者对此半信半疑。", "Half of the investors are skeptical."),
    ("并无抽紧迹象。", "There were no signs of tightening."),
    ("恒指收复早盘失地。", "The Hang Seng Index recouped its morning losses."),
    ("固定资产折旧年限延长，利润增加。", "The depreciation period for fixed assets was extended, which adds to profit."),
    ("CoreWeave拟发行12亿美元债券，为采购GPU融资。", "CoreWeave will issue $1.2 billion of bonds for GPU purchases."),
    ("全球第二大锂生产商、国内第一。", "The world's second-largest lithium producer and China's largest."),
    ("该批货物未被征收关税。", "The shipment was not subject to tariffs."),
    ("小股东没有理由拒绝。", "Minority shareholders have no reason to turn it down."),
    ("公司发表否认声明。", "The company issued a statement denying it."),
    ("若在通胀尚未受控时大幅降息", "If it cuts rates sharply before inflation is under control"),
    ("旗下行业基金全线上涨。", "All its sector funds rose."),
    ("平台经济股午后由跌转升。", "Platform economy stocks reversed losses in the afternoon."),
    ("CPI由涨转跌，猪价回落。", "The CPI swung from gain to decline as pork prices eased."),
    ("预测由今年四季度改为明年一季度。", "It is now the first quarter of next year, from the fourth of this year."),
    ("居民中长期贷款负增长。", "Long-term household loans declined."),
    ("不得新增拖欠。", "No new arrears are allowed."),
    ("金管局入市承接港元沽盘。", "The HKMA bought Hong Kong dollars in the market."),
    ("各国应避免以牙还牙，以免重蹈覆辙。", "Countries should avoid tit-for-tat measures so as not to repeat the mistakes."),
    ("平台不得强制商家参与，违者罚款。", "Platforms are barred from forcing merchants to join; violators are fined."),
    ("经销商惜售情绪抬头。", "Distributors are increasingly unwilling to sell."),
    ("数据足以让多头措手不及。", "The data are enough to catch the bulls off guard."),
    ("仍未及2019年同期水平。", "It was still below its level in the same period of 2019."),
    ("吉利从福特手中买下沃尔沃。", "Geely bought Volvo from Ford."),
    ("台积电称，英特尔并非其客户。", "TSMC said Intel was not a customer."),
    ("美团市占率被阿里蚕食。", "Meituan is losing market share to Alibaba."),
    ("沪指结束四连跌。", "The Shanghai Composite snapped a four-day losing streak."),
    ("原材料涨价挤压利润率。", "Dearer raw materials squeezed margins."),
    ("通胀升温令降息预期落空。", "Hotter inflation dashed hopes of a cut."),
    ("资管新规不允许刚性兑付。", "The rules bar guaranteed returns."),
    ("该股仍不受散户青睐。", "The stock is still out of favour with retail investors."),
    ("出口占比从38%提高到46%。", "Exports made up 46% of sales, against 38% before."),
    ("股价最多挫逾一成。", "The shares fell as much as 10% at one point."),
    ("数量在两年内增加一倍有余。", "The number more than doubled in two years."),
    ("贷款余额不得低于10%。", "Loans must be at least 10%."),
    ("A500ETF规模突破300亿元", "A500 ETF tops 30 billion yuan in assets"),
    (
        "违者最高可被处以上一年度销售额5%的罚款。",
        "Violators face fines of up to 5% of the previous year's sales.",
    ),
    ("预期市盈率不足17倍。", "The forward P/E is below 17x."),
    ("股价涨3.5%至612.5港元。", "The stock rose 3.5% to HK$612.5."),
    ("CFETS指数跌0.32，报96.85。", "The CFETS index fell 0.32 to 96.85."),
    ("净利润-3.2亿元。", "The net loss was 320 million yuan."),
    ("不断扩大的亏损", "Widening losses"),
    ("公司否认洽谈收购。", "The company denied that it is in takeover talks."),
    ("没有停止扩产", "It has not stopped expanding capacity."),
    ("阿里巴巴跌2.1%，腾讯涨1.3%。", "Tencent rose 1.3% and Alibaba fell 2.1%."),
    ("京东被腾讯收购。", "Tencent acquired JD.com."),
    ("京东被腾讯收购。", "JD.com was acquired by Tencent."),
    ("百度用户被小米抢走。", "Baidu lost users to Xiaomi."),
    ("德国反对法国提出的方案。", "Germany opposes the plan put forward by France."),
    ("腾讯大股东Prosus表示，将减持。", "Prosus, a major shareholder in Tencent, said it would sell."),
    ("高盛从KKR手中受让股份。", "Goldman Sachs is taking over shares from KKR."),
    ("小米收购软件公司Figma。", "Xiaomi is acquiring Figma, a software company."),
    ("长和向贝莱德牵头的财团出售港口。", "CK Hutchison is selling ports to a group led by BlackRock."),
    ("香港有望超越瑞士，摩根士丹利称。", "Hong Kong may overtake Switzerland, Morgan Stanley said."),
    ("高通胀持续", "High inflation persists at the Fed."),
    ("漫长的过程却是必经之路。", "It is long, but there is no other way."),
    ("手机断网时也能付款。", "Phones can pay even with no network connection."),
    ("我没赶上火车。", "I missed the train."),
    ("几乎没有提供证据。", "It provides little evidence."),
    ("我在乎天气，不在乎别的。", "I mind the weather; I don't mind anything else."),
    ("活跃和不活跃的企业家", "Active and inactive entrepreneurs"),
    ("空操作（no-op）实现。", "A no-op implementation."),
    ("我非常同意你。", "I couldn't agree with you more."),
    ("贸易逆差转为顺差", "The trade deficit turned into a surplus."),
    ("谷歌向亚马逊租用服务器。", "Google rents servers from Amazon."),
    ("市盈率由22倍回落到17倍。", "The P/E came down to 17x from 22x."),
    ("税前利润：（8.6）亿港元。", "Profit before tax: (HK$860 million)."),
    ("他不同意方案。", "He did not agree to the plan."),
    ("融资期为12个月。", "The loan runs for one year."),
    ("今天太暗了，不能打球。", "It is too dark to play today."),
    ("韩元贬值令进口成本上升。", "A weaker won pushed up import costs."),
    ("净利润增长两倍至27.6亿元。", "Net profit tripled to 2.76 billion yuan."),
    ("新增贷款2,400亿元。", "New loans came to 240 billion yuan."),
    ("其他主要央行放松政策", "Monetary easing in other major central banks"),
    ("瑞银表示，花旗低估了需求。", "Citi underestimated demand, according to UBS."),
]  # fmt: skip


def found(source, target, tags=("zh-CN", "en")):
    knowledge = Knowledge(*tags, Glossary(*tags, ()), Style())
    return [
        (fault.code, fault.severity) for fault in verify(source, target, knowledge) if fault.code in KNOWN
    ]


@pytest.mark.parametrize(("source", "target", "code", "severity"), WRONG)
def test_what_is_turned_round_is_told_both_ways(source, target, code, severity):
    assert (code, severity) in found(source, target)
    assert code in [told for told, _ in found(target, source, ("en", "zh-CN"))]


# Each side has one phrase and the two say the contrary, but of different things.
OF_OTHER_THINGS = [
    ("信贷损失准备下降，净收入增长。", "Net income rose as provisions for bad loans fell."),
    ("该行的资产减值损失同比下降10%。", "The bank's impairment charges fell 10%, lifting profit."),
    ("汇率变动造成损失。", "Currency moves ate into profit."),
    ("投资者对美元失去信心，逃离美元资产。", "Investors soured on the dollar and flocked to gold."),
    ("看好前景。", "Sentiment had soured, but analysts like the outlook."),
]


@pytest.mark.parametrize(("source", "target"), OF_OTHER_THINGS)
def test_what_is_said_of_other_things_is_no_error(source, target):
    assert "error" not in [severity for _, severity in found(source, target)]
    assert "error" not in [severity for _, severity in found(target, source, ("en", "zh-CN"))]


@pytest.mark.parametrize("target", ["It raised $500 million from Alibaba and Tencent."])
def test_the_order_of_a_list_from_which_something_comes_says_nothing(target):
    assert "TF803" not in [code for code, _ in found("公司从腾讯和阿里巴巴筹得5亿美元。", target)]


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_what_says_the_same_is_not(source, target):
    assert found(source, target) == []


INTO_CHINESE = [
    (
        "Remove what killed runs left behind. Begin with a dry run.",
        "清除被强行终止的运行留下的残余。请先试运行一次。",
    ),
    (
        "It must be found where it is meant, and nowhere else.",
        "它应当在真正出现的地方被认出来，而且只在那里。",
    ),
    ("Its source page is gone.", "原文页面已经不在了。"),
    ("Tags are the same in any case.", "标签不分大小写，都是同样的。"),
    ("Nothing is redrafted for a change elsewhere.", "别处的改动不会导致重新起草。"),
    ("No word is ever lost, and the P/E is below 17x.", "词从不丢失，市盈率不足17倍。"),
    ("It shows sentences that are alike by 70 per cent.", "它显示相似度达到70%的句子。"),
    ("The code is missing, doubled or torn apart.", "代码缺失、重复或被拆散。"),
    ("It tries again, each time after twice the wait.", "它会重试，每次等待的时间加倍。"),
    ("Both files are the two halves of a page.", "两个文件是一个页面的两半。"),
    ("The likelihood alone has −0.56.", "单是可能性就有−0.56。"),
    ("The China Securities Regulatory Commission and the NYSE", "中国证券监督管理委员会和纽约证券交易所"),
    ("the interbank association of dealers, and the NYSE", "中国银行间市场交易商协会和纽约证券交易所"),
]


@pytest.mark.parametrize(("source", "target"), INTO_CHINESE)
def test_what_says_the_same_in_chinese_is_not(source, target):
    assert verify(source, target, Knowledge("en", "zh-CN", Glossary("en", "zh-CN", ()), Style())) == ()


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("It needs no engine.", "它需要引擎。", "the source has a negation, the translation none"),
        ("It needs no engine, no model, no account.", "它不需要引擎、模型或账号。", "the source has 3 negations, the translation 1"),
        ("It is not lost.", "它不会丢失，也不会改动。", "the source has 1 negation, the translation 2"),
    ],
)  # fmt: skip
def test_how_often_each_side_says_no_is_told(source, target, message):
    (fault,) = verify(source, target, Knowledge("en", "zh-CN", Glossary("en", "zh-CN", ()), Style()))
    assert (fault.code, fault.message) == ("TF801", message)


def test_what_doubled_is_a_figure():
    (fault,) = verify(
        "价格翻番。", "Prices rose.", Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), Style())
    )
    assert fault.code == "TF301"


def test_a_language_without_a_table_says_nothing():
    assert found("It rose.", "Il a baissé.", ("en", "fr")) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("该组合久期为4.8年。", "The portfolio's duration is 4.8 months."),
        ("数据中心耗电量达120兆瓦。", "The data center draws 120 gigawatts."),
    ],
)
def test_another_unit_of_the_same_measure_is_another_figure(source, target):
    glossary = Glossary("zh-CN", "en", ())
    faults = verify(source, target, Knowledge("zh-CN", "en", glossary, Style()))
    assert [(fault.code, fault.severity) for fault in faults] == [("TF301", "error")]
