"""`approve`: somebody has read a translation, and what stands there is theirs from now on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from transflow import document, frontmatter, languages
from transflow.bitext import Approval, Bitext, Row
from transflow.document import Document
from transflow.errors import DocumentError, TransflowError
from transflow.files import read_text, write_text
from transflow.frontmatter import DELETE, KeyPath
from transflow.model import Unit
from transflow.tracker import Comparison, Link
from transflow.workflow import git
from transflow.workflow.overview import Filter, Translation
from transflow.workflow.renaming import carried
from transflow.workflow.writing import header, save
from transflow.workspace import Pair, Workspace


@dataclass(frozen=True, slots=True)
class Approved:
    """What became of one translation."""

    pair: Pair
    status: str
    """`reviewed`, or `draft` once an approval is taken back."""
    conflicts: int
    """Conflicts that the approval ended."""
    written: bool
    """Whether anything on disk changed."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `approve --format json`."""
        return {
            "source": self.pair.source,
            "target": self.pair.target,
            "language": self.pair.language,
            "status": self.status,
            "conflicts": self.conflicts,
            "written": self.written,
        }


@dataclass(frozen=True, slots=True)
class Approvals:
    """What became of a whole run."""

    results: tuple[Approved, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be approved; the others are."""


def approve(workspace: Workspace, wanted: Filter, *, by: str = "", undo: bool = False) -> Approvals:
    """Approve translations as they stand: their units are human-owned, their conflicts ended, their pages published.

    Args:
        workspace: Where.
        wanted: Which translations. Those that do not exist are passed over unless they are named.
        by: Who approves; by default the author that git would name.
        undo: Take an approval back: the page is a draft again, and units that read as the machine drafted them
            are machine-owned again.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = carried(workspace, wanted)
    results: list[Approved] = []
    problems = list(seen.problems)
    approval = Approval(by or git.author(workspace.root), git.now(workspace.root))
    listed = _to_list(seen.translations)
    for item in seen.translations:
        try:
            if item.target is not None or _named(item, wanted):
                results.append(
                    _taken_back(workspace, item)
                    if undo
                    else _approved(workspace, item, approval, listed[item.pair.source])
                )
        except TransflowError as error:
            problems.append(error)
    return Approvals(tuple(results), tuple(problems))


def _named(item: Translation, wanted: Filter) -> bool:
    return item.pair.source in wanted.paths or item.pair.target in wanted.paths


def _parts(item: Translation) -> tuple[Document, Document, Bitext, Comparison]:
    """Return source, translation, record and comparison of a translation that has them all.

    Raises:
        DocumentError: It lacks one, or has machine-owned texts that are out of date.
    """
    hints = {
        "orphan": f"its source {item.pair.source} is gone: bring it back, or delete the translation",
        "untracked": f"run `transflow adopt {item.pair.target}` first",
    }
    source, target, record, seen = item.source, item.target, item.record, item.comparison
    if source is None or target is None or record is None or seen is None:
        hint = hints.get(item.state, f"run `transflow translate {item.pair.source}` first")
        raise DocumentError(f"cannot be approved: it is {item.state}", item.pair.target, 0, hint)
    return source, target, record, seen


def _to_list(items: Sequence[Translation]) -> dict[str, list[str]]:
    """Return for each source the languages that a run over these translations leaves approved."""
    found: dict[str, list[str]] = {}
    for item in items:
        languages_of = found.setdefault(item.pair.source, [])
        if item.target is not None and item.record is not None and not _stale(item):
            languages_of.append(item.pair.language)
    return found


def _stale(item: Translation) -> list[Link]:
    links = item.comparison.links if item.comparison else ()
    return [link for link in links if link.fate in ("redraft", "drop")]


def _approved(workspace: Workspace, item: Translation, approval: Approval, tags: Sequence[str]) -> Approved:
    source, target, record, seen = _parts(item)
    stale = _stale(item)
    if stale:
        places = [target.blocks[link.target].start for link in stale if link.target is not None]
        raise DocumentError(
            f"cannot be approved: {len(stale)} texts or blocks of its source changed",
            item.pair.target,
            target.line(min(places)) if places else 0,
            f"run `transflow translate {item.pair.source}`, read it again, then approve it",
        )
    rows = tuple(_owned(source, target, seen))
    page = frontmatter.edit(target.text, dict(_published(source, item, tags)), item.pair.target)
    stands = Bitext(structs.replace(header(item), approval=record.header.approval), rows)
    news = item.status != "reviewed" or stands.rows != record.rows
    settled = (
        structs.replace(stands, header=structs.replace(stands.header, approval=approval)) if news else stands
    )
    written = save(workspace, item, settled, page)
    written |= _declared(workspace, item, tags)
    return Approved(item.pair, "reviewed", seen.conflicts, written)


def _owned(source: Document, target: Document, seen: Comparison) -> Iterator[Row]:
    """Yield the rows of a translation whose every unit a person stands for."""
    for link in seen.links:
        if link.source is None or link.row is None:
            continue  # what has no source any more is the translator's own
        block = source.blocks[link.source]
        text = target.blocks[link.target].text if link.target is not None else ""
        row = _current(link.row, block.text)
        approved = isinstance(block, Unit) and bool(text)
        yield structs.replace(
            row, kind=block.kind, key=block.key, source=block.text, pending=None, was=(), approved=approved, absent=not text,
            target="" if text == row.copy else text,
        )  # fmt: skip


def _current(row: Row, source: str) -> Row:
    """Return a row with the draft of what the source says now."""
    pending = row.pending
    if pending is not None and pending.source == source:
        return structs.replace(row, draft=pending.draft, findings=(), rung="")
    return row if row.source == source else structs.replace(row, draft=None, engine="", rung="", findings=())


def _published(
    source: Document, item: Translation, approved: Sequence[str]
) -> Iterator[tuple[KeyPath, object]]:
    """Yield the changes of the translation's front matter that make it a reviewed page."""
    yield ("translation", "source"), item.pair.source
    yield ("translation", "status"), "reviewed"
    yield ("translation", "stale"), DELETE
    yield ("draft",), source.front.data.get("draft", DELETE)
    yield ("translations",), _listed(source, item, approved)


def _listed(source: Document, item: Translation, approved: Sequence[str]) -> list[object]:
    """Return the source's list of languages with the approved ones among them."""
    value = source.front.data.get("translations")
    tags = list(value) if isinstance(value, list | tuple) else [value] if value else [item.origin]
    for language in approved:
        if not any(isinstance(tag, str) and languages.same(tag, language) for tag in tags):
            tags.append(language)
    return tags


def _declared(workspace: Workspace, item: Translation, approved: Sequence[str]) -> bool:
    """Add the languages to the source page's own list, as it stands now; whether that changed anything."""
    place = workspace.root / item.pair.source
    source = document.parse(read_text(place, item.pair.source), item.pair.source, workspace.dialect)
    listed = _listed(source, item, approved)
    value = source.front.data.get("translations")
    if listed in (value, [value]):
        return False
    write_text(
        place, frontmatter.edit(source.text, {("translations",): listed}, item.pair.source), item.pair.source
    )
    return True


def _taken_back(workspace: Workspace, item: Translation) -> Approved:
    _, target, record, _ = _parts(item)
    if item.status != "reviewed":
        return Approved(item.pair, "draft", 0, written=False)
    changes: Mapping[KeyPath, object] = {("translation", "status"): "draft", ("draft",): True}
    page = frontmatter.edit(target.text, changes, item.pair.target)
    rows = tuple(structs.replace(row, approved=False) for row in record.rows)
    stands = Bitext(structs.replace(header(item), approval=None), rows)
    return Approved(item.pair, "draft", 0, save(workspace, item, stands, page))
