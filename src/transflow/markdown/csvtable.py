"""The table of comma-separated values in a `csv-table` directive: where its cells stand, and how one is written."""

from collections.abc import Iterator

from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, Span

_CELL = GRAMMAR["csv-cell"]
_OPENING = GRAMMAR["csv-opening"]
_BEFORE = GRAMMAR["csv-before"]
_OTHERWISE = GRAMMAR["csv-otherwise"]


def opens(text: str, start: int) -> bool:
    """Whether such a directive begins at a place."""
    return _OPENING.match(text, start) is not None


def is_usual(options: Iterator[str]) -> bool:
    """Whether commas and double quotes mean what they do by default, by the directive's options."""
    return not any(_OTHERWISE.match(said) for said in options)


def cells(said: str) -> tuple[Span, ...] | None:
    """Return the cells of a row that say something, their quotes included; None where a quote stays open."""
    found: list[Span] = []
    at = 0
    while match := _CELL.match(said, at) if len(said) <= MAX_LINE else None:
        found += [match.span("text")] if (match["text"] or "").strip(' "') else []
        at = match.end()
        if not match["end"]:
            return tuple(found)
    return None


def is_cell(before: str) -> bool:
    """Whether a text of such a directive is a cell, by what stands in its line before it: neither the title nor an option."""
    return _BEFORE.fullmatch(before) is not None


def shown(raw: str) -> str:
    """Return what a cell says."""
    return raw[1:-1].replace('""', '"') if raw[0] == '"' else raw


def written(text: str, raw: str) -> str:
    """Return a cell as it is written: in quotes where it had some, or needs them."""
    return (
        text if raw[:1] != '"' and cells(text) == ((0, len(text)),) else '"' + text.replace('"', '""') + '"'
    )
