"""Diagrams of Mermaid, read if `markdown.diagrams` asks for it: `A[营收] -->|增长| B["利润"]`.

Stays: names of nodes, arrows, styles, classes, links, dates and values.
Offered: texts of nodes, arrows, messages, notes, titles, sections, tasks and slices.
"""

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock, fence

from transflow.markdown.feature import Block, Feature
from transflow.markdown.leaves import MAX_LINE, Span, copy_lines, line

_OPENING = re.compile(r"(?:`{3,}|~{3,})[ \t]*(?:mermaid\b|\{\.?mermaid\b)")
# `click A "https://…"`, `style A fill:#f9f`, `%% 注释`, `%%{init: …}%%`: quotes there hold no text of the diagram.
_COPIED = re.compile(
    r"%%|(?:click|link|links|style|classDef|class|cssClass|linkStyle|direction|callback|href)\b"
)
_QUOTED = re.compile(r'"[^"\n]+"')
# `A[营收]`, `B(("圆"))`, `C{{六角}}`, `D>旗]`, `E[/斜/]`. The name of the node stays, for arrows refer to it.
_NODE = re.compile(
    r"(?<=\w)(?:\[\[|\[\(|\[[/\\]|\[|\(\[|\(\(\(|\(\(|\(|\{\{|\{|>)[ \t]*+(?P<text>[^\[\](){}|<>\"\s/\\][^\[\](){}|<>\"\n]*?)[ \t]*+(?=[\])}/\\])"
)
# `A -->|是| B` and `A -- 是 --> B`, `A == 是 ==> B`, `A -. 是 .-> B`.
_ARROWS = (
    re.compile(r"subgraph[ \t]+\w+[ \t]+\[(?P<text>[^\[\]\"\n]+)\]"),
    re.compile(r"\|[ \t]*+(?P<text>[^|\"\s][^|\"\n]*?)[ \t]*+\|"),
    re.compile(r"(?:--|==|-\.)[ \t]++(?P<text>[^-=.|\"<>\s][^-=|\"<>\n]*?)[ \t]++(?:--|==|\.-)"),
)
_NAMED = re.compile(
    r"(?:pie[ \t]+(?:showData[ \t]+)?)?(?:acc)?(?:[tT]itle|[dD]escr)\b:?[ \t]+(?P<text>\S.*)|section[ \t]+(?P<text2>\S.*)"
)
_MESSAGE = re.compile(r"[^:\"]*?(?:--?>>?|--?[x)]|<<--?>>)[+-]?[^:\"\n]*?:[ \t]*(?P<text>\S.*)")
_SEQUENCE = (
    _MESSAGE,
    re.compile(r"(?:participant|actor)[ \t]+\S+[ \t]+as[ \t]+(?P<text>\S.*)"),
    re.compile(r"[nN]ote[ \t]+(?:left of|right of|over)[ \t]+[^:\n]+:[ \t]*(?P<text>\S.*)"),
    re.compile(r"(?:loop|alt|else|opt|par|and|critical|option|break)[ \t]+(?P<text>\S.*)"),
)
_TASK = (re.compile(r"(?P<text>[^:\s][^:\n]*?)[ \t]*:(?!:)"),)
_STATE = (_MESSAGE, re.compile(r"\w+[ \t]*:[ \t]*(?P<text>\S.*)"))
_LINES: dict[str, tuple[re.Pattern[str], ...]] = {
    "sequenceDiagram": _SEQUENCE,
    "gantt": _TASK,
    "journey": _TASK,
    "stateDiagram": _STATE,
    "stateDiagram-v2": _STATE,
}
"""What may be a text of its own in a line, by what the diagram is; of any diagram also what is quoted, and its title."""
_GRAPHS = ("graph", "flowchart", "flowchart-elk")
# A task of a Gantt chart has its dates behind a colon, these lines have settings.
_SETTINGS = re.compile(
    r"(?:dateFormat|axisFormat|tickInterval|todayMarker|excludes|includes|weekday|autonumber)\b"
)
_WORD = re.compile(r"[^\W\d_]")


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    if not _OPENING.match(state.src, begin, stop) or not fence(state, start, end, silent):
        return False
    if not silent:
        state.tokens.pop()
        copy_lines(state, start, state.line, "diagram", tuple(_labels(state, start + 1, state.line)))
    return True


def _labels(state: StateBlock, first: int, last: int) -> Iterator[Span]:
    """Yield what is text in the lines of a diagram."""
    kind, settings = "", False
    for number in range(first, last):
        begin, end = line(state, number)
        said = state.src[begin:end]
        # YAML between two lines of `---` may stand before the diagram.
        settings ^= said.startswith("---") and not kind
        if settings or not said.strip():
            continue
        if not kind and said[0].isalpha():
            kind = said.split()[0]
        if end - begin <= MAX_LINE and not _COPIED.match(said) and not _SETTINGS.match(said):
            yield from sorted((begin + left, begin + right) for left, right in _texts(said, kind))


def _texts(said: str, kind: str) -> list[Span]:
    """Return what is text in a line of a kind of diagram; no two stretches touch."""
    found = [match.span() for match in _QUOTED.finditer(said) if _WORD.search(match[0])]
    if (match := _NAMED.match(said)) and not found:
        return [match.span(match.lastgroup or 0)]
    if kind in _GRAPHS:
        found += [match.span("text") for pattern in (_NODE, *_ARROWS) for match in pattern.finditer(said)]
    elif not found:
        found += [match.span("text") for pattern in _LINES.get(kind, ()) if (match := pattern.match(said))][
            :1
        ]
    apart: list[Span] = []
    for left, right in sorted(found):
        end = left + len(said[left:right].rstrip())
        if (not apart or left > apart[-1][1]) and _WORD.search(said, left, end):
            apart.append((left, end))
    return apart


def shown(written: str) -> str:
    """Return the text of a label as a reader sees it; Mermaid writes a sign that would end it as `#34;` or `#quot;`."""
    inside = written[1:-1] if written[:1] == written[-1:] == '"' and len(written) > 1 else written
    return _CODE.sub(lambda match: '"' if match["code"] == "quot" else chr(int(match["code"])), inside)


def written(text: str, before: str, first: str) -> str:
    """Return a label as it is written.

    Args:
        text: What a reader is to see.
        before: What stands before it in the page.
        first: The first character that stood there: a quote stays, and a node gets quotes for what would end it.
    """
    quoted = first == '"' or (_SPECIAL.search(text) is not None and before.rstrip(" \t")[-1:] in _OPENERS)
    said = (_ENDING if quoted else _SPECIAL).sub(lambda match: f"#{ord(match[0][0])};{match[0][1:]}", text)
    return f'"{said}"' if quoted else said


_OPENERS = ("[", "(", "{", ">", "|", "/", "\\")
_CODE = re.compile(r"#(?P<code>quot|\d{1,5});")
# A number sign begins such a code only before its semicolon: `#1` is read as it stands.
_ENDING = re.compile(r'"|#(?=\w+;)')
# The word `end` ends a loop or a subgraph wherever it stands.
_SPECIAL = re.compile(r'["#;:\[\](){}|<>]|\bend\b')

FEATURE = Feature(blocks=(Block("diagram", "`~", _rule),))
