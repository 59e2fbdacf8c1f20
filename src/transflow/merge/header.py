"""The front matter of a translation: values changed where they stand, new keys and list items added, old ones removed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from transflow import document, frontmatter
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.frontmatter import DELETE, KeyPath
from transflow.frontmatter.edits import MAX_STEPS
from transflow.model import Block
from transflow.strings import identities, kind_of
from transflow.tracker import ITEM, Comparison, Link


def new_header(source: Document, base: Document, comparison: Comparison, texts: Mapping[int, str]) -> str:
    """Return the page `base` with keys added and removed as the source's were.

    Args:
        source: The source page.
        base: The translation, with values exchanged already.
        comparison: How the two correspond.
        texts: New texts by index of the source's block.

    Raises:
        DocumentError: The front matter cannot be changed so.
    """
    # Changed freely, and written as a whole key at the end: `edit` finds the few splices that this takes.
    data: dict[Any, Any] = deepcopy(dict(base.front.data))
    touched = [*_removed(source, base, comparison, data), *_added(source, base, comparison, texts, data)]
    edits: dict[KeyPath, object] = {(key,): data.get(key, DELETE) for key in dict.fromkeys(touched)}
    return frontmatter.edit(base.text, edits, base.path) if edits else base.text


def header_places(
    source: Document, base: Document, page: Document, comparison: Comparison, texts: Mapping[int, str]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return where the front-matter blocks of the source and of the translation stand in the new page."""
    new = _Places(page)
    # What stands there first: an item that is new may say the same, and takes what is left.
    stays = {
        n: k
        for n, block in enumerate(base.blocks)
        if block.top < 0 and (k := new.take(block, block.text)) is not None
    }
    places: dict[int, int] = {}
    for link in comparison.links:
        if link.source is None or source.blocks[link.source].top >= 0:
            continue
        if link.target is not None:
            place = stays.get(link.target)
        else:
            place = new.take(source.blocks[link.source], texts[link.source]) if link.source in texts else None
        places |= {link.source: place} if place is not None else {}
    return places, stays


class _Places:
    """The front-matter blocks of a page, each given away once: by key, and items of a list by what they say."""

    def __init__(self, page: Document) -> None:
        self.left: dict[tuple[str, str], list[int]] = {}
        for number, block in enumerate(page.blocks):
            if block.top < 0:
                self.left.setdefault(_name(block, block.text), []).append(number)

    def take(self, block: Block, text: str) -> int | None:
        left = self.left.get(_name(block, text))
        # In their order: of two equal items of a list either is as good, but not the same for both.
        return left.pop(0) if left else None


def _name(block: Block, text: str) -> tuple[str, str]:
    """Return what a front-matter block is found by."""
    listed = ITEM.search(block.key)
    # `tags.2` is another item once one before it is gone; what it says is what it is.
    return (block.key[: listed.start()], text) if listed else (block.key, "")


def _removed(
    source: Document, base: Document, comparison: Comparison, data: dict[Any, Any]
) -> Iterator[str | int]:
    """Take out what the source has no more, the last first; yield the top-level keys concerned.

    What would take a comment along stays: it may be a person's.
    """
    dropped = (link.target for link in comparison.links if link.fate == "drop" and link.target is not None)
    gone = sorted((number for number in dropped if base.blocks[number].top < 0), reverse=True)
    paths = document.key_paths(base) if gone else ()
    every = [paths[number] for number in gone]
    # All at once first: each is an edit that is read back, and most headers have no comments to lose.
    free = len(every) > 1 and not _costs_a_comment(base, every, data, source.front.data)
    for path in every:
        if free or not _costs_a_comment(base, [path], data, source.front.data):
            _take_out(data, path, source.front.data)
            yield path[0]


def _costs_a_comment(page: Document, paths: Sequence[KeyPath], data: Mapping[Any, Any], kept: Any) -> bool:
    """Whether a comment in a page's front matter would go with some keys or items, the last of a list first."""
    before = Counter(frontmatter.comments(page.text, page.front))
    if not before:
        return False
    left = deepcopy(dict(data))
    for path in paths:
        _take_out(left, path, kept)
    edits: dict[KeyPath, object] = {path[:1]: left.get(path[0], DELETE) for path in paths}
    text = frontmatter.edit(page.text, edits, page.path)
    return not before <= Counter(frontmatter.comments(text, frontmatter.parse(text, page.path)))


def _take_out(data: Any, path: KeyPath, kept: Any) -> None:
    """Delete a key or item, and what is empty above it then unless the source has that too."""
    inner = kept.get(path[0]) if isinstance(kept, Mapping) else None
    if len(path) > 1:
        _take_out(data[path[0]], path[1:], inner)
    # A mapping that the source keeps empty stays; one that is empty by this would be a `params: {}` that nobody
    # wrote.
    if len(path) == 1 or (data[path[0]] in ({}, []) and inner is None):
        del data[path[0]]


def _added(
    source: Document,
    base: Document,
    comparison: Comparison,
    texts: Mapping[int, str],
    data: dict[Any, Any],
) -> Iterator[str | int]:
    """Put in what the source has anew; yield the top-level keys concerned."""
    links = {link.source: link for link in comparison.links if link.source is not None}
    paths = document.key_paths(source)
    entries = _Entries(source, data) if source.dialect.strings else None
    for number, path in enumerate(paths):
        if number in texts and links[number].target is None:
            place = entries.place(path) if entries else path
            after = _after(source, base, links, texts, number) if isinstance(path[-1], int) else ()
            _put_in(data, place, _value(source, base, number, texts[number]), after)
            yield path[0]


class _Entries:
    """The entries of the lists of a translation, found by what they are known by, wherever they stand in the source."""

    def __init__(self, source: Document, data: dict[Any, Any]) -> None:
        self.source, self.data = source.front.data, data
        self.known: dict[KeyPath, dict[str, Any]] = {}
        """By the place of a list in the source: the entries of the translation's."""
        self.names: dict[KeyPath, tuple[str, ...]] = {}
        """Likewise what the source's entries are known by."""
        self.path, self.new = source.path, 0
        self.kind = kind_of(source.path, source.front.data)

    def place(self, path: KeyPath) -> KeyPath:
        """Return where in the translation a value of the source belongs; an entry that is new gets its place."""
        out: list[str | int] = []
        of_source: Any = self.source
        here: Any = self.data
        for depth, part in enumerate(path):
            # Items that are texts alone are found by what they follow.
            is_entry = isinstance(of_source, list) and isinstance(of_source[int(part)], Mapping)
            if is_entry and isinstance(part, int) and isinstance(here, list):
                entry = self._entry(path[:depth], part, of_source, here)
                out.append(next(number for number, other in enumerate(here) if other is entry))
            else:
                out.append(part)
                if isinstance(here, dict) and depth + 1 < len(path) and isinstance(path[depth + 1], int):
                    here.setdefault(part, [])
            of_source = of_source[part] if part in _keys(of_source) else None
            here = here[out[-1]] if depth + 1 < len(path) and out[-1] in _keys(here) else None
        return tuple(out)

    def _entry(self, above: KeyPath, number: int, of_source: Sequence[Any], here: list[Any]) -> Any:
        if above not in self.known:
            self.known[above] = dict(zip(identities(here, self.kind), here, strict=True))
            self.names[above] = identities(of_source, self.kind)
        known, names = self.known[above], self.names[above]
        if names[number] not in known:
            self.new += 1
            if self.new > MAX_STEPS:  # each is looked for among all
                raise DocumentError(f"more than {MAX_STEPS:,} entries of lists are new", self.path)
            before = [known[name] for name in names[:number] if name in known][-1:]
            at = next((n + 1 for n, other in enumerate(here) if before and other is before[0]), 0)
            known[names[number]] = {}
            here.insert(at, known[names[number]])
        return known[names[number]]


def _keys(data: Any) -> Collection[Any]:
    return range(len(data)) if isinstance(data, list) else data if isinstance(data, Mapping) else ()


def _value(source: Document, base: Document, number: int, text: str) -> object:
    """Return what to write: as the source writes it, where both pages write alike."""
    if base.front.format in (source.front.format, "none"):
        return document.value(source, number, text)
    return (
        _found(source.front.data, document.key_path(source, number))
        if text == source.blocks[number].text
        else text
    )


def _after(
    source: Document, base: Document, links: Mapping[int, Link], texts: Mapping[int, str], number: int
) -> tuple[object, ...]:
    """Return the value in the translation that a new item of a list follows, alone; nothing for the first."""
    path = document.key_path(source, number)
    # Up to an item of the same list that the translation has, or gets.
    while number and (before := document.key_path(source, number - 1))[:-1] == path[:-1] and len(before) > 1:
        number -= 1
        place = links[number].target
        if place is not None:
            return (_found(base.front.data, document.key_path(base, place)),)
        if number in texts:
            return (_value(source, base, number, texts[number]),)
    return ()


def _found(data: Any, path: KeyPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _put_in(data: Any, path: KeyPath, value: object, after: tuple[object, ...]) -> None:
    """Set a key; an item of a list goes behind another, or to the front.

    Raises:
        DocumentError: A single value stands where a mapping or list is to be.
    """
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        # The translation's list may be shorter: what is new goes to its end.
        at = min(int(part), len(data)) if isinstance(data, list) else part
        if isinstance(data, list):
            data += [empty] * (at == len(data))
        # `menu:` without a value, or an empty string, is where a mapping can begin.
        elif data.setdefault(at, empty) in (None, ""):
            data[at] = empty
        data = data[at]
        if not isinstance(data, type(empty)):
            raise DocumentError(f"`{'.'.join(map(str, path))}` has no place in the front matter")
    if isinstance(data, list):
        data.insert(data.index(after[0]) + 1 if after and after[0] in data else 0, value)
    else:
        data[path[-1]] = value
