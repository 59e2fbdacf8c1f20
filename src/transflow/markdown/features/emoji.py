"""Emoji and icons by name: `:rocket:`, `:material-account-circle:`.

Stays: the name.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(
        Markup(
            # Not after a letter or figure, nor one of figures alone: 10:30:45 is a time.
            ":",
            re.compile(
                r"(?<![\w:]):(?:(?=[a-z+-])[a-z0-9_+-]{2,60}|100|1234|8ball):(?![\w:])(?:\{[^{}\n]*\})?"
            ),
            "emoji",
        ),
    )
)
