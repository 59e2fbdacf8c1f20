"""Reads Chinese numbers with what belongs to them: units, currencies, modifiers, signs, the other end of a range."""

from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import meanings, modifiers, names
from transflow.languages.zh.number import Amount, Lead, Reading
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.single import NUMBER, POWERS, amount
from transflow.languages.zh.units import POINTS, TIMES, before, currency_before
from transflow.numbers.digits import scaled
from transflow.numbers.masks import Page, Unit, comparable
from transflow.numbers.quantity import Quantity

_RANGE = RULES["range"]
_AND, _BETWEEN, _BETWEEN_END = RULES["and"], RULES["between-lead"], RULES["between-end"]
_SCALES = RULES["scales"]
_SAID = RULES["said"]
"""What a sign may follow before a percentage, points, degrees or a sum: 同比-3.2%, 净利润-1.2亿元."""
_SIGNABLE, _DEGREES = RULES["signable"], RULES["degrees"]
_PER = {"百分之": 0, "千分之": -1, "万分之": -2}
# 十万分之三 is no 万分之三.
_PLACES = frozenset("十百千万")
_MOVED, _MOVED_WHAT, _NOT_LEVEL = RULES["moved"], RULES["moved-what"], RULES["not-level"]
_RATE_MOVED = RULES["rate-moved"]
_FORECAST = RULES["expected"]
_VALUATION = RULES["valuation"]
_LIST = RULES["list-joint"]
_TO_LAST = RULES["to-last"]
# Each number of a list follows it to its end, so that without a limit a long one takes its square.
_LONGEST_LIST = 8
"""Numbers that are followed to find the unit a list shares."""
_WHOLE = 100
"""Percent above which a second number may be a level."""


def read(page: Page) -> None:
    """Read all numbers that are still unread."""
    page.follow(NUMBER, _quantity)


def _quantity(page: Page, start: int, floor: int) -> Quantity | None:
    first = amount(page, start)
    if not first:
        return None
    lead = _lead(page, first, floor)
    last = _range_end(page, first, lead)
    # 百分之三 has said its unit, and takes none from a list.
    if last is first and not lead.percent:
        first = last = _listed(page, first, lead)
    unit, bare = last.unit, last.unit is None and not lead.currency and not lead.percent
    if lead.percent:
        unit = Unit("percent", power=lead.power)
    reading = Reading(
        page, lead, last, *_numbers(first, last), unit or Unit("money" if lead.currency else "count"), bare
    )
    return meanings.quantity(reading, first)


def _range_end(page: Page, first: Amount, lead: Lead) -> Amount:
    """Return the amount that ends a range, or the only one."""
    joint = _RANGE.match(page.folded, first.end)
    # 介于26%和76.6%之间: 和 joins a range only where 之间 ends it.
    between = None if joint else _BETWEEN.search(page.folded, max(0, lead.start - 5), lead.start)
    joint = _AND.match(page.folded, first.end) if between else joint
    # 两三 has its other end already.
    last = amount(page, joint.end()) if joint and not first.upper and not first.implied else None
    if (
        not last
        or (between and not _BETWEEN_END.match(page.folded, last.end))
        or last.upper
        or last.implied
        or first.several
        or last.several
        # 股价涨3.5%至612.5港元 is a change and a level.
        or not comparable(first.unit, last.unit, prefixed=bool(lead.currency or lead.percent))
    ):
        return first
    low, high = _numbers(first, last)[0]
    if lead.percent:  # 增长百分之二十到三十五
        return last if low < high and _goes_on(page.folded[first.end : last.start], last) else first
    if _moved_to(page, first, lead, last):
        return first
    # 1至5,000 without a unit is no range but a numbering, unless the scale of the end holds for both.
    same_scale = first.unit is not None or low != first.number or high <= 1000 * low
    return last if low < high and same_scale else first


def _goes_on(joint: str, last: Amount) -> bool:
    """Whether a number behind 百分之 and another is its range's end (百分之二十到三十), and no level (百分之十至三千点)."""
    return last.unit is None and (last.number <= _WHOLE or "分之" in joint)


def _moved_to(page: Page, first: Amount, lead: Lead, last: Amount) -> bool:
    """Whether the first amount is by how much something moved, and the second where to (下跌35点至3,412点).

    What is forecast may be a range even then (预计增加1亿元至2亿元), if its ends are of one size.
    """
    text, start = page.folded, lead.start
    # 減少189億至4.12萬億元: the first has a scale and no unit. But 增长2-3倍 is a range.
    scaled_only = first.unit is None and _SCALES.search(first.run)
    # 同比下降60%至70% is a range: rates that moved by one are given as one.
    # 下调0.125厘至5厘 is told of a rate, by points and to a level.
    rate = (
        first.unit is not None
        and first.unit.name == "li"
        and _RATE_MOVED.search(text, max(0, start - 5), start)
    )
    measured = first.unit is not None and (first.unit.kind != "percent" or bool(rate))
    if not (scaled_only or measured):
        return False
    if _MOVED_WHAT.search(text, max(0, start - 14), start):  # 上调目标价4港元至38港元
        return last.number > 5 * first.number and not _NOT_LEVEL.match(text, last.end)
    if not _MOVED.search(text, max(0, start - 8), start):
        return False
    ranged = _FORECAST.search(page.plain, max(0, start - 14), start) or (
        # 净利润增长1.2倍至1.5倍 is a range, 市盈率上升2倍至8倍 none.
        first.unit is not None
        and first.unit.kind == "multiple"
        and not _VALUATION.search(text, max(0, start - 20), start)
    )
    # 目标价上调10港元至85港元 speaks of a target, and 85 is where it is; ends of a range are of one size.
    return not ranged or last.number > 5 * first.number


def _listed(page: Page, first: Amount, lead: Lead) -> Amount:
    """Give a number of a list the unit and the scale that only the last one shows (12.3、3.4和2.1亿元, 18/14/12倍)."""
    lasting = first.unit is not None and first.unit.name in TIMES
    if (
        (first.unit and not lasting)
        or first.implied
        or first.upper
        or lead.currency
        or _is_named(page, first)
    ):
        return first
    last = _last_of_list(page, first, lasting=lasting)
    # 三元股份、八一钢铁: a list of names never comes to a unit.
    if last.unit is None or last is first or _heads(page, first, last):
        return first
    # Only before a word that they describe (期, 均线) do the others hang on the last: 5日、10日均线.
    attributed = last.unit.name in TIMES and bool(meanings.ATTRIBUTED.match(page.folded, last.end))
    # 贷200万、30年期: what has a scale of its own lasts no such time.
    if last.unit.name in TIMES and _SCALES.search(first.run):
        return first
    # 隔夜、7天、1个月利率: each keeps its own unit, and only hangs on the word behind the last.
    if lasting:
        return replace(first, hanging=attributed and first.unit == last.unit)
    power = _shared_power(first, last)
    # 三、五年半: the half is the last one's.
    unit = last.unit if not last.unit.half else None
    return replace(first, unit=unit, number=scaled(first.number, power), hanging=attributed)


def _is_named(page: Page, first: Amount) -> bool:
    """Whether a number belongs to a name before it."""
    before = page.folded[max(0, first.start - 8) : first.start]
    # A stroke joins a list as long as no letter stands before it.
    if before.endswith("/"):  # 18/14/12倍
        return before[-2:-1].isalpha()
    # 对应PE 20/17/14倍: behind PE a number is a value, and no name.
    return bool(names.BEFORE.search(before)) and not meanings.VALUED.search(before)


def _heads(page: Page, first: Amount, last: Amount) -> bool:
    """Whether a number numbers a heading (1、3亿元投资), and the list ends with the next one."""
    # 1、3亿元投资 at the begin of a line is the first heading, 3亿元 its text.
    begins = page.folded[max(0, first.start - 1) : first.start] in {"", "\n"}
    return begins and first.number < 100 and page.folded[first.end : last.start] == "、"


def _last_of_list(page: Page, first: Amount, *, lasting: bool) -> Amount:
    """Follow a list to the first number with a unit, or through durations to the one that describes something."""
    last = first
    for _ in range(_LONGEST_LIST):
        # 从几千万到数十亿元: of vague numbers `到` joins a list as well.
        joint = (_TO_LAST if first.several or _SCALES.search(first.run) else _LIST).match(
            page.folded, last.end
        )
        following = amount(page, joint.end()) if joint else None
        if not following or following.upper or (following.implied and not first.several):
            break
        last = following
        # A duration may go on to the word that all describe: 3年、5年和10年期.
        if last.unit is not None and not (lasting or last.unit.name in TIMES):
            break
    return last


def _shared_power(first: Amount, last: Amount) -> int:
    """Return the power of ten of the scale that a number takes from the last of its list."""
    scale = _SCALES.search(last.run)
    # 45.6亿、32.1亿和18.7亿元: each has its own scale; 12.3、3.4和2.1亿元 share the last one's.
    if first.han or _SCALES.search(first.run) or not scale or scale.start() == 0:
        return 0
    return sum(POWERS[char] for char in scale[0])


def _numbers(first: Amount, last: Amount) -> tuple[tuple[Decimal, ...], tuple[bool, ...]]:
    """Return the one value or the two, and whether each was written with decimals."""
    if first.upper:
        return (first.number, first.upper), (False, False)
    if first is last:
        return (first.number,), (first.pointed,)
    return (_rescaled(first, last), last.number), (first.pointed, last.pointed)


def _rescaled(first: Amount, last: Amount) -> Decimal:
    """Give the lower end the scale that only the upper one shows (3至5亿), if it is the lower end then."""
    scale = _SCALES.search(last.run)
    # 3至5亿元: as above, of a range.
    if first.unit is not None or _SCALES.search(first.run) or not scale or scale.start() == 0:
        return first.number
    power = sum(POWERS[char] for char in scale[0])
    moved = scaled(first.number, power)
    # 5至3亿 says no lower end that way.
    return moved if moved < last.number else first.number


def _is_balance(amount: Amount) -> bool:
    """Whether it is of a kind that can be below zero: a rate, points, money, degrees, a large bare number."""
    if amount.unit is None:
        return bool(_SCALES.search(amount.run))
    return amount.unit.kind in POINTS | {"money"} or amount.unit.name in {"degree Celsius", "point"}


def _sign(text: str, amount: Amount, at: int, floor: int) -> tuple[str, int]:
    """Read the sign that ends at an offset, and where it begins."""
    char = text[max(floor, at - 1) : at]
    # 正负3% is either.
    if char == "负" and text[max(floor, at - 2) : at] != "正负":
        return "-", at - 1
    # 同比-3.2% and 净利润-1.2亿元; a hyphen elsewhere joins: GPT-4, 8-10日.
    if char not in {"-", "+", "−"} or not (
        _SIGNABLE.search(text, max(floor, at - 2), at - 1)
        or (
            (_is_balance(amount) or _DEGREES.match(text, amount.end))
            and _SAID.search(text, max(floor, at - 3), at - 1)
        )
    ):
        return "", at
    return ("+" if char == "+" else "-"), at - 1


def _lead(page: Page, amount: Amount, floor: int) -> Lead:
    """Read what belongs to a number, back from its first digit but not beyond `floor`."""
    text = page.folded
    sign, at = _sign(text, amount, amount.start, floor)
    power = _PER.get(text[max(floor, at - 3) : at])
    # Back from the digits: 百分之 stands between the sign and the number (负百分之三).
    if power is not None and text[at - 4 : at - 3] not in _PLACES:
        sign, at = (sign, at - 3) if sign else _sign(text, amount, at - 3, floor)
        modifier, at = modifiers.before(text, at, floor)
        return Lead(at, modifier, power=power, percent=True, sign=sign)
    lasting = amount.unit is not None and amount.unit.name in TIMES
    modifier, at = modifiers.before(text, at, floor, lasting=lasting, implied=amount.implied)
    # 人民币3% is no sum.
    monetary = amount.unit is None or amount.unit.kind == "money"
    named = before().search(text, max(floor, at - 8), at) if monetary else None
    if not named:
        return Lead(at, modifier, sign=sign)
    if named["pair"]:  # 美元兑新台币31.5元: the name is the pair's
        plain_yuan = amount.unit is not None and not amount.unit.currency
        return Lead(at, modifier, currency_before(named["c"], page.region) if plain_yuan else "", sign=sign)
    at = named.start()
    # 超人民币3亿元: the modifier may stand on either side of the currency.
    if not modifier:
        modifier, at = modifiers.before(text, at, floor)
    return Lead(at, modifier, currency_before(named["c"], page.region), sign=sign)
