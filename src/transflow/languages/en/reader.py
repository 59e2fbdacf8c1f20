"""Reads the quantities of English text, as newspapers and reports write them: the longer phrases first, then numbers."""

import re
from dataclasses import replace
from decimal import Decimal

from transflow.folding import fold
from transflow.languages.en import amounts, calendar, names
from transflow.languages.en.numerals import WORD_VALUES
from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.rules import RULES
from transflow.languages.en.units import SYMBOLS
from transflow.numbers.masks import BRACKETED, Page, Rule
from transflow.numbers.quantity import Kind, Quantity

_JOINT = GRAMMAR["space-or-hyphen"]

_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_FRACTION = RULES["fraction"]
_THREE_QUARTERS = RULES["three-quarters"]
_DECADE = RULES["a-decade"]
_UNEQUAL = RULES["unequal"]
_SHARE = RULES["share"]
_SIGNS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_SIGN = RULES["sign"]
_SEVERAL = RULES["several"]
_HEADING = RULES["heading"]
_HEADS = {"thousand": 3, "'000": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}
_SLASH = RULES["slash"]
_HALF_A = RULES["half-a"]
_QUARTER_POINT = RULES["quarter-point"]
_LINE = 60
"""Characters before a point in which per cent are spoken of."""
_RATIO = RULES["a-to-b"]
_VOTES = RULES["votes"]
_ODDS = RULES["odds"]
_BY_A, _MOVED_ON = RULES["by-a"], RULES["moved-on"]
_HALF_A_COIN = RULES["half-a-coin"]
_FOR = RULES["a-for-b-words"]
_CHANGES = {"doubl": "2", "tripl": "3", "quadrupl": "4", "quintupl": "5", "sextupl": "6", "halv": "0.5"}
_CHANGE = RULES["change"]
_THE_HALVING, _MINED = RULES["the-halving"], RULES["mined"]
_FACTOR_BEFORE, _FACTOR_OF = RULES["factor-before"], RULES["factor-of"]
_TWICE = RULES["twice"]
_FOLD = RULES["fold"]
_TIMES_VALUED = RULES["times-valued"]
_VAGUE = RULES["vague"]
_VAGUE_POWERS = {"dozens": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
_RANKS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
"""Ranks that are more than their number and `th`."""
_ORDINAL, _FIRST_FEW = RULES["ordinal"], RULES["first-few"]
_EACH_QUARTER = RULES["each-quarter"]
_HALF_UNITS: dict[str, Kind] = {
    "percentage point": "percentage-point", "point": "percentage-point", "basis point": "basis-point", "percent": "percent",
}  # fmt: skip


def find(text: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of an English text; `region` decides what ¥ means."""
    page = Page(text, fold(text), region)
    # Addresses and codes first: their digits are nothing to any rule.
    page.hide(names.CODES, names.IN_CODES)
    page.hide(names.INDICES, names.IN_INDICES)
    calendar.read(page)
    # After the calendar: `the first half of 2025` is a period, `at first` a phrase.
    page.hide(names.PHRASES, names.IN_PHRASES)
    for rule in _RULES:
        page.read(rule)
    amounts.read(page)
    # Last: `the third quarter` and `two-thirds` are read by then.
    page.read(_RANKED)
    return page.result()


def _made(
    page: Page, match: re.Match[str], kind: Kind, number: str, *, unit: str = "", form: str = ""
) -> Quantity:
    """Make a quantity of a phrase and the modifiers around it."""
    lead, start = amounts.before_at(page.folded, match.start())
    trail, end = amounts.after_at(page.folded, match.end())
    return Quantity(start, end, page.text[start:end], kind, number, unit, modifier=lead or trail, form=form)


def _fraction(page: Page, match: re.Match[str]) -> Quantity | None:
    # 50 million yuan a quarter of which was cash: a part after all.
    start, end = match.span()
    each = match["a"] == "quarter" and _EACH_QUARTER.search(page.plain, max(0, start - 40), start)
    if each and not page.plain.startswith(" of ", end):
        return None
    over = (match["n"] or "one").lower()
    part = (match["d"] or match["a"] or match["half"]).lower()
    under = 2 if part == "halves" else _PARTS[part.rstrip("s")]
    number = int(over) if over.isdecimal() else WORD_VALUES[over]
    if number == under:  # the two halves of a page are all of it
        return _made(page, match, "count", str(number))
    return _made(page, match, "ratio", f"{number}/{under}", form="fraction")


def _share(page: Page, match: re.Match[str]) -> Quantity | None:
    """One in five, two out of three."""
    over, under = (
        int(word) if word.isdecimal() else WORD_VALUES.get(word, 100)
        for word in (match["n"].lower(), match["d"].lower())
    )
    # one in five, but `five in one` is a gadget.
    return _made(page, match, "ratio", f"{over}/{under}", form="fraction") if 0 < over < under else None


def _three_quarters(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "ratio", "3/4", form="fraction")


def _decade(page: Page, match: re.Match[str]) -> Quantity:
    if match[0].lower() == "decades":
        return _several(page, match.start(), match.end(), "10", "count", "year", "")
    if match[0][0] in "Tt":
        return Quantity(
            match.start(), match.end(), page.text[match.start() : match.end()], "count", "1", "decade"
        )
    return _made(page, match, "count", "1", unit="decade")


def _unequal(page: Page, match: re.Match[str]) -> Quantity | None:
    """9-3, 1 to 0.82: what falls is no range."""
    if Decimal(match["a"][:9]) <= Decimal(match["b"][:9]):
        return None
    return _ratio(page, match)


def _slash(page: Page, match: re.Match[str]) -> Quantity | None:
    under = match["d"].replace(",", "")
    # 5/1 is a date or a rating, and no fraction.
    return _made(page, match, "ratio", f"{match['n']}/{under}", form="fraction") if int(under) > 1 else None


def _sign(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "ratio", _SIGNS[match[0]], form="fraction")


def _half_a(page: Page, match: re.Match[str]) -> Quantity:
    word = _JOINT.sub(" ", match["u"].lower())
    kind = _HALF_UNITS.get(word, "count")
    return _made(
        page, match, kind, "0.25" if match["quarter"] else "0.5", unit=word if kind == "count" else ""
    )


def _and_a_half(page: Page, match: re.Match[str]) -> Quantity:
    """An hour and a half."""
    word = match["u"].lower()
    kind = _HALF_UNITS.get(word, "count")
    number = "1.5" if match["part"].lower() == "half" else "1.25"
    return _made(page, match, kind, number, unit=word if kind == "count" else "")


def _by_a(page: Page, match: re.Match[str]) -> Quantity | None:
    """By a year, of what may be moved by it: a year alone is no figure."""
    moved = _MOVED_ON.search(page.plain, max(0, match.start() - 80), match.start())
    start, end = match.span("a")
    slice_ = page.text[start:end]
    return Quantity(start, end, slice_, "count", "1", match["u"].lower()) if moved else None


def _half_a_coin(page: Page, match: re.Match[str]) -> Quantity:
    """Half a cent, half a penny."""
    code = "GBP" if match["u"].lower() == "penny" else "USD"
    return replace(_made(page, match, "money", "0.005", unit="cent"), currency=code)


def _small_coin(page: Page, match: re.Match[str]) -> Quantity:
    """By a nickel."""
    number = {"nickel": "0.05", "dime": "0.1", "penny": "0.01"}[match["u"].lower()]
    return replace(_made(page, match, "money", number, unit="cent"), currency="USD")


def _quarter_point(page: Page, match: re.Match[str]) -> Quantity:
    return _made(
        page, match, "percentage-point", "0.75" if match["n"] else "0.5" if match["half"] else "0.25"
    )


def _a_point(page: Page, match: re.Match[str]) -> Quantity | None:
    """A percentage point; a point where the sentence has spoken of per cent."""
    said = match["pp"] or "%" in page.plain[max(0, match.start() - _LINE) : match.start()]
    return _made(page, match, "percentage-point", "1") if said else None


def _ratio(page: Page, match: re.Match[str]) -> Quantity | None:
    return (
        _made(page, match, "ratio", f"{match['a']}/{match['b']}")
        if _nonzero(match) or _to_nil(match)
        else None
    )


def _votes(page: Page, match: re.Match[str]) -> Quantity:
    start, end = match.start("a"), match.end("b")
    over, under = (WORD_VALUES[match[name].lower()] for name in "ab")
    return Quantity(start, end, page.text[start:end], "ratio", f"{over}/{under}")


def _odds(page: Page, match: re.Match[str]) -> Quantity:
    """Three to one."""
    return _made(page, match, "ratio", f"{WORD_VALUES[match['a'].lower()]}/1")


def _to_nil(match: re.Match[str]) -> bool:
    """Whether a vote or a game was won to nil (9-0)."""
    return match["b"] == "0" and "-" in match[0] and 0 < Decimal(match["a"][:9]) < 100


def _nonzero(match: re.Match[str]) -> bool:
    """Whether neither side of a ratio is zero."""
    return all(set(match[name]) & set("123456789") for name in "ab")


def _change(page: Page, match: re.Match[str]) -> Quantity | None:
    # The next halving is an event; the halving of a payout is none.
    verb = page.folded.startswith((" of ", " the ", " its ", " their "), match.end())
    named = match[0].lower() == "halving" and not verb and _MINED.search(page.plain)
    if named and _THE_HALVING.search(page.plain, max(0, match.start() - 40), match.start()):
        return None
    made = _made(page, match, "multiple", _CHANGES[match["w"].lower()], form="rise-to")
    # more than double the 50,000 expected: a factor, and no change.
    of = match[0][-1] == "e" and _FACTOR_OF.match(page.folded, match.end())
    return (
        replace(made, form="")
        if of and _FACTOR_BEFORE.search(page.folded, max(0, match.start() - 20), match.start())
        else made
    )


def _twice(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "multiple", "2" if match["w"].lower() == "twice" else "3")


def _times_from(page: Page, match: re.Match[str]) -> Quantity | None:
    """Down from ten times in 2021, of what has just been so many times earnings."""
    if not _TIMES_VALUED.search(page.plain, max(0, match.start() - 2 * _LINE), match.start()):
        return None
    number = WORD_VALUES.get(match["n"].lower())
    start, end = match.start("n"), match.end()
    value = str(number) if number is not None else match["n"]
    return Quantity(start, end, page.text[start:end], "multiple", value)


def _fold(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "multiple", str(WORD_VALUES[match["n"].lower()]))


def _vague(page: Page, match: re.Match[str]) -> Quantity:
    tens = {"tens": 1, "hundreds": 2}.get((match["tens"] or "").lower(), 0)
    number = str(10 ** (_VAGUE_POWERS[match["w"].lower()] + tens))
    words = (match["unit"] or "").split()
    # The longest unit: billions of Hong Kong dollars.
    for size in range(len(words), 0, -1):
        if unit := amounts.unit_named(" ".join(words[:size])):
            end = match.start("unit") + len(" ".join(words[:size]))
            return _several(page, match.start(), end, number, unit.kind, unit.name, unit.currency)
    # What follows is no unit, and not part of the figure.
    end = match.start("unit") - 1 if words else match.end()
    return _several(page, match.start(), end, number, "count", "", "")


def _heading(page: Page, match: re.Match[str]) -> Quantity:
    """RMB million, HK$'000: what the sums of a table are counted in."""
    number = str(10 ** _HEADS[match["w"].lower().replace("’", "'")])
    return _several(
        page, match.start(), match.end(), number, "money", "", SYMBOLS.get(match["c"], match["c"])
    )


def _several_hundred(page: Page, match: re.Match[str]) -> Quantity:
    power = _VAGUE_POWERS[f"{match['w'].lower()}s"]
    return _several(page, match.start(), match.end(), str(10**power), "count", "", "")


def _several(page: Page, start: int, end: int, number: str, kind: Kind, unit: str, currency: str) -> Quantity:
    return Quantity(start, end, page.text[start:end], kind, number, unit, currency, modifier="several")


def _ordinal(page: Page, match: re.Match[str]) -> Quantity | None:
    rank = _rank(match["w"], match["n"])
    # In what was never masked: 20 days have been read.
    if rank == 1 and match["w"] and _FIRST_FEW.match(page.plain, match.end("w")):
        return None
    named = next((name for name in ("largest", "generation", "percentile") if match[name]), "")
    if match["anniversary"]:
        return Quantity(match.start(), match.end(), match[0], "count", str(rank), "anniversary")
    start = match.start() if match["times"] else match.start("w") if match["w"] else match.start("n")
    form = named or ("for-time" if match["time"] and match["times"] else "time" if match["times"] else "")
    if not rank:
        return None
    last = _rank(match["w2"], match["n2"])
    # first to third; `third and first` are two.
    ranks = (str(rank), str(last)) if rank < last else str(rank)
    end = match.end() if rank < last or not last else match.end("w" if match["w"] else "n")
    unit = "century" if match["century"] else ""
    return Quantity(start, end, page.text[start:end], "ordinal", ranks, unit, form=form)


def _rank(word: str | None, digits: str | None) -> int:
    return _spelt(word.lower()) if word else int((digits or "0").replace(",", ""))


def _spelt(word: str) -> int:
    """Return the rank that a word says: third, thirteenth, twentieth, twenty-first."""
    tens, _, ones = word.rpartition("-")
    plain = ones.removesuffix("ieth") + "y" if ones.endswith("ieth") else ones.removesuffix("th")
    return (WORD_VALUES[tens] if tens else 0) + (_RANKS.get(ones) or WORD_VALUES[plain])


_RANKED: Rule = (("st", "nd", "rd", "th"), _ORDINAL, _ordinal)
_RULES: tuple[Rule, ...] = (
    (("and a",), RULES["and-a-half"], _and_a_half),
    (("point",), RULES["a-point"], _a_point),
    (("point",), _QUARTER_POINT, _quarter_point),
    (("uarters",), _THREE_QUARTERS, _three_quarters),
    (
        ("alf", "alves", "third", "quarter", "fourth", "fifth", "ixth", "eventh", "ighth", "inth", "enth"),
        _FRACTION,
        _fraction,
    ),
    (("decade",), _DECADE, _decade),
    ((" to ", "-to-"), _VOTES, _votes),
    (("-to-",), RULES["votes-behind"], _votes),
    ((" to ", "-to-"), _ODDS, _odds),
    (("-for-", "-For-"), _FOR, _votes),
    ((" in ", " of "), _SHARE, _share),
    (("RMB", "CNY", "$"), _HEADING, _heading),
    (("several", "few"), _SEVERAL, _several_hundred),
    (("-", " to "), _UNEQUAL, _unequal),
    (("/",), _SLASH, _slash),
    (tuple(_SIGNS), _SIGN, _sign),
    (("alf", "entury"), _HALF_A, _half_a),
    (("alf",), _HALF_A_COIN, _half_a_coin),
    (("nickel", "dime", "penny"), RULES["small-coin"], _small_coin),
    (("by a",), _BY_A, _by_a),
    BRACKETED,
    ((":", "-to-", "-for-"), _RATIO, _ratio),
    (("oubl", "ripl", "uadrupl", "uintupl", "extupl", "alv"), _CHANGE, _change),
    (("wice", "hrice"), _TWICE, _twice),
    (("times",), RULES["times-from"], _times_from),
    (("fold",), _FOLD, _fold),
    (("ozens", "undreds", "housands", "illions"), _VAGUE, _vague),
)
