"""Where the text of a link ends: the bracket that closes another, found once for each.

`markdown-it-py` looks for it anew from every bracket and reads on to the end of the text, so 50,000 of them took
minutes. This is its rule (`helpers.parseLinkLabel`), but what one search passes is known to the next.
"""

from types import SimpleNamespace

from markdown_it import helpers
from markdown_it.rules_inline import StateInline

from transflow.markdown.grammar import GRAMMAR

_MAX_NESTING = 100
"""Pairs of brackets inside a pair that can still be a link's text; as many levels as the parser reads."""


class _Pair:
    """An opening bracket, and what is known of what it holds."""

    __slots__ = ("depth", "end", "holds_link", "start")

    def __init__(self, start: int) -> None:
        self.start, self.end, self.depth, self.holds_link = start, -1, 0, False

    def hold(self, other: "_Pair") -> None:
        self.depth = max(self.depth, other.depth + 1)
        self.holds_link |= other.holds_link


def label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803  the parser's name
    """Return where the bracket stands that closes the one at `start`; -1 for none, or a link inside where none may be."""
    # By `posMax`, too: the text of a link is read by itself, up to its end, and there other brackets close.
    known: dict[int, _Pair] = vars(state).setdefault("brackets", {}).setdefault(state.posMax, {})
    if start not in known:
        before = state.pos
        _read(state, start, known)
        state.pos = before
    pair = known[start]
    return -1 if pair.depth > _MAX_NESTING or (disableNested and pair.holds_link) else pair.end


def _read(state: StateInline, start: int, known: dict[int, _Pair]) -> None:
    """Read on from a bracket until it is closed, or to the end, and note each pair on the way."""
    open_ones = [_Pair(start)]
    state.pos = start + 1
    while open_ones and state.pos < state.posMax:
        at = state.pos
        if state.src[at] == "]":
            pair = open_ones.pop()
            pair.end, known[pair.start] = at, pair
            if open_ones:
                open_ones[-1].hold(pair)
            state.pos += 1
            continue
        # Code, escapes and tags go by as a whole: a bracket in them closes nothing.
        state.md.inline.skipToken(state)
        if state.src[at] != "[":
            continue
        # More was taken than the bracket: a whole link, image or footnote begins here.
        if state.pos != at + 1:
            open_ones[-1].holds_link = True
        elif at not in known:
            open_ones.append(_Pair(at))
        elif known[at].end < 0:
            break  # what is never closed leaves all round it open
        else:
            open_ones[-1].hold(known[at])
            state.pos = known[at].end + 1
    known.update((pair.start, pair) for pair in open_ones)


HELPERS = SimpleNamespace(
    parseLinkLabel=label_end,
    parseLinkDestination=helpers.parseLinkDestination,
    parseLinkTitle=helpers.parseLinkTitle,
)
"""What a parser takes for its `helpers`."""


_PAIRED = GRAMMAR["paired-brackets"]
_ROUND = str.maketrans("[]", "()")


def inside_brackets(text: str) -> str:
    """Return a text as it can stand between square brackets: with round ones, if its own do not pair."""
    return text if _PAIRED.fullmatch(text) else rounded(text)


def rounded(text: str) -> str:
    """Return a text with round brackets for its square ones."""
    return text.translate(_ROUND)
