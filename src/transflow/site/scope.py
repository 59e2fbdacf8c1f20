"""A part of the workspace: what a commit or a branch touches, found without reading the rest of the site.

What is staged is judged as it is staged: read from git's index, whatever stands unstaged beside it on disk.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from transflow.errors import ConfigError, DocumentError
from transflow.site import blobs, git, submodules, workspace
from transflow.site.blobs import Blobs, Entry, Objects
from transflow.site.config import CONFIG_NAME, Content
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

BASELINE = f"{STATE_DIR}/baseline.jsonl"
_RECORD = re.compile(rf"{re.escape(STATE_DIR)}/bitext/[^/]+/(?P<source>.+)\.jsonl")
# The pattern is an alternation: with many pages each path would be tried against all of them.
_FEW = 50
"""Pages up to which one pattern finds what belongs with them faster than looking at every path does."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a commit or a branch touches; paths relative to the workspace."""

    touched: frozenset[str]
    """Files that were added or changed."""
    deleted: frozenset[str] = frozenset()
    unstaged: Callable[[str], bool] = lambda _: False
    """Whether a record on disk has changes that the commit lacks."""
    ignored: Callable[[str], bool] = lambda _: False
    """Whether git ignores a file, so that it will not be added."""
    committing: frozenset[str] = frozenset()
    """Files that a commit adds or changes, whether they were asked for or not."""
    before: Callable[[str], str] = lambda _: ""
    """What the commit before has under a path; empty if there is none."""

    def translation(self, pair: Pair, record: str) -> bool:
        """Whether the translation itself is concerned, so that everything that is wrong with it counts."""
        return pair.target in self.touched or record in self.touched or pair.source in self.deleted

    def source(self, pair: Pair) -> bool:
        """Whether its source is, so that what was promised there counts."""
        return pair.source in self.touched or pair.target in self.deleted


def named(site: Workspace, paths: Sequence[str]) -> Workspace:
    """Return the part of a workspace that some pages belong to; all of it if none are named, or folders are."""
    if not paths or any(_is_folder(site, path) for path in paths):
        return site
    belongs = _belonging(site, paths)
    return replace(site, only=tuple(path for _, path in site.files() if belongs(path)))


def _is_folder(site: Workspace, path: str) -> bool:
    try:
        return site.disk.has_folder(path)
    except DocumentError:
        return False  # told where it is read


def changed(site: Workspace, reference: str) -> tuple[Workspace, Scope]:
    """Return the part of a workspace that changed since the current branch left another, uncommitted changes included.

    What stands on disk is compared here and not by git, which would let programs filter it.

    Raises:
        ConfigError: There is no git, no such commit, or no commit that both have in common.
    """
    repository = _Repository(site.root)
    if (
        repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        is None
    ):
        raise ConfigError(
            f"git knows no commit {reference!r}", hint="name a branch or a commit, or fetch it first"
        )
    base = repository.run("merge-base", "--", reference, "HEAD")
    if base is None:
        hint = "fetch more of the history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"
        raise ConfigError(f"{reference!r} and the current branch have no commit in common here", hint=hint)
    # Index against commit: git compares ids, and needs no filter for that.
    scope = repository.differences("--cached", base.decode().strip())
    files = [path for _, path in site.files()]
    here = {*files, *site.tree.list(f"{STATE_DIR}/bitext", ".jsonl"), *_support(site)}
    index = Blobs(repository.objects, repository.index())
    touched = scope.touched.union(path for path in here if not _same(site, index, path))
    gone = (path for path in repository.index() if path not in here and slots(site, path))
    deleted = scope.deleted.union(path for path in gone if not site.disk.has(path))
    scope = replace(scope, touched=touched - deleted, deleted=deleted)
    # Another configuration, glossary or baseline may change the judgement of every page.
    if scope.touched & _support(site):
        return site, replace(scope, touched=scope.touched.union(files))
    belongs = _belonging(site, scope.touched | scope.deleted)
    return replace(site, only=tuple(filter(belongs, files))), scope


def _same(site: Workspace, index: Blobs, path: str) -> bool:
    """Whether a file stands on disk as in git's index."""
    try:
        return index.same(path, site.disk.read(path))
    except DocumentError:
        # What cannot be read counts for changed if git has it.
        return not index.has(path)


@contextmanager
def staged(site: Workspace, paths: Sequence[str] | None) -> Iterator[tuple[Workspace, Scope]]:
    """Read what a commit would hold of some pages from git's index while inside, and note what it deletes.

    Args:
        site: The workspace on disk.
        paths: Relative to it; what is no page in the index is passed over. None for all that is staged.

    Raises:
        ConfigError: There is no git here, or the staged configuration is wrong.
    """
    repository = _Repository(site.root, hook=True)
    changes = repository.differences("--cached")
    inner = repository.submodules()
    scope = Scope(
        inner.touched.union(changes.touched if paths is None else paths),
        changes.deleted | inner.deleted,
        committing=changes.touched,
        before=repository.before,
    )
    if not any(slots(site, path) for path in scope.touched | scope.deleted):
        yield replace(site, only=()), Scope(frozenset())
        return
    belongs = _belonging(site, scope.touched | scope.deleted)
    entries = repository.index()
    within, tops, unknown = submodules.expanded(site.root, entries)
    repository.objects.beside(tops)
    entries |= within
    # A submodule whose commit is not here is read as it stands on disk, or its pages would seem deleted.
    lent = (path for path in site.disk.list(every=True) if _is_below(path, unknown)) if unknown else ()
    index = Blobs(repository.objects, entries, site.disk, _support(site).union(lent))
    try:
        part = workspace.load(site.root, index, site.given)
        part = replace(part, only=tuple(filter(belongs, entries)))
        yield part, replace(scope, unstaged=partial(_unstaged, site, index), ignored=repository.ignores)
    finally:
        repository.objects.close()


def _is_below(path: str, folders: frozenset[str]) -> bool:
    """Whether a path lies in one of some folders."""
    return any(above.as_posix() in folders for above in PurePosixPath(path).parents)


def _unstaged(site: Workspace, index: Blobs, record: str) -> bool:
    """Whether a record on disk is not what is staged; git may have given it other line endings."""
    if not site.disk.has(record):
        return False
    here, there = site.disk.read(record), index.read(record) if index.has(record) else None
    return there is None or here.replace(b"\r\n", b"\n") != there.replace(b"\r\n", b"\n")


def workspaces_below(folder: Path) -> list[str]:
    """Return the folders below one, relative to it and sorted, that have a `transflow.yaml` which git knows of."""
    names = _fields(git.run(folder, "ls-files", "-z", hook=True))
    return sorted(name.removesuffix(f"/{CONFIG_NAME}") for name in names if name.endswith(f"/{CONFIG_NAME}"))


def prefix(site: Workspace) -> str:
    """Return the path of the workspace in its repository, with a final `/`; empty at its top and without git."""
    try:
        return _Repository(site.root).prefix
    # Without git a workspace has no path in a repository, no commit and no dates: nothing is missing then.
    except ConfigError:
        return ""


def head(site: Workspace) -> str:
    """Return short name and date of the commit that the workspace stands at; empty without git."""
    try:
        told = _Repository(site.root).run("log", "-1", "--format=%h of %cs")
    except ConfigError:
        return ""
    return (told or b"").decode("ascii", "replace").strip()


def source_dates(site: Workspace) -> dict[str, str]:
    """Return the date (ISO 8601) of the last commit of each file; nothing without git, or where the history was cut off.

    A shallow clone says of every file that its oldest commit made it.
    """
    try:
        repository = _Repository(site.root)
    except ConfigError:
        return {}
    if repository.run("rev-parse", "--is-shallow-repository") != b"false\n":
        return {}
    found: dict[str, str] = {}
    day = ""
    for field in _fields(repository.run("log", "-z", "--format=%x01%cs", "--name-only")):
        if field.startswith("\x01"):
            day = field[1:]
        elif (name := field.lstrip("\n")).startswith(repository.prefix):
            # The log begins with the newest commit: what it says of a file first is the last that happened.
            found.setdefault(name[len(repository.prefix) :], day)
    return found


class _Repository:
    """The git repository that a workspace stands in. Paths are relative to the workspace."""

    def __init__(self, root: Path, *, hook: bool = False) -> None:
        """Find it.

        Args:
            root: The workspace.
            hook: Whether the commit that is being made is asked about.

        Raises:
            ConfigError: There is none, or no git.
        """
        root = Path(os.path.realpath(root))
        self.top, self.hook = git.top(root, hook=hook), hook
        inner = root.relative_to(self.top).as_posix()
        self.prefix = "" if inner == "." else f"{inner}/"
        self.objects = Objects(self.top, hook=hook)

    def run(self, *arguments: str) -> bytes | None:
        """Run git at the top of the repository; None if it refuses."""
        return git.run(self.top, *arguments, hook=self.hook)

    def differences(self, *arguments: str) -> Scope:
        """Return what `git diff` with some arguments calls changed."""
        fields = _fields(self.run("diff", "--name-status", "-z", *arguments))
        # Status and name by turns.
        pairs = list(zip(fields[::2], fields[1::2], strict=True))
        return Scope(
            frozenset(self._inside(name for status, name in pairs if status != "D")),
            frozenset(self._inside(name for status, name in pairs if status == "D")),
        )

    def index(self) -> dict[str, Entry]:
        """Return the entries of git's index."""
        return blobs.index(self.top, self.prefix, hook=self.hook)

    def submodules(self) -> Scope:
        """Return which files a commit changes by taking another commit of a submodule."""
        here = {path: entry for path, entry in self.index().items() if entry.mode == blobs.SUBMODULE}
        if not here:
            return Scope(frozenset())
        last = blobs.commit(self.top, self.prefix, "HEAD", hook=self.hook)
        there = {path: entry for path, entry in last.items() if entry.mode == blobs.SUBMODULE}
        # Only those that moved: each is a look into another repository.
        moved = {path for path in here.keys() | there.keys() if here.get(path) != there.get(path)}
        root = self.top / self.prefix
        new, _, _ = submodules.expanded(root, {path: here[path] for path in moved & here.keys()})
        old, _, _ = submodules.expanded(root, {path: there[path] for path in moved & there.keys()})
        changed = (path for path, entry in new.items() if old.get(path) != entry)
        return Scope(frozenset(changed), frozenset(old.keys() - new.keys()))

    @cached_property
    def _last(self) -> Blobs:
        return Blobs(self.objects, blobs.commit(self.top, self.prefix, "HEAD", hook=self.hook))

    def before(self, path: str) -> str:
        """Return what the last commit has under a path; empty if there is none."""
        return self._last.read(path).decode("utf-8", "replace") if self._last.has(path) else ""

    def ignores(self, path: str) -> bool:
        """Whether git ignores a file that it does not track."""
        told = self.run(
            "ls-files", "--others", "--ignored", "--exclude-standard", "--", f"{self.prefix}{path}"
        )
        return bool(told)

    def _inside(self, names: Iterable[str]) -> Iterator[str]:
        return (name[len(self.prefix) :] for name in names if name.startswith(self.prefix))


def _fields(printed: bytes | None) -> list[str]:
    return (printed or b"").decode("utf-8", "surrogateescape").split("\0")[:-1]


def slots(site: Workspace, path: str) -> list[tuple[Content, str]]:
    """Return the content entries and stems that a path stands for; for a record, those of its source page."""
    record = _RECORD.fullmatch(path)
    return [(content, place.stem) for content, place in site.slots(record["source"] if record else path)]


def concerns(site: Workspace, scope: Scope, path: str) -> bool:
    """Whether a file that cannot be read is touched, or is the record of a translation that is."""
    if path in scope.touched:
        return True
    record = _RECORD.fullmatch(path)
    concerned = slots(site, path) if record else []
    return any(
        slot in concerned
        for other in scope.touched
        if record and other != record["source"]
        for slot in slots(site, other)
    )


def _belonging(site: Workspace, paths: Iterable[str]) -> Callable[[str], bool]:
    """Return the test whether a file is the source of one of some paths, a translation of that, or a record of one."""
    wanted = {slot for path in paths for slot in slots(site, path)}
    if len(wanted) > _FEW:
        return lambda path: any(slot in wanted for slot in slots(site, path))
    # `(?!)` matches nothing, as no page belongs to none.
    pattern = re.compile("|".join(_patterns(wanted)) or r"(?!)")
    # The pattern takes any tag, so that what it finds is looked at closely.
    return lambda path: bool(pattern.fullmatch(path)) and any(slot in wanted for slot in slots(site, path))


def _patterns(wanted: Iterable[tuple[Content, str]]) -> Iterator[str]:
    for content, stem in wanted:
        top = "" if content.root in ("", ".") else re.escape(f"{content.root.rstrip('/')}/")
        for pattern in (content.source, content.target):
            page = re.escape(pattern).replace(r"\{lang\}", "[^/]+").replace(r"\{path\}", re.escape(stem))
            yield rf"(?:{re.escape(STATE_DIR)}/bitext/[^/]+/)?{top}{page}(?:\.jsonl)?"


def _support(site: Workspace) -> frozenset[str]:
    """Return the files that the judgement of every page hangs on."""
    return frozenset((CONFIG_NAME, BASELINE, *site.glossary_paths())) - {*site.given}
