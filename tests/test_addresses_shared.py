"""Keys of front matter that are all of a page's address: a draft does not take its source's, and `check` tells of one that does."""

import pytest

from tests.sites import build
from transflow import api, frontmatter
from transflow.commands import check
from transflow.site.workspace import find

PLAIN = "targets: [en]\nengine: pseudo\n"
DOCUSAURUS = """targets: [en]
engine: pseudo
markdown: {dialect: mdx}
content: [{root: ., source: 'docs/{path}.md', target: 'i18n/{lang}/docusaurus-plugin-content-docs/current/{path}.md'}]
"""


def drafted(root, config, header, others=()):
    """Draft a page; return the keys of its front matter, and what `check` says once it has its source's."""
    page = "docs/a.md" if "docusaurus" in config else "content/a.md"
    site = build(root, {page: f"---\ntitle: 估值\n{header}\n---\n\n甲段。\n", **dict(others)}, config)
    assert not api.translate(site).problems
    (item,) = api.overview(find(root)).translations
    path = root / item.pair.target
    text = path.read_text("utf-8")
    kept = set(frontmatter.parse(text).data)
    path.write_text(text.replace("---\n", f"---\n{header}\n", 1) if header not in text else text, "utf-8")
    return kept, [
        (found.code, found.severity) for found in check.check(find(root)).findings if found.code == "TF703"
    ]


def dialect(name):
    return f"{PLAIN}markdown: {{dialect: {name}}}\n"


@pytest.mark.parametrize(
    ("config", "header", "severity"),
    [
        (dialect("jekyll"), "permalink: /about/", "error"),
        (dialect("jekyll"), "redirect_from: [/old/]", "warning"),
        (dialect("hexo"), "permalink: about/", "error"),
        (dialect("hexo"), "abbrlink: 4821", "error"),
        (dialect("hexo"), "abbrlink: 4a17b156", "error"),
        (dialect("obsidian"), "permalink: a", "error"),
        (dialect("mdx"), "slug: guides/a", "error"),
        (dialect("mdx"), "slug: /a", "error"),
        (dialect("hugo"), "slug: /a", "error"),
        (dialect("hugo"), "aliases: [/a]", "warning"),
        (PLAIN, "url: a", "error"),
    ],
)
def test_what_is_all_of_an_address_is_left_out_and_told(tmp_path, config, header, severity):
    kept, told = drafted(tmp_path, config, header)
    assert header.partition(":")[0] not in kept
    assert told == [("TF703", severity)]


@pytest.mark.parametrize(
    ("config", "header", "others"),
    [
        (DOCUSAURUS, "slug: /", {}),
        (DOCUSAURUS, "slug: intro", {}),
        (dialect("hugo"), "slug: a", {}),
        (dialect("hugo"), "permalink: /a/", {}),
        (dialect("jekyll"), "permalink: /about/", {"_config.yml": "plugins: [jekyll-polyglot]\n"}),
    ],
)
def test_what_each_language_has_below_its_own_folder_is_copied(tmp_path, config, header, others):
    kept, told = drafted(tmp_path, config, header, others)
    assert header.partition(":")[0] in kept
    assert told == []
