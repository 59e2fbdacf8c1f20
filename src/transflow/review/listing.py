"""The translations under review, those that want a look most first."""

from collections.abc import Iterator
from dataclasses import dataclass

from transflow import bitext
from transflow.bitext import Bitext, Row
from transflow.errors import TransflowError
from transflow.files import Stamp
from transflow.pipeline.urgency import drafted
from transflow.site.picture import standings
from transflow.site.planner import State
from transflow.site.translations import Filter, Standing, Standings, Translation, record_name
from transflow.site.workspace import Pair, Workspace

_STATES: dict[State, int] = {"conflict": 90, "untracked": 60, "stale": 55, "undeclared": 30}
"""What a page wants for its state alone, whatever its drafts are like."""
_FOUND = 50
"""What a draft wants about which something was noted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation of the list."""

    pair: Pair
    state: State
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


class Listing:
    """The list, made anew at each look from what is remembered of files that did not change."""

    def __init__(self, workspace: Workspace, wanted: Filter) -> None:
        self.workspace, self.wanted = workspace, wanted
        self._records: dict[str, tuple[Stamp, tuple[int, int]]] = {}
        """By path its stamp, and risk and unread drafts that it told."""

    def entries(self) -> list[Entry]:
        """Return every translation that is asked for, the riskiest first."""
        found = [self._entry(item) for item in self.standings().translations]
        return sorted(found, key=lambda entry: (-entry.risk, -entry.unread, entry.pair.target))

    def standings(self) -> Standings:
        """Return the state of the translations, and what could not be read."""
        return standings(self.workspace, self.wanted)

    def entry(self, item: Translation) -> Entry:
        """Return the entry of one translation that was read."""
        return self._entry(item.short)

    def _entry(self, item: Standing) -> Entry:
        risk, unread = self._told(item.pair)
        return Entry(
            item.pair, item.state, max(risk, _STATES.get(item.state, 0)), unread, item.conflicts, item.changed
        )

    def _told(self, pair: Pair) -> tuple[int, int]:
        path = record_name(self.workspace, pair)
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
        edited = row.approved or (row.target and row.target != row.draft)
        if not row.verbatim and row.draft is not None and not row.absent and not row.pending and not edited:
            yield row


def _risk(row: Row) -> int:
    return max(drafted(row), _FOUND if row.findings else 0)
