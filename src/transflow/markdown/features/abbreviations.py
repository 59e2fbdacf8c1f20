"""Abbreviations: `*[ETF]: 交易型开放式指数基金`, a line each.

Stays: the line.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# Short for a sentence or not, it is shown on hover, and Python-Markdown finds it by its letters: copied whole.
FEATURE = Feature(lines=(Line("*", GRAMMAR["abbreviation"]),))
