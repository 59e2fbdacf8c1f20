"""Values of front matter that readers see, by what they say and what stands beside them."""

import pytest

from tests.sites import CONFIG, build
from transflow import document
from transflow.model import Unit


def offered(root, dialect, header):
    site = build(root, {}, f"{CONFIG}markdown: {{dialect: {dialect}}}\n")
    page = document.parse(f"---\n{header}---\n", "a.md", site.dialect_of("content/a.md"))
    return [block.text for block in page.blocks if isinstance(block, Unit)]


@pytest.mark.parametrize(
    ("said", "is_text"),
    [
        ("快速开始 | 文档", True),
        ("Get Started | Markdown", True),
        ("TCP/IP 协议", True),
        ("第 2 章：安装", True),
        ("introduction", False),
        ("/guide/快速开始", False),
        ("./上一页 一", False),
        ("guide/快速开始", False),
        ("输入/输出", False),
        ("快速 开始.md", False),
        ("快速开始.html", False),
        ("快速开始#安装", False),
        ("https://example.org/甲", False),
        ("false", False),
    ],
)
def test_the_name_of_a_neighbour_is_text_unless_it_may_be_a_path(tmp_path, said, is_text):
    for dialect in ("mdx", "vitepress"):
        assert offered(tmp_path, dialect, f"prev: {said}\nnext: {said}\n") == [said] * 2 * is_text


def test_one_name_may_be_a_page_of_vuepress(tmp_path):
    # Which is read as VitePress is; to Starlight it is nothing but words.
    assert offered(tmp_path, "vitepress", "prev: 快速开始\n") == []
    assert offered(tmp_path, "mdx", "prev: 快速开始\n") == ["快速开始"]


def test_only_their_generators_show_neighbours(tmp_path):
    assert offered(tmp_path, "hugo", "prev: 快速开始\n") == []


def test_what_the_head_of_a_page_says_of_it_is_text(tmp_path):
    starlight = """head:
  - tag: title
    content: 题
  - tag: meta
    attrs: {name: description, content: 述}
  - tag: meta
    attrs:
      property: og:title
      content: 图谱
  - tag: meta
    attrs: {name: viewport, content: 宽}
  - tag: meta
    attrs: {name: keywords, content: 词}
  - tag: script
    content: alert('甲')
  - tag: style
    content: 'p::before {content: "乙"}'
  - content: 无
"""
    assert offered(tmp_path, "mdx", starlight) == ["题", "述", "图谱"]
    vitepress = """head:
  - - meta
    - name: description
      content: 述
  - [meta, {property: 'og:title', content: 图谱}]
  - [link, {rel: icon, href: /甲, content: 乙}]
  - [script, {}, "alert('甲')"]
"""
    assert offered(tmp_path, "vitepress", vitepress) == ["述", "图谱"]
    assert offered(tmp_path, "mdx", "head: 甲\n") == []
    assert offered(tmp_path, "mdx", "head:\n- <<: {tag: title}\n  content: 甲\n") == ["甲"]


def test_a_template_of_titles_is_text_unless_it_holds_the_pages_own(tmp_path):
    assert offered(tmp_path, "vitepress", "titleTemplate: 量化研究\n") == ["量化研究"]
    assert offered(tmp_path, "vitepress", "titleTemplate: ':title - 指南'\n") == []
    assert offered(tmp_path, "hugo", "titleTemplate: 量化研究\n") == []


def test_what_a_button_is_called_is_text(tmp_path):
    button = "hero:\n  actions:\n    - text: 甲\n      link: /a/\n      attrs: {aria-label: 乙, rel: 丙}\n"
    assert offered(tmp_path, "mdx", button) == ["甲", "乙"]
