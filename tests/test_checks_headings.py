"""Each heading that is lost is told, whatever else is wrong with the page, in any state of it."""

import pytest

from tests.checking import SOURCE, TARGET, page
from tests.sites import build, cli
from transflow.api import Filter
from transflow.commands import check
from transflow.site.workspace import load

CHINESE = "## 概览\n\n甲。\n\n### 估值 {#valuation}\n\n乙。\n\n### 盈利\n\n丙。\n\n## 风险\n\n丁。\n\n## 展望\n\n戊。\n"
ENGLISH = "## Overview\n\nOne.\n\n### Price {#valuation}\n\nTwo.\n\n### Profit\n\nThree.\n\n## Risks\n\nFour.\n\n## Outlook\n\nFive.\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\nchecks: {select: [TF209, TF210, TF214]}\n"


def told(root, source, target, state, before=ENGLISH, later=""):
    """Return what is told of a translation that was recorded as `before`, of a source that now says `later`."""
    build(root, {SOURCE: page(source, lang="zh-CN"), TARGET: page(before)}, CONFIG)
    if state != "untracked":
        assert cli(root, "--quiet", "adopt") == 0
    (root / TARGET).write_text(page(target), "utf-8")
    if state == "approved":
        cli(root, "--quiet", "approve", TARGET, "--by", "a")
    if later:
        (root / SOURCE).write_text(page(later, lang="zh-CN"), "utf-8")
    messages = [finding.message for finding in check.check(load(root), Filter()).findings]
    return [message for message in messages if "attribute list" not in message]


STATES = pytest.mark.parametrize("state", ["adopted", "approved", "untracked"])


@STATES
def test_headings_as_in_the_source_are_no_finding(tmp_path, state):
    assert told(tmp_path, CHINESE, ENGLISH, state) == []


@STATES
@pytest.mark.parametrize(
    ("lost", "messages"),
    [
        (["## Outlook\n"], ["the heading '展望' (h2) of the source is missing here"]),
        (
            ["### Price {#valuation}\n", "### Profit\n"],
            ["2 headings ('估值 {#valuation}' (h3), '盈利' (h3)) of the source are missing here"],
        ),
        (
            ["## Overview\n", "## Outlook\n"],
            ["the heading '概览' (h2) of the source is missing here", "the heading '展望' (h2) of the source is missing here"],
        ),
        (
            ["### Price {#valuation}\n", "### Profit\n", "## Risks\n", "## Outlook\n"],
            ["4 headings ('估值 {#valuation}' (h3), '盈利' (h3), '风险' (h2) …) of the source are missing here"],
        ),
    ],
)  # fmt: skip
def test_each_heading_that_is_lost_is_told(tmp_path, state, lost, messages):
    target = ENGLISH
    for heading in lost:
        target = target.replace(heading, "")
    assert told(tmp_path, CHINESE, target, state) == messages


@STATES
def test_one_more_loss_changes_what_is_told(tmp_path, state):
    target = ENGLISH.replace("## Overview\n", "")
    first = told(tmp_path / "first", CHINESE, target, state)
    for number, heading in enumerate(
        ("### Price {#valuation}\n", "### Profit\n", "## Risks\n", "## Outlook\n")
    ):
        second = told(tmp_path / str(number), CHINESE, target.replace(heading, ""), state)
        assert set(second) - set(first), heading


def test_a_level_and_a_heading_too_many_are_told_at_their_places(tmp_path):
    target = ENGLISH.replace("### Profit", "#### Profit").replace("## Outlook", "## Sources\n\n## Outlook")
    assert told(tmp_path, CHINESE, target, "adopted") == [
        "this heading is h4, in the source h3",
        "the heading 'Sources' (h2) is not in the source",
    ]


def test_a_heading_of_the_translator_s_own_is_on_record(tmp_path):
    more = ENGLISH.replace("## Outlook", "## Sources\n\n## Outlook")
    assert told(tmp_path / "a", CHINESE, more, "untracked") == [
        "the heading 'Outlook' (h2) is not in the source"
    ]
    assert told(tmp_path / "b", CHINESE, more, "adopted", before=more) == []
    lost = more.replace("## Risks\n", "")
    assert told(tmp_path / "c", CHINESE, lost, "adopted", before=more) == [
        "the heading '风险' (h2) of the source is missing here"
    ]


def test_an_id_tells_which_heading_is_gone(tmp_path):
    source = "## 甲 {#a}\n\n一。\n\n## 乙 {#b}\n\n二。\n\n## 丙\n\n三。\n"
    target = "One.\n\n## B {#b}\n\nTwo.\n\n## C\n\nThree.\n"
    assert (
        told(tmp_path, source, target, "untracked")[0]
        == "the heading '甲 {#a}' (h2) of the source is missing here"
    )


def test_what_came_into_the_source_since_is_not_lost_and_hides_no_loss(tmp_path):
    later = CHINESE.replace("## 风险", "## 新节\n\n新。\n\n## 风险")
    assert told(tmp_path / "a", CHINESE, ENGLISH, "adopted", later=later) == []
    lost = ENGLISH.replace("## Outlook\n", "")
    assert told(tmp_path / "b", CHINESE, lost, "adopted", later=later) == [
        "the heading '展望' (h2) of the source is missing here"
    ]


CODE = "```js\nlet a = 1;\n```\n\n"
BLOCKS = f"甲。\n\n{CODE}乙。\n\n![图](b.png)\n\n丙。\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n丁。\n"
DONE = f"One.\n\n{CODE}Two.\n\n![A](b.png)\n\nThree.\n\n| a | b |\n|---|---|\n| c | d |\n\nFour.\n"


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        (CODE, "the code block ```js is missing"),
        ("![A](b.png)\n\n", "the image ![…] is missing"),
        (
            "| c | d |\n",
            "the translation has a table of 1 by 2 cells here, the source a table of 2 by 2 cells",
        ),
    ],
)
def test_a_source_that_moved_on_elsewhere_hides_no_loss(tmp_path, lost, message):
    later = BLOCKS.replace("丁。", f"戊己。\n\n{CODE.replace('js', 'py')}庚。")
    assert told(tmp_path / "a", BLOCKS, DONE, "adopted", before=DONE, later=later) == []
    found = told(tmp_path / "b", BLOCKS, DONE.replace(lost, ""), "adopted", before=DONE, later=later)
    assert message in found


def test_what_left_the_source_is_not_lost(tmp_path):
    later = BLOCKS.replace(CODE, "").replace("![图](b.png)\n\n", "")
    found = told(tmp_path, BLOCKS, DONE.replace(CODE, ""), "adopted", before=DONE, later=later)
    assert found == []


def test_each_table_is_told(tmp_path):
    table = "| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n"
    source, target = f"{table}甲。\n\n{table}乙。\n\n{table}", f"{table}A.\n\n{table}B.\n\n{table}"
    first, second = target.replace("| 三 | 四 |\n", "", 1), target.replace("| 三 | 四 |\n", "", 2)
    assert [
        len(told(tmp_path / str(n), source, t, "untracked")) for n, t in enumerate((target, first, second))
    ] == [0, 1, 2]


@STATES
def test_what_is_lost_on_a_page_with_other_headings_is_told(tmp_path, state):
    target = DONE.replace("Two.", "## Two").replace("![A](b.png)\n\n", "")
    messages = told(tmp_path, BLOCKS, target, state, before=DONE)
    assert "the image ![…] is missing" in messages
