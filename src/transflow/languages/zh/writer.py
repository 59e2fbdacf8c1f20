"""Writes quantities as a Chinese finance desk does: 3,000亿美元, 0.5个百分点, 17倍, 2025年1月末.

The forms that tell more than the value are those of `en.writing`. Simplified characters; a page in traditional ones
gets them converted by its editor, as the rest of a draft.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_name

from transflow.languages.zh.units import units
from transflow.numbers import moments
from transflow.numbers.digits import EXACT, exponent_of, grouped, scaled, trimmed
from transflow.numbers.quantity import Modifier, Quantity, Style

_LEADS: dict[Modifier, str] = {
    "about": "约", "nearly": "近", "over": "超过", "under": "不足", "at-least": "至少", "at-most": "最多",
}  # fmt: skip
_CHANGED = frozenset({"翻番", "翻两番", "减半"})
_CHANGED_LEADS: dict[Modifier, str] = {"over": "{}有余", "nearly": "近乎{}"}
"""How a change by a factor, which is a verb, is modified."""
# 万亿 and not 兆, which is a million million in Taiwan and a million of bytes elsewhere.
_SCALES = ((12, "万亿"), (8, "亿"), (4, "万"))
# 100元新台币 is how newspapers write it; CLDR has 新台币 alone.
_CURRENCIES = {
    "CNY": "元", "USD": "美元", "HKD": "港元", "CHF": "瑞郎", "TWD": "元新台币", "AUD": "澳元", "CAD": "加元", "RUB": "卢布", "IDR": "印尼盾",
    "ILS": "谢克尔",
}  # fmt: skip
"""As newspapers call them, where CLDR has another name."""
_COUNTED = {
    "share": "股", "stock": "只", "consecutive limit-up": "连板", "pip": "个基点", "contract": "份", "person": "人", "household": "户", "vehicle": "辆", "lot": "手", "point": "点", "head": "头",
    "time": "次", "round": "轮", "quarter": "个季度", "month": "个月", "week": "周", "day": "天", "hour": "小时",
    "trading day": "个交易日", "inch": "英寸", "kilogram": "公斤", "kilometer": "公里", "gram": "克", "square foot": "平方英尺",
}  # fmt: skip
_EACH = {"transaction": "笔", "piece": "件", "unit": "台", "order": "单", "pack": "包", "bottle": "瓶"}
"""What a sum is for each of, where it is no unit of its own."""
_RELATIVES = {
    "this": "今年", "last": "去年", "next": "明年", "before-last": "前年", "after-next": "后年", "same": "当年", "following": "次年",
}  # fmt: skip
_VAGUE = {
    1: "数十", 2: "数百", 3: "数千", 4: "数万", 5: "数十万", 6: "数百万", 7: "数千万", 8: "数亿", 9: "数十亿", 10: "数百亿",
    11: "数千亿", 12: "数万亿", 13: "数十万亿", 14: "数百万亿",
}  # fmt: skip
_DECADE_PARTS = {"early": "初", "mid": "中期", "late": "末期", "end": "末"}
_HAN = "〇一二三四五六七八九"


def render(quantity: Quantity, _style: Style) -> str:
    """Write a quantity in Chinese; the choices of `Style` concern languages with several symbols for a thing."""
    words = _KINDS[quantity.kind](quantity)
    if words in _CHANGED and quantity.modifier in _CHANGED_LEADS:
        return _CHANGED_LEADS[quantity.modifier].format(words)
    if quantity.modifier == "within":
        return f"{words}内"
    return _LEADS.get(quantity.modifier, "") + words


def _figure(number: Decimal, place: int | None) -> str:
    """Write a number with 万 or 亿 where it needs at most two decimals then, or is round."""
    for power, word in _SCALES:
        last = exponent_of(trimmed(number))
        # 1.23亿 and 1.2345亿, which is whole 万; 123,456,789 is 12,345.6789万.
        if abs(number) >= Decimal(10) ** power and (power - last <= 2 or last >= power - 4):
            return grouped(scaled(number, -power), power - place if place is not None else 0) + word
    return grouped(number, -place if place is not None else 0)


def _figures(quantity: Quantity) -> list[str]:
    places = quantity.places or (None,) * len(quantity.values)
    # A minus is Decimal's own.
    signs = ["+" if one.startswith("+") else "" for one in quantity.values]
    return [
        sign + _figure(Decimal(one), place)
        for sign, one, place in zip(signs, quantity.values, places, strict=True)
    ]


def _with(word: str) -> Callable[[Quantity], str]:
    return lambda quantity: _stem(quantity) + word


def _stem(quantity: Quantity) -> str:
    """Write the figures before a unit, or the order of magnitude."""
    return _vague(quantity) if quantity.modifier == "several" else "至".join(_figures(quantity))


def _money(quantity: Quantity) -> str:
    name = _CURRENCIES.get(quantity.currency) or get_currency_name(quantity.currency, locale="zh")
    if quantity.modifier == "several":
        return f"{_vague(quantity)}{name}"
    return f"{'至'.join(_figures(quantity))}{name}{_per(quantity)}"


def _vague(quantity: Quantity) -> str:
    return _VAGUE.get(Decimal(quantity.values[0]).adjusted(), "大量")


def _percent(quantity: Quantity) -> str:
    if quantity.form == "off":
        # What is paid, in tenths: 20 % off is 8折.
        paid = [EXACT.subtract(Decimal(100), Decimal(off)) for off in reversed(quantity.values)]
        return f"{'至'.join(grouped(scaled(one, -1), 0) for one in paid)}折"
    return "至".join(f"{one}%" for one in _figures(quantity))


def _multiple(quantity: Quantity) -> str:
    # 翻番 is what newspapers write for a double; 增长1倍 is the same.
    fixed = {
        "rise": {"2": "翻番", "4": "翻两番", "0.5": "减半"},
        "rise-to": {"2": "翻番", "4": "翻两番", "0.5": "减半"},
    }
    if word := fixed.get(quantity.form, {}).get(quantity.values[0]):
        return word
    if quantity.form in {"rise", "rise-to", "above"}:
        verb = "高出" if quantity.form == "above" else "增长"
        more = [EXACT.subtract(Decimal(one), Decimal(1)) for one in quantity.values]
        return f"{verb}{'至'.join(grouped(one, 0) for one in more)}倍"
    return f"{_stem(quantity)}倍"


def _ratio(quantity: Quantity) -> str:
    over, _, under = quantity.values[0].partition("/")
    if quantity.form != "fraction":
        # How a vote is told.
        return f"{over}:{under}" if under != "0" else f"{over}比0票"
    if (over, under) == ("1", "2"):
        return "一半"
    words = [_han(under), _han(over)]
    return "分之".join(words) if words[0] != under else f"{over}/{under}"


def _han(digits: str) -> str:
    """Write a whole number up to 99 in Chinese numerals; others stay as they are."""
    # 三十五分之四 is read easily, 一百二十八分之三 is not.
    if not digits.isdecimal() or not 0 < int(digits) < 100:
        return digits
    tens, ones = divmod(int(digits), 10)
    head = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return head + (_HAN[ones] if ones else "")


@cache
def _measures() -> dict[str, str]:
    """Chinese words by English unit: the first of each in the table of units."""
    words: dict[str, str] = {}
    for word, unit in units().items():
        # 年半 is a unit with its number in it.
        if unit.kind == "count" and unit.name and not unit.half:
            # The first is the usual word: 吨 before 公吨.
            words.setdefault(unit.name, word)
    return words | _COUNTED


def _count(quantity: Quantity) -> str:
    if quantity.modifier == "several":
        return _vague(quantity) + _measures().get(quantity.unit, "")
    if quantity.unit == "decade":
        return f"{grouped(scaled(Decimal(quantity.values[0]), 1), 0)}年"
    figures = "至".join(_figures(quantity))
    if quantity.form == "top":
        return f"前{figures}大"
    if quantity.unit == "anniversary":
        return f"{figures}周年"
    return (
        ("连续" if quantity.form == "running" else "")
        + figures
        + _measures().get(quantity.unit, "")
        + ("期" if quantity.form == "attributive" else _per(quantity))
    )


def _per(quantity: Quantity) -> str:
    unit = quantity.form.removeprefix("per ")
    word = _measures().get(unit) or _EACH.get(unit, "")
    return f"/{word.removeprefix('个')}" if word and unit != quantity.form else ""


def _ordinal(quantity: Quantity) -> str:
    if quantity.form == "for-time":
        return "首次" if quantity.values[0] == "1" else f"第{_han(quantity.values[0])}次"
    if quantity.unit == "century":
        return f"{quantity.values[0]}世纪"
    if len(quantity.values) > 1:
        return f"第{'至'.join(quantity.values)}名"
    tail = {
        "largest": "大",
        "highest": "高",
        "lowest": "低",
        "most": "多",
        "fastest": "快",
        "best": "好",
        "worst": "差",
        "longest": "长",
        "generation": "代",
        "percentile": "百分位",
        "time": "次",
    }.get(quantity.form, "")
    return f"第{_han(quantity.values[0]) if tail != '百分位' else quantity.values[0]}{tail}"


def _date(quantity: Quantity) -> str:
    day, _, time = quantity.values[0].partition("T")
    words = quantity.form.split()
    letter = next((letter for letter in "EAF" if letter in words), "")
    return day + letter if letter else _day(day, words) + _part(day, words) + time


def _day(iso: str, words: list[str]) -> str:
    year, month, day = (*iso.split("-"), "", "")[:3]
    relative = next((_RELATIVES[word] for word in words if word in _RELATIVES), "")
    named = relative or ("" if year in {"XXXX", ""} else f"{year}年")
    return named + (f"{int(month)}月" if month.isdecimal() else "") + (f"{int(day)}日" if day else "")


def _part(iso: str, words: list[str]) -> str:
    monthly = len(iso) == 7
    parts = {
        "early": "初",
        "late": "下旬" if monthly else "末",
        "mid": "中旬" if monthly else "年中",
        "end": "末",
        "same-period": "同期",
    }
    # 月 has three parts of ten days, 年 a beginning and an end.
    return next((parts[word] for word in words if word in parts), "")


def _period(quantity: Quantity) -> str:
    words = quantity.form.split()
    first, _, last = quantity.values[0].partition("/")
    fiscal = "fiscal" in words
    year = _day(first[:4], words)
    year = f"{year.removesuffix('年')}财年" if fiscal and year else year
    if "quarter" in words:
        return f"{year}第{_HAN[(int(first[5:7]) + 2) // 3]}{'财季' if fiscal and not year else '季度'}{_part(first[:4], words)}"
    if "half" in words:
        return f"{year}{'上' if first[5:7] == '01' else '下'}半{'财' if fiscal and not year else ''}年"
    if "first-months" in words:
        return f"{year}前{int(last[5:7])}个月"
    if "first-quarters" in words:
        return f"{year}前{_HAN[int(last[5:7]) // 3]}季度"
    if fiscal:
        return f"{first}{f'/{last[2:]}' if last else ''}财年"
    part = next((name for part, name in _DECADE_PARTS.items() if part in words), "")
    return f"{first[2:]}年代{part}" if "decade" in words else _interval(first, last, words)


def _ended(first: str, last: str, words: list[str]) -> str:
    """截至2025年6月30日止6个月, 截至6月底的6个月."""
    months = int(last[5:7]) - int(first[5:7]) + 1
    if "to-end" in words:
        return f"截至{_day(last, words)}底的{months}个月"
    return f"截至{_day(f'{last}-{moments.days_in(last)}', words)}止{months}个月"


def _interval(first: str, last: str, words: list[str]) -> str:
    if not last:
        return _day(first, words)
    if "ended" in words or "to-end" in words:
        return _ended(first, last, words)
    start, end = _day(first, words), _day(last, words)
    shared = next(
        (size for size in (8, 5) if len(first) >= size and first[: size - 1] == last[: size - 1]), 0
    )
    if shared == 5 or (shared == 8 and len(first) == 7):
        end = _day(f"XXXX{last[4:]}", [])
    elif shared == 8:
        end = f"{int(last[8:])}日"
    return f"{start}至{end}"


_KINDS: dict[str, Callable[[Quantity], str]] = {
    "money": _money, "percent": _percent, "percentage-point": _with("个百分点"), "basis-point": _with("个基点"),
    "multiple": _multiple, "ratio": _ratio, "count": _count, "ordinal": _ordinal, "date": _date, "period": _period,
}  # fmt: skip
