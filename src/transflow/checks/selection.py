"""Which checks run: `--select`, `--ignore` and the configuration name them by code, by the begin of a code, or by name."""

import difflib
from collections.abc import Sequence

from transflow.checks.registry import CHECKS, Check
from transflow.errors import ConfigError


def select(wanted: Sequence[str] = (), unwanted: Sequence[str] = ()) -> tuple[Check, ...]:
    """Return the checks that are wanted and not unwanted, in the order of their codes.

    Args:
        wanted: Names of checks, or families such as `TF3`; empty for all.
        unwanted: The same; it wins.

    Raises:
        ConfigError: There is no such check.
    """
    chosen = _named(wanted) if wanted else {check.code for check in CHECKS}
    dropped = _named(unwanted)
    return tuple(check for check in CHECKS if check.code in chosen and check.code not in dropped)


def matches(check: Check, name: str) -> bool:
    """Whether a name on the command line or in the configuration means this check."""
    return name.lower() == check.name or check.code.startswith(name.upper())


def _named(names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        codes = {check.code for check in CHECKS if matches(check, name)}
        if not codes or len(name) < 2:
            raise ConfigError(f"there is no check {name!r}", hint=_near(name))
        found |= codes
    return found


def _near(name: str) -> str:
    known = [word for check in CHECKS for word in (check.code, check.name)]
    close = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {close[0]!r}?" if close else "docs/checks.md lists them"
