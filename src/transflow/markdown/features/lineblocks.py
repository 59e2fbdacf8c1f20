"""Line blocks of Pandoc: `| 第一行`, a line each.

Stays: the bars, and what stands on which line.
Offered: each line.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# One bar: a line with more of them is a row of a table.
FEATURE = Feature(lines=(Line("|", GRAMMAR["block-line"]),))
