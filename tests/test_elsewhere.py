"""What Windows and macOS have and have not, as far as it can be shown here; CI runs all tests on both."""

import errno
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sites import build, cli, printed, snapshot
from transflow import files, way
from transflow.cli import editor
from transflow.errors import DocumentError, RefusedPath
from transflow.files import Folder, as_spelled, within
from transflow.site.walk import Disk

PAGE = "---\ntitle: 市场\n---\n\n公司拟回购3,000亿美元股份。\n"
# Names in two languages, with a letter that has two spellings in Unicode.
NAMES = {"content/a.md": PAGE, "content/posts/Café.md": PAGE, "content/posts/が.md": PAGE}

BARE = """
import os, select, subprocess, sys, types  # what the standard library itself asks about the system comes first
for name in ("fcntl", "grp", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
tried = []
sys.modules["msvcrt"] = types.SimpleNamespace(LK_LOCK=1, locking=lambda handle, mode, size: tried.append(size))
for name in ("fork", "fchmod", "getuid", "geteuid", "mkfifo", "sched_getaffinity", *(name for name in dir(os) if name.startswith("O_") and name[2:] in ("CLOEXEC", "DIRECTORY", "NOCTTY", "NOFOLLOW", "NONBLOCK", "PATH"))):
    delattr(os, name)
os.supports_dir_fd = os.supports_fd = frozenset()
whole = os.open
def opened(path, flags, mode=0o777, *, dir_fd=None):
    assert dir_fd is None
    return whole(path, flags, mode)
os.open = opened
from transflow import files, way
from transflow.cli import editor
assert not way.BY_FOLDER
from transflow.cli import app
code = 0
for line in sys.argv[1:]:
    code = max(code, app.run(line.split()))
assert tried or "translate" not in str(sys.argv)
sys.exit(code)
"""
"""A Python that has nothing which Windows lacks: neither modules nor functions, nor open folders to look names up in."""
HERE = """
import sys
from transflow.cli import app
sys.exit(max([app.run(line.split()) for line in sys.argv[1:]]))
"""
"""One that has all of it."""


def test_the_core_needs_nothing_that_windows_lacks(tmp_path):
    work = (
        "translate",
        "status",
        "plan",
        "check",
        "export",
        "diff content/a.md",
        "approve content/a.en.md",
        "clean",
    )
    outputs, reports = [], []
    for name, start in (("here", [sys.executable, "-c", HERE]), ("there", [sys.executable, "-c", BARE])):
        root = tmp_path / name / "site"
        build(root, NAMES)
        # A report has the moment of its making.
        done, report = (
            subprocess.run(
                [*start, *lines], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
            )
            for lines in (work, ["report --format json"])
        )
        assert "Traceback" not in done.stderr + report.stderr
        # An approval has the moment at which it was given.
        kept = {path: re.sub(rb'"at":"[^"]*"', b"", data) for path, data in snapshot(root).items()}
        outputs.append((done.returncode, report.returncode, done.stdout, kept))
        reports.append({**json.loads(report.stdout), "made": 0})
    here, there = outputs
    assert "content/posts/" in here[2]
    assert here == there
    assert reports[0] == reports[1]


@pytest.fixture
def windows(monkeypatch):
    monkeypatch.setattr(way, "WINDOWS", True)
    monkeypatch.setattr(files, "WINDOWS", True)


@pytest.mark.parametrize(
    "path",
    ["con.md", "content/AUX/a.md", "content/nul", "a/com1.md", "Lpt9.en.md", "com².md", "conin$", "prn .md", "a.md.", "a /b.md", "a:b.md", "c:/a.md", "a\\b.md", "a|b", 'a".md', "a<b", "a\x1f.md"],
)  # fmt: skip
@pytest.mark.usefixtures("windows")
def test_a_name_that_windows_takes_for_something_else_is_refused(tmp_path, path):
    for use in (Folder(tmp_path).read, Folder(tmp_path).has, lambda name: Folder(tmp_path).write(name, "x")):
        with pytest.raises(RefusedPath):
            use(path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "path", ["console.md", "auxiliary/a.md", "com.md", "nul-a.md", "lpt.md", "a.b.md", ".x.md", "コン.md"]
)
@pytest.mark.usefixtures("windows")
def test_a_name_that_only_looks_like_one_is_fine(tmp_path, path):
    Folder(tmp_path).write(path, "x")
    assert Folder(tmp_path).read(path) == b"x"


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no such file")
@pytest.mark.usefixtures("windows")
def test_a_page_with_such_a_name_is_told_and_the_others_are_done(tmp_path, capsys):
    build(tmp_path, {"content/aux.md": PAGE, "content/b.md": PAGE})
    assert cli(tmp_path, "translate") == 2
    assert "content/aux.md: is the name of a device on Windows (rename it)" in capsys.readouterr().err
    assert (tmp_path / "content/b.en.md").is_file()


@pytest.mark.usefixtures("windows")
def test_a_long_path_is_named_so_that_windows_takes_it():
    long = "C:\\site\\" + "a" * 300
    assert way.extended(long) == "\\\\?\\" + long
    assert way.extended("\\\\?\\" + long) == "\\\\?\\" + long
    assert way.extended("\\\\host\\share\\" + "a" * 300).startswith("\\\\?\\UNC\\host\\share\\a")
    assert way.extended("C:\\site\\a.md") == "C:\\site\\a.md"


def test_elsewhere_a_path_stays_what_it_is():
    assert way.extended("/site/" + "a" * 300) == "/site/" + "a" * 300


def test_a_link_to_another_drive_leads_out(tmp_path, monkeypatch):
    def commonpath(_paths):
        raise ValueError("Paths don't have the same drive")

    (tmp_path / "a.md").write_text("x", "utf-8")
    monkeypatch.setattr(files, "BY_FOLDER", False)
    monkeypatch.setattr("os.path.commonpath", commonpath)
    with pytest.raises(RefusedPath, match="leaves the workspace through a link"):
        Folder(tmp_path).read("a.md")


@pytest.mark.usefixtures("windows")
def test_a_stamp_is_the_same_of_a_file_and_of_an_entry(tmp_path):
    (tmp_path / "a.md").write_text("x", "utf-8")
    ((_, of_entry),) = Disk(tmp_path).stamped()
    assert of_entry == Disk(tmp_path).stamp("a.md")
    assert of_entry[-1] == 0


def refusing(monkeypatch, times):
    """Let the system refuse to put a file in another's place, as Windows does while somebody has that one open."""
    real, left = os.replace, [times]

    def replace(*arguments, **options):
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied")
        return real(*arguments, **options)

    monkeypatch.setattr("os.replace", replace)
    monkeypatch.setattr(files, "_TRIES", 3)
    monkeypatch.setattr(files, "_PAUSE", 0)


def test_a_file_that_somebody_has_open_is_waited_for(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("old", "utf-8")
    refusing(monkeypatch, 2)
    Folder(tmp_path).write("a.md", "new")
    assert (tmp_path / "a.md").read_text("utf-8") == "new"


@pytest.mark.usefixtures("windows")
def test_a_file_that_somebody_keeps_open_stays(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("old", "utf-8")
    refusing(monkeypatch, 3)
    with pytest.raises(DocumentError, match="close the program that has it open"):
        Folder(tmp_path).write("a.md", "new")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("a.md", "old")]


def test_a_lock_is_waited_for_as_long_as_it_takes(tmp_path, monkeypatch):
    tried = []

    def locking(_handle, mode, size):
        tried.append((mode, size))
        if len(tried) < 3:
            raise OSError(errno.EDEADLK, "Resource deadlock avoided")

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_LOCK=7, locking=locking))
    with Folder(tmp_path).lock(".transflow/cache/lock"):
        assert tried == [(7, 1)] * 3


@pytest.fixture
def decomposed(tmp_path, monkeypatch):
    """A folder as macOS may give it: names in more letters than git has of them."""
    monkeypatch.setattr(way, "_COMPOSES", True)
    for name in NAMES:
        path = tmp_path / unicodedata.normalize("NFD", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, "utf-8")
    return tmp_path


def test_names_are_those_of_git_where_the_system_has_two_spellings(decomposed):
    assert Disk(decomposed).list() == sorted(NAMES)
    assert Disk(decomposed).names("content/posts") == ("Café.md", "が.md")
    typed = unicodedata.normalize("NFD", "content/posts/Café.md")
    assert within(decomposed, decomposed, typed) == "content/posts/Café.md"


def test_elsewhere_names_are_what_they_are(tmp_path):
    name = unicodedata.normalize("NFD", "é.md")
    (tmp_path / name).write_text("x", "utf-8")
    assert Disk(tmp_path).list() == [name if sys.platform != "darwin" else "é.md"]


def test_a_page_is_named_in_any_letters_where_the_system_takes_them(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/A.md").write_text("x", "utf-8")
    monkeypatch.setattr(Folder, "has", lambda _self, _path: True)
    assert as_spelled(tmp_path, "CONTENT/a.MD") == "content/A.md"
    assert as_spelled(tmp_path, "content/A.md") == "content/A.md"
    assert as_spelled(tmp_path, "content/none.md") == "content/none.md"


def test_elsewhere_letters_count(tmp_path):
    build(tmp_path, {"content/A.md": PAGE, "content/a.md": PAGE})
    if len(list((tmp_path / "content").iterdir())) == 2:
        assert as_spelled(tmp_path, "content/a.md") == "content/a.md"
        assert as_spelled(tmp_path, "Content/a.md") == "Content/a.md"


def test_paths_of_results_have_strokes_and_arguments_may_have_dots(tmp_path):
    build(tmp_path, NAMES)
    done = printed(tmp_path, "plan", "./content/../content/posts", "--format", "json", environment={})
    assert [task["source"] for task in json.loads(done.stdout)["tasks"]] == [
        "content/posts/Café.md",
        "content/posts/が.md",
    ]


def test_an_editor_of_windows_is_named_as_there(monkeypatch):
    monkeypatch.setattr(editor, "WINDOWS", True)
    assert editor._words('"C:\\Program Files\\Code\\code.exe" --wait') == [
        "C:\\Program Files\\Code\\code.exe",
        "--wait",
    ]
    run = []
    monkeypatch.setattr(
        "subprocess.run", lambda command, **_: run.append(command) or SimpleNamespace(returncode=0)
    )
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    editor._run(Path("a.md"))
    assert run == [["notepad", "a.md"]]
