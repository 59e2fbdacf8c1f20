"""Exact decimal arithmetic on numbers as written: never a float, never rounded."""

from decimal import Context, Decimal, Inexact

# 1 with 45 noughts behind it and 元 is no sum of money but noise, and is left alone.
LONGEST = 40
"""Digits above which a run of digits is no quantity but noise."""

# Decimal's own 28 digits would round 1.234…亿 of 30 decimals without a word.
EXACT = Context(prec=200, Emax=10_000, Emin=-10_000, traps=[Inexact])
"""Wide enough for any two numbers that pass `LONGEST`, and loud if that were wrong."""


def plain(number: Decimal) -> str:
    """Write a number without exponent, with the digits it has."""
    # `str` writes 3E+11 of 3,000亿 once it was scaled.
    return format(number, "f")


def scaled(number: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten; the exponent of the result tells the place of its last written digit."""
    # Shifted, not multiplied: 1.50万亿 keeps the nought that its author wrote.
    return number.scaleb(power, EXACT)


def place(number: Decimal, power: int = 0) -> int | None:
    """Tell which power of ten the last decimal of `number` stands for once it is scaled by `power`.

    None if it was written without decimals.
    """
    exponent = number.as_tuple().exponent
    # The exponent of a number that is none (NaN) is a letter.
    return exponent + power if isinstance(exponent, int) and exponent < 0 else None


def trimmed(number: Decimal) -> Decimal:
    """Take off trailing zeros, so that the exponent tells how many decimals are needed."""
    return number.normalize(EXACT)


def exponent_of(number: Decimal) -> int:
    """Return the power of ten of the last digit."""
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def grouped(number: Decimal, decimals: int) -> str:
    """Write a number with thousands separators and at least `decimals` decimals, more if it needs them."""
    # 300 billion has the exponent 11, which is no decimals, and not -11.
    needed = max(decimals, -exponent_of(trimmed(number)), 0)
    return format(number, f",.{needed}f")


def decimal(digits: str) -> Decimal | None:
    """Read plain or grouped digits (`1,234.50`); None when they are too many to mean anything."""
    bare = digits.replace(",", "")
    # A run of 10,000 digits takes Decimal a while, and means nothing.
    return Decimal(bare) if 0 < len(bare) <= LONGEST else None
