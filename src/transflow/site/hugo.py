"""A Hugo site, told by its configuration: one file, or a folder of them, in any of Hugo's formats."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from transflow.site import urls
from transflow.site.clues import Clues, at, below, items
from transflow.site.detected import Detected, Place
from transflow.site.grammar import GRAMMAR

_BY_LANGUAGE = GRAMMAR["hook-by-language"]

_HUGO = (
    "hugo",
    "config",
    "config/_default/hugo",
    "config/_default/config",
    "config/_default/markup",
    "config/_default/languages",
    "config/_default/module",
    "config/_default/permalinks",
)
_LINK_HOOKS = ("layouts/_default/_markup/render-link.html", "layouts/_markup/render-link.html")
"""A site's own template for links, which may lead them to the reader's language."""
_DATA = (".toml", ".yaml", ".yml", ".json")


def hugo(files: Clues) -> Detected | None:
    """Return what is known of a Hugo site; None if it is none."""
    data: dict[str, Any] = {}
    seen: list[str] = []
    for name in _HUGO:
        for ending in _DATA:
            read = files.data(f"{name}{ending}")
            if read is not None and (name.endswith("hugo") or "_default/" in name or _is_hugos(read)):
                own = name.rpartition("/")[2]
                # The file is the section that its name says.
                data |= {own: read} if own in {"markup", "languages", "module", "permalinks"} else read
                seen.append(f"{name}{ending}")
    # `languages.zh-cn.toml` is the section `zh-cn` of `languages`, as themes for several languages come with it.
    for path, tag in files.matching("config/_default", r"languages\.([\w-]+)\.(?:toml|ya?ml|json)"):
        if isinstance(said := data.setdefault("languages", {}), dict):
            said[tag] = files.data(path) or {}
            seen.append(path)
    if not seen:
        return None
    goldmark = below(data, "markup", "goldmark") or {}
    why = [f"{seen[0]} is Hugo's"]
    # Goldmark knows formulas by this extension alone, between the signs that the site chooses.
    passthrough = below(goldmark, "extensions", "passthrough")
    pairs = [pair for kind in ("inline", "block") for pair in items(below(passthrough, "delimiters", kind))]
    math = any(items(pair)[:1] == ["$"] for pair in pairs) if below(passthrough, "enable") else None
    if math:
        why.append("passthrough has `$` for formulas")
    if below(goldmark, "parser", "attribute", "block"):
        why.append("attributes of blocks are on")
    breaks = True if below(goldmark, "renderer", "hardWraps") else None
    hook = files.text(files.first(*_LINK_HOOKS) or _LINK_HOOKS[0])
    localized = _BY_LANGUAGE.search(hook) is not None
    found = Detected("Hugo", "hugo", True, tuple(why), (), math or None, breaks, ("linkTitle",), urls=replace(urls.hugo(data), localized=localized))  # fmt: skip
    return _languages_of_hugo(found, data)


def _languages_of_hugo(found: Detected, data: Mapping[str, Any]) -> Detected:
    """Add what Hugo's configuration says of languages and their folders."""
    listed = at(data, "languages")
    # A language that is switched off is not built, and nobody waits for its pages.
    off = {str(tag).lower() for tag in items(at(data, "disableLanguages"))}
    entries = {str(tag): entry for tag, entry in listed.items() if isinstance(entry, Mapping)} if isinstance(listed, Mapping) else {}  # fmt: skip
    entries = {tag: entry for tag, entry in entries.items() if tag.lower() not in off and not at(entry, "disabled")}  # fmt: skip
    folders = {tag: str(folder).strip("/") for tag, entry in entries.items() if (folder := at(entry, "contentDir"))}  # fmt: skip
    mounts = at(at(data, "module"), "mounts")
    # Content folders of languages may also be mounts of a module.
    for mount in mounts if isinstance(mounts, list) else ():
        tag, target = str(at(mount, "lang") or ""), str(at(mount, "target") or "")
        if tag and target.strip("/") == "content":
            folders.setdefault(tag, str(at(mount, "source") or "").strip("/"))
    # Hugo's own default, or else the language of the least weight.
    first = "en" if not entries or "en" in entries else min(entries, key=lambda tag: _weight(entries[tag]))
    default = str(at(data, "defaultContentLanguage") or (first if entries else ""))
    content = str(at(data, "contentDir") or "content").strip("/") or "content"
    place = Place(content, "{path}.md", "{path}.{lang}.md")
    return replace(found, places=(place,), default=default, tags=tuple({**entries, **folders}), folders=tuple(folders.items()), says=True)  # fmt: skip


def _weight(entry: Mapping[str, Any]) -> float:
    weight = at(entry, "weight")
    # To Hugo 0 is no weight, and what has none comes last.
    return weight if isinstance(weight, int | float) and weight else float("inf")


def _is_hugos(data: Mapping[str, Any]) -> bool:
    """Whether a `config.*` is Hugo's: other tools have files of that name."""
    known = {
        "baseurl",
        "languagecode",
        "defaultcontentlanguage",
        "languages",
        "theme",
        "markup",
        "module",
        "params",
        "menu",
    }
    return len(known & {str(key).lower() for key in data}) >= 2  # one key may be anybody's
