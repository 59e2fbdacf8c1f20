"""The action: its steps run as a runner runs them, with an event of ours; its comment is written to a service on the loopback."""

import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from tests.checking import TARGET, page, recorded
from tests.sites import posix
from tests.test_ci import commit, validate
from transflow.site.planner import STATES

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
COMMENT = yaml.safe_load((ROOT / "action/comment/action.yml").read_text("utf-8"))
STRANGER = {"owner": {"login": "stranger"}}
GOOD = {
    "version": 1,
    "languages": {"en": {"stale": 2, "reviewed": 3}, "ja": {"missing": 5}},
    "stale": ["content/a.en.md"],
    "more_stale": 0,
    "findings": [
        {
            "code": "TF301",
            "severity": "error",
            "path": "content/a.en.md",
            "line": 3,
            "message": "another figure",
        }
    ],
}


def expanded(text, values):
    """Put in what the service would put in for `${{ … }}`."""
    return re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda found: values[found[1]], text)


def act(action, folder, place, values, only="", **environment):
    """Run the steps of a composite action that are commands, or one, with their environments, as a runner's shell does; return exit codes by name."""
    event = environment["GITHUB_EVENT_NAME"]
    conditions = {
        None: True,
        "always()": True,
        "always() && github.event_name == 'pull_request'": event == "pull_request",
        "always() && inputs.report != ''": bool(values.get("inputs.report")),
        "inputs.model != ''": bool(values.get("inputs.model")),
        "github.event_name == 'pull_request_target'": event == "pull_request_target",
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    codes, printed = {}, ""
    for step in action["runs"]["steps"]:
        if "run" not in step or step.get("name") == "Install" or not conditions[step.get("if")]:
            continue
        if only not in ("", step["name"]):
            continue
        own = {key: expanded(value, values) for key, value in step.get("env", {}).items()}
        done = subprocess.run(
            [step["shell"], "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=folder,
            env=os.environ | {"PATH": path, "GITHUB_ACTION_PATH": str(place)} | environment | own,
            capture_output=True,
            text=True,
            check=False,
        )
        codes[step["name"]] = done.returncode
        printed += done.stdout + done.stderr
    return codes, printed


@pytest.fixture
def branch(tmp_path):
    """A site whose branch breaks a figure in a translation and changes a source page."""
    site = recorded(tmp_path / "site", "市值为3,000亿美元。", "It is worth $300 billion.")
    commit(site.root, ("update-ref", "refs/remotes/origin/main", "HEAD"))
    (site.root / TARGET).write_text(page("It is worth $30 billion."), "utf-8")
    commit(site.root)
    return site.root


def pull_request(folder, branch, directory=".", **more):
    values = {"runner.temp": str(folder), "inputs.directory": directory, "inputs.strict": "false", "inputs.report": "translations.html"}  # fmt: skip
    return act(ACTION, branch, ROOT, values, GITHUB_EVENT_NAME="pull_request", GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(folder / "summary.md"), **more)  # fmt: skip


def test_a_pull_request_is_annotated_and_its_comment_handed_over(tmp_path, branch):
    codes, printed = pull_request(tmp_path, branch)
    assert codes == {"Annotate": 1, "Summary": 0, "Report": 0, "What a comment may say": 0}
    assert f"::error file={TARGET},line=" in printed
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("# Translations")
    assert "<!doctype html>" in (branch / "translations.html").read_text("utf-8")
    told = json.loads((branch / "translations-comment.json").read_text("utf-8"))
    assert told["findings"][0]["code"] == "TF301"
    assert sum(sum(counts.values()) for counts in told["languages"].values()) >= 1


def test_a_report_of_a_site_in_a_folder_is_where_it_is_kept_from(tmp_path, branch):
    (branch / "web").mkdir()
    for name in ("transflow.yaml", "content", ".transflow"):
        (branch / name).rename(branch / "web" / name)
    commit(branch)
    codes, printed = pull_request(tmp_path, branch, directory="web")
    assert codes == {"Annotate": 1, "Summary": 0, "Report": 0, "What a comment may say": 0}
    assert f"::error file=web/{TARGET},line=" in printed
    assert (branch / "translations.html").is_file()
    assert (branch / "translations-comment.json").is_file()


def test_a_run_with_rights_is_refused_before_anything_is_read(branch):
    codes, printed = act(ACTION, branch, ROOT, {"inputs.report": "x"}, only=ACTION["runs"]["steps"][0]["name"], GITHUB_EVENT_NAME="pull_request_target")  # fmt: skip
    assert list(codes.values()) == [2]
    assert "not in a run of pull_request_target" in printed


@pytest.mark.parametrize("action", [ACTION, yaml.safe_load((ROOT / "action/draft/action.yml").read_text("utf-8"))], ids=["check", "draft"])  # fmt: skip
def test_no_module_of_the_checkout_is_taken_for_pips(tmp_path, action):
    (tmp_path / "pip.py").write_text("print('taken')\n", "utf-8")
    (line,) = (step["run"] for step in action["runs"]["steps"] if step.get("name") == "Install")
    command = line.partition(" install ")[0] + " --version"
    done = subprocess.run(["bash", "-ec", command], cwd=tmp_path, env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.startswith("pip ")


def test_what_the_action_installs_is_pinned_as_ci_has_it():
    pinned = r"^([\w.-]+)==(\S+)"
    ours = dict(re.findall(pinned, (ROOT / "action/requirements.txt").read_text("utf-8"), re.MULTILINE))
    every = dict(re.findall(pinned, (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
    assert {name: every.get(name) for name in ours} == ours
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    assert {re.match(r"[\w.-]+", one)[0].lower() for one in wanted} <= set(ours)
    text = (ROOT / "action/requirements.txt").read_text("utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\w)", text))
    assert "://" not in text
    for action in (ROOT / "action.yml", ROOT / "action/draft/action.yml"):
        assert "--require-hashes" in action.read_text("utf-8")


def test_what_a_change_of_the_source_makes_stale_is_handed_over(tmp_path):
    site = recorded(tmp_path / "site", "市值为3,000亿美元。", "It is worth $300 billion.")
    commit(site.root, ("update-ref", "refs/remotes/origin/main", "HEAD"))
    source = next(path for path in site.root.rglob("content/*.md") if "3,000" in path.read_text("utf-8"))
    source.write_text(source.read_text("utf-8").replace("3,000", "4,000"), "utf-8")
    commit(site.root)
    assert pull_request(tmp_path, site.root, only="What a comment may say")[0] == {
        "What a comment may say": 0
    }
    told = json.loads((site.root / "translations-comment.json").read_text("utf-8"))
    assert told["stale"] == [TARGET]


class Service(BaseHTTPRequestHandler):
    """A service with one pull request and its comments."""

    comments: ClassVar[list[dict]] = []
    asked: ClassVar[list[tuple[str, str, str]]] = []

    def answer(self, value):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self):
        self.asked.append(("GET", self.path, self.headers["Authorization"]))
        if "/pulls?" in self.path:
            known = "head=stranger%3Afix%26more" in self.path
            return self.answer([{"number": 7, "head": {"sha": "abc"}}] if known else [])
        return self.answer(self.comments if self.path.endswith("page=1") else [])

    def do_POST(self):
        self.comments.append({"id": 40 + len(self.comments), "user": {"type": "Bot"}, **self.body()})
        self.answer({})

    def do_PATCH(self):
        number = int(self.path.rpartition("/")[2])
        next(one for one in self.comments if one["id"] == number)["body"] = self.body()["body"]
        self.answer({})

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setattr(Service, "comments", [])
    monkeypatch.setattr(Service, "asked", [])
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def say(tmp_path, service, told, sha="abc", home=STRANGER):
    """Run the comment's action on what a run handed over."""
    folder = tmp_path / "translations-comment"
    folder.mkdir(exist_ok=True)
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    (folder / "translations-comment.json").write_bytes(data)
    run = {"head_sha": sha, "head_branch": "fix&more", "head_repository": home}
    (tmp_path / "event.json").write_text(json.dumps({"workflow_run": run}), "utf-8")
    values = {"runner.temp": str(tmp_path), "github.token": "t0ken"}
    host, port = service.server_address
    return act(COMMENT, tmp_path, ROOT / "action/comment", values, GITHUB_EVENT_NAME="workflow_run", GITHUB_EVENT_PATH=str(tmp_path / "event.json"), GITHUB_REPOSITORY="o/r", GITHUB_API_URL=f"http://{host}:{port}")  # fmt: skip


def test_one_comment_is_written_and_then_written_over(tmp_path, service):
    Service.comments.append({"id": 1, "user": {"type": "User"}, "body": "<!-- transflow --> not ours"})
    assert say(tmp_path, service, GOOD)[0] == {"Comment": 0}
    assert say(tmp_path, service, GOOD | {"stale": []})[0] == {"Comment": 0}
    assert [one["user"]["type"] for one in Service.comments] == ["User", "Bot"]
    text = Service.comments[1]["body"]
    assert "| language | missing | stale | reviewed |" in text
    assert "| en | 0 | 2 | 3 |" in text
    assert "| ja | 5 | 0 | 0 |" in text
    assert "makes stale" not in text
    assert "error TF301, content/a.en.md line 3: another figure" in text
    assert {token for _, _, token in Service.asked} == {"Bearer t0ken"}


def test_a_comment_without_its_writer_and_a_fork_that_is_gone_are_passed_over(tmp_path, service):
    Service.comments.append({"id": 1, "user": None, "body": None})
    assert say(tmp_path, service, GOOD)[0] == {"Comment": 0}
    assert len(Service.comments) == 2
    codes, printed = say(tmp_path, service, GOOD, home=None)
    assert codes == {"Comment": 0}
    assert "no open pull request" in printed


def test_a_commit_that_is_no_pull_requests_newest_is_not_commented_on(tmp_path, service):
    codes, printed = say(tmp_path, service, GOOD, sha="old")
    assert (codes, Service.comments) == ({"Comment": 0}, [])
    assert "no open pull request" in printed


@pytest.mark.parametrize(
    "text",
    [
        "@everyone look",
        "<img src=x onerror=alert(1)>",
        "[here](https://evil.example)",
        "https://evil.example",
        "www.evil.example",
        "fixes #1 and GH-2",
        "a | b\n\n# title",
        "`code` **bold** _it_ ~~no~~",
        "\u202etxt.exe \x1b[31m",
        "<!-- transflow -->",
        "&lt;b&gt;",
        "- a list",
        "1. a list",
        "      code",
        ":tada: :+1:",
        "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
    ],
)
def test_no_text_of_a_stranger_does_anything(tmp_path, service, text):
    finding = {**GOOD["findings"][0], "message": text, "path": text}
    say(tmp_path, service, GOOD | {"findings": [finding], "stale": [text]})
    body = Service.comments[0]["body"].removeprefix("<!-- transflow -->")
    line = next(line for line in body.splitlines() if line.startswith("- error"))
    assert not re.search(
        r"[@<>`*_\[\]()|~\x1b\u202e]|(?<!&)#\d|://|www\.|GH-\d|:[\w+-]+:|[0-9a-f]{7}|^- (?:[-+]|\d\.)|  ",
        body.partition("makes stale")[2],
        re.MULTILINE,
    )
    assert line.startswith("- error TF301, ")
    assert body.count("\n- ") == 2


@pytest.mark.parametrize(
    "told",
    [
        b"not json",
        b"[" * 100_000,
        b'"' + b"a" * 300_000 + b'"',
        [],
        GOOD | {"version": 2},
        GOOD | {"more": 1},
        GOOD | {"languages": {"en": {"<b>": 1}}},
        GOOD | {"languages": {"@everyone": {"stale": 1}}},
        GOOD | {"languages": {"en": {"stale": "1 | x"}}},
        GOOD | {"languages": {"en": {"stale": -1}}},
        GOOD | {"languages": {"en": {"stale": True}}},
        GOOD | {"stale": ["a"] * 51},
        GOOD | {"stale": [{"a": 1}]},
        GOOD | {"more_stale": "many"},
        GOOD | {"findings": GOOD["findings"] * 4},
        GOOD | {"findings": [{**GOOD["findings"][0], "code": "@x"}]},
        GOOD | {"findings": [{**GOOD["findings"][0], "severity": "<b>"}]},
        GOOD | {"findings": [{**GOOD["findings"][0], "line": "3"}]},
        GOOD | {"findings": [{**GOOD["findings"][0], "severity": ["error"]}]},
        GOOD | {"findings": [{"code": "TF301"}]},
    ],
)
def test_what_has_another_form_is_refused_whole(tmp_path, service, told):
    codes, printed = say(tmp_path, service, told)
    assert codes == {"Comment": 2}
    assert "nothing was written" in printed
    assert "Traceback" not in printed
    assert Service.asked == []


def test_every_action_is_pinned_by_its_hash_with_its_version():
    places = [*(ROOT / ".github/workflows").glob("*.yml"), ROOT / "action.yml", *(ROOT / "action").glob("*/action.yml"), ROOT / "docs/ci.md"]  # fmt: skip
    used = [line.strip() for path in places for line in path.read_text("utf-8").splitlines() if re.match(r"\s*- uses:", line)]  # fmt: skip
    assert len(used) > 20
    assert [line for line in used if not re.fullmatch(r"- uses: (?:[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+|OWNER/transflow\S*)", line)] == []  # fmt: skip
    # One version of each, so that what one file trusts is what all trust.
    versions = {re.split("[@ ]", line)[2]: line for line in used}
    assert all(line == versions[re.split("[@ ]", line)[2]] for line in used if "OWNER" not in line)


def test_no_workflow_runs_a_strangers_files_with_rights():
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        events = yaml.safe_load(text)[True]
        assert "pull_request_target" not in events
        if "workflow_run" in events:
            assert "checkout" not in text
        assert yaml.safe_load(text)["permissions"] in ({"contents": "read"}, {}), path
    assert "checkout" not in json.dumps(COMMENT)
    for action in (ACTION, COMMENT):  # nothing of an event is ever pasted into a command
        assert not [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")]


def test_only_the_main_branch_fills_the_cache():
    steps = [step for step in ACTION["runs"]["steps"] if "cache" in step.get("uses", "")]
    assert [step["uses"].partition("@")[0] for step in steps] == [
        "actions/cache/restore",
        "actions/cache/save",
    ]
    assert steps[1]["if"] == "always() && github.event_name == 'push'"
    assert all("runner.temp" in step["with"]["path"] for step in steps)


def test_states_of_a_comment_are_those_that_there_are():
    text = (ROOT / "action/comment.py").read_text("utf-8")
    listed = re.findall(r'"([\w-]+)"', re.search(r"STATES = \(([^)]*)\)", text)[1])
    assert set(listed) == set(STATES)


def test_the_files_are_valid_by_the_schemas_of_their_services(tmp_path):
    forms = [path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"]
    files = {
        "github-actions": [ROOT / "action.yml", ROOT / "action/comment/action.yml"],
        "github-workflows": (ROOT / ".github/workflows").glob("*.yml"),
        "dependabot": [ROOT / ".github/dependabot.yml"],
        "github-issue-forms": forms,
        "github-issue-config": [ROOT / ".github/ISSUE_TEMPLATE/config.yml"],
        "citation-file-format": [ROOT / "CITATION.cff"],
    }
    for schema, paths in files.items():
        validate(tmp_path, f"vendor.{schema}", *(path.read_text("utf-8") for path in paths))


def component(**given):
    """Return the component's job with its inputs put in."""
    head, body = yaml.safe_load_all((ROOT / "gitlab/translations.yml").read_text("utf-8"))
    inputs = {name: entry["default"] for name, entry in head["spec"]["inputs"].items()} | given
    text = yaml.safe_dump(body, allow_unicode=True)
    return yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: inputs[found[1]], text))[
        "translations"
    ]


@posix
def test_the_component_runs_and_is_valid(tmp_path, branch):
    job = component()
    validate(tmp_path, "vendor.gitlab-ci", yaml.safe_dump({"translations": job}))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    codes = [
        subprocess.run(
            ["bash", "-ec", line],
            cwd=branch,
            env=os.environ | {"PATH": path, "CI_PROJECT_DIR": str(branch)},
            capture_output=True,
            check=False,
        ).returncode
        for line in job["script"]
    ]
    assert codes == [0, 0, 1]
    made = (*job["artifacts"]["paths"], *job["artifacts"]["reports"].values())
    assert all((branch / name).stat().st_size for name in made)
    assert [rule["variables"]["CACHE_POLICY"] for rule in job["rules"]] == ["pull", "pull-push"]
    named = re.search(r"ref: (v[0-9.]+)", (ROOT / "gitlab/translations.yml").read_text("utf-8"))
    assert job["before_script"][-1].endswith(f'@{named[1]}"')
