"""Reads one Chinese number with the unit that follows it."""

import re
from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import modifiers
from transflow.languages.zh.number import Amount
from transflow.languages.zh.numerals import ONES, vague, value
from transflow.languages.zh.patterns import GRAMMAR
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.senses import sense
from transflow.languages.zh.units import after, before, units
from transflow.numbers.digits import EXACT, scaled
from transflow.numbers.masks import Page
from transflow.numbers.quantity import Modifier
from transflow.numbers.scales import scale_at

_RANGE = GRAMMAR["joined-digits"]

NUMBER = RULES["number"]
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_A_YI = RULES["a-yi"]
_A_MANY = RULES["a-many"]
_MORE = RULES["more"]
_PAIR = RULES["pair"]
_OPEN_TAIL = RULES["open-tail"]
_SUM_OVER = RULES["sum-over"]
_NET_SCALE = RULES["net-scale"]
_WATTS = RULES["watts"]
_SHARED = RULES["shared"]
_MIXED = RULES["mixed"]
_TENTHS = RULES["tenths"]
_TENTHED = frozenset({"cheng", "li"})
"""Units behind which their decimals may stand."""


def amount(page: Page, at: int) -> Amount | None:
    """Read the number that begins at an offset, and its unit."""
    estimated = _estimate(page, at)
    match = None if estimated else NUMBER.match(page.folded, at)
    if not match:
        return _with_unit(page, estimated) if estimated else None
    run, several = vague(match[0])
    # Before its value: 两三 is two or three, and no 23.
    if pair := _pair(run):
        low, high = value(pair[0]), value(pair[1])
        return _with_unit(page, Amount(at, match.end(), run, low, upper=high)) if low and high else None
    # Only a sum of money is surely 87,000: 工资3万6.
    if _OPEN_TAIL.search(run) and not _SUM_OVER.match(page.folded, match.end()):
        return None  # 8万7张: 87,000 or 80,007
    number = value(run)
    if number is not None and (mixed := _MIXED.match(page.folded, match.end())):  # 2又3/4
        number = EXACT.add(number, _part(mixed, run))
        return _with_unit(page, Amount(at, mixed.end(), str(number), number))
    # 百亿 has no digit: read as 一百亿, and told as such.
    if implied := number is None:
        number = value(f"一{run}")
    if number is None:
        return None
    # 十几家: more than ten.
    more: Modifier = "over" if "几" in match[0][1:] or _MORE.search(match[0]) else ""
    return _with_unit(page, Amount(at, match.end(), run, number, several=several, more=more, implied=implied))


def _estimate(page: Page, at: int) -> Amount | None:
    """Read two neighbours with a pause between, which share a scale word: 三、四百亿."""
    match = _PAIR.match(page.folded, at)
    if not match or ONES[match["high"]] - ONES[match["low"]] != 1:
        return None
    low, high = (value(match[end] + match["scale"]) for end in ("low", "high"))
    return Amount(at, match.end(), match["low"] + match["scale"], low, upper=high) if low and high else None


def _part(mixed: re.Match[str], run: str) -> Decimal:
    """Return the part behind a number: of one (2又3/4), behind cents of a cent (11.23-1/2美元)."""
    return scaled(EXACT.divide(Decimal(mixed["n"]), Decimal(mixed["d"])), -len(run.partition(".")[2]))


def _pair(run: str) -> tuple[str, str] | None:
    """Read two neighbouring digits (两三, 十五六, 七八百, 三五) as the ends they stand for."""
    match = _RANGE.fullmatch(run)
    if not match:
        return None
    tens, low, high, scale = match.groups()
    # 三两家 falls, and means the same.
    if (tens, low, high) == ("", "三", "两"):
        low, high = high, low
    # 三五家 is said of a few; 三七 is a plant.
    near = ONES[high] - ONES[low] == 1 or (low, high) == ("三", "五")
    return (tens + low + scale, tens + high + scale) if near else None


def _with_unit(page: Page, amount: Amount) -> Amount:
    end, more = amount.end, amount.more
    if many := modifiers.MANY.match(page.folded, end):
        end, more = many.end(), "about" if many[0] == "来" else "over"
    power, end = _latin_scale(page, amount, end)
    amount = replace(amount, number=scaled(amount.number, power))
    # 5个亿: 个 and then a scale.
    if billions := _A_YI.match(page.folded, end):
        power = POWERS[billions[1]]
        number, upper = scaled(amount.number, power), scaled(amount.upper, power) if amount.upper else None
        run = amount.run + billions[1]
        return replace(amount, end=billions.end(), number=number, upper=upper, run=run, more=more)
    if many := _A_MANY.match(page.folded, end):
        word = f"个{many['u']}"
        unit = sense(page, amount, word, many.end(), units()[word])
        return replace(amount, end=many.end(), more="over", unit=unit, word=word)
    if shared := _SHARED.match(page.folded, end):
        return replace(amount, end=end + 1, more=more, unit=units()[f"个{shared['u']}"], word="个")
    match = after().match(page.folded, end)
    if not match:
        return replace(amount, end=end, more=more)
    # A word that is no unit here ends nothing: the number stands by itself.
    if not (unit := sense(page, amount, match["u"], match.end(), units()[match["u"]])):
        return replace(amount, end=end, more=more)
    number = EXACT.add(amount.number, Decimal("0.5")) if unit.half else amount.number
    amount = replace(amount, end=match.end(), more=more, unit=unit, word=match["u"], number=number)
    return _with_tenths(page, amount) if unit.name in _TENTHED and not unit.half else amount


def _with_tenths(page: Page, amount: Amount) -> Amount:
    """Read the decimals that stand after a unit: 六成二, 三厘七五."""
    more = _TENTHS.match(page.folded, amount.end)
    # 1.5成 has its decimals already.
    if not more or amount.pointed or amount.upper:
        return amount
    digits = "".join(str(ONES.get(char, char)) for char in more[0])
    return replace(amount, end=more.end(), number=EXACT.add(amount.number, Decimal(f"0.{digits}")))


def _latin_scale(page: Page, amount: Amount, end: int) -> tuple[int, int]:
    """Read the scale word of `US$2.5 billion` and `2.5bn美元`."""
    # 三bn is not written.
    if amount.han:
        return 0, end
    if net := _NET_SCALE.match(page.folded, end):
        # 5w is five watts beside lamps, and 50,000 of followers.
        watts = _WATTS.search(page.plain, max(0, amount.start - 12), net.end() + 6)
        return (0, end) if watts else (4, net.end())
    return scale_at(
        page.folded, end, monetary=bool(before().search(page.folded, max(0, amount.start - 6), amount.start))
    )
