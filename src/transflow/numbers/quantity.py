"""What a quantity is, whatever language it stands in, and how one side's may miss on the other."""

from dataclasses import dataclass
from typing import Literal

import msgspec

Kind = Literal[
    "money", "percent", "percentage-point", "basis-point", "multiple", "ratio", "count", "ordinal", "date", "period",
]  # fmt: skip

Modifier = Literal["", "about", "nearly", "over", "under", "at-least", "at-most", "within", "several"]
"""`several`: only the order of magnitude is known (数十亿: the value is 10^9)."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its scale, unit or currency, or a place in the calendar, as it stands in a text."""

    start: int
    """Offset of its first character, in code points."""
    end: int
    """Offset just past its last character."""
    text: str
    """The exact slice, with the modifiers (超, 约, 多, more than) that a rendering has to express."""
    kind: Kind
    value: str | tuple[str, str]
    """In plain notation and in the unit of its kind (4.33 for 4.33 %, 50 for 50 basis points, 20 for 八折, 3 for 增长两倍),
    with a sign only if one is written; a range has two; a ratio is `n/d`; dates and periods are ISO 8601, with
    `XXXX` (ISO 8601-2) for a year that isn't named."""
    unit: str = ""
    """English singular of what is counted (`share`, `year`, `ton`); empty for things and bare numbers."""
    currency: str = ""
    """ISO 4217."""
    modifier: Modifier = ""
    form: str = ""
    """What the value doesn't tell but a rendering needs, as words; each renderer documents those it knows."""
    places: tuple[int | None, ...] = ()
    """For each value the power of ten of its last digit written after a decimal point (1.50万亿: 10), so that
    rendering keeps trailing zeros; None for a number written without a point."""

    @property
    def values(self) -> tuple[str, ...]:
        """The one value, or the two ends of a range."""
        return (self.value,) if isinstance(self.value, str) else self.value


class Style(msgspec.Struct, frozen=True):
    """The choices of a house style that publishers differ in."""

    dollar: Literal["$", "US$"] = "$"
    """`$300 billion`, or `US$300 billion`."""
    scale: Literal["word", "letters"] = "word"
    """`$300 billion`, or `$300bn`."""
    yuan: Literal["yuan", "RMB", "Rmb", "CNY", "renminbi"] = "yuan"
    """`12,345 yuan`, `12,345 renminbi`, or `RMB12,345` and the like."""
    times: Literal["x", "times"] = "x"
    """How a valuation multiple is written: `17x`, or `17 times`."""
    percent: Literal["%", "percent", "per cent"] = "%"
    """`5%`, `5 percent` or `5 per cent`."""
    basis_points: Literal["basis points", "bps", "bp"] = "basis points"
    """`50 basis points`, `50 bps` or `50 bp`."""
    date: Literal["month-first", "day-first"] = "month-first"
    """`March 15, 2024`, or `15 March 2024`."""
    decimals: Literal["written", "needed"] = "written"
    """Whether zeros that were written after a decimal point stay: `3.50%`, or `3.5%`."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A quantity of one side without its equal on the other."""

    source: Quantity | None
    """The one in the source; None when the target says something that the source doesn't."""
    target: Quantity | None
    """The one in the target; None when it is missing there. Both are given when one looks like the other gone wrong."""
    severity: Severity
    """`error` for what is large (from 10^6), a sum of money, a percentage, a percentage or basis point; else `warning`."""
