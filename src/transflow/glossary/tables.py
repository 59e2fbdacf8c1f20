r"""Glossaries as tables, CSV or TSV, for spreadsheets and for the termbases of other tools.

The first line names the columns: the two languages, then any of `also`, `not`, `variants`, `case`, `context`,
`region`, `domain`, `hint`, `except`, `category`, `note`. A cell of several texts has `|` between them (`\|` is the sign itself, `\\` a backslash). Rows that
follow each other with one source form are its senses. Reading gives what writing was given.
"""

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, cast

import yaml

from transflow import languages
from transflow.errors import ConfigError, DocumentError
from transflow.glossary.grammar import GRAMMAR
from transflow.glossary.reader import FIELDS, LISTS, from_node
from transflow.glossary.syntax import Reader, refuse_controls, utf8
from transflow.glossary.terms import Glossary, Term
from transflow.signs import cell, of_cell

_ITEM = GRAMMAR["table-item"]
_ESCAPED = GRAMMAR["escaped"]

Delimiter = Literal[",", "\t", ";"]

_MORE = tuple(field for field in FIELDS if field != "use")
_RARE = frozenset({"region", "domain", "hint"})
"""Columns that stand in a table only if a term has something there."""
_SIDES = ("source", "target")
_Row = tuple[int, Mapping[str, str]]
"""1-based line, and the cells that are not empty by the names of their columns."""


def read_encoded(shown: str, reader: Reader, encoding: str = "") -> str:
    """Read a text file in UTF-8 or in an encoding that is named.

    Raises:
        ConfigError: It cannot be read, or has another encoding; with the first line that shows it.
    """
    if not encoding:
        return utf8(shown, reader, "name its encoding with --encoding, such as gb18030, big5 or utf-16")
    try:
        return reader(shown).decode(encoding)
    except LookupError:
        raise ConfigError(f"unknown encoding {encoding!r}", hint="such as gb18030, big5 or utf-16") from None
    except DocumentError as error:
        raise ConfigError(error.message, shown, 0, error.hint) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"not {encoding} text", shown, line, "name its encoding with --encoding") from None


def loads(text: str, path: str, source: str, target: str) -> Glossary:
    """Read a table.

    Args:
        text: The table; a BOM is ignored, and what separates its columns is seen from the first line.
        path: Its name in messages.
        source: BCP 47 tag of the source language, where the first line says only `source`.
        target: Likewise.

    Raises:
        ConfigError: The first mistake, with its line and the offending term, and where others are.
    """
    # Excel writes one before UTF-8.
    text = text.removeprefix("\ufeff")
    refuse_controls(text, path)
    first, _, _ = text.partition("\n")
    # German and French spreadsheets save "CSV" with semicolons. At a tie the first: a table of one column has none.
    delimiter = max("\t;,", key=first.count)
    rows = list(_records(text, delimiter, path))
    if not rows:
        raise ConfigError("the table is empty", path, 1, _HEADER)
    columns, tags = _columns(rows[0][1], path, source, target)
    entries = [(line, _cells(cells, columns, path, line)) for line, cells in rows[1:]]
    _refuse_misread(entries, path, tags)
    return from_node(_tree(entries, tags), path)


def _records(text: str, delimiter: str, path: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows that are not empty, each with the line that it begins on."""
    # `newline=""`: a cell may hold line ends, which the reader has to see as they are. Strict: an open quote is told.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, [of_cell(" ".join(text.split())) for text in cells]
            # Where the next row begins: a row may take several lines.
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(
            f"not a table: {error}", path, line, "each quotation mark needs its partner"
        ) from None


_HEADER = (
    "its first line names the columns, such as `zh,en,also,not,variants,except,case,context,category,note`"
)


def _columns(names: Sequence[str], path: str, source: str, target: str) -> tuple[list[str], tuple[str, str]]:
    """Return what each column holds, and the languages of the two sides."""
    columns = [name.strip().lower() for name in names]
    columns = ["target" if name == "use" else name for name in columns]
    # Spreadsheets save columns that were once used.
    while columns and not columns[-1]:
        columns.pop()
    tags = [name for name in columns if name not in (*_SIDES, *_MORE) and languages.is_tag(name)]
    sides = (source, target)
    # A column is called by its language: `zh,en` or `zh-Hans,en-GB`, in either order.
    if len(tags) == 2:
        mine = [
            next((tag for tag in tags if languages.language_of(tag) == languages.language_of(side)), "")
            for side in sides
        ]
        sides = cast("tuple[str, str]", tuple(mine if all(mine) and mine[0] != mine[1] else tags))
        columns = [_SIDES[sides.index(name)] if name in sides else name for name in columns]
    if unknown := sorted((name for name in columns if name not in (*_SIDES, *_MORE)), key=languages.is_tag):
        raise ConfigError(f"unknown column {unknown[0]!r}", path, 1, _meant(unknown[0]))
    for name in columns:
        if columns.count(name) > 1:
            raise ConfigError(f"column {name!r} stands twice", path, 1, "keep one of them")
    if missing := [side for side in _SIDES if side not in columns]:
        raise ConfigError(f"no column for the {missing[0]} language", path, 1, _HEADER)
    return columns, sides


def _meant(name: str) -> str:
    """Return the hint for a column that is not known: a language by its name, or a slip of the pen."""
    tag = languages.tag_of(name)
    near = [tag] if tag else difflib.get_close_matches(name, (*_SIDES, *_MORE), 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else _HEADER


def _cells(cells: Sequence[str], columns: Sequence[str], path: str, line: int) -> dict[str, str]:
    if extra := [text for text in cells[len(columns) :] if text]:
        message = f"{cells[0]!r}: {extra[0]!r} has no column"
        raise ConfigError(message, path, line, "put a cell that holds the separator in quotes")
    return {name: text for name, text in zip(columns, cells, strict=False) if text}


def _refuse_misread(entries: Sequence[_Row], path: str, tags: tuple[str, str]) -> None:
    """Refuse a table that is in another encoding or the wrong way round, with one line for the whole."""
    pattern = languages.residue_pattern(*tags)
    back = languages.residue_pattern(*reversed(tags))
    script = pattern or back
    if script is None:
        return
    sides = ("source", "target") if pattern else ("target", "source")
    odd: list[tuple[int, Mapping[str, str]]] = []
    count = 0
    for line, cells in entries:
        held = [bool(script.search(cells.get(side, ""))) for side in sides]
        count += held[0] != held[1]
        if held == [False, True]:
            odd.append((line, cells))
    strange = [(line, cell) for line, cells in entries for cell in cells.values() if not cell.isascii()]
    # Chinese that was read as Latin-1 is accented letters: no ASCII, and of neither script.
    if strange and not count:
        language = languages.display_name(tags[0] if pattern else tags[1])
        message = f"{strange[0][1]!r}: the table holds no {language}, so it has another encoding"
        raise ConfigError(message, path, strange[0][0], "name it with --encoding, such as gb18030 or big5")
    # More than half: a few names in Latin letters among the terms are no exchange.
    if odd and len(odd) * 2 > count:
        line, cells = odd[0]
        raise ConfigError(
            f"the columns are swapped: {cells.get('source', '')!r} is not {languages.display_name(tags[0])}",
            path,
            line,
            "exchange the names of the two columns in the first line",
        )


def _tree(entries: Sequence[_Row], tags: tuple[str, str]) -> yaml.Node:
    """Put rows into the tree that YAML of the same content gives, so that they are judged alike."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    # Only rows that follow each other: two apart are a repetition, which the reader tells.
    for name, group in groupby(entries, key=lambda entry: entry[1].get("source", "")):
        senses = list(group)
        nodes = [_sense(line, cells) for line, cells in senses]
        line = senses[0][0]
        value = nodes[0] if len(nodes) == 1 else yaml.SequenceNode("", nodes, _mark(line))
        pairs.append((_text(name, line), value))
    top = [(_text(side, 1), _text(tag, 1)) for side, tag in zip(_SIDES, tags, strict=True)]
    return yaml.MappingNode("", [*top, (_text("terms", 1), yaml.MappingNode("", pairs, _mark(1)))], _mark(1))


def _sense(line: int, cells: Mapping[str, str]) -> yaml.Node:
    fields: list[tuple[yaml.Node, yaml.Node]] = []
    for field in FIELDS:
        cell = cells.get("target" if field == "use" else field)
        if cell:
            items: list[yaml.Node] = [_text(item, line) for item in _split(cell)]
            value = yaml.SequenceNode("", items, _mark(line)) if field in LISTS else _text(cell, line)
            fields.append((_text(field, line), value))
    return yaml.MappingNode("", fields, _mark(line))


def _text(text: str, line: int) -> yaml.ScalarNode:
    return yaml.ScalarNode("", text, _mark(line))


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line - 1, 0, None, 0)


def _split(cell: str) -> list[str]:
    # `\|` is the sign itself, and a backslash at the very end stands for itself.
    items = _ITEM.findall(cell)
    texts = (_ESCAPED.sub(r"\1", item).strip() for item in items)
    return [text for text in texts if text]


def _joined(texts: Iterable[str]) -> str:
    return "|".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)


def dumps(glossary: Glossary, delimiter: Delimiter = ",") -> str:
    """Write a glossary as a table, a row a sense; `loads` reads the same terms from it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    fields = [
        name for name in _MORE if name not in _RARE or any(_value(term, name) for term in glossary.terms)
    ]
    writer.writerow((glossary.source, glossary.target, *fields))
    writer.writerows(_row(term, fields) for term in glossary.terms)
    return text.getvalue()


def _row(term: Term, fields: Sequence[str]) -> list[str]:
    values = {field: _value(term, field) for field in fields}
    cells = (_joined(value) if isinstance(value, tuple) else value for value in values.values())
    return [*map(cell, (term.source, term.target, *cells))]


def _value(term: Term, field: str) -> str | tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(term, FIELDS[field])
    # The default, which a table leaves empty.
    return "" if (field, value) == ("case", "sentence") else value
