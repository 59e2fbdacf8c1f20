"""Renamed and removed source pages, and what `clean` takes away."""

import json
from threading import Thread

import pytest

from tests.sites import build, cli, snapshot
from transflow import api
from transflow.api import Filter
from transflow.commands import clean
from transflow.site.save import alone

PAGE = "---\ntitle: 标题\n---\n\n第一段的文字。\n\n第二段的文字。\n\n第三段的文字。\n"


def drafted(root, files=None):
    site = build(root, files or {"content/a.md": PAGE, "content/b.md": "另一页。\n"})
    assert not api.translate(site).problems
    return site


def correct(root, path="content/a.en.md"):
    """Let a person rewrite the second paragraph."""
    place = root / path
    lines = place.read_text("utf-8").split("\n")
    at = [n for n, line in enumerate(lines) if line and line[0].isalpha() and ":" not in line][1]
    place.write_text("\n".join([*lines[:at], "By a person.", *lines[at + 1 :]]), "utf-8")


def move(root, old, new):
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


def states(site):
    return {item.pair.target: item.state for item in api.overview(site).translations}


@pytest.mark.parametrize("together", [False, True], ids=["source only", "both pages"])
def test_a_renamed_page_takes_its_translation_along(tmp_path, together):
    site = drafted(tmp_path)
    correct(tmp_path)
    move(tmp_path, "content/a.md", "content/news/c.md")
    if together:
        move(tmp_path, "content/a.en.md", "content/news/c.en.md")
        assert states(site)["content/news/c.en.md"] == "draft"
    else:
        assert states(site) == {
            "content/a.en.md": "orphan",
            "content/b.en.md": "draft",
            "content/news/c.en.md": "missing",
        }
        (task,) = api.standings(site).tasks
        assert (task.source, task.pending) == ("content/news/c.md", 0)
    outcome = api.translate(site)
    assert not outcome.problems
    assert sum(result.drafted for result in outcome.results) == 0
    text = (tmp_path / "content/news/c.en.md").read_text("utf-8")
    assert "By a person." in text
    assert "source: content/news/c.md" in text
    assert states(site) == {"content/b.en.md": "draft", "content/news/c.en.md": "draft"}
    assert sorted(path for path in snapshot(tmp_path) if path.endswith("jsonl")) == [
        ".transflow/bitext/en/content/b.md.jsonl",
        ".transflow/bitext/en/content/news/c.md.jsonl",
    ]
    before = snapshot(tmp_path)
    api.translate(site)
    assert snapshot(tmp_path) == before


def test_a_page_that_was_renamed_and_edited(tmp_path):
    site = drafted(tmp_path)
    correct(tmp_path)
    move(tmp_path, "content/a.md", "content/c.md")
    build(tmp_path, {"content/c.md": PAGE.replace("第一段", "第一节").replace("第二段", "第二节")})
    (result,) = (r for r in api.translate(site).results if r.pair.source == "content/c.md")
    assert (result.drafted, result.conflicts) == (2, 1)
    assert "By a person." in (tmp_path / "content/c.en.md").read_text("utf-8")


def test_an_approval_goes_along(tmp_path):
    site = drafted(tmp_path)
    assert not api.approve(site, Filter(("content/a.en.md",)), by="Somebody").problems
    move(tmp_path, "content/a.md", "content/c.md")
    move(tmp_path, "content/a.en.md", "content/c.en.md")
    assert states(site)["content/c.en.md"] == "reviewed"
    assert not api.approve(site, Filter(("content/c.en.md",)), by="Somebody").problems
    assert states(site)["content/c.en.md"] == "reviewed"


def test_a_copied_page_is_a_page_of_its_own(tmp_path):
    site = drafted(tmp_path)
    build(tmp_path, {"content/c.md": PAGE})
    assert states(site)["content/c.en.md"] == "missing"
    api.translate(site)
    assert states(site) == dict.fromkeys(["content/a.en.md", "content/b.en.md", "content/c.en.md"], "draft")


@pytest.mark.parametrize("big", ["c", "d"])
def test_the_record_of_a_page_that_was_split_goes_to_one_part(tmp_path, big):
    site = drafted(tmp_path)
    correct(tmp_path)
    (tmp_path / "content/a.md").unlink()
    halves = {"c": "第一段的文字。\n", "d": "第三段的文字。\n"}
    halves[big] = PAGE.replace(halves[{"c": "d", "d": "c"}[big]], "")
    build(tmp_path, {f"content/{name}.md": text for name, text in halves.items()})
    assert not api.translate(site).problems
    assert "By a person." in (tmp_path / f"content/{big}.en.md").read_text("utf-8")
    assert states(site) == dict.fromkeys(["content/b.en.md", "content/c.en.md", "content/d.en.md"], "draft")
    before = snapshot(tmp_path)
    assert not any(result.written for result in api.translate(site).results)
    assert snapshot(tmp_path) == before


def test_a_record_that_was_copied_along_with_its_pages_takes_nothing_from_them(tmp_path):
    site = drafted(tmp_path)
    record = ".transflow/bitext/en/content/{}.md.jsonl"
    before = snapshot(tmp_path)
    copies = {"content/c.md": before["content/a.md"], record.format("c"): before[record.format("a")]}
    build(tmp_path, copies)
    assert not api.translate(site).problems
    assert states(site) == dict.fromkeys(["content/a.en.md", "content/b.en.md", "content/c.en.md"], "draft")
    after = snapshot(tmp_path)
    assert {path: after[path] for path in before} == before


def test_a_rename_is_told_as_one(tmp_path, capsys):
    drafted(tmp_path)
    correct(tmp_path)
    move(tmp_path, "content/a.md", "content/c.md")
    capsys.readouterr()
    cli(tmp_path, "check", "--select", "TF104")
    assert (
        "content/c.md seems to be its new name: run `transflow translate content/c.md`, which moves"
        in capsys.readouterr().out
    )
    assert cli(tmp_path, "translate", "--dry-run") == cli(tmp_path, "translate") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{verb} content/a.en.md to content/c.en.md" for verb in ("would move", "moved")
    ]
    move(tmp_path, "content/c.md", "content/d.md")
    assert cli(tmp_path, "translate", "--format", "json") == 0
    (page,) = [page for page in json.loads(capsys.readouterr().out)["pages"] if page["moved_from"]]
    assert (page["moved_from"], page["target"]) == ("content/c.en.md", "content/d.en.md")
    assert (page["written"], page["drafted"]) == (True, 0)


def test_a_source_that_is_gone_for_good_is_told_without_advice_to_delete(tmp_path, capsys):
    drafted(tmp_path)
    (tmp_path / "content/a.md").unlink()
    capsys.readouterr()
    cli(tmp_path, "check", "--select", "TF104")
    assert "content/a.md is gone: bring it back" in capsys.readouterr().out


def test_what_is_untracked_is_not_passed_over_in_silence(tmp_path, capsys):
    drafted(tmp_path)
    for record in (tmp_path / ".transflow/bitext").rglob("b.md.jsonl"):
        record.unlink()
    capsys.readouterr()
    assert cli(tmp_path, "translate") == 0
    assert capsys.readouterr().err.splitlines() == [
        "Nothing to do.",
        "content/b.en.md is untracked, and left alone: run `transflow adopt content/b.en.md` to take it in.",
    ]


def test_the_dry_run_of_translate_moves_nothing(tmp_path):
    site = drafted(tmp_path)
    move(tmp_path, "content/a.md", "content/c.md")
    before = snapshot(tmp_path)
    api.translate(site, dry_run=True)
    assert snapshot(tmp_path) == before


# --- clean ---


def removed(site, **options):
    done = api.clean(site, **options)
    assert not done.problems
    return [(leftover.path, leftover.what) for leftover in done.leftovers], list(done.kept)


def test_a_machines_orphan_goes_if_asked_and_nothing_else(tmp_path):
    site = drafted(tmp_path)
    (tmp_path / "content/a.md").unlink()
    assert states(site)["content/a.en.md"] == "orphan"
    assert removed(site) == ([], [])
    before = snapshot(tmp_path)
    wanted = [("content/a.en.md", "orphan"), (".transflow/bitext/en/content/a.md.jsonl", "record")], []
    assert removed(site, orphans=True, dry_run=True) == wanted
    assert snapshot(tmp_path) == before
    assert removed(site, orphans=True) == wanted
    gone = {path for path, _ in wanted[0]}
    assert snapshot(tmp_path) == {path: data for path, data in before.items() if path not in gone}
    assert removed(site, orphans=True) == ([], [])


def test_an_orphan_with_a_persons_work_stays(tmp_path):
    site = drafted(tmp_path)
    correct(tmp_path)
    (tmp_path / "content/a.md").unlink()
    assert removed(site, orphans=True) == ([], ["content/a.en.md"])


def test_an_orphan_with_a_persons_key_or_addition_or_without_a_record_stays(tmp_path):
    files = {f"content/{name}.md": PAGE.replace("第三", f"第{name}") for name in "cdef"}
    site = drafted(tmp_path, files)
    place = tmp_path / "content"
    (place / "c.en.md").write_text(
        (place / "c.en.md").read_text("utf-8").replace("lang: en", "lang: en\nweight: 3"), "utf-8"
    )
    (place / "d.en.md").write_text((place / "d.en.md").read_text("utf-8") + "\nMore.\n", "utf-8")
    (tmp_path / ".transflow/bitext/en/content/e.md.jsonl").unlink()
    assert not api.approve(site, Filter(("content/f.en.md",)), by="Somebody").problems
    for path in files:
        (tmp_path / path).unlink()
    assert removed(site, orphans=True) == ([], [f"content/{name}.en.md" for name in "cdef"])


HEADED = {
    "comment": ("lang: en", "lang: en  # check the names"),
    "live": ("draft: true", "draft: false"),
    "key": ("status: draft", "status: draft\n  reader: Ann"),
    "number": ("lang: en", "lang: en\n2024: Ann"),
}


@pytest.mark.parametrize(("old", "new"), HEADED.values(), ids=HEADED)
def test_an_orphan_with_a_persons_word_in_its_front_matter_stays(tmp_path, old, new):
    site = drafted(tmp_path)
    place = tmp_path / "content/a.en.md"
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")
    (tmp_path / "content/a.md").unlink()
    assert removed(site, orphans=True) == ([], ["content/a.en.md"])


ADDED = (
    "<!-- note of mine -->",
    "***",
    "- <!-- note -->",
    "> ***",
    "[mine]: https://example.org",
    "<br>",
    "&nbsp;",
)


@pytest.mark.parametrize("dialect", ["commonmark", "hugo"])
@pytest.mark.parametrize("added", ADDED)
def test_an_orphan_with_what_may_be_a_persons_in_its_body_stays(tmp_path, added, dialect):
    config = f"targets: [en]\nengine: pseudo\nmarkdown: {{dialect: {dialect}}}\n"
    site = build(tmp_path, {"content/a.md": "第一段的文字。\n", "content/b.md": "另一页。\n"}, config)
    assert not api.translate(site).problems
    place = tmp_path / "content/a.en.md"
    place.write_text(f"{place.read_text('utf-8')}\n{added}\n", "utf-8")
    for name in "ab":
        (tmp_path / f"content/{name}.md").unlink()
    assert removed(site, orphans=True)[1] == ["content/a.en.md"]
    assert not (tmp_path / "content/b.en.md").exists()


def test_a_machines_orphan_that_is_marked_as_stale_goes(tmp_path):
    site = drafted(tmp_path)
    build(tmp_path, {"content/a.md": PAGE.replace("第一段", "第一节")})
    assert cli(tmp_path, "status", "--write") == 0
    (tmp_path / "content/a.md").unlink()
    assert removed(site, orphans=True)[1] == []
    assert not (tmp_path / "content/a.en.md").exists()


def test_the_translation_of_a_page_that_cannot_be_read_is_no_orphan(tmp_path):
    site = drafted(tmp_path)
    (tmp_path / "content/a.md").write_bytes(b"\xff")
    done = api.clean(site, orphans=True)
    assert done.leftovers == ()
    assert done.problems


def test_leftovers_of_killed_runs_and_records_of_nothing_go(tmp_path):
    site = drafted(tmp_path)
    for path in ("content/.transflow-abc.tmp", ".transflow/bitext/en/content/.transflow-abc.tmp"):
        (tmp_path / path).write_text("half")
    (tmp_path / "content/a.md").unlink()
    (tmp_path / "content/a.en.md").unlink()
    assert removed(site)[0] == [
        (".transflow/bitext/en/content/.transflow-abc.tmp", "temporary"),
        ("content/.transflow-abc.tmp", "temporary"),
        (".transflow/bitext/en/content/a.md.jsonl", "record"),
    ]
    assert removed(site) == ([], [])


def test_what_another_run_is_writing_is_no_leftover(tmp_path):
    site = drafted(tmp_path)
    found = []
    with alone(site):
        place = tmp_path / "content/.transflow-abc.tmp"
        place.write_text("half")
        other = Thread(target=lambda: found.extend(removed(site)[0]))
        other.start()
        other.join(0.2)
        assert place.exists()
        place.unlink()
    other.join()
    assert found == []


def test_an_orphan_that_somebody_edits_meanwhile_stays_with_its_record(tmp_path, monkeypatch):
    site = drafted(tmp_path)
    (tmp_path / "content/a.md").unlink()
    look = clean.overview

    def edited(*given):
        seen = look(*given)
        correct(tmp_path)
        return seen

    monkeypatch.setattr(clean, "overview", edited)
    done = api.clean(site, orphans=True)
    assert done.leftovers == ()
    assert "changed meanwhile" in str(done.problems[0])
    assert "By a person." in (tmp_path / "content/a.en.md").read_text("utf-8")


def test_the_record_of_a_renamed_page_is_not_a_leftover(tmp_path):
    site = drafted(tmp_path)
    move(tmp_path, "content/a.md", "content/c.md")
    move(tmp_path, "content/a.en.md", "content/c.en.md")
    assert removed(site, orphans=True) == ([], [])


def test_the_command(tmp_path, capsys):
    drafted(tmp_path)
    (tmp_path / "content/a.md").unlink()
    capsys.readouterr()
    assert cli(tmp_path, "clean", "--orphans", "--dry-run") == 0
    assert capsys.readouterr().out.splitlines() == [
        "would remove content/a.en.md (orphan)",
        "would remove .transflow/bitext/en/content/a.md.jsonl (record)",
    ]
    assert cli(tmp_path, "clean", "--orphans", "--format", "json") == 0
    assert [entry["what"] for entry in json.loads(capsys.readouterr().out)["removed"]] == ["orphan", "record"]


# --- status --write ---


def test_a_site_can_show_what_is_out_of_date(tmp_path, capsys):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    assert cli(tmp_path, "status", "--write") == 0
    assert snapshot(tmp_path) == before
    build(tmp_path, {"content/a.md": PAGE.replace("第一段", "第一节")})
    assert cli(tmp_path, "status", "--write") == 0
    assert "wrote content/a.en.md" in capsys.readouterr().err
    text = before["content/a.en.md"].decode()
    after = snapshot(tmp_path)
    assert after["content/a.en.md"].decode() == text.replace(
        "  status: draft\n", "  status: draft\n  stale: true\n"
    )
    assert cli(tmp_path, "status", "--write") == 0
    assert snapshot(tmp_path) == after
    build(tmp_path, {"content/a.md": PAGE})
    assert cli(tmp_path, "status", "--write") == 0
    assert snapshot(tmp_path) == before
    build(tmp_path, {"content/a.md": PAGE.replace("第一段", "第一节")})
    assert cli(tmp_path, "status", "--write") == 0
    api.translate(site)
    assert b"stale" not in snapshot(tmp_path)["content/a.en.md"]


# --- translate --redraft ---


def test_a_redraft_redoes_what_is_a_machines(tmp_path):
    site = drafted(tmp_path)
    correct(tmp_path)
    before = snapshot(tmp_path)
    assert cli(tmp_path, "translate", "--redraft") == 0
    assert snapshot(tmp_path) == before
    terms = "source: zh-CN\ntarget: en\nterms:\n  文字: wording\n"
    build(tmp_path, {"glossaries/g.yaml": terms})
    assert cli(tmp_path, "translate") == 0
    assert b"wording" in snapshot(tmp_path)["content/a.en.md"]
    assert cli(tmp_path, "translate", "--redraft", "content/a.md") == 0
    text = snapshot(tmp_path)["content/a.en.md"].decode()
    assert text.count("wording") == 2
    assert "By a person." in text
    assert states(site)["content/a.en.md"] == "draft"
