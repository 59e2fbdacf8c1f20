"""Texts on the move: a page that is split, merged or half moved keeps what people wrote and approved."""

import pytest

from tests.sites import build
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
