from dataclasses import replace
from itertools import product

import pytest

from tests.sites import build
from transflow.site.planner import STATES, Facts, decide, survey


def page(*, lang="", translations=(), extra="", body="正文。\n"):
    lines = [f"lang: {lang}"] if lang else []
    lines += [f"translations: [{', '.join(translations)}]"] if translations else []
    lines += [extra] if extra else []
    return "---\ntitle: 标题\n" + "".join(f"{line}\n" for line in lines) + f"---\n\n{body}"


def pairs(site):
    found = survey(site)
    assert found.problems == ()
    return [(pair.source, pair.target, pair.language) for pair in found.pairs]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(source_exists=False, exists=True, declared=True, recorded=True, conflicts=1), "orphan"),
        (Facts(source_exists=True, exists=True, declared=True, recorded=False), "untracked"),
        (Facts(source_exists=True, exists=False, declared=True, recorded=False), "declared-missing"),
        (Facts(source_exists=True, exists=False, declared=False, recorded=True), "missing"),
        (
            Facts(source_exists=True, exists=True, declared=True, recorded=True, conflicts=1, changed=2),
            "conflict",
        ),
        (
            Facts(source_exists=True, exists=True, declared=True, recorded=True, changed=2, reviewed=True),
            "stale",
        ),
        (Facts(source_exists=True, exists=True, declared=False, recorded=True, reviewed=True), "undeclared"),
        (Facts(source_exists=True, exists=True, declared=False, recorded=True), "draft"),
        (Facts(source_exists=True, exists=True, declared=True, recorded=True, reviewed=True), "reviewed"),
    ],
)
def test_the_first_state_that_holds_is_it(facts, state):
    assert decide(facts) == state


def test_every_combination_of_facts_has_a_state():
    booleans = product([False, True], repeat=5)
    found = {
        decide(Facts(a, b, c, d, conflicts, changed, e))
        for a, b, c, d, e in booleans
        for conflicts, changed in product([0, 1], repeat=2)
    }
    assert found == set(STATES)


def test_every_source_page_is_wanted_in_every_target(tmp_path):
    site = build(tmp_path, {"content/a.md": page(), "content/b/index.md": "正文"}, "targets: [en, fr]\n")
    assert pairs(site) == [
        ("content/a.md", "content/a.en.md", "en"),
        ("content/a.md", "content/a.fr.md", "fr"),
        ("content/b/index.md", "content/b/index.en.md", "en"),
        ("content/b/index.md", "content/b/index.fr.md", "fr"),
    ]


def test_a_declared_language_is_wanted_too_and_its_own_says_nothing(tmp_path):
    site = build(tmp_path, {"content/a.md": page(lang="zh-CN", translations=("zh", "EN-us", "ja"))})
    assert pairs(site) == [
        ("content/a.md", "content/a.en.md", "en"),
        ("content/a.md", "content/a.ja.md", "ja"),
    ]


@pytest.mark.parametrize("extra", ["translate: false", "lang: en"])
def test_a_page_may_need_nothing(tmp_path, extra):
    assert pairs(build(tmp_path, {"content/a.md": page(extra=extra)})) == []


def test_only_pages_in_a_source_language_are_sources(tmp_path):
    files = {
        "content/a.md": page(lang="ja"),
        "content/b.md": page(lang="zh-HK"),
        "content/c.fr.md": page(lang="fr"),
    }
    assert pairs(build(tmp_path, files)) == []
    both = build(tmp_path, files, "source: [zh-CN, zh-HK]\ntargets: [en]\n")
    assert pairs(both) == [("content/b.md", "content/b.en.md", "en")]


def test_a_source_may_carry_its_own_suffix(tmp_path):
    files = {
        "content/a.zh-cn.md": page(),
        "content/a.en.md": page(lang="en"),
        "content/what-it.is.md": page(),
    }
    assert pairs(build(tmp_path, files)) == [
        ("content/a.zh-cn.md", "content/a.en.md", "en"),
        ("content/what-it.is.md", "content/what-it.is.en.md", "en"),
    ]


def test_languages_by_folder(tmp_path):
    config = "targets: [en]\ncontent: [{root: content, source: 'zh/{path}.md', target: '{lang}/{path}.md'}]\n"
    files = {
        "content/zh/news/a.md": page(),
        "content/en/news/a.md": page(lang="en"),
        "content/en/old.md": "Old.",
    }
    assert pairs(build(tmp_path, files, config)) == [
        ("content/zh/news/a.md", "content/en/news/a.md", "en"),
        ("content/zh/old.md", "content/en/old.md", "en"),
    ]


def test_a_page_alone_goes_to_the_folder_that_is_spelled_as_the_language_is(tmp_path):
    config = "source: en\ntargets: [zh-CN]\ncontent: [{root: '', source: 'en/{path}.md', target: '{lang}/{path}.md'}]\n"
    folders = {"zh-cn/b.md": "乙\n", "zh-CN/c.md": "丙\n"}
    site = build(tmp_path, {"en/a.md": "A\n", **folders}, config)
    only = replace(site, only=("en/a.md",))
    assert [pair.target for pair in survey(only).pairs] == ["zh-CN/a.md"]
    (tmp_path / "zh-CN/c.md").unlink()
    (tmp_path / "zh-CN").rmdir()
    assert [pair.target for pair in survey(only).pairs] == ["zh-cn/a.md"]


def test_different_trees(tmp_path):
    config = (
        "targets: [en]\n"
        "content: [{root: ., source: 'docs/{path}.md', target: 'i18n/{lang}/docs/current/{path}.md'}]\n"
    )
    assert pairs(build(tmp_path, {"docs/a.md": page(), "README.md": "x"}, config)) == [
        ("docs/a.md", "i18n/en/docs/current/a.md", "en")
    ]


def test_the_other_way_round(tmp_path):
    site = build(tmp_path, {"content/a.md": "Text.\n"}, "source: en\ntargets: [zh-CN]\n")
    assert pairs(site) == [("content/a.md", "content/a.zh-cn.md", "zh-CN")]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            "lang: zh-HK\ntranslations: [en]",
            "lists the translation en, and is in zh-HK, which is no source language",
        ),
        (
            "lang: ja\ntranslations: [zh-CN, EN]",
            "lists the translation en, and is in ja, which is no source language",
        ),
        ("lang: ja\ntranslations: [zh-CN, fr]", ""),
        ("lang: ja", ""),
        ("lang: en\ntranslations: [zh-CN, en]", ""),
        ("lang: de\ntranslations: [en]", ""),
        ("lang: ja\ntranslations: [en]\ntranslate: false", ""),
        # A translation that was made once lists what stands beside it, too.
        ("lang: ja\ntranslations: [zh-CN, en]\ntranslation: {source: content/a.md, status: draft}", ""),
    ],
)
def test_a_page_that_lists_a_wanted_language_is_not_passed_over(tmp_path, head, told):
    """A page in German is wanted in nothing: German is a language to translate into."""
    config = "source: zh-CN\ntargets: [en, de]\n"
    found = survey(
        build(tmp_path, {"content/a.md": page(), "content/hk.md": f"---\n{head}\n---\n文。\n"}, config)
    )
    assert [pair.source for pair in found.pairs] == ["content/a.md"] * 2
    hint = f"(add {head.split()[1]} to `source` in transflow.yaml, or list the page in `ignore`)"
    assert [str(problem) for problem in found.problems] == ([f"content/hk.md: {told} {hint}"] if told else [])


def test_two_sources_of_one_translation_are_an_error(tmp_path):
    found = survey(build(tmp_path, {"content/a.md": page(), "content/a.zh.md": page()}))
    assert [str(problem) for problem in found.problems] == [
        "content/a.zh.md: has the same translations as content/a.md (rename one of the two, or list it in `ignore`)"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (page(lang="klingon"), "content/a.md:3: unknown language code 'klingon'"),
        (page(translations=("en", "12")), "content/a.md:3: "),
        ("---\ntitle: [\n---\n\n正文\n", "content/a.md:"),
        (b"\xff\xfe", "content/a.md:1: not UTF-8 text"),
    ],
)
def test_a_page_that_cannot_be_read_stops_no_other(tmp_path, text, message):
    found = survey(build(tmp_path, {"content/a.md": text, "content/b.md": page()}))
    assert [str(problem).startswith(message) for problem in found.problems] == [True], found.problems
    assert [pair.source for pair in found.pairs] == ["content/b.md"]


KEY = "translationKey: {}"


@pytest.mark.parametrize("spelling", ["translationKey", "translationkey", "TranslationKey"])
def test_pages_with_other_paths_pair_by_their_key(tmp_path, spelling):
    config = "targets: [en]\ncontent: [{root: content, source: 'zh/{path}.md', target: '{lang}/{path}.md'}]\n"
    files = {
        "content/zh/财报.md": page(extra=f"{spelling}: earnings"),
        "content/zh/b.md": page(),
        "content/en/earnings-season.md": page(lang="en", extra=KEY.format("earnings")),
        "content/en/b.md": page(lang="en"),
    }
    assert pairs(build(tmp_path, files, config)) == [
        ("content/zh/b.md", "content/en/b.md", "en"),
        ("content/zh/财报.md", "content/en/earnings-season.md", "en"),
    ]


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (("a.md", "b.md"), ["content/a.md: shares its", "content/b.md: shares its"]),
        (("a.md", "x.en.md", "y.en.md"), ["content/y.en.md: has the `translationKey`"]),
    ],
)
def test_a_key_that_stands_twice_is_told(tmp_path, paths, told):
    files = {f"content/{path}": page(extra=KEY.format("k")) for path in paths}
    found = survey(build(tmp_path, files))
    assert [str(problem)[: len(start)] for problem, start in zip(found.problems, told, strict=True)] == told


def test_two_roots_with_one_translation_are_told(tmp_path):
    config = (
        "targets: [en]\ncontent:\n"
        "  - {root: ., source: 'a/{path}.md', target: 'out/{lang}/{path}.md'}\n"
        "  - {root: ., source: 'b/{path}.markdown', target: 'out/{lang}/{path}.md'}\n"
    )
    found = survey(build(tmp_path, {"a/x.md": page(), "b/x.markdown": page()}, config))
    assert [str(problem) for problem in found.problems] == [
        "b/x.markdown: has the same translation as a/x.md: out/en/x.md (change `content` in transflow.yaml)"
    ]
