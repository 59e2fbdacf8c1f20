"""Single translations read in full, without another look at the whole workspace."""

from dataclasses import replace

from transflow.site.config import Pair, Workspace
from transflow.site.planner import Page, Survey, survey
from transflow.site.translations import Examiner, Translation


class Pages:
    """Reads one translation after the other."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._sources: dict[str, Page] = {}
        self.forget()

    def forget(self) -> None:
        """Look again for records whose source page is gone."""
        self._sources.clear()
        self._examiner = Examiner(self.workspace, Survey(self._sources, (), ()))

    def read(self, pair: Pair) -> Translation:
        """Find out all about one translation.

        Raises:
            DocumentError: One of its files cannot be read.
        """
        if pair.source not in self._sources:
            self._sources |= survey(replace(self.workspace, only=(pair.source,))).sources
        return self._examiner.examine(pair)
