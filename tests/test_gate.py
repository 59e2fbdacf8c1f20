"""One gate to the disk: no other module opens, moves or removes a path, and what the gate itself refuses."""

import ast
import os
import stat
import threading
from pathlib import Path

import pytest

from tests.growth import SOURCE, last_name, trees
from transflow import files, way
from transflow.errors import DocumentError, RefusedPath
from transflow.files import Folder, read_text, within, write_given
from transflow.site.walk import Disk

GATE = ("files.py", "way.py")
STORES = "engines"
"""Engines keep models in the person's own folders, and nothing of a workspace reaches them."""

METHODS = frozenset(
    [
        "open",
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "unlink",
        "rename",
        "mkdir",
        "rmdir",
        "touch",
        "chmod",
        "symlink_to",
        "hardlink_to",
        "iterdir",
        "glob",
        "rglob",
        "walk",
        "stat",
        "lstat",
        "exists",
        "is_file",
        "is_dir",
        "is_symlink",
        "resolve",
        "readlink",
        "samefile",
    ]
)
"""What `pathlib` does to a path; `replace` is a method of texts too, and told by `os.replace` and the modules' own names."""
FUNCTIONS = frozenset(
    [
        "os.open",
        "os.replace",
        "os.rename",
        "os.renames",
        "os.remove",
        "os.unlink",
        "os.rmdir",
        "os.removedirs",
        "os.mkdir",
        "os.makedirs",
        "os.scandir",
        "os.listdir",
        "os.walk",
        "os.fwalk",
        "os.symlink",
        "os.link",
        "os.chmod",
        "os.chown",
        "os.truncate",
        "os.stat",
        "os.lstat",
        "os.utime",
        "os.access",
        "os.readlink",
        "os.mkfifo",
        "os.path.exists",
        "os.path.isfile",
        "os.path.isdir",
        "os.path.lexists",
        "open",
        "io.open",
        "codecs.open",
    ]
)
MODULES = frozenset({"shutil", "tempfile", "glob", "fileinput", "mmap"})
_RESOURCES = (
    "languages/__init__.py", "patterns.py", "verification/phrases.py", "languages/contexts.py", "review/preview.py",
    "review/wording.py", "shipped/__init__.py", "languages/en/polish.py", "languages/en/joints.py",
)  # fmt: skip
"""Modules that read what comes with the package."""
OWN = {
    ("glossary/words/__init__.py", "read_text"),  # what comes with the package
    ("glossary/boundaries/__init__.py", "read_text"),
    ("reports/html.py", "read_text"),
    ("site/cache.py", "stat"),  # when the parser was installed
    *(("commands/kept.py", name) for name in ("rglob", "read_bytes")),  # this program itself
    ("site/workspace.py", "os.path.lexists"),  # upward from where the person stands, for `transflow.yaml`
    *(
        (name, method)  # entries of a folder that the gate opened
        for name in ("walking.py", "site/walk.py")
        for method in ("is_file", "is_dir", "is_symlink", "stat")
    ),
    ("frontmatter/__init__.py", "resolve"),  # a YAML resolver's
    ("pipeline/engine.py", "open"),  # an engine
    *((name, method) for name in _RESOURCES for method in ("is_file", "iterdir", "read_text")),
    *(("cli/editor.py", name) for name in ("tempfile", "write_text", "read_text")),  # in a folder of its own
    ("cli/console.py", "shutil"),  # how wide the terminal is
    ("cli/resolve.py", "resolve"),  # the command
    ("cli/app.py", "is_dir"),  # `-C`
    ("cli/app.py", "exists"),
}
"""Files of the package itself, and names that only the person at the keyboard gives."""


_LAST = METHODS | {name.rpartition(".")[2] for name in FUNCTIONS}


def used(path):
    """Yield what a module does to paths, by name, with its line."""
    named = {"tree", "disk", "index", "site", "engine", "registry"}
    for node in ast.walk(trees()[path]):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            yield from ((node.lineno, name) for name in names if name.split(".")[0] in MODULES)
            if isinstance(node, ast.ImportFrom) and node.module in ("os", "io", "codecs", "os.path"):
                whole = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from ((node.lineno, name) for name in whole if name in FUNCTIONS)
        # To spell out what is called takes long, and nearly all of it has none of these names.
        elif isinstance(node, ast.Call) and last_name(node.func) in _LAST:
            name = ast.unparse(node.func)
            owner, _, method = name.rpartition(".")
            if name in FUNCTIONS:
                yield node.lineno, name
            elif method in METHODS and owner and owner.split(".")[-1] not in named and not _is_pattern(node):
                yield node.lineno, method


def _is_pattern(node):
    """Whether a call is one of a method that has a path's name by chance: `engines.open(languages, …)`, `job.open()`."""
    return ast.unparse(node.func) in (
        "self._engines.open",
        "engines.open",
        "self.engines.open",
        "webbrowser.open",
    )


def test_no_other_module_opens_moves_or_removes_a_path():
    wrong = [
        f"{inner}:{line}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if (inner := path.relative_to(SOURCE).as_posix()) not in GATE and not inner.startswith(STORES)
        for line, name in used(path)
        if (inner, name) not in OWN
    ]
    assert wrong == []


def test_processes_are_started_by_one_module():
    starting = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if not path.is_relative_to(SOURCE / STORES)
        and any(
            word in path.read_text("utf-8")
            for word in ("import subprocess", "os.system", "os.popen", "os.exec")
        )
    ]
    assert [name.rpartition("/")[2] for name in starting] == ["editor.py", "git.py"]


@pytest.fixture
def root(tmp_path):
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "site" / "content" / "a.md").write_text("a")
    return tmp_path / "site"


OUTSIDE = [
    "../secret", "content/../../secret", "/etc/hosts", "", ".", "./", "content/\0", "content/..", "..",
    ".git/config", "content/.GIT/config", ".git./x", ".git /x", "git~1/x", ".g\u200cit/hooks/x", ".git::$INDEX/x",
    "．git/x", ".ＧIT/x", ".Transflow/x", "content/\ud800",
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leaves_the_root_is_refused_for_every_use(root, path):
    disk = Disk(root)
    for use in (
        disk.read, disk.has, disk.remove, lambda p: disk.write(p, ""), lambda p: disk.keep(f"{p}/x", b""),
        lambda p: disk.move("content/a.md", p), lambda p: disk.move(p, "content/b.md"), disk.check_writable,
    ):  # fmt: skip
        if path in ("", ".", "./") and use is not disk.read:
            continue
        with pytest.raises(RefusedPath):
            use(path)
    assert [found.name for found in root.iterdir()] == ["content"]


@pytest.mark.parametrize(
    ("link", "target", "path"),
    [
        ("content/l.md", "../../secret", "content/l.md"),
        ("content/l.md", "/etc/hostname", "content/l.md"),
        ("content/l", "../..", "content/l/secret"),
        ("content/l", "/", "content/l/etc/hostname"),
        ("content/l", "../content/../..", "content/l/secret"),
        ("content/l", "l", "content/l"),
        ("content/l", "l/x", "content/l/y"),
        ("content/l", "../.git", "content/l/config"),
        ("content/l", "../.transflow", "content/l/cache/x"),
    ],
)
def test_a_link_that_leaves_the_root_is_refused_for_every_use(root, link, target, path):
    (root / ".git").mkdir()
    (root / ".transflow").mkdir()
    (root / link).symlink_to(target)
    disk = Disk(root)
    for use in (disk.read, disk.has, lambda p: disk.write(p, "x"), lambda p: disk.move("content/a.md", p)):
        with pytest.raises(RefusedPath):
            use(path)
    assert (root.parent / "secret").read_text() == "secret"
    assert list((root / ".git").iterdir()) == list((root / ".transflow").iterdir()) == []
    assert path not in disk.list("content")


def test_links_that_stay_inside_are_followed_and_stay(root):
    (root / "content" / "l.md").symlink_to("../content/a.md")
    (root / "more").symlink_to("content")
    (root / "whole").symlink_to(root / "content")
    disk = Disk(root)
    assert [disk.read(path) for path in ("content/l.md", "more/a.md", "more/l.md", "whole/a.md")] == [
        b"a"
    ] * 4
    disk.write("more/l.md", "b")
    assert (root / "content" / "a.md").read_text() == "b"
    assert (root / "content" / "l.md").is_symlink()
    disk.remove("content/l.md")
    assert disk.list() == ["content/a.md"]


def test_hard_links_are_files_like_others(root):
    os.link(root / "content" / "a.md", root / "content" / "b.md")
    assert read_text(Disk(root), "content/b.md") == "a"


@pytest.mark.parametrize(
    "link",
    [
        ".transflow",
        ".transflow/cache",
        ".transflow/cache/lock",
        ".transflow/cache/.gitignore",
        ".transflow/x/y/z",
    ],
)
@pytest.mark.parametrize("target", ["outside", "inside"])
def test_everything_in_the_folder_of_records_is_real(root, link, target):
    place = {"outside": root.parent / "elsewhere", "inside": root / "elsewhere"}[target]
    place.mkdir()
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(
        place if "." not in Path(link).name[1:] and "lock" not in link else place / "file"
    )
    disk = Disk(root)
    inner = link if link.endswith(("lock", ".gitignore", "z")) else f"{link}/cache/file"
    for use in (disk.read, disk.has, lambda p: disk.write(p, "x"), lambda p: disk.keep(p, b"x")):
        with pytest.raises(RefusedPath, match="real folders and files"):
            use(inner)
    if "cache" in link:
        with pytest.raises(RefusedPath), disk.lock(".transflow/cache/lock"):
            pass
    assert list(place.iterdir()) == []


def test_a_fifo_a_device_and_a_folder_are_no_files(root):
    os.mkfifo(root / "content" / "f.md")
    (root / "content" / "d.md").mkdir()
    disk = Disk(root)
    for use in (disk.read, disk.has):
        with pytest.raises(DocumentError, match="no regular file"):
            use("content/f.md")
    assert not disk.has("content/d.md")
    with pytest.raises(DocumentError, match="Is a directory"):
        disk.read("content/d.md")
    assert disk.list("content") == ["content/a.md"]
    for use in (lambda: disk.write("content/f.md", "x"), lambda: disk.check_writable("content/f.md")):
        with pytest.raises(DocumentError, match="no regular file"):
            use()
    with pytest.raises(DocumentError, match="no regular file") as told:
        write_given(root, "content/f.md", "x")
    assert "name another file" in told.value.hint
    assert stat.S_ISFIFO((root / "content" / "f.md").stat().st_mode)


def test_a_link_is_no_folder_of_the_list(root):
    (root / "content" / "en").mkdir()
    (root / "content" / "zh").symlink_to("en")
    (root / "content" / "fr").symlink_to(root.parent)
    assert Disk(root).folders("content") == ("en",)
    assert Disk(root).folders("nowhere") == ()


def test_a_name_too_long_is_one_line(root):
    for use in (Disk(root).read, Disk(root).has, lambda p: Disk(root).write(p, "")):
        with pytest.raises(DocumentError, match=r"File name too long \(give the page a shorter name\)"):
            use(f"content/{'a' * 256}.md")


@pytest.mark.parametrize("name", ["l", "a.md"])
def test_a_link_that_is_put_there_between_the_check_and_the_use_leads_nowhere(root, name, monkeypatch):
    """Both a folder on the way and the file itself are exchanged for a link after they were looked at."""
    (root / "content" / "l").mkdir()
    (root / "content" / "l" / "a.md").write_text("a")
    (root.parent / "out").mkdir()
    (root.parent / "out" / "a.md").write_text("secret")
    path = "content/l/a.md" if name == "l" else "content/a.md"
    follow = way.Way._follow

    def swapped(self, at):
        found = follow(self, at)
        victim = root / "content" / name
        if at == "a.md" and not victim.is_symlink():
            victim.rename(root / "moved")
            victim.symlink_to(root.parent / ("out" if name == "l" else "out/a.md"))
        return found

    monkeypatch.setattr(way.Way, "_follow", swapped)
    disk = Folder(root)
    if name == "l":
        assert disk.read(path) == b"a"  # the folder that was opened, wherever it is now
    else:
        with pytest.raises(DocumentError, match="symbolic links"):
            disk.read(path)
    with pytest.raises(RefusedPath):
        disk.write(path, "new")
    assert (root.parent / "out" / "a.md").read_text() == "secret"


def test_links_that_are_swapped_all_the_time_never_lead_outside(root):
    (root.parent / "out").mkdir()
    (root.parent / "out" / "a.md").write_text("secret")
    (root / "real").mkdir()
    (root / "real" / "a.md").write_text("inside")
    place, stop = root / "content" / "x", threading.Event()
    place.symlink_to(root / "real")

    def swap():
        while not stop.is_set():
            for target in (root.parent / "out", root / "real"):
                fresh = root / "fresh"
                fresh.symlink_to(target)
                fresh.replace(place)

    thread = threading.Thread(target=swap)
    thread.start()
    read = set()
    try:
        for _ in range(500):
            try:
                read.add(Folder(root).read("content/x/a.md"))
                Folder(root).write("content/x/b.md", "x")
            except DocumentError:
                continue
    finally:
        stop.set()
        thread.join()
    assert read <= {b"inside"}
    assert [found.name for found in (root.parent / "out").iterdir()] == ["a.md"]


class TestWithoutOpenFolders:
    """Where names cannot be looked up in an open folder the same is refused, if not at every moment."""

    @pytest.fixture(autouse=True)
    def no_folders(self, monkeypatch):
        monkeypatch.setattr(files, "BY_FOLDER", False)

    def test_inside(self, root):
        disk = Disk(root)
        (root / "content" / "l.md").symlink_to("a.md")
        disk.write("content/deep/b.md", "b")
        disk.write("content/l.md", "c")
        assert (disk.read("content/a.md"), disk.read("content/deep/b.md")) == (b"c", b"b")
        disk.move("content/deep/b.md", "new/b.md")
        disk.remove("content/l.md")
        with disk.lock(".transflow/cache/lock"):
            assert disk.list() == ["content/a.md", "new/b.md"]

    @pytest.mark.parametrize("target", ["../../secret", "/etc/hostname", "../.git/config"])
    def test_outside(self, root, target):
        (root / ".git").mkdir()
        (root / "content" / "l.md").symlink_to(target)
        for use in (Disk(root).read, lambda p: Disk(root).write(p, "x")):
            with pytest.raises(RefusedPath):
                use("content/l.md")
        (root / ".transflow").symlink_to(root / "content")
        with pytest.raises(RefusedPath):
            Disk(root).keep(".transflow/cache/x", b"")

    def test_into_what_is_ours(self, root):
        (root / ".transflow/cache").mkdir(parents=True)
        (root / "content/l").symlink_to("../.transflow")
        for use in (Disk(root).read, lambda path: Disk(root).write(path, "x")):
            with pytest.raises(RefusedPath, match="through a link"):
                use("content/l/cache/x")
        Disk(root).keep(".transflow/cache/x", b"y")
        assert Disk(root).read(".transflow/cache/x") == b"y"


def test_a_person_may_write_anywhere_but_not_through_somebody_elses_link(root):
    write_given(root, "../out.html", "x")
    write_given(root, str(root.parent / "deep" / "out.html"), "x")
    write_given(root, "public/out.html", "x")
    assert (root.parent / "out.html").read_text() == (root.parent / "deep" / "out.html").read_text() == "x"
    (root / "link").symlink_to(root.parent)
    (root / "report.html").symlink_to(root.parent / "secret")
    for path in ("link/secret", "report.html"):
        with pytest.raises(RefusedPath):
            write_given(root, path, "x")
    assert (root.parent / "secret").read_text() == "secret"


def test_a_file_above_the_current_folder_may_be_named(root, monkeypatch):
    monkeypatch.chdir(root)
    for path in ("../report.html", "content/../../reports/all.html"):
        write_given(Path(), path, "x")
    assert (root.parent / "report.html").read_text() == (root.parent / "reports/all.html").read_text() == "x"


def test_a_path_of_the_command_line_is_taken_by_its_name(root):
    (root / "content" / "l.md").symlink_to("l.md")
    (root.parent / "other").symlink_to(root)
    assert within(root, root, "content/l.md") == "content/l.md"
    assert within(root, root / "content", "../content/a.md") == "content/a.md"
    assert within(root, root, str(root.parent / "other" / "content" / "a.md")) == "content/a.md"
    assert within(root, root, "../secret") is None
    assert within(root, root, "/etc/hosts") is None
