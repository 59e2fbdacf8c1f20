"""What a generator's configuration says of the addresses of pages and the ids of headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from transflow.markdown.anchors import OwnIds
from transflow.site.clues import at, below, value_of
from transflow.site.grammar import GRAMMAR

_RENDERER = GRAMMAR["hexo-renderer"]


@dataclass(frozen=True, slots=True)
class Urls:
    """How addresses of pages and ids of headings are made."""

    known: bool = False
    """Whether a page's address follows from its path; else nothing is said of addresses."""
    base: str = ""
    """The path that the site stands under, without a slash at its end."""
    files: bool = False
    """Whether a page is a file in its folder (`/x/a.html`), so that `b` is beside it, or a folder (`/x/a/`)."""
    subdir: bool = False
    """Whether pages in the default language have its tag in their addresses too."""
    lower: bool = False
    """Whether addresses are in lower case whatever the file is called, with hyphens for spaces."""
    localized: bool = False
    """Whether the generator itself leads an address to the reader's language, so that links have to stay."""
    ids: str = ""
    """One of `transflow.markdown.slugs.RULES`; empty if it is not known."""
    own_ids: OwnIds = ""
    """How a heading gets an id of its own, where the dialect does not tell it."""


def hugo(data: Mapping[str, Any]) -> Urls:
    """Return Hugo's; with permalinks, or a host for each language, addresses are not told by paths."""
    languages = at(data, "languages")
    entries = list(languages.values()) if isinstance(languages, Mapping) else []
    special = at(data, "permalinks") or any(at(entry, "baseURL") for entry in entries)
    ugly = at(data, "uglyURLs")
    parser = at(at(at(data, "markup"), "goldmark"), "parser")
    kind = (
        str(at(parser, "autoHeadingIDType") or "github") if at(parser, "autoHeadingID") is not False else ""
    )
    return Urls(
        # `uglyURLs` may be said section by section: then a path does not tell it.
        known=not special and not isinstance(ugly, Mapping),
        base=_base(at(data, "baseURL")),
        files=ugly is True,
        subdir=at(data, "defaultContentLanguageInSubdir") is True,
        lower=at(data, "disablePathToLower") is not True,
        ids=kind if kind == "github" else "",
    )


def mkdocs(data: Mapping[str, Any], i18n: object) -> Urls:
    """Return MkDocs'; without the plugin for languages there is nothing to say of the addresses of translations."""
    files = data.get("use_directory_urls") is False
    return Urls(i18n is not None, _base(data.get("site_url")), files, ids=_mkdocs_ids(data))


def _mkdocs_ids(data: Mapping[str, Any]) -> str:
    listed = data.get("markdown_extensions")
    entries = listed if isinstance(listed, list) else [listed]
    for entry in entries:
        for name in ("toc", "markdown.extensions.toc"):
            toc = below(entry, name)
            if isinstance(toc, Mapping) and ("slugify" in toc or "separator" in toc):
                lower = below(toc, "slugify", "kwds", "case") == "lower" and "separator" not in toc
                return (
                    "pymdown" if lower else ""
                )  # which function it is stands in a tag, that is never followed
    return "python-markdown"


def vitepress(text: str) -> Urls:
    """Return VitePress', which puts its base before links by itself."""
    # VitePress' `rewrites` give pages other addresses, by rules that are code.
    return Urls("rewrites" not in text, files=True, ids="" if "slugify" in text else "vitepress")


def jekyll(data: Mapping[str, Any]) -> Urls:
    """Return what is known of Jekyll's: the ids that kramdown makes. Addresses follow from permalinks and dates."""
    options = at(data, "kramdown")
    said = str(at(data, "markdown") or "kramdown").lower(), str(at(options, "input") or "GFM").lower()
    special = any(at(options, key) for key in ("auto_id_prefix", "transliterated_header_ids"))
    rule = {("kramdown", "gfm"): "kramdown-gfm", ("kramdown", "kramdown"): "kramdown"}.get(said, "")
    return Urls(ids="" if special or at(options, "auto_ids") is False else rule)


def hexo(data: Mapping[str, Any], package: str) -> Urls:
    """Return what is known of Hexo's: the ids that its own renderer makes, which no heading can choose."""
    renderers = set(_RENDERER.findall(package)) & _RENDERERS
    marked = at(data, "marked")
    usual = not renderers and not at(marked, "modifyAnchors") and at(marked, "headerIds") is not False
    return Urls(ids="hexo" if usual else "", own_ids="none" if usual else "braces")


_RENDERERS = {
    "markdown-it",
    "markdown-it-plus",
    "kramed",
    "pandoc",
    "multi-markdown-it",
    "multi-next-markdown-it",
    "markdown-it-katex",
}
"""Others that Hexo may read Markdown with, each with ids of its own."""


def starlight(text: str) -> Urls:
    """Return Starlight's."""
    return Urls(
        True,
        "/" + base if (base := value_of(text, "base").strip("/")) else "",
        lower=True,
        ids="github",
        own_ids="none",
    )


def _base(url: object) -> str:
    try:
        return urlsplit(str(url or "")).path.rstrip("/")
    except ValueError:  # no address at all
        return ""
