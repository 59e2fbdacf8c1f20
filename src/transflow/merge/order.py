"""The new order of chunks: what stays, without what goes, and what comes in behind what it follows in the source."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from transflow.merge.alignment import Alignment, Change


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk of one of the two pages on its way into the new one."""

    from_source: bool
    number: int


def ordered(both: Alignment, wanted: Sequence[Change]) -> tuple[Piece, ...]:
    """Return the chunks of the new page, some changes made."""
    return tuple(_Order(both, wanted).pieces)


class _Order:
    """The new order of chunks."""

    def __init__(self, both: Alignment, wanted: Sequence[Change]) -> None:
        self.both = both
        self.done = {
            what: {c.number for c in wanted if c.what == what}
            for what in ("insert", "rebuild", "move", "remove")
        }
        # Made anew once, in one place: all chunks that the old text stood in go.
        self.replaced = {home for number in self.done["rebuild"] for home in both.homes[number]}
        self.pieces: list[Piece] = []
        # In this order: what moves or comes is put in beside what stayed.
        self._keep()
        self._place()

    def _keep(self) -> None:
        """Begin with the translation's chunks without those that go or move."""
        both = self.both
        rebuilt = {
            both.homes[number][0]: number
            for number in self.done["rebuild"]
            # One that moves, too, is put in where it goes.
            if not both.moved(both.source_chunks[number])
        }
        moving = {both.homes[number][0] for number in self.done["move"]}
        self.packs = {home: self._pack(home, moving) for home in moving}
        away = {number for pack in self.packs.values() for number in pack}
        for number in range(len(both.target_chunks)):
            if number in rebuilt:
                self.pieces.append(Piece(from_source=True, number=rebuilt[number]))
            elif number not in away and not self._goes(number):
                self.pieces.append(Piece(from_source=False, number=number))

    def _pack(self, home: int, moving: AbstractSet[int]) -> list[int]:
        """Return a chunk with what follows it and moves too: the translator's own, and the block's bare markup."""
        target_chunks = self.both.target_chunks
        top = [
            number
            for number, chunk in enumerate(target_chunks)
            if chunk.top == target_chunks[home].top and chunk.blocks
        ]
        away = moving | self.replaced | self.done["remove"]
        # Only if the whole block goes its rules and images go along; else they belong to those that stay.
        whole = all(number in away or self.both.own(number) for number in top)
        pack = [home]
        for number in range(home + 1, len(target_chunks)):
            bare = (
                whole
                and not target_chunks[number].blocks
                and target_chunks[number].top == target_chunks[home].top
            )
            if not (bare or self.both.own(number)):
                break
            pack.append(number)
        return pack

    def _goes(self, number: int) -> bool:
        """Whether a chunk of the translation is taken out; bare markup goes with what it belonged to."""
        both = self.both
        if number in self.replaced or number in self.done["remove"]:
            return True
        if both.target_chunks[number].blocks or number in both.bare_places.values():
            return False
        # With what it stands behind, or with what it leads to.
        return (number > 0 and self._goes(number - 1)) or number + 1 in self.done["remove"]

    def _place(self) -> None:
        """Put in what is new, moved, or made anew in another place, each behind what it follows in the source."""
        both = self.both
        for number, chunk in enumerate(both.source_chunks):
            if number in self.done["insert"] or (number in self.done["rebuild"] and both.moved(chunk)):
                self._insert(number, [Piece(from_source=True, number=number)])
            elif number in self.done["move"]:
                self._insert(
                    number, [Piece(from_source=False, number=n) for n in self.packs[both.homes[number][0]]]
                )
            elif not chunk.blocks and number not in both.bare_places and self._belongs(number):
                self._insert(number, [Piece(from_source=True, number=number)])

    def _belongs(self, number: int) -> bool:
        """Whether bare markup of the source stands beside something that is taken from there."""
        taken = self.done["insert"] | self.done["rebuild"]
        bare = number
        # Several pieces of bare markup in a row belong to what stands before the first.
        while bare > 0 and not self.both.source_chunks[bare - 1].blocks:
            bare -= 1
        return bare - 1 in taken or number + 1 in self.done["insert"]

    def _insert(self, number: int, pieces: list[Piece]) -> None:
        at = self._behind(number)
        self.pieces[at:at] = pieces

    def _behind(self, number: int) -> int:
        """Return where a chunk of the source belongs."""
        # The nearest thing before it in the source that the translation has, too; only a page's first has to
        # look ahead.
        for before in reversed(range(number)):
            at = self._where(before)
            if at is not None:
                return self._past(at) if self.both.source_chunks[number].blocks else at + 1
        later = (self._where(after) for after in range(number + 1, len(self.both.source_chunks)))
        return next((at for at in later if at is not None), len(self.pieces))

    def _past(self, at: int) -> int:
        """Return the place behind a piece and what holds to it: the translator's own, and bare markup of the same block."""
        both, first = self.both, self.pieces[at]
        top = None if first.from_source else both.target_chunks[first.number].top
        for place in range(at + 1, len(self.pieces)):
            piece = self.pieces[place]
            bare = not piece.from_source and not both.target_chunks[piece.number].blocks
            holds = (
                bare
                and both.target_chunks[piece.number].top == top
                and piece.number not in both.bare_places.values()
            )
            if not (holds or self._is_own(piece)):
                return place
        return len(self.pieces)

    def _where(self, number: int) -> int | None:
        """Return where what stands for a chunk of the source is now; None if nothing does."""
        homes = (
            {self.both.bare_places[number]}
            if number in self.both.bare_places
            else set(self.both.homes[number])
        )
        found = [
            at
            for at, piece in enumerate(self.pieces)
            if (piece.number == number if piece.from_source else piece.number in homes)
        ]
        # Behind the last of them: a scattered item ends where its last part stands.
        return found[-1] if found else None

    def _is_own(self, piece: Piece) -> bool:
        return not piece.from_source and self.both.own(piece.number)
