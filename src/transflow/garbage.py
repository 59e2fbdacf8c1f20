"""No look for garbage while many values are made that stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left() -> Iterator[None]:
    """Leave garbage where it is inside: a hundred thousand small values would be gone through time and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
