"""`glossary`: the glossaries of a workspace judged, searched, filled from its translations, and exchanged."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from transflow import checks, glossary, languages, shipped
from transflow.commands.check import Run
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.exchange import tbx
from transflow.files import read_given, read_text
from transflow.glossary import Glossary, Term, adding, lint, suggestions, tables, writer
from transflow.glossary.lint import GlossaryFault
from transflow.glossary.phrases import view
from transflow.glossary.suggestions import Suggestion
from transflow.glossary.syntax import Reader
from transflow.signs import CONTROL
from transflow.site.picture import overview
from transflow.site.planner import survey
from transflow.site.translations import Filter, check_tags
from transflow.site.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found about glossaries."""

    flaws: tuple[GlossaryFault, ...]
    """By file and line."""
    terms: int
    """How many terms were looked at."""
    problems: tuple[TransflowError, ...]
    """Files that cannot be read; the others were judged."""


def lint_glossaries(workspace: Workspace, files: Sequence[str] = ()) -> Linted:
    """Judge glossaries, and say which of their terms stand on no source page.

    Args:
        workspace: Where.
        files: Glossary files; all that are configured by default.

    Raises:
        ConfigError: A glossary that the configuration spells out does not exist.
    """
    configured = workspace.glossary_paths()
    flaws: list[GlossaryFault] = []
    problems: list[TransflowError] = []
    groups: dict[tuple[str, str, tuple[str, ...] | None], list[Glossary]] = {}
    for path in files or configured:
        mistakes = glossary.problems([path], workspace.glossary)
        # Without a line it could not be read at all, which is a failure; with one it is a finding.
        problems += (mistake for mistake in mistakes if not mistake.line)
        flaws += (lint.broken(mistake) for mistake in mistakes if mistake.line)
        if not mistakes:
            sheet = glossary.read(path, workspace.glossary)
            # Only those that serve the same pages can contradict each other.
            groups.setdefault((sheet.source, sheet.target, configured.get(path)), []).append(sheet)
    texts = tuple(_source_texts(workspace))
    for (source, target, _), sheets in groups.items():
        flaws += lint.lint(sheets)
        together = Glossary(source, target, tuple(term for sheet in sheets for term in sheet.terms))
        flaws += lint.unused(together, texts)
    count = sum(len(sheet.terms) for sheets in groups.values() for sheet in sheets)
    return Linted(
        tuple(sorted(flaws, key=lambda flaw: (flaw.path, flaw.line, flaw.rule, flaw.message))),
        count,
        tuple(problems),
    )


def _source_texts(workspace: Workspace) -> Iterator[str]:
    for path in survey(workspace).sources:
        try:
            yield read_text(workspace.tree, path)
        except TransflowError:
            continue  # `status` tells of it


def all_terms(workspace: Workspace) -> Iterator[tuple[Glossary, Term]]:
    """Yield every term of every configured glossary, in the order of precedence.

    Raises:
        ConfigError: A glossary is wrong.
    """
    for path in workspace.glossary_paths():
        sheet = glossary.read(path, workspace.glossary)
        yield from ((sheet, term) for term in sheet.terms)


@dataclass(frozen=True, slots=True)
class Found:
    """The terms that hold a word on either side."""

    terms: tuple[Term, ...]
    """In the order of precedence."""
    near: tuple[str, ...]
    """Words of the glossaries that are spelt alike, where there is no term."""


def find_terms(workspace: Workspace, word: str) -> Found:
    """Find the terms that hold a word in a source form or a form of the translation.

    Raises:
        ConfigError: A glossary is wrong.
    """
    wanted = view(word).lowered
    terms = [term for _, term in all_terms(workspace)]
    found = tuple(term for term in terms if any(wanted in view(form).lowered for form in _forms(term)))
    # Only where nothing was found: to compare with all forms takes a while.
    known = {form: None for term in terms for form in _forms(term)} if not found else {}
    return Found(found, tuple(difflib.get_close_matches(word, known, 3, 0.6)))


def _forms(term: Term) -> tuple[str, ...]:
    return (term.source, *term.variants, *term.forms, *term.forbidden)


def term_as_json(term: Term) -> dict[str, Any]:
    """Return a term as `glossary find` and `glossary export` print it."""
    path, _, line = term.origin.rpartition(":")
    return {
        "source": term.source,
        "target": term.target,
        "also": list(term.allowed),
        "not": list(term.forbidden),
        "variants": list(term.variants),
        "except": list(term.exceptions),
        "case": term.case,
        "context": list(term.context),
        "region": list(term.region),
        "domain": term.domain,
        "hint": bool(term.hint),
        "category": term.category,
        "note": term.note,
        "path": path,
        "line": int(line),
    }


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the glossaries lack, seen from the translations."""

    by_language: Mapping[str, tuple[Suggestion, ...]]
    texts: int
    """How many translated texts were looked at."""
    problems: tuple[TransflowError, ...]
    """Pages that could not be read; the others were looked at."""


def suggest_terms(workspace: Workspace, wanted: Filter = Filter(), *, least: int = 3) -> Suggested:
    """Suggest terms from the translations of a workspace.

    Args:
        workspace: Where.
        wanted: Which translations; all by default.
        least: In how many texts a word has to stand.

    Raises:
        ConfigError: A glossary or a name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    run = Run(workspace, wanted, checks.settings(), None)
    pairs: dict[str, list[tuple[str, str]]] = {}
    known: dict[str, Glossary] = {}
    for item in seen.translations:
        if item.source is not None and item.target is not None:
            subject = run.subject(item)
            known.setdefault(item.pair.language, subject.knowledge.glossary)
            texts = [(source, target) for _, source, target in subject.texts if target.strip()]
            # By language: what is a term in one may be none in another.
            pairs.setdefault(item.pair.language, []).extend(texts)
    found = {tag: suggestions.suggest(pairs[tag], known[tag], least) for tag in pairs}
    return Suggested(found, sum(map(len, pairs.values())), seen.problems)


def export_terms(workspace: Workspace, name: str = "") -> Glossary:
    """Return the glossary of one file; where only one is configured it needs no name.

    Raises:
        ConfigError: Several are configured and none is named, or it is wrong.
    """
    if name:
        return glossary.read(name, workspace.glossary)
    files = tuple(workspace.glossary_paths())
    if len(files) != 1:
        names = ", ".join(files)
        hint = f"one of {names}" if files else "add one below `glossaries`"
        raise ConfigError("name the glossary to export" if files else "there is no glossary", hint=hint)
    return glossary.read(files[0], workspace.glossary)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a glossary that something was added to."""

    path: str
    """Relative to the workspace."""
    line: int
    """Of the term; 0 for a whole file."""
    terms: int
    """How many were added."""
    serves: bool
    """Whether the configuration takes the file in."""


def add_term(workspace: Workspace, source: str, target: str, file: str = "") -> Added:
    """Add a term to a glossary of the site's languages, or begin one with it.

    Args:
        workspace: Where.
        source: As pages say it.
        target: The preferred form of the translation.
        file: The glossary, relative to the workspace; by default the site's only one, or `glossaries/terms.yaml`.

    Raises:
        ConfigError: It is a term already or no text, a glossary is wrong, or several could be meant.
        DocumentError: It cannot be written.
    """
    source, target = _said(source), _said(target)
    if not (source and target):
        hint = "name a term and its translation"
        raise ConfigError(
            f"{source!r} has no translation" if source else "an empty text is no term", hint=hint
        )
    mine = (workspace.config.sources[0], workspace.config.targets[0])
    sheets = {path: glossary.read(path, workspace.glossary) for path in workspace.glossary_paths()}
    serving = [path for path, sheet in sheets.items() if sheet.serves(*mine)]
    wanted = file or (serving[0] if len(serving) == 1 else "glossaries/terms.yaml")
    if not file and len(serving) > 1 and wanted not in serving:
        raise ConfigError("name the glossary", hint=f"--file {' or --file '.join(serving)}")
    if not file and wanted in sheets and wanted not in serving:
        other = sheets[wanted]
        raise ConfigError(
            f"is a glossary from {other.source} into {other.target}", wanted, hint="name another with --file"
        )
    there = workspace.disk.has(wanted)
    text = (
        read_text(workspace.disk, wanted) if there else adding.begun(languages.language_of(mine[0]), mine[1])
    )
    _refuse_known(source, [sheets[path] for path in {*serving, wanted} & sheets.keys()])
    new = adding.added(text, wanted, Term(source, target))
    made = glossary.read(wanted, lambda _: new.encode())
    (term,) = (term for term in made.terms if term.source == source)
    workspace.disk.write(wanted, new)
    return Added(wanted, int(term.origin.rpartition(":")[2]), 1, wanted in workspace.glossary_paths())


def _said(text: str) -> str:
    """Return a term as it is written into a line.

    Raises:
        ConfigError: It has a sign that no text has.
    """
    line = " ".join(text.split())
    # What a terminal gave that is not UTF-8 comes as half a surrogate pair.
    if CONTROL.search(line) or line.encode("utf-8", "ignore").decode() != line:
        raise ConfigError(f"{text!r} has a sign that cannot be written", hint="name the term in plain text")
    return line


def _refuse_known(source: str, sheets: Iterable[Glossary]) -> None:
    """Refuse what is a term already, in whatever spelling.

    Raises:
        ConfigError: It is, with its place.
    """
    wanted = view(source).folded
    for term in (term for sheet in sheets for term in sheet.terms):
        if wanted in {view(name).folded for name in (term.source, *term.variants)}:
            path, _, line = term.origin.rpartition(":")
            message = f"{source!r} is a term already: {term.target}"
            raise ConfigError(message, path, int(line), "change it there; another meaning needs a `context`")


def add_finance(workspace: Workspace) -> Added:
    """Put the finance glossary that comes with transflow into a workspace, for its people to change.

    Raises:
        ConfigError: There is one.
        DocumentError: It cannot be written.
    """
    place = f"glossaries/{shipped.FINANCE}"
    if workspace.disk.has(place):
        raise ConfigError("exists, and was left alone", place)
    text = shipped.finance()
    terms = glossary.read(place, lambda _: text.encode()).terms
    workspace.disk.write(place, text)
    return Added(place, 0, len(terms), place in workspace.glossary_paths())


def _given(reader: Reader, shown: str) -> bytes:
    """Return what a file holds.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        return reader(shown)
    except DocumentError as error:
        raise ConfigError(error.message, shown, 0, error.hint) from None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a table."""

    path: str
    """The glossary that was written, relative to the workspace."""
    terms: int
    serves: bool
    """Whether the configuration takes the file in."""


def import_terms(
    workspace: Workspace,
    table: Path,
    output: str = "",
    *,
    source: str = "",
    target: str = "",
    encoding: str = "",
) -> Imported:
    """Make a glossary file of a table; nothing that exists is written over.

    Args:
        workspace: Where.
        table: The table.
        output: The file to write, relative to the workspace; `glossaries/` and the table's name by default.
        source: Language of the source forms where the table does not say; by default the workspace's.
        target: Likewise.
        encoding: Of the table; UTF-8 by default.

    Raises:
        ConfigError: The table is wrong, or the glossary exists.
        DocumentError: It cannot be written.
    """
    output = output or f"glossaries/{table.stem}.yaml"
    if workspace.disk.has(output):
        raise ConfigError("exists, and was left alone", output, 0, "name another file with --output")
    # A table of the workspace is read through its gate, one from elsewhere as the person's own.
    inside = table.is_relative_to(workspace.root)
    shown = table.relative_to(workspace.root).as_posix() if inside else str(table)
    check_tags(filter(None, (source, target)))
    reader = workspace.tree.read if inside else partial(read_given, table)
    of_source, of_target = source or workspace.config.sources[0], target or workspace.config.targets[0]
    if table.suffix.lower() in (".tbx", ".xml"):
        text = tbx.table(_given(reader, shown), shown, of_source, of_target)
    else:
        text = tables.read_encoded(shown, reader, encoding)
    terms = tables.loads(text, shown, of_source, of_target)
    workspace.disk.write(output, writer.dumps(terms))
    return Imported(output, len(terms.terms), output in workspace.glossary_paths())
