r"""Names of Pandoc in a text: `@fig-a`, `@doe`, an example `(@ex)`; pauses of slides, `. . .`; YAML; TeX, `\begin{table}`.

Stays: all of it.
Offered: the name of a theorem or a proof, `{#thm-a name="直线定理"}`; words behind `\end{table}` in its line.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature, Line, Markup
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, copy_lines, line, line_text, trimmed

_KEY = GRAMMAR["yaml-begin"]
_MOST = 100
"""Lines of such a block."""


def _yaml(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or line_text(state, start).rstrip() != "---" or state.sCount[start]:
        return False
    if start + 1 >= end or not _KEY.match(line_text(state, start + 1)):
        return False
    for number in range(start + 2, min(end, start + _MOST)):
        if line_text(state, number).rstrip() in ("---", "..."):
            copy_lines(state, start, number + 1, "code")
            return True
    return False


def _environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = _OPENING.match(line_text(state, start))
    if silent or not opening or opening["name"].rstrip("*") in _FORMULAS or state.is_code_block(start):
        return False
    begin, closing, depth = opening[0], f"\\end{{{opening['name']}}}", 0
    for number in range(start, min(end, start + _MOST)):
        text = line_text(state, number)
        # One may stand in another of its name: a list in a list.
        depth += text.count(begin) - text.count(closing)
        if depth <= 0:
            copy_lines(state, start, number + 1, "titled", _behind(state, number, closing, end))
            return True
    return False


def _behind(state: StateBlock, number: int, closing: str, end: int) -> tuple[Span, ...]:
    """Return the words behind the end of an environment in its line, if they are all of their paragraph."""
    begin, stop = line(state, number)
    rest = trimmed(state, begin + state.src[begin:stop].rfind(closing) + len(closing), stop)
    alone = number + 1 >= end or state.isEmpty(number + 1)
    return (rest,) if rest and alone and state.src[rest[0]] not in "\\%" else ()


_OPENING = GRAMMAR["tex-environment"]
_FORMULAS = frozenset(
    {"align", "alignat", "eqnarray", "equation", "flalign", "gather", "matrix", "multline", "split"}
)
"""Environments that are formulas anywhere."""


# To Pandoc every word behind an `@` is a citation, with a figure in it or none; it is read as a word of its sentence.
FEATURE = Feature(
    blocks=(Block("yaml", "-", _yaml), Block("environment", "\\", _environment)),
    lines=(Line(".", GRAMMAR["pause"]),),
    markup=(Markup("@", GRAMMAR["pandoc-citation"], "code"),),
)
