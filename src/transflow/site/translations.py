"""Reading the workspace: every translation that is wanted, declared or on disk, with its state.

What parses pages is imported when the first is parsed: `status` and the hooks often need none.
"""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from transflow import bitext, languages
from transflow.bitext import Bitext, Issue
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.files import read_text
from transflow.model import Block, Unit
from transflow.site import records
from transflow.site.config import Pair, Workspace
from transflow.site.planner import STATES, Facts, Page, State, Survey, decide, survey

if TYPE_CHECKING:
    from transflow.document import Document
    from transflow.tracker import Comparison


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

    @property
    def origin(self) -> str:
        """Language of the source page: its own word, else what was recorded; empty where neither is known."""
        return self.page.language if self.page else self.record.header.origin if self.record else ""

    @property
    def status(self) -> str:
        """What the translation's front matter says: `draft`, `reviewed` or nothing."""
        return _status(self.target) if self.target else ""

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
        about = self.target.front.data.get("translation") if self.target else None
        return isinstance(about, Mapping) and "stale" in about

    @property
    def characters(self) -> int:
        """How many characters a reader would see of the units to be drafted."""
        from transflow.markdown import plain  # noqa: PLC0415  see above

        return sum(
            len(plain(b.text, self.source.dialect))
            for b in self.pending
            if isinstance(b, Unit) and self.source
        )

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `status --format json`."""
        seen = self.comparison if self.state not in ("missing", "declared-missing") else None
        return {
            "source": self.pair.source,
            "target": self.pair.target,
            "language": self.pair.language,
            "state": self.state,
            "changed": seen.changed if seen else 0,
            "edited": seen.edited if seen else 0,
            "conflicts": seen.conflicts if seen else 0,
            "risk": self.risk,
        }

    @property
    def findings(self) -> tuple[tuple[int, Issue], ...]:
        """What needs a person, as (line in the translation, issue), for drafts that nobody has changed since."""
        if self.comparison is None or self.target is None:
            return ()
        return tuple(
            (self.target.line(self.target.blocks[link.target].start), issue)
            for link in self.comparison.links
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


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of every translation, and the pages that could not be read."""

    translations: tuple[Translation, ...]
    problems: tuple[TransflowError, ...]

    @property
    def summary(self) -> dict[State, int]:
        """How many translations are in each state, in the order of `STATES`, without the states that none is in."""
        counts = Counter(item.state for item in self.translations)
        return {state: counts[state] for state in STATES if counts[state]}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which translations a command is about; empty means all."""

    paths: tuple[str, ...] = ()
    """Pages (either end of a pair) or folders, relative to the workspace."""
    languages: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    shard: tuple[int, int] | None = None
    """(I, N): of N parts of about the same size the I-th, from 1. A page's part hangs on nothing but its path."""

    def takes(self, pair: Pair) -> bool:
        """Whether a pair is among those asked for."""
        if self.shard is not None and _part(pair.source, self.shard[1]) != self.shard[0]:
            return False
        named = not self.paths or any(
            path in (pair.source, pair.target, "", ".") or _below(f"{path.rstrip('/')}/", pair)
            for path in self.paths
        )
        return named and (
            not self.languages or any(languages.same(tag, pair.language) for tag in self.languages)
        )

    def concerns(self, problem: TransflowError) -> bool:
        """Whether a page that could not be read is among those asked for."""
        return Filter(self.paths, shard=self.shard).takes(Pair(problem.path, problem.path, ""))


def _part(path: str, count: int) -> int:
    """Return which of so many parts a page belongs to, from 1: the same on every machine."""
    return int.from_bytes(hashlib.sha256(os.fsencode(path)).digest()) % count + 1


def _below(folder: str, pair: Pair) -> bool:
    return pair.source.startswith(folder) or pair.target.startswith(folder)


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
    into = {*workspace.config.targets, *(pair.language for pair in pairs)} if wanted.languages else set()
    for tag in wanted.languages:
        if not any(languages.same(tag, language) for language in into):
            hint = f"wanted are {', '.join(workspace.config.targets)}"
            raise ConfigError(f"no page is translated into {tag}", hint=hint)
    known = {*sources, *(problem.path for problem in problems)} if wanted.paths else set()
    for path in wanted.paths:
        folder = f"{path.rstrip('/')}/"
        here = path in known or any(page.startswith(folder) for page in known)
        if not here and not any(Filter((path,)).takes(pair) for pair in pairs):
            exists = _stands(workspace, path)
            hint = "check `content` and `ignore` in transflow.yaml" if exists else "check the spelling"
            raise ConfigError(f"no page of this workspace: {path}", hint=hint)


def _stands(workspace: Workspace, path: str) -> bool:
    try:
        return workspace.tree.has(path) or workspace.disk.has_folder(path)
    except DocumentError:
        return True


def overview(workspace: Workspace, wanted: Filter = Filter()) -> Overview:
    """Look at every translation that is wanted, declared or on disk.

    Raises:
        ConfigError: A path or language asked for is not in the workspace.
    """
    found = survey(workspace)
    check_filter(workspace, wanted, found.pairs, found.sources, found.problems)
    items: list[Translation] = []
    problems = [problem for problem in found.problems if wanted.concerns(problem)]
    examiner = Examiner(workspace, found)
    for pair in filter(wanted.takes, found.pairs):
        try:
            items.append(examiner.examine(pair))
        except TransflowError as error:
            if error not in problems and str(error) not in map(str, problems):
                problems.append(error)
    if not wanted.paths:
        problems += examiner.strays.problems
    chosen = (item for item in items if not wanted.states or item.state in wanted.states)
    return Overview(tuple(chosen), tuple(problems))


_MARKERS = tuple(re.compile(rf"(?<![^\r\n]){mark}(?![^\s])") for mark in ("<{7}", "={7}", ">{7}"))
"""What git leaves at the begin of a line where it could not merge, in this order."""


def read_document(workspace: Workspace, path: str) -> "Document":
    """Read a page of the workspace.

    Raises:
        DocumentError: It cannot be read, or holds an unfinished merge outside of code; with the line.
    """
    from transflow import document  # noqa: PLC0415  see above

    page = document.parse(read_text(workspace.tree, path), path, workspace.dialect_of(path))
    at = 0
    for marker in _MARKERS if "<<<<<<<" in page.text else ():
        found = (
            match.start() for match in marker.finditer(page.text, at) if not _in_code(page, match.start())
        )
        at = next(found, -1)
        if at < 0:
            return page
    if at:
        begin = next(m.start() for m in _MARKERS[0].finditer(page.text) if not _in_code(page, m.start()))
        hint = "finish the merge, then run the command again"
        raise DocumentError("has an unfinished merge", path, page.line(begin), hint)
    return page


def _in_code(page: "Document", offset: int) -> bool:
    return any(block.kind == "code" and block.start <= offset < block.end for block in page.blocks)


class Examiner:
    """Looks at one translation after the other."""

    def __init__(self, workspace: Workspace, found: Survey) -> None:
        self.workspace, self.found = workspace, found
        self.latest: tuple[str, Document] | None = None
        self.inherited: dict[str, dict[str, Bitext]] = {}
        """By language and source path: the records of pages that were renamed."""

    @cached_property
    def strays(self) -> records.Strays:
        """Records whose source page is gone: it may have been renamed."""
        return records.stray(self.workspace, self.found.sources)

    @property
    def stray(self) -> tuple[Bitext, ...]:
        """Those of them that may be followed."""
        return self.strays.records

    def source(self, path: str) -> "Document":
        """Read a source page; pairs come sorted by source, so the latest is all that is worth keeping."""
        if self.latest is None or self.latest[0] != path:
            self.latest = path, read_document(self.workspace, path)
        return self.latest[1]

    def examine(self, pair: Pair) -> Translation:
        """Find out all about one translation.

        Raises:
            DocumentError: One of its files cannot be read.
        """
        from transflow import tracker  # noqa: PLC0415  see above

        page = self.found.sources.get(pair.source)
        exists = self.workspace.tree.has(pair.target)
        record = bitext.read(self.workspace.tree, self.workspace.record_path(pair))
        source = self.source(pair.source) if page else None
        if record:
            records.check(self.workspace, pair, record)
        if source and record is None and self.stray:
            record = self._heirs(pair.language).get(pair.source)
        target = read_document(self.workspace, pair.target) if exists else None
        moved_from = self._left_behind(pair, record) if source and not exists else ""
        comparison = None
        if source and record and (target or moved_from):
            origin = page.language if page else record.header.origin
            standing = target or read_document(self.workspace, moved_from)
            comparison = tracker.compare(source, record.rows, standing, (origin, pair.language))
        elif source and not exists:
            comparison = tracker.first(source)
        facts = Facts(
            source_exists=page is not None,
            exists=exists,
            declared=page is not None and any(languages.same(t, pair.language) for t in page.translations),
            recorded=record is not None,
            conflicts=comparison.conflicts if comparison else 0,
            changed=comparison.changed if comparison else 0,
            reviewed=target is not None
            and _status(target) == "reviewed"
            and not (comparison and comparison.unread),
        )
        renamed_to = self._renamed_to(record) if record and page is None else ""
        return Translation(
            pair, page, decide(facts), source, target, record, comparison, moved_from, renamed_to
        )

    def _renamed_to(self, record: Bitext) -> str:
        """Return the source page that a record of a page that is gone was made of; empty if there is none."""
        heirs = self._heirs(record.header.language).items() if self.stray else ()
        return next((path for path, found in heirs if found == record), "")

    def _heirs(self, language: str) -> Mapping[str, Bitext]:
        """Return the records of renamed pages by their new path."""
        if language not in self.inherited:
            candidates = [record for record in self.stray if record.header.language == language]
            sources = dict(self._without_record(language, candidates)) if candidates else {}
            self.inherited[language] = records.heirs(sources, language, candidates)
        return self.inherited[language]

    def _without_record(
        self, language: str, candidates: Sequence[Bitext]
    ) -> "Iterator[tuple[str, Document]]":
        """Yield the source pages that have no record in a language and may be known to some."""
        for pair in self.found.pairs:
            if pair.language != language or pair.source not in self.found.sources:
                continue
            if self.workspace.tree.has(self.workspace.record_path(pair)):
                continue
            try:
                text = read_text(self.workspace.tree, pair.source)
                if any(records.may_know(text, record) for record in candidates):
                    yield pair.source, read_document(self.workspace, pair.source)
            except DocumentError:
                continue  # told where it is looked at

    def _left_behind(self, pair: Pair, record: Bitext | None) -> str:
        """Return where the translation of a renamed page stands; empty if it was not renamed or stands nowhere."""
        if (
            record is None
            or record.header.source == pair.source
            or record.header.source in self.found.sources
        ):
            return ""
        return records.left_behind(self.workspace, pair, record)


def _status(target: "Document") -> str:
    about = target.front.data.get("translation")
    return str(about.get("status", "")) if isinstance(about, Mapping) else ""


def record_name(workspace: Workspace, pair: Pair) -> str:
    """Return the path of a pair's bitext, relative to the workspace."""
    return workspace.record_path(pair)
