"""What a person decides about single texts of a translation, put into its page and its record.

`resolve`, `approve PAGE:LINE`, `import` and the review page all come through here. Texts that were not named stay as
they are, letter for letter, and so does what is known of them; what somebody changed meanwhile is never replaced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import structs

from transflow.bitext import Bitext, Row
from transflow.errors import DocumentError, command
from transflow.site import git
from transflow.site.decisions import Change, Edit, Page, Refusal, Take, current
from transflow.site.marks import drafted
from transflow.site.save import header, save
from transflow.site.translations import Translation, saying
from transflow.site.workspace import Workspace


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
    # From behind: of two decisions about one text the first stays.
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
        rows = _dated(workspace, item, run.page.rows)
        record, page = _of_nobody(workspace, item, run.page, Bitext(header(item), rows))
        save(workspace, item, record, page, item.record)
    return results


def _of_nobody(workspace: Workspace, item: Translation, page: Page, record: Bitext) -> tuple[Bitext, str]:
    """Return record and text of a page: a draft again where a machine's text came into it that nobody has read."""
    before = item.comparison.unread if item.comparison else ()
    if item.status != "reviewed" or len(page.comparison.unread) <= len(before):
        return record, page.target.text
    text = drafted(workspace, item.pair.target, saying(page.target, {"status": "draft"}))
    return structs.replace(record, header=structs.replace(record.header, status="")), text


def _dated(workspace: Workspace, item: Translation, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows with the day on which somebody stood for their texts, where that is today."""
    known = item.record.rows if item.record else ()
    fresh = {row for row in rows if row.approved and not row.approved_on} - {*known}
    day = git.now(workspace.root)[:10] if fresh else ""
    return tuple(structs.replace(row, approved_on=day) if row in fresh else row for row in rows)


def _page(item: Translation) -> "Page":
    if item.source is None or item.target is None or item.record is None or item.comparison is None:
        hints = {
            "orphan": f"its source {item.pair.source} is gone: bring it back, or delete the translation",
            "untracked": f"run {command('transflow adopt', item.pair.target)} first",
        }
        hint = hints.get(item.state, f"run {command('transflow translate', item.pair.source)} first")
        raise DocumentError(f"has no texts to decide about: it is {item.state}", item.pair.target, 0, hint)
    return Page(item.source, item.target, item.record.rows, item.comparison)


class _Run:
    """Decisions carried out one after the other."""

    def __init__(self, page: "Page") -> None:
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
        # Exchanged texts leave the page's lines in place; a text that comes or goes is put in by what stands then.
        self._all({number: edits[number] for number, change in changes.items() if not change.reshapes})
        for number, change in changes.items():
            if change.reshapes:
                self._all({number: edits[number]})

    def _changes(self, edits: Mapping[int, Edit]) -> "dict[int, Change]":
        """Return what decisions mean for the page as it is now, without those that mean nothing."""
        found: dict[int, Change] = {}
        for number, edit in edits.items():
            try:
                # Anew each time: what was carried out before may have changed what this one means.
                change = self.page.change(edit)
            except Refusal as refusal:
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
            # One bad decision of a thousand is found in ten steps, and all others are still done together.
            half = len(numbers) // 2
            for some in (numbers[:half], numbers[half:]):
                self._all({number: edits[number] for number in some})
        else:
            self.written.update(changes)


__all__ = ["Edit", "Settled", "Take", "current", "settle"]
