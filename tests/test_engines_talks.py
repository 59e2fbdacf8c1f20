import random

import pytest

from transflow.engines import Request
from transflow.engines.plugin import Plugin
from transflow.engines.talks import Paced, Wish, led, single, together
from transflow.errors import EngineError


def talk(name: str, rounds: list[int]):
    """Ask so many things in each round, and return what was heard."""
    heard = []
    for number, count in enumerate(rounds):
        wishes = [Wish(Request(f"{name}{number}.{at}"), 1 + at % 2) for at in range(count)]
        answers = yield wishes
        assert len(answers) == count
        heard.extend(answers)
    return name, heard


def said(request: Request, candidates: int) -> tuple[str, ...]:
    return tuple(f"{request.text}/{number}" for number in range(candidates))


class Rounds:
    identity, reach, alternatives, continues, weighs, context, learns = "rounds", 0, 1, False, False, 0, True

    def __init__(self):
        self.asked = []

    def translate(self, requests, *, candidates=1):
        self.asked.append([request.text for request in requests])
        return tuple(said(request, candidates) for request in requests)


class Paces(Rounds):
    """Answers in any order."""

    def converse(self, talks):
        choose = random.Random(1)
        paced = Paced(talks, 2, {})
        waiting = list(paced.begin())
        while waiting:
            ask = waiting.pop(choose.randrange(len(waiting)))
            self.asked.append(ask)
            waiting.extend(paced.heard(ask, said(ask[1], 2)[ask[0]]))
        return [paced.results[number] for number in range(len(talks))]


SHAPES = [[2, 1, 3], [], [1], [0, 2], [4, 0, 0, 1]]


def talks(names: str = "abcde"):
    return [talk(name, rounds) for name, rounds in zip(names, SHAPES, strict=True)]


ROUNDS = [7, 3, 3, 1]
"""How much is asked in each round of all talks."""


@pytest.mark.parametrize(
    ("engine", "rounds"),
    [
        (Rounds(), ROUNDS),
        (Plugin("r", "1", Rounds()), ROUNDS),
        (Paces(), []),
        (Plugin("p", "1", Paces()), []),
    ],
)
def test_what_comes_of_talks_is_the_same_at_any_pace(engine, rounds):
    told = []
    found = led(engine, talks(), lambda *news: told.append(news))
    assert [name for name, _ in found] == list("abcde")
    for (name, heard), shape in zip(found, SHAPES, strict=True):
        assert heard == [
            said(Request(f"{name}{number}.{at}"), 1 + at % 2)
            for number, count in enumerate(shape)
            for at in range(count)
        ]
    # An engine that leads them tells of its progress itself.
    assert told == [("requests", done, count) for count in rounds for done in (0, count)]


def test_a_round_asks_for_everything_at_once_and_for_each_thing_once():
    engine = Rounds()
    first, second = led(engine, [talk("a", [2, 1]), talk("a", [2, 2])])
    assert engine.asked == [["a0.0"], ["a0.1"], ["a1.0"], ["a1.1"]]
    assert first[1] == second[1][:3]


def test_what_is_asked_by_several_or_known_is_asked_once():
    engine = Paces()
    assert len({tuple(heard) for _, heard in engine.converse([talk("a", [3]) for _ in range(4)])}) == 1
    assert len(engine.asked) == len(set(engine.asked)) == 4
    known = {(0, Request("a0.0")): "known"}
    paced = Paced([talk("a", [1])], 2, known)
    assert list(paced.begin()) == []
    assert paced.results == {0: ("a", [("known",)])}


def test_what_cannot_be_had_is_no_candidate_and_equal_ones_are_one():
    wish = Wish(Request("a"), 3)
    for answers, wanted in (
        ((None, "x", "x"), ("x",)),
        ((None, None, None), ()),
        (("x", "y", None), ("x", "y")),
    ):
        paced = Paced([single(wish)], 3, {})
        for ask, answer in zip(list(paced.begin()), answers, strict=True):
            assert list(paced.heard(ask, answer)) == []
        assert paced.results == {0: wanted}


def test_what_a_talk_raises_is_no_failure_of_the_engine():
    def wrong():
        yield [Wish(Request("a"))]
        raise KeyError("a defect of the one who asks")

    for engine in (Rounds(), Plugin("r", "1", Rounds()), Paces(), Plugin("p", "1", Paces())):
        with pytest.raises(KeyError, match="of the one who asks"):
            led(engine, [talk("a", [1]), wrong()])


def test_what_an_engine_that_leads_does_wrong_is_its_failure():
    class Wrong(Rounds):
        def __init__(self, converse):
            self.converse = converse

    def broken(_talks):
        raise KeyError("a defect of the engine")

    for converse, told in (
        (broken, "failed: KeyError"),
        (lambda _talks: None, "gave nothing"),
        (lambda _talks: ["a"], "led 1 of 2 talks"),
        (lambda talks: [next(talks[0]), talks[0].send([(1,)])], "gave int where texts are expected"),
    ):
        with pytest.raises(EngineError, match=told):
            led(Plugin("w", "1", Wrong(converse)), [talk("a", [1]), talk("b", [1])])


def test_no_talks():
    assert led(Rounds(), []) == []
    assert led(Paces(), []) == []
    with pytest.raises(StopIteration) as end:
        next(together([]))
    assert end.value.value == []
