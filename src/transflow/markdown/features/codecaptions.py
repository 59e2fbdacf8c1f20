"""Captions of code in Hexo: ```` ```js 标题 https://example.org 链接 ````, behind the language.

Stays: the code, its language, the address, options; a caption that is the name of a file or a program.
Offered: the caption, and the words of the link.
"""

from collections.abc import Iterator

from markdown_it.rules_block import StateBlock

from transflow.markdown import fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, line, line_text

_OPENING = GRAMMAR["hexo-code-opening"]


def _labels(state: StateBlock, first: int, _last: int) -> Iterator[Span]:
    begin, _ = line(state, first)
    match = _OPENING.match(line_text(state, first).rstrip())
    for group in ("text", "text2") if match else ():
        assert match is not None  # nothing is looped over else
        if match[group] and fences.is_title(match[group]):
            yield begin + match.start(group), begin + match.end(group)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    is_one = _OPENING.match(line_text(state, start).rstrip())
    return is_one is not None and fences.take(state, start, end, silent, _labels)


FEATURE = Feature(blocks=(Block("captioned", "`~", _rule),))
