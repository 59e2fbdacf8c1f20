"""`translate`: redraft what a machine may, keep what a person wrote, and put both on disk in a safe order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from msgspec import structs

from transflow import bitext, document, frontmatter, glossary, quantities, tracker, translator, weaving
from transflow.bitext import Bitext, Header, Issue, Pending, Row
from transflow.document import Document
from transflow.engines import Engine, Progress, no_progress
from transflow.engines.registry import open_engine
from transflow.errors import DocumentError, EngineError, TransflowError
from transflow.files import write_text
from transflow.markdown import canonical
from transflow.model import Unit
from transflow.tracker import Comparison, Link
from transflow.translator import Knowledge, Text
from transflow.verification import Fault
from transflow.workflow.overview import Filter, Translation, overview, record_name
from transflow.workspace import Pair, Workspace

_CLASHING = ("aliases", "isCJKLanguage", "url")
"""Hugo front-matter keys that may not be the same on two pages, or would be untrue of the translation."""


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
class _Job:
    """One translation on its way."""

    item: Translation
    source: Document
    comparison: Comparison
    knowledge: Knowledge
    texts: dict[int, str] = field(default_factory=dict)
    """What to put into the page, by index of the source block."""
    rows: dict[int, Row] = field(default_factory=dict)
    """What to record, by index of the source block."""
    drafted: int = 0
    reused: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def open(self) -> Iterator[tuple[int, Link]]:
        """The blocks that have no new row yet though their source is new or changed."""
        for link in self.comparison.links:
            if link.source is not None and link.source not in self.rows and _wants_draft(self.source, link):
                yield link.source, link


Memory = Mapping[tuple[str, str, str], str]
"""(source language, target language, canonical source text) → text that a person wrote or approved."""


def translate(
    workspace: Workspace,
    wanted: Filter = Filter(),
    *,
    engine: str = "",
    threads: int = 0,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Draft what is missing or stale. No source page is ever written, and no text that a person wrote.

    Args:
        workspace: Where.
        wanted: Which translations; all by default.
        engine: Name of the engine; empty for the configuration's.
        threads: Threads of the engine; 0 for all cores.
        dry_run: Say what would be done, and do nothing.
        progress: Told how the work goes on.

    Raises:
        ConfigError: The configuration, a glossary or a name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    work = [item for item in seen.translations if item.comparison is not None and item.source is not None]
    problems = list(seen.problems)
    if dry_run:
        return Outcome(tuple(_foreseen(item) for item in work if item.pending), tuple(problems))
    memory = _memory(overview(workspace).translations if any(item.pending for item in work) else ())
    results: list[Result] = []
    for (source, target), items in _by_languages(work).items():
        know = knowledge(workspace, source, target)
        jobs = [
            _Job(item, item.source, item.comparison, know)
            for item in items
            if item.source and item.comparison
        ]
        try:
            opener = partial(open_engine, engine or workspace.config.engine, source, target, threads=threads)
            _draft(jobs, memory, partial(opener, progress=progress), progress)
        except EngineError as error:
            problems.append(error)
            jobs = [job for job in jobs if not any(job.open)]
        for job in jobs:
            try:
                results.append(_finish(workspace, job))
            except TransflowError as error:
                problems.append(error)
    return Outcome(tuple(results), tuple(problems))


def knowledge(workspace: Workspace, source: str, target: str) -> Knowledge:
    """Return what is known of a language pair in a workspace: its glossary and its house style.

    Raises:
        ConfigError: A glossary is wrong.
    """
    terms = glossary.load(workspace.glossary_paths(), source, target, workspace.root)
    return Knowledge(source, target, terms, quantities.Style(**structs.asdict(workspace.config.style)))


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


def _memory(items: Sequence[Translation]) -> Memory:
    """Gather the texts that people wrote or approved, by what they translate; the first page by path wins."""
    memory: dict[tuple[str, str, str], str] = {}
    for item in items:
        if item.comparison is None or item.source is None or item.target is None or item.page is None:
            continue
        for link in item.comparison.links:
            if link.source is None or link.target is None or link.fate != "keep" or not link.edited:
                continue
            block = item.source.blocks[link.source]
            if isinstance(block, Unit):
                key = (item.page.language, item.pair.language, canonical(block.text, item.source.dialect))
                memory.setdefault(key, item.target.blocks[link.target].text)
    return memory


# --- draft ----------------------------------------------------------------------------------------------------------


def _draft(jobs: Sequence[_Job], memory: Memory, opener: Callable[[], Engine], progress: Progress) -> None:
    """Fill in the texts and rows of every job, with one call of the translator for all that is left to translate."""
    for job in jobs:
        _without_engine(job, memory)
    asked = [(job, index, link) for job in jobs for index, link in job.open]
    if not asked:
        return
    engine = opener()
    texts = [_text(job.source, index) for job, index, _ in asked]
    for (job, index, link), draft in zip(
        asked, translator.translate(texts, engine, jobs[0].knowledge, progress), strict=True
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


def _without_engine(job: _Job, memory: Memory) -> None:
    """Settle what needs no engine: copies, drafts that are on record already, texts that a person saw elsewhere."""
    pair = (job.item.page.language if job.item.page else "", job.item.pair.language)
    for index, link in list(job.open):
        block = job.source.blocks[index]
        if not isinstance(block, Unit):
            _take(job, index, link, None)
        elif (known := memory.get((*pair, canonical(block.text, job.source.dialect)))) is not None:
            job.reused += 1
            _take(job, index, link, known, engine="memory", rung="memory")
        elif (row := _on_record(job, block)) is not None:
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
    if link.fate == "conflict" and link.row is not None:
        standing = (
            job.item.target.blocks[link.target].text if job.item.target and link.target is not None else ""
        )
        job.rows[index] = structs.replace(link.row, pending=Pending(block.text, draft, standing))
        return
    was = (link.row.copy, *link.row.was) if link.row and link.target is not None else ()
    job.texts[index] = block.text if draft is None else draft
    job.rows[index] = Row(
        block.kind, block.text, draft, not isinstance(block, Unit), block.key, engine, rung, findings, was=was
    )


# --- write ----------------------------------------------------------------------------------------------------------


def _finish(workspace: Workspace, job: _Job) -> Result:
    """Put one translation together and on disk: the bitext, the page, then the bitext without replaced drafts.

    Raises:
        DocumentError: A draft would break the page, or a file cannot be written; nothing is half-written.
    """
    item = job.item
    text = _page(job) if item.target is None else _rewoven(job, item.target)
    page = document.parse(text, item.pair.target, workspace.dialect)
    rows = _as_read(job, page)
    header = Header(bitext.VERSION, item.pair.source, item.pair.target, item.pair.language, _language(job))
    place, shown = workspace.bitext_path(item.pair), record_name(workspace, item.pair)
    settled = bitext.dumps(Bitext(header, tuple(structs.replace(row, was=()) for row in rows)))
    changed = item.target is None or text != item.target.text
    written = changed or item.record is None or settled != bitext.dumps(item.record)
    if changed:
        write_text(place, bitext.dumps(Bitext(header, rows)), shown)
        write_text(workspace.root / item.pair.target, text, item.pair.target)
    if written:
        write_text(place, settled, shown)
    conflicts = sum(row.pending is not None for row in rows)
    return Result(item.pair, job.drafted, job.reused, conflicts, tuple(job.findings), written)


def _language(job: _Job) -> str:
    return job.item.page.language if job.item.page else ""


def _page(job: _Job) -> str:
    """Return the text of a new translation: the source page with its texts exchanged and its header adapted."""
    pair, front = job.item.pair, job.source.front
    spliced = job.source.splice(
        {i: text for i, text in job.texts.items() if text != job.source.blocks[i].text}
    )
    was_list = isinstance(front.data.get("lang"), list | tuple)
    changes: dict[frontmatter.KeyPath, object] = {
        ("lang",): [pair.language] if was_list else pair.language,
        ("draft",): True,
        ("translation",): {"source": pair.source, "status": "draft"},
    }
    changes |= {(key,): frontmatter.DELETE for key in _CLASHING if key in front.data}
    if str(front.data.get("slug", "")).startswith("/"):
        changes["slug",] = frontmatter.DELETE
    return frontmatter.edit(spliced, changes, pair.target)


def _rewoven(job: _Job, target: Document) -> str:
    """Return the translation's text with what was redrafted in place; a page that was redrafted is a draft again."""
    woven = weaving.weave(job.source, target, job.comparison, job.texts)
    about = target.front.data.get("translation")
    if woven == target.text or not isinstance(about, Mapping):
        return woven
    changes: dict[frontmatter.KeyPath, object] = {}
    if about.get("status") == "reviewed":
        changes["translation", "status"] = "draft"
    if "stale" in about:
        changes["translation", "stale"] = frontmatter.DELETE
    return frontmatter.edit(woven, changes, target.path) if changes else woven


def _rows(job: _Job) -> list[Row]:
    """Return the new rows: one a block of the source, then what is gone from it but stays in the translation."""
    rows: list[Row] = []
    for link in job.comparison.links:
        if link.source is not None:
            row = job.rows.get(link.source) or link.row
            if row is not None:
                rows.append(structs.replace(row, pending=None) if link.fate == "keep" else row)
        elif link.fate == "conflict" and link.row is not None and link.target is not None and job.item.target:
            standing = job.item.target.blocks[link.target].text
            rows.append(structs.replace(link.row, pending=Pending("", None, standing)))
    return rows


def _as_read(job: _Job, page: Document) -> tuple[Row, ...]:
    """Return the rows with each new draft as the written page reads, and make sure that nothing is left to do.

    Raises:
        DocumentError: The page does not read back as what was put into it.
    """
    rows = _rows(job)
    places = {id(link.row): link.target for link in tracker.compare(job.source, rows, page).links if link.row}
    for number, row in enumerate(rows):
        place = places.get(id(row))
        if row.draft is not None and place is not None and row in job.rows.values() and row.pending is None:
            rows[number] = structs.replace(row, draft=page.blocks[place].text)
    for link in tracker.compare(job.source, rows, page).links:
        if link.fate in ("redraft", "drop") and (link.target is not None or link.row is None):
            line = job.source.line(job.source.blocks[link.source].start) if link.source is not None else 0
            raise DocumentError(
                "the draft of this text does not read back from the page", job.item.pair.source, line,
                "write the translation by hand; please report the text",
            )  # fmt: skip
    return tuple(rows)
