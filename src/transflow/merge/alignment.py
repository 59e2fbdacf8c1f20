"""The two pages cut into chunks: what corresponds, and which changes of structure the source asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from transflow.document import Document
from transflow.merge.chunks import Chunk, chunks
from transflow.sequences import common
from transflow.tracker import Comparison, other_kind


@dataclass(frozen=True, slots=True)
class Change:
    """One change of structure."""

    what: Literal["insert", "rebuild", "move", "remove"]
    number: int
    """A chunk of the source; of the translation for `remove`."""
    group: tuple[bool, int]
    """Changes that make sense together only: which page, and which top-level block of it."""


class Alignment:
    """The two pages cut into chunks, and what corresponds."""

    def __init__(
        self, source: Document, base: Document, comparison: Comparison, texts: Mapping[int, str]
    ) -> None:
        self.source, self.base, self.texts = source, base, texts
        self.reordered = comparison.reordered
        self.links = {link.source: link for link in comparison.links if link.source is not None}
        self.back = {link.target: link for link in comparison.links if link.target is not None}
        self.target_chunks, self.source_chunks = chunks(base), chunks(source)
        self.chunk_of = {
            block: number for number, chunk in enumerate(self.target_chunks) for block in chunk.blocks
        }
        self.homes = [self._homes(chunk) for chunk in self.source_chunks]
        self.bare_places = self._bare_places()
        """For a chunk of bare markup in the source, the same in the translation."""

    # --- what corresponds ---

    def _homes(self, chunk: Chunk) -> tuple[int, ...]:
        """Return the translation's chunks in which the blocks of a source's chunk stand."""
        # Each chunk once: the texts of an item that a translator wrote as two stand in two.
        places = (self.links[block].target for block in chunk.blocks)
        return tuple(dict.fromkeys(self.chunk_of[place] for place in places if place is not None))

    def _bare_places(self) -> dict[int, int]:
        # Bare markup (a rule, an image, code that is copied) is compared by its letters, and what has texts
        # by what it corresponds to, so that equal rules are told apart by what stands round them.
        of_target = [
            ("", str(number)) if chunk.blocks else (self._slice(self.base, chunk), "")
            for number, chunk in enumerate(self.target_chunks)
        ]
        of_source = [
            ("", str(home[0]) if home else "new") if chunk.blocks else (self._slice(self.source, chunk), "")
            for chunk, home in zip(self.source_chunks, self.homes, strict=True)
        ]  # fmt: skip
        found: dict[int, int] = {}
        for a, b, size in common(of_source, of_target):
            found |= {a + step: b + step for step in range(size) if not self.source_chunks[a + step].blocks}
        return found

    def _slice(self, page: Document, chunk: Chunk) -> str:
        return page.text[chunk.start : chunk.end]

    def _fresh(self, chunk: Chunk) -> bool:
        return any(block in self.texts and self.links[block].target is None for block in chunk.blocks)

    def _sources(self, number: int) -> set[int | None]:
        """Return the blocks of the source that a chunk of the translation has; None among them for what has none."""
        return {
            self.back[block].source if block in self.back else None
            for block in self.target_chunks[number].blocks
        }

    def _dropped(self, number: int) -> list[bool]:
        """Tell of each block of a chunk of the translation whether its source is gone and it may go too."""
        return [
            block in self.back and self.back[block].fate == "drop"
            for block in self.target_chunks[number].blocks
        ]

    def own(self, number: int) -> bool:
        """Whether a chunk of the translation has something, but nothing of the source, and stays."""
        # A draft whose source is gone has no source either, but nobody's work is in it.
        return self._sources(number) == {None} and not all(self._dropped(number))

    # --- what is to be done ---

    def changes(self) -> list[Change]:
        """List the changes of structure that the source asks for."""
        return [
            *self._removals(),
            *(change for number in range(len(self.source_chunks)) for change in self._change(number)),
        ]

    def _removals(self) -> Iterator[Change]:
        for number, chunk in enumerate(self.target_chunks):
            if chunk.blocks and all(self._dropped(number)):
                yield Change("remove", number, (False, chunk.top))

    def _change(self, number: int) -> Iterator[Change]:
        chunk, homes = self.source_chunks[number], self.homes[number]
        group = (True, chunk.top)
        if not chunk.blocks or not self._ready(chunk):
            return
        if not homes:
            if self._fresh(chunk):
                # Nothing of it is there. If no text of it is new, a person took it out, and it stays out.
                yield Change("insert", number, group)
        # An item that gained a paragraph, or a row a cell: made anew from the source, with the texts of both.
        elif self._rebuildable(number) and (self._fresh(chunk) or self._reshaped(number)):
            yield Change("rebuild", number, group)
        # A text that is scattered over several chunks has no one place to be moved from.
        elif self.moved(chunk) and len(homes) == 1 and self._rebuildable(number):
            yield Change("move", number, group)

    def adapted(self, wanted: Sequence[Change]) -> list[Change]:
        """Return changes with what stands beside them made anew too, where its markup isn't the source's."""
        # Numbers of the source's chunks; a removal has one of the translation's.
        done = {change.number for change in wanted if change.what != "remove"}
        growing = {change.group for change in wanted if change.what == "insert"}
        shrinking = {change.group[1] for change in wanted if change.what == "remove"}
        beside = (
            number
            for number, chunk in enumerate(self.source_chunks)
            # A list that gains an item is looked at whole: its other items decide whether the new one joins them.
            if (True, chunk.top) in growing
            or any(self.target_chunks[home].top in shrinking for home in self.homes[number])
        )
        return [
            *wanted,
            *(
                Change("rebuild", number, (True, self.source_chunks[number].top))
                for number in beside
                if number not in done and self._other_mark(number)
            ),
        ]

    def _other_mark(self, number: int) -> bool:
        """Whether a chunk can be made anew and begins with other markup than it does in the source, or is scattered."""
        chunk, homes = self.source_chunks[number], self.homes[number]
        if not chunk.blocks or not homes or not (self._ready(chunk) and self._rebuildable(number)):
            return False
        # `1.` where the source has `-`: beside a new item of the other kind it would end the list.
        return len(homes) > 1 or self._mark(self.source, chunk) != self._mark(
            self.base, self.target_chunks[homes[0]]
        )

    def _mark(self, page: Document, chunk: Chunk) -> str:
        return page.text[chunk.start : page.blocks[chunk.blocks[0]].start]

    def _ready(self, chunk: Chunk) -> bool:
        """Whether there is a text for every block of a source's chunk."""
        return all(self.text(block) is not None for block in chunk.blocks)

    def text(self, block: int) -> str | None:
        """Return what stands, or is to stand, in the translation for a block of the source; None if a person took it out."""
        link = self.links[block]
        if block in self.texts:
            return self.texts[block]
        return self.base.blocks[link.target].text if link.target is not None else None

    def _rebuildable(self, number: int) -> bool:
        """Whether nothing is in the way of making a chunk anew: no text of anybody's but its own and what may go."""
        mine = set(self.source_chunks[number].blocks)
        return all(
            source in mine or dropped
            for home in self.homes[number]
            for block, dropped in zip(self.target_chunks[home].blocks, self._dropped(home), strict=True)
            for source in [self.back[block].source if block in self.back else None]
        )

    def _reshaped(self, number: int) -> bool:
        """Whether a chunk lost parts or became something else in the source."""
        lost = any(any(self._dropped(home)) for home in self.homes[number])
        return lost or any(self._other_kind(block) for block in self.source_chunks[number].blocks)

    def _other_kind(self, block: int) -> bool:
        link = self.links[block]
        if link.row is None or link.target is None or not other_kind(link.row, self.source, block):
            return False
        wanted, there = self.source.blocks[block], self.base.blocks[link.target]
        # A person may have made it that already: then there is nothing to do.
        return (wanted.kind, self.source.level(wanted)) != (there.kind, self.base.level(there))

    def moved(self, chunk: Chunk) -> bool:
        """Whether a chunk of the source is to stand elsewhere, unless a person gave the translation its own order."""
        # Who put the paragraphs in another order did that for a reason, and the source's order is none.
        return not self.reordered and any(self.links[block].moved for block in chunk.blocks)
