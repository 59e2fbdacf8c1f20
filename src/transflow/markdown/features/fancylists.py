"""Lists of Pandoc that CommonMark does not know: `#. 甲`, `(1) 乙`, `a. 丙`, `(@例) 丁`.

Stays: the mark.
Offered: what stands behind it, and what is indented below.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import line_text

_MARK = GRAMMAR["fancy-mark"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    mark = None if state.is_code_block(start) else _MARK.match(line_text(state, start))
    # In the middle of a paragraph such a line is part of it, but for one in an item that is indented as the item is.
    within = state.listIndent >= 0 and state.sCount[start] >= state.blkIndent
    if mark is None or (silent and not within):
        return False
    if silent:
        return True
    old = state.tShift[start], state.sCount[start], state.blkIndent, state.listIndent, state.lineMax
    token = state.push("list_item_open", "li", 1)
    indent = state.sCount[start] + mark.end()
    state.tShift[start] += mark.end()
    state.sCount[start] = state.blkIndent = indent
    state.listIndent = old[2]
    state.lineMax = _item_end(state, start + 1, end, old[1], indent)
    state.md.block.tokenize(state, start, state.lineMax)
    token.map = [start, state.line]
    state.tShift[start], state.sCount[start], state.blkIndent, state.listIndent, state.lineMax = old
    state.push("list_item_close", "li", -1)
    return True


def _item_end(state: StateBlock, start: int, end: int, mark: int, indent: int) -> int:
    """Return the line behind an item: it ends at the next mark, or at a line that is not indented behind a blank one."""
    number, blank = start, False
    while number < end:
        if state.isEmpty(number):
            blank = True
        elif state.sCount[number] < indent and (
            blank or (state.sCount[number] <= mark and _MARK.match(line_text(state, number)))
        ):
            break
        else:
            blank = False
        number += 1
    return number


FEATURE = Feature(
    blocks=(Block("fancylist", "(#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", _rule),)
)
