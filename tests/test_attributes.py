"""Git's attributes: encodings on disk that are read and written here, and filters that are never run."""

import codecs
import json
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from tests.reviewing import visitor
from tests.sites import build, cli, snapshot
from tests.test_checks_git import git
from transflow import api

SOURCE, TARGET, RECORD = "content/a.md", "content/a.en.md", ".transflow/bitext/en/content/a.md.jsonl"
PAGE = "---\ntitle: 估值\nlang: zh-CN\n---\n\n成交额为1,200亿港元。\n\n上半年。\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\n"
MARKED = {"UTF-16LE-BOM": "utf-16-le", "UTF-16": "utf-16-be"}


def written(name, text):
    """A text as an editor saves it in an encoding of git's."""
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(MARKED.get(name, ""), b"")
    return mark + text.encode(MARKED.get(name, name))


def read(name, data):
    return data.decode("utf-16" if name in MARKED else name)


def repository(root, attributes, files):
    root.mkdir(exist_ok=True)
    site = build(root, {".gitattributes": attributes, **files}, CONFIG)
    git(root, "init", "-q")
    return site


def commit(root):
    git(root, "add", "-A")
    git(root, "commit", "-qm", "pages")


def states(root):
    return {item.pair.target: item.state for item in api.overview(build(root, {}, CONFIG)).translations}


def edit(root, path, name, old, new):
    text = read(name, (root / path).read_bytes())
    assert old in text
    (root / path).write_bytes(written(name, text.replace(old, new)))


def told(root, encoding):
    """What every command says of a page in an encoding, with its files' texts."""
    line = f"*.md text working-tree-encoding={encoding}\n"
    repository(root, line, {SOURCE: written(encoding, PAGE.replace("\n", "\r\n"))})
    found = []

    def tell(*commands):
        for command in commands:
            with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
                found.append((command, cli(root, *command), out.getvalue(), err.getvalue()))

    tell(["plan"], ["translate"])
    commit(root)
    text = read(encoding, (root / TARGET).read_bytes())
    assert git(root, "show", f":{TARGET}") == text.replace("\r\n", "\n")
    edit(root, SOURCE, encoding, "1,200亿", "1,300亿")
    edit(root, TARGET, encoding, "title: ", "title: Own ")
    tell(["status"], ["diff", SOURCE], ["check"], ["check", "--changed-from", "HEAD"])
    git(root, "add", "-A")
    tell(["check", "--staged", str(root / SOURCE)], ["translate"], ["approve", TARGET, "--by", "R"])
    tell(["export", "--format", "po"], ["status", "--write"])
    (root / RECORD).unlink()
    tell(["adopt", TARGET], ["report", "--format", "markdown"])
    texts = [read(encoding, (root / path).read_bytes()) for path in (SOURCE, TARGET)]
    return re.sub("made from [0-9a-f]+|coded|plain", "", str([*found, *texts]))


class TestAnEncoding:
    @pytest.mark.parametrize("name", ["UTF-16LE-BOM", "GB18030"])
    def test_every_command_answers_as_for_a_page_in_utf_8(self, tmp_path, name):
        assert told(tmp_path / "coded", name) == told(tmp_path / "plain", "UTF-8")

    def test_the_page_in_the_browser_is_of_the_same_text(self, tmp_path):
        line = "*.md working-tree-encoding=UTF-16LE-BOM\n"
        site = repository(tmp_path, line, {SOURCE: written("UTF-16LE-BOM", PAGE)})
        assert not api.translate(site).problems
        with visitor(site) as client:
            assert "成交额为" in client.get("/t/en/content/a.md").text

    def test_many_pages_are_read_by_all_cores(self, tmp_path, monkeypatch):
        monkeypatch.setattr("transflow.processes.cores", lambda: 4)
        pages = {f"content/{n:02}.md": written("GB18030", PAGE.replace("上", "上" * n)) for n in range(40)}
        repository(tmp_path, "*.md working-tree-encoding=GB18030\n", pages)
        assert set(states(tmp_path).values()) == {"missing"}
        assert not api.translate(build(tmp_path, {}, CONFIG)).problems
        site = build(tmp_path, {}, CONFIG)
        overview = api.overview(site)
        assert (len(overview.translations), overview.problems) == (40, ())
        assert cli(tmp_path, "check", "--select", "TF1") == 0

    def test_threads_take_turns(self, tmp_path):
        files = {f"content/{n:03}.md": b"x" for n in range(200)}
        lines = "".join(
            f"{n:03}.md working-tree-encoding={'GB18030' if n % 2 else 'Big5'}\n" for n in range(200)
        )
        site = repository(tmp_path, lines, files)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda path: site.disk.attributes.of(path).encoding.name, sorted(files)))
        assert found == ["GB18030" if n % 2 else "Big5" for n in range(200)]

    def test_a_byte_order_mark_stays_what_it_is(self, tmp_path):
        root = tmp_path
        repository(root, "*.md working-tree-encoding=UTF-16\n", {SOURCE: written("UTF-16", PAGE)})
        assert cli(root, "translate") == 0
        assert (root / TARGET).read_bytes()[:2] == codecs.BOM_UTF16_LE
        for mark, codec in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le")):
            text = (root / TARGET).read_bytes().decode("utf-16")
            (root / TARGET).write_bytes(mark + text.replace("title: ", "title: X").encode(codec))
            assert cli(root, "approve", TARGET, "--by", "R") == 0
            assert (root / TARGET).read_bytes()[:2] == mark

    @pytest.mark.parametrize("name", ["Big5", "GBK", "Shift_JIS"])
    def test_what_it_lacks_is_told_with_line_and_character(self, tmp_path, capsys, name):
        page = "---\ntitle: A\nlang: zh-CN\n---\n\n上。\n"
        repository(tmp_path, f"*.md working-tree-encoding={name}\n", {SOURCE: written(name, page)})
        before = snapshot(tmp_path)
        assert cli(tmp_path, "translate") == 2
        told = capsys.readouterr().err
        assert f"transflow: {TARGET}:" in told
        assert f"{name} has no '" in told
        assert "(U+0" in told
        assert "Traceback" not in told
        assert snapshot(tmp_path) == before

    @pytest.mark.parametrize(
        ("line", "data", "told"),
        [
            ("*.md working-tree-encoding=rot13", b"x", "working-tree-encoding=rot13 is not known (correct .gitattributes"),
            ("*.md working-tree-encoding", b"x", "working-tree-encoding has no name in .gitattributes (write `!working"),
            ("*.md -working-tree-encoding", b"x", "working-tree-encoding has no name in .gitattributes (write `!working"),
            ("*.md working-tree-encoding=UTF-16", PAGE.encode("utf-16-le"), "a.md:1: not UTF-16 text with a byte-order mark"),
            ("*.md working-tree-encoding=UTF-16LE", PAGE.encode("utf-16"), "a.md:1: not UTF-16LE text without a byte-order mark"),
            ("*.md working-tree-encoding=UTF-16LE", b"a\0\n\0\0", "a.md:2: not UTF-16LE text, which .gitattributes says it is (save"),
            ("*.md working-tree-encoding=GB18030", b"a\n\nb\xff", "a.md:3: not GB18030 text, which .gitattributes says"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_one_line(self, tmp_path, capsys, line, data, told):
        repository(tmp_path, f"{line}\n", {SOURCE: data})
        for command in ("plan", "status", "translate", "check"):
            assert cli(tmp_path, command) == 2
            err = capsys.readouterr().err
            assert told in err
            assert len([line for line in err.splitlines() if line.startswith("transflow: ")]) == 1

    def test_a_character_of_two_forms_is_not_written_over(self, tmp_path, capsys):
        page = b"---\ntitle: A\n---\n\n\x87\x90\n"  # NEC's ≒, which is written as 81 E0
        repository(tmp_path, "*.en.md working-tree-encoding=cp932\n", {SOURCE: "上。\n", TARGET: page})
        assert cli(tmp_path, "adopt") == 2
        assert f"{TARGET}:5: holds a character that cp932 has several forms of" in capsys.readouterr().err
        assert (tmp_path / TARGET).read_bytes() == page

    @pytest.mark.parametrize(
        ("files", "coded"),
        [
            ({"content/.gitattributes": "*.md working-tree-encoding=UTF-16LE-BOM\n"}, True),
            ({".gitattributes": "[attr]wide working-tree-encoding=UTF-16LE-BOM\n*.md wide\n"}, True),
            ({".gitattributes": "*.md working-tree-encoding=UTF-16\n", "content/.gitattributes": "*.md !working-tree-encoding"}, False),
            ({".git/info/attributes": "*.md working-tree-encoding=UTF-16LE-BOM\n"}, True),
            ({".gitattributes": "* working-tree-encoding=UTF-16\n", ".git/info/attributes": "* !working-tree-encoding\n"}, False),
            ({"../home/.config/git/attributes": "*.md working-tree-encoding=UTF-16LE-BOM\n"}, True),
            ({"content/.gitattributes": "*.txt working-tree-encoding=UTF-16\nb.md working-tree-encoding=UTF-16\n"}, False),
        ],
    )  # fmt: skip
    def test_attributes_are_looked_for_where_git_does(self, tmp_path, monkeypatch, files, coded):
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        root = tmp_path / "site"
        repository(root, "", {})
        build(root, {SOURCE: written("UTF-16LE-BOM" if coded else "utf-8", PAGE), **files}, CONFIG)
        assert states(root) == {TARGET: "missing"}
        assert cli(root, "translate") == 0
        assert (root / TARGET).read_bytes().startswith(codecs.BOM_UTF16_LE) is coded

    def test_a_workspace_in_a_folder_hears_what_stands_above(self, tmp_path):
        repository(tmp_path, "site/content/* working-tree-encoding=UTF-16LE-BOM\n", {})
        build(tmp_path / "site", {SOURCE: written("UTF-16LE-BOM", PAGE)}, CONFIG)
        assert states(tmp_path / "site") == {TARGET: "missing"}

    def test_records_and_configuration_may_have_one_too(self, tmp_path):
        name = "UTF-16LE-BOM"
        files = {"transflow.yaml": written(name, CONFIG), SOURCE: written(name, PAGE)}
        repository(tmp_path, f"* working-tree-encoding={name}\n.git* !working-tree-encoding\n", {})
        for path, data in files.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_bytes(data)
        assert cli(tmp_path, "translate") == 0
        assert (tmp_path / RECORD).read_bytes().decode("utf-16").startswith("{")
        commit(tmp_path)
        assert cli(tmp_path, "check", "--staged") == 0
        assert cli(tmp_path, "check", "--changed-from", "HEAD") == 0

    @pytest.mark.parametrize("place", [".gitattributes", "content/.gitattributes", ".git/info/attributes"])
    def test_other_attributes_are_another_answer(self, tmp_path, capsys, place):
        repository(tmp_path, "", {SOURCE: written("UTF-16LE-BOM", PAGE)})
        for path in (SOURCE, "transflow.yaml", ".gitattributes"):
            os.utime(tmp_path / path, (1e9, 1e9))
        for _ in range(2):
            assert cli(tmp_path, "status") == 2
        build(tmp_path, {place: "*.md working-tree-encoding=UTF-16LE-BOM\n"}, CONFIG)
        assert cli(tmp_path, "status", "--format", "json") == 0
        assert json.loads(capsys.readouterr().out)["summary"] == {"missing": 1}


@pytest.fixture
def ran(tmp_path):
    """A program that leaves a mark where it was run."""
    mark, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$*" >> {mark}\ntr a-z n-za-m\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return mark, program


class TestAFilter:
    """Its program turns letters; git's own commands run it, and nothing of transflow does."""

    @pytest.fixture
    def site(self, tmp_path, ran):
        mark, program = ran
        root = tmp_path / "site"
        repository(root, "", {SOURCE: PAGE})
        assert cli(root, "translate") == 0
        commit(root)
        (root / ".gitattributes").write_text("content/*.md filter=turn\n", "utf-8")
        git(root, "config", "filter.turn.clean", f"{program} clean")
        git(root, "config", "filter.turn.smudge", f"{program} smudge")
        for path in (SOURCE, TARGET):
            (root / path).unlink()
        git(root, "checkout", "-q", "--", "content")
        git(root, "status")
        assert "Own" not in (root / TARGET).read_text("utf-8")
        mark.unlink()
        return root

    def test_a_clean_page_is_what_git_has(self, site, ran, capsys):
        assert "genafyngvba" in (site / TARGET).read_text("utf-8")
        for command in (
            ["status"], ["plan"], ["check"], ["diff", SOURCE], ["translate"], ["report", "--format", "markdown"],
            ["check", "--staged", str(site / TARGET)], ["check", "--changed-from", "HEAD"], ["export", "--format", "po"],
        ):  # fmt: skip
            assert cli(site, *command) == 0, (command, capsys.readouterr())
        assert states(site) == {TARGET: "draft"}
        assert not ran[0].exists()
        assert git(site, "status", "--porcelain") == " M .gitattributes\n"

    def test_one_that_was_changed_is_told(self, site, ran, capsys):
        page = (site / SOURCE).read_bytes() + b"x\n"
        (site / SOURCE).write_bytes(page)
        for command in ("status", "plan", "translate", "check", "approve"):
            assert cli(site, command, *(["content"] if command == "approve" else [])) == 2
            told = capsys.readouterr().err
            assert (
                f"{SOURCE}: has the filter 'turn' in .gitattributes, which is never run, and may have" in told
            )
        assert not ran[0].exists()
        assert (site / SOURCE).read_bytes() == page
        git(site, "add", SOURCE)
        git(site, "status")
        ran[0].unlink()
        assert cli(site, "status") == 0
        assert cli(site, "check", "--staged", str(site / SOURCE)) in (0, 1)
        assert not ran[0].exists()

    def test_what_is_written_is_what_git_is_to_have(self, site, ran):
        assert cli(site, "approve", TARGET, "--by", "R") == 0
        assert "status: reviewed" in (site / TARGET).read_text("utf-8")
        assert not ran[0].exists()

    def test_a_page_that_git_does_not_know(self, site, ran, capsys):
        (site / "content/b.md").write_text(PAGE, "utf-8")
        assert cli(site, "status") == 2
        assert "content/b.md: has the filter 'turn'" in (told := capsys.readouterr().err)
        assert "git does not know the page (`git add` it, or take" in told
        assert not ran[0].exists()

    def test_one_that_has_no_program_does_nothing(self, site, ran):
        git(site, "config", "--unset", "filter.turn.clean")
        git(site, "config", "--unset", "filter.turn.smudge")
        (site / SOURCE).write_text(PAGE.replace("上", "下"), "utf-8")
        assert cli(site, "status") == 0
        assert not ran[0].exists()

    def test_a_page_that_is_kept_elsewhere_is_told(self, tmp_path, capsys):
        root = tmp_path / "site"
        repository(
            root,
            "*.md filter=lfs\n",
            {SOURCE: "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"},
        )
        commit(root)
        git(root, "config", "filter.lfs.clean", "git-lfs clean -- %f")
        assert cli(root, "translate") == 2
        assert "what git has of the page is no text" in capsys.readouterr().err

    def test_an_answer_is_forgotten_when_git_takes_a_page_in(self, site, capsys):
        for path in (SOURCE, TARGET, RECORD, "transflow.yaml", ".gitattributes"):
            os.utime(site / path, (1e9, 1e9))
        git(site, "status")
        (site / SOURCE).write_text((site / SOURCE).read_text("utf-8") + "\nx\n", "utf-8")
        os.utime(site / SOURCE, (1e9, 1e9))
        for _ in range(2):
            assert cli(site, "status") == 2
        git(site, "add", SOURCE)
        git(site, "status")
        capsys.readouterr()
        assert cli(site, "status", "--format", "json") == 0
        assert json.loads(capsys.readouterr().out)["summary"] == {"stale": 1}
