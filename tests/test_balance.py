"""What a dialect's generator would refuse: told with its line, the page left alone, and the others done."""

import pytest

from tests.growth import excess
from tests.sites import build, cli, snapshot
from transflow.markdown import Dialect
from transflow.markdown.balance import unclosed
from transflow.markdown.dialect import FEATURES

DIALECTS = {name: Dialect(name=name, features=features) for name, features in FEATURES.items() if name}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("mdx", "<Card>\n\n正文\n", (0, "`<Card>` is not closed")),
        ("mdx", "一<b>二</i>三", (1, "`<b>` is not closed")),
        ("mdx", "正文\n\n</Card>\n", (4, "`</Card>` closes nothing")),
        ("mdx", "<A>\n<B>\n</A>\n", (4, "`<B>` is not closed")),
        ("mdx", "换行<br>了", (2, "`<br>` is not closed")),
        ("mdx", '<Card title="题>\n', (0, "`<` begins a tag that does not end")),
        ("mdx", "利率<5%", (2, "`<5` begins no tag")),
        ("mdx", "利率<百分之五", (2, "`<` begins a tag that does not end")),
        ("mdx", "正文 {a 的", (3, "`{` begins an expression that does not end")),
        ("mdx", ":::note\n\n正文\n", (0, "`:::note` is not closed")),
        ("vitepress", "::: tip 提示\n\n正文\n", (0, "`::: tip 提示` is not closed")),
        ("vitepress", "正文\n\n:::\n", (4, "`:::` closes nothing")),
        ("vitepress", '<div class="x">\n\n正文\n', (0, '`<div class="x">` is not closed')),
        ("vitepress", '正文\n\n<Chart :a="b > c">\n', (4, '`<Chart :a="b > c">` is not closed')),
        ("vitepress", "<p>段\n\n- <li>项</li>\n", (0, "`<p>` is not closed")),
        ("vitepress", "正文 </b>\n", (3, "`</b>` closes nothing")),
        ("vitepress", "类型 Vec<T> 是", (6, "`<T>` is not closed")),
        ("vitepress", "正文 {{ a 的", (3, "`{{` is not closed")),
        ("quarto", "::: {.callout-note}\n\n正文\n", (0, "`::: {.callout-note}` is not closed")),
        ("myst", ":::{note}\n正文\n", (0, "`:::{note}` is not closed")),
        ("myst", "> :::{note}\n> 正文\n", (2, "`:::{note}` is not closed")),
        ("jekyll", "{% if a %}\n正文\n", (0, "`{% if a %}` is not closed")),
        ("jekyll", "正文\n{% endif %}\n", (3, "`{% endif %}` closes nothing")),
        ("jekyll", "{% for a in b %}{% endif %}", (0, "`{% for a in b %}` is not closed")),
        ("jekyll", "一 {{ a 二", (2, "`{{` is not closed")),
        ("jekyll", "一 {% include 二", (2, "`{%` is not closed")),
        ("jekyll", "{% raw %}\n{{ a\n", (0, "`{% raw %}` is not closed")),
        ("hexo", "{% blockquote 甲 %}\n正文\n", (0, "`{% blockquote 甲 %}` is not closed")),
        ("mdx", "正文\n\nimport {甲} from\n\n正文\n", (4, "`import {甲} from` does not say from where")),
        ("hexo", "{% raw %}\n正文\n", (0, "`{% raw %}` is not closed")),
        ("hugo", "一 {{< fig 二\n", (2, "`{{<` is not closed")),
        ("hugo", "一 {{% fig 二\n", (2, "`{{%` is not closed")),
        ("hugo", "一\n\n{{< /tip >}}\n", (3, "`{{< /tip >}}` closes nothing")),
    ],
)
def test_the_first_that_has_no_other_end_is_told(name: str, text: str, told: tuple[int, str]):
    found = unclosed(text, 0, DIALECTS[name])
    assert found is not None
    assert (found.start, found.message) == told
    assert unclosed(text, 0, Dialect()) is None, "of a site that says nothing any generator may be meant"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "mdx",
            "import {\n  A,\n} from './a'\nimport './b.css'\n\n```js\nimport a from\n```\n\nimportance\n",
        ),
        ("hexo", "{% note %}\n正文\n"),
        ("jekyll", "{% quote 甲 %}\n正文\n"),
        ("mdx", "import A from './a'\n\n<A x={<b>粗</b>} y=\"<c>\">\n\n正文<br/>\n\n</A>\n"),
        ("mdx", "export const a = () => {\n  return a < b\n}\n\n正文\n"),
        ("mdx", "a < b，`<b>` 与 `{`，\\<5 与 \\{a。\n\n```jsx\n<A>\n{\n```\n"),
        ("mdx", "<>\n\n正文\n\n</>\n\n{/* 注释 <b> */}\n\n<!-- 注释 <b> -->\n"),
        (
            "mdx",
            '## 标题 {#id}\n\n:::tip[题]{icon="star"}\n\n正文\n\n:::\n\n::::note\n\n:::tip\n\n内\n\n:::\n\n::::\n',
        ),
        (
            "vitepress",
            "<script setup>\nconst a = '<div>' < b\n</script>\n\n<br> 与 <img src=a> 与 <C />、`Vec<T>`、\\<b>\n",
        ),
        (
            "vitepress",
            "<https://a.cn> <a@b.cn> <!-- <b> --> a < b > c\n\n<div>\n\n- <b>甲</b>\n\n    <p>乙</p>\n</div>\n",
        ),
        ("vitepress", "指南 <guide> 与 <名>\n"),
        ("vitepress", "正文\n\n    <div>\n\n- 甲\n\n    </div>\n\n{{ a }} 与 `{{`\n"),
        ("vitepress", "::: tip\n正文\n:::\n\n```md\n::: tip\n```\n\n:::: a\n::: b\n:::\n::::\n"),
        ("myst", "::::{grid}\n:::{card}\n正文\n::::\n\n:::{image} a.png\n:::\n"),
        ("quarto", "::: {.a}\n::: {.b}\n正文\n:::\n:::\n"),
        ("jekyll", "{% if a %}一{% else %}二{% endif %}\n{% include a.html %}\n{{ a\n}}\n"),
        ("jekyll", "{% raw %}{{ a {% if %}{% endraw %}\n{% highlight c %}\n{{\n{% endhighlight %}\n"),
        ("hexo", "{% note %}\n正文\n{% endnote %}\n{% asset_img a.png %}\n"),
        (
            "hugo",
            '{{< fig\n  src="a" >}}\n{{% tip %}}\n正文\n{{% /tip %}}\n{{</* /tip */>}}\n{{< param a >}}\n',
        ),
        ("hugo", "{{% a/b %}}一{{% /a/b %}}\n{{% a/c %}}二{{% /a/b %}}\n{{ a 与 {% b\n"),
        ("mkdocs", "!!! note\n    正文\n\n{{ a\n"),
    ],
)
def test_a_page_that_its_generator_takes_is_not_complained_of(name: str, text: str):
    assert unclosed(text, 0, DIALECTS[name]) is None


@pytest.mark.parametrize(
    "piece",
    [
        "<A>",
        "</A>",
        "<",
        "{",
        "<a{",
        "{% if a %}",
        "{{",
        "::: a\n",
        ":::\n",
        "{{< a >}}",
        "{{< /a >}}",
        "`<b",
        "<!-- ",
        "\n:::: a\n::: b\n:::::\n",
    ],
)
def test_the_time_grows_with_the_page(piece: str):
    def run(text):
        for dialect in DIALECTS.values():
            unclosed(text, 0, dialect)

    assert not excess(run, lambda size: piece * (size // len(piece)), 4_000, 0.05)


def test_such_a_page_is_left_alone_and_the_others_are_done(tmp_path, capsys):
    config = "targets: [en]\nengine: pseudo\ncontent: [{root: docs, source: '{path}.mdx', target: '{path}.{lang}.mdx', dialect: mdx}]\n"
    site = build(
        tmp_path, {"docs/a.mdx": "---\ntitle: 题\n---\n\n<Card>\n\n正文\n", "docs/b.mdx": "正文\n"}, config
    )
    assert cli(tmp_path, "translate") == 2
    said = capsys.readouterr()
    assert "wrote docs/b.en.mdx" in said.out
    assert "docs/a.mdx:5: `<Card>` is not closed (close it with `</Card>`)" in said.err
    before = snapshot(tmp_path)
    assert cli(tmp_path, "status") == 2
    assert "docs/a.mdx:5:" in capsys.readouterr().err
    assert snapshot(tmp_path) == before
    assert not (site.root / "docs/a.en.mdx").exists()


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(":::: a\n", ":::\n"), ("::: a\n", "::::\n"), ("<Tab>\n", "</Tabs>\n"), ("{% if a %}\n", "{% endfor %}\n"), ("{{< a >}}\n", "{{< /b >}}\n")],
)  # fmt: skip
def test_it_grows_with_what_is_opened_and_never_closed(opening: str, closing: str):
    def run(text):
        for dialect in DIALECTS.values():
            unclosed(text, 0, dialect)

    def wrong(size):
        count = size // len(opening + closing)
        return opening * count + closing * count

    assert not excess(run, wrong, 12_000, 0.05)
