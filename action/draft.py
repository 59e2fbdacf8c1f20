"""Drafts what is missing or stale in one language and opens a pull request with it, or adds to the one there is: `draft.py DIRECTORY LANGUAGE`.

Only for runs of the repository's own branches (a schedule, a push, a button): it has the right to push. A branch that is
there is never written over: what people pushed to it stays, the base is merged into it, and drafts come on top.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from comment import Service

from transflow import languages
from transflow.site.workspace import load

_WHO = ("-c", "user.name=transflow", "-c", "user.email=transflow@users.noreply.github.com")


def _git(*arguments: str, right: bool = True) -> str:
    """Run git and return what it says; it has to succeed, unless that is asked."""
    done = subprocess.run(
        ["git", *_WHO, *arguments], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode and right:
        sys.exit(f"draft.py: git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip() if not done.returncode else ""


def _start(branch: str, base: str) -> None:
    """Go to the branch with the base in it; as it is on the server, if it is there."""
    there = _git("ls-remote", "--heads", "origin", branch)
    if not there:
        _git("switch", "--quiet", "--force-create", branch)
        return
    _git("fetch", "--quiet", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
    _git("switch", "--quiet", "--force-create", branch, f"origin/{branch}")
    if not _git("merge", "--no-edit", base, right=False):
        _git("merge", "--abort", right=False)
        sys.exit(
            f"draft.py: {branch} cannot be merged with {base[:12]} by itself: merge or close its pull request"
        )


def _reviewers(directory: str, language: str) -> tuple[str, ...]:
    """Return who reads drafts in a language, by the configuration."""
    settings = load(Path(directory).resolve()).config.languages
    return next((one.reviewers for tag, one in settings.items() if languages.same(tag, language)), ())


def _open(service: Service, branch: str, language: str, reviewers: Sequence[str]) -> None:
    """Open the pull request of a branch, unless there is one."""
    owner, base = os.environ["GITHUB_REPOSITORY"].partition("/")[0], os.environ["GITHUB_REF_NAME"]
    if service.ask(f"/pulls?state=open&head={owner}:{branch}"):
        return
    body = (
        "Drafts of a machine. Read them, correct them on this branch, approve them with `transflow approve`."
    )
    told = {
        "title": f"Drafts in {languages.display_name(language)}",
        "head": branch,
        "base": base,
        "body": body,
    }
    number = int(service.ask("/pulls", told, "POST")["number"])
    people = [name for name in reviewers if "/" not in name]
    teams = [name.partition("/")[2] for name in reviewers if "/" in name]
    if reviewers:
        asked = {"reviewers": people, "team_reviewers": teams}
        service.ask(f"/pulls/{number}/requested_reviewers", asked, "POST")


def main(directory: str, language: str) -> int:
    """Draft, commit, push, open."""
    branch, base = f"transflow/{languages.canonical(language)}", _git("rev-parse", "HEAD")
    _start(branch, base)
    command = ["transflow", "-C", directory, "translate", "--language", language]
    command += ["--engine", engine] if (engine := os.environ.get("ENGINE")) else []
    code = subprocess.run(command, check=False).returncode
    if code not in {0, 1}:
        return code
    _git("add", "--all", "--", directory, f":(exclude){Path(directory, '.transflow/cache').as_posix()}")
    if _git("status", "--porcelain", "--untracked-files=no"):
        _git("commit", "--quiet", "-m", f"Draft what is missing or stale in {language}")
    if _git("rev-list", "--count", f"{base}..HEAD") == "0":
        print("draft.py: nothing to draft")
        return code
    _git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
    service = Service(os.environ["GITHUB_API_URL"], os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_TOKEN"])  # fmt: skip
    _open(service, branch, language, _reviewers(directory, language))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
