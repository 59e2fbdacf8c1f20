"""Up or down: which way a figure moves, by the word beside it. One table a language; a language without one has no say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from transflow import languages
from transflow.folding import fold
from transflow.quantities import Quantity

Way = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language; regular expressions without groups."""

    up: str
    down: str
    before: str
    """What may stand between such a word and a figure that follows it."""
    after: str
    """What may stand between a figure and such a word that follows it; nothing may if it is empty."""


_TABLE = {
    "zh": Words(
        up="上升|上涨|上扬|上调|增长|增加|增至|升至|涨至|攀升|走高|走阔|反弹|回升|飙升|扩大|提高|提升|[增升涨]幅|增|升|涨",
        down="下降|下跌|下滑|下调|减少|减至|降至|跌至|回落|走低|收窄|缩小|缩减|降低|暴跌|萎缩|[跌降减]幅|减|降|跌",
        before=r"了?(?:约|近|逾|超过|超|至|到|为|[ ])*(?:\d{4}年(?:[底末初]|\d{1,2}月[底末初]?)?的?)?",
        after="的",
    ),
    "en": Words(
        up="up|rose|risen|rises|rise|rising|increases?|increased|increasing|grew|grown|grows|growth|gain(?:ed|s|ing)?|"
        "climb(?:ed|s|ing)?|jump(?:ed|s)?|surged?|soared|rebound(?:ed|s)?|widen(?:ed|s|ing)?|raised|higher|added",
        down="down|fell|fallen|falls?|falling|decreases?|decreased|decreasing|declin(?:e|ed|es|ing)|drop(?:ped|s|ping)?|"
        "slid|slipp?(?:ed|s)?|lost|loses|shrank|shrunk|narrow(?:ed|s|ing)?|lower(?:ed)?|cut|reduced|contract(?:ed|s)?|"
        "plunged?|slumped",
        before=r"[ ](?:(?:by|to|of|at|about|around|nearly|almost|more|than|over|only|some|just|a|an|further|sharply|"
        r"slightly|significantly|from)[ ])*",
        after=r"[ -](?:year-on-year[ ]|annual[ ])?",
    ),
}


def way(text: str, figure: Quantity, language: str) -> Way | None:
    """Return which way a figure of a text moves, if the word right beside it tells."""
    patterns = _patterns(languages.language_of(language))
    if patterns is None:
        return None
    shown = fold(text).lower()
    before, after = patterns
    found = before.search(shown, max(figure.start - 40, 0), figure.start)
    found = found or (after.match(shown, figure.end) if after else None)
    return None if found is None else "up" if found["up"] else "down"


@lru_cache(maxsize=16)
def _patterns(language: str) -> "tuple[re.Pattern[str], re.Pattern[str] | None] | None":
    words = _TABLE.get(language)
    if words is None:
        return None
    edge = r"\b" if language != "zh" else ""
    either = rf"{edge}(?:(?P<up>{words.up})|(?P<down>{words.down})){edge}"
    return re.compile(rf"{either}{words.before}\Z"), re.compile(words.after + either) if words.after else None


def opposed(
    source: str, theirs: Sequence[Quantity], target: str, ours: Sequence[Quantity], tags: tuple[str, str]
) -> Iterator[tuple[Quantity, Way]]:
    """Yield each figure of a translation that moves the other way in the source, and the way it should move.

    Only figures that stand once on each side, with one value, are compared.

    Args:
        source: The text translated.
        theirs: Its figures.
        target: The translation.
        ours: Its figures.
        tags: BCP 47 tags of both.
    """
    for figure in theirs:
        same = [other for other in ours if _key(other) == _key(figure)]
        if len(same) != 1 or sum(_key(other) == _key(figure) for other in theirs) != 1:
            continue
        wanted, found = way(source, figure, tags[0]), way(target, same[0], tags[1])
        if wanted and found and wanted != found:
            yield same[0], wanted


def _key(figure: Quantity) -> tuple[str, tuple[str, ...], str]:
    return figure.kind, tuple(value.lstrip("+-") for value in figure.values), figure.currency
