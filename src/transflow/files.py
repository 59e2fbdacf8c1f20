"""The one gate to the disk: files of a workspace are reached through its root, and nothing outside is reached at all.

Whatever configuration, pages, records, patterns, links or git name goes the way of `transflow.way`, for reading, writing,
moving and removing alike. `tests/test_gate.py` proves that no other module opens, moves or removes a path.
"""

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Protocol

from transflow.errors import DocumentError
from transflow.way import BY_FOLDER, FOLDER, WINDOWS, Way, composed, extended

MAX_BYTES = 20 * 2**20
"""A file larger than this is not prose; it is refused with a clear error."""
_SAFE = sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_BINARY")
)
"""How every file is opened: a link is an error, and a FIFO does not wait for a writer."""
Stamp = tuple[int, int, int, int]
"""Times of the last change of a file's content and of its inode in nanoseconds, its size and inode."""


class Reader(Protocol):
    """What reads files by their paths."""

    def read(self, path: str) -> bytes:
        """Return what a file holds.

        Raises:
            DocumentError: It is not there, cannot be read, is larger than `MAX_BYTES`, or leaves the root.
        """
        ...


class Tree(Reader, Protocol):
    """Files that can be read: a folder on disk, git's index or a commit. Paths are relative to its root, with `/`."""

    def list(
        self, folder: str = "", suffix: str = "", ignore: Sequence[str] = (), *, every: bool = False
    ) -> Sequence[str]:
        """Return the files below a folder, sorted, but for those in hidden folders and those that git ignores.

        Args:
            folder: Where to look; in `.transflow` nothing is hidden.
            suffix: What the names end with.
            ignore: More patterns, in the syntax of `.gitignore`, relative to the root.
            every: Those too that git ignores.

        Raises:
            DocumentError: The folder leads out of the root.
        """
        ...

    def has(self, path: str) -> bool:
        """Whether there is such a file.

        Raises:
            DocumentError: There is something under this name that must not be read.
        """
        ...


def read_text(tree: Reader, path: str) -> str:
    """Read a UTF-8 file byte for byte: no newline translation, a BOM stays.

    Raises:
        DocumentError: See `Tree.read`; also if it is not UTF-8, with the line of the first bad byte.
    """
    return decoded(tree.read(path), path)


def decoded(data: bytes, shown: str) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        DocumentError: It is not UTF-8; with the line of the first bad byte.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("not UTF-8 text", shown, line, "save it as UTF-8") from None


def too_large(shown: str) -> DocumentError:
    """Return the error for a text beyond the limit."""
    limit = MAX_BYTES // 2**20
    return DocumentError(
        f"larger than {limit} MiB", shown, hint="split it, or list it under `ignore` in transflow.yaml"
    )


class Folder:
    """The files below a root, for reading and writing; what leads out of it is refused with `RefusedPath`.

    The root itself is the person's choice, and may be reached through links.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes:
        """Return what a file holds; see `Tree`."""
        with _told("read", path), self._place(path) as (folder, name):
            return _content(os.open(name, os.O_RDONLY | _SAFE, dir_fd=folder), path)

    def has(self, path: str) -> bool:
        """Whether there is such a file; see `Tree`."""
        with _told("read", path):
            try:
                with self._place(path) as (folder, name):
                    found = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
            # `a.md/b`, where `a.md` is a file, or a name that ends with a stroke.
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return False
        if not stat.S_ISREG(found) and not stat.S_ISDIR(found):
            raise _odd(path)
        return stat.S_ISREG(found)

    def has_folder(self, path: str) -> bool:
        """Whether there is such a folder, itself or at the end of a link that stays inside."""
        with _told("read", path):
            try:
                with self.listing(path):
                    return True
            except (FileNotFoundError, NotADirectoryError):
                return False

    def folders(self, path: str) -> tuple[str, ...]:
        """Return the names of the folders in a folder, sorted; none if it is not there."""
        return self._inside(path, lambda entry: entry.is_dir(follow_symlinks=False))

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of all that is in a folder, links too, sorted; none if it is not there."""
        return self._inside(path, lambda _: True)

    def names(self, path: str) -> tuple[str, ...]:
        """Return the names of the files in a folder, sorted; none if it is not there."""
        return self._inside(path, lambda entry: entry.is_file(follow_symlinks=False))

    def _inside(self, path: str, wanted: Callable[[os.DirEntry[str]], bool]) -> tuple[str, ...]:
        try:
            with self.listing(path) as entries:
                return tuple(sorted(composed(entry.name) for entry in entries if wanted(entry)))
        # It is not there, or nobody may look: the caller wants what there is.
        except OSError:
            return ()

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp of a file; None if there is none. It says nothing of what stands there."""
        try:
            # Without the walk of `_place`: thousands are asked for, and a wrong answer only costs a look at the file.
            return stamp_of(os.stat(extended(f"{self.root}/{path}")))
        # A ValueError for a NUL in the name.
        except (OSError, ValueError):
            return None

    def write(self, path: str, text: str) -> None:
        """Write a file whole or not at all: a temporary file beside it, then `os.replace`; newlines stay as they are.

        Folders above it are made; a link at its end that stays inside is followed.

        Raises:
            DocumentError: The file is read-only, the disk is full, …; the old file, if any, stands unchanged.
        """
        with _told("written", path), self._place(path, make=True) as (folder, name):
            _check_writable(folder, name, path)
            _replace(folder, name, self.encoded(path, text), durable=True)

    def encoded(self, path: str, text: str) -> bytes:  # noqa: ARG002  for those to whom files are not all alike
        """Return a text as it has to stand on disk under a path.

        Raises:
            DocumentError: It cannot.
        """
        return text.encode("utf-8")

    def check_writable(self, path: str, text: str = "") -> None:
        """Make sure that a file, if there is one, is not read-only, and that a text can stand there.

        Raises:
            DocumentError: It is, or it cannot.
        """
        self.encoded(path, text)
        gone = suppress(FileNotFoundError, NotADirectoryError)
        with _told("written", path), gone, self._place(path) as (folder, name):
            _check_writable(folder, name, path)

    def keep(self, path: str, data: bytes) -> None:
        """Write a file that can be lost, whole or not at all, into a folder that git does not look at.

        Raises:
            DocumentError: It cannot be written.
        """
        self._hide(path)
        with _told("written", path), self._place(path, make=True) as (folder, name):
            _replace(folder, name, data, durable=False)

    def _hide(self, path: str) -> None:
        """Make the folder of a file that can be lost, and let git not look at it."""
        ignore = f"{path.rpartition('/')[0]}/.gitignore"
        if not self.has(ignore):
            with _told("written", ignore), self._place(ignore, make=True) as (folder, name):
                _replace(folder, name, b"*\n", durable=False)

    def move(self, old: str, new: str) -> None:
        """Move a file to where none is; folders above it are made.

        Raises:
            DocumentError: It cannot be moved.
        """
        with (
            _told(f"moved to {new}", old),
            self._place(old) as (folder, name),
            self._place(new, make=True) as (other, last),
        ):
            _put(name, last, folder, other)

    def remove(self, path: str) -> None:
        """Remove a file, or a link itself; nothing if it is gone already.

        Raises:
            DocumentError: It cannot be removed.
        """
        gone = suppress(FileNotFoundError, NotADirectoryError)
        with _told("removed", path), gone, self._place(path, follow=False) as (folder, name):
            os.unlink(name, dir_fd=folder)

    @contextmanager
    def lock(self, path: str) -> Iterator[None]:
        """Keep other processes that lock the same file out while inside; a process that dies lets go.

        Args:
            path: The file to lock; it is made, and its content means nothing.

        Raises:
            DocumentError: The file cannot be made.
        """
        self._hide(path)
        with _told("written", path), self._place(path, make=True) as (folder, name):
            handle = os.open(name, os.O_RDWR | os.O_CREAT | _SAFE, 0o666, dir_fd=folder)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _odd(path)
            # The system lets go of it when the process dies; a lock file of a killed run would stay.
            _wait_for(handle)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def listing(self, path: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
        """Open a folder, the root for an empty path. Its entries are looked up from there: half the time of whole paths.

        Raises:
            OSError: It is not there, no folder, or nobody may look at it.
            RefusedPath: It leads out of the root.
        """
        inside = bool(path.strip("/."))
        with ExitStack() as stack:
            folder, name = stack.enter_context(self._place(path)) if inside else (None, str(self.root))
            # Windows looks up no names in an open folder.
            if not BY_FOLDER:
                yield stack.enter_context(os.scandir(name))
                return
            handle = os.open(
                name, os.O_RDONLY | (FOLDER if inside else getattr(os, "O_DIRECTORY", 0)), dir_fd=folder
            )
            stack.callback(os.close, handle)
            yield stack.enter_context(os.scandir(handle))

    @contextmanager
    def _place(
        self, path: str, *, make: bool = False, follow: bool = True
    ) -> Iterator[tuple[int | None, str]]:
        """Open the folder that a file is in: its handle, and the file's name there, which is no link if `follow`.

        Raises:
            RefusedPath: The way leads out of the root, or a link stands where none may.
            OSError: A folder on the way is missing (and not to be made), or cannot be opened.
        """
        way = Way(self.root, path, make=make, follow=follow)
        try:
            yield way.walked() if BY_FOLDER else way.resolved()
        finally:
            way.close()


def _wait_for(handle: int) -> None:
    """Wait until an open file is this process' alone."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        windows = import_module("msvcrt")
        while True:
            # It gives up after ten seconds, and whoever holds the file may need minutes.
            with suppress(OSError):
                windows.locking(handle, windows.LK_LOCK, 1)
                return
    fcntl.flock(handle, fcntl.LOCK_EX)


def stamp_of(found: os.stat_result) -> Stamp:
    """Return the stamp of a file, of what the system says of it."""
    # Windows gives no inode with the entries of a folder, and one with a file: it would differ each time.
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, 0 if WINDOWS else found.st_ino)


def as_spelled(root: Path, path: str) -> str:
    """Return a path with its names as they stand on disk, where the system takes them in any letters: `A.md` for `a.md`."""
    tree, found = Folder(root), ""
    try:
        # Where small letters are not large ones, the name is right or there is no such file.
        if not any(there(path.swapcase()) for there in (tree.has, tree.has_folder)):
            return path
        for name in path.split("/"):
            with tree.listing(found) as entries:
                names = sorted(composed(entry.name) for entry in entries)
            same = (entry for entry in names if entry.casefold() == name.casefold())
            found += f"{'/' if found else ''}{name if name in names else next(same, name)}"
    except (OSError, DocumentError):
        return path
    return found


def within(root: Path, folder: Path, path: str) -> str | None:
    """Return a path, as it is given from a folder, relative to a root; None if it lies outside.

    It is taken by its name, whatever links stand on the way, so that a page is the one that git and the planner call so;
    only where the name lies outside it is asked where it leads.
    """
    top, full = os.path.realpath(root), os.path.join(os.path.realpath(folder), path)
    for place in (os.path.normpath(full), os.path.realpath(full)):
        if place == top or place.startswith(f"{top.rstrip(os.sep)}{os.sep}"):
            return composed(Path(os.path.relpath(place, top)).as_posix())
    return None


def stands(path: Path) -> bool:
    """Whether there is something, a link that leads nowhere included, under a name that a person gave."""
    return os.path.lexists(path)


def waits(path: Path) -> bool:
    """Whether a program that opens a file would wait for another one to write."""
    try:
        return stat.S_ISFIFO(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def repository(folder: Path) -> Path | None:
    """Return the nearest folder, from a real one upward, that git would take for the top of a repository."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), None)


# --- what the person at the keyboard names ---


def read_given(path: Path, shown: str) -> bytes:
    """Return what a file holds that a person named, wherever it is.

    Raises:
        DocumentError: It is not there, cannot be read, is no regular file or too large.
    """
    # A person's own link is followed: `TRANSFLOW_GLOSSARIES` may well be one.
    flags = os.O_RDONLY | _SAFE & ~getattr(os, "O_NOFOLLOW", 0)
    with _told("read", shown):
        return _content(os.open(path, flags), shown)


def write_given(folder: Path, path: str, text: str) -> None:
    """Write a file that a person named, from the folder that they work in; whole or not at all.

    What lies below that folder may be somebody else's, so no link there leads out of it.

    Raises:
        DocumentError: It cannot be written.
    """
    base = Path(os.path.abspath(folder))
    place = Path(os.path.abspath(base / path))  # a name, not yet a place: links are not asked
    within = Folder(base if base in place.parents else place.parent)
    name = place.relative_to(within.root).as_posix()
    with _told("written", path):
        within.root.mkdir(parents=True, exist_ok=True)
    try:
        within.write(name, text)
    except DocumentError as error:
        odd = error.message == _ODD
        hint = "name another file; without one the result is printed" if odd else error.hint
        raise type(error)(error.message, path, error.line, hint) from None


# --- the hands ---


@contextmanager
def _told(done: str, shown: str) -> Iterator[None]:
    """Tell a failure of the system in one line."""
    try:
        yield
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError)
        hint = {
            "read": "check the path" if missing else "check the file's permissions",
            "written": "check free space and permissions, then run again",
        }.get(done, "check permissions, then run again")
        if error.errno == errno.ENAMETOOLONG:
            hint = "give the page a shorter name"
        if WINDOWS and isinstance(error, PermissionError) and done != "read":
            hint = "close the program that has it open, or check permissions, then run again"
        raise DocumentError(f"cannot be {done}: {error.strerror}", shown, hint=hint) from None


def _odd(shown: str) -> DocumentError:
    return DocumentError(_ODD, shown, hint="remove it, or list it under `ignore` in transflow.yaml")


_ODD = "is no regular file"


def _content(handle: int, shown: str) -> bytes:
    """Read an open file to its end, and close it."""
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(found.st_mode):
            raise _odd(shown)
        # One more than may be: a file can grow while it is read, and one of `/proc` has no size.
        data = file.read(MAX_BYTES + 1) if found.st_size <= MAX_BYTES else b""
    if found.st_size > MAX_BYTES or len(data) > MAX_BYTES:
        raise too_large(shown)
    return data


def _check_writable(folder: int | None, name: str, shown: str) -> None:
    # What is not there yet can be written.
    with suppress(FileNotFoundError):
        found = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISREG(found) and not stat.S_ISDIR(found):
            raise _odd(shown)  # `/dev/null` of an administrator would be a file from then on
        if not found & 0o222:
            raise DocumentError("is read-only", shown, hint="make it writable, then run the command again")


def _replace(folder: int | None, name: str, data: bytes, *, durable: bool) -> None:
    """Put a file in the place of another one, if there is one."""
    known = None
    with suppress(FileNotFoundError):
        known = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode & 0o777
    beside = os.path.dirname(name)  # empty but where names are whole paths
    temporary = os.path.join(beside, f".transflow-{os.urandom(8).hex()}.tmp")
    # O_EXCL: whatever a stranger put under this name is not written through.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE, 0o666, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                # Else a power cut could leave the new name with nothing in it.
                os.fsync(handle)
            if known is not None and hasattr(os, "fchmod"):
                # A new file has the permissions of the process; the old one's are the person's choice.
                os.fchmod(handle, known)
        _put(temporary, name, folder, folder)
    # An interrupt, too, must leave no scratch file behind.
    except BaseException:
        # The failure that led here is the one to be told.
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


_TRIES = 40 if WINDOWS else 1
_PAUSE = 0.05
"""Seconds between two tries."""


def _put(name: str, last: str, folder: int | None, other: int | None) -> None:
    """Put a file under another name, in the place of what stands there."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            os.replace(name, last, src_dir_fd=folder, dst_dir_fd=other)
        # Windows refuses for as long as somebody has the old file open: an editor, a scanner, another run that reads it.
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def user_cache() -> Path:
    """Return the folder for what can be made again: `$TRANSFLOW_CACHE`, else the platform's."""
    import platformdirs  # noqa: PLC0415  few commands keep anything there

    return Path(os.environ.get("TRANSFLOW_CACHE") or platformdirs.user_cache_dir("transflow"))


class Drawer:
    """A folder of the user's cache with files that can be made again, of which the latest few are kept."""

    def __init__(self, name: str, most: int) -> None:
        """Name it; it is made when the first file is put in."""
        self.place, self._most = user_cache() / name, most

    def read(self, name: str) -> bytes:
        """Return what a file holds; nothing if it cannot be read."""
        try:
            return (self.place / name).read_bytes()
        except OSError:
            return b""

    def keep(self, name: str, data: bytes) -> None:
        """Write a file whole, if it can be written, and take away those beyond the latest."""
        scratch = self.place / f"{name}.{os.getpid()}"
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(data)
            # Whole or not at all: two runs may write the same name.
            scratch.replace(self.place / name)
            for _, old in sorted((path.stat().st_mtime_ns, path) for path in self.place.iterdir())[
                : -self._most
            ]:
                old.unlink(missing_ok=True)
        except OSError:
            return
