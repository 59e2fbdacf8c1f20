"""What became of a unit's segments, joined to one text: as Markdown for its place in a page, or the words alone."""

from collections.abc import Iterator, Mapping, Sequence

from transflow import languages
from transflow.markdown import escape
from transflow.translator.grammar import GRAMMAR
from transflow.translator.ladder import Attempt
from transflow.translator.lexicon import Lexicon
from transflow.translator.pieces import Anchor, Ending, Piece, Segment, Touching
from transflow.translator.places import beside, placed
from transflow.translator.text import Text

_QUOTES = "“‘«„「『([\"'"
"""What may stand before the first word of a sentence."""
_CLOSING = ("”", "」", "』", '"')
_NOTES = ("[^", "^[")
"""Begins of notes, behind which a sentence goes on."""
_ENDED = GRAMMAR["sentence-ended"]
_WORDLESS = GRAMMAR["wordless"]


class Assembly:
    """Joins the pieces of units of one language pair."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tags = lexicon.knowledge.source, lexicon.knowledge.target
        source, target = map(languages.language_of, self._tags)
        self._speech = languages.part(source, "attribution"), languages.part(target, "speech")
        self._parts_source, self._parts_target = (languages.profile(tag).spaced for tag in self._tags)
        self._apart: dict[Segment, tuple[tuple[str, str | Anchor], ...]] = {}
        """Segments whose markup found no place: text and anchors in order, each with what sets it off."""

    def take_apart(self, segment: Segment, parts: Sequence[str | Anchor]) -> str:
        """Take in a segment whose anchors are put between the texts round them, and return its words."""
        self._apart[segment] = tuple(self._set_off(parts))
        return "".join(gap + _words(part) for gap, part in self._apart[segment])

    def _set_off(self, parts: Sequence[str | Anchor]) -> Iterator[tuple[str, str | Anchor]]:
        """Yield texts and anchors with the space before each, which the source has or the target language wants."""
        adds = not self._parts_source
        out = gap = ""
        last: str | Anchor = ""
        for part in parts:
            if part == " ":
                gap = " " if out else ""
                continue
            words = _words(part)
            touches = (isinstance(last, Anchor) and last.right) or (isinstance(part, Anchor) and part.left)
            if touches:
                gap = ""
            elif adds and not isinstance(part, Anchor):
                gap = self._joined(out, words)[len(out) :].removesuffix(words)
            # Chinese has no space between a word and a link; English does, but not behind an opening bracket.
            elif adds and out and out[-1] not in "([“‘":
                gap = " "
            yield gap, part
            out, gap, last = out + gap + words, "", part

    def text(
        self,
        frame: Sequence[Piece],
        attempts: Mapping[Segment, Attempt],
        place: Text | None = None,
        *,
        begins: bool = False,
    ) -> str:
        """Join the pieces: as Markdown for a place in a page, or for None the words alone.

        Args:
            frame: The pieces.
            attempts: What the segments became.
            place: Where in a page they go.
            begins: Whether they begin a sentence; inside markup they are a part of one, and get no capital.
        """
        out, capital, ended = "", begins, True
        for piece, last in zip(frame, (None, *frame), strict=False):
            if isinstance(piece, Segment):
                output = attempts[piece].output
                shown = self._marked(piece, output, place) if place else output
                if said := self._said(last, piece, out, shown):
                    out = " ".join(said)
                else:
                    if capital:
                        shown = self._begun(piece, output, shown)
                    elif not ended and isinstance(last, str) and last.lstrip().startswith(_NOTES):
                        shown = self._lexicon.going_on(shown)
                    out = (
                        beside(out, shown)
                        if place and isinstance(last, Touching)
                        else self._joined(out, shown)
                    )
                # The next segment begins a sentence if this one ended one.
                ended = _ENDED.search(output) is not None
                capital = begins and ended
            elif isinstance(piece, Ending):
                out = self._ended(out, piece) if place else out
            else:
                capital = capital and _WORDLESS.fullmatch(piece) is not None
                if place:
                    # A mark brings the space that the source has before it, and one is enough.
                    free = not out or out[-1] in " \n([“‘"
                    out += piece.removeprefix(" ") if free and not piece.isspace() else piece
        return out

    def _said(self, quoted: Piece | None, by: Segment, out: str, shown: str) -> tuple[str, str] | None:
        """Return a quotation and who said so as parts of one sentence, where the source has them as two."""
        if not isinstance(quoted, Segment) or not quoted.text.endswith(_CLOSING):
            return None
        reader, writer = self._speech
        if reader is None or writer is None or not reader.says(by.text):
            return None
        said: tuple[str, str] | None = writer.said(out, shown)
        return said

    def _ended(self, text: str, ending: Ending) -> str:
        """Return a text with what belongs before the punctuation that ends it."""
        at = _end_of_words(text)
        tail = ""
        for gap, raw in ending.parts:
            opens = self._parts_target and not self._parts_source and gap.startswith("(")
            # Between letters, since `tidy` strips the ends of a text.
            tail += " " * opens + self._lexicon.tidy(f"x{gap}x")[1:-1]
            tail = (
                tail + (raw.removeprefix(" ") if tail.endswith((" ", "(")) else raw) if raw else tail.rstrip()
            )
        return text[:at] + tail + text[at:]

    def _begun(self, segment: Segment, output: str, shown: str) -> str:
        """Return a segment as it is shown with the capital that begins a sentence, if a term in small letters does."""
        # A term is in the draft as the glossary has it, in small letters: `net interest margin fell.`
        word = self._lexicon.opening(segment.text, output.lstrip(_QUOTES))
        at = shown.find(word) if word else -1
        # `code` before it is read as the first word, and is not written otherwise.
        if at < 0 or not _WORDLESS.fullmatch(shown[:at]):
            return shown
        return shown[:at] + word[0].upper() + shown[at + 1 :]

    def _marked(self, segment: Segment, output: str, place: Text) -> str:
        """Return an output as Markdown, its anchors' markup in place."""

        def safe(text: str) -> str:
            return escape(text, place.dialect, kind=place.kind)

        if segment in self._apart:
            out = ""
            for gap, part in self._apart[segment]:
                out = beside(out + gap, part.rendered.marked if isinstance(part, Anchor) else safe(part))
            return out
        # Nothing was lost here: a segment that lost an anchor was taken apart.
        return placed(output, segment, safe) or safe(output)

    def _joined(self, left: str, right: str) -> str:
        """Join two stretches of target text, with a space where the language has one between sentences."""
        if not self._parts_target or not left or not right:
            return beside(left, right)
        # No space before a stop or behind an opening bracket.
        touching = left[-1].isspace() or left[-1] in "([“‘" or right[0] in ".,;:!?)]”’"
        return beside(left, right) if touching else f"{left} {right}"


def _end_of_words(text: str) -> int:
    """Return where the punctuation begins that ends a text."""
    # 他说：“好。” ends with the stop inside the quotes: what follows a word goes before both.
    inner = text.rstrip("”’」』)）]\"'")
    bare = inner.rstrip(".,;:!?。，；：！？、…")
    return len(bare) if bare != inner else len(text.rstrip(")）]」』"))


def _words(part: str | Anchor) -> str:
    return part.rendered.words if isinstance(part, Anchor) else part
