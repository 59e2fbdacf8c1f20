"""A qwen2 model as an ONNX graph, whose weights lie in a file beside it.

The graph is given pieces, and the keys and values of what was read before them, and returns the likeliest next pieces
behind those places that it is asked for, and how likely some others are there; the new keys and values it puts behind the old
ones, in the same memory. Weights are whole numbers of seven bits, and what they are multiplied by of eight, with a scale for
each row; their products are summed in int32, exactly, so that no row's bits depend on the rows beside it.

Operators: https://onnx.ai/onnx/operators/, and those of `com.microsoft` in ONNX Runtime's docs/ContribOperators.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Rounded = tuple[NDArray[np.int8], Floats]
    """Whole numbers, and the scale of each row that they were multiplied by."""

GRAPH, WEIGHTS = "model.onnx", "model.bin"
_OPSET, _CONTRIB, _IR = 18, "com.microsoft", 10
"""Versions of the operators and of the file format, and the domain of ONNX Runtime's own operators."""
_ALIGNMENT = 4096
"""Bytes of which the place of a weight is a multiple, so that it can be mapped into memory."""
_SMALL = 1024
"""Bytes up to which a constant stands in the graph itself."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is the same in all layers."""

    layers: int
    heads: int
    shared: int
    """Heads of keys and values, each of which serves several of the queries'."""
    head: int
    """Numbers of a head."""
    epsilon: float
    """What keeps the root of a mean of squares from nought."""


def states(shape: Shape) -> tuple[str, ...]:
    """Name the keys and values of all layers: a graph has an input `past.NAME` and an output `present.NAME` of each."""
    return tuple(f"{number}.{kind}" for number in range(shape.layers) for kind in ("key", "value"))


@dataclass(slots=True)
class Graph:
    """A graph in the making; large constants go to the file of weights as they come."""

    shape: Shape
    weights: BinaryIO
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def begin(self, cosines: "Floats", sines: "Floats") -> None:
        """Add what all layers share; by cosines and sines of their places, queries and keys are turned."""
        import numpy as np  # noqa: PLC0415  belongs to the extra

        width = self.shape.heads * self.shape.head
        # The last axis, and as a shape whatever length there is.
        self._constant("-1", np.array([-1], np.int64))
        self._constant("flat", np.array([-1, width], np.int64))
        # A row of noughts has no scale of its own, and any does for it.
        for name, value in {"one step": 1 / 127, "least": 1e-30, "one": 1}.items():
            self._constant(name, np.array(value, np.float32))
        self._constant("middle", np.array([128], np.uint8))
        self._constant("cosines", cosines)
        self._constant("sines", sines)
        self._node("Shape", "pieces", outputs=["shape"])
        self._node("Concat", "shape", "-1", axis=0, outputs=["by row"])

    def embed(self, embedding: "Rounded") -> str:
        """Look up the pieces."""
        from onnx import TensorProto  # noqa: PLC0415

        table, scales = embedding
        flat = self._node("Reshape", "pieces", "-1")
        whole = self._node("Gather", self._constant("embedding", table), flat)
        step = self._node("Gather", self._constant("embedding scale", (1 / scales)[:, None]), flat)
        return self._node("Mul", self._node("Cast", whole, to=TensorProto.FLOAT), step)

    def norm(self, state: str, added: str, name: str, weight: "Floats") -> tuple[str, str]:
        """Add to a state, unless nothing is to be added, and return it by its root mean square, and as it is."""
        self._constant(name, weight)
        epsilon = self.shape.epsilon
        if not added:
            return self._node("SimplifiedLayerNormalization", state, name, axis=-1, epsilon=epsilon), state
        outputs = [f"{name} done", "", "", f"{name} sum"]
        self._own("SkipSimplifiedLayerNormalization", state, added, name, outputs=outputs, epsilon=epsilon)
        return outputs[0], outputs[-1]

    def attend(self, state: str, number: int, maps: "Rounded", bias: "Floats", out: "Rounded") -> str:
        """Look back at what stands before: the maps make queries, keys and values at once, in this order."""
        name = f"{number} attention"
        seen = self._node(
            "Add", self._times(self._rounded(state), name, maps), self._constant(f"{name} bias", bias)
        )
        past, present = (
            [f"{when}.{number}.{kind}" for kind in ("key", "value")] for when in ("past", "present")
        )
        mixed = f"{name} mixed"
        self._own(
            "GroupQueryAttention", self._node("Reshape", seen, "by row"), "", "", *past, "ends", "total", "cosines", "sines",
            outputs=[mixed, *present], num_heads=self.shape.heads, kv_num_heads=self.shape.shared, do_rotary=1,
        )  # fmt: skip
        flat = self._node("Reshape", mixed, "flat")
        return self._times(self._rounded(flat), f"{name} out", out)

    def feed(self, state: str, number: int, gate: "Rounded", up: "Rounded", down: "Rounded") -> str:
        """Think about it: SwiGLU, https://arxiv.org/abs/2002.05202."""
        read = self._rounded(state)
        # With a factor of 1 this is SiLU, in one pass.
        opened = self._own("QuickGelu", self._times(read, f"{number} gate", gate), alpha=1.0)
        hidden = self._node("Mul", opened, self._times(read, f"{number} up", up))
        return self._times(self._rounded(hidden), f"{number} down", down)

    def project(
        self,
        state: str,
        added: str,
        weight: "Floats",
        projection: "Rounded",
        ids: "NDArray[np.int64]",
        pieces: int,
    ) -> None:
        """Return the likeliest pieces behind some of each row, with the logarithms of their probabilities.

        `ids` are those of the projection's rows, the last of which stands for all of the `pieces` that have none.
        """
        import numpy as np  # noqa: PLC0415

        whole = self._node("Reshape", self._node("Add", state, added), "by row")
        asked = self._node("Reshape", self._node("Gather", whole, "asked", axis=1), "flat")
        end, _ = self.norm(asked, "", "norm", weight)
        scores = self._times(self._rounded(end), "projection", projection)
        self._node("TopK", scores, "count", outputs=["best", "where"])
        total = self._node("ReduceLogSumExp", scores, "-1")
        self._node("Sub", "best", total, outputs=["likelihoods"])
        self._node("Gather", self._constant("ids", ids), "where", outputs=["following"])
        columns = np.full(pieces, len(ids) - 1, np.int64)
        columns[ids] = np.arange(len(ids))
        wanted = self._node("Gather", self._constant("columns", columns), "wanted")
        self._node("Sub", self._node("Gather", scores, wanted, axis=1), total, outputs=["chances"])

    def end(self) -> bytes:
        """Return the graph's file."""
        from onnx import TensorProto, helper  # noqa: PLC0415

        value = helper.make_tensor_value_info
        inputs = [
            value("pieces", TensorProto.INT64, ["rows", "new"]),
            value("ends", TensorProto.INT32, ["rows"]),
            value("total", TensorProto.INT32, []),
            value("count", TensorProto.INT64, [1]),
            value("asked", TensorProto.INT64, ["places"]),
            value("wanted", TensorProto.INT64, ["some"]),
        ]
        found = ["rows and places", "count"]
        outputs = [
            value("following", TensorProto.INT64, found),
            value("likelihoods", TensorProto.FLOAT, found),
            value("chances", TensorProto.FLOAT, ["rows and places", "some"]),
        ]
        size: list[str | int | None] = ["rows", self.shape.shared, "room", self.shape.head]
        for name in states(self.shape):
            inputs.append(value(f"past.{name}", TensorProto.FLOAT, size))
            outputs.append(value(f"present.{name}", TensorProto.FLOAT, size))
        graph = helper.make_graph(self.nodes, "qwen2", inputs, outputs, self.constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_IR)
        return bytes(model.SerializeToString())

    def _rounded(self, state: str) -> tuple[str, str]:
        """Return a state as whole numbers from 0 to 255, of which 128 is nought, and the size of a step in each row."""
        largest = self._node("ReduceMax", self._node("Abs", state), "-1")
        step = self._node("Mul", self._node("Max", largest, "least"), "one step")
        steps = self._node("Reshape", step, "-1")
        middles = self._node("Expand", "middle", self._node("Shape", steps))
        return self._node("QuantizeLinear", state, steps, middles, axis=0), step

    def _times(self, state: tuple[str, str], name: str, weight: "Rounded") -> str:
        """Multiply a rounded state by a matrix, of which each row gives one number of the result."""
        import numpy as np  # noqa: PLC0415

        matrix = self._constant(name, np.ascontiguousarray(weight[0].T))
        scale = self._constant(f"{name} scale", 1 / weight[1])
        product = self._own("MatMulIntegerToFloat", state[0], matrix, "one", scale, "middle")
        return self._node("Mul", product, state[1])

    def _constant(self, name: str, array: "NDArray[Any]") -> str:
        """Add a constant and return its name."""
        import numpy as np  # noqa: PLC0415
        from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415

        if array.nbytes <= _SMALL:
            self.constants.append(numpy_helper.from_array(array, name))
            return name
        self.weights.write(bytes(-self.weights.tell() % _ALIGNMENT))
        place = {"location": WEIGHTS, "offset": self.weights.tell(), "length": array.nbytes}
        self.weights.write(np.ascontiguousarray(array).data)
        tensor = TensorProto(name=name, dims=array.shape, data_location=TensorProto.EXTERNAL)
        tensor.data_type = helper.np_dtype_to_tensor_dtype(array.dtype)
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        self.constants.append(tensor)
        return name

    def _node(self, kind: str, *inputs: str, outputs: Sequence[str] = (), **settings: Any) -> str:
        """Add a node and return the name of its first output."""
        from onnx import helper  # noqa: PLC0415

        names = list(outputs) or [f"node {len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, names, **settings))
        return names[0]

    def _own(self, kind: str, *inputs: str, outputs: Sequence[str] = (), **settings: Any) -> str:
        return self._node(kind, *inputs, outputs=outputs, domain=_CONTRIB, **settings)
