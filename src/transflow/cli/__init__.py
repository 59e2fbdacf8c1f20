"""The command line: one file a command, each a thin skin over a function of `workflow`."""

import sys
from typing import NoReturn

from transflow.cli import hook


def main() -> NoReturn:
    """Run the command line of this process."""
    code = hook.run(sys.argv[1:])
    if code is None:
        from transflow.cli import app  # noqa: PLC0415  a hook does without it

        code = app.run(sys.argv[1:])
    sys.exit(code)
