import pytest

from tests.sites import build
from transflow.site.layout import Slot, path_language, slot, target_path
from transflow.site.planner import survey

SUFFIX = ("{path}.md", "{path}.{lang}.md")
FOLDERS = ("{lang}/{path}.md", "{lang}/{path}.md")
TREES = ("docs/{path}.md", "i18n/{lang}/current/{path}.md")


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        (SUFFIX, "a.md", Slot("a", "", is_target=False)),
        (SUFFIX, "news/a.md", Slot("news/a", "", is_target=False)),
        (SUFFIX, "a.en.md", Slot("a", "en", is_target=True)),
        (SUFFIX, "a.EN.md", Slot("a", "en", is_target=True)),
        (SUFFIX, "a.zh-cn.md", Slot("a", "zh-CN", is_target=False)),
        (SUFFIX, "a.zh.md", Slot("a", "zh-CN", is_target=False)),
        (SUFFIX, "what-it.is.md", Slot("what-it.is", "", is_target=False)),
        (SUFFIX, "v1.2.md", Slot("v1.2", "", is_target=False)),
        (SUFFIX, "bundle/index.en.md", Slot("bundle/index", "en", is_target=True)),
        (SUFFIX, "_index.md", Slot("_index", "", is_target=False)),
        (SUFFIX, "a.txt", None),
        (FOLDERS, "zh/a.md", Slot("a", "zh-CN", is_target=False)),
        (FOLDERS, "en/a.md", Slot("a", "en", is_target=True)),
        (FOLDERS, "fr/a.md", None),
        (TREES, "docs/guide/a.md", Slot("guide/a", "", is_target=False)),
        (TREES, "i18n/en/current/guide/a.md", Slot("guide/a", "en", is_target=True)),
        (TREES, "i18n/fr/current/guide/a.md", None),
    ],
)
def test_a_path_is_understood_by_the_patterns(patterns, path, expected):
    assert slot(path, *patterns, ("zh-CN",), ("en",)) == expected


@pytest.mark.parametrize(
    ("target", "language", "expected"),
    [
        ("{path}.{lang}.md", "zh-Hant-HK", "news/a.zh-hant-hk.md"),
        ("{lang}/{path}.md", "zh-Hant-HK", "zh-Hant-HK/news/a.md"),
        ("i18n/{lang}/current/{path}.md", "pt-BR", "i18n/pt-BR/current/news/a.md"),
    ],
)
def test_a_translation_belongs_where_the_pattern_says(target, language, expected):
    path = target_path(target, "news/a", language)
    assert path == expected
    assert slot(path, "{path}.markdown", target, ("en",), (language,)) == Slot(
        "news/a", language, is_target=True
    )


def test_a_suffix_that_nobody_asked_for_is_still_readable():
    assert path_language("a.fr.md", "{path}.{lang}.md") == "fr"
    assert path_language("a.md", "{path}.{lang}.md") == ""


def test_a_pattern_without_a_path_is_one_page(tmp_path):
    entries = "content: [{root: ., source: README.md, target: 'README.{lang}.md'}, {root: docs}]\n"
    pages = {
        "README.md": "甲。\n",
        "README.en.md": "A.\n",
        "CHANGES.md": "乙。\n",
        "docs/a.md": "丙。\n",
        "docs/README.md": "丁。\n",
    }
    site = build(tmp_path, pages, f"source: zh\ntargets: [en]\n{entries}")
    found = [(pair.source, pair.target) for pair in survey(site).pairs]
    assert found == [
        ("README.md", "README.en.md"),
        ("docs/README.md", "docs/README.en.md"),
        ("docs/a.md", "docs/a.en.md"),
    ]
