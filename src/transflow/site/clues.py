"""The files that a site says of itself with: data is parsed, programs are read by their look, nothing is ever run."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from posixpath import normpath
from typing import Any

import yaml

from transflow.aliases import MAX_LENGTH, TOO_FAR, beyond
from transflow.errors import DocumentError, TransflowError
from transflow.site.grammar import GRAMMAR
from transflow.site.walk import Disk

_LINE = GRAMMAR["line-told"]
_BRACKETS = GRAMMAR["script-list"]
_STRING = GRAMMAR["script-string"]
_NAME = GRAMMAR["script-name"]

NOT_PAGES = {"readme.md", "license.md", "changelog.md", "contributing.md", "code_of_conduct.md"}
"""Names, in small letters, of pages that a repository has for itself."""
_SCRIPTS = (".js", ".ts", ".mjs", ".mts", ".cjs", ".cts")


class _Plain(yaml.SafeLoader):
    """YAML whose tags mean nothing: `!!python/name:…` of MkDocs is the text behind it."""


def _untagged(loader: yaml.SafeLoader, _tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


_Plain.add_multi_constructor("", _untagged)


class Clues:
    """The files of a site, or of a folder in it."""

    def __init__(self, root: Path, base: str = "") -> None:
        self.disk, self.base = Disk(root), base
        self.problems: list[TransflowError] = []
        self._looked: dict[str, frozenset[str]] = {}
        """The names in folders, in small letters."""

    def inside(self, folder: str) -> "Clues":
        """Return the files of a folder in this one."""
        clues = Clues(self.disk.root, f"{self.base}{folder}/")
        clues.problems = self.problems
        return clues

    @property
    def there(self) -> bool:
        """Whether there is a folder to look into."""
        try:
            return not self.base or self.disk.has_folder(self.base.rstrip("/"))
        # A link that leads out of the site: there is nothing for us.
        except DocumentError:
            return False

    def first(self, *paths: str) -> str:
        """Return the first of some files that is there; empty if none is."""
        return next((path for path in paths if self.has(path)), "")

    def has(self, path: str) -> bool:
        """Whether there is such a file within the site."""
        place = self._at(path)
        folder, _, name = place.rpartition("/")
        try:
            # Of a hundred names that generators give their files few are there, and each would be a walk from the root.
            return name.casefold() in self._names(folder) and self.disk.has(place)
        except DocumentError:
            return False

    def _names(self, folder: str) -> frozenset[str]:
        """Return the names in a folder, in small letters; none if it is not there, or nobody may look."""
        if folder not in self._looked:
            self._looked[folder] = frozenset(map(str.casefold, self.disk.entries(folder)))
        return self._looked[folder]

    def text(self, path: str) -> str:
        """Return a file's text; empty if there is none."""
        try:
            # What is looked for is ASCII; one odd letter in a comment must not hide a site's generator.
            return self.disk.read(self._at(path)).decode("utf-8", "replace") if self.has(path) else ""
        except DocumentError as error:
            self.problems.append(error)
            return ""

    def _at(self, path: str) -> str:
        # `../en/mkdocs.yml`, as one file names another.
        return normpath(self.base + path) if ".." in path else self.base + path

    def below(self, folder: str, ending: str) -> bool:
        """Whether there is a file with an ending below a folder."""
        try:
            # `../docs` of a site in `website/` is a folder of the repository.
            folder = normpath(self.base + folder).removeprefix(".")
            return (not folder or self.disk.has_folder(folder)) and bool(self.disk.list(folder, ending))
        except DocumentError:
            return False

    def folders(self, folder: str) -> list[str]:
        """Return the names of the folders in a folder."""
        try:
            return (
                list(self.disk.folders(self.base + folder))
                if self.disk.has_folder(self.base + folder)
                else []
            )
        except DocumentError:
            return []

    def matching_folders(self, folder: str, pattern: str) -> list[str]:
        """Return the names of the folders in a folder that match a pattern."""
        return [name for name in self.folders(folder) if re.fullmatch(pattern, name)]

    def matching(self, folder: str, pattern: str) -> list[tuple[str, str]]:
        """Return the files in a folder whose names match a pattern, each with what the pattern's first group is."""
        try:
            names = self.disk.names(self.base + folder)
        except DocumentError:
            return []
        found = ((name, re.fullmatch(pattern, name)) for name in names)
        return [(f"{folder}/{name}".lstrip("/"), match[1]) for name, match in found if match]

    def outside(self, folder: str, inner: str, ending: str = ".md") -> bool:
        """Whether a folder has pages that are not below a folder in it, but for those that are no part of a site."""
        try:
            listed = self.disk.list((self.base + folder).strip("/"), ending)
        except DocumentError:
            return False
        top = f"{self.base}{folder}/".lstrip("/")
        names = (path.removeprefix(top) for path in listed)
        return any(not name.startswith(inner) and name.lower() not in NOT_PAGES for name in names)

    def data(self, path: str) -> dict[str, Any] | None:
        """Return what a file of data says; None if there is none; nothing if it is broken, which is told."""
        if not self.has(path):
            return None
        text = self.text(path)
        if len(text) > MAX_LENGTH:
            self._broken(path, f"longer than {MAX_LENGTH // 2**20} MiB", 0)
            return {}
        try:
            if path.endswith(".toml"):
                read: object = tomllib.loads(text)
            else:
                loader = _Plain(text)
                node = loader.get_single_node()
                if line := beyond(node):
                    self._broken(path, TOO_FAR, line)
                    return {}
                read = loader.construct_document(node) if node is not None else None
        except tomllib.TOMLDecodeError as error:
            at = _LINE.search(str(error))
            self._broken(path, str(error).partition(" (at")[0], int(at[1]) if at else 0)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = str(getattr(error, "problem", "") or "this is not YAML")
            self._broken(path, problem, mark.line + 1 if mark else 0)
        except RecursionError:
            self._broken(path, "nested too deep", 0)
        except (AttributeError, TypeError, ValueError, OverflowError):  # `2024-13-45`: PyYAML's own
            self._broken(path, "a value is not of the type that it looks like", 0)
        else:
            return read if isinstance(read, dict) else {}
        return {}

    def _broken(self, path: str, problem: str, line: int) -> None:
        hint = "mend it, or say in transflow.yaml what it would have said"
        self.problems.append(DocumentError(problem, self.base + path, line, hint))

    def script(self, stem: str) -> tuple[str, str]:
        """Return the path and the text of a configuration that is a program; empty if there is none."""
        path = self.first(*(f"{stem}{ending}" for ending in _SCRIPTS))
        return path, program(self.text(path)) if path else ""


def below(data: object, *keys: str) -> Any:
    """Return what stands below some keys, one in the other; None if one is not there."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def items(data: object) -> list[Any]:
    """Return the items of a list, or the keys of a mapping; nothing of anything else, whatever somebody wrote there."""
    return list(data) if isinstance(data, list | Mapping) else []


def at(data: object, name: str) -> Any:
    """Return a value of a configuration whose keys are read in any case, as Hugo's are."""
    entries = data.items() if isinstance(data, Mapping) else ()
    return next((value for key, value in entries if str(key).lower() == name.lower()), None)


# A configuration is a few thousand; a bundle that somebody named so may have megabytes.
_MOST = 200_000
"""Characters of a program that are looked at."""
_MOST_OBJECTS = 20
"""Objects of one kind in a program that are looked at."""
_NO_COMMENT = GRAMMAR["script-no-comment"]
_KEY = GRAMMAR["script-key"]


def program(text: str) -> str:
    """Return the beginning of a program, which holds what is asked for, without its comments."""
    return _NO_COMMENT.sub(lambda found: found[1] or " ", text[:_MOST])


def value_of(text: str, key: str) -> str:
    """Return the words in quotes behind the first key of this name in a program, or a variable; empty if there are none."""
    # Not behind a letter or a point: `metalang: 'x'` and `a.lang` are other keys.
    found = re.search(rf"""(?<![\w$.]){key}["']?\s*:\s*["'`]([^"'`\n]*)["'`]""", text)
    # `defaultLocale,` is short for a variable of that name.
    found = found or re.search(rf"""\b(?:const|let|var)\s+{key}\s*=\s*["'`]([^"'`\n]*)["'`]""", text)
    return found[1] if found else ""


def list_of(text: str, key: str) -> list[str]:
    """Return the words of the list of this name in a program, of the longest if the program chooses among several."""
    lists = _BRACKETS.findall(_value_of(text, key))
    return max((_STRING.findall(one) for one in lists), key=len, default=[])


def entries_of(text: str, key: str) -> dict[str, str]:
    """Return the entries of the object of this name in a program, each with the text of its value."""
    value = _value_of(text, key)
    return dict(_entries(value, 1)) if value.startswith("{") else {}


def objects_behind(text: str, pattern: str) -> Iterator[dict[str, str]]:
    """Yield the entries of each object that begins behind a pattern in a program."""
    # A site has a few; a bracket may never be closed, and then each would be read to the end.
    for found in islice(re.finditer(rf"(?:{pattern})\s*\(?\s*\{{", text), _MOST_OBJECTS):
        yield dict(_entries(text, found.end()))


def _value_of(text: str, key: str) -> str:
    """Return what stands behind the first key of this name, or what a variable of that name is; empty if nothing says it."""
    found = re.search(rf"""(?<![\w$.]){key}["']?\s*:\s*""", text)
    if not found:
        return _variable(text, key)
    # `locales: languages`: what it is stands elsewhere.
    name = _NAME.match(text, found.end())
    return _variable(text, name[0]) if name else text[found.end() : _value_end(text, found.end())]


def _variable(text: str, name: str) -> str:
    found = re.search(rf"\b(?:const|let|var)\s+{re.escape(name)}\s*(?::[^=\n]*)?=\s*", text)
    return text[found.end() : _value_end(text, found.end(), ",};\n")] if found else ""


def _entries(text: str, start: int) -> Iterator[tuple[str, str]]:
    """Yield the keys at the first level of an object whose inside begins at `start`, with their values' texts."""
    position = start
    while position < len(text) and text[position] != "}":
        end = _value_end(text, position)
        if key := _KEY.match(text, position, end):
            yield key[1] or key[2], text[key.end() : end]
        # The bracket that closes the object is not passed: it ends the loop.
        position = end + (text[end : end + 1] == ",")


def _value_end(text: str, start: int, ends: str = ",}") -> int:
    """Return where the entry that begins at `start` ends: at its comma, or the bracket that closes the object."""
    depth, quote, position = 0, "", start
    while position < len(text):
        sign = text[position]
        if quote:
            # What a backslash stands before does not end the quotes.
            position += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif depth == 0 and sign in ends:
            return position
        elif sign in ")]}":
            depth = max(depth - 1, 0)  # a bracket too many closes nothing
        position += 1
    return len(text)
