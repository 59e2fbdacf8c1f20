"""What Chinese counts and measures in: the words after a number, and the currencies before or after it."""

import re
from dataclasses import replace
from functools import cache

from babel.core import Locale
from babel.numbers import get_territory_currencies

from transflow.languages.zh.numerals import folded
from transflow.languages.zh.rules import RULES
from transflow.numbers.masks import Unit
from transflow.patterns import Words

_MONEY = {
    "CNY": "人民币|元人民币|RMB", "USD": "美元|美金|元美金|美币|美圆", "HKD": "港元|港币|港纸|元港币|元港元|港圆",
    "JPY": "日元|日圆|日币|円", "EUR": "欧元|欧罗|欧", "GBP": "英镑|镑", "CHF": "瑞郎|瑞士法郎|瑞士郎", "KRW": "韩元|韩圆|韩币|韩圜",
    "TWD": "新台币|台币|元新台币|元台币|新台币元", "AUD": "澳元|澳大利亚元|澳币", "CAD": "加元|加拿大元|加币",
    "SGD": "新加坡元|新加坡币|坡元|新元|新币", "NZD": "纽元|新西兰元|纽币", "MOP": "澳门元|澳门币|葡币",
    "INR": "卢比|印度卢比|印度卢布", "RUB": "卢布|俄罗斯卢布", "IDR": "印尼盾|印尼卢比|印度尼西亚盾", "VND": "越南盾",
    "THB": "泰铢|泰国铢", "MYR": "林吉特|令吉|马币|马来西亚林吉特|马来西亚令吉", "PHP": "菲律宾比索|菲律宾披索",
    "MXN": "墨西哥比索", "ARS": "阿根廷比索", "CLP": "智利比索", "COP": "哥伦比亚比索", "TRY": "里拉|土耳其里拉",
    "BRL": "雷亚尔|巴西雷亚尔|巴西里尔", "ZAR": "兰特|南非兰特", "SAR": "沙特里亚尔|里亚尔", "AED": "迪拉姆|阿联酋迪拉姆",
    "ILS": "谢克尔|新谢克尔", "SEK": "瑞典克朗|瑞典克郎", "NOK": "挪威克朗|挪威克郎", "DKK": "丹麦克朗|丹麦克郎", "PLN": "兹罗提|波兰兹罗提",
    "CZK": "捷克克朗|捷克克郎", "HUF": "福林|匈牙利福林", "EGP": "埃及镑", "NGN": "奈拉", "PKR": "巴基斯坦卢比", "KZT": "坚戈|腾格",
    "UAH": "格里夫纳", "KWD": "科威特第纳尔", "LKR": "斯里兰卡卢比", "BDT": "塔卡",
}  # fmt: skip
"""The names that newspapers use; CLDR's come on top."""

# As in English: a hundredth of its currency, so that both sides compare.
_CENTS = {"美分": "USD", "美仙": "USD", "便士": "GBP", "港仙": "HKD", "欧分": "EUR", "澳分": "AUD"}

# On a Chinese page ¥ is yuan.
SYMBOLS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "MOP$": "MOP", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "RMB¥": "CNY", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW",
    "₹": "INR", "$": "USD", "RMB": "CNY",
}  # fmt: skip
CODES = (
    "USD",
    "HKD",
    "CNY",
    "CNH",
    "EUR",
    "GBP",
    "JPY",
    "CHF",
    "KRW",
    "TWD",
    "AUD",
    "CAD",
    "SGD",
    "NZD",
    "MOP",
    "INR",
    "RUB",
    "IDR",
    "VND",
    "THB",
    "MYR",
)

_RATE = {
    "%": Unit("percent"), "％": Unit("percent"), "个百分点": Unit("percentage-point"), "百分点": Unit("percentage-point"),
    "pct": Unit("percentage-point"), "pcts": Unit("percentage-point"), "ppt": Unit("percentage-point"),
    "pp": Unit("percentage-point"),
    "个基点": Unit("basis-point"), "基点": Unit("basis-point"), "bp": Unit("basis-point"), "bps": Unit("basis-point"),
    "BP": Unit("basis-point"), "BPs": Unit("basis-point"),
    "点子": Unit("basis-point", least=2), "个点子": Unit("basis-point"),
    # Three that `meanings` decides about: what they are depends on where they stand.
    "厘": Unit("percent", "li"), "成": Unit("percent", "cheng", power=1), "折": Unit("percent", "zhe", power=1),
    "倍": Unit("multiple"), "x": Unit("multiple", "x"), "X": Unit("multiple", "x"), "‰": Unit("percent", power=-1), "个bp": Unit("basis-point"), "个BP": Unit("basis-point"),
    "个bps": Unit("basis-point"),
}  # fmt: skip

_TIME = {
    "年": "year", "周年": "anniversary", "个月": "month", "个季度": "quarter", "个季": "quarter", "周": "week", "星期": "week",
    "个星期": "week", "个礼拜": "week", "天": "day", "日": "day", "个交易日": "trading day", "交易日": "trading day",
    "个营业日": "business day", "个工作日": "working day", "营业日": "business day", "工作日": "working day",
    "小时": "hour", "个小时": "hour", "个钟头": "hour", "分钟": "minute", "秒": "second", "秒钟": "second",
    "个世纪": "century", "个财年": "fiscal year", "个年度": "year", "毫秒": "millisecond", "个财政年度": "fiscal year", "h": "hour",
}  # fmt: skip

POINTS = frozenset({"percent", "percentage-point", "basis-point"})

TIMES = frozenset(_TIME.values())
"""The units of durations."""

_MEASURES = {
    "吨": "ton", "公吨": "ton", "千克": "kilogram", "公斤": "kilogram", "克": "gram", "毫克": "milligram", "桶": "barrel",
    "公尺": "meter", "公分": "centimeter", "哩": "mile", "盎司": "ounce", "安士": "ounce", "磅": "pound", "公里": "kilometer", "千米": "kilometer", "厘米": "centimeter",
    "毫米": "millimeter", "微米": "micrometer", "纳米": "nanometer", "奈米": "nanometer", "米": "meter", "英里": "mile", "英尺": "foot",
    "呎": "square foot", "英寸": "inch", "寸": "inch", "吋": "inch", "海里": "nautical mile", "平方米": "square meter",
    "平方公里": "square kilometer", "平方英尺": "square foot", "立方英尺": "cubic foot", "立方呎": "cubic foot", "立方尺": "cubic foot", "平方呎": "square foot", "平方尺": "square foot", "方呎": "square foot", "方尺": "square foot", "亩": "mu",
    "公顷": "hectare", "英亩": "acre", "升": "liter", "立方米": "cubic meter", "蒲式耳": "bushel", "加仑": "gallon",
    "瓦": "watt", "千瓦": "kilowatt", "兆瓦": "megawatt", "吉瓦": "gigawatt", "瓦时": "watt-hour", "千瓦时": "kilowatt-hour",
    "兆瓦时": "megawatt-hour", "吉瓦时": "gigawatt-hour", "太瓦时": "terawatt-hour", "度电": "kilowatt-hour",
    "号人": "person", "周岁": "year of age", "℃": "degree Celsius", "°C": "degree Celsius", "摄氏度": "degree Celsius", "标准箱": "TEU", "标箱": "TEU", "载重吨": "deadweight ton", "英热单位": "British thermal unit",
    "兆赫": "megahertz", "兆字节": "megabyte", "人次": "visit", "页次": "page view", "架次": "flight", "平米": "square meter", "票": "vote", "岁": "year of age", "居室": "bedroom", "页": "page",
    "GW": "gigawatt", "MW": "megawatt", "kW": "kilowatt", "GWh": "gigawatt-hour", "MWh": "megawatt-hour",
    "kWh": "kilowatt-hour", "TWh": "terawatt-hour", "TEU": "TEU", "km": "kilometer", "kg": "kilogram", "nm": "nanometer",
    "mm": "millimeter", "cm": "centimeter", "GB": "gigabyte", "TB": "terabyte", "MB": "megabyte",
}  # fmt: skip

_NOUNS = {
    "股": Unit("count", "share", least=2, noun="红股|股份|股票|普通股|优先股|[AHB]股|新股"),
    "手": Unit("count", "lot", least=2),
    "斤": Unit("count", "jin", least=2),
    "市斤": Unit("count", "jin", least=2),
    "口": Unit("count", "contract", least=2),
    "辆": Unit("count", "vehicle", noun=r"[\w一-鿿]{0,6}车"),
    "人": Unit("count", "person"),
    "个人": Unit("count", "person"),
    "户": Unit("count", "household", noun="[住农家客商企]"),
    "点": Unit("count", "point", least=2),
    "个点": Unit("count", "point"),
    "头": Unit("count", "head", least=2),
    "处": Unit("count", least=2),
    "份": Unit("count", noun="(?:看[涨跌]|认[购沽]|期[货权指]|未平仓)?(?:合约|期权)", follows="contract"),
    "张": Unit("count", noun="(?:看[涨跌]|认[购沽]|期[货权指]|未平仓)?(?:合约|期权)", follows="contract"),
    "次": Unit(
        "count",
        "time",
        noun="降息|加息|减息|升息|降准|会议|股东大?会|董事会|拍卖|[涨跌]停|熔断|罢工|危机|衰退|听证会|谈判|演[练习]|研讨会|座谈会|[例路]演|例会|讲座|工作坊|论坛|培训|访谈|现场[检审]查|压力测试|专题",
    ),
    "轮": Unit("count", "round"),
}
_THINGS = "家 个 名 位 项 条 次 只 支 笔 宗 件 台 间 所 座 幅 艘 架 枚 颗 片 张 批 款 种 类 层 档 场 席 篇 部 套 组 单 份 副 罐 瓶 箱 盒 伙 例 段 封 版 步"
_NOT_BEFORE = {
    "成": "交本立功分员绩长熟年效果都品色就型千百行", "折": "叠旧让合算射现返线页痕扣", "倍": "率数感",
    "年半": "导年报", "天半": "夜", "年": "报轻级龄糕货薪", "周": "年期岁边转末一二三四五六日", "人": "均类气才工力事物员造寿民口", "克": "拉服朗郎",
    "米": "兰其", "点": "半钟评击赞火", "股": "市东价权指息债灾民", "手": "机段法中套柄", "天": "然津猫", "日": "元圆本前常",
    "条": "件约款", "位": "置居列于数", "名": "单义", "次": "级贷日月", "家": "庭电居", "个": "股人别性体税位", "台": "湾积北风",
    "元": "旦宵素件器老宇", "套": "利期", "间": "接", "种": "植子", "升": "0123456789逾约超近了至级幅值温降高破到", "票": "据房价面",
    "单": "位日月季边只一价品机卡车店颗件票箱瓶片套辆吨柜", "档": "次案期位口", "欧": "洲盟美央股债时佩亚非莱米姆罗元", "镑": "区", "处": "理罚于置", "层": "面", "组": "成建合织", "份": "额", "秒": "杀", "吨": "位", "厘": "米清", "部": "分门件署队位委落长",
    "寸": "土", "瓦": "斯解", "张": "家开", "只": "有是能要", "片": "面", "所": "有以得", "款": "项", "席": "位地卷间梦话",
}  # fmt: skip
"""What follows when the word is not a unit but the beginning of another one (3成|交, 升|至)."""
_GUARDS = {
    "日": "guard-ri", "块": "guard-kuai", "手": "guard-shou", "毛": "guard-mao", "角": "guard-jiao", "成": "guard-cheng", "个人": "guard-people", "元": "guard-yuan",
    "倍": "guard-times", "分": "guard-cent", "毫": "guard-hao", "仙": "guard-xian", "人币": "guard-renbi", "折半": "guard-zheban", "码": "guard-ma", "码半": "guard-ma", "x": "guard-x", "X": "guard-x",
}  # fmt: skip
"""Further conditions on what follows: 八块 is money at the end of a clause, else pieces; 七成人民币 but not 成人."""


_HALVES = {
    "年半": "年", "个半月": "个月", "个半小时": "个小时", "天半": "天", "小时半": "小时", "成半": "成", "倍半": "倍", "折半": "折", "码半": "码", "厘半": "厘", "个半星期": "个星期",
}  # fmt: skip

BY_SENSE = (
    "分", "码", "码半", "毫", "球", "Y", "M", "仙", "期", "房", "度", "平", "尺", "刀", "国", "口", "pt", "pts",
)  # fmt: skip
"""Words that are units only where `senses` says so."""


@cache
def units() -> dict[str, Unit]:
    """All words after a number, folded."""
    table = {word: Unit("count", "") for word in _THINGS.split()}
    table |= {word: Unit("money", currency=code) for word, code in _money().items()}
    table |= {word: Unit("money", currency=code, power=-2) for word, code in _CENTS.items()}
    table |= {word: Unit("count", name) for word, name in {**_MEASURES, **_TIME}.items()}
    table |= {word: Unit("count") for word in BY_SENSE}
    table |= _NOUNS | _RATE | {word: Unit("money") for word in ("元", "块钱", "元钱", "块")}
    # Never before a number: 每人币500.
    table |= {"人币": Unit("money", currency="CNY")}
    table |= {word: Unit("money", power=-1) for word in ("角", "毛", "角钱", "毛钱")} | {
        "分钱": Unit("money", power=-2)
    }
    return table | {half: replace(table[word], half=True) for half, word in _HALVES.items()}


@cache
def _money() -> dict[str, str]:
    names = {
        folded(name): code
        for tag in ("zh", "zh_Hant", "zh_Hant_HK")
        for code, name in Locale.parse(tag).currencies.items()
        # CLDR calls some by one character, which is a word of its own.
        if len(name) > 1 and not code.startswith("X")
    }
    # Newspapers' names win over CLDR's: 卢比 is India's.
    names |= {word: code for code, words in _MONEY.items() for word in words.split("|")}
    return names | {code: code for code in CODES} | {"CNH": "CNY"}


@cache
def after() -> Words:
    """Matches the unit after a number."""
    return Words(r"\s?(?P<u>{})", {word: _guarded(word) for word in units()})


def _guarded(word: str) -> str:
    """Return the pattern of a unit that is not the beginning of a longer word."""
    # 5mm and 5m: no Latin unit goes on in letters.
    if word[-1].isascii() and word[-1].isalpha() and word not in _GUARDS:
        return f"{re.escape(word)}(?![A-Za-z])"
    excluded = _NOT_BEFORE.get(word, "")
    return (
        re.escape(word)
        + (RULES.text(_GUARDS[word]) if word in _GUARDS else "")
        + (f"(?![{excluded}])" if excluded else "")
    )


@cache
def before() -> Words:
    """Finds a currency name or symbol that ends where a number begins, and 兑 before it."""
    words = {word: re.escape(word) for word in (*_money(), *SYMBOLS)}
    return Words(r"(?P<pair>兑)?(?P<c>{})\s?\Z", words, edge=-1)


def currency_before(word: str, region: str = "") -> str:
    """Return the currency of a word that `before` matched; a bare `$` is the dollar of Hong Kong on its pages."""
    if word == "$" and region in {"HK", "MO"}:
        return "HKD"
    return SYMBOLS.get(word) or _money()[word]


@cache
def bare_currency(region: str) -> str:
    """Return the currency that 元 means in a region."""
    codes = get_territory_currencies(region) if region else []
    return str(codes[0]) if codes else "CNY"
