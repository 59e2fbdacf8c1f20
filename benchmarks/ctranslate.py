"""The embedded engine's model for CTranslate2: the same weights, as another run time computes them.

The layers are set as `ctranslate2.converters.transformers.Qwen2Loader` sets them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from transflow.engines.qwen import vocabulary
from transflow.engines.qwen.convert import Plan, quantize


def convert(plan: Plan, folder: Path) -> list[str]:
    """Write the model into an existing folder and return its pieces, in its order: those that can be written first."""
    from ctranslate2.specs import common_spec, transformer_spec  # noqa: PLC0415  heavy

    heads, shared = plan.setting("attention.head_count"), plan.setting("attention.head_count_kv")
    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        plan.setting("block_count"), heads, activation=common_spec.Activation.SWISH, pre_norm=True, ffn_glu=True,
        rms_norm=True, rotary_dim=0, rotary_interleave=False, rotary_base=plan.setting("rope.freq_base"),
        num_heads_kv=None if shared == heads else shared,
    )  # fmt: skip
    spec.decoder.scale_embeddings = False
    for number, layer in enumerate(spec.decoder.layer):
        _set_layer(layer, plan, f"blk.{number}")
    spec.decoder.layer_norm.gamma = plan.weight("output_norm.weight")
    metadata = plan.gguf.metadata
    pieces, kinds = metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.token_type"]
    first = vocabulary.writable(pieces, kinds, plan.group)
    order = [*first, *sorted(set(range(len(pieces))) - set(first))]
    _set_embeddings(spec.decoder, plan, order, len(first))
    names = [str(pieces[number]) for number in order]
    spec.register_vocabulary(names)
    spec.config.bos_token = spec.config.unk_token = "<|endoftext|>"
    spec.config.eos_token = vocabulary.END
    spec.config.layer_norm_epsilon = plan.setting("attention.layer_norm_rms_epsilon")
    spec.validate()
    spec.save(str(folder))
    return names


def _set_layer(layer: Any, plan: Plan, block: str) -> None:
    attention = layer.self_attention
    attention.layer_norm.gamma = plan.weight(f"{block}.attn_norm.weight")
    layer.ffn.layer_norm.gamma = plan.weight(f"{block}.ffn_norm.weight")
    maps, biases = (
        np.concatenate([plan.weight(f"{block}.attn_{name}.{kind}") for name in "qkv"])
        for kind in ("weight", "bias")
    )
    attention.linear[0].bias = biases
    for linear, weight in (
        (attention.linear[0], maps),
        (attention.linear[1], plan.weight(f"{block}.attn_output.weight")),
        (layer.ffn.linear_0, plan.weight(f"{block}.ffn_gate.weight")),
        (layer.ffn.linear_0_noact, plan.weight(f"{block}.ffn_up.weight")),
        (layer.ffn.linear_1, plan.weight(f"{block}.ffn_down.weight")),
    ):
        linear.weight, linear.weight_scale = quantize(weight)


def _set_embeddings(decoder: Any, plan: Plan, order: Sequence[int], written: int) -> None:
    own = "output.weight" if "output.weight" in plan.gguf.tensors else "token_embd.weight"
    for layer, name, ids in (
        (decoder.embeddings, "token_embd.weight", order),
        (decoder.projection, own, order[:written]),
    ):
        table, scales = quantize(plan.weight(name))
        layer.weight, layer.weight_scale = table[list(ids)], scales[list(ids)]
