"""Figures and times of Chinese texts as anybody sees them: digits with a scale word, numerals, units and months.

What second readings are made of, which must not know what `transflow.quantities` makes of a figure.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from transflow.languages import conserved
from transflow.languages.conserved import Beside, Figure, Times
from transflow.languages.zh.patterns import GRAMMAR
from transflow.patterns import lazy

_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
_HAN = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
# Grouped or plain; `1,23` is two numbers of a list.
_PART = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# The measure behind it tells 兆瓦 from 兆; `rest` what follows in smaller places: 1亿零500万, 11万4250.
FIGURE = lazy(
    rf"(?<!\d)(?<!\d[.,])(?P<digits>{_PART})(?P<scale>[十百千]?[万亿兆]+)?(?P<rest>(?:零?{_PART}[十百千]?[万亿兆百千]?)*)"
    r"(?P<measure>[千百]?[瓦赫帕焦字伏])?"
)
"""A figure in digits."""
# The places behind the first scale: 5千 in 1亿5千, 零500万 in 1亿零500万, 4250 in 11万4250.
_REST = lazy(rf"(?P<zero>零?)(?P<digits>{_PART})(?P<scale>[十百千]?[万亿兆]|[百千]|)")
# A scale alone is one of it: 破亿, 百万.
_NUMERAL = lazy(
    r"[零〇一二两三四五六七八九十百千]+[零〇一二两三四五六七八九十百千万亿兆]*|(?<![\d.])[万亿兆]+"
)
_MORE = lazy("(?<=\\d)[多余来几]+(?=[万亿])")
"""Stands between a number and its scale: 7,800多亿."""
_MONTHS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_UNITS = {"年": "year", "月": "month", "天": "day", "周": "week", "季": "quarter"}
_DATES = frozenset({"day", "month", "year"})
_JOINTS = frozenset({"至", "到", "-", "~", "—"})
_NEAR = 8
"""Characters before a figure in which a word stands for its minus."""
_HOME = {"HK": "HK", "MO": "HK", "TW": "TW"}
_BARE = {
    ("yuan", "CN"): frozenset({"cny", "hkd", "twd"}), ("yuan", "HK"): frozenset({"hkd", "cny"}), ("yuan", "TW"): frozenset({"twd"}),
    ("dollar", "CN"): frozenset({"usd"}), ("dollar", "HK"): frozenset({"hkd"}), ("dollar", "TW"): frozenset({"usd", "twd"}),
}  # fmt: skip
"""What a bare 元 or `$` may be on the pages of a region."""
_BESIDE = Beside(
    GRAMMAR["money-before"], GRAMMAR["plain-unit"], GRAMMAR["minus-before"], GRAMMAR["in-brackets"], GRAMMAR["bracket-ends"]
)  # fmt: skip
_TIMES = (
    (GRAMMAR["plain-month"], "month"), (GRAMMAR["plain-quarter"], "quarter"), (GRAMMAR["plain-year"], "year"),
    (GRAMMAR["plain-span"], "span"), (GRAMMAR["plain-day"], "day"), (GRAMMAR["plain-rank"], "rank"),
    (GRAMMAR["plain-row"], "rank"), (GRAMMAR["plain-firsts"], "firsts"),
)  # fmt: skip


def figures(text: str) -> list[Figure]:
    """Return the figures of a folded text, each with the unit beside it; see `conserved`."""
    found = [
        conserved.figure(text, match, figure_value(match), _BESIDE)
        for match in FIGURE.finditer(text)
        if not match["measure"]
    ]
    for match in GRAMMAR["plain-tenths"].finditer(text):
        # 三成半 is 35 %.
        number = Decimal(_MONTHS[match["n"]] * 10 + _MONTHS.get(match["m"] or "", 5 * (match["m"] == "半")))
        found.append(Figure(number, "percent", False, match.start(), match.end()))
    # The first end of a range has the unit that only its last one shows (18.5亿至19亿美元).
    for at in range(len(found) - 1, 0, -1):
        first, last = found[at - 1 : at + 1]
        if not first.unit and text[first.end : last.start] in _JOINTS:
            found[at - 1] = first._replace(unit=last.unit)
    return found


def open_units(unit: str, region: str) -> frozenset[str]:
    """Return what a bare 元 or `$` may be on the pages of a region."""
    return _BARE.get((unit, _HOME.get(region, "CN")), frozenset())


def says_minus(text: str, figure: Figure) -> bool:
    """Whether a word before a figure stands for a minus."""
    return bool(GRAMMAR["plain-minus"].search(text, max(0, figure.start - _NEAR), figure.start))


def times(text: str) -> Times:
    """Return the times that a folded text names; see `conserved`."""
    found = conserved.times(text, _TIMES, _MONTHS, _UNITS)
    # 12月8日晚12点 is December 9.
    return {
        kind: places
        for kind, places in found.items()
        if kind not in _DATES or not GRAMMAR["plain-midnight"].search(text)
    }


def value(figure: str) -> Decimal | None:
    """Return the value of a figure in digits with scale words (`11万4250`, `1亿零500万`, `2万7`)."""
    match = FIGURE.match(figure)
    return figure_value(match) if match else None


def figure_value(match: re.Match[str]) -> Decimal:
    """Return the value of what `FIGURE` found."""
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


def numbers(text: str) -> list[Decimal]:
    """Return the numbers of a text, in digits and in numerals."""
    text = _MORE.sub("", text)
    found = [figure_value(match) for match in FIGURE.finditer(text)]
    for match in GRAMMAR["plain-coins"].finditer(text):
        jiao, fen = (Decimal(_HAN.get(coin) or coin or 0) for coin in match.groups())
        found.append(jiao / 10 + fen / 100)
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


_DIGITS = "零一二三四五六七八九"
_SPELT: tuple[str, ...] = ("零", "一", "[二两]", *_DIGITS[3:], "十")
SPELT = len(_SPELT)
"""The first whole number that is no character, as 一 of many words is one."""
SHOWN = {
    # Words before the figure, no sentence, and no other measure: 油价升至82美元 leaves out what a price is for.
    "{headline}": r"\A(?=[^\d\W]{2})(?=[^。！？!?；;]{0,50}\Z)(?!.*(?:[/每]|[元分]一))",
}
"""What a table of contexts calls so, as patterns."""
_LOOSE = lazy(r"(?<=\d) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d)\)(?=[万亿])")


def joined(text: str) -> str:
    """Return a text without the spaces beside its figures, as many write them, and without the bracket of a loss."""
    return _LOOSE.sub("", text)


def spelled(number: Decimal | None) -> str:
    """Return a pattern for the ways to write a number; one that matches nothing for none."""
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
        return _SPELT[number]
    return ("" if tens == 1 else _SPELT[tens]) + "十" + (_SPELT[ones] if ones else "")


def month(number: int) -> str:
    """Return a pattern for the number of a month."""
    return spelled(Decimal(number))


_NAMED = lazy(
    r"[多余几]?(?:(?P<c>[美港日欧])[元圆币金]|英?(?P<pound>镑)|(?:新)?(?P<nt>台)币|(?P<yuan>元|人民币))"
)
_CODES = {"美": "usd", "港": "hkd", "日": "jpy", "欧": "eur", "镑": "gbp", "台": "twd"}


def sums(text: str) -> list[tuple[Decimal, frozenset[str]]]:
    """Return the figures of a text in digits, each with what currency it may be of; none where none is named."""
    found: list[tuple[Decimal, frozenset[str]]] = []
    for match in FIGURE.finditer(text):
        named = _NAMED.match(text, match.end())
        letter = next(filter(None, named.groups())) if named else ""
        # 元 alone, and 人民币, may be that of Hong Kong or Taiwan as well.
        codes = (
            frozenset({_CODES[letter]})
            if letter in _CODES
            else _BARE["yuan", "CN"]
            if letter
            else frozenset()
        )
        found.append((figure_value(match), codes))
    return found


def says_rate(number: Decimal, text: str) -> bool:
    """Whether words stand for a rate: 三成, 六成二, 五折, 一半, 翻倍, 千分之一."""
    whole = number == number.to_integral_value()
    return "分之" in text or (whole and any(word in text for word in _words(int(number))))


def _words(number: int) -> Iterator[str]:
    """Yield the words that may stand for a rate: 三成, 六成二, 五折, 一半, 翻倍."""
    if number < 100:
        tens, ones = divmod(number, 10)
        for last in ("",) if not ones else (_DIGITS[ones], *("半" * (ones == 5))):
            yield f"{_DIGITS[tens]}成{last}"
            if tens == 2:
                yield f"两成{last}"
        if not ones:
            yield "折"
    if number == 50:
        yield from "半斩"
    elif number >= 100 and number % 100 == 0:
        yield from "倍番"
