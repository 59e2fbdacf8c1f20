"""Directives of remark with a label: `::youtube[标题]{#id}` on a line, `:abbr[GDP]{title="国内生产总值"}` in a text.

Stays: name and attributes.
Offered: the label, and attributes of `markdown.attributes`.
"""

from transflow.markdown.feature import Feature, Line, Markup
from transflow.markdown.features.grammar import GRAMMAR

_TEXT = GRAMMAR["labelled-text"]

FEATURE = Feature(
    lines=(Line(":", GRAMMAR["labelled-line"]),),
    markup=(Markup(":", _TEXT, "html"),),
)
