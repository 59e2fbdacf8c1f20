"""The workspace: the folder with `transflow.yaml`, and the pages and glossaries found in it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec
import yaml

from transflow import globs, languages, patterns
from transflow.errors import ConfigError, DocumentError
from transflow.files import Stamp, Tree, read_given, read_text
from transflow.site import git, layout
from transflow.site.config import (
    CONFIG_NAME,
    Config,
    Content,
    DialectName,
    ScopedGlossaries,
    check_settings,
    line,
    parse_config,
)
from transflow.site.config.rules import INSIDE
from transflow.site.sparse import Sparse, over
from transflow.site.walk import Disk
from transflow.strings import is_strings
from transflow.way import STATE_DIR, is_hidden

if TYPE_CHECKING:
    from transflow.document import Dialect

# Whatever else the site says: nothing but MDX reads `.mdx`, nothing but Quarto `.qmd`.
_BY_ENDING: Mapping[str, DialectName] = {".mdx": "mdx", ".qmd": "quarto"}
_PROGRAMS = (".mjs", ".js", ".ts", ".mts", ".cjs", ".cts")
"""Endings that a generator's settings may have."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A source page and the place of its translation into one language, whether it exists or not."""

    source: str
    """Path of the source page, relative to the workspace, with `/`; it may be gone (an orphan's)."""
    target: str
    language: str
    """The target language as the configuration spells it."""

    @property
    def as_json(self) -> dict[str, str]:
        """How every command names a translation in its JSON."""
        return {"source": self.source, "target": self.target, "language": self.language}


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
        if is_strings(path):
            from transflow.markdown.dialect import STRINGS  # noqa: PLC0415  likewise

            return STRINGS
        name = _BY_ENDING.get(PurePosixPath(path).suffix) or self.config.markdown.dialect
        # `.mdx` and `.qmd` are read by one kind of generator alone, whatever else is said.
        for content in self.config.content if name not in _BY_ENDING.values() else ():
            # A later entry wins, as where several have one root.
            # `./docs`, `docs/` and `docs` are one root.
            if content.dialect and path.startswith(f"{content.root.strip('/')}/".removeprefix("./")):
                name = content.dialect
        # Astro knows components in `.mdx` alone; Docusaurus has them anywhere.
        return self._dialect(name, plain=name == "mdx" and path.endswith(".md") and self._is_of_astro(path))

    def _is_of_astro(self, path: str) -> bool:
        """Whether Astro builds a page: its settings stand in a folder above, or it is where Astro has pages, and it is none of Docusaurus."""
        if not path.startswith(self._folders_of_astro) and "src/content/" not in path:
            return False
        entries = [content for content, _ in self.slots(path)] or self.config.content
        return not any("docusaurus-plugin-content-" in content.target for content in entries)

    @cached_property
    def _folders_of_astro(self) -> tuple[str, ...]:
        """The folders with Astro's settings, of those that hold a content root."""
        roots = (PurePosixPath(layout.below(content.root, "")) for content in self.config.content)
        above = dict.fromkeys(str(folder) for root in roots for folder in (root, *root.parents))
        names = ("" if folder == "." else f"{folder}/" for folder in above)
        return tuple(
            name for name in names if any(self.tree.has(f"{name}astro.config{end}") for end in _PROGRAMS)
        )

    def _dialect(self, name: str | None, *, plain: bool = False) -> "Dialect":
        if (name, plain) not in self._dialects:
            from transflow.site import dialects  # noqa: PLC0415  `status` parses no page if nothing changed

            self._dialects[name, plain] = dialects.dialect(name or "", self.config, self.tree, plain=plain)
        return self._dialects[name, plain]

    @cached_property
    def _dialects(self) -> "dict[tuple[str | None, bool], Dialect]":
        return {}

    def record_path(self, pair: Pair) -> str:
        """Return where the record of a translation is kept, relative to the workspace."""
        return f"{STATE_DIR}/bitext/{self._record_folder(pair.language)}/{pair.source}.jsonl"

    def _record_folder(self, language: str) -> str:
        """Return the folder of a language's records: one by another spelling of its tag (`en` for `en-US`) if that is there."""
        own = language.lower()
        # A target renamed from `en-US` to `en` in transflow.yaml would lose all records otherwise.
        return own if own in self._record_folders else self._spelled.get(languages.canonical(language), own)

    @cached_property
    def _record_folders(self) -> tuple[str, ...]:
        return self.disk.folders(f"{STATE_DIR}/bitext")

    @cached_property
    def _spelled(self) -> dict[str, str]:
        known = (name for name in self._record_folders if languages.is_tag(name))
        return {languages.canonical(name): name for name in known}

    def slots(self, path: str) -> list[tuple[Content, layout.Slot]]:
        """Return the content entries that a path fits, each with what it says there; twice if it may be either end."""
        found = []
        for content in self.config.content:
            top = layout.below(content.root, "")
            if path.startswith(top):
                place = self._slot(content, path[len(top) :])
                found += [(content, place)] if place else []
                # Where source and target have one pattern (`{lang}/{path}.md` for both), a path alone does not tell.
                found += [(content, place._replace(is_target=False))] if place and place.either else []
        return found

    def declares(self, source: str) -> bool:
        """Whether a source page lists its languages; strings cannot, and of entries that share it one may say no."""
        if is_strings(source):
            return False
        return self._all_declare or all(content.declare for content, _ in self.slots(source))

    @cached_property
    def _all_declare(self) -> bool:
        return all(content.declare for content in self.config.content)

    def glossary_paths(self) -> dict[str, tuple[str, ...] | None]:
        """Return the glossary files in order of precedence, each with the patterns of the pages it serves; None for all.

        Raises:
            ConfigError: A path that is spelled out does not exist, or a pattern leaves the workspace.
        """
        # Those that the person named come first, and serve all pages.
        found: dict[str, tuple[str, ...] | None] = dict.fromkeys(self.given)
        for number, entry in enumerate(self.config.glossaries):
            pages = None if isinstance(entry, str) else entry.paths
            for pattern in _patterns(entry):
                try:
                    matches = globs.matches(self.tree, pattern)
                except DocumentError as error:
                    message = f"glossary {pattern!r} {error.message}"
                    raise ConfigError(
                        message, CONFIG_NAME, self._glossary_line(number), INSIDE["glossary"]
                    ) from None
                # A pattern may wait for its first file; a name that is spelled out is a promise.
                if not matches and not globs.has_wildcard(pattern):
                    message = f"glossary {pattern!r} does not exist"
                    raise ConfigError(
                        message, CONFIG_NAME, self._glossary_line(number), "correct `glossaries`"
                    )
                for path in matches:
                    # The first entry that means a file says which pages it serves.
                    found.setdefault(path, pages)
        return found

    def check_memories(self) -> None:
        """Make sure that the memories of other tools lie in the workspace.

        Raises:
            ConfigError: A link leads out of it.
        """
        for number, pattern in enumerate(self.config.memory):
            try:
                globs.matches(self.tree, pattern)
            except DocumentError as error:
                where = self.line(f"$.memory[{number}]")
                message = f"memory {pattern!r} {error.message}"
                raise ConfigError(message, CONFIG_NAME, where, INSIDE["memory"]) from None

    def idle_patterns(self) -> Iterator[str]:
        """Yield the patterns of glossaries and memories in `transflow.yaml` that mean no file, each with what it is for."""
        # The default pattern is nobody's mistake: most sites begin without a glossary.
        said = () if self.config.glossaries == Config().glossaries else self.config.glossaries
        named = [("glossary", pattern) for entry in said for pattern in _patterns(entry)]
        for what, pattern in [*named, *(("memory", pattern) for pattern in self.config.memory)]:
            if globs.has_wildcard(pattern) and not globs.matches(self.tree, pattern):
                yield f"{what} {pattern!r} matches no file"

    def check_settings(self, engine: str, form: type[msgspec.Struct] | None) -> None:
        """Make sure that what stands under `engines: {NAME: …}` is as the engine's class describes it.

        Raises:
            ConfigError: It is not; with its line and, for an unknown key, the nearest known one.
        """
        data = self.config.engines.get(engine, {})
        check_settings(read_text(self.tree, CONFIG_NAME), engine, data, form)

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
        return line(self._node, place)

    @cached_property
    def _node(self) -> yaml.Node | None:
        """`transflow.yaml`, composed once: a file of a thousand waivers would be a thousand times."""
        return yaml.compose(read_text(self.tree, CONFIG_NAME), Loader=yaml.SafeLoader)

    @cached_property
    def _ignored(self) -> patterns.PathLines:
        return patterns.paths(self.config.ignore)

    def files(self) -> tuple[tuple[Content, str], ...]:
        """Return every file below the content roots that has a pattern's ending: (its content entry, path)."""
        listed = self._listed() if self.only is None else self._named(self.only)
        found: dict[str, Content] = {}
        for content, path in listed:
            # Of several entries with one root the last that a file fits has it; of none that fits, the first.
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
        return self._slot(content, path.removeprefix(layout.below(content.root, ""))) is not None

    def _slot(self, content: Content, inner: str) -> layout.Slot | None:
        config = self.config
        return layout.slot(inner, content.source, content.target, config.sources, config.targets)

    def entries(self) -> Sequence[tuple[Content, str, Stamp]]:
        """Return the same files as they stand on disk, each with its stamp; all of them, even if only some are looked at."""
        found = [
            (content, path, stamp)
            for content in self.config.content
            for path, stamp in self.disk.stamped(content.root, _suffix(content), self.config.ignore)
        ]
        # Sorted already, and each file is there once.
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
        top = layout.below(content.root, "")
        # As a listing of the root leaves them out: `.github/a.md` is no page, though somebody stages it.
        if not path.startswith(top) or is_hidden(path[len(top) :]):
            return False
        ignored = bool(self.config.ignore) and self._ignored.match_file(path)
        return not ignored and self.tree.has(path)


def _suffix(content: Content) -> str:
    return PurePosixPath(content.source).suffix


def _patterns(entry: str | ScopedGlossaries) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry.files


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
    # A broken link by that name counts too: to pass it over would take the workspace above for this one.
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
    # Asked last: it is the only one of the three that starts a program.
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
    # `has` refuses what leads elsewhere: a link in the place of a folder of ours.
    for place in (STATE_DIR, f"{STATE_DIR}/bitext", f"{STATE_DIR}/cache"):
        tree.has(place)
    try:
        text = read_text(tree, CONFIG_NAME)
    except DocumentError as error:
        raise ConfigError(error.message, CONFIG_NAME, error.line, error.hint) from None
    found = Workspace(root, parse_config(text), held=held, given=tuple(given))
    found.check_memories()
    return found
