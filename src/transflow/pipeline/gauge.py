"""How much is drafted before it is put on disk."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST, _MOST = 4_000, 250_000
"""Characters of source text that are drafted together: at first, and at most, which bounds memory."""
_PATIENCE = 10.0
"""Seconds that a batch may take before the next is no larger."""


class Gauge:
    """How many characters to draft together: more while that is quick, less when it takes long.

    The larger a batch, the better its sentences fill the engine; the smaller, the sooner pages are on disk, and the
    less a killed run loses.
    """

    def __init__(self) -> None:
        self.size = _FIRST

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Draft a batch inside."""
        began = time.monotonic()
        yield
        if time.monotonic() - began < _PATIENCE:
            self.size = min(2 * self.size, _MOST)
        # Between the two it stays: a size that is halved and doubled in turn would fill the engine no better.
        elif time.monotonic() - began > 2 * _PATIENCE:
            self.size = max(self.size // 2, _FIRST)
