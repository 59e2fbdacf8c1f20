"""Front matter in TOML, written value by value.

`tomlkit` keeps comments and order, but writes a changed string with its own quotes, its own newlines and
blank lines between sections; splicing changes nothing else. The functions yield whole pages; the caller reads
each back.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace as replace_fields

from transflow.errors import DocumentError
from transflow.frontmatter import flow
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import Branch, Entry, Header, Node, Raw, Scalar, find
from transflow.frontmatter.toml import Table, read
from transflow.strings import is_strings

_SPACE = GRAMMAR["toml-space"]
_BARE_KEY = GRAMMAR["bare-key"]
_ESCAPED = GRAMMAR["toml-escaped"]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_CONTROL = GRAMMAR["toml-control"]


def replace(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield pages in which an entry has another value; a table of several lines moves to one line."""
    node = trail[-1].node
    if isinstance(node, Branch) and not node.flow:
        yield from _anew(header, trail, value)
        return
    style = node.style if isinstance(node, Scalar) else ""
    # One date for another stays a date; as a string it would be quoted.
    if isinstance(node, Scalar) and node.kind == "date" and isinstance(value, str):
        yield header.text[: node.body] + value + header.text[node.end :]
    one_line = isinstance(value, str) and "\n" not in value + header.text[node.body : node.end]
    for words in _notations(value, style, "" if one_line else header.newline):
        yield header.text[: node.body] + words + header.text[node.end :]


def _anew(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield pages in which a table of several lines is taken away and another value added."""
    # `[a]` and its lines cannot become `a = 1` where they stand: that would be a key of the table above it.
    for text in delete(header, trail):
        stop = header.stop + len(text) - len(header.text)
        try:
            root = read(text, header.start, stop, header.path)
        # Without its lines it is no TOML any more: this way is none.
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
    elif isinstance(node, Table):
        if node is header.root and isinstance(value, Mapping) and is_strings(header.path):
            for added in _section(header, str(key), value):
                yield header.text[: header.stop] + header.seam + added + header.text[header.stop :]
        for words in _notations(value):
            line = f"{_key(str(key))} = {words}"
            yield _with_line(header, node, line)
            if node.prefix:  # it may be inside an inline table
                at = node.tails[-1]
                yield f"{header.text[:at]}, {node.prefix}{line}{header.text[at:]}"
    elif isinstance(value, Mapping):
        yield from _with_table(header, node, value)


def _with_line(header: Header, table: Table, line: str) -> str:
    """Return the page with one more line at the end of a table's own ones."""
    text, newline = header.text, header.newline
    if table.tails:
        at = _line_end(text, table.tails[-1])
        first = _line_start(text, table.tails[-1])
        margin = _SPACE.match(text, first)
        return text[:at] + newline + ((margin and margin.group()) or "") + table.prefix + line + text[at:]
    seam = header.seam
    if table is not header.root:
        at, lines = header.stop, [f"[{_name(table)}]", line]
    # Behind `[p]` a key would be `p`'s: one of the page's own goes before all tables.
    elif any(isinstance(entry.node, Branch) and not entry.node.flow for entry in table.entries.values()):
        at, lines, seam = header.start, [line], ""
    else:
        at, lines = header.stop, [line]
    return text[:at] + seam + "".join(row + newline for row in lines) + text[at:]


def _section(header: Header, key: str, value: Mapping[str, object]) -> Iterator[str]:
    """Yield one more `[name]` for the end of a file, if all its tables are written so."""
    tables = [entry.node for entry in header.root.items() if isinstance(entry.node, Branch)]
    if value and tables and not any(node.flow or node.listing for node in tables):
        lines = [
            f"{_key(name)} = {words}"
            for name, item in value.items()
            for words in itertools.islice(_notations(item), 1)
        ]
        yield header.newline + "".join(line + header.newline for line in (f"[{_key(key)}]", *lines))


def _with_table(header: Header, array: Branch, value: Mapping[str, object]) -> Iterator[str]:
    """Yield the page with one more `[[name]]` after the last one of that name."""
    last = array.items()[-1].node
    assert isinstance(last, Table)
    lines = [f"[[{_name(last)}]]"]
    for key, item in value.items():
        lines += [f"{_key(key)} = {words}" for words in itertools.islice(_notations(item), 1)]
    at = _line_end(header.text, max(_ends(last)))
    yield header.text[:at] + "".join(header.newline + line for line in lines) + header.text[at:]


def _ends(node: Node) -> Iterator[int]:
    """Yield where the lines of a table and of all that is in it end."""
    yield node.end
    if isinstance(node, Table):
        yield from node.tails
    if isinstance(node, Branch):
        for entry in node.entries.values():
            yield from _ends(entry.node)


def insert_all(header: Header, values: Mapping[str, object]) -> str:
    """Return the page with more keys: tables at its end, everything else behind its own keys."""
    root, lines, sections = header.root, "", ""
    for key, value in values.items():
        section = isinstance(value, Mapping) and next(_section(header, key, value), "")
        sections += section or ""
        for words in itertools.islice(_notations(value), 0 if section else 1):
            lines += f"{_key(key)} = {words}{header.newline}"
    text = header.text
    text = text[: header.stop] + (header.seam if sections else "") + sections + text[header.stop :]
    if not lines:
        return text
    if not isinstance(root, Table) or not root.tails:
        has_tables = any(isinstance(entry.node, Branch) for entry in root.items())
        at, before = (header.start, "") if has_tables else (header.stop, header.seam)
        return text[:at] + before + lines + text[at:]
    at = _line_end(text, root.tails[-1])
    return text[:at] + header.newline + lines.removesuffix(header.newline) + text[at:]


def delete_all(header: Header, keys: Collection[str | int]) -> str:
    """Return the page without the lines of some of its keys."""
    text, pieces, at = header.text, list[str](), 0
    # A set: keys on one line (`a.b = {…}`) have the same span.
    gone = {span for entry in header.root.items() if entry.key in keys for span in _lines(text, entry)}
    for start, end in sorted(gone):
        pieces.append(text[at:start])
        at = end
    return "".join((*pieces, text[at:]))


def delete(header: Header, trail: Sequence[Entry]) -> Iterator[str]:
    """Yield pages without an entry; a table goes with all its lines."""
    text, entry = header.text, trail[-1]
    parent = trail[-2].node if len(trail) > 1 else header.root
    assert isinstance(parent, Branch)
    if parent.flow:
        yield flow.remove(text, parent, parent.items().index(entry))
        return
    # Without its last key `a.b = 1` would take `a` along, which has to stay, empty.
    if isinstance(parent, Table) and parent.prefix and len(parent.entries) == 1:
        yield text[: entry.start] + parent.prefix.rstrip(". \t") + " = {}" + text[entry.end :]
    # From behind, so that the places before stay right.
    for start, end in sorted(set(_lines(text, entry)), reverse=True):
        text = text[:start] + text[end:]
    yield text
    # `[p.q]` alone makes `p`: once it is gone, `p` needs a head to stay.
    if isinstance(parent, Table) and not parent.tails:
        at = header.stop + len(text) - len(header.text)
        yield f"{text[:at]}[{_name(parent)}]{header.newline}{text[at:]}"


def _lines(text: str, entry: Entry) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that an entry is written on."""
    node = entry.node
    if not isinstance(node, Branch) or node.flow:
        yield _line_start(text, entry.start), _next_line(text, entry.end)
        return
    for start, end in node.heads if isinstance(node, Table) else ():
        yield _line_start(text, start), _next_line(text, end)
    for inner in node.entries.values():
        yield from _lines(text, inner)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _basic(name)


def _name(table: Table) -> str:
    """Return the name of a table as it stands in its head."""
    return ".".join(map(_key, table.names))


def _basic(text: str) -> str:
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text) + '"'


def _notations(value: object, style: str = "", newline: str = "\n") -> Iterator[str]:
    """Yield notations of a value, a string in a style first; nothing for what TOML cannot write."""
    if isinstance(value, Raw):
        yield value.text
    elif isinstance(value, str):
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
        # Within three quotes one needs no backslash; if three come together the read-back refuses it.
        lines = [_basic(line)[1:-1].replace('\\"', '"') for line in value.split("\n")]
        yield '"""' + newline + newline.join(lines) + '"""'
    yield _basic(value)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    at = text.find("\n", offset)
    return len(text) if at < 0 else at - (text[at - 1] == "\r")


def _next_line(text: str, offset: int) -> int:
    return text.find("\n", offset) + 1 or len(text)
