"""The block structure of a page: which stretches hold text, which are copied, with exact spans.

`markdown-it-py` decides what is a paragraph, a list, a table. Its tokens only know lines, and its inline content has
lost what it stripped; so each of its rules for leaf blocks is followed by a note of the offsets that the rule just
worked with, while its state still says where the containers' prefixes end in each line. Rules that cannot match are not
tried, which makes up for the time that the notes take.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from transflow.markdown import block_rules
from transflow.markdown.block_rules import Rule
from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Hidden
from transflow.markdown.features import load
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.leaves import (
    SPACE,
    TERMINATED,
    Leaf,
    LeafKind,
    Span,
    bars,
    cells,
    line,
    line_text,
    text_leaf,
)
from transflow.markdown.mask import FILLER

_Note = Callable[[StateBlock, int, int], Iterable["Leaf"]]

# The parser calls itself for each level. At 300 quotes it still comes to the end, at 400 Python's stack does.
_NESTING = 100
"""Levels of tokens up to which containers are read, two for a list and one for a quote; deeper ones are copied whole."""
MAX_DEPTH = 1_000
"""Lists and quotes inside each other that a page may have."""
_LEVEL = GRAMMAR["one-level"]
_TASK = GRAMMAR["task"]
_ALERT = GRAMMAR["alert"]


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
    without = tuple(name for sign, names in block_rules.SIGNS if not sign.search(source) for name in names)
    md = _parser(dialect.math, dialect.features, without)
    leaves: list[Leaf] = []
    env: dict[str, Any] = {
        "leaves": leaves,
        "hidden": {item.start: item.end for item in hidden},
        "directives": dialect.directives,
        "attributes": dialect.attributes,
    }
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
            # A list's lines include the blank ones behind it, which belong to nothing.
            while last - 1 > first and not source[starts[last - 1] : ends[last - 1]].strip(SPACE):
                last -= 1
            yield starts[first], ends[last - 1]


@lru_cache(maxsize=64)
def _parser(math: bool, features: tuple[str, ...], without: tuple[str, ...]) -> MarkdownIt:
    # Twice as deep as is read here, so that the parser never cuts off silently what `_deep` copies and tells.
    # `inline_definitions`: else a reference definition leaves no token, and belongs to no top-level block.
    md = MarkdownIt("commonmark", {"maxNesting": 2 * _NESTING, "inline_definitions": True}).enable("table")
    footnote_plugin(md)
    deflist_plugin(md)
    md.block.ruler.after("table", "uneven", block_rules.uneven, {"alt": ["paragraph", "reference"]})
    md.block.ruler.after("deflist", "terms", block_rules.terms)
    md.disable(without)
    block_rules.replace_rule(md, "lheading", block_rules.underlined)
    for name in ("table", "uneven"):
        block_rules.replace_rule(md, name, block_rules.before_dashes)
    # No words of any language, and scripts that render formulas find it without the generator's help.
    amsmath_plugin(md)
    block_rules.replace_rule(md, "amsmath", block_rules.environment_once)
    if math:
        dollarmath_plugin(md)
        block_rules.replace_rule(md, "math_block", block_rules.dollars_once)
    if "jsx" in features:
        # MDX has no indented code, takes tags for components, and knows no definition lists.
        md.disable(["code", "html_block", "deflist", "terms"])
        block_rules.replace_rule(md, "list", block_rules.indented)
        block_rules.replace_rule(md, "paragraph", lambda _: block_rules.paragraph)
    md.options["codecells"] = "codecells" in features
    loaded = load(features)
    blocks = [block for feature in loaded for block in feature.blocks]
    for block in blocks:
        md.block.ruler.before("fence", block.name, block_rules.on_short_lines(block), {"alt": TERMINATED})
    lines = [line for feature in loaded for line in feature.lines]
    md.block.ruler.before("table", "standalone", block_rules.standalone(lines), {"alt": TERMINATED})
    begins = {block.name: block.begins for block in blocks}
    # A rule for lines that may begin with anything has to be tried everywhere.
    anywhere = any(not line.begins for line in lines)
    # To the parser a line that begins with something hidden begins with an `x`.
    begins["standalone"] = "" if anywhere else FILLER + "".join(line.begins for line in lines)
    beginnings = _BEGINNINGS | begins
    for ending in TERMINATED:
        md.block.ruler.getRules(ending)[:] = [_ends(_by_beginning(md, beginnings, ending))]
    md.block.ruler.getRules("")[:] = [_begins(_by_beginning(md, beginnings))]
    return md


_Noted = tuple[Rule, _Note | None]


def _by_beginning(
    md: MarkdownIt, beginnings: Mapping[str, str], ending: str = ""
) -> Callable[[str], Sequence[_Noted]]:
    """Return which rules can begin, or end what is named, with a character: of some 20, mostly two or three."""
    rules = [
        ((rule.fn, _NOTES.get(rule.name)), beginnings.get(rule.name, ""))
        for rule in md.block.ruler.__rules__
        if rule.enabled and (not ending or ending in rule.alt)
    ]
    anywhere = [rule for rule, chars in rules if not chars]
    chains = {
        char: [rule for rule, chars in rules if not chars or char in chars]
        for char in "".join(beginnings.values())
    }
    return lambda char: chains.get(char, anywhere)


def _begins(rules: Callable[[str], Sequence[_Noted]]) -> Rule:
    """Return one rule in the place of all that begin a block."""
    deep: Sequence[_Noted] = [(block_rules.deep, _copied("deep"))]

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        char = state.src[state.bMarks[start] + state.tShift[start]]
        before = len(state.tokens)
        for rule, note in deep if state.level > _NESTING else rules(char):
            if rule(state, start, end, silent):
                if note:
                    state.env["leaves"].extend(note(state, start, before))
                return True
        return False

    return run


def _ends(rules: Callable[[str], Sequence[_Noted]]) -> Rule:
    """Return one rule in the place of all that end a block of text."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        begin = state.bMarks[start] + state.tShift[start]
        char = state.src[begin] if begin < state.eMarks[start] else ""
        return any(rule(state, start, end, silent) for rule, _ in rules(char))

    return run


def _paragraph(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    leaf = text_leaf(state, "text", start, state.line, before)
    opener = state.tokens[before - 1].type if before else ""
    marker = {"list_item_open": _TASK, "blockquote_open": _ALERT}.get(opener)
    match = marker.match(state.src, *leaf.lines[0]) if marker else None
    if not match:
        yield leaf
        return
    first, *others = leaf.lines
    first = (match.end(), first[1])
    if marker is _TASK:
        yield leaf._replace(lines=(first, *others))
        return
    yield Leaf("alert", (match.span("mark"),))
    if first[0] < first[1]:
        yield leaf._replace(kind="label", lines=(first,))
    if others:
        yield leaf._replace(lines=tuple(others))


def _heading(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    """An ATX heading: its content begins after the number signs and white space, and is as long as markdown-it says."""
    content = state.tokens[before + 1].content
    if content:
        begin = line(state, start)[0]
        # The content may itself begin with what the marks are made of (`# #话题`), so it is looked for behind
        # them.
        begin = state.skipCharsStr(begin, "#")
        place = state.src.index(content, begin)
        yield Leaf("heading", ((place, place + len(content)),), before)


def _setext(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    yield text_leaf(state, "setext", start, state.line - 1, before)


def _table(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    # GFM drops what a row has beyond its header's cells, so nobody sees it.
    columns = sum(token.type == "th_open" for token in state.tokens[before:])
    yield from _rows(state, start, columns)


def _uneven(state: StateBlock, start: int, _before: int) -> Iterator[Leaf]:
    yield from _rows(state, start, block_rules.columns(line_text(state, start + 1)))


def _rows(state: StateBlock, start: int, columns: int) -> Iterator[Leaf]:
    for number in range(start, state.line):
        # The second line of a table is the one of dashes.
        if number != start + 1:
            text = line_text(state, number)
            parting = bars(text) if "`" in text and state.md.options["codecells"] else None
            yield from cells(state, number, columns, parting)


def _line_term(state: StateBlock, start: int, before: int) -> Iterator[Leaf]:
    yield text_leaf(state, "term", start, start + 1, before)


def _terms(state: StateBlock, _start: int, before: int) -> Iterator[Leaf]:
    """The terms of a definition list; what is within was noted when it was parsed."""
    # A list within a definition noted its own terms when it was parsed.
    level = state.tokens[before].level + 1
    for token in state.tokens[before:]:
        if token.type == "dt_open" and token.level == level and token.map:
            yield text_leaf(state, "term", token.map[0], token.map[0] + 1, before)


def _copied(kind: LeafKind) -> _Note:
    def note(state: StateBlock, start: int, _before: int) -> Iterable[Leaf]:
        return (Leaf(kind, ((line(state, start)[0], state.eMarks[state.line - 1]),)),)

    return note


def _html(state: StateBlock, start: int, before: int) -> Iterable[Leaf]:
    return (Leaf("html", tuple([line(state, number) for number in range(start, state.line)]), before),)


_NOTES: dict[str, _Note] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "lheading": _setext,
    "table": _table,
    "uneven": _uneven,
    "deflist": _terms,
    "terms": _line_term,
    "code": _copied("code"),
    "fence": _copied("code"),
    "math_block": _copied("math"),
    "amsmath": _copied("math"),
    "html_block": _html,
    "reference": _copied("reference"),
}
_BEGINNINGS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "math_block": "$",
    "amsmath": "\\",
}
"""The characters that a block of a rule can begin with; any, if the rule is not named."""

__all__ = ["MAX_DEPTH", "Leaf", "LeafKind", "Span", "Structure", "structure"]
