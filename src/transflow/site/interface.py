"""Where a site has its interface strings, told by its generator and the files that are there: what `init` proposes of them."""

import posixpath
from collections.abc import Iterator

from transflow import frontmatter, languages
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.site.detected import Detected, Place
from transflow.site.walk import Disk
from transflow.strings import format_of


def places(disk: Disk, seen: Detected, source: str) -> tuple[list[Place], list[DocumentError]]:
    """Return the entries of `content` for a site's interface strings of its source language, and why others are left out.

    Args:
        disk: The site.
        seen: What it is built with.
        source: Language of its source pages.
    """
    find = {"Hugo": _hugo, "Docusaurus": _docusaurus}.get(seen.generator)
    found: list[Place] = []
    broken: list[DocumentError] = []
    for place in find(disk, seen.base, source) if find else ():
        path = f"{place.root}/{place.source}"
        try:
            if disk.has(path):  # a pattern names none
                frontmatter.parse(read_text(disk, path), path)
            found.append(place)
        except DocumentError as error:
            broken.append(error)
    return found, broken


def _hugo(disk: Disk, base: str, source: str) -> Iterator[Place]:
    for folder, names in ((f"{base}i18n", ("",)), (f"{base}config/_default", ("menus.", "menu."))):
        for name in _names(disk, folder):
            stem, ending = posixpath.splitext(name)
            before = next((start for start in names if stem.startswith(start)), None)
            # `i18n/zh.toml`, `menus.zh-cn.toml`: the name is the tag, with what Hugo wants before it.
            if before is not None and format_of(name) and languages.same(stem.removeprefix(before), source):
                yield Place(folder, name, f"{before}{{lang}}{ending}")
                break


def _docusaurus(disk: Disk, base: str, source: str) -> Iterator[Place]:
    folder = f"{base}i18n"
    for tag in disk.folders(folder) if disk.has_folder(folder) else ():
        if languages.same(tag, source) and disk.list(f"{folder}/{tag}", ".json"):
            yield Place(folder, f"{tag}/{{path}}.json", "{lang}/{path}.json")
            return


def _names(disk: Disk, folder: str) -> list[str]:
    """Return the names of the files in a folder, not of those below it."""
    listed = disk.list(folder) if disk.has_folder(folder) else ()
    names = (path[len(folder) + 1 :] for path in listed)
    return [name for name in names if "/" not in name]
