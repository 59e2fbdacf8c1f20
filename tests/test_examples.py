import json

import pytest

from tests.sites import build, cli
from transflow import quantities
from transflow.glossary import Glossary
from transflow.pipeline import examples
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Reviewed, Sentence
from transflow.verification import Knowledge

KNOW = Knowledge("zh-CN", "en", Glossary("zh-CN", "en", ()), quantities.Style())
PAIRS = (
    ("港股周三收盘上涨。", "Hong Kong stocks closed higher on Wednesday."),
    ("港股周四收盘下跌。", "Hong Kong stocks closed lower on Thursday."),
    ("公司全年净利润增长一成。", "The company's full-year net profit rose 10%."),
    ("分析师上调了目标价。", "Analysts raised their price targets."),
    ("天气很好。", "The weather is fine."),
)


def reviewed(tmp_path, pairs=PAIRS) -> Reviewed:
    found = Reviewed(build(tmp_path, {}), ())
    found.add("zh-CN", "en", [Sentence(source, target, "content/a.en.md") for source, target in pairs])
    return found


@pytest.mark.usefixtures("no_pairs")
def test_a_page_shows_what_is_like_most_of_it_and_a_text_what_is_like_it_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(examples, "SHARED", 2)
    page = ("港股周五收盘上涨。", "港股周一收盘上涨。", "公司半年净利润增长一成。", "分析师下调了目标价。")
    shown = Examples(reviewed(tmp_path), KNOW, page)
    shared = (PAIRS[0], PAIRS[2])
    assert [shown.of(text) for text in page] == [shared, shared, shared, (PAIRS[3], *shared)]


@pytest.mark.usefixtures("no_pairs")
def test_what_is_like_nothing_has_no_examples(tmp_path):
    assert Examples(reviewed(tmp_path), KNOW, ["完全另一回事"]).of("完全另一回事") == ()
    assert Examples(reviewed(tmp_path, ()), KNOW, ["港股上涨。"]).of("港股上涨。") == ()


@pytest.mark.usefixtures("no_pairs")
def test_the_order_of_a_page_decides_nothing_but_ties(tmp_path):
    page = ["港股周五收盘上涨。", "公司半年净利润增长一成。", "分析师下调了目标价。"]
    memory = reviewed(tmp_path)
    assert {text: set(Examples(memory, KNOW, page).of(text)) for text in page} == {
        text: set(Examples(memory, KNOW, page[::-1]).of(text)) for text in page
    }


def test_a_draft_is_shown_what_people_approved_elsewhere(tmp_path, capsys):
    build(tmp_path, {"content/a.md": "港股周三收盘上涨。\n", "content/b.md": "港股周四午后收盘大幅上涨。\n"})
    assert cli(tmp_path, "translate", "content/a.md") == 0
    (page,) = (tmp_path / "content").glob("a.en.md")
    head = page.read_text("utf-8").rsplit("---\n", 1)[0]
    page.write_text(f"{head}---\n\nHong Kong stocks closed higher on Wednesday.\n", "utf-8")
    assert cli(tmp_path, "approve", "content/a.md") == 0
    capsys.readouterr()
    assert cli(tmp_path, "explain", "content/b.md", "--format", "json") == 0
    (unit,) = json.loads(capsys.readouterr().out)["units"]
    own = {"source": "港股周三收盘上涨。", "target": "Hong Kong stocks closed higher on Wednesday."}
    assert unit["examples"][0] == own


def test_where_a_workspace_has_nothing_like_it_the_pairs_of_the_package_are_shown(tmp_path):
    text = "该行拟发行不超过300亿元的无固定期限资本债券，以补充其他一级资本。"
    (first, *_) = Examples(reviewed(tmp_path, ()), KNOW, [text]).of(text)
    assert "其他一级资本" in first[0]
    assert "Tier 1" in first[1]


def test_a_sentence_of_the_workspace_comes_before_one_of_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(examples, "SHARED", 1)
    own = ("该行拟发行资本债券，以补充其他一级资本。", "The bank plans AT1 bonds.")
    text = "该行拟发行不超过300亿元的无固定期限资本债券，以补充其他一级资本。"
    assert Examples(reviewed(tmp_path, [own]), KNOW, [text]).of(text)[-1:] == (own,)
