"""The sentence pairs that come with the package: what an engine is shown where a workspace has nothing like it.

`pairs/SOURCE-TARGET.tsv` holds a pair of languages, named by language or by language and script, a pair a line; it serves both
directions.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from transflow import languages
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
    return Nearest((sentence.source, sentence) for sentence in _read(source, target))


def _read(source: str, target: str) -> Iterator[Sentence]:
    folder = files("transflow.pipeline").joinpath("pairs")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        one, _, other = file.name.removesuffix(".tsv").rpartition("-")
        ways = {(one, other): 1, (other, one): -1}
        fitting = (
            step for (of, to), step in ways.items() if _is(source, of, loosely=True) and _is(target, to)
        )
        step = next(fitting, 0)
        for line in file.read_text("utf-8").splitlines() if step else ():
            # Backwards for the other direction: one file serves both.
            said, told = line.split("\t")[::step]
            yield Sentence(said, told, file.name)


def _is(language: str, name: str, *, loosely: bool = False) -> bool:
    """Whether a language is that of a file: what is read may be in either script, what is written may not."""
    subtag, _, script = name.partition("-")
    return languages.language_of(language) == subtag and (
        loosely or not script or languages.script_of(language) == script
    )
