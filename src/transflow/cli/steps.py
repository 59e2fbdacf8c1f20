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
    begun, before = dict[str, tuple[float, int]](), dict[str, int]()
    last = clock()

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        now = clock()
        # Less than before: the same kind of work has begun anew, with other pages.
        if what not in begun or done < before[what]:
            begun[what] = now, done
        before[what] = done
        start, least = begun[what]
        if now - last < EVERY or done >= total:
            return
        last = now
        # What was done before the first news took its time before it.
        more = f", {_about((now - start) * (total - done) / (done - least))} more" if done > least else ""
        say(f"{what}: {done} of {total}{more}")

    return tell


def _about(seconds: float) -> str:
    """Say a length of time: 40 s, 3 min."""
    return f"about {round(seconds / _MINUTE)} min" if seconds > 2 * _MINUTE else f"about {round(seconds)} s"
