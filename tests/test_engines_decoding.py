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


def answers(decoder: Decoder, asked: list[Question]) -> list[Answer]:
    found: dict[int, Answer] = {}
    decoder.answer(asked, lambda number, answer: found.update({number: answer}) or ())
    return [found[number] for number in range(len(asked))]


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
    found = answers(Decoder(runtime, beam=beam), asked)
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
    together = answers(Decoder(runtime, beam=beam), asked)
    monkeypatch.setattr(decoding, "_ROWS", rows)
    monkeypatch.setattr(decoding, "_PLACES", places)
    assert answers(Decoder(runtime, beam=beam), asked) == together


def test_an_answer_ends_where_its_room_does(runtime: Runtime):
    asked = questions(20)
    found = answers(Decoder(runtime), asked)
    assert all(len(answer.pieces) <= question.room for answer, question in zip(found, asked, strict=True))
    assert all(
        answer.ended or len(answer.pieces) == question.room
        for answer, question in zip(found, asked, strict=True)
    )
    assert not any(set(answer.pieces) & runtime.stops for answer in found)


def test_what_was_used_last_is_kept_and_no_more_than_there_is_room_for(runtime: Runtime, monkeypatch):
    monkeypatch.setattr(decoding, "_KEPT", 7)
    asked = [Question(((30, 31, 32), (40 + number % 4, 41)), (50, 51), 3) for number in range(8)]
    decoder = Decoder(runtime)
    assert answers(decoder, asked)[:4] == answers(decoder, asked[:4])
    assert [*decoder._parts.values] == [
        ((30, 31, 32), (42, 41)),
        ((30, 31, 32),),
        ((30, 31, 32), (43, 41)),
    ]


def test_an_answer_does_not_depend_on_what_is_kept(runtime: Runtime, monkeypatch):
    asked = questions(20)
    decoder = Decoder(runtime)
    first = answers(decoder, asked)
    assert answers(decoder, asked[::-1])[::-1] == first
    monkeypatch.setattr(decoding, "_KEPT", 0)
    assert answers(Decoder(runtime), asked) == first


def test_nothing_asked(runtime: Runtime):
    assert answers(Decoder(runtime), []) == []


def noted(monkeypatch) -> list[tuple[int, ...]]:
    """Return where every text is noted that is read at once from now on."""
    read: list[tuple[int, ...]] = []
    real = Runtime.read

    def reading(runtime: Runtime, states: States, row: int, pieces: list[int], start: int) -> None:
        read.append(tuple(pieces))
        real(runtime, states, row, pieces, start)

    monkeypatch.setattr(Runtime, "read", reading)
    return read


def test_what_is_shared_is_read_once(runtime: Runtime, monkeypatch):
    headings = [(40 + number, 41) for number in range(12)]
    openings = [(60 + number, 42, 43) for number in range(30)]
    asked = [
        Question((headings[number % 12], openings[number % 30]), (50,) * (1 + number % 7), 3)
        for number in range(60)
    ]
    read = noted(monkeypatch)
    decoder = Decoder(runtime)
    answers(decoder, asked)
    answers(decoder, [replace(asked[0], said=(60, 61), ways=(Way(0, (70,)), Way(1, (70,))))])
    assert sorted(pieces for pieces in read if pieces in headings) == sorted(headings)
    # Behind another heading it is another text.
    assert sorted(pieces for pieces in read if pieces in openings) == sorted([*openings, *openings])


def test_what_begins_alike_is_answered_together(runtime: Runtime, monkeypatch):
    """However many beginnings there are, and however few are kept, each is read once."""
    monkeypatch.setattr(decoding, "_KEPT", 4)
    monkeypatch.setattr(decoding, "_ROWS", 3)
    headings = [(40 + number, 41) for number in range(6)]
    choose = random.Random(3)
    asked = [
        Question((choose.choice(headings),), (50,) * choose.randint(1, 20), choose.randint(1, 9))
        for _ in range(90)
    ]
    read = noted(monkeypatch)
    answers(Decoder(runtime), asked)
    assert sorted(pieces for pieces in read if pieces in headings) == headings


@pytest.mark.parametrize("spare", [0, 300, 800, 2_000, 20_000])
def test_room_is_spared_for_longer_ones(runtime: Runtime, spare):
    """It may be far more than all that is asked at first takes."""
    asked = questions(8)
    assert answers(Decoder(runtime, spare=spare), asked) == answers(Decoder(runtime), asked)


def test_room_is_made_for_no_more_than_memory_allows(runtime: Runtime, monkeypatch):
    """One long question among short ones takes no more than many short ones do."""
    made = []
    real = decoding.States
    monkeypatch.setattr(
        decoding, "States", lambda shape, rows, room: (made.append(rows * room), real(shape, rows, room))[1]
    )
    monkeypatch.setattr(decoding, "_PLACES", 2_000)
    long, short = Question((), (40,) * 900, 5), Question((), (50, 51), 5)
    together = answers(Decoder(runtime), [*[short] * 40, long])
    assert max(made) <= 2_000
    assert len(made) == 2
    assert together == [
        *answers(Decoder(runtime), [short] * 40),
        *answers(Decoder(runtime), [long]),
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

    def best(said: tuple[int, ...], ways: list[Way]) -> Way:
        (answer,) = answers(Decoder(runtime), [replace(question, said=said, ways=tuple(ways))])
        assert answer.way
        return answer.way

    known = [likelihood(way) for way in ways]
    # Read in one piece with its heading a text is rounded a little otherwise.
    assert known[best(text, ways).place] >= max(known) - 1
    dear = [replace(way, cost=0.0 if place == 3 else 99.0) for place, way in enumerate(ways)]
    assert best(text, dear) == dear[3]
    assert best((), [Way(0, (70,))]) == Way(0, (70,))


def going_back(asked: list[Question], written: list[Answer], most: int = 9) -> list[Question]:
    """Return questions that go back into what was answered, or into what is partly that."""
    choose = random.Random(7)
    found = []
    for question, answer in zip(asked, written, strict=True):
        at = choose.randrange(len(answer.pieces) + 1)
        turned = (*answer.pieces[:at], choose.randrange(250), *answer.pieces[at:])
        said = choose.choice([answer.pieces, turned])
        places = choose.sample(range(len(said) + 1), min(most, len(said) + 1))
        words = tuple(choose.choices(sorted(question.weighed) or [70], k=choose.randint(1, 4)))
        found.append(replace(question, said=said, ways=tuple(Way(place, words) for place in places), room=40))
    return found


@pytest.mark.parametrize("beam", [1, 2])
def test_it_goes_back_into_an_answer_alike_whether_its_states_are_kept_or_not(
    runtime: Runtime, beam, monkeypatch
):
    asked = [replace(question, weighed=frozenset({70, 71, 72}), room=30) for question in questions(20)]
    decoder = Decoder(runtime, beam=beam)
    again = going_back(asked, answers(decoder, asked))
    kept = answers(decoder, again)
    assert len({answer.way and answer.way.place for answer in kept}) > 3
    assert bool(decoder._written.values) == (beam == 1)
    read = []
    real = Runtime.step
    monkeypatch.setattr(Runtime, "step", lambda *given: (read.extend(given[2]), real(*given))[1])
    assert answers(decoder, again) == kept
    few = len(read)
    assert answers(Decoder(runtime, beam=beam), again) == kept
    assert len(read) - few > few or beam > 1
    assert [answers(decoder, [question])[0] for question in again] == kept
    # What is weighed now was not weighed then.
    others = Decoder(runtime, beam=beam)
    answers(others, [replace(question, weighed=frozenset({70})) for question in asked])
    assert answers(others, again) == kept


@pytest.mark.parametrize("rows", [1, 3, 32])
@pytest.mark.parametrize("places", [60, 400, 10_000])
def test_what_an_answer_leads_to_is_answered_alike_at_whatever_time(
    runtime: Runtime, rows, places, monkeypatch
):
    asked = [replace(question, weighed=frozenset({70, 71, 72}), room=30) for question in questions(12)]
    decoder = Decoder(runtime)
    first = answers(decoder, asked)
    again = going_back(asked, first)
    wanted = [*first, *answers(decoder, again)]
    monkeypatch.setattr(decoding, "_ROWS", rows)
    monkeypatch.setattr(decoding, "_PLACES", places)
    found: list[tuple[Question, Answer]] = []
    numbered = [*asked]

    def lead(number: int, answer: Answer) -> list[Question]:
        found.append((numbered[number], answer))
        further = [again[number]] if number < len(asked) else []
        numbered.extend(further)
        return further

    Decoder(runtime).answer(asked, lead)
    assert len(found) == len(wanted)
    assert all(answer == dict(found)[one] for one, answer in zip([*asked, *again], wanted, strict=True))


def test_what_cannot_be_written_has_no_more_chance_than_the_end(runtime: Runtime):
    pieces = range(runtime.tokenizer.get_vocab_size())
    chances = runtime.step(States(runtime.shape, 1, 9), [50], [1], 1, pieces)[1][0]
    known = following(runtime, [50])
    assert {piece for piece in pieces if piece not in known}
    (end,) = {float(chances[piece]) for piece in pieces if piece not in known}
    assert end == float(chances[runtime.tokenizer.token_to_id(vocabulary.END)])


@pytest.mark.parametrize("beam", [1, 2])
def test_a_guess_at_an_answer_changes_no_piece_of_it(runtime: Runtime, beam):
    """What is read at once is rounded a little otherwise than step by step."""
    choose = random.Random(7)
    asked = questions(20)
    decoder = Decoder(runtime, beam=beam)
    begun = [
        replace(question, said=(60, 61), ways=(Way(0, (70,)),), room=question.room + 20) for question in asked
    ]
    written = answers(decoder, begun)
    for _ in range(5):
        guessed = []
        for question, answer in zip(begun, written, strict=True):
            at = choose.randrange(len(answer.pieces) + 1)
            turned = (*answer.pieces[:at], choose.randrange(250), *answer.pieces[at:])
            guessed.append(replace(question, said=choose.choice([turned, answer.pieces[at:], answer.pieces])))
        found = answers(decoder, guessed)
        assert [answer.pieces for answer in found] == [answer.pieces for answer in written]
        assert [answer.mean for answer in found] == pytest.approx([a.mean for a in written], abs=0.05)
        # One by one they are answered alike.
        assert [answers(decoder, [question])[0] for question in guessed] == found


def test_what_was_said_before_is_read_at_once(runtime: Runtime, monkeypatch):
    decoder = Decoder(runtime)
    many = [Question(((40, 41),), (50, 51), 30, (60,), (Way(0, (word,)),)) for word in range(70, 90)]
    found = dict(zip(many, answers(decoder, many), strict=True))
    asked = max(found, key=lambda question: len(set(found[question].pieces)))
    written = found[asked]
    assert len(written.pieces) > 12
    steps, read = [], []
    step, follow = Runtime.step, Runtime.follow
    monkeypatch.setattr(Runtime, "step", lambda *given: (steps.append(1), step(*given))[1])
    monkeypatch.setattr(Runtime, "follow", lambda *given: (read.append(len(given[3])), follow(*given))[1])
    (again,) = answers(decoder, [replace(asked, said=written.pieces)])
    assert again.pieces == written.pieces
    # The question's last piece, behind which it would not have said that; the word that it begins with; four of its own.
    assert len(steps) == 1 + 1 + 3
    # Behind the last piece the end is read, or one that there is no room for.
    assert sum(read) == len(written.pieces) - 4 + 1
    assert len(read) <= 3
    # At which of two places would it go on?
    read.clear()
    answers(decoder, [replace(asked, said=written.pieces[:5] + written.pieces[:5])])
    assert all(size <= 2 for size in read)
