"""Contexts in which figures have been misread, for the second reading of a language: a table for each pair of languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Context:
    """A context in which figures have been misread; a line of a table."""

    name: str
    cue: str
    """What the source has one of where the context is."""
    source: str
    """Regular expression with the groups `a` and `b` for figures."""
    unwanted: str
    """What a translation must not say; empty if it is only asked for what it must."""
    wanted: str
    """What it must say, where it says what is unwanted or nothing is."""
    example: str
    right: str
    wrong: str
    why: str

    @property
    def counted(self) -> bool:
        """Whether what is wanted must stand as often as the context."""
        return self.name.endswith("*")

    @property
    def region(self) -> str:
        """The region of the pages it is about; empty for all."""
        return self.name.partition("@")[2]

    def is_wrong(self, target: str, filled: Callable[[str], str]) -> bool:
        """Whether a translation renders it wrongly.

        Args:
            target: The translation, folded.
            filled: Puts the figures of the source into a pattern for the translation.
        """
        # Where nothing unwanted stands, nothing is wrong, whatever is wanted.
        if self.unwanted and not re.search(filled(self.unwanted), target):
            return False
        return not self.wanted or not re.search(filled(self.wanted), target)


@lru_cache(maxsize=16)
def table(source: str, target: str) -> tuple[Context, ...]:
    """Return the contexts that are known of translations from one language into another, by their subtags."""
    path = resources.files(f"transflow.languages.{source}") / f"audit.{target}.tsv"
    if not path.is_file():
        return ()
    # A line of remarks begins with #.
    lines = (line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#")
    return tuple(Context(*line.split("\t")) for line in lines)
