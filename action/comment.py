"""Writes one comment on a pull request, and the next time writes over it: `comment.py FILE`.

It runs in a job of `workflow_run`, which may write comments and so checks out nothing. The file comes from a run on a stranger's
branch: its form is checked in full, and no text of it can be markup, name a person, or link. Which pull request it is about is asked of
the service by the commit that ran, never of the file.
"""

import json
import os
import re
import sys
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARK = "<!-- transflow -->"
STATES = ("orphan", "untracked", "declared-missing", "missing", "conflict", "stale", "undeclared", "draft", "reviewed")  # fmt: skip
_LARGEST = 200_000
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
_PLAIN = re.compile(r"[^\w .,;:/+%-]|^[-+]|(?<=^\d)\.")  # at its begin `-`, `+` and `1.` make a list
# After Markdown the service itself makes names, numbers, addresses, commits and `:signs:` to links and pictures.
_LINKS = re.compile(r"(?i)://|www(?=\.)|[@#]|\bGH(?=-)|:(?=[\w+-]+:)|[0-9a-f]{3}(?=[0-9a-f]{4})")


class Refused(Exception):  # noqa: N818  as it is told
    """What was handed over is not what a run of ours writes."""


def _need(right: object, what: str) -> None:
    if not right:
        raise Refused(what)


def _count(value: object) -> int:
    _need(
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**7, "a count that is none"
    )
    assert isinstance(value, int)
    return value


def _text(value: object, most: int = 400) -> str:
    _need(isinstance(value, str), "a text that is none")
    assert isinstance(value, str)
    return value[:most]


def read(data: bytes) -> dict[str, Any]:
    """Return what a file says.

    Raises:
        Refused: It has not the form that `collect.py` gives it.
    """
    _need(len(data) <= _LARGEST, "the file is too large")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("this is not JSON") from None
    keys = {"version", "languages", "stale", "more_stale", "findings"}
    _need(isinstance(told, dict) and set(told) == keys and told["version"] == 1, "other keys than ours")
    languages, stale, findings = told["languages"], told["stale"], told["findings"]
    _need(isinstance(languages, dict) and len(languages) <= 100, "languages that are none")
    for tag, counts in languages.items():
        _need(_TAG.fullmatch(tag), "a language that is none")
        _need(isinstance(counts, dict) and set(counts) <= set(STATES), "a state that is none")
        for count in counts.values():
            _count(count)
    _need(isinstance(stale, list) and len(stale) <= 50, "too many pages")
    _need(isinstance(findings, list) and len(findings) <= 3, "too many findings")
    for one in findings:
        _need(isinstance(one, dict) and set(one) == {"code", "severity", "path", "line", "message"}, "a finding that is none")  # fmt: skip
        _need(isinstance(one["code"], str) and _CODE.fullmatch(one["code"]), "a code that is none")
        _need(one["severity"] in ("error", "warning", "note", "info"), "a severity that is none")
        _count(one["line"])
    return {
        "languages": languages,
        "stale": [_text(path) for path in stale],
        "more_stale": _count(told["more_stale"]),
        "findings": [
            {**one, "path": _text(one["path"]), "message": _text(one["message"])} for one in findings
        ],
    }


def escape(text: str) -> str:
    """Return a text as Markdown that shows it and does nothing: no markup, no HTML, nobody named, nothing linked."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    # A sign without width breaks what it would take for such a thing.
    text = _LINKS.sub(lambda found: found[0][:1] + "\u200b" + found[0][1:], text)
    return _PLAIN.sub(lambda found: found[0] if found[0] == "\u200b" else f"&#{ord(found[0])};", text).replace("_", "&#95;")  # fmt: skip


def render(told: Mapping[str, Any]) -> str:
    """Return the comment: languages by state, what became stale, the gravest findings."""
    shown = [state for state in STATES if any(counts.get(state) for counts in told["languages"].values())]
    lines = [MARK, "### Translations", ""]
    if shown:
        lines += [f"| language | {' | '.join(shown)} |", f"|---|{'---:|' * len(shown)}"]
        lines += [f"| {tag} | {' | '.join(str(counts.get(state, 0)) for state in shown)} |" for tag, counts in sorted(told["languages"].items())]  # fmt: skip
    if told["stale"]:
        lines += ["", "This pull request makes stale:", *(f"- {escape(path)}" for path in told["stale"])]
        lines += [f"- and {told['more_stale']} more"] if told["more_stale"] else []
    if told["findings"]:
        lines += ["", "The gravest findings:"]
        lines += [f"- {one['severity']} {one['code']}, {escape(one['path'])} line {one['line']}: {escape(one['message'])}" for one in told["findings"]]  # fmt: skip
    return "\n".join(lines) + "\n"


class Service:
    """The service's interface, as far as comments need it."""

    def __init__(self, address: str, repository: str, token: str) -> None:
        self.start, self.token = f"{address}/repos/{repository}", token

    def ask(self, path: str, body: Mapping[str, object] | None = None, method: str = "GET") -> Any:
        """Return the answer to one request."""
        request = urllib.request.Request(
            self.start + path, method=method, data=json.dumps(body).encode() if body else None
        )
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def pull_request(self, owner: str, branch: str, commit: str) -> int:
        """Return the number of the open pull request whose newest commit ran; 0 if there is none any more."""
        head = urllib.parse.quote(f"{owner}:{branch}", safe="")
        found = self.ask(f"/pulls?state=open&head={head}")
        return next((int(one["number"]) for one in found if one["head"]["sha"] == commit), 0)

    def say(self, number: int, text: str) -> None:
        """Write our comment, over the one that is there if there is one."""
        page = 1
        while comments := self.ask(f"/issues/{number}/comments?per_page=100&page={page}"):
            for one in comments:
                if (one["user"] or {}).get("type") == "Bot" and (one["body"] or "").startswith(MARK):
                    self.ask(f"/issues/comments/{int(one['id'])}", {"body": text}, "PATCH")
                    return
            page += 1
        self.ask(f"/issues/{number}/comments", {"body": text}, "POST")


def main(path: str) -> int:
    """Read, check, find the pull request, write."""
    try:
        with Path(path).open("rb") as file:
            text = render(read(file.read(_LARGEST + 1)))
    except Refused as error:
        print(f"comment.py: {path}: {error}; nothing was written", file=sys.stderr)
        return 2
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))["workflow_run"]
    service = Service(os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])  # fmt: skip
    home = event["head_repository"] or {}  # a fork may be gone by now
    number = (
        service.pull_request(home["owner"]["login"], event["head_branch"], event["head_sha"]) if home else 0
    )
    if number:
        service.say(number, text)
    else:
        print("comment.py: no open pull request has this commit as its newest", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
