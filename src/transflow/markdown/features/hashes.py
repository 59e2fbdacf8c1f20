"""Headings of Python-Markdown without a space: `##标题`.

Stays: the number signs.
Offered: the heading.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# With a space it is every dialect's heading, and the parser's own.
FEATURE = Feature(lines=(Line("#", GRAMMAR["hash-heading"]),))
