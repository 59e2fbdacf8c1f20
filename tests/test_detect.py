"""What a site is built with is told by its own files, which are read and never run."""

import pytest

from tests.sites import build
from transflow import api
from transflow.site.detect import detect


@pytest.mark.parametrize(
    ("files", "generator", "dialect", "sure"),
    [
        ({"hugo.toml": "title = 'a'\n"}, "Hugo", "hugo", True),
        ({"config.toml": "baseURL = 'a'\ntheme = 'b'\n"}, "Hugo", "hugo", True),
        ({"config/_default/hugo.yaml": "title: a\n"}, "Hugo", "hugo", True),
        ({"config.toml": "title = 'a'\n"}, "", "", False),
        ({"docusaurus.config.ts": "export default {}\n"}, "Docusaurus", "mdx", True),
        ({"astro.config.mjs": "import starlight from '@astrojs/starlight'\n"}, "Starlight", "mdx", True),
        ({"docs/.vitepress/config.mts": "export default {}\n"}, "VitePress", "vitepress", True),
        ({"mkdocs.yml": "site_name: a\n"}, "MkDocs", "mkdocs", True),
        ({"_quarto.yml": "project: {}\n", "a.qmd": "a\n"}, "Quarto", "quarto", True),
        ({"_toc.yml": "format: a\n", "_config.yml": "title: a\n"}, "Jupyter Book", "myst", True),
        ({"docs/conf.py": "extensions = ['myst_parser']\nraise SystemExit\n"}, "Sphinx", "myst", True),
        ({"_config.yml": "permalink: /a/\nkramdown: {}\n"}, "Jekyll", "jekyll", True),
        ({"_config.yml": "title: a\n", "_posts/a.md": "a\n"}, "Jekyll", "jekyll", False),
        ({"_config.yml": "title: a\n", "_posts/a.markdown": "a\n"}, "Jekyll", "jekyll", False),
        ({"_config.yml": "plugins: [jekyll-feed]\n", "about.markdown": "a\n"}, "Jekyll", "jekyll", True),
        (
            {"_config.yml": "title: a\n", "package.json": '{"dependencies": {"hexo": "7"}}'},
            "Hexo",
            "hexo",
            True,
        ),
        ({".obsidian/app.json": "{}"}, "Obsidian", "obsidian", True),
        ({"a.md": "a\n"}, "", "", False),
    ],
)
def test_the_generator_is_told_by_its_own_files(tmp_path, files, generator, dialect, sure):
    build(tmp_path, files)
    found = detect(tmp_path)
    assert (found.generator, found.dialect, found.sure) == (generator, dialect, sure)
    assert bool(found.why) == bool(generator)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("said", "default"), [("", "en"), ("defaultLocale: 'root', ", "en"), ("defaultLocale: 'zh', ", "zh")]
)
def test_the_locale_at_the_root_is_the_default_unless_another_is_named(tmp_path, said, default):
    locales = "locales: { root: { label: 'E', lang: 'en' }, zh: { label: 'Z' } }"
    config = f"import starlight from '@astrojs/starlight'\nexport default {{ integrations: [starlight({{ {said}{locales} }})] }}\n"
    build(tmp_path, {"astro.config.mjs": config})
    assert (detect(tmp_path).default, detect(tmp_path).tags) == (default, ("en", "zh"))


@pytest.mark.parametrize(
    ("said", "default"),
    [("", "en"), ("lang: zh-CN\n", "zh-CN"), ("default_lang: zh-CN\nlang: en\n", "zh-CN")],
)
def test_jekyll_names_its_languages_and_the_first_is_the_default_unless_one_is_named(tmp_path, said, default):
    build(tmp_path, {"_config.yml": f"permalink: /a/\nlanguages: [en, zh-CN]\n{said}"})
    assert (detect(tmp_path).default, detect(tmp_path).tags) == (default, ("en", "zh-CN"))


def test_hugo_has_a_file_for_each_language(tmp_path):
    root = "config/_default"
    build(
        tmp_path,
        {
            f"{root}/hugo.toml": "defaultContentLanguage = 'en'\n",
            f"{root}/languages.en.toml": "contentDir = 'content/english'\n",
            f"{root}/languages.zh-cn.yaml": "contentDir: content/chinese/\n",
            f"{root}/languages.fr.toml": "",
            f"{root}/languages.de.toml": "disabled = true\n",
        },
    )
    found = detect(tmp_path)
    assert (found.default, sorted(found.tags)) == ("en", ["en", "fr", "zh-cn"])
    assert sorted(found.folders) == [("en", "content/english"), ("zh-cn", "content/chinese")]


def test_settings_of_markdown_are_read(tmp_path):
    markup = "[markup.goldmark.extensions.passthrough]\nenable = true\n[markup.goldmark.extensions.passthrough.delimiters]\ninline = [['$', '$']]\n"
    build(tmp_path / "a", {"hugo.toml": markup + "[markup.goldmark.renderer]\nhardWraps = true\n"})
    assert (detect(tmp_path / "a").math, detect(tmp_path / "a").breaks) == (True, True)
    assert detect(tmp_path / "a").why == ("hugo.toml is Hugo's", "passthrough has `$` for formulas")
    build(tmp_path / "d", {"hugo.toml": "title = 'a'\n"})
    assert (detect(tmp_path / "d").math, detect(tmp_path / "d").why) == (None, ("hugo.toml is Hugo's",))
    text = "docs_dir: pages\nmarkdown_extensions:\n  - nl2br\n  - pymdownx.arithmatex: {generic: true}\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\nplugins:\n  - i18n: {docs_structure: folder}\n"
    build(tmp_path / "b", {"mkdocs.yml": text, "pages/a.md": "a\n"})
    found = detect(tmp_path / "b")
    assert (found.math, found.breaks, found.places[0].root, found.places[0].target) == (
        True,
        True,
        "pages",
        "{lang}/{path}.md",
    )
    build(
        tmp_path / "c",
        {"_config.yml": "parse: {myst_enable_extensions: [colon_fence]}\n", "_toc.yml": "a: b\n"},
    )
    assert detect(tmp_path / "c").math is False


@pytest.mark.parametrize(
    ("files", "path", "line"),
    [
        ({"mkdocs.yml": "a: b\nc: [d\n"}, "mkdocs.yml", 3),
        ({"hugo.toml": "a = 1\nb = = 2\n"}, "hugo.toml", 2),
        ({"_config.yml": "a: 'b\n", "_posts/a.md": "a\n"}, "_config.yml", 2),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path, files, path, line):
    build(tmp_path, files)
    (problem,) = detect(tmp_path).problems
    assert (problem.path, problem.line) == (path, line)


def test_nothing_outside_the_site_is_read(tmp_path):
    build(tmp_path / "other", {"mkdocs.yml": "site_name: a\n"})
    build(tmp_path / "site", {"a.md": "a\n"})
    (tmp_path / "site/mkdocs.yml").symlink_to(tmp_path / "other/mkdocs.yml")
    assert detect(tmp_path / "site").generator == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mkdocs.yml", "markdown_extensions: 5\n"),
        ("mkdocs.yml", "markdown_extensions: [{5: x}, toc]\n"),
        ("mkdocs.yml", "plugins: [{i18n: {languages: 5}}]\n"),
        ("hugo.toml", "disableLanguages = 5\n"),
        (
            "hugo.toml",
            "markup.goldmark.extensions.passthrough = {enable = true, delimiters = {inline = 5}}\n",
        ),
        (
            "hugo.toml",
            "markup.goldmark.extensions.passthrough = {enable = true, delimiters = {block = [5, {a = 1}]}}\n",
        ),
        ("_quarto.yml", "babelquarto: {languages: 5}\n"),
    ],
)
def test_a_value_of_another_type_than_it_should_be_says_nothing(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert detect(tmp_path).generator


@pytest.mark.parametrize(
    ("files", "math"),
    [
        ({"conf.py": "extensions = ['myst_parser']\n"}, False),
        ({"conf.py": "extensions = ['myst_parser']\nmyst_enable_extensions = ['dollarmath']\n"}, None),
        ({"_toc.yml": "format: a\n", "_config.yml": "title: a\n"}, None),
        ({"_toc.yml": "format: a\n", "_config.yml": "parse: {myst_enable_extensions: [dollarmath]}\n"}, None),
        ({"_toc.yml": "format: a\n", "_config.yml": "parse: {myst_enable_extensions: [amsmath]}\n"}, False),
    ],
)
def test_dollars_are_mathematics_in_myst_where_its_own_settings_say_so(tmp_path, files, math):
    build(tmp_path, files)
    found = detect(tmp_path)
    assert (found.dialect, found.math) == ("myst", math)


@pytest.mark.parametrize(
    ("files", "place", "plain"),
    [
        (["astro.config.mjs"], "posts/{path}.md -> posts/{lang}/{path}.md", True),
        (["web/astro.config.ts"], "web/posts/{path}.md -> web/posts/{lang}/{path}.md", True),
        (["other/astro.config.ts"], "web/posts/{path}.md -> web/posts/{lang}/{path}.md", False),
        ([], "docs/{path}.md -> docs/{lang}/{path}.md", False),
        (["astro.config.mjs"], "src/content/{path}.md -> i18n/{lang}/docusaurus-plugin-content-docs/current/{path}.md", False),
        (["web/astro.config.ts"], "web/src/content/{path}.md -> web/src/content/{lang}/{path}.md", True),
        ([], "web/src/content/{path}.md -> web/src/content/{lang}/{path}.md", True),
    ],
)  # fmt: skip
def test_where_astro_builds_a_page_braces_are_text(tmp_path, files, place, plain):
    source, target = place.split(" -> ")
    config = f"targets: [en]\nmarkdown: {{dialect: mdx}}\ncontent: [{{root: ., source: '{source}', target: '{target}'}}]\n"
    if place.startswith("web/"):
        config = config.replace("root: .", "root: web").replace("'web/", "'")
    if "docusaurus" not in place:  # another site of the repository
        config = config.replace(
            "}]\n",
            "}, {root: docs, source: '{path}.md', target: 'i18n/{lang}/docusaurus-plugin-content-docs/current/{path}.md'}]\n",
        )
    site = build(tmp_path, dict.fromkeys(files, "export default {}"), config)
    assert site.dialect_of(source.replace("{path}", "a")).has("jsx") != plain
    assert site.dialect_of("web/posts/a.mdx").has("jsx")


def test_a_page_of_astro_that_is_no_mdx_has_no_components(tmp_path):
    page = "---\ntitle: 配置\n---\n\n第一行。<br>第二行，{花括号}与<kbd>K</kbd>。\n\n:::note[当心]\n正文。\n:::\n\n    import 甲\n"
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: mdx}\ncontent:\n"
    content = "".join(
        f"  - {{root: src/content/docs, source: '{{path}}{end}', target: '{{lang}}/{{path}}{end}'}}\n"
        for end in (".md", ".mdx")
    )
    site = build(tmp_path, {"src/content/docs/a.md": page, "src/content/docs/b.mdx": page}, config + content)
    done = api.translate(site)
    assert [str(problem) for problem in done.problems] == [
        "src/content/docs/b.mdx:5: `<br>` is not closed (close it with `</br>`)"
    ]
    draft = (tmp_path / "src/content/docs/en/a.md").read_text("utf-8")
    assert ":::note[" in draft
    assert "    import 甲\n" in draft
    assert "<br>" in draft
    assert "当心" not in draft


def test_what_astro_has_beside_its_collections_is_told(tmp_path):
    paths = ("about.md", "it/a.md", "posts/b.md", "en/posts/b.md", "en/it/a.md")
    build(tmp_path, {"astro.config.mjs": "", **{f"src/content/{path}": "字\n" for path in paths}})
    found = detect(tmp_path)
    assert [place.root for place in found.places] == ["src/content/it", "src/content/posts"]
    assert found.why[2:] == ("src/content/en is a language's, and left out", "pages right in src/content are left out")  # fmt: skip
