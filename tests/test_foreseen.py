"""`translate --dry-run`: what a run would do, where there is an engine for it and where there is none."""

import pytest

from tests.sites import build, cli, snapshot
from transflow import api

PAGE = "---\ntitle: 标题\n---\n\n净利润增长5%。\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: openai\n"
LACKS = "engine 'openai' is not ready: set OPENAI_BASE_URL"


@pytest.fixture(autouse=True)
def _no_server(monkeypatch):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_where_there_is_no_engine_it_is_told_as_the_run_would(tmp_path, capsys):
    build(tmp_path, {"content/a.md": PAGE, "content/b.md": PAGE}, CONFIG)
    before = snapshot(tmp_path)
    assert cli(tmp_path, "translate", "--dry-run") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"transflow: 2 pages have texts to draft, and {LACKS}")
    assert len(err.splitlines()) == 1
    assert snapshot(tmp_path) == before
    assert cli(tmp_path, "translate", "--dry-run", "--engine", "pseudo") == 0
    assert capsys.readouterr().out == "".join(
        f"would write content/{n}.en.md: 2 units drafted\n" for n in "ab"
    )


def test_what_needs_no_engine_would_be_written_without_one(tmp_path, capsys):
    """A figure is exchanged and a page of people is reused, and neither asks an engine."""
    site = build(tmp_path, {"content/a.md": PAGE}, CONFIG)
    api.translate(site, means=api.Means("pseudo"))
    (tmp_path / "content/a.md").write_text(PAGE.replace("5%", "6%"), "utf-8")
    (tmp_path / "content/b.md").write_text(PAGE.replace("5%", "7%") + "\n别的一段。\n", "utf-8")
    assert cli(tmp_path, "translate", "--dry-run") == 2
    out, err = capsys.readouterr()
    assert out == "would write content/a.en.md: 1 unit drafted\n"
    assert err.startswith(f"transflow: 1 page has texts to draft, and {LACKS}")
    assert cli(tmp_path, "translate", "content/a.md") == 0
