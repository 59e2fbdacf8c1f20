"""The inline markup of a unit, with the exact slice of every piece.

What no rule of the parser took is text; bare URLs and e-mail addresses, which nobody wants translated, are atoms like
those in angle brackets.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Hidden
from transflow.markdown.features import load
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.html import fields as html_fields
from transflow.markdown.inline_rules import Kind, Mark, Span
from transflow.markdown.marks import marks
from transflow.markdown.mask import arguments, mask

_SWITCH = GRAMMAR["switch"]
# What GFM does not count to an address at its end, and `;` and `]`: a list goes on behind an address, or a
# bracket closes round it.
_URL_END = ".,;:!?*_~])"


@dataclass(frozen=True, slots=True)
class Inline:
    """One piece of a unit's text."""

    kind: Kind
    """`break` is a soft or hard line break."""
    raw: str
    """Its exact slice of the unit's text."""
    pair: int = -1
    """The same number on an opening and its closing, rising in reading order; -1 on everything else.
    `DEEP` on the ends of a pair that lies too deep."""
    what: str = ""
    """`strong em strikethrough link html shortcode footnote mark wikilink` for pairs; `code image html footnote shortcode
    math autolink role attributes entity wikilink citation emoji mark tag` for atoms; `softbreak hardbreak` for breaks."""
    fields: tuple[Span, ...] = ()
    """Translatable slices inside `raw`: image alt and title, link title (in the closing), shortcode and HTML arguments."""
    rewrite: str = ""
    """What to write instead of `raw` once the text before it has changed: the closing of `[label]` or `[label][]`
    must then name its label (`][label]`). Empty where `raw` does in any case."""


# Every check goes once through all texts of a page, and one of 2 MB has 22,000 on both sides: with fewer each was taken
# apart five times. They take about 1 kB each.
@lru_cache(maxsize=1 << 15)
def inlines(text: str, dialect: Dialect = Dialect(), *, html: bool = False) -> tuple[Inline, ...]:
    """Take a unit's text apart; the raw slices joined are the text.

    Args:
        text: A `Unit.text`.
        dialect: The site's Markdown; with the page's `references`, `[label]` is known for a link.
        html: The text stands in an HTML block (kind `html`), where only tags and entities mean anything.
    """
    # Half of all texts are words alone: a cell, a heading, a plain sentence.
    return (Inline("text", text),) if text and is_words(text) else _taken_apart(text, dialect, html=html)


_WORDS = GRAMMAR["words-alone"]


def is_words(text: str) -> bool:
    """Whether a text has no character with which any markup of any dialect begins."""
    return _WORDS.fullmatch(text) is not None


def _taken_apart(text: str, dialect: Dialect, *, html: bool) -> tuple[Inline, ...]:
    shown, hidden = mask(text, dialect)
    found = list(_with_regions(text, sorted(marks(shown, dialect, html=html))))
    return tuple(
        _paired(
            text,
            list(_with_attributes(text, _with_text(text, shown, found, hidden, dialect), dialect.attributes)),
        )
    )


def _with_regions(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """Make one atom of code written as HTML, and of what lies between `<!-- transflow:off -->` and `…:on -->`."""
    ends: dict[str, list[int]] = {name: [] for name in (_ON, *_HTML_CODE)}
    for number, mark in enumerate(marks):
        if (name := _region(text, mark, "close")) in ends:
            ends[name].append(number)
    at = 0
    while at < len(marks):
        mark = marks[at]
        closings = ends.get(name := _region(text, mark, "open"), [])
        closing = bisect_right(closings, at)
        # What is switched off and never on again is off to the end of the text; a tag that nothing closes is
        # only a tag.
        last = closings[closing] if closing < len(closings) else len(marks) if name == _ON else at
        if last == at:
            yield mark
        else:
            end = marks[last].end if last < len(marks) else len(text)
            yield Mark(mark.start, end, "atom", "html" if name == _ON else "code")
        at = last + 1


_ON = "transflow:on"
# HTML for what backticks are in Markdown: `<kbd>Ctrl</kbd>` is no more translated than code is.
_HTML_CODE = ("<code", "<kbd", "<samp", "<tt", "<var")


def _region(text: str, mark: Mark, side: Kind) -> str:
    """Return the name of the region that a mark opens or closes."""
    if mark.what != "html":
        return ""
    if switch := _SWITCH.fullmatch(text, mark.start, mark.end):
        return _ON if (switch[1] == "on") == (side == "close") else ""
    return mark.name if mark.kind == side else ""


def _with_text(
    text: str, shown: str, marks: Sequence[Mark], hidden: Sequence[Hidden], dialect: Dialect
) -> Iterator[Mark]:
    """Yield the marks with what lies between them: shortcodes, bare URLs, attributes and text."""
    place, waiting, words = 0, list(reversed(hidden)), _words(dialect.features)
    # The last one, which is empty, is there for the text behind all others.
    for mark in (*marks, Mark(len(text), len(text), "text", "")):
        # `{_a_}` before code is the name of a role, in which the parser saw emphasis.
        if mark.start < place:
            continue
        while waiting and waiting[-1].end <= mark.start:
            item = waiting.pop()
            # If not, it lies in what was taken whole: the icon of `![{{< icon >}}](a.png)` is the image's.
            if item.start >= place:
                yield from _bare(shown, place, item.start, words)
                yield _tag(text, item, dialect)
                place = item.end
        yield from _bare(shown, place, mark.start, words)
        if mark.end > mark.start:
            yield mark
        place = mark.end


def _tag(text: str, item: Hidden, dialect: Dialect) -> Mark:
    if item.what == "break":
        return Mark(item.start, item.end, "break", "hardbreak")
    # Without a name, as `{{< raw >}}` and all up to its end, there is nothing to pair it by.
    kind: Kind = "atom" if item.role == "single" or not item.name else item.role
    raw = text[item.start : item.end]
    fields = tuple((start, end) for _, start, end in arguments(raw, dialect))
    # A tag that the parser left is closed by one that it saw: `<b :class="a">` by `</b>`.
    name = "" if kind == "atom" else item.name if item.what == "html" else f"{{{item.name}"
    return Mark(item.start, item.end, kind, item.what, fields, None, name)


@lru_cache(maxsize=64)
def _words(features: tuple[str, ...]) -> re.Pattern[str]:
    """Return what is no language in a text that no rule took."""
    known = [feature.words for feature in load(features) if feature.words]
    return re.compile(
        " | ".join([rf"(?P<attributes>(?<!\\){GRAMMAR.text('attribute-list')})", *known]), re.VERBOSE
    )


def _bare(shown: str, start: int, end: int, words: re.Pattern[str]) -> Iterator[Mark]:
    """Yield a stretch that no rule took, with addresses, attributes and the like as atoms."""
    # No address, attribute or tag has fewer than three characters, and most stretches between marks do.
    for match in words.finditer(shown, start, end) if end - start > 2 else ():
        stop, kind = match.end(), match.lastgroup or ""
        if kind in ("url", "host"):
            stop = match.start() + len(_without_ending(match[kind]))
        if match.start() > start:
            yield Mark(start, match.start(), "text", "")
        yield Mark(match.start(), stop, "atom", _WHATS.get(kind, kind))
        start = stop
    if end > start:
        yield Mark(start, end, "text", "")


_WHATS = {"url": "autolink", "mail": "autolink", "host": "autolink"}


def _with_attributes(text: str, marks: Iterable[Mark], names: tuple[str, ...]) -> Iterator[Mark]:
    """Make attributes one piece with the markup that they touch: apart from it they would be text."""
    last: Mark | None = None
    for mark in marks:
        touches = last is not None and mark.what == "attributes" and mark.start == last.end
        if touches and last is not None and last.kind in ("atom", "close") and last.what in _TAKES_ATTRIBUTES:
            shown = [
                (begin - last.start, end - last.start)
                for _, begin, end in html_fields(text, mark.start, mark.end, names)
            ]
            last = last._replace(end=mark.end, fields=(*last.fields, *shown))
            continue
        if last is not None:
            yield last
        last = mark
        if mark.what == "attributes" and mark.kind == "atom":
            shown = [
                (begin - mark.start, end - mark.start)
                for _, begin, end in html_fields(text, mark.start, mark.end, names)
            ]
            last = mark._replace(fields=tuple(shown))
    if last is not None:
        yield last


_TAKES_ATTRIBUTES = frozenset(
    {"image", "link", "code", "strong", "em", "mark", "math", "autolink", "html", "role", "emoji"}
)
"""Markup that a list of attributes right behind it belongs to."""


def attributes_behind(piece: Inline) -> str:
    """Return the list of attributes that a piece of markup ends with; empty if none does."""
    if piece.kind not in ("atom", "close") or piece.what not in _TAKES_ATTRIBUTES or piece.raw[-1:] != "}":
        return ""
    found = _BEHIND.search(piece.raw)
    return found[0] if found else ""


def _without_ending(url: str) -> str:
    """Drop punctuation that ends a sentence rather than a URL; a closing parenthesis stays if it was opened inside."""
    # `(见 https://a.cn/指数_(股票))`: only the last parenthesis is the sentence's.
    end, surplus = len(url), url.count(")") - url.count("(")
    while end and url[end - 1] in _URL_END:
        if url[end - 1] == ")":
            if surplus <= 0:
                break
            surplus -= 1
        end -= 1
    return url[:end]


@dataclass
class _Frame:
    """What is open at one level of nesting that the parser vouches for."""

    opening: int
    what: str
    waiting: list[tuple[str, int]] = field(default_factory=list)
    """Openings that are only matched here: their names and numbers, innermost last."""
    names: Counter[str] = field(default_factory=Counter)
    """How many of each name wait."""

    def wait(self, name: str, number: int) -> None:
        """Remember an opening."""
        self.waiting.append((name, number))
        self.names[name] += 1

    def match(self, name: str) -> int:
        """Return the innermost opening of this name and forget it and what it holds; -1 if none waits."""
        if not self.names[name]:
            return -1
        while True:
            found, number = self.waiting.pop()
            self.names[found] -= 1
            if found == name:
                return number


def _paired(text: str, marks: Sequence[Mark]) -> Iterator[Inline]:
    """Number the pairs; what has no partner becomes an atom."""
    pairs = sorted(_partners(marks))
    partner = dict(_shallow(pairs))
    deep = {end for pair in pairs if pair[0] not in partner for end in pair}
    numbers = {opening: number for number, opening in enumerate(sorted(partner))}
    numbers |= {closing: numbers[opening] for opening, closing in partner.items()}
    for number, mark in enumerate(marks):
        kind = "atom" if mark.kind in ("open", "close") and number not in numbers else mark.kind
        rewrite = f"][{text[slice(*mark.label)]}]{_behind(text, mark)}" if mark.label else ""
        yield Inline(
            kind,
            text[mark.start : mark.end],
            numbers.get(number, DEEP if number in deep else -1),
            mark.what,
            mark.fields,
            rewrite,
        )


def _behind(text: str, mark: Mark) -> str:
    """Return the attributes behind the closing of a link."""
    found = _BEHIND.search(text, mark.start, mark.end)
    return found[0] if found else ""


_BEHIND = GRAMMAR["attributes-behind"]


# Each level is drafted by itself, from the innermost out, in functions that call themselves; without a limit
# they ran out of stack.
MAX_NESTING = 20
"""Pairs inside each other; those that lie deeper are atoms, which are copied."""
DEEP = -2
"""Number of what does."""


def _shallow(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Leave out the pairs that lie too deep."""
    open_ones: list[int] = []
    for opening, closing in pairs:
        while open_ones and open_ones[-1] < opening:
            open_ones.pop()
        if len(open_ones) < MAX_NESTING:
            open_ones.append(closing)
            yield opening, closing


def _partners(marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield (opening, closing): the parser's own pairs, and within them tags and shortcodes matched by name."""
    frames = [_Frame(-1, "")]
    for number, mark in enumerate(marks):
        frame = frames[-1]
        if not mark.name:
            if mark.kind == "open":
                frames.append(_Frame(number, mark.what))
            # The parser vouches for its pairs, so a tag that is still open when one closes has no partner:
            # `<b>**a</b>**`.
            elif mark.kind == "close" and any(frame.what == mark.what for frame in frames):
                while frames[-1].what != mark.what:
                    frames.pop()
                yield frames.pop().opening, number
            continue
        if mark.kind == "open":
            frame.wait(mark.name, number)
        elif (opening := frame.match(mark.name)) >= 0:
            yield opening, number


__all__ = ["DEEP", "MAX_NESTING", "Inline", "Kind", "attributes_behind", "inlines"]
