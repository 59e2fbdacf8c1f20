"""What may be written to a terminal or a log, whoever wrote the text."""

import os
import sys

from transflow.signs import disarmed, visible

# GitHub obeys `::set-env`, Azure `##vso[…]`, TeamCity `##teamcity[…]`: a page must not say such a thing.
_RUNNERS = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Where a line of a log may be an order to the machine that runs the job."""


def shown(text: str, *, orders: bool = False) -> str:
    """Return a text as it may be printed: no control characters, and no orders to what runs a job of CI.

    Args:
        text: What a page, a name or a message says.
        orders: Whether it consists of orders: annotations, which escape what they hold.
    """
    text = visible(text).encode("utf-8", "replace").decode()  # what is no text in a file's name becomes `?`
    # At home nobody obeys, and texts are shown as they are.
    return disarmed(text, orders=orders) if any(map(os.environ.get, _RUNNERS)) else text


def is_terminal() -> bool:
    """Whether standard output is one."""
    return sys.stdout.isatty()
