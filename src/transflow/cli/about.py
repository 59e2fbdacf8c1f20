"""What a report of a bug needs to say of the machine: versions, engines, encodings. No name, no path, no address."""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from transflow import __version__
from transflow.cli.grammar import GRAMMAR

_APART = GRAMMAR["requirement-end"]


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
    from transflow.site import git  # noqa: PLC0415  keeps `--version` quick

    told = git.run(Path.cwd(), "version")
    return told.decode("utf-8", "replace").removeprefix("git version").strip() if told else "not found"


def _engines() -> Iterator[str]:
    from transflow.engines import registry  # noqa: PLC0415  keeps `--version` quick

    yield from registry.names()


def _packages() -> list[str]:
    """Return what transflow may need, its extras included, each once."""
    try:
        # Run from a folder of sources it has no metadata.
        listed = requires("transflow") or []
    except PackageNotFoundError:
        return []
    # `ctranslate2>=4.8; extra == "argos"`: the name ends where the rest begins.
    return sorted({_APART.split(line)[0] for line in listed}, key=str.lower)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
