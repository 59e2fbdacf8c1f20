"""Says what a Chinese number with its unit is: a figure at all, and what 元, 成, 折, 厘 and 倍 mean where they stand."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from transflow.languages.zh import modifiers, names
from transflow.languages.zh.multiples import multiple
from transflow.languages.zh.number import Amount, Reading
from transflow.languages.zh.numerals import value
from transflow.languages.zh.patterns import GRAMMAR
from transflow.languages.zh.rules import RULES
from transflow.languages.zh.units import POINTS, TIMES, after, bare_currency, currency_before, units
from transflow.numbers.digits import EXACT, scaled, trimmed
from transflow.numbers.quantity import Kind, Quantity

_YEAR = GRAMMAR["year-of-late"]

_TENFOLD = {"TW", "HK", "MO"}
"""Regions in which 兆 is 10^12 whatever is counted; elsewhere only in sums of money."""
_BUDGETED = RULES["budgeted"]
"""Money is spoken of, though it isn't named (突破20兆)."""
VALUED = RULES["valued"]
"""Ends right before a valuation in Latin letters' digits (PE 15x)."""
_VALUED_BEHIND = RULES["valued-behind"]
_INDICATOR, _AGGREGATE = RULES["indicator"], RULES["aggregate"]
_SCALES = frozenset("万亿")
_EACH = {
    "年": "year", "月": "month", "日": "day", "天": "day", "周": "week", "度": "kilowatt-hour", "平": "square meter",
    "平米": "square meter", "笔": "transaction", "片": "piece", "件": "piece", "台": "unit", "单": "order", "次": "time",
    "户": "household", "张": "piece", "只": "piece", "人": "person", "瓦": "watt", "斤": "jin", "包": "pack", "瓶": "bottle",
}  # fmt: skip
"""What a sum or a share is for each of, behind a stroke, where it isn't a unit of its own."""
_LETTER, _ONE_LETTER = RULES["letter"], RULES["one-letter"]
_STROKE_PAIR = RULES["stroke-pair"]
_YEAR = RULES["year-like"]
_VERSION, _VERSION_OF, _VERSION_ENDS = RULES["version"], RULES["version-of"], RULES["version-ends"]
_SPANNED = RULES["spanned"]
_REACHES = RULES["reaches"]
_SET_WITHIN = RULES["set-within"]
_PAST = RULES["past"]
_EVENTS_BEFORE = RULES["events-before"]
_CLAUSE_END = RULES["clause-end"]
_SAID = RULES["said-value"]
_SAID_LONG = RULES["said-long-value"]
_ROUND_MARK = RULES["round-mark"]
_ROUND_ENDS = RULES["round-ends"]
_MARK_ENDS = RULES["mark-ends"]
_ROUND_FROM, _ROUND_TO = RULES["round-from"], RULES["round-to"]
_BIG = RULES["big"]
_SUM_TALK = RULES["sum-talk"]
_SUM_EARNED = RULES["sum-earned"]
_SUM_AGAIN = RULES["sum-again"]
_SUM_ENDS = RULES["sum-ends"]
_PRICE_EACH = RULES["price-each"]
_DEALS = (
    (RULES["deal-talk"], RULES["deal-ends"]),
    (RULES["bought-talk"], RULES["bought-ends"]),
    (RULES["from-talk"], RULES["from-ends"]),
)
"""What stands before and after a price that is a number alone: 以938萬沽出, 售价由568万起."""
# Below it bare numbers in talk of money count deals, shares or days.
_LARGE = Decimal(10**8)
"""From here on a bare number in a clause about money is a sum."""
_MONTHLY = RULES["monthly"]
_RATE_MOVED = RULES["rate-moved"]
_OF_PRICE = RULES["of-price"]
_PRICED = RULES["priced"]
ATTRIBUTED = RULES["attributed"]
"""Begins right after a duration with what it describes."""
_COINS = {
    "元": RULES["coins-yuan"],
    "块": RULES["coins-kuai"],
    **dict.fromkeys("角毛毫", RULES["coins-fen"]),
    "分": RULES["coins-li"],
}
"""The smaller coins that may follow a sum: 3元5角, 三块五, 3角5分."""
_SMALLER = {"jiao": -1, "fen": -2, "li": -3}
"""The power of ten of each of them."""
_RENMINBI = RULES["renminbi"]
_ELSEWHERE = {"HKD": RULES["hong-kong-money"], "TWD": RULES["taiwan-money"]}
_HOMES = RULES["homes-talk"]
_CLAUSE = 12
"""Characters behind a figure that may say what is counted."""
_OTHER_MONEY = RULES["other-money"]
_RESULT_TALK = RULES["result-talk"]
_HEADING = RULES["heading"]
_PLACED = RULES["placed"]
_ROUND = RULES["round"]
_GIVEN = frozenset("股手份张")
"""What is handed out by the piece."""
_HEADS = frozenset({1_000, 1_000_000, 1_000_000_000})
"""What the sums of a table are counted in, where English has a word for it."""
_DEICTIC = RULES["deictic"]
"""After these 一天, 一年 and the like point at one, and don't count it (前一交易日)."""
_SHARES_GIVE, _SHARES_GIVEN = RULES["shares-give"], RULES["shares-given"]
_LOTS_GIVEN = RULES["lots-given"]
_PAID = frozenset("涨跌了花卖才要付赚亏贵从由")
"""Before 八块 these tell of money, not of pieces."""


def quantity(reading: Reading, first: Amount) -> Quantity | None:
    """Return what a number is; `first` is its first amount, of which a range has two.

    None if it is no figure by the principles of `zh.names`.
    """
    # By how it is written: Han numerals stand in names and set phrases, digits in codes.
    figure = _is_digits(reading, first) if not first.han else _is_han(reading, first)
    return _KINDS[reading.unit.kind](reading) if figure and not _is_mega(reading) else None


def _is_mega(reading: Reading) -> bool:
    """Whether 兆 is no scale here: outside the regions that count with it, in anything but money."""
    # 20兆宽带 is megabits; 10兆日元 and 突破20兆 of a budget are trillions everywhere.
    scale = "兆" in reading.last.run and reading.unit.kind != "money"
    said = _BUDGETED.search(reading.page.folded, max(0, reading.lead.start - 8), reading.lead.start)
    return scale and reading.page.region not in _TENFOLD and not (reading.bare and said)


def _is_digits(reading: Reading, first: Amount) -> bool:
    text, end = reading.page.folded, reading.last.end
    if reading.unit.name == "x" and reading.last.word in {"x", "X"}:  # MI300X, iPhone 15x, but P/E 15x
        # What stands before the list: 24/19/16X, 12x/10x/9x.
        before = text[max(0, reading.lead.start - 24) : first.start].rstrip("0123456789./xX")[-8:]
        # P/E 15x is a value.
        valued = VALUED.search(before) or _VALUED_BEHIND.match(text, end)
        return not names.BEFORE.search(before) or bool(valued)
    # M2 is a name, and 年 belongs to 年增.
    if reading.unit.name in TIMES and _LETTER.match(text[max(0, first.start - 1) : first.start]):
        return False  # M2年增
    # H20 is a chip, and 只 belongs to 只抽; TOP20只 counts.
    things = reading.unit.kind == "count" and not reading.unit.name and not reading.bare
    if things and _ONE_LETTER.search(text, max(0, first.start - 2), first.start):
        return False
    # With a unit it is a figure whatever stands beside it.
    return not reading.bare or not (
        _is_named(reading, first) or names.AFTER.match(text, end) or _is_code(reading, first)
    )


def _is_named(reading: Reading, first: Amount) -> bool:
    """Whether a bare number belongs to a name before it; the second of 150/200 is a value if the first is one."""
    text, start = reading.page.folded, reading.lead.start
    if _INDICATOR.search(text, max(0, start - 8), start) or (
        first.run[-1:] in _SCALES and _AGGREGATE.search(text, max(0, start - 8), start)
    ):
        return False
    pair = _STROKE_PAIR.search(text, max(0, start - 12), first.start)
    values = pair and first.run.isdecimal() != ("." in pair[0]) and len(first.run) in {3, 4, 5}
    start = pair.start() if pair and values else start
    return bool(names.BEFORE.search(text, max(0, start - 8), start if values else first.start))


def _is_code(reading: Reading, first: Amount) -> bool:
    """Whether four digits or more may as well be the number of a contract, a bond, a product or a telephone.

    Nothing separates them, and nothing says that they are a value (麒麟9030, 活跃券240210, 客服95588).
    """
    # 3,000亿 and 11万4250 are no codes, and 2024 in a list is a year.
    long = first.run.isdecimal() and len(first.run) >= 4 and not _YEAR.fullmatch(first.run)
    plain = long or _is_version(reading, first)
    if not plain or reading.lead.modifier or reading.last is not first or reading.lead.sign:
        return False
    # A longer one needs a clearer word before it.
    rule = _SAID_LONG if len(first.run) > 5 else _SAID
    return not rule.search(reading.page.plain, max(0, first.start - 6), first.start)


def _is_version(reading: Reading, first: Amount) -> bool:
    """Whether a number is a version (国补2.0): 夏普比率2.0 is none."""
    text = reading.page.folded
    return bool(_VERSION.fullmatch(first.run)) and bool(
        _VERSION_OF.search(text, max(0, first.start - 4), first.start) or _VERSION_ENDS.match(text, first.end)
    )


def _is_han(reading: Reading, first: Amount) -> bool:
    # 亿元, 过亿: no digit says how many.
    if first.implied:
        return _stands_for_one(reading, first)
    # A nought by itself is a word (零增长, 零售), but for a rate.
    if first.run in {"零", "〇"}:
        return reading.unit.kind in POINTS
    if reading.bare:
        # 三百 alone is a number, 一一 and 三一 are not; 约三百, 一百多 and 五十上下 say themselves that they count.
        exact = not (
            reading.lead.modifier
            or reading.last.more
            or modifiers.after(reading.page.folded, reading.last.end)[0]
        )
        # 失守三千九: a level.
        exact = exact and not (
            _ROUND_MARK.search(reading.page.folded, max(0, first.start - 4), first.start)
            or _MARK_ENDS.match(reading.page.folded, reading.last.end)
        )
        return first.several or (
            len(first.run) > 1 and bool((_PLACED if exact else _ROUND).search(first.run))
        )
    # 人民币一直走强.
    if reading.unit.kind == "money" and reading.last.unit is None and not _ROUND.search(first.run):
        return False  # 人民币一
    # 八块 are mostly pieces: 花了八块 and 三块五 are money.
    if reading.last.word in {"块", "毛"} and len(first.run) == 1:
        coins = _COINS[reading.last.word].match(reading.page.folded, reading.last.end)
        plain = reading.last.word == "毛" and first.run not in {"一", "三"}  # 三毛 is a name
        return plain or bool(coins) or reading.before(1) in _PAID
    # 一股力量 is a force; 每十股派1元 counts shares.
    exact = len(first.run) >= reading.unit.least or _is_handed_out(reading)
    # 子图二 $x$ is a label before a formula, and no multiple.
    exact = exact and reading.unit.name != "x"
    return exact and (_is_handed_out(reading) or not _is_article(reading, first))


def _is_handed_out(reading: Reading) -> bool:
    """Whether shares or lots are counted that are handed out: 每两股, 五股供一股, 获派一手."""
    text, start, word = reading.page.folded, reading.lead.start, reading.last.word
    # 每一次 is every time; 每一股 is given something.
    if reading.before(1) == "每":
        return word in _GIVEN or reading.last.run != "一"
    rule = {"股": _SHARES_GIVEN, "手": _LOTS_GIVEN}.get(word)
    return bool(
        (rule and rule.search(text, max(0, start - 16), start))
        or (word == "股" and _SHARES_GIVE.match(text, reading.last.end))
    )


def _is_article(reading: Reading, first: Amount) -> bool:
    """Whether 一 counts nothing: 一家, 一个, 前一天."""
    if (
        first.run != "一"
        or reading.unit.kind != "count"
        or reading.unit.name == "bedroom"
        or reading.lead.modifier
        or reading.last is not first
    ):
        return False
    # 一天 and 一年 last; 前一天 and 上一年 point, and 截至周五的一周 is the week.
    return (
        reading.unit.name not in TIMES
        or bool(_DEICTIC.search(reading.before(2)))
        or reading.ends_with_a_day()
    )


def _stands_for_one(reading: Reading, first: Amount) -> bool:
    """Whether a scale word alone is a figure: modified (逾百亿元), in money or points, as a table's unit (亿元), after 每."""
    # 超过百分之五十 has no hundred.
    if reading.page.folded.startswith("分之", first.end):
        return False
    # 过亿, 千余人, 每千人.
    if reading.lead.modifier or reading.last.more or reading.before(1) == "每":
        return True
    passed = _ROUND_MARK.search(reading.page.folded, max(0, first.start - 4), first.start) or (
        _ROUND_FROM.search(reading.before(1)) and _ROUND_TO.match(reading.page.folded, reading.last.end)
    )
    # 突破万亿, but 低至千分之一 has no thousand.
    if passed and (_BIG.search(first.run) or len(first.run) > 1):
        return True
    # 单位：亿元 is the head of a table.
    if _is_heading(reading, first):
        return not reading.bare
    # 跌破百元, 百元以下.
    if reading.unit.kind == "money" and (passed or _ROUND_ENDS.match(reading.page.folded, reading.last.end)):
        return True
    # 百亿元 and 跌破千点; 万元户 is a word, and so is 亿元 alone.
    return (reading.unit.kind == "money" and len(first.run) > 1) or reading.unit.name == "point"


def _is_heading(reading: Reading, first: Amount) -> bool:
    """Whether a scale word alone is the unit of a table."""
    return first.implied and bool(_HEADING.search(reading.page.folded, max(0, first.start - 9), first.start))


def _bare_money(reading: Reading) -> str:
    """What 元 means: the region's currency, unless the sentence has just counted in another (140亿元人民币增至180亿元)."""
    # Within the sentence: on a page from Hong Kong 元 is its dollar again in the next one.
    plain, region = reading.page.plain, reading.page.region
    begin, start = reading.sentence(60), reading.lead.start
    own = bare_currency(region)
    counted = [match.end() for match in _RENMINBI.finditer(plain, begin, start)]
    # 成交1,890亿元人民币，淨賣出7億港元，騰訊獲買入3.9億: the last currency holds, if it is the page's.
    if counted and not any(
        currency_before(match[0], region) == own and plain[match.end()] not in ")）"  # (約3.3億港元)
        for match in _OTHER_MONEY.finditer(plain, counted[-1], start)
    ):
        return "CNY"
    if own != "CNY":
        return own
    return next((code for code, talk in _ELSEWHERE.items() if talk.search(plain, begin, start)), own)


def _money(reading: Reading) -> Quantity | None:
    code = reading.lead.currency or reading.unit.currency or _bare_money(reading)
    numbers = tuple(scaled(number, reading.unit.power) for number in reading.numbers)
    smaller = _COINS.get(reading.last.word)
    coins = smaller.match(reading.page.folded, reading.last.end) if smaller else None
    # 三块五 is 3.5; a range has no small coins.
    if not coins or len(numbers) > 1:
        form, end = _per(reading)
        unit = "cent" if reading.unit.power == -2 else ""
        sum_ = reading.quantity("money", numbers, currency=code, unit=unit, form=form, end=end)
        # 人民币百万元 heads millions of yuan; 亿元 has no such word.
        heads = len(numbers) == 1 and numbers[0] in _HEADS and _is_heading(reading, reading.last)
        return replace(sum_, modifier="several") if heads else sum_
    parts = [
        scaled(value(digit) or Decimal(0), _SMALLER[name])
        for name, digit in coins.groupdict().items()
        if digit
    ]
    return reading.quantity("money", (sum(parts, numbers[0]),), currency=code, end=coins.end())


def _per(reading: Reading) -> tuple[str, int]:
    """Read what a sum or a count is for each of (75美元/桶, 120万桶/日): the form of a quantity, and where it ends."""
    text, end = reading.page.folded, reading.last.end
    # 100美元/120港元: behind the stroke is another number.
    if text[end : end + 1] != "/" or text[end + 1 : end + 2].isdecimal():
        return "", end
    match = after().match(text, end + 1)
    unit = units()[match["u"]] if match else None
    if match and unit and unit.kind == "count" and unit.name and not unit.half:
        return f"per {unit.name}", match.end()
    # 平米 before 平.
    for word in (text[end + 1 : end + 3], text[end + 1 : end + 2]):
        if name := _EACH.get(word):
            return f"per {name}", end + 1 + len(word)
    return "", end


def _percent(reading: Reading) -> Quantity | None:
    special = _PERCENTS.get(reading.unit.name)
    if special:
        return special(reading)
    form, end = _per(reading)
    return reading.quantity("percent", _powered(reading), form=form, end=end)


def _powered(reading: Reading) -> tuple[Decimal, ...]:
    return tuple(scaled(number, reading.unit.power) for number in reading.numbers)


def _cheng(reading: Reading) -> Quantity | None:
    """三成: 30 %."""
    # 十二成 is nothing: tenths go to ten.
    if reading.numbers[-1] > 10:
        return None
    return reading.quantity("percent", _powered(reading))


def _zhe(reading: Reading) -> Quantity | None:
    """八折, 八五折: 20 %, 15 % off."""
    # 八折 and 八五折: one digit is tenths, two are hundredths.
    paid = tuple(number if number >= 10 else scaled(number, 1) for number in reading.numbers)
    off = tuple(trimmed(EXACT.subtract(Decimal(100), number)) for number in paid)
    return (
        # 七至八折 pays more at its upper end and takes less off.
        reading.quantity("percent", tuple(reversed(off)), form="off")
        if max(paid) < 100 and not reading.lead.sign
        else None
    )


def rate(text: str, start: int) -> Kind:
    """Tell what 厘 before or after a fraction is: points where a rate moves by it (加息半厘), else a rate."""
    return "percentage-point" if _RATE_MOVED.search(text, max(0, start - 5), start) else "percent"


def _li(reading: Reading) -> Quantity | None:
    """厘: a hundredth of the principal a year, a thousandth where the rate is a monthly one, no rate in a price."""
    text, start, end = reading.page.folded, reading.lead.start, reading.last.end
    # 每股派息3厘 is no rate.
    if _OF_PRICE.match(text, end) or _PRICED.search(text, max(0, start - 10), start):
        return None
    if rate(text, start) == "percentage-point":
        return reading.quantity("percentage-point", reading.numbers)
    # 月息三厘 is 0.3 %, a year's 3 %; in Taiwan and Hong Kong 厘 is a per cent anyway.
    monthly = _MONTHLY.search(text, max(0, start - 10), start) and reading.page.region not in _TENFOLD
    return reading.quantity("percent", tuple(scaled(one, -1 if monthly else 0) for one in reading.numbers))


def _count(reading: Reading) -> Quantity | None:
    if reading.bare:
        return _number(reading)
    text, end, unit = reading.page.folded, reading.last.end, reading.unit
    if reading.last.hanging:
        form = "digits" if text[end : end + 1] == "+" else "hanging"
        return reading.quantity("count", reading.numbers, unit=unit.name, form=form)
    attributed = ATTRIBUTED.match(text, end) if unit.name in TIMES else None
    # 过去3年存款: the years are no deposit's.
    late = attributed and attributed["late"]
    if attributed and not (
        late and _SPANNED.search(text, max(0, reading.last.start - 3), reading.last.start)
    ):
        # 期 belongs to the duration (十年期), what else is described does not.
        inside = end + 1 if attributed[0] == "期" else end
        form = "attributive-digits" if reading.before(1) == "+" else "attributive"
        return reading.quantity("count", reading.numbers, unit=unit.name, form=form, end=inside)
    # 180页的报告 is a 180-page report.
    before_noun = unit.name == "bedroom" or (unit.name == "page" and text.startswith("的", end))
    name, form = unit.name, "attributive" if before_noun else ""
    # 会议14次， and not 会议两次推迟.
    alone = name == "time" and _CLAUSE_END.match(text, end)
    named_before = alone and _EVENTS_BEFORE.search(reading.page.plain, *_just(reading))
    if unit.noun and (named_before or re.compile(unit.noun).match(text, end)):
        # 八次降息: eight rate cuts, and no eight times.
        name, form = "" if name == "time" else name or unit.follows, "noun"
    if name == "household" and not _HOMES.search(reading.page.plain, reading.sentence(60), end + _CLAUSE):
        name = ""  # 户 of accounts, firms or flats
    per, end = _per(reading)
    made = reading.quantity("count", reading.numbers, unit=name, form=form or per, end=end)
    return _lasting(reading, made) if name in TIMES else made


def _just(reading: Reading) -> tuple[int, int]:
    """Return the few characters right before a figure."""
    return max(0, reading.lead.start - 6), reading.lead.start


def _lasting(reading: Reading, made: Quantity) -> Quantity:
    """Return a stretch of time with the words before it that English says in one with it."""
    text, place = reading.page.folded, _just(reading)
    if made.modifier == "within":
        if not _REACHES.search(text, *place):
            return _led(reading, made, _SET_WITHIN.search(text, *place))
        made = replace(made, modifier="")  # 未来两年内
    # 危机过去一年后 is a year after it.
    if made.values == ("1",) and not (made.modifier or made.form or text.startswith(("后", "了"), made.end)):
        past = _PAST.search(text, *place)
        return replace(_led(reading, made, past), form="past") if past else made
    return made


def _led(reading: Reading, made: Quantity, lead: re.Match[str] | None) -> Quantity:
    """Return a figure that begins with the words that lead to it."""
    start = lead.start() if lead else made.start
    return replace(made, start=start, text=reading.page.text[start : made.end])


def _number(reading: Reading) -> Quantity | None:
    """A number that counts nothing: four digits of this century or the last are a year (「2016財資市場高峰會」)."""
    run = reading.last.run
    if len(reading.numbers) == 1 and _YEAR.fullmatch(run) and not reading.last.more:
        slice_ = reading.page.text[reading.last.start : reading.last.end]
        return Quantity(reading.last.start, reading.last.end, slice_, "date", run)
    if _is_sum(reading):
        form, end = _per(reading)
        return reading.quantity("money", reading.numbers, currency=_bare_money(reading), form=form, end=end)
    return reading.quantity("count", reading.numbers)


def _is_sum(reading: Reading) -> bool:
    """Whether a bare number is a sum of money: of a flat, of what somebody earned, or from 100 million on in such a clause."""
    text, end, plain, start = reading.page.folded, reading.last.end, reading.page.plain, reading.lead.start
    # So much for a flat: no other thing is sold by the ten thousand without a word for it.
    if reading.last.run[-1] in "万亿" and any(
        ends.match(text, end) and talk.search(plain, max(0, start - 6), start) for talk, ends in _DEALS
    ):
        return True
    if _PRICE_EACH.match(text, end):  # 4.2万/平
        return True
    if not _SUM_ENDS.match(text, end) or _is_of_another(reading):
        return False
    # 赚4,200万: nothing else is earned by the ten thousand.
    earned = reading.last.run[-1] in "万亿" and bool(_SUM_EARNED.search(plain, max(0, start - 6), start))
    # 成交突破3亿: money is spoken of, and nothing else is counted.
    large = abs(reading.numbers[-1]) >= _LARGE
    spoken = large and (
        _SUM_TALK.search(plain, max(0, start - 30), start)
        or _SUM_AGAIN.search(plain, max(0, start - 40), start)
    )
    return earned or bool(spoken)


def _is_of_another(reading: Reading) -> bool:
    """Whether it is a result of the company whose sum stands before it in another currency than the region's: it may be of either."""
    plain, begin, start = reading.page.plain, reading.sentence(60), reading.lead.start
    # A股成交1.5万亿 and 中芯国际营收170亿 are in yuan whatever Nvidia lost before.
    if not _RESULT_TALK.search(plain, max(begin, start - 30), start):
        return False
    said = [match[0] for match in _OTHER_MONEY.finditer(plain, begin, start)]
    return bool(said) and currency_before(said[-1], reading.page.region) != _bare_money(reading)


def _points(reading: Reading) -> Quantity | None:
    """Percentage points; a 碼 of Taiwan is a quarter of one."""
    numbers = reading.numbers
    if reading.unit.name == "quarter":
        numbers = tuple(trimmed(EXACT.multiply(number, Decimal("0.25"))) for number in numbers)
    return reading.quantity("percentage-point", numbers)


def _plain(reading: Reading) -> Quantity | None:
    return reading.quantity(reading.unit.kind, reading.numbers)


_PERCENTS: dict[str, Callable[[Reading], Quantity | None]] = {"cheng": _cheng, "zhe": _zhe, "li": _li}
_KINDS: dict[str, Callable[[Reading], Quantity | None]] = {
    "money": _money, "percent": _percent, "percentage-point": _points, "basis-point": _plain, "multiple": multiple,
    "count": _count,
}  # fmt: skip
