"""How translations stand beside their sources, told from the paths of a site alone.

Nothing here reads a page: what a page is written in is asked of the caller. A name that happens to be the tag of a
language (`it/`, `ts/`, `what-it.is.md`) is one only with a sign: the site says so, the same page stands on the other
side too, or it is written in that language.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from transflow import languages
from transflow.site.grammar import GRAMMAR

_MARKS = GRAMMAR["tag-mark"]

FORMATS = (".md", ".mdx", ".markdown", ".qmd", ".rmd", ".Rmd")
"""The endings of pages."""
# `zh`, `zh-CN`, `zh_Hans_CN`, `fil-PH`: what merely looks so (`src`) is asked about afterwards.
_TAG = r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4}){0,2}|[A-Za-z]{3}(?:[-_][A-Z]{2})?"
# `docs_zh`, `a.zh-CN`, `README-zh`: what stands before the mark may hold such marks itself.
_NAMED = re.compile(rf"(?:(?P<base>.+?)(?P<mark>[._-]))?(?P<tag>{_TAG})")
# Every folder has such pages: that both sides have one does not tell a language from a section.
_INDEXES = {"index", "_index", "readme", "readme_", "home"}
_APART = {"i18n", "translations", "translation", "locales", "locale", "l10n", "lang", "langs", "languages", "localized"}  # fmt: skip
"""Folders that hold translations and nothing else; their sources stand elsewhere."""
_SPELLED = frozenset(spelled for word in _APART for spelled in (word, word.capitalize(), word.upper()))
"""As people spell them: in any letters, one word would be a thousand folders, beside each of which all pages are looked at."""
COUNTRIES = {"cn": "zh-CN", "tw": "zh-TW", "hk": "zh-HK", "jp": "ja", "kr": "ko"}
"""Countries that people name translations for (`README_CN.md`), with the language that they mean."""
_MAIN = ("docs/", "content/", "src/", "doc/", "source/", "pages/")
"""Where the sources of folders that are named for a language alone may stand."""
# In this order: `a.zh.md` is Hugo's and MkDocs' way, `README_zh.md` and `README-zh.md` are people's.
_ENDINGS = (".", "_", "-")


class Tagged(NamedTuple):
    """A path in which a language is named."""

    before: str
    """What stands before the tag."""
    tag: str
    rest: str
    """What stands behind it, without the stroke of a folder."""
    path: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One way in which the translations of a site stand beside their sources."""

    kind: str
    """`folder` or `ending`."""
    before: str
    """What stands before the tag: `docs/`, `docs_`, `i18n/`; of an ending the mark, such as `.`."""
    plain: str
    """The folder with a stroke in which sources stand that are named for no language."""
    has_plain: bool
    """Whether there are such sources; otherwise those of every language are named for it."""
    tags: Mapping[str, tuple[str, ...]]
    """The pages of each language that is named, by its tag as the site spells it."""
    shared: int
    """How many pages have a counterpart."""
    pages: Sequence[str] = ()
    """Those of the site among which sources are named for no language, sorted."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The pages that are named for no language, if they are sources."""
        named = {path for some in self.tags.values() for path in some}
        return tuple(path for path in _within(self.pages, self.plain) if path not in named)


@lru_cache(maxsize=4096)
def tag_of(word: str) -> str:
    """Return a word if it is a language's tag, as it is spelled but with `-`; empty if it is none."""
    return word.replace("_", "-") if languages.is_tag(word) else ""


def ending_of(path: str) -> str:
    """Return the ending of a page's name; empty if it is no page."""
    return next((end for end in FORMATS if path.endswith(end)), "")


def by_country(path: str) -> tuple[str, str]:
    """Return the path up to a name that ends with a country, without a page's ending, and that country; empty if there is none."""
    at = 0
    for name in path.split("/"):
        word = name.removesuffix(ending_of(name)) if at + len(name) == len(path) else name
        last = _MARKS.split(word)[-1]
        # `zh-cn` is a tag that names its language.
        if last.lower() in COUNTRIES and _named(word)[1] in {"", last}:
            return path[: at + len(word)], last
        at += len(name) + 1
    return "", ""


def marks_of(page: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the marks before the tags of pages that are named as another with a language, each once."""
    named = (found for path in paths for found in _in_name(path))
    return tuple(dict.fromkeys(mark for mark, one in named if one.rest == page))


def stands_apart(path: str) -> tuple[str, str]:
    """Return the tag that a page's name ends with, and the page of that name in the folder above; empty if there is none."""
    end = ending_of(path)
    folder, _, name = path.rpartition("/")
    base, tag = _named(name.removesuffix(end))
    above = folder.rpartition("/")[0]
    return (tag_of(tag), f"{above}/{base[:-1]}{end}".lstrip("/")) if folder and len(base) > 1 else ("", "")


def arrangements(
    paths: Sequence[str], said: Iterable[str] = (), written: Callable[[str], str] = lambda _path: ""
) -> list[Arrangement]:
    """Return the ways in which translations stand among some pages, that of the most pages first.

    Args:
        paths: The pages, relative to the site.
        said: Languages that the site itself names.
        written: Returns the language that a page is written in; empty if it cannot be told.
    """
    finder = _Finder(paths, said, written)
    found = [*finder.folders(), *finder.endings()]
    # That with most counterparts, then of most pages; by name at last, so that every run says the same.
    return sorted(found, key=lambda one: (-one.shared, -_count(one), one.before))


def _count(one: Arrangement) -> int:
    return sum(map(len, one.tags.values()))


class _Finder:
    """Looks for tags in paths."""

    def __init__(self, paths: Sequence[str], said: Iterable[str], written: Callable[[str], str]) -> None:
        self.paths, self.every = sorted(paths), set(paths)
        self.said, self.written = {languages.language_of(tag) for tag in said}, written

    def folders(self) -> Iterator[Arrangement]:
        """Yield the arrangements by folders."""
        groups: dict[str, dict[str, list[Tagged]]] = defaultdict(lambda: defaultdict(list))
        for path in self.paths:
            for one in _in_folders(path):
                groups[one.before][one.tag].append(one)
        for before, tags in groups.items():
            if found := self._arrangement("folder", before, tags, self._places(before)):
                yield found

    def endings(self) -> Iterator[Arrangement]:
        """Yield the arrangements by the endings of names."""
        groups: dict[str, dict[str, list[Tagged]]] = defaultdict(lambda: defaultdict(list))
        for path in self.paths:
            for mark, one in _in_name(path):
                groups[mark][one.tag].append(one)
        for mark in _ENDINGS:
            if found := self._arrangement("ending", mark, groups.get(mark, {}), ("",)):
                yield found

    def _places(self, before: str) -> tuple[str, ...]:
        """Return the folders in which the sources of a folder for each language may stand."""
        folder, _, rest = before.rpartition("/")
        above = ["/".join(folder.split("/")[:depth]) + "/" for depth in range(len(folder.split("/")), 0, -1)]
        places = [f"{before[:-1]}/"] if rest else []  # `docs_zh/` beside `docs/`
        # Nearest first: `docs/zh/a.md` has its source in `docs/`, or else at the top.
        places += [place for place in above if place != "/"] + [""]
        if not before:
            places += _MAIN
        return tuple(dict.fromkeys(places))

    def _beside(self, before: str, rests: Mapping[str, int], own: set[str]) -> Counter[str]:
        """Return how many of some pages stand in each folder beside one that holds translations and nothing else, or has a name like it."""
        up, _, name = before.rstrip("/").rpartition("/")
        start = f"{up}/" if up else ""
        if before and not before.endswith("/"):
            start = before  # `lectures.myst/` beside `lectures.zh-cn/`
        elif name not in _SPELLED:
            return Counter()
        inner = (path for path in _within(self.paths, start) if path not in own)
        halves = (path[len(start) :].partition("/") for path in inner)
        return Counter(f"{start}{folder}/" for folder, stroke, rest in halves if stroke and rest in rests)

    def _arrangement(
        self, kind: str, before: str, tags: Mapping[str, list[Tagged]], places: Sequence[str]
    ) -> Arrangement | None:
        """Return what some tagged pages are, if languages are told apart by those tags."""
        own = {one.path for pages in tags.values() for one in pages}
        sides = Counter(one.rest for pages in tags.values() for one in pages)
        # Twice: first with every word that may be a tag, then with those that turned out to be languages.
        plain, has_plain = self._plain(before, sides, places, own)
        known = {
            tag: pages
            for tag, pages in tags.items()
            if self._is_language(kind, tag, pages, sides, plain if has_plain else None)
        }
        if not known:
            return None
        own = {one.path for pages in known.values() for one in pages}
        rests = Counter(one.rest for pages in known.values() for one in pages)
        plain, has_plain = self._plain(before, rests, places, own)
        pages: Sequence[str] = self.paths
        if kind == "ending":
            pages = sorted(plain + rest for rest in rests if plain + rest in self.every)
            # A few names without a tag among many with one are pages of their own (`README.md`), not sources.
            has_plain = 2 * len(pages) >= len(rests)
        # Pages that stand in two languages, or in one beside their source.
        shared = sum(1 for rest, count in rests.items() if count > 1 or (has_plain and plain + rest in self.every))  # fmt: skip
        return Arrangement(kind, before, plain, has_plain, {tag: tuple(one.path for one in pages) for tag, pages in known.items()}, shared, pages if has_plain else ())  # fmt: skip

    def _plain(
        self, before: str, rests: Mapping[str, int], places: Sequence[str], own: set[str]
    ) -> tuple[str, bool]:
        """Return the folder of the sources that are named for no language, and whether the tags' pages are theirs."""
        found = {
            place: sum(1 for rest in rests if (path := place + rest) in self.every and path not in own)
            for place in places
        }
        beside = self._beside(before, rests, own)
        found |= {place: beside[place] for place in sorted(beside) if place not in found}
        best = max(found, key=found.__getitem__)
        between = sum(1 for count in rests.values() if count > 1)
        # Where tagged pages are each other's counterparts more often, one of the tagged is the source.
        return best, found[best] > 0 and found[best] >= between / 2

    def _is_language(
        self, kind: str, tag: str, pages: Sequence[Tagged], sides: Mapping[str, int], plain: str | None
    ) -> bool:
        full = languages.canonical(tag)
        # The site names the language itself.
        if full.partition("-")[0] in self.said:
            return True
        # `README_TW.md` is in Chinese: nobody means Twi.
        meant = COUNTRIES.get(tag.lower())
        if meant and any(look and languages.language_of(look) == languages.language_of(meant) for look in (self.written(one.path) for one in pages[:20])):  # fmt: skip
            return False
        both = [one for one in pages if sides[one.rest] > 1 or (plain is not None and plain + one.rest in self.every)]  # fmt: skip
        if kind == "ending":
            return bool(both)
        # Twenty pages of a folder tell its language, and reading thousands takes time.
        looks = Counter(look for one in pages[:20] if (look := self.written(one.path)))
        here = languages.language_of(tag)
        agree = sum(count for look, count in looks.items() if languages.language_of(look) == here)
        if agree * 2 > looks.total():
            return True
        # If they look like another language, or like several, names must agree, and those of indexes don't count.
        telling = [one for one in both if not is_index(one.rest)]
        return 2 * len(telling) >= len(pages) if looks else 2 * len(both) >= len(pages)


def _within(paths: Sequence[str], start: str) -> Sequence[str]:
    """Return those of some sorted paths that begin with some words."""
    return paths[bisect_left(paths, start) : bisect_left(paths, f"{start}\U0010ffff")]


def is_index(rest: str) -> bool:
    """Whether a page is that of its folder, by its name."""
    return rest.rpartition("/")[2].partition(".")[0].lower() in _INDEXES


def _in_folders(path: str) -> Iterator[Tagged]:
    """Yield each way to read a folder of a path as named for a language."""
    *folders, _name = path.split("/")
    at = 0
    for folder in folders:
        base, tag = _named(folder)
        if tag:
            yield Tagged(path[:at] + base, tag_of(tag), path[at + len(folder) + 1 :], path)
        at += len(folder) + 1


def _in_name(path: str) -> Iterator[tuple[str, Tagged]]:
    """Yield the mark, and how a page's name is read as named for a language."""
    end = ending_of(path)
    folder, _, name = path.rpartition("/")
    base, tag = _named(name.removesuffix(end))
    # `zh.md` alone is no translation of a page without a name.
    if tag and len(base) > 1:
        above = f"{folder}/" if folder else ""
        yield base[-1], Tagged(above + base, tag_of(tag), f"{above}{base[:-1]}{end}", path)


def _named(word: str) -> tuple[str, str]:
    """Return what stands before the tag at the end of a name, with its mark, and the tag; nothing if there is none."""
    if re.fullmatch(_TAG, word) and tag_of(word):
        return "", word
    found = _NAMED.fullmatch(word)
    if found and found["base"] and tag_of(found["tag"]):
        return word[: found.end("mark")], found["tag"]
    return "", ""
