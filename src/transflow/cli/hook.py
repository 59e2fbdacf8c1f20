"""The command line of the hooks, `check --staged`, read without the library that reads all others.

A hook runs at every commit, and loading that library takes longer than to see that nothing staged is a page. What is
not understood here, a mistake included, is left to it.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from transflow.cli import options
from transflow.cli.exits import FINE, failed
from transflow.cli.terminal import shown
from transflow.cli.verdict import Answer, Asked, answer, given, listed, refuse_options
from transflow.errors import ConfigError, DocumentError
from transflow.files import Folder, read_text, stands, within

if TYPE_CHECKING:
    from transflow.site.workspace import Workspace

# Not from `site.config`, whose import takes longer than all that a hook does otherwise.
_CONFIG = "transflow.yaml"
_SUBMODULE = "160000"
"""The mode under which git keeps the commit of a submodule."""


def run(arguments: Sequence[str]) -> int | None:
    """Run a hook and return its exit code; None for a command line that has to be read by `cli.app`."""
    read = _read(arguments)
    if read is None:
        return None
    quiet, asked, glossaries = read
    try:
        refuse_options(arguments)
        return (
            FINE if _idle(asked.paths) else _told(staged(Path(), asked, glossaries), asked.fmt, quiet=quiet)
        )
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
    from transflow.site import scope, workspace  # noqa: PLC0415  not before it is known that there is something to do

    try:
        return _judged(workspace.find(directory, whole=False, given=glossaries), directory, asked)
    except ConfigError as error:
        # An error with a path is one of a workspace that was found.
        below = [] if error.path else scope.workspaces_below(directory)
        if not below:
            raise
    # Two JSON documents in one output are none.
    if len(below) > 1 and asked.fmt != "text":
        raise ConfigError("there are several workspaces here", hint="give the folder of one with -C")
    return _joined(
        {
            path: _judged(
                workspace.load(Path(os.path.realpath(directory / path)), given=glossaries), directory, asked
            )
            for path in below
        }
    )


def _judged(site: "Workspace", directory: Path, asked: Asked) -> Answer:
    from transflow.api import Filter  # noqa: PLC0415  see above
    from transflow.site import scope  # noqa: PLC0415  see above

    # A hook is given all staged files; those outside are another workspace's, or none's.
    inside = [inner for path in asked.paths if (inner := within(site.root, directory, path)) is not None]
    with scope.staged(site, inside if asked.paths else None) as (part, touched):
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


def _read(arguments: Sequence[str]) -> tuple[bool, Asked, tuple[str, ...]] | None:
    """Return whether a hook is to be quiet, what it is asked for, and with which glossaries; None if that is not understood."""
    quiet = list(arguments[:1]) in (["-q"], ["--quiet"])
    # `quiet` counts as 1: the command stands behind it.
    found = options.read(arguments[quiet + 1 :]) if list(arguments[quiet : quiet + 1]) == ["check"] else None
    if found is None or "staged" not in found.values:
        return None
    asked = Asked(
        found.paths,
        found.values.get("language", ()),
        listed(found.last("select")),
        listed(found.last("ignore")),
        "strict" in found.values,
        found.last("fmt", "text"),
    )
    return quiet, asked, given(Path(), found.values.get("glossary", ()))


def _told(found: Answer, form: str, *, quiet: bool) -> int:
    if found.printed:
        print(shown(found.printed, orders=form == "github"), flush=True)  # noqa: T201  the answer
    for line in (*(() if quiet else (found.summary,)), *(f"transflow: {error}" for error in found.problems)):
        print(shown(line), file=sys.stderr)  # noqa: T201  messages
    return found.code


def _idle(paths: Sequence[str]) -> bool:
    """Whether nothing that is staged can be a page.

    Told from the text of the configuration, before what reads it in full is imported. It may say no where nothing is to
    be done, but never yes where something is.
    """
    from transflow.site import git, places  # noqa: PLC0415  every other command does without them at first

    here = Path.cwd()
    # Upward as `workspace.find` looks, without what that imports.
    root = next((place for place in (here, *here.parents) if stands(place / _CONFIG)), None)
    if root is None:
        return False
    kind = "--diff-filter=D" if paths else "--no-renames"  # whoever names no file means all that is staged
    # Of a submodule only that another commit of it is staged: nothing looks into it here.
    told = ("--cached", "--relative", "--raw", "--ignore-submodules=dirty", kind, "-z")
    changed = git.run(root, "diff", *told, hook=True)
    try:
        known = places.places(read_text(Folder(root), _CONFIG))
    except DocumentError:
        return False  # the check itself will say what is wrong
    if changed is None or known is None:
        return False
    # `--raw -z`: what happened and the path by turns, each ended by NUL.
    fields = os.fsdecode(changed).split("\0")
    if any(_SUBMODULE in field for field in fields[::2]) or any(map(os.path.isdir, paths)):
        return False  # there may be pages in it
    # Deleted pages break promises too, and pre-commit does not name them; that is what git was asked for.
    names = [within(root, here, name) for name in paths]
    touched = [*filter(None, names), *fields[1::2]]
    return not any(place.may_hold(name) for name in touched for place in known)
