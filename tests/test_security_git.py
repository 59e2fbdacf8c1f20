"""What a stranger's repository may not do: run a program, reach a host, or pass another repository's files for its own."""

import os
import stat

import pytest

from tests.checking import SOURCE, TARGET, page, record
from tests.sites import build, cli, snapshot
from tests.test_checks_git import git
from transflow.site import config
from transflow.site.git import run

SAID, RIGHT, WRONG = (
    "公司市值为3,000亿美元。",
    "The company is worth $300 billion.",
    "The company is worth $30 billion.",
)
FILES = {SOURCE: page(SAID, lang="zh-CN"), TARGET: page(RIGHT), "content/b.md": page("旁。", lang="zh-CN")}


@pytest.fixture
def ran(tmp_path, monkeypatch):
    """A program that leaves a mark where it was run; after the test there must be none."""
    mark = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {mark}\ncat\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    yield program
    assert not mark.exists(), mark.read_text()


def evil(program):
    """A configuration in which everything that git knows of running is that program."""
    keys = {
        "core.fsmonitor": program, "core.hooksPath": program.parent, "core.sshCommand": program, "core.pager": program,
        "core.editor": program, "core.askPass": program, "core.gitProxy": program, "core.alternateRefsCommand": program,
        "diff.external": program, "diff.evil.command": program, "diff.evil.textconv": program, "filter.evil.clean": program,
        "filter.evil.smudge": program, "filter.evil.process": program, "filter.evil.required": "true",
        "log.showSignature": "true", "gpg.program": program, "gpg.ssh.program": program, "gpg.format": "ssh",
        "credential.helper": f"!{program}", "pager.log": program, "pager.diff": program, "diff.submodule": "diff",
        "alias.log": f"!{program}", "alias.ls-files": f"!{program}", "submodule.recurse": "true", "status.submoduleSummary": "true",
        "protocol.allow": "always", "protocol.ext.allow": "always", "uploadpack.packObjectsHook": program, "trailer.x.command": program,
    }  # fmt: skip
    text = "[core]\n\trepositoryformatversion = 0\n"
    for key, value in keys.items():
        section, _, name = key.rpartition(".")
        outer, _, inner = section.partition(".")
        text += f'[{outer} "{inner}"]\n' if inner else f"[{outer}]\n"
        text += f"\t{name} = {value}\n"
    return text


COMMANDS = (
    ["check", "--staged", SOURCE, TARGET], ["check", "--changed-from", "HEAD~1"], ["adopt"], ["report", "--format", "html"],
    ["approve", "content"], ["status"], ["translate"], ["check", "--staged"],
)  # fmt: skip


def tried(root, capsys):
    for command in COMMANDS:
        assert cli(root, *command) in (0, 1, 2), command
        assert "Traceback" not in capsys.readouterr().err


def attributes(root):
    (root / ".gitattributes").write_text("* filter=evil diff=evil\n")


def committed(root):
    """A workspace with two commits, and changes on disk and in the index."""
    site = build(root, FILES, "targets: [en]\nengine: pseudo\n")
    record(site, FILES[SOURCE])
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "start")
    (root / TARGET).write_text(page(WRONG), "utf-8")
    git(root, "commit", "-am", "wrong")
    (root / SOURCE).write_text(page(f"{SAID}\n\n又一段。", lang="zh-CN"), "utf-8")
    git(root, "add", ".")
    (root / "content/b.md").write_text(page("旁边。", lang="zh-CN"), "utf-8")
    return root


class TestNothingRuns:
    def test_by_the_configuration_of_a_repository(self, tmp_path, ran, capsys):
        root = committed(tmp_path / "site")
        attributes(root)
        (root / ".git/config").write_text(evil(ran))
        for hook in (
            "post-index-change",
            "pre-commit",
            "post-checkout",
            "fsmonitor-watchman",
            "reference-transaction",
        ):
            (root / ".git/hooks" / hook).write_text(f"#!/bin/sh\nexec {ran}\n")
            (root / ".git/hooks" / hook).chmod(0o755)
        (root / ".git/info").mkdir(exist_ok=True)
        (root / ".git/info/attributes").write_text("* filter=evil diff=evil\n")
        tried(root, capsys)

    @pytest.mark.parametrize("how", ["include.path", "includeIf.gitdir:/.path", "worktree"])
    def test_by_a_configuration_that_is_included(self, tmp_path, ran, capsys, how):
        root = committed(tmp_path / "site")
        attributes(root)
        (root / "evil.conf").write_text(evil(ran))
        if how == "worktree":
            git(root, "config", "extensions.worktreeConfig", "true")
            (root / ".git/config.worktree").write_text(evil(ran))
        else:
            git(root, "config", how, str(root / "evil.conf"))
        tried(root, capsys)

    @pytest.mark.parametrize("nested", [True, False])
    def test_by_a_folder_that_looks_like_a_bare_repository(self, tmp_path, ran, capsys, nested, monkeypatch):
        outer = committed(tmp_path / "site") if nested else tmp_path / "site"
        inner = outer / "embedded"
        build(inner, FILES, "targets: [en]\nengine: pseudo\n")
        git(inner, "init", "--bare", "--initial-branch=main", ".")
        (inner / "config").write_text(f"{evil(ran)}[core]\n\tbare = false\n\tworktree = {inner}\n")
        attributes(inner)
        tried(inner, capsys)
        (outer / "transflow.yaml").unlink(missing_ok=True)
        if nested:
            git(outer, "rm", "--cached", "transflow.yaml")
            git(outer, "add", "-f", "embedded/transflow.yaml", "embedded/content")
            monkeypatch.chdir(outer)
            assert cli(outer, "check", "--staged", f"embedded/{SOURCE}") == 2
            assert "no git repository" in capsys.readouterr().err

    @pytest.mark.parametrize("url", ["ext::{program} %S", "ssh://host/x", "{program}", "file:///nowhere"])
    def test_to_fetch_what_is_missing(self, tmp_path, ran, capsys, url):
        root = committed(tmp_path / "site")
        named = git(root, "ls-files", "--stage", SOURCE).split()[1]
        (root / ".git/objects" / named[:2] / named[2:]).unlink()
        (root / ".git/config").write_text(
            f"{evil(ran)}[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
            f'[remote "origin"]\n\turl = {url.format(program=ran)}\n\tpromisor = true\n\tuploadpack = {ran}\n'
        )
        assert cli(root, "check", "--staged", SOURCE) == 2
        assert f"transflow: {SOURCE}: cannot be read from git" in capsys.readouterr().err
        tried(root, capsys)

    def test_in_a_submodule(self, tmp_path, ran, capsys):
        inner = committed(tmp_path / "inner")
        root = committed(tmp_path / "site")
        git(root, "-c", "protocol.file.allow=always", "submodule", "add", str(inner), "content/sub")
        git(root, "commit", "-am", "submodule")
        config = root / ".git/modules/content/sub/config"
        config.write_text(config.read_text() + evil(ran))
        (root / "content/sub/content/b.md").write_text("x")
        tried(root, capsys)
        tried(root / "content/sub", capsys)

    def test_by_what_is_left_in_the_environment(self, tmp_path, ran, capsys, monkeypatch):
        root = committed(tmp_path / "site")
        for name in (
            "GIT_EXTERNAL_DIFF",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_PAGER",
            "GIT_EDITOR",
            "GIT_ASKPASS",
            "GIT_PROXY_COMMAND",
        ):
            monkeypatch.setenv(name, str(ran))
        monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
        tried(root, capsys)
        assert not (tmp_path / "trace").exists()


class TestWhoseRepository:
    def test_a_leftover_of_another_repository_in_the_environment_is_not_believed(
        self, tmp_path, capsys, monkeypatch
    ):
        root, other = committed(tmp_path / "site"), committed(tmp_path / "other")
        git(other, "commit", "-am", "other")
        for name, value in {
            "GIT_DIR": other / ".git",
            "GIT_INDEX_FILE": other / ".git/index",
            "GIT_WORK_TREE": other,
        }.items():
            monkeypatch.setenv(name, str(value))
        assert run(root, "rev-parse", "--absolute-git-dir") == f"{root / '.git'}\n".encode()
        assert cli(root, "check", "--changed-from", "HEAD", "--format", "json") in (0, 1)
        assert '"source": "content/b.md"' in capsys.readouterr().out

    def test_the_index_that_a_commit_is_made_of_is_read(self, tmp_path, capsys, monkeypatch):
        root = committed(tmp_path / "site")
        git(root, "commit", "-am", "all")
        # As `git commit PATH` has it: an index of its own, beside the one in which something else is staged.
        (tmp_path / "index").write_bytes((root / ".git/index").read_bytes())
        (root / TARGET).write_text(page(RIGHT), "utf-8")
        git(root, "add", TARGET)
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
        monkeypatch.setenv("GIT_DIR", ".git")
        monkeypatch.chdir(root)
        assert cli(root, "check", "--staged", "--select", "TF301", TARGET) == 1
        assert "TF301" in capsys.readouterr().out

    @pytest.mark.parametrize("how", ["file", "link", "core.worktree"])
    def test_a_git_folder_elsewhere_is_not_believed(self, tmp_path, capsys, how):
        other = committed(tmp_path / "other")
        (other / "content/secret.md").write_text("SECRET\n")
        git(other, "add", ".")
        root = tmp_path / "site"
        build(root, {SOURCE: FILES[SOURCE], TARGET: FILES[TARGET]}, "targets: [en]\n")
        if how == "file":
            (root / ".git").write_text(f"gitdir: {other / '.git'}\n")
        elif how == "link":
            (root / ".git").symlink_to(other / ".git")
        else:
            git(root, "init")
            git(root, "config", "core.worktree", str(other))
        for command in (
            ["check", "--staged", SOURCE, "content/secret.md"],
            ["check", "--changed-from", "HEAD"],
        ):
            assert cli(root, *command) == 2
            captured = capsys.readouterr()
            assert "the repository here is another folder's" in captured.err
            assert "SECRET" not in captured.out + captured.err
        (other / SOURCE).write_text(page("SECRET 文。", lang="zh-CN"), "utf-8")
        (other / TARGET).write_text(FILES[TARGET], "utf-8")
        git(other, "commit", "-am", "SECRET")
        tried(root, capsys)
        assert cli(root, "report", "--format", "html", "-o", "out.html") in (0, 1)
        assert not any(b"SECRET" in data for data in snapshot(root).values())
        assert git(other, "rev-parse", "--short", "HEAD").strip() not in (root / "out.html").read_text(
            "utf-8"
        )

    def test_a_worktree_and_a_submodule_are(self, tmp_path, capsys):
        root = committed(tmp_path / "site")
        git(root, "commit", "-am", "more")
        git(root, "worktree", "add", str(tmp_path / "tree"))
        outer = committed(tmp_path / "outer")
        git(outer, "-c", "protocol.file.allow=always", "submodule", "add", str(root), "sub")
        for place in (tmp_path / "tree", outer / "sub"):
            (place / TARGET).write_text(page(WRONG.replace("30", "31")), "utf-8")
            git(place, "add", ".")
            assert cli(place, "check", "--staged", "--select", "TF301", str(place / TARGET)) == 1
            assert "TF301" in capsys.readouterr().out


class TestTheIndex:
    """What is staged is read as it is kept; nothing is written anywhere."""

    @pytest.mark.parametrize(
        "pattern",
        [
            "../pro*/L/../../../{own}/terms.yaml",
            "../own/*.yaml",
            "L/../../own/terms.yaml",
            "{own}/terms.yaml",
        ],
    )
    def test_a_glossary_outside_is_not_copied(self, tmp_path, capsys, pattern):
        root, own = committed(tmp_path / "pro" / "site"), tmp_path / "own"
        (root / "a/b/c").mkdir(parents=True)
        (root / "L").symlink_to("a/b/c")
        own.mkdir()
        (own / "terms.yaml").write_text("mine\n")
        (root / "transflow.yaml").write_text(
            f'targets: [en]\nglossaries: ["{pattern.format(own=str(own))}"]\n'
        )
        git(root, "add", ".")
        before = snapshot(tmp_path)
        assert cli(root, "check", "--staged", str(root / SOURCE)) == 2
        assert "transflow.yaml:2: glossary" in capsys.readouterr().err
        assert snapshot(tmp_path) == before

    def test_nothing_is_written_and_no_temporary_folder_made(self, tmp_path, capsys, monkeypatch):
        root = committed(tmp_path / "site")
        (tmp_path / "tmp").mkdir()
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        before = snapshot(root)
        assert cli(root, "check", "--staged", str(root / SOURCE), str(root / TARGET)) in (0, 1)
        assert capsys.readouterr().out
        assert snapshot(root) == before
        assert list((tmp_path / "tmp").iterdir()) == []

    @pytest.mark.parametrize(
        ("path", "target", "told"),
        [
            ("content/c.en.md", "../../own/notes.md", "leaves the workspace"),
            ("content/c.en.md", "/etc/hostname", "leaves the workspace"),
            ("content/c.en.md", "c.en.md", "leaves the workspace"),
            (".transflow/bitext/en/content/c.md.jsonl", "../../../../content/c.md", "real folders and files"),
            ("glossaries", "../own", "glossary 'glossaries/terms.yaml'"),
            (".transflow/baseline.jsonl", "../../own/x", "real folders and files"),
        ],
    )
    def test_a_link_in_the_index_leads_nowhere_else(self, tmp_path, capsys, path, target, told):
        root = committed(tmp_path / "site")
        (root / "content/c.md").write_text(page("页。", lang="zh-CN"), "utf-8")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
        if path == "glossaries":
            (root / "transflow.yaml").write_text("targets: [en]\nglossaries: [glossaries/terms.yaml]\n")
        git(root, "add", "-f", ".")
        (root / path).unlink()  # it is the index that counts
        assert cli(root, "check", "--staged", str(root / "content/c.md"), str(root / path)) == 2
        assert told in capsys.readouterr().err

    def test_a_link_inside_is_followed(self, tmp_path, capsys):
        root = committed(tmp_path / "site")
        (root / "real.md").write_text(page(WRONG), "utf-8")
        (root / TARGET).unlink()
        (root / TARGET).symlink_to("../real.md")
        git(root, "add", ".")
        assert cli(root, "check", "--staged", "--select", "TF301", str(root / TARGET)) == 1
        assert "TF301" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "name",
        [":x.md", "-x.md", "--output=x.md", ":(top)x.md", "!x.md", "*.md", "a\\b.md", "x y.md"],
    )
    def test_names_that_git_reads_otherwise_are_names(self, tmp_path, capsys, name):
        root = committed(tmp_path / "site")
        (root / "content" / name).write_text(page(SAID, lang="zh-CN", translations="[zh-CN, en]"), "utf-8")
        (root / "content" / name.replace(".md", ".en.md")).write_text(page(WRONG), "utf-8")
        git(root, "add", ".")
        target = str(root / "content" / name.replace(".md", ".en.md"))
        assert cli(root, "check", "--staged", "--select", "TF301", target) == 1
        assert "TF301" in capsys.readouterr().out
        git(root, "commit", "-m", "all")
        assert cli(root, "adopt", target) in (0, 2)
        assert "fatal" not in capsys.readouterr().err

    def test_a_commit_is_read_without_its_filters(self, tmp_path, capsys):
        """What git would show of a page through a text converter is not what the record is compared with."""
        root = committed(tmp_path / "site")
        (root / ".gitattributes").write_text("*.md diff=x\n")
        git(root, "config", "diff.x.textconv", "rev")
        assert cli(root, "check", "--staged", str(root / SOURCE), str(root / TARGET)) in (0, 1)
        assert "TF109" not in capsys.readouterr().out


def test_the_real_program_is_called_hardened(tmp_path):
    from transflow.site import git as module  # noqa: PLC0415  it has the helper's name

    command = module.command(tmp_path, ("diff", "--cached"))
    assert command.index("diff") > command.index("-C")
    for setting in ("safe.bareRepository=explicit", "core.fsmonitor=false", f"core.hooksPath={os.devnull}"):
        assert setting in command
    assert {"--no-ext-diff", "--no-textconv", "--ignore-submodules=all"} <= set(command)
    assert config.CONFIG_NAME not in command
