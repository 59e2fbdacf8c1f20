"""What a person decides about single texts of a translation, put into its page and its record.

`resolve`, `approve PAGE:LINE`, `import` and the review page all come through here. Texts that were not named stay as
they are, letter for letter, and so does what is known of them; what somebody changed meanwhile is never replaced.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import structs

from transflow import document, tracker
from transflow.bitext import Bitext, Row
from transflow.document import Document
from transflow.errors import DocumentError, command
from transflow.identity import numbered
from transflow.merge import merge_texts
from transflow.model import Unit
from transflow.site.config import Workspace
from transflow.site.save import header, save
from transflow.site.translations import Translation
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
    """Whether the person stands for the text, even where it is what a machine drafted."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one decision."""

    edit: Edit
    outcome: Literal["written", "unchanged", "refused"]
    line: int = 0
    """1-based line of the text in the translation as it is now; 0 where nothing stands there."""
    reason: str = ""
    """Why it was refused."""


def settle(
    workspace: Workspace, item: Translation, edits: Sequence[Edit], *, dry_run: bool = False
) -> tuple[Settled, ...]:
    """Do what a person decided about texts of one translation, each decision by itself: one that is refused stops no other.

    Args:
        workspace: Where.
        item: The translation as it was read.
        edits: The decisions; of two about one text the second is refused.
        dry_run: Say what would be done, and do nothing.

    Returns:
        What became of each, in the order of `edits`.

    Raises:
        DocumentError: The translation is not recorded, or a file was changed since it was read or cannot be written.
            Nothing is written then.
    """
    run = _Run(_page(item))
    first = {edit.unit: number for number, edit in reversed(list(enumerate(edits)))}
    once = {number: edits[number] for number in sorted(first.values())}
    run.carry_out(once)
    results = tuple(
        run.result(number, edit)
        if number in once
        else Settled(edit, "refused", reason="the same text was decided about twice")
        for number, edit in enumerate(edits)
    )
    if run.written and not dry_run:
        # The page goes first here: killed in between, the record still knows what was to be decided, and the text in
        # the page is a person's by hand. The other way round a conflict would be ended by a text that nobody chose.
        save(workspace, item, Bitext(header(item), run.page.rows), run.page.target.text, item.record)
    return results


def current(row: Row, source: str) -> Row:
    """Return a row with the draft of what the source says now."""
    pending = row.pending
    if pending is not None and pending.source == source:
        return structs.replace(row, draft=pending.draft, findings=(), rung="")
    return row if row.source == source else structs.replace(row, draft=None, engine="", rung="", findings=())


class _Refusal(Exception):  # noqa: N818  an answer, not an error
    """Why a decision cannot be followed."""


def _page(item: Translation) -> "_Page":
    if item.source is None or item.target is None or item.record is None or item.comparison is None:
        hints = {
            "orphan": f"its source {item.pair.source} is gone: bring it back, or delete the translation",
            "untracked": f"run {command('transflow adopt', item.pair.target)} first",
        }
        hint = hints.get(item.state, f"run {command('transflow translate', item.pair.source)} first")
        raise DocumentError(f"has no texts to decide about: it is {item.state}", item.pair.target, 0, hint)
    return _Page(item.source, item.target, item.record.rows, item.comparison)


class _Run:
    """Decisions carried out one after the other."""

    def __init__(self, page: "_Page") -> None:
        self.page = page
        self.written: set[int] = set()
        self.refused: dict[int, str] = {}

    def result(self, number: int, edit: Edit) -> Settled:
        if number in self.refused:
            return Settled(edit, "refused", reason=self.refused[number])
        outcome: Literal["written", "unchanged"] = "written" if number in self.written else "unchanged"
        return Settled(edit, outcome, self.page.line_of(edit.unit))

    def carry_out(self, edits: Mapping[int, Edit]) -> None:
        """Exchange texts where they stand, all at once; what changes the page's structure goes by itself."""
        changes = self._changes(edits)
        self._all({number: edits[number] for number, change in changes.items() if not change.reshapes})
        for number, change in changes.items():
            if change.reshapes:
                self._all({number: edits[number]})

    def _changes(self, edits: Mapping[int, Edit]) -> "dict[int, _Change]":
        """Return what decisions mean for the page as it is now, without those that mean nothing."""
        found: dict[int, _Change] = {}
        for number, edit in edits.items():
            try:
                change = self.page.change(edit)
            except _Refusal as refusal:
                self.refused[number] = str(refusal)
                continue
            if change.news:
                found[number] = change
        return found

    def _all(self, edits: Mapping[int, Edit]) -> None:
        """Carry decisions out together; where that does harm, by halves, until those that do it are found."""
        changes = self._changes(edits)
        if not changes:
            return
        try:
            self.page = self.page.with_changes(list(changes.values()))
        except DocumentError as error:
            numbers = list(changes)
            if len(numbers) == 1:
                self.refused[numbers[0]] = f"{error.message} ({error.hint})" if error.hint else error.message
                return
            half = len(numbers) // 2
            for some in (numbers[:half], numbers[half:]):
                self._all({number: edits[number] for number in some})
        else:
            self.written.update(changes)


@dataclass(frozen=True, slots=True)
class _Change:
    """What a decision means for one line of the comparison."""

    number: int
    """Of the line."""
    link: Link
    text: str | None
    """What is to stand in the translation; None for nothing."""
    row: Row | None
    """What is to be recorded; None for a text of the translator's own."""
    news: bool
    """Whether the page or its record says something new then."""

    @property
    def reshapes(self) -> bool:
        """Whether a text comes or goes."""
        return (self.text is None) != (self.link.target is None)


class _Page:
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

    def change(self, edit: Edit) -> _Change:
        """Return what a decision means.

        Raises:
            _Refusal: It cannot be followed.
        """
        number = self._numbers.get(edit.unit, -1)
        if number < 0:
            raise _Refusal("the page has no such text any more")
        link = self.links[number]
        standing = self.standing(link)
        text = self._wanted(link, edit, standing)
        if edit.seen is not None and standing not in (edit.seen, text or ""):
            raise _Refusal("somebody changed the translation meanwhile")
        row = self._row(link, text, edit)
        old = self.rows[link.number] if link.number >= 0 else None
        return _Change(number, link, text, row, (text or "") != standing or _differ(row, old))

    def standing(self, link: Link) -> str:
        return self.target.blocks[link.target].text if link.target is not None else ""

    def _wanted(self, link: Link, edit: Edit, standing: str) -> str | None:
        """Return the text that is to stand in the translation; None for nothing.

        Raises:
            _Refusal: There is none to take.
        """
        match edit.take:
            case "text" if edit.text.strip():
                return edit.text.replace("\r\n", "\n")
            case "text":
                raise _Refusal("the text is empty: to leave it out, take nothing")
            case "nothing":
                return None
            case "mine":
                return standing or None
        if link.source is None:
            raise _Refusal("its source is gone")
        return self.source.blocks[link.source].text if edit.take == "source" else self._draft(link)

    def _draft(self, link: Link) -> str:
        """Return the draft of what the source says now.

        Raises:
            _Refusal: None is on record.
        """
        assert link.source is not None  # asked before
        block, row = self.source.blocks[link.source], link.row
        pending = row.pending if row else None
        draft: str | None = None
        if pending is not None and tracker.same_source(self.source, block, pending.source):
            draft = pending.draft if isinstance(block, Unit) else pending.draft or pending.source
        elif row is not None and tracker.same_source(self.source, block, row.source):
            draft = row.copy
        if not draft:
            raise _Refusal("no draft of it is on record: run `transflow translate` first")
        return draft

    def _row(self, link: Link, text: str | None, edit: Edit) -> Row | None:
        """Return what is to be recorded; a text whose source is gone becomes the translator's own."""
        if link.source is None:
            return None
        block = self.source.blocks[link.source]
        row = link.row or Row(block.kind, "", None, not isinstance(block, Unit), block.key)
        approved = isinstance(block, Unit) and text is not None and (edit.approve or row.approved)
        if edit.source is not None and not tracker.same_source(self.source, block, edit.source):
            # It renders what the source said then; what changed since is still to be decided.
            waits = structs.replace(row.pending, target=text or "") if row.pending else None
            row = structs.replace(row, source=edit.source, pending=waits)
        else:
            row = structs.replace(current(row, block.text), source=block.text, pending=None)
        return structs.replace(
            row, kind=block.kind, key=block.key, level=self.source.level(block), was=(), absent=text is None, approved=approved,
            target="" if text is None or text == row.copy else text,
        )  # fmt: skip

    # --- what is done then ---

    def with_changes(self, changes: Sequence[_Change]) -> "_Page":
        """Return the page with texts exchanged, or with one that comes or goes.

        Raises:
            DocumentError: That cannot be done without harm to other texts.
        """
        if changes[0].reshapes:
            page = self._reshaped(changes[0])
        else:
            wanted = ((change.link.target, change.text) for change in changes)
            texts = {place: text for place, text in wanted if place is not None and text is not None}
            page = document.parse(self.target.splice(texts), self.target.path, self.target.dialect)
        rows = self._recorded({change.number: change.row for change in changes})
        after = _Page(self.source, page, rows, tracker.compare(self.source, rows, page, self.comparison.tags))
        self._check(after, changes)
        return after

    def _reshaped(self, change: _Change) -> Document:
        """Put a text in where nothing stands, or take one out, as `translate` does it."""
        link = replace(change.link, row=None, edited=False, moved=False)
        if change.text is None:
            asked = [replace(link, source=None, row=change.link.row, fate="drop")]
            asked += [replace(link, target=None, fate="keep")] if link.source is not None else []
        else:
            asked = [replace(link, fate="redraft")]
        others = (
            replace(other, row=None, fate="keep", moved=False)
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
                rows = [entry for entry in rows if link.number < 0 or entry[0] != (link.number, 0)]
                behind += link.number < 0
                rows += [((last, behind), row)] if row is not None else []
        return tuple(row for _, row in sorted(rows, key=lambda entry: entry[0]))

    def _check(self, after: "_Page", changes: Sequence[_Change]) -> None:
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
        kept = Counter(
            self.standing(link)
            for n, link in enumerate(self.links)
            if link.source is None and n not in numbers
        )
        own = Counter(after.standing(link) for link in after.links if link.source is None)
        if not same or kept - own:
            place = changes[0].link.target
            line = self.target.line(self.target.blocks[place].start) if place is not None else 0
            message = "the text would be taken for another one, or cannot stand or go by itself"
            raise DocumentError(message, self.target.path, line, "change the page by hand")

    def of_source(self) -> list[Link]:
        return [link for link in self.links if link.source is not None]

    def stands(self, link: Link) -> tuple[str, str, bool]:
        return self.standing(link), link.fate, link.edited


def _differ(row: Row | None, old: Row | None) -> bool:
    """Whether two rows differ in more than what only helps to find a text again."""
    if row is None or old is None:
        return row is not old
    return structs.replace(row, target="") != structs.replace(old, target="")
