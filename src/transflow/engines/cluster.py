"""An engine on other machines: batches of requests go to the workers of a Dask cluster, each of which opens it once.

What a worker that is lost was doing is done by another. An answer depends on nothing but its request, so drafts are
byte for byte those of one machine, as long as all have the same processor instructions; a worker that has another
engine, model or version than the others ends the run.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from transflow.engines import Progress, Request, no_progress, registry
from transflow.engines.plugin import Plugin
from transflow.errors import ConfigError, EngineError, EngineGoneError, TransflowError, install

if TYPE_CHECKING:
    from distributed import Future

# 64 is two full batches of the engines on the machine.
_SMALLEST, _LARGEST = 2, 64
"""Requests in a batch: enough to fill an engine's own batches, few enough to be done again without regret."""
# With one batch for each, all would wait for the slowest worker.
_SHARE = 4
"""Batches for each worker, so that all end at about the same time."""
_PATIENCE = 15.0
"""Seconds to reach the scheduler."""

Answers = tuple[tuple[str, ...], ...]
Task = tuple[str, str, str, int, Mapping[str, Mapping[str, Any]]]
"""What a worker needs to open an engine: name, languages, threads, settings."""


class About(NamedTuple):
    """What a worker says of its engine; see `Engine`."""

    identity: str
    reach: int
    alternatives: int
    continues: bool
    weighs: bool
    context: int
    learns: bool


def check_address(address: str) -> None:
    """Make sure that a scheduler is on this machine, or reached by TLS: requests are text, and Dask runs what it is sent.

    Raises:
        ConfigError: It is neither.
    """
    if not _is_safe(_full(address)):
        told = f"--cluster {address!r} is neither on this machine nor reached by TLS"
        hint = "begin it with tls://, and set Dask's distributed.comm.tls; see docs/scale.md"
        raise ConfigError(told, hint=hint)


def _full(address: str) -> str:
    return address if "://" in address else f"tcp://{address}"


class ClusterEngine:
    """The engines of all workers as one."""

    def __init__(self, address: str, task: Task, progress: Progress = no_progress) -> None:
        """Connect, and have every worker open its engine.

        Raises:
            EngineGoneError: There is no such cluster, it has no workers, or they cannot open the engine.
        """
        self._task, self._progress = task, progress
        self._client: Any = _connected(address)
        try:
            self._about = self._described()
        # An interrupt too: nobody else knows of the client yet.
        except BaseException:
            self.close()
            raise
        self.identity, self.reach, self.alternatives = self._about[:3]
        self.continues, self.weighs, self.context, self.learns = self._about[3:]

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> Answers:
        """Translate each request, on any worker.

        Raises:
            EngineError: An engine failed, or too many workers were lost.
        """
        batches = list(_batches(requests, len(self._client.scheduler_info()["workers"])))
        futures = [
            self._client.submit(_work, self._task, batch, candidates, pure=False, priority=-number)
            for number, batch in enumerate(batches)
        ]
        try:
            return tuple(answer for answers in self._gathered(futures, len(requests)) for answer in answers)
        finally:
            # After a failure the rest would go on being computed for nobody.
            self._client.cancel(futures)

    def close(self) -> None:
        """Leave the cluster; its workers keep their engines for the next run."""
        self._client.close(timeout=_PATIENCE)

    def _gathered(self, futures: "Sequence[Future[Any]]", total: int) -> Iterator[Answers]:
        done = 0
        for future in futures:
            about, answers = _result(future)
            # A worker may have joined since with another model, and its drafts would be others.
            if about != self._about:
                told = f"a worker has another engine: {about[0]}, not {self._about[0]}"
                raise EngineGoneError(told, hint="give all workers the same version and model")
            done += len(answers)
            self._progress("requests", done, total)
            yield answers

    def _described(self) -> About:
        """Return what all workers say of their engines.

        Raises:
            EngineGoneError: They say different things, or nothing.
        """
        workers = sorted(self._client.scheduler_info()["workers"])
        if not workers:
            raise EngineGoneError(
                "the cluster has no workers", hint="start some: dask worker ADDRESS --nthreads 1"
            )
        # Each is tied to its worker, and not pure: equal tasks would be one, answered by the quickest.
        asked = [self._client.submit(_describe, self._task, workers=[name], pure=False) for name in workers]
        try:
            found: set[About] = {_result(future) for future in asked}
        except TransflowError as error:
            told = f"on a worker of the cluster: {error.message}"
            raise EngineGoneError(told, error.path, error.line, error.hint) from error
        if len(found) > 1:
            told = " and ".join(sorted(about[0] for about in found))
            raise EngineGoneError(
                f"the workers have different engines: {told}", hint="give all the same version and model"
            )
        return found.pop()


def _connected(address: str) -> Any:
    """Connect to a scheduler.

    Raises:
        EngineGoneError: Nobody answers.
    """
    try:
        from distributed import Client  # noqa: PLC0415  heavy

        connect: Any = Client
        logging.getLogger("distributed.client").setLevel(logging.ERROR)  # it warns of each lost worker
    except ImportError:
        raise EngineGoneError("Dask is not installed", hint=f"run: {install('cluster')}") from None
    try:
        return connect(_full(address), timeout=_PATIENCE, set_as_default=False)
    except Exception as error:
        cause = str(error).split("\n")[0] or type(error).__name__
        hint = "start it: dask scheduler --host 127.0.0.1"
        raise EngineGoneError(f"no cluster answers at {address}: {cause}", hint=hint) from error


def _is_safe(address: str) -> bool:
    """Whether nobody else can listen or answer."""
    try:
        parts = urlsplit(address)
        # The port is read for its exception.
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme == "tls":
        return True
    try:
        return parts.scheme == "tcp" and ip_address(host or "").is_loopback
    except ValueError:
        return parts.scheme == "tcp" and host == "localhost"


def _batches(requests: Sequence[Request], workers: int) -> Iterator[tuple[Request, ...]]:
    size = min(max(-(-len(requests) // (_SHARE * max(workers, 1))), _SMALLEST), _LARGEST)
    return (tuple(requests[begin : begin + size]) for begin in range(0, len(requests), size))


def _result(future: "Future[Any]") -> Any:
    """Return what became of a task.

    Raises:
        EngineError: The engine's failure, or that of the cluster.
    """
    try:
        return future.result()
    except TransflowError:
        raise
    except Exception as error:  # what Dask raises has many types; what an engine raises is an EngineError
        cause = f"{type(error).__name__}: {error}".split("\n")[0]
        raise EngineError(f"the cluster failed: {cause}", hint="see the logs of its workers") from error


# --- on a worker ---

_engines: dict[str, Plugin] = {}
_turn = threading.Lock()
"""A worker may have several threads, and an engine is asked by one at a time."""


def _opened(task: Task) -> Plugin:
    """Return the engine of this process, opened once."""
    name, source, target, threads, settings = task
    # The settings are a mapping, which cannot be a key.
    key = repr(task)
    if key not in _engines:
        _engines[key] = registry.open_engine(name, source, target, threads, settings=settings)
    return _engines[key]


def _describe(task: Task) -> About:
    with _turn:
        return _about(_opened(task))


def _about(engine: Plugin) -> About:
    return About(*(getattr(engine, name) for name in About._fields))


def _work(task: Task, requests: tuple[Request, ...], candidates: int) -> tuple[About, Answers]:
    with _turn:
        engine = _opened(task)
        return _about(engine), engine.translate(requests, candidates=candidates)
