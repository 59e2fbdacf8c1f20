"""What editors and Git do all day: renames of both ends, line endings, workspaces in folders, ignored records."""

import pytest

from tests.sites import build, cli, process, snapshot
from tests.test_checks_git import git
from transflow import api, frontmatter
from transflow.site.workspace import load

SOURCE, TARGET, RECORD = "content/a.md", "content/a.en.md", ".transflow/bitext/en/content/a.md.jsonl"
PAGE = "---\ntitle: 估值\nlang: [zh-CN]\n---\n\n成交额为1,200亿港元。\n\n乙段。\n"


def committed(root, *, approve=True, files=None, folder=""):
    """A repository with a page that is drafted, and approved, in a workspace at its top or in a folder of it."""
    root.mkdir(exist_ok=True)
    site = build(root / folder if folder else root, files or {SOURCE: PAGE})
    git(root, "init", "-q")
    assert not api.translate(site).problems
    if approve:
        assert not api.approve(site, api.Filter(), by="R").problems
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")
    return site


def edit(path, old, new):
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def staged(root, capsys, *paths):
    capsys.readouterr()
    code = cli(root, "check", "--staged", *(str(root / path) for path in paths))
    return code, capsys.readouterr().out


class TestBothEndsRenamed:
    @pytest.mark.parametrize(
        "names", [("content/n.md", "content/n.en.md"), ("content/x/a.md", "content/x/a.en.md")]
    )
    def test_an_edit_of_the_source_stops_nobody(self, tmp_path, capsys, names):
        committed(tmp_path)
        (tmp_path / names[0]).parent.mkdir(exist_ok=True)
        git(tmp_path, "mv", SOURCE, names[0])
        git(tmp_path, "mv", TARGET, names[1])
        edit(tmp_path / names[0], "1,200亿", "1,300亿")
        git(tmp_path, "add", "-A")
        code, out = staged(tmp_path, capsys, *names)
        assert code == 0
        assert "TF106" in out
        assert "TF109" not in out

    def test_nor_after_the_translation_was_renamed_alone(self, tmp_path, capsys):
        committed(tmp_path)
        git(tmp_path, "mv", TARGET, "content/slug.en.md")
        git(tmp_path, "commit", "-qm", "a slug")
        git(tmp_path, "mv", SOURCE, "content/n.md")
        git(tmp_path, "mv", "content/slug.en.md", "content/n.en.md")
        edit(tmp_path / "content/n.md", "1,200亿", "1,300亿")
        git(tmp_path, "add", "-A")
        assert staged(tmp_path, capsys, "content/n.md", "content/n.en.md")[0] == 0

    def test_a_text_changed_on_both_ends_still_names_the_record_there_is(self, tmp_path, capsys):
        committed(tmp_path)
        git(tmp_path, "mv", SOURCE, "content/n.md")
        git(tmp_path, "mv", TARGET, "content/n.en.md")
        edit(tmp_path / "content/n.md", "乙段。", "乙段改了。")
        lines = (tmp_path / "content/n.en.md").read_text("utf-8").rstrip("\n").split("\n")
        (tmp_path / "content/n.en.md").write_text(
            "\n".join([*lines[:-1], "Somebody's words."]) + "\n", "utf-8"
        )
        git(tmp_path, "add", "-A")
        code, out = staged(tmp_path, capsys, "content/n.md", "content/n.en.md")
        assert code == 1
        assert f"git add {RECORD}`" in out


class TestLineEndings:
    @pytest.mark.parametrize("attributes", ["", "* text=auto eol=crlf\n"])
    def test_a_record_that_git_gave_other_ones_is_staged(self, tmp_path, capsys, attributes):
        committed(tmp_path, approve=False)
        record = tmp_path / RECORD
        if attributes:
            (tmp_path / ".gitattributes").write_text(attributes, "utf-8")
        else:
            git(tmp_path, "config", "core.autocrlf", "true")
        record.write_bytes(record.read_bytes().replace(b"\n", b"\r\n"))  # as a checkout on Windows leaves it
        edit(tmp_path / TARGET, "title: ", "title: Own ")
        git(tmp_path, "add", TARGET)
        assert staged(tmp_path, capsys, TARGET) == (0, "")


class TestSourceInASubmodule:
    @pytest.fixture
    def site(self, tmp_path):
        """A site whose source pages are a repository of their own, drafted and committed."""
        inner = tmp_path / "pages"
        inner.mkdir()
        git(inner, "init", "-q")
        (inner / "a.md").write_text(PAGE, "utf-8")
        git(inner, "add", "-A")
        git(inner, "commit", "-qm", "pages")
        root = tmp_path / "site"
        config = "targets: [en]\nengine: pseudo\ncontent: [{root: ., source: 'src/{path}.md', target: '{lang}/{path}.md'}]\n"
        build(root, {}, config)
        git(root, "init", "-q")
        git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "src")
        assert cli(root, "translate") == 0
        git(root, "add", "-A")
        return root

    def test_its_pages_are_there(self, site, capsys):
        assert staged(site, capsys, "en/a.md", "src") == (0, "")

    def test_another_commit_of_it_is_a_change_of_its_pages(self, site, capsys):
        git(site, "commit", "-qm", "draft")
        edit(site / "src/a.md", "1,200亿", "1,300亿")
        git(site / "src", "commit", "-qam", "a figure")
        assert "TF103" not in staged(site, capsys, "en/a.md")[1]  # it is not staged yet
        git(site, "add", "src")
        for paths in (["src"], []):
            code, out = staged(site, capsys, *paths)
            assert code == 0
            assert "TF103 warning the source changed in 1 text" in out
            assert "TF103 warning" in process(site, "check", "--staged", *paths).stdout

    def test_one_whose_commit_is_not_here_is_read_from_disk(self, site, capsys):
        (site / "src/.git").rename(site.parent / "away")
        assert "TF104" not in staged(site, capsys, "en/a.md")[1]


class TestAWithdrawnSource:
    @pytest.mark.parametrize("word", ["draft: true", "published: false"])
    def test_its_live_translation_is_a_finding(self, tmp_path, capsys, word):
        committed(tmp_path)
        assert cli(tmp_path, "check", "--select", "withdrawn") == 0
        assert "TF111" not in capsys.readouterr().out
        edit(tmp_path / SOURCE, "lang:", f"{word}\nlang:")
        assert cli(tmp_path, "check", "--select", "TF111", "--strict") == 1
        assert f"TF111 warning {SOURCE} is withdrawn, and this translation is live" in capsys.readouterr().out
        edit(tmp_path / TARGET, "lang:", "draft: true\nlang:")
        assert cli(tmp_path, "check", "--select", "TF111", "--strict") == 0


class TestWhatTheHookSays:
    def test_git_add_is_given_from_the_folder_where_it_runs(self, tmp_path, capsys, monkeypatch):
        committed(tmp_path, folder="web")
        edit(tmp_path / "web" / SOURCE, "乙段。", "乙段改了。")
        assert cli(tmp_path / "web", "translate") == 0
        edit(tmp_path / "web" / TARGET, "title: ", "title: Own ")
        git(tmp_path, "add", "web/content")
        monkeypatch.chdir(tmp_path)
        assert f"run `git add web/{RECORD}`" in staged(tmp_path, capsys, f"web/{TARGET}")[1]
        monkeypatch.chdir(tmp_path / "web/content")
        assert f"run `git add ../{RECORD}`" in staged(tmp_path / "web", capsys, TARGET)[1]

    def test_records_that_git_ignores_are_told(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: PAGE, ".gitignore": ".transflow/\n"})
        git(tmp_path, "init", "-q")
        assert cli(tmp_path, "translate") == 0
        git(tmp_path, "add", "-A")
        code, out = staged(tmp_path, capsys, SOURCE, TARGET)
        assert code == 1
        assert "git ignores it: take `.transflow` out of `.gitignore`" in out

    def test_a_broken_promise_names_every_way_out(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: PAGE.replace("lang:", "translations: [en]\nlang:")})
        assert cli(tmp_path, "check") == 1
        out = capsys.readouterr().out
        assert "run `transflow translate content/a.md`, or `git mv`" in out
        assert "take 'en' off `translations`" in out


def test_no_match_of_a_state_is_said_as_such(tmp_path, capsys):
    build(tmp_path, {SOURCE: PAGE})
    assert cli(tmp_path, "status", "--state", "stale,conflict") == 0
    assert capsys.readouterr().err == "No translation is stale or conflict.\n"


def test_a_copied_pair_was_reviewed_by_nobody(tmp_path):
    site = committed(tmp_path)
    for ending in (".md", ".en.md"):
        text = (tmp_path / f"content/a{ending}").read_text("utf-8")
        (tmp_path / f"content/week2{ending}").write_text(text, "utf-8")
    assert cli(tmp_path, "adopt") == 0
    assert {item.pair.target: item.status for item in api.overview(site).translations} == {
        TARGET: "reviewed",
        "content/week2.en.md": "draft",
    }


class TestAFolderThatWasEmptied:
    def test_the_last_page_may_be_removed(self, tmp_path):
        committed(tmp_path)
        git(tmp_path, "rm", "-q", SOURCE, TARGET)
        assert not (tmp_path / "content").exists()
        for _ in range(2):  # with its record and, once that is removed, by git's history
            for command in ("status", "check", "plan", "translate"):
                assert cli(tmp_path, command) == 0
            assert cli(tmp_path, "clean") == 0
        assert not (tmp_path / RECORD).exists()

    def test_one_that_never_was_is_told(self, tmp_path, capsys):
        committed(tmp_path)
        edit(tmp_path / "transflow.yaml", "source:", "content: [{root: conten}]\nsource:")
        assert cli(tmp_path, "status") == 2
        assert "content root 'conten' does not exist" in capsys.readouterr().err


def test_templates_are_told_what_the_site_has_names_for(tmp_path):
    files = {SOURCE: PAGE, "content/b.md": PAGE, "content/c.md": PAGE.replace("乙", "丙")}
    site = build(tmp_path, files, "targets: [en]\nengine: pseudo\n")
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(("content/b.md", "content/c.md")), by="R").problems
    edit(tmp_path / TARGET, "draft: true\n", "")
    edit(tmp_path / "content/b.md", "lang:", "draft: true\nlang:")
    (tmp_path / "content/c.md").unlink()
    fields = "front_matter: {fields: {draft: unreviewed, withdrawn: gone, unread: machine}}\n"
    site = build(tmp_path, {}, f"targets: [en]\nengine: pseudo\n{fields}")

    def said():
        pages = {item.pair.target: item.target for item in api.overview(site).translations}
        about = {path: page.front.data["translation"] for path, page in pages.items() if page}
        names = ("unreviewed", "gone", "machine")
        return {path[8]: [name for name in names if told.get(name) is True] for path, told in about.items()}

    assert cli(tmp_path, "status", "--write") == 0
    assert said() == {"a": ["unreviewed", "machine"], "b": ["gone"], "c": ["gone"]}
    before = (tmp_path / TARGET).read_bytes()
    assert cli(tmp_path, "status", "--write") == 0
    assert (tmp_path / TARGET).read_bytes() == before
    assert not api.approve(site, api.Filter((SOURCE,)), by="R").problems
    assert cli(tmp_path, "status", "--write") == 0
    assert said()["a"] == []


def test_no_machine_text_is_live_without_the_mark_that_the_site_wishes(tmp_path):
    there = "---\ntitle: Valuation\n---\n\nTurnover was HK$120 billion.\n"
    config = "targets: [en]\nengine: pseudo\nfront_matter: {fields: {draft: unreviewed, unread: machine}}\n"
    site = build(tmp_path, {SOURCE: PAGE, TARGET: there, "content/b.md": PAGE.replace("乙", "丙")}, config)
    api.adopt(site)
    assert "machine" not in (tmp_path / TARGET).read_text("utf-8")
    assert cli(tmp_path, "translate") == 0

    def marks(path):
        about = frontmatter.parse((tmp_path / path).read_text("utf-8")).data["translation"]
        return about["status"], about.get("unreviewed"), about.get("machine")

    assert marks(TARGET) == ("draft", True, True)
    assert marks("content/b.en.md") == ("draft", True, None), "it is not live"
    before = snapshot(tmp_path)
    assert cli(tmp_path, "status", "--write") == 0
    assert snapshot(tmp_path) == before
    assert cli(tmp_path, "translate") == 0
    assert cli(tmp_path, "approve", TARGET) == 0
    assert marks(TARGET) == ("reviewed", None, None)
    edit(tmp_path / SOURCE, "乙段。", "乙段，改了。")
    assert cli(tmp_path, "translate") == 0
    assert marks(TARGET) == ("reviewed", None, None), "its new draft only waits in the record"


@pytest.mark.parametrize("fields", ["{draft: status}", "{draft: x, unread: x}"])
def test_a_field_has_a_name_of_its_own(tmp_path, capsys, fields):
    (tmp_path / "transflow.yaml").write_text(f"targets: [en]\nfront_matter: {{fields: {fields}}}\n", "utf-8")
    assert cli(tmp_path, "status") == 2
    assert "in `front_matter.fields` is taken (choose another)" in capsys.readouterr().err


def test_a_paragraph_that_was_added_on_both_ends_stops_nobody(tmp_path, capsys):
    committed(tmp_path)
    edit(tmp_path / SOURCE, "\n乙段。", "\n新增30亿港元。\n\n乙段。")
    text = (tmp_path / TARGET).read_text("utf-8").rstrip("\n")
    head, last = text.rsplit("\n\n", 1)
    (tmp_path / TARGET).write_text(f"{head}\n\nAnother HK$3 billion came in.\n\n{last}\n", "utf-8")
    git(tmp_path, "add", "-A")
    assert staged(tmp_path, capsys, SOURCE, TARGET) == (0, "")
    assert cli(tmp_path, "translate") == 0
    assert "新增30亿" in (tmp_path / RECORD).read_text("utf-8")
    (item,) = api.overview(load(tmp_path)).translations
    assert (item.state, item.short.changed) == ("reviewed", 0)
