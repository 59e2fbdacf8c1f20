"""Qwen2 in float32 with numpy, from the dequantized tensors, layer by layer as the paper has it: what the conversion is held against."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from transflow.engines.qwen import weights
from transflow.engines.qwen.graph import GRAPH
from transflow.engines.qwen.runtime import Runtime, States

Floats = NDArray[np.float32]


class Reference:
    """The unconverted model."""

    def __init__(self, file: Path, *, rounded: bool = False) -> None:
        """Compute with the tensors as they are, or rounded to 7 bits by row, and what they are multiplied by to 8."""
        self.rounded = rounded
        self.gguf = weights.read(file)
        self.meta = {key.removeprefix("qwen2."): value for key, value in self.gguf.metadata.items()}
        self.heads: int = self.meta["attention.head_count"]
        self.shared: int = self.meta["attention.head_count_kv"]

    def logits(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """Return what follows each place of some texts; a layer's weights are in memory one layer at a time."""
        states = [
            self._kept(
                np.concatenate([self.gguf.rows("token_embd.weight", number, number + 1) for number in text])
            )
            for text in texts
        ]
        for number in range(self.meta["block_count"]):
            block = {
                name.removeprefix(f"blk.{number}."): self.gguf.rows(name)
                for name in self.gguf.tensors
                if name.startswith(f"blk.{number}.")
            }
            states = [x + self._attend(x, block) for x in states]
            states = [x + self._feed(x, block) for x in states]
        states = [self._norm(x, self.gguf.rows("output_norm.weight")) for x in states]
        own = "output.weight" if "output.weight" in self.gguf.tensors else "token_embd.weight"
        count = self.gguf.tensors[own].shape[0]
        found = [np.empty((len(x), count), np.float32) for x in states]
        for start in range(0, count, 16_384):
            rows = self.gguf.rows(own, start, min(start + 16_384, count))
            for x, out in zip(states, found, strict=True):
                out[:, start : start + len(rows)] = self._times(x, rows)
        return found

    def _kept(self, rows: Floats, largest: int = 64) -> Floats:
        if not self.rounded:
            return rows
        step = np.abs(rows).max(-1, keepdims=True) / np.float32(largest)
        return np.asarray(np.rint(rows / step) * step, np.float32)

    def _times(self, x: Floats, weight: Floats) -> Floats:
        return self._kept(x, 127) @ self._kept(weight).T

    def _norm(self, x: Floats, weight: Floats) -> Floats:
        mean = np.square(x).mean(-1, keepdims=True) + self.meta["attention.layer_norm_rms_epsilon"]
        return np.asarray(x / np.sqrt(mean) * weight, np.float32)

    def _rotate(self, x: Floats) -> Floats:
        half = x.shape[-1] // 2
        angle = np.arange(len(x))[:, None] * self.meta["rope.freq_base"] ** (-np.arange(half) / half)
        cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
        first, second = x[..., :half], x[..., half:]
        return np.concatenate([first * cos - second * sin, second * cos + first * sin], -1).astype(np.float32)

    def _attend(self, x: Floats, block: dict[str, Floats]) -> Floats:
        x = self._norm(x, block["attn_norm.weight"])
        maps = {
            name: self._times(x, block[f"attn_{name}.weight"]) + block[f"attn_{name}.bias"] for name in "qkv"
        }
        queries = self._rotate(maps["q"].reshape(len(x), self.heads, -1))
        keys = self._rotate(maps["k"].reshape(len(x), self.shared, -1))
        values = maps["v"].reshape(len(x), self.shared, -1)
        keys, values = (np.repeat(one, self.heads // self.shared, axis=1) for one in (keys, values))
        scores = np.einsum("qhd,khd->hqk", queries, keys) / np.sqrt(queries.shape[-1])
        scores = scores + np.triu(np.full((len(x), len(x)), -1e30), 1)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = np.einsum("hqk,khd->qhd", scores, values).reshape(len(x), -1).astype(np.float32)
        return self._times(mixed, block["attn_output.weight"])

    def _feed(self, x: Floats, block: dict[str, Floats]) -> Floats:
        x = self._norm(x, block["ffn_norm.weight"])
        gate = self._times(x, block["ffn_gate.weight"])
        hidden = gate / (1 + np.exp(-gate)) * self._times(x, block["ffn_up.weight"])
        return self._times(hidden, block["ffn_down.weight"])


def log_softmax(logits: Floats) -> Floats:
    """Return log-probabilities."""
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


def following(runtime: Runtime, text: Sequence[int]) -> dict[int, float]:
    """Return, by the converted model, the logarithm of the probability of every piece that it can write behind a text."""
    graph = onnx.load(runtime.folder / GRAPH, load_external_data=False).graph
    count = next(constant.dims[0] for constant in graph.initializer if constant.name == "projection scale")
    states = States(runtime.shape, 1, len(text))
    runtime.read(states, 0, text[:-1], 0)
    found, _ = runtime.step(states, text[-1:], [len(text)], count, [0])
    return dict(zip(found.pieces[0].tolist(), found.likelihoods[0].tolist(), strict=True))
