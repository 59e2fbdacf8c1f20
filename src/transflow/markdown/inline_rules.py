"""Rules for inline markup that `markdown-it-py` has none for: formulas, footnotes, and what features know by its look."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from transflow.markdown.feature import Markup
from transflow.markdown.features.formulas import SPACED, is_sure_spaced
from transflow.markdown.flanking import flanking
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.html import fields as html_fields

Kind = Literal["text", "open", "close", "atom", "break"]
Span = tuple[int, int]
Rule = Callable[[StateInline, bool], bool]


class Mark(NamedTuple):
    """What a rule took."""

    start: int
    end: int
    kind: Kind
    what: str
    fields: tuple[Span, ...] = ()
    label: Span | None = None
    """Where the text stands that is also the label of a reference."""
    name: str = ""
    """What must be equal for an opening and a closing that are matched here: a tag's name; empty if the
    parser matched them."""


@dataclass
class _Notes:
    """What is noted while one text is parsed."""

    marks: list[Mark] = field(default_factory=list)
    delimiters: list[tuple[Token, int]] = field(default_factory=list)
    closings: list[int] = field(default_factory=list)


class State(StateInline):
    """A parser's state that notes where a link's text ended."""

    def __init__(self, text: str, md: MarkdownIt, env: dict[str, Any]) -> None:
        super().__init__(text, md, env, [])
        self.notes = _Notes()

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  the parser's names
        """Tell of a run of `*`, `_` or `~` whether it can open and close, as `flanking` does."""
        stop = start
        while stop < self.posMax and self.src[stop] == self.src[start]:
            stop += 1
        before = self.src[start - 1] if start else " "
        after = self.src[stop] if stop < self.posMax else " "
        # `canSplitWord` is how the parser says that the run is not of `_`.
        can_open, can_close = flanking(before, after, "*" if canSplitWord else "_")
        return Scanned(can_open, can_close, stop - start)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token, and note where a closing stands."""
        if nesting < 0:
            self.notes.closings.append(self.pos)
        return super().push(ttype, tag, nesting)


_FOOTNOTE = GRAMMAR["footnote"]
_MATH = GRAMMAR["math"]
_MONEY = GRAMMAR["money"]


def markup(known: Sequence[Markup]) -> Rule:
    """Make the rule for markup that features know by its look."""
    by_char: dict[str, list[Markup]] = {}
    for one in known:
        for char in one.begins:
            by_char.setdefault(char, []).append(one)

    def rule(state: StateInline, silent: bool) -> bool:
        for one in by_char.get(state.src[state.pos], ()):
            # A page of `[[` without a `]]` would be matched to its end from each of them.
            if one.ends and _next(state, one.ends) < 0:
                continue
            match = one.pattern.match(state.src, state.pos, state.posMax)
            if match and one.sure(match, state.env["labels"]):
                _take(state, one, match, silent)
                return True
        return False

    return rule


def _next(state: StateInline, what: str) -> int:
    """Return where something stands next behind the place; -1 if nowhere. Searches are linear over one text."""
    known: dict[str, int] = state.env.setdefault("next", {})
    if what not in known or 0 <= known[what] <= state.pos:
        known[what] = state.src.find(what, state.pos + 1)
    return known[what]


def _take(state: StateInline, one: Markup, match: re.Match[str], silent: bool) -> None:
    """Go on behind what was found; a pair's inside is looked through for more."""
    start, end, limit = match.start(), match.end(), state.posMax
    if not silent and isinstance(state, State):
        # The parser reads the inside in its turn, with the place and the end set to it, as for a link's text.
        if "inside" in match.re.groupindex:
            inside = match.span("inside")
            closing = tuple(
                (a - inside[1], b - inside[1])
                for _, a, b in html_fields(state.src, inside[1], end, state.md.options["attributes"])
            )
            state.notes.marks.append(Mark(start, inside[0], "open", one.what))
            state.pos, state.posMax = inside
            state.push("markup_open", "", 1)
            state.md.inline.tokenize(state)
            state.push("markup_close", "", -1)
            # `push` noted this closing, too, but only links and footnotes take theirs from there.
            state.notes.closings.pop()
            state.notes.marks.append(Mark(inside[1], end, "close", one.what, closing))
        else:
            state.push("markup", "", 0)
            fields = [
                match.span(name) for name in match.re.groupindex if name.startswith("text") and match[name]
            ]
            state.notes.marks.append(
                Mark(start, end, "atom", one.what, tuple((a - start, b - start) for a, b in fields))
            )
    state.pos, state.posMax = end, limit


def math(state: StateInline, silent: bool) -> bool:
    """Match `$…$` or `$$…$$` within a paragraph."""
    if state.src[state.pos] != "$":
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    if not match:
        match = SPACED.match(state.src, state.pos, state.posMax)
        match = match if match and is_sure_spaced(match) else None
    if not match or _MONEY.match(match[0]):
        return False
    if not silent:
        state.push("math_inline", "math", 0)
    state.pos = match.end()
    return True


def footnote(state: StateInline, silent: bool) -> bool:
    """Match `[^label]`, whether or not the footnote is defined."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("footnote_ref", "", 0)
    state.pos = match.end()
    return True


def footnote_inline(state: StateInline, silent: bool) -> bool:
    """Match `^[text]`, as a pair around its text."""
    start, limit = state.pos, state.posMax
    if not state.src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0:
        return False
    if not silent:
        state.pos, state.posMax = start + 2, end
        state.push("footnote_open", "", 1)
        state.md.inline.tokenize(state)
        state.push("footnote_close", "", -1)
    state.pos, state.posMax = end + 1, limit
    return True
