"""Directives of remark with a label: `::youtube[标题]{#id}` on a line, `:abbr[GDP]{title="国内生产总值"}` in a text.

Stays: name and attributes.
Offered: the label, and attributes of `markdown.attributes`.
"""

import re

from transflow.markdown.feature import Feature, Line, Markup

# Not behind a letter, a figure or a colon: `10:b[1]` and `::name[…]` are something else.
_TEXT = re.compile(
    r"(?<![:A-Za-z0-9]):[A-Za-z][\w-]*\[(?P<inside>(?:[^\[\]\\\n]|\\.)+)\](?:\{[^{}\n]*\})?", re.DOTALL
)

FEATURE = Feature(
    lines=(Line(":", re.compile(r"::[A-Za-z][\w-]*(?:\[(?P<text>[^\[\]]*)\])?(?:\{[^{}]*\})?")),),
    markup=(Markup(":", _TEXT, "html"),),
)
