"""What git knows, where there is git. Everything here may answer nothing: no command needs a repository."""

import errno
import os
import select
import subprocess
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO

from transflow.errors import ConfigError, DocumentError
from transflow.files import Folder, repository
from transflow.site.grammar import GRAMMAR

_IDENT = GRAMMAR["git-ident"]
_COMMIT_ID = GRAMMAR["commit-id"]
_TRUST = GRAMMAR["git-trust"]
# Enough for the whole history of a large site on a cold disk; what answers no more is not waited for.
_SECONDS = 60
"""Patience with one call of git, and with one answer."""
# On Windows `select` takes sockets only.
_SELECTS = os.name != "nt"
"""Whether it can be asked if a pipe holds anything."""


_SAFE = (
    ("safe.bareRepository", "explicit"),  # a folder of a commit that looks like a repository is none
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("core.alternateRefsCommand", ""),
    ("log.showSignature", "false"),  # it runs `gpg.program`
    (
        "protocol.allow",
        "never",
    ),  # a missing object would be fetched, by whatever program the repository names
    ("credential.helper", ""),
    ("diff.external", ""),
    ("submodule.recurse", "false"),
)
"""Settings by which a repository's own configuration could make git run something."""
_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *(word for key, value in _SAFE for word in ("-c", f"{key}={value}")),
)
_DIFF = (
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--ignore-submodules=all",
    f"-O{os.devnull}",
)
"""How differences are asked for, so that no program has a hand in them, nor an order of files."""
# The names of files are followed only where it is asked for: `-M` and `--follow` stand behind these.
_LOG = (
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--no-mailmap",
    "--no-notes",
)
_FIXED = {
    "GIT_ALLOW_PROTOCOL": "",
    # In a partial clone a question about an object would reach its host.
    "GIT_NO_LAZY_FETCH": "1",
    # `refs/replace` is the repository's own word, and puts one commit in the place of another.
    "GIT_NO_REPLACE_OBJECTS": "1",
    # `status` beside an editor that commits: an index that is refreshed is locked for a moment.
    "GIT_OPTIONAL_LOCKS": "0",
    # A question for a password would wait for ever in CI.
    "GIT_TERMINAL_PROMPT": "0",
}
_PERSON = GRAMMAR["git-person"]
_COMMIT = GRAMMAR["git-commit"]


def run(root: Path, *arguments: str, given: bytes | None = None, hook: bool = False) -> bytes | None:
    """Run git in a folder and return what it printed; None if there is no git or it refuses.

    Args:
        root: The folder.
        arguments: Its command, options and names; a name stands behind `--`.
        given: What it reads from standard input.
        hook: Whether the commit that is being made is asked about.
    """
    done = _call(root, arguments, given, hook=hook)
    return done.stdout if done is not None and done.returncode == 0 else None


def _call(
    root: Path, arguments: Sequence[str], given: bytes | None = None, *, hook: bool = False
) -> subprocess.CompletedProcess[bytes] | None:
    stdin = subprocess.DEVNULL if given is None else None
    question = (root, arguments[0])
    if question in _SILENT:
        return None
    try:
        return subprocess.run(
            command(root, arguments), input=given, stdin=stdin, capture_output=True, check=False,
            timeout=_SECONDS, env=environment(hook=hook),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        _SILENT.add(question)
        return None
    except (OSError, subprocess.SubprocessError):
        return None


_SILENT: set[tuple[Path, str]] = set()
"""What git did not answer in time: a site of a thousand pages does not wait for it a thousand times."""


def command(root: Path, arguments: Sequence[str]) -> list[str]:
    """Return how git is called: nothing that a repository's configuration or attributes say runs a program."""
    name, *others = arguments
    own = {"diff": _DIFF, "log": _LOG}.get(name, ())
    return ["git", *_OPTIONS, "-C", os.fspath(root), name, *own, *others]


class Talk:
    """A git that is asked one thing after the other, line by line.

    Of threads one asks at a time, inside `turn`; a process that is a copy of this one asks a git of its own.
    """

    def __init__(self, root: Path, arguments: Sequence[str], *, hook: bool = False) -> None:
        self._root, self._arguments, self._hook = root, arguments, hook
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        """The process that started it."""
        self.turn = threading.Lock()

    def ask(self, question: bytes) -> IO[bytes]:
        """Put a question, a line with its end, and return where the answer is to be read.

        Raises:
            OSError: There is no git, it has gone, or it does not answer.
        """
        # After a fork the pipes are shared: two processes would read each other's answers.
        if self._process is None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                command(self._root, self._arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=environment(hook=self._hook),
            )  # fmt: skip
        assert self._process.stdin is not None  # asked for above
        assert self._process.stdout is not None
        self._process.stdin.write(question)
        self._process.stdin.flush()
        if _SELECTS and not select.select([self._process.stdout], [], [], _SECONDS)[0]:
            self.close()
            raise TimeoutError(errno.ETIMEDOUT, "git does not answer")
        return self._process.stdout

    def close(self) -> None:
        """Let the process go; another question starts one anew."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None


def environment(*, hook: bool) -> dict[str, str]:
    """Return the environment that git is called in."""

    def kept(name: str) -> bool:
        return (
            not name.startswith("GIT_")
            or bool(_PERSON.fullmatch(name))
            or (hook and bool(_COMMIT.fullmatch(name)))
        )

    found = {name: value for name, value in os.environ.items() if kept(name)} | _FIXED
    if "GIT_DIR" in found:
        found["GIT_DIR"] = os.path.abspath(found["GIT_DIR"])  # noqa: PTH100  `-C` would change what it means
    return found


def top(root: Path, *, hook: bool = False) -> Path:
    """Return the top of the repository that a folder stands in.

    Raises:
        ConfigError: There is none, there is no git, or what stands there as `.git` leads to another folder's.
    """
    root = Path(os.path.realpath(root))
    told = run(root, "rev-parse", "--show-toplevel", "--absolute-git-dir", hook=hook)
    lines = (told or b"").decode("utf-8", "surrogateescape").split("\n")
    # Two lines and nothing behind them; a path with a line end in it is not believed.
    if len(lines) != 3 or not lines[0]:
        cause, hint = refusal(root)
        raise ConfigError(cause, hint=hint)
    found, own = Path(os.path.realpath(lines[0])), Path(lines[1])
    # `.git` may be a file that names any folder: the answers would be about pages of somebody else.
    if found not in (root, *root.parents) or not _knows(found, own, hook=hook):
        raise ConfigError(
            "the repository here is another folder's",
            hint="make one with `git init`, or leave the option out",
        )
    return found


def _knows(found: Path, own: Path, *, hook: bool) -> bool:
    """Whether git's own folder is that of a working tree: in it, or one that names it, as worktrees and submodules do."""
    if os.path.realpath(own) == os.path.realpath(found) + f"{os.sep}.git" or (
        hook and "GIT_DIR" in os.environ
    ):
        return True
    named = run(found, "config", "--file", os.fspath(own / "config"), "--get", "core.worktree")
    if named is not None:
        return os.path.realpath(own / named.decode("utf-8", "surrogateescape").rstrip("\n")) == os.fspath(
            found
        )
    try:
        back = Folder(own).read("gitdir").decode("utf-8", "surrogateescape").rstrip("\n")
    except DocumentError:
        return False
    return os.path.realpath(os.path.dirname(back)) == os.fspath(found)  # noqa: PTH120


def refusal(root: Path) -> tuple[str, str]:
    """Return why git knows no repository in a folder, and what to do about it."""
    done = _call(root, ("rev-parse",))
    if done is None:
        return "git is not installed, or does not answer", "install it, or leave the option out"
    if remedy := _TRUST.search(done.stderr.decode("utf-8", "replace")):
        return "git does not trust this folder, which belongs to another user", f"run `{remedy[0]}`"
    return "the workspace is in no git repository", "run `git init`, or leave the option out"


def tracks(*places: Path) -> bool:
    """Whether git tracks one of some files, or anything in a folder, wherever links on the way lead; also where it cannot tell.

    Asked is the nearest repository above the first, which may be a submodule: what is in one is as much a stranger's.
    """
    real = [os.path.realpath(place) for place in places]
    above = repository(Path(real[0]))
    # An empty answer is the only one that says no.
    return above is not None and run(above, "ls-files", "-z", "--", *real) != b""


def author(root: Path) -> tuple[str, str]:
    """Return who would be the author of a commit, `Name <mail>`, and when: ISO 8601 with its offset.

    Where git doesn't know, nobody is, at the clock's time in UTC.
    """
    told = run(root, "var", "GIT_AUTHOR_IDENT")
    found = _IDENT.fullmatch(told.decode("utf-8", "replace").strip()) if told else None
    if not found:
        return "", datetime.now(UTC).isoformat(timespec="seconds")
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    zone = timezone(-offset if found["sign"] == "-" else offset)
    at = datetime.fromtimestamp(int(found["seconds"]), zone).isoformat(timespec="seconds")
    return found["who"], at


def now(root: Path) -> str:
    """Return the time a commit would carry."""
    return author(root)[1]


def commits(root: Path, limit: int) -> dict[str, list[tuple[str, str]]]:
    """Return for each file below a folder the commits that changed it last, the latest first, as far as the history goes.

    Each comes with the name that the file had in it; a commit that gave it its name is one of them.
    """
    told = run(root, "log", "-M", "--format=%x00%H", "--name-status", "--relative", "-z", "--", ".")
    words = iter(told.decode("utf-8", "surrogateescape").split("\0") if told else ())
    commit, found = "", dict[str, list[tuple[str, str]]]()
    # From the newest back: by the name that a file had until then, the one that it got.
    later: dict[str, str] = {}
    for word in words:
        if _COMMIT_ID.fullmatch(word):
            commit = word
        elif status := word.strip("\n"):
            # `R100` and `C75` are followed by two names, all others by one.
            old = next(words, "") if status[0] in "RC" else ""
            name = next(words, "")
            # A file renamed twice (a to b to c) is c from its first commit on.
            path = later.pop(name, name) if status[0] == "R" else later.get(name, name)
            if status[0] == "R":
                later[old] = path
            listed = found.setdefault(path, [])
            if len(listed) < limit:
                listed.append((commit, name))
    return found


def cut(root: Path) -> frozenset[str]:
    """Return the commits at which a shallow clone begins; none of a whole one.

    What changed a file before them is not known: git says of every file that one of them made it.
    """
    if run(root, "rev-parse", "--is-shallow-repository") != b"true\n":
        return frozenset()
    return frozenset((run(root, "rev-list", "--max-parents=0", "HEAD") or b"").decode().split())


def versions(root: Path, path: str, limit: int) -> tuple[str, ...]:
    """Return the commits that changed a file, the latest first."""
    told = run(root, "log", f"--max-count={limit}", "--format=%H", "--", path)
    return tuple(told.decode().split()) if told else ()


def dated(root: Path, path: str, limit: int) -> tuple[tuple[str, str], ...]:
    """Return the commits that changed a file, the latest first, each with its day (ISO 8601)."""
    told = run(root, "log", f"--max-count={limit}", "--format=%H %cs", "--", path)
    return tuple((line[: line.index(" ")], line[-10:]) for line in told.decode().splitlines()) if told else ()


def names(root: Path, path: str) -> tuple[str, ...]:
    """Return the names that a file had, the latest first, relative to `root`; only those below it."""
    told = run(root, "log", "--follow", "--relative", "--format=", "--name-only", "-z", "--", path)
    listed = (told or b"").decode("utf-8", "surrogateescape").split("\0")
    return tuple(dict.fromkeys(name.strip("\n") for name in listed if name.strip("\n")))
