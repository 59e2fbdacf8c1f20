"""Puts the address and the version of a release wherever they are written: `python docs/release.py VERSION [ADDRESS]`.

The address is `Repository` in pyproject.toml and the version is `__version__`; every other place follows them, and a test
holds them to it. With a version, what CHANGELOG.md has as unreleased becomes that version's.

The version stands in a file and not in the tag alone: what `pre-commit` fetches, and what a workflow has of an action, are
copies without tags. The workflow of a release refuses a tag that names another version.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("README.md", "README.zh-CN.md", "pyproject.toml", "docs/ci.md", "docs/index.md", "docs/zh-CN/index.md", "docs/engines.md", "docs/scale.md", "tests/test_ci.py", "gitlab/translations.yml", "CITATION.cff", "AGENTS.md")  # fmt: skip
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


def described(text: str, address: str) -> str:
    """Return the README as an index shows it, where links lead to files of the repository."""
    return re.sub(r"\]\((?!https?://|#)([^()\s]+)\)", rf"]({address}/blob/main/\1)", text)


def released(text: str, version: str) -> str:
    """Return the changelog with what is unreleased as a version's, and with it what was prepared and never tagged."""
    start, _, rest = text.partition("## Unreleased\n\n")
    fresh, _, older = rest.partition("## ")
    title, _, body = older.partition("\n\n")
    if not title.endswith(" (to be tagged)"):
        return f"{start}## Unreleased\n\n## {version}\n\n{fresh}" + (f"## {older}" if older else "")
    added = "### Added\n\n" if body.startswith("### Added") else ""
    return f"{start}## Unreleased\n\n## {version}\n\n{added}{fresh.rstrip()}\n{body.removeprefix(added)}".replace("\n\n\n", "\n\n")  # fmt: skip


def main(arguments: list[str]) -> int:
    """Rewrite every place."""
    old = (address(), version())
    new = (arguments[1] if len(arguments) > 1 else old[0], arguments[0] if arguments else old[1])
    for path in (ROOT / name for name in PLACES):
        if path.is_file():
            path.write_text(rewrite(path.read_text("utf-8"), old, new), "utf-8")
    if arguments:
        changelog = ROOT / "CHANGELOG.md"
        changelog.write_text(released(changelog.read_text("utf-8"), new[1]), "utf-8")
    text = _VERSION.read_text("utf-8")
    _VERSION.write_text(text.replace(f'__version__ = "{old[1]}"', f'__version__ = "{new[1]}"'), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
