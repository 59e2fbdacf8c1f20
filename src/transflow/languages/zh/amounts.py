"""Reads Chinese numbers with what belongs to them: units, currencies, modifiers, signs, the other end of a range."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import meanings, modifiers
from transflow.languages.zh.number import Amount, Lead, Reading
from transflow.languages.zh.numerals import ONES, vague, value
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.units import POINTS, TIMES, after, before, currency_before, units
from transflow.numbers.digits import EXACT, scaled
from transflow.numbers.masks import Page, Unit
from transflow.numbers.quantity import Modifier, Quantity
from transflow.numbers.scales import scale_at

_NUMBER = RULES["number"]
_RANGE = RULES["range"]
_SCALES = RULES["scales"]
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_SAID = RULES["said"]
"""What a sign may follow before a percentage, points, degrees or a sum: 同比-3.2%, 净利润-1.2亿元."""
_SIGNABLE = RULES["signable"]
_PER = {"百分之": 0, "千分之": -1, "万分之": -2}
_PLACES = frozenset("十百千万")
_A_YI = RULES["a-yi"]
_A_MANY = RULES["a-many"]
_SHARED = RULES["shared"]
_MORE = RULES["more"]


def read(page: Page) -> None:
    """Read all numbers that are still unread."""
    page.keep(_quantities(page))


def _quantities(page: Page) -> Iterator[Quantity]:
    at = floor = 0
    while match := _NUMBER.search(page.folded, at):
        at = match.end()
        if found := _quantity(page, match.start(), floor):
            yield found
            at = floor = max(at, found.end)


def _quantity(page: Page, start: int, floor: int) -> Quantity | None:
    first = _amount(page, start)
    if not first:
        return None
    lead = _lead(page, first, floor)
    last = _range_end(page, first, lead)
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
    last = _amount(page, joint.end()) if joint and not first.upper and not first.implied else None
    if (
        not last
        or last.upper
        or last.implied
        or first.several
        or last.several
        or not _comparable(first, last, prefixed=bool(lead.currency or lead.percent))
    ):
        return first
    low, high = _numbers(first, last)[0]
    same_scale = first.unit is not None or low != first.number or high <= 1000 * low
    return last if low < high and same_scale else first


def _comparable(first: Amount, last: Amount, *, prefixed: bool) -> bool:
    """Whether two amounts can be the ends of a range."""
    if first.unit is None:
        return True
    if last.unit is None:
        return prefixed
    return (first.unit.kind, first.unit.name, first.unit.currency) == (
        last.unit.kind,
        last.unit.name,
        last.unit.currency,
    )


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
    if first.unit is not None or _SCALES.search(first.run) or not scale or scale.start() == 0:
        return first.number
    power = sum(_POWERS[char] for char in scale[0])
    moved = scaled(first.number, power)
    return moved if moved < last.number else first.number


def _amount(page: Page, at: int) -> Amount | None:
    """Read the number that begins at an offset, and its unit."""
    match = _NUMBER.match(page.folded, at)
    if not match:
        return None
    run, several = vague(match[0])
    if pair := _pair(run):
        low, high = value(pair[0]), value(pair[1])
        return _with_unit(page, Amount(at, match.end(), run, low, upper=high)) if low and high else None
    number = value(run)
    if implied := number is None:
        number = value(f"一{run}")
    if number is None:
        return None
    more: Modifier = "over" if "几" in match[0][1:] or _MORE.search(match[0]) else ""
    return _with_unit(page, Amount(at, match.end(), run, number, several=several, more=more, implied=implied))


def _pair(run: str) -> tuple[str, str] | None:
    """Read two neighbouring digits (两三, 十五六, 七八百, 三五) as the ends they stand for."""
    match = re.fullmatch("(十?)([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*)", run)
    if not match:
        return None
    tens, low, high, scale = match.groups()
    if (tens, low, high) == ("", "三", "两"):
        low, high = high, low
    near = ONES[high] - ONES[low] == 1 or (low, high) == ("三", "五")
    return (tens + low + scale, tens + high + scale) if near else None


def _with_unit(page: Page, amount: Amount) -> Amount:
    end, more = amount.end, amount.more
    if many := modifiers.MANY.match(page.folded, end):
        end, more = many.end(), "about" if many[0] == "来" else "over"
    power, end = _latin_scale(page, amount, end)
    amount = replace(amount, number=scaled(amount.number, power))
    if billions := _A_YI.match(page.folded, end):
        power = _POWERS[billions[1]]
        number, upper = scaled(amount.number, power), scaled(amount.upper, power) if amount.upper else None
        run = amount.run + billions[1]
        return replace(amount, end=billions.end(), number=number, upper=upper, run=run, more=more)
    if many := _A_MANY.match(page.folded, end):
        word = f"个{many['u']}"
        return replace(amount, end=many.end(), more="over", unit=units()[word], word=word)
    if shared := _SHARED.match(page.folded, end):
        unit = units()[f"个{shared['u']}"]
        return replace(amount, end=end + 1, more=more, unit=unit, word="个")
    match = after().match(page.folded, end)
    if not match:
        return replace(amount, end=end, more=more)
    unit = units()[match["u"]]
    number = EXACT.add(amount.number, Decimal("0.5")) if unit.half else amount.number
    return replace(amount, end=match.end(), more=more, unit=unit, word=match["u"], number=number)


def _latin_scale(page: Page, amount: Amount, end: int) -> tuple[int, int]:
    """Read the scale word of `US$2.5 billion` and `2.5bn美元`."""
    if amount.han:
        return 0, end
    return scale_at(
        page.folded, end, monetary=bool(before().search(page.folded, max(0, amount.start - 6), amount.start))
    )


def _is_balance(amount: Amount) -> bool:
    """Whether it is of a kind that can be below zero: a rate, points, money, degrees, a large bare number."""
    if amount.unit is None:
        return bool(_SCALES.search(amount.run))
    return amount.unit.kind in POINTS | {"money"} or amount.unit.name == "degree Celsius"


def _sign(text: str, amount: Amount, at: int, floor: int) -> tuple[str, int]:
    """Read the sign that ends at an offset, and where it begins."""
    char = text[max(floor, at - 1) : at]
    if char == "负" and text[max(floor, at - 2) : at] != "正负":
        return "-", at - 1
    if char not in {"-", "+", "−"} or not (
        _SIGNABLE.search(text, max(floor, at - 2), at - 1)
        or (_is_balance(amount) and _SAID.search(text, max(floor, at - 3), at - 1))
    ):
        return "", at
    return ("+" if char == "+" else "-"), at - 1


def _lead(page: Page, amount: Amount, floor: int) -> Lead:
    """Read what belongs to a number, back from its first digit but not beyond `floor`."""
    text = page.folded
    sign, at = _sign(text, amount, amount.start, floor)
    power = _PER.get(text[max(floor, at - 3) : at])
    if power is not None and text[at - 4 : at - 3] not in _PLACES:
        sign, at = (sign, at - 3) if sign else _sign(text, amount, at - 3, floor)
        modifier, at = modifiers.before(text, at, floor)
        return Lead(at, modifier, power=power, percent=True, sign=sign)
    lasting = amount.unit is not None and amount.unit.name in TIMES
    modifier, at = modifiers.before(text, at, floor, lasting=lasting, implied=amount.implied)
    monetary = amount.unit is None or amount.unit.kind == "money"
    named = before().search(text, max(floor, at - 8), at) if monetary else None
    if not named:
        return Lead(at, modifier, sign=sign)
    if named["pair"]:  # 美元兑新台币31.5元: the name is the pair's
        plain_yuan = amount.unit is not None and not amount.unit.currency
        return Lead(at, modifier, currency_before(named["c"]) if plain_yuan else "", sign=sign)
    at = named.start()
    if not modifier:
        modifier, at = modifiers.before(text, at, floor)
    return Lead(at, modifier, currency_before(named["c"]), sign=sign)
