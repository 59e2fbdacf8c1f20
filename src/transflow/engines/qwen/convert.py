"""From a GGUF file of a qwen2 model to a CTranslate2 model of int8 weights.

The layers are set as `ctranslate2.converters.transformers.Qwen2Loader` sets them. `tests/qwen_reference.py` computes the
same from the dequantized tensors in float32.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.engines import Progress
from transflow.engines.qwen import vocabulary
from transflow.engines.qwen.adapter import Adapter
from transflow.engines.qwen.weights import Gguf
from transflow.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ARCHITECTURE = "qwen2"
TOKENIZER = "tokenizer.json"
_OTHERS = "take an adapter that was trained on this very model"
_ROWS = 16_384
"""Rows of the embedding that are dequantized at once, which bounds memory."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make of a model file."""

    gguf: Gguf
    group: str
    """What the model is to write, as `vocabulary.group_of` names it."""

    adapter: Adapter | None = None
    """What is merged into its weights."""

    def weight(self, name: str, start: int = 0, stop: int | None = None) -> "Floats":
        """Return a tensor, or some of its rows, with what the adapter adds.

        Raises:
            EngineError: A file is damaged, or the adapter is one of another model.
        """
        weight = self.gguf.rows(name, start, stop)
        delta = self.adapter.delta(name, start, stop) if self.adapter else None
        if delta is None:
            return weight
        if delta.shape != weight.shape:
            message = f"the adapter's {name} is of another size than the model's"
            raise EngineError(message, str(self.gguf.path), hint=_OTHERS)
        return weight + delta

    def setting(self, name: str) -> Any:
        """Return what the file says of its architecture.

        Raises:
            EngineError: It does not say that.
        """
        try:
            return self.gguf.metadata[f"{ARCHITECTURE}.{name}"]
        except KeyError:
            raise EngineError(f"the file does not say its {name}", str(self.gguf.path)) from None


def check_architecture(gguf: Gguf) -> None:
    """Make sure that a file holds a model of the architecture that can be converted.

    Raises:
        EngineError: It holds another.
    """
    found = gguf.metadata.get("general.architecture")
    if found != ARCHITECTURE:
        hint = f"only {ARCHITECTURE} can be converted (Qwen2, Qwen2.5 and Qwen2.5-Coder of any size)"
        raise EngineError(f"this is a model of the architecture {found}", str(gguf.path), hint=hint)


def convert(plan: Plan, folder: Path, progress: Progress) -> None:
    """Write a CTranslate2 model and its tokenizer into an existing folder.

    It then holds `model.bin`, `config.json`, `vocabulary.json` and `tokenizer.json`.

    Raises:
        EngineError: The file lacks something.
        OSError: The folder cannot be written.
        MemoryError: There is not enough of it: about that of the file written.
    """
    check_architecture(plan.gguf)
    changed = plan.adapter.changes if plan.adapter else frozenset()
    if strangers := sorted(changed - plan.gguf.tensors.keys()):
        message = f"the adapter changes {strangers[0]}, which the model does not have"
        raise EngineError(message, str(plan.gguf.path), hint=_OTHERS)
    metadata = plan.gguf.metadata
    pieces, kinds = metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.token_type"]
    (folder / TOKENIZER).write_text(vocabulary.tokenizer_json(metadata), "utf-8")
    spec = _spec(plan)
    _set_layers(spec.decoder, plan, progress)
    spec.decoder.layer_norm.gamma = plan.weight("output_norm.weight")
    order = _set_embeddings(spec.decoder, plan, vocabulary.writable(pieces, kinds, plan.group), progress)
    spec.register_vocabulary([pieces[number] for number in order])
    spec.config.bos_token = spec.config.unk_token = vocabulary.BLANK
    spec.config.eos_token = vocabulary.END
    spec.config.layer_norm_epsilon = plan.setting("attention.layer_norm_rms_epsilon")
    spec.validate()
    spec.save(str(folder))


def _spec(plan: Plan) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec  # noqa: PLC0415  heavy

    heads, shared = plan.setting("attention.head_count"), plan.setting("attention.head_count_kv")
    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        plan.setting("block_count"),
        heads,
        activation=common_spec.Activation.SWISH,
        pre_norm=True,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=False,
        rotary_base=plan.setting("rope.freq_base"),
        # As `Qwen2Loader` says that each head has a key and a value of its own.
        num_heads_kv=None if shared == heads else shared,
    )
    spec.decoder.scale_embeddings = False
    return spec


def _set_layers(decoder: Any, plan: Plan, progress: Progress) -> None:
    import numpy as np  # noqa: PLC0415

    for number, layer in enumerate(decoder.layer):
        progress("converting the model", number, len(decoder.layer) + 1)
        block, attention = f"blk.{number}", layer.self_attention
        attention.layer_norm.gamma = plan.weight(f"{block}.attn_norm.weight")
        layer.ffn.layer_norm.gamma = plan.weight(f"{block}.ffn_norm.weight")
        maps = [plan.weight(f"{block}.attn_{name}.weight") for name in "qkv"]
        # CTranslate2 multiplies by queries, keys and values at once: one matrix, in this order.
        _set_linear(attention.linear[0], np.concatenate(maps))
        biases = [plan.weight(f"{block}.attn_{name}.bias") for name in "qkv"]
        attention.linear[0].bias = np.concatenate(biases)
        _set_linear(attention.linear[1], plan.weight(f"{block}.attn_output.weight"))
        _set_linear(layer.ffn.linear_0, plan.weight(f"{block}.ffn_gate.weight"))
        _set_linear(layer.ffn.linear_0_noact, plan.weight(f"{block}.ffn_up.weight"))
        _set_linear(layer.ffn.linear_1, plan.weight(f"{block}.ffn_down.weight"))


def _set_embeddings(decoder: Any, plan: Plan, first: Sequence[int], progress: Progress) -> list[int]:
    """Set the embedding, the pieces that can be written first, and as the projection the rows of those.

    Small models have no projection of their own: they write by what they read. Returns the ids in their new order.
    """
    import numpy as np  # noqa: PLC0415

    count, width = plan.gguf.tensors["token_embd.weight"].shape
    own = "output.weight" if "output.weight" in plan.gguf.tensors else "token_embd.weight"
    kept = frozenset(first)
    order = [*first, *(number for number in range(count) if number not in kept)]
    places = np.argsort(np.asarray(order))
    weights, scales = np.empty((count, width), np.int8), np.empty(count, np.float32)
    projection, projection_scales = np.empty((len(first), width), np.int8), np.empty(len(first), np.float32)
    for start in range(0, count, _ROWS):
        stop = min(start + _ROWS, count)
        at = places[start:stop]
        # Block by block to the new places: in float32 the whole embedding is 0.9 GB.
        weights[at], scales[at] = _quantize(plan.weight("token_embd.weight", start, stop))
        near = at < len(first)
        rows = plan.weight(own, start, stop)[near]
        projection[at[near]], projection_scales[at[near]] = _quantize(rows)
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
    # A row of noughts has no scale of its own, and 1 does for it.
    scale = (127 / np.where(largest == 0, np.float32(127), largest)).astype(np.float32)
    return np.rint(weight * scale[:, None]).astype(np.int8), scale
