"""`resolve` and `approve PAGE:LINE`: one text at a time, or many at once."""

import json

import pytest

from tests.sites import build, cli, snapshot
from transflow import api, frontmatter

SOURCE, TARGET, OTHER = "content/a.md", "content/a.en.md", "content/a.fr.md"
PAGE = "---\ntitle: 标题\n---\n\n甲段。\n\n乙段。\n\n丙段。\n"
CONFIG = "targets: [en, fr]\nengine: pseudo\n"


@pytest.fixture
def site(tmp_path):
    """Two translations, in each of which a person wrote the second text before its source changed."""
    found = build(tmp_path, {SOURCE: PAGE}, CONFIG)
    api.translate(found)
    for path in (TARGET, OTHER):
        text = (tmp_path / path).read_text("utf-8").split("\n\n")
        text[2] = "Mine."
        (tmp_path / path).write_text("\n\n".join(text), "utf-8")
    edit(found, SOURCE, "乙段。", "乙段改了。")
    api.translate(found)
    return found


def edit(site, path, old, new):
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


def line(site, path, text):
    return (site.root / path).read_text("utf-8").split("\n").index(text) + 1


def conflicts(site):
    return {item.pair.language: item.comparison.conflicts for item in api.overview(site).translations}


def body(site, path=TARGET):
    return (site.root / path).read_text("utf-8").split("---\n")[-1].strip().split("\n\n")


def test_the_scene(site):
    assert conflicts(site) == {"en": 1, "fr": 1}


def test_status_gives_the_addresses_to_type(site, capsys):
    assert cli(site.root, "status", "-v", "-l", "en") == 0
    place = f"{TARGET}:{line(site, TARGET, 'Mine.')}"
    told = capsys.readouterr().out
    assert f"{place}: in conflict, to be settled by `transflow resolve {place}`" in told
    assert told.count("transflow resolve") == 1


def test_who_writes_what_the_draft_says_stands_for_it(site):
    """A reviewed page stays one: these words are theirs."""
    draft = next(
        row.pending.draft
        for row in api.overview(site, api.Filter((TARGET,))).translations[0].record.rows
        if row.pending
    )
    assert cli(site.root, "approve", TARGET) == 0
    edit(site, SOURCE, "乙段改了。", "乙段。")
    api.translate(site)
    (item,) = api.overview(site, api.Filter((TARGET,))).translations
    waiting = next(row.pending.draft for row in item.record.rows if row.pending)
    assert waiting != draft
    edit(site, TARGET, "Mine.", waiting)
    for _ in range(2):
        (item,) = api.overview(site, api.Filter((TARGET,))).translations
        assert (item.state, item.comparison.unread) == ("reviewed", ())
        api.translate(site)


@pytest.mark.parametrize(
    ("take", "state", "status"),
    [
        ("draft", "draft", "draft"),
        ("mine", "reviewed", "reviewed"),
        ("source", "reviewed", "reviewed"),
        ("nothing", "reviewed", "reviewed"),
    ],
)
def test_a_reviewed_page_stays_one_unless_a_draft_came_into_it(site, take, state, status, capsys):
    assert cli(site.root, "approve", TARGET) == 0
    edit(site, SOURCE, "乙段改了。", "乙段。")
    api.translate(site)
    assert cli(site.root, "resolve", TARGET, "--take", take) == 0
    next_step = f"read what was taken, then run `transflow approve {TARGET}`"
    assert (next_step in capsys.readouterr().err) == (take == "draft")
    (item,) = api.overview(site, api.Filter((TARGET,))).translations
    said = frontmatter.parse((site.root / TARGET).read_text("utf-8")).data
    assert (item.state, said["translation"]["status"]) == (state, status)
    assert "draft" not in said, "no page vanishes from the site"
    assert len(item.comparison.unread) == (take == "draft")


def test_a_draft_that_was_taken_can_be_approved(site):
    assert cli(site.root, "resolve", TARGET, "--take", "draft") == 0
    assert cli(site.root, "approve", TARGET) == 0
    (item,) = api.overview(site, api.Filter((TARGET,))).translations
    assert (item.state, item.comparison.unread) == ("reviewed", ())


def test_the_draft_that_stands_already_keeps_its_approval(site):
    at = line(site, TARGET, body(site)[0])
    assert cli(site.root, "approve", f"{TARGET}:{at}") == 0
    before = snapshot(site.root)
    assert cli(site.root, "resolve", f"{TARGET}:{at}", "--take", "draft") == 0
    assert snapshot(site.root) == before


@pytest.mark.parametrize("take", ["draft", "mine", "source", "nothing"])
def test_one_text_of_one_translation(site, take, capsys):
    before = body(site)
    assert cli(site.root, "resolve", f"{TARGET}:{line(site, TARGET, 'Mine.')}", "--take", take) == 0
    assert conflicts(site) == {"en": 0, "fr": 1}
    after = body(site)
    assert "1 text settled." in capsys.readouterr().err
    if take == "nothing":
        assert after == [before[0], before[2]]
    else:
        wanted = {"mine": "Mine.", "source": "乙段改了。"}.get(take)
        assert after[1] == wanted if wanted else after[1] not in ("Mine.", "乙段改了。")
    assert [after[0], after[-1]] == [before[0], before[2]]
    assert cli(site.root, "translate", TARGET) == 0
    assert body(site) == after


def test_a_line_of_the_source_means_every_translation(site):
    assert cli(site.root, "resolve", f"{SOURCE}:{line(site, SOURCE, '乙段改了。')}", "--take", "mine") == 0
    assert conflicts(site) == {"en": 0, "fr": 0}
    assert (body(site)[1], body(site, OTHER)[1]) == ("Mine.", "Mine.")


def test_pages_folders_languages_and_states(site):
    assert cli(site.root, "resolve", "content", "--take", "mine", "-l", "fr", "--state", "conflict") == 0
    assert conflicts(site) == {"en": 1, "fr": 0}
    assert cli(site.root, "resolve", SOURCE, "--take", "draft") == 0
    assert conflicts(site) == {"en": 0, "fr": 0}


def test_a_whole_page_means_only_what_waits_for_a_person(site):
    edit(site, SOURCE, "甲段。", "甲段也改了。")
    before = body(site)[0]
    assert cli(site.root, "resolve", TARGET, "--take", "mine") == 0
    assert body(site)[0] == before
    item = next(item for item in api.overview(site).translations if item.pair.language == "en")
    assert (item.comparison.conflicts, item.units) == (0, 1), "a machine's text is still drafted anew"


def test_a_range_of_lines(site):
    first, last = line(site, SOURCE, "甲段。"), line(site, SOURCE, "丙段。")
    assert cli(site.root, "resolve", f"{SOURCE}:{first}-{last}", "--take", "source", "-l", "en") == 0
    assert body(site) == ["甲段。", "乙段改了。", "丙段。"]


def test_a_dry_run_writes_nothing(site, capsys):
    before = snapshot(site.root)
    assert cli(site.root, "resolve", TARGET, "--take", "draft", "--dry-run") == 0
    assert snapshot(site.root) == before
    assert "would take the draft" in capsys.readouterr().out


def test_only_texts_with_a_finding(site):
    edit(site, SOURCE, "丙段。", "丙段上涨5%。")
    api.translate(site)
    edit(site, TARGET, "5%", "6%")
    assert cli(site.root, "resolve", TARGET, "--code", "TF301", "--take", "nothing") == 0
    assert len(body(site)) == 2
    assert "Mine." in body(site)


def test_json(site, capsys):
    assert cli(site.root, "resolve", TARGET, "--take", "mine", "--format", "json") == 0
    (text,) = json.loads(capsys.readouterr().out)["texts"]
    at = line(site, TARGET, "Mine.")
    assert text == {
        "source": SOURCE, "target": TARGET, "language": "en", "address": f"{TARGET}:{at}", "take": "mine",
        "outcome": "written", "reason": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((TARGET,), "say what is to be done"),
        ((TARGET, "--take", "theirs"), "say what is to be done"),
        ((f"{TARGET}:0", "--take", "mine"), "no such lines"),
        ((f"{TARGET}:9-3", "--take", "mine"), "no such lines"),
        ((f"{TARGET}:400", "--take", "mine"), "no text stands at content/a.en.md:400"),
        (("content/none.md", "--take", "mine"), "no page of this workspace"),
        ((TARGET, "--take", "mine", "--code", "TF88"), "there is no check 'TF88'"),
        ((TARGET, "--take", "mine", "--state", "odd"), "unknown state"),
    ],
)
def test_mistakes(site, arguments, told, capsys):
    before = snapshot(site.root)
    assert cli(site.root, "resolve", *arguments) == 2
    assert told in capsys.readouterr().err
    assert snapshot(site.root) == before


def test_what_cannot_be_taken_is_told(site, capsys):
    edit(site, SOURCE, "乙段改了。", "乙段又改了。")
    at = line(site, TARGET, "Mine.")
    assert cli(site.root, "resolve", f"{TARGET}:{at}", "--take", "draft") == 1
    assert f"{TARGET}:{at}: not settled" in capsys.readouterr().out


def test_a_text_is_written_in_the_editor(site, monkeypatch, tmp_path):
    seen = tmp_path / "seen.md"
    editor = tmp_path / "editor.sh"
    editor.write_text(f'#!/bin/sh\ncp "$1" {seen}\nsed -i \'1s/.*/Written by hand./\' "$1"\n', "utf-8")
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    assert cli(site.root, "resolve", TARGET, "--edit") == 0
    assert body(site)[1] == "Written by hand."
    shown = seen.read_text("utf-8")
    assert all(text in shown for text in ("Mine.", "乙段。", "乙段改了。"))
    assert conflicts(site)["en"] == 0


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("false", "ended with 1"),
        ("no-such-program", "cannot open"),
        ("rm", "the editor left no text in UTF-8 (this text stays as it is)"),
        ('sh -c \'printf "\\\\377" > "$0"\'', "the editor left no text in UTF-8"),
        ("", "no editor is set, and there is no terminal for one (set EDITOR to a program)"),
    ],
)
def test_an_editor_that_fails_changes_nothing(site, editor, told, monkeypatch, capsys):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    before = snapshot(site.root)
    assert cli(site.root, "resolve", TARGET, "--edit") == 2
    assert told in capsys.readouterr().err
    assert snapshot(site.root) == before


def test_one_text_is_approved(site):
    at = line(site, TARGET, body(site)[0])
    assert cli(site.root, "approve", f"{TARGET}:{at}") == 0
    item = next(item for item in api.overview(site).translations if item.pair.language == "en")
    assert len(item.comparison.unread) == 2, "title and third text are still the machine's"
    assert (item.status, item.comparison.conflicts) == ("draft", 1)
    edit(site, SOURCE, "甲段。", "甲段也改了。")
    assert conflicts(site)["en"] == 2


class TestAMergeOfTwoApprovals:
    SIDES = (
        "<<<<<<< HEAD\ntranslations: [zh-CN, en]\n=======\ntranslations: [zh-CN, fr]\n>>>>>>> other\n",
        "<<<<<<< HEAD\ntranslations: [zh-CN, en]\n||||||| base\ntranslations: [zh-CN]\n=======\ntranslations: [zh-CN, fr]\n>>>>>>> other\n",
        "translations:\n  - zh-CN\n<<<<<<< HEAD\n  - en\n=======\n  - fr\n>>>>>>> other\n",
        "<<<<<<< HEAD\ntranslations: en\n=======\ntranslations: fr\n>>>>>>> other\n",
    )

    @pytest.mark.parametrize("conflict", SIDES)
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_the_page_lists_both(self, site, conflict, newline, capsys):
        text = (site.root / SOURCE).read_text("utf-8")
        merged = text.replace("title: 标题\n", f"title: 标题\n{conflict}").replace("\n", newline)
        (site.root / SOURCE).write_bytes(merged.encode())
        assert cli(site.root, "status") == 2
        told = capsys.readouterr().err
        assert "has an unfinished merge" in told
        assert f"transflow resolve {SOURCE}" in told
        assert cli(site.root, "resolve", SOURCE) == 0
        after = (site.root / SOURCE).read_bytes().decode()
        assert frontmatter.parse(after).data["translations"][-2:] == ["en", "fr"]
        assert after.replace(newline, "\n").endswith(text[text.index("---\n\n") :])
        assert cli(site.root, "status") == 0

    @pytest.mark.parametrize(
        ("opened", "one", "closed"),
        [
            ('+++\ntitle = "标题"\n', 'translations = ["zh-CN", "{}"]', "+++"),
            ('{\n  "title": "标题",\n', '  "translations": ["zh-CN", "{}"]', "}"),
            ('{\n  "title": "标题",\n', '  "translations": ["zh-CN", "{}"],', '  "weight": 1\n}'),
        ],
    )
    def test_in_another_format(self, site, opened, one, closed, capsys):
        sides = f"<<<<<<< HEAD\n{one.format('en')}\n=======\n{one.format('fr')}\n>>>>>>> other\n"
        (site.root / SOURCE).write_text(f"{opened}{sides}{closed}\n\n甲段。\n", "utf-8")
        assert cli(site.root, "status") == 2
        assert f"{SOURCE}:3: has an unfinished merge (finish the merge" in capsys.readouterr().err
        assert cli(site.root, "resolve", SOURCE) == 0
        after = frontmatter.parse((site.root / SOURCE).read_text("utf-8"))
        assert after.data["translations"] == ["zh-CN", "en", "fr"]

    @pytest.mark.parametrize(
        "conflict",
        [
            "<<<<<<< HEAD\ntranslations: [en]\ndraft: true\n=======\ntranslations: [fr]\n>>>>>>> other\n",
            "<<<<<<< HEAD\ntranslations: [en]\n=======\n",
            "<<<<<<< HEAD\ntranslations: [en]\n=======\ntranslations: [no such]\n>>>>>>> other\n",
        ],
    )
    def test_anything_else_is_a_persons(self, site, conflict, capsys):
        text = (site.root / SOURCE).read_text("utf-8")
        (site.root / SOURCE).write_text(text.replace("title: 标题\n", f"title: 标题\n{conflict}"), "utf-8")
        before = snapshot(site.root)
        assert cli(site.root, "resolve", SOURCE) == 2
        assert "say what is to be done" in capsys.readouterr().err
        assert snapshot(site.root) == before
