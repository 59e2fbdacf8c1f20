"""The CI files of docs/ci.md: valid by the services' schemas, and their commands run as they stand."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.checking import TARGET, page, recorded
from tests.sites import posix

ROOT = Path(__file__).parents[1]
PRE_COMMIT, ACTIONS, SARIF, GITLAB = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL
)


def validate(tmp_path, schema, *texts):
    places = [tmp_path / f"{number}.yml" for number in range(len(texts))]
    for place, text in zip(places, texts, strict=True):
        place.write_text(text, "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def steps(event):
    """Return the commands of the workflow with the code-scanning steps added, in the order in which an event runs them."""
    job = yaml.safe_load(ACTIONS)["jobs"]["check"]
    wanted = {"", "always()", f"github.event_name == '{event}'"}
    return [
        step["run"]
        for step in (*job["steps"], *yaml.safe_load(SARIF))
        if "run" in step and step.get("if", "") in wanted and not step["run"].startswith("pip")
    ]


def run(folder, commands, **environment):
    """Run commands as a runner's shell does, and return their exit codes and what they printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = [
        subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=folder,
            env=os.environ | {"PATH": path, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        for command in commands
    ]
    return [one.returncode for one in done], "".join(one.stdout for one in done)


def commit(folder, *more):
    name = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "x"), *more):
        subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def own(tmp_path):
    """This repository's own workspace, as a repository."""
    for name in (
        "content",
        "src/transflow/review/words",
        "glossaries",
        ".transflow",
        "transflow.yaml",
        "README.md",
        "README.zh-CN.md",
    ):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    commit(tmp_path)
    return tmp_path


@pytest.fixture
def faulty(tmp_path):
    """A site with an error on a branch, and its main branch as a clone would know it."""
    site = recorded(tmp_path, "市值为3,000亿美元。", "It is worth $300 billion.")
    commit(site.root, ("update-ref", "refs/remotes/origin/main", "HEAD"))
    (site.root / TARGET).write_text(page("It is worth $30 billion."), "utf-8")
    commit(site.root)
    return site.root


def test_the_files_are_valid_by_the_schemas_of_their_services(tmp_path):
    validate(tmp_path, "vendor.github-workflows", ACTIONS, ACTIONS + SARIF)
    validate(tmp_path, "vendor.gitlab-ci", GITLAB)


PINNED = "pip install --require-hashes -r constraints.txt && pip install --no-deps --no-build-isolation ."
"""What CI runs here is what is pinned; `--no-deps` and `--no-build-isolation` ask no registry for more."""


def test_every_dependency_is_pinned_with_a_hash():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    pins = {
        name: re.findall("--hash=sha256:[0-9a-f]{64}", rest)
        for name, rest in re.findall(r"^([\w.-]+)==((?:.*\\\n)*.*)", text, re.MULTILINE)
    }
    assert all(pins.values())
    assert "://" not in text
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    named = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["argos"],
        *groups["dev"],
        *groups["ci"],
    ]
    wanted = {re.match(r"[\w.-]+", line)[0].lower() for line in named if isinstance(line, str)}
    assert wanted - {name.lower() for name in pins} == set()


def test_what_is_pinned_is_audited(tmp_path):
    text = (ROOT / ".github/workflows/audit.yml").read_text("utf-8")
    validate(tmp_path, "vendor.github-workflows", text)
    assert "pip-audit --disable-pip --require-hashes --requirement constraints.txt" in text


def test_this_repository_runs_the_workflow_that_it_documents():
    text = (ROOT / ".github/workflows/translations.yml").read_text("utf-8")
    assert (
        text.replace(PINNED, 'pip install "git+https://git.example/transflow@v0.2.0"')
        == ACTIONS.partition("\n")[2]
    )


@posix
def test_the_workflow_passes_on_this_repository(own):
    codes, _ = run(own, steps("push"))
    assert codes == [0] * 4
    assert (own / "summary.md").read_text("utf-8").startswith("# Translations")
    assert "<!doctype html>" in (own / "translations.html").read_text("utf-8")


@posix
def test_the_workflow_fails_a_pull_request_with_an_error(faulty):
    codes, printed = run(faulty, steps("pull_request"), GITHUB_BASE_REF="main")
    assert codes == [1, 0, 0, 0]
    assert printed.startswith(f"::error file={TARGET},line=")
    (log,) = json.loads((faulty / "translations.sarif").read_text("utf-8"))["runs"]
    assert {result["ruleId"] for result in log["results"]} == {"TF301"}


@posix
def test_the_pipeline_leaves_its_reports_and_fails(faulty):
    job = yaml.safe_load(GITLAB)["translations"]
    codes, _ = run(faulty, job["script"])
    assert codes == [0, 0, 1]
    made = (*job["artifacts"]["paths"], *job["artifacts"]["reports"].values())
    assert all((faulty / name).stat().st_size for name in made)
    assert ET.parse(faulty / "translations.xml").getroot()[0].get("failures") == "1"
    (entry,) = json.loads((faulty / "code-quality.json").read_text("utf-8"))
    assert entry["location"]["path"] == TARGET


def test_the_hooks_of_the_example_exist():
    (entry,) = yaml.safe_load(PRE_COMMIT)["repos"]
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    named = {hook["id"] for hook in entry["hooks"]}
    assert named == known - {"transflow-plan"}  # a part of transflow-check
