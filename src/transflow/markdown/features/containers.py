"""Fences of colons: `::: tip 标题`, `:::note[标题]{icon="star"}`, `::: {.callout-tip title="标题"}`, `:::{admonition} 标题`.

Stays: the fences, the kind, options and attributes; the body of a MyST directive that holds no text (`code-block`).
Offered: the title, options and attributes of `markdown.attributes`, and what stands between the fences.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from markdown_it.rules_block import StateBlock

from transflow.markdown import csvtable, fences
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import Span, copy_lines, line, line_text

_OPENING = GRAMMAR["container-opening"]
_OPTION = GRAMMAR["directive-option"]
_TITLE = GRAMMAR["title-behind"]
_HEADER = GRAMMAR["csv-header"]
_ENTRY = GRAMMAR["toc-entry"]
_BESIDE = frozenset({"alt", "caption", "title"})
"""Options of a directive whose inside is code, a formula or a list of pages."""
_NAMED = (
    "button-link", "button-ref", "c:*", "card-carousel", "class", "confval", "container", "cpp:*", "describe", "div", "envvar",
    "figure", "figure-md", "function", "glue:*", "grid", "iframe", "image", "include", "js:*", "literalinclude", "method", "only",
    "option", "py:*", "solution*", "subfigure", "video",
)  # fmt: skip
"""Directives whose argument is the path of a file, a name or a number."""
_UNTITLED = frozenset({"code-group", "raw", "v-pre"})
"""Boxes of VitePress that show no title, whatever stands behind their name."""
_CSV = "csv-table"
"""Of this directive the title, the names of the columns and the cells are language."""


@lru_cache(maxsize=1024)
def names_text(name: str, directives: tuple[str, ...]) -> bool:
    """Whether the inside of a directive is content."""
    return any(fnmatchcase(name, known) for known in directives)


def is_titled(name: str) -> bool:
    """Whether the argument of a directive is words that a reader sees."""
    return not names_text(name, _NAMED)


def options(state: StateBlock, start: int, limit: int) -> int:
    """Return the line behind a directive's options: `:key: value` lines, or YAML between `---` lines."""
    number = start
    if number < limit and line_text(state, number).rstrip() == "---":
        for closing in range(number + 1, limit):
            if line_text(state, closing).rstrip() == "---":
                return closing + 1
    while number < limit and _OPTION.match(line_text(state, number)):
        number += 1
    return number


def labels(state: StateBlock, start: int, last: int) -> Iterator[Span]:
    """Yield the options of lines [start, last) that hold language."""
    if start < last and line_text(state, start).rstrip() == "---":
        found = fences.options(_yaml(state, start + 1, last - 1), lambda key: _is_shown(key, state))
        yield from (_unquoted(state.src, *span) for span in found)
        return
    for number in range(start, last):
        begin, stop = line(state, number)
        match = _OPTION.match(state.src[begin:stop].rstrip())
        if match and match["value"] and _is_shown(match["key"], state):
            yield begin + match.start("value"), begin + match.end("value")


def _unquoted(text: str, start: int, end: int) -> Span:
    """Return a value without its quotes, in which a new one is written again."""
    before, raw = text[text.rfind("\n", 0, start) + 1 : start], text[start:end]
    return (start + 1, end - 1) if fences.is_option(before, raw) and fences.is_string(raw) else (start, end)


def _is_shown(key: str, state: StateBlock) -> bool:
    return key != "label" and key in state.env["attributes"]


def _yaml(state: StateBlock, first: int, last: int) -> list[fences.Line]:
    """Return lines with their indentation, behind the marks of containers: a value may go on in a deeper one."""
    starts = (
        (min(state.bMarks[number] + state.blkIndent, line(state, number)[0]), line(state, number)[1])
        for number in range(first, last)
    )
    return [(begin, state.src[begin:stop]) for begin, stop in starts]


def shown_beside(state: StateBlock, name: str, first: int, last: int) -> Iterator[Span]:
    """Yield what readers see of a directive that holds no text: its options, and the titles in a table of contents."""
    below = min(options(state, first, last), last)
    if below > first and line_text(state, first).rstrip() == "---":
        lines = _yaml(state, first + 1, below - 1)
    else:
        # `:caption: 标题` is `caption: 标题` to MyST, too.
        spans = ((line(state, number)[0] + 1, line(state, number)[1]) for number in range(first, below))
        lines = [(begin, state.src[begin:stop]) for begin, stop in spans]
    if name == _CSV:
        begin, _ = line(state, first - 1)
        if title := _TITLE.search(line_text(state, first - 1)):
            yield begin + title.start("title"), begin + title.end("title")
        yield from _cells(
            lines, [(line(state, number)[0], line_text(state, number)) for number in range(below, last)]
        )
    yield from fences.options(lines, lambda key: key in _BESIDE and key in state.env["attributes"])
    for number in range(below, last) if name == "toctree" else ():
        if entry := _ENTRY.match(line_text(state, number)):
            begin, _ = line(state, number)
            yield begin + entry.start("text"), begin + entry.end("text")


def _cells(options: list[fences.Line], rows: list[fences.Line]) -> Iterator[Span]:
    """Yield the names of the columns of a table of comma-separated values, and the cells of its rows."""
    if not csvtable.is_usual(said for _, said in options):
        return
    heads = [(begin + at, said[at:]) for begin, said in options if (at := _heads(said))]
    found = [(begin, csvtable.cells(said.rstrip())) for begin, said in (*heads, *rows)]
    # A cell of several lines: where the others stand is not known.
    for begin, cells in found if all(cells is not None for _, cells in found) else ():
        yield from ((begin + first, begin + last) for first, last in cells or ())


def _heads(said: str) -> int:
    match = _HEADER.match(said)
    return match.end() if match else 0


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin, stop = line(state, start)
    if state.is_code_block(start) or not state.src.startswith(":::", begin):
        return False
    match = _OPENING.match(state.src[begin:stop].rstrip())
    # A fence that says something unknown is one still: the line stays, and ends the paragraph above.
    if not match:
        if not silent:
            copy_lines(state, start, start + 1, "standalone")
        return True
    if silent:
        return True
    name = match["directive"]
    # `:::{code-block}` up to its end; one that nothing closes costs only its own line.
    if name and not names_text(name, state.env["directives"]):
        last = _closing(state, start, end, match["fence"])
        shown = tuple(shown_beside(state, name, start + 1, last - 1))
        copy_lines(
            state, start, last, "titled" if shown else "code" if last > start + 1 else "standalone", shown
        )
        return True
    group = next(
        (group for group in ("argument", "label", "title") if match[group] and match[group].strip()), ""
    )
    found: list[Span] = []
    if group and is_titled(name or "") and match["name"] not in _UNTITLED:
        first = begin + match.start(group)
        found.append((first, first + len(match[group].rstrip())))
    last = options(state, start + 1, end) if name else start + 1
    found += labels(state, start + 1, last)
    copy_lines(state, start, last, "standalone", tuple(found))
    return True


def _closing(state: StateBlock, start: int, end: int, fence: str) -> int:
    """Return the line behind the fence that closes a directive; that behind its first line if none does."""
    # No fence as long as this stands behind: that is found out once, not for each directive that nothing closes.
    known = state.env.setdefault("open_colons", {})
    if known.get(fence, start) > start:
        return start + 1
    for number in range(start + 1, end):
        if line_text(state, number).rstrip() == fence:
            return number + 1
    known[fence] = end
    return start + 1


FEATURE = Feature(blocks=(Block("container", ":", _rule),))
