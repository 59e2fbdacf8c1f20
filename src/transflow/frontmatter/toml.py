"""Front matter in TOML: checked by `tomllib`, located by a small scanner, written value by value.

`tomlkit` keeps comments and order, but writes a changed string with its own quotes, its own newlines and
blank lines between sections; splicing changes nothing else.
"""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from typing import Any

from transflow.errors import DocumentError
from transflow.frontmatter import flow
from transflow.frontmatter.nodes import (
    MAX_DEPTH,
    Branch,
    Entry,
    Header,
    Node,
    Scalar,
    find,
    refuse,
    too_deep,
)

_SPACE = re.compile(r"[ \t]*")
_BLANKS = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+)*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\r\n])*"'
    r"|'[^'\r\n]*'",
    re.DOTALL,
)
_WORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")
_PLACE = re.compile(r" ?\(at line (\d+), column \d+\)| ?\(at end of document\)")
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, eq=False)
class _Table(Branch):
    """A table that is written over several lines."""

    heads: list[tuple[int, int]] = field(default_factory=list)
    """Spans of the `[name]` lines that open it; none for the header itself and for implied tables."""
    tails: list[int] = field(default_factory=list)
    """Where its heads and its own entries end; empty when nothing of it stands anywhere but in its parts."""
    prefix: str = ""
    """What precedes its keys when they are dotted: `a.b.`"""
    name: str = ""
    """Its name as it would stand in a head."""


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
        located = False
    try:
        values = tomllib.loads(text[start:stop])
    except (ValueError, RecursionError) as error:
        found = _PLACE.search(str(error))
        line = int((found and found.group(1)) or 0)
        at = _line_offset(text, start, stop, line) if line else stop - 1
        cause = _PLACE.sub("", str(error)) if found else "a number has too many digits"
        raise refuse(text, at, path, f"TOML front matter: {cause}", "correct it (toml.io)") from None
    if not located or _values(scanner.root) != _as_written(values):
        raise refuse(text, start, path, "TOML front matter cannot be located exactly", "write it more simply")
    return scanner.root


def _line_offset(text: str, start: int, stop: int, line: int) -> int:
    """Return where the given line of the header begins, counted from 1."""
    at = start
    for _ in range(line - 1):
        at = text.find("\n", at, stop) + 1 or at
    return at


def _as_written(value: Any) -> Any:
    """Return values with dates as a mark: the scanner keeps them as strings."""
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
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

    def head(self) -> "_Table":
        start = self.at
        several = self.sees("[[")
        self.expect("[[" if several else "[")
        (*above, last), _ = self.key()
        self.expect("]]" if several else "]")
        table = self.root
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
            if len(parts) > MAX_DEPTH:
                raise too_deep(self.text, self.at, self.path)
            if not self.sees("."):
                return parts, prefixes
            self.at += 1
            prefixes.append(self.text[start : self.at])

    def pair(self, table: "_Table", depth: int) -> None:
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
            triple = words[:3] if words[:3] in ('"""', "'''") and len(words) > 5 else words[0]
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
        if isinstance(node, _Table)
        else entry
    )


def _decoded(words: str) -> Any:
    """Return the value of one notation."""
    try:
        return tomllib.loads(f"v = {words}")["v"]
    except ValueError:
        raise _LostError from None


def _table(at: int, prefix: str = "", name: str = "") -> _Table:
    return _Table(at, at, at, listing=False, flow=False, entries={}, prefix=prefix, name=name)


def _inner(table: _Table, part: str, at: int, prefix: str = "") -> _Table:
    """Return the table of that name inside another, the last one of several, or a new one."""
    entry = table.entries.get(part)
    if entry is None:
        name = f"{table.name}.{_key(part)}" if table.name else _key(part)
        entry = table.entries[part] = Entry(part, at, at, _table(at, prefix, name))
    node = entry.node
    if isinstance(node, Branch) and node.listing and not node.flow:
        node = node.items()[-1].node
    if not isinstance(node, _Table):
        raise _LostError
    return node


def _appended(table: _Table, part: str, at: int) -> _Table:
    """Return a new item of an array of tables."""
    entry = table.entries.get(part)
    if entry is None:
        array = Branch(at, at, at, listing=True, flow=False, entries={})
        entry = table.entries[part] = Entry(part, at, at, array)
    node = entry.node
    if not isinstance(node, Branch) or node.flow or not node.listing:
        raise _LostError
    number = len(node.entries)
    item = _table(at, name=f"{table.name}.{_key(part)}" if table.name else _key(part))
    node.entries[number] = Entry(number, at, at, item)
    return item


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _basic(name)


def _basic(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text) + '"'


def _notations(value: object, style: str = "", newline: str = "\n") -> Iterator[str]:
    """Yield notations of a value, a string in a style first; nothing for what TOML cannot write."""
    if isinstance(value, str):
        yield from _strings(value, style, newline)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, int | float):
        yield repr(value)
    elif isinstance(value, Mapping):
        pairs = [(_key(str(key)), next(_notations(item), None)) for key, item in value.items()]
        if all(words is not None for _, words in pairs):
            yield "{ " + ", ".join(f"{key} = {words}" for key, words in pairs) + " }" if pairs else "{}"
    elif isinstance(value, list | tuple):
        items = [next(_notations(item), None) for item in value]
        if None not in items:
            yield f"[{', '.join(str(words) for words in items)}]"


def _strings(value: str, style: str, newline: str) -> Iterator[str]:
    if style == "'" and "'" not in value and "\n" not in value and not _CONTROL.search(value):
        yield f"'{value}'"
    if style == "'''" and not _CONTROL.search(value):
        yield f"'''{newline}{value.replace(chr(10), newline)}'''"
    if style == '"""':
        lines = [_basic(line)[1:-1].replace('\\"', '"') for line in value.split("\n")]
        yield '"""' + newline + newline.join(lines) + '"""'
    yield _basic(value)


def replace(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield pages in which an entry has another value; a table of several lines moves to one line."""
    node = trail[-1].node
    if isinstance(node, Branch) and not node.flow:
        yield from _anew(header, trail, value)
        return
    style = node.style if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and node.kind == "date" and isinstance(value, str):
        yield header.text[: node.body] + value + header.text[node.end :]
    for words in _notations(value, style, header.newline):
        yield header.text[: node.body] + words + header.text[node.end :]


def _anew(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield pages in which a table of several lines is taken away and another value added."""
    for text in delete(header, trail):
        stop = header.stop + len(text) - len(header.text)
        try:
            root = read(text, header.start, stop, header.path)
        except DocumentError:
            continue
        above = [find(root, tuple(entry.key for entry in trail[:depth])) for depth in range(1, len(trail))]
        if None not in above:
            shorter = replace_fields(header, text=text, stop=stop, root=root)
            yield from insert(shorter, [entry for entry in above if entry], trail[-1].key, value)


def insert(header: Header, trail: Sequence[Entry], key: str | int, value: object) -> Iterator[str]:
    """Yield pages with one more entry at a collection's end."""
    node = trail[-1].node if trail else header.root
    assert isinstance(node, Branch)
    if node.flow:
        last = node.items()[-1].node if node.listing and node.entries else None
        style = last.style if isinstance(last, Scalar) and last.style == "'" else ""
        for words in _notations(value, style):
            yield flow.insert(header.text, node, words if node.listing else f"{_key(str(key))} = {words}")
    elif isinstance(node, _Table):
        for words in _notations(value):
            line = f"{_key(str(key))} = {words}"
            yield _with_line(header, node, line)
            if node.prefix:  # it may be inside an inline table
                at = node.tails[-1]
                yield f"{header.text[:at]}, {node.prefix}{line}{header.text[at:]}"
    elif isinstance(value, Mapping):
        yield from _with_table(header, node, value)


def _with_line(header: Header, table: _Table, line: str) -> str:
    """Return the page with one more line at the end of a table's own ones."""
    text, newline = header.text, header.newline
    if table.tails:
        at = _line_end(text, table.tails[-1])
        first = _line_start(text, table.tails[-1])
        margin = _SPACE.match(text, first)
        return text[:at] + newline + ((margin and margin.group()) or "") + table.prefix + line + text[at:]
    if table is not header.root:
        at, lines = header.stop, [f"[{table.name}]", line]
    elif any(isinstance(entry.node, Branch) and not entry.node.flow for entry in table.entries.values()):
        at, lines = header.start, [line]
    else:
        at, lines = header.stop, [line]
    return text[:at] + "".join(row + newline for row in lines) + text[at:]


def _with_table(header: Header, array: Branch, value: Mapping[str, object]) -> Iterator[str]:
    """Yield the page with one more `[[name]]` after the last one of that name."""
    last = array.items()[-1].node
    assert isinstance(last, _Table)
    lines = [f"[[{last.name}]]"]
    for key, item in value.items():
        lines += [f"{_key(key)} = {words}" for words in itertools.islice(_notations(item), 1)]
    at = _line_end(header.text, max(_ends(last)))
    yield header.text[:at] + "".join(header.newline + line for line in lines) + header.text[at:]


def _ends(node: Node) -> Iterator[int]:
    """Yield where the lines of a table and of all that is in it end."""
    yield node.end
    if isinstance(node, _Table):
        yield from node.tails
    if isinstance(node, Branch):
        for entry in node.entries.values():
            yield from _ends(entry.node)


def delete(header: Header, trail: Sequence[Entry]) -> Iterator[str]:
    """Yield pages without an entry; a table goes with all its lines."""
    text, entry = header.text, trail[-1]
    parent = trail[-2].node if len(trail) > 1 else header.root
    assert isinstance(parent, Branch)
    if parent.flow:
        yield flow.remove(text, parent, parent.items().index(entry))
        return
    if isinstance(parent, _Table) and parent.prefix and len(parent.entries) == 1:
        yield text[: entry.start] + parent.prefix.rstrip(". \t") + " = {}" + text[entry.end :]
    for start, end in sorted(set(_lines(text, entry)), reverse=True):
        text = text[:start] + text[end:]
    yield text
    if isinstance(parent, _Table) and not parent.tails:
        at = header.stop + len(text) - len(header.text)
        yield f"{text[:at]}[{parent.name}]{header.newline}{text[at:]}"


def _lines(text: str, entry: Entry) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that an entry is written on."""
    node = entry.node
    if not isinstance(node, Branch) or node.flow:
        yield _line_start(text, entry.start), _next_line(text, entry.end)
        return
    for start, end in node.heads if isinstance(node, _Table) else ():
        yield _line_start(text, start), _next_line(text, end)
    for inner in node.entries.values():
        yield from _lines(text, inner)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    at = text.find("\n", offset)
    return len(text) if at < 0 else at - (text[at - 1] == "\r")


def _next_line(text: str, offset: int) -> int:
    return text.find("\n", offset) + 1 or len(text)
