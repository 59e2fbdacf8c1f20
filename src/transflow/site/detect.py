"""What a site is built with, told by its own files: generator, dialect, where pages and translations stand, how sure, why.

The files are parsed, never executed: TOML and YAML as data (tags of YAML mean nothing here), JavaScript by its look.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from posixpath import normpath
from typing import Any

from transflow.errors import TransflowError
from transflow.site import urls
from transflow.site.arrangement import tag_of
from transflow.site.clues import Clues, at, below, entries_of, items, list_of, objects_behind, value_of
from transflow.site.detected import Detected, Place
from transflow.site.grammar import GRAMMAR
from transflow.site.hugo import hugo
from transflow.site.urls import Urls

_NEIGHBOUR = GRAMMAR["neighbour"]
_NAME = GRAMMAR["hyphenated"]
_LOCALE = GRAMMAR["locale-address"]
_LOCALES = GRAMMAR["locales"]
_MATH = GRAMMAR["math-on"]
_BREAKS = GRAMMAR["breaks-on"]
_REWRITTEN = GRAMMAR["rewritten"]
_LANGUAGE = GRAMMAR["sphinx-language"]

_BASES = ("", "docs/", "website/", "site/", "web/", "www/", "documentation/", "doc/", "blog/", "book/", "apps/docs/", "apps/website/", "apps/web/", "packages/docs/", "packages/website/", "docs/website/", "docs/site/")  # fmt: skip
"""Folders of a repository in which its site may be."""


_DOCS = "docusaurus-plugin-content-docs"
_AROUND = " '\"`\n\t"
"""What stands round the words of a value in a program."""


def detect(root: Path) -> Detected:
    """Say what the site in a folder is built with; the first generator that has a file of its own there."""
    problems: list[TransflowError] = []
    for base in _BASES:
        files = Clues(root, base)
        # Else each generator looks for its files in it, and every command asks for the site's.
        if not files.there:
            continue
        found = next((seen for look in _LOOKS if (seen := look(files)) is not None), None) or _of_each(files)
        problems += files.problems
        # The first folder that has a site: a repository may have a second one for its tests.
        if found:
            return replace(_moved(found, base), problems=tuple(problems))
    return Detected(problems=tuple(problems))


def _of_each(files: Clues) -> Detected | None:
    """Read a folder with a site for each language in it: `en/mkdocs.yml` and `zh/mkdocs.yml`, or `en/conf.py`."""
    looked = {tag: files.inside(tag) for tag in files.folders("") if tag_of(tag)}
    seen = {
        tag: found for tag, inner in looked.items() for look in _OF_EACH if (found := look(inner)) is not None
    }
    if not seen:
        return None
    # `INHERIT: ../en/mkdocs.yml` names the site that the others follow; else their pages tell.
    parents = Counter(str((inner.data("mkdocs.yml") or {}).get("INHERIT") or "") for inner in looked.values())
    named = [match[1] for parent, _ in parents.most_common() if (match := _NEIGHBOUR.match(parent))]
    default = next((tag for tag in named if tag in seen), "")
    own = default or next(iter(seen))
    found = seen[own]
    places = tuple(Place(".", _below(own, place), _below("{lang}", place)) for place in found.places)
    why = (f"in {own}/: {found.why[0]}", "each language has its own")
    return replace(found, places=places, why=why, default=default, tags=tuple(seen), folders=(), says=True)


def _below(folder: str, place: Place) -> str:
    """Return the pattern of a place's sources as seen from above the folder that its site is in."""
    return normpath(f"{folder}/{place.root}/{place.source}")


def _moved(found: Detected, base: str) -> Detected:
    """Return what was found in a folder of the repository with the paths of the repository."""
    if not base:
        return found
    places = tuple(_from_above(place, base) for place in found.places)
    folders = tuple((tag, base + folder) for tag, folder in found.folders)
    return replace(
        found, why=(f"in {base}: {found.why[0]}", *found.why[1:]), places=places, folders=folders, base=base
    )


def _from_above(place: Place, base: str) -> Place:
    """Return a place in a folder of the repository as the repository has it."""
    if place.source.startswith("../"):
        # Docusaurus in `website/` may have its pages in `docs/` beside it; what follows stays outside, and is told.
        above = normpath(base + "..")
        return Place(above, place.source.removeprefix("../"), f"{base.rstrip('/').rpartition('/')[2]}/{place.target}")  # fmt: skip
    # The root `.` of a site in `docs/` is `docs`.
    return replace(place, root=normpath(base + place.root))


# --- generators -----------------------------------------------------------------------------------------------------


_MDX_ALONE = GRAMMAR["mdx-alone"]
_COLLECTIONS = "src/content"
"""Where Astro has its collections, a folder each."""


def _docusaurus(files: Clues) -> Detected | None:
    found = files.script("docusaurus.config")
    if not found[0]:
        return None
    # `[...locales]` and other code has no words in quotes: then the folders tell.
    locales = [name for name in list_of(found[1], "locales") if name] or files.folders("i18n")
    docs = _folder_of(found[1], "docs")
    parts = [(docs, "docs/current"), ("blog", "blog"), ("src/pages", "pages"), *_more_plugins(found[1])]
    places = [
        Place(
            ".", f"{folder}/{{path}}{end}", f"i18n/{{lang}}/docusaurus-plugin-content-{plugin}/{{path}}{end}"
        )
        for folder, plugin in dict(parts).items()
        # An empty `docs` gets an entry, for its pages are to come; the others are optional.
        for end in _endings(files, folder) or ([".md"] if folder == docs else [])
    ]
    why = [f"{found[0]} is Docusaurus'"]
    # Older versions are translated by those who have begun to; elsewhere nobody waits for them.
    versions = f"i18n/{{lang}}/{_DOCS}/version-{{path}}"
    if any(files.matching_folders(f"i18n/{tag}/{_DOCS}", r"version-.+") for tag in files.folders("i18n")):
        places += [Place(".", f"versioned_docs/version-{{path}}{end}", versions + end) for end in _endings(files, "versioned_docs")]  # fmt: skip
    elif files.folders("versioned_docs"):
        why.append("versioned_docs is left as it is")
    # Docusaurus has formulas by this plugin alone.
    math = True if "remark-math" in found[1] else None
    keys = ("sidebar_label", "pagination_label")
    default = value_of(found[1], "defaultLocale")
    links = Urls(localized=True, ids="github", own_ids="comment" if _MDX_ALONE.search(found[1]) else "braces")
    return Detected("Docusaurus", "mdx", True, tuple(why), tuple(places), math, None, keys, default, tuple(locales), (), True, links)  # fmt: skip


def _more_plugins(text: str) -> Iterator[tuple[str, str]]:
    """Yield the folder and the plugin's own folder of each further plugin with content, which has an `id`."""
    for kind in ("docs", "blog", "pages"):
        for entries in objects_behind(text, rf"""content-{kind}["'`]\)?\s*,"""):
            name, folder = (entries.get(key, "").strip(_AROUND) for key in ("id", "path"))
            if (
                _NAME.fullmatch(name)
                and name != "default"
                and (folder := folder.removeprefix("./").strip("/"))
            ):
                yield folder, f"{kind}-{name}" + ("/current" if kind == "docs" else "")


def _folder_of(text: str, plugin: str) -> str:
    """Return the folder that a program's object of this name has as its `path`; the object's name if it has none."""
    said = entries_of(text, plugin).get("path", "")
    return said.strip(_AROUND).removeprefix("./").strip("/") or plugin


def _starlight(files: Clues) -> Detected | None:
    found = files.script("astro.config")
    if not found[0]:
        return None
    is_starlight = "starlight" in found[1]
    default, tags = _locales(found[1], value_of(found[1], "defaultLocale"))
    folders, left_out = (["src/content/docs"], ()) if is_starlight else _collections(files, tags)
    found_in = [(folder, end) for folder in folders for end in _endings(files, folder)]
    found_in = found_in or [("src/content/docs" if is_starlight else _COLLECTIONS, ".md")]
    places = [Place(folder, f"{{path}}{end}", f"{{lang}}/{{path}}{end}") for folder, end in found_in]
    keys = ("sidebar.label", "hero.title", "hero.tagline", "hero.actions.*.text", "banner.content")
    generator = "Starlight" if is_starlight else "Astro"
    why = (
        f"{found[0]} {'names Starlight' if is_starlight else 'is Astro’s'}",
        "pages are read as MDX",
        *left_out,
    )
    return Detected(generator, "mdx", is_starlight, why, tuple(places), None, None, keys, default, tags, (), is_starlight, urls.starlight(found[1]) if is_starlight else Urls(ids="github", own_ids="none"))  # fmt: skip


def _collections(files: Clues, tags: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """Return the folders of Astro's collections, or the one above the languages' folders, and which others are left out.

    Each folder is a collection: one of another name, `en`, would be one that no page of the site shows. A folder that is called
    as a language is one of pages (`cv`, `it`) unless the settings name that language, or it holds what stands beside it, or in the next.
    """
    names = files.folders(_COLLECTIONS)
    called = [name for name in names if tag_of(name)]
    if called == names:
        return [_COLLECTIONS], ()
    inside = {name: _inside(files, f"{_COLLECTIONS}/{name}") for name in called}
    counts = Counter([*names, *chain.from_iterable(inside.values())])
    said = {tag_of(tag) for tag in tags}
    own = [name for name in called if tag_of(name) in said or any(counts[one] > 1 for one in inside[name])]
    left_out = [f"{_COLLECTIONS}/{name} is a language's, and left out" for name in own]
    if _inside(files, _COLLECTIONS).difference(names):
        left_out.append(f"pages right in {_COLLECTIONS} are left out")
    return [f"{_COLLECTIONS}/{name}" for name in names if name not in own], left_out


def _inside(files: Clues, folder: str) -> set[str]:
    """Return the names of the folders and pages in a folder."""
    return {*files.folders(folder), *(name for _, name in files.matching(folder, r"(.+\.mdx?)"))}


def _locales(text: str, default: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the default language and all of them, of an object of locales in which `root` is the default's key."""
    entries = entries_of(text, "locales")
    # Starlight and VitePress call the language at the top `root`, and its `lang` says which it is.
    root = value_of(entries.get("root", ""), "lang")
    named = tuple(key for key in entries if key not in {"root", "default"})
    default = root if default in {"", "root"} else default
    return default, tuple(filter(None, (root, *named))) or tuple(list_of(text, "locales"))


def _vitepress(files: Clues) -> Detected | None:
    for above, name in (
        (above, name) for above in ("", "docs/", "src/") for name in ("vitepress", "vuepress")
    ):
        # The one that is there: of nothing, the path is empty, and less than any other.
        found = max(files.script(f"{above}.{name}/{stem}") for stem in ("config", "config/index"))
        if found[0]:
            # VuePress, which came before, names locales by their addresses: `/` and `/zh/`.
            text = found[1] if name == "vitepress" else _LOCALE.sub(r"'\1'", found[1]).replace("'':", "root:")  # fmt: skip
            source = value_of(text, "srcDir").removeprefix("./").strip("/")
            top = (above + source).strip("/") or "."
            default, tags = _locales(text)
            # Not a `lang` within `locales`, which is that of one locale.
            default = default or value_of(_LOCALES.sub("", text), "lang")
            math = True if _MATH.search(text) else None
            breaks = True if _BREAKS.search(text) else None
            keys = ("hero.name", "hero.text", "hero.tagline", "hero.actions.*.text", "features.*.title", "features.*.details", "features.*.linkText")  # fmt: skip
            generator = "VitePress" if name == "vitepress" else "VuePress"
            why = (f"{found[0]} is {generator}'",) if name == "vitepress" else (f"{found[0]} is VuePress', whose pages are read as VitePress'",)  # fmt: skip
            own = _rewritten(text)
            place = Place(top, f"{own}/{{path}}.md" if own else "{path}.md", "{lang}/{path}.md")
            return Detected(generator, "vitepress", name == "vitepress", why, (place,), math, breaks, keys, own or default, tags, (), True, urls.vitepress(text))  # fmt: skip
    return None


def _rewritten(text: str) -> str:
    """Return the language whose folder VitePress shows at the top of the site: `'en/:rest*': ':rest*'`."""
    found = _REWRITTEN.search(text)
    return found[1] if found and tag_of(found[1]) else ""


def _mkdocs(files: Clues) -> Detected | None:
    path = files.first("mkdocs.yml", "mkdocs.yaml")
    if not path:
        return None
    data = files.data(path) or {}
    if isinstance(parent := data.get("INHERIT"), str):
        data = {**(files.data(parent) or {}), **data}
    # An extension is a word, or a key with its settings below it.
    extensions = {name for item in items(below(data, "markdown_extensions")) for name in _names(item)}
    math = True if extensions & {"pymdownx.arithmatex", "arithmatex", "mdx_math"} else None
    breaks = True if extensions & {"nl2br", "markdown.extensions.nl2br"} else None
    docs = str(data.get("docs_dir") or "docs").removeprefix("./").strip("/") or "docs"
    i18n = _plugin(data, "i18n")
    # The plugin's own default is by suffix.
    by_folder = str(at(i18n, "docs_structure") or "suffix") == "folder"
    target = "{lang}/{path}.md" if by_folder else "{path}.{lang}.md"
    why = [f"{path} is MkDocs'"]
    why += [f"extensions: {', '.join(sorted(extensions)[:8])}"] if extensions else []
    default, tags = _languages_of_mkdocs(i18n)
    default = default or str(below(data, "theme", "language") or "")
    # Where the theme's menu of languages leads to.
    alternate = below(data, "extra", "alternate")
    tags = tags or tuple(str(tag) for entry in items(alternate) if (tag := at(entry, "lang")))
    place = Place(docs, "{path}.md", target)
    beside, _, own = docs.rpartition("/")
    others = [tag for tag in files.folders(beside) if tag != own and tag_of(tag)] if i18n is None and tag_of(own) else []  # fmt: skip
    if others:
        # A configuration for each language: `docs_dir: docs/en` here, `docs/zh` in another file.
        place = Place(beside or ".", f"{own}/{{path}}.md", "{lang}/{path}.md")
        default, tags = own, (own, *others)
    elif i18n is None:
        why.append("no i18n plugin says where translations stand")
    return Detected("MkDocs", "mkdocs", True, tuple(why), (place,), math, breaks, (), default, tags, (), i18n is not None or bool(others), urls.mkdocs(data, i18n))  # fmt: skip


def _plugin(data: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return the settings of one of MkDocs' plugins, which are a list or a mapping; None if it is not there."""
    listed = data.get("plugins")
    entries = listed if isinstance(listed, list) else [listed]
    for entry in entries:
        if entry == name:
            return {}
        if isinstance(entry, Mapping) and name in entry:
            return entry[name] if isinstance(entry[name], Mapping) else {}
    return None


def _languages_of_mkdocs(i18n: Mapping[str, Any] | None) -> tuple[str, tuple[str, ...]]:
    """Return the default language and all of them; they are a list of locales, or in old sites a mapping."""
    listed = at(i18n, "languages")
    default = str(at(i18n, "default_language") or "")
    if isinstance(listed, Mapping):
        return default, tuple(str(tag) for tag in listed if tag not in {"default", "null"})
    entries = [entry for entry in listed or () if isinstance(entry, Mapping) and entry.get("locale")] if isinstance(listed, list) else []  # fmt: skip
    tags = tuple(str(entry["locale"]) for entry in entries if entry.get("build") is not False)
    return default or next((str(entry["locale"]) for entry in entries if entry.get("default")), ""), tags


def _names(item: object) -> Iterator[str]:
    return map(str, [item] if isinstance(item, str) else items(item))


def _quarto(files: Clues) -> Detected | None:
    path = files.first("_quarto.yml", "_quarto.yaml")
    if not path:
        return None
    data = files.data(path) or {}
    book = data.get("babelquarto") or {}
    tags = tuple(map(str, items(at(book, "languages"))))
    default = str(at(book, "mainlanguage") or data.get("lang") or "")
    # A profile for each language, which is what it says or is called: `_quarto-zh.yml`.
    profiles = [str((files.data(name) or {}).get("lang") or "") for name, _ in files.matching("", r"_quarto-([\w-]+)\.ya?ml")]  # fmt: skip
    profiles = list(dict.fromkeys(filter(None, profiles)))
    if not tags and len({*profiles, default} - {""}) > 1:
        tags = tuple(profiles)
        # The profile that is taken if none is named.
        first = str(below(data, "profile", "default") or "")
        default = default or str((files.data(f"_quarto-{first}.yml") or {}).get("lang") or "")
    endings = [end for end in (".qmd", ".md") if files.below("", end)] or [".qmd"]
    places = tuple(Place(".", f"{{path}}{end}", f"{{path}}.{{lang}}{end}") for end in endings)
    why = (f"{path} is Quarto's",)
    return Detected("Quarto", "quarto", True, why, places, None, None, ("subtitle", "abstract"), default, tags, (), bool(book))  # fmt: skip


def _book(files: Clues) -> Detected | None:
    if files.data("myst.yml") is not None:
        return Detected("MyST", "myst", True, ("myst.yml is MyST's",), _beside("."))
    for above in ("", "lectures/", "book/", "docs/"):
        # `_config.yml` alone may be Jekyll's or Hexo's.
        if files.has(f"{above}_toc.yml") and (data := files.data(f"{above}_config.yml")) is not None:
            listed = below(data, "parse", "myst_enable_extensions")
            # Jupyter Book reads `$` unless a list of extensions leaves it out.
            math = False if isinstance(listed, list) and "dollarmath" not in listed else None
            sphinx = below(data, "sphinx", "config", "language")
            why = (f"{above}_toc.yml is Jupyter Book's",)
            return Detected(
                "Jupyter Book", "myst", True, why, _beside(above or "."), math, default=str(sphinx or "")
            )
    path = files.first("conf.py", "docs/conf.py", "source/conf.py")
    said = files.text(path) if path else ""
    if "myst_parser" in said or "myst_nb" in said:
        # Sphinx reads it only with this extension.
        math = None if "dollarmath" in said else False
        told = _LANGUAGE.search(said)
        top = path.rpartition("/")[0] or "."
        return Detected(
            "Sphinx",
            "myst",
            True,
            (f"{path} names MyST",),
            _beside(top),
            math,
            default=told[1] if told else "",
        )
    return None


def _beside(folder: str) -> tuple[Place, ...]:
    return (Place(folder.strip("/"), "{path}.md", "{path}.{lang}.md"),)


def _config_yml(files: Clues) -> Detected | None:
    """Read `_config.yml`, which Hexo and Jekyll share."""
    path = files.first("_config.yml", "_config.yaml")
    gemfile = files.text("Gemfile")
    if not path:
        return (
            Detected("Jekyll", "jekyll", False, ("the Gemfile names Jekyll",))
            if "jekyll" in gemfile
            else None
        )
    data = files.data(path) or {}
    package = files.text("package.json")
    hexo = [
        key
        for key in ("new_post_name", "skip_render", "post_asset_folder", "source_dir", "titlecase")
        if key in data
    ]
    # One such key may be in a Jekyll site for a plugin of its own.
    if '"hexo"' in package or len(hexo) >= 2:
        said = "package.json names Hexo" if '"hexo"' in package else f"{path} has {hexo[0]}, which is Hexo's"
        # Hexo's renderer breaks lines unless it is told not to.
        breaks = below(data, "marked", "breaks")
        tags = _words(data.get("language"))
        source = str(data.get("source_dir") or "source").strip("/")
        posts = f"{source}/_posts"
        says = ":lang" in str(data.get("new_post_name") or "")
        # Hexo reads posts in the one folder of posts alone, and pages beside it.
        beside = [source] if not says and files.outside(source, "_posts/") else []
        inner = [posts] if not beside or files.below(posts, ".md") else []
        # Of `:name` a folder is no part.
        target = "{path}.{lang}.md" if ":name" in str(data.get("permalink") or "") else "{lang}/{path}.md"
        places = tuple(Place(root, "{path}.md", target) for root in (*beside, *inner))
        why = (said,)
        return Detected("Hexo", "hexo", True, why, places, None, False if breaks is False else None, (), next(iter(tags), ""), tags, (), says, urls.hexo(data, package))  # fmt: skip
    signs = [
        key
        for key in ("kramdown", "permalink", "collections", "defaults", "remote_theme", "paginate", "baseurl")
        if key in data
    ]
    # `jekyll new` makes pages that end in `.markdown`.
    endings = [end for end in (".md", ".markdown") if files.below("", end)] or [".md"]
    has_posts = any(files.below("_posts", end) for end in endings)
    named = any("jekyll" in str(plugin) for plugin in items(data.get("plugins")))
    if signs or named or "jekyll" in gemfile or has_posts:
        sign = f"{path} has {signs[0]}" if signs else f"{path} names plugins" if named else "there are _posts"
        why = (f"{sign}, as Jekyll has it",)
        tags, default = _words(data.get("languages")), str(data.get("default_lang") or data.get("lang") or "")
        elsewhere = any(files.outside("", "_posts/", end) for end in endings)
        root = "_posts" if has_posts and not elsewhere else "."
        plain = (has_posts or elsewhere) and not _has_folders(data.get("permalink"))
        pattern = "{path}.{lang}" if plain else "{lang}/{path}"
        places = tuple(Place(root, f"{{path}}{end}", f"{pattern}{end}") for end in endings)
        return Detected("Jekyll", "jekyll", bool(signs) or named, why, places, None, None, (), default or next(iter(tags), ""), tags, urls=urls.jekyll(data))  # fmt: skip
    return None


def _has_folders(permalink: object) -> bool:
    """Whether the folder that posts are in is a part of their addresses: else a translation in `en/_posts` would take its source's."""
    style = str(permalink or "date")
    return (
        style in ("date", "pretty", "ordinal", "weekdate", "none")
        or "categories" in style
        or ":path" in style
    )


def _words(value: object) -> tuple[str, ...]:
    """Return the words of a value that is one or a list."""
    listed = value if isinstance(value, list) else [value]
    return tuple(str(word) for word in listed if word and isinstance(word, str))


def _obsidian(files: Clues) -> Detected | None:
    app = files.data(".obsidian/app.json")
    if app is None:
        return None
    # Obsidian shows each line break unless this is set.
    breaks = False if app.get("strictLineBreaks") else None
    return Detected("Obsidian", "obsidian", True, (".obsidian is a vault's",), (Place(".", "{path}.md", "{path}.{lang}.md"),), None, breaks)  # fmt: skip


def _endings(files: Clues, folder: str) -> list[str]:
    """Return which of the endings that such a generator reads there are below a folder."""
    return [end for end in (".md", ".mdx") if files.below(folder, end)]


_LOOKS: tuple[Callable[[Clues], Detected | None], ...] = (
    _docusaurus, _vitepress, _starlight, _mkdocs, _quarto, _book, hugo, _config_yml, _obsidian,
)  # fmt: skip
"""The more particular a generator's files, the earlier."""
_OF_EACH = (_mkdocs, _quarto, _book)
"""Generators that know one language a site, so that people have a site for each."""
