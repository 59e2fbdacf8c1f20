"""`front_matter.record` and `front_matter.fields`: what a translation says of itself, under the name that the site gives it."""

import json
import os
import subprocess

import pytest

from tests.sites import build, cli, snapshot
from tests.test_checks_git import git
from transflow import api, frontmatter

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = "---\ntitle: 估值\nlang: zh-CN\n---\n\n甲段。\n\n乙段。\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\n"
NAMED = f"{CONFIG}front_matter: {{record: transflow}}\n"
TOML = '+++\ntitle = "估值"\nlang = "zh-CN"\n+++\n\n甲段。\n'
JSON = '{\n  "title": "估值",\n  "lang": "zh-CN"\n}\n\n甲段。\n'
OWN = "---\ntitle: 估值\nlang: zh-CN\ntranslation: {by:  'Li',   no: 1} # theirs\n---\n\n甲段。\n"


def said(root, path=TARGET, key="transflow"):
    return frontmatter.parse((root / path).read_text("utf-8")).data.get(key)


def edit(root, path, old, new):
    text = (root / path).read_text("utf-8")
    assert old in text, text
    (root / path).write_text(text.replace(old, new), "utf-8")


def state(site):
    return {item.pair.target: item.state for item in api.overview(site).translations}


def commit_at(root, day):
    """Commit all that changed on a day."""
    stamp = f"{day}T00:00:00+0000"
    who = {
        f"GIT_{role}_{what}": "x@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = os.environ | who | {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    subprocess.run(["git", "commit", "-qam", day], cwd=root, env=environment, check=True)


class TestAnotherName:
    @pytest.mark.parametrize("page", [PAGE, TOML, JSON], ids=["yaml", "toml", "json"])
    def test_is_read_and_written_by_every_command(self, tmp_path, page):
        site = build(tmp_path, {SOURCE: page}, NAMED)
        assert cli(tmp_path, "translate") == 0
        assert said(tmp_path) == {"source": SOURCE, "status": "draft"}
        assert said(tmp_path, key="translation") is None
        assert state(site) == {TARGET: "draft"}
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert state(site) == {TARGET: "reviewed"}
        edit(tmp_path, SOURCE, "甲段", "甲段改")
        assert cli(tmp_path, "status", "--write") == 0
        assert said(tmp_path)["stale"] is True
        assert cli(tmp_path, "resolve", TARGET, "--take", "mine") == 0
        assert cli(tmp_path, "status", "--write") == 0
        assert said(tmp_path) == {"source": SOURCE, "status": "reviewed"}
        assert cli(tmp_path, "approve", TARGET, "--by", "R", "--undo") == 0
        assert said(tmp_path, key="translation") is None
        for path in tmp_path.glob(".transflow/bitext/**/*.jsonl"):
            path.unlink()
        assert cli(tmp_path, "adopt") == 0
        assert said(tmp_path)["source"] == SOURCE
        assert cli(tmp_path, "clean", "--orphans") == 0

    def test_is_that_of_a_page_that_was_renamed_alone(self, tmp_path):
        site = build(tmp_path, {SOURCE: PAGE}, NAMED)
        assert cli(tmp_path, "translate") == 0
        (tmp_path / TARGET).rename(tmp_path / "content/slug.en.md")
        assert state(site) == {"content/slug.en.md": "draft"}

    def test_is_in_what_is_found_wrong(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: PAGE}, NAMED)
        assert cli(tmp_path, "translate") == 0
        edit(tmp_path, TARGET, "status: draft", "status: done")
        assert cli(tmp_path, "check", "--select", "TF705") == 1
        assert f"{TARGET}:7:1: TF705 error `transflow.status` is 'done'" in capsys.readouterr().out

    @pytest.mark.parametrize("page", [PAGE, TOML, JSON], ids=["yaml", "toml", "json"])
    def test_leaves_what_the_site_says_under_the_usual_one(self, tmp_path, page):
        own = {
            PAGE: "translation: {by:  'Li',   no: 1} # theirs\nlang:",
            TOML: "translation = {by = 'Li',  no=1} # theirs\nlang =",
        }
        lang = {PAGE: "lang:", TOML: "lang ="}.get(page, '"lang":')
        line = own.get(page, '"translation": {"by":   "Li"},\n  "lang":')
        site = build(tmp_path, {SOURCE: page.replace(lang, line)}, NAMED)
        assert cli(tmp_path, "translate") == 0
        assert line.rpartition("\n")[0] in (tmp_path / TARGET).read_text("utf-8")
        edit(tmp_path, TARGET, "Li", "Wang")
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert cli(tmp_path, "status", "--write") == 0
        assert line.rpartition("\n")[0].replace("Li", "Wang") in (tmp_path / TARGET).read_text("utf-8")
        assert state(site) == {TARGET: "reviewed"}

    @pytest.mark.parametrize("page", [PAGE, TOML, JSON], ids=["yaml", "toml", "json"])
    def test_pages_from_before_are_read_and_get_it_when_they_are_written(self, tmp_path, page):
        build(tmp_path, {SOURCE: page, "content/b.md": page.replace("甲", "丙")}, CONFIG)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        if page == PAGE:
            edit(tmp_path, TARGET, "translation:\n", "translation: # ours\n  note: stays\n")
        before = snapshot(tmp_path)
        site = build(tmp_path, {}, NAMED)
        assert state(site) == {TARGET: "reviewed", "content/b.en.md": "draft"}
        assert cli(tmp_path, "check") == 0
        assert cli(tmp_path, "translate") == 0
        assert {**snapshot(tmp_path), "transflow.yaml": b""} == {**before, "transflow.yaml": b""}
        assert cli(tmp_path, "approve", "content/b.en.md", "--by", "R") == 0
        assert said(tmp_path, "content/b.en.md")["status"] == "reviewed"
        assert said(tmp_path, "content/b.en.md", "translation") is None
        assert cli(tmp_path, "status", "--write") == 0
        old = before[TARGET].decode()
        if page == PAGE:
            assert (tmp_path / TARGET).read_text("utf-8") == old.replace("translation:", "transflow:")
        assert said(tmp_path)["status"] == "reviewed"
        assert said(tmp_path, key="translation") is None
        assert state(site) == {TARGET: "reviewed", "content/b.en.md": "reviewed"}

    def test_that_a_site_chose_after_an_approval_is_that_of_what_is_left(self, tmp_path):
        build(tmp_path, {SOURCE: PAGE}, CONFIG)
        assert cli(tmp_path, "translate") == 0
        before = (tmp_path / TARGET).read_text("utf-8")
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        build(tmp_path, {}, NAMED)
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        assert (tmp_path / TARGET).read_text("utf-8") == before.replace("translation:", "transflow:")

    @pytest.mark.parametrize("name", ["lang", "title", "draft", "a.b", "", "own key", "'[x]'", "lastmod"])
    def test_that_means_something_else_is_refused(self, tmp_path, capsys, name):
        config = (
            f"{CONFIG}front_matter:\n  own: [lastmod]\n  translate: [title]\n  record: {name or repr('')}\n"
        )
        (tmp_path / "transflow.yaml").write_text(config, "utf-8")
        assert cli(tmp_path, "status") == 2
        told = capsys.readouterr().err
        assert "transflow.yaml:7: " in told
        assert (
            "cannot be the key of `front_matter.record` (choose a word that no other key of a page has)"
            in told
        )


class TestTheUsualName:
    @pytest.mark.parametrize("own", ["translation: by Li", "translation: [a, b]", "translation: true"])
    def test_is_not_taken_from_a_site(self, tmp_path, capsys, own):
        page = PAGE.replace("lang:", f"{own}\nlang:")
        site = build(tmp_path, {SOURCE: page, "content/b.md": PAGE, "content/b.en.md": page}, CONFIG)
        before = snapshot(tmp_path)
        for command, place in (("translate", TARGET), ("adopt", "content/b.en.md")):
            assert cli(tmp_path, command) == 2
            told = capsys.readouterr().err
            assert f"{place}:3: `translation` is the site's own here" in told
            assert "give that another: `front_matter: {record: NAME}` in transflow.yaml" in told
        assert snapshot(tmp_path) == before
        assert state(site) == {TARGET: "missing", "content/b.en.md": "untracked"}

    def test_is_ours_where_nothing_stands(self, tmp_path):
        build(tmp_path, {SOURCE: PAGE.replace("lang:", "translation:\nlang:")}, CONFIG)
        assert cli(tmp_path, "translate") == 0
        assert said(tmp_path, key="translation")["status"] == "draft"


class TestTheDaySinceWhichAPageIsStale:
    FIELDS = f"{CONFIG}front_matter: {{own: [lastmod], fields: {{draft: d, stale: since, withdrawn: w, unread: u}}, record: translation}}\n"

    @pytest.fixture
    def root(self, tmp_path, monkeypatch):
        monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-09-09T00:00:00+0000")
        build(tmp_path, {SOURCE: PAGE}, self.FIELDS)
        git(tmp_path, "init", "-q")
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        git(tmp_path, "add", "-A")
        commit_at(tmp_path, "2026-01-01")
        return tmp_path

    def test_is_none_while_it_is_not(self, root):
        assert cli(root, "status", "--write") == 0
        assert "since" not in said(root, key="translation")

    def test_is_today_for_a_change_that_git_does_not_know(self, root):
        edit(root, SOURCE, "甲段", "甲段改")
        assert cli(root, "status", "--write") == 0
        assert said(root, key="translation")["since"] == "2026-09-09"

    def test_is_that_of_the_first_commit_that_git_knows(self, root):
        for day, old, new in (
            ("2026-02-02", "甲段", "甲段改"),
            ("2026-03-03", "甲段改", "甲段又改"),
            ("2026-04-04", "lang", "weight: 3\nlang"),
        ):
            edit(root, SOURCE, old, new)
            commit_at(root, day)
        assert cli(root, "status", "--write") == 0
        assert said(root, key="translation")["since"] == "2026-02-02"
        before = (root / TARGET).read_bytes()
        edit(root, SOURCE, "乙段", "乙段改")
        commit_at(root, "2026-05-05")
        assert cli(root, "status", "--write") == 0
        assert (root / TARGET).read_bytes() == before
        assert cli(root, "approve", TARGET, "--by", "R") == 1
        assert cli(root, "resolve", SOURCE, "--take", "mine") == 0
        assert cli(root, "translate") == 0
        assert cli(root, "status", "--write") == 0
        assert "since" not in said(root, key="translation")

    def test_stands_in_a_field_of_its_own(self, tmp_path, capsys):
        (tmp_path / "transflow.yaml").write_text(
            f"{CONFIG}front_matter: {{fields: {{stale: stale}}}}\n", "utf-8"
        )
        assert cli(tmp_path, "status") == 2
        assert "is taken" in capsys.readouterr().err

    def test_a_plain_folder_has_today(self, tmp_path):
        build(tmp_path, {SOURCE: PAGE}, self.FIELDS)
        assert cli(tmp_path, "translate") == 0
        edit(tmp_path, SOURCE, "甲段", "甲段改")
        assert cli(tmp_path, "status", "--write") == 0
        assert len(said(tmp_path, key="translation")["since"]) == 10


def test_json_output_does_not_change(tmp_path, capsys):
    build(tmp_path, {SOURCE: PAGE}, NAMED)
    assert cli(tmp_path, "translate") == 0
    capsys.readouterr()
    assert cli(tmp_path, "status", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["pages"][0]["state"] == "draft"


BARE = "# 估值\n\n甲段。\n\n乙段。\n"
UNREAD = f"{CONFIG}markdown: {{dialect: commonmark}}\n"


class TestNoFrontMatter:
    """A source without any, where no generator would heed what a draft says of itself: the record says it."""

    def test_the_draft_has_none_from_first_to_last(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE}, UNREAD)
        target, source = tmp_path / TARGET, tmp_path / SOURCE
        assert cli(tmp_path, "translate") == 0
        assert target.read_text("utf-8").startswith("# ")
        assert state(site) == {TARGET: "draft"}
        draft = snapshot(tmp_path)
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert (state(site), source.read_text("utf-8")) == ({TARGET: "reviewed"}, BARE)
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        assert snapshot(tmp_path) == draft
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        edit(tmp_path, SOURCE, "甲段", "甲段改")
        assert cli(tmp_path, "status", "--write") == 0
        assert state(site) == {TARGET: "conflict"}
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "resolve", TARGET, "--take", "draft") == 0
        assert state(site) == {TARGET: "draft"}
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert state(site) == {TARGET: "reviewed"}
        assert not target.read_text("utf-8").startswith("---")

    def test_a_new_text_makes_it_a_draft_again(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        edit(tmp_path, SOURCE, "乙段。", "乙段。\n\n丙段。")
        assert cli(tmp_path, "translate") == 0
        assert state(site) == {TARGET: "draft"}

    def test_a_page_taken_in_gets_none(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE, TARGET: "# Value\n\nOne.\n\nTwo.\n"}, UNREAD)
        assert cli(tmp_path, "adopt") == 0
        assert (tmp_path / TARGET).read_text("utf-8") == "# Value\n\nOne.\n\nTwo.\n"
        assert state(site) == {TARGET: "draft"}
        before = snapshot(tmp_path)
        assert cli(tmp_path, "adopt") == 0
        assert snapshot(tmp_path) == before

    def test_an_orphan_that_nobody_touched_goes(self, tmp_path):
        build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        (tmp_path / SOURCE).unlink()
        assert cli(tmp_path, "clean", "--orphans") == 0
        assert not (tmp_path / TARGET).exists()

    def test_it_follows_a_renamed_source(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        (tmp_path / SOURCE).rename(tmp_path / "content/b.md")
        assert cli(tmp_path, "translate") == 0
        assert state(site) == {"content/b.en.md": "reviewed"}

    @pytest.mark.parametrize("dialect", ["hugo", "mdx", "jekyll", "quarto"])
    def test_where_a_generator_would_publish_a_draft_it_has_some(self, tmp_path, dialect):
        build(tmp_path, {SOURCE: BARE}, f"{CONFIG}markdown: {{dialect: {dialect}}}\n")
        assert cli(tmp_path, "translate") == 0
        assert said(tmp_path, key="translation") == {"source": SOURCE, "status": "draft"}

    def test_what_a_draft_says_already_stays_its_word(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE}, CONFIG)
        assert cli(tmp_path, "translate") == 0
        site = build(tmp_path, {}, UNREAD)
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert said(tmp_path, key="translation") == {"source": SOURCE, "status": "reviewed"}
        assert (state(site), (tmp_path / SOURCE).read_text("utf-8")) == ({TARGET: "reviewed"}, BARE)

    def test_front_matter_that_a_person_adds_changes_nothing(self, tmp_path):
        site = build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        text = (tmp_path / TARGET).read_text("utf-8")
        (tmp_path / TARGET).write_text(f"---\nlayout: wide\n---\n{text}", "utf-8")
        assert state(site) == {TARGET: "reviewed"}

    def test_what_a_person_put_in_the_place_of_an_approval_stays(self, tmp_path):
        build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        text = (tmp_path / TARGET).read_text("utf-8")
        (tmp_path / TARGET).write_text(f"---\ntranslation: Ann's\n---\n{text}", "utf-8")
        assert cli(tmp_path, "approve", TARGET, "--undo") == 2
        assert (tmp_path / TARGET).read_text("utf-8") == f"---\ntranslation: Ann's\n---\n{text}"

    @pytest.mark.parametrize(
        "named", ["fields: {draft: unreviewed, stale: outdated, unread: machine}", "record: transflow"]
    )
    @pytest.mark.parametrize("dialect", ["commonmark", "mkdocs"])
    def test_where_the_site_names_keys_its_template_heeds_them(self, tmp_path, dialect, named):
        config = f"{CONFIG}markdown: {{dialect: {dialect}}}\nfront_matter: {{{named}}}\n"
        key = named.removeprefix("record: ") if "record" in named else "translation"
        build(tmp_path, {SOURCE: BARE}, config)
        assert cli(tmp_path, "translate") == 0
        assert said(tmp_path, key=key)["status"] == "draft"
        assert said(tmp_path, key=key).get("unreviewed", True) is True
        edit(tmp_path, SOURCE, "甲段", "甲段改")
        assert cli(tmp_path, "status", "--write") == 0
        assert said(tmp_path, key=key)["stale"] is True
        assert ("outdated" in said(tmp_path, key=key)) == ("fields" in named)

    @pytest.mark.parametrize("text", [BARE, PAGE], ids=["bare", "headed"])
    @pytest.mark.parametrize("dialect", ["hugo", "mkdocs"])
    def test_an_approval_that_is_taken_back_leaves_those_keys_too(self, tmp_path, dialect, text):
        fields = "front_matter: {fields: {draft: unreviewed, unread: machine}}\n"
        build(tmp_path, {SOURCE: text}, f"{CONFIG}markdown: {{dialect: {dialect}}}\n{fields}")
        assert cli(tmp_path, "translate") == 0
        before = snapshot(tmp_path)
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert "unreviewed" not in said(tmp_path, key="translation")
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        assert snapshot(tmp_path) == before

    @pytest.mark.parametrize("approved", [False, True])
    def test_a_site_that_names_keys_later_has_them_written_by_adopt(self, tmp_path, approved):
        build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert not approved or cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        site = build(tmp_path, {}, f"{UNREAD}front_matter: {{fields: {{draft: unreviewed}}}}\n")
        assert cli(tmp_path, "adopt") == 0
        assert cli(tmp_path, "status", "--write") == 0
        status = "reviewed" if approved else "draft"
        wanted = {"source": SOURCE, "status": status} | ({} if approved else {"unreviewed": True})
        assert said(tmp_path, key="translation") == wanted
        # The source lists no language yet, as on every site where pages do.
        assert state(site) == {TARGET: "undeclared" if approved else "draft"}

    def test_a_page_made_anew_is_a_draft(self, tmp_path, capsys):
        site = build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        (tmp_path / TARGET).unlink()
        assert cli(tmp_path, "translate") == 0
        assert state(site) == {TARGET: "draft"}
        (item,) = api.overview(site).translations
        assert (item.status, item.record.header.status) == ("draft", "")
        capsys.readouterr()
        assert cli(tmp_path, "check", "--select", "TF107") == 0
        assert "its draft was never reviewed: approve it" in capsys.readouterr().out

    def test_an_approval_that_is_taken_back_tells_what_is_left(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: BARE}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        text = (tmp_path / TARGET).read_text("utf-8")
        (tmp_path / TARGET).write_text(f"---\nlayout: wide\n---\n{text}", "utf-8")
        edit(tmp_path, SOURCE, "乙段。", "乙段。\n\n丙段。")
        assert cli(tmp_path, "translate") == 0
        before = (tmp_path / TARGET).read_text("utf-8")
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        capsys.readouterr()
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        assert capsys.readouterr().out.startswith(f"{TARGET} is draft")
        assert (tmp_path / TARGET).read_text("utf-8") == before

    @pytest.mark.parametrize(
        "text", [BARE, BARE.replace("\n", "\r\n"), f"\ufeff{BARE}"], ids=["lf", "crlf", "bom"]
    )
    @pytest.mark.parametrize("dialect", ["hugo", "jekyll", "mdx"])
    def test_an_approval_that_is_taken_back_leaves_a_bare_source_bare(self, tmp_path, dialect, text):
        config = f"source: zh-CN\ntargets: [en, fr]\nengine: pseudo\nmarkdown: {{dialect: {dialect}}}\n"
        build(tmp_path, {SOURCE: text}, config)
        assert cli(tmp_path, "translate") == 0
        before = snapshot(tmp_path)
        assert cli(tmp_path, "approve", "content", "--by", "R") == 0
        assert snapshot(tmp_path) != before
        assert cli(tmp_path, "approve", "content", "--undo") == 0
        assert snapshot(tmp_path) == before

    @pytest.mark.parametrize("text", [BARE, f"\ufeff{BARE}"], ids=["plain", "bom"])
    def test_an_approval_under_another_dialect_is_taken_back_along_with_it(self, tmp_path, text):
        build(tmp_path, {SOURCE: text}, UNREAD)
        assert cli(tmp_path, "translate") == 0
        before = snapshot(tmp_path)
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        build(tmp_path, {}, UNREAD.replace("commonmark", "hugo"))
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        assert said(tmp_path, key="translation")["status"] == "reviewed"
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        build(tmp_path, {}, UNREAD)
        assert snapshot(tmp_path) == before

    def test_what_a_person_wrote_beside_an_approval_stays_when_it_is_taken_back(self, tmp_path):
        build(tmp_path, {SOURCE: BARE}, UNREAD.replace("commonmark", "hugo"))
        assert cli(tmp_path, "translate") == 0
        assert cli(tmp_path, "approve", TARGET, "--by", "R") == 0
        edit(tmp_path, SOURCE, "translations:", "weight: 3\ntranslations:")
        edit(tmp_path, TARGET, "  status:", "  reader: Ann\n  status:")
        assert cli(tmp_path, "approve", TARGET, "--undo") == 0
        assert (tmp_path / SOURCE).read_text("utf-8") == f"---\nweight: 3\n---\n{BARE}"
        assert said(tmp_path, key="translation") == {"source": SOURCE, "reader": "Ann", "status": "draft"}


BOTH = "targets: [en, zh-CN]\nengine: pseudo\nmarkdown: {dialect: commonmark}\n"
BOTH += "content: [{root: docs, source: '{lang}/{path}.md', target: '{lang}/{path}.md'}]\n"


class TestAPlaceForBoth:
    """Pages of which any may be a source: a draft says which it renders, so that no loss of a record turns them round."""

    @pytest.mark.parametrize("order", ["zh-CN, en", "en, zh-CN"])
    @pytest.mark.parametrize("lost", ["record", "front matter"])
    def test_a_draft_is_never_taken_for_the_source(self, tmp_path, order, lost):
        pages = {"docs/en/b.md": "# Value\n\nOne.\n", "docs/zh-CN/c.md": BARE}
        site = build(tmp_path, pages, f"source: [{order}]\n{BOTH}")
        assert cli(tmp_path, "translate") == 0
        drafts = ("docs/zh-CN/b.md", "docs/en/c.md")
        assert state(site) == dict.fromkeys(drafts, "draft")
        before = snapshot(tmp_path)
        assert cli(tmp_path, "translate") == 0
        assert snapshot(tmp_path) == before
        for path in drafts if lost == "front matter" else ():
            place = tmp_path / path
            place.write_text(place.read_text("utf-8").rpartition("---\n")[2], "utf-8")
        for place in tmp_path.glob(".transflow/bitext/**/*.jsonl") if lost == "record" else ():
            place.unlink()
        assert state(site) == dict.fromkeys(drafts, "untracked" if lost == "record" else "draft")
        assert cli(tmp_path, "adopt") == 0
        assert {path: (tmp_path / path).read_text("utf-8") for path in pages} == pages
        assert state(site) == dict.fromkeys(drafts, "draft")
