"""`translate`: redraft what a machine may, keep what a person wrote, and put both on disk in a safe order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from msgspec import structs

from transflow import tracker, translator
from transflow.bitext import Issue, Pending, Row
from transflow.document import Document
from transflow.engines import Engine, Progress, no_progress
from transflow.engines.registry import open_engine
from transflow.errors import EngineError, TransflowError
from transflow.model import Unit
from transflow.tracker import Link
from transflow.translator import Knowledge, Text
from transflow.verification import Fault
from transflow.workflow.adapting import Adaptation, Adapter
from transflow.workflow.assembling import Work, assemble
from transflow.workflow.knowing import knowledge
from transflow.workflow.memory import Memory, key_of, recall
from transflow.workflow.overview import Filter, Translation, overview
from transflow.workflow.renaming import carried
from transflow.workflow.writing import save
from transflow.workspace import Pair, Workspace


@dataclass(frozen=True, slots=True)
class Finding:
    """What needs a person in one drafted unit."""

    line: int
    """1-based line of the unit in the source page."""
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one translation."""

    pair: Pair
    drafted: int
    """Units that an engine drafted in this run."""
    reused: int
    """Units whose text came from elsewhere: another translation that a person saw, or a draft on record."""
    conflicts: int
    """Units and verbatim blocks that wait for a person."""
    findings: tuple[Finding, ...]
    """What is wrong with the drafts made in this run."""
    written: bool
    """Whether anything on disk changed, or in a dry run would."""

    @property
    def undrafted(self) -> int:
        """How many units the engine had no draft for."""
        return sum(any(fault.code == "TF601" for fault in finding.faults) for finding in self.findings)

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `translate --format json`."""
        return {
            "source": self.pair.source,
            "target": self.pair.target,
            "language": self.pair.language,
            "drafted": self.drafted,
            "reused": self.reused,
            "conflicts": self.conflicts,
            "written": self.written,
            "findings": [
                {
                    "code": fault.code,
                    "severity": fault.severity,
                    "line": finding.line,
                    "message": fault.message,
                }
                for finding in self.findings
                for fault in finding.faults
            ],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a whole run."""

    results: tuple[Result, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be read, drafted or written; the others are done."""


@dataclass(slots=True)
class _Job(Work):
    """One translation on its way."""

    adaptation: Adaptation = field(kw_only=True)
    drafted: int = 0
    reused: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def open(self) -> Iterator[tuple[int, Link]]:
        """The blocks that have no new row yet though their source is new or changed."""
        for link in self.comparison.links:
            if link.source is not None and link.source not in self.rows and _wants_draft(self.source, link):
                yield link.source, link


def translate(
    workspace: Workspace,
    wanted: Filter = Filter(),
    *,
    engine: str = "",
    threads: int = 0,
    dry_run: bool = False,
    again: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Draft what is missing or stale. No source page is ever written, and no text that a person wrote.

    Args:
        workspace: Where.
        wanted: Which translations; all by default.
        engine: Name of the engine; empty for the configuration's.
        threads: Threads of the engine; 0 for all cores.
        dry_run: Say what would be done, and do nothing.
        again: Draft machine-owned units anew too, though their source did not change.
        progress: Told how the work goes on.

    Raises:
        ConfigError: The configuration, a glossary or a name given on the command line is wrong.
    """
    seen = overview(workspace, wanted) if dry_run else carried(workspace, wanted)
    work = [
        _anew(item) if again else item
        for item in seen.translations
        if item.comparison is not None and item.source is not None
    ]
    problems = list(seen.problems)
    if dry_run:
        return Outcome(tuple(_foreseen(item) for item in work if item.pending), tuple(problems))
    memory = recall(workspace, work)
    adapter = Adapter(workspace, work)
    results: list[Result] = []
    for (source, target), items in _by_languages(work).items():
        know = knowledge(workspace, source, target)
        jobs = [
            _Job(item, item.source, item.comparison, adaptation=adapter.of(item.pair, item.source))
            for item in items
            if item.source and item.comparison
        ]
        try:
            opener = partial(open_engine, engine or workspace.config.engine, source, target, threads=threads)
            _draft(jobs, know, memory, partial(opener, progress=progress), progress, again=again)
        except EngineError as error:
            problems.append(error)
            jobs = [job for job in jobs if not any(job.open)]
        for job in jobs:
            try:
                results.append(_finish(workspace, job))
            except TransflowError as error:
                problems.append(error)
    return Outcome(tuple(results), tuple(problems))


def _anew(item: Translation) -> Translation:
    """Return a translation with every text that is a machine's marked to be drafted, or copied, again."""
    links = item.comparison.links if item.comparison else ()
    marked = tuple(replace(link, fate="redraft") if _is_a_machines(link) else link for link in links)
    if item.comparison is None or marked == links:
        return item
    return replace(item, comparison=replace(item.comparison, links=marked))


def _is_a_machines(link: Link) -> bool:
    return link.fate == "keep" and not link.edited and link.target is not None and link.source is not None


def _foreseen(item: Translation) -> Result:
    conflicts = item.comparison.conflicts if item.comparison else 0
    return Result(item.pair, item.units, 0, conflicts, (), written=True)


def _by_languages(items: Sequence[Translation]) -> dict[tuple[str, str], list[Translation]]:
    groups: dict[tuple[str, str], list[Translation]] = {}
    for item in items:
        if item.page is not None:
            groups.setdefault((item.page.language, item.pair.language), []).append(item)
    return groups


def _wants_draft(source: Document, link: Link) -> bool:
    """Whether a block's source is new or changed and no draft of it is on record."""
    if link.source is None or link.fate not in ("redraft", "conflict"):
        return False
    pending = link.row.pending if link.row else None
    block = source.blocks[link.source]
    return pending is None or not tracker.same_source(source, block, pending.source)


# --- draft ----------------------------------------------------------------------------------------------------------


def _draft(
    jobs: Sequence[_Job],
    know: Knowledge,
    memory: Memory,
    opener: Callable[[], Engine],
    progress: Progress,
    *,
    again: bool = False,
) -> None:
    """Fill in the texts and rows of every job, with one call of the translator for all that is left to translate."""
    for job in jobs:
        _without_engine(job, memory, again=again)
    asked = [(job, index, link) for job in jobs for index, link in job.open]
    if not asked:
        return
    engine = opener()
    texts = [_text(job.source, index) for job, index, _ in asked]
    for (job, index, link), draft in zip(
        asked, translator.translate(texts, engine, know, progress), strict=True
    ):
        job.drafted += 1
        issues = tuple(Issue(fault.code, fault.message) for fault in draft.faults)
        if draft.faults:
            block = job.source.blocks[index]
            job.findings.append(Finding(job.source.line(block.start), draft.faults))
        _take(job, index, link, draft.text, engine=engine.identity, rung=draft.rung, findings=issues)


def _text(source: Document, index: int) -> Text:
    block = source.blocks[index]
    assert isinstance(block, Unit)  # verbatim blocks were settled without an engine
    return Text(block.text, block.kind, source.dialect)


def _without_engine(job: _Job, memory: Memory, *, again: bool) -> None:
    """Settle what needs no engine: copies, drafts that are on record already, texts that a person saw elsewhere."""
    for index, link in list(job.open):
        block = job.source.blocks[index]
        if (mapped := job.adaptation.mapped.get(index)) is not None:
            _take(job, index, link, mapped)
        elif not isinstance(block, Unit):
            _take(job, index, link, None)
        elif (known := memory.get(key_of(job.item, job.source, block))) is not None:
            job.reused += 1
            _take(job, index, link, known, engine="memory", rung="memory")
        elif not again and (row := _on_record(job, block)) is not None:
            job.reused += 1
            _take(job, index, link, row.draft, engine=row.engine, rung=row.rung, findings=row.findings)


def _on_record(job: _Job, block: Unit) -> Row | None:
    """Return the row of a draft that was recorded but is not in the page: a run was killed, or the page deleted."""
    rows = job.item.record.rows if job.item.record else ()
    same = (
        r
        for r in rows
        if not r.verbatim and r.kind == block.kind and r.source == block.text and r.draft is not None
    )
    return next(same, None)


def _take(
    job: _Job,
    index: int,
    link: Link,
    draft: str | None,
    *,
    engine: str = "",
    rung: str = "",
    findings: tuple[Issue, ...] = (),
) -> None:
    """Give a block its new text and row; in a conflict the person's text stays and the draft waits beside it."""
    block = job.source.blocks[index]
    verbatim = not isinstance(block, Unit)
    text = job.adaptation.text(index, block.text if draft is None else draft)
    draft = text if draft is not None or text != block.text else None
    if link.fate == "conflict":
        page = job.item.target
        standing = page.blocks[link.target].text if page is not None and link.target is not None else ""
        row = link.row or Row(block.kind, "", None, verbatim, block.key)
        job.rows[index] = structs.replace(row, pending=Pending(block.text, draft, standing))
        return
    job.texts[index] = text
    job.rows[index] = Row(block.kind, block.text, draft, verbatim, block.key, engine, rung, findings)


def _finish(workspace: Workspace, job: _Job) -> Result:
    """Put one translation together and on disk.

    Raises:
        DocumentError: A draft would break the page, or a file cannot be written; nothing is half-written.
    """
    done = assemble(job)
    written = save(workspace, job.item, done.record, done.text, done.interim)
    return Result(job.item.pair, job.drafted, job.reused, done.conflicts, tuple(job.findings), written)
