"""MyST's marks on lines of their own: a target `(name)=`, a block break `+++ {…}`.

Stays: all of it.
"""

import re

from transflow.markdown.feature import Feature, Line

FEATURE = Feature(
    lines=(
        Line("(", re.compile(r"\([^()\n]+\)=")),
        Line("+", re.compile(r"\+{3}[ \t]*(?:\{.*\}|[^+]*)?")),
    )
)
