"""What people made of drafts: how much of them they changed, by language, engine and month, and which terms."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from transflow import glossary
from transflow.bitext import Row
from transflow.glossary import Term
from transflow.reports import ChangedTerm, Effort
from transflow.site.knowledge import Knowing
from transflow.site.translations import Translation
from transflow.site.workspace import Workspace
from transflow.tracker import as_drafted

_FOUND = ("", "memory")
"""What stands for an engine in rows whose draft none made."""
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
_LONGEST = 10_000
"""Characters of a text that are compared; how long that takes grows with the square of them."""


@dataclass
class _Sum:
    """What is counted of some texts."""

    texts: int = 0
    untouched: int = 0
    changed: int = 0
    characters: int = 0


@dataclass
class Efforts:
    """What was made of the drafts of a workspace, page by page."""

    workspace: Workspace
    _sums: dict[tuple[str, str, str], _Sum] = field(default_factory=dict)
    _drafted: Counter[tuple[str, Term]] = field(default_factory=Counter)
    _changed: Counter[tuple[str, Term]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._knowing = Knowing(self.workspace)

    def take(self, items: Iterable[Translation]) -> None:
        """Count what was made of some translations.

        Raises:
            ConfigError: A glossary is wrong.
        """
        for item in items:
            language = item.pair.language
            for row, draft, text in _approved(item):
                month = _MONTH.match(row.approved_on or _day(item))
                self._count((language, month[0] if month else "", row.engine), draft, text)
                terms = self._knowing.of(item.origin, language, item.pair.source).glossary
                had = {match.term for match in glossary.renderings(row.source, draft, terms)}
                has = {match.term for match in glossary.renderings(row.source, text, terms)} if had else set()
                self._drafted.update((language, term) for term in had)
                self._changed.update((language, term) for term in had - has)

    def _count(self, name: tuple[str, str, str], draft: str, text: str) -> None:
        total = self._sums.setdefault(name, _Sum())
        draft, text = draft[:_LONGEST], text[:_LONGEST]
        total.texts += 1
        total.untouched += draft == text
        total.changed += Levenshtein.distance(draft, text)
        total.characters += max(len(draft), len(text))

    def by_month(self) -> tuple[Effort, ...]:
        """Return what was counted by language, month and engine."""
        return tuple(
            Effort(
                language,
                engine,
                month,
                one.texts,
                one.untouched,
                round(one.changed / (one.characters or 1), 4),
            )
            for (language, month, engine), one in sorted(self._sums.items())
        )

    def terms(self) -> tuple[ChangedTerm, ...]:
        """Return the terms that were changed."""
        found = [
            ChangedTerm(language, term.source, term.target, count, self._drafted[language, term])
            for (language, term), count in self._changed.items()
        ]
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
            yield row, row.draft, row.draft if as_drafted(row, item.target, block) else block.text


def _day(item: Translation) -> str:
    """Return the day on which the page was approved: older versions took down no other."""
    approval = item.record.header.approval if item.record else None
    return approval.at if approval else ""
