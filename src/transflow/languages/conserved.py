"""What a translation keeps of figures whatever they mean: the unit beside the digits, months, quarters, years, lengths of time.

It compares what each language's `plainly` sees in a text, which is what anybody sees, and knows nothing of `transflow.quantities`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol

MONEY = frozenset({"usd", "hkd", "twd", "cny", "eur", "gbp", "jpy", "krw"})
_ALSO = {"point": {"point", "pts"}, "rate": {"percent", "point", "pts"}}
"""Units that stand for another: points for percentage points, and per cent or points for a rate that may be either."""
_FAMILIES = (MONEY, frozenset({"percent", "point", "bp", "pts"}))
_BEFORE = 8
"""Characters before a figure in which its currency stands."""
_TELLING = 13
"""A whole number from here on is hardly met by chance."""
_QUARTERS = frozenset({"firsts", "span"})
_LENGTHS = {"span": (("day", 30, "month"), ("day", 7, "week"), ("month", 12, "year"))}
"""What so many of a length of time make, as either language may say it."""


class Figure(NamedTuple):
    """A figure and the unit beside it, empty for none that is known."""

    number: Decimal
    unit: str
    negative: bool
    start: int
    end: int


class Beside(NamedTuple):
    """What stands beside the figures of a language; a group a unit."""

    money: re.Pattern[str]
    """A currency, which ends where the figure begins."""
    unit: re.Pattern[str]
    """What is measured, behind it."""
    minus: re.Pattern[str]
    opens: re.Pattern[str]
    """A bracket of bookkeepers, which is a minus."""
    closes: re.Pattern[str]


Times = Mapping[str, Mapping[str, tuple[int, int]]]
"""The times that a text names, by their kinds (a month, a day, a length of time): what they are, and where."""


class Plainly(Protocol):
    """The part `plainly` of a language: figures and times of a text as anybody sees them."""

    def figures(self, text: str) -> list[Figure]:
        """Return the figures of a folded text in small letters, each with the unit beside it."""

    def open_units(self, unit: str, region: str) -> frozenset[str]:
        """Return the currencies that a bare word for money may be on the pages of a region; empty for a unit that is plain."""

    def says_minus(self, text: str, figure: Figure) -> bool:
        """Whether a word beside a figure stands for a minus."""

    def times(self, text: str) -> Times:
        """Return the times that a text names."""


@dataclass(frozen=True, slots=True)
class Unkept:
    """What a translation says otherwise than its source."""

    text: str
    """The part of the source."""
    said: str
    """What the translation says for it."""
    start: int
    end: int


def unkept(source: str, target: str, sides: tuple[Plainly, Plainly], region: str) -> Iterator[Unkept]:
    """Yield the figures of a text whose unit or sign another one took in its translation, and the times for which another stands.

    Args:
        source: The text, folded and in small letters.
        target: Its translation, likewise.
        sides: How their languages are read.
        region: The region of the text.
    """
    yield from _figures(source, target, sides, region)
    yield from _times(source, target, sides)


def same(number: Decimal, other: Decimal) -> bool:
    """Whether a number is another, or what is left of it when it is rounded to three digits or more."""
    if number == other:
        return True
    # 23.46 for 23.4567; 0.005 is half of the third digit's place at worst (1.00).
    return bool(number) and abs(number - other) / number <= Decimal("0.005")


def _figures(source: str, target: str, sides: tuple[Plainly, Plainly], region: str) -> Iterator[Unkept]:
    own, there = (side.figures(text) for side, text in zip(sides, (source, target), strict=True))
    # What is bare is of any currency that the text names besides.
    named = {one.unit for one in own}
    for one in own:
        bare = sides[0].open_units(one.unit, region)
        wanted = bare | named if bare else _ALSO.get(one.unit, {one.unit})
        met = [other for other in there if same(one.number, other.number)]
        if met and (_is_other(one, met, wanted) or _is_turned(one, met, (source, target), sides)):
            said = target[met[0].start : met[0].end]
            yield Unkept(source[one.start : one.end], said, one.start, one.end)


def _is_telling(number: Decimal) -> bool:
    return number >= _TELLING or number != number.to_integral_value()


def _is_other(one: Figure, met: list[Figure], wanted: set[str] | frozenset[str]) -> bool:
    """Whether the figure stands in the translation with other units only."""
    if not one.unit or any(not other.unit or other.unit in wanted for other in met):
        return False
    family = next((family for family in _FAMILIES if wanted & family), frozenset())
    return _is_telling(one.number) or all(other.unit in family for other in met)


def _is_turned(
    one: Figure, met: list[Figure], texts: tuple[str, str], sides: tuple[Plainly, Plainly]
) -> bool:
    """Whether only one side has a minus before the figure, and the other neither a sign nor a word for it."""
    if not (one.unit or _is_telling(one.number)):
        return False  # 秩-2
    if not one.negative:
        return all(other.negative for other in met) and not sides[0].says_minus(texts[0], one)
    return not any(other.negative or sides[1].says_minus(texts[1], other) for other in met)


def figure(text: str, match: re.Match[str], number: Decimal, beside: Beside) -> Figure:
    """Return a figure of a text, of which the digits and the value are known, with its unit and its sign."""
    near = max(0, match.start() - _BEFORE)
    before = beside.money.search(text, near, match.start())
    behind = beside.unit.match(text, match.end())
    named = before or behind
    # bp2 is bp, of another alternative.
    unit = (named.lastgroup or "").rstrip("2") if named else ""
    start, end = before.start() if before else match.start(), behind.end() if behind else match.end()
    bracketed = beside.opens.search(text, near, match.start()) and beside.closes.match(text, match.end())
    minus = (beside.minus.search(text, near, at) for at in (match.start(), start))
    return Figure(number, "" if unit == "other" else unit, bool(bracketed or any(minus)), start, end)


def _times(source: str, target: str, sides: tuple[Plainly, Plainly]) -> Iterator[Unkept]:
    """Yield times of the source that the translation lacks, where it has others of the kind that the source lacks."""
    own, there = (side.times(text) for side, text in zip(sides, (source, target), strict=True))
    for kind, places in own.items():
        shown = there.get(kind, {})
        lost = [place for value, place in places.items() if value not in shown]
        added = [place for value, place in shown.items() if value not in places]
        # One for one: whoever leaves out one and adds two has said more than that.
        if lost and len(lost) == len(added):
            (start, end), (first, last) = lost[0], added[0]
            yield Unkept(source[start:end], target[first:last], start, end)


def times(
    text: str,
    told: Sequence[tuple[re.Pattern[str], str]],
    numbers: Mapping[str, int],
    units: Mapping[str, str],
) -> Times:
    """Return the times that a text names.

    Args:
        text: The text.
        told: Patterns, each with the kind of time that it finds: group `n` is a number, `u` the unit of a length of time.
        numbers: Words for numbers, months and ranks, by which of them it is.
        units: The units of lengths of time: year, month, day, week, quarter.
    """
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for pattern, kind in told:
        for match in pattern.finditer(text):
            number, unit = match["n"], match.groupdict().get("u") or ""
            value = (
                number[-2:]
                if kind == "year"
                else _value(numbers.get(number) or int(number), units.get(unit, unit), kind)
            )
            found[kind].setdefault(value, match.span())
    return found


def _value(value: int, unit: str, kind: str) -> str:
    # The first three quarters are nine months, 24 months two years, 14 days two weeks.
    if unit == "quarter" and kind in _QUARTERS:
        value, unit = 3 * value, "month"
    for smaller, many, larger in _LENGTHS.get(kind, ()):
        if unit == smaller and value % many == 0:
            value, unit = value // many, larger
    return f"{value} {unit}"
