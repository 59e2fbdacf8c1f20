"""Front matter in TOML, checked by `tomllib` and located by a small scanner."""

import re
import tomllib
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from typing import Any

from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import (
    MAX_DEPTH,
    Branch,
    Entry,
    Node,
    Scalar,
    refuse,
    too_deep,
)

_SPACE = GRAMMAR["toml-space"]
_BLANKS = GRAMMAR["toml-blanks"]
_BARE_KEY = GRAMMAR["bare-key"]
_STRING = GRAMMAR["toml-string"]
_WORD = GRAMMAR["toml-word"]
_PLACE = GRAMMAR["toml-place"]


@dataclass(frozen=True, slots=True, eq=False)
class Table(Branch):
    """A table that is written over several lines."""

    heads: list[tuple[int, int]] = field(default_factory=list)
    """Spans of the `[name]` lines that open it; none for the header itself and for implied tables."""
    tails: list[int] = field(default_factory=list)
    """Where its heads and its own entries end; empty when nothing of it stands anywhere but in its parts."""
    prefix: str = ""
    """What precedes its keys when they are dotted: `a.b.`"""
    names: tuple[str, ...] = ()
    """Its name, part by part."""


def read(text: str, start: int, stop: int, path: str) -> Branch:
    """Read a TOML header.

    Args:
        text: The page.
        start: Where the header begins, past its fence.
        stop: Where the closing fence begins.
        path: For messages.

    Raises:
        DocumentError: It is malformed (TOML 1.0) or too deep.
    """
    scanner = _Scanner(text, start, stop, path)
    try:
        scanner.document()
        located = True
    except _LostError:
        # What is wrong is told by the standard library below, in its own words.
        located = False
    try:
        values = tomllib.loads(text[start:stop])
    except (ValueError, RecursionError) as error:
        found = _PLACE.search(str(error))
        line = int((found and found.group(1)) or 0)
        at = _line_offset(text, start, stop, line) if line else stop - 1
        # What tells no place is Python's own refusal to make a number of more than 4,300 digits.
        cause = _PLACE.sub("", str(error)) if found else "a number has too many digits"
        raise refuse(text, at, path, f"TOML front matter: {cause}", "correct it (toml.io)") from None
    # The spans are believed once the scanner has read every value as the standard library does.
    if not located or _values(scanner.root) != _as_written(values):
        raise refuse(text, start, path, "TOML front matter cannot be located exactly", "write it more simply")
    return scanner.root


def _line_offset(text: str, start: int, stop: int, line: int) -> int:
    """Return where the given line of the header begins, counted from 1."""
    at = start
    for _ in range(line - 1):
        # Past the last line there is no further one: the last is the nearest that can be told.
        at = text.find("\n", at, stop) + 1 or at
    return at


def _as_written(value: Any) -> Any:
    """Return values with dates as a mark: the scanner keeps them as strings."""
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    # With the type and as text: 1, 1.0 and True are equal in Python, and `nan` is not equal to itself.
    return (type(value).__name__, repr(value)) if isinstance(value, str | bool | int | float) else ("date",)


def _values(node: Node) -> Any:
    """Return the scanner's values in the form of `_as_written`."""
    if isinstance(node, Branch):
        if node.listing:
            return [_values(entry.node) for entry in node.entries.values()]
        return {key: _values(entry.node) for key, entry in node.entries.items()}
    assert isinstance(node, Scalar)
    return ("date",) if node.kind == "date" else (type(node.value).__name__, repr(node.value))


class _LostError(Exception):
    """The scanner met something that is not TOML; `tomllib` says what."""


class _Scanner:
    """Finds the span of every key and value."""

    def __init__(self, text: str, start: int, stop: int, path: str) -> None:
        self.text = text
        self.stop = stop
        self.path = path
        self.at = start
        self.root = _table(start)

    def document(self) -> None:
        section = self.root
        while self.blanks() < self.stop:
            if self.text[self.at] == "[":
                section = self.head()
            else:
                self.pair(section, 1)

    def blanks(self) -> int:
        self.at = self.match(_BLANKS).end()
        return self.at

    def match(self, form: re.Pattern[str]) -> re.Match[str]:
        found = form.match(self.text, self.at, self.stop)
        if not found:
            raise _LostError
        return found

    def sees(self, *marks: str) -> bool:
        return self.text.startswith(marks, self.at, self.stop)

    def expect(self, mark: str) -> None:
        if not self.sees(mark):
            raise _LostError
        self.at += len(mark)

    def head(self) -> "Table":
        start = self.at
        # `[[a]]` is one more item of a list of tables, `[a]` a table.
        several = self.sees("[[")
        self.expect("[[" if several else "[")
        (*above, last), _ = self.key()
        self.expect("]]" if several else "]")
        table = self.root
        # `[a.b]` opens `a` on the way, if no head of its own did.
        for part in above:
            table = _inner(table, part, start)
        opened = _appended(table, last, start) if several else _inner(table, last, start)
        opened.heads.append((start, self.at))
        opened.tails.append(self.at)
        return opened

    def key(self) -> tuple[list[str], list[str]]:
        """Read a dotted key; return its parts, and for each but the last all that is written up to its dot."""
        start = self.at
        parts: list[str] = []
        prefixes: list[str] = []
        while True:
            self.at = self.match(_SPACE).end()
            found = self.match(_STRING if self.sees("'", '"') else _BARE_KEY)
            parts.append(str(_decoded(found.group())) if self.sees("'", '"') else found.group())
            self.at = found.end()
            self.at = self.match(_SPACE).end()
            # `a.a.a.…` is as deep as brackets are.
            if len(parts) > MAX_DEPTH:
                raise too_deep(self.text, self.at, self.path)
            if not self.sees("."):
                return parts, prefixes
            self.at += 1
            prefixes.append(self.text[start : self.at])

    def pair(self, table: "Table", depth: int) -> None:
        start = self.at
        (*above, name), prefixes = self.key()
        self.expect("=")
        colon = self.at
        self.at = self.match(_SPACE).end()
        node = self.value(depth + len(above))
        for part, prefix in zip(above, prefixes, strict=True):
            table.tails.append(self.at)
            table = _inner(table, part, start, prefix)
        table.tails.append(self.at)
        # A key that stands twice; the standard library says so with its line.
        if name in table.entries:
            raise _LostError
        table.entries[name] = Entry(name, start, colon, node)

    def value(self, depth: int) -> Node:
        start = self.at
        if self.sees("[", "{"):
            if depth > MAX_DEPTH:
                raise too_deep(self.text, start, self.path)
            return self.array(depth) if self.sees("[") else self.inline(depth)
        string = self.sees("'", '"')
        words = self.match(_STRING if string else _WORD).group()
        self.at += len(words)
        value = _decoded(words)
        if string:
            # `""` is an empty string, and not the begin of three quotes.
            triple = words[:3] if words[:3] in ('"""', "'''") else words[0]
            return Scalar(start, start, self.at, str(value), str(value), "str", triple)
        if isinstance(value, bool | int | float):
            return Scalar(start, start, self.at, words, value, type(value).__name__)
        return Scalar(start, start, self.at, words, words, "date")

    def array(self, depth: int) -> Branch:
        start = self.at
        entries: dict[str | int, Entry] = {}
        self.expect("[")
        while self.blanks() < self.stop and not self.sees("]"):
            entries[len(entries)] = Entry(len(entries), self.at, self.at, self.value(depth + 1))
            self.blanks()
            if not self.sees("]"):
                self.expect(",")
        self.expect("]")
        return Branch(start, start, self.at, listing=True, flow=True, entries=entries)

    def inline(self, depth: int) -> Branch:
        start = self.at
        table = _table(start)
        self.expect("{")
        while self.blanks() < self.stop and not self.sees("}"):
            self.pair(table, depth + 1)
            self.blanks()
            if not self.sees("}"):
                self.expect(",")
        self.expect("}")
        entries = {key: _closed(entry) for key, entry in table.entries.items()}
        return Branch(start, start, self.at, listing=False, flow=True, entries=entries)


def _closed(entry: Entry) -> Entry:
    """Return an entry of an inline table whose end is known though its key is dotted."""
    node = entry.node
    return (
        replace_fields(entry, node=replace_fields(node, end=node.tails[-1]))
        if isinstance(node, Table)
        else entry
    )


def _decoded(words: str) -> Any:
    """Return the value of one notation; the common ones at once, since `read` compares them all with `tomllib`."""
    # Longer ones are left to `tomllib`, which refuses what Python cannot count.
    if words.isdecimal() and len(words) < 20:
        return int(words)
    if words[0] in "'\"" and "\\" not in words and words[0] not in words[1:-1]:
        return words[1:-1]
    try:
        return tomllib.loads(f"v = {words}")["v"]
    except ValueError:
        raise _LostError from None


def _table(at: int, prefix: str = "", names: tuple[str, ...] = ()) -> Table:
    return Table(at, at, at, listing=False, flow=False, entries={}, prefix=prefix, names=names)


def _inner(table: Table, part: str, at: int, prefix: str = "") -> Table:
    """Return the table of that name inside another, the last one of several, or a new one."""
    entry = table.entries.get(part)
    if entry is None:
        entry = table.entries[part] = Entry(part, at, at, _table(at, prefix, (*table.names, part)))
    node = entry.node
    # After `[[w]]` a head `[w.x]` speaks of the last `w`.
    if isinstance(node, Branch) and node.listing and not node.flow:
        node = node.items()[-1].node
    if not isinstance(node, Table):
        raise _LostError
    return node


def _appended(table: Table, part: str, at: int) -> Table:
    """Return a new item of an array of tables."""
    entry = table.entries.get(part)
    if entry is None:
        array = Branch(at, at, at, listing=True, flow=False, entries={})
        entry = table.entries[part] = Entry(part, at, at, array)
    node = entry.node
    if not isinstance(node, Branch) or node.flow or not node.listing:
        raise _LostError
    number = len(node.entries)
    item = _table(at, names=(*table.names, part))
    node.entries[number] = Entry(number, at, at, item)
    return item
