"""The models in the user's cache: the published file, and what was made of it or of another, checked at every opening.

A converted model is a folder with a manifest, which is written last and in which every file has its SHA-256. It is
built in a folder of its own beside its place and renamed into it, so that a conversion that was killed leaves nothing
that looks like a model, and of two conversions at once the later one is thrown away.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from transflow.engines import Progress, no_progress
from transflow.engines.qwen import weights
from transflow.engines.qwen.adapter import Adapter
from transflow.engines.qwen.convert import CONFIG, TOKENIZER, Plan, convert
from transflow.engines.qwen.graph import GRAPH, WEIGHTS
from transflow.errors import EngineError
from transflow.files import user_cache
from transflow.site import git

ENVIRONMENT = "TRANSFLOW_CACHE"

_FORMAT = 5
"""Raised when the conversion itself changes, so that older models are made anew."""
_MANIFEST = "manifest.json"
_NEEDED = frozenset({CONFIG, GRAPH, TOKENIZER, WEIGHTS})
# A conversion takes minutes; an hour after its last write nobody is at work on it.
_ABANDONED_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Model:
    """A converted model that has been checked."""

    folder: Path
    digest: str
    """SHA-256 over its files' own: equal digests draft alike."""

    @property
    def size(self) -> int:
        """Bytes of the weights, which is about what it takes of memory."""
        return (self.folder / WEIGHTS).stat().st_size


def models_root() -> Path:
    """Return the folder of the models: in `$TRANSFLOW_CACHE`, else in the user's cache.

    Raises:
        EngineError: Git tracks what is in it, so that it may be anybody's.
    """
    root = user_cache() / "models"
    if git.tracks(root):
        hint = f"set {ENVIRONMENT} to a folder outside the repository"
        raise EngineError("holds models that are committed, and no such model is used", str(root), hint=hint)
    return root


def ensure(
    source: Path,
    group: str,
    *,
    adapter: Path | None = None,
    progress: Progress = no_progress,
    afresh: bool = False,
) -> Model:
    """Return the model that writes a group of scripts, converting it if it isn't in the cache or is damaged.

    Args:
        source: A GGUF file.
        group: As `vocabulary.group_of` names it.
        adapter: An adapter to merge into the weights; the result is a model of its own.
        progress: Told while the model is converted.
        afresh: Convert even if a sound model is there (it could not be loaded).

    Raises:
        EngineError: A file is damaged or absent, or the cache cannot be written.
    """
    options = {
        "format": _FORMAT,
        "source": _stamp(source),
        "adapter": _adapter(adapter) if adapter else None,
        "group": group,
    }
    # In the folder's name: another file, adapter or script is another model beside this one.
    key = sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:12]
    folder = models_root() / f"{source.stem}-{group}-{key}"
    if not afresh and (model := _checked(folder, options)):
        return model
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        # Beside its place, so that a rename puts it there in one step.
        build = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            read = weights.read(source)
            convert(Plan(read, group, Adapter.read(adapter) if adapter else None), build, progress)
            _sign(build, options)
            model = _install(build, folder, options, afresh=afresh)
            _discard(folder)
            return model
        finally:
            shutil.rmtree(build, ignore_errors=True)


def _stamp(path: Path) -> list[str | int]:
    """Say which file it is without reading all of it, which takes seconds."""
    try:
        stat = path.stat()
    except OSError as error:
        raise EngineError(f"cannot read the model: {error.strerror}", str(path)) from error
    return [path.name, stat.st_size, stat.st_mtime_ns]


def _adapter(path: Path) -> str:
    """Say which adapter it is by what is in it: it is small, and each installation of the package has one of its own."""
    try:
        return _hash(path)
    except OSError as error:
        raise EngineError(f"cannot read the adapter: {error.strerror}", str(path)) from error


def _sign(build: Path, options: Mapping[str, Any]) -> None:
    """Write the manifest, which makes a folder a model."""
    files = {path.name: {"sha256": _hash(path), "stamp": _stamp(path)} for path in sorted(build.iterdir())}
    (build / _MANIFEST).write_text(json.dumps({"options": options, "files": files}, indent=1), "utf-8")


def _checked(folder: Path, options: Mapping[str, Any]) -> Model | None:
    """Return the model in a folder if it is whole and was made with these options.

    A file whose size and time are as they were is not read again: that would take seconds of every start.
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        files = manifest["files"]
        if manifest["options"] != options or not files.keys() >= _NEEDED:
            return None
        for name, known in files.items():
            path = folder / name
            # Copied caches have new times: their content decides.
            if _stamp(path) != known["stamp"] and _hash(path) != known["sha256"]:
                return None
        hashes = {name: known["sha256"] for name, known in files.items()}
        return Model(folder, sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest())
    # A manifest that was cut off or written by another may be any JSON; whatever it lacks, the model is made anew.
    except (OSError, ValueError, TypeError, KeyError, AttributeError, EngineError):
        return None


def _install(build: Path, folder: Path, options: Mapping[str, Any], *, afresh: bool) -> Model:
    """Put a new model in its place; a sound one that another process put there first stays."""
    if not afresh and (model := _checked(folder, options)):
        return model
    old = build.with_name(f"{build.name}.old")
    # The damaged one makes place first: a folder cannot be renamed onto one that is not empty.
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        build.rename(folder)
    except OSError:  # another process was faster; what it put there is checked like ours
        if not folder.exists():
            raise
    shutil.rmtree(old, ignore_errors=True)
    model = _checked(folder, options)
    if model is None:
        raise EngineError("the converted model reads back damaged", str(folder), hint="check the disk")
    return model


def _sweep(folder: Path) -> None:
    """Remove what killed conversions left behind, whatever they made, once it is too old to be at work."""
    for path in folder.parent.glob(".*-*-*.*"):
        with suppress(OSError):
            if path.is_dir() and time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path)


def _discard(folder: Path) -> None:
    """Remove the models beside one that were converted in a former way: no version that makes this one reads them."""
    for manifest in folder.parent.glob(f"*/{_MANIFEST}"):
        with suppress(OSError, ValueError, TypeError, KeyError):
            made = json.loads(manifest.read_text("utf-8"))["options"]["format"]
            if isinstance(made, int) and made < _FORMAT:
                shutil.rmtree(manifest.parent)


def is_whole(model: Model) -> bool:
    """Whether every file of a model has the bytes that were written: all of them are read, which takes seconds."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        files = json.loads((model.folder / _MANIFEST).read_text("utf-8"))["files"]
        return all(_hash(model.folder / name) == known["sha256"] for name, known in files.items())
    return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = f"a byte for each weight must be free there (1.8 GB of 1.5 billion), or set {ENVIRONMENT} to another folder"
        place = str(error.filename or folder.parent)
        raise EngineError(f"cannot convert the model: {error.strerror or error}", place, hint=hint) from error
    except MemoryError as error:
        hint = "it takes about twice the embedding: 0.9 GB for a model of 1.5 billion weights"
        raise EngineError("not enough memory to convert the model", hint=hint) from error
