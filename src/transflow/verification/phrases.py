"""Phrases that say something: tables of a language's words, and where they stand in a text.

A table is a file of lines `concept pole | phrases | example | why` in a language's folder. Phrases are separated by
spaces, and within one

    _       is a space
    (a|b)   is either, at its end or within
    -       (English) is a hyphen, a space or nothing
    *       (English) is any letters
    …       is a few words
    ~       is a quotation mark, a bracket or nothing
    #       is a figure, right after the phrase, right before it or within

Of the phrases of one concept the longest counts, and a phrase of the pole `-` only keeps others from counting. A pole with
`?` behind it has the phrases that may say so and need not: they do for that pole on the other side, and prove nothing. The pole
`?` alone does for all of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain, product
from operator import itemgetter

from transflow import languages
from transflow.folding import fold
from transflow.languages.forms import Script
from transflow.patterns import lazy
from transflow.verification.grammar import GRAMMAR

FILES = ("meaning.txt", "names.txt")


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase where it stands."""

    concept: str
    pole: str
    start: int
    end: int


Marks = Mapping[str, Sequence[Mark]]
"""The phrases of a text by what they are about."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a table."""

    concept: str
    """What its phrases are about."""
    pole: str
    """What they say of it; `-` for nothing."""
    phrases: tuple[str, ...]
    example: str
    """A text with one of the phrases."""
    why: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to write a phrase."""

    pole: str
    words: str
    """As it stands there, up to where it is open."""
    open: re.Pattern[str] | None
    """The whole of it, if a part is open."""
    before: bool
    """Whether a figure stands right before it."""
    after: bool
    size: int
    """How much of it is its own words: the longest phrase counts."""

    def end(self, text: str, at: int, script: Script) -> int:
        """Return where it ends if it stands at a place, where its words do; 0 if it does not."""
        stop = at + len(self.words)
        if self.open:
            match = self.open.match(text, at)
            stop = match.end() if match else 0
        # `gain` is not in `against` or `gains`, unless the table says so.
        elif (script.spaced and self.words[-1].isalnum() and text[stop : stop + 1].isalnum()) or (
            self.after and not script.figure.match(text, stop)
        ):
            stop = 0
        return 0 if self.before and not (at and script.counted.match(text, at - 1)) else stop


def script_of(language: str) -> Script | None:
    """Return how phrases stand in a language; None if it does not say."""
    known = languages.part(language, "phrases")
    own: Script | None = known.SCRIPT if known else None
    return own


@lru_cache(maxsize=8)
def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language; none if it has no table."""
    package = languages.PACKAGES.get(language)
    folder = resources.files(package) if package else None
    paths = [path for name in FILES if folder and (path := folder / name).is_file()]
    return tuple(rule for path in paths for rule in _rules(path.read_text("utf-8")))


def _rules(text: str) -> Iterator[Rule]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            # The example and why may be left out, as in the tables of names.
            head, phrases, example, why = (*(part.strip() for part in line.split(" | ")), "", "")[:4]
            concept, pole = head.split()
            yield Rule(concept, pole, tuple(phrases.split()), example, why)


def marks(text: str, language: str) -> tuple[Mark, ...]:
    """Return the phrases of a text, in order; the text is folded and in small letters."""
    script = script_of(language)
    # A language without a table says nothing of what it means.
    if script is None:
        return ()
    found: list[Mark] = []
    taken: dict[str, int] = {}
    for word in script.word.finditer(text):
        at, name = word.start(), word[0]
        # By two letters, so that what is known of each is made once and stays short; n't is a word by itself.
        known = _known(language, name if name == "n't" else name[:2])
        for _, concept, phrase in chain(*(_standing(known.get(one, ()), text, at) for one in (name, "*"))):
            # Of one concept none within another: 不上升 is one phrase about moves, not two.
            if at >= taken.get(concept, 0) and (end := phrase.end(text, at, script)):
                taken[concept] = end
                found.append(Mark(concept, phrase.pole, at, end))
    # `-` has kept its place from shorter phrases, which is all it is for.
    return tuple(mark for mark in found if mark.pole != "-")


_Choice = tuple[int, str, _Phrase]
"""Its rank, which is lower for the longer of two of one concept, its concept, and the phrase."""
_Lengths = Sequence[tuple[int, dict[str, list[_Choice]]]]
"""Phrases by the length of their words, and by these: looked up, since 不 begins 200 of 3,000."""


def _standing(lengths: _Lengths, text: str, at: int) -> list[_Choice]:
    """Return the phrases whose words stand at a place, by rank."""
    found: list[_Choice] = []
    for length, phrases in lengths:
        if here := phrases.get(text[at : at + length]):
            found += here
    found.sort(key=_RANK)
    return found


_RANK = itemgetter(0)


_BEGIN = GRAMMAR["phrase-begin"]
_ANY = GRAMMAR["any-character"]


@lru_cache(maxsize=8)
def _listed(language: str) -> dict[str, list[tuple[Rule, str]]]:
    """Return the phrases of a language, each with its rule, by their first two letters, or their only one."""
    script = script_of(language)
    begin = _BEGIN if script and script.spaced else _ANY
    found: dict[str, list[tuple[Rule, str]]] = {}
    for rule in rules(language):
        # Tables are written by people, in either script and with capitals in names.
        for written in fold(" ".join(rule.phrases)).lower().split():
            for phrase in _begun(written):
                match = begin.match(phrase.lstrip("#_"))
                found.setdefault(match[0] if match else "", []).append((rule, phrase))
    return found


def _begun(phrase: str) -> list[str]:
    """Return a phrase once for each way in which it can begin."""
    if phrase[0] != "(":
        return [phrase]
    choices, _, rest = phrase[1:].partition(")")
    return [choice + rest for choice in choices.split("|")]


@lru_cache(maxsize=4096)
def _known(language: str, begin: str) -> dict[str, _Lengths]:
    """Return what can begin so, by its first word (`*` if that is open)."""
    script, known = script_of(language), dict[str, dict[str, list[_Phrase]]]()
    assert script is not None  # or no text of that language has a phrase
    for rule, written in _listed(language).get(begin, ()):
        for phrase in _written(written, rule.pole, script):
            word = script.word.match(phrase.words)
            # A phrase whose first word goes on (`increas*`) can stand at any word that begins so.
            is_open = word is None or (script.spaced and phrase.open and word.end() == len(phrase.words))
            concepts = known.setdefault("*" if word is None or is_open else word[0], {})
            concepts.setdefault(rule.concept, []).append(phrase)
    return {word: _by_length(concepts) for word, concepts in known.items()}


def _by_length(concepts: Mapping[str, list[_Phrase]]) -> _Lengths:
    # The longest first, and the first that fits is taken.
    ranked = (
        (concept, phrase)
        for concept, phrases in concepts.items()
        for phrase in sorted(phrases, key=lambda phrase: phrase.size, reverse=True)
    )
    found: dict[int, dict[str, list[_Choice]]] = {}
    for rank, (concept, phrase) in enumerate(ranked):
        here = found.setdefault(len(phrase.words), {})
        here.setdefault(phrase.words, []).append((rank, concept, phrase))
    return tuple(found.items())


def _written(phrase: str, pole: str, script: Script) -> Iterator[_Phrase]:
    """Yield each way to write a phrase."""
    before, after = phrase[0] == "#", phrase[-1] == "#"
    parts = _PARTS.findall(phrase.strip("#").replace("_", " ").strip())
    # Spelt out here, so that looking is a comparison of texts and no pattern.
    for words in product(*(_choices(part, script) for part in parts)):
        text = "".join(words)
        first = _ELIDED.search(text)
        yield _Phrase(
            pole,
            text[: first.start()] if first else text,
            lazy(_regex(text, script, after=after)) if first else None,
            before,
            after,
            # Twice, so that a condition on a figure decides between phrases of one length.
            2 * len(text.replace("…", "")) + before + after,
        )


_PARTS = GRAMMAR["phrase-part"]
_ELIDED = GRAMMAR["phrase-sign"]


def _choices(part: str, script: Script) -> list[str]:
    if part[0] == "(":
        return part[1:-1].split("|")
    # year-end, year end, yearend.
    return ["-", " ", ""] if part == "-" and script.spaced else [part]


def _regex(text: str, script: Script, *, after: bool) -> str:
    pattern = (
        re.escape(text)
        .replace(r"\#", r"(?:[\d.,]+|[一二三四五六七八九十两几]+)")
        .replace(r"\*", r"[a-z-]+")
        .replace("…", script.few)
        .replace("\\~", "~")
    )
    end = f"(?={script.figure.pattern})" if after else r"(?!\w)" if script.spaced else ""
    return pattern.replace("~", "[\"'( ]?") + end
