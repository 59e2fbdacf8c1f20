"""A LoRA adapter in a GGUF file, as llama.cpp's `convert_lora_to_gguf.py` makes it, merged into the weights.

Beside each changed tensor `NAME` there are `NAME.lora_a` and `NAME.lora_b`; the tensor becomes itself plus
`alpha / rank · b · a` (LoRA, https://arxiv.org/abs/2106.09685).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transflow.engines.qwen import weights
from transflow.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_A, _B = ".lora_a", ".lora_b"
_HINT = "give a LoRA adapter in GGUF, as llama.cpp's convert_lora_to_gguf.py makes it"


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter that has been read."""

    file: weights.Gguf
    alpha: float

    @classmethod
    def read(cls, path: Path) -> "Adapter":
        """Read an adapter.

        Raises:
            EngineError: The file is not there, or no LoRA adapter.
        """
        file = weights.read(path)
        if file.metadata.get("adapter.type") != "lora":
            raise EngineError("this is no LoRA adapter", str(path), hint=_HINT)
        return cls(file, float(file.metadata.get("adapter.lora.alpha", 0)))

    @property
    def changes(self) -> frozenset[str]:
        """The names of the tensors that it changes."""
        return frozenset(name.removesuffix(_A) for name in self.file.tensors if name.endswith(_A))

    def delta(self, name: str, start: int = 0, stop: int | None = None) -> "NDArray[np.float32] | None":
        """Return what it adds to some rows of a tensor; None if nothing.

        Raises:
            EngineError: The halves of the change do not belong together.
        """
        if name not in self.changes:
            return None
        into, out = self.file.rows(name + _A), self.file.rows(name + _B, start, stop)
        rank = into.shape[0]
        if out.shape[-1] != rank:
            raise EngineError(f"the halves of {name} have different ranks", str(self.file.path), hint=_HINT)
        # No alpha in the file: the change as it is, which is what llama.cpp does.
        scale = self.alpha / rank if self.alpha else 1.0
        product: NDArray[np.float32] = (out @ into) * out.dtype.type(scale)
        return product
