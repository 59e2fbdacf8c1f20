"""`find`: where words stand in pages and their translations, and what is like them (a concordance)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Literal

from transflow import bitext
from transflow.errors import TransflowError
from transflow.model import Unit
from transflow.pipeline.reviewed import Reviewed, Sentence, running
from transflow.processes import spread
from transflow.site.picture import Picture, read_document
from transflow.site.shelves import gathered
from transflow.site.translations import Filter, Standing, Translation
from transflow.site.workspace import Pair, Workspace
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
    part = bool(wanted.paths)
    # All pages for some languages too: what is kept of a site is kept of all of it or not at all.
    every = listing if part else picture.standings()
    search = _Search(picture, words)
    hits: list[Hit] = []
    held = search.holding([item.pair for item in every.translations if item.state != "orphan"], part=part)
    for item in listing.translations:
        # One more than is wanted tells that there are others.
        if len(hits) > limit:
            break
        # By what is kept a page may hold the words; whether one of its texts does is seen in the page itself.
        if item.pair in held:
            hits += search.exact(item.pair)
    reviewed = Reviewed(workspace, every.translations, picture, part=part)
    # Lazily, after what holds the words: mostly those are enough, and nothing is looked up by likeness.
    hits += islice(search.alike(reviewed, listing.translations, hits), max(0, limit + 1 - len(hits)))
    return Found(tuple(hits[:limit]), len(hits) > limit, (*listing.problems, *search.problems))


class _Search:
    def __init__(self, picture: Picture, words: str) -> None:
        self.picture, self.workspace, self.words = picture, picture.workspace, words
        self.wanted = _folded(words)
        self.problems: list[TransflowError] = []

    def holding(self, pairs: Sequence[Pair], *, part: bool) -> frozenset[Pair]:
        """Return the translations that may hold the words; what can stand in each is kept from run to run."""
        shelves = gathered(self.workspace, "words", pairs, partial(spread, self._words), str, keep=not part)
        return frozenset(
            pair for shelf in shelves for pair, said in shelf.values.items() if self.wanted in said
        )

    def _words(self, pair: Pair) -> str | None:
        """Return all that stands in a record's sources and in the translation; None for what cannot be read, as is told already."""
        workspace = self.workspace
        try:
            record = bitext.read(workspace.tree, workspace.record_path(pair))
            stands = record is not None and workspace.tree.has(pair.target)
            page = read_document(workspace, pair.target) if stands else None
        except TransflowError:
            return None
        # Nothing is kept for it, and an empty text is soon looked through.
        if record is None or page is None:
            return ""
        dialect = workspace.dialect_of(pair.source)
        # What was translated, which is what stands beside the translation; the page may say something else by now.
        sources = (running(row.source, row.kind, dialect) for row in record.rows if not row.verbatim)
        targets = (
            running(block.text, block.kind, page.dialect) for block in page.blocks if isinstance(block, Unit)
        )
        # `_folded` takes line breaks out, so that no words are found across two texts.
        return "\n".join(map(_folded, (*sources, *targets)))

    def exact(self, pair: Pair) -> Iterator[Hit]:
        """Yield the texts of a translation that hold the words."""
        for hit in self._standing(pair):
            if self.wanted in _folded(hit.source) or self.wanted in _folded(hit.target):
                yield hit

    def _standing(self, pair: Pair) -> list[Hit]:
        try:
            return list(self._hits(self.picture.translation(pair)))
        except TransflowError as error:
            self.problems.append(error)
            return []

    def _hits(self, page: Translation) -> Iterator[Hit]:
        for link in page.comparison.links if page.comparison else ():
            hit = self._hit(page, link)
            if hit is not None:
                yield hit

    def _hit(self, page: Translation, link: Link) -> Hit | None:
        block = page.target.blocks[link.target] if page.target and link.target is not None else None
        if page.target is None or page.source is None or not isinstance(block, Unit) or link.row is None:
            return None
        dialect = page.source.dialect
        return Hit(
            # What was translated, not what the source says now: the pair is to be one.
            running(link.row.source, block.kind, dialect),
            running(block.text, block.kind, page.target.dialect),
            page.pair.target,
            page.pair.source,
            page.target.line(block.start),
            page.pair.language,
            # An approval says more than who wrote it.
            "reviewed" if link.row.approved else "edited" if link.edited else "draft",
            100,
        )

    def alike(self, reviewed: Reviewed, listing: Iterable[Standing], known: Iterable[Hit]) -> Iterator[Hit]:
        """Yield reviewed sentences that are like the words, each once, with the text that they stand in told by its line."""
        pairs = {item.target: item.pair for item in listing}
        told = {(hit.path, _folded(side)) for hit in known for side in (hit.source, hit.target)}
        for sentence, alike in reviewed.like(self.words):
            holds = any(self.wanted in _folded(side) for side in (sentence.source, sentence.target))
            # What holds the words was told as such, or lies beyond the limit: it is no more alike than that.
            seen = holds or (sentence.path, _folded(sentence.source)) in told
            # The index is of the whole site: what was not asked for is left out here.
            if sentence.path in pairs and not seen:
                yield from self._placed(pairs[sentence.path], sentence, alike)

    def _placed(self, pair: Pair, sentence: Sentence, alike: int) -> Iterator[Hit]:
        """Yield the text that a sentence stands in, as that sentence."""
        for hit in self._standing(pair):
            if sentence.source in hit.source and sentence.target in hit.target:
                # The first text of the page that has both: the index knows the page of a sentence, and not its line.
                yield replace(hit, source=sentence.source, target=sentence.target, alike=alike)
                return


def _folded(text: str) -> str:
    # Without white space: Chinese lines break anywhere, and `3 000` is looked for as `3000`.
    return "".join(text.split()).casefold()
