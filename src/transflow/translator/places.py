"""The words of anchors put into a segment before the engine is asked, and found again in what it says."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from transflow.glossary.phrases import UNSPACED
from transflow.translator.pieces import Anchor, Segment

_UNSPACED = re.compile(f"[{UNSPACED}]")


def inlined(segment: Segment, known: Sequence[Anchor], spaced: bool) -> str:
    """Return the segment's text with the translations of its anchors, terms and quantities in their places.

    Args:
        segment: The segment.
        known: Its terms and quantities; those that overlap a markup anchor give way.
        spaced: Whether the target language separates words, so that what is put in must be set off.
    """
    # What markup holds is translated already, with the terms in it.
    found = [k for k in known if not any(k.start < a.end and a.start < k.end for a in segment.anchors)]
    out, at = "", 0
    for anchor in sorted((*segment.anchors, *found), key=lambda anchor: anchor.start):
        before = segment.text[at : anchor.start]
        out = _set_off(out, before, spaced)
        if (
            spaced and not before and out.endswith(",")
        ):  # 10送3派2元: what was put in before ends with a comma
            out += " "
        out = _set_off(out, anchor.rendered.words, spaced)
        at = anchor.end
    return _set_off(out, segment.text[at:], spaced)


def _set_off(left: str, right: str, spaced: bool) -> str:
    """Join two stretches with a space if both meet with a letter or figure and one of them is in a spaced script."""
    meet = bool(left and right) and left[-1].isalnum() and right[0].isalnum()
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
    taken: list[tuple[int, int, Anchor]] = []
    # Longest first: 指数 must not take its place within 恒生指数.
    for anchor in sorted(segment.anchors, key=lambda anchor: -len(anchor.rendered.words)):
        free = free_spots(output, anchor, [(start, end) for start, end, _ in taken])
        if not free:
            return None
        share = anchor.start / len(
            segment.text
        )  # of several, the one that stands where it stood in the source
        taken.append((*min(free, key=lambda spot: abs(spot[0] / len(output) - share)), anchor))
    out, at = "", 0
    for start, end, anchor in sorted(taken, key=lambda spot: spot[0]):
        out += escape(output[at:start]) + anchor.rendered.marked
        at = end
    return out + escape(output[at:])


def free_spots(output: str, anchor: Anchor, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where an anchor's words stand that no other anchor has taken."""
    known = sorted(taken)
    ends = list(accumulate((end for _, end in known), max))
    return [spot for spot in spots(output, anchor) if _is_free(spot, known, ends)]


def _is_free(spot: tuple[int, int], taken: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    """Whether no taken stretch overlaps one; `ends` says how far those up to each reach."""
    # Of those that begin before it ends, none may reach beyond where it begins.
    before = bisect_left(taken, (spot[1], spot[1]))
    return before == 0 or ends[before - 1] <= spot[0]


def spots(output: str, anchor: Anchor) -> list[tuple[int, int]]:
    """Return where an anchor's words stand, as they are written or else in other letter case.

    They begin and end where words do, but for scripts in which a word needs no boundary.
    """
    words = anchor.rendered.words
    left, right = (
        "" if _UNSPACED.match(words[at]) else rf"{look}[^\W{UNSPACED}])"
        for at, look in ((0, "(?<!"), (-1, "(?!"))
    )
    pattern = left + re.escape(words) + right
    # An engine may begin a sentence with it, or write a heading in capitals.
    exact = [match.span() for match in re.finditer(pattern, output)]
    return exact or [match.span() for match in re.finditer(pattern, output, re.IGNORECASE)]
