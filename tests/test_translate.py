"""`translate` on whole workspaces: what is drafted, kept, redrafted, refused."""

import errno
import json
import os

import pytest

from tests.sites import build, cli, snapshot
from transflow import api, bitext, document, translator
from transflow.api import Filter
from transflow.commands.translate import Result
from transflow.document import Document
from transflow.pipeline.batch import FaultyText
from transflow.site.workspace import Pair
from transflow.verification import Fault

PAGE = """---
title: 标题
tags: [甲, 乙]
date: 2025-01-01
---

## 第一节

第一段的文字。

- 第一项
- 第二项
- 第三项

| 名称 | 数值 |
|---|---:|
| 甲公司 | 12 |
| 乙公司 | 15 |

```py
x = 1
```

![走势图](/images/a.png)

最后一段的文字。
"""
PAIR = Pair("content/a.md", "content/a.en.md", "en")


@pytest.fixture
def site(tmp_path):
    return drafted(tmp_path, PAGE)


def drafted(root, text):
    site = build(root, {PAIR.source: text})
    redraft(site)
    return site


def test_keys_without_a_value_stay_and_get_the_one_that_the_source_gets(tmp_path):
    page = PAGE.replace("date: 2025-01-01", "summary:\nparams:\n  weight:")
    site = drafted(tmp_path, page)
    draft = (tmp_path / PAIR.target).read_text("utf-8")
    assert "summary:\nparams:\n  weight:\n" in draft
    (tmp_path / PAIR.source).write_text(page.replace("weight:", "weight: 5"), "utf-8")
    redraft(site)
    assert (tmp_path / PAIR.target).read_text("utf-8") == draft.replace("weight:", "weight: 5")


def redraft(site):
    outcome = api.translate(site)
    assert not outcome.problems, outcome.problems
    return outcome.results[0] if outcome.results else None


def target(site) -> Document:
    return document.parse((site.root / PAIR.target).read_bytes().decode(), PAIR.target)


def texts(site):
    return [block.text for block in target(site).blocks]


def rows(site):
    return bitext.read(site.tree, site.record_path(PAIR)).rows


def state(site):
    return api.overview(site, Filter((PAIR.target,))).translations[0].state


def change(site, old, new, path=PAIR.source):
    """Replace a text that stands in a page."""
    place = site.root / path
    text = place.read_bytes().decode()
    assert old in text
    place.write_bytes(text.replace(old, new, 1).encode())


def edit(site, text, new):
    """Let a person replace the unit that says `text` in the translation."""
    page = target(site)
    (number,) = (n for n, block in enumerate(page.blocks) if block.text == text)
    (site.root / PAIR.target).write_bytes(page.splice({number: new}).encode())


def draft_of(site, source):
    return next(row.draft for row in rows(site) if row.source == source)


# --- a first draft ---


def test_a_draft_stands_beside_its_source_with_its_record(site):
    page = target(site)
    assert page.front.data["lang"] == "en"
    assert page.front.data["draft"] is True
    assert page.front.data["translation"] == {"source": "content/a.md", "status": "draft"}
    assert page.front.data["tags"] == ["甲", "乙"]
    assert "![" in page.text
    assert "](/images/a.png)" in page.text
    assert len(rows(site)) == len(page.blocks)
    assert (site.root / PAIR.source).read_bytes().decode() == PAGE
    assert state(site) == "draft"


def test_a_second_run_does_nothing(site):
    before = snapshot(site.root)
    times = {name: (site.root / name).stat().st_mtime_ns for name in before}
    assert not redraft(site).written
    assert snapshot(site.root) == before
    assert {name: (site.root / name).stat().st_mtime_ns for name in before} == times


def test_keys_that_may_not_stand_on_two_pages_are_left_out(tmp_path):
    site = drafted(tmp_path, "---\ntitle: 标题\nurl: /x\naliases: [/y]\nslug: /z\n---\n\n正文。\n")
    assert sorted(target(site).front.data) == ["draft", "lang", "title", "translation"]
    assert not redraft(site).written
    assert state(site) == "draft"
    change(site, "url: /x", "url: /w")
    assert state(site) == "draft"


@pytest.mark.parametrize(
    "text",
    [
        PAGE.replace("\n", "\r\n"),
        "\ufeff" + PAGE,
        PAGE.removesuffix("\n"),
        '+++\ntitle = "标题"\ntags = ["甲", "乙"]\ndate = 2025-01-01\n+++\n\n第一段的文字。\n\n最后一段的文字。\n',
        '{"title": "标题", "tags": ["甲"], "weight": 1.50}\n\n第一段的文字。\n\n最后一段的文字。\n',
        "第一段的文字。\n\n最后一段的文字。\n",
        "",
        "---\n---\n",
        "# 第一段的文字。\n\n\n\n***\n\n最后一段的文字。\n\n\n",
    ],
    ids=[
        "crlf",
        "bom",
        "no-final-newline",
        "toml",
        "json",
        "no-header",
        "empty",
        "empty-header",
        "odd-spacing",
    ],
)
def test_every_form_of_page_can_be_drafted_and_redrafted(tmp_path, text):
    site = drafted(tmp_path, text)
    page = target(site)
    assert page.text.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in page.text) == ("\r\n" in text)
    assert page.text.replace("\r\n", "").count("\r") == 0
    if "第一段的文字。" in text:
        change(site, "第一段的文字。", "第一段的文字改了。")
        newline = "\r\n" if "\r\n" in text else "\n"
        change(site, "最后一段的文字。", f"新来的一段。{newline * 2}最后一段的文字。")
        assert redraft(site).drafted == 2
        assert len(target(site).blocks) == len(page.blocks) + 1
        assert page.text.count("\r\n") in (0, target(site).text.count("\r\n") - 2)
    before = snapshot(tmp_path)
    assert not redraft(site).written
    assert snapshot(tmp_path) == before


def test_the_other_direction(tmp_path):
    config = "source: en\ntargets: [zh-CN]\nengine: pseudo\n"
    site = build(
        tmp_path, {"content/a.md": "---\ntitle: A title\n---\n\nRevenue rose by 12%.\n\nThe end.\n"}, config
    )
    assert not api.translate(site).problems
    page = (tmp_path / "content/a.zh-cn.md").read_text("utf-8")
    assert "lang: zh-CN" in page
    change(site, "The end.", "A new end.")
    (result,) = api.translate(site).results
    assert result.drafted == 1
    assert "12%" in (tmp_path / "content/a.zh-cn.md").read_text("utf-8")


# --- the source changes ---


def test_a_changed_paragraph_is_all_that_is_redrafted(site):
    before = texts(site)
    change(site, "第一段的文字。", "第一段改了。")
    assert state(site) == "stale"
    assert redraft(site).drafted == 1
    assert [a for a, b in zip(before, texts(site), strict=True) if a != b] == [before[5]]


@pytest.mark.parametrize(
    ("old", "new", "drafted"),
    [
        ("第一段的文字。\n", "第一段的文字。\n\n新来的一段。\n", 1),
        ("- 第二项\n", "- 新的一项\n- 第二项\n", 1),
        ("- 第二项\n", "- 第二项\n  - 深一层\n", 1),
        ("- 第三项\n", "", 0),
        ("| 甲公司 | 12 |\n", "| 甲公司 | 12 |\n| 丙公司 | 18 |\n", 2),
        ("| 乙公司 | 15 |\n", "", 0),
        ("| 名称 | 数值 |\n|---|---:|\n| 甲公司 | 12 |\n| 乙公司 | 15 |", "| 名称 |\n|---|\n| 甲公司 |\n| 乙公司 |", 0),
        ("x = 1", "x = 2", 0),
        ("/images/a.png", "/images/b.png", 0),
        ("[甲, 乙]", "[甲, 丙, 乙]", 0),
        ("[甲, 乙]", "[乙]", 0),
        ("date: 2025-01-01\n", "", 0),
        ("date: 2025-01-01\n", "date: 2025-01-02\nweight: 010\nmenu:\n  main:\n    weight: 10\n", 0),
        ("最后一段的文字。\n", "", 0),
        ("## 第一节\n\n第一段的文字。\n\n", "", 0),
        ("- 第一项\n- 第二项\n- 第三项\n", "第一项\n\n第二项\n\n第三项\n", 0),
        ("- 第二项\n", "\n隔开的一段。\n\n- 第二项\n", 1),
    ],
)  # fmt: skip
def test_the_translation_follows_its_source(site, tmp_path, old, new, drafted):
    change(site, old, new)
    assert state(site) == "stale"
    assert redraft(site).drafted == drafted
    fresh = build(tmp_path / "fresh", {PAIR.source: PAGE.replace(old, new, 1)})
    redraft(fresh)
    assert sorted(target(site).text.split()) == sorted(target(fresh).text.split())
    assert [b.text for b in target(site).blocks if b.top >= 0] == [
        b.text for b in target(fresh).blocks if b.top >= 0
    ]
    assert state(site) == "draft"
    assert not redraft(site).written


def test_moved_sections_move(site):
    first, rest = PAGE.index("## 第一节"), PAGE.index("- 第一项")
    (site.root / PAIR.source).write_text(PAGE[:first] + PAGE[rest:] + "\n" + PAGE[first:rest], "utf-8")
    before = texts(site)[4:]
    assert state(site) == "stale"
    assert redraft(site).drafted == 0
    assert texts(site)[4:] == before[2:] + before[:2]
    assert state(site) == "draft"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第一段的文字。", "第一段的\n文字。"),
        ("第一段的文字。", "第一段 的文字。"),
        ("\n", "\r\n"),
        ("title:", "lang: zh-CN\ntitle:"),
        ("title:", "translations: [en]\ntitle:"),
        ("## 第一节", "##  第一节  "),
    ],
)
def test_what_a_reader_cannot_see_makes_nothing_stale(site, old, new):
    path = site.root / PAIR.source
    path.write_bytes(PAGE.replace(old, new).encode())
    assert state(site) == "draft"
    before = snapshot(site.root)
    redraft(site)
    assert snapshot(site.root) == before


@pytest.mark.parametrize(("old", "new"), [("第一段的文字。", "第一段的  \n文字。"), ("x = 1", "x  = 1")])
def test_a_hard_break_and_white_space_in_code_do(site, old, new):
    change(site, old, new)
    assert state(site) == "stale"


def test_only_a_few_bytes_change(site):
    before = target(site).text.split("\n")
    change(site, "第二项", "第二项改了")
    redraft(site)
    after = target(site).text.split("\n")
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


# --- a person writes ---


def test_what_a_person_wrote_stays_though_other_texts_change(site):
    edit(site, draft_of(site, "第一段的文字。"), "The first paragraph, by a person.")
    change(site, "最后一段的文字。", "最后一段改了。")
    assert redraft(site).drafted == 1
    assert "The first paragraph, by a person." in texts(site)
    assert state(site) == "draft"


def test_a_change_under_a_persons_text_is_a_conflict_until_the_text_changes(site):
    edit(site, draft_of(site, "第一段的文字。"), "By a person.")
    change(site, "第一段的文字。", "第一段改了。")
    assert state(site) == "conflict"
    result = redraft(site)
    assert (result.drafted, result.conflicts) == (1, 1)
    assert "By a person." in texts(site)
    (row,) = (row for row in rows(site) if row.pending)
    assert (row.source, row.pending.source, row.pending.target) == (
        "第一段的文字。",
        "第一段改了。",
        "By a person.",
    )
    assert state(site) == "conflict"
    assert not redraft(site).written
    edit(site, "By a person.", "By a person, who looked again.")
    assert state(site) == "draft"
    redraft(site)
    assert not any(row.pending for row in rows(site))
    assert state(site) == "draft"


def test_a_conflict_goes_when_the_source_is_as_it_was(site):
    edit(site, draft_of(site, "第一段的文字。"), "By a person.")
    change(site, "第一段的文字。", "第一段改了。")
    redraft(site)
    change(site, "第一段改了。", "第一段的文字。")
    assert state(site) == "draft"
    redraft(site)
    assert not any(row.pending for row in rows(site))


def test_a_conflict_follows_its_source(site):
    edit(site, draft_of(site, "第一段的文字。"), "By a person.")
    for text in ("第一段改了。", "第一段又改了。"):
        change(
            site,
            next(
                t
                for t in ("第一段的文字。", "第一段改了。")
                if t in (site.root / PAIR.source).read_text("utf-8")
            ),
            text,
        )
        assert redraft(site).drafted == 1
    (row,) = (row for row in rows(site) if row.pending)
    assert (row.source, row.pending.source) == ("第一段的文字。", "第一段又改了。")


def test_a_persons_text_outlives_its_source_as_a_conflict(site):
    edit(site, draft_of(site, "第二项"), "An item by a person")
    change(site, "- 第二项\n", "")
    assert redraft(site).conflicts == 1
    assert "An item by a person" in texts(site)
    assert not redraft(site).written
    change(site, "- An item by a person\n", "", PAIR.target)
    redraft(site)
    assert state(site) == "draft"
    assert not any(row.source == "第二项" for row in rows(site))


def test_what_a_person_adds_takes_out_and_moves_stays_so(site):
    change(site, "- " + draft_of(site, "第二项") + "\n", "- Added by a person\n", PAIR.target)
    last = draft_of(site, "最后一段的文字。")
    change(site, f"\n{last}\n", "", PAIR.target)
    change(site, "## ", f"{last}\n\n## ", PAIR.target)
    before = target(site).text
    assert not redraft(site).written
    change(site, "第一段的文字。", "第一段改了。")
    redraft(site)
    after = target(site).text.split("\n")
    assert len(after) == len(before.split("\n"))
    assert sum(a != b for a, b in zip(after, before.split("\n"), strict=True)) == 1


def test_a_changed_copy_is_a_persons_too(site):
    change(site, "x = 1", "x = 1  # one", PAIR.target)
    change(site, "x = 1", "x = 2")
    assert redraft(site).conflicts == 1
    assert "x = 1  # one" in target(site).text


def test_reflowed_drafts_are_still_a_machines(site):
    text = draft_of(site, "第一段的文字。")
    assert " " in text
    change(site, text, text.replace(" ", "\n", 1), PAIR.target)
    change(site, "第一段的文字。", "第一段改了。")
    assert (redraft(site).conflicts, redraft(site).written) == (0, False)
    assert state(site) == "draft"


def test_a_key_that_both_add_is_a_conflict(site):
    change(site, "lang: en", "lang: en\nweight: 7", PAIR.target)
    change(site, "title:", "weight: 3\ntitle:")
    assert redraft(site).conflicts == 1
    assert "weight: 7" in target(site).text
    assert not redraft(site).written


def test_a_place_that_is_gone_is_a_conflict_that_a_person_ends(site):
    """The person made one table row of the two; the source gains a column."""
    page = target(site).text
    lines = page.split("\n")
    table = [line for line in lines if line.startswith("| ")]
    change(site, "\n".join(table[1:]), "| Two companies | 12 and 15 |\n\nAn own note.", PAIR.target)
    change(
        site,
        "| 名称 | 数值 |\n|---|---:|\n| 甲公司 | 12 |\n| 乙公司 | 15 |",
        "| 名称 | 数值 | 备注 |\n|---|---:|---|\n| 甲公司 | 12 | 好 |\n| 乙公司 | 15 | 坏 |",
    )
    redraft(site)
    assert "Two companies" in texts(site)
    assert "An own note." in texts(site)
    assert not redraft(site).written


def test_a_redraft_of_a_reviewed_page_makes_it_a_draft_but_hides_nothing(site):
    assert not api.approve(site, Filter((PAIR.target,)), by="Somebody").problems
    assert "draft" not in target(site).front.data
    change(site, "最后一段的文字。", "最后一段的文字。\n\n新来的一段。")
    assert state(site) == "stale"
    redraft(site)
    front = target(site).front.data
    assert front["translation"] == {"source": "content/a.md", "status": "draft"}
    assert "draft" not in front


def test_a_text_that_a_person_saw_is_used_where_it_stands_again(site):
    edit(site, draft_of(site, "最后一段的文字。"), "The last paragraph.")
    redraft(site)
    build(site.root, {"content/b.md": "另一页。\n\n最后一段的文字。\n"})
    (result,) = (r for r in api.translate(site).results if r.pair.source == "content/b.md")
    assert (result.drafted, result.reused) == (1, 1)
    assert "The last paragraph." in (site.root / "content/b.en.md").read_text("utf-8")


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "content/b.md:1: not UTF-8 text"),
        ("---\ntitle: [\n---\n\n正文\n".encode(), "content/b.md:"),
        (
            "正文\n\n<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> main\n".encode(),
            "content/b.md:3: has an unfinished merge",
        ),
    ],
)
def test_a_broken_page_is_one_line_and_the_others_are_done(tmp_path, capsys, content, message):
    build(tmp_path, {"content/a.md": PAGE, "content/b.md": content})
    assert cli(tmp_path, "translate") == 2
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if line.startswith("transflow: ")] == told
    assert len(told) == 1
    assert told[0].removeprefix("transflow: ").startswith(message)
    assert (tmp_path / "content/a.en.md").is_file()
    assert not (tmp_path / "content/b.en.md").exists()


def test_a_translation_with_conflict_markers_is_left_alone(site):
    change(site, "## ", "<<<<<<< HEAD\n## a\n=======\n## b\n>>>>>>> main\n## ", PAIR.target)
    before = snapshot(site.root)
    (problem,) = api.translate(site).problems
    assert "unfinished merge" in str(problem)
    assert snapshot(site.root) == before


def test_conflict_markers_in_a_code_block_are_code(tmp_path):
    drafted(tmp_path, "正文\n\n```\n<<<<<<< HEAD\n一\n=======\n二\n>>>>>>> main\n```\n")


def test_a_record_that_git_could_not_merge_is_settled_by_the_source(tmp_path):
    """Two branches changed one paragraph, each with its redraft; whoever merged the pages took theirs."""
    branches = []
    for name in ("第一段改了。", "第一段的文字，别人改了。"):
        branch = drafted(tmp_path / name, PAGE)
        change(branch, "第一段的文字。", name)
        redraft(branch)
        branches.append(branch)
    ours, theirs = (
        (branch.root / branch.record_path(PAIR)).read_text("utf-8").split("\n") for branch in branches
    )
    (at,) = (n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b)
    merged = [*ours[:at], "<<<<<<< HEAD", ours[at], "=======", theirs[at], ">>>>>>> main", *ours[at + 1 :]]
    ours_site, theirs_site = branches
    (ours_site.root / ours_site.record_path(PAIR)).write_text("\n".join(merged), "utf-8")
    (ours_site.root / PAIR.source).write_bytes((theirs_site.root / PAIR.source).read_bytes())
    redraft(ours_site)
    assert target(ours_site).text == target(theirs_site).text
    assert rows(ours_site) == rows(theirs_site)
    assert not redraft(ours_site).written


def test_a_broken_record_is_one_line_and_stays(site):
    place = site.root / site.record_path(PAIR)
    place.write_text(place.read_text("utf-8") + "\n{broken\n", "utf-8")
    before = snapshot(site.root)
    (problem,) = api.translate(site).problems
    assert "broken bitext line" in str(problem)
    assert snapshot(site.root) == before


def test_a_read_only_translation_is_one_line(site, capsys):
    build(site.root, {"content/b.md": "另一页。\n"})
    change(site, "第一段的文字。", "第一段改了。")
    (site.root / PAIR.target).chmod(0o444)
    assert cli(site.root, "translate") == 2
    assert "content/a.en.md: is read-only" in capsys.readouterr().err
    assert (site.root / "content/b.en.md").is_file()
    (site.root / PAIR.target).chmod(0o644)
    assert redraft(site).drafted == 1  # it was refused before its record was written
    assert state(site) == "draft"


def test_a_full_disk_is_one_line_and_the_next_run_goes_on(site, monkeypatch, capsys):
    change(site, "第一段的文字。", "第一段改了。")
    before = snapshot(site.root)

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert cli(site.root, "translate") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert snapshot(site.root) == before
    assert redraft(site).drafted == 1


def test_a_page_that_changes_meanwhile_is_left_alone(site, monkeypatch):
    change(site, "第一段的文字。", "第一段改了。")
    drafts = translator.translate

    def slow(*arguments):
        edit(site, draft_of(site, "第二项"), "Written meanwhile")
        return drafts(*arguments)

    monkeypatch.setattr(translator, "translate", slow)
    (problem,) = api.translate(site).problems
    assert "changed meanwhile" in str(problem)
    assert "Written meanwhile" in texts(site)
    monkeypatch.undo()
    redraft(site)
    assert "Written meanwhile" in texts(site)
    assert state(site) == "draft"


def test_a_page_without_its_record_is_untracked_and_left_alone(site):
    (site.root / site.record_path(PAIR)).unlink()
    assert state(site) == "untracked"
    before = snapshot(site.root)
    api.translate(site)
    assert snapshot(site.root) == before


def test_a_deleted_translation_is_drafted_again(site):
    before = target(site).text
    (site.root / PAIR.target).unlink()
    assert state(site) == "missing"
    assert redraft(site).reused > 0
    assert target(site).text == before


def test_json_says_what_was_done(tmp_path, capsys):
    build(tmp_path, {PAIR.source: PAGE})
    assert cli(tmp_path, "translate", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1
    assert [(page["source"], page["target"], page["written"]) for page in told["pages"]] == [
        ("content/a.md", "content/a.en.md", True)
    ]


def test_json_tells_each_fault_of_a_draft():
    faults = (Fault("TF401", "error", "`甲` should be 'A'"), Fault("TF301", "warning", "12 is missing"))
    result = Result(
        PAIR, 3, 2, 1, (FaultyText(7, faults), FaultyText(9, faults[1:])), written=True, moved_from="b.md"
    )
    assert result.as_json == {
        "source": PAIR.source, "target": PAIR.target, "language": "en", "drafted": 3, "reused": 2, "conflicts": 1,
        "written": True, "moved_from": "b.md",
        "findings": [
            {"code": "TF401", "severity": "error", "line": 7, "message": "`甲` should be 'A'"},
            {"code": "TF301", "severity": "warning", "line": 7, "message": "12 is missing"},
            {"code": "TF301", "severity": "warning", "line": 9, "message": "12 is missing"},
        ],
    }  # fmt: skip


COMMENTED = {
    "yaml": ("---\ntitle: 标题\n{}date: 2025-01-01\n---\n\n正文。\n", "weight: 3\n", "weight: 3", " # Ann: why three?"),
    "toml": ("+++\ntitle = '标题'\n{}date = 2025-01-01\n+++\n\n正文。\n", "weight = 3\n", "weight = 3", " # Ann: why?"),
    "above": ("---\ntitle: 标题\n{}---\n\n正文。\n", "params:\n  icon: x.png\n", "params:", " # Ann: to be checked"),
    "item": ("---\ntags:\n- 甲\n{}---\n\n正文。\n", "- 乙\n", "- 乙", " # Ann: B?"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "key", "at", "comment"), COMMENTED.values(), ids=COMMENTED)
def test_a_key_that_goes_takes_no_comment_of_a_person_along(tmp_path, page, key, at, comment):
    site = build(tmp_path, {PAIR.source: page.format(key)})
    api.translate(site)
    place = tmp_path / PAIR.target
    drafted = place.read_text("utf-8")
    assert at in drafted
    (tmp_path / PAIR.source).write_text(page.format(""), "utf-8")
    place.write_text(drafted.replace(at, at + comment), "utf-8")
    outcome = api.translate(site)
    assert not outcome.problems
    assert [result.conflicts for result in outcome.results] == [1]
    assert place.read_text("utf-8") == drafted.replace(at, at + comment)
    assert [result.written for result in api.translate(site).results] == [False]
    assert not api.approve(site, Filter((PAIR.target,))).problems
    assert api.overview(site).translations[0].state == "reviewed"
    assert comment in place.read_text("utf-8")


def test_one_text_that_cannot_be_put_in_keeps_its_source_and_the_rest_is_drafted(tmp_path, capsys):
    # an exclamation mark needs no escape anywhere else, but would begin an admonition here
    build(tmp_path, {"content/a.md": '正文。\n\n\\!!! note "标题"\n\n- 列表\n'})
    assert cli(tmp_path, "--quiet", "translate") == 1
    page = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert '\n\\!!! note "标题"\n' in page
    assert "正文" not in page
    assert "列表" not in page
    assert "content/a.md:3: TF601 a draft of this text would change the structure" in capsys.readouterr().out
    assert cli(tmp_path, "status", "-v") == 0
    assert ": TF601 a draft of this text would change the structure" in capsys.readouterr().out
    before = page
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert (tmp_path / "content/a.en.md").read_text("utf-8") == before
