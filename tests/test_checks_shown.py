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
    ],
)
def test_words_in_what_is_copied_are_counted(tmp_path, copied, found):
    site = recorded(
        tmp_path,
        f"正文。\n\n{copied}\n",
        f"Text.\n\n{copied}\n",
        config="targets: [en]\nchecks: {select: [TF503]}\n",
    )
    expected = [("content/a.en.md", 10, 1, "what is copied holds Chinese: line 10")] if found else []
    assert told(site, "TF503") == expected
