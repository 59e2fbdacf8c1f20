"""Train the small Argos packages of the tests, in both directions, and pack them.

    python -m tests.training.train --out tests/fixtures/argos [--direction zh_en] [--steps 2600]

One thread and one seed: the same machine makes the same model. Another may round otherwise, so the packages are
committed rather than made by the tests.
"""

import argparse
import io
import json
import math
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import ctranslate2
import numpy as np
import sentencepiece
import torch
from ctranslate2.specs import TransformerSpec
from torch import Tensor, nn

from . import corpus
from .inliner import Inliner

HERE = Path(__file__).parent
UNKNOWN, BEGIN, END, PAD = 0, 1, 2, 2
"""Numbers of the special pieces; what is padded is masked, so that padding may be any piece."""
VOCABULARY, WIDTH, INNER, HEADS, ENCODER, DECODER = 3000, 128, 384, 4, 3, 2
TEMPLATES, HELD_OUT, LONGEST = 9000, 200, 44
PEAK, WARM_UP, TOKENS, SMOOTHING = 2e-3, 250, 1400, 0.05
VERSION = "1.0"

Example = tuple[list[int], list[int]]


# --- text -----------------------------------------------------------------------------------------------------------


def sentences(direction: str) -> tuple[list[corpus.Pair], list[corpus.Pair]]:
    """Return (source, target) sentences to learn, and others of the templates to test with."""
    made = list(dict.fromkeys(corpus.pairs(TEMPLATES, seed=1)))
    written = [tuple(line.split("\t")[1:]) for line in (HERE / "finance.tsv").read_text("utf-8").splitlines()]
    known = set(made)
    unseen = [pair for pair in corpus.pairs(3 * HELD_OUT, seed=2) if pair not in known][:HELD_OUT]
    learnt = [*made, *((chinese, english) for chinese, english in written)]
    if direction == "en_zh":
        return [pair[::-1] for pair in learnt], [pair[::-1] for pair in unseen]
    return learnt, unseen


def with_inlined(pairs: Sequence[corpus.Pair], inliner: Inliner) -> list[corpus.Pair]:
    """Add to sentence pairs what transflow would make of their sources."""
    more = [(inliner(source), target) for source, target in pairs if inliner.fits(source, target)]
    return list(dict.fromkeys([*pairs, *more]))


def train_tokenizer(pairs: Sequence[corpus.Pair]) -> bytes:
    """Train one SentencePiece model for both languages."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in pairs for text in pair]), model_writer=model, model_type="unigram",
        vocab_size=VOCABULARY, character_coverage=0.998, byte_fallback=True, split_digits=True, num_threads=1,
        unk_id=UNKNOWN, bos_id=BEGIN, eos_id=END, pad_id=-1, minloglevel=2,
    )  # fmt: skip
    return model.getvalue()


# --- model ----------------------------------------------------------------------------------------------------------


def positions(length: int) -> Tensor:
    """Return sinusoidal position encodings, counted from 1 as CTranslate2 does that computes them itself."""
    half = WIDTH // 2
    scales = torch.exp(torch.arange(half) * (-math.log(10000) / (half - 1)))
    angles = (torch.arange(length) + 1)[:, None] * scales[None, :]
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)


class Attention(nn.Module):
    """Attention of some states to others, or to themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.query, self.key_value, self.out = (nn.Linear(WIDTH, n * WIDTH) for n in (1, 2, 1))

    def forward(self, states: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        normed = self.norm(states)
        query = self.query(normed)
        key, value = self.key_value(normed if memory is None else memory).chunk(2, -1)
        heads = (part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in (query, key, value))
        found = nn.functional.scaled_dot_product_attention(*heads, attn_mask=mask)
        return states + self.out(found.transpose(1, 2).flatten(-2))


class FeedForward(nn.Module):
    """The two linear layers after an attention."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.first, self.second = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, states: Tensor) -> Tensor:
        return states + self.second(torch.relu(self.first(self.norm(states))))


class Layer(nn.Module):
    """One layer of the encoder, or with `cross` of the decoder."""

    def __init__(self, *, cross: bool) -> None:
        super().__init__()
        self.own, self.feed = Attention(), FeedForward()
        self.cross = Attention() if cross else None


class Model(nn.Module):
    """A pre-norm Transformer; both sides and the projection share their embeddings."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(size, WIDTH)
        nn.init.normal_(self.embedding.weight, std=WIDTH**-0.5)
        self.encoder = nn.ModuleList(Layer(cross=False) for _ in range(ENCODER))
        self.decoder = nn.ModuleList(Layer(cross=True) for _ in range(DECODER))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.bias = nn.Parameter(torch.zeros(size))
        self.register_buffer("table", positions(256), persistent=False)
        self.dropout = nn.Dropout(0.1)

    def _embedded(self, pieces: Tensor) -> Tensor:
        return self.dropout(self.embedding(pieces) * WIDTH**0.5 + self.table[: pieces.shape[1]])

    def encode(self, source: Tensor, mask: Tensor) -> Tensor:
        states = self._embedded(source)
        for layer in self.encoder:
            states = layer.feed(self.dropout(layer.own(states, None, mask)))
        return self.encoder_norm(states)

    def forward(self, source: Tensor, target: Tensor, lengths: Tensor) -> Tensor:
        mask = (torch.arange(source.shape[1])[None, :] < lengths[:, None])[:, None, None, :]
        memory = self.encode(source, mask)
        causal = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).tril()
        states = self._embedded(target)
        for layer in self.decoder:
            states = layer.own(states, None, causal)
            states = layer.feed(self.dropout(layer.cross(states, memory, mask)))
        return nn.functional.linear(self.decoder_norm(states), self.embedding.weight, self.bias)


# --- training -------------------------------------------------------------------------------------------------------


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Yield batches of examples of like length, for ever."""
    while True:
        order = sorted(examples, key=lambda one: (max(map(len, one)), rng.random()))
        groups: list[list[Example]] = [[]]
        for one in order:
            if (len(groups[-1]) + 1) * max(map(len, one)) > TOKENS:
                groups.append([])
            groups[-1].append(one)
        rng.shuffle(groups)
        yield from groups


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def loss_of(model: Model, batch: Sequence[Example]) -> Tensor:
    sources = padded([source for source, _ in batch], PAD)
    lengths = torch.tensor([len(source) for source, _ in batch])
    given = padded([[BEGIN, *target] for _, target in batch], PAD)
    wanted = padded([[*target, END] for _, target in batch], -100)
    scores = model(sources, given, lengths)
    return nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), label_smoothing=SMOOTHING)


def train(examples: Sequence[Example], size: int, steps: int) -> Model:
    """Train a model and return it."""
    torch.manual_seed(1)
    model = Model(size)
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98))
    stream, began, mean = batches(examples, random.Random(1)), time.monotonic(), 0.0
    for step in range(1, steps + 1):
        rate = PEAK * min(step / WARM_UP, 1) * max(0.02, 1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(model, next(stream))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"{step:5} loss {mean:.3f} {time.monotonic() - began:5.0f} s", file=sys.stderr, flush=True)
    return model.eval()


# --- packing --------------------------------------------------------------------------------------------------------


def array(*tensors: Tensor) -> np.ndarray:
    """Return tensors, one upon the other, as CTranslate2 wants them."""
    return torch.cat([tensor.detach() for tensor in tensors]).numpy().astype("float32")


def convert(model: Model, pieces: list[str], folder: Path) -> None:
    """Write a model for CTranslate2, in int8."""
    spec = TransformerSpec.from_config((ENCODER, DECODER), HEADS, pre_norm=True)
    for side, layers, norm in (
        (spec.encoder, model.encoder, model.encoder_norm), (spec.decoder, model.decoder, model.decoder_norm),
    ):  # fmt: skip
        embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
        embeddings.weight, embeddings.multiply_by_sqrt_depth = array(model.embedding.weight), True
        _norm(side.layer_norm, norm)
        for there, layer in zip(side.layer, layers, strict=True):
            own = layer.own
            _norm(there.self_attention.layer_norm, own.norm)
            _linear(there.self_attention.linear[0], own.query, own.key_value)
            _linear(there.self_attention.linear[1], own.out)
            _norm(there.ffn.layer_norm, layer.feed.norm)
            _linear(there.ffn.linear_0, layer.feed.first)
            _linear(there.ffn.linear_1, layer.feed.second)
            if layer.cross is not None:
                _norm(there.attention.layer_norm, layer.cross.norm)
                for linear, part in enumerate((layer.cross.query, layer.cross.key_value, layer.cross.out)):
                    _linear(there.attention.linear[linear], part)
    spec.decoder.projection.weight, spec.decoder.projection.bias = (
        array(model.embedding.weight),
        array(model.bias),
    )
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True)
    spec.save(str(folder))


def _norm(there: object, norm: nn.LayerNorm) -> None:
    there.gamma, there.beta = array(norm.weight), array(norm.bias)


def _linear(there: object, *linears: nn.Linear) -> None:
    there.weight, there.bias = (
        array(*(each.weight for each in linears)),
        array(*(each.bias for each in linears)),
    )


def pack(model: Model, tokenizer: bytes, direction: str, file: Path) -> None:
    """Write an `.argosmodel`, with fixed times so that the same model makes the same file."""
    source, target = direction.split("_")
    processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
    about = {"package_version": VERSION, "argos_version": "1.9", "from_code": source, "to_code": target,
             "from_name": NAMES[source], "to_name": NAMES[target]}  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / direction
        convert(model, [processor.id_to_piece(n) for n in range(processor.vocab_size())], folder / "model")
        (folder / "metadata.json").write_text(json.dumps(about, indent=1))
        (folder / "sentencepiece.model").write_bytes(tokenizer)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = zipfile.ZipInfo(f"translate-{direction}/{path.relative_to(folder).as_posix()}")
                name.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(name, path.read_bytes())


NAMES = {"zh": "Chinese", "en": "English"}


def score(
    model: Model, tokenizer: bytes, direction: str, unseen: Sequence[corpus.Pair], inliner: Inliner
) -> float:
    """Return the share of unseen sentences that the packed model, in int8, translates to the letter."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / direction
        convert(model, [processor.id_to_piece(n) for n in range(processor.vocab_size())], folder)
        translator = ctranslate2.Translator(str(folder), intra_threads=1)
        sources = [inliner(source) for source, _ in unseen]
        results = translator.translate_batch(processor.encode(sources, out_type=str), beam_size=4)
    outputs = [processor.decode_pieces(result.hypotheses[0]) for result in results]
    for source, output, (_, wanted) in list(zip(sources, outputs, unseen, strict=True))[:12]:
        print(f"  {source}\n    {output}\n    {wanted}", file=sys.stderr)
    return sum(output == wanted for output, (_, wanted) in zip(outputs, unseen, strict=True)) / len(unseen)


def main() -> None:
    """Train and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--direction", choices=("zh_en", "en_zh"), action="append")
    parser.add_argument("--steps", type=int, default=2600)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for direction in options.direction or ("zh_en", "en_zh"):
        inliner = Inliner(direction)
        learnt, unseen = sentences(direction)
        pairs = with_inlined(learnt, inliner)
        tokenizer = train_tokenizer(pairs)
        processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
        coded = [(processor.encode(source), processor.encode(target)) for source, target in pairs]
        examples = [one for one in coded if max(map(len, one)) <= LONGEST]
        print(f"{direction}: {len(pairs)} pairs, {len(examples)} short enough", file=sys.stderr)
        model = train(examples, processor.vocab_size(), options.steps)
        exact = score(model, tokenizer, direction, unseen, inliner)
        file = options.out / f"translate-{direction}.argosmodel"
        pack(model, tokenizer, direction, file)
        print(
            f"{file.name}: {file.stat().st_size / 2**20:.1f} MiB, {exact:.0%} of unseen sentences to the letter"
        )


if __name__ == "__main__":
    main()
