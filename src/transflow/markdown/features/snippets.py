"""Files put in: `--8<-- "snippets/风险.md"` (MkDocs), `<<< @/a.js{2} [标题]` (VitePress), `@[code](a.js)` (VuePress), `{!a.md!}`.

Stays: the line; of `--8<--` with a list of files, all up to the next `--8<--`.
"""

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature, Line
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import copy_lines, line_text

_LINE = GRAMMAR["scissors"]
_BARE = GRAMMAR["scissors-alone"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _LINE.match(line_text(state, start)):
        return False
    if silent:
        return True
    last = start + 1
    # Between two bare marks stand files, a line each.
    if _BARE.match(line_text(state, start)):
        while last < end and not state.isEmpty(last):
            last += 1
            if _BARE.match(line_text(state, last - 1)):
                break
    copy_lines(state, start, last, "standalone")
    return True


FEATURE = Feature(
    lines=(
        Line("<", GRAMMAR["vitepress-snippet"]),
        Line("<", GRAMMAR["vitepress-any"]),
        Line("@", GRAMMAR["vuepress-code"]),
        Line("{", GRAMMAR["include"]),
        Line(";", GRAMMAR["commented-scissors"]),
    ),
    blocks=(Block("snippet", "-", _rule),),
)
