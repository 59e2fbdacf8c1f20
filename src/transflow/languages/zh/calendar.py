"""Reads dates, times and periods in Chinese text: 2025年1月末, 去年上半年, 2月初, 2024/25财政年度, 19:08."""

import re

from transflow.languages.zh import short
from transflow.languages.zh.numerals import value
from transflow.languages.zh.rules import RULES
from transflow.numbers import moments
from transflow.numbers.masks import Page, Rule
from transflow.numbers.quantity import Kind, Quantity

_RELATIVE = {
    "今年": "this", "本年": "this", "去年": "last", "上年": "last", "明年": "next", "来年": "next", "前年": "before-last",
    "后年": "after-next", "同年": "same", "当年": "same", "次年": "following", "翌年": "following",
}  # fmt: skip
_PARTS = {
    "初": "early", "上旬": "early", "中旬": "mid", "中": "mid", "初期": "early", "中期": "mid", "后期": "late", "末期": "late", "下旬": "late", "末": "end", "底": "end", "同期": "same-period",
}  # fmt: skip


_ERA = 1911
"""The year before the first of Taiwan's era."""
_PARTS_OF_ONE = frozenset({2, 3, 4, 5, 6, 8, 10})
"""What is written below the stroke of a fraction."""
_LONDON, _ELSEWHERE, _METAL = RULES["london"], RULES["elsewhere"], RULES["metal"]
_REVISED = RULES["revised"]
_ISO = RULES["iso"]
_COMPACT = RULES["compact"]
_LETTERS = RULES["letters"]
_DAYS = RULES["days"]
_MONTHS = RULES["months"]
_MONTHS_ENDED = RULES["months-ended"]
_YEARS = RULES["years"]
_COPYRIGHT = RULES["copyright"]
_FISCAL = RULES["fiscal"]
_QUARTER_RANGE = RULES["quarter-range"]
_QUARTER_LISTED = RULES["quarter-listed"]
_MONTH_LISTED = RULES["month-listed"]
_SUBYEAR = RULES["subyear"]
_FULL = RULES["full"]
_YEAR_ALONE = RULES["year-alone"]
_DECADE = RULES["decade"]
_TIME = RULES["time"]
_RATIO_CONTEXT = RULES["ratio-context"]
_DAY_ALONE = RULES["day-alone"]
_AFTERNOON = {"下午", "午后", "傍晚", "晚上", "晚间", "今晚", "晚", "中午"}
_EVENING = {"晚上", "晚间", "今晚", "晚"}
_SMALL_HOURS = 4
"""Hours of the evening before which it is the next day."""
_NIGHT = _EVENING | {"凌晨"}
_FULL_QUARTER = RULES["full-quarter"]
_QUARTER_OF = RULES["quarter-of"]
_CENTURIES = {
    "19": "18",
    "十九": "18",
    "20": "19",
    "二十": "19",
    "上": "19",
    "21": "20",
    "二十一": "20",
    "本": "20",
}
_NUMBER_SIGN = RULES["number-sign"]
_LASTING = RULES["lasting-days"]
_DATED = RULES["dated"]
"""Ends right before hours that stand without a part of the day."""
_BETWEEN = RULES["joint"]
_ADJACENT = RULES["adjacent"]


def read(page: Page) -> None:
    """Read all places in the calendar."""
    # First: 24/25/26年 would be read as a date of three parts.
    page.keep(short.listed_years(page))
    for rule in _RULES:
        page.read(rule)
    moments.join(page, _BETWEEN, _ADJACENT)


def _number(text: str | None) -> int:
    return int(value(text) or 0) if text else 0


def _year(match: re.Match[str]) -> str:
    digits = match["y"] or match.groupdict().get("short") or ""
    if digits.startswith("民国"):  # the era of Taiwan
        return str(_ERA + int(digits[2:]))
    # 114年度: no other calendar in use has three digits.
    if len(digits) == 3 and digits.isdecimal():  # the same era, unnamed: 114年度
        return str(_ERA + int(digits))
    return moments.year(digits if digits[:1].isdecimal() else f"{_number(digits):04d}" if digits else "")


def _form(match: re.Match[str], *words: str) -> str:
    groups = match.groupdict()
    part = _PARTS.get(groups.get("part") or groups.get("ends") or "", "")
    return " ".join(filter(None, (*words, part, _RELATIVE.get(groups.get("rel") or "", ""))))


def _made(page: Page, match: re.Match[str], kind: Kind, iso: str, *words: str) -> Quantity | None:
    if not iso:
        return None
    end = match.end()
    # Rules allow white space between their parts, and it may be the last of them.
    while page.text[match.start() : end][-1:].isspace():
        end -= 1
    return Quantity(match.start(), end, page.text[match.start() : end], kind, iso, form=_form(match, *words))


def _iso(page: Page, match: re.Match[str]) -> Quantity | None:
    day = moments.point(match["y"], int(match["m"]), int(match["d"]))
    time = moments.clock(int(match["h"]), int(match["min"]), match["sec"] or "") if match["h"] else ""
    return _made(page, match, "date", day + time if day else "")


def _compact(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "date", moments.point(match["y"], int(match["m"]), int(match["d"])))


def _roc(page: Page, match: re.Match[str]) -> Quantity | None:
    """114/12/1, of Taiwan's era."""
    if page.region != "TW":
        return None
    day = moments.point(str(_ERA + int(match["y"])), int(match["m"]), int(match["d"]))
    return _made(page, match, "date", day)


def _stroke_day(page: Page, match: re.Match[str]) -> Quantity | None:
    """12/10, as Taiwan writes the tenth of December."""
    month, day = int(match["m"]), int(match["d"])
    # 1/4 and 3/10 are fractions.
    if page.region != "TW" or (month < day and day in _PARTS_OF_ONE):
        return None
    return _made(page, match, "date", moments.point(moments.UNKNOWN, month, day))


def _three_months(page: Page, match: re.Match[str]) -> Quantity | None:
    """LME三月期铜: a contract of three months."""
    start = match.start()
    # 三月期铜 is London's, whatever stands before it; 3月期铜 may be March's of another exchange.
    metal = match["n"] == "三" and _METAL.match(page.folded, match.end())
    named = metal and not _ELSEWHERE.search(page.plain, max(0, start - 24), start)
    if not named and not _LONDON.search(page.plain, max(0, start - 20), start):
        return None
    slice_ = page.text[match.start() : match.end()]
    return Quantity(match.start(), match.end(), slice_, "count", "3", "month", form="attributive")


def _month_tenor(page: Page, match: re.Match[str]) -> Quantity:
    """1月期Shibor: a tenor of one month."""
    slice_, number = page.text[match.start() : match.end()], str(_number(match["n"]))
    return Quantity(match.start(), match.end(), slice_, "count", number, "month", form="attributive")


def _letters(page: Page, match: re.Match[str]) -> Quantity | None:
    letter, number = match["u"] or match["u2"] or match["u3"], int(match["n"] or match["n2"] or match["n3"])
    year = moments.year(match["y"] or match["y2"] or "")
    if letter == "Q":
        return _made(page, match, "period", moments.quarters(year, number, number), "quarter")
    return _made(page, match, "period", moments.halves(year, number), "half") if number < 3 else None


def _days(page: Page, match: re.Match[str]) -> Quantity | None:
    year, month = _year(match), _number(match["m"])
    first, last = (moments.point(year, month, _number(match[name])) for name in ("d", "d2"))
    return _made(page, match, "period", f"{first}/{last}" if first and first < last else "")


def _months(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(
        page, match, "period", moments.months(_year(match), _number(match["m"]), _number(match["m2"]))
    )


def _months_ended(page: Page, match: re.Match[str]) -> Quantity | None:
    """截至6月30日止六个月; the six months to March begin in the year before."""
    last = _number(match["m"])
    iso = moments.months(_year(match), last + 1 - _number(match["n"]), last)
    if not iso or (match["d"] and int(match["d"]) != moments.days_in(iso.partition("/")[2])):
        return None  # 截至6月28日止 are no whole months
    return _made(page, match, "period", iso, "ended" if match["d"] else "to-end")


def _years(page: Page, match: re.Match[str]) -> Quantity | None:
    last = match["y2"] if match["y2"].isdecimal() else f"{_number(match['y2'])}"
    return _made(page, match, "period", moments.years(_year(match), last))


def _copyright(page: Page, match: re.Match[str]) -> Quantity | None:
    if match["y2"]:
        return _made(page, match, "period", moments.years(match["y"], match["y2"]))
    return _made(page, match, "date", match["y"])


def _fiscal(page: Page, match: re.Match[str]) -> Quantity | None:
    first = moments.year(match["fy"]) if match["fy"] else _year(match)
    last = match["y2"] or match["fy2"]
    return _made(page, match, "period", moments.years(first, last) if last else first, "fiscal")


def _subyear(page: Page, match: re.Match[str]) -> Quantity | None:
    year, fiscal = _year(match), "fiscal" if match["fiscal"] or match["fq"] or match["fh"] else ""
    if match["h"] or match["hy"]:
        half = 2 if match["h"] == "下" else 1
        return _made(page, match, "period", moments.halves(year, half), "half", fiscal)
    if match["ms"]:
        if _REVISED.match(page.folded, match.end()):  # 前两月合计下修: the months before
            start, end = match.start("ms"), match.end()
            return Quantity(start, end, page.text[start:end], "count", str(_number(match["ms"])), "month")
        return _made(page, match, "period", moments.months(year, 1, _number(match["ms"])), "first-months")
    if match["qs"]:
        return _made(
            page, match, "period", moments.quarters(year, 1, _number(match["qs"])), "first-quarters", fiscal
        )
    bare = match["q"] and year == moments.UNKNOWN and not _FULL_QUARTER.match(match[0])
    if bare and not _QUARTER_OF.match(page.folded, match.end()):
        return None  # 四季
    quarter = _number(match["q"]) or {"首": 1, "次": 2}.get(match["edge"], 4)
    return _made(page, match, "period", moments.quarters(year, quarter, quarter), "quarter", fiscal)


def _quarter_range(page: Page, match: re.Match[str]) -> Quantity | None:
    """一至三季度."""
    first, last, fiscal = _number(match["q"]), _number(match["q2"]), bool(match["fiscal"] or match["fq"])
    # 三至一季度 is none.
    if first >= last or (fiscal and first > 1):
        return None
    words = (("first-quarters",) if first == 1 else ()) + (("fiscal",) if fiscal else ())
    return _made(page, match, "period", moments.quarters(_year(match), first, last), *words)


def _heads(match: re.Match[str], number: int) -> bool:
    """Whether what looks like the first of a list (三、四月) numbers a heading."""
    begins = match.start() == 0 or match.string[match.start() - 1] == "\n"
    # 一、三月: a list goes on by one, headings begin lines.
    following = _number(match["next"]) if match["next"] else number + 1
    return following <= number or (begins and following > number + 1 and not match[0].isdecimal())


def _quarter_listed(page: Page, match: re.Match[str]) -> Quantity | None:
    """The first of 一、二季度."""
    number = _number(match["q"])
    fiscal = "fiscal" if match["fiscal"] or match["fq"] else ""
    period = "" if _heads(match, number) else moments.quarters(_year(match), number, number)
    return _made(page, match, "period", period, "quarter", fiscal)


def _month_listed(page: Page, match: re.Match[str]) -> Quantity | None:
    """The first of 三、四月."""
    number = _number(match["m"])
    return _made(page, match, "date", "" if _heads(match, number) else moments.point(_year(match), number))


def _full(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "date", moments.point(_year(match), _number(match["m"]), _number(match["d"])))


def _year_alone(page: Page, match: re.Match[str]) -> Quantity | None:
    return _made(page, match, "date", moments.point(_year(match)))


def _decade(page: Page, match: re.Match[str]) -> Quantity | None:
    if match["full"]:
        return _made(page, match, "period", moments.years(match["full"], match["full"][:3] + "9"), "decade")
    # 上世纪90年代; without a century 90年代 is of the last and 20年代 of this one.
    century = _CENTURIES.get((match["c"] or "").removesuffix("个"))
    decade = int(match["y"] or f"{_number(match['han'])}0")
    first = f"{century or ('20' if decade < 30 else '19')}{decade:02d}"
    return _made(page, match, "period", moments.years(first, first[:3] + "9"), "decade")


def _time(page: Page, match: re.Match[str]) -> Quantity | None:
    if match["h"]:
        # 3:1 is a ratio unless something speaks of time; 14:30 is one only where ratios are spoken of.
        if (len(match["h"]) == 1 and not match["noon"]) or _RATIO_CONTEXT.search(
            page.folded, max(0, match.start() - 8), match.start()
        ):
            return None
        iso = moments.clock(
            int(match["h"]), int(match["m"]), match["s"] or "", afternoon=match["noon"] in _AFTERNOON
        )
        return _made(page, match, "date", iso)
    # 3点钟, 3点半: 3点 alone may be points of an index.
    exact = match["m2"] or match["half"] or match["quarter"] or "钟" in match[0]
    hours = match["h2"].isdecimal() and bool(
        _DATED.search(page.folded, max(0, match.start() - 4), match.start())
    )
    later = match["noon"] in {"早", "晚"} and match["h2"] == "一"  # 晚一点
    if not exact and (later or not (match["noon"] or hours)):
        return None
    minute = _number(match["m2"] or match["m3"]) + 30 * bool(match["half"]) + 15 * _number(match["quarter"])
    # 昨晚十二点 is midnight, 中午十二点 noon.
    hour = _number(match["h2"]) % (12 if match["noon"] in _NIGHT else 25)
    # 12月8日晚12点 is the end of that day, and so is 5日晚12点, which is read later.
    dated = page.folded[max(0, match.start() - 1) : match.start()] in {"\x00", "日", "号"}
    if dated and match["noon"] in _EVENING and not (hour or minute):
        hour = 24
    # 晚上一时 is after midnight.
    late = match["noon"] in _EVENING and 0 < hour < _SMALL_HOURS
    afternoon = match["noon"] in _AFTERNOON and bool(hour % 24) and not late
    said = (moments.HOUR,) if not match["noon"] and hour <= 12 else ()
    return _made(page, match, "date", moments.clock(hour, minute, afternoon=afternoon), *said)


def _day_alone(page: Page, match: re.Match[str]) -> Quantity | None:
    if _LASTING.search(page.plain, max(0, match.start() - 8), match.start()):
        return None  # 连涨5日
    if "号" in match[0] and not _NUMBER_SIGN.search(page.plain, max(0, match.start() - 2), match.start()):
        return None  # 海光8号
    first = moments.point(moments.UNKNOWN, 0, _number(match["d"]))
    last = moments.point(moments.UNKNOWN, 0, _number(match["d2"])) if match["d2"] else ""
    return _made(page, match, "period" if last else "date", f"{first}/{last}" if last else first)


_RULES: tuple[Rule, ...] = (
    *short.FIRST,
    (("-", "/", "."), _ISO, _iso),
    (("/", "-", "."), RULES["roc"], _roc),
    (("/",), RULES["stroke-day"], _stroke_day),
    (("月",), RULES["three-months"], _three_months),
    (("月期", "现货对"), RULES["tenor-months"], _month_tenor),
    (("19", "20"), _COMPACT, _compact),
    (("Q", "H"), _LETTERS, _letters),
    moments.FORECAST,
    moments.FORECAST_SHORT,
    (("个月",), _MONTHS_ENDED, _months_ended),
    (("月",), _DAYS, _days),
    (("月",), _MONTHS, _months),
    (("月",), _MONTH_LISTED, _month_listed),
    (("季",), _QUARTER_RANGE, _quarter_range),
    (("季",), _QUARTER_LISTED, _quarter_listed),
    (("季", "半", "月"), _SUBYEAR, _subyear),
    (("年", "FY"), _FISCAL, _fiscal),
    (("年", "季"), _YEARS, _years),
    (("©", "(c)", "(C)"), _COPYRIGHT, _copyright),
    (("月",), _FULL, _full),
    (("年",), _YEAR_ALONE, _year_alone),
    (("年代",), _DECADE, _decade),
    ((":", "时", "点"), _TIME, _time),
    *short.LAST,
    (("日", "号"), _DAY_ALONE, _day_alone),
)
