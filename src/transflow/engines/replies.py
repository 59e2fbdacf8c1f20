"""An engine that is not asked the same thing twice."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from transflow.engines import Engine, Request
from transflow.engines.plugin import Plugin
from transflow.engines.talks import Result, Talk
from transflow.engines.usage import Usage

_Question = tuple[Request, int]


class Remembering:
    """Wraps an engine and keeps its latest answers; possible because an answer depends on nothing but its request."""

    def __init__(self, engine: Engine, size: int = 20_000) -> None:
        self.engine = engine
        self.identity, self.reach = engine.identity, engine.reach
        self.alternatives, self.continues = engine.alternatives, engine.continues
        self.weighs, self.context, self.learns = engine.weighs, engine.context, engine.learns
        self._size = size
        self._known: OrderedDict[_Question, tuple[str, ...]] = OrderedDict()

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request, each different one once.

        Raises:
            EngineError: The model failed.
        """
        # By the number of candidates too: the first of four need not be the only one of one.
        wanted = dict.fromkeys((request, candidates) for request in requests)
        answers = {question: self._known[question] for question in wanted if question in self._known}
        new = [question for question in wanted if question not in answers]
        if new:
            found = self.engine.translate([request for request, _ in new], candidates=candidates)
            answers.update(zip(new, found, strict=True))
        # Those that were known too: what is asked often stays.
        self._keep(answers)
        return tuple(answers[request, candidates] for request in requests)

    @property
    def converse(self) -> Callable[[Sequence[Talk[Result]]], list[Result]] | None:
        """What leads talks, of an engine that does; it remembers by itself."""
        return getattr(self.engine, "converse", None)

    @property
    def usage(self) -> Usage | None:
        """What the engine has used; None if it does not count."""
        return getattr(self.engine, "usage", None)

    def estimate(self, requests: Sequence[Request]) -> Usage | None:
        """Say what requests will use; None if the engine cannot say."""
        return self.engine.estimate(requests) if isinstance(self.engine, Plugin) else None

    def prompt(self, request: Request) -> str:
        """Return what the engine's model reads for a request; its text where that is not known."""
        return self.engine.prompt(request) if isinstance(self.engine, Plugin) else request.text

    def close(self) -> None:
        """Let go of the engine."""
        close: Callable[[], None] | None = getattr(self.engine, "close", None)
        if close is not None:
            close()

    def _keep(self, answers: dict[_Question, tuple[str, ...]]) -> None:
        for question, answer in answers.items():
            self._known[question] = answer
            # The ladder asks again what it asked last.
            self._known.move_to_end(question)
        while len(self._known) > self._size:
            self._known.popitem(last=False)
