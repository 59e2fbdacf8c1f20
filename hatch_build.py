"""What is found out where the package is built: its version, which is the tag's, and what it says of itself.

A tag is the version: `v0.2.0` is 0.2.0, and the third commit behind it 0.2.1.dev3+gHASH. Many a copy has no tags: what
`pre-commit` and `uv` fetch is one commit without the names of it, and some are no repository at all. There the version is
`UNTAGGED`, which `docs/release.py` writes with each release, and behind it the commit, where there is one. The archives that
a host makes of a tag carry its name in `.git_archival.txt`, and a source archive of this package its own metadata.

The description is the README, whose links lead to the repository's files: an index shows it alone, and `docs/engines.md`
would be a page of the index, which has none.
"""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface
from setuptools_scm import ScmVersion, get_version

ROOT = Path(__file__).parent
UNTAGGED = "0.2.0.dev0"
"""The version of a copy that knows no tag: the last one released, or `.dev0` of one that is still to come."""
_NONE = "0.0"
"""What stands for a tag where there is none."""


def version(root: Path = ROOT) -> str:
    """Return the version that is built from a folder."""
    found = get_version(str(root), version_scheme=[_untagged, "guess-next-dev"], fallback_version=_NONE)
    return UNTAGGED if found == _NONE else found


def _untagged(found: ScmVersion) -> str | None:
    """Return the version where no tag is known; None leaves it to the tag."""
    return UNTAGGED if str(found.tag) == _NONE else None


class CustomMetadataHook(MetadataHookInterface):
    """Gives the package its description."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the README in; see hatchling."""
        found = importlib.util.spec_from_file_location("release", Path(self.root, "docs/release.py"))
        assert found
        assert found.loader
        release = importlib.util.module_from_spec(found)
        found.loader.exec_module(release)
        text = Path(self.root, "README.md").read_text("utf-8")
        described = release.described(text, metadata["urls"]["Repository"])
        metadata["readme"] = {"content-type": "text/markdown", "text": described}
