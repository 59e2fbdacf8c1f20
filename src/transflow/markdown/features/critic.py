"""Critic Markup: `{++ … ++}`, `{-- … --}`, `{== … ==}`, `{>> … <<}`.

Stays: the marks, and comments.
Offered: what was added, struck out or marked.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(
        Markup("{", re.compile(r"\{>>[^{}]*<<\}"), "html"),
        # Not `{~~ a ~> b ~~}`: which of the two is the text, nobody can tell.
        Markup("{", re.compile(r"\{(\+\+|--|==)(?P<inside>(?:(?!\1\})[^\n])+)\1\}"), "mark"),
    )
)
