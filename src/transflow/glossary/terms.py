"""A term, a glossary, and the places where terms stand in a text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from transflow import languages
from transflow.glossary.boundaries import common, straddled
from transflow.glossary.inflection import inflected
from transflow.glossary.phrases import Case, Index, View, case_fits, heads, longest_first, view


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a glossary: how something is said in the target language."""

    source: str
    """The term in the source language."""
    target: str
    """The preferred form, as it stands in the middle of a sentence."""
    allowed: tuple[str, ...] = ()
    """Other forms that are right as well."""
    forbidden: tuple[str, ...] = ()
    """Forms that are wrong where this term is meant."""
    variants: tuple[str, ...] = ()
    """Other source forms: regional, abbreviated. Traditional and simplified characters match anyway."""
    case: Case = "sentence"
    """How letter case counts, of the source as of the target forms."""
    context: tuple[str, ...] = ()
    """If given, the term applies only to a text that holds one of these."""
    category: str = ""
    note: str = ""
    """For translators."""
    origin: str = ""
    """`path:line` of the entry."""
    exceptions: tuple[str, ...] = ()
    """Longer strings that hold a source form by chance: in 方面值得 there is no 面值."""
    region: tuple[str, ...] = ()
    """BCP 47 tags of the regions in which it means this (`zh-HK`); pages of others take a sense without a region, if
    there is one."""
    domain: str = ""
    """The field that it belongs to: `bonds`, `insurance`."""
    hint: Literal["", "yes"] = ""
    """Whether it is only told to engines and people: a word whose form depends on its sentence (a verb, an adjective) is
    neither put into a text nor missed in a translation."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The target forms that are right, the preferred one first."""
        return (self.target, *self.allowed)


@dataclass(frozen=True, slots=True)
class Match:
    """A term where it stands in a text."""

    start: int
    """Offset of its first character, in code points."""
    end: int
    """Offset just past its last character."""
    term: Term
    text: str
    """The exact slice."""


class _Forms:
    """The target forms of terms, looked for in texts; each is made ready when a text has a word with its first two letters.

    To inflect and index the forms of 20,000 terms takes seconds, and a text has few of them.
    """

    __slots__ = ("_index", "_language", "_terms", "_waiting")

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        self._terms, self._language, self._index = terms, language, Index()
        self._waiting: dict[str, list[tuple[str, int]]] | None = None

    def within(self, text: str) -> dict[tuple[int, int], tuple[Term, ...]]:
        """Return where forms stand in a text, overlapping ones too, and whose they are."""
        seen = view(text)
        if self._waiting is None:
            self._waiting = self._sorted()
            # An index wants phrases of one character before those that begin with it.
            self._prepare(self._waiting, [head for head in self._waiting if len(head) == 1])
        self._prepare(self._waiting, heads(seen) & self._waiting.keys())
        found = {}
        for start, end, phrases in self._index.candidates(seen):
            written = seen.folded[start:end]
            terms = tuple(
                self._terms[number]
                for phrase, number in phrases
                if case_fits(phrase, written, self._terms[number].case)
            )
            if terms:
                found[seen.original(start, end)] = terms
        return found

    def _sorted(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for number, term in enumerate(self._terms):
            for form in term.forms:
                found.setdefault(view(form).lowered[:2], []).append((form, number))
        return found

    def _prepare(self, waiting: dict[str, list[tuple[str, int]]], begun: Iterable[str]) -> None:
        for head in begun:
            forms = waiting.get(head, ())
            self._index.add(
                (shape, number) for form, number in forms for shape in inflected(form, self._language)
            )
            # Last, so that another thread finds nothing that is not yet ready.
            waiting.pop(head, None)


def serves(mine: tuple[str, str], source: str, target: str) -> bool:
    """Whether a glossary of two languages is for a pair of them: all regions and scripts of its source language, and `en` for `en-GB`, not the other way round."""
    return languages.language_of(mine[0]) == languages.language_of(source) and (
        # A glossary for en serves en-GB, one for en-GB not all English.
        languages.same(mine[1], target) or mine[1].lower() == languages.language_of(target)
    )


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one language pair, ready to be looked for."""

    source: str
    """BCP 47 tag of the source language."""
    target: str
    terms: tuple[Term, ...]
    """In order of precedence: of two terms with one source form and fitting contexts the first applies."""
    _index: Index = field(init=False, repr=False, compare=False)
    """Source forms under the numbers of their terms, exceptions under the complements (`~`) of these."""

    _forms: _Forms = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", Index(self._phrases()))
        object.__setattr__(self, "_forms", _Forms(self.terms, languages.language_of(self.target)))

    def serves(self, source: str, target: str) -> bool:
        """Whether it is for a pair of BCP 47 languages."""
        return serves((self.source, self.target), source, target)

    def _phrases(self) -> Iterator[tuple[str, int]]:
        language = languages.language_of(self.source)
        foreign = self._foreign()
        for number, term in enumerate(self.terms):
            if number in foreign:
                continue
            for name in (term.source, *term.variants):
                yield from ((form, number) for form in inflected(name, language))
            # The complement tells an exception from a term, and which term's it is; 0 has one too (-1).
            yield from ((word, ~number) for word in term.exceptions)

    def _foreign(self) -> frozenset[int]:
        """Return the numbers of the senses of another region, where one of this region or of any takes their place."""
        region = languages.region_of(self.source)
        # Both by their likely region: zh-HK and zh-Hant-HK are one.
        here = [not term.region or region in map(languages.region_of, term.region) for term in self.terms]
        fitting = {term.source for term, fits in zip(self.terms, here, strict=True) if fits}
        return frozenset(
            number
            for number, (term, fits) in enumerate(zip(self.terms, here, strict=True))
            if not fits and term.source in fitting
        )

    def find(self, text: str, around: str = "") -> tuple[Match, ...]:
        """Find the terms in a text of the source language, in order, without overlap.

        A longer term comes before a shorter one that it overlaps, wherever the two begin; at equal length the
        earlier. Terms in scripts that separate words match whole words only; in others none is found where common
        words of the language reach over its ends (`glossary.words`).

        Args:
            text: A unit, or a part of one.
            around: The whole unit where `text` is a part of it, for terms that apply in a context only.
        """
        seen = view(text)
        found = dict(self._candidates(seen, view(around or text).lowered))
        places = ((seen.original(*span), found[span]) for span in longest_first(found))
        return tuple(Match(start, end, term, text[start:end]) for (start, end), term in places)

    def _candidates(self, seen: View, around: str) -> Iterator[tuple[tuple[int, int], Term]]:
        """Yield the spans where a term may stand, each with the first that fits there."""
        holds: dict[tuple[str, ...], bool] = {}
        places = list(self._index.candidates(seen))
        spans = {(start, end) for start, end, phrases in places if any(number >= 0 for _, number in phrases)}
        words = common(languages.language_of(self.source))
        # Exceptions too, where common words reach over their ends: 六大行业绩 holds no 行业.
        if words:
            places = [place for place in places if not straddled(seen.lowered, place[:2], words, spans)]
        # Where each exception stands: 面值 within 方面值得 is none.
        taken = {
            (~number, at)
            for start, end, phrases in places
            for _, number in phrases
            if number < 0
            for at in range(start, end)
        }
        for start, end, phrases in places:
            for phrase, number in phrases:
                term = self.terms[number]
                # Both ends: an exception that only touches the term does not hold it.
                if number < 0 or ((number, start) in taken and (number, end - 1) in taken):
                    continue
                if not case_fits(phrase, seen.folded[start:end], term.case):
                    continue
                # Looked for once a text: hundreds of terms share a context.
                if term.context not in holds:
                    holds[term.context] = _applies(term, around)
                if holds[term.context]:
                    # The first whose case, context and exceptions fit: senses stand in order of precedence.
                    yield (start, end), term
                    break

    def standing(self, text: str) -> tuple[Term, ...]:
        """Return all terms that stand somewhere in a text, also within another or where their context does not."""
        found = {
            number: self.terms[number]
            for _, _, phrases in self._index.candidates(view(text))
            for _, number in phrases
            if number >= 0
        }
        return tuple(found.values())

    def written(self, text: str) -> dict[tuple[int, int], tuple[Term, ...]]:
        """Return where the allowed forms of any terms stand in a text of the target language, overlapping ones too."""
        return self._forms.within(text)

    def rendered(self, term: Term, text: str) -> int:
        """Count the allowed forms of a term in a text of the target language.

        Plurals and singulars, hyphens for spaces, and possessives count; a stretch of text counts once.
        """
        language = languages.language_of(self.target)
        index = Index((shape, 0) for form in term.forms for shape in inflected(form, language))
        seen = view(text)
        spans = [
            (start, end)
            for start, end, phrases in index.candidates(seen)
            if any(case_fits(phrase, seen.folded[start:end], term.case) for phrase, _ in phrases)
        ]
        return len(longest_first(spans))


def _applies(term: Term, around: str) -> bool:
    return not term.context or any(view(word).lowered in around for word in term.context)
