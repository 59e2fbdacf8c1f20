"""Hiding what templating languages put into Markdown, so that a Markdown parser cannot trip over it.

Every shortcode or template tag is overwritten by letters, as many as it had characters, so that the spans found
in the masked text hold in the original. A shortcode is a word to Markdown: Hugo, too, puts a word in its place
before it renders the page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from transflow.markdown.dialect import Dialect

FILLER = "x"
"""What is hidden is overwritten by."""
_OPENING = re.compile(r"\{\{[<%]?|\{%")
_TAG = re.compile(
    r"""\{\{[<%]-?\s*+(?P<slash>/?)\s*+(?P<name>[\w.-]++(?:/[\w.-]++)*+)
        (?P<args>(?:"(?:\\.|[^"\\\n])*+"|`[^`]*+`|(?!/?-?[>%]\}\})[^"`{]|\{(?!\{))*+)
        (?P<self>/?)-?[>%]\}\}""",
    re.VERBOSE,
)
_MUSTACHE = re.compile(r"\{\{[^{}\r\n]*+\}\}")
_LIQUID = re.compile(r"\{%(?:[^%\r\n{]|%(?!\}))*+%\}")
_ARGUMENT = re.compile(
    r"""(?<![\w-])(?P<key>[\w-]++)\s*=\s*(?:"(?P<quoted>(?:\\.|[^"\\\n])*+)"|`(?P<raw>[^`]*+)`|(?P<bare>[^\s"`>]+))"""
)

Role = Literal["open", "close", "single"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """One masked stretch."""

    start: int
    end: int
    name: str = ""
    """A shortcode's name; empty for other template tags and for whole regions."""
    role: Role = "single"


Find = Callable[[str, int], int]


def finder(text: str) -> Find:
    """Return a `str.find` that is linear over many searches from rising places, and gives the length for none."""
    known: dict[str, int] = {}

    def find(what: str, start: int) -> int:
        place = known.get(what, -1)
        if place < start:
            place = text.find(what, start)
            known[what] = place = len(text) if place < 0 else place
        return place

    return find


def mask(text: str, dialect: Dialect) -> tuple[str, tuple[Hidden, ...]]:
    r"""Return the text as a Markdown parser should see it, of the same length, and what is hidden in it.

    Line endings become `\n` and NUL becomes U+FFFD, as CommonMark wants it, in place too; a hidden
    stretch has no line endings.
    """
    hidden = tuple(_with_regions(_tags(text), dialect)) if "{{" in text or "{%" in text else ()
    pieces: list[str] = []
    last = 0
    for item in hidden:
        pieces += (text[last : item.start], FILLER * (item.end - item.start))
        last = item.end
    shown = "".join((*pieces, text[last:])) if hidden else text
    if "\r" in shown:
        shown = shown.replace("\r\n", " \n").replace("\r", "\n")
    return shown.replace("\0", "\ufffd"), hidden


def arguments(tag: str, names: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield (name, start, end) of each named argument's value in a shortcode, quotes off, empty ones left out."""
    opening = _TAG.match(tag)
    if opening is None:
        return
    for match in _ARGUMENT.finditer(tag, *opening.span("args")):
        if match["key"] in names:
            group = next(name for name in ("quoted", "raw", "bare") if match[name] is not None)
            if match[group].strip():
                yield match["key"], *match.span(group)


def _tags(text: str) -> Iterator[Hidden]:
    """Yield every template tag in order."""
    find = finder(text)
    at = 0
    while opening := _OPENING.search(text, at):
        at = opening.end()
        tag = _tag(text, opening.start(), opening[0], find)
        if tag is not None:
            at = tag.end
            yield tag


def _tag(text: str, start: int, opening: str, find: Find) -> Hidden | None:
    """Return the tag that begins at `start`, if one does."""
    if opening in ("{{", "{%"):
        match = (_MUSTACHE if opening == "{{" else _LIQUID).match(text, start)
        return Hidden(start, match.end()) if match else None
    closing = f"{opening[2].replace('<', '>')}}}}}"
    if text.startswith("/*", start + 3):
        end = find(f"*/{closing}", start)
        return Hidden(start, end + 5) if end < len(text) else None
    if match := _TAG.match(text, start):
        return Hidden(start, match.end(), match["name"], _role(match))
    end = find(closing, start)
    return Hidden(start, end + 3) if end < min(find("\n", start), find("\r", start)) else None


def _role(match: re.Match[str]) -> Role:
    if match["slash"]:
        return "close"
    return "single" if match["self"] else "open"


def _with_regions(tags: Iterator[Hidden], dialect: Dialect) -> Iterator[Hidden]:
    """Join each paired shortcode whose inside is not content into one stretch."""
    waiting = list(tags)
    ends: dict[str, list[int]] = {}
    for number in range(len(waiting) - 1, -1, -1):
        tag = waiting[number]
        if tag.role == "close" and tag.name in dialect.raw_shortcodes:
            ends.setdefault(tag.name, []).append(number)
    number = 0
    while number < len(waiting):
        tag = waiting[number]
        closings = ends.get(tag.name, []) if tag.role == "open" else []
        while closings and closings[-1] < number:
            closings.pop()
        number = closings[-1] if closings else number
        yield Hidden(tag.start, waiting[number].end) if closings else tag
        number += 1
