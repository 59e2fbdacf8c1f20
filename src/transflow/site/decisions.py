"""What one decision means for a text, and a page with decisions carried out. Pure; `edits` is what reads and writes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import structs

from transflow import document, tracker
from transflow.bitext import Row
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.identity import numbered
from transflow.merge import merge_texts
from transflow.model import Unit
from transflow.tracker import Comparison, Link

Take = Literal["text", "draft", "mine", "source", "nothing"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision."""

    unit: str
    """The text's name; see `transflow.identity`."""
    take: Take
    """`text`: what `text` says. `draft`: the machine's latest, which waits in the record. `mine`: what stands in the
    translation, whatever changed in the source. `source`: the source's text as it is. `nothing`: the text is left out."""
    text: str = ""
    """The new text, as Markdown."""
    seen: str | None = None
    """What stood in the translation when the person looked; None if that does not matter."""
    source: str | None = None
    """What the source said when the person looked; None for what it says now."""
    approve: bool = True
    """Whether the person has read the text and stands for it, even where it is what a machine drafted."""


def current(row: Row, source: str, *, stands: bool = False) -> Row:
    """Return a row with the draft of what the source says now.

    Args:
        row: What was recorded.
        source: What the source says now.
        stands: Whether a person lets its own draft stand for that too: it is still a machine's, and nobody's edit.
    """
    if stands:
        return row
    pending = row.pending
    if pending is not None and pending.source == source:
        return structs.replace(row, draft=pending.draft, findings=(), rung="")
    return row if row.source == source else structs.replace(row, draft=None, engine="", rung="", findings=())


class Refusal(Exception):  # noqa: N818  an answer, not an error
    """Why a decision cannot be followed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision means for one line of the comparison."""

    number: int
    """Of the line."""
    link: Link
    text: str | None
    """What is to stand in the translation; None for nothing."""
    row: Row | None
    """What is to be recorded; None for nothing."""
    news: bool
    """Whether the page or its record says something new then."""

    @property
    def reshapes(self) -> bool:
        """Whether a text comes or goes."""
        return (self.text is None) != (self.link.target is None)


class Page:
    """A translation between two decisions."""

    def __init__(
        self, source: Document, target: Document, rows: Sequence[Row], comparison: Comparison
    ) -> None:
        self.source, self.target, self.rows, self.comparison = source, target, tuple(rows), comparison
        self.links = comparison.links
        self._numbers = numbered(self.links, self.rows, source, target)

    def line_of(self, unit: str) -> int:
        """Return the line of a text in the translation; 0 where nothing stands there."""
        place = self.links[self._numbers[unit]].target if unit in self._numbers else None
        return self.target.line(self.target.blocks[place].start) if place is not None else 0

    # --- what a decision means ---

    def _meant(self, link: Link, edit: Edit) -> Link:
        """Return the line that a decision is about: who takes their own text means the one that came at the same place."""
        twin = self.comparison.twins.get(-1 if link.source is None else link.source)
        return replace(link, target=twin, edited=True) if edit.take == "mine" and twin is not None else link

    def change(self, edit: Edit) -> Change:
        """Return what a decision means.

        Raises:
            Refusal: It cannot be followed.
        """
        number = self._numbers.get(edit.unit, -1)
        if number < 0:
            raise Refusal("the page has no such text any more")
        link = self._meant(self.links[number], edit)
        standing = self.standing(link)
        text = self._wanted(link, edit, standing)
        # Somebody who wrote just what is to be written meanwhile is in nobody's way.
        if edit.seen is not None and standing not in (edit.seen, text or ""):
            raise Refusal("somebody changed the translation meanwhile")
        row = self._row(link, text, edit)
        old = self.rows[link.number] if link.number >= 0 else None
        return Change(number, link, text, row, (text or "") != standing or _differ(row, old))

    def standing(self, link: Link) -> str:
        """Return what stands in the translation; empty for nothing."""
        return self.target.blocks[link.target].text if link.target is not None else ""

    def _wanted(self, link: Link, edit: Edit, standing: str) -> str | None:
        """Return the text that is to stand in the translation; None for nothing.

        Raises:
            Refusal: There is none to take.
        """
        match edit.take:
            case "text" if edit.text.strip():
                # A browser's form ends lines so, whatever the page does.
                return edit.text.replace("\r\n", "\n")
            case "text":
                raise Refusal("the text is empty: to leave it out, take nothing")
            case "nothing":
                return None
            case "mine":
                return standing or None
        if link.source is None:
            raise Refusal("its source is gone")
        return self.source.blocks[link.source].text if edit.take == "source" else self._draft(link)

    def _draft(self, link: Link) -> str:
        """Return the draft of what the source says now.

        Raises:
            Refusal: None is on record.
        """
        assert link.source is not None  # asked before
        block, row = self.source.blocks[link.source], link.row
        pending = row.pending if row else None
        draft: str | None = None
        if pending is not None and tracker.same_source(self.source, block, pending.source):
            # Code or an address has no draft: what waits is the source's own.
            draft = pending.draft if isinstance(block, Unit) else pending.draft or pending.source
        elif row is not None and tracker.same_source(self.source, block, row.source):
            draft = row.copy
        if not draft:
            raise Refusal("no draft of it is on record: run `transflow translate` first")
        return draft

    def _row(self, link: Link, text: str | None, edit: Edit) -> Row | None:
        """Return what is to be recorded; nothing of a text without source that a person takes out."""
        if link.source is None:
            return tracker.kept(link.row, text) if link.row is not None and text is not None else None
        block = self.source.blocks[link.source]
        row = link.row or Row(block.kind, "", None, not isinstance(block, Unit), block.key)
        stood = row.approved and text == self.standing(link)
        approved = isinstance(block, Unit) and text is not None and (edit.approve or stood)
        if edit.source is not None and not tracker.same_source(self.source, block, edit.source):
            # It renders what the source said then; what changed since is still to be decided.
            waits = structs.replace(row.pending, target=text or "") if row.pending else None
            row = structs.replace(row, source=edit.source, pending=waits)
        else:
            block_now = self.target.blocks[link.target] if link.target is not None else None
            # Approved as it stands: a draft stays on record as one, and nobody counts it for an edit.
            same = approved and not row.verbatim and text == self.standing(link)
            stands = same and tracker.as_drafted(row, self.target, block_now)
            row = structs.replace(current(row, block.text, stands=stands), source=block.text, pending=None)
        # The day of an approval stands until the text or its source changes.
        stays = approved and row.approved and link.fate == "keep" and text == self.standing(link)
        return structs.replace(
            row, kind=block.kind, key=block.key, level=self.source.level(block), was=(), absent=text is None, approved=approved,
            approved_on=row.approved_on if stays else "", target="" if text is None or text == row.copy else text,
        )  # fmt: skip

    # --- what is done then ---

    def with_changes(self, changes: Sequence[Change]) -> "Page":
        """Return the page with texts exchanged, or with one that comes or goes.

        Raises:
            DocumentError: That cannot be done without harm to other texts.
        """
        # One that comes or goes is carried out alone; see `edits`.
        if changes[0].reshapes:
            page = self._reshaped(changes[0])
        else:
            wanted = ((change.link.target, change.text) for change in changes)
            texts = {place: text for place, text in wanted if place is not None and text is not None}
            page = document.parse(self.target.splice(texts), self.target.path, self.target.dialect)
        rows = self._recorded({change.number: change.row for change in changes})
        after = Page(self.source, page, rows, tracker.compare(self.source, rows, page, self.comparison.tags))
        self._check(after, changes)
        return after

    def _reshaped(self, change: Change) -> Document:
        """Put a text in where nothing stands, or take one out, as `translate` does it."""
        link = replace(change.link, row=None, edited=False, moved=False)
        if change.text is None:
            asked = [replace(link, source=None, row=change.link.row, fate="drop")]
            # Its source stays, with nothing that stands for it: so it is not put in again.
            asked += [replace(link, target=None, fate="keep")] if link.source is not None else []
        else:
            asked = [replace(link, fate="redraft")]
        others = (
            replace(other, row=None, fate="keep", moved=False)
            # Every other change of structure that waits is left for `translate`.
            for number, other in enumerate(self.links)
            if number != change.number
        )
        texts = {link.source: change.text} if link.source is not None and change.text is not None else {}
        seen = Comparison((*others, *asked), self.comparison.reordered)
        return merge_texts(self.source, self.target, seen, texts).page

    def _recorded(self, changed: Mapping[int, Row | None]) -> tuple[Row, ...]:
        """Return the record with rows exchanged, taken out, or put in behind those that they follow in the source."""
        placed = {number: (number, 0) for number in range(len(self.rows))}
        rows: list[tuple[tuple[int, int], Row]] = [(placed[n], row) for n, row in enumerate(self.rows)]
        last, behind = -1, 0
        for number, link in enumerate(self.links):
            if link.number >= 0:
                last, behind = link.number, 0
            row = changed.get(number)
            if number in changed:
                # The old row goes; a line that had none puts its row in behind the last one that had.
                rows = [entry for entry in rows if link.number < 0 or entry[0] != (link.number, 0)]
                behind += link.number < 0
                rows += [((last, behind), row)] if row is not None else []
        return tuple(row for _, row in sorted(rows, key=lambda entry: entry[0]))

    def _check(self, after: "Page", changes: Sequence[Change]) -> None:
        """Make sure that the page reads as it should, and that nothing else is known or owned otherwise than before.

        Raises:
            DocumentError: It doesn't.
        """
        asked = {change.link.source: change.text or "" for change in changes}
        sources = zip(self.of_source(), after.of_source(), strict=True)
        same = all(
            after.standing(now) == asked[before.source] and now.fate in ("keep", "conflict")
            if before.source in asked
            else after.stands(now) == self.stands(before)
            for before, now in sources
        )
        numbers = {change.number for change in changes}
        # What was the translator's own until now, and is said to render a text of the source.
        taken = {change.link.target for change in changes}
        kept = Counter(
            self.standing(link)
            for n, link in enumerate(self.links)
            if link.source is None and n not in numbers and link.target not in taken
        )
        own = Counter(after.standing(link) for link in after.links if link.source is None)
        # `kept - own`: a text of the translator's own that is gone, or is taken for another now.
        if not same or kept - own:
            place = changes[0].link.target
            line = self.target.line(self.target.blocks[place].start) if place is not None else 0
            message = "the text would be taken for another one, or cannot stand or go by itself"
            raise DocumentError(message, self.target.path, line, "change the page by hand")

    def of_source(self) -> list[Link]:
        """Return the lines that have a source, in its order."""
        return [link for link in self.links if link.source is not None]

    def stands(self, link: Link) -> tuple[str, str, bool]:
        """Return what is known of a text, and what must not change by what is decided about others."""
        return self.standing(link), link.fate, link.edited


def _differ(row: Row | None, old: Row | None) -> bool:
    """Whether two rows differ in more than what only helps to find a text again."""
    if row is None or old is None:
        return row is not old
    return structs.replace(row, target="") != structs.replace(old, target="")
