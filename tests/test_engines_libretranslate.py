"""The engine for LibreTranslate, against a server on a real socket."""

import json

import pytest

from tests.http_server import KEY, english, running
from tests.sites import build, cli
from transflow.engines import Request, registry, service
from transflow.engines.libretranslate import _codes, _said
from transflow.errors import EngineError, EngineGoneError

CONFIG = "source: zh-CN\ntargets: [en]\nengine: libretranslate\n"


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(service, "_FIRST_WAIT", 0.01)
    monkeypatch.delenv("LIBRETRANSLATE_API_KEY", raising=False)
    with running() as server:
        monkeypatch.setenv("LIBRETRANSLATE_URL", server.address.removesuffix("/v1"))
        yield server


def asked(server):
    return [body for path, body, _ in server.seen if path == "/translate"]


def opened(**settings):
    return registry.open_engine("libretranslate", "zh-CN", "en", settings={"libretranslate": settings})


def test_a_page_is_drafted_with_its_markup_and_once(tmp_path, server, capsys):
    page = "**恒生科技指数**上涨9%，见[报告](https://example.org/a)。\n"
    root = build(tmp_path / "site", {"content/a.md": page}, CONFIG).root
    assert cli(root, "translate", "--format", "json") == 0
    (receipt,) = json.loads(capsys.readouterr().out)["receipts"]
    assert receipt["requests"] == len(asked(server))
    text = (root / "content/a.en.md").read_text("utf-8")
    assert "](https://example.org/a)" in text
    assert "9%" in text
    assert not any("**" in sentence or "](" in sentence for body in asked(server) for sentence in body["q"])
    before = len(asked(server))
    assert cli(root, "translate", "--redraft") == 0
    assert len(asked(server)) == before


def test_texts_go_together_with_alternatives(server):
    engine = opened(together=2, concurrency=1)
    found = engine.translate([Request("涨。"), Request("大涨。"), Request("跌一。")], candidates=2)
    assert found == (
        ("word.", "word. again"),
        ("wordword.", "wordword. again"),
        ("wordword.", "wordword. again"),
    )
    assert asked(server)[0] == {
        "q": ["涨。", "大涨。"], "source": "zh-Hans", "target": "en", "format": "text", "alternatives": 1,
    }  # fmt: skip
    assert engine.identity == "libretranslate zh-Hans-en"
    assert engine.translate([]) == ()


def test_the_key_is_in_the_question_and_nowhere_else(tmp_path, server, monkeypatch):
    server.needs_key = True
    with pytest.raises(EngineGoneError, match=r"wants a key: .*set LIBRETRANSLATE_API_KEY"):
        opened().translate([Request("涨。")])
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", KEY)
    assert opened().translate([Request("涨。")]) == (("word.",),)
    assert asked(server)[-1]["api_key"] == KEY
    assert KEY.encode() not in (tmp_path / "cache/answers.sqlite").read_bytes()


@pytest.mark.parametrize(
    "act",
    [(429, {"error": "Slowdown"}), (500, b"<html>"), "half", (200, {"translatedText": "one"}), (200, b"[]")],
)
def test_a_failure_that_passes_is_tried_again(server, act):
    engine = opened()
    server.acts.append(act)
    assert engine.translate([Request("涨。")]) == (("word.",),)


def test_what_is_refused_is_told(server):
    engine = opened()
    server.acts.append((400, {"error": "Invalid request: text too long"}))
    with pytest.raises(EngineError, match="refuses a request: HTTP 400: Invalid request: text too long"):
        engine.translate([Request("涨。")])
    server.acts.append((200, {"translatedText": ["one", "two"]}))
    with pytest.raises(EngineError, match="2 answers to 1 text"):
        engine.translate([Request("跌。")])


@pytest.mark.usefixtures("server")
def test_an_address_is_needed_and_a_pair_that_the_server_has(tmp_path, monkeypatch, capsys):
    root = build(tmp_path / "site", {"content/a.md": "涨。\n"}, CONFIG.replace("[en]", "[fr]")).root
    assert cli(root, "translate") == 2
    assert "the server does not translate zh-CN into fr (it has en, zh-Hans)" in capsys.readouterr().err
    monkeypatch.delenv("LIBRETRANSLATE_URL")
    assert cli(root, "translate") == 2
    assert "not ready: set LIBRETRANSLATE_URL to the address of a server" in capsys.readouterr().err


def test_names_of_languages():
    known = [
        {"code": "zh", "targets": ["en"]},
        {"code": "zt"},
        {"code": "pt-BR"},
        {"code": "no-such-code!"},
        "x",
        {},
    ]
    assert _codes(known, "zh-CN", "en") == ("zh", "en")
    assert _codes(known, "zh-HK", "pt-BR") == ("zt", "pt-BR")
    for data in (None, {}, [], "x"):
        with pytest.raises(EngineGoneError, match="does not translate"):
            _codes(data, "zh", "en")


def test_alternatives_that_are_odd_are_left_out():
    data = {"translatedText": ["a", "b"]}
    for others in (None, [["c"]], [["c"], "d"], [["c"], [1]], "x"):
        assert _said(data | {"alternatives": others}) == (("a",), ("b",))
    assert _said(data | {"alternatives": [["a", "c"], ["d", "e"]]}) == (("a", "c"), ("b", "d", "e"))
    assert english("涨") == "word"
