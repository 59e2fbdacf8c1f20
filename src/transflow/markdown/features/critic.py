"""Critic Markup: `{++ … ++}`, `{-- … --}`, `{~~ … ~> … ~~}`, `{== … ==}`, `{>> … <<}`.

Stays: the marks, and comments.
Offered: what was added, struck out, exchanged or marked.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(
        Markup("{", re.compile(r"\{>>[^{}]*<<\}"), "html"),
        Markup("{", re.compile(r"\{~~(?P<text1>[^{}~\n]+)~>(?P<text2>[^{}~\n]+)~~\}"), "html"),
        Markup("{", re.compile(r"\{(\+\+|--|==)(?P<inside>(?:(?!\1\})[^\n])+)\1\}"), "mark"),
    )
)
