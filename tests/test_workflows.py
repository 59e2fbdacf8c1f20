"""Workflows and actions: of the shape that GitHub reads, with as few rights as will do, and of nobody's moving tags."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
ACTIONS = [ROOT / "action.yml", *sorted(ROOT.glob("action/**/action.yml"))]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
OWN = re.compile(r"(?:OWNER/transflow(?:/[\w/]+)?@v\d+\.\d+\.\d+|\./\S*)\Z")
"""Our own actions: their hash is known only once the version is tagged."""
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}\Z")
_USES = re.compile(r"^\s*(?:- )?uses:\s*(\S+)(.*)$", re.MULTILINE)
_RIGHTS = {"read", "write", "none"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def uses():
    return [
        (name(path), *found.groups())
        for path in (*WORKFLOWS, *ACTIONS, *PAGES)
        for found in _USES.finditer(path.read_text("utf-8"))
    ]


def test_what_is_used_is_named_by_its_commit_and_says_its_version():
    """A tag can be moved by whoever takes over an account; a commit cannot."""
    found = uses()
    assert len(found) > 25
    for where, used, after in found:
        assert OWN.match(used) or PINNED.match(used), f"{where}: {used}"
        assert OWN.match(used) or re.match(r"\s+# v\d+\.\d+\.\d+\Z", after), f"{where}: {used}{after}"


def test_one_commit_has_one_version():
    versions = {}
    for _, used, after in uses():
        versions.setdefault(used, set()).add(after.strip())
    assert all(len(said) == 1 for said in versions.values()), versions
    commits = {}
    for used in versions:
        action, _, commit = used.partition("@")
        commits.setdefault("/".join(action.split("/")[:2]), set()).add(commit)
    assert all(len(of) == 1 for of in commits.values()), commits


def workflows():
    """The repository's, and those that the documentation gives."""
    yield from ((name(path), path.read_text("utf-8")) for path in WORKFLOWS)
    for page in PAGES:
        for found in re.finditer(r"^```ya?ml\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            if re.search(r"^jobs:", found[1], re.MULTILINE) and re.search(r"^on:", found[1], re.MULTILINE):
                yield f"{name(page)} {found.start()}", found[1]


@pytest.mark.parametrize("text", [pytest.param(text, id=where) for where, text in workflows()])
def test_a_workflow_has_githubs_shape(text):
    tree = yaml.load(text, yaml.BaseLoader)
    assert (
        {"on", "jobs"} <= set(tree) <= {"name", "on", "permissions", "jobs", "env", "concurrency", "defaults"}
    )
    assert tree["jobs"]
    for job in tree["jobs"].values():
        assert set(job) <= {
            "name", "needs", "if", "runs-on", "environment", "permissions", "env", "steps", "strategy",
            "timeout-minutes", "outputs", "concurrency", "container", "services", "continue-on-error", "defaults",
        }  # fmt: skip
        assert job["runs-on"]
        rights(job.get("permissions", tree.get("permissions")))
        needs = job.get("needs", [])
        assert {needs} if isinstance(needs, str) else set(needs) <= set(tree["jobs"])
        steps(job["steps"], composite=False)


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_an_action_has_githubs_shape(path):
    tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert (
        {"name", "description", "runs"}
        <= set(tree)
        <= {"name", "description", "inputs", "outputs", "runs", "branding", "author"}
    )
    assert tree["runs"]["using"] == "composite"
    steps(tree["runs"]["steps"], composite=True)


def rights(said):
    """What a job may do is said, and never everything."""
    assert isinstance(said, dict)
    assert set(said.values()) <= _RIGHTS


def steps(listed, *, composite):
    assert listed
    for step in listed:
        assert ("uses" in step) != ("run" in step), step
        assert set(step) <= {
            "name", "id", "if", "uses", "with", "run", "env", "shell", "working-directory", "continue-on-error",
            "timeout-minutes",
        }  # fmt: skip
        assert not composite or "run" not in step or step["shell"], step
        said = step.get("run", "")
        assert not re.search(r"\$\{\{[^}]*(?:github\.event\.|github\.head_ref|inputs\.)", said), said
