import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import gemma_fixture
from transflow.engines.gemma import store
from transflow.engines.gemma.convert import TOKENIZER, Plan, convert
from transflow.engines.gemma.vocabulary import (
    EVERY,
    Kind,
    Vocabulary,
    group_of,
    sentencepiece_model,
    writable,
)
from transflow.engines.gemma.weights import Edition, Parts, locate, missing, read, verify
from transflow.errors import EngineError

REASON = "needs the extra [embedded]"
ctranslate2 = pytest.importorskip("ctranslate2", reason=REASON)
gguf_package = pytest.importorskip("gguf", reason=REASON)
np = pytest.importorskip("numpy", reason=REASON)
sentencepiece = pytest.importorskip("sentencepiece", reason=REASON)

NAMES, KINDS = zip(*gemma_fixture.pieces(), strict=True)
VOCABULARY = Vocabulary(NAMES, [-float(number) for number in range(len(NAMES))], KINDS)


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def tiny(site: Path) -> Edition:
    sys.path.insert(0, str(site))
    return gemma_fixture.install(site)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture
def other(tmp_path: Path, monkeypatch) -> tuple[Path, Edition]:
    """Another installation of the tiny model, to be damaged."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    (tmp_path / "site").mkdir()
    return tmp_path / "site", gemma_fixture.install(tmp_path / "site", "tiny-gguf-two")


def test_what_is_not_installed_is_named():
    absent = Edition("no-such-model", "1.0.0", "x.gguf", 2, "")
    assert missing(absent) == "no-such-model is not installed"
    with pytest.raises(EngineError, match=r"no-such-model-part1 is not installed .*pip install"):
        locate(absent)


def test_another_version_is_named(tiny: Edition):
    assert missing(tiny) == ""
    newer = Edition(tiny.package, "2.0.0", tiny.file, tiny.parts, tiny.sha256)
    assert missing(newer) == "tiny-gguf 1.0.0 is installed instead of 2.0.0"


def test_parts_read_as_one_file(tmp_path: Path):
    data = bytes(range(200))
    paths = tuple(tmp_path / str(number) for number in range(3))
    for path, piece in zip(paths, (data[:70], data[70:71], data[71:]), strict=True):
        path.write_bytes(piece)
    parts = Parts.of(paths)
    for start in (0, 1, 69, 70, 71, 150, 199):
        for size in (0, 1, 2, 80, 200):
            assert parts.read(start, size) == data[start : start + size]


def test_a_damaged_part_is_named_with_the_package_to_install_again(other):
    site, edition = other
    verify(edition, locate(edition), quiet)
    part = gemma_fixture.part(site, edition, 1)
    part.write_bytes(b"\0" + part.read_bytes()[1:])
    with pytest.raises(EngineError) as caught:
        verify(edition, locate(edition), quiet)
    assert caught.value.path == str(part)
    assert "tiny-gguf-two-part2==1.0.0" in caught.value.hint
    part.unlink()
    with pytest.raises(EngineError, match="a part of the model is missing"):
        locate(edition)


def test_the_file_is_read_as_gguf_reads_it(tiny: Edition, tmp_path: Path):
    parts = locate(tiny)
    (tmp_path / "whole.gguf").write_bytes(parts.read(0, parts.starts[-1]))
    reader = gguf_package.GGUFReader(tmp_path / "whole.gguf")
    mine = read(parts)
    assert mine.metadata["tokenizer.ggml.tokens"] == list(NAMES)
    assert mine.metadata["gemma3.attention.key_length"] == gemma_fixture.HEAD
    assert set(mine.tensors) == {tensor.name for tensor in reader.tensors}
    for tensor in reader.tensors:
        theirs = gguf_package.quants.dequantize(tensor.data, tensor.tensor_type)
        assert np.array_equal(mine.rows(tensor.name), theirs), tensor.name
    assert np.array_equal(mine.rows("token_embd.weight", 3, 5), mine.rows("token_embd.weight")[3:5])


@pytest.mark.parametrize(
    ("language", "group"),
    [
        ("en", "Latn"),
        ("de-AT", "Latn"),
        ("zh-HK", "Hant"),
        ("ru", "Cyrl"),
        ("sr-Latn", "Latn"),
        ("am", EVERY),
    ],
)
def test_the_group_of_a_language_is_its_script(language, group):
    assert group_of(language) == group


def kept(group: str) -> set[str]:
    return {NAMES[number] for number in writable(VOCABULARY, group)}


def test_a_latin_text_cannot_be_written_in_another_script():
    pieces = kept("Latn")
    assert {"▁the", "é", "—", "%", "\n", "\n\n\n", "<eos>", "<b>", "<0xC3>", "<0x80>"} <= pieces
    unwanted = {
        "指数",
        "，",
        "рост",
        "한국",
        "<bos>",
        "<unused0>",
        "[multimodal]",
        "\n" * 4,
        "<0xE6>",
        "<0x0A>",
    }
    assert not unwanted & pieces


def test_every_script_keeps_latin_names_and_its_own_signs():
    assert {"指数", "，", "▁P/E", "<0xE6>"} <= kept("Hant")
    assert "рост" not in kept("Hant")
    assert {"рост", "▁the"} <= kept("Cyrl")
    assert {"рост", "指数", "한국", "▁the"} <= kept(EVERY)
    assert not {"<bos>", "\n" * 4, "[multimodal]"} & kept(EVERY)


def test_the_tokenizer_spells_any_text_and_gives_it_back(tmp_path: Path):
    (tmp_path / "m").write_bytes(sentencepiece_model(VOCABULARY))
    processor = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "m"))
    assert [processor.id_to_piece(number) for number in range(len(NAMES))] == list(NAMES)
    assert (processor.unk_id(), processor.bos_id(), processor.eos_id(), processor.pad_id()) == (3, 2, 1, 0)
    for text in (" the index rose", "港股指数  上涨，\n\n 17x", "😀 ﬁ Ａ", "x\ty", " lead and trail "):
        assert processor.decode(processor.encode(text, out_type=str)) == text
    assert processor.encode("a\n\nthe", out_type=str) == ["a", "\n\n", "t", "h", "e"]
    assert processor.encode("😀", out_type=str) == ["<0xF0>", "<0x9F>", "<0x98>", "<0x80>"]


def logits(folder: Path, plan: Plan):
    """Convert into a folder and return the next-token scores of a text, by piece."""
    folder.mkdir()
    convert(plan, folder, quiet)
    generator = ctranslate2.Generator(str(folder), intra_threads=1)
    names = json.loads((folder / "vocabulary.json").read_text())
    scores = np.array(generator.forward_batch([["<bos>", "▁the", "指数", "▁rose"]]))[0, -1]
    return dict(zip(names, scores, strict=False))


def test_pieces_that_cannot_be_written_are_still_read(tiny: Edition, tmp_path: Path):
    gguf = read(locate(tiny))
    latin = logits(tmp_path / "latin", Plan(gguf, "Latn"))
    every = logits(tmp_path / "every", Plan(gguf, EVERY))
    assert set(latin) == kept("Latn")
    assert set(every) == kept(EVERY)
    assert all(every[piece] == score for piece, score in latin.items())


def test_smoothing_changes_nothing_but_the_rounding(tiny: Edition, tmp_path: Path):
    gguf = read(locate(tiny))
    width = gemma_fixture.WIDTH
    count = width + gemma_fixture.LAYERS * (2 * width + gemma_fixture.HEAD + gemma_fixture.HIDDEN)
    steps = np.random.default_rng(1).integers(-3, 4, count).astype(np.int8).tobytes()
    rough = logits(tmp_path / "rough", Plan(gguf, "Latn"))
    smooth = logits(tmp_path / "smooth", Plan(gguf, "Latn", steps))
    assert np.corrcoef(list(rough.values()), list(smooth.values()))[0, 1] > 0.98


def test_an_adapter_is_added_to_the_weights(tiny: Edition, tmp_path: Path, cache: Path):
    gguf = read(locate(tiny))
    name = "blk.3.ffn_down.weight"
    nothing = {name: np.zeros((gemma_fixture.WIDTH, gemma_fixture.HIDDEN), np.float32)}
    plain = logits(tmp_path / "plain", Plan(gguf, "Latn"))
    assert logits(tmp_path / "nothing", Plan(gguf, "Latn", deltas=nothing)) == plain
    something = {name: nothing[name] + np.eye(gemma_fixture.WIDTH, gemma_fixture.HIDDEN, dtype=np.float32)}
    assert logits(tmp_path / "something", Plan(gguf, "Latn", deltas=something)) != plain
    with pytest.raises(EngineError, match="no such weight"):
        convert(Plan(gguf, "Latn", deltas={"no such weight": nothing[name]}), tmp_path, quiet)
    model, adapted = store.ensure("Latn", edition=tiny), store.ensure("Latn", edition=tiny, deltas=something)
    assert model.folder != adapted.folder
    assert model.digest != adapted.digest
    assert cache in model.folder.parents


def test_a_model_is_converted_once(tiny: Edition, cache: Path):
    told: list[str] = []
    first = store.ensure("Latn", edition=tiny, progress=lambda what, _done, _total: told.append(what))
    assert {"checking the model", "converting the model", "converting the vocabulary"} == set(told)
    told.clear()
    assert store.ensure("Latn", edition=tiny, progress=lambda *_: told.append("again")) == first
    assert not told
    assert [path.name for path in cache.iterdir()] == [first.folder.name]
    assert store.ensure("Cyrl", edition=tiny).folder != first.folder


@pytest.mark.parametrize("name", ["model.bin", "config.json", "vocabulary.json", TOKENIZER, "manifest.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_model_is_made_anew_and_is_the_same(tiny: Edition, cache: Path, name, damage):
    first = store.ensure("Latn", edition=tiny)
    path = first.folder / name
    data = path.read_bytes()
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if damage == "cut" else bytes([data[0] ^ 1]) + data[1:])
    assert store.ensure("Latn", edition=tiny) == first
    assert path.read_bytes() == data
    assert len(list(cache.iterdir())) == 1


def test_a_model_of_other_options_is_not_taken(tiny: Edition, cache: Path):
    first = store.ensure("Latn", edition=tiny)
    manifest = first.folder / "manifest.json"
    told = json.loads(manifest.read_text())
    told["options"]["quantization"] = "int4"
    manifest.write_text(json.dumps(told))
    assert store.ensure("Latn", edition=tiny) == first
    assert json.loads(manifest.read_text())["options"]["quantization"] == "int8"
    assert len(list(cache.iterdir())) == 1


def test_a_killed_conversion_leaves_nothing_that_is_taken_for_a_model(tiny: Edition, cache: Path):
    class Kill(BaseException):
        pass

    def kill(what: str, _done: int, _total: int) -> None:
        if what == "converting the vocabulary":
            raise Kill

    with pytest.raises(Kill):
        store.ensure("Latn", edition=tiny, progress=kill)
    assert not list(cache.iterdir())


def test_what_a_dead_process_left_is_removed_in_time(tiny: Edition, cache: Path):
    folder = store.ensure("Latn", edition=tiny).folder
    old, new = (cache / f".{folder.name}.{name}" for name in ("old", "new"))
    for path in (old, new):
        path.mkdir()
        (path / "model.bin").write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    store.ensure("Latn", edition=tiny, afresh=True)
    assert sorted(path.name for path in cache.iterdir()) == sorted([folder.name, new.name])


def test_two_processes_at_once_both_get_the_model(tiny: Edition, cache: Path, site: Path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from transflow.engines.gemma.store import ensure\n"
        "from transflow.engines.gemma.weights import Edition\n"
        "print(ensure('Latn', edition=Edition(*sys.argv[2:5], int(sys.argv[5]), sys.argv[6])).digest)\n"
    )
    fields = [tiny.package, tiny.version, tiny.file, str(tiny.parts), tiny.sha256]
    command = [sys.executable, "-c", code, str(site), *fields]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    digests = {process.communicate(timeout=60)[0].strip() for process in running}
    assert digests == {store.ensure("Latn", edition=tiny).digest}
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_one_line(tiny: Edition, tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "file"))
    with pytest.raises(EngineError, match=r"cannot convert the model: .*TRANSFLOW_CACHE") as caught:
        store.ensure("Latn", edition=tiny)
    assert str(tmp_path / "file") in caught.value.path


def test_kinds_are_numbered_as_in_the_formats():
    assert [kind.value for kind in Kind] == [1, 2, 3, 4, 5, 6]
