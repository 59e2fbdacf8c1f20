"""A text with what is known of it, as the comparisons of a text and its translation want it."""

from collections.abc import Sequence
from dataclasses import dataclass

from transflow.numbers.quantity import Quantity
from transflow.verification.phrases import Mark, Marks

STOPS = frozenset(",，。;；、:：()（）")
"""What a clause ends with, and with it what belongs together."""
Pairs = Sequence[tuple[Quantity, Quantity]]
"""Figures that stand once on each side; see `transflow.verification.figures`."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts."""

    text: str
    marks: Marks
    figures: Sequence[Quantity]

    def about(self, *concepts: str) -> Sequence[Mark]:
        """Return the phrases about something, those of one concept after those of another."""
        return [mark for concept in concepts for mark in self.marks.get(concept, ())]


# At 100 half of the sentences that are turned round would be missed; at 300 two sentences of a paragraph go together.
REACH = 150
"""Characters of the longer text by which a phrase may stand before or behind the part that it renders: those of a sentence."""


def window(source: Side, target: Side, at: int) -> tuple[float, float]:
    """Return between which places of a text what stands at one of its translation can be rendered."""
    middle, reach = at / len(target.text), REACH / max(len(source.text), len(target.text))
    return (middle - reach) * len(source.text), (middle + reach) * len(source.text)
