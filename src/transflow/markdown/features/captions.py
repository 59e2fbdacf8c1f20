"""Captions of Pandoc's tables: `: 标题 {#tbl-a}` or `Table: 标题` on a line.

Stays: the mark, and attributes.
Offered: the caption.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

FEATURE = Feature(
    lines=(
        Line(":", GRAMMAR["caption-line"]),
        Line("Tt", GRAMMAR["table-line"]),
    )
)
