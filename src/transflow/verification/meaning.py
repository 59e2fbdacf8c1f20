"""What a translation says the other way round: phrases that oppose each other, counted on both sides.

A phrase counts wherever it stands, since a translation says things in another order. So one is missed only with
another one in its place, and a negation only where its counterparts are fewer than it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow.folding import fold
from transflow.verification.phrases import Mark, marks

Marks = Mapping[str, Sequence[Mark]]
"""The phrases of a text by what they are about."""

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
"""What phrases can be about, and how a message calls each side."""
_GRADES = {"buy": "buy", "hold": "neutral", "sell": "sell", "loose": "loose", "tight": "tight"}
OPPOSITES["grade"] = {
    f"{way}:{name}": f"{way} {word}"
    for name, word in [*_GRADES.items(), *((word, word) for word in ("stable", "positive", "negative"))]
    for way in ("from", "to")
}


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


def marked(text: str, language: str) -> dict[str, list[Mark]]:
    """Return the phrases of a text by what they are about."""
    found: dict[str, list[Mark]] = {}
    for mark in marks(fold(text).lower(), language):
        if mark.concept not in _NAMES or not text[mark.start].islower():  # apple is no company
            found.setdefault(mark.concept, []).append(mark)
    return found


_NAMES = ("name", "place")


def turned(of_source: Marks, of_target: Marks) -> Iterator[Turn]:
    """Yield what is said the other way round.

    Either each side has phrases of one kind only, or as many phrases are lost as others are gained.
    """
    for concept, words in OPPOSITES.items():
        if concept not in of_source or concept not in of_target:
            continue
        wanted, shown = (
            Counter(mark.pole for mark in side) for side in (of_source[concept], of_target[concept])
        )
        lost, gained = wanted - shown, shown - wanted
        if lost and gained and (len(wanted) == len(shown) == 1 or lost.total() == gained.total()):
            pole = min(gained)
            mark = next(mark for mark in of_target[concept] if mark.pole == pole)
            sure = wanted.total() == shown.total() == 1
            yield Turn(concept, words[min(lost)], words[pole], mark.start, mark.end, sure)


def denied(of_source: Marks, of_target: Marks) -> Iterator[Turn]:
    """Yield a negation that only one side has."""
    (firm, loose, _), (said, others, pairs) = (
        [sum(mark.pole == pole for mark in side.get("not", ())) for pole in ("strong", "weak", "pair")]
        for side in (of_source, of_target)
    )
    own = sum(
        mark.pole == "pair" for mark in of_source.get("not", ())
    )  # 违者 is said with "violators", not with "bar"
    if firm > said + max(0, others + pairs - own):
        yield Turn("not", "a negation", "none")
    elif said > firm + loose:
        mark = next(mark for mark in of_target["not"] if mark.pole == "strong")
        yield Turn("not", "no negation", "one", mark.start, mark.end)


def renamed(of_source: Marks, of_target: Marks) -> Iterator[tuple[Mark, Mark]]:
    """Yield a name of a translation that the source does not have, after one that only the source has."""
    source, target = of_source.get("name", ()), of_target.get("name", ())
    wanted, shown = ({mark.pole for mark in side} for side in (source, target))
    lost = [mark for mark in source if mark.pole not in shown]
    gained = [mark for mark in target if mark.pole not in wanted]
    yield from zip(lost[:1], gained[:1], strict=False)
