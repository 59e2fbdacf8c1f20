"""TF209: the headings of a translation beside those of its source, paired by the record, by their ids and by their levels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from transflow.checks.finding import Hit
from transflow.checks.subject import Subject, excerpt
from transflow.document import Document
from transflow.markdown.anchors import ids
from transflow.sequences import edits, rising

_NAMED = 3
"""How many headings of a gap are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a page."""

    level: str
    """Its tag: `h2`."""
    shown: str
    start: int
    """Offset in its page."""
    block: int = -1
    """Number of the text in it; -1 if that is not known."""
    name: str = ""
    """Its id: written behind it, or made of its words."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What of the headings differs; each run of them that belongs together is one."""

    lost: tuple[tuple[int, tuple[Heading, ...]], ...]
    """Of the source, each run with its place in the translation."""
    added: tuple[tuple[Heading, ...], ...]
    """Of the translation."""
    changed: tuple[tuple[Heading, Heading], ...]
    """Source and translation, of different levels."""

    @property
    def alike(self) -> bool:
        """Whether nothing differs: the page was made of that source, and of all of it."""
        return not (self.lost or self.added or self.changed)


def headings(subject: Subject) -> Iterator[Hit]:
    """A heading of the source is missing, or the translation has one too many, or one of another level.

    Why: the table of contents and the sections that links lead to come from them.
    Example: `## 风险` became a bold paragraph.
    Fix: give the translation the headings of the source, each of the same level. Those that stand side by side are told
        together, with their number.
    """
    found = outline(subject)
    for place, gone in found.lost:
        told = f"the heading {_named(gone)} of the source is missing here"
        yield Hit(
            subject.at(place), told if len(gone) == 1 else f"{_several(gone)} of the source are missing here"
        )
    for more in found.added:
        told = f"the heading {_named(more)} is not in the source"
        yield Hit(
            subject.at(more[0].start), told if len(more) == 1 else f"{_several(more)} are not in the source"
        )
    for wanted, there in found.changed:
        yield Hit(subject.at(there.start), f"this heading is {there.level}, in the source {wanted.level}")


def _named(some: Sequence[Heading]) -> str:
    named = ", ".join(
        f"{excerpt(one.shown)} ({one.level})" if one.shown else one.level for one in some[:_NAMED]
    )
    return named if len(some) <= _NAMED else f"{named} …"


def _several(some: Sequence[Heading]) -> str:
    return f"{len(some)} headings ({_named(some)})"


def outline(subject: Subject) -> Outline:
    """Compare the headings of a translation with those of its source, as far as both are known to belong together.

    What came into the source since, or left it, is another matter (TF103), and so is what a record says was added on
    purpose.
    """
    if subject.source is None or subject.target is None:
        return Outline((), (), ())
    ours, theirs = subject.read(_headings, subject.source), subject.read(_headings, subject.target)
    told = _Recorded(subject, ours, theirs)
    pairs = _in_gaps(told.pairs or _by_id(ours, theirs), ours, theirs, told)
    to_target, to_source = dict(pairs), {j: i for i, j in pairs}
    gone = [i for i in range(len(ours)) if i not in to_target and i not in told.passed]
    more = [j for j in range(len(theirs)) if j not in to_source and j not in told.own]
    end = theirs[-1].start if theirs else subject.target.front.end
    places = [next((theirs[j].start for i, j in pairs if i > run[0]), end) for run in _runs(gone)]
    return Outline(
        tuple((place, tuple(ours[i] for i in run)) for place, run in zip(places, _runs(gone), strict=True)),
        tuple(tuple(theirs[j] for j in run) for run in _runs(more)),
        tuple(
            (ours[i], theirs[j])
            for i, j in pairs
            if ours[i].level != theirs[j].level and i not in told.passed
        ),
    )


def _headings(page: Document) -> tuple[Heading, ...]:
    levels = [tag for kind, tag, _ in page.shape if kind == "heading_open"]
    blocks = [number for number, block in enumerate(page.blocks) if block.kind == "heading"]
    starts = [page.blocks[number].start for number in blocks] or [page.front.end]
    if len(levels) != len(blocks):  # some are without words
        return tuple(Heading(tag, "", starts[min(n, len(starts) - 1)]) for n, tag in enumerate(levels))
    named = ids(page.blocks, page.dialect)
    texts = [page.blocks[number].text for number in blocks]
    return tuple(map(Heading, levels, texts, starts, blocks, map(named.__getitem__, blocks)))


class _Recorded:
    """What the record of a translation says of its headings; nothing without one."""

    def __init__(self, subject: Subject, ours: Sequence[Heading], theirs: Sequence[Heading]) -> None:
        self.pairs: list[tuple[int, int]] = []
        """Headings of the source with those that render them."""
        self.passed: set[int] = set()
        """Those of the source whose absence, or level, says nothing of the translation."""
        self.own: set[int] = set()
        """Those of the translation that render none, and are known to."""
        if subject.comparison is None or subject.record is None or subject.target is None:
            return
        here = {heading.block: number for number, heading in enumerate(ours) if heading.block >= 0}
        there = {heading.block: number for number, heading in enumerate(theirs) if heading.block >= 0}
        added = {row.target for row in subject.record.rows if not row.source}
        for link in subject.comparison.links:
            i, j = (
                here.get(-1 if link.source is None else link.source),
                there.get(-1 if link.target is None else link.target),
            )
            if i is not None:
                if j is not None:
                    self.pairs.append((i, j))
                if link.fate != "keep" or link.moved or link.row is None:
                    self.passed.add(i)
            elif j is not None and (link.row or subject.target.blocks[theirs[j].block].text in added):
                self.own.add(j)
        kept = rising([j for _, j in self.pairs])
        # One that was moved is there, too.
        self.passed |= {i for number, (i, _) in enumerate(self.pairs) if number not in kept}
        self.own |= {j for number, (_, j) in enumerate(self.pairs) if number not in kept}
        self.pairs = [pair for number, pair in enumerate(self.pairs) if number in kept]


def _by_id(ours: Sequence[Heading], theirs: Sequence[Heading]) -> list[tuple[int, int]]:
    """Pair headings that have one id: `## 风险 {#risks}` is `## Risks`."""
    places = {heading.name: j for j, heading in enumerate(theirs) if heading.name}
    pairs = [(i, places[heading.name]) for i, heading in enumerate(ours) if heading.name in places]
    kept = rising([j for _, j in pairs])
    return [pair for number, pair in enumerate(pairs) if number in kept]


def _in_gaps(
    pairs: Sequence[tuple[int, int]], ours: Sequence[Heading], theirs: Sequence[Heading], told: _Recorded
) -> list[tuple[int, int]]:
    """Return pairs with those that the levels of the headings between them leave no doubt about."""
    found = list(pairs)
    for (a, b), (c, d) in pairwise([(-1, -1), *pairs, (len(ours), len(theirs))]):
        left = [i for i in range(a + 1, c) if i not in told.passed]
        right = [j for j in range(b + 1, d) if j not in told.own]
        levels = [ours[i].level for i in left], [theirs[j].level for j in right]
        for _, i1, i2, j1, j2 in edits(*levels):
            # As many as there should be, on other levels: each is the one in its place.
            if i2 - i1 == j2 - j1:
                found += zip(left[i1:i2], right[j1:j2], strict=True)
    return sorted(found)


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return numbers in runs of those that follow each other."""
    runs = groupby(enumerate(places), lambda item: item[1] - item[0])
    return [[place for _, place in run] for _, run in runs]
