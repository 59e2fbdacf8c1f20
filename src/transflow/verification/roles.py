"""What a figure is in a change: what was before (from), what is after (to), or the difference (by)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transflow.numbers.quantity import Quantity
from transflow.patterns import lazy
from transflow.verification.phrases import Mark

_APART = 24
"""Characters of a figure's modifiers and of its currency that may stand between a phrase and its digits."""
_UNTIL = "By "
_ENDS = frozenset(",，。;；、:：()（）")


@dataclass(frozen=True, slots=True)
class Side:
    """A text with the phrases in it that give a figure a role."""

    text: str
    marks: Sequence[Mark]


def changed(
    pairs: Sequence[tuple[Quantity, Quantity]], source: Side, target: Side
) -> Iterator[tuple[Quantity, str, str]]:
    """Yield each figure of a translation that has another role there than in the source, and both roles."""
    if source.marks and target.marks:
        both = min(len(source.marks), len(target.marks)) > 1  # 由 alone is many things
        for figure, other in pairs:
            wanted, shown = role(figure, source), role(other, target)
            if wanted and shown and wanted != shown and (both or "from" not in (wanted, shown)):
                yield other, wanted, shown


def compared(
    pairs: Sequence[tuple[Quantity, Quantity]], source: Side, target: Side
) -> Iterator[tuple[Quantity, str, str]]:
    """Yield each figure that is compared with another period than in the source, and both.

    That is told where each side has several: by the phrase that stands alone with the figure in its clause.
    """
    if len({mark.pole for mark in source.marks}) > 1 and len({mark.pole for mark in target.marks}) > 1:
        for figure, other in pairs:
            wanted, shown = _beside(figure, source), _beside(other, target)
            if wanted and shown and wanted != shown:
                yield other, wanted, shown


_CLAUSE = lazy(r"[,，。;；、]| and | while | but ")


def _beside(figure: Quantity, side: Side) -> str:
    """Return the pole of the one phrase in a figure's clause; empty if there is none, or several."""
    cuts = [match.span() for match in _CLAUSE.finditer(side.text)]
    start = max((end for _, end in cuts if end <= figure.start), default=0)
    stop = min((begin for begin, _ in cuts if begin >= figure.end), default=len(side.text))
    poles = {mark.pole for mark in side.marks if start <= mark.start < stop}
    return poles.pop() if len(poles) == 1 else ""


def role(figure: Quantity, side: Side) -> str:
    """Return the role that the phrase before a figure gives it; empty if none does."""
    if len(figure.values) > 1:
        return ""
    first = digits(figure)
    for mark in reversed(side.marks):
        if mark.end <= first:
            between = side.text[mark.end : first]
            if side.text.startswith(_UNTIL, mark.start):
                return ""  # "By 1993 it had…" begins a sentence, and no change
            near = len(between) <= _APART and not any(c.isdigit() or c in _ENDS for c in between)
            return mark.pole if near else ""
    return ""


def digits(figure: Quantity) -> int:
    """Return where the digits of a figure begin; the figure itself if it is in words."""
    return figure.start + next((at for at, char in enumerate(figure.text) if char.isdigit()), 0)
