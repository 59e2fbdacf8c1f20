"""Reads English numbers with their scale, unit and currency, the modifiers around them, and ranges."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from transflow.languages.en import names
from transflow.languages.en.numerals import NUMBER, value
from transflow.languages.en.rules import RULES
from transflow.languages.en.units import DURATIONS, SYMBOLS, WORDLIKE, YEN_OR_YUAN, after, before, unit_of
from transflow.numbers.digits import EXACT, exponent_of, plain, scaled
from transflow.numbers.masks import Page, Unit, comparable
from transflow.numbers.quantity import Modifier, Quantity
from transflow.numbers.scales import scale_at

_LEAD = RULES["lead"]
_TRAIL = RULES["trail"]
_RANGE = RULES["range"]
_OR = RULES["or"]
_MOVED = RULES["moved"]
_FROM = RULES["from-end"]
_CHANGED = RULES["changed"]
_PENCE = RULES["pence-talk"]
_FORMULA = RULES["formula"]
_RATE_TALK = RULES["rate-talk"]
_INDEX_TALK = RULES["index-talk"]
_OVER_TIME, _OVER_TENOR = RULES["over-time"], RULES["over-tenor"]
_MOVED_PAST = RULES["moved-past"]
_WENT = RULES["went-up"]
_HANDED = RULES["handed-over"]
_BETWEEN = RULES["between"]
_RATE_FROM, _FROM_ENDS = RULES["rate-from"], RULES["from-ends"]
_AND = RULES["and"]
_SIGNED = RULES["signed"]
_AND_HALF = RULES["and-half"]
_NEGATIVE = RULES["negative"]
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.75")}
_PART_OF = RULES["part-of"]
_OFF = RULES["off"]
_OFF_BY = RULES["off-by"]
_MONETARY = RULES["monetary"]
_LETTER_SCALE = RULES["letter-scale"]
_COMPARED = RULES["compared"]
_MONEY_SAID = RULES["money-said"]
_DOZEN = RULES["dozen"]
_WEIGHED = RULES["weighed"]
_HANGS = RULES["hangs"]
_RUNNING = RULES["running"]
_WON_EACH = RULES["won-each"]
_ONE_FOR = RULES["one-for"]
_FAR = 5
"""Times that a level is larger at least than the change that led to it (fell by 5 tons to 90 tons)."""
_FARTHER = 20
"""The same without `by`, of what has a unit or is in thousands (dipped 6,000 to 216,000)."""
_LEVEL = 100
"""Basis points from which on a value may be a level that is less than twice `_FAR` the change (widened 12bp to 110bp)."""
_AT_ONCE = 16
"""Characters of a verb of change with `from` right behind it."""
_ROUND_DIGITS = 3
"""Characters of a number at most that may be an end of a forecast; by $18.6 billion to $59.6 billion is none."""
_LINE = 60
"""Characters around a number in which is looked for what the talk is of."""
_POINTS = 10
"""From here on points are those of an index only, below they may be of a rate."""
_MOST_POINTS = 50
"""The same right behind per cent."""
_LETTERS = frozenset("mkb")
"""Letters that are scales of money, and measures elsewhere."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its scale and unit."""

    start: int
    end: int
    run: str
    number: Decimal
    power: int = 0
    unit: Unit | None = None
    word: str = ""
    hanging: bool = False
    """It has its unit from the last of a list (five- and 10-year)."""
    running: bool = False
    """Its stretches follow one another (55 consecutive months)."""

    @property
    def value(self) -> Decimal:
        """The number with its scale applied."""
        return scaled(self.number, self.power)


def read(page: Page) -> None:
    """Read all numbers that are still unread."""
    page.follow(NUMBER, _quantity)


def _named(match: re.Match[str]) -> Modifier:
    """Return the modifier whose words matched: a group of the rule is called as it is."""
    return cast("Modifier", (match.lastgroup or "").replace("_", "-"))


def before_at(text: str, at: int, floor: int = 0) -> tuple[Modifier, int]:
    """Return the modifier that ends at an offset, and where it begins."""
    # Far enough for the longest of them; the pattern ends at the number.
    match = _LEAD.search(text, max(floor, at - 20), at)
    return (_named(match), match.start()) if match else ("", at)


def after_at(text: str, at: int) -> tuple[Modifier, int]:
    """Return the modifier that begins at an offset, and where it ends."""
    match = _TRAIL.match(text, at)
    return (_named(match), match.end()) if match else ("", at)


def _quantity(page: Page, start: int, floor: int) -> Quantity | None:
    around = _around(page, start, floor)
    first = _amount(page, start, monetary=bool(around.currency))
    if not first:
        return None
    # `half a million` begins before its number.
    around = replace(around, start=min(around.start, first.start))
    last = _range_end(page, first, _RANGE, around.currency)
    if last is not first and _is_apart(page, first, last, around):
        last = first
    # between 5% and 10%: `and` joins a range only behind `between`, and between two- and 10-year yields is none.
    if (
        last is first
        and not first.hanging
        and (between := _BETWEEN.search(page.folded, max(floor, around.start - 8), around.start))
    ):
        last = _range_end(page, first, _AND, around.currency)
        around = around if last is first else replace(around, start=between.start())
    # one or two cuts, two or three years: neighbours in words.
    if last is first and first.run.isalpha() and not first.hanging:
        either = _range_end(page, first, _OR, around.currency)
        last = either if either.run.isalpha() and either.number - first.number == 1 else first
    return _made(page, first, last, around) if _is_figure(page, first, last, around) else None


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands before a number."""

    start: int
    floor: int
    sign: str
    currency: str


def _around(page: Page, start: int, floor: int) -> _Around:
    """Read the sign and the currency before a number, in either order."""
    sign, at = _sign(page.folded, start, floor)
    # MOP$ and a blank: no symbol is longer.
    symbol = before().search(page.folded, max(floor, at - 6), at)
    # PHP 8.1+ is a language and TOP 10 a list; PHP 500 million and ALL 1,200 are sums.
    if not symbol or (symbol["c"] in WORDLIKE and not _MONETARY.match(page.folded, start)):
        return _Around(at, floor, sign, "")
    at = symbol.start()
    # -$5 million: the sign may stand before the symbol, too.
    if not sign:
        sign, at = _sign(page.folded, at, floor)
    return _Around(at, floor, sign, _currency(page, symbol["c"]))


def _sign(text: str, at: int, floor: int) -> tuple[str, int]:
    # A hyphen behind a letter joins a name: G-7.
    if at > floor and _SIGNED.search(text, max(0, at - 2), at):
        return ("+" if text[at - 1] == "+" else "-"), at - 1
    # minus 1.4%.
    if match := _NEGATIVE.search(text, max(floor, at - 10), at):
        return "-", match.start()
    return "", at


def _currency(page: Page, symbol: str) -> str:
    if symbol in YEN_OR_YUAN and page.region == "CN":
        return "CNY"
    return SYMBOLS.get(symbol, symbol)


def _amount(page: Page, at: int, *, monetary: bool) -> Amount | None:
    """Read the number that begins at an offset, its scale and its unit."""
    match = NUMBER.match(page.folded, at)
    number = value(match[0]) if match else None
    if not match or number is None:
        return None
    amount = Amount(at, match.end(), match[0], number)
    # two and a half years, 1 1/2 years: one number, and not two.
    if half := _AND_HALF.match(page.folded, amount.end):
        amount = replace(amount, end=half.end(), number=EXACT.add(number, _part(half, amount.run)))
    elif dozen := _DOZEN.match(page.folded, amount.end):
        amount = replace(amount, end=dozen.end(), number=EXACT.multiply(number, Decimal(12)))
    elif amount.run.lower() in {"a", "an"} and (part := _PART_OF.search(page.folded, max(0, at - 20), at)):
        factor = _PARTS[(part["half"] or part["one"] or part["three"]).lower()]
        amount = replace(amount, start=part.start(), number=factor)
    return _with_unit(page, _with_scale(page, amount, monetary=monetary))


def _part(match: re.Match[str], run: str) -> Decimal:
    """Return the part that stands behind a number: of one (12 1/2, and a half, ¼), behind cents of a cent ($4.30-1/2)."""
    if match["d"]:
        return scaled(EXACT.divide(Decimal(match["n"]), Decimal(match["d"])), -2 if "." in run else 0)
    if match["parts"]:  # 101-16/32
        return EXACT.divide(Decimal(match["bond"]), Decimal(match["parts"]))
    one, three = match["one"] or match["a"], match["three"] or match["of"]
    return _PARTS["quarter" if one else "quarters" if three else "half"]


def _with_scale(page: Page, amount: Amount, *, monetary: bool) -> Amount:
    counted = _LETTER_SCALE.match(page.folded, amount.end)  # 320m yuan, 74m ounces
    # The currency may come behind the letter: 320m yuan is money, 5m alone five meters.
    monetary = monetary or bool(counted and after().match(page.folded, counted.end()))
    # 345m yuan, up from 280m.
    if not monetary and page.folded[amount.end : amount.end + 1] in _LETTERS:
        before = max(0, amount.start - 14)
        compared = _COMPARED.search(page.folded, before, amount.start)
        monetary = bool(compared and _MONEY_SAID.search(page.plain, 0, amount.start))
    power, end = scale_at(page.folded, amount.end, monetary=monetary)
    return replace(amount, end=end, power=power)


def _with_unit(page: Page, amount: Amount) -> Amount:
    running = _RUNNING.match(page.folded, amount.end)
    match = after().match(page.folded, running.end() if running else amount.end)
    if not match:
        # cut to 30 basis points from 50.
        same = not amount.power and _RATE_FROM.search(page.plain, max(0, amount.start - 40), amount.start)
        if same and _FROM_ENDS.match(page.folded, amount.end):
            return replace(amount, unit=unit_of(same["u"].strip().lower()))
        hanging = _HANGS.match(page.folded, amount.end)  # five- and 10-year
        return (
            replace(
                amount, end=hanging.end(), unit=unit_of(hanging["u"]), word=f"-{hanging['u']}", hanging=True
            )
            if hanging
            else amount
        )
    unit = unit_of(match["u"])
    if match["u"] == "p" and not _is_pence(page, amount, match.end()):
        return amount
    # It won 12 seats, Gemini 2.5 won: without a scale or a comma it is no currency, but for 6.3 won per seat.
    each = "." in amount.run and _WON_EACH.match(page.folded, match.end())
    if match["u"] == "won" and not (amount.power or "," in amount.run or each):
        return amount  # the verb
    if unit.currency == "GBP" and _WEIGHED.match(page.folded, match.end()):
        unit = Unit("count", "pound")
    # In digits: rates were at one point below 2%.
    # 67%, some 25 points above last year's: right behind a rate they may be more.
    most = _MOST_POINTS if "%" in page.plain[max(0, amount.start - _LINE // 2) : amount.start] else _POINTS
    few = amount.run[0].isdecimal() and amount.value < most
    if unit.name == "point" and few and _is_of_rate(page, amount.start):
        unit = Unit("percentage-point")
    return replace(amount, end=match.end(), unit=unit, word=match[0], running=bool(running))


def _is_of_rate(page: Page, start: int) -> bool:
    """Whether points are those of a rate, which alone is spoken of before them: margins rose 1.5 points."""
    text, begin = page.plain, max(0, start - _LINE)
    return bool(_RATE_TALK.search(text, begin, start)) and not _INDEX_TALK.search(text, begin, start)


def _is_pence(page: Page, amount: Amount, end: int) -> bool:
    """Whether p is a penny: behind decimals, or where a price is spoken of, and in no formula."""
    text, start = page.plain, amount.start
    if _FORMULA.search(text, max(0, start - 2), start):
        return False
    return "." in amount.run or bool(_PENCE.search(text, max(0, start - _LINE), end + _LINE))


def _range_end(page: Page, first: Amount, to: re.Pattern[str], currency: str) -> Amount:
    """Return the amount that ends a range after a joint, or the only one; both are of one currency."""
    joint = to.match(page.folded, first.end)
    # rose from RMB14 billion to US$18 billion is two sums.
    if not joint or (currency and joint["c"] and not _in_currency(page, joint["c"].rstrip(), currency)):
        return first
    last = _amount(page, joint.end(), monetary=bool(currency))
    if not last or not comparable(first.unit, last.unit, prefixed=bool(currency)):
        return first
    # $1.20 to 31 cents: two sums, for cents hold for the last alone.
    if currency and last.unit and last.unit.power:
        return first
    # from $14 billion to 18 billion yen.
    if currency and last.unit and last.unit.kind == "money" and last.unit.currency != currency:
        return first
    # What falls is no range: 5 to 3 is a score or a change.
    return last if _rescaled(first, last) < last.value else first


def _is_apart(page: Page, first: Amount, last: Amount, around: _Around) -> bool:
    """Whether two amounts are no range: by how much and to what (fell by 5 tons to 90 tons), from one value to another."""
    text, start = page.folded, around.start
    said = first.unit is not None or bool(first.power and last.power)
    # In what was never masked: what changes may have a figure, too.
    counted = last.unit is not None and last.unit.kind == "count"
    two = text.startswith(" to ", first.end) and (said or counted)
    if two and (changes := _FROM.search(page.plain, max(0, start - _LINE), start)):
        # rising from 100 to 500 shares; what lies between the verb and `from 3 to 5 days` may be in so many.
        return said or len(changes[0]) <= _AT_ONCE
    # raised the dividend 4 cents to 56 cents.
    coins = first.unit is not None and first.unit.kind == "money"
    if (
        coins
        and last.value > 2 * _FAR * first.value
        and _CHANGED.search(page.plain, max(0, start - _LINE), start)
    ):
        return True
    moved = _MOVED.search(text, max(around.floor, start - 30), start)
    # grew 5% to 7% is a range, as are rates that are forecast.
    if not moved or (first.unit is not None and first.unit.kind == "percent"):
        return False
    lower = _rescaled(first, last)
    exact = moved["by"] and len(first.run) > _ROUND_DIGITS < len(last.run)
    far = _FAR if not exact else 2
    by = said and moved["by"] and last.value > far * lower
    # Oil fell $1.15 to $58.06.
    priced = bool(around.currency) and text[last.start - 1] in "$€£¥"
    return (
        bool(by or _is_level(first, last))
        or ((said or "," in first.run) and last.value > _FARTHER * lower)
        or (priced and last.value > 2 * _FAR * lower)
    )


def _is_level(first: Amount, last: Amount) -> bool:
    """Whether what has moved by basis points is at the second amount: widened 6bp to 98bp, but fell 1bp to 6bp at most tenors."""
    points = first.unit is not None and first.unit.kind == "basis-point"
    far = _FAR if last.value >= _LEVEL else 2 * _FAR
    return points and last.value > far * first.value


def _in_currency(page: Page, symbol: str, currency: str) -> bool:
    """Whether a symbol may stand for a currency that was named before it: HK$5 to $6 is one range, RMB5 to $6 is two."""
    return _currency(page, symbol) == currency or (symbol == "$" and currency.endswith("D"))


def _rescaled(first: Amount, last: Amount) -> Decimal:
    """Give the lower end the scale that only the upper one shows ($5-6 billion)."""
    moved = scaled(first.number, last.power)
    return moved if not first.power and first.unit is None and moved < last.value else first.value


def _is_figure(page: Page, first: Amount, last: Amount, around: _Around) -> bool:
    """Whether a number is a quantity, by the principles of `en.names`."""
    text, start = page.folded, around.start
    if around.currency:
        return True
    # A50, COVID-19, Tier 1: three characters hold what touches a number, twelve a label.
    # The previous figure 2.5%: per cent are no label.
    share = last.unit is not None and last.unit.kind == "percent"
    if names.TOUCHED.search(text, max(0, start - 3), start) or (
        not share and names.LABEL.search(text, max(0, start - 12), start)
    ):
        return False
    # one company, a company: but a million and one year count.
    if first.number == 1 and not first.run[0].isdecimal() and not first.power and last is first:
        # one is a pronoun, a an article; one new share for every two is a ratio.
        if _ONE_FOR.match(text, last.end):
            return True
        return first.unit is not None and first.unit.kind != "multiple"
    if last.unit or last.power:
        return True
    # `ISO 9001`, `iPhone 15`; words (five) are never part of a name like that.
    # Li Auto 33,200: no name has groups of digits.
    digits = first.run[0].isdecimal() and "," not in first.run
    return not digits or not (
        names.NAMED.search(text, max(0, start - 24), start) or names.CONTINUED.match(text, last.end)
    )


def _made(page: Page, first: Amount, last: Amount, around: _Around) -> Quantity:
    lead, start = before_at(page.folded, around.start, around.floor)
    if lead and _is_elsewhere(page, last, around, start):
        lead, start = "", around.start
    unit = last.unit or Unit("money" if around.currency else "count")
    stop = last.end
    # $5 shares: what is counted behind a sum is no part of it.
    if around.currency and unit.kind != "money":
        stop, unit = last.end - len(last.word), Unit("money")
    # 60-plus, 5%+, 10 or more.
    trail, end = after_at(page.folded, stop)
    # 20% off and an 80% discount say what is taken away.
    off = _OFF.match(page.folded, stop) if unit.kind == "percent" else None
    end = off.end() if off else end
    if (
        not off
        and unit.kind == "percent"
        and (off := _OFF_BY.search(page.folded, max(around.floor, start - 14), start))
    ):
        start = off.start()
    numbers = [last.value] if first is last else [_rescaled(first, last), last.value]
    numbers = [scaled(number, unit.power) for number in numbers]
    values = [plain(number) for number in numbers]
    values[0] = around.sign + values[0]
    # 1.50 keeps its nought; 150 has none to keep.
    points = ["." in one.run for one in ((last,) if first is last else (first, last))]
    return Quantity(
        start, end, page.text[start:end], unit.kind,
        value=values[0] if len(values) == 1 else (values[0], values[1]),
        unit="cent" if unit.power else unit.name, currency=around.currency or unit.currency,
        modifier=lead or trail, form="off" if off else _form(last, unit),
        places=tuple(exponent_of(number) if point else None for number, point in zip(numbers, points, strict=True)),
    )  # fmt: skip


def _is_elsewhere(page: Page, last: Amount, around: _Around, lead: int) -> bool:
    """Whether a word of more or less belongs to what stands before: sank below $82,000, went up to 3, rose over three years.

    Args:
        page: The text.
        last: The amount.
        around: What stands before it.
        lead: Where its modifier begins.
    """
    text, start = page.folded, around.start
    if text.startswith("up to", lead) and _WENT.search(text, max(0, lead - 9), lead):
        return True
    lasting = last.unit is not None and last.unit.name in DURATIONS
    # Boeing handed over 44 jets; but it took over an hour.
    handed = text.startswith("over", lead) and _HANDED.search(text, max(0, lead - 12), lead)
    if handed and not (handed["took"] and lasting):
        return True
    if lasting:
        if last.word[:1] == "-" and _OVER_TENOR.search(page.plain, max(0, start - 50), start):
            return True
        # In what was never masked: the amount before it has been read.
        said = _OVER_TIME.search(page.plain, max(0, start - 20), start)
        return bool(said) and last.word[:1] != "-" and not text.startswith(" ago", last.end)
    # Of a price only: revenue rose over 5%, over 20 shops and over $5 billion are limits.
    price = (around.currency or (last.unit and last.unit.kind == "money")) and not last.power
    return bool(price and _MOVED_PAST.search(text, max(around.floor, start - 30), start))


def _form(last: Amount, unit: Unit) -> str:
    if unit.kind == "multiple":
        return "x" if last.word.lower() == "x" else ""
    if last.running:
        return "running"
    # 10-year bonds; 12-inch wafers are no duration, and a 60-year-old is a person.
    singular = last.word.startswith("-") or last.word == unit.name
    return "attributive" if unit.name in DURATIONS and last.word[:1] == "-" and singular else ""


def unit_named(words: str) -> Unit | None:
    """Return the unit that a whole phrase names."""
    match = after().match(words)
    return unit_of(match["u"]) if match and match.end() == len(words) else None
