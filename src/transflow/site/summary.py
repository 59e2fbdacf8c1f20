"""The state of every translation in short, remembered from run to run: what `status` and `plan` need on a large site.

The memory is a cache in `.transflow/cache/`, and no more than that. An entry is believed only while the files it was made
from have the size, inode and times that they had then, and only if those times lie well before the cache was written:
what is written in the same moment may change once more without a trace (git's index has the same rule). So a clock that
goes backwards costs time, never truth.
"""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from transflow import errors, garbage
from transflow.errors import TransflowError
from transflow.files import Stamp, read_text
from transflow.site import records
from transflow.site.cache import RACY, cached, keep, key
from transflow.site.config import STATE_DIR, Pair, Workspace
from transflow.site.planner import STATES, Page, State, Survey, read_page, survey
from transflow.site.translations import Examiner, Filter, Translation, check_filter, check_words

_FORMAT = 4
"""Of the cache; another one is not read."""
_WORK: tuple[State, ...] = ("declared-missing", "missing", "conflict", "stale")
"""The states in which there is something to do for `translate` or a person."""


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
    risk: int | None = None
    """The highest risk of its drafts, from 0 to 100; None where no draft stands whose risk is known."""

    @property
    def pair(self) -> Pair:
        """The two pages."""
        return Pair(self.source, self.target, self.language)

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `status --format json`."""
        names = ("source", "target", "language", "state", "changed", "edited", "conflicts", "risk")
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
    with garbage.left():
        scan = _Scan(workspace)
        cache = _Cache(workspace, scan.key)
        head = cache.head
    if head.digest != scan.digest or not scan.is_older(head.written):
        head = _Refreshed(workspace, scan, cache, wanted).head
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
        risk=item.risk,
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
    written: int = 0
    digest: bytes = b""
    """Of the files' stamps; empty if only some translations were looked at."""
    sources: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    problems: tuple[_Problem, ...] = ()


class _Files(msgspec.Struct, frozen=True, array_like=True):
    """What the answer was made from; read only if the answer holds no longer."""

    stray: tuple[str, ...] = ()
    """Records whose source page is gone."""
    stamps: dict[str, Stamp] = {}
    pages: dict[str, Page] = {}


_LENGTH = 8
"""Bytes before the head that say how long it is."""


class _Cache:
    """The file of the cache: the head, then the files. What cannot be read or was made by others is as if empty."""

    def __init__(self, workspace: Workspace, key: str) -> None:
        self.disk, self.path = workspace.disk, f"{STATE_DIR}/cache/status.msgpack"
        self.head, self._rest = _Head(key), b""
        try:
            data = cached(self.disk, self.path)
            end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
            head = msgspec.msgpack.decode(data[_LENGTH:end], type=_Head)
        except (msgspec.DecodeError, UnicodeError):
            return
        if head.key == key:
            self.head, self._rest = head, data[end:]

    def files(self) -> _Files:
        """Return what the head was made from, and forget the head if that cannot be read."""
        try:
            return msgspec.msgpack.decode(self._rest, type=_Files)
        except (msgspec.DecodeError, UnicodeError):
            self.head = _Head(self.head.key)
            return _Files()

    def write(self, head: _Head, files: _Files) -> None:
        """Write both, if that can be done."""
        try:
            first = msgspec.msgpack.encode(head)
            data = b"".join((len(first).to_bytes(_LENGTH, "big"), first, msgspec.msgpack.encode(files)))
        except UnicodeEncodeError:
            return  # a file whose name is no text
        keep(self.disk, self.path, data)


class _Scan:
    """The files that decide, with their stamps."""

    def __init__(self, workspace: Workspace) -> None:
        self.started = time.time_ns()
        content = workspace.entries()
        records = workspace.disk.stamped(f"{STATE_DIR}/bitext", ".jsonl")
        self.content = {path: kind for kind, path, _ in content}
        self.records = [path for path, _ in records]
        self.stamps = {path: stamp for _, path, stamp in content}
        self.stamps |= records
        stamps = self.stamps.values()
        self.newest = max(max(map(itemgetter(which), stamps), default=0) for which in (0, 1))
        self.key = key(workspace, _FORMAT)
        self.digest = hashlib.blake2b(_packed(self.stamps), digest_size=16).digest()

    def since(self, written: int) -> frozenset[str]:
        """Return the files that are too young for a cache of that time to be believed."""
        limit = written - RACY
        return frozenset(
            path for path, stamp in self.stamps.items() if stamp[0] >= limit or stamp[1] >= limit
        )

    def is_older(self, written: int) -> bool:
        """Whether every file is old enough for a cache of that time."""
        return self.newest < written - RACY


def _packed(stamps: Mapping[str, Stamp]) -> bytes:
    try:
        return msgspec.msgpack.encode(stamps)
    except UnicodeEncodeError:  # a file whose name is no text
        return msgspec.msgpack.encode({os.fsencode(path): stamp for path, stamp in stamps.items()})


class _Refreshed:
    """The answer made anew from what is still known and what has to be looked at."""

    def __init__(self, workspace: Workspace, scan: _Scan, cache: _Cache, wanted: Filter) -> None:
        self.workspace, self.scan, self.wanted = workspace, scan, wanted
        with garbage.left():
            self.known = cache.files()
            self.then = cache.head
            self.changed = self._changed()
            self.pages = dict(self.known.pages)
            found = self._survey_as_it_was()
        if found is None:
            self.pages.clear()
            found = survey(workspace, [(content, path) for path, content in scan.content.items()], self._page)
        self.stray = tuple(self._stray(found.sources))
        self.problems: dict[str, TransflowError] = {str(problem): problem for problem in found.problems}
        standings = tuple(self._look(found))
        for problem in records.stray(workspace, found.sources).problems if self.stray else ():
            self.problems.setdefault(str(problem), problem)
        self.head = _Head(
            scan.key,
            scan.started,
            b"" if wanted.paths or wanted.languages or wanted.shard else scan.digest,
            tuple(found.sources),
            standings,
            tuple(
                _Problem(type(p).__name__, p.message, p.path, p.line, p.hint) for p in self.problems.values()
            ),
        )
        cache.write(self.head, _Files(self.stray, scan.stamps, self.pages))

    def _changed(self) -> set[str]:
        """Return the files that came, went or changed, or may have."""
        then, now = self.known.stamps, self.scan.stamps
        changed = {path for path, stamp in now.items() if then.get(path) != stamp}
        return changed | (then.keys() - now.keys()) | self.scan.since(self.then.written)

    def _survey_as_it_was(self) -> Survey | None:
        """Return what a survey would find if no file came or went and no page says anything new about itself."""
        whole = self.then.digest and not self.then.problems
        if not whole or self.known.stamps.keys() != self.scan.stamps.keys():
            return None
        try:
            if any(self._page(path) != page for path, page in self._pages_to_read()):
                return None
        except TransflowError:
            return None  # the survey tells it
        sources = {path: self.known.pages[path] for path in self.then.sources}
        return Survey(sources, tuple(item.pair for item in self.then.standings), ())

    def _pages_to_read(self) -> Iterator[tuple[str, Page]]:
        return ((path, self.known.pages[path]) for path in self.changed if path in self.known.pages)

    def _page(self, path: str) -> Page:
        """Return a page's word about itself, from memory if nothing changed."""
        page = None if path in self.changed else self.known.pages.get(path)
        self.pages[path] = page = page or read_page(
            read_text(self.workspace.disk, path), path, self.workspace
        )
        return page

    def _stray(self, sources: Mapping[str, Page]) -> Iterable[str]:
        for path in self.scan.records:
            source = path.removeprefix(f"{STATE_DIR}/bitext/").partition("/")[2].removesuffix(".jsonl")
            if source not in sources:
                yield path

    def _look(self, found: Survey) -> Iterator[Standing]:
        """Find out the state of the translations that are asked for or known, each from memory if nothing changed."""
        known = {_name(item): item for item in self.then.standings}
        examiner = Examiner(self.workspace, found)
        for pair in found.pairs:
            item = known.get(_name(pair))
            if item and self._holds(pair):
                yield item
            elif self.wanted.takes(pair):
                try:
                    yield standing(examiner.examine(pair))
                except TransflowError as error:
                    self.problems.setdefault(str(error), error)

    def _holds(self, pair: Pair) -> bool:
        """Whether none of the files of a translation changed: its two pages, its record, or those it may come from."""
        record = self.workspace.record_path(pair)
        return self.changed.isdisjoint((pair.source, pair.target, record)) and (
            record in self.scan.stamps or not (self.stray or self.known.stray)
        )


def _name(item: Pair | Standing) -> tuple[str, str, str]:
    return item.language, item.source, item.target
