"""Where a site has its interface strings, told by its generator and the files that are there: what `init` proposes of them."""

import posixpath
from collections.abc import Iterator

from transflow import frontmatter, languages
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.site.detected import Detected, Place
from transflow.site.walk import Disk
from transflow.strings import FORMATS, format_of


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
    if seen.generator == "Hugo":
        broken += _menus_in_settings(disk, seen.base, source)
    return found, broken


def _menus_in_settings(disk: Disk, base: str, source: str) -> Iterator[DocumentError]:
    """Yield where a Hugo site's settings hold menus of its source language: a file in all languages is no page in one."""
    for name in _SETTINGS:
        for ending in FORMATS:
            path = f"{base}{name}{ending}"
            if not disk.has(path):
                continue
            text = read_text(disk, path)
            try:
                front = frontmatter.parse(text, path)
            except DocumentError:
                continue  # whoever reads the settings tells
            keys = (_to_menu(name, value.key, source) for value in frontmatter.values(text, front))
            if key := next(filter(None, keys), ()):
                # As the site calls the language: to Hugo `zh` is none of the names of `zh-cn`.
                called = next((str(part) for part in key if languages.same(str(part), source)), source)
                hint = f"move them to {base}config/_default/menus.{called.lower()}.toml, which Hugo reads besides"
                line = frontmatter.line_of(text, front, key)
                yield DocumentError("menus in a file of settings are not read", path, line, hint)


_SETTINGS = ("hugo", "config", "config/_default/hugo", "config/_default/config", "config/_default/languages")
_MENUS = ("menu", "menus")
_OF_MENUS = ("menus.", "menu.")


def _to_menu(name: str, key: frontmatter.KeyPath, source: str) -> frontmatter.KeyPath:
    """Return the key path down to the menus that a value of a file of settings stands in; empty if it stands in none."""
    names = [str(part).lower() for part in key]
    above = 0 if name.endswith("/languages") else 1 if names[0] == "languages" else -1
    # In a language only what is the source's; menus of all languages are the source's, too.
    if above >= 0 and (len(key) <= above or not languages.same(names[above], source)):
        return ()
    place = above + 1
    return key[: place + 1] if len(key) > place and names[place] in _MENUS else ()


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
