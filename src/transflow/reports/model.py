"""What a report is made from: the state of every translation and what the checks found."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from transflow.checks import Finding
from transflow.planner import STATES, State


@dataclass(frozen=True, slots=True)
class PageRow:
    """One translation."""

    source: str
    """Path of the source page, relative to the workspace, with `/`."""
    target: str
    language: str
    """BCP 47 tag as the configuration spells it."""
    state: State
    units: int
    """Texts to be drafted."""
    characters: int
    """Characters that a reader sees of those."""
    changed: int
    edited: int
    conflicts: int

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `report --format json`."""
        return {
            "source": self.source,
            "target": self.target,
            "language": self.language,
            "state": self.state,
            "units": self.units,
            "characters": self.characters,
            "changed": self.changed,
            "edited": self.edited,
            "conflicts": self.conflicts,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one language is."""

    language: str
    wanted: int
    """Translations that are wanted, declared or there, orphans left out."""
    present: int
    """Those that are there, whatever their state."""
    current: int
    """Those that are there and say what the source says now."""
    characters: int
    """Work: characters to be drafted."""
    states: dict[State, int]
    """How many are in each state, in the order of `STATES`, without empty ones."""

    @property
    def percent(self) -> int:
        """The share of what is wanted that is there and current, rounded down: 100 means all."""
        return self.current * 100 // self.wanted if self.wanted else 100


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a format may print."""

    pages: tuple[PageRow, ...]
    findings: tuple[Finding, ...]
    problems: tuple[str, ...] = ()
    """Pages that could not be read, one line each."""

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The coverage of each language, in the order in which languages come up."""
        tags = dict.fromkeys(page.language for page in self.pages)
        return tuple(_coverage(tag, [page for page in self.pages if page.language == tag]) for tag in tags)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def work(self) -> tuple[PageRow, ...]:
        """The pages that somebody has to look at: all but the reviewed ones."""
        return tuple(page for page in self.pages if page.state != "reviewed")


_ABSENT: tuple[State, ...] = ("missing", "declared-missing")
_CURRENT: tuple[State, ...] = ("reviewed", "draft", "undeclared")


def _coverage(tag: str, pages: list[PageRow]) -> Coverage:
    counts: Counter[State] = Counter(page.state for page in pages)
    wanted = len(pages) - counts["orphan"]
    return Coverage(
        language=tag,
        wanted=wanted,
        present=wanted - sum(counts[state] for state in _ABSENT),
        current=sum(counts[state] for state in _CURRENT),
        characters=sum(page.characters for page in pages),
        states={state: counts[state] for state in STATES if counts[state]},
    )
