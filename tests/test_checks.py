"""Each check finds its fault, at its place, and leaves a good translation alone."""

import json

import pytest

from tests.checking import SOURCE, TARGET, codes, draft, findings, page, recorded, told
from tests.sites import build, cli
from transflow import checks
from transflow.bitext import RecordedFault
from transflow.checks.subject import words
from transflow.document import parse
from transflow.errors import ConfigError
from transflow.model import Unit

GLOSSARY = "source: zh\ntarget: en\nterms:\n  市盈率: {use: P/E, not: [profit rate]}\n"

BODY_ZH = """\
## 估值[^1]

公司市值为3,000亿美元，见[年报](https://example.com/a)，代码是`echo`，{{< ref "b.md" >}}。

| 项目 | 数值 |
| --- | --- |
| 收入 | 12亿元 |

```python
print("你好 世界")  # 打印
```

![图](/img/a.png)

H<sub>2</sub>O是水。

收入增长2.5%，创下历史新高。

<b class="{{< ref "c.md" >}}">这家</b>公司的规模确实很小。它的历史却非常悠久。

[^1]: 仅作演示。"""

BODY_EN = """\
## Valuation[^1]

The company is worth $300 billion, see the [annual report](https://example.com/a), the code is `echo`, {{< ref "b.md" >}}.

| Item | Figure |
| --- | --- |
| Revenue | 1.2 billion yuan |

```python
print("hello world")  # print
```

![Chart](/img/a.png)

H<sub>2</sub>O is water.

Revenue was up 2.5%, a record high.

<b class="{{< ref "c.md" >}}">It</b> is small. It is old.

[^1]: For illustration only."""


def test_a_good_translation_has_no_finding(tmp_path):
    assert findings(recorded(tmp_path, BODY_ZH, BODY_EN)) == ()


STRUCTURE = [
    ("TF202", "[annual report](https://example.com/a)", "annual report", "error", "the link to https://example.com/a is missing"),
    ("TF202", "https://example.com/a", "https://example.com/b", "warning", "leads to https://example.com/b, in the source to https://example.com/a"),
    ("TF202", "/img/a.png", "/img/b.png", "warning", "leads to /img/b.png"),
    ("TF203", "`echo`", "`Echo`", "error", "the code `echo` became `Echo`"),
    ("TF204", '{{< ref "b.md" >}}', "", "error", 'the shortcode {{< ref "b.md" >}} is missing'),
    ("TF204", '{{< ref "b.md" >}}', '{{ <ref "b.md" >}}', "error", "shortcode"),
    ("TF204", '<b class="{{< ref "c.md" >}}">', "<b>", "error", 'the shortcode {{< ref "c.md" >}} is missing'),
    ("TF205", "Valuation[^1]", "Valuation", "error", "the footnote reference [^1] is missing"),
    ("TF206", "</sub>", "", "error", "the HTML tag </sub> is missing"),
    ("TF208", "print(", "println(", "warning", "this code block differs"),
    ("TF209", "## Valuation", "### Valuation", "warning", "this heading is h3, in the source h2"),
    ("TF210", "| Revenue | 1.2 billion yuan |\n", "", "error", "the translation has a table of 1 by 2 cells here, the source a table of 2 by 2 cells"),
    ("TF211", "H<sub>2</sub>O is water.\n\n", "", "warning", "is missing"),
    ("TF301", "$300 billion", "$3,000 billion", "error", "$300 billion"),
    ("TF301", "1.2 billion yuan", "$1.2 billion", "error", "1.2 billion yuan"),
    ("TF303", "up 2.5%", "down 2.5%", "error", "2.5% goes up in the source"),
    ("TF605", " is small. It is old.", " is small.", "warning", "1 of 2 sentences"),
    ("TF501", "annual report", "年报", "error", "Chinese text left over: '年报'"),
    ("TF502", "worth $300 billion,", "worth $300 billion，", "warning", "full-width '，'"),
    ("TF603", "is water", "is the water, the water, the water, the water, the water", "error", "over and over"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("b.md", 0),  # its translation
        ("../b.md", 0),  # it has none, so to the page that the source leads to
        ("../c.md", 1),
        ("../../b.md", 1),
    ],
)
def test_a_link_out_of_a_language_s_folder_leads_to_the_same_page(tmp_path, capsys, link, told):
    entry = "content: [{root: docs, source: '{path}.md', target: '{lang}/{path}.md'}]\n"
    build(
        tmp_path,
        {
            "transflow.yaml": f"source: zh-CN\ntargets: [en]\n{entry}",
            "docs/a.md": "见[这里](b.md)。\n",
            "docs/b.md": "一。\n",
            "docs/en/a.md": f"See [here]({link}).\n",
        },
    )
    assert cli(tmp_path, "adopt") == 0
    capsys.readouterr()
    assert cli(tmp_path, "check", "--select", "TF202") == 0
    assert capsys.readouterr().out.count("TF202") == told


@pytest.mark.parametrize(("code", "old", "new", "severity", "message"), STRUCTURE)
def test_what_gets_lost_in_a_translation_is_found_on_its_line(tmp_path, code, old, new, severity, message):
    assert BODY_EN.count(old) == 1
    site = recorded(tmp_path, BODY_ZH, BODY_EN.replace(old, new))
    hits = [finding for finding in findings(site) if finding.code == code]
    assert [(hit.severity, hit.path) for hit in hits] == [(severity, TARGET)]
    assert message in hits[0].message
    line = page(BODY_EN[: BODY_EN.index(old)]).count("\n")
    assert abs(hits[0].line - line) <= 2
    assert (hits[0].source, hits[0].language) == (SOURCE, "en")


def test_a_quotation_is_one_sentence_with_who_says_it(tmp_path):
    source = "“芯片设计公司最缺的不是钱，而是流片机会。”一位半导体投资人说。"
    target = "“What chip designers lack is not money but a chance to tape out,” an investor in chips said."
    assert "TF605" not in codes(recorded(tmp_path, source, target))


def test_a_heading_that_is_missing_is_named(tmp_path):
    site = recorded(tmp_path, "## 估值\n\n文。\n\n## 风险\n\n完。", "## Valuation\n\nText.\n\nDone.")
    assert told(site, "TF209") == [(TARGET, 8, 4, "the heading '风险' (h2) of the source is missing here")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "本节介绍项目的数据来源和关键组件。这将帮助你理解它的工作原理。",
            "This section covers data sources and key components of the project, which can help you understand how it works.",
        ),
        ("耶伦曾指出，斜率……已显著下降……而且持续性已大大降低。", "Yellen observed that the slope … has diminished … and persistence has fallen."),
        ("公司觉得负产量是最优的（不管这意味着什么！）。", "The firm finds negative production optimal (whatever that means!)."),
        ("不会。在增长率不相等的情况下汇率会影响真实配置。", "No. With unequal growth rates the exchange rate affects the real allocation."),
        ("它给出一个 i.i.d. 股息流，其所有者在每期期末都能收到。", "It pays a stream of i.i.d. dividends, which its owner receives at the end of each period."),
    ],
)  # fmt: skip
def test_sentences_that_are_joined_are_not_missed(tmp_path, source, target):
    assert "TF605" not in codes(recorded(tmp_path, source, target))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("摘要第一行\n第二行。\n", "摘要第一行 第二行。\n"),
        ("First line\nsecond line.\n\nNext.", "First line second line.\n\nNext."),
        ("甲\n- 乙\n1. 丙\n* 丁", "甲\n- 乙\n1. 丙\n* 丁"),
        ("甲\n-3 度", "甲 -3 度"),
        ("甲\r\n乙\r\n\r\n丙\r\n- 丁", "甲  乙\r\n\r\n丙\r\n- 丁"),
    ],
)
def test_a_value_of_several_lines_goes_on_in_the_next(value, read):
    assert words(value, Unit(0, 0, "front-matter", value), parse("文。\n")) == read


def test_a_sentence_is_missed_though_there_are_as_many_as_in_the_source(tmp_path):
    source = "公司去年在海外新开了十二家门店，并且把物流中心从汉堡搬到了鹿特丹，以便离客户更近。管理层预计今年的销售将继续增长。"
    whole = (
        "The company opened twelve stores abroad last year. It also moved its logistics centre from Hamburg to "
        "Rotterdam, to be closer to its customers. Management expects that sales will keep growing this year."
    )
    assert "TF605" not in codes(recorded(tmp_path / "whole", source, whole))
    lacking = whole[: whole.index(" It")] + whole[whole.index(" Management") :]
    ((path, line, column, message),) = told(recorded(tmp_path / "lacking", source, lacking), "TF605")
    assert (path, line, column) == (TARGET, 8, 1)
    assert (
        message
        == "this may lack something of what '公司去年在海外新开了十二家门店，并且把物流中心从汉堡搬到了…' says"
    )


def test_a_finding_names_the_column_of_the_words_it_is_about(tmp_path):
    site = recorded(tmp_path, "公司市值为3,000亿美元。", "**Today** the company is worth $30 billion.")
    ((path, line, column, message),) = told(site, "TF301")
    text = (tmp_path / TARGET).read_text("utf-8").splitlines()[line - 1]
    assert (path, text[column - 1 :]) == (TARGET, "$30 billion.")
    assert "$300 billion" in message


def test_a_link_may_lead_to_the_page_in_the_readers_language(tmp_path):
    source = "见[甲](/zh/a/#标题)、[乙](b.md)、[丙](https://zh.example.org/c)与[丁][d]。\n\n[d]: /zh-cn/d.md"
    target = "See [A](/en/a/#heading), [B](b.en.md), [C](https://en.example.org/c) and [D](/en/d.md)."
    assert "TF202" not in codes(recorded(tmp_path, source, target))


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("见{doc}`前一讲 <ols>`。", "See {doc}`ols`.", []),
        ("见{doc}`other:ols`。", "See {doc}`ols`.", ["warning"]),
        ("见{doc}`ols`。", "See the lecture.", ["error"]),
        ("H{sub}`水`O。", "H{sub}`water`O.", []),
        ("H{sub}`2`O。", "H{sub}`3`O.", ["warning"]),
        ("x{sub}`t`。", "x{sub}`s`.", ["warning"]),
        ("x{sub}`max`。", "x{sub}`min`.", ["warning"]),
        ("x{sub}`水`。", "x{sup}`water`.", ["warning"]),
        (
            "按{kbd}`Ctrl`+{kbd}`回车`或<kbd>空格</kbd>。",
            "Press {kbd}`Ctrl`+{kbd}`Enter` or <kbd>Space</kbd>.",
            [],
        ),
        ("按{kbd}`Ctrl`。", "Press {kbd}`Alt`.", ["warning"]),
        ("H{sub}`水`O。", "HO.", ["error"]),
        ("见{doc}`ols`。", "See `ols`.", ["error"]),
        ("写`<类名>.<方法名>`。", "Write `<class>.<method>`.", []),
        ("写`<类名>`。", "Write it.", ["error"]),
        ("写`收入`。", "Write `revenue`.", ["warning"]),
        ("听`8080`端口。", "Listen at port 8080.", ["warning"]),
        ("听`8080`端口。", "Listen at port 18080.", ["error"]),
        ("记`end.user`。", "Note spring.end.user-prefix.", ["error"]),
        ("用 semconv 包。", "Use the `semconv` package.", []),
        ("`a`要`b`，`a`不要。", "`a` wants `b`, and nothing else.", []),
    ],
)
def test_code_that_differs_on_purpose_is_no_error(tmp_path, source, target, severities):
    site = recorded(tmp_path, source, target)
    assert [finding.severity for finding in findings(site) if finding.code == "TF203"] == severities


@pytest.mark.parametrize(
    ("target", "lost"),
    [
        ("Ask *him*, <b>now</b>.", 0),
        ("Ask <em>him</em>, **now**.", 0),
        ("Ask *him*, now.", 2),
        ("Ask him, **now**.", 2),
    ],
)
def test_a_tag_may_be_written_as_markdown(tmp_path, target, lost):
    site = recorded(tmp_path, "问<em>他</em>，<b>现在</b>。", target)
    assert codes(site).count("TF206") == lost


def test_a_shortcode_may_stand_between_the_texts(tmp_path):
    source = "{{% option a %}}设置它。{{% /option %}}\n\n完。"
    moved = "{{% option a %}}\n\nSet it.\n\n{{% /option %}}\n\nDone."
    assert "TF204" not in codes(recorded(tmp_path / "a", source, moved))
    assert "TF204" in codes(recorded(tmp_path / "b", source, moved.replace("/option", "/options")))


def test_what_the_source_has_not_may_need_no_end(tmp_path):
    source, target = "甲。\n\n{{< one >}}一{{< /one >}}", "A.\n\n{{< one >}}1{{< /one >}}\n\n{{< video x >}}"
    assert "TF215" not in codes(recorded(tmp_path / "a", source, target))
    assert "TF215" in codes(recorded(tmp_path / "b", source, f"{target}\n\n{{{{< one >}}}}"))


def test_formulas_may_be_spelled_differently(tmp_path):
    config = "targets: [en]\nmarkdown: {math: true}\n"
    site = recorded(tmp_path, r"令 $x_0 = \bar{x}$。", r"Let $x_0=\bar x$.", config=config)
    assert "TF207" not in codes(site)
    site = recorded(tmp_path, r"令 $x_0 = \bar{xy}$。", r"Let $x_0=\bar xy$.", config=config)
    assert "TF207" in codes(site)


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("令 $x = 1$。", "Let $x$ be $1$.", False),
        ("令 $x = 1$。", "Let $x$ be 1.", False),
        ("$\\forall t \\geq 0$ 时 $x^0_t$ 成立。", "$x_t^0$ holds for all $t \\geq 0$.", False),
        ("第 $20$ 期。", "Period 20.", False),
        ("令 $x = y$。", "Let $x$ be.", True),
        ("令 $x = 12$。", "Let $x$ be 1.", True),
        ("令 $x$。", "Let it be.", True),
        ("$x$ 是 $f(x)$ 的自变量。", "The argument of $f(x)$.", False),
        ("取 $\\max y$ 与 $a$。", "Take $\\max y$.", True),
        ("第 $t$ 期。", "Period t.", False),
        ("第 $t+1$ 期。", "Period t + 1.", True),
        ("当 $t \\rightarrow \\infty$ 时。", "As $t \\to \\infty$.", False),
        ("比例 $β$。", "The share $\\beta$.", False),
        ("有 $j \\in J$。", "There $\\exists j \\in J$.", False),
        ("$(n+1) \\times (n+1)$ 矩阵。", "An $n+1$ by $n+1$ matrix.", False),
        ("$x_1$ 是 $x_{12}$。", "It is $x_{12}$.", True),
        ("$y_i$ 是 ${人数}_i$。", "$y_i$ is ${head count}_i$.", False),
        ("收入是 n $\\times$ 支付，但是 $\\ldots$", "Revenue is n times the payment, but …", False),
        ("远大于 $T$ 的 $S \\gg T$。", "A large $S \\gg T$.", False),
        ("取 $\\infty$。", "Take it.", True),
    ],
)
def test_a_formula_may_be_said_in_parts(tmp_path, source, target, lost):
    site = recorded(tmp_path, source, target, config="targets: [en]\nmarkdown: {math: true}\n")
    assert ("TF207" in codes(site)) is lost


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("监听 `8080` 端口。", "It listens on port 8080.", False),
        ("监听 8080 端口。", "It listens on port `8080`.", False),
        ("共 `3.5%`，监听 `8080`。", "It is 3.5%, on `8080`.", False),
        ("监听 `8080` 端口。", "It listens on a port.", False),
        ("监听 8080 端口。", "It listens on port `8081`.", True),
        ("监听 8080 端口，即 `8080`。", "It listens on port `8080`.", True),
    ],
)
def test_a_figure_may_be_code_on_one_side_alone(tmp_path, source, target, told):
    assert bool({"TF301", "TF302"} & {*codes(recorded(tmp_path, source, target))}) is told


def test_a_link_that_stands_elsewhere_on_the_page_is_no_loss(tmp_path):
    source = "见[甲](https://a.org/x)。\n\n再见[甲](https://a.org/x)。"
    site = recorded(tmp_path, source, "See [one](https://a.org/x).\n\nSee that again.")
    assert [finding.severity for finding in findings(site) if finding.code == "TF202"] == ["warning"]
    site = recorded(tmp_path, source, "See one.\n\nSee that again.")
    assert {finding.severity for finding in findings(site) if finding.code == "TF202"} == {"error"}


def test_markup_that_moves_to_another_paragraph_is_not_lost(tmp_path):
    source = "见`a`。\n\n完。"
    assert "TF203" not in codes(recorded(tmp_path, source, "See.\n\nDone with `a`."))


def test_code_may_have_translated_comments_and_messages(tmp_path):
    source = '```js\n// 打印\nlog("你好，世界", "id");\n```\n\n文。'
    site = recorded(tmp_path, source, '```js\n// print\nlog("hello, world", "id");\n```\n\nText.')
    assert "TF208" not in codes(site)
    site = recorded(tmp_path, source, '```js\n// print\nlog("hello, world", "di");\n```\n\nText.')
    assert "TF208" in codes(site)


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ('plot(x, label="时间", c="r")', 'plot(x, label="time", c="r")', False),
        ('plot(x, label="时间", c="r")', 'plot(x, label="time", c="b")', True),
        ('plot(x, label="yield")', 'plot(x, label="收益")', False),
        ('get("yield")', 'get("profit")', True),
        ('text("一" "二")', 'text("one and two")', False),
        ("---\ncaption: 短期利率\n---\nx = 1", "---\ncaption: short rate\n---\nx = 1", False),
        ("caption: |\n  长\n  利率\nx: 1", "caption: |\n  long rate\nx: 1", False),
        ("caption: 利率\nx: 1", "caption: rate\nx: 2", True),
        ("x = 1", "y = 1", True),
        (r"plot(label=r'$a$ 的值')", r"plot(label='the value of $a$')", False),
        ('r"""\n说 "好"\n"""\nx = 1', '"""\nSay "yes"\n"""\nx = 1', False),
        ('r"""\n说\n"""\nx = 1', 'r"""\nSay\n"""\nx = 2', True),
    ],
)
def test_words_in_code_may_be_translated(tmp_path, source, target, told):
    site = recorded(tmp_path, f"```py\n{source}\n```\n\n文。", f"```py\n{target}\n```\n\nText.")
    assert ("TF208" in codes(site)) is told


FONTS = "import matplotlib as mpl\nFONTPATH = 'fonts/Han.otf'\nmpl.rcParams['font.family'] = ['Han']"


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        (f"import numpy\n{FONTS}\nplot(x)", "import numpy\nplot(x)", False),
        ("import numpy\nplot(x)", f"import numpy\n{FONTS}\nplot(x)", False),
        (f"{FONTS}\nmpl.rcParams['size'] = 3\nplot(x)", "plot(x)", False),
        (f"{FONTS}\n\n# 精度\nplot(x)", "# Precision\nplot(x)", False),
        (f"{FONTS}\ny = 1\nplot(x)", "plot(x)", True),
        (f"{FONTS}\nplot(x)", "plot(y)", True),
        ("import numpy\nplot(x)", "plot(x)", True),
        ("mpl.rcParams['size'] = 3", "mpl.rcParams['size'] = 4", True),
    ],
)
def test_a_font_for_the_letters_of_a_language_may_be_set(tmp_path, source, target, told):
    site = recorded(tmp_path, f"```py\n{source}\n```\n\n文。", f"```py\n{target}\n```\n\nText.")
    assert ("TF208" in codes(site)) is told


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("```py", "```python3", False),
        ("```{code-cell} ipython3", "```{code-cell} python3", False),
        ("``` Bash", "```sh", False),
        ("```py", "```js", True),
        ("```{code-cell} python", "```{code-block} python", True),
    ],
)
def test_a_language_has_several_names(tmp_path, source, target, told):
    site = recorded(tmp_path, f"{source}\nx = 1\n```\n\n文。", f"{target}\nx = 1\n```\n\nText.")
    assert ("TF208" in codes(site)) is told


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("$$\nx \\quad \\text{对所有 } j\n$$", "$$\nx \\quad \\text{for all } j.\n$$", False),
        (
            "```{math}\n:label: a\n\\text{接受 } f_0\n```",
            "```{math}\n:label: a\n\\text{accept } f_0\n```",
            False,
        ),
        (
            "```{math}\n:label: a\n\\text{接受 } f_0\n```",
            "```{math}\n:label: b\n\\text{accept } f_0\n```",
            True,
        ),
        ("```{contents} 目录\n:depth: 2\n```", "```{contents} Contents\n:depth: 2\n```", False),
        ("```{contents} 目录\n:depth: 2\n```", "```{contents} Contents\n:depth: 3\n```", True),
        ("$$\nx_{o,t+1}\n$$", "$$\nx_{ot+1}\n$$", True),
    ],
)
def test_words_in_a_formula_or_a_directive_may_be_translated(tmp_path, source, target, told):
    config = "targets: [en]\nmarkdown: {dialect: myst}\n"
    site = recorded(tmp_path, f"甲。\n\n{source}\n\n文。", f"A.\n\n{target}\n\nText.", config=config)
    assert ("TF208" in codes(site)) is told


@pytest.mark.parametrize(("figure", "told"), [("$t= -1$", False), ("$t = -1$", False), ("$t=-2$", True)])
def test_spaces_in_a_formula_make_no_other_figure(tmp_path, figure, told):
    config = "targets: [en]\nmarkdown: {dialect: myst}\n"
    site = recorded(tmp_path, "时间$t=-1$时开始。", f"It begins at time {figure}.", config=config)
    assert bool({"TF301", "TF302", "TF306", "TF207"} & {*codes(site)}) is told


def test_letters_in_code_and_urls_are_not_left_over_text(tmp_path):
    source = "运行`打印 12亿`，见 <https://example.com/百科> 。"
    assert codes(recorded(tmp_path, source, "Run `打印 12亿`, see <https://example.com/百科> .")) == []


def test_terms_of_the_glossary_are_wanted(tmp_path):
    files = {"glossaries/g.yaml": GLOSSARY}
    good = recorded(tmp_path, "它的市盈率很低。", "Its P/E is low.", **files)
    assert codes(good) == []
    assert "TF401" in codes(recorded(tmp_path, "它的市盈率很低。", "Its price is low.", **files))
    assert "TF402" in codes(recorded(tmp_path, "它的市盈率很低。", "Its profit rate is low.", **files))


def test_text_that_was_not_translated_is_told(tmp_path):
    site = recorded(tmp_path, "港股今日收高。", "港股今日收高。")
    # One finding for one text: what is left over in it is all of it.
    assert [code for code in codes(site) if code in ("TF501", "TF602")] == ["TF602"]


def test_what_the_translator_noted_of_a_draft_is_told_until_somebody_edits_it(tmp_path):
    pages = {SOURCE: page("见**年报**。", lang="zh-CN"), TARGET: page("See it. ****")}
    site = build(tmp_path, pages, "targets: [en]\n")
    draft(
        site,
        {"见**年报**。": "See it. ****", "标题": "T"},
        RecordedFault("TF201", "marked-up words are lost"),
    )
    assert told(site, "TF201") == [(TARGET, 8, 1, "marked-up words are lost")]
    (tmp_path / TARGET).write_text(page("See **it**."), "utf-8")
    assert told(site, "TF201") == []


class TestWorkflow:
    def test_a_declared_language_without_a_page(self, tmp_path):
        text = "---\ntitle: 题\ntranslations:\n  - zh-CN\n  - en\n---\n\n文\n"
        site = build(tmp_path, {SOURCE: text}, "targets: [en, fr]\n")
        assert [(f.code, f.severity, f.path, f.line) for f in findings(site)] == [
            ("TF101", "error", SOURCE, 5)
        ]
        assert (
            "English (en) is listed in `translations`, but content/a.en.md does not exist"
            in findings(site)[0].message
        )

    def test_a_required_language_without_a_page(self, tmp_path):
        site = build(tmp_path, {SOURCE: "文\n"}, "targets: [en, fr]\nrequired: [fr]\n")
        (finding,) = findings(site)
        assert (finding.code, finding.severity, finding.path, finding.line) == ("TF102", "error", SOURCE, 1)
        assert (finding.language, finding.source) == ("fr", SOURCE)

    def test_a_page_that_opts_out_is_not_required(self, tmp_path):
        text = "---\ntranslate: false\n---\n文\n"
        assert findings(build(tmp_path, {SOURCE: text}, "targets: [en]\nrequired: [en]\n")) == ()

    def test_a_changed_source_is_stale_and_does_not_make_the_old_text_wrong(self, tmp_path):
        old = page("一段。\n\n市值3,000亿美元。", lang="zh-CN")
        site = build(
            tmp_path,
            {SOURCE: old, TARGET: page("One.\n\nWorth $300 billion.", draft="true")},
            "targets: [en]\n",
        )
        draft(site, {"市值3,000亿美元。": "Worth $300 billion.", "一段。": "One.", "标题": "Title"})
        assert codes(site) == ["TF704"]
        (tmp_path / SOURCE).write_text(old.replace("3,000", "4,000"), "utf-8")
        (finding,) = [item for item in findings(site) if item.code != "TF704"]
        assert (finding.code, finding.severity, finding.path) == ("TF103", "warning", TARGET)
        assert (tmp_path / TARGET).read_text("utf-8").splitlines()[finding.line - 1] == "Worth $300 billion."

    def test_a_changed_source_under_a_persons_text_is_a_conflict(self, tmp_path):
        site = recorded(tmp_path, "一段。\n\n市值3,000亿美元。", "One.\n\nWorth $300 billion.")
        (tmp_path / SOURCE).write_text(page("一段。\n\n市值4,000亿美元。", lang="zh-CN"), "utf-8")
        ((path, line, _, _),) = told(site, "TF106")
        assert (tmp_path / path).read_text("utf-8").splitlines()[line - 1] == "Worth $300 billion."

    def test_a_translation_without_source(self, tmp_path):
        site = build(tmp_path, {TARGET: page("Text.")}, "targets: [en]\n")
        assert codes(site) == ["TF104"]

    def test_a_reviewed_translation_that_nobody_lists(self, tmp_path):
        site = recorded(tmp_path, page("文。", lang="zh-CN", translations=""), page("Text.", translations=""))
        assert told(site, "TF105") == [
            (SOURCE, 1, 1, "the reviewed English (en) translation is not in `translations`: add 'en'")
        ]

    def test_an_unreviewed_text_on_a_live_page(self, tmp_path):
        draft_page = page("Text.").replace("reviewed", "draft")
        assert told(recorded(tmp_path, "文。", draft_page), "TF107")[0][:2] == (TARGET, 5)
        hidden = page("Text.", draft="true").replace("reviewed", "draft")
        assert codes(recorded(tmp_path, "文。", hidden)) == []

    def test_a_translation_that_nobody_recorded_is_compared_by_its_structure(self, tmp_path):
        pages = {SOURCE: page("市值3,000亿美元。", lang="zh-CN"), TARGET: page("Worth $3 billion.")}
        assert codes(build(tmp_path, pages, "targets: [en]\n")) == ["TF108", "TF301"]


class TestFrontMatter:
    @pytest.mark.parametrize(
        ("code", "key", "source", "target"),
        [
            ("TF701", "lang", "zh-CN", "fr"),
            ("TF702", "translations", "[zh-CN, en, fr]", "[zh-CN, en]"),
            ("TF703", "url", "/a/", "/a/"),
            ("TF703", "slug", "/a", "/a"),
            ("TF704", "draft", "", "true"),
            ("TF706", "summary", "摘要", ""),
        ],
    )
    def test_wrong_values_are_told_at_their_line(self, tmp_path, code, key, source, target):
        site = recorded(
            tmp_path, page("文。", **({"lang": "zh-CN"} | {key: source})), page("Text.", **{key: target})
        )
        ((path, line, _, _),) = told(site, code)
        text = (tmp_path / path).read_text("utf-8").splitlines()[line - 1]
        assert path == TARGET
        assert text.startswith(f"{key}:") or not target

    def test_an_unknown_status(self, tmp_path):
        assert "TF705" in codes(recorded(tmp_path, "文。", page("Text.").replace("reviewed", "done")))


class TestCommand:
    def test_findings_as_json(self, tmp_path, capsys):
        recorded(tmp_path, "公司市值为3,000亿美元。", "The company is worth $30 billion.")
        assert cli(tmp_path, "check", "--format", "json") == 1
        data = json.loads(capsys.readouterr().out)
        assert data["version"] == 1
        (finding,) = data["findings"]
        assert (finding["code"], finding["name"], finding["severity"]) == ("TF301", "quantity", "error")
        assert (finding["path"], finding["source"], finding["language"]) == (TARGET, SOURCE, "en")
        assert (finding["line"], finding["column"]) == (8, 22)

    def test_findings_as_text_and_exit_codes(self, tmp_path, capsys):
        recorded(tmp_path, "好。", "Good，yes.")
        assert cli(tmp_path, "check") == 0
        assert capsys.readouterr().out == f"{TARGET}:8:5: TF502 warning full-width '，' in English (en)\n"
        assert cli(tmp_path, "check", "--strict") == 1
        assert cli(tmp_path, "check", "--strict", "--ignore", "full-width") == 0
        assert cli(tmp_path, "check", "--strict", "--select", "TF1,TF3") == 0
        assert cli(tmp_path, "check", "--strict", "-l", "en", SOURCE) == 1

    @pytest.mark.parametrize(
        "arguments",
        [("--select", "TF0"), ("--ignore", "T"), ("--format", "xml"), ("nowhere.md",), ("-l", "xx-yy")],
    )
    def test_what_is_not_there_is_a_usage_error(self, tmp_path, capsys, arguments):
        build(tmp_path, {SOURCE: "文\n"})
        assert cli(tmp_path, "check", *arguments) == 2
        captured = capsys.readouterr()
        assert (captured.out, captured.err.count("\n")) == ("", 1)

    def test_a_broken_page_does_not_keep_the_others_from_being_checked(self, tmp_path, capsys):
        build(tmp_path, {"content/b.md": "---\ntitle: [\n---\n", SOURCE: page("文", lang="zh-CN")})
        assert cli(tmp_path, "check") == 2
        captured = capsys.readouterr()
        assert "TF101" in captured.out
        assert "content/b.md" in captured.err

    def test_checking_changes_nothing_on_disk(self, tmp_path):
        site = recorded(tmp_path, BODY_ZH, BODY_EN)
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        findings(site)
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_checks_are_chosen_by_code_family_or_name():
    assert checks.settings(select=["TF3"], ignore=["added-quantity"]).codes == {
        "TF301",
        *(f"TF30{n}" for n in range(3, 9)),
    }
    assert checks.settings().codes == {check.code for check in checks.ALL}
    with pytest.raises(ConfigError, match="did you mean 'quantity'"):
        checks.settings(select=["quantitty"])


def test_codes_and_names_are_unique_and_documented():
    assert (
        len({check.code for check in checks.ALL})
        == len({check.name for check in checks.ALL})
        == len(checks.ALL)
    )
    for check in checks.ALL:
        assert all(f"\n{part}:" in check.documentation for part in ("Why", "Example", "Fix")), check.code
