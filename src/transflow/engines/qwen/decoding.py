"""Answering questions with a model: many at once, each as if it were alone.

Each question has a row of its own, or one for each beginning of an answer that is followed. A step costs little more for
many rows than for one, so a row whose answer is done is given to the next question at once.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from transflow.engines.qwen.runtime import Following, Runtime, States

if TYPE_CHECKING:
    from transflow.engines.qwen.runtime import Floats

# Of one row a step takes 80 ms on two cores, of 16 133 and of 32 221.
_ROWS = 32
"""Rows at most."""
_PLACES = 10_000
"""Pieces of all rows at most, which bounds memory: the model of 1.5 billion weights takes 57 kB for each."""
_HEADINGS = 4
"""Headings whose states are kept."""

Done = Callable[[int], None]
"""Told how many questions have their answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the model reads before its answer."""

    heading: tuple[int, ...]
    """What is read once for all that have it in common."""
    pieces: tuple[int, ...]
    room: int
    """Pieces of the answer at most."""

    @property
    def size(self) -> int:
        """Pieces of the question and its answer at most."""
        return len(self.heading) + len(self.pieces) + self.room


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model writes."""

    pieces: tuple[int, ...] = ()
    likelihood: float = 0.0
    """Sum of the logarithms of the probabilities of its pieces; of one that is done, of its end too."""
    ended: bool = False

    @property
    def mean(self) -> float:
        """Mean of the logarithms of the probabilities."""
        return self.likelihood / max(len(self.pieces) + self.ended, 1)


@dataclass(slots=True)
class _Turn:
    """A question being answered."""

    number: int
    question: Question
    followed: list[Answer] = field(default_factory=lambda: [Answer()])
    """Beginnings of answers, likeliest first."""
    done: list[Answer] = field(default_factory=list)

    def grow(self, following: Following, row: int, beam: int, stops: Collection[int]) -> list[int]:
        """Lengthen what is followed, whose rows are one after another; return behind which of these the new ones stand."""
        longer = [
            (answer.likelihood + float(likelihood), place, int(piece))
            for place, answer in enumerate(self.followed)
            for piece, likelihood in zip(
                following.pieces[row + place], following.likelihoods[row + place], strict=True
            )
        ]
        # By likelihood alone: equal ones stay in their order.
        longer.sort(key=lambda found: -found[0])
        before, self.followed, places = self.followed, [], []
        for likelihood, place, piece in longer:
            # What is less likely than all that is followed is not looked at.
            if len(self.followed) == beam:
                break
            pieces = before[place].pieces
            if piece in stops:
                self.done.append(Answer(pieces, likelihood, ended=True))
            else:
                self.followed.append(Answer((*pieces, piece), likelihood))
                places.append(place)
        if len(self.done) >= beam or not self.followed or len(self.followed[0].pieces) >= self.question.room:
            self.done, self.followed = self.done or self.followed, []
        return places

    @property
    def answer(self) -> Answer:
        """The likeliest answer by the mean of its pieces."""
        return max(self.done, key=lambda answer: answer.mean)


class Decoder:
    """Answers questions with a model."""

    def __init__(self, runtime: Runtime, *, beam: int = 1) -> None:
        """Follow so many beginnings of each answer at once."""
        self._runtime, self._beam = runtime, beam
        # The best may be an end, and then the next one is followed.
        self._count = 1 if beam == 1 else 2 * beam
        self._headings: dict[tuple[int, ...], States] = {}

    def answers(self, questions: Sequence[Question], done: Done) -> list[Answer]:
        """Answer every question, in their order.

        Raises:
            EngineError: The model failed.
        """
        # Longest first: those that take most memory are the first in it, and no long one is left alone at the end.
        waiting = deque(sorted(range(len(questions)), key=lambda number: -questions[number].size))
        found: dict[int, Answer] = {}
        at_once = self._at_once([questions[number].size for number in waiting])
        states = (
            States(self._runtime.shape, at_once * self._beam, questions[waiting[0]].size) if waiting else None
        )
        turns: list[_Turn] = []
        while states and (waiting or turns):
            while waiting and len(turns) < at_once:
                number = waiting.popleft()
                turns.append(self._begin(_Turn(number, questions[number]), states, len(turns) * self._beam))
                self._clear(turns, states, found)
            if turns:
                self._step(turns, states)
                self._clear(turns, states, found)
            done(len(found))
        return [found[number] for number in range(len(questions))]

    def chances(self, question: Question, text: Sequence[int], wanted: Sequence[int]) -> "Floats":
        """Return, for each place of a text that answers a question, how likely each wanted piece is behind it.

        A row for each beginning of the text, from the empty one to all of it: logarithms of probabilities.
        """
        heading, pieces = question.heading, (*question.pieces, *text)
        states = States(self._runtime.shape, 1, len(heading) + len(pieces))
        if heading:
            states.put(0, self._read(heading), 0, len(heading))
        found = self._runtime.chances(states, 0, pieces, len(heading), wanted)
        return found[len(question.pieces) - 1 :]

    def _at_once(self, sizes: Sequence[int]) -> int:
        """Count the questions that are answered at once, of those in this order."""
        total = accumulate(size * self._beam for size in sizes)
        fitting = sum(1 for places in islice(total, _ROWS // self._beam) if places <= _PLACES)
        return max(fitting, 1)

    def _begin(self, turn: _Turn, states: States, row: int) -> _Turn:
        """Read a question into a row."""
        heading, pieces = turn.question.heading, turn.question.pieces
        if heading:
            states.put(row, self._read(heading), 0, len(heading))
        following = self._runtime.read(states, row, pieces, len(heading), self._count)
        turn.grow(following, 0, self._beam, self._runtime.stops)
        for copy in range(row + 1, row + len(turn.followed)):
            states.put(copy, states, row, len(heading) + len(pieces))
        return turn

    def _read(self, heading: tuple[int, ...]) -> States:
        """Return the states of a heading; those of the last ones are kept."""
        states = self._headings.pop(heading, None)
        if states is None:
            states = States(self._runtime.shape, 1, len(heading))
            self._runtime.read(states, 0, heading, 0, 1)
        self._headings[heading] = states
        if len(self._headings) > _HEADINGS:
            del self._headings[next(iter(self._headings))]
        return states

    def _step(self, turns: Sequence[_Turn], states: States) -> None:
        """Lengthen what all follow by one piece."""
        pieces, ends = [], []
        for turn in turns:
            # Each has as many rows: where less is followed, the last of it stands in them too.
            for place in range(self._beam):
                answer = turn.followed[min(place, len(turn.followed) - 1)]
                pieces.append(answer.pieces[-1])
                ends.append(len(turn.question.heading) + len(turn.question.pieces) + len(answer.pieces))
        following = self._runtime.step(states, pieces, ends, self._count)
        for number, turn in enumerate(turns):
            row = number * self._beam
            places = turn.grow(following, row, self._beam, self._runtime.stops)
            if turn.followed and places != list(range(len(places))):
                states.arrange(row, places, ends[row])

    def _clear(self, turns: list[_Turn], states: States, found: dict[int, Answer]) -> None:
        """Take out what is answered; the last turn moves into its place, so that the rows stay together."""
        for number in reversed(range(len(turns))):
            turn = turns[number]
            if turn.followed:
                continue
            found[turn.number] = turn.answer
            last = turns.pop()
            if last is turn:
                continue
            turns[number] = last
            length = len(last.question.heading) + len(last.question.pieces) + len(last.followed[0].pieces) - 1
            for place in range(len(last.followed)):
                states.put(number * self._beam + place, states, len(turns) * self._beam + place, length)
