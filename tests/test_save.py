"""What somebody saves while a command runs is never written over."""

import pytest

from tests.sites import build, snapshot
from transflow import api
from transflow.api import Filter
from transflow.commands import fix, translate
from transflow.site import marks
from transflow.site.save import rewrite
from transflow.site.workspace import Pair

PAGE = "---\ntitle: 标题\n---\n\n第一段的文字。\n"
SOURCE, TARGET = "content/a.md", "content/a.en.md"


def drafted(root):
    site = build(root, {SOURCE: PAGE})
    assert not api.translate(site).problems
    return site


def saved(path):
    """Let a person save a page."""
    path.write_text(path.read_text("utf-8") + "\nA person's words.\n", "utf-8")


def meanwhile(monkeypatch, module, path):
    """Let a person save a page after it was read and before it is written."""
    write = module.rewrite

    def late(*given):
        saved(path)
        return write(*given)

    monkeypatch.setattr(module, "rewrite", late)


def test_a_page_that_changed_is_left_alone(tmp_path):
    site = drafted(tmp_path)
    old = (tmp_path / TARGET).read_text("utf-8")
    saved(tmp_path / TARGET)
    before = snapshot(tmp_path)
    with pytest.raises(Exception, match=r"content/a.en.md: changed meanwhile, and is left alone \(run"):
        rewrite(site, TARGET, old, "new")
    assert snapshot(tmp_path) == before


def test_what_another_run_wrote_already_is_no_clash(tmp_path, monkeypatch):
    site = build(tmp_path, {SOURCE: PAGE})
    save = translate.save

    def second(*given):
        assert save(*given)  # the other run was quicker
        return save(*given)

    monkeypatch.setattr(translate, "save", second)
    done = api.translate(site)
    assert not done.problems
    assert [result.written for result in done.results] == [False]


def test_a_mark_is_not_put_over_an_edit(tmp_path, monkeypatch):
    site = drafted(tmp_path)
    build(tmp_path, {SOURCE: PAGE.replace("第一段", "第一节")})
    meanwhile(monkeypatch, marks, tmp_path / TARGET)
    done, problems = api.mark(site, api.standings(site).translations)
    assert done == ()
    assert "changed meanwhile" in str(problems[0])
    assert (tmp_path / TARGET).read_text("utf-8").endswith("A person's words.\n")
    monkeypatch.undo()
    assert api.mark(site, api.standings(site).translations) == ((Pair(SOURCE, TARGET, "en"),), ())
    assert api.mark(site, api.standings(site).translations) == ((), ())


def test_a_list_of_languages_is_not_put_over_an_edit(tmp_path, monkeypatch):
    site = drafted(tmp_path)
    assert not api.approve(site, Filter((TARGET,)), by="Somebody").problems
    build(tmp_path, {SOURCE: PAGE})
    meanwhile(monkeypatch, fix, tmp_path / SOURCE)
    assert "changed meanwhile" in str(fix.fix(site).problems[0])
    assert (tmp_path / SOURCE).read_text("utf-8") == f"{PAGE}\nA person's words.\n"


def test_what_a_person_keeps_in_the_mapping_of_a_source_page_is_in_its_draft(tmp_path):
    page = PAGE.replace("title", "translation:\n  editor: 李伟 # a friend\n  stale: true\ntitle")
    assert not api.translate(build(tmp_path, {SOURCE: page})).problems
    text = (tmp_path / TARGET).read_text("utf-8")
    about = "translation:\n  editor: 李伟 # a friend\n  source: content/a.md\n  status: draft\n"
    assert about in text
