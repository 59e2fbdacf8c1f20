"""What a reader of the built page sees that its editor does not."""

import pytest

from tests.checking import codes, recorded, told
from tests.sites import build


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("其**“预期市盈率”**下降。", False),
        ("**利润率（净）**计算。", False),
        ("其**预期市盈率**下降。", True),
        ("其“**预期市盈率**”下降。", True),
        ("其 **“预期市盈率”** 下降。", True),
        ("`**“a”**b`", True),
    ],
)
def test_bold_type_in_chinese_is_judged_by_the_rules_of_the_generator(tmp_path, text, shown):
    config = "source: en\ntargets: [zh-CN]\nchecks: {select: [TF217]}\n"
    site = build(tmp_path, {"content/a.md": "The P/E fell.\n", "content/a.zh-cn.md": f"{text}\n"}, config)
    assert (codes(site) == []) is shown


@pytest.mark.parametrize(
    ("copied", "found"),
    [
        ('{{< alert "请注意" >}}', True),
        ('{{< ref "页/一.md" >}}', False),
        ("```mermaid\ngraph TD; A[开始] --> B[结束]\n```", True),
        ("```py\nx = '中文'\n```", False),
        ('```py name="配置"\nx = 1\n```', True),
        ('```py title="a/配置.py"\nx = 1\n```', False),
        ("<!-- 注释 -->", False),
        ('<div data-x="中文"></div>', True),
        ("$$\nx = 1, \\text{其中} y = 2\n$$", True),
        ("Let $X 是标准正态 + Z$ be.", True),
        ("Let $x_{\\text{a}}，y$ be.", False),
    ],
)
def test_words_in_what_is_copied_are_counted(tmp_path, copied, found):
    site = recorded(
        tmp_path,
        f"正文。\n\n{copied}\n",
        f"Text.\n\n{copied}\n",
        config="targets: [en]\nmarkdown: {math: true}\nchecks: {select: [TF503]}\n",
    )
    expected = [("content/a.en.md", 10, 1, "what is copied holds Chinese: line 10")] if found else []
    assert told(site, "TF503") == expected


@pytest.mark.parametrize(
    ("dialect", "source", "target", "found"),
    [
        ("jekyll", '{% include note.html title="注意" data="有风险" %}', '{% include note.html title="Note" data="有风险" %}', True),
        ("jekyll", '{% include note.html title="注意" text="x" %}', '{% include note.html title="Note" text="x" %}', False),
        ("jekyll", '{% include note.html title="注意" %}', '{% include note.html title="Note" %}', False),
        ("jekyll", "*[PE]: 市盈率", "*[PE]: 市盈率", True),
        ("mkdocs", "*[PE]: 市盈率", "*[PE]: price-earnings", False),
    ],
)  # fmt: skip
def test_words_beside_what_is_offered_are_counted(tmp_path, dialect, source, target, found):
    config = f"targets: [en]\nmarkdown: {{dialect: {dialect}}}\nchecks: {{select: [TF503]}}\n"
    site = recorded(tmp_path, f"正文。\n\n{source}\n", f"Text.\n\n{target}\n", config=config)
    assert [code for code, *_ in told(site, "TF503")] == (["content/a.en.md"] if found else [])
