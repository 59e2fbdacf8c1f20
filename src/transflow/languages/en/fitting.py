"""Puts words into an English sentence in place of others so that it stays grammatical, or says that it would not."""

import re

from transflow.languages.en.inflection import inflect
from transflow.languages.en.rules import RULES

_ARTICLE = RULES["article"]
_ONE = RULES["one-of-it"]
_MANY = RULES["many-of-it"]
_SOUNDS_OPEN = RULES["sounds-open"]
_SENTENCE_START = RULES["sentence-start"]
_POSSESSIVE = RULES["possessive"]
_ALWAYS_PLURAL = frozenset({
    "earnings", "sales", "proceeds", "securities", "treasurys", "treasuries", "futures", "derivatives", "news", "goods", "savings",
    "reserves", "statistics", "economics", "series", "means", "headquarters", "odds", "outflows", "inflows", "equities", "metals", "services",
})  # fmt: skip
"""Nouns that have no singular, or none that means the same."""
_FORMS = ("ed", "ing")
"""Endings of a verb's forms: a noun can't stand in their place."""


def fit(text: str, start: int, end: int, words: str) -> str | None:
    """Replace a stretch of a sentence by other words.

    Articles follow the sound of the new words, their number and a possessive that of the old ones, a word that would stand
    twice stands once, words stay apart, and a sentence keeps its capital.

    Returns:
        The sentence, or None if the words would break it: a noun for a verb, one for many.
    """
    before, old, after = text[:start], text[start:end], text[end:]
    owner = _POSSESSIVE.search(old)
    bare, tail = (old[: owner.start()], owner[0]) if owner else (old, "")
    # A noun in the place of `rebounded` leaves a sentence without its verb.
    if not _is_same_class(bare, words):
        return None
    # Before the number is settled: the word that goes may be the one that has it.
    before, new, after = _once(before, words, after)
    numbered = _numbered(bare, new, before)
    if numbered is None:
        return None
    before = with_article(before, numbered)
    if bare[:1].isupper() and _SENTENCE_START.search(before) and numbered.partition(" ")[0].islower():
        numbered = numbered[:1].upper() + numbered[1:]
    return f"{before}{_gap(before, numbered)}{numbered}{tail}{_gap(numbered + tail, after)}{after}"


def _is_same_class(old: str, new: str) -> bool:
    """Whether both are forms of a verb, or neither is: rebounded, rallied."""
    # Only of single words: `bonds outstanding` ends so and is no verb.
    for ending in _FORMS:
        if old.lower().endswith(ending) and len(old.split()) == 1 and not new.lower().endswith(_FORMS):
            return False
    return True


def _once(before: str, new: str, after: str) -> tuple[str, str, str]:
    """Let a word that would stand on both sides of a seam stand once: P/E ratio | ratio, a | a P/E."""
    # A term of one word stands twice on purpose, if it does: `stocks, stocks`.
    last = re.match(rf"\s+{re.escape(new.rpartition(' ')[2])}(?![\w'’-])", after, re.IGNORECASE)
    if last and " " in new:
        after = after[last.end() :]
    first = re.search(rf"(?<![\w-]){re.escape(new.partition(' ')[0])}\s+\Z", before, re.IGNORECASE)
    if first and " " in new:
        before = before[: first.start()]
    return before, new, after


def _plural_word(words: str) -> bool:
    """Whether a noun is plural, by its form."""
    # costs of capital: the head is plural, whatever stands behind `of`.
    head = words.partition(" of ")[0].rpartition(" ")[2]
    return head.lower() in _ALWAYS_PLURAL or bool(re.search(r"[^sui']s\Z", head) and len(head) > 2)


def _numbered(old: str, new: str, before: str) -> str | None:
    """Give the new words the number of the old ones; None where the words before them don't allow it."""
    one, many = bool(_ONE.search(before)), bool(_MANY.search(before))
    if _plural_word(new):
        singular = next((other for other in inflect(new) if not _plural_word(other)), "")
        # a and one want the singular; without them a plural may stand.
        if not one:
            return new
        return singular if singular and new.rpartition(" ")[2].lower() not in _ALWAYS_PLURAL else None
    if _plural_word(old) or many:
        # `these P/E`: many without a plural is a break.
        return next((other for other in inflect(new) if _plural_word(other)), new if not many else None)
    return new


def with_article(before: str, new: str) -> str:
    """Let an article that ends a text follow the sound of the words to come: an IPO, a P/E."""
    article = _ARTICLE.search(before)
    if not article:
        return before
    right = "an" if _SOUNDS_OPEN.match(new) else "a"
    right = right.capitalize() if article["a"][0].isupper() else right
    return f"{before[: article.start('a')]}{right}{before[article.end('a') :]}"


def _gap(before: str, after: str) -> str:
    """Return the space that two words need between them."""
    # A currency symbol begins a word as a letter does.
    return " " if before[-1:].isalnum() and (after[:1].isalnum() or after.startswith(tuple("$€£¥"))) else ""


def undouble(text: str, words: str) -> str:
    """Take out the second of two equal words where the first ends some words: P/E ratio ratio."""
    last = re.escape(words.rpartition(" ")[2])
    return (
        re.sub(rf"(?<![\w-])({re.escape(words)})\s+{last}(?![\w'’-])", r"\1", text) if " " in words else text
    )


def articled(text: str, words: str) -> str:
    """Let each article right before some words follow their sound."""
    # From the end, so that the places before stay as they were found.
    for match in reversed(list(re.finditer(rf"(?<![\w-]){re.escape(words)}(?!\w)", text))):
        text = with_article(text[: match.start()], words) + text[match.start() :]
    return text
