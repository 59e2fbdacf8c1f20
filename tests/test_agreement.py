"""A text that a person corrected on both ends is settled, and judged by what the source says now."""

from itertools import product
from random import Random

import pytest

from tests.sites import build, cli
from transflow import api

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = """---
title: 港股估值
lang: [zh-CN]
---

恒生指数上涨2%，成交额为1,200亿港元。

见[公告](https://example.org/old)，运行`cmd 1`。

![图](old.png)

```bash
echo 1
```
"""
THERE = """---
title: HK valuations
lang: [en]
translations: [zh-CN]
---

The Hang Seng Index rose 2% on turnover of HK$120 billion.

See the [announcement](https://example.org/old) and run `cmd 1`.

![Chart](old.png)

```bash
echo 1
```
"""


@pytest.fixture
def site(tmp_path):
    found = build(tmp_path, {SOURCE: PAGE, TARGET: THERE})
    assert not api.adopt(found, api.Filter(), history=False).problems
    return found


def edit(site, path, old, new):
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new), "utf-8")


def conflicts(site):
    (item,) = api.overview(site).translations
    return item.comparison.conflicts


@pytest.mark.parametrize(
    ("old", "new", "there", "then"),
    [
        ("1,200亿港元", "1,300亿港元", "HK$120 billion", "HK$130 billion"),
        ("1,200亿港元", "约1.3万亿港元", "HK$120 billion", "about HK$1.3 trillion"),
        ("2%", "3.5%", "2%", "3.5%"),
        ("example.org/old", "example.org/new", "example.org/old", "example.org/new"),
        ("cmd 1", "cmd 2", "cmd 1", "cmd 2"),
        ("old.png", "new.png", "old.png", "new.png"),
        ("echo 1", "echo 2", "echo 1", "echo 2"),
    ],
)
def test_what_a_person_changed_on_both_ends_is_settled(site, old, new, there, then):
    edit(site, SOURCE, old, new)
    before = conflicts(site)
    edit(site, TARGET, there, then)
    assert conflicts(site) == 0
    assert cli(site.root, "check", "--select", "TF2,TF3,TF106,TF109") == 0
    assert cli(site.root, "translate") == 0
    assert then in (site.root / TARGET).read_text("utf-8")
    assert conflicts(site) == 0
    assert before <= 1


@pytest.mark.parametrize(
    ("old", "new", "there", "then"),
    [
        ("1,200亿港元", "1,300亿港元", "HK$120 billion", "HK$125 billion"),
        ("上涨2%", "下跌3%", "rose 2%", "rose 3%"),
        ("example.org/old", "example.org/new", "example.org/old", "example.org/other"),
        ("成交额为", "总市值为", "turnover", "a turnover"),
        ("cmd 1", "cmd 2", "run", "start"),
    ],
)
def test_what_cannot_be_told_for_sure_waits_for_a_person(site, old, new, there, then):
    edit(site, SOURCE, old, new)
    edit(site, TARGET, there, then)
    assert conflicts(site) == 1


STRIPPED = "第一行硬换行{}\n第二行。\n"


LABELS = "\n\n[a]: https://example.org/a\n[b]: https://example.org/b\n"


@pytest.mark.parametrize(
    ("which", "old", "new", "defined"),
    [
        ("mkdocs", "][pkg.a]", "][pkg.b]", ""),
        ("mkdocs", "][a]", "][b]", LABELS),
        ("hugo", "][a]", "][b]", LABELS),
    ],
)
def test_another_label_of_a_link_is_another_link(tmp_path, which, old, new, defined):
    config = f"source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {{dialect: {which}}}\n"
    site = build(tmp_path, {SOURCE: f"见[函数{old} 文。{defined}"}, config)
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(), by="R").problems
    edit(site, SOURCE, old, new)
    assert conflicts(site) == 1
    edit(site, TARGET, old, new)
    assert conflicts(site) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('**粗**{data-title="甲"}', '**粗**{data-title="乙"}'),
        ('[图](a.png){title="甲"}', '[图](a.png){title="乙"}'),
        ('*斜*{.a title="甲"}', '*斜*{.a title="乙"}'),
        ('`a`{title="甲"}', '`a`{title="乙"}'),
        ("[图](a.png){.a}", "[图](a.png){.b}"),
        ("**粗**{.a}", "**粗**"),
    ],
)
def test_other_attributes_are_a_change(tmp_path, old, new):
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: mkdocs}\n"
    site = build(tmp_path, {SOURCE: f"见{old} 文。\n"}, config)
    assert not api.translate(site).problems
    assert not api.approve(site, api.Filter(), by="R").problems
    edit(site, SOURCE, old, new)
    assert conflicts(site) == 1


@pytest.mark.parametrize(("before", "after"), [("  ", ""), ("", "  "), ("\\", "")])
def test_hard_breaks_that_came_or_went_on_both_ends_are_settled(tmp_path, before, after):
    site = build(tmp_path, {SOURCE: STRIPPED.format(before)})
    api.translate(site)
    there = (tmp_path / TARGET).read_text("utf-8")
    (tmp_path / SOURCE).write_text(STRIPPED.format(after), "utf-8")
    now = there.replace(f"{before}\nsecond" if before else " second", f"{after}\nsecond")
    assert now != there
    (tmp_path / TARGET).write_text(now, "utf-8")
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.conflicts) == ("draft", 0)
    api.translate(site)
    assert (tmp_path / TARGET).read_text("utf-8") == now


def test_a_hard_break_that_went_from_the_source_alone_is_a_change(site):
    edit(site, SOURCE, "。\n\n见", "。  \n又。\n\n见")
    assert conflicts(site) == 1


def test_after_a_settled_change_the_next_one_is_seen(site):
    edit(site, SOURCE, "2%", "3%")
    edit(site, TARGET, "2%", "3%")
    assert cli(site.root, "translate") == 0
    edit(site, SOURCE, "3%", "4%")
    assert conflicts(site) == 1


NEW = "\n新增的一段，收益率为3.5%。\n\n```sh\nnewcode\n```\n\n![图](new.png)\n"
NEW_THERE = "\nA new paragraph, the yield is 3.5%.\n\n```sh\nnewcode\n```\n\n![A chart](new.png)\n"


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_what_a_person_added_on_both_ends_is_there(site, place):
    marks = {
        "first": ("\n恒生", "\nThe Hang"),
        "middle": ("\n见[", "\nSee the"),
        "last": ("\n```bash", "\n```bash"),
    }
    for path, mark, text in zip((SOURCE, TARGET), marks[place], (NEW, NEW_THERE), strict=True):
        page = (site.root / path).read_text("utf-8")
        at = page.index(mark) if place != "last" else len(page)
        (site.root / path).write_text(page[:at] + text + page[at:], "utf-8")
    before = (site.root / TARGET).read_text("utf-8")
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.changed) == ("draft", 0)
    assert cli(site.root, "translate") == 0
    assert (site.root / TARGET).read_text("utf-8") == before
    edit(site, SOURCE, "3.5%", "4.5%")
    assert conflicts(site) == 1


@pytest.mark.parametrize(
    ("new", "there"),
    [
        ("新增的一段，收益率为3.5%。", "A note for readers abroad: the tax is 7%."),
        ("新增的一段，没有数字。", "A note for readers abroad."),
        ("新增的一段，收益率为3.5%。", "## The yield is 3.5%"),
        ("新增的一段，收益率为3.5%。", "新增的一段，收益率为3.5%。"),
        ("新增的一段，收益率为3.5%。", "The yield is 3.5%.\n\nAnd a note."),
        ("```sh\na\n```", "```sh\nb\n```"),
    ],
)
def test_what_may_be_the_translators_own_is_drafted_beside_it(site, new, there):
    edit(site, SOURCE, "\n见", f"\n{new}\n\n见")
    edit(site, TARGET, "\nSee", f"\n{there}\n\nSee")
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.changed) == ("stale", 1)
    assert cli(site.root, "translate") == 0
    assert there in (site.root / TARGET).read_text("utf-8")


def test_a_text_that_is_on_record_as_the_translators_own_is_not_taken_for_one_that_came_later(site):
    edit(site, TARGET, "\nSee", "\nNote: the yield is 3.5%.\n\nSee")
    edit(site, SOURCE, "echo 1", "echo 2")
    assert cli(site.root, "translate") == 0
    edit(site, SOURCE, "\n见", "\n新增的一段，收益率为3.5%。\n\n见")
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.changed) == ("stale", 1)


def test_a_copied_key_that_came_on_both_ends_is_there(site):
    for path in (SOURCE, TARGET):
        edit(site, path, "lang:", "translationKey: hk\nweight: 12\nlang:")
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.changed) == ("draft", 0)
    assert cli(site.root, "translate") == 0
    edit(site, SOURCE, "weight: 12", "weight: 13")
    (item,) = api.overview(site).translations
    assert item.state == "stale"
    assert cli(site.root, "translate") == 0
    assert "weight: 13" in (site.root / TARGET).read_text("utf-8")


_LETTERS = str.maketrans("01234567", "aeioulrs")
_OFTEN = (("-", "-"), ("219条", "219 of 219"), ("上调", "raised"), ("7%", "7 %"))
_PARTS = (
    "| {0} | {1} | {2} |",
    "- {0} {1}",
    "{0} {1} {2}\n",
    "## {0} {1}\n\n{2}\n",
)
"""Rows of a table, items, paragraphs, sections."""


def _line(rng, often=0.3):
    """Return three texts with their translations: some stand in many places."""
    return [rng.choice(_OFTEN) if rng.random() < often else _said(rng) for _ in range(3)]


def _said(rng):
    words = [rng.randrange(2000) for _ in range(rng.randint(1, 9))]
    return "".join(chr(0x4E00 + n) for n in words), " ".join(
        "abcdefghij"[n % 10] * 2 + f"{n:o}".translate(_LETTERS) for n in words
    )


def _written(parts, side):
    head = ("| 甲 | 乙 | 丙 |\n|---|---|---|", "| A | B | C |\n|---|---|---|")[side]
    lines = (
        "\n".join(form.format(*(pair[side] for pair in line)) for line in part)
        for form, part in zip(_PARTS, parts, strict=True)
    )
    return "\n\n".join([head + "\n" + next(lines), *lines]) + "\n"


def _delete(_, part, at):
    del part[at]


def _insert(rng, part, at):
    part[at + (at > 0) : at + (at > 0)] = [_line(rng), _line(rng)]


def _replace(rng, part, at):
    part[at] = _line(rng)


def _delete_and_change(rng, part, at):
    # New texts, but none that stand elsewhere, too: of equal ones side by side either may be the old one.
    del part[at]
    part[rng.randrange(len(part))] = _line(rng, 0)
    part.insert(rng.randrange(len(part)), _line(rng, 0))


def _move(rng, part, at):
    part.insert(rng.randrange(len(part) - 1), part.pop(at))


@pytest.mark.parametrize("act", [_delete, _insert, _replace, _delete_and_change, _move])
def test_pages_that_were_edited_alike_are_paired_by_place(tmp_path, act):
    """Whoever says that their text stands, of pages of the same blocks, is believed: each renders what stands in its place."""
    for place, seed in product((0, 2, -1), range(2)):
        rng = Random(f"{act.__name__}{place}{seed}")
        parts = [[_line(rng) for _ in range(5)] for _ in _PARTS]
        root = tmp_path / f"{place}{seed}"
        site = build(
            root, {SOURCE: _written(parts, 0), TARGET: f"---\nlang: en\n---\n\n{_written(parts, 1)}"}
        )
        assert not api.adopt(site, api.Filter(), history=False).problems
        for part in parts:
            act(rng, part, place % len(part))
        (root / SOURCE).write_text(_written(parts, 0), "utf-8")
        (root / TARGET).write_text(
            (root / TARGET).read_text("utf-8").split("---\n\n")[0] + f"---\n\n{_written(parts, 1)}", "utf-8"
        )
        assert cli(root, "resolve", TARGET, "--take", "mine") == 0
        before = (root / TARGET).read_text("utf-8")
        (item,) = api.overview(site).translations
        here, there = (
            [n for n, block in enumerate(page.blocks) if block.top >= 0]
            for page in (item.source, item.target)
        )
        twins = [(link.source, link.target) for link in item.comparison.links if link.source in here]
        assert twins == list(zip(here, there, strict=True))
        assert (item.comparison.changed, [row for row in item.record.rows if row.absent]) == (0, [])
        assert cli(root, "translate") == 0
        assert (root / TARGET).read_text("utf-8") == before
