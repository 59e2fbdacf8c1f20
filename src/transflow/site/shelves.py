"""What is read of each translation to look things up in, kept from run to run: `.transflow/cache/NAME-NUMBER.msgpack`.

It is believed as all of the cache is: while the translation's files stand as they did (`cache.Look`). Some hundred
translations share a file, with what was made of all that stands in it (an index); so a change costs the reading of one
page, and the making of one file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar
from zlib import crc32

import msgspec
from msgspec import structs

from transflow import garbage
from transflow.errors import TransflowError
from transflow.files import MAX_BYTES
from transflow.site import cache
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

_FORMAT = 1
"""Of the files; others are not read."""
_SHARE, _MOST = 128, 256
"""Translations in a file, about, and files, at most."""
_SUM = 4
"""Bytes before the rest of a file that tell whether it is what was written."""

Value = TypeVar("Value")
Read = Callable[[Sequence[Pair]], Iterable[Value | None]]


class _Entry(msgspec.Struct, Generic[Value], frozen=True, array_like=True):
    look: cache.Look
    value: Value


class _File(msgspec.Struct, Generic[Value], array_like=True):
    key: str
    entries: dict[str, _Entry[Value]]
    made: dict[str, bytes] = {}


class Shelf(Generic[Value]):
    """Some translations of a site, in a lasting order."""

    def __init__(self, values: Mapping[Pair, Value]) -> None:
        self.values = values
        """What was read of each."""
        self.made: Mapping[str, bytes] = {}
        """What was made of all that, by name; nothing if it has to be made anew."""

    def keep(self, made: Mapping[str, bytes]) -> None:
        """Keep what was made of the values, if that can be."""
        self.made = made


class _Kept(Shelf[Value]):
    """One that is kept in a file."""

    def __init__(
        self, workspace: Workspace, path: str, then: _File[Value], now: Mapping[Pair, _Entry[Value]]
    ) -> None:
        super().__init__({pair: entry.value for pair, entry in now.items()})
        self._workspace, self._path = workspace, path
        self._file = _File(then.key, {cache.name_of(pair): entry for pair, entry in now.items()})
        before, after = ([(n, e.value) for n, e in file.entries.items()] for file in (then, self._file))
        # By values: a page that was touched and says the same costs its stamp, and no new index.
        if before == after:
            self.made = self._file.made = then.made
        if then.entries != self._file.entries:
            self._save()

    def keep(self, made: Mapping[str, bytes]) -> None:
        super().keep(made)
        self._file.made = dict(made)
        self._save()

    def _save(self) -> None:
        try:
            data = msgspec.msgpack.encode(self._file)
        except UnicodeEncodeError:
            return  # a file whose name is no text
        if len(data) + _SUM <= MAX_BYTES:
            cache.keep(self._workspace, self._path, crc32(data).to_bytes(_SUM, "big") + data)


def gathered(
    workspace: Workspace,
    name: str,
    pairs: Sequence[Pair],
    read: Read[Value],
    kind: type[Value],
    *,
    keep: bool = True,
) -> list[Shelf[Value]]:
    """Return what is read of some translations; only those that changed since the last run are read anew.

    Args:
        workspace: Where. What git keeps of it, or a part of it, is read anew, and nothing of that is kept.
        name: Of what is read, and so of its files.
        pairs: All translations of which it is wanted; those without a record hold nothing.
        read: Reads translations, with None for what cannot be read. It looks at nothing but the configuration, their
            pages and their records.
        kind: The type of a value, one that `msgspec` can write.
        keep: Whether these are all translations of the site; of a part nothing is believed or kept.

    Raises:
        RefusedPath: A link stands where a file of the cache belongs.
    """
    if not pairs:
        return []
    if not keep or workspace.held is not None or workspace.only is not None:
        found = zip(pairs, read(pairs), strict=True)
        return [Shelf({pair: value for pair, value in found if value is not None})]
    # Before they are read: what is written meanwhile is seen as a change by the next run.
    looks = {pair: cache.look(workspace, pair) for pair in pairs}
    # A power of two: a site that doubles splits each file in two, and one that grows by a page moves nothing.
    count = min(_MOST, 1 << (len(pairs) // _SHARE).bit_length())
    every = [f"{STATE_DIR}/cache/{name}-{number}.msgpack" for number in range(_MOST)]
    paths, surplus = every[:count], every[count:]
    # Without the glossaries, which say nothing of what stands in a page.
    key = f"{_FORMAT} {cache.reading(workspace)}"
    with garbage.left():
        files = [_decoded(data, key, kind) for data in cache.kept(workspace, paths)]
    now = _still(files, looks)
    anew = [pair for pair, look in looks.items() if look.recorded and pair not in now]
    # What a larger site kept in more files is not found in fewer, so that half of it is read anew: the only time to look.
    if anew:
        _clear(workspace, surplus)
    for pair, value in zip(anew, read(anew), strict=True):
        if value is not None:
            now[pair] = _Entry(_lasting(workspace, pair, looks[pair]), value)
    return [
        _Kept(workspace, *parts)
        for parts in zip(paths, files, _shared_out(now, count), strict=True)
        if parts[1].entries or parts[2]
    ]


def _still(files: Sequence[_File[Value]], looks: Mapping[Pair, cache.Look]) -> dict[Pair, _Entry[Value]]:
    """Return what files hold of translations whose own files stand as they did when they were read."""
    # By name, from whichever file: after the number of files has changed all are still found.
    known = {called: entry for file in files for called, entry in file.entries.items()}
    found = ((pair, look, known.get(cache.name_of(pair))) for pair, look in looks.items())
    return {pair: entry for pair, look, entry in found if entry and look.is_as(entry.look)}


def _shared_out(now: Mapping[Pair, _Entry[Value]], count: int) -> list[dict[Pair, _Entry[Value]]]:
    """Return the same in so many files, each translation in the one that its name says."""
    shelves: list[dict[Pair, _Entry[Value]]] = [{} for _ in range(count)]
    # In a lasting order: an index tells texts by their places, and is made for this one.
    for pair in sorted(now, key=cache.name_of):
        shelves[crc32(cache.name_of(pair).encode("utf-8", "surrogateescape")) % count][pair] = now[pair]
    return shelves


def _clear(workspace: Workspace, surplus: Sequence[str]) -> None:
    """Take away files that nothing is kept in any more."""
    there = [path for path in surplus if workspace.disk.has(path)]
    for path, data in zip(there, cache.kept(workspace, there), strict=True):
        # One that git tracks is somebody's, and reads as nothing.
        if data:
            cache.drop(workspace, path)


def _lasting(workspace: Workspace, pair: Pair, look: cache.Look) -> cache.Look:
    """Return how the files stood, so that it is not believed where they don't decide alone."""
    try:
        filtered = cache.is_filtered(workspace, pair)
    except TransflowError:
        filtered = True
    return structs.replace(look, seen=0) if filtered else look


def _decoded(data: bytes, key: str, kind: type[Value]) -> _File[Value]:
    """Return what a file holds; nothing if it is not what was written, or was written for another configuration."""
    nothing: _File[Value] = _File(key, {})
    # First: what was damaged may still decode, to other values.
    if crc32(data[_SUM:]).to_bytes(_SUM, "big") != data[:_SUM]:
        return nothing
    try:
        found: _File[Value] = msgspec.msgpack.decode(memoryview(data)[_SUM:], type=_File[kind])  # type: ignore[valid-type]
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return nothing
    return found if found.key == key else nothing
