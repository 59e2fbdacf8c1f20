"""Reading and writing text files: byte for byte, whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from transflow.errors import DocumentError

MAX_BYTES = 20 * 2**20
"""A file larger than this is not prose; it is refused with a clear error."""


def too_large(shown: str) -> DocumentError:
    """Return the error for a text beyond the limit."""
    limit = MAX_BYTES // 2**20
    return DocumentError(
        f"larger than {limit} MiB", shown, hint="split it, or list it under `ignore` in transflow.yaml"
    )


def read_text(path: Path, shown: str) -> str:
    """Read a UTF-8 file byte for byte: no newline translation, a BOM stays.

    Args:
        path: The file.
        shown: Its name in messages, relative to the workspace.

    Raises:
        DocumentError: It is unreadable, too large, or not UTF-8; with the line of the first bad byte.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_large(shown)
        data = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError)
        hint = "check the path" if missing else "check the file's permissions"
        raise DocumentError(f"cannot be read: {error.strerror}", shown, hint=hint) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("not UTF-8 text", shown, line, "save it as UTF-8") from None


def write_text(path: Path, text: str, shown: str) -> None:
    """Write a file whole or not at all: a temporary file beside it, then `os.replace`; newlines stay as they are.

    Args:
        path: The file; folders above it are made.
        text: Its new content.
        shown: Its name in messages, relative to the workspace.

    Raises:
        DocumentError: The file is read-only, the disk is full, …; the old file, if any, stands unchanged.
    """
    try:
        check_writable(path, shown)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode("utf-8"))
    except OSError as error:
        raise DocumentError(
            f"cannot be written: {error.strerror}",
            shown,
            hint="check free space and permissions, then run again",
        ) from None


def check_writable(path: Path, shown: str) -> None:
    """Make sure that a file, if there is one, is not read-only.

    Raises:
        DocumentError: It is.
        OSError: Nobody can tell.
    """
    if path.exists() and not path.stat().st_mode & 0o222:
        raise DocumentError("is read-only", shown, hint="make it writable, then run the command again")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file that can be lost whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    handle, temporary = tempfile.mkstemp(prefix=".transflow-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105  beside `_replace`
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def cache_folder(path: Path) -> Path:
    """Return a folder for what can be made again; it is made, and git does not look at it.

    Raises:
        OSError: It cannot be made.
    """
    if not (path / ".gitignore").exists():
        path.mkdir(parents=True, exist_ok=True)
        (path / ".gitignore").write_text("*\n", "utf-8")
    return path


@contextmanager
def lock(path: Path, shown: str) -> Iterator[None]:
    """Keep other processes that lock the same file out while inside; a process that dies lets go.

    Args:
        path: The file to lock; it is made, and its content means nothing.
        shown: Its name in messages.

    Raises:
        DocumentError: The file cannot be made.
    """
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:
        yield
        return
    try:
        cache_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise DocumentError(f"cannot be written: {error.strerror}", shown, hint="check permissions") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=".transflow-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101  beside os.replace
        os.replace(temporary, path)  # noqa: PTH105  the contract's own word for it
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _umask() -> int:
    """Return the process's umask; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
