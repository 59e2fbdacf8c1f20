"""What the readers of all languages share: masking what is read, and keeping quantities apart."""

import re
from collections.abc import Callable, Iterable

from transflow.quantities.quantity import Quantity

FILLER = "\x00"


class Page:
    """A text under reading. What has been read is masked, so that no character belongs to two quantities."""

    def __init__(self, text: str, folded: str, region: str) -> None:
        self.text = text
        self.folded = folded
        self.region = region
        self.found: list[Quantity] = []

    def mask(self, start: int, end: int) -> None:
        """Take a stretch out of further reading."""
        self.folded = self.folded[:start] + FILLER * (end - start) + self.folded[end:]

    def hide(self, pattern: re.Pattern[str]) -> None:
        """Take everything that matches out of reading: names, codes, set phrases."""
        self.folded = pattern.sub(lambda match: FILLER * len(match[0]), self.folded)

    def read(self, pattern: re.Pattern[str], build: "Callable[[Page, re.Match[str]], Quantity | None]") -> None:
        """Read all matches for which `build` gives a quantity, and mask them."""
        self.keep(found for match in pattern.finditer(self.folded) if (found := build(self, match)))

    def keep(self, quantities: Iterable[Quantity]) -> None:
        """Take quantities in, and mask them; those that overlap an earlier one of the same batch are dropped."""
        pieces, at = [], 0
        for one in quantities:
            if one.start >= at:
                pieces += [self.folded[at : one.start], FILLER * (one.end - one.start)]
                at = one.end
                self.found.append(one)
        self.folded = "".join(pieces) + self.folded[at:]

    def slice(self, start: int, end: int) -> str:
        """Return the original text between two offsets."""
        return self.text[start:end]

    def result(self) -> tuple[Quantity, ...]:
        """All that was found, in order."""
        return tuple(sorted(self.found, key=lambda one: one.start))
