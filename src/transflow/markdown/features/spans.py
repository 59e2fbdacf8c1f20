"""Spans with attributes: `[文字]{.mark}`.

Stays: the attributes.
Offered: the text.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

# The brace must follow at once: `[a] {b}` is text.
FEATURE = Feature(markup=(Markup("[", GRAMMAR["span"], "html"),))
