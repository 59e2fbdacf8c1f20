"""A part of the workspace: what a commit or a branch touches, found without reading the rest of the site.

What is staged is judged as it is staged: the pages concerned are taken out of git's index into a folder of their
own, and that is checked, whatever stands unstaged beside it on disk.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from transflow.errors import ConfigError, DocumentError
from transflow.site import config, git, layout
from transflow.site.config import CONFIG_NAME, STATE_DIR, Content, Pair, Workspace

BASELINE = f"{STATE_DIR}/baseline.jsonl"
_RECORD = re.compile(rf"{re.escape(STATE_DIR)}/bitext/[^/]+/(?P<source>.+)\.jsonl")
_FEW = 50
"""Pages up to which one pattern finds what belongs with them faster than looking at every path does."""
_BATCH = 500
"""File names that one call of git is given."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a commit or a branch touches; paths relative to the workspace."""

    touched: frozenset[str]
    """Files that were added or changed."""
    deleted: frozenset[str] = frozenset()
    unstaged: frozenset[str] = frozenset()
    """Records on disk with changes that the commit lacks."""
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
    if not paths or any((site.root / path).is_dir() for path in paths):
        return site
    belongs = _belonging(site, paths)
    return replace(site, only=tuple(path for _, path in site.files() if belongs(path)))


def changed(site: Workspace, reference: str) -> tuple[Workspace, Scope]:
    """Return the part of a workspace that changed since the current branch left another, uncommitted changes included.

    Raises:
        ConfigError: There is no git, no such commit, or no commit that both have in common.
    """
    repository = _Repository(site.root)
    if repository.run("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}") is None:
        raise ConfigError(
            f"git knows no commit {reference!r}", hint="name a branch or a commit, or fetch it first"
        )
    base = repository.run("merge-base", reference, "HEAD")
    if base is None:
        hint = "fetch more of the history: `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"
        raise ConfigError(f"{reference!r} and the current branch have no commit in common here", hint=hint)
    scope = repository.differences(base.decode().strip())
    new = repository.paths("ls-files", "-z", "--others", "--exclude-standard", "--full-name")
    scope = replace(scope, touched=scope.touched.union(new))
    files = [path for _, path in site.files()]
    if scope.touched & _support(site):
        return site, replace(scope, touched=scope.touched.union(files))
    belongs = _belonging(site, scope.touched | scope.deleted)
    return replace(site, only=tuple(filter(belongs, files))), scope


@contextmanager
def staged(site: Workspace, paths: Sequence[str]) -> Iterator[tuple[Workspace, Scope]]:
    """Take what a commit would hold of some pages out of git's index while inside, and note what it deletes.

    Args:
        site: The workspace on disk.
        paths: Relative to it; what is no page in the index is passed over.

    Raises:
        ConfigError: There is no git here, or the staged configuration is wrong.
        DocumentError: One of the pages waits for a merge to be resolved.
    """
    repository = _Repository(site.root)
    changes = repository.differences("--cached")
    scope = Scope(frozenset(paths), changes.deleted, frozenset(), changes.touched, repository.before)
    if not any(slots(site, path) for path in scope.touched | scope.deleted):
        yield replace(site, only=()), Scope(frozenset())
        return
    belongs, support = _belonging(site, scope.touched | scope.deleted), _support(site)
    indexed = frozenset(repository.paths("ls-files", "-z", "--full-name"))
    with TemporaryDirectory(prefix="transflow-") as folder:
        root = Path(folder).resolve() / repository.prefix
        wanted = {*filter(belongs, indexed), *(support & indexed), *_stray(indexed)}
        repository.take_out(sorted(wanted), Path(folder))
        _copy(site.root, support - indexed, root)
        part = config.load(root)
        yield part, replace(scope, unstaged=frozenset(_unstaged(site, part)))


def workspaces_below(folder: Path) -> list[str]:
    """Return the folders below one, relative to it and sorted, that have a `transflow.yaml` which git knows of."""
    told = git.run(folder, "ls-files", "-z", "--", f"*/{CONFIG_NAME}")
    return sorted(name.removesuffix(f"/{CONFIG_NAME}") for name in _fields(told))


def prefix(site: Workspace) -> str:
    """Return the path of the workspace in its repository, with a final `/`; empty at its top and without git."""
    try:
        return _Repository(site.root).prefix
    except ConfigError:
        return ""


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
    for field in _fields(repository.run("log", "-z", "--format=%x01%cs", "--name-only", "--no-renames")):
        if field.startswith("\x01"):
            day = field[1:]
        elif (name := field.lstrip("\n")).startswith(repository.prefix):
            found.setdefault(name[len(repository.prefix) :], day)
    return found


class _Repository:
    """The git repository that a workspace stands in. Paths are relative to the workspace."""

    def __init__(self, root: Path) -> None:
        """Find it.

        Raises:
            ConfigError: There is none, or no git.
        """
        top = git.run(root, "rev-parse", "--show-toplevel")
        if not top:
            cause, hint = git.refusal(root)
            raise ConfigError(cause, hint=hint)
        self.top = Path(top.decode().rstrip("\n")).resolve()
        inner = root.relative_to(self.top).as_posix()
        self.prefix = "" if inner == "." else f"{inner}/"

    def run(self, *arguments: str) -> bytes | None:
        """Run git at the top of the repository; None if it refuses."""
        return git.run(self.top, *arguments)

    def paths(self, *arguments: str) -> list[str]:
        """Return the paths in the workspace that a git command prints, ended by NUL."""
        return list(self._inside(_fields(self.run(*arguments))))

    def differences(self, *arguments: str) -> Scope:
        """Return what `git diff` with some arguments calls changed."""
        fields = _fields(self.run("diff", "--no-renames", "--name-status", "-z", *arguments))
        pairs = list(zip(fields[::2], fields[1::2], strict=True))
        return Scope(
            frozenset(self._inside(name for status, name in pairs if status != "D")),
            frozenset(self._inside(name for status, name in pairs if status == "D")),
        )

    def before(self, path: str) -> str:
        """Return what the last commit has under a path; empty if there is none."""
        return (self.run("show", f"HEAD:{self.prefix}{path}") or b"").decode("utf-8", "replace")

    def _inside(self, names: Iterable[str]) -> Iterator[str]:
        return (name[len(self.prefix) :] for name in names if name.startswith(self.prefix))

    def take_out(self, paths: Sequence[str], folder: Path) -> None:
        """Write what the index holds of some files into a folder, which stands for the top of the repository.

        Raises:
            DocumentError: One of them waits for a merge to be resolved.
        """
        for start in range(0, len(paths), _BATCH):
            names = [f"{self.prefix}{path}" for path in paths[start : start + _BATCH]]
            if self.run("checkout-index", "--quiet", f"--prefix={folder.as_posix()}/", "--", *names) is None:
                waiting = self.paths("diff", "--name-only", "--diff-filter=U", "-z") or paths[start:]
                raise DocumentError(
                    "cannot be read from git's index", waiting[0], hint="resolve the merge and stage it"
                )


def _fields(printed: bytes | None) -> list[str]:
    return (printed or b"").decode("utf-8", "surrogateescape").split("\0")[:-1]


def slots(site: Workspace, path: str) -> list[tuple[Content, str]]:
    """Return the content entries and stems that a path stands for; for a record, those of its source page."""
    record = _RECORD.fullmatch(path)
    path = record["source"] if record else path
    config = site.config
    found = []
    for content in config.content:
        top = "" if content.root in ("", ".") else f"{content.root.rstrip('/')}/"
        if path.startswith(top):
            place = layout.slot(
                path[len(top) :], content.source, content.target, config.sources, config.targets
            )
            found += [(content, place.stem)] if place else []
    return found


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
    pattern = re.compile("|".join(_patterns(wanted)) or r"(?!)")
    return lambda path: bool(pattern.fullmatch(path)) and any(slot in wanted for slot in slots(site, path))


def _patterns(wanted: Iterable[tuple[Content, str]]) -> Iterator[str]:
    for content, stem in wanted:
        top = "" if content.root in ("", ".") else re.escape(f"{content.root.rstrip('/')}/")
        for pattern in (content.source, content.target):
            page = re.escape(pattern).replace(r"\{lang\}", "[^/]+").replace(r"\{path\}", re.escape(stem))
            yield rf"(?:{re.escape(STATE_DIR)}/bitext/[^/]+/)?{top}{page}(?:\.jsonl)?"


def _stray(paths: frozenset[str]) -> Iterator[str]:
    """Yield the records of pages that are not there: those may have been renamed."""
    for path in paths:
        record = _RECORD.fullmatch(path)
        if record and record["source"] not in paths:
            yield path


def _support(site: Workspace) -> frozenset[str]:
    """Return the files that the judgement of every page hangs on."""
    glossaries = (path.relative_to(site.root).as_posix() for path in site.glossary_paths())
    return frozenset((CONFIG_NAME, BASELINE, *glossaries))


def _copy(root: Path, paths: Iterable[str], target: Path) -> None:
    for path in paths:
        if (root / path).is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, target / path)


def _unstaged(site: Workspace, part: Workspace) -> Iterator[str]:
    """Yield the records on disk, of the pages of a part, that are not what is staged."""
    folder = site.root / STATE_DIR / "bitext"
    for language in sorted(folder.iterdir()) if folder.is_dir() else ():
        for _, path in part.files():
            record = language / f"{path}.jsonl"
            other = part.root / record.relative_to(site.root)
            if record.is_file() and not (other.is_file() and other.read_bytes() == record.read_bytes()):
                yield record.relative_to(site.root).as_posix()
