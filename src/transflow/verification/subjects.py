"""What rises and what falls: a thing beside the word that moves it, told without any figure."""

from collections import Counter
from collections.abc import Iterator

from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import STOPS, Side

# At 11 `full-year revenue guidance` is already too far from `lowered`.
_APART = 22
"""Characters between a thing and its word."""
# 成本上升令利润下降: what moves one thing is not what moves the other.
_STOPS = STOPS | frozenset("令使致让因")
_AGAINST = GRAMMAR["measured-against"]
_COUNTED = GRAMMAR["counted-things"]
_PHRASE = 14
"""Characters of what stands right before a thing."""
_MOVED_IN, _MOVED_BY = GRAMMAR["moved-in"], GRAMMAR["moved-by"]
_MOVED_ONCE, _MOVED_THEN = GRAMMAR["moved-once"], GRAMMAR["moved-then"]
_ANOTHER = GRAMMAR["another-moved"]
_TURNED = {"up": "down", "down": "up"}


def opposed(source: Side, target: Side) -> Iterator[tuple[Mark, Mark]]:
    """Yield each thing of a translation that goes the other way than in the source, and the word that says so."""
    wanted = _moved(source)
    # Most sources move nothing, and their translations need not be read.
    if wanted:
        shown = _moved(target)
        for name, (thing, word) in shown.items():
            if name in wanted and wanted[name][1].pole == _TURNED[word.pole]:
                yield thing, word


def of(side: Side, move: Mark) -> str:
    """Return what the nearest thing to a move is, in its clause; empty if there is none."""
    near = [
        (_gap(thing, move), thing.pole) for thing in side.about("subject") if _beside(side.text, thing, move)
    ]
    return min(near, default=(0, ""))[1]


def _moved(side: Side) -> dict[str, tuple[Mark, Mark]]:
    """Return what stands once in a text and beside a word that moves it, with that word."""
    subjects = side.about("subject")
    moves = [move for move in side.about("move") if not _is_past(side.text, move)]
    # Once: of two costs, one that rises and one that falls, any pairing would be a guess.
    counts = Counter(mark.pole for mark in subjects)
    denials = [mark.end for mark in side.about("not")]
    found: dict[str, tuple[Mark, Mark]] = {}
    for thing in (mark for mark in subjects if counts[mark.pole] == 1):
        if _AGAINST.search(side.text, max(0, thing.start - _PHRASE), thing.start):
            continue  # up against the dollar
        if _COUNTED.search(side.text, max(0, thing.start - _PHRASE), thing.end):
            continue  # 1,964 stocks gained
        near = sorted(
            (not _holds(side.text, move, thing), _gap(thing, move), move.start, move)
            for move in moves
            if _beside(side.text, thing, move)
        )
        # `not rising` is neither up nor down.
        if (
            near
            and not any(0 <= near[0][-1].start - end < 4 for end in denials)
            and not (not near[0][0] and _changes(thing, near))
        ):
            found[thing.pole] = thing, near[0][-1]
    return found


def _changes(thing: Mark, near: list[tuple[bool, int, int, Mark]]) -> bool:
    """Whether what is said of a thing becomes less itself: growth in new users slowed."""
    pole = near[0][-1].pole
    return any(move.start >= thing.end and move.pole != pole for _, _, _, move in near)


def _is_past(text: str, move: Mark) -> bool:
    """Whether a move is one that came before what a text tells of: 连续下跌后, having fallen."""
    return bool(
        _MOVED_THEN.match(text, move.end)
        or _MOVED_ONCE.search(text, max(0, move.start - _PHRASE), move.start)
    )


def _holds(text: str, move: Mark, thing: Mark) -> bool:
    """Whether a move is one of a thing, whatever becomes of it: the fall in new home prices widened."""
    return move.end <= thing.start and bool(_MOVED_IN.match(text, move.end, thing.start))


def _gap(one: Mark, other: Mark) -> int:
    return max(other.start - one.end, one.start - other.end)


def _beside(text: str, thing: Mark, move: Mark) -> bool:
    start, stop = (thing.end, move.start) if thing.end <= move.start else (move.end, thing.start)
    between = text[start:stop]
    return (
        # A word that is both, as `losses` is a thing and a fall, does not move itself.
        stop >= start
        and len(between) <= _APART
        and not _STOPS.intersection(between)
        and not any(map(str.isdigit, between))
        and not (start == move.end and _MOVED_BY.search(between))
        # A narrower margin and rising costs, margins are narrower and costs rise.
        and not _ANOTHER.fullmatch(between)
    )
