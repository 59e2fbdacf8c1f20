"""What git knows, where there is git. Everything here may answer nothing: no command needs a repository."""

import os
import re
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

_IDENT = re.compile(r"(?P<who>.*>) (?P<seconds>\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")
_SECONDS = 60
"""Patience with one call of git."""


def run(root: Path, *arguments: str) -> bytes | None:
    """Run git in a folder and return what it printed; None if there is no git or it refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", os.fspath(root), *arguments], capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def author(root: Path) -> str:
    """Return who would be the author of a commit, `Name <mail>`; empty if git doesn't know."""
    found = _ident(root)
    return found["who"] if found else ""


def now(root: Path) -> str:
    """Return the time a commit would carry, ISO 8601 with its offset: git's word, else the clock's in UTC."""
    found = _ident(root)
    if not found:
        return datetime.now(UTC).isoformat(timespec="seconds")
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    zone = timezone(-offset if found["sign"] == "-" else offset)
    return datetime.fromtimestamp(int(found["seconds"]), zone).isoformat(timespec="seconds")


def _ident(root: Path) -> re.Match[str] | None:
    told = run(root, "var", "GIT_AUTHOR_IDENT")
    return _IDENT.fullmatch(told.decode("utf-8", "replace").strip()) if told else None
