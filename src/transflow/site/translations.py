"""A translation and what is known of it, in full and in short, and which ones a command is about."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from transflow import languages
from transflow.bitext import Bitext, RecordedFault
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.model import Block, Unit
from transflow.site.planner import STATES, Page, State
from transflow.site.workspace import Pair, Workspace

if TYPE_CHECKING:
    from transflow.document import Document
    from transflow.frontmatter import KeyPath
    from transflow.tracker import Comparison


# A draft waits for a reader and an undeclared one for a line in its source: a run would change neither.
_WORK: tuple[State, ...] = ("declared-missing", "missing", "conflict", "stale")
"""The states in which there is something to do for `translate` or a person."""


# By position: of ten thousand of them in the cache the names of the fields would be the larger part.
class Standing(msgspec.Struct, frozen=True, array_like=True):
    """One translation in short."""

    source: str
    target: str
    language: str
    state: State
    changed: int = 0
    """Units and verbatim blocks whose source changed; 0 where there is no translation."""
    edited: int = 0
    """Those that a person wrote."""
    conflicts: int = 0
    """Those that wait for a person."""
    units: int = 0
    """Units of the source page."""
    pending: int = 0
    """Units of the source page that are new or changed."""
    characters: int = 0
    """Characters that a reader sees of those, or of the drafts that fail today's terms where there are none."""
    marked: bool = False
    """Whether the translation says that it is stale."""
    stale: bool = False
    """Whether it should."""
    risk: int | None = None
    """The highest risk of its drafts, from 0 to 100; None where no draft stands whose risk is known."""
    terms: int = 0
    """Drafts that fail today's terms."""
    owned: int = 0
    """Units and verbatim blocks of the translation that are human-owned: a person wrote or approved them."""

    @property
    def pair(self) -> Pair:
        """The two pages."""
        return Pair(self.source, self.target, self.language)

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `status --format json`."""
        names = ("source", "target", "language", "state", "changed", "edited", "conflicts", "risk", "terms")
        return {name: getattr(self, name) for name in names}

    @property
    def reason(self) -> str:
        """Why there is something to do: its state, or `terms`."""
        return self.state if self.state in _WORK else "terms"

    @property
    def as_task(self) -> dict[str, Any]:
        """The task of `plan --format json`."""
        return {
            "source": self.source,
            "target": self.target,
            "language": self.language,
            "reason": self.reason,
            "units": self.units,
            # A page whose drafts only fail a term has no changed unit, and a task of nothing would look done.
            "changed": self.pending or self.terms,
            "characters": self.characters,
        }


@dataclass(frozen=True, slots=True)
class Translation:
    """One translation with all that is known of it."""

    pair: Pair
    page: Page | None
    """The source page's word about itself; None for an orphan."""
    state: State
    source: "Document | None"
    target: "Document | None"
    record: Bitext | None
    comparison: "Comparison | None"
    """None where there is nothing to compare: an orphan, an untracked or a finished page without work."""
    moved_from: str = ""
    """Where the translation still stands though its source page was renamed; empty if it doesn't."""
    renamed_to: str = ""
    """Of an orphan, the source page that seems to be the new name of the one that is gone; empty if none does."""
    terms: Mapping[int, str] = field(default_factory=dict)
    """For blocks of the source whose draft fails today's terms, by index, what should stand there."""

    @property
    def origin(self) -> str:
        """Language of the source page: its own word, else what was recorded; empty where neither is known."""
        return self.page.language if self.page else self.record.header.origin if self.record else ""

    @property
    def status(self) -> str:
        """What the translation's front matter says, or else its record: `draft`, `reviewed` or nothing."""
        # A record alone says nothing: its page was removed, and what it was is past.
        return status_of(self.target, self.record) if self.target else ""

    @property
    def units(self) -> int:
        """How many units of the source page are to be drafted."""
        return sum(isinstance(block, Unit) for block in self.pending)

    @property
    def all_units(self) -> int:
        """How many units the source page has."""
        return sum(isinstance(block, Unit) for block in self.source.blocks) if self.source else 0

    @property
    def marked(self) -> bool:
        """Whether the translation's front matter says that it is stale."""
        return self.target is not None and "stale" in said_of(self.target)

    @property
    def characters(self) -> int:
        """How many characters a reader would see of the units to be drafted."""
        from transflow.markdown import plain  # noqa: PLC0415  see above

        if self.source is None:
            return 0
        # Where nothing changed, the drafts that fail a term.
        blocks = self.pending or [self.source.blocks[place] for place in self.terms]
        return sum(len(plain(block.text, self.source.dialect)) for block in blocks if isinstance(block, Unit))

    @property
    def findings(self) -> tuple[tuple[int, RecordedFault], ...]:
        """What needs a person, as (line in the translation, issue), for drafts that nobody has changed since."""
        if self.comparison is None or self.target is None:
            return ()
        return tuple(
            (self.target.line(self.target.blocks[link.target].start), issue)
            for link in self.comparison.links
            # What somebody rewrote has those faults no longer; `check` looks at what stands there instead.
            if link.row and link.target is not None and not link.edited
            for issue in link.row.findings
        )

    @property
    def risk(self) -> int | None:
        """The highest risk of the drafts that nobody approved or changed; None if there is none, or it is not known."""
        links = self.comparison.unread if self.comparison and self.target else ()
        return max((link.row.risk for link in links if link.row and link.row.risk is not None), default=None)

    @property
    def pending(self) -> tuple[Block, ...]:
        """The source's blocks that are new or changed."""
        if self.source is None or self.comparison is None:
            return ()
        wanted = ("redraft", "conflict")
        return tuple(
            self.source.blocks[link.source]
            for link in self.comparison.links
            if link.fate in wanted and link.source is not None
        )

    @property
    def short(self) -> Standing:
        """What is known of it in short."""
        # Where there is no translation all is new: to call it changed would make a missing page look stale.
        seen = self.comparison if self.target is not None else None
        return Standing(
            source=self.pair.source,
            target=self.pair.target,
            language=self.pair.language,
            state=self.state,
            changed=seen.changed if seen else 0,
            edited=seen.edited if seen else 0,
            conflicts=seen.conflicts if seen else 0,
            units=self.all_units,
            pending=self.units,
            characters=self.characters,
            marked=self.marked,
            stale=bool(seen and seen.changed),
            risk=self.risk,
            terms=len(self.terms),
            owned=seen.owned if seen else 0,
        )


Known = TypeVar("Known", Standing, Translation)


@dataclass(frozen=True)
class Listing(Generic[Known]):
    """The translations that were asked for, in full or in short, and the pages that could not be read."""

    translations: tuple[Known, ...]
    problems: tuple[TransflowError, ...]

    @property
    def summary(self) -> dict[State, int]:
        """How many translations are in each state, in the order of `STATES`, without the states that none is in."""
        counts = Counter(item.state for item in self.translations)
        return {state: counts[state] for state in STATES if counts[state]}

    @property
    def tasks(self: "Listing[Standing]") -> tuple[Standing, ...]:
        """What is missing, stale or in conflict."""
        return tuple(item for item in self.translations if item.state in _WORK or item.terms)


Overview = Listing[Translation]
Standings = Listing[Standing]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which translations a command is about; empty means all."""

    paths: tuple[str, ...] = ()
    """Pages (either end of a pair) or folders, relative to the workspace."""
    languages: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    shard: tuple[int, int] | None = None
    """(I, N): of N parts of about the same size the I-th, from 1. A page's part hangs on nothing but its path."""
    _named: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    """The same as `paths`, to look up a page and the folders above it."""

    def __post_init__(self) -> None:
        """Take `en,fr` for two languages."""
        # `path.rstrip`: a folder is named with its stroke or without; `/` alone stays.
        object.__setattr__(self, "_named", frozenset(path.rstrip("/") or path for path in self.paths))
        object.__setattr__(
            # `--language en --language fr` and `--language en,fr` are one thing.
            self,
            "languages",
            tuple(tag.strip() for one in self.languages for tag in one.split(",")),
        )

    def takes(self, pair: Pair) -> bool:
        """Whether a pair is among those asked for."""
        if self.shard is not None and _part(pair.source, self.shard[1]) != self.shard[0]:
            return False
        # By looking up a page and the folders above it: a thousand names cost each pair no more than one.
        named = not self._named.isdisjoint(("", ".", *_above(pair.source), *_above(pair.target)))
        return (named or not self.paths) and self.speaks(pair.language)

    def speaks(self, language: str) -> bool:
        """Whether a language is among those asked for."""
        return not self.languages or any(languages.same(tag, language) for tag in self.languages)

    def concerns(self, problem: TransflowError) -> bool:
        """Whether a page that could not be read is among those asked for."""
        # What cannot be read has no language that anybody knows: only its path and its part decide.
        return Filter(self.paths, shard=self.shard).takes(Pair(problem.path, problem.path, ""))


def _part(path: str, count: int) -> int:
    """Return which of so many parts a page belongs to, from 1: the same on every machine."""
    # Not `hash`, which differs from run to run.
    return int.from_bytes(hashlib.sha256(os.fsencode(path)).digest()) % count + 1


def _above(path: str) -> Iterator[str]:
    """Yield a path and the folders above it."""
    yield path
    yield from (path[:at] for at, char in enumerate(path) if char == "/")


def check_tags(tags: Iterable[str]) -> None:
    """Make sure that there are such languages.

    Raises:
        ConfigError: CLDR does not know one.
    """
    for tag in tags:
        try:
            languages.canonical(tag)
        except ValueError as error:
            raise ConfigError(str(error)) from None


def check_words(wanted: Filter) -> None:
    """Make sure that there are such languages and states.

    Raises:
        ConfigError: There is no such language, or no such state.
    """
    check_tags(wanted.languages)
    for state in wanted.states:
        if state not in STATES:
            raise ConfigError(f"unknown state {state!r}", hint=f"one of {', '.join(STATES)}")


def check_filter(
    workspace: Workspace,
    wanted: Filter,
    pairs: Sequence[Pair],
    sources: Iterable[str],
    problems: Iterable[TransflowError],
) -> None:
    """Make sure that what is asked for can be found.

    Raises:
        ConfigError: A path, language or state is not in the workspace.
    """
    check_words(wanted)
    # A page may ask for a language that the site does not want (`translate: [ja]`), and lie in it already.
    into = {*workspace.config.targets, *(pair.language for pair in pairs)} if wanted.languages else set()
    for tag in wanted.languages:
        if not any(languages.same(tag, language) for language in into):
            hint = f"wanted are {', '.join(workspace.config.targets)}"
            raise ConfigError(f"no page is translated into {tag}", hint=hint)
    known = {*sources, *(problem.path for problem in problems)} if wanted.paths else set()
    for path in wanted.paths:
        folder = f"{path.rstrip('/')}/"
        # A page that cannot be read is named all the same, and told as what it is.
        here = path in known or any(page.startswith(folder) for page in known)
        if not here and not any(Filter((path,)).takes(pair) for pair in pairs):
            exists = _stands(workspace, path)
            hint = (
                "check `source` (is it in one of these languages?), `content` and `ignore` in transflow.yaml"
            )
            hint = hint if exists else "check the spelling"
            raise ConfigError(f"no page of this workspace: {path}", hint=hint)


def _stands(workspace: Workspace, path: str) -> bool:
    try:
        return workspace.tree.has(path) or workspace.disk.has_folder(path)
    # Something is there, though it must not be read.
    except DocumentError:
        return True


def status_of(target: "Document", record: Bitext | None) -> str:
    """Return what a translation says: `draft`, `reviewed` or nothing; where its front matter does not, its record does."""
    if stated := said_of(target).get("status"):
        return str(stated)
    # What is recorded is a draft until somebody approves it.
    return (record.header.status or "draft") if record else ""


def said_of(target: "Document") -> Mapping[str, Any]:
    """Return what a translation says of itself; see `transflow.frontmatter.mapping`."""
    from transflow.frontmatter import mapping  # noqa: PLC0415  `status` reads no page if nothing changed

    return mapping.said(target.said, target.dialect.record)


def saying(
    page: "Document", new: Mapping[str, object], others: "Mapping[KeyPath, object]" = MappingProxyType({})
) -> str:
    """Return the text of a page that says of itself what it is to, with other changes of its front matter; a silent one stays silent."""
    from transflow.frontmatter import mapping  # noqa: PLC0415  see above

    return (
        page.text if page.is_silent else mapping.put(page.text, page.dialect.record, new, page.path, others)
    )
