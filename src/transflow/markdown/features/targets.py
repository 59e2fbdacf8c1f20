"""MyST's marks on lines of their own: a target `(name)=`, a block break `+++ {…}`.

Stays: all of it.
"""

import re

from transflow.markdown.feature import Feature, Line

# `(name)=` alone in its line; `+++` alone is a block break, since TOML front matter is at the top only.
FEATURE = Feature(
    lines=(
        Line("(", re.compile(r"\([^()\n]+\)=")),
        Line("+", re.compile(r"\+{3}[ \t]*(?:\{.*\}|[^+]*)?")),
    )
)
