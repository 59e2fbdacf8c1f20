"""The state of every translation in short, remembered from run to run: what `status` and `plan` need on a large site.

The memory is a cache in `.transflow/cache/`, and no more than that. An entry is believed only while the files it was made
from have the size, inode and times that they had then, and only if those times lie well before the cache was written:
what is written in the same moment may change once more without a trace (git's index has the same rule). So a clock that
goes backwards costs time, never truth.
"""

import gc
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from transflow import __version__, errors, walking
from transflow.errors import TransflowError
from transflow.files import cache_folder, read_text, write_bytes
from transflow.planner import STATES, Page, State, Survey, read_page, survey
from transflow.workflow.overview import Examiner, Filter, Translation, check_filter, check_words
from transflow.workspace import CONFIG_NAME, STATE_DIR, Pair, Workspace

_FORMAT = 1
"""Of the cache; another one is not read."""
_RACY = 2_000_000_000
"""Nanoseconds before the cache was written in which a file's time proves nothing; some file systems count in 2 s."""
_WORK: tuple[State, ...] = ("declared-missing", "missing", "conflict", "stale")
"""The states in which there is something to do for `translate` or a person."""

_Stamp = tuple[int, int, int, int]
"""Times of the last change of a file's content and of its inode in nanoseconds, its size and inode."""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """One translation in short."""

    source: str
    target: str
    language: str
    state: State
    changed: int = 0
    """Units and verbatim blocks whose source changed; 0 where there is no translation."""
    edited: int = 0
    """Those that are human-owned."""
    conflicts: int = 0
    """Those that wait for a person."""
    units: int = 0
    """Units of the source page."""
    pending: int = 0
    """Units of the source page that are new or changed."""
    characters: int = 0
    """Characters that a reader sees of those."""
    marked: bool = False
    """Whether the translation says that it is stale."""
    stale: bool = False
    """Whether it should."""

    @property
    def pair(self) -> Pair:
        """The two pages."""
        return Pair(self.source, self.target, self.language)

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `status --format json`."""
        names = ("source", "target", "language", "state", "changed", "edited", "conflicts")
        return {name: getattr(self, name) for name in names}

    @property
    def as_task(self) -> dict[str, Any]:
        """The task of `plan --format json`."""
        return {
            "source": self.source,
            "target": self.target,
            "language": self.language,
            "reason": self.state,
            "units": self.units,
            "changed": self.pending,
            "characters": self.characters,
        }


@dataclass(frozen=True, slots=True)
class Standings:
    """The state of the translations that were asked for, and the pages that could not be read."""

    translations: tuple[Standing, ...]
    problems: tuple[TransflowError, ...]

    @property
    def summary(self) -> dict[State, int]:
        """How many translations are in each state, in the order of `STATES`, without the states that none is in."""
        counts = Counter(item.state for item in self.translations)
        return {state: counts[state] for state in STATES if counts[state]}

    @property
    def tasks(self) -> tuple[Standing, ...]:
        """What is missing, stale or in conflict."""
        return tuple(item for item in self.translations if item.units and item.state in _WORK)


def standings(workspace: Workspace, wanted: Filter = Filter()) -> Standings:
    """Find out the state of every translation that is asked for.

    Raises:
        ConfigError: A path or language asked for is not in the workspace.
    """
    check_words(wanted)
    with _no_collection():
        scan = _Scan(workspace)
        head = _read(workspace, "status", _Head)
    if head is None or head.key != scan.key or head.digest != scan.digest or not scan.is_older(head.written):
        head = _Refreshed(workspace, scan, wanted).head
    problems = [problem.error() for problem in head.problems]
    if wanted == Filter():
        return Standings(head.standings, tuple(problems))
    check_filter(workspace, wanted, [item.pair for item in head.standings], head.sources, problems)
    chosen = tuple(
        item
        for item in head.standings
        if wanted.takes(item.pair) and (not wanted.states or item.state in wanted.states)
    )
    return Standings(chosen, tuple(problem for problem in problems if wanted.concerns(problem)))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Make a hundred thousand small values without looking for garbage among them time and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def standing(item: Translation) -> Standing:
    """Return a translation in short."""
    seen = item.comparison if item.target is not None else None
    return Standing(
        source=item.pair.source,
        target=item.pair.target,
        language=item.pair.language,
        state=item.state,
        changed=seen.changed if seen else 0,
        edited=seen.edited if seen else 0,
        conflicts=seen.conflicts if seen else 0,
        units=item.all_units,
        pending=item.units,
        characters=item.characters,
        marked=item.marked,
        stale=bool(seen and seen.changed),
    )


# --- the cache ---


class _Problem(msgspec.Struct, frozen=True, array_like=True):
    """A failure that is told in one line."""

    kind: str
    message: str
    path: str
    line: int
    hint: str

    def error(self) -> TransflowError:
        kind: type[TransflowError] = getattr(errors, self.kind)
        return kind(self.message, self.path, self.line, self.hint)


class _Head(msgspec.Struct, frozen=True, array_like=True):
    """The answer for a tree of files as it is."""

    key: str
    written: int
    digest: bytes
    sources: tuple[str, ...]
    standings: tuple[Standing, ...]
    problems: tuple[_Problem, ...]


class _Parts(msgspec.Struct, frozen=True, array_like=True):
    """What is known of single files."""

    key: str
    written: int
    stray: tuple[str, ...]
    """Records whose source page is gone."""
    pages: dict[str, tuple[_Stamp, Page]]
    items: dict[str, tuple[tuple[_Stamp | None, ...], Standing]]
    """By translation: the stamps of source, translation and record, and what they make together."""


_T = TypeVar("_T", _Head, _Parts)


def _read(workspace: Workspace, name: str, kind: type[_T]) -> _T | None:
    """Read one file of the cache; None if there is none, or it cannot be used."""
    try:
        data = (workspace.root / STATE_DIR / "cache" / f"{name}.msgpack").read_bytes()
        return msgspec.msgpack.decode(data, type=kind)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None


def _write(workspace: Workspace, name: str, value: _Head | _Parts) -> None:
    """Write one file of the cache, if that can be done."""
    try:
        folder = cache_folder(workspace.root / STATE_DIR / "cache")
        write_bytes(folder / f"{name}.msgpack", msgspec.msgpack.encode(value))
    except OSError:
        return  # a read-only workspace has no cache


class _Scan:
    """The files that decide, with their stamps."""

    def __init__(self, workspace: Workspace) -> None:
        self.started = time.time_ns()
        content = workspace.entries()
        records = walking.everything(workspace.root, f"{STATE_DIR}/bitext", ".jsonl")
        self.content = {path: kind for kind, path, _ in content}
        self.records = [path for path, _ in records]
        self.stamps = {path: _stamp(entry) for _, path, entry in content}
        self.stamps |= {path: _stamp(entry) for path, entry in records}
        stamps = self.stamps.values()
        self.newest = max(max(map(itemgetter(which), stamps), default=0) for which in (0, 1))
        self.key = _key(workspace)
        self.digest = hashlib.blake2b(msgspec.msgpack.encode(self.stamps), digest_size=16).digest()

    def since(self, written: int) -> frozenset[str]:
        """Return the files that are too young for a cache of that time to be believed."""
        limit = written - _RACY
        return frozenset(
            path for path, stamp in self.stamps.items() if stamp[0] >= limit or stamp[1] >= limit
        )

    def is_older(self, written: int) -> bool:
        """Whether every file is old enough for a cache of that time."""
        return self.newest < written - _RACY


def _stamp(entry: "os.DirEntry[str]") -> _Stamp:
    """Return the stamp of a directory entry; zeros for one that is gone already."""
    try:
        found = entry.stat()
    except OSError:
        return (0, 0, 0, 0)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _key(workspace: Workspace) -> str:
    """Return what the answers hang on besides the files: the configuration, and who reads it."""
    config = (workspace.root / CONFIG_NAME).read_bytes()
    parser = find_spec(
        "markdown_it"
    )  # who reads pages; asking for its version takes longer than this command may
    made = Path(parser.origin).stat().st_mtime_ns if parser and parser.origin else 0
    return f"{_FORMAT} {__version__} {made} {hashlib.blake2b(config, digest_size=16).hexdigest()}"


class _Refreshed:
    """The answer made anew from what is still known and what has to be looked at."""

    def __init__(self, workspace: Workspace, scan: _Scan, wanted: Filter) -> None:
        self.workspace, self.scan = workspace, scan
        with _no_collection():
            known = _read(workspace, "pages", _Parts)
        usable = known is not None and known.key == scan.key
        self.known = known if usable and known else _Parts(scan.key, 0, (), {}, {})
        self.doubtful = scan.since(self.known.written)
        self.pages: dict[str, tuple[_Stamp, Page]] = {}
        found = survey(workspace, [(content, path) for path, content in scan.content.items()], self._page)
        self.stray = tuple(self._stray(found.sources))
        self.problems: dict[str, TransflowError] = {str(problem): problem for problem in found.problems}
        self.items: dict[str, tuple[tuple[_Stamp | None, ...], Standing]] = {}
        whole = not (wanted.paths or wanted.languages)
        self._look(found.pairs if whole else [pair for pair in found.pairs if wanted.takes(pair)], found)
        self.head = _Head(
            scan.key,
            scan.started,
            scan.digest if whole else b"",
            tuple(found.sources),
            tuple(standing for _, standing in self.items.values()),
            tuple(
                _Problem(type(p).__name__, p.message, p.path, p.line, p.hint) for p in self.problems.values()
            ),
        )
        self._remember(found.pairs)

    def _page(self, path: str) -> Page:
        """Return a page's word about itself, from memory if nothing changed."""
        stamp = self.scan.stamps[path]
        known = self.known.pages.get(path)
        if known and known[0] == stamp and path not in self.doubtful:
            page = known[1]
        else:
            page = read_page(read_text(self.workspace.root / path, path), path, self.workspace)
        self.pages[path] = stamp, page
        return page

    def _stray(self, sources: Mapping[str, Page]) -> Iterable[str]:
        for path in self.scan.records:
            source = path.removeprefix(f"{STATE_DIR}/bitext/").partition("/")[2].removesuffix(".jsonl")
            if source not in sources:
                yield path

    def _look(self, pairs: Sequence[Pair], found: Survey) -> None:
        """Find out the state of some translations, each from memory if nothing changed."""
        examiner = Examiner(self.workspace, found)
        for pair in pairs:
            name, paths = _name(pair), (pair.source, pair.target, self.workspace.record_path(pair))
            stamps = tuple(map(self.scan.stamps.get, paths))
            known = self.known.items.get(name)
            same = known is not None and known[0] == stamps and self.doubtful.isdisjoint(paths)
            if same and known and (stamps[2] is not None or self.stray == self.known.stray == ()):
                self.items[name] = known
                continue
            try:
                self.items[name] = stamps, standing(examiner.examine(pair))
            except TransflowError as error:
                self.problems.setdefault(str(error), error)

    def _remember(self, pairs: Sequence[Pair]) -> None:
        """Write what is known now; what was not asked for keeps what was known of it."""
        items = dict(self.items)
        for pair in () if self.head.digest else pairs:
            name, paths = _name(pair), (pair.source, pair.target, self.workspace.record_path(pair))
            if name in self.known.items and self.doubtful.isdisjoint(paths):
                items.setdefault(name, self.known.items[name])
        _write(
            self.workspace, "pages", _Parts(self.scan.key, self.scan.started, self.stray, self.pages, items)
        )
        if self.head.digest:
            _write(self.workspace, "status", self.head)


def _name(pair: Pair) -> str:
    return f"{pair.language}\0{pair.source}\0{pair.target}"
