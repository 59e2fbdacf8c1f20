"""The block structure of a page: which stretches hold text, which are copied, with exact spans.

`markdown-it-py` decides what is a paragraph, a list, a table. Its tokens only know lines, and its inline content has
lost what it stripped; so each of its rules for leaf blocks is followed by a note of the offsets that the rule just
worked with, while its state still says where the containers' prefixes end in each line. Rules that cannot match are not
tried, which makes up for the time that the notes take.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from transflow.markdown.dialect import Dialect
from transflow.markdown.mask import FILLER, Hidden

LeafKind = Literal[
    "text",
    "heading",
    "setext",
    "cell",
    "first",
    "term",
    "code",
    "math",
    "html",
    "reference",
    "standalone",
    "directive",
    "alert",
    "deep",
]
Span = tuple[int, int]
_Rule = Callable[[StateBlock, int, int, bool], bool]
_Note = Callable[[StateBlock, int, int], Iterable["Leaf"]]

_SPACE = " \t\n\v\f\r"
_NESTING = 100
"""Levels of tokens up to which containers are read, two for a list and one for a quote; deeper ones are copied whole."""
MAX_DEPTH = 1_000
"""Lists and quotes inside each other that a page may have."""
_LEVEL = re.compile(r"[ \t]{0,3}>[ \t]?|[-+*][ \t]|\d{1,9}[.)][ \t]|  |\t")
"""What one more list or quote, at least, puts before a line."""
_ALONE = re.compile(
    r"""\{[.#:][^{}]*\}                                      # attributes of the block before
      | \([\w:.-][\w:. -]*\)= | \+{3}[ \t]*(?:\{.*\})?        # MyST: a target, a block break
      | :{3,}.*                                            # a directive's first or last line
      | (?:import|export)\s.*\bfrom\s+['"][^'"]+['"];?     # MDX
    """,
    re.VERBOSE,
)
_ALONE_BEGINNINGS = "{(:+ie"
_DIRECTIVE = re.compile(r"(?:`{3,}|~{3,})\{([\w:.+-]+)\}")
_OPTION = re.compile(r":[\w-]+:(?:\s|$)")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_ALERT = re.compile(r"\[![\w-]+\][+-]?[ \t]*")
_CELL_END = re.compile(r"(?<!\\)\|")


class Leaf(NamedTuple):
    """A block that holds no other."""

    kind: LeafKind
    lines: tuple[Span, ...]
    """Where its content stands in each line, prefixes of containers off; for what is copied, one span."""
    token: int = 0
    """The index of its first token, by which its container is found."""


class Structure(NamedTuple):
    """What a page consists of."""

    leaves: tuple[Leaf, ...]
    tops: tuple[Span, ...]
    """The top-level blocks, whole lines."""
    shape: tuple[tuple[str, str, bool], ...]
    """The containers and leaves as markdown-it tells them; equal shapes are equal structures."""
    references: frozenset[str]
    """Normalized labels of the link reference definitions."""
    too_deep: int
    """Offset of the first block with more than `MAX_DEPTH` levels; -1 if there is none."""
    containers: Sequence[str]
    """The nearest container of each token, by the name of its own token (`list_item`, `dd`, …); empty for none."""


def structure(source: str, hidden: tuple[Hidden, ...], dialect: Dialect) -> Structure:
    """Find the blocks of a masked Markdown text."""
    md = _parser(dialect.math, dialect.directives)
    leaves: list[Leaf] = []
    env: dict[str, Any] = {"leaves": leaves, "hidden": {item.start: item.end for item in hidden}}
    tokens: list[Token] = []
    state = StateBlock(source, md, env, tokens)
    starts, ends = state.bMarks.copy(), state.eMarks.copy()
    md.block.tokenize(state, 0, state.lineMax)
    leaves.sort(key=attrgetter("lines"))  # terms are noted after their definitions
    return Structure(
        tuple(leaves),
        tuple(_tops(source, tokens, starts, ends)),
        tuple([(token.type, token.tag, token.hidden) for token in tokens if token.type != "inline"]),
        frozenset(env.get("references", ())),
        next((leaf.lines[0][0] for leaf in leaves if leaf.kind == "deep" and _is_too_deep(source, leaf)), -1),
        _containers(tokens),
    )


def _is_too_deep(source: str, leaf: Leaf) -> bool:
    return any(_depth(line) > MAX_DEPTH for line in source[slice(*leaf.lines[0])].split("\n"))


def _depth(line: str) -> int:
    """Return how many lists and quotes a line may stand in, judged by what it begins with."""
    depth = at = 0
    while found := _LEVEL.match(line, at):
        depth, at = depth + 1, found.end()
    return depth


def _containers(tokens: list[Token]) -> list[str]:
    around, open_ones = [], [""]
    for token in tokens:
        around.append(open_ones[-1])
        if token.nesting and token.type in _OPENING:
            open_ones.append(token.type.removesuffix("_open"))
        elif token.nesting and token.type in _CLOSING:
            open_ones.pop()
    return around


_HOLDING = ("list_item", "blockquote", "footnote_reference", "dd", "directive")
_OPENING = frozenset(f"{name}_open" for name in _HOLDING)
_CLOSING = frozenset(f"{name}_close" for name in _HOLDING)


def _tops(source: str, tokens: list[Token], starts: list[int], ends: list[int]) -> Iterator[Span]:
    for token in tokens:
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "inline":
            first, last = token.map
            while last - 1 > first and not source[starts[last - 1] : ends[last - 1]].strip(_SPACE):
                last -= 1
            yield starts[first], ends[last - 1]


@lru_cache(maxsize=8)
def _parser(math: bool, directives: tuple[str, ...]) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 2 * _NESTING, "inline_definitions": True}).enable("table")
    footnote_plugin(md)
    deflist_plugin(md)
    if math:
        dollarmath_plugin(md)
        amsmath_plugin(md)
        _replace_rule(md, "math_block", _dollars_once)
        _replace_rule(md, "amsmath", _environment_once)
    ruler = md.block.ruler
    ruler.before("fence", "directive", _directive_rule(directives), {"alt": _TERMINATED})
    ruler.before("table", "standalone", _standalone, {"alt": _TERMINATED})
    _note_leaves(md)
    return md


def _replace_rule(md: MarkdownIt, name: str, around: Callable[[_Rule], _Rule]) -> None:
    for rule in md.block.ruler.__rules__:
        if rule.name == name:
            rule.fn = around(rule.fn)


def _dollars_once(rule: _Rule) -> _Rule:
    """Keep the rule for `$$` from looking for an end that was looked for in vain: it reads on to the next blank line."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first, last = state.env.get("open_dollars", (0, 0))
        begin, stop = _line(state, start)
        if first < start < last or not state.src.startswith("$$", begin, stop):
            return False
        if rule(state, start, end, silent):
            return True
        if "$$" not in state.src[begin + 2 : stop]:
            blank = next((line for line in range(start + 1, end) if state.isEmpty(line)), end)
            state.env["open_dollars"] = (start, blank)
        return False

    return run


def _environment_once(rule: _Rule) -> _Rule:
    r"""Keep the rule for `\begin{…}` from looking for an end that was looked for in vain: it reads on to the last line."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        opening = _ENVIRONMENT.match(state.src, *_line(state, start))
        if not opening:
            return False
        known = state.env.setdefault("open_environments", {})
        first, last = known.get(opening[0], (state.lineMax, 0))
        if first <= start and end <= last:
            return False
        if rule(state, start, end, silent):
            return True
        known[opening[0]] = (start, end)
        return False

    return run


_ENVIRONMENT = re.compile(r"\\begin\{[^{}\n]*\}")
_TERMINATED = ["paragraph", "reference", "blockquote", "list"]


def _note_leaves(md: MarkdownIt) -> None:
    """Put one rule in the place of all that begin a block: it tries those that can begin with the line's first character."""
    rules = [
        (rule.fn, _NOTES.get(rule.name), _BEGINNINGS.get(rule.name, ""))
        for rule in md.block.ruler.__rules__
        if rule.enabled
    ]
    deep: list[tuple[_Rule, _Note | None]] = [(_deep, _copied("deep"))]
    anywhere = [(rule, note) for rule, note, chars in rules if not chars]
    chains = {
        char: [(rule, note) for rule, note, chars in rules if not chars or char in chars]
        for char in "".join(_BEGINNINGS.values())
    }

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        char = state.src[state.bMarks[start] + state.tShift[start]]
        before = len(state.tokens)
        for rule, note in deep if state.level > _NESTING else chains.get(char, anywhere):
            if rule(state, start, end, silent):
                if note:
                    state.env["leaves"].extend(note(state, start, before))
                return True
        return False

    md.block.ruler.getRules("")[:] = [run]  # the rules that end a paragraph are in lists of their own


def _deep(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """Match all that the innermost container holds, without looking at it."""
    line = last = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        last = last if state.isEmpty(line) else line
        line += 1
    state.line = line
    state.push("deep", "", 0).map = [start, last + 1]
    return True


def _standalone(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Match a line of nothing but shortcodes, or one of the markers that other dialects put on a line of their own."""
    at = begin = state.bMarks[start] + state.tShift[start]
    if begin >= state.eMarks[start] or state.is_code_block(start):
        return False
    hidden = state.env["hidden"]
    if at not in hidden and state.src[at] not in _ALONE_BEGINNINGS:
        return False
    while at in hidden:
        at = state.skipSpaces(hidden[at])
    limit = state.eMarks[start]
    if at < limit and (at > begin or not _ALONE.fullmatch(state.src[begin:limit].rstrip(_SPACE))):
        return False
    if not silent:
        state.line = start + 1
        state.push("standalone", "", 0).map = [start, state.line]
    return True


def _directive_rule(names: tuple[str, ...]) -> _Rule:
    """Make the rule for MyST directives whose inside is content: a fence whose inside is parsed."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        begin, stop = _line(state, start)
        if begin >= stop or state.src[begin] not in "`~":
            return False
        match = _DIRECTIVE.match(state.src, begin, stop)
        if not match or not any(fnmatchcase(match[1], name) for name in names):
            return False
        if not fence(state, start, end, silent) or silent:
            return silent
        _parse_inside(state, start)
        return True

    return rule


def _parse_inside(state: StateBlock, start: int) -> None:
    """Replace the fence that was just found by a container."""
    markup = state.tokens.pop().markup
    last = state.line
    closed = _text(state, last - 1).strip(_SPACE).startswith(markup) and last - 1 > start
    limit = last - closed
    inside = _after_options(state, start + 1, limit)
    state.env["leaves"].append(Leaf("directive", ((_line(state, start)[0], _line(state, inside - 1)[1]),)))
    state.push("directive_open", "div", 1).map = [start, last]
    old, state.lineMax = state.lineMax, limit
    parent, state.parentType = state.parentType, "directive"
    state.md.block.tokenize(state, inside, limit)
    state.lineMax, state.parentType, state.line = old, parent, last
    state.push("directive_close", "div", -1)


def _after_options(state: StateBlock, line: int, limit: int) -> int:
    """Return the line after a directive's options: `:key: value` lines, or YAML between `---` lines."""
    if line < limit and _text(state, line).rstrip() == "---":
        for closing in range(line + 1, limit):
            if _text(state, closing).rstrip() == "---":
                return closing + 1
    while line < limit and _OPTION.match(_text(state, line)):
        line += 1
    return line


def _line(state: StateBlock, line: int) -> Span:
    """Where a line's content stands, after the prefixes of its containers and its indentation."""
    end = state.eMarks[line]
    return min(state.bMarks[line] + state.tShift[line], end), end


def _text(state: StateBlock, line: int) -> str:
    start, end = _line(state, line)
    return state.src[start:end]


def _trimmed(state: StateBlock, start: int, end: int) -> Span | None:
    """Shrink a span to what is not white space; None if nothing is left."""
    text = state.src[start:end]
    inner = text.strip(_SPACE)
    if not inner:
        return None
    start += len(text) - len(text.lstrip(_SPACE))
    return start, start + len(inner)


def _text_leaf(state: StateBlock, kind: LeafKind, first: int, last: int, token: int) -> Leaf:
    """Return the text of lines [first, last), white space at both ends off."""
    lines = [_line(state, line) for line in range(first, last)]
    while len(lines) > 1 and not _trimmed(state, *lines[-1]):
        lines.pop()
    start, end = lines[-1]
    ending = _trimmed(state, start, end)
    lines[-1] = (start, ending[1] if ending else start)
    return Leaf(kind, tuple(lines), token)


def _paragraph(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    leaf = _text_leaf(state, "text", start, state.line, before)
    opener = state.tokens[before - 1].type if before else ""
    marker = {"list_item_open": _TASK, "blockquote_open": _ALERT}.get(opener)
    match = marker.match(state.src, *leaf.lines[0]) if marker else None
    if not match:
        yield leaf
        return
    if opener == "blockquote_open":
        yield Leaf("alert", (_trimmed(state, *match.span()) or match.span(),))
    lines = ((match.end(), leaf.lines[0][1]), *leaf.lines[1:])
    rest = lines if lines[0][0] < lines[0][1] else lines[1:]
    if rest:
        yield leaf._replace(lines=rest)


def _heading(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    """An ATX heading: its content begins after the number signs and white space, and is as long as markdown-it says."""
    content = state.tokens[before + 1].content
    if content:
        begin = _line(state, start)[0]
        begin = state.skipCharsStr(begin, "#")
        place = state.src.index(content, begin)
        yield Leaf("heading", ((place, place + len(content)),), before)


def _setext(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    yield _text_leaf(state, "setext", start, state.line - 1, before)


def _table(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    columns = sum(token.type == "th_open" for token in state.tokens[before:])
    for line in range(start, state.line):
        if line != start + 1:
            yield from _cells(state, line, columns)


def _cells(state: StateBlock, line: int, columns: int) -> Iterator[Leaf]:
    """Yield the cells of a row; `first` is one that begins its line, without a bar before it."""
    row = _trimmed(state, *_line(state, line))
    if row is None:
        return
    begin, end = row
    kind: LeafKind = "cell" if state.src[begin] == "|" else "first"
    begin += kind == "cell"
    ends = [match.start() for match in _CELL_END.finditer(state.src, begin, end)]
    for number, stop in enumerate([*ends, end]):
        span = _trimmed(state, begin, stop) if number < columns else None
        if span:
            yield Leaf(kind, (span,))
        begin, kind = stop + 1, "cell"


def _terms(state: StateBlock, _start: int, before: int) -> Iterator[Leaf]:
    """The terms of a definition list; what is within was noted when it was parsed."""
    level = state.tokens[before].level + 1
    for token in state.tokens[before:]:
        if token.type == "dt_open" and token.level == level and token.map:
            yield _text_leaf(state, "term", token.map[0], token.map[0] + 1, before)


def _copied(kind: LeafKind) -> _Note:
    def note(state: StateBlock, start: int, _before: int) -> Iterable[Leaf]:
        return (Leaf(kind, ((_line(state, start)[0], state.eMarks[state.line - 1]),)),)

    return note


def _html(state: StateBlock, start: int, before: int) -> Iterable[Leaf]:
    return (Leaf("html", tuple([_line(state, line) for line in range(start, state.line)]), before),)


_NOTES: dict[str, _Note] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "lheading": _setext,
    "table": _table,
    "deflist": _terms,
    "code": _copied("code"),
    "fence": _copied("code"),
    "math_block": _copied("math"),
    "amsmath": _copied("math"),
    "html_block": _html,
    "reference": _copied("reference"),
    "standalone": _copied("standalone"),
}
_BEGINNINGS = {
    "fence": "`~",
    "directive": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "standalone": FILLER + _ALONE_BEGINNINGS,
    "heading": "#",
    "math_block": "$",
    "amsmath": "\\",
}
"""The characters that a block of a rule can begin with; any, if the rule is not named."""

__all__ = ["MAX_DEPTH", "Leaf", "LeafKind", "Span", "Structure", "structure"]
