"""Finding many phrases in a text at once: any number of phrases, in time that the text's length alone decides.

A phrase and a text are compared as `view` sees them: script variants, full-width forms, hyphens and letter case
folded, white space beside the characters of unspaced scripts dropped (纳斯达克 100 指数 is 纳斯达克100指数, and a
wrapped line breaks no word). What a caller gets are offsets in the original text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from transflow.folding import fold, lower
from transflow.glossary.grammar import GRAMMAR
from transflow.patterns import lazy

Case = Literal["free", "exact", "sentence"]
"""How letter case counts. `sentence`: a capital must be a capital, a small letter may be one (as at the start of
a sentence, or in a title); `exact`: as written; `free`: not at all."""

UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7af"
)
"""Scripts in which a word needs no boundary: Han, kana, Thai, Lao, Burmese, Khmer, and Hangul with its particles."""
# Korean writes spaces, but its particles stick to the word: 은행은 has the term 은행.
_unspaced = lazy(f"[{UNSPACED}]")
# A letter or digit of a script that separates words.
_word = lazy(rf"[^\W_{UNSPACED}]")
_blank = GRAMMAR["blanks"]
_starts = lazy(rf"[^\W_{UNSPACED}]+|\S")
"""Matches where a phrase may begin: at a word of a spaced script, at any other character."""


@dataclass(frozen=True, slots=True)
class View:
    """A text as it is matched."""

    folded: str
    """Everything folded but letter case."""
    lowered: str
    """The same in small letters, of the same length."""
    offsets: Sequence[int] | None
    """Offset in the original of each character, where any was dropped."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of a non-empty span of this view."""
        return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[end - 1] + 1)


def view(text: str) -> View:
    """Return the text as it is matched."""
    kept, offsets = _squeeze(text)
    folded = fold(kept).replace("-", " ").replace("\n", " ").replace("\t", " ")
    return View(folded, lower(folded), offsets)


def _squeeze(text: str) -> tuple[str, Sequence[int] | None]:
    """Drop white space between an unspaced script and a letter or digit, and line breaks within an unspaced script."""
    # An English text, and a Chinese one without spaces, are matched as they stand.
    if not (_blank.search(text) and _unspaced.search(text)):
        return text, None
    drops = [match.span() for match in _blank.finditer(text) if _droppable(text, *match.span())]
    if not drops:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in [*drops, (len(text), len(text))]:
        pieces.append(text[at:start])
        offsets.extend(range(at, start))
        at = end
    return "".join(pieces), offsets


def _droppable(text: str, start: int, end: int) -> bool:
    # Nothing on one side tells nothing of what the white space parts.
    if start == 0 or end == len(text):
        return False
    before, after = _unspaced.match(text[start - 1]), _unspaced.match(text[end])
    if before and after:
        # Between two Han characters only a wrapped line: a space there was typed on purpose (名称 数量).
        return "\n" in text[start:end]
    return bool((before and _word.match(text[end])) or (after and _word.match(text[start - 1])))


def heads(seen: View) -> set[str]:
    """Return the first two characters of all that a phrase in a text can begin with."""
    return {seen.lowered[place.start() : place.start() + 2] for place in _starts.finditer(seen.lowered)}


_NESTED = 16
"""Phrases that begin in one place and are looked at, the longest first: a glossary of 涨, 涨涨 … took the square of a text."""


class Index:
    """Phrases to look for, each with a number that the caller knows it by."""

    __slots__ = ("_entries", "_lengths")

    def __init__(self, phrases: Iterable[tuple[str, int]] = ()) -> None:
        self._entries: dict[str, tuple[tuple[str, int], ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self.add(phrases)

    def add(self, phrases: Iterable[tuple[str, int]]) -> None:
        """Look for more phrases: all that begin with the same two characters at once, and those of a single one first."""
        lengths: dict[str, set[int]] = {}
        for phrase, number in phrases:
            seen = view(phrase)
            key = seen.lowered
            self._entries[key] = (*self._entries.get(key, ()), (seen.folded, number))
            # By two characters: of the 2,299 terms of the finance glossary 82 begin with 中, and 37 with 中国.
            lengths.setdefault(key[:2], set()).add(len(key))
        # Phrases are looked up by their first two characters; one of a single character joins those it begins.
        for head, sizes in lengths.items():
            if head[:1] in lengths or head[:1] in self._lengths:
                sizes.add(1)
        self._lengths |= {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}

    def candidates(self, seen: View) -> Iterator[tuple[int, int, tuple[tuple[str, int], ...]]]:
        """Yield (start, end, ((folded phrase, number), …)) of each bounded occurrence, overlapping ones too, the longest first.

        Offsets are the view's. Phrases of one occurrence differ in letter case at most, which is not yet compared.
        """
        text, lengths, entries = seen.lowered, self._lengths, self._entries
        for place in _starts.finditer(text):
            start, nested = place.start(), 0
            # Only lengths that some phrase has, not every length up to the longest.
            for size in lengths.get(text[start : start + 2]) or lengths.get(text[start], ()):
                end = start + size
                found = entries.get(text[start:end])
                if found and end <= len(text) and bounded(text, start, end):
                    yield start, end, found
                    nested += 1
                    if nested == _NESTED:
                        break


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a span neither begins nor ends inside a word or a number, in a script that separates words."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _word.match(before) and _word.match(after):
        return True
    # 100 in 1,100 and 5 in 2.5 are parts of another number, `engines` in `engines.md` and `a.engines` of another name.
    if before in ".," and at > 1:
        return _one(text[at - 2], before, after)
    return after in ".," and _one(before, after, text[at + 1 : at + 2])


def _one(before: str, sign: str, after: str) -> bool:
    """Whether a sign without spaces joins what stands beside it."""
    if before.isdigit() and after.isdigit():
        return True
    return sign == "." and all(bool(_word.match(char)) and char.isalpha() for char in (before, after))


def case_fits(phrase: str, found: str, case: Case) -> bool:
    """Whether the letter case of what was found is one that the phrase allows; both folded."""
    if case == "free" or phrase == found:
        return True
    # `Fed` must not be found in `fed`, while `buyback` may begin a sentence.
    return case == "sentence" and all(f == p for p, f in zip(phrase, found, strict=True) if p.isupper())


def longest_first(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose spans that don't overlap, a longer one before a shorter, an earlier before a later; in text order."""
    chosen: list[tuple[int, int]] = []
    # The longest first, wherever it begins: 中国人民银行 before 银行行长, which begins within it.
    ordered = sorted(spans, key=lambda span: (span[0] - span[1], span[0]))
    # A byte for each place: to compare spans with spans would take the square of them.
    taken = bytearray(max((end for _, end in ordered), default=0))
    for start, end in ordered:
        # A span chosen earlier is no shorter, so it covers an end of this one if it covers anything of it.
        if not taken[start] and not taken[end - 1]:
            taken[start:end] = b"\x01" * (end - start)
            chosen.append((start, end))
    return sorted(chosen)
