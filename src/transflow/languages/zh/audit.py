"""A second reading of Chinese figures, much simpler than that of `transflow.quantities` and knowing nothing of it.

A draft is written and verified by one reader, so that what it misreads would be certified. This one asks two things
only: whether each number of the source stands in the translation at all, digits and scale; and whether, in contexts
that have been misread, the digits are kept or the wanted form is shown (`languages/LANGUAGE/audit.TARGET.tsv`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from transflow.folding import fold
from transflow.languages import conserved, plainly
from transflow.languages.contexts import Context, table
from transflow.languages.forms import Doubt
from transflow.languages.plainly import ONES
from transflow.languages.zh.patterns import GRAMMAR

_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June?", "July?", "Aug", "Sept?", "Oct", "Nov", "Dec"]


def doubts(source: str, target: str, language: str, region: str) -> Iterator[Doubt]:
    """Yield what a simple reading of a source and its translation cannot bring together.

    Args:
        source: The text translated.
        target: The translation.
        language: The subtag of its language; nothing is known of another than English.
        region: The region of the source's pages.
    """
    known = table("zh", language)
    shown, said = fold(source), fold(target).lower()
    # Most texts have no figure at all, and none of 60 patterns is tried.
    if not known or not _DIGIT.search(shown):
        return
    names: list[tuple[int, int]] = []
    letters = set(shown)
    for context in known:
        # By its characters first, which saves most patterns. `$` is a Hong Kong dollar on its pages alone.
        if context.region in ("", region) and not letters.isdisjoint(context.cue):
            for match in _source_pattern(context.source).finditer(shown):
                # 21万科02 is a bond of Vanke's, and no 210,000: what stands in it is not looked for.
                names += [match.span()] if context.name == "bond" else []
                if _is_wrong(context, match, said) or (context.counted and _is_rarer(context, shown, said)):
                    text = source[match.start() : match.end()]
                    yield Doubt(f"{text}: {context.why}", *match.span())
                    break
    # After the contexts, which know what a name is.
    yield from (doubt for doubt in _lost(shown, said) if not any(s <= doubt.start < e for s, e in names))
    for one in conserved.unkept(shown, said, region):
        yield Doubt(f"{one.text} is told as {one.said}", one.start, one.end)


_DIGIT = GRAMMAR["audit-worth"]


def _is_wrong(context: Context, match: re.Match[str], target: str) -> bool:
    """Whether a translation renders a context wrongly."""
    figures = match.groupdict()
    return context.is_wrong(target, lambda pattern: _filled(pattern, figures))


def _is_rarer(context: Context, source: str, target: str) -> bool:
    found, wanted = _source_pattern(context.source), re.compile(_filled(context.wanted, {}))
    # 减息半厘，再减半厘: both halves of a point, not one of them.
    return len(found.findall(source)) > len(wanted.findall(target))


@lru_cache(maxsize=256)
def _source_pattern(pattern: str) -> re.Pattern[str]:
    # A pattern of a table says `{a}`, so that each context need not spell what a figure is.
    number = r"\d[\d,]*(?:\.\d+)?[十百千]?[万亿]*"
    for name in "ab":
        pattern = pattern.replace(f"{{{name}}}", f"(?P<{name}>{number})")
    return re.compile(pattern.replace("{unit}", r"[^\d\s,。;、至到]"))


def _filled(pattern: str, figures: dict[str, str | None]) -> str:
    """Put the figures of a source into a pattern for its translation."""
    a, b = (figures.get(name) or "" for name in "ab")
    # Codes keep them as they are: 沪铜2512 is no 2,512.
    digits = a.replace(",", "").rstrip("十百千万亿")
    filled = {
        "{a}": _spelled(a),
        "{b}": _spelled(b),
        "{digits}": re.escape(digits),
        "{number}": _spelled(digits),
        # `(?!)` matches nothing: a context whose figure is no such thing can want none.
        "{grouped}": rf"(?<![\d,]){int(digits):,}(?![\d,])" if digits.isdigit() else "(?!)",
        "{month}": f"(?:{_MONTHS[int(digits) - 1]})[a-z]*".lower() if digits.isdigit() and 0 < int(digits) < 13 else "(?!)",
        "{hundredth}": _spelled(f"{Decimal(digits) / 100:f}") if digits.isdigit() else "(?!)",
        "{shared}": _spelled(a + b.lstrip("0123456789.,")),
        "{times}": _times(a),
        "{moved}": "(?:rose|fell|up|down|increased|decreased|grew|added|gained|lost|climbed|dropped|by)",
        "{to}": " to |-|–",
        "{headline}": _HEADLINE,
    }  # fmt: skip
    for name, words in filled.items():
        pattern = pattern.replace(name, words)
    return pattern


def _times(figure: str) -> str:
    """Return a pattern for how many times as much, or more, something is."""
    count = int(figure) if figure.isdigit() else "〇一二三四五六七八九".find(figure.replace("两", "二"))
    if not 0 < count < len(ONES) - 1:
        return "(?!)"
    # One more as well: 增长三倍 is quadrupled, 300% more, 3x. Which of them, the first reading decides.
    more = (rf"\b{count}\b", rf"\b{count + 1}\b", f"{count}00%", f"{count}00 percent", rf"\b{count}x")
    words = (ONES[count], ONES[count + 1], *(_MANY[n] for n in (count, count + 1) if n in _MANY))
    return "|".join((*words, *more))


# Words before the figure, no sentence, and no other measure: Oil climbs to $82 leaves out what a price is for.
_COINS = "yuan|cents?|dollars?|euros?|yen|pounds?|[mbt]n|[mbtr]+illion"
_HEADLINE = (
    r"\A(?=[a-z]\S* [a-z])(?=(?:[^.!?;]|\.(?=\d)){0,100}\Z)"
    rf"(?!.*(?:/ ?[a-z]|\b(?:per|each|every)\b(?! ?cent)|\d(?: (?:{_COINS}))* an? ))"
)
_MANY = {1: "doubl", 2: "doubl|twice", 3: "tripl|thrice", 4: "quadrupl", 5: "quintupl", 10: "tenfold"}


def _spelled(figure: str) -> str:
    """Return a pattern for the ways to write a figure in English."""
    number = plainly.value(figure)
    if number is None:
        return "(?!)"
    # 12,345, 12345, and in thousands, millions … 1.5 billion, 1.5bn, 1.5b.
    ways = [re.escape(f"{number:,f}"), re.escape(f"{number:f}")]
    for word, power in (("thousand", 3), ("million|mn|m", 6), ("billion|bn|b", 9), ("trillion|tn|trn", 12)):
        if number >= Decimal(10) ** power:
            ways.append(rf"{re.escape(_plain(number.scaleb(-power)))}[ -]?(?:{word})")
    # House styles spell what is small, and 第三 is third or 3rd.
    if number == number.to_integral_value() and number <= 12:
        ways += [ONES[int(number)], _ORDINALS[int(number)], rf"{int(number)}(?:st|nd|rd|th)"]
    # 5 in 15, in 5.3 or in 5,000 is another number; `5.` at a sentence's end is not.
    return rf"(?<![\d.,])(?:{'|'.join(ways)})(?![\d]|[.,]\d)"


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lost(source: str, target: str) -> Iterator[Doubt]:
    """Yield the large numbers of a source that have no counterpart."""
    there: list[Decimal] | None = None
    for match in plainly.CHINESE.finditer(source):
        # A number without a scale has no magnitude to be lost, but for a rate's.
        if match["measure"] or not (match["scale"] or _RATE.match(source, match.end())):
            continue  # 5万千瓦 is 50 megawatts, 100兆瓦 no 100 trillion
        number = plainly.chinese_value(match)
        there = plainly.english(target) if there is None else there
        if not any(plainly.same(number, other) for other in there) and (
            match["scale"] or _is_lost_rate(number, there, target)
        ):
            message = f"{match[0]} ({number:,f}) does not stand in the translation"
            # With another number in its place the translator may have rounded or converted.
            yield Doubt(message, *match.span(), grave=not there)


_RATE = GRAMMAR["rate-unit"]
_FRACTIONS = GRAMMAR["fraction-words"]
_LEAST_WORD = 20
"""The least per cent that may be said in words: a fifth."""


def _is_lost_rate(number: Decimal, there: list[Decimal], target: str) -> bool:
    """Whether no rounding, no other unit (cents, basis points) and no word can stand for a rate or a price."""
    # What a house style spells is not looked for in digits: 2元 is two yuan.
    if number == number.to_integral_value() and number < len(ONES):
        return False
    # 0.5个百分点 is half a percentage point.
    if (number >= _LEAST_WORD or number * 4 in (1, 2, 3)) and _FRACTIONS.search(target):
        return False
    return not any(
        abs(number - other.scaleb(power)) <= Decimal("0.05") + abs(number) / 200
        for other in there
        for power in (0, 2, -2)
    )
