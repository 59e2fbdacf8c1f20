"""Reads the quantities of Chinese text, simplified and traditional: the longer phrases first, then plain numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import amounts, calendar, market, meanings, modifiers, names
from transflow.languages.zh.numerals import ONES, folded, value
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.units import currency_before
from transflow.numbers.digits import LONGEST, plain
from transflow.numbers.masks import BRACKETED, Page, Rule
from transflow.numbers.quantity import Kind, Quantity

_ORDINAL = RULES["ordinal"]
_RANKED = {
    "大": "largest", "代": "generation", "百分位": "percentile", "高": "highest", "低": "lowest", "多": "most", "快": "fastest",
    "好": "best", "差": "worst", "长": "longest", "强": "strongest", "慢": "slowest", "贵": "most expensive", "少": "fewest",
}  # fmt: skip
_VOTES, _DECIDED = RULES["votes"], RULES["decided"]
_FIRST = RULES["first"]
_FIRST_OF = RULES["first-of"]
_WHOLE = RULES["whole"]
_RANKING = RULES["ranking"]
_FRACTION = RULES["fraction"]
_THIRD = RULES["third"]
"""三分一, 四分一厘: without 之, as in Hong Kong."""
_SLASH = RULES["slash"]
_HALF = RULES["half"]
_RATIO = RULES["ratio"]
_DOUBLING = RULES["doubling"]
_HALVING, _MINED, _SENTENCE_END = RULES["halving"], RULES["mined"], RULES["sentence-end"]
_HALF_A = RULES["half-a"]
_ALL_BELOW = RULES["all-below"]
_CURRENCY = RULES["currency-named"]
_HALF_UNITS: dict[str, tuple[Kind, str, str]] = {
    "年": ("count", "0.5", "year"), "月": ("count", "0.5", "month"), "小时": ("count", "0.5", "hour"), "天": ("count", "0.5", "day"),
    "码": ("percentage-point", "0.125", ""), "世纪": ("count", "0.5", "century"), "百分点": ("percentage-point", "0.5", ""), "厘": ("percent", "0.5", ""), "成": ("percent", "5", ""),
}  # fmt: skip
_BELOW_ZERO = RULES["below-zero"]
_CENTURY = RULES["century"]
_BY = RULES["by"]
_TICKERS, _FOUR_DIGITS = RULES["local-tickers"], frozenset({"HK", "MO", "TW"})
"""Where a ticker has four digits, so that nothing but its place tells it from a value."""


def find(text: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text; `region` decides what 元, 兆 and 厘 mean."""
    page = Page(text, folded(text), region)
    # Each masks what it knows for those behind: names, set phrases, dates, the market's own, phrases, numbers.
    page.hide(names.CODES, names.IN_CODES)
    if region in _FOUR_DIGITS:
        page.hide(_TICKERS, names.IN_CODES)
    page.hide(names.PHRASES, names.IN_PHRASES)
    calendar.read(page)
    market.read(page)
    for rule in _RULES:
        page.read(rule)
    amounts.read(page)
    return tuple(_noted(page.plain, page.result()))


def _noted(text: str, found: tuple[Quantity, ...]) -> Iterator[Quantity]:
    """Yield what was found, in the currency that a note names for the sum before it and all behind (美元，下同)."""
    note = _ALL_BELOW.search(text) if "下同" in text else None
    for one in found:
        meant = note and one.kind == "money" and one.end >= note.start() and not _CURRENCY.search(one.text)
        yield replace(one, currency=currency_before(note["c"])) if note and meant else one


def _made(
    page: Page, match: re.Match[str], kind: Kind, number: str, *, unit: str = "", form: str = "", end: int = 0
) -> Quantity:
    """Make a quantity of a phrase, or of what stands before `end`, and the modifiers around it."""
    # 过半 and 近半: 半 alone is a number as a scale word is.
    lead, start = modifiers.before(page.folded, match.start(), implied=match[0][0] == "半")
    trail, end = modifiers.after(page.folded, end or match.end())
    return Quantity(start, end, page.text[start:end], kind, number, unit, modifier=lead or trail, form=form)


def _whole(run: str) -> int:
    number = value(run)
    return int(number) if number is not None and len(plain(number)) <= LONGEST else 0


def _ordinal(page: Page, match: re.Match[str]) -> Quantity | None:
    rank, last = _whole(match["n"]), _whole(match["n2"] or "")
    # 第一二三产业 are three, and no 123rd.
    listed = len(match["n"]) > 1 and set(match["n"]) <= ONES.keys()  # 第一二三产业
    # 第600519号 is a code.
    if not 0 < rank < 10_000 or listed or (match["n2"] and not rank < last < 10_000):
        return None
    form = _RANKED.get(match["u"] or "", "")
    unit = {"日": "day", "天": "day", "个交易日": "trading day", "交易日": "trading day", "年": "year"}.get(
        match["u"] or "", ""
    )
    return Quantity(
        match.start(),
        match.end(),
        page.text[match.start() : match.end()],
        "ordinal",
        (str(rank), str(last)) if last else str(rank),
        unit,
        form=form,
    )


def _ordinal_listed(page: Page, match: re.Match[str]) -> Quantity:
    """第1、3名: the second of a list."""
    return Quantity(match.start(), match.end(), page.text[match.start() : match.end()], "ordinal", match["n"])


def _ranking(page: Page, match: re.Match[str]) -> Quantity | None:
    """前十, 百强, 三大."""
    run = match["top"] or match["n"] or match["large"] or match["major"]
    # 百强 without a one.
    number = {"百": 100}.get(run) or _whole(run)
    form = "major" if match["major"] and number < 10 else "top"
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "count", str(number), form=form) if number else None


def _first(page: Page, match: re.Match[str]) -> Quantity:
    # 首次中期息 is the first one, 首次突破 the first time.
    named = _FIRST_OF.match(page.folded, match.end())
    form = "for-time" if match["u"] in {"次", "度"} and not named else ""
    return Quantity(
        match.start(), match.end(), page.text[match.start() : match.end()], "ordinal", "1", form=form
    )


_DECIMAL = 10**6
"""What a fraction with as many decimals at most is whole of: of thirds none is."""


def _fraction(page: Page, match: re.Match[str]) -> Quantity | None:
    over, under = _whole(match["n"]), _whole(match["d"]) or _whole(f"一{match['d']}")
    # 百分之三 and its kin are per cent, which `amounts` reads.
    if not 0 < over < under or match["d"] in {"百", "千", "万"}:
        return None
    # 四分之一厘 and 1/4个百分点 are 0.25 of a point; a third of one has no decimals, and stays a fraction.
    points = match.groupdict().get("li")
    exact = Decimal(over) / under if points else None
    if exact is not None and not over * _DECIMAL % under:
        of_rate = points == "厘" and "之" in match[0]
        kind: Kind = meanings.rate(page.folded, match.start()) if of_rate else "percentage-point"
        return _made(page, match, kind, plain(exact))
    return _made(
        page, match, "ratio", f"{over}/{under}", form="fraction", end=match.start("li") if points else 0
    )


def _hundred(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "percent", "100")


def _half(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "ratio", "1/2", form="fraction")


def _ratio(page: Page, match: re.Match[str]) -> Quantity | None:
    left, right = (value(match[name] or match[f"{name}2"]) for name in "ab")
    voted = bool(
        _VOTES.search(page.plain, max(0, match.start() - 12), match.end() + 6)
        or _DECIDED.match(page.plain, match.end())
    )
    # Nothing but a vote is to nil.
    if not left or right is None or not (right or voted):
        return None
    return _made(page, match, "ratio", f"{plain(left)}/{plain(right)}", form="vote" if voted else "")


def _doubling(page: Page, match: re.Match[str]) -> Quantity | None:
    if _is_halving(page, match):
        return None
    # 腰斩, 减半. 翻两番 doubles twice.
    factor = "0.5" if match[0][-1] in "斩断半" else str(2 ** (_whole(match["n"]) if match["n"] else 1))
    made = _made(page, match, "multiple", factor, form="rise-to")
    lead, _start = modifiers.before(page.folded, match.end("mod")) if match["mod"] else ("", 0)
    return replace(made, modifier=made.modifier or lead)


def _is_halving(page: Page, match: re.Match[str]) -> bool:
    """Whether it is what happens to the reward of miners every four years (比特币下一次减半): 此次减半后派息0.5元 is none."""
    if not _HALVING.match(page.plain, match.start()):
        return False
    before = _SENTENCE_END.split(page.plain[max(0, match.start() - 60) : match.start()])[-1]
    behind = _SENTENCE_END.split(page.plain[match.end() : match.end() + 60], maxsplit=1)[0]
    return bool(_MINED.search(before + behind))


def _below_zero(page: Page, match: re.Match[str]) -> Quantity | None:
    number = value(match["n"])
    unit = "degree Celsius"
    return _made(page, match, "count", f"-{plain(number)}", unit=unit) if number is not None else None


def _century(page: Page, match: re.Match[str]) -> Quantity | None:
    number = _whole(match["n"])
    return _made(page, match, "ordinal", str(number), unit="century") if 0 < number < 100 else None


def _by(page: Page, match: re.Match[str]) -> Quantity | None:
    """数以百万计: only the order of magnitude is known."""
    number = value(f"一{match['n'] or '千'}")
    slice_ = page.text[match.start() : match.end()]
    return (
        Quantity(match.start(), match.end(), slice_, "count", plain(number), modifier="several")
        if number
        else None
    )


def _half_a(page: Page, match: re.Match[str]) -> Quantity:
    kind, number, unit = _HALF_UNITS[match["u"]]
    if match["quarter"]:
        number = "0.25"
    if match["u"] == "厘":
        kind = meanings.rate(page.folded, match.start())
    return _made(page, match, kind, number, unit=unit)


_RULES: tuple[Rule, ...] = (
    (("第",), RULES["ordinal-listed"], _ordinal_listed),
    (("第",), _ORDINAL, _ordinal),
    (("首",), _FIRST, _first),
    (("前", "强", "大"), _RANKING, _ranking),
    (("百分",), _WHOLE, _hundred),
    (("分之",), _FRACTION, _fraction),
    (("分",), _THIRD, _fraction),
    (("/",), _SLASH, _fraction),
    (("半",), _HALF, _half),
    (("票",), RULES["ballots"], _ratio),
    ((":", "比", "兑"), _RATIO, _ratio),
    (("翻", "斩", "减半"), _DOUBLING, _doubling),
    (("半", "世纪"), _HALF_A, _half_a),
    (("数以", "成千"), _BY, _by),
    (("零下",), _BELOW_ZERO, _below_zero),
    (("世纪",), _CENTURY, _century),
    BRACKETED,
)
