"""What is remembered of a site from run to run, in one file: `.transflow/cache/site.msgpack`.

An entry is believed only while the files it was made from have the size, inode and times that they had then, and only if
those times lie well before it was written: what is written in the same moment may change once more without a trace
(git's index has the same rule). So a clock that goes backwards costs time, never truth. Nobody else can write such an
entry, but a file that git tracks is not read all the same.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from operator import itemgetter
from pathlib import Path

import msgspec

from transflow import __version__, errors
from transflow.errors import DocumentError, RefusedPath, TransflowError
from transflow.files import Stamp
from transflow.site import git
from transflow.site.config import CONFIG_NAME
from transflow.site.planner import Page
from transflow.site.translations import Standing
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

FILE = f"{STATE_DIR}/cache/site.msgpack"
# Raised whenever a field of what is kept comes, goes or means something else.
_FORMAT = 7
"""Of the file; another one is not read."""
RACY = 2_000_000_000
"""Nanoseconds before a cache was written in which a file's time proves nothing; some file systems count in 2 s."""


# Three sections one behind another: a hook that only wants the answer decodes no stamps.
_LENGTH = 8
"""Bytes before a section that say how long it is."""


class Trouble(msgspec.Struct, frozen=True, array_like=True):
    """A failure that is told in one line."""

    kind: str
    message: str
    path: str
    line: int
    hint: str

    @classmethod
    def of(cls, error: TransflowError) -> "Trouble":
        """Take down a failure."""
        return cls(type(error).__name__, error.message, error.path, error.line, error.hint)

    def error(self) -> TransflowError:
        """Return the failure again."""
        # By name: the file was written by this version (`key`), so that it is one that there is.
        kind: type[TransflowError] = getattr(errors, self.kind)
        return kind(self.message, self.path, self.line, self.hint)


# Whatever hangs on more than stamps (an index of git that is read) is a field of its own.
class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The answer for a tree of files as it is."""

    key: str
    written: int = 0
    # One sum of all stamps: to hold it against the disk takes no stamp out of the file.
    digest: bytes = b""
    """Of the files' stamps; empty if only some translations were looked at."""
    sources: dict[str, str] = {}
    """The language of each source page, said or not."""
    standings: tuple[Standing, ...] = ()
    problems: tuple[Trouble, ...] = ()
    index: Stamp | None = None
    """Of git's index, if what a page says was read from there."""


class Files(msgspec.Struct, frozen=True, array_like=True):
    """What the answer was made from; read only if the answer holds no longer."""

    stray: tuple[str, ...] = ()
    """Records whose source page is gone."""
    stamps: dict[str, Stamp] = {}
    pages: dict[str, Page] = {}


class Look(msgspec.Struct, frozen=True, array_like=True):
    """How the files of a translation stood, and when: its two pages and its record, and the attributes they have."""

    stamps: tuple[Stamp | None, ...]
    """None for what was not there."""
    seen: int
    """When they were looked at, in nanoseconds; 0 if they do not decide alone what is read."""

    @property
    def recorded(self) -> bool:
        """Whether there was a record."""
        return self.stamps[2] is not None

    def is_as(self, then: "Look") -> bool:
        """Whether the files stand now as they did then, and did so for long enough."""
        # Both times of a stamp: a program can set the one back, as `touch -d` and `git` tools do, and not the other.
        newest = max((max(stamp[:2]) for stamp in then.stamps if stamp), default=0)
        return self.stamps == then.stamps and newest < then.seen - RACY


def look(workspace: Workspace, pair: Pair) -> Look:
    """Take down how a translation's files stand, before they are read."""
    disk, files = workspace.disk, _files(workspace, pair)
    # `.gitattributes` above the files may put a filter between disk and text.
    said = (stamp for path in files for stamp in disk.attributes.stamped((path,)).values())
    # Before any of them is read, so that what is written meanwhile is younger than the look.
    return Look((*map(disk.stamp, files), *said), time.time_ns())


def is_filtered(workspace: Workspace, pair: Pair) -> bool:
    """Whether what is read of a translation hangs on more than its files.

    Raises:
        DocumentError: What is said of one of them is not known.
    """
    # A filter may say something else tomorrow of the same bytes, and leaves no stamp.
    return any(workspace.disk.attributes.of(path).filter for path in _files(workspace, pair))


def _files(workspace: Workspace, pair: Pair) -> tuple[str, str, str]:
    return (pair.source, pair.target, workspace.record_path(pair))


class _Rest(msgspec.Struct, frozen=True, array_like=True):
    """A translation that the last run left with nothing to do, so that the next need not open it."""

    look: Look
    conflicts: int


class Cache:
    """The file: the answer, then the files, then what needs nothing. What cannot be read, or was made by others, is as if empty."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self.key = workspace, key(workspace)
        self.answer = Answer(self.key)
        self._sections = [b"", b"", b""]
        sections = _parted(kept(workspace, (FILE,))[0])
        try:
            answer = msgspec.msgpack.decode(sections[0], type=Answer)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return
        if answer.key == self.key:
            # Another version, configuration or glossary: nothing of the file holds, and it is written anew as a whole.
            self.answer, self._sections = answer, sections

    def files(self) -> Files:
        """Return what the answer was made from, and forget the answer if that cannot be read."""
        try:
            return msgspec.msgpack.decode(self._sections[1], type=Files)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            self.answer = Answer(self.key)
            return Files()

    def write(self, answer: Answer, files: Files) -> None:
        """Write both, if that can be done."""
        try:
            self._sections[:2] = [msgspec.msgpack.encode(answer), msgspec.msgpack.encode(files)]
        except UnicodeEncodeError:
            return  # a file whose name is no text
        self.answer = answer
        self._save()

    def resting(self) -> dict[str, _Rest]:
        """Return the translations that need nothing, by name."""
        try:
            return msgspec.msgpack.decode(self._sections[2], type=dict[str, _Rest])
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return {}

    def rest(self, found: Mapping[str, _Rest]) -> None:
        """Write those, if that can be done."""
        try:
            self._sections[2] = msgspec.msgpack.encode(found)
        except UnicodeEncodeError:
            return
        # A file of which the answer cannot be read would not be read at all.
        if not self._sections[0]:
            self._sections[0] = msgspec.msgpack.encode(self.answer)
        self._save()

    def _save(self) -> None:
        """Write the file, if that can be done: a read-only workspace has none.

        Raises:
            RefusedPath: A link stands where it belongs.
        """
        lengths = (len(section).to_bytes(_LENGTH, "big") for section in self._sections)
        data = b"".join(part for pair in zip(lengths, self._sections, strict=True) for part in pair)
        keep(self._workspace, FILE, data)


def keep(workspace: Workspace, file: str, data: bytes) -> None:
    """Write a file of the cache, if that can be done: a read-only workspace has none.

    Raises:
        RefusedPath: A link stands where it belongs.
    """
    try:
        workspace.disk.keep(file, data)
    except RefusedPath:
        raise
    except DocumentError:
        return


def drop(workspace: Workspace, file: str) -> None:
    """Take a file of the cache away, if that can be done.

    Raises:
        RefusedPath: A link stands where it belongs.
    """
    try:
        workspace.disk.remove(file)
    except RefusedPath:
        raise
    except DocumentError:
        return


def kept(workspace: Workspace, files: Sequence[str]) -> list[bytes]:
    """Return what files of the cache hold; nothing for those that cannot be read, or if somebody committed one.

    Raises:
        RefusedPath: A link stands where one belongs.
    """
    found = []
    for file in files:
        try:
            found.append(workspace.disk.read(file))
        except RefusedPath:
            raise
        except DocumentError:
            found.append(b"")
    # Git is not started where it would find no repository: that takes longer than all else `status` does on a small site.
    tracked = any(found) and git.tracks(*(workspace.root / file for file in files))
    return [b""] * len(files) if tracked else found


def _parted(data: bytes) -> list[bytes]:
    found, at = [], 0
    for _ in range(3):
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        found.append(data[start:at])
    return found


def key(workspace: Workspace) -> str:
    """Return what the answers hang on besides the files: the form of the file, and all that says how they are read."""
    said = hashlib.blake2b(digest_size=16)
    # By stamp, not by content: a site with ten thousand terms asks at every `status`.
    for path in _glossaries(workspace):
        said.update(f"{path} {workspace.disk.stamp(path)}".encode("utf-8", "surrogateescape"))
    return f"{_FORMAT} {reading(workspace)} {said.hexdigest()}"


def reading(workspace: Workspace) -> str:
    """Return what pages and records are read with: the configuration, and who reads it."""
    parser = find_spec("markdown_it")  # asking for its version takes longer than `status` may
    # Its time of installation stands for its version: another parser may find other units in the same page.
    made = Path(parser.origin).stat().st_mtime_ns if parser and parser.origin else 0
    said = hashlib.blake2b(workspace.disk.read(CONFIG_NAME), digest_size=16)
    said.update(workspace.disk.attributes.digest.encode("utf-8", "surrogateescape"))
    return f"{__version__} {made} {said.hexdigest()}"


def _glossaries(workspace: Workspace) -> Iterable[str]:
    """Return the glossaries: with another one a draft may fail its terms. What is wrong with them is told elsewhere."""
    try:
        return workspace.glossary_paths()
    except TransflowError:
        return ()


class Scan:
    """The files that decide, with their stamps."""

    def __init__(self, workspace: Workspace) -> None:
        # Before the first look: a page that is written while others are looked at is younger than this, and is read
        # again.
        self.started = time.time_ns()
        content = workspace.entries()
        records = workspace.disk.stamped(f"{STATE_DIR}/bitext", ".jsonl")
        self.content = {path: kind for kind, path, _ in content}
        self.records = [path for path, _ in records]
        self.stamps = {path: stamp for _, path, stamp in content}
        self.stamps |= records
        self.stamps |= workspace.disk.attributes.stamped(self.stamps)
        stamps = self.stamps.values()
        # Either time of a stamp may be the younger: `cp -p` keeps the one, `mv` changes the other.
        self.newest = max(max(map(itemgetter(which), stamps), default=0) for which in (0, 1))
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


class Resting:
    """The translations that are known to need nothing: an entry holds while their three files stand as they did."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._news = workspace, False
        self._entries = Cache(workspace).resting()

    def conflicts(self, pair: Pair) -> int | None:
        """Return how many blocks of a settled translation wait for a person; None if it isn't known to be settled."""
        entry = self._entries.get(name_of(pair))
        return entry.conflicts if entry and self.look(pair).is_as(entry.look) else None

    def look(self, pair: Pair) -> Look:
        """Take down how a translation's files stand, before they are read."""
        return look(self._workspace, pair)

    def add(self, pair: Pair, look: Look, conflicts: int) -> None:
        """Remember that a translation was found with nothing to do in files that stood like that."""
        # A translation without its record or source is never at rest.
        if None not in look.stamps and not is_filtered(self._workspace, pair):
            self._news = True
            self._entries[name_of(pair)] = _Rest(look, conflicts)

    def save(self, pairs: Iterable[Pair] | None = None) -> None:
        """Write the cache if there is news, if it can be written.

        Args:
            pairs: All translations that there are, where they are known: nothing else is kept.
        """
        if not self._news:
            return
        names = self._entries.keys() if pairs is None else {name_of(pair) for pair in pairs}
        kept = {name: entry for name, entry in self._entries.items() if name in names}
        # Read anew: this run may have written the answer since it began, and another one too.
        Cache(self._workspace).rest(kept)


def name_of(pair: Pair) -> str:
    """Return what a translation is called in the cache."""
    return f"{pair.language}\0{pair.source}\0{pair.target}"
