"""Hiding what is no Markdown in Markdown, so that a Markdown parser cannot trip over it.

Every template tag, tag of a component or comment that a feature hides is overwritten by letters, as many as it had
characters, so that the spans found in the masked text hold in the original. A shortcode is a word to Markdown: Hugo, too,
puts a word in its place before it renders the page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from transflow.markdown import features, html
from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Hidden, Hiding, Source
from transflow.markdown.features import liquid, load, shortcodes
from transflow.markdown.grammar import GRAMMAR

FILLER = "x"
"""What is hidden is overwritten by."""
_ARGUMENT = GRAMMAR["argument"]
_SWITCH = GRAMMAR["switch-value"]
_CODE_FENCE = GRAMMAR["code-fence"]
_TICKS = GRAMMAR["ticks"]


@dataclass(frozen=True, slots=True)
class _Search:
    """Everything that a dialect hides, found in one pass."""

    opening: re.Pattern[str]
    hidings: tuple[Hiding, ...]


@lru_cache(maxsize=64)
def _search(features: tuple[str, ...], signs: tuple[bool, ...]) -> _Search | None:
    found = tuple(hiding for hiding, present in zip(_hidings(features), signs, strict=True) if present)
    pattern = "|".join(f"({hiding.opening})" for hiding in found)
    return _Search(re.compile(pattern), found) if found else None


@lru_cache(maxsize=64)
def _hidings(features: tuple[str, ...]) -> tuple[Hiding, ...]:
    return tuple(hiding for feature in load(features) for hiding in feature.hides)


def mask(text: str, dialect: Dialect) -> tuple[str, tuple[Hidden, ...]]:
    r"""Return the text as a Markdown parser should see it, of the same length, and what is hidden in it.

    Line endings become `\n` and NUL becomes U+FFFD, as CommonMark wants it, in place too; a hidden
    stretch has no line endings.
    """
    hidden = tuple(_hidden(text, dialect))
    pieces: list[str] = []
    last = 0
    for item in hidden:
        pieces += (text[last : item.start], FILLER * (item.end - item.start))
        last = item.end
    shown = "".join((*pieces, text[last:])) if hidden else text
    if "\r" in shown:
        # A space for `\r`, so that every place stays what it was; at a line's end one space means nothing.
        shown = shown.replace("\r\n", " \n").replace("\r", "\n")
    return shown.replace("\0", "\ufffd"), hidden


def openings(text: str, dialect: Dialect) -> Iterator[tuple[int, Hidden | None]]:
    """Yield where something that a dialect hides begins, outside of code, and what it is; None if it has no end."""
    search = _search_for(text, dialect)
    return _openings(Source(text, dialect), search) if search else iter(())


def _hidden(text: str, dialect: Dialect) -> Iterator[Hidden]:
    search = _search_for(text, dialect)
    if not search:
        return iter(())
    found = (hidden for _, hidden in _openings(Source(text, dialect), search) if hidden)
    return _with_regions(found, dialect)


def _search_for(text: str, dialect: Dialect) -> _Search | None:
    # One `in` a kind of stretch: most pages have none, and are not searched with a pattern of all of them.
    signs = tuple([hiding.sign in text for hiding in _hidings(dialect.features)])
    return _search(dialect.features, signs)


def arguments(tag: str, dialect: Dialect) -> Iterator[tuple[str, int, int]]:
    """Yield (name, start, end) of what a hidden stretch holds of language, quotes off, empty ones left out.

    Those are the arguments of a shortcode or a Liquid tag that the configuration names, and attributes of a tag.
    """
    if tag.startswith("<"):
        yield from (
            (key, start, end) for key, start, end in html.fields(tag, 0, len(tag), dialect.attributes)
        )
        return
    if tag.startswith("{%"):
        # From 3 on: the space in `{% ` stands before the name, not behind it. Behind the tag itself there may be all up to
        # the end of `{% raw %}`. What a theme's own tags are called says nothing to other themes.
        name, start, end = "", tag.find(" ", 4 if tag[2:3] == "-" else 3), tag.find("%}")
        name = "include" if tag[2:start].lstrip("- ") == "include" else name
        yield from (("", *span) for span in features.shown(dialect.features)(tag))
    elif opening := shortcodes.TAG.match(tag):
        name, (start, end) = opening["name"], opening.span("args")
    else:
        return
    place = 0
    for match in _ARGUMENT.finditer(tag, start, end) if start >= 0 else ():
        group = next(key for key, value in match.groupdict().items() if value is not None and key != "key")
        called = match["key"] or str(place)
        place += not match["key"]
        # `alert.0` names one shortcode's; a bare name means that of all.
        # To Liquid a word without quotes is the name of a variable.
        if group == "bare" and tag.startswith("{%"):
            continue
        wanted = (match["key"] in dialect.shortcode_args) or f"{name}.{called}" in dialect.shortcode_args
        # `text=true` says something to the theme.
        if wanted and match[group].strip() and not (group == "bare" and _SWITCH.fullmatch(match[group])):
            yield called, *match.span(group)


def _openings(source: Source, search: _Search) -> Iterator[tuple[int, Hidden | None]]:
    """Yield where something to hide begins, in order, with the stretch."""
    text, at = source.text, 0
    fenced: list[tuple[int, int]] | None = None
    while opening := search.opening.search(text, at):
        start, at = opening.start(), opening.end()
        hiding = search.hidings[(opening.lastindex or 1) - 1]
        if not hiding.in_code:
            fenced = list(code(text)) if fenced is None else fenced
            if end := _end_of_code(fenced, start):
                at = end
                continue
        found = hiding.find(source, start)
        at = found.end if found is not None else start + 1
        yield start, found


def _end_of_code(spans: list[tuple[int, int]], place: int) -> int:
    """Return where the code ends that a place is in; 0 if it is in none."""
    number = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[number][1] if number >= 0 and spans[number][1] > place else 0


def code(text: str) -> Iterator[tuple[int, int]]:
    """Yield fenced blocks and inline code, roughly: as far as is needed to leave alone what stands in them."""
    at = 0
    while opening := _CODE_FENCE.search(text, at):
        yield from _inline_code(text, at, opening.start())
        # CommonMark: an info string of a fence of backticks holds none, so this is inline code that begins a
        # line.
        if opening["fence"][0] == "`" and "`" in opening["info"]:
            at = opening.end()
            yield from _inline_code(text, opening.start(), at)
            continue
        closing = re.compile(
            rf"^[ \t>]*{opening['fence'][0]}{{{len(opening['fence'])},}}[ \t\r]*$", re.MULTILINE
        )
        # As long as the opening or longer; what is never closed is code to the end.
        end = closing.search(text, opening.end())
        at = end.end() if end else len(text)
        yield opening.start("fence"), at
    yield from _inline_code(text, at, len(text))


def _inline_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield inline code between two places; what is open at the end of a paragraph is none."""
    waiting: dict[int, list[int]] = {}
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text, start, end)]
    for begin, stop in runs:
        waiting.setdefault(stop - begin, []).append(begin)
    for starts in waiting.values():
        starts.reverse()
    at = start
    for begin, stop in runs:
        starts = waiting[stop - begin]
        # Ends that were passed serve nobody any more, so each run is looked at once.
        while starts and starts[-1] <= begin:
            starts.pop()
        # A run within code that was just found (`` `a``b` ``) begins none.
        if begin >= at and starts:
            closing = starts[-1] + stop - begin
            # Inline code ends with its paragraph; without this one stray backtick would hide what follows
            # from masking.
            if "\n\n" not in text[begin:closing]:
                yield begin, closing
                at = closing


def _with_regions(tags: Iterator[Hidden], dialect: Dialect) -> Iterator[Hidden]:
    """Join each pair of tags whose inside is not content into one stretch."""
    names = {*dialect.raw_shortcodes, *(f"%{name}" for name in liquid.RAW)}
    waiting = list(tags)
    raw = names | {tag.name for tag in waiting if tag.raw}
    ends: dict[str, list[int]] = {}
    # From the end, so that the next closing of each name is the last of its list.
    for number in range(len(waiting) - 1, -1, -1):
        tag = waiting[number]
        if tag.role == "close" and tag.name in raw:
            ends.setdefault(tag.name, []).append(number)
    number = 0
    while number < len(waiting):
        tag = waiting[number]
        is_raw = tag.role == "open" and (tag.raw or tag.name in names)
        closings = ends.get(tag.name, []) if is_raw else []
        while closings and closings[-1] < number:
            closings.pop()
        number = closings[-1] if closings else number
        yield Hidden(tag.start, waiting[number].end) if closings else tag
        number += 1


__all__ = ["FILLER", "Hidden", "arguments", "code", "mask", "openings"]
