"""Engines of strangers: what they leave out, what they raise, how they are set."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.sites import CONFIG, build, cli
from tests.test_engines_registry import install
from transflow.engines import Candidate, Request, registry
from transflow.engines.plugin import Plugin, called
from transflow.errors import ConfigError, EngineError
from transflow.pipeline.reviewed import Sentence

PAGE = "市场{0}。\n"
ECHO = """
class Echo:
    asked = []

    def translate(self, requests):
        Echo.asked += [request.text for request in requests]
        {body}
        return [f"A text of {{len(request.text)}} letters." for request in requests]
"""


def plugged(tmp_path, monkeypatch, body="pass", more="", name="echo"):
    """Install a package whose engine does something before it answers."""
    install(tmp_path, monkeypatch, name, {name: f"{name}_plugin:Echo"}, ECHO.format(body=body) + more)


def site(tmp_path, pages, config=""):
    files = {f"content/{page}.md": PAGE.format(page) for page in pages}
    return build(tmp_path / "site", files, CONFIG.replace("pseudo", "echo") + config).root


@pytest.mark.parametrize("learns", [True, False])
def test_examples_are_looked_up_for_an_engine_that_reads_them(tmp_path, monkeypatch, learns):
    asked = []
    like = ((Sentence("市场上涨。", "The market rose.", ""), 0.9),)
    monkeypatch.setattr(
        "transflow.pipeline.shipped.Shipped.nearest", lambda *_, **__: asked.append(1) or like
    )
    plugged(tmp_path, monkeypatch, "assert any(request.examples for request in requests) is self.learns")
    plugin = __import__("echo_plugin").Echo
    monkeypatch.setattr(plugin, "learns", learns, raising=False)
    root = site(tmp_path, "甲")
    assert cli(root, "translate") == 0
    assert drafted(root) == ["甲"]
    assert bool(asked) is learns


def drafted(root):
    return sorted(path.name.removesuffix(".en.md") for path in root.glob("content/*.en.md"))


def said(capsys):
    return capsys.readouterr().err.splitlines()


class Says:
    """An engine that gives back something."""

    def __init__(self, answer):
        self.answer = answer

    def translate(self, _requests):
        return self.answer


def test_what_is_left_out_has_a_default(tmp_path, monkeypatch):
    plugged(tmp_path, monkeypatch)
    engine = registry.open_engine("echo", "zh", "en")
    assert (engine.identity, engine.reach, engine.alternatives) == ("echo 1.0", 0, 1)
    assert (engine.continues, engine.weighs, engine.context, engine.learns) == (False, False, 0, True)
    assert engine.translate([Request("一二")], candidates=5) == (("A text of 2 letters.",),)
    monkeypatch.setattr(registry, "names", lambda: ("echo", "pseudo"))
    with pytest.raises(EngineError, match="no engine is installed"):
        registry.choose("auto", "zh", "en")


@pytest.mark.parametrize(
    ("answer", "candidates"),
    [
        (["a"], ("a",)),
        ([("a", "b")], ("a", "b")),
        (iter([["a"]]), ("a",)),
        ([" a\r\n  b\u2028c\0\x1b[1m "], ("a b c[1m",)),
        (["", "\ud800"], None),
        (["\ud800a"], ("?a",)),
        ([[]], ()),
        ([["", "b"]], ("b",)),
        (["中\u3000文\u00a0x"], ("中\u3000文\u00a0x",)),
    ],
)
def test_an_answer_is_a_text_or_several_each_on_one_line(answer, candidates):
    engine = Plugin("x", "1", Says(answer))
    if candidates is None:
        with pytest.raises(EngineError, match="gave 2 answers to 1 requests"):
            engine.translate([Request("一")])
    else:
        assert engine.translate([Request("一")]) == (candidates,)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "gave nothing"),
        (3, "gave int where texts are expected"),
        ([3], "gave int where"),
        ([[None]], "gave nothing"),
        ([], "gave 0 answers to 1 requests"),
        ([b"a"], "gave int where"),
    ],
)
def test_what_is_no_answer_is_told_in_one_line(answer, told):
    with pytest.raises(EngineError, match=told) as caught:
        Plugin("x", "1", Says(answer)).translate([Request("一")])
    assert str(caught.value).startswith("engine 'x' ")


def test_a_generator_is_an_answer_and_its_failures_are_told():
    class Gives:
        def translate(self, requests):
            for request in requests:
                yield (word for word in (request.text, 1 / len(request.plain)) if isinstance(word, str))

    engine = Plugin("x", "1", Gives())
    assert engine.translate([Request("一", plain="一"), Request("二", plain="二")]) == (("一",), ("二",))
    with pytest.raises(EngineError, match="engine 'x' failed: ZeroDivisionError"):
        engine.translate([Request("一")])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reach": "far"}, "ValueError"),
        ({"alternatives": None}, "TypeError"),
        ({"usage": 3, "identity": "a\nb", "reach": 4.0}, ""),
    ],
)
def test_what_an_engine_says_of_itself_is_read_with_care(said, told):
    kind = type("Odd", (Says,), said)
    if told:
        with pytest.raises(EngineError, match=f"engine 'x' failed: {told}"):
            Plugin("x", "1", kind([]))
    else:
        engine = Plugin("x", "1", kind([]))
        assert (engine.identity, engine.reach, engine.usage) == ("a b", 4, None)


def test_what_an_engine_prints_is_no_result(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch, "print('hello')")
    assert cli(site(tmp_path, "一"), "translate", "--format", "json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["pages"]
    assert "hello" in err


@pytest.mark.parametrize(
    "form", ["class Settings:\n    pass", "import msgspec\nclass Settings(msgspec.Struct):\n    a: int = 1"]
)
def test_a_form_that_is_no_frozen_struct_is_told(tmp_path, monkeypatch, capsys, form):
    plugged(tmp_path, monkeypatch, more=f"\n{form}\nEcho.Settings = Settings\n")
    assert cli(site(tmp_path, "一"), "translate") == 2
    (line,) = said(capsys)
    assert "engine 'echo': its `Settings` is no frozen msgspec.Struct" in line


def test_a_score_comes_through():
    ((found,),) = Plugin("x", "1", Says([[Candidate("a\nb", -0.5)]])).translate([Request("一")])
    assert (found, found.likelihood) == ("a b", -0.5)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise ValueError('no\\nway')", "ValueError: no way"),
        ("raise KeyError", "KeyError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise MemoryError", "MemoryError"),
        ("assert False", "AssertionError"),
    ],
)
def test_whatever_it_raises_is_one_line_and_exit_2(tmp_path, monkeypatch, capsys, body, told):
    plugged(tmp_path, monkeypatch, body)
    root = site(tmp_path, "一")
    assert cli(root, "translate") == 2
    (line,) = said(capsys)
    assert line.startswith(f"transflow: content/一.md: engine 'echo' failed: {told}")
    assert drafted(root) == []
    assert cli(root, "--debug", "translate") == 2
    assert any(line.lstrip().startswith("File") and "echo_plugin.py" in line for line in said(capsys))


def test_a_page_that_an_engine_cannot_bear_takes_no_other_with_it(tmp_path, monkeypatch, capsys):
    plugged(
        tmp_path, monkeypatch, "if any('五' in request.text for request in requests): raise ValueError('五')"
    )
    root = site(tmp_path, "一二三四五六七")
    assert cli(root, "translate") == 2
    assert drafted(root) == sorted("一二三四六七")
    (line,) = said(capsys)
    assert line.startswith("transflow: content/五.md: engine 'echo' failed: ValueError: 五 ")


def test_a_failure_that_passes_is_none(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch, "if len(Echo.asked) == len(requests): raise OSError('for once')")
    root = site(tmp_path, "一二三")
    assert cli(root, "translate") == 0
    assert drafted(root) == sorted("一二三")
    assert not said(capsys)


def test_after_two_pages_in_a_row_an_engine_is_given_up(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch, "raise ValueError(len(Echo.asked))")
    root = site(tmp_path, "一二三四五六七八九")
    assert cli(root, "translate") == 2
    assert len(said(capsys)) == 2
    asked = registry.engine_type("echo").asked
    assert len(asked) == 9 + 2, "all together once, then two by themselves"


@pytest.mark.parametrize("jobs", ["1", "9"])
def test_a_page_that_is_drafted_between_two_that_fail_makes_good(tmp_path, monkeypatch, capsys, jobs):
    bad = "any(one in request.text for request in requests for one in '七二六')"
    plugged(tmp_path, monkeypatch, f"if {bad}: raise ValueError('bad')")
    root = site(tmp_path, "一二三四五六七")
    assert cli(root, "translate", "--jobs", jobs) == 2
    assert {*"一三五四"} <= {*drafted(root)}
    assert len(said(capsys)) == 3


def test_what_was_drafted_before_a_failure_is_kept(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch, "if len(Echo.asked) > 2: raise ValueError('tired')")
    root = site(tmp_path, "一二三四五")
    assert cli(root, "translate", "--jobs", "1") == 2
    assert len(drafted(root)) == 2
    assert len(said(capsys)) == 2
    monkeypatch.setattr(registry.engine_type("echo"), "asked", [])
    assert cli(root, "translate", "--jobs", "1") == 2
    assert len(drafted(root)) == 4, "a run goes on where the last one ended"


SETTINGS = """
    @classmethod
    def open(cls, source, target, settings):
        made = cls()
        made.identity = f"echo {settings.model} {settings.heat}"
        return made

import msgspec
from typing import Annotated

class Settings(msgspec.Struct, frozen=True):
    model: str = "small"
    \"\"\"Which one.\"\"\"
    heat: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.0

Echo.Settings = Settings
"""


def test_settings_reach_an_engine_that_has_a_form_for_them(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch, more=SETTINGS)
    root = site(tmp_path, "一", "engines: {echo: {model: large}}\n")
    assert cli(root, "translate") == 0
    assert '"engine":"echo large 0.0"' in next(root.rglob("*.jsonl")).read_text("utf-8")
    capsys.readouterr()
    assert cli(root, "init", "--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    (ref,) = schema["properties"]["engines"]["properties"]["echo"].values()
    assert schema["definitions"][ref.rpartition("/")[2]]["properties"]["model"] == {
        "type": "string", "default": "small", "description": "Which one.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("{modle: x}", "transflow.yaml:4: unknown key 'modle' (did you mean 'model'?)"),
        ("{\n  model: x,\n  heat: warm}", "transflow.yaml:6: Expected a number, got text"),
        ("{heat: 3}", "transflow.yaml:4: Expected a number <= 2.0"),
        ("{model: x, model: y}", "transflow.yaml:4: key 'model' stands twice"),
        ("{base_url: 'http://x'}", "a workspace may not name an engine's address"),
        ("{apiKey: x}", "a workspace may not name an engine's key"),
        ("{model_file: x}", "a workspace may not name an engine's file"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "translate"])
def test_settings_that_are_wrong_are_told_with_their_line(
    tmp_path, monkeypatch, capsys, settings, told, command
):
    plugged(tmp_path, monkeypatch, more=SETTINGS)
    with pytest.raises(ConfigError) if "may not" in told else monkeypatch.context():
        root = site(tmp_path, "一", f"engines: {{echo: {settings}}}\n")
    root = tmp_path / "site"
    assert cli(root, command) == 2
    assert any(told in line for line in said(capsys))
    assert drafted(root) == []


def test_settings_of_a_misspelt_engine_are_told_and_those_of_an_absent_one_are_not(
    tmp_path, monkeypatch, capsys
):
    plugged(tmp_path, monkeypatch)
    root = site(tmp_path, "一", "engines: {ecko: {model: x}}\n")
    assert cli(root, "translate") == 2
    assert said(capsys) == ["transflow: transflow.yaml:4: unknown engine 'ecko' (did you mean 'echo'?)"]
    root = site(tmp_path, "一", "engines: {somebodys: {model: x}}\n")
    assert cli(root, "translate") == 0


def test_the_schema_allows_what_the_documentation_shows(capsys):
    text = (Path(__file__).parents[1] / "docs/engines.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(engines:\n  openai:.*?)```", text, re.DOTALL)
    assert cli(Path(), "init", "--schema") == 0
    validator = jsonschema.Draft202012Validator(json.loads(capsys.readouterr().out))
    config = {"targets": ["en"], **yaml.safe_load(shown)}
    assert not list(validator.iter_errors(config))
    config["engines"]["openai"]["modle"] = "x"
    assert list(validator.iter_errors(config))


def test_an_engine_without_a_form_has_no_settings(tmp_path, monkeypatch, capsys):
    plugged(tmp_path, monkeypatch)
    root = site(tmp_path, "一", "engines: {echo: {model: x}}\n")
    assert cli(root, "translate") == 2
    assert said(capsys) == ["transflow: transflow.yaml:4: engine 'echo' has no settings (take them out)"]


@pytest.mark.parametrize(
    ("engine", "key", "variable"),
    [
        ("openai", "base_url", "OPENAI_BASE_URL"),
        ("openai", "api_key", "OPENAI_API_KEY"),
        ("openai", "headers", "OPENAI_API_KEY"),
        ("libretranslate", "url", "LIBRETRANSLATE_URL"),
        ("libretranslate", "apiKey", "LIBRETRANSLATE_API_KEY"),
        ("embedded", "gguf", "TRANSFLOW_GGUF"),
        ("embedded", "lora_adapter", "TRANSFLOW_ADAPTER"),
    ],
)
@pytest.mark.parametrize("command", ["status", "check"])
def test_what_only_a_person_may_say_is_refused_by_every_command(
    tmp_path, capsys, engine, key, variable, command
):
    (tmp_path / "content").mkdir()
    (tmp_path / "transflow.yaml").write_text(f"targets: [en]\nengines:\n  {engine}:\n    {key}: x\n")
    assert cli(tmp_path, command) == 2
    (line,) = said(capsys)
    assert line.startswith(f"transflow: transflow.yaml:4: `engines.{engine}.{key}`: a workspace may not")
    assert f"set {variable} in your environment" in line


def test_an_import_that_is_broken_off_is_no_failure_of_the_engine():
    """Compiled libraries raise an error of their own from the interrupt that they met."""

    def importing(first: type[BaseException]) -> None:
        raise ImportError("initialization failed") from first()

    with pytest.raises(KeyboardInterrupt):
        called("mine", importing, KeyboardInterrupt)
    with pytest.raises(EngineError, match="initialization failed"):
        called("mine", importing, OSError)
