"""What people made of drafts: how much of them they changed, by language, engine and month, and which terms."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from transflow import glossary
from transflow.bitext import Row
from transflow.commands.grammar import GRAMMAR
from transflow.reports import ChangedTerm, Effort
from transflow.site.knowledge import Knowing
from transflow.site.translations import Translation
from transflow.tracker import as_drafted

_FOUND = ("", "memory")
"""What stands for an engine in rows whose draft none made."""
_MONTH = GRAMMAR["month"]
_LONGEST = 10_000
"""Characters of a text that are compared; how long that takes grows with the square of them."""


@dataclass(slots=True)
class Made:
    """What was made of some drafts of one engine that somebody approved in one month."""

    month: str
    engine: str
    texts: int = 0
    untouched: int = 0
    changed: int = 0
    """Characters."""
    characters: int = 0

    def add(self, draft: str, text: str) -> None:
        """Count a draft, and what stands in its place."""
        # Levenshtein's time grows with the product of both.
        draft, text = draft[:_LONGEST], text[:_LONGEST]
        self.texts += 1
        self.untouched += draft == text
        self.changed += Levenshtein.distance(draft, text)
        self.characters += max(len(draft), len(text))


@dataclass(frozen=True, slots=True)
class Drafted:
    """A term in the drafts of a page."""

    source: str
    target: str
    drafted: int
    """Texts whose draft has it."""
    changed: int
    """Those that have it no more."""


@dataclass(frozen=True, slots=True)
class PageEffort:
    """What was made of the drafts of one page."""

    language: str = ""
    made: tuple[Made, ...] = ()
    terms: tuple[Drafted, ...] = ()


def effort(item: Translation, knowing: Knowing) -> PageEffort:
    """Count what was made of the drafts of one translation.

    Raises:
        ConfigError: A glossary is wrong.
    """
    # By month and engine, since a page may be drafted by several, and approved in parts.
    made: dict[tuple[str, str], Made] = {}
    drafted, changed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row, draft, text in _approved(item):
        month = _MONTH.match(row.approved_on or _day(item))
        key = (month[0] if month else "", row.engine)
        made.setdefault(key, Made(*key)).add(draft, text)
        terms = knowing.of(item.origin, item.pair.language, item.pair.source).glossary
        # Only what the draft had can have been changed: a term that it missed is the checks' business.
        had = {match.term for match in glossary.renderings(row.source, draft, terms)}
        has = {match.term for match in glossary.renderings(row.source, text, terms)} if had else set()
        drafted.update((term.source, term.target) for term in had)
        changed.update((term.source, term.target) for term in had - has)
    told = (Drafted(*term, count, changed[term]) for term, count in sorted(drafted.items()))
    return PageEffort(item.pair.language, tuple(made.values()), tuple(told))


def by_month(pages: Iterable[PageEffort]) -> tuple[Effort, ...]:
    """Return what was counted by language, month and engine."""
    sums: dict[tuple[str, str, str], Made] = {}
    for page in pages:
        for one in page.made:
            total = sums.setdefault((page.language, one.month, one.engine), Made(one.month, one.engine))
            total.texts += one.texts
            total.untouched += one.untouched
            total.changed += one.changed
            total.characters += one.characters
    return tuple(
        Effort(
            # Of characters, not of texts: a comma in one and a new sentence in another are not the same.
            language,
            engine,
            month,
            one.texts,
            one.untouched,
            round(one.changed / (one.characters or 1), 4),
        )
        for (language, month, engine), one in sorted(sums.items())
    )


def changed_terms(pages: Iterable[PageEffort]) -> tuple[ChangedTerm, ...]:
    """Return the terms that were changed."""
    drafted, changed = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for page in pages:
        for one in page.terms:
            key = (page.language, one.source, one.target)
            drafted[key] += one.drafted
            changed[key] += one.changed
    found = (ChangedTerm(*key, count, drafted[key]) for key, count in changed.items() if count)
    return tuple(sorted(found, key=lambda one: (-one.changed, one.language, one.source, one.target)))


def _approved(item: Translation) -> Iterator[tuple[Row, str, str]]:
    """Yield the rows of texts that somebody approved and an engine drafted, each with the draft and what stands."""
    if item.target is None or item.comparison is None:
        return
    for link in item.comparison.links:
        row = link.row
        if row is None or link.target is None or not row.approved or row.verbatim or row.engine in _FOUND:
            continue
        block = item.target.blocks[link.target]
        if row.draft:
            # What only a formatter changed stands there as drafted.
            yield row, row.draft, row.draft if as_drafted(row, item.target, block) else block.text


def _day(item: Translation) -> str:
    """Return the day on which the page was approved: older versions took down no other."""
    approval = item.record.header.approval if item.record else None
    return approval.at if approval else ""
