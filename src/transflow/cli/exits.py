"""How a command ends: the exit codes, and what is said of a failure."""

import sys
import traceback

from transflow.cli.terminal import shown
from transflow.errors import TransflowError

FINE, NO, ERROR, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: fine · the answer is no · usage, configuration, document or engine error · a bug · interrupted."""


def failed(error: BaseException, *, debug: bool = False) -> int:
    """Tell a failure, an expected one in one line, and return the exit code; for debugging, where it arose too."""
    if debug and isinstance(error, TransflowError):
        _traced(error)
    # A bug keeps its traceback: whoever reports it can copy where it is.
    match error:
        case TransflowError():
            return told(str(error))
        case KeyboardInterrupt():
            return told("interrupted", INTERRUPTED)
    _traced(error)  # whatever is left is a bug
    return BUG


def _traced(error: BaseException) -> None:
    # A traceback holds texts of pages, and they may hold anything.
    print(shown("".join(traceback.format_exception(error))), end="", file=sys.stderr)  # noqa: T201  see below


def told(message: str, code: int = ERROR) -> int:
    """Tell why there is no answer, in one line, and return the exit code."""
    print(shown(f"transflow: {message}"), file=sys.stderr)  # noqa: T201  the error boundary
    return code
