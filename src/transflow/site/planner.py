"""What is wanted, what is declared, what is on disk: which translations there should be, and the state of each."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from transflow import languages
from transflow.errors import DocumentError, TransflowError
from transflow.files import read_text
from transflow.patterns import PathLines, paths
from transflow.signs import has_control
from transflow.site.config import Content
from transflow.site.layout import Slot, below, path_language, slot, target_path
from transflow.site.walk import MAX_FOLDERS
from transflow.site.workspace import Pair, Workspace
from transflow.strings import is_strings

State = Literal[
    "orphan",
    "untracked",
    "declared-missing",
    "missing",
    "conflict",
    "stale",
    "undeclared",
    "draft",
    "reviewed",
]
STATES: tuple[State, ...] = (
    "orphan", "untracked", "declared-missing", "missing", "conflict", "stale", "undeclared", "draft", "reviewed",
)  # fmt: skip
"""In the order of precedence: a translation is in the first state that holds."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's own word about itself, read from its front matter."""

    path: str
    """Relative to the workspace, with `/`."""
    language: str
    """As the configuration spells it where it knows it."""
    translations: tuple[str, ...]
    """Languages it lists, its own left out, each spelled as the configuration does where it knows it."""
    translate: bool
    """False for `translate: false`."""
    status: str
    """`draft`, `reviewed` or empty, from its `translation:` mapping."""
    into: tuple[str, ...] | None = None
    """The languages that it is wanted in (`translate: [ja]`); None for all."""
    source: str = ""
    """What its `translation:` mapping says it renders: a path from the workspace's root; empty if it says nothing."""
    key: str = ""
    """Its `translationKey`, by which pages with different paths are one page in several languages."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All that a look at the workspace found."""

    sources: Mapping[str, Page]
    """The source pages by path."""
    pairs: tuple[Pair, ...]
    """Every translation that is wanted, declared or on disk, sorted by source path, then in the order of `targets`."""
    problems: tuple[TransflowError, ...]
    """Pages that could not be read; the others are not affected."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the state of one translation."""

    source_exists: bool
    exists: bool
    """Whether the translation is on disk."""
    declared: bool
    """Whether the source page lists the language."""
    recorded: bool
    """Whether it has a bitext."""
    conflicts: int = 0
    changed: int = 0
    """Units and verbatim blocks whose source changed, was added or removed since."""
    reviewed: bool = False
    """Whether the translation says so, and no unit of it is machine-owned."""


def decide(facts: Facts) -> State:
    """Return the first state that holds, in the order of `STATES`."""
    absent = not facts.exists
    # In the order of `STATES`: what is in conflict is stale as well, and an orphan may be anything else.
    holds: Mapping[State, bool] = {
        "orphan": not facts.source_exists,
        "untracked": facts.exists and not facts.recorded,
        "declared-missing": absent and facts.declared,
        "missing": absent,
        "conflict": facts.conflicts > 0,
        "stale": facts.changed > 0,
        "undeclared": facts.reviewed and not facts.declared,
        "draft": not facts.reviewed,
        "reviewed": True,
    }
    return next(state for state, answer in holds.items() if answer)


def read_page(text: str, path: str, workspace: Workspace) -> Page:
    """Read what a page says about itself.

    Raises:
        DocumentError: The front matter is malformed or names an unknown language; with the line.
    """
    from transflow import frontmatter  # noqa: PLC0415  `status` reads no page if nothing changed
    from transflow.frontmatter import mapping  # noqa: PLC0415  likewise
    from transflow.site.word import translation_key, word  # noqa: PLC0415  likewise

    if is_strings(path):
        frontmatter.parse(text, path)  # which may be broken
        return Page(path, "", (), translate=True, status="")
    said = word(text, path)
    known = (*workspace.config.sources, *workspace.config.targets)

    def tags(key: str) -> tuple[str, ...]:
        try:
            return _tags(said.get(key), known)
        except ValueError as error:
            line = frontmatter.line_of(text, frontmatter.parse(text, path), (key,))
            raise DocumentError(str(error), path, line, f"correct `{key}`") from None

    own = tags("lang")
    language = own[0] if own else ""
    about = mapping.said(said, workspace.config.front_matter.record)
    return Page(
        path=path,
        language=language,
        translations=tuple(
            tag for tag in tags("translations") if not language or not languages.same(tag, language)
        ),
        translate=frontmatter.truth(said.get("translate", True)) is not False,
        into=tags("translate") if _names_languages(said.get("translate")) else None,
        status=str(about.get("status", "")),
        source=str(about.get("source", "")),
        key=translation_key(said),
    )


def _names_languages(value: object) -> bool:
    """Whether `translate` of a page names languages: `[ja]`, or one alone."""
    from transflow import frontmatter  # noqa: PLC0415  see above

    return isinstance(value, list | tuple) or (
        isinstance(value, str) and value != "" and frontmatter.truth(value) is None
    )


def _tags(value: Any, known: Sequence[str]) -> tuple[str, ...]:
    """Read one language or a list of them, each once, spelled as in `known` where it is there."""
    if value is None or value == "":
        return ()
    items = value if isinstance(value, list | tuple) else [value]
    found: dict[str, str] = {}
    for item in items:
        # `lang: [zh, 1]`, or a mapping.
        if not isinstance(item, str):
            raise ValueError(f"a language must be a string, not {item!r}")  # noqa: TRY004  a wrong value in a file
        full = languages.canonical(item)
        # `zh-Hans-CN` in a page is `zh-CN` of the configuration: one language has one spelling from here on.
        found.setdefault(full, next((tag for tag in known if languages.canonical(tag) == full), item.strip()))
    return tuple(found.values())


def survey(
    workspace: Workspace,
    files: Iterable[tuple[Content, str]] | None = None,
    read: Callable[[str], Page] | None = None,
) -> Survey:
    """Look at every page and list the translations that are wanted, declared or on disk.

    Args:
        workspace: Where.
        files: The files below its content roots, if they are known.
        read: Reads a page's word about itself, and raises DocumentError if that cannot be done.
    """
    found = _Finder(workspace, read or partial(_read, workspace))
    for content, path in workspace.files() if files is None else files:
        try:
            found.take(content, path)
        except TransflowError as error:
            found.problems.append(error)
    return found.survey()


def _read(workspace: Workspace, path: str) -> Page:
    return read_page(read_text(workspace.tree, path), path, workspace)


class _Finder:
    """Collects pages while they are read, then pairs them."""

    def __init__(self, workspace: Workspace, read: Callable[[str], Page]) -> None:
        self.workspace, self.read = workspace, read
        self.problems: list[TransflowError] = []
        self.sources: dict[str, tuple[Content, str, Page]] = {}
        self.stems: set[tuple[Content, str]] = set()
        """Where there is something that may be a source, readable or not."""
        self.claims: dict[tuple[Content, str], str] = {}
        """The source page of each stem."""
        self.targets: dict[tuple[Content, str, str], str] = {}
        self.keyed: dict[tuple[str, str], str] = {}
        """Translations that name their page: by `translationKey` and language."""
        self.undecided: dict[tuple[Content, str], list[tuple[Slot, Page, str]]] = defaultdict(list)
        """Pages that may be source or translation, by stem, each with its path below the content root."""
        self.named: dict[str, str] = {}
        """Translations that nothing stands beside: the source page that each names."""
        self.followed: dict[tuple[str, str], str] = {}
        self.excluded: dict[str, PathLines] = {}
        """Translations that were renamed alone: by the source page that they name, and language."""
        self.spellings: dict[tuple[Content, str], Counter[str]] = defaultdict(Counter)
        """How tags are spelled in the paths of translations, by language."""

    def take(self, content: Content, path: str) -> None:
        config = self.workspace.config
        inner = path.removeprefix(f"{content.root.rstrip('/')}/") if content.root not in ("", ".") else path
        place = slot(inner, content.source, content.target, config.sources, config.targets)
        if place is None:
            return
        _check_name(path)
        if place.is_target:
            self.spellings[content, place.language][path_language(inner, content.target)] += 1
        if place.either:
            self._take_either(content, place, path, inner)
            return
        if place.is_target:
            # A translation is not read here: its path says all that is needed, and there are many.
            self.targets[content, place.stem, place.language] = path
            return
        self.stems.add((content, place.stem))
        page = self.read(path)
        fallback = place.language or content.language or config.sources[0]
        self._take_source(content, place.stem, fallback, page, inner)

    def _take_either(self, content: Content, place: Slot, path: str, inner: str) -> None:
        try:
            self.undecided[content, place.stem].append((place, self.read(path), inner))
        except TransflowError:
            self.stems.add((content, place.stem))
            raise

    def _settle(self) -> None:
        """Tell sources from translations where their places are alike.

        A page that names its source is a translation, and so is what has a record, or stands beside a page in an earlier source language.
        """
        tags = self.workspace.config.sources
        for (content, stem), found in self.undecided.items():
            free = [item for item in found if not self._is_rendering(content, *item[:2])]
            first = next(
                (tag for tag in tags if any(languages.same(tag, place.language) for place, _, _ in free)), ""
            )
            for place, page, inner in found:
                if not first or (place, page, inner) not in free or not languages.same(place.language, first):
                    self.targets[content, stem, place.language] = page.path
                    continue
                self.stems.add((content, stem))
                try:
                    self._take_source(content, stem, place.language, page, inner)
                except TransflowError as error:
                    self.problems.append(error)
        self.undecided.clear()

    def _is_rendering(self, content: Content, place: Slot, page: Page) -> bool:
        """Whether a page says that it renders another, or its record does."""
        # A page that names itself as its source is one.
        if page.source:
            return page.source != page.path
        others = (tag for tag in self.workspace.config.sources if not languages.same(tag, place.language))
        sources = (self._path(content.source, content, place.stem, tag) for tag in others)
        pairs = (Pair(source, page.path, place.language) for source in sources)
        return any(self.workspace.tree.has(self.workspace.record_path(pair)) for pair in pairs)

    def _take_source(self, content: Content, stem: str, fallback: str, page: Page, inner: str) -> None:
        language = page.language or fallback
        says = path_language(inner, content.target)
        if (
            says
            and page.language
            and languages.same(says, page.language)
            and not languages.same(says, fallback)
        ):
            return  # its own front matter confirms the suffix: a page in a language that nobody asked for
        if not any(languages.same(language, source) for source in self.workspace.config.sources):
            self._tell_unplanned(page, language)
            return
        if (first := self.claims.setdefault((content, stem), page.path)) != page.path:
            raise DocumentError(
                f"has the same translations as {first}",
                page.path,
                hint="rename one of the two, or list it in `ignore`",
            )
        known = page if page.language == language else replace(page, language=language)
        self.sources[page.path] = (content, stem, known)

    def _tell_unplanned(self, page: Page, language: str) -> None:
        """Refuse a page that lists a wanted language and lies in one that nothing is translated from.

        Raises:
            DocumentError: It does. A page in a wanted language, and one that renders another, lists what it was translated
                from, or what stands beside it.
        """
        if not page.translate or page.source not in ("", page.path):
            return
        config = self.workspace.config
        wanted = [tag for tag in page.translations if any(languages.same(tag, one) for one in config.targets)]
        if wanted and not any(languages.same(language, one) for one in config.targets):
            message = f"lists the translation {wanted[0]}, and is in {language}, which is no source language"
            hint = f"add {language} to `source` in transflow.yaml, or list the page in `ignore`"
            raise DocumentError(message, page.path, hint=hint)

    def survey(self) -> Survey:
        self._settle()
        self._pair_by_key()
        self._follow()
        hint = "move it up, or list it under `ignore` in transflow.yaml"
        deep = sorted(self.workspace.disk.deep)
        told = f"lies more than {MAX_FOLDERS} folders deep, and is not looked into"
        self.problems += [DocumentError(told, path, hint=hint) for path in deep]
        pairs = [pair for path in sorted(self.sources) for pair in self._pairs(*self.sources[path])]
        pairs = [*self._unlike(pairs), *self._orphans()]
        return Survey(
            {path: page for path, (_, _, page) in sorted(self.sources.items())},
            # A stable sort: the translations of a page stay in the order of `targets`.
            tuple(sorted(pairs, key=lambda pair: pair.source)),
            tuple(self.problems),
        )

    def _pair_by_key(self) -> None:
        """Look for translations that name their page, if any page has a name."""
        named = Counter((page.key, page.language) for _, _, page in self.sources.values() if page.key)
        keys = {key for key, _ in named}
        # Translations are read for it only on a site with keys: all others need none of them yet.
        for (_, _, language), path in self.targets.items() if keys else ():
            try:
                page = self.read(path)
            except TransflowError:
                continue  # told when it is looked at as a translation
            # Two translations with one key: the first keeps it, and the other is told.
            first = self.keyed.setdefault((page.key, language), path) if page.key in keys else path
            if first != path:
                message = f"has the `translationKey` {page.key!r} of {first}"
                self.problems.append(DocumentError(message, path, hint="give each page a key of its own"))
        for _, _, page in self.sources.values():
            if named[page.key, page.language] > 1:
                message = f"shares its `translationKey` {page.key!r} with another page"
                self.problems.append(
                    DocumentError(message, page.path, hint="give each page a key of its own")
                )

    def _follow(self) -> None:
        """Look for translations that were renamed alone: nothing stands where their source would be, but they name it."""
        keyed = set(self.keyed.values())
        for (content, stem, language), path in list(self.targets.items()):
            if (content, stem) in self.stems or path in keyed:
                continue
            try:
                named = self.named[path] = self.read(path).source
                self._take_named(named)
            except TransflowError:
                continue  # told when it is looked at as a translation
            home = self.sources.get(named)
            # The place beside the source is free: the translation went elsewhere.
            if home and (home[0], home[1], language) not in self.targets:
                self.followed.setdefault((named, language), path)

    def _take_named(self, path: str) -> None:
        """Read a source page that is not among the files looked at: only what changed is, in a hook."""
        if self.workspace.only is None or not path or path in self.sources:
            return
        here = [content for content, place in self.workspace.slots(path) if not place.is_target]
        if here and self.workspace.tree.has(path):
            self.take(here[0], path)
            self._settle()

    def _unlike(self, pairs: Sequence[Pair]) -> Iterator[Pair]:
        """Yield pairs with a translation of their own; two with the same one are told."""
        taken: dict[str, str] = {}
        for pair in pairs:
            if (first := taken.setdefault(pair.target, pair.source)) == pair.source:
                yield pair
            else:
                message, hint = (
                    f"has the same translation as {first}: {pair.target}",
                    "change `content` in transflow.yaml",
                )
                self.problems.append(DocumentError(message, pair.source, hint=hint))

    def _pairs(self, content: Content, stem: str, page: Page) -> list[Pair]:
        targets = self.workspace.config.targets
        wanted = (*self._wanted(content, page), *page.translations) if page.translate else ()
        on_disk = (
            tag
            for tag in targets
            if (content, stem, tag) in self.targets
            or (page.key, tag) in self.keyed
            or (page.path, tag) in self.followed
        )
        named: dict[str, str] = {}
        for tag in (*wanted, *on_disk):
            named.setdefault(languages.canonical(tag), tag)
        # That a page lists its own language says nothing.
        named.pop(languages.canonical(page.language), None)
        return [Pair(page.path, self._target(content, stem, page.key, tag), tag) for tag in named.values()]

    def _wanted(self, content: Content, page: Page) -> Iterator[str]:
        """Yield the languages that the site wants a page in."""
        config = self.workspace.config
        inner = page.path.removeprefix(below(content.root, ""))
        for tag in config.targets if page.into is None else page.into:
            spec = self._excluded(tag)
            # A page that names its languages itself is not left out by a pattern.
            if page.into is not None or not (spec.match_file(page.path) or spec.match_file(inner)):
                yield tag

    def _excluded(self, tag: str) -> PathLines:
        if tag not in self.excluded:
            self.excluded[tag] = paths(self.workspace.config.language(tag).exclude)
        return self.excluded[tag]

    def _target(self, content: Content, stem: str, key: str, language: str) -> str:
        if key and (named := self.keyed.get((key, language))):
            return named
        if found := self.targets.get((content, stem, language)):
            return found
        if followed := self.followed.get((self._path_of(content, stem), language)):
            return followed
        return self._path(content.target, content, stem, language)

    def _path(self, pattern: str, content: Content, stem: str, language: str) -> str:
        return below(content.root, target_path(pattern, stem, self._spelled(content, language)))

    def _path_of(self, content: Content, stem: str) -> str:
        return self.claims.get((content, stem), "")

    def _spelled(self, content: Content, language: str) -> str:
        """Return a language's tag as the site's paths spell it, so that no second folder comes to be beside `zh-cn`."""
        here = self.spellings.get((content, language))
        if here:
            return here.most_common(1)[0][0]
        if self.workspace.only is None:
            return language
        return self._spelled_on_disk(content, language)

    def _spelled_on_disk(self, content: Content, language: str) -> str:
        """Return the same where only some files were looked at."""
        before, _, _ = content.target.partition("{lang}")
        if "{path}" in before:
            return language
        folder = below(content.root, before).rstrip("/")
        same = (name for name in self.workspace.disk.folders(folder) if languages.same(name, language))
        # The configured spelling first, if there is a folder of that name.
        return min(same, key=lambda name: name != language, default=language)

    def _orphans(self) -> list[Pair]:
        paired = {*self.keyed.values(), *self.followed.values()}
        return [
            Pair(self._gone(content, stem, path), path, language)
            for (content, stem, language), path in self.targets.items()
            if (content, stem) not in self.stems and path not in paired
        ]

    def _gone(self, content: Content, stem: str, path: str) -> str:
        """Return where the source of a translation was: where that says, if it may have been there."""
        named = self.named.get(path, "")
        places = self.workspace.slots(named)
        # What it names counts only if a source could have stood there.
        if any(place.stem == stem and not place.is_target and entry == content for entry, place in places):
            return named
        language = content.language or self.workspace.config.sources[0]
        return below(content.root, target_path(content.source, stem, language))


def _check_name(path: str) -> None:
    """Make sure that a path can be written down in a page or a record.

    Raises:
        DocumentError: It is not UTF-8 on disk.
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        encoding = sys.getfilesystemencoding()
        if encoding != "utf-8":
            told = f"the name of the file is not in {encoding}, which this system takes names to be in"
            raise DocumentError(told, path, hint="set PYTHONUTF8=1, or a locale with UTF-8") from None
        raise DocumentError("the name of the file is not UTF-8", path, hint="rename it") from None
    if has_control(path):
        raise DocumentError("the name of the file has a control character", path, hint="rename it")
