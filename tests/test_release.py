"""One place has the address, the tag is the version, and all others follow."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import warnings
from pathlib import Path

import pytest
import yaml

from tests.sites import posix
from transflow import __version__

ROOT = Path(__file__).parents[1]


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release = load(ROOT / "docs/release.py")
built = load(ROOT / "hatch_build.py")


def test_every_place_has_the_address_and_the_version():
    host = release.address().rpartition("/")[0]
    for name in release.PLACES:
        text = (ROOT / name).read_text("utf-8") if (ROOT / name).is_file() else ""
        assert set(re.findall(rf"{re.escape(host)}/\w+", text)) <= {release.address()}, name
        assert set(re.findall(r"(?:transflow(?:/action/[a-z]+)?@|\bre[fv]: )v(\d[\w.]*)", text)) <= {
            release.version()
        }, name
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == release.version()


def test_another_address_and_version_are_put_everywhere():
    old, new = ("https://git.example/transflow", "0.2.0"), ("https://host.example/a/transflow", "1.0.0")
    text = "git+https://git.example/transflow@v0.2.0\n    rev: v0.2.0\n, ref: v0.2.0,\nversion: 0.2.0\ncff-version: 0.2.0\n@v0.2.01\n"
    expected = "git+https://host.example/a/transflow@v1.0.0\n    rev: v1.0.0\n, ref: v1.0.0,\nversion: 1.0.0\ncff-version: 0.2.0\n@v0.2.01\n"
    assert release.rewrite(text, old, new) == expected


def test_the_changelog_has_the_version():
    titles = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert titles[0] == "Unreleased"
    assert titles[1].startswith(release.version())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# C\n\n## Unreleased\n\n- a\n\n## 0.1.0\n\n- b\n", "# C\n\n## Unreleased\n\n## 1.0.0\n\n- a\n\n## 0.1.0\n\n- b\n"),
        ("# C\n\n## Unreleased\n\n- a\n\n## 0.2.0 (to be tagged)\n\n### Added\n\n- b\n", "# C\n\n## Unreleased\n\n## 1.0.0\n\n### Added\n\n- a\n- b\n"),
        ("# C\n\n## Unreleased\n\n- a\n", "# C\n\n## Unreleased\n\n## 1.0.0\n\n- a\n"),
    ],
)  # fmt: skip
def test_what_is_unreleased_becomes_a_version(text, expected):
    assert release.released(text, "1.0.0") == expected


def test_links_of_the_description_lead_to_the_repository():
    text = release.described((ROOT / "README.md").read_text("utf-8"), "https://host.example/r")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert "https://host.example/r/blob/main/docs/engines.md" in links
    assert not [link for link in links if not link.startswith(("https://", "#"))]
    assert release.described("[a](#b) [c](http://d.example)", "https://h") == "[a](#b) [c](http://d.example)"


def test_no_line_of_the_changelog_is_lost():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith(("- ", "  "))]
    found = release.released(text, release.version())
    assert [line for line in found.splitlines() if line.startswith(("- ", "  "))] == lines
    assert f"\n## {release.version()}\n" in found


def step(name):
    told = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    (found,) = (step["run"] for step in told["jobs"]["build"]["steps"] if step.get("name") == name)
    return found


@posix
@pytest.mark.parametrize(
    ("tag", "installed", "written", "title", "code"),
    [
        ("v1.2.0", "1.2.0", "1.2.0", "1.2.0", 0),
        ("v1.2.0", "1.2.1.dev1+gabc", "1.2.0", "1.2.0", 1),  # something was changed behind the tag
        ("v1.2.0", "1.2.0", "1.2.0.dev0", "1.2.0", 1),  # copies without tags would say something else
        ("v1.2.0", "1.2.0", "1.1.0", "1.2.0", 1),
        ("v1.2.0", "1.2.0", "1.2.0", "1.2.0 (to be tagged)", 1),
    ],
)
def test_a_release_is_of_its_tag(tmp_path, tag, installed, written, title, code):
    (tmp_path / "CHANGELOG.md").write_text(f"## Unreleased\n\n## {title}\n\n- a\n", "utf-8")
    (tmp_path / "hatch_build.py").write_text(f'ROOT = 1\nUNTAGGED = "{written}"\n', "utf-8")
    (tmp_path / "transflow").write_text(f"#!/bin/sh\necho transflow {installed}\n", "utf-8")
    (tmp_path / "transflow").chmod(0o755)
    environment = {"GITHUB_REF_NAME": tag, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    check = ["bash", "-ec", step("The tag is the version")]
    assert subprocess.run(check, cwd=tmp_path, env=environment, check=False).returncode == code


def test_a_release_is_signed_and_lists_its_parts():
    told = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    build, publish = told["jobs"]["build"], told["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert "password" not in json.dumps(told)
    assert "secrets" not in json.dumps(told)
    uses = [step.get("uses", "").partition("@")[0] for step in build["steps"]]
    assert "actions/attest-build-provenance" in uses
    assert "actions/attest-sbom" in uses
    assert "cyclonedx" in json.dumps(build)


def test_a_report_of_a_bug_has_what_answers_depend_on():
    done = subprocess.run([sys.executable, "-m", "transflow", "--version", "--verbose"], capture_output=True, text=True, check=True)  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0] == f"transflow {__version__}"
    assert {line.partition(":")[0] for line in lines[1:]} >= {"python", "system", "git", "encodings", "engines", "markdown-it-py", "typer"}  # fmt: skip
    assert str(Path.home()) not in done.stdout


@posix
def test_a_release_has_a_page_for_man_and_completions(tmp_path):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "sbom").mkdir()
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-qm", "a", "--allow-empty")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["bash", "-eo", "pipefail", "-c", step("A page for man, and completions of the shells")]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    with tarfile.open(tmp_path / "sbom/transflow-shell.tar.gz") as opened:
        names = {name for name in opened.getnames() if Path(name).suffix}
    assert names == {"shell/transflow.1", *(f"shell/completions/transflow.{shell}" for shell in ("bash", "zsh", "fish", "powershell"))}  # fmt: skip
    assert (tmp_path / "shell/transflow.1").read_text("utf-8").startswith(".TH TRANSFLOW 1")
    assert "complete -o default -F _transflow_completion transflow" in (tmp_path / "shell/completions/transflow.bash").read_text("utf-8")  # fmt: skip


def git(folder, *arguments):
    told = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.example",
        "-c",
        "tag.gpgsign=false",
        "-c",
        "commit.gpgsign=false",
    )
    return subprocess.run(
        ["git", *told, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path):
    """A repository with a commit, a tag and nothing else, which has what ours tells archives with."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in (".git_archival.txt", ".gitattributes"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "tag", "v7.1.0")
    return folder


def commit(folder):
    with (folder / "a").open("a", encoding="utf-8") as file:
        file.write("a\n")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a")


def commit_of(folder):
    return re.escape("+g" + git(folder, "rev-parse", "HEAD")[:7]) + "[0-9a-f]*"


def test_a_tag_is_the_version(repository):
    assert built.version(repository) == "7.1.0"


def test_a_commit_behind_a_tag_is_on_the_way_to_the_next(repository):
    commit(repository)
    assert re.fullmatch(rf"7\.1\.1\.dev1{commit_of(repository)}", built.version(repository))


def test_what_is_not_committed_is_told(repository):
    (repository / "a").write_text("b\n", "utf-8")
    assert re.fullmatch(rf"7\.1\.1\.dev0{commit_of(repository)}\.d\d{{8}}", built.version(repository))


def test_a_repository_without_tags_says_what_is_written_and_its_commit(repository):
    git(repository, "tag", "-d", "v7.1.0")
    assert re.fullmatch(re.escape(built.UNTAGGED) + commit_of(repository), built.version(repository))


@pytest.mark.parametrize("tag", ["nightly", "release", "v-next"])
def test_a_tag_that_is_no_version_is_none(repository, tag):
    git(repository, "tag", "-d", "v7.1.0")
    git(repository, "tag", tag)
    assert built.version(repository).startswith(built.UNTAGGED + "+g")


def test_one_commit_fetched_without_its_tag_says_what_is_written(repository, tmp_path):
    commit(repository)
    git(repository, "tag", "v7.2.0")
    (tmp_path / "hook").mkdir()
    git(tmp_path / "hook", "init", "-q")
    git(tmp_path / "hook", "fetch", "-q", "--depth=1", repository.as_uri(), "v7.2.0")  # as `pre-commit` does
    git(tmp_path / "hook", "checkout", "-q", "FETCH_HEAD")
    with pytest.warns(UserWarning, match="shallow"):
        found = built.version(tmp_path / "hook")
    assert re.fullmatch(re.escape(built.UNTAGGED) + commit_of(repository), found)


def test_an_archive_that_a_host_makes_of_a_tag_says_the_tag(repository, tmp_path):
    git(repository, "archive", "--prefix=archive/", "-o", str(tmp_path / "a.tar"), "HEAD")
    with tarfile.open(tmp_path / "a.tar") as opened:
        opened.extractall(tmp_path, filter="data")
    assert built.version(tmp_path / "archive") == "7.1.0"


def test_files_alone_say_what_is_written(tmp_path):
    assert built.version(tmp_path) == built.UNTAGGED


def test_a_folder_of_another_repository_does_not_take_its_tag(repository):
    (repository / "vendored").mkdir()
    assert built.version(repository / "vendored") == built.UNTAGGED


def test_a_machine_without_git_says_what_is_written(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the other ways to a tag, which lead nowhere either
        assert built.version(repository) == built.UNTAGGED


def test_files_that_were_never_built_say_so(tmp_path):
    (tmp_path / "transflow").mkdir()
    (tmp_path / "transflow/__init__.py").write_bytes((ROOT / "src/transflow/__init__.py").read_bytes())
    command = [sys.executable, "-c", "import transflow; print(transflow.__version__)"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "0+unbuilt"
