"""An Argos package of the size of real ones (Transformer base) with random weights and outputs of one length.

What it writes makes no sense, but it costs what a real model costs, and every output ends after `WORDS` words: so that
programs are compared at the same work. Where an output ends is decided by one dimension of the states: nothing writes
to it but the table of positions, and nothing reads it but the piece that ends a sentence.
"""

import io
import itertools
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pages

WIDTH, INNER, HEADS, LAYERS, VOCABULARY, POSITIONS = 512, 2048, 8, 6, 32_000, 512
WORDS = 20
_WRITTEN = re.compile("▁[a-z]{4,5}")
"""Pieces that the model may write: whole words, so that no figure, loop or foreign script is found in its drafts."""


def build(folder: Path, source: str = "zh", target: str = "en") -> None:
    """Write the package as a folder, as an installer leaves it.

    Args:
        folder: Where; it is made.
        source: Argos' code of the language to translate from.
        target: And into.
    """
    tokenizer, pieces = _tokenizer(text for _, *texts in pages.pairs() for text in texts)
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
    words = (
        "▁" + "".join(letters) for letters in itertools.product("bdfgklmnprstv", "aeiou", "lmnrst", "aeiou")
    )
    longer = (
        "▁" + "".join(letters)
        for letters in itertools.product("bdgklmnprst", "aeiou", "bdglmnrst", "aeiou", "lmnrst")
    )
    known = set(pieces)
    more = (word for word in itertools.chain(words, longer) if word not in known)
    return model.getvalue(), [*pieces, *itertools.islice(more, VOCABULARY - len(pieces))]


def _filled(pieces: list[str]) -> Any:
    """Return the weights."""
    import numpy as np  # noqa: PLC0415  only with the extra
    from ctranslate2.specs import TransformerSpec  # noqa: PLC0415  likewise

    spec = TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)
    fill = _Weights()
    words = fill.free(len(pieces), WIDTH, scale=WIDTH**-0.5)
    for side, embeddings, length in (
        (spec.encoder, spec.encoder.embeddings[0], POSITIONS),
        (spec.decoder, spec.decoder.embeddings, WORDS),
    ):
        embeddings.weight, embeddings.multiply_by_sqrt_depth = words, True
        side.position_encodings.encodings = fill.free(POSITIONS, WIDTH, scale=4.0)
        side.position_encodings.encodings[length:, 0] = 1000
        fill.side(side)
    projection = spec.decoder.projection
    projection.weight = fill.free(len(pieces), WIDTH, scale=WIDTH**-0.5)
    projection.bias = np.array([0.0 if _WRITTEN.fullmatch(piece) else -1e4 for piece in pieces], "float32")
    end = pieces.index("</s>")
    projection.weight[end], projection.weight[end, 0], projection.bias[end] = 0, 1000, -5000
    return spec


class _Weights:
    """Random weights, that leave the first dimension of the states alone."""

    def __init__(self) -> None:
        import numpy as np  # noqa: PLC0415  likewise

        self.numpy, self.random = np, np.random.default_rng(1)

    def normal(self, *shape: int, scale: float) -> Any:
        return (self.random.standard_normal(shape) * scale).astype("float32")

    def free(self, *shape: int, scale: float) -> Any:
        """Return states without a first dimension."""
        states = self.normal(*shape, scale=scale)
        states[:, 0] = 0
        return states

    def linear(self, layer: Any, out: int, into: int, *, last: bool = False) -> None:
        """Fill a linear map; the last of a block writes into the states."""
        layer.weight = self.normal(out, into, scale=into**-0.5)
        layer.bias = self.numpy.zeros(out, "float32")
        if last:
            layer.weight[0] = 0

    def norm(self, layer: Any) -> None:
        layer.gamma, layer.beta = self.numpy.ones(WIDTH, "float32"), self.numpy.zeros(WIDTH, "float32")

    def attention(self, layer: Any, *sizes: int) -> None:
        for place, size in enumerate(sizes):
            self.linear(layer.linear[place], size * WIDTH, WIDTH, last=place == len(sizes) - 1)
        self.norm(layer.layer_norm)

    def side(self, side: Any) -> None:
        """Fill the layers of the encoder or the decoder."""
        self.norm(side.layer_norm)
        for layer in side.layer:
            self.attention(layer.self_attention, 3, 1)
            self.linear(layer.ffn.linear_0, INNER, WIDTH)
            self.linear(layer.ffn.linear_1, WIDTH, INNER, last=True)
            self.norm(layer.ffn.layer_norm)
            if hasattr(layer, "attention"):
                self.attention(layer.attention, 1, 2, 1)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
