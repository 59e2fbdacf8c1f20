"""MyST's directives and roles: a fence of backticks named `{note}`; `` {ref}`文字 <目标>` ``.

Stays: the fence, the name, options, targets; the body of a directive that holds no text (`code-block`, `math`).
Offered: the title, the body of directives known to hold text, options of `markdown.attributes` (`caption`, `alt`), of code
and images too; titles in a `toctree`; names of columns and cells in a `csv-table`; a role's text before `<target>`.
"""

import re

from markdown_it.rules_block import StateBlock, fence

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.containers import is_titled, labels, names_text, options, shown_beside
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import LeafKind, Span, line, line_text, text_leaf, trimmed

_OPENING = GRAMMAR["directive-opening"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    if begin >= stop or state.src[begin] not in "`~":
        return False
    match = _OPENING.match(state.src, begin, stop)
    if not match:
        return False
    name = match["name"]
    if not names_text(name, state.env["directives"]):
        # `{python}` of Quarto has its options in comments.
        below = line_text(state, start + 1).startswith((":", "---")) if start + 1 < end else False
        return (below or name in ("toctree", "csv-table")) and fences.take(
            state, start, end, silent, lambda _, first, last: shown_beside(state, name, first + 1, last - 1)
        )
    # The parser's own rule finds the end, and says no to what is no fence to it.
    if not fence(state, start, end, silent) or silent:
        return silent
    _parse_inside(state, start, match)
    return True


def _parse_inside(state: StateBlock, start: int, opening: re.Match[str]) -> None:
    """Replace the fence that was just found by a container."""

    def head(limit: int) -> tuple[int, list[Span]]:
        inside = options(state, start + 1, limit)
        # The argument of `{figure}` is the path of an image.
        title = opening["argument"] and is_titled(opening["name"])
        found = [opening.span("argument")] if title else []
        return inside, [*found, *labels(state, start + 1, inside)]

    fences.contain(state, start, head, _glossary if opening["name"] == "glossary" else None)


def _glossary(state: StateBlock, start: int, limit: int) -> None:
    """Take terms, a line each, and their definitions, which are indented, or begin with a colon as in Markdown."""
    if any(line_text(state, number).startswith(": ") for number in range(start, limit)):
        state.md.block.tokenize(state, start, limit)
        return
    number = start
    while number < limit:
        if state.isEmpty(number):
            number += 1
            continue
        last = number + 1
        if indented := state.sCount[number] > state.blkIndent:
            while last < limit and not state.isEmpty(last) and state.sCount[last] > state.blkIndent:
                last += 1
        if trimmed(state, *line(state, number)):
            token = len(state.tokens)
            kind: LeafKind = "text" if indented else "term"
            state.push(f"glossary_{kind}", "dd" if indented else "dt", 0).map = [number, last]
            state.env["leaves"].append(text_leaf(state, kind, number, last, token))
        number = last


FEATURE = Feature(blocks=(Block("directive", "`~", _rule),))
