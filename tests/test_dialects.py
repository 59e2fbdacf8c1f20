"""Pages of every dialect: what is language is drafted, everything else stays as it is.

`fixtures/pages/DIALECT/NAME.draft.md` is a draft of which `make test-renderers` found that the dialect's own generator
renders it with the skeleton of `NAME.md`: a draft that differs from it wants that command to be run again.
"""

from pathlib import Path

import pytest

from tests.sites import build, cli
from transflow.document import parse
from transflow.markdown import features, inlines
from transflow.markdown.dialect import ASKED, ATTRIBUTES, FEATURES, KEYS, NAMES, SHORTCODES, STRINGS, Dialect
from transflow.model import Unit
from transflow.notation import written

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests/fixtures/pages"
SOURCES = sorted(path for path in PAGES.rglob("*.*") if ".draft" not in path.name)
NAMES_OF_SOURCES = [path.relative_to(PAGES).as_posix() for path in SOURCES]


def dialect(name: str, **more: object) -> Dialect:
    return Dialect(features=FEATURES[name], name=name, **more)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The draft of every page, made in one workspace with a content root a dialect."""
    root = tmp_path_factory.mktemp("site")
    contents = "".join(
        f"  - {{root: content/{name}, source: '{{path}}{end}', target: '{{path}}.{{lang}}{end}', dialect: {name}}}\n"
        for name in NAMES
        for end in sorted({path.suffix for path in SOURCES if path.parent.name == name})
    )
    config = f"source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {{links: keep}}\ncontent:\n{contents}"
    build(root, {f"content/{name}": (PAGES / name).read_bytes() for name in NAMES_OF_SOURCES}, config)
    cli(root, "--quiet", "translate")
    found = {}
    for name in NAMES_OF_SOURCES:
        path = root / "content" / name
        text = path.with_suffix(f".en{path.suffix}").read_bytes().decode()
        found[name] = text.replace(f"content/{name.partition('/')[0]}/", "content/")
    return found


@pytest.mark.parametrize("name", NAMES_OF_SOURCES)
def test_a_draft_is_the_one_that_the_generator_rendered_like_its_source(name: str, drafts: dict[str, str]):
    path = PAGES / name
    recorded = path.with_name(f"{path.stem}.draft{path.suffix}").read_bytes().decode()
    assert drafts[name] == recorded, "run `make test-renderers` and look at what it says and changes"


@pytest.mark.parametrize("name", NAMES_OF_SOURCES)
def test_every_page_is_taken_apart_and_joined_in_every_dialect(name: str):
    text = (PAGES / name).read_bytes().decode()
    for which in ("", *NAMES):
        page = parse(text, name, dialect(which))
        assert "".join(page.parts()) == text, which
        own = {number: block.text for number, block in enumerate(page.blocks)}
        assert page.splice(own) == text, which


def test_every_feature_belongs_to_a_dialect_and_says_what_stays():
    modules = sorted(path.stem for path in Path(features.__file__).parent.glob("[a-z]*.py"))
    modules.remove("grammar")  # the rules of them all
    assert modules == sorted(
        {name for names in (*FEATURES.values(), STRINGS.features, ASKED) for name in names}
    )
    for name in modules:
        told = __import__(f"{features.__name__}.{name}", fromlist=["x"]).__doc__
        assert "\nStays: " in told, name
    assert tuple(FEATURES)[1:] == NAMES


def test_the_documentation_is_what_the_features_say():
    told = (Path(__file__).parent.parent / "docs" / "markdown.md").read_text("utf-8")
    assert told.endswith(features.documentation())


def units(text: str, which: str = "") -> list[str]:
    return [block.text for block in parse(text, "", dialect(which)).blocks if isinstance(block, Unit)]


@pytest.mark.parametrize(
    ("which", "text", "offered"),
    [
        # Python-Markdown: bodies are indented, titles are quoted
        ("mkdocs", '!!! note "标题"\n    甲。\n\n    乙。\n\n丙。\n', ["标题", "甲。", "乙。", "丙。"]),
        ("mkdocs", '???+ tip inline end "标题"\n    - 甲\n\n        乙\n', ["标题", "甲", "乙"]),
        ("mkdocs", '=== "甲"\n\n    ```sh\n    # 注\n    ```\n\n=== "乙"\n\n    丙\n', ["甲", "乙", "丙"]),
        ("mkdocs", "!!! note\n    甲\n", ["甲"]),
        ("mkdocs", '甲\n!!! note "乙"\n    丙\n', ["甲", "乙", "丙"]),
        ("mkdocs", '- 甲\n\n    !!! note "乙"\n        丙\n', ["甲", "乙", "丙"]),
        ("mkdocs", "!!! 大涨\n", ["!!! 大涨"]),
        ("mkdocs", "/// details | 标题\n    type: warning\n\n甲\n///\n", ["标题", "甲"]),
        ("mkdocs", "##标题\n\n甲\n", ["标题", "甲"]),
        ("mkdocs", "--8<--\n风险.md\n其他.md\n--8<--\n\n甲\n", ["甲"]),
        ("jekyll", "\\begin{align}\na &= b\n\\end{align}\n\n甲\n", ["甲"]),
        ("vitepress", "甲\n\\begin{equation*}\na = \\text{乙}\n\\end{equation*}\n", ["甲"]),
        (
            "commonmark",
            "- 甲\n\n  \\begin{cases}\n  a\n  \\end{cases}\n",
            ["甲", "\\begin{cases}\na\n\\end{cases}"],
        ),
        (
            "hexo",
            "用 \\begin{equation} 与 \\end{equation}。\n",
            ["用 \\begin{equation} 与 \\end{equation}。"],
        ),
        ("jekyll", "- [ ] 甲\n  - [x] 乙\n- 丙\n  : 丁\n", ["甲", "乙", "丙", "丁"]),
        ("quarto", "1. [ ] 甲\n2. 乙\n\n   丙\n   丁\n   : 戊\n", ["甲", "乙", "丙", "丁", "戊"]),
        # containers
        ("vitepress", "::: details 点击 {open}\n甲\n:::\n", ["点击", "甲"]),
        ("vitepress", ":::: tip\n甲\n::: warning 乙\n丙\n:::\n::::\n", ["甲", "乙", "丙"]),
        ("mdx", ':::note[甲]{icon="star" title="乙"}\n\n丙\n\n:::\n', ["甲", "乙", "丙"]),
        ("quarto", '::: {#fig-a .column title="甲"}\n乙\n:::\n', ["甲", "乙"]),
        ("myst", ":::{figure} 图.png\n:alt: 甲\n:name: 丁\n\n乙\n:::\n", ["甲", "乙"]),
        ("myst", "```{figure} 图.png\n---\nname: 丁\nalt: 甲\n---\n乙\n```\n", ["甲", "乙"]),
        ("myst", ":::{code-block} python\n# 注\n:::\n\n甲\n", ["甲"]),
        ("myst", "```{glossary}\n甲\n  乙\n  丙\n\n丁\n  戊\n```\n", ["甲", "乙\n丙", "丁", "戊"]),
        ("myst", '% 注\n(目标)=\n# 甲\n+++ {"a": "乙"}\n:作者: 丙\n', ["甲", "作者", "丙"]),
        # Pandoc: classes are no directives
        ("quarto", "::: {.panel-tabset}\n## 甲\n乙\n:::\n", ["甲", "乙"]),
        ("quarto", ":::: {.columns}\n::: {.column width='40%'}\n甲\n:::\n::::\n", ["甲"]),
        ("quarto", "| 甲 |\n|---|\n\n: 乙 {#tbl-a}\n\nTable: 丙\n", ["甲", "乙", "丙"]),
        ("quarto", "甲\n\n:   乙\n\n:   丙\n", ["甲", "乙", "丙"]),
        ("quarto", "{{< video a.mp4 title='甲 乙' >}}\n", ["甲 乙"]),
        # Markdown between tags
        (
            "mkdocs",
            '<figure markdown="span">\n  ![甲](a.png){ width="3" }\n  <figcaption>乙</figcaption>\n</figure>\n',
            ['![甲](a.png){ width="3" }', "乙"],
        ),
        ("mkdocs", "<div markdown title='甲'>\n*乙*\n</div>\n", ["甲", "*乙*"]),
        ("jekyll", '<div markdown="1">\n**甲**\n</div>\n', ["**甲**"]),
        ("mkdocs", '<div markdown="0">\n甲\n</div>\n<p markdownx>乙</p>\n', ["甲", "乙"]),
        ("mkdocs", "<div>\n- *甲*\n</div>\n", ["- *甲*"]),
        ("mkdocs", "    <div markdown>\n    甲\n", []),
        ("vitepress", '<Chart\n  :a="b"\n  label="甲"\n>\n乙\n</Chart>\n', ["甲", "乙\n</Chart>"]),
        # MDX
        ("mdx", "<TabItem value='a' label='甲'>\n    乙\n</TabItem>\n", ["甲", "乙"]),
        ("mdx", "export const a = {\n\n  b: '甲',\n};\n\n乙\n", ["乙"]),
        ("mdx", "{/* 注\n\n注 */}\n\n甲{b}乙\n", ["甲{b}乙"]),
        ("mdx", "甲 `{b` 乙 {c}\n", ["甲 `{b` 乙 {c}"]),
        ("mdx", '<Card\n  title="甲"\n  icon={<Icon name="乙" />}\n/>\n', ["甲"]),
        # Liquid
        ("jekyll", '{% include a.html\n   title="甲"\n   url="/乙/" %}\n', ["甲"]),
        ("jekyll", "{% raw %}\n甲\n\n乙\n{% endraw %}\n\n丙\n", ["丙"]),
        ("jekyll", "{::comment}\n甲\n\n乙\n{:/comment}\n\n丙\n", ["丙"]),
        ("jekyll", '甲\n{: .lead title="乙"}\n', ["甲", "乙"]),
        ("hexo", "甲\n乙\n", ["甲\n乙"]),
        # tables that are none to GFM
        ("hugo", "甲|乙\n:-|:-|:-\n丙|丁|戊|己\n\n庚\n", ["甲", "乙", "丙", "丁", "戊", "庚"]),
        ("", "前\n| 甲 |\n|:-:|---|\n后\n", ["前", "甲", "后"]),
        ("", "- 甲|乙\n  -|-\n  丙|丁\n", ["甲", "乙", "丙", "丁"]),
        ("", "甲|乙|丙\n-|-\n丁|戊\n", ["甲|乙|丙\n-|-\n丁|戊"]),
        ("jekyll", "| 甲 | 乙 |\n| 丙 | `a|b` |\n{: .c}\n\n丁|戊\n", ["甲", "乙", "丙", "`a|b`", "丁", "戊"]),
        ("jekyll", "|---+---|\n| 甲 | 乙 |\n|===+===|\n| 丙 |\n", ["甲", "乙", "丙"]),
        ("jekyll", "甲 `a|b`\n乙\n\n丙\n丁 | 戊\n", ["甲 `a|b`\n乙", "丙\n丁 | 戊"]),
        ("quarto", "---- ----\n甲 乙\n\n丙\n", ["甲 乙", "丙"]),
        ("quarto", "  甲   乙\n----  ----\n  丙   丁\n\n戊\n\n---\n\n己\n", ["戊", "己"]),
        ("quarto", "--------\n 甲   乙\n---- ---\n 丙\n\n 丁   戊\n--------\n\n己\n", ["己"]),
        # every line before a definition is a term
        ("hugo", "甲\n`a`\n: 乙\n\n丙\n丁\n\n: 戊\n", ["甲", "`a`", "乙", "丙", "丁", "戊"]),
        ("mkdocs", "甲\n: 乙\n丙\n: 丁\n", ["甲", "乙", "丙", "丁"]),
        ("hugo", "甲\n: 乙\n  丙\n: 丁\n", ["甲", "乙\n丙", "丁"]),
        ("hugo", "> 甲\n> 乙\n> : 丙\n\n丁\n戊\n:己\n", ["甲", "乙", "丙", "丁\n戊\n:己"]),
        ("hugo", "> 甲\n- |-\n乙\n", ["甲", "|-\n乙"]),
        ("hugo", "甲\n- |-\n乙\n", ["甲", "|-\n乙"]),
        # lists between tags of MDX
        ("mdx", "<A>\n    - 甲\n    - 乙\n      - 丙\n\n    丁\n</A>\n", ["甲", "乙", "丙", "丁"]),
        ("mdx", "<A>\n  <B>\n      1. 甲\n\n         乙\n\n      2. 丙\n  </B>\n</A>\n", ["甲", "乙", "丙"]),
        ("mdx", "- 甲\n    - 乙\n", ["甲", "乙"]),
        # wiki links
        ("obsidian", "%%注\n\n注%%\n\n甲 ^a1\n", ["甲 ^a1"]),
        ("obsidian", "> [!tip]+ 甲\n> 乙\n> 丙\n", ["甲", "乙\n丙"]),
        ("obsidian", "键:: 值\n#标签 #另一/个\n甲\n", ["甲"]),
        ("obsidian", "任务 @{2024-01-01}\n\n见 [[子/笔记|]]\n", ["任务 @{2024-01-01}", "见 [[子/笔记|]]"]),
        ("quarto", "甲\n\n---\nnocite: |\n  @*\n---\n\n---\n\n乙\n", ["甲", "乙"]),
        ("quarto", "(1) 甲\n(2) 乙\n\n    丙\n\n(@a) 丁\n#. 戊\n", ["甲", "乙", "丙", "丁", "戊"]),
        ("quarto", "见下\n(a) 不是列表\n", ["见下\n(a) 不是列表"]),
        ("mdx", "[字](<a b.md>) 甲\n\n[b]: <c d.md>\n", ["[字](<a b.md>) 甲"]),
        # what nothing is known of
        ("", "import {\n  甲,\n} from 'x';\n\n乙\n", ["乙"]),
        ("", "import duties rose\n\nexport growth slowed\n", ["import duties rose", "export growth slowed"]),
        ("", '![图](a.png)\n{width="50%"}\n', ["图"]),
        ("", "*[ETF]: 甲\n*[市盈率]: 乙\n\n丙\n", ["丙"]),
        ("", "\\[\nE = mc^2\n\\]\n\n\\[注\\]\n", ["\\[注\\]"]),
        ("", "[//]: # (注)\n[comment]: <> (注)\n\n甲\n", ["甲"]),
        ("", "+---+---+\n| 甲 | 乙 |\n+---+---+\n\n丙\n", ["丙"]),
        ("", "[TOC]\n\n[[_TOC_]]\n\n甲\n", ["甲"]),
        ("", "{{< icon >}} [TOC]\n", ["{{< icon >}} [TOC]"]),
        ("", "甲\n::: {.a} 乙\n丙\n", ["甲", "丙"]),
        ("vitepress", "::: tip {a} 乙\n丙\n", ["丙"]),
        ("", "+---+\n\n甲\n", ["+---+", "甲"]),
        ("hugo", "> 甲\n>\n> 乙\n- |-\n", ["甲", "乙", "|-"]),
        ("quarto", "> 甲\n>\n> 乙  丙\n--- ---\n", ["甲", "乙  丙"]),
        ("jekyll", "甲 {% if a\n\n乙 %} 丙\n", ["甲 {% if a", "乙 %} 丙"]),
        # An element of HTML ends with its closing tag to kramdown and Python-Markdown.
        (
            "jekyll",
            '<details markdown="block">\n  <summary>\n    目录\n  </summary>\n  {: .t }\n1. 甲\n{:toc}\n</details>\n',
            ["目录", "甲"],
        ),
        ("jekyll", "<div>\n甲\n</div>\n```md\n乙\n```\n丙\n", ["甲", "丙"]),
        (
            "mkdocs",
            '<p markdown="span">图：**示**意</p>\n\n<p>图：**示**意</p>\n',
            ["图：**示**意", "图：**示**意"],
        ),
        ("mkdocs", "::: a.b\n    options:\n        标题: 乙\n\n        x: 丙\n\n丁\n", ["丁"]),
        ("mkdocs", "::: a\n    options:\n        标题: 乙\n\n丁\n", ["丁"]),
        ("mkdocs", "甲\n::: 中文说明\n", ["甲\n::: 中文说明"]),
        ("mkdocs", "::: warning 小心\n", ["::: warning 小心"]),
        ("mkdocs", "::: warning\n甲\n:::\n", ["::: warning\n甲\n:::"]),
        ("mkdocs", "::: a.b 说明\n", ["::: a.b 说明"]),
        ("mkdocs", '!!! tip "甲"乙"丙"\n    丁\n', ['甲"乙"丙', "丁"]),
        ("mkdocs", "| 甲 | 乙 |\n|---|---|\n| `丙 | 丁` | 戊 |\n", ["甲", "乙", "`丙 | 丁`", "戊"]),
        ("quarto", "| 甲 | 乙 |\n|---|---|\n| `丙 | 丁` | 戊 |\n", ["甲", "乙", "`丙 | 丁`", "戊"]),
        ("mkdocs", "| 甲 | 乙 |\n|---|---|\n| \\`丙 | 丁\\` |\n", ["甲", "乙", "\\`丙", "丁\\`"]),
        ("mkdocs", "| 甲 `a|b` | 乙 |\n|---|---|\n| 丙 | `c|d` |\n", ["甲 `a|b`", "乙", "丙", "`c|d`"]),
        ("hugo", "| 甲 | 乙 |\n|---|---|\n| `丙 | 丁` | 戊 |\n", ["甲", "乙", "`丙", "丁`"]),
        ("quarto", "1.  甲\n    a)  乙\n        i. 丙\n2.  丁\n", ["甲", "乙", "丙", "丁"]),
        ("mdx", "2. :::note\n   甲\n   :::\n", ["甲"]),
        ("mdx", '<A>\n\t\t甲\n\t\t</A>\n\t\t<B\n\t\ttitle="乙"\n\t\t/>\n', ["甲", "乙"]),
        ("mdx", '<颜色 title="甲">乙</颜色>\n', ['<颜色 title="甲">乙</颜色>']),
        ("mdx", "::::note[甲 [乙](/a)]{#n .c}\n丙\n::::\n", ["甲 [乙](/a)", "丙"]),
        ("mdx", ':::tip 甲 <B text="乙" />\n丙\n:::\n', ['甲 <B text="乙" />', "丙"]),
        ("vitepress", "::: code-group x=[甲]\n:::\n\n::: raw 乙\n:::\n", []),
        ("vitepress", "![](a.png) ![甲]( )\n", ["甲"]),
        ("commonmark", "> [!NOTE]\\\n> 甲\n", ["甲"]),
        ("hexo", "{% chartjs %}\n甲\n{% endchartjs %}\n\n{% score %}\n乙\n{% endscore %}\n", []),
        ("hexo", "{% image /a.png, width=1px, alt=甲 乙 %}\n", ["甲 乙"]),
        ("hexo", "{% image /a.png 甲 乙 width:1px bg:#fff %}\n", ["甲 乙"]),
        ("hexo", "{% box 甲 color:red child:codeblock %}\n乙\n{% endbox %}\n", ["甲", "乙"]),
        ("hexo", "{% link https://a.b 甲 desc:true %}\n", ["甲"]),
        ("hexo", "{% link 甲, 乙 丙, https://a.b, /a.png %}\n", ["甲", "乙 丙"]),
        ("hexo", "{% link 甲, https://a.b, /图.png %}\n{% link 乙, /a, 丙 %}\n", ["甲", "乙"]),
        ("hexo", "{% link 甲, 乙 %}\n\n{% link 丙,, https://a.b %}\n", ["甲", "丙"]),
        ("hugo", '{{< card link="/a" tag="甲" tagColor="blue" >}}\n{{< typeit tag="乙" >}}\n', ['"甲"']),
        ("hexo", "{% poetry 甲 author:乙 %}\n丙\n{% endpoetry %}\n", ["甲", "丙"]),
        (
            "hexo",
            "{% checkbox checked:true 甲:乙 %}\n\n{% note tip:甲 %}\n丙\n{% endnote %}\n",
            ["甲:乙", "tip:甲", "丙"],
        ),
        (
            "hexo",
            "{% folding cyan, 甲 %}\n乙\n{% endfolding %}\n\n{% note color:red %}\n丙\n{% endnote %}\n",
            ["甲", "乙", "丙"],
        ),
        ("hexo", "{% button 甲 /a/ %}\n\n{% hashtag 甲 /a/ %}\n", []),
        (
            "hexo",
            "<!-- folder 甲 -->\n乙\n\n<!-- node 2025 年 -->\n丙\n\n<!-- nodes 丁 -->\n",
            ["甲", "乙", "2025 年", "丙"],
        ),
        ("jekyll", '{% picture a.png alt: "甲" %}\n\n{% include a.html alt=乙 %}\n', ["甲"]),
        (
            "mdx",
            "<Tabs values={[{label: '甲', value: 'a'}, { value: \"b\", label: \"乙\" }]} groupId='os'>\n丙\n</Tabs>\n",
            ["甲", "乙", "丙"],
        ),
        # Nothing is read of a program, of what is no string alone, nor of names that say nothing to readers.
        ("mdx", "<A b={() => f({label: '甲'})} c={{label: '乙'}} d={x.label ? '丙' : ''} />\n", []),
        ("mdx", "<A b={[{label: '甲' + x}, {label: `乙`}, {label: t('丙')}, {label: '丁\\'戊'}]} />\n", []),
        ("mdx", "<A b={[{value: '甲', 'data-label': '乙', myLabel: '丙', xlabel: '丁'}]} />\n", []),
        ("vitepress", "*[HTML]: 甲\n", []),
        (
            "obsidian",
            "(甲:: 1) 乙 [丙:: 2]\n\n[丁:: 3]\n\n[己](a):: 庚\n",
            ["(甲:: 1) 乙 [丙:: 2]", "[己](a):: 庚"],
        ),
        ("obsidian", "- [甲:: [[乙]]]\n\n(丙:: [丁](u))\n\n[戊:: 己 [[庚]\n\n> [辛:: ![[壬.png]]]\n", []),
        ("obsidian", "(甲:: 好，(很好)) 乙\n", ["(甲:: 好，(很好)) 乙"]),
        ("quarto", "\\begin{table}[h]\n甲 & x\n\n乙\n\\end{table}\n\n丙\n", ["丙"]),
        ("quarto", "见 \\begin{table} 与\n\n\\begin{甲} 乙\n", ["见 \\begin{table} 与", "\\begin{甲} 乙"]),
        ("quarto", "\\begin{itemize} 甲\n", ["\\begin{itemize} 甲"]),
        ("quarto", "\\begin{a}\n甲\n\\begin{a}[b]\n乙\n\\end{a}\n\n丙\n\\end{a}\n\n丁\n", ["丁"]),
        ("quarto", "\\begin{a}\\begin{b}甲\\end{a}\n\n乙\n", ["乙"]),
        ("quarto", "\\begin{a}\n\\begin{a}\n\\end{a}\n", ["\\begin{a}\n\\begin{a}\n\\end{a}"]),
        ("quarto", "\\begin{a}\n甲\n\\end{a} 其中**乙**。\n\n丙\n", ["其中**乙**。", "丙"]),
        ("quarto", "\\begin{a}甲\\end{a} 乙\n丙\n", ["丙"]),  # a paragraph that goes on
        ("quarto", "\\begin{a}\n甲\n\\end{a} \\label{乙}\n\n\\begin{b}\n甲\n\\end{b} % 乙\n", []),
        (
            "obsidian",
            "甲\n```ad-note\ntitle: 乙\nicon: 丙\n丁**戊**。\n\n- 己\n```\n庚\n",
            ["甲", "乙", "丁**戊**。", "己", "庚"],
        ),
        ("obsidian", "````ad-自定\n```ad-tip\ntitle:\ncollapse: open\n甲\n```\n~~~\n乙\n~~~\n````\n", ["甲"]),
        (
            "obsidian",
            "```ad-note\n```\n\n```ad\n甲\n```\n\n```ad-note 乙\n丙\n```\n\n```markdown\nad-note\n```\n",
            [],
        ),
        ("obsidian", "- 甲\n\n  ~~~ad-note\n  乙\n  ~~~\n", ["甲", "乙"]),
        ("commonmark", "```ad-note\n甲\n```\n", []),
        ("vitepress", "<script>\nexport default { a: '甲' }\n</script>\n\n乙\n", ["乙"]),
        ("vitepress", "<script setup>\nimport A from 'a'\nexport const a = 1\n  </script>\n\n乙\n", ["乙"]),
        (
            "myst",
            "```{hlist}\n- 甲\n```\n\n```{centered} 乙\n```\n\n:::{card} 丙\n:link-alt: 丁\n:::\n",
            ["甲", "乙", "丙", "丁"],
        ),
        # What nothing ends takes no more than its own line.
        ("commonmark", "{% highlight %}\n\n甲\n\n{% raw %}\n\n乙\n", ["甲", "乙"]),
        ("myst", "---\nsubstitutions:\n  a: |\n    ```{note}\n    甲\n    ```\n---\n乙\n", ["乙"]),
    ],
)
def test_what_is_offered(which: str, text: str, offered: list[str]):
    assert units(text, which) == offered
    # And what stands behind is in nothing that the text began.
    text += "\n\n末\n"
    page = parse(text, "", dialect(which))
    begin, end = page.tops[-1]
    assert (text[begin:end], page.blocks[-1].top) == ("末", len(page.tops) - 1)


@pytest.mark.parametrize(
    ("which", "text"),
    [
        ("", "[[甲]]与![[乙.png|300]]"),
        ("", "见`a`{.b}与![图](c){: .d}"),
        ("", "$a$、$E=mc^2$、$$x$$、\\(a_1\\)"),
        ("", "$v_{i} = $与$ x_1 $"),
        ("", "localhost:1313与127.0.0.1:80、www.a.cn、a.b.com:443/x、"),
        ("", "H~2~O、x^2^、:rocket:、:material-a-b:、++ctrl+c++"),
        ("", "[@zhang2020, p. 3]、{漢字|かんじ}"),
        ("", "https://e.com/路径?q=词、www.e.com、a@b.cn"),
        ("", "obsidian://open?vault=笔记、s3://a/图、git+ssh://a@b/c"),
        ("hugo", r"见\[ x<y \]与\[\text{甲}\]"),
        ("mkdocs", "\\begin{align}\na &= b\n\\end{align}与\\begin{cases} x>0 \\\\ y=\\text{甲} \\end{cases}"),
        ("hexo", "\\begin{equation*}\\begin{bmatrix} a \\end{bmatrix}=1\\end{equation*}与"),
        ("commonmark", "见{{ 甲 }}与{% 乙 %}"),
        ("jekyll", "见{{ '{{ 甲 }}' }}与{{ \"{乙\" | f: '}' }}"),
        ("quarto", "、@{https://example.org/甲}与"),
        ("obsidian", "见[甲:: 乙]与(丙:: 1)"),
        ("obsidian", "见[甲:: [[乙]], [丙](a)]与(丁:: [[戊|己]] (庚))"),
        ("mkdocs", '、++"甲"+a++与'),
        ("mkdocs", "见[与][pkg.a]、[`类`][]"),
    ],
)
def test_what_a_text_holds_besides_words_is_kept_apart(which: str, text: str):
    rest = "".join(piece.raw for piece in inlines(text, dialect(which)) if piece.kind == "text")
    assert set(rest) <= set("与、见")


@pytest.mark.parametrize(
    "text",
    [
        "用 \\begin{equation} 与 \\end{equation}。",
        "环境 \\begin{align} 要有 = 号，\\end{align} 结束。",
        "\\begin{align} a = b 没有结束。",
        "\\begin{align} a = b \\end{gather} 各是各的。",
        "\\begin{document} a = b \\end{document} 是文档。",
    ],
)
def test_what_is_said_of_an_environment_is_text(text: str):
    assert [piece.kind for piece in inlines(text, dialect("mkdocs"))] == ["text"]


@pytest.mark.parametrize("text", ["参见[图一][图二]，a[0][1]。", "甲[乙][]", "甲[乙][v1]", "见[甲][a.b 丙]"])
def test_a_label_that_nobody_defines_is_text_unless_it_names_code(text: str):
    page = parse(f"{text}\n", "", dialect("mkdocs"))
    assert [piece.kind for piece in inlines(text, page.dialect)] == ["text"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$F $与$ E_0 \\sum_t\nu_k $", "与"),
        ("$x_1 $ 美元", " 美元"),
        ("$p = {\\rm Prob}(q) $与$R R' $", "与"),
        ("the $ i $th", "the th"),
        ("$ 0 $至$T-1 $、$ X' $", "至、"),
        ("$ \\textrm{对于} \\ k $", ""),
        ("from $ 5 to $ 6", "from $ 5 to $ 6"),
        ("涨到 $ x 美元 = $", "涨到 $ x 美元 = $"),
        ("A$ a_1 to B$ 5", "A$ a_1 to B$ 5"),
        ("$ a_1\n\nb $", "$ a_1b $"),
        ("$ costs rose \\alpha $", "$ costs rose \\alpha $"),
    ],
)
def test_where_dollars_are_formulas_there_may_be_spaces_within(text: str, words: str):
    found = inlines(text, dialect("myst", math=True))
    assert "".join(piece.raw for piece in found if piece.kind == "text") == words


def nested(key: str) -> str:
    """A header in which a key says 甲."""
    value = "甲"
    for part in reversed(key.split(".")):
        value = (
            f"[{value}]"
            if part == "*" and value.startswith("{")
            else f"{{{part.replace('*', 'x')}: {value}}}"
        )
    return value[1:-1]


STARLIGHTS = (("mdx", "prev"), ("mdx", "next"))
"""To VuePress, which is read as VitePress is, one name may be that of a page."""


def test_what_a_generator_shows_of_front_matter_is_offered_and_written_down(tmp_path: Path):
    documented = (ROOT / "docs/configuration.md").read_text("utf-8")
    for name, keys in KEYS.items():
        site = build(tmp_path / name, {}, f"targets: [en]\nmarkdown: {{dialect: {name}}}\n")
        for key in keys:
            page = parse(f"---\n{nested(key)}\nx: 不\n---\n\n文。\n", "", site.dialect)
            offered = [
                block.text
                for block in page.blocks
                if isinstance(block, Unit) and block.kind == "front-matter"
            ]
            # What `prev` and the head of a page say hangs on more: see test_shown_values.py.
            by_value = key in ("prev", "next") or key.startswith("head.")
            assert offered == (["甲"] if not by_value or (name, key) in STARLIGHTS else []), (name, key)
            assert f"`{key}`" in documented
    assert all(f"`{name}`" in documented for name in (*SHORTCODES, *ATTRIBUTES))


def test_a_label_in_a_list_of_jsx_is_written_so_that_it_ends_where_it_did():
    text = "<Tabs values={[{label: '甲'}, {label: \"乙\"}]}>\n丙\n</Tabs>\n"
    page = parse(text, "a.mdx", dialect("mdx", attributes=ATTRIBUTES))
    for block in reversed([block for block in page.blocks if block.kind == "title"]):
        new = written(text, block, 'It\'s\n"so"\\', page.dialect)
        text = text[: block.start] + new + text[block.end :]
    assert text == "<Tabs values={[{label: 'It’s \"so\"'}, {label: \"It's 'so'\"}]}>\n丙\n</Tabs>\n"
