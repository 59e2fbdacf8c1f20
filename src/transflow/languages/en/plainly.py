"""Figures and times of English texts as anybody sees them: digits with a scale word, small words, units and months.

What second readings are made of, which must not know what `transflow.quantities` makes of a figure. Texts are in small letters.
"""

import re
from decimal import Decimal

from transflow.languages import conserved
from transflow.languages.conserved import Beside, Figure, Times
from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.words import MONTHS, ONES, RANKS
from transflow.patterns import lazy

_WORDS = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12,
    "trn": 12,
}  # fmt: skip
FIGURE = GRAMMAR["plain-figure"]
"""A figure in digits."""
# `two billion` stands for 20亿 where a house style spells small numbers.
_IN_WORDS = lazy(rf"\b(?P<ones>an?|{'|'.join(ONES)}) (?P<scale>thousand|million|billion|trillion)\b")
_JOINTS = frozenset({"-", "-$", " to ", " to $", " and ", " and $"})
"""What joins the ends of a range, in folded text."""
_NUMBERS = {word: n for words in (MONTHS, RANKS, ONES[1:]) for n, word in enumerate(words, 1)} | {"sept": 9}
_CLAUSE, _BEHIND = 40, 20
"""Characters before and behind a figure in which a word stands for its minus."""
_BESIDE = Beside(
    GRAMMAR["money-before"], GRAMMAR["plain-unit"], GRAMMAR["minus-before"], GRAMMAR["in-brackets"], GRAMMAR["bracket-ends"]
)  # fmt: skip
_TIMES = (
    (GRAMMAR["plain-month"], "month"), (GRAMMAR["plain-quarter"], "quarter"), (GRAMMAR["plain-year"], "year"),
    (GRAMMAR["plain-span"], "span"), (GRAMMAR["plain-day"], "day"), (GRAMMAR["plain-rank"], "rank"),
    (GRAMMAR["plain-row"], "rank"), (GRAMMAR["plain-firsts"], "firsts"),
)  # fmt: skip


def figures(text: str) -> list[Figure]:
    """Return the figures of a text, each with the unit beside it; see `conserved`."""
    found = (conserved.figure(text, match, figure_value(match), _BESIDE) for match in FIGURE.finditer(text))
    return [one._replace(unit="usd") if one.unit == "dollar" else one for one in found]


def open_units(unit: str, region: str) -> frozenset[str]:
    """Return nothing: a dollar is that of the United States."""
    del unit, region
    return frozenset()


def says_minus(text: str, figure: Figure) -> bool:
    """Whether a word beside a figure stands for a minus."""
    return bool(GRAMMAR["plain-minus"].search(text, max(0, figure.start - _CLAUSE), figure.end + _BEHIND))


def times(text: str) -> Times:
    """Return the times that a text names; see `conserved`."""
    return conserved.times(text, _TIMES, _NUMBERS, {})


def figure_value(match: re.Match[str]) -> Decimal:
    """Return the value of what `FIGURE` found."""
    return Decimal(match["digits"].replace(",", "")).scaleb(_WORDS[match["scale"]] if match["scale"] else 0)


def numbers(text: str) -> list[Decimal]:
    """Return the numbers of a text, in digits and in small words before a scale."""
    found: list[Decimal] = []
    end = -1
    for match in FIGURE.finditer(text):
        # $350-400 million: the scale is that of both.
        if match["scale"] and end >= 0 and text[end : match.start()] in _JOINTS:
            found.append(found[-1].scaleb(_WORDS[match["scale"]]))
        found.append(figure_value(match))
        end = -1 if match["scale"] else match.end()
    for match in _IN_WORDS.finditer(text):
        # a million
        ones = ONES.index(match["ones"]) if match["ones"] in ONES else 1
        found.append(Decimal(ones).scaleb(_WORDS[match["scale"]]))
    for match in GRAMMAR["plain-half"].finditer(text):
        part = "0.5" if match["half"] else "0.75" if match["three"] else "0.25"
        found.append(Decimal(_NUMBERS.get(match["n"]) or match["n"]) + Decimal(part))
    return found


FRACTIONS = GRAMMAR["fraction-words"]
"""Words that stand for a part or a multiple."""
SPELT = len(ONES)
"""The first whole number that no house style spells."""
# Words before the figure, no sentence, and no other measure: Oil climbs to $82 leaves out what a price is for.
_COINS = "yuan|cents?|dollars?|euros?|yen|pounds?|[mbt]n|[mbtr]+illion"
SHOWN = {
    "{moved}": "(?:rose|fell|up|down|increased|decreased|grew|added|gained|lost|climbed|dropped|by)",
    "{to}": " to |-|–",
    "{headline}": (
        r"\A(?=[a-z]\S* [a-z])(?=(?:[^.!?;]|\.(?=\d)){0,100}\Z)"
        rf"(?!.*(?:/ ?[a-z]|\b(?:per|each|every)\b(?! ?cent)|\d(?: (?:{_COINS}))* an? ))"
    ),
}
"""What a table of contexts calls so, as patterns."""
_MANY = {1: "doubl", 2: "doubl|twice", 3: "tripl|thrice", 4: "quadrupl", 5: "quintupl", 10: "tenfold"}


def spelled(number: Decimal | None) -> str:
    """Return a pattern for the ways to write a number; one that matches nothing for none."""
    if number is None:
        return "(?!)"
    # 12,345, 12345, and in thousands, millions … 1.5 billion, 1.5bn, 1.5b.
    ways = [re.escape(f"{number:,f}"), re.escape(f"{number:f}")]
    for word, power in (("thousand", 3), ("million|mn|m", 6), ("billion|bn|b", 9), ("trillion|tn|trn", 12)):
        if number >= Decimal(10) ** power:
            ways.append(rf"{re.escape(_plain(number.scaleb(-power)))}[ -]?(?:{word})")
    # House styles spell what is small, and 第三 is third or 3rd.
    if number == number.to_integral_value() and number < SPELT:
        n = int(number)
        ways += [ONES[n], RANKS[n - 1] if n else "zeroth", rf"{n}(?:st|nd|rd|th)"]
    # 5 in 15, in 5.3 or in 5,000 is another number; `5.` at a sentence's end is not.
    return rf"(?<![\d.,])(?:{'|'.join(ways)})(?![\d]|[.,]\d)"


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def month(number: int) -> str:
    """Return a pattern for the name of a month; one that matches nothing for no month."""
    return f"(?:{MONTHS[number - 1]})[a-z]*" if 0 < number <= len(MONTHS) else "(?!)"


def times_as_much(count: int) -> str:
    """Return a pattern for how many times as much, or more, something is."""
    if not 0 < count < SPELT - 1:
        return "(?!)"
    # One more as well: 增长三倍 is quadrupled, 300% more, 3x. Which of them, the first reading decides.
    more = (rf"\b{count}\b", rf"\b{count + 1}\b", f"{count}00%", f"{count}00 percent", rf"\b{count}x")
    words = (ONES[count], ONES[count + 1], *(_MANY[n] for n in (count, count + 1) if n in _MANY))
    return "|".join((*words, *more))
