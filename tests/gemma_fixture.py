"""A tiny Gemma of random weights, packed as a registry has the real one: a GGUF file in parts, each in a package.

It writes nothing sensible, but runs through every real part: packages, hashes, conversion, tokenizer, batches.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

from transflow.engines.gemma.vocabulary import Kind
from transflow.engines.gemma.weights import Edition

LAYERS, WIDTH, HIDDEN, HEADS, HEAD = 6, 32, 64, 2, 16
WINDOW = 2048
"""Enough for the examples, which this vocabulary spells letter by letter."""
PARTS = 3
WORDS = (
    "the", "▁the", "▁rose", "▁index", "Chinese", "English", "▁P/E", "▁17x", "ing", "▁ban", "k", "é", "—",
    "指数", "上涨", "公司", "市盈率", "，", "。", "港股", "рост", "ра", "한국",
)  # fmt: skip


def pieces() -> Iterator[tuple[str, int]]:
    """List the vocabulary: specials, line breaks, bytes, words, characters."""
    yield from ((name, Kind.CONTROL) for name in ("<pad>", "<eos>", "<bos>", "<unk>", "<unused0>"))
    yield from (("\n" * count, Kind.USER) for count in range(1, 6))
    yield from ((name, Kind.USER) for name in ("<b>", "[multimodal]"))
    yield from ((f"<0x{byte:02X}>", Kind.BYTE) for byte in range(256))
    yield from ((word, Kind.NORMAL) for word in WORDS)
    known = {word for word in WORDS if len(word) == 1}
    singles = {char for word in WORDS for char in word} | {chr(code) for code in range(0x21, 0x7F)} | {"▁"}
    yield from ((char, Kind.NORMAL) for char in sorted(singles - known))


def gguf(file: Path, seed: int = 7) -> None:
    """Write the model as one file."""
    import numpy as np  # noqa: PLC0415  only with the extra
    from gguf import GGMLQuantizationType, GGUFWriter  # noqa: PLC0415
    from gguf.quants import quantize  # noqa: PLC0415

    random = np.random.default_rng(seed)
    writer = GGUFWriter(file, "gemma3")
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)
    writer.add_sliding_window(WINDOW)
    names, kinds = zip(*pieces(), strict=True)
    writer.add_token_list(names)
    writer.add_token_scores([-float(number) for number in range(len(names))])
    writer.add_token_types(kinds)
    shapes = {
        "attn_q": (HEADS * HEAD, WIDTH), "attn_k": (HEAD, WIDTH), "attn_v": (HEAD, WIDTH),
        "attn_output": (WIDTH, HEADS * HEAD), "ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH),
        "ffn_down": (WIDTH, HIDDEN),
    }  # fmt: skip
    norms = {"attn_norm": WIDTH, "post_attention_norm": WIDTH, "ffn_norm": WIDTH, "post_ffw_norm": WIDTH,
             "attn_q_norm": HEAD, "attn_k_norm": HEAD}  # fmt: skip
    for number in range(LAYERS):
        for name, shape in shapes.items():
            weight = random.normal(0, 0.5, shape).astype(np.float32)
            if name == "ffn_gate":
                kind = GGMLQuantizationType.Q8_0
                writer.add_tensor(f"blk.{number}.{name}.weight", quantize(weight, kind), raw_dtype=kind)
            else:
                writer.add_tensor(f"blk.{number}.{name}.weight", weight)
        for name, size in norms.items():
            writer.add_tensor(f"blk.{number}.{name}.weight", np.ones(size, np.float32))
    writer.add_tensor("token_embd.weight", random.normal(0, 0.1, (len(names), WIDTH)).astype(np.float32))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def install(site: Path, name: str = "tiny-gguf") -> Edition:
    """Install the model's packages into a folder that is, or will be, on `sys.path`."""
    whole = site / "tiny.gguf"
    gguf(whole)
    data = whole.read_bytes()
    whole.unlink()
    cut = len(data) // PARTS + 1
    edition = Edition(name, "1.0.0", "tiny.gguf", PARTS, hashlib.sha256(data).hexdigest())
    _install(site, name, edition.version, {})
    for number, package in enumerate(edition.part_packages):
        module = package.replace("-", "_")
        part = data[number * cut : (number + 1) * cut]
        _install(site, package, edition.version, {f"{module}/data/tiny.gguf.part{number:02}": part})
    return edition


def part(site: Path, edition: Edition, number: int) -> Path:
    """Return where a part lies."""
    module = edition.part_packages[number].replace("-", "_")
    return site / module / "data" / f"{edition.file}.part{number:02}"


def _install(site: Path, package: str, version: str, files: dict[str, bytes]) -> None:
    """Unpack a wheel: its files, and the metadata with their hashes."""
    record = ""
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digest = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    info = site / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    (info / "RECORD").write_text(record)
