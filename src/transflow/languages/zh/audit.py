"""A second reading of Chinese figures, much simpler than that of `transflow.quantities` and knowing nothing of it.

A draft is written and verified by one reader, so that what it misreads would be certified. This one asks two things
only: whether each number of the source stands in the translation at all, digits and scale; and whether, in contexts
that have been misread, the digits are kept or the wanted form is shown (`languages/LANGUAGE/audit.TARGET.tsv`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from transflow import languages
from transflow.folding import fold
from transflow.languages import conserved
from transflow.languages.contexts import Context, table
from transflow.languages.forms import Doubt
from transflow.languages.zh import plainly
from transflow.languages.zh.patterns import GRAMMAR


def doubts(source: str, target: str, language: str, region: str) -> Iterator[Doubt]:
    """Yield what a simple reading of a source and its translation cannot bring together.

    Args:
        source: The text translated.
        target: The translation.
        language: The subtag of its language; nothing is known of one without a table and a part `plainly`.
        region: The region of the source's pages.
    """
    known, other = table("zh", language), languages.part(language, "plainly")
    shown, said = fold(source), fold(target).lower()
    # Most texts have no figure at all, and none of 60 patterns is tried.
    if not known or other is None or not _DIGIT.search(shown):
        return
    names: list[tuple[int, int]] = []
    letters = set(shown)
    for context in known:
        # By its characters first, which saves most patterns. `$` is a Hong Kong dollar on its pages alone.
        if context.region in ("", region) and not letters.isdisjoint(context.cue):
            for match in _source_pattern(context.source).finditer(shown):
                # 21万科02 is a bond of Vanke's, and no 210,000: what stands in it is not looked for.
                names += [match.span()] if context.name == "bond" else []
                if _is_wrong(context, match, said, other) or (
                    context.counted and _is_rarer(context, shown, said, other)
                ):
                    text = source[match.start() : match.end()]
                    yield Doubt(f"{text}: {context.why}", *match.span())
                    break
    # After the contexts, which know what a name is.
    yield from (
        doubt for doubt in _lost(shown, said, other) if not any(s <= doubt.start < e for s, e in names)
    )
    for one in conserved.unkept(shown, said, (plainly, other), region):
        yield Doubt(f"{one.text} is told as {one.said}", one.start, one.end)


_DIGIT = GRAMMAR["audit-worth"]


def _is_wrong(context: Context, match: re.Match[str], target: str, other: Any) -> bool:
    """Whether a translation renders a context wrongly."""
    figures = match.groupdict()
    return context.is_wrong(target, lambda pattern: _filled(pattern, figures, other))


def _is_rarer(context: Context, source: str, target: str, other: Any) -> bool:
    found, wanted = _source_pattern(context.source), re.compile(_filled(context.wanted, {}, other))
    # 减息半厘，再减半厘: both halves of a point, not one of them.
    return len(found.findall(source)) > len(wanted.findall(target))


@lru_cache(maxsize=256)
def _source_pattern(pattern: str) -> re.Pattern[str]:
    # A pattern of a table says `{a}`, so that each context need not spell what a figure is.
    number = r"\d[\d,]*(?:\.\d+)?[十百千]?[万亿]*"
    for name in "ab":
        pattern = pattern.replace(f"{{{name}}}", f"(?P<{name}>{number})")
    return re.compile(pattern.replace("{unit}", r"[^\d\s,。;、至到]"))


def _filled(pattern: str, figures: dict[str, str | None], other: Any) -> str:
    """Put the figures of a source into a pattern for its translation, as the other language spells them."""
    a, b = (figures.get(name) or "" for name in "ab")
    # Codes keep them as they are: 沪铜2512 is no 2,512.
    digits = a.replace(",", "").rstrip("十百千万亿")
    filled = {
        "{a}": other.spelled(plainly.value(a)),
        "{b}": other.spelled(plainly.value(b)),
        "{digits}": re.escape(digits),
        "{number}": other.spelled(plainly.value(digits)),
        # `(?!)` matches nothing: a context whose figure is no such thing can want none.
        "{grouped}": rf"(?<![\d,]){int(digits):,}(?![\d,])" if digits.isdigit() else "(?!)",
        "{month}": other.month(int(digits)) if digits.isdigit() else "(?!)",
        "{hundredth}": other.spelled(Decimal(digits) / 100) if digits.isdigit() else "(?!)",
        "{shared}": other.spelled(plainly.value(a + b.lstrip("0123456789.,"))),
        "{times}": other.times_as_much(_count(a)),
        **other.SHOWN,
    }
    for name, words in filled.items():
        pattern = pattern.replace(name, words)
    return pattern


def _count(figure: str) -> int:
    return int(figure) if figure.isdigit() else "〇一二三四五六七八九".find(figure.replace("两", "二"))


def _lost(source: str, target: str, other: Any) -> Iterator[Doubt]:
    """Yield the large numbers of a source that have no counterpart."""
    there: list[Decimal] | None = None
    for match in plainly.FIGURE.finditer(source):
        # A number without a scale has no magnitude to be lost, but for a rate's.
        if match["measure"] or not (match["scale"] or _RATE.match(source, match.end())):
            continue  # 5万千瓦 is 50 megawatts, 100兆瓦 no 100 trillion
        number = plainly.figure_value(match)
        there = other.numbers(target) if there is None else there
        if not any(conserved.same(number, shown) for shown in there) and (
            match["scale"] or _is_lost_rate(number, there, target, other)
        ):
            message = f"{match[0]} ({number:,f}) does not stand in the translation"
            # With another number in its place the translator may have rounded or converted.
            yield Doubt(message, *match.span(), grave=not there)


_RATE = GRAMMAR["rate-unit"]
_LEAST_WORD = 20
"""The least per cent that may be said in words: a fifth."""


def _is_lost_rate(number: Decimal, there: list[Decimal], target: str, other: Any) -> bool:
    """Whether no rounding, no other unit (cents, basis points) and no word can stand for a rate or a price."""
    # What a house style spells is not looked for in digits: 2元 is two yuan.
    if number == number.to_integral_value() and number < other.SPELT:
        return False
    # 0.5个百分点 is half a percentage point.
    if (number >= _LEAST_WORD or number * 4 in (1, 2, 3)) and other.FRACTIONS.search(target):
        return False
    return not any(
        abs(number - shown.scaleb(power)) <= Decimal("0.05") + abs(number) / 200
        for shown in there
        for power in (0, 2, -2)
    )
