"""Compares the quantities of two sides by value, whatever words or forms they are written in."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from transflow.numbers.moments import UNKNOWN
from transflow.numbers.quantity import Mismatch, Quantity, Severity

Key = tuple[str, str, Fraction]
"""A sense in which a value can be met on the other side: a family, a currency, a number."""

_LARGE = Fraction(10**6)
_MONTHS = {"year": 12, "fiscal year": 12, "month": 1, "quarter": 3, "decade": 120, "century": 1200}
_PREFIXES = {
    "milli": Fraction(1, 1000),
    "kilo": Fraction(10**3),
    "mega": Fraction(10**6),
    "giga": Fraction(10**9),
    "tera": Fraction(10**12),
}
_HOURS = {"week": Fraction(168), "day": Fraction(24), "hour": Fraction(1), "minute": Fraction(1, 60)}
_ERRORS = {"money", "percent", "percentage-point", "basis-point"}
"""Kinds whose mismatch is an error whatever their size."""
_CODE = 4
"""Digits from which a number that nothing separates may be a code."""
_SIGN_OF_TWO = {"CNY", "JPY"}
"""What ¥ can mean."""


@dataclass(frozen=True)
class _Item:
    """One value of a quantity; a range has two."""

    quantity: Quantity
    keys: tuple[Key, ...]
    raw: Fraction | None
    """The bare number; None for a place in the calendar."""

    @cached_property
    def digits(self) -> Fraction:
        """The bare number without its power of ten; 0 for none."""
        size = abs(self.raw or Fraction(0))
        while size >= 10:
            size /= 10
        while 0 < size < 1:
            size *= 10
        return size

    @property
    def grave(self) -> bool:
        """Whether it is an error, and not merely worth a look, if it has no equal."""
        return self.quantity.kind in _ERRORS or (self.raw is not None and abs(self.raw) >= _LARGE)


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[Mismatch, ...]:
    """Do what `transflow.quantities.compare` promises."""
    left, right = [*map(_item, *_unzipped(source))], [*map(_item, *_unzipped(target))]
    unmet_left, unmet_right = _cancel_keys(left, right)
    for meets in (_same_moment, _bare_number):
        unmet_left, unmet_right = _cancel(unmet_left, unmet_right, meets)
    unmet_left, unmet_right = _apart(unmet_left), _apart(unmet_right)
    for meets in (_same_moment, _within_moment):
        unmet_left, unmet_right = _cancel(unmet_left, unmet_right, meets)
    return tuple(_mismatches(_telling(unmet_left), _telling(unmet_right), left, right))


def _unzipped(quantities: Sequence[Quantity]) -> tuple[list[Quantity], list[str]]:
    pairs = [(one, value) for one in quantities for value in one.values]
    return [one for one, _value in pairs], [value for _one, value in pairs]


def _item(quantity: Quantity, value: str) -> _Item:
    if quantity.kind in {"date", "period"}:
        year = Fraction(value) if value.isdecimal() else None
        return _Item(quantity, (("number", "", year),) if year else (), None)
    if quantity.kind == "ratio":
        over, _, under = value.partition("/")
        if not Fraction(under):  # a vote of 9 to nil
            return _Item(quantity, (("nil", "", Fraction(over)),), Fraction(over))
        number = Fraction(over) / Fraction(under)
        return _Item(quantity, (("part", "", number),), number)
    number = abs(Fraction(Decimal(value)))  # a sign may be said with a verb (-11.3%, fell 11.3%)
    return _Item(quantity, tuple(_senses(quantity, number)), number)


def _senses(quantity: Quantity, number: Fraction) -> Iterator[Key]:
    """Yield all senses in which a number of this kind may be said."""
    if quantity.modifier == "several":
        yield ("several", quantity.currency or (quantity.kind if quantity.kind in _ERRORS else ""), number)
        return
    match quantity.kind:
        case "money":
            shared = quantity.currency in _SIGN_OF_TWO and "¥" in quantity.text
            yield from (
                ("money", code, number) for code in (sorted(_SIGN_OF_TWO) if shared else [quantity.currency])
            )
        case "percent":
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


def _counted(quantity: Quantity, number: Fraction) -> Iterator[Key]:
    if quantity.unit in _MONTHS:
        yield ("months", "", number * _MONTHS[quantity.unit])
    if quantity.unit in _HOURS:
        yield ("hours", "", number * _HOURS[quantity.unit])
    for prefix, factor in _PREFIXES.items():
        if quantity.unit.startswith(prefix):
            yield (quantity.unit.removeprefix(prefix), "", number * factor)
    if quantity.unit in {"point", "pip"}:
        yield ("pips", "", number)  # 基点 of an exchange rate
    if quantity.unit == "time":
        yield ("part", "", number)
    yield ("number", "", number)


def _cancel(
    left: Sequence[_Item], right: Sequence[_Item], meets: Callable[[_Item, _Item], bool]
) -> tuple[list[_Item], list[_Item]]:
    """Take out the pairs that meet; what is left of each side stays in order."""
    rest, unmet = list(right), []
    for one in left:
        found = next((at for at, other in enumerate(rest) if meets(one, other)), None)
        if found is None:
            unmet.append(one)
        else:
            del rest[found]
    return unmet, rest


def _cancel_keys(left: Sequence[_Item], right: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
    """Take out the pairs that share a sense: of each left one the first on the right that is still free."""
    places: dict[Key, deque[int]] = defaultdict(deque)
    for place, item in enumerate(right):
        for key in item.keys:
            places[key].append(place)
    met: set[int] = set()
    unmet = []
    for item in left:
        free = []
        for found in (places[key] for key in item.keys if key in places):
            while found and found[0] in met:
                found.popleft()
            free += list(found)[:1]
        if free:
            met.add(min(free))
        else:
            unmet.append(item)
    return unmet, [item for place, item in enumerate(right) if place not in met]


def _same_moment(one: _Item, other: _Item) -> bool:
    """Whether two places in the calendar can be the same; a year that one side doesn't name is no difference."""
    if one.raw is not None or other.raw is not None:
        return _day_number(one, other) or _day_number(other, one)
    first, last = (_bounds(item.quantity) for item in (one, other))
    return len(first) == len(last) and all(_agree(a, b) for a, b in zip(first, last, strict=True))


def _within_moment(one: _Item, other: _Item) -> bool:
    """Whether one names the other's year, month or day only in part (2025 for January 2025)."""
    if (
        one.raw is not None
        or other.raw is not None
        or all("/" in item.quantity.values[0] for item in (one, other))
    ):
        return False
    return any(_agree(a, b, exact=False) for a in _bounds(one.quantity) for b in _bounds(other.quantity))


def _bounds(quantity: Quantity) -> list[list[str]]:
    return [end.replace("T", "-T").strip("-").split("-") for end in quantity.values[0].split("/")]


def _agree(one: list[str], other: list[str], *, exact: bool = True) -> bool:
    if exact and len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=False))
    known = [(a, b) for a, b in pairs if "X" not in a + b]
    return bool(known) and all(a == b for a, b in known)


def _apart(items: Sequence[_Item]) -> list[_Item]:
    """Take a stretch from one date to another as two dates, since the other side may say them apart."""
    result = []
    for one in items:
        first, _, last = one.quantity.values[0].partition("/")
        if one.raw is None and last and not one.quantity.form:
            result += [_item(replace(one.quantity, value=end), end) for end in (first, last)]
        else:
            result.append(one)
    return result


def _day_number(one: _Item, other: _Item) -> bool:
    """Whether a day without a month (15日) meets an ordinal (the 15th)."""
    if one.raw is not None or other.raw is None:
        return False
    value = one.quantity.values[0]
    return value.startswith(f"{UNKNOWN}-XX-") and value[8:].isdecimal() and int(value[8:]) == other.raw


def _bare_number(one: _Item, other: _Item) -> bool:
    """Whether the target names the unit that the source leaves out (30亿, 3 billion yuan), or omits a measure."""
    if one.raw is None or one.raw != other.raw:
        return False
    bare, unnamed = (item.quantity.kind == "count" and not item.quantity.unit for item in (one, other))
    return bare or (unnamed and one.quantity.kind == "count")


def _telling(items: Sequence[_Item]) -> list[_Item]:
    """Leave out what need not be said again: none, one, a first, the end of a year that isn't named."""
    return [one for one in items if not _silent(one)]


def _silent(item: _Item) -> bool:
    if item.raw is None:
        return item.quantity.values[0] == UNKNOWN
    return item.raw in {0, 1} and item.quantity.kind in {"count", "ordinal", "multiple"}


def _repeated(item: _Item, others: Sequence[_Item]) -> bool:
    """Whether a place in the calendar is only named once more than on the other side."""
    return item.raw is None and any(_same_moment(item, other) for other in others)


def _idle(item: _Item) -> bool:
    """Whether a translation may well add it: a small number in words (both sides, the two exchanges)."""
    plain = item.quantity.kind in {"count", "ordinal", "multiple"} and not item.quantity.unit
    return plain and item.raw is not None and item.raw < 10 and not any(map(str.isdigit, item.quantity.text))


def _is_code(item: _Item) -> bool:
    """Whether it may as well be a code, which the source's reader leaves alone: four digits or more, nothing between."""
    quantity = item.quantity
    return (
        quantity.kind == "count"
        and not quantity.unit
        and quantity.text.isdecimal()
        and len(quantity.text) >= _CODE
    )


def _mismatches(
    left: list[_Item], right: list[_Item], all_left: Sequence[_Item], all_right: Sequence[_Item]
) -> Iterator[Mismatch]:
    mistaken = _mistaken(left, right)
    paired = {id(item) for pair in mistaken for item in pair}
    left, right = ([item for item in side if id(item) not in paired] for side in (left, right))
    for one, other in mistaken:
        grave = one.grave or other.grave
        yield Mismatch(one.quantity, other.quantity, "error" if grave else "warning")
    idle = not left
    said, told = ({key for item in side for key in item.keys} for side in (all_left, all_right))
    for one in _once(left):
        if not _repeated(one, all_right) and not _base(one):
            yield Mismatch(one.quantity, None, _severity(one, told))
    for one in _once(right):
        if (
            not _repeated(one, all_left)
            and not _base(one)
            and not (idle and _idle(one))
            and not _is_code(one)
        ):
            yield Mismatch(None, one.quantity, _severity(one, said))


def _base(item: _Item) -> bool:
    """Whether it may be the base of an exchange rate, which is said in many ways (1美元兑140日元, 140 yen to the dollar)."""
    return item.raw == 1 and item.quantity.kind == "money"


def _once(items: Sequence[_Item]) -> list[_Item]:
    """Keep one item of each quantity, of which a range has two."""
    return list({id(one.quantity): one for one in items}.values())


def _mistaken(left: Sequence[_Item], right: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
    """Pair what looks like the other gone wrong: the same digits, or the only ones left of their kind."""
    kinds = [Counter(item.quantity.kind for item in side) for side in (left, right)]
    alone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}
    rest, pairs = list(right), []
    for one in left:
        kind = one.quantity.kind
        found = next((other for other in rest if _confusable(one, other)), None)
        if found is None and kind in alone:
            found = next((other for other in rest if other.quantity.kind == kind), None)
        if found is not None:
            pairs.append((one, found))
            rest.remove(found)
    return pairs


def _confusable(one: _Item, other: _Item) -> bool:
    """Whether two have the same digits, but another scale, currency or kind."""
    if not one.raw or not other.raw or one.digits != other.digits:
        return False
    return (one.quantity.kind == other.quantity.kind or one.raw == other.raw) and (one.grave or other.grave)


def _severity(item: _Item, others: set[Key]) -> Severity:
    """Tell how bad it is to have no equal; a mere repetition of what the other side says is not."""
    return "error" if item.grave and others.isdisjoint(item.keys) else "warning"
