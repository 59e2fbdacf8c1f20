"""MyST's marks on lines of their own: a target `(name)=`, a block break `+++ {…}`, the line `^^^` of a card.

Stays: all of it.
"""

import re

from transflow.markdown.feature import Feature, Line

# `(name)=` alone in its line; `+++` alone is a block break, since TOML front matter is at the top only.
FEATURE = Feature(
    lines=(
        Line("(", re.compile(r"\([^()\n]+\)=")),
        # What parts the header of a card from its body.
        Line("^", re.compile(r"\^{3,}[ \t]*")),
        Line("+", re.compile(r"\+{3}[ \t]*(?:\{.*\}|[^+]*)?")),
    )
)
