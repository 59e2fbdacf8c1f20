"""Reads Chinese numbers with their units: modifiers, ranges, and what 元, 成, 折, 厘 and 倍 mean where they stand."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from transflow.quantities.digits import EXACT, exponent_of, plain, scaled, trimmed
from transflow.quantities.quantity import Kind, Modifier, Quantity
from transflow.quantities.scanning import Page, Unit
from transflow.quantities.zh import modifiers, names
from transflow.quantities.zh.numerals import NUMBER, ONES, vague, value
from transflow.quantities.zh.units import TIMES, after, bare_currency, before, currency_before, units

_NUMBER = re.compile(NUMBER)
_RANGE = re.compile(r"\s?(?:[-~〜−]|—{1,2}|至|到)\s?(?:[百千万]分之|[A-Z]{0,3}\$|[¥€£]|人民币|港币)?")
_SCALES = re.compile("[十百千万亿兆]+\\Z")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_TENFOLD = {"TW", "HK", "MO"}
"""Regions in which 兆 is 10^12 whatever is counted; elsewhere only in sums of money."""

_SIGNABLE = re.compile(r"(?:^|[\s(（,，:：;；、\[|“\"'*为至跌升涨报降到是于约及和由从率\x00])\Z")
_PER = {"百分之": 0, "千分之": -1, "万分之": -2}
_RISE = re.compile(
    "(?:大增|激增|猛增|劲增|增长|增加|增多|上涨|上升|提高|提升|扩大|飙升|暴涨|大涨|劲升|攀升|飙涨|急升|大升|涨|升|增|翻)[了达出]?\\Z"
)
_RISE_TO = re.compile(
    "(?:增长|增加|增|上升|升|涨|扩大|提高|提升|上调|飙升|攀升)[至到为](?:原来的|原先的)?\\Z"
)
_ABOVE = re.compile("(?:高出|多出|超出|高)了?\\Z")
_VALUATION = re.compile(
    "市[盈净销现账帐研梦]率|本益比|本梦比|估值|P/?[EBS](?![A-Za-z])|EV/|PEG|杠杆|倍数|做[多空]"
)
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_MONTHLY = re.compile("月(?:息|利率|费率|供)|每月")
_RATE_MOVED = re.compile(
    "(?:[加减升降跌涨]息?|上调|下调|调升|调降|调高|调低|上升|下降|下跌|回落)(?:了|约|近|逾)?\\Z"
)
_OF_PRICE = re.compile("钱|/|每?(?:千瓦时|度|股)")
_ATTRIBUTED = re.compile(
    "(?:期|均线|线|移动平均|年化|逆回购|回购)|(?:国|美|公司|企业|政府|欧|日|德|英)?债|收益率"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit that follows it."""

    start: int
    end: int
    run: str
    """Its numerals, without 多 and the like."""
    number: Decimal
    upper: Decimal | None = None
    """The other end, of 两三 or 七八."""
    unit: Unit | None = None
    word: str = ""
    several: bool = False
    many: bool = False
    implied: bool = False
    """A scale word alone stands for one of it (百亿 in 逾百亿元)."""

    @property
    def pointed(self) -> bool:
        """Whether it is written with decimals."""
        return "." in self.run or "点" in self.run

    @property
    def han(self) -> bool:
        """Whether it is written in Chinese numerals only."""
        return not self.run[0].isdecimal()


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a number and belongs to it."""

    start: int
    modifier: Modifier = ""
    currency: str = ""
    power: int = 0
    percent: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number, or two, with everything around; what the builders below turn into a quantity."""

    page: Page
    lead: _Lead
    last: Amount
    numbers: tuple[Decimal, ...]
    pointed: tuple[bool, ...]
    unit: Unit
    bare: bool
    """Neither a unit nor a currency is written."""

    def quantity(
        self,
        kind: Kind,
        numbers: tuple[Decimal, ...],
        *,
        unit: str = "",
        currency: str = "",
        form: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> Quantity:
        """Make the quantity, with the modifiers that stand before and after it."""
        begin = self.lead.start if start is None else start
        stop = self.last.end if end is None else end
        modifier: Modifier = "over" if self.last.many else "several" if self.last.several else ""
        trail, stop = modifiers.after(self.page.folded, stop)
        values = [self.lead.sign + plain(number) for number in numbers]
        return Quantity(
            begin, stop, self.page.text[begin:stop], kind,
            value=values[0] if len(values) == 1 else (values[0], values[1]),
            unit=unit, currency=currency, modifier=self.lead.modifier or trail or modifier, form=form,
            places=tuple(exponent_of(number) if point else None for number, point in zip(numbers, self.pointed, strict=True)),
        )  # fmt: skip


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
    reading = _Reading(
        page, lead, last, *_numbers(first, last), unit or Unit("money" if lead.currency else "count"), bare
    )
    return _BUILDERS[reading.unit.kind](reading) if _is_figure(reading, first) else None


def _range_end(page: Page, first: Amount, lead: _Lead) -> Amount:
    """Return the amount that ends a range, or the only one."""
    joint = _RANGE.match(page.folded, first.end)
    last = _amount(page, joint.end()) if joint and not first.upper and not first.implied else None
    if (
        not last
        or last.upper
        or last.implied
        or not _comparable(first, last, prefixed=bool(lead.currency or lead.percent))
    ):
        return first
    low, high = _numbers(first, last)[0]
    return last if low < high else first


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
    many = "几" in match[0][1:] or bool(re.search("[多余来]", match[0]))
    return _with_unit(page, Amount(at, match.end(), run, number, several=several, many=many, implied=implied))


def _pair(run: str) -> tuple[str, str] | None:
    """Read two neighbouring digits (两三, 十五六, 七八百, 三五) as the ends they stand for."""
    match = re.fullmatch("(十?)([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)", run)
    if not match:
        return None
    tens, low, high, scale = match.groups()
    near = ONES[high] - ONES[low] == 1 or (low, high) == ("三", "五")
    return (tens + low + scale, tens + high + scale) if near else None


def _with_unit(page: Page, amount: Amount) -> Amount:
    end, many = amount.end, amount.many
    if more := modifiers.MANY.match(page.folded, end):
        end, many = more.end(), True
    if billions := re.compile("个(?=[万亿](?!元))([万亿])").match(page.folded, end):  # 5个亿
        power = _POWERS[billions[1]]
        return replace(amount, end=billions.end(), number=scaled(amount.number, power), many=many)
    match = after().match(page.folded, end)
    if not match:
        return replace(amount, end=end, many=many)
    unit = units()[match["u"]]
    number = EXACT.add(amount.number, Decimal("0.5")) if unit.half else amount.number
    return replace(amount, end=match.end(), many=many, unit=unit, word=match["u"], number=number)


def _lead(page: Page, amount: Amount, floor: int) -> _Lead:
    """Read what belongs to a number, back from its first digit but not beyond `floor`."""
    text, at, sign = page.folded, amount.start, ""
    if text[max(floor, at - 1) : at] in {"-", "+", "−"} and _SIGNABLE.search(
        text, max(floor, at - 2), at - 1
    ):
        sign = "+" if text[at - 1] == "+" else "-"
        at -= 1
    if (power := _PER.get(text[max(floor, at - 3) : at])) is not None:
        modifier, at = modifiers.before(text, at - 3, floor)
        return _Lead(at, modifier, power=power, percent=True, sign=sign)
    lasting = amount.unit is not None and amount.unit.name in TIMES
    modifier, at = modifiers.before(text, at, floor, lasting=lasting, implied=amount.implied)
    named = before().search(text, max(floor, at - 8), at)
    if not named:
        return _Lead(at, modifier, sign=sign)
    at = named.start()
    if not modifier:
        modifier, at = modifiers.before(text, at, floor)
    return _Lead(at, modifier, currency_before(named["c"]), sign=sign)


def _is_figure(reading: _Reading, first: Amount) -> bool:
    """Whether a number is a quantity, by the principles of the modules `zh` and `zh.names`."""
    unit, text = reading.unit, reading.page.folded
    if "兆" in reading.last.run and unit.kind != "money" and reading.page.region not in _TENFOLD:
        return False
    if first.implied:
        return _stands_for_one(reading, first)
    if first.run in {"零", "〇"}:
        return unit.kind in {"percent", "percentage-point", "basis-point"}
    if not reading.bare:
        return not first.han or _han_with_unit(first, reading)
    if first.han:
        return len(first.run) > 1 and bool(
            re.search("[万亿]|..[百千]|[百千]..|[零〇].*[零〇一-九]..", first.run)
        )
    return not names.BEFORE.search(
        text, max(0, reading.lead.start - 8), first.start
    ) and not names.AFTER.match(text, reading.last.end)


_BRACKETED = re.compile(r"(?:[(（]|单位[:：]?)\s?\Z")


def _stands_for_one(reading: _Reading, first: Amount) -> bool:
    """Whether a scale word alone is a figure: with a modifier (逾百亿元), in money or points, as a unit of a table (亿元)."""
    if reading.lead.modifier:
        return True
    text, start, end = reading.page.folded, first.start, reading.last.end
    if text[end : end + 1] in {")", "）"} or end == len(text):
        return not reading.bare and bool(_BRACKETED.search(text, max(0, start - 5), start))
    return (reading.unit.kind == "money" and len(first.run) > 1) or reading.unit.name == "point"


def _han_with_unit(first: Amount, reading: _Reading) -> bool:
    unit = reading.unit
    if len(first.run) < unit.least:
        return False
    article = first.run == "一" and unit.kind == "count" and unit.name not in TIMES
    return not article or bool(reading.lead.modifier) or reading.last is not first


_RENMINBI = re.compile(r"人民币[约逾超近达]?\s?\d|\d[\d,.]*[万亿]*元?人民币")


def _bare_money(reading: _Reading) -> str:
    """What 元 means: the region's currency, unless the sentence has just counted in renminbi (140亿元人民币增至180亿元)."""
    text, start = reading.page.folded, reading.lead.start
    begin = max(
        (match.end() for match in _SENTENCE_END.finditer(text, max(0, start - 60), start)),
        default=max(0, start - 60),
    )
    said = _RENMINBI.search(reading.page.plain, begin, start)
    return "CNY" if said else bare_currency(reading.page.region)


def _money(reading: _Reading) -> Quantity | None:
    code = reading.lead.currency or reading.unit.currency or _bare_money(reading)
    numbers = tuple(scaled(number, reading.unit.power) for number in reading.numbers)
    coins = _COINS.match(reading.page.folded, reading.last.end) if reading.last.word == "元" else None
    if not coins or len(numbers) > 1:
        return reading.quantity("money", numbers, currency=code, unit="cent" if reading.unit.power else "")
    tenths = EXACT.add(
        scaled(value(coins["jiao"]) or Decimal(0), -1), scaled(value(coins["fen"] or "零") or Decimal(0), -2)
    )
    return reading.quantity("money", (EXACT.add(numbers[0], tenths),), currency=code, end=coins.end())


_COINS = re.compile("(?P<jiao>[1-9一二三四五六七八九])[角毫毛](?:(?P<fen>[1-9一二三四五六七八九])[分仙])?")


def _percent(reading: _Reading) -> Quantity | None:
    special = _PERCENTS.get(reading.unit.name)
    return special(reading) if special else reading.quantity("percent", _powered(reading))


def _powered(reading: _Reading) -> tuple[Decimal, ...]:
    return tuple(scaled(number, reading.unit.power) for number in reading.numbers)


_TENTH = re.compile("[一二三四五六七八九](?![一二三四五六七八九十百千万亿个家名位成月年日倍])")


def _cheng(reading: _Reading) -> Quantity | None:
    """三成: 30 %."""
    if reading.numbers[-1] > 10:
        return None
    more = _TENTH.match(reading.page.folded, reading.last.end)
    if not more or len(reading.numbers) > 1:
        return reading.quantity("percent", _powered(reading))
    ones = Decimal(ONES[more[0]])  # 六成二
    return reading.quantity("percent", (EXACT.add(_powered(reading)[0], ones),), end=more.end())


def _zhe(reading: _Reading) -> Quantity | None:
    """八折, 八五折: 20 %, 15 % off."""
    paid = tuple(number if number >= 10 else scaled(number, 1) for number in reading.numbers)
    off = tuple(trimmed(EXACT.subtract(Decimal(100), number)) for number in paid)
    return reading.quantity("percent", tuple(reversed(off)), form="off") if max(paid) < 100 else None


def _li(reading: _Reading) -> Quantity | None:
    """厘: a hundredth of the principal a year, a thousandth where the rate is a monthly one, no rate in a price."""
    text, start, end = reading.page.folded, reading.lead.start, reading.last.end
    if _OF_PRICE.match(text, end):
        return None
    if _RATE_MOVED.search(text, max(0, start - 5), start):
        return reading.quantity("percentage-point", reading.numbers)
    monthly = _MONTHLY.search(text, max(0, start - 10), start) and reading.page.region not in _TENFOLD
    return reading.quantity(
        "percent", tuple(scaled(number, -1 if monthly else 0) for number in reading.numbers)
    )


def _multiple(reading: _Reading) -> Quantity | None:
    """倍: a valuation (17x), a rise by or to so many times, or plain times."""
    text, start = reading.page.folded, reading.lead.start
    if match := _RISE_TO.search(text, max(0, start - 8), start):
        return reading.quantity("multiple", reading.numbers, form="rise-to", start=match.start())
    for pattern, form in ((_RISE, "rise"), (_ABOVE, "above")):
        if match := pattern.search(text, max(0, start - 5), start):
            more = tuple(EXACT.add(number, Decimal(1)) for number in reading.numbers)
            return reading.quantity("multiple", more, form=form, start=match.start())
    return reading.quantity("multiple", reading.numbers, form="x" if _is_valuation(reading) else "")


def _is_valuation(reading: _Reading) -> bool:
    if reading.last.han and _text_before(reading, 1) == "的":
        return False
    text, start, end = reading.page.text, reading.lead.start, reading.last.end
    begin = max(
        (match.end() for match in _SENTENCE_END.finditer(text, max(0, start - 100), start)),
        default=max(0, start - 100),
    )
    stop = _SENTENCE_END.search(text, end, end + 40)
    return bool(
        _VALUATION.search(reading.page.folded, begin, stop.start() if stop else min(len(text), end + 40))
    )


def _text_before(reading: _Reading, width: int) -> str:
    """Return the characters before a quantity."""
    return reading.page.folded[max(0, reading.lead.start - width) : reading.lead.start]


def _count(reading: _Reading) -> Quantity | None:
    text, end, unit = reading.page.folded, reading.last.end, reading.unit
    if unit.name in TIMES and (attributed := _ATTRIBUTED.match(text, end)):
        inside = end + 1 if attributed[0] == "期" else end
        return reading.quantity("count", reading.numbers, unit=unit.name, form="attributive", end=inside)
    name, form = unit.name, ""
    if unit.noun and re.compile(unit.noun).match(text, end):
        name, form = name or unit.follows, "noun"
    return reading.quantity("count", reading.numbers, unit=name, form=form)


def _plain(reading: _Reading) -> Quantity | None:
    return reading.quantity(reading.unit.kind, reading.numbers)


_PERCENTS: dict[str, Callable[[_Reading], Quantity | None]] = {"cheng": _cheng, "zhe": _zhe, "li": _li}
_BUILDERS: dict[str, Callable[[_Reading], Quantity | None]] = {
    "money": _money, "percent": _percent, "percentage-point": _plain, "basis-point": _plain, "multiple": _multiple,
    "count": _count,
}  # fmt: skip
