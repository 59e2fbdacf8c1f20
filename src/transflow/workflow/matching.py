"""Which block of a translation renders which block of its source, when nobody recorded it. Pure.

Structure comes first: headings cut both pages into sections, and a section that consists of the same kinds of blocks on
both sides needs no other proof. Elsewhere blocks pair in order by what survives translation (figures, names in Latin
letters, links, code) and by length, after Gale and Church (1993): the lengths of a text and its translation are
proportional. A source block that shares its translation with a neighbour is told from one that has none.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transflow.align import best, rising
from transflow.document import Document
from transflow.model import Block, Unit
from transflow.tracker import label

_SHARED = re.compile(r"https?://[^\s)\]>\"']+|\]\([^)\s]+|`[^`\n]+`|[A-Za-z][\w.-]+|\d+(?:[.,]\d+)*")
"""What a translation keeps."""
_HASHES = re.compile(r"[ \t>]*(#{1,6})[ \t]")
_ANCHOR = re.compile(r"\{[^{}\n]*#([\w:.-]+)[^{}\n]*\}\s*\Z")
_BODY = ("paragraph", "list-item", "heading", "definition", "footnote", "html")
"""Kinds that a translator may turn into each other."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Two pages matched."""

    pairs: dict[int, int]
    """For a block of the source the block of the translation, by index."""
    merged: frozenset[int]
    """Blocks of the source whose translation seems to stand in a neighbour's."""


def match(source: Document, target: Document) -> Matching:
    """Match the blocks of a page with those of its translation."""
    found = _Matcher(source, target)
    found.front_matter()
    found.body()
    return Matching(found.pairs, found.merged())


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and what follows it; the first may have no heading."""

    level: int
    anchor: str
    blocks: tuple[int, ...]


class _Matcher:
    def __init__(self, source: Document, target: Document) -> None:
        self.source, self.target = source, target
        self.pairs: dict[int, int] = {}
        self.kept = [_kept(block) for block in source.blocks], [_kept(block) for block in target.blocks]
        lengths = [sum(len(b.text) for b in page.blocks if isinstance(b, Unit)) for page in (source, target)]
        self.ratio = max(lengths[1], 1) / max(lengths[0], 1)

    def front_matter(self) -> None:
        """Pair keys."""
        keys = {(label(block), block.key): k for k, block in enumerate(self.target.blocks) if block.top < 0}
        for i, block in enumerate(self.source.blocks):
            if block.top < 0 and (place := keys.get((label(block), block.key))) is not None:
                self.pairs[i] = place

    def body(self) -> None:
        """Pair sections, then blocks."""
        ours, theirs = _sections(self.source), _sections(self.target)
        mine, yours = ([n for section in page for n in section.blocks] for page in (ours, theirs))
        if _labels(self.source, mine) == _labels(self.target, yours):
            self._take(mine, yours)
            return
        if [s.level for s in ours] == [s.level for s in theirs]:
            couples = list(zip(ours, theirs, strict=True))
        else:
            pairs = best(len(ours), len(theirs), lambda a, b: self._section_score(ours[a], theirs[b]))
            couples = [(ours[a], theirs[b]) for a, b in pairs]
        for left, right in couples:
            self._section(left.blocks, right.blocks)
        self._between(mine, yours)

    def _take(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        self.pairs.update(zip(ours, theirs, strict=True))

    def _section(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        if _labels(self.source, ours) == _labels(self.target, theirs):
            self._take(ours, theirs)
        else:
            pairs = best(len(ours), len(theirs), lambda a, b: self._score(ours[a], theirs[b]))
            self.pairs.update((ours[a], theirs[b]) for a, b in pairs)

    def _between(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Pair what is left over between pairs: the section that it stood in may have lost its heading."""
        pairs = sorted((i, j) for i, j in self.pairs.items() if self.source.blocks[i].top >= 0)
        kept = rising([j for _, j in pairs])
        spine = [pair for number, pair in enumerate(pairs) if number in kept]
        for (a, b), (c, d) in pairwise(
            [(-1, -1), *spine, (len(self.source.blocks), len(self.target.blocks))]
        ):
            taken = set(self.pairs.values())
            left = [i for i in ours if a < i < c and i not in self.pairs]
            right = [j for j in theirs if b < j < d and j not in taken]
            if left and right:
                self._section(left, right)

    def _section_score(self, left: _Section, right: _Section) -> float:
        """Return how well two sections go together: by the heading's anchor, by level, content and size."""
        if left.anchor and left.anchor == right.anchor:
            return 5.0
        if left.level != right.level:
            return 0.0
        kept = [
            sum((self.kept[side][n] for n in s.blocks), Counter[str]())
            for side, s in enumerate((left, right))
        ]
        sizes = sorted((len(left.blocks), len(right.blocks)))
        return 0.2 + 2 * _dice(*kept) + 0.5 * sizes[0] / max(sizes[1], 1)

    def _score(self, i: int, j: int) -> float:
        """Return how well two blocks go together; 0 if they cannot."""
        a, b = self.source.blocks[i], self.target.blocks[j]
        if isinstance(a, Unit) != isinstance(b, Unit):
            return 0.0
        if not isinstance(a, Unit):
            return (
                3.0
                if a.text == b.text
                else 0.4 + _dice(self.kept[0][i], self.kept[1][j])
                if a.kind == b.kind
                else 0.0
            )
        if a.kind != b.kind and not (a.kind in _BODY and b.kind in _BODY):
            return 0.0
        kept = self.kept[0][i], self.kept[1][j]
        shared = _dice(*kept) if kept[0] or kept[1] else 0.5
        return (0.1 + shared + self._lengths(a, b)) * (1.0 if a.kind == b.kind else 0.5)

    def _lengths(self, a: Block, b: Block) -> float:
        """Return how well the lengths of two texts agree, from 0 to 1."""
        return math.exp(-abs(math.log(max(len(b.text), 1) / (max(len(a.text), 1) * self.ratio))))

    def merged(self) -> frozenset[int]:
        """Return the blocks without a partner beside one whose partner is long enough for both."""
        return frozenset(
            i
            for i, block in enumerate(self.source.blocks)
            if i not in self.pairs and block.top >= 0 and isinstance(block, Unit)
            for neighbour in (i - 1, i + 1)
            if neighbour in self.pairs and self._holds_both(neighbour, i)
        )

    def _holds_both(self, first: int, second: int) -> bool:
        """Whether the partner of one block seems to render another one too."""
        a, b = self.source.blocks[first], self.source.blocks[second]
        if a.kind != b.kind:
            return False
        place = self.pairs[first]
        there = len(self.target.blocks[place].text)
        alone, both = (len(text) * self.ratio for text in (a.text, a.text + b.text))
        kept = self.kept[1][place]
        return abs(math.log(there / both)) < abs(math.log(there / alone)) and _dice(
            self.kept[0][first] + self.kept[0][second], kept
        ) >= _dice(self.kept[0][first], kept)


def _kept(block: Block) -> Counter[str]:
    return Counter(found[0].replace(",", "") for found in _SHARED.finditer(block.text))


def _dice(left: Counter[str], right: Counter[str]) -> float:
    """Return Dice's coefficient of two bags, from 0 to 1; 1 for two empty ones."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _labels(page: Document, numbers: Sequence[int]) -> list[str]:
    return [label(page.blocks[n]) for n in numbers]


def _sections(page: Document) -> list[_Section]:
    """Cut the body of a page at its headings."""
    sections: list[_Section] = []
    level, anchor, blocks = 0, "", list[int]()
    for number, block in enumerate(page.blocks):
        if block.top < 0:
            continue
        if block.kind == "heading":
            sections.append(_Section(level, anchor, tuple(blocks)))
            level, anchor, blocks = *_heading(page, block), []
        blocks.append(number)
    return [*sections, _Section(level, anchor, tuple(blocks))]


def _heading(page: Document, block: Block) -> tuple[int, str]:
    """Return the level of a heading and the anchor that is written behind it."""
    begin = max(page.text.rfind("\n", 0, block.start), page.text.rfind("\r", 0, block.start)) + 1
    hashes = _HASHES.match(page.text, begin)
    anchor = _ANCHOR.search(block.text)
    return len(hashes[1]) if hashes else 1, anchor[1] if anchor else ""
