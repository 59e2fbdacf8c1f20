"""Attributes of a block or of markup: a line `{.lead #intro}`, `{: .x}`, `{cite="x"}`; `![图](a.png){width="300"}`.

Stays: the attributes, beside what they belong to; `{:toc}` and other marks of kramdown.
Offered: `title`, `caption` and the like of `markdown.attributes` in a line of attributes.
"""

import re

from transflow.markdown.feature import Feature, Line

# `{width=3}`, `{.a}`, `{: .a}`, `{-}`, `{=html}`, `{data-x}`; `{3}` or `{见下}` are words in braces.
LIST = r"""\{[ ]*+(?:[:.\#][^{}\n]*+|=[\w-]++[ ]*+|(?:data|aria|v)-[\w-]++[ ]*+|[\w-]++[ ]*+=[ ]*+(?:"[^"\n]*+"|'[^'\n]*+'|[^\s{}"']++)[^{}\n]*+|-)?\}"""
"""A list of attributes, in verbose notation."""

# Several lists may share a line, and nothing else may.
FEATURE = Feature(lines=(Line("{", re.compile(rf"(?:{LIST}[ \t]*)+", re.VERBOSE)),))
