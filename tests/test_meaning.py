"""Two spellings of one rendering are one text; another rendering is another."""

import pytest

from transflow.markdown import meaning, same_block
from transflow.markdown.dialect import Dialect
from transflow.model import Unit, Verbatim


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("*强调*后", "_强调_ 后"),
        ("a *b* c", "a _b_ c"),
        ("**粗**", "__粗__"),
        ("***x***", "_**x**_"),
        ("一行  \n二行", "一行\\\n二行"),
        ("一行  \n二行", "一行<br>二行"),
        ("一行<br/>二行", "一行<br>二行"),
        ("AT&T", "AT&amp;T"),
        ("a \\& b", "a & b"),
        ("1\\. 不是列表", "1. 不是列表"),
        ("\\*不是强调\\*", "&#42;不是强调&#42;"),
        ("[见](a.md 'x')", '[见](a.md "x")'),
        ("[见](a.md (x))", '[见](a.md "x")'),
        ("[见](<a.md>)", "[见](a.md)"),
        ("![图](a.png 'x')", '![图](a.png "x")'),
        ("<https://example.org>", "https://example.org"),
        ("<span class='a'>词</span>", '<span class="a">词</span>'),
        ("<span class=a>词</span>", '<span class="a">词</span>'),
        ("<img src='a'/>", '<img src="a">'),
        ("甲*强调*乙", "甲_强调_乙"),
        ("甲**加粗**乙", "甲__加粗__乙"),
        ("`` a ``", "`a`"),
        ("&nbsp;x", "\u00a0x"),
        ("**粗**{.a title='b'}", '**粗**{ title="b" .a }'),
        ("[见](a.md 'x'){.a #b}", '[见](a.md "x"){#b .a}'),
        ("`` a ``{.b}", "`a`{ .b }"),
    ],
)
def test_one_rendering_is_one_text(left, right):
    assert meaning(left) == meaning(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("*a*", "\\*a\\*"),
        ("*a*", "**a**"),
        ("a*b*c", "a_b_c"),
        ("甲*乙*", "甲\\_乙\\_"),
        ("*a* b", "*a b*"),
        ("一行  \n二行", "一行\n二行"),
        ("`a b`", "`a  b`"),
        ("`&amp;`", "`&`"),
        ("[见](a.md)", "[见](b.md)"),
        ('[见](a.md "x")', '[见](a.md "y")'),
        ("<b>词</b>", "<i>词</i>"),
        ("AT&T", "AT T"),
        ("~~a~~", "a"),
        ('**粗**{title="甲 乙"}', '**粗**{title="乙 甲"}'),
        ("*a*{.b}", "*a*"),
        ("[见](a.md){.a}", "[见](a.md){.b}"),
        ("![图](a.png){.a}", "![图](a.png){.b}"),
        ("<https://example.org>{.a}", "<https://example.org>{.b}"),
    ],
)
def test_another_rendering_is_another_text(left, right):
    assert meaning(left) != meaning(right)


@pytest.mark.parametrize(
    ("kind", "left", "right", "same"),
    [
        ("code", "```sh\necho 1\n```", "~~~sh\necho 1\n~~~", True),
        ("code", "```sh\necho 1\n```", "`````sh\necho 1\n`````", True),
        ("code", "    echo 1\n    echo 2", "```\necho 1\necho 2\n```", True),
        ("code", "```sh\necho 1\n```", "```sh\necho  1\n```", False),
        ("code", "```sh\necho 1\n```", "```js\necho 1\n```", False),
        ("code", "```\n  a\n```", "```\na\n```", False),
        ("front-matter", "2025-03-01", "'2025-03-01'", True),
        ("front-matter", "[a, b]", "- a\n- b", True),
        ("front-matter", "1.10", "1.1", False),
        ("front-matter", "no", '"no"', False),
        ("front-matter", "10", "11", False),
        ("shortcode", "{{< a  b >}}", "{{< a b >}}", False),
        ("html", "<div class='a'>", '<div class="a">', True),
        ("html", "<div class='a'>", '<div class="b">', False),
        ("url", "a.md", "b.md", False),
    ],
)
def test_verbatim_blocks(kind, left, right, same):
    assert same_block(Dialect(), Verbatim(0, len(left), kind, left), right) is same


def test_html_blocks_know_no_markdown():
    assert not same_block(Dialect(), Unit(0, 3, "html", "*a*"), "_a_")
    assert same_block(Dialect(), Unit(0, 3, "html", "a &amp; b"), "a & b")


def test_aliases_are_compared_by_their_letters():
    bomb = "[&a [x, x], &b [*a, *a], &c [*b, *b]]"
    assert not same_block(Dialect(), Verbatim(0, 1, "front-matter", bomb), bomb + " ")
