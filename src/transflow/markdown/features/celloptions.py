"""Options of Quarto's cells that readers see: `#| fig-cap: "图 1"` below ```` ```{python} ````; `{r fig.cap="图 1"}` of knitr.

Stays: the code with its comments, and every other option.
Offered: captions, alternative texts, titles and `code-summary`: a string on its line, each item of a list, a block of one line;
`lst-cap` and the like in the line of the fence.
"""

from collections.abc import Iterator

from markdown_it.rules_block import StateBlock

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, line, line_text

_OPENING = GRAMMAR["cell-opening"]
_LINE = GRAMMAR["option-line"]
_SHOWN = ("-cap", "-alt", "-subcap")


def _is_shown(key: str) -> bool:
    return key.endswith(_SHOWN) or key in ("title", "code-summary", "filename")


def _labels(state: StateBlock, first: int, last: int) -> Iterator[Span]:
    begin, _ = line(state, first)
    for match in fences.ATTRIBUTE.finditer(line_text(state, first)):
        group = "a" if match["a"] is not None else "b"
        # knitr spells it with a dot.
        if _is_shown(match["key"].replace(".", "-")) and fences.is_title(match[group]):
            yield begin + match.start(group), begin + match.end(group)
    lines = list[fences.Line]()
    for number in range(first + 1, last):
        said = line_text(state, number)
        if not (mark := _LINE.match(said)):
            break
        lines.append((line(state, number)[0] + mark.end(), said[mark.end() :]))
    yield from fences.options(lines, _is_shown)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = _OPENING.match(line_text(state, start))
    if not opening:
        return False
    # Its labels are read with those of the diagram, where these are asked for.
    has_options = start + 1 < end and _LINE.match(line_text(state, start + 1))
    return bool(has_options or "=" in opening["head"]) and fences.take(state, start, end, silent, _labels)


FEATURE = Feature(blocks=(Block("cell", "`~", _rule),))
