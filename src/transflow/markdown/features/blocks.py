"""Blocks of pymdown-extensions: `/// note | 标题`, their options, `///`.

Stays: the fences, the kind, the options.
Offered: the title, and what stands between the fences.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import copy_lines, line

_FENCE = GRAMMAR["block-fence"]
# Options stand below the fence, indented as code would be: `    open: True`.
_INDENT = 4


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    match = _FENCE.match(state.src[begin:stop].rstrip())
    if not match or state.is_code_block(start):
        return False
    if silent:
        return True
    last = start + 1
    while last < end and not state.isEmpty(last) and state.sCount[last] >= state.blkIndent + _INDENT:
        last += 1
    labels = ((begin + match.start("title"), begin + match.end("title")),) if match["title"] else ()
    copy_lines(state, start, last, "standalone", labels)
    return True


FEATURE = Feature(blocks=(Block("slashes", "/", _rule),))
