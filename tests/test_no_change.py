"""What is no change: metadata, remarks and other spellings make nothing stale, and take no review away."""

import pytest

from tests.sites import build, cli
from transflow import api

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = """---
title: 港股估值
date: 2025-03-01
lastmod: 2025-03-01
lang: [zh-CN]
---

# 市场 *综述*

恒生指数上涨2%，成交额为**1,200亿港元**，见[公告](b.md "旧闻")。

一行··
又一行 AT&T。

~~~bash
echo 1
~~~
""".replace("·", " ")


@pytest.fixture
def site(tmp_path):
    found = build(tmp_path, {SOURCE: PAGE}, "targets: [en]\nengine: pseudo\n")
    assert not api.translate(found).problems
    return found


@pytest.fixture
def reviewed(site):
    assert not api.approve(site, api.Filter(), by="R").problems
    return site


def state(site):
    (item,) = api.overview(site).translations
    return item.state


def edit(site, path, *changes):
    place = site.root / path
    text = place.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    place.write_text(text, "utf-8")


SPELLINGS = [
    ("*综述*", "_综述_"),
    ("一行  \n", "一行\\\n"),
    ("AT&T", "AT&amp;T"),
    ('"旧闻"', "'旧闻'"),
    ("[公告](b.md", "[公告](<b.md>"),
    ("~~~bash\necho 1\n~~~", "````bash\necho 1\n````"),
    ("date: 2025-03-01\n", "date: '2025-03-01'\n"),
]


@pytest.mark.parametrize("change", SPELLINGS, ids=lambda change: change[1])
def test_a_source_that_was_only_formatted_makes_nothing_stale(reviewed, change):
    edit(reviewed, SOURCE, change)
    assert state(reviewed) == "reviewed"


@pytest.mark.parametrize(
    "change",
    [
        ("一行  \n", "一行\n"),
        ("**1,200亿港元**", "1,200亿港元"),
        ('"旧闻"', '"新闻"'),
        ("(b.md", "(c.md"),
        ("echo 1", "echo  1"),
        ("# 市场", "## 市场"),
    ],
    ids=lambda change: change[1],
)
def test_another_rendering_does(reviewed, change):
    edit(reviewed, SOURCE, change)
    assert state(reviewed) == "stale" or any(
        item.comparison.conflicts for item in api.overview(reviewed).translations
    )


def test_a_formatter_makes_no_machine_text_a_persons(site):
    text = (site.root / TARGET).read_text("utf-8")
    edit(
        site,
        TARGET,
        *[(old, new) for old, new in (("*", "_"), ("  \n", "\\\n"), ("~~~", "```")) if old in text],
    )
    (item,) = api.overview(site).translations
    assert item.comparison.edited == 0
    edit(site, SOURCE, ("2%", "3%"))
    api.translate(site)
    assert "3%" in (site.root / TARGET).read_text("utf-8")
    assert state(site) == "draft"


REMARKS = [
    "<!-- transflow:ignore-page TF102 wanted later -->",
    "<!-- markdownlint-disable MD013 -->",
    "<!-- prettier-ignore -->\n<!-- and another -->",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_remarks_in_a_source_make_nothing_stale_and_are_not_copied(reviewed, remark):
    edit(reviewed, SOURCE, ("\n一行", f"\n{remark}\n\n一行"))
    assert state(reviewed) == "reviewed"
    api.translate(reviewed)
    assert "<!--" not in (reviewed.root / TARGET).read_text("utf-8")
    edit(reviewed, SOURCE, (remark, "<!-- changed -->"))
    assert state(reviewed) == "reviewed"
    edit(reviewed, SOURCE, ("<!-- changed -->\n\n", ""))
    assert state(reviewed) == "reviewed"


def test_a_remark_within_a_text_is_no_change_either(reviewed):
    edit(reviewed, SOURCE, ("AT&T。", "AT&T。<!-- 待查 -->"))
    assert state(reviewed) == "reviewed"


def test_remarks_in_a_translation_are_nobodys_edit(site):
    edit(site, TARGET, ("\n# ", "\n<!-- for the reviewer -->\n\n# "))
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.edited) == ("draft", 0)
    edit(site, SOURCE, ("2%", "3%"))
    api.translate(site)
    assert "<!-- for the reviewer -->" in (site.root / TARGET).read_text("utf-8")


def test_the_end_of_a_summary_is_a_change(reviewed):
    edit(reviewed, SOURCE, ("\n一行", "\n<!--more-->\n\n一行"))
    assert state(reviewed) == "stale"


@pytest.mark.parametrize(
    "key", ["translate: true", "default_lang_commit: abc123", "l10n:\n  sourceCommit: abc"]
)
def test_own_keys_and_those_of_other_tools_make_nothing_stale_and_are_not_copied(reviewed, key):
    edit(reviewed, SOURCE, ("lang: [zh-CN]\n", f"lang: [zh-CN]\n{key}\n"))
    assert state(reviewed) == "reviewed"
    (reviewed.root / TARGET).unlink()
    (reviewed.root / reviewed.record_path(api.overview(reviewed).translations[0].pair)).unlink()
    api.translate(reviewed)
    assert key.split(":")[0] not in (reviewed.root / TARGET).read_text("utf-8").replace("translation:", "")


def test_copied_metadata_follows_the_source_and_takes_no_review_away(reviewed):
    edit(reviewed, SOURCE, ("lastmod: 2025-03-01", "lastmod: 2025-04-01"))
    api.translate(reviewed)
    text = (reviewed.root / TARGET).read_text("utf-8")
    assert "lastmod: 2025-04-01" in text
    assert "status: reviewed" in text
    assert state(reviewed) == "reviewed"
    assert cli(reviewed.root, "check", "--strict", "--ignore", "TF3,TF4,TF5,TF6,TF7,TF2") == 0


def test_a_translated_value_does_take_it_away(reviewed):
    edit(reviewed, SOURCE, ("title: 港股估值", "title: 港股估值再看"))
    api.translate(reviewed)
    text = (reviewed.root / TARGET).read_text("utf-8")
    assert "status: draft" in text or "conflict" in state(reviewed)


def test_keys_that_do_not_follow_the_source_stay(tmp_path):
    config = "targets: [en]\nengine: pseudo\nfront_matter:\n  own: [lastmod]\n"
    found = build(tmp_path, {SOURCE: PAGE}, config)
    api.translate(found)
    edit(found, TARGET, ("lastmod: 2025-03-01", "lastmod: 2025-05-05"))
    edit(found, SOURCE, ("lastmod: 2025-03-01", "lastmod: 2025-04-01"))
    assert state(found) == "draft"
    api.translate(found)
    assert "lastmod: 2025-05-05" in (tmp_path / TARGET).read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "copied"),
    [
        ("<!-- transflow:ignore TF301 known -->\n\n第一段。\n\n第二段。\n", False),
        ("第一段。\n\n<!-- transflow:ignore-page TF102 known -->\n", False),
        ("- 一项\n\n<!-- transflow:ignore TF301 known -->\n\n- 二项\n", None),
        ("> <!-- transflow:ignore TF301 known -->\n>\n> 第一段。\n", None),
        ("<!-- markdownlint-disable -->\n\n第一段。\n", True),
        ("<!-- transflow:ignore TF301 known -->\r\n\r\n第一段。\r\n", False),
    ],
)
def test_a_waiver_of_the_source_is_not_copied_into_a_first_draft(tmp_path, source, copied):
    site = build(tmp_path, {"content/a.md": source})
    assert not api.translate(site).problems
    page = (tmp_path / "content/a.en.md").read_bytes().decode()
    assert copied is None or ("<!--" in page) is copied
    assert not api.translate(site).problems
    assert (tmp_path / "content/a.en.md").read_bytes().decode() == page
    (item,) = api.standings(site).translations
    assert (item.state, item.changed, item.edited, item.conflicts) == ("draft", 0, 0, 0)
