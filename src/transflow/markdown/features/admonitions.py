"""Python-Markdown's blocks with indented bodies: `!!! note "标题"`, `??? tip`, `=== "标签"` (admonitions, details, tabs).

Stays: the marks, the kind, the indentation.
Offered: the title, and the body as a page of its own.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Leaf, line

_OPENING = GRAMMAR["admonition-opening"]
# Python-Markdown's own: a title goes to the last quote of its line, and a body that is indented by less is a paragraph behind an empty box.
_INDENT = 4


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    if state.is_code_block(start) or state.src[begin : begin + 3] not in ("!!!", "???", "==="):
        return False
    match = _OPENING.match(state.src[begin:stop].rstrip())
    if not match:
        return False
    last = _body(state, start + 1, end)
    # `!!! wow` alone, with nothing below it, is somebody's exclamation.
    if last == start + 1 and not (match["title"] or match["b"] or match["c"]):
        return False
    if silent:
        return True
    label = next((match.span(group) for group in "abc" if match[group]), None)
    labels = ((begin + label[0], begin + label[1]),) if label else ()
    state.env["leaves"].append(Leaf("standalone", ((begin, stop),), len(state.tokens), labels))
    state.push("admonition_open", "div", 1).map = [start, last]
    old = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.parentType = last, "admonition"
    # So the parser reads the body as if it began at the margin: it is not code for being indented.
    state.blkIndent += _INDENT
    state.md.block.tokenize(state, start + 1, last)
    state.lineMax, state.blkIndent, state.parentType = old
    state.line = last
    state.push("admonition_close", "div", -1)
    return True


def _body(state: StateBlock, start: int, end: int) -> int:
    """Return the line behind the indented lines from one on, blank lines between them included."""
    last = number = start
    while number < end:
        if not state.isEmpty(number):
            if state.sCount[number] < state.blkIndent + _INDENT:
                break
            last = number + 1
        number += 1
    return last


FEATURE = Feature(blocks=(Block("admonition", "!?=", _rule),))
