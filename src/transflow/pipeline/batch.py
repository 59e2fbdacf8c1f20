"""A batch of translations drafted together: what is known is put in first, the rest goes to the engine in one call."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from transflow import languages, tracker, translator
from transflow.bitext import Pending, RecordedFault, Row
from transflow.document import Document, key_path
from transflow.engines import Engine
from transflow.markdown import plain
from transflow.model import Unit
from transflow.pipeline.adapt import Adaptation
from transflow.pipeline.assemble import Work
from transflow.pipeline.examples import Examples
from transflow.pipeline.memory import Memory, key_of
from transflow.pipeline.repair import repaired
from transflow.pipeline.reviewed import Reviewed, has_markup
from transflow.site.translations import Translation
from transflow.strings import forms
from transflow.tracker import Link
from transflow.translator import Knowledge, Text
from transflow.verification import Fault


@dataclass(frozen=True, slots=True)
class FaultyText:
    """What needs a person in one drafted unit."""

    line: int
    """1-based line of the unit in the source page."""
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class Job(Work):
    """One translation on its way."""

    adaptation: Adaptation = field(kw_only=True)
    renewed: frozenset[int] = frozenset()
    """Units whose draft on record fails today's terms: it is not taken again."""
    drafted: int = 0
    """Units that an engine drafted."""
    reused: int = 0
    """Units whose text was known."""
    findings: list[FaultyText] = field(default_factory=list)

    @property
    def open(self) -> Iterator[tuple[int, Link]]:
        """The blocks that have no new row yet though their source is new or changed."""
        for link in self.comparison.links:
            if link.source is not None and link.source not in self.rows and wants_draft(self.source, link):
                yield link.source, link

    @property
    def weight(self) -> int:
        """How many characters of source text are to be drafted."""
        return sum(len(self.source.blocks[index].text) for index, _ in self.open)


_COPY, _MEMORY, _EDITED = (
    Row("", "", None, engine=engine, rung=rung)
    for engine, rung in (("", ""), ("memory", "memory"), ("memory", "edited"))
)
"""How a text came about that no engine was asked for."""


def wants_draft(source: Document, link: Link) -> bool:
    """Whether a block's source is new or changed and no draft of it waits beside a person's text."""
    if link.source is None or link.fate not in ("redraft", "conflict"):
        return False
    return link.fate == "redraft" or _waiting(source, link) is None


def _waiting(source: Document, link: Link) -> Pending | None:
    """Return the conflict on record, if it is about what the source says now."""
    pending = link.row.pending if link.row else None
    if pending is None or link.source is None:
        return None
    # Of what the source said before nobody wants the draft any more.
    return pending if tracker.same_source(source, source.blocks[link.source], pending.source) else None


def draft(
    jobs: Sequence[Job],
    know: Knowledge,
    memory: Memory,
    opener: Callable[[], Engine],
    *,
    reviewed: Reviewed | None = None,
    again: bool,
) -> None:
    """Fill in the texts and rows of every job, with one call of the translator for all that is left to translate.

    Args:
        jobs: Translations of one pair of languages.
        know: What is known of the pair.
        memory: What people wrote elsewhere.
        opener: Opens the engine; called only if something is left for it.
        reviewed: The same, looked up by likeness.
        again: Draft anew what is on record too.

    Raises:
        EngineError: The engine cannot be opened, or failed.
    """
    for job in jobs:
        prepare(job, know, memory, reviewed=reviewed, again=again)
    asked = [(job, index, link) for job in jobs for index, link in job.open]
    if not asked:
        return
    engine = opener()
    # In one call for all pages: a small page alone would leave the engine's batch half empty, and equal sentences of
    # several pages are asked for once.
    shown = reviewed if engine.learns else None
    texts = [text for job in jobs for text in left(job, know, shown, context=engine.context > 0)]
    for (job, index, link), draft in zip(asked, translator.translate(texts, engine, know), strict=True):
        job.drafted += 1
        issues = tuple(RecordedFault(fault.code, fault.message) for fault in draft.faults)
        if draft.faults:
            block = job.source.blocks[index]
            job.findings.append(FaultyText(job.source.line(block.start), draft.faults))
        made = Row("", "", None, engine=engine.identity, rung=draft.rung, findings=issues, risk=draft.risk)
        _take(job, index, link, draft.text, made)


def prepare(
    job: Job, know: Knowledge, memory: Memory, *, reviewed: Reviewed | None = None, again: bool = False
) -> None:
    """Settle all that needs no engine; see `draft`."""
    _without_engine(job, memory, again=again)
    # `--redraft` is for a better engine: an old sentence with a new figure would be the old engine's.
    if not again:
        _repair(job, know, reviewed)


def left(
    job: Job, know: Knowledge, reviewed: Reviewed | None = None, *, context: bool = False
) -> Iterator[Text]:
    """Yield what is left for an engine once a translation is prepared.

    Args:
        job: The translation.
        know: What is known of its languages.
        reviewed: Where the examples of each text are looked up; None for none.
        context: Whether to tell what stands before each.
    """
    texts = {index: _unit(job, index) for index, _ in job.open}
    said = {index: _wanted(job, index, block) for index, block in texts.items()}
    # Without marks: `**利润**` is as like 利润 as it reads.
    running = [plain(block.text, job.source.dialect) for block in texts.values()]
    shown = Examples(reviewed, know, running) if reviewed else None
    earlier = before(job.item) if context else _nothing
    for (index, block), text in zip(texts.items(), running, strict=True):
        yield Text(
            said[index], block.kind, job.source.dialect, earlier(index), shown.of(text) if shown else ()
        )


def _unit(job: Job, index: int) -> Unit:
    block = job.source.blocks[index]
    assert isinstance(block, Unit)  # verbatim blocks were settled without an engine
    return block


def _wanted(job: Job, index: int, block: Unit) -> str:
    """Return what is to be drafted of a unit: of a message with plural forms as many as the language has."""
    # `1 条 | {n} 条`: only a file of interface strings has plural forms, and there between bars.
    if "|" not in block.text or not job.source.dialect.strings:
        return block.text
    most = len(languages.plural_forms(job.item.pair.language))
    return forms(block.text, key_path(job.source, index), job.source.front.data, most)


def before(item: Translation) -> Callable[[int], tuple[tuple[str, str], ...]]:
    """Return what tells of a block of the source the text that stands before it, with what a person made of it, if that stays.

    A machine's draft of it is not told: then a request would depend on what was drafted before it.
    """
    source, page = item.source, item.target
    assert source is not None  # it has blocks
    units = [number for number, block in enumerate(source.blocks) if isinstance(block, Unit)]
    links = {link.source: link for link in item.comparison.links} if item.comparison else {}

    def told(index: int) -> tuple[tuple[str, str], ...]:
        place = bisect_left(units, index)
        if not place:
            return ()
        found = units[place - 1]
        link = links.get(found)
        # A draft beside it may come from this very batch, and what an engine is told must not hang on how the work
        # is cut.
        stands = link.target if link is not None and link.fate == "keep" and link.edited else None
        target = page.blocks[stands].text if page is not None and stands is not None else ""
        return ((plain(source.blocks[found].text, source.dialect), plain(target, source.dialect)),)

    return told


def _nothing(_index: int) -> tuple[tuple[str, str], ...]:
    return ()


def _without_engine(job: Job, memory: Memory, *, again: bool) -> None:
    """Settle what needs no engine: copies, drafts that are on record already, texts that a person saw elsewhere."""
    # `open` looks at what is settled already, which grows here.
    for index, link in list(job.open):
        block = job.source.blocks[index]
        # First what the site decides, then what a person wrote, then what a machine did: the earlier is the surer.
        if (mapped := job.adaptation.mapped.get(index)) is not None:
            _take(job, index, link, mapped)
        elif not isinstance(block, Unit):
            _take(job, index, link, None)
        elif (known := memory.get(key_of(job.item, job.source, block))) is not None:
            job.reused += 1
            _take(job, index, link, known, _MEMORY)
        # A draft whose terms fail today is there to be made anew.
        elif not again and index not in job.renewed and (row := _on_record(job, block, link)) is not None:
            job.reused += 1
            _take(job, index, link, row.draft, row)


def _repair(job: Job, know: Knowledge, reviewed: Reviewed | None) -> None:
    """Settle what differs from a text with a translation in figures or one term only, by exchanging those."""
    for index, link in list(job.open):
        block = job.source.blocks[index]
        # What fails its terms would fail them again with another figure in it.
        if not isinstance(block, Unit) or index in job.renewed:
            continue
        for old, made in _alike(job, block, link, know, reviewed):
            # A memory's text is a person's; that of a text which says otherwise is an edit of it, and is told
            # as one.
            if (text := repaired(old, made, block.text, know)) is not None:
                job.reused += 1
                _take(job, index, link, text, _MEMORY if old == block.text else _EDITED)
                break


def _alike(
    job: Job, block: Unit, link: Link, know: Knowledge, reviewed: Reviewed | None
) -> Iterator[tuple[str, str]]:
    """Yield texts like a unit's, each with its translation: what it said before, then what people stand for elsewhere."""
    page = job.item.target
    if link.row is not None and link.row.source and link.target is not None and page is not None:
        # The text's own words come first: a person may have read them in this place.
        yield link.row.source, page.blocks[link.target].text
    # Sentences of the memory are running text: which of them the markup belongs to nobody knows.
    if reviewed is not None and not has_markup(block.text):
        for match in reviewed.matches(block.text, source=know.source, target=know.target):
            if not has_markup(match.sentence.target):
                yield match.sentence.source, match.sentence.target


def _on_record(job: Job, block: Unit, link: Link) -> Row | None:
    """Return the row of a draft that is not in the page: a run was killed, the page deleted, an approval taken back."""
    waiting = _waiting(job.source, link)
    if link.row is not None and waiting is not None and waiting.draft is not None:
        return Row(block.kind, block.text, waiting.draft, engine=link.row.engine)
    rows = job.item.record.rows if job.item.record else ()
    same = (
        r
        for r in rows
        if not r.verbatim and r.kind == block.kind and r.source == block.text and r.draft is not None
    )
    return next(same, None)


def _take(
    job: Job,
    index: int,
    link: Link,
    draft: str | None,
    made: Row | None = None,
) -> None:
    """Give a block its new text and row; in a conflict the person's text stays and the draft waits beside it.

    Args:
        job: The translation.
        index: Of the block, in the source page.
        link: What stands for it.
        draft: Its text; None for a copy.
        made: A row that says how the draft was made.
    """
    block = job.source.blocks[index]
    verbatim = not isinstance(block, Unit)
    text = job.adaptation.text(index, block.text if draft is None else draft)
    # A copy whose links were led elsewhere is recorded as it was written, or it would be taken for an edit.
    draft = text if draft is not None or text != block.text else None
    # No `texts` entry: the page is not touched where a person's text stands.
    if link.fate == "conflict":
        page = job.item.target
        standing = page.blocks[link.target].text if page is not None and link.target is not None else ""
        row = link.row or Row(block.kind, "", None, verbatim, block.key)
        job.rows[index] = structs.replace(row, pending=Pending(block.text, draft, standing))
        return
    job.texts[index] = text
    row = made or _COPY
    job.rows[index] = Row(
        block.kind, block.text, draft, verbatim, block.key, row.engine, row.rung, row.findings, row.risk
    )
