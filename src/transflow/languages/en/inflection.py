"""Regular inflection of English nouns: what a dictionary form may look like in a sentence."""

from transflow.languages.en.patterns import GRAMMAR

_HEAD = GRAMMAR["last-word"]
_CONSONANT_Y = GRAMMAR["consonant-y"]
_SINGLE_S = GRAMMAR["single-s"]

_IRREGULAR = {
    "index": "indices",
    "analysis": "analyses",
    "crisis": "crises",
    "basis": "bases",
    "medium": "media",
    "premium": "premia",
}
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}


def inflect(form: str) -> list[str]:
    """Plural and singular of the head noun: the last word, or the one before `of` (cost of capital, costs of capital)."""
    head, of, rest = form.partition(" of ")
    # Behind a hyphen too: share-holders.
    match = _HEAD.search(head)
    if not match:
        return []
    stem, word = head[: match.start()], match[0]
    others = (_plural(word), _irregular(word), _singular(word))
    return [f"{stem}{other}{of}{rest}" for other in others if other]


def _irregular(word: str) -> str:
    plural = _IRREGULAR.get(word.lower(), "")
    return word[0] + plural[1:] if plural else ""


def _plural(word: str) -> str:
    # equity, equities; but days.
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    # Nothing for what ends with a sign: P/E (TTM).
    return word + "s" if word[-1].isalnum() else ""


def _singular(word: str) -> str:
    if irregular := _SINGULAR.get(word.lower()):
        return word[0] + irregular[1:]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zzes", "ches", "shes")):
        return word[:-2]
    # bias, basis, bonus and loss are no plurals.
    return word[:-1] if _SINGLE_S.search(word) else ""


def conjugate(word: str) -> list[str]:
    """Return what may be other forms of a regular verb: supports, supported and supporting for support, and the reverse."""
    if not word.isalpha() or len(word) < 4:
        return []
    bases = {word, word.removesuffix("s"), word.removesuffix("es")}
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            bases |= {word.removesuffix(ending), word.removesuffix(ending) + "e"}
    return sorted(
        {base.removesuffix("e") + ending for base in bases for ending in ("ed", "ing")}
        | bases
        | {f"{base}s" for base in bases}
    )
