"""The words around a Chinese number that say how exact it is: 约, 近, 超, 不足, 以上, 左右, 多."""

import re
from typing import cast

from transflow.languages.zh.rules import RULES
from transflow.numbers.quantity import Modifier

_LEAD = RULES["lead"]
_TRAIL = RULES["trail"]
_LASTS = RULES["lasts"]
_PASSED = RULES["passed"]

MANY = RULES["many"]
"""Stands between a number and its unit: 20多家, 三十余年, 十来个."""


def _named(match: re.Match[str]) -> Modifier:
    """Return the modifier whose words matched: a group of the rule is called as it is."""
    return cast("Modifier", (match.lastgroup or "").replace("_", "-"))


def before(
    text: str, at: int, floor: int = 0, *, lasting: bool = False, implied: bool = False
) -> tuple[Modifier, int]:
    """Return the modifier that ends at an offset, not beginning before `floor`, and where it begins.

    Args:
        text: Folded text.
        at: Where the number begins.
        floor: Where the quantity before it ended.
        lasting: The number is a duration: 近 then mostly means 'the past' (近三年) and is no modifier.
        implied: The number is a scale word alone: 上 and 过 (上百, 过万) are modifiers then.
    """
    # 上百 and 过万 are modified, 上3% and 过2天 not.
    if implied and _PASSED.search(text, max(floor, at - 2), at):
        return "over", at - 1
    # No modifier before a number has more than five characters.
    match = _LEAD.search(text, max(floor, at - 5), at)
    if not match or (lasting and match[0] == "近" and not _LASTS.search(text, max(floor, at - 4), at)):
        return "", at
    return _named(match), match.start()


def after(text: str, at: int) -> tuple[Modifier, int]:
    """Return the modifier that begins at an offset, and where it ends."""
    match = _TRAIL.match(text, at)
    return (_named(match), match.end()) if match else ("", at)
