"""Names that are spelt by their sound: 张伟明 and Zhang Weiming, which no table need know."""

from collections.abc import Callable, Iterator, Sequence

from transflow import languages
from transflow.folding import fold
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark

CONCEPT = "spelt"
_WORD = GRAMMAR["capital-word"]
_SIZES = (2, 3, 4)
"""Characters of a name; one alone (He, Long) is too often a word."""
_JOINTS = frozenset((" ", "-"))
"""What stands between a family name and the other one, or within a name of two syllables."""


def marks(source: str, target: str, tags: tuple[str, str]) -> tuple[list[Mark], list[Mark]]:
    """Return the names of two texts that one of them has in characters and the other as these are spelt.

    Args:
        source: The text translated.
        target: The translation.
        tags: The languages of the two texts.
    """
    known = [languages.part(languages.language_of(tag), "spelling") for tag in tags]
    if known[0] and not known[1]:
        return _met(source, target, known[0].syllable, known[0].is_spelt)
    if known[1] and not known[0]:
        return _met(target, source, known[1].syllable, known[1].is_spelt)[::-1]
    return [], []


def _met(
    characters: str, letters: str, syllable: Callable[[str], str], is_spelt: Callable[[str], bool]
) -> tuple[list[Mark], list[Mark]]:
    """Return the names of a text in characters, and those of one in letters that are spelt so."""
    text = fold(letters)
    words = [span for span in _spans(text) if is_spelt(_sound(text, span))]
    if not words:
        return [], []
    heard = _heard([syllable(char) for char in fold(characters)])
    found: list[Mark] = []
    for start, end in words:
        sound = _sound(text, (start, end))
        # Of `Zhang Weiming` not Weiming again.
        if sound in heard and not (found and start < found[-1].end):
            found.append(Mark(CONCEPT, sound, start, end))
    sounds = dict.fromkeys(mark.pole for mark in found)
    return [Mark(CONCEPT, sound, *span) for sound in sounds for span in heard[sound]], found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield what can be a name in letters: two words beside each other before the first of them."""
    words = [match.span() for match in _WORD.finditer(text)]
    for place, (start, end) in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else None
        if after and text[end : after[0]] in _JOINTS:
            yield start, after[1]
        yield start, end


def _sound(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)].replace(" ", "").replace("-", "").lower()


def _heard(sounds: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where a few characters in a row stand, by what they sound like together."""
    found: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(sounds)):
        for size in _SIZES:
            some = sounds[start : start + size]
            if len(some) == size and all(some):
                found.setdefault("".join(some), []).append((start, start + size))
    return found
