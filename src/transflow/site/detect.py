"""What a site is built with, told by its own files: generator, dialect, where pages and translations stand, how sure, why.

The files are parsed, never executed: TOML and YAML as data (tags of YAML mean nothing here), JavaScript by its look.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from transflow.errors import DocumentError, TransflowError
from transflow.site.walk import Disk

_HUGO = ("hugo", "config", "config/_default/hugo", "config/_default/config", "config/_default/markup")
_DATA = (".toml", ".yaml", ".yml", ".json")
_SCRIPTS = (".js", ".ts", ".mjs", ".mts", ".cjs")


@dataclass(frozen=True, slots=True)
class Place:
    """One content root, as `content` in `transflow.yaml` has them."""

    root: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Detected:
    """What a site is."""

    generator: str = ""
    """`Hugo`, `Docusaurus` …; empty if nothing says so."""
    dialect: str = ""
    """For `markdown.dialect`; empty if it is not known."""
    sure: bool = False
    """Whether a file of the generator itself says so, or it is a guess."""
    why: tuple[str, ...] = ()
    """What was seen, and what is guessed, a phrase each."""
    places: tuple[Place, ...] = ()
    """Where pages are; empty if the generator does not say where translations go."""
    math: bool | None = None
    """For `markdown.math`; None if the dialect decides."""
    breaks: bool | None = None
    """For `markdown.breaks`; None if the dialect decides."""
    keys: tuple[str, ...] = ()
    """Front-matter values that its pages show, besides the usual ones."""
    problems: tuple[TransflowError, ...] = ()
    """Files of it that cannot be read, each with the line."""


def detect(root: Path) -> Detected:
    """Say what the site in a folder is built with; the first generator that has a file of its own there."""
    files = _Files(root)
    found = next((seen for look in _LOOKS if (seen := look(files)) is not None), Detected())
    return replace(found, problems=tuple(files.problems))


# --- files ----------------------------------------------------------------------------------------------------------


class _Plain(yaml.SafeLoader):
    """YAML whose tags mean nothing: `!!python/name:…` of MkDocs is the text behind it."""


def _untagged(loader: yaml.SafeLoader, _tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


_Plain.add_multi_constructor("", _untagged)


class _Files:
    """The files of a site."""

    def __init__(self, root: Path) -> None:
        self.disk = Disk(root)
        self.problems: list[TransflowError] = []

    def first(self, *paths: str) -> str:
        """Return the first of some files that is there; empty if none is."""
        return next((path for path in paths if self.has(path)), "")

    def has(self, path: str) -> bool:
        """Whether there is such a file within the site."""
        try:
            return self.disk.has(path)
        except DocumentError:
            return False

    def text(self, path: str) -> str:
        """Return a file's text; empty if there is none."""
        try:
            return self.disk.read(path).decode("utf-8", "replace") if self.has(path) else ""
        except DocumentError as error:
            self.problems.append(error)
            return ""

    def below(self, folder: str, ending: str) -> bool:
        """Whether there is a file with an ending below a folder."""
        try:
            return (
                bool(self.disk.list(folder, ending)) if not folder or self.disk.has_folder(folder) else False
            )
        except DocumentError:
            return False

    def data(self, path: str) -> dict[str, Any] | None:
        """Return what a file of data says; None if there is none; nothing if it is broken, which is told."""
        if not self.has(path):
            return None
        text = self.text(path)
        try:
            read = tomllib.loads(text) if path.endswith(".toml") else yaml.load(text, _Plain)  # noqa: S506  a safe one
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            self._broken(path, str(error).partition(" (at")[0], int(line[1]) if line else 0)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = str(getattr(error, "problem", "") or "this is not YAML")
            self._broken(path, problem, mark.line + 1 if mark else 0)
        except RecursionError:
            self._broken(path, "nested too deep", 0)
        else:
            return read if isinstance(read, dict) else {}
        return {}

    def _broken(self, path: str, problem: str, line: int) -> None:
        hint = "mend it, or say in transflow.yaml what it would have said"
        self.problems.append(DocumentError(problem, path, line, hint))

    def script(self, stem: str) -> tuple[str, str]:
        """Return the path and the text of a configuration that is a program; empty if there is none."""
        path = self.first(*(f"{stem}{ending}" for ending in _SCRIPTS))
        return path, self.text(path) if path else ""


def _below(data: object, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


# --- generators -----------------------------------------------------------------------------------------------------


def _hugo(files: _Files) -> Detected | None:
    data: dict[str, Any] = {}
    seen: list[str] = []
    for name in _HUGO:
        for ending in _DATA:
            read = files.data(f"{name}{ending}")
            if read is not None and (name.endswith(("hugo", "_default/config", "markup")) or _is_hugos(read)):
                data |= {"markup": read} if name.endswith("markup") else read
                seen.append(f"{name}{ending}")
    if not seen:
        return None
    goldmark = _below(data, "markup", "goldmark") or {}
    why = [f"{seen[0]} is Hugo's"]
    passthrough = _below(goldmark, "extensions", "passthrough")
    pairs = [pair for kind in ("inline", "block") for pair in _below(passthrough, "delimiters", kind) or ()]
    math = any(pair and pair[0] == "$" for pair in pairs) if _below(passthrough, "enable") else None
    if math:
        why.append("passthrough has `$` for formulas")
    if _below(goldmark, "parser", "attribute", "block"):
        why.append("attributes of blocks are on")
    breaks = True if _below(goldmark, "renderer", "hardWraps") else None
    return Detected("Hugo", "hugo", True, tuple(why), (), math or None, breaks, ("linkTitle",))


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


def _docusaurus(files: _Files) -> Detected | None:
    found = files.script("docusaurus.config")
    if not found[0]:
        return None
    endings = _endings(files, "docs") or [".md"]
    translated = "i18n/{lang}/docusaurus-plugin-content-docs/current/{path}"
    places = [Place(".", f"docs/{{path}}{end}", f"{translated}{end}") for end in endings]
    math = True if "remark-math" in found[1] else None
    keys = ("sidebar_label", "pagination_label")
    return Detected(
        "Docusaurus", "mdx", True, (f"{found[0]} is Docusaurus'",), tuple(places), math, None, keys
    )


def _starlight(files: _Files) -> Detected | None:
    found = files.script("astro.config")
    if not found[0]:
        return None
    is_starlight = "starlight" in found[1]
    folder = "src/content/docs" if is_starlight else "src/content"
    endings = _endings(files, folder) or [".md"]
    places = [Place(folder, f"{{path}}{end}", f"{{lang}}/{{path}}{end}") for end in endings]
    keys = ("sidebar.label", "hero.title", "hero.tagline", "hero.actions.*.text", "banner.content")
    generator = "Starlight" if is_starlight else "Astro"
    why = (f"{found[0]} {'names Starlight' if is_starlight else 'is Astro’s'}", "pages are read as MDX")
    return Detected(generator, "mdx", is_starlight, why, tuple(places), None, None, keys)


def _vitepress(files: _Files) -> Detected | None:
    for folder in (".", "docs"):
        below = "" if folder == "." else f"{folder}/"
        found = max(files.script(f"{below}.vitepress/{name}") for name in ("config", "config/index"))
        if found[0]:
            math = True if re.search(r"\bmath\s*:\s*true", found[1]) else None
            breaks = True if re.search(r"\bbreaks\s*:\s*true", found[1]) else None
            keys = ("hero.name", "hero.text", "hero.tagline", "hero.actions.*.text", "features.*.title", "features.*.details", "features.*.linkText")  # fmt: skip
            why = (f"{found[0]} is VitePress'",)
            place = Place(folder, "{path}.md", "{lang}/{path}.md")
            return Detected("VitePress", "vitepress", True, why, (place,), math, breaks, keys)
    return None


def _mkdocs(files: _Files) -> Detected | None:
    path = files.first("mkdocs.yml", "mkdocs.yaml")
    if not path:
        return None
    data = files.data(path) or {}
    extensions = {name for item in _below(data, "markdown_extensions") or () for name in _names(item)}
    math = True if extensions & {"pymdownx.arithmatex", "arithmatex", "mdx_math"} else None
    breaks = True if extensions & {"nl2br", "markdown.extensions.nl2br"} else None
    plugins = [item for item in _below(data, "plugins") or () if isinstance(item, Mapping) and "i18n" in item]
    by_folder = _below(plugins[0], "i18n", "docs_structure") == "folder" if plugins else False
    docs = str(data.get("docs_dir") or "docs")
    target = "{lang}/{path}.md" if by_folder else "{path}.{lang}.md"
    why = [f"{path} is MkDocs'"]
    why += [f"extensions: {', '.join(sorted(extensions)[:8])}"] if extensions else []
    why += (
        []
        if plugins
        else ["no i18n plugin says where translations stand: by the ending of the file name is a guess"]
    )
    return Detected("MkDocs", "mkdocs", True, tuple(why), (Place(docs, "{path}.md", target),), math, breaks)


def _names(item: object) -> Iterator[str]:
    yield from [item] if isinstance(item, str) else item if isinstance(item, Mapping) else ()


def _quarto(files: _Files) -> Detected | None:
    path = files.first("_quarto.yml", "_quarto.yaml")
    if not path:
        return None
    files.data(path)
    endings = [end for end in (".qmd", ".md") if files.below("", end)] or [".qmd"]
    places = tuple(Place(".", f"{{path}}{end}", f"{{path}}.{{lang}}{end}") for end in endings)
    return Detected(
        "Quarto", "quarto", True, (f"{path} is Quarto's",), places, None, None, ("subtitle", "abstract")
    )


def _book(files: _Files) -> Detected | None:
    if files.data("myst.yml") is not None:
        return Detected("MyST", "myst", True, ("myst.yml is MyST's",))
    for below in ("", "lectures/", "book/", "docs/"):
        if files.has(f"{below}_toc.yml") and (data := files.data(f"{below}_config.yml")) is not None:
            listed = _below(data, "parse", "myst_enable_extensions")
            math = False if isinstance(listed, list) and "dollarmath" not in listed else None
            return Detected("Jupyter Book", "myst", True, (f"{below}_toc.yml is Jupyter Book's",), (), math)
    path = files.first("conf.py", "docs/conf.py", "source/conf.py")
    said = files.text(path) if path else ""
    if re.search(r"myst_parser|myst_nb", said):
        math = None if "dollarmath" in said else False
        return Detected("Sphinx", "myst", True, (f"{path} names MyST",), (), math)
    return None


def _config_yml(files: _Files) -> Detected | None:
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
    if '"hexo"' in package or len(hexo) >= 2:
        said = "package.json names Hexo" if '"hexo"' in package else f"{path} has {hexo[0]}, which is Hexo's"
        breaks = _below(data, "marked", "breaks")
        source = str(data.get("source_dir") or "source")
        place = Place(source, "{path}.md", "{lang}/{path}.md")
        return Detected("Hexo", "hexo", True, (said, "a folder for each language is a guess"), (place,), None, False if breaks is False else None)  # fmt: skip
    signs = [
        key
        for key in ("kramdown", "permalink", "collections", "defaults", "remote_theme", "paginate", "baseurl")
        if key in data
    ]
    if signs or "jekyll" in gemfile or files.below("_posts", ".md"):
        sign = f"{path} has {signs[0]}" if signs else "there are _posts"
        why = (f"{sign}, as Jekyll has it", "a folder for each language is a guess")
        return Detected("Jekyll", "jekyll", bool(signs), why, (Place(".", "{path}.md", "{lang}/{path}.md"),))
    return None


def _obsidian(files: _Files) -> Detected | None:
    app = files.data(".obsidian/app.json")
    if app is None:
        return None
    breaks = False if app.get("strictLineBreaks") else None
    return Detected("Obsidian", "obsidian", True, (".obsidian is a vault's",), (Place(".", "{path}.md", "{path}.{lang}.md"),), None, breaks)  # fmt: skip


def _endings(files: _Files, folder: str) -> list[str]:
    """Return which of the endings that such a generator reads there are below a folder."""
    return [end for end in (".md", ".mdx") if files.below(folder, end)]


_LOOKS: tuple[Callable[[_Files], Detected | None], ...] = (
    _docusaurus, _vitepress, _starlight, _mkdocs, _quarto, _book, _hugo, _config_yml, _obsidian,
)  # fmt: skip
"""The more particular a generator's files, the earlier."""
