"""The words of anchors put into a segment before the engine is asked, and found again in what it says."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from transflow.glossary.phrases import UNSPACED
from transflow.translator.pieces import Anchor, Segment

# Compiled once: the tables of a class of so many characters take longer than a text is looked through.
_UNSPACED = re.compile(f"[{UNSPACED}]")
_PART = re.compile(rf"[^\W{UNSPACED}]")
"""A letter or digit of a word that needs a boundary."""


def inlined(segment: Segment, known: Sequence[Anchor], spaced: bool) -> str:
    """Return the segment's text with the translations of its anchors, terms and quantities in their places.

    Args:
        segment: The segment.
        known: Its terms and quantities; those that overlap a markup anchor give way.
        spaced: Whether the target language separates words, so that what is put in must be set off.
    """
    # What markup holds is translated already, with the terms in it.
    found = [k for k in known if not any(k.start < a.end and a.start < k.end for a in segment.anchors)]
    out, at, touched = "", 0, ""
    for anchor in sorted((*segment.anchors, *found), key=lambda anchor: anchor.start):
        before = segment.text[at : anchor.start]
        out = _set_off(out, before, spaced and not touched)
        if (
            spaced and not before and out.endswith(",")
        ):  # 10送3派2元: what was put in before ends with a comma
            out += " "
        out = _set_off(out, anchor.rendered.words, spaced and not anchor.left)
        at, touched = anchor.end, anchor.right
    return _set_off(out, segment.text[at:], spaced and not touched)


def kept(segment: Segment) -> Iterator[Anchor]:
    """Yield the anchors that are the same in every language: code, addresses."""
    yield from (a for a in segment.anchors if segment.text[a.start : a.end] == a.rendered.words)


def without_kept(text: str, segment: Segment) -> str:
    """Return the text of a segment, or what became of it, without its code, formulas and addresses."""
    for anchor in segment.anchors:
        text = text.replace(anchor.rendered.words, " ", 1) if anchor.rendered.stays else text
    return text


def _set_off(left: str, right: str, spaced: bool) -> str:
    """Join two stretches with a space if both meet with a letter or figure and one of them is in a spaced script."""
    meet = bool(left and right) and left[-1].isalnum() and right[0].isalnum()
    # `**怎么？** A: …`: the source's own space is folded away beside its full-width mark.
    if spaced and left[-1:] in ("?", "!", ";") and right[:1].isalnum():
        return f"{left} {right}"
    return (
        f"{left} {right}" if spaced and meet and (left[-1].isascii() or right[0].isascii()) else left + right
    )


def placed(output: str, segment: Segment, escape: Callable[[str], str]) -> str | None:
    """Put markup round the anchors' words in an engine's output; None if one is not there to be found.

    Args:
        output: Running text in the target language.
        segment: What it translates.
        escape: Makes running text safe as Markdown.
    """
    room, taken = Room(output), list[tuple[int, int, Anchor]]()
    # Longest first: 指数 must not take its place within 恒生指数.
    for anchor in sorted(segment.anchors, key=lambda anchor: -len(anchor.rendered.words)):
        # Of several, the one that stands where it stood in the source.
        spot = room.near(anchor, anchor.start / len(segment.text))
        if spot is None:
            return None
        taken.append((*spot, anchor))
    out, at = "", 0
    for start, end, anchor in sorted(taken, key=lambda spot: spot[0]):
        out = beside(out + escape(output[at:start]), anchor.rendered.marked)
        at = end
    return out + escape(output[at:])


def beside(left: str, right: str) -> str:
    """Join two stretches of Markdown whose markup must not become one: `` `a` `` and `` `b` ``, `**a**` and `**b**`."""
    return f"{left} {right}" if left and right[:1] == left[-1] and left[-1] in _MARKS else left + right


_MARKS = "`*_~$"


class Room:
    """Where the words of anchors stand in an output; each place is given away once, and is never free again."""

    def __init__(self, output: str) -> None:
        self.output = output
        self._taken: list[tuple[int, int]] = []
        self._spots: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        """Where words stand, beside the letters that they stood beside, that were not looked at yet."""

    def first(self, anchor: Anchor) -> tuple[int, int] | None:
        """Take the first place of an anchor's words; None if none is free."""
        return self.near(anchor, 0)

    def near(self, anchor: Anchor, share: float) -> tuple[int, int] | None:
        """Take the place of an anchor's words that is nearest to a share of the output; None if none is free."""
        key, whole = (anchor.rendered.words, anchor.left, anchor.right), len(self.output)
        if key not in self._spots:
            self._spots[key] = spots(self.output, anchor)
        left = self._spots[key]
        while left:
            at = bisect_left(left, (int(share * whole), 0))
            nearest = min(
                range(max(at - 1, 0), min(at + 2, len(left))), key=lambda n: abs(left[n][0] / whole - share)
            )
            # Taken or not free, it serves no other anchor: each place is looked at once.
            spot = left.pop(nearest)
            if self._take(spot):
                return spot
        return None

    def _take(self, spot: tuple[int, int]) -> bool:
        at = bisect_left(self._taken, spot)
        if (at and self._taken[at - 1][1] > spot[0]) or (
            at < len(self._taken) and self._taken[at][0] < spot[1]
        ):
            return False
        self._taken.insert(at, spot)
        return True


def spots(output: str, anchor: Anchor) -> list[tuple[int, int]]:
    """Return where an anchor's words stand, as they are written or else in other letter case.

    They begin and end where words do, but for scripts in which a word needs no boundary.
    """
    # An engine may begin a sentence with it, or write a heading in capitals.
    exact = list(_spots(output, anchor, re.NOFLAG))
    return exact or list(_spots(output, anchor, re.IGNORECASE))


def _spots(output: str, anchor: Anchor, case: re.RegexFlag) -> Iterator[tuple[int, int]]:
    words, at = re.compile(re.escape(anchor.rendered.words), case), 0
    left, right = len(anchor.left), len(anchor.right)
    while match := words.search(output, at):
        start, end = match.span()
        # A letter beside Han characters ends a word, if it is the one that stood there.
        before, after = output[max(start - (left or 1), 0) : start], output[end : end + (right or 1)]
        if _ends(match[0][0], before, anchor.left) and _ends(match[0][-1], after, anchor.right):
            yield start, end
            at = end
        else:
            at = start + 1


def _ends(letter: str, beside: str, wanted: str) -> bool:
    """Whether words end at a letter of theirs: `China` is not in `Chinatown`, but 中国 is in 中国移动."""
    if wanted:
        return beside.lower() == wanted.lower()
    return not letter.isalnum() or _UNSPACED.match(letter) is not None or _PART.match(beside) is None
