"""What a page says about itself, read by python-frontmatter and by the splicer."""

from pathlib import Path

import pytest

from tests.sites import build
from transflow import api, frontmatter
from transflow.errors import DocumentError
from transflow.site.word import word

KEYS = ("lang", "translations", "translate", "translation", "translationKey", "draft")
CORPORA = Path(__file__).parent.parent.parent / "shared" / "corpora"


def both(text):
    found = []
    for read in (word, lambda text, path: frontmatter.parse(text, path).data):
        try:
            data = read(text, "a.md")
        except DocumentError as error:
            found.append(("wrong", error.line))
            continue
        found.append([plain(data.get(key)) for key in KEYS])
    return found


def plain(value):
    """Return a value as both readers have it: whatever is no string, list or mapping is written down as YAML does."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    return (
        {True: "true", False: "false", None: ""}.get(value, str(value))
        if not isinstance(value, str)
        else value
    )


@pytest.mark.parametrize(
    "head",
    [
        "lang: zh-CN\ntranslations: [en, fr]",
        "lang: [zh-CN]\ntranslations:\n  - en\n  - no",
        "lang: no\ntranslate: false",
        "lang: 'no'\ntranslate: \"false\"",
        "translation:\n  status: reviewed\n  source: content/a.md\n  stale: true",
        "translationKey: 010\ntranslate: on",
        "lang:\ntranslations: []",
        "title: 甲：乙 # 评\nlang: zh",
        "x: &a [en, fr]\ntranslations: *a",
        "a: &b {translations: en}\n<<: *b",
        "lang: zh\nlang: en",
        "lang: [zh",
        "lang: zh\n...\n\nbody\n\n---\n\nmore",
        "<<<<<<< HEAD\nlang: zh\n=======\nlang: en\n>>>>>>> x",
        "deep: " + "[" * 3000,
        "deep: " + "[" * 90 + "]" * 90 + "\nlang: zh",
        "- a list",
        "",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_both_readers_see_the_same(head, newline):
    read, spliced = both(f"---\n{head}\n---\n\nText.\n".replace("\n", newline))
    if head == "lang: zh\nlang: en":
        assert spliced[0] == "wrong", "a key that stands twice is told where the page is read whole"
    else:
        assert read == spliced


@pytest.mark.parametrize(
    "text",
    [
        "+++\nlang = 'zh'\n+++\n\nText.\n",
        '{"lang": "zh"}\n\nText.\n',
        "\ufeff---\nlang: zh\n---\n\nText.\n",
        "\n\n---\nlang: zh\n---\n\nText.\n",
        "---\nlang: zh\n",
        "---\n\nProse between rules.\n\n---\n\nText.\n",
        "----\nlang: zh\n----\n",
        "Text.\n",
        "",
    ],
)
def test_what_is_left_to_the_splicer(text):
    read, spliced = both(text)
    assert read == spliced


def test_both_agree_on_real_sites():
    pages = sorted(CORPORA.rglob("*.md"))
    if not pages:
        pytest.skip("the corpora of real sites are not beside this checkout")
    different = []
    for path in pages:
        text = path.read_text("utf-8", "replace")
        read, spliced = both(text)
        if read != spliced:
            different.append(path.relative_to(CORPORA).as_posix())
    assert different == []


def test_a_language_that_there_is_not_is_told_with_its_line(tmp_path):
    found = build(tmp_path, {"content/a.md": "---\ntitle: 甲\nlang: zh\ntranslations: [en, xq]\n---\n"})
    (problem,) = api.overview(found).problems
    assert (problem.path, problem.line) == ("content/a.md", 4)
