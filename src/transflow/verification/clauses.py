"""Opposites told clause by clause, where a text says both: clauses correspond that have a figure or a name in common."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow.folding import fold
from transflow.verification import meaning
from transflow.verification.grammar import GRAMMAR
from transflow.verification.meaning import Turn, common, may_say, said
from transflow.verification.phrases import Mark
from transflow.verification.side import Pairs, Side

_END = GRAMMAR["clause-end"]
_AGENT = GRAMMAR["agent-before"]
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
        for concept in common(source.marks, target.marks)
        if any(len(side.marks[concept]) > 1 for side in (source, target))
    ]
    if not concepts or not (parts := _parts(source, target, pairs)):
        return
    denials = {number for part in parts for number in part.grouped("not")} | {_NONE}
    for concept in concepts:
        before, after = (part.grouped(concept) for part in parts)
        # What stands in a clause that corresponds to none may be what the other side says in another clause.
        apart = [{mark.pole for mark in found.pop(_NONE, ())} for found in (before, after)]
        for number in sorted(before.keys() & after.keys() - denials):
            wanted, shown = ({mark.pole for mark in found[number]} for found in (before, after))
            if (
                len(wanted) == len(shown) == 1
                and wanted != shown
                and not (wanted & apart[1] or shown & apart[0])
                and not may_say(target.marks, concept, wanted)
                and not may_say(source.marks, concept, shown)
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


_ACTORS = ("name", "place", "spelt", "asset", "market", "period", "size", "subject", "wanted")
"""Of what is named so, one can be compared with another of its kind."""
_ANY = "stocks"
"""Of those what any other can be."""
RELATIONS = ("deal", "gap", "leads", "line", "pace_against", "price_of", "shape", "than", "weight")
"""What is said of two things, and of the same two the other way round: A leads B, B lags A."""
_POLES = dict.fromkeys(("behind", "below", "cheap", "discount", "less", "under", "worse"), "less") | {
    "buy": "buy",
    "sell": "sell",
}
"""What the first of two things is said to do; else it is more than the second."""
_OTHER_END = {"more": "less", "less": "more", "buy": "sell", "sell": "buy"}
"""What the other one of the two is then said to do."""
_PARTY, _TOKEN = GRAMMAR["party"], GRAMMAR["rating"]
_LED = 12
"""Characters before a name in which a word says that it is the other one of the two."""
_CLAUSE = 80
"""Characters on either side of a phrase within which its clause is looked at."""
_ARTICLES = ("", "于", "the", "its", "than", "than the")
"""What stands between such a phrase and the thing right behind it."""
_Told = dict[tuple[str, str], set[str]]
"""What is said of two things, by what they are."""


def told(side: Side, *relations: str) -> _Told:
    """Return what a text says of two things in one clause; nothing of a passive, or of a deal with nobody."""
    marks = side.about(*relations)
    found: _Told = {}
    text = fold(side.text).lower() if marks else ""
    spans = [(mark, clause_start(text, mark), clause_end(text, mark)) for mark in marks]
    tokens = [Mark("token", match[0], *match.span()) for match in _TOKEN.finditer(fold(side.text))]
    for some in (*(side.about(concept) for concept in _ACTORS), tokens) if marks else ():
        actors = sorted((one for one in some if one.pole != _ANY), key=lambda mark: mark.start)
        starts = [mark.start for mark in actors]
        for mark, *clause in spans:
            first, last = (bisect_left(starts, at) for at in clause)
            if pair := _pair(text, mark, actors[first:last]):
                # Each end alone too: of `small caps outpaced large ones` only one has a name.
                for known in {pair, (pair[0], ""), ("", pair[1])} - {("", "")}:
                    found.setdefault(known, set()).add(_POLES.get(mark.pole, "more"))
    return found


def _pair(text: str, mark: Mark, near: Sequence[Mark]) -> tuple[str, str] | None:
    """Return the things of a clause, the first of which does what a phrase says to the other."""
    is_deal = mark.concept == "deal"
    led = [one for one in near if _PARTY.search(text, max(0, one.start - _LED), one.start)]
    party = next(iter(led or [one for one in near if one.start >= mark.end and not is_deal]), None)
    before = [one for one in near if one.end <= mark.start and one is not party]
    if not (before or party) or (is_deal and not (before and party)):
        return None
    if party and _AGENT.search(text, max(0, party.start - _LED), party.start):
        return None
    # The market lagged Tencent: one of the two has no name. It has to stand beside the word.
    if party and not before and text[mark.end : party.start].strip() not in _ARTICLES:
        return None
    first, last = before[0 if is_deal else -1].pole if before else "", party.pole if party else ""
    return (first, last) if first != last else None


def converse(source: _Told, target: _Told) -> set[tuple[str, str]]:
    """Return the things of which a text says what its translation says of them from the other end."""
    return {
        pair for pair, said in source.items() if {_OTHER_END[one] for one in said} == target.get(pair[::-1])
    }


def crossed(source: _Told, target: _Told) -> set[tuple[str, str]]:
    """Return the things of which a text says the one of the other, and its translation the other of the one."""
    return {pair for pair, said in source.items() if said & target.get(pair[::-1], set())}


def is_converse(source: Side, target: Side, mark: Mark) -> bool:
    """Whether a phrase of a translation says what the source says of the same two things: B lags A for A跑赢B."""
    alone = Side(target.text, {**target.marks, mark.concept: [mark]}, target.figures)
    from_other_end = converse(*(told(side, *RELATIONS) for side in (source, target)))
    return any(pair[::-1] in from_other_end for pair in told(alone, mark.concept))


def clause_start(text: str, mark: Mark) -> int:
    """Return where the clause of a phrase begins."""
    start = max(0, mark.start - _CLAUSE)
    return max((match.end() for match in _END.finditer(text, start, mark.start)), default=start)


def clause_end(text: str, mark: Mark) -> int:
    """Return where the clause of a phrase ends."""
    match = _END.search(text, mark.end, mark.end + _CLAUSE)
    return match.start() if match else mark.end + _CLAUSE


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
