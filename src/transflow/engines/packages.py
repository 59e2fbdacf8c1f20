"""Argos packages on this machine and in Argos' index: listing, installing, removing.

Packages stand where Argos Translate keeps them, so that both programs see the same ones, but neither its
installer nor its list is used: the installer unpacks whatever an archive holds over what is there and then
imports minisbd (AGPL), and the list fails as a whole on one folder without metadata.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from transflow.engines import Progress, archive, index, no_progress
from transflow.engines.grammar import GRAMMAR
from transflow.errors import EngineError, install
from transflow.languages import canonical

_FIGURE = GRAMMAR["version-figure"]

# Seconds for one word. Long, for a slow machine shall not refuse a sound package. package takes seconds, but on a loaded machine of CI many.
_TRIAL_TIMEOUT = 300
_TRIAL = "import sys; from transflow.engines import argos; sys.exit(argos.trial(sys.argv[1]))"


class _Pair(Protocol):
    """What translates in one direction."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def version(self) -> str: ...


_Any = TypeVar("_Any", bound=_Pair)


@dataclass(frozen=True, slots=True)
class Package:
    """A sound installed package."""

    source: str
    """BCP 47 tag of the language it translates from."""
    target: str
    version: str
    path: Path
    """Its folder."""
    size: int
    """Bytes on disk."""
    pair: str
    """Argos' own codes, `zh_en`."""
    prefix: str = ""
    """A token that the model wants at the start of every output; mostly empty."""

    @property
    def model(self) -> Path:
        """Return the folder that CTranslate2 loads."""
        return self.path / "model"

    @property
    def tokenizer(self) -> Path:
        """Return the file that cuts text into tokens."""
        return next(file for name in archive.TOKENIZERS if (file := self.path / name).is_file())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an installation did."""

    package: Package
    action: Literal["installed", "replaced", "unchanged"]
    """`unchanged`: the very same files were installed already."""


def folder() -> Path:
    """Return the folder of installed packages, as Argos Translate finds it; it may not exist yet."""
    # In Argos Translate's own order: the variable, its settings file, the folder of the system.
    named = os.environ.get("ARGOS_PACKAGES_DIR") or _settings().get("ARGOS_PACKAGES_DIR")
    if isinstance(named, str) and named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "argos-translate" / "packages"


def installed() -> tuple[Package, ...]:
    """List the sound packages, by pair, the newest of a pair first; a damaged folder counts as none."""
    try:
        # The folder comes with the first package: none is installed yet.
        found = [package for path in folder().iterdir() if (package := read(path))]
    except OSError:
        return ()
    # Sorted twice: the second sort leaves the newest first within its pair.
    found.sort(key=lambda package: (_numbers(package.version), package.path.name), reverse=True)
    return tuple(sorted(found, key=lambda package: (package.source, package.target)))


def find(source: str, target: str) -> Package | None:
    """Return the installed package that fits a pair of languages best; None if none does."""
    return _best(installed(), source, target)


def bridges(source: str, target: str) -> tuple[str, ...]:
    """List the languages through which installed packages could lead from one language to another."""
    packages = installed()
    first = {package.target for package in packages if _distance(package.source, source) is not None}
    second = {package.source for package in packages if _distance(package.target, target) is not None}
    return tuple(sorted(first & second))


def short(tag: str) -> str:
    """Return the language subtag alone where it says the same: `zh` for `zh-CN`, but `zh-HK` for itself."""
    language = _canonical(tag).split("-")[0]
    return language if _canonical(language) == _canonical(tag) else tag


def fingerprint(path: Path) -> str:
    """Return the SHA-256 (hexadecimal) of all files of a package folder that a draft depends on."""
    files = [
        path / "metadata.json",
        *(path / name for name in archive.TOKENIZERS),
        *(path / "model").rglob("*"),
    ]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        content = hashlib.sha256()
        with file.open("rb") as data:
            while chunk := data.read(2**20):
                content.update(chunk)
        # With the names: two files that change places are another model.
        digest.update(f"{file.relative_to(path).as_posix()}\n{content.hexdigest()}\n".encode())
    return digest.hexdigest()


def available(progress: Progress = no_progress) -> tuple[index.Offer, ...]:
    """List what Argos' index offers, sorted; the last known index where it cannot be reached.

    Raises:
        EngineError: It cannot be reached and was never read, or it is damaged.
    """
    offers = index.offers(progress)
    return tuple(sorted(offers, key=lambda offer: (offer.source, offer.target, _numbers(offer.version))))


def install_pair(source: str, target: str, progress: Progress = no_progress) -> Outcome:
    """Download the package for a pair of BCP 47 languages from Argos' index and install it.

    Raises:
        EngineError: The index has none, the network fails, or what came is not that package.
    """
    offers = available(progress)
    offer = _best(offers, source, target)
    if not offer:
        targets = sorted({each.target for each in offers if _distance(each.source, source) is not None})
        hint = (
            f"from {short(source)} it has: {', '.join(targets)}" if targets else "see `transflow models list`"
        )
        raise EngineError(f"Argos' index has no package for {short(source)} → {short(target)}", hint=hint)
    have = find(source, target)
    # Before anything is fetched: a package has 50 to 150 MB.
    if have and (have.pair, have.version) == (offer.pair, offer.version):
        return Outcome(have, "unchanged")
    with _staging() as stage:
        file = stage / f"translate-{offer.pair}{archive.SUFFIX}"
        link = index.download(offer, file, progress)
        return _install(archive.inspect(file, link), stage, progress, offer.pair)


def install_file(file: Path, progress: Progress = no_progress) -> Outcome:
    """Install an `.argosmodel` file, whose maker is not trusted.

    Its directory and metadata are judged before a byte is written, then its model is tried in a process
    of its own, and only a folder that passed is moved in place, in one step. Other packages of the same
    pair make way for it.

    Raises:
        EngineError: It is not a sound package; or the packages folder cannot be written.
    """
    contents = archive.inspect(file)
    with _staging() as stage:
        return _install(contents, stage, progress)


def remove(source: str, target: str) -> tuple[Package, ...]:
    """Remove the packages of the pair that `find` finds; return them.

    Raises:
        EngineError: None is installed, or the packages folder cannot be written.
    """
    package = find(source, target)
    if not package:
        pairs = ", ".join(sorted({f"{each.source} → {each.target}" for each in installed()})) or "none"
        raise EngineError(
            f"no Argos package for {short(source)} → {short(target)} is installed", hint=f"installed: {pairs}"
        )
    doomed = tuple(each for each in installed() if each.pair == package.pair)
    with _staging() as stage:
        _discard(doomed, stage)
    return doomed


def _settings() -> dict[str, object]:
    """Read Argos Translate's own settings file; an unreadable one says nothing."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    try:
        # Another program's file, which most people do not have.
        said = json.loads((Path(home) / "argos-translate" / "settings.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def read(path: Path) -> Package | None:
    """Read the folder of a package; None if it is none, or lacks its model or its tokenizer."""
    try:
        metadata = archive.read_metadata((path / "metadata.json").read_bytes())
        sizes = [file.stat().st_size for file in path.rglob("*") if file.is_file()]
        sound = (path / "model" / "model.bin").is_file()
    except (OSError, ValueError):
        return None
    if not sound or not any((path / name).is_file() for name in archive.TOKENIZERS):
        return None
    source, target = archive.tag(metadata.from_code), archive.tag(metadata.to_code)
    return Package(source, target, metadata.version, path, sum(sizes), metadata.pair, metadata.prefix)


def _canonical(tag: str) -> str:
    """Return the full form of a tag, and of what is none itself: a package may bear any code."""
    try:
        return canonical(tag)
    except ValueError:
        return tag


def _distance(offered: str, wanted: str) -> int | None:
    """0 for the same language, 1 for another region of it; None for another language or script."""
    given, asked = _canonical(offered), _canonical(wanted)
    if given == asked:
        return 0
    return 1 if given.split("-")[:2] == asked.split("-")[:2] and "-" in given else None


def _best(packages: Iterable[_Any], source: str, target: str) -> _Any | None:
    """Choose the nearest languages, then the highest version, then the first."""
    best: tuple[tuple[int, list[int]], _Any] | None = None
    for package in packages:
        from_there, to_there = _distance(package.source, source), _distance(package.target, target)
        # zh-TW is never drafted by a package for zh: the script decides, and a region only ranks.
        if from_there is None or to_there is None:
            continue
        rank = (-from_there - to_there, _numbers(package.version))
        # Only if it is better: of equals the first stays, so that the choice doesn't change with a listing.
        if not best or rank > best[0]:
            best = rank, package
    return best[1] if best else None


def _numbers(version: str) -> list[int]:
    """Order versions by their numbers: 1.10 is newer than 1.9."""
    # No longer runs: int() refuses more than 4,300 digits, and a version may be anything.
    return [int(number) for number in _FIGURE.findall(version)]


def _install(contents: archive.Contents, stage: Path, progress: Progress, wanted: str = "") -> Outcome:
    pair = contents.metadata.pair
    # The index names a link, and what comes from there may be another package.
    if wanted and pair != wanted:
        raise EngineError(
            f"is a package for {pair}, not for {wanted}", contents.shown, hint=index.OFFLINE_HINT
        )
    fresh = stage / "package"
    archive.extract(contents, fresh, progress)
    _try(fresh, contents.shown)
    return _place(fresh, stage)


def _try(fresh: Path, shown: str) -> None:
    """Translate a word with the model in a process of its own: a crafted model can crash native code."""
    if not (find_spec("ctranslate2") and find_spec("sentencepiece")):
        hint = f"run: {install('argos')}"
        raise EngineError("cannot be tried: the engine's packages are not installed", shown, hint=hint)
    # -P: not from the current folder, which may be a stranger's workspace with a `ctranslate2.py`.
    command = [sys.executable, "-P", "-c", _TRIAL, str(fresh)]
    # An empty entry would be that folder again.
    path = os.pathsep.join(filter(None, sys.path))
    try:
        result = subprocess.run(
            command,
            check=False,
            capture_output=True,
            timeout=_TRIAL_TIMEOUT,
            env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        reason = f"it translates nothing within {_TRIAL_TIMEOUT} seconds"
    else:
        if not result.returncode:
            return
        lines = result.stderr.decode("utf-8", "replace").split("\n")
        said = next((line for line in reversed(lines) if line.strip()), "no message")
        # Negative is a signal: native code that was crashed.
        reason = said if result.returncode > 0 else f"it crashes CTranslate2 ({_signal(-result.returncode)})"
    hint = "the file is damaged or not made for CTranslate2: get it again"
    raise EngineError(f"its model does not work: {reason}", shown, hint=hint)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _place(fresh: Path, stage: Path) -> Outcome:
    """Move a tried package in place under a name that tells its contents, then take away what it replaces."""
    package = read(fresh)
    assert package
    digest = fingerprint(fresh)
    home = folder()
    # Argos Translate takes any name; with the digest two models of one version never stand in each other's way.
    path = home / f"translate-{package.pair}-{package.version.replace('.', '_')}-{digest[:8]}"
    peers = [each for each in installed() if each.pair == package.pair]
    same = next((each for each in peers if fingerprint(each.path) == digest), None)
    if not same:
        home.mkdir(parents=True, exist_ok=True)
        if path.exists():  # damaged, for its contents are not what its name tells
            path.rename(stage / "damaged")
        fresh.rename(path)
    kept = same.path if same else path
    # After the new one is in place: whoever looks meanwhile finds one of them, or both.
    _discard((each for each in peers if each.path != kept), stage)
    placed = read(kept)
    assert placed
    return Outcome(placed, "unchanged" if same else "replaced" if peers else "installed")


def _discard(packages: Iterable[Package], stage: Path) -> None:
    """Take packages out of sight in one step each; the stage's end deletes them."""
    for number, package in enumerate(packages):
        package.path.rename(stage / f"old-{number}")


@contextmanager
def _staging() -> Iterator[Path]:
    """Give a temporary folder from which one rename leads into the packages folder.

    It stands beside the packages folder, for Argos Translate fails on a folder in it without metadata.
    """
    home = folder()
    try:
        home.mkdir(parents=True, exist_ok=True)
        # A rename leads into the folder in one step only on one file system.
        beside = os.access(home.parent, os.W_OK) and home.parent.stat().st_dev == home.stat().st_dev
        stage = Path(tempfile.mkdtemp(prefix=".transflow-", dir=home.parent if beside else home))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        hint = "check free space and permissions, or name another folder in ARGOS_PACKAGES_DIR"
        raise EngineError(f"cannot be written: {error.strerror or error}", str(home), hint=hint) from None
