"""Numbers in Chinese text that are no quantities: names, codes, versions, set phrases.

Three principles, and short lists only where they don't reach. (1) A run of Chinese numerals is a figure only with a unit
or measure word after it, or with place words (一百二十三, 三万): 三星, 五粮液, 三一重工, 万一, 统一, 零售 never come up.
(2) Arabic digits that touch Latin letters, or follow a Latin word and have no unit, are part of a name (A100, GPT-4,
Qwen 2.5-Max). (3) Digits without a unit after the name of an index family, or before 指数 or ETF, belong to that name
(沪深300, 纳斯达克100指数), and so do those that are written as codes (600519.SH, 00700, telephone numbers).
"""

import re

CODES = re.compile(
    r"https?://[^\s)）】」]++|www\.[^\s)）]++|(?<![\w.])[\w.+-]{1,64}@[\w.-]+|(?<![\d.])\d{3,6}\.[A-Z]{1,3}\b"
    r"|(?<![A-Za-z])[A-Z]{2,6}:\s?\d{2,6}(?!\d)|(?<!\d)(?!(?:19|20)\d\d\.\d{1,2}\.\d{1,2}(?![\d.]))\d++(?:\.\d++){2,}|(?<!\d)24/7(?!\d)|[(（]\s?\d{5,6}\s?[)）]"
    r"|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<![\d.,])1[3-9]\d{9}(?![\d.,万亿元股份吨])|(?<![\d.,])[48]00-?\d{3}-?\d{4}(?![\d.,万亿元股份吨])"
    r"|(?<![代发])[图表]\s?\d{1,3}(?![\d.,]|\s?[%万亿元倍个家])|附[注件录表]\s?\d{1,3}(?!\d)|第\s?[\d一二三四五六七八九十百]{1,5}\s?[号条章节款页](?!人)|(?<!\d)\d++\^\d++|(?<![\d.,/])\d++/0++(?![\d.])|(?<![\d.,:/-])0\d++(?![\d.,:/年月日时-])"
)
"""Addresses, tickers, versions, telephone numbers, powers, numbers with leading zeros."""

PHRASES = re.compile(
    "三元(?:锂|材料|电池|正极|前驱|股份|乳业|桥)|二元(?:期权|结构|经济|制)|一年一度|一年到头|有朝一日|一日千里|一天天|一日游|三天两头|三番五次|千家万户|第三方"
    "|第三者|第三人(?!次)|第二上市|第二市场|二次|今明两年|明后两年|第一时间|第一线|第一手|第一财经|第四范式|第一太平|第一共和|第二曲线|第三世界|第[一二三]产业|三只松鼠|六个核桃|[一二三四]线城|八成是"
    "|十有八九|千万(?=不|别|要)|一天到晚|一[手度旦]|二手|两手(?=[抓准都空])|双(?:11|12|十一|十二)|618(?=[大促购，。、]|$)|个个|一季报|三季报|一股脑|一本万利|[百千亿]万富翁|三个代表|零一万物|成千上万|58同城|360(?:公司|集团|安全)|7-11|1药网|36氪|21世纪经济|两个确立"
)
"""Words in which a numeral meets a measure word by accident, and names."""

BEFORE = re.compile(
    r"(?:[A-Za-z]|[A-Za-z\d][-+._/#@]|[A-Za-z] |[#№@_]|沪深|标普|纳斯达克|纳指|中证|上证|深证|科创|创业板|北证|国证|日经|富时|罗素|道琼斯"
    r"|斯托克|双创|东证|世界|财富|胡润|代码|代号|编号|号码|电话|热线|邮编|[图表注](?=\s?$))[:：]?\s?$"
)
"""Ends right before a bare number that belongs to a name."""

AFTER = re.compile(r"\s?(?:指数|指(?![出令])|ETF|[强号届期])|[A-Za-z_^]|[-+][A-Za-z]|\.[A-Za-z]|\s?[×*]\s?\d")
"""Begins right after a bare number that belongs to a name."""
