"""A sparse checkout: what git has and the disk has not is there, and is never written over."""

import subprocess

import pytest

from tests.sites import build, cli, snapshot
from transflow import api
from transflow.site.workspace import find

CONFIG = (
    "targets: [en, ja]\nengine: pseudo\n"
    "content: [{root: content, source: 'zh/{path}.md', target: '{lang}/{path}.md'}]\n"
)
PAGE = "---\ntitle: 标题\n---\n\n甲段。\n"


def git(root, *arguments):
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def whole(tmp_path):
    """A repository in which two pages are translated into two languages."""
    root = tmp_path / "site"
    root.mkdir()
    git(root, "init", "-q")
    site = build(root, {"content/zh/x/a.md": PAGE, "content/zh/y/b.md": PAGE}, CONFIG)
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(), by="R").problems
    for name, value in (("user.name", "T"), ("user.email", "t@example.org")):
        git(root, "config", name, value)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


def sparse(root, *folders):
    git(
        root, "sparse-checkout", "set", "--no-cone", "/transflow.yaml", *(f"/{folder}/" for folder in folders)
    )
    return find(root)


def states(site):
    return {item.pair.target: item.state for item in api.overview(site).translations}


@pytest.mark.parametrize(
    "folders",
    [
        ("content/en", ".transflow"),
        ("content/zh", ".transflow"),
        ("content/zh/x", "content/ja"),
        ("content/zh/x",),
    ],
)
def test_nothing_counts_as_gone(whole, folders):
    before = states(find(whole))
    site = sparse(whole, *folders)
    assert states(site) == before
    assert set(before.values()) == {"reviewed"}
    assert {item.state for item in api.standings(site).translations} == {"reviewed"}
    assert cli(whole, "check", "--select", "TF1") == 0
    assert cli(whole, "check", "--changed-from", "HEAD") == 0


def test_nothing_is_removed_or_written_over(whole, capsys):
    sparse(whole, "content/zh", ".transflow")
    before = snapshot(whole)
    assert cli(whole, "clean", "--orphans") == 0
    assert "would remove" not in capsys.readouterr().out
    assert cli(whole, "translate") == 0
    page = whole / "content/zh/x/a.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\n乙段。\n", "utf-8")
    assert cli(whole, "translate") == 2
    told = capsys.readouterr().err
    assert "content/en/x/a.md: is left out by the sparse checkout" in told
    assert "git sparse-checkout add content/en/x" in told
    page.write_text(text, "utf-8")
    assert snapshot(whole) == before
    git(whole, "sparse-checkout", "disable")
    assert git(whole, "status", "--porcelain") == ""


def test_no_mark_is_written_over(whole, capsys):
    sparse(whole, "content/zh", ".transflow")
    assert cli(whole, "status", "--write") == 0
    page = whole / "content/zh/x/a.md"
    page.write_text(page.read_text("utf-8").replace("甲段", "甲段改"), "utf-8")
    assert cli(whole, "status", "--write") == 2
    assert "content/en/x/a.md: is left out by the sparse checkout" in capsys.readouterr().err


def test_a_commit_is_judged_by_what_git_has(whole):
    sparse(whole, "content/zh", ".transflow")
    (whole / "content/zh/x/a.md").write_text(PAGE.replace("甲", "丙"), "utf-8")
    git(whole, "add", "content/zh/x/a.md")
    assert cli(whole, "check", "--staged", str(whole / "content/zh/x/a.md")) == 0


def test_a_folder_of_the_repository(tmp_path, whole):
    """The workspace may lie below the repository's top, and the checkout may be a worktree."""
    git(whole, "worktree", "add", "-q", "--no-checkout", str(tmp_path / "other"), "HEAD")
    other = tmp_path / "other"
    git(other, "sparse-checkout", "set", "--no-cone", "/transflow.yaml", "/content/zh/")
    git(other, "checkout", "-q", "--detach", "HEAD")
    assert set(states(find(other)).values()) == {"reviewed"}
