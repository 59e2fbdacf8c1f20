"""What a commit holds and what a branch touched, in real git repositories."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.checking import SOURCE, TARGET, page, record
from tests.sites import build, cli, process
from transflow import api
from transflow.cli import app, hook
from transflow.site import scope, workspace

SAID, RIGHT, WRONG = (
    "公司市值为3,000亿美元。",
    "The company is worth $300 billion.",
    "The company is worth $30 billion.",
)
NAMES = "TF301,stale"


def git(root, *arguments):
    identity = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | identity
    command = ["git", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def site(tmp_path):
    """A repository with one good page, its translation and their record, committed."""
    place = tmp_path / "site"
    found = build(
        place,
        {SOURCE: page(SAID, lang="zh-CN"), TARGET: page(RIGHT), "content/other.md": "旁。\n"},
        "targets: [en]\n",
    )
    record(found, (place / SOURCE).read_text("utf-8"))
    git(place, "init")
    git(place, "add", ".")
    git(place, "commit", "-m", "start")
    return place


def write(root, path, text):
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def told(capsys):
    """Return the codes of the findings printed."""
    return [line.split(": ")[1].split()[0] for line in capsys.readouterr().out.splitlines()]


def staged(root, *paths):
    return cli(root, "check", "--staged", *(str(root / path) for path in paths))


class TestStaged:
    def test_what_is_staged_is_judged_not_what_stands_beside_it(self, site, capsys):
        write(site, TARGET, page(WRONG))
        git(site, "add", TARGET)
        write(site, TARGET, page(RIGHT))
        assert staged(site, TARGET) == 1
        assert told(capsys) == ["TF301"]
        git(site, "add", TARGET)
        write(site, TARGET, page(WRONG))
        assert staged(site, TARGET) == 0

    def test_without_a_name_all_that_is_staged_is_judged(self, site, monkeypatch, capsys):
        write(site, TARGET, page(WRONG))
        monkeypatch.chdir(site)
        assert hook.run(["check", "--staged"]) == app.run(["check", "--staged"]) == 0
        assert told(capsys) == []
        git(site, "add", TARGET)
        assert hook.run(["check", "--staged"]) == app.run(["check", "--staged"]) == 1
        assert told(capsys) == ["TF301", "TF301"]
        monkeypatch.chdir(site / "content")
        assert hook.run(["check", "--staged"]) == 1
        assert hook.run(["check", "--staged", "nowhere.md"]) == 0

    def test_an_editor_is_not_stopped_because_a_translator_has_work_to_do(self, site, capsys):
        write(site, TARGET, page(WRONG))
        git(site, "commit", "-am", "a wrong translation")
        write(site, SOURCE, page("公司市值为4,000亿美元。", lang="zh-CN"))
        git(site, "add", SOURCE)
        assert staged(site, SOURCE) == 0
        assert told(capsys) == ["TF106"]

    def test_a_promise_has_to_be_kept_by_the_commit(self, site, capsys):
        write(site, "content/b.md", page("文。", lang="zh-CN"))
        write(site, "content/b.en.md", page("Text."))
        git(site, "add", "content/b.md")
        assert staged(site, "content/b.md") == 1
        assert capsys.readouterr().out.startswith("content/b.md:4:")
        git(site, "add", "content/b.en.md")
        assert staged(site, "content/b.md", "content/b.en.md") == 0

    def test_deleting_a_promised_translation_breaks_the_promise(self, site, capsys):
        git(site, "rm", TARGET)
        assert staged(site) == 1
        assert told(capsys) == ["TF101"]

    def test_renaming_a_source_orphans_its_translation(self, site, capsys):
        git(site, "mv", SOURCE, "content/c.md")
        assert staged(site, "content/c.md") == 1
        assert told(capsys) == ["TF104", "TF101"]

    def test_renaming_both_ends_leaves_them_their_record(self, site, capsys):
        git(site, "mv", SOURCE, "content/c.md")
        git(site, "mv", TARGET, "content/c.en.md")
        assert staged(site, "content/c.md", "content/c.en.md") == 0
        assert told(capsys) == []

    def test_a_translation_is_staged_with_its_record(self, site, capsys):
        write(site, "content/b.md", page("文。", lang="zh-CN"))
        write(site, "content/b.en.md", page("Text."))
        record(workspace.load(site), page("文。", lang="zh-CN"), "content/b.md", "content/b.en.md")
        git(site, "add", "content")
        assert staged(site, "content/b.md", "content/b.en.md") == 1
        printed = capsys.readouterr().out
        assert "TF109" in printed
        assert "git add .transflow/bitext/en/content/b.md.jsonl" in printed
        git(site, "add", ".")
        assert staged(site, "content/b.md", "content/b.en.md") == 0

    @pytest.mark.parametrize(
        "path", ["nowhere.md", "transflow.yaml", "../outside.md", "content/x.png", "/etc/hosts"]
    )
    def test_what_is_no_page_is_passed_over(self, site, capsys, path):
        assert cli(site, "check", "--staged", path) == 0
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize("path", [".github/pull_request.md", "content/.trash/b.md", "drafts/b.md"])
    def test_what_no_listing_of_the_site_has_is_no_page_of_a_commit(self, site, capsys, path):
        config = "targets: [en]\nrequired: [en]\nignore: [drafts/, other.md]\ncontent: [{root: .}]\n"
        write(site, "transflow.yaml", config)
        write(site, path, page("文。", lang="zh-CN"))
        git(site, "add", ".")
        assert staged(site, path) == 0
        assert cli(site, "check") == 0
        assert told(capsys) == []

    def test_a_commit_without_pages_costs_next_to_nothing(self, site):
        write(site, "README.md", "Read me.")
        script = (
            "import sys; from transflow.cli import hook; code = hook.run(sys.argv[1:]); "
            "print(code, [name for name in ('typer', 'transflow.site.workspace') if name in sys.modules])"
        )
        command = [sys.executable, "-c", script, "check", "--staged"]
        for names, wanted in (
            (["README.md", "style.css"], "0 []"),
            ([TARGET], "0 ['transflow.site.workspace']"),
        ):
            done = subprocess.run([*command, *names], cwd=site, capture_output=True, text=True, check=True)
            assert done.stdout.strip() == wanted

    @pytest.mark.parametrize(
        "content",
        [
            '"content": [{root: docs}]', "content : [{root: docs}]", "content:\n- root: docs", "'content' :\n  - {\"root\": docs}",
            '"\\u0063ontent": [{root: docs}]', "{targets: [en], content: [{root: ./docs/}]}", "x: &r docs\ncontent: [{root: *r}]",
            "? content\n: - root: docs", "content: [{root: ., source: 'docs/{path}.md'}]", "content: !!seq [{root: docs}]",
            'content: [{root: docs}]\n# a\n"content": [{root: other}]', "content: [{root: docs, source: '{path}.markdown'}, {root: docs}]",
        ],
    )  # fmt: skip
    def test_a_hook_sees_a_page_wherever_the_configuration_puts_it(self, site, capsys, monkeypatch, content):
        config = content if content.startswith("{") else f"targets: [en]\n{content}\n"
        write(site, "transflow.yaml", config)
        write(site, "docs/a.md", page("文。", lang="zh-CN"))
        git(site, "add", ".")
        monkeypatch.chdir(site)
        assert (
            hook.run(["check", "--staged", "docs/a.md"]) == app.run(["check", "--staged", "docs/a.md"]) != 0
        )
        captured = capsys.readouterr()
        assert captured.out or captured.err

    def test_a_page_that_was_deleted_below_the_top_of_the_repository_is_seen(self, site, capsys, monkeypatch):
        place = site / "web"
        build(
            place,
            {"content/a.md": page(SAID, lang="zh-CN"), "content/a.en.md": page(RIGHT)},
            "targets: [en]\n",
        )
        git(site, "add", ".")
        git(site, "commit", "-m", "more")
        git(site, "rm", "web/content/a.en.md")
        monkeypatch.chdir(place)
        assert hook.run(["check", "--staged"]) == 1
        assert told(capsys) == ["TF101"]

    @pytest.mark.parametrize(
        "options",
        [
            [],
            ["--strict", SOURCE],
            [f"--select={NAMES}"],
            ["--select", NAMES, "--ignore", "quantity"],
            ["--format", "json", "--language", "en"],
            ["-l", "fr"],
            ["--format", "nonsense"],
            ["--format=json", "-lfr", "--select=TF1"],
            ["--strict", "--strict", "--select", "TF1", "--select", "TF3"],
            ["--ignore", "--strict"],
            ["--glossary", "nowhere.yaml"],
            ["--select", "TF999"],
        ],
        ids=" ".join,
    )
    def test_a_hook_is_read_as_every_command_line_is(self, site, capsys, monkeypatch, options):
        write(site, TARGET, page(WRONG))
        git(site, "add", TARGET)
        monkeypatch.chdir(site)
        for arguments in (
            ["check", "--staged", *options, TARGET],
            ["-q", "check", TARGET, *options, "--staged"],
        ):
            assert hook.run(arguments) == app.run(arguments)
            captured = capsys.readouterr()
            for text in (captured.out, captured.err):
                assert text[: len(text) // 2] == text[len(text) // 2 :]
            assert captured.out or captured.err or "-q" in arguments

    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", TARGET],
            ["check", "--staged", "--fix"],
            ["check", "--staged", "--select"],
            ["check", "--staged", "--help"],
            ["-C", ".", "check", "--staged"],
            ["status", "--staged"],
        ],
        ids=" ".join,
    )
    def test_what_is_no_hook_is_left_to_the_command_line(self, arguments):
        assert hook.run(arguments) is None

    def test_a_page_that_is_renamed_to_something_else_counts_as_deleted(self, site):
        git(site, "mv", SOURCE, "a.txt")
        assert process(site, "check", "--staged", "a.txt", "--strict").returncode == 1

    def test_a_page_that_cannot_be_read_is_one_line(self, site, capsys):
        (site / TARGET).write_bytes(b"\xff\xfe\x00binary")
        git(site, "add", TARGET)
        assert staged(site, TARGET) == 2
        captured = capsys.readouterr()
        assert captured.err.splitlines()[-1].startswith(f"transflow: {TARGET}:1: not UTF-8 text")
        assert staged(site, SOURCE) == 0

    def test_an_enormous_page_is_one_line(self, site, capsys):
        write(site, TARGET, "x" * (21 * 2**20))
        git(site, "add", TARGET)
        assert staged(site, TARGET) == 2
        assert "larger than 20 MiB" in capsys.readouterr().err

    def test_an_unfinished_merge_is_told(self, site, capsys):
        write(site, TARGET, page(f"<<<<<<< HEAD\n{RIGHT}\n=======\n{WRONG}\n>>>>>>> other"))
        git(site, "add", TARGET)
        assert staged(site, TARGET) == 2
        assert "has an unfinished merge" in capsys.readouterr().err

    def test_a_page_in_the_midst_of_a_merge_is_one_line(self, site, capsys):
        git(site, "checkout", "-b", "other")
        write(site, TARGET, page("Other."))
        git(site, "commit", "-am", "other")
        git(site, "checkout", "main")
        write(site, TARGET, page("Mine."))
        git(site, "commit", "-am", "mine")
        with pytest.raises(subprocess.CalledProcessError):
            git(site, "merge", "other")
        assert staged(site, TARGET) == 2
        assert capsys.readouterr().err.splitlines()[-1] == (
            f"transflow: {TARGET}: cannot be read from git's index (resolve the merge and stage it)"
        )

    def test_a_draft_that_a_merge_brought_into_a_reviewed_page_is_told(self, tmp_path, capsys):
        source = "---\ntitle: 标题\n---\n\n第一段。\n\n## 节\n\n第二段。\n"
        found = build(tmp_path, {SOURCE: source})
        api.translate(found)
        git(tmp_path, "init")
        write(tmp_path, ".gitignore", "cache\n")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", "start")
        git(tmp_path, "checkout", "-b", "other")
        write(tmp_path, SOURCE, source.replace("第一段", "第一段新"))
        api.translate(found)
        git(tmp_path, "commit", "-am", "other")
        git(tmp_path, "checkout", "main")
        drafted = (tmp_path / TARGET).read_text("utf-8")
        write(tmp_path, TARGET, drafted[: drafted.rstrip().rindex("\n")] + "\nBy a person.\n")
        api.approve(found, api.Filter((TARGET,)), by="Ann")
        git(tmp_path, "commit", "-am", "mine")
        with pytest.raises(subprocess.CalledProcessError):
            git(tmp_path, "merge", "other")
        assert git(tmp_path, "diff", "--name-only", "--diff-filter=U").split() == [
            ".transflow/bitext/en/content/a.md.jsonl"
        ]
        assert not api.translate(found).problems
        (item,) = api.overview(found).translations
        assert (item.status, item.state) == ("reviewed", "draft")
        assert cli(tmp_path, "check", "--select", "TF107") == 0
        assert capsys.readouterr().out.splitlines()[0] == (
            f"{TARGET}:10:1: TF107 warning this page is live and says it was reviewed, but nobody has approved "
            "1 text of it, from here on: approve it, or set `draft: true`"
        )
        assert not api.approve(found, api.Filter((TARGET,)), by="Ann").problems
        assert api.overview(found).translations[0].state == "reviewed"
        capsys.readouterr()
        assert cli(tmp_path, "check", "--select", "TF107") == 0
        assert "TF107" not in capsys.readouterr().out

    def test_a_repository_without_commits(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: page("文。", lang="zh-CN")}, "targets: [en]\n")
        git(tmp_path, "init")
        git(tmp_path, "add", ".")
        assert staged(tmp_path, SOURCE) == 1
        assert told(capsys) == ["TF101"]

    def test_no_repository(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: page("文。", lang="zh-CN")}, "targets: [en]\n")
        assert staged(tmp_path, SOURCE) == 2
        assert "in no git repository" in capsys.readouterr().err

    def test_no_git(self, site, capsys, monkeypatch):
        monkeypatch.setenv("PATH", "")
        assert staged(site, SOURCE) == 2
        assert capsys.readouterr().err.startswith("transflow: git is not installed")

    def test_a_repository_of_somebody_else(self, site, capsys, monkeypatch):
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert staged(site, SOURCE) == 2
        assert f"git config --global --add safe.directory {site}" in capsys.readouterr().err

    def test_a_workspace_below_the_top_of_the_repository_and_a_detached_head(self, site, capsys):
        top = site.parent / "top"
        top.mkdir()
        site.rename(top / "web")
        git(top, "init")
        (top / "web" / ".git").rename(top / "old.git")
        git(top, "add", "web")
        git(top, "commit", "-m", "start")
        git(top, "checkout", "--detach")
        write(top / "web", TARGET, page(WRONG))
        git(top, "add", "web")
        assert process(top, "-C", "web", "check", "--staged", TARGET).returncode == 1
        assert cli(top / "web", "check", "--changed-from", "main") == 1
        assert capsys.readouterr().out.startswith(f"{TARGET}:8:22: TF301")


class TestWorkspacesBelow:
    @pytest.fixture
    def top(self, site):
        """A repository with two workspaces in folders of their own, a wrong figure staged in one of them."""
        top = site.parent / "top"
        top.mkdir()
        git(top, "init")
        for name in ("blog", "web"):
            shutil.copytree(site, top / name, ignore=shutil.ignore_patterns(".git"))
        git(top, "add", ".")
        git(top, "commit", "-m", "start")
        write(top / "web", TARGET, page(WRONG))
        git(top, "add", ".")
        return top

    def test_a_hook_at_the_top_finds_the_workspace_of_each_page(self, top):
        done = process(top, "check", "--staged", f"web/{TARGET}")
        assert done.returncode == 1
        assert done.stdout.startswith(f"In web:\n{TARGET}:8:22: TF301")
        assert done.stdout.count("\n") == 2
        assert process(top, "check", "--staged", f"blog/{TARGET}", "README.md").returncode == 0
        assert process(top, "check", "--staged").stdout == done.stdout

    def test_one_of_them_answers_as_if_it_were_alone(self, top, capsys):
        git(top, "rm", "-r", "blog")
        assert staged(top, f"web/{TARGET}") == 1
        assert capsys.readouterr().out.startswith(f"{TARGET}:8:22: TF301")

    def test_data_is_about_one_workspace(self, top, capsys):
        assert cli(top, "check", "--staged", "--format", "json", f"web/{TARGET}") == 2
        assert "there are several workspaces here (give the folder of one with -C)" in capsys.readouterr().err

    def test_none_is_told_as_ever(self, tmp_path, capsys):
        git(tmp_path, "init")
        assert cli(tmp_path, "check", "--staged", "a.md") == 2
        assert "no transflow.yaml here or in any folder above" in capsys.readouterr().err


class TestChangedFrom:
    def test_only_what_the_branch_touches_counts(self, site, capsys):
        write(site, "content/b.md", page(SAID, lang="zh-CN"))
        write(site, "content/b.en.md", page(WRONG))
        git(site, "add", ".")
        git(site, "commit", "-m", "wrong from the start")
        git(site, "checkout", "-b", "branch")
        write(site, TARGET, page(WRONG))
        git(site, "commit", "-am", "wrong")
        assert cli(site, "check", "--changed-from", "main") == 1
        assert all(line.startswith(f"{TARGET}:") for line in capsys.readouterr().out.splitlines())
        write(site, "content/new.md", page("文。", lang="zh-CN"))
        assert cli(site, "check", "--changed-from", "main") == 1
        assert "content/new.md" in capsys.readouterr().out

    def test_a_changed_configuration_touches_everything(self, site, capsys):
        terms = "  公司: {use: firm, not: [company]}\n"
        write(site, "glossaries/g.yaml", f"source: zh\ntarget: en\nterms:\n{terms}")
        assert cli(site, "check", "--changed-from", "main", "--strict") == 1
        assert told(capsys) == ["TF402"]

    def test_a_commit_that_does_not_exist(self, site, capsys):
        assert cli(site, "check", "--changed-from", "nowhere") == 2
        assert capsys.readouterr().err == (
            "transflow: git knows no commit 'nowhere' (name a branch or a commit, or fetch it first)\n"
        )

    def test_a_shallow_clone(self, site, capsys):
        git(site, "commit", "--allow-empty", "-m", "second")
        git(site, "checkout", "-b", "branch", "HEAD~1")
        git(site, "commit", "--allow-empty", "-m", "third")
        clone = site.parent / "clone"
        git(site.parent, "clone", "--depth", "1", "--no-single-branch", site.as_uri(), str(clone))
        assert cli(clone, "check", "--changed-from", "origin/main") == 2
        assert "fetch more of the history" in capsys.readouterr().err

    def test_nothing_changed(self, site):
        assert cli(site, "check", "--changed-from", "HEAD", "--strict") == 0


def test_many_pages_that_are_named_are_those_that_are_looked_at(tmp_path):
    many = [f"content/{number}.md" for number in range(60)]
    site = build(tmp_path, {path: page(SAID, lang="zh-CN") for path in many}, "targets: [en]\n")
    for named in (many[:1], many[7:]):
        assert set(scope.named(site, named).only or ()) == set(named)
