"""Interface strings: files that hold nothing but keys and values, and which of their values are language.

- Hugo's `i18n/*.toml` and `*.yaml`: a string is language, and so are the plural forms (`one`, `other` …) of a table that
  is a message to go-i18n; its `description` and what else go-i18n reserves is not. Tables may nest.
- Hugo's menus (`menus.zh.toml`): `name` and `title` of an entry.
- Docusaurus' `code.json`, `navbar.json`, `footer.json`, `current.json`: `message`, but not `description`.
- Docusaurus' `_category_.json`: `label`, and `title` and `description` of `link`.

Such a file cannot say anything of itself: a generator would take `draft` or `translation` for one more string. So its
language is what its path says, and whether somebody approved it stands in its record.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

Format = Literal["yaml", "toml", "json"]
Kind = Literal["messages", "menu", "category", "i18n"]

FORMATS: Mapping[str, Format] = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""By ending."""
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's plural categories, as go-i18n has them."""
_RESERVED = _FORMS | {"id", "description", "hash", "leftdelim", "rightdelim"}
"""What makes a message of a table (go-i18n, `isMessage`)."""
_SHOWN = frozenset({("label",), ("link", "title"), ("link", "description")})


def format_of(path: str) -> Format | None:
    """Return what a file of strings is written in; None for a page."""
    return FORMATS.get(PurePosixPath(path).suffix.lower()) if path.endswith(_ENDINGS) else None


_ENDINGS = tuple(spelled for ending in FORMATS for spelled in (ending, ending.upper()))


def is_strings(path: str) -> bool:
    """Whether a path is that of a file of strings."""
    return format_of(path) is not None


def kind_of(path: str, data: Mapping[str, Any]) -> Kind:
    """Return what a file of strings is, by its name and what it says."""
    stem = PurePosixPath(path).name.partition(".")[0].lower()
    if stem in ("menu", "menus"):
        return "menu"
    if stem == "_category_":
        return "category"
    if format_of(path) == "json" and any(
        isinstance(entry, Mapping) and isinstance(entry.get("message"), str) for entry in data.values()
    ):
        return "messages"
    return "i18n"


def is_language(kind: Kind, key: tuple[str | int, ...], data: Mapping[str, Any]) -> bool:
    """Whether a string at a key path of a file is language."""
    last = str(key[-1]).lower()
    if kind == "menu":
        return last in ("name", "title") and len(key) > 1 and isinstance(key[-2], int)
    if kind == "category":
        return key in _SHOWN
    if kind == "messages":
        return len(key) == 2 and last == "message"
    if any(isinstance(part, int) for part in key):
        return False
    return last in _FORMS or len(key) == 1 or not _is_message(_at(data, key[:-1]))


def _is_message(table: Any) -> bool:
    return isinstance(table, Mapping) and any(
        isinstance(value, str) and str(name).lower() in _RESERVED for name, value in table.items()
    )


def _at(data: Any, key: tuple[str | int, ...]) -> Any:
    for part in key:
        data = data[part]
    return data


def forms(text: str, key: tuple[str | int, ...], data: Mapping[str, Any], most: int) -> str:
    """Return of a message of Docusaurus as many plural forms as a language has, with `|` between them.

    Of more than those the last are the ones: the form for all other numbers comes last, and from a message with too many
    Docusaurus takes a wrong one.

    Args:
        text: The message.
        key: Its key path in the file.
        data: What the file says; which messages have forms is told by their ids and descriptions.
        most: How many plural forms the language has.
    """
    entry = data.get(str(key[0]))
    told = f"{key[0]} {entry.get('description', '') if isinstance(entry, Mapping) else ''}"
    parts = text.split("|")
    return "|".join(parts[-most:]) if len(key) == 2 and "plural" in told.lower() else text


def counts(text: str) -> bool:
    """Whether a string of Hugo says how many there are."""
    return ".Count" in text


def name_of(key: tuple[str | int, ...]) -> str:
    """Return what a value is called by: as in a path, since the keys of strings have dots in them."""
    return "/" + "/".join(re.sub(r"[~/]", _escaped, str(part)) for part in key)


def _escaped(found: re.Match[str]) -> str:
    """Return a character as a JSON pointer has it (RFC 6901)."""
    return "~0" if found[0] == "~" else "~1"
