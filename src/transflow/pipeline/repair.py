"""A translation made from an old one, where its source changed only in figures or in one term. Pure.

What a person wrote round a figure is better than what an engine would make of the sentence anew, and what a machine
wrote there has been read already. So only the figure is exchanged, and only if nothing is wrong with the result.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from transflow import quantities
from transflow.glossary import Match, renderings
from transflow.quantities import Quantity
from transflow.verification import Knowledge, verify

_ARTICLES = ("a", "an")
"""What stands before a term depends on its first sound."""
_Exchange = tuple[int, int, str]
"""Where in the old translation, and what to put there."""


def repaired(old: str, translation: str, new: str, know: Knowledge) -> str | None:
    """Return a translation of a new text, made from that of an old one; None where more changed, or it is not safe.

    Args:
        old: What the source said. Running text or logical Markdown, as the others.
        translation: What somebody made of it.
        new: What the source says.
        know: What is known of the two languages.
    """
    if old == new:
        # A memory may be older than the glossary.
        return translation if not verify(new, translation, know) else None
    exchanges = _figures(old, translation, new, know) or _term(old, translation, new, know)
    # Two terms or figures that overlap in the translation cannot both be exchanged.
    if not exchanges or any(end > start for (_, end, _), (start, _, _) in pairwise(sorted(exchanges))):
        return None
    text = translation
    # From the end, so that what is still to be exchanged stands where it was found.
    for start, end, words in sorted(exchanges, reverse=True):
        text = text[:start] + words + text[end:]
    # Whatever the exchange broke is for an engine, or for a person.
    return text if not verify(new, text, know) else None


def _figures(old: str, translation: str, new: str, know: Knowledge) -> list[_Exchange]:
    """Return what to exchange where two texts differ in the values of figures only; nothing where that cannot be done."""
    before, after = quantities.find(old, know.source), quantities.find(new, know.source)
    # 增长5% that became 下降5% differs in a word besides: then the sentence is another.
    if _around(old, before) != _around(new, after) or list(map(_nature, before)) != list(map(_nature, after)):
        return []
    changed = [(one, two) for one, two in zip(before, after, strict=True) if one.text != two.text]
    exchanges = [_figure(one, two, before, translation, know) for one, two in changed]
    return [exchange for exchange in exchanges if exchange] if all(exchanges) else []


def _around(text: str, found: Sequence[Quantity | Match]) -> list[str]:
    """Return what stands before, between and behind some stretches of a text."""
    ends = [0, *(item.end for item in found)]
    starts = [*(item.start for item in found), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _nature(figure: Quantity) -> tuple[object, ...]:
    """Return what a figure has besides its value; of two that differ in it, the words round them may have to."""
    # -5% is "fell 5%" and 5% "rose 5%"; 1 takes "share" and 2 "shares".
    negative = tuple(value.startswith("-") for value in figure.values)
    single = tuple(value == "1" for value in figure.values)
    return figure.kind, figure.unit, figure.currency, figure.modifier, figure.form, negative, single


def _figure(
    one: Quantity, two: Quantity, before: Sequence[Quantity], translation: str, know: Knowledge
) -> _Exchange | None:
    """Return where the translation has a figure, written as the house writes it, and what is to stand there."""
    written = quantities.render(one, know.target, know.style)
    equal = [other for other in before if quantities.render(other, know.target, know.style) == written]
    # By its letters: "from 5% to 6%" is read as one figure, of which either end may change.
    places = list(re.finditer(rf"(?<![\w$€£¥])(?<!\d[.,]){re.escape(written)}(?![\w%]|[.,]\d)", translation))
    if len(equal) != 1 or len(places) != 1:
        return (
            None  # nobody can tell which of equal figures is meant, or the translator wrote it in other words
        )
    return places[0].start(), places[0].end(), quantities.render(two, know.target, know.style)


def _term(old: str, translation: str, new: str, know: Knowledge) -> list[_Exchange]:
    """Return what to exchange where two texts differ in one term only; nothing where that cannot be done."""
    before, after = know.glossary.find(old), know.glossary.find(new)
    if _around(old, before) != _around(new, after):
        return []
    changed = [(one, two) for one, two in zip(before, after, strict=True) if one.text != two.text]
    if len(changed) != 1:
        return []
    one, two = changed[0][0].term, changed[0][1].term
    places = [match for match in renderings(old, translation, know.glossary) if match.term == one]
    if one == two or len(places) != 1 or sum(match.term == one for match in before) != 1:
        return []
    place = places[0]
    # "a bond" would become "a equity", and a plural or a genitive has endings that the other term's would not get.
    article = translation[: place.start].rstrip().rpartition(" ")[2].lower() in _ARTICLES
    plain = place.text.lower() == one.target.lower()
    return (
        []
        if article or not plain
        else [(place.start, place.end, _as_begun(place.text, one.target, two.target))]
    )


def _as_begun(standing: str, form: str, other: str) -> str:
    """Return a term with a capital if another that stood in its place had one by its place only."""
    return other[:1].upper() + other[1:] if standing[:1].isupper() and not form[:1].isupper() else other
