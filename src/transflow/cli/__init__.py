"""The command line: one file a command, each a thin skin over a function of `api`."""

import gc
import sys
from pathlib import Path
from typing import NoReturn

from transflow.cli import hook
from transflow.cli.exits import told
from transflow.cli.terminal import set_up_streams

_GARBAGE = 50_000
"""New objects after which Python looks for garbage; its own 700 costs a tenth of the time of a large site."""


def main() -> NoReturn:
    """Run the command line of this process."""
    # Before anything is imported: thousands of classes and functions are made at once, and none of them is garbage.
    gc.set_threshold(_GARBAGE)
    set_up_streams()
    try:
        Path.cwd()
    # Everything that asks for the current folder would end in a traceback otherwise.
    except FileNotFoundError:
        sys.exit(told("the current folder is gone (change to a folder that exists)"))
    code = hook.run(sys.argv[1:])
    if code is None:
        from transflow.cli import app  # noqa: PLC0415  a hook does without it

        code = app.run(sys.argv[1:])
    sys.exit(code)
