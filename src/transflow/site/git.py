"""What git knows, where there is git. Everything here may answer nothing: no command needs a repository."""

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

_IDENT = re.compile(r"(?P<who>.*>) (?P<seconds>\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_OBJECT = re.compile(rb"[0-9a-f]{40,64} (?P<kind>\w+) (?P<size>\d+)")
_TRUST = re.compile(r"git config --global --add safe\.directory .+")
_SECONDS = 60
"""Patience with one call of git."""


def run(root: Path, *arguments: str, given: bytes | None = None) -> bytes | None:
    """Run git in a folder and return what it printed; None if there is no git or it refuses."""
    command = ["git", "-C", os.fspath(root), *arguments]
    stdin = subprocess.DEVNULL if given is None else None
    try:
        done = subprocess.run(
            command, input=given, stdin=stdin, capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def refusal(root: Path) -> tuple[str, str]:
    """Return why git knows no repository in a folder, and what to do about it."""
    try:
        told = subprocess.run(
            ["git", "-C", os.fspath(root), "rev-parse"], capture_output=True, check=False, timeout=_SECONDS
        ).stderr
    except (OSError, subprocess.SubprocessError):
        return "git is not installed, or does not answer", "install it, or leave the option out"
    if remedy := _TRUST.search(told.decode("utf-8", "replace")):
        return "git does not trust this folder, which belongs to another user", f"run `{remedy[0]}`"
    return "the workspace is in no git repository", "run `git init`, or leave the option out"


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


def last_commits(root: Path) -> dict[str, str]:
    """Return for each file below a folder the commit that changed it last, as far as the clone's history goes.

    Files that differ from that commit are left out.
    """
    told = run(root, "log", "--format=%x00%H", "--name-only", "--no-renames", "--relative", "-z", "--", ".")
    commit, found = "", dict[str, str]()
    for name in told.decode("utf-8", "surrogateescape").split("\0") if told else ():
        if _COMMIT.fullmatch(name):
            commit = name
        elif name.strip("\n"):
            found.setdefault(name.removeprefix("\n"), commit)
    changed = run(root, "diff", "--name-only", "--relative", "-z", "HEAD") or b""
    return {
        path: at
        for path, at in found.items()
        if path not in changed.decode("utf-8", "surrogateescape").split("\0")
    }


def contents(root: Path, wanted: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
    """Return files as they were: for each (commit, path from `root`) its text, None if there was none."""
    asked = [f"{commit}:./{path}" for commit, path in wanted]
    if not asked or any("\n" in name for name in asked):
        return (None,) * len(asked)
    told = run(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in asked).encode()) or b""
    found: list[str | None] = []
    at = 0
    for _ in asked:
        end = told.find(b"\n", at)
        there = _OBJECT.fullmatch(told, at, max(end, at))
        at = end + 1
        size = int(there["size"]) if there else 0
        found.append(_text(told[at : at + size]) if there and there["kind"] == b"blob" else None)
        at += size + 1 if there else 0
    return tuple(found)


def versions(root: Path, path: str, limit: int) -> tuple[str, ...]:
    """Return the commits that changed a file, the latest first."""
    told = run(root, "log", f"--max-count={limit}", "--format=%H", "--", path)
    return tuple(told.decode().split()) if told else ()


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
