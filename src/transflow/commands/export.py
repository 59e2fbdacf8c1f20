"""`export`: texts as files for other tools."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from transflow import __version__, languages
from transflow.bitext import RecordedFault
from transflow.checks.subject import both
from transflow.document import Document
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.exchange import po, table, tmx, xliff1, xliff2
from transflow.exchange.codes import digest, matched, take_apart
from transflow.exchange.entries import Alike, Entry, Page, Sendable, Standing
from transflow.exchange.xml import CONTROL, carries
from transflow.identity import link_names
from transflow.model import Block, Unit
from transflow.pipeline.reviewed import Reviewed, running
from transflow.pipeline.urgency import urgency
from transflow.site.knowledge import Knowing
from transflow.site.picture import overview
from transflow.site.translations import Filter, Translation
from transflow.site.workspace import Workspace
from transflow.tracker import Comparison, Link
from transflow.verification import Fault, Knowledge, verify


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write texts."""

    name: str
    write: Callable[[Sendable], str]
    one_pair: bool
    """Whether a file is of one pair of languages."""
    memory: bool = False
    """Whether it holds what people stand for, and nothing that is still to be done."""


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("xliff", xliff2.write, one_pair=True),
        Format("xliff1.2", xliff1.write, one_pair=True),
        Format("po", po.write, one_pair=True),
        Format("csv", table.write, one_pair=False),
        Format("tmx", tmx.write, one_pair=False, memory=True),
    )
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    text: str
    """The file."""
    texts: int
    pages: int
    problems: tuple[TransflowError, ...]
    """Pages and texts that are not in it."""


def export(workspace: Workspace, wanted: Filter, form: str, *, risk: int = 0, todo: bool = False) -> Exported:
    """Write the texts of translations in another tool's format.

    Args:
        workspace: Where.
        wanted: Which translations; a translation that does not exist yet gives texts without one.
        form: The format's name.
        risk: Leave out texts that want less of a look; see `transflow.pipeline.urgency`.
        todo: Leave out what a person wrote or approved for the source as it is.

    Raises:
        ConfigError: There is no such format, nothing to write, or more than one pair of languages for one file.
    """
    if form not in FORMATS:
        raise ConfigError(f"unknown format {form!r}", hint=f"one of {', '.join(FORMATS)}, tbx")
    chosen = FORMATS[form]
    seen = overview(workspace, wanted)
    run = _Run(workspace, list(seen.problems), risk, todo=todo, memory=chosen.memory)
    pages = [page for item in seen.translations if (page := run.page(item)) is not None]
    _one_pair(pages, chosen)
    if not pages:
        what = "a person wrote or approved nothing" if chosen.memory else "no text is to be exported"
        raise ConfigError(what, hint="see `transflow status`")
    text = chosen.write(Sendable(pages, f"transflow {__version__}"))
    return Exported(
        text, sum(len(page.entries) for page in pages), len(pages), (*run.problems, *run.reviewed.problems)
    )


def _one_pair(pages: list[Page], form: Format) -> None:
    """Make sure that pages fit into one file.

    Raises:
        ConfigError: They don't.
    """
    pairs = {(languages.canonical(page.origin), languages.canonical(page.language)) for page in pages}
    if form.one_pair and len(pairs) > 1:
        shown = ", ".join(dict.fromkeys(f"{page.origin} to {page.language}" for page in pages))
        hint = "name one target language with --language, and pages of one source language"
        raise ConfigError(
            f"a file of {form.name} is of one pair of languages, and these are {shown}", hint=hint
        )


class _Run:
    def __init__(
        self, workspace: Workspace, problems: list[TransflowError], risk: int, *, todo: bool, memory: bool
    ) -> None:
        self.problems, self.risk, self.todo, self.memory = problems, risk, todo, memory
        self.knowing, self.reviewed = Knowing(workspace), Reviewed(workspace)

    def page(self, item: Translation) -> Page | None:
        """Return the texts of a translation; None if there is none to be sent."""
        # An orphan has no source any more; of an untracked page nobody knows which text is whose.
        if item.source is None or item.comparison is None:
            return None
        know = self.knowing.of(item.origin, item.pair.language, item.pair.source)
        entries = tuple(self._entries(item, item.source, item.comparison, know))
        return (
            Page(item.pair.source, item.pair.target, item.origin, item.pair.language, entries)
            if entries
            else None
        )

    def _entries(
        self, item: Translation, source: Document, comparison: Comparison, know: Knowledge
    ) -> Iterator[Entry]:
        names = link_names(comparison.links, source, item.target)
        for name, link in zip(names, comparison.links, strict=True):
            block = source.blocks[link.source] if link.source is not None else None
            if not isinstance(block, Unit) or _left_out(link):
                continue
            target = item.target.blocks[link.target] if item.target and link.target is not None else None
            text = target.text if target else ""
            standing = standing_of(link)
            # A memory is what people stand for: a draft in it would come back as if somebody had said so.
            if self.memory and standing not in ("edited", "reviewed"):
                continue
            faults = faults_of(link, block, target, source, item.target, know)
            risk = urgency(link, (fault.severity for fault in faults))
            if risk < self.risk or (self.todo and standing in ("edited", "reviewed")):
                continue
            # XML 1.0 has no way to write U+0001, not even escaped; PO and CSV keep to the same rule.
            if not (carries(block.text) and carries(text)):
                line = source.line(block.start)
                message = "a text with control characters is left out: no file of another tool can hold them"
                self.problems.append(DocumentError(message, source.path, line, "take them out"))
                continue
            yield self._entry(item, name, link, block, text, faults, risk, know)

    def _entry(
        self,
        item: Translation,
        name: str,
        link: Link,
        block: Unit,
        text: str,
        faults: tuple[Fault, ...],
        risk: int,
        know: Knowledge,
    ) -> Entry:
        assert item.source is not None  # asked before
        dialect = item.source.dialect
        source = take_apart(block.text, block.kind, dialect)
        target = matched(take_apart(text, block.kind, (item.target or item.source).dialect), source)
        plain = running(block.text, block.kind, dialect)
        tags = {"source": know.source, "target": know.target}
        # A memory is the matches themselves.
        found = () if self.memory else self.reviewed.elsewhere(item.pair.target, plain, **tags)
        return Entry(
            unit=name,
            kind=block.kind,
            key=_told(block.key),
            line=item.source.line(block.start),
            source_text=block.text,
            target_text=text,
            source=source,
            target=target,
            was=digest(target),
            standing=standing_of(link),
            risk=risk,
            notes=tuple((name, _told(note)) for name, note in _notes(link, faults)),
            terms=tuple(
                dict.fromkeys((_told(m.term.source), _told(m.term.target)) for m in know.glossary.find(plain))
            ),
            matches=tuple(
                Alike(_told(m.sentence.source), _told(m.sentence.target), m.sentence.path, m.alike)
                for m in found
            ),
        )


def _told(text: str) -> str:
    """Return what goes along with a text as any file can hold it, whoever wrote it."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _left_out(link: Link) -> bool:
    """Whether a person took the text out, or it has no place in a translation."""
    return link.target is None and link.fate == "keep"


def standing_of(link: Link) -> Standing:
    """Return what stands in the translation for a text of the source."""
    if link.fate == "conflict":
        return "conflict"
    if link.target is None:
        return "missing"
    if link.fate == "redraft":
        return "stale"
    if not link.edited:
        return "draft"
    return "reviewed" if link.row and link.row.approved else "edited"


def faults_of(
    link: Link, block: Unit, target: Block | None, source: Document, page: Document | None, know: Knowledge
) -> tuple[Fault, ...]:
    """Return what is wrong with a text as the translation of what the source said when it was made, as `check` reads it."""
    if page is None or not isinstance(target, Unit) or not target.text:
        return ()
    # In a conflict the translation is right about what the source said before.
    said = link.row.source if link.row and link.row.source else block.text
    return verify(*both(said, target, source, page), know)


def _notes(link: Link, faults: tuple[Fault, ...]) -> Iterator[tuple[str, str]]:
    row = link.row
    # Of a text that did not change it would be the source once more.
    if row and row.source and link.fate in ("redraft", "conflict"):
        yield "source-before", row.source
    if row and row.pending and row.pending.draft:
        yield "waiting-draft", row.pending.draft
    noted: tuple[RecordedFault, ...] = row.findings if row and not link.edited else ()
    told = {fault.message: f"{fault.code} {fault.message}" for fault in faults}
    # A fault of the record that is found today as well is told once.
    told |= {issue.message: f"{issue.code} {issue.message}" for issue in noted if issue.message not in told}
    yield from (("finding", text) for text in told.values())
    if row and row.rung and not link.edited:
        yield "drafted", row.rung
