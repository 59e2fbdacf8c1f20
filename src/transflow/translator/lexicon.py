"""What is known of a text before an engine is asked: its terms and figures, and how they read in the target language."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from transflow import languages, quantities, verification
from transflow.folding import HALF_WIDTH, QUOTES
from transflow.glossary import verify as verify_terms
from transflow.numbers.quantity import Quantity
from transflow.translator.figures import in_digits, is_label
from transflow.translator.grammar import GRAMMAR
from transflow.translator.pieces import Anchor, Rendered, Segment
from transflow.verification import Knowledge

_FIRST_WORD = GRAMMAR["word"]
_OPEN_SPACE = GRAMMAR["open-space"]
_SPACE = GRAMMAR["spaces"]
_LAST_WORD = GRAMMAR["word-before"]

_PUNCTUATION = str.maketrans({
    **{wide: f"{half} " for wide, half in HALF_WIDTH.items()}, "（": " (", "％": "%",
    # A point within a number or a name ends no sentence.
    "．": "．",
    **QUOTES, "\u3000": " ", "【": "[", "】": "]", "～": "–", "＋": "+", "＝": "=", "／": "/",
})  # fmt: skip
"""Full-width punctuation and what a language that separates words writes for it."""


class Lexicon:
    """Terms, quantities and typography of one language pair."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.spaced = languages.profile(knowledge.target).spaced
        self.known = lru_cache(maxsize=4096)(self._known)

    @cached_property
    def _foreign(self) -> re.Pattern[str] | None:
        return languages.foreign_pattern(self.knowledge.source, self.knowledge.target)

    def needs_engine(self, text: str) -> bool:
        """Whether anything in a text is not in the target language yet."""
        return bool(self._foreign.search(text)) if self._foreign else languages.has_letters(text)

    def _known(self, text: str, digits: bool = False) -> tuple[Anchor, ...]:
        """Return the terms and quantities of a text with their renderings, in order; the longer wins an overlap.

        Args:
            text: In the source language.
            digits: Whether it is no prose, so that no figure in it is spelled out.
        """
        know = self.knowledge
        found = [
            Anchor(m.start, m.end, _same(m.term.target)) for m in know.glossary.find(text) if not m.term.hint
        ]
        for quantity in self.quantities(text):
            words = quantities.render(quantity, know.target, know.style)
            if words and (digits or is_label(text, quantity.start, quantity.end, know.source)):
                words = in_digits(text[quantity.start : quantity.end], words, know.target)
            if words:
                found.append(Anchor(quantity.start, quantity.end, _same(words)))
        # Longest first, and among equals as they stand: 恒生科技指数 wins over 科技.
        found.sort(key=lambda anchor: anchor.start - anchor.end)
        # A byte a character: whether a stretch is free is asked for each of thousands of terms of a long
        # text.
        taken = bytearray(len(text))
        kept: list[Anchor] = []
        for anchor in found:
            if not any(taken[anchor.start : anchor.end]):
                taken[anchor.start : anchor.end] = b"\1" * (anchor.end - anchor.start)
                kept.append(anchor)
        return tuple(sorted(kept, key=lambda anchor: anchor.start))

    def quantities(self, text: str) -> tuple[quantities.Quantity, ...]:
        """Return the quantities of a source text."""
        source = self.knowledge.source
        return quantities.find(text, source)

    def hints(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return (source form, preferred form) of each term in a text, each once, in order."""
        return tuple(
            dict.fromkeys((match.text, match.term.target) for match in self.knowledge.glossary.find(text))
        )

    def figures(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return (source form, rendering) of each quantity of a text, in order."""
        know = self.knowledge
        found = ((q.text, quantities.render(q, know.target, know.style)) for q in self.quantities(text))
        return tuple((source, words) for source, words in found if words)

    def opening(self, source: str, output: str) -> str:
        """Return the first word of an output if it is that of a term or figure rendered in small letters, else nothing.

        Such a word is written as in the middle of a sentence. A name with capitals inside and a term whose letter case
        is exact are no such words, and what an engine chose itself is its own.
        """
        exact = {m.term.target for m in self.knowledge.glossary.find(source) if m.term.case == "exact"}
        for anchor in self.known(source):
            words = anchor.rendered.words
            first = _FIRST_WORD.match(words)
            # `eBay` begins with a small letter wherever it stands: its case is exact.
            if first and first[0].islower() and words not in exact and output.startswith(words):
                return first[0]
        return ""

    def begun(self, source: str, output: str) -> str:
        """Return an output with the capital that begins a sentence, if a term in small letters begins it."""
        return output[0].upper() + output[1:] if self.opening(source, output) else output

    def tidy(self, text: str, kept: Sequence[str] = ()) -> str:
        """Return an engine's output as one line of clean running text in the target language.

        Args:
            text: The output.
            kept: Words that stay as they are: a file is still called `.env`.
        """
        # Longest first: of alternatives the first that fits is taken, not the best.
        words = "|".join(sorted(map(re.escape, filter(None, kept)), key=len, reverse=True))
        pieces = re.split(f"({words})", text) if words else [text]
        return "".join(piece if n % 2 else self._tidied(piece) for n, piece in enumerate(pieces)).strip()

    def _tidied(self, text: str) -> str:
        if self.spaced:
            text = text.translate(_PUNCTUATION)
            # An engine writes spaces round what was put in.
            text = _LOOSE.sub("", text)
            text = _OPEN_SPACE.sub(r"\1", text)
        return _SPACE.sub(" ", text)

    def ended(self, source: str, output: str) -> str:
        """Return an output without the full stop that its source has not: a headline, a cell or a label stays one.

        The stop of an abbreviation stays (`Ping An Insurance Co.`), as what the sentence rules of the language take for one.
        """
        stop, language = languages.profile(self.knowledge.target).stop, self.knowledge.target
        # An ellipsis is no full stop.
        if not output.endswith(stop) or output.endswith(stop * 2) or _STOPPED.search(source):
            return output
        # Were it the end of a sentence, the rules would cut before the next one.
        if len(list(languages.sentences(f"{output} {_SENTENCE}", language))) < 2:
            return output
        return output.removesuffix(stop)

    def left_out(self, source: str, output: str) -> frozenset[int]:
        """Return where the figures of a source begin that an output lacks."""
        return frozenset(figure.start for figure in verification.left_out(source, output, self.knowledge))

    def mend(self, source: str, output: str) -> str:
        """Replace renderings that are known to be wrong: a forbidden form of a term, one figure for another.

        A term that would break its sentence is left to be reported.
        """
        changes = [
            (*finding.spans[0], finding.term.forms, True)
            for finding in verify_terms(source, output, self.knowledge.glossary)
            if finding.kind == "forbidden"
        ]
        of_source, of_target = self.quantities(source), quantities.find(output, self.knowledge.target)
        for mismatch in quantities.compare(of_source, of_target):
            # One that is missing or too many has no place to be mended.
            if mismatch.source and mismatch.target:
                words = quantities.render(mismatch.source, self.knowledge.target, self.knowledge.style)
                changes.append((mismatch.target.start, mismatch.target.end, (words,), False))
        # From behind, so that the places of the others stay right.
        for start, end, forms, inflects in sorted(changes, reverse=True):
            output = self._placed(output, start, end, forms, inflects=inflects)
        return self._smoothed(source, self._levelled(of_source, self._undated(source, output)))

    def _undated(self, source: str, output: str) -> str:
        """Write a date without the year that its source does not have: an engine knows its news of some year."""
        said = (source, *(value for figure in self.quantities(source) for value in figure.values))
        for date in reversed(quantities.find(output, self.knowledge.target)):
            year, rest = str(date.value)[:4], str(date.value)[4:]
            # The number may be another's: On June 30, 2000 people left.
            if date.kind != "date" or not year.isdigit() or any(year in each for each in said):
                continue
            plain = replace(date, value=f"{_NO_YEAR}{rest}")
            if any((plain.value, plain.form) == (each.value, each.form) for each in self.quantities(source)):
                words = quantities.render(plain, self.knowledge.target, self.knowledge.style)
                output = output[: date.start] + words + output[date.end :] if words else output
        return output

    def _levelled(self, figures: Sequence[Quantity], output: str) -> str:
        """Say a valuation as one: `below the index by a factor of 27` would be how much it changed."""
        told, level = languages.profile(self.knowledge.target).factor
        for figure in figures if told else ():
            if figure.form == "x" and isinstance(figure.value, str):
                words = quantities.render(figure, self.knowledge.target, self.knowledge.style)
                output = re.sub(told.format(re.escape(figure.value)), level.format(words), output)
        return output

    def _placed(self, output: str, start: int, end: int, forms: Sequence[str], *, inflects: bool) -> str:
        """Put words in the place of others, if their sentence allows it: the first of their forms, or one that does."""
        words = forms[0]
        fitting = languages.part(languages.language_of(self.knowledge.target), "fitting")
        if fitting is None:
            return output[:start] + words + output[end:]
        if inflects:
            fitted = (fitting.fit(output, start, end, form) for form in forms)
            return next(filter(None, fitted), output)
        return str(fitting.fit_figure(output, start, end, words))

    def _smoothed(self, source: str, output: str) -> str:
        """Mend the seams between terms that were put into the source and what an engine wrote around them."""
        fitting = languages.part(languages.language_of(self.knowledge.target), "fitting")
        for term in {match.term for match in self.knowledge.glossary.find(source)}:
            if term.case == "sentence" and _NAME.search(term.target):
                # One name has one spelling on a page: Hang Seng TECH Index, which an engine knows, is another.
                name = re.compile(rf"(?<!\w){re.escape(term.target)}(?!\w)", re.IGNORECASE)
                output = name.sub(term.target.replace("\\", r"\\"), output)
            if fitting:
                output = fitting.articled(fitting.undouble(output, term.target), term.target)
        polish = languages.part(languages.language_of(self.knowledge.target), "polish")
        return str(polish.polished(output)) if polish else output

    def invented(self, figure: str, source: str) -> bool:
        """Whether a figure of a translation, which no figure of the source explains, cannot be one that was not read."""
        unread = source
        for anchor in reversed(self.known(source)):
            unread = f"{unread[: anchor.start]} {unread[anchor.end :]}"
        # 百, 千, 万 and the like are left in what was not read, so there is a large figure that nobody
        # understood.
        if any(not char.isdigit() and unicodedata.numeric(char, 0) >= 100 for char in unread):
            return False
        return set(_DIGITS.findall(figure)).isdisjoint(_DIGITS.findall(unread))

    def without(self, output: str, spans: Sequence[tuple[int, int]]) -> str:
        """Take figures out of a text, each with the particle that leads to it (up 4% | to 1,300 points)."""
        particles = languages.profile(self.knowledge.target).particles
        for start, end in sorted(spans, reverse=True):
            # Forty characters back is farther than the longest particle.
            word = _LAST_WORD.search(output[max(start - 40, 0) : start])
            cut = start - len(word[0]) if word and word[1] in particles else start
            output = output[:cut] + output[end:]
        return _LOOSE.sub("", " ".join(output.split()))

    def join(self, outputs: Sequence[str], clauses: Sequence[Segment]) -> str:
        """Join the translations of a sentence's clauses, each with the mark that its source ends with."""
        joined, mark, last = "", "", len(outputs) - 1
        # A headline has no stop, and is not cut in two.
        whole = not _STOPPED.search(clauses[-1].text)
        for number, (output, clause) in enumerate(zip(outputs, clauses, strict=True)):
            text = output.strip()
            if number < last:
                # The engine took the clause for a sentence, and ended it so.
                text = self.ended("", text).rstrip(",;:!?。，；：！？ ")
            joined = self._joined(joined, mark, text, whole=whole) if joined else text
            mark = self._mark(clause.text)
        return joined

    def going_on(self, output: str) -> str:
        """Return what an engine took for the begin of a sentence as it is written within one."""
        joints = languages.part(languages.language_of(self.knowledge.target), "joints")
        return str(joints.small(output)) if joints else output

    def _joined(self, before: str, mark: str, after: str, *, whole: bool) -> str:
        """Return what is joined already and the next clause; as two sentences where the language takes them for two."""
        joints = languages.part(languages.language_of(self.knowledge.target), "joints")
        if joints and mark == "," and not whole:
            return str(joints.joined(before, after))
        return f"{before}{mark}{' ' if self.spaced else ''}{self.going_on(after)}"

    def _mark(self, clause: str) -> str:
        """Return how the target language writes the mark that a clause ends with; nothing if it ends without."""
        mark = clause.rstrip("”’」』 ")[-1:]
        narrow = _PUNCTUATION_OF.get(mark, "")
        return narrow if self.spaced else _FULL_WIDTH.get(narrow, "")


_LOOSE = GRAMMAR["loose-space"]
_DIGITS = GRAMMAR["digits"]
_STOPPED = GRAMMAR["clause-stopped"]
_NAME = GRAMMAR["second-capital"]
_NO_YEAR = "XXXX"
"""What a date without a year begins with, as in TimeML."""
_SENTENCE = "Then 1."
"""What begins as a sentence, in any language that has capitals."""
_PUNCTUATION_OF = {"，": ",", ",": ",", "、": ",", "；": ";", ";": ";", "：": ":", ":": ":", "—": "—"}
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "—": "——"}
"""What a language that does not separate words writes for a mark between clauses."""


def _same(words: str) -> Rendered:
    return Rendered(words, words)
