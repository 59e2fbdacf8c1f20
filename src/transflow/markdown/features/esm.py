"""Modules of MDX: `import … from '…'` and `export const …`, up to the next blank line outside brackets.

Stays: all of it.
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.grammar import GRAMMAR

_STATEMENT = GRAMMAR["esm-statement"]
# Behind each blank line all is counted anew, so that both bounds together keep a page of `export {` linear.
_LONGEST = 20_000
"""Characters of one statement."""
_MOST = 50
"""Blank lines in one statement."""


def _find(source: Source, start: int) -> Hidden | None:
    text = source.text
    if (start and text[start - 1] not in "\r\n") or not _STATEMENT.match(text, start):
        return None
    at = start
    for _ in range(_MOST):
        end = source.paragraph_end(at)
        if end - start > _LONGEST:
            return None
        if _is_whole(text[start:end]) or end >= len(text):
            return Hidden(start, start + len(text[start:end].rstrip()))
        at = end + 1
    return None


def _is_whole(code: str) -> bool:
    """Whether nothing is open any more."""
    # By number, strings and comments included: good enough, since a blank line inside brackets is rare.
    return all(code.count(left) <= code.count(right) for left, right in ("{}", "()", "[]"))


FEATURE = Feature(hides=(Hiding(r"(?:import|export)\b", _find, "port"),))
