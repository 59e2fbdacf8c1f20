"""Tables of kramdown, which need no line of dashes: lines with a bar in each, between blank lines.

Stays: the bars, and lines of dashes.
Offered: each cell.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, bars, cells, line_text

_SEPARATOR = GRAMMAR["bar-separator"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.is_code_block(start):
        return False
    last = start
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent:
        text = line_text(state, last)
        # A list of attributes ends the table.
        if len(text) > MAX_LINE or not bars(text):
            break
        last += 1
    if last == start or not (last == end or state.isEmpty(last) or line_text(state, last).startswith("{:")):
        return False
    state.push("bartable", "", 0).map = [start, last]
    for number in range(start, last):
        text = line_text(state, number)
        if not _SEPARATOR.fullmatch(text):
            state.env["leaves"].extend(cells(state, number, len(text), bars(text)))
    state.line = last
    return True


FEATURE = Feature(blocks=(Block("bartable", "", _rule),), slashes=True)
