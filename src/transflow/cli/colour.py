"""States and severities in colour, for people at a terminal."""

import os
import re
import sys

import typer

_COLOURS = {
    "error": "red", "conflict": "red", "declared-missing": "red", "orphan": "red",
    "warning": "yellow", "missing": "yellow", "stale": "yellow", "undeclared": "yellow", "untracked": "yellow",
    "draft": "blue", "reviewed": "green",
}  # fmt: skip
# At the begin of a line or behind a place: `error` within a message or a path stays as it is.
_WORD = re.compile(rf"^(?P<place>.*?:\d+:\d+: \w+ )?(?P<word>{'|'.join(_COLOURS)})(?= )", re.MULTILINE)
"""A severity in the line of a finding, a state at the begin of a line."""


def wanted() -> bool:
    """Whether standard output is a terminal, and nobody asked for no colour (<https://no-color.org>)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def painted(text: str) -> str:
    """Return a text with its states and severities in colour."""
    return _WORD.sub(
        lambda found: (found["place"] or "") + typer.style(found["word"], fg=_COLOURS[found["word"]]), text
    )
