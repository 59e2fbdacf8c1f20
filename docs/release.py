"""Puts the address and the version of a release wherever they are written: `python docs/release.py VERSION [ADDRESS]`.

The address is `Repository` in pyproject.toml and the version is `__version__`; every other place follows them, and a test
holds them to it.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("README.md", "README.zh-CN.md", "pyproject.toml", "docs/ci.md", "docs/index.md", "docs/engines.md", "docs/scale.md", "tests/test_ci.py", "gitlab/translations.yml", "CITATION.cff", "AGENTS.md")  # fmt: skip
"""Files that name the address or the version."""
_VERSION = ROOT / "src/transflow/__init__.py"


def address() -> str:
    """Return where the repository lives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Repository"])


def version() -> str:
    """Return the version of the package."""
    found = re.search(r'__version__ = "([^"]+)"', _VERSION.read_text("utf-8"))
    assert found
    return found[1]


def rewrite(text: str, old: tuple[str, str], new: tuple[str, str]) -> str:
    """Return a text with another address and version: the address, and the version behind `@v`, `rev: v`, `version: `."""
    text = text.replace(old[0], new[0])
    return re.sub(rf"(@v|rev: v|^version: ){re.escape(old[1])}(?!\w)", rf"\g<1>{new[1]}", text, flags=re.MULTILINE)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Rewrite every place."""
    old = (address(), version())
    new = (arguments[1] if len(arguments) > 1 else old[0], arguments[0] if arguments else old[1])
    for path in (ROOT / name for name in PLACES):
        if path.is_file():
            path.write_text(rewrite(path.read_text("utf-8"), old, new), "utf-8")
    text = _VERSION.read_text("utf-8")
    _VERSION.write_text(text.replace(f'__version__ = "{old[1]}"', f'__version__ = "{new[1]}"'), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
