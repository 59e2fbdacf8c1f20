"""Reads the quantities of Chinese text, simplified and traditional: the longer phrases first, then plain numbers."""

import re
from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import amounts, calendar, meanings, modifiers, names
from transflow.languages.zh.numerals import ARABIC, HAN, folded, value
from transflow.numbers.digits import LONGEST, plain
from transflow.numbers.masks import BRACKETED, Page, Rule
from transflow.numbers.quantity import Kind, Quantity
from transflow.patterns import lazy

_ORDINAL = lazy(
    rf"第\s?(?P<n>(?>\d{{1,4}})(?![\d.%倍]|,\d)|{HAN}{{1,6}})"
    r"(?:\s?(?P<u>大(?![道街])|代|个?交易日|日|天|[名个次年位家批笔只项宗支](?![词义柱付持])|百分位))?"
)
_FIRST = lazy("首(?P<u>[次度个家只批款例宗单笔份位轮])(?!公开)")
_WHOLE = lazy("百分(?:之百|百)(?![分万亿])")
_RANKING = lazy(
    rf"前(?P<top>[二两三四五六七八九十]|十[一二五]|二十|三十|五十|百|(?>\d{{1,3}})(?![\d.%]))(?P<u>[名位强甲大]|(?=[，。、；]|\s|\Z))"
    rf"|(?<!{HAN})(?<![\d.]|[界富润国球斯业])(?P<n>[十百]|[二三五]百|(?>\d{{2,3}}))强(?![于劲大烈化度调势力制])"
    r"|(?<![\d第前几数多十二三])(?P<major>[两三四五六七八九十])大(?![会道街学小型量多家类半宗面部约概致幅举不于型气声写陆连师夫豆麻蒜米理])"
)
_SMALL = rf"(?:(?<![\d.])\d{{1,4}}(?![\d.])|(?<!{HAN}){HAN}{{1,4}})"
_FRACTION = lazy(rf"(?P<d>{_SMALL})分之(?P<n>{_SMALL})(?P<li>厘)?")
_THIRD = lazy(
    rf"(?<!{HAN})(?P<d>[二三四五六七八九])分(?P<n>[一二三四五六七八])(?P<li>厘)?(?!{HAN}|[次家个场球种些定般样位名件起点直边秒钟半])"
)
"""三分一, 四分一厘: without 之, as in Hong Kong."""
_SLASH = lazy(r"(?<![\d/.,:-])(?P<n>[1-9]\d?)/(?P<d>[1-9]\d{4,6}|[1-9]\d{0,2})(?![\d/.,%]|年度|财)")
_HALF = lazy("一半|半数|(?<=[过逾近超])半(?!年|天|小时|个|日|月|径|导|成|价|山|程|岁|场)数?")
_RATIO = lazy(
    rf"(?<![\d:.,])(?P<a>{ARABIC})\s?(?::|比(?![索亚特例重较利去上前起如])|兑(?=\d))\s?(?P<b>{ARABIC})(?![\d:]|\s?[%万亿元倍年月])"
    rf"|(?<!{HAN})(?P<a2>[一二三四五六七八九十])比(?P<b2>[一二三四五六七八九十])(?!{HAN}|[个家名成倍])"
)
_DOUBLING = lazy(
    r"翻了?(?P<mod>近|约|逾|超|超过|将近|不止)?(?:(?P<n>[一二两三四五六]|[1-6])?番(?!茄|邦)|倍)|腰斩|拦腰斩断|(?<!比特币)减半(?!周期|征)"
)
_HALF_A = lazy(
    rf"(?<!{HAN})(?<![\d上下前后大小多首头过个天])半个?(?P<u>年|月|小时|天|世纪|百分点|厘|成(?![品熟]))(?![报度利业营收净财盈导])"
)
_HALF_UNITS: dict[str, tuple[Kind, str, str]] = {
    "年": ("count", "0.5", "year"), "月": ("count", "0.5", "month"), "小时": ("count", "0.5", "hour"), "天": ("count", "0.5", "day"),
    "世纪": ("count", "0.5", "century"), "百分点": ("percentage-point", "0.5", ""), "厘": ("percent", "0.5", ""), "成": ("percent", "5", ""),
}  # fmt: skip
_BELOW_ZERO = lazy(rf"零下\s?(?P<n>{ARABIC}|{HAN}{{1,4}})\s?(?:摄氏度|℃|°C|度)")
_CENTURY = lazy(
    rf"(?<![个半数])(?P<n>(?<!\d)\d{{1,2}}|{HAN}{{1,3}})世纪(?![\d一二三四五六七八九]{{1,2}}[0十]年代)"
)
_BY = lazy("数以(?P<n>[十百千万亿]{1,2})计|成千上万")


def find(text: str, region: str = "") -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text; `region` decides what 元, 兆 and 厘 mean."""
    page = Page(text, folded(text), region)
    page.hide(names.CODES)
    page.hide(names.PHRASES)
    calendar.read(page)
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
    if not 0 < rank < 10_000:
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


def _ranking(page: Page, match: re.Match[str]) -> Quantity | None:
    """前十, 百强, 三大."""
    run = match["top"] or match["n"] or match["major"]
    number = {"百": 100}.get(run) or _whole(run)
    form = "major" if match["major"] and number < 10 else "top"
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "count", str(number), form=form) if number else None


def _first(page: Page, match: re.Match[str]) -> Quantity:
    form = "for-time" if match["u"] in "次度" else ""
    return Quantity(
        match.start(), match.end(), page.text[match.start() : match.end()], "ordinal", "1", form=form
    )


def _fraction(page: Page, match: re.Match[str]) -> Quantity | None:
    over, under = _whole(match["n"]), _whole(match["d"]) or _whole(f"一{match['d']}")
    if not 0 < over < under or match["d"] in {"百", "千", "万"}:
        return None
    exact = Decimal(over) / under if match.groupdict().get("li") else None
    if exact is not None and exact * under == over:  # 四分之一厘
        kind = meanings.rate(page.folded, match.start()) if "之" in match[0] else "percentage-point"
        return _made(page, match, kind, plain(exact))
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
    made = _made(page, match, "multiple", factor, form="rise-to")
    lead, _start = modifiers.before(page.folded, match.end("mod")) if match["mod"] else ("", 0)
    return replace(made, modifier=made.modifier or lead)


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
    if match["u"] == "厘":
        kind = meanings.rate(page.folded, match.start())
    return _made(page, match, kind, number, unit=unit)


_RULES: tuple[Rule, ...] = (
    (("第",), _ORDINAL, _ordinal),
    (("首",), _FIRST, _first),
    (("前", "强", "大"), _RANKING, _ranking),
    (("百分",), _WHOLE, _hundred),
    (("分之",), _FRACTION, _fraction),
    (("分",), _THIRD, _fraction),
    (("/",), _SLASH, _fraction),
    (("半",), _HALF, _half),
    ((":", "比", "兑"), _RATIO, _ratio),
    (("翻", "斩", "减半"), _DOUBLING, _doubling),
    (("半",), _HALF_A, _half_a),
    (("数以", "成千"), _BY, _by),
    (("零下",), _BELOW_ZERO, _below_zero),
    (("世纪",), _CENTURY, _century),
    BRACKETED,
)
