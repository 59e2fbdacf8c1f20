"""How likely a draft is to need a person, from 0 to 100, by what is known of it for free.

A linear model of signs of each sentence, fitted (ridge regression) to the quality, in chrF against a person's translation,
of drafts that the embedded engine made of sentences which were kept apart from all that it is shown; `benchmarks/risk.py`
fits it anew and measures it (docs/engines.md has what it found). It orders texts: 60 is worse than 40, not half as bad again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of the draft of a sentence."""

    length: int
    """Characters of its source."""
    rung: str
    """Which step of the ladder made it."""
    errors: int = 0
    """Faults that nothing mended."""
    warnings: int = 0
    mended: bool = False
    """Whether a wrong rendering was exchanged in it."""
    oddity: float = 0.0
    """How much too long it is, and how much of it it says twice; see `ladder.Attempt`."""
    likelihood: float | None = None
    """Mean logarithm of the probability of its tokens; None if the engine doesn't say."""
    agreement: float | None = None
    """How alike other candidates are to it, from 0 to 1; None if there is none."""
    meaning: int = 0
    """Faults by which it says something else than its source (TF801 and what follows it); they are warnings, too."""


_LATE = ("guided", "clauses", "hints", "pieces")
"""Steps that are taken where a draft was wrong at first."""
# Most drafts spread from here to 60.
_BASE = 15.0
_WEIGHTS = {
    "unlikely": 84.0,  # by far the best sign: alone it ranks drafts nearly as well as all together
    "length": -2.0,  # of one sample of drafts the longer ones were better, of another worse
    "unsure": 28.0,  # what the mean of `unlikely` comes to, so that engines that don't say stand beside those that do
    "mended": 20.0,
    "late": 10.0,
    "errors": 20.0,
    "warnings": 5.0,
    "meaning": 10.0,
    "oddity": 15.0,
    "disagreement": 15.0,
}
"""Points of risk for one of each sign. The first was fitted, and doubled so that most drafts spread from 15 to 60; the others
are rare among the drafts it was fitted to, or tell little, and are set by what they mean."""
_FEW = 1
"""Characters that are taken off what a model thinks of a sentence: it never foresees the first word, and of a title's few words that
is much. Of 66 drafts (benchmarks/risk.py) 1 ranked best; 4 ranked titles better, and all together worse."""
_ERROR, _NONE = 70, 100
"""A draft with an error that nothing mended is never below the one, a text without a draft is the other."""


def features(signs: Signs) -> dict[str, float]:
    """Return the signs as numbers, by the names of the weights."""
    return {
        # From 10 to 20 characters tells as much as from 40 to 80.
        "length": math.log1p(signs.length),
        "late": float(signs.rung in _LATE),
        "errors": float(signs.errors),
        "warnings": float(signs.warnings),
        "meaning": float(signs.meaning),
        "mended": float(signs.mended),
        "oddity": signs.oddity,
        "unlikely": -(signs.likelihood or 0.0) * signs.length / (signs.length + _FEW),
        "unsure": float(signs.likelihood is None),
        "disagreement": 1 - signs.agreement if signs.agreement is not None else 0.0,
    }


def of_sentence(signs: Signs) -> float:
    """Return the risk of a sentence, from 0 to 100."""
    if signs.rung in ("copy", "none"):
        return 0.0 if signs.rung == "copy" else float(_NONE)
    points = _BASE + sum(_WEIGHTS[name] * value for name, value in features(signs).items())
    # 0 and 100 say that it is known: nothing to translate, nothing translated.
    return min(max(points, float(_ERROR) if signs.errors else 1.0), 99.0)


def of_text(sentences: Sequence[Signs], errors: int = 0) -> int:
    """Return the risk of a text: that of its sentences on average, by their length, or what its own faults make it.

    Args:
        sentences: What it was cut into; none if there was nothing to translate.
        errors: Faults of the whole text.
    """
    if any(signs.rung == "none" for signs in sentences):
        return _NONE
    weight = sum(signs.length for signs in sentences)
    mean = sum(of_sentence(signs) * signs.length for signs in sentences) / weight if weight else 0.0
    return max(round(mean), _ERROR if errors else 0)


def agreement(text: str, others: Sequence[str]) -> float | None:
    """Return how alike other candidates are to a draft on average; None if there are none."""
    if not others:
        return None
    return sum(Indel.normalized_similarity(text, other) for other in others) / len(others)
