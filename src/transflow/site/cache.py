"""What the caches in `.transflow/cache/` share: what their answers hang on, and how young a file may be for one to be believed."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from transflow import __version__
from transflow.errors import DocumentError, RefusedPath
from transflow.files import Folder
from transflow.site import git
from transflow.site.config import CONFIG_NAME, Workspace

RACY = 2_000_000_000
"""Nanoseconds before a cache was written in which a file's time proves nothing; some file systems count in 2 s."""


def cached(disk: Folder, path: str) -> bytes:
    """Return what a cache holds; nothing if it cannot be read, or if somebody committed it.

    Raises:
        RefusedPath: A link stands where it belongs.
    """
    try:
        found = disk.read(path)
        return b"" if git.run(disk.root, "ls-files", "-z", "--", path) else found
    except RefusedPath:
        raise
    except DocumentError:
        return b""


def keep(disk: Folder, path: str, data: bytes) -> None:
    """Write a cache, if that can be done: a read-only workspace has none.

    Raises:
        RefusedPath: A link stands where it belongs.
    """
    try:
        disk.keep(path, data)
    except RefusedPath:
        raise
    except DocumentError:
        return


def key(workspace: Workspace, form: int) -> str:
    """Return what the answers hang on besides the files: the form of the cache, the configuration, and who reads it.

    Args:
        workspace: Where.
        form: Number of the cache's format; one written in another is not read.
    """
    config = workspace.disk.read(CONFIG_NAME)
    parser = find_spec("markdown_it")  # asking for its version takes longer than `status` may
    made = Path(parser.origin).stat().st_mtime_ns if parser and parser.origin else 0
    return f"{form} {__version__} {made} {hashlib.blake2b(config, digest_size=16).hexdigest()}"
