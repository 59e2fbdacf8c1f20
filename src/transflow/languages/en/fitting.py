"""Puts words into an English sentence in place of others so that it stays grammatical, or says that it would not."""

import re

from transflow.languages.en.inflection import inflect
from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.rules import RULES

_NEXT = GRAMMAR["next-word"]
_PLURAL = GRAMMAR["plural-s"]

_ARTICLE = RULES["article"]
_ONE = RULES["one-of-it"]
_MANY = RULES["many-of-it"]
_SOUNDS_OPEN = RULES["sounds-open"]
_POSSESSIVE = RULES["possessive"]
_DETERMINED = RULES["determined"]
_ONE_VERB = RULES["one-verb"]
_NO_NOUN = RULES["no-noun"]
_STRETCH = RULES["stretch"]
_PERIOD = RULES["period-said"]
_MEASURE = RULES["measure-said"]
_COMPOUND = GRAMMAR["compound"]
_SYNONYMS = (
    frozenset({"ratio", "ratios", "multiple", "multiples", "rate", "rates"}),
    frozenset({"stocks", "shares", "equities"}),
)
"""Nouns of which one need not stand behind another."""
_ALWAYS_PLURAL = frozenset({
    "earnings", "sales", "proceeds", "securities", "treasurys", "treasuries", "futures", "derivatives", "news", "goods", "savings",
    "reserves", "statistics", "economics", "series", "means", "headquarters", "odds", "outflows", "inflows", "equities", "metals", "services",
})  # fmt: skip
"""Nouns that have no singular, or none that means the same."""
_FORMS = ("ed", "ing")
"""Endings of a verb's forms: a noun can't stand in their place."""


def fit(text: str, start: int, end: int, words: str) -> str | None:
    """Replace a stretch of a sentence by other words.

    Articles follow the sound of the new words, their number and a possessive that of the old ones, what would stand
    twice stands once, words stay apart, what describes another noun is singular, and a sentence keeps its capital.

    Returns:
        The sentence, or None if the words would break it: a noun for a verb, one for many.
    """
    before, old, after = text[:start], text[start:end], text[end:]
    owner = _POSSESSIVE.search(old)
    bare = old[: owner.start()] if owner else old
    # A noun in the place of `rebounded` leaves a sentence without its verb.
    if not _is_same_class(bare, words, before, after):
        return None
    # Before the number is settled: the word that goes may be the one that has it.
    before, new, after, last = _once(before, words, after)
    numbered = _numbered(last or bare, new, before, after if not owner else "")
    if numbered is None:
        return None
    if last:  # bonds | bond: the word that went was the one with the number
        shapes = (numbered, *inflect(numbered))
        numbered = next((one for one in shapes if one.lower().endswith(last.lower())), numbered)
    if _COMPOUND.match(after) and numbered.islower():
        numbered = numbered.replace(" ", "-")  # bull-market-driven
    before = with_article(before, numbered)
    if bare[:1].isupper() and _begins_sentence(before) and numbered.partition(" ")[0].islower():
        numbered = numbered[:1].upper() + numbered[1:]
    tail = (_owned(numbered, owner[0])) if owner else ""
    return f"{before}{_gap(before, numbered)}{numbered}{tail}{_gap(numbered + tail, after)}{after}"


def _owned(noun: str, mark: str) -> str:
    """Return the possessive of a noun, by its form: the bonds' yields, the PBOC's rate."""
    apostrophe = mark[:1]
    return apostrophe if _plural_word(noun) or noun.endswith("s") else f"{apostrophe}s"


def _begins_sentence(before: str) -> bool:
    """Whether a word behind a text has its capital by its place alone: behind a stop, on a new line, in quotation marks there."""
    text = before.rstrip(' \t\r\n“‘"*_#>-')
    between = before[len(text) :]
    stopped = text.rstrip('"”’)')[-1:] in tuple(".!?") and any(map(str.isspace, between))
    return not text or stopped or "\n" in between


def _is_same_class(old: str, new: str, before: str, after: str) -> bool:
    """Whether both are forms of a verb, or neither is: rebounded, rallied."""
    # Only of single words: `bonds outstanding` ends so and is no verb.
    for ending in _FORMS:
        if old.lower().endswith(ending) and len(old.split()) == 1 and not new.lower().endswith(ending):
            # the listing: behind an article, and before no noun, it is one.
            return ending == "ing" and bool(_DETERMINED.search(before)) and bool(_NO_NOUN.match(after))
    return True


def _once(before: str, new: str, after: str) -> tuple[str, str, str, str]:
    """Let what would stand on both sides of a seam stand once: P/E ratio | ratio, Hang Seng | Hang Seng Index, its | the.

    Returns:
        What stands before, the words, what stands after, and the word after them that was taken out.
    """
    if new.startswith("the ") and _DETERMINED.search(before):
        new = new.removeprefix("the ")
    last = ""
    # A term of one word stands twice on purpose, if it does: `stocks, stocks`.
    if " " in new or new.isupper():
        follows = _NEXT.match(after)
        head = new.rpartition(" ")[2]
        if follows and follows[1].lower() in _alike(head):
            last, after = follows[1], after[follows.end() :]
        parts = new.split(" ")
        for count in range(len(parts), 0, -1):
            first = re.search(rf"(?<![\w-]){re.escape(' '.join(parts[:count]))}\s+\Z", before, re.IGNORECASE)
            if first:
                return before[: first.start()], new, after, last
    return before, new, after, last


def _alike(word: str) -> set[str]:
    """Return the words that say once more what a noun says: its other number, a synonym."""
    same = next((group for group in _SYNONYMS if word.lower() in group), frozenset())
    return {word.lower(), *(other.lower() for other in inflect(word)), *same}


def _plural_word(words: str) -> bool:
    """Whether a noun is plural, by its form."""
    # costs of capital: the head is plural, whatever stands behind `of`.
    head = words.partition(" of ")[0].rpartition(" ")[2]
    return head.lower() in _ALWAYS_PLURAL or bool(_PLURAL.search(head) and len(head) > 2)


def _lasting(words: str) -> bool:
    """Whether a noun is plural and has no singular."""
    return words.rpartition(" ")[2].lower() in _ALWAYS_PLURAL


def _numbered(old: str, new: str, before: str, after: str) -> str | None:
    """Give the new words the number of the old ones; None where the words around them don't allow it."""
    one, many = bool(_ONE.search(before)), bool(_MANY.search(before))
    was_plural = _plural_word(old)
    # the bond market: what describes another noun has no plural, but for those that have nothing else.
    describes = (not was_plural or _lasting(old)) and (
        bool(_COMPOUND.match(after)) or not _NO_NOUN.match(after)
    )
    if _plural_word(new):
        singular = next((other for other in inflect(new) if not _plural_word(other)), "")
        if describes:
            return new if _lasting(new) else singular or new
        # a and one want the singular; without them a plural may stand.
        if not one and not (_ONE_VERB.match(after) and not was_plural and _DETERMINED.search(before)):
            return new
        return singular if singular and not _lasting(new) else None if one else new
    if (was_plural or many) and not describes:
        # `these P/E`: many without a plural is a break.
        return next((other for other in inflect(new) if _plural_word(other)), new if not many else None)
    return new


def fit_figure(text: str, start: int, end: int, words: str) -> str:
    """Replace a stretch of a sentence by a figure: a 0.5-percentage-point rise, third-quarter profit, Three banks.

    A modifier or an article that stands there already is not said twice.
    """
    before, old, after = text[:start], text[start:end], text[end:]
    if words.startswith("the ") and _DETERMINED.search(before):
        words = words.removeprefix("the ")
    parts = words.split(" ")
    for count in range(len(parts) - 1, 0, -1):
        said = re.escape(" ".join(parts[:count]))
        if parts[0].isalpha() and re.search(rf"(?<![\w-]){said}\s+\Z", before, re.IGNORECASE):
            words = " ".join(parts[count:])
            break
    if not _NO_NOUN.match(after) and not _STRETCH.search(before):
        words = _describing(words, standing="-" in old or bool(_DETERMINED.search(before)))
    if old[:1].isupper() and _begins_sentence(before):
        words = words[:1].upper() + words[1:]
    return f"{with_article(before, words)}{words}{after}"


def _describing(words: str, *, standing: bool) -> str:
    """Write a figure as what describes a noun; `standing` where its place says that it does."""
    if period := _PERIOD.fullmatch(words):
        year = f" {period['year']}" if period["year"] else ""
        return f"{period['which']}-{period['unit']}{year}"
    measure = _MEASURE.fullmatch(words) if standing else None
    # a 25-basis-point cut, a five-year bond: a unit before its noun is singular.
    if measure and (singular := next(iter(inflect(measure["unit"])[-1:]), "")):
        return f"{measure['number']}-{singular.replace(' ', '-')}"
    return words


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
