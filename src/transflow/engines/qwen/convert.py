"""From a GGUF file of a qwen2 model to an ONNX model whose weights are whole numbers.

`tests/qwen_reference.py` computes the same from the dequantized tensors in float32.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transflow.engines import Progress
from transflow.engines.qwen import vocabulary
from transflow.engines.qwen.adapter import Adapter
from transflow.engines.qwen.graph import GRAPH, WEIGHTS, Graph, Shape
from transflow.engines.qwen.weights import Gguf
from transflow.errors import EngineError

if TYPE_CHECKING:
    from transflow.engines.qwen.graph import Floats, Rounded

ARCHITECTURE = "qwen2"
TOKENIZER, CONFIG = "tokenizer.json", "config.json"
_OTHERS = "take an adapter that was trained on this very model"
PLACES = 4096
"""Pieces of a text at most, with what is read before it."""
_HEAD = 16
"""Numbers of which a head is a multiple."""
LARGEST = 64
"""Size of a weight at most: two products of it with a byte are summed in 16 bits on processors without VNNI, and fit."""
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
        import numpy as np  # noqa: PLC0415  belongs to the extra

        weight = self.gguf.rows(name, start, stop)
        if not np.isfinite(weight).all():
            raise self.odd(f"the tensor {name} holds what is no number")
        delta = self.adapter.delta(name, start, stop) if self.adapter else None
        if delta is None:
            return weight
        if delta.shape != weight.shape:
            message = f"the adapter's {name} is of another size than the model's"
            raise EngineError(message, str(self.gguf.path), hint=_OTHERS)
        return weight + delta

    def setting(self, name: str, of: str = ARCHITECTURE) -> Any:
        """Return what the file says of its architecture, or of its tokenizer.

        Raises:
            EngineError: It does not say that.
        """
        try:
            return self.gguf.metadata[f"{of}.{name}"]
        except KeyError:
            raise self.odd(f"the file does not say its {name}") from None

    def odd(self, what: str) -> EngineError:
        """Return the error of a file that no model can be made of."""
        return EngineError(what, str(self.gguf.path), hint="take another GGUF file of a Qwen2 model")


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
    """Write an ONNX model, what is to be known of it, and its tokenizer into an existing folder.

    Raises:
        EngineError: The file lacks something.
        OSError: The folder cannot be written.
        MemoryError: There is not enough of it: about twice the embedding.
    """
    import numpy as np  # noqa: PLC0415  belongs to the extra

    check_architecture(plan.gguf)
    changed = plan.adapter.changes if plan.adapter else frozenset()
    if strangers := sorted(changed - plan.gguf.tensors.keys()):
        message = f"the adapter changes {strangers[0]}, which the model does not have"
        raise EngineError(message, str(plan.gguf.path), hint=_OTHERS)
    shape = _shape(plan)
    pieces, kinds, _ = (plan.setting(name, "tokenizer.ggml") for name in ("tokens", "token_type", "merges"))
    if vocabulary.END not in pieces or len(pieces) != len(kinds):
        raise plan.odd("the file has another vocabulary than Qwen2's chats")
    if "token_embd.weight" not in plan.gguf.tensors:
        raise plan.odd("the tensor token_embd.weight is missing")
    if len(pieces) > plan.gguf.tensors["token_embd.weight"].shape[0]:
        raise plan.odd("the vocabulary has more pieces than the embedding")
    (folder / TOKENIZER).write_text(vocabulary.tokenizer_json(plan.gguf.metadata), "utf-8")
    ids = vocabulary.writable(pieces, kinds, plan.group)
    stops = [number for number in ids if vocabulary.ends(pieces[number])]
    (folder / CONFIG).write_text(json.dumps({**asdict(shape), "stops": stops}), "utf-8")
    with (folder / WEIGHTS).open("wb") as weights:
        graph = Graph(shape, weights)
        graph.begin(*_turns(plan, shape))
        embedding, projection = _embeddings(plan, ids, progress)
        state, added = graph.embed(embedding), ""
        for number in range(shape.layers):
            progress("converting the model", number, shape.layers)
            state, added = _layer(graph, plan, number, state, added)
        graph.project(
            state, added, plan.weight("output_norm.weight"), projection, np.array(ids, np.int64), len(pieces)
        )
    (folder / GRAPH).write_bytes(graph.end())
    progress("converting the model", shape.layers, shape.layers)


def _shape(plan: Plan) -> Shape:
    heads, width = plan.setting("attention.head_count"), plan.setting("embedding_length")
    # ONNX Runtime's attention takes no others; every published model has 64 or 128.
    if not heads or width % (heads * _HEAD):
        raise plan.odd(f"{heads} heads of a state of {width} numbers are none of multiples of {_HEAD}")
    return Shape(
        layers=plan.setting("block_count"),
        heads=heads,
        shared=plan.setting("attention.head_count_kv"),
        head=width // heads,
        epsilon=plan.setting("attention.layer_norm_rms_epsilon"),
    )


def _turns(plan: Plan, shape: Shape) -> "tuple[Floats, Floats]":
    """Return cosines and sines of the places of a text: rotary position embedding, https://arxiv.org/abs/2104.09864."""
    import numpy as np  # noqa: PLC0415  belongs to the extra

    half = shape.head // 2
    angles = np.arange(PLACES)[:, None] * plan.setting("rope.freq_base") ** (-np.arange(half) / half)
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def _layer(graph: Graph, plan: Plan, number: int, state: str, added: str) -> tuple[str, str]:
    """Add a layer; what it adds to the state is added by the next one."""
    import numpy as np  # noqa: PLC0415

    block = f"blk.{number}"

    def weight(name: str) -> "Floats":
        return plan.weight(f"{block}.{name}")

    read, state = graph.norm(state, added, f"{number} attention norm", weight("attn_norm.weight"))
    maps, biases = (
        np.concatenate([weight(f"attn_{name}.{kind}") for name in "qkv"]) for kind in ("weight", "bias")
    )
    added = graph.attend(read, number, quantize(maps), biases, quantize(weight("attn_output.weight")))
    read, state = graph.norm(state, added, f"{number} norm", weight("ffn_norm.weight"))
    gate, up, down = (quantize(weight(f"ffn_{name}.weight")) for name in ("gate", "up", "down"))
    return state, graph.feed(read, number, gate, up, down)


def _embeddings(plan: Plan, ids: Sequence[int], progress: Progress) -> "tuple[Rounded, Rounded]":
    """Return the embedding, and as the projection the rows of the pieces that can be written.

    Small models have no projection of their own: they write by what they read.
    """
    import numpy as np  # noqa: PLC0415

    count, width = plan.gguf.tensors["token_embd.weight"].shape
    own = "output.weight" if "output.weight" in plan.gguf.tensors else "token_embd.weight"

    def rounded(name: str) -> "Rounded":
        table, scales = np.empty((count, width), np.int8), np.empty(count, np.float32)
        # Block by block: in float32 the whole embedding is 0.9 GB.
        for start in range(0, count, _ROWS):
            stop = min(start + _ROWS, count)
            table[start:stop], scales[start:stop] = quantize(plan.weight(name, start, stop))
            progress("converting the vocabulary", stop, count)
        return table, scales

    embedding = rounded("token_embd.weight")
    table, scales = embedding if own == "token_embd.weight" else rounded(own)
    return embedding, (table[list(ids)], scales[list(ids)])


def quantize(weight: "Floats") -> "Rounded":
    """Round each row to whole numbers of seven bits with a scale of its own."""
    import numpy as np  # noqa: PLC0415

    largest = np.abs(weight).max(axis=1)
    # A row of noughts, or as good as, has no scale of its own, and 1 does for it.
    scale = (LARGEST / np.where(largest < 1e-30, np.float32(LARGEST), largest)).astype(np.float32)
    return np.rint(weight * scale[:, None]).astype(np.int8), scale
