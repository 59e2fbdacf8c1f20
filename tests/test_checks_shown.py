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
        ("mkdocs", "甲{>>批注<<}乙", "A{>>批注<<}b", False),
        ("quarto", "+----+\n| 甲 |\n| 乙 |\n+----+", "+----+\n| 甲 |\n| 乙 |\n+----+", True),
        ("quarto", "+----+\n| 甲 |\n+----+", "+----+\n| 甲 |\n+----+", False),
        ("quarto", "+----+\n| 甲 |\n+----+", "+----+\n| A  |\n+----+", False),
        ("quarto", "  名    值\n----  ----\n  甲     1", "  名    值\n----  ----\n  甲     1", True),
        ("quarto", "-----------\n 名    值\n----- -----\n 甲\n\n 乙    1\n-----------", "-----------\n 名    值\n----- -----\n 甲\n\n 乙    1\n-----------", True),
        ("quarto", "```yaml\n---\n甲: 乙\n```", "```yaml\n---\n甲: 乙\n```", False),
        ("mkdocs", "    ---\n    甲: 乙", "    ---\n    甲: 乙", False),
        *((dialect, f"{indent}+----+\n{indent}| 甲 |\n{indent}+----+", f"{indent}+----+\n{indent}| 甲 |\n{indent}+----+", False) for dialect in ("hugo", "mkdocs", "quarto") for indent in ("    ", "\t")),
        ("quarto", "- 甲\n\n  +----+\n  | 甲 |\n  | 乙 |\n  +----+", "- A\n\n  +----+\n  | 甲 |\n  | 乙 |\n  +----+", True),
        ("quarto", "    标题: x\n    ---\n    a: 1", "    标题: x\n    ---\n    a: 1", False),
        ("myst", "按 {kbd}`回车` 键", "Press {kbd}`回车`", True),
        ("myst", "按 {kbd}`Enter` 键，见 {ref}`首页`", "Press {kbd}`Enter`, see {ref}`首页`", False),
        ("hugo", "按 <kbd>回车</kbd> 键", "Press <kbd>回车</kbd>", True),
        ("obsidian", "甲[键:: [[页]]]乙", "A [键:: [[页]]] b", False),
        *(("hexo", tag, tag, True) for tag in ("{% button 开始 /start/ color:red %}", "{% hashtag 甲 /a/ %}", "{% navbar active:/ [首页](/) %}")),
        ("hexo", "{% button 首页, /a/ %}", "{% button Home, /a/ %}", False),
        ("hexo", "{% btn '/图/', 首页 %}", "{% btn '/图/', Home %}", False),
        ("hexo", "{% codeblock 标题 lang:js %}\nf('你好')\n{% endcodeblock %}", "{% codeblock Title lang:js %}\nf('你好')\n{% endcodeblock %}", False),
        ("myst", "```{eval-rst}\n.. note:: 提示\n```", "```{eval-rst}\n.. note:: 提示\n```", True),
        ("myst", "```{eval-rst}\n.. note:: x\n```", "```{eval-rst}\n.. note:: x\n```", False),
        *(("hexo", tag, tag, False) for tag in ("{% done 事 %}", "{% include 模板 %}", "{% block 名 %}", "{% img left 图 %}", "{% raw %}{% done 事 %}{% endraw %}")),
        ("hexo", '<font face=楷体 color="red">字</font>', '<font face=楷体 color="red">Word</font>', False),
        ("hexo", "{% if page.分类 == x %}甲{% endif %}", "{% if page.分类 == x %}A{% endif %}", False),
        ("hexo", "{% tabs 标签, 2 %}", "{% tabs 标签, 2 %}", False),
        ("hexo", "{% post_link 另一篇 '文字' %}", "{% post_link 另一篇 'Text' %}", False),
        ("hexo", "{% asset_img 图.png 300 '题' %}", "{% asset_img 图.png 300 'Title' %}", False),
        ("hexo", "{% img /图/a.png 100 '题' %}", "{% img /图/a.png 100 'Title' %}", False),
        ("hexo", "{% raw %}\n{% endraw %}", "{% raw %}\n{% endraw %}", False),
        ("jekyll", "{% if page.分类 %}甲{% endif %}", "{% if page.分类 %}A{% endif %}", False),
        ("jekyll", '{% highlight ruby %}\nputs "你好"\n{% endhighlight %}', '{% highlight ruby %}\nputs "你好"\n{% endhighlight %}', False),
        ("hugo", '{{< highlight go >}}\nf("你好")\n{{< /highlight >}}', '{{< highlight go >}}\nf("你好")\n{{< /highlight >}}', False),
        ("hugo", '{{< code-toggle name="甲" >}}', '{{< code-toggle name="甲" >}}', True),
        ("vitepress", '<button class="a" @click="计数++">加</button>', '<button class="a" @click="计数++">Add</button>', False),
        ("vitepress", '<p v-if="a === \'甲\'">加</p>', '<p v-if="a === \'甲\'">Add</p>', False),
        ("vitepress", '<a @click="\nsay(\'甲\')\n" title="乙">加</a>', '<a @click="\nsay(\'甲\')\n" title="B">Add</a>', False),
        ("vitepress", '<a @click="a" data-x=\'甲\'>加</a>', '<a @click="a" data-x=\'甲\'>Add</a>', True),
        ("vitepress", '<Chart :data="[\'甲\']" />', '<Chart :data="[\'甲\']" />', True),
    ],
)  # fmt: skip
def test_words_beside_what_is_offered_are_counted(tmp_path, dialect, source, target, found):
    config = f"targets: [en]\nmarkdown: {{dialect: {dialect}}}\nchecks: {{select: [TF503]}}\n"
    site = recorded(tmp_path, f"正文。\n\n{source}\n", f"Text.\n\n{target}\n", config=config)
    assert [code for code, *_ in told(site, "TF503")] == (["content/a.en.md"] if found else [])
