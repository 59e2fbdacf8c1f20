"""Pseudo-localisation: accented Latin text of about the length a translation would have.

For trying the workflow and a site's layout without a model. What stands in the target language already
(terms, quantities, Latin words in a text of another script) comes through as it is, in its order.
"""

import re
import zlib
from collections.abc import Sequence
from typing import ClassVar

from transflow.engines import Progress, Request, no_progress
from transflow.engines.grammar import GRAMMAR
from transflow.folding import HALF_WIDTH, QUOTES
from transflow.languages import chars, profile, script_of

_ACCENTED = str.maketrans("aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ", "áÁçÇďĎéÉğĞĥĤíÍĵĴķĶĺĹñÑóÓŕŔšŠťŤúÚŵŴýÝžŽ")
_LENGTHENED = str.maketrans({"a": "aa", "e": "ee", "o": "oo"})
"""These three are 28 % of the letters of English text."""

_ONSETS: tuple[str, ...] = (*"bdfgklmnprstvz", "")
_VOWELS: tuple[str, ...] = (*"áâãäåéêëíîïóôõöúûü", "éá", "îó", "óú")
_CODAS: tuple[str, ...] = (*"dkñŕšť", "nd", "ñt", "ŕm", "st")
"""Only after a Han character, for one stands for three to four letters of English."""
_LETTERS = "ábçďéfĝĥîķļmñóŕšťúvž"
_ALPHABETIC = frozenset({"Arab", "Cyrl", "Deva", "Grek", "Hebr", "Thai"})
"""Scripts of which a letter is a sound; of the others, one is a syllable."""
_WORD = 2
"""Characters that make a word in a language that is written without spaces."""

_PUNCTUATION = {
    **{wide: half + " " * (half in ",;:!?") for wide, half in HALF_WIDTH.items()},
    **QUOTES, "（": " (", "〈": "‘", "〉": "’", "·": "-",
}  # fmt: skip
_FULL_WIDTH = re.compile(f"[{''.join(_PUNCTUATION)}]")
_LATIN = "A-Za-zÀ-ɏ"
# Beside a digit letters are a code (A100, 5G) and stay.
_LATIN_WORD = re.compile(rf"(?<![0-9{_LATIN}])[{_LATIN}]+(?:['’][{_LATIN}]+)*(?![0-9{_LATIN}])")
_CODE = GRAMMAR["no-words"]
_HAN = re.compile(f"[{chars('Hans')}]")
_OTHER_LETTERS = re.compile(rf"[^\W\d_{_LATIN}]+")
_SPACE_BEFORE = GRAMMAR["no-space"]
_NO_SPACE_AFTER = GRAMMAR["lacks-space"]


class PseudoEngine:
    """Needs nothing and translates any pair, but never by itself."""

    name: ClassVar[str] = "pseudo"
    automatic: ClassVar[bool] = False
    reach: ClassVar[int] = 0
    alternatives: ClassVar[int] = 1
    continues: ClassVar[bool] = True
    weighs: ClassVar[bool] = False
    context: ClassVar[int] = 0
    learns: ClassVar[bool] = False

    def __init__(self, source: str) -> None:
        script = script_of(source)
        # Raised when it rewrites otherwise.
        self.identity = f"pseudo 5 {script}"
        self._latin = script == "Latn"
        self._alphabetic = script in _ALPHABETIC
        self._spaced = profile(source).spaced
        self._letters = re.compile(f"[{chars(script)}]+") if chars(script) else _OTHER_LETTERS

    @classmethod
    def missing(cls, source: str, target: str) -> str:  # noqa: ARG003  the protocol's
        """Say that nothing is missing."""
        return ""

    @classmethod
    def open(
        cls,
        source: str,
        target: str,  # noqa: ARG003  any target gets Latin letters
        *,
        threads: int = 0,  # noqa: ARG003  nothing to compute
        progress: Progress = no_progress,  # noqa: ARG003
    ) -> "PseudoEngine":
        """Get ready for a source language; the target makes no difference."""
        return cls(source)

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:  # noqa: ARG002
        """Rewrite each request; there is one candidate."""
        return tuple((self._rewrite(request),) for request in requests)

    def _rewrite(self, request: Request) -> str:
        # The longest first: `net interest margin` before `interest`.
        keep = sorted({target for _, target in request.terms if target.strip()}, key=len, reverse=True)
        parts: list[str] = (
            re.split(f"({'|'.join(map(re.escape, keep))})", request.text) if keep else [request.text]
        )
        change = self._accent if self._latin else self._sound_out
        # `split` with a group gives the kept parts at odd places.
        text = "".join(part if number % 2 else change(part) for number, part in enumerate(parts))
        if not self._latin:
            text = _SPACE_BEFORE.sub("", _NO_SPACE_AFTER.sub(" ", text))
            if self._letters.match(request.text):
                text = text[:1].upper() + text[1:]
        return _continued(request.prefix, text) if request.prefix else text

    def _accent(self, text: str) -> str:
        words, at = "", 0
        for code in _CODE.finditer(text):
            words += _LATIN_WORD.sub(_accented, text[at : code.start()]) + code[0]
            at = code.end()
        return words + _LATIN_WORD.sub(_accented, text[at:])

    def _sound_out(self, text: str) -> str:
        text = self._letters.sub(lambda run: f" {self._words(run[0])} ", text)
        return _FULL_WIDTH.sub(lambda mark: _PUNCTUATION[mark[0]], text)

    def _words(self, run: str) -> str:
        sounds = [self._sound(char) for char in run]
        step = len(run) if self._spaced else _WORD
        return " ".join("".join(sounds[start : start + step]) for start in range(0, len(run), step))

    def _sound(self, char: str) -> str:
        """Turn a character into letters, the same at any time on any machine."""
        # Python's own hash of a text is another in every process.
        number = zlib.crc32(char.encode())
        if self._alphabetic:
            return _LETTERS[number % len(_LETTERS)]
        coda = _CODAS[(number >> 16) % len(_CODAS)] if _HAN.match(char) else ""
        return _ONSETS[number % len(_ONSETS)] + _VOWELS[(number >> 8) % len(_VOWELS)] + coda


def _accented(word: re.Match[str]) -> str:
    return word[0].translate(_LENGTHENED).translate(_ACCENTED)


def _continued(prefix: str, text: str) -> str:
    """Return what begins with a prefix and goes on as a text does after as many words."""
    return " ".join([prefix.rstrip(), *text.split()[len(prefix.split()) :]])
