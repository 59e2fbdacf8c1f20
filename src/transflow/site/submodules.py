"""Pages in a submodule: git keeps of it the id of a commit, and the files themselves are in its own repository.

https://git-scm.com/docs/gitsubmodules
"""

import os
from collections.abc import Mapping
from pathlib import Path

from transflow.errors import ConfigError
from transflow.files import stands
from transflow.site import blobs, git
from transflow.site.blobs import SUBMODULE, Entry


def expanded(root: Path, entries: Mapping[str, Entry]) -> tuple[dict[str, Entry], list[Path], frozenset[str]]:
    """Return the files of the commits that submodules are at.

    Args:
        root: The workspace.
        entries: Those of git's index or of a commit, by path from the root.

    Returns:
        The files by path from the root, the repositories that have them, and the folders of submodules whose commit is not here.
    """
    found: dict[str, Entry] = {}
    tops: list[Path] = []
    unknown: list[str] = []
    for path, entry in entries.items():
        if entry.mode != SUBMODULE:
            continue
        top = _top(root / path)
        files = blobs.commit(top, "", entry.id) if top else {}
        # It is not checked out, or its commit was not fetched.
        if top is None or not files:
            unknown.append(path)
            continue
        tops.append(top)
        found |= {f"{path}/{name}": file for name, file in files.items()}
    return found, tops, frozenset(unknown)


def _top(folder: Path) -> Path | None:
    """Return the top of a submodule that is checked out."""
    if not stands(folder / ".git"):  # git need not be started for each that is not
        return None
    try:
        top = git.top(folder)
    # The folder is not there, or git does not own up to it (another user's).
    except (ConfigError, OSError):
        return None
    # A submodule that is not checked out is a folder of the repository around it.
    return top if top == Path(os.path.realpath(folder)) else None
