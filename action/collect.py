"""Prints what a comment on a pull request may say, as JSON: `collect.py DIRECTORY BASE`.

It runs where the pull request's own files are, with no right to write anything; `comment.py` believes none of it unread.
"""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from typing import Any

_GRAVEST = 3
_STALE = 50


def _json(directory: str, *arguments: str) -> Any:
    """Return what a command says; its exit code says what `check` thinks of the site, which is not asked here."""
    command = ["transflow", "-C", directory, "--quiet", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if not done.stdout:
        sys.exit(done.stderr.strip() or f"{' '.join(command)} said nothing")
    return json.loads(done.stdout)


def _changed(directory: str, base: str) -> set[str]:
    """Return the files that the pull request touches, relative to the directory."""
    command = ["git", "-C", directory, "diff", "--name-only", "--relative", "-z", f"{base}...HEAD"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=True)
    return set(done.stdout.split("\0")) - {""}


def collect(directory: str, base: str) -> dict[str, Any]:
    """Return states by language, the translations that this pull request makes stale, and the gravest findings."""
    pages = _json(directory, "status")["pages"]
    touched = _changed(directory, base)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        states[page["language"]][page["state"]] += 1
    stale = sorted(page["target"] for page in pages if page["state"] in {"stale", "conflict"} and page["source"] in touched)  # fmt: skip
    findings = _json(directory, "check", "--changed-from", base)["findings"]
    gravest = sorted(findings, key=lambda one: (one["severity"] != "error", one["path"], one["line"]))[
        :_GRAVEST
    ]
    kept = ("code", "severity", "path", "line", "message")
    return {
        "version": 1,
        "languages": {language: dict(sorted(counts.items())) for language, counts in sorted(states.items())},
        "stale": stale[:_STALE],
        "more_stale": max(len(stale) - _STALE, 0),
        "findings": [{key: one[key] for key in kept} for one in gravest],
    }


if __name__ == "__main__":
    print(json.dumps(collect(*sys.argv[1:3])))
