"""Translations that were renamed alone, languages that are spelled another way, and folders as they are spelled."""

import pytest

from tests.sites import build, cli
from transflow import api

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = "---\ntitle: 标题\n---\n\n甲段。\n\n乙段。\n"


def states(site):
    return {item.pair.target: item.state for item in api.overview(site).translations}


def translated(root, files, config="targets: [en]\nengine: pseudo\n"):
    site = build(root, files, config)
    assert not api.translate(site).problems
    return site


class TestATranslationRenamedAlone:
    def test_it_is_followed(self, tmp_path):
        site = translated(tmp_path, {SOURCE: PAGE})
        api.approve(site, api.Filter(), by="R")
        (tmp_path / TARGET).rename(tmp_path / "content/hk-valuation.en.md")
        assert states(site) == {"content/hk-valuation.en.md": "reviewed"}
        assert cli(tmp_path, "check", "--select", "TF1") == 0
        assert [result.page_written for result in api.translate(site).results] == [False]
        assert not any(result.written for result in api.translate(site).results)
        build(tmp_path, {SOURCE: PAGE.replace("乙段", "乙段改了")})
        assert states(site) == {"content/hk-valuation.en.md": "conflict"}
        assert cli(tmp_path, "translate") == 0
        assert not (tmp_path / TARGET).exists()

    def test_a_copy_is_not(self, tmp_path):
        site = translated(tmp_path, {SOURCE: PAGE})
        text = (tmp_path / TARGET).read_text("utf-8")
        (tmp_path / "content/copy.en.md").write_text(text, "utf-8")
        assert states(site)[TARGET] == "draft"
        assert states(site)["content/copy.en.md"] == "orphan"

    def test_a_pair_that_was_copied_is_its_own(self, tmp_path):
        site = translated(tmp_path, {SOURCE: PAGE})
        for ending in (".md", ".en.md"):
            text = (tmp_path / f"content/a{ending}").read_text("utf-8")
            (tmp_path / f"content/week2{ending}").write_text(text, "utf-8")
        assert states(site) == {TARGET: "draft", "content/week2.en.md": "untracked"}

    def test_one_that_names_no_page_of_the_site_is_an_orphan(self, tmp_path):
        site = translated(tmp_path, {SOURCE: PAGE})
        text = (tmp_path / TARGET).read_text("utf-8").replace("source: content/a.md", "source: ../a.md")
        (tmp_path / TARGET).rename(tmp_path / "content/b.en.md")
        (tmp_path / "content/b.en.md").write_text(text, "utf-8")
        assert states(site) == {TARGET: "missing", "content/b.en.md": "orphan"}


class TestALanguageWrittenAnew:
    @pytest.mark.parametrize("tag", ["en-US", "eng", "EN"])
    def test_it_keeps_its_records(self, tmp_path, tag):
        site = translated(tmp_path, {SOURCE: PAGE})
        site = build(tmp_path, {}, f"targets: [{tag}]\nengine: pseudo\n")
        assert states(site) == {TARGET: "draft"}
        assert [result.page_written for result in api.translate(site).results] == [False]
        assert not any(result.written for result in api.translate(site).results)

    def test_new_pages_are_spelled_as_those_there_are(self, tmp_path):
        translated(tmp_path, {SOURCE: PAGE})
        site = build(tmp_path, {"content/b.md": PAGE}, "targets: [en-US]\nengine: pseudo\n")
        api.translate(site)
        assert set(states(site)) == {TARGET, "content/b.en.md"}

    def test_a_folder_keeps_its_spelling(self, tmp_path):
        config = (
            "source: en\ntargets: [zh-CN]\nengine: pseudo\n"
            "content: [{root: content, source: 'en/{path}.md', target: '{lang}/{path}.md'}]\n"
        )
        page = "---\ntitle: T\n---\n\nOne.\n"
        build(
            tmp_path, {"content/en/a.md": page, "content/en/b.md": page, "content/zh-cn/a.md": page}, config
        )
        site = build(tmp_path, {}, config)
        api.translate(site)
        assert (tmp_path / "content/zh-cn/b.md").is_file()
        assert not (tmp_path / "content/zh-CN").exists() or (tmp_path / "content/zh-CN").samefile(
            tmp_path / "content/zh-cn"
        )
