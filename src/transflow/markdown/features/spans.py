"""Spans with attributes: `[文字]{.mark}`.

Stays: the attributes.
Offered: the text.
"""

import re

from transflow.markdown.feature import Feature, Markup

# The brace must follow at once: `[a] {b}` is text.
FEATURE = Feature(
    markup=(
        Markup("[", re.compile(r"\[(?P<inside>(?:[^\[\]\\\n]|\\.)+)\]\{[ ]*[.#\w:=-][^{}\n]*\}"), "html"),
    )
)
