"""What the embedded and the Argos engine share of CTranslate2: opening a model and feeding it batches.

A draft may not depend on what else is drafted with it, and int8 batches with padding do: attention
over a padded row sums in another order, and int8 rounding magnifies the difference. So a batch holds
only inputs of one token length, or rows that are padded to a length which follows from each alone;
then every row has the same bits whatever its neighbours are and however many there are. Each worker computes on one thread (`intra_threads=1`) and takes batches from
one queue, so the number of threads changes the speed and nothing else.
"""

import ctypes
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transflow.errors import EngineError

Batch = tuple[int, ...]
"""Positions of the inputs that are computed together."""

Done = Callable[[int], None]
"""Told how many inputs have their answer."""


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""Options of `mallopt`, as numbered in glibc's `malloc.h`."""


def identity() -> str:
    """Name and version of the run time, for an engine's identity."""
    return f"ctranslate2 {version('ctranslate2')}"


def workers(threads: int) -> int:
    """Count the workers for a wish: `threads` itself, or for 0 the cores this process may use."""
    if threads > 0:
        return threads
    affinity = getattr(os, "sched_getaffinity", None)  # absent on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def open_translator(folder: Path, *, threads: int = 0, hint: str = "") -> Any:
    """Load an encoder-decoder model as a `ctranslate2.Translator`.

    Raises:
        EngineError: A file is missing or damaged; `hint` says how to get a sound one.
    """
    import ctranslate2  # noqa: PLC0415  heavy: loads its shared libraries

    return _load(ctranslate2.Translator, folder, threads, hint)


def open_generator(folder: Path, *, threads: int = 0, hint: str = "") -> Any:
    """Load a decoder-only model as a `ctranslate2.Generator`.

    Raises:
        EngineError: A file is missing or damaged; `hint` says how to get a sound one.
    """
    import ctranslate2  # noqa: PLC0415  heavy: loads its shared libraries

    return _load(ctranslate2.Generator, folder, threads, hint)


def open_tokenizer(file: Path, *, hint: str = "") -> Any:
    """Load a SentencePiece model as a `sentencepiece.SentencePieceProcessor`.

    Raises:
        EngineError: The file is missing or damaged; `hint` says how to get a sound one.
    """
    import sentencepiece  # noqa: PLC0415  heavy: loads its shared library

    with failures("cannot read the tokenizer", file, hint):
        return sentencepiece.SentencePieceProcessor(model_file=str(file))


def batches(lengths: Sequence[int], *, threads: int = 0, size: int = 32, tokens: int = 4096) -> list[Batch]:
    """Group inputs of one token length, longest first, so that no worker is left with a long one.

    Args:
        lengths: Token length of each input.
        threads: As given to the model: no batch is so large that a worker would go without.
        size: How many inputs a batch holds at most.
        tokens: How many tokens a batch holds at most, which bounds memory; one input always fits.
    """
    groups: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        groups.setdefault(length, []).append(position)
    share = -(-len(lengths) // workers(threads))
    found: list[Batch] = []
    for length in sorted(groups, reverse=True):
        group = groups[length]
        most = max(1, min(size, tokens // max(length, 1), share))
        step = -(-len(group) // -(-len(group) // most))
        found.extend(tuple(group[start : start + step]) for start in range(0, len(group), step))
    return found


def run(
    submit: Callable[[Batch], Sequence[Any]], plan: Sequence[Batch], *, ahead: int = 8, done: Done
) -> list[Any]:
    """Compute every batch and return the results in the order of the inputs.

    Args:
        submit: Starts a batch (`asynchronous=True`) and returns one pending result an input.
        plan: The batches; together they hold every position from 0 once.
        ahead: How many batches wait in the queue at most.
        done: Told after each batch how many inputs are finished.

    Raises:
        EngineError: The model failed.
    """
    results: dict[int, Any] = {}
    pending: deque[tuple[Batch, Sequence[Any]]] = deque()

    def collect() -> None:
        batch, answers = pending.popleft()
        results.update((position, answer.result()) for position, answer in zip(batch, answers, strict=True))
        done(len(results))

    with failures("the model failed"):
        for batch in plan:
            pending.append((batch, submit(batch)))
            if len(pending) > ahead:
                collect()
        while pending:
            collect()
    return [results[position] for position in range(len(results))]


@contextmanager
def failures(what: str, file: Path | None = None, hint: str = "") -> Iterator[None]:
    """Turn what CTranslate2 and SentencePiece raise into one line: they raise bare built-in exceptions."""
    try:
        yield
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise EngineError(f"{what}: {reason}", str(file) if file else "", hint=hint) from error


def _keep_memory() -> None:
    """Ask the C library to keep what is freed, for the rest of the process.

    Every decoding step frees and takes again the whole key-value cache. By default glibc hands blocks of that
    size back to the system each time, and fetching them anew took half of the time of a batch of 16.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if mallopt := getattr(libc, "mallopt", None):  # musl has none
        mallopt(_M_MMAP_THRESHOLD, 32 << 20)  # the largest that glibc takes
        mallopt(_M_TRIM_THRESHOLD, 1 << 30)


def _load(kind: Callable[..., Any], folder: Path, threads: int, hint: str) -> Any:
    _keep_memory()
    options: Mapping[str, Any] = {"inter_threads": workers(threads), "intra_threads": 1}
    with failures("cannot load the model", folder, hint):
        return kind(str(folder), device="cpu", **options)
