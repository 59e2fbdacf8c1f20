"""What is known of a page's language pair: the glossaries that serve it, and the house style."""

from functools import cached_property

from transflow import glossary
from transflow.errors import ConfigError
from transflow.patterns import PathLines, paths
from transflow.site.workspace import Workspace
from transflow.verification import Knowledge


def glossary_problems(workspace: Workspace) -> tuple[ConfigError, ...]:
    """Return what is wrong with the glossaries of a workspace: that one is missing, or cannot be followed."""
    config = workspace.config
    try:
        glossary.load(workspace.glossary_paths(), config.sources[0], config.targets[0], workspace.glossary)
    except ConfigError as error:
        return (error,)
    return ()


class Knowing:
    """What is known in a workspace; each set of glossaries is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[tuple[str, str, tuple[str, ...]], Knowledge] = {}

    @cached_property
    def _files(self) -> dict[str, PathLines | None]:
        found = self._workspace.glossary_paths().items()
        return {path: None if pages is None else paths(pages) for path, pages in found}

    def files(self, page: str = "") -> tuple[str, ...]:
        """Return the glossaries that serve a source page, in order of precedence; without a page, those that serve all.

        Raises:
            ConfigError: A path that is spelled out does not exist.
        """
        return tuple(path for path, pages in self._files.items() if pages is None or pages.match_file(page))

    def of(self, source: str, target: str, page: str = "") -> Knowledge:
        """Return what is known of a language pair on a source page.

        Raises:
            ConfigError: A glossary is wrong.
        """
        key = (source, target, self.files(page))
        if key not in self._known:
            terms = glossary.load(key[2], source, target, self._workspace.glossary)
            self._known[key] = Knowledge(source, target, terms, self._workspace.config.style)
        return self._known[key]
