"""Up or down: which way a figure moves, by the word beside it. A language whose package has no `directions` has no say."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from transflow import languages
from transflow.folding import fold
from transflow.numbers.directions import Words
from transflow.quantities import Quantity

Way = Literal["up", "down"]


def way(text: str, figure: Quantity, language: str) -> Way | None:
    """Return which way a figure of a text moves: by its sign, or by the word beside it; None if neither tells."""
    signs: dict[str, Way] = {"-": "down", "+": "up"}
    # -3.2% falls whatever verb stands there.
    if sign := signs.get(figure.values[0][0]):
        return sign
    patterns = _patterns(languages.language_of(language))
    if patterns is None:
        return None
    # Folded: 涨 and 漲, ％ and %.
    shown = fold(text).lower()
    before, after, thing = patterns
    digit = next((at for at, char in enumerate(figure.text) if char.isdigit()), 0)
    found = (
        # Far enough for `cut its full-year growth forecast for the region to`; the pattern ends at the figure.
        before.search(shown, max(figure.start - 80, 0), figure.start)
        # A figure may begin with its modifier: in `up to 2.3%` the word that moves is within.
        or (
            # `sell up to 2%` moves nothing up.
            figure.modifier != "at-most"
            and before.search(shown, max(figure.start - 80, 0), figure.start + digit)
        )
    )
    # `Profit was 4% lower`: a thing that is rather up than down says less than what stands behind the figure.
    if not found or thing.fullmatch(found["up"] or found["down"] or ""):
        found = after.match(shown, figure.end) or found
    return None if not found else "up" if found["up"] or found["raising"] else "down"


@lru_cache(maxsize=16)
def _patterns(language: str) -> "tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None":
    known = languages.part(language, "directions")
    if known is None:
        return None
    words: Words = known.WORDS
    edge = r"\b" if languages.profile(language).spaced else ""
    beside = rf"{edge}(?:(?P<up>{words.up})|(?P<down>{words.down})){edge}"
    apart = rf"{edge}(?:(?P<raising>{words.raising})|(?P<lowering>{words.lowering})){edge}"
    # No word of another direction in it: cut … and raised … to is the second one's figure.
    between = rf"(?:(?!{edge}(?!{words.inside})(?:{words.up}|{words.down}){edge}).)"
    return (
        re.compile(rf"(?:{beside}|{apart}(?={between}*\Z)(?:{words.object})){words.before}\Z"),
        # Two groups that never match, so that both patterns have the same four names.
        re.compile(rf"{words.after}(?:{beside}|(?P<raising>(?!))|(?P<lowering>(?!)))"),
        re.compile(words.inside),
    )


def opposed(
    source: str, target: str, pairs: Iterable[tuple[Quantity, Quantity]], tags: tuple[str, str]
) -> Iterator[tuple[Quantity, Way]]:
    """Yield each figure of a translation that moves the other way in the source, and the way it should move.

    Args:
        source: The text translated.
        target: The translation.
        pairs: The figures to compare; see `transflow.verification.figures`.
        tags: BCP 47 tags of both.
    """
    for figure, other in pairs:
        wanted, shown = way(source, figure, tags[0]), way(target, other, tags[1])
        if wanted and shown and wanted != shown:
            yield other, wanted
