"""What a glossary lacks, seen from translations that exist: words that recur, and how they were rendered.

Candidates are runs of words (of characters, where a script has no spaces) that recur in many texts, have several
neighbours on both sides (*accessor variety*: Feng et al., Computational Linguistics 30:1, 2004) and do not merely stand
within a longer candidate. A candidate and a run of words in the translations belong together as far as they stand in
the same pairs of texts (Dice's coefficient).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from transflow import languages
from transflow.folding import fold, lower
from transflow.glossary.grammar import GRAMMAR
from transflow.glossary.inflection import inflected
from transflow.glossary.terms import Glossary

_STRETCH = GRAMMAR["stretch"]
_BREAKS = GRAMMAR["stretch-break"]
_POSSESSIVE = GRAMMAR["possessive"]
_UNIT = GRAMMAR["letter-or-word"]

# Eight characters hold 国际货币基金组织, five words `earnings before interest and tax`.
_LONGEST = 8, 5
"""Characters of a candidate in a script without spaces; words in one with spaces."""
_ALIKE = 0.5
"""Least coefficient of Dice for a rendering."""
_SURE = 0.8
"""Share of the texts with a word that one rendering serves if the word is translated consistently."""
_KNOWN = 0.6
"""Share of the texts with a word that its renderings serve together if it is a term at all."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a word was rendered."""

    text: str
    """In the small letters of running text."""
    count: int
    """In how many texts."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that a glossary may want."""

    kind: Literal["missing", "inconsistent", "untranslated"]
    """It recurs and is no term; it is rendered in several ways; it stands in translations as it is."""
    source: str
    count: int
    """In how many texts it stands."""
    renderings: tuple[Rendering, ...]
    """The most frequent first; none where no rendering stands out."""
    term: str = ""
    """`path:line` of its entry, where it is a term that translators keep rendering otherwise."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The suggestion of `glossary suggest --format json`."""
        renderings = [{"text": each.text, "count": each.count} for each in self.renderings]
        return {
            "kind": self.kind,
            "source": self.source,
            "count": self.count,
            "renderings": renderings,
            "term": self.term,
        }


Pair = tuple[str, str]
"""A text and its translation."""
# A paragraph has some hundred characters.
MAX_TEXT = 5_000
"""Characters of both; each term of a text is looked for in all of it, and what is longer tells nothing of a word."""


def suggest(pairs: Iterable[Pair], glossary: Glossary, least: int = 3) -> tuple[Suggestion, ...]:
    """Suggest terms, those that make up most of the texts first.

    Args:
        pairs: Texts with their translations; one that stands several times counts once.
        glossary: What is known already.
        least: In how many texts a word has to stand.
    """
    # A boilerplate line on a thousand pages is one text, or its words would lead the list.
    texts = [pair for pair in dict.fromkeys(pairs) if sum(map(len, pair)) <= MAX_TEXT]
    sides = _Side(glossary.source), _Side(glossary.target)
    # Known terms are cut out: what remains of 净利润率 beside 净利润 is no candidate.
    masked = [_without_terms(source, glossary) for source, _ in texts]
    words = _candidates(masked, sides[0], least)
    runs = [sides[1].runs(target) for _, target in texts]
    # Once a text, as Dice's coefficient counts: `runs` are sets.
    spread = Counter(run for found in runs for run in found)
    told = [
        *_unknown(words, texts, runs, spread, sides[1].language),
        *_strayed(texts, runs, spread, glossary, least),
    ]
    return tuple(sorted(told, key=lambda each: (-each.count * len(each.source), each.source)))


def candidates(texts: Sequence[str], language: str, least: int = 2) -> dict[str, set[int]]:
    """Return the words that recur in texts of a language, each with the numbers of the texts that it stands in."""
    return _candidates(texts, _Side(language), least)


class _Side:
    """One language, and the runs of words in its texts."""

    def __init__(self, tag: str) -> None:
        self.language = languages.language_of(tag)
        self.spaced = languages.profile(tag).spaced
        known = languages.part(self.language, "grammar")
        grammar = known.FUNCTION_WORDS if known else ""
        self._grammar = frozenset(grammar.split() if self.spaced else grammar)

    def phrases(self, text: str) -> Iterator[Sequence[str]]:
        """Yield the stretches that no punctuation interrupts, as tokens."""
        # & / ' . and hyphens stand within words: P/E, R&D, U.S., year-on-year.
        for stretch in _STRETCH.findall(fold(text)):
            # The full stop of a sentence is no part of its last word, that of U.S. is.
            for part in _BREAKS.split(stretch):
                # the bank's and banks' are the bank and banks.
                words = _POSSESSIVE.sub("", part)
                yield words.split() if self.spaced else _UNIT.findall(words)

    def runs(self, text: str) -> set[str]:
        """Return the runs of words of a text that can be a term."""
        return {
            self.joined(run)
            for phrase in self.phrases(lower(text))
            for size in range(1, _LONGEST[self.spaced] + 1)
            for at in range(len(phrase) - size + 1)
            if self.stands(run := phrase[at : at + size])
        }

    def stands(self, run: Sequence[str]) -> bool:
        """Whether a run neither begins nor ends with a word of grammar, and is no mere figure or single character."""
        ends = (run[0], run[-1])
        return (
            not any(end.lower() in self._grammar or end[0].isdigit() for end in ends)
            and len(self.joined(run)) > 1
        )

    def joined(self, run: Sequence[str]) -> str:
        """Return the tokens as they stand in a text."""
        return (" " if self.spaced else "").join(run)


def _without_terms(text: str, glossary: Glossary) -> str:
    """Return a text with its terms cut out."""
    at, pieces = 0, []
    for match in glossary.find(text):
        pieces.append(text[at : match.start])
        at = match.end
    # A comma where each was, so that what stood around it does not become neighbours.
    return "，".join([*pieces, text[at:]])


def _candidates(texts: Sequence[str], side: _Side, least: int) -> dict[str, set[int]]:
    """Return the words that recur, with the numbers of the texts they stand in."""
    where: dict[str, set[int]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for number, text in enumerate(texts):
        for place, phrase in enumerate(side.phrases(text)):
            edge = f"{number} {place}"  # the end of a phrase is a neighbour of its own
            for size in range(1, _LONGEST[side.spaced] + 1):
                for at in range(len(phrase) - size + 1):
                    run = phrase[at : at + size]
                    if side.stands(run):
                        word = side.joined(run)
                        where[word].add(number)
                        before[word].add(phrase[at - 1] if at else edge)
                        after[word].add(phrase[at + size] if at + size < len(phrase) else edge)
    free = {
        word: numbers
        for word, numbers in where.items()
        # One neighbour on a side only: 民生银 always goes on with 行, and is a piece of a word.
        if len(numbers) >= least and min(len(before[word]), len(after[word])) > 1
    }
    return dict(_maximal(free))


def _maximal(found: Mapping[str, set[int]]) -> Iterator[tuple[str, set[int]]]:
    """Yield the words that stand often enough outside of longer ones."""
    inside: dict[str, set[int]] = defaultdict(set)
    # The longest first: what it has taken is then known of all that stands within it.
    for word in sorted(found, key=len, reverse=True):
        # 银行 stands in 中央银行, and is a word by itself where most of its texts have it elsewhere.
        if len(found[word] - inside[word]) * 2 > len(found[word]):
            yield word, found[word]
            for start in range(len(word)):
                # From two characters on: single ones are no candidates.
                for end in range(start + 2, len(word) + 1):
                    inside[word[start:end]] |= found[word]


def _unknown(
    words: Mapping[str, set[int]],
    texts: Sequence[Pair],
    runs: Sequence[set[str]],
    spread: Mapping[str, int],
    language: str,
) -> Iterator[Suggestion]:
    """Yield what recurs and is no term, if its renderings serve most of its texts: others are words of any language."""
    for word, numbers in words.items():
        kept = sum(word in fold(texts[number][1]) for number in numbers)
        found = _renderings(numbers, runs, spread, language)
        # KWEB and PMI stay as they are in most of their translations.
        if kept * 2 > len(numbers):
            yield Suggestion("untranslated", word, len(numbers), (Rendering(word, kept),))
        elif found and found[0].count >= _SURE * len(numbers):
            yield Suggestion("missing", word, len(numbers), found[:1])
        elif sum(each.count for each in found) >= _KNOWN * len(numbers):
            yield Suggestion("missing" if len(found) == 1 else "inconsistent", word, len(numbers), found)


def _strayed(
    texts: Sequence[Pair],
    runs: Sequence[set[str]],
    spread: Mapping[str, int],
    glossary: Glossary,
    least: int,
) -> Iterator[Suggestion]:
    """Yield the terms that translators keep rendering in a form that the glossary does not have."""
    language = languages.language_of(glossary.target)
    lacking: dict[str, set[int]] = defaultdict(set)
    terms = {}
    for number, (source, target) in enumerate(texts):
        for match in glossary.find(source):
            if not glossary.rendered(match.term, target):
                terms[match.term.source] = match.term
                lacking[match.term.source].add(number)
    for name, numbers in lacking.items():
        if len(numbers) >= least and (found := _renderings(numbers, runs, spread, language)):
            yield Suggestion("inconsistent", name, len(numbers), found, terms[name].origin)


def _renderings(
    numbers: set[int], runs: Sequence[set[str]], spread: Mapping[str, int], language: str
) -> tuple[Rendering, ...]:
    """Return the runs of words that go with some texts, each time the one that serves most of what is left."""
    left, found = set(numbers), []
    # One text tells nothing: any of its words could be the rendering.
    while len(left) > 1:
        counts = Counter(run for number in left for run in runs[number])
        best, count = max(
            counts.items(),
            # Of equal scores the longer, then the last in the alphabet: the same suggestion in every run.
            key=lambda item: (_score(item, left, spread), len(item[0]), item[0]),
            default=("", 0),
        )
        if count < 2 or _score((best, count), left, spread) < _ALIKE:
            break
        shapes = {*inflected(best, language), *_conjugated(best, language)}
        served = {number for number in left if shapes & runs[number]}
        found.append(Rendering(best, len(served)))
        left -= served
    return tuple(found)


def _conjugated(word: str, language: str) -> Sequence[str]:
    """Return what may be other forms of a verb: support and supported are one rendering."""
    known = languages.part(language, "inflection")
    forms: Sequence[str] = known.conjugate(word) if known and hasattr(known, "conjugate") else ()
    return forms


def _score(run: tuple[str, int], left: set[int], spread: Mapping[str, int]) -> float:
    # A word that stands in every text (`the market`) goes with all of them, and scores little for it.
    return 2 * run[1] / (len(left) + spread[run[0]])
