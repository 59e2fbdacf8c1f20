"""A converted model, opened: it reads texts and says what may follow.

ONNX Runtime computes it on as many threads as it is given, and no number of them changes a bit: products of whole
numbers are summed exactly, and everything else is computed for each row by itself.
"""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.engines.qwen.convert import CONFIG, TOKENIZER
from transflow.engines.qwen.graph import GRAPH, Shape, states
from transflow.errors import EngineError, broken_off

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Floats = NDArray[np.float32]

# Whoever breaks the work off waits for this at most, and it bounds what a long text takes of memory.
_AT_ONCE = 128
"""Pieces that are read at once."""


# Without the check Linux grants the memory, and ends the process once it is used.
_LOADING = 1.4
"""Times the size of a model's file that it takes in memory, what it computes with included."""


def identity() -> str:
    """Name and version of the run time, for an engine's identity."""
    return f"onnxruntime {version('onnxruntime')}"


def check_memory(size: int, name: str) -> None:
    """Make sure that a model of so many bytes can be loaded, where the system says how much memory is free.

    Raises:
        EngineError: There is too little.
    """
    table = Path("/proc/meminfo")
    rows = table.read_text().splitlines() if table.exists() else []
    # Available, not free: what only caches files can be had too, the model's own file among it.
    free = next((int(row.split()[1]) * 1024 for row in rows if row.startswith("MemAvailable:")), None)
    needed = int(size * _LOADING)
    if free is not None and free < needed:
        message = f"the model needs {needed / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free"
        raise EngineError(message, name, hint="end other programs, or take a smaller model")


class States:
    """The keys and values of some texts: a row of each array is what was read of one."""

    def __init__(self, shape: Shape, rows: int, room: int) -> None:
        """Make room for so many texts of so many pieces.

        Raises:
            EngineError: There is too little memory.
        """
        import numpy as np  # noqa: PLC0415  belongs to the extra

        self._shape = shape
        size = (rows, shape.shared, room, shape.head)
        with _failures("not enough memory to draft", hint="end other programs, or take a smaller model"):
            self.arrays = [np.empty(size, np.float32) for _ in states(shape)]

    def put(self, row: int, other: "States", place: int, length: int, start: int = 0) -> None:
        """Put the first pieces of another's row, or of another row, behind so many that this one begins with."""
        for mine, its in zip(self.arrays, other.arrays, strict=True):
            mine[row, :, start : start + length] = its[place, :, :length]

    def part(self, row: int, start: int, length: int) -> "States":
        """Return a copy of some pieces of a row."""
        found = States(self._shape, 1, length)
        for its, mine in zip(found.arrays, self.arrays, strict=True):
            its[0] = mine[row, :, start : start + length]
        return found

    def arrange(self, row: int, places: Sequence[int], length: int) -> None:
        """Put into the rows from this one on what is in others of them, counted from it."""
        for array in self.arrays:
            # NumPy copies what is picked before it puts any of it down.
            array[row : row + len(places), :, :length] = array[[row + place for place in places], :, :length]


@dataclass(frozen=True, slots=True)
class Following:
    """What may follow some texts: a row for each, likeliest first."""

    pieces: "Ids"
    likelihoods: "Floats"
    """Logarithms of their probabilities."""


class Runtime:
    """A converted model in memory."""

    def __init__(self, folder: Path, *, threads: int, hint: str = "") -> None:
        """Load it.

        Raises:
            EngineError: A file is missing or damaged; `hint` says how to get a sound one.
        """
        self.folder = folder
        with _failures("cannot load the model", folder, hint):
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            self.stops = frozenset(config.pop("stops"))
            self.shape = Shape(**config)
            self._names = states(self.shape)
            # The weights are put in order by one thread, and the tokenizer meanwhile by another.
            with ThreadPoolExecutor(1) as apart:
                session = apart.submit(_session, str(folder / GRAPH), threads)
                self.tokenizer = _tokenizer(folder / TOKENIZER, hint)
            self._session = session.result()

    def read(self, states: States, row: int, pieces: Sequence[int], start: int) -> None:
        """Read a text into a row, behind what it has already."""
        import numpy as np  # noqa: PLC0415

        for some, end in _parts(pieces, start):
            self._run(states, row, np.array([some], np.int64), [end])

    def chances(
        self, states: States, row: int, pieces: Sequence[int], start: int, wanted: Sequence[int]
    ) -> "Floats":
        """Read a text into a row, and return the logarithm of the probability of each wanted piece behind each of its own."""
        import numpy as np  # noqa: PLC0415

        found = []
        for some, end in _parts(pieces, start):
            asked = range(len(some))
            bound = self._run(states, row, np.array([some], np.int64), [end], asked=asked, wanted=wanted)
            found.append(bound.get_outputs()[2].numpy())
        return np.concatenate(found)

    def step(
        self, states: States, pieces: Sequence[int], ends: Sequence[int], count: int, wanted: Sequence[int]
    ) -> "tuple[Following, Floats]":
        """Read one piece more of each of the first rows, whose texts are as long as `ends` says with it.

        Returned with what is likeliest are the logarithms of the probabilities of the wanted pieces, for each row.
        """
        import numpy as np  # noqa: PLC0415

        bound = self._run(states, 0, np.array(pieces, np.int64)[:, None], ends, count=count, wanted=wanted)
        return _following(bound), bound.get_outputs()[2].numpy()

    def follow(self, states: States, row: int, pieces: Sequence[int], start: int) -> Following:
        """Read a text into a row, and return the likeliest piece behind each of its own."""
        import numpy as np  # noqa: PLC0415

        asked, end = range(len(pieces)), start + len(pieces)
        return _following(self._run(states, row, np.array([pieces], np.int64), [end], asked=asked))

    def _run(
        self,
        states: States,
        first: int,
        pieces: "Ids",
        ends: Sequence[int],
        *,
        count: int = 1,
        asked: Sequence[int] = (-1,),
        wanted: Sequence[int] = (0,),
    ) -> Any:
        """Read pieces into rows, from the first on, and return what is bound to the graph's outputs."""
        import numpy as np  # noqa: PLC0415

        bound = self._session.io_binding()
        given = {
            "pieces": pieces,
            "ends": np.array(ends, np.int32) - np.int32(1),
            "total": np.array(max(ends), np.int32),
            "count": np.array([count], np.int64),
            "asked": np.array(asked, np.int64),
            "wanted": np.array(wanted, np.int64),
        }
        for name, value in given.items():
            bound.bind_cpu_input(name, value)
        for name in ("following", "likelihoods", "chances"):
            bound.bind_output(name)
        for name, array in zip(self._names, states.arrays, strict=True):
            rows = array[first : first + len(pieces)]
            place = ("cpu", 0, np.float32, rows.shape, rows.ctypes.data)
            # The same memory: the new ones are written behind the old ones, and nothing is copied.
            bound.bind_input(f"past.{name}", *place)
            bound.bind_output(f"present.{name}", *place)
        with _failures("the model failed"):
            self._session.run_with_iobinding(bound)
        return bound


def _parts(pieces: Sequence[int], start: int) -> "Iterator[tuple[Sequence[int], int]]":
    """Yield a text in parts, with where each ends."""
    for at in range(0, len(pieces), _AT_ONCE):
        some = pieces[at : at + _AT_ONCE]
        yield some, start + at + len(some)


def _following(bound: Any) -> Following:
    following, likelihoods, _ = bound.get_outputs()[:3]
    return Following(following.numpy(), likelihoods.numpy())


def _session(graph: str, threads: int) -> Any:
    # First by itself: whoever breaks off while another library imports it is told of a failed import.
    import numpy as np  # noqa: F401, PLC0415
    import onnxruntime  # noqa: PLC0415  heavy: loads its shared library

    onnxruntime.disable_telemetry_events()  # which it has on Windows
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # What it has to say it raises too; a line of its own would be beside ours.
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _tokenizer(file: Path, hint: str) -> Any:
    """Load a `tokenizers.Tokenizer`; its client of a model hub is never imported."""
    import tokenizers  # noqa: PLC0415  heavy: loads its shared library

    with _failures("cannot read the tokenizer", file, hint):
        text = file.read_text("utf-8")
        return tokenizers.Tokenizer.from_str(text)


@contextmanager
def _failures(what: str, file: Path | None = None, hint: str = "") -> "Iterator[None]":
    """Turn what the libraries raise into one line: they have errors of many kinds, and `Exception` itself."""
    try:
        yield
    except Exception as error:
        if broken_off(error):
            raise KeyboardInterrupt from error
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise EngineError(f"{what}: {reason}", str(file) if file else "", hint=hint) from error
