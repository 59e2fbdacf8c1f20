"""What servers have answered already, kept in the user's cache so that nothing is paid for twice.

Kept by the whole of the question (address, path and body; the key is no part of it), in one SQLite file that several
runs may use at once. It is never in a workspace, and losing it changes no draft but what asking again costs.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transflow.site import git

_NAME = "answers.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL, kind TEXT, seconds REAL)"
_PATIENCE = 30.0
"""Seconds to wait while another run writes."""


def question(address: str, path: str, body: Mapping[str, Any]) -> str:
    """Return the name of a question: equal ones have equal names."""
    # Sorted, so that a body which is built in another order is the same question.
    whole = json.dumps([address, path, body], ensure_ascii=False, sort_keys=True)
    # A page may hold half of a surrogate pair, for which UTF-8 has no bytes.
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer."""

    data: Any
    """Its JSON."""
    seconds: float
    """How long it took."""


class Answers:
    """The answers on this machine; where they cannot be kept on disk, those of this run."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / _NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Believed by content: what somebody committed would be drafts that no server gave.
            self._base = _opened(Path(":memory:") if git.tracks(folder) else self._place)
        # A cache that cannot be written keeps nobody from drafting: they pay again next time.
        except (OSError, sqlite3.Error):
            self._base = _opened(Path(":memory:"))

    def get(self, question: str) -> Answer | None:
        """Return the answer to a question; None if it was never asked, or is lost."""
        with self._unless_broken():
            for answer, seconds in self._base.execute(
                "SELECT answer, seconds FROM answers WHERE question = ?", (question,)
            ):
                return Answer(json.loads(answer), seconds)
        return None

    def put(self, question: str, answer: Answer, kind: str) -> None:
        """Keep an answer; `kind` says what others it is like, for `usual`."""
        row = (question, json.dumps(answer.data, ensure_ascii=False), kind, answer.seconds)
        # The connection as a context commits: an answer that was paid for is on disk at once, whatever ends the run.
        with self._unless_broken(), self._base:
            self._base.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def usual(self, kind: str) -> float | None:
        """Return how many seconds an answer of a kind usually took; None if there was none."""
        with self._unless_broken():
            for (seconds,) in self._base.execute("SELECT avg(seconds) FROM answers WHERE kind = ?", (kind,)):
                return None if seconds is None else float(seconds)
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _unless_broken(self) -> Iterator[None]:
        """Go on with an empty memory where the file turns out to be no database, or cannot be written."""
        try:
            yield
        # ValueError: what stands in a row is no JSON any more; it is asked for again.
        except (sqlite3.Error, ValueError):
            self._base.close()
            self._base = _opened(Path(":memory:"))


def _opened(place: Path) -> sqlite3.Connection:
    """Open the file, or make it; one that is no database makes place for a new one.

    Raises:
        sqlite3.Error: Neither can be done.
    """
    for last in (False, True):
        # The threads of a cluster's worker take turns, so one connection may serve them all.
        base = sqlite3.connect(place, timeout=_PATIENCE, check_same_thread=False)
        try:
            base.execute(_TABLE)
            # SQLite reads a file only when it is asked: here it tells one that is no database.
            base.execute("SELECT kind, seconds FROM answers LIMIT 1")
        except sqlite3.DatabaseError as error:
            base.close()
            # Operational is locked, full or forbidden: what is in the file is sound, and is not thrown away.
            if last or isinstance(error, sqlite3.OperationalError):
                raise
            place.unlink(missing_ok=True)
        else:
            if place.is_file():
                # The answers are texts of pages that are not published yet.
                place.chmod(0o600)
            return base
    raise AssertionError
