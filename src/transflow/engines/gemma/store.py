"""The converted model in the user's cache: made once, checked at every opening, made anew when damaged.

A model is a folder with a manifest, which is written last and in which every file has its SHA-256. It is
built in a folder of its own beside its place and renamed into it, so that a conversion that was killed
leaves nothing that looks like a model, and of two conversions at once the later one is thrown away.
"""

import json
import os
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
from transflow.engines.gemma.convert import TOKENIZER, Deltas, Plan, convert
from transflow.engines.gemma.weights import GEMMA, Edition, locate, read, verify
from transflow.errors import EngineError

ENVIRONMENT = "TRANSFLOW_CACHE"

_FORMAT = 1
"""Raised when the conversion itself changes, so that older models are made anew."""
_MANIFEST = "manifest.json"
_NEEDED = frozenset({"config.json", "model.bin", "vocabulary.json", TOKENIZER})
_ABANDONED_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class Model:
    """A converted model that has been checked."""

    folder: Path
    digest: str
    """SHA-256 over its files' own: equal digests draft alike."""
    window: int
    """Tokens that its local layers look back."""


def cache_root() -> Path:
    """Return the folder for what can be made again: `$TRANSFLOW_CACHE`, else the user's cache."""
    import platformdirs  # noqa: PLC0415

    return Path(os.environ.get(ENVIRONMENT) or platformdirs.user_cache_dir("transflow"))


def ensure(
    group: str,
    *,
    edition: Edition = GEMMA,
    deltas: Deltas | None = None,
    progress: Progress = no_progress,
    afresh: bool = False,
) -> Model:
    """Return the model that writes a group of scripts, converting it if it isn't in the cache or is damaged.

    Args:
        group: As `vocabulary.group_of` names it.
        edition: The model to convert.
        deltas: An adapter to merge into the weights; the result is a model of its own.
        progress: Told while the model is converted.
        afresh: Convert even if a sound model is there (CTranslate2 could not load it).

    Raises:
        EngineError: The package's files are damaged or absent, or the cache cannot be written.
    """
    options = _options(edition, group, deltas)
    key = sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()[:12]
    folder = cache_root() / "models" / f"{edition.package}-{edition.version}-{group}-{key}"
    if not afresh and (model := _checked(folder, options)):
        return model
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        build = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            parts = locate(edition)
            verify(edition, parts, progress)
            gguf = read(parts)
            convert(Plan(gguf, group, edition.smoothing, deltas), build, progress)
            window = gguf.metadata["gemma3.attention.sliding_window"]
            hashes = {path.name: _hash(path) for path in sorted(build.iterdir())}
            manifest = json.dumps({"options": options, "window": window, "files": hashes}, indent=1)
            (build / _MANIFEST).write_text(manifest, "utf-8")
            return _install(build, folder, options, afresh=afresh)
        finally:
            shutil.rmtree(build, ignore_errors=True)


def _options(edition: Edition, group: str, deltas: Deltas | None) -> dict[str, Any]:
    """Say all that decides what the files will be."""
    adapter = sha256()
    for name, delta in sorted((deltas or {}).items()):
        adapter.update(name.encode() + delta.tobytes())
    return {
        "format": _FORMAT,
        "source": edition.sha256,
        "group": group,
        "quantization": "int8",
        "smoothing": sha256(edition.smoothing).hexdigest(),
        "adapter": adapter.hexdigest() if deltas else None,
    }


def _checked(folder: Path, options: Mapping[str, Any]) -> Model | None:
    """Return the model in a folder if it is whole and was made with these options."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        hashes = manifest["files"]
        if manifest["options"] != options or not hashes.keys() >= _NEEDED:
            return None
        if any(_hash(folder / name) != want for name, want in hashes.items()):
            return None
        digest = sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
        return Model(folder, digest, int(manifest["window"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _install(build: Path, folder: Path, options: Mapping[str, Any], *, afresh: bool) -> Model:
    """Put a new model in its place; a sound one that another process put there first stays."""
    if not afresh and (model := _checked(folder, options)):
        return model
    old = build.with_name(f"{build.name}.old")
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
    """Remove what killed conversions left behind, once it is too old to be at work."""
    for path in folder.parent.glob(f".{folder.name}.*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = f"0.4 GB must be free and writable there, or set {ENVIRONMENT} to another folder"
        place = str(error.filename or folder.parent)
        raise EngineError(f"cannot convert the model: {error.strerror or error}", place, hint=hint) from error
    except MemoryError as error:
        raise EngineError("not enough memory to convert the model", hint="it takes 0.7 GB") from error
