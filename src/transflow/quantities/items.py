"""The values of a quantity, and the senses in which each may be said on the other side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from transflow.numbers.moments import HOUR
from transflow.numbers.quantity import Quantity

Key = tuple[str, str, Fraction]
"""A sense in which a value can be met on the other side: a family, a currency, a number."""
_LARGE = Fraction(10**6)
_MONTHS = {"year": 12, "fiscal year": 12, "month": 1, "quarter": 3, "decade": 120, "century": 1200}
_PREFIXES = {
    # 0.5 megawatts are 500 kilowatts: people convert.
    "milli": Fraction(1, 1000),
    "kilo": Fraction(10**3),
    "mega": Fraction(10**6),
    "giga": Fraction(10**9),
    "tera": Fraction(10**12),
}
# 48小时 and two days; 一周 and seven days.
_HOURS = {"week": Fraction(168), "day": Fraction(24), "hour": Fraction(1), "minute": Fraction(1, 60)}
_ERRORS = {"money", "percent", "percentage-point", "basis-point"}
"""Kinds whose mismatch is an error whatever their size."""
_OF_CENTS = {"USD", "HKD", "AUD", "CAD", "NZD", "SGD"}
"""What cents alone can be of."""
_SIGN_OF_TWO = {"CNY", "JPY"}
"""What ¥ can mean."""


@dataclass(frozen=True)
class Item:
    """One value of a quantity; a range has two."""

    quantity: Quantity
    keys: tuple[Key, ...]
    raw: Fraction | None
    """The bare number; None for a place in the calendar."""

    @cached_property
    def digits(self) -> Fraction:
        """The bare number without its power of ten; 0 for none."""
        size = abs(self.raw or Fraction(0))
        # By tens, not by the logarithm, which is a float: 10^15 would become 9.999….
        while size >= 10:
            size /= 10
        while 0 < size < 1:
            size *= 10
        return size

    @property
    def grave(self) -> bool:
        """Whether it is an error, and not merely worth a look, if it has no equal."""
        return self.quantity.kind in _ERRORS or (self.raw is not None and abs(self.raw) >= _LARGE)


def unzipped(quantities: Sequence[Quantity]) -> tuple[list[Quantity], list[str]]:
    """Return each quantity as often as it has values, and beside it the values."""
    pairs = [(one, value) for one in quantities for value in one.values]
    return [one for one, _value in pairs], [value for _one, value in pairs]


def item_of(quantity: Quantity, value: str) -> Item:
    """Return one value of a quantity with its senses."""
    if quantity.kind in {"date", "period"}:
        # 2025 may stand on the other side as a plain number: 「2016財資市場高峰會」.
        numbers = [int(value)] if value.isdecimal() else _hours(quantity, value)
        return Item(quantity, tuple(("number", "", Fraction(one)) for one in numbers), None)
    if quantity.kind == "ratio":
        over, _, under = value.partition("/")
        if not Fraction(under):  # a vote of 9 to nil
            return Item(quantity, (("nil", "", Fraction(over)),), Fraction(over))
        number = Fraction(over) / Fraction(under)
        return Item(quantity, (("part", "", number),), number)
    number = abs(Fraction(Decimal(value)))  # a sign may be said with a verb (-11.3%, fell 11.3%)
    return Item(quantity, tuple(_senses(quantity, number)), number)


def _hours(quantity: Quantity, value: str) -> list[int]:
    """Return the hours that a full hour may be, whose other side may be a plain number (at seven)."""
    if value[:1] != "T" or not value.endswith(":00") or len(value) != len("T07:00"):
        return []
    hour = int(value[1:3])
    # Seven o'clock may be that of the evening.
    return [hour, (hour + 12) % 24] if HOUR in quantity.form.split() else [hour]


def _senses(quantity: Quantity, number: Fraction) -> Iterator[Key]:
    """Yield all senses in which a number of this kind may be said."""
    if quantity.modifier == "several":
        # 数十亿元 meets tens of billions of yuan, and never exactly 1 billion.
        yield ("several", quantity.currency or (quantity.kind if quantity.kind in _ERRORS else ""), number)
        return
    match quantity.kind:
        case "money":
            yield from (("money", code, number) for code in _currencies(quantity))
            # Two pounds may be a weight.
            if quantity.currency == "GBP" and "pound" in quantity.text:
                yield ("pound", "", number)
        case "percent":
            # 160% of last year's is a rise of 60%: each is said as the other.
            yield from (("part", "", number / 100), ("rise", "", 1 + number / 100))
            # 八折 is 80 % of the price; two discounts meet only by what they take off
            yield ("paid", "", 1 - number / 100 if quantity.form == "off" else number / 100)
        case "percentage-point":
            yield ("point", "", number)
        case "basis-point":
            yield from (("point", "", number / 100), ("pips", "", number))
        case "multiple":
            yield from (("part", "", number), ("rise", "", number), ("number", "", number))
        case _:
            yield from _counted(quantity, number)


def _currencies(quantity: Quantity) -> Sequence[str]:
    """Return what the currency of a sum can be: ¥ is that of two countries, and many have cents."""
    if quantity.currency in _SIGN_OF_TWO and "¥" in quantity.text:
        return sorted(_SIGN_OF_TWO)
    # 12 US cents are no others.
    bare = quantity.unit == "cent" and "cent" in quantity.text and quantity.text.islower()
    return sorted(_OF_CENTS) if bare and quantity.currency in _OF_CENTS else [quantity.currency]


def _counted(quantity: Quantity, number: Fraction) -> Iterator[Key]:
    if quantity.unit in _MONTHS:
        yield ("months", "", number * _MONTHS[quantity.unit])
    if quantity.unit in _HOURS:
        yield ("hours", "", number * _HOURS[quantity.unit])
    for prefix, factor in _PREFIXES.items():
        if quantity.unit.startswith(prefix):
            yield (quantity.unit.removeprefix(prefix), "", number * factor)
    if quantity.unit == "pound":
        yield ("pound", "", number)
    if quantity.unit in {"point", "pip"}:
        yield ("pips", "", number)  # 基点 of an exchange rate
    if quantity.unit == "time":
        yield ("part", "", number)
    # 连跌六日 is "for a sixth day"; 逾两个月 is no "second month".
    if quantity.kind == "ordinal" or not quantity.modifier:
        yield ("ordinal", "", number)
    if quantity.kind != "ordinal":
        yield ("number", "", number)
