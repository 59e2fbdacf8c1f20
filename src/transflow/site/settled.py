"""Which translations the last run left with nothing to do, so that the next need not open them.

A cache in `.transflow/cache/`, under the rule of `transflow.site.summary`: an entry is believed only while the three
files of a translation have the size, inode and times that they had, and only if those lie well before it was written.
"""

import time
from collections.abc import Iterable

import msgspec

from transflow.files import Stamp
from transflow.site.cache import RACY, cached, keep, key
from transflow.site.config import STATE_DIR, Pair, Workspace

_FORMAT = 1
_FILES = 3
"""Source, translation and record."""


class Look(msgspec.Struct, frozen=True):
    """How the files of a translation stood, and when."""

    stamps: tuple[Stamp, ...]
    seen: int


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    stamps: tuple[Stamp, ...]
    seen: int
    """When the files were looked at last, in nanoseconds."""
    conflicts: int


class _Cache(msgspec.Struct, frozen=True, array_like=True):
    key: str
    entries: dict[str, _Entry]


class Settled:
    """The translations that are known to need nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._key = key(workspace, _FORMAT)
        self._file = f"{STATE_DIR}/cache/settled.msgpack"
        self._entries = self._read()
        self._news = False

    def _read(self) -> dict[str, _Entry]:
        try:
            found = msgspec.msgpack.decode(cached(self._workspace.disk, self._file), type=_Cache)
        except (msgspec.DecodeError, UnicodeError):
            return {}
        return found.entries if found.key == self._key else {}

    def conflicts(self, pair: Pair) -> int | None:
        """Return how many blocks of a settled translation wait for a person; None if it isn't known to be settled."""
        entry = self._entries.get(_name(pair))
        if entry is None or entry.stamps != self._stamps(pair):
            return None
        newest = max(max(stamp[:2]) for stamp in entry.stamps)
        return entry.conflicts if newest < entry.seen - RACY else None

    def look(self, pair: Pair) -> "Look":
        """Take down how a translation's files stand, before they are read."""
        return Look(self._stamps(pair), time.time_ns())

    def add(self, pair: Pair, look: "Look", conflicts: int) -> None:
        """Remember that a translation was found with nothing to do in files that stood like that."""
        if len(look.stamps) == _FILES:
            self._news = True
            self._entries[_name(pair)] = _Entry(look.stamps, look.seen, conflicts)

    def save(self, pairs: Iterable[Pair] | None = None) -> None:
        """Write the cache if there is news, if it can be written.

        Args:
            pairs: All translations that there are, where they are known: nothing else is kept.
        """
        if not self._news:
            return
        names = self._entries.keys() if pairs is None else {_name(pair) for pair in pairs}
        kept = {name: entry for name, entry in self._entries.items() if name in names}
        keep(self._workspace.disk, self._file, msgspec.msgpack.encode(_Cache(self._key, kept)))

    def _stamps(self, pair: Pair) -> tuple[Stamp, ...]:
        """Return the stamps of source, translation and record; fewer where one is missing."""
        disk = self._workspace.disk
        paths = (pair.source, pair.target, self._workspace.record_path(pair))
        return tuple(stamp for path in paths if (stamp := disk.stamp(path)) is not None)


def _name(pair: Pair) -> str:
    return f"{pair.language}\0{pair.source}\0{pair.target}"
