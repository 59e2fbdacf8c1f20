"""Titles of code blocks: ```` ```js title="标题" ```` (Docusaurus, Starlight, MkDocs), ```` ```go {caption="标题"} ```` (Hugo).

Stays: the code, its language, marks of lines; a title that is the name of a file or a program.
Offered: `title`, `caption` and the like of `markdown.attributes` in the line of the fence, and labels of lines
(`{"1. 说明": 1-2}`).
"""

from collections.abc import Iterator

from markdown_it.rules_block import StateBlock

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, line_text

_OPENING = GRAMMAR["titled-opening"]


def _labels(state: StateBlock, first: int, _last: int) -> Iterator[Span]:
    yield from fences.attributes(state, first, state.env["attributes"])
    yield from fences.marked(state, first)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _OPENING.match(line_text(state, start)):
        return False
    return fences.take(state, start, end, silent, _labels)


FEATURE = Feature(blocks=(Block("titled", "`~", _rule),))
