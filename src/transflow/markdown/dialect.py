"""What the site's Markdown means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Name = Literal[
    "commonmark", "hugo", "mdx", "mkdocs", "myst", "vitepress", "jekyll", "hexo", "quarto", "obsidian",
]  # fmt: skip
NAMES: tuple[str, ...] = get_args(Name)

_SHOWN = ("markings", "formulas", "emoji", "addresses")
_ANY = (
    "shortcodes", "liquid", "attributes", "admonitions", "containers", "directives", "wikilinks", "texmath",
    "snippets", "abbreviations", "toc", "gridtables", "citations", "modules", "labelled", "ruby", "kramdown", "targets",
    "celloptions", "codegroups", "codetitles", *_SHOWN,
)  # fmt: skip
FEATURES: Mapping[str, tuple[str, ...]] = {
    "": _ANY,
    # What templates or other tools would read is shown as it is, and stays: `${{ secrets.TOKEN }}`, `[TOC]`.
    "commonmark": ("attributes", "liquid", "toc", "formulas", "emoji", "addresses"),
    "hugo": (
        "shortcodes", "attributes", "texmath", "containers", "toc", "ruby", "liquid", "gridtables",
        "citations", "wikilinks", "labelled", "admonitions", "snippets", "abbreviations", "kramdown", "codetitles", *_SHOWN,
    ),
    # No `attributes` and no `liquid`: to MDX whatever stands in braces is an expression.
    "mdx": ("jsx", "esm", "containers", "labelled", "texmath", "codetitles", *_SHOWN),
    "mkdocs": (
        "admonitions", "attributes", "snippets", "abbreviations", "toc", "texmath", "blocks", "liquid", *_SHOWN,
        "gridtables", "wikilinks", "critic", "hashes", "mdhtml", "codetitles", "codecells", "autodoc",
    ),
    "myst": (
        "directives", "containers", "targets", "comments", "attributes", "fields", "liquid", "spans", "gridtables", "citations", *_SHOWN,
    ),
    "vitepress": (
        "containers", "attributes", "vue", "liquid", "snippets", "abbreviations", "toc", "modules", "labelled", "codegroups", "codetitles", *_SHOWN,
    ),
    "jekyll": (
        "liquid", "kramdown", "attributes", "abbreviations", "toc", "texmath", "gridtables", "bartables", "mdhtml", "codecells", *_SHOWN,
    ),
    "hexo": ("liquid", "hexotags", "codecaptions", "attributes", "breaks", "texmath", "abbreviations", "toc", *_SHOWN),
    "quarto": (
        "shortcodes", "containers", "attributes", "spans", "citations", "gridcells", "gridtables", "dashtables", "captions", "lineblocks", "texmath",
        "celloptions", "pandoc", "fancylists", "codecells", *_SHOWN,
    ),
    "obsidian": ("wikilinks", "vault", "adnotes", "breaks", "texmath", "citations", *_SHOWN),
}  # fmt: skip
"""What each dialect reads beyond CommonMark, tables and footnotes. A site that says nothing may be any of them: its pages
are read with all that can be told apart."""
ASKED = ("diagrams",)
"""Features that no dialect has by itself: `markdown.diagrams` asks for it."""
KEYS: Mapping[str, tuple[str, ...]] = {
    "hugo": (
        "linkTitle", "subtitle", "menu.*.name", "menu.*.title", "menus.*.name", "menus.*.title", "cover.alt", "cover.caption", "resources.*.title", "params.subtitle",
    ),
    "mdx": (
        "sidebar_label", "pagination_label", "sidebar.label", "hero.title", "hero.tagline", "hero.actions.*.text", "hero.actions.*.attrs.aria-label", "hero.actions.*.attrs.title",
        "banner.content", "hero.image.alt", "sidebar.badge", "sidebar.badge.text", "prev", "prev.label", "next", "next.label", "head.*.content", "head.*.attrs.content",
        "authors.*.title",
    ),
    "vitepress": (
        "hero.name", "hero.text", "hero.tagline", "hero.actions.*.text", "features.*.title", "features.*.details",
        "features.*.linkText", "hero.image.alt", "features.*.icon.alt", "prev", "prev.text", "next", "next.text", "head.*.1.content", "titleTemplate", "heroText", "tagline", "actionText",
        "actions.*.text", "footer",
    ),
    "myst": (
        "subtitle", "short_title", "abstract", "parts.*", "substitutions.*", "myst.substitutions.*", "html_meta.description",
        "myst.html_meta.description",
    ),
    "quarto": (
        "subtitle", "abstract", "abstract-title", "toc-title", "image-alt", "about.links.*.text", "code-summary", "format.*.toc-title",
        "format.*.code-summary", "format.*.footer", "listing.feed.title", *(f"crossref.{kind}-{part}" for kind in ("fig", "tbl", "lst", "eq", "sec") for part in ("title", "prefix")),
    ),
    "jekyll": (
        "subtitle", "excerpt", "tagline", "toc_label", "header.caption", "header.image_description", "header.actions.*.label", "feature_row.*.alt",
        "feature_row.*.btn_label", "feature_row.*.excerpt", "feature_row.*.title", "gallery.*.alt", "gallery.*.title", "intro.*.excerpt",
        "sidebar.*.image_alt", "sidebar.*.text", "sidebar.*.title", "image.alt",
    ),
    "hexo": ("subtitle", "excerpt"),
}  # fmt: skip
"""Front-matter values that a dialect's generators show, besides those that every site has."""
_MATH = frozenset({"mdx", "myst", "quarto", "obsidian"})
"""Dialects in which `$…$` is mathematics unless the configuration says otherwise."""

SYNC_KEYS = ("default_lang_commit", "l10n")
"""Keys in which other tools (OpenTelemetry's and Kubernetes' scripts, MDN's) note which commit a translation renders."""

RECORD = "translation"
"""The usual name of the mapping in which a translation says of itself what it is."""
OWN_KEYS = ("lang", "translations", "draft", "translate", *SYNC_KEYS)

_ADDRESSES: dict[str, tuple[str, ...]] = {
    "hexo": ("permalink", "abbrlink"),
    "jekyll": ("permalink", "redirect_from"),
    "mdx": ("slug",),  # of Astro and Starlight; under Docusaurus each language has a folder in addresses
    "obsidian": ("permalink",),
}
"""Front-matter keys that are the whole of a page's address in a dialect, besides those that every site may have."""


def addresses(name: str) -> tuple[str, ...]:
    """Return the front-matter keys that are the whole of a page's address, which two pages cannot share."""
    own = _ADDRESSES.get(name, ())
    return ("url", "aliases", *(() if "slug" in own else ("/slug",)), *own)


HIDING = {"draft": True, "published": False}
"""The front-matter keys, with their values, that keep a page out of what some generator publishes."""
_UNPUBLISHED = frozenset({"hexo", "jekyll"})
"""Dialects that hide a page by `published`, as `draft` means nothing to their generators."""
UNHEEDED = frozenset({"commonmark", "mkdocs", "myst", "vitepress"})
"""Dialects whose pages are published whatever their front matter says."""


SHORTCODES = (
    "alt", "title", "caption", "description", "footer", "header", "heading", "subheader", "subtitle", "summary", "text", "tooltip",
    "accordion.0", "admonition.1", "badge.0", "badge.content", "badge.value", "card.tag", "collapse.0", "details.0", "expand.0", "figure.attr", "include.content", "link.1", "link.2", "notice.1",
    "spoiler.0", "tab.0", "tab.name", "timelineItem.badge", "youtubeLite.label",
)  # fmt: skip
"""Arguments of shortcodes that readers see in the themes that are most used."""
ATTRIBUTES = (
    "alt", "title", "label", "placeholder", "aria-label", "attribution", "caption", "data-caption", "data-description", "data-title",
    "data-toc-label", "description", "fig-alt", "fig-cap", "fig-scap", "footer", "header", "heading", "img-alt", "link-alt", "lst-cap", "subtitle", "summary",
    "tbl-cap", "text", "tooltip",
)  # fmt: skip
"""Attributes that readers see."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The site's Markdown, as its configuration describes it; the defaults suit a site of which nothing is known."""

    math: bool = False
    """Whether `$…$` and `$$…$$` are math. An amount of money (`$300 to $500`) never is."""
    translate_keys: tuple[str, ...] = ("title", "summary", "description", "lead")
    """Front-matter values to translate: dotted key paths, `*` for any key or list item."""
    record: str = RECORD
    """The key under which a translation says of itself what it is."""
    own_keys: tuple[str, ...] = (*OWN_KEYS, RECORD)
    """Top-level front-matter keys that say something of that page alone; neither translated nor copied anew."""
    addresses: tuple[str, ...] = ("url", "aliases", "/slug")
    """Front-matter keys that are the whole of a page's address, which two pages cannot share; `/slug` is `slug` if its value
    begins with a stroke. None where each language has a folder of its own in addresses."""
    shortcode_args: tuple[str, ...] = SHORTCODES
    """Named shortcode arguments whose values are translated; `name.argument` for those of one shortcode, by name or by
    place from 0."""
    raw_shortcodes: tuple[str, ...] = (
        "apexcharts", "chart", "chartjs", "chem", "code", "code-toggle", "css", "d2", "dot", "echarts", "flowchart", "gantt", "goat",
        "graphviz", "highlight", "javascript", "js", "json", "katex", "kroki", "latex", "mapbox", "math", "mathjax", "mermaid",
        "plantuml", "plotly", "raw", "rawhtml", "script", "svg", "tex", "tikz", "vega", "vega-lite", "wavedrom",
    )  # fmt: skip
    """Paired shortcodes whose inside is not content."""
    attributes: tuple[str, ...] = ATTRIBUTES
    """Attributes of tags, containers and directives whose values are translated."""
    directives: tuple[str, ...] = (
        "admonition", "aside", "attention", "blockquote", "button-link", "button-ref", "c:*", "callout", "card", "card-carousel",
        "caution", "centered", "challenge", "class", "compound", "confval", "container", "contents", "cpp:*", "danger", "deprecated",
        "describe", "details", "discussion", "div", "dropdown", "envvar", "epigraph", "error", "example", "exercise*", "figure",
        "figure-md", "function", "glossary", "glue:figure", "grid", "grid-item", "grid-item-card", "highlights", "hint", "hlist", "iframe",
        "important", "instructor-note", "js:*", "keypoints", "list-table", "margin", "method", "note", "objectives", "only",
        "option", "prereq", "prf:*", "proof:*", "pull-quote", "py:*", "questions", "rubric", "seealso", "sidebar", "solution*",
        "subfigure", "tab-item", "tab-set", "table", "tip", "todo", "toggle", "topic", "type-along", "version*", "warning",
    )  # fmt: skip
    """MyST directives whose inside is content (`prf:*` is any name that begins with `prf:`)."""
    references: frozenset[str] | None = None
    """Normalized labels of the page's link reference definitions; `document.parse` fills it in. None if they are not
    known: then `[text][label]` and `[label][]` are taken for links, and `[label]` for text."""
    heeded: bool = True
    """Whether anything heeds what a page says of itself; where nothing does, a page without front matter needs none."""
    features: tuple[str, ...] = FEATURES[""]
    """The modules below `features` that it reads."""
    name: str = ""
    """Empty if the site does not say."""

    @property
    def strings(self) -> bool:
        """Whether texts are interface strings, in which only placeholders, tags and entities mean anything."""
        return self.name == STRINGS.name

    @property
    def hiding(self) -> tuple[str, bool]:
        """The front-matter key, with its value, that keeps a page out of what the generator publishes."""
        key = "published" if self.name in _UNPUBLISHED else "draft"
        return key, HIDING[key]

    def has(self, feature: str) -> bool:
        """Whether a feature is read."""
        return feature in self.features


STRINGS = Dialect(
    translate_keys=(), record="", own_keys=(), raw_shortcodes=(), features=("placeholders", "addresses"), name="strings",
)  # fmt: skip
"""What means something in interface strings: placeholders and tags, and nothing of Markdown."""


def is_math(name: str) -> bool:
    """Whether `$…$` is mathematics in a dialect if its site says nothing about it."""
    return name in _MATH
