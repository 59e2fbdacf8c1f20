"""A draft that nobody has reviewed stays out of what the generator publishes, in the key that it heeds."""

import pytest

from tests.sites import build, cli
from transflow import api, frontmatter
from transflow.commands import check
from transflow.site.workspace import find

SOURCE, TARGET = "content/a.md", "content/a.en.md"


def site(root, dialect, header=""):
    config = f"targets: [en]\nengine: pseudo\nmarkdown: {{dialect: {dialect}}}\n"
    return build(root, {SOURCE: f"---\ntitle: 估值\n{header}---\n\n甲段。\n"}, config)


def said(root, key, path=TARGET):
    return frontmatter.parse((root / path).read_text("utf-8")).data.get(key)


def change(root, old, new, path=TARGET):
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def codes(root):
    return {found.code for found in check.check(find(root)).findings}


@pytest.mark.parametrize(
    ("dialect", "published"), [("jekyll", False), ("hexo", False), ("hugo", None), ("mdx", None)]
)
def test_a_new_draft_is_hidden_in_the_way_of_its_generator(tmp_path, dialect, published):
    api.translate(site(tmp_path, dialect))
    assert said(tmp_path, "draft") is True
    assert said(tmp_path, "published") is published


@pytest.mark.parametrize("header", ["", "published: true\n", "published: false\n", "draft: true\n"])
@pytest.mark.parametrize("dialect", ["jekyll", "hexo"])
def test_an_approval_gives_it_what_the_source_says(tmp_path, dialect, header):
    api.translate(site(tmp_path, dialect, header))
    before = (tmp_path / TARGET).read_text("utf-8")
    assert cli(tmp_path, "approve", TARGET) == 0
    for key in ("draft", "published"):
        assert said(tmp_path, key) == said(tmp_path, key, SOURCE)
    assert cli(tmp_path, "approve", "--undo", TARGET) == 0
    assert (tmp_path / TARGET).read_text("utf-8") == before


def test_only_that_key_is_believed(tmp_path):
    api.translate(site(tmp_path, "jekyll"))
    assert "TF107" not in codes(tmp_path)
    change(tmp_path, "published: false\n", "")
    assert "TF107" in codes(tmp_path)
    assert cli(tmp_path, "approve", TARGET) == 0
    assert not {"TF107", "TF704"} & codes(tmp_path)
    change(tmp_path, "title:", "published: false\ntitle:")
    hidden = [
        found for found in check.check(find(tmp_path)).findings if "`published: false`" in found.message
    ]
    assert [found.line for found in hidden] == [2]


def test_a_page_that_is_published_later_makes_nothing_stale(tmp_path):
    api.translate(site(tmp_path, "jekyll", "published: true\n"))
    change(tmp_path, "published: true\n", "", SOURCE)
    assert [item.state for item in api.overview(find(tmp_path)).translations] == ["draft"]
    api.translate(find(tmp_path))
    assert said(tmp_path, "published") is False


def test_what_was_drafted_before_that_was_known_goes_on(tmp_path):
    """The key was copied, and stands in the record as a copy."""
    api.translate(site(tmp_path, "hugo", "published: true\n"))
    assert '"published"' in (tmp_path / ".transflow/bitext/en/content/a.md.jsonl").read_text("utf-8")
    change(tmp_path, "dialect: hugo", "dialect: jekyll", "transflow.yaml")
    seen = api.overview(find(tmp_path))
    assert [item.state for item in seen.translations] == ["draft"]
    assert not seen.tasks
    outcome = api.translate(find(tmp_path))
    assert not outcome.problems
    assert said(tmp_path, "published") is True
    assert "TF107" in codes(tmp_path)
