"""What `init` makes of sites of every kind: where pages stand, in which languages, and what it refuses to guess."""

import json

import pytest

from tests.growth import growing
from tests.sites import build, cli
from tests.test_init import EN, ZH, proposed, tree
from transflow.commands import init
from transflow.errors import ConfigError
from transflow.site.arrangement import arrangements
from transflow.site.written import look

FR = "---\ntitle: Titre\n---\n\nLes prix sont dans une liste pour les clients avec des remises sur cette page.\n"
HUGO_TWO = 'defaultContentLanguage = "en"\n[languages.en]\n[languages.zh-cn]\n'
POLYGLOT = "title: x\nlanguages: [en, zh-CN]\ndefault_lang: en\nplugins: [jekyll-polyglot]\npermalink: /x/\nkramdown: {}\n"
STARLIGHT = "import starlight from '@astrojs/starlight'\n// locales: { de: {} }\nexport default defineConfig({integrations: [starlight({title: 'a', %s})]})\n"
ROOT_EN = "locales: { root: { label: 'English', lang: 'en' }, 'zh-cn': { label: '简体中文', lang: 'zh-CN' } }"
VITE = "export default { title: 'x', locales: { root: {label: 'English', lang: 'en', themeConfig: {nav: [{text: '}'}]}}, zh: {label: '中文', lang: 'zh-CN'} } }"
STATIC = "site_name: x\nplugins:\n  - search\n  - i18n:\n      docs_structure: %s\n      languages:\n        - {locale: en, default: true, name: English}\n        - {locale: zh, name: 中文}\n"
PLAIN = "# 估值\n\n这个页面会对大家讲债券怎么估值。\n"
ZH_TO_EN = ("zh-CN", ("en",))


def of(pattern, *names):
    """Return the pairs of some pages: `a -> b` with `*` for the name."""
    left, right = pattern.split(" -> ")
    return sorted((left.replace("*", name), right.replace("*", name)) for name in names)


SITES = {
    "jekyll as it begins": ({"_config.yml": "title: x\ntheme: minima\nplugins: [jekyll-feed]\n", "_posts/2024-01-01-a.markdown": ZH, "about.markdown": ZH}, *ZH_TO_EN, of("*.markdown -> en/*.markdown", "_posts/2024-01-01-a", "about")),
    "hugo by name": ({"hugo.toml": HUGO_TWO, "content/a.md": EN, "content/a.zh-cn.md": ZH, "content/b.md": EN}, "en", ("zh-cn",), of("content/*.md -> content/*.zh-cn.md", "a", "b")),
    "hugo bundles": ({"hugo.yaml": "defaultContentLanguage: en\nlanguages: {en: {weight: 1}, zh: {weight: 2}}\n", "content/p/x/index.md": EN, "content/p/x/index.zh.md": ZH, "content/p/_index.md": EN}, "en", ("zh",), of("content/p/*.md -> content/p/*.zh.md", "x/index", "_index")),
    "hugo bundles, each with its suffix": ({"hugo.toml": HUGO_TWO, "content/x/index.en.md": EN, "content/x/index.zh-cn.md": ZH, "content/y/index.en.md": EN}, "en", ("zh-cn",), of("content/*/index.en.md -> content/*/index.zh-cn.md", "x", "y")),
    "hugo by directory, told": ({"hugo.toml": 'defaultContentLanguage = "en"\n[languages.en]\ncontentDir = "content/en"\n[languages.zh-cn]\ncontentDir = "content/zh-cn"\n', "content/en/a.md": EN, "content/en/b.md": EN, "content/zh-cn/a.md": ZH}, "en", ("zh-cn",), of("content/en/*.md -> content/zh-cn/*.md", "a", "b")),
    "hugo, a folder beside": ({"hugo.toml": 'DefaultContentLanguage = "en"\n[languages.en]\ncontentDir = "content"\n[languages.zh]\ncontentDir = "content.zh"\n', "content/a.md": EN, "content.zh/a.md": ZH}, "en", ("zh",), of("content/*.md -> content.zh/*.md", "a")),
    "hugo, mounts": ({"hugo.toml": 'defaultContentLanguage = "en"\n[languages.en]\n[languages.fr]\n[[module.mounts]]\nsource = "content/en"\ntarget = "content"\nlang = "en"\n[[module.mounts]]\nsource = "content/fr"\ntarget = "content"\nlang = "fr"\n', "content/en/a.md": EN}, "en", ("fr",), of("content/en/*.md -> content/fr/*.md", "a")),
    "hugo, languages in their own file": ({"config/_default/hugo.toml": 'baseURL = "x"\n', "config/_default/languages.yaml": "zh: {weight: 1}\nen: {weight: 2}\nfr: {disabled: true}\n", "content/a.md": ZH, "content/a.en.md": EN, "config/_default/config.toml": 'defaultContentLanguage = "zh"\n'}, "zh", ("en",), of("content/*.md -> content/*.en.md", "a")),
    "hugo, config.toml in a folder of the repository": ({"website/config.toml": 'baseURL = "x"\ndefaultContentLanguage = "zh"\n[languages.zh]\n[languages.en]\n', "website/content/a.md": ZH, "README.md": EN}, "zh", ("en",), of("website/content/*.md -> website/content/*.en.md", "a")),
    "hugo without a word on languages": ({"hugo.toml": "languageCode = 'en-us'\ntitle = 'x'\n", "content/posts/a.md": ZH}, *ZH_TO_EN, of("content/posts/*.md -> content/posts/*.en.md", "a")),
    "docusaurus": ({"docusaurus.config.ts": "export default { /* locales: ['de'] */ i18n: {defaultLocale: \"en\", locales: [\"en\", \"zh-Hans\"]}, url: 'https://x.y' }", "docs/a.md": EN, "docs/b.mdx": EN, "blog/2024-01-01-x.md": EN, "i18n/zh-Hans/docusaurus-plugin-content-docs/current/a.md": ZH}, "en", ("zh-Hans",),
        [("blog/2024-01-01-x.md", "i18n/zh-Hans/docusaurus-plugin-content-blog/2024-01-01-x.md"), *of("docs/* -> i18n/zh-Hans/docusaurus-plugin-content-docs/current/*", "a.md", "b.mdx")]),
    "docusaurus in website/, docs elsewhere in it": ({"website/docusaurus.config.js": "module.exports = { i18n: { defaultLocale: 'zh', locales: ['zh', 'en'] }, presets: [['classic', { docs: { path: 'handbook', routeBasePath: '/' } }]] }", "website/handbook/a.md": ZH}, "zh", ("en",), of("website/handbook/*.md -> website/i18n/en/docusaurus-plugin-content-docs/current/*.md", "a")),
    "docusaurus, languages by its folders": ({"docusaurus.config.js": "module.exports = require('./x')", "docs/a.md": EN, "i18n/fr/code.json": "{}"}, "en", ("fr",), of("docs/*.md -> i18n/fr/docusaurus-plugin-content-docs/current/*.md", "a")),
    "starlight, source at root": ({"astro.config.mjs": STARLIGHT % ROOT_EN, "src/content/docs/a.mdx": EN, "src/content/docs/guides/b.md": EN, "src/content/docs/zh-cn/a.mdx": ZH}, "en", ("zh-cn",), of("src/content/docs/* -> src/content/docs/zh-cn/*", "a.mdx", "guides/b.md")),
    "starlight, a folder for each": ({"astro.config.mjs": STARLIGHT % "defaultLocale: 'en', locales: { en: { label: 'English' }, fr: { label: 'Français' } }", "src/content/docs/en/a.md": EN, "src/content/docs/en/b.md": EN, "src/content/docs/fr/a.md": FR}, "en", ("fr",), of("src/content/docs/en/*.md -> src/content/docs/fr/*.md", "a", "b")),
    "astro, a folder in each collection": ({"astro.config.mjs": "export default { i18n: { defaultLocale: 'zh', locales: ['zh', 'en'] } }", "src/content/blog/a.md": ZH, "src/content/notes/x/b.mdx": ZH, "src/content/authors/c.json": "{}"}, "zh", ("en",), [("src/content/blog/a.md", "src/content/blog/en/a.md"), ("src/content/notes/x/b.mdx", "src/content/notes/en/x/b.mdx")]),
    "astro, a collection called as a language": ({"astro.config.mjs": "export default { i18n: { defaultLocale: 'zh', locales: ['zh', 'en'] } }", "src/content/it/a.md": ZH, "src/content/posts/b.md": ZH, "src/content/en/posts/b.md": EN, "src/content/en/it/a.md": EN}, "zh", ("en",), [("src/content/it/a.md", "src/content/it/en/a.md"), ("src/content/posts/b.md", "src/content/posts/en/b.md")]),
    "astro, a collection of data alone": ({"astro.config.mjs": "export default { i18n: { defaultLocale: 'zh', locales: ['zh', 'en'] } }", "src/pages/a.md": ZH, "src/content/data/a.json": "{}"}, "zh", ("en",), []),
    "astro, a folder for each above": ({"astro.config.mjs": "export default {}", "src/content/zh/blog/a.md": ZH, "src/content/en/blog/b.md": EN, "src/content/zh/blog/b.md": ZH}, "zh", ("en",), of("src/content/zh/*.md -> src/content/en/*.md", "blog/a", "blog/b")),
    "starlight that says nothing": ({"astro.config.mjs": "export default {}", "src/content/docs/a.mdx": EN, "src/content/docs/guides/b.md": EN, "src/content/docs/zh-cn/a.mdx": ZH}, "en", ("zh-cn",), of("src/content/docs/* -> src/content/docs/zh-cn/*", "a.mdx", "guides/b.md")),
    "vitepress at the root": ({".vitepress/config.ts": "export default {}", "index.md": EN, "guide/a.md": EN, "zh/index.md": ZH}, "en", ("zh",), of("*.md -> zh/*.md", "index", "guide/a")),
    "vitepress in docs": ({"docs/.vitepress/config.mts": VITE, "docs/guide/a.md": EN, "README.md": EN, "docs/zh/guide/a.md": ZH}, "en", ("zh",), of("docs/*.md -> docs/zh/*.md", "guide/a")),
    "vitepress, a folder for each": ({"docs/.vitepress/config.js": "export default {}", "docs/en/a.md": EN, "docs/en/b.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a", "b")),
    "vitepress, srcDir and Chinese first": ({".vitepress/config.mjs": "export default { srcDir: './src', lang: 'zh-CN' }", "src/a.md": ZH, "src/en/a.md": EN, "src/b.md": ZH}, *ZH_TO_EN, of("src/*.md -> src/en/*.md", "a", "b")),
    "mkdocs, suffix": ({"mkdocs.yml": STATIC % "suffix", "docs/a.md": EN, "docs/b.md": EN, "docs/a.zh.md": ZH}, "en", ("zh",), of("docs/*.md -> docs/*.zh.md", "a", "b")),
    "mkdocs, folder": ({"mkdocs.yml": STATIC % "folder", "docs/en/a.md": EN, "docs/en/b.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a", "b")),
    "mkdocs, folder, none yet": ({"mkdocs.yml": STATIC % "folder", "docs/en/a.md": EN}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a")),
    "mkdocs, its old i18n": ({"mkdocs.yml": "site_name: x\nplugins:\n  i18n:\n    default_language: en\n    languages: {en: English, fr: français}\n", "docs/a.md": EN}, "en", ("fr",), of("docs/*.md -> docs/*.fr.md", "a")),
    "mkdocs, a book for each": ({"docs/en/mkdocs.yml": "site_name: x\n", "docs/en/docs/a.md": EN, "docs/en/docs/b.md": EN, "docs/zh/docs/a.md": ZH}, "en", ("zh",), of("docs/en/docs/*.md -> docs/zh/docs/*.md", "a", "b")),
    "jekyll, polyglot": ({"_config.yml": POLYGLOT, "_posts/en/2024-01-01-a.md": EN, "_posts/en/2024-01-02-b.md": EN, "_posts/zh-CN/2024-01-01-a.md": ZH}, "en", ("zh-CN",), of("_posts/en/*.md -> _posts/zh-CN/*.md", "2024-01-01-a", "2024-01-02-b")),
    "jekyll, polyglot by the ending": ({"_config.yml": POLYGLOT, "about.md": EN, "about.zh-CN.md": ZH, "more.md": EN}, "en", ("zh-CN",), [("about.md", "about.zh-CN.md"), ("more.md", "more.zh-cn.md")]),
    "hexo": ({"_config.yml": "language: [zh-CN, en]\nnew_post_name: :title.md\nskip_render: ''\n", "source/_posts/a.md": ZH}, *ZH_TO_EN, of("source/_posts/*.md -> source/_posts/en/*.md", "a")),
    "hexo, a folder for each": ({"_config.yml": "language: [zh-CN, en]\nnew_post_name: :lang/:title.md\nskip_render: ''\n", "source/_posts/zh-CN/a.md": ZH, "source/_posts/zh-CN/b.md": ZH, "source/_posts/en/a.md": EN}, *ZH_TO_EN, of("source/_posts/zh-CN/*.md -> source/_posts/en/*.md", "a", "b")),
    "hexo, pages beside posts": ({"_config.yml": "language: zh-CN\nnew_post_name: :title.md\nskip_render: ''\n", "source/_posts/a.md": ZH, "source/about/index.md": ZH}, *ZH_TO_EN, [("source/_posts/a.md", "source/_posts/en/a.md"), ("source/about/index.md", "source/en/about/index.md")]),
    "jupyter book": ({"lectures/_toc.yml": "format: jb-book\n", "lectures/_config.yml": "title: x\n", "lectures/a.md": ZH, "README.md": EN}, *ZH_TO_EN, of("lectures/*.md -> lectures/*.en.md", "a")),
    "quarto, babelquarto": ({"_quarto.yml": "project: {type: book}\nbabelquarto: {languages: [fr], mainlanguage: en}\n", "index.qmd": EN, "index.fr.qmd": FR}, "en", ("fr",), of("*.qmd -> *.fr.qmd", "index")),
    "plain, zh below docs": ({"docs/a.md": EN, "docs/b.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/*.md -> docs/zh/*.md", "a", "b")),
    "plain, source at root": ({"guide/a.md": EN, "guide/b.md": EN, "zh-cn/guide/a.md": ZH}, "en", ("zh-cn",), of("*.md -> zh-cn/*.md", "guide/a", "guide/b")),
    "plain, i18n beside docs": ({"docs/a.md": EN, "docs/b.md": EN, "i18n/zh/a.md": ZH}, "en", ("zh",), of("docs/*.md -> i18n/zh/*.md", "a", "b")),
    "plain, translations with the whole path": ({"docs/a.md": EN, "docs/b.md": EN, "translations/zh-CN/docs/a.md": ZH}, "en", ("zh-CN",), of("docs/*.md -> translations/zh-CN/docs/*.md", "a", "b")),
    "plain, docs_zh beside docs": ({"docs/a.md": EN, "docs/b.md": EN, "docs_zh/a.md": ZH}, "en", ("zh",), of("docs/*.md -> docs_zh/*.md", "a", "b")),
    "plain, deep": ({"files/en-us/web/a/index.md": EN, "files/en-us/web/b/index.md": EN, "files/zh-cn/web/a/index.md": ZH}, "en-us", ("zh-cn",), of("files/en-us/web/*/index.md -> files/zh-cn/web/*/index.md", "a", "b")),
    "plain, a README beside a README": ({"README.md": EN, "README.zh-CN.md": ZH}, "en", ("zh-CN",), of("*.md -> *.zh-CN.md", "README")),
    "plain, underscores": ({"docs/a.md": EN, "docs/a_zh.md": ZH, "docs/b.md": EN}, "en", ("zh",), of("docs/*.md -> docs/*_zh.md", "a", "b")),
    "hugo, a file for each language": ({"config/_default/hugo.toml": 'theme = "x"\n', "config/_default/languages.en.toml": "weight = 1\n", "config/_default/languages.zh-cn.toml": "weight = 2\n", "content/a/index.md": EN}, "en", ("zh-cn",), of("content/*/index.md -> content/*/index.zh-cn.md", "a")),
    "docusaurus in website/, docs beside it": ({"website/docusaurus.config.js": "export default {i18n: {defaultLocale: 'en', locales: ['en', 'fr']}, presets: [['classic', {docs: {path: '../docs'}}]]}", "docs/a.mdx": EN, "website/blog/b.md": EN}, "en", ("fr",), [("docs/a.mdx", "website/i18n/fr/docusaurus-plugin-content-docs/current/a.mdx"), ("website/blog/b.md", "website/i18n/fr/docusaurus-plugin-content-blog/b.md")]),
    "mkdocs, a file for each language": ({"mkdocs.yml": "site_name: x\ndocs_dir: docs/en\n", "mkdocs-zh.yml": "docs_dir: docs/zh\n", "docs/en/a.md": EN, "docs/en/b.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a", "b")),
    "mkdocs, a file for each language, none yet": ({"mkdocs.yml": "site_name: x\ndocs_dir: docs/zh\n", "docs/zh/a.md": ZH, "docs/en/x.txt": "x"}, "zh", ("en",), of("docs/zh/*.md -> docs/en/*.md", "a")),
    "mkdocs, languages of its menu": ({"mkdocs.yml": "site_name: x\nextra:\n  alternate:\n    - {name: English, link: /en/, lang: en}\n    - {name: 中文, link: /zh/, lang: zh}\n", "docs/a.md": EN}, "en", ("zh",), of("docs/*.md -> docs/*.zh.md", "a")),
    "quarto, profiles": ({"_quarto.yml": "profile: {default: english}\n", "_quarto-english.yml": "lang: en\n", "_quarto-french.yml": "lang: fr\n", "a.qmd": EN}, "en", ("fr",), of("*.qmd -> *.fr.qmd", "a")),
    "quarto, profiles with a folder for each": ({"_quarto.yml": "lang: en\n", "_quarto-fr.yml": "lang: fr\n", "en/a.qmd": EN, "en/b.qmd": EN, "fr/a.qmd": FR}, "en", ("fr",), of("en/*.qmd -> fr/*.qmd", "a", "b")),
    "myst, what was built left out": ({"myst.yml": "version: 1\n", "index.md": ZH, "part/a.md": ZH, "part/b.md": ZH, "_build/site/c.md": EN}, *ZH_TO_EN, of("*.md -> *.en.md", "index", "part/a", "part/b")),
    "plain, pages beside a folder of pages": ({"a.md": ZH, "b.md": ZH, "notes/c.md": ZH, "LICENSE.md": EN}, *ZH_TO_EN, of("*.md -> *.en.md", "a", "b", "notes/c")),
    "plain, sections that are called as what was built": ({"docs/build/a.md": EN, "docs/public/b.md": EN, "docs/zh/build/a.md": ZH}, "en", ("zh",), of("docs/*.md -> docs/zh/*.md", "build/a", "public/b")),
    "plain, two repositories side by side": ({"book.myst/a.md": EN, "book.myst/b.md": EN, "book.zh-cn/a.md": ZH}, "en", ("zh-cn",), of("book.myst/*.md -> book.zh-cn/*.md", "a", "b")),
    "plain, a README for a country beside docs": ({"README.md": EN, "README_CN.md": ZH, "docs/en/a.md": EN, "docs/en/b.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a", "b")),
    "plain, a README beside docs": ({"README.md": PLAIN, "CHANGELOG.md": PLAIN, "docs/a.md": PLAIN, "docs/x/b.md": PLAIN}, *ZH_TO_EN, [("README.md", "README.en.md"), *of("docs/*.md -> docs/*.en.md", "a", "x/b")]),
    "a README beside docs with front matter": ({"README.md": PLAIN, "docs/a.md": ZH, "docs/x/b.md": ZH}, *ZH_TO_EN, [("README.md", "README.en.md"), *of("docs/*.md -> docs/*.en.md", "a", "x/b")]),
    "a README with its translation beside docs with front matter and theirs": ({"README.md": PLAIN, "README_en.md": "# Value\n\nThis is the page that is about the value of bonds.\n", "docs/zh/a.md": ZH, "docs/zh/b.md": ZH, "docs/en/a.md": EN}, "zh", ("en",), [("README.md", "README_en.md"), *of("docs/zh/*.md -> docs/en/*.md", "a", "b")]),
    "a README beside a folder of content": ({"README.md": PLAIN, "content/a.md": ZH}, *ZH_TO_EN, of("content/*.md -> content/*.en.md", "a")),
    "a README in another language than docs with front matter": ({"README.md": "# Value\n\nThis is the page that is about the value of bonds.\n", "docs/a.md": ZH, "docs/b.md": ZH}, *ZH_TO_EN, of("docs/*.md -> docs/*.en.md", "a", "b")),
    "plain, a README with its translation beside docs with theirs": ({"README.md": PLAIN, "README_en.md": "# Value\n\nThis is the page that is about the value of bonds.\n", "docs/zh/a.md": PLAIN, "docs/en/a.md": "# A\n\nThe page is about the rates of a bank.\n", "docs/zh/b.md": PLAIN}, "zh", ("en",), [("README.md", "README_en.md"), *of("docs/zh/*.md -> docs/en/*.md", "a", "b")]),
    "plain, a README in another language than docs": ({"README.md": "# Value\n\nThis is the page that is about the value of bonds.\n", "docs/a.md": PLAIN, "docs/b.md": PLAIN}, *ZH_TO_EN, of("docs/*.md -> docs/*.en.md", "a", "b")),
    "news of places, each with a page of its own": ({"content/_index.md": ZH, "content/a.md": ZH, "content/hk/_index.md": ZH, "content/us/_index.md": ZH, "content/tw/b.md": ZH}, *ZH_TO_EN, of("content/*.md -> content/*.en.md", "_index", "a", "hk/_index", "tw/b", "us/_index")),
    "news of a place": ({"content/a.md": ZH, "content/hk/b.md": ZH, "content/posts/c.md": ZH}, *ZH_TO_EN, of("content/*.md -> content/*.en.md", "a", "hk/b", "posts/c")),
    "a README beside a site's docs": ({"mkdocs.yml": "site_name: x\n", "README.md": PLAIN, "docs/a.md": PLAIN}, *ZH_TO_EN, of("docs/*.md -> docs/*.en.md", "a")),
    "sections that look like languages": ({"docs/ts/index.md": EN, "docs/ts/a.md": EN, "docs/it/x.md": EN, "docs/index.md": EN, "docs/fr/index.md": FR}, "en", ("fr",), of("docs/*.md -> docs/fr/*.md", "index", "it/x", "ts/a", "ts/index")),
    "docusaurus, languages chosen by an expression": ({"website/docusaurus.config.ts": "const defaultLocale = 'en';\nexport default { i18n: { defaultLocale, locales: isPreview ? [defaultLocale] : isStaging ? [defaultLocale, 'ja'] : [defaultLocale, 'fr', 'zh-CN'] } }", "website/docs/a.mdx": EN, "website/i18n/fr/code.json": "{}"}, "en", ("fr", "zh-CN"), [("website/docs/a.mdx", f"website/i18n/{tag}/docusaurus-plugin-content-docs/current/a.mdx") for tag in ("fr", "zh-CN")]),
    "docusaurus, more plugins and versions": ({"docusaurus.config.js": "const languages = ['en', 'fr'];\nmodule.exports = { i18n: { defaultLocale: 'en', locales: languages }, plugins: [['@docusaurus/plugin-content-docs', { id: 'community', path: './people/' }], [require.resolve('@docusaurus/plugin-content-blog'), ({ path: 'news', id: \"news\" })], ['content-docs', { id: 'default', path: 'x' }]] }", "docs/a.md": EN, "people/b.md": EN, "news/c.md": EN, "versioned_docs/version-1.0/a.md": EN, "i18n/fr/docusaurus-plugin-content-docs/version-1.0/a.md": FR, "i18n/fr/docusaurus-plugin-content-docs/current/a.md": FR}, "en", ("fr",),
        [("docs/a.md", "i18n/fr/docusaurus-plugin-content-docs/current/a.md"), ("news/c.md", "i18n/fr/docusaurus-plugin-content-blog-news/c.md"), ("people/b.md", "i18n/fr/docusaurus-plugin-content-docs-community/current/b.md"), ("versioned_docs/version-1.0/a.md", "i18n/fr/docusaurus-plugin-content-docs/version-1.0/a.md")]),
    "docusaurus, versions that nobody translates": ({"docusaurus.config.js": "module.exports = { i18n: { defaultLocale: 'en', locales: ['en', 'fr'] } }", "docs/a.md": EN, "versioned_docs/version-1.0/a.md": EN}, "en", ("fr",), [("docs/a.md", "i18n/fr/docusaurus-plugin-content-docs/current/a.md")]),
    "starlight, languages in a variable": ({"docs/astro.config.mjs": "import starlight from '@astrojs/starlight'\nexport const locales = { root: { label: 'English', lang: 'en' }, 'zh-cn': { label: '中文', lang: 'zh-CN' } };\nexport default defineConfig({ integrations: [starlight({ locales, sidebar: [{ translations: { de: 'x' } }] })] })", "docs/src/content/docs/a.mdx": EN}, "en", ("zh-cn",), of("docs/src/content/docs/*.mdx -> docs/src/content/docs/zh-cn/*.mdx", "a")),
    "vitepress, a folder shown at the top": ({"docs/.vitepress/config.ts": "export default { rewrites: { 'en/:rest*': ':rest*' }, locales: { root: { label: 'English' }, zh: { label: '中文' } } }", "docs/en/a.md": EN, "docs/zh/a.md": ZH}, "en", ("zh",), of("docs/en/*.md -> docs/zh/*.md", "a")),
    "vitepress, a folder shown at the top, none yet": ({".vitepress/config.ts": "export default { rewrites: { 'zh/:path*': ':path*' }, locales: { root: { lang: 'zh-CN' }, en: { lang: 'en' } } }", "zh/a.md": ZH}, "zh", ("en",), of("zh/*.md -> en/*.md", "a")),
    "vuepress": ({"src/.vuepress/config.ts": "export default { locales: { '/': { lang: 'en' }, '/zh/': { lang: 'zh-CN' } } }", "src/README.md": EN, "src/guide/a.md": EN}, "en", ("zh",), of("src/*.md -> src/zh/*.md", "README", "guide/a")),
    "mkdocs, a site for each": ({"docs/en/mkdocs.yml": "INHERIT: ../en/mkdocs.more.yml\nsite_name: x\n", "docs/de/mkdocs.yml": "INHERIT: ../en/mkdocs.yml\n", "docs/zh/mkdocs.yml": "INHERIT: ../en/mkdocs.yml\n", "docs/en/docs/a.md": EN, "docs/zh/docs/a.md": ZH}, "en", ("de", "zh"), [("docs/en/docs/a.md", f"docs/{tag}/docs/a.md") for tag in ("de", "zh")]),
    "sphinx, a site for each": ({"docs/en/conf.py": "extensions = ['myst_parser']\n", "docs/zh_cn/conf.py": "extensions = ['myst_parser']\n", "docs/en/a.md": EN, "docs/en/b.md": EN, "docs/zh_cn/a.md": ZH}, "en", ("zh-cn",), of("docs/en/*.md -> docs/zh_cn/*.md", "a", "b")),
    "jupyter book, a site for each": ({"book/en/_toc.yml": "format: jb-book\n", "book/en/_config.yml": "title: x\n", "book/zh/_toc.yml": "format: jb-book\n", "book/zh/_config.yml": "title: x\n", "book/en/a.md": EN, "book/en/b.md": EN, "book/zh/a.md": ZH}, "en", ("zh",), of("book/en/*.md -> book/zh/*.md", "a", "b")),
    "jekyll, polyglot, posts and pages": ({"site/_config.yml": POLYGLOT, "site/_posts/2024-01-01-a.md": EN, "site/_posts/zh-CN/2024-01-01-a.md": ZH, "site/_posts/2024-01-02-b.md": EN, "site/_pages/en/c.md": EN, "site/_pages/zh-CN/c.md": ZH, "README.md": EN}, "en", ("zh-CN",), [("site/_pages/en/c.md", "site/_pages/zh-CN/c.md"), *of("site/_posts/*.md -> site/_posts/zh-CN/*.md", "2024-01-01-a", "2024-01-02-b")]),
    "jekyll, languages behind a stroke": ({"_config.yml": POLYGLOT, "about.md": EN, "about-zh-CN.md": ZH, "on-zh-and-all.md": EN}, "en", ("zh-CN",), [("about.md", "about-zh-CN.md"), ("on-zh-and-all.md", "on-zh-and-all-zh-cn.md")]),
    "jekyll, a README in another language": ({"_config.yml": "permalink: pretty\n", "_posts/2024-01-01-a.md": ZH, "b.md": ZH, "README.md": EN}, *ZH_TO_EN, of("*.md -> en/*.md", "_posts/2024-01-01-a", "b")),
    "jekyll, addresses without folders": ({"_config.yml": "permalink: /:title/\n", "_posts/2024-01-01-a.md": ZH, "b.md": ZH}, *ZH_TO_EN, of("*.md -> *.en.md", "_posts/2024-01-01-a", "b")),
    "jekyll, addresses with folders": ({"_config.yml": "permalink: /:categories/:title/\n", "_posts/2024-01-01-a.md": ZH}, *ZH_TO_EN, of("_posts/*.md -> _posts/en/*.md", "2024-01-01-a")),
    "hexo, addresses without folders": ({"_config.yml": "permalink: :year/:name/\nnew_post_name: :title.md\nskip_render: []\n", "source/_posts/a.md": ZH}, *ZH_TO_EN, of("source/_posts/*.md -> source/_posts/*.en.md", "a")),
    "hexo, pages translated and posts not": ({"_config.yml": "language: en\nskip_render: ''\n", "package.json": '{"dependencies": {"hexo": "7"}}', "source/docs/a.md": EN, "source/docs/b.md": EN, "source/zh-cn/docs/a.md": ZH, "source/_posts/c.md": EN}, "en", ("zh-cn",), [("source/_posts/c.md", "source/_posts/zh-cn/c.md"), *of("source/docs/*.md -> source/zh-cn/docs/*.md", "a", "b")]),
    "hugo, menus in a folder of their own": ({"config/_default/config.toml": 'defaultContentLanguage = "en"\nbaseURL = "x"\n', "config/_default/languages.toml": "[en]\nweight = 1\n[zh]\nweight = 2\n", "config/_default/menus/menus.en.toml": "[[docs]]\nname = 'About'\n", "content/a.md": EN}, "en", ("zh",), [("config/_default/menus/menus.en.toml", "config/_default/menus/menus.zh.toml"), ("content/a.md", "content/a.zh.md")]),
    "starlight in a folder of a workspace": ({"apps/docs/astro.config.mjs": STARLIGHT % ROOT_EN, "apps/docs/src/content/docs/a.mdx": EN, "README.md": EN, "packages/x/README.md": EN}, "en", ("zh-cn",), of("apps/docs/src/content/docs/*.mdx -> apps/docs/src/content/docs/zh-cn/*.mdx", "a")),
}  # fmt: skip


@pytest.mark.parametrize(("paths", "source", "targets", "pairs"), SITES.values(), ids=SITES)
def test_a_site_is_understood(tmp_path, paths, source, targets, pairs):
    assert proposed(tmp_path, paths) == (source, targets, pairs)


UNDECIDED = {
    "as many of each": ({"docs/en/a.md": EN, "docs/zh/a.md": ZH}, "en and zh have as many pages each", "--source en"),
    "it says another language than it has": ({"hugo.toml": 'defaultContentLanguage = "en"\n', "content/a.md": ZH, "content/b.md": ZH}, "Hugo says that pages are in en, but 2 of 2 are written in zh-CN", "--source zh-CN"),
    "nothing to translate into": ({"docs/a.md": EN}, "no language to translate into was found", "--target zh-CN"),
    "no language at all": ({"docs/a.md": "# 1\n\n2 3\n"}, "what the pages are written in cannot be told", "--source"),
    "two ways": ({f"docs/{name}.md": EN for name in "abcd"} | {"docs/zh/a.md": ZH, "docs/zh/b.md": ZH, "docs/c.zh.md": ZH, "docs/d.zh.md": ZH}, "translations stand in two ways, of 2 by ending and 2 by folder", "--layout folder"),
    "folders without tags": ({"hugo.toml": '[languages.en]\ncontentDir = "content/english"\n[languages.fr]\ncontentDir = "content/french"\n', "content/english/a.md": EN}, "no pattern with {lang} finds these content folders", "rename the folder"),
    "a country": ({"README.md": EN, "README_CN.md": ZH}, "README_CN.md: CN is a country, and zh-CN the language", "rename it to README_zh-CN.md"),
    "a country that is a language's tag": ({"README.md": EN, "README_TW.md": "# 標題\n\n這個說明會對大家講怎麼學習。\n"}, "README_TW.md: TW is a country, and zh-TW the language", "rename it to README_zh-TW.md"),
    "a country's folder": ({"docs/en/a.md": EN, "docs/cn/a.md": ZH}, "docs/cn: cn is a country, and zh-CN the language", "rename it to docs/zh-CN,"),
    "a country's edition of the same pages": ({"content/a.md": ZH, "content/b.md": ZH, "content/hk/a.md": ZH, "content/en/a.md": EN}, "content/hk: hk is a country, and zh-HK the language", "rename it to content/zh-HK,"),
    "a country's folder in another script": ({"content/_index.md": ZH, "content/hk/_index.md": "# 標題\n\n這個說明會對大家講怎麼學習。\n"}, "content/hk: hk is a country, and zh-HK the language", "rename it to content/zh-HK,"),
    "a country that is a language to its generator": ({"docs/.vitepress/config.ts": "export default { locales: { root: { lang: 'zh-CN' }, tw: { lang: 'zh-TW' } } }", "docs/a.md": ZH, "docs/tw/a.md": ZH}, "docs/tw: tw is a country, and zh-TW the language", "rename it to docs/zh-TW,"),
    "a country in its configuration": ({"hugo.toml": '[languages.en]\ncontentDir = "content/en"\n[languages.cn]\ncontentDir = "content/cn"\n', "content/en/a.md": EN, "content/cn/a.md": ZH}, "content/cn: cn is a country", "rename it to content/zh-CN,"),
    "translations apart from their source": ({"README.md": EN, "docs/README.zh-CN.md": ZH}, "docs/README.zh-CN.md: stands in another folder than README.md", "move it there"),
    "pages outside": ({"docusaurus.config.js": "export default {presets: [['classic', {docs: {path: '../docs'}}]], i18n: {locales: ['en', 'fr']}}", "blog/a.md": EN}, "Docusaurus has pages in ../docs, outside of this folder", "run transflow init in the folder that holds both"),
    "nothing": ({}, "no page was found here;", "go to the site's folder"),
    "pages in formats that are not read": ({"docs/index.rst": "x", "docs/b.adoc": "x", "README.rst": "x"}, "no page was found here but 1 .adoc and 2 .rst (README.rst, …), which is not read", "go to the site's folder"),
}  # fmt: skip


@pytest.mark.parametrize(("paths", "message", "hint"), UNDECIDED.values(), ids=UNDECIDED)
def test_what_cannot_be_told_is_not_guessed(tmp_path, capsys, paths, message, hint):
    tree(tmp_path, paths)
    assert cli(tmp_path, "init") == 2
    told = capsys.readouterr().err
    assert message in told.replace("by folder and 2 by ending", "by ending and 2 by folder")
    assert hint in told
    assert "Traceback" not in told
    assert not (tmp_path / "transflow.yaml").exists()


def test_what_was_seen_is_told_before_a_refusal(tmp_path, capsys):
    tree(tmp_path, {"mkdocs.yml": "site_name: x\n", "docs/a.md": EN, "docs/b.rst": "x", "c.rst": "x"})
    assert cli(tmp_path, "init") == 2
    told = capsys.readouterr().err.splitlines()
    assert told[:3] == ["seen: MkDocs site", "seen: 1 .rst (docs/b.rst): not read", "seen: written in en"]
    assert told[-1].startswith("transflow: no language to translate into was found")


def test_a_dialect_is_known_of_a_site_for_each_language(tmp_path):
    tree(tmp_path, {"docs/en/mkdocs.yml": "INHERIT: ../base.yml\n", "docs/base.yml": "markdown_extensions: [mdx_math]\n", "docs/en/docs/a.md": EN, "docs/zh/mkdocs.yml": "INHERIT: ../en/mkdocs.yml\n"})  # fmt: skip
    assert init.propose(tmp_path).text.endswith("markdown:\n  dialect: mkdocs\n  math: true\n")


def test_a_repository_that_nothing_builds_is_read_as_it_is_shown(tmp_path):
    plain = ZH.rpartition("---")[2]
    tree(tmp_path / "plain", {"docs/a.md": plain, "docs/b.md": plain})
    found = init.propose(tmp_path / "plain")
    assert found.text.endswith("markdown:\n  dialect: commonmark\n")
    told = "read as commonmark: nothing names a generator, and no page has front matter"
    assert told in found.guesses
    # Front matter is read by something, whatever it is.
    tree(tmp_path / "site", {"docs/a.md": ZH, "docs/b.md": ZH})
    assert "markdown:" not in init.propose(tmp_path / "site").text


@pytest.mark.parametrize(
    "page",
    [
        "---\nlayout: page\ntitle: 关于\npermalink: /about/\ndescription: the about page of this site\n---\n\n关于本站。\n",
        '{% include alert.html type="info" content="x" %}\n\n本文谈利率，见 [`about.md`]({{ site.baseurl }}/about/){:target="_blank"}。\n',
        "# API 接口\n\n调用 Client.connect(host, port, timeout) 后返回一个对象，再用 session.get() 读取数据。\n",
    ],
)
def test_settings_and_code_make_no_page_english(page):
    body = page.rpartition("---\n")[2]
    assert look(body) == "zh-CN"
    assert (
        look(
            "# Terms\n\nThe word for this is 估值, and the other one is 收益率. They are to be used in all of it.\n"
        )
        == "en"
    )


def test_a_readme_that_is_all_there_is_stays(tmp_path):
    _, _, pairs = proposed(tmp_path, {"_config.yml": "permalink: x\n", "README.md": EN}, source="zh", targets=("en",))  # fmt: skip
    assert pairs == [("README.md", "en/README.md")]


def test_the_option_that_is_named_settles_it(tmp_path):
    assert proposed(tmp_path, {"docs/en/a.md": EN, "docs/zh/a.md": ZH}, source="zh") == ("zh", ("en",), [("docs/zh/a.md", "docs/en/a.md")])  # fmt: skip
    assert 'source: "zh/{path}.md"' in (tmp_path / "transflow.yaml").read_text("utf-8")


@pytest.mark.parametrize(("layout", "target"), [("folder", "docs/en/a.md"), ("ending", "docs/a.en.md")])
def test_a_layout_can_be_given(tmp_path, layout, target):
    assert proposed(tmp_path, {"docs/a.md": ZH}, layout=layout)[2] == [("docs/a.md", target)]


@pytest.mark.parametrize("ja", ["docs/ja/a.md", "docs/a.ja.md"])
def test_a_language_that_is_not_wanted_is_no_source(tmp_path, ja):
    paths = {"docs/a.md": ZH, ja.replace("ja", "en"): EN, ja: EN, ja.replace("/a", "/b"): EN, "docs/b.md": ZH}
    _, _, pairs = proposed(tmp_path, paths, targets=("en",))
    assert [source for source, _ in pairs] == ["docs/a.md", "docs/b.md"]


def test_strings_of_a_site_are_listed_before_what_is_ignored(tmp_path):
    paths = {
        "hugo.toml": "title = 'x'\n",
        "i18n/zh.toml": "more = '更多'\n",
        "i18n/en.toml": "more = 'More'\n",
    }
    paths |= {"content/a.md": ZH, "content/a.en.md": EN, "content/a.ja.md": EN}
    assert proposed(tmp_path, paths, targets=("en",))[2] == [
        ("content/a.md", "content/a.en.md"),
        ("i18n/zh.toml", "i18n/en.toml"),
    ]
    assert "\nignore: " in (tmp_path / "transflow.yaml").read_text("utf-8")


def test_strings_are_listed_behind_pages_that_need_not_be(tmp_path):
    paths = {"hugo.toml": "title = 'x'\n", "content/a.md": ZH, "i18n/zh.toml": "more = '更多'\n"}
    assert proposed(tmp_path, paths, targets=("en",), layout="ending")[2] == [
        ("content/a.md", "content/a.en.md"),
        ("i18n/zh.toml", "i18n/en.toml"),
    ]


def test_pages_and_the_first_plan_are_told(tmp_path, capsys):
    tree(tmp_path, {"docs/a.md": EN, "docs/b.md": EN, "docs/c.md": EN, "docs/zh/a.md": ZH})
    assert cli(tmp_path, "init") == 0
    told = capsys.readouterr().err
    assert "seen: a folder for each language, as 1 page has it\n" in told
    assert "pages: 3 en, 1 zh\n" in told
    assert "first plan: 2 pages to draft into zh; 1 translation to take in first: transflow adopt\n" in told
    assert cli(tmp_path, "plan", "--format", "json") == 0
    tasks = json.loads(capsys.readouterr().out)["tasks"]
    assert sum(task["reason"] == "missing" for task in tasks) == 2


def test_what_translations_show_is_not_called_a_guess(tmp_path, capsys):
    tree(tmp_path, {"_quarto.yml": "lang: en\n", "en/a.qmd": EN, "en/b.qmd": EN, "zh/a.qmd": ZH})
    assert cli(tmp_path, "init", "--dry-run") == 0
    assert "guess" not in capsys.readouterr().err.replace("guess: en is the source", "")


def test_a_guess_is_called_one(tmp_path, capsys):
    tree(tmp_path, {"docs/a.md": ZH})
    assert cli(tmp_path, "init", "--dry-run") == 0
    told = capsys.readouterr().err
    assert "guess: translated into en: nothing names a language\n" in told
    assert "guess: by the ending of the file name: there is no translation yet that shows it\n" in told
    assert "to say otherwise: transflow init --layout folder\n" in told
    assert "to say otherwise: transflow init --target TAG\n" in told
    assert cli(tmp_path, "init") == 0
    told = capsys.readouterr().err
    assert "to say otherwise: delete transflow.yaml, then transflow init --layout folder\n" in told


def test_translations_that_stand_apart_are_told(tmp_path, capsys):
    tree(
        tmp_path,
        {f"{name}/docs/{path}.md": ZH if "zh" in path else EN for name in "ab" for path in ("x", "zh/x")},
    )
    assert cli(tmp_path, "init", "--dry-run") == 0
    told = capsys.readouterr().err
    assert "guess: 1 more translation left out, such as b/docs/zh/x.md: add an entry to `content`" in told


def test_line_ends_of_records_are_left_to_git_once(tmp_path, capsys):
    tree(tmp_path, {"docs/a.md": ZH})
    assert cli(tmp_path, "init", "--dry-run") == 0
    assert ".transflow/** -text" in capsys.readouterr().err
    (tmp_path / ".gitattributes").write_text("*.png binary\n.transflow/** -text\n", "utf-8")
    assert cli(tmp_path, "init", "--dry-run") == 0
    assert "-text" not in capsys.readouterr().err


def test_on_a_terminal_what_is_open_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr("transflow.cli.console.Console.asks", True)
    asked = []

    def prompt(text, default=None, **_):
        asked.append(text)
        assert default in {"en", "ending"}
        return "en fr" if "into" in text else "folder"

    monkeypatch.setattr("typer.prompt", prompt)
    tree(tmp_path, {"docs/a.md": ZH})
    assert cli(tmp_path, "init") == 0
    assert len(asked) == len(set(asked)) == 2
    text = (tmp_path / "transflow.yaml").read_text("utf-8")
    assert "targets: [en, fr]\n" in text
    assert 'target: "{lang}/{path}.md"' in text


def test_nobody_is_asked_without_a_terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("typer.prompt", lambda *_, **__: pytest.fail("asked"))
    tree(tmp_path, {"docs/en/a.md": EN, "docs/zh/a.md": ZH})
    assert cli(tmp_path, "init") == 2


def test_a_language_into_itself_or_a_layout_that_is_none_is_refused(tmp_path, capsys):
    build(tmp_path, {"docs/a.md": ZH})
    (tmp_path / "transflow.yaml").unlink(missing_ok=True)
    with pytest.raises(ConfigError, match="cannot be translated into itself"):
        init.propose(tmp_path, targets=("zh",))
    assert cli(tmp_path, "init", "--layout", "both") == 2
    assert "unknown layout 'both'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mkdocs.yml", "site_name: x\nwhen: 2024-13-45\n"),
        ("hugo.toml", "a = " + "[" * 20_000),
        ("_config.yml", "permalink: x\nkramdown: " + "[" * 20_000),
        ("astro.config.mjs", "starlight({ locales: " + "{ a: [" * 20_000),
        ("docusaurus.config.js", 'x = "' * 50_000),
    ],
)
def test_a_configuration_that_cannot_be_read_ends_in_a_line(tmp_path, capsys, name, text):
    tree(tmp_path, {name: text, "docs/a.md": ZH, "content/a.md": ZH, "src/content/docs/a.md": ZH, "b.md": ZH})
    assert cli(tmp_path, "init", "--dry-run", "--target", "en") in {0, 2}
    assert "Traceback" not in capsys.readouterr().err


def pages_of(size):
    return [f"docs/{tag}part{one % 50}/{one}.md" for one in range(size) for tag in ("", "zh/", "it/")]


def test_the_time_for_many_pages_grows_as_they_do():
    def run(paths):
        arrangements(paths, (), lambda path: "zh" if "/zh/" in path else "en")

    assert arrangements(pages_of(5))[0].shared == 5
    assert not growing(run, [pages_of(size) for size in (1_000, 2_000, 4_000)])
