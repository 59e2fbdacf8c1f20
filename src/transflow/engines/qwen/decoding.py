"""Answering questions with a model: many at once, each as if it were alone.

Each question has a row of its own, or one for each beginning of an answer that is followed. A step costs little more for
many rows than for one, so a row whose answer is done is given to the next question at once.
"""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from transflow.engines.qwen.runtime import Following, Runtime, States

# Of one row a step takes 80 ms on two cores, of 16 133 and of 32 221.
_ROWS = 32
"""Rows at most."""
_PLACES = _ROWS * 384
"""Pieces that there is room for at most, which bounds memory: the model of 1.5 billion weights takes 57 kB for each."""
_KEPT = 4096
"""Pieces whose states are kept for another question, at most."""
_NEAR, _FIRST = 8, 3
"""Ways of going on that are looked at closely, and how many of their pieces."""

_SAME, _GUESSED = 4, 12
"""Pieces as in an earlier answer, after which it is guessed that the next ones are too, and how many at most."""
METHOD = 2
"""Raised when questions are answered in another way, which may round and so write otherwise."""

Text = tuple[int, ...]
Done = Callable[[int], None]
"""Told how many questions have their answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the model reads before its answer."""

    shared: tuple[Text, ...]
    """What is read once for all that have it in common, part by part."""
    pieces: Text
    """The rest, at least one piece."""
    room: int
    """Pieces of the answer at most."""
    earlier: Text = ()
    """How an earlier answer went on from there: a guess at this one."""

    @property
    def before(self) -> int:
        """Pieces that are shared."""
        return sum(map(len, self.shared))

    @property
    def length(self) -> int:
        """Pieces of the question."""
        return self.before + len(self.pieces)

    @property
    def size(self) -> int:
        """Pieces of the question and its answer at most."""
        return self.length + self.room


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


@dataclass(frozen=True, slots=True)
class Way:
    """A way of going on within a text."""

    place: int
    """Pieces of the text before it."""
    pieces: tuple[int, ...]
    cost: float = 0.0
    """What counts against it, in nats."""


@dataclass(slots=True)
class _Turn:
    """A question being answered."""

    number: int
    question: Question
    followed: list[Answer] = field(default_factory=lambda: [Answer()])
    """Beginnings of answers, likeliest first."""
    done: list[Answer] = field(default_factory=list)
    met: dict[Text, int | None] = field(default_factory=dict)
    """Where in the earlier answer some pieces end; None if at several places."""

    def __post_init__(self) -> None:
        """Look the earlier answer through."""
        for end in range(_SAME, len(self.question.earlier) + 1):
            pieces = self.question.earlier[end - _SAME : end]
            self.met[pieces] = None if pieces in self.met else end

    @property
    def read(self) -> int:
        """Pieces of the question and of what is followed that were read: all but the last."""
        return self.question.length + len(self.followed[0].pieces) - 1

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
                continue
            self.followed.append(Answer((*pieces, piece), likelihood))
            places.append(place)
        if len(self.done) >= beam or not self.followed or len(self.followed[0].pieces) >= self.question.room:
            self.done, self.followed = self.done or self.followed, []
        return places

    def guess(self) -> Text:
        """Return what may come next: what an earlier answer said behind the same pieces."""
        written = self.followed[0].pieces if self.followed else ()
        end = self.met.get(written[-_SAME:])
        most = min(self.question.room - len(written), _GUESSED)
        return self.question.earlier[end : end + most] if end else ()

    def check(self, guess: Text, following: Following, stops: Collection[int]) -> None:
        """Go on as far as a guess is right, and by one piece more: a row for what follows each of its pieces, and before it one for the first."""
        for row, wanted in enumerate((*guess, None)):
            self.grow(following, row, 1, stops)
            if not self.followed or self.followed[0].pieces[-1] != wanted:
                break

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
        self._kept: dict[tuple[Text, ...], States] = {}
        """The states of a part, by all parts up to it; what was used last is last."""

    def answers(self, questions: Sequence[Question], done: Done) -> list[Answer]:
        """Answer every question, in their order.

        Raises:
            EngineError: The model failed.
        """
        found: dict[int, Answer] = {}
        # Longest first: no long one is left alone at the end.
        left = sorted(range(len(questions)), key=lambda number: -questions[number].size)
        while left:
            longest = questions[left[0]].size
            # Room is made for as many of the longest; what is much shorter would not need so much of it.
            rows = self._rows(longest)
            short = 0 if rows == self._rows(1) else longest // 2
            run = [number for number in left if questions[number].size > short]
            left = left[len(run) :]
            self._answer({number: questions[number] for number in run}, min(rows, len(run)), found, done)
        return [found[number] for number in range(len(questions))]

    def _rows(self, size: int) -> int:
        """Count the questions of a size that are answered at once."""
        return max(min(_ROWS, _PLACES // size) // self._beam, 1)

    def _answer(
        self, questions: Mapping[int, Question], at_once: int, found: dict[int, Answer], done: Done
    ) -> None:
        """Answer some questions, so many at once, longest first; those that begin alike one after another."""
        headings = {number: question.shared[:1] for number, question in questions.items()}
        order = {heading: place for place, heading in enumerate(dict.fromkeys(headings.values()))}
        waiting = deque(sorted(questions, key=lambda number: order[headings[number]]))
        room = max(question.size for question in questions.values())
        states = States(self._runtime.shape, at_once * self._beam, room)
        turns: list[_Turn] = []
        while waiting or turns:
            while waiting and len(turns) < at_once:
                number = waiting.popleft()
                turns.append(_Turn(number, questions[number]))
                self._begin(questions[number], states, (len(turns) - 1) * self._beam)
            self._step(turns, states)
            self._clear(turns, states, found)
            done(len(found))

    def likeliest(self, question: Question, text: Sequence[int], ways: Sequence[Way]) -> int:
        """Return which way of going on within a text that answers a question is likeliest."""
        before, last = question.length, len(question.pieces) - 1
        states = States(self._runtime.shape, _NEAR, before + len(text) + _FIRST)
        self._read(question.shared, states, 0)
        wanted = sorted({way.pieces[0] for way in ways})
        # Behind the question, and behind each piece of the text.
        behind = self._runtime.chances(states, 0, (*question.pieces, *text), question.before, wanted)[last:]
        scores = [float(behind[way.place][wanted.index(way.pieces[0])]) - way.cost for way in ways]
        best = sorted(range(len(ways)), key=lambda number: -scores[number])[:_NEAR]
        # A figure's first piece is often but the space before it.
        for row, number in enumerate(best):
            if row:
                states.put(row, states, 0, before + ways[number].place)
        for step in range(1, min([_FIRST, *(len(ways[number].pieces) for number in best)])):
            wanted = [ways[number].pieces[step] for number in best]
            ends = [before + ways[number].place + step for number in best]
            chances = self._runtime.go(
                states, [ways[number].pieces[step - 1] for number in best], ends, wanted
            )
            for row, number in enumerate(best):
                scores[number] += float(chances[row][row])
        return max(best, key=lambda number: scores[number])

    def _begin(self, question: Question, states: States, row: int) -> None:
        """Read a question but for its last piece, with which the first step begins, into all rows of a turn."""
        self._read(question.shared, states, row)
        self._runtime.read(states, row, question.pieces[:-1], question.before)
        for copy in range(row + 1, row + self._beam):
            states.put(copy, states, row, question.length - 1)

    def _read(self, parts: tuple[Text, ...], states: States, row: int) -> None:
        """Read parts of a text into a row, but for those whose states are kept.

        Kept or not, each part is read by itself: how it is rounded does not depend on what was asked before.
        """
        start = 0
        for count, part in enumerate(parts, 1):
            kept = self._kept.pop(parts[:count], None)
            if kept is None:
                self._runtime.read(states, row, part, start)
                kept = states.part(row, start, len(part))
            else:
                states.put(row, kept, 0, len(part), start)
            self._kept[parts[:count]] = kept
            start += len(part)
        size = sum(len(kept[-1]) for kept in self._kept)
        for oldest in [*self._kept]:
            if size <= _KEPT:
                break
            del self._kept[oldest]
            size -= len(oldest[-1])

    def _step(self, turns: Sequence[_Turn], states: States) -> None:
        """Lengthen what all follow by one piece."""
        pieces, ends = [], []
        for turn in turns:
            # Each has as many rows: where less is followed, the last of it stands in them too.
            for place in range(self._beam):
                answer = turn.followed[min(place, len(turn.followed) - 1)]
                pieces.append((answer.pieces or turn.question.pieces)[-1])
                ends.append(turn.question.length + len(answer.pieces))
        following = self._runtime.step(states, pieces, ends, self._count)
        for number, turn in enumerate(turns):
            row = number * self._beam
            places = turn.grow(following, row, self._beam, self._runtime.stops)
            if turn.followed and places != list(range(len(places))):
                states.arrange(row, places, ends[row])
            # Read at once, some pieces take little longer than one.
            while self._beam == 1 and (guess := turn.guess()):
                text = (turn.followed[0].pieces[-1], *guess)
                turn.check(guess, self._runtime.follow(states, row, text, turn.read), self._runtime.stops)

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
            for place in range(len(last.followed)):
                states.put(number * self._beam + place, states, len(turns) * self._beam + place, last.read)
