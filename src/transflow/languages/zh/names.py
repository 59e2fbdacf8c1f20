"""Numbers in Chinese text that are no quantities: names, codes, versions, set phrases.

Three principles, and short lists only where they don't reach. (1) A run of Chinese numerals is a figure only with a unit
or measure word after it, or with place words (一百二十三, 三万): 三星, 五粮液, 三一重工, 万一, 统一, 零售 never come up.
(2) Arabic digits that touch Latin letters, or follow a Latin word and have no unit, are part of a name (A100, GPT-4,
Qwen 2.5-Max). (3) Digits without a unit after the name of an index family, or before 指数 or ETF, belong to that name
(沪深300, 纳斯达克100指数), and so do those that are written as codes (600519.SH, 00700, telephone numbers).
"""

import re

from transflow.patterns import lazy

CODES = lazy(
    r"""
    https?://[^\s)）】」]++ | www\.[^\s)）]++ | (?<![\w.])[\w.+-]{1,64}@[\w.-]+
    | (?<![\d.])\d{3,6}\.[A-Z]{1,3}\b | (?<![A-Za-z])[A-Z]{2,6}:\s?\d{2,6}(?!\d) | [(（]\s?\d{5,6}\s?[)）]  # tickers
    | (?<!\d)(?!(?:19|20)\d\d\.\d{1,2}\.\d{1,2}(?![\d.]))\d++(?:\.\d++){2,}  # versions, but not 2025.03.15
    | (?<!\d)0\d{2,3}-\d{7,8}(?!\d) | (?<![\d.,])1[3-9]\d{9}(?![\d.,万亿元股份吨])  # telephone numbers
    | (?<![\d.,])[48]00-?\d{3}-?\d{4}(?![\d.,万亿元股份吨])
    | (?<![代发])[图表]\s?\d{1,3}(?![\d.,]|\s?[%万亿元倍个家]) | 附[注件录表]\s?\d{1,3}(?!\d)  # labels
    | 第\s?[\d一二三四五六七八九十百]{1,5}[A-Z]{0,2}\s?[号条章节款页](?!人)
    | 电话[:：]?\s?\d{4}\s?\d{4}(?!\d)
    | (?<!\d)\d++\^\d++ | (?<![\d.,/])\d++/0++(?![\d.]) | (?<!\d)(?:24/7|7\s?[x×*]\s?24)(?!\d) | (?<![\d.,:/-])0\d++(?![\d.,:/年月日时-])
    """,
    re.VERBOSE,
)
"""Addresses, tickers, versions, telephone numbers, labels, powers, numbers with leading zeros."""


PHRASES = lazy(
    r"""
    # Words in which a numeral meets a measure word by accident.
    三元(?:锂|材料|电池|正极|前驱|催化) | [两三]桶油 | 一[分毛]钱 | 公元前\s?[\d一二三四五六七八九十百千]{1,6}年 | \d{1,2}连[板阴阳涨跌升降] | (?<![十百千万亿零〇\d.股价])二元(?=[一-鿿])(?![钱整的左上以及和至到一人每]) | [三四五六七]元组 | [一二三多]元[论里化素] | [一二三四五多]倍[体子] | [一二三四]线城
    | (?<![十百千万零〇])一[手度旦时](?![间许左]) | 二手 | 二次 | 两手(?=[抓准都空]) | 个个 | 八成是 | 千万(?=不|别|要) | 二套房
    | 四处(?=[看张走找]) | 一季报 | 三季报 | [百千亿]万富翁 | 三轮车 | 三部曲 | 三位一体 | 一股脑 | 一本万利 | 今明两年 | 明后两年
    # Idioms.
    | 一年一度 | 一年到头 | 一年四季 | 一年半载 | 一年一年 | [日年]复一[日年] | 有朝一日 | 一日千里 | 一日游 | 一天天 | 一天到晚 | 哪一[天年]
    | 三天两头 | 三天三夜 | 三番五次 | 千家万户 | 十有八九 | 十万火急 | 一成不变 | 一波三折 | 三五成群 | 铁板一块 | 大卸八块 | 年过半百 | 一点一点
    # Ordinals that are words.
    | 第三[方者] | 第三人(?!次) | 第二(?:上市|市场|曲线) | 第三世界 | 第[一二三]产业 | 第一(?:时间|线|手|书记|夫人|人称|桶金|印象) | 第二炮兵
    # Names.
    | 第一(?:财经|太平|共和|上海|创业|医药) | 第四范式 | 三元(?:股份|乳业|桥) | 三只松鼠 | 六个核桃 | 十月稻田 | 三人行 | 零一万物 | 四人帮 | 五台山 | 四部丛刊
    | 五大湖 | 58同城 | 360(?:公司|集团|安全) | 7-11 | 1药网 | 36氪 | (?:21|二十一)世纪(?:经济|报|不动产) | 三个代表 | 两个确立
    | 双(?:11|12|十一|十二) | 618(?=[大促购，。、]|$) | 315晚会 | (?:十[五六七八九]|二十)大(?![股客])
    | (?<![\d.至到达于为跌升涨])(?:[5-9][05]|[01][05])后(?![的市续来])
    """,
    re.VERBOSE,
)
"""Set phrases and names that the principles don't reach."""

BEFORE = lazy(
    r"(?:[A-Za-z]|[A-Za-z\d][-+._/#@]|[A-Za-z] |[#№@_]|沪深|标普|纳斯达克|纳指|中证|上证|深证|科创|创业板|北证|国证|日经|富时|罗素|道琼斯|波音|空客"
    r"|斯托克|双创|东证|世界|财富|胡润|代码|代号|编号|号码|电话|热线|邮编|[图表注](?=\s?$))[:：]?\s?$"
)
"""Ends right before a bare number that belongs to a name."""

AFTER = lazy(r"\s?(?:指数|指(?![出令])|ETF|[强号届期])|[A-Za-z_^]|[-+][A-Za-z]|\.[A-Za-z]|\s?[×*]\s?\d")
"""Begins right after a bare number that belongs to a name."""
