"""Boxes of Obsidian's plug-in Admonition: a fence named `ad-note`, whose inside is Markdown.

Stays: the fence, the kind, `collapse`, `icon` and `color`.
Offered: the `title` and the text.
"""

from markdown_it.rules_block import StateBlock, fence

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, line, line_text

_OPENING = GRAMMAR["ad-opening"]
_OPTION = GRAMMAR["ad-option"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _OPENING.fullmatch(line_text(state, start)):
        return False

    def head(limit: int) -> tuple[int, list[Span]]:
        number, found = start + 1, list[Span]()
        while number < limit and (option := _OPTION.fullmatch(line_text(state, number))):
            begin, _ = line(state, number)
            if option["key"] == "title" and option["value"]:
                found.append((begin + option.start("value"), begin + option.end("value")))
            number += 1
        return number, found

    # The parser's own rule finds the end, and says no to what is no fence to it.
    if fence(state, start, end, silent) and not silent:
        fences.contain(state, start, head)
        return True
    return silent


FEATURE = Feature(blocks=(Block("adnote", "`~", _rule),))
