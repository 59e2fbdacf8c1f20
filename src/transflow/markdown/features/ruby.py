"""Readings beside characters: `{漢字|かんじ}`.

Stays: both.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

# Bounded: characters and readings are short, and a page of braces is tried from each of them.
FEATURE = Feature(markup=(Markup("{", GRAMMAR["ruby"], "code"),))
