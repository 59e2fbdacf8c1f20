"""What a person may do with a figure: round it, and add in brackets what it is in another currency."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from transflow.numbers.digits import EXACT, exponent_of, trimmed
from transflow.numbers.quantity import Quantity
from transflow.quantities.items import Item

_NEAR = Fraction(1, 100)
"""By how much, at most, a figure changes when it is rounded: 23.4567 to 23.5, but not 1.75 % to 1.8 %."""
_ROUNDED = frozenset({"money", "percent", "percentage-point", "multiple", "count"})
_PER_DOLLAR = {
    "USD": ("1", "1"), "CNY": ("6", "9"), "HKD": ("7", "8"), "TWD": ("25", "36"), "JPY": ("75", "175"), "KRW": ("900", "1600"), "EUR": ("0.6", "1.2"),
    "GBP": ("0.5", "1"), "SGD": ("1.1", "1.6"), "AUD": ("0.9", "1.8"), "CAD": ("0.9", "1.6"), "CHF": ("0.7", "1.2"), "INR": ("40", "95"),
    "MYR": ("3", "5"), "THB": ("28", "40"), "IDR": ("8_000", "18_000"), "MOP": ("7", "9"), "RUB": ("25", "125"), "NZD": ("1.1", "2"), "VND": ("18_000", "28_000"),
}  # fmt: skip
"""What a dollar has cost since 2008, widely: a conversion that is out by a power of ten is none."""


def rounded(one: Item, other: Item) -> bool:
    """Whether the second is the first with fewer digits, rightly rounded."""
    own, its = one.quantity, other.quantity
    if one.raw is None or other.raw is None or one.raw == other.raw or not _alike(own, its):
        return False
    if abs(abs(one.raw) - abs(other.raw)) > _NEAR * abs(one.raw):
        return False
    exact, shown = (_decimal(item) for item in (one, other))
    if exact is None or shown is None:
        return False
    last = Decimal(1).scaleb(exponent_of(trimmed(shown)), EXACT)
    # 2.5 to 2 or to 3: people round by either rule.
    ways = {exact.quantize(last, rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    return shown in ways


def _alike(one: Quantity, other: Quantity) -> bool:
    return (
        one.kind == other.kind
        and one.kind in _ROUNDED
        and (one.currency, one.unit) == (other.currency, other.unit)
    )


def _decimal(item: Item) -> Decimal | None:
    values = [Decimal(value) for value in item.quantity.values]
    # The written value, not the fraction: its exponent says how many digits are shown.
    return next((abs(value) for value in values if abs(Fraction(value)) == item.raw), None)


def converted(one: Item, ends: Mapping[int, Item]) -> bool:
    """Whether it stands in brackets behind a sum in another currency that it may be worth: 1.2 trillion yuan ($168 billion).

    Args:
        one: A value of the translation.
        ends: The values of the translation by where they end.
    """
    own = one.quantity
    # By where it ends, so that no figure is looked for among all others.
    before = ends.get(own.start - 2) or ends.get(own.start - 1)  # a space and a bracket, or a bracket
    if not before or before.raw is None or not before.raw or one.raw is None:
        return False
    other = before.quantity
    money = own.kind == other.kind == "money" and own.currency != other.currency
    return money and _worth(other.currency, before.raw, own.currency, one.raw)


def _worth(code: str, number: Fraction, other: str, shown: Fraction) -> bool:
    if code not in _PER_DOLLAR or other not in _PER_DOLLAR:
        return False
    (low, high), (least, most) = _PER_DOLLAR[code], _PER_DOLLAR[other]
    # Widely on both sides: a dollar's range over the other's.
    rate = abs(shown) / abs(number)
    return Fraction(least) / Fraction(high) <= rate <= Fraction(most) / Fraction(low)
