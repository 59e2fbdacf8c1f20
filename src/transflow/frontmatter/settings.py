"""Menus in a Hugo site's settings (`hugo.toml`), read as a file of menus by themselves, line by line where they stand.

Hugo takes the menus of a language from `config/_default/menus.LANGUAGE.toml`, wherever those of the other languages are. So a
file of settings can be a source: of it nothing but its menus is read, and a translation is a file of menus as any other.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from transflow.errors import DocumentError
from transflow.frontmatter import nodes, toml
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.header import locate
from transflow.frontmatter.nodes import Header, KeyPath, walk
from transflow.strings import MENUS

_PART = GRAMMAR["table-part"]
_LINE = GRAMMAR["line"]


def menus(text: str, path: str) -> str:
    """Return the menus of a file of settings as a file of menus, each on the lines where it stands; the other lines are empty.

    Args:
        text: The file; nothing but menus stays as it is.
        path: Its path.

    Raises:
        DocumentError: It is malformed, has no menus or those of several languages, or they cannot be taken out as they stand.
    """
    header = locate(text, path)
    data: Any = nodes.plain(header.root)
    found = tuple(places(data, path))
    if not found and all(_is_menu(value) for value in data.values()):
        return text
    if len(found) != 1:
        lines = [_line(header, key) for key in found]
        if found:
            message = "menus stand in several places of these settings"
            raise DocumentError(message, path, lines[1], f"{_MOVE}; the others are on line {lines[0]}")
        raise DocumentError("these settings hold no menus", path, 1, "take their entry out of `content`")
    (key,) = found
    cut = _tables(header, key) if header.format == "toml" else _slice(header, key)
    try:
        same = nodes.plain(locate(cut, path).root) == _at(data, key)
    except DocumentError:
        same = False
    if not same:
        line = _line(header, key)
        raise DocumentError("these menus cannot be read as they are written", path, line, _MOVE)
    return cut


_MOVE = "move those of the source language to a file of their own, config/_default/menus.LANGUAGE.toml"


def places(data: Mapping[str, Any], path: str) -> Iterator[KeyPath]:
    """Yield where in a file of settings menus stand: those of all languages, then those of a single one.

    Args:
        data: What the file says.
        path: Its path; `languages.toml` has the languages at its top, and `languages.en.toml` is one of them.
    """
    tables: list[tuple[KeyPath, Any]] = [((), data)]
    if PurePosixPath(path).stem.lower() != "languages":
        yield from _in_section(data, ())
        tables = [((key,), value) for key, value in data.items() if str(key).lower() == "languages"]
    for above, languages in tables:
        for tag, section in languages.items() if isinstance(languages, Mapping) else ():
            yield from _in_section(section, (*above, tag))


def _in_section(section: Any, above: KeyPath) -> Iterator[KeyPath]:
    for key, value in section.items() if isinstance(section, Mapping) else ():
        if str(key).lower() in MENUS and isinstance(value, Mapping) and any(map(_is_menu, value.values())):
            yield (*above, key)


def _is_menu(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)


def _at(data: Any, key: KeyPath) -> Any:
    for part in key:
        data = data[part]
    return data


def _line(header: Header, key: KeyPath) -> int:
    entry = nodes.find(header.root, key)
    return nodes.line_at(header.text, entry.start) if entry else 1


def _slice(header: Header, key: KeyPath) -> str:
    """Return a value of YAML or JSON by itself, on its lines and in its columns."""
    entry = nodes.find(header.root, key)
    if entry is None:
        return ""
    text, start, end = header.text, entry.node.start, entry.node.end
    first = text.rfind("\n", 0, start) + 1
    return f"{_blank(text[:first])}{' ' * (start - first)}{text[start:end]}{_blank(text[end:]) or header.newline}"


def _blank(text: str) -> str:
    return "".join(line.group(2) for line in _LINE.finditer(text))


def _tables(header: Header, key: KeyPath) -> str:
    """Return the tables of TOML below a key, with what stands in them, each called by what is left of its name."""
    text, pieces, at, within = header.text, list[str](), 0, False
    tables = [entry.node for _, entry in walk(header.root) if isinstance(entry.node, toml.Table)]
    heads = sorted((*head, table.names[: len(key)] == key) for table in tables for head in table.heads)
    for start, end, belongs in (*heads, (len(text), len(text), within)):
        # Remarks stand over the table that they speak of.
        first = _remarks(text, at, start)
        pieces.append(text[at:first] if within else _blank(text[at:first]))
        pieces.append(text[first:start] if belongs else _blank(text[first:start]))
        name = text[start:end].strip("[]") if belongs else ""
        rest = ".".join(part.group() for part in list(_PART.finditer(name))[len(key) :])
        several = text.startswith("[[", start)
        pieces.append((f"[[{rest}]]" if several else f"[{rest}]") if rest else "")
        at, within = end, belongs
    return "".join(pieces)


def _remarks(text: str, at: int, start: int) -> int:
    """Return where the remarks and empty lines begin that stand right before a place."""
    first = text.rfind("\n", at, start) + 1 or start
    while first > at:
        above = max(at, text.rfind("\n", at, first - 1) + 1)
        if text[above:first].lstrip()[:1] not in ("", "#"):
            break
        first = above
    return first


def compact(text: str) -> str:
    """Return a file of menus that was cut out of another without the lines and columns that others had there."""
    lines = [line.group() for line in _LINE.finditer(text)]
    said = [number for number, line in enumerate(lines) if line.strip()]
    if not said:
        return text
    lines = lines[said[0] : said[-1] + 1]
    first = len(lines[0]) - len(lines[0].lstrip(" "))
    if lines[0].lstrip().startswith("{"):
        # Of JSON in one piece the last line, with its brace, stands where the line of the first did.
        first = len(lines[-1]) - len(lines[-1].lstrip(" "))
        lines[0] = lines[0].lstrip(" ")
    cut = [line[first:] if line[:first].isspace() else line for line in lines]
    kept = [line for number, line in enumerate(cut) if line.strip() or not number or cut[number - 1].strip()]
    return "".join(kept)
