"""The new order of chunks: what stays, without what goes, and what comes in behind what it follows in the source."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from transflow.merge.alignment import Change, Loom


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk of one of the two pages on its way into the new one."""

    from_source: bool
    number: int


def ordered(loom: Loom, wanted: Sequence[Change]) -> tuple[Piece, ...]:
    """Return the chunks of the new page, some changes made."""
    return tuple(_Order(loom, wanted).pieces)


class _Order:
    """The new order of chunks."""

    def __init__(self, loom: Loom, wanted: Sequence[Change]) -> None:
        self.loom = loom
        self.done = {
            what: {c.number for c in wanted if c.what == what}
            for what in ("insert", "rebuild", "move", "remove")
        }
        self.replaced = {home for number in self.done["rebuild"] for home in loom.homes[number]}
        self.pieces: list[Piece] = []
        self._keep()
        self._place()

    def _keep(self) -> None:
        """Begin with the translation's chunks without those that go or move."""
        loom = self.loom
        rebuilt = {
            loom.homes[number][0]: number
            for number in self.done["rebuild"]
            if not loom.moved(loom.weft[number])
        }
        moving = {loom.homes[number][0] for number in self.done["move"]}
        self.packs = {home: self._pack(home, moving) for home in moving}
        away = {number for pack in self.packs.values() for number in pack}
        for number in range(len(loom.warp)):
            if number in rebuilt:
                self.pieces.append(Piece(from_source=True, number=rebuilt[number]))
            elif number not in away and not self._goes(number):
                self.pieces.append(Piece(from_source=False, number=number))

    def _pack(self, home: int, moving: AbstractSet[int]) -> list[int]:
        """Return a chunk with what follows it and moves too: the translator's own, and the block's bare markup."""
        warp = self.loom.warp
        top = [number for number, chunk in enumerate(warp) if chunk.top == warp[home].top and chunk.blocks]
        away = moving | self.replaced | self.done["remove"]
        whole = all(number in away or self.loom.own(number) for number in top)
        pack = [home]
        for number in range(home + 1, len(warp)):
            bare = whole and not warp[number].blocks and warp[number].top == warp[home].top
            if not (bare or self.loom.own(number)):
                break
            pack.append(number)
        return pack

    def _goes(self, number: int) -> bool:
        """Whether a chunk of the translation is taken out; bare markup goes with what it belonged to."""
        loom = self.loom
        if number in self.replaced or number in self.done["remove"]:
            return True
        if loom.warp[number].blocks or number in loom.twin.values():
            return False
        return (number > 0 and self._goes(number - 1)) or number + 1 in self.done["remove"]

    def _place(self) -> None:
        """Put in what is new, moved, or made anew in another place, each behind what it follows in the source."""
        loom = self.loom
        for number, chunk in enumerate(loom.weft):
            if number in self.done["insert"] or (number in self.done["rebuild"] and loom.moved(chunk)):
                self._insert(number, [Piece(from_source=True, number=number)])
            elif number in self.done["move"]:
                self._insert(
                    number, [Piece(from_source=False, number=n) for n in self.packs[loom.homes[number][0]]]
                )
            elif not chunk.blocks and number not in loom.twin and self._belongs(number):
                self._insert(number, [Piece(from_source=True, number=number)])

    def _belongs(self, number: int) -> bool:
        """Whether bare markup of the source stands beside something that is taken from there."""
        taken = self.done["insert"] | self.done["rebuild"]
        bare = number
        while bare > 0 and not self.loom.weft[bare - 1].blocks:
            bare -= 1
        return bare - 1 in taken or number + 1 in self.done["insert"]

    def _insert(self, number: int, pieces: list[Piece]) -> None:
        at = self._behind(number)
        self.pieces[at:at] = pieces

    def _behind(self, number: int) -> int:
        """Return where a chunk of the source belongs."""
        for before in reversed(range(number)):
            at = self._where(before)
            if at is not None:
                return self._past(at) if self.loom.weft[number].blocks else at + 1
        later = (self._where(after) for after in range(number + 1, len(self.loom.weft)))
        return next((at for at in later if at is not None), len(self.pieces))

    def _past(self, at: int) -> int:
        """Return the place behind a piece and what holds to it: the translator's own, and bare markup of the same block."""
        loom, first = self.loom, self.pieces[at]
        top = None if first.from_source else loom.warp[first.number].top
        for place in range(at + 1, len(self.pieces)):
            piece = self.pieces[place]
            bare = not piece.from_source and not loom.warp[piece.number].blocks
            holds = bare and loom.warp[piece.number].top == top and piece.number not in loom.twin.values()
            if not (holds or self._is_own(piece)):
                return place
        return len(self.pieces)

    def _where(self, number: int) -> int | None:
        """Return where what stands for a chunk of the source is now; None if nothing does."""
        homes = {self.loom.twin[number]} if number in self.loom.twin else set(self.loom.homes[number])
        found = [
            at
            for at, piece in enumerate(self.pieces)
            if (piece.number == number if piece.from_source else piece.number in homes)
        ]
        return found[-1] if found else None

    def _is_own(self, piece: Piece) -> bool:
        return not piece.from_source and self.loom.own(piece.number)
