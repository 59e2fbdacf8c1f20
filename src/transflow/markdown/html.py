"""Text within HTML blocks: which stretches a reader reads, and which are tags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ATTRIBUTES = r"""(?:
    (?:\s+[A-Za-z_:@#][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+\s*/?>
  | [^<>]*>)"""
_TAG = re.compile(rf"</?[A-Za-z][\w:.-]*{_ATTRIBUTES}", re.VERBOSE)
_PHRASING = (
    r"""</?(?:
    a|abbr|acronym|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|q|rp|rt|ruby|s
  | samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)(?![\w:.-])"""
    + _ATTRIBUTES
)
"""A tag of an element within running text; any other ends it."""
_INLINE = re.compile(_PHRASING, re.VERBOSE | re.IGNORECASE)
_SWITCH = r"<!--\s*transflow:(?:off|on)\s*-->"
_RAW = "|".join(
    rf"<{name}(?=[\s>/]).*?(?:</{name}\s*>|\Z)"
    for name in ("script", "style", "pre", "textarea", "svg", "math", "template")
)
"""An element whose inside is no text."""
_STRETCH = re.compile(
    rf"""(?P<run>(?:[^<]++ | {_PHRASING} | <(?!/?[A-Za-z]|[!?]) | <(?=/[A-Za-z][^<>]*(?:<|\Z)))++)
      | (?P<switch>{_SWITCH})
      | (?P<markup>(?:(?!{_SWITCH})(?:
            <!(?=--).*?(?:-->|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <(?=\?).*?(?:\?>|\Z) | <![^>]*(?:>|\Z)
          | {_RAW}
          | (?!{_PHRASING})</?[A-Za-z][\w:.-]*{_ATTRIBUTES}
          | <[A-Za-z](?![\w:.-]*{_ATTRIBUTES}).*)\s*+)++)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""Running text with its inline tags; a switch; other markup. What is never closed goes to the end."""
_FIELD = re.compile(r"""\s(?P<key>alt|title)\s*=\s*(?:"(?P<a>[^"]+)"|'(?P<b>[^']+)')""", re.IGNORECASE)


HIDDEN = "\ue000"
"""Stands for each character of a shortcode, which belongs to running text beside it but is none (private use)."""


class Segment(NamedTuple):
    """A stretch of an HTML block."""

    start: int
    end: int
    is_text: bool


def segments(body: str) -> Iterator[Segment]:
    """Cut an HTML block into running text (with its inline tags) and markup, white space between them left out.

    What switches translation off or on is a segment by itself.
    """
    start = end = -1
    for match in _STRETCH.finditer(body):
        stretch = match[0]
        is_text = match.lastgroup == "run" and _has_text(stretch)
        if is_text or match.lastgroup == "switch":
            if start >= 0:
                yield Segment(start, end, is_text=False)
            start = -1
            yield Segment(*_stripped(match.start(), stretch), is_text=is_text)
        elif not stretch.isspace():
            first, end = _stripped(match.start(), stretch)
            start = start if start >= 0 else first
    if start >= 0:
        yield Segment(start, end, is_text=False)


def _has_text(run: str) -> bool:
    return bool((_INLINE.sub("", run) if "<" in run else run).replace(HIDDEN, "").strip())


def _stripped(start: int, stretch: str) -> tuple[int, int]:
    """Return where a stretch begins and ends without white space there."""
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())


def fields(body: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield (`alt` or `title`, start, end) of what attributes of tags show or read out to people."""
    if not _FIELD.search(body, start, end):
        return
    for tag in _TAG.finditer(body, start, end):
        for match in _FIELD.finditer(body, *tag.span()):
            group = "a" if match["a"] else "b"
            if match[group].strip():
                yield match["key"].lower(), *match.span(group)
