"""What may be written to a terminal or a log, whoever wrote the text."""

import os
import re
import sys

from transflow.errors import visible

_RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Where a line of a log may be an order to the machine that runs the job."""
_ORDER = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
"""`::stop-commands::…`, of which white space before it takes nothing."""
_OLD_ORDER = re.compile(r"##(?=[a-z]*\[)")
"""`##[error]…`, `##vso[…]`, `##teamcity[…]`, anywhere in a line."""


def shown(text: str, *, orders: bool = False) -> str:
    """Return a text as it may be printed: no control characters, and no orders to what runs a job of CI.

    Args:
        text: What a page, a name or a message says.
        orders: Whether it consists of orders: annotations, which escape what they hold.
    """
    text = visible(text).encode("utf-8", "replace").decode()  # what is no text in a file's name becomes `?`
    if any(os.environ.get(name) for name in _RUNNERS):
        text = _OLD_ORDER.sub(r"#\\u0023", text)
        text = text if orders else _ORDER.sub(r"\1\\u003a", text)
    return text


def is_terminal() -> bool:
    """Whether standard output is one."""
    return sys.stdout.isatty()
