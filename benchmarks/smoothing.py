"""Compute the smoothing factors of the embedded model's int8 conversion.

    python benchmarks/smoothing.py PAIRS.tsv src/transflow/engines/gemma/gemma-3-270m-q4_k_m.gguf.smoothing

PAIRS.tsv has a Chinese and an English sentence in its last two columns. Gemma 3 is run over some of them in
float32 with numpy, and for the inputs of every linear map it is noted how large each channel is beside the
largest one of its token. A factor weighs that against the weights it would enlarge, and is written as
the nearest quarter of a binary order of magnitude.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transflow.engines.ct2 import open_tokenizer
from transflow.engines.gemma.store import cache_root, ensure
from transflow.engines.gemma.weights import GEMMA, locate, read

Floats = NDArray[np.float32]
Tap = Callable[[str, Floats], None]

TEXTS, PAIRS = 8, 4
POWER = 3
"""Of the mean over tokens: 2 to 4 did equally well, the maximum worse."""
BALANCE = 0.65
"""How much of the spread the weights take over; 0.6 to 0.7 did equally well."""


class Gemma:
    """The float32 model, layer by layer, as the paper and the reference implementations have it."""

    def __init__(self) -> None:
        self.gguf = read(locate(GEMMA))
        self.meta = {key.removeprefix("gemma3."): value for key, value in self.gguf.metadata.items()}
        self.layers: int = self.meta["block_count"]
        names = [name for name in self.gguf.tensors if name != "token_embd.weight"]
        self.weight = {name.removesuffix(".weight"): self.gguf.rows(name) for name in names}

    def norm(self, x: Floats, name: str) -> Floats:
        mean = np.square(x).mean(-1, keepdims=True) + self.meta["attention.layer_norm_rms_epsilon"]
        return np.asarray(x / np.sqrt(mean) * self.weight[name], np.float32)

    def rotate(self, x: Floats, base: float) -> Floats:
        half = x.shape[-1] // 2
        angle = np.arange(len(x))[:, None] * base ** (-np.arange(half) / half)
        cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
        first, second = x[..., :half], x[..., half:]
        return np.concatenate([first * cos - second * sin, second * cos + first * sin], -1).astype(np.float32)

    def attend(self, x: Floats, number: int, tap: Tap) -> Floats:
        block = f"blk.{number}"
        base = self.meta["rope.freq_base"] if (number + 1) % 6 == 0 else 10_000.0
        head = self.meta["attention.key_length"]
        x = self.norm(x, f"{block}.attn_norm")
        tap(f"{number} attention", x)
        queries, keys, values = (x @ self.weight[f"{block}.attn_{kind}"].T for kind in "qkv")
        queries = self.norm(queries.reshape(len(x), -1, head), f"{block}.attn_q_norm")
        keys = self.norm(keys.reshape(len(x), 1, head), f"{block}.attn_k_norm")
        scores = np.einsum("qhd,kd->hqk", self.rotate(queries, base), self.rotate(keys, base)[:, 0])
        scores = scores / np.sqrt(head) + np.triu(np.full((len(x), len(x)), -1e30), 1)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = np.einsum("hqk,kd->qhd", scores, values).reshape(len(x), -1).astype(np.float32)
        tap(f"{number} values", mixed)
        output = mixed @ self.weight[f"{block}.attn_output"].T
        return self.norm(output, f"{block}.post_attention_norm")

    def feed(self, x: Floats, number: int, tap: Tap) -> Floats:
        block = f"blk.{number}"
        x = self.norm(x, f"{block}.ffn_norm")
        tap(f"{number} feed", x)
        gate = x @ self.weight[f"{block}.ffn_gate"].T
        gate = 0.5 * gate * (1 + np.tanh(np.sqrt(2 / np.pi) * (gate + 0.044715 * gate**3)))
        hidden = (gate * (x @ self.weight[f"{block}.ffn_up"].T)).astype(np.float32)
        tap(f"{number} hidden", hidden)
        return self.norm(hidden @ self.weight[f"{block}.ffn_down"].T, f"{block}.post_ffw_norm")

    def run(self, ids: list[int], tap: Tap) -> None:
        """Forward a text, showing `tap` the input of every linear map."""
        x = np.concatenate([self.gguf.rows("token_embd.weight", number, number + 1) for number in ids])
        x = x * np.float32(np.sqrt(x.shape[1]))
        for number in range(self.layers):
            x = x + self.attend(x, number, tap)
            x = x + self.feed(x, number, tap)
        tap("final", self.norm(x, "output_norm"))


def texts(pairs: Path) -> Iterator[str]:
    lines = [line.split("\t")[-2:] for line in pairs.read_text(encoding="utf-8").splitlines()]
    chosen = lines[:: len(lines) // (TEXTS * PAIRS)][: TEXTS * PAIRS]
    for start in range(0, len(chosen), PAIRS):
        yield "\n\n".join(
            f"Chinese: {ours}\nEnglish: {theirs}" for ours, theirs in chosen[start : start + PAIRS]
        )


def measure(model: Gemma, pairs: Path) -> dict[str, Floats]:
    """Return how large each channel is beside the largest of its token, as a power mean over the tokens."""
    sums: dict[str, Floats] = {}
    tokens = 0
    tokenizer = open_tokenizer(ensure("Latn").folder / "tokenizer.model")

    def tap(name: str, x: Floats) -> None:
        size = np.abs(x[1:]) / np.abs(x[1:]).max(-1, keepdims=True)  # <bos> is everywhere the same, and odd
        sums[name] = sums.get(name, 0) + (size**POWER).sum(0)

    for text in texts(pairs):
        ids = [2, *tokenizer.encode(text)]
        tokens += len(ids) - 1
        model.run(ids, tap)
    return {name: np.asarray((total / tokens) ** (1 / POWER), np.float32) for name, total in sums.items()}


def steps(size: Floats, weight: Floats) -> NDArray[np.int8]:
    """Weigh the channels' sizes against their weights, in quarters of a binary order of magnitude."""
    largest = np.maximum(np.abs(weight).max(0), 1e-4)
    logs = BALANCE * np.log2(np.maximum(size, 1e-4)) - (1 - BALANCE) * np.log2(largest)
    return np.asarray(np.rint(4 * (logs - logs.mean())).clip(-127, 127), np.int8)


def factor(exponents: NDArray[np.int8]) -> Floats:
    return np.exp2(exponents / 4).astype(np.float32)


def layer_steps(model: Gemma, sizes: dict[str, Floats], number: int) -> Iterator[NDArray[np.int8]]:
    """Yield a layer's factors in the order in which the conversion reads them."""
    weight = {kind: model.weight[f"blk.{number}.{kind}"] for kind in ("attn_q", "attn_k", "attn_v")}
    heads = model.meta["attention.head_count"]
    output = model.weight[f"blk.{number}.attn_output"].reshape(-1, len(weight["attn_v"]))
    values = steps(sizes[f"{number} values"].reshape(heads, -1).max(0), output)
    weight["attn_v"] = weight["attn_v"] / factor(values)[:, None]
    hidden = steps(sizes[f"{number} hidden"], model.weight[f"blk.{number}.ffn_down"])
    up = model.weight[f"blk.{number}.ffn_up"] / factor(hidden)[:, None]
    yield steps(sizes[f"{number} attention"], np.concatenate(list(weight.values())))
    yield values
    yield steps(sizes[f"{number} feed"], np.concatenate([model.weight[f"blk.{number}.ffn_gate"], up]))
    yield hidden


def main(pairs: Path, target: Path) -> None:
    model = Gemma()
    sizes = measure(model, pairs)
    found = [steps(sizes["final"], model.gguf.rows("token_embd.weight", 0, 65_536))]
    for number in range(model.layers):
        found.extend(layer_steps(model, sizes, number))
    target.write_bytes(np.concatenate(found).tobytes())
    print(f"{target}: {sum(map(len, found))} factors; models under {cache_root()} are made anew")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
