"""MyST's marks on lines of their own: a target `(name)=`, a block break `+++ {…}`, the line `^^^` of a card.

Stays: all of it.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# `(name)=` alone in its line; `+++` alone is a block break, since TOML front matter is at the top only.
FEATURE = Feature(
    lines=(
        Line("(", GRAMMAR["target"]),
        # What parts the header of a card from its body.
        Line("^", GRAMMAR["footer-line"]),
        Line("+", GRAMMAR["break-line"]),
    )
)
