"""What a draft needs besides its translation: mapped taxonomy terms, links to translations, ids of headings."""

import pytest

from tests.sites import build, cli
from transflow import api, document
from transflow.commands import check
from transflow.site.translations import Filter

CONFIG = """source: zh-CN
targets: [en]
engine: pseudo
front_matter:
  taxonomies:
    tags: {美股: US stocks, "港股: 重估": "HK: reset", "2024": "FY2024"}
    params.section: {宏观: macro}
"""
HEADER = """---
title: 标题
tags:
  - 美股 # 注
  - 债券
  - "港股: 重估"
  - 2024
params: {section: 宏观, other: 宏观}
---
"""
FOLDERS = 'targets: [en]\nengine: pseudo\ncontent: [{root: content, source: "zh/{path}.md", target: "{lang}/{path}.md"}]\n'


def draft(site, path="content/a.en.md"):
    outcome = api.translate(site)
    assert not outcome.problems, outcome.problems
    return (site.root / path).read_text("utf-8")


def body(site, path="content/a.en.md"):
    text = draft(site, path)
    return text[document.parse(text).front.end :]


class TestTaxonomies:
    def test_terms_go_through_the_map_and_the_rest_is_kept(self, tmp_path):
        site = build(tmp_path, {"content/a.md": HEADER}, CONFIG)
        text = draft(site)
        assert '  - US stocks # 注\n  - 债券\n  - "HK: reset"\n  - FY2024\n' in text
        assert "params: {section: macro, other: 宏观}\n" in text
        assert "tags:\n  - 美股" in draft(build(tmp_path / "b", {"content/a.md": HEADER}))

    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("+++\ntags = ['美股', \"债券\"]\n+++\n", "tags = ['US stocks', \"债券\"]\n"),
            ('{"tags": ["美股", "债券"]}\n', '{"tags": ["US stocks", "债券"]'),
            ("---\ntags: 美股\n---\n", "tags: US stocks\n"),
            ("---\ntags: [美股, 债券]\n---\n", "tags: [US stocks, 债券]\n"),
        ],
    )
    def test_in_every_format(self, tmp_path, header, expected):
        assert expected in draft(build(tmp_path, {"content/a.md": header + "文。\n"}, CONFIG))

    def test_a_mapped_value_is_a_copy_until_a_person_changes_it(self, tmp_path):
        site = build(tmp_path, {"content/a.md": HEADER}, CONFIG)
        target = tmp_path / "content/a.en.md"
        target.write_text(draft(site).replace("HK: reset", "Hong Kong"), "utf-8")
        (tmp_path / "content/a.md").write_text(
            HEADER.replace("  - 美股 # 注\n", "  - 债市 # 注\n").replace(
                "  - 2024\n", "  - 2024\n  - 美股\n"
            ),
            "utf-8",
        )
        text = draft(site)
        assert '  - 债市 # 注\n  - 债券\n  - "Hong Kong"\n  - FY2024\n  - US stocks\n' in text
        assert not api.translate(site).results or not any(r.written for r in api.translate(site).results)

    def test_another_map_reaches_drafts_that_stand_on_request(self, tmp_path):
        site = build(tmp_path, {"content/a.md": HEADER})
        assert "- 美股" in draft(site)
        site = build(tmp_path, {}, CONFIG)
        assert "- 美股" in draft(site)
        assert cli(tmp_path, "translate", "--redraft") == 0
        assert "- US stocks # 注\n" in (tmp_path / "content/a.en.md").read_text("utf-8")


class TestLinks:
    def test_by_file_name(self, tmp_path):
        pages = {
            "content/a.md": "见[乙](b.md#x \"题\")、[丙](c.md)、<a href='b.md'>乙</a>、[外](https://a.b/b.md)、[根](/b.md)与[页](/b/)。\n\n"
            "[![图](b.png)](b.md)\n\n[丁][d]\n\n[d]: <b.md?x=1#y> '题'\n",
            "content/b.md": "乙\n",
            "content/c.md": "---\ntranslate: false\n---\n丙\n",
        }
        text = body(build(tmp_path, pages))
        for link in (
            "](b.en.md#x ",
            "](c.md)",
            "href='b.en.md'",
            "https://a.b/b.md",
            "](/b.en.md)",
            "](/b/)",
        ):
            assert link in text
        assert "](b.png)](b.en.md)" in text
        assert "]: <b.en.md?x=1#y> " in text

    def test_by_folder(self, tmp_path):
        pages = {
            "content/zh/x/a.md": "[甲](../b.md) [乙](../../zh/b.md) [丙](/zh/b/) [丁](/zh/B) [戊](/zh/n/#x) [己](/zh/none/) [庚](/zh/b.md) [辛](/zh/)\n",
            "content/zh/b.md": "乙\n",
            "content/zh/n/index.md": "戊\n",
            "content/zh/_index.md": "首\n",
        }
        text = body(build(tmp_path, pages, FOLDERS), "content/en/x/a.md")
        for link in ("../b.md", "/en/b/", "/zh/B", "/en/n/#x", "/zh/none/", "/en/b.md", "/en/"):
            assert f"]({link})" in text
        assert "zh/b.md" not in text

    @pytest.mark.parametrize("link", ["/zh/b/", '"/zh/b/"', "'/zh/b/'"])
    def test_buttons_in_front_matter_lead_there_too(self, tmp_path, link):
        page = (
            f"---\nhero:\n  actions:\n    - text: 开始\n      link: {link}\n      icon: /zh/b/\n---\n\n正文\n"
        )
        site = build(tmp_path, {"content/zh/a.md": page, "content/zh/b.md": "乙\n"}, FOLDERS)
        text = draft(site, "content/en/a.md")
        assert f"      link: {link.replace('zh', 'en')}\n      icon: /zh/b/\n" in text
        assert not [found for found in check.check(site).findings if found.code == "TF213"]
        place = tmp_path / "content/en/a.md"
        place.write_text(text.replace("link: " + link.replace("zh", "en"), f"link: {link}"), "utf-8")
        cli(tmp_path, "check", "--fix", "--select", "TF213")
        assert place.read_text("utf-8") == text

    def test_addresses_stay_where_the_layout_does_not_say_them(self, tmp_path):
        config = 'targets: [en]\nengine: pseudo\ncontent: [{root: ".", source: "docs/{path}.md", target: "i18n/{lang}/docs/{path}.md"}]\n'
        pages = {"docs/a.md": "[乙](/docs/b) [丙](b.md) [丁](/docs/b.md)\n", "docs/b.md": "乙\n"}
        text = body(build(tmp_path, pages, config), "i18n/en/docs/a.md")
        assert [part.split(")")[0] for part in text.split("](")[1:]] == ["/docs/b", "b.md", "/docs/b.md"]

    def test_they_can_be_kept(self, tmp_path):
        pages = {"content/a.md": "[乙](b.md)\n", "content/b.md": "乙\n"}
        site = build(tmp_path, pages, "targets: [en]\nengine: pseudo\nmarkdown: {links: keep}\n")
        assert "](b.md)" in draft(site)

    def test_a_second_run_changes_nothing_and_a_fix_finds_nothing(self, tmp_path):
        site = build(
            tmp_path, {"content/a.md": "[乙](b.md) [x](/b.md)\n\n[d]: b.md\n", "content/b.md": "乙\n"}
        )
        text = draft(site)
        assert draft(site) == text
        cli(tmp_path, "check", "--fix")
        assert draft(site) == text


PAGES = {
    "content/a.md": "[见](#估值-方法)、[乙](b.md#第二)\n\n## 估值 方法\n\n## 其他\n\n## 估值 方法\n",
    "content/b.md": "## **第二**\n\n## 第三 {.c}\n\n## 有 {#id}\n\n[见](#估值)\n\n第三\n---\n",
    "content/c/index.md": '[三]({{< relref "b.md#第三-1" >}})\n\n## 第二\n',
}


class TestHeadingIds:
    def test_a_heading_that_is_linked_to_keeps_its_id(self, tmp_path):
        site = build(tmp_path, PAGES)
        text = body(site)
        assert text.count("{#估值-方法}\n") == 1
        assert text.count("{#") == 1
        other = (tmp_path / "content/b.en.md").read_text("utf-8")
        assert other.count("{#") == 3
        assert "Third {#第三-1}\n---" in other
        assert "** {#第二}\n" in other
        assert "{#id}" in other
        assert "{#" not in (tmp_path / "content/c/index.en.md").read_text("utf-8")

    def test_attributes_are_kept(self, tmp_path):
        site = build(tmp_path, {"content/a.md": "## 第三 {.c}\n\n[a](#第三)\n"})
        assert "{#第三 .c}\n" in body(site)

    def test_sites_without_such_ids_say_so(self, tmp_path):
        site = build(tmp_path, PAGES, "targets: [en]\nengine: pseudo\nmarkdown: {heading_ids: false}\n")
        assert "{#估值" not in draft(site)

    def test_the_checks_have_nothing_against_it(self, tmp_path):
        site = build(tmp_path, PAGES)
        draft(site)
        found = check.check(site).findings
        assert not [f for f in found if "#" in f.message or f.code.startswith(("TF2", "TF5"))], found

    @pytest.mark.parametrize(
        ("config", "heading"),
        [
            ("export default {}\n", "{#估值}"),
            ("export default {future: {v4: true}}\n", "{/* #估值 */}"),
            ("export default {markdown: {mdx1Compat: {headingIds: false}}}\n", "{/* #估值 */}"),
        ],
    )
    def test_docusaurus_refuses_braces_from_its_fourth_version_on(self, tmp_path, config, heading):
        content = "content: [{root: ., source: 'docs/{path}.mdx', target: 'i18n/{lang}/docusaurus-plugin-content-docs/current/{path}.mdx', dialect: mdx}]\n"
        files = {"docusaurus.config.js": config, "docs/a.mdx": "## 估值\n\n[见](#估值)\n"}
        site = build(tmp_path, files, f"targets: [en]\nengine: pseudo\n{content}")
        assert heading in draft(site, "i18n/en/docusaurus-plugin-content-docs/current/a.mdx")
        assert not [found for found in check.check(site).findings if found.code in ("TF204", "TF216")]

    def test_an_id_in_a_comment_of_mdx_is_one(self, tmp_path):
        content = "content: [{root: docs, source: '{path}.mdx', target: '{path}.{lang}.mdx', dialect: mdx}]\n"
        files = {"docs/a.mdx": "## 估值 {/* #pe */}\n\n[见](#pe)\n"}
        text = draft(build(tmp_path, files, f"targets: [en]\nengine: pseudo\n{content}"), "docs/a.en.mdx")
        assert text.count("#pe") == 2
        assert text.count(" {/* #pe */}\n") == 1

    def test_astro_has_no_ids_of_its_own(self, tmp_path):
        content = "content: [{root: src/content/docs, source: '{path}.md', target: '{lang}/{path}.md', dialect: mdx}]\n"
        files = {
            "astro.config.mjs": "import starlight from '@astrojs/starlight'\nexport default {}\n",
            "src/content/docs/a.md": "## 估值\n\n[见](#估值)\n",
        }
        text = draft(
            build(tmp_path, files, f"targets: [en]\nengine: pseudo\n{content}"), "src/content/docs/en/a.md"
        )
        assert "{" not in text

    @pytest.mark.parametrize("first", [Filter(), Filter(paths=("src/content/docs/a.md",))])
    def test_so_are_links_to_headings_of_pages_that_are_drafted_later(self, tmp_path, first):
        content = "content: [{root: src/content/docs, source: '{path}.md', target: '{lang}/{path}.md', dialect: mdx}]\n"
        files = {
            "astro.config.mjs": "import starlight from '@astrojs/starlight'\nexport default {}\n",
            "src/content/docs/a.md": "## 估值\n\n见[甲](../b/#市盈率)。\n\n[![图](a.png)](../b/#市盈率)\n\n[无](../b/#无)\n",
            "src/content/docs/b.md": "## 市盈率\n\n见[乙](../a/#估值)。\n",
            "src/content/docs/c.md": "见[甲](../b/#市盈率)。\n",
        }
        site = build(tmp_path, files, f"targets: [en]\nengine: pseudo\n{content}")
        # A page a batch: the first is on disk before the second is drafted, if that is not left to another run.
        api.translate(site, first, jobs=1)
        results = api.translate(site, jobs=1).results
        assert [result.drafted for result in results if result.written] == ([0, 2, 1] if first.paths else [])
        told = [found for found in check.check(site).findings if found.code in ("TF213", "TF216")]
        assert [found.line for found in told if "无" not in found.message] == []
        texts = {name: (tmp_path / f"src/content/docs/en/{name}.md").read_text("utf-8") for name in "abc"}
        assert "#市盈率" not in texts["a"] + texts["c"]
        assert [(one.state, one.changed) for one in api.standings(site).translations] == [("draft", 0)] * 3
        assert not any(result.written for result in api.translate(site).results)
        assert texts == {
            name: (tmp_path / f"src/content/docs/en/{name}.md").read_text("utf-8") for name in "abc"
        }

    def test_links_to_headings_without_ids_of_their_own_are_right_at_once(self, tmp_path):
        content = "content: [{root: src/content/docs, source: '{path}.md', target: '{lang}/{path}.md', dialect: mdx}]\n"
        files = {
            "astro.config.mjs": "import starlight from '@astrojs/starlight'\nexport default {}\n",
            "src/content/docs/a.md": "见[估值](#估值 '标题')与<a href='#市盈率'>表</a>。\n\n## 估值\n\n[![图](a.png)](#%E4%BC%B0%E5%80%BC)\n\n[无](#无)\n\n[本页](./a.md#估值)\n\n### 市盈率\n",
        }
        site = build(tmp_path, files, f"targets: [en]\nengine: pseudo\n{content}")
        text = draft(site, "src/content/docs/en/a.md")
        assert text.count("#") == 5 + len("#####")
        assert "#无" in text
        assert not [found for found in check.check(site).findings if found.code in ("TF213", "TF216")]
        cli(tmp_path, "check", "--fix")
        assert (tmp_path / "src/content/docs/en/a.md").read_text("utf-8") == text
        assert [(one.state, one.changed) for one in api.standings(site).translations] == [("draft", 0)]
        api.translate(site)
        assert (tmp_path / "src/content/docs/en/a.md").read_text("utf-8") == text
