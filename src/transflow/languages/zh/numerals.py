"""Chinese and mixed numerals (三亿五千万, 1.5万亿, 3亿5000万, 二〇二五) as exact numbers.

Texts are read in folded form: simplified characters, half-width digits.
"""

from decimal import Decimal

from transflow.folding import fold
from transflow.languages.zh.rules import RULES
from transflow.numbers.digits import EXACT, LONGEST, decimal, scaled

ONES = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 1, "百": 2, "千": 3}
_TWENTIES = {"廿": 2, "卅": 3}
_BIG = {"万": 4, "亿": 8, "兆": 12}
_VARIANTS = str.maketrans("○週％︰", "〇周%:")
_BANKERS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_BANKED = RULES["banked"]
"""Numerals as on cheques. One alone is a word (陆家嘴, 拾人牙慧)."""

"""A number as it may be written, `多` and the like inside included; most runs of Han numerals are none."""

_TOKEN = RULES["token"]
_VAGUE = RULES["vague"]


def folded(text: str) -> str:
    """Fold a text for reading; offsets stay. A full-width comma stays one where it separates clauses."""
    plain = _BANKED.sub(lambda match: match[0].translate(_BANKERS), fold(text).translate(_VARIANTS))
    if "，" not in text:
        return plain
    chars = list(plain)
    for at in (at for at, char in enumerate(text) if char == "，"):
        # ，where a full-width digit or three noughts follow is a separator of thousands, and folded to a comma.
        if not ("０" <= text[at + 1 : at + 2] <= "９" or text[at + 1 : at + 4] == "000"):
            chars[at] = "，"
    return "".join(chars)


def value(run: str) -> Decimal | None:
    """Return the number that a run of numerals writes; None when it writes none (十五五, 三一百, 万亿亿).

    The result has decimals, or an exponent from scaling, as written: 1.50万亿 is 1.50E+12.
    """
    # 3 亿: typesetters put blanks.
    run = "".join(run.split())
    # Before anything is computed: a run of ten thousand is noise.
    if len(run) > 2 * LONGEST:
        return None
    if "点" in run:
        return _with_point(run)
    # 二〇二五 is digit by digit.
    if len(run) > 1 and all(char in ONES for char in run):
        return Decimal("".join(str(ONES[char]) for char in run))
    return _placed(_TOKEN.findall(run))


def vague(run: str) -> tuple[str, bool]:
    """Take 多, 余, 几, 数 out of a run: the bare run, and whether only its order of magnitude is known (数十亿, 几百)."""
    bare = _VAGUE.sub("", run)
    return (f"一{bare}", True) if run[:1] in "数几" else (bare, False)


def _plus(left: Decimal, right: Decimal) -> Decimal:
    """Add; a zero doesn't change the other's exponent."""
    # 0 + 1.5E+12 would have all its noughts written, as if somebody had counted them.
    return EXACT.add(left, right) if left and right else left or right


def _with_point(run: str) -> Decimal | None:
    whole, _, rest = run.partition("点")
    digits = "".join(str(ONES[char]) for char in rest if char in ONES)
    left = value(whole)
    if left is None or not digits:
        return None
    power = sum(_TENS.get(char, _BIG.get(char, 0)) for char in rest)
    return scaled(_plus(left, Decimal(f"0.{digits}")), power) if power <= 16 else None


class _NoNumberError(Exception):
    """The numerals don't make a number."""


class _Sum:
    """A number under construction: sections of up to four places, each closed by 万, 亿 or 兆."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.place = 99  # power of ten of the last scale word in the section
        self.closed = 99  # power of ten of the last closed section
        self.gap = False  # a 零 since the last scale word

    def add_digit(self, digit: Decimal, *, zero: bool) -> None:
        # 三一百: two digits without a place between.
        if self.digit is not None:
            raise _NoNumberError
        if zero:
            self.gap = True
        else:
            self.digit = digit

    def add_place(self, power: int) -> None:
        # 三百五千: places fall within a section.
        if power >= self.place:
            raise _NoNumberError
        self.section = _plus(self.section, scaled(self._taken(one=power == 1), power))
        self.place, self.gap = power, False

    def close(self, power: int) -> None:
        if self.digit is None and not self.section:
            self._raise(power)
        elif power < self.closed:
            self.total = _plus(self.total, scaled(self._whole_section(), power))
            self.closed = power
        else:
            self._widen(power)

    def _raise(self, power: int) -> None:
        """万亿: one scale word right after another."""
        if self.closed != 4 or power != 8 or not self.total:
            raise _NoNumberError
        self.total, self.closed = scaled(self.total, power), 12

    def _widen(self, power: int) -> None:
        """一万五千亿: what 万 has closed is a part of the number before 亿."""
        if self.closed != 4 or power != 8 or self.total >= 10**8:
            raise _NoNumberError
        self.total, self.closed = scaled(_plus(self.total, self._whole_section()), power), power

    def _whole_section(self) -> Decimal:
        """Return the section with its last digit, and begin a new one."""
        whole = _plus(self.section, self._rest(self.place))
        self.section, self.place, self.gap = Decimal(0), 99, False
        return whole

    def _taken(self, *, one: bool) -> Decimal:
        digit, self.digit = self.digit, None
        if digit is None:
            if one and not self.section:
                return Decimal(1)  # 十 is 一十
            raise _NoNumberError
        return digit

    def finish(self) -> Decimal:
        rest = self._rest(self.place if self.place < 99 else self.closed)
        return _plus(_plus(self.total, self.section), rest)

    def _rest(self, last: int) -> Decimal:
        """Return the last digit: of the place below the last scale word (一万五, 两千三亿) unless 零 stands between."""
        rest, self.digit = self.digit or Decimal(0), None
        return scaled(rest, last - 1) if rest and not self.gap and 2 <= last < 99 and rest < 10 else rest


def _placed(words: list[str]) -> Decimal | None:
    under = _Sum()
    try:
        for word in words:
            _feed(under, word)
        return under.finish() if words else None
    # Most runs of Han numerals in running text are none: 十五五, 三一.
    except _NoNumberError:
        return None


def _feed(under: _Sum, word: str) -> None:
    if word in ONES:
        under.add_digit(Decimal(ONES[word]), zero=word in "零〇")
    elif word in _TWENTIES:
        under.add_digit(Decimal(_TWENTIES[word]), zero=False)
        under.add_place(1)
    elif word in _TENS:
        under.add_place(_TENS[word])
    elif word in _BIG:
        under.close(_BIG[word])
    elif (number := decimal(word)) is None:
        raise _NoNumberError
    else:
        under.add_digit(number, zero=False)
