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
# One letter between dollars, or a sign that no amount of money has: `$5 和 $6` is none.
_MATHS = re.compile(r"\A\$[A-Za-z]'?\$\Z|[\\^_={}<>+]|\A\$\$")


def _is_sure(match: re.Match[str], _labels: frozenset[str]) -> bool:
    return not is_worded(match[0]) and _MATHS.search(match[0]) is not None


FEATURE = Feature(
    markup=(
        Markup("$", _DOLLARS, "math", "$", _is_sure),
        # Short and without spaces: `x^2^` and H~2~O; the tildes of `~5 至 ~6` say "about".
        Markup("^", re.compile(r"(?<![A-Za-z0-9\^)])\^[A-Za-z0-9+()-]{1,12}\^(?!\^)"), "mark"),
        Markup("~", re.compile(r"(?<![A-Za-z0-9~)])~[A-Za-z0-9+()-]{1,12}~(?!~)"), "mark"),
    ),
    words=r"(?P<math>(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[~^][A-Za-z0-9+()-]{1,12}[~^][A-Za-z0-9]*)+(?![~^]))",
)
