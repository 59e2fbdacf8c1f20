"""Reading GGUF files: metadata, and tensors dequantized a few rows at a time.

The layout is that of GGUF version 3 (2 is read alike; little endian): magic, version, counts, key-value pairs, tensor
infos, then the tensors from the next multiple of the alignment. `gguf.GGUFReader` reads the same, but needs 12 seconds
for the vocabulary; what the bytes of a tensor mean, that package is asked.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The header of a model with 150,000 pieces is some megabytes: mostly one read.
_AHEAD = 16 << 20
"""Bytes of the header that are read at once."""
_MOST = 1 << 31
"""Bytes or values of one entry at most: a damaged header claims more."""
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor's bytes are, and what they mean."""

    shape: tuple[int, ...]
    """Rows first, as numpy has it (GGUF writes the fastest dimension first)."""
    kind: int
    """`gguf.GGMLQuantizationType`."""
    offset: int
    """From the start of the file."""


@dataclass(frozen=True, slots=True)
class Gguf:
    """An opened file."""

    path: Path
    metadata: Mapping[str, Any]
    tensors: Mapping[str, Tensor]

    def rows(self, name: str, start: int = 0, stop: int | None = None) -> "NDArray[np.float32]":
        """Dequantize rows `start` to `stop` of a tensor; a vector counts as one row.

        Raises:
            EngineError: The tensor is not there, cut off, or of a kind that the gguf package does not know.
        """
        import numpy as np  # noqa: PLC0415  belongs to the extra
        from gguf import GGML_QUANT_SIZES, GGMLQuantizationType  # noqa: PLC0415
        from gguf.quants import dequantize  # noqa: PLC0415

        tensor = self.tensors.get(name)
        if tensor is None:
            raise EngineError(f"the tensor {name} is missing", str(self.path), hint=_ANOTHER)
        *outer, width = tensor.shape
        count = (outer[0] if outer else 1) if stop is None else stop
        try:
            kind = GGMLQuantizationType(tensor.kind)
            block, size = GGML_QUANT_SIZES[kind]
            # A row is whole blocks of quantized values, so that rows can be read from anywhere.
            stride = width // block * size
            data = self._bytes(tensor.offset + start * stride, (count - start) * stride)
            table = dequantize(np.frombuffer(data, np.uint8).reshape(-1, stride), kind)
        except (ValueError, KeyError, NotImplementedError) as error:
            message = f"the tensor {name} cannot be read: {type(error).__name__} {error}"
            raise EngineError(message, str(self.path), hint=_ANOTHER) from error
        return np.ascontiguousarray(table if outer else table[0], np.float32)

    def _bytes(self, offset: int, size: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(offset)
            # Opened for each tensor: nothing stays open, and no more of it in memory than is converted.
            data = file.read(size)
        if len(data) < size:
            raise EngineError("the file is cut off", str(self.path), hint="fetch it again")
        return data


_ANOTHER = "take another GGUF file of a qwen2 model, such as one in Q4_K_M, Q8_0 or F16"


def read(path: Path) -> Gguf:
    """Read the header of a file.

    Raises:
        EngineError: It is not there, or no GGUF file of version 2 or 3.
    """
    try:
        with path.open("rb") as file:
            return _Header(file.read, path).read()
    except OSError as error:
        raise EngineError(f"cannot read the model: {error.strerror or error}", str(path)) from error
    except (struct.error, UnicodeDecodeError, KeyError, MemoryError, _DamagedError) as error:
        raise EngineError("this is no whole GGUF file", str(path), hint="fetch it again") from error


class _DamagedError(Exception):
    """The header does not hold together."""


class _Header:
    """A cursor over the header; reads ahead in blocks, for a vocabulary is half a million small values."""

    def __init__(self, source: Any, path: Path) -> None:
        self._source, self._path = source, path
        self._buffer, self._start, self._cursor = b"", 0, 0

    def read(self) -> Gguf:
        magic, version, tensors, pairs = self.take("4sIQQ")
        if magic != b"GGUF" or version not in (2, 3):
            raise _DamagedError
        metadata = {self.string(): self.value() for _ in range(pairs)}
        infos = dict(self.tensor() for _ in range(tensors))
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise _DamagedError
        # Tensors begin at the next multiple behind the header.
        base = -(-(self._start + self._cursor) // alignment) * alignment
        placed = {name: Tensor(shape, kind, base + offset) for name, (shape, kind, offset) in infos.items()}
        return Gguf(self._path, metadata, placed)

    def raw(self, size: int) -> bytes:
        if size > _MOST:
            raise _DamagedError
        # The rest of the block goes before the next one: a value may lie across both.
        if self._cursor + size > len(self._buffer):
            rest = self._buffer[self._cursor :]
            self._start += self._cursor
            self._buffer = rest + self._source(max(size, _AHEAD))
            self._cursor = 0
        self._cursor += size
        return self._buffer[self._cursor - size : self._cursor]

    def take(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{layout}", self.raw(struct.calcsize(f"<{layout}")))

    def string(self) -> str:
        (size,) = self.take("Q")
        return self.raw(size).decode()

    def value(self) -> Any:
        (kind,) = self.take("I")
        if kind != _ARRAY:
            return self._plain(kind)
        kind, count = self.take("IQ")
        if count > _MOST:
            raise _DamagedError
        if kind == _STRING:
            return [self.string() for _ in range(count)]
        return list(self.take(f"{count}{_SCALARS[kind]}"))

    def tensor(self) -> tuple[str, tuple[tuple[int, ...], int, int]]:
        name = self.string()
        (rank,) = self.take("I")
        dimensions = self.take(f"{rank}Q")
        kind, offset = self.take("IQ")
        return name, (dimensions[::-1], kind, offset)

    def _plain(self, kind: int) -> Any:
        return self.string() if kind == _STRING else self.take(_SCALARS[kind])[0]
