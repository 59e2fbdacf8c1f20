"""Links of a translation by the rules of the site's generator, and fragments that lead to other pages."""

import re
from collections import Counter

import pytest

from tests.sites import build, cli
from transflow import api
from transflow.commands import check
from transflow.markdown import slugs
from transflow.site import anchors

SUFFIX = "targets: [en]\nengine: pseudo\n"
HUGO = "defaultContentLanguage = 'zh-cn'\nbaseURL = 'https://a.b/'\n[languages.zh-cn]\nweight = 1\n[languages.en]\nweight = 2\n"
FOLDERS = 'targets: [en]\nengine: pseudo\ncontent: [{root: content, source: "zh/{path}.md", target: "{lang}/{path}.md"}]\n'
TOP = 'targets: [en]\nengine: pseudo\ncontent: [{root: docs, source: "{path}.md", target: "{lang}/{path}.md"}]\n'
BY_FOLDER = HUGO.replace("[languages.zh-cn]", "[languages.zh-cn]\ncontentDir = 'content/zh'").replace(
    "[languages.en]", "[languages.en]\ncontentDir = 'content/en'"
)
PAGE, OTHER = (
    "content/x/a.md",
    {"content/b.md": "乙\n", "content/x/c.md": "丙\n", "content/_index.md": "首\n"},
)


def links(root, files, page, config=SUFFIX):
    """Draft a site; return where the links of a draft lead, after `check` agreed with all of them."""
    site = build(root, files, config)
    outcome = api.translate(site)
    assert not outcome.problems, outcome.problems
    text = (root / page).read_text("utf-8")
    assert not [found for found in check.check(site).findings if found.code == "TF213"]
    return [part.split(")")[0] for part in text.split("](")[1:]]


def drafted(root, hugo, *urls, page=PAGE, config=SUFFIX, others=OTHER):
    files = {"hugo.toml": hugo, page: " ".join(f"[字]({url})" for url in urls) + "\n", **others}
    return links(root, files, page.replace(".md", ".en.md"), config)


@pytest.mark.parametrize(
    ("hugo", "pairs"),
    [
        (HUGO, {"/b/": "/en/b/", "/x/c": "/en/x/c", "/b/#y": "/en/b/#y", "/": "/en/", "/tags/q/": "/tags/q/", "../c/": "../c/", "/zh-cn/b/": "/zh-cn/b/", "c.md": "c.en.md"}),
        (f"defaultContentLanguageInSubdir = true\n{HUGO}", {"/zh-cn/b/": "/en/b/", "/b/": "/b/", "../../b/?q#y": "../../b/?q#y"}),
        (f"uglyURLs = true\n{HUGO}", {"/b.html": "/en/b.html", "/x/c.html#y": "/en/x/c.html#y", "c.html": "c.html"}),
        (HUGO.replace("a.b/", "a.b/blog/"), {"/blog/b/": "/blog/en/b/", "/b/": "/en/b/"}),
        (f"permalinks = {{posts = '/:year/:slug/'}}\n{HUGO}", {"/b/": "/b/"}),
        (HUGO, {"/B/": "/en/b/", "https://a.b/b/": "https://a.b/b/", "//x/b/": "//x/b/", "/b.png": "/b.png"}),
    ],
)  # fmt: skip
def test_addresses_of_hugo(tmp_path, hugo, pairs):
    assert drafted(tmp_path, hugo, *pairs) == list(pairs.values())


def test_a_name_that_ends_as_an_index_does_is_a_name(tmp_path):
    others = {**OTHER, "content/reindex.md": "丁\n"}
    assert drafted(tmp_path, f"uglyURLs = true\n{HUGO}", "/reindex.html", others=others) == [
        "/en/reindex.html"
    ]


def test_folders_of_hugo_are_not_in_the_addresses_of_the_default_language(tmp_path):
    files = {
        "hugo.toml": BY_FOLDER,
        "content/zh/a.md": "[乙](/b/) [乙](../b/) [乙](b.md)\n",
        "content/zh/b.md": "乙\n",
    }
    assert links(tmp_path, files, "content/en/a.md", FOLDERS) == ["/en/b/", "../b/", "b.md"]


def test_what_a_page_says_of_its_address(tmp_path):
    others = {
        "content/b.md": "---\nSlug: 别名\n---\n乙\n",
        "content/c.md": "---\ntranslationKey: k\ntranslate: false\n---\n丙\n",
        "content/other.en.md": "---\ntranslationKey: k\n---\nC\n",
    }
    urls = drafted(tmp_path, HUGO, "/别名/", "/b/", "/c/", "../c.md", others=others)
    assert urls == ["/en/别名/", "/b/", "/en/other/", "../other.en.md"]


@pytest.mark.parametrize(
    ("said", "url", "leads"),
    [
        ("url: d/e", "/d/e/", "/en/d/e/"),
        ("URL: d/e", "/b/", "/b/"),
        ("url: /d/e", "/d/e/", "/d/e/"),
        ("url: https://c.d/e", "/b/", "/b/"),
    ],
)
def test_the_address_that_a_page_says_is_the_whole_one_from_the_root_alone(tmp_path, said, url, leads):
    assert drafted(tmp_path, HUGO, url, others={"content/b.md": f"---\n{said}\n---\n乙\n"}) == [leads]


@pytest.mark.parametrize(("hook", "url"), [("{{ .Destination | relLangURL }}", "/b/"), ("<a>", "/en/b/")])
def test_a_sites_own_template_for_links_may_know_the_language(tmp_path, hook, url):
    others = {"layouts/_default/_markup/render-link.html": hook, **OTHER}
    assert drafted(tmp_path, HUGO, "/b/", others=others) == [url]


def test_references_of_hugo_stay(tmp_path):
    page = '[字]({{< relref "b.md" >}}) [字]({{% ref "/b" %}})\n'
    site = build(tmp_path, {"hugo.toml": HUGO, "content/a.md": page, **OTHER}, SUFFIX)
    api.translate(site)
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert '({{< relref "b.md" >}})' in text
    assert '({{% ref "/b" %}})' in text


@pytest.mark.parametrize(
    ("file", "text", "pairs"),
    [
        ("docs/.vitepress/config.ts", "export default {}", {"/x/b": "/en/x/b", "/x/b.html#y": "/en/x/b.html#y", "./b": "./b", "b.md": "b.md"}),
        ("mkdocs.yml", "docs_dir: docs\nplugins: [{i18n: {docs_structure: folder, languages: [{locale: zh, default: true}, {locale: en}]}}]\n", {"/x/b/": "/en/x/b/", "../b/": "../b/"}),
        ("mkdocs.yml", "site_url: https://a.b/p/\nuse_directory_urls: false\nplugins: [{i18n: {docs_structure: folder, languages: [{locale: zh, default: true}, {locale: en}]}}]\n", {"/p/x/b.html": "/p/en/x/b.html"}),
        ("docusaurus.config.js", "export default {}", {"/x/b": "/x/b"}),
    ],
)  # fmt: skip
def test_addresses_of_other_generators(tmp_path, file, text, pairs):
    page = " ".join(f"[字]({url})" for url in pairs)
    files = {file: text, "docs/x/a.md": f"{page}\n", "docs/x/b.md": "乙\n\n## y\n"}
    assert links(tmp_path, files, "docs/en/x/a.md", TOP) == list(pairs.values())


def test_suffixes_of_mkdocs(tmp_path):
    plugin = "plugins: [{i18n: {languages: [{locale: zh, default: true}, {locale: en}]}}]\n"
    files = {"mkdocs.yml": plugin, "docs/a.md": "[字](/x/b/) [字](../x/b/)\n", "docs/x/b.md": "乙\n"}
    config = f'{SUFFIX}content: [{{root: docs, source: "{{path}}.md", target: "{{path}}.{{lang}}.md"}}]\n'
    assert links(tmp_path, files, "docs/a.en.md", config) == ["/en/x/b/", "../x/b/"]


def test_addresses_of_starlight(tmp_path):
    script = "import starlight from '@astrojs/starlight'\nexport default { base: '/p', integrations: [starlight({})] }\n"
    top = "src/content/docs"
    files = {"astro.config.mjs": script, f"{top}/a.md": "[字](/p/x/b/#y) [字](../s/t/) [字](/s/t)\n"}
    files |= {f"{top}/x/b.md": "乙\n\n## y {#y}\n", f"{top}/c.md": "---\nslug: s/t\n---\n丙\n"}
    found = links(tmp_path, files, f"{top}/en/a.md", TOP.replace("root: docs", f"root: {top}"))
    assert found[0] == "/p/en/x/b/#y"


def test_a_fix_leads_links_where_a_draft_does(tmp_path):
    files = {
        "hugo.toml": HUGO,
        "content/a.md": "[乙](/b/)\n",
        "content/b.md": "乙\n",
        "content/b.en.md": "B\n",
    }
    build(tmp_path, files | {"content/a.en.md": "[B](/b/) and [B](../../b/)\n"}, SUFFIX)
    cli(tmp_path, "check", "--fix", "--select", "TF213")
    assert (tmp_path / "content/a.en.md").read_text("utf-8") == "[B](/en/b/) and [B](../b/)\n"


@pytest.mark.parametrize(
    ("link", "page", "translation", "found"),
    [
        ("b.md#估值", "## 估值\n\n### 其他\n", "## Valuation\n\n### Others\n", "b.en.md#valuation"),
        ("b.md#其他", "## 估值\n\n### 其他\n", "## Valuation {#v}\n\n### Others {#o .x}\n", "b.en.md#o"),
        ("b.md#v", "## 估值 {.y #v}\n", "## Valuation\n", "b.en.md#valuation"),
        ("b.md#%E4%BC%B0%E5%80%BC", "## 估值\n", "## Évaluation\n", "b.en.md#%C3%A9valuation"),
        ("b.md#估值", "## 估值\n", "## Valuation {#估值}\n", "b.en.md#估值"),
        ("b.md#估值", "## 估值\n", "### Valuation\n", "b.en.md#估值"),
        ("b.md#估值", "## 估值\n", "# B\n\n## Valuation\n", "b.en.md#估值"),
        ("b.md#none", "## 估值\n", "## Valuation\n", "b.en.md#none"),
        ("b.md#", "## 估值\n", "## Valuation\n", "b.en.md#"),
    ],
)
def test_a_fix_leads_to_the_heading_at_the_same_place(tmp_path, link, page, translation, found):
    files = {"content/a.md": f"[乙]({link})\n", "content/b.md": page, "content/b.en.md": translation}
    build(tmp_path, files | {"content/a.en.md": f"[B]({link})\n"}, SUFFIX)
    cli(tmp_path, "check", "--fix", "--select", "TF213")
    assert (tmp_path / "content/a.en.md").read_text("utf-8") == f"[B]({found})\n"


def test_a_page_that_many_links_lead_to_is_read_once_for_its_headings(tmp_path, monkeypatch):
    headings = [f"## 第{n}节\n" for n in range(50)]
    linking = "".join(f"[{n}](b.md#第{n}节)\n\n" for n in range(50))
    files = {"content/a.md": linking, "content/b.md": "\n".join(headings)}
    translated = "\n".join(f"## Part {n}\n" for n in range(50))
    site = build(tmp_path, files | {"content/a.en.md": linking, "content/b.en.md": translated}, SUFFIX)
    read, parse = [], anchors.document.parse
    monkeypatch.setattr(anchors.document, "parse", lambda *given: read.append(given[1]) or parse(*given))
    found = [one for one in check.check(site).findings if one.code == "TF213"]
    assert "b.en.md#part-49" in found[-1].message
    assert max(Counter(read).values()) <= 4


@pytest.mark.parametrize(
    ("config", "link", "names", "found"),
    [
        (SUFFIX, "b.md#估值", ("b.md", "b.en.md"), "b.en.md#valuation"),
        (SUFFIX, "<b.md#估值>", ("b.md", "b.en.md"), "<b.en.md#valuation>"),
        (FOLDERS, "b.md#估值", ("zh/b.md", "en/b.md"), "b.md#valuation"),
        (FOLDERS, "b.md#none", ("zh/b.md", "en/b.md"), "b.md#none"),
    ],
)
def test_a_draft_leads_to_the_heading_that_a_person_translated(tmp_path, config, link, names, found):
    source, target = (f"content/{name}" for name in names)
    files = {source: "## 风险\n\n## 估值\n", target: "## Risks\n\n## Valuation\n"}
    page = source.replace("b.md", "a.md")
    site = build(tmp_path, files | {page: f"[乙]({link})\n"}, config)
    assert not api.translate(site).problems
    assert f"]({found})" in (tmp_path / target.replace("b.", "a.")).read_text("utf-8")


@pytest.mark.parametrize(
    "now",
    [
        "## 风险\n\n## 估值\n\n[见](#估值)\n",
        "## 估值\n\n[见](#估值)\n\n## 风险\n",
        "## 风险\n\n## 新的\n\n## 估值\n\n[见](#估值)\n",
    ],
    ids=["as it was", "in another order", "with a heading more"],
)
def test_a_draft_leads_to_a_heading_of_its_own_page(tmp_path, now):
    files = {"content/a.md": "## 风险\n\n## 估值\n", "content/a.en.md": "## Risks\n\n## Valuation\n"}
    build(tmp_path, files, SUFFIX)
    assert cli(tmp_path, "adopt") == 0
    (tmp_path / "content/a.md").write_text(now, "utf-8")
    cli(tmp_path, "translate")
    assert "](#valuation)" in (tmp_path / "content/a.en.md").read_text("utf-8")


def test_a_heading_of_a_page_that_a_key_pairs_is_found_by_a_draft_and_a_fix(tmp_path):
    files = {
        "hugo.toml": HUGO,
        "content/c.md": "---\ntranslationKey: k\ntranslate: false\n---\n\n## 估值\n",
        "content/other.en.md": "---\ntranslationKey: k\n---\n\n## Valuation\n",
        "content/a.md": "[丙](c.md#估值)\n",
        "content/b.md": "乙\n",
        "content/b.en.md": "[C](c.md#估值)\n",
    }
    build(tmp_path, files, SUFFIX)
    assert cli(tmp_path, "translate", "content/a.md") == 0
    assert "](other.en.md#valuation)" in (tmp_path / "content/a.en.md").read_text("utf-8")
    cli(tmp_path, "check", "--fix", "--select", "TF213")
    assert "](other.en.md#valuation)" in (tmp_path / "content/b.en.md").read_text("utf-8")


def test_a_heading_that_changed_keeps_its_new_id(tmp_path):
    page = "[见](#估值)\n\n## 估值\n"
    site = build(tmp_path, {"content/a.md": page}, SUFFIX)
    assert not api.translate(site).problems
    (tmp_path / "content/a.md").write_text(
        page.replace("#估值", "#pe").replace("## 估值", "## 估值 {#pe}"), "utf-8"
    )
    assert cli(tmp_path, "translate") == 0
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert text.count("#pe") == 2
    assert "#估值" not in text


def test_a_fix_leads_to_the_heading_where_the_page_is_right(tmp_path):
    files = {
        "content/a.md": "[乙](b.md#估值)\n",
        "content/b.md": "## 估值\n",
        "content/b.en.md": "## Valuation\n",
    }
    build(tmp_path, files | {"content/a.en.md": "[B](b.en.md#估值)\n"}, SUFFIX)
    cli(tmp_path, "check", "--fix", "--select", "TF213")
    assert (tmp_path / "content/a.en.md").read_text("utf-8") == "[B](b.en.md#valuation)\n"


def test_they_can_be_kept(tmp_path):
    site = build(
        tmp_path,
        {"hugo.toml": HUGO, "content/a.md": "[乙](/b/)\n", **OTHER},
        f"{SUFFIX}markdown: {{links: keep}}\n",
    )
    api.translate(site)
    assert "](/b/)" in (tmp_path / "content/a.en.md").read_text("utf-8")


def dead(root, files, config=SUFFIX):
    found = check.check(build(root, files, config)).findings
    return [one.message.rpartition("id ")[2].strip("'") for one in found if one.code == "TF216"]


ENGLISH = "content/b.en.md"
BASE = {"content/a.md": "文。\n", "content/b.md": "乙\n", "content/x.en.md": "X\n"}


@pytest.mark.parametrize(
    ("config", "link", "other", "gone"),
    [
        ({"hugo.toml": HUGO}, "b.en.md#here", "## Here", []),
        ({"hugo.toml": HUGO}, "b.en.md#pe", "## Here", ["pe"]),
        ({"hugo.toml": HUGO}, "/en/b/#pe", "## Here", ["pe"]),
        ({"hugo.toml": HUGO}, "../b/#pe", "## Here", ["pe"]),
        ({"hugo.toml": HUGO}, "../b/#pe", "## Here {#pe}", []),
        ({"hugo.toml": HUGO}, "/tags/#pe", "## Here", []),
        ({"hugo.toml": HUGO}, "none.md#pe", "## Here", []),
        ({"hugo.toml": HUGO}, "https://a.b/b.md#pe", "## Here", []),
        ({"hugo.toml": HUGO}, '{{< relref "b.md#pe" >}}', "## Here", ["pe"]),
        ({"hugo.toml": HUGO}, '{{< relref "b.md#here" >}}', "## Here", []),
        ({"hugo.toml": f"{HUGO}[markup.goldmark.parser]\nautoHeadingIDType = 'blackfriday'\n"}, "b.en.md#pe", "## Here", []),
        ({}, "b.en.md#pe", "## Here", ["pe"]),
        ({}, "b.en.md#_1-here", "## 1. Here", []),
        ({"_config.yml": "kramdown: {}\nbaseurl: /x\n"}, "b.en.md#pe", "## Here", ["pe"]),
        ({"_config.yml": "kramdown: {}\nbaseurl: /x\n"}, "b.en.md#here--there", "## Here & there", []),
        ({"_config.yml": "kramdown: {transliterated_header_ids: true}\nbaseurl: /x\n"}, "b.en.md#pe", "## Here", []),
        ({"mkdocs.yml": "plugins: [i18n]\ndocs_dir: content\n"}, "b.en.md#here-there", "## Here & there", []),
        ({"mkdocs.yml": "plugins: [i18n]\ndocs_dir: content\n"}, "b.en.md#here--there", "## Here & there", ["here--there"]),
        ({"mkdocs.yml": "docs_dir: content\nmarkdown_extensions:\n- toc: {slugify: x}\n"}, "b.en.md#pe", "## Here", []),
    ],
)  # fmt: skip
def test_a_link_to_another_page_leads_somewhere(tmp_path, config, link, other, gone):
    files = {**config, **BASE, ENGLISH: f"{other}\n", "content/a.en.md": f"See [b]({link}).\n"}
    assert dead(tmp_path, files) == gone


def test_what_is_dead_in_the_source_is_not_the_translations_fault(tmp_path):
    files = {"hugo.toml": HUGO, "content/b.md": "乙\n", ENGLISH: "B\n"}
    files |= {"content/a.md": "见[乙](b.md#pe)。\n", "content/a.en.md": "See [b](b.en.md#pe).\n"}
    assert dead(tmp_path, files) == []


@pytest.mark.parametrize(
    ("rule", "headings", "ids"),
    [
        ("github", ["A & B", "A & B", "估值 方法"], ["a--b", "a--b-1", "估值-方法"]),
        ("github", ["A", "A", "A-1", "A", "B-1", "B", "B"], ["a", "a-1", "a-1-1", "a-2", "b-1", "b", "b-2"]),
        ("vitepress", ["A & B", "1. Café", "估值（上）", "A & B"], ["a-b", "_1-cafe", "估值-上", "a-b-1"]),
        (
            "python-markdown",
            ["A & B", "估值", "方法", "A & B", "Café_1"],
            ["a-b", "_1", "_2", "a-b_1", "cafe_1"],
        ),
        ("python-markdown-unicode", ["估值 方法"], ["估值-方法"]),
        ("pymdown", ["A & B"], ["a--b"]),
        # As `slugize` of hexo-util 4.1 and the headings of hexo-renderer-marked 7 have them.
        ("hexo", ["I. Pëndfëñ fînd", "一、市盈率", "A & B", "Café (上)", "估值（上）", "1.2 版本"], ["I-Pendfen-find", "一、市盈率", "A-B", "Cafe-上", "估值（上）", "1-2-版本"]),
        # As kramdown-parser-gfm 1.1 has them, and kramdown itself.
        ("kramdown-gfm", ["A & B", "估值（上）", "1. 市盈率", "a_b -- c", "A", "A", "A-1"], ["a--b", "估值上", "1-市盈率", "a_b--c", "a", "a-1", "a-1"]),
        ("kramdown", ["1. A & B", "估值", "方法", "估值 PE", "a_b"], ["a--b", "section", "section-1", "pe", "ab"]),
        ("hexo", ["Łódź ß Æ", "a_b", "A", "A", "A"], ["Lodz-s-AE", "a-b", "A", "A-1", "A-2"]),
    ],
)  # fmt: skip
def test_ids_of_headings(rule, headings, ids):
    assert list(slugs.ids(headings, rule)) == ids


def test_a_page_is_read_once_for_all_links_to_it(tmp_path, monkeypatch):
    files = {"hugo.toml": HUGO, **BASE, ENGLISH: "## Here\n", "content/a.en.md": "[b](b.en.md#pe) " * 20}
    files["content/x.md"], files["content/x.en.md"] = "文。\n", "[b](/en/b/#pe)\n"
    read = []
    whole = anchors.read_text
    monkeypatch.setattr(anchors, "read_text", lambda tree, path: read.append(path) or whole(tree, path))
    assert len(dead(tmp_path, files)) == 21
    # Once for its ids; once more, with the page it translates, for what its headings were called there.
    assert read == [ENGLISH, "content/b.md", ENGLISH]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [("hugo.toml", 'title = "甲\n', 1), ("mkdocs.yml", "site_name: 甲\nnav: [a: b\n", 3)],
)
def test_a_broken_configuration_of_the_generator_is_told_and_the_pages_are_drafted(
    tmp_path, capsys, file, text, line
):
    build(tmp_path, {file: text, "content/a.md": "见[乙](/b/)。\n", **OTHER}, SUFFIX)
    assert cli(tmp_path, "--quiet", "translate") == 2
    assert f"{file}:{line}: " in capsys.readouterr().err
    assert (tmp_path / "content/a.en.md").exists()
    assert cli(tmp_path, "--quiet", "check", "--select", "TF2") == 2
    assert f"{file}:{line}: " in capsys.readouterr().err


def test_a_broken_file_of_somebody_else_is_nobody_s_business(tmp_path, capsys):
    build(
        tmp_path, {"config.yaml": "{{ .Values.a }}: [\n", "content/a.md": "见[乙](/b/)。\n", **OTHER}, SUFFIX
    )
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("written", "drafted"),
    [
        ("[字](b.md){ .md-button .md-button--primary }", "](b.en.md){ .md-button .md-button--primary }"),
        ("[字](b.md){.x}", "](b.en.md){.x}"),
        ("[字](b.md){: .x }", "](b.en.md){: .x }"),
        ("[字](b.md){ target=_blank rel=(a) }", "](b.en.md){ target=_blank rel=(a) }"),
        ('[字](b.md "题"){ .x }', '"){ .x }'),
        ("[字](<b.md>){ .x }", "](<b.en.md>){ .x }"),
        ("[字](c_(d).md){ .x }", "](c_%28d%29.en.md){ .x }"),
    ],
)
@pytest.mark.parametrize("dialect", ["mkdocs", "hugo", "jekyll", "quarto"])
def test_a_link_with_attributes_leads_to_the_translation(tmp_path, written, drafted, dialect):
    pages = {"content/a.md": f"见{written}。\n", "content/b.md": "乙\n", "content/c_(d).md": "丙\n"}
    site = build(tmp_path, pages, f"{SUFFIX}markdown: {{dialect: {dialect}}}\n")
    assert not api.translate(site).problems
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert drafted in text
    (tmp_path / "content/a.en.md").write_text(text.replace(".en.md", ".md"), "utf-8")
    assert "TF213" in {found.code for found in check.check(site).findings}


HEXO = {
    "_config.yml": "new_post_name: ':title.md'\nskip_render: []\nlanguage: zh-CN\n",
    "package.json": '{"hexo": {}, "dependencies": {"hexo-renderer-marked": "7"}}',
}
POSTS = 'targets: [en]\nengine: pseudo\ncontent: [{root: source/_posts, source: "{path}.md", target: "{lang}/{path}.md"}]\nmarkdown: {dialect: hexo}\n'


def test_a_heading_of_hexo_has_the_id_of_its_words(tmp_path):
    """Its renderer shows `{#id}` as it is written."""
    pages = {"source/_posts/a.md": "见[上文](#一、市盈率)。\n\n## 一、市盈率\n\n甲。\n"}
    site = build(tmp_path, {**HEXO, **pages}, POSTS)
    assert not api.translate(site).problems
    page = (tmp_path / "source/_posts/en/a.md").read_text("utf-8")
    heading = next(line for line in page.splitlines() if line.startswith("## "))
    (name,) = slugs.ids([heading.removeprefix("## ")], "hexo")
    assert "{" not in heading
    assert f"](#{name})" in page
    assert not [found for found in check.check(site).findings if found.code in ("TF213", "TF216")]


@pytest.mark.parametrize(
    ("package", "config"),
    [('"hexo-renderer-markdown-it"', ""), ('"hexo-renderer-marked"', "marked: {modifyAnchors: 1}\n"), ("", "marked: {headerIds: false}\n")],
)  # fmt: skip
def test_what_another_renderer_calls_headings_is_not_known(tmp_path, package, config):
    files = {
        "_config.yml": HEXO["_config.yml"] + config,
        "package.json": f'{{"hexo": {{}}, "x": {{{package or chr(34) * 2}: "1"}}}}',
    }
    site = build(tmp_path, {**files, "source/_posts/a.md": "见[上文](#一)。\n\n## 一\n"}, POSTS)
    api.translate(site)
    assert "](#一)" in (tmp_path / "source/_posts/en/a.md").read_text("utf-8")
    assert not [found for found in check.check(site).findings if found.code == "TF216"]


@pytest.mark.parametrize(
    ("config", "own", "target"),
    [
        ("", "估值", "words"),
        ("kramdown: {input: GFM}\n", "估值", "words"),
        ("", "pe-1", "kept"),
        ("kramdown: {auto_ids: false}\n", "估值", "source"),
    ],
)
def test_a_heading_of_jekyll_has_the_id_of_its_words(tmp_path, config, own, target):
    """kramdown shows `{#估值}` as it is written: its ids are ASCII."""
    heading = {"pe-1": "PE 1"}.get(own, own)
    files = {
        "_config.yml": f"theme: minima\nkramdown_x: 1\npermalink: pretty\n{config}",
        "Gemfile": 'gem "jekyll"\n',
    }
    pages = {"content/a.md": f"见[上文](#{own})。\n\n## {heading}\n\n甲。\n"}
    site = build(tmp_path, {**files, **pages}, f"{SUFFIX}markdown: {{dialect: jekyll}}\n")
    assert not api.translate(site).problems
    page = (tmp_path / "content/a.en.md").read_text("utf-8")
    drafted = next(line for line in page.splitlines() if line.startswith("## ")).removeprefix("## ")
    (name,) = slugs.ids([drafted], "kramdown-gfm")
    assert f"](#{name if target == 'words' else own})" in page
    assert ("{#" in drafted) == (target == "kept")


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("c_\\(d\\).md", "c_(d).md"),
        ("<c_\\(d\\).md>", "c_(d).md"),
        ("c_(d).md", "c_(d).md"),
        ("my\\_page.md", "my_page.md"),
        ("my\\_page.md#a\\_b", "my_page.md"),
        ("a\\(b.md", "a(b.md"),
        ("c%20d.md", "c d.md"),
        ("<c d.md>", "c d.md"),
    ],
)
def test_how_an_address_is_escaped_is_no_part_of_it(tmp_path, written, file):
    pages = {"content/a.md": f"见[丙]({written})。\n", f"content/{file}": "丙\n\n## a_b\n"}
    site = build(tmp_path, pages, f"{SUFFIX}markdown: {{dialect: jekyll}}\n")
    assert not api.translate(site).problems
    assert "TF202" not in {found.code for found in check.check(site).findings}
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert ".en.md" in text
    (tmp_path / "content/a.en.md").write_text(text.replace(".en.md", ".md"), "utf-8")
    assert "TF213" in {found.code for found in check.check(site).findings}


def test_headings_that_say_the_same_are_told_apart_by_their_order(tmp_path):
    config = f"{SUFFIX}markdown: {{dialect: commonmark}}\n"
    other = "# 乙页\n\n## 概要\n\n文。\n\n## 久期\n\n## 概要\n"
    page = "# 甲页\n\n见 [一](b.md#概要)、[二](b.md#概要-1)、[三](b.md#久期)。\n"
    build(tmp_path, {"content/a.md": page, "content/b.md": other}, config)
    assert cli(tmp_path, "translate", "--engine", "pseudo") == 0
    assert cli(tmp_path, "check", "--fix", "--select", "TF213") == 0
    first, second, third = re.findall(r"b\.en\.md#([^)]+)", (tmp_path / "content/a.en.md").read_text("utf-8"))
    assert second == f"{first}-1"
    assert third not in (first, second)
    assert not {"概要", "久期"} & {first, third}
