"""An Argos package of the size of real ones (Transformer base) with random weights and outputs of one length.

What it writes makes no sense, but it costs what a real model costs, and every output ends after `WORDS` words: so that
programs are compared at the same work. Where an output ends is decided by one dimension of the states: nothing writes
to it but the table of positions, and nothing reads it but the piece that ends a sentence.
"""

import io
import itertools
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

WIDTH, INNER, HEADS, LAYERS, VOCABULARY, POSITIONS = 512, 2048, 8, 6, 32_000, 512
WORDS = 20
_WRITTEN = re.compile("▁[a-z]{4,5}")
"""Pieces that the model may write: whole words, so that no figure, loop or foreign script is found in its drafts."""


def build(folder: Path, sentences: Iterable[str], source: str = "zh", target: str = "en") -> None:
    """Write the package as a folder, as an installer leaves it.

    Args:
        folder: Where; it is made.
        sentences: What the tokenizer is trained on.
        source: Argos' code of the language to translate from.
        target: And into.
    """
    tokenizer, pieces = _tokenizer(sentences)
    about = {"package_version": "1.0", "argos_version": "1.9", "from_code": source, "to_code": target,
             "from_name": source, "to_name": target, "type": "translate"}  # fmt: skip
    folder.mkdir(parents=True)
    (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "sentencepiece.model").write_bytes(tokenizer)
    spec = _filled(pieces)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    (folder / "model").mkdir()
    spec.save(str(folder / "model"))


def _tokenizer(sentences: Iterable[str]) -> tuple[bytes, list[str]]:
    """Return a SentencePiece model, and its pieces with words added until there are as many as in real packages."""
    import sentencepiece  # noqa: PLC0415  only with the extra

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_writer=model, vocab_size=8000, hard_vocab_limit=False,
        character_coverage=1.0, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [processor.id_to_piece(number) for number in range(processor.vocab_size())]
    words = ("▁" + "".join(letters) for letters in itertools.product("bdfgklmnprstv", "aeiou", "lmnrst", "aeiou"))
    longer = ("▁" + "".join(letters) for letters in itertools.product("bdgklmnprst", "aeiou", "bdglmnrst", "aeiou", "lmnrst"))
    known = set(pieces)
    more = (word for word in itertools.chain(words, longer) if word not in known)
    return model.getvalue(), [*pieces, *itertools.islice(more, VOCABULARY - len(pieces))]


def _filled(pieces: list[str]) -> Any:
    """Return the weights."""
    import numpy as np  # noqa: PLC0415  only with the extra
    from ctranslate2.specs import TransformerSpec  # noqa: PLC0415  likewise

    random = np.random.default_rng(1)
    spec = TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)

    def normal(*shape: int, scale: float = 1.0) -> Any:
        return (random.standard_normal(shape) * scale).astype("float32")

    def linear(layer: Any, out: int, into: int, *, last: bool = False) -> None:
        layer.weight, layer.bias = normal(out, into, scale=into**-0.5), np.zeros(out, "float32")
        if last:
            layer.weight[0] = 0

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, "float32"), np.zeros(WIDTH, "float32")

    def attention(layer: Any, *sizes: int) -> None:
        for place, size in enumerate(sizes):
            linear(layer.linear[place], size * WIDTH, WIDTH, last=place == len(sizes) - 1)
        norm(layer.layer_norm)

    words = normal(len(pieces), WIDTH, scale=WIDTH**-0.5)
    words[:, 0] = 0
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
        embeddings.weight, embeddings.multiply_by_sqrt_depth = words, True
        table = normal(POSITIONS, WIDTH, scale=4.0)
        table[:, 0] = 0
        if side is spec.decoder:
            table[WORDS:, 0] = 1000
        side.position_encodings.encodings = table
        norm(side.layer_norm)
        for layer in side.layer:
            attention(layer.self_attention, 3, 1)
            linear(layer.ffn.linear_0, INNER, WIDTH)
            linear(layer.ffn.linear_1, WIDTH, INNER, last=True)
            norm(layer.ffn.layer_norm)
            if side is spec.decoder:
                attention(layer.attention, 1, 2, 1)
    spec.decoder.projection.weight = normal(len(pieces), WIDTH, scale=WIDTH**-0.5)
    spec.decoder.projection.weight[:, 0] = 0
    spec.decoder.projection.bias = np.array([0.0 if _WRITTEN.fullmatch(piece) else -1e4 for piece in pieces], "float32")
    end = pieces.index("</s>")
    spec.decoder.projection.weight[end], spec.decoder.projection.weight[end, 0] = 0, 1000.0
    spec.decoder.projection.bias[end] = -5000
    return spec
