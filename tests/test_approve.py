import json
import subprocess

import pytest
from msgspec import structs

from tests.sites import build, cli, snapshot
from transflow import api, bitext, document
from transflow.api import Filter
from transflow.site.workspace import Pair

PAGE = "---\ntitle: 标题\n{}---\n\n第一段的文字。\n\n第二段的文字。\n\n```py\nx = 1\n```\n"
PAIR = Pair("content/a.md", "content/a.en.md", "en")


def drafted(root, header=""):
    site = build(root, {PAIR.source: PAGE.format(header)})
    assert not api.translate(site).problems
    return site


def approve(site, **options):
    done = api.approve(site, Filter((PAIR.target,)), **{"by": "Somebody", **options})
    assert not done.problems, done.problems
    return done.results[0]


def front(site, path=PAIR.target):
    return document.parse((site.root / path).read_text("utf-8")).front.data


def item(site):
    return api.overview(site, Filter((PAIR.target,))).translations[0]


def record(site):
    return bitext.read(site.tree, site.record_path(PAIR))


def change(site, old, new, path=PAIR.source):
    text = (site.root / path).read_text("utf-8")
    assert old in text
    (site.root / path).write_text(text.replace(old, new, 1), "utf-8")


def test_an_approved_page_is_published_and_listed_on_both_ends(tmp_path):
    site = drafted(tmp_path)
    result = approve(site)
    assert (result.status, result.conflicts, result.written) == ("reviewed", 0, True)
    assert item(site).state == "reviewed"
    assert front(site)["translations"] == front(site, PAIR.source)["translations"] == ["zh-CN", "en"]
    assert "draft" not in front(site)
    assert front(site)["translation"] == {"source": PAIR.source, "status": "reviewed"}
    before = snapshot(tmp_path)
    assert not approve(site, by="Somebody else").written
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("header", "listed"),
    [
        ("translations: [zh-CN, en]\n", ["zh-CN", "en"]),
        ("translations: EN\n", ["EN"]),
        ("translations: [zh-CN, ja]\n", ["zh-CN", "ja", "en"]),
        ("translations: ja\n", ["ja", "en"]),
        ("lang: zh-CN\n", ["zh-CN", "en"]),
    ],
)
def test_the_list_is_the_sources_own_with_the_language_in_it(tmp_path, header, listed):
    site = drafted(tmp_path, header)
    approve(site)
    value = front(site, PAIR.source)["translations"]
    assert (value if isinstance(value, list) else [value]) == listed
    assert front(site)["translations"] == listed
    assert item(site).state == "reviewed"


@pytest.mark.parametrize(
    ("header", "draft"), [("", None), ("draft: false\n", False), ("draft: true\n", True)]
)
def test_draft_becomes_what_it_is_in_the_source(tmp_path, header, draft):
    site = drafted(tmp_path, header)
    approve(site)
    assert front(site).get("draft") is draft


def test_approved_units_are_a_persons_and_copies_are_copies(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    change(site, "第一段", "第一节")
    change(site, "x = 1", "x = 2")
    result = api.translate(site).results[0]
    assert (result.drafted, result.conflicts) == (1, 1)
    assert "x = 2" in (tmp_path / PAIR.target).read_text("utf-8")


def test_an_approval_ends_a_conflict(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    change(site, "第一段", "第一节")
    api.translate(site)
    assert item(site).state == "conflict"
    text = (tmp_path / PAIR.target).read_text("utf-8")
    assert approve(site).conflicts == 1
    assert item(site).state == "reviewed"
    assert (tmp_path / PAIR.target).read_text("utf-8") == text
    assert not any(row.pending for row in record(site).rows)
    assert not api.translate(site).results[0].written


def test_an_approval_ends_a_conflict_that_nobody_noted_yet(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    change(site, "第一段", "第一节")
    assert approve(site).conflicts == 1
    assert item(site).state == "reviewed"


def test_what_has_no_source_any_more_is_the_translators_own_after_approval(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    change(site, "第二段的文字。\n\n", "")
    api.translate(site)
    assert item(site).state == "conflict"
    approve(site)
    assert item(site).state == "reviewed"
    assert not api.translate(site).results[0].written


def test_a_page_with_texts_that_a_machine_has_yet_to_redraft_is_not_approved(tmp_path, capsys):
    site = drafted(tmp_path)
    change(site, "第一段", "第一节")
    before = snapshot(tmp_path)
    assert cli(tmp_path, "approve", PAIR.target) == 1
    told = capsys.readouterr().err
    assert "content/a.en.md:10: cannot be approved: 1 text or block of its source changed" in told
    assert "run `transflow translate content/a.md`" in told
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("remove", "message"),
    [
        (PAIR.target, "cannot be approved: it is missing"),
        (PAIR.source, "cannot be approved: it is orphan"),
        (".transflow/bitext/en/content/a.md.jsonl", "cannot be approved: it is untracked"),
    ],
)
def test_what_lacks_a_part_is_not_approved(tmp_path, remove, message):
    site = drafted(tmp_path)
    (tmp_path / remove).unlink()
    (problem,) = api.approve(site, Filter((PAIR.target,))).problems
    assert message in str(problem)


def test_a_folder_is_approved_as_far_as_it_is_there(tmp_path):
    site = drafted(tmp_path)
    build(tmp_path, {"content/b.md": "另一页。\n"})
    done = api.approve(site, Filter(("content",)), by="Somebody")
    assert [result.pair.target for result in done.results] == [PAIR.target]
    assert not done.problems


def test_who_and_when_come_from_git(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_NAME", "王丽")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "wang@example.org")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-02T03:04:05+08:00")
    site = drafted(tmp_path)
    subprocess.run(["git", "-C", tmp_path, "init", "-q"], check=True)
    approve(site, by="")
    approval = record(site).header.approval
    assert (approval.by, approval.at) == ("王丽 <wang@example.org>", "2026-01-02T03:04:05+08:00")


def test_the_name_may_be_given(tmp_path):
    site = drafted(tmp_path)
    approve(site, by="The desk")
    assert record(site).header.approval.by == "The desk"


def as_it_was(tmp_path, prepare):
    """Approve and take it back: nothing differs."""
    site = drafted(tmp_path)
    prepare(site)
    before = snapshot(tmp_path)
    assert approve(site).written
    assert snapshot(tmp_path) != before
    assert approve(site, undo=True).written
    assert snapshot(tmp_path) == before


def edited(site):
    text = (site.root / PAIR.target).read_text("utf-8")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line and n > lines.index("---", 1))
    lines[at] = "A person's words."
    (site.root / PAIR.target).write_text("\n".join(lines), "utf-8")


def in_conflict(site):
    edited(site)
    change(site, "第一段", "第一节")
    api.translate(site)
    assert item(site).state == "conflict"


def approved_and_in_conflict(site):
    approve(site)
    change(site, "第一段", "第一节")
    change(site, "第二段的文字。\n\n", "")
    api.translate(site)
    assert item(site).comparison.conflicts == 2


def adopted(site):
    (site.root / site.record_path(PAIR)).unlink()
    change(site, "status: draft\n", "translator: Li Wei  # a friend\n", PAIR.target)
    api.adopt(site, Filter())


def never_a_draft(site):
    change(site, "draft: true\n", "", PAIR.target)


def with_remarks(site):
    change(site, "draft: true\n", "draft: true  # not yet\n# who\n", PAIR.target)
    change(site, "---\n\n", "translations: zh-CN # only\n---\n\n", PAIR.source)


def out_of_date_by_mark(site):
    change(site, "  status: draft\n", "  status: draft\n  stale: true\n", PAIR.target)


def listed(site):
    change(site, "title:", "translations: [zh-CN, en]\ntitle:", PAIR.source)


def twins(site):
    change(site, "第二段的文字。", "第一段的文字。\n\n第一段的文字。", PAIR.source)
    api.translate(site)


@pytest.mark.parametrize(
    "prepare",
    [
        lambda _: None, edited, in_conflict, approved_and_in_conflict, adopted, never_a_draft, with_remarks,
        out_of_date_by_mark, listed, twins,
    ],
    ids=lambda prepare: prepare.__name__.strip("<>"),
)  # fmt: skip
def test_an_approval_that_is_taken_back_leaves_no_trace(tmp_path, prepare):
    as_it_was(tmp_path, prepare)


def test_what_was_written_since_the_approval_stays_when_it_is_taken_back(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    edited(site)
    change(site, "title:", "weight: 3\ntitle:", PAIR.target)
    result = approve(site, undo=True)
    assert (result.status, result.written) == ("draft", True)
    text = (tmp_path / PAIR.target).read_text("utf-8")
    assert "A person's words." in text
    assert "weight: 3\n" in text
    assert front(site)["draft"] is True
    assert "translations" not in front(site)
    assert "translations" not in front(site, PAIR.source)
    assert (item(site).state, item(site).comparison.edited) == ("draft", 1)


def test_approvals_with_nothing_but_edits_between_are_taken_back_together(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    edited(site)
    approve(site, by="Somebody else")
    assert approve(site, undo=True).status == "draft"
    assert (item(site).state, item(site).comparison.edited) == ("draft", 1)
    assert not approve(site, undo=True).written


def test_an_approval_from_before_can_be_taken_back_as_far_as_it_is_known(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    place = site.root / site.record_path(PAIR)
    said = record(site)
    old = structs.replace(said, header=structs.replace(said.header, approval=bitext.Approval("X", "2026")))
    place.write_text(bitext.dumps(old), "utf-8")
    page = (tmp_path / PAIR.target).read_text("utf-8")
    assert approve(site, undo=True).status == "draft"
    assert (tmp_path / PAIR.target).read_text("utf-8") == page.replace("reviewed", "draft")
    assert item(site).comparison.edited == 0
    change(site, "第一段", "第一节")
    assert api.translate(site).results[0].conflicts == 0


def test_an_approval_that_was_merged_with_other_work_is_taken_back_as_far_as_it_is_known(tmp_path):
    site = drafted(tmp_path)
    edited(site)
    approve(site)
    said = record(site)
    more = structs.replace(said, rows=(bitext.Row("paragraph", "新的", None), *said.rows))
    (site.root / site.record_path(PAIR)).write_text(bitext.dumps(more), "utf-8")
    assert approve(site, undo=True).status == "draft"
    assert [row.source for row in record(site).rows] == [row.source for row in more.rows]


def test_one_language_of_two_is_taken_back(tmp_path):
    site = build(tmp_path, {PAIR.source: PAGE.format("")}, "targets: [en, fr]\nengine: pseudo\n")
    assert not api.translate(site).problems
    before = snapshot(tmp_path)
    assert not api.approve(site, Filter(), by="Somebody").problems
    assert not api.approve(site, Filter((PAIR.target,)), undo=True).problems
    assert front(site, PAIR.source)["translations"] == ["zh-CN", "fr"]
    assert not api.approve(site, Filter(("content/a.fr.md",)), undo=True).problems
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("steps", "order"),
    [
        ("en fr de", "en fr de"),
        ("en fr de", "de fr en"),
        ("en fr de", "fr en de"),
        ("en fr de", "fr de en"),
        ("en fr+de", "fr en de"),
        ("en+fr+de", "de en fr"),
    ],
)
@pytest.mark.parametrize(
    "header", ["", "translations: zh-CN\n", "translations: [zh-CN]\n", "translations: [ja]\n", None]
)
def test_languages_that_were_approved_are_taken_back_in_any_order(tmp_path, steps, order, header):
    page = "第一段的文字。\n" if header is None else PAGE.format(header)
    site = build(tmp_path, {PAIR.source: page}, "targets: [en, fr, de]\nengine: pseudo\n")
    assert not api.translate(site).problems
    before = snapshot(tmp_path)
    for step in steps.split():
        pages = tuple(f"content/a.{language}.md" for language in step.split("+"))
        assert not api.approve(site, Filter(pages), by="Somebody").problems
    order = order.split()
    for left, language in enumerate(order, 1):
        assert not api.approve(site, Filter((f"content/a.{language}.md",)), undo=True).problems
        listed = front(site, PAIR.source).get("translations") or []
        assert set(order[left:]) == set(listed).intersection(order)
    assert snapshot(tmp_path) == before


def test_a_list_that_somebody_wrote_between_two_approvals_stays(tmp_path):
    site = build(tmp_path, {PAIR.source: PAGE.format("")}, "targets: [en, fr]\nengine: pseudo\n")
    assert not api.translate(site).problems
    assert not api.approve(site, Filter((PAIR.target,)), by="Somebody").problems
    change(site, "[zh-CN, en]", "[zh-CN, en, ja]")
    assert front(site, PAIR.source)["translations"] == ["zh-CN", "en", "ja"]
    assert not api.approve(site, Filter(("content/a.fr.md",)), by="Somebody").problems
    for language in ("en", "fr"):
        assert not api.approve(site, Filter((f"content/a.{language}.md",)), undo=True).problems
    assert front(site, PAIR.source)["translations"] == ["zh-CN", "ja"]


@pytest.mark.parametrize(
    ("then", "now"), [("jekyll", "hugo"), ("hugo", "jekyll"), ("hexo", "mkdocs"), ("", "hexo")]
)
def test_a_page_that_was_approved_under_another_dialect_is_hidden_again(tmp_path, then, now):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {{dialect: {}}}\n"
    site = build(tmp_path, {PAIR.source: PAGE.format("")}, config.format(then or "null"))
    assert not api.translate(site).problems
    before = front(site)
    approve(site)
    site = build(tmp_path, {}, config.format(now))
    assert approve(site, undo=True).status == "draft"
    assert front(site) == before


@pytest.mark.parametrize("header", ["", "published: 2025-01-01\n"])
def test_a_key_that_hides_nothing_here_stays_as_a_person_left_it(tmp_path, header):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: hugo}\n"
    site = build(tmp_path, {PAIR.source: PAGE.format(header)}, config)
    assert not api.translate(site).problems
    approve(site)
    change(
        site,
        header or "title:",
        header.replace("01-01", "02-02") or "published: 2025-02-02\ntitle:",
        PAIR.target,
    )
    assert approve(site, undo=True).status == "draft"
    assert str(front(site)["published"]) == "2025-02-02"


def test_the_command(tmp_path, capsys):
    drafted(tmp_path)
    capsys.readouterr()
    assert cli(tmp_path, "approve", PAIR.source, "--language", "en", "--by", "Somebody") == 0
    assert capsys.readouterr().out == "content/a.en.md is reviewed: 3 of 3 texts as drafted\n"
    assert cli(tmp_path, "approve", PAIR.target, "--format", "json") == 0
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert page == {
        "source": PAIR.source, "target": PAIR.target, "language": "en",
        "status": "reviewed", "conflicts": 0, "written": False, "texts": 3, "untouched": 3,
    }  # fmt: skip


def test_pages_that_list_no_languages_get_no_list(tmp_path):
    config = "targets: [en]\nengine: pseudo\ncontent: [{root: content}, {root: docs, declare: false}]\n"
    pages = {"content/a.md": "文。\n", "docs/b.md": "字。\n"}
    site = build(tmp_path, pages, config)
    assert not api.translate(site).problems
    assert not api.approve(site, Filter(), by="Somebody").problems
    assert (tmp_path / "docs/b.md").read_text("utf-8") == "字。\n"
    assert "translations" not in front(site, "docs/b.en.md")
    assert front(site, "content/a.md")["translations"] == ["zh-CN", "en"]
    assert {found.state for found in api.overview(site, Filter()).translations} == {"reviewed"}
    before = snapshot(tmp_path)
    assert not api.approve(site, Filter(), by="Somebody").problems
    assert snapshot(tmp_path) == before
    assert not api.approve(site, Filter(("docs",)), undo=True).problems
    assert (tmp_path / "docs/b.md").read_text("utf-8") == "字。\n"
    assert front(site, "docs/b.en.md")["draft"] is True


def test_two_languages_at_once_are_listed_on_all_ends(tmp_path):
    site = build(tmp_path, {PAIR.source: PAGE.format("")}, "targets: [en, fr]\nengine: pseudo\n")
    assert not api.translate(site).problems
    assert not api.approve(site, Filter(), by="Somebody").problems
    for path in (PAIR.source, PAIR.target, "content/a.fr.md"):
        assert front(site, path)["translations"] == ["zh-CN", "en", "fr"], path
    assert {found.state for found in api.overview(site, Filter()).translations} == {"reviewed"}


def test_what_a_person_wrote_beside_the_status_survives_an_adoption(tmp_path):
    page = "---\ntitle: Title\ntranslation:\n  translator: Li Wei # a friend\n---\n\nFirst.\n\nSecond.\n\n```py\nx = 1\n```\n"
    site = build(tmp_path, {PAIR.source: PAGE.format(""), PAIR.target: page})
    assert not api.adopt(site, Filter()).problems
    text = (site.root / PAIR.target).read_text("utf-8")
    assert "  translator: Li Wei # a friend\n" in text
    assert front(site)["translation"] == {"translator": "Li Wei", "source": PAIR.source, "status": "draft"}


def test_an_approval_that_is_taken_back_with_a_conflict_open_frees_the_text_for_its_draft(tmp_path):
    site = drafted(tmp_path)
    approve(site)
    change(site, "第一段", "第三段")
    assert not api.translate(site).problems
    assert item(site).state == "conflict"
    approve(site, undo=True)
    (result,) = api.translate(site).results
    assert (result.drafted, result.reused, result.conflicts) == (0, 1, 0)
    fresh = build(tmp_path / "fresh", {PAIR.source: (tmp_path / PAIR.source).read_bytes()})
    api.translate(fresh)
    assert item(site).target.text.split("---\n")[2] == item(fresh).target.text.split("---\n")[2]
    assert item(site).state == "draft"


def test_a_conflict_that_is_open_again_is_not_told_as_settled(tmp_path, capsys):
    site = drafted(tmp_path)
    change(site, item(site).target.blocks[-2].text, "Somebody's.", PAIR.target)
    change(site, "第二段", "第三段")
    api.translate(site)
    approve(site)
    assert cli(tmp_path, "approve", "--undo", PAIR.target) == 0
    assert capsys.readouterr().out == f"{PAIR.target} is draft, 1 in conflict again\n"


def test_a_page_that_stays_published_is_told_as_that(tmp_path, capsys):
    site = drafted(tmp_path)
    approve(site)
    assert cli(tmp_path, "approve", "--undo", PAIR.target) == 0
    assert capsys.readouterr().err == "", "it is hidden again"
    approve(site)
    change(site, "第一段", "第三段")
    api.translate(site)
    assert cli(tmp_path, "resolve", PAIR.target, "--take", "draft") == 0
    capsys.readouterr()
    for _ in range(2):
        assert cli(tmp_path, "approve", "--undo", PAIR.target) == 0
        told = f"{PAIR.target} is still published; `draft: true` in its front matter hides it.\n"
        assert capsys.readouterr().err == told


def test_no_line_is_told_to_hide_a_page_where_the_generator_heeds_none(tmp_path, capsys):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: mkdocs}\n"
    site = build(tmp_path, {PAIR.source: PAGE.format("")}, config)
    api.translate(site)
    approve(site)
    change(site, "第一段", "第三段")
    api.translate(site)
    assert cli(tmp_path, "resolve", PAIR.target, "--take", "draft") == 0
    capsys.readouterr()
    assert cli(tmp_path, "approve", "--undo", PAIR.target) == 0
    assert "still published" not in capsys.readouterr().err
