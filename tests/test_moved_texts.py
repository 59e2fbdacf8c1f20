"""Texts on the move: a page that is split, merged or half moved keeps what people wrote and approved."""

import pytest

from tests.sites import build, cli
from transflow import api

HEAD = "---\ntitle: {}\n---\n\n"
ONE = ["甲的第一段，讲的是利率。", "甲的第二段，讲的是汇率。"]
TWO = ["乙的第一段，讲的是股市。", "乙的第二段，讲的是债市。"]


def page(title, texts):
    return HEAD.format(title) + "\n\n".join(texts) + "\n"


def approved(tmp_path, pages):
    site = build(tmp_path, pages)
    assert not api.translate(site).problems
    for path in pages:
        place = tmp_path / path.replace(".md", ".en.md")
        place.write_text(place.read_text("utf-8").replace("1", "one"), "utf-8")
    assert not api.approve(site, api.Filter(), by="R").problems
    return site


def body(site, path):
    return (site.root / path).read_text("utf-8").split("---\n")[-1].strip().split("\n\n")


@pytest.mark.parametrize("first", ["content/a.md", "content/b.md", ""])
def test_a_page_that_is_split_keeps_its_texts(tmp_path, first):
    site = approved(tmp_path, {"content/a.md": page("标题", ONE + TWO)})
    stood = body(site, "content/a.en.md")
    build(tmp_path, {"content/a.md": page("标题", ONE), "content/b.md": page("新标题", TWO)})
    for wanted in ([api.Filter((first,))] if first else []) + [api.Filter()]:
        assert not api.translate(site, wanted).problems
    assert body(site, "content/b.en.md") == stood[2:]


def test_a_page_that_is_merged_into_another_keeps_its_texts(tmp_path):
    site = approved(tmp_path, {"content/a.md": page("甲", ONE), "content/b.md": page("乙", TWO)})
    stood = body(site, "content/b.en.md")
    (tmp_path / "content/b.md").unlink()
    build(tmp_path, {"content/a.md": page("甲", ONE + TWO)})
    outcome = api.translate(site, api.Filter(("content/a.md",)))
    assert not outcome.problems
    assert body(site, "content/a.en.md")[2:] == stood
    assert [result.drafted for result in outcome.results] == [0]


def test_a_draft_that_nobody_touched_is_no_memory(tmp_path):
    site = build(tmp_path, {"content/a.md": page("甲", ONE), "content/b.md": page("乙", TWO)})
    api.translate(site)
    (tmp_path / "content/b.md").unlink()
    build(tmp_path, {"content/a.md": page("甲", ONE + TWO)})
    (result,) = api.translate(site, api.Filter(("content/a.md",))).results
    assert (result.drafted, result.reused) == (2, 0)


def drafts(tmp_path, ways):
    """Draft and approve a page of four texts, take the last two from its source, and let a person keep them."""
    site = build(tmp_path, {"content/a.md": page("标题", ONE + TWO)})
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(), by="R").problems
    build(tmp_path, {"content/a.md": page("标题", ONE)})
    assert not api.translate(site).problems
    if ways == "page":
        assert not api.approve(site, api.Filter(), by="R").problems
    else:
        assert not cli(tmp_path, "resolve", "content/a.en.md", "--take", "mine", "--state", "conflict")
    return site


def standing(site, path="content/a.en.md"):
    (found,) = (item for item in api.standings(site).translations if item.target == path)
    return found.changed, found.edited, found.conflicts


WAYS = pytest.mark.parametrize("ways", ["page", "texts"])


@WAYS
def test_what_is_kept_without_its_source_is_no_edit(tmp_path, ways):
    site = drafts(tmp_path, ways)
    assert standing(site) == (0, 0, 0)
    place = tmp_path / "content/a.en.md"
    place.write_text(place.read_text("utf-8").rstrip() + " And more.\n", "utf-8")
    assert standing(site) == (0, 1, 0)
    assert not api.translate(site).problems
    assert standing(site) == (0, 1, 0)


@WAYS
def test_the_memory_knows_what_was_kept_without_its_source(tmp_path, ways):
    site = drafts(tmp_path, ways)
    stood = body(site, "content/a.en.md")
    build(tmp_path, {"content/b.md": page("新标题", TWO)})
    (result,) = api.translate(site, api.Filter(("content/b.md",))).results
    assert body(site, "content/b.en.md") == stood[2:]
    assert (result.drafted, result.reused) == (1, 2)


@WAYS
def test_a_source_that_comes_back_finds_what_was_kept(tmp_path, ways):
    site = drafts(tmp_path, ways)
    stood = body(site, "content/a.en.md")
    build(tmp_path, {"content/a.md": page("标题", ONE + TWO)})
    assert standing(site) == (0, 0, 0)
    assert not api.translate(site).problems
    assert body(site, "content/a.en.md") == stood
    build(tmp_path, {"content/a.md": page("标题", ONE)})
    assert standing(site)[2] == 2, "when it goes once more, somebody is asked once more"


def test_what_is_kept_without_its_source_is_asked_about_again_once_that_is_undone(tmp_path):
    site = drafts(tmp_path, "page")
    assert not api.approve(site, api.Filter(("content/a.en.md",)), undo=True).problems
    assert standing(site)[1:] == (0, 2)


def test_a_translators_note_is_no_translation_of_what_comes_into_the_source_beside_it(tmp_path):
    site = build(tmp_path, {"content/a.md": page("标题", ONE)})
    assert not api.translate(site).problems
    place = tmp_path / "content/a.en.md"
    place.write_text(place.read_text("utf-8") + "\nA note for readers abroad.\n", "utf-8")
    assert not api.approve(site, api.Filter(), by="R").problems
    build(tmp_path, {"content/a.md": page("标题", ONE + TWO[:1])})
    assert standing(site)[0] == 1
    (result,) = api.translate(site).results
    assert result.drafted == 1
    assert "A note for readers abroad." in body(site, "content/a.en.md")
