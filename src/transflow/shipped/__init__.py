"""What comes with the package: sentence pairs, and the finance glossary.

`SOURCE-TARGET.tsv` holds those of a pair of languages, named by language or by language and script, a pair a line; it serves
both directions.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from transflow import languages
from transflow.files import read_given

FINANCE = "finance.yaml"
"""The glossary, from Chinese into English."""


def finance() -> str:
    """Return the finance glossary as a file that a person can edit."""
    packed = Path(__file__).parent / FINANCE
    # In a clone it stands where the project's own pages are drafted with it; `pyproject.toml` packs it.
    place = packed if packed.is_file() else Path(__file__).parents[3] / "glossaries" / FINANCE
    return read_given(place, FINANCE).decode()


@lru_cache(maxsize=8)
def pairs(source: str, target: str) -> tuple[tuple[str, str, str], ...]:
    """Return (sentence, translation, file) of a pair of BCP 47 languages, in order; nothing if there are none."""
    return tuple(_read(source, target))


def _read(source: str, target: str) -> Iterator[tuple[str, str, str]]:
    folder = files(__name__)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".tsv"):
            continue
        one, _, other = file.name.removesuffix(".tsv").rpartition("-")
        ways = {(one, other): 1, (other, one): -1}
        fitting = (
            step for (of, to), step in ways.items() if _is(source, of, loosely=True) and _is(target, to)
        )
        step = next(fitting, 0)
        for line in file.read_text("utf-8").splitlines() if step else ():
            # Backwards for the other direction: one file serves both.
            said, told = line.split("\t")[::step]
            yield said, told, file.name


def _is(language: str, name: str, *, loosely: bool = False) -> bool:
    """Whether a language is that of a file: what is read may be in either script, what is written may not."""
    subtag, _, script = name.partition("-")
    return languages.language_of(language) == subtag and (
        loosely or not script or languages.script_of(language) == script
    )
