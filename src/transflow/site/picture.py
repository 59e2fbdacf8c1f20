"""The one reader of a site: a picture of what is wanted, declared and on disk, with the state of each translation.

What parses pages is imported when the first is parsed: `status` and the hooks often need none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from transflow import bitext, garbage, languages
from transflow.bitext import Bitext
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.files import read_text
from transflow.processes import LEAST, spread
from transflow.site import records
from transflow.site.attributes import NAME as ATTRIBUTES
from transflow.site.cache import Answer, Cache, Files, Scan, Trouble
from transflow.site.planner import Facts, Page, Survey, decide, read_page, survey
from transflow.site.translations import (
    Filter,
    Overview,
    Standing,
    Standings,
    Translation,
    check_filter,
    check_words,
    status_of,
)
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

if TYPE_CHECKING:
    from transflow.document import Document
    from transflow.site.knowledge import Knowing
    from transflow.tracker import Comparison


Result = TypeVar("Result")


def overview(workspace: Workspace, wanted: Filter = Filter()) -> Overview:
    """Read every translation that is asked for in full; see `Picture.overview`."""
    return Picture(workspace).overview(wanted)


def standings(workspace: Workspace, wanted: Filter = Filter()) -> Standings:
    """Find out the state of every translation that is asked for; see `Picture.standings`."""
    return Picture(workspace).standings(wanted)


class Picture:
    """A site as it stands at one moment. It is read once, as far as it is asked about; who changed the site takes another.

    What stands on disk as a whole is remembered from run to run (`transflow.site.cache`). Parts of a site, and what git
    keeps of it, are read anew.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._latest: tuple[str, Document] | None = None
        self._heir_of: dict[str, dict[str, str]] = {}
        self._inherited: dict[str, dict[str, Bitext]] = {}
        """By language and source path: the records of pages that were renamed."""
        self._glossary_trouble: ConfigError | None = None

    @cached_property
    def _memory(self) -> "_Memory | None":
        # What is staged, or some pages only, is not the site that the memory is about.
        whole = self.workspace.held is None and self.workspace.only is None
        return _Memory(self.workspace) if whole else None

    @property
    def unread(self) -> int:
        """How many files changed since what is remembered: what `standings` has to read, about."""
        memory = self._memory
        return 0 if memory is None or memory.holds else len(memory.changed)

    @property
    def digest(self) -> bytes:
        """What tells this site from one in which a file came, went or changed; empty where nothing is remembered."""
        return self._memory.scan.digest if self._memory else b""

    @cached_property
    def survey(self) -> Survey:
        """The source pages, and every translation that is wanted, declared or on disk."""
        return self._memory.survey() if self._memory else survey(self.workspace)

    @cached_property
    def strays(self) -> records.Strays:
        """Records whose source page is gone: it may have been renamed."""
        return records.stray(self.workspace, self.survey.sources)

    def overview(self, wanted: Filter = Filter()) -> Overview:
        """Read every translation that is asked for in full.

        Raises:
            ConfigError: A path or language asked for is not in the workspace.
        """
        pairs = self.asked(wanted)
        items = [_tried(self.translation, pair) for pair in pairs]
        found = [item for item in items if isinstance(item, Translation)]
        chosen = (item for item in found if not wanted.states or item.state in wanted.states)
        failed = (item for item in items if not isinstance(item, Translation))
        return Overview(tuple(chosen), self.problems(wanted, failed))

    def asked(self, wanted: Filter) -> list[Pair]:
        """Return the translations that are asked for, whatever their states.

        Raises:
            ConfigError: A path or language asked for is not in the workspace.
        """
        found = self.survey
        check_filter(self.workspace, wanted, found.pairs, found.sources, found.problems)
        return list(filter(wanted.takes, found.pairs))

    def each(
        self, pairs: Sequence[Pair], work: Callable[[Translation], Result]
    ) -> "Iterator[Result | TransflowError]":
        """Yield what comes of each translation, or why it cannot be read; on many pages all cores work."""
        if len(pairs) >= LEAST:
            self.strays  # noqa: B018  read once, and known to every process
        return spread(partial(_tried, lambda pair: work(self.translation(pair))), pairs)

    def problems(self, wanted: Filter, failed: Iterable[TransflowError]) -> tuple[TransflowError, ...]:
        """Return what could not be read of what is asked for: among it these translations."""
        told = self._concerning(wanted, self.survey.problems)
        strays = () if wanted.paths else self.strays.problems
        # One failure may be met twice: by the survey, and where the page is read in full.
        return tuple({str(problem): problem for problem in (*told, *failed, *strays)}.values())

    def _concerning(self, wanted: Filter, problems: Iterable[TransflowError]) -> list[TransflowError]:
        """Return the problems of what is asked for; a source page is asked for with its translations, which cannot be read."""
        told, others = list[TransflowError](), list[TransflowError]()
        for problem in problems:
            (told if wanted.concerns(problem) else others).append(problem)
        if not wanted.paths or not others:
            return told
        pages = Filter(wanted.paths, shard=wanted.shard)
        asked = {
            (content.root, place.stem)
            for source in self.survey.sources
            if pages.takes(Pair(source, source, ""))
            for content, place in self.workspace.slots(source)
        }
        for problem in others:
            slots = self.workspace.slots(problem.path)
            if any(
                (content.root, place.stem) in asked and wanted.speaks(place.language)
                for content, place in slots
            ):
                told.append(problem)
        return told

    def standings(self, wanted: Filter = Filter()) -> Standings:
        """Find out the state of every translation that is asked for; only what changed since the last run is read.

        Raises:
            ConfigError: A path or language asked for is not in the workspace.
        """
        check_words(wanted)
        if self._memory is None:
            seen = self.overview(wanted)
            return Standings(tuple(item.short for item in seen.translations), seen.problems)
        answer = self._memory.answer if self._memory.holds else self._answered(self._memory, wanted)
        problems = [problem.error() for problem in answer.problems]
        if wanted == Filter():
            return Standings(answer.standings, tuple(problems))
        # The answer is about all of the site; what was not asked for is left out of it, and stays remembered.
        pairs = [item.pair for item in answer.standings]
        check_filter(self.workspace, wanted, pairs, answer.sources, problems)
        chosen = tuple(
            item
            for item in answer.standings
            if wanted.takes(item.pair) and (not wanted.states or item.state in wanted.states)
        )
        return Standings(chosen, tuple(self._concerning(wanted, problems)))

    def _answered(self, memory: "_Memory", wanted: Filter) -> Answer:
        """Return the answer made anew from what is still known and what has to be looked at, and remember it."""
        problems = {str(problem): problem for problem in self.survey.problems}
        pairs = self.survey.pairs
        found = {pair: item for pair in pairs if (item := memory.standing(pair))}
        rest = [pair for pair in pairs if pair not in found and wanted.takes(pair)]
        trouble: ConfigError | None = None
        for pair, seen in zip(rest, self.each(rest, self._in_short), strict=True):
            if isinstance(seen, TransflowError):
                problems.setdefault(str(seen), seen)
            else:
                # The first trouble with a glossary is told, once.
                found[pair], trouble = seen[0], trouble or seen[1]
        for problem in self.strays.problems if memory.stray else ():
            problems.setdefault(str(problem), problem)
        if trouble:
            problems.setdefault(str(trouble), trouble)
        known = [found[pair] for pair in pairs if pair in found]
        # States are no part: they are found out of all that is asked for.
        whole = not (wanted.paths or wanted.languages or wanted.shard)
        return memory.remember(
            self.survey, tuple(known), tuple(map(Trouble.of, problems.values())), whole=whole
        )

    def _in_short(self, item: Translation) -> tuple[Standing, ConfigError | None]:
        """Return a translation in short, and what is wrong with the glossaries, which may have been seen elsewhere."""
        return item.short, self._glossary_trouble

    def _source(self, path: str) -> "Document":
        """Read a source page; pairs come sorted by source, so the latest is all that is worth keeping."""
        # A site of ten thousand pages would be held in memory whole, for the sake of the few languages of one page.
        if self._latest is None or self._latest[0] != path:
            from transflow.markdown import balance  # noqa: PLC0415  see above

            page = read_document(self.workspace, path)
            # A tag that never ends takes the rest of the page with it, and every text behind it would seem gone.
            if found := balance.unclosed(page.text, page.front.end, page.dialect):
                raise DocumentError(found.message, path, page.line(found.start), found.hint)
            self._latest = path, page
        return self._latest[1]

    def translation(self, pair: Pair) -> Translation:
        """Find out all about one translation.

        Raises:
            DocumentError: One of its files cannot be read.
        """
        from transflow import tracker  # noqa: PLC0415  see above
        from transflow.site.recut import recut  # noqa: PLC0415  likewise

        page = self.survey.sources.get(pair.source)
        exists = self.workspace.tree.has(pair.target)
        record = bitext.read(self.workspace.tree, self.workspace.record_path(pair))
        source = self._source(pair.source) if page else None
        if record:
            records.check(self.workspace, pair, record)
        # A page without a record may be one that was renamed: the record of its old name is looked for by what it says.
        if source and record is None and self.strays.records:
            record = self._heirs(pair.language).get(pair.source)
        target = read_document(self.workspace, pair.target) if exists else None
        record = recut(record, source, target)
        # What stands at the new place already is somebody's own move.
        moved_from = self._left_behind(pair, record) if source and not exists else ""
        comparison = None
        if source and record and (target or moved_from):
            origin = page.language if page else record.header.origin
            # A page that was renamed is compared where its translation still stands.
            standing = target or read_document(self.workspace, moved_from)
            comparison = tracker.compare(source, record.rows, standing, (origin, pair.language))
        elif source and not exists:
            comparison = tracker.first(source)
        facts = Facts(
            source_exists=page is not None,
            exists=exists,
            declared=page is not None and self._is_declared(page, pair, source, exists=exists),
            recorded=record is not None,
            conflicts=comparison.conflicts if comparison else 0,
            changed=comparison.changed if comparison else 0,
            # A page that says so, with a machine's text in it that nobody read, is a draft all the same.
            reviewed=target is not None
            and status_of(target, record) == "reviewed"
            and not (comparison and comparison.unread),
        )
        renamed_to = self._renamed_to(record) if record and page is None else ""
        terms = self._terms(pair, (source, target), comparison, page.language if page else "")
        return Translation(
            pair, page, decide(facts), source, target, record, comparison, moved_from, renamed_to, terms
        )

    def _terms(
        self,
        pair: Pair,
        pages: "tuple[Document | None, Document | None]",
        comparison: "Comparison | None",
        origin: str,
    ) -> Mapping[int, str]:
        """Return which drafts fail today's terms; a hook has no time for that, and nobody asks it."""
        from transflow.site.outdated import outdated  # noqa: PLC0415  see above

        source, target = pages
        # A part of the site (staged, `only`) is what hooks look at.
        if self._memory is None or source is None or target is None or comparison is None:
            return {}
        try:
            return outdated(self._knowing, pair, origin, (source, target), comparison)
        except ConfigError as error:
            # A glossary that is wrong must not hide the states of pages: it is told once, beside them.
            self._glossary_trouble = error
            return {}

    @cached_property
    def _knowing(self) -> "Knowing":
        from transflow.site.knowledge import Knowing  # noqa: PLC0415  see above

        return Knowing(self.workspace)

    def _renamed_to(self, record: Bitext) -> str:
        """Return the source page that a record of a page that is gone was made of; empty if there is none."""
        said = record.header
        heirs = self._heirs(said.language) if self.strays.records else {}
        if said.language not in self._heir_of:
            self._heir_of[said.language] = {found.header.source: path for path, found in heirs.items()}
        path = self._heir_of[said.language].get(said.source, "")
        return path if path and heirs[path] == record else ""

    def _heirs(self, language: str) -> Mapping[str, Bitext]:
        """Return the records of renamed pages by their new path."""
        # Every record is held against every page without one: once a language is enough.
        if language not in self._inherited:
            candidates = [record for record in self.strays.records if record.header.language == language]
            sources = dict(self._without_record(language, candidates)) if candidates else {}
            self._inherited[language] = records.heirs(sources, language, candidates)
        return self._inherited[language]

    def _without_record(
        self, language: str, candidates: Sequence[Bitext]
    ) -> "Iterator[tuple[str, Document]]":
        """Yield the source pages that have no record in a language and may be known to some."""
        begins = records.Begins(candidates)
        for pair in self.survey.pairs:
            if pair.language != language or pair.source not in self.survey.sources:
                continue
            if self.workspace.tree.has(self.workspace.record_path(pair)):
                continue
            try:
                text = read_text(self.workspace.tree, pair.source)
                # Parsing is the slow part: most new pages share no begin of a text with any record.
                if begins.may_be_in(text):
                    yield pair.source, read_document(self.workspace, pair.source)
            except DocumentError:
                continue  # told where it is looked at

    def _is_declared(self, page: Page, pair: Pair, source: "Document | None", *, exists: bool) -> bool:
        """Whether a source page lists a language; where pages list none (strings, those without front matter), it need not."""
        listed = any(languages.same(tag, pair.language) for tag in page.translations)
        silent = source is not None and source.is_silent
        return listed or (exists and (silent or not self.workspace.declares(pair.source)))

    def _left_behind(self, pair: Pair, record: Bitext | None) -> str:
        """Return where the translation of a renamed page stands; empty if it was not renamed or stands nowhere."""
        if (
            record is None
            or record.header.source == pair.source
            or record.header.source in self.survey.sources
        ):
            return ""
        return records.left_behind(self.workspace, pair, record)


def _tried(work: Callable[[Pair], Result], pair: Pair) -> Result | TransflowError:
    try:
        return work(pair)
    # One page that cannot be read must not hide the others.
    except TransflowError as error:
        return error


class _Memory:
    """What the last run found, and which of it still holds."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        with garbage.left():
            self.scan, self.cache = Scan(workspace), Cache(workspace)
        self.answer = self.cache.answer
        self.kept = self.answer.index is None or self.answer.index == workspace.disk.attributes.index()
        """Whether git has what it had, if that was looked at."""
        same = self.kept and self.answer.digest == self.scan.digest
        self.holds = same and self.scan.is_older(self.answer.written)
        """Whether the whole answer does."""

    @cached_property
    def files(self) -> Files:
        """What the answer was made from."""
        with garbage.left():
            found = self.cache.files()
        self.answer = self.cache.answer
        return found

    @cached_property
    def changed(self) -> set[str]:
        """The files that came, went or changed since, or may have."""
        then, now = self.files.stamps, self.scan.stamps
        changed = {path for path, stamp in now.items() if then.get(path) != stamp}
        # Also what was written in the same moment as the answer, whose stamps may not tell.
        changed |= (then.keys() - now.keys()) | self.scan.since(self.answer.written)
        # Another filter or encoding may give every file another text, though none of them changed.
        every = not self.kept or any(path.endswith(ATTRIBUTES) for path in changed)
        return changed | now.keys() if every else changed

    def survey(self) -> Survey:
        """Look at every page, but for those that say of themselves what they said."""
        with garbage.left():
            self.pages = dict(self.files.pages)
            found = self._survey_as_it_was()
        if found is None:
            self.pages.clear()
            listed = [(content, path) for path, content in self.scan.content.items()]
            found = survey(self.workspace, listed, self._page)
        self.stray = tuple(self._stray(found.sources))
        return found

    def _survey_as_it_was(self) -> Survey | None:
        """Return what a survey would find if no file came or went and no page says anything new about itself."""
        whole = self.answer.digest and not self.answer.problems
        if not whole or self.files.stamps.keys() != self.scan.stamps.keys():
            return None
        known = self.files.pages
        try:
            if any(self._page(path) != known[path] for path in self.changed if path in known):
                return None
        except TransflowError:
            return None  # the survey tells it
        # The language of a page may come from its path or the configuration: as it was found out then.
        told = self.answer.sources.items()
        sources = {path: replace(known[path], language=language) for path, language in told}
        return Survey(sources, tuple(item.pair for item in self.answer.standings), ())

    def _page(self, path: str) -> Page:
        """Return a page's word about itself, from memory if nothing changed."""
        page = None if path in self.changed else self.files.pages.get(path)
        page = page or read_page(read_text(self.workspace.disk, path), path, self.workspace)
        self.pages[path] = page
        return page

    def _stray(self, sources: Mapping[str, Page]) -> Iterable[str]:
        for path in self.scan.records:
            source = path.removeprefix(f"{STATE_DIR}/bitext/").partition("/")[2].removesuffix(".jsonl")
            if source not in sources:
                yield path

    @cached_property
    def _standings(self) -> Mapping[Pair, Standing]:
        return {item.pair: item for item in self.answer.standings}

    def standing(self, pair: Pair) -> Standing | None:
        """Return a translation in short, if none of the files changed that it hangs on.

        These are its two pages, its record, and those that it may come from.
        """
        record = self.workspace.record_path(pair)
        same = self.changed.isdisjoint((pair.source, pair.target, record)) and (
            # Without a record it may be that of a page which was renamed, and each stray may tell.
            record in self.scan.stamps or not (self.stray or self.files.stray)
        )
        return self._standings.get(pair) if same else None

    def remember(
        self, found: Survey, known: tuple[Standing, ...], problems: tuple[Trouble, ...], *, whole: bool
    ) -> Answer:
        """Take down an answer for the next run, and return it.

        Args:
            found: What was surveyed.
            known: Every translation in short, or as many as were asked for.
            problems: What went wrong.
            whole: Whether all were asked for.
        """
        # Of a part nobody can say that the rest is as it was.
        digest = self.scan.digest if whole else b""
        languages_of = {path: page.language for path, page in found.sources.items()}
        said = self.workspace.disk.attributes
        index = said.index() if said.filtered or self.answer.index else None
        answer = Answer(self.cache.key, self.scan.started, digest, languages_of, known, problems, index)
        self.cache.write(answer, Files(self.stray, self.scan.stamps, self.pages))
        self.answer, self.holds = answer, whole
        return answer


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
    # In their order, each behind the one before: a line of `=======` alone underlines a heading.
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
