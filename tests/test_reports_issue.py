"""`report --format issue`: a body a language, in an order that stays, and who reads it."""

import json

import pytest

from tests.sites import build, cli
from transflow.reports import REPORT_FORMATS, PageRow, Report, SourceChange

PAGE = "---\ntitle: 标题\n---\n\n甲段。\n\n乙段，见 `x`。\n"
CONFIG = "targets: [en, ja]\nengine: pseudo\nlanguages: {ja: {reviewers: [Li, '@wang']}}\n"


@pytest.fixture
def root(tmp_path):
    build(tmp_path, {"content/a.md": PAGE, "content/b.md": PAGE, "content/c.md": PAGE}, CONFIG)
    assert cli(tmp_path, "translate", "content/a.md", "content/b.md") == 0
    assert cli(tmp_path, "approve", "content/a.md") == 0
    place = tmp_path / "content/a.md"
    place.write_text(PAGE.replace("甲段。", "甲段改了。").replace("title: 标题", "title: 新题"), "utf-8")
    return tmp_path


def told(root, capsys, *options, form="issue"):
    capsys.readouterr()
    assert cli(root, "report", "--format", form, *options) == 0
    return capsys.readouterr().out


def test_a_body_says_what_waits_with_what_changed(root, capsys):
    assert told(root, capsys, "-l", "ja") == (
        "<!-- transflow: ja -->\n\n"
        "1 of 3 translations into Japanese are up to date. Read by Li, \\@wang.\n\n"
        "## Out of date\n\n"
        "- content/a.ja.md (conflict): 2 texts of content/a.md changed, 2 texts for a person to settle\n"
        "  ```diff\n"
        "  @@ line 2, title @@\n  -标题\n  +新题\n  @@ line 5 @@\n  -甲段。\n  +甲段改了。\n"
        "  ```\n\n"
        "## Missing\n\n"
        "- content/c.ja.md (missing): 12 characters of content/c.md to translate\n\n"
        "## To be read\n\n"
        "- content/b.ja.md (draft)\n"
    )  # fmt: skip


def test_each_language_has_its_own(root, capsys):
    both = told(root, capsys)
    assert both.count("<!-- transflow: ") == 2
    assert told(root, capsys, "-l", "en").rstrip("\n") in both
    assert both == told(root, capsys)


def test_nothing_of_a_page_gets_out_of_its_place():
    evil = "```\n</details>\n<!-- x --> @everybody\n" + "`" * 9
    row = PageRow("content/[x](y).md", "content/[x](y).en.md", "en", "stale", changed=1)
    report = Report((row,), (), changes={row.target: (SourceChange(3, "", evil, f"{evil}\n~~~"),)})
    text = REPORT_FORMATS["issue"](report)
    assert text.count("`" * 10) == 2
    assert "\\[x\\]\\(y\\)" in text


def test_a_body_keeps_below_what_a_forge_takes():
    rows = tuple(
        PageRow(f"content/{n}.md", f"content/{n}.en.md", "en", "stale", changed=1) for n in range(3000)
    )
    changes = {row.target: (SourceChange(1, "", "旧" * 5000, "新" * 5000),) for row in rows}
    text = REPORT_FORMATS["issue"](Report(rows, (), changes=changes))
    assert len(text.encode()) < 65_536
    assert "… and " in text
    one = REPORT_FORMATS["issue"](Report(rows[:1], (), changes=changes))
    assert "旧" * 2000 + "…" in one


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_reviewers_are_told(root, capsys, form):
    assert "wang" in told(root, capsys, form=form)


def test_reviewers_in_json(root, capsys):
    found = json.loads(told(root, capsys, form="json"))["languages"]
    assert {one["language"]: one["reviewers"] for one in found} == {"en": [], "ja": ["Li", "@wang"]}
