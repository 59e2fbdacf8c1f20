"""Work on many things in as many processes as there are cores, where that pays and the system can do it."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from transflow.errors import TransflowError

Item = TypeVar("Item")
Result = TypeVar("Result")

_SHARE = 8
"""Things that a process is given at a time: few, so that all end together."""
LEAST = 4 * _SHARE
"""Things below which one process is as quick."""

_work: list[Callable[[Any], Any]] = []
"""What a process does; it came with the process, so that nothing of it has to be packed."""


def cores() -> int:
    """Count the cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # absent on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def workers(threads: int) -> int:
    """Count the workers for a wish: `threads` itself, or for 0 the cores this process may use."""
    return threads if threads > 0 else cores()


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield what comes of each thing, in their order.

    The processes are copies of this one (`fork`): what is known here is known there, and what they find out is lost but
    for what `work` returns. Where that cannot be, or is not worth it, this process does it all.

    Raises:
        TransflowError: A process was killed; or what `work` raises.
    """
    # No more processes than there are shares.
    count = min(cores(), len(items) // _SHARE)
    alone = not hasattr(os, "fork") or threading.active_count() > 1  # a copy has one thread, and all locks
    if count < 2 or len(items) < LEAST or alone:
        yield from map(work, items)
    else:
        yield from _spread(work, items, count)


def _spread(work: Callable[[Item], Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  small sites need none of it
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    pool = ProcessPoolExecutor(count, get_context("fork"), _begin, (work,))
    try:
        for share in pool.map(_done, (items[at : at + _SHARE] for at in range(0, len(items), _SHARE))):
            yield from share
    except BrokenProcessPool:
        message = "a process was killed while it read pages"
        raise TransflowError(
            message, hint="is there enough memory? `taskset -c 0` in front needs less"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: Callable[[Any], Any]) -> None:
    """Get ready in a new process; when the run is interrupted, the first process ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was there before is not looked through again: that would copy every page of memory which is shared now.
    gc.freeze()
    _work[:] = [work]


def _done(share: Sequence[Any]) -> list[Any]:
    return [_work[0](item) for item in share]
