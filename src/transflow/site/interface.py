"""Where a site has its interface strings, told by its generator and the files that are there: what `init` proposes of them."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from transflow import frontmatter, languages
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.site.detected import Detected, Place
from transflow.site.walk import Disk
from transflow.strings import FORMATS, MENUS, format_of


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
    # Where a language has a file of menus, Hugo takes none from the settings.
    if seen.generator == "Hugo" and not any(place.source.startswith(_OF_MENUS) for place in found):
        for path in _settings(disk, seen.base, source):
            try:
                found += _menus_in(disk, path, seen.base, source)
            except DocumentError as error:
                broken.append(error)
    return found, broken


def _settings(disk: Disk, base: str, source: str) -> Iterator[str]:
    """Yield the files of a Hugo site's settings that may hold menus of its source language."""
    folder = f"{base}config/_default"
    paths = [f"{base}{name}{ending}" for name in _SETTINGS for ending in FORMATS]
    # `languages.zh-cn.toml` is the language's own.
    own = [name for name in _names(disk, folder) if name.startswith("languages.") and format_of(name)]
    paths += [f"{folder}/{name}" for name in own if languages.same(name.split(".")[1], source)]
    yield from filter(disk.has, paths)


def _menus_in(disk: Disk, path: str, base: str, source: str) -> Iterator[Place]:
    """Yield the entry for the menus of the source language in a file of settings, if it has some.

    Raises:
        DocumentError: It has, and they cannot be read there.
    """
    text, folder = read_text(disk, path), f"{base}config/_default"
    try:
        front = frontmatter.parse(text, path)
    except DocumentError:
        return  # whoever reads the settings tells
    keys = [key for key in frontmatter.places(front.data, path) if _is_sources(path, key, source)]
    if not keys:
        return
    try:
        frontmatter.menus(text, path)
    except DocumentError as error:
        # As the site calls the language: to Hugo `zh` is none of the names of `zh-cn`.
        called = next(
            (str(part) for key in keys for part in key if languages.same(str(part), source)), source
        )
        hint = f"move them to {folder}/menus.{called.lower()}.toml, which Hugo reads besides"
        raise replace(error, hint=hint) from None
    above, _, name = path.rpartition("/")
    target = f"menus.{{lang}}{posixpath.splitext(name)[1]}"
    yield Place(above or ".", name, target if above == folder else f"config/_default/{target}")


_SETTINGS = ("hugo", "config", "config/_default/hugo", "config/_default/config", "config/_default/languages")
_OF_MENUS = tuple(f"{name}." for name in MENUS)


def _is_sources(path: str, key: frontmatter.KeyPath, source: str) -> bool:
    """Whether menus at a key path of a file of settings are the source language's: its own, or those of all languages."""
    above = key[:-1] if posixpath.basename(path).startswith("languages.") else key[1:-1]
    return not above or languages.same(str(above[0]), source)


def _hugo(disk: Disk, base: str, source: str) -> Iterator[Place]:
    settings = f"{base}config/_default"
    for folder, names in ((f"{base}i18n", ("",)), (settings, _OF_MENUS), (f"{settings}/menus", _OF_MENUS)):
        for name in _names(disk, folder):
            stem, ending = posixpath.splitext(name)
            before = next((start for start in names if stem.startswith(start)), None)
            # `i18n/zh.toml`, `menus.zh-cn.toml`: the name is the tag, with what Hugo wants before it.
            if before is not None and format_of(name) and languages.same(stem.removeprefix(before), source):
                yield Place(folder, name, f"{before}{{lang}}{ending}")
                break
        else:
            # `menus.toml` is for every language that has none of its own.
            for stem, ending in (posixpath.splitext(name) for name in _names(disk, folder)):
                if f"{stem}." in names and format_of(f"{stem}{ending}"):
                    yield Place(folder, f"{stem}{ending}", f"{stem}.{{lang}}{ending}")
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
