"""Where a link, an image or a reference definition keeps its destination and its title."""

from typing import NamedTuple

from transflow.markdown.grammar import GRAMMAR

_TARGET = GRAMMAR["link-target"]

_PARENTHESES = GRAMMAR["parenthesis"]


class Target(NamedTuple):
    """Spans within the text that was searched."""

    url: tuple[int, int]
    """The destination, `<` and `>` included."""
    title: tuple[int, int] | None
    """The title without its quotes; None if there is none or it is empty."""


def target(text: str, start: int, end: int) -> Target | None:
    """Read `destination "title"` from `start` on, white space before it skipped; None if none can be read."""
    found = _TARGET.match(text, start, end)
    if not found:
        return None
    closing = _closing(found["url"])
    if closing is not None:
        return Target((found.start("url"), found.start("url") + closing), None)
    title = next((found.span(name) for name in "abc" if found[name]), None)
    return Target(found.span("url"), title)


_ESCAPED = GRAMMAR["escaped"]


def unescaped(url: str) -> str:
    r"""Return a destination without the backslashes before its brackets: `a_\(b\).md` is `a_(b).md`."""
    return _ESCAPED.sub(r"\1", url)


def _closing(url: str) -> int | None:
    """Return where the parenthesis ends a destination that what follows touches: `](a.md){.button}`."""
    depth = 0
    for sign in _PARENTHESES.finditer(url) if not url.startswith("<") else ():
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if depth < 0:
            return sign.start()
    return None
