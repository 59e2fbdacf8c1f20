"""A Chinese number on the way to being a quantity."""

from dataclasses import dataclass
from decimal import Decimal

from transflow.languages.zh import modifiers
from transflow.languages.zh.rules import RULES
from transflow.numbers.digits import exponent_of, plain
from transflow.numbers.masks import Page, Unit
from transflow.numbers.quantity import Kind, Modifier, Quantity

_SENTENCE_END = RULES["sentence-end"]
_ENDING_WITH = RULES["ending-with"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit that follows it."""

    start: int
    end: int
    run: str
    """Its numerals, without 多 and the like."""
    number: Decimal
    upper: Decimal | None = None
    """The other end, of 两三 or 七八."""
    unit: Unit | None = None
    word: str = ""
    several: bool = False
    more: Modifier = ""
    """What 多, 余 or 来 between number and unit say."""
    hanging: bool = False
    """It stands in a list whose last member has the word that all describe (3年、5年和10年期)."""
    implied: bool = False
    """A scale word alone stands for one of it (百亿 in 逾百亿元)."""

    @property
    def pointed(self) -> bool:
        """Whether it is written with decimals."""
        # 一点五 has decimals as 1.5 has.
        return "." in self.run or "点" in self.run

    @property
    def han(self) -> bool:
        """Whether it is written in Chinese numerals only."""
        # By its first numeral: 3亿五千万 begins in digits and is read as such.
        return not self.run[0].isdecimal()


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a number and belongs to it."""

    start: int
    modifier: Modifier = ""
    currency: str = ""
    power: int = 0
    percent: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number, or two, with everything around; what `meanings` turns into a quantity."""

    page: Page
    lead: Lead
    last: Amount
    numbers: tuple[Decimal, ...]
    pointed: tuple[bool, ...]
    unit: Unit
    bare: bool
    """Neither a unit nor a currency is written."""

    def quantity(
        self,
        kind: Kind,
        numbers: tuple[Decimal, ...],
        *,
        unit: str = "",
        currency: str = "",
        form: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> Quantity:
        """Make the quantity, with the modifiers that stand before and after it."""
        begin = self.lead.start if start is None else start
        stop = self.last.end if end is None else end
        modifier: Modifier = self.last.more or ("several" if self.last.several else "")
        trail, stop = modifiers.after(self.page.folded, stop)
        if trail == "within" and self.ends_with_a_day():
            trail = ""
        values = [plain(number) for number in numbers]
        values[0] = self.lead.sign + values[0]
        return Quantity(
            begin, stop, self.page.text[begin:stop], kind,
            value=values[0] if len(values) == 1 else (values[0], values[1]),
            # What stands before it is heard first: 约20多家 is about 20.
            unit=unit, currency=currency, modifier=self.lead.modifier or trail or modifier, form=form,
            places=tuple(exponent_of(number) if point else None for number, point in zip(numbers, self.pointed, strict=True)),
        )  # fmt: skip

    def sentence(self, width: int) -> int:
        """Return where the sentence begins, or the stretch of `width` characters before the number."""
        begin = max(0, self.lead.start - width)
        # In the page as it is: a full stop may be within what was masked.
        ends = _SENTENCE_END.finditer(self.page.text, begin, self.lead.start)
        return max((match.end() for match in ends), default=begin)

    def ends_with_a_day(self) -> bool:
        """Whether it says how long the time was that ends with the day before it: 截至10月11日的一周内."""
        start = self.lead.start
        return bool(_ENDING_WITH.search(self.page.plain, max(0, start - 20), start))

    def before(self, width: int) -> str:
        """Return the characters before it, as far as they are unread."""
        return self.page.folded[max(0, self.lead.start - width) : self.lead.start]
