"""Emoji and icons by name: `:rocket:`, `:material-account-circle:`.

Stays: the name.
Offered: the `title` in attributes behind it: `:smile:{ title="笑" }`.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

FEATURE = Feature(
    markup=(
        Markup(
            # Not after a letter or figure, nor one of figures alone: 10:30:45 is a time.
            ":",
            GRAMMAR["emoji"],
            "emoji",
        ),
    )
)
