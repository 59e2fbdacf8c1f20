"""Numbers in English text that are no quantities: names, labels, codes, set phrases.

Digits that touch letters (A100, H1N1, COVID-19), that follow an index family (S&P 500, CSI 300) or a label (Table 4,
Tier 1) or, without a unit, a capitalised word within a sentence (iPhone 15, Windows 11), and digits written as codes.
"""

from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.rules import RULES

CODES = RULES["codes"]
"""Addresses, tickers, versions, ambiguous dates, telephone numbers, powers, numbers with leading zeros."""


IN_CODES = GRAMMAR["in-codes"]

INDICES = RULES["indices"]
IN_INDICES = GRAMMAR["digit"]

PHRASES = RULES["phrases"]
"""Words with a numeral that count nothing."""
IN_PHRASES = GRAMMAR["in-phrases"]

LABEL = RULES["label"]
"""Ends right before a number that is a label, whatever follows it (Chart 3 Hong Kong dollar rates)."""

NAMED = RULES["named"]
"""Ends right before a bare number that belongs to a name."""

TOUCHED = RULES["touched"]
"""Letters, or letters and a hyphen, right before a number."""

CONTINUED = RULES["continued"]
"""Letters right after a bare number."""
