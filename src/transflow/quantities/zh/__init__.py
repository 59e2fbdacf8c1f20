"""Reads the quantities of Chinese text, simplified and traditional: the longer phrases first, then plain numbers."""

import re

from transflow.quantities.digits import LONGEST, plain
from transflow.quantities.quantity import Kind, Quantity
from transflow.quantities.scanning import Page, Rule
from transflow.quantities.zh import amounts, calendar, modifiers, names
from transflow.quantities.zh.numerals import ARABIC, HAN, folded, value

_ORDINAL = re.compile(
    rf"第\s?(?P<n>(?>\d{{1,4}})(?![\d.%倍]|,\d)|{HAN}{{1,6}})\s?"
    r"(?P<u>大(?![道街])|代|个?交易日|日|天|[名个次年位家批笔只项宗支](?![词义])|百分位)?"
)
_FIRST = re.compile("首(?P<u>[次个家只批款例宗单笔])(?!公开)")
_WHOLE = re.compile("百分(?:之百|百)(?![分万亿])")
_SMALL = rf"(?:(?<![\d.])\d{{1,4}}(?![\d.])|(?<!{HAN}){HAN}{{1,4}})"
_FRACTION = re.compile(rf"(?P<d>{_SMALL})分之(?P<n>{_SMALL})")
_SLASH = re.compile(r"(?<![\d/.,:-])(?P<n>[1-9]\d?)/(?P<d>[1-9]\d{0,2})(?![\d/.,%]|年度|财)")
_HALF = re.compile("一半|半数|(?<=[过逾近超])半(?!年|天|小时|个|日|月|径|导|成|价|山|程|岁|场)数?")
_RATIO = re.compile(
    rf"(?<![\d:.,])(?P<a>{ARABIC})\s?(?::|比(?![索亚特例重较利去上前起如])|兑(?=\d))\s?(?P<b>{ARABIC})(?![\d:]|\s?[%万亿元倍年月])"
    rf"|(?<!{HAN})(?P<a2>[一二三四五六七八九十])比(?P<b2>[一二三四五六七八九十])(?!{HAN}|[个家名成倍])"
)
_DOUBLING = re.compile(
    r"翻了?(?:(?P<n>[一二两三四五六]|[1-6])?番(?!茄|邦)|倍)|腰斩|拦腰斩断|(?<!比特币)减半(?!周期|征)"
)
_HALF_A = re.compile(
    rf"(?<!{HAN})(?<![\d上下前后大小多首头过])半个?(?P<u>年|月|小时|天|世纪)(?![报度利业营收净财盈导])"
)
_HALF_UNITS = {"年": "year", "月": "month", "小时": "hour", "天": "day", "世纪": "century"}


def find(text: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text; `region` decides what 元, 兆 and 厘 mean."""
    page = Page(text, folded(text), region)
    page.hide(names.CODES)
    calendar.read(page)
    page.hide(names.PHRASES)
    for rule in _RULES:
        page.read(rule)
    amounts.read(page)
    return page.result()


def _made(
    page: Page, match: re.Match[str], kind: Kind, number: str, *, unit: str = "", form: str = ""
) -> Quantity:
    """Make a quantity of a phrase and the modifiers around it."""
    lead, start = modifiers.before(page.folded, match.start(), implied=match[0][0] == "半")
    trail, end = modifiers.after(page.folded, match.end())
    return Quantity(start, end, page.text[start:end], kind, number, unit, modifier=lead or trail, form=form)


def _whole(run: str) -> int:
    number = value(run)
    return int(number) if number is not None and len(plain(number)) <= LONGEST else 0


def _ordinal(page: Page, match: re.Match[str]) -> Quantity | None:
    rank = _whole(match["n"])
    if not rank:
        return None
    form = {"大": "largest", "代": "generation", "百分位": "percentile"}.get(match["u"] or "", "")
    unit = {"日": "day", "天": "day", "个交易日": "trading day", "交易日": "trading day", "年": "year"}.get(
        match["u"] or "", ""
    )
    return Quantity(
        match.start(),
        match.end(),
        page.text[match.start() : match.end()],
        "ordinal",
        str(rank),
        unit,
        form=form,
    )


def _first(page: Page, match: re.Match[str]) -> Quantity:
    form = "for-time" if match["u"] == "次" else ""
    return Quantity(
        match.start(), match.end(), page.text[match.start() : match.end()], "ordinal", "1", form=form
    )


def _fraction(page: Page, match: re.Match[str]) -> Quantity | None:
    over, under = _whole(match["n"]), _whole(match["d"])
    if not over or under < 2 or match["d"] in {"百", "千", "万"}:
        return None
    return _made(page, match, "ratio", f"{over}/{under}", form="fraction")


def _hundred(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "percent", "100")


def _half(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "ratio", "1/2", form="fraction")


def _ratio(page: Page, match: re.Match[str]) -> Quantity | None:
    left, right = (value(match[name] or match[f"{name}2"]) for name in "ab")
    if not left or not right:
        return None
    return _made(page, match, "ratio", f"{plain(left)}/{plain(right)}")


def _doubling(page: Page, match: re.Match[str]) -> Quantity:
    factor = "0.5" if match[0][-1] in "斩断半" else str(2 ** (_whole(match["n"]) if match["n"] else 1))
    return _made(page, match, "multiple", factor, form="rise-to")


def _half_a(page: Page, match: re.Match[str]) -> Quantity:
    return _made(page, match, "count", "0.5", unit=_HALF_UNITS[match["u"]])


_RULES: tuple[Rule, ...] = (
    (("第",), _ORDINAL, _ordinal), (("首",), _FIRST, _first), (("百分",), _WHOLE, _hundred), (("分之",), _FRACTION, _fraction),
    (("/",), _SLASH, _fraction), (("半",), _HALF, _half), ((":", "比", "兑"), _RATIO, _ratio),
    (("翻", "斩", "减半"), _DOUBLING, _doubling), (("半",), _HALF_A, _half_a),
)  # fmt: skip
