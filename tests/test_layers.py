"""The layers of docs/architecture.md: imports go rightwards only, and the core runs without an engine."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.growth import SOURCE, trees

LAYERS = (
    ("cli",),
    ("review",),
    ("api",),
    ("commands",),
    ("reports",),
    ("checks",),
    ("pipeline",),
    ("exchange",),
    ("translator",),
    ("engines",),
    ("site",),
    ("verification",),
    ("merge",),
    ("identity",),
    ("tracker",),
    ("agreement",),
    ("document",),
    ("notation",),
    ("markdown", "frontmatter"),
    ("glossary", "quantities", "bitext"),
    ("shipped",),
    ("languages",),
    ("numbers",),
    ("globs",),
    ("alike",),
    ("align", "files", "folding", "garbage", "nearest", "processes"),
    ("aliases", "counts", "schemas", "sequences", "strings", "way"),
    ("model",),
    ("errors",),
    ("signs",),
    ("grammar",),
    ("patterns",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = (
    "argostranslate",
    "ctranslate2",
    "dask",
    "distributed",
    "gguf",
    "huggingface_hub",
    "httpx",
    "minisbd",
    "numpy",
    "onnx",
    "onnxruntime",
    "sentencepiece",
    "tokenizers",
    "pydantic",
    "stanza",
    "torch",
)


def modules() -> Iterator[tuple[str, Path]]:
    for path in trees():
        first = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if first not in ("__init__", "__main__", "_version"):  # the last is made where the package is built
            yield first, path


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of every import, those inside functions too."""
    for node in ast.walk(trees()[path]):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_every_module_has_a_layer():
    assert {first for first, _ in modules()} == set(RANK)


def test_imports_go_rightwards_only():
    wrong = [
        f"{path.name}:{line}: {first} imports {name}"
        for first, path in modules()
        for line, name in imported(path)
        if name.startswith("transflow.")
        and name.split(".")[1] in RANK
        and (other := name.split(".")[1]) != first
        and RANK[other] <= RANK[first]
    ]
    assert wrong == []


def test_only_the_command_line_prints_or_exits():
    wrong = [
        f"{path.name}:{node.lineno}"
        for first, path in modules()
        if first != "cli"
        for node in ast.walk(trees()[path])
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("print", "sys.exit", "exit", "typer.echo")
    ]
    assert wrong == []


def test_heavy_imports_stand_inside_functions_of_engines():
    for first, path in modules():
        inside = {name.split(".")[0] for _, name in imported(path)} & set(HEAVY)
        assert first == "engines" or not inside, f"{path.name} imports {inside}"
        top = "\n".join(ast.unparse(node) for node in trees()[path].body if _is_import(node))
        assert not any(name in top.split() for name in HEAVY), (
            f"{path.name} imports {inside} when it is imported"
        )


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


@pytest.mark.parametrize(
    "command",
    [["--help"], ["plan"], ["status"], ["check"], ["explain", "--text", "市盈率"], ["models", "list"]],
    ids=lambda command: command[0],
)
def test_what_needs_no_engine_imports_none(command, tmp_path):
    (tmp_path / "transflow.yaml").write_text("targets: [en]\n")
    (tmp_path / "content").mkdir()
    script = (
        "import sys; from transflow.cli.app import run; code = run(sys.argv[1:]); "
        f"print('HEAVY', sorted(set(sys.modules) & set({HEAVY!r})), code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "HEAVY [] 0", done.stderr
