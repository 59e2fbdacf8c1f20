"""Numbers in Chinese text that are no quantities: names, codes, versions, set phrases.

Three principles, and short lists only where they don't reach. (1) A run of Chinese numerals is a figure only with a unit
or measure word after it, or with place words (一百二十三, 三万): 三星, 五粮液, 三一重工, 万一, 统一, 零售 never come up.
(2) Arabic digits that touch Latin letters, or follow a Latin word and have no unit, are part of a name (A100, GPT-4,
Qwen 2.5-Max). (3) Digits without a unit after the name of an index family, or before 指数 or ETF, belong to that name
(沪深300, 纳斯达克100指数), and so do those that are written as codes (600519.SH, 00700, telephone numbers).
"""

from transflow.languages.zh.patterns import GRAMMAR
from transflow.languages.zh.rules import RULES

CODES = RULES["codes"]
"""Addresses, tickers, versions, telephone numbers, labels, powers, numbers with leading zeros."""
IN_CODES = GRAMMAR["in-codes"]


PHRASES = RULES["phrases"]
"""Set phrases and names that the principles don't reach."""
IN_PHRASES = GRAMMAR["in-phrases"]

BEFORE = RULES["before"]
"""Ends right before a bare number that belongs to a name."""

AFTER = RULES["after"]
"""Begins right after a bare number that belongs to a name."""
