import json

from hypothesis import given
from hypothesis import strategies as st

from tests.sites import build, cli
from transflow import api
from transflow.api import Filter
from transflow.pipeline.wording import compare

PAGE = "---\ntitle: 标题\n---\n\n净利润增长12.5%。\n\n第二段的文字。\n\n第三段的文字。\n\n- 一项\n- 二项\n"


def drafted(root):
    site = build(root, {"content/a.md": PAGE})
    assert not api.translate(site).problems
    return site


def rewrite(root, *changes, path="content/a.md"):
    text = (root / path).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / path).write_text(text, "utf-8")


def changes(site):
    (page,) = api.diff(site, Filter(("content/a.md",))).pages
    return [
        (change.what, change.line, change.target_line, change.old, change.new, change.owner)
        for change in page.changes
    ]


def test_a_page_without_changes(tmp_path):
    assert changes(drafted(tmp_path)) == []


def test_each_change_with_its_lines_and_owner(tmp_path):
    site = drafted(tmp_path)
    second = api.overview(site).translations[0].target.blocks[2].text
    rewrite(tmp_path, (second, "By a person."), path="content/a.en.md")
    rewrite(
        tmp_path,
        ("12.5%", "12.8%"),
        ("第二段", "第二节"),
        ("\n第三段的文字。\n", "\n新来的一段话说别的。\n\n第三段的文字。\n"),
        ("- 一项\n", ""),
    )
    assert changes(site) == [
        ("changed", 5, 10, "净利润增长12.5%。", "净利润增长12.8%。", "machine"),
        ("changed", 7, 12, "第二段的文字。", "第二节的文字。", "person"),
        ("added", 9, 0, "", "新来的一段话说别的。", "nobody"),
        ("removed", 0, 16, "一项", "", "machine"),
    ]


def test_what_moved(tmp_path):
    site = drafted(tmp_path)
    rewrite(tmp_path, ("第二段的文字。\n\n第三段的文字。", "第三段的文字。\n\n第二段的文字。"))
    ((what, _, _, old, new, _),) = changes(site)
    assert (what, old) == ("moved", new)


def test_a_conflict_stays_in_the_diff_until_it_ends(tmp_path):
    site = drafted(tmp_path)
    second = api.overview(site).translations[0].target.blocks[2].text
    rewrite(tmp_path, (second, "By a person."), path="content/a.en.md")
    rewrite(tmp_path, ("第二段", "第二节"))
    before = changes(site)
    api.translate(site)
    assert changes(site) == before
    rewrite(tmp_path, ("By a person.", "By a person, again."), path="content/a.en.md")
    assert changes(site) == []


def test_the_draft_of_a_conflict_waits_beside_a_persons_text(tmp_path, capsys):
    site = drafted(tmp_path)
    second = api.overview(site).translations[0].target.blocks[2].text
    rewrite(tmp_path, (second, "By a person."), path="content/a.en.md")
    rewrite(tmp_path, ("第二段", "第二节"))
    capsys.readouterr()
    assert cli(tmp_path, "translate", "--dry-run") == cli(tmp_path, "translate") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"content/a.en.md: 1 unit in conflict, a new draft {waits} in the record (transflow diff content/a.en.md)"
        for waits in ("would wait", "waits")
    ]
    assert cli(tmp_path, "translate", "--dry-run") == 0
    assert capsys.readouterr() == ("", "Nothing to do.\n")
    (page,) = api.diff(site).pages
    (change,) = page.changes
    (row,) = [row for row in api.overview(site).translations[0].record.rows if row.pending]
    assert change.draft == change.as_json["draft"] == row.pending.draft != ""
    assert cli(tmp_path, "diff", "content/a.md") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-3:] == [
        "  person's    By a person.",
        f"  new draft   {change.draft}",
        "  settle it   `transflow resolve content/a.en.md:12`",
    ]
    assert cli(tmp_path, "check", "--select", "TF106") == 0
    assert "(`transflow diff content/a.en.md` shows a new draft)" in capsys.readouterr().out
    rewrite(tmp_path, ("第二节", "第二章"))
    assert api.diff(site).pages[0].changes[0].draft == ""


def test_the_text_marks_words_and_characters(tmp_path, capsys):
    drafted(tmp_path)
    rewrite(tmp_path, ("12.5%", "12.8%"))
    capsys.readouterr()
    assert cli(tmp_path, "diff", "content/a.en.md") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "content/a.en.md: stale, 1 change of content/a.md"
    assert told[2:4] == ["content/a.md:5: changed paragraph", "  source      净利润增长[-12.5%-]{+12.8%+}。"]
    assert told[4].startswith("  machine's   ")
    assert cli(tmp_path, "diff", "content/a.md", "--fail-on", "stale") == 1


def test_json(tmp_path, capsys):
    drafted(tmp_path)
    rewrite(tmp_path, ("12.5%", "12.8%"))
    capsys.readouterr()
    assert cli(tmp_path, "diff", "content", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1
    (page,) = told["pages"]
    assert page.keys() == {"source", "target", "language", "state", "changes"}
    (change,) = page["changes"]
    assert change == {
        "what": "changed", "kind": "paragraph", "line": 5, "target_line": 10, "translation": change["translation"],
        "old": "净利润增长12.5%。", "new": "净利润增长12.8%。", "pieces": change["pieces"], "owner": "machine",
        "key": "", "was": "", "now": "", "waits": False, "term": "", "draft": "", "matches": [],
    }  # fmt: skip
    assert change["pieces"] == [["=", "净利润增长"], ["-", "12.5%"], ["+", "12.8%"], ["=", "。"]]


@given(st.text("市场a b1.，", max_size=12), st.text("市场a b1.，", max_size=12))
def test_the_pieces_are_both_texts(old, new):
    pieces = list(compare(old, new))
    assert "".join(piece.text for piece in pieces if piece.mark != "+") == old
    assert "".join(piece.text for piece in pieces if piece.mark != "-") == new


def test_a_block_of_another_kind_or_level_is_said_to_be_that(tmp_path, capsys):
    site = build(tmp_path, {"content/a.md": "## 章节一\n\n段落。\n\n列表项目\n"})
    assert not api.translate(site).problems
    build(tmp_path, {"content/a.md": "### 章节一\n\n段落。\n\n- 列表项目\n"})
    (page,) = api.diff(site).pages
    assert [(change.what, change.was, change.now) for change in page.changes] == [
        ("kind", "heading 2", "heading 3"),
        ("kind", "paragraph", "list-item"),
    ]
    assert cli(tmp_path, "diff", "content/a.md") == 0
    assert "content/a.md:1: heading 2 became heading 3" in capsys.readouterr().out


def test_without_a_page_what_changed_anywhere_is_shown(tmp_path, capsys):
    site = build(tmp_path, {"content/a.md": PAGE, "content/b.md": PAGE})
    assert cli(tmp_path, "diff") == 0
    assert capsys.readouterr() == ("", "No translation to compare with.\n")
    api.translate(site)
    assert cli(tmp_path, "diff") == 0
    assert capsys.readouterr() == ("", "No source page changed.\n")
    rewrite(tmp_path, ("第二段", "第二节"))
    assert cli(tmp_path, "diff") == 0
    out = capsys.readouterr().out
    assert out.startswith("content/a.en.md: stale, 1 change of content/a.md\n")
    assert "content/b" not in out
    assert cli(tmp_path, "diff", "content/b.md") == 0
    assert capsys.readouterr().out == "content/b.en.md: draft, no changes of content/b.md\n"
