"""The workspace: the folder with `transflow.yaml`, its configuration, and the pages found in it."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import yaml
from msgspec import structs

from transflow import globs, languages, patterns
from transflow.errors import ConfigError, DocumentError
from transflow.files import Stamp, Tree, read_given, read_text
from transflow.site import git, layout, places
from transflow.site.sparse import Sparse, over
from transflow.site.walk import Disk
from transflow.way import STATE_DIR as STATE_DIR  # noqa: PLC0414  its users look for it here
from transflow.way import parts

Severity = Literal["error", "warning"]

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from transflow.document import Dialect

DialectName = Literal[
    "commonmark", "hugo", "mdx", "mkdocs", "myst", "vitepress", "jekyll", "hexo", "quarto", "obsidian",
]  # fmt: skip
_BY_ENDING: Mapping[str, DialectName] = {".mdx": "mdx", ".qmd": "quarto"}
CONFIG_NAME = "transflow.yaml"


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One content root and how source and target paths in it correspond."""

    root: str = places.ROOT
    """Folder, relative to the workspace."""
    source: str = places.SOURCE
    """Pattern of source paths below `root`; may hold `{lang}`."""
    target: str = places.TARGET
    """Pattern of target paths below `root`; must hold `{path}` and `{lang}`."""
    dialect: DialectName | None = None
    """See `markdown.dialect`, for these pages."""


class FieldsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of the `translation` mapping that `status --write` also sets to true, for templates; none by default."""

    draft: str = ""
    """Nobody has reviewed the page."""
    withdrawn: str = ""
    """Its source page is gone, or is itself `draft: true` or `published: false`."""
    unread: str = ""
    """The page is live, and some text of it is a machine's that nobody approved."""


class FrontMatterConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which front-matter values are translated."""

    translate: tuple[str, ...] | None = None
    """Dotted key paths; `*` stands for every item of a list. By default `title`, `summary`, `description`, `lead` and what
    the dialect's generators show (`linkTitle`, `hero.tagline`, `sidebar.label`)."""
    taxonomies: Literal["keep"] | dict[str, dict[str, str]] = "keep"
    """`keep`, or for a taxonomy key a map from source to target terms."""
    own: tuple[str, ...] = ()
    """Top-level keys that a translation keeps for itself once it is there, whatever becomes of the source's."""
    fields: FieldsConfig = FieldsConfig()
    """What else `status --write` tells templates."""


class MarkdownConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the site's Markdown means beyond CommonMark."""

    dialect: DialectName | None = None
    """What the site's generator reads beyond CommonMark; without it all that can be told apart. `.mdx` and `.qmd` files
    say it themselves."""
    math: bool | None = None
    """Whether `$…$` and `$$…$$` are mathematics; the dialect decides by default."""
    breaks: bool | None = None
    """Whether a reader sees each line break of a text; the dialect decides by default."""
    shortcodes: tuple[str, ...] = ("alt", "title", "caption")
    """Shortcode arguments that are translated; `name.argument` for one shortcode's, `alert.0` for the first by place."""
    raw_shortcodes: tuple[str, ...] = ()
    """Paired shortcodes whose inside is no content, besides those that are known (charts, diagrams, code)."""
    attributes: tuple[str, ...] = (
        "alt", "title", "label", "placeholder", "aria-label", "caption", "summary", "description",
    )  # fmt: skip
    """Attributes of tags, containers and directives whose values are translated."""
    links: Literal["localize", "keep"] = "localize"
    """Whether links to a page that has a translation lead to that in drafts, or where they lead in the source."""
    heading_ids: bool = True
    """Whether `{#id}` at the end of a heading is its id, so that drafts keep the id of a heading that is linked to."""


class StyleConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """House style of figures in the target language; described in docs/quantities.md."""

    dollar: Literal["$", "US$"] = "$"
    scale: Literal["word", "letters"] = "word"
    yuan: Literal["yuan", "RMB", "Rmb", "CNY", "renminbi"] = "yuan"
    times: Literal["x", "times"] = "x"
    percent: Literal["%", "percent", "per cent"] = "%"
    basis_points: Literal["basis points", "bps", "bp"] = "basis points"
    date: Literal["month-first", "day-first"] = "month-first"
    decimals: Literal["written", "needed"] = "written"


class PathChecks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different in some places."""

    paths: tuple[str, ...]
    """Patterns, in the syntax of `.gitignore`, of sources or translations."""
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}


class WaiverConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Findings that are known and accepted."""

    check: str
    """Code or name."""
    reason: str
    paths: tuple[str, ...] = ()
    """Patterns of the files they are about; all by default."""
    text: str = ""
    """Words that their message holds."""


class ChecksConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which checks run, and how grave their findings are; described in docs/checks.md.

    A check is named by its code, its name or, where several are meant, the begin of a code (`TF3`).
    """

    select: tuple[str, ...] = ()
    """All by default."""
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    per_path: tuple[PathChecks, ...] = ()
    """A later entry wins over an earlier one."""
    waivers: tuple[WaiverConfig, ...] = ()
    max_risk: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    """Above which the risk of a draft that nobody approved is a finding (TF606)."""


class ScopedGlossaries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Glossaries that serve some pages only."""

    files: tuple[str, ...]
    """Path patterns."""
    paths: tuple[str, ...]
    """Patterns, in the syntax of `.gitignore`, of the source pages they serve."""


class LanguageConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different in one target language."""

    machine: bool = True
    """Whether `translate` may draft it; else its pages are for people only."""
    exclude: tuple[str, ...] = ()
    """Patterns, in the syntax of `.gitignore`, of source pages that are not wanted in it; relative to the workspace or to
    the content root."""
    reviewers: tuple[str, ...] = ()
    """Who reads its drafts; for reports."""
    max_unmodified: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    """Per cent of a reviewed page's texts that may stand as a machine drafted them."""


Languages = str | tuple[str, ...]


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`transflow.yaml`; every key has a default but `targets`."""

    source: Languages = "zh-CN"
    """Language of pages that don't say; a list when the site writes in several (the first is the default)."""
    targets: tuple[str, ...] = ()
    """Languages that every source page is wanted in."""
    required: tuple[str, ...] = ()
    """Those of the targets that a commit may not lack."""
    content: tuple[Content, ...] = (Content(),)
    glossaries: tuple[str | ScopedGlossaries, ...] = ("glossaries/*.yaml",)
    """Path patterns; a glossary that matches earlier takes precedence, and its first entry says which pages it serves."""
    memory: tuple[str, ...] = ()
    """Path patterns of translation memories (TMX) that are looked up beside what people wrote in the workspace."""
    engine: str = "auto"
    engines: dict[str, dict[str, Any]] = {}
    """Settings of engines by name; addresses, keys and files are no settings, for those come from whoever runs transflow."""
    front_matter: FrontMatterConfig = FrontMatterConfig()
    markdown: MarkdownConfig = MarkdownConfig()
    style: StyleConfig = StyleConfig()
    checks: ChecksConfig = ChecksConfig()
    ignore: tuple[str, ...] = ()
    """Patterns, in the syntax of `.gitignore`, of files that are no pages."""
    languages: dict[str, LanguageConfig] = {}
    """What is different in single target languages, by their tags."""

    def language(self, tag: str) -> LanguageConfig:
        """Return what is different in a language."""
        own = self.languages.get(tag)
        return own or next((one for key, one in self.languages.items() if languages.same(key, tag)), _USUAL)

    @property
    def sources(self) -> tuple[str, ...]:
        """The workspace's source languages, the default first."""
        return (self.source,) if isinstance(self.source, str) else self.source


_USUAL = LanguageConfig()


@dataclass(frozen=True, slots=True)
class Pair:
    """A source page and the place of its translation into one language, whether it exists or not."""

    source: str
    """Path of the source page, relative to the workspace, with `/`; it may be gone (an orphan's)."""
    target: str
    language: str
    """The target language as the configuration spells it."""


@dataclass(frozen=True)
class Workspace:
    """A configured folder. Reads the disk when asked; never writes."""

    root: Path
    config: Config
    only: tuple[str, ...] | None = None
    """The pages to look at, relative to the root; None for all."""
    held: Tree | None = None
    """What is read, where that is not what stands on disk: git's index."""
    given: tuple[str, ...] = ()
    """Glossaries that the person who runs the command named, wherever they are."""

    @cached_property
    def disk(self) -> Disk:
        """The files as they stand on disk, for what writes."""
        return Disk(self.root)

    @property
    def tree(self) -> Tree:
        """The files that are read."""
        return self.held or self.disk

    def check_place(self, path: str) -> None:
        """Make sure that a file may be written where it is to be.

        Raises:
            DocumentError: Git has it, and the checkout leaves it out.
        """
        if isinstance(self.held, Sparse):
            self.held.check(path)

    @property
    def dialect(self) -> "Dialect":
        """What the site's Markdown means, for parsing texts that are no page."""
        return self._dialect(self.config.markdown.dialect)

    def dialect_of(self, path: str) -> "Dialect":
        """Return what a page's Markdown means: by its ending, its content root or the site."""
        name = _BY_ENDING.get(PurePosixPath(path).suffix) or self.config.markdown.dialect
        for content in self.config.content if name not in _BY_ENDING.values() else ():
            if content.dialect and path.startswith(f"{content.root.strip('/')}/".removeprefix("./")):
                name = content.dialect
        return self._dialect(name)

    def _dialect(self, name: str | None) -> "Dialect":
        if name not in self._dialects:
            self._dialects[name] = _dialect(name or "", self.config)
        return self._dialects[name]

    @cached_property
    def _dialects(self) -> "dict[str | None, Dialect]":
        return {}

    def record_path(self, pair: Pair) -> str:
        """Return where the record of a translation is kept, relative to the workspace."""
        return f"{STATE_DIR}/bitext/{self._record_folder(pair.language)}/{pair.source}.jsonl"

    def _record_folder(self, language: str) -> str:
        """Return the folder of a language's records: one by another spelling of its tag (`en` for `en-US`) if that is there."""
        own = language.lower()
        return own if own in self._record_folders else self._spelled.get(languages.canonical(language), own)

    @cached_property
    def _record_folders(self) -> tuple[str, ...]:
        return self.disk.folders(f"{STATE_DIR}/bitext")

    @cached_property
    def _spelled(self) -> dict[str, str]:
        known = (name for name in self._record_folders if languages.is_tag(name))
        return {languages.canonical(name): name for name in known}

    def slots(self, path: str) -> list[tuple[Content, layout.Slot]]:
        """Return the content entries that a path fits, each with what it says there."""
        found = []
        for content in self.config.content:
            top = layout.below(content.root, "")
            if path.startswith(top):
                inner, config = path[len(top) :], self.config
                place = layout.slot(inner, content.source, content.target, config.sources, config.targets)
                found += [(content, place)] if place else []
        return found

    def glossary_paths(self) -> dict[str, tuple[str, ...] | None]:
        """Return the glossary files in order of precedence, each with the patterns of the pages it serves; None for all.

        Raises:
            ConfigError: A path that is spelled out does not exist, or a pattern leaves the workspace.
        """
        found: dict[str, tuple[str, ...] | None] = dict.fromkeys(self.given)
        for number, entry in enumerate(self.config.glossaries):
            patterns, pages = ((entry,), None) if isinstance(entry, str) else (entry.files, entry.paths)
            for pattern in patterns:
                try:
                    matches = globs.matches(self.tree, pattern)
                except DocumentError as error:
                    message = f"glossary {pattern!r} {error.message}"
                    raise ConfigError(message, CONFIG_NAME, self._glossary_line(number), _GLOSSARY) from None
                if not matches and not globs.has_wildcard(pattern):
                    message = f"glossary {pattern!r} does not exist"
                    raise ConfigError(
                        message, CONFIG_NAME, self._glossary_line(number), "correct `glossaries`"
                    )
                for path in matches:
                    found.setdefault(path, pages)
        return found

    def check_settings(self, engine: str, form: type[msgspec.Struct] | None) -> None:
        """Make sure that what stands under `engines: {NAME: …}` is as the engine's class describes it.

        Raises:
            ConfigError: It is not; with its line and, for an unknown key, the nearest known one.
        """
        data = self.config.engines.get(engine, {})
        if form is None:
            if data:
                line = self.line(f"$.engines.{engine}")
                raise ConfigError(f"engine {engine!r} has no settings", CONFIG_NAME, line, "take them out")
            return
        node = yaml.compose(read_text(self.tree, CONFIG_NAME), Loader=yaml.SafeLoader)
        _reject_unknown(data, form, _below(node, "engines", engine))
        try:
            msgspec.convert(data, form)
        except msgspec.ValidationError as error:
            message, _, place = str(error).partition(" - at ")
            where = f"$.engines.{engine}{place.strip('`').removeprefix('$')}"
            raise ConfigError(
                _plain(message), CONFIG_NAME, _line(node, where), "see docs/engines.md"
            ) from None

    def _glossary_line(self, number: int) -> int:
        return self.line(f"$.glossaries[{number}]")

    def glossary(self, name: str) -> bytes:
        """Return what a glossary of `glossary_paths` holds.

        Raises:
            DocumentError: It cannot be read.
        """
        return read_given(Path(name), name) if name in self.given else self.tree.read(name)

    def line(self, place: str) -> int:
        """Return the 1-based line of `transflow.yaml` that a value such as `$.checks.waivers[0]` stands on."""
        text = read_text(self.tree, CONFIG_NAME)
        return _line(yaml.compose(text, Loader=yaml.SafeLoader), place)

    @cached_property
    def _ignored(self) -> "GitIgnoreSpec":
        return patterns.paths(self.config.ignore)

    def files(self) -> tuple[tuple[Content, str], ...]:
        """Return every file below the content roots that has a pattern's ending: (its content entry, path)."""
        listed = self._listed() if self.only is None else self._named(self.only)
        found: dict[str, Content] = {}
        for content, path in listed:
            if path not in found or self._fits(content, path):
                found[path] = content
        return tuple((content, path) for path, content in sorted(found.items()))

    def _named(self, paths: Sequence[str]) -> Iterator[tuple[Content, str]]:
        """Yield those of some files that are below a content root."""
        for content in self.config.content:
            for path in paths:
                if path.endswith(_suffix(content)) and self._holds(content, path):
                    yield content, path

    def _fits(self, content: Content, path: str) -> bool:
        """Whether a file below a content root has the form of a page there: several entries may have one root."""
        inner = path.removeprefix(f"{content.root.rstrip('/')}/") if content.root not in ("", ".") else path
        config = self.config
        return layout.slot(inner, content.source, content.target, config.sources, config.targets) is not None

    def entries(self) -> Sequence[tuple[Content, str, Stamp]]:
        """Return the same files as they stand on disk, each with its stamp; all of them, even if only some are looked at."""
        found = [
            (content, path, stamp)
            for content in self.config.content
            for path, stamp in self.disk.stamped(content.root, _suffix(content), self.config.ignore)
        ]
        if len(self.config.content) == 1:
            return found
        chosen: dict[str, tuple[Content, str, Stamp]] = {}
        for item in found:
            if item[1] not in chosen or self._fits(item[0], item[1]):
                chosen[item[1]] = item
        return sorted(chosen.values(), key=itemgetter(1))

    def _listed(self) -> Iterator[tuple[Content, str]]:
        """Yield the files below the content roots."""
        for content in self.config.content:
            for path in self.tree.list(content.root, _suffix(content), self.config.ignore):
                yield content, path

    def _holds(self, content: Content, path: str) -> bool:
        top = "" if content.root in ("", ".") else f"{content.root.rstrip('/')}/"
        ignored = bool(self.config.ignore) and self._ignored.match_file(path)
        return path.startswith(top) and not ignored and self.tree.has(path)


def _dialect(name: str, config: Config) -> "Dialect":
    from transflow.markdown import dialect  # noqa: PLC0415  `status` parses no page if nothing changed

    said = config.markdown
    features = [
        feature for feature in dialect.FEATURES[name] if feature != "breaks" or said.breaks is not False
    ]
    features += ["breaks"] if said.breaks and "breaks" not in features else []
    math = dialect.is_math(name) if said.math is None else said.math
    return dialect.Dialect(
        math=math,
        translate_keys=_translated(name, config),
        shortcode_args=said.shortcodes,
        raw_shortcodes=(*dialect.Dialect().raw_shortcodes, *said.raw_shortcodes),
        attributes=said.attributes,
        features=tuple(features),
        own_keys=(*dialect.OWN_KEYS, *config.front_matter.own),
        name=name,
    )


def _translated(name: str, config: Config) -> tuple[str, ...]:
    from transflow.markdown import dialect  # noqa: PLC0415  see above

    said = config.front_matter.translate
    return said if said is not None else (*dialect.Dialect().translate_keys, *dialect.KEYS.get(name, ()))


def _suffix(content: Content) -> str:
    return PurePosixPath(content.source).suffix


def find(start: Path, *, whole: bool = True, given: Sequence[str] = ()) -> Workspace:
    """Load the workspace that `start` lies in: the nearest folder upward that has a `transflow.yaml`.

    Args:
        start: Where to begin.
        whole: Whether every content root must exist; it need not for what looks at no page, or at staged ones.
        given: Glossaries that the person who runs the command named.

    Raises:
        ConfigError: There is none, it cannot be followed, or a content root does not exist.
    """
    start = Path(os.path.realpath(start))
    for folder in (start, *start.parents):
        if os.path.lexists(folder / CONFIG_NAME):
            found = load(folder, over(Disk(folder), folder), given)
            return _complete(found) if whole else found
    raise ConfigError(
        f"no {CONFIG_NAME} here or in any folder above",
        hint="run `transflow init` at the root of the site",
    )


def _complete(workspace: Workspace) -> Workspace:
    """Return a workspace whose content roots are all there.

    Raises:
        ConfigError: One isn't, or leaves the workspace.
    """
    for number, content in enumerate(workspace.config.content):
        try:
            there = workspace.disk.has_folder(content.root) or _emptied(workspace, content.root)
            missing = "" if there else "does not exist"
        except DocumentError as error:
            missing = error.message
        if missing:
            line = workspace.line(f"$.content[{number}].root")
            hint = "make the folder, or say in `content` where the pages are"
            raise ConfigError(f"content root {content.root!r} {missing}", CONFIG_NAME, line, hint)
    return workspace


def _emptied(workspace: Workspace, folder: str) -> bool:
    """Whether a folder that is gone held pages once: git removes a folder with its last file."""
    paths = workspace.tree.list(f"{STATE_DIR}/bitext", ".jsonl")
    start = f"{folder.removeprefix('./').rstrip('/')}/"
    if any(path.split("/", 3)[-1].startswith(start) for path in paths):
        return True
    return bool(git.run(workspace.root, "log", "--max-count=1", "--format=%H", "--", folder))


def load(root: Path, held: Tree | None = None, given: Sequence[str] = ()) -> Workspace:
    """Load the workspace whose `transflow.yaml` stands in `root`.

    Args:
        root: Where.
        held: What is read, where that is not what stands on disk.
        given: Glossaries that the person who runs the command named.

    Raises:
        ConfigError: A key is unknown or a value has the wrong form; with its line.
        RefusedPath: A link stands where `.transflow` or a folder in it belongs.
    """
    tree = held or Disk(root)
    for place in (STATE_DIR, f"{STATE_DIR}/bitext", f"{STATE_DIR}/cache"):
        tree.has(place)
    try:
        text = read_text(tree, CONFIG_NAME)
    except DocumentError as error:
        raise ConfigError(error.message, CONFIG_NAME, error.line, error.hint) from None
    return Workspace(root, parse_config(text), held=held, given=tuple(given))


def parse_config(text: str) -> Config:
    """Parse the text of a `transflow.yaml`.

    Raises:
        ConfigError: With the line and, for an unknown key, the nearest known one.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "this is not YAML"
        raise ConfigError(str(problem), CONFIG_NAME, mark.line + 1 if mark else 0, _mend(error)) from None
    except RecursionError:
        raise ConfigError("nested too deep", CONFIG_NAME, 0, "see docs/configuration.md") from None
    except (
        AttributeError,
        TypeError,
        ValueError,
        OverflowError,
    ):  # `!!timestamp x`, `2024-13-45`: PyYAML's own
        message = "a value is not of the type that it looks like or is tagged with"
        raise ConfigError(message, CONFIG_NAME, 0, "put it in quotes") from None
    _reject_unknown(data, Config, node)
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at ")
        place = place.strip("`")
        hint = _norwegian(place, node) or _hint_for(place, data)
        raise ConfigError(_plain(message), CONFIG_NAME, _line(node, place), hint) from None
    _check_values(config, node)
    return structs.replace(config, content=tuple(map(_plainly, config.content)))


def _plainly(content: Content) -> Content:
    """Return a content entry with its root as paths of files begin: `./docs/` is `docs`."""
    return structs.replace(content, root="/".join(parts(content.root)) if content.root.strip("./") else ".")


def _mend(error: yaml.YAMLError) -> str:
    """Return what can be done about a text that is not YAML."""
    problem, begin = str(getattr(error, "problem", "")), getattr(error, "context_mark", None)
    if "'\\t'" in problem:
        return "indent with spaces, not with a tab"
    if begin and ("',' or ']'" in problem or "',' or '}'" in problem):
        return f"close the bracket that opens in line {begin.line + 1}"
    return "see docs/configuration.md"


def _hint_for(place: str, data: Any) -> str:
    """Return how the value at a msgspec path such as `$.style.scale` is written."""
    keys = re.findall(r"\.([\w-]+)", place)
    if not keys:
        return ""
    owner: type[msgspec.Struct] = Config
    for key in keys[:-1]:
        owner = _NESTED.get((owner, key), owner)
    kind = get_type_hints(owner).get(keys[-1])
    value = data.get(keys[0]) if len(keys) == 1 else None
    if get_origin(kind) is tuple and isinstance(value, str):
        return f"write `{keys[0]}: [{value}]`"
    words = _words(kind)
    told = f"one of {', '.join(words)}; " if words else ""
    return f"{told}see `{place.removeprefix('$.')}` in docs/configuration.md"


def _norwegian(place: str, node: Any) -> str:
    """Return what to do about a language that YAML takes for false: `no` is Norwegian only in quotes."""
    match = re.fullmatch(r"\$\.(source|targets|required)(?:\[(\d+)\])?", place)
    found = _below(node, match[1]) if match else None
    if match and isinstance(found, yaml.SequenceNode) and int(match[2] or 0) < len(found.value):
        found = found.value[int(match[2] or 0)]
    word = found.value if isinstance(found, yaml.ScalarNode) else ""
    return f"YAML takes {word} for a truth value; put it in quotes: {word!r}" if word.lower() == "no" else ""


_KINDS = {
    "array": "a list",
    "object": "a mapping",
    "str": "text",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
}
"""What msgspec names by JSON and Python."""


def _plain(message: str) -> str:
    """Return a message of msgspec such as "Expected `array`, got `str`" in the words of YAML."""

    def named(match: re.Match[str]) -> str:
        kinds = match[1].split(" | ")
        kinds = [
            kind for kind in kinds if kind != "null"
        ] or kinds  # what may be left out need not be said to be null
        return " or ".join(_KINDS.get(kind, kind) for kind in kinds)

    return re.sub(r"`([a-z |]+)`", named, message)


def _words(kind: Any) -> list[str]:
    """List the words that a type allows."""
    parts = get_args(kind)
    return list(parts) if get_origin(kind) is Literal else [word for part in parts for word in _words(part)]


def _check_values(config: Config, node: Any) -> None:
    """Check what types cannot say: language codes, patterns, that there is a target."""
    for key, tags in (("source", config.sources), ("targets", config.targets), ("required", config.required)):
        for tag in tags:
            try:
                languages.canonical(tag)
            except ValueError as error:
                hint = "give a BCP 47 tag such as en or zh-CN"
                raise ConfigError(str(error), CONFIG_NAME, _line(node, f"$.{key}"), hint) from None
    if not config.targets or not config.sources:
        raise ConfigError("no target language", CONFIG_NAME, hint="add a line like `targets: [en]`")
    _check_targets(config, _line(node, "$.targets"))
    _check_fields(config.front_matter.fields, _line(node, "$.front_matter.fields"))
    _check_named(config, node)
    for number, content in enumerate(config.content):
        _check_patterns(content, _line(node, f"$.content[{number}]"))
        _check_format(content, _line(node, f"$.content[{number}].source"))
    for engine, settings in config.engines.items():
        for key in settings:
            _check_impersonal(engine, key, _line(node, f"$.engines.{engine}.{key}"))


_FORMATS = (".md", ".mdx", ".markdown", ".mdown", ".qmd", ".rmd")
"""Endings of pages that are understood."""


def _check_format(content: Content, line: int) -> None:
    """Refuse pages in a format that is not read, by its name: read as Markdown they would be damaged."""
    for pattern in (content.source, content.target):
        ending = PurePosixPath(pattern).suffix
        if ending.lower() not in _FORMATS:
            name = ending or "no ending"
            hint = f"one of {' '.join(_FORMATS)}; see docs/markdown.md"
            raise ConfigError(f"pages with {name} are not understood", CONFIG_NAME, line, hint)


_PERSONAL = (
    (
        "address",
        frozenset({"url", "uri", "base", "host", "hostname", "address", "endpoint", "server", "port", "proxy"}),
        {"openai": "OPENAI_BASE_URL", "libretranslate": "LIBRETRANSLATE_URL"},
    ),
    (
        "key",
        frozenset({
            "key", "apikey", "token", "secret", "password", "credential", "credentials", "auth",
            "authorization", "bearer", "header", "headers", "organization", "cookie",
        }),
        {"openai": "OPENAI_API_KEY", "libretranslate": "LIBRETRANSLATE_API_KEY"},
    ),
    ("adapter", frozenset({"adapter", "lora"}), {"embedded": "TRANSFLOW_ADAPTER"}),
    ("file", frozenset({"file", "path", "gguf", "folder", "directory", "cert", "certificate"}), {"embedded": "TRANSFLOW_GGUF"}),
)  # fmt: skip
"""Words of keys that would let a stranger's `transflow.yaml` say what is reached, shown or opened, and the variable that
says it instead."""


def _check_impersonal(engine: str, key: str, line: int) -> None:
    """Refuse a setting that only the person who runs transflow may make.

    Raises:
        ConfigError: It is one; the line names the variable.
    """
    words = set(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower()))
    for what, known, variables in _PERSONAL:
        if words & known:
            variable = variables.get(engine)
            way = f"set {variable} in your environment" if variable else "take it out; see docs/engines.md"
            message = f"`engines.{engine}.{key}`: a workspace may not name an engine's {what}"
            raise ConfigError(message, CONFIG_NAME, line, way)


def _below(node: Any, *keys: str) -> Any:
    """Return the node below some keys of a mapping; None if it isn't there."""
    for key in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node


def _check_named(config: Config, node: Any) -> None:
    """Make sure that what is said of single languages is about targets."""
    named = [(tag, f"$.languages.{tag}", "is not") for tag in config.languages]
    named += [(tag, "$.required", "is required but is not") for tag in config.required]
    for tag, place, told in named:
        if not languages.is_tag(tag) or not any(languages.same(tag, target) for target in config.targets):
            raise ConfigError(
                f"{tag!r} {told} one of `targets`", CONFIG_NAME, _line(node, place), "correct it"
            )


def _check_fields(fields: FieldsConfig, line: int) -> None:
    names = [name for name in structs.astuple(fields) if name]
    for name in names:
        if name in ("source", "status", "stale") or names.count(name) > 1:
            told = f"the name {name!r} in `front_matter.fields` is taken"
            raise ConfigError(told, CONFIG_NAME, line, "choose another")


def _check_targets(config: Config, line: int) -> None:
    for number, tag in enumerate(config.targets):
        if any(languages.same(tag, earlier) for earlier in config.targets[:number]):
            raise ConfigError(f"{tag!r} stands twice in `targets`", CONFIG_NAME, line, "keep one of them")
        if all(languages.same(tag, source) for source in config.sources):
            message = f"{tag!r} is the language of the source pages, and cannot be a target"
            raise ConfigError(message, CONFIG_NAME, line, "see docs/configuration.md")


def _check_patterns(content: Content, line: int) -> None:
    for name, pattern, needed in (
        ("source", content.source, {"path"}),
        ("target", content.target, {"path", "lang"}),
    ):
        fields = re.findall(r"\{([^{}]*)\}", pattern)
        if (
            pattern.count("{") + pattern.count("}") != 2 * len(fields)
            or not needed <= set(fields) <= {"path", "lang"}
            or len(fields) != len(set(fields))
        ):
            raise ConfigError(
                f"{name} pattern {pattern!r} needs {{path}}" + (" and {lang}" if "lang" in needed else ""),
                CONFIG_NAME,
                line,
                "known fields are {path} and {lang}, once each",
            )
    if content.source == content.target:
        hint = (
            "the folder of the source language stands in `source` by its name: `source: zh-cn/{path}.md`, "
            "`target: '{lang}/{path}.md'`; pages that begin in another folder need a workspace of their own"
        )
        raise ConfigError("source and target pattern are the same", CONFIG_NAME, line, hint)
    for name, path in (("root", content.root), ("source", content.source), ("target", content.target)):
        try:
            names = parts(path) if path not in ("", ".", "./") else []
        except DocumentError as error:
            hint = "paths are relative to the folder of transflow.yaml, and stay in it"
            raise ConfigError(f"{name} {path!r} {error.message}", CONFIG_NAME, line, hint) from None
        if STATE_DIR in names:
            raise ConfigError(
                f"{name} {path!r} lies in {STATE_DIR}", CONFIG_NAME, line, "records are kept there"
            )


def _reject_unknown(data: Any, struct: type[msgspec.Struct], node: Any) -> None:
    """Name an unknown key before msgspec does, to add its line and the nearest known one."""
    if not isinstance(data, dict):
        raise ConfigError("the file must be a mapping of keys to values", CONFIG_NAME, 1)
    seen: set[str] = set()
    for key_node, value_node in node.value if isinstance(node, yaml.MappingNode) else ():
        key, line = key_node.value, key_node.start_mark.line + 1
        if key not in struct.__struct_fields__:
            near = difflib.get_close_matches(key, struct.__struct_fields__, 1, 0.5)
            known = ", ".join(struct.__struct_fields__)
            raise ConfigError(
                f"unknown key {key!r}",
                CONFIG_NAME,
                line,
                f"did you mean {near[0]!r}?" if near else f"known: {known}",
            )
        if key in seen:
            raise ConfigError(f"key {key!r} stands twice", CONFIG_NAME, line, "keep one of them")
        seen.add(key)
        for inner, inner_node in _inner(struct, key, value_node):
            _reject_unknown(dict.fromkeys(k.value for k, _ in inner_node.value), inner, inner_node)


def _inner(struct: type[msgspec.Struct], key: str, node: Any) -> Iterator[tuple[type[msgspec.Struct], Any]]:
    """Yield the mappings below `key` that have a structure of their own."""
    if struct is Config and key == "languages" and isinstance(node, yaml.MappingNode):
        yield from ((LanguageConfig, child) for _, child in node.value if isinstance(child, yaml.MappingNode))
    inner = _NESTED.get((struct, key))
    if inner is None:
        return
    for child in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if isinstance(child, yaml.MappingNode):
            yield inner, child


_GLOSSARY = "name files of the workspace; one outside is named with --glossary or TRANSFLOW_GLOSSARIES"

_NESTED: dict[tuple[type[msgspec.Struct], str], type[msgspec.Struct]] = {
    (Config, "content"): Content,
    (Config, "front_matter"): FrontMatterConfig,
    (Config, "markdown"): MarkdownConfig,
    (Config, "style"): StyleConfig,
    (Config, "glossaries"): ScopedGlossaries,
    (Config, "checks"): ChecksConfig,
    (ChecksConfig, "per_path"): PathChecks,
    (ChecksConfig, "waivers"): WaiverConfig,
}


def _line(node: Any, place: str) -> int:
    """Return the 1-based line of a msgspec path such as `$.content[0].root`; of the nearest parent if absent."""
    line = 0
    for key, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", place):
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if pair[0].value == key]
            if not pairs:
                break
            line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and index and int(index) < len(node.value):
            node = node.value[int(index)]
            line = node.start_mark.line + 1
    return line
