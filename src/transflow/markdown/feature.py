"""What a dialect of Markdown adds to CommonMark: a feature says what of it is language and what is not.

A feature is one module below `features`; its docstring is its documentation.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it.rules_block import StateBlock

from transflow.markdown.dialect import Dialect
from transflow.markdown.grammar import GRAMMAR

Role = Literal["open", "close", "single"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch that a Markdown parser must not look into: to it, a word."""

    start: int
    end: int
    name: str = ""
    """What pairs an opening with its closing; empty for what has neither."""
    role: Role = "single"
    what: Literal["shortcode", "attributes", "html", "break", "math", "placeholder"] = "shortcode"
    raw: bool = False
    """Whether what it opens has no content in it up to its closing."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """Finds stretches to hide."""

    opening: str
    """A pattern for what they begin with, without groups."""
    find: Callable[["Source", int], Hidden | None]
    """Returns what begins at a place, if anything does."""
    sign: str
    """What every page with such a stretch has in it."""
    in_code: bool = False
    """Whether they mean something in code, too: a generator may look for them before it reads Markdown."""


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


class Source:
    """A page's text while it is searched for what is to be hidden; searches from rising places take linear time."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text, self.dialect = text, dialect
        self.find = finder(text)
        """Returns where something stands next; the text's length if nowhere."""
        self.open: dict[str, bool] = {}
        """What a feature wants to know of what is open at the place it looks at: it sees all from the begin on."""
        self._braces: dict[int, int] | None = None
        self._blank = -1

    def paragraph_end(self, start: int) -> int:
        """Return where the next blank line begins; the text's length if there is none."""
        if self._blank < start:
            found = _BLANK.search(self.text, start)
            self._blank = found.start() if found else len(self.text)
        return self._blank

    def closing_brace(self, start: int) -> int:
        """Return the place behind the brace that closes the one at `start`; -1 if none does."""
        if self._braces is None:
            self._braces = dict(_matched(self.text))
        return self._braces.get(start, -1)


_BLANK = GRAMMAR["blank-between"]
_BRACES = GRAMMAR["brace"]


def _matched(text: str) -> Iterator[tuple[int, int]]:
    """Yield each opening brace with the place behind its closing one."""
    waiting: list[int] = []
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            waiting.append(match.start())
        elif match[0] == "}" and waiting:
            # Of `{ {a}` only the inner one is closed.
            yield waiting.pop(), match.end()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that stands for itself: it is no part of the paragraph round it."""

    begins: str
    """The characters that it can begin with."""
    pattern: re.Pattern[str]
    """What the whole line looks like; groups whose names begin with `text` are offered."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rule for a block, as markdown-it-py has them; it takes down the leaves itself."""

    name: str
    begins: str
    """The characters that it can begin with; empty for any."""
    rule: Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True, slots=True)
class Markup:
    """Markup within a text, found by what it looks like."""

    begins: str
    """The characters that it can begin with, of those at which markdown-it-py looks for markup."""
    pattern: re.Pattern[str]
    """A group `inside` makes it a pair round Markdown; groups whose names begin with `text` are offered."""
    what: str
    """See `Inline.what`."""
    ends: str = ""
    """What it cannot be without."""
    sure: Callable[[re.Match[str], frozenset[str]], bool] = lambda _match, _labels: True
    """Whether a match is one, given the labels of the page's references."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a dialect may add."""

    hides: tuple[Hiding, ...] = ()
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    markup: tuple[Markup, ...] = ()
    words: str = ""
    """A pattern with named groups for what is no language in a text that no rule took; see `Inline.what`."""
    breaks: bool = False
    """Whether a reader sees each line break of a text."""
    slashes: bool = False
    """Whether two backslashes before its end break a line."""
    size: re.Pattern[str] | None = None
    """What stands between the words of an image and their `]` and is none of them."""
    shown: Callable[[str], Iterable[tuple[int, int]]] | None = None
    """Finds what readers see of the arguments of a hidden tag that is told by their place."""
    written: Callable[[str, str], str] | None = None
    """Returns such an argument as it is written, given what stands before it in the page."""
