"""Field lists of MyST and docutils: `:作者: 张三`, a line a field.

Stays: the colons.
Offered: the name and the value; of `:param x: 说明` the value.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# `:作者: 张三`; neither `::`, nor a role, nor an emoji's name with text behind it and no space.
# Of `:param x: 说明` and its like, which say something of a function, the value alone is words, of `:type x: int` nothing is.
FEATURE = Feature(
    lines=(
        Line(":", GRAMMAR["field-of-type"]),
        Line(":", GRAMMAR["field"]),
    )
)
