"""The source page as it was when its translation was made, where git can tell."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from transflow import frontmatter
from transflow.site import git
from transflow.site.config import Workspace
from transflow.site.translations import Translation

_COMMIT_KEYS = (("l10n", "sourceCommit"), ("default_lang_commit",))
"""Front-matter keys by which sites keep the commit that a translation was made from (MDN; OpenTelemetry)."""
_HASH_KEY = re.compile(r"(?i)\w*translation_?source_?hash\Z")
"""Keys that hold a hash of the source file or of its body (`translationSourceHash`)."""
_MAX_VERSIONS = 200
"""How many versions of a source page are looked at to find one with a given hash."""


def sources_then(workspace: Workspace, items: Iterable[Translation]) -> dict[str, tuple[str, str]]:
    """Return what source pages said when their translations were made, as far as git knows.

    The translation's front matter names the commit or a hash of the text; else it is the commit that changed the
    translation last: what changed in the source after that, nobody has translated.

    Returns:
        For a translation's path the commit and the text of its source page then.
    """
    known = [item for item in items if item.target is not None]
    last = _unchanged(workspace, known, git.last_commits(workspace.root) if known else {})
    asked = [(item, commit) for item in known for commit in _commits(workspace, item, last)]
    texts = git.contents(workspace.root, [(commit, item.pair.source) for item, commit in asked])
    found: dict[str, tuple[str, str]] = {}
    for (item, commit), text in zip(asked, texts, strict=True):
        if text is not None:
            found.setdefault(item.pair.target, (commit, text))
    return found


def _unchanged(workspace: Workspace, items: Sequence[Translation], last: Mapping[str, str]) -> dict[str, str]:
    """Return the last commits of those translations that stand as they were committed."""
    asked = [(item, last[item.pair.target]) for item in items if item.pair.target in last]
    texts = git.contents(workspace.root, [(commit, item.pair.target) for item, commit in asked])
    return {
        item.pair.target: commit
        for (item, commit), text in zip(asked, texts, strict=True)
        if item.target and text is not None and _lines(text) == _lines(item.target.text)
    }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _commits(workspace: Workspace, item: Translation, last: Mapping[str, str]) -> Iterable[str]:
    """Yield the commits that may hold the source as it was, the likeliest first."""
    assert item.target is not None  # only what exists is asked about
    front = item.target.front.data
    for path in _COMMIT_KEYS:
        if isinstance(commit := _at(front, path), str) and re.fullmatch(r"[0-9a-fA-F]{7,64}", commit):
            yield commit
    for key, value in front.items():
        if _HASH_KEY.match(key) and isinstance(value, str):
            yield from _by_hash(workspace, item, value.lower())
    if item.pair.target in last:
        yield last[item.pair.target]


def _at(data: Any, path: tuple[str, ...]) -> object:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _by_hash(workspace: Workspace, item: Translation, wanted: str) -> Iterable[str]:
    """Yield the latest commit in which the source page has a given hash."""
    path = item.pair.source
    commits = git.versions(workspace.root, path, _MAX_VERSIONS)
    for commit, text in zip(commits, git.contents(workspace.root, [(c, path) for c in commits]), strict=True):
        if text is not None and wanted in _hashes(text, path):
            yield commit
            return


def _hashes(text: str, path: str) -> Iterable[str]:
    """Return the hashes by which a page may be known: of the file, and of its body, with and without white space round it."""
    body = text[frontmatter.parse(text, path).end :]
    for said in (text, body, body.strip()):
        data = said.encode()
        yield from (
            hashlib.new(name, data, usedforsecurity=False).hexdigest() for name in ("sha256", "sha1", "md5")
        )
        yield hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
