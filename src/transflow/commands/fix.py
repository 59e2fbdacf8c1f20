"""`check --fix`: mends what is safe. It never touches a word, and a second run changes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from transflow import checks, frontmatter, languages
from transflow.bitext import Row
from transflow.checks import fixes
from transflow.checks import header as header_checks
from transflow.checks.subject import Subject
from transflow.commands.check import Run
from transflow.document import Document
from transflow.errors import DocumentError, TransflowError
from transflow.frontmatter import DELETE, KeyPath, mapping
from transflow.site.picture import overview
from transflow.site.save import header, rewrite, save
from transflow.site.translations import Filter, Translation, said_of
from transflow.site.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of a run."""

    paths: tuple[str, ...]
    """Pages that were changed, sorted."""
    problems: tuple[TransflowError, ...]
    """Pages that could not be read or written; the others are done."""


def fix(
    workspace: Workspace,
    wanted: Filter = Filter(),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Fixed:
    """Mend undeclared languages, stale marks, punctuation, stray spaces and links to the wrong language.

    A draft that is mended stays machine-owned.

    Args:
        workspace: Where.
        wanted: Which translations.
        select: Codes or names of the checks whose findings are mended; by default those of the configuration.
        ignore: Of those that are not.

    Raises:
        ConfigError: A glossary or a name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    chosen = checks.settings(workspace.config.checks, select, ignore)
    run = Run(workspace, wanted, chosen, None)
    done: list[str] = []
    problems = list(seen.problems)
    for item in seen.translations:
        try:
            if item.target is not None and _mend(workspace, item, run, chosen.codes):
                done.append(item.pair.target)
        except TransflowError as error:
            problems.append(error)
    # After the translations, whose own lists follow from what the source page will say.
    for source, tags in _undeclared(seen.translations) if "TF105" in chosen.codes else ():
        try:
            text = frontmatter.edit(source.text, {("translations",): tags}, source.path)
            rewrite(workspace, source.path, source.text, text)
            done.append(source.path)
        except TransflowError as error:
            problems.append(error)
    return Fixed(tuple(sorted(done)), tuple(problems))


def _undeclared(items: Iterable[Translation]) -> Iterable[tuple[Document, list[object]]]:
    """Return the source pages that do not list a reviewed translation, each with the list that they should have."""
    found: dict[str, tuple[Document, list[object]]] = {}
    for item in items:
        if item.state == "undeclared" and item.source:
            # All languages of a page in one write.
            _, tags = found.setdefault(item.pair.source, (item.source, _tags(item.source, item.origin)))
            tags.append(item.pair.language)
    return found.values()


def _tags(source: Document, origin: str) -> list[object]:
    """Return what a source page lists, or its own language if it lists nothing."""
    value = source.said.get("translations")
    return list(value) if isinstance(value, list | tuple) else [value] if value else [origin]


def _mend(workspace: Workspace, item: Translation, run: Run, codes: frozenset[str]) -> bool:
    """Mend one translation, as far as checks of some codes find something; whether that changed it.

    Raises:
        DocumentError: It cannot be written.
    """
    assert item.target is not None  # the caller saw to it
    subject = run.subject(item)
    # One by one: a text that cannot be mended keeps its fault, and the others lose theirs.
    changes = dict(_possible(item.target, fixes.changes(subject, codes)))
    text = item.target.splice(changes)
    if edits := dict(_marks(item, subject, codes)):
        text = frontmatter.edit(text, edits, item.pair.target)
    if text == item.target.text:
        return False
    if item.record is None:
        return rewrite(workspace, item.pair.target, item.target.text, text)
    rows, interim = _rows(item, changes)
    record = structs.replace(item.record, header=header(item), rows=rows)
    # The record first, with what stands there now as `was`: killed between, a draft is still a draft.
    return save(workspace, item, record, text, structs.replace(record, rows=interim))


def _possible(page: Document, changes: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the changes that leave the structure of the page as it is."""
    for number, text in changes.items():
        try:
            # A comma that is mended may end a construct: the text keeps its fault then.
            page.splice({number: text})
        except DocumentError:
            continue
        yield number, text


def _marks(item: Translation, subject: Subject, codes: frozenset[str]) -> Iterator[tuple[KeyPath, object]]:
    """Yield what the mark `stale` and the list of languages should say."""
    assert item.target is not None  # see above
    about = said_of(item.target)
    if "TF103" in codes and about and item.comparison is not None:
        stale = item.state in ("stale", "conflict")
        # A page that never had the mark gets none taken away: nothing is written for nothing.
        if stale != (about.get("stale") is True) and (stale or "stale" in about):
            key = mapping.key(item.target.said, item.target.dialect.record)
            yield (key, "stale"), True if stale else DELETE
    if item.source is None or not item.target.said.get("translations"):
        return
    undeclared = "TF105" in codes and item.state == "undeclared"
    listed = undeclared or "translations" in item.source.said  # the source page gets its list in this run
    apart = "TF702" in codes and listed and any(header_checks.translations(subject))
    own = [tag for tag in _tags(item.source if apart else item.target, item.origin) if isinstance(tag, str)]
    if undeclared:
        own += [] if any(languages.same(tag, item.pair.language) for tag in own) else [item.pair.language]
    if own != _tags(item.target, item.origin):
        yield ("translations",), own


def _rows(item: Translation, changes: Mapping[int, str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows once the page is written, and those that hold before as well."""
    assert item.record is not None  # the caller saw to it
    # By the row's number: a link may hold a row that was brought up to date, and not the one on record.
    mended = {
        link.number: (changes[link.target], link.edited)
        for link in (item.comparison.links if item.comparison else ())
        if link.target in changes and link.row is not None and link.target is not None
    }
    rows, interim = [], []
    for number, row in enumerate(item.record.rows):
        text, edited = mended.get(number, ("", True))
        if edited:
            # A person's text: mended on the page, and on record where the record holds it.
            new = old = structs.replace(row, target=text) if row.target and text else row
        else:
            new = structs.replace(row, draft=text, was=())
            # Until the page is written the old text stands there, and is a machine's too.
            old = structs.replace(new, was=(row.copy, *row.was))
        rows.append(new)
        interim.append(old)
    return tuple(rows), tuple(interim)
