"""Tables of Pandoc that are told by lines of dashes: `----  ----` below the header, or above and below the rows.

Stays: the table.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, copy_lines, line_text

_COLUMNS = GRAMMAR["dash-columns"]
_RULE = GRAMMAR["dash-rule"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.is_code_block(start) or start + 1 >= end:
        return False
    if _COLUMNS.fullmatch(line_text(state, start + 1)[:MAX_LINE]) and not _is_rule(state, start):
        # A header, the dashes, and rows up to a blank line.
        last = start + 2
        while last < end and not state.isEmpty(last):
            last += 1
    elif (closing := _closing(state, start, end)) > start + 1:
        last = closing + 1
    else:
        return False
    copy_lines(state, start, last, "code")
    return True


def _closing(state: StateBlock, start: int, end: int) -> int:
    """Return the line of dashes that ends the table which one begins; -1 if none does."""
    if not _is_rule(state, start) or state.isEmpty(start + 1):
        return -1
    columns = False
    for number in range(start, min(end, start + _LINES)):
        text = line_text(state, number)[:MAX_LINE]
        columns = columns or _COLUMNS.fullmatch(text) is not None
        last = number + 1 >= end or state.isEmpty(number + 1)
        if columns and number > start + 1 and last and _is_rule(state, number):
            return number
    return -1


def _is_rule(state: StateBlock, number: int) -> bool:
    return not state.isEmpty(number) and _RULE.fullmatch(line_text(state, number)[:MAX_LINE]) is not None


_LINES = 200
"""Lines in which a table has to end."""

FEATURE = Feature(blocks=(Block("dashtable", "", _rule),))
