"""What checks found is kept by content, in the user's cache, and never believed where a stranger may have put it."""

import os
import subprocess

import pytest

from tests.checking import page, record
from tests.sites import build
from transflow import processes
from transflow.api import Filter
from transflow.commands import check, kept, report
from transflow.engines.answers import Answer, Answers
from transflow.engines.qwen import store
from transflow.errors import EngineError
from transflow.files import user_cache
from transflow.site.workspace import load

COUNT = kept.LEAST


def files(count=COUNT):
    """Pages, each of which lost a figure, and links to the next."""
    for number in range(count):
        beside = (number + 1) % count
        yield (
            f"content/p{number:03}.md",
            page(f"收入增长{number + 20}%。见[下页](p{beside:03}.md#b)。\n\n## 标题 {{#b}}", lang="zh-CN"),
        )
        yield (
            f"content/p{number:03}.en.md",
            page(f"Revenue grew. See [next](p{beside:03}.en.md#b).\n\n## Title {{#b}}"),
        )


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    found = build(
        tmp_path / "site", dict(files()), "source: zh-CN\ntargets: [en]\nmarkdown: {dialect: hugo}\n"
    )
    for path, text in files():
        if ".en." not in path:
            record(found, text, path, path.replace(".md", ".en.md"))
    return load(found.root)


def looked(monkeypatch, site, **asked):
    """Return what a run finds, and how many translations it looked at for that."""
    seen, look = [], check.Run.look
    with monkeypatch.context() as patch:
        patch.setattr(check.Run, "look", lambda run, item: seen.append(item.pair.target) or look(run, item))
        found = check.check(load(site.root), **asked)
    return found, seen


def change(site, path, old, new):
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


def test_a_second_run_looks_at_nothing_and_finds_the_same(site, monkeypatch):
    first, seen = looked(monkeypatch, site)
    again, then = looked(monkeypatch, site)
    assert (len(seen), len(then)) == (COUNT, 0)
    assert len(first.findings) >= COUNT
    assert again == first


def test_the_time_of_a_file_says_nothing(site, monkeypatch):
    looked(monkeypatch, site)
    for place in site.root.rglob("*.md"):
        os.utime(place, (1, 1))
    assert not looked(monkeypatch, site)[1]


@pytest.mark.parametrize(
    "path", ["content/p003.md", "content/p003.en.md", ".transflow/bitext/en/content/p003.md.jsonl"]
)
def test_a_page_that_changed_is_looked_at_anew_whatever_its_times(site, monkeypatch, path):
    looked(monkeypatch, site)
    before = (site.root / path).stat()
    change(site, path, "Revenue" if path.endswith(".en.md") else "收入", "利润")
    os.utime(site.root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "content/p003.en.md" in looked(monkeypatch, site)[1]


def test_so_is_a_page_that_links_to_one_that_changed(site, monkeypatch):
    looked(monkeypatch, site)
    change(site, "content/p003.en.md", "{#b}", "{#c}")
    found, seen = looked(monkeypatch, site)
    assert seen == ["content/p002.en.md", "content/p003.en.md"]
    assert [one.path for one in found.findings if one.code == "TF213"] == ["content/p002.en.md"]


def test_and_one_whose_link_leads_elsewhere_now(site, monkeypatch):
    change(site, "content/p002.en.md", "p003.en.md", "p003.md")
    assert [one.path for one in looked(monkeypatch, site)[0].findings if one.code == "TF213"] == [
        "content/p002.en.md"
    ]
    (site.root / "content/p003.en.md").unlink()
    found, seen = looked(monkeypatch, site)
    assert "content/p002.en.md" in seen
    assert not [one for one in found.findings if one.code == "TF213"]


@pytest.mark.parametrize("what", ["transflow.yaml", "glossary", "checks"])
def test_so_is_everything_with_another_configuration_glossary_or_choice(site, monkeypatch, what):
    change(site, "transflow.yaml", "targets", "glossaries: [terms/*.yaml]\ntargets")
    looked(monkeypatch, site)
    asked = {}
    if what == "transflow.yaml":
        change(site, "transflow.yaml", "targets", "checks: {ignore: [TF301]}\ntargets")
    elif what == "glossary":
        build(
            site.root,
            {"terms/a.yaml": "source: zh\ntarget: en\nterms: {收入: sales}\n"},
            (site.root / "transflow.yaml").read_text(),
        )
    else:
        asked = {"settings": check.checks.settings(select=["TF3"])}
    assert len(looked(monkeypatch, site, **asked)[1]) == COUNT


def test_waivers_are_judged_by_what_was_kept(site, monkeypatch):
    change(
        site, "content/p001.en.md", "Revenue", "<!-- transflow:ignore TF301 checked by hand -->\n\nRevenue"
    )
    change(
        site,
        "transflow.yaml",
        "targets",
        "checks: {waivers: [{check: TF301, reason: x, paths: [content/p002.*]}, {check: TF402, reason: none}]}\ntargets",
    )
    first = looked(monkeypatch, site)[0]
    again, seen = looked(monkeypatch, site)
    assert not seen
    assert again == first
    assert len(again.waived) == 2
    assert [one.message for one in again.findings if one.name == "unused-waiver"]


def test_a_part_is_asked_of_what_the_whole_found_and_loses_nothing_of_it(site, monkeypatch):
    looked(monkeypatch, site)
    assert (
        len(looked(monkeypatch, site, wanted=Filter(("content/p001.en.md",)))[1]) == 1
    )  # not worth the asking
    assert not looked(monkeypatch, site)[1]


@pytest.mark.parametrize("data", [b"", b"\x81", b"\x80", b"nonsense" * 100])
def test_what_cannot_be_read_is_as_if_it_were_not_there(site, monkeypatch, data):
    first = looked(monkeypatch, site)[0]
    (place,) = user_cache().rglob("*.msgpack")
    place.write_bytes(data)
    found, seen = looked(monkeypatch, site)
    assert found == first
    assert len(seen) == COUNT


def test_a_committed_one_is_never_believed(site, monkeypatch):
    inside = site.root / ".cache"
    monkeypatch.setenv("TRANSFLOW_CACHE", str(inside))
    looked(monkeypatch, site)
    (place,) = inside.rglob("*.msgpack")
    assert not looked(monkeypatch, site)[1]
    place.write_bytes(place.read_bytes().replace(b"is missing", b"is perfect"))
    for step in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", site.root, *step], check=True)
    found, seen = looked(monkeypatch, site)
    assert len(seen) == COUNT
    assert not [one for one in found.findings if "is perfect" in one.message]
    assert b"is perfect" in place.read_bytes()  # and it is not written over


def _beside(root, _place):
    """The site is a folder of a repository, and the cache stands beside it."""
    for step in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", root.parent, *step], check=True)


def _behind_a_link(root, place):
    place.rename(root / "data")
    place.symlink_to("data")
    for step in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", root, *step], check=True)


def _in_a_submodule(root, place):
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]
    for folder, *step in (
        (place, "init", "-q"), (place, "add", "-f", "."), (place, "commit", "-qm", "x"),
        (root, "init", "-q"), (root, "submodule", "--quiet", "add", "./.cache", ".cache"),
    ):  # fmt: skip
        subprocess.run(["git", *who, "-C", folder, *step], check=True)


@pytest.mark.parametrize(
    ("where", "commit"), [("../.cache", _beside), (".cache", _behind_a_link), (".cache", _in_a_submodule)]
)
def test_nor_is_one_that_was_committed_in_another_way(site, monkeypatch, where, commit):
    inside = site.root / where
    monkeypatch.setenv("TRANSFLOW_CACHE", str(inside))
    looked(monkeypatch, site)
    (place,) = inside.rglob("*.msgpack")
    place.write_bytes(place.read_bytes().replace(b"is missing", b"is perfect"))
    commit(site.root, inside)
    found, seen = looked(monkeypatch, site)
    assert len(seen) == COUNT
    assert not [one for one in found.findings if "is perfect" in one.message]


def test_one_whose_folder_is_named_from_here_is_believed_until_it_is_committed(site, monkeypatch):
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("TRANSFLOW_CACHE", "cache")
    subprocess.run(["git", "init", "-q"], check=True)
    looked(monkeypatch, site)
    assert not looked(monkeypatch, site)[1]
    subprocess.run(["git", "add", "-f", "cache"], check=True)
    assert len(looked(monkeypatch, site)[1]) == COUNT


def test_answers_and_models_that_were_committed_are_not_believed(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    answers = Answers(user_cache())
    answers.put("x", Answer("forged", 1), "x")
    answers.close()
    (tmp_path / "cache/models").mkdir()
    (tmp_path / "cache/models/x.gguf").write_text("forged")
    for step in (["init", "-q"], ["add", "-f", "."]):
        subprocess.run(["git", "-C", tmp_path, *step], check=True)
    answers = Answers(user_cache())
    assert answers.get("x") is None
    answers.put("y", Answer("mine", 1), "y")
    assert answers.get("y")
    answers.close()
    with pytest.raises(EngineError, match="models that are committed"):
        store.models_root()


def test_where_nothing_can_be_written_nothing_is_kept(site, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "file" / "cache"))
    looked(monkeypatch, site)
    assert len(looked(monkeypatch, site)[1]) == COUNT


def test_only_the_latest_files_are_kept(site, monkeypatch):
    for number in range(12):
        change(site, "transflow.yaml", "source:", f"# {number}\nsource:")
        looked(monkeypatch, site)
    assert len(list(user_cache().rglob("*.msgpack"))) == 8
    assert not [place for place in user_cache().rglob("*") if place.is_file() and place.suffix != ".msgpack"]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
class TestProcesses:
    """Several processes find what one finds, in the same order."""

    @pytest.fixture(autouse=True)
    def _two(self, monkeypatch):
        monkeypatch.setattr(processes, "cores", lambda: 2)
        monkeypatch.setattr(processes, "LEAST", 2)
        monkeypatch.setattr(processes, "_SHARE", 2)
        # Libraries that other tests used leave threads behind.
        monkeypatch.setattr("threading.active_count", lambda: 1)

    def test_the_same_is_found(self, site, monkeypatch):
        two = check.check(load(site.root))
        monkeypatch.setattr(processes, "cores", lambda: 1)
        monkeypatch.setenv("TRANSFLOW_CACHE", str(site.root.parent / "other"))
        one = check.check(load(site.root))
        assert two == one
        assert report.report(site, two, texts=True).readers(two.pages) is not None

    def test_things_come_in_their_order_from_other_processes(self):
        found = list(processes.spread(lambda item: (item, os.getpid()), range(11)))
        assert [item for item, _ in found] == list(range(11))
        assert os.getpid() not in {pid for _, pid in found}

    def test_what_fails_there_is_told_here(self):
        with pytest.raises(ZeroDivisionError):
            list(processes.spread(lambda item: 1 // (5 - item), range(11)))

    def test_a_process_that_is_killed_is_told_in_one_line(self):
        mine = os.getpid()

        def killed(item):
            return os.kill(os.getpid(), 9) if item == 5 and os.getpid() != mine else item

        with pytest.raises(processes.TransflowError, match="a process was killed while it read pages"):
            list(processes.spread(killed, range(11)))

    def test_a_page_that_cannot_be_read_is_told_and_the_others_are_checked(self, site):
        (site.root / "content/p004.en.md").write_bytes(b"\xff\xfe\x00")
        found = check.check(load(site.root))
        assert [problem.path for problem in found.problems] == ["content/p004.en.md"]
        assert len(found.pages) == COUNT - 1
