"""What 倍 means where it stands: a valuation, a rise by or to so many times, a gain, plain times."""

from decimal import Decimal

from transflow.languages.zh.number import Reading
from transflow.languages.zh.rules import RULES
from transflow.numbers.digits import EXACT, scaled
from transflow.numbers.quantity import Quantity

_RISE = RULES["rise"]
_RISE_TO = RULES["rise-to"]
_ABOVE = RULES["above"]
_ABOVE_WHAT = RULES["above-what"]
_ABOVE_ONCE = RULES["above-once"]
_VALUATION = RULES["valuation"]
_SENTENCE_END = RULES["sentence-end"]
_GAIN = RULES["gain"]
_THEN = RULES["multiple-then"]


def multiple(reading: Reading) -> Quantity | None:
    """倍: a valuation (17x), a rise by or to so many times, or plain times."""
    if reading.last.several:
        return reading.quantity("multiple", reading.numbers)
    return _risen(reading) or _plain(reading)


def _risen(reading: Reading) -> Quantity | None:
    """By or to so many times: the verb belongs to the quantity."""
    text, start = reading.page.folded, reading.lead.start
    # 增至三倍 before 增三倍: with 至 it is a level.
    if match := _RISE_TO.search(text, max(0, start - 8), start):
        return reading.quantity("multiple", reading.numbers, form="rise-to", start=match.start())
    # 增长两倍 is three times as much.
    more = tuple(EXACT.add(number, Decimal(1)) for number in reading.numbers)
    for pattern, form in ((_RISE, "rise"), (_ABOVE, "above")):
        if match := pattern.search(text, max(0, start - 5), start):
            return reading.quantity("multiple", more, form=form, start=match.start())
    # 高出预期一倍: what stands between is no part of the quantity.
    once = reading.numbers == (Decimal(1),) and not _is_valuation(reading)
    if _ABOVE_WHAT.search(text, max(0, start - 18), start) or (
        once and _ABOVE_ONCE.search(text, max(0, start - 18), start)
    ):
        return reading.quantity("multiple", more, form="above")
    return None


def _plain(reading: Reading) -> Quantity:
    text, start = reading.page.folded, reading.lead.start
    after = _THEN.match(text, reading.last.end)
    # A gain is told in per cent, in English as in Chinese.
    if _GAIN.search(text, max(0, start - 8), start) or (after and after["gain"]):  # 涨幅达1.5倍, 两倍涨幅
        return reading.quantity("percent", tuple(scaled(number, 2) for number in reading.numbers))
    if after:
        return reading.quantity("multiple", reading.numbers, form="fold")
    x = reading.unit.name == "x" or _is_valuation(reading)
    return reading.quantity("multiple", reading.numbers, form="x" if x else "")


def _is_valuation(reading: Reading) -> bool:
    """Whether the sentence speaks of valuations: all its multiples are then, but for 的两倍."""
    # 是去年的两倍 in a sentence about a P/E is no valuation.
    if reading.last.han and reading.before(1) == "的":
        return False
    end = reading.last.end
    # The word may come behind: 17倍的市盈率.
    stop = _SENTENCE_END.search(reading.page.text, end, end + 40)
    return bool(
        _VALUATION.search(reading.page.folded, reading.sentence(100), stop.start() if stop else end + 40)
    )
