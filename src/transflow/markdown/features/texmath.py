r"""TeX between `\(…\)`, `\[…\]` and `\begin{align}…\end{align}`, and `$$` on lines of their own, whatever the site says of `$`.

Stays: the formula.
"""

import re

from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import copy_lines, line, line_text

_INLINE = GRAMMAR["tex-inline"]
_BRACKETS = GRAMMAR["tex-brackets"]
_ENVIRONMENT = GRAMMAR["tex-formula"]
_WORDED = GRAMMAR["tex-worded"]
_SIGNS = GRAMMAR["tex-sign"]
_HAN = GRAMMAR["han-or-kana"]


def is_formula(match: re.Match[str], _labels: frozenset[str] = frozenset()) -> bool:
    r"""Whether what is between the brackets is no language: it has Chinese in `\text{…}` alone."""
    return _is_math(match[0][2:-2])


def _is_math(text: str) -> bool:
    r"""Whether a text is a formula, not one in escaped brackets: `\[foo\]` is."""
    return _SIGNS.search(text) is not None and not is_worded(text)


def is_block(text: str) -> bool:
    r"""Whether a text between `\[` and `\]` on one line is a formula."""
    # One letter in escaped brackets, `\[x\]`, may be a box that somebody ticked.
    return _is_math(text) and len(text.strip()) > 1


def is_worded(formula: str) -> bool:
    r"""Whether there is language in a formula outside `\text{…}`."""
    return _HAN.search(_WORDED.sub("", formula)) is not None


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    opening = state.src[begin : begin + 2]
    closing = {"\\[": "\\]", "$$": "$$"}.get(opening)
    if closing is None or state.is_code_block(start):
        return False
    last = _closing(state, start, end, closing, begin + 2, stop)
    if last < 0:
        return False
    if not silent:
        copy_lines(state, start, last, "math")
    return True


def _closing(state: StateBlock, start: int, end: int, closing: str, begin: int, stop: int) -> int:
    """Return the line behind the one that ends with the closing bracket; -1 if there is none before a blank line."""
    rest = state.src[begin:stop].rstrip()
    if closing in rest:
        # `$$a$$ 和 $$b$$` on one line is a paragraph with two formulas.
        whole = rest.endswith(closing) and rest.count(closing) == 1
        return start + 1 if whole and (closing == "$$" or is_block(rest[:-2])) else -1
    # `\[` with words behind it in its line is an escaped bracket.
    if rest and closing != "$$":
        return -1
    known = state.env.setdefault("open_math", {})
    if known.get((closing, end), start) > start:
        return -1
    number = start + 1
    while number < end and not state.isEmpty(number):
        if _ENDS[closing].search(line_text(state, number)):
            return number + 1 if number > start + 1 or rest else -1
        number += 1
    known[closing, end] = number
    return -1


# Behind the formula may stand its number, `(1)`, or Pandoc's and MyST's label, `{#eq:1}`.
_ENDS = {"\\]": GRAMMAR["bracket-closing"], "$$": GRAMMAR["dollar-closing"]}


FEATURE = Feature(
    blocks=(Block("texmath", "\\$", _rule),),
    markup=(
        Markup("\\", _INLINE, "math", "\\)", is_formula),
        Markup("\\", _ENVIRONMENT, "math", "\\end{", is_formula),
        Markup("\\", _BRACKETS, "math", "\\]", lambda match, _labels: is_block(match[0][2:-2])),
    ),
)
