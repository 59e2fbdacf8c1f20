"""What a translation says the other way round: phrases that oppose each other, counted on both sides.

A phrase counts wherever it stands, since a translation says things in another order. So one is missed only with
another one in its place, and a negation only where its counterparts are fewer than it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from transflow.folding import fold
from transflow.verification.phrases import Mark, Marks, marks
from transflow.verification.side import REACH, Side, window

OPPOSITES: dict[str, dict[str, str]] = {
    "balance": {"surplus": "a surplus", "deficit": "a deficit"},
    "bound": {"above": "more than", "below": "less than"},
    "comparison": {"year": "than a year earlier", "step": "than in the period before"},
    "currency": {"up": "stronger", "down": "weaker"},
    "deal": {"buy": "buying", "sell": "selling"},
    "exact": {"about": "about", "exactly": "exactly"},
    "flow": {"in": "an inflow", "out": "an outflow"},
    "forecast": {"up": "raised", "down": "lowered"},
    "gap": {"premium": "a premium", "discount": "a discount"},
    "limit": {"up": "limit-up", "down": "limit-down"},
    "liquidity": {"in": "an injection", "out": "a withdrawal"},
    "move": {"up": "up", "down": "down"},
    "opening": {"up": "a higher opening", "down": "a lower opening"},
    "period": {
        "h1": "the first half", "h2": "the second half", "q1": "the first quarter", "q2": "the second quarter",
        "q3": "the third quarter", "q4": "the fourth quarter", "9m": "the first three quarters",
    },
    "plus": {"positive": "positive", "negative": "negative"},
    "policy": {"tight": "tightening", "loose": "easing"},
    "result": {"profit": "a profit", "loss": "a loss"},
    "stake": {"up": "a larger stake", "down": "a smaller stake"},
    "swing": {"up": "a turn to profit", "down": "a turn to loss"},
    "view": {"bull": "bullish", "bear": "bearish"},
    "way": {"import": "imports", "export": "exports"},
    "weight": {"over": "better", "under": "worse"},
}  # fmt: skip
"""How a message calls each side of what phrases can be about; else as the tables do."""
KEPT = {
    "awaits": "something has to come first",
    "expected": "it is only expected",
    "hearsay": "others say so",
    "in_turn_first": "it is the first",
    "in_turn_last": "it is the last",
    "of_all": "it is so of all",
    "of_most": "it is so of most",
    "of_must": "it must be so",
    "of_one_only": "it is so of one alone",
    "of_some": "it is so of some",
    "perhaps": "it may be so",
    "planned": "it is not done yet",
}
"""What one side must say if the other does, and how a message calls it."""
ELSEWHERE = KEPT.keys() | frozenset(
    ("asset", "course", "name", "not", "order", "place", "role", "sign", "spelt", "state", "subject", "transfer", "twin", "voice")
)  # fmt: skip
"""What phrases are about that is compared in another way."""


_SOFT = "?"
"""What ends the pole of a phrase that may say so, and need not: it does for that pole on the other side, and proves nothing.

Alone it does for every pole: of a text with such a phrase nothing is told of what it is about."""


def said(concept: str, pole: str) -> str:
    """Return how a message calls a pole."""
    return OPPOSITES.get(concept, {}).get(pole, pole.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Turn:
    """A phrase of a translation that says the opposite of what the source says."""

    concept: str
    wanted: str
    """What the source says, as a message calls it."""
    shown: str
    """What the translation says."""
    start: int = 0
    """Where in the translation; 0 and 0 where nothing stands."""
    end: int = 0
    sure: bool = False
    """Whether each side has one such phrase, so that nothing else can be meant."""
    source: Mark | None = None
    """What the source has in its place, if that is one phrase."""


def marked(text: str, language: str) -> dict[str, list[Mark]]:
    """Return the phrases of a text by what they are about."""
    found: dict[str, list[Mark]] = {}
    # Folded, so that one table serves both scripts.
    for mark in marks(fold(text).lower(), language):
        if mark.concept not in _NAMES or not text[mark.start].islower():  # apple is no company
            soft = _SOFT if mark.pole.endswith(_SOFT) else ""
            found.setdefault(mark.concept + soft, []).append(mark)
    short = {
        word
        for mark in found.get("name", ())
        if _is_explained(text, mark, word := text[mark.start : mark.end])
    }
    if short:
        found["name"] = [mark for mark in found["name"] if text[mark.start : mark.end] not in short]
    return found


def _is_explained(text: str, mark: Mark, word: str) -> bool:
    """Whether a name is short for the words before it: the Backing Portfolio (BP) is no oil company."""
    if text[mark.start - 1 : mark.start] != "(" or text[mark.end : mark.end + 1] != ")":
        return False
    words = text[max(0, mark.start - _EXPLAINED) : mark.start - 1].rsplit(maxsplit=len(word))[-len(word) :]
    return "".join(each[0] for each in words).lower() == word.lower()


_NAMES = ("name", "place")
_EXPLAINED = 80
"""Characters before a bracket among which are the words that a name in it is short for."""


def turned(source: Side, target: Side) -> Iterator[Turn]:
    """Yield what is said the other way round.

    Either the source has phrases of one kind only, or as many phrases are lost as others are gained; and what was lost
    and what was gained stand in the same part of a text of several sentences.
    """
    of_source, of_target = source.marks, target.marks
    for concept in common(of_source, of_target):
        wanted, shown = (
            Counter(mark.pole for mark in side) for side in (of_source[concept], of_target[concept])
        )
        lost, gained = (
            _without(wanted - shown, of_target, concept),
            _without(shown - wanted, of_source, concept),
        )
        # Only where one side alone denies: both may say it in the negative.
        if _is_denied(of_source, concept) != _is_denied(of_target, concept):
            continue  # not agree is reject
        # As many lost as gained, or one kind only: what says up twice and down once may well be told otherwise.
        gone = any(shown[pole] == 0 and number > 1 for pole, number in lost.items())
        if lost and gained and (len(wanted) == 1 or lost.total() == gained.total() or gone):
            # The first by its name, so that the same text is told the same way in every run.
            sides = (
                [mark for mark in of_source[concept] if mark.pole == min(lost)],
                [mark for mark in of_target[concept] if mark.pole == min(gained)],
            )
            found = _together(source, target, *sides)
            if found:
                one, mark = found
                # In a paragraph another sentence may be meant.
                sure = wanted.total() == shown.total() == 1 and len(target.text) <= 2 * REACH
                words = said(concept, one.pole), said(concept, mark.pole)
                yield Turn(concept, *words, mark.start, mark.end, sure, one)


def common(of_source: Marks, of_target: Marks) -> list[str]:
    """Return what both sides say something of, in order."""
    return sorted(one for one in of_source.keys() & of_target.keys() - ELSEWHERE if not one.endswith(_SOFT))


def may_say(marks: Marks, concept: str, poles: Collection[str]) -> bool:
    """Whether a phrase of a text may say one of some poles, and need not."""
    soft = {mark.pole.removesuffix(_SOFT) for mark in marks.get(concept + _SOFT, ())}
    return "" in soft or not soft.isdisjoint(poles)


def _without(poles: Counter[str], marks: Marks, concept: str) -> Counter[str]:
    """Return the poles that no phrase of a text may say."""
    return Counter({pole: number for pole, number in poles.items() if not may_say(marks, concept, (pole,))})


def _together(
    source: Side, target: Side, lost: Sequence[Mark], gained: Sequence[Mark]
) -> tuple[Mark, Mark] | None:
    """Return a phrase of each side, the one of which can stand for the other by where they stand; None if there are none."""
    starts = [mark.start for mark in lost]
    for mark in gained:
        first, last = window(source, target, mark.start)
        place = bisect_left(starts, first)
        if place < len(starts) and starts[place] <= last:
            return lost[place], mark
    return None


# `does not quite agree`: a word may stand between.
_NEAR = 8
"""Characters between a negation and what it denies."""
_DENYING = ("strong", "mild", "weak")
_FAR = 60
"""The same before a limit: no shareholder may by itself hold more than 5%."""
_ASSENT = frozenset(
    {
        "bound",
        "calm",
        "chance",
        "effort",
        "enough",
        "favour",
        "help",
        "licence",
        "line",
        "quality",
        "reception",
        "result",
        "shape",
        "success",
        "trust",
        "verdict",
        "view",
        "will",
    }
)
"""Of what a negation makes the opposite: not agree is reject, not profitable is loss-making, not over is at most."""


def _is_denied(marks: Marks, concept: str) -> bool:
    """Whether a negation stands right before a phrase, so that it says the opposite."""
    if concept not in _ASSENT:
        return False
    # Within the last few characters before the phrase, wherever exactly the negation ends.
    ends = {mark.end for mark in marks.get("not", ()) if mark.pole in _DENYING}
    near = _FAR if concept == "bound" else _NEAR
    return any(not ends.isdisjoint(range(mark.start - near, mark.start + 1)) for mark in marks[concept])


# 本周…下周…: of two, since of three any order may be the better sentence.
_TURNING = ("month", "quarter", "week", "year")
"""What is said in the same order on both sides, mostly."""


def exchanged(of_source: Marks, of_target: Marks) -> Iterator[Turn]:
    """Yield two phrases of one kind, each of which stands where the source has the other."""
    # 由今年四季度改为明年一季度: what goes from one to the other may be told from either end.
    if all(any(mark.pole == "from" for mark in side.get("course", ())) for side in (of_source, of_target)):
        return
    for concept in _TURNING:
        source, target = ([mark.pole for mark in side.get(concept, ())] for side in (of_source, of_target))
        if len(source) == len(target) == 2 and source != target and source == target[::-1]:
            mark = of_target[concept][0]
            yield Turn(concept, said(concept, source[0]), said(concept, source[1]), mark.start, mark.end)


def of_other_length(source: Side, target: Side) -> Iterator[Turn]:
    """Yield a stretch of time that the source has of another length: last week for 上月."""
    marks = [side.about(*_TURNING) for side in (source, target)]
    units = [{mark.concept for mark in some} for some in marks]
    if len(units[0]) == len(units[1]) == 1 and units[0] != units[1]:
        one, mark = marks[0][0], marks[1][0]
        # The last quarter of a year is no stretch of time by itself.
        is_fourth = mark.concept == "quarter" and any(
            period.pole == "q4" for period in source.about("period")
        )
        if one.pole == mark.pole and not is_fourth and _together(source, target, [one], [mark]):
            wanted, shown = (f"{said(it.concept, it.pole)} {it.concept}" for it in (one, mark))
            yield Turn(mark.concept, wanted, shown, mark.start, mark.end, source=one)


_NO, _TWIN = "not", "twin"


def apart(of_source: Marks, of_target: Marks) -> tuple[Sequence[Mark], Sequence[Mark]]:
    """Return the negations of both sides without those that say the same thing: 缺乏 and `lack`, 拒绝 and `refuse`.

    Those are words of one pole of an opposition that both sides have, or of what is said alike (`twin`), as many on one
    side as on the other.
    """
    left, right = of_source.get(_NO, ()), of_target.get(_NO, ())
    if not (left and right):
        return left, right
    known = of_source.keys() & of_target.keys() - (ELSEWHERE - {_TWIN})
    said, again = (_within(side, known) for side in (of_source, of_target))
    gone, lost = set[Mark](), set[Mark]()
    for word in sorted(said.keys() & again.keys()):
        # A negation may be a part of several words, and goes with the first of them.
        here = (mark for mark in said[word] if mark not in gone)
        there = (mark for mark in again[word] if mark not in lost)
        pairs = list(zip(here, there, strict=False))
        gone.update(one for one, _ in pairs)
        lost.update(other for _, other in pairs)
    return [mark for mark in left if mark not in gone], [mark for mark in right if mark not in lost]


def _within(marks: Marks, concepts: Collection[str]) -> dict[tuple[str, str], list[Mark]]:
    """Return the negations that are a part of a phrase of a concept and a pole, or have one in them."""
    found: dict[tuple[str, str], list[Mark]] = {}
    negations = marks[_NO]
    ends = [mark.end for mark in negations]
    for mark in (mark for concept in concepts for mark in marks[concept]):
        place = bisect_right(ends, mark.start)
        while place < len(negations) and negations[place].start < mark.end:
            found.setdefault((mark.concept, mark.pole), []).append(negations[place])
            place += 1
    return found


def denied(left: Sequence[Mark], right: Sequence[Mark], spare: int = 0) -> Iterator[Turn]:
    """Yield a negation that only one side has, of those that are `apart`.

    Some, `spare`, may be said in another way in a long text. The poles of negations say how much they want: `strong` ones
    a negation on the other side, `mild` ones at least a word that has something of it (`hard` for 难以). `weak` ones and
    `pair` want nothing, and do for both; `faint` ones do for `mild` ones alone.
    """
    before, after = (Counter(mark.pole for mark in side) for side in (left, right))
    firm, said = before["strong"], after["strong"]
    # With those that may be softer on the other side, and want one all the same.
    wanted, shown = firm + before["mild"], said + after["mild"]
    if firm > spare + said + _to_spare(after, before):
        yield Turn(_NO, *(("a negation", "none") if not said else (_told(firm), str(said))))
    elif wanted > spare + after.total():
        yield Turn(_NO, *(("a negation", "none") if not shown else (_told(wanted), str(shown))))
    elif (strong := said > spare + firm + _to_spare(before, after)) or shown > spare + before.total():
        mark = next(mark for mark in right if mark.pole in ("strong", "mild"))
        old, new = (firm, said) if strong else (wanted, shown)
        yield Turn(
            _NO, *(("no negation", "one") if not old else (_told(old), str(new))), mark.start, mark.end
        )


def _to_spare(here: Counter[str], there: Counter[str]) -> int:
    """Return how many softer negations of one side can stand for a strong one of the other."""
    # 违者 is said with "violators", not with "bar".
    return max(0, here["mild"] + here["weak"] + here["pair"] - there["pair"])


def _told(number: int) -> str:
    return "1 negation" if number == 1 else f"{number} negations"


def lost(of_source: Marks, of_target: Marks) -> Iterator[tuple[str, Mark, bool]]:
    """Yield what one side surely says and the other has no word of, and whether that is the source: perhaps, all, only."""
    for is_source, here, there in ((True, of_source, of_target), (False, of_target, of_source)):
        for concept in KEPT:
            if not there.get(concept):
                said = (mark for mark in here.get(concept, ()) if mark.pole == "strong")
                yield from ((concept, mark, is_source) for mark in islice(said, 1))


def renamed(of_source: Marks, of_target: Marks) -> Iterator[tuple[Mark, Mark]]:
    """Yield a name of a translation that the source does not have, after one that only the source has."""
    source, target = of_source.get("name", ()), of_target.get("name", ())
    wanted, shown = ({mark.pole for mark in side} for side in (source, target))
    lost = [mark for mark in source if mark.pole not in shown]
    gained = [mark for mark in target if mark.pole not in wanted]
    # One is enough: a name that was mistaken is mistaken throughout, and would be told each time.
    yield from zip(lost[:1], gained[:1], strict=False)
