"""`plan --estimate`: what a run will take, beside what it then took."""

import json

import pytest

from tests.http_server import running
from tests.sites import CONFIG, build, cli, snapshot
from transflow.engines import chat

PAGES = {
    f"content/{number}.md": f"---\ntitle: 第{number}篇\n---\n\n恒生科技指数上涨{number}%，市盈率升至17倍。市场情绪回暖。\n\n"
    "- **纳斯达克**中国金龙指数收涨\n- 见[报告](https://example.org/a)\n\n```\n代码\n```\n"
    for number in range(1, 9)
}
PRICED = "source: zh-CN\ntargets: [en]\nengine: openai\nengines: {openai: {model: small, concurrency: 2, price: {input: 2, output: 8}}}\n"


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        yield server


def estimated(root, capsys, *arguments):
    code = cli(root, "plan", "--estimate", "--format", "json", *arguments)
    out, err = capsys.readouterr()
    return code, json.loads(out)["estimate"], err


def test_an_estimate_is_near_what_is_used_and_asks_nothing(tmp_path, server, capsys):
    root = build(tmp_path / "site", PAGES, PRICED).root
    before = snapshot(root)
    code, found, err = estimated(root, capsys)
    assert (code, err) == (0, "")
    assert snapshot(root) == before
    assert not server.seen
    assert set(found) == {"engine", "requests", "input_tokens", "output_tokens", "cost", "minutes"}
    cost = (found["input_tokens"] * 2 + found["output_tokens"] * 8) / 1e6
    assert abs(float(found["cost"]) - cost) < 0.01
    assert cli(root, "translate", "--format", "json") == 0
    (receipt,) = json.loads(capsys.readouterr().out)["receipts"]
    assert 0.7 < found["requests"] / receipt["requests"] < 1.5
    _, found, _ = estimated(root, capsys)
    assert found == {
        "engine": "openai", "requests": 0, "input_tokens": 0, "output_tokens": 0, "cost": None, "minutes": 0.0,
    }  # fmt: skip


def test_examples_and_what_stands_before_are_reckoned_with(tmp_path, server, capsys):
    """They are most of what a model reads where people have reviewed pages."""
    reviewed = "".join(f"央行第{n}次下调存款准备金率，市场反应平静。\n\n" for n in range(1, 9))
    english = "".join(
        f"The central bank cut the reserve ratio for time {n}; markets were calm.\n\n" for n in range(1, 9)
    )
    new = "央行再次下调存款准备金率，市场反应热烈。随后股市上涨。债市也上涨。"
    root = build(tmp_path / "site", {"content/a.md": reviewed, "content/a.en.md": english}, PRICED).root
    assert cli(root, "adopt") == 0
    (root / "content/b.md").write_text(new + "\n", "utf-8")
    capsys.readouterr()
    _, found, _ = estimated(root, capsys, "content/b.md")
    assert not server.seen
    assert cli(root, "translate", "content/b.md") == 0
    read = [[message["content"] for message in body["messages"]] for _, body, _ in server.seen]
    assert all("markets were calm" in str(texts) for texts in read)
    assert 0.7 < found["input_tokens"] / sum(map(chat.tokens, read)) < 1.4


def test_it_is_told_in_a_line_too(tmp_path, server, capsys):
    root = build(tmp_path / "site", PAGES, PRICED).root
    assert cli(root, "plan", "--estimate") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("openai")]
    assert line.startswith("openai: about ")
    assert "tokens to read and" in line
    assert "a cost of 0.0" in line
    build(root, {}, PRICED.replace(", price: {input: 2, output: 8}", ""))
    assert cli(root, "plan", "--estimate") == 0
    assert "no price in transflow.yaml" in capsys.readouterr().out
    assert not server.seen


def test_what_an_engine_took_before_says_how_long_it_will_take(tmp_path, server, capsys):
    server.delay = 0.4
    root = build(tmp_path / "site", {"content/a.md": "涨。\n"}, PRICED).root
    assert cli(root, "translate") == 0
    server.delay = 0.0
    build(
        root, {f"content/{n}.md": "".join(f"第{n}页第{m}句。" for m in range(60)) for n in range(10)}, PRICED
    )
    capsys.readouterr()
    _, found, _ = estimated(root, capsys)
    assert 1.0 < found["minutes"] < 4.0, "780 requests of 0.4 seconds, two at once"


@pytest.mark.usefixtures("server")
def test_what_is_known_already_counts_for_nothing(tmp_path, capsys):
    text = "市场情绪回暖。\n"
    root = build(
        tmp_path / "site", {"content/a.md": text, "content/b.md": text, "content/c.md": text}, PRICED
    ).root
    _, found, _ = estimated(root, capsys)
    assert found["requests"] == 1
    assert cli(root, "translate", "content/a.md") == 0
    assert cli(root, "approve", "content/a.md") == 0
    capsys.readouterr()
    assert estimated(root, capsys)[1]["requests"] == 0


def test_an_engine_that_costs_nothing_and_one_that_is_not_ready(tmp_path, monkeypatch, capsys):
    root = build(tmp_path / "site", PAGES, CONFIG).root
    code, found, _ = estimated(root, capsys)
    assert code == 0
    assert found["cost"] is None
    assert found["requests"] > 8
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    code, other, err = estimated(root, capsys, "--engine", "openai")
    assert code == 2
    assert other["requests"] == found["requests"]
    assert "not ready: set OPENAI_BASE_URL" in err


def test_drafts_that_fail_the_terms_of_today_are_reckoned_with(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": "市场情绪回暖。\n\n债市也上涨。\n"}).root
    assert cli(root, "translate") == 0
    capsys.readouterr()
    assert estimated(root, capsys)[1]["requests"] == 0
    assert cli(root, "glossary", "add", "债市", "bond market") == 0
    capsys.readouterr()
    assert estimated(root, capsys)[1]["requests"] == 1
    assert cli(root, "translate") == 0
    capsys.readouterr()
    assert estimated(root, capsys)[1]["requests"] == 0
