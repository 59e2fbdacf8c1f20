"""Bits of MDX that cannot be anything else, on sites that do not say what they are.

Stays: lines of `import … from '…'` and `export const …`, comments `{/* … */}`, and tags with values in braces
(`<img src={require('./a.png').default} />`).
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.features.vue import only_component

_MODULE = GRAMMAR["module"]
# The page is prose unless shown otherwise, and a long stretch of it must not pass for a statement.
_LONGEST = 1_000
"""Characters of one statement."""
_SIGNS = GRAMMAR["code-sign"]


def _module(source: Source, start: int) -> Hidden | None:
    if start and source.text[start - 1] not in "\r\n":
        return None
    match = _MODULE.match(source.text, start, min(source.paragraph_end(start), start + _LONGEST))
    # `export function is a word` at the begin of a sentence has none of the signs that code has.
    if not match or not (match[0].startswith("import") or _SIGNS.search(match[0])):
        return None
    return Hidden(start, start + len(match[0].rstrip()))


def _comment(source: Source, start: int) -> Hidden | None:
    end = source.find("*/}", start)
    return Hidden(start, end + 3) if end < len(source.text) else None


FEATURE = Feature(
    hides=(
        Hiding(r"(?:import|export)\s", _module, "port"),
        Hiding(r"\{/\*", _comment, "{/*"),
        Hiding(r"<(?=[A-Za-z])", only_component, "={"),
    ),
)
