"""The action that drafts: its command runs against a repository on the disk and a service on the loopback."""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from tests.test_action import act
from tests.test_ci import validate

ROOT = Path(__file__).parents[1]
DRAFT = yaml.safe_load((ROOT / "action/draft/action.yml").read_text("utf-8"))
CONFIG = "targets: [en]\nlanguages: {en: {reviewers: [mei, house/english]}}\n"
NAME = ("-c", "user.name=p", "-c", "user.email=p@example.org")


def git(folder, *arguments):
    return subprocess.run(
        ["git", *NAME, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


class Service(BaseHTTPRequestHandler):
    """A service that opens pull requests."""

    opened: ClassVar[list[dict]] = []
    asked: ClassVar[list[dict]] = []

    def answer(self, value):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def do_GET(self):
        self.answer(self.opened)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        (self.asked if self.path.endswith("requested_reviewers") else self.opened).append(body)
        self.answer({"number": 3})

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """A function that runs the action in a clone whose server is a folder."""
    monkeypatch.setattr(Service, "opened", [])
    monkeypatch.setattr(Service, "asked", [])
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "server")
    git(tmp_path, "clone", "-q", "server", "clone")
    clone = tmp_path / "clone"
    git(clone, "switch", "-q", "-C", "main")
    (clone / "content").mkdir()
    (clone / "content/a.md").write_text("# 标题\n\n正文。\n", "utf-8")
    (clone / "transflow.yaml").write_text(CONFIG, "utf-8")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "x")
    git(clone, "push", "-q", "origin", "main")
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()

        def run(event="schedule", engine="pseudo", model=""):
            git(clone, "switch", "-q", "main")
            values = {"runner.temp": str(tmp_path), "github.token": "t", "inputs.directory": ".", "inputs.language": "en", "inputs.engine": engine, "inputs.model": model}  # fmt: skip
            return act(DRAFT, clone, ROOT / "action/draft", values, GITHUB_EVENT_NAME=event, GITHUB_REPOSITORY="o/r", GITHUB_REF_NAME="main", GITHUB_API_URL=f"http://127.0.0.1:{server.server_port}")  # fmt: skip

        yield run
        server.shutdown()
        thread.join()


BRANCH = "transflow/en-Latn-US"


def test_one_pull_request_is_opened_and_its_reviewers_asked(tmp_path, draft):
    codes, printed = draft()
    assert codes == {"Draft": 0}, printed
    files = git(tmp_path / "server", "ls-tree", "-r", "--name-only", BRANCH).split()
    assert {"content/a.en.md", ".transflow/bitext/en/content/a.md.jsonl"} <= set(files)
    assert not [name for name in files if "cache" in name]
    ((opened,), (asked,)) = Service.opened, Service.asked
    assert (opened["head"], opened["base"], opened["title"]) == (BRANCH, "main", "Drafts in English")
    assert asked == {"reviewers": ["mei"], "team_reviewers": ["english"]}
    before = git(tmp_path / "server", "rev-parse", BRANCH)
    assert draft()[0] == {"Draft": 0}
    assert git(tmp_path / "server", "rev-parse", BRANCH) == before
    assert len(Service.opened) == 1


def test_what_a_reviewer_pushed_stays(tmp_path, draft):
    draft()
    git(tmp_path, "clone", "-q", "-b", BRANCH, "server", "reviewer")
    page = tmp_path / "reviewer/content/a.en.md"
    page.write_text(page.read_text("utf-8").rstrip("\n") + " A PERSON WROTE THIS\n", "utf-8")
    git(tmp_path / "reviewer", "commit", "-qam", "better")
    git(tmp_path / "reviewer", "push", "-q", "origin", BRANCH)
    clone = tmp_path / "clone"
    git(clone, "switch", "-q", "main")
    (clone / "content/b.md").write_text("# 又一页\n", "utf-8")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "more")
    codes, printed = draft()
    assert codes == {"Draft": 0}, printed
    assert "A PERSON WROTE THIS" in git(tmp_path / "server", "show", f"{BRANCH}:content/a.en.md")
    assert git(tmp_path / "server", "show", f"{BRANCH}:content/b.en.md")


@pytest.mark.parametrize("event", ["pull_request", "pull_request_target", "workflow_run"])
def test_a_strangers_run_drafts_nothing(tmp_path, draft, event):
    assert draft(event)[0] == {"Draft": 2}
    assert git(tmp_path / "server", "branch", "--list").split() == ["*", "main"]


def test_a_new_machine_gets_the_model_that_drafts(tmp_path, draft, monkeypatch):
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    monkeypatch.delenv("TRANSFLOW_CACHE", raising=False)
    model = ROOT / "tests/fixtures/argos/translate-zh_en.argosmodel"
    codes, printed = draft(engine="argos", model=str(model))
    assert codes == {"Model": 0, "Draft": 0}, printed
    assert (tmp_path / "transflow-model/argos").is_dir()
    assert '"engine":"argos' in git(tmp_path / "server", "show", f"{BRANCH}:.transflow/bitext/en/content/a.md.jsonl")  # fmt: skip


def test_the_model_is_kept_once_and_not_for_every_commit():
    (kept,) = (step["with"] for step in DRAFT["runs"]["steps"] if step.get("uses", "").startswith("actions/cache@"))  # fmt: skip
    assert kept["path"] == "${{ runner.temp }}/transflow-model"
    assert "sha" not in kept["key"]
    assert "inputs.model" in kept["key"]


def test_its_file_is_valid(tmp_path):
    validate(tmp_path, "vendor.github-actions", (ROOT / "action/draft/action.yml").read_text("utf-8"))
    assert not [step for step in DRAFT["runs"]["steps"] if "${{" in step.get("run", "")]
