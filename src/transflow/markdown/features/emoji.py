"""Emoji and icons by name: `:rocket:`, `:material-account-circle:`.

Stays: the name.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(
        Markup(
            ":", re.compile(r"(?<![\w:]):(?=[a-z+-])[a-z0-9_+-]{2,60}:(?![\w:])(?:\{[^{}\n]*\})?"), "emoji"
        ),
    )
)
