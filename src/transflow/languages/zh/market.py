"""Reads what only an exchange says: distributions and splits, streaks of days, daily limits, percentiles, fees, losses in brackets."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transflow.languages.zh import modifiers
from transflow.languages.zh.numerals import value
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.units import bare_currency, units
from transflow.numbers.digits import exponent_of, plain, scaled
from transflow.numbers.masks import Page, Rule
from transflow.numbers.quantity import Kind, Quantity

_DISTRIBUTION = RULES["distribution"]
_PART = RULES["distribution-part"]
_FORMS = {"送": "bonus", "转": "converted", "派": "cash", "配": "rights"}
_FEES = RULES["fees"]
_POWERS = {"百": 2, "千": 3, "万": 4, "亿": 8}
_STREAKS = {
    "阴": "straight losses", "跌": "straight losses", "贬": "straight losses", "黑": "straight losses", "降": "straight cuts",
    "阳": "straight gains", "涨": "straight gains", "升": "straight gains", "红": "straight gains", "买": "straight days of net buying", "卖": "straight days of net selling",
    "冻": "straight meetings without a change",
}  # fmt: skip


def read(page: Page) -> None:
    """Read all of them."""
    # First: in 10送3转5派2元 every number would be a count by itself.
    page.keep(_distributions(page))
    for rule in _RULES:
        page.read(rule)


def _made(
    page: Page,
    start: int,
    end: int,
    kind: Kind,
    number: str,
    unit: str = "",
    currency: str = "",
    form: str = "",
) -> Quantity:
    return Quantity(start, end, page.text[start:end], kind, number, unit, currency, form=form)


def _distributions(page: Page) -> Iterator[Quantity]:
    """10送3转5派2元: for every 10 shares, three bonus shares, five converted ones and 2 yuan in cash; 10配3: three for ten."""
    for match in _DISTRIBUTION.finditer(page.folded):
        parts = list(_PART.finditer(page.folded, match.start("parts"), match.end("parts")))
        # A rights issue alone is a ratio in English, `three for ten`; beside a dividend it is one part of several.
        if len(parts) == 1 and parts[0]["verb"] == "配":
            ratio = f"{parts[0]['n']}/{match['base']}"
            yield _made(page, match.start(), match.end(), "ratio", ratio, form="for")
            continue
        yield _made(page, match.start(), match.end("base"), "count", match["base"], "share", form="every")
        for part in parts:
            start, form = part.start(), _FORMS[part["verb"]]
            # 送2元 is money as well as 派2元 is.
            if part["verb"] == "派" or part["u"] == "元":
                yield _made(
                    page,
                    start,
                    part.end(),
                    "money",
                    part["n"],
                    currency=bare_currency(page.region),
                    form=form,
                )
            else:
                yield _made(page, start, part.end(), "count", part["n"], "share", form=form)


def _split(page: Page, match: re.Match[str]) -> Quantity | None:
    """1拆10: ten for one; 20合1, 二十合一: one for twenty; 5供2: two for five."""
    before, after = (value(match[name] or match[f"{name}2"]) for name in "ab")
    if not before or not after:
        return None
    # English says what comes of it first: 1拆10 is ten for one.
    return _made(page, match.start(), match.end(), "ratio", f"{plain(after)}/{plain(before)}", form="for")


def _streak(page: Page, match: re.Match[str]) -> Quantity | None:
    number = value(match["n"] or match["n2"])
    word = match["w"] or match["w2"]
    # One day is no streak.
    if not number or number < 2:
        return None
    unit, form = ("consecutive limit-up", "") if word == "板" else ("", _STREAKS[word])
    return _made(page, match.start(), match.end(), "count", plain(number), unit, form=form)


def _of_days(page: Page, match: re.Match[str]) -> Quantity | None:
    """六天三板, 七日六跌: three limit-ups in six days, falls on six of seven."""
    number = value(match["n"])
    return _made(page, match.start(), match.end(), "count", plain(number)) if number else None


def _limit(page: Page, match: re.Match[str]) -> Quantity:
    """20cm涨停: the daily limit of 20 %."""
    return _made(page, match.start(), match.end(), "percent", match["n"])


def _percentile(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match.start(), match.end(), "ordinal", match["n"], form="percentile")


def _fee(page: Page, match: re.Match[str]) -> Quantity | None:
    """佣金万2.5: 2.5 in ten thousand."""
    # 万2.5 is a fee only where fees are spoken of; elsewhere a number without its first digit.
    if not _FEES.search(page.plain, max(0, match.start() - 14), match.start()):
        return None
    # 万 is a hundredth of a per cent, 千 a tenth.
    number = scaled(Decimal(match["n"]), -2 if match["of"] == "万" else -1)
    return Quantity(
        match.start(), match.end(), match[0], "percent", plain(number), places=(exponent_of(number),)
    )


def _loss(page: Page, match: re.Match[str]) -> Quantity | None:
    """（1.56）亿元: a loss, as accounts write it."""
    unit = units().get(match["u"])
    # （3）亿人 is a note of a number, and no loss.
    if not unit or unit.kind != "money":
        return None
    number = scaled(
        Decimal(match["n"].replace(",", "")), sum(_POWERS[one] for one in match["s"]) + unit.power
    )
    place = exponent_of(number) if "." in match["n"] else None
    slice_ = page.text[match.start() : match.end()]
    currency = unit.currency or bare_currency(page.region)
    return Quantity(
        match.start(), match.end(), slice_, "money", f"-{plain(number)}", currency=currency, places=(place,)
    )


def _near_double(page: Page, match: re.Match[str]) -> Quantity:
    """近倍: nearly doubled."""
    # 近 and 逾 stand right before 倍, in the place of a number.
    modifier, _start = modifiers.before(page.folded, match.end() - 1, match.start())
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "multiple", "2", modifier=modifier, form="rise-to")


_RULES: tuple[Rule, ...] = (
    (("拆", "合", "供", "并"), RULES["split"], _split),
    (("连",), RULES["streak"], _streak),
    (("天", "日"), RULES["of-days"], _of_days),
    (("cm", "CM"), RULES["daily-limit"], _limit),
    (("分位",), RULES["percentile"], _percentile),
    (("万", "千"), RULES["fee"], _fee),
    ((")",), RULES["loss"], _loss),
    (("倍",), RULES["near-double"], _near_double),
)
