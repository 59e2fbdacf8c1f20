"""Which engine drafts, whether its settings are right, when it is opened, and what becomes of its failures."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from transflow.engines import Progress, Request, no_progress
from transflow.engines.cluster import ClusterEngine, check_address
from transflow.engines.registry import check_name, choose, engine_type, forms, names, open_engine
from transflow.engines.replies import Remembering
from transflow.engines.usage import Usage
from transflow.errors import ConfigError, EngineError, EngineGoneError, EngineSpentError
from transflow.pipeline.batch import Job
from transflow.site.config import CONFIG_NAME
from transflow.site.workspace import Workspace

_FAILURES = 2
"""Pages that an engine fails at in a row before it is given up."""

Languages = tuple[str, str]
"""Of the source page and of the translation."""


@dataclass(frozen=True, slots=True)
class Means:
    """What drafts, as the command line has it."""

    engine: str = ""
    """Name of the engine; empty for the configuration's."""
    threads: int = 0
    """0 for all cores."""
    cluster: str = ""
    """Address of the Dask scheduler whose workers draft; empty for this process."""
    kept: bool = False
    """Whether an engine over HTTP only says what it has answered before, and is asked nothing."""
    budget: Decimal | None = None
    """What the run may cost at most, in the currency of the prices in the configuration; None for any amount."""
    pages: int = 0
    """How many pages the run may draft; 0 for all."""
    characters: int = 0
    """How many characters, as a reader sees them, of the texts to be drafted; 0 for all. A page that is too large for what is
    left waits, and smaller ones go on."""


def check_engine(workspace: Workspace, name: str = "") -> None:
    """Make sure that an engine is installed, before there is anything to do for it.

    Args:
        workspace: Where.
        name: Its name; empty for the configuration's.

    Raises:
        ConfigError: No distribution brings such an engine.
    """
    try:
        check_name(name or workspace.config.engine)
    except ConfigError as error:
        if name:
            raise
        # A name from the command line has no place in the file; one from the file is told with its line.
        line = workspace.line("$.engine")
        raise ConfigError(error.message, CONFIG_NAME, line, error.hint) from None


def check_means(means: Means) -> None:
    """Make sure that what is asked for goes together.

    Raises:
        ConfigError: It does not.
    """
    if means.cluster:
        check_address(means.cluster)
        # Each worker counts what it spent itself, and none knows of the others.
        if means.budget is not None:
            hint = "leave one of them out"
            raise ConfigError("--max-cost cannot be kept by the workers of a --cluster", hint=hint)


def check_settings(workspace: Workspace) -> None:
    """Make sure that the settings of each engine that is installed are as its class describes them.

    Raises:
        ConfigError: They are not; with their line.
        EngineError: An engine that has settings cannot be loaded.
    """
    known = names()
    for name in workspace.config.engines:
        # One that is not installed here may be elsewhere; but one that is called nearly so is a slip.
        if name not in known and (near := difflib.get_close_matches(name, known, 1)):
            line = workspace.line(f"$.engines.{name}")
            raise ConfigError(f"unknown engine {name!r}", CONFIG_NAME, line, f"did you mean {near[0]!r}?")
    for name, form in forms(workspace.config.engines):
        workspace.check_settings(name, form)


class Engines:
    """The engines of a run; each is opened once, when it is first needed."""

    def __init__(self, workspace: Workspace, means: Means) -> None:
        self._workspace, self.means = workspace, means
        self._open: dict[Languages, Remembering | EngineError] = {}
        self._failed: Counter[Languages] = Counter()
        self._receipts: list[Usage] = []

    def open(self, languages: Languages, progress: Progress) -> Remembering:
        """Return the engine of a pair of languages.

        Raises:
            EngineGoneError: It cannot be opened, or has failed before.
        """
        found = self._open.get(languages)
        if found is None:
            found = self._open[languages] = self._opened(languages, progress)
        if isinstance(found, EngineError):
            raise found
        return found

    def lacking(self, languages: Languages) -> EngineError | None:
        """Say why there is no engine for a pair of languages, as far as that is known without opening one."""
        # What the workers of a cluster have is known there.
        if self.means.cluster:
            return None
        try:
            self._name(languages)
        except EngineError as error:
            return error
        return None

    def draft(
        self, languages: Languages, jobs: Sequence[Job], put: Callable[[Sequence[Job]], None]
    ) -> Iterator[EngineError]:
        """Draft pages of a pair of languages, and yield what went wrong.

        What fails together is tried once more, page by page, so that one text that an engine cannot bear takes no other
        page with it. After two pages in a row that fail by themselves the engine is asked nothing more.

        Args:
            languages: The pair.
            jobs: The pages.
            put: Drafts some of them with this engine.
        """
        if isinstance(self._open.get(languages), EngineError):
            return
        try:
            put(jobs)
            self._failed[languages] = 0
        except EngineSpentError as error:
            self._with_what_is_paid(jobs, put)
            yield self._gone(languages, error)
        except EngineGoneError as error:
            yield self._gone(languages, error)
        except EngineError:
            yield from self._one_by_one(languages, jobs, put)

    def reckoner(self, languages: Languages) -> Remembering | None:
        """Return the engine of a pair of languages if it can say what it will use; None for any other."""
        try:
            return self._reckoning(languages)
        except EngineError:
            return None  # `estimate` raises it

    def estimate(self, languages: Languages, requests: Sequence[Request]) -> Usage:
        """Say what the engine of a pair of languages will use for requests; one that cannot say is not opened.

        Raises:
            EngineError: It is not ready.
        """
        engine = self._reckoning(languages)
        found = engine.estimate(requests) if engine else None
        return found or Usage(self._name(languages), len(requests), seconds=None)

    def _reckoning(self, languages: Languages) -> Remembering | None:
        """Return the engine of a pair of languages if it can say what it will use."""
        # Opening may load a model of a gigabyte, only to hear that it cannot say.
        can = hasattr(engine_type(self._name(languages)), "estimate")
        return self.open(languages, no_progress) if can else None

    def _name(self, languages: Languages) -> str:
        return choose(self.means.engine or self._workspace.config.engine, *languages)

    def close(self) -> tuple[Usage, ...]:
        """Let go of all engines, and return what those have used that count it."""
        for engine in self._open.values():
            self._let_go(engine)
        self._open.clear()
        return tuple(self._receipts)

    def _opened(self, languages: Languages, progress: Progress) -> Remembering:
        name, settings = self.means.engine or self._workspace.config.engine, self._workspace.config.engines
        try:
            if self.means.cluster:
                # One thread: docs/scale.md starts a worker for each core, and each opens the engine for itself.
                task = (name, *languages, self.means.threads or 1, settings)
                return Remembering(ClusterEngine(self.means.cluster, task, progress))
            return Remembering(
                open_engine(
                    name,
                    *languages,
                    self.means.threads,
                    progress,
                    settings,
                    budget=self._left(),
                    kept=self.means.kept,
                )
            )
        except EngineError as error:
            # What cannot be opened is not tried again for each batch: a server that is down would be waited for
            # hundreds of times.
            raise EngineGoneError(error.message, error.path, error.line, error.hint) from error

    def _left(self) -> Decimal | None:
        """Return what is left of the budget."""
        if self.means.budget is None:
            return None
        open_ = [e.usage for e in self._open.values() if isinstance(e, Remembering) and e.usage]
        return self.means.budget - sum(
            (use.cost or Decimal() for use in (*open_, *self._receipts)), Decimal()
        )

    def _with_what_is_paid(self, jobs: Sequence[Job], put: Callable[[Sequence[Job]], None]) -> None:
        """Draft the pages for which all answers are there already, or which what is left is enough for."""
        for job in jobs:
            try:
                put([job])
            except EngineError:
                continue  # the failure before is told

    def _one_by_one(
        self, languages: Languages, jobs: Sequence[Job], put: Callable[[Sequence[Job]], None]
    ) -> Iterator[EngineError]:
        for job in jobs:
            try:
                put([job])
                self._failed[languages] = 0
            except EngineError as error:
                self._failed[languages] += 1
                if isinstance(error, EngineGoneError) or self._failed[languages] == _FAILURES:
                    yield self._gone(languages, error)
                    return
                yield _about(error, job.item.pair.source)

    def _gone(self, languages: Languages, error: EngineError) -> EngineError:
        """Ask the engine of a pair of languages nothing more in this run."""
        self._let_go(self._open.get(languages))
        self._open[languages] = error
        return error

    def _let_go(self, engine: Remembering | EngineError | None) -> None:
        if isinstance(engine, Remembering):
            if engine.usage is not None and (engine.usage.requests or engine.usage.kept):
                self._receipts.append(engine.usage)
            engine.close()


def _about(error: EngineError, page: str) -> EngineError:
    """Return a failure that names the page that is left without a draft, unless it names a file already."""
    told = EngineError(error.message, error.path or page, error.line, error.hint)
    told.__cause__ = error
    return told
