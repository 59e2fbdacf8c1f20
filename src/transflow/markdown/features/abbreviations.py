"""Abbreviations: `*[ETF]: 交易型开放式指数基金`, a line each.

Stays: the line.
"""

import re

from transflow.markdown.feature import Feature, Line

FEATURE = Feature(lines=(Line("*", re.compile(r"\*\[[^\[\]\n]+\]:.*")),))
