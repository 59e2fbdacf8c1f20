"""Two texts compared word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from transflow.languages import chars
from transflow.sequences import edits

_TOKEN = re.compile(rf"[{chars('Jpan')}]|\d+(?:[.,]\d+)*%?|\s+|[^\W\d{chars('Jpan')}]+|.", re.DOTALL)
"""A character of a script without spaces, a figure, white space, a word, or a sign."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that was compared with another."""

    mark: Literal["=", "-", "+"]
    """`=` stands in both, `-` only in the old text, `+` only in the new one."""
    text: str


def compare(old: str, new: str) -> Iterator[Piece]:
    """Compare two texts word by word; joined without `-` the pieces are the new text, without `+` the old one."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    for same, a, b, c, d in edits(left, right):
        if same:
            yield Piece("=", "".join(left[a:b]))
            continue
        if a < b:
            yield Piece("-", "".join(left[a:b]))
        if c < d:
            yield Piece("+", "".join(right[c:d]))
