"""What stands between texts is counted over the whole page: nothing gets lost unseen, in any state of a page."""

import re

import pytest

from tests.checking import SOURCE, TARGET, draft, page
from tests.sites import build, cli
from transflow.api import Filter
from transflow.commands import check
from transflow.site.workspace import load

CHINESE = """## 概览 {#overview}

{{% notice tip %}}
注意**风险**。
{{% /notice %}}

{{< figure src="a.png" alt="走势图" >}}

<details><summary>展开</summary>

内部内容。

</details>

::: warning

小心。

:::

> [!WARNING]
> 杠杆会放大亏损。

```js
let a = 1;
```

段落。
{.lead}

---

- [ ] 待办
- [x] 完成

![图](b.png)

见{{< ver >}}。

| 甲 | 乙 |
|---|---|
| 一 | 二 |

{{< tabs >}}{{< tab name="a" >}}内容{{< /tab >}}{{< /tabs >}}

{{< details >}}
甲
{{< /details >}}
"""
ENGLISH = CHINESE.translate(
    str.maketrans(
        {char: f"w{ord(char):x}" for char in set(CHINESE) if "\u4e00" <= char <= "\u9fff"} | {"。": "."}
    )
)
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\nchecks: {select: [TF2]}\n"


def found(tmp_path, source: str, target: str, state: str) -> dict[str, set[str]]:
    build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(ENGLISH)}, CONFIG)
    if state != "untracked":
        assert cli(tmp_path, "--quiet", "adopt") == 0
    (tmp_path / TARGET).write_text(page(target), "utf-8")
    if state == "approved":
        cli(tmp_path, "--quiet", "approve", TARGET, "--by", "a")
    told: dict[str, set[str]] = {"error": set(), "warning": set()}
    for finding in check.check(load(tmp_path), Filter()).findings:
        told[finding.severity].add(finding.message)
    return told


@pytest.mark.parametrize("state", ["adopted", "approved", "untracked"])
def test_a_good_page_has_no_finding(tmp_path, state):
    assert found(tmp_path, CHINESE, ENGLISH, state) == {"error": set(), "warning": set()}


@pytest.mark.parametrize("state", ["adopted", "approved", "untracked"])
@pytest.mark.parametrize(
    ("lost", "severity", "what"),
    [
        ("{{% /notice %}}\n", "error", "{{% /notice %}} is missing"),
        ("{{% notice tip %}}\n", "error", "{{% notice tip %}} is missing"),
        ("</details>\n", "error", "</details> is missing"),
        ("\n:::\n", "error", "::: is missing"),
        ("::: warning\n", "error", "::: warning is missing"),
        ("[!WARNING]", "error", "[!WARNING] is missing"),
        ("```js\nlet a = 1;\n```\n", "warning", "code block"),
        ("{.lead}\n", "warning", "{.lead} is missing"),
        (" {#overview}", "warning", "{#overview} is missing"),
        ("---\n\n- [", "warning", "--- is missing"),
        ("[ ] ", "warning", "[ ] is missing"),
        ("{{< /tab >}}", "error", "{{< /tab >}}"),
        ("{{< ver >}}", "error", "{{< ver >}}"),
        ("{{< /details >}}\n", "error", "{{< /details >}} is missing"),
    ],
)
def test_what_is_lost_is_seen(tmp_path, lost, severity, what, state):
    assert ENGLISH.count(lost) == 1
    replacement = "- [" if lost.endswith("- [") else ""
    told = found(tmp_path, CHINESE, ENGLISH.replace(lost, replacement), state)
    assert any(what in message for message in told[severity]), told


@pytest.mark.parametrize("state", ["adopted", "untracked"])
def test_a_broken_tag_is_seen(tmp_path, state):
    for broken in ("{{ < /details > }}", "{{< /détails >}}"):
        told = found(tmp_path, CHINESE, ENGLISH.replace("{{< /details >}}", broken), state)
        assert any("{{< /details >}} is missing" in message for message in told["error"]), told


def test_what_only_moved_is_not_lost(tmp_path):
    moved = ENGLISH.replace("```js\nlet a = 1;\n```\n\n", "").replace(
        "---\n\n- [", "---\n\n```js\nlet a = 1;\n```\n\n- ["
    )
    assert found(tmp_path, CHINESE, moved, "untracked")["error"] == set()


def test_a_source_that_moved_on_does_not_hide_what_is_not_balanced(tmp_path):
    build(tmp_path, {SOURCE: page(CHINESE, lang="zh-CN"), TARGET: page(ENGLISH)}, CONFIG)
    cli(tmp_path, "--quiet", "adopt")
    (tmp_path / SOURCE).write_text(page(CHINESE.replace("段落", "新段落"), lang="zh-CN"), "utf-8")
    (tmp_path / TARGET).write_text(page(ENGLISH.replace("{{% /notice %}}\n", "")), "utf-8")
    messages = [finding.message for finding in check.check(load(tmp_path), Filter()).findings]
    assert any("is not closed" in message for message in messages), messages


@pytest.mark.parametrize(
    ("target", "dead"),
    [
        ("See [above](#pe).\n\n## P/E {#pe}", []),
        ("See [above](#pe).\n\n<a id='pe'></a>", []),
        ("See [above](#nowhere), [top](#), [router](#/a).\n\n## P/E {#pe}", ["nowhere"]),
        ("See [above](#the-pe-1).\n\n## The P/E\n\n## The P/E", []),
        ("See [above](#①-圈码).\n\n## ① 圈码", ["①-圈码"]),
        ("See [above](#-圈码).\n\n## ① 圈码", []),
    ],
)
def test_a_link_within_a_page_leads_somewhere(tmp_path, target, dead):
    told = found(tmp_path, "见[上](#pe)。\n\n## 市盈率 {#pe}\n", target, "untracked")
    assert [
        name for name in ("pe", "nowhere", "①-圈码") if any(f"id {name!r}" in one for one in told["warning"])
    ] == dead


@pytest.mark.parametrize(("heading", "led"), [("## Valuation", "#valuation"), ("## Valuation {#PE}", "#PE")])
def test_a_link_within_a_page_is_told_where_its_heading_is(tmp_path, heading, led):
    told = found(
        tmp_path, "见[上](#pe)。\n\n## 市盈率 {#pe}\n", f"See [above](#pe).\n\n{heading}", "untracked"
    )
    assert f"this link should lead to {led}" in told["warning"]
    assert not any("id 'pe'" in message for message in told["warning"])


@pytest.mark.parametrize("state", ["adopted", "untracked"])
def test_a_tag_that_stands_alone_takes_nothing_with_it(tmp_path, state):
    line = next(line for line in ENGLISH.splitlines() if line.startswith("{{< figure"))
    told = found(tmp_path, CHINESE, ENGLISH.replace(f"{line}\n", ""), state)
    assert any("{{< figure" in message for message in told["warning"]), told
    assert told["error"] == set()


DIALECTS = {
    "obsidian  ": ("甲 ^a1\n\n- 乙 ^b2\n\n![[c.png|300]]\n\n![[丙]]\n\n$$x^2$$\n\n丁 $$y$$ 戊\n\n> 己\n\n^d4\n", [" ^a1", " ^b2", "![[c.png|300]]", "![[丙]]", "$$x^2$$", " $$y$$", "^d4\n"]),
    "mkdocs ": ('<a name="a"></a>\n\n甲 <a id="b"></a>乙 <span id=c></span>\n\n{{ read("a.csv") }}\n\n丙 {{ d }}。\n\n[^1]:\n    注。\n\n丁[^1]\n', ['<a name="a"></a>', '<a id="b"></a>', "<span id=c></span>", '{{ read("a.csv") }}', " {{ d }}", "[^1]:\n    w6ce8."]),
    "jekyll": ('<a id="a"></a>\n\n甲\n\n$$\nx\n$$\n\n{% include a.html b="c" %}\n\n丙 {{ page.d }}\n\n*[PE]: 市盈率\n', ['<a id="a"></a>', "$$\nx\n$$\n", '{% include a.html b="c" %}', " {{ page.d }}", "*[PE]: w5e02w76c8w7387\n"]),
    "mdx ": ('甲<!--truncate-->\n\n<a id="b"></a>\n\n丙 <a id="c" />\n\n<!-- truncate -->\n\n丁\n', ['<a id="b"></a>', '<a id="c" />', "<!-- truncate -->"]),
    "hugo ": ("甲。<!--more-->乙。\n\n<a id='b'></a>\n\n[^1]: 注\n\n丙[^1]\n", ["<!--more-->", "<a id='b'></a>", "[^1]: w6ce8\n"]),
    "quarto ": ("{{< video a.mp4 title='标题' >}}\n\n甲\n", ["{{< video a.mp4 title='w6807w9898' >}}"]),
    "mkdocs": ('[TOC]\n\n甲[^1]。\n\n--8<-- "a.md"\n\n<img src="a.png">\n\n*[PE]: 市盈率\n\n[^1]: 注。\n', ["[TOC]\n", '--8<-- "a.md"\n', '<img src="a.png">', "*[PE]:", "[^1]: "]),
    "vitepress": ("甲。\n\n[[toc]]\n\n<<< @/a.ts{2}\n\n<!--@include: ./p.md-->\n\n@[code](./a.js)\n", ["[[toc]]", "<<< @/a.ts{2}", "<!--@include: ./p.md-->", "@[code](./a.js)\n"]),
    "mdx": ("import A, {B} from './a';\n\nexport const c = 1;\n\n甲{c}乙 <A b={() => { d(); }} /> 丙。\n\n{/* 注 */}\n\n| {c} | 丁 |\n|---|---|\n| 戊 | {B} |\n\n```js\n// highlight-next-line\nx\n```\n", ["import A, {B} from './a';\n", "export const c = 1;\n", "{c} |", "{B} |", "{ d(); }", "*/}\n", "// highlight-next-line\n"]),
    "quarto": ("```{python}\n#| label: a\n#| echo: false\nx\n```\n\n甲 @a。\n", ["#| label: a\n", "#| echo: false\n", "@a"]),
    "myst": ("(a)=\n# 甲\n\n见 {ref}`a` 与 {ref}`此 <a>`。\n\n```{note}\n文。\n```\n\n+++\n\n尾。\n", ["(a)=\n", "{ref}`a`", "{ref}`w6b64 <a>`", "\n```\n", "+++\n"]),
    "myst ": ("```{note}\n:class: tip\n:name: a\n\n文。\n```\n\n````{card} 甲\n头\n^^^\n身\n````\n", [":class: tip\n", ":name: a\n"]),
    "obsidian": ("见 [[乙|丙]] 与 ![[图.png|300]]。\n\n%%\n批\n%%\n\n尾。\n", ["![[图.png|300]]", "%%\n\n"]),
    "obsidian ": ("甲。\n\n^a1\n\n- k:: 3\n\n尾。\n", ["^a1\n", "k:: 3"]),
    "hexo": ("甲。\n\n<!-- more -->\n\n乙。\n", ["<!-- more -->"]),
    "hugo": ("甲。\n\n```js\nlet a;\n```\n\n乙。\n\n```\nb\n```\n", ["```js\n", "b\n```"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lost"), [(name, lost) for name, (_, some) in DIALECTS.items() for lost in some]
)
@pytest.mark.parametrize("state", ["adopted", "untracked"])
def test_what_a_dialect_s_pages_lose_is_seen(tmp_path, name, lost, state):
    source, name = DIALECTS[name][0], name.strip()
    # Words alone are translated.
    target = re.sub(
        r"(?<![\[/|])[\u4e00-\u9fff](?![^\[\]\n]*\]\])", lambda char: f"w{ord(char[0]):x}", source
    ).replace("。", ".")
    assert target.count(lost) == 1 or lost == "%%\n\n"
    config = f"{CONFIG}markdown: {{dialect: {name}}}\n"
    for text in (target, target.replace(lost, "\n" if lost.startswith("\n") else "")):
        root = tmp_path / ("good" if text == target else "bad")
        build(root, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
        if state == "adopted":
            assert cli(root, "--quiet", "adopt") == 0
        (root / TARGET).write_text((root / TARGET).read_text("utf-8").replace(target, text), "utf-8")
        told = [finding.message for finding in check.check(load(root), Filter()).findings]
        assert bool(told) is (text != target), told


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("hugo", "{{< mermaid >}}\ngraph LR;\n  A(客户端) --> B[服务]\n{{< /mermaid >}}\n", "{{< mermaid >}}\ngraph LR;\n  A(Client) --> B[Service]\n{{< /mermaid >}}\n"),
        ("hugo", '```mermaid\npie\n  title 占比\n  "甲" : 40\n```\n', '```mermaid\npie\n  title Shares\n  "A" : 40\n```\n'),
        ("hugo", '甲。\n{.a width="3" #b}\n', 'A.\n{#b .a width="3"}\n'),
        ("mdx", "<Card title=\"甲\" description={'乙'} a={() => b('c')}>\n  丙\n</Card>\n", "<Card\n  title=\"A\"\n  description={'B'}\n  a={() => b('c')}\n>\n  C\n</Card>\n"),
        ("mdx", "甲{/* 注 */}乙。\n\n{/* 注 */}\n", "A {/* note */} b.\n\n{/* note */}\n"),
        ("mdx", "import A, {B} from '../a.js'\n\n甲\n", "import A, { B } from '../a.js'\n\nA\n"),
        ("mdx", "{['甲甲','乙乙'].map(x => f(x))}\n", "{['Alpha', 'Beta'].map(x => f(x))}\n"),
        ("mdx", "<Tab items={['甲甲','乙乙']}>\n  丙\n</Tab>\n", "<Tab items={['Alpha', 'Beta']}>\n  C\n</Tab>\n"),
        ("obsidian", "甲 %%注%% 乙。\n", "A %%note%% b.\n"),
        ("quarto", '::: {#thm-a name="甲–乙定理" .x}\n丙。\n:::\n', '::: {#thm-a name="Theorem A–B" .x}\nC.\n:::\n'),
        ("vitepress", "甲。\n\n<<< @/a.js{1} [示例 一]\n", "A.\n\n<<< @/a.js{1} [Example 1]\n"),
        ("mkdocs", '# 甲 { #a data-toc-label="乙 丙" }\n', '# A { #a data-toc-label="B" }\n'),
        ("myst", "见{term}`收益率`。\n", "See {term}`yield`.\n"),
    ],
)  # fmt: skip
def test_what_a_person_may_write_otherwise_is_no_finding(tmp_path, name, source, target):
    config = f"{CONFIG}markdown: {{dialect: {name}}}\n"
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    assert [finding.message for finding in check.check(site, Filter()).findings] == []


@pytest.mark.parametrize(
    ("name", "source", "target", "code"),
    [
        ("mdx", "import A, {B} from '../zh/a.js'\n\n甲\n", "import A, { B } from '../en/a.js'\n\nA\n", "TF208"),
        ("mdx", "import A, {B} from '../a.js'\n\n甲\n", "import A from '../a.js'\n\nA\n", "TF214"),
        ("myst", "```{card} 甲\n:link: /zh/guide\n\n乙\n```\n", "```{card} A\n:link: /en/guide\n\nB\n```\n", "TF208"),
        ("myst", "```{card} 甲\n:link: /zh/guide\n\n乙\n```\n", "```{card} A\n\nB\n```\n", "TF214"),
        ("vitepress", "甲。\n\n<<< @/a.js{1} [示例]\n", "A.\n", "TF214"),
        ("vitepress", "甲。\n\n<<< @/a.js{1} [示例]\n", "A.\n\n<<< @/b.js{1} [Example]\n", "TF214"),
        ("quarto", '::: {#thm-a name="甲定理"}\n丙。\n:::\n', '::: {name="Theorem A"}\nC.\n:::\n', "TF214"),
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_not_told_as_lost(tmp_path, name, source, target, code):
    config = f"{CONFIG}markdown: {{dialect: {name}}}\n"
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    assert code in (codes := {finding.code for finding in check.check(site, Filter()).findings})
    assert code == "TF214" or codes == {code}


@pytest.mark.parametrize(
    ("name", "source", "target", "told"),
    [
        # Of a region that is copied each end may be lost.
        ("hugo", "{{< chart >}}\na: 1\n{{< /chart >}}\n\n甲。\n", "{{< chart >}}\na: 1\n\nA.\n", {("TF214", "error"), ("TF215", "error")}),
        ("jekyll", "{% raw %}\na: 1\n{% endraw %}\n\n甲。\n", "{% raw %}\na: 1\n\nA.\n", {("TF214", "error"), ("TF215", "error")}),
        # A definition whose label the page uses; one that it does without is no loss.
        ("hugo", "甲，见[乙][c]。\n\n丙。\n\n[c]: /a/\n", "A, see [B][c].\n\nC.\n", {("TF214", "warning")}),
        ("hugo", "甲，见[乙][c]。\n\n[c]: /a/\n", "A, see [B](/a/).\n", set()),
        ("hugo", "甲，见[C]。\n\n[c]: /a/\n", "A, see [C](/a/).\n", set()),
        ("hugo", "甲，见[C]。\n\n[c]: /a/\n", "A, see [C](/a/) and `[c]`.\n", set()),
        ("hugo", "甲，见[C]。\n\n丙。\n\n[c]: /a/\n", "A, see [C].\n\nC.\n", {("TF214", "warning")}),
        ("hugo", "甲，见[乙][C]{.d}。\n\n丙。\n\n[c]: /a/\n", "A, see [B][C]{.d}.\n\nC.\n", {("TF214", "warning")}),
        ("hugo", "甲，见[c][]。\n\n丙。\n\n[c]: /a/\n", "A, see [c][].\n\nC.\n", {("TF214", "warning")}),
        ("hugo", "甲，见![乙][c]。\n\n丙。\n\n[c]: /a/\n", "A, see ![B][c].\n\nC.\n", {("TF214", "warning")}),
        ("hugo", "甲\n: 乙。\n\n丙。\n", "A\n\nB.\n\nC.\n", {("TF214", "warning")}),
        ("mdx", "甲。\n\n{/* truncate */}\n\n乙。\n", "A.\n\nB.\n", {("TF214", "warning")}),
        ("myst", "如@zhang2020说，见[@li2021, 第三页]。\n", "As @zhang2020 says, see [@li2021, page three].\n", set()),
        ("myst", "如 @zhang2020 说，见[@li2021]。\n", "As is said, see this.\n", {("TF203", "error")}),
        ("myst", "甲，见[乙](./c.md)。\n", "A, see [B](c.en.md).\n", set()),
        # What is not indented has left its box.
        ("mkdocs", '!!! note "甲"\n\n    乙。\n', '!!! note "A"\n\nB.\n', {("TF214", "error")}),
        ("mkdocs", "??? tip\n    乙。\n\n丙。\n", "??? tip\nB.\n\nC.\n", {("TF214", "error")}),
        ("mkdocs", '=== "甲"\n\n    乙。\n', '=== "A"\n\n  B.\n', {("TF214", "error")}),
        ("mkdocs", "1.  甲\n\n    !!! note\n        乙。\n", "1.  A\n\n    !!! note\n    B.\n", {("TF214", "error")}),
        ("mkdocs", '!!! note "甲"\n    乙。\n', '!!! note "A"\n\n    B.\n', set()),
        ("mkdocs", '!!! note "甲"\n\n乙。\n', '!!! note "A"\n\nB.\n', set()),
        ("mkdocs", '!!! note "甲"\n\n    乙。\n', '!!! note "A"\n\n\tB.\n', set()),
        # Of an image no words make the fragment.
        ("mkdocs", "![甲](a.png#only-dark)\n", "![A](a.png#only-light)\n", {("TF202", "warning")}),
        ("mkdocs", "![甲](a.png#only-dark)\n", "![A](a.png#only-dark)\n", set()),
        ("hexo", "<!-- timeline 01-02 -->\n甲\n<!-- endtimeline -->\n", "<!-- timeline 01-02 -->\nA\n", {("TF214", "warning")}),
    ],
)  # fmt: skip
def test_what_is_lost_of_a_kind_is_told_once_and_as_grave_as_it_is(tmp_path, name, source, target, told):
    config = f"{CONFIG}markdown: {{dialect: {name}, links: keep}}\n"
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    assert {(one.code, one.severity) for one in check.check(site, Filter()).findings} == told


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        # Which words lead to other pages of the site is the author's choice, where no machine drafted them.
        ("甲，见[乙](/zh-cn/b/)。\n", "A, see B.\n", ["warning"]),
        ("甲，见[乙](../b.md)。\n", "A, see B.\n", ["warning"]),
        ("甲，见[乙](#c)。\n\n## 丙 {#c}\n\n丁。\n", "A, see B.\n\n## C {#c}\n\nD.\n", ["warning"]),
        ("甲，见[乙](https://a.org/b)。\n", "A, see B.\n", ["error"]),
        ("甲，见[乙](//a.org/b)。\n", "A, see B.\n", ["error"]),
        # Another host's page in the reader's language.
        ("甲，见[乙](https://zh.wikipedia.org/wiki/乙)。\n", "A, see [B](https://en.wikipedia.org/wiki/B).\n", []),
        ("甲，见[乙](https://zh.wikipedia.org/wiki/乙)。\n", "A, see [B](https://fr.wikipedia.org/wiki/B).\n", ["warning"]),
        ("甲，见[乙](https://zh.wikipedia.org/wiki/乙)。\n", "A, see [B](https://en.wikibooks.org/wiki/B).\n", ["warning"]),
        ("甲，见[乙](https://a.org/b)。\n", "A, see [B](https://a.org/c).\n", ["warning"]),
    ],
)  # fmt: skip
def test_a_link_of_a_persons_own_text_is_judged_by_where_it_leads(tmp_path, source, target, severities):
    config = f"{CONFIG}markdown: {{dialect: hugo, links: keep}}\n"
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    told = [one.severity for one in check.check(site, Filter()).findings if one.code == "TF202"]
    assert told == severities


def test_a_link_that_a_machine_drafted_and_somebody_took_out_is_an_error(tmp_path):
    site = build(
        tmp_path,
        {SOURCE: page("甲，见[乙](/b/)。\n", lang="zh-CN"), TARGET: page("A, see [B](/b/).\n")},
        CONFIG,
    )
    draft(site, {"甲，见[乙](/b/)。": "A, see [B](/b/).", "标题": "Title"})
    (site.root / TARGET).write_text((site.root / TARGET).read_text().replace("[B](/b/)", "B"))
    told = [
        (one.code, one.severity)
        for one in check.check(load(site.root), Filter()).findings
        if one.code == "TF202"
    ]
    assert told == [("TF202", "error")]


def test_a_mark_of_byte_order_hides_no_heading(tmp_path):
    # Python-Markdown and GitHub take it off; in the translation it stands before the front matter.
    target = page("# A\n\nB.\n")
    site = build(tmp_path, {SOURCE: "\ufeff# 甲\n\n乙。\n", TARGET: f"\ufeff{target}"}, CONFIG)
    assert [finding.message for finding in check.check(site, Filter()).findings] == []


def test_another_arrow_of_a_diagram_is_one(tmp_path):
    source, target = (
        "```mermaid\ngraph LR\n  A[甲] --> B\n```\n",
        "```mermaid\ngraph LR\n  A[One] --> C\n```\n",
    )
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, CONFIG)
    assert [finding.code for finding in check.check(site, Filter()).findings] == ["TF208"]


@pytest.mark.parametrize(
    ("name", "source", "target", "told"),
    [
        ("hugo", "## 甲 {#a}\n\n写作 `{#a}`。", "## Alpha\n\nWritten `{#a}`.", ["the attribute list {#a} is missing"]),
        ("hugo", "## 甲 {#a}\n\n```md\n## 甲 {#a}\n```", "## Alpha\n\n```md\n## 甲 {#a}\n```", ["the attribute list {#a} is missing"]),
        ("hugo", "## 甲 {#a}\n\n写作 `{#a}`。", "## A\n\nWritten `{#a}`.", []),
        ("hugo", "## 甲 {#a}\n\n写作 `{#a}`。", '## <a id="a"></a>Alpha\n\nWritten `{#a}`.', []),
        ("mdx", "## 甲 {/* #a */}\n\n文。", "## Alpha\n\nText.", ["the attribute list {/* #a */} is missing"]),
        ("mdx", "## 甲 {/* #a */}\n\n文。", "## Alpha {#a}\n\nText.", []),
        ("mdx", "## 甲 {/* #a */}\n\n文。", "## A\n\nText.", []),
        ("mdx", "## 甲 {/* #1 见下 */}\n\n文。", "## Alpha\n\nText.", []),
        ("mdx", ":::tip\n\n甲。\n\n乙。\n\n:::", ":::tip\n\n:::", ["nothing stands in :::tip, in the source something does"]),
        ("mdx", ":::tip\n\n甲。\n\n乙。\n\n:::", ":::tip\n\nBoth.\n\n:::", []),
        ("mdx", ":::tip\n:::\n\n甲。", ":::tip\n:::\n\nA.", []),
        # What stood in the box may stand on its line.
        ("myst", "```{note}\n甲。\n```", "```{note} A.\n```", []),
        ("hugo", "> [!NOTE]\n> 甲。\n\n乙。", "> [!NOTE] A.\n\nB.", []),
        ("vitepress", "::: tip 甲\n乙\n:::\n\n::: tip\n丙\n:::", "::: tip A\nB\n:::\n\n::: tip\n:::", ["nothing stands in ::: tip, in the source something does"]),
        ("vitepress", ":::: info\n::: tip\n乙\n:::\n::::", ":::: info\n::: tip\nB\n:::\n::::", []),
        ("myst", "```{note}\n甲。\n```", "```{note}\n```", ["nothing stands in ```{note, in the source something does"]),
        ("hugo", "> [!NOTE]\n> 甲。\n\n乙。", "> [!NOTE]\n\nB.", ["nothing stands in [!NOTE], in the source something does"]),
        ("hugo", "> [!NOTE]\n>\n> 甲。\n> 乙。", "> [!NOTE]\n>\n> A and B.", []),
        ("hugo", "- > [!NOTE]\n  > 甲。", "- > [!NOTE]\n  > A.", []),
        ("obsidian", "> [!note] 甲\n\n乙。", "> [!note] A\n\nB.", []),
        ("obsidian", "> [!note]- 甲\n> > [!tip] 乙\n> > 丙", "> [!note]- A\n> > [!tip] B\n> > C", []),
        ("mkdocs", "/// note\n甲\n///", "/// note\nA\n///", []),
    ],
)  # fmt: skip
def test_what_nobody_recorded_loses_no_anchor_and_no_box_unseen(tmp_path, name, source, target, told):
    config = f"targets: [en]\nmarkdown: {{dialect: {name}}}\nchecks: {{select: [TF214]}}\n"
    site = build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    assert [finding.message for finding in check.check(site, Filter(())).findings] == told


@pytest.mark.parametrize(
    ("box", "told"),
    [
        ("- [x] ", []),
        ("- [X] ", []),
        ("- [ ] ", ["this box is not ticked, in the source it is"]),
    ],
)
def test_a_box_beside_a_draft_is_ticked_as_in_the_source(tmp_path, box, told):
    config = "targets: [en]\nchecks: {select: [TF214]}\n"
    body = "- [x] 完成\n  - [ ] 待办\n- 其他"
    theirs = f"{box}Done\n  - [ ] To do\n- Other"
    site = build(tmp_path, {SOURCE: page(body, lang="zh-CN"), TARGET: page(theirs)}, config)
    draft(site, {"标题": "Title", "完成": "Done", "待办": "To do", "其他": "Other"})
    assert [finding.message for finding in check.check(load(site.root), Filter(())).findings] == told
    # Beside a text that a person wrote it is theirs.
    (site.root / TARGET).write_text(page(theirs.replace("Done", "It is done")), "utf-8")
    assert not check.check(load(site.root), Filter(())).findings


@pytest.mark.parametrize(
    ("name", "source", "target", "told"),
    [
        ("hugo", "> 引文。", "A quotation.", ["TF214 the quotation > … is missing"]),
        ("hugo", "收入~~增长~~下降。", "Revenue grew and fell.", ["TF214 the struck text ~~ is missing"]),
        ("obsidian", "见 #估值 标签。", "See the tag.", ["TF214 the tag of a vault #估值 is missing"]),
        ("mkdocs", "==重点==在此。", "The point is here.", ["TF214 the marked text == is missing"]),
        (
            "mdx",
            '点<Icon name="x" />这里。',
            "Click <Icon /> here.",
            ["TF214 the attribute name of <Icon is missing"],
        ),
        (
            "mdx",
            '点<Icon name="x" />这里。',
            "Click here.",
            ['TF206 the HTML tag <Icon name="x" /> is missing'],
        ),
        (
            "mdx",
            "字[图](https://a.b){.d}。",
            "A [chart](https://a.b).",
            ["TF204 the shortcode {.d} is missing"],
        ),
        (
            "hugo",
            '见<a href="https://a.b">图</a>。',
            "See <a>it</a>.",
            ["TF202 the link to https://a.b is missing"],
        ),
        (
            "hugo",
            '{{< figure src="a.png" caption="照片 [图](https://a.b) 与 `x`" >}}',
            '{{< figure src="a.png" caption="A photo of it" >}}',
            ["TF202 the link to https://a.b is missing", "TF203 the code `x` is missing"],
        ),
        # What may be written otherwise is no loss.
        ("hugo", "> 引文。\n>\n> 又一段。", "> A quotation.\n>\n> And more.", []),
        ("hugo", "> 引文。", "> A quotation.\n> Of two lines.", []),
        ("hugo", "费用 ~10% 至 ~20%。", "Costs of about 10% to 20%.", []),
        ("hugo", "从 1~2 到 3~4。", "From 1 to 2, and 3 to 4.", []),
        ("mdx", '点<b class="a" lang="zh">这</b>里。', 'Click <b class="a">here</b>.', []),
        ("mdx", '见<a target="_blank" href="https://a.b">图</a>。', "See [it](https://a.b).", []),
        ("hugo", '见<a href="https://a.b">图</a>。', "See [it](https://a.b).", []),
        ("mkdocs", "若 a==b 且 c==d。", "If a equals b and c equals d.", []),
        ("obsidian", "第 #1 与 C# 项。", "Item 1 and C sharp.", []),
        ("mdx", '<Card title="甲 a=b">文</Card>', '<Card title="One">Text</Card>', []),
        (
            "hugo",
            '{{< figure src="a.png" caption="甲 *乙*" >}}',
            '{{< figure src="a.png" caption="One, two" >}}',
            [],
        ),
    ],
)
def test_what_says_something_of_its_words_is_seen(tmp_path, name, source, target, told):
    config = CONFIG + f"markdown: {{dialect: {name}}}\n"
    build(tmp_path, {SOURCE: page(source, lang="zh-CN"), TARGET: page(target)}, config)
    found = check.check(load(tmp_path), Filter()).findings
    assert [f"{finding.code} {finding.message}" for finding in found] == told


def test_an_item_of_a_list_that_became_a_paragraph_is_seen(tmp_path):
    source = "段落。\n\n- 第一项\n- 第二项\n"
    target = "A paragraph.\n\nThe first item\n- The second item\n"
    build(
        tmp_path,
        {SOURCE: page(source, lang="zh-CN"), TARGET: page(target.replace("The f", "- The f"))},
        CONFIG,
    )
    assert cli(tmp_path, "--quiet", "adopt") == 0
    assert [*check.check(load(tmp_path), Filter()).findings] == []
    (tmp_path / TARGET).write_text(page(target), "utf-8")
    found = check.check(load(tmp_path), Filter()).findings
    assert [finding.message for finding in found] == ["this is an item of a list in the source"]


def test_a_copied_key_that_was_taken_out_is_seen_until_that_is_recorded(tmp_path):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nchecks: {select: [TF706]}\n"
    source = page("段落。", lang="zh-CN", layout="home", weight="3", tags="[甲, 乙]", url="/a/")
    build(tmp_path, {SOURCE: source}, config)
    assert cli(tmp_path, "--quiet", "translate") == 0
    drafted = (tmp_path / TARGET).read_text("utf-8")
    assert [*check.check(load(tmp_path), Filter()).findings] == []
    # One of several tags less is the person's affair.
    lines = [
        line for line in drafted.splitlines(keepends=True) if not line.startswith(("layout:", "weight:"))
    ]
    (tmp_path / TARGET).write_text("".join(lines).replace("[甲, 乙]", "[甲]"), "utf-8")
    found = check.check(load(tmp_path), Filter()).findings
    assert [finding.message for finding in found] == [
        "`layout` was copied from the source, and is missing",
        "`weight` was copied from the source, and is missing",
    ]
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert [*check.check(load(tmp_path), Filter()).findings] == []


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[[#估值]]", "no heading of this page is called '估值': it is 'Valuation' now"),
        ("[[#风险：利率|above]]", "no heading of this page is called '风险：利率': it is 'Risk: rates' now"),
        ("![[#估值]]", "no heading of this page is called '估值': it is 'Valuation' now"),
        ("[[#估值#风险：利率]]", "no heading of this page is called '风险：利率': it is 'Risk: rates' now"),
        ("[[#Valuation]]", ""),
        ("[[#valuation|above]]", ""),
        ("[[#Risk rates]]", ""),
        ("[[#ROE]]", ""),
        ("[[#^a1]]", ""),
        ("[[#Nowhere]]", ""),  # the page never had such a heading
        ("[[另一页#估值]]", ""),
        ("`[[#估值]]`", ""),
    ],
)
@pytest.mark.parametrize("state", ["adopted", "untracked"])
def test_a_vaults_link_to_a_heading_is_told_how_it_is_called_now(tmp_path, link, told, state):
    body = "见{}。\n\n## 估值\n\n甲。 ^a1\n\n## 风险：利率\n\n乙。\n\n## ROE\n\n丙。"
    english = "See {}.\n\n## Valuation\n\nOne. ^a1\n\n## Risk: **rates**\n\nTwo.\n\n## ROE\n\nThree."
    config = CONFIG.replace("TF2", "TF216") + "markdown: {dialect: obsidian}\n"
    build(
        tmp_path, {SOURCE: page(body.format("此"), lang="zh-CN"), TARGET: page(english.format(link))}, config
    )
    if state == "adopted":
        assert cli(tmp_path, "--quiet", "adopt") == 0
    found = [finding.message for finding in check.check(load(tmp_path), Filter()).findings]
    assert found == [told] * bool(told)
