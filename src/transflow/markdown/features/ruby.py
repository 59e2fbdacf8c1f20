"""Readings beside characters: `{漢字|かんじ}`.

Stays: both.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(Markup("{", re.compile(r"\{[^\s{}|]{1,20}\|[^{}|\n]{1,60}(?:\|[^{}|\n]{1,60})*\}"), "code"),)
)
