"""Tags of Jekyll and Hexo that lead to a page by its file lead to its translation."""

import pytest

from tests.sites import build, cli
from transflow import api
from transflow.commands import check
from transflow.site.workspace import find

JEKYLL = "targets: [en]\nengine: pseudo\nmarkdown: {dialect: jekyll}\ncontent: [{root: '', source: '{path}.md', target: '{path}.{lang}.md'}]\n"
FOLDERS = JEKYLL.replace("'{path}.{lang}.md'", "'{lang}/{path}.md'")
HEXO = "targets: [en]\nengine: pseudo\nmarkdown: {dialect: hexo}\ncontent: [{root: source/_posts, source: '{path}.md', target: '{lang}/{path}.md'}]\n"


def codes(root):
    return [
        f"{found.code} {found.message}"
        for found in check.check(find(root)).findings
        if found.code[:4] in ("TF20", "TF21")
    ]


@pytest.mark.parametrize(
    ("config", "page", "written", "drafted"),
    [
        (JEKYLL, "a.md", "见[字]({% link b.md %})。", "({% link b.en.md %})"),
        (JEKYLL, "a.md", "见[字]({{ site.baseurl }}{% link b.md %}#x)。", "({{ site.baseurl }}{% link b.en.md %}#x)"),
        (JEKYLL, "a.md", '见[字]({% link /b.md %} "题")。', '({% link /b.en.md %} "'),
        (JEKYLL, "_posts/2026-03-02-d.md", "见[字]({%- post_url 2026-03-01-c -%})。", "({%- post_url 2026-03-01-c.en -%})"),
        (JEKYLL, "a.md", '<a href="{% link b.md %}">字</a>', 'href="{% link b.en.md %}"'),
        (JEKYLL, "a.md", "见[字][b]。\n\n[b]: {% link b.md %}", "[b]: {% link b.en.md %}"),
        (JEKYLL, "a.md", "见[字]({% link x.pdf %})。", "({% link x.pdf %})"),
        (JEKYLL, "a.md", "字。\n\n```\n{% link b.md %}\n```", "\n{% link b.md %}\n"),
        (JEKYLL, "a.md", "字。\n\n{% raw %}\n{% link b.md %}\n{% endraw %}", "\n{% link b.md %}\n"),
        (FOLDERS, "a.md", "见[字]({% link b.md %})。", "({% link en/b.md %})"),
        (FOLDERS, "_posts/2026-03-02-d.md", "见[字]({% post_url 2026-03-01-c %})。", "({% post_url en/2026-03-01-c %})"),
        (HEXO, "source/_posts/a.md", "见{% post_link b %}。", "{% post_link en/b %}"),
        (HEXO, "source/_posts/a.md", "见{% post_link b '题' %}。", "{% post_link en/b '"),
        (HEXO, "source/_posts/a.md", "字。\n\n{% post_link b %}", "\n{% post_link en/b %}\n"),
        (HEXO, "source/_posts/a.md", "见[字]({% post_path b %})。", "({% post_path en/b %})"),
        (HEXO, "source/_posts/a.md", "见{% post_link none %}。", "{% post_link none %}"),
        (HEXO, "source/_posts/a.md", "见{% link 字 b.md %}。", " b.md %}"),
    ],
)  # fmt: skip
def test_a_tag_leads_to_the_translation(tmp_path, config, page, written, drafted):
    where = "source/_posts/" if config == HEXO else ""
    pages = {
        page: f"---\ntitle: 题\n---\n\n{written}\n",
        f"{where}b.md": "乙\n",
        f"{where}_posts/2026-03-01-c.md": "丙\n",
    }
    site = build(tmp_path, pages | {"x.pdf": ""}, config)
    assert not api.translate(site).problems
    (target,) = (
        item.pair.target for item in api.overview(find(tmp_path)).translations if item.pair.source == page
    )
    text = (tmp_path / target).read_text("utf-8")
    assert drafted in text
    assert codes(tmp_path) == []


def test_one_that_a_person_left_is_told_and_mended(tmp_path):
    build(tmp_path, {"a.md": "见[字]({% link b.md %})。\n", "b.md": "乙\n"}, JEKYLL)
    cli(tmp_path, "translate")
    page = tmp_path / "a.en.md"
    right = page.read_text("utf-8")
    page.write_text(right.replace("link b.en.md", "link b.md"), "utf-8")
    assert [code[:5] for code in codes(tmp_path)] == ["TF213"]
    cli(tmp_path, "check", "--fix")
    assert page.read_text("utf-8") == right
