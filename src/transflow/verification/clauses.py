"""Opposites told clause by clause, where a text says both: clauses correspond that have a figure or a name in common."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow.verification import meaning
from transflow.verification.grammar import GRAMMAR
from transflow.verification.meaning import ELSEWHERE, Turn, said
from transflow.verification.phrases import Mark
from transflow.verification.side import Pairs, Side

_END = GRAMMAR["clause-end"]
_ANCHORS = (
    "asset", "books", "budget", "chain", "comparison", "connect", "credit", "delivery", "market", "measure", "month", "name",
    "option", "period", "place", "quarter", "serial", "session", "size", "spelt", "subject", "tense", "term", "wanted", "way", "week",
    "weekday", "year",
)  # fmt: skip
"""What stands for one thing on both sides, besides figures, and is seldom said in another word."""
_Groups = Mapping[int, int]
"""The group of a clause, by its place."""
_NONE = -1
"""The group of clauses that correspond to none."""


def turned(source: Side, target: Side, pairs: Pairs) -> Iterator[Turn]:
    """Yield what clauses say the other way round than those of the source that correspond to them."""
    # Where neither side has several phrases the text as a whole tells (`meaning.turned`).
    concepts = [
        concept
        for concept in source.marks.keys() & target.marks.keys() - ELSEWHERE
        if any(len(side.marks[concept]) > 1 for side in (source, target))
    ]
    if not concepts or not (parts := _parts(source, target, pairs)):
        return
    denials = {number for part in parts for number in part.grouped("not")} | {_NONE}
    for concept in sorted(concepts):
        before, after = (part.grouped(concept) for part in parts)
        # What stands in a clause that corresponds to none may be what the other side says in another clause.
        apart = [{mark.pole for mark in found.pop(_NONE, ())} for found in (before, after)]
        for number in sorted(before.keys() & after.keys() - denials):
            wanted, shown = ({mark.pole for mark in found[number]} for found in (before, after))
            if (
                len(wanted) == len(shown) == 1
                and wanted != shown
                and not (wanted & apart[1] or shown & apart[0])
            ):
                one, mark = before[number][0], after[number][0]
                words = said(concept, *wanted), said(concept, *shown)
                yield Turn(concept, *words, mark.start, mark.end, source=one)
                break  # one is enough of a long text that turns them all


def denied(source: Side, target: Side, pairs: Pairs) -> Iterator[Turn]:
    """Yield a negation of a clause that the clauses that correspond to it have not."""
    firm, said = (sum(mark.pole == "strong" for mark in side.about("not")) for side in (source, target))
    # As many of both sides may be said in another clause.
    if firm == said or not (parts := _parts(source, target, pairs)):
        return
    before, after = (
        part.among(marks)
        for part, marks in zip(parts, meaning.apart(source.marks, target.marks), strict=True)
    )
    common = set(parts[0].groups.values()) & set(parts[1].groups.values())
    for number in sorted((before.keys() | after.keys()) & common):
        here, there = ([*found.get(number, ())] for found in (before, after))
        # What a clause lacks may stand in one that corresponds to none.
        lost = meaning.denied(here, [*there, *after.get(_NONE, ())])
        added = meaning.denied([*here, *before.get(_NONE, ())], there)
        yield from (turn for turn in lost if not turn.end)
        yield from (turn for turn in added if turn.end)


_NAMES = ("name", "place", "spelt")
_ACTORS = (*_NAMES, "asset", "market", "size", "wanted")
"""Of those what can be compared with another of its kind."""
_ANY = "stocks"
"""Of those what any other can be."""
RELATIONS = ("gap", "leads", "than", "weight")
"""What is said of two things, and of the same two the other way round: A leads B, B lags A."""


_LESS = frozenset({"behind", "discount", "less", "under"})
"""What the second of two things says of the first."""


def are_opposed(source: Side, target: Side) -> bool:
    """Whether two texts tell a relation from its two ends, so that what stands in it may change places."""
    ends = [{mark.pole in _LESS for mark in side.about(*RELATIONS)} for side in (source, target)]
    deals = [{mark.pole for mark in side.about("deal")} for side in (source, target)]
    return any(one and other and one.isdisjoint(other) for one, other in (ends, deals))


def is_converse(source: Side, target: Side, one: Mark, other: Mark) -> bool:
    """Whether two phrases say the same of two things, since these stand on the other side of each: B lags A for A跑赢B."""
    changed = kept = 0
    first: list[tuple[int, str]] = []
    again: list[tuple[int, str]] = []
    # Who buys and who sells has a name.
    for concept in _NAMES if one.concept == "deal" else _ACTORS:
        left, right = (_once(side.about(concept)) for side in (source, target))
        for pole in (left.keys() & right.keys()) - {_ANY}:
            if _END.search(source.text, *sorted((left[pole], one.start))):
                continue
            behind = left[pole] > one.start, right[pole] > other.start
            changed, kept = changed + (behind[0] != behind[1]), kept + (behind[0] == behind[1])
            first += [(left[pole], pole)] * (not behind[0])
            again += [(right[pole], pole)] * (not behind[1])
    # 在北京卖房, and a premium on futures: a place or a thing alone may stand on either side of these.
    moved = changed > kept and one.concept not in ("deal", "gap")
    # 腾讯向美团出售: who buys is the other one of the two.
    return moved or bool(first and again and min(first)[1] != min(again)[1])


@dataclass(frozen=True, slots=True)
class _Part:
    """A side, cut into clauses."""

    side: Side
    cuts: Sequence[int]
    groups: _Groups

    def grouped(self, concept: str) -> dict[int, list[Mark]]:
        """Return the phrases of each group; under `_NONE` those of clauses without an anchor."""
        return self.among(self.side.marks.get(concept, ()))

    def among(self, marks: Sequence[Mark]) -> dict[int, list[Mark]]:
        """Return which of some phrases stand in each group."""
        found: dict[int, list[Mark]] = {}
        for mark in marks:
            group = self.groups.get(bisect_right(self.cuts, mark.start), _NONE)
            found.setdefault(group, []).append(mark)
        return found


def _parts(source: Side, target: Side, pairs: Pairs) -> tuple[_Part, _Part] | None:
    """Return both sides cut into clauses; None if nothing tells which correspond."""
    anchors = list(_anchors(source, target, pairs))
    if len(anchors) < 2:
        return None
    cuts = [[match.start() for match in _END.finditer(side.text)] for side in (source, target)]
    left, right = _groups(
        [(bisect_right(cuts[0], one), bisect_right(cuts[1], other)) for one, other in anchors]
    )
    return _Part(source, cuts[0], left), _Part(target, cuts[1], right)


def _anchors(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Yield where what stands once on both sides begins in each."""
    yield from ((one.start, other.start) for one, other in pairs)
    for concept in _ANCHORS:
        left, right = (_once(side.about(concept)) for side in (source, target))
        yield from ((left[pole], right[pole]) for pole in left.keys() & right.keys())


def _once(marks: Sequence[Mark]) -> dict[str, int]:
    counts = Counter(mark.pole for mark in marks)
    return {mark.pole: mark.start for mark in marks if counts[mark.pole] == 1}


def _groups(links: Sequence[tuple[int, int]]) -> tuple[_Groups, _Groups]:
    """Return the groups of the clauses of either side: clauses with an anchor in common are of one group."""
    above: dict[tuple[int, int], tuple[int, int]] = {}

    def top(clause: tuple[int, int]) -> tuple[int, int]:
        while above.setdefault(clause, clause) != clause:
            above[clause] = clause = above[above[clause]]
        return clause

    for left, right in links:
        above[top((0, left))] = top((1, right))
    numbers: dict[tuple[int, int], int] = {}
    found: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for side, clause in tuple(above):
        found[side][clause] = numbers.setdefault(top((side, clause)), len(numbers))
    return found
