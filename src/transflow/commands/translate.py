"""`translate`: redraft what a machine may, keep what a person wrote, and put both on disk in a safe order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from msgspec import structs

from transflow.counts import counted
from transflow.engines import Progress, no_progress
from transflow.engines.usage import Usage
from transflow.errors import EngineError, TransflowError
from transflow.model import Unit
from transflow.pipeline.adapt import Adaptation, Adapter, name_of
from transflow.pipeline.batch import FaultyText, Job, draft, prepare, wants_draft
from transflow.pipeline.engine import Engines, Means, check_engine, check_means, check_settings
from transflow.pipeline.fitting import assemble_fitting
from transflow.pipeline.gauge import Gauge
from transflow.pipeline.memory import Recollection
from transflow.pipeline.reviewed import Reviewed
from transflow.site.cache import Look, Resting
from transflow.site.knowledge import Knowing
from transflow.site.marks import drafted
from transflow.site.picture import Picture
from transflow.site.renames import carried, carry, newcomers, was_renamed
from transflow.site.save import save
from transflow.site.translations import Filter, Overview, Standing, Standings, Translation
from transflow.site.workspace import Pair, Workspace
from transflow.tracker import Link

# A site of copied pages has nothing to draft, and would be one batch of all of them.
_PAGES = 500
"""Pages that are put on disk together at most, however little there is to draft in them."""


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
    findings: tuple[FaultyText, ...]
    """What is wrong with the drafts made in this run."""
    written: bool
    """Whether anything on disk changed, or in a dry run would."""
    page_written: bool = True
    """If so, whether the page did, or only its record."""
    moved_from: str = ""
    """Where the translation stood before it followed its renamed source page; empty if it was not moved."""

    @property
    def undrafted(self) -> int:
        """How many units the engine had no draft for."""
        return sum(any(fault.code == "TF601" for fault in finding.faults) for finding in self.findings)

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `translate --format json`."""
        return {
            **self.pair.as_json,
            "drafted": self.drafted,
            "reused": self.reused,
            "conflicts": self.conflicts,
            "written": self.written,
            "moved_from": self.moved_from,
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
    left: int | None = None
    """Pages with work to do that the run did not come to, because the user broke it off; the next run goes on with
    them. None if the run came to its end."""
    receipts: tuple[Usage, ...] = ()
    """What engines that are paid for, or asked over HTTP, have used."""
    people: tuple[str, ...] = ()
    """Translations with work that is for people only, by the configuration."""
    untracked: tuple[str, ...] = ()
    """Translations that nobody recorded, which only `adopt` takes in."""
    left_out: int = 0
    """Pages with work to do for which the limits left no room."""


def translate(
    workspace: Workspace,
    wanted: Filter = Filter(),
    *,
    means: Means = Means(),
    dry_run: bool = False,
    again: bool = False,
    jobs: int = 0,
    progress: Progress = no_progress,
) -> Outcome:
    """Draft what is missing or stale. No source page is ever written, and no text that a person wrote.

    Pages are drafted a batch at a time and each batch is on disk before the next is begun, so that a run that is
    killed or interrupted loses one batch at most. What a page's draft says never depends on its batch.

    Args:
        workspace: Where.
        wanted: Which translations; all by default.
        means: The engine, and what it may take.
        dry_run: Say what would be done, and do nothing.
        again: Draft machine-owned units anew too, though their source did not change.
        jobs: Pages that are drafted together at most; 0 for as many as keep the engine busy.
        progress: Told how the work goes on.

    Raises:
        ConfigError: The configuration, a glossary or a name given on the command line is wrong.
    """
    check_engine(workspace, means.engine)
    check_means(means)
    check_settings(workspace)
    picture = Picture(workspace)
    listing = picture.standings(wanted)
    moves: Mapping[Pair, str] = {}
    moved = Overview((), ())
    # Only if pages came that no record knows can one have been renamed.
    if names := newcomers(picture, listing.translations):
        those = Filter(names, wanted.languages)
        moves, moved = ({}, picture.overview(those)) if dry_run else carried(workspace, those)
        picture = Picture(workspace)
        listing = picture.standings(wanted)
    people = {one.pair for one in listing.tasks if not workspace.config.language(one.language).machine}
    listing = replace(listing, translations=tuple(o for o in listing.translations if o.pair not in people))
    engines = Engines(workspace, means)
    # Only a run over all of it has read what the memory needs already.
    whole = wanted == Filter()
    memory = Recollection(Reviewed(workspace, listing.translations if whole else None, picture))
    run = _Run(picture, listing, engines, memory, progress, again=again, jobs=jobs or _PAGES, whole=whole)
    run.tell(moved.problems)
    run.moves.update(moves)
    outcome = run.foreseen(moved.translations) if dry_run else run.drafted()
    unknown = (item.target for item in listing.translations if item.state == "untracked")
    left = tuple(sorted(pair.target for pair in people))
    return replace(outcome, untracked=tuple(unknown), people=left)


@dataclass(frozen=True, slots=True)
class _Page:
    """A translation in a batch."""

    job: Job
    look: Look

    @property
    def languages(self) -> tuple[str, str]:
        """Its source and target language."""
        return self.job.item.origin, self.job.item.pair.language


class _Run:
    """One run over a workspace."""

    def __init__(
        self,
        picture: Picture,
        listing: Standings,
        engines: Engines,
        memory: Recollection,
        progress: Progress,
        *,
        again: bool,
        jobs: int,
        whole: bool,
    ) -> None:
        self.picture, self.workspace = picture, picture.workspace
        self.listing, self.engines, self.memory = listing, engines, memory
        self.progress, self.again, self.jobs, self.whole = progress, again, jobs, whole
        self.knowing = Knowing(self.workspace)
        self.resting, self.gauge = Resting(self.workspace), Gauge()
        self.adapter = Adapter(self.workspace, (standing.pair for standing in listing.translations))
        self.results: list[Result] = []
        self.pages = self.characters = self.left_out = 0
        """How many pages and characters are drafted, and how many pages wait for another run, by what the run may take."""
        self.moves: dict[Pair, str] = {}
        """Translations that followed their renamed source pages, and where each stood before."""
        # By their words: two readers make two errors of one broken page.
        self.problems = {str(problem): problem for problem in listing.problems}

    def tell(self, problems: Iterable[TransflowError]) -> None:
        """Take down failures, each once."""
        for problem in problems:
            self.problems.setdefault(str(problem), problem)

    def foreseen(self, moved: Sequence[Translation]) -> Outcome:
        """Say what would be done; `moved` are translations that would follow a renamed page first."""
        known = {item.pair: item for item in moved}
        pairs = [standing.pair for standing in self.listing.translations]
        read = (self._marked(known[pair]) if pair in known else self._read(pair) for pair in pairs)
        items = [item for item in read if item is not None and self._fits(item)]
        undone = self._undone(items)
        results = tuple(
            result for item in items if item.pair not in undone and (result := _foreseen(item)).written
        )
        return Outcome(results, tuple(self.problems.values()), left_out=self.left_out)

    def _undone(self, items: Sequence[Translation]) -> set[Pair]:
        """Return the translations that have texts for an engine where there is none, and tell why there is none."""
        groups: dict[tuple[str, str], list[Translation]] = {}
        for item in items:
            groups.setdefault((item.origin, item.pair.language), []).append(item)
        undone: set[Pair] = set()
        for languages, some in groups.items():
            lacking = self.engines.lacking(languages)
            found = {item.pair for item in some if self._asks(item)} if lacking else set()
            if lacking and found:
                pages = counted(len(found), "page has", "pages have")
                self.tell([EngineError(f"{pages} texts to draft, and {lacking.message}", hint=lacking.hint)])
            undone |= found
        return undone

    def _asks(self, item: Translation) -> bool:
        """Whether a translation has texts for which nothing but an engine will do."""
        job = self._job(item) if _foreseen(item).drafted else None
        if job is None:
            return False
        know = self.knowing.of(item.origin, item.pair.language, item.pair.source)
        memory = self.memory.recall([item])
        prepare(job, know, memory, reviewed=self.memory.reviewed, again=self.again)
        return any(job.open)

    def drafted(self) -> Outcome:
        """Do it, batch by batch."""
        # A broken glossary ends the run before an engine is loaded.
        for language in dict.fromkeys(item.language for item in self.listing.translations):
            self.knowing.of(self.workspace.config.sources[0], language)
        left = None
        try:
            for batch in self._batches():
                with self.gauge.measured():
                    self._draft(batch)
                self._finish(batch)
            self._lead()
        # What is on disk is told, and the batch that was under way is drafted by the next run.
        except KeyboardInterrupt:
            left = sum(self._unreached())
        # After an interruption too: the pages that need nothing need not be looked at again.
        self.resting.save((item.pair for item in self.listing.translations) if self.whole else None)
        self.tell(self.memory.reviewed.problems)
        self.tell(self.adapter.routes.problems)
        receipts = self.engines.close()
        return Outcome(
            tuple(self._told()), tuple(self.problems.values()), left, receipts, left_out=self.left_out
        )

    def _unreached(self) -> Iterator[bool]:
        """Yield for each translation that had work to do whether the run did not come to it."""
        done = {result.pair for result in self.results}
        failed = {problem.path for problem in self.problems.values()}
        for item in self._recorded() if self.again else self.listing.tasks:
            # Pages at rest had nothing to do, whatever the listing thinks of their conflicts.
            waits = self.again or self.resting.conflicts(item.pair) is None
            yield waits and item.pair not in done and failed.isdisjoint((item.source, item.target))

    def _recorded(self) -> Iterator[Standing]:
        """Yield the translations that are redrafted when everything is."""
        return (item for item in self.listing.translations if item.state not in ("orphan", "untracked"))

    def _told(self) -> Iterator[Result]:
        """Yield what became of each translation, with where it stood before."""
        # A page that moved and was not drafted is told by its move alone.
        moves = {pair: place for pair, place in self.moves.items() if place}
        for result in self.results:
            place = moves.pop(result.pair, "")
            rewritten = result.written and result.page_written
            yield replace(result, written=True, page_written=rewritten, moved_from=place) if place else result
        for pair, place in moves.items():
            yield Result(pair, 0, 0, 0, (), written=True, page_written=False, moved_from=place)

    def _batches(self) -> Iterator[list[_Page]]:
        """Yield what has to be looked at, a batch at a time."""
        batch: list[_Page] = []
        weight, todo = 0, self.listing.translations
        characters, seen = sum(standing.characters for standing in todo), 0
        for number, standing in enumerate(todo, 1):
            page = self._opened(standing.pair)
            seen += standing.characters
            if page is not None:
                batch.append(page)
                weight += page.job.weight
            # By weight, not by pages: one long page keeps an engine as busy as a hundred short ones.
            if weight >= self.gauge.size or len(batch) >= self.jobs or number == len(todo):
                yield batch
                self.progress("pages", number, len(todo))
                self.progress("characters", seen, characters)
                batch, weight = [], 0

    def _opened(self, pair: Pair) -> _Page | None:
        """Read a translation, unless it is known to need nothing."""
        conflicts = None if self.again else self.resting.conflicts(pair)
        if conflicts is not None:
            self.results.append(Result(pair, 0, 0, conflicts, (), written=False))
            return None
        # Before it is read: what is written to it meanwhile is seen as a change next time.
        look = self.resting.look(pair)
        item = self._followed(pair)
        job = self._job(item) if item else None
        return _Page(job, look) if job and self._fits(job.item) else None

    def _job(self, item: Translation) -> Job | None:
        """Return a translation on its way; None if it has nothing to go by."""
        if item.source is None or item.comparison is None:
            return None
        adaptation = self.adapter.of(item.pair, item.source)
        return Job(item, item.source, item.comparison, adaptation=adaptation, renewed=frozenset(item.terms))

    def _fits(self, item: Translation) -> bool:
        """Whether what is to be done for a translation is no more than the run may take; if so, it is counted."""
        most = self.engines.means
        if not (most.pages or most.characters) or not _foreseen(item).written:
            return True
        pages, characters = self.pages + 1, self.characters + item.characters
        # 0 is no limit.
        if 0 < most.pages < pages or 0 < most.characters < characters:
            self.left_out += 1
            return False
        self.pages, self.characters = pages, characters
        return True

    def _followed(self, pair: Pair) -> Translation | None:
        """Read a translation; one whose source page was renamed follows it first."""
        item = self._read(pair)
        if item is None or not was_renamed(item):
            return item
        try:
            carry(self.workspace, item)
            self.moves[pair] = item.moved_from
        except TransflowError as error:
            self.tell([error])
        self.picture = Picture(self.workspace)
        return self._read(pair)

    def _read(self, pair: Pair) -> Translation | None:
        """Read a translation; None if there is nothing to draft for it, or it cannot be read."""
        try:
            return self._marked(self.picture.translation(pair))
        except TransflowError as error:
            self.tell([error])
            return None

    def _marked(self, item: Translation) -> Translation | None:
        if item.page is None or item.source is None or item.comparison is None:
            return None
        return anew(item, None if self.again else item.terms.keys())

    def _draft(self, batch: Sequence[_Page]) -> None:
        """Draft what a batch lacks, language by language."""
        memory = self.memory.recall([page.job.item for page in batch])
        groups: dict[tuple[tuple[str, str], tuple[str, ...]], list[Job]] = {}
        for page in batch:
            files = self.knowing.files(page.job.item.pair.source)
            # By glossary too: pages of two sections may be drafted with different words.
            groups.setdefault((page.languages, files), []).append(page.job)
        for (languages, _), jobs in groups.items():
            know = self.knowing.of(*languages, jobs[0].item.pair.source)
            opener = partial(self.engines.open, languages, self.progress)
            reviewed = self.memory.reviewed
            put = partial(draft, know=know, memory=memory, opener=opener, reviewed=reviewed, again=self.again)
            self.tell(self.engines.draft(languages, jobs, put))

    def _finish(self, batch: Sequence[_Page]) -> None:
        """Put a batch on disk, but for the pages whose engine failed."""
        for page in batch:
            if any(page.job.open):
                continue  # its engine failed
            try:
                result = _finish(self.workspace, page.job)
            except TransflowError as error:
                self.tell([error])
                continue
            self.results.append(result)
            # A page that was written is looked at once more, by what stands there then.
            if not result.written:
                self.resting.add(result.pair, page.look, result.conflicts)

    def _lead(self) -> None:
        """Lead links to headings of translations that this run wrote to what these are called by now, on pages without other work."""
        names = {
            name_of(result.pair.source) for result in self.results if result.written and result.page_written
        }
        pairs = [
            result.pair for result in self.results if names and self.adapter.leads(result.pair.source, names)
        ]
        adapter = Adapter(self.workspace, ()) if pairs else self.adapter
        self.picture = Picture(self.workspace) if pairs else self.picture
        led: dict[Pair, Result] = {}
        for pair in pairs:
            try:
                item = self.picture.translation(pair)
                if item.source and (job := _led(item, adapter.of(pair, item.source))):
                    led[pair] = _finish(self.workspace, job)
            except TransflowError as error:
                self.tell([error])
        self.results = [result if result.written else led.get(result.pair, result) for result in self.results]


def _led(item: Translation, adaptation: Adaptation) -> Job | None:
    """Return a translation with the texts of a machine that link to headings which are called otherwise by now; None without any."""
    if item.source is None or item.target is None or item.comparison is None:
        return None
    new: dict[int, str] = {}
    for link in filter(_is_a_machines, item.comparison.links):
        if link.source is not None and link.target is not None and link.row is not None:
            text = item.target.blocks[link.target].text
            led = adaptation.led_elsewhere(link.source, text)
            new |= {link.source: led} if led != text else {}
    item = anew(item, new)
    if not new or item.comparison is None or item.source is None:
        return None
    rows = {
        link.source: structs.replace(link.row, draft=new[link.source])
        for link in item.comparison.links
        if link.source in new and link.row is not None
    }
    return Job(item, item.source, item.comparison, new, rows, adaptation=adaptation)


def anew(item: Translation, only: Collection[int] | None) -> Translation:
    """Return a translation with its texts that are a machine's marked to be drafted, or copied, again: some, or all."""
    links = item.comparison.links if item.comparison else ()
    marked = tuple(
        replace(link, fate="redraft")
        if _is_a_machines(link) and (only is None or link.source in only)
        else link
        for link in links
    )
    if item.comparison is None or marked == links:
        return item
    return replace(item, comparison=replace(item.comparison, links=marked))


def _is_a_machines(link: Link) -> bool:
    return link.fate == "keep" and not link.edited and link.target is not None and link.source is not None


def _foreseen(item: Translation) -> Result:
    """Say what would become of a translation; a draft that waits in the record is not made again."""
    links = item.comparison.links if item.comparison else ()
    blocks = item.source.blocks if item.source else ()
    asked = [link for link in links if item.source and wants_draft(item.source, link)]
    units = sum(link.source is not None and isinstance(blocks[link.source], Unit) for link in asked)
    # A new draft of a conflict waits in the record alone, and the page stays.
    rewritten = any(link.fate == "redraft" for link in asked) or any(
        link.fate == "drop" or link.moved for link in links
    )
    return Result(
        item.pair,
        units,
        0,
        sum(link.fate == "conflict" for link in links),
        (),
        written=bool(asked or rewritten or item.moved_from),
        page_written=rewritten,
        moved_from=item.moved_from,
    )


def _finish(workspace: Workspace, job: Job) -> Result:
    """Put one translation together and on disk.

    Raises:
        DocumentError: A draft would break the page, or a file cannot be written; nothing is half-written.
    """
    done = assemble_fitting(job)
    text, page_written = done.text, job.item.target is None or done.text != job.item.target.text
    # A copied block that changed makes no page a draft.
    if page_written and job.drafted + job.reused:
        text = drafted(workspace, job.item.pair.target, text)
    written = save(workspace, job.item, done.record, text, done.interim)
    counts = (job.drafted, job.reused, done.conflicts)
    return Result(job.item.pair, *counts, tuple(job.findings), written, page_written)
