r"""Formulas that are sure to be some, whatever the site says of `$`: `$E=mc^2$`, `$a$`, `$$x$$`; H~2~O and x^2^.

Stays: the formula. An amount of money (`$300 to $500`) is none.
"""

import re

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.features.texmath import is_worded

_DOLLARS = GRAMMAR["dollars"]
_MATHS = GRAMMAR["formula-sign"]


SPACED = GRAMMAR["spaced-formula"]
_SIGNS = GRAMMAR["sure-sign"]
_COMMANDS = GRAMMAR["command-with-words"]
_ANY_WORD = GRAMMAR["two-letters"]
_WORDS = GRAMMAR["latin-word"]


def is_sure_spaced(match: re.Match[str], _labels: frozenset[str] = frozenset()) -> bool:
    """Whether something between two dollar signs, which are known to be formulas', is one though it has spaces at its ends."""
    text = match[0]
    # `$ 0 $`, `$ X' $`, `$ x_1 = \text{…} $`; `$ 5 to $ 6` is none.
    words = _WORDS if _SIGNS.search(text) else _ANY_WORD
    return not is_worded(text) and not words.search(_COMMANDS.sub("", text))


def _is_sure_in_line(match: re.Match[str], labels: frozenset[str]) -> bool:
    return "\n" not in match[0] and bool(_SIGNS.search(match[0])) and is_sure_spaced(match, labels)


def _is_sure(match: re.Match[str], _labels: frozenset[str]) -> bool:
    return not is_worded(match[0]) and _MATHS.search(match[0]) is not None


FEATURE = Feature(
    markup=(
        Markup("$", _DOLLARS, "math", "$", _is_sure),
        Markup("$", SPACED, "math", "$", _is_sure_in_line),
        # Short and without spaces: `x^2^` and H~2~O; the tildes of `~5 至 ~6` say "about".
        Markup("^", GRAMMAR["superscript"], "mark"),
        Markup("~", GRAMMAR["subscript"], "mark"),
    ),
    words=r"(?P<math>(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[~^][A-Za-z0-9+()-]{1,12}[~^][A-Za-z0-9]*)+(?![~^]))",
)
