"""Headings of Python-Markdown without a space: `##标题`.

Stays: the number signs.
Offered: the heading.
"""

import re

from transflow.markdown.feature import Feature, Line

# With a space it is every dialect's heading, and the parser's own.
FEATURE = Feature(lines=(Line("#", re.compile(r"#{1,6}(?P<text>[^#\s].*?)[ \t]*#*")),))
