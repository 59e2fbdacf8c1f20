"""Terms that a translation lacks, and whether another word stands in the place of one or a person left it out.

In free sentences a term is often said in another part of speech (outsold for 销量), with a pronoun, or not at all; a wrong
word in its place is the exception. So what a person wrote is told only where a wrong word shows: the form of another term,
a word of its own beside another word, or a text so short that nothing is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise

from transflow import languages
from transflow.glossary import Glossary, Match, Term, TermFault, longest_first
from transflow.glossary import verify as compared
from transflow.verification.fault import Fault
from transflow.verification.grammar import GRAMMAR
from transflow.verification.side import Side, window

Span = tuple[int, int]
_Written = dict[Span, tuple[Term, ...]]
"""Where forms of terms stand in a text, and whose."""
_Known = tuple[set[int], set[int], _Written]
"""The terms of a source, by identity; with those within others and without their context; and what the translation has."""

_CONTENT, _CAPITALS, _OF = GRAMMAR["content-word"], GRAMMAR["capitals"], GRAMMAR["of-form"]
_WORD, _PAIR, _TWO = GRAMMAR["latin-word"], GRAMMAR["word-pair"], GRAMMAR["no-compound"]
# At three `market` would be `margin`; at ten `lender` is not `lending`.
_STEM = 5
"""Letters of a word that its forms share: lend, lender, lending; stock, stocks."""
_AGAINST = ("de", "dis", "re")
"""What a word may have before it and still say the term: disinflation, demonetize."""
_LABEL, _CLAUSE = 30, 60
"""Characters of a heading or a cell, in which nothing is left out, and of a clause, in which a wrong word shows."""
_SENTENCE = 60
"""Characters of a sentence of a language without spaces, in which a term that is cut short or has another word shows."""
_DENSE = 3
"""How much shorter such a text is in a language without spaces."""
_MANY = 16
"""Terms lacking in one text that are looked at more closely: where more are, it says something else."""
_BEFORE = 40
"""Characters before a word in which the word before it is looked for."""


def faults(source: str, target: str, found: Sequence[Match], glossary: Glossary) -> Iterator[Fault]:
    """Yield the terms that a translation lacks (TF401) or renders in a forbidden form (TF402).

    Args:
        source: The text translated.
        target: The translation.
        found: The terms of the source.
        glossary: Where they are from.
    """
    text = _Text(source, target, found, glossary)
    for number, fault in enumerate(compared(source, target, glossary, found)):
        term = fault.term
        if fault.kind == "forbidden":
            message = f"{fault.text!r} is not the word for {term.source}: use {term.target!r}"
            yield Fault("TF402", "error", message, *fault.spans[0])
            continue
        other = None if fault.found or number >= _MANY else _other(fault, text)
        shown = f", not {target[slice(*other)]!r}" if other else f" ({fault.found} of {fault.wanted} found)"
        yield Fault(
            "TF401",
            "warning" if fault.found else "error",  # a pronoun may well stand for a repetition
            f"{fault.text} should be {term.target!r}{shown}",
            *(other or (0, 0)),
            near=bool(fault.found) or (other is None and _may_be_left_out(term, target, glossary)),
        )


def _may_be_left_out(term: Term, target: str, glossary: Glossary) -> bool:
    """Whether a text says a term in part (`bonds` for `government bond`), or has room to say it in another way."""
    most = _LABEL if languages.profile(glossary.target).spaced else _LABEL // _DENSE
    return len(target) > most or _is_said(term.forms, target)


def _stem(word: str) -> str:
    return word[:_STEM] if word.endswith("ss") else word.removesuffix("s")[:_STEM]


def _is_said(forms: Sequence[str], target: str) -> bool:
    """Whether a text has a word of one of the forms, or the initials of one: AML for anti-money laundering."""
    words = _CONTENT.findall(target.lower())
    said = {_stem(word) for word in words}
    said |= {_stem(word.removeprefix(head)) for word in words for head in _AGAINST if word.startswith(head)}
    if any(_stem(word) in said for form in forms for word in _CONTENT.findall(form.lower())):
        return True
    short = _CAPITALS.findall(target)
    return any(len(own := _initials(form)) > 1 and any(own in one for one in short) for form in forms)


def _initials(form: str) -> str:
    return "".join(word[0] for word in _WORD.findall(form)).upper()


# --- another word in its place --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and its translation, with what all its faults ask for: looked for once, when the first asks."""

    source: str
    target: str
    found: Sequence[Match]
    """The terms of the source."""
    glossary: Glossary
    _known: list[_Known] = field(default_factory=list)

    @property
    def known(self) -> _Known:
        """What stands in both."""
        if not self._known:
            # By identity: a glossary has thousands, and to compare them by value takes long.
            here = {id(match.term) for match in self.found}
            there = here | set(map(id, self.glossary.standing(self.source)))
            self._known.append((here, there, self.glossary.written(self.target)))
        return self._known[0]


def _other(fault: TermFault, text: _Text) -> Span | None:
    """Return where another word stands for a term: the form of another term, or a part of its own beside a wrong word."""
    term, target = fault.term, text.target
    if not languages.profile(text.glossary.target).spaced:
        return None
    here, there, written = text.known
    is_short = not languages.profile(text.glossary.source).spaced and len(text.source) <= _SENTENCE
    spans = _rivals(written, term, there, by_kind=is_short)
    others = sorted(span for span, terms in spans.items() if there.isdisjoint(map(id, terms)))
    if _stands_apart(term, target, others):
        return None
    first, last = window(Side(target, {}, ()), Side(text.source, {}, ()), fault.spans[0][0])
    is_bare = _is_bare(term, target, spans)
    near = (span for span in others if first <= span[0] <= last and not _is_own(term, target, span))
    is_rival = partial(_is_rival, term=term, by_kind=is_short, is_bare=is_bare)
    if found := next((span for span in near if is_rival(target[slice(*span)], spans[span])), None):
        return found
    own = [span for span, terms in written.items() if not there.isdisjoint(map(id, terms))]
    if is_short and (found := _cut_short(term, target, own)):
        return found
    if is_bare or not (is_short or len(target) <= _CLAUSE):
        return None
    # Not what stands within the term itself: `bond price` for 国债收益率 has 国债. Among many words any may be for another term.
    taken = [
        span
        for span, terms in spans.items()
        if not here.isdisjoint(map(id, terms)) or not there.issuperset(map(id, terms))
    ]
    return _beside(term, target, taken if len(target) <= _CLAUSE else list(written))


def _is_rival(words: str, terms: Sequence[Term], term: Term, *, by_kind: bool, is_bare: bool) -> bool:
    """Whether words that are the form of some terms stand for another, whose noun may stand by itself."""
    if any(_is_like(one, term) for one in terms) and (_is_name(term) or not _is_said(term.forms, words)):
        return True
    is_of_kind = by_kind and _shares(words, term) and any(_is_of_kind(one, term) for one in terms)
    return not is_bare and _is_of_several(words) and (is_of_kind or _head(words) in _heads(term.forms))


def _rivals(written: _Written, term: Term, there: set[int], *, by_kind: bool) -> _Written:
    """Return what stands in a text of a source's terms, and of those that may stand for one of them, longest first."""

    def vies(one: Term) -> bool:
        return id(one) in there or _vies(one, term) or (by_kind and _is_of_kind(one, term))

    known = {span: some for span, terms in written.items() if (some := tuple(filter(vies, terms)))}
    return {span: known[span] for span in longest_first(known)}


def _stands_apart(term: Term, target: str, others: Iterable[Span]) -> bool:
    """Whether all words of a form stand in a text, though not side by side: loans to small businesses outstanding."""
    there = set(_words(target))
    within = [set(_words(target[slice(*span)])) for span in others]
    forms = [set(_words(form)) for form in term.forms]
    # The debt and the ratio of a debt-to-equity ratio are no debt ratio.
    return any(
        len(words) > 1 and words <= there and not any(words <= some for some in within) for words in forms
    )


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(*span)}


def _is_own(term: Term, target: str, span: Span) -> bool:
    """Whether a stretch of a text has but words of a term, or stands behind one of them: `interbank interest rates`."""
    own = set(_words(" ".join(term.forms)))
    start, end = span
    before = _words(target[max(0, start - _BEFORE) : start])[-1:]
    return own.issuperset(_words(target[start:end])) or (bool(before) and own.issuperset(before))


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.lower().replace(".", ""))
    return [
        word if len(word) < _STEM else word.removesuffix("es" if word.endswith("sses") else "s")
        for word in words
    ]


@lru_cache(maxsize=16384)
def _head(form: str) -> str:
    """Return the noun of a form: ratio of `capital adequacy ratio`, return of `return on equity`."""
    words = _words(_OF.split(form)[0])
    return words[-1] if words else ""


@lru_cache(maxsize=4096)
def _heads(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_head, forms))


def _vies(one: Term, term: Term) -> bool:
    """Whether one term may stand in the place of another by mistake: a ratio for a ratio, an authority for an authority."""
    return _is_like(one, term) or not _heads(term.forms).isdisjoint(_heads(one.forms))


def _shares(text: str, term: Term) -> bool:
    """Whether a text has a word of a term: the deposit rate for the deposit reserve ratio."""
    return not set(_words(text)).isdisjoint(_words(" ".join(term.forms)))


def _is_of_kind(one: Term, term: Term) -> bool:
    """Whether the sources of two terms end in one word: 存款利率 and 存款准备金率, 应付账款 and 应收账款."""
    return one.source[-1] == term.source[-1]


def _is_like(one: Term, term: Term) -> bool:
    """Whether two terms are two of a kind: names of one field, or single words with a part of their sources in common."""
    if one.domain != term.domain or _is_name(one) != _is_name(term):
        return False
    return _is_name(term) or (
        one.target.isalpha() and term.target.isalpha() and not set(one.source).isdisjoint(term.source)
    )


def _is_name(term: Term) -> bool:
    return not term.target.islower()


def _is_of_several(text: str) -> bool:
    """Whether a text is one thing's designation: several words, but not two things, or with a capital within."""
    return not (text.isalpha() or _TWO.search(text)) or not text[1:].islower()


def _is_bare(term: Term, target: str, spans: Iterable[Span]) -> bool:
    """Whether the noun of a term stands by itself, in no form of another: `the companies` for 上市企业."""
    head = _head(term.target)
    taken = _places(spans)
    return any(match.start() not in taken for match in _WORD.finditer(target) if head in _words(match[0]))


def _cut_short(term: Term, target: str, spans: Iterable[Span]) -> Span | None:
    """Return where the ends of a form stand without what is between them, in none of these spans: `net margin` for a net interest margin."""
    there = set(_words(target))
    ends = {
        (first, last)
        for first, *middle, last in (
            _words(form)
            for form in term.forms
            if form.islower() and form.count(" ") + form.count("-") >= _ENDS
        )
        if there.isdisjoint(middle)
    }
    taken = _places(spans)
    for one, other in pairwise(_WORD.finditer(target)):
        if one.start() not in taken and (*_words(one[0]), *_words(other[0])) in ends:
            return one.start(), other.end()
    return None


_ENDS = 2
"""Spaces and hyphens of a form from which it has something between its ends."""


def _beside(term: Term, target: str, spans: Sequence[Span]) -> Span | None:
    """Return where a word of a form stands before one that is no form's: `special interest` for a special dividend."""
    own = {_stem(word) for word in _words(" ".join(term.forms))}
    parts = {word for form in term.forms for word in form.replace("-", " ").split() if word.islower()}
    taken = _places(spans)
    for match in _PAIR.finditer(target.lower()):
        start, end = match.start("first"), match.end("second")
        is_part = match["first"] in parts and _stem(match["second"]) not in own
        if is_part and taken.isdisjoint(range(start, end)):
            return start, end
    return None
