"""Readings beside characters: `{漢字|かんじ}`.

Stays: both.
"""

import re

from transflow.markdown.feature import Feature, Markup

# Bounded: characters and readings are short, and a page of braces is tried from each of them.
FEATURE = Feature(
    markup=(Markup("{", re.compile(r"\{[^\s{}|]{1,20}\|[^{}|\n]{1,60}(?:\|[^{}|\n]{1,60})*\}"), "code"),)
)
