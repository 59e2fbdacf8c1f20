"""Numbers in English text that are no quantities: names, labels, codes, set phrases.

Digits that touch letters (A100, H1N1, COVID-19), that follow an index family (S&P 500, CSI 300) or a label (Table 4,
Tier 1) or, without a unit, a capitalised word within a sentence (iPhone 15, Windows 11), and digits written as codes.
"""

import re

from transflow.patterns import lazy

CODES = lazy(
    r"""
    https?://[^\s)]++ | www\.[^\s)]++ | (?<![\w.])[\w.+-]{1,64}@[\w.-]+
    | (?<![\d.])\d{3,6}\.[A-Z]{1,3}\b | (?<![A-Za-z])[A-Z]{2,6}:\s?\d{2,6}(?!\d) | \(\s?\d{5,6}\s?\)  # tickers
    | (?<!\d)\d++(?:\.\d++){2,} | (?<![\d/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\d/])  # versions, 03/04/2025
    | (?<!\d)0\d{2,3}-\d{7,8}(?!\d) | \+\d{1,3}(?:[\s-]\d{2,4}){2,4}(?!\d)  # telephone numbers
    | (?<![\d.,$€£¥])1[3-9]\d{9}(?![\d.,]|\s(?:yuan|yen|won|shares))
    | (?<!\d)\d++\^\d++ | (?<![\d.,/])\d++/0++(?![\d.]) | (?<!\d)24/7(?!\d) | (?<![\d.,:/-])0\d++(?![\d.,:/-])
    """,
    re.VERBOSE,
)
"""Addresses, tickers, versions, ambiguous dates, telephone numbers, powers, numbers with leading zeros."""


INDICES = lazy(
    r"\b(?:S&P|CSI|FTSE|Nikkei|Russell|S(?:toxx|TOXX)|STAR|SSE|N(?:asdaq|ASDAQ)|DAX|CAC|KOSPI|Fortune(?:\sGlobal)?|Global"
    r"|Dow|MSCI|ChiNext|T(?:opix|OPIX))(?:\s(?:Europe|Asia|China))?[\s-]\d{2,4}"
    r"(?![\d,.%]\d|\d|%|\s(?:points|million|billion)|x\b)"
)

PHRASES = lazy(
    r"""
    (?<![a-z])(?:
    (?:double|single|triple)[-\s]digits? | double\sdown | (?:first|second|third)[-\s](?:tier|class|part(?:y|ies)|world)
    | (?:first|second)[-\s]?hand | first\s(?:lady|of\sall) | at\sfirst | second\sthoughts? | one\sanother | no\sone
    | one-(?:off|time|way|stop) | half-(?:time|hearted) | halfway | big\s(?:three|four) | group\sof\s(?:seven|eight|twenty|\d{1,2}) | (?:boeing|airbus)\s\d{3} | \d{1,2}(?:st|nd|rd|th)\sFive-Year
    )(?![a-z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Words with a numeral that count nothing."""

LABEL = lazy(
    r"(?<![A-Za-z])(?:Nos?\.?|chapter|articles?|section|tables?|charts?|figure|box|notes?|page|tier|phase"
    r"|level|type|room|item|part|appendix|annex"
    r"|stage|proposal|resolution|rule)\s\Z",
    re.IGNORECASE,
)
"""Ends right before a number that is a label, whatever follows it (Chart 3 Hong Kong dollar rates)."""

NAMED = lazy(
    r"(?:(?:[a-z0-9,;'’]\s)(?!(?:In|On|At|By|To|Of|The|And|From)\s)[A-Z][A-Za-z]*[a-z][A-Za-z]*|[A-Z]{2,}"
    r"|[a-z][A-Z]\w*)\s\Z"
)
"""Ends right before a bare number that belongs to a name."""

TOUCHED = lazy(r"(?:[A-Za-z_#@]|[A-Za-z\d][-+_/])\Z")
"""Letters, or letters and a hyphen, right before a number."""

CONTINUED = lazy(r"[A-Za-z_^]|[-+](?!plus)[A-Za-z]|\.[A-Za-z]")
"""Letters right after a bare number."""
