"""Sites whose pages begin in one language or another, with one layout for all of them."""

import pytest

from tests.sites import build, cli, snapshot
from tests.test_checks_git import git
from transflow import api
from transflow.errors import ConfigError
from transflow.site.workspace import load

BOTH = "content: [{root: content, source: '{lang}/{path}.md', target: '{lang}/{path}.md'}]\n"
CONFIG = f"source: [zh-CN, en]\ntargets: [zh-CN, en]\nengine: pseudo\n{BOTH}"
HAN = "---\ntitle: 债券\nlang: zh-CN\n---\n\n国债收益率上升5个基点。\n\n投资者观望。\n"
LATIN = "---\ntitle: The Fed\n---\n\nThe Fed kept rates unchanged.\n\nMarkets did not move.\n"
PAGES = {"content/zh-cn/a.md": HAN, "content/en/fed.md": LATIN}


def states(root):
    return {
        (item.pair.source[8:], item.pair.target[8:]): item.state
        for item in api.overview(load(root)).translations
    }


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def drafted(tmp_path):
    site = build(tmp_path, PAGES, CONFIG)
    assert not api.translate(site).problems
    return tmp_path


def test_each_page_goes_into_the_other_language(drafted):
    assert states(drafted) == {("zh-cn/a.md", "en/a.md"): "draft", ("en/fed.md", "zh-cn/fed.md"): "draft"}
    assert "lang: zh-CN\n" in (drafted / "content/zh-cn/fed.md").read_text("utf-8")
    before = snapshot(drafted)
    assert not any(result.written for result in api.translate(load(drafted)).results)
    assert snapshot(drafted) == before


def test_each_follows_its_own_source(drafted):
    assert not api.approve(load(drafted), api.Filter(), by="R").problems
    edit(drafted / "content/en/fed.md", "did not move", "fell")
    assert states(drafted) == {
        ("zh-cn/a.md", "en/a.md"): "reviewed",
        ("en/fed.md", "zh-cn/fed.md"): "conflict",
    }
    edit(drafted / "content/en/a.md", "5 basis points", "8 basis points")
    assert states(drafted)["zh-cn/a.md", "en/a.md"] == "reviewed"


def test_both_go_into_a_third_language(tmp_path):
    site = build(tmp_path, PAGES, CONFIG.replace("targets: [zh-CN, en]", "targets: [ja]"))
    api.translate(site)
    wanted = {("zh-cn/a.md", "ja/a.md"): "draft", ("en/fed.md", "ja/fed.md"): "draft"}
    assert states(tmp_path) == wanted
    (tmp_path / "transflow.yaml").write_text(
        CONFIG.replace("[zh-CN, en]\nengine", "[zh-CN, en, ja]\nengine"), "utf-8"
    )
    api.translate(load(tmp_path))
    others = {("zh-cn/a.md", "en/a.md"): "draft", ("en/fed.md", "zh-cn/fed.md"): "draft"}
    assert states(tmp_path) == wanted | others


def test_a_page_that_was_written_twice_belongs_to_the_first_language(drafted, capsys):
    build(drafted, {"content/zh-cn/b.md": HAN, "content/en/b.md": LATIN}, CONFIG)
    assert states(drafted)["zh-cn/b.md", "en/b.md"] == "untracked"
    assert cli(drafted, "adopt") == 0
    assert states(drafted)["zh-cn/b.md", "en/b.md"] == "draft"
    assert capsys.readouterr().err == ""


def test_pages_that_move_or_go(drafted):
    api.approve(load(drafted), api.Filter(), by="R")
    for tag in ("zh-cn", "en"):
        (drafted / f"content/{tag}/fed.md").rename(drafted / f"content/{tag}/rates.md")
    (drafted / "content/zh-cn/a.md").rename(drafted / "content/zh-cn/bonds.md")
    assert states(drafted) == {
        ("en/rates.md", "zh-cn/rates.md"): "reviewed",
        ("zh-cn/a.md", "en/a.md"): "orphan",
        ("zh-cn/bonds.md", "en/bonds.md"): "declared-missing",
    }
    api.translate(load(drafted))
    wanted = {("en/rates.md", "zh-cn/rates.md"): "reviewed", ("zh-cn/bonds.md", "en/bonds.md"): "reviewed"}
    assert states(drafted) == wanted
    (drafted / "content/zh-cn/bonds.md").unlink()
    (drafted / "content/en/rates.md").unlink()
    assert set(states(drafted).values()) == {"orphan"}
    assert set(states(drafted)) == set(wanted)


def test_a_hook_sees_the_same(drafted, capsys):
    git(drafted, "init", "-q")
    git(drafted, "add", "-A")
    git(drafted, "commit", "-qm", "start")
    edit(drafted / "content/en/fed.md", "did not move", "fell")
    git(drafted, "add", "-A")
    assert cli(drafted, "check", "--staged", str(drafted / "content/en/fed.md")) == 0
    assert "content/zh-cn/fed.md:12:1: TF103 warning" in capsys.readouterr().out
    git(drafted, "rm", "-q", "--cached", "content/zh-cn/a.md")
    assert cli(drafted, "check", "--staged", str(drafted / "content/zh-cn/a.md")) == 0
    assert (
        "content/en/a.md:1:1: TF104 warning its source page content/zh-cn/a.md is gone"
        in capsys.readouterr().out
    )


def test_a_page_that_cannot_be_read_is_replaced_by_nothing(drafted):
    edit(drafted / "content/zh-cn/a.md", "title: 债券", "title: [")
    before = snapshot(drafted)
    assert cli(drafted, "translate") == 2
    assert snapshot(drafted) == before


def test_by_ending_of_the_name(tmp_path):
    config = CONFIG.replace("{lang}/{path}.md", "{path}.{lang}.md")
    site = build(tmp_path, {"content/a.zh-cn.md": HAN, "content/fed.en.md": LATIN}, config)
    api.translate(site)
    assert states(tmp_path) == {("a.zh-cn.md", "a.en.md"): "draft", ("fed.en.md", "fed.zh-cn.md"): "draft"}


def test_two_entries_that_take_each_others_pages_are_refused(tmp_path):
    entries = "".join(
        f"  - {{root: content, source: '{tag}/{{path}}.md', target: '{{lang}}/{{path}}.md'}}\n"
        for tag in ("zh-cn", "en")
    )
    told = r"^transflow.yaml:5: source pattern 'zh-cn/\{path\}.md' is where '\{lang\}/\{path\}.md' has its translations \(make"
    with pytest.raises(ConfigError, match=told):
        build(tmp_path, PAGES, CONFIG.replace(BOTH, f"content:\n{entries}"))
