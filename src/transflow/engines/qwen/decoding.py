"""Answering questions with a model: many at once, each as if it were alone.

Each question has a row of its own, or one for each beginning of an answer that is followed. A step costs little more for
many rows than for one, so a row whose answer is done is given to the next question at once; an answer may lead to others.

A question that goes back into an earlier answer reads it step by step as far as it would write it so itself, and the rest
at once: so it has the same bits whether the states of its own answer are kept or not.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

from transflow.engines.qwen.runtime import Following, Runtime, States

if TYPE_CHECKING:
    from transflow.engines.qwen.runtime import Floats

# Of one row a step takes 80 ms on two cores, of 16 133 and of 32 221.
_ROWS = 32
"""Rows at most."""
_PLACES = _ROWS * 384
"""Pieces that there is room for, which bounds memory: the model of 1.5 billion weights takes 57 kB for each that is read."""
_KEPT = 4096
"""Pieces of questions, and of answers, whose states are kept for another question, at most."""
_NEAR, _FIRST = 8, 3
"""Ways of going on that are looked at closely, and how many of their pieces."""

_SAME, _GUESSED = 4, 12
"""Pieces as in an earlier answer, after which it is guessed that the next ones are too, and how many at most."""
_REST = 16
"""Pieces that a way of going on is given at least."""
METHOD = 3
"""Raised when questions are answered in another way, which may round and so write otherwise."""

Text = tuple[int, ...]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of going on within a text."""

    place: int
    """Pieces of the text before it."""
    pieces: Text
    cost: float = 0.0
    """What counts against it, in nats."""

    @property
    def begun(self) -> int:
        """Pieces of the answer that begins with it."""
        return self.place + len(self.pieces)


@dataclass(frozen=True, slots=True)
class Question:
    """What the model reads before its answer."""

    shared: tuple[Text, ...]
    """What is read once for all that have it in common, part by part."""
    pieces: Text
    """The rest, at least one piece."""
    room: int
    """Pieces of the answer at most, those among them with which one of the ways begins."""
    said: Text = ()
    """An earlier answer."""
    ways: tuple[Way, ...] = ()
    """Ways of going on within the earlier answer, with the likeliest of which this one begins; at none it begins anew. What
    stood behind that place is a guess at what follows."""
    weighed: frozenset[int] = frozenset()
    """Pieces with which later ways of going on may begin."""

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
        begun = max((way.begun for way in self.ways), default=0)
        return self.length + max(self.room, begun + _REST if begun else 0, len(self.said))

    @property
    def firsts(self) -> tuple[int, ...]:
        """Pieces whose chances are asked for behind each place of its answer, or of the earlier one."""
        return tuple(sorted({way.pieces[0] for way in self.ways} if self.ways else self.weighed))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model writes."""

    pieces: Text = ()
    likelihood: float = 0.0
    """Sum of the logarithms of the probabilities of its pieces; of one that is done, of its end too."""
    ended: bool = False
    way: Way | None = None
    """How it begins, if there were several ways."""

    @property
    def mean(self) -> float:
        """Mean of the logarithms of the probabilities."""
        return self.likelihood / max(len(self.pieces) + self.ended, 1)


Answered = Callable[[int, Answer], Iterable[Question]]
"""Told the number of a question, in the order in which they were asked, and its answer; returns what to ask next."""


class Kept(Generic[Value]):
    """What is kept for later, of so many pieces at most; what was used last is last."""

    def __init__(self) -> None:
        self.values: dict[tuple[Text, ...], tuple[int, Value]] = {}

    def get(self, key: tuple[Text, ...]) -> Value | None:
        """Return what is kept by a key."""
        found = self.values.pop(key, None)
        if found is None:
            return None
        self.values[key] = found
        return found[1]

    def put(self, key: tuple[Text, ...], size: int, value: Value) -> None:
        """Keep a value of so many pieces, and let go of what was used longest ago."""
        self.values.pop(key, None)
        self.values[key] = (size, value)
        total = sum(size for size, _ in self.values.values())
        for oldest in [*self.values]:
            if total <= _KEPT:
                break
            total -= self.values.pop(oldest)[0]


@dataclass(frozen=True, slots=True)
class _Written:
    """An answer as it was written, step by step."""

    pieces: Text
    """What was read from the question's last piece on."""
    states: States
    weighed: tuple[int, ...]
    chances: "list[Floats]"
    """Of each of the weighed pieces, behind each of its own."""

    def alike(self, pieces: Text, weighed: Collection[int]) -> int:
        """Count the first pieces of a text that are its own, whose chances are known too."""
        if not {*weighed} <= {*self.weighed}:
            return 0
        pairs = enumerate(zip(pieces, self.pieces, strict=False))
        return next((at for at, (one, other) in pairs if one != other), min(len(pieces), len(self.pieces)))


@dataclass(slots=True)
class _Turn:
    """A question being answered."""

    number: int
    question: Question
    left: deque[int]
    """Pieces that are yet to be read before it writes freely."""
    read: int
    """Pieces of the question and of what is followed that were read."""
    chances: "list[Floats]" = field(default_factory=list)
    """Of what may be asked for later, behind each piece that was read since the question's last."""
    way: Way | None = None
    followed: list[Answer] = field(default_factory=lambda: [Answer()])
    """Beginnings of answers, likeliest first."""
    done: list[Answer] = field(default_factory=list)
    earlier: Text = ()
    """How the earlier answer went on."""
    met: dict[Text, int | None] = field(default_factory=dict)
    """Where in it some pieces end; None if at several places."""

    @property
    def weighs(self) -> bool:
        """Whether it is not yet known how the answer begins."""
        return bool(self.question.ways) and self.way is None

    @property
    def room(self) -> int:
        """Pieces that it writes freely at most."""
        return max(self.question.room - self.way.begun, _REST) if self.way else self.question.room

    def begin(self, way: Way) -> None:
        """Go on in one way, whose pieces are read but for the last."""
        self.way, self.left = way, deque(way.pieces[-1:])
        self.read = self.question.length + way.begun - 1
        self.earlier = self.question.said[way.place :]
        for end in range(_SAME, len(self.earlier) + 1):
            pieces = self.earlier[end - _SAME : end]
            self.met[pieces] = None if pieces in self.met else end

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
                self.done.append(Answer(pieces, likelihood, ended=True, way=self.way))
                continue
            self.followed.append(Answer((*pieces, piece), likelihood, way=self.way))
            places.append(place)
        if len(self.done) >= beam or not self.followed or len(self.followed[0].pieces) >= self.room:
            self.done, self.followed = self.done or self.followed, []
        return places

    def guess(self) -> Text:
        """Return what may come next: what an earlier answer said behind the same pieces."""
        written = self.followed[0].pieces if self.followed else ()
        end = self.met.get(written[-_SAME:])
        most = min(self.room - len(written), _GUESSED)
        return self.earlier[end : end + most] if end else ()

    def check(self, guess: Text, following: Following, stops: Collection[int]) -> None:
        """Go on as far as a guess is right, and by one piece more: a row for what follows each of its pieces, and before it one for the first."""
        for row, wanted in enumerate((*guess, None)):
            self.grow(following, row, 1, stops)
            self.read += 1
            if not self.followed or self.followed[0].pieces[-1] != wanted:
                break

    @property
    def answer(self) -> Answer:
        """The likeliest answer by the mean of its pieces."""
        return max(self.done, key=lambda answer: answer.mean)


class Decoder:
    """Answers questions with a model."""

    def __init__(self, runtime: Runtime, *, beam: int = 1, spare: int = 0) -> None:
        """Answer with a model.

        Args:
            runtime: The model.
            beam: How many beginnings of each answer are followed at once.
            spare: Pieces by which what an answer leads to may be longer than the longest question.
        """
        self._runtime, self._beam, self._spare = runtime, beam, spare
        # The best may be an end, and then the next one is followed.
        self._count = 1 if beam == 1 else 2 * beam
        self._parts: Kept[States] = Kept()
        """The states of a part, by all parts up to it."""
        self._written: Kept[_Written] = Kept()
        """The answers to questions, by their parts and pieces."""

    def answer(self, questions: Iterable[Question], answered: Answered) -> None:
        """Answer questions, and those that their answers lead to.

        Raises:
            EngineError: The model failed.
        """
        numbers = count()
        left = {next(numbers): question for question in questions}
        while left:
            longest = max(question.size for question in left.values()) + self._spare
            # Room is made for as many of the longest; where that is for few, what is much shorter is answered apart.
            rows = self._rows(longest)
            short = 0 if rows > self._rows(1) // 2 else longest // 2
            run = {
                number: question for number, question in left.items() if question.size + self._spare > short
            }
            left = {number: question for number, question in left.items() if number not in run}
            waiting = deque(_in_order(run))
            states = States(self._runtime.shape, rows * self._beam, longest)
            for number, answer in self._answer(waiting, states, rows):
                for question in answered(number, answer):
                    # What there is no room for waits for more; the rest is next, while the states of that answer are kept.
                    if question.size > longest:
                        left[next(numbers)] = question
                    else:
                        waiting.appendleft((next(numbers), question))

    def _rows(self, size: int) -> int:
        """Count the questions of a size that are answered at once."""
        return max(min(_ROWS, _PLACES // size) // self._beam, 1)

    def _answer(
        self, waiting: deque[tuple[int, Question]], states: States, at_once: int
    ) -> Iterator[tuple[int, Answer]]:
        """Take out and answer questions, so many at once; meanwhile others may be put in."""
        turns: list[_Turn] = []
        while waiting or turns:
            while waiting and len(turns) < at_once:
                turns.append(self._begun(*waiting.popleft(), states, len(turns) * self._beam))
            self._step(turns, states)
            yield from self._cleared(turns, states)

    def _begun(self, number: int, question: Question, states: States, row: int) -> _Turn:
        """Read a question but for its last piece, with which the first step begins, into all rows of a turn."""
        self._read(question.shared, states, row)
        self._runtime.read(states, row, question.pieces[:-1], question.before)
        start, text = question.length - 1, (question.pieces[-1], *question.said)
        turn = _Turn(number, question, deque(text[:1]), start)
        if question.ways:
            known = self._written.get((*question.shared, question.pieces))
            alike = known.alike(text, question.firsts) if known else 0
            if known and alike:
                states.put(row, known.states, 0, alike, start)
                columns = [known.weighed.index(piece) for piece in question.firsts]
                turn.chances = [chances[columns] for chances in known.chances[:alike]]
            turn.left, turn.read = deque(text[alike:]), start + alike
            # What it would go on with is not what was said, if there is more of that at all.
            if alike:
                self._go_back(turn, states, row)
        for copy in range(row + 1, row + self._beam):
            states.put(copy, states, row, turn.read)
        return turn

    def _read(self, parts: tuple[Text, ...], states: States, row: int) -> None:
        """Read parts of a text into a row, but for those whose states are kept.

        Kept or not, each part is read by itself: how it is rounded does not depend on what was asked before.
        """
        start = 0
        for number, part in enumerate(parts, 1):
            kept = self._parts.get(parts[:number])
            if kept is None:
                self._runtime.read(states, row, part, start)
                self._parts.put(parts[:number], len(part), states.part(row, start, len(part)))
            else:
                states.put(row, kept, 0, len(part), start)
            start += len(part)

    def _step(self, turns: Sequence[_Turn], states: States) -> None:
        """Lengthen what all follow by one piece, or read one that is yet to be read."""
        pieces, ends = [], []
        for turn in turns:
            # Each has as many rows: where less is followed, the last of it stands in them too.
            for place in range(self._beam):
                answer = turn.followed[min(place, len(turn.followed) - 1)]
                pieces.append(turn.left[0] if turn.left else answer.pieces[-1])
                ends.append(turn.read + 1)
        wanted = sorted({piece for turn in turns for piece in turn.question.firsts}) or [0]
        column = {piece: number for number, piece in enumerate(wanted)}
        following, chances = self._runtime.step(states, pieces, ends, self._count, wanted)
        for number, turn in enumerate(turns):
            row = number * self._beam
            turn.read += 1
            if turn.way is None:
                turn.chances.append(chances[row][[column[piece] for piece in turn.question.firsts]])
            if turn.left:
                turn.left.popleft()
                if turn.weighs:
                    if not turn.left or turn.left[0] != following.pieces[row][0]:
                        self._go_back(turn, states, row)
                    continue
            places = turn.grow(following, row, self._beam, self._runtime.stops)
            if turn.followed and places != list(range(len(places))):
                states.arrange(row, places, turn.read)
            # Read at once, some pieces take little longer than one.
            while self._beam == 1 and (guess := turn.guess()):
                text = (turn.followed[0].pieces[-1], *guess)
                turn.check(guess, self._runtime.follow(states, row, text, turn.read), self._runtime.stops)

    def _go_back(self, turn: _Turn, states: States, row: int) -> None:
        """Read the rest of the earlier answer, which this one would not be, and begin with the likeliest way."""
        if turn.left:
            turn.chances.extend(
                self._runtime.chances(states, row, [*turn.left], turn.read, turn.question.firsts)
            )
        way = self._likeliest(turn, states, row)
        self._runtime.read(states, row, way.pieces[:-1], turn.question.length + way.place)
        turn.begin(way)
        for copy in range(row + 1, row + self._beam):
            states.put(copy, states, row, turn.read)

    def _likeliest(self, turn: _Turn, states: States, row: int) -> Way:
        """Return the likeliest way of going on within the earlier answer."""
        ways, firsts, start = turn.question.ways, turn.question.firsts, turn.question.length
        scores = [float(turn.chances[way.place][firsts.index(way.pieces[0])]) - way.cost for way in ways]
        best = sorted(range(len(ways)), key=lambda number: -scores[number])[:_NEAR]
        first = min([_FIRST, *(len(ways[number].pieces) for number in best)])
        if first > 1:
            # A figure's first piece is often but the space before it.
            longest = max(ways[number].place for number in best)
            apart = States(self._runtime.shape, len(best), start + longest + first)
            for copy, number in enumerate(best):
                apart.put(copy, states, row, start + ways[number].place)
        for step in range(1, first):
            pieces = [ways[number].pieces[step - 1] for number in best]
            ends = [start + ways[number].place + step for number in best]
            wanted = [ways[number].pieces[step] for number in best]
            _, chances = self._runtime.step(apart, pieces, ends, 1, wanted)
            for copy, number in enumerate(best):
                scores[number] += float(chances[copy][copy])
        return ways[max(best, key=lambda number: scores[number])]

    def _cleared(self, turns: list[_Turn], states: States) -> Iterator[tuple[int, Answer]]:
        """Take out and yield what is answered; the last turn moves into its place, so that the rows stay together."""
        for number in reversed(range(len(turns))):
            turn = turns[number]
            if turn.followed:
                continue
            row, answer = number * self._beam, turn.answer
            # Of one that ran out of room it is not known how it would have gone on.
            if self._beam == 1 and answer.ended and turn.question.weighed and not turn.question.ways:
                self._keep(turn, answer, states, row)
            last = turns.pop()
            if last is not turn:
                turns[number] = last
                for place in range(len(last.followed)):
                    states.put(row + place, states, len(turns) * self._beam + place, last.read)
            yield turn.number, answer

    def _keep(self, turn: _Turn, answer: Answer, states: States, row: int) -> None:
        """Keep what was written, for another question that goes back into it."""
        question, start = turn.question, turn.question.length - 1
        pieces = (question.pieces[-1], *answer.pieces)
        written = _Written(pieces, states.part(row, start, len(pieces)), question.firsts, turn.chances)
        self._written.put((*question.shared, question.pieces), len(pieces), written)


def _in_order(questions: Mapping[int, Question]) -> list[tuple[int, Question]]:
    """Return questions longest first, so that no long one is left alone at the end; those that begin alike together."""
    longest = sorted(questions, key=lambda number: -questions[number].size)
    first = {questions[number].shared[:1]: at for at, number in reversed([*enumerate(longest)])}
    ordered = sorted(longest, key=lambda number: first[questions[number].shared[:1]])
    return [(number, questions[number]) for number in ordered]
