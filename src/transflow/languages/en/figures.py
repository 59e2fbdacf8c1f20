"""The parts that English figures are written of: scales, signs, modifiers, plurals, numbers in words."""

from decimal import Decimal

from msgspec import structs

from transflow.languages.en.dates import WORDS
from transflow.numbers.digits import exponent_of, grouped, scaled, trimmed
from transflow.numbers.quantity import Modifier, Quantity, Style

MODIFIERS: dict[Modifier, str] = {
    "about": "about", "nearly": "nearly", "over": "more than", "under": "less than", "at-least": "at least",
    "at-most": "up to", "within": "within",
}  # fmt: skip
# No thousand: $300,000 is written out. No quadrillion: 1,200 trillion is how newspapers say it.
_SCALES = ((12, "trillion", "tn"), (9, "billion", "bn"), (6, "million", "m"))
VAGUE = {
    1: "dozens", 2: "hundreds", 3: "thousands", 4: "tens of thousands", 5: "hundreds of thousands", 6: "millions",
    7: "tens of millions", 8: "hundreds of millions", 9: "billions", 10: "tens of billions", 11: "hundreds of billions",
    12: "trillions", 13: "tens of trillions", 14: "hundreds of trillions",
}  # fmt: skip
IRREGULAR = {
    "person": "people", "foot": "feet", "square foot": "square feet", "cubic foot": "cubic feet", "inch": "inches", "century": "centuries",
    "head": "head", "mu": "mu", "megahertz": "megahertz", "degree Celsius": "degrees Celsius", "year of age": "years old",
    "nautical mile": "nautical miles",
}  # fmt: skip
SPELT = {
    "", "share", "person", "household", "vehicle", "contract", "round", "year", "month", "quarter", "week", "day", "hour",
    "minute", "second", "trading day", "business day", "working day", "century", "fiscal year", "vote", "visit", "consecutive limit-up", "flight", "stock",
    "bedroom",
}  # fmt: skip
"""What is counted in words up to nine; the rest are measures, and keep figures."""
_COUNTABLE = {"", "person", "household", "vehicle", "contract", "vote", "visit"}


def modified(quantity: Quantity, words: str) -> str:
    """Put the words of its modifier before a quantity."""
    lead = MODIFIERS.get(quantity.modifier)
    # fewer than 100 people, but less than 100 yuan.
    if quantity.modifier == "under" and quantity.kind == "count" and quantity.unit in _COUNTABLE:
        lead = "fewer than"
    return f"{lead} {words}" if lead else words


def ends_of(quantity: Quantity) -> tuple[tuple[Decimal, int | None], ...]:
    """Return each value with the place of its last written decimal, or None."""
    places = quantity.places or (None,) * len(quantity.values)
    return tuple(zip(map(Decimal, quantity.values), places, strict=True))


def figure(number: Decimal, place: int | None, style: Style) -> str:
    """Write a number with a scale word where it takes one."""
    for power, word, letters in _SCALES:
        if abs(number) < Decimal(10) ** power:
            continue
        last = exponent_of(trimmed(number))
        # 1,234,567 people: in millions that takes six decimals, which nobody reads.
        if power - last > 3 and last < 4:
            break
        digits = grouped(scaled(number, -power), power - place if place is not None else 0)
        return digits + (letters if style.scale == "letters" else f" {word}")
    return grouped(number, -place if place is not None else 0)


def per(quantity: Quantity) -> str:
    """Write what a sum or a count is for each of, if anything."""
    return f" {quantity.form}" if quantity.form.startswith("per ") else ""


def signs_of(quantity: Quantity) -> list[str]:
    """Return the written sign of each value, or an empty text."""
    return [value[0] if value[0] in "+-" else "" for value in quantity.values]


def scaled_figures(quantity: Quantity, style: Style) -> list[str]:
    """Write the figures without signs; in full where the upper one's scale word would seem to hold for both."""
    if quantity.kind == "count" and (
        not quantity.unit or quantity.form == "noun"
    ):  # 150m alone would be meters
        style = structs.replace(style, scale="word")
    ends = [(abs(number), place) for number, place in ends_of(quantity)]
    figures = [figure(number, place, style) for number, place in ends]
    low, high = ends[0][0], ends[-1][0]
    return (
        [grouped(number, 0) for number, _place in ends]
        # 500 to 2 million yuan would seem to be 500 million.
        if low < 1000 and high >= 10**6 and low != high
        else figures
    )


def vague(quantity: Quantity) -> str:
    """Write an order of magnitude."""
    return VAGUE.get(Decimal(quantity.values[0]).adjusted(), "many")


def figures_of(quantity: Quantity) -> list[str]:
    """Write each value in full, with its sign."""
    signs = signs_of(quantity)
    return [
        sign + grouped(abs(number), -place if place is not None else 0)
        for sign, (number, place) in zip(signs, ends_of(quantity), strict=True)
    ]


def spelt_out(figures: list[str]) -> list[str]:
    """Write whole numbers up to nine as words, if all of them are."""
    return (
        # All or none: `three to 12` is no house style.
        [WORDS[int(one)] for one in figures] if all(one in tuple("123456789") for one in figures) else figures
    )


def plural(unit: str, figure_: str) -> str:
    """Return the form of a unit after a figure; none for none."""
    if not unit:
        return ""
    if figure_ in {"1", "one"}:
        return "year old" if unit == "year of age" else unit
    return IRREGULAR.get(unit) or f"{unit}s"
