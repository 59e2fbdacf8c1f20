"""The source page as it was when its translation was made, where git can tell."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transflow import document, frontmatter, tracker
from transflow.errors import ConfigError, DocumentError
from transflow.markdown import plain
from transflow.model import Unit
from transflow.site import blobs, git
from transflow.site.grammar import GRAMMAR
from transflow.site.translations import Translation
from transflow.site.workspace import Workspace

_HASH = GRAMMAR["hash"]

_COMMIT_KEYS = (("l10n", "sourceCommit"), ("default_lang_commit",))
"""Front-matter keys by which sites keep the commit that a translation was made from (MDN; OpenTelemetry)."""
_HASH_KEY = GRAMMAR["hash-key"]
# All in one call of git; a page with more of them is rare, and the hash then most often is of none.
_MAX_VERSIONS = 200
"""How many versions of a source page are looked at to find one with a given hash."""
_MAX_EDITS = 20
"""How many commits of a translation are looked at to find one that changed its words."""


@dataclass(frozen=True, slots=True)
class Then:
    """What is known of a source page when its translation was made."""

    commit: str = ""
    """The commit; empty if nobody knows, and the page is taken as it stands."""
    text: str = ""
    note: str = ""
    """What a person should know: the front matter names a commit that git does not have."""


def sources_then(workspace: Workspace, items: Iterable[Translation]) -> dict[str, Then]:
    """Return what source pages said when their translations were made, as far as git knows.

    The translation's front matter names the commit or a hash of the text; else it is the latest commit that changed a
    text of the translation: what changed in the source after that, nobody has translated. Names that the source page had
    before count.

    Returns:
        For a translation's path what is known.
    """
    try:
        git.top(workspace.root)
    except ConfigError:
        return {}  # there is no git, or it is another folder's
    known = [item for item in items if item.target is not None]
    # One call for all translations, and one for all texts below: each takes a process.
    past = git.commits(workspace.root, _MAX_EDITS) if known else {}
    standing = _unchanged(workspace, known, {path: commits[0][0] for path, commits in past.items()})
    edits = {path: past[path] for path in standing}
    named = {item.pair.target: name for item in known if (name := _named(item))}
    asked = [(named[i.pair.target], i.pair.source) for i in known if _is_commit(named.get(i.pair.target, ""))]
    texts = dict(zip(asked, blobs.contents(workspace.root, asked), strict=True))
    cut = git.cut(workspace.root) if known else frozenset()
    found: dict[str, Then] = {}
    for item in known:
        name = named.get(item.pair.target, "")
        text = texts.get((name, item.pair.source))
        then = Then(name, text) if text is not None else _then(workspace, item, name, edits, cut)
        found |= {item.pair.target: then} if then else {}
    return found


def stale_since(workspace: Workspace, item: Translation) -> str:
    """Return the day (ISO 8601) since which a translation is behind its source page, as far as git tells; else today."""
    path, today = item.pair.source, git.now(workspace.root)[:10]
    dated = git.dated(workspace.root, path, _MAX_EDITS)
    texts = blobs.contents(workspace.root, [(commit, path) for commit, _ in dated])
    since = today
    for (_, day), text in zip(dated, texts, strict=True):
        # From the newest back: the first version that the translation was up to ends the search.
        if text is None or not _is_behind(item, text):
            break
        since = day
    return since


def _is_behind(item: Translation, text: str) -> bool:
    """Whether a translation is behind its source page as that was once."""
    assert item.source is not None  # an orphan has nothing to be behind
    if item.record is None or item.target is None:
        return False
    try:
        then = document.parse(text, item.pair.source, replace(item.source.dialect, references=None))
    # A page that could not be read then: no translation was made of it, and it counts as another one.
    except DocumentError:
        return True
    return tracker.compare(then, item.record.rows, item.target, (item.origin, item.pair.language)).changed > 0


def _then(
    workspace: Workspace,
    item: Translation,
    named: str,
    edits: Mapping[str, Sequence[tuple[str, str]]],
    cut: Collection[str],
) -> Then | None:
    """Return what is known of a source page whose translation names no commit that has it under its name of today."""
    note = ""
    if named:
        text = _text_at(workspace, named, item.pair.source) if _is_commit(named) else None
        if text is not None:
            return Then(named, text)
        # A clone with a cut-off history, or a commit of another repository.
        note = f"names the commit {named}, which git does not know here"
    for commit in _by_front_hash(workspace, item):
        text = _text_at(workspace, commit, item.pair.source)
        if text is not None:
            return Then(commit, text, note)
    for commit in _last_translated(workspace, item, edits):
        text = _text_at(workspace, commit, item.pair.source)
        if not note and commit in cut:
            note = "was made before the history begins that git has here"
        if text is not None:
            return Then(commit, text, note)
    return Then(note=note) if note else None


def _named(item: Translation) -> str:
    """Return the commit that a translation's front matter names, whatever it is worth."""
    found = (_at(item.target.said, path) for path in _COMMIT_KEYS) if item.target else ()
    return next((str(commit).strip() for commit in found if commit not in (None, "")), "")


def _is_commit(name: str) -> bool:
    return _HASH.fullmatch(name) is not None


def _text_at(workspace: Workspace, commit: str, path: str) -> str | None:
    """Return what a page said in a commit, under the name that it had then; None if git does not have it."""
    (text,) = blobs.contents(workspace.root, [(commit, path)])
    if text is not None:
        return text
    # The page may have had another name then.
    before = [(commit, name) for name in git.names(workspace.root, path) if name != path]
    return next((text for text in blobs.contents(workspace.root, before) if text is not None), None)


def _last_translated(
    workspace: Workspace, item: Translation, edits: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[str]:
    """Yield the latest commit that changed a text of a translation: a new name, reformatting and mended links are no translating."""
    commits = edits.get(item.pair.target, ())
    # It made the translation: nothing is there to compare with.
    if len(commits) == 1:
        yield commits[0][0]
        return
    texts = blobs.contents(workspace.root, commits)
    words = [_words(text, item) if text is not None else None for text in texts]
    for number, (commit, _) in enumerate(commits):
        if number + 1 == len(commits) or words[number] != words[number + 1]:
            yield commit
            return


def _words(text: str, item: Translation) -> tuple[str, ...] | None:
    """Return the texts of a page as a reader sees them; None for one that cannot be read."""
    assert item.target is not None  # see above
    # The references are those of the page as it was.
    dialect = replace(item.target.dialect, references=None)
    try:
        page = document.parse(text, item.pair.target, dialect)
    # Its front matter was broken in that commit: its words are not known, and differ from all others.
    except DocumentError:
        return None
    return tuple(plain(block.text, page.dialect) for block in page.blocks if isinstance(block, Unit))


def _unchanged(workspace: Workspace, items: Sequence[Translation], last: Mapping[str, str]) -> dict[str, str]:
    """Return the last commits of those translations that stand as they were committed."""
    asked = [(item, last[item.pair.target]) for item in items if item.pair.target in last]
    texts = blobs.contents(workspace.root, [(commit, item.pair.target) for item, commit in asked])
    return {
        item.pair.target: commit
        for (item, commit), text in zip(asked, texts, strict=True)
        # One that was edited since the commit renders nobody knows what.
        if item.target and text is not None and _lines(text) == _lines(item.target.text)
    }


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _by_front_hash(workspace: Workspace, item: Translation) -> Iterator[str]:
    """Yield the commits whose source page has a hash that the translation names."""
    assert item.target is not None  # see above
    for key, value in item.target.said.items():
        if _HASH_KEY.match(key) and isinstance(value, str):
            yield from _by_hash(workspace, item, value.lower())


def _at(data: Any, path: tuple[str, ...]) -> object:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _by_hash(workspace: Workspace, item: Translation, wanted: str) -> Iterable[str]:
    """Yield the latest commit in which the source page has a given hash."""
    path = item.pair.source
    commits = git.versions(workspace.root, path, _MAX_VERSIONS)
    for commit, text in zip(
        commits, blobs.contents(workspace.root, [(c, path) for c in commits]), strict=True
    ):
        if text is not None and wanted in _hashes(text, path):
            yield commit
            return


def _hashes(text: str, path: str) -> Iterable[str]:
    """Return the hashes by which a page may be known: of the file, and of its body, with and without white space round it."""
    try:
        body = text[frontmatter.parse(text, path).end :]
    except DocumentError:
        body = text  # it was broken in that commit: nobody can tell where the body began
    # Tools differ in what they hash: the file, its body, that without white space, or git's blob.
    for said in (text, body, body.strip()):
        data = said.encode()
        yield from (
            hashlib.new(name, data, usedforsecurity=False).hexdigest() for name in ("sha256", "sha1", "md5")
        )
        yield hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
