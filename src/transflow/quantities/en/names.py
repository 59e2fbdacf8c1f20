"""Numbers in English text that are no quantities: names, labels, codes, set phrases.

Digits that touch letters (A100, H1N1, COVID-19), that follow an index family (S&P 500, CSI 300) or a label (Table 4,
Tier 1) or, without a unit, a capitalised word within a sentence (iPhone 15, Windows 11), and digits written as codes.
"""

import re

CODES = re.compile(
    r"https?://[^\s)]++|www\.[^\s)]++|(?<![\w.])[\w.+-]{1,64}@[\w.-]+|(?<![\d.])\d{3,6}\.[A-Z]{1,3}\b|(?<!\d)\d++(?:\.\d++){2,}"
    r"|(?<![A-Za-z])[A-Z]{2,6}:\s?\d{2,6}(?!\d)|(?<!\d)24/7(?!\d)|(?<![\d/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\d/])|\+\d{1,3}(?:[\s-]\d{2,4}){2,4}(?!\d)|\(\s?\d{5,6}\s?\)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<![\d.,$€£¥])1[3-9]\d{9}(?![\d.,]|\s(?:yuan|yen|won|shares))"
    r"|(?<!\d)\d++\^\d++|(?<![\d.,/])\d++/0++(?![\d.])|(?<![\d.,:/-])0\d++(?![\d.,:/-])"
)
"""Addresses, tickers, versions, telephone numbers, powers, numbers with leading zeros."""

INDICES = re.compile(
    r"\b(?:S&P|CSI|FTSE|Nikkei|Russell|Stoxx|STOXX|STAR|SSE|Nasdaq|NASDAQ|DAX|CAC|KOSPI|Fortune(?:\sGlobal)?|Global|Dow|MSCI"
    r"|ChiNext|Topix|TOPIX)(?:\s(?:Europe|Asia|China))?[\s-]\d{2,4}(?![\d,.%]\d|\d|%|\s(?:points|million|billion)|x\b)"
)

PHRASES = re.compile(
    r"(?<![a-z])(?:(?:double|single|triple)[- ]digits?|double down|third[- ]part(?:y|ies)|first[- ]tier|second[- ]tier|first[- ]?hand"
    r"|second[- ]?hand|at first|first lady|second thoughts?|one another|no one|one[- ]off|one-time|one-way|one-stop|half-time"
    r"|half-hearted|\d{1,2}(?:st|nd|rd|th) Five-Year|third world|first-class|first of all|halfway|big three|big four)(?![a-z])",
    re.IGNORECASE,
)

LABEL = re.compile(
    r"(?<![A-Za-z])(?:Nos?\.?|chapter|articles?|section|tables?|charts?|figure|box|notes?|page|tier|phase|level|type|room|item|part|appendix|annex"
    r"|stage|proposal|resolution|rule)\s\Z",
    re.IGNORECASE,
)
"""Ends right before a number that is a label, whatever follows it (Chart 3 Hong Kong dollar rates)."""

NAMED = re.compile(
    r"(?:(?:[a-z0-9,;'’]\s)(?!(?:In|On|At|By|To|Of|The|And|From)\s)[A-Z][A-Za-z]*[a-z][A-Za-z]*|[A-Z]{2,}|[a-z][A-Z]\w*)\s\Z"
)
"""Ends right before a bare number that belongs to a name."""

TOUCHED = re.compile(r"(?:[A-Za-z_#@]|[A-Za-z\d][-+_/])\Z")
"""Letters, or letters and a hyphen, right before a number."""

CONTINUED = re.compile(r"[A-Za-z_^]|[-+](?!plus)[A-Za-z]|\.[A-Za-z]")
"""Letters right after a bare number."""
