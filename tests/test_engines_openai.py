"""The engine for chat servers, against a server on a real socket with every failure that it can have."""

import json
import logging
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime

import pytest

from tests.http_server import KEY, english, running
from tests.sites import build, cli, heeding
from transflow.engines import Request, access, chat, registry, service
from transflow.engines.answers import Answers
from transflow.engines.usage import shown
from transflow.errors import EngineError, EngineGoneError, EngineSpentError

CONFIG = "source: zh-CN\ntargets: [en]\nengine: openai\n"
PAGE = "恒生科技指数上涨{0}%，市盈率升至17倍。\n\n市场情绪回暖。\n"


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(service, "_FIRST_WAIT", 0.01)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    with running() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.address)
        yield server


def opened(settings=None, **named):
    return registry.open_engine("openai", "zh-CN", "en", settings={"openai": settings or {}}, **named)


def texts(count):
    return [Request(f"第{'一' * (number + 1)}。") for number in range(count)]


def site(tmp_path, pages=3, settings=""):
    files = {f"content/{n}.md": PAGE.format(n + 1) for n in range(pages)}
    return build(tmp_path / "site", files, f"{CONFIG}{settings}").root


def drafted(root):
    return sorted(path.name for path in root.glob("content/*.en.md"))


def test_a_site_is_drafted_and_paid_for_once(tmp_path, server, capsys):
    root = site(tmp_path)
    assert cli(root, "translate", "--format", "json") == 0
    out, err = capsys.readouterr()
    (receipt,) = json.loads(out)["receipts"]
    asked = len(server.asked)
    assert receipt == {
        "engine": "openai", "requests": asked, "kept": 0, "input_tokens": 100 * asked, "output_tokens": 10 * asked, "cost": None,
    }  # fmt: skip
    assert f"openai: {asked} requests, {100 * asked:,} tokens read" in err
    assert "may answer differently" in err
    first = {path.name: path.read_bytes() for path in root.glob("content/*.en.md")}
    assert len(first) == 3
    assert cli(root, "translate", "--redraft") == 0
    assert {path.name: path.read_bytes() for path in root.glob("content/*.en.md")} == first
    assert len(server.asked) == asked, "what was answered is not asked again"


def test_the_prompt_holds_what_is_known(server):
    request = Request(
        "The P/E 升至 17x。", (("市盈率", "P/E"),), plain="市盈率升至17倍。", figures=(("17倍", "17x"),),
        before=(("一", "One"), ("二", "Two"), ("三", "Three")), examples=(("甲", "A"), ("乙", "B"), ("丙", "C")),
    )  # fmt: skip
    (found,) = opened({"examples": 2, "context": 1, "concurrency": 1}).translate([request], candidates=3)
    bodies = [body for path, body, _ in server.seen if path.endswith("completions")]
    system, *turns, asked = bodies[0]["messages"]
    assert "from Chinese into English" in system["content"]
    assert [turn["content"] for turn in turns] == ["乙", "B", "甲", "A"], "the most alike last"
    assert asked["content"] == "Before it: 三 = Three\nFixed: 市盈率 = P/E\nTranslate:\nThe P/E 升至 17x。"
    assert bodies[1]["messages"][-1]["content"].endswith(
        "Fixed: 市盈率 = P/E; 17倍 = 17x\nTranslate:\n市盈率升至17倍。"
    )
    assert [body["temperature"] for body in bodies] == [0.0, 0.0, 0.7]
    assert bodies[0] | {"messages": 0} == {
        "model": "small", "messages": 0, "stream": False, "temperature": 0.0, "max_tokens": 2048,
    }  # fmt: skip
    assert len(found) == 2


def test_a_sentence_is_given_with_what_stands_before_it(tmp_path, server):
    page = "甲公司上涨。乙公司下跌。\n\n丙公司观望。\n"
    root = build(
        tmp_path / "site", {"content/a.md": page}, f"{CONFIG}engines: {{openai: {{concurrency: 1}}}}\n"
    ).root
    assert cli(root, "translate") == 0
    first, second, third = (text for text in server.asked if "公司" in text)
    assert first == "甲公司上涨。"
    assert second == "Before it: 甲公司上涨。\nTranslate:\n乙公司下跌。"
    assert third == "Before it: 甲公司上涨。乙公司下跌。\nTranslate:\n丙公司观望。"
    assert cli(root, "approve", "content/a.md") == 0
    done = (root / "content/a.en.md").read_text("utf-8").split("\n")[-4]
    (root / "content/a.md").write_text(page.replace("观望", "走高"), "utf-8")
    assert cli(root, "translate") == 0
    assert server.asked[-1] == f"Before it: 甲公司上涨。乙公司下跌。 = {done}\nTranslate:\n丙公司走高。"


def test_languages_of_one_name_are_told_apart():
    (system, _) = chat.messages(Request("x"), "zh-TW", "zh-CN", examples=0, context=0)
    assert "from Chinese (zh-TW) into Chinese (zh-CN)" in system["content"]


@pytest.mark.parametrize(
    ("act", "tries"),
    [
        ((429, {"error": {"message": "slow down"}}), 2),
        ((429, {}, {"Retry-After": "0"}), 2),
        ((500, b"<html>oops</html>"), 2),
        ((503, {"error": "loading"}), 2),
        ("half", 2),
        ((200, b'{"choices": [{"mess'), 2),
        ((200, b"<html>hello</html>"), 2),
        ((200, {"choices": []}), 2),
        ((200, {"error": "none"}), 2),
        ((200, [1]), 2),
        ((200, b"[" * 100_000), 2),
        ((200, {"choices": [{"message": {"content": 3}}]}), 2),
        ((200, b"\xff" * 9_000_000), 2),
        (3.0, 2),
    ],
)
def test_a_failure_that_passes_is_tried_again(server, act, tries):
    server.acts.append(act)
    engine = opened({"timeout": 1.0, "model": "small"})
    assert engine.translate([Request("涨。")]) == (("word.",),)
    assert len(server.asked) == tries


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ((500, {"error": {"message": "no memory"}}), "the server failed: HTTP 500: no memory"),
        ((429, {}), "the server failed: HTTP 429"),
        ("half", "its answer broke off"),
        ((200, b"nonsense"), "its answer is no JSON"),
        ((200, {}), "its answer is not understood: no `choices`"),
        ((400, {"error": {"message": "too long"}}), "refuses a request: HTTP 400: too long"),
    ],
)
def test_a_failure_that_stays_is_one_line_and_what_was_answered_is_kept(server, act, told):
    engine = opened({"retries": 2, "concurrency": 1, "model": "small"})
    server.acts.extend([None, None, *[act] * 3])
    with pytest.raises(EngineError, match="engine 'openai'") as caught:
        engine.translate(texts(4))
    assert told in str(caught.value)
    assert not isinstance(caught.value, EngineGoneError)
    before = len(server.asked)
    server.acts.clear()
    assert len(engine.translate(texts(4))) == 4
    assert len(server.asked) == before + 2, "two of four were kept"


def test_the_server_says_how_long_to_wait(server):
    server.acts.append((429, {}, {"Retry-After": "1"}))
    began = time.monotonic()
    opened({"model": "small"}).translate([Request("涨。")])
    assert time.monotonic() - began >= 1.0
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < service._wish(soon) <= 30
    assert service._wish("soon") == service._wish("") == service._wish("-1") == service._wish("nan") == 0.0


def test_a_server_that_asks_for_an_hour_is_given_up(server):
    server.acts.append((429, {}, {"Retry-After": "3600"}))
    with pytest.raises(EngineGoneError, match=r"asks to wait 3,600 seconds"):
        opened({"model": "small"}).translate([Request("涨。")])
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (
            (401, {"error": {"message": "who are you"}}),
            "wants a key: HTTP 401: who are you (set OPENAI_API_KEY)",
        ),
        ((403, {}), "wants a key: HTTP 403 (set OPENAI_API_KEY)"),
        ((402, {}), "nothing is left to pay with"),
        ((429, {"error": {"code": "insufficient_quota"}}), "nothing is left to pay with"),
        (
            (301, {}, {"Location": "http://127.0.0.1:1/"}),
            "redirects to another address, which is not followed",
        ),
    ],
)
def test_what_will_not_pass_ends_it(tmp_path, server, capsys, act, told):
    root = site(tmp_path, 5, "engines: {openai: {model: small, concurrency: 1}}\n")
    server.acts.append(act)
    assert cli(root, "translate") == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if "may answer differently" not in line]
    assert len(lines) == 1
    assert told in lines[0]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("models", "model", "told"),
    [
        (["a", "b"], "", "which model? the server has a, b (set `engines: {openai: {model: …}}`)"),
        ([], "", "which model? the server names none"),
        (["a", "b"], "c", "the server has no model 'c'; it has a, b"),
    ],
)
def test_a_model_that_is_not_there_is_told_with_those_that_are(tmp_path, server, capsys, models, model, told):
    server.models = models
    root = site(tmp_path, settings=f"engines: {{openai: {{model: '{model}'}}}}\n")
    assert cli(root, "translate") == 2
    assert told in capsys.readouterr().err


def test_the_only_model_is_taken_and_no_path_is_recorded(server):
    server.models = ["/home/somebody/models/small.gguf"]
    engine = opened()
    assert engine.translate([Request("涨。")]) == (("word.",),)
    assert engine.identity.startswith("openai small.gguf, prompt ")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "set OPENAI_BASE_URL to the address of a server"),
        ("localhost:8080", "OPENAI_BASE_URL is no address such as http://127.0.0.1:8080"),
        ("ftp://x/v1", "is no address"),
        ("http://[::1", "is no address"),
        ("http://x:99999/", "is no address"),
        (f"http://user:{KEY}@127.0.0.1/v1", "OPENAI_BASE_URL may hold no key: set OPENAI_API_KEY"),
        (f"https://example.org/v1?key={KEY}", "may hold no key"),
        ("http://example.org/v1", "would send the key unencrypted"),
    ],
)
def test_an_address_that_is_none_is_told_by_its_variable(tmp_path, monkeypatch, capsys, address, told):
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert cli(site(tmp_path), "translate") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("transflow: engine 'openai' is not ready: ")
    assert told in line
    assert KEY not in line


def test_a_server_that_is_not_there(tmp_path, monkeypatch, capsys):
    root = site(tmp_path, settings="engines: {openai: {model: small}}\n")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert cli(root, "translate") == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "may answer" not in line]
    assert "no server answers: " in line
    assert "(start it, or correct OPENAI_BASE_URL)" in line
    assert "127.0.0.1:9" not in line


def test_the_key_and_the_address_are_shown_nowhere(tmp_path, server, monkeypatch, capsys, caplog):
    caplog.set_level(logging.DEBUG, "httpx")
    server.needs_key = True
    root = site(tmp_path, settings="engines: {openai: {model: small}}\n")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert cli(root, "translate") == 0
    assert any(headers["Authorization"] == f"Bearer {KEY}" for *_, headers in server.seen)
    monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}0")
    (root / "content/9.md").write_text("另一页。\n", "utf-8")
    assert cli(root, "--debug", "translate") == 2
    out, err = capsys.readouterr()
    assert "the server wants another key: HTTP 401: Incorrect API key provided: … [31m" in err
    cli(root, "report", "--format", "html", "-o", "r.html")
    everything = out + err + caplog.text + "".join(
        path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file()
    )  # fmt: skip
    assert KEY not in everything
    assert server.address.removeprefix("http://") not in everything


def test_no_netrc_and_no_proxy_for_what_is_near(tmp_path, server, monkeypatch):
    (tmp_path / ".netrc").write_text(f"machine 127.0.0.1 login me password {KEY}\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.delenv("NO_PROXY")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert opened().translate([Request("涨。")]) == (("word.",),)
    assert all("Authorization" not in headers for *_, headers in server.seen)


def test_certificates_are_checked():
    far = access.Access("openai", "https://example.org/v1", KEY, "A", "B")
    limits = access.Limits(1, 1.0, 0)
    context = service.Service(far, limits, None, "")._certificates
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.usefixtures("server")
def test_auto_never_takes_it():
    assert registry.engine_type("openai").missing("zh", "en") == ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "names", lambda: ("libretranslate", "openai"))
        with pytest.raises(EngineError, match="no engine is installed"):
            registry.choose("auto", "zh", "en")


def test_as_many_at_once_as_the_settings_say(server):
    server.delay = 0.05
    opened({"concurrency": 3, "model": "small"}).translate(texts(12))
    assert server.most == 3


SOURCE = "市场上涨9%。"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("The market rose 9%.", "The market rose 9%."),
        ("<think>\nLet me see. 市场…\n</think>\n\nThe market rose 9%.", "The market rose 9%."),
        ("Let me see.\n</think>\nThe market rose 9%.", "The market rose 9%."),
        ("<think>I never stop", ""),
        ("```\nThe market rose 9%.\n```", "The market rose 9%."),
        ("```text\nThe market rose 9%.```", "The market rose 9%."),
        ('"The market rose 9%."', "The market rose 9%."),
        ("**The market rose 9%.**", "The market rose 9%."),
        ("Translation: The market rose 9%.", "The market rose 9%."),
        ("Sure! Here is the translation:\n\nThe market rose 9%.", "The market rose 9%."),
        ("Here's the English translation of the text: “The market rose 9%.”", "The market rose 9%."),
        ("The market rose 9%.\n\nNote: 市场 is rendered as market.", "The market rose 9%."),
        ("The market\nrose 9%.", "The market rose 9%."),
        ("I'm sorry, but I can't help with translating this text.", ""),
        ("I apologize, but as an AI language model I cannot do that.", ""),
        ("对不起，我无法翻译这段文字。", ""),
        ("   ", ""),
        (None, ""),
    ],
)
def test_what_is_wrapped_round_a_translation_is_taken_off(server, reply, text):
    server.say = lambda _: reply
    assert opened().translate([Request(SOURCE)]) == ((text,) if text else (),)


@pytest.mark.parametrize(
    ("source", "reply"),
    [
        ("对不起，我不能帮你翻译。", "I'm sorry, I can't help you translate."),
        ("“市场上涨。”他说。", '"The market rose," he said.'),
        ("“市场上涨。”", '"The market rose."'),
        ("注：单位为亿元。", "Note: in units of 100 million yuan."),
        ("他说“涨”，我说“跌”。", '"Up," he said; I said "down"'),
        ("抱歉让大家久等。", "Sorry to have kept you waiting."),
        ("产量：320万吨", "Output: 3.2 million tons"),
        ("答：不会。", "Answer: It will not."),
    ],
)
def test_what_the_source_says_itself_stays(reply, source):
    assert chat.translation(reply, source) == reply


def test_an_announcement_before_a_label_is_taken_off():
    assert (
        chat.translation("Translation: Output: 3.2 million tons", "产量：320万吨")
        == "Output: 3.2 million tons"
    )


def test_an_answer_that_is_cut_short_is_none_and_endless_thoughts_are_told(server):
    server.finish = "length"
    assert opened().translate([Request("涨。")]) == ((),)
    server.say = lambda _: "<think>hm"
    with pytest.raises(EngineGoneError, match=r"ends within its thoughts at 2048 tokens .*max_tokens"):
        opened().translate([Request("跌。")])


def test_how_likely_an_answer_is(server):
    server.logprobs = [-0.5, -1.5]
    ((found,),) = opened({"logprobs": True}).translate([Request("涨。")])
    assert found.likelihood == -1.0


PRICE = "engines: {openai: {model: small, concurrency: 1, price: {input: 10, output: 50}}}\n"
"""A request costs 100 × 10 / 10⁶ + 10 × 50 / 10⁶ = 0.0015."""


def test_the_receipt_and_the_limit_of_costs(tmp_path, server, capsys):
    root = site(tmp_path, 12, PRICE)
    assert cli(root, "translate", "--jobs", "2", "--max-cost", "0.02") == 2
    _, err = capsys.readouterr()
    spent = Decimal("0.0015") * len(server.asked)
    assert spent <= Decimal("0.02")
    assert f"cost {shown(spent)}" in err
    assert "the next request would cost more than is left of 0.02" in err
    done = drafted(root)
    assert 3 < len(done) < 12
    assert cli(root, "translate", "--max-cost", "1") == 0
    assert len(drafted(root)) == 12


@pytest.mark.usefixtures("server")
def test_what_is_paid_is_drafted_though_the_rest_of_its_batch_is_not(tmp_path):
    root = site(tmp_path, 12, PRICE)
    assert cli(root, "translate", "--max-cost", "0.02") == 2
    assert len(drafted(root)) > 3


@pytest.mark.parametrize("amount", ["-1", "much", "nan", "inf"])
@pytest.mark.usefixtures("server")
def test_an_amount_that_is_none_is_refused(tmp_path, capsys, amount):
    assert cli(site(tmp_path), "translate", "--max-cost", amount) == 2
    assert f"--max-cost '{amount}' is no amount" in capsys.readouterr().err


def test_nothing_may_be_spent(tmp_path, server, capsys):
    root = site(tmp_path, 1, PRICE)
    assert cli(root, "translate", "--max-cost", "0") == 2
    assert "the next request would cost more than is left of 0" in capsys.readouterr().err
    assert server.asked == []


@pytest.mark.usefixtures("server")
def test_a_limit_of_costs_needs_a_price(tmp_path, capsys):
    assert cli(site(tmp_path), "translate", "--max-cost", "1") == 2
    assert "needs a price for a million tokens (add `engines: {openai: {price:" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for one process")
def test_a_run_that_is_broken_off_goes_on_without_paying_twice(tmp_path, server):
    root = site(tmp_path, 6, "engines: {openai: {model: small, concurrency: 2}}\n")
    ended = threading.Event()

    def held(text):
        """Answer nothing more from the fifth question on while the run lasts."""
        if len(server.asked) >= 5:
            ended.wait(60)
        return english(text)

    server.say = held
    run = subprocess.Popen(
        [sys.executable, "-m", "transflow", "translate"],
        cwd=root,
        stderr=subprocess.PIPE,
        env=os.environ.copy(),
        preexec_fn=heeding,  # noqa: PLW1509  it only sets one signal
    )
    deadline = time.monotonic() + 60
    while len(server.asked) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=50)
    assert run.returncode == 130, "it waits for no answer that is under way"
    ended.set()
    before = set(server.asked)
    assert cli(root, "translate") == 0
    again = [text for text in server.asked if server.asked.count(text) > 1]
    assert len(set(again)) <= 2, "only what was under way is asked again"
    assert before
    assert len(drafted(root)) == 6


def test_answers_that_are_broken_cost_no_draft(tmp_path, server):
    place = tmp_path / "cache" / "answers.sqlite"
    assert opened().translate([Request("涨。")]) == (("word.",),)
    assert place.stat().st_mode & 0o777 == 0o600
    place.write_bytes(b"no database" * 1000)
    assert opened().translate([Request("涨。")]) == (("word.",),)
    assert len(server.asked) == 2
    opened().translate([Request("涨。")])
    assert len(server.asked) == 2, "a new one took its place"
    (tmp_path / "file").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSFLOW_CACHE", str(tmp_path / "file"))
        assert opened().translate([Request("涨。")]) == (("word.",),)


def test_answers_are_known_to_every_thread(server):
    engine = opened()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(engine.translate, [Request("涨。")]).result() == (("word.",),)
    assert engine.translate([Request("涨。")]) == (("word.",),)
    assert len(server.asked) == 1


def test_an_answer_that_is_no_json_any_more_is_asked_for_again(tmp_path):
    known = Answers(tmp_path)
    known._base.execute("INSERT INTO answers VALUES ('q', '{', 'k', 1)")
    assert known.get("q") is None
    known.close()


@pytest.mark.usefixtures("server")
def test_the_library_is_missing(monkeypatch):
    monkeypatch.setattr("transflow.engines.openai.installed", lambda: False)
    with pytest.raises(EngineError, match=r'not ready: run: pip install "\.\[http\]" in a clone'):
        opened()


def test_spent_is_gone(server):
    engine = opened({"model": "small", "price": {"input": 1000, "output": 1000}}, budget=Decimal("0.01"))
    with pytest.raises(EngineSpentError):
        engine.translate([Request("涨。")])
    assert not server.asked
    assert english("涨9%。") == "word 9%."
