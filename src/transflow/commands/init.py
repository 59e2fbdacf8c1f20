"""`init`: looks at a site and proposes a `transflow.yaml`; and the schema of that file for editors."""

import inspect
import re
import tomllib
from ast import AnnAssign, ClassDef, Constant, Expr, Name, parse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import yaml

from transflow import frontmatter, languages
from transflow.engines import registry
from transflow.errors import ConfigError, DocumentError, TransflowError
from transflow.files import read_text
from transflow.site import config
from transflow.site.config import CONFIG_NAME, Config
from transflow.site.detect import Detected, Place, detect
from transflow.site.walk import Disk

_HUGO = ("hugo", "config", "config/_default/hugo", "config/_default/config", "config/_default/languages")
_ENDINGS = (".toml", ".yaml", ".yml", ".json")
_DOCUSAURUS = ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs")
_SHORT = re.compile(r"[A-Za-z]{2}([-_]\w{2,4})?")
"""A tag as sites use it in names."""
_LOOKS = (
    ("ja", re.compile("[\u3041-\u30ff]"), 0.05),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.1),
    ("zh-CN", re.compile(rf"[{languages.chars('Hans')}]"), 0.2),
    ("en", re.compile(r"(?i)\b(?:the|and|of|is)\b"), 0.005),
)
"""Languages with a sign of each, and how many of those a character there are in a text at least."""
_SAMPLE = 300
"""Pages that are read to find out which language the site is written in."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A `transflow.yaml` for a site, and why."""

    text: str
    reasons: tuple[str, ...]
    """What was seen, a phrase each."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What a site says of itself."""

    kind: str = ""
    default: str = ""
    """Its default language; empty if it doesn't say."""
    tags: tuple[str, ...] = ()
    folders: Mapping[str, str] | None = None
    """Content folder by language, where each has its own."""
    content: str = ""
    """Content folder; empty if it doesn't say."""


def propose(root: Path, source: str = "", targets: tuple[str, ...] = ()) -> Proposal:
    """Look at a site and propose a `transflow.yaml`.

    Args:
        root: Where the site is.
        source: Language of its source pages; found out by default.
        targets: Languages it is translated into; found out by default.

    Raises:
        ConfigError: A language given is unknown, or none can be proposed to translate into.
    """
    site = _docusaurus(root) or _hugo(root) or _Site()
    folder = site.content or _folder(root)
    found = _languages_on_disk(root, folder)
    source = source or site.default or _written_in(root, folder, found) or "zh-CN"
    known = [tag for tag in (*site.tags, *found) if not _same(tag, source)]
    wanted = tuple(dict.fromkeys(targets or known)) or (() if _same(source, "en") else ("en",))
    if not wanted:
        hint = "transflow init --target zh-CN"
        raise ConfigError("no language to translate into was found", hint=hint)
    seen = detect(root)
    content, how = _layout(root, site, source, folder, seen)
    lines = [f"source: {source}", f"targets: [{', '.join(wanted)}]", *content, *_markdown(seen)]
    text = "\n".join(lines) + "\n"
    config.parse_config(text)  # a proposal that cannot be followed would be a poor one
    reasons = (f"{site.kind} site",) if site.kind else ()
    told = [f"read as {seen.dialect}: {'; '.join(seen.why)}" if seen.sure else f"read as {seen.dialect}, a guess: {'; '.join(seen.why)}"] if seen.dialect else []  # fmt: skip
    told += [str(problem) for problem in seen.problems]
    return Proposal(
        text, (*reasons, f"written in {source}", f"translated into {', '.join(wanted)}", how, *told)
    )


def _markdown(seen: Detected) -> list[str]:
    """Return the lines that say what the site's Markdown means."""
    said = {"dialect": seen.dialect or None, "math": seen.math, "breaks": seen.breaks}
    lines = [f"  {key}: {str(value).lower()}" for key, value in said.items() if value is not None]
    return ["markdown:", *lines] if lines else []


def write(root: Path, proposal: Proposal) -> None:
    """Write the proposal.

    Raises:
        ConfigError: There is a `transflow.yaml` already.
        DocumentError: It cannot be written.
    """
    if Disk(root).has(CONFIG_NAME):
        raise ConfigError("exists already", CONFIG_NAME, hint="change it by hand; see docs/configuration.md")
    Disk(root).write(CONFIG_NAME, proposal.text)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `transflow.yaml`."""
    found: dict[str, Any] = msgspec.json.schema(Config)
    for name, part in found["$defs"].items():
        _describe(part, getattr(config, name))
    engines = found["$defs"]["Config"]["properties"]["engines"]["properties"] = {}
    for name, form in registry.forms(registry.names()):
        parts: dict[str, Any] = {}
        if form:
            (engines[name],), parts = msgspec.json.schema_components(
                [form], ref_template=f"#/$defs/{name}.{{name}}"
            )
            _describe(parts[form.__name__], form)
        found["$defs"] |= {f"{name}.{part}": told for part, told in parts.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": CONFIG_NAME, **found}


def _describe(part: dict[str, Any], kind: type) -> None:
    """Put what is written below each attribute of a class into its schema, which allows nothing else."""
    part["additionalProperties"] = False
    for key, told in _docstrings(kind):
        part["properties"][key].setdefault("description", told)


def _docstrings(kind: type) -> Iterator[tuple[str, str]]:
    """Yield what is written below each attribute of a class."""
    (body,) = parse(dedent(inspect.getsource(kind))).body
    assert isinstance(body, ClassDef)  # it was asked for a class
    for line, after in pairwise(body.body):
        said = after.value if isinstance(after, Expr) else None
        if isinstance(line, AnnAssign) and isinstance(line.target, Name) and isinstance(said, Constant):
            yield line.target.id, " ".join(str(said.value).split())


# --- what the site says ---


def _hugo(root: Path) -> _Site | None:
    """Read Hugo's configuration, as far as it is about languages; None without one."""
    data: dict[str, Any] = {}
    for name in _HUGO:
        for ending in _ENDINGS:
            read = _data(root, f"{name}{ending}")
            if read is not None:
                data |= {"languages": read} if name.endswith("languages") else read
    if not data:
        return None
    listed = data.get("languages")
    entries = (
        {k: v for k, v in listed.items() if isinstance(v, Mapping)} if isinstance(listed, Mapping) else {}
    )
    folders = {tag: str(entry["contentDir"]) for tag, entry in entries.items() if entry.get("contentDir")}
    default = str(data.get("defaultContentLanguage") or (next(iter(entries), "")))
    tags, content = tuple(filter(None, map(_tag, entries))), str(data.get("contentDir") or "content")
    return _Site("Hugo", _tag(default), tags, folders or None, content.strip("/"))


def _docusaurus(root: Path) -> _Site | None:
    """Read what Docusaurus' configuration says of languages; it is JavaScript, so by its look."""
    disk = Disk(root)
    path = next((name for name in _DOCUSAURUS if disk.has(name)), None)
    if path is None:
        return None
    text = disk.read(path).decode("utf-8", "replace")
    default = re.search(r"defaultLocale\s*:\s*['\"]([\w-]+)['\"]", text)
    listed = re.search(r"locales\s*:\s*\[([^\[\]]*)\]", text)
    tags = re.findall(r"['\"]([\w-]+)['\"]", listed[1]) if listed else []
    known = tuple(filter(None, map(_tag, tags)))
    return _Site("Docusaurus", _tag(default[1]) if default else "", known, content="docs")


def _data(root: Path, path: str) -> dict[str, Any] | None:
    try:
        text = read_text(Disk(root), path)
        data = tomllib.loads(text) if path.endswith(".toml") else yaml.safe_load(text)
    except (DocumentError, tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _tag(word: str) -> str:
    """Return a word if it is a language tag, as the site spells it; empty if it is none."""
    try:
        languages.canonical(word)
    except ValueError:
        return ""
    return word.replace("_", "-")


def _same(left: str, right: str) -> bool:
    try:
        return languages.same(left, right)
    except ValueError as error:
        raise ConfigError(str(error)) from None


# --- what is on disk ---


def _folder(root: Path) -> str:
    """Return the folder in which the pages are: `content` if there is one, else the one with the most pages."""
    if Disk(root).has_folder("content"):
        return "content"
    counts = Counter(path.partition("/")[0] for path in Disk(root).list("", ".md") if "/" in path)
    return max(sorted(counts), key=counts.__getitem__, default="content")


def _languages_on_disk(root: Path, folder: str) -> list[str]:
    """Return the languages by which folders or endings tell pages apart, the commonest first."""
    paths = set(Disk(root).list(folder, ".md"))
    folders, endings = Counter[str](), Counter[str]()
    stems = Counter(path.removesuffix(".md").rpartition(".")[0] for path in paths)
    for path in paths:
        first = path.removeprefix(f"{folder}/").partition("/")[0]
        stem, _, ending = path.removesuffix(".md").rpartition(".")
        folders[_tag(first) if _SHORT.fullmatch(first) else ""] += 1
        told_apart = f"{stem}.md" in paths or stems[stem] > 1
        endings[_tag(ending) if told_apart and _SHORT.fullmatch(ending) else ""] += 1
    del endings[""]
    sections = folders.pop("", 0) > folders.total()  # `it` beside `news` and `fun` is no language
    counts = endings if sections else endings + folders
    return sorted(counts, key=lambda tag: (-counts[tag], tag))


def _written_in(root: Path, folder: str, found: list[str]) -> str:
    """Return the language that most pages say they are in, or else are written in; those with an ending count less."""
    paths = list(Disk(root).list(folder, ".md"))
    plain = [path for path in paths if _tag(path.removesuffix(".md").rpartition(".")[2]) not in found]
    said: Counter[str] = Counter()
    for path in (plain or paths)[:_SAMPLE]:
        try:
            text = read_text(Disk(root), path)
            value = frontmatter.parse(text, path).data.get("lang")
        except TransflowError:
            continue
        word = value[0] if isinstance(value, list) and value else value
        tag = _tag(word) if isinstance(word, str) else ""
        said[tag or _by_look(text)] += 1
    del said[""]
    return said.most_common(1)[0][0] if said else next(iter(found), "")


def _by_look(text: str) -> str:
    """Return the language that a page looks like, of a few that are easily told; empty for any other."""
    looks = (tag for tag, sign, share in _LOOKS if len(sign.findall(text)) > share * len(text))
    return next(looks, "")


def _layout(root: Path, site: _Site, source: str, folder: str, seen: Detected) -> tuple[list[str], str]:
    """Return the lines of `content`, and how translations are found in words."""
    if site.kind == "Docusaurus":
        return _contents(seen.places), "by Docusaurus' folders"
    by_tag = site.folders or {name: f"{folder}/{name}" for name in Disk(root).folders(folder) if _tag(name)}
    own = next((place for tag, place in by_tag.items() if _tag(tag) and _same(_tag(tag), source)), "")
    if own:
        top, _, name = own.rstrip("/").rpartition("/")
        return _content(top or ".", f"{name}/{{path}}.md", "{lang}/{path}.md"), "a folder for each language"
    if seen.places and all(place.root == "." or Disk(root).has_folder(place.root) for place in seen.places):
        return _contents(seen.places), f"where {seen.generator} has them"
    content = [] if folder == "content" else _content(folder, "{path}.md", "{path}.{lang}.md")
    return content, "by the ending of the file name"


def _contents(places: tuple[Place, ...]) -> list[str]:
    lines = [_content(place.root, place.source, place.target)[1:] for place in places]
    return ["content:", *(line for some in lines for line in some)]


def _content(top: str, source: str, target: str) -> list[str]:
    return ["content:", f"  - root: {top}", f'    source: "{source}"', f'    target: "{target}"']
