"""One place has the address, one the version, and all others follow."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from transflow import __version__

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("release", ROOT / "docs/release.py")
release = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(release)


def test_every_place_has_the_address_and_the_version():
    host = release.address().rpartition("/")[0]
    for name in release.PLACES:
        text = (ROOT / name).read_text("utf-8") if (ROOT / name).is_file() else ""
        assert set(re.findall(rf"{re.escape(host)}/\w+", text)) <= {release.address()}, name
        assert set(re.findall(r"transflow(?:/action/[a-z]+)?@v(\d[\w.]*)", text)) <= {__version__}, name
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == __version__


def test_another_address_and_version_are_put_everywhere():
    old, new = ("https://git.example/transflow", "0.2.0"), ("https://host.example/a/transflow", "1.0.0")
    text = "git+https://git.example/transflow@v0.2.0\n    rev: v0.2.0\nversion: 0.2.0\ncff-version: 0.2.0\n@v0.2.01\n"
    expected = "git+https://host.example/a/transflow@v1.0.0\n    rev: v1.0.0\nversion: 1.0.0\ncff-version: 0.2.0\n@v0.2.01\n"
    assert release.rewrite(text, old, new) == expected


def test_the_changelog_has_the_version():
    titles = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert titles[0] == "Unreleased"
    assert titles[1].startswith(__version__)


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
    found = release.released(text, __version__)
    assert [line for line in found.splitlines() if line.startswith(("- ", "  "))] == lines
    assert f"\n## {__version__}\n" in found


def test_the_release_is_of_the_tag_signed_and_lists_its_parts(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(f"## Unreleased\n\n## {__version__}\n\n- a\n", "utf-8")
    (tmp_path / "unprepared").mkdir()
    (tmp_path / "unprepared/CHANGELOG.md").write_text(f"## {__version__} (to be tagged)\n", "utf-8")
    told = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    build, publish = told["jobs"]["build"], told["jobs"]["publish"]
    (check,) = (step["run"] for step in build["steps"] if step.get("name") == "The tag is the version")
    for tag, folder, code in ((f"v{__version__}", ".", 0), ("v9.9.9", ".", 1), (f"v{__version__}", "unprepared", 1)):  # fmt: skip
        environment = {"GITHUB_REF_NAME": tag, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
        assert (
            subprocess.run(
                ["bash", "-ec", check], cwd=tmp_path / folder, env=environment, check=False
            ).returncode
            == code
        )
    assert publish["permissions"] == {"id-token": "write"}
    assert "password" not in json.dumps(told)
    assert "secrets" not in json.dumps(told)
    uses = [step.get("uses", "").partition("@")[0] for step in build["steps"]]
    assert "actions/attest-build-provenance" in uses
    assert "cyclonedx" in json.dumps(build)


def test_a_report_of_a_bug_has_what_answers_depend_on():
    done = subprocess.run([sys.executable, "-m", "transflow", "--version", "--verbose"], capture_output=True, text=True, check=True)  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0] == f"transflow {__version__}"
    assert {line.partition(":")[0] for line in lines[1:]} >= {"python", "system", "git", "encodings", "engines", "markdown-it-py", "typer"}  # fmt: skip
    assert str(Path.home()) not in done.stdout
