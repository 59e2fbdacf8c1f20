"""Writes the pages of this folder that are made from the code itself: `make docs`. A test holds them to it."""

import ast
import html
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer

from transflow import __version__, api
from transflow.cli.app import app
from transflow.languages.en.rules import RULES as ENGLISH
from transflow.languages.zh.rules import RULES as CHINESE
from transflow.markdown import features
from transflow.numbers.rules import RULES as SHARED
from transflow.patterns import RuleLine
from transflow.quantities import find, render

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "transflow"

_MODULES = """# Modules

One sentence a module, its docstring's first; made by `make docs`. [architecture.md](architecture.md) shows how they
work together.
"""

_RULES = "## The rules\n"
_RULES_MADE = """
Each line stands for a line of `rules.tsv`; `-` is nothing. The names are those of the patterns, several lines of one
name its alternatives. Made by `make docs`; a test reads every example.
"""
_FILES = (("Chinese", "zh", CHINESE), ("English", "en", ENGLISH), ("Every language", "en", SHARED))


def modules() -> str:
    """Return the page that says of every module what it holds."""
    parts = [_MODULES]
    for folder in (SOURCE, *sorted(path for path in SOURCE.rglob("*") if (path / "__init__.py").is_file())):
        name = folder.relative_to(SOURCE).as_posix()
        title = "transflow" if folder == SOURCE else name
        parts.append(f"## `{title}`\n\n{_sentence(folder / '__init__.py')}\n\n" + "".join(_rows(folder)))
    return "\n".join(parts)


def _rows(folder: Path) -> Iterator[str]:
    files = sorted(path for path in folder.glob("*.py") if path.name not in {"__init__.py", "_version.py"})
    if files:
        yield "| module | what it holds |\n|---|---|\n"
    yield from (f"| `{path.stem}` | {_sentence(path)} |\n" for path in files)


def _sentence(path: Path) -> str:
    """Return the first paragraph of a module's docstring, as it stands in a table."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return _cell(" ".join(told.split("\n\n")[0].split()))


def quantities() -> str:
    """Return the page about figures: its prose as it is, and the section of the rules anew from their own examples."""
    return (HERE / "quantities.md").read_text("utf-8").partition(_RULES)[0] + _rules()


def _rules() -> str:
    """Return the section: for each line of a file of rules its example, what is read in it, how English says it, and why."""
    parts = [
        _RULES,
        _RULES_MADE,
    ]
    for name, language, rules in _FILES:
        heading = ""
        for line in rules.lines:
            if line.heading != heading:
                heading = line.heading
                parts.append(
                    f"\n### {name}: {heading}\n\n| rule | example | reading | in English | why |\n|---|---|---|---|---|\n"
                )
            parts.append(_rule(line, language))
    return "".join(parts)


def _rule(line: RuleLine, language: str) -> str:
    tagged = re.fullmatch(r"\[([\w-]+)\] (.*)", line.example)
    tag, text = tagged.groups() if tagged else (language, line.example)
    words = "; ".join(render(one, "en") for one in find(text, tag))
    cells = (line.rule, line.example, line.reading.replace(" | ", "; "), words, line.why)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


_COMMANDS = """# Commands

What `transflow COMMAND --help` says; made by `make docs`. Exit codes: 0 fine · 1 the answer is no · 2 usage, configuration,
document or engine error · 3 a bug · 130 interrupted.
"""


def commands() -> str:
    """Return the page that says of every command what its help says."""
    return _COMMANDS + "".join(part for command, context in _tree() for part in _section(command, context))


def _tree() -> Iterator[tuple[Any, Any]]:
    """Yield the application and every command in it, each with its context."""
    root = typer.main.get_command(app)
    left = [(root, _context(root, "transflow"))]
    while left:
        command, context = left.pop(0)
        yield command, context
        inner = getattr(command, "commands", {}).items()
        left[:0] = [(one, _context(one, name, context)) for name, one in inner]


def _section(command: Any, context: Any) -> Iterator[str]:
    yield f"\n{'###' if context.parent else '##'} `{context.command_path}`\n\n{_prose(command.help)}\n"
    for kind in ("argument", "option"):
        rows = list(_helped(command, context, kind))
        if rows:
            yield f"\n| {kind} | meaning |\n|---|---|\n"
        yield from (f"| {_cell(f'`{name}`')} | {_cell(_prose(told))} |\n" for name, told in rows)
    if command.epilog:
        yield f"\n```sh\n{_example(command)}\n```\n"


def _helped(command: Any, context: Any, kind: str) -> Iterator[tuple[str, str]]:
    """Yield what help says of arguments or options, but for the types that arguments have in Python."""
    params = (param for param in command.get_params(context) if param.param_type_name == kind)
    for name, told in filter(None, (param.get_help_record(context) for param in params)):
        yield (re.sub(" <[^<>]*>$", "", name) if kind == "argument" else name), told


def _example(command: Any) -> str:
    return _unwrapped(command.epilog).removeprefix("Example: ").replace(" or: ", "\n")


def manual() -> str:
    """Return the same as a page for `man`."""
    parts = [f'.TH TRANSFLOW 1 "" "transflow {__version__}" "User Commands"\n.SH NAME\ntransflow']
    for command, context in _tree():
        if context.parent:
            usage = " ".join(command.collect_usage_pieces(context))
            parts.append(f".SS {_roff(f'{context.command_path} {usage}')}\n{_told(command.help)}")
        else:
            parts[0] += f" \\- {_roff(_unwrapped(command.help).rstrip('.'))}\n.SH OPTIONS"
        for kind in ("argument", "option"):
            for name, told in _helped(command, context, kind):
                parts.append(f".TP\n\\fB{_roff(name)}\\fR\n{_roff(_unwrapped(told))}")
        if command.epilog:
            parts.append(f".PP\nExample:\n.nf\n{_roff(_example(command))}\n.fi")
        if not context.parent:
            parts.append(".SH COMMANDS")
    return "\n".join((*parts, _EXITS, ""))


_EXITS = """.SH EXIT STATUS
0 fine; 1 the answer is no; 2 usage, configuration, document or engine error; 3 a bug; 130 interrupted."""


def _told(text: str | None) -> str:
    return "\n.PP\n".join(_roff(_unwrapped(part)) for part in inspect.cleandoc(text or "").split("\n\n"))


def _roff(text: str) -> str:
    """Return text with what means something to roff escaped."""
    text = re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.MULTILINE)
    # Not every `man` reads UTF-8.
    return re.sub(r"[^\x00-\x7f]", lambda sign: f"\\[u{ord(sign[0]):04X}]", text)


def _context(command: Any, name: str, parent: Any = None) -> Any:
    return typer.Context(command, parent=parent, info_name=name, **command.context_settings)


def _prose(text: str | None) -> str:
    """Return a help text as it stands in Markdown, where `<` and `*` are themselves."""
    paragraphs = (_unwrapped(part) for part in inspect.cleandoc(text or "").split("\n\n"))
    text = re.sub(r"(`[^`]*`)|([*_\[])", lambda at: at[1] or f"\\{at[2]}", "\n\n".join(paragraphs))
    return re.sub(r"(`[^`]*`)|<", lambda at: at[1] or "&lt;", text)


def _unwrapped(text: str) -> str:
    return " ".join(text.replace("\b", "").split())


def _cell(text: str) -> str:
    """Return Markdown as it stands in a cell; in code Python-Markdown would show the backslash that GitHub wants."""
    text = re.sub(r"`([^`]*\|[^`]*)`", lambda code: f"<code>{html.escape(code[1], quote=False)}</code>", text)
    return re.sub(r"(<code>.*?</code>)|\|", lambda at: at[1].replace("|", "&#124;") if at[1] else "\\|", text)


_API = """# Python

`from transflow import api`: what the commands call, one function a command; made by `make docs` from the docstrings.
Nothing here prints or exits. A workspace comes from `transflow.site.workspace.load(path)`, failures are
`transflow.errors.TransflowError`.
"""


def python() -> str:
    """Return the page about the public functions and the types that they take and return."""
    found = [(name, getattr(api, name)) for name in api.__all__]
    functions = [_function(name, one) for name, one in found if inspect.isfunction(one)]
    types = [_type(name, one) for name, one in found if inspect.isclass(one)]
    return "\n".join((_API, "## Functions\n", *functions, "## Types\n", *types)).rstrip() + "\n"


def _function(name: str, one: Any) -> str:
    node, lines = _written(one)
    head = "\n".join(lines[node.lineno - 1 : node.body[0].lineno - 1]).removesuffix(":")
    return f"### `{name}`\n\n```python\n{head}\n```\n\n{_described(ast.get_docstring(node))}\n"


def _described(told: str | None) -> str:
    """Return a docstring with its sections (`Args:`, `Raises:`) as lists."""
    lines: list[str] = []
    for line in (told or "").splitlines():
        if re.fullmatch(r"(Args|Raises|Returns|Yields):", line):
            lines += [f"**{line}**", ""]
        elif entry := re.fullmatch(r"    (\*{0,2}\w+): (.+)", line):
            lines.append(f"- `{entry[1]}`: {entry[2]}")
        else:
            lines.append(re.sub("^ {4,}", "  ", line))
    return "\n".join(lines)


def _type(name: str, one: Any) -> str:
    node, _ = _written(one)
    assert isinstance(node, ast.ClassDef)
    rows = [f"| `{field}` | {_cell(f'`{kind}`')} | {_cell(told)} |\n" for field, kind, told in _fields(node)]
    table = "| field | type | meaning |\n|---|---|---|\n" + "".join(rows) if rows else ""
    return f"### `{name}`\n\n{ast.get_docstring(node) or ''}\n\n{table}"


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of a class with their types and the docstrings under them."""
    after = [*node.body[1:], None]
    for line, following in zip(node.body, after, strict=True):
        if isinstance(line, ast.AnnAssign) and not ast.unparse(line.target).startswith("_"):
            told = following.value if isinstance(following, ast.Expr) else None
            said = told.value if isinstance(told, ast.Constant) and isinstance(told.value, str) else ""
            yield ast.unparse(line.target), ast.unparse(line.annotation), _unwrapped(said)


def _written(one: Any) -> tuple[ast.FunctionDef | ast.ClassDef, list[str]]:
    """Return where a function or class is defined, and the lines of its module."""
    tree, lines = _module(str(sys.modules[one.__module__].__file__))
    nodes = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return next(node for node in nodes if node.name == one.__name__), lines


@cache
def _module(file: str) -> tuple[ast.Module, list[str]]:
    text = Path(file).read_text("utf-8")
    return ast.parse(text), text.splitlines()


_TUTORIAL = """# Tutorial

From the README, by `make docs`; a test runs every command. Install transflow first: `pip install .` in a clone of its
repository is enough here.
"""


def tutorial() -> str:
    """Return the tutorial of the README as a page of its own."""
    readme = (HERE.parent / "README.md").read_text("utf-8")
    return _TUTORIAL + readme.split("## Five minutes\n")[1].split("\n## ")[0].rstrip() + _ONWARDS


_ONWARDS = """

From here: [a Hugo site](howto/hugo.md), [translations that exist already](howto/adopting.md), [the workflow](workflow.md).
"""


def markdown() -> str:
    """Return the page of what Markdown is understood: its text as it stands, and below it what the features say."""
    text = (HERE / "markdown.md").read_text("utf-8")
    return text.partition(_FEATURES)[0] + features.documentation()


_FEATURES = "| feature | any |"

PAGES = {
    "api.md": python,
    "commands.md": commands,
    "markdown.md": markdown,
    "modules.md": modules,
    "quantities.md": quantities,
    "tutorial.md": tutorial,
}
"""What is made, by its name in this folder."""

if __name__ == "__main__" and sys.argv[1:] == ["man"]:
    sys.stdout.write(manual())
elif __name__ == "__main__":
    for name, made in PAGES.items():
        (HERE / name).write_text(made(), "utf-8")
