"""What the package says of itself where it is built: the README, whose links lead to the repository's files.

An index shows the README alone: `docs/engines.md` would be a page of the index, which has none.
"""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


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
