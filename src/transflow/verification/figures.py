"""Figures that stand once on each side, so that what is said of them can be compared."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from transflow.numbers.quantity import Quantity


def met(theirs: Sequence[Quantity], ours: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the figures that stand once on each side, with one value."""
    known, found = [_keys(figure) for figure in theirs], [_keys(figure) for figure in ours]
    for figure, its in zip(theirs, known, strict=True):
        same = [at for at, others in enumerate(found) if its & others]
        if len(same) == 1 and sum(bool(found[same[0]] & others) for others in known) == 1:
            yield figure, ours[same[0]]


def _keys(figure: Quantity) -> frozenset[tuple[str, tuple[Decimal | str, ...]]]:
    """Return the values a figure may stand for: growth of 160% makes 2.6 times, and 1.6 times is 160% of something."""
    values = tuple(sorted(value.lstrip("+-") for value in figure.values))
    match figure.kind:
        case "percent":
            parts = tuple(Decimal(value) / 100 for value in values)
            return frozenset({("part", parts), ("rise", tuple(part + 1 for part in parts))})
        case "multiple":
            times = tuple(map(Decimal, values))
            return frozenset({("part", times), ("rise", times)})
    return frozenset({(f"{figure.kind} {figure.currency}", values)})
