"""Asking an engine again by what it answered: many talks go on at once, each of which asks, hears, and asks on."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from transflow.engines import Engine, Progress, Request, no_progress

Result = TypeVar("Result")


class Wish(NamedTuple):
    """A request, and how many candidates are wanted at most."""

    request: Request
    candidates: int = 1


Answers = tuple[tuple[str, ...], ...]
"""The candidates of each wish."""
Talk = Generator[Sequence[Wish], Answers, Result]
"""Yields what it wishes to be asked, is sent the answers, and returns what came of it."""


def together(talks: Iterable[Talk[Result]]) -> Talk[list[Result]]:
    """Lead several talks as one, which asks at once what all of them wish next; return what came of each."""
    each, results, wishes = dict(enumerate(talks)), dict[int, Result](), dict[int, Sequence[Wish]]()
    heard: dict[int, Answers | None] = dict.fromkeys(each)
    while heard:
        for number, answers in heard.items():
            try:
                # A talk that has just begun is sent nothing.
                wishes[number] = next(each[number]) if answers is None else each[number].send(answers)
            except StopIteration as end:
                results[number] = end.value
                wishes.pop(number, None)
        said = iter((yield [wish for asked in wishes.values() for wish in asked]) if wishes else ())
        heard = {number: tuple(islice(said, len(asked))) for number, asked in wishes.items()}
    return [results[number] for number in sorted(results)]


def led(engine: Engine, talks: Sequence[Talk[Result]], progress: Progress = no_progress) -> list[Result]:
    """Lead talks with an engine to their ends, and return what came of each.

    An engine that has a `converse` leads them itself, each at its own pace, and any other in rounds. An answer depends on
    its request alone, so what comes of them is the same.

    Args:
        engine: What is asked.
        talks: None of them begun.
        progress: Told how many requests a round has.

    Raises:
        EngineError: The engine failed.
    """
    if converse := getattr(engine, "converse", None):
        results: list[Result] = converse(talks)
        return results
    whole, answers = together(talks), None
    while True:
        try:
            wishes = next(whole) if answers is None else whole.send(answers)
        except StopIteration as end:
            return list(end.value)
        progress("requests", 0, len(wishes))
        answers = _asked(engine, wishes)
        progress("requests", len(wishes), len(wishes))


Ask = tuple[int, Request]
"""The number of a candidate, and what it is a translation of."""


class Paced(Generic[Result]):
    """Leads talks each at its own pace, by candidates that come one by one."""

    def __init__(self, talks: Sequence[Talk[Result]], most: int, known: Mapping[Ask, str | None]) -> None:
        """Lead talks, none of them begun.

        Args:
            talks: What is led.
            most: Candidates that there are of a request at most.
            known: Those that are known already, None for what cannot be had.
        """
        self._talks, self._most = talks, most
        self.known = dict(known)
        self.results: dict[int, Result] = {}
        """What came of the talks that have ended, by their numbers."""
        self._wishes: dict[int, Sequence[Wish]] = {}
        self._lacking: dict[int, set[Ask]] = {}
        self._waiting: dict[Ask, list[int]] = {}

    def begin(self) -> Iterator[Ask]:
        """Yield what is to be asked at first."""
        for number in range(len(self._talks)):
            yield from self._go_on(number, None)

    def heard(self, ask: Ask, candidate: str | None) -> Iterator[Ask]:
        """Take a candidate, and yield what is to be asked next."""
        self.known[ask] = candidate
        for number in self._waiting.pop(ask):
            self._lacking[number].discard(ask)
            if not self._lacking[number]:
                yield from self._go_on(number, self._answers(number))

    def _go_on(self, number: int, answers: Answers | None) -> Iterator[Ask]:
        """Lead a talk until it wishes what is not known, and yield what nobody has asked for."""
        talk = self._talks[number]
        while True:
            try:
                wishes = self._wishes[number] = next(talk) if answers is None else talk.send(answers)
            except StopIteration as end:
                self.results[number] = end.value
                return
            lacking = dict.fromkeys(
                ask for wish in wishes for ask in self._asks(wish) if ask not in self.known
            )
            if lacking:
                break
            answers = self._answers(number)
        self._lacking[number] = set(lacking)
        new = [ask for ask in lacking if ask not in self._waiting]
        # Before any is yielded: what need not be asked is heard at once.
        for ask in lacking:
            self._waiting.setdefault(ask, []).append(number)
        yield from new

    def _asks(self, wish: Wish) -> Iterator[Ask]:
        return ((number, wish.request) for number in range(min(max(1, wish.candidates), self._most)))

    def _answers(self, number: int) -> Answers:
        found = ([self.known[ask] for ask in self._asks(wish)] for wish in self._wishes[number])
        return tuple(tuple(dict.fromkeys(text for text in texts if text is not None)) for texts in found)


def single(wish: Wish) -> Talk[tuple[str, ...]]:
    """Wish for one thing, and return its candidates."""
    (answer,) = yield [wish]
    return answer


def _asked(engine: Engine, wishes: Sequence[Wish]) -> Answers:
    """Ask for the same number of candidates at once, and for each request once."""
    known: dict[Wish, tuple[str, ...]] = {}
    for candidates in dict.fromkeys(wish.candidates for wish in wishes):
        asked = [wish for wish in dict.fromkeys(wishes) if wish.candidates == candidates]
        found = engine.translate([wish.request for wish in asked], candidates=candidates)
        known.update(zip(asked, found, strict=True))
    return tuple(known[wish] for wish in wishes)
