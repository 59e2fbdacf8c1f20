"""What phrases tell of a translation: opposites, roles in a change, negations, names."""

from collections.abc import Iterator, Sequence

from transflow import languages
from transflow.numbers.quantity import Quantity
from transflow.verification import courses, meaning, places, roles, signs, subjects
from transflow.verification.fault import Fault

_OPPOSITES = {
    "balance": ("TF802", True),
    "bound": ("TF304", True),
    "comparison": ("TF307", True),
    "currency": ("TF802", True),
    "exact": ("TF304", False),
    "forecast": ("TF802", True),
    "limit": ("TF802", True),
    "liquidity": ("TF802", True),
    "stake": ("TF802", True),
    "swing": ("TF802", True),
    "period": ("TF307", True),
}
"""The code of what an opposition is about, and whether it can be an error; TF802 and a warning for all others."""


_LONG = 150
"""Characters of the shorter side in which one negation may be said in another way."""


def faults(
    texts: tuple[str, str],
    read: tuple[Sequence[Quantity], Sequence[Quantity]],
    pairs: Sequence[tuple[Quantity, Quantity]],
    tags: tuple[str, str],
) -> Iterator[Fault]:
    """Yield what phrases tell to be wrong.

    Args:
        texts: The text translated, and the translation.
        read: The figures of each.
        pairs: Figures that stand once on each side; see `transflow.verification.figures`.
        tags: BCP 47 tags of both.
    """
    source, target = texts
    of_source, of_target = (
        meaning.marked(text, languages.language_of(tag)) for text, tag in zip(texts, tags, strict=True)
    )
    sides = courses.Side(source, of_source, read[0]), courses.Side(target, of_target, read[1])
    for start, end in courses.turned(*sides):
        yield Fault("TF305", "error", f"{target[start:end]}: before and after are turned round", start, end)
    yield from _opposites(of_source, of_target, target, pairs)
    yield from _periods(pairs, source, of_source, target, of_target)
    yield from _changes(
        pairs, roles.Side(source, of_source.get("role", ())), roles.Side(target, of_target.get("role", ()))
    )
    for figure, minus in signs.unlike(pairs, source, of_source, target, of_target):
        message = f"{figure.text} is {'negative' if minus else 'positive'} in the source"
        yield Fault("TF306", "error", message, figure.start, figure.end)
    for thing, word in subjects.opposed(source, of_source, target, of_target):
        name, said = target[thing.start : thing.end], target[word.start : word.end]
        message = f"{name} goes the other way in the source, not {said!r}"
        yield Fault("TF802", "warning", message, word.start, word.end)
    yield from _names(of_source, of_target, source, target, pairs)
    for turn in meaning.denied(of_source, of_target, min(map(len, texts)) // _LONG):
        message = f"the source has {turn.wanted}, the translation {turn.shown}"
        yield Fault("TF801", "warning", message, turn.start, turn.end)


def _opposites(
    of_source: meaning.Marks,
    of_target: meaning.Marks,
    target: str,
    pairs: Sequence[tuple[Quantity, Quantity]],
) -> Iterator[Fault]:
    minus = any(one.values[0].startswith("-") for pair in pairs for one in pair)
    for turn in (*meaning.turned(of_source, of_target), *meaning.exchanged(of_source, of_target)):
        if turn.concept == "result" and minus:
            continue  # a profit of -3 is a loss of 3
        code, grave = _OPPOSITES.get(turn.concept, ("TF802", False))
        message = f"the source says {turn.wanted}, not {turn.shown} ({target[turn.start : turn.end]!r})"
        yield Fault(
            code,
            "error" if grave and turn.sure else "warning",
            message,
            turn.start,
            turn.end,
        )


def _periods(
    pairs: Sequence[tuple[Quantity, Quantity]],
    source: str,
    of_source: meaning.Marks,
    target: str,
    of_target: meaning.Marks,
) -> Iterator[Fault]:
    sides = (
        roles.Side(text, marks.get("comparison", ()))
        for text, marks in ((source, of_source), (target, of_target))
    )
    words = meaning.OPPOSITES["comparison"]
    for figure, wanted, shown in roles.compared(pairs, *sides):
        message = f"{figure.text} is more or less {words[wanted]}, not {words[shown]}"
        yield Fault("TF307", "error", message, figure.start, figure.end)


_ROLES = {"from": "the value before", "to": "the value after", "by": "the difference"}


def _changes(
    pairs: Sequence[tuple[Quantity, Quantity]], source: roles.Side, target: roles.Side
) -> Iterator[Fault]:
    for figure, wanted, shown in roles.changed(pairs, source, target):
        message = f"{figure.text} is {_ROLES[wanted]}, not {_ROLES[shown]}"
        yield Fault("TF305", "error", message, figure.start, figure.end)


def _names(
    of_source: meaning.Marks,
    of_target: meaning.Marks,
    source: str,
    target: str,
    pairs: Sequence[tuple[Quantity, Quantity]],
) -> Iterator[Fault]:
    for lost, gained in meaning.renamed(of_source, of_target):
        wanted, shown = source[lost.start : lost.end], target[gained.start : gained.end]
        yield Fault("TF404", "error", f"{shown} is not {wanted}", gained.start, gained.end)
    for first, last in places.exchanged(source, of_source, of_target, pairs):
        both = " and ".join(target[mark.start : mark.end] for mark in (first, last))
        yield Fault("TF803", "warning", f"{both} stand in each other's place", first.start, first.end)
