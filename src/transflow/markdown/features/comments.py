"""Comments of MyST: a line that begins with `%`.

Stays: the line.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

FEATURE = Feature(lines=(Line("%", GRAMMAR["percent-line"]),))
