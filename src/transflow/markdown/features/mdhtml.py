"""Markdown between tags of HTML: below a line `<div class="grid" markdown>`, `<figure markdown="span">`, `<div markdown="1">`.

Stays: the tag.
An element ends with its closing tag, blank line or none behind it.
Offered: what follows as Markdown, and the attributes of `markdown.attributes`.
"""

from markdown_it.common.html_blocks import block_names
from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Leaf, line, line_text

_TAG = GRAMMAR["markdown-tag"]
_ELEMENT = GRAMMAR["element-name"]
_BEHIND = GRAMMAR["markdown-behind"]


def is_markdown(body: str, place: int) -> bool:
    """Whether the tag before a place says that what stands there is Markdown: `<figcaption markdown="span">`."""
    tag = body.rfind("<", 0, place)
    return tag >= 0 and _BEHIND.match(body, tag, place) is not None


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    last = start + 1 if _TAG.fullmatch(line_text(state, start)) else 0 if silent else _end(state, start, end)
    if not last:
        return False
    if not silent:
        lines = tuple(line(state, number) for number in range(start, last))
        state.env["leaves"].append(Leaf("html", lines, len(state.tokens)))
        state.push("html_block", "", 0).map = [start, last]
        state.line = last
    return True


def _end(state: StateBlock, start: int, end: int) -> int:
    """Return the line behind the closing tag of an element where CommonMark reads HTML on to a blank one; else 0."""
    opening = _ELEMENT.match(line_text(state, start))
    name = opening["name"].lower() if opening else ""
    if name not in block_names:
        return 0
    depth, number = 0, start
    while number < end and not state.isEmpty(number) and state.sCount[number] >= state.blkIndent:
        for tag in _ELEMENT.finditer(line_text(state, number)):
            if tag["name"].lower() == name:
                depth += -1 if tag[0].startswith("</") else 1
        number += 1
        if depth <= 0:
            return number if number < end and not state.isEmpty(number) else 0
    return 0


FEATURE = Feature(blocks=(Block("mdhtml", "<", _rule),))
