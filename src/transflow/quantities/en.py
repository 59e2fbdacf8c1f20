"""Reads the quantities of English text, as newspapers and reports write them.

Digits are figures unless they belong to a name: touching letters (A100, H1N1), after a capitalised word within a
sentence (iPhone 15, Tier 1), after an index family (S&P 500, CSI 300), in codes. Number words are figures; `one` only
with a unit, since it is mostly a pronoun.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.numbers import get_territory_currencies

from transflow.folding import fold
from transflow.quantities import en_calendar
from transflow.quantities.digits import EXACT, exponent_of, plain, scaled
from transflow.quantities.en_numerals import NUMBER, SCALED, WORD_VALUES, plus_half, power_of, raised, value
from transflow.quantities.en_units import DURATIONS, SYMBOLS, YEN_OR_YUAN, after, before, unit_of
from transflow.quantities.quantity import Kind, Modifier, Quantity
from transflow.quantities.scanning import Page, Unit

_CODES = re.compile(
    r"https?://[^\s)]++|www\.[^\s)]++|(?<![\w.])[\w.+-]{1,64}@[\w.-]+|(?<![\d.])\d{3,6}\.[A-Z]{1,3}\b|(?<!\d)\d++(?:\.\d++){2,}"
    r"|(?<![A-Za-z])[A-Z]{2,6}:\s?\d{2,6}(?!\d)|\(\s?\d{5,6}\s?\)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|\d++\^\d++"
    r"|(?:S&P|CSI|FTSE|Nikkei|Russell|Stoxx|STOXX|STAR|SSE|Nasdaq|NASDAQ|DAX|CAC|KOSPI|Fortune(?:\sGlobal)?|Global|Dow|MSCI|ChiNext|Topix)"
    r"(?:\sEurope|\sAsia)?[\s-]?\d{2,4}(?![\d,.%]\d|\d|%|\s(?:points|million|billion))"
    r"|(?<![A-Za-z])[A-Za-z]{1,12}-?\d+(?:\.\d+)?[A-Za-z]*(?<!\d[xX])(?![\d,])|\d+[A-Z]{1,2}-|(?<![\d.])0\d++(?![\d.,:])"
)
_CURRENCY_AT = re.compile(r"(?:US|HK|NT|A|C|S|NZ|CN|JP|MOP|R|RM|Rs|Rp)?[$¥]|RMB|Rmb|[A-Z]{3}(?=\d)")
_PHRASES = re.compile(
    r"\b(?:(?:double|single|triple)[- ]digits?|double down|third[- ]part(?:y|ies)|first[- ]tier|second[- ]tier|first[- ]hand|second[- ]hand"
    r"|secondhand|firsthand|at first|first and foremost|first lady|second thoughts?|one another|no one|one-off|one-time|one-way|one-stop"
    r"|half-hearted|half-year|half-time|twofold-|\d+(?:st|nd|rd|th) Five-Year|third world|first-class|one day|world-first|first off|second-guess\w*)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:[a-z,;]\s|^)(?!In|On|At|By|To|Of|The|And|From)[A-Z][A-Za-z]+\s\Z")
_LABELS = re.compile(r"\b(?:No\.?|Nos\.?|Chapter|Article|Section|Table|Chart|Figure|Box|Note|Page|Tier|Phase|Level|Type|Room|Item|Part|Appendix|Annex|Stage)\s\Z")

_LEADS: dict[Modifier, str] = {
    "at-most": r"no more than|not more than|at most|up to|as much as|as many as|a maximum of|no higher than",
    "at-least": r"no less than|no fewer than|not less than|at least|a minimum of",
    "over": r"more than|over|exceeding|upwards? of|in excess of|just over|well over|slightly more than|greater than|topping|above",
    "under": r"less than|fewer than|under|below|just under|short of",
    "nearly": r"nearly|almost|close to|approaching|not quite",
    "about": r"about|around|approximately|roughly|some|an estimated|circa|ca\.|~",
    "within": r"within",
}
_TRAILS: dict[Modifier, str] = {
    "over": r"\s?\+|-plus|\sor (?:more|above|higher)|\sand above", "under": r"\sor (?:less|fewer|below)", "about": r"\sor so",
}


def _choice(words: dict[Modifier, str]) -> str:
    return "|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in words.items())


_LEAD = re.compile(rf"(?<![A-Za-z-])(?:{_choice(_LEADS)})\s?\Z", re.IGNORECASE)
_TRAIL = re.compile(f"(?:{_choice(_TRAILS)})(?![A-Za-z])", re.IGNORECASE)
_NAMES: dict[str, Modifier] = {name.replace("-", "_"): name for name in (*_LEADS, *_TRAILS)}
_RANGE = re.compile(r"(?:\s?(?:-|—|~)\s?|\sto\s|-to-)(?:US\$|HK\$|NT\$|A\$|C\$|S\$|RMB\s?|\$|€|£|¥)?")
_SIGN = re.compile(r"(?:^|[\s(\[\x00:])[-+−]\Z")
_VAGUE = re.compile(
    r"(?<![a-z])(?:(?P<tens>tens|hundreds)\sof\s)?(?P<word>dozens|hundreds|thousands|millions|billions|trillions)(?:\sof(?=\s)(?:\s(?P<noun>[A-Za-z]+(?:\s[a-z]+)?))?)?",
    re.IGNORECASE,
)
_FRACTION_NAMES = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_FRACTION_WORD = "(?P<d>hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)(?![A-Za-z])"
_FRACTION = re.compile(
    rf"(?<![A-Za-z\d.,-])(?:(?P<n>one|two|three|four|five|six|seven|eight|nine|\d)[\s-]{_FRACTION_WORD}(?!-?(?:year|party|digit))"
    r"|(?P<a>an?)\s(?P<d2>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?=[,.;:)]|$|\s(?:of|more|less|lower|higher|above|below|fewer|larger|smaller"
    r"|from|over|compared|as|in|on|year|for|because|when|while|since|and|or|to|by|at|this|last|with|off|after)\b(?!\s(?:quarter|straight)))"
    r"|(?P<half>(?:a\s)?half)(?=[,.;:)]|$|\s(?!a\s|an\s|year|time|century|hour|dozen|percentage|decade|month|point))(?!-))",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<![\d/.,:-])(?P<n>[1-9]\d?)/(?P<d>[1-9]\d{0,2})(?![\d/.,%])")
_HALF_A = re.compile(r"(?<![a-z-])half\s(?:an?\s)(?P<u>year|month|week|day|hour|century|decade|percentage\spoint|percent(?:age)?)(?![a-z])", re.IGNORECASE)
_AND_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half(?![a-z])")
_RATIO = re.compile(r"(?<![\d:.,])(?P<a>\d+(?:\.\d+)?)(?::|-(?:to|for)-)(?P<b>\d+(?:\.\d+)?)(?![\d:.%]|-(?:year|month|day|week|hour)|\s(?:a\.m|p\.m))")
_ORDINAL_WORDS = {word: rank for rank, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)}
_ORDINAL = re.compile(
    rf"(?P<for>for\sthe\s|for\sa\s)?(?<![A-Za-z-])(?:(?P<w>{'|'.join(_ORDINAL_WORDS)})|(?P<n>\d{{1,3}}(?:,\d{{3}})*|\d{{1,4}})(?:st|nd|rd|th))(?![A-Za-z])"
    r"(?:(?P<time>\stime(?![a-z]))|-(?P<largest>largest|biggest)|-(?P<generation>generation)|\s(?P<percentile>percentile)|\s(?P<anniversary>anniversary))?",
    re.IGNORECASE,
)
_CHANGES = {
    "doubl": "2", "tripl": "3", "quadrupl": "4", "quintupl": "5", "sextupl": "6", "halv": "0.5",
}  # fmt: skip
_CHANGE = re.compile(r"(?<![a-z-])(?P<w>doubl|tripl|quadrupl|quintupl|sextupl|halv)(?P<e>e|ed|es|ing)(?![a-z-])", re.IGNORECASE)
_TWICE = re.compile(r"(?<![a-z-])(?P<w>twice|thrice|once(?=\severy))(?![a-z])", re.IGNORECASE)
_FOLD = re.compile(r"(?<![a-z-])(?P<n>two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)-?fold(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its scale and unit."""

    start: int
    end: int
    run: str
    number: Decimal
    power: int = 0
    unit: Unit | None = None
    word: str = ""

    @property
    def pointed(self) -> bool:
        """Whether it is written with decimals."""
        return "." in self.run


def find(text: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of an English text; `region` decides what ¥ means."""
    page = Page(text, fold(text), region)
    page.hide(_CODES)
    page.read(_FIVE_PHRASES, _first_five) if False else None
    en_calendar.read(page)
    page.hide(_PHRASES)
    for pattern, build in _RULES:
        page.read(pattern, build)
    page.keep(_amounts(page))
    page.read(_ORDINAL, _ordinal)
    return page.result()
