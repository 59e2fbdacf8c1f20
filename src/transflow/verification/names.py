"""Names in Latin letters, and tickers: what stands in the source in the target's own script should stand in the translation."""

import re
from collections.abc import Iterable, Iterator

from transflow.folding import fold
from transflow.patterns import lazy

# Possessive behind the first part, so that a run of letters is read once. Not within an address or a path.
_NAME = lazy(
    r"(?<![A-Za-z0-9@/_.&+-])(?=[A-Za-z0-9&+.-]*[A-Z])[A-Za-z0-9]+(?:[&+.-][A-Za-z0-9]+)*+(?![A-Za-z0-9@/_])"
)
"""A run of Latin letters and digits with a capital: DeepSeek, KWEB, A100, GPT-4o, 0700.HK."""
# A letter alone is an index (A股) or a variable; at four PE and T+2 would be missed.
_SHORTEST = 2
# Only in brackets: six digits elsewhere may be a figure.
_CODE = lazy(r"(?<=[(])\d{5,6}(?=[)])")
"""A security's number alone, in brackets behind its name."""
# 0700.HK, 600519, SH:600519, BRK.B.
_TICKER = lazy(r"\d{3,6}(?:\.[A-Z]{1,3})?|[A-Z]{2,6}:\d{2,6}|[A-Z]{1,5}\.[A-Z]{1,3}")


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


# Two to six letters: PR, GPU, NASDAQ. Small ones within: PoC.
_INITIALS = lazy(r"[A-Z][A-Za-z]{1,5}")
# Capitals together are one word: HTTPServer is HTTP and Server.
_HUMP = lazy(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")
_LETTERS = lazy("[a-z0-9]+")
# Ends where the brackets may have opened, some words ago.
_BEFORE = lazy(r"[A-Z]{2,6}(?=\s?\([A-Za-z ]*\Z)")


# K8s, i18n: the first letter, how many are left out, the last.
_NUMERONYM = lazy(r"([A-Za-z])(\d{1,2})([A-Za-z])")
_BRACKETS = lazy(r"[(]\Z")
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


# What initials leave out.
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to"))


def _is_spelt_out(name: str, told: str) -> bool:
    """Whether a translation has the words of an abbreviation (PR, pull request) or of names run into one."""
    words = _LETTERS.findall(told)
    # Two capitals at least: of Consumer any six words in a row could be the initials.
    if _INITIALS.fullmatch(name) and sum(map(str.isupper, name)) > 1:
        every = "".join(word[0] for word in words)
        return name.lower() in every or name.lower() in "".join(
            word[0] for word in words if word not in _SMALL
        )
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
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[A-Z])s\Z", "", name).lower())
    # 00700.HK and 0700.HK are one security.
    words[0] = words[0].lstrip("0") or words[0]
    # Kiyotaki-Wright, Kiyotaki and Wright.
    joint = r"(?:[^a-z0-9]*|\s+and\s+)" if "-" in name else "[^a-z0-9]*"
    return re.compile(rf"(?<![a-z1-9])0*{joint.join(words)}(?:e?s)?(?![a-z0-9])")
