"""Grid tables: lines of `+---+` and `| … |`.

Stays: the table.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import copy_lines, line_text

_RULE = GRAMMAR["grid-rule"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _RULE.match(line_text(state, start)):
        return False
    last = start + 1
    while last < end and line_text(state, last)[:1] in ("+", "|") and not state.isEmpty(last):
        last += 1
    # A rule without a row is a line that somebody drew.
    if last == start + 1:
        return False
    if not silent:
        copy_lines(state, start, last, "code")
    return True


FEATURE = Feature(blocks=(Block("gridtable", "+", _rule),))
