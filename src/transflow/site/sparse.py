"""A sparse checkout: what git has and the disk has not is there all the same, and is never written over.

https://git-scm.com/docs/git-sparse-checkout
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from weakref import finalize

from transflow.errors import ConfigError, DocumentError
from transflow.files import repository, stands
from transflow.site import git
from transflow.site.blobs import Blobs, Entry, Objects, index
from transflow.site.walk import Disk


class Sparse:
    """The disk, and from git's index what the checkout leaves out: a `Tree`."""

    def __init__(self, disk: Disk, objects: Objects, entries: Mapping[str, Entry]) -> None:
        self.disk, self.blobs, self.absent = disk, Blobs(objects, entries), frozenset(entries)
        finalize(
            self, objects.close
        )  # a workspace has no end at which somebody could close what it reads from

    def list(
        self, folder: str = "", suffix: str = "", ignore: Sequence[str] = (), *, every: bool = False
    ) -> Sequence[str]:
        """Return the files below a folder; see `transflow.files.Tree`."""
        here = self.disk.list(folder, suffix, ignore, every=every)
        return sorted({*here, *self.blobs.list(folder, suffix, ignore, every=every)})

    def read(self, path: str) -> bytes:
        """Return what a file holds; see `transflow.files.Tree`."""
        return self.blobs.read(path) if self.leaves_out(path) else self.disk.read(path)

    def has(self, path: str) -> bool:
        """Whether there is such a file; see `transflow.files.Tree`."""
        return self.disk.has(path) or path in self.absent

    def leaves_out(self, path: str) -> bool:
        """Whether git has a file that the checkout leaves out."""
        return path in self.absent and not self.disk.has(path)

    def check(self, path: str) -> None:
        """Make sure that a file may be written.

        Raises:
            DocumentError: The checkout leaves it out: what git has would be hidden behind what is written.
        """
        if self.leaves_out(path):
            folder = path.rpartition("/")[0] or "."
            hint = f"`git sparse-checkout add {folder}`, then run the command again"
            raise DocumentError(
                "is left out by the sparse checkout, and is not written over", path, hint=hint
            )


def over(disk: Disk, root: Path) -> Sparse | None:
    """Return what a workspace in a sparse checkout reads; None where nothing is left out."""
    # Looked for in the folders first: to ask git takes a process for every command.
    above = repository(root)
    if above is None or not _may_be_sparse(above):
        return None
    try:
        top = git.top(root)
    except ConfigError:
        return None  # git does not answer for this folder: only the disk counts
    prefix = root.relative_to(top).as_posix()
    prefix = "" if prefix == "." else f"{prefix}/"
    told = git.run(top, "ls-files", "-z", "-t", "--full-name", *(("--", prefix) if prefix else ()))
    names = (told or b"").decode("utf-8", "surrogateescape").split("\0")
    absent = frozenset(
        # `ls-files -t` has an S before what the checkout leaves out (skip-worktree).
        name[2:].removeprefix(prefix)
        for name in names
        if name[:2] == "S " and name[2:].startswith(prefix)
    )
    if not absent:
        return None
    entries = {path: entry for path, entry in index(top, prefix).items() if path in absent}
    return Sparse(disk, Objects(top), entries)


def _may_be_sparse(top: Path) -> bool:
    """Whether it is worth asking git: a worktree's own folder is elsewhere, and git knows where."""
    own = top / ".git"
    return stands(own / "info" / "sparse-checkout") or not stands(own / "HEAD")
