"""What an engine is shown where a workspace has nothing like it: the sentence pairs that come with the package."""

from functools import lru_cache

from transflow import shipped
from transflow.nearest import Nearest
from transflow.pipeline.reviewed import Sentence


class Shipped:
    """What comes with the package, looked up as what people of the workspace stand for is."""

    def nearest(
        self, text: str, n: int, *, source: str, target: str, floor: float = 0.0
    ) -> tuple[tuple[Sentence, float], ...]:
        """Return the sentences most like a text; see `Reviewed.nearest`."""
        found = _index(source, target).nearest(text, n, floor)
        return tuple((sentence, alike) for (_, sentence), alike in found)


@lru_cache(maxsize=8)
def _index(source: str, target: str) -> Nearest[Sentence]:
    return Nearest((pair[0], Sentence(*pair)) for pair in shipped.pairs(source, target))
