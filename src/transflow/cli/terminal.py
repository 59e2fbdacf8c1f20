"""What may be written to a terminal or a log, whoever wrote the text."""

import io
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


def set_up_streams() -> None:
    """Let no text be more than a stream can hold: Windows gives a file or a pipe a code page of a few hundred letters.

    What is no terminal is read by programs and gets UTF-8, with lines that end alike everywhere; a person who wants
    another encoding says so in `PYTHONIOENCODING`. There, and on a terminal, what it lacks becomes `?`.
    """
    asked = os.environ.get("PYTHONIOENCODING", "")
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # closed, or a stand-in
        if not (asked or stream.isatty()):
            stream.reconfigure(encoding="utf-8", newline="\n")
        elif stream.errors in ("strict", "surrogateescape") and ":" not in asked:
            stream.reconfigure(errors="replace")


def holds_all() -> bool:
    """Whether standard output has every letter."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") in {"utf8", "utf8sig"}
