"""Which block of a translation renders which block of its source, when nobody recorded it. Pure.

Structure comes first: pages that consist of the same kinds of blocks need no other proof. Elsewhere blocks pair in order,
by what survives translation (figures, names in Latin letters, links, code; the rarer on the page, the more it proves), by
the ids of headings, and by length, after Gale and Church (1993): the lengths of a text and its translation are
proportional. A section that a translator moved is known by the id of its heading. A source block that shares its
translation with a neighbour is told from one that has none. `benchmarks/adopting.py` measures all that.
"""

import math
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from transflow.align import best
from transflow.document import Document
from transflow.markdown.anchors import anchors
from transflow.model import Block, Unit
from transflow.pipeline.grammar import GRAMMAR
from transflow.sequences import rising
from transflow.tracker import label

_SHARED = GRAMMAR["kept-piece"]
_FOLDER = GRAMMAR["language-folder"]
_HASHES = GRAMMAR["heading-signs"]
_ANCHOR = GRAMMAR["anchor-at-end"]
_BODY = ("paragraph", "list-item", "heading", "definition", "footnote", "html")
"""Kinds that a translator may turn into each other."""
_SURE = 5.0
"""Score of two headings with the same id."""
_PROOF = 1.5
"""Most that shared words add to a score; lengths that agree add 1."""
_DOUBT = 0.2
"""Score below which two blocks don't go together; less makes more wrong pairs, more misses some."""
_NEAR = 50
"""How far two blocks that pair may be from the same part of a stretch without any sure pair, in blocks."""


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


class _Side:
    """One of the two pages."""

    def __init__(self, page: Document) -> None:
        self.blocks = page.blocks
        self.body = [number for number, block in enumerate(page.blocks) if block.top >= 0]
        self.kept = [_kept(block) for block in page.blocks]
        self.length = sum(len(block.text) for block in page.blocks if isinstance(block, Unit))
        headings = [
            (n, *_heading(page, block)) for n, block in enumerate(page.blocks) if block.kind == "heading"
        ]
        self.levels = {number: level for number, level, _ in headings}
        self.given = {number: anchor for number, _, anchor in headings if anchor}
        """Ids that are written behind headings."""
        self.ids = dict(anchors(page.blocks, page.dialect)) | self.given

    def labels(self) -> list[str]:
        """Return what kinds of blocks the body consists of."""
        return [label(self.blocks[number]) for number in self.body]

    def section(self, heading: int) -> list[int]:
        """Return a heading with what follows it up to the next."""
        after = map(self.body.__getitem__, range(bisect(self.body, heading), len(self.body)))
        return [heading, *takewhile(lambda number: number not in self.levels, after)]


class _Matcher:
    def __init__(self, source: Document, target: Document) -> None:
        self.source, self.target = _Side(source), _Side(target)
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()
        # Of this pair of pages, and not of the languages: one translator is terse, and Chinese takes half of
        # English's letters.
        self.ratio = max(self.target.length, 1) / max(self.source.length, 1)
        places = Counter(word for side in (self.source, self.target) for kept in side.kept for word in kept)
        # `2024` stands in every line and proves little, `600519` once on either side.
        self.weights = {word: 1 / math.sqrt(count) for word, count in places.items()}
        known = set(self.source.ids.values())
        self.named = {number: anchor for number, anchor in self.target.given.items() if anchor in known}
        """Headings of the translation that say by their id which heading of the source they render."""

    def front_matter(self) -> None:
        """Pair keys."""
        # By key and kind: a title that became a mapping in the translation is nothing to pair with.
        keys = {(label(b), b.key): k for k, b in enumerate(self.target.blocks) if b.top < 0}
        for i, block in enumerate(self.source.blocks):
            if block.top < 0 and (place := keys.get((label(block), block.key))) is not None:
                self._take([(i, place)])

    def body(self) -> None:
        """Pair what stands in the same order, then sections that were moved."""
        of_source, of_target, named = self.source.body, self.target.body, self._named()
        # The same kinds of blocks in the same order, and no id says otherwise: a section that was moved may leave
        # the kinds as they were.
        if self.source.labels() == self.target.labels() and {*named} <= {
            *zip(of_source, of_target, strict=True)
        }:
            self._take(zip(of_source, of_target, strict=True))
            return
        kept = rising([j for _, j in named])
        for number, (i, j) in enumerate(named):
            if number not in kept:
                # Before all else is paired in order: what a moved section holds is then taken, and not looked for in
                # its old place.
                self._in_order(self.source.section(i), self.target.section(j))
        spine = self._spine([pair for number, pair in enumerate(named) if number in kept])
        self._take(spine)
        for (a, b), (c, d) in pairwise(
            [(-1, -1), *spine, (len(self.source.blocks), len(self.target.blocks))]
        ):
            self._in_order(
                of_source[bisect(of_source, a) : bisect_left(of_source, c)],
                of_target[bisect(of_target, b) : bisect_left(of_target, d)],
            )

    def _take(self, pairs: Iterable[tuple[int, int]]) -> None:
        for i, j in pairs:
            self.pairs[i] = j
            self.taken.add(j)

    def _named(self) -> list[tuple[int, int]]:
        """Return the headings of the source whose rendering names them, with that."""
        places = {anchor: j for j, anchor in self.named.items()}
        return [(i, places[anchor]) for i, anchor in sorted(self.source.ids.items()) if anchor in places]

    def _spine(self, named: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return pairs in order that are beyond doubt: some headings, and what is the only one to say the same."""
        of_source, of_target = (
            {side.blocks[n].text: n for n in side.body if alone[side.blocks[n].text] == 1}
            for side in (self.source, self.target)
            for alone in [Counter(side.blocks[n].text for n in side.body)]
        )
        same = {
            i: of_target[text]
            for text, i in of_source.items()
            # The same letters, and once only: a code block, an address, `Q1 2024`. A heading of another id is
            # refused by its score.
            if text in of_target and self._score(i, of_target[text])
        }
        pairs = sorted((same | dict(named)).items())
        # Two that cross cannot both be where the order is unbroken; the longest run that rises stays.
        kept = rising([j for _, j in pairs])
        return [pair for number, pair in enumerate(pairs) if number in kept and pair[0] not in self.pairs]

    def _in_order(self, of_source: Sequence[int], of_target: Sequence[int]) -> None:
        """Pair blocks that have no partner yet in order, so that they go together best."""
        of_source = [i for i in of_source if i not in self.pairs]
        of_target = [j for j in of_target if j not in self.taken]
        # Near the diagonal: a text moves within its section, not from one end of a book to the other.
        found = best(
            len(of_source), len(of_target), lambda a, b: self._score(of_source[a], of_target[b]), _NEAR
        )
        self._take((of_source[a], of_target[b]) for a, b in found)

    def _score(self, i: int, j: int) -> float:
        """Return how well two blocks go together; 0 if they cannot."""
        a, b = self.source.blocks[i], self.target.blocks[j]
        if isinstance(a, Unit) != isinstance(b, Unit) or (
            a.kind != b.kind and not {a.kind, b.kind} <= {*_BODY}
        ):
            return 0.0
        if not isinstance(a, Unit):
            # Code that was copied is the same to the letter, which nothing else beats but an id; code that
            # was changed still has its names.
            return 3.0 if a.text == b.text else 0.3 + self._shared(i, j)
        heads = a.kind == b.kind == "heading"
        # An id that a translator wrote is believed both ways: it also forbids every other heading.
        if heads and (j in self.named or self.source.ids.get(i, "") == self.target.ids.get(j)):
            return _SURE if self.source.ids.get(i) == self.target.ids[j] else 0.0
        # `##` that became `###` may be the same heading, but one on its own level is believed sooner.
        if heads and self.source.levels[i] != self.target.levels[j]:
            return max(0.0, self._alike(i, j) - 0.5)
        # A paragraph may have become an item, but then it has to be more alike than one that has not.
        return max(0.0, self._alike(i, j) if a.kind == b.kind else self._alike(i, j) / 2 - 0.4)

    def _alike(self, i: int, j: int) -> float:
        """Return how well the words and the lengths of two texts go together, less what it takes."""
        kept = self.source.kept[i] or self.target.kept[j]
        # Where neither has a name or figure nothing speaks for or against: lengths decide.
        shared = self._shared(i, j) if kept else 0.5
        lengths = self._lengths(self.source.blocks[i], self.target.blocks[j])
        # Of texts that share none of the names they have, equal lengths prove half as much.
        return 0.1 + _PROOF * shared + (lengths if shared else lengths / 2) - _DOUBT

    def _shared(self, i: int, j: int) -> float:
        """Return how much of what a translation keeps two blocks share, from 0 to 1."""
        return _dice(self.source.kept[i], self.target.kept[j], self.weights)

    def _lengths(self, a: Block, b: Block) -> float:
        """Return how well the lengths of two texts agree, from 0 to 1."""
        # Twice as long is as bad as half as long.
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
        there = max(len(self.target.blocks[place].text), 1)
        alone, both = (max(len(text), 1) * self.ratio for text in (a.text, a.text + b.text))
        of_source, of_target = self.source.kept, self.target.kept[place]
        # Two paragraphs that a translator wrote as one: its length is nearer to both than to one, and the second's
        # figures and names stand there too.
        return abs(math.log(there / both)) < abs(math.log(there / alone)) and _dice(
            of_source[first] + of_source[second], of_target, self.weights
        ) >= _dice(of_source[first], of_target, self.weights)


def _kept(block: Block) -> Counter[str]:
    # `](/zh/a` and `](/en/a`, 1,000 and 1000 are the same.
    return Counter(_FOLDER.sub("](", found[0]).replace(",", "") for found in _SHARED.finditer(block.text))


def _dice(left: Counter[str], right: Counter[str], weights: Mapping[str, float]) -> float:
    """Return Dice's coefficient of two bags, words weighed, from 0 to 1; 1 for two empty ones."""
    total = sum(weights[word] * count for bag in (left, right) for word, count in bag.items())
    common = sum(weights[word] * min(count, right[word]) for word, count in left.items() if word in right)
    return 2 * common / total if total else 1.0


def _heading(page: Document, block: Block) -> tuple[int, str]:
    """Return the level of a heading and the anchor that is written behind it."""
    # A heading's block begins behind its hashes; a line may end in a carriage return alone. One that is underlined
    # has no hashes, and counts as the first level.
    begin = max(page.text.rfind("\n", 0, block.start), page.text.rfind("\r", 0, block.start)) + 1
    hashes = _HASHES.match(page.text, begin)
    anchor = _ANCHOR.search(block.text)
    return len(hashes[1]) if hashes else 1, anchor[1] if anchor else ""
