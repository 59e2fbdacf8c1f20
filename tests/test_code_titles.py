"""Titles and captions of code: they are drafted, all else of a block stays byte for byte, and so does what older records hold."""

from pathlib import Path
from typing import Any

import pytest

from tests.sites import build, cli
from transflow import api, bitext, document, frontmatter
from transflow.document import parse
from transflow.markdown.dialect import FEATURES, Dialect
from transflow.model import Unit
from transflow.site.recut import recut
from transflow.site.workspace import load


def dialect(name: str) -> Dialect:
    return Dialect(features=FEATURES[name], name=name)


def units(text: str, name: str) -> list[str]:
    return [block.text for block in parse(text, "", dialect(name)).blocks if isinstance(block, Unit)]


OFFERED = [
    ("mdx", "```js title=\"标题\" {1,3} showLineNumbers\n// 注 title='甲'\n```\n", ["标题"]),
    ("mdx", "- 甲\n\n  ```js title='标题'\n  x\n  ```\n", ["甲", "标题"]),
    ("mkdocs", '``` { .py title="标题" linenums="1" hl_lines="2 3" }\nx\n```\n', ["标题"]),
    ("mkdocs", '!!! note "甲"\n\n    ``` py title="标题"\n    x\n    ```\n', ["甲", "标题"]),
    ("hugo", '```go {linenos=true,title="标题",caption="说明"}\nx\n```\n', ["标题", "说明"]),
    ("vitepress", "::: code-group\n```js [配置 A]{2}\nx\n```\n\n```sh [npm]\nx\n```\n:::\n", []),
    ("vitepress", "::: code-group\n```js{2} [配置]\nx\n```\n\n```sh [npm]\nx\n```\n:::\n", ["配置"]),
    ("quarto", '```{python}\n#| label: fig-a\n#| fig-cap: "图 1"\n#| fig-alt: 说明 # 注\n# 注释\nx = 1\n```\n', ["图 1", "说明"]),
    ("quarto", '```{r}\n#| fig-subcap:\n#|   - 甲\n#|   - "乙"\n#| layout-ncol: 2\nx\n```\n', ["甲", "乙"]),
    ("quarto", '```{ojs}\n//| fig-subcap: ["甲", \'乙\']\n//| echo: false\nx\n```\n', ["甲", "乙"]),
    ("quarto", "```{python}\n#| fig-cap: |\n#|   图\n#| echo: false\nx\n```\n", ["图"]),
    ("quarto", "```{python}\n#| tbl-cap: !expr f('表')\n#| fig-cap: >\n#|   甲\n#|   乙\nx\n```\n", ["甲\n乙"]),
    ("quarto", "```{python}\n#| fig-cap: |\n#|   甲\n#|\n#|   乙\n#| echo: false\nx\n```\n", ["甲", "乙"]),
    ("quarto", "```{python}\n#| fig-cap: 甲\n#|   乙\n#| echo: false\nx\n```\n", ["甲\n乙"]),
    ("quarto", "```{r}\n#| fig-cap: |\n#|   fig-alt: 甲\n#|   乙\n#| fig-alt: 丙\nx\n```\n", ["fig-alt: 甲\n乙", "丙"]),
    ("quarto", "```{r}\n#| label: |\n#|   fig-alt: 甲\n#| fig-alt: 乙\nx\n```\n", ["乙"]),
    ("quarto", '```{r}\n#| fig-cap: |\n#|   "甲"是乙\n#|   丙丁戊\nx\n```\n', ['"甲"是乙\n丙丁戊']),
    ("quarto", '```{r}\n#| fig-cap: |\n#|   "甲"\n#| fig-alt: "乙"\nx\n```\n', ['"甲"', "乙"]),
    ("quarto", "```{r}\n#| fig-cap: >\n#|   '甲'是\n#|\n#|   乙'丙'\nx\n```\n", ["'甲'是", "乙'丙'"]),
    ("quarto", "```{r, fig.cap=\"'甲' 乙\"}\nx\n```\n", ["'甲' 乙"]),
    ("myst", '```{figure} a.png\n---\nalt: |\n  "甲"是乙\ncaption: "丙"\n---\n```\n', ['"甲"是乙', "丙"]),
    ("myst", '```{toctree}\n"甲"乙 <a/b>\n```\n', ['"甲"乙']),
    ("myst", "```{figure} a.png\n---\nalt: |\n  甲\n  乙\nname: 丙\n---\n```\n", ["甲\n乙"]),
    ("myst", '```{csv-table} 甲\n:header: "乙", "丙"\n:widths: 1, 2\n\n丁, 戊\n```\n', ["甲", "乙", "丙", "丁", "戊"]),
    ("myst", ':::{csv-table}\n:header-rows: 1\n\n甲, "乙, ""丙"""\n"", 1.5 ,\n 丁 戊\t,\n:::\n', ["甲", '乙, "丙"', "1.5", "丁 戊"]),
    ("myst", "> ```{csv-table} 甲, 乙\n> ---\n> header: 丙, 丁\n> ---\n> 戊: 己, 庚\n> ```\n", ["甲, 乙", "丙", "丁", "戊: 己", "庚"]),
    ("myst", "```{csv-table} 甲\n:delim: ;\n\n乙; 丙\n```\n\n```{csv-table} 丁\n:file: 戊.csv\n```\n", ["甲", "丁"]),
    ("myst", '```{csv-table} 甲\n\n"乙\n丙", 丁\n```\n', ["甲"]),
    ("mdx", '```js {"1. 甲":1-2} ins={"乙": 3} "丙"\nx\n```\n', ["1. 甲", "乙"]),
    ("quarto", '```{r plot, fig.cap="图", echo=FALSE}\nx\n```\n\n```{.python lst-cap="代码" filename="配.py"}\nx\n```\n', ["图", "代码"]),
    ("quarto", '```{python}\nx = 1\n#| fig-cap: "图"\n```\n', []),
    ("myst", "```{code-block} python\n:caption: 标题\n:name: 甲\n\n:caption: 乙\n```\n", ["标题"]),
    ("myst", ":::{literalinclude} a.py\n:caption: 标题\n:::\n", ["标题"]),
    ("myst", "```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    caption: |\n      图\n    name: 甲\n  image:\n    alt: 说明\n---\nx = '乙'\n```\n", ["图", "说明"]),
    ("myst", "```{toctree}\n:caption: 目录\n:maxdepth: 2\n\n入门 <a/b>\nc\n```\n", ["目录", "入门"]),
    ("myst", "```{image} 图.png\n:alt: 说明\n```\n", ["说明"]),
    ("commonmark", '```js title="标题"\nx\n```\n', []),
    ("", '```{python}\n#| fig-cap: 图\nx\n```\n\n```js [标签]\nx\n```\n\n```js title="标题"\nx\n```\n', ["图", "标签", "标题"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), OFFERED)
def test_titles_and_captions_are_offered_and_nothing_else_of_a_block(name: str, text: str, wanted: list[str]):
    assert units(text, name) == wanted
    assert units(text.replace("\n", "\r\n"), name) == wanted


@pytest.mark.parametrize(
    "title", ["src/主.js", "配置/主.js", "docusaurus.config.js", ".env", "Dockerfile", "npm", "/a", "1–3", ""]
)
def test_the_name_of_a_file_is_no_title(title: str):
    assert units(f'```js title="{title}"\nx\n```\n', "mdx") == []


@pytest.mark.parametrize(("name", "text", "_wanted"), OFFERED)
@pytest.mark.parametrize("new", ["Plain", 'A "quoted": it\'s # 1 [x]', "- Revenue/profit, 5%: #", "No."])
def test_any_text_reads_as_it_was_put_in_and_the_code_stays(
    name: str, text: str, _wanted: list[str], new: str
):
    page = parse(text, "", dialect(name))
    numbers = [
        number
        for number, block in enumerate(page.blocks)
        if isinstance(block, Unit) and block.kind == "label"
    ]
    changed = page.splice(dict.fromkeys(numbers, new))
    back = parse(changed, "", dialect(name))
    assert [b.text for b in back.blocks if not isinstance(b, Unit)] == [
        b.text for b in page.blocks if not isinstance(b, Unit)
    ]
    said = [back.blocks[number].text for number in numbers]
    assert all(one.translate(ALIKE) == new.translate(ALIKE) for one in said)


# What would end the title is replaced by its like.
ALIKE = str.maketrans({'"': "'", "’": "'", "[": "(", "]": ")"})

OLD = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: commonmark}\n"
"""As a version that took a block of code for one: CommonMark knows no titles of code."""
SOURCE = """---
title: 标题
---
见下：

```js title="示例代码"
let x = 1 // 注释
```

完。
"""


def former(root: Path, name: str = "mdx", source: str = SOURCE) -> None:
    """A translation whose record holds whole blocks of code, on a site that reads their titles by now."""
    build(root, {"content/a.md": source}, OLD)
    assert cli(root, "--quiet", "translate") == 0
    (place,) = (root / ".transflow/bitext").rglob("*.jsonl")
    assert [row.kind for row in bitext.loads(place.read_text("utf-8"), "").rows if "```" in row.source] == [
        "code"
    ]
    update(root, "transflow.yaml", "dialect: commonmark", f"dialect: {name}")


def update(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def state(root: Path) -> tuple[str, int, int, int]:
    item = next(iter(api.standings(load(root)).translations))
    return item.state, item.changed, item.edited, item.conflicts


def awaiting(root: Path) -> int:
    """Return how many texts `translate` would draft anew though no page is stale."""
    (item,) = api.overview(load(root), api.Filter()).translations
    return len(item.terms)


def translated(root: Path) -> str:
    return (root / "content/a.en.md").read_text("utf-8")


def test_a_draft_made_before_titles_were_texts_is_no_staler_and_gets_them(tmp_path: Path):
    former(tmp_path)
    assert state(tmp_path) == ("draft", 0, 0, 0)
    assert awaiting(tmp_path) == 1
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert "示例" not in translated(tmp_path)
    assert '"\nlet x = 1 // 注释\n```' in translated(tmp_path)
    assert state(tmp_path) == ("draft", 0, 0, 0)
    assert awaiting(tmp_path) == 0


def test_an_approved_page_stays_reviewed_as_it_is(tmp_path: Path):
    former(tmp_path)
    update(tmp_path, "transflow.yaml", "dialect: mdx", "dialect: commonmark")
    assert cli(tmp_path, "--quiet", "approve", "content/a.en.md") == 0
    update(tmp_path, "transflow.yaml", "dialect: commonmark", "dialect: mdx")
    before = translated(tmp_path)
    assert state(tmp_path) == ("reviewed", 0, 0, 0)
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert translated(tmp_path) == before
    # Its Chinese title is nobody's translation of that title elsewhere.
    (tmp_path / "content/b.md").write_text("# 示例代码\n\n甲。\n", "utf-8")
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert "示例" not in (tmp_path / "content/b.en.md").read_text("utf-8")
    # The code follows its source as it did, and the title is what somebody approved.
    update(tmp_path, "content/a.md", "let x = 1", "let x = 2")
    assert state(tmp_path) == ("stale", 1, 0, 0)
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert translated(tmp_path) == before.replace("let x = 1", "let x = 2").replace("reviewed", "draft")


@pytest.mark.parametrize("name", ["mdx", "mkdocs", "hugo", "vitepress"])
def test_a_title_that_a_person_wrote_stays_and_the_code_follows_its_source(tmp_path: Path, name: str):
    former(tmp_path, name)
    update(tmp_path, "content/a.en.md", "示例代码", "Sample")
    assert state(tmp_path)[::2] == ("draft", 1)
    update(tmp_path, "content/a.md", "let x = 1", "let x = 2")
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert '```js title="Sample"\nlet x = 2 // 注释\n```' in translated(tmp_path)
    assert state(tmp_path) == ("draft", 0, 1, 0)


def test_code_that_a_person_rewrote_stays_a_persons(tmp_path: Path):
    former(tmp_path)
    update(tmp_path, "content/a.en.md", "// 注释", "// a note")
    assert state(tmp_path) == ("draft", 0, 1, 0)
    update(tmp_path, "content/a.md", "let x = 1", "let x = 2")
    cli(tmp_path, "--quiet", "translate")
    assert "let x = 1 // a note" in translated(tmp_path)
    assert state(tmp_path)[0] == "conflict"


def test_a_conflict_on_record_is_still_one_and_can_be_settled(tmp_path: Path):
    former(tmp_path)
    update(tmp_path, "transflow.yaml", "dialect: mdx", "dialect: commonmark")
    update(tmp_path, "content/a.en.md", '示例代码"\nlet x = 1', 'Sample"\nlet y = 1')
    update(tmp_path, "content/a.md", "let x = 1", "let x = 2")
    cli(tmp_path, "--quiet", "translate")
    assert state(tmp_path)[0] == "conflict"
    update(tmp_path, "transflow.yaml", "dialect: commonmark", "dialect: mdx")
    assert state(tmp_path)[0] == "conflict"
    assert 'Sample"\nlet y = 1' in translated(tmp_path)
    update(tmp_path, "content/a.en.md", "let y = 1", "let y = 2")
    assert state(tmp_path) == ("draft", 0, 2, 0)


def test_a_text_that_falls_apart_otherwise_waits_for_a_person(tmp_path: Path):
    former(tmp_path)
    update(tmp_path, "content/a.en.md", 'title="示例代码"', "")
    assert state(tmp_path)[0] == "conflict" or state(tmp_path)[2] > 0
    before = translated(tmp_path)
    cli(tmp_path, "--quiet", "translate")
    assert translated(tmp_path) == before


def test_a_record_is_read_so_only_where_something_is_read_otherwise(tmp_path: Path):
    former(tmp_path)
    (place,) = (tmp_path / ".transflow/bitext").rglob("*.jsonl")
    old = place.read_bytes()
    for command in ("status", "plan"):
        assert cli(tmp_path, "--quiet", command) == 0
    assert place.read_bytes() == old


FORMER = """source: zh-CN
targets: [en]
engine: pseudo
front_matter: {translate: [title]}
markdown: {dialect: hugo, shortcodes: [title], raw_shortcodes: [demo]}
"""
"""As a version that offered less: neither subtitles nor more than one argument of a shortcode."""
MORE = """---
title: 标题
subtitle: "副题"
---
{{< card link="a" title="题" subtitle="副题" >}}

{{< card title="题二" footer="脚" >}}
正文。
{{< /card >}}

{{< demo >}}
不译。
{{< /demo >}}
"""


@pytest.mark.parametrize("approved", [False, True])
def test_what_is_read_otherwise_today_is_no_change_of_its_source(tmp_path: Path, approved: bool):
    build(tmp_path, {"content/a.md": MORE}, FORMER)
    assert cli(tmp_path, "--quiet", "translate") == 0
    if approved:
        assert cli(tmp_path, "--quiet", "approve", "content/a.en.md") == 0
    (tmp_path / "transflow.yaml").write_text(
        "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: hugo}\n", "utf-8"
    )
    assert state(tmp_path) == ("reviewed" if approved else "draft", 0, 0, 0)
    # A text that was a part of what was copied is drafted now, unless somebody stands for the page as it is.
    assert awaiting(tmp_path) == (0 if approved else 4)
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert ("副题" in translated(tmp_path)) == approved
    # And a paragraph that its author cut in two is one.
    update(tmp_path, "content/a.md", "正文。", "正\n\n文。")
    assert state(tmp_path)[0] == ("conflict" if approved else "stale")


PAGE = "# 标题\n\n第一段文字。\n\n第二段文字。\n"


@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize(
    ("name", "before", "after", "withdrawn"),
    [
        ("hugo", PAGE, PAGE.replace("第一段文字。", "<!-- 第一段文字。 -->"), True),
        ("hugo", PAGE, PAGE.replace("第一段文字。", "```\n第一段文字。\n```"), True),
        ("hugo", PAGE.replace("第一段文字。", "```\n第一段文字。\n```"), PAGE, False),
        ("hugo", PAGE, PAGE.replace("第二", "❗❗\n\n第二"), False),
        ("obsidian", PAGE, PAGE.replace("第二", "$$∑$$\n\n第二"), False),
        ("hugo", PAGE.replace("第二", "❗❗\n\n第二"), PAGE, True),
        ("hugo", PAGE.replace("# 标题", "# 1. 标题"), PAGE.replace("# 标题", "1. 标题"), True),
    ],
)
def test_what_its_author_changed_is_a_change_though_its_letters_are_the_same(
    tmp_path: Path, name: str, before: str, after: str, withdrawn: bool, approved: bool
):
    build(tmp_path, {"content/a.md": before}, OLD.replace("commonmark", name))
    assert cli(tmp_path, "--quiet", "translate") == 0
    if approved:
        assert cli(tmp_path, "--quiet", "approve", "content/a.en.md") == 0
    (tmp_path / "content/a.md").write_text(after, "utf-8")
    assert state(tmp_path)[0] == ("conflict" if approved and withdrawn else "stale")
    if not approved:
        assert cli(tmp_path, "--quiet", "translate") == 0
        assert state(tmp_path) == ("draft", 0, 0, 0)
        assert ("First" in translated(tmp_path)) == ("<" not in after and "`" not in after)
        assert [sign in translated(tmp_path) for sign in "❗∑"] == [sign in after for sign in "❗∑"]


def row(kind: str, source: str, draft: str | None, **more: Any) -> bitext.Row:
    return bitext.Row(kind, source, draft, **more)


@pytest.mark.parametrize(
    ("name", "page", "old", "new"),
    [
        (
            "obsidian",
            "![图字|300](a.png)\n",
            [row("alt", "图字|300", "Words|300", engine="e"), row("url", "a.png", None, verbatim=True)],
            [row("alt", "图字", "Words", engine="e"), row("url", "|300](a.png)", None, verbatim=True)],
        ),
        (
            "quarto",
            "a. 甲\nb. 乙\n",
            [row("paragraph", "a. 甲\nb. 乙", "a. A\nb. B", approved=True)],
            [row("list-item", "甲", "A", approved=True), row("list-item", "乙", "B", approved=True)],
        ),
        (
            "quarto",
            "a. 甲\nb. 乙\n",
            [row("paragraph", "a. 甲\nb. 乙", "a. A b. B", target="a. A\nb. B", approved=True)],
            [
                row("list-item", "甲", None, target="A", approved=True),
                row("list-item", "乙", None, target="B", approved=True),
            ],
        ),
        (
            "quarto",
            "a. 甲\nb. 乙\n",
            [row("paragraph", "a. 甲\nb. 乙", "A and B", approved=True)],
            [row("paragraph", "a. 甲\nb. 乙", "A and B", approved=True)],
        ),
        (
            "myst",
            "```{glossary}\n词\n: 定义文字。\n```\n",
            [row("definition", ": 定义文字。", ": 定义。", target=": A definition.", approved=True)],
            [row("definition", "定义文字。", "定义。", target="A definition.", approved=True)],
        ),
        (
            "hugo",
            '{{< card title="题" subtitle="副题" >}}\n',
            [row("shortcode", ' subtitle="副题" >}}', None, verbatim=True)],
            [
                row("shortcode", " subtitle=", None, verbatim=True),
                row("argument", "副题", "副题", key="subtitle"),
            ],
        ),
        (
            "myst",
            '```{csv-table} 标题\n:header: "甲", 乙\n\n丙, 1\n```\n',
            [row("code", '", 乙\n\n丙, 1\n```', None, verbatim=True)],
            [
                row("label", "乙", "乙", key="cell"),
                row("label", "丙", "丙", key="cell"),
                row("label", "1", "1", key="cell"),
            ],
        ),
    ],
)
def test_what_a_former_version_took_for_one_block(
    name: str, page: str, old: list[bitext.Row], new: list[bitext.Row]
):
    record = bitext.Bitext(bitext.Header(1, "a.md", "a.en.md", "en", "zh-CN"), tuple(old))
    found = recut(record, parse(page, "", dialect(name)))
    assert found is not None
    assert list(found.rows) == new
    # Of what the page does not say any more nothing is read otherwise.
    if name != "hugo" and not old[0].source.startswith('"'):
        assert recut(record, parse("别的。\n", "", dialect(name))) is record


def test_a_number_behind_an_image_is_its_size_in_a_vault_alone():
    assert [units("![营收|2024](a.png)\n", name) for name in ("hugo", "obsidian", "")] == [
        ["营收|2024"],
        ["营收"],
        ["营收|2024"],
    ]


@pytest.mark.parametrize("theirs", ["Their words", "```{note}\nTheir words\n```"])
def test_a_value_that_is_copied_today_stays_a_persons(tmp_path, monkeypatch, theirs):
    text = "---\ntitle: 标题\nsubstitutions:\n  a: |\n    ```{note}\n    甲\n    ```\n---\n\n正文。\n"
    root, page = tmp_path, tmp_path / "content/a.en.md"
    site = build(
        root,
        {"content/a.md": text},
        "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: myst}\n",
    )
    with monkeypatch.context() as former:
        former.setattr(document, "_PUT_IN", ())
        assert cli(root, "--quiet", "translate") == 0
        body = page.read_text("utf-8")
        written = frontmatter.edit(body, {("substitutions", "a"): theirs})
        page.write_text(written, "utf-8")
        assert cli(root, "--quiet", "approve", "content/a.md") == 0
    written = page.read_text("utf-8")
    assert (cli(root, "--quiet", "translate"), page.read_text("utf-8")) == (0, written)
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.conflicts) == ("reviewed", 0)
    # Another value of the source is for that person to look at.
    (root / "content/a.md").write_text(text.replace("甲", "乙"), "utf-8")
    assert cli(root, "--quiet", "translate") == 0
    (item,) = api.overview(site).translations
    assert item.comparison.conflicts == 1
    assert cli(root, "--quiet", "resolve", "--take", "mine", "content/a.md") == 0
    (item,) = api.overview(site).translations
    assert (item.comparison.changed, cli(root, "--quiet", "translate")) == (0, 0)
    assert frontmatter.parse(page.read_text("utf-8")).data["substitutions"]["a"].strip() == theirs


def test_a_value_that_a_machine_drafted_and_that_is_copied_today_is_copied(tmp_path, monkeypatch):
    text = "---\ntitle: 标题\nsubstitutions:\n  a: |\n    ```{note}\n    甲\n    ```\n---\n\n正文。\n"
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: myst}\n"
    build(tmp_path, {"content/a.md": text}, config)
    with monkeypatch.context() as former:
        former.setattr(document, "_PUT_IN", ())
        assert cli(tmp_path, "--quiet", "translate") == 0
    assert cli(tmp_path, "--quiet", "translate") == 0
    page = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert frontmatter.parse(page).data["substitutions"] == {"a": "```{note}\n甲\n```\n"}
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert (tmp_path / "content/a.en.md").read_text("utf-8") == page
