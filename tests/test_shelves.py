"""What is kept of translations from run to run is never believed when it could be wrong."""

import os
import subprocess

import pytest

from tests.sites import build
from transflow import api, files
from transflow.errors import DocumentError, RefusedPath
from transflow.files import read_text
from transflow.site import cache, shelves
from transflow.site.shelves import gathered
from transflow.site.workspace import load
from transflow.way import STATE_DIR

PAGES = {f"content/{name}.md": f"第一段的文字，{name}。\n" for name in "abc"}


@pytest.fixture
def site(tmp_path):
    site = build(tmp_path, PAGES)
    assert not api.translate(site).problems
    return site


@pytest.fixture
def trusting(monkeypatch):
    """Believe the cache at once, as if every file were old."""
    monkeypatch.setattr(cache, "RACY", -(10**18))


class Desk:
    """Reads translations as they stand, and lists which."""

    def __init__(self, site, **options):
        self.site, self.options, self.read = site, options, []

    def look(self, pairs=None):
        """Return what stands in each translation."""
        workspace = load(self.site.root)
        self.read.clear()
        self.shelves = gathered(workspace, "test", pairs or self.pairs(), self._read, str, **self.options)
        return {pair.target: text for shelf in self.shelves for pair, text in shelf.values.items()}

    def pairs(self):
        return [item.pair for item in api.standings(self.site).translations]

    def _read(self, pairs):
        for pair in pairs:
            self.read.append(pair.target)
            try:
                yield read_text(self.site.tree, pair.target)
            except DocumentError:
                yield None


def kept(site):
    return sorted((site.root / STATE_DIR / "cache").glob("test-*.msgpack"))


def append(site, path, text="\nMore.\n"):
    with (site.root / path).open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.usefixtures("trusting")
def test_only_what_changed_is_read(site):
    desk = Desk(site)
    first = desk.look()
    assert desk.read == sorted(first) == [f"content/{name}.en.md" for name in "abc"]
    assert desk.look() == first
    assert desk.read == []
    for path in ("content/b.en.md", "content/b.md", site.record_path(desk.pairs()[1])):
        append(site, path, "\n")
        found = desk.look()
        assert desk.read == ["content/b.en.md"]
    assert {**first, "content/b.en.md": first["content/b.en.md"] + "\n"} == found
    (site.root / "content/b.en.md").unlink()
    assert "content/b.en.md" not in desk.look()


def test_what_was_written_just_now_is_read_again(site):
    desk = Desk(site)
    first = desk.look()
    assert desk.look() == first
    assert len(desk.read) == 3


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "turned", "noise", "other"])
def test_deleting_or_corrupting_changes_no_answer(site, damage):
    desk = Desk(site)
    first = desk.look()
    desk.shelves[0].keep({"index": b"made"})
    for path in kept(site):
        data = path.read_bytes()
        if damage == "gone":
            path.unlink()
            continue
        at = data.index("第一段".encode()) if "第一段".encode() in data else len(data) // 2
        path.write_bytes(
            {
                "empty": b"",
                "cut": data[:-3],
                "turned": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
                "noise": b"\xff\x00\x93\x01\x02\x03",
                "other": bytes(4),
            }[damage]
        )
    assert desk.look() == first
    assert len(desk.read) == 3
    assert not any(shelf.made for shelf in desk.shelves)


@pytest.mark.usefixtures("trusting")
def test_what_was_made_lasts_as_long_as_what_it_was_made_of(site):
    desk = Desk(site)
    desk.look()
    (shelf,) = desk.shelves
    assert shelf.made == {}
    shelf.keep({"index": b"made"})
    os.utime(site.root / "content/a.en.md")
    desk.look()
    assert desk.read == ["content/a.en.md"]
    assert desk.shelves[0].made == {"index": b"made"}
    append(site, "content/a.en.md")
    desk.look()
    assert desk.shelves[0].made == {}
    desk.shelves[0].keep({"index": b"anew"})
    (site.root / "content/c.en.md").unlink()
    desk.look()
    assert desk.shelves[0].made == {}


@pytest.mark.usefixtures("trusting")
def test_another_configuration_reads_anew(site):
    desk = Desk(site)
    desk.look()
    append(site, "transflow.yaml", "# another\n")
    desk.look()
    assert len(desk.read) == 3
    (site.root / "glossaries").mkdir()
    append(site, "glossaries/g.yaml", "source: zh\ntarget: en\nterms: {公司: company}\n")
    desk.look()
    assert desk.read == []  # terms say nothing of what stands in a page


@pytest.mark.usefixtures("trusting")
def test_many_translations_share_files_and_go_on_being_known_when_those_become_more(site, monkeypatch):
    desk = Desk(site)
    first = desk.look()
    monkeypatch.setattr(shelves, "_SHARE", 1)
    assert desk.look() == first
    assert desk.read == []
    assert len(kept(site)) > 1


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("committed", [False, True])
def test_files_that_a_smaller_site_does_not_need_go_unless_somebody_committed_them(
    site, monkeypatch, committed
):
    desk = Desk(site)
    monkeypatch.setattr(shelves, "_SHARE", 1)
    first = desk.look()
    many = kept(site)
    if committed:
        subprocess.run(["git", "init", "-q", site.root], check=True)
        subprocess.run(["git", "-C", site.root, "add", "-f", many[-1]], check=True)
    monkeypatch.setattr(shelves, "_SHARE", 128)
    assert desk.look() == first
    assert (many[-1] in kept(site)) == committed
    assert committed or len(kept(site)) == 1 < len(many)


@pytest.mark.usefixtures("trusting")
def test_a_part_is_read_and_spoils_nothing(site):
    desk = Desk(site)
    desk.look()
    before = [path.read_bytes() for path in kept(site)]
    some = Desk(site, keep=False)
    assert list(some.look(desk.pairs()[:1])) == some.read == ["content/a.en.md"]
    assert [path.read_bytes() for path in kept(site)] == before
    assert gathered(site, "test", [], None, str) == []


@pytest.mark.usefixtures("trusting")
def test_nothing_is_kept_of_what_a_filter_of_git_reads(site):
    subprocess.run(["git", "init", "-q", site.root], check=True)
    subprocess.run(["git", "-C", site.root, "config", "filter.turn.clean", "cat"], check=True)
    append(site, ".gitattributes", "*.md filter=turn\n")
    desk = Desk(site)
    first = desk.look()
    assert desk.look() == first
    assert len(desk.read) == 3


@pytest.mark.usefixtures("trusting")
def test_what_somebody_committed_is_not_read(site):
    subprocess.run(["git", "init", "-q", site.root], check=True)
    desk = Desk(site)
    first = desk.look()
    assert desk.look() == first
    assert desk.read == []
    subprocess.run(["git", "-C", site.root, "add", "-f", kept(site)[0]], check=True)
    assert desk.look() == first
    assert len(desk.read) == 3


def test_a_read_only_workspace_keeps_nothing(site, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_replace", refuse)
    assert len(Desk(site).look()) == 3
    assert kept(site) == []


def test_what_would_be_too_large_to_read_again_is_not_written(site, monkeypatch):
    monkeypatch.setattr(shelves, "MAX_BYTES", 100)
    assert len(Desk(site).look()) == 3
    assert kept(site) == []


def test_a_link_is_refused(site, tmp_path_factory):
    Desk(site).look()
    (path,) = kept(site)
    path.unlink()
    path.symlink_to(tmp_path_factory.mktemp("other") / "x")
    with pytest.raises(RefusedPath):
        Desk(site).look()
