"""How much a text wants a look of a person, from 0 to 100, made of what is known for free."""

from collections.abc import Iterable

from transflow.bitext import Row
from transflow.tracker import Link
from transflow.verification import Severity

_CONFLICT, _ERROR, _WARNING = 90, 80, 50
_MOST = 100
_RUNGS = {
    "copy": 5, "memory": 5, "edited": 10, "inline": 20, "others": 25, "guided": 30, "clauses": 45, "hints": 50,
    "pieces": 60, "none": 100,
}  # fmt: skip
"""What a draft deserves by the step that made it: the later, the farther the engine was from the sentence as a whole."""
_UNKNOWN = 20
"""Of a draft whose record names no step."""


def drafted(row: Row) -> int:
    """Return the risk of a draft as its record has it; a record that is older than risks names at least the step."""
    return row.risk if row.risk is not None else _RUNGS.get(row.rung, _UNKNOWN)


def urgency(link: Link, severities: Iterable[Severity] = ()) -> int:
    """Return how much the text of a line wants a look.

    Args:
        link: What is known of the text.
        severities: Of what the checks found in it.
    """
    found = list(severities)
    if link.fate == "conflict":
        return _MOST if "error" in found else _CONFLICT
    base = 0 if link.edited else drafted(link.row) if link.row else _MOST
    worst = _ERROR if "error" in found else _WARNING if found else 0
    # Not their sum: ten full-width commas are no worse than a wrong figure. A second finding only decides between
    # equals.
    return min(_MOST, max(base, worst) + (len(found) > 1) * 5)
