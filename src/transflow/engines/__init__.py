"""Engines: what drafts a segment. One file an engine, found through the `transflow.engines` entry points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

Progress = Callable[[str, int, int], None]
"""Told (what is being done, done so far, total); called from the thread that asked for the work."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Request:
    """One segment to translate, and what is known of it; an engine takes what it can use."""

    text: str
    """Source text on one line. Terms and quantities may already stand in it in the target language."""
    terms: tuple[tuple[str, str], ...] = ()
    """(source form, wanted target form) for an engine that can be told; others ignore them."""
    prefix: str = ""
    """Target text that every candidate must begin with (and is included in it)."""
    plain: str = ""
    """The same text with nothing in it in the target language but what the page has so; empty: as `text`."""
    figures: tuple[tuple[str, str], ...] = ()
    """(source form, rendering) of each quantity of `plain`, in order."""
    before: tuple[tuple[str, str], ...] = ()
    """(source, translation) of what stands before it on its page, in order, for an engine that heeds it."""
    examples: tuple[tuple[str, str], ...] = ()
    """(source, translation) of reviewed sentences that are like it, the most alike first."""
    said: str = ""
    """An earlier translation, for an engine that weighs."""
    places: tuple[int, ...] = ()
    """Places in it, the likeliest guess first: every candidate must begin with what stands before that place at which the
    engine finds `prefix` likeliest, and then with `prefix`."""
    candidate: int = 0
    """Which of the candidates of the same request `said` was, counted from 0."""


class Candidate(str):
    """A translation with what its model thinks of it; a plain string is as good a candidate."""

    __slots__ = ("likelihood",)

    likelihood: float | None
    """Mean natural logarithm of the probability of its tokens (0 at best); None if the engine doesn't know."""

    def __new__(cls, text: str, likelihood: float | None = None) -> Self:
        """Make one of a text."""
        made = super().__new__(cls, text)
        made.likelihood = likelihood
        return made


class Engine(Protocol):
    """An opened engine for one language pair.

    A plugin's class needs nothing of this but `translate`, and of that no more than `translate(requests)`; for the rest
    `transflow.engines.plugin` has defaults, written here at each.
    """

    identity: str
    """Package, version, model hash and decoding options: equal identities draft equal texts. By default the name of the
    engine and the version of its distribution."""
    reach: int
    """Characters of source text that it translates well in one piece; a longer sentence is cut at its clauses
    before it is asked. 0, the default, for an engine that is as good at long sentences."""
    alternatives: int
    """How many candidates it gives at about the price of one (beam search: the beam); 1, the default, for a greedy engine."""
    continues: bool
    """Whether it honours a request's `prefix`; by default it does not, and is asked for none."""
    weighs: bool
    """Whether it honours a request's `places`; by default it does not, and is given none."""
    context: int
    """How many of the sentences before it on its page a request shall name; 0, the default, for none."""
    learns: bool
    """Whether it reads a request's `examples`; by default it does. For one that does not, nothing is looked up."""

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request.

        Args:
            requests: The segments, any number, in any order; the answer to one never depends on the others.
            candidates: How many different translations of each are wanted at most.

        Returns:
            For each request its candidates, best first, on one line each, at least one (a plugin may give a single
            one by itself, without a tuple round it); none for a request that is longer than the model can take
            whole (the caller splits it).

        Raises:
            EngineError: The model failed; `EngineGoneError` if it will not answer anything else either.
        """
        ...


class EngineType(Protocol):
    """What an entry point of the group `transflow.engines` loads; importing it imports nothing heavy.

    All of it may be left out: then `engine: auto` never takes the engine, nothing is missing for any pair, and it is
    opened by calling the class without arguments. `open` is given only those of its named arguments that it takes.
    A class that has a `Settings`, a frozen `msgspec.Struct`, is opened with `settings=`, an instance made of what
    stands under `engines: {NAME: …}` in `transflow.yaml`; without one nothing may stand there.
    """

    automatic: ClassVar[bool]
    """Whether `engine: auto` may choose it."""

    @classmethod
    def missing(cls, source: str, target: str) -> str:
        """Say in one phrase what is missing for this pair and how to get it; empty when it can be opened."""
        ...

    @classmethod
    def open(cls, source: str, target: str, *, threads: int = 0, progress: Progress = no_progress) -> Engine:
        """Load the model for a pair of BCP 47 languages; `threads` 0 means all cores.

        Raises:
            EngineError: It is not installed, or its files are damaged.
        """
        ...
