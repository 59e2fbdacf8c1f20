"""A change of the glossary is work: once for the engine, then a finding."""

import json

import pytest

from tests.sites import build, cli
from transflow import api

SOURCE, TARGET = "content/a.md", "content/a.en.md"
PAGE = "---\ntitle: 标题\n---\n\n分析师认为市盈率仍然很高。\n\n乙段。\n"
TERMS = "source: zh\ntarget: en\nterms:\n  市盈率: {}\n"


@pytest.fixture
def site(tmp_path):
    found = build(tmp_path, {SOURCE: PAGE, "glossaries/t.yaml": TERMS.format("price ratio")})
    assert not api.translate(found).problems
    return build(tmp_path, {"glossaries/t.yaml": TERMS.format("P/E")})


def told(capsys, root, *command):
    assert cli(root, *command, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def test_it_is_planned_told_and_drafted_once(site, capsys):
    (task,) = told(capsys, site.root, "plan")["tasks"]
    assert (task["reason"], task["changed"]) == ("terms", 1)
    assert 0 < task["characters"] < len(PAGE)
    (page,) = told(capsys, site.root, "status")["pages"]
    assert (page["state"], page["terms"]) == ("draft", 1)
    (change,) = told(capsys, site.root, "diff", SOURCE)["pages"][0]["changes"]
    assert (change["what"], change["term"]) == ("terms", "市盈率 should be 'P/E'")
    before = (site.root / TARGET).read_text("utf-8")
    assert cli(site.root, "translate") == 0
    after = (site.root / TARGET).read_text("utf-8")
    assert "P/E" in after
    assert before.split("\n\n")[-1] == after.split("\n\n")[-1], "other texts stay"
    assert told(capsys, site.root, "plan")["tasks"] == [] if not capsys.readouterr().out else True
    assert told(capsys, site.root, "status")["pages"][0]["terms"] == 0


def test_what_a_person_wrote_is_a_finding_and_no_work(site, capsys):
    text = (site.root / TARGET).read_text("utf-8").split("\n\n")
    text[1] = "Analysts find it dear."
    (site.root / TARGET).write_text("\n\n".join(text), "utf-8")
    assert told(capsys, site.root, "plan")["tasks"] == []
    before = (site.root / TARGET).read_text("utf-8")
    assert cli(site.root, "translate") == 0
    assert (site.root / TARGET).read_text("utf-8") == before
    assert cli(site.root, "check", "--strict", "--select", "TF401") == 1


def test_an_approved_text_is_a_persons(tmp_path, capsys):
    found = build(tmp_path, {SOURCE: PAGE, "glossaries/t.yaml": TERMS.format("price ratio")})
    api.translate(found)
    api.approve(found, api.Filter(), by="R")
    build(tmp_path, {"glossaries/t.yaml": TERMS.format("P/E")})
    assert told(capsys, tmp_path, "plan")["tasks"] == []


def test_a_term_that_the_engine_misses_again_is_no_work_any_more(site, monkeypatch, capsys):
    from transflow.engines.pseudo import PseudoEngine  # noqa: PLC0415  the engine that is on trial

    real = PseudoEngine.translate

    def without_the_term(self, requests, *, candidates=1):
        return tuple(
            tuple(text.replace("P/E", "ratio") for text in texts)
            for texts in real(self, requests, candidates=candidates)
        )

    monkeypatch.setattr(PseudoEngine, "translate", without_the_term)
    assert cli(site.root, "translate") == 0
    capsys.readouterr()
    assert told(capsys, site.root, "plan")["tasks"] == []
    assert told(capsys, site.root, "status")["pages"][0]["terms"] == 0
    assert cli(site.root, "status", "-v") == 0
    assert "TF401" in capsys.readouterr().out


def test_a_broken_glossary_is_told_and_costs_nothing_else(site, capsys):
    build(site.root, {"glossaries/t.yaml": "terms: ["})
    assert cli(site.root, "status") == 2
    shown = capsys.readouterr()
    assert "draft" in shown.out
    assert "glossaries/t.yaml" in shown.err
