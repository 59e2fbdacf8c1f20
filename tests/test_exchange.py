"""Files for other tools, out and in: what comes back is a person's, and nothing else is touched."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import xmlschema
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import po as toolkit_po
from translate.storage import tbx as toolkit_tbx
from translate.storage import tmx as toolkit_tmx
from translate.storage import xliff as toolkit_xliff
from translate.storage import xliff2 as toolkit_xliff2

from tests.sites import CONFIG, build, cli, snapshot
from transflow import api, bitext, document, glossary, signs
from transflow.commands.export import export
from transflow.commands.import_file import import_file
from transflow.errors import ConfigError, DocumentError
from transflow.exchange import table, tmx, xliff1, xliff2, xml
from transflow.exchange.codes import Code, broken, digest, matched, put_together, take_apart
from transflow.exchange.entries import Entry, Page, Sendable
from transflow.markdown import Dialect
from transflow.model import Unit
from transflow.site.workspace import Pair, load

FIXTURES = Path(__file__).parent / "fixtures" / "markdown"
SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "xliff-2"
PAIR = Pair("content/a.md", "content/a.en.md", "en")
PAGE = """---
title: 标题
---

# 一 {#one}

甲**乙**丙[链接](b.md "题")和![图](x.png)与`code`。

净利润增长了5%，净息差承压。

- 项目
- 项目

| 子 | 丑 |
| --- | --- |
| 一 | `x` |
"""
TERMS = "source: zh-CN\ntarget: en\nterms:\n  净息差: net interest margin\n"
UNCHANGED = ["unchanged"]


def drafted(root, page=PAGE, config=CONFIG):
    site = build(root, {PAIR.source: page, "glossaries/a.yaml": TERMS}, config)
    assert not api.translate(site).problems
    return site


def page(site, path=PAIR.target):
    return (site.root / path).read_text("utf-8")


def change(site, path, old, new):
    assert old in page(site, path), page(site, path)
    (site.root / path).write_text(page(site, path).replace(old, new, 1), "utf-8")


def rows(site):
    return {row.source: row for row in bitext.read(site.tree, site.record_path(PAIR)).rows}


def send(site, form="xliff", **options):
    """Export and return the place of the file."""
    place = site.root / f"out.{form}"
    place.write_text(export(site, api.Filter(), form, **options).text, "utf-8")
    return place


def take(site, place, **options):
    """Import and return what became of the texts that were translated."""
    done = import_file(site, place, place.name, **options)
    assert not done.problems, done.problems
    return done


def edit(place, old, new):
    text = place.read_text("utf-8")
    assert old in text, text
    place.write_text(text.replace(old, new, 1), "utf-8")


FORMS = pytest.mark.parametrize("form", ["xliff", "po", "xliff1.2", "csv"])


# --- texts as running text with codes ---


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.md")), ids=lambda path: path.name)
def test_a_text_that_is_taken_apart_goes_together_again(path):
    seen = document.parse(path.read_bytes().decode("utf-8"), path.name, Dialect(math=True))
    for block in seen.blocks:
        if isinstance(block, Unit):
            parts = take_apart(block.text, block.kind, seen.dialect)
            assert broken(parts, parts, parts) == ""
            made = put_together(parts, parts, block.kind, seen.dialect)
            assert digest(matched(take_apart(made, block.kind, seen.dialect), parts)) == digest(parts), (
                block.text
            )


@given(
    st.text(alphabet="a 甲*_`[]()<>&\\!#|~{}\"'-+.1:", max_size=30),
    st.sampled_from(["paragraph", "heading", "cell"]),
)
def test_words_of_a_person_are_never_taken_for_markup(words, kind):
    line = " ".join(words.split())
    made = put_together((line,), (), kind, Dialect())
    assert "".join(map(str, take_apart(made, kind, Dialect()))) == line


SOURCE = take_apart('甲**乙**[丙](a.md)![图](x.png "题")`code`', "paragraph", Dialect())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('A **b** [c](a.md) ![d](x.png "e") `code`', ""),
        ('`code` A [c](a.md) ![d](x.png "e") **b**', ""),  # another order is a translator's right
        ('A b [c](a.md) ![d](x.png "e") `code`', "inline code 1 (**) is missing"),
        ("A **b** [c](a.md) `code`", "inline code 3 (![) is missing"),
        ('A **b** **c** [c](a.md) ![d](x.png "e") `code`', "inline code 't1' is none of this text's"),
        ('A **b** [c](a.md) ![d](x.png "e") `code` `code`', "inline code 't1' is none of this text's"),
    ],
)
def test_broken_codes_are_told_by_name(said, told):
    parts = matched(take_apart(said, "paragraph", Dialect()), SOURCE)
    assert broken(parts, SOURCE, SOURCE) == told


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ([1, 0], "inline code 1 (**) does not close where it was opened"),
        ([0, 2, 1, 3], "inline code 1 (**) does not close where it was opened"),
        ([0, 0, 1], "inline code 1 (**) stands there 2 times"),
        ([4, 6, 5], "inline code 3 (![) is torn apart"),
    ],
)
def test_codes_in_disorder_are_told_by_name(order, told):
    codes = [part for part in SOURCE if not isinstance(part, str)]
    assert broken([codes[number] for number in order], SOURCE, ()) == told


def test_a_link_that_was_led_to_the_translation_is_the_same_code():
    target = matched(take_apart("[C](a.en.md) **B**", "paragraph", Dialect()), SOURCE)
    assert [part.id for part in target if not isinstance(part, str)] == ["2", "2", "1", "1"]


# --- there and back ---


@FORMS
def test_a_file_that_comes_back_as_it_went_changes_nothing(tmp_path, form):
    site = drafted(tmp_path)
    place = send(site, form)
    before = snapshot(tmp_path)
    done = take(site, place)
    assert {text.outcome for text in done.texts} == {"unchanged"}
    assert len(done.texts) == sum(
        not row.verbatim for row in bitext.read(site.tree, site.record_path(PAIR)).rows
    )
    assert snapshot(tmp_path) == before


@FORMS
def test_equal_pages_give_equal_files(tmp_path, form):
    site = drafted(tmp_path)
    assert export(site, api.Filter(), form).text == export(site, api.Filter(), form).text


@FORMS
def test_a_changed_text_is_a_persons_and_nothing_else_changes(tmp_path, form):
    site = drafted(tmp_path)
    before, draft = page(site), rows(site)["净利润增长了5%，净息差承压。"].draft
    place = send(site, form)
    new = "Profit rose 5% & the net interest margin is < 2%."
    edit(place, draft, new if form in ("po", "csv") else new.replace("&", "&amp;").replace("<", "&lt;"))
    done = take(site, place)
    assert (done.count("written"), done.count("refused")) == (1, 0)
    assert page(site) == before.replace(draft, new)
    assert api.overview(site).translations[0].comparison.edited == 1
    assert take(site, place).count("written") == 0


def test_codes_may_change_their_order_and_stand_for_what_the_page_has(tmp_path):
    site = drafted(tmp_path, PAGE.replace("b.md", "a.md"))
    assert "](a.en.md" in page(site)
    place = send(site)
    text = place.read_text("utf-8")
    target = re.search(r'<target>([^\n]*<ph id="4"[^\n]*)</target>', text)[1]
    code = re.search(r'<ph id="4"[^>]*/>', target)[0]
    place.write_text(text.replace(target, code + " " + target.replace(code, "")), "utf-8")
    assert take(site, place).count("written") == 1
    line = next(line for line in page(site).split("\n") if "x.png" in line)
    assert line.startswith("`code` ")
    assert "](a.en.md" in line
    assert line.count("**") == 2


def test_a_file_cannot_bring_in_markup(tmp_path):
    site = drafted(tmp_path)
    place = send(site)
    before = page(site)
    text = place.read_text("utf-8")
    place.write_text(
        text.replace(
            ">`code`<", "><script>alert(1)</script><".replace("<s", "&lt;s").replace("</s", "&lt;/s")
        ),
        "utf-8",
    )
    edit(place, "</target>", " [x](javascript:alert(1)) &lt;b>&lt;/b></target>")
    assert take(site, place).count("written") == 1
    added = page(site).replace(before[: before.index("\n---")], "")
    assert "<script>" not in added
    read = document.parse(page(site))
    assert read.shape == document.parse(before).shape


@pytest.mark.parametrize("mark", ["*", "`", "[x](y)", "<b>x</b>", "{{< x >}}"])
def test_markup_that_the_source_has_not_is_refused_in_po(tmp_path, mark):
    site = drafted(tmp_path)
    place = send(site, "po")
    draft = rows(site)["项目"].draft
    new = {"*": "*x*", "`": "`x`"}.get(mark, mark)
    edit(place, f'msgstr "{draft}"', f'msgstr "{draft} {new}"')
    before = page(site)
    (refused,) = [text for text in take(site, place).texts if text.outcome == "refused"]
    assert "is none of this text's" in refused.reason
    assert page(site) == before


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_broken_codes_are_refused_and_the_others_taken(tmp_path, form, capsys):
    site = drafted(tmp_path)
    place = send(site, form)
    text = place.read_text("utf-8")
    if form == "xliff":
        target = re.search(r"<target>[^\n]*<pc id=\"1\"[^\n]*</target>", text)[0]
        text = text.replace(target, re.sub(r"</?pc[^>]*>", "", target))
    else:
        line = next(line for line in text.split("\n") if line.startswith("msgstr") and "**" in line)
        text = text.replace(line, line.replace("**", ""))
    place.write_text(text.replace("5%.", "5 per cent.").replace(rows(site)["标题"].draft, "Title"), "utf-8")
    assert cli(tmp_path, "import", place.name) == 1
    told = capsys.readouterr()
    number = int(
        re.match(rf"{re.escape(place.name)}:(\d+): {re.escape(PAIR.target)}: refused: (.*)", told.out)[1]
    )
    assert "inline code 1 (**) is missing" in told.out
    near = place.read_text("utf-8").split("\n")[number - 1 : number + 2]
    assert any("<target>" in line or line.startswith("msgid") for line in near)
    assert "title: Title\n" in page(site)
    assert "1 refused" in told.err


@FORMS
def test_what_somebody_changed_meanwhile_is_left_alone(tmp_path, form):
    site = drafted(tmp_path)
    place = send(site, form)
    draft = rows(site)["标题"].draft
    edit(place, draft, "Title of the file")
    change(site, PAIR.target, f"title: {draft}", "title: Title of the page")
    change(site, PAIR.target, rows(site)["子"].draft, "Somebody else's")
    before = snapshot(tmp_path)
    done = take(site, place)
    assert [(text.outcome, text.reason) for text in done.texts if text.outcome != "unchanged"] == [
        ("refused", "somebody changed the translation meanwhile")
    ]
    assert snapshot(tmp_path) == before


@FORMS
def test_what_was_not_in_the_file_is_not_touched(tmp_path, form):
    site = drafted(tmp_path)
    change(site, PAIR.target, rows(site)["标题"].draft, "A person's title")
    place = send(site, form, todo=True)
    assert "A person's title" not in place.read_text("utf-8")
    draft = rows(site)["子"].draft
    edit(place, draft, "Child")
    assert take(site, place).count("written") == 1
    assert "title: A person's title\n" in page(site)


@FORMS
def test_a_text_for_an_older_source_is_a_conflict_and_not_lost(tmp_path, form):
    site = drafted(tmp_path)
    place = send(site, form)
    edit(place, "5%.", "5 per cent.") if "5%." in place.read_text("utf-8") else edit(
        place, rows(site)["净利润增长了5%，净息差承压。"].draft, "Old 5 per cent."
    )
    change(site, PAIR.source, "5%，净息差承压", "6%，净息差回升")
    assert take(site, place).count("written") == 1
    assert "5 per cent." in page(site)
    (item,) = api.overview(site).translations
    assert item.state == "conflict"


@FORMS
def test_a_text_that_is_gone_is_refused(tmp_path, form):
    site = drafted(tmp_path)
    place = send(site, form)
    edit(place, rows(site)["标题"].draft, "Title")
    change(site, PAIR.source, "title: 标题", "weight: 1")
    assert not api.translate(site).problems
    before = snapshot(tmp_path)
    reasons = {text.reason for text in take(site, place).texts if text.outcome == "refused"}
    assert reasons == {"the page has no such text any more"}
    assert snapshot(tmp_path) == before


def test_a_source_that_was_changed_in_the_file_is_refused(tmp_path):
    site = drafted(tmp_path)
    place = send(site)
    edit(place, "<source>标题</source>", "<source>别的标题</source>")
    edit(place, rows(site)["标题"].draft, "Title")
    reasons = [text.reason for text in take(site, place).texts if text.outcome == "refused"]
    assert reasons == ["its source in the file is not what the page says or said"]


def test_states_tell_who_stands_for_a_text(tmp_path):
    site = drafted(tmp_path)
    change(site, PAIR.target, rows(site)["标题"].draft, "Title")
    text = send(site).read_text("utf-8")
    assert text.count('state="translated" subState="transflow:edited"') == 1
    assert 'state="translated" subState="transflow:draft"' in text
    api.approve(site, api.Filter((PAIR.target,)), by="Somebody")
    assert set(re.findall(r'<segment[^>]* state="(\w+)"', send(site).read_text("utf-8"))) == {"reviewed"}
    change(site, PAIR.source, "标题", "新标题")
    text = send(site).read_text("utf-8")
    assert 'state="initial" subState="transflow:conflict"' in text
    assert '<note id="n2" category="source-before">标题</note>' in text


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_a_draft_that_somebody_calls_right_is_approved(tmp_path, form):
    site = drafted(tmp_path)
    place = send(site, form)
    if form == "xliff":
        edit(place, 'state="translated"', 'state="final"')
    else:
        edit(place, "#, fuzzy\n", "")
    assert take(site, place).count("written") == 1
    assert [row.source for row in rows(site).values() if row.approved] == ["标题"]


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("<ignorable><source> </source></ignorable>", "Up. Down."),
        ("<ignorable><source> </source><target>  </target></ignorable>", "Up.  Down."),
        ("<ignorable><source> </source><target/></ignorable>", "Up.Down."),
        ("", "Up.Down."),
    ],
)
def test_a_unit_that_a_tool_cut_into_segments_comes_back_whole(tmp_path, between, said):
    site = drafted(tmp_path, "甲。 乙。\n")
    place = send(site)
    text = place.read_text("utf-8")
    halves = [
        f'<segment state="translated"><source>{source}</source><target>{target}</target></segment>'
        for source, target in (("甲。", "Up."), ("乙。", "Down."))
    ]
    if not between:
        halves[0] = halves[0].replace("甲。<", "甲。 <")
    text, found = re.subn(r"<segment .*?</segment>", between.join(halves), text, flags=re.DOTALL)
    assert found == 1
    place.write_text(text, "utf-8")
    assert take(site, place).count("written") == 1
    assert page(site).endswith(f"{said}\n")


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_a_page_without_a_translation_is_made_from_a_whole_file_only(tmp_path, form):
    site = build(tmp_path, {PAIR.source: "---\ntitle: 标题\n---\n\n一**二**。\n\n```\nx\n```\n"})
    place = send(site, form)
    text = place.read_text("utf-8")
    if form == "xliff":
        assert 'state="initial"' in text
        assert "<target>" not in text
        text = text.replace("<source>标题</source>", "<source>标题</source><target>Title</target>")
        part = re.sub(r"(<source>(一.*)</source>)", r"\1<target>One \2</target>", text)
    else:
        text = text.replace('msgid "标题"\nmsgstr ""', 'msgid "标题"\nmsgstr "Title"')
        part = text.replace('msgid "一**二**。"\nmsgstr ""', 'msgid "一**二**。"\nmsgstr "One 一**二**。"')
    place.write_text(text, "utf-8")
    (problem,) = import_file(site, place, place.name).problems
    assert "does not exist, and the file lacks 1 of its 2 texts" in str(problem)
    assert not (tmp_path / PAIR.target).exists()
    place.write_text(part, "utf-8")
    assert take(site, place, dry_run=True).count("written") == 2
    assert not (tmp_path / PAIR.target).exists()
    assert take(site, place).count("written") == 2
    assert "One 一**二**。\n\n```\nx\n```\n" in page(site)
    (item,) = api.overview(site).translations
    assert (item.state, item.comparison.edited) == ("draft", 2)
    before = snapshot(tmp_path)
    assert not api.translate(site).problems
    assert snapshot(tmp_path) == before


def test_a_dry_run_says_so_and_does_nothing(tmp_path, capsys):
    site = drafted(tmp_path)
    place = send(site)
    edit(place, rows(site)["标题"].draft, "Title")
    before = snapshot(tmp_path)
    assert cli(tmp_path, "import", place.name, "--dry-run") == 0
    assert "1 text would be taken" in capsys.readouterr().err
    assert snapshot(tmp_path) == before


# --- what a file may not do ---


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "content/none.md", "transflow.yaml", "content/a.en.md"]
)
def test_paths_of_a_file_are_looked_up_and_never_followed(tmp_path, path):
    site = drafted(tmp_path)
    place = send(site)
    edit(place, f'original="{PAIR.source}"', f'original="{path}"')
    before = snapshot(tmp_path)
    assert {(t.outcome, t.reason) for t in take(site, place).texts} == {
        ("refused", f"no page of this workspace: {path}")
    }
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("", 0, "is of no format that can be imported"),
        ("hello", 0, "is of no format that can be imported"),
        ("<a>\n<b></a>", 2, "is no XML: mismatched tag"),
        ('<!DOCTYPE x [\n<!ENTITY a "aa">]>\n<x>&a;</x>', 2, "declares entities"),
        ('<!DOCTYPE x [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<x>&a;</x>', 2, "declares entities"),
        ("<a>" * 200 + "</a>" * 200, 1, "nested more than 100 deep"),
        ("<html/>", 1, "is of no format that can be imported: <html>"),
        ('\n<tmx version="1.4"><body/></tmx>', 2, "is a translation memory"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">\n</file></xliff>', 1, "a file without `original`"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file original="a">\n<unit/></file></xliff>', 2, "a unit without an id"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file original="a"><group><unit id="u"><segment>\n<source><ec/></source></segment></unit></group></file></xliff>', 2, "a `ec` without an id"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a"><body><group><trans-unit id="u">\n<source><mrk><sub/></mrk></source></trans-unit></group></body></file></xliff>', 2, "an element `sub` that has no place"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', 1, ""),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_told_by_line(tmp_path, content, line, told):
    site = drafted(tmp_path)
    (tmp_path / "x.xlf").write_text(content, "utf-8")
    with pytest.raises(DocumentError) as caught:
        import_file(site, tmp_path / "x.xlf", "x.xlf")
    assert (caught.value.path, caught.value.line) == ("x.xlf", line)
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('msgid "a"\nmsgstr "b"\n', "without a `msgctxt`"),
        ('msgid "a\nmsgstr "b"\n', "x.po:1: this line is not whole"),
        ('msgctxt "content/a.md#u1"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "plural forms"),
        ('msgctxt "content/a.md#u1"\nmsgid "a"\nmsgstr "half', "x.po:3: this line is not whole"),
        ('msgctxt "content/a.md#u1"\nmsgid "a"\nmsgstr "half \\"', "x.po:3: this line is not whole"),
        ('msgctxt "content/a.md#u1"\nmsgid "a"\n', "x.po:2: is no PO file: missing msgstr"),
    ],
)
def test_a_po_file_that_is_wrong_is_told(tmp_path, content, told):
    site = drafted(tmp_path)
    (tmp_path / "x.po").write_text(content, "utf-8")
    with pytest.raises(DocumentError) as caught:
        import_file(site, tmp_path / "x.po", "x.po")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "made",
    [
        lambda po: b"\xef\xbb\xbf" + po,
        lambda po: po.replace(b"\n", b"\r\n"),
        lambda po: po + b'\n#~ msgid "gone"\n#~ msgstr "weg"\n',
        lambda po: po.replace(b"\nmsgctxt", b'\n#| msgid "old"\nmsgctxt'),
        lambda po: (
            po.decode()
            .replace("charset=utf-8", "charset=gb18030")
            .replace("charset=UTF-8", "charset=gb18030")
            .replace("Véŕrïť", "Title")
            .encode("gb18030")
        ),
    ],
    ids=["BOM", "CRLF", "obsolete", "previous", "GB18030"],
)
def test_unusual_po_files_are_taken_whole(tmp_path, made):
    site = drafted(tmp_path)
    place = send(site, "po")
    place.write_bytes(made(place.read_bytes()))
    done = import_file(site, place, "x.po")
    assert "refused" not in {one.outcome for one in done.texts}
    assert not done.problems


@pytest.mark.parametrize("cut", range(2, 40, 3))
def test_a_po_file_that_was_cut_off_is_never_taken_by_half(tmp_path, cut):
    site = drafted(tmp_path)
    place, before = send(site, "po"), (site.root / PAIR.target).read_bytes()
    place.write_bytes(place.read_bytes().rstrip()[:-cut])
    with pytest.raises(DocumentError):
        import_file(site, place, "x.po")
    assert (site.root / PAIR.target).read_bytes() == before


def test_a_missing_file_is_told(tmp_path, capsys):
    drafted(tmp_path)
    assert cli(tmp_path, "import", "none.xlf") == 2
    assert (
        capsys.readouterr().err
        == "transflow: none.xlf: cannot be read: No such file or directory (check the path)\n"
    )


def test_an_untracked_translation_takes_nothing(tmp_path, capsys):
    site = drafted(tmp_path)
    place = send(site)
    (site.root / site.record_path(PAIR)).unlink()
    before = snapshot(tmp_path)
    assert cli(tmp_path, "import", place.name) == 2
    assert "run `transflow adopt content/a.en.md` first" in capsys.readouterr().err
    assert snapshot(tmp_path) == before


def test_utf_16_is_read_as_it_says(tmp_path):
    site = drafted(tmp_path)
    place = send(site)
    edit(place, rows(site)["标题"].draft, "Title")
    place.write_bytes(place.read_text("utf-8").replace("UTF-8", "UTF-16").encode("utf-16"))
    assert take(site, place).count("written") == 1


# --- what is chosen, and what goes along ---


def test_one_pair_of_languages_a_file(tmp_path, capsys):
    site = drafted(tmp_path, config=CONFIG.replace("[en]", "[en, ja]"))
    with pytest.raises(ConfigError, match="one pair of languages"):
        export(site, api.Filter(), "xliff")
    assert cli(tmp_path, "export", "-l", "ja", "-o", "ja.xlf") == 0
    assert 'trgLang="ja"' in (tmp_path / "ja.xlf").read_text("utf-8")
    assert "texts of 1 page" in capsys.readouterr().err


def test_texts_are_chosen_by_risk_and_state(tmp_path, capsys):
    site = drafted(tmp_path)
    change(site, PAIR.target, rows(site)["净利润增长了5%，净息差承压。"].draft, "Profit rose 7%.")
    assert export(site, api.Filter(), "xliff", risk=80).texts == 1
    assert 'category="finding">TF301' in export(site, api.Filter(), "xliff", risk=80).text
    told = re.findall('category="risk">([0-9]+)<', export(site, api.Filter(), "xliff", risk=80).text)
    assert [int(risk) >= 80 for risk in told] == [True]
    assert cli(tmp_path, "export", "--state", "stale") == 2
    assert "no text is to be exported" in capsys.readouterr().err
    assert cli(tmp_path, "export", "--format", "doc") == 2
    assert "unknown format 'doc' (one of xliff, xliff1.2, po, csv, tmx, tbx)" in capsys.readouterr().err


def test_terms_and_matches_go_along(tmp_path):
    site = drafted(tmp_path)
    change(
        site,
        PAIR.target,
        rows(site)["净利润增长了5%，净息差承压。"].draft,
        "Profit rose 5%; the net interest margin fell.",
    )
    build(tmp_path, {"content/b.md": "净利润增长了8%，净息差承压。\n"})
    text = export(site, api.Filter(("content/b.md",)), "xliff").text
    assert "<gls:term>净息差</gls:term>" in text
    assert "<gls:translation>net interest margin</gls:translation>" in text
    assert 'similarity="93.0"' in text
    assert "<target>Profit rose 5%; the net interest margin fell.</target>" in text
    told = export(site, api.Filter(("content/b.md",)), "po").text
    assert "#. term: 净息差 = net interest margin\n" in told
    assert "#. 93% alike: 净利润增长了5%，净息差承压。 = Profit" in told


def test_control_characters_are_left_out_and_told(tmp_path):
    site = drafted(tmp_path, "一\x01二。\n\n三。\n")
    done = export(site, api.Filter(), "xliff")
    assert done.texts == 1
    assert "control characters" in str(done.problems[0])
    xml.parse(done.text.encode(), "x")


@pytest.mark.parametrize(
    ("form", "spelt"),
    [
        ("xliff", '<cp hex="0007"/>'),
        ("xliff", '<cp hex="1B"/>'),
        ("xliff", "&#x9b;"),
        ("po", "\\a"),
        ("po", "\x1b"),
        ("csv", "\x07"),
    ],
)
def test_control_characters_are_refused_by_name(tmp_path, form, spelt):
    site = drafted(tmp_path)
    before, draft = page(site), rows(site)["净利润增长了5%，净息差承压。"].draft
    place = send(site, form)
    edit(place, draft, f"Profit {spelt} rose 5%.")
    try:
        done = take(site, place)
    except DocumentError as error:
        assert error.line or "control" in str(error)  # noqa: PT017  a reader of the format may refuse the file
    else:
        assert done.count("refused") == 1
        assert any("control character (U+00" in one.reason for one in done.texts)
    assert page(site) == before


# --- what others make of it ---


@pytest.fixture(scope="session")
def schema():
    if not SCHEMAS.is_dir():
        pytest.skip(
            "the schemas of XLIFF are OASIS's and not part of the project: ../shared/schemas/xliff-2 is absent"
        )
    places = {path.stem: path for path in SCHEMAS.rglob("*.xsd")}
    modules = [str(places[name]) for name in ("matches", "glossary", "metadata")]
    locations = {
        "http://www.w3.org/XML/1998/namespace": str(places["xml"]),
        "urn:oasis:names:tc:xliff:document:2.0": str(places["xliff_core_2.0"]),
    }
    return xmlschema.XMLSchema(
        [str(places["xliff_core_2.0"]), *modules], locations=locations, allow="sandbox", base_url=str(SCHEMAS)
    )


def test_xliff_is_valid(tmp_path, schema):
    site = drafted(tmp_path)
    change(
        site,
        PAIR.target,
        rows(site)["净利润增长了5%，净息差承压。"].draft,
        "Profit rose 7%; the net interest margin fell.",
    )
    change(site, PAIR.source, "子", "新的一格")
    build(
        tmp_path,
        {
            "content/b.md": "净利润增长了8%，净息差承压。\n\n<a href='x' title='题'>一</a>&nbsp;{{< f alt=\"二\" >}}\n"
        },
    )
    text = export(site, api.Filter(), "xliff").text
    assert {"mtc:match ", "gls:term", "dataRefStart", "canReorder", "source-before"} <= {
        word
        for word in ("mtc:match ", "gls:term", "dataRefStart", "canReorder", "source-before")
        if word in text
    }
    errors = list(schema.iter_errors(text))
    assert not errors, errors[0]


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.md")), ids=lambda path: path.name)
def test_xliff_of_every_fixture_is_sound(tmp_path, path):
    site = build(tmp_path, {PAIR.source: path.read_bytes()})
    seen = api.overview(site)
    if seen.problems or not any(isinstance(b, Unit) for b in seen.translations[0].source.blocks):
        return
    text = export(site, api.Filter(), "xliff").text
    root = xml.parse(text.encode(), "x")
    units = [unit for file in root.all("file") for unit in file.all("unit")]
    assert len({unit.get("id") for unit in units}) == len(units)
    for unit in units:
        data = {node.get("id") for held in unit.all("originalData") for node in held.all("data")}
        used = set(re.findall(r'dataRef(?:Start|End)?="([^"]+)"', str(unit)))
        assert used <= data


def test_translate_toolkit_edits_xliff(tmp_path, schema):
    site = drafted(tmp_path)
    place = send(site)
    store = toolkit_xliff2.Xliff2File.parsefile(str(place))
    draft = rows(site)["净利润增长了5%，净息差承压。"].draft
    (unit,) = [unit for unit in store.units if unit.target == draft]
    assert unit.source == "净利润增长了5%，净息差承压。"
    unit.target = "Profit rose 5%; the net interest margin fell."
    store.savefile(str(place))
    assert not list(schema.iter_errors(place.read_text("utf-8")))
    done = take(site, place)
    assert (done.count("written"), done.count("refused")) == (1, 0)
    assert "Profit rose 5%; the net interest margin fell." in page(site)


def test_xliff_of_translate_toolkits_own_is_refused(tmp_path):
    site = drafted(tmp_path)
    store = toolkit_xliff2.Xliff2File(sourcelanguage="zh-CN", targetlanguage="en")
    unit = store.addsourceunit("标题")
    unit.target = "Title"
    (tmp_path / "own.xlf").write_bytes(bytes(store))
    before = snapshot(tmp_path)
    with pytest.raises(DocumentError, match="without `original`"):
        import_file(site, tmp_path / "own.xlf", "own.xlf")
    assert snapshot(tmp_path) == before


def test_translate_toolkit_edits_po(tmp_path):
    site = drafted(tmp_path)
    place = send(site, "po")
    store = toolkit_po.pofile.parsefile(str(place))
    units = {str(unit.source): unit for unit in store.units if not unit.isheader()}
    assert units["标题"].isfuzzy()
    units["标题"].target = "Title"
    units["标题"].markfuzzy(False)
    units["子"].markfuzzy(False)
    store.savefile(str(place))
    assert take(site, place).count("written") == 2
    assert "title: Title\n" in page(site)
    assert [row.source for row in rows(site).values() if row.approved] == ["标题", "子"]
    read_po(io.BytesIO(place.read_bytes()), abort_invalid=True)


def test_tmx_holds_what_people_stand_for(tmp_path):
    site = drafted(tmp_path)
    assert cli(tmp_path, "export", "--format", "tmx") == 2  # a machine's drafts are no memory
    api.approve(site, api.Filter((PAIR.target,)), by="Somebody")
    place = send(site, "tmx")
    store = toolkit_tmx.tmxfile.parsefile(str(place))
    pairs = {unit.source: unit.target for unit in store.units}
    assert pairs["标题"] == rows(site)["标题"].draft
    assert len(store.units) == len(
        {(row.source, row.draft) for row in rows(site).values() if not row.verbatim}
    )
    read = list(tmx.read(xml.read(place, "x"), "x"))
    mine = next(pair for pair in read if pair.source.startswith("甲"))
    assert mine.source == "甲乙丙链接题和图与。"
    assert (mine.origin, mine.language) == ("zh-CN", "en")


def test_tmx_of_others_is_read():
    store = toolkit_tmx.tmxfile()
    store.addtranslation("净息差", "zh-CN", "net interest margin", "en")
    (pair,) = tmx.read(xml.parse(bytes(store), "x"), "x")
    assert (pair.source, pair.target) == ("净息差", "net interest margin")
    with pytest.raises(DocumentError, match="xx-nothing"):
        list(
            tmx.read(
                xml.parse(
                    b'<tmx><body><tu><tuv xml:lang="xx-nothing"><seg>a</seg></tuv></tu></body></tmx>', "x"
                ),
                "x",
            )
        )


def test_import_prints_json(tmp_path, capsys):
    site = drafted(tmp_path)
    place = send(site)
    edit(place, rows(site)["标题"].draft, "Title")
    assert cli(tmp_path, "import", place.name, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1
    (written,) = [text for text in told["texts"] if text["outcome"] == "written"]
    assert (written["source"], written["target"], written["reason"]) == (PAIR.source, PAIR.target, "")
    assert sorted({text["outcome"] for text in told["texts"]} - {"written"}) == UNCHANGED


# --- XLIFF 1.2, tables, termbases, memories of others ---


def test_xliff_1_2_has_codes_and_translate_toolkit_edits_it(tmp_path):
    site = drafted(tmp_path)
    place = send(site, "xliff1.2")
    text = place.read_text("utf-8")
    assert re.search(r'<source>甲<g id="1">乙</g>丙<g id="2">链接</g>', text)
    assert '<x id="4" equiv-text="`code`"/>' in text
    store = toolkit_xliff.xlifffile.parsefile(str(place))
    draft = rows(site)["净利润增长了5%，净息差承压。"].draft
    (unit,) = [unit for unit in store.units if unit.target == draft]
    unit.target = "Profit rose 5%; the net interest margin fell."
    store.savefile(str(place))
    done = take(site, place)
    assert (done.count("written"), done.count("refused")) == (1, 0)
    assert "Profit rose 5%; the net interest margin fell." in page(site)


OMEGAT = shutil.which("omegat")
PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>ZH-CN</source_lang><target_lang>EN</target_lang><sentence_seg>false</sentence_seg>
</project></omegat>
"""
# OmegaT writes the tags of a text from 0 on, and takes the target of XLIFF 1.2 for what is to be translated.
TRANSLATED = {
    "po": {
        "标题": "Title",
        '甲**乙**丙[链接](b.md "题")和![图](x.png)与`code`。': 'A **B**, [link](b.md "T"), `code`, ![i](x.png).',
    },
    "xliff1.2": {"净利润增长了5%，净息差承压。": "Profit rose 5%; the net interest margin fell."},
}


@pytest.mark.skipif(not OMEGAT, reason="no OmegaT is installed (Debian's package `omegat`)")
@pytest.mark.parametrize("form", TRANSLATED)
def test_omegat_translates(tmp_path, form):
    site = drafted(tmp_path / "site")
    place = send(site, form)
    project = tmp_path / "project"
    for folder in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)
    shown = {source: row.draft if form == "xliff1.2" else source for source, row in rows(site).items()}
    memory = toolkit_tmx.tmxfile()
    for source, target in TRANSLATED[form].items():
        memory.addtranslation(shown[source], "ZH-CN", target, "EN")
    memory.savefile(str(project / "omegat" / "project_save.tmx"))
    name = {"po": "a.po", "xliff1.2": "a.xlf"}[form]
    shutil.copy(place, project / "source" / name)
    command = [OMEGAT, str(project), "--mode=console-translate", f"--config-dir={tmp_path}/config"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    done = take(site, project / "target" / name)
    assert (done.count("written"), done.count("refused")) == (len(TRANSLATED[form]), 0)
    assert all(target in page(site) for target in TRANSLATED[form].values())


def test_broken_codes_of_xliff_1_2_are_refused(tmp_path):
    site = drafted(tmp_path)
    place = send(site, "xliff1.2")
    text = place.read_text("utf-8")
    target = re.search(r"<target[^\n]*<x id=\"4\"[^\n]*</target>", text)[0]
    place.write_text(text.replace(target, re.sub(r"<x id=\"4\"[^>]*/>", "", target)), "utf-8")
    (refused,) = [text for text in take(site, place).texts if text.outcome == "refused"]
    assert refused.reason == "inline code 4 (`code`) is missing"


def test_codes_that_overlap_are_told_apart_in_each_xliff():
    parts = (
        Code("1", "open", "<b>", "html"),
        "a",
        Code("2", "open", "<i>", "html"),
        Code("1", "close", "</b>", "html"),
        Code("2", "close", "</i>", "html"),
    )
    entry = Entry("u1", "paragraph", "", 1, "a", "b", parts, parts, "x", "draft", 0)
    for form in (xliff1, xliff2):
        file = Sendable([Page("a.md", "a.en.md", "zh", "en", (entry,))], "t 1")
        (read,) = form.read(xml.parse(form.write(file).encode(), "x"), "x")
        assert digest(read.source) == digest(parts)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''+x", "=cmd|' /C calc'!A0"]
)
def test_a_cell_is_never_a_formula_and_comes_back_as_it_was(cell):
    assert signs.cell(cell).startswith("'") or "\\u000d" in signs.cell(cell)
    assert signs.of_cell(signs.cell(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r a", max_size=6))
def test_every_cell_comes_back(cell):
    assert signs.of_cell(signs.cell(cell)) == cell
    assert not signs.cell(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_with_formulas_goes_and_comes(tmp_path):
    site = drafted(tmp_path, "=HYPERLINK(1)的文字。\n\n第二段。\n")
    place = send(site, "csv")
    cells = list(csv.reader(io.StringIO(place.read_text("utf-8-sig"), newline="")))
    assert cells[1][cells[0].index("source")] == "'=HYPERLINK(1)的文字。"
    assert not any(cell.startswith(("=", "+", "@", "-")) for row in cells for cell in row)
    edit(place, rows(site)["第二段。"].draft, '"-2% a ""quoted"" one"')
    done = take(site, place)
    assert (done.count("written"), done.count("refused")) == (1, 0)
    assert page(site).rstrip().endswith('-2% a "quoted" one')


def test_a_table_of_a_spreadsheet_with_semicolons_is_read(tmp_path):
    site = drafted(tmp_path)
    place = send(site, "csv")
    cells = list(csv.reader(io.StringIO(place.read_text("utf-8-sig"), newline="")))
    at = cells[0].index("approved")
    cells[1][at] = "yes"
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(cells)
    assert take(site, place).count("written") == 1
    assert [row.source for row in rows(site).values() if row.approved] == ["标题"]


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (b"page,unit,source,target\r\na,b\r\n", 2, "a row without a cell for 'source'"),
        (b'page,unit,source,target\r\na,"b\r\n', 2, "is no table"),
        (b"page,unit,source,target\r\na,b,\xff,d\r\n", 2, "not UTF-8 text"),
    ],
)
def test_a_table_that_is_wrong_is_told_by_line(tmp_path, content, line, told):
    site = drafted(tmp_path)
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        import_file(site, tmp_path / "x.csv", "x.csv")
    assert (caught.value.line, told in caught.value.message) == (line, True)


GLOSSARY = """source: zh-CN
target: en
terms:
  净息差: {use: net interest margin, also: [NIM], not: [net spread], note: of banks}
  市盈率: price-to-earnings ratio
"""


def test_a_glossary_goes_to_a_termbase_and_back(tmp_path, capsys):
    build(tmp_path, {PAIR.source: PAGE, "glossaries/a.yaml": GLOSSARY})
    assert cli(tmp_path, "export", "--format", "tbx", "-o", "terms.tbx") == 0
    store = toolkit_tbx.tbxfile.parsefile(str(tmp_path / "terms.tbx"))
    assert {unit.source: unit.target for unit in store.units}["净息差"] == "net interest margin"
    assert cli(tmp_path, "glossary", "export", "--format", "tbx") == 0
    assert cli(tmp_path, "glossary", "import", "terms.tbx", "-o", "glossaries/b.yaml") == 0
    first, second = (glossary.read(f"glossaries/{name}.yaml", load(tmp_path).glossary) for name in "ab")
    forms = [
        [(t.source, t.target, t.allowed, t.forbidden, t.note) for t in each.terms] for each in (first, second)
    ]
    assert forms[0] == forms[1]
    capsys.readouterr()
    assert cli(tmp_path, "import", "terms.tbx") == 2
    assert "`transflow glossary import` makes a glossary of it" in capsys.readouterr().err


def test_a_termbase_of_2019_is_read_and_a_broken_one_told(tmp_path, capsys):
    build(tmp_path, {PAIR.source: PAGE})
    new = (
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c1">'
        '<langSec xml:lang="zh"><termSec><term>净息差</term></termSec></langSec>'
        '<langSec xml:lang="en"><termSec><term>net interest margin</term></termSec></langSec></conceptEntry></body></text></tbx>'
    )
    (tmp_path / "n.tbx").write_text(new, "utf-8")
    assert cli(tmp_path, "glossary", "import", "n.tbx") == 0
    assert "净息差: net interest margin" in page(load(tmp_path), "glossaries/n.yaml")
    for name, text, told in (
        ("x", "<a>\n</b>", "x.tbx:2: is no XML"),
        ("y", new.replace('"en">', '"ja">'), "no entry has a term"),
        ("z", "<a/>", "is no TBX"),
    ):
        (tmp_path / f"{name}.tbx").write_text(text, "utf-8")
        assert cli(tmp_path, "glossary", "import", f"{name}.tbx") == 2
        assert told in capsys.readouterr().err


TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="zh-CN"/><body>
<tu><tuv xml:lang="zh-CN"><seg>净利润增长了5%。</seg></tuv><tuv xml:lang="en"><seg>Net profit rose 5%.</seg></tuv></tu>
</body></tmx>
"""


def test_a_memory_of_others_is_used(tmp_path, capsys):
    pages = {PAIR.source: "净利润增长了5%。\n\n净利润增长了8%。\n", "tm/a.tmx": TMX}
    site = build(tmp_path, pages, CONFIG + "memory: [tm/*.tmx]\n")
    assert not api.translate(site).problems
    found = {source: (row.draft, row.rung) for source, row in rows(site).items()}
    assert found == {
        "净利润增长了5%。": ("Net profit rose 5%.", "memory"),
        "净利润增长了8%。": ("Net profit rose 8%.", "edited"),
    }
    assert cli(tmp_path, "explain", "--text", "净利润增长了9%。") == 0
    assert "alike  净利润增长了[-5%-]{+9%+}。 → Net profit rose 5%." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("memory", "content", "told"),
    [
        ("tm/a.tmx", "<tmx>", "tm/a.tmx:1: is no XML"),
        ("tm/none.tmx", TMX, "'tm/none.tmx' does not exist"),
        ("tm/a.tmx", "<html/>", "tm/a.tmx:1: is no TMX file"),
    ],
)
def test_a_memory_that_is_wrong_is_told_and_the_pages_are_done(tmp_path, capsys, memory, content, told):
    build(
        tmp_path, {PAIR.source: "净利润增长了5%。\n", "tm/a.tmx": content}, CONFIG + f"memory: [{memory}]\n"
    )
    assert cli(tmp_path, "translate") == 2
    assert told in capsys.readouterr().err
    assert (tmp_path / PAIR.target).exists()


def test_a_table_has_room_for_the_longest_text():
    long = "净利润增长。" * 30_000
    data = f"page,unit,source,target\na.md,x,{long},{long}\n".encode()
    (row,) = table.read(data, "a.csv")
    assert (row.source, row.target) == (long, long)


def test_no_finding_is_sent_out_of_what_code_says(tmp_path):
    page = "---\ntitle: 甲\n---\n见`代码 3亿元`与说明。\n"
    site = build(tmp_path, {"content/a.md": page}, "targets: [en]\nengine: pseudo\n")
    assert cli(tmp_path, "translate") == 0
    assert "finding" not in export(site, api.Filter(), "po").text
    draft = (tmp_path / "content" / "a.en.md").read_text("utf-8")
    (tmp_path / "content" / "a.en.md").write_text(draft.replace("`代码 3亿元`", "`代码 3亿元` 说明"), "utf-8")
    assert "finding: TF501" in export(load(tmp_path), api.Filter(), "po").text
