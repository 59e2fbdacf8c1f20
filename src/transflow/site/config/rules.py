"""What a configuration must keep that types cannot say: languages, patterns, names, and what a workspace may not set."""

from pathlib import PurePosixPath
from typing import Any

from msgspec import structs

from transflow import globs, languages
from transflow.errors import ConfigError, DocumentError
from transflow.patterns import MAX_LINES, is_path_line
from transflow.site.config.grammar import GRAMMAR
from transflow.site.config.lines import line as line_of
from transflow.site.config.values import CONFIG_NAME, Config, Content, FieldsConfig, FrontMatterConfig
from transflow.site.layout import slot
from transflow.strings import FORMATS as STRINGS
from transflow.strings import is_strings
from transflow.way import STATE_DIR, parts

_RECORD = GRAMMAR["record-name"]
_FIELD = GRAMMAR["pattern-field"]
_HUMP = GRAMMAR["hump"]
_PIECE = GRAMMAR["small-piece"]


def check(config: Config, node: Any) -> None:
    """Check what types cannot say: language codes, patterns, that there is a target.

    Raises:
        ConfigError: A rule is not kept; with the line.
    """
    # First: what comes below compares tags, and none of them is one that there is not.
    _check_tags(config, node)
    if not config.targets or not config.sources:
        raise ConfigError("no target language", CONFIG_NAME, hint="add a line like `targets: [en]`")
    _check_targets(config, line_of(node, "$.targets"))
    _check_fields(config.front_matter.fields, line_of(node, "$.front_matter.fields"))
    _check_record(config.front_matter, line_of(node, "$.front_matter.record"))
    _check_named(config, node)
    for number, content in enumerate(config.content):
        _check_patterns(content, line_of(node, f"$.content[{number}]"))
        _check_language(config, content, line_of(node, f"$.content[{number}].language"))
        _check_format(content, line_of(node, f"$.content[{number}].source"))
        _check_apart(config, content, line_of(node, f"$.content[{number}].source"))
    _check_many(config, node)
    _check_files(config, node)
    _check_lines(config, node)
    for engine, settings in config.engines.items():
        for key in settings:
            _check_impersonal(engine, key, line_of(node, f"$.engines.{engine}.{key}"))


def _check_tags(config: Config, node: Any) -> None:
    for key, tags in (("source", config.sources), ("targets", config.targets), ("required", config.required)):
        for tag in tags:
            try:
                languages.canonical(tag)
            except ValueError as error:
                hint = "give a BCP 47 tag such as en or zh-CN"
                raise ConfigError(str(error), CONFIG_NAME, line_of(node, f"$.{key}"), hint) from None


def _check_language(config: Config, content: Content, line: int) -> None:
    """Make sure that the language of an entry's pages is one that is translated from."""
    tag = content.language
    if tag and not any(languages.same(tag, source) for source in config.sources):
        raise ConfigError(f"{tag!r} is not one of `source`", CONFIG_NAME, line, "add it there, or correct it")


def _check_named(config: Config, node: Any) -> None:
    """Make sure that what is said of single languages is about targets."""
    named = [(tag, f"$.languages.{tag}", "is not") for tag in config.languages]
    named += [(tag, "$.required", "is required but is not") for tag in config.required]
    for tag, place, told in named:
        if not any(languages.same(tag, target) for target in config.targets):
            raise ConfigError(
                f"{tag!r} {told} one of `targets`", CONFIG_NAME, line_of(node, place), "correct it"
            )


def _check_fields(fields: FieldsConfig, line: int) -> None:
    names = [name for name in structs.astuple(fields) if name]
    for name in names:
        # Those three stand in the mapping already.
        if name in ("source", "status", "stale") or names.count(name) > 1:
            told = f"the name {name!r} in `front_matter.fields` is taken"
            raise ConfigError(told, CONFIG_NAME, line, "choose another")


_RESERVED = ("lang", "translations", "draft", "translate", "translationKey", "default_lang_commit", "l10n")


def _check_record(said: FrontMatterConfig, line: int) -> None:
    others = (*(said.translate or ()), *said.own, *(said.taxonomies if said.taxonomies != "keep" else ()))
    taken = {*_RESERVED, *(key.partition(".")[0] for key in others)}
    # A word that needs no quotes in YAML, TOML and JSON alike.
    if not _RECORD.fullmatch(said.record) or said.record in taken:
        told = f"{said.record!r} cannot be the key of `front_matter.record`"
        raise ConfigError(told, CONFIG_NAME, line, "choose a word that no other key of a page has")


MAX_ENTRIES = 200
"""Entries of `content`, of languages, and of what names files: for each of them all files are listed."""


def _check_many(config: Config, node: Any) -> None:
    for key, entries in (
        ("content", config.content),
        ("targets", config.targets),
        ("glossaries", config.glossaries),
        ("memory", config.memory),
    ):
        if len(entries) > MAX_ENTRIES:
            message = f"more than {MAX_ENTRIES} entries of `{key}`, for each of which all files are looked at"
            hint = "name those that are needed" if key == "targets" else "join some in one pattern"
            raise ConfigError(message, CONFIG_NAME, line_of(node, f"$.{key}"), hint)


def _check_lines(config: Config, node: Any) -> None:
    """Make sure that what says which paths are meant can be followed, and is not more than can be tried with every path."""
    said = [("$.ignore", config.ignore)]
    said += [(f"$.languages.{tag}.exclude", one.exclude) for tag, one in config.languages.items()]
    said += [(f"$.checks.per_path[{number}]", one.paths) for number, one in enumerate(config.checks.per_path)]
    said += [(f"$.checks.waivers[{number}]", one.paths) for number, one in enumerate(config.checks.waivers)]
    scoped = [(number, one.paths) for number, one in enumerate(config.glossaries) if not isinstance(one, str)]
    said += [(f"$.glossaries[{number}]", lines) for number, lines in scoped]
    for place, lines in said:
        # One by one: of a list that is refused as a whole nobody could tell which line is wrong.
        for line in lines:
            if not is_path_line(line):
                hint = "correct it, or take it out"
                raise ConfigError(f"{line!r} is no pattern of paths", CONFIG_NAME, line_of(node, place), hint)
    if sum(len(lines) for _, lines in said) > MAX_LINES:
        message = f"more than {MAX_LINES:,} patterns of paths, each of which is tried with every page"
        raise ConfigError(message, CONFIG_NAME, hint="name whole folders, or use a .gitignore")


def _check_files(config: Config, node: Any) -> None:
    """Make sure that what names glossaries and memories are patterns of files of the workspace."""
    named = [("memory", f"$.memory[{number}]", pattern) for number, pattern in enumerate(config.memory)]
    for number, entry in enumerate(config.glossaries):
        files = (entry,) if isinstance(entry, str) else entry.files
        named += [("glossary", f"$.glossaries[{number}]", pattern) for pattern in files]
    for what, place, pattern in named:
        try:
            globs.check(pattern)
        except DocumentError as error:
            message = f"{what} {pattern!r} {error.message}"
            hint = error.hint if error.message == "is no pattern" else INSIDE[what]
            raise ConfigError(message, CONFIG_NAME, line_of(node, place), hint) from None


INSIDE = {
    "glossary": "name files of the workspace; one outside is named with --glossary or TRANSFLOW_GLOSSARIES",
    "memory": "name files of the workspace",
}
"""What to do about a pattern that leads out of the workspace."""


def _check_targets(config: Config, line: int) -> None:
    for number, tag in enumerate(config.targets):
        if any(languages.same(tag, earlier) for earlier in config.targets[:number]):
            raise ConfigError(f"{tag!r} stands twice in `targets`", CONFIG_NAME, line, "keep one of them")
        # On a site with two source languages each may be the other's target.
        if all(languages.same(tag, source) for source in config.sources):
            message = f"{tag!r} is the language of the source pages, and cannot be a target"
            raise ConfigError(message, CONFIG_NAME, line, "see docs/configuration.md")


def _check_patterns(content: Content, line: int) -> None:
    # One page, or one file of strings, needs no place for a path.
    one = "{path}" not in content.source + content.target
    needed = set[str]() if one else {"path"}
    _check_holes("source", content.source, needed, line)
    _check_holes("target", content.target, needed | {"lang"}, line)
    for name, path in (("root", content.root), ("source", content.source), ("target", content.target)):
        _check_inside(name, path, line)


def _check_apart(config: Config, content: Content, line: int) -> None:
    """Make sure that the source pages of an entry do not stand where another has its translations."""
    pages = content.source.replace("{path}", "page")
    for other in config.content:
        # A source pattern with `{lang}` tells its own pages by their tag.
        if other == content or other.root != content.root or "{lang}" in pages:
            continue
        place = slot(pages, other.source, other.target, config.sources, config.targets)
        if place is not None and place.is_target and not place.either:
            told = f"source pattern {content.source!r} is where {other.target!r} has its translations"
            hint = f"make them one entry, with `source: '{other.target}'` and `target: '{other.target}'`"
            raise ConfigError(told, CONFIG_NAME, line, hint)


def _check_holes(name: str, pattern: str, needed: set[str], line: int) -> None:
    """Make sure that a pattern has the holes it needs, each once, and no brace that belongs to none."""
    fields = _FIELD.findall(pattern)
    if (
        # `{path}.{lang.md` has a brace too many, `{{path}}` has two.
        pattern.count("{") + pattern.count("}") != 2 * len(fields)
        or not needed <= set(fields) <= {"path", "lang"}
        or len(fields) != len(set(fields))
    ):
        told = f"{name} pattern {pattern!r} needs {' and '.join(f'{{{field}}}' for field in sorted(needed, reverse=True))}"
        raise ConfigError(told, CONFIG_NAME, line, "known fields are {path} and {lang}, once each")


def _check_inside(name: str, path: str, line: int) -> None:
    """Make sure that a path stays in the workspace, and out of the folder of its records."""
    try:
        names = parts(path) if path not in ("", ".", "./") else []
    except DocumentError as error:
        hint = "paths are relative to the folder of transflow.yaml, and stay in it"
        raise ConfigError(f"{name} {path!r} {error.message}", CONFIG_NAME, line, hint) from None
    if STATE_DIR in names:
        raise ConfigError(f"{name} {path!r} lies in {STATE_DIR}", CONFIG_NAME, line, "records are kept there")


_FORMATS = (".md", ".mdx", ".markdown", ".mdown", ".qmd", ".rmd")
"""Endings of pages that are understood."""


def _check_format(content: Content, line: int) -> None:
    """Refuse pages in a format that is not read, by its name: read as Markdown they would be damaged."""
    for pattern in (content.source, content.target):
        ending = PurePosixPath(pattern).suffix
        # Strings are written in the form in which they are read.
        if is_strings(content.source) and ending == PurePosixPath(content.source).suffix:
            continue
        if is_strings(content.source) or ending.lower() not in _FORMATS:
            name = ending or "no ending"
            hint = f"one of {' '.join((*_FORMATS, *STRINGS))}; see docs/markdown.md"
            told = f"pages with {name} are not understood"
            if is_strings(content.source):
                told, hint = (
                    f"strings are not written as {name} from {content.source}",
                    "give both patterns one ending",
                )
            raise ConfigError(told, CONFIG_NAME, line, hint)


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
    # By words: `apiKey`, `api_key` and `API-Key` are one, and `monkey` is none.
    apart = _HUMP.sub("_", key)
    words = set(_PIECE.findall(apart.lower()))
    for what, known, variables in _PERSONAL:
        if words & known:
            variable = variables.get(engine)
            way = f"set {variable} in your environment" if variable else "take it out; see docs/engines.md"
            message = f"`engines.{engine}.{key}`: a workspace may not name an engine's {what}"
            raise ConfigError(message, CONFIG_NAME, line, way)
