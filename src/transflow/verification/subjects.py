"""What rises and what falls: a thing beside the word that moves it, told without any figure."""

from collections import Counter
from collections.abc import Iterator

from transflow.verification.meaning import Marks
from transflow.verification.phrases import Mark

_APART = 22
"""Characters between a thing and its word."""
_STOPS = frozenset(",，。;；、:：()（）令使致让")
_TURNED = {"up": "down", "down": "up"}


def opposed(source: str, of_source: Marks, target: str, of_target: Marks) -> Iterator[tuple[Mark, Mark]]:
    """Yield each thing of a translation that goes the other way than in the source, and the word that says so."""
    if "move" in of_source and "move" in of_target and "subject" in of_source:
        wanted, shown = _moved(source, of_source), _moved(target, of_target)
        for name, (thing, word) in shown.items():
            if name in wanted and wanted[name][1].pole == _TURNED[word.pole]:
                yield thing, word


def _moved(text: str, marks: Marks) -> dict[str, tuple[Mark, Mark]]:
    """Return what stands once in a text and beside a word that moves it, with that word."""
    subjects, moves = marks.get("subject", ()), marks["move"]
    counts = Counter(mark.pole for mark in subjects)
    denials = [mark.end for mark in marks.get("not", ())]
    found: dict[str, tuple[Mark, Mark]] = {}
    for thing in (mark for mark in subjects if counts[mark.pole] == 1):
        near = sorted((_gap(thing, move), move.start, move) for move in moves if _beside(text, thing, move))
        if near and not any(0 <= near[0][2].start - end < 4 for end in denials):
            found[thing.pole] = thing, near[0][2]
    return found


def _gap(one: Mark, other: Mark) -> int:
    return max(other.start - one.end, one.start - other.end)


def _beside(text: str, thing: Mark, move: Mark) -> bool:
    start, stop = (thing.end, move.start) if thing.end <= move.start else (move.end, thing.start)
    between = text[start:stop]
    return (
        stop >= start
        and len(between) <= _APART
        and not _STOPS.intersection(between)
        and not any(map(str.isdigit, between))
    )
