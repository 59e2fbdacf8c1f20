"""From A to B: what stood before and what after, whatever the two are: figures, ratings, names, kinds of assets."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from transflow.folding import fold
from transflow.numbers.quantity import Quantity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import STOPS, Side, window

_APART = 24
"""Characters that may stand between `from` and what it is about."""
_BETWEEN = 10
"""Characters between two ends of which only the second has a word before it: 62元上调至80元."""
_CALENDAR = ("date", "period")
_JOINED = GRAMMAR["course"]
_TOKEN = GRAMMAR["rating"]
_SORTS = (
    "state",
    "asset",
    "name",
    "place",
    "balance",
    "flow",
    "gap",
    "move",
    "position",
    "result",
    "serial",
    "way",
    "weekday",
    "weight",
)
"""What marks can be an end, besides figures, dates and tokens."""
_NAMES = ("name", "place")
"""Between these both words are needed: one rents from another, and lends to it."""


@dataclass(frozen=True, slots=True)
class End:
    """What a change can begin or end with."""

    sort: str
    key: object
    start: int
    end: int
    role: str = ""
    """`from` or `to` by the word before it; empty where there is none."""


def turned(source: Side, target: Side) -> Iterator[tuple[int, int]]:
    """Yield where a translation goes from B to A though its source goes from A to B."""
    # The translation first: most say no change at all, and the source need not be read.
    after = courses(target)
    before = courses(source) if after else []
    known, shown = ({(a.key, b.key) for a, b in pairs} for pairs in (before, after))
    for first, last in after:
        here, back = (first.key, last.key), (last.key, first.key)
        # Not if it says both: a text of two changes may tell one and its reverse (from 3% to 4%, and back to 3%).
        if first.key != last.key and back in known and here not in known and back not in shown:
            yield min(first.start, last.start), max(first.end, last.end)


Terms = Callable[[], tuple[Sequence[Mark], Sequence[Mark]]]
"""Returns the terms of a source, and what renders them in its translation."""


def exchanged(source: Side, target: Side, terms: Terms) -> Iterator[tuple[int, int]]:
    """Yield what comes before and after in a translation if it is what comes after and before in the source.

    Whatever the two are: by anything that is known of either of them, such as a name in it or a term.
    """
    after = [*_spans(target)]
    before = sorted(_spans(source)) if after else []
    if not before:
        return
    known, shown = (_Known(side, marks) for side, marks in zip((source, target), terms(), strict=True))
    starts = [a[0] for a, _ in before]
    for first, last in after:
        # Figures are compared by their values (`turned`), and what stands beside one (每股) says nothing of it.
        if all(any(map(str.isdigit, target.text[slice(*end)])) for end in (first, last)):
            continue
        # Of a paragraph only what stands in the same part of it.
        begin, end = window(source, target, first[0])
        near = before[bisect_left(starts, begin) : bisect_right(starts, end)]
        wanted = [(known.within(a), known.within(b)) for a, b in near]
        here, there = shown.within(first), shown.within(last)
        straight = any(a & here or b & there for a, b in _apart(wanted, here & there))
        if not straight and any(a & there or b & here for a, b in _apart(wanted, here & there)):
            yield min(first[0], last[0]), max(first[1], last[1])


_Keys = frozenset[tuple[str, object]]


def _apart(pairs: Iterable[tuple[_Keys, _Keys]], common: _Keys) -> Iterator[tuple[_Keys, _Keys]]:
    """Yield what is known of either end without what both have, on this side or on the other."""
    for a, b in pairs:
        both = common | (a & b)
        yield a - both, b - both


_FROM = frozenset(("由", "从", "從", "自", "from", "out of", "away from"))
_REACH = 40
"""Characters of one end of a change."""
_STOPS = STOPS | {"."}
_THING = GRAMMAR["named-thing"]
_SAYS = frozenset(
    {
        "asset",
        "budget",
        "chain",
        "credit",
        "market",
        "measure",
        "month",
        "name",
        "option",
        "period",
        "place",
        "point",
        "quarter",
        "session",
        "size",
        "spelt",
        "state",
        "subject",
        "term",
        "way",
        "week",
        "weekday",
        "year",
    }
)
"""What tells which of two ends a stretch of text is."""


class _Known:
    """What is known of the stretches of a text."""

    def __init__(self, side: Side, terms: Iterable[Mark]) -> None:
        said = (*side.about(*_SAYS), *terms)
        marks = [(mark.start, mark.end, (mark.concept, mark.pole)) for mark in said]
        tokens = [(*match.span(), ("token", match[0])) for match in _TOKEN.finditer(fold(side.text))]
        figures = [
            (one.start, one.end, ("figure", _keys(one))) for one in side.figures if one.kind not in _CALENDAR
        ]
        self.known: list[tuple[int, int, tuple[str, object]]] = sorted(
            [*marks, *tokens, *figures], key=itemgetter(0)
        )
        self.starts = [start for start, _, _ in self.known]

    def within(self, span: tuple[int, int]) -> _Keys:
        """Return what is known of a stretch."""
        first, last = (bisect_left(self.starts, at) for at in span)
        return frozenset(key for _, end, key in self.known[first:last] if end <= span[1])


def _spans(side: Side) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the stretches that a text says something goes from and to."""
    marks = sorted(side.about("course"), key=lambda mark: mark.start)
    # Not 原 of 原目标为50万辆.
    turns = [mark for mark in marks if mark.pole == "to" or side.text[mark.start : mark.end].lower() in _FROM]
    for one, other, then in zip(turns, turns[1:], [*turns[2:], None], strict=False):
        end = min(then.start if then else len(side.text), other.end + _REACH)
        spans = (one.end, other.start), (other.end, _stop(side.text, other.end, end))
        # `to AA, from AA+`: a comma may stand before the second word.
        length = len(side.text[slice(*spans[0])].rstrip(", "))
        order = one.pole, other.pole
        # Behind 为 no 由 says what was before, and neither does `from` behind `decided to sell`, nor that of `from A to B`.
        fits = order == ("from", "to") or (
            order == ("to", "from")
            and bool(_THING.match(side.text, one.end))
            and not (then and then.pole == "to" and then.start <= spans[1][1])
        )
        if fits and length <= _REACH and _stop(side.text, one.end, one.end + length) == one.end + length:
            yield spans if one.pole == "from" else spans[::-1]


def _stop(text: str, start: int, end: int) -> int:
    """Return where a clause ends that begins at a place, at most at an end."""
    # Not at the point of 7.29.
    stops = (at for at in range(start, end) if text[at] in _STOPS and not text[at + 1 : at + 2].isdigit())
    return next(stops, end)


def courses(side: Side) -> list[tuple[End, End]]:
    """Return the changes of a text, each as what was before and what after; a range is one too."""
    found = [
        (End("figure", first, figure.start, figure.end), End("figure", last, figure.start, figure.end))
        for figure in side.figures
        if len(keys := _keys(figure)) == 2
        for first, last in [keys]
    ]
    by_sort: dict[str, list[End]] = {}
    # By sort: a figure and a name between two others are neither's other end.
    for end in _ends(side):
        by_sort.setdefault(end.sort, []).append(end)
    return found + [
        course for ends in by_sort.values() for a, b in pairwise(ends) for course in _course(side.text, a, b)
    ]


def _course(text: str, a: End, b: End) -> Iterator[tuple[End, End]]:
    between = text[a.end : b.start]
    near = len(between) <= _BETWEEN and not STOPS.intersection(between) and a.sort not in _NAMES
    # AA from AA+: the second has the word, the first needs none. Names do: 谷歌向亚马逊租用.
    if b.role == "from" and (a.role == "to" or (not a.role and a.sort not in _NAMES)):
        yield b, a
    elif (b.role == "to" and (a.role == "from" or (not a.role and near))) or _is_joined(a, between):
        yield a, b


def _is_joined(a: End, between: str) -> bool:
    """Whether what stands between two ends says that the one goes to the other; of names `to` says it not: prefers BYD to Tesla."""
    return bool(_JOINED.fullmatch(between)) and (a.sort not in _NAMES or not between.strip().isalpha())


def _ends(side: Side) -> Iterator[End]:
    """Yield what can be an end of a change, in order, each with its role."""
    found = [
        End("date" if figure.kind in _CALENDAR else "figure", keys[0], figure.start, figure.end)
        for figure in side.figures
        if len(keys := _keys(figure)) == 1
    ]
    found += (End(s, mark.pole, mark.start, mark.end) for s in _SORTS for mark in side.about(s))
    found += (End("token", match[0], *match.span()) for match in _TOKEN.finditer(fold(side.text)))
    # The nearest word before each, unless an end of its sort has used it: `from 3% to 4%` has one `from`.
    turns, last = side.about("course"), dict[str, int]()
    stops = [mark.end for mark in turns]
    for end in sorted(found, key=lambda end: end.start):
        place = bisect_right(stops, end.start)
        turn = turns[place - 1] if place else None
        between = side.text[turn.end : end.start] if turn else ""
        near = len(between) <= _APART and not any(c.isdigit() or c in STOPS for c in between)
        role = turn.pole if turn and near and last.get(end.sort, 0) <= turn.start else ""
        last[end.sort] = end.end
        yield End(end.sort, end.key, end.start, end.end, role)


def _keys(figure: Quantity) -> tuple[object, ...]:
    # A vote of 9-0 or a rank goes from nowhere.
    if figure.kind in ("ratio", "ordinal"):
        return ()
    return figure.values if figure.kind in _CALENDAR else tuple(map(Decimal, figure.values))
