"""Path patterns: which file is a source, which a translation of what, and where a translation belongs.

Pure functions over paths relative to a content root, with `/`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from transflow import languages
from transflow.strings import is_strings

# A looser form than a language has: whether it is one of the site's is asked afterwards.
_TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"


class Slot(NamedTuple):
    """A path understood."""

    stem: str
    """What `{path}` stands for: the same for a source and its translations."""
    language: str
    """The language the path says, as the configuration spells it; empty if it says none."""
    is_target: bool
    """Whether it is a translation's place."""
    either: bool = False
    """Whether it may as well be a source page's: what the page says of itself decides."""


@lru_cache(maxsize=256)
def _compiled(pattern: str, tag: str = _TAG) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\{path\}", "(?P<path>.+)").replace(r"\{lang\}", f"(?P<lang>{tag})")
    return re.compile(
        escaped if "(?P<path>" in escaped else f"(?P<path>){escaped}", re.DOTALL
    )  # a name may hold the end of a line, and is refused for it, not passed over


# `{path}-{lang}.md`: in `a-zh-CN.md` both `zh-CN` and `CN` stand behind such a mark, and the longer one is meant.
_MARKED = ("}-{lang}", "}_{lang}")
_LENGTHS = tuple(rf"[A-Za-z]{{2,3}}(?:[-_][A-Za-z0-9]{{2,8}}){{{more}}}" for more in (2, 1))


def _matched(pattern: str, path: str, known: Callable[[str], object]) -> re.Match[str] | None:
    """Return how a path fits a pattern, with the longest language that is one."""
    for tag in _LENGTHS if any(mark in pattern for mark in _MARKED) else ():
        found = _compiled(pattern, tag).fullmatch(path)
        if found and known(found["lang"]):
            return found
    return _compiled(pattern).fullmatch(path)


@lru_cache(maxsize=256)
def _known(tag: str, tags: tuple[str, ...]) -> str:
    """Return the one of `tags` that `tag` names, or an empty string."""
    return next((known for known in tags if languages.same(known, tag)), "")


def slot(
    path: str, source: str, target: str, sources: tuple[str, ...], targets: tuple[str, ...]
) -> Slot | None:
    """Understand a path by the two patterns of a content root; None if it fits neither.

    A suffix or folder is a language only if it is one of `sources` or `targets`: `what-it.is.md` is a page.
    """
    in_target = _matched(target, path, lambda tag: _known(tag, (*targets, *sources)))
    in_source = _matched(source, path, lambda tag: _known(tag, sources))
    # The target's pattern first, for `a.en.md` fits `{path}.md` as well.
    if in_target and (tag := _known(in_target["lang"], targets)):
        # Source and target patterns are one (`{lang}/{path}.md`), and so may be the languages of both sides.
        same = in_source is not None and in_source["path"] == in_target["path"]
        return Slot(in_target["path"], tag, is_target=True, either=same and bool(_known(tag, sources)))
    if in_source and "lang" in in_source.groupdict():
        tag = _known(in_source["lang"], sources)
        return Slot(in_source["path"], tag, is_target=False) if tag else None
    # A pattern of strings, or of one page, names the file of the source language.
    elsewhere = in_source is None and (is_strings(source) or "{path}" not in source)
    if in_target and not elsewhere and (tag := _known(in_target["lang"], sources)):
        return Slot(in_target["path"], tag, is_target=False)
    return Slot(in_source["path"], "", is_target=False) if in_source else None


def path_language(path: str, target: str) -> str:
    """Return what the target pattern reads as a language tag in a path (`fr` in `a.fr.md`), known or not, or nothing."""
    match = _matched(target, path, languages.is_tag)
    return match["lang"] if match else ""


def below(root: str, path: str) -> str:
    """Return a path below a content root as one of the workspace."""
    return path if root in ("", ".") else f"{root.rstrip('/')}/{path}"


def target_path(target: str, stem: str, language: str) -> str:
    """Return where the translation of `stem` into `language` belongs.

    As a suffix of the file name the language is lower case (Hugo's rule); as a folder it stays as configured.
    """
    folder, _, name = target.rpartition("/")
    # Hugo finds `a.zh-cn.md`, not `a.zh-CN.md`; Docusaurus and others want `i18n/zh-CN/`.
    tag = language.lower() if "{lang}" in name and "{lang}" not in folder else language
    return target.replace("{lang}", tag).replace("{path}", stem)
