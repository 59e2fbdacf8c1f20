"""The sentences that people stand for, looked up by likeness: the fuzzy half of the translation memory.

They are gathered from records and pages when they are first asked for, and kept beside what else is remembered of a site
(`site/shelves.py`): only pages that changed are read again.
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, groupby
from operator import itemgetter
from typing import Any, Literal

import msgspec
from rapidfuzz.distance import Indel

from transflow import bitext, document, garbage, globs, languages, tracker
from transflow.alike import Index, alike
from transflow.bitext import Row
from transflow.document import Dialect
from transflow.errors import ConfigError, TransflowError
from transflow.exchange import tmx, xml
from transflow.files import read_text
from transflow.markdown import canonical, plain, unescape
from transflow.model import ESCAPED, PLAIN
from transflow.nearest import Nearest
from transflow.pipeline.grammar import GRAMMAR
from transflow.pipeline.wording import Piece, compare
from transflow.processes import spread
from transflow.site.config import CONFIG_NAME
from transflow.site.picture import Picture, standings
from transflow.site.shelves import Shelf, gathered
from transflow.site.translations import Standing, Translation
from transflow.site.workspace import Pair, Workspace

LEAST = 70
"""Per cent of likeness below which a sentence is no help: more of it has to be changed than can be kept."""
Side = Literal["source", "target"]
SIDES: tuple[Side, ...] = ("source", "target")
_MARKUP = GRAMMAR["markup-sign"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a text that is one, and its translation that a person wrote or approved. Running text, no markup."""

    source: str
    target: str
    path: str
    """The page that the translation stands in, relative to the workspace."""


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence that is like another."""

    sentence: Sentence
    alike: int
    """Per cent of their characters that the two sources share, in order; 100 only if they are equal."""
    pieces: tuple[Piece, ...] = ()
    """The sentence's source compared with the text, word by word."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The match of `diff` and `explain --format json`."""
        return {
            "source": self.sentence.source,
            "target": self.sentence.target,
            "path": self.sentence.path,
            "alike": self.alike,
            "pieces": [[piece.mark, piece.text] for piece in self.pieces],
        }


class Said(msgspec.Struct, frozen=True, array_like=True):
    """The sentences of one translation, as they are kept."""

    origin: str
    sources: list[str]
    targets: list[str]


class _Block:
    """Some sentences, and an index of each side."""

    def __init__(self, parts: Sequence[tuple[str, str, Said]], shelf: Shelf[Said] | None = None) -> None:
        """Put together what stands in translations: the path, the language, and what is said."""
        self._parts, self._shelf = parts, shelf
        self._ends = [*accumulate(len(said.sources) for _, _, said in parts)]
        # 30,000 sentences take a second to index, so that their rows are kept beside them.
        made = shelf.made if shelf else {}
        self.indices: dict[Side, Index] = {
            "source": Index([text for *_, said in parts for text in said.sources], made.get("source", b"")),
            "target": Index([text for *_, said in parts for text in said.targets], made.get("target", b"")),
        }

    def keep(self) -> None:
        """Keep what was made of the indices since."""
        made: dict[str, bytes] = {side: index.rows for side, index in self.indices.items() if index.rows}
        # They are made when something is looked for first, and mostly are there already: then no file is written.
        if self._shelf and made != self._shelf.made:
            self._shelf.keep(made)

    def sentence(self, place: int) -> tuple[str, str, Sentence]:
        """Return a sentence with its two languages."""
        number = bisect(self._ends, place)
        path, language, said = self._parts[number]
        # `_ends` says where the sentences of a translation end, so this counts from their begin.
        at = place - self._ends[number] + len(said.sources)
        return said.origin, language, Sentence(said.sources[at], said.targets[at], path)

    def __iter__(self) -> Iterator[tuple[str, str, Sentence]]:
        for path, language, said in self._parts:
            for source, target in zip(said.sources, said.targets, strict=True):
                yield said.origin, language, Sentence(source, target, path)


class Reviewed:
    """What people stand for in a workspace, sentence by sentence."""

    def __init__(
        self,
        workspace: Workspace,
        listing: Sequence[Standing] | None = None,
        picture: Picture | None = None,
        *,
        part: bool = False,
    ) -> None:
        """Look at nothing yet.

        Args:
            workspace: Where.
            listing: Every translation of the workspace in short, if that is known.
            picture: What was seen of it already.
            part: Whether the listing has not all of them, so that nothing is kept for the next run.
        """
        self.workspace, self._listing, self._part = workspace, listing, part
        self.picture = picture or Picture(workspace)
        self.problems: list[TransflowError] = []
        """Memories of `transflow.yaml` that could not be read; known once something was looked up."""
        self._indices: dict[tuple[str, str], Nearest[Sentence]] = {}
        self._added: list[tuple[str, str, Sentence]] = []

    def nearest(
        self, text: str, n: int, *, source: str, target: str, floor: float = 0.0
    ) -> tuple[tuple[Sentence, float], ...]:
        """Return the sentences most like a text; see `transflow.nearest`.

        Args:
            text: Running text.
            n: How many at most.
            source: Language of the text.
            target: Language of the translations.
            floor: The least likeness, from 0 to 1.
        """
        found = self._index(source, target).nearest(text, n, floor)
        return tuple((sentence, alike) for (_, sentence), alike in found)

    def matches(
        self, text: str, *, source: str, target: str, least: int = LEAST, n: int = 3
    ) -> tuple[Match, ...]:
        """Return the sentences that are enough like a text to be of help, the most alike first; each text once."""
        key = _pair(source, target)
        found: dict[tuple[str, str], Match] = {}
        for origin, language, sentence, share in self._like(text, ("source",), least):
            if len(found) == n:
                break
            if _pair(origin, language) == key:
                # The same boilerplate stands on a hundred pages, and is shown once: that of the first path.
                found.setdefault((sentence.source, sentence.target), Match(sentence, share))
        return tuple(
            replace(match, pieces=tuple(compare(match.sentence.source, text))) for match in found.values()
        )

    def like(self, text: str, least: int = LEAST) -> list[tuple[Sentence, int]]:
        """Return the sentences that are like a text on either side, with how much of it is the same, in per cent; each once."""
        best: dict[Sentence, int] = {}
        for _, _, sentence, share in self._like(text, SIDES, least):
            best.setdefault(sentence, share)
        return list(best.items())

    def _like(self, text: str, sides: Sequence[Side], least: int) -> Iterator[tuple[str, str, Sentence, int]]:
        """Yield sentences with their languages and how much they are alike, most first; ties by path, the site's own first."""
        places = [(block, block.indices[side]) for block in self._blocks for side in sides]
        found = []
        for number, place, share in alike(text, [index for _, index in places], least / 100):
            block, index = places[number]
            origin, language, sentence = block.sentence(place)
            # Not by the block: which block a page is kept in hangs on how many pages there are.
            rank = (-share, block is self._blocks[-1], sentence.path)
            found.append((rank, (origin, language, sentence, likeness(text, index.texts[place]))))
        for block in self._blocks:
            block.keep()
        yield from (hit for _, hit in sorted(found, key=itemgetter(0)))

    def elsewhere(self, path: str, text: str, *, source: str, target: str) -> tuple[Match, ...]:
        """Return the sentences of other pages that are like a text, or like the sentences it consists of.

        Args:
            path: The translation that the text belongs to.
            text: Running text.
            source: Its language.
            target: Language of the translations.
        """
        pieces = [piece.strip() for piece in languages.sentences(text, source) if piece.strip()]
        # The whole first: a paragraph that somebody has translated already is more help than its sentences.
        texts = dict.fromkeys([text.strip(), *pieces])
        found = (match for piece in texts for match in self.matches(piece, source=source, target=target, n=4))
        return tuple(match for match in found if match.sentence.path != path)[:3]

    def add(self, source: str, target: str, sentences: Iterable[Sentence]) -> None:
        """Put in sentences that come from elsewhere, before anything is looked up."""
        self._added.extend((source, target, sentence) for sentence in sentences)

    def _index(self, source: str, target: str) -> Nearest[Sentence]:
        key = _pair(source, target)
        if key not in self._indices:
            *own, foreign = self._blocks
            # By path, so that ties are told alike however many pages share a file.
            sentences = sorted(chain.from_iterable(own), key=lambda said: said[2].path)
            self._indices[key] = Nearest(
                (sentence.source, sentence)
                for origin, language, sentence in (*sentences, *foreign)
                if _pair(origin, language) == key
            )
        return self._indices[key]

    @cached_property
    def _blocks(self) -> list[_Block]:
        """All sentences, at the end those of other tools."""
        # What is read of an orphan hangs on whether it is one, which its files do not tell.
        orphans = [item.pair for item in self.edited if item.state == "orphan"]
        others = [item.pair for item in self.edited if item.state != "orphan"]
        shelves = [
            shelf
            for pairs, keep in ((others, not self._part), (orphans, False))
            for shelf in gathered(self.workspace, "sentences", pairs, self._read, Said, keep=keep)
        ]
        with garbage.left():
            blocks = [
                _Block([(pair.target, pair.language, said) for pair, said in shelf.values.items()], shelf)
                for shelf in shelves
            ]
        foreign = groupby((*self._foreign(), *self._added), lambda said: (said[0], said[1], said[2].path))
        parts = []
        for (origin, language, path), found in foreign:
            sentences = [sentence for _, _, sentence in found]
            said = Said(origin, [s.source for s in sentences], [s.target for s in sentences])
            parts.append((path, language, said))
        return [*blocks, _Block(parts)]

    def _foreign(self) -> Iterator[tuple[str, str, Sentence]]:
        """Yield what the memories of other tools hold that the configuration names; one that is broken is told."""
        tree = self.workspace.tree
        for pattern in self.workspace.config.memory:
            try:
                paths = globs.matches(tree, pattern)
                # A pattern that matches nothing yet is no mistake; a name without its file is one.
                if not paths and not globs.has_wildcard(pattern):
                    raise ConfigError(
                        f"memory {pattern!r} does not exist", CONFIG_NAME, hint="correct `memory`"
                    )
                for path in paths:
                    for pair in tmx.read(xml.parse(tree.read(path), path), path):
                        yield pair.origin, pair.language, Sentence(pair.source, pair.target, path)
            except TransflowError as error:
                self.problems.append(error)

    @cached_property
    def edited(self) -> tuple[Standing, ...]:
        """The translations in which a person may have written or approved something."""
        known = standings(self.workspace).translations if self._listing is None else self._listing
        # Of an orphan nobody has counted whose the texts are.
        return tuple(item for item in known if item.owned or item.state == "orphan")

    def _read(self, pairs: Sequence[Pair]) -> Iterator[Said | None]:
        """Yield what people stand for in some translations; None for what cannot be read, which is told elsewhere."""
        return spread(self._tried, pairs)

    def _tried(self, pair: Pair) -> Said | None:
        try:
            return self._said(pair)
        except TransflowError:
            return None

    def _said(self, pair: Pair) -> Said:
        record = bitext.read(self.workspace.tree, self.workspace.record_path(pair))
        if record is None:
            return Said("", [], [])
        origin, dialect = record.header.origin, self.workspace.dialect
        found = [
            sentence
            for unit, source, target in self._units(pair, record.rows)
            for sentence in aligned(unit, source, target, origin, pair.language, dialect)
        ]
        return Said(origin, [source for source, _ in found], [target for _, target in found])

    def _units(self, pair: Pair, rows: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
        """Yield kind, source and translation of what a person stands for.

        Most pages are as they were when their record was written, so that this knows every text; only others are
        taken apart. That is a hundred times quicker, and decides whether a site of 2,000 pages has a memory at once.
        """
        units = [row for row in rows if not row.verbatim and row.source and not row.absent]
        page = read_text(self.workspace.tree, pair.target)
        if all((row.pending.target if row.pending else row.target or row.copy) in page for row in units):
            for row in units:
                if row.pending is None and _is_a_persons(row, self.workspace.dialect):
                    yield row.kind, row.source, row.target or row.copy
        else:
            yield from written(self.picture.translation(pair))


def written(item: Translation) -> Iterator[tuple[str, str, str]]:
    """Yield kind, source and translation of what a person wrote or approved in one translation.

    The source is as it was when they did, or it left the page: a page may have been split, or merged with another.
    """
    if item.target is None or item.record is None:
        return
    # The source of an orphan is gone: compared with an empty page, all that people wrote counts as left behind.
    nothing = document.parse("", item.pair.source, item.target.dialect)
    seen = item.comparison or tracker.compare(nothing, item.record.rows, item.target)
    for link in seen.links:
        # A copied code block that a person changed is a person's, and no sentence.
        if link.target is None or not link.edited or (link.row is not None and link.row.verbatim):
            continue
        text = item.target.blocks[link.target].text
        # Approved with the code that it was a part of, when that was copied whole.
        if link.row is not None and link.row.draft == link.row.source == text and not link.row.engine:
            continue
        if link.source is not None and link.fate == "keep" and item.source is not None:
            yield item.source.blocks[link.source].kind, item.source.blocks[link.source].text, text
        elif link.source is None and link.row is not None and link.row.source:
            yield link.row.kind, link.row.source, text


def _is_a_persons(row: Row, dialect: Dialect) -> bool:
    if row.draft == row.source and not row.engine and not row.target:
        return False  # see `written`
    return row.approved or (
        bool(row.target) and canonical(row.target, dialect) != canonical(row.copy, dialect)
    )


def likeness(one: str, other: str) -> int:
    """Return how much of two texts is the same, in per cent; 100 only if they are equal."""
    if one == other:
        return 100
    return int(100 * Indel.normalized_similarity(one, other))


def _pair(source: str, target: str) -> tuple[str, str]:
    return languages.canonical(source), languages.canonical(target)


def aligned(
    kind: str, source: str, target: str, origin: str, language: str, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """Cut a text and its translation into sentences; where their numbers differ nobody knows which is whose, and they stay whole."""
    one, other = running(source, kind, dialect), running(target, kind, dialect)
    of_source, of_target = (
        [piece.strip() for piece in languages.sentences(text, tag) if piece.strip()]
        for text, tag in ((one, origin), (other, language))
    )
    # As many on both sides, in order: of three and two nobody knows which were joined.
    if len(of_source) == len(of_target):
        yield from zip(of_source, of_target, strict=True)
    elif one.strip() and other.strip():
        yield one.strip(), other.strip()


def running(text: str, kind: str, dialect: Dialect) -> str:
    """Return a unit's text as a reader sees it; most have no markup, and nothing has to be taken apart."""
    if kind in PLAIN or not has_markup(text):
        return text
    return unescape(text) if kind in ESCAPED else plain(text, dialect, html=kind == "html")


def has_markup(text: str) -> bool:
    """Whether a text may be anything but running text in one line."""
    return bool(_MARKUP.search(text))
