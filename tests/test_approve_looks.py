"""`approve` looks at what it approves."""

import json

import pytest

from tests.sites import build, cli, snapshot
from transflow import api

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = "---\ntitle: 标题\n---\n\n指数上涨5%。\n\n见[乙](b.md)。\n\n丙。\n"


@pytest.fixture
def site(tmp_path):
    found = build(tmp_path, {SOURCE: PAGE})
    assert not api.translate(found).problems
    return found


def edit(site, path, old, new):
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(("old", "new", "code"), [("5%", "6%", "TF301"), ("5%", "上涨5%", "TF501")])
def test_errors_stop_it_until_they_are_mended_or_waived(site, old, new, code, capsys):
    edit(site, TARGET, old, new)
    before = snapshot(site.root)
    assert cli(site.root, "approve", TARGET) == 1
    told = capsys.readouterr().err
    assert f"cannot be approved: {code}" in told
    assert snapshot(site.root) == before
    at = next(
        n for n, line in enumerate((site.root / TARGET).read_text("utf-8").split("\n"), 1) if new in line
    )
    assert f"{TARGET}:{at}: " in told
    edit(site, TARGET, "---\n\n", "---\n\n<!-- transflow:ignore-page TF2, TF3, TF5 seen -->\n\n")
    assert cli(site.root, "approve", TARGET) == 0


def line(site, text):
    lines = (site.root / TARGET).read_text("utf-8").split("\n")
    return next(n for n, said in enumerate(lines, 1) if text in said)


@pytest.mark.parametrize("drafted", [False, True], ids=["seen first", "draft waits"])
def test_a_text_in_conflict_is_judged_by_what_its_source_says_now(site, drafted, capsys):
    assert cli(site.root, "approve", TARGET) == 0
    edit(site, SOURCE, "5%", "6%")
    if drafted:
        assert cli(site.root, "translate") == 0
    before = snapshot(site.root)
    place = f"{TARGET}:{line(site, '5%')}"
    for address in (TARGET, place):
        assert cli(site.root, "approve", address) == 1
        told = "".join(capsys.readouterr())
        assert place in told
        assert "TF301" in told
    assert snapshot(site.root) == before
    edit(site, TARGET, "5%", "6%")
    assert cli(site.root, "approve", TARGET) == 0
    assert cli(site.root, "check", "--select", "TF3") == 0


def test_a_single_text_is_looked_at_and_no_other(site, capsys):
    edit(site, TARGET, "5%", "6%")
    wrong = line(site, "6%")
    # The source page is addressed: its lines are not those of the translation.
    assert cli(site.root, "approve", f"{SOURCE}:5-9") == 1
    told = capsys.readouterr()
    assert f"{TARGET}:{wrong}: not settled: TF301" in told.out
    assert "2 texts settled." in told.err
    (item,) = api.overview(site).translations
    assert [row.approved for row in item.record.rows] == [False, False, True, True]


def test_what_would_be_approved_is_told(site, capsys):
    before = snapshot(site.root)
    assert cli(site.root, "approve", "content", "--state", "draft", "--dry-run") == 0
    assert f"{TARGET} would be reviewed: 4 of 4 texts as drafted" in capsys.readouterr().out
    assert cli(site.root, "approve", f"{TARGET}:{line(site, '5%')}", "--dry-run") == 0
    assert "would take" in capsys.readouterr().out
    edit(site, TARGET, "5%", "6%")
    assert cli(site.root, "approve", TARGET, "--dry-run") == 1
    edit(site, TARGET, "6%", "5%")
    assert snapshot(site.root) == before
    assert cli(site.root, "approve", TARGET, "--dry-run", "--undo") == 2
    assert snapshot(site.root) == before


def test_what_stands_under_its_old_name_is_no_answer_yet(site, capsys):
    (site.root / SOURCE).rename(site.root / "content/n.md")
    before = snapshot(site.root)
    assert cli(site.root, "approve", "content/n.md", "--dry-run") == 1
    assert f"still stands at {TARGET}" in capsys.readouterr().err
    assert snapshot(site.root) == before
    assert cli(site.root, "approve", "content/n.md") == 0


def test_the_texts_that_a_check_is_about_are_approved(site, capsys):
    assert cli(site.root, "approve", TARGET) == 0
    edit(site, SOURCE, "丙。", "丁。")
    assert cli(site.root, "approve", "content", "--code", "TF106", "--state", "conflict") == 0
    assert "1 text settled." in capsys.readouterr().err
    (item,) = api.overview(site).translations
    assert item.state == "reviewed"
    assert cli(site.root, "approve", TARGET, "--code", "TF106", "--undo") == 2


def test_warnings_do_not_stop_it(site):
    edit(site, TARGET, "\n---\n\n", "\n---\n\n")
    text = (site.root / TARGET).read_text("utf-8")
    (site.root / TARGET).write_text(text.replace("5%", "5%，"), "utf-8")
    assert cli(site.root, "approve", TARGET) == 0


def test_it_tells_how_much_is_a_machines_untouched_text(site, capsys):
    text = (site.root / TARGET).read_text("utf-8").rstrip("\n").split("\n\n")
    text[-1] = "A person's."
    (site.root / TARGET).write_text("\n\n".join(text) + "\n", "utf-8")
    assert cli(site.root, "approve", TARGET, "--format", "json") == 0
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert (page["texts"], page["untouched"]) == (4, 3)


def test_a_page_without_texts_is_not_approved(tmp_path, capsys):
    found = build(tmp_path, {SOURCE: "```sh\necho 1\n```\n"})
    api.translate(found)
    assert cli(tmp_path, "approve", TARGET) == 1
    assert "no text that somebody could read" in capsys.readouterr().err


def test_a_folder_by_state(tmp_path):
    found = build(tmp_path, {SOURCE: PAGE, "content/b.md": PAGE.replace("丙", "丁")})
    api.translate(found)
    text = (tmp_path / TARGET).read_text("utf-8")
    (tmp_path / TARGET).write_text(text.replace("5%", "5 per cent"), "utf-8")
    edit(found, SOURCE, "指数上涨5%", "股指大涨5%")
    states = {item.pair.target: item.state for item in api.overview(found).translations}
    assert states == {TARGET: "conflict", "content/b.en.md": "draft"}
    assert cli(tmp_path, "approve", "content", "--state", "draft") == 0
    states = {item.pair.target: item.state for item in api.overview(found).translations}
    assert states == {TARGET: "conflict", "content/b.en.md": "reviewed"}


def test_nothing_in_a_state_is_said_as_such(site, capsys):
    assert cli(site.root, "approve", "content", "--state", "stale") == 0
    assert capsys.readouterr().err == "Nothing to approve.\n"


def test_lines_and_pages_do_not_mix(site, capsys):
    assert cli(site.root, "approve", f"{TARGET}:3", SOURCE) == 2
    assert "single texts are approved by themselves" in capsys.readouterr().err


def test_no_is_an_answer_and_a_page_that_cannot_be_read_is_none(site, capsys):
    (site.root / "content/b.md").write_text(PAGE, "utf-8")
    edit(site, SOURCE, "丙", "丁")
    assert cli(site.root, "approve", TARGET) == 1
    (site.root / "content/b.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert cli(site.root, "approve", "content") == 2
    assert "cannot be approved" in capsys.readouterr().err


@pytest.mark.parametrize("drafted_anew", [False, True])
@pytest.mark.parametrize("address", [TARGET, f"{TARGET}:14"])
def test_a_text_that_stands_for_another_source_is_nobodys_edit(site, drafted_anew, address, capsys):
    api.approve(site, api.Filter(), by="R")
    edit(site, SOURCE, "丙。", "丙丁。")
    if drafted_anew:
        api.translate(site)
    assert cli(site.root, "approve", address) == 0
    (page,) = api.overview(site).translations
    assert (page.state, page.short.edited, page.short.owned) == ("reviewed", 0, 4)
    capsys.readouterr()
    assert cli(site.root, "approve", TARGET, "--format", "json") == 0
    (told,) = json.loads(capsys.readouterr().out)["pages"]
    assert (told["texts"], told["untouched"]) == (4, 4)
    edit(site, SOURCE, "丙丁。", "戊。")
    (page,) = api.overview(site).translations
    assert page.state == "conflict"
