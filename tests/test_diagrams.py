"""Texts of Mermaid diagrams. Mermaid 11 reads every diagram here, before and after its texts are exchanged."""

import pytest

from tests.sites import build
from transflow import api
from transflow.document import parse
from transflow.markdown.dialect import FEATURES, Dialect
from transflow.model import Unit

ASKED = Dialect(features=(*FEATURES[""], "diagrams"))


def fenced(*lines: str) -> str:
    return "\n".join(("```mermaid", *lines, "```", ""))


def texts(page: str) -> list[str]:
    return [block.text for block in parse(page, "a.md", ASKED).blocks if isinstance(block, Unit)]


OFFERED = [
    (("flowchart LR", "A[营收] -->|增长| B((利润)) --> C{菱形} --> D>旗] --> E[/斜/]"), ["营收", "增长", "利润", "菱形", "旗", "斜"]),
    (("graph TD", '开始([开始]) -- 是 --> B["利润 #quot;净#quot;"]', "B == 强 ==> C -. 弱 .-> D"), ["开始", "是", '利润 "净"', "强", "弱"]),
    (("flowchart TD", "subgraph one [第一组]", "A --> B", "end", "A:::cls"), ["第一组"]),
    (("sequenceDiagram", "participant S as 系统", "客户->>+S: 下单 100 股", "Note right of S: 检查", "loop 每天", "S--x客户: 失败", "end"), ["系统", "下单 100 股", "检查", "每天", "失败"]),
    (("pie title 配置", '"股票" : 40', '"债券" : 60'), ["配置", "股票", "债券"]),
    (("gantt", "title 计划", "dateFormat YYYY-MM-DD", "section 一期", "尽职调查 :a1, 2024-01-01, 30d"), ["计划", "一期", "尽职调查"]),
    (("stateDiagram-v2", "s1 : 待审核", "s1 --> s2 : 通过", 'state "已上市" as s2'), ["待审核", "通过", "已上市"]),
    (("erDiagram", 'CUSTOMER ||--o{ ORDER : "下单"'), ["下单"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), OFFERED)
def test_what_is_text_in_a_diagram_is_offered_if_asked_for(lines, wanted):
    page = fenced(*lines)
    assert texts(page) == wanted
    assert [type(block) for block in parse(page, "a.md").blocks if isinstance(block, Unit)] == []


@pytest.mark.parametrize(("lines", "_wanted"), OFFERED)
@pytest.mark.parametrize(
    "new", ['The end (a; b) #1 [x] {y} "q"', "Net profit > 0, up 5%: a|b", "end", "Plain words"]
)
def test_any_text_reads_as_it_was_put_in(lines, _wanted, new):
    page = parse("> " + fenced(*lines).rstrip().replace("\n", "\n> ") + "\n", "a.md", ASKED)
    numbers = [number for number, block in enumerate(page.blocks) if isinstance(block, Unit)]
    changed = page.splice(dict.fromkeys(numbers, new))
    assert texts(changed) == [new] * len(numbers)
    assert page.splice({}) == page.text


@pytest.mark.parametrize(
    "lines",
    [
        ("---", "title: 标题", "config:", "  theme: dark", "---", "graph LR", "A --> B"),
        ("%% 注释", "graph LR", "style A fill:#f9f", 'click A "https://example.org" "提示"', "class A 重点"),
        ("graph LR", "甲 --> 乙"),
    ],
)
def test_names_settings_styles_and_addresses_stay(lines):
    assert texts(fenced(*lines)) == []


def test_a_node_gets_quotes_for_what_would_end_it():
    page = parse(fenced("graph LR", "A[营收] --> B{利润}"), "a.md", ASKED)
    numbers = [number for number, block in enumerate(page.blocks) if isinstance(block, Unit)]
    changed = page.splice(dict(zip(numbers, ("Revenue (USD)", 'A "net" profit'), strict=True)))
    assert 'A["Revenue (USD)"] --> B{"A #34;net#34; profit"}' in changed


def test_a_page_is_drafted_with_its_diagrams_where_the_site_asks(tmp_path):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {diagrams: true}\n"
    site = build(tmp_path, {"content/a.md": fenced("graph LR", "A[营业收入] --> B")}, config)
    assert not api.translate(site).problems
    (found,) = texts((tmp_path / "content/a.en.md").read_text("utf-8").split("---\n", 2)[2].lstrip())
    assert found
    assert not any("一" <= letter <= "龥" for letter in found)
    assert [item.state for item in api.standings(site).translations] == ["draft"]
