"""Abbreviations: `*[ETF]: 交易型开放式指数基金`, a line each.

Stays: the line.
"""

import re

from transflow.markdown.feature import Feature, Line

# Short for a sentence or not, it is shown on hover, and Python-Markdown finds it by its letters: copied whole.
FEATURE = Feature(lines=(Line("*", re.compile(r"\*\[[^\[\]\n]+\]:.*")),))
