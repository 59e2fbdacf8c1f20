r"""Formulas that are sure to be some, whatever the site says of `$`: `$E=mc^2$`, `$a$`, `$$x$$`; H~2~O and x^2^.

Stays: the formula. An amount of money (`$300 to $500`) is none.
"""

import re

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.texmath import is_worded

# As `inline_rules` has it where the site says so, but within a line: here a dollar is more often money.
_DOLLARS = re.compile(
    r"\$\$(?:\\.|[^$\\]|\$(?!\$))++\$\$ | (?:(?<![A-Za-z0-9$])\$(?![\s$])|(?<=[A-Za-z])\$(?=[(\\]))(?:\\.|[^$\\\n])++(?<!\s)\$(?![A-Za-z0-9$])",
    re.VERBOSE | re.DOTALL,
)
# `$v_i = $ 投标者$i$`: MyST, KaTeX and remark-math allow spaces within. No words of more than two letters, and no amount.
_SPACED = re.compile(r"(?<![A-Za-z0-9$])\$(?!\d)(?:\\.|[^$\\\n])++\$(?![A-Za-z0-9$])")
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}(?![({_^])")
_SIGNS = re.compile(r"[\\^_={}<>+]")
# One letter between dollars, or a sign that no amount of money has: `$5 和 $6` is none.
_MATHS = re.compile(r"\A\$[A-Za-z]'?\$\Z|[\\^_={}<>+]|\A\$\$")


def _is_sure(match: re.Match[str], _labels: frozenset[str]) -> bool:
    return not is_worded(match[0]) and _MATHS.search(match[0]) is not None


def _is_sure_spaced(match: re.Match[str], _labels: frozenset[str]) -> bool:
    bare = _COMMANDS.sub("", match[0])
    return not is_worded(match[0]) and _SIGNS.search(match[0]) is not None and not _WORDS.search(bare)


# What `\text{…}` and its like hold is Latin words at times.
_COMMANDS = re.compile(r"\\[A-Za-z]++(?:\{[^{}]*\})?")

FEATURE = Feature(
    markup=(
        Markup("$", _DOLLARS, "math", "$", _is_sure),
        Markup("$", _SPACED, "math", "$", _is_sure_spaced),
        # Short and without spaces: `x^2^` and H~2~O; the tildes of `~5 至 ~6` say "about".
        Markup("^", re.compile(r"(?<![A-Za-z0-9\^)])\^[A-Za-z0-9+()-]{1,12}\^(?!\^)"), "mark"),
        Markup("~", re.compile(r"(?<![A-Za-z0-9~)])~[A-Za-z0-9+()-]{1,12}~(?!~)"), "mark"),
    ),
    words=r"(?P<math>(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[~^][A-Za-z0-9+()-]{1,12}[~^][A-Za-z0-9]*)+(?![~^]))",
)
