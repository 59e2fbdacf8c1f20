"""A workspace for a test, built from a dict."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from transflow.cli.app import run
from transflow.site.workspace import Workspace, load

CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\n"


posix = pytest.mark.skipif(os.name == "nt", reason="what runs it is a POSIX shell")
"""For tests of commands that CI, or a how-to, gives to a shell."""


def build(root: Path, files: Mapping[str, str | bytes], config: str = CONFIG) -> Workspace:
    """Write `transflow.yaml` and the files, byte for byte, and load the workspace."""
    for path, content in {"transflow.yaml": config, **files}.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(root)


def snapshot(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content, but for the cache."""
    found = ((path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*")) if path.is_file())
    return {name: path.read_bytes() for name, path in found if not name.startswith(".transflow/cache/")}


def cli(root: Path, *arguments: str) -> int:
    """Run the command line in this process on a workspace; its output goes where `capsys` finds it."""
    return run(["-C", str(root), *arguments])


def process(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, in a process of its own."""
    command = [sys.executable, "-m", "transflow", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def printed(
    root: Path, *arguments: str, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run it with more in its environment, and return the bytes that it prints."""
    command = [sys.executable, "-m", "transflow", *arguments]
    return subprocess.run(command, cwd=root, env=os.environ | environment, capture_output=True, check=False)


def heeding() -> None:
    """Let a new process heed an interrupt: one that a shell starts behind it hands on that they are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
