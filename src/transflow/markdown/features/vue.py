"""Tags that only a component framework knows, in Markdown that is HTML otherwise: `<Chart :data="x" @click="go" />`.

Stays: the tag.
Offered: the attributes of `markdown.attributes` whose value is a string; what stands in a slot (`<template #标题>`).
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.features.jsx import tag

_HTML = GRAMMAR["html-tag"]


def only_component(source: Source, start: int) -> Hidden | None:
    """Return the tag that begins at a place, unless HTML has such tags, too."""
    found = _HTML.match(source.text, start)
    return None if found and "\n" not in found[0] else tag(source, start)


FEATURE = Feature(hides=(Hiding(r"<(?=[A-Za-z])", only_component, "<"),))
