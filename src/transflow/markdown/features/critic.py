"""Critic Markup: `{++ … ++}`, `{-- … --}`, `{~~ … ~> … ~~}`, `{== … ==}`, `{>> … <<}`.

Stays: the marks, and comments.
Offered: what was added, struck out, exchanged or marked.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

FEATURE = Feature(
    markup=(
        Markup("{", GRAMMAR["critic-remark"], "html"),
        Markup("{", GRAMMAR["critic-change"], "html"),
        Markup("{", GRAMMAR["critic-mark"], "mark"),
    )
)
