"""The files below a folder that git would look at, and that belong to the folder."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pathspec

_NAME = ".gitignore"


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one `.gitignore`, and those of the folders above it, which it can overrule."""

    base: str
    """Where its patterns begin: a path relative to the root with `/` at its end; empty for the root."""
    prefix: str
    """What stands before a path of the root, for rules from above it."""
    spec: pathspec.GitIgnoreSpec
    above: "_Rules | None"

    def ignore(self, path: str) -> bool:
        """Whether a file, or a folder whose path ends with `/`, is ignored."""
        found = self.spec.check_file(self.prefix + path.removeprefix(self.base)).include
        return found if found is not None else self.above is not None and self.above.ignore(path)


def files(root: Path, folder: str, suffix: str, ignore: Sequence[str] = ()) -> Iterator[str]:
    """Yield the files below a folder, sorted, relative to the root, with `/`.

    Hidden folders, what a `.gitignore` names (those above the root count, up to the repository's), and symbolic
    links that lead out of the root are left out; links to folders are not followed.

    Args:
        root: The workspace.
        folder: Where to look, relative to it.
        suffix: What the names end with.
        ignore: More patterns, in the syntax of `.gitignore`, relative to the root.
    """
    return (path for path, _ in entries(root, folder, suffix, ignore))


def entries(
    root: Path, folder: str, suffix: str, ignore: Sequence[str] = ()
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield the same files with their directory entries, which know more of them."""
    rules = _above(root)
    own = _Rules("", "", pathspec.GitIgnoreSpec.from_lines(ignore), None) if ignore else None
    start = "" if folder in ("", ".") else f"{folder.strip('/')}/"
    at = ""
    for part in start.split("/")[:-1]:
        rules = _with(root, at, rules)
        at += f"{part}/"
    yield from _walk(root, start, suffix, rules, own)


def everything(root: Path, folder: str, suffix: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield the files below a folder that no `.gitignore` hides, with their directory entries, sorted."""
    return _walk(root, f"{folder}/", suffix, None, None)


def _walk(
    root: Path, folder: str, suffix: str, rules: _Rules | None, own: _Rules | None
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    try:
        with os.scandir(root / folder) as found:
            here = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # it is not there, or not ours to read
    if any(entry.name == _NAME for entry in here):
        rules = _with(root, folder, rules)
    for entry in here:
        path = folder + entry.name
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and not _ignored(f"{path}/", rules, own):
                yield from _walk(root, f"{path}/", suffix, rules, own)
        elif not entry.name.endswith(suffix) or _ignored(path, rules, own):
            continue
        elif not entry.is_symlink() or _inside(root, root / path):
            yield path, entry


def _ignored(path: str, rules: _Rules | None, own: _Rules | None) -> bool:
    return (rules is not None and rules.ignore(path)) or (own is not None and own.ignore(path))


def _inside(root: Path, link: Path) -> bool:
    return link.is_file() and link.resolve().is_relative_to(root.resolve())


def _with(root: Path, folder: str, rules: _Rules | None) -> _Rules | None:
    """Return the rules that hold in a folder."""
    lines = _lines(root / folder / _NAME)
    return _Rules(folder, "", pathspec.GitIgnoreSpec.from_lines(lines), rules) if lines else rules


def _above(root: Path) -> _Rules | None:
    """Return the rules of the folders above the root, within its repository."""
    root = root.resolve()
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    rules = None
    for folder in reversed(root.parents):
        if folder.is_relative_to(top) and (lines := _lines(folder / _NAME)):
            prefix = f"{root.relative_to(folder).as_posix()}/"
            rules = _Rules("", prefix, pathspec.GitIgnoreSpec.from_lines(lines), rules)
    return None if rules and rules.ignore("") else rules  # a root that git ignores as a whole still has pages


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
