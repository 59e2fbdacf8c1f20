"""Train the adapter that comes with the package: what the published model learns of finance news, Chinese to English.

    python -m tests.training.adapter --out src/transflow/engines/qwen/adapters

It learns the pairs that come with the package (none of those by which drafts are measured is among them), but for those
whose translation lacks a figure of the source, and a few by which one sees how the training goes. A low-rank change (LoRA, https://arxiv.org/abs/2106.09685) of the upper
layers is learnt in bfloat16; what the layers below make of each sentence is computed once. Sentences stand one behind another
in a row, and each sees the instruction and itself alone, so that nothing is computed for padding; before each stand the
ends of lines that the engine fills a request up with.

    … --on ADAPTER --learnt FILE…

goes on from an adapter: what it learnt already, the pairs of some tables, is seen again only by a third, lest it be forgotten.
"""

import argparse
import hashlib
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFWriter
from tokenizers import Tokenizer
from torch import Tensor, nn

from transflow import shipped
from transflow.engines.embedded import Prompt, prompts
from transflow.engines.qwen import adapter, fetch, vocabulary, weights
from transflow.nearest import Nearest
from transflow.verification import verify

from .inliner import Inliner

FIRST = 14
"""The lowest layer that learns."""
RANK, ALPHA = 4, 8.0
MAPS = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
ROW = 512
"""Tokens of a row."""
ROWS, PEAK, EPOCHS = 2, 4e-4, 1.0
"""Rows of a step, the highest learning rate, and how often each sentence is seen."""
SHOWN, ALIKE = 0.08, 0.9
"""Share of the sentences that an example stands before, and the likeness from which one would give the answer away."""
WATCHED = 48
"""Sentences by which the training is watched."""
AGAIN = 3
"""Of so many sentences that an adapter learnt already one is learnt again."""
_BLOCK = 16_384
"""Rows of the embedding read at once."""

Pair = tuple[str, str]


# --- text -----------------------------------------------------------------------------------------------------------


def sentences(known: frozenset[str] = frozenset()) -> tuple[list[Pair], list[Pair]]:
    """Return sentences to learn and to watch, as the engine gets them, with their translations; few of what is known."""
    inliner = Inliner("zh_en")
    learnt, watched = [], []
    for chinese, english, _ in shipped.pairs("zh", "en"):
        # What is left out in what it learns, it learns to leave out.
        if all(fault.code != "TF301" for fault in verify(chinese, english, inliner.lexicon.knowledge)):
            number = int(hashlib.sha256(chinese.encode()).hexdigest(), 16)
            pair = (" ".join(inliner(chinese, english).split()), english)
            if number % 48 == 1:
                watched.append(pair)
            elif chinese not in known or number % AGAIN == 0:
                learnt.append(pair)
    return learnt, watched[:WATCHED]


def with_examples(pairs: Sequence[Pair], rng: random.Random) -> Iterator[tuple[Pair, ...]]:
    """Yield each pair, some behind another that is like it, as the engine shows what people reviewed."""
    near = Nearest(pairs)
    for pair in pairs:
        found = near.nearest(pair[0], 2) if rng.random() < SHOWN else ()
        yield (*[other for other, alike in found if other != pair and alike < ALIKE][:1], pair)


@dataclass(slots=True)
class Row:
    """Sentences behind one another, in tokens."""

    tokens: list[int]
    places: list[int]
    """Where each token stands in its own text."""
    owners: list[int]
    """The number of the sentence that each token belongs to; 0 for the instruction, which all see."""
    wanted: list[int]
    """What follows each token, where that is an answer; else -1."""
    states: Tensor = field(default_factory=lambda: torch.empty(0))
    """What the layers below the first that learns make of it."""

    @property
    def mask(self) -> Tensor:
        """Which token sees which."""
        owners = torch.tensor(self.owners)
        mine = (owners[None, :] == 0) | (owners[None, :] == owners[:, None])
        return mine & torch.ones(len(owners), len(owners), dtype=torch.bool).tril()

    def add(self, tokens: Sequence[int], wanted: Sequence[int], start: int) -> None:
        """Put a sentence behind the others."""
        self.owners += [self.owners[-1] + 1] * len(tokens)
        self.places += range(start, start + len(tokens))
        self.tokens += tokens
        self.wanted += wanted


class Packer:
    """Writes sentences as the engine's turns, in rows."""

    def __init__(self, tokenizer: Tokenizer, prompt: Prompt) -> None:
        self._tokenizer, self._prompt = tokenizer, prompt
        self._heading = self._encode(prompt.heading())

    def _encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def __call__(self, texts: Sequence[Sequence[Pair]]) -> list[Row]:
        """Return rows of texts, each some examples and a sentence whose answer is to be learnt."""
        rows: list[Row] = []
        head = self._heading
        for *examples, (source, target) in texts:
            read = self._encode(
                "".join(self._prompt.turns(*one) for one in examples) + self._prompt.opening(source)
            )
            answer = self._encode(target + vocabulary.END)
            # The end of the turn foretells nothing.
            tokens, wanted = [*read, *answer[:-1]], [*[-1] * (len(read) - 1), *answer]
            if len(head) + len(tokens) > ROW:
                continue
            # A row that is nearly full may still take a short one.
            row = next((row for row in rows[-4:] if len(row.tokens) + len(tokens) <= ROW), None)
            if row is None:
                row = Row([*head], [*range(len(head))], [0] * len(head), [-1] * len(head))
                rows.append(row)
            row.add(tokens, wanted, len(head))
        return rows


# --- model ----------------------------------------------------------------------------------------------------------


class Model:
    """Qwen2 in bfloat16 as `tests/qwen_reference.py` has it, with a change to each map of the layers that learn."""

    def __init__(self, file: weights.Gguf) -> None:
        self.meta = {key.removeprefix("qwen2."): value for key, value in file.metadata.items()}
        self.depth, self.heads = self.meta["block_count"], self.meta["attention.head_count"]
        self.shared = self.meta["attention.head_count_kv"]
        count = file.tensors["token_embd.weight"].shape[0]
        blocks = (
            file.rows("token_embd.weight", at, min(at + _BLOCK, count)) for at in range(0, count, _BLOCK)
        )
        self.embedding = torch.cat([torch.from_numpy(block.copy()).bfloat16() for block in blocks])
        self.weights = {
            name: torch.from_numpy(file.rows(name).copy()).bfloat16()
            for name in file.tensors
            if name.startswith("blk.") or name == "output_norm.weight"
        }
        torch.manual_seed(1)
        self.changes = {
            name: self._change(*self.weights[name].shape)
            for number in range(FIRST, self.depth)
            for name in (f"blk.{number}.{each}.weight" for each in MAPS)
        }

    @staticmethod
    def _change(height: int, width: int) -> tuple[nn.Parameter, nn.Parameter]:
        """Return the halves of a change, which is nothing at first."""
        return nn.Parameter(torch.randn(RANK, width) / math.sqrt(width)), nn.Parameter(
            torch.zeros(height, RANK)
        )

    def go_on(self, learnt: weights.Gguf) -> None:
        """Begin with what an adapter learnt.

        Raises:
            KeyError: It changes other layers.
        """
        with torch.no_grad():
            for name, change in self.changes.items():
                for half, letter in zip(change, "ab", strict=True):
                    half.copy_(torch.from_numpy(learnt.rows(f"{name}.lora_{letter}").copy()))

    def states(self, row: Row, start: int, stop: int) -> Tensor:
        """Return what some layers make of a row."""
        states = row.states if start else self.embedding[row.tokens]
        places, mask = torch.tensor(row.places), row.mask
        for number in range(start, stop):
            states = self._layer(states, f"blk.{number}", places, mask)
        return states

    def loss(self, row: Row) -> Tensor:
        """Return how unexpected the answers of a row are, in nats, all together."""
        at = [place for place, token in enumerate(row.wanted) if token >= 0]
        states = self._norm(self.states(row, FIRST, self.depth)[at], "output_norm.weight")
        scores = nn.functional.linear(states, self.embedding).float()
        return nn.functional.cross_entropy(
            scores, torch.tensor([row.wanted[place] for place in at]), reduction="sum"
        )

    def _norm(self, states: Tensor, name: str) -> Tensor:
        wide = states.float()
        mean = wide.square().mean(-1, keepdim=True) + self.meta["attention.layer_norm_rms_epsilon"]
        return (wide * torch.rsqrt(mean)).bfloat16() * self.weights[name]

    def _map(self, states: Tensor, name: str) -> Tensor:
        found = nn.functional.linear(states, self.weights[f"{name}.weight"], self.weights.get(f"{name}.bias"))
        if change := self.changes.get(f"{name}.weight"):
            into, out = (half.bfloat16() for half in change)
            found = found + (states @ into.T) @ out.T * (ALPHA / RANK)
        return found

    def _rotated(self, states: Tensor, places: Tensor) -> Tensor:
        half = states.shape[-1] // 2
        angle = places[:, None] * self.meta["rope.freq_base"] ** (-torch.arange(half) / half)
        cos, sin = angle.cos()[:, None].bfloat16(), angle.sin()[:, None].bfloat16()
        first, second = states.chunk(2, -1)
        return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)

    def _layer(self, states: Tensor, block: str, places: Tensor, mask: Tensor) -> Tensor:
        normed = self._norm(states, f"{block}.attn_norm.weight")
        queries, keys, values = (self._map(normed, f"{block}.attn_{name}") for name in "qkv")
        queries = self._rotated(queries.unflatten(-1, (self.heads, -1)), places)
        keys = self._rotated(keys.unflatten(-1, (self.shared, -1)), places)
        values = values.unflatten(-1, (self.shared, -1))
        each = self.heads // self.shared
        parts = (queries, keys.repeat_interleave(each, 1), values.repeat_interleave(each, 1))
        mixed = nn.functional.scaled_dot_product_attention(
            *(part.transpose(0, 1) for part in parts), attn_mask=mask
        )
        states = states + self._map(mixed.transpose(0, 1).flatten(-2), f"{block}.attn_output")
        normed = self._norm(states, f"{block}.ffn_norm.weight")
        hidden = nn.functional.silu(self._map(normed, f"{block}.ffn_gate")) * self._map(
            normed, f"{block}.ffn_up"
        )
        return states + self._map(hidden, f"{block}.ffn_down")


# --- training -------------------------------------------------------------------------------------------------------


@torch.no_grad()
def prepare(model: Model, rows: Sequence[Row]) -> None:
    """Compute what the layers below those that learn make of all rows."""
    for row in rows:
        row.states = model.states(row, 0, FIRST)


@torch.no_grad()
def mean_loss(model: Model, rows: Sequence[Row]) -> float:
    """Return how unexpected the answers are, in nats a token."""
    return float(sum(model.loss(row) for row in rows)) / answers(rows)


def answers(rows: Sequence[Row]) -> int:
    """Count the tokens to be learnt."""
    return sum(token >= 0 for row in rows for token in row.wanted)


def shuffled(rows: Sequence[Row], rng: random.Random) -> Iterator[Row]:
    """Yield the rows again and again, each time in another order."""
    while True:
        yield from rng.sample(rows, len(rows))


def train(model: Model, rows: Sequence[Row], watched: Sequence[Row]) -> None:
    """Learn the answers of some rows."""
    halves = [half for change in model.changes.values() for half in change]
    optimizer = torch.optim.AdamW(halves, betas=(0.9, 0.98))
    stream, began = shuffled(rows, random.Random(1)), time.monotonic()
    steps = int(EPOCHS * len(rows) / ROWS)
    rising = steps // 15
    for step in range(1, steps + 1):
        falling = 0.5 + 0.5 * math.cos(math.pi * max(step - rising, 0) / (steps - rising))
        for group in optimizer.param_groups:
            group["lr"] = PEAK * min(step / rising, 1) * max(falling, 0.05)
        some = [next(stream) for _ in range(ROWS)]
        for row in some:
            (model.loss(row) / answers(some)).backward()
        nn.utils.clip_grad_norm_(halves, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step % 25 == 0 or step == steps:
            seen = f"{step:5} of {steps}, loss {mean_loss(model, watched):.3f}, {time.monotonic() - began:5.0f} s"
            print(seen, file=sys.stderr, flush=True)


def save(model: Model, file: Path) -> None:
    """Write what was learnt, as llama.cpp's `convert_lora_to_gguf.py` does."""
    writer = GGUFWriter(str(file), "qwen2")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    for name, change in model.changes.items():
        for half, letter in zip(change, "ab", strict=True):
            writer.add_tensor(f"{name}.lora_{letter}", half.detach().numpy().astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--on", type=Path, metavar="ADAPTER")
    parser.add_argument("--learnt", type=Path, nargs="*", default=(), metavar="FILE")
    options = parser.parse_args()
    published = fetch.published().file
    file = weights.read(published)
    packed = Packer(
        Tokenizer.from_str(vocabulary.tokenizer_json(file.metadata)), prompts("zh", "en", trained=True)[0]
    )
    lines = (line for table in options.learnt for line in table.read_text("utf-8").splitlines())
    learnt, watched = sentences(frozenset(line.split("\t")[0] for line in lines))
    rng = random.Random(1)
    rng.shuffle(learnt)
    rows, others = packed([*with_examples(learnt, rng)]), packed([[pair] for pair in watched])
    model = Model(file)
    if options.on:
        model.go_on(adapter.Adapter.read(options.on).file)
    prepare(model, [*rows, *others])
    print(
        f"{len(learnt)} sentences, {answers(rows)} tokens; loss {mean_loss(model, others):.3f}",
        file=sys.stderr,
    )
    train(model, rows, others)
    save(model, options.out / f"{published.stem}.zh-en.gguf")


if __name__ == "__main__":
    main()
