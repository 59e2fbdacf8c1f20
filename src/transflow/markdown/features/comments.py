"""Comments of MyST: a line that begins with `%`.

Stays: the line.
"""

import re

from transflow.markdown.feature import Feature, Line

FEATURE = Feature(lines=(Line("%", re.compile(r"%.*")),))
