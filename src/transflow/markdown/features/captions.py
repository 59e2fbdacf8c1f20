"""Captions of Pandoc's tables: `: 标题 {#tbl-a}` or `Table: 标题` on a line.

Stays: the mark, and attributes.
Offered: the caption.
"""

import re

from transflow.markdown.feature import Feature, Line

_TEXT = r"(?P<text>[^\s{}][^{}]*[^\s{}]|[^\s{}])(?:[ \t]+\{[^{}]*\})?"
FEATURE = Feature(
    lines=(
        Line(":", re.compile(rf":[ \t]+{_TEXT}")),
        Line("Tt", re.compile(rf"[Tt]able:[ \t]+{_TEXT}")),
    )
)
