"""The published hooks, run by the real `pre-commit` in a real repository."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.checking import SOURCE, TARGET, page, record
from tests.sites import cli
from tests.test_checks_git import RIGHT, SAID, WRONG, git, write
from transflow.site import workspace

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pre_commit():
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    return [sys.executable, "-m", "pre_commit"]


@pytest.fixture
def site(tmp_path):
    """A repository whose hooks are those published, run from this source tree instead of an environment of their own."""
    git(tmp_path, "init")
    write(tmp_path, "transflow.yaml", "targets: [en]\n")
    hooks = [
        hook
        | {
            "language": "system",
            "entry": hook["entry"].replace("transflow", f"{sys.executable} -m transflow", 1),
        }
        for hook in HOOKS
    ]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    write(tmp_path, ".pre-commit-config.yaml", yaml.safe_dump(config))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "start")
    return tmp_path


def run(pre_commit, site, *arguments):
    done = subprocess.run(
        [*pre_commit, "run", *arguments], cwd=site, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_manifest_is_valid(pre_commit):
    assert (
        subprocess.run(
            [*pre_commit, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=False
        ).returncode
        == 0
    )


def test_this_repository_runs_its_own_hooks():
    (own,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    published = [
        {key: value for key, value in hook.items() if key != "description"}
        | {"language": "system", "entry": f".venv/bin/{hook['entry']}"}
        for hook in HOOKS
        if hook["id"] != "transflow-plan"  # a part of transflow-check
    ]
    assert own["hooks"] == published


def test_an_editor_may_commit_a_page_that_promises_nothing(pre_commit, site):
    write(site, SOURCE, "---\ntitle: 题\n---\n\n文。\n")
    git(site, "add", ".")
    assert run(pre_commit, site)[0] == 0


def test_a_promise_has_to_be_kept_in_the_commit_though_the_page_lies_on_disk(pre_commit, site):
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    git(site, "add", ".")
    write(site, TARGET, page(RIGHT))
    code, told = run(pre_commit, site, "transflow-plan")
    assert code == 1
    assert "TF101" in told
    git(site, "add", ".")
    record(workspace.load(site), page(SAID, lang="zh-CN"))
    code, told = run(pre_commit, site, "transflow-plan")
    assert code == 1
    assert "git add .transflow/bitext/en/content/a.md.jsonl" in told
    git(site, "add", ".")
    assert run(pre_commit, site)[0] == 0


def test_a_changed_record_belongs_in_the_commit_of_its_page(pre_commit, site):
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    assert cli(site, "translate", "--engine", "pseudo") == 0
    git(site, "add", ".")
    git(site, "commit", "-m", "draft")
    write(site, SOURCE, page("公司市值为4,000亿美元。\n\n完。", lang="zh-CN"))
    assert cli(site, "translate", "--engine", "pseudo") == 0
    git(site, "add", "content")
    code, told = run(pre_commit, site, "transflow-plan")
    assert code == 1
    assert ": TF109 error this text is newer than its record: run `git add .transflow/" in told
    git(site, "add", ".")
    assert run(pre_commit, site)[0] == 0


@pytest.mark.parametrize("text", ["公司市值为4,000亿美元。", f"{SAID}\n\n完。"])
def test_a_correction_is_no_change_of_the_record(pre_commit, site, text):
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    assert cli(site, "translate", "--engine", "pseudo") == 0
    git(site, "add", ".")
    git(site, "commit", "-m", "draft")
    translation = site / TARGET
    translation.write_text(translation.read_text("utf-8").replace("title: ", "title: My "), "utf-8")
    write(site, SOURCE, page(text, lang="zh-CN"))
    git(site, "add", ".")
    assert run(pre_commit, site)[0] == 0


def test_a_wrong_figure_is_not_committed(pre_commit, site):
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    write(site, TARGET, page(WRONG))
    record(workspace.load(site), page(SAID, lang="zh-CN"))
    git(site, "add", ".")
    code, told = run(pre_commit, site, "transflow-check")
    assert code == 1
    assert f"{TARGET}:8:22: TF301" in told
    write(site, TARGET, page(RIGHT))
    assert run(pre_commit, site, "transflow-check")[0] == 1
    git(site, "add", ".")
    write(site, TARGET, page(WRONG))
    assert run(pre_commit, site, "transflow-check")[0] == 0


def test_the_whole_site_is_looked_at_before_a_push(pre_commit, site):
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    assert run(pre_commit, site, "transflow-status", "--hook-stage", "pre-push")[0] == 1
    write(site, TARGET, page(RIGHT))
    assert run(pre_commit, site, "transflow-status", "--hook-stage", "pre-push")[0] == 0


def test_a_commit_of_other_files_passes(pre_commit, site):
    write(site, "style.css", "a {}\n")
    git(site, "add", ".")
    assert run(pre_commit, site)[0] == 0


@pytest.mark.network
def test_the_hooks_install_the_core_from_a_clone(pre_commit, site):
    commit = git(ROOT, "rev-parse", "HEAD").strip()
    config = {"repos": [{"repo": str(ROOT), "rev": commit, "hooks": [{"id": hook["id"]} for hook in HOOKS]}]}
    write(site, ".pre-commit-config.yaml", yaml.safe_dump(config))
    write(site, SOURCE, page(SAID, lang="zh-CN"))
    git(site, "add", ".")
    code, told = run(pre_commit, site)
    assert code == 1
    assert "TF101" in told
