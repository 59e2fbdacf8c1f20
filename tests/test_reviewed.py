"""The fuzzy half of the translation memory, what is made of it, and `find`."""

import json

import pytest

from tests.sites import CONFIG, build, cli, snapshot
from transflow import api, bitext, document
from transflow.glossary import Glossary, Term
from transflow.pipeline.memory import Recollection
from transflow.pipeline.repair import repaired
from transflow.pipeline.reviewed import Reviewed, likeness
from transflow.quantities import Style
from transflow.site import cache
from transflow.site.workspace import Pair
from transflow.verification import Knowledge

PAIR = Pair("content/a.md", "content/a.en.md", "en")
LANGUAGES = {"source": "zh-CN", "target": "en"}
PAGE = "# 标题\n\n公司的净利润增长了5%。管理层对下半年**保持谨慎**。\n\n机器写的一段话。\n"


def translated(root, others=None, page=PAGE):
    """Return a site with a page whose second text a person translated."""
    site = build(root, {PAIR.source: page, **(others or {})})
    assert not api.translate(site, api.Filter((PAIR.source,))).problems
    write(site, "公司", "Net profit rose 5%. Management stays **cautious** on the second half.")
    return site


def write(site, begin, text, pair=PAIR):
    """Put a person's text where the draft of a text stands that begins so."""
    record = bitext.read(site.tree, site.record_path(pair))
    draft = next(row.draft for row in record.rows if row.source.startswith(begin))
    place = site.root / pair.target
    old = place.read_text("utf-8")
    assert draft in old
    place.write_text(old.replace(draft, text, 1), "utf-8")


def matches(site, text, **options):
    return Reviewed(site).matches(text, **LANGUAGES, **options)


def test_a_sentence_is_found_by_likeness_with_its_difference(tmp_path):
    site = translated(tmp_path)
    (match,) = matches(site, "公司的净利润增长了8%。")
    assert (match.sentence.source, match.sentence.target) == ("公司的净利润增长了5%。", "Net profit rose 5%.")
    assert match.sentence.path == PAIR.target
    assert 70 <= match.alike < 100
    assert [(p.mark, p.text) for p in match.pieces if p.mark != "="] == [("-", "5%"), ("+", "8%")]


def test_markup_is_off_and_sentences_are_cut_where_both_sides_have_as_many(tmp_path):
    site = translated(tmp_path)
    (match,) = matches(site, "管理层对下半年保持谨慎。")
    assert match.alike == 100
    assert match.sentence.target == "Management stays cautious on the second half."
    write(site, "机器", "One. Two.")
    (whole,) = matches(site, "机器写的一段话。")
    assert whole.sentence.target == "One. Two."


def test_what_only_a_machine_wrote_is_no_match(tmp_path):
    site = translated(tmp_path)
    assert matches(site, "机器写的一段话。") == ()
    assert not api.approve(site, api.Filter((PAIR.target,)), by="Somebody").problems
    assert matches(site, "机器写的一段话。")[0].alike == 100


def test_less_than_seven_tenths_is_no_match(tmp_path):
    site = translated(tmp_path)
    assert matches(site, "公司的股价下跌了。") == ()
    assert matches(site, "公司的股价下跌了。", least=30)


@pytest.mark.parametrize("recorded", [False, True], ids=["edited since", "as recorded"])
def test_the_memory_knows_what_stands_there_now(tmp_path, recorded):
    site = translated(tmp_path)
    if recorded:
        assert not api.approve(site, api.Filter((PAIR.target,)), by="Somebody").problems
    text = (tmp_path / PAIR.target).read_text("utf-8").replace("Net profit rose 5%.", "Profit grew by 5%.")
    (tmp_path / PAIR.target).write_text(text, "utf-8")
    assert [m.sentence.target for m in matches(site, "公司的净利润增长了5%。")] == ["Profit grew by 5%."]


def test_a_conflict_is_no_match_until_it_is_ended(tmp_path):
    site = translated(tmp_path)
    text = (tmp_path / PAIR.source).read_text("utf-8").replace("5%", "6%")
    (tmp_path / PAIR.source).write_text(text, "utf-8")
    assert not api.translate(site).problems
    assert matches(site, "公司的净利润增长了5%。") == ()


def test_languages_are_kept_apart(tmp_path):
    site = translated(tmp_path)
    assert Reviewed(site).matches("公司的净利润增长了5%。", source="zh", target="ja") == ()
    assert Reviewed(site).matches("公司的净利润增长了5%。", source="zh-Hans", target="en")


def test_memory_gives_the_nearest_however_far(tmp_path):
    site = translated(tmp_path)
    found = Recollection(Reviewed(site)).nearest("公司的股价下跌了。", 1, **LANGUAGES)
    assert [(s.target, 0 < alike < 0.7) for s, alike in found] == [("Net profit rose 5%.", True)]


def test_of_many_pages_with_one_text_the_first_is_read(tmp_path):
    pages = {f"content/{name}.md": "声明一段话。\n" for name in "abcd"}
    site = build(tmp_path, pages)
    assert not api.translate(site).problems
    assert cli(tmp_path, "approve", "content") == 0
    (tmp_path / "content/e.md").write_text("声明一段话。\n\n别的一段话。\n", "utf-8")
    site = build(tmp_path, {})
    memory = Recollection(Reviewed(site))
    picture = memory.reviewed.picture
    item = picture.translation(Pair("content/e.md", "content/e.en.md", "en"))
    read = []
    looked, picture.translation = picture.translation, lambda pair: read.append(pair.target) or looked(pair)
    (text,) = memory.recall([item]).values()
    assert text == (tmp_path / "content/a.en.md").read_text("utf-8").splitlines()[-1]
    assert read == ["content/a.en.md"]


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("甲乙丙丁", "甲乙丙丁", 100), ("甲乙丙丁", "甲乙丙戊", 75), ("甲", "乙", 0)]
)
def test_likeness(one, other, alike):
    assert likeness(one, other) == alike


def test_only_equal_texts_are_wholly_alike():
    assert likeness("甲" * 1000, "甲" * 999 + "乙") == 99


# --- what changed in a figure or a term only ---

TERMS = Glossary(
    "zh-CN",
    "en",
    tuple(Term(*pair) for pair in (("净息差", "net interest margin"), ("市盈率", "price-to-earnings ratio"))),
)
KNOW = Knowledge("zh-CN", "en", TERMS, Style())


@pytest.mark.parametrize(
    ("old", "translation", "new", "wanted"),
    [
        ("净利润增长了5%。", "Net profit rose 5%.", "净利润增长了8%。", "Net profit rose 8%."),
        ("营收3,000亿美元。", "Sales were $300 billion.", "营收3,500亿美元。", "Sales were $350 billion."),
        ("从5%升至6%。", "It went from 5% to 6%.", "从5%升至7%。", "It went from 5% to 7%."),
        ("从5%升至6%。", "It went from 5% to 6%.", "从6%升至7%。", "It went from 6% to 7%."),
        ("公司的净息差承压。", "The net interest margin is under pressure.", "公司的市盈率承压。", "The price-to-earnings ratio is under pressure."),
        ("净息差承压。", "Net interest margin is down.", "市盈率承压。", "Price-to-earnings ratio is down."),
    ],
)  # fmt: skip
def test_only_the_figure_or_the_term_is_exchanged(old, translation, new, wanted):
    assert repaired(old, translation, new, KNOW) == wanted


@pytest.mark.parametrize(
    ("old", "translation", "new"),
    [
        ("净利润增长了5%。", "Net profit rose 5%.", "净利润下降了5%。"),  # words changed
        ("净利润增长了5%。", "Net profit rose by a twentieth.", "净利润增长了8%。"),  # in other words
        ("5%与5%。", "5% and 5%.", "5%与8%。"),  # which of the two?
        ("增长5%。", "Up 5%, or 5%.", "增长8%。"),
        ("增长5%。", "Up 5%.", "增长5个百分点。"),  # another kind of figure
        (
            "公司的净息差承压。",
            "A net interest margin is under pressure.",
            "公司的市盈率承压。",
        ),  # the article hangs on it
        (
            "净利润增长了5%。",
            "Net profit rose 5% and 3%.",
            "净利润增长了8%。",
        ),  # faulty before, so faulty after
    ],
)
def test_what_is_not_surely_right_is_left_to_the_engine(old, translation, new):
    assert repaired(old, translation, new, KNOW) is None


def rows(site, pair=PAIR):
    return {row.source: row for row in bitext.read(site.tree, site.record_path(pair)).rows}


def test_a_machines_draft_is_edited_where_only_a_figure_changed(tmp_path):
    site = build(tmp_path, {PAIR.source: "净利润增长了5%，好于预期。\n"})
    assert not api.translate(site).problems
    before = rows(site)["净利润增长了5%，好于预期。"].draft
    (tmp_path / PAIR.source).write_text("净利润增长了8%，好于预期。\n", "utf-8")
    (result,) = api.translate(site).results
    row = rows(site)["净利润增长了8%，好于预期。"]
    assert (row.rung, row.engine) == ("edited", "memory")
    assert row.draft == before.replace("5%", "8%")
    assert (result.drafted, result.reused) == (0, 1)


def test_beside_a_persons_text_its_own_words_wait_with_the_new_figure(tmp_path):
    site = translated(tmp_path, page="公司的净利润增长了5%。\n")
    write_whole(site, "Net profit rose 5%.")
    (tmp_path / PAIR.source).write_text("公司的净利润增长了8%。\n", "utf-8")
    assert not api.translate(site).problems
    (row,) = rows(site).values()
    assert (row.pending.draft, row.pending.target) == ("Net profit rose 8%.", "Net profit rose 5%.")


def write_whole(site, text):
    place = site.root / PAIR.target
    head, _, _ = place.read_text("utf-8").rpartition("---\n")
    place.write_text(f"{head}---\n\n{text}\n" if head else f"{text}\n", "utf-8")


def test_a_new_page_takes_a_persons_sentence_with_another_figure(tmp_path):
    site = translated(tmp_path, {"content/b.md": "公司的净利润增长了9%。\n"})
    assert not api.translate(site).problems
    (row,) = rows(site, Pair("content/b.md", "content/b.en.md", "en")).values()
    assert (row.draft, row.rung, row.engine) == ("Net profit rose 9%.", "edited", "memory")
    assert "Net profit rose 9%." in (tmp_path / "content/b.en.md").read_text("utf-8")


def test_redrafting_everything_asks_the_engine(tmp_path):
    site = translated(tmp_path, {"content/b.md": "公司的净利润增长了9%。\n"})
    assert not api.translate(site, again=True).problems
    (row,) = rows(site, Pair("content/b.md", "content/b.en.md", "en")).values()
    assert row.rung != "edited"


# --- find ---


def find(root, capsys, *arguments):
    assert cli(root, "find", *arguments, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)["matches"]


def test_find_looks_in_both_languages_and_past_markup(tmp_path, capsys):
    translated(tmp_path)
    for words in ("下半年保持谨慎", "stays CAUTIOUS on"):
        (hit,) = find(tmp_path, capsys, words)
        assert (hit["path"], hit["source_path"], hit["status"], hit["alike"]) == (
            PAIR.target,
            PAIR.source,
            "edited",
            100,
        )
        line = (tmp_path / PAIR.target).read_text("utf-8").split("\n")[hit["line"] - 1]
        assert line.startswith("Net profit")
        assert hit["source"].endswith("管理层对下半年保持谨慎。")


def test_find_tells_drafts_and_reviewed_texts(tmp_path, capsys):
    site = translated(tmp_path)
    (hit,) = find(tmp_path, capsys, "机器写的")
    assert hit["status"] == "draft"
    api.approve(site, api.Filter((PAIR.target,)), by="Somebody")
    (hit,) = find(tmp_path, capsys, "机器写的")
    assert hit["status"] == "reviewed"


@pytest.mark.parametrize("words", ["公司的净利润增长了12%。", "Net profit fell 5%."])
def test_find_shows_what_is_alike_behind_what_is_there(tmp_path, capsys, words):
    translated(tmp_path)
    (hit,) = find(tmp_path, capsys, words)
    assert (hit["source"], hit["target"]) == ("公司的净利润增长了5%。", "Net profit rose 5%.")
    assert 70 <= hit["alike"] < 100
    assert cli(tmp_path, "find", words) == 0
    assert capsys.readouterr().out.startswith(f"{PAIR.target}:{hit['line']}: edited, {hit['alike']}% alike\n")


def test_find_keeps_to_pages_languages_and_a_number(tmp_path, capsys):
    pages = {f"content/{name}.md": "同样的文字。\n" for name in "bcd"}
    site = build(tmp_path, pages, CONFIG.replace("[en]", "[en, ja]"))
    assert not api.translate(site).problems
    assert [hit["path"] for hit in find(tmp_path, capsys, "同样", "content/b.md", "-l", "ja")] == [
        "content/b.ja.md"
    ]
    assert len(find(tmp_path, capsys, "同样")) == 6
    assert cli(tmp_path, "find", "同样", "-n", "2") == 0
    assert "There is more" in capsys.readouterr().err


def test_find_nothing_and_find_no_words(tmp_path, capsys):
    translated(tmp_path)
    assert find(tmp_path, capsys, "没有的") == []
    assert cli(tmp_path, "find", " ") == 2
    assert "no words to look for" in capsys.readouterr().err
    assert cli(tmp_path, "find", "公司", "content/none.md") == 2


def test_finding_writes_nothing_but_the_cache(tmp_path, capsys):
    translated(tmp_path)
    before = snapshot(tmp_path)
    find(tmp_path, capsys, "公司")
    assert snapshot(tmp_path) == before


@pytest.fixture
def trusting(monkeypatch):
    """Believe the cache at once, as if every file were old."""
    monkeypatch.setattr(cache, "RACY", -(10**18))


ASKED = ("下半年保持谨慎", "stays cautious", "公司的净利润增长了12%。", "Net profit fell 5%.", "没有的")


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("damage", ["none", "gone", "noise"])
def test_find_says_the_same_with_any_cache(tmp_path, capsys, damage):
    translated(tmp_path, {"content/b.md": PAGE})
    first = [find(tmp_path, capsys, words) for words in ASKED]
    assert [len(hits) for hits in first] == [1, 1, 1, 1, 0]
    folder = tmp_path / ".transflow" / "cache"
    files = [*folder.glob("words-*"), *folder.glob("sentences-*")]
    assert len(files) == 2
    for path in files:
        if damage == "gone":
            path.unlink()
        elif damage == "noise":
            path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [find(tmp_path, capsys, words) for words in ASKED] == first


@pytest.mark.usefixtures("trusting")
def test_find_opens_only_what_changed_and_what_may_hold_the_words(tmp_path, capsys, monkeypatch):
    site = translated(tmp_path, {f"content/{name}.md": f"另一段文字，{name}。\n" for name in "xyz"})
    assert not api.translate(site).problems
    find(tmp_path, capsys, "谨慎")
    parsed = []
    parse = document.parse
    monkeypatch.setattr(
        document, "parse", lambda text, path="", *rest: parsed.append(path) or parse(text, path, *rest)
    )
    assert find(tmp_path, capsys, "没有的") == []
    assert parsed == []
    assert len(find(tmp_path, capsys, "谨慎")) == 1
    assert set(parsed) == {PAIR.source, PAIR.target}


@pytest.mark.usefixtures("trusting")
def test_find_knows_what_stands_there_now(tmp_path, capsys):
    site = translated(tmp_path)
    asked = ("Net profit rose 5%.", "A quite **different** thing", "Net profit jumped by 5%.")
    assert [len(find(tmp_path, capsys, words)) for words in asked] == [1, 0, 1]
    page = tmp_path / PAIR.target
    old = page.read_text("utf-8")
    page.write_text(old.replace("Net profit rose 5%. Management", "A quite *different* thing"), "utf-8")
    assert [len(find(tmp_path, capsys, words.replace("*", ""))) for words in asked] == [0, 1, 0]
    page.unlink()
    assert [len(find(tmp_path, capsys, words.replace("*", ""))) for words in asked] == [0, 0, 0]
    page.write_text(old, "utf-8")
    assert [len(find(tmp_path, capsys, words)) for words in asked] == [1, 0, 1]
    assert matches(site, "公司的净利润增长了8%。")


@pytest.mark.usefixtures("trusting")
def test_find_some_pages_after_all_and_all_after_some(tmp_path, capsys):
    translated(tmp_path, {"content/b.md": PAGE})
    words = "公司的净利润增长了12%。"
    assert find(tmp_path, capsys, words, "content/b.md") == []
    (hit,) = find(tmp_path, capsys, words)
    assert find(tmp_path, capsys, words, PAIR.source) == find(tmp_path, capsys, words, "-l", "en") == [hit]
    assert find(tmp_path, capsys, words, "content/b.md") == []
    assert find(tmp_path, capsys, words) == [hit]


@pytest.mark.usefixtures("trusting")
def test_an_orphan_is_not_taken_for_the_translation_it_was(tmp_path):
    """What is read of it hangs on whether its source is a page, which no file of it tells."""
    site = translated(tmp_path)
    write(site, "机器", "Quite another text of a person.")
    wanted = [match.sentence for match in matches(site, "公司的净利润增长了8%。")]
    (tmp_path / ".gitignore").write_text("content/a.md\n")
    (item,) = api.standings(site).translations
    assert item.state == "orphan"
    assert [match.sentence for match in matches(site, "公司的净利润增长了8%。")] == wanted
    assert not list((tmp_path / ".transflow" / "cache").glob("sentences-1*"))


# --- where matches are shown ---


def test_explain_shows_matches_of_other_pages(tmp_path, capsys):
    translated(tmp_path, {"content/b.md": "公司的净利润增长了8%。\n"})
    for arguments in (["--text", "公司的净利润增长了8%。"], ["content/b.md"]):
        assert cli(tmp_path, "explain", *arguments) == 0
        told = capsys.readouterr().out
        assert "alike  公司的净利润增长了[-5%-]{+8%+}。 → Net profit rose 5%." in told
        assert cli(tmp_path, "explain", *arguments, "--format", "json") == 0
        (unit,) = json.loads(capsys.readouterr().out)["units"]
        (match,) = unit["matches"]
        assert (match["path"], match["target"]) == (PAIR.target, "Net profit rose 5%.")
    assert cli(tmp_path, "explain", PAIR.source) == 0
    assert "alike" not in capsys.readouterr().out


def test_diff_shows_matches_of_other_pages(tmp_path, capsys):
    site = translated(tmp_path, {"content/b.md": "开头。\n"})
    assert not api.translate(site).problems
    (tmp_path / "content/b.md").write_text("开头。\n\n公司的净利润增长了8%。\n", "utf-8")
    assert cli(tmp_path, "diff", "content/b.md") == 0
    told = capsys.readouterr().out
    assert "公司的净利润增长了[-5%-]{+8%+}。\n" in told
    assert "Net profit rose 5%.\n" in told
