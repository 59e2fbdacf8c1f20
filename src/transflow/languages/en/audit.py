"""A second reading of English figures, much simpler than that of `transflow.quantities` and knowing nothing of it.

As that of Chinese it asks two things only: whether each large number, rate and sum of the source stands in the
translation, digits and scale; and whether, in contexts that have been misread, the digits are kept or the wanted form is
shown (`audit.TARGET.tsv` beside it).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from transflow.folding import fold
from transflow.languages import plainly
from transflow.languages.contexts import Context, table
from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.forms import Doubt
from transflow.patterns import lazy

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_HAN_DIGITS = "零一二三四五六七八九"
_HAN: list[str] = ["零", "一", "[二两]", *_HAN_DIGITS[3:], "十"]
# Or a word that a context is about without any digit: doubled, a third, Hundreds of.
_TOLD = lazy(
    r"\d|halv|doubl|tripl|quadrupl|fold\b|half|third|fifth|quarter|digit|(?:hundred|thousand|million|billion)s of|[- ](?:year|month|week|day)"
)
"""What a text needs to have for any of it to matter."""


_LOOSE = lazy(r"(?<=\d) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d)\)(?=[万亿])")
"""A space between a figure and the characters beside it, as many write it, and the bracket of a loss."""


def doubts(source: str, target: str, language: str, region: str) -> Iterator[Doubt]:
    """Yield what a simple reading of a source and its translation cannot bring together.

    Args:
        source: The text translated.
        target: The translation.
        language: The subtag of its language; nothing is known of another than Chinese.
        region: The region of the source's pages, which says nothing here.
    """
    del region
    known, shown = table("en", language), fold(source).lower()
    said = _LOOSE.sub("", fold(target).lower())
    if not known or not _TOLD.search(shown):
        return
    for context in known:
        # By its words first, which saves most patterns.
        if any(word in shown for word in context.cue.split("|")):
            yield from _wrong(context, source, shown, said)
    yield from _lost(shown, said)


def _wrong(context: Context, source: str, shown: str, said: str) -> Iterator[Doubt]:
    """Yield the first place of a context that a translation renders wrongly."""
    judged: dict[tuple[str | None, ...], bool] = {}
    for match in _pattern(context.source).finditer(shown):
        # The same figures are wrong or right wherever they stand.
        if match.groups() in judged:
            continue
        judged[match.groups()] = wrong = context.is_wrong(said, partial(_filled, figures=match.groupdict()))
        if wrong:
            text = source[match.start() : match.end()]
            yield Doubt(f"{text}: {context.why}", *match.span())
            return


@lru_cache(maxsize=128)
def _pattern(pattern: str) -> re.Pattern[str]:
    # A pattern of a table says `{a}`, so that each context need not spell what a figure is.
    return re.compile(pattern.replace("{a}", r"(?<![\d.,])(?P<a>\d[\d,]*(?:\.\d+)?)"))


def _filled(pattern: str, figures: dict[str, str | None]) -> str:
    """Put the figures of a source into a pattern for its translation."""
    a, month = (figures.get(name) or "" for name in ("a", "m"))
    digits = a.replace(",", "")
    is_number = bool(re.fullmatch(r"\d+(?:\.\d+)?", digits))
    filled = {
        "{a}": _spelled(a),
        "{digits}": re.escape(digits),
        "{hundredth}": _spelled(f"{Decimal(digits) / 100:f}") if is_number else "(?!)",
        # Words before the figure, no sentence, and no other measure: 油价升至82美元 leaves out what a price is for.
        "{headline}": r"\A(?=[^\d\W]{2})(?=[^。！？!?；;]{0,50}\Z)(?!.*(?:[/每]|[元分]一))",
        "{month}": _spelled(str(_MONTHS.index(month) + 1)) if month else "(?!)",
    }
    for name, words in filled.items():
        pattern = pattern.replace(name, words)
    return pattern


def _spelled(figure: str) -> str:
    """Return a pattern for the ways to write a figure in Chinese."""
    digits = figure.replace(",", "")
    number = Decimal(_WORDS.index(figure)) if figure in _WORDS else None
    if number is None and re.fullmatch(r"\d+(?:\.\d+)?", digits):
        number = Decimal(digits)
    if number is None:
        return "(?!)"
    # 12,345 and 12345, 0.50 and 0.5, 1.2万.
    ways = [re.escape(f"{number:,f}"), re.escape(f"{number:f}"), re.escape(f"{number.normalize():f}")]
    if number >= Decimal(10_000):
        ways.append(f"{re.escape(f'{number.scaleb(-4).normalize():f}')}万")
    if number == number.to_integral_value() and number < 100:
        ways.append(_han(int(number)))
    return rf"(?<!\d)(?<!\d[.,])0*(?:{'|'.join(ways)})(?!\d|[.,]\d)"


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _HAN[number]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")


# What ends or begins a number that is conserved though it has no scale: a rate, a price.
_RATE = lazy(r" ?(?:%|percent|per cent|percentage point|basis point|bps?\b)")
_PRICE = lazy(r"(?P<c>hk\$|nt\$|(?<![a-z])(?:us)?\$|€|£|rmb ?)\Z")
_MIXED = GRAMMAR["part-behind"]
_SUM = lazy(r" (?P<c>yuan|renminbi|yen|euros?|pounds|dollars)\b")
_CURRENCIES = {
    "$": "美", "us$": "美", "dollars": "美", "hk$": "港元", "nt$": "台元", "€": "欧", "euro": "欧", "euros": "欧", "£": "镑", "pounds": "镑",
    "rmb": "元", "yuan": "元", "renminbi": "元", "yen": "日",
}  # fmt: skip
"""The letters by which Chinese tells a currency; 元 alone may be that of Hong Kong or Taiwan as well."""
_NAMED = lazy(
    r"[多余几]?(?:(?P<c>[美港日欧])[元圆币金]|英?(?P<pound>镑)|(?:新)?(?P<nt>台)币|(?P<yuan>元|人民币))"
)


def _lost(source: str, target: str) -> Iterator[Doubt]:
    """Yield the large numbers, the rates and the prices of a source that have no counterpart, or one in another currency."""
    there: list[Decimal] | None = None
    sums: list[tuple[Decimal, str]] | None = None
    for match in plainly.ENGLISH.finditer(source):
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
        number = plainly.english_value(match)
        there = plainly.chinese(target) if there is None else there
        # 84.8% is no rounding of 84.5%; 157 billion is one of 157.3 billion.
        if any(plainly.same(number, other) if large else number == other for other in there):
            sums = _sums(target) if money and sums is None else sums
            if money and sums and _is_other(number, _CURRENCIES[money["c"].strip()], sums):
                yield Doubt(f"{money[0].strip()} {match[0]}: another currency", start, end)
        elif large or not _is_told(number, there, target):
            message = f"{match[0]} ({number:,f}) does not stand in the translation"
            yield Doubt(message, start, end, grave=bool(large) and not there)


def _sums(target: str) -> list[tuple[Decimal, str]]:
    """Return the figures of a translation in digits, each with the letters of its currency, empty where none is named."""
    found: list[tuple[Decimal, str]] = []
    for match in plainly.CHINESE.finditer(target):
        named = _NAMED.match(target, match.end())
        # 人民币 is 元.
        letters = ("元" if named["yuan"] else next(filter(None, named.groups()))) if named else ""
        found.append((plainly.chinese_value(match), letters))
    return found


def _is_other(number: Decimal, currency: str, sums: Sequence[tuple[Decimal, str]]) -> bool:
    """Whether each sum of a translation that has a value is one of another currency."""
    shown = {letters for other, letters in sums if plainly.same(number, other)}
    return bool(shown) and not any(not one or one[0] in currency or one in currency for one in shown)


def _is_told(number: Decimal, there: list[Decimal], target: str) -> bool:
    """Whether rounding, another unit (cents, basis points) or words can stand for a rate or a price."""
    if number == number.to_integral_value() and any(word in target for word in _words(int(number))):
        return True
    # 千分之一
    if "分之" in target:
        return True
    return any(
        number.scaleb(power) == other or _is_rounded(number, other) for other in there for power in (2, -2)
    )


def _words(number: int) -> Iterator[str]:
    """Yield the words that may stand for a rate: 三成, 六成二, 五折, 一半, 翻倍."""
    if number < 100:
        tens, ones = divmod(number, 10)
        for last in ("",) if not ones else (_HAN_DIGITS[ones], *("半" * (ones == 5))):
            yield f"{_HAN_DIGITS[tens]}成{last}"
            if tens == 2:
                yield f"两成{last}"
        if not ones:
            yield "折"
    if number == 50:
        yield from "半斩"
    elif number >= 100 and number % 100 == 0:
        yield from "倍番"


def _is_rounded(number: Decimal, other: Decimal) -> bool:
    """Whether a number has fewer decimals, and is another rounded to them."""
    places, more = _decimals(other), _decimals(number)
    # 一 is in many words.
    return places < more and (places > 0 or other >= len(_HAN)) and round(number, places) == other


def _decimals(number: Decimal) -> int:
    return len(f"{number.normalize():f}".partition(".")[2])
