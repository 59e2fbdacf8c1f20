"""Attributes of a block or of markup: a line `{.lead #intro}`, `{: .x}`, `{cite="x"}`; `![图](a.png){width="300"}`.

Stays: the attributes, beside what they belong to; `{:toc}` and other marks of kramdown.
Offered: `title`, `caption` and the like of `markdown.attributes` in a line of attributes.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# Several lists may share a line, and nothing else may.
FEATURE = Feature(lines=(Line("{", GRAMMAR["attribute-lists"]),))
