"""What a report is made from: the state of every translation and what the checks found."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal

from transflow.checks import Finding
from transflow.counts import counted
from transflow.errors import TransflowError
from transflow.reports.grammar import GRAMMAR
from transflow.site.planner import STATES, State
from transflow.site.translations import Standing

_NO_XML = GRAMMAR["no-xml"]


class PageRow(Standing, frozen=True, array_like=True):
    """One translation: what is known of it in short, and what a reader wants besides."""

    since: str = ""
    """Date (ISO 8601) of the last commit of the source; empty if nobody knows."""
    title: str = ""
    """What the source page calls itself, or the translation where its source is gone; empty if neither says."""
    origin: str = ""
    """BCP 47 tag of the source page's language; empty if nobody knows."""
    section: str = ""
    """The folder that the page is in, below the content root; empty for none."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `report --format json`."""
        return {
            "source": self.source,
            "target": self.target,
            "language": self.language,
            "state": self.state,
            "units": self.pending,
            "characters": self.characters,
            "changed": self.changed,
            "edited": self.edited,
            "conflicts": self.conflicts,
            "risk": self.risk,
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of running text."""

    text: str
    kind: Literal["", "term", "quantity", "gone", "new"] = ""
    """A term, a quantity; or what a source does not say any more, and what it says since."""
    note: str = ""
    """What a term or a quantity is in the other language."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text of the source beside its translation, as a reader sees them."""

    source: tuple[Stretch, ...]
    """Empty for a text that the translator added."""
    target: tuple[Stretch, ...]
    """Empty for one that is not translated."""
    line: int = 0
    """In the translation, or in the source where there is none."""
    mark: Literal["", "changed", "conflict", "edited"] = ""
    """Whether the source changed, waits for a person, or a person wrote the translation."""
    was: tuple[Stretch, ...] = ()
    """Of a source that changed, what it said and says, word by word."""
    findings: tuple[Finding, ...] = ()
    kind: str = ""
    """A `UnitKind` or `VerbatimKind`; of a front-matter value its key."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One page to be read side by side."""

    target: str
    """Path of the translation; the same as that of its row."""
    lines: tuple[Lines, ...]
    findings: tuple[Finding, ...] = ()
    """Those about the page as a whole."""


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A text of a source page that changed since it was translated."""

    line: int
    """In the source page; 0 if it is gone from there."""
    key: str
    """Of a front-matter value its key path."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effort:
    """What people made of the drafts of an engine in one language and month, in texts that somebody approved."""

    language: str
    engine: str
    month: str
    """In which they were approved (ISO 8601, `2026-03`); empty if nobody took it down."""
    texts: int
    untouched: int
    """How many of the texts are as they were drafted."""
    share: float
    """Characters changed between drafts and what stands, by those of the longer of both: 0 for none, 1 for all."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The line of `report --format json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """A term of the glossary that drafts have as it says, and that people put in other words."""

    language: str
    source: str
    target: str
    changed: int
    """In how many approved texts it was put in other words."""
    drafted: int
    """In how many of them the draft had it."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The line of `report --format json`."""
        return asdict(self)


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
    oldest: str
    """Date (ISO 8601) of the source that waits longest for its translation; empty if none waits or nobody knows."""
    states: dict[State, int]
    """How many are in each state, in the order of `STATES`, without empty ones."""

    @property
    def percent(self) -> int:
        """The share of what is wanted that is there and current, rounded down: 100 means all."""
        # Down: 99.6% is not done, and nobody should read 100.
        return self.current * 100 // self.wanted if self.wanted else 100


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a format may print."""

    pages: tuple[PageRow, ...]
    findings: tuple[Finding, ...]
    problems: tuple[TransflowError, ...] = ()
    """Pages that could not be read, with paths relative to the workspace."""
    waived: tuple[tuple[Finding, str], ...] = ()
    """Findings that somebody accepted, each with the reason."""
    known: int = 0
    """How many findings the baseline knows."""
    prefix: str = ""
    """Path of the workspace in its repository, with a final `/`; empty if it is the repository's top."""
    readers: Callable[[Sequence[PageRow]], Iterable[Reader]] | None = None
    """Reads pages side by side, one after another, for formats that show them: as many as one has room for."""
    commit: str = ""
    """Short name and date (ISO 8601) of the commit that the workspace stands at; empty if nobody knows."""
    effort: tuple[Effort, ...] = ()
    """Sorted by language, month and engine."""
    changed_terms: tuple[ChangedTerm, ...] = ()
    """Those that are changed most often first."""
    changes: Mapping[str, tuple[SourceChange, ...]] = field(default_factory=dict)
    """By translation what changed in its source page, for formats that show it."""
    reviewers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language who reads its drafts."""

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The coverage of each language, in the order in which languages come up."""
        tags = dict.fromkeys(page.language for page in self.pages)
        # In the order in which they come up, which is that of `targets`.
        return tuple(coverage(tag, [page for page in self.pages if page.language == tag]) for tag in tags)

    @property
    def fingerprints(self) -> Mapping[Finding, str]:
        """A name for each finding that is unique and stays the same when lines are added above it."""
        seen: Counter[tuple[str, ...]] = Counter()
        found = {}
        for finding in (*self.findings, *(finding for finding, _ in self.waived)):
            # Without the line, which moves with what is written above it; of several alike the first stays the first.
            key = (self.prefix + finding.path, finding.code, finding.language, finding.message)
            found[finding] = sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()
            seen[key] += 1
        return found

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def summary(self) -> str:
        """The findings counted, in one line."""
        counts = ((self.errors, "error"), (self.warnings, "warning"))
        told = [counted(count, word) for count, word in counts if count]
        told += [f"{len(self.waived):,} waived"] if self.waived else []
        told += [f"{self.known:,} known from the baseline"] if self.known else []
        told += [f"{counted(len(self.problems), 'page')} not read"] if self.problems else []
        return ", ".join(told) or "Nothing found."

    @property
    def work(self) -> tuple[PageRow, ...]:
        """The pages that somebody has to look at: all but the reviewed ones."""
        return tuple(page for page in self.pages if page.state != "reviewed")


def printable(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    # XML 1.0, 2.2: no parser takes a file with one of them, however it is escaped.
    # Here, where it is wanted: it takes as long to compile as a small page to check.
    return _NO_XML.sub("\ufffd", text)


def size(text: str) -> int:
    """Return how many bytes a text takes in a file."""
    # A page's name may hold half of a surrogate pair.
    return len(text.encode("utf-8", "replace"))


# What is promised and what is only wanted: neither can be read.
_ABSENT: tuple[State, ...] = ("missing", "declared-missing")
_WAITING: tuple[State, ...] = (*_ABSENT, "conflict", "stale")
# A draft says what the source says, though nobody has read it.
_CURRENT: tuple[State, ...] = ("reviewed", "draft", "undeclared")


def coverage(tag: str, pages: Sequence[PageRow]) -> Coverage:
    """Return how far one language is on some pages."""
    counts: Counter[State] = Counter(page.state for page in pages)
    # Nobody wants the translation of a page that is gone.
    wanted = len(pages) - counts["orphan"]
    return Coverage(
        language=tag,
        wanted=wanted,
        present=wanted - sum(counts[state] for state in _ABSENT),
        current=sum(counts[state] for state in _CURRENT),
        characters=sum(page.characters for page in pages),
        # ISO 8601 sorts as it is written.
        oldest=min((page.since for page in pages if page.since and page.state in _WAITING), default=""),
        states={state: counts[state] for state in STATES if counts[state]},
    )
