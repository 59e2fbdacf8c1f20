"""What `translate` will ask of an engine, and what that takes; nothing is asked, and nothing written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import add
from typing import Any

from transflow import translator
from transflow.commands.translate import anew
from transflow.engines import Request
from transflow.engines.usage import Usage
from transflow.errors import TransflowError
from transflow.pipeline.adapt import Adapter
from transflow.pipeline.batch import Job, left, prepare
from transflow.pipeline.engine import Engines, Means, check_engine, check_settings
from transflow.pipeline.memory import Recollection
from transflow.pipeline.reviewed import Reviewed
from transflow.site.knowledge import Knowing
from transflow.site.picture import Picture
from transflow.site.translations import Filter, Standing
from transflow.site.workspace import Pair, Workspace
from transflow.verification import Knowledge

_Languages = tuple[str, str]
_TOGETHER = 100
"""Tasks for which the memory is asked at once: each page that people wrote is read once for all of them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will take."""

    usage: Usage
    problems: tuple[TransflowError, ...]
    """Pages that cannot be read, and engines that cannot be opened; they count for nothing."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The `estimate` of `plan --format json`."""
        known = self.usage.as_json
        # An estimate does not look up what was answered before.
        del known["kept"]
        return known | {"minutes": None if self.usage.seconds is None else round(self.usage.seconds / 60, 1)}


def estimate(workspace: Workspace, wanted: Filter = Filter(), means: Means = Means()) -> Estimate:
    """Estimate what `translate` will take.

    Raises:
        ConfigError: The configuration, a glossary or a name given on the command line is wrong.
    """
    check_engine(workspace, means.engine)
    check_settings(workspace)
    run = _Run(workspace, wanted)
    engines = Engines(workspace, means)
    asked = run.requests(engines)
    name = means.engine or workspace.config.engine
    found: list[Usage] = []
    for languages, requests in asked.items():
        try:
            found.append(engines.estimate(languages, tuple(requests)))
        except TransflowError as error:
            found.append(Usage(name, len(requests), seconds=None))
            run.problems[str(error)] = error
    engines.close()
    return Estimate(reduce(add, found, Usage(name)), tuple(run.problems.values()))


def reused(workspace: Workspace, wanted: Filter, tasks: Sequence[Standing]) -> dict[Pair, int]:
    """Return how many units of some tasks `translate` will take from what people wrote and from drafts on record.

    Those that it makes of a text like it, which differs in a figure or a term, are not looked for: for that every sentence
    of the site is read.

    Args:
        workspace: Where.
        wanted: Which translations were asked for.
        tasks: Those of them that are to be looked at.

    Raises:
        ConfigError: A glossary or a name given on the command line is wrong.
    """
    run = _Run(workspace, wanted) if tasks else None
    known = [task for task in tasks if run and not run.reuses_nothing(task)]
    return {job.item.pair: job.reused for job, _ in run.prepared(known, alike=False)} if run else {}


class _Run:
    def __init__(self, workspace: Workspace, wanted: Filter) -> None:
        self._workspace, self._picture = workspace, Picture(workspace)
        self.listing = self._picture.standings(wanted)
        # By their words: two readers make two errors of one broken page.
        self.problems = {str(problem): problem for problem in self.listing.problems}
        # Of a part of the site the memory reads the rest by itself.
        whole = self.listing.translations if wanted == Filter() else None
        self._memory = Recollection(Reviewed(workspace, whole, self._picture))
        self._knowing = Knowing(workspace)
        self._adapter = Adapter(workspace, (item.pair for item in self.listing.translations))

    def requests(self, engines: Engines) -> dict[_Languages, dict[Request, None]]:
        """Return what each pair of languages will be asked, each request once."""
        found: dict[_Languages, dict[Request, None]] = {}
        for job, know in self.prepared(self.listing.tasks):
            languages = job.item.origin, job.item.pair.language
            # What nobody reckons with need not be looked up.
            engine = engines.reckoner(languages)
            context = engine.context if engine else 0
            reviewed = self._memory.reviewed if engine and engine.learns else None
            texts = tuple(left(job, know, reviewed, context=context > 0))
            # A dict: equal sentences of a site are asked for once, in their order.
            asked = translator.requests(texts, know, context)
            found.setdefault(languages, {}).update(dict.fromkeys(asked))
        return found

    def reuses_nothing(self, task: Standing) -> bool:
        """Whether it is plain, without a look at the page, that nothing of a task is known yet."""
        people = bool(self._memory.reviewed.edited or self._workspace.config.memory)
        # Without people's texts and without a record nothing can be taken from anywhere.
        return not people and not self._workspace.tree.has(self._workspace.record_path(task.pair))

    def prepared(self, tasks: Iterable[Standing], *, alike: bool = True) -> Iterator[tuple[Job, Knowledge]]:
        """Yield tasks with all that needs no engine settled, as far as they can be read."""
        reviewed = self._memory.reviewed if alike else None
        todo = iter(tasks)
        while some := tuple(islice(todo, _TOGETHER)):
            jobs = list(filter(None, map(self._job, some)))
            memory = self._memory.recall([job.item for job in jobs])
            for job in jobs:
                item = job.item
                know = self._knowing.of(item.origin, item.pair.language, item.pair.source)
                prepare(job, know, memory, reviewed=reviewed)
                yield job, know

    def _job(self, task: Standing) -> Job | None:
        """Read a task; None if that cannot be done, or there is nothing to draft."""
        try:
            item = self._picture.translation(task.pair)
            # As `translate` does with drafts that fail today's terms.
            item = anew(item, item.terms.keys())
        except TransflowError as error:
            self.problems.setdefault(str(error), error)
            return None
        if item.source is None or item.comparison is None:
            return None
        adaptation = self._adapter.of(task.pair, item.source)
        renewed = frozenset(item.terms)
        return Job(item, item.source, item.comparison, adaptation=adaptation, renewed=renewed)
