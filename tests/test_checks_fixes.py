"""`check --fix` mends what is safe, touches no word, and does nothing the second time."""

import pytest

from tests.checking import SOURCE, TARGET, codes, draft, page, recorded
from tests.growth import excess, repeated
from tests.sites import build, cli, snapshot
from transflow import api
from transflow.bitext import loads
from transflow.checks.fixes import _half

CASES = [
    ("Good，yes。", "Good, yes."),
    (
        "Profits rose，margins fell；see（here）for 1，000．5 more：",
        "Profits rose, margins fell; see (here) for 1,000.5 more:",
    ),
    ("Up 5％，**bold**，and `a，b`。", "Up 5%, **bold**, and `a，b`."),
    ("**Revenue，**growth、at 12：30！", "**Revenue,**growth, at 12:30!"),
    ("See [a，b](https://example.com/，x)。", "See [a, b](https://example.com/，x)."),
    ("The ** margin ** and** rate ** fell.", "The **margin** and **rate** fell."),
    ("The ** margin ** rose，**rate ** fell.", "The **margin** rose, **rate** fell."),
]


def fixed(site):
    assert cli(site.root, "check", "--fix", "--format", "json") in (0, 1)
    first = snapshot(site.root)
    cli(site.root, "check", "--fix", "--format", "json")
    assert snapshot(site.root) == first
    return (site.root / TARGET).read_text("utf-8")


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_punctuation_and_spaces_are_mended(tmp_path, text, wanted):
    site = recorded(tmp_path, "**甲**与**乙**和**丙**，见[文](https://example.com/，x)与`a，b`。", text)
    assert fixed(site).endswith(f"\n{wanted}\n")


def test_punctuation_of_a_long_text_is_mended_in_linear_time():
    assert not excess(lambda text: _half(text, "x", touches=False), repeated("", "rose，", ""), 100_000, 0.4)


def test_front_matter_is_mended_too(tmp_path):
    site = recorded(tmp_path, page("文。", lang="zh-CN"), page("Text.", title="Up，again"))
    assert "title: Up, again\n" in fixed(site)


def test_asterisks_that_are_no_bold_type_stay(tmp_path):
    site = recorded(tmp_path, "乘方是**号。", "The power is 2 ** 3 ** 4.")
    assert fixed(site).endswith("\nThe power is 2 ** 3 ** 4.\n")
    site = recorded(tmp_path, "乘方。", "The power is 2 ** 3 ** 4.")
    assert fixed(site).endswith("\nThe power is 2 ** 3 ** 4.\n")


def test_full_width_punctuation_is_right_in_chinese(tmp_path):
    site = build(
        tmp_path,
        {SOURCE: "Good, yes.\n", "content/a.zh-cn.md": "好，是。\n"},
        "source: en\ntargets: [zh-CN]\n",
    )
    assert cli(site.root, "check", "--fix") == 0
    assert (tmp_path / "content/a.zh-cn.md").read_text("utf-8") == "好，是。\n"


def test_links_lead_to_the_page_in_the_readers_language(tmp_path):
    site = recorded(
        tmp_path,
        "见[乙](b.md#x)、[丙](c.md)与[丁](sub/d%20d.md)。",
        "See [B](b.md#x), [C](c.md) and [D](sub/d%20d.md).",
        **{"content/b.md": "乙\n", "content/b.en.md": "B\n", "content/c.md": "丙\n"},
        **{"content/sub/d d.md": "丁\n", "content/sub/d d.en.md": "D\n"},
    )
    assert codes(site).count("TF213") == 2
    assert "[B](b.en.md#x), [C](c.md) and [D](sub/d%20d.en.md)" in fixed(site)
    assert "TF202" not in codes(site)


def test_a_wrong_fragment_is_one_finding(tmp_path):
    site = recorded(
        tmp_path,
        "见[上](#估值)与[乙](b.md#估值)，[无](#无)。\n\n## 估值",
        "See [above](#估值) and [B](b.en.md#估值), [none](#pe).\n\n## Valuation",
        **{"content/b.md": "## 估值\n", "content/b.en.md": "## Valuation\n"},
    )
    found = [one for one in codes(site) if one in ("TF213", "TF216")]
    assert found == ["TF213", "TF213", "TF216"]
    assert "[above](#valuation) and [B](b.en.md#valuation), [none](#pe)" in fixed(site)
    assert [one for one in codes(site) if one in ("TF213", "TF216")] == ["TF216"]


def test_a_reviewed_language_is_declared_on_both_ends(tmp_path):
    site = recorded(
        tmp_path,
        page("文。", lang="zh-CN", translations="[zh-CN, fr]"),
        page("Text.", translations="[zh-CN]"),
    )
    assert "TF105" in codes(site)
    assert "translations: [zh-CN, fr, en]\n" in fixed(site)
    assert "translations: [zh-CN, fr, en]\n" in (tmp_path / SOURCE).read_text("utf-8")
    assert {"TF105", "TF702"}.isdisjoint(codes(site))


@pytest.mark.parametrize("lists", ["[zh-CN]", "[zh-CN, en]", "en"])
def test_the_list_of_the_source_page_is_copied(tmp_path, lists):
    site = recorded(
        tmp_path,
        page("文。", lang="zh-CN", translations="[zh-CN, en, ja]"),
        page("Text.", translations=lists),
    )
    assert "TF702" in codes(site)
    assert "translations: [zh-CN, en, ja]\n" in fixed(site)
    assert "TF702" not in codes(site)


def test_a_source_page_without_a_list_gets_one_first(tmp_path):
    site = recorded(tmp_path, page("文。", lang="zh-CN"), page("Text.", translations="[zh-CN, en, ja]"))
    assert "TF702" in codes(site)
    assert "translations: [zh-CN, en]\n" in fixed(site)
    assert "translations: [zh-CN, en]\n" in (tmp_path / SOURCE).read_text("utf-8")


def test_the_mark_of_a_stale_page_comes_and_goes(tmp_path):
    site = recorded(tmp_path, "文。", "Text.")
    source = (tmp_path / SOURCE).read_text("utf-8")
    (tmp_path / SOURCE).write_text(source.replace("文。", "新文。"), "utf-8")
    assert "stale: true" in fixed(site)
    (tmp_path / SOURCE).write_text(source, "utf-8")
    assert "stale" not in fixed(site)


def test_a_mended_draft_stays_a_draft(tmp_path):
    site = build(
        tmp_path,
        {SOURCE: page("收入增长。\n\n利润。", lang="zh-CN"), TARGET: page("Revenue，up。\n\nProfit.")},
        "targets: [en]\n",
    )
    draft(site, {"收入增长。": "Revenue，up。", "利润。": "Profit.", "标题": "Title"})
    assert fixed(site).endswith("Revenue, up.\n\nProfit.\n")
    (item,) = api.overview(site).translations
    assert item.comparison is not None
    assert item.comparison.edited == 0
    (path,) = (tmp_path / ".transflow" / "bitext").rglob("*.jsonl")
    assert [row.was for row in loads(path.read_text("utf-8"), "").rows] == [()] * 3


def test_a_page_with_nothing_to_mend_is_not_written(tmp_path):
    site = recorded(tmp_path, "好，是。", "Good, yes.\r\n\r\n* a  \r\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    fixed(site)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")} == before


def test_what_is_staged_is_not_mended(tmp_path, capsys):
    recorded(tmp_path, "好。", "Good，yes.")
    assert cli(tmp_path, "check", "--fix", "--staged") == 2
    assert "cannot be mended" in capsys.readouterr().err


def test_only_what_is_selected_is_mended(tmp_path):
    recorded(tmp_path, "净息差**收窄**，见[久期](b.md)。", "The **margin **narrowed，see [duration](b.md)。")
    (tmp_path / "content/b.md").write_text("久期。\n", "utf-8")
    (tmp_path / "content/b.en.md").write_text("Duration.\n", "utf-8")
    target = tmp_path / "content/a.en.md"
    body = target.read_text("utf-8").partition("---\n\n")[2]
    cli(tmp_path, "--quiet", "check", "--fix", "--select", "TF213")
    linked = body.replace("(b.md)", "(b.en.md)")
    assert target.read_text("utf-8").partition("---\n\n")[2] == linked
    cli(tmp_path, "--quiet", "check", "--fix", "--ignore", "TF502")
    assert "，" in target.read_text("utf-8")
    assert "**margin** narrowed" in target.read_text("utf-8")
    cli(tmp_path, "--quiet", "check", "--fix")
    assert "，" not in target.read_text("utf-8")
