"""CTranslate2: opening a model and feeding it batches.

A draft may not depend on what else is drafted with it, and int8 batches with padding do: attention over a padded row sums
in another order, and int8 rounding magnifies the difference. So a batch holds only inputs of one token length, or rows that
are padded to a length which follows from each alone; then every row has the same bits whatever its neighbours are and
however many there are. Each worker computes on one thread (`intra_threads=1`) and takes batches from one queue, so the number
of threads changes the speed and nothing else.
"""

import ctypes
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transflow import processes
from transflow.errors import EngineError

Batch = tuple[int, ...]
"""Positions of the inputs that are computed together."""

Done = Callable[[int], None]
"""Told how many inputs have their answer."""

# An answer's `result()` waits in C++, where Ctrl-C is not heard.
_LOOK = 0.02
"""Seconds between two looks at whether a batch is done; between them an interrupt is heard."""


def identity() -> str:
    """Name and version of the run time, for an engine's identity."""
    return f"ctranslate2 {version('ctranslate2')}"


def open_translator(folder: Path, *, threads: int = 0, hint: str = "") -> Any:
    """Load an encoder-decoder model as a `ctranslate2.Translator`.

    Raises:
        EngineError: A file is missing or damaged; `hint` says how to get a sound one.
    """
    import ctranslate2  # noqa: PLC0415  heavy: loads its shared libraries

    with failures("cannot load the model", folder, hint):
        return ctranslate2.Translator(
            str(folder), device="cpu", inter_threads=processes.workers(threads), intra_threads=1
        )


def open_tokenizer(file: Path, *, hint: str = "") -> Any:
    """Load a SentencePiece model as a `sentencepiece.SentencePieceProcessor`.

    Raises:
        EngineError: The file is missing or damaged; `hint` says how to get a sound one.
    """
    import sentencepiece  # noqa: PLC0415  heavy: loads its shared library

    with failures("cannot read the tokenizer", file, hint):
        return sentencepiece.SentencePieceProcessor(model_file=str(file))


def batches(
    lengths: Sequence[int],
    *,
    threads: int = 0,
    size: int = 32,
    tokens: int = 4096,
) -> list[Batch]:
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
    # Of 40 inputs and four workers ten each, rather than one batch of 32 and three idle workers.
    share = -(-len(lengths) // processes.workers(threads))
    found: list[Batch] = []
    # One long batch at the end would keep one worker busy and the others idle.
    for length, group in sorted(groups.items(), reverse=True):
        most = max(1, min(size, tokens // max(length, 1), share))
        # Batches of one size: of 33 inputs 17 and 16, not 32 and one that computes alone.
        step = -(-len(group) // -(-len(group) // most))
        found.extend(tuple(group[start : start + step]) for start in range(0, len(group), step))
    return found


def run(
    submit: Callable[[Batch], Sequence[Any]],
    plan: Sequence[Batch],
    *,
    ahead: int = 8,
    done: Done,
    model: Any = None,
) -> list[Any]:
    """Compute every batch and return the results in the order of the inputs.

    Args:
        submit: Starts a batch (`asynchronous=True`) and returns one pending result an input.
        plan: The batches; together they hold every position from 0 once.
        ahead: How many batches wait in the queue at most.
        done: Told after each batch how many inputs are finished.
        model: What computes them; never waited for again if the user breaks the work off.

    Raises:
        EngineError: The model failed.
    """
    results: dict[int, Any] = {}
    pending: deque[tuple[Batch, Sequence[Any]]] = deque()

    def collect() -> None:
        batch, answers = pending.popleft()
        while not all(answer.done() for answer in answers):
            time.sleep(_LOOK)
        results.update((position, answer.result()) for position, answer in zip(batch, answers, strict=True))
        done(len(results))

    try:
        with failures("the model failed"):
            for batch in plan:
                pending.append((batch, submit(batch)))
                # Enough wait for every worker to find work; more would only hold memory until they are
                # computed.
                if len(pending) > ahead:
                    collect()
            while pending:
                collect()
    except KeyboardInterrupt:
        _abandon(model)
        raise
    return [results[position] for position in range(len(results))]


def _libc() -> ctypes.CDLL | None:
    """Return the C library where there is one that has `on_exit`: glibc's, and not musl's."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "on_exit") else None


def _abandon(model: Any) -> None:
    """Let the process end though a model still computes.

    Its destructor would wait for what is in its queue, so it is kept for ever. And its threads must not outlive what
    they use: what C++ takes apart at the end of a process is left alone (on glibc, whose `on_exit` hands the exit code
    on), or one run in eight ended in a segmentation fault.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(model))
    if libc := _libc():
        libc.on_exit(libc["_exit"], None)


@contextmanager
def failures(what: str, file: Path | None = None, hint: str = "") -> Iterator[None]:
    """Turn what CTranslate2 and SentencePiece raise into one line: they raise bare built-in exceptions."""
    try:
        yield
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise EngineError(f"{what}: {reason}", str(file) if file else "", hint=hint) from error
