import hashlib
import subprocess

import pytest

from tests.sites import build, cli, snapshot
from transflow import api, bitext, document
from transflow.api import Filter
from transflow.pipeline.pairing import match
from transflow.site.workspace import Pair

SOURCE = """---
title: 银行财报
weight: 3
---

## 第一节 {#one}

第一段，净息差1.56%，见[报告](/report)。

第二段，不良率1.24%。

```py
x = 1
```

## 第二节 {#two}

- 一项
- 二项

最后一段，2024年。
"""
TARGET = """---
title: Bank Earnings
---

## Section One {#one}

First paragraph: the margin was 1.56%, see the [report](/report).

Second paragraph: the NPL ratio was 1.24%.

```py
x = 1
```

## Section Two {#two}

- One item
- Two items

The last paragraph, 2024.
"""
PAIR = Pair("content/a.md", "content/a.en.md", "en")
PATHS = {PAIR.source: SOURCE, PAIR.target: TARGET}


def adopt(site, **options):
    done = api.adopt(site, **options)
    assert not done.problems, done.problems
    return done.results


def item(site):
    return api.overview(site, Filter((PAIR.target,))).translations[0]


def rows(site):
    return bitext.read(site.tree, site.record_path(PAIR)).rows


def test_a_translation_is_recorded_as_a_persons(tmp_path):
    site = build(tmp_path, PATHS)
    assert item(site).state == "untracked"
    (result,) = adopt(site)
    assert (result.aligned, result.alone, result.extra, result.since) == (9, (), (), "")
    assert item(site).state == "draft"
    assert (item(site).comparison.edited, item(site).comparison.changed) == (8, 0)
    assert all(row.draft is None for row in rows(site))
    page = (tmp_path / PAIR.target).read_text("utf-8")
    assert page == TARGET.replace(
        "Earnings\n", "Earnings\ntranslation:\n  source: content/a.md\n  status: draft\n"
    )
    before = snapshot(tmp_path)
    assert adopt(site) == ()
    assert not api.translate(site).results[0].written
    assert snapshot(tmp_path) == before


def test_a_page_that_says_it_is_reviewed_stays_so(tmp_path):
    status = "translation: {source: a.md, status: reviewed}\ntranslations: [en]\n"
    site = build(
        tmp_path,
        {
            PAIR.source: SOURCE.replace("weight", "translations: [en]\nweight"),
            PAIR.target: TARGET.replace("---\n\n", status + "---\n\n", 1),
        },
    )
    adopt(site)
    assert item(site).state == "reviewed"
    assert "source: content/a.md" in (tmp_path / PAIR.target).read_text("utf-8")


def test_a_later_change_of_the_source_is_a_conflict(tmp_path):
    site = build(tmp_path, PATHS)
    adopt(site)
    build(tmp_path, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    assert item(site).state == "conflict"
    assert item(site).comparison.conflicts == 1


def test_what_has_no_translation_is_to_be_drafted_and_what_has_no_source_is_the_translators(tmp_path):
    source = SOURCE.replace("最后一段", "新的一段，增长38%，市场大幅上涨，投资者情绪高涨。\n\n最后一段")
    target = TARGET.replace("- One item", "An addition of the translator's own.\n\n- One item")
    site = build(tmp_path, {PAIR.source: source, PAIR.target: target})
    (result,) = adopt(site)
    lines = source.split("\n"), target.split("\n")
    assert [lines[0][n - 1][:4] for n in result.alone] == ["新的一段"]
    assert [lines[1][n - 1][:11] for n in result.extra] == ["An addition"]
    assert item(site).state == "stale"
    assert item(site).units == 1
    assert api.translate(site).results[0].drafted == 1
    assert "An addition of the translator's own." in (tmp_path / PAIR.target).read_text("utf-8")
    assert item(site).state == "draft"


def test_two_paragraphs_in_one_are_no_gap(tmp_path):
    target = TARGET.replace("[report](/report).\n\nSecond", "[report](/report). Second")
    site = build(tmp_path, {PAIR.source: SOURCE, PAIR.target: target})
    (result,) = adopt(site)
    assert result.alone == ()
    assert item(site).state == "draft"


def test_a_dry_run_says_the_same_and_does_nothing(tmp_path):
    site = build(tmp_path, PATHS)
    before = snapshot(tmp_path)
    assert len(adopt(site, dry_run=True)) == 1
    assert snapshot(tmp_path) == before


# --- git ---


def git(root, *arguments):
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", root, *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def commit(root, files):
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return git(root, "rev-parse", "HEAD")


NEW = SOURCE.replace("1.24%", "1.30%").replace("最后一段", "新的一段，增长38%。\n\n最后一段")


@pytest.fixture
def repository(tmp_path):
    """A repository whose workspace is a folder below it."""
    git(tmp_path, "init", "-q")
    root = tmp_path / "site"
    site = build(root, {})
    commit(tmp_path, {})
    return site


def states(site):
    seen = item(site)
    return seen.state, seen.comparison.conflicts, seen.comparison.changed


def test_what_changed_after_the_translation_did_is_stale(repository):
    then = commit(repository.root, PATHS)
    commit(repository.root, {PAIR.source: NEW})
    (result,) = adopt(repository)
    assert result.since == then
    assert states(repository) == ("conflict", 1, 2)


def test_without_history_the_translation_counts_as_up_to_date(repository):
    commit(repository.root, PATHS)
    commit(repository.root, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    adopt(repository, history=False)
    assert states(repository) == ("draft", 0, 0)


def test_a_translation_that_is_not_committed_is_taken_as_up_to_date(repository):
    commit(repository.root, PATHS)
    commit(repository.root, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    (repository.root / PAIR.target).write_text(TARGET.replace("1.24%", "1.30%"), "utf-8")
    adopt(repository)
    assert states(repository) == ("draft", 0, 0)


@pytest.mark.parametrize(
    "key",
    [
        "l10n:\n  sourceCommit: {commit}\n",
        "default_lang_commit: {commit}\n",
        "default_lang_commit: '{commit}' # a note\n",
        "translationSourceHash: {sha}\n",
        "kiteTranslationSourceHash: {md5}\n",
        "translation_source_hash: {body}\n",
    ],
)
def test_the_front_matter_names_what_was_translated(repository, key):
    then = commit(repository.root, {PAIR.source: SOURCE})
    commit(repository.root, {PAIR.source: NEW})
    body = SOURCE.split("---\n", 2)[2]
    known = key.format(
        commit=then,
        sha=hashlib.sha256(SOURCE.encode()).hexdigest(),
        md5=hashlib.md5(SOURCE.encode()).hexdigest(),
        body=hashlib.sha1(body.strip().encode()).hexdigest(),
    )
    commit(repository.root, {PAIR.target: TARGET.replace("---\n\n", known + "---\n\n", 1)})
    (result,) = adopt(repository)
    assert result.since == then
    assert states(repository) == ("conflict", 1, 2)
    assert known in (repository.root / PAIR.target).read_text("utf-8")


def test_a_version_whose_front_matter_was_broken_is_told_by_its_hash_as_well(repository):
    then = commit(repository.root, {PAIR.source: SOURCE})
    commit(repository.root, {PAIR.source: SOURCE.replace("---\n\n", "")})
    commit(repository.root, {PAIR.source: NEW})
    known = f"translationSourceHash: {hashlib.sha256(SOURCE.encode()).hexdigest()}\n"
    commit(repository.root, {PAIR.target: TARGET.replace("---\n\n", known + "---\n\n", 1)})
    (result,) = adopt(repository)
    assert result.since == then


def test_a_commit_that_the_clone_has_not_is_passed_over(repository):
    target = TARGET.replace("---\n\n", f"default_lang_commit: {'0' * 40}\n---\n\n", 1)
    commit(repository.root, {PAIR.source: SOURCE, PAIR.target: target})
    (result,) = adopt(repository)
    assert result.since == ""


@pytest.mark.parametrize("named", ["0" * 40, "deadbeef", "not-a-hash", "12345678"])
def test_a_commit_that_git_does_not_know_is_told(repository, named, capsys):
    target = TARGET.replace("---\n\n", f"l10n:\n  sourceCommit: '{named}'\n---\n\n", 1)
    commit(repository.root, {PAIR.source: SOURCE, PAIR.target: target})
    assert cli(repository.root, "adopt") == 0
    assert f"names the commit {named}, which git does not know here" in capsys.readouterr().out


@pytest.mark.parametrize("after", [False, True], ids=["alone", "with an edit of the source"])
def test_a_commit_that_only_renamed_the_translation_made_none(repository, after):
    root = repository.root
    then = commit(root, {PAIR.source: SOURCE, PAIR.target: TARGET})
    commit(root, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    new = Pair("content/x/z.md", "content/x/z.en.md", "en")
    (root / "content/x").mkdir()
    for path, place in ((PAIR.source, new.source), (PAIR.target, new.target)):
        (root / path).rename(root / place)
    text = (root / new.source).read_text("utf-8")
    commit(root, {new.source: text.replace("1.30%", "1.40%") if after else text})
    # What stands under the old name since is another page.
    commit(root, {PAIR.source: "# 旧\n", PAIR.target: "# Old\n"})
    result = next(result for result in adopt(repository) if result.pair.target == new.target)
    assert result.since == then
    (found,) = api.overview(repository, Filter((new.target,))).translations
    assert found.state == "conflict"


def test_a_source_that_was_renamed_since_is_followed(repository):
    then = commit(repository.root, {PAIR.source: SOURCE})
    commit(repository.root, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    (repository.root / PAIR.source).rename(repository.root / "content/z.md")
    target = TARGET.replace("---\n\n", f"default_lang_commit: {then}\n---\n\n", 1)
    commit(repository.root, {"content/z.md": SOURCE.replace("1.24%", "1.30%"), "content/z.en.md": target})
    (result,) = adopt(repository)
    assert result.since == then
    (found,) = api.overview(repository).translations
    assert (found.pair.source, found.state) == ("content/z.md", "conflict")


@pytest.mark.parametrize(
    ("old", "new"), [("\n", "\n\n"), ("**", "__"), ("http://", "https://"), ("- ", "* ")]
)
def test_a_commit_that_changed_no_words_is_no_translating(repository, old, new):
    page = SOURCE + "\n见[此](http://example.org/a)，**重要**。\n"
    there = TARGET + "\nSee [this](http://example.org/a), **important**.\n"
    then = commit(repository.root, {PAIR.source: page, PAIR.target: there})
    commit(repository.root, {PAIR.source: page.replace("1.24%", "1.30%")})
    head, _, body = there.rpartition("---\n")
    commit(repository.root, {PAIR.target: f"{head}---\n{body.replace(old, new)}"})
    (result,) = adopt(repository)
    assert result.since == then
    assert states(repository)[0] == "conflict"


def test_a_shallow_clone_serves_as_far_as_it_goes(repository, tmp_path):
    commit(repository.root, {PAIR.source: "# 旧\n"})
    commit(repository.root, PATHS)
    commit(repository.root, {PAIR.source: SOURCE.replace("1.24%", "1.30%")})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "clone"))
    site = build(tmp_path / "clone" / "site", {})
    (result,) = adopt(site)
    assert result.note == "was made before the history begins that git has here"
    assert states(site) == ("draft", 0, 0)
    (result,) = adopt(repository)
    assert not result.note


# --- matching ---


def matched(source, target):
    pages = document.parse(source), document.parse(target)
    found = match(*pages)
    return {pages[0].blocks[i].text: pages[1].blocks[j].text for i, j in found.pairs.items()}


def test_a_first_paragraph_without_a_translation_is_told_and_front_matter_is_not(tmp_path):
    site = build(
        tmp_path,
        {
            PAIR.source: "---\ntitle: 题\n---\n\n开头一段话，2021年的事情。\n\n## 甲 {#a}\n\n甲文，18%。\n",
            PAIR.target: "---\nlang: en\n---\n\n## A {#a}\n\nText of A, 18%.\n",
        },
    )
    (result,) = adopt(site)
    assert result.alone == (5,)


def test_sections_are_found_by_their_anchors_and_figures():
    source = "## 甲 {#a}\n\n甲文，2023年。\n\n## 乙 {#b}\n\n乙文。\n\n## 丙 {#c}\n\n丙文，18%。\n"
    target = "## C {#c}\n\nText of C, 18%.\n"
    assert matched(source, target) == {"丙 {#c}": "C {#c}", "丙文，18%。": "Text of C, 18%."}


def test_code_and_links_keep_blocks_together():
    source = (
        "先说明一下。\n\n```sh\nrun one\n```\n\n再说明，见 https://example.org/x 。\n\n```sh\nrun two\n```\n"
    )
    target = "An explanation, see https://example.org/x .\n\n```sh\nrun two\n```\n"
    assert matched(source, target) == {
        "再说明，见 https://example.org/x 。": "An explanation, see https://example.org/x .",
        "```sh\nrun two\n```": "```sh\nrun two\n```",
    }


def test_the_command_says_what_it_could_not_align(tmp_path, capsys):
    build(tmp_path, {PAIR.source: SOURCE.replace("- 一项", "又一段说明。\n\n- 一项"), PAIR.target: TARGET})
    assert cli(tmp_path, "adopt", "content/a.en.md") == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "content/a.en.md: 9 texts and blocks recorded",
        "  content/a.md:18: no translation found",
    ]
    assert cli(tmp_path, "adopt") == 0
    assert capsys.readouterr().err == "Nothing to adopt.\n"


def test_sections_that_a_translator_put_in_another_order_are_known_by_their_ids():
    source = "## Baggage\n\nOne.\n\n## Cardinality\n\nTwo.\n\n## Context\n\nThree.\n\n## Span\n\nFive.\n"
    target = (
        "## Bagagem {#baggage}\n\nUm.\n\n## Contexto {#context}\n\nTres.\n\n"
        "## Cardinalidade {#cardinality}\n\nDois.\n\n## Span\n\nCinco.\n"
    )
    assert matched(source, target) == {
        "Baggage": "Bagagem {#baggage}",
        "One.": "Um.",
        "Cardinality": "Cardinalidade {#cardinality}",
        "Two.": "Dois.",
        "Context": "Contexto {#context}",
        "Three.": "Tres.",
        "Span": "Span",
        "Five.": "Cinco.",
    }


def test_a_code_block_that_was_moved_up_keeps_no_paragraph_from_its_own():
    a, b, c = (f"\n```\n{name * 3}\n```\n\n" for name in "abc")
    found = matched(
        f"第一段，2021年。\n{a}第二段，2022年。\n{c}第三段，2023年。\n{b}",
        f"{b}First paragraph, 2021.\n{a}Second paragraph, 2022.\n{c}Third paragraph, 2023.\n",
    )
    assert [text for text in found if "段" in text] == [
        "第一段，2021年。",
        "第二段，2022年。",
        "第三段，2023年。",
    ]


def test_names_are_told_from_the_han_characters_beside_them():
    source = "The Collector is ready.\n\nUse the API with care.\n\nThe SDK is old.\n"
    assert matched(source, "使用API和工具时要小心。\n\n这个SDK已经很旧了。\n") == {
        "Use the API with care.": "使用API和工具时要小心。",
        "The SDK is old.": "这个SDK已经很旧了。",
    }


def test_a_read_only_page_is_refused_before_its_record_is_written(tmp_path, capsys):
    build(tmp_path, PATHS)
    (tmp_path / PAIR.target).chmod(0o444)
    before = snapshot(tmp_path)
    assert cli(tmp_path, "adopt") == 2
    assert "content/a.en.md: is read-only" in capsys.readouterr().err
    assert snapshot(tmp_path) == before
