"""From what a header says to what it is to say: the single splices that this takes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal

from transflow.errors import DocumentError
from transflow.frontmatter.nodes import Alias, Branch, Header, KeyPath, Node, Scalar, find, plain


class _Delete(Enum):
    DELETE = "delete"


DELETE: Final = _Delete.DELETE
"""In `edit`: take the key away."""


@dataclass(frozen=True, slots=True)
class Step:
    """One splice."""

    act: Literal["put", "add", "drop"]
    path: KeyPath
    value: Any
    """`DELETE` for a drop."""


def plan(header: Header, key: KeyPath, value: Any) -> Iterator[Step]:
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
                if node.listing:
                    raise _no_item(header, key)
                yield Step("add", key[: depth + 1], _nested(header, key, depth, value)[part])
            return
        node = entry.node
    if value is DELETE:
        yield Step("drop", key, DELETE)
    else:
        yield from _differences(node, key, value)


def _grown(header: Header, key: KeyPath, depth: int, value: Any) -> Step:
    """Return the step that puts something below a key that has no parts yet."""
    entry = find(header.root, key[:depth])
    assert entry is not None
    # `translation:` with nothing behind it is a mapping that nobody has begun; `translation: x` says something.
    if isinstance(entry.node, Scalar) and entry.node.value is None:
        return Step("put", key[:depth], _nested(header, key, depth, value))
    what = "an alias" if isinstance(entry.node, Alias) else "a single value"
    message = f"`{dotted(key)}` cannot be set: `{dotted(key[:depth])}` is {what}"
    raise header.refuse(entry.start, message, "make it a mapping")


def dotted(key: KeyPath) -> str:
    """Return a key path as messages have it."""
    return ".".join(map(str, key))


def _nested(header: Header, key: KeyPath, depth: int, value: Any) -> dict[str | int, Any]:
    """Return a value wrapped in the mappings that the rest of a key path asks for.

    Raises:
        DocumentError: It asks for an item of a list.
    """
    if any(isinstance(part, int) for part in key[depth:]):
        raise _no_item(header, key)
    for part in reversed(key[depth:]):
        value = {part: value}
    return dict(value)


def _no_item(header: Header, key: KeyPath) -> DocumentError:
    message = f"`{dotted(key)}` cannot be set: no such item stands there"
    return header.refuse(header.start, message, "set the list as a whole")


def _differences(node: Node, key: KeyPath, value: Any) -> Iterator[Step]:
    """Yield the steps from what stands at a key to a wanted value."""
    # Nothing of `- x` would be left to say that a list stands there: `[]` takes the place of all.
    if isinstance(node, Branch) and node.listing and isinstance(value, list) and value:
        yield from _list_differences(node, key, value)
    elif isinstance(node, Branch) and not node.listing and isinstance(value, dict) and value:
        yield from _mapping_differences(node, key, value)
    elif not same(plain(node), value):
        yield Step("put", key, value)


def _mapping_differences(node: Branch, key: KeyPath, value: dict[str, Any]) -> Iterator[Step]:
    for name, item in value.items():
        entry = node.entries.get(name)
        if entry is None:
            yield Step("add", (*key, name), item)
        else:
            yield from _differences(entry.node, (*key, name), item)
    # From behind, as the steps are taken on lines that move up.
    yield from (Step("drop", (*key, name), DELETE) for name in reversed(node.entries) if name not in value)


def _list_differences(node: Branch, key: KeyPath, value: list[Any]) -> Iterator[Step]:
    """Yield steps that keep what stays where it is: drops alone if nothing is new, else by position."""
    old = node.items()
    # From `x y z` to `x z` the line of `y` goes; by position `y` would become `z`, and the remark beside `z` be lost.
    left = _left_out([plain(entry.node) for entry in old], value)
    if left is not None:
        yield from (Step("drop", (*key, number), DELETE) for number in reversed(left))
        return
    for number, item in enumerate(value):
        if number < len(old):
            # By position, so that a remark beside an item stays with its line.
            yield from _differences(old[number].node, (*key, number), item)
        else:
            yield Step("add", (*key, number), item)
    yield from (Step("drop", (*key, number), DELETE) for number in range(len(old) - 1, len(value) - 1, -1))


def _left_out(old: Sequence[Any], new: Sequence[Any]) -> list[int] | None:
    """Return the positions that must go to make one list the other; None if that is not enough."""
    left: list[int] = []
    found = 0
    for number, item in enumerate(old):
        if found < len(new) and same(item, new[found]):
            found += 1
        else:
            left.append(number)
    return left if found == len(new) else None


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of equal types all the way down."""
    # `True == 1 == 1.0` in Python, and three different values in a header.
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    # `.nan` is unequal to itself, and would be written anew by every run.
    return bool(one == other) or (isinstance(one, float) and math.isnan(one) and math.isnan(other))
