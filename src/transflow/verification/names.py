"""Names in Latin letters, and tickers: what stands in the source in the target's own script should stand in the translation."""

import re
from collections.abc import Iterable, Iterator

from transflow.folding import fold
from transflow.verification.grammar import GRAMMAR

_PLURAL = GRAMMAR["plural-s"]
_RUN = GRAMMAR["letters-or-digits"]

_NAME = GRAMMAR["latin-name"]
# A letter alone is an index (A股) or a variable; at four PE and T+2 would be missed.
_SHORTEST = 2
_CODE = GRAMMAR["code-in-brackets"]
_TICKER = GRAMMAR["ticker"]


def lost(source: str, target: str, taken: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield each name of a source in a script without capitals that its translation lacks, whatever its letter case.

    A plural, a hyphen or a space within make no difference, nor do the leading zeros of a ticker, nor what English makes of a
    word (Fork, forked).

    Args:
        source: The text translated, in a script other than the Latin one.
        target: The translation, in Latin script.
        taken: Spans of the source that are something else: terms, quantities.
    """
    shown, read = fold(source), fold(target)
    told = read.lower()
    spans = tuple(taken)
    seen: set[str] = set()
    for match in (*_NAME.finditer(shown), *_CODE.finditer(shown)):
        name = match[0]
        if (
            len(name) < _SHORTEST
            or name in seen
            or any(s < match.end() and match.start() < e for s, e in spans)
        ):
            continue
        # Told once, however often a page names it.
        seen.add(name)
        if not (
            _pattern(name).search(told)
            or _is_part(match, shown, read)
            or _is_spelt_out(name, told)
            or _is_explained(match, shown, told)
        ):
            yield source[match.start() : match.end()]


_INITIALS = GRAMMAR["initials"]
_HUMP = GRAMMAR["hump"]
_LETTERS = GRAMMAR["small-letters"]
_BEFORE = GRAMMAR["before-bracket"]


_NUMERONYM = GRAMMAR["numeronym"]
_BRACKETS = GRAMMAR["bracket-before"]
_LONG = 6
"""Letters of a name from which a word that begins with it has to do with it: Kubelet, kubeletstats."""


def _is_part(match: re.Match[str], shown: str, read: str) -> bool:
    """Whether a translation has a word that a name is the begin of, or the short form of."""
    name = match[0]
    if short := _NUMERONYM.fullmatch(name):
        begin, left_out, end = short.groups()
        word = rf"(?<![A-Za-z]){begin}[a-z]{{{left_out}}}{end}|(?<![A-Za-z0-9]){name}"
    elif not name.isalpha():
        return False
    elif len(name) >= _LONG or _BRACKETS.search(shown, 0, match.start()):  # 开发（Dev）, development
        word = rf"(?<![A-Za-z]){name}"
    else:
        word = rf"(?<![A-Za-z])(?:{name}(?:e?d|ing|ers?)(?![A-Za-z])|(?-i:{name}(?=[A-Z])))"
    return re.search(word, read, re.IGNORECASE) is not None


_TIMES_OF = GRAMMAR["times-of"]
# What initials leave out.
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to"))


def _is_spelt_out(name: str, told: str) -> bool:
    """Whether a translation has the words of an abbreviation (PR, pull request) or of names run into one."""
    words = _LETTERS.findall(told)
    # Two capitals at least: of Consumer any six words in a row could be the initials.
    if _INITIALS.fullmatch(name) and sum(map(str.isupper, name)) > 1:
        every = "".join(word[0] for word in words)
        short = "".join(word[0] for word in words if word not in _SMALL)
        of = {match.lastgroup for match in _TIMES_OF.finditer(told)}
        return name.lower() in every or name.lower() in short or name in of
    # ConsumerConsumer, run together from two headings of a page.
    humps = _HUMP.findall(name) if name.isalpha() else []
    return len(humps) > 1 and all(
        hump.lower() in words for hump in humps
    )  # ConsumerConsumer, of two headings


def _is_explained(match: re.Match[str], shown: str, told: str) -> bool:
    """Whether a word stands in brackets behind its abbreviation, which the translation has."""
    # API (Application Programming Interface): whoever says API has said all of it.
    before = _BEFORE.search(shown, 0, match.start())
    return bool(before and match[0][0] in before[0] and _pattern(before[0]).search(told))


def is_ticker(name: str) -> bool:
    """Whether a name is the code of a security, of which another one is another security."""
    return bool(_TICKER.fullmatch(fold(name)))


def _pattern(name: str) -> re.Pattern[str]:
    # Letters and digits apart: GPT-4o, GPT 4o and gpt4o are one name; ETFs is ETF.
    single = _PLURAL.sub("", name)
    words = _RUN.findall(single.lower())
    # 00700.HK and 0700.HK are one security.
    words[0] = words[0].lstrip("0") or words[0]
    # Kiyotaki-Wright, Kiyotaki and Wright.
    joint = r"(?:[^a-z0-9]*|\s+and\s+)" if "-" in name else "[^a-z0-9]*"
    return re.compile(rf"(?<![a-z1-9])0*{joint.join(words)}(?:e?s)?(?![a-z0-9])")
