"""The way from a root to a file, walked name by name so that nothing leads out of the root.

Each folder is opened from the one before, and a link is read and walked in turn, never followed by the system: what Go
calls `os.Root`, and Linux `RESOLVE_BENEATH`. A link that is put there between a check and its use leads nowhere else.
Links that stay inside are followed. `.transflow` and all below it are real folders and files, and git's own folder is
nobody's business.
"""

import errno
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from transflow.errors import RefusedPath

STATE_DIR = ".transflow"
MAX_LINKS = 40
"""Links on the way to one file, as many as Linux follows."""
_GIT = (".git", "git~1")
"""Git's folder, by its name and by the short one that FAT and NTFS give it."""

WINDOWS = os.name == "nt"
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"))
)  # fmt: skip
"""Names that are devices to Windows, whatever ending they have: who reads `con.md` waits for somebody to type."""
_NO_NAME = frozenset('<>:"|\\') | {chr(number) for number in range(32)}
"""What no name holds on Windows, but for `*` and `?` of patterns; behind a colon stands the name of a file's stream."""
_LONG = 240
"""Characters of a path that Windows takes without a word; names of scratch files are no longer than this leaves room for."""
_COMPOSES = sys.platform == "darwin"
"""Whether the system takes `é` in one letter and in two for the same, and git writes it in one."""

FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_STEP = FOLDER | getattr(os, "O_PATH", os.O_RDONLY)
"""How a folder on the way is opened; with `O_PATH` it need not be readable."""
BY_FOLDER = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
"""Whether names can be looked up in an open folder. Where they cannot (Windows), the way is resolved and then used."""


def parts(path: str) -> list[str]:
    """Return the names that a path consists of.

    Raises:
        RefusedPath: It is absolute, empty or climbs, or one of its names is git's folder or `.transflow` in disguise.
    """
    names = path.split("/")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # half a letter, as YAML can spell it
        raise RefusedPath("names no file", path, hint="only files of the workspace are used") from None
    if path.startswith("/") or "\0" in path or ".." in names or (WINDOWS and ("\\" in path or ":" in path)):
        raise RefusedPath("leaves the workspace", path, hint="only files of the workspace are used")
    found = [name for name in names if name not in ("", ".")]
    if not found:
        raise RefusedPath("names no file", path, hint="only files of the workspace are used")
    for name in found:
        check_name(name, path)
        if WINDOWS:
            _check_on_windows(name, path)
    return found


def _check_on_windows(name: str, path: str) -> None:
    """Make sure that a name means one file to Windows: no device, and no other file's, as `a.md.` is `a.md`.

    Raises:
        RefusedPath: It does not.
    """
    if name.partition(".")[0].rstrip(" ").lower() in _DEVICES:
        raise RefusedPath("is the name of a device on Windows", path, hint="rename it")
    if name[-1] in ". " or _NO_NAME.intersection(name):
        raise RefusedPath("is no name of a file on Windows", path, hint="rename it")


def composed(name: str) -> str:
    """Return the name of a file as git spells it: macOS may give `é` in two letters, and takes it in one."""
    return unicodedata.normalize("NFC", name) if _COMPOSES and not name.isascii() else name


def extended(path: str) -> str:
    """Return a whole path in the form in which Windows takes more than 260 characters."""
    if not WINDOWS or len(path) < _LONG or path.startswith("\\\\?\\"):
        return path
    # `\\server\share` is another machine's.
    return f"\\\\?\\UNC{path[1:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"


def is_hidden(path: str) -> bool:
    """Whether a path leads through a folder whose name begins with a dot: what is in there is no content of a site."""
    return "/." in f"/{path.rpartition('/')[0]}"


def check_name(name: str, path: str) -> None:
    """Make sure that a name is not one that some file system takes for git's folder, or for `.transflow`.

    Raises:
        RefusedPath: It is.
    """
    # Only a name that begins with a point, a `g` or something beyond ASCII can be one of these in disguise.
    if name == STATE_DIR or not (name[:1] in ".ｇGg．" or not name[:1].isascii()):
        return  # quick, for nearly all
    # HFS+ ignores letters without width, NTFS case, points and spaces at the end and a stream's name behind a colon.
    plain = unicodedata.normalize("NFKC", name.partition(":")[0])
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf").casefold().rstrip(". ")
    if plain in _GIT:
        raise RefusedPath("lies in git's own folder", path, hint="only files of the workspace are used")
    if plain == STATE_DIR:
        raise RefusedPath(f"is {STATE_DIR} by another name", path, hint="rename it")


class Way:
    """The way from a root to one file, walked name by name."""

    def __init__(self, root: Path, path: str, *, make: bool, follow: bool) -> None:
        self.root, self.path, self.make, self.follow = root, path, make, follow
        self.left = parts(path)[::-1]
        self.state = self.left[-1] == STATE_DIR
        """Whether it leads into `.transflow`, where no link is followed."""
        self.links = 0
        self.folders: list[int] = []
        """The open folders, from the root down."""

    def walked(self) -> tuple[int, str]:
        """Walk to the end: the open folder of the file, and its name."""
        # The root is the person's choice, and may be a link.
        self.folders.append(os.open(self.root, _STEP & ~getattr(os, "O_NOFOLLOW", 0)))
        while self.left:
            name = self.left.pop()
            if name == "..":
                self._climb()
            elif name not in ("", "."):
                self._check(name)
                if not self.left:
                    if not (self.follow or self.state) or not self._follow(name):
                        return self.folders[-1], name
                else:
                    self._enter(name)
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))

    def resolved(self) -> tuple[None, str]:
        """Resolve the way by its name, where nothing else can be done: no handle, and the whole path."""
        root = os.path.realpath(self.root)
        whole = os.path.join(root, *self.left[::-1])
        real = os.path.realpath(whole if self.follow else os.path.dirname(whole))
        if self.state and os.path.normcase(real) != os.path.normcase(
            whole if self.follow else os.path.dirname(whole)
        ):
            self._refuse(_A_LINK)
        if not _holds(root, real):
            self._refuse(_OUTSIDE)
        names = os.path.relpath(real, root).split(os.sep)
        for name in names:
            check_name(name, self.path)
        if STATE_DIR in names and STATE_DIR not in self.left:
            self._refuse(_INTO)
        if self.make:
            os.makedirs(extended(os.path.dirname(real) if self.follow else real), exist_ok=True)
        return None, extended(real if self.follow else os.path.join(real, self.left[0]))

    def close(self) -> None:
        """Close what is open."""
        while self.folders:
            os.close(self.folders.pop())

    def _climb(self) -> None:
        """Go up, as a link says."""
        if len(self.folders) == 1:
            self._refuse(_OUTSIDE)
        os.close(self.folders.pop())

    def _check(self, name: str) -> None:
        check_name(name, self.path)
        if self.links and name == STATE_DIR:
            self._refuse(_INTO)

    def _enter(self, name: str) -> None:
        """Open the next folder, or follow the link that stands there."""
        # Twice: once to find that it is missing, and once more when it was made.
        for again in (True, False):
            try:
                self.folders.append(os.open(name, _STEP, dir_fd=self.folders[-1]))
            except FileNotFoundError:
                if not (self.make and again):
                    raise
                with suppress(FileExistsError):  # another run made it
                    os.mkdir(name, dir_fd=self.folders[-1])
            except OSError:
                if not self._follow(name):
                    raise
                return
            else:
                return

    def _follow(self, name: str) -> bool:
        """Go where a link leads; False for what is no link."""
        try:
            target = os.readlink(name, dir_fd=self.folders[-1])
        # EINVAL: something is there, and it is no link.
        except OSError:
            return False
        self.links += 1
        if self.state:
            self._refuse(_A_LINK)
        if self.links > MAX_LINKS:
            self._refuse("is a link that leads nowhere")
        # From the root on: of what was walked so far nothing counts any more.
        if target.startswith("/"):
            target = self._inside(target)
            while len(self.folders) > 1:
                os.close(self.folders.pop())
        # The link's own way comes first, before the rest of the old one.
        self.left += target.split("/")[::-1]
        return True

    def _inside(self, target: str) -> str:
        """Return an absolute place relative to the root."""
        real, root = os.path.realpath(target), os.path.realpath(self.root)
        if not _holds(root, real):
            self._refuse(_OUTSIDE)
        return os.path.relpath(real, root)

    def _refuse(self, why: str) -> NoReturn:
        raise RefusedPath(why, self.path, hint="put a real file there, or remove it")


def _holds(root: str, real: str) -> bool:
    """Whether a real place lies in a real folder."""
    try:
        return os.path.commonpath([root, real]) == root
    except ValueError:  # on another drive
        return False


_OUTSIDE = "leaves the workspace through a link"
_INTO = f"leads into {STATE_DIR} through a link"
_A_LINK = f"is a link, or lies behind one; {STATE_DIR} and all below it are real folders and files"
