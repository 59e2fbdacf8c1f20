"""`explain PAGE`: what an engine was asked for each text, and what it said."""

import json

import pytest

from tests.http_server import running
from tests.sites import CONFIG, build, cli, snapshot

PAGE = "---\ntitle: 市场\n---\n\n英伟达市值蒸发超3,000亿美元。市场情绪回暖。\n\n## 收盘\n"


def explained(root, capsys, *arguments):
    code = cli(root, "explain", "content/a.md", "--format", "json", *arguments)
    out, err = capsys.readouterr()
    return code, json.loads(out)["units"], err


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        yield server


def test_what_a_local_engine_says(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": PAGE}).root
    before = snapshot(root)
    code, units, err = explained(root, capsys)
    assert (code, err) == (0, "")
    assert snapshot(root) == before, "nothing is written"
    _, paragraph, _ = units
    for unit in units:
        assert {"examples", "prompt", "candidates", "risk"} <= set(unit)
        assert isinstance(unit["risk"], int)
    assert paragraph["prompt"] == "英伟达市值蒸发 more than $300 billion。\n\n市场情绪回暖。"
    assert {one["source"] for one in paragraph["candidates"]} == {
        "英伟达市值蒸发超3,000亿美元。",
        "市场情绪回暖。",
    }
    assert all(set(one) == {"source", "rung", "text", "faults"} for one in paragraph["candidates"])
    assert all(set(one) == {"source", "target"} for unit in units for one in unit["examples"])
    assert cli(root, "explain", "content/a.md") == 0
    out = capsys.readouterr().out
    assert "  candidate  " in out
    assert "  risk       " in out


def test_the_risk_is_that_on_record(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": PAGE}).root
    assert cli(root, "translate") == 0
    record = next(root.rglob("*.jsonl"))
    lines = record.read_text("utf-8").splitlines()
    changed = [
        json.dumps(json.loads(line) | {"risk": 77}, ensure_ascii=False) if "收盘" in line else line
        for line in lines
    ]
    record.write_text("\n".join(changed) + "\n", "utf-8")
    capsys.readouterr()
    _, units, _ = explained(root, capsys)
    assert units[-1]["risk"] == 77
    assert units[0]["risk"] != 77


def test_a_server_is_asked_nothing_and_what_it_answered_is_shown(tmp_path, server, capsys):
    config = CONFIG.replace("pseudo", "openai")
    root = build(tmp_path / "site", {"content/a.md": PAGE}, config).root
    code, units, err = explained(root, capsys)
    assert code == 0
    assert "engine 'openai' has not been asked for all of this yet (`transflow translate` asks it)" in err
    assert not server.seen
    assert all(unit["candidates"] == [] and unit["prompt"] == "" and unit["risk"] is None for unit in units)
    server.say = lambda text: "Nvidia lost $200 billion." if "英伟达" in text or "$300" in text else "Close"
    assert cli(root, "translate") == 0
    capsys.readouterr()
    asked = len(server.seen)
    code, units, err = explained(root, capsys)
    assert (code, err) == (0, "")
    assert len(server.seen) == asked
    wrong = [one for one in units[1]["candidates"] if one["text"] == "Nvidia lost $200 billion."]
    assert wrong
    assert {fault["code"] for fault in wrong[0]["faults"]} >= {"TF301"}
    assert units[1]["prompt"].startswith("system: You are a translator for a financial publication.")


def test_an_engine_that_is_not_ready_is_told_and_the_rest_is_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    root = build(tmp_path, {"content/a.md": PAGE}).root
    code, units, err = explained(root, capsys, "--engine", "openai")
    assert code == 0
    assert "transflow: warning: engine 'openai' is not ready: set OPENAI_BASE_URL" in err
    assert units[1]["quantities"][0]["rendered"] == "more than $300 billion"
    assert units[1]["candidates"] == []


def line_of(root, path, words):
    return (root / path).read_text("utf-8").split("\n").index(words) + 1


def test_what_is_on_record_needs_no_engine(tmp_path, monkeypatch, capsys):
    root = build(tmp_path, {"content/a.md": PAGE}).root
    assert cli(root, "translate") == 0
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    capsys.readouterr()
    for engine in ("pseudo", "openai"):
        code, units, err = explained(root, capsys, "--recorded", "--engine", engine)
        assert (code, err) == (0, "")
        assert [(one["rung"], one["risk"] is None) for one in units] == [("inline", False)] * 3
        assert [(one["prompt"], one["candidates"], one["examples"]) for one in units] == [("", [], [])] * 3
        assert [one["source"] for one in units[1]["terms"]] == []
        assert units[1]["quantities"][0]["rendered"] == "more than $300 billion"


def test_a_line_of_either_page_means_the_text_on_it(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": PAGE}).root
    _, whole, _ = explained(root, capsys)
    assert cli(root, "translate") == 0
    draft = (root / "content/a.en.md").read_text("utf-8").split("\n")[-4]
    assert "$300 billion" in draft
    capsys.readouterr()
    found = []
    for path, words in (("content/a.md", PAGE.split("\n")[4]), ("content/a.en.md", draft)):
        assert cli(root, "explain", f"{path}:{line_of(root, path, words)}", "--format", "json") == 0
        found.append(json.loads(capsys.readouterr().out)["units"])
    assert found[0] == found[1]
    (one,) = found[0]
    assert one["text"] == PAGE.split("\n")[4]
    # As when all of the page is asked for.
    assert (one["candidates"], one["prompt"]) == (whole[1]["candidates"], whole[1]["prompt"])


def test_a_line_without_a_text_is_told(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": PAGE}).root
    for path in ("content/a.md:1", "content/a.md:400"):
        assert cli(root, "explain", path) == 2
        assert capsys.readouterr().err == f"transflow: no text stands at {path}\n"
