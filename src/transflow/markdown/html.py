"""Text within HTML blocks: which stretches a reader reads, and which are tags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from transflow.markdown.mask import Find, finder

_START = re.compile(
    r"<(?:!--|!\[CDATA\[|[!?]|(?P<raw>script|style|pre|textarea|svg|math|template)(?=[\s>/])|(?=/?[A-Za-z]))",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"""</?(?P<name>[A-Za-z][\w:.-]*)
        (?:\s+[A-Za-z_:@#][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+\s*/?>
      | </?(?P<odd>[A-Za-z][\w:.-]*)[^<>]*>""",
    re.VERBOSE,
)
_FIELD = re.compile(r"""\s(?P<key>alt|title)\s*=\s*(?:"(?P<a>[^"]+)"|'(?P<b>[^']+)')""", re.IGNORECASE)
_PHRASING = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Elements within running text; any other ends it."""
_ENDS = {"<!--": "-->", "<![cdata[": "]]>", "<?": "?>", "<!": ">"}
_SWITCH = re.compile(r"<!--\s*transflow:(?:off|on)\s*-->")


class Segment(NamedTuple):
    """A stretch of an HTML block."""

    start: int
    end: int
    is_text: bool


class _Run:
    """What has been read since the last element that ends running text."""

    def __init__(self) -> None:
        self.start = self.end = -1
        self.has_text = False

    def add(self, start: int, end: int, *, has_text: bool) -> None:
        self.start = start if self.start < 0 else self.start
        self.end = end
        self.has_text |= has_text


def segments(body: str) -> Iterator[Segment]:
    """Cut an HTML block into running text (with its inline tags) and markup, white space between them left out."""
    run, markup = _Run(), _Run()
    for start, end, name in _tokens(body):
        if name is None or name in _PHRASING:
            run.add(start, end, has_text=name is None)
            continue
        alone = bool(_SWITCH.fullmatch(body, start, end))
        if run.has_text or alone:
            yield from _flushed(markup, run)
            run, markup = _Run(), _Run()
        elif run.end >= 0:
            markup.add(run.start, run.end, has_text=False)
            run = _Run()
        markup.add(start, end, has_text=False)
        if alone:
            yield from _flushed(markup, run)
            markup = _Run()
    yield from _flushed(markup, run)


def _flushed(markup: _Run, run: _Run) -> Iterator[Segment]:
    if not run.has_text and run.end >= 0:
        markup.add(run.start, run.end, has_text=False)
    if markup.end >= 0:
        yield Segment(markup.start, markup.end, is_text=False)
    if run.has_text:
        yield Segment(run.start, run.end, is_text=True)


def fields(body: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (`alt` or `title`, start, end) of what attributes of tags show or read out to people."""
    for tag in _TAG.finditer(body, start, end):
        for match in _FIELD.finditer(body, *tag.span()):
            group = "a" if match["a"] else "b"
            if match[group].strip():
                yield match["key"].lower(), *match.span(group)


def _tokens(body: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield (start, end, element name) of tags, and None for the name of text, white space at its ends off."""
    at = 0
    find = finder(body)
    while at < len(body):
        opening = _START.search(body, at)
        start = opening.start() if opening else len(body)
        end, name = _markup(body, opening, find) if opening else (len(body), "")
        if opening and end == start:
            start = end = start + 1
            yield from _stripped(body, at, end)
        else:
            yield from _stripped(body, at, start)
            if opening:
                yield start, end, name
        at = end


def _stripped(body: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    text = body[start:end]
    if inner := text.strip():
        start += text.index(inner)
        yield start, start + len(inner), None


def _markup(body: str, opening: re.Match[str], find: Find) -> tuple[int, str]:
    """Return the end of the markup that begins here and its element's name; the end is the start if it is none."""
    start = opening.start()
    if raw := opening["raw"]:
        closing = re.compile(f"</{raw}\\s*>", re.IGNORECASE).search(body, opening.end())
        return (closing.end() if closing else len(body)), raw.lower()
    if terminator := _ENDS.get(opening[0].lower()):
        end = find(terminator, start)
        return min(end + len(terminator), len(body)), ""
    tag = _TAG.match(body, start)
    if tag:
        return tag.end(), (tag["name"] or tag["odd"]).lower()
    return (len(body) if body[start + 1 : start + 2].isalpha() else start), ""
