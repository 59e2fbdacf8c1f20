"""Changing a header: the changes one by one, each read back before the next, all proved at the end."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal

from transflow.errors import DocumentError
from transflow.frontmatter import json, toml_writer, yaml_writer
from transflow.frontmatter.header import locate
from transflow.frontmatter.nodes import (
    Alias,
    Branch,
    Entry,
    Header,
    KeyPath,
    Node,
    Raw,
    Scalar,
    find,
    plain,
    resolve,
    walk,
)


class _Delete(Enum):
    DELETE = "delete"


DELETE: Final = _Delete.DELETE
"""In `edit`: take the key away."""

_FORMATS = {"yaml": yaml_writer, "toml": toml_writer, "json": json}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A value that an edit leaves alone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Step:
    """One splice."""

    act: Literal["put", "add", "drop"]
    path: KeyPath
    value: Any
    """`DELETE` for a drop."""


def edit(text: str, changes: Mapping[KeyPath, object], path: str = "") -> str:
    """Return a page with some keys of its front matter set, appended or deleted, and nothing else changed.

    Only the value's own characters, or only the lines of an added or deleted key, differ. A string keeps its
    quotes or block indicator where it can be written so. A list that grows gets items in the style it has; new
    keys go to the end of their mapping, missing mappings above them are made. A page without front matter gets
    one in YAML. A value that is an alias becomes a literal; a value that aliases elsewhere stand for is written
    out there, so that they keep theirs.

    Args:
        text: The page.
        changes: For each key path, as it is in `text`, its new value: `str`, `int`, `float`, `bool`, `None`, a
            `Raw` notation, a list or mapping of such, or `DELETE`. Setting a mapping or a list replaces it
            whole, with as few splices as there are differences. Deleting what is not there changes nothing.
        path: For messages.

    Raises:
        DocumentError: The front matter is malformed, or the change cannot be made without changing the meaning
            of something else, proved by reading the result back.
        TypeError: A value of another type.
        ValueError: An empty key path, or one change inside another.
    """
    first = locate(text, path)
    if first.format == "none":
        if all(value is DELETE for value in changes.values()):
            return text
        first = locate(_with_empty_header(first), path)
    current = first
    wanted = {key: value if value is DELETE else _clean(value, first) for key, value in changes.items()}
    for key, value in _ordered(wanted):
        for step in tuple(_plan(current, key, value)):
            current = _taken(_untied(current, step), step)
    model = _model(first.root)
    for key, value in _ordered(wanted):
        _change(model, key, value)
    if not (_framed(first, current) and _matches(model, current.root)):
        raise DocumentError("front matter cannot be changed without damage", path, hint="change it by hand")
    return current.text


def _with_empty_header(header: Header) -> str:
    bom = "\ufeff" if header.text.startswith("\ufeff") else ""
    fence = f"---{header.newline}"
    return bom + fence + fence + header.text[len(bom) :]


@dataclass(frozen=True, slots=True)
class _Notation(Raw):
    """A notation, understood."""

    value: Any
    model: Any


def _clean(value: Any, header: Header) -> Any:
    """Return a value made of `dict`, `list`, `str`, `int`, `float`, `bool`, `None` and `_Notation` only."""
    if isinstance(value, Raw):
        return _understood(value.text, header)
    if isinstance(value, Mapping):
        return {_clean_key(key): _clean(item, header) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, header) for item in value]
    if isinstance(value, str):
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise DocumentError(f"half of a surrogate pair in {value!r} is no text", header.path)
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"front matter takes no {type(value).__name__}")


def _understood(text: str, header: Header) -> _Notation:
    """Return what a notation says by itself.

    Raises:
        DocumentError: It says nothing in the format of the header.
    """
    lone = {"json": f'{{"x": {text}}}', "toml": f"+++\nx = {text}\n+++\n"}
    page = lone.get(header.format, f"---\nx: {text}\n---\n")
    try:
        read = locate(page, header.path)
        entries = read.root.items() if read.end == len(page) else ()
    except DocumentError:
        entries = ()
    if len(entries) != 1:
        hint = "write it as a value that stands by itself"
        message = f"`{text}` is not one value of {header.format.upper()} front matter"
        raise DocumentError(message, header.path, hint=hint)
    return _Notation(text.replace("\n", header.newline), plain(entries[0].node), _model(entries[0].node))


def _spelled(value: Any) -> Any:
    """Return a value with what notations say in their place."""
    if isinstance(value, dict):
        return {key: _spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    return value.value if isinstance(value, _Notation) else value


def _clean_key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"front matter keys are strings, not {type(key).__name__}")
    return str(key)


def _ordered(changes: Mapping[KeyPath, Any]) -> list[tuple[KeyPath, Any]]:
    """Return what is set first, then what is deleted, last items first: paths are those of the page as it was.

    Raises:
        ValueError: A change is inside another, which makes them contradict each other.
    """
    for key, value in changes.items():
        if any(key[:depth] in changes and value is not changes[key[:depth]] for depth in range(len(key))):
            raise ValueError(f"`{_dotted(key)}` is inside another change")
    gone = [key for key, value in changes.items() if value is DELETE]
    gone.sort(key=lambda key: [(isinstance(part, int), part) for part in key], reverse=True)
    kept = [(key, value) for key, value in changes.items() if value is not DELETE]
    return kept + [(key, DELETE) for key in gone]


def _plan(header: Header, key: KeyPath, value: Any) -> Iterator[_Step]:
    """Yield the splices that a change takes; none when the header says so already."""
    if not key:
        raise ValueError("an empty key path names nothing")
    node: Node = header.root
    for depth, part in enumerate(key):
        if not isinstance(node, Branch):
            if value is not DELETE:
                yield _grown(header, key, depth, value)
            return
        entry = node.entries.get(part)
        if entry is None:
            if value is not DELETE:
                _allow(header, node, key, depth)
                yield _Step("add", key[: depth + 1], _nested(header, key[depth + 1 :], value))
            return
        node = entry.node
    if value is DELETE:
        yield _Step("drop", key, DELETE)
    else:
        yield from _differences(node, key, value)


def _allow(header: Header, node: Branch, key: KeyPath, depth: int) -> None:
    """Refuse a name for an item of a list, a number for a key, and a number past the next.

    Raises:
        DocumentError: It is one of these.
    """
    if isinstance(key[depth], int) != node.listing:
        message = f"`{_dotted(key)}` cannot be set: what it would be in is {'a list' if node.listing else 'a mapping'}"
        raise header.refuse(
            node.start, message, "name a key of a mapping, or an item of a list by its number"
        )
    if node.listing and key[depth] != len(node.entries):
        message = f"`{_dotted(key)}` cannot be set: the list has {len(node.entries)} items"
        raise header.refuse(node.start, message, "the next item is the last that can be set")


def _grown(header: Header, key: KeyPath, depth: int, value: Any) -> _Step:
    """Return the step that puts something below a key that has no parts yet."""
    entry = find(header.root, key[:depth])
    assert entry is not None
    if isinstance(entry.node, Scalar) and entry.node.value is None:
        return _Step("put", key[:depth], _nested(header, key[depth:], value))
    what = "an alias" if isinstance(entry.node, Alias) else "a single value"
    message = f"`{_dotted(key)}` cannot be set: `{_dotted(key[:depth])}` is {what}"
    raise header.refuse(entry.start, message, "make it a mapping")


def _dotted(key: KeyPath) -> str:
    return ".".join(map(str, key))


def _nested(header: Header, key: KeyPath, value: Any) -> Any:
    """Return a value wrapped in the mappings that a key path asks for."""
    for part in reversed(key):
        if isinstance(part, int) and part:
            message = f"item {part} of a list that is not there cannot be set"
            raise header.refuse(header.stop, message, "set item 0 first")
        value = {part: value} if isinstance(part, str) else [value]
    return value


def _differences(node: Node, key: KeyPath, value: Any) -> Iterator[_Step]:
    """Yield the steps from what stands at a key to a wanted value."""
    if isinstance(node, Branch) and node.listing and isinstance(value, list) and value:
        yield from _list_differences(node, key, value)
    elif isinstance(node, Branch) and not node.listing and isinstance(value, dict) and value:
        yield from _mapping_differences(node, key, value)
    elif not _same(plain(node), value):
        yield _Step("put", key, value)


def _mapping_differences(node: Branch, key: KeyPath, value: dict[str, Any]) -> Iterator[_Step]:
    for name, item in value.items():
        entry = node.entries.get(name)
        if entry is None:
            yield _Step("add", (*key, name), item)
        else:
            yield from _differences(entry.node, (*key, name), item)
    yield from (_Step("drop", (*key, name), DELETE) for name in reversed(node.entries) if name not in value)


def _list_differences(node: Branch, key: KeyPath, value: list[Any]) -> Iterator[_Step]:
    """Yield steps that keep what stays where it is: drops alone if nothing is new, else by position."""
    old = node.items()
    left = _left_out([plain(entry.node) for entry in old], value)
    if left is not None:
        yield from (_Step("drop", (*key, number), DELETE) for number in reversed(left))
        return
    for number, item in enumerate(value):
        if number < len(old):
            yield from _differences(old[number].node, (*key, number), item)
        else:
            yield _Step("add", (*key, number), item)
    yield from (_Step("drop", (*key, number), DELETE) for number in range(len(old) - 1, len(value) - 1, -1))


def _left_out(old: Sequence[Any], new: Sequence[Any]) -> list[int] | None:
    """Return the positions that must go to make one list the other; None if that is not enough."""
    left: list[int] = []
    found = 0
    for number, item in enumerate(old):
        if found < len(new) and _same(item, new[found]):
            found += 1
        else:
            left.append(number)
    return left if found == len(new) else None


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of equal types all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(item, other[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


def _untied(header: Header, step: _Step) -> Header:
    """Return the header with the aliases written out that a step would change along.

    Raises:
        DocumentError: They stand for a collection.
    """
    aliases = [(key, entry.node) for key, entry in walk(header.root) if isinstance(entry.node, Alias)]
    homes = {entry.node: key for key, entry in walk(header.root)} if aliases else {}
    tied: list[Alias] = []
    for key, alias in aliases:
        if key[: len(step.path)] == step.path:
            continue
        home = homes.get(alias.target, ())
        inside = home[: len(step.path)] == step.path
        if isinstance(alias.target, Branch) and (inside or step.path[: len(home)] == home):
            message = f"`{_dotted(step.path)}` cannot be changed: an alias elsewhere stands for it too"
            raise header.refuse(alias.start, message, "write the values out instead of the alias")
        if inside:
            tied.append(alias)
    if not tied:
        return header
    return _read_back(header, (_written_out(header.text, tied),), _model(header.root), step.path)


def _written_out(text: str, aliases: Sequence[Alias]) -> str:
    """Return the page with what they stand for in the place of some aliases of values without parts."""
    for alias in reversed(aliases):
        target = resolve(alias)
        literal = text[target.body : target.end]
        if isinstance(target, Scalar) and ("\n" in literal or "\r" in literal):
            literal = yaml_writer.quoted(target.text)
        text = text[: alias.start] + literal + text[alias.end :]
    return text


def _trail(header: Header, key: KeyPath) -> tuple[Entry, ...]:
    """Return the entries from the top down to a key that is there."""
    entries = (find(header.root, key[:depth]) for depth in range(1, len(key) + 1))
    return tuple(entry for entry in entries if entry is not None)


def _taken(header: Header, step: _Step) -> Header:
    """Return the header after a step, by the first notation that reads back as exactly that."""
    way = _FORMATS[header.format]
    model = _model(header.root)
    _change(model, step.path, step.value)
    if step.act == "drop":
        return _read_back(header, way.delete(header, _trail(header, step.path)), model, step.path)
    forms: list[Iterator[str]] = []
    for value in (step.value, _spelled(step.value)):
        if step.act == "add":
            forms.append(way.insert(header, _trail(header, step.path[:-1]), step.path[-1], value))
        else:
            forms.append(way.replace(header, _trail(header, step.path), value))
    return _read_back(header, itertools.chain(*forms), model, step.path)


def _read_back(header: Header, forms: Iterable[str], model: Any, key: KeyPath) -> Header:
    """Return the first form that reads back as the model.

    Raises:
        DocumentError: None does.
    """
    for form in forms:
        try:
            read = locate(form, header.path)
        except DocumentError:
            continue
        if _framed(header, read) and _matches(model, read.root):
            return read
    entry = find(header.root, key)
    message = f"`{_dotted(key)}` cannot be changed without damage to the front matter"
    raise header.refuse(entry.start if entry else header.stop, message, "change it by hand")


def _framed(old: Header, new: Header) -> bool:
    """Whether all before and after the header stayed, and the header is still one."""
    return (
        new.format == old.format
        and new.text[: new.start] == old.text[: old.start]
        and new.text[new.stop :] == old.text[old.stop :]
        and new.end - new.stop == old.end - old.stop
    )


def _model(node: Node) -> Any:
    """Return what a header says as `dict`, `list` and `_Kept`, to be changed and compared."""
    inner = resolve(node)
    if isinstance(inner, Scalar):
        return _Kept(inner.kind, inner.text)
    if inner.listing:
        return [_model(entry.node) for entry in inner.entries.values()]
    return {key: _model(entry.node) for key, entry in inner.entries.items()}


def _change(model: Any, key: KeyPath, value: Any) -> None:
    """Make in a model the change that the page is to get."""
    *above, last = key
    for part, below in zip(above, key[1:], strict=True):
        missing = part not in model if isinstance(model, dict) else part == len(model)
        if missing and value is DELETE:
            return
        if missing or (isinstance(model[part], _Kept) and value is not DELETE):
            _put(model, part, [] if isinstance(below, int) else {})
        model = model[part]
        if isinstance(model, _Kept):
            return
    if value is not DELETE:
        _put(model, last, value)
    elif last in model if isinstance(model, dict) else isinstance(last, int) and last < len(model):
        del model[last]


def _put(model: Any, key: str | int, value: Any) -> None:
    if isinstance(model, list) and key == len(model):
        model.append(value)
    else:
        model[key] = value


def _matches(model: Any, node: Node) -> bool:
    """Whether a header says what the model says, wanted values included, each with its type."""
    if isinstance(model, _Notation):
        return _matches(model.model, node)
    inner = resolve(node)
    if isinstance(model, _Kept):
        return isinstance(inner, Scalar) and (inner.kind, inner.text) == (model.kind, model.text)
    if isinstance(model, dict | list):
        if not isinstance(inner, Branch) or inner.listing != isinstance(model, list):
            return False
        pairs = model.items() if isinstance(model, dict) else enumerate(model)
        return len(model) == len(inner.entries) and all(
            key in inner.entries and _matches(item, inner.entries[key].node) for key, item in pairs
        )
    return isinstance(inner, Scalar) and _same(inner.value, model)
