"""A second reading of English figures, much simpler than that of `transflow.quantities` and knowing nothing of it.

As that of Chinese it asks two things only: whether each large number, rate and sum of the source stands in the
translation, digits and scale; and whether, in contexts that have been misread, the digits are kept or the wanted form is
shown (`audit.TARGET.tsv` beside it).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from transflow import languages
from transflow.folding import fold
from transflow.languages import conserved
from transflow.languages.contexts import Context, table
from transflow.languages.en import plainly
from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.words import MONTHS, ONES
from transflow.languages.forms import Doubt
from transflow.patterns import lazy

# Or a word that a context is about without any digit: doubled, a third, Hundreds of.
_TOLD = lazy(
    r"\d|halv|doubl|tripl|quadrupl|fold\b|half|third|fifth|quarter|digit|(?:hundred|thousand|million|billion)s of|[- ](?:year|month|week|day)"
)
"""What a text needs to have for any of it to matter."""


def doubts(source: str, target: str, language: str, region: str) -> Iterator[Doubt]:
    """Yield what a simple reading of a source and its translation cannot bring together.

    Args:
        source: The text translated.
        target: The translation.
        language: The subtag of its language; nothing is known of one without a table and a part `plainly`.
        region: The region of the source's pages, which says nothing here.
    """
    del region
    known, shown = table("en", language), fold(source).lower()
    other = languages.part(language, "plainly")
    if not known or other is None or not _TOLD.search(shown):
        return
    said = other.joined(fold(target).lower())
    for context in known:
        # By its words first, which saves most patterns.
        if any(word in shown for word in context.cue.split("|")):
            yield from _wrong(context, source, shown, said, other)
    yield from _lost(shown, said, other)


def _wrong(context: Context, source: str, shown: str, said: str, other: Any) -> Iterator[Doubt]:
    """Yield the first place of a context that a translation renders wrongly."""
    judged: dict[tuple[str | None, ...], bool] = {}
    for match in _pattern(context.source).finditer(shown):
        # The same figures are wrong or right wherever they stand.
        if match.groups() in judged:
            continue
        judged[match.groups()] = wrong = context.is_wrong(
            said, partial(_filled, figures=match.groupdict(), other=other)
        )
        if wrong:
            text = source[match.start() : match.end()]
            yield Doubt(f"{text}: {context.why}", *match.span())
            return


@lru_cache(maxsize=128)
def _pattern(pattern: str) -> re.Pattern[str]:
    # A pattern of a table says `{a}`, so that each context need not spell what a figure is.
    return re.compile(pattern.replace("{a}", r"(?<![\d.,])(?P<a>\d[\d,]*(?:\.\d+)?)"))


def _filled(pattern: str, figures: dict[str, str | None], other: Any) -> str:
    """Put the figures of a source into a pattern for its translation, as the other language spells them."""
    a, month = (figures.get(name) or "" for name in ("a", "m"))
    digits = a.replace(",", "")
    is_number = bool(re.fullmatch(r"\d+(?:\.\d+)?", digits))
    number = Decimal(digits) if is_number else Decimal(ONES.index(a)) if a in ONES else None
    filled = {
        "{a}": other.spelled(number),
        "{digits}": re.escape(digits),
        "{hundredth}": other.spelled(Decimal(digits) / 100) if is_number else "(?!)",
        "{month}": other.month(MONTHS.index(month) + 1) if month else "(?!)",
        **other.SHOWN,
    }
    for name, words in filled.items():
        pattern = pattern.replace(name, words)
    return pattern


# What ends or begins a number that is conserved though it has no scale: a rate, a price.
_RATE = lazy(r" ?(?:%|percent|per cent|percentage point|basis point|bps?\b)")
_PRICE = lazy(r"(?P<c>hk\$|nt\$|(?<![a-z])(?:us)?\$|€|£|rmb ?)\Z")
_MIXED = GRAMMAR["part-behind"]
_SUM = lazy(r" (?P<c>yuan|renminbi|yen|euros?|pounds|dollars)\b")
_CURRENCIES = {
    "$": "usd", "us$": "usd", "dollars": "usd", "hk$": "hkd", "nt$": "twd", "€": "eur", "euro": "eur", "euros": "eur", "£": "gbp",
    "pounds": "gbp", "rmb": "cny", "yuan": "cny", "renminbi": "cny", "yen": "jpy",
}  # fmt: skip


def _lost(source: str, target: str, other: Any) -> Iterator[Doubt]:
    """Yield the large numbers, the rates and the prices of a source that have no counterpart, or one in another currency."""
    there: list[Decimal] | None = None
    sums: list[tuple[Decimal, frozenset[str]]] | None = None
    for match in plainly.FIGURE.finditer(source):
        start, end = match.span()
        money = _PRICE.search(source, max(0, start - 4), start) or _SUM.match(source, end)
        # No name, and no formula: A100, $0$.
        if (source[start - 1 : start].isalpha() and not money) or source[end : end + 1] == "$":
            continue
        # $11.31-1/4 is more than 11.31.
        if _MIXED.match(source, end):
            continue
        # TMX 1.4b is a version.
        large = ("," in match["digits"]) or (match["scale"] and (money or len(match["scale"]) > 1))
        if not (large or money or _RATE.match(source, end)):
            continue
        number = plainly.figure_value(match)
        there = other.numbers(target) if there is None else there
        # 84.8% is no rounding of 84.5%; 157 billion is one of 157.3 billion.
        if any(conserved.same(number, shown) if large else number == shown for shown in there):
            sums = other.sums(target) if money and sums is None else sums
            if money and sums and _is_other(number, _CURRENCIES[money["c"].strip()], sums):
                yield Doubt(f"{money[0].strip()} {match[0]}: another currency", start, end)
        elif large or not _is_told(number, there, target, other):
            message = f"{match[0]} ({number:,f}) does not stand in the translation"
            yield Doubt(message, start, end, grave=bool(large) and not there)


def _is_other(number: Decimal, currency: str, sums: Sequence[tuple[Decimal, frozenset[str]]]) -> bool:
    """Whether each sum of a translation that has a value is one of another currency."""
    shown = [codes for value, codes in sums if conserved.same(number, value)]
    return bool(shown) and all(codes and currency not in codes for codes in shown)


def _is_told(number: Decimal, there: list[Decimal], target: str, other: Any) -> bool:
    """Whether rounding, another unit (cents, basis points) or words can stand for a rate or a price."""
    if other.says_rate(number, target):
        return True
    return any(
        number.scaleb(power) == shown or _is_rounded(number, shown, other.SPELT)
        for shown in there
        for power in (2, -2)
    )


def _is_rounded(number: Decimal, other: Decimal, spelt: int) -> bool:
    """Whether a number has fewer decimals, and is another rounded to them; a small whole number may be a part of any word."""
    places, more = _decimals(other), _decimals(number)
    return places < more and (places > 0 or other >= spelt) and round(number, places) == other


def _decimals(number: Decimal) -> int:
    return len(f"{number.normalize():f}".partition(".")[2])
