"""Does a translation render the terms of its source? Nothing here needs an engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transflow import languages
from transflow.glossary.inflection import inflected
from transflow.glossary.phrases import Index, case_fits, longest_first, view
from transflow.glossary.terms import Glossary, Match, Term

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TermFault:
    """A term that a translation lacks, or renders in a form that is forbidden."""

    kind: Literal["missing", "forbidden"]
    term: Term
    wanted: int
    """How often the term stands in the source."""
    found: int
    """How many allowed forms in the translation can be its renderings, at most `wanted`."""
    spans: tuple[Span, ...]
    """Where the term stands in the source; of a forbidden form, where that stands in the translation."""
    text: str
    """The first of these spans as it is written."""


def verify(
    source_text: str, target_text: str, glossary: Glossary, terms_found: Sequence[Match] | None = None
) -> tuple[TermFault, ...]:
    """Compare the terms of a source text with the allowed and forbidden forms in its translation.

    Each stretch of the translation renders one occurrence of one term, a longer form before a shorter within it,
    so `Hang Seng Index` is no evidence for a second term rendered `Hang Seng`. A form that several terms allow is
    given to whichever lacks one. Findings come in the order of the source, missing terms first. `terms_found` are those
    of the source, where they are known already.
    """
    wanted: dict[Term, list[Span]] = {}
    for match in glossary.find(source_text) if terms_found is None else terms_found:
        # Only told to engines: its form depends on the sentence.
        if match.term.hint:
            continue
        wanted.setdefault(match.term, []).append((match.start, match.end))
    if not wanted:
        return ()
    terms = list(wanted)
    allowed, banned = _target_spans(terms, target_text, languages.language_of(glossary.target))
    shares = _share_out(allowed, [len(wanted[term]) for term in terms])
    # What one term allows and renders is not forbidden to it by another.
    used = {span for share in shares for span in share}
    missing = [
        TermFault(
            "missing",
            term,
            len(spans),
            len(share),
            tuple(spans),
            source_text[spans[0][0] : spans[0][1]],
        )
        for (term, spans), share in zip(wanted.items(), shares, strict=True)
        if len(share) < len(spans)
    ]
    forbidden = []
    for number, term in enumerate(terms):
        if places := tuple(
            span for span, numbers in banned.items() if number in numbers and span not in used
        ):
            text = target_text[places[0][0] : places[0][1]]
            forbidden.append(
                TermFault("forbidden", term, len(wanted[term]), len(shares[number]), places, text)
            )
    return (*missing, *forbidden)


def renderings(source_text: str, target_text: str, glossary: Glossary) -> tuple[Match, ...]:
    """Find in a translation what may render the terms of its source: their allowed forms, longest first."""
    terms = list(dict.fromkeys(match.term for match in glossary.find(source_text)))
    if not terms:
        return ()
    allowed, _ = _target_spans(terms, target_text, languages.language_of(glossary.target))
    return tuple(
        # Of several that allow the form the first, so that the answer is always one.
        Match(start, end, terms[min(numbers)], target_text[start:end])
        for (start, end), numbers in sorted(allowed.items())
    )


def _target_spans(
    terms: Sequence[Term], text: str, language: str
) -> tuple[dict[Span, set[int]], dict[Span, set[int]]]:
    """Return the spans of allowed forms and of forbidden ones, each with the places of its terms in the list."""
    seen = view(text)
    index = Index(
        # Odd numbers are forbidden forms: allowed and forbidden are looked for at once, and the longer wins.
        (shape, number * 2 + is_forbidden)
        for number, term in enumerate(terms)
        for is_forbidden, forms in enumerate((term.forms, term.forbidden))
        for form in forms
        for shape in inflected(form, language)
    )
    found: dict[Span, set[int]] = {}
    for start, end, phrases in index.candidates(seen):
        written = seen.folded[start:end]
        fits = {code for phrase, code in phrases if case_fits(phrase, written, terms[code // 2].case)}
        if fits:
            found[start, end] = fits
    allowed: dict[Span, set[int]] = {}
    banned: dict[Span, set[int]] = {}
    # `net interest margin`, allowed, covers `interest margin`, forbidden.
    for span in longest_first(found):
        for code in found[span]:
            (banned if code % 2 else allowed).setdefault(seen.original(*span), set()).add(code // 2)
    return allowed, banned


def _share_out(spans: dict[Span, set[int]], wanted: Sequence[int]) -> list[list[Span]]:
    """Give each span to one of its terms so that as many occurrences as possible get one (augmenting paths)."""
    shares: list[list[Span]] = [[] for _ in wanted]

    def give(span: Span, tried: set[int]) -> bool:
        # Sorted: the same spans are given to the same terms in every run.
        for number in sorted(spans[span] - tried):
            tried.add(number)
            share = shares[number]
            if len(share) < wanted[number]:
                share.append(span)
                return True
            for place, other in enumerate(share):
                # Another may be moved elsewhere: a form that two terms allow goes to the one that has no other.
                if len(spans[other]) > 1 and give(other, tried):
                    share[place] = span
                    return True
        return False

    for span in spans:
        give(span, set())
    return shares
