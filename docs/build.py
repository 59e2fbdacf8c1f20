"""Writes the pages of this folder that are made from the code itself: `make docs`. A test holds them to it."""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "transflow"

_MODULES = """# Modules

One sentence a module, its docstring's first; made by `make docs`. [architecture.md](architecture.md) shows how they
work together.
"""


def modules() -> str:
    """Return the page that says of every module what it holds."""
    parts = [_MODULES]
    for folder in (SOURCE, *sorted(path for path in SOURCE.rglob("*") if (path / "__init__.py").is_file())):
        name = folder.relative_to(SOURCE).as_posix()
        title = "transflow" if folder == SOURCE else name
        parts.append(f"## `{title}`\n\n{_sentence(folder / '__init__.py')}\n\n" + "".join(_rows(folder)))
    return "\n".join(parts)


def _rows(folder: Path) -> Iterator[str]:
    files = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    if files:
        yield "| module | what it holds |\n|---|---|\n"
    yield from (f"| `{path.stem}` | {_sentence(path)} |\n" for path in files)


def _sentence(path: Path) -> str:
    """Return the first paragraph of a module's docstring, as it stands in a table."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split()).replace("|", "\\|")


PAGES = {"modules.md": modules}
"""What is made, by its name in this folder."""

if __name__ == "__main__":
    for name, made in PAGES.items():
        (HERE / name).write_text(made(), "utf-8")
