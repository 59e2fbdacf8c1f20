"""What people make of drafts: how much they change, by language, engine and month, and which terms."""

import json
from contextlib import suppress
from subprocess import CalledProcessError

import pytest

from tests.sites import build, cli
from tests.test_checks_git import git
from transflow import api, bitext
from transflow.site.workspace import Pair

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = "---\ntitle: 标题\n---\n\n市盈率不足17倍。\n\n净息差收窄。\n\n丙段。\n"
TERMS = "source: zh\ntarget: en\nterms:\n  市盈率: P/E\n  净息差: net interest margin\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\nglossaries: [terms.yaml]\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-03-05T10:00:00+0800")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "R")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "r@example.org")
    found = build(tmp_path, {SOURCE: PAGE, "terms.yaml": TERMS}, CONFIG)
    assert not api.translate(found).problems
    return found


def edit(site, path, old, new):
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text, text
    place.write_text(text.replace(old, new), "utf-8")


def rows(site):
    record = bitext.read(site.tree, site.record_path(Pair(SOURCE, TARGET, "en")))
    return {row.source: row for row in record.rows if not row.verbatim}


def told(site, capsys, form="json"):
    capsys.readouterr()
    assert cli(site.root, "report", "--format", form) == 0
    out = capsys.readouterr().out
    return json.loads(out) if form == "json" else out


def test_nothing_is_told_of_what_nobody_approved(site, capsys):
    edit(site, TARGET, "Net interest margin", "NIM")
    data = told(site, capsys)
    assert (data["effort"], data["changed_terms"]) == ([], [])


def test_edits_count_by_language_engine_and_month(site, capsys):
    draft = rows(site)["丙段。"].draft
    edit(site, TARGET, draft, "xxxx")
    assert cli(site.root, "approve", TARGET) == 0
    (effort,) = told(site, capsys)["effort"]
    share = effort.pop("share")
    assert effort == {
        "language": "en",
        "engine": "pseudo 5 Hans",
        "month": "2026-03",
        "texts": 4,
        "untouched": 3,
    }
    lengths = [len(row.draft) for row in rows(site).values()]
    assert share == round(max(len(draft), 4) / sum(lengths), 4)


def test_terms_that_people_change_are_counted(site, capsys):
    edit(site, TARGET, "Net interest margin", "NIM")
    assert cli(site.root, "check", "--select", "TF3") == 0
    edit(site, TARGET, "---\n\n", "---\n\n<!-- transflow:ignore-page TF4 the desk's own word -->\n\n")
    assert cli(site.root, "approve", TARGET) == 0
    assert told(site, capsys)["changed_terms"] == [
        {"language": "en", "source": "净息差", "target": "net interest margin", "changed": 1, "drafted": 1}
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", ("From draft to approval:", "en  2026-03  pseudo 5 Hans  4 texts  3 as drafted")),
        ("markdown", ("## From draft to approval", "| en | 2026\\-03 | pseudo 5 Hans | 4 | 3 |")),
        ("html", ("From draft to approval", "<td>2026-03</td>", "<td>pseudo 5 Hans</td>")),
    ],
)
def test_every_format_for_people_tells_them(site, capsys, form, words):
    edit(site, TARGET, "Net interest margin", "NIM")
    edit(site, TARGET, "---\n\n", "---\n\n<!-- transflow:ignore-page TF4 the desk's own word -->\n\n")
    assert cli(site.root, "approve", TARGET) == 0
    out = told(site, capsys, form)
    for word in (*words, "net interest margin", "1 of 1"):
        assert word in out


class TestTheDateOfAnApproval:
    def test_is_that_of_the_text(self, site, monkeypatch, capsys):
        assert cli(site.root, "approve", TARGET) == 0
        monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-05-05T10:00:00+0800")
        edit(site, SOURCE, "丙段。", "丙段改了。")
        assert cli(site.root, "translate") == 0
        assert cli(site.root, "resolve", TARGET, "--take", "draft") == 0
        assert cli(site.root, "approve", TARGET) == 0
        dates = {row.source: row.approved_on for row in rows(site).values()}
        assert dates.pop("丙段改了。") == "2026-05-05"
        assert set(dates.values()) == {"2026-03-05"}
        assert [(one["month"], one["texts"]) for one in told(site, capsys)["effort"]] == [
            ("2026-03", 3),
            ("2026-05", 1),
        ]

    def test_is_kept_of_a_single_text_too(self, site):
        line = (site.root / TARGET).read_text("utf-8").split("\n").index(rows(site)["丙段。"].draft) + 1
        assert cli(site.root, "approve", f"{TARGET}:{line}") == 0
        assert [row.approved_on for row in rows(site).values()] == ["", "", "", "2026-03-05"]

    def test_is_that_of_the_page_in_a_record_of_an_older_version(self, site, capsys):
        assert cli(site.root, "approve", TARGET) == 0
        place = site.root / site.record_path(Pair(SOURCE, TARGET, "en"))
        place.write_text(place.read_text("utf-8").replace(',"approved_on":"2026-03-05"', ""), "utf-8")
        assert [one["month"] for one in told(site, capsys)["effort"]] == ["2026-03"]

    def test_goes_with_the_approval(self, site):
        before = rows(site)
        assert cli(site.root, "approve", TARGET) == 0
        assert cli(site.root, "approve", TARGET, "--undo") == 0
        assert rows(site) == before

    @pytest.mark.parametrize("word", ["9999999", "<b>", "2026-13", "0000-01-01"])
    def test_that_is_none_is_not_told(self, site, capsys, word):
        assert cli(site.root, "approve", TARGET) == 0
        place = site.root / site.record_path(Pair(SOURCE, TARGET, "en"))
        place.write_text(place.read_text("utf-8").replace("2026-03-05", word), "utf-8")
        assert [one["month"] for one in told(site, capsys)["effort"]] == [""]

    def test_two_people_who_approve_the_same_text_do_not_collide(self, site, monkeypatch):
        root = site.root
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-qm", "drafts")
        for branch, day in (("one", "2026-04-01"), ("two", "2026-04-02")):
            git(root, "checkout", "-q", "-b", branch, "main")
            monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T10:00:00+0000")
            assert cli(root, "approve", TARGET) == 0
            git(root, "commit", "-qam", branch)
        assert cli(root, "status") == 0
        with suppress(CalledProcessError):  # git cannot, and the record is read from both sides
            git(root, "merge", "-q", "one")
        assert {row.approved_on for row in rows(site).values()} == {"2026-04-01"}
        assert {item.state for item in api.overview(site).translations} == {"reviewed"}
