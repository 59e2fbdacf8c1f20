"""`find`: where words stand in pages and their translations, and what is like them (a concordance)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from transflow import bitext
from transflow.errors import TransflowError
from transflow.files import read_text
from transflow.model import Unit
from transflow.pipeline.reviewed import Reviewed, Sentence, running, scanned
from transflow.site.picture import Picture
from transflow.site.translations import Filter, Standing, Translation
from transflow.site.workspace import Workspace
from transflow.tracker import Link

Status = Literal["reviewed", "edited", "draft"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A text and its translation, one of which holds the words."""

    source: str
    """Running text of the source that the translation was made from; of a sentence that is like the words, that sentence."""
    target: str
    path: str
    """The translation."""
    source_path: str
    line: int
    """1-based line in the translation."""
    language: str
    status: Status
    """`reviewed`: somebody approved it. `edited`: a person wrote it. `draft`: a machine did."""
    alike: int
    """100 where the words stand in it; else how much of the sentence is as in the words, in per cent."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The match of `find --format json`."""
        names = ("source", "target", "path", "source_path", "line", "language", "status", "alike")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found."""

    hits: tuple[Hit, ...]
    """Where the words stand, by path and line, then what is like them, the most alike first."""
    more: bool
    """Whether there are others than were asked for."""
    problems: tuple[TransflowError, ...]


def find(workspace: Workspace, words: str, wanted: Filter = Filter(), limit: int = 20) -> Found:
    """Look for words in every recorded text and its translation.

    Case and white space don't matter, nor does markup. After the texts that hold the words come sentences of
    reviewed translations that are like them, in either language.

    Args:
        workspace: Where.
        words: What to look for.
        wanted: In which translations.
        limit: How many at most.

    Raises:
        ConfigError: A path or language asked for is not in the workspace.
    """
    picture = Picture(workspace)
    listing = picture.standings(wanted)
    search = _Search(picture, words)
    hits: list[Hit] = []
    for item in listing.translations:
        if len(hits) > limit:
            break
        hits += search.exact(item)
    if len(hits) <= limit:
        hits += search.alike(
            Reviewed(workspace, listing.translations, picture).sentences(), listing.translations, hits
        )
    return Found(tuple(hits[:limit]), len(hits) > limit, (*listing.problems, *search.problems))


class _Search:
    def __init__(self, picture: Picture, words: str) -> None:
        self.picture, self.workspace, self.words = picture, picture.workspace, words
        self.wanted = _folded(words)
        self.letters = frozenset(re.findall(r"\w", self.wanted))
        self.problems: list[TransflowError] = []

    def exact(self, item: Standing) -> Iterator[Hit]:
        """Yield the texts of a translation that hold the words."""
        try:
            if not self._may_hold(item):
                return
            page = self.picture.translation(item.pair)
            for link in page.comparison.links if page.comparison else ():
                hit = self._hit(page, link)
                if hit and (self.wanted in _folded(hit.source) or self.wanted in _folded(hit.target)):
                    yield hit
        except TransflowError as error:
            self.problems.append(error)

    def _may_hold(self, item: Standing) -> bool:
        """Whether every letter of the words stands in the files: most pages need not be taken apart."""
        record = bitext.read(self.workspace.tree, self.workspace.record_path(item.pair))
        if record is None or item.state == "orphan":
            return False
        said = {letter for row in record.rows for letter in row.source.casefold()}
        if self.letters <= said:
            return True
        tree = self.workspace.tree
        return tree.has(item.target) and self.letters <= set(read_text(tree, item.target).casefold())

    def _hit(self, page: Translation, link: Link) -> Hit | None:
        block = page.target.blocks[link.target] if page.target and link.target is not None else None
        if page.target is None or page.source is None or not isinstance(block, Unit) or link.row is None:
            return None
        dialect = page.source.dialect
        return Hit(
            running(link.row.source, block.kind, dialect),
            running(block.text, block.kind, page.target.dialect),
            page.pair.target,
            page.pair.source,
            page.target.line(block.start),
            page.pair.language,
            "reviewed" if link.row.approved else "edited" if link.edited else "draft",
            100,
        )

    def alike(
        self,
        sentences: Iterable[tuple[str, str, Sentence]],
        listing: Iterable[Standing],
        known: Iterable[Hit],
    ) -> Iterator[Hit]:
        """Yield reviewed sentences that are like the words, each once, with the text that they stand in told by its line."""
        pairs = {item.target: item.pair for item in listing}
        told = {(hit.path, _folded(side)) for hit in known for side in (hit.source, hit.target)}
        pool = list(dict.fromkeys(sentence for _, _, sentence in sentences))
        best: dict[Sentence, int] = {}
        for side in ("source", "target"):
            texts = [getattr(sentence, side) for sentence in pool]
            for number, alike in scanned(self.words, texts):
                best[pool[number]] = max(best.get(pool[number], 0), alike)
        for sentence, alike in sorted(best.items(), key=lambda item: -item[1]):
            holds = any(self.wanted in _folded(side) for side in (sentence.source, sentence.target))
            if not holds and (sentence.path, _folded(sentence.source)) not in told:
                hit = self._placed(self.picture.translation(pairs[sentence.path]), sentence, alike)
                if hit is not None:
                    yield hit

    def _placed(self, page: Translation, sentence: Sentence, alike: int) -> Hit | None:
        for link in page.comparison.links if page.comparison else ():
            hit = self._hit(page, link)
            if hit and sentence.source in hit.source and sentence.target in hit.target:
                return Hit(
                    sentence.source,
                    sentence.target,
                    hit.path,
                    hit.source_path,
                    hit.line,
                    hit.language,
                    hit.status,
                    alike,
                )
        return None


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
