"""Tables of kramdown, which need no line of dashes: lines with a bar in each, between blank lines.

Stays: the bars, and lines of dashes.
Offered: each cell.
"""

import re

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.leaves import CELL_END, MAX_LINE, cells, line_text

# `|-----+-----|`, `|:---|---:|`, `|=====` before a footer.
_SEPARATOR = re.compile(r"[+|: \t]*+(?:-[+|: \t-]*+|=[+|: \t=]*+)")
_CODE = re.compile(r"(?<!`)(`++)(?:(?!\1).)*+\1(?!`)")


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.is_code_block(start):
        return False
    last = start
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        text = line_text(state, last)
        # A list of attributes ends the table.
        if len(text) > MAX_LINE or not _bars(text):
            break
        last += 1
    if last == start or not (last == end or state.isEmpty(last) or line_text(state, last).startswith("{:")):
        return False
    state.push("bartable", "", 0).map = [start, last]
    for number in range(start, last):
        text = line_text(state, number)
        if not _SEPARATOR.fullmatch(text):
            state.env["leaves"].extend(cells(state, number, len(text), _bars(text)))
    state.line = last
    return True


def _bars(text: str) -> list[int]:
    """Return where the bars of a line stand; one in code is none."""
    shown = _CODE.sub(lambda match: "x" * len(match[0]), text)
    return [match.start() for match in CELL_END.finditer(shown)]


FEATURE = Feature(blocks=(Block("bartable", "", _rule),))
