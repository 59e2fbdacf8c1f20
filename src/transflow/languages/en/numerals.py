"""English numerals: 1,234.5, four million, twenty-five, 1.05bn."""

from decimal import Decimal

from transflow.languages.en.rules import RULES
from transflow.numbers.digits import decimal

_ONES = dict(zip(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
    range(20), strict=True,
))  # fmt: skip
_TENS = {
    f"{name}": 10 * value
    for value, name in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
WORD_VALUES = {**_ONES, **_TENS}

NUMBER = RULES["number"]


def value(run: str) -> Decimal | None:
    """Return the number that digits or words write, without a scale word; None when they write none (twenty ten)."""
    if run[0].isdecimal():
        return decimal(run)
    total = current = 0
    # What a word may follow: a hundred or a thousand anything, a ten only ones. twenty ten is none.
    last = 1000
    for word in run.lower().replace(" and ", " ").replace("-", " ").split():
        if word in {"a", "an"}:
            current = 1
        elif word == "hundred":
            current, last = current * 100, 100
        elif word == "thousand":
            total, current, last = current * 1000, 0, 1000
        else:
            number = WORD_VALUES[word]
            if last not in {1000, 100} and not (last in _TENS.values() and number < 10):
                return None
            current, last = current + number, number
    return Decimal(total + current)
