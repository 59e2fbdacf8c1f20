"""What git keeps, read as it is kept: no filter has a hand in it, nothing is written, and nothing on disk is looked at."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from transflow.errors import DocumentError, RefusedPath
from transflow.files import MAX_BYTES, Folder, too_large
from transflow.patterns import paths
from transflow.site import git
from transflow.way import MAX_LINKS, STATE_DIR, check_name, is_hidden, parts

_LINK, _FILES, SUBMODULE = "120000", ("100644", "100755"), "160000"
"""Modes of entries."""
# `... missing` and `... ambiguous` are no object.
_OBJECT = re.compile(rb"[0-9a-f]{40,64} (?P<kind>\w+) (?P<size>[0-9]+)\n")
"""How git answers that there is an object."""


class Objects:
    """Git's objects by their ids, from one process that is asked for one after the other."""

    def __init__(self, top: Path, *, hook: bool = False) -> None:
        self._talk = git.Talk(top, ("cat-file", "--batch"), hook=hook)
        self._others: list[Objects] = []

    def read(self, name: str, shown: str) -> bytes:
        """Return what an object holds.

        Args:
            name: Its id.
            shown: What it is called in messages.

        Raises:
            DocumentError: There is no such object, or it is too large.
        """
        with self._talk.turn:
            found = self._answered(name, shown)
        if found is None and self._others:
            return self._elsewhere(name, shown)
        if found is None:
            raise DocumentError("cannot be read from git", shown, hint="run `git fsck`")
        return found

    def _answered(self, name: str, shown: str) -> bytes | None:
        """Return what an object holds; None if there is none."""
        try:
            answers = self._talk.ask(f"{name}\n".encode())
            found = _OBJECT.fullmatch(answers.readline())
            if found is None:
                return None
            size = int(found["size"])
            # What follows would have to be read to get to the next answer: a new process is quicker, and bounded.
            if size > MAX_BYTES or found["kind"] != b"blob":
                self._talk.close()
                raise too_large(shown) if size > MAX_BYTES else DocumentError("is no file", shown)
            # With the line end that git puts behind every object.
            return answers.read(size + 1)[:-1]
        except OSError as error:
            raise DocumentError(
                f"cannot be read from git: {error.strerror}", shown, hint="run `git fsck`"
            ) from None

    def beside(self, tops: Iterable[Path]) -> None:
        """Look for what is not here in other repositories: an id says what it names wherever that is kept."""
        self._others += [Objects(top) for top in tops]

    def _elsewhere(self, name: str, shown: str) -> bytes:
        for other in self._others[:-1]:
            try:
                return other.read(name, shown)
            except DocumentError:
                continue
        return self._others[-1].read(name, shown)

    def close(self) -> None:
        """Let the process go; another question starts one anew."""
        for other in self._others:
            other.close()
        self._talk.close()


def contents(root: Path, wanted: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
    """Return files as they were: for each (commit, path from `root`) its text, None if there was none."""
    objects = Objects(root)
    try:
        return tuple(_text(objects, f"{commit}:./{path}", path) for commit, path in wanted)
    finally:
        objects.close()


def _text(objects: Objects, name: str, path: str) -> str | None:
    if "\n" in name:  # it would be two questions
        return None
    try:
        return objects.read(name, path).decode("utf-8")
    except (DocumentError, UnicodeError):
        return None


@dataclass(frozen=True, slots=True)
class Entry:
    """What git has under a name."""

    mode: str
    id: str
    waits: bool = False
    """Whether a merge has to be resolved first."""


class Blobs:
    """The files of git's index or of a commit, below the root of a workspace: a `Tree`."""

    def __init__(
        self,
        objects: Objects,
        entries: Mapping[str, Entry],
        beside: Folder | None = None,
        lent: Iterable[str] = (),
    ) -> None:
        """Make a tree of entries.

        Args:
            objects: Where what they hold is read.
            entries: By path, relative to the root.
            beside: A folder from which some files are taken that are not among the entries.
            lent: Those files.
        """
        self._objects, self._entries, self._beside = objects, entries, beside
        # What git has is read from git, even if it lies on disk as well.
        self._lent = frozenset(lent) - entries.keys()

    def list(
        self,
        folder: str = "",
        suffix: str = "",
        ignore: Sequence[str] = (),
        *,
        every: bool = False,  # noqa: ARG002
    ) -> Sequence[str]:
        """Return the files below a folder; see `transflow.files.Tree`. What git tracks is not ignored by git."""
        start = "" if folder in ("", ".") else f"{folder.strip('/')}/"
        # Folders whose names begin with a dot hold no pages, but for our own, in which records lie.
        state = start.startswith(f"{STATE_DIR}/")
        spec = paths(ignore) if ignore else None
        return sorted(
            path
            for path in (*self._entries, *self._lent)
            if path.startswith(start) and path.endswith(suffix)
            and (state or not is_hidden(path[len(start) :]))
            and (spec is None or not spec.match_file(path))
            # Last, since a link has to be followed for it.
            and self._is_file(path)
        )  # fmt: skip

    def _is_file(self, path: str) -> bool:
        entry = self._entries.get(path)
        if entry is None or entry.mode in _FILES:
            return True
        try:
            return entry.mode == _LINK and self._found(path) is not None
        except DocumentError:
            return False

    def has(self, path: str) -> bool:
        """Whether there is such a file; see `transflow.files.Tree`."""
        return self._found(path) is not None or (path in self._lent and self._disk().has(path))

    def read(self, path: str) -> bytes:
        """Return what a file holds; see `transflow.files.Tree`."""
        entry = self._found(path)
        if entry is not None:
            return self._content(entry, path)
        if path in self._lent:
            return self._disk().read(path)
        raise DocumentError("cannot be read: git knows no such file", path, hint="check the path")

    def same(self, path: str, data: bytes) -> bool:
        """Whether a file holds the same here, be it with other line endings."""
        entry = self._entries.get(path)
        if entry is None or entry.mode == _LINK:
            return entry is not None
        return is_blob(data, entry.id)

    def _disk(self) -> Folder:
        assert self._beside is not None  # or nothing would be lent
        return self._beside

    def _content(self, entry: Entry, path: str) -> bytes:
        if entry.waits:
            hint = "resolve the merge and stage it"
            raise DocumentError("cannot be read from git's index", path, hint=hint)
        return self._objects.read(entry.id, path)

    def _found(self, path: str) -> Entry | None:
        """Return the entry of a file, found through links as on disk.

        Raises:
            RefusedPath: A link leads out of the root, or stands in `.transflow`.
        """
        entry = self._entries.get(path)
        if entry is not None and entry.mode in _FILES:
            return entry  # quick, for nearly all
        # Names still to go, the next one last, and the folder reached so far.
        left, at = parts(path)[::-1], list[str]()
        state, links = left[-1] == STATE_DIR, 0
        while left:
            name = left.pop()
            if name == "..":
                if not at:
                    raise RefusedPath("leaves the workspace through a link", path)
                at.pop()
            elif name not in ("", "."):
                check_name(name, path)
                entry = self._entries.get("/".join((*at, name)))
                if entry is None or entry.mode != _LINK:
                    at.append(name)
                    continue
                # Two links that name each other would be followed for ever.
                links += 1
                left += self._target(entry, path, state=state, links=links).split("/")[::-1]
        found = self._entries.get("/".join(at))
        if links and at[:1] == [STATE_DIR]:
            raise RefusedPath(f"leads into {STATE_DIR} through a link", path)
        return found if found is not None and found.mode in _FILES else None

    def _target(self, entry: Entry, path: str, *, state: bool, links: int) -> str:
        target = self._content(entry, path).decode("utf-8", "surrogateescape")
        if state:
            raise RefusedPath(
                f"is a link, or lies behind one; all of {STATE_DIR} is real folders and files", path
            )
        if target.startswith("/") or links > MAX_LINKS:
            raise RefusedPath("leaves the workspace through a link", path)
        return target


def is_blob(data: bytes, name: str) -> bool:
    """Whether what a file holds is what git has by a name, be it with other line endings."""
    # Repositories made with `--object-format=sha256` have longer ids.
    kind = hashlib.sha1 if len(name) == 40 else hashlib.sha256
    # `core.autocrlf` writes a checkout's lines otherwise than the blob has them.
    forms = (data, data.replace(b"\r\n", b"\n"))
    return any(
        kind(b"blob %d\0" % len(form) + form, usedforsecurity=False).hexdigest() == name for form in forms
    )


def index(top: Path, prefix: str, *, hook: bool = False) -> dict[str, Entry]:
    """Return the entries of git's index below a folder."""
    told = git.run(
        top, "ls-files", "-z", "--stage", "--full-name", *(("--", prefix) if prefix else ()), hook=hook
    )
    found: dict[str, Entry] = {}
    for about, path in _named(told, prefix):
        mode, name, stage = about.split()
        # A file in conflict stands there up to three times, as the base and the two sides have it.
        found[path] = Entry(mode, name, stage != "0")
    return found


def commit(top: Path, prefix: str, name: str, *, hook: bool = False) -> dict[str, Entry]:
    """Return the entries of a commit below a folder; none if there is no such commit."""
    told = git.run(
        top, "ls-tree", "-r", "-z", "--full-tree", name, *(("--", prefix) if prefix else ()), hook=hook
    )
    return {path: Entry(about.split()[0], about.split()[2]) for about, path in _named(told, prefix)}


def _named(told: bytes | None, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield what git says of each file, with its path."""
    for field in (told or b"").decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, _, path = field.partition("\t")
        if path.startswith(prefix):
            yield about, path[len(prefix) :]
