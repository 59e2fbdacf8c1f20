"""Puts the address and the version of a release wherever they are written: `python docs/release.py VERSION [ADDRESS]`.

The address is `Repository` in pyproject.toml and the version is what `hatch_build.py` gives a copy without tags; every other
place follows them, and a test holds them to it. With a version, what CHANGELOG.md has as unreleased becomes that version's.

What is built takes its version from the tag (`hatch_build.py`). The workflow of a release refuses a tag that names another
version than is written, so that a copy without tags never says anything else than the package.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("README.md", "README.zh-CN.md", "pyproject.toml", "docs/ci.md", "docs/index.md", "docs/zh-CN/index.md", "docs/zh-CN/ci.md", "docs/zh-CN/engines.md", "docs/zh-CN/scale.md", "docs/zh-CN/ci.md", "docs/zh-CN/engines.md", "docs/zh-CN/scale.md", "docs/engines.md", "docs/scale.md", "tests/test_ci.py", "gitlab/translations.yml", "CITATION.cff", "AGENTS.md")  # fmt: skip
"""Files that name the address or the version."""
_VERSION = ROOT / "hatch_build.py"


def address() -> str:
    """Return where the repository lives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["urls"]["Repository"])


def untagged() -> str:
    """Return the version of a copy that knows no tag: `0.2.0`, or `0.2.0.dev0` as long as that is not released."""
    found = re.search(r'^UNTAGGED = "([^"]+)"', _VERSION.read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def version() -> str:
    """Return the version that is told wherever one is: the last one, or the first that is to come."""
    return untagged().partition(".dev")[0]


def rewrite(text: str, old: tuple[str, str], new: tuple[str, str]) -> str:
    """Return a text with another address and version: the address, and the version behind `@v`, `rev: v`, `ref: v`, `version: `."""
    text = text.replace(old[0], new[0])
    return re.sub(rf"(@v|re[fv]: v|^version: ){re.escape(old[1])}(?!\w)", rf"\g<1>{new[1]}", text, flags=re.MULTILINE)  # fmt: skip


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
        _VERSION.write_text(text.replace(f'UNTAGGED = "{untagged()}"', f'UNTAGGED = "{new[1]}"'), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
