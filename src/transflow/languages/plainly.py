"""Numbers of Chinese and English texts as anybody sees them: digits with a scale word, and small words before one.

What second readings are made of, which must not know what `transflow.quantities` makes of a figure.
"""

import re
from decimal import Decimal

from transflow.languages.grammar import GRAMMAR
from transflow.patterns import lazy

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_HAN = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_WORDS = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12,
    "trn": 12,
}  # fmt: skip
# Grouped or plain; `1,23` is two numbers of a list.
_PART = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# The measure behind it tells 兆瓦 from 兆; `rest` what follows in smaller places: 1亿零500万, 11万4250.
CHINESE = lazy(
    rf"(?<!\d)(?<!\d[.,])(?P<digits>{_PART})(?P<scale>[十百千]?[万亿兆]+)?(?P<rest>(?:零?{_PART}[十百千]?[万亿兆百千]?)*)"
    r"(?P<measure>[千百]?[瓦赫帕焦字伏])?"
)
"""A Chinese figure in digits."""
# The places behind the first scale: 5千 in 1亿5千, 零500万 in 1亿零500万, 4250 in 11万4250.
_REST = lazy(rf"(?P<zero>零?)(?P<digits>{_PART})(?P<scale>[十百千]?[万亿兆]|[百千]|)")
# A scale alone is one of it: 破亿, 百万.
_NUMERAL = lazy(
    r"[零〇一二两三四五六七八九十百千]+[零〇一二两三四五六七八九十百千万亿兆]*|(?<![\d.])[万亿兆]+"
)
_MORE = lazy("(?<=\\d)[多余来几]+(?=[万亿])")
"""Stands between a number and its scale: 7,800多亿."""
ENGLISH = GRAMMAR["english-figure"]
"""An English figure in digits, in small letters."""
# `two billion` stands for 20亿 where a house style spells small numbers.
_IN_WORDS = lazy(rf"\b(?P<ones>an?|{'|'.join(ONES)}) (?P<scale>thousand|million|billion|trillion)\b")
_JOINTS = frozenset({"-", "-$", " to ", " to $", " and ", " and $"})
"""What joins the ends of a range, in folded text."""


def value(figure: str) -> Decimal | None:
    """Return the value of a Chinese figure in digits with scale words (`11万4250`, `1亿零500万`, `2万7`)."""
    match = CHINESE.match(figure)
    return chinese_value(match) if match else None


def chinese_value(match: re.Match[str]) -> Decimal:
    """Return the value of what `CHINESE` found."""
    number = Decimal(match["digits"].replace(",", ""))
    power = _power(match["scale"] or "")
    number = number.scaleb(power)
    # Without a scale before it there is no rest: 5 6 are two figures.
    for part in _REST.finditer(match["rest"] or "") if power else ():
        digits, scale = part["digits"].replace(",", ""), part["scale"]
        more = Decimal(digits).scaleb(_power(scale))
        if not scale and len(digits) == 1 and not part["zero"]:
            more = more.scaleb(power - 1)  # 2万7 is 27,000
        elif scale in {"百", "千"} and power >= _power("亿"):
            more = more.scaleb(_power("万"))  # 1亿2千 is 120,000,000
        # What is not smaller than the place before it begins a number of its own.
        if more >= Decimal(10) ** power:
            break
        number, power = number + more, _power(scale) or 1
    return number


def _power(scale: str) -> int:
    return sum(_SCALES[char] for char in scale)


def chinese(text: str) -> list[Decimal]:
    """Return the numbers of a Chinese text, in digits and in numerals."""
    text = _MORE.sub("", text)
    found = [chinese_value(match) for match in CHINESE.finditer(text)]
    return found + [_numeral(match[0]) for match in _NUMERAL.finditer(text)]


def _numeral(run: str) -> Decimal:
    total, section, number, last = 0, 0, 0, 0
    for char in run:
        power = _SCALES.get(char, 0)
        if not power:
            number = _HAN[char]
        elif power < _SCALES["万"]:
            section, number = section + (number or 1) * 10**power, 0
        else:
            # 一万两千亿 multiplies what is before it, 三亿五千万 adds to it.
            section += number or (0 if section or total else 1)
            total = (total + section) * 10**power if power >= last else total + section * 10**power
            section, number, last = 0, 0, power
    # 两万四 and 三千九: the digit behind a scale is of the next place.
    if number and len(run) > 1 and (power := _SCALES.get(run[-2], 0)) > 1:
        number *= 10 ** (power - 1)
    return Decimal(total + section + number)


def english_value(match: re.Match[str]) -> Decimal:
    """Return the value of what `ENGLISH` found."""
    return Decimal(match["digits"].replace(",", "")).scaleb(_WORDS[match["scale"]] if match["scale"] else 0)


def english(text: str) -> list[Decimal]:
    """Return the numbers of an English text in small letters, in digits and in small words before a scale."""
    found: list[Decimal] = []
    end = -1
    for match in ENGLISH.finditer(text):
        # $350-400 million: the scale is that of both.
        if match["scale"] and end >= 0 and text[end : match.start()] in _JOINTS:
            found.append(found[-1].scaleb(_WORDS[match["scale"]]))
        found.append(english_value(match))
        end = -1 if match["scale"] else match.end()
    for match in _IN_WORDS.finditer(text):
        # a million
        ones = ONES.index(match["ones"]) if match["ones"] in ONES else 1
        found.append(Decimal(ones).scaleb(_WORDS[match["scale"]]))
    return found


def same(number: Decimal, other: Decimal) -> bool:
    """Whether a number is another, or what is left of it when it is rounded to three digits or more."""
    if number == other:
        return True
    # 23.46 for 23.4567; 0.005 is half of the third digit's place at worst (1.00).
    return bool(number) and abs(number - other) / number <= Decimal("0.005")
