"""The command line of the hooks, `check --staged`, read without the library that reads all others.

A hook runs at every commit, and loading that library takes longer than to see that nothing staged is a page. What is
not understood here, a mistake included, is left to it.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from transflow.cli.exits import FINE, failed
from transflow.cli.verdict import Answer, Asked, answer, given, listed
from transflow.errors import ConfigError, DocumentError
from transflow.files import Folder, within

if TYPE_CHECKING:
    from transflow.site.config import Workspace

_CONFIG = "transflow.yaml"
_DELETED = (
    "git", "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
    "diff", "--cached", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--name-only",
    "--diff-filter=D", "-z",
)  # fmt: skip
"""See `transflow.site.git`, which takes longer to import than a hook without pages may take."""


def run(arguments: Sequence[str]) -> int | None:
    """Run a hook and return its exit code; None for a command line that has to be read by `cli.app`."""
    read = _read(arguments)
    if read is None:
        return None
    quiet, asked = read
    try:
        return FINE if _idle(asked.paths) else _told(staged(Path(), asked, given(Path())), quiet=quiet)
    except BrokenPipeError:
        sys.stdout = None  # whoever read the output has gone: nothing is left to flush
        return FINE
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  every failure becomes an exit code here
        return failed(error)


def staged(directory: Path, asked: Asked, glossaries: Sequence[str] = ()) -> Answer:
    """Judge what a commit would hold of some pages; what is no page of a workspace is passed over.

    Args:
        directory: The folder to work in: in a workspace, or above those that git knows of.
        asked: For which files, and how.
        glossaries: Those that the person named.

    Raises:
        TransflowError: See `site.scope`; also if there is no workspace.
    """
    from transflow.site import config, scope  # noqa: PLC0415  not before it is known that there is something to do

    try:
        return _judged(config.find(directory, whole=False, given=glossaries), directory, asked)
    except ConfigError as error:
        below = [] if error.path else scope.workspaces_below(directory)
        if not below:
            raise
    if len(below) > 1 and asked.fmt != "text":
        raise ConfigError("there are several workspaces here", hint="give the folder of one with -C")
    return _joined(
        {
            path: _judged(
                config.load(Path(os.path.realpath(directory / path)), given=glossaries), directory, asked
            )
            for path in below
        }
    )


def _judged(site: "Workspace", directory: Path, asked: Asked) -> Answer:
    from transflow.api import Filter  # noqa: PLC0415  see above
    from transflow.site import scope  # noqa: PLC0415  see above

    inside = [inner for path in asked.paths if (inner := within(site.root, directory, path)) is not None]
    with scope.staged(site, inside) as (part, touched):
        return answer(site, part, Filter(languages=asked.languages), touched, asked)


def _joined(answers: Mapping[str, Answer]) -> Answer:
    """Return what was answered in several folders, each under its name."""
    if len(answers) == 1:
        return next(iter(answers.values()))
    told = {path: found for path, found in answers.items() if found.printed or found.problems}
    return Answer(
        "\n".join(f"In {path}:\n{found.printed}" for path, found in told.items()),
        "; ".join(f"{path}: {found.summary}" for path, found in told.items()) or "Nothing found.",
        tuple(problem for found in told.values() for problem in found.problems),
        any(found.failed for found in told.values()),
    )


class _Parser(argparse.ArgumentParser):
    """Reads the options that a hook may have."""

    def __init__(self) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self.add_argument("paths", nargs="*")
        self.add_argument("--staged", action="store_true", required=True)
        self.add_argument("--strict", action="store_true")
        self.add_argument("--select", type=listed, default=())
        self.add_argument("--ignore", type=listed, default=())
        self.add_argument("-l", "--language", action="append", default=[])
        self.add_argument("--format", default="text")

    def error(self, message: str) -> NoReturn:
        """Refuse a command line."""
        raise ValueError(message)


def _read(arguments: Sequence[str]) -> tuple[bool, Asked] | None:
    """Return whether a hook is to be quiet, and what it is asked for; None if that is not understood."""
    quiet = arguments[:1] in (["-q"], ["--quiet"])
    if "--staged" not in arguments or arguments[quiet : quiet + 1] != ["check"]:
        return None
    try:
        found = _Parser().parse_intermixed_args(arguments[quiet + 1 :])
    except ValueError:
        return None
    paths, languages = tuple(found.paths), tuple(found.language)
    return quiet, Asked(paths, languages, found.select, found.ignore, found.strict, found.format)


def _told(found: Answer, *, quiet: bool) -> int:
    if found.printed:
        print(found.printed, flush=True)  # noqa: T201  the answer
    for line in (*(() if quiet else (found.summary,)), *(f"transflow: {error}" for error in found.problems)):
        print(line, file=sys.stderr)  # noqa: T201  messages
    return found.code


def _idle(paths: Sequence[str]) -> bool:
    """Whether nothing that is staged can be a page.

    Told without importing anything. It may say no where nothing is to be done, but never yes where something is.
    """
    here = Path.cwd()
    root = next((place for place in (here, *here.parents) if os.path.lexists(place / _CONFIG)), None)
    if root is None:
        return False
    try:
        deleted = subprocess.run(_DELETED, capture_output=True, check=True).stdout
        config = Folder(root).read(_CONFIG).decode("utf-8", "replace")
    except (OSError, subprocess.CalledProcessError, DocumentError):
        return False  # the check itself will say what is wrong
    names = [os.path.relpath(here / name, root) for name in paths]
    return not any(_may_be_page(name, config) for name in (*names, *os.fsdecode(deleted).split("\0")))


def _may_be_page(name: str, config: str) -> bool:
    """Whether a path, relative to the workspace, may be a page or a record, by the words in the configuration."""
    ending = Path(name).suffix
    known = ending in {".md", ".jsonl"} or (ending != "" and ending in config)
    return known and ("content" in config or "\\" in config or "content/" in name)
