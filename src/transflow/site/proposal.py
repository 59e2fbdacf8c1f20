"""What `init` proposes for a site: where its pages stand, in which languages, what that was told by, and what is open."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from transflow import languages
from transflow.counts import counted
from transflow.errors import ConfigError, DocumentError
from transflow.files import read_text
from transflow.patterns import paths
from transflow.site import config, interface
from transflow.site.arrangement import (
    COUNTRIES,
    FORMATS,
    Arrangement,
    arrangements,
    by_country,
    ending_of,
    is_index,
    marks_of,
    stands_apart,
    tag_of,
)
from transflow.site.clues import NOT_PAGES
from transflow.site.config import Config
from transflow.site.detect import detect
from transflow.site.detected import Detected, Place
from transflow.site.layout import below
from transflow.site.planner import read_page, survey
from transflow.site.translations import check_tags
from transflow.site.walk import Disk
from transflow.site.workspace import Workspace
from transflow.site.written import Written

_NO_PAGES = ("node_modules/", "CHANGELOG.md", "LICENSE.md", "CODE_OF_CONDUCT.md")
"""What stands in sites and is no page of them, in any folder."""
_MADE = ("/vendor/", "/themes/", "/_site/", "/public/", "/dist/", "/build/", "/_build/", "/_book/")
"""The same at the top of a site alone: deeper, `build/` may be a section of its pages."""
_ODD = r"[^\w./-]|^\d"
"""What may make a folder's name something else than a word in YAML."""
_UNREAD = (".rst", ".adoc", ".asciidoc", ".textile", ".org", ".ipynb", ".mdoc")
"""Formats of pages that are not read."""
_MOST_PLACES = 20
"""Places with translations that are proposed besides the first; what comes after them is told."""
_KINDS = {"ending": "by the ending of the file name", "folder": "a folder for each language"}
_FIXED = {"MkDocs", "VitePress", "Starlight", "Quarto"}
"""Generators whose files say for sure which of the two it is, if they say anything."""


_BY_HAND = "write transflow.yaml by hand: docs/configuration.md"
_USUAL = "en"
"""What a site is translated into if nothing says it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person can answer at once and the site does not say."""

    option: str
    """The option of the command with which it is answered."""
    text: str
    choices: tuple[str, ...]
    """The likely answers, the likeliest first; it need not be one of them, but for a layout."""


class Undecided(ConfigError):  # noqa: N818  as it is told
    """The site can be understood in more than one way, and nothing tells which is right."""

    def __init__(self, message: str, question: Question) -> None:
        """Tell what is open, and the option that settles it."""
        choice = question.choices[0] if question.choices else "TAG"
        super().__init__(message, hint=f"transflow init {question.option} {choice}")
        self.question = question
        self.seen: tuple[str, ...] = ()
        """What was seen before that, a phrase each."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A `transflow.yaml` for a site, and why."""

    text: str
    reasons: tuple[str, ...]
    """What was seen, a phrase each."""
    guesses: tuple[str, ...] = ()
    """What nothing says for sure, a phrase each."""
    questions: tuple[Question, ...] = ()
    """What a person may want to answer, one for each guess that has an option."""
    pages: Mapping[str, int] = field(default_factory=dict)
    """How many pages there are in each language, the source language first."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """How many pages the first plan would draft, by language."""
    unread: str = ""
    """Which files look like pages and are in a format that is not read; empty if there are none."""


def propose(root: Path, source: str = "", targets: tuple[str, ...] = (), layout: str = "") -> Proposal:
    """Look at a site and propose a `transflow.yaml`.

    Args:
        root: Where the site is.
        source: Language of its source pages; found out by default.
        targets: Languages it is translated into; found out by default.
        layout: `ending` or `folder`, where translations stand; found out by default.

    Raises:
        ConfigError: A language given is unknown, or none can be proposed to translate into.
        Undecided: One of them cannot be told.
    """
    check_tags(tag for tag in (source, *targets) if tag)
    look = _Look(root, layout)
    try:
        return look.proposal(source, targets)
    except Undecided as error:
        look.tell_dialect()
        error.seen = tuple(look.reasons)
        raise


class _Look:
    """One look at a site."""

    def __init__(self, root: Path, layout: str) -> None:
        self.root, self.layout, self.disk = root, layout, Disk(root)
        self.seen = detect(root)
        outside = next((place for place in self.seen.places if place.source.startswith("../")), None)
        if outside:
            told = f"{self.seen.generator} has pages in {outside.source.partition('/{')[0]}, outside of this folder"
            raise ConfigError(told, hint="run transflow init in the folder that holds both")
        self.written = Written(self.disk)
        self.reasons: list[str] = []
        self.guesses: list[str] = []
        self.questions: list[Question] = []
        self.ignored: list[str] = []
        said = (tag_of(tag) for tag in (self.seen.default, *self.seen.tags))
        self.said = tuple(dict.fromkeys(tag for tag in said if tag))
        self.files = self.disk.list("", "", self._no_pages())
        self.paths = self._pages()
        if not self.seen.generator and not self.seen.dialect and self.written.are_plain(self.paths):
            # Where nothing builds a site people read the files themselves, as GitHub shows them.
            why = ("nothing names a generator, and no page has front matter",)
            self.seen = replace(self.seen, dialect="commonmark", why=why)
        self.unread = self._unread()
        self.others: list[Arrangement] = []

    @property
    def _is_plain(self) -> bool:
        """Whether it is a repository whose pages nothing builds, as far as its files tell."""
        return self.seen.dialect in ("", "commonmark") and not self.seen.generator

    def proposal(self, source: str, targets: tuple[str, ...]) -> Proposal:
        """Return what is proposed."""
        kind = self.seen.generator
        self.reasons += [f"{kind} site"] if kind else []
        self.reasons += [f"{self.unread}: not read"] if self.unread else []
        self.found = self._arrangement()
        source = source or self._source()
        wanted = self._targets(source, targets)
        content = self._with_strings(self._content(source, wanted), source)
        content = self._with_readme(content, source)
        lines = [f"source: {_yaml(source)}", f"targets: [{', '.join(map(_yaml, wanted))}]", *content]
        # A proposal that cannot be followed would be a poor one, and so is one that takes what is no page for one.
        self.ignored += self._taken(config.parse_config("\n".join(lines)), source)
        lines += [f"ignore: [{', '.join(map(json.dumps, self.ignored))}]"] if self.ignored else []
        text = "\n".join((*lines, *_markdown(self.seen))) + "\n"
        made = Workspace(self.root, config.parse_config(text))
        self.tell_dialect()
        pages, missing = self._first_plan(made, source)
        return Proposal(text, tuple(self.reasons), tuple(self.guesses), tuple(self.questions), pages, missing, self.unread)  # fmt: skip

    # --- where pages are ---

    def _pages(self) -> list[str]:
        """Return the pages of the site, those of its content folder if it has one."""
        return self._below_tops(path for path in self.files if path.endswith(FORMATS))

    def _below_tops(self, paths: Iterable[str]) -> list[str]:
        tops = self._tops()
        return [path for path in paths if not tops or path.startswith(tops)]

    def _tops(self) -> tuple[str, ...]:
        """Return the content folders, which keep READMEs and notes out; nothing if there are none."""
        tops = tuple(f"{place.root}/" for place in self.seen.places if place.root != ".")
        return tops or (("content/",) if self.disk.has_folder("content") else ())

    def _unread(self) -> str:
        """Return how many files there are in formats of pages that are not read, with one of them; empty if there are none."""
        paths = self._below_tops(path for path in self.files if path.endswith(_UNREAD))
        counts = Counter(f".{path.rpartition('.')[2]}" for path in paths)
        listed = " and ".join(f"{count:,} {end}" for end, count in sorted(counts.items()))
        return f"{listed} ({min(paths)}{', …' if len(paths) > 1 else ''})" if paths else ""

    def _no_pages(self) -> tuple[str, ...]:
        """Return the patterns of what is no page, in a repository whose site may stand in a folder of it."""
        bases = dict.fromkeys(("", f"/{self.seen.base}".rstrip("/") if self.seen.base else ""))
        return (*_NO_PAGES, *(base + made for base in bases for made in _MADE))

    def _taken(self, made: Config, source: str) -> list[str]:
        """Return the patterns that keep something from being taken for a source: what was made, and a README in another language."""
        sources = {pair.source for pair in survey(Workspace(self.root, made)).pairs}
        taken = sources.difference(self.paths)
        strays = sorted(
            path for path in sources if self._is_repositorys(path) and not self._may_be(path, source)
        )
        strays = strays if len(strays) < len(sources) else []
        self.reasons += [f"{path} is in {self.written.of(path)}, and left out" for path in strays]
        return [one for one in self._no_pages() if any(map(paths((one,)).match_file, taken))] + [f"/{path}" for path in strays]  # fmt: skip

    def _may_be(self, path: str, language: str) -> bool:
        look = self.written.of(path)
        return not look or languages.language_of(look) == languages.language_of(language)

    def _is_repositorys(self, path: str) -> bool:
        """Whether a page is the repository's own: a README at its top, or the site's."""
        return path.removeprefix(self.seen.base).lower() in NOT_PAGES

    def _arrangement(self) -> Arrangement | None:
        """Return how translations stand beside sources, if there are any."""
        if self.seen.generator == "Docusaurus" or self.seen.folders:
            return None  # its configuration says all of it
        wanted = self.layout
        if not wanted and self.seen.says and self.seen.generator in _FIXED:
            wanted = "folder" if "{lang}/" in self.seen.places[0].target else "ending"
        found = arrangements(self.paths, self.said, self.written.of)
        found = [one for one in found if wanted in {"", one.kind}]
        # A README beside its translation says nothing of the folder beside it: it gets an entry of its own.
        found = [one for one in found if not (self._is_plain and _is_of_readme(one))] or found
        # A second way with more than half as many pages is no accident: only a person knows which one goes on.
        if len(found) > 1 and found[0].kind != found[1].kind and found[1].shared * 2 > found[0].shared:
            counts = " and ".join(f"{one.shared} by {one.kind}" for one in found[:2])
            question = Question("--layout", "Are translations told apart by folder or by ending", ("folder", "ending"))  # fmt: skip
            raise Undecided(f"translations stand in two ways, of {counts}", question)
        self._look_at_others(found)
        return found[0] if found else None

    def _look_at_others(self, found: Sequence[Arrangement]) -> None:
        """Keep the places of a site besides the first, or say which translations are left out where no generator tells a site."""
        taken = {
            path
            for one in found[:1]
            for path in (*one.sources, *(path for some in one.tags.values() for path in some))
        }
        for one in found[1:]:
            apart = {path for some in one.tags.values() for path in some}
            # Another reading of the same pages is no place of its own.
            if one.shared and not apart & taken:
                taken |= apart
                if self.seen.generator and one.kind == found[0].kind == "folder" and len(self.others) < _MOST_PLACES:  # fmt: skip
                    self.others.append(one)
                    continue
                example = min(apart)
                count = f"{len(apart)} more translation{'' if len(apart) == 1 else 's'}"
                self.guesses.append(
                    f"{count} left out, such as {example}: add an entry to `content` for that place"
                )

    # --- languages ---

    def _source(self) -> str:
        """Return the language of the source pages."""
        found, default = self.found, self.said[0] if self.said and self.seen.default else ""
        named = found.tags if found else {}
        own = next((tag for tag in named if default and languages.same(tag, default)), "")
        if own:
            return own
        if found and not found.has_plain and not default:
            return self._spelled(self._largest({tag: len(pages) for tag, pages in named.items()}))
        pages = found.sources if found else self._plain_pages()
        return self._by_look(self.written.most(pages), default)

    def _spelled(self, tag: str) -> str:
        """Return a tag of a path as people write it: in the endings of names all is lower case."""
        language, _, rest = tag.partition("-")
        ending = self.found is not None and self.found.kind == "ending" and tag not in self.said
        # `zh-cn` of a name is `zh-CN`; a tag that the configuration spells so stays.
        return f"{language}-{rest.upper()}" if ending and len(rest) == 2 else tag

    def _plain_pages(self) -> list[str]:
        """Return the pages that may be sources where no arrangement tells."""
        if self.seen.generator == "Docusaurus":
            tops = tuple(f"{place.root}/{place.source.partition('{')[0]}".removeprefix("./") for place in self.seen.places)  # fmt: skip
            return [path for path in self.paths if path.startswith(tops)]
        own = [folder for tag, folder in self.seen.folders if tag_of(tag) == tag_of(self.seen.default)]
        if own:
            return [path for path in self.paths if path.startswith(f"{own[0]}/")]
        folder = self._folder()
        pages = [path for path in self.paths if folder == "." or path.startswith(f"{folder}/")]
        return [path for path in pages if not self._is_repositorys(path)] or pages

    def _by_look(self, looks: Counter[str], default: str) -> str:
        """Return the language that pages are written in, or that the site says they are in."""
        most = next(iter(looks.most_common(1)), ("", 0))
        if not most[0] and not default:
            if not self.paths:
                self.guesses.append("no page was found: written in zh-CN is what nothing speaks against")
                return "zh-CN"
            question = Question("--source", "Which language are the source pages written in", ())
            raise Undecided("what the pages are written in cannot be told", question)
        # Half of the pages against its configuration: a site whose `lang` was never set.
        if most[0] and default and languages.language_of(most[0]) != languages.language_of(default) and most[1] * 2 > looks.total():  # fmt: skip
            text = f"{self.seen.generator} says that pages are in {default}, but {most[1]} of {looks.total()} are written in {most[0]}"
            raise Undecided(text, Question("--source", text + ". Which is the source language", (most[0], default)))  # fmt: skip
        if not default and len(looks) > 1 and looks.most_common(2)[1][1] == most[1]:
            return self._largest(looks)
        chosen = default or most[0]
        here = languages.language_of(chosen)
        for tag, count in looks.items():
            if languages.language_of(tag) != here:
                self.guesses.append(
                    f"{count} of {looks.total()} source pages look like {tag}: say `lang` in them"
                )
        return chosen

    def _largest(self, counts: Mapping[str, int]) -> str:
        first, *rest = sorted(counts, key=lambda tag: (-counts[tag], tag))
        if rest and counts[rest[0]] == counts[first]:
            self._tell_strays(self.paths, "")
            ties = tuple(sorted(tag for tag in counts if counts[tag] == counts[first]))
            text = f"{' and '.join(ties)} have as many pages each ({counts[first]})"
            raise Undecided(f"{text}: which of them is translated cannot be told", Question("--source", f"{text}. Which is the source language", ties))  # fmt: skip
        if rest:
            self.guesses.append(f"{first} is the source, for it has most pages")
            self.questions.append(Question("--source", "Source language", (first, *rest)))
        return first

    def _targets(self, source: str, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the languages to translate into."""
        self.reasons.append(f"written in {source}")
        tags = self.found.tags if self.found else {}
        named = sorted(tags, key=lambda tag: -len(tags[tag]))
        known = [tag for tag in (*self.said, *map(self._spelled, named)) if not languages.same(tag, source)]
        # From behind: of two spellings the site's own comes last, and stays.
        unique = {languages.canonical(tag): tag for tag in reversed(known)}
        wanted = given or tuple(dict.fromkeys(unique[languages.canonical(tag)] for tag in known))
        if any(languages.same(tag, source) for tag in wanted):
            raise ConfigError(f"{source} is the source language; it cannot be translated into itself", hint="name another --target")  # fmt: skip
        if not wanted:
            self._tell_strays(self.paths, source)
            question = Question("--target", "Which language is it to be translated into", (_USUAL,))
            if languages.same(source.partition("-")[0], _USUAL):
                question = Question("--target", question.text, ("zh-CN",))
                raise Undecided("no language to translate into was found", question)
            wanted = (_USUAL,)
            self.guesses.append(f"translated into {_USUAL}: nothing names a language")
            self.questions.append(question)
        self.reasons.append(f"translated into {', '.join(wanted)}")
        return wanted

    # --- content ---

    def _content(self, source: str, wanted: tuple[str, ...]) -> list[str]:
        """Return the lines of `content`, and say how translations are found."""
        if self.found:
            more = (self._as_found(one, source, wanted, first=False) for one in self.others)
            return [
                *self._as_found(self.found, source, wanted),
                *(line for lines in more for line in lines[1:]),
            ]
        if self.seen.folders:
            return self._as_told(source, wanted)
        if (
            self.seen.places
            and not self.layout
            and all(self._is_there(place.root) for place in self.seen.places)
        ):
            if self.seen.says:
                self.reasons.append(f"where {self.seen.generator} has them")
            else:
                self._ask_layout("folder" if "{lang}/" in self.seen.places[0].target else "ending")
            return _contents(self.seen.places)
        kind = self.layout or "ending"
        if not self.layout and self.seen.generator != "Hugo":
            self._ask_layout(kind)
        else:
            self.reasons.append(_KINDS[kind])
        folder = self._folder()
        # Just what holds by default, and need not be said.
        if folder == "content" and kind == "ending" and self._endings("content/") == [".md"]:
            return []
        return _contents(_places(folder, "", "{lang}/" if kind == "folder" else "", self._endings("" if folder == "." else f"{folder}/")))  # fmt: skip

    def _with_strings(self, lines: list[str], source: str) -> list[str]:
        """Return the lines of `content` with entries for interface strings."""
        found, broken = interface.places(self.disk, self.seen, source)
        self.guesses += [f"strings left out: {error}" for error in broken]
        if not found:
            if self.seen.generator == "Docusaurus":
                made = f"`docusaurus write-translations --locale {source}` makes them"
                self.guesses.append(f"no strings of the theme and the sidebar yet: {made}; then init again")
            return lines
        self.reasons += [f"strings in {below(place.root, place.source)}" for place in found]
        return [*(lines or _contents(_places("content", "", "", [".md"]))), *_contents(tuple(found))[1:]]

    def _with_readme(self, lines: list[str], source: str) -> list[str]:
        """Return the lines of `content` with an entry for the README of a plain repository, beside the folder of its pages."""
        page = next((path for path in self.paths if path.lower() == "readme.md"), "")
        if not (self._is_plain and page and lines and self._may_be(page, source)) or "  - root: ." in lines:
            return lines
        stem = page.removesuffix(".md")
        by_land = [path for path in self.paths if by_country(path)[0].lower().startswith("readme")]
        if by_land:
            self.guesses.append(f"{page} left out: {by_land[0]} is named for a country, not for a language")
            return lines
        mark = next(iter(marks_of(page, self.paths)), ".")
        self.reasons.append(f"{page} beside it")
        entry = _contents((Place(".", page, f"{stem}{mark}{{lang}}.md"),))[1:]
        # What reads the front matter of the pages beside it, whatever it is, does not read a README.
        entry += [] if self.seen.dialect else ["    dialect: commonmark"]
        return [*lines, *entry]

    def _is_there(self, folder: str) -> bool:
        return folder == "." or self.disk.has_folder(folder)

    def _ask_layout(self, kind: str) -> None:
        other = "ending" if kind == "folder" else "folder"
        self.guesses.append(f"{_KINDS[kind]}: there is no translation yet that shows it")
        self.questions.append(Question("--layout", "Translations told apart by ending or by folder", (kind, other)))  # fmt: skip

    def _folder(self) -> str:
        """Return the folder in which the pages are: the content folder, `content`, `docs`, or the one with the most pages."""
        if self.seen.places:
            return self.seen.places[0].root
        if self.disk.has_folder("content"):
            return "content"
        pages = [path for path in self.paths if path.rpartition("/")[2].lower() not in NOT_PAGES]
        tops = Counter(path.partition("/")[0] if "/" in path else "." for path in pages or self.paths)
        if "docs" in tops or not tops:
            return "docs" if tops else "content"
        # Sorted, so that of two folders with as many pages the same one is taken on every machine.
        top = max(sorted(tops), key=tops.__getitem__)
        beside = self.written.most(path for path in pages if not path.startswith(f"{top}/"))
        inner = self.written.most(path for path in pages if path.startswith(f"{top}/"))
        # Pages beside it in the same language are pages of the site, too.
        return "." if any(tag in beside for tag, _ in inner.most_common(1)) else top

    def _endings(self, folder: str) -> list[str]:
        return sorted({ending_of(path) for path in self.paths if path.startswith(folder)}) or [".md"]

    def _as_found(
        self, found: Arrangement, source: str, wanted: tuple[str, ...], *, first: bool = True
    ) -> list[str]:
        """Return the lines for translations that stand as those that are there."""
        own = next((tag for tag in found.tags if languages.same(tag, source)), "")
        spelled = found.tags[own][0][len(found.before) :] if own else ""
        pages = found.tags[own] if own and not found.has_plain else (*found.sources, *found.tags.get(own, ()))
        endings = sorted({ending_of(path) for path in pages}) or [".md"]
        shown = f", as {counted(found.shared, 'page has it', 'pages have it')}" if found.shared else ""
        self.reasons += [_KINDS[found.kind] + shown] if first else []
        if found.kind == "ending":
            every = (*pages, *(path for some in found.tags.values() for path in some))
            folder = self.seen.places[0].root if self.seen.places else _common(every)
            lines = _contents(_places(folder, "", "", endings, found.before))
        else:
            # Where the source's own language has a folder its pages are there, whatever else stands beside it.
            inner = f"{spelled.partition('/')[0]}/" if own else ""
            plain = found.before + inner if inner else found.plain
            # `x` stands for a page, since the deepest folder of a path is what is before its name.
            folder = _common((f"{plain}x", f"{found.before}x"))
            start = 0 if folder == "." else len(folder) + 1
            lines = _contents(tuple(Place(folder, f"{plain[start:]}{{path}}{end}", f"{found.before[start:]}{{lang}}/{{path}}{end}") for end in endings))  # fmt: skip
            if first and not plain[start:]:
                lines += _contents(self._apart(folder, found))[1:]
        self.ignored += _ignored(found, source, wanted)
        return lines

    def _apart(self, folder: str, found: Arrangement) -> tuple[Place, ...]:
        """Return the places in a folder that its generator reads by themselves, such as Hexo's posts, unless translations show otherwise."""
        inner = tuple(place for place in self.seen.places if place.root.startswith(f"{folder}/"))
        ends = tuple(f"/{place.root[len(folder) + 1 :]}/" for place in inner)
        return (
            () if any(end in path for end in ends for some in found.tags.values() for path in some) else inner
        )

    def _as_told(self, source: str, wanted: tuple[str, ...]) -> list[str]:
        """Return the lines for content folders that the configuration names.

        Raises:
            ConfigError: A folder does not have its language in its name, so no pattern finds it.
        """
        folders = dict(self.seen.folders)
        own = next((folder for tag, folder in folders.items() if _is(tag, source)), "")
        own = own or (self.seen.places[0].root if self.seen.places else "content")
        others = {tag: folder for tag, folder in folders.items() if any(_is(tag, one) for one in wanted)}
        shapes = {_shape(folder, tag) for tag, folder in others.items()} or {_shape(own, source)}
        # One pattern has to find the folders of all languages.
        if len(shapes) > 1 or "{lang}" not in next(iter(shapes)):
            listed = ", ".join(f"{tag} in {folder}" for tag, folder in (others or folders).items())
            hint = (
                "rename the folder to its language's tag in the site's configuration (content/en, content/zh)"
            )
            raise ConfigError(f"no pattern with {{lang}} finds these content folders: {listed}", hint=hint)
        shape = shapes.pop()
        folder = _common((f"{own}/x", f"{shape.partition('{lang}')[0]}x"))
        start = 0 if folder == "." else len(folder) + 1
        self.reasons.append(_KINDS["folder"])
        ends = self._endings(f"{own}/")
        lines = _contents(tuple(Place(folder, f"{own[start:]}/{{path}}{end}".removeprefix("/"), f"{shape[start:]}/{{path}}{end}") for end in ends))  # fmt: skip
        rest = [place for tag, place in folders.items() if not any(_is(tag, one) for one in (source, *wanted)) and place.startswith(f"{own}/")]  # fmt: skip
        self.ignored += [f"/{place}/" for place in rest]
        return lines

    def _first_plan(self, site: Workspace, source: str) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many pages a site has in each language, and how many the first plan would draft.

        Raises:
            ConfigError: One of them is a translation itself.
        """
        pairs = survey(site).pairs
        self._tell_strays((pair.source for pair in pairs), source)
        self._tell_others(site, {path for pair in pairs for path in (pair.source, pair.target)})
        made = [pair for pair in pairs if site.disk.has(pair.target)]
        for pair in made:
            name, word = by_country(pair.target)
            # `tw` is Twi, and a folder of that name with Chinese pages is Taiwan's.
            if word and _is(word, pair.language):
                self._tell_country(pair.target, name, word)
        there = Counter(pair.language for pair in made)
        wanted = Counter(pair.language for pair in pairs)
        pages = {source: len({pair.source for pair in pairs}), **{tag: there[tag] for tag in site.config.targets}}  # fmt: skip
        return pages, {tag: wanted[tag] - there[tag] for tag in site.config.targets}

    def _tell_others(self, site: Workspace, taken: AbstractSet[str]) -> None:
        """Say which pages are left out because they say that they are in another language than the sources."""
        found: dict[str, list[str]] = {}
        for path in sorted({path for _, path in site.files()} - taken):
            with suppress(DocumentError):  # `plan` tells what is wrong with it
                tag = read_page(read_text(self.disk, path), path, site).language
                # A translation without a source says its language too.
                known = [*site.config.sources]
                if any(place.is_target for _, place in site.slots(path)):
                    known += site.config.targets
                if tag and not any(languages.same(tag, one) for one in known):
                    found.setdefault(tag, []).append(path)
        for tag, some in found.items():
            told = counted(len(some), f"page says `lang: {tag}` and is", f"pages say `lang: {tag}` and are")
            both = ", ".join((*site.config.sources, tag))
            self.reasons.append(f"{told} left out, such as {some[0]}: `source: [{both}]` takes such pages in")

    def _tell_strays(self, pages: Iterable[str], source: str) -> None:
        """Refuse translations that would be taken for sources, for they stand where no pattern finds them.

        Raises:
            ConfigError: There is one: `README_CN.md`, `docs/cn/a.md`, or `docs/README.ja.md` of a `README.md` above.
        """
        for path in pages:
            name, word = by_country(path)
            # News of Hong Kong in `content/hk/` are a section of a Chinese site, and no translation of it.
            if word and not self._is_section(path, name, word, source):
                self._tell_country(path, name, word)
            tag, above = stands_apart(path)
            if tag and self.disk.has(above) and self._looks(path, tag) and not self._looks(above, tag):
                hint = f"move it there, or {_BY_HAND}"
                raise ConfigError(f"stands in another folder than {above}, which it translates", path, hint=hint)  # fmt: skip

    def _tell_country(self, path: str, name: str, word: str) -> None:
        """Refuse a page that is named for a country and written in its language.

        Raises:
            ConfigError: It is.
        """
        tag = COUNTRIES.get(word.lower(), "")
        if self._looks(path, tag):
            ending = ending_of(path) if "/" not in path[len(name) :] else ""
            hint = f"rename it to {name.removesuffix(word)}{tag}{ending}, or {_BY_HAND}"
            raise ConfigError(f"{word} is a country, and {tag} the language", name + ending, hint=hint)

    def _is_section(self, path: str, name: str, word: str, source: str) -> bool:
        """Whether a folder named for a country holds pages of the source language alone: none stands in the folder above, too."""
        above, rest = name.rpartition("/")[0], path[len(name) :]
        tag = COUNTRIES.get(word.lower(), "")
        if not (
            source and rest.startswith("/") and languages.language_of(tag) == languages.language_of(source)
        ):
            return False
        # Every section has its `_index.md`.
        own = is_index(rest) and _is(self.written.of(path), source)
        return own or not self.disk.has(f"{above}{rest}".lstrip("/"))

    def _looks(self, path: str, tag: str) -> bool:
        look = self.written.of(path)
        return bool(look) and languages.language_of(look) == languages.language_of(tag)

    def tell_dialect(self) -> None:
        """Say what the site's Markdown is read as, and what of its own files cannot be read."""
        seen = self.seen
        if seen.dialect:
            told = f"read as {seen.dialect}: {'; '.join(seen.why)}"
            (self.reasons if seen.sure else self.guesses).append(told)
        if seen.generator in _SHOWS_DRAFTS:
            told = "publishes a page that is `draft: true`: merge translations once they are approved"
            self.reasons.append(f"{seen.generator} {told}")
        self.reasons += [str(problem) for problem in seen.problems]


_SHOWS_DRAFTS = ("MkDocs", "MyST", "VitePress")
"""Generators that know no page that is not published."""


def _ignored(found: Arrangement, source: str, wanted: tuple[str, ...]) -> list[str]:
    """Return the patterns that keep translations into languages that are not wanted from being taken for sources."""
    rest = [tag for tag in found.tags if not any(languages.same(tag, one) for one in (source, *wanted))]
    shown = {tag: found.tags[tag][0] for tag in sorted(rest)}
    if found.kind == "folder":
        patterns = [f"/{found.before}{path[len(found.before) :].partition('/')[0]}/" for path in shown.values()]  # fmt: skip
    else:
        patterns = [f"*{found.before}{path.removesuffix(ending_of(path)).rpartition(found.before)[2]}.*" for path in shown.values()]  # fmt: skip
    return patterns


def _is_of_readme(found: Arrangement) -> bool:
    return all(
        path.lower().startswith("readme") and "/" not in path for some in found.tags.values() for path in some
    )


def _is(word: str, tag: str) -> bool:
    return bool(tag_of(word)) and languages.same(word, tag)


def _shape(folder: str, tag: str) -> str:
    """Return a folder with `{lang}` for its language's tag, if that is a part of it."""
    return re.sub(rf"(?i)(?<![A-Za-z0-9]){re.escape(tag)}(?![A-Za-z0-9])", "{lang}", folder, count=1)


def _common(paths: Sequence[str]) -> str:
    """Return the deepest folder that all paths are in; `.` if it is the site's."""
    folders = [path.split("/")[:-1] for path in paths]
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return "/".join(parts[0] for parts in same) or "."


def _places(
    folder: str, before: str, after: str, endings: Sequence[str], mark: str = "."
) -> tuple[Place, ...]:
    """Return the places of a folder, an ending each: by folder if `after` says so, otherwise by ending."""
    target = f"{before}{after}{{path}}" if after else f"{{path}}{mark}{{lang}}"
    return tuple(Place(folder, f"{{path}}{end}", f"{target}{end}") for end in endings)


def _yaml(tag: str) -> str:
    """Return a tag as YAML has it: `no` would be false."""
    return json.dumps(tag) if tag.lower() in {"no", "on", "yes", "off", "y", "n"} else tag


def _markdown(seen: Detected) -> list[str]:
    """Return the lines that say what the site's Markdown means."""
    said = {"dialect": seen.dialect or None, "math": seen.math, "breaks": seen.breaks}
    lines = [f"  {key}: {str(value).lower()}" for key, value in said.items() if value is not None]
    return ["markdown:", *lines] if lines else []


def _contents(places: tuple[Place, ...]) -> list[str]:
    return ["content:", *(line for place in places for line in _entry(place))]


def _entry(place: Place) -> tuple[str, ...]:
    root, source, target = (
        json.dumps(word, ensure_ascii=False) for word in (place.root, place.source, place.target)
    )
    plain = root if re.search(_ODD, place.root) else place.root
    return f"  - root: {plain}", f"    source: {source}", f"    target: {target}"
