"""The translations under review, those that want a look most first."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from transflow import bitext, languages
from transflow.bitext import Bitext, Row
from transflow.errors import TransflowError
from transflow.files import Stamp
from transflow.pipeline.urgency import drafted
from transflow.site.picture import Picture
from transflow.site.planner import State
from transflow.site.translations import Filter, Standing, Standings, Translation
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

RECORDS = f"{STATE_DIR}/bitext"
_STATES: dict[State, int] = {"conflict": 90, "untracked": 60, "stale": 55, "undeclared": 30}
"""What a page wants for its state alone, whatever its drafts are like."""
_FOUND = 50
"""What a draft wants about which something was noted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation of the list."""

    pair: Pair
    state: State | None
    """None while it is still being found out."""
    risk: int
    """From 0 to 100."""
    unread: int
    """Drafts that nobody has read."""
    conflicts: int
    changed: int

    @property
    def wants(self) -> bool:
        """Whether it needs a reviewer; what is missing or stale under a machine's text needs `translate` first."""
        return self.state in ("conflict", "stale", "undeclared", "draft") or bool(self.unread)


def _sorted(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (-entry.risk, -entry.unread, entry.pair.target))


# 2,000 pages took 5.7 s: a hundred are read while the page opens.
_AT_ONCE = 100
"""Changed files that are read while somebody waits; if there are more, the list opens with what the records say."""
_BUDGET = 0.4
"""Seconds in which records are read for that."""


class Listing:
    """The list, made anew at each look from what is remembered of files that did not change."""

    def __init__(self, workspace: Workspace, wanted: Filter) -> None:
        self.workspace, self.wanted = workspace, wanted
        self._records: dict[str, tuple[Stamp, tuple[int, int]]] = {}
        """By path its stamp, and risk and unread drafts that it told."""
        self._seen: tuple[bytes, Standings] | None = None
        """The states as they were found last, and the files as they stood then."""
        self._lock = threading.Lock()
        self._reader: threading.Thread | None = None

    def entries(self) -> list[Entry]:
        """Return every translation that is asked for, the riskiest first."""
        return _sorted(map(self._entry, self.standings().translations))

    def standings(self) -> Standings:
        """Return the state of the translations, and what could not be read."""
        with self._lock:
            picture = Picture(self.workspace)
            # Where nothing is remembered (a part of a site) there is no telling whether anything changed.
            if not self._seen or not picture.digest or self._seen[0] != picture.digest:
                self._seen = picture.digest, picture.standings(self.wanted)
            return self._seen[1]

    def counting(self) -> bool:
        """Whether the states of many translations are still being read; that begins at the first question, and ends."""
        # Once in a run: afterwards only what changed is read, and that is quick.
        if self._reader is None and self._seen is None and Picture(self.workspace).unread > _AT_ONCE:
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
        return self._reader is not None and self._reader.is_alive()

    def _read(self) -> None:
        with suppress(TransflowError):  # told to whoever asks next
            self.standings()

    def recorded(self) -> tuple[list[Entry], int]:
        """Return what the records say, without states, the riskiest first, as far as it can be read at once; and how many there are."""
        end, found = time.monotonic() + _BUDGET, list[Entry]()
        places = self.workspace.disk.stamped(RECORDS, ".jsonl")
        for path, _ in places:
            if (pair := self._recorded(path)) and self.wanted.takes(pair):
                found.append(Entry(pair, None, *self._told(pair), 0, 0))
            if time.monotonic() > end:
                break
        # How many there are is known without reading them, so that the list says how much is still to come.
        return _sorted(found), len(places)

    def pair(self, language: str, source: str) -> Pair | None:
        """Return a translation of the list. Paths are looked up there, never followed; None if there is none."""
        if not languages.is_tag(language):
            return None
        if self.counting():
            # By its record, so that a page opens before the states of all others are known.
            wanted = self.workspace.record_path(Pair(source, "", language))
            for path, _ in self.workspace.disk.stamped(RECORDS, ".jsonl"):
                # The record says the target: a path that somebody typed is only compared.
                if path == wanted and (pair := self._recorded(path)) and self.wanted.takes(pair):
                    return pair
        for item in self.standings().translations:
            if item.source == source and languages.same(item.language, language):
                return item.pair
        return None

    def _recorded(self, path: str) -> Pair | None:
        try:
            record = bitext.read(self.workspace.tree, path)
        except TransflowError:
            return None  # told once the states are known
        return Pair(record.header.source, record.header.target, record.header.language) if record else None

    def entry(self, item: Translation) -> Entry:
        """Return the entry of one translation that was read."""
        return self._entry(item.short)

    def _entry(self, item: Standing) -> Entry:
        risk, unread = self._told(item.pair)
        return Entry(
            item.pair, item.state, max(risk, _STATES.get(item.state, 0)), unread, item.conflicts, item.changed
        )

    def _told(self, pair: Pair) -> tuple[int, int]:
        path = self.workspace.record_path(pair)
        try:
            stamp = self.workspace.disk.stamp(path)
            if stamp is None:
                return 0, 0
            if path not in self._records or self._records[path][0] != stamp:
                record = bitext.read(self.workspace.tree, path)
                self._records[path] = stamp, told(record)
        except TransflowError:
            return 0, 0  # without a record there is nothing to review
        return self._records[path][1]


def told(record: Bitext | None) -> tuple[int, int]:
    """Return the risk of the riskiest draft of a record, and how many drafts nobody has read."""
    rows = list(_drafts(record)) if record else []
    return max((_risk(row) for row in rows), default=0), len(rows)


def _drafts(record: Bitext) -> Iterator[Row]:
    """Yield the rows of texts that stand as a machine drafted them, as far as the record knows."""
    for row in record.rows:
        # A `target` is recorded only where it is not the draft; without the page more cannot be told.
        edited = row.approved or (row.target and row.target != row.draft)
        if not row.verbatim and row.draft is not None and not row.absent and not row.pending and not edited:
            yield row


def _risk(row: Row) -> int:
    return max(drafted(row), _FOUND if row.findings else 0)
