"""Where a link, an image or a reference definition keeps its destination and its title."""

from typing import NamedTuple

from markdown_it.helpers import parseLinkDestination, parseLinkTitle

_BLANK = " \t\n"


class Target(NamedTuple):
    """Spans within the text that was searched."""

    url: tuple[int, int]
    """The destination, `<` and `>` included."""
    title: tuple[int, int] | None
    """The title without its quotes; None if there is none or it is empty."""


def target(text: str, start: int, end: int) -> Target | None:
    """Read `destination "title"` from `start` on, white space before it skipped; None if none can be read."""
    start = _skip(text, start, end)
    url = parseLinkDestination(text, start, end)
    if not url.ok:
        return None
    opening = _skip(text, url.pos, end)
    title = parseLinkTitle(text, opening, end) if opening > url.pos else None
    if title is None or not title.ok or title.pos - opening <= 2:
        return Target((start, url.pos), None)
    return Target((start, url.pos), (opening + 1, title.pos - 1))


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _BLANK:
        start += 1
    return start
