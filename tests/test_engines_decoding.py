import random
from dataclasses import replace
from itertools import chain

import pytest

from tests import qwen_fixture

for module in ("gguf", "numpy", "onnx", "onnxruntime", "tokenizers"):
    pytest.importorskip(module, reason="needs the extra [embedded]")

from tests.qwen_reference import following  # noqa: E402  needs numpy
from transflow.engines.qwen import decoding, store, vocabulary  # noqa: E402
from transflow.engines.qwen.decoding import Answer, Decoder, Question, Way  # noqa: E402
from transflow.engines.qwen.runtime import Runtime, States  # noqa: E402


@pytest.fixture(scope="module")
def runtime(tmp_path_factory) -> Runtime:
    folder = tmp_path_factory.mktemp("model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSFLOW_CACHE", str(folder / "cache"))
        file = qwen_fixture.gguf(folder / "tiny.gguf")
        return Runtime(store.ensure(file, vocabulary.LATIN).folder, threads=2)


def questions(count: int) -> list[Question]:
    choose = random.Random(5)
    some = lambda most: tuple(choose.choices(range(250), k=choose.randint(1, most)))  # noqa: E731
    shared = [(), (some(9),), (some(200),), (some(9), some(30))]
    return [Question(choose.choice(shared), some(150), choose.randint(1, 12)) for _ in range(count)]


def quiet(_count: int) -> None:
    pass


def likeliest(runtime: Runtime, question: Question, beam: int) -> Answer:
    """Follow the beginnings one by one, each read from its start."""
    followed, done = [Answer()], []
    for _ in range(question.room):
        longer = [
            (answer.likelihood + likelihood, (*answer.pieces, piece))
            for answer in followed
            for piece, likelihood in following(
                runtime, [*chain(*question.shared), *question.pieces, *answer.pieces]
            ).items()
        ]
        longer.sort(key=lambda found: -found[0])
        followed = []
        for likelihood, pieces in longer:
            if len(followed) == beam:
                break
            if pieces[-1] in runtime.stops:
                done.append(Answer(pieces[:-1], likelihood, ended=True))
            else:
                followed.append(Answer(pieces, likelihood))
        if len(done) >= beam:
            break
    return max(done or followed, key=lambda answer: answer.mean)


@pytest.mark.parametrize("beam", [1, 3])
def test_the_likeliest_beginnings_are_followed(runtime: Runtime, beam):
    """Read from its start a text is rounded a little otherwise than step by step, so not quite all are the same."""
    asked = [Question((), (40, 41 + number), 5) for number in range(12)]
    found = Decoder(runtime, beam=beam).answers(asked, quiet)
    wanted = [likeliest(runtime, question, beam) for question in asked]
    same = [(mine, its) for mine, its in zip(found, wanted, strict=True) if mine.pieces == its.pieces]
    assert len(same) >= 9
    assert all(mine.mean == pytest.approx(its.mean, abs=0.1) for mine, its in same)
    assert len({answer.pieces for answer in found}) > 6


@pytest.mark.parametrize("beam", [1, 3])
@pytest.mark.parametrize(("rows", "places"), [(1, 1), (4, 10_000), (32, 700)])
def test_an_answer_does_not_depend_on_how_many_are_given_at_once(
    runtime: Runtime, beam, rows, places, monkeypatch
):
    asked = questions(20)
    together = Decoder(runtime, beam=beam).answers(asked, quiet)
    monkeypatch.setattr(decoding, "_ROWS", rows)
    monkeypatch.setattr(decoding, "_PLACES", places)
    told: list[int] = []
    assert Decoder(runtime, beam=beam).answers(asked, told.append) == together
    assert told == sorted(told)
    assert told[-1] == len(asked)


def test_an_answer_ends_where_its_room_does(runtime: Runtime):
    asked = questions(20)
    answers = Decoder(runtime).answers(asked, quiet)
    assert all(len(answer.pieces) <= question.room for answer, question in zip(answers, asked, strict=True))
    assert all(
        answer.ended or len(answer.pieces) == question.room
        for answer, question in zip(answers, asked, strict=True)
    )
    assert not any(set(answer.pieces) & runtime.stops for answer in answers)


def test_what_was_used_last_is_kept_and_no_more_than_there_is_room_for(runtime: Runtime, monkeypatch):
    monkeypatch.setattr(decoding, "_KEPT", 7)
    asked = [Question(((30, 31, 32), (40 + number % 4, 41)), (50, 51), 3) for number in range(8)]
    decoder = Decoder(runtime)
    assert decoder.answers(asked, quiet)[:4] == decoder.answers(asked[:4], quiet)
    assert [*decoder._kept] == [
        ((30, 31, 32), (42, 41)),
        ((30, 31, 32),),
        ((30, 31, 32), (43, 41)),
    ]


def test_an_answer_does_not_depend_on_what_is_kept(runtime: Runtime, monkeypatch):
    asked = questions(20)
    decoder = Decoder(runtime)
    first = decoder.answers(asked, quiet)
    assert decoder.answers(asked[::-1], quiet)[::-1] == first
    monkeypatch.setattr(decoding, "_KEPT", 0)
    assert Decoder(runtime).answers(asked, quiet) == first


def test_nothing_asked(runtime: Runtime):
    assert Decoder(runtime).answers([], quiet) == []


def test_what_is_shared_is_read_once(runtime: Runtime, monkeypatch):
    headings = [(40 + number, 41) for number in range(12)]
    openings = [(60 + number, 42, 43) for number in range(30)]
    asked = [
        Question((headings[number % 12], openings[number % 30]), (50,) * (1 + number % 7), 3)
        for number in range(60)
    ]
    read = []
    real = Runtime.read
    monkeypatch.setattr(
        Runtime,
        "read",
        lambda self, states, row, pieces, *rest: (
            read.append(tuple(pieces)),
            real(self, states, row, pieces, *rest),
        )[1],
    )
    decoder = Decoder(runtime)
    decoder.answers(asked, quiet)
    decoder.likeliest(asked[0], (60, 61), [Way(0, (70,)), Way(1, (70,))])
    assert sorted(pieces for pieces in read if pieces in headings) == sorted(headings)
    # Behind another heading it is another text.
    assert sorted(pieces for pieces in read if pieces in openings) == sorted([*openings, *openings])


def test_room_is_made_for_no_more_than_memory_allows(runtime: Runtime, monkeypatch):
    """One long question among short ones takes no more than many short ones do."""
    made = []
    real = decoding.States
    monkeypatch.setattr(
        decoding, "States", lambda shape, rows, room: (made.append(rows * room), real(shape, rows, room))[1]
    )
    monkeypatch.setattr(decoding, "_PLACES", 2_000)
    long, short = Question((), (40,) * 900, 5), Question((), (50, 51), 5)
    together = Decoder(runtime).answers([*[short] * 40, long], quiet)
    assert max(made) <= 2_000
    assert len(made) == 2
    assert together == [
        *Decoder(runtime).answers([short] * 40, quiet),
        *Decoder(runtime).answers([long], quiet),
    ]


def test_the_likeliest_way_of_going_on_is_that_of_the_likeliest_pieces(runtime: Runtime):
    question, text = Question(((40, 41),), (50, 51, 52), 9), (60, 61, 62, 63)
    ways = [Way(place, (70 + place, 80, 81)) for place in range(5)]

    def likelihood(way: Way) -> float:
        read, total = [*chain(*question.shared), *question.pieces, *text[: way.place]], -way.cost
        for piece in way.pieces:
            total += following(runtime, read)[piece]
            read.append(piece)
        return total

    decoder = Decoder(runtime)
    known = [likelihood(way) for way in ways]
    best = decoder.likeliest(question, text, ways)
    # Read in one piece with its heading a text is rounded a little otherwise.
    assert known[best] >= max(known) - 1
    dear = [replace(way, cost=0.0 if place == 3 else 99.0) for place, way in enumerate(ways)]
    assert decoder.likeliest(question, text, dear) == 3
    assert decoder.likeliest(question, (), [Way(0, (70,))]) == 0


def test_what_cannot_be_written_has_no_more_chance_than_the_end(runtime: Runtime):
    pieces = range(runtime.tokenizer.get_vocab_size())
    chances = runtime.chances(States(runtime.shape, 1, 9), 0, [50], 0, pieces)[0]
    known = following(runtime, [50])
    assert {piece for piece in pieces if piece not in known}
    (end,) = {float(chances[piece]) for piece in pieces if piece not in known}
    assert end == float(chances[runtime.tokenizer.token_to_id(vocabulary.END)])


@pytest.mark.parametrize("beam", [1, 2])
def test_a_guess_at_an_answer_changes_no_piece_of_it(runtime: Runtime, beam, monkeypatch):
    """What is read at once is rounded a little otherwise than step by step."""
    choose = random.Random(7)
    asked = questions(20)
    decoder = Decoder(runtime, beam=beam)
    written = decoder.answers(asked, quiet)
    steps = []
    real = Runtime.step
    monkeypatch.setattr(Runtime, "step", lambda *given: (steps.append(1), real(*given))[1])
    decoder.answers(asked, quiet)
    alone = len(steps)
    for _ in range(5):
        guessed = []
        for question, answer in zip(asked, written, strict=True):
            at = choose.randrange(len(answer.pieces) + 1)
            turned = (*answer.pieces[:at], choose.randrange(250), *answer.pieces[at:])
            guessed.append(
                replace(question, earlier=choose.choice([turned, answer.pieces[at:], answer.pieces]))
            )
        steps.clear()
        found = decoder.answers(guessed, quiet)
        assert [answer.pieces for answer in found] == [answer.pieces for answer in written]
        assert [answer.mean for answer in found] == pytest.approx([a.mean for a in written], abs=0.05)
        assert all(len(answer.pieces) <= question.room for answer, question in zip(found, asked, strict=True))
        assert len(steps) <= alone
        # One by one they are answered alike.
        assert [decoder.answers([question], quiet)[0] for question in guessed] == found


def test_what_was_said_before_is_read_at_once(runtime: Runtime, monkeypatch):
    asked = Question(((40, 41),), (50, 51), 30)
    decoder = Decoder(runtime)
    (written,) = decoder.answers([asked], quiet)
    assert len(written.pieces) > 12
    steps, read = [], []
    step, follow = Runtime.step, Runtime.follow
    monkeypatch.setattr(Runtime, "step", lambda *given: (steps.append(1), step(*given))[1])
    monkeypatch.setattr(Runtime, "follow", lambda *given: (read.append(len(given[3])), follow(*given))[1])
    (again,) = decoder.answers([replace(asked, earlier=written.pieces)], quiet)
    assert again.pieces == written.pieces
    assert len(steps) == 4
    assert sum(read) == len(written.pieces) - 4 + written.ended
    assert len(read) <= 3
    # At which of two places would it go on?
    read.clear()
    decoder.answers([replace(asked, earlier=written.pieces[:5] + written.pieces[:5])], quiet)
    assert all(size <= 2 for size in read)
