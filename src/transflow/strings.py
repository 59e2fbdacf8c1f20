"""Interface strings: files that hold nothing but keys and values, and which of their values are language.

- Hugo's `i18n/*.toml` and `*.yaml`: a string is language, and so are the plural forms (`one`, `other` …) of a table that
  is a message to go-i18n; its `description` and what else go-i18n reserves is not. Tables may nest. In the old form, a list
  (`- id: …`), it is the `translation`, or the forms below that.
- Hugo's menus (`menus.zh.toml`), also those in its settings (`hugo.toml`): `name` and `title` of an entry.
- Docusaurus' `code.json`, `navbar.json`, `footer.json`, `current.json`: `message`, but not `description`.
- Docusaurus' `_category_.json`: `label`, and `title` and `description` of `link`.

Such a file cannot say anything of itself: a generator would take `draft` or `translation` for one more string. So its
language is what its path says, and whether somebody approved it stands in its record.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Literal

Format = Literal["yaml", "toml", "json"]
Key = tuple[str | int, ...]
Kind = Literal["messages", "menu", "category", "i18n"]

FORMATS: Mapping[str, Format] = {".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""By ending."""
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""CLDR's plural categories, as go-i18n has them."""
_RESERVED = _FORMS | {"id", "description", "hash", "leftdelim", "rightdelim"}
"""What makes a message of a table (go-i18n, `isMessage`)."""
MENUS = ("menu", "menus")
"""What Hugo calls its menus, in its settings and as files of their own."""
_SETTINGS = ("hugo", "config", "languages")
_SHOWN = frozenset[Key]({("label",), ("link", "title"), ("link", "description")})


def format_of(path: str) -> Format | None:
    """Return what a file of strings is written in; None for a page."""
    # Asked of every page: the ending of the text is quickly looked at, a path takes longer to be taken apart.
    return FORMATS.get(PurePosixPath(path).suffix.lower()) if path.endswith(_ENDINGS) else None


_ENDINGS = tuple(spelled for ending in FORMATS for spelled in (ending, ending.upper()))


def is_strings(path: str) -> bool:
    """Whether a path is that of a file of strings."""
    return format_of(path) is not None


def is_settings(path: str) -> bool:
    """Whether a file of strings is one of Hugo's settings, of which its menus alone are strings: `hugo.toml`, `languages.zh.toml`."""
    name = PurePosixPath(path).name.lower()
    stem, dot, rest = name.partition(".")
    return stem in _SETTINGS and bool(dot) and ("." not in rest or stem == "languages") and is_strings(path)


def kind_of(path: str, data: Mapping[str, Any]) -> Kind:
    """Return what a file of strings is, by its name and what it says."""
    # `menus.zh.toml`, and `_category_.json`, whatever stands between.
    stem = PurePosixPath(path).name.partition(".")[0].lower()
    if stem in MENUS or is_settings(path):
        return "menu"
    if stem == "_category_":
        return "category"
    # Docusaurus' files are JSON, and so may Hugo's be: an entry with a `message` tells.
    if format_of(path) == "json" and any(
        isinstance(entry, Mapping) and isinstance(entry.get("message"), str) for entry in data.values()
    ):
        return "messages"
    return "i18n"


def language_of(path: str, data: Mapping[str, Any]) -> Callable[[Key], bool]:
    """Return what tells whether a string at a key path of a file is language.

    Args:
        path: The file.
        data: What it says.
    """
    kind = kind_of(path, data)
    if kind == "menu":
        return partial(_in_menu, data, frozenset(_parents(data)))
    if kind == "category":
        return _SHOWN.__contains__
    if kind == "messages":
        return _in_messages
    return partial(_in_table, data, {})


def _in_menu(data: Mapping[str, Any], parents: frozenset[str], key: Key) -> bool:
    """Whether it is what a reader sees of an entry; a name that other entries know it by is none to exchange."""
    if len(key) < 2 or not isinstance(key[-2], int):
        return False
    entry = _at(data, key[:-1])
    return key[-1] == "title" or (
        key[-1] == "name"
        and isinstance(entry, Mapping)
        # Without an identifier `parent` names an entry by its name, which then must stay.
        and ("identifier" in entry or entry["name"] not in parents)
    )


def _parents(data: Any) -> Iterator[str]:
    """Yield what the entries of menus call those that they stand below: their identifier, or the name if they have none."""
    for value in data.values() if isinstance(data, Mapping) else data:
        if isinstance(value, Mapping) and isinstance(value.get("parent"), str):
            yield value["parent"]
        if isinstance(value, Mapping | list):
            yield from _parents(value)


def _in_messages(key: Key) -> bool:
    return len(key) == 2 and key[1] == "message"


def _in_table(data: Mapping[str, Any], known: dict[Key, bool], key: Key) -> bool:
    """Whether it is a string of Hugo's, or a plural form of one.

    Args:
        data: What the file says.
        known: Which tables are messages, as far as that was asked.
        key: Where the string stands.
    """

    def is_message(above: Key) -> bool:
        if above not in known:
            known[above] = _is_message(_at(data, above))
        return known[above]

    last = str(key[-1]).lower()
    if len(key) > 1 and is_message(key[:-1]):
        # The old form: `{id: home, translation: 首页}`.
        return last in _FORMS or last == "translation"
    if len(key) > 2 and str(key[-2]).lower() == "translation" and is_message(key[:-2]):
        return last in _FORMS
    # In a table that is no message (`[nav]`) each string is one by itself; in a list nothing could name it.
    return not isinstance(key[-1], int)


def _is_message(table: Any) -> bool:
    return isinstance(table, Mapping) and any(
        # As go-i18n does it: one such key with a text makes a message of the table.
        isinstance(value, str) and str(name).lower() in _RESERVED
        for name, value in table.items()
    )


def _at(data: Any, key: Key) -> Any:
    """Return what stands at a key path; None for what YAML's merge keys (`<<: {other: x}`) bring in by another."""
    for part in key:
        found = isinstance(data, Mapping) and part in data
        found |= isinstance(data, list) and isinstance(part, int) and part < len(data)
        data = data[part] if found else None
    return data


def forms(text: str, key: Key, data: Mapping[str, Any], most: int) -> str:
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
    # Other messages may have a bar that is only a bar.
    return "|".join(parts[-most:]) if len(key) == 2 and "plural" in told.lower() else text


def counts(text: str) -> bool:
    """Whether a string of Hugo says how many there are."""
    return ".Count" in text


def names_of(path: str, data: Mapping[str, Any]) -> Callable[[Key], str]:
    """Return what tells what a value of a file is called by; in lists that does not hang on where an entry stands.

    Args:
        path: The file.
        data: What it says.
    """
    return partial(_name_in_list, data, kind_of(path, data), {})


def identities(entries: Sequence[Any], kind: Kind) -> tuple[str, ...]:
    """Return what the entries of a list are known by: what is the same in every language, or else their numbers."""
    found: Counter[str] = Counter()
    names = []
    for number, entry in enumerate(entries):
        said = (entry.get(key) for key in _IDENTIFYING.get(kind, ())) if isinstance(entry, Mapping) else ()
        name = next((value for value in said if isinstance(value, str) and value), f"{number}")
        found[name] += 1
        # Two entries may lead to one page.
        names.append(name if found[name] == 1 else f"{name} {found[name]}")
    return tuple(names)


_IDENTIFYING: Mapping[Kind, tuple[str, ...]] = {
    "menu": ("identifier", "pageRef", "pageref", "page", "url"),
    "i18n": ("id", "ID", "Id"),
}


def _name_in_list(data: Mapping[str, Any], kind: Kind, known: dict[Key, tuple[str, ...]], key: Key) -> str:
    parts: list[str | int] = []
    for depth, part in enumerate(key):
        if isinstance(part, int):
            # Once for a list: a menu of a thousand entries is asked about for each of them.
            if key[:depth] not in known:
                known[key[:depth]] = identities(_at(data, key[:depth]) or (), kind)
            names = known[key[:depth]]
            parts.append(names[part] if part < len(names) else part)
        else:
            parts.append(part)
    return name_of(tuple(parts))


def name_of(key: Key) -> str:
    """Return what a value is called by: as in a path, since the keys of strings have dots in them."""
    # The file is a list, whose key is written nowhere.
    key = key[1:] if len(key) > 1 and key[0] == "" else key
    # As a JSON pointer has them (RFC 6901).
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in key)
