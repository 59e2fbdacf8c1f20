"""kramdown's own blocks: `{::comment}…{:/comment}`, `{::nomarkdown}…{:/}`, `{::options … /}`.

Stays: all of it.
"""

from transflow.markdown.feature import Feature, Hidden, Hiding, Source
from transflow.markdown.features.grammar import GRAMMAR

_OPENING = GRAMMAR["kramdown-opening"]


def _find(source: Source, start: int) -> Hidden | None:
    opening = _OPENING.match(source.text, start)
    if not opening:
        return None
    # `{::options … /}` is whole by itself.
    if opening[0].endswith("/}") or opening["name"] == "options":
        return Hidden(start, opening.end())
    end = source.find("{:/", opening.end())
    closing = source.find("}", end)
    return Hidden(start, closing + 1) if closing < len(source.text) else None


FEATURE = Feature(hides=(Hiding(r"\{::", _find, "{::"),))
