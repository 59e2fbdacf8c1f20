"""Tiny Argos packages: a Transformer of random weights and a SentencePiece model of a few sentences.

They translate nothing sensible, but run through every real part: tokenizer, beam search, batches.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

SENTENCES = (
    "港股科技板块的市盈率低于美股。",
    "恒生科技指数上涨，成交额创新高。",
    "南向资金连续三周净买入。",
    "Technology shares in Hong Kong trade below their peers.",
    "The index rose as turnover reached a record.",
    "Southbound funds bought shares for three weeks.",
)
"""What the tokenizer is trained on, so what it can spell."""

BPE = "#version: 0.2\nt h\nth e</w>\n"
DIM, INNER, HEADS = 16, 32, 2


@lru_cache
def tokenizer() -> bytes:
    """Train a SentencePiece model; about 0.05 s."""
    import sentencepiece  # noqa: PLC0415  only with the extra

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 5), model_writer=model, vocab_size=150,
        character_coverage=1.0, hard_vocab_limit=False, byte_fallback=False, minloglevel=2,
    )  # fmt: skip
    return model.getvalue()


def vocabulary() -> list[str]:
    """List the pieces in the order of their numbers."""
    import sentencepiece  # noqa: PLC0415  only with the extra

    processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer())
    return [processor.id_to_piece(number) for number in range(processor.vocab_size())]


def write_model(
    folder: Path, *, positions: int = 0, seed: int = 1, quantization: str | None = "int8"
) -> None:
    """Write a CTranslate2 model of two layers a side.

    Args:
        folder: Where; it is made.
        positions: How many positions its tables have; 0 for a model that computes them.
        seed: Of its weights.
        quantization: As CTranslate2 names it.
    """
    from ctranslate2.specs import TransformerSpec  # noqa: PLC0415  likewise

    pieces = vocabulary()
    spec = TransformerSpec.from_config(2, HEADS, pre_norm=True)
    _fill(spec, len(pieces), positions, seed)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True)
    spec.save(str(folder))


def _fill(spec: Any, size: int, positions: int, seed: int) -> None:
    import numpy as np  # noqa: PLC0415  likewise

    random = np.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) / shape[-1] ** 0.5).astype("float32")

    def linear(layer: Any, out: int, into: int) -> None:
        layer.weight, layer.bias = weights(out, into), weights(out)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(DIM, "float32"), np.zeros(DIM, "float32")

    for side, embeddings in (
        (spec.encoder, spec.encoder.embeddings[0]),
        (spec.decoder, spec.decoder.embeddings),
    ):
        embeddings.weight, embeddings.multiply_by_sqrt_depth = weights(size, DIM), True
        norm(side.layer_norm)
        if positions:
            side.position_encodings.encodings = weights(positions, DIM)
        for layer in side.layer:
            linear(layer.self_attention.linear[0], 3 * DIM, DIM)
            linear(layer.self_attention.linear[1], DIM, DIM)
            linear(layer.ffn.linear_0, INNER, DIM)
            linear(layer.ffn.linear_1, DIM, INNER)
            norm(layer.self_attention.layer_norm)
            norm(layer.ffn.layer_norm)
    for layer in spec.decoder.layer:
        for place, factor in enumerate((1, 2, 1)):
            linear(layer.attention.linear[place], factor * DIM, DIM)
        norm(layer.attention.layer_norm)
    linear(spec.decoder.projection, size, DIM)


def metadata(source: str, target: str, version: str, **more: str) -> dict[str, str]:
    """Return what an Argos package says of itself."""
    return {"package_version": version, "argos_version": "1.9", "from_code": source, "to_code": target} | more


def write_package(
    folder: Path, source: str, target: str, version: str = "1.0", *, bpe: bool = False, **options: Any
) -> Path:
    """Write a package as a folder, as an installer leaves it; `options` are those of `write_model`."""
    write_model(folder / "model", **options)
    (folder / "metadata.json").write_text(json.dumps(metadata(source, target, version)), encoding="utf-8")
    if bpe:
        (folder / "bpe.model").write_text(BPE, encoding="utf-8")
    else:
        (folder / "sentencepiece.model").write_bytes(tokenizer())
    return folder


def files(source: str, target: str, version: str, scratch: Path, **options: Any) -> dict[str, bytes]:
    """Return the files of a package by their names in an archive."""
    folder = write_package(scratch / f"{source}_{target}_{version}", source, target, version, **options)
    inside = sorted(file for file in folder.rglob("*") if file.is_file())
    return {f"{source}_{target}/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in inside}


def pack(file: Path, content: Mapping[str, bytes]) -> Path:
    """Write an `.argosmodel` archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file
