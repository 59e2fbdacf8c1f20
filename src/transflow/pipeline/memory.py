"""The translation memory: what people wrote or approved, by what it translates. It is gathered from pages and records, and never stored."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from transflow import bitext
from transflow.document import Dialect, Document
from transflow.errors import TransflowError
from transflow.markdown import meaning
from transflow.model import NOT_MARKDOWN, Unit
from transflow.pipeline.reviewed import Reviewed, Sentence, written
from transflow.site.translations import Standing, Translation
from transflow.site.workspace import Pair

Key = tuple[str, ...]
"""Source language, target language, form of the text, and what it says, but for reflow."""
Memory = Mapping[Key, str]


class Recollection:
    """What people wrote in a workspace, looked up a few pages at a time; of several pages the first by path wins."""

    def __init__(self, reviewed: Reviewed) -> None:
        """Look at nothing yet.

        Args:
            reviewed: The same, sentence by sentence, and looked up by likeness.
        """
        self.reviewed = reviewed
        self._workspace = reviewed.workspace

    def nearest(self, text: str, n: int, *, source: str, target: str) -> tuple[tuple[Sentence, float], ...]:
        """Return the sentences that people stand for most like a text; see `Reviewed.nearest`."""
        return self.reviewed.nearest(text, n, source=source, target=target)

    def recall(self, items: Sequence[Translation]) -> Memory:
        """Gather what people wrote elsewhere for the texts that some translations want."""
        # Loosely, without white space, for a text that was reflowed says the same; the key decides when its page is read.
        places: dict[int, set[Key]] = {}
        for item in items:
            for block in item.pending:
                if isinstance(block, Unit) and item.source is not None:
                    key = key_of(item, item.source, block)
                    for place in self._index.get(hash((item.pair.language, _loose(block.text))), ()):
                        places.setdefault(place, set()).add(key)
        memory: dict[Key, str] = {}
        for place, keys in sorted(places.items()):
            # Boilerplate stands on a thousand pages, and the first one is enough.
            if not keys <= memory.keys():
                for key, text in self._known(self.reviewed.edited[place].pair):
                    memory.setdefault(key, text)
        return memory

    @cached_property
    def _index(self) -> Mapping[int, list[int]]:
        """The places in `Reviewed.edited` of the records that have a text, by a hash of its language and letters."""
        index: dict[int, list[int]] = {}
        for place, item in enumerate(self.reviewed.edited):
            for text in self._texts(item):
                # The hash and not the text: a site of 2,000 pages would be held in memory twice. One that two texts
                # share costs the reading of a page.
                index.setdefault(hash((item.language, text)), []).append(place)
        return index

    def _texts(self, item: Standing) -> set[str]:
        try:
            record = bitext.read(self._workspace.tree, self._workspace.record_path(item.pair))
        except TransflowError:
            return set()  # told where the page is looked at
        rows = record.rows if record else ()
        return {_loose(row.source) for row in rows if not row.verbatim and not row.absent}

    def _known(self, pair: Pair) -> Iterator[tuple[Key, str]]:
        try:
            item = self.reviewed.picture.translation(pair)
        except TransflowError:
            return  # likewise
        for kind, source, target in written(item):
            yield _key(item, kind, source, self._workspace.dialect), target


def key_of(item: Translation, source: Document, block: Unit) -> Key:
    """Return what a unit of a source page is looked up by."""
    return _key(item, block.kind, block.text, source.dialect)


def _key(item: Translation, kind: str, source: str, dialect: Dialect) -> Key:
    # `a|b` is escaped in a cell, `*` in a paragraph, and neither in a title: a translation is taken only into a
    # place that is written alike.
    form = "plain" if kind in NOT_MARKDOWN else "cell" if kind == "cell" else "markdown"
    return item.origin, item.pair.language, form, meaning(source, dialect)


def _loose(text: str) -> str:
    return "".join(text.split())
