"""What markdown-it-py's inline rules take, and where: markup with its exact place in a unit's text.

Each rule is followed by a note of where the parser stood; a token alone does not tell. Emphasis is paired as an author
of Chinese or Japanese means it (see `flanking`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from transflow.markdown import inline_rules
from transflow.markdown.brackets import HELPERS
from transflow.markdown.dialect import Dialect
from transflow.markdown.features import load
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.html import fields as html_fields
from transflow.markdown.inline_rules import Kind, Mark, Rule, Span, State
from transflow.markdown.links import target

_HTML_NAME = GRAMMAR["html-name"]
# Elements that never have a closing tag (HTML's void elements): `<img>` waits for none, whether it ends with
# `/>` or not.
HTML_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)  # fmt: skip
_REFERENCE = GRAMMAR["reference"]
_DOCUMENTED = GRAMMAR["documented"]
_ROLE = GRAMMAR["role-before-code"]
_TITLED = GRAMMAR["role-title"]
_PAIRS = {"em": "em", "strong": "strong", "s": "strikethrough"}


def marks(shown: str, dialect: Dialect, *, html: bool) -> Iterator[Mark]:
    """Yield the markup of a masked text, in no particular order."""
    md = _parser(dialect, html)
    labels = _labels(shown) if dialect.references is None else dialect.references
    # What is documented elsewhere has a label, too: `[函数][package.function]`.
    if dialect.has("autodoc"):
        labels |= {label for label in _labels(shown) if _DOCUMENTED.fullmatch(label)}
    env: dict[str, Any] = {"labels": labels}
    if labels:
        env["references"] = _References(labels)
    state = State(shown, md, env)
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
    md.options["slashes"] = any(feature.slashes for feature in loaded)
    md.options["attributes"] = attributes
    md.options["sizes"] = [feature.size for feature in loaded if feature.size]
    if math:
        # Before escapes: within a formula a backslash is TeX's.
        md.inline.ruler.before("escape", "math", inline_rules.math)
    # Before escapes, too: `\(x\)` begins with a backslash.
    md.inline.ruler.before(
        "escape", "markup", inline_rules.markup([one for feature in loaded for one in feature.markup])
    )
    # Before links: `[^1](注)` is a footnote and a parenthesis.
    md.inline.ruler.before("link", "footnote", inline_rules.footnote)
    md.inline.ruler.before("link", "footnote_inline", inline_rules.footnote_inline)
    if html:
        # In a block of HTML the parser of a browser reads on, and to that `*` and `[` are letters.
        md.inline.ruler.enableOnly(["text", "newline", "html_inline", "entity"])
    for rule in md.inline.ruler.__rules__:
        if note := _NOTES.get(rule.name):
            rule.fn = _noted(rule.fn, note)
    return md


_Note = Callable[[State, int], None]


def _noted(rule: Rule, note: _Note) -> Rule:
    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and isinstance(state, State):
            note(state, start)
        return True

    return run


def _atom(what: str) -> _Note:
    def note(state: State, start: int) -> None:
        state.notes.marks.append(Mark(start, state.pos, "atom", what))

    return note


def _code(state: State, start: int) -> None:
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
    if match and match[group := str(match.lastgroup)].strip():
        start = match.start(group) + len(match[group]) - len(match[group].lstrip())
        yield start, start + len(match[group].strip())


def _break(state: State, start: int) -> None:
    # The parser took the spaces before the line's end for text and cut them off again; they belong to the
    # break.
    hard = state.tokens[-1].type == "hardbreak" or bool(state.md.options["breaks"])
    # kramdown's own way to break a line: two backslashes before its end.
    if state.md.options["slashes"] and state.src.endswith("\\\\", 0, start):
        start, hard = start - 2, True
    while start and state.src[start - 1] == " ":
        start -= 1
    state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak" if hard else "softbreak"))


def _escape(state: State, start: int) -> None:
    # A backslash before a line's end is a break; before a sign it is part of the text.
    if state.tokens[-1].type == "hardbreak":
        state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak"))


def _entity(state: State, start: int) -> None:
    """An entity is text if it is a character that can be read, else an atom."""
    # `&nbsp;` or `&#8203;` would go unseen in a draft, and be lost there; `&amp;` is read as `&`.
    if not state.tokens[-1].content.isprintable() or state.tokens[-1].content.isspace():
        state.notes.marks.append(Mark(start, state.pos, "atom", "entity"))


def _run(state: State, start: int) -> None:
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


def _link(state: State, start: int) -> None:
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


def _footnote_pair(state: State, start: int) -> None:
    end = state.notes.closings.pop()
    state.notes.marks.append(Mark(start, start + 2, "open", "footnote"))
    state.notes.marks.append(Mark(end, end + 1, "close", "footnote"))


def _autolink(state: State, start: int) -> None:
    # The parser makes a link of an address, with a closing that is nobody's here.
    state.notes.closings.pop()
    state.notes.marks.append(Mark(start, state.pos, "atom", "autolink"))


def _image(state: State, start: int) -> None:
    stop, end = state.pos, state.md.helpers.parseLinkLabel(state, start + 1)
    # In `![图][]` the alt text is the label: in another language it would name nothing.
    sizes: Sequence[re.Pattern[str]] = state.md.options["sizes"]
    shown = min(
        (size.start() for one in sizes if (size := one.search(state.src, start + 2, end))), default=end
    )
    alt = ((2, shown - start),) if shown > start + 2 and not _is_label(state.src, end, stop) else ()
    fields = alt + _title(state.src, end, stop, start)
    state.notes.marks.append(Mark(start, stop, "atom", "image", fields))


def _html(state: State, start: int) -> None:
    raw = state.src[start : state.pos]
    tag = _HTML_NAME.match(raw)
    name = tag[2].lower() if tag else ""
    # To a reader `<br>` is what two spaces at the end of a line are.
    if name == "br":
        state.notes.marks.append(Mark(start, state.pos, "break", "hardbreak"))
        return
    # A comment has no name.
    single = not tag or name in HTML_VOID or raw.endswith("/>")
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
