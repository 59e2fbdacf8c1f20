"""What a report of a bug needs to say of the machine: versions, engines, encodings. No name, no path, no address."""

import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from transflow import __version__

_TIMEOUT = 10.0


def lines() -> Iterator[str]:
    """Yield a line for each thing that answers depend on."""
    yield f"transflow {__version__}"
    yield f"python: {platform.python_version()} ({platform.python_implementation()})"
    yield f"system: {platform.system()} {platform.release()} {platform.machine()}"
    yield f"git: {_git()}"
    yield f"encodings: output {sys.stdout.encoding}, files {sys.getfilesystemencoding()}"
    yield f"engines: {', '.join(_engines())}"
    yield from (f"{name}: {_version(name)}" for name in _packages())


def _git() -> str:
    try:
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True, timeout=_TIMEOUT)  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "not found"
    return done.stdout.removeprefix("git version").strip()


def _engines() -> Iterator[str]:
    from transflow.engines import registry  # noqa: PLC0415  keeps `--version` quick

    yield from registry.names()


def _packages() -> list[str]:
    """Return what transflow may need, its extras included, each once."""
    try:
        listed = requires("transflow") or []
    except PackageNotFoundError:
        return []
    return sorted({re.split(r"[^\w.-]", line)[0] for line in listed}, key=str.lower)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
