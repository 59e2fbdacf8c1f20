"""Documentation that mkdocstrings and its like put in: `::: package.module`, with options indented below; links to it.

Stays: all of it; of `[函数][package.function]` the name.
Offered: the text of such a link.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import copy_lines, line_text

_OPENING = GRAMMAR["autodoc-opening"]
_OPTION = GRAMMAR["autodoc-option"]
_INDENT = 4


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = None if state.is_code_block(start) else _OPENING.fullmatch(line_text(state, start))
    # `::: warning` is a line of text to this generator; a name without a point needs options below it.
    if opening is None or not (opening["more"] or _is_option(state, start + 1, end)):
        return False
    if silent:
        return True
    last = number = start + 1
    # As an admonition's: blank lines between are within.
    while number < end and (state.isEmpty(number) or state.sCount[number] >= state.blkIndent + _INDENT):
        last = last if state.isEmpty(number) else number + 1
        number += 1
    copy_lines(state, start, last, "standalone")
    return True


def _is_option(state: StateBlock, number: int, end: int) -> bool:
    indented = number < end and state.sCount[number] >= state.blkIndent + _INDENT
    return indented and _OPTION.fullmatch(line_text(state, number)) is not None


FEATURE = Feature(blocks=(Block("autodoc", ":", _rule),))
