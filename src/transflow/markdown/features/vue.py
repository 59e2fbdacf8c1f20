"""Tags that only a component framework knows, in Markdown that is HTML otherwise: `<Chart :data="x" @click="go" />`.

Stays: the tag.
Offered: the attributes of `markdown.attributes` whose value is a string.
"""

import re

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.jsx import tag

# Tags that an HTML parser reads, too, are left to it: their inline content is text. It ends a tag of several lines at one
# that looks like another block (`>` alone would be a quote).
_HTML = re.compile(
    r"""</?[A-Za-z][\w-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`{]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
)


def only_component(source: Source, start: int) -> Hidden | None:
    """Return the tag that begins at a place, unless HTML has such tags, too."""
    found = _HTML.match(source.text, start)
    return None if found and "\n" not in found[0] else tag(source, start)


FEATURE = Feature(hides=(Hiding(r"<(?=[A-Za-z])", only_component, "<"),))
