"""Cells of Pandoc's grid tables, where each row is one line between lines of `+---+`, and no cell begins a block.

Stays: the lines, drawn anew so that they meet: a character of Chinese, Japanese or Korean is two columns wide.
Offered: each cell.
"""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from markdown_it.rules_block import StateBlock

from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Block, Feature
from transflow.markdown.features.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, Leaf, line, line_text, trimmed

_RULE = GRAMMAR["grid-rule"]
_PREFIX = GRAMMAR["grid-prefix"]
_ROW = GRAMMAR["grid-row"]
_BLOCK = GRAMMAR["grid-block"]
_LINE = GRAMMAR["grid-line"]


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _RULE.match(line_text(state, start)):
        return False
    last = start + 1
    while last < end and not state.isEmpty(last) and line_text(state, last)[:1] in ("+", "|"):
        last += 1
    if not _is_table([line_text(state, number) for number in range(start, last)]):
        return False
    begins = [line(state, number)[0] for number in range(start, last)]
    # Behind the mark of a list the first line could not be made longer by itself.
    prefixes = {state.src[state.src.rfind("\n", 0, begin) + 1 : begin] for begin in begins}
    if len(prefixes) > 1 or not _PREFIX.fullmatch(prefixes.pop()):
        return False
    if not silent:
        state.push("gridtable", "", 0).map = [start, last]
        for number in range(start + 1, last, 2):
            begin = line(state, number)[0]
            spans = (
                trimmed(state, begin + first, begin + end) for first, end in _cells(line_text(state, number))
            )
            state.env["leaves"].extend(Leaf("first", (span,)) for span in spans if span)
        state.line = last
    return True


def _cells(row: str) -> list[tuple[int, int]]:
    """Return where the cells of a row stand, the space round them included."""
    bars = [match.start() for match in _ROW.finditer(row)]
    return [(first + 1, second) for first, second in pairwise(bars)]


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines are surely a table: rules and rows by turns, all of as many columns."""
    if len(lines) < 3 or len(lines) % 2 == 0 or max(map(len, lines)) > MAX_LINE:
        return False
    rules, rows = [text.rstrip() for text in lines[::2]], [text.rstrip() for text in lines[1::2]]
    columns = rules[0].count("+") - 1
    return (
        all(_RULE.fullmatch(text) and text.count("+") == columns + 1 for text in rules)
        # A bar in code or behind a backslash is one to Pandoc, too, if it stands where a line of the table goes down.
        and all(text[0] == text[-1] == "|" and text.count("|") == columns + 1 for text in rows)
        and not any(_BLOCK.match(text[slice(*span)]) for text in rows for span in _cells(text))
    )


def is_cell(page: str, place: int, dialect: Dialect) -> bool:
    """Whether a cell at a place of a page is one of a grid table, whose cells hold blocks."""
    if not dialect.has("gridcells"):
        return False
    end = page.rfind("\n", 0, place)
    above = page[page.rfind("\n", 0, max(end, 0)) + 1 : max(end, 0)]
    return is_rule(above)


def is_rule(said: str) -> bool:
    """Whether a line of a page is one of those between rows."""
    return _RULE.fullmatch(said.lstrip(" >").rstrip()) is not None


def laid_out(text: str, rows: Collection[int]) -> str:
    """Return a page with its grid tables drawn anew whose lines do not meet.

    Args:
        text: The page.
        rows: Lines with cells in them, from 0: no drawing elsewhere is touched.
    """
    lines = [match.groups() for match in _LINE.finditer(text)]
    out: list[str] = []
    at = 0
    while at < len(lines):
        last = at + 1
        if at + 1 in rows and _RULE.fullmatch(lines[at][1].rstrip()):
            while last < len(lines) and lines[last][0] == lines[at][0] and lines[last][1][:1] in ("+", "|"):
                last += 1
        drawn = [said for _, said, _ in lines[at:last]]
        if last > at + 1 and _is_table(drawn):
            drawn = list(_drawn(drawn))
        out += [f"{prefix}{said}{end}" for (prefix, _, end), said in zip(lines[at:last], drawn, strict=True)]
        at = last
    return "".join(out)


def _drawn(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a table, each column as wide as its widest cell or line of dashes."""
    rules = [text.rstrip().strip("+").split("+") for text in lines[::2]]
    rows = [[text[slice(*span)] for span in _cells(text)] for text in lines[1::2]]
    widths = [max(map(len, column)) for column in zip(*rules, strict=True)]
    if all(len(part) == width for rule in rules for part, width in zip(rule, widths, strict=True)) and all(
        _width(cell) == width for row in rows for cell, width in zip(row, widths, strict=True)
    ):
        yield from lines
        return
    said = [[f" {cell.strip()} " for cell in row] for row in rows]
    widths = [
        max(width, *map(_width, column))
        for width, column in zip(widths, zip(*said, strict=True), strict=True)
    ]
    for number in range(len(lines)):
        parts = rules[number // 2] if number % 2 == 0 else said[number // 2]
        filled = [_filled(part, width) for part, width in zip(parts, widths, strict=True)]
        yield f"+{'+'.join(filled)}+" if number % 2 == 0 else f"|{'|'.join(filled)}|"


def _filled(part: str, width: int) -> str:
    """Return a cell, or a line of dashes with its colons, as wide as its column."""
    sign = " " if part[:1] == " " else "=" if "=" in part else "-"
    fill = sign * (width - _width(part))
    return f"{part[:-1]}{fill}{part[-1]}" if part[-1] == ":" else f"{part}{fill}"


def _width(text: str) -> int:
    """Return how many columns a text takes to Pandoc: two for what is wide, none for what combines."""
    return sum(
        2
        if unicodedata.east_asian_width(char) in "WF"
        else 0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 1
        for char in text
    )


FEATURE = Feature(blocks=(Block("gridcells", "+", _rule),))
