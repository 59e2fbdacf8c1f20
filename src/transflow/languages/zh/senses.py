"""Words after a number that are units only where something else tells so: 分 of a price, 碼 of a rate, 股 of companies."""

from dataclasses import dataclass, replace

from transflow.languages.zh.number import Amount
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.units import BY_SENSE
from transflow.numbers.masks import Page, Unit

# A clause or two: what the talk is of stands before the number, and a rule ends at it.
_LINE = 40
"""Characters before a number in which its sense is looked for."""
_STEPS = 40
"""Quarters of a point from which on nobody counts them so: ten percentage points."""


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a word is where a rule matches, or in a region."""

    unit: Unit
    before: str = ""
    """The rule that has to match right before the number."""
    after: str = ""
    """The rule that has to match right after the word."""
    regions: str = ""
    unless: str = ""
    """A rule that must not match right before the number."""
    below: int = 0
    """The number has to be smaller."""


_SENSES: dict[str, tuple[_Sense, ...]] = {
    "分": (
        _Sense(Unit("money", power=-2), before="price-talk"),
        _Sense(Unit("money", power=-2), after="coins-li", unless="of-interest"),
    ),
    "国": (
        _Sense(Unit("count"), after="countries-do", below=200),
        _Sense(Unit("count"), before="countries-of", below=60),
    ),
    "码": (
        # 800碼 are yards.
        _Sense(Unit("percentage-point", "quarter"), unless="of-code", regions="TW", below=_STEPS),
        _Sense(Unit("percentage-point", "quarter"), before="rate-talk", unless="of-code", below=_STEPS),
    ),
    "Y": (_Sense(Unit("count", "year"), after="tenor-of"),),
    "M": (_Sense(Unit("count", "month"), after="tenor-letters", below=37),),
    "毫": (_Sense(Unit("money", power=-1), regions="HK MO"),),
    "仙": (
        _Sense(Unit("money", currency="HKD", power=-2), regions="HK MO"),
        _Sense(Unit("money", currency="HKD", power=-2), before="price-talk"),
    ),
    "度": (
        _Sense(Unit("count", "kilowatt-hour"), before="power-talk", after="power-ends"),
        _Sense(Unit("count", "kilowatt-hour"), before="power-talk-far", after="power-ends-far"),
        _Sense(Unit("count", "time"), before="no-degree", after="again", below=10),
    ),
    "人次": (_Sense(Unit("count"), before="head-counted"),),
    "尺": (_Sense(Unit("count", "foot"), after="box-of"),),
    "平": (_Sense(Unit("count", "square meter"), before="no-score", after="floor-space"),),
    "刀": (_Sense(Unit("money", currency="USD"), before="no-cut", after="buck-ends"),),
    **dict.fromkeys(
        ("pt", "pts"),
        (
            _Sense(Unit("count", "point"), before="index-talk"),
            _Sense(Unit("percentage-point"), before="points-moved", below=50),
        ),
    ),
    "球": (_Sense(Unit("money", power=6), before="price-slang", regions="HK"),),
    "股": (
        _Sense(Unit("count", "stock"), after="stocks-do", below=10_000),
        _Sense(Unit("count", "stock"), before="stocks-that", below=10_000),
    ),
    "点": (_Sense(Unit("percentage-point"), before="rate-points", below=50),),
    "期": (_Sense(Unit("count"), before="in-parts", below=40),),
    "房": (_Sense(Unit("count", "bedroom"), after="rooms-of", below=10),),
    "票": (_Sense(Unit("count", "check"), before="checks-received", unless="ballot-talk", regions="HK"),),
    "张": (_Sense(Unit("count", "lot"), before="shares-traded", regions="TW"),),
    "口": (_Sense(Unit("count", "contract"), before="futures-talk", regions="TW"),),
    "个点": (
        _Sense(Unit("count", "point"), before="index-talk"),
        _Sense(Unit("count", "pip"), before="midpoint-talk"),
        _Sense(Unit("percentage-point"), before="points-moved", below=50),
    ),
    **dict.fromkeys(
        ("基点", "个基点", "点子", "个点子"), (_Sense(Unit("count", "pip"), before="exchange-talk"),)
    ),
}
_SENSES["码半"] = tuple(
    replace(one, unit=Unit("percentage-point", "quarter", half=True)) for one in _SENSES["码"]
)


def sense(page: Page, amount: Amount, word: str, end: int, unit: Unit) -> Unit | None:
    """Return what a word is behind this number, or None; `unit` is what it is elsewhere."""
    for one in _SENSES.get(word, ()):
        if _holds(page, amount, end, one):
            return one.unit
    return None if word in BY_SENSE else unit


def _holds(page: Page, amount: Amount, end: int, one: _Sense) -> bool:
    if one.regions and page.region not in one.regions.split():
        return False
    if one.below and abs(amount.number) >= one.below:
        return False
    # In what was never masked: the word that tells may be part of another figure.
    before = page.plain[max(0, amount.start - _LINE) : amount.start]
    if one.before and not RULES[one.before].search(before):
        return False
    if one.unless and RULES[one.unless].search(before):
        return False
    return not one.after or bool(RULES[one.after].match(page.plain, end))
