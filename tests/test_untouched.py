"""Pages and records as a former version wrote them, in `fixtures/former`: what it read otherwise is no person's work."""

import re
from itertools import cycle
from pathlib import Path

import pytest
from msgspec import structs

from tests.sites import build, cli
from transflow import api, bitext
from transflow.document import Document, parse
from transflow.markdown.dialect import FEATURES, Dialect
from transflow.site.untouched import reread
from transflow.site.workspace import Workspace

FORMER = Path(__file__).parent / "fixtures/former"
PAGES = {"hexo": "md", "hugo": "md", "quarto": "qmd", "vitepress": "md"}


def read(name: str, suffix: str) -> str:
    return (FORMER / f"{name}.{suffix}").read_bytes().decode()


def page(name: str, text: str) -> Document:
    return parse(text, f"content/{name}.md", Dialect(features=FEATURES[name], name=name))


def parts(name: str) -> tuple[bitext.Bitext, Document, str]:
    """Return a record, its source, and the text of the translation."""
    end = PAGES[name]
    return bitext.loads(read(name, "jsonl"), "x"), page(name, read(name, end)), read(name, f"en.{end}")


def site(root: Path, name: str, translation: str) -> Workspace:
    end = PAGES[name]
    content = f"content: [{{root: content, source: '{{path}}.{end}', target: '{{path}}.{{lang}}.{end}'}}]\n"
    config = (
        f"source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {{dialect: {name}, links: keep}}\n{content}"
    )
    files = {
        f"content/{name}.{end}": read(name, end),
        f"content/{name}.en.{end}": translation,
        f".transflow/bitext/en/content/{name}.{end}.jsonl": read(name, "jsonl"),
    }
    return build(root, files, config)


def counted(workspace: Workspace) -> tuple[str, int, int]:
    (item,) = api.overview(workspace).translations
    assert item.comparison is not None
    return item.state, item.comparison.edited, item.comparison.conflicts


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_nobody_touched_is_a_machines(tmp_path, name):
    workspace = site(tmp_path, name, parts(name)[2])
    assert counted(workspace)[1:] == (0, 0)
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert counted(workspace) == ("draft", 0, 0)
    translated = tmp_path / f"content/{name}.en.{PAGES[name]}"
    drafted = translated.read_bytes()
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert translated.read_bytes() == drafted


@pytest.mark.parametrize("name", PAGES)
def test_where_somebody_wrote_anything_the_record_says_what_it_said(name):
    record, source, text = parts(name)
    front = page(name, text).front.end
    assert reread(record, source, page(name, text)) is not record
    signs = zip(range(front, len(text), 17), cycle(["字", " x", "\n", "-", "  "]), strict=False)
    lines = [(match.start(), sign) for match in re.finditer(r"(?m)^(?=.)", text) for sign in ("  ", "\t")]
    for at, sign in (*signs, *(one for one in lines if one[0] >= front)):
        touched = page(name, text[:at] + sign + text[at:])
        assert reread(record, source, touched) is record, text[at - 20 : at + 20]


def record_of(*rows: bitext.Row) -> bitext.Bitext:
    return bitext.Bitext(bitext.Header(1, "a.md", "a.en.md", "en", "zh-CN"), rows)


def test_a_line_that_was_moved_to_where_others_begin_was_touched():
    code = "<script>\nexport default { a: 1 }\n</script>\n\n```yaml\na:\n  b: 1\n%sc: 2\n```\n"
    source, moved = (page("vitepress", code % begins) for begins in ("", "  "))
    text = source.text.removesuffix("\n")
    record = record_of(bitext.Row("html", text, None, verbatim=True))
    assert reread(record, source, source) is not record
    assert reread(record, source, moved) is record


@pytest.mark.parametrize("name", PAGES)
def test_words_that_somebody_wrote_into_both_pages_are_no_machines(name):
    record, source, text = parts(name)
    owns = (" See [report](r.pdf).", "\n\nAbstract: our own wording.\n\n", "\n\n第三段。\n\n")
    for row, own in zip(record.rows, cycle(owns), strict=False):
        there = row.target or row.copy
        if row.kind == "front-matter" or source.text.count(row.source) != 1 or text.count(there) != 1:
            continue
        here = page(name, source.text.replace(row.source, row.source + own))
        rows = reread(record, here, page(name, text.replace(there, there + own))).rows
        assert not [one for one in rows if not one.verbatim and own.strip() in one.copy]


def test_what_a_person_wrote_into_it_stays(tmp_path):
    text = parts("quarto")[2]
    workspace = site(tmp_path, "quarto", text.replace("Fîkpïŕm", "Their own"))
    _, edited, _ = counted(workspace)
    assert edited > 0
    assert cli(tmp_path, "--quiet", "translate") == 0
    assert "Their own" in (tmp_path / "content/quarto.en.qmd").read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_what_somebody_stands_for_is_read_as_it_was_or_not_at_all(name):
    record, source, text = parts(name)
    target = page(name, text)
    for number, row in enumerate(record.rows):
        rows = list(record.rows)
        rows[number] = own = structs.replace(row, approved=True, approved_on="2026-01-01")
        given = structs.replace(record, rows=tuple(rows))
        assert own in reread(given, source, target).rows
