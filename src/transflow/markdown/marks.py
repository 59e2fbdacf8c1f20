"""What markdown-it-py's inline rules take, and where: markup with its exact place in a unit's text.

Each rule is followed by a note of where the parser stood; a token alone does not tell. Emphasis is paired as an author
of Chinese or Japanese means it (see `flanking`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from transflow.markdown.brackets import HELPERS
from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Markup
from transflow.markdown.features import load
from transflow.markdown.flanking import flanking
from transflow.markdown.html import fields as html_fields
from transflow.markdown.links import target

Kind = Literal["text", "open", "close", "atom", "break"]
Span = tuple[int, int]
_Rule = Callable[[StateInline, bool], bool]


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


class _State(StateInline):
    """A parser's state that notes where a link's text ended."""

    def __init__(self, text: str, md: MarkdownIt, env: dict[str, Any]) -> None:
        super().__init__(text, md, env, [])
        self.notes = _Notes()

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  the parser's names
        stop = start
        while stop < self.posMax and self.src[stop] == self.src[start]:
            stop += 1
        before = self.src[start - 1] if start else " "
        after = self.src[stop] if stop < self.posMax else " "
        can_open, can_close = flanking(before, after, "*" if canSplitWord else "_")
        return Scanned(can_open, can_close, stop - start)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if nesting < 0:
            self.notes.closings.append(self.pos)
        return super().push(ttype, tag, nesting)


_HTML_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
# Elements that never have a closing tag (HTML's void elements): `<img>` waits for none, whether it ends with
# `/>` or not.
_HTML_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)  # fmt: skip
# The label is looked at, not taken: in `[a][b][c]` both `b` and `c` are labels. A bracket behind a backslash
# ends no text.
_REFERENCE = re.compile(r"(?<!\\)\](?=\[([^\[\]]+)\])|\[([^\[\]]+)(?<!\\)\](?=\[\])")
# Without a space, as the plug-in has it that reads the definitions: `[^ 注]` is text in brackets.
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
# `$$…$$` within a paragraph is a formula as well. Possessive, so that a dollar sign that nothing closes is
# read over once, not once for each way to split what follows.
_MATH = re.compile(
    r"\$\$(?:\\.|[^$\\]|\$(?!\$))++\$\$ | (?:(?<![A-Za-z0-9])\$(?![\s$])|(?<=[A-Za-z])\$(?=[(\\]))(?:\\.|[^$\\])++(?<!\s)\$(?!\d)",
    re.VERBOSE | re.DOTALL,
)
"""A formula does not begin after a letter or figure (`US$`; but `log$(x)$`) nor end before a figure, and has no space at its ends."""
# `$300 和 $500`: Chinese between two amounts is a sentence, though by the rules of a formula it could stand in
# one.
_MONEY = re.compile(r"\$\d[^$]*[\u3000-\u9fff\uff00-\uffef]")
"""An amount, and more text up to the next dollar sign."""
# MyST's name of a role, before the code that it is about: `{ref}` and then backticks. `_code` looks back for
# it as far as 60 letters and two braces reach.
_ROLE = re.compile(r"(?<!\\)\{[\w:.+-]{1,60}\}\Z")
# What a reader sees of a role: 标题 of `{doc}` with 标题 <path>, and 国内生产总值 of `{abbr}` with GDP (国内生产总值). Of a
# role that has neither, nothing is language.
_TITLED = re.compile(
    r"""\{[\w:.+-]++\}`++(?P<title>[^`<>]++)<[^`<>]++>`++\Z | \{abbr\}`++[^`()]*+\((?P<long>[^`()]++)\)`++\Z""",
    re.VERBOSE,
)
_PAIRS = {"em": "em", "strong": "strong", "s": "strikethrough"}


def marks(shown: str, dialect: Dialect, *, html: bool) -> Iterator[Mark]:
    """Yield the markup of a masked text, in no particular order."""
    md = _parser(dialect, html)
    labels = _labels(shown) if dialect.references is None else dialect.references
    env: dict[str, Any] = {"labels": labels}
    if labels:
        env["references"] = _References(labels)
    state = _State(shown, md, env)
    md.inline.tokenize(state)
    for rule in md.inline.ruler2.getRules(""):
        rule(state)
    yield from state.notes.marks
    yield from _delimiters(state.notes.delimiters)


class _References:
    """Link reference definitions, as far as the parser asks: whether there is one."""

    def __init__(self, labels: frozenset[str]) -> None:
        self.labels = labels

    def get(self, label: str, default: object = None) -> object:
        return {"href": "#", "title": ""} if label in self.labels else default


def _labels(shown: str) -> frozenset[str]:
    """Return every label that is named as one: in `[text][label]` or `[label][]`."""
    groups = (match.groups() for match in _REFERENCE.finditer(shown))
    return frozenset(normalizeReference(label) for pair in groups for label in pair if label)


def _delimiters(noted: Sequence[tuple[Token, int]]) -> Iterator[Mark]:
    """Yield emphasis and strikethrough as the parser paired it."""
    for token, place in noted:
        name, _, side = token.type.rpartition("_")
        if name in _PAIRS:
            # Of the two tokens of `**` the parser makes the second one the opening, and empties the first; of
            # a closing it is the other way round.
            start = place - 1 if token.type == "strong_open" else place
            kind: Kind = "open" if side == "open" else "close"
            yield Mark(start, start + len(token.markup), kind, _PAIRS[name])


def _parser(dialect: Dialect, html: bool) -> MarkdownIt:
    return _parser_for(dialect.features, dialect.attributes, dialect.math, html)


@lru_cache(maxsize=32)
def _parser_for(features: tuple[str, ...], attributes: tuple[str, ...], math: bool, html: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 100}).enable("strikethrough")
    # The parser's own search for the end of a link's text is quadratic; see `brackets`.
    md.helpers = cast("Any", HELPERS)
    # Text tokens are never read here, only marks, so nobody needs them joined.
    md.inline.ruler2.disable("fragments_join")
    loaded = load(features)
    md.options["breaks"] = any(feature.breaks for feature in loaded)
    md.options["attributes"] = attributes
    if math:
        # Before escapes: within a formula a backslash is TeX's.
        md.inline.ruler.before("escape", "math", _math)
    md.inline.ruler.before("escape", "markup", _markup([one for feature in loaded for one in feature.markup]))
    md.inline.ruler.before("link", "footnote", _footnote)
    md.inline.ruler.before("link", "footnote_inline", _footnote_inline)
    if html:
        # In a block of HTML the parser of a browser reads on, and to that `*` and `[` are letters.
        md.inline.ruler.enableOnly(["text", "newline", "html_inline", "entity"])
    for rule in md.inline.ruler.__rules__:
        if note := _NOTES.get(rule.name):
            rule.fn = _noted(rule.fn, note)
    return md


def _markup(known: Sequence[Markup]) -> _Rule:
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
    if not silent and isinstance(state, _State):
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


_Note = Callable[[_State, int], None]


def _noted(rule: _Rule, note: _Note) -> _Rule:
    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and isinstance(state, _State):
            note(state, start)
        return True

    return run


def _math(state: StateInline, silent: bool) -> bool:
    """Match `$…$` or `$$…$$` within a paragraph."""
    if state.src[state.pos] != "$":
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    if not match or _MONEY.match(match[0]):
        return False
    if not silent:
        state.push("math_inline", "math", 0)
    state.pos = match.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
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


def _footnote_inline(state: StateInline, silent: bool) -> bool:
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


def _atom(what: str) -> _Note:
    def note(state: _State, start: int) -> None:
        state.notes.marks.append(Mark(start, state.pos, "atom", what))

    return note


def _code(state: _State, start: int) -> None:
    if (
        state.tokens
        and state.tokens[-1].type == "code_inline"
        # A run of backticks that nothing closes is taken by the same rule, as text: then it waits in
        # `pending`.
        and state.pos - start > 2
        and not state.pending
    ):
        role = _ROLE.search(state.src, max(0, start - 62), start)
        begin = role.start() if role else start
        fields = tuple(_role_text(state.src[begin : state.pos])) if role else ()
        state.notes.marks.append(Mark(begin, state.pos, "atom", "role" if role else "code", fields))


def _role_text(raw: str) -> Iterator[Span]:
    """Yield what a reader sees of a role: the text before its `<target>`, what an abbreviation stands for."""
    match = _TITLED.match(raw)
    if match and match[group := "title" if match["title"] else "long"].strip():
        start = match.start(group) + len(match[group]) - len(match[group].lstrip())
        yield start, start + len(match[group].strip())


def _break(state: _State, start: int) -> None:
    # The parser took the spaces before the line's end for text and cut them off again; they belong to the
    # break.
    hard = state.tokens[-1].type == "hardbreak" or bool(state.md.options["breaks"])
    while start and state.src[start - 1] == " ":
        start -= 1
    state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak" if hard else "softbreak"))


def _escape(state: _State, start: int) -> None:
    if state.tokens[-1].type == "hardbreak":
        state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak"))


def _entity(state: _State, start: int) -> None:
    """An entity is text if it is a character that can be read, else an atom."""
    if not state.tokens[-1].content.isprintable() or state.tokens[-1].content.isspace():
        state.notes.marks.append(Mark(start, state.pos, "atom", "entity"))


def _run(state: _State, start: int) -> None:
    """A run of `*`, `_` or `~`: one token or more, which the parser pairs only afterwards."""
    place = state.pos
    number = len(state.tokens)
    # The tokens are known only from their number behind: read back to where the run began, then turned round.
    while place > start:
        number -= 1
        place -= len(state.tokens[number].content)
        state.notes.delimiters.append((state.tokens[number], place))
    count = len(state.tokens) - number
    state.notes.delimiters[-count:] = reversed(state.notes.delimiters[-count:])


def _link(state: _State, start: int) -> None:
    end = state.notes.closings.pop()
    state.notes.marks.append(Mark(start, start + 1, "open", "link"))
    label = (start + 1, end) if _is_label(state.src, end, state.pos) else None
    fields = _title(state.src, end, state.pos, end)
    state.notes.marks.append(Mark(end, state.pos, "close", "link", fields, label))


def _is_label(source: str, end: int, stop: int) -> bool:
    """Whether a link's text, which ends before `]` at `end`, is also its label: `[x]` or `[x][]`."""
    return stop == end + 1 or source.startswith("][]", end)


def _title(source: str, end: int, stop: int, base: int) -> tuple[Span, ...]:
    """Return where the title stands, counted from `base`, in the `](url "title")` of a link or image."""
    found = target(source, end + 2, stop - 1) if source.startswith("](", end) else None
    return ((found.title[0] - base, found.title[1] - base),) if found and found.title else ()


def _footnote_pair(state: _State, start: int) -> None:
    end = state.notes.closings.pop()
    state.notes.marks.append(Mark(start, start + 2, "open", "footnote"))
    state.notes.marks.append(Mark(end, end + 1, "close", "footnote"))


def _autolink(state: _State, start: int) -> None:
    state.notes.closings.pop()
    state.notes.marks.append(Mark(start, state.pos, "atom", "autolink"))


def _image(state: _State, start: int) -> None:
    stop, end = state.pos, state.md.helpers.parseLinkLabel(state, start + 1)
    alt = ((2, end - start),) if end > start + 2 and not _is_label(state.src, end, stop) else ()
    fields = alt + _title(state.src, end, stop, start)
    state.notes.marks.append(Mark(start, stop, "atom", "image", fields))


def _html(state: _State, start: int) -> None:
    raw = state.src[start : state.pos]
    tag = _HTML_NAME.match(raw)
    name = tag[2].lower() if tag else ""
    # To a reader `<br>` is what two spaces at the end of a line are.
    if name == "br":
        state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak"))
        return
    single = not tag or name in _HTML_VOID or raw.endswith("/>")
    kind: Kind = "atom" if single else "close" if tag and tag[1] else "open"
    fields = tuple(
        (begin, end) for _, begin, end in html_fields(raw, 0, len(raw), state.md.options["attributes"])
    )
    state.notes.marks.append(Mark(start, state.pos, kind, "html", fields, None, "" if single else f"<{name}"))


_NOTES: dict[str, _Note] = {
    "newline": _break,
    "escape": _escape,
    "backticks": _code,
    "strikethrough": _run,
    "emphasis": _run,
    "link": _link,
    "image": _image,
    "autolink": _autolink,
    "html_inline": _html,
    "entity": _entity,
    "footnote": _atom("footnote"),
    "footnote_inline": _footnote_pair,
    "math": _atom("math"),
}
