"""Single decisions about texts: `settle`, which `resolve`, `import` and the review page share."""

import pytest

from tests.sites import build, snapshot
from transflow import api, bitext
from transflow.errors import DocumentError
from transflow.files import Folder
from transflow.identity import link_names
from transflow.site.edits import Edit, settle
from transflow.site.workspace import Pair

PAIR = Pair("content/a.md", "content/a.en.md", "en")
PAGE = (
    "---\ntitle: 标题\n---\n\n第一段。\n\n第二段。\n\n- 甲\n- 乙\n\n| 子 | 丑 |\n| --- | --- |\n| 同 | 同 |\n"
)


def drafted(root, page=PAGE):
    site = build(root, {PAIR.source: page})
    assert not api.translate(site).problems
    return site


def item(site):
    seen = api.overview(site)
    assert not seen.problems
    (found,) = seen.translations
    return found


def record(site):
    return bitext.read(site.tree, site.record_path(PAIR))


def page(site):
    return (site.root / PAIR.target).read_text("utf-8")


def change(site, path, old, new):
    text = (site.root / path).read_text("utf-8")
    assert old in text
    (site.root / path).write_text(text.replace(old, new, 1), "utf-8")


def name(site, source="", target=""):
    """Return the name of the text with this source, or of the first with this translation."""
    seen = item(site)
    for link, unit in zip(
        seen.comparison.links, link_names(seen.comparison.links, seen.source, seen.target), strict=True
    ):
        said = seen.source.blocks[link.source].text if link.source is not None else ""
        stands = seen.target.blocks[link.target].text if link.target is not None else ""
        if (source and source == said) or (target and target == stands):
            return unit
    raise AssertionError(f"no text {source}{target}")


def decide(site, unit, take, **options):
    (result,) = settle(site, item(site), [Edit(unit, take, **options)])
    return result


def row(site, source):
    return next(row for row in record(site).rows if row.source == source)


def fate(site, source):
    seen = item(site)
    links = (link for link in seen.comparison.links if link.source is not None)
    return next((link.fate, link.edited) for link in links if seen.source.blocks[link.source].text == source)


def test_a_persons_text_stands_in_the_page_and_is_theirs(tmp_path):
    site = drafted(tmp_path)
    before = page(site)
    old = row(site, "第一段。").draft
    result = decide(site, name(site, "第一段。"), "text", text="First paragraph.")
    assert (result.outcome, result.reason) == ("written", "")
    assert page(site) == before.replace(old, "First paragraph.", 1)
    assert page(site).split("\n")[result.line - 1] == "First paragraph."
    assert fate(site, "第一段。") == ("keep", True)
    assert api.translate(site, again=True).results
    assert "First paragraph." in page(site)


def test_the_same_decision_again_changes_nothing(tmp_path):
    site = drafted(tmp_path)
    unit = name(site, "第一段。")
    decide(site, unit, "text", text="First.")
    before = snapshot(tmp_path)
    assert decide(site, unit, "text", text="First.").outcome == "unchanged"
    assert snapshot(tmp_path) == before


def test_a_draft_that_is_approved_is_a_persons(tmp_path):
    site = drafted(tmp_path)
    before = page(site)
    assert decide(site, name(site, "第二段。"), "mine").outcome == "written"
    assert page(site) == before
    assert row(site, "第二段。").approved
    assert fate(site, "第二段。") == ("keep", True)
    assert not row(site, "第一段。").approved


def in_conflict(root):
    site = drafted(root)
    change(site, PAIR.target, row(site, "第一段。").draft, "Mine.")
    change(site, PAIR.source, "第一段。", "第一段改了。")
    assert not api.translate(site).problems
    assert item(site).state == "conflict"
    return site


@pytest.mark.parametrize("take", ["text", "mine", "draft", "source", "nothing"])
def test_every_way_ends_a_conflict(tmp_path, take):
    site = in_conflict(tmp_path)
    waiting = next(row.pending.draft for row in record(site).rows if row.pending)
    others = [row for row in record(site).rows if not row.pending]
    result = decide(site, name(site, "第一段改了。"), take, text="New." if take == "text" else "")
    assert (result.outcome, result.reason) == ("written", "")
    stands = {"text": "New.", "mine": "Mine.", "draft": waiting, "source": "第一段改了。", "nothing": None}[
        take
    ]
    assert ("Mine." in page(site)) == (take == "mine")
    assert stands is None or stands in page(site)
    assert item(site).comparison.conflicts == 0
    assert [row for row in record(site).rows if row.source != "第一段改了。"] == others
    assert fate(site, "第一段改了。") == ("keep", True)
    before = snapshot(tmp_path)
    assert not api.translate(site).problems
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("take", ["draft", "source"])
def test_of_code_in_conflict_the_draft_is_the_source(tmp_path, take):
    site = drafted(tmp_path, "第一段。\n\n```py\nx = 1\n```\n")
    change(site, PAIR.target, "x = 1", "x = 9")
    change(site, PAIR.source, "x = 1", "x = 2")
    assert not api.translate(site).problems
    assert item(site).state == "conflict"
    seen = item(site)
    number = next(n for n, link in enumerate(seen.comparison.links) if link.fate == "conflict")
    unit = link_names(seen.comparison.links, seen.source, seen.target)[number]
    assert decide(site, unit, take).outcome == "written"
    assert "x = 2" in page(site)
    assert item(site).comparison.conflicts == 0


def test_what_was_left_out_can_be_put_in_again(tmp_path):
    site = drafted(tmp_path)
    before = page(site)
    unit = name(site, "第二段。")
    old = row(site, "第二段。").draft
    assert decide(site, unit, "nothing").outcome == "written"
    assert old not in page(site)
    result = decide(site, unit, "draft")
    assert result.outcome == "written"
    assert page(site) == before
    assert page(site).split("\n")[result.line - 1] == old


def test_a_source_that_was_added_gets_a_persons_text_where_it_belongs(tmp_path):
    site = drafted(tmp_path)
    first = row(site, "第一段。").draft
    change(site, PAIR.source, "第二段。", "新的一段。\n\n第二段。")
    result = decide(site, name(site, "新的一段。"), "text", text="A new one.")
    assert (result.outcome, result.reason) == ("written", "")
    assert f"{first}\n\nA new one.\n\n" in page(site)
    assert item(site).comparison.changed == 0
    assert [r.source for r in record(site).rows][1:4] == ["第一段。", "新的一段。", "第二段。"]


def test_others_that_are_stale_stay_so(tmp_path):
    site = drafted(tmp_path)
    change(site, PAIR.source, "第二段。", "第二段改了。")
    change(site, PAIR.source, "- 乙\n", "- 乙\n- 丙\n")
    decide(site, name(site, "第一段。"), "text", text="First.")
    assert fate(site, "第二段改了。") == ("redraft", False)
    assert fate(site, "丙") == ("redraft", False)
    assert item(site).state == "stale"


def test_a_text_whose_source_is_gone_becomes_the_translators_own_or_goes(tmp_path):
    for take in ("mine", "nothing"):
        site = drafted(tmp_path / take)
        change(site, PAIR.target, row(site, "第一段。").draft, "Mine.")
        change(site, PAIR.source, "第一段。\n\n", "")
        api.translate(site)
        assert item(site).state == "conflict"
        assert decide(site, name(site, target="Mine."), take).outcome == "written"
        assert ("Mine." in page(site)) == (take == "mine")
        assert item(site).state == "draft"
        before = snapshot(tmp_path / take)
        api.translate(site)
        assert snapshot(tmp_path / take) == before


def test_what_changed_meanwhile_is_left_alone(tmp_path):
    site = drafted(tmp_path)
    unit, old = name(site, "第一段。"), row(site, "第一段。").draft
    change(site, PAIR.target, old, "Somebody else's.")
    before = snapshot(tmp_path)
    result = decide(site, unit, "text", text="Mine.", seen=old)
    assert (result.outcome, result.reason) == ("refused", "somebody changed the translation meanwhile")
    assert snapshot(tmp_path) == before
    assert (
        decide(site, unit, "text", text="Somebody else's.", seen=old).outcome == "written"
    )  # is it theirs: approved


def test_a_page_that_changed_after_it_was_read_is_not_written(tmp_path):
    site = drafted(tmp_path)
    seen = item(site)
    unit = name(site, "第一段。")
    change(site, PAIR.target, row(site, "第二段。").draft, "Somebody else's.")
    before = snapshot(tmp_path)
    with pytest.raises(DocumentError, match="changed meanwhile"):
        settle(site, seen, [Edit(unit, "text", "Mine.")])
    assert snapshot(tmp_path) == before


def test_a_text_for_what_the_source_said_before_leaves_the_conflict(tmp_path):
    site = drafted(tmp_path)
    unit = name(site, "第一段。")
    change(site, PAIR.source, "第一段。", "第一段改了。")
    result = decide(site, unit, "text", text="For the old one.", source="第一段。")
    assert (result.outcome, result.reason) == ("written", "")
    assert "For the old one." in page(site)
    assert fate(site, "第一段改了。") == ("conflict", True)
    assert item(site).state == "conflict"


def test_a_conflict_that_waits_still_waits_for_a_text_of_the_old_source(tmp_path):
    site = in_conflict(tmp_path)
    (before,) = (row.pending for row in record(site).rows if row.pending)
    decide(site, name(site, "第一段改了。"), "text", text="Better, but old.", source="第一段。")
    (after,) = (row.pending for row in record(site).rows if row.pending)
    assert (after.source, after.draft, after.target) == (before.source, before.draft, "Better, but old.")
    assert item(site).state == "conflict"


@pytest.mark.parametrize(
    ("take", "options", "reason"),
    [
        ("text", {"text": " \n"}, "the text is empty"),
        ("text", {"text": "one\n\ntwo"}, "would change the structure"),
        ("text", {"text": "# heading"}, "would change the structure"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_its_reason(tmp_path, take, options, reason):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    result = decide(site, name(site, "第一段。"), take, **options)
    assert result.outcome == "refused"
    assert reason in result.reason
    assert snapshot(tmp_path) == before


def test_a_refused_decision_stops_no_other(tmp_path):
    site = drafted(tmp_path)
    units = [name(site, text) for text in ("标题", "第一段。", "第二段。", "甲")]
    wanted = ["Title", "one\n\ntwo", "Second.", "A"]
    edits = [Edit(unit, "text", text) for unit, text in zip(units, wanted, strict=True)]
    results = settle(site, item(site), [*edits, Edit("u0", "mine"), Edit(units[3], "source")])
    assert [r.outcome for r in results] == ["written", "refused", "written", "written", "refused", "refused"]
    assert results[4].reason == "the page has no such text any more"
    assert results[5].reason == "the same text was decided about twice"
    assert all(text in page(site) for text in ("title: Title", "Second.", "- A"))


def test_of_equal_cells_the_right_one_is_exchanged(tmp_path):
    site = drafted(tmp_path)
    seen = item(site)
    named = link_names(seen.comparison.links, seen.source, seen.target)
    same = [n for n, block in zip(named, seen.source.blocks, strict=False) if block.text == "同"]
    result = decide(site, same[1], "text", text="Other")
    assert (result.outcome, result.reason) == ("written", "")
    draft = next(row.draft for row in record(site).rows if row.source == "同")
    assert page(site).rstrip().endswith(f"| {draft} | Other |")
    before = snapshot(tmp_path)
    api.translate(site)
    assert snapshot(tmp_path) == before


def test_a_cell_does_not_go_by_itself(tmp_path):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    result = decide(site, name(site, "子"), "nothing")
    assert (result.outcome, "cannot stand or go by itself" in result.reason) == ("refused", True)
    assert snapshot(tmp_path) == before


def test_a_dry_run_says_so_and_does_nothing(tmp_path):
    site = drafted(tmp_path)
    before = snapshot(tmp_path)
    (result,) = settle(site, item(site), [Edit(name(site, "第一段。"), "text", "First.")], dry_run=True)
    assert result.outcome == "written"
    assert snapshot(tmp_path) == before


def test_a_translation_that_is_not_recorded_is_refused(tmp_path):
    site = build(tmp_path, {PAIR.source: PAGE, PAIR.target: PAGE})
    with pytest.raises(DocumentError, match="adopt"):
        settle(site, item(site), [Edit("u0", "mine")])


@pytest.mark.parametrize("take", ["text", "mine", "draft", "nothing"])
def test_killed_between_page_and_record_nothing_is_lost_or_ended_by_chance(tmp_path, monkeypatch, take):
    site = in_conflict(tmp_path)
    waiting = next(row.pending.draft for row in record(site).rows if row.pending)
    unit, write = name(site, "第一段改了。"), Folder.write

    class Killed(Exception):  # noqa: N818
        pass

    def dying(disk, path, text):
        if path.endswith(".jsonl") and text != bitext.dumps(record(site)):
            raise Killed
        write(disk, path, text)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "write", dying)
        with pytest.raises(Killed):
            decide(site, unit, take, text="New." if take == "text" else "")
    stands = {"text": "New.", "mine": "Mine.", "draft": waiting, "nothing": ""}[take]
    assert stands in page(site)
    assert item(site).comparison.conflicts == (take == "mine")  # with no text changed, nobody said anything
    again = decide(site, unit, take, text="New." if take == "text" else "")
    assert again.outcome in ("written", "unchanged")
    assert stands in page(site)
    assert item(site).comparison.conflicts == 0


def test_page_bytes_outside_the_text_stay(tmp_path):
    site = drafted(
        tmp_path, "\ufeff---\r\ntitle: '标题'  # why\r\n---\r\n\r\n>  第一段，\r\n>  第二行。\r\n\r\n尾。"
    )
    old = (tmp_path / PAIR.target).read_bytes()
    draft = row(site, "尾。").draft.encode()
    decide(site, name(site, "尾。"), "text", text="The end.")
    assert (tmp_path / PAIR.target).read_bytes() == old.replace(draft, b"The end.")
