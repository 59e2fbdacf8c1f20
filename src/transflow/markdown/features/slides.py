"""Pauses of Pandoc's slides: `. . .` on a line.

Stays: the line.
"""

import re

from transflow.markdown.feature import Feature, Line

FEATURE = Feature(lines=(Line(".", re.compile(r"\.[ ]\.[ ]\.[ \t]*")),))
