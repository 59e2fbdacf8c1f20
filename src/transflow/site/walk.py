"""The files below a folder that git would look at, and that belong to the folder."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from transflow.errors import DocumentError
from transflow.files import Folder, Stamp, repository, stamp_of
from transflow.patterns import MAX_LINES, PathLines, paths
from transflow.site.attributes import NAME as ATTRIBUTES
from transflow.site.attributes import Attributes
from transflow.way import STATE_DIR, composed

_NAME = ".gitignore"
MAX_FOLDERS = 100
"""Folders in folders; each is opened by way of all that it is in."""

Found = tuple[str, Stamp]
"""A file's path relative to the root, with `/`, and its stamp."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one `.gitignore`, and those of the folders above it, which it can overrule."""

    base: str
    """Where its patterns begin: a path relative to the root with `/` at its end; empty for the root."""
    prefix: str
    """What stands before a path of the root, for rules from above it."""
    spec: PathLines
    above: "_Rules | None"
    tried: int
    """Lines of it and of those above that are tried with every path."""

    def ignore(self, path: str) -> bool:
        """Whether a file, or a folder whose path ends with `/`, is ignored."""
        rules: _Rules | None = self
        while rules is not None:
            # The nearest file that says anything of a path decides, as git has it.
            found, _ = rules.spec.decided(rules.prefix + path.removeprefix(rules.base))
            if found is not None:
                return found
            rules = rules.above
        return False


class Disk(Folder):
    """The files below a root, for reading, writing and listing; what git's attributes say of them is done here."""

    @cached_property
    def deep(self) -> set[str]:
        """Folders that a listing left out because they lie too deep."""
        return set()

    @cached_property
    def attributes(self) -> Attributes:
        """What git's attributes say of the files."""
        return Attributes(self)

    def read(self, path: str) -> bytes:
        """Return what git would have of a file; see `Tree`."""
        data = super().read(path)
        return data if _is_raw(path) else self.attributes.read(path, data)

    def encoded(self, path: str, text: str) -> bytes:
        """Return a text as it has to stand on disk under a path; see `Folder`."""
        return self.attributes.write(path, text, super().read(path) if self.has(path) else None)

    def write(self, path: str, text: str) -> None:
        """Write a file whole or not at all; see `Folder`."""
        super().write(path, text)
        self.attributes.wrote(path)

    def list(
        self, folder: str = "", suffix: str = "", ignore: Sequence[str] = (), *, every: bool = False
    ) -> Sequence[str]:
        """Return the files below a folder; see `transflow.files.Tree`.

        Of the `.gitignore` files those above the root count too, up to the repository's. Symbolic links that lead out of
        the root are left out; links to folders are not followed.
        """
        return [path for path, _ in self.stamped(folder, suffix, ignore, every=every)]

    def stamped(
        self, folder: str = "", suffix: str = "", ignore: Sequence[str] = (), *, every: bool = False
    ) -> Sequence[Found]:
        """Return the same files with their stamps."""
        start = "" if folder in ("", ".") else f"{folder.strip('/')}/"
        state = start.startswith(f"{STATE_DIR}/")
        walk = _Walk(self, suffix, _Rules("", "", paths(ignore), None, 0) if ignore else None)
        if state or every:
            return walk.below(start, None, hide=not state, rule=False)
        rules = _above(self.root)
        at = ""
        # The rules of each folder on the way down count below it.
        for part in start.split("/")[:-1]:
            rules = _with(self, at, rules)
            at += f"{part}/"
        return walk.below(start, rules, hide=True, rule=True)


class _Walk:
    """One walk; a large site has many files, so it takes no detour for any of them."""

    def __init__(self, disk: Disk, suffix: str, own: _Rules | None) -> None:
        self.disk, self.suffix, self.own = disk, suffix, own

    def below(self, folder: str, rules: _Rules | None, *, hide: bool, rule: bool) -> list[Found]:
        """Return the files below a folder, sorted by path."""
        found: list[Found] = []
        left = [(folder, rules)]
        while left:
            # A list and no recursion: a stranger's folders may be deeper than calls can be.
            left += self._folder(*left.pop(), found, hide=hide, rule=rule)
        return sorted(found, key=itemgetter(0))

    def _folder(
        self, folder: str, rules: _Rules | None, found: list[Found], *, hide: bool, rule: bool
    ) -> list[tuple[str, _Rules | None]]:
        """Note the files of one folder, and return the folders in it."""
        with ExitStack() as stack:
            try:
                here = list(stack.enter_context(self.disk.listing(folder)))
            except OSError:
                return []  # it is not there, or not ours to read
            if rule and any(entry.name == _NAME for entry in here):
                rules = _with(self.disk, folder, rules)
            return self._take(folder, here, rules, found, hide=hide)

    def _take(
        self,
        folder: str,
        here: Sequence["os.DirEntry[str]"],
        rules: _Rules | None,
        found: list[Found],
        *,
        hide: bool,
    ) -> list[tuple[str, _Rules | None]]:
        """Note the files among the entries of an open folder, and return the folders."""
        folders = []
        ruled = rules is not None or self.own is not None
        for entry in here:
            path = folder + composed(entry.name)
            if entry.name == ".git":
                continue  # nobody's business, be it a folder or a file that names one
            if path.endswith(self.suffix) and (
                entry.is_file(follow_symlinks=False) or self._links_inside(path, entry)
            ):
                if not ruled or not _ignored(path, rules, self.own):
                    found.append((path, _stamp(entry)))
            # Hidden folders (`.obsidian`, `.vitepress`) are a generator's, and hold no pages.
            elif not entry.is_dir(follow_symlinks=False) or (hide and entry.name.startswith(".")):
                continue
            elif not ruled or not _ignored(f"{path}/", rules, self.own):
                if path.count("/") >= MAX_FOLDERS:
                    self.disk.deep.add(path)
                else:
                    folders.append((f"{path}/", rules))
        return folders

    def _links_inside(self, path: str, entry: "os.DirEntry[str]") -> bool:
        """Whether an entry is a symbolic link to a file of the workspace."""
        try:
            return entry.is_symlink() and self.disk.has(path)
        # A link that leads out of the root is left out, as the listing says.
        except DocumentError:
            return False


def _is_raw(path: str) -> bool:
    """Whether git itself reads a file as it stands, or never sees it."""
    return path.endswith((_NAME, ATTRIBUTES)) or path.startswith(f"{STATE_DIR}/cache/")


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    """Return the stamp of an entry of an open folder; zeros for one that is gone already."""
    try:
        return stamp_of(entry.stat())
    # Zeros are no file's stamp: what hangs on it is looked at again.
    except OSError:
        return (0, 0, 0, 0)


def _ignored(path: str, rules: _Rules | None, own: _Rules | None) -> bool:
    return (rules is not None and rules.ignore(path)) or (own is not None and own.ignore(path))


def _with(disk: Folder, folder: str, rules: _Rules | None) -> _Rules | None:
    """Return the rules that hold in a folder."""
    lines = _lines(disk, folder + _NAME)
    return _below(rules, folder, "", lines) if lines else rules


def _below(above: _Rules | None, folder: str, prefix: str, lines: list[str]) -> _Rules:
    """Return rules that can overrule those of the folders above.

    Raises:
        DocumentError: There are so many that each path would have to be compared with all of them.
    """
    spec = paths(lines)
    tried = len(spec) + (above.tried if above else 0)
    if tried > MAX_LINES:
        raise DocumentError(
            f"more than {MAX_LINES:,} lines with wildcards hold for one folder",
            folder + _NAME,
            hint="name whole folders",
        )
    return _Rules(folder, prefix, spec, above, tried)


def _above(root: Path) -> _Rules | None:
    """Return the rules of the folders above the root, within its repository."""
    root = Path(os.path.realpath(root))
    top = repository(root) or root
    rules = None
    for folder in reversed(root.parents):
        if folder.is_relative_to(top) and (lines := _lines(Folder(folder), _NAME)):
            prefix = f"{root.relative_to(folder).as_posix()}/"
            rules = _below(rules, "", prefix, lines)
    return None if rules and rules.ignore("") else rules  # a root that git ignores as a whole still has pages


def _lines(disk: Folder, path: str) -> list[str]:
    try:
        return disk.read(path).decode("utf-8", "replace").splitlines()
    # A .gitignore that is a link, which git passes over as well, too large or not to be read.
    except DocumentError:
        return []
