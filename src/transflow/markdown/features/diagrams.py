"""Diagrams of Mermaid, read if `markdown.diagrams` asks for it: `A[营收] -->|增长| B["利润"]`.

Stays: names of nodes, branches, entities and flows, arrows, styles, classes, links, icons, dates and values; labels that are
Markdown, HTML or formulas.
Offered: texts of nodes, arrows, messages, notes, titles, sections, tasks and slices.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it.rules_block import StateBlock, fence

from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, Span, copy_lines, line

_OPENING = GRAMMAR["diagram-opening"]
_COPIED = GRAMMAR["diagram-copied"]
# Over several lines: `%%{ init: {"theme": "base"} }%%` is a setting; `accDescr { … }` is prose without marks round it.
_ENCLOSED = ((GRAMMAR["diagram-setting"], "}%%"), (GRAMMAR["diagram-prose"], "}"))
_QUOTED = GRAMMAR["diagram-quoted"]
_QUOTES = {
    # The name of an entity may stand in quotes, at the begin of the line or behind a cardinality:
    # `"客户 名单" ||--o{ "订单 表" : "下单"`.
    "erDiagram": GRAMMAR["entity-name"],
    "requirementDiagram": GRAMMAR["requirement-text"],
}
# What stands in quotes is a name that other lines refer to (`branch "修复"`, `checkout "修复"`), or, in a message, as
# good as any other word: `A->>B: 他说"买入"了`.
_UNQUOTED = ("gitGraph", "sankey", "sankey-beta", "sequenceDiagram")
_NODE = GRAMMAR["diagram-node"]
_SLANTED = GRAMMAR["diagram-slanted"]
# `A -->|是| B` and `A -- 是 --> B`, `A == 是 ==> B`, `A -. 是 .-> B`; but `A --- B --- C` are three nodes. A word that
# begins with a full stop is the second half of a dotted arrow.
_ARROWS = (
    GRAMMAR["subgraph-name"],
    GRAMMAR["arrow-label"],
    GRAMMAR["arrow-words"],
)
_HEADED = GRAMMAR["diagram-described"]
_NAMED = GRAMMAR["diagram-title"]
_MESSAGE = GRAMMAR["diagram-message"]
_SEQUENCE = (
    _MESSAGE,
    GRAMMAR["diagram-actor"],
    GRAMMAR["diagram-note"],
    GRAMMAR["diagram-block"],
)
_TASK = (GRAMMAR["diagram-task"],)
_STATE = (_MESSAGE, GRAMMAR["diagram-state"])
_LINES: dict[str, tuple[re.Pattern[str], ...]] = {
    "sequenceDiagram": _SEQUENCE,
    "gantt": _TASK,
    "journey": _TASK,
    "stateDiagram": _STATE,
    "stateDiagram-v2": _STATE,
}
"""What may be a text of its own in a line, by what the diagram is; of any diagram also what is quoted, and its title."""
_GRAPHS = ("graph", "flowchart", "flowchart-elk")
# A node there may be called `title` or `section`: `title --> B[利润]`.
_UNTITLED = (*_GRAPHS, "stateDiagram", "stateDiagram-v2", "classDiagram", "erDiagram")
_SETTINGS = GRAMMAR["diagram-dates"]
_WORD = GRAMMAR["letter"]
_BREAK = GRAMMAR["diagram-break"]
_MARKED = GRAMMAR["diagram-marked"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    if not _OPENING.match(state.src, begin, stop) or not fence(state, start, end, silent):
        return False
    if not silent:
        # The fence would be a code block of its own.
        state.tokens.pop()
        copy_lines(state, start, state.line, "diagram", tuple(_labels(state, start + 1, state.line)))
    return True


def _labels(state: StateBlock, first: int, last: int) -> Iterator[Span]:
    """Yield what is text in the lines of a diagram."""
    kind, closing = "", ""
    settings = quoted = False
    for number in range(first, last):
        begin, end = line(state, number)
        # Without the half of a Windows line end.
        said = state.src[begin:end].rstrip()
        # YAML between two lines of `---` may stand before the diagram.
        settings ^= said.startswith("---") and not kind
        if closing or settings or not said.strip():
            closing = "" if closing in said else closing
            continue
        if closing := next((stop for opens, stop in _ENCLOSED if opens.match(said) and stop not in said), ""):
            continue
        if not kind and said[0].isalpha():
            kind = said.split()[0].rstrip(";")
        if _COPIED.match(said) or _SETTINGS.match(said):
            continue
        # A text in quotes may go on in the next line: what stands between `第二行"] --> B["利润` is no text.
        before, quoted = quoted, quoted ^ (kind not in _LINES and said.count('"') % 2 == 1)
        if not before and not quoted and end - begin <= MAX_LINE:
            yield from sorted((begin + left, begin + right) for left, right in _texts(said, kind))


def _texts(said: str, kind: str) -> list[Span]:
    """Return what is text in a line of a kind of diagram; no two stretches touch."""
    quotes = () if kind in _UNQUOTED else _QUOTES.get(kind, _QUOTED).finditer(said)
    found = [m.span("text") for m in quotes if _is_text(m, kind) and _WORD.search(m["text"])]
    heading = _HEADED.match(said) or (_NAMED.match(said) if kind not in _UNTITLED else None)
    if heading and not found:
        return [heading.span(heading.lastgroup or 0)]
    if kind in _GRAPHS:
        patterns = (_NODE, _SLANTED, *_ARROWS)
        found += [match.span("text") for pattern in patterns for match in pattern.finditer(said)]
    elif not found:
        found += [match.span("text") for pattern in _LINES.get(kind, ()) if (match := pattern.match(said))][
            :1
        ]
    # Of a text in brackets within a text, as in `|营收(净)|`, the outer one, which begins first.
    apart: list[Span] = []
    for left, right in sorted(found):
        if not apart or left > apart[-1][1]:
            apart += _pieces(said, left, right)
    return apart


def _is_text(quoted: re.Match[str], kind: str) -> bool:
    """Whether what stands in quotes is no setting."""
    said = quoted.groupdict()
    return not said.get("set") and (kind not in _GRAPHS or said.get("key") in (None, "label"))


def _pieces(said: str, left: int, right: int) -> Iterator[Span]:
    """Yield what is language in a text: what stands between its line breaks and icons."""
    if _MARKED.search(said, left, right):
        return
    cuts = [match.span() for match in _BREAK.finditer(said, left, right)]
    if cuts and said[left] == said[right - 1] == '"':
        left, right = left + 1, right - 1
    for (_, begin), (end, _) in pairwise([(left, left), *cuts, (right, right)]):
        piece = said[begin:end]
        # One that begins with a quote among several would be read, and written, as quoted.
        if _WORD.search(piece) and not (cuts and piece.lstrip().startswith('"')):
            yield end - len(piece.lstrip()), begin + len(piece.rstrip())


def bare(diagram: str) -> str:
    """Return the code of a diagram, with the fence or tags round it, without what is text in it."""
    kind, out = "", list[str]()
    for line_ in diagram.splitlines():
        said = line_.strip()
        if not kind and said[:1].isalpha():
            kind = said.split()[0].rstrip(";")
        copied = len(said) > MAX_LINE or _COPIED.match(said) or _SETTINGS.match(said)
        for left, right in reversed(_texts(said, kind) if kind and not copied else []):
            said = said[:left] + said[right:]
        out.append(said)
    return "\n".join(out)


def shown(written: str) -> str:
    """Return the text of a label as a reader sees it; Mermaid writes a sign that would end it as `#34;` or `#quot;`."""
    inside = written[1:-1] if written[:1] == written[-1:] == '"' and len(written) > 1 else written
    return _CODE.sub(lambda match: _meant(match[0]), inside)


def _meant(code: str) -> str:
    """Return the sign that a code stands for; the code, if that is no sign in a line of text (`#10;`, `#55296;`, `#lt;`)."""
    name = code[1:-1]
    if name == "quot":
        return '"'
    sign = chr(int(name)) if name.isdecimal() and len(name) <= _LONGEST else ""
    return sign if sign.isprintable() and sign else code


def written(text: str, page: str, start: int, end: int) -> str:
    """Return a label as it is written.

    Args:
        text: What a reader is to see.
        page: The page as it is.
        start: Where the label begins there. Its quotes stay, and a text that is all of a node gets quotes for what
            would end it.
        end: Where it ends.
    """
    # No more of the page than a line that is read: all of it for each of its labels would be quadratic.
    before, behind = (
        page[max(start - MAX_LINE, 0) : start].rstrip(" \t"),
        page[end : end + MAX_LINE].lstrip(" \t"),
    )
    # `>` opens a flag, and ends a line break in the middle of a text.
    whole = before.endswith(_OPENERS) and not before.endswith(("br>", "/>")) and behind.startswith(_CLOSERS)
    quoted = page[start] == '"' or (whole and _SPECIAL.search(text) is not None)
    said = (_ENDING if quoted else _SPECIAL).sub(_coded, text)
    return f'"{said}"' if quoted else said


def _coded(match: re.Match[str]) -> str:
    """Write a sign by its number; a code that `shown` leaves as it is stays, and one that it would read is spelled out."""
    said = match[0]
    if _CODE.fullmatch(said):
        return said if _meant(said) == said else f"#35;{said[1:-1]}#59;"
    return f"#{ord(said[0])};{said[1:]}"


_OPENERS = ("[", "(", "{", ">", "|", "/", "\\")
_CLOSERS = ("]", ")", "}", "|", "/", "\\")
_CODE = GRAMMAR["diagram-code"]
_LONGEST = 5
"""Digits of a code; more than 1,114,111 is no character."""
_ENDING = GRAMMAR["diagram-ending"]
_SPECIAL = GRAMMAR["diagram-special"]

FEATURE = Feature(blocks=(Block("diagram", "`~", _rule),))
