"""From the GGUF tensors to a CTranslate2 model of int8 weights.

The layers are set as `ctranslate2.converters.transformers.Gemma3Loader` sets them, except that GGUF stores
Gemma's RMSNorm weights plus one, so that `layer_norm_use_residual` stays unset. In float32 the result
agrees with `embedded-reference.json` to 10⁻⁴ in every log-probability and in every greedy token.

int8 alone loses a lot here (a mean divergence of 0.084 nats a token, another best token in 20 % of the
places), because a few channels carry values 10 to 60 times the others and activations are rounded by row.
So each linear layer's input channels are first divided by a factor that the layer's weights take up, which
changes nothing in exact arithmetic (SmoothQuant, https://arxiv.org/abs/2211.10438) and leaves 0.015 nats.
The factors are data (`*.smoothing`): quarters of a binary order of magnitude as int8, in the order of
`_Smoothing`; `benchmarks/smoothing.py` computes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.engines import Progress
from transflow.engines.gemma.vocabulary import Vocabulary, sentencepiece_model, writable
from transflow.engines.gemma.weights import Gguf
from transflow.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Deltas = Mapping[str, "Floats"]
"""What a trained adapter adds to a weight, by the tensor's GGUF name and in its shape."""

TOKENIZER = "tokenizer.model"

_GLOBAL_EVERY = 6
"""Every sixth layer of Gemma 3 sees the whole context; the others a window, with a rope of their own."""
_LOCAL_ROPE_BASE = 10_000.0
_ROWS = 16_384
"""Rows of the embedding that are dequantized at once, which bounds memory."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make of a model file."""

    gguf: Gguf
    group: str
    """What the model is to write, as `vocabulary.group_of` names it."""
    smoothing: bytes = b""
    """The factors, as `Edition.smoothing` has them; none if empty."""
    deltas: Deltas | None = None
    """An adapter to merge."""

    def weight(self, name: str, start: int = 0, stop: int | None = None) -> "Floats":
        """Return a tensor, or some of its rows, with what the adapter adds."""
        weight = self.gguf.rows(f"{name}.weight", start, stop)
        delta = (self.deltas or {}).get(f"{name}.weight")
        return weight if delta is None else weight + delta[start:stop]


def convert(plan: Plan, folder: Path, progress: Progress) -> None:
    """Write a CTranslate2 model and its tokenizer into an existing folder.

    It then holds `model.bin`, `config.json`, `vocabulary.json` and `tokenizer.model`.

    Raises:
        EngineError: The adapter is one of another model.
        OSError: The folder cannot be written.
        MemoryError: There is not enough of it (0.7 GB).
    """
    metadata = plan.gguf.metadata
    if strangers := sorted(set(plan.deltas or ()) - set(plan.gguf.tensors)):
        raise EngineError(f"the adapter changes {strangers[0]}, which the model does not have")
    columns = ("tokens", "scores", "token_type")
    vocabulary = Vocabulary(*(metadata[f"tokenizer.ggml.{column}"] for column in columns))
    (folder / TOKENIZER).write_bytes(sentencepiece_model(vocabulary))
    spec = _spec(metadata)
    final, factors = _factors(plan)
    _set_layers(spec.decoder, plan, factors, progress)
    spec.decoder.layer_norm.gamma = plan.weight("output_norm") / final
    order = _set_embeddings(spec.decoder, plan, writable(vocabulary, plan.group), final, progress)
    spec.register_vocabulary([vocabulary.pieces[number] for number in order])
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<bos>", "<eos>", "<unk>"
    spec.config.layer_norm_epsilon = metadata["gemma3.attention.layer_norm_rms_epsilon"]
    spec.validate()
    spec.save(str(folder))


@dataclass(frozen=True, slots=True)
class _Smoothing:
    """The factors by which the inputs of a layer's linear maps are divided."""

    attention: "Floats"
    """Input of the query, key and value maps."""
    values: "Floats"
    """Input of the attention's output map, one head: the query heads share the values."""
    feed: "Floats"
    """Input of the gate and up maps."""
    hidden: "Floats"
    """Input of the down map."""


def _spec(metadata: Mapping[str, Any]) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec  # noqa: PLC0415  heavy

    head = metadata["gemma3.attention.key_length"]
    return transformer_spec.TransformerDecoderModelSpec.from_config(
        metadata["gemma3.block_count"],
        metadata["gemma3.attention.head_count"],
        activation=common_spec.Activation.GELUTanh,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=head,
        rotary_interleave=False,
        rotary_base=_LOCAL_ROPE_BASE,
        num_heads_kv=metadata["gemma3.attention.head_count_kv"],
        head_dim=head,
        sliding_window=metadata["gemma3.attention.sliding_window"],
        pre_post_layer_norm=True,
        qk_norm=True,
    )


def _set_layers(decoder: Any, plan: Plan, smoothing: Sequence[_Smoothing], progress: Progress) -> None:
    import numpy as np  # noqa: PLC0415

    for number, (layer, factors) in enumerate(zip(decoder.layer, smoothing, strict=True)):
        progress("converting the model", number, len(decoder.layer))
        _set_attention(layer, plan, f"blk.{number}", factors)
        _set_feed_forward(layer, plan, f"blk.{number}", factors)
        if (number + 1) % _GLOBAL_EVERY == 0:
            layer.self_attention.rotary_base = np.float32(plan.gguf.metadata["gemma3.rope.freq_base"])
            layer.self_attention.sliding_window = np.int32(0)
    progress("converting the model", len(decoder.layer), len(decoder.layer))


def _set_attention(layer: Any, plan: Plan, block: str, factors: _Smoothing) -> None:
    import numpy as np  # noqa: PLC0415

    attention = layer.self_attention
    layer.input_layer_norm.gamma = plan.weight(f"{block}.attn_norm") / factors.attention
    layer.post_attention_layer_norm.gamma = plan.weight(f"{block}.post_attention_norm")
    attention.q_norm.gamma = plan.weight(f"{block}.attn_q_norm")
    attention.k_norm.gamma = plan.weight(f"{block}.attn_k_norm")
    queries, keys = plan.weight(f"{block}.attn_q"), plan.weight(f"{block}.attn_k")
    values = plan.weight(f"{block}.attn_v") / factors.values[:, None]
    _set_linear(attention.linear[0], np.concatenate([queries, keys, values]) * factors.attention)
    output = plan.weight(f"{block}.attn_output")
    heads = output.shape[1] // len(factors.values)
    _set_linear(attention.linear[1], output * np.tile(factors.values, heads))


def _set_feed_forward(layer: Any, plan: Plan, block: str, factors: _Smoothing) -> None:
    layer.pre_feedforward_layer_norm.gamma = plan.weight(f"{block}.ffn_norm") / factors.feed
    layer.post_feedforward_layer_norm.gamma = plan.weight(f"{block}.post_ffw_norm")
    _set_linear(layer.ffn.linear_0, plan.weight(f"{block}.ffn_gate") * factors.feed)
    up = plan.weight(f"{block}.ffn_up") / factors.hidden[:, None]
    _set_linear(layer.ffn.linear_0_noact, up * factors.feed)
    _set_linear(layer.ffn.linear_1, plan.weight(f"{block}.ffn_down") * factors.hidden)


def _set_embeddings(
    decoder: Any, plan: Plan, first: Sequence[int], final: "Floats", progress: Progress
) -> list[int]:
    """Set the embedding, the pieces that can be written first, and as the projection those of them.

    The projection takes up the final norm's factors. Returns the ids in their new order.
    """
    import numpy as np  # noqa: PLC0415

    count, width = plan.gguf.tensors["token_embd.weight"].shape
    kept = frozenset(first)
    order = [*first, *(number for number in range(count) if number not in kept)]
    places = np.argsort(np.asarray(order))
    weights, scales = np.empty((count, width), np.int8), np.empty(count, np.float32)
    projection, projection_scales = np.empty((len(first), width), np.int8), np.empty(len(first), np.float32)
    for start in range(0, count, _ROWS):
        stop = min(start + _ROWS, count)
        rows = plan.weight("token_embd", start, stop)
        at = places[start:stop]
        weights[at], scales[at] = _quantize(rows)
        near = at < len(first)
        projection[at[near]], projection_scales[at[near]] = _quantize(rows[near] * final)
        progress("converting the vocabulary", stop, count)
    decoder.embeddings.weight, decoder.embeddings.weight_scale = weights, scales
    decoder.projection.weight, decoder.projection.weight_scale = projection, projection_scales
    return order


def _set_linear(layer: Any, weight: "Floats") -> None:
    layer.weight, layer.weight_scale = _quantize(weight)


def _quantize(weight: "Floats") -> tuple["NDArray[np.int8]", "Floats"]:
    """Round each row to int8 with a scale of its own, as `ctranslate2.specs.LayerSpec` does."""
    import numpy as np  # noqa: PLC0415

    largest = np.abs(weight).max(axis=1)
    scale = (127 / np.where(largest == 0, np.float32(127), largest)).astype(np.float32)
    return np.rint(weight * scale[:, None]).astype(np.int8), scale


def _factors(plan: Plan) -> tuple["Floats", list[_Smoothing]]:
    """Read the smoothing factors: of the final norm, and of each layer.

    A quarter of an order of magnitude is looked up and the rest is an exact shift, so that every machine
    makes the same model.
    """
    import numpy as np  # noqa: PLC0415

    metadata = plan.gguf.metadata
    width, layers = metadata["gemma3.embedding_length"], metadata["gemma3.block_count"]
    head, hidden = metadata["gemma3.attention.value_length"], metadata["gemma3.feed_forward_length"]
    sizes = (width, head, width, hidden)
    data = plan.smoothing or bytes(width + layers * sum(sizes))
    steps = np.frombuffer(data, np.int8).astype(np.int32)
    quarters = np.array([1.0, 1.189207115, 1.414213562, 1.681792831], np.float32)
    factors = np.ldexp(quarters[steps % 4], steps // 4)
    cuts = tuple(accumulate(sizes[:-1]))
    return factors[:width], [
        _Smoothing(*np.split(layer, cuts)) for layer in factors[width:].reshape(layers, sum(sizes))
    ]
