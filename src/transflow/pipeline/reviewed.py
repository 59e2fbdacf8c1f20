"""The sentences that people stand for, looked up by likeness: the fuzzy half of the translation memory.

Like the exact half they are gathered from records and pages when they are first asked for, and never stored.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel

from transflow import bitext, document, globs, languages, tracker
from transflow.bitext import Row
from transflow.document import Dialect
from transflow.errors import ConfigError, TransflowError
from transflow.exchange import tmx, xml
from transflow.files import read_text
from transflow.markdown import canonical, plain, unescape
from transflow.nearest import Nearest
from transflow.pipeline.wording import Piece, compare
from transflow.site.config import CONFIG_NAME
from transflow.site.picture import Picture, standings
from transflow.site.translations import Standing, Translation
from transflow.site.workspace import Pair, Workspace

LEAST = 70
"""Per cent of likeness below which a sentence is no help: more of it has to be changed than can be kept."""
_CANDIDATES, _FLOOR = 24, 0.25
"""Texts whose likeness is told exactly, and the least share of runs that they have in common: of sentences that are
alike by 70 per cent, changed in as many places as can be, a quarter of the runs of two and three characters is left."""
# Signs that Markdown may read, ends of lines, and what addresses have in them. Most sentences have none, and
# taking a text apart is what makes a large memory slow.
_MARKUP = re.compile(r"[\\`*_\[\]<>{}&~$|!\n]|://|@")


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


class Reviewed:
    """What people stand for in a workspace, sentence by sentence."""

    def __init__(
        self,
        workspace: Workspace,
        listing: Sequence[Standing] | None = None,
        picture: Picture | None = None,
    ) -> None:
        """Look at nothing yet.

        Args:
            workspace: Where.
            listing: Every translation of the workspace in short, if that is known.
            picture: What was seen of it already.
        """
        self.workspace, self._listing = workspace, listing
        self.picture = picture or Picture(workspace)
        self.problems: list[TransflowError] = []
        """Memories of `transflow.yaml` that could not be read; known once something was looked up."""
        self._indices: dict[tuple[str, str], Nearest[Sentence]] = {}

    def nearest(self, text: str, n: int, *, source: str, target: str) -> tuple[tuple[Sentence, float], ...]:
        """Return the sentences most like a text, however little that is; see `transflow.nearest`.

        Args:
            text: Running text.
            n: How many at most.
            source: Language of the text.
            target: Language of the translations.
        """
        return tuple(
            (sentence, alike) for (_, sentence), alike in self._index(source, target).nearest(text, n)
        )

    def matches(
        self, text: str, *, source: str, target: str, least: int = LEAST, n: int = 3
    ) -> tuple[Match, ...]:
        """Return the sentences that are enough like a text to be of help, the most alike first; each text once."""
        # The index tells likeness by runs of characters, roughly; what it finds is compared exactly.
        near = self._index(source, target).nearest(text, _CANDIDATES, _FLOOR)
        found: dict[tuple[str, str], Match] = {}
        for (_, sentence), _ in near:
            alike = likeness(text, sentence.source)
            if alike >= least:
                found.setdefault(
                    (sentence.source, sentence.target),
                    Match(sentence, alike, tuple(compare(sentence.source, text))),
                )
        return tuple(sorted(found.values(), key=lambda match: -match.alike)[:n])

    def elsewhere(self, path: str, text: str, *, source: str, target: str) -> tuple[Match, ...]:
        """Return the sentences of other pages that are like a text, or like the sentences it consists of.

        Args:
            path: The translation that the text belongs to.
            text: Running text.
            source: Its language.
            target: Language of the translations.
        """
        pieces = [piece.strip() for piece in languages.sentences(text, source) if piece.strip()]
        texts = dict.fromkeys([text.strip(), *pieces])
        found = (match for piece in texts for match in self.matches(piece, source=source, target=target, n=4))
        return tuple(match for match in found if match.sentence.path != path)[:3]

    def add(self, source: str, target: str, sentences: Iterable[Sentence]) -> None:
        """Put in sentences that come from elsewhere, before anything is looked up."""
        key = (languages.canonical(source), languages.canonical(target))
        self._by_languages.setdefault(key, []).extend(sentences)

    def sentences(self) -> Iterator[tuple[str, str, Sentence]]:
        """Yield every sentence with its two languages."""
        for item in self.edited:
            yield from self._of(item)

    def _index(self, source: str, target: str) -> Nearest[Sentence]:
        key = (languages.canonical(source), languages.canonical(target))
        if key not in self._indices:
            self._indices[key] = Nearest((s.source, s) for s in self._by_languages.get(key, ()))
        return self._indices[key]

    @cached_property
    def _by_languages(self) -> dict[tuple[str, str], list[Sentence]]:
        found: dict[tuple[str, str], list[Sentence]] = {}
        for source, target, sentence in (*self.sentences(), *self._foreign()):
            key = (languages.canonical(source), languages.canonical(target))
            found.setdefault(key, []).append(sentence)
        return found

    def _foreign(self) -> Iterator[tuple[str, str, Sentence]]:
        """Yield what the memories of other tools hold that the configuration names; one that is broken is told."""
        tree = self.workspace.tree
        for pattern in self.workspace.config.memory:
            try:
                paths = globs.matches(tree, pattern)
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

    def _of(self, item: Standing) -> Iterator[tuple[str, str, Sentence]]:
        try:
            record = bitext.read(self.workspace.tree, self.workspace.record_path(item.pair))
            pairs = list(self._units(item.pair, record.rows)) if record else []
        except TransflowError:
            return  # told where the page is looked at
        for unit, source, target in pairs:
            origin = record.header.origin if record else ""
            for one, other in aligned(unit, source, target, origin, item.language, self.workspace.dialect):
                yield origin, item.language, Sentence(one, other, item.target)

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
    nothing = document.parse("", item.pair.source, item.target.dialect)
    seen = item.comparison or tracker.compare(nothing, item.record.rows, item.target)
    for link in seen.links:
        if link.target is None or not link.edited or (link.row is not None and link.row.verbatim):
            continue
        text = item.target.blocks[link.target].text
        if link.source is not None and link.fate == "keep" and item.source is not None:
            yield item.source.blocks[link.source].kind, item.source.blocks[link.source].text, text
        elif link.source is None and link.row is not None and link.row.source:
            yield link.row.kind, link.row.source, text


def _is_a_persons(row: Row, dialect: Dialect) -> bool:
    return row.approved or (
        bool(row.target) and canonical(row.target, dialect) != canonical(row.copy, dialect)
    )


def likeness(one: str, other: str) -> int:
    """Return how much of two texts is the same, in per cent; 100 only if they are equal."""
    if one == other:
        return 100
    return min(99, int(100 * Indel.normalized_similarity(one, other)))


def scanned(words: str, texts: Sequence[str], least: int = LEAST) -> Iterator[tuple[int, int]]:
    """Yield the places of texts that are enough like some words, with how much; one question is not worth an index."""
    scorer = Indel.normalized_similarity
    for text, _, number in process.extract(words, texts, scorer=scorer, score_cutoff=least / 100, limit=None):
        yield number, likeness(words, text)


def aligned(
    kind: str, source: str, target: str, origin: str, language: str, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    """Cut a text and its translation into sentences; where their numbers differ nobody knows which is whose, and they stay whole."""
    one, other = running(source, kind, dialect), running(target, kind, dialect)
    of_source, of_target = (
        [piece.strip() for piece in languages.sentences(text, tag) if piece.strip()]
        for text, tag in ((one, origin), (other, language))
    )
    if len(of_source) == len(of_target):
        yield from zip(of_source, of_target, strict=True)
    elif one.strip() and other.strip():
        yield one.strip(), other.strip()


def running(text: str, kind: str, dialect: Dialect) -> str:
    """Return a unit's text as a reader sees it; most have no markup, and nothing has to be taken apart."""
    if kind in ("front-matter", "argument") or not has_markup(text):
        return text
    return unescape(text) if kind in ("alt", "title") else plain(text, dialect, html=kind == "html")


def has_markup(text: str) -> bool:
    """Whether a text may be anything but running text in one line."""
    return bool(_MARKUP.search(text))
