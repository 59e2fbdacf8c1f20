"""`approve`: somebody has read a translation, and what stands there is theirs from now on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from msgspec import structs

from transflow import bitext, document, frontmatter, languages, tracker
from transflow.bitext import Approval, Bitext, Row, Undo
from transflow.checks import Finding
from transflow.commands import check
from transflow.commands.resolve import Resolution, resolve
from transflow.document import Document
from transflow.errors import ConfigError, NotApproved, TransflowError, command
from transflow.files import read_text
from transflow.frontmatter import DELETE, KeyPath
from transflow.markdown.dialect import UNHEEDED
from transflow.model import Block, Unit
from transflow.sequences import woven
from transflow.site import git, reversal
from transflow.site.addresses import Address, Text
from transflow.site.edits import current
from transflow.site.marks import hidden, hiding_line
from transflow.site.picture import overview
from transflow.site.renames import carried, was_renamed
from transflow.site.save import header, rewrite, save
from transflow.site.translations import Filter, Translation, saying, status_of
from transflow.site.workspace import Pair, Workspace
from transflow.strings import is_strings
from transflow.tracker import Comparison, Link, as_drafted, drafted, kept, own


@dataclass(frozen=True, slots=True)
class Approved:
    """What became of one translation."""

    pair: Pair
    status: str
    """`reviewed`, or what the page said before once an approval is taken back."""
    conflicts: int
    """Conflicts that the approval ended, or that are open again."""
    written: bool
    """Whether anything on disk changed."""
    texts: int = 0
    """How many texts of the translation there are to read."""
    untouched: int = 0
    """How many of these are as a machine drafted them."""
    live: str = ""
    """Of a page whose approval is taken back and that readers still see, the line of front matter that hides it."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `approve --format json`."""
        return {
            **self.pair.as_json,
            "status": self.status,
            "conflicts": self.conflicts,
            "written": self.written,
            "texts": self.texts,
            "untouched": self.untouched,
        }


@dataclass(frozen=True, slots=True)
class Approvals:
    """What became of a whole run."""

    results: tuple[Approved, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be approved; the others are."""


def approve(
    workspace: Workspace, wanted: Filter, *, by: str = "", undo: bool = False, dry_run: bool = False
) -> Approvals:
    """Approve translations as they stand: their units are human-owned, their conflicts ended, their pages published.

    Args:
        workspace: Where.
        wanted: Which translations. Those that do not exist are passed over unless they are named.
        by: Who approves; by default the author that git would name.
        undo: Take the latest approval back: front matter, lists of languages, who owns which text and conflicts are
            as they were before. What was written since stays.
        dry_run: Say what would be done, and do nothing.

    Raises:
        ConfigError: A name given on the command line is wrong, or `undo` is asked for with `dry_run`.
    """
    if undo and dry_run:
        raise ConfigError("an approval is taken back or it is not", hint="give --undo without --dry-run")
    seen = overview(workspace, wanted) if dry_run else carried(workspace, wanted)[1]
    results: list[Approved] = []
    problems = list(seen.problems)
    who, at = git.author(workspace.root)
    approval = Approval(by or who, at)
    run = _Run(workspace, approval, _to_list(seen.translations), dry_run)
    for item in seen.translations:
        try:
            if dry_run and was_renamed(item) and item.target is None:
                told = f"still stands at {item.moved_from}, from where an approval moves it, and looks then"
                hint = "leave --dry-run out, or move it first: " + command(
                    "transflow translate", item.pair.source
                )
                raise NotApproved(told, item.pair.target, 0, hint)
            # Who names a page wants to hear that it is not there; a folder's missing pages are passed over.
            if item.target is not None or _named(item, wanted):
                results.append(_taken_back(workspace, item) if undo else _approved(run, item))
        except TransflowError as error:
            problems.append(error)
    return Approvals(tuple(results), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Run:
    """What all approvals of one run share."""

    workspace: Workspace
    approval: Approval
    tags: Mapping[str, Sequence[str]]
    """For each source the languages that are approved after it: pages that are approved together list each other."""
    dry_run: bool
    known: dict[str, Undo | None] = field(default_factory=dict)
    """What `before` found, by source."""

    def before(self, item: Translation, source: Document) -> Undo | None:
        """Return what earlier approvals know of a source page before all of them, if they made its list of languages.

        It is looked for once a page: approvals of this run lead back to the same list.
        """
        if item.pair.source not in self.known:
            found = _records(self.workspace, item.pair) if "translations" in source.said else {}
            self.known[item.pair.source] = reversal.listed(source, found, item.origin)
        return self.known[item.pair.source]


def _records(workspace: Workspace, pair: Pair) -> dict[str, Bitext | None]:
    """Return the records of all translations of a page, by language."""
    found: dict[str, Bitext | None] = {}
    for language in workspace.config.targets:
        # It is told of its own translation, and in the way of no other.
        with suppress(TransflowError):
            found[language] = bitext.read(
                workspace.disk, workspace.record_path(replace(pair, language=language))
            )
    return found


def _named(item: Translation, wanted: Filter) -> bool:
    return item.pair.source in wanted.paths or item.pair.target in wanted.paths


def _parts(item: Translation) -> tuple[Document, Document, Bitext, Comparison]:
    """Return source, translation, record and comparison of a translation that has them all.

    Raises:
        NotApproved: It lacks one, or has machine-owned texts that are out of date.
    """
    hints = {
        "orphan": f"its source {item.pair.source} is gone: bring it back, or delete the translation",
        "untracked": f"run {command('transflow adopt', item.pair.target)} first",
    }
    source, target, record, seen = item.source, item.target, item.record, item.comparison
    if source is None or target is None or record is None or seen is None:
        hint = hints.get(item.state, f"run {command('transflow translate', item.pair.source)} first")
        raise NotApproved(f"cannot be approved: it is {item.state}", item.pair.target, 0, hint)
    return source, target, record, seen


def _to_list(items: Sequence[Translation]) -> dict[str, list[str]]:
    """Return for each source the languages that a run over these translations leaves approved."""
    found: dict[str, list[str]] = {}
    for item in items:
        languages_of = found.setdefault(item.pair.source, [])
        # Only those that `_approved` will take: what it refuses must be on nobody's list.
        if item.target is not None and item.record is not None and not _stale(item):
            languages_of.append(item.pair.language)
    return found


def _stale(item: Translation) -> list[Link]:
    links = item.comparison.links if item.comparison else ()
    return [link for link in links if link.fate in ("redraft", "drop")]


def _approved(run: _Run, item: Translation) -> Approved:
    workspace, approval, tags = run.workspace, run.approval, run.tags[item.pair.source]
    source, target, record, seen = _parts(item)
    stale = _stale(item)
    if stale:
        # The first place is told: where a person begins to read.
        places = [target.blocks[link.target].start for link in stale if link.target is not None]
        raise NotApproved(
            f"cannot be approved: {'1 text or block' if len(stale) == 1 else f'{len(stale)} texts or blocks'} of its source changed",
            item.pair.target,
            target.line(min(places)) if places else 0,
            f"run {command('transflow translate', item.pair.source)}, read it again, then approve it",
        )
    texts, untouched = drafted(target, seen)
    if not texts:
        raise NotApproved("cannot be approved: it has no text that somebody could read", item.pair.target)
    _look(workspace, item)
    before = record.header.approval
    rows = tuple(_owned(source, target, seen, approval.at[:10], before.at[:10] if before else ""))
    # An approval that changes nothing keeps the first one's name and day.
    news = item.status != "reviewed" or rows != record.rows
    if run.dry_run:
        return Approved(item.pair, "reviewed", seen.conflicts, news, texts, untouched)
    about = {"source": item.pair.source, "status": "reviewed", "stale": DELETE}
    about |= dict.fromkeys(_marks(workspace), DELETE)
    listed = workspace.declares(item.pair.source) and not source.is_silent
    published = dict(_published(source, item, tags if listed else ()))
    page = saying(target, about, published)
    undo = reversal.undo(record, rows, target, source, run.before(item, source) if listed else None)
    said = structs.replace(approval, undo=undo) if news else record.header.approval
    status = "reviewed" if target.is_silent else ""
    settled = Bitext(structs.replace(header(item), approval=said, status=status), rows)
    # The source page last: killed between, the page is reviewed and not listed, which `check` tells (TF105).
    written = save(workspace, item, settled, page)
    if listed:
        written |= _declare(workspace, item, partial(_listed, item=item, approved=tags))
    return Approved(item.pair, "reviewed", seen.conflicts, written, texts, untouched)


def _marks(workspace: Workspace) -> tuple[str, ...]:
    """Return the site's own keys that an approval takes away."""
    fields = workspace.config.front_matter.fields
    return tuple(filter(None, (fields.draft, fields.unread)))


def _look(workspace: Workspace, item: Translation) -> None:
    """Look at what is to be approved.

    Raises:
        NotApproved: The checks find errors in its texts that nobody waived; with the first of them.
    """
    errors = _errors(workspace, item)
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise NotApproved(
            f"cannot be approved: {first.code} {first.message}{more}",
            item.pair.target,
            first.line,
            _mend(item),
        )


def _mend(item: Translation) -> str:
    return f"mend it, or waive it with a reason; {command('transflow check', item.pair.target)} lists all"


def _errors(workspace: Workspace, item: Translation) -> tuple[Finding, ...]:
    """Return the errors that the checks find in a translation once it has no conflict any more."""
    source, target, record, seen = _parts(item)
    rows = list(record.rows)
    for link in seen.links:
        if link.fate == "conflict" and link.source is not None and link.number >= 0:
            # Until now it is judged by what the source said; who approves it says that it renders what that says now.
            block = source.blocks[link.source]
            rows[link.number] = structs.replace(rows[link.number], source=block.text, pending=None)
    after = tracker.compare(source, rows, target, seen.tags)
    ended = replace(item, record=structs.replace(record, rows=tuple(rows)), comparison=after)
    # Warnings are a person's to weigh, who has read the page.
    return tuple(one for one in check.findings(workspace, ended) if one.severity == "error")


def approve_texts(
    workspace: Workspace,
    addresses: Sequence[Address],
    tags: Sequence[str] = (),
    *,
    states: Sequence[str] = (),
    code: str = "",
    dry_run: bool = False,
) -> Resolution:
    """Approve single texts as they stand, but for those that the checks find errors in; the page's status stays what it is.

    Raises:
        ConfigError: A name given on the command line is wrong, or no text stands at an address.
    """
    return resolve(
        workspace, addresses, "mine", languages=tags, states=states, code=code, dry_run=dry_run, look=_wrong
    )


def _wrong(workspace: Workspace, item: Translation) -> Callable[[Text], str]:
    """Return what says of a text of a translation why it cannot be approved; nothing where it can be."""
    errors = _errors(workspace, item)

    def wrong(text: Text) -> str:
        found = next((one for one in errors if text.address.first <= one.line <= text.address.last), None)
        return f"{found.code} {found.message} ({_mend(item)})" if found and text.target else ""

    return wrong


def _owned(source: Document, target: Document, seen: Comparison, today: str, before: str) -> Iterator[Row]:
    """Yield the rows of a translation whose every text a person stands for, those that one did already since then."""
    listed: list[tuple[int, Row]] = []
    added: list[tuple[int, Row]] = []
    for link in seen.links:
        standing = target.blocks[link.target] if link.target is not None else None
        # Front matter has no place among the texts, and goes first.
        place = link.target if link.target is not None and standing is not None and standing.top >= 0 else -1
        if link.source is not None and link.row is not None:
            row = _row(source, target, link, link.row, standing)
            # A text that was approved for the same source keeps its day: a month's effort is counted by it.
            day = (
                (link.row.approved_on or before)
                if link.row.approved and row.source == link.row.source
                else today
            )
            listed.append((place, structs.replace(row, approved_on=day if row.approved else "")))
        elif link.source is None and standing is not None and link.edited:
            # What has no source any more is the translator's own.
            row = own(standing) if link.row is None else kept(link.row, standing.text)
            added.append(
                (place, structs.replace(row, approved_on=(row.approved_on or today) if row.approved else ""))
            )
    return woven(listed, added)


def _row(source: Document, target: Document, link: Link, known: Row, standing: Block | None) -> Row:
    """Return the row of a text that has a source."""
    assert link.source is not None  # asked before
    block = source.blocks[link.source]
    text = standing.text if standing else ""
    stands = bool(text) and not known.verbatim and as_drafted(known, target, standing)
    row = current(known, block.text, stands=stands)
    return structs.replace(
        row, kind=block.kind, key=block.key, level=source.level(block), source=block.text, pending=None, was=(),
        approved=isinstance(block, Unit) and bool(text), absent=not text, target="" if text == row.copy else text,
    )  # fmt: skip


def _published(
    source: Document, item: Translation, approved: Sequence[str]
) -> Iterator[tuple[KeyPath, object]]:
    """Yield the changes of the translation's front matter that publish it."""
    # As the source has it: a source page that is hidden is not published by way of its translation.
    for key in ("draft", source.dialect.hiding[0]):
        yield (key,), source.said.get(key, DELETE)
    if approved:
        yield ("translations",), _listed(source.said.get("translations"), item, approved)


def _listed(value: Any, item: Translation, approved: Sequence[str]) -> list[object]:
    """Return the source's list of languages with the approved ones among them."""
    # A text, a list or nothing: front matter may say any of them, and nothing means the page's own language.
    tags = list(value) if isinstance(value, list | tuple) else [value] if value else [item.origin]
    for language in approved:
        if not any(isinstance(tag, str) and languages.same(tag, language) for tag in tags):
            tags.append(language)
    return tags


def _declare(
    workspace: Workspace, item: Translation, change: Callable[[Any], object], *, bare: bool = False
) -> bool:
    """Change the source page's own list of languages, as it stands now; whether that changed anything.

    Of a page that was `bare` no front matter is left that has nothing else in it.
    """
    path = item.pair.source
    if is_strings(path):
        return False  # they have none
    text = read_text(workspace.disk, path)
    # Read anew: another translation of this page may have been approved a moment ago.
    value = frontmatter.parse(text, path).data.get("translations")
    wanted = change(value)
    # `translations: en` and `[en]` are one, and no reason to write somebody's page.
    if wanted in (value, [value]) or (wanted is DELETE and value is None):
        return False
    new = frontmatter.edit(text, {("translations",): wanted}, path)
    return rewrite(workspace, path, text, frontmatter.bared(new) if bare else new)


def _taken_back(workspace: Workspace, item: Translation) -> Approved:
    """Make a translation what it was before it was approved; the record goes last, for it knows what that is."""
    _, target, record, _ = _parts(item)
    known = reversal.known_of(record)
    if known is None:
        return _a_draft(workspace, item, target, record)
    before = reversal.restored(record, known)
    page = reversal.page(target, known, _marks(workspace))
    change = partial(reversal.languages, known=known, pair=item.pair, origin=item.origin)
    written = _declare(workspace, item, change, bare=known.bare)
    written |= save(workspace, item, before, page, record)
    # What it says now is read from what is written, and not guessed.
    now = document.parse(page, item.pair.target, target.dialect)
    conflicts = sum(row.pending is not None for row in before.rows)
    return Approved(item.pair, status_of(now, before), conflicts, written, live=_live(now))


def _live(page: Document) -> str:
    """Return the line of front matter that would hide a page; nothing where it is hidden, or nothing hides one."""
    public = page.is_silent or page.dialect.name in UNHEEDED
    return "" if public or hidden(page) else hiding_line(page)


def _a_draft(workspace: Workspace, item: Translation, target: Document, record: Bitext) -> Approved:
    """Make a page a draft whose approval did not leave what was before: its texts are the machine's where it drafted them."""
    live = _live(target)
    if item.status != "reviewed":
        return Approved(item.pair, "draft", 0, written=False, live=live)
    page = saying(target, {"status": "draft"})
    rows = tuple(structs.replace(row, approved=False, approved_on="") for row in record.rows)
    stands = Bitext(structs.replace(header(item), approval=None, status=""), rows)
    return Approved(item.pair, "draft", 0, save(workspace, item, stands, page), live=live)
