"""What the readers of all languages share: masking what is read, and keeping quantities apart."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from transflow.numbers.digits import exponent_of, plain
from transflow.numbers.quantity import Kind, Quantity
from transflow.numbers.rules import RULES

# No rule of any language has it, and it is put in once for each character, so that offsets stay those of the page.
FILLER = "\x00"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word that makes the number before it a quantity."""

    kind: Kind
    name: str = ""
    currency: str = ""
    power: int = 0
    """Power of ten between the word and the unit of its kind (成: 1, in per cent; 美分: -2, in dollars)."""
    least: int = 1
    """How many Han numerals it needs before it to be a figure (2: 十股 or 20股, but not 一股力量)."""
    half: bool = False
    """It ends in 半, which adds a half to the number before it."""
    noun: str = ""
    """Pattern of what may follow that names the counted thing itself, so that a rendering needn't (30辆|汽车)."""
    follows: str = ""
    """The unit that such a noun makes it (6500份|合约: contracts)."""


def comparable(first: Unit | None, last: Unit | None, *, prefixed: bool) -> bool:
    """Whether amounts with these units can be the ends of a range; a unit may stand on the last alone, or on none.

    Args:
        first: The unit of the lower end.
        last: That of the upper end.
        prefixed: Whether what they are of (a currency, 百分之) stands before both.
    """
    # 三到五年, 1~2%: the unit stands on the last end only.
    if first is None:
        return True
    # `rose 3.5% to HK$612.5` is two figures, 美元300万-500万 one range: there the first end says what both are of.
    if last is None:
        return prefixed
    # 5毛到50元 are two sums, and no 5 to 50 yuan.
    return (first.kind, first.name, first.currency, first.power) == (
        last.kind,
        last.name,
        last.currency,
        last.power,
    )


class Page:
    """A text under reading. What has been read is masked, so that no character belongs to two quantities."""

    plain: str
    """The folded text."""
    folded: str
    """The same, with everything masked that is read."""

    def __init__(self, text: str, folded: str, region: str) -> None:
        self.text = text
        self.plain = folded
        self.folded = folded
        self.region = region
        self.found: list[Quantity] = []

    def mask(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Take stretches, in order and apart, out of further reading."""
        # Put together once: to replace each stretch by itself would copy the page for every figure.
        pieces, at = [], 0
        for start, end in stretches:
            pieces += [self.folded[at:start], FILLER * (end - start)]
            at = end
        self.folded = "".join(pieces) + self.folded[at:]

    def hide(self, pattern: re.Pattern[str], needs: re.Pattern[str]) -> None:
        """Take everything that matches out of reading: names, codes, set phrases. `needs` is found in each of them."""
        # The pattern has dozens of branches, and most texts have nothing of what each of them needs.
        if needs.search(self.folded):
            self.folded = pattern.sub(lambda match: FILLER * len(match[0]), self.folded)

    def read(self, rule: "Rule") -> None:
        """Read all matches for which the rule gives a quantity, and mask them."""
        needs, pattern, build = rule
        for need in needs:
            if need in self.plain:
                self.keep(found for match in pattern.finditer(self.folded) if (found := build(self, match)))
                return

    def follow(self, number: re.Pattern[str], read: "Callable[[Page, int, int], Quantity | None]") -> None:
        """Read what stands around each number, and mask it.

        Args:
            number: What a number begins with.
            read: Given where it begins and how far back may be looked, which is where the last quantity ends.
        """
        self.keep(self._followed(number, read))

    def _followed(
        self, number: re.Pattern[str], read: "Callable[[Page, int, int], Quantity | None]"
    ) -> Iterator[Quantity]:
        at = floor = 0
        while match := number.search(self.folded, at):
            # Also where nothing is read, or the same number would be found again.
            at = match.end()
            if found := read(self, match.start(), floor):
                yield found
                # What was read is the floor of the next: no modifier or currency of that one may reach into it.
                at = floor = max(at, found.end)

    def keep(self, quantities: Iterable[Quantity]) -> None:
        """Take quantities in, and mask them; those that overlap an earlier one of the same batch are dropped."""
        kept: list[Quantity] = []
        for one in quantities:
            # The first of two that overlap stands: rules yield them in the order of the text.
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        if kept:
            self.found += kept
            self.mask((one.start, one.end) for one in kept)

    def result(self) -> tuple[Quantity, ...]:
        """All that was found, in order."""
        # Rule by rule they were found, dates before sums.
        return tuple(sorted(self.found, key=lambda one: one.start))


def _bracketed(page: Page, match: re.Match[str]) -> Quantity:
    number = Decimal(match["n"].replace(",", ""))
    # 3.20 keeps its nought.
    places = (exponent_of(number) if "." in match["n"] else None,)
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "percent", f"-{plain(number)}", places=places)


Rule = tuple[tuple[str, ...], re.Pattern[str], Callable[[Page, re.Match[str]], Quantity | None]]
"""What the text must have one of for the pattern to match; the pattern; what makes a quantity of a match."""

BRACKETED: Rule = ((")",), RULES["bracketed"], _bracketed)
"""(3.2)%: a loss, as accounts write it."""
