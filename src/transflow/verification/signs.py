"""Figures that lost or gained a minus."""

from collections.abc import Iterator

from transflow.numbers.quantity import Quantity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import Pairs, Side

_SAYING = {
    ("sign", "negative"), ("move", "down"), ("result", "loss"), ("balance", "deficit"), ("flow", "out"),
    ("liquidity", "out"), ("gap", "discount"),
}  # fmt: skip
"""The phrases that can stand for a minus."""
_MOVES = {("sign", "negative"), ("move", "down")}
_LEADS = GRAMMAR["leads-to"]
_ENDS = ",，;；。、"
_OPEN, _CLOSED = frozenset("(（"), frozenset(")）")


def unlike(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Quantity, bool]]:
    """Yield each figure of a translation with another sign than in the source, and whether it should have a minus.

    A minus may be said in words, in the clause where its figure stands.
    """
    for figure, other in pairs:
        # By its value, so that （8.6）亿, which the reader knows as a loss, counts as a minus.
        wanted, shown = (one.values[0].startswith("-") for one in (figure, other))
        if wanted and not shown and not _says(target, other):
            yield other, True
        elif shown and not wanted and not _says(source, figure):
            yield other, False


def _leads(text: str, mark: Mark, figure: Quantity) -> bool:
    """Whether a word that moves leads to a figure, of which it does not say that it is negative: fell to -0.4%."""
    moves = (mark.concept, mark.pole) in _MOVES and mark.end <= figure.start
    return moves and bool(_LEADS.fullmatch(text, mark.end, figure.start))


def _says(side: Side, figure: Quantity) -> bool:
    """Whether brackets around a figure, as bookkeepers write them, or a word of its clause say that it is negative."""
    text = side.text
    # `plus 0.8%` is none, whatever else its clause says.
    if any(mark.pole == "positive" and 0 <= figure.start - mark.end <= 1 for mark in side.about("sign")):
        return False
    if (
        # (HK$860 million), for （8.6）亿港元.
        text[max(0, figure.start - 1) : figure.start] in _OPEN
        and text[figure.end : figure.end + 1] in _CLOSED
    ):
        return True
    # `a net loss` of another clause says nothing of this figure.
    start = max(text.rfind(end, 0, figure.start) for end in _ENDS)
    ends = [at for end in _ENDS if (at := text.find(end, figure.end)) >= 0]
    stop = min(ends, default=len(text))
    return any(
        start < mark.start < stop and not _leads(text, mark, figure)
        for concept, pole in _SAYING
        for mark in side.about(concept)
        if mark.pole == pole
    )
