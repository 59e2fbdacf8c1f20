"""Figures that stand once on each side, so that what is said of them can be compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from transflow.numbers.quantity import Quantity

_Key = tuple[str, tuple[Decimal | str, ...]]
_Keys = frozenset[_Key]


def met(of_source: Sequence[Quantity], of_target: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the figures that stand once on each side, with one value."""
    found = [_keys(figure) for figure in of_target]
    left, right = _places(map(_keys, of_source)), _places(found)
    for figure in of_source:
        same = _alone(_keys(figure), right)
        # Once on each side, seen from both: of two 5% nobody knows which is meant.
        if same is not None and _alone(found[same], left) is not None:
            yield figure, of_target[same]


_SIZES = (
    {
        "year",
        "fiscal year",
        "month",
        "quarter",
        "week",
        "day",
        "hour",
        "minute",
        "second",
        "decade",
        "century",
    },
    {"ton", "kilogram", "gram", "milligram", "ounce", "pound", "jin"},
    {"meter", "kilometer", "centimeter", "millimeter", "mile", "foot", "inch", "nautical mile"},
    *(
        {f"{prefix}{name}" for prefix in ("", "kilo", "mega", "giga", "tera")}
        for name in ("watt", "watt-hour", "byte", "hertz")
    ),
)
"""Units that measure the same."""


def measured_otherwise(figure: Quantity, other: Quantity) -> bool:
    """Whether two figures of one value are of different size, since they are measured in different units."""
    units = {figure.unit.removeprefix("fiscal "), other.unit.removeprefix("fiscal ")}
    # 25 years for 25 months; shares for people would be a matter of words.
    return len(units) == 2 and any(units <= names for names in _SIZES)


def _places(figures: Iterable[_Keys]) -> dict[_Key, list[int]]:
    places: dict[_Key, list[int]] = {}
    for place, keys in enumerate(figures):
        for key in keys:
            places.setdefault(key, []).append(place)
    return places


def _alone(keys: _Keys, places: Mapping[_Key, Sequence[int]]) -> int | None:
    """Return the place of the only figure that has one of some keys; None if there are none or several."""
    # Two places of a key are enough to know that it is not alone.
    found = {place for key in keys for place in places.get(key, ())[:2]}
    return found.pop() if len(found) == 1 else None


def _keys(figure: Quantity) -> _Keys:
    """Return the values a figure may stand for: growth of 160% makes 2.6 times, and 1.6 times is 160% of something."""
    # Without signs, which a verb may say; sorted, since a range may be told from above.
    values = tuple(sorted(value.lstrip("+-") for value in figure.values))
    match figure.kind:
        case "percent":
            parts = tuple(Decimal(value) / 100 for value in values)
            return frozenset({("part", parts), ("rise", tuple(part + 1 for part in parts))})
        case "multiple":
            times = tuple(map(Decimal, values))
            return frozenset({("part", times), ("rise", times)})
    return frozenset({(f"{figure.kind} {figure.currency}", tuple(map(_number, values)))})


def _number(value: str) -> Decimal | str:
    """Return the number that a value is, if it is one: 31.50 is 31.5."""
    return Decimal(value) if value.replace(".", "", 1).isdecimal() else value
