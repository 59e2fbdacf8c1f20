"""What a figure is in a change: what was before (from), what is after (to), or the difference (by)."""

from collections.abc import Iterator, Sequence

from transflow.numbers.quantity import Quantity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import STOPS, Pairs, Side

# At 48 the 3% of `8% from the previous quarter but fell 3%` has the `from` of the figure before.
_APART = 24
"""Characters of a figure's modifiers and of its currency that may stand between a phrase and its digits."""
_UNTIL = "By "
_CALENDAR = ("date", "period")


def changed(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Quantity, str, str]]:
    """Yield each figure of a translation that has another role there than in the source, and both roles."""
    before, after = source.about("role"), target.about("role")
    if before and after:
        both = min(len(before), len(after)) > 1  # 由 alone is many things
        for figure, other in pairs:
            wanted, shown = _role(figure, source.text, before), _role(other, target.text, after)
            # `from` alone is often no change at all: 由中国制造, a loan from a bank.
            if wanted and shown and wanted != shown and (both or "from" not in (wanted, shown)):
                yield other, wanted, shown


def compared(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Quantity, str, str]]:
    """Yield each figure that is compared with another period than in the source, and both.

    That is told where each side has several: by the phrase that stands alone with the figure in its clause.
    """
    # Where one side has one comparison only, the counts of phrases tell (`meaning.turned`).
    if all(len({mark.pole for mark in side.about("comparison")}) > 1 for side in (source, target)):
        # A quarter is compared with nothing, and only tells where there is nothing else.
        for figure, other in [pair for pair in pairs if pair[0].kind not in _CALENDAR] or pairs:
            wanted, shown = _beside(figure, source), _beside(other, target)
            if wanted and shown and wanted != shown:
                yield other, wanted, shown


_CLAUSE = GRAMMAR["comparison-end"]


def _beside(figure: Quantity, side: Side) -> str:
    """Return the pole of the one phrase in a figure's clause; empty if there is none, or several."""
    cuts = [match.span() for match in _CLAUSE.finditer(side.text)]
    # The clause round the figure: 营收环比增长5.6%，同比下降1% has one comparison in each.
    start = max((end for _, end in cuts if end <= figure.start), default=0)
    stop = min((begin for begin, _ in cuts if begin >= figure.end), default=len(side.text))
    poles = {mark.pole for mark in side.about("comparison") if start <= mark.start < stop}
    return poles.pop() if len(poles) == 1 else ""


def _role(figure: Quantity, text: str, marks: Sequence[Mark]) -> str:
    """Return the role that the phrase before a figure gives it; empty if none does."""
    # A range is from and to in one.
    if len(figure.values) > 1:
        return ""
    first = _digits(figure)
    # The nearest phrase before it.
    for mark in reversed(marks):
        if mark.end <= first:
            between = text[mark.end : first]
            if text.startswith(_UNTIL, mark.start):
                return ""  # "By 1993 it had…" begins a sentence, and no change
            near = len(between) <= _APART and not any(c.isdigit() or c in STOPS for c in between)
            # down 8% from a year earlier and 1% from October: what was before has ended.
            near = near and not (mark.pole == "from" and " and " in between)
            return mark.pole if near else ""
    return ""


def _digits(figure: Quantity) -> int:
    """Return where the digits of a figure begin; the figure itself if it is in words."""
    return figure.start + next((at for at, char in enumerate(figure.text) if char.isdigit()), 0)
