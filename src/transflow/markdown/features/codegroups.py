"""Labels of code blocks in a group of tabs (VitePress): ```` ```js [标题] ````.

Stays: the code, its language, marks of lines; a label that is the name of a file or a program.
Offered: the label, and `title` and the like of `markdown.attributes`.
"""

from collections.abc import Iterator

from markdown_it.rules_block import StateBlock

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, line_text

_OPENING = GRAMMAR["group-opening"]


def _labels(state: StateBlock, first: int, _last: int) -> Iterator[Span]:
    yield from fences.bracketed(state, first)
    yield from fences.attributes(state, first, state.env["attributes"])


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return bool(_OPENING.match(line_text(state, start))) and fences.take(state, start, end, silent, _labels)


FEATURE = Feature(blocks=(Block("codegroup", "`~", _rule),))
