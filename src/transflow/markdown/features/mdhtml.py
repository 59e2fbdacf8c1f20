"""Markdown between tags of HTML: below a line `<div class="grid" markdown>`, `<figure markdown="span">`, `<div markdown="1">`.

Stays: the tag.
Offered: what follows as Markdown, and the attributes of `markdown.attributes`.
"""

import re

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.leaves import Leaf, line, line_text

# Python-Markdown and kramdown ask for the attribute.
_TAG = re.compile(
    r"""<[A-Za-z][\w-]*+(?=[^<>]*?[ \t]markdown(?:[ \t]*=[ \t]*["']?(?!0)|[ \t>]))(?:[^<>"']|"[^"]*+"|'[^']*+')*+>[ \t]*"""
)


def _rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _TAG.fullmatch(line_text(state, start)):
        return False
    if not silent:
        state.env["leaves"].append(Leaf("html", (line(state, start),), len(state.tokens)))
        state.push("html_block", "", 0).map = [start, start + 1]
        state.line = start + 1
    return True


FEATURE = Feature(blocks=(Block("mdhtml", "<", _rule),))
