"""How long work goes on, for a log: a line now and then, where there is no terminal for a bar."""

import time
from collections.abc import Callable

from transflow.engines import Progress

EVERY = 20.0
"""Seconds between two lines at least; what is done sooner says nothing."""
_MINUTE = 60


def told(say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Progress:
    """Return what says on a line how far each kind of work is, and how long it may take yet.

    Args:
        say: Prints a line.
        clock: Seconds, from whenever.
    """
    begun, before = dict[str, float](), dict[str, int]()
    last = clock()

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        now = clock()
        # Less than before: the same kind of work has begun anew, with other pages.
        if done < before.get(what, 0):
            begun[what] = now
        before[what] = done
        since = now - begun.setdefault(what, now)
        if now - last < EVERY or done >= total:
            return
        last = now
        more = f", {_about(since * (total - done) / done)} more" if done and since else ""
        say(f"{what}: {done} of {total}{more}")

    return tell


def _about(seconds: float) -> str:
    """Say a length of time: 40 s, 3 min."""
    return f"about {round(seconds / _MINUTE)} min" if seconds > 2 * _MINUTE else f"about {round(seconds)} s"
