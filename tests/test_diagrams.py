"""Texts of Mermaid diagrams. Mermaid 11 reads every diagram here, before and after its texts are exchanged."""

import pytest

from tests.growth import growing
from tests.sites import build
from transflow import api
from transflow.document import parse
from transflow.markdown.dialect import FEATURES, Dialect
from transflow.markdown.features.diagrams import _texts
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
    (("graph LR", "A[收入/利润] --> B[/收入/利润/]", "C[营收<br/>利润] -->|净额| title[标题]"), ["收入/利润", "收入/利润", "营收", "利润", "净额", "标题"]),
    (("flowchart LR", 'A["fa:fa-car 汽车<br>销量"] --> B@{ shape: circle, label: "营收" }', "C -- 是 否 --- D"), ["汽车", "销量", "营收", "是 否"]),
    (("sequenceDiagram", "A->>B: 你好; B->>A: 再见", '客户->>S: 他说"买入"了 #1', 'S->>A: "好"', "title 标题"), ["你好", '他说"买入"了', "好", "标题"]),
    (("requirementDiagram", 'requirement "甲 一" {', 'text: "必须"', "}", 'element "乙 二" {', "}", '"乙 二" - satisfies -> "甲 一"'), ["必须"]),
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
        ("graph LR", "A --- 甲 --- C", "A === 甲 === C", "A -.- 甲 -.- C"),
        ("flowchart LR", "title --> 甲", "section --- 乙"),
        ("%%{", '  init: {"theme": "base"}', "}%%", "graph LR", "accDescr {", "  A[说明]", "}", "A --> B"),
        ("flowchart LR", 'A["第一行', '第二行"] --> B["第一行', '第二行"]'),
        ("flowchart LR", 'A@{ icon: "fa:user", img: "https://example.org/图.png" }', "A[fa:fa-car]"),
        ("flowchart LR", 'A["`营收 **粗**`"]', 'B["$$营$$"]', 'C["<b>营收</b>"]'),
        ("gitGraph", 'commit id: "修复" tag: "v1.0.0"', 'branch "中文"', 'checkout "中文"'),
        ("sankey-beta", "", '"Net, all",Profit,10'),
        ("erDiagram", '"客户 名单" ||--o{ "订单 表" : places'),
        ("C4Context", 'Person(c, $link="https://example.org", $tags="v1")', 'UpdateElementStyle(c, "red")'),
    ],
)
def test_names_settings_styles_and_addresses_stay(lines):
    assert texts(fenced(*lines)) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_no_part_of_a_text(end):
    page = fenced("pie title 配置", '"股票" : 40', "title 标题").replace("\n", end)
    assert texts(page) == ["配置", "股票", "标题"]


@pytest.mark.parametrize("code", ["#10;", "#55296;", "#1114112;", "#lt;", "#amp;"])
def test_a_code_that_is_no_sign_in_a_line_stays_as_it_is(code):
    for lines in (("graph LR", f'A["营收{code}"]'), ("sequenceDiagram", f"A->>B: 营收{code}")):
        page = parse(fenced(*lines), "a.md", ASKED)
        ((number, unit),) = [(n, block) for n, block in enumerate(page.blocks) if isinstance(block, Unit)]
        assert page.splice({number: unit.text}) == page.text
        assert f"Revenue{code}" in page.splice({number: f"Revenue{code}"})


def test_what_a_text_says_of_codes_is_not_read_as_one():
    page = parse(fenced("graph LR", 'A["写 #35;34; 即可"]'), "a.md", ASKED)
    ((number, unit),) = [(n, block) for n, block in enumerate(page.blocks) if isinstance(block, Unit)]
    assert unit.text == "写 #34; 即可"
    assert texts(page.splice({number: "Write #34; for it"})) == ["Write #34; for it"]


def test_a_text_among_line_breaks_gets_no_quotes_of_its_own():
    page = parse(fenced("graph LR", "A[营收<br/>利润]"), "a.md", ASKED)
    numbers = [number for number, block in enumerate(page.blocks) if isinstance(block, Unit)]
    changed = page.splice(dict(zip(numbers, ("Revenue (USD)", "Profit (net)"), strict=True)))
    assert "A[Revenue #40;USD#41;<br/>Profit #40;net#41;]" in changed


@pytest.mark.parametrize("again", ['"', "->>", "-- a   ", "A[a   ", "|a", ":a", "#1;", "A[a<br>", "label:"])
def test_hostile_lines_take_time_in_proportion(again):
    said = f"A{again * (1_900 // len(again))}"
    kinds = ("graph LR", "sequenceDiagram", "gantt", "erDiagram")
    pages = ["".join(fenced(kind, *[said] * 2 * factor) for kind in kinds) for factor in (1, 2, 4)]
    assert not growing(lambda page: parse(page, "a.md", ASKED), pages, floor=0.1)


def test_one_line_of_arrows_is_looked_through_once():
    # At most as long as a line that is read at all, so that a page of them stays linear.
    texts_of = [f"A{'->>' * (size // 3)}" for size in (500, 1_000, 2_000)]
    assert not growing(
        lambda said: [_texts(said, "sequenceDiagram") for _ in range(20)], texts_of, floor=0.01
    )


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
