"""What a reviewer sees and does: the list of what needs somebody, a page text by text, and every act with its undo."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from transflow import checks, translator
from transflow.bitext import Bitext
from transflow.commands.approve import approve
from transflow.document import Document
from transflow.engines import no_progress
from transflow.errors import ConfigError, TransflowError
from transflow.identity import link_names
from transflow.model import Unit
from transflow.pipeline.batch import before
from transflow.pipeline.engine import Engines, Means
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Reviewed, running
from transflow.review.answers import Acted, PageView, Tried
from transflow.review.listing import Listing
from transflow.review.preview import rendered
from transflow.review.view import TextView, mistaken, remarks, view
from transflow.site.edits import Edit, settle
from transflow.site.knowledge import Knowing
from transflow.site.picture import Picture
from transflow.site.save import save
from transflow.site.translations import Filter, Standing, Translation
from transflow.site.workspace import Pair, Workspace
from transflow.tracker import Link
from transflow.verification import Knowledge

PART = 60
"""Texts that are shown at once: more of them scroll, but each has a field to write in, and a phone has to hold them."""
_KEPT = 4
"""Pages whose reading is kept; between two requests a reviewer is at one."""
# One by one, while the person waits for the page.
_JUDGED = 300
"""Texts of people that are checked before a page is shown."""
_UNDO = 200
"""Acts that can be taken back."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What an act changed."""

    pair: Pair
    unit: str
    """Empty for the whole page."""
    before: tuple[str, Bitext | None]
    after: tuple[str, Bitext | None]


class Desk:
    """One review; several tabs may be at it."""

    def __init__(
        self, workspace: Workspace, wanted: Filter = Filter(), engine: str = "", by: str = ""
    ) -> None:
        """Look at nothing yet.

        Args:
            workspace: Where.
            wanted: Which translations it is about.
            engine: What drafts anew; empty for the configuration's.
            by: Who approves; by default the author that git would name.
        """
        self.workspace, self.by = workspace, by
        self.listing = Listing(workspace, wanted)
        self._knowing = Knowing(workspace)
        self._read: OrderedDict[Pair, tuple[tuple[object, ...], Translation]] = OrderedDict()
        self._judged: tuple[Translation | None, frozenset[int]] = None, frozenset()
        self._steps: list[_Step] = []
        self._engines = Engines(workspace, Means(engine))
        # Two, so that reading and settling go on while an engine drafts.
        self._lock, self._drafting = threading.RLock(), threading.Lock()

    @cached_property
    def settings(self) -> checks.Settings:
        """Which checks run."""
        return checks.settings(self.workspace.config.checks)

    @cached_property
    def reviewed(self) -> Reviewed:
        """The memory as it was when it was first asked for; what is written since is in the next review's."""
        return Reviewed(self.workspace, self._listed())

    def _listed(self) -> Sequence[Standing] | None:
        """Return every translation in short, if the list is about all of them."""
        return self.listing.standings().translations if self.listing.wanted == Filter() else None

    # --- reading ---

    def pair(self, language: str, source: str) -> Pair:
        """Return a translation of the list. Paths are looked up there, never followed.

        Raises:
            ConfigError: There is no such translation.
        """
        if found := self.listing.pair(language, source):
            return found
        raise ConfigError(f"no translation of {source} into {language} is under review")

    def page(self, pair: Pair, part: int = 1, unit: str = "", *, whole: bool = False) -> PageView:
        """Return a part of a page: the part asked for, or that which holds a text.

        Raises:
            TransflowError: It cannot be read.
        """
        with self._lock:
            item = self._item(pair)
            numbers = self._numbers(item)
            wanted = [(name, number) for name, number in numbers if whole or self._needs(item, number)]
            # Nothing needs anybody: then all of it is shown, and not an empty page.
            if not wanted and not whole:
                return self.page(pair, part, unit, whole=True)
            # A text by name wins over the number of a part: texts that were settled meanwhile have moved all parts.
            at = next((n for n, (name, _) in enumerate(wanted) if name == unit), (part - 1) * PART)
            # An address names a text that needs nobody: it is shown with all others.
            if unit and not whole and all(name != unit for name, _ in wanted):
                return self.page(pair, part, unit, whole=True)
            parts = max(1, -(-len(wanted) // PART))
            # An address of yesterday may name a part that the page has no more.
            part = min(max(at // PART + 1, 1), parts)
            shown = wanted[(part - 1) * PART : part * PART]
            texts = (self._view(item, number, name) for name, number in shown)
            opened = sum(self._needs(item, number) for _, number in numbers)
            entry = self.listing.entry(item)
            return PageView(
                entry,
                item.origin,
                item.status,
                tuple(t for t in texts if t),
                part,
                parts,
                len(numbers),
                opened,
                whole,
            )

    def text(self, pair: Pair, unit: str) -> TextView | None:
        """Return one text as it stands now; None if the page has none such any more."""
        with self._lock:
            item = self._item(pair)
            number = dict(self._numbers(item)).get(unit)
            return self._view(item, number, unit) if number is not None else None

    def _item(self, pair: Pair) -> Translation:
        """Return a translation as it stands; read again if a file of it may have changed."""
        disk = self.workspace.disk
        # Somebody may edit the page in an editor meanwhile.
        stamp = tuple(map(disk.stamp, (pair.source, pair.target, self.workspace.record_path(pair))))
        known = self._read.get(pair)
        if known is None or known[0] != stamp:
            known = self._read[pair] = (
                stamp,
                # Only its source: the picture of a whole site is read anew after each save otherwise.
                Picture(replace(self.workspace, only=(pair.source,))).translation(pair),
            )
        self._read.move_to_end(pair)
        while len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return known[1]

    def _numbers(self, item: Translation) -> list[tuple[str, int]]:
        """Return the names of a page's texts with their places in the comparison, in the order of the source.

        Raises:
            ConfigError: Nobody recorded what the translation was made from.
        """
        if item.source is None or item.target is None or item.comparison is None or item.record is None:
            hint = {"untracked": "run `transflow adopt`", "orphan": "its source page is gone"}
            raise ConfigError(
                f"{item.pair.target} is {item.state}", hint=hint.get(item.state, "run `transflow translate`")
            )
        links = item.comparison.links
        names = link_names(links, item.source, item.target)
        return [(name, number) for number, name in enumerate(names) if _is_shown(item, number)]

    def _needs(self, item: Translation, number: int) -> bool:
        """Whether a text needs somebody: to decide, to read, or to mend what is wrong with a person's."""
        assert item.comparison is not None  # a page without is not opened
        link = item.comparison.links[number]
        return link.fate != "keep" or not link.edited or number in self._wrong(item)

    def _wrong(self, item: Translation) -> frozenset[int]:
        """Return the texts of people with an error in them, among the first of a page; the others show it when one comes to them."""
        assert item.comparison is not None
        # Kept while the page is open: every text of it is asked about, again and again.
        if self._judged[0] is not item:
            links = item.comparison.links
            of_people = [
                n
                for n, link in enumerate(links)
                if link.fate == "keep" and link.edited and link.target is not None
            ]
            know = self._know(item)
            self._judged = (
                item,
                frozenset(n for n in of_people[:_JUDGED] if mistaken(item, links[n], know, self.settings)),
            )
        return self._judged[1]

    def _know(self, item: Translation) -> Knowledge:
        return self._knowing.of(
            item.origin or self.workspace.config.sources[0], item.pair.language, item.pair.source
        )

    def _view(self, item: Translation, number: int, unit: str) -> TextView | None:
        # Sentences are gathered from every page that was reviewed: nobody waits for that before one page opens.
        reviewed = None if self.listing.counting() else self.reviewed
        return view(item, number, unit, self._know(item), self.settings, reviewed)

    # --- acting ---

    def settle(self, pair: Pair, edit: Edit) -> Acted:
        """Do what a person decided about a text, saved at once."""
        with self._lock:
            try:
                item = self._item(pair)
                before = self._now(item)
                (result,) = settle(self.workspace, item, [edit])
            except TransflowError as error:
                # It may have been refused because a file changed: the person is shown what stands there now.
                self._read.pop(pair, None)
                return Acted(self._again(pair, edit.unit), error.message)
            if result.outcome == "refused":
                self._read.pop(pair, None)
                return Acted(self._again(pair, edit.unit), result.reason)
            if result.outcome == "written":
                self._done(pair, edit.unit, before)
            return Acted(self._again(pair, edit.unit))

    def approve(self, pair: Pair) -> str:
        """Approve a page; why not, if it was not done."""
        with self._lock:
            before = self._now(self._item(pair))
            done = approve(self.workspace, Filter((pair.target,)), by=self.by)
            if done.problems:
                return str(done.problems[0])
            self._done(pair, "", before)
            return ""

    def undo(self) -> tuple[Pair, str] | str:
        """Take back the latest act that changed something: which text that was, or why it was not done."""
        with self._lock:
            if not self._steps:
                return "nothing to undo"
            # Taken off before it is tried: one that cannot be undone would else be in the way of all before it.
            step = self._steps.pop()
            self._read.pop(step.pair, None)
            item = self._item(step.pair)
            # What somebody did since, here or in an editor, would be lost.
            if self._now(item) != step.after:
                return "the page was changed since, and is left alone"
            try:
                if not step.unit:
                    # Approving writes both pages' front matter: `approve` itself knows how that is taken back.
                    done = approve(self.workspace, Filter((step.pair.target,)), undo=True)
                    if done.problems:
                        return str(done.problems[0])
                else:
                    text, record = step.before
                    assert record is not None  # without one nothing was decided
                    save(self.workspace, item, record, text, item.record)
            except TransflowError as error:
                return error.message
            self._read.pop(step.pair, None)
            return step.pair, step.unit

    @property
    def can_undo(self) -> bool:
        """Whether an act can be taken back."""
        return bool(self._steps)

    def _now(self, item: Translation) -> tuple[str, Bitext | None]:
        return (item.target.text if item.target else ""), item.record

    def _done(self, pair: Pair, unit: str, before: tuple[str, Bitext | None]) -> None:
        self._read.pop(pair, None)
        self._steps.append(_Step(pair, unit, before, self._now(self._item(pair))))
        del self._steps[:-_UNDO]

    def _again(self, pair: Pair, unit: str) -> TextView | None:
        try:
            return self.text(pair, unit)
        # The page cannot be read any more: then no text of it is shown, and its state says why.
        except TransflowError:
            return None

    # --- writing ---

    def tried(self, pair: Pair, unit: str, text: str) -> Tried:
        """Check a text that is being written, and show it as a reader would see it."""
        with self._lock:
            item = self._item(pair)
            source, block, link = self._about(item, unit)
        if block is None or item.source is None:
            return Tried((), rendered(text))
        # Of a text whose source is gone, what it was made from: its figures are compared with those.
        said = source or (link.row.source if link and link.row else "")
        return Tried(
            remarks(pair, said, text, block, item.source, self._know(item), self.settings), rendered(text)
        )

    def drafted(self, pair: Pair, unit: str) -> str:
        """Draft a text anew and return the draft; nothing is saved.

        Raises:
            TransflowError: There is no engine for it, or it failed.
        """
        with self._lock:
            item = self._item(pair)
            source, block, link = self._about(item, unit)
            know = self._know(item)
            if block is None or item.source is None or link is None or link.source is None:
                raise ConfigError("its source is gone, so there is nothing to draft")
            said = running(source, block.kind, item.source.dialect)
            # As `translate` would be told: what an engine is shown here is what it will be shown there.
            shown = Examples(self.reviewed, know, [said]).of(said)
            earlier = before(item)(link.source)
        with self._drafting:
            engine = self._engines.open((know.source, know.target), no_progress)
            text = translator.Text(
                source, block.kind, item.source.dialect, earlier if engine.context else (), shown
            )
            (draft,) = translator.translate([text], engine, know)
        return draft.text

    def _about(self, item: Translation, unit: str) -> tuple[str, Unit | None, Link | None]:
        """Return a text's source, what it is, and its line of the comparison."""
        number = dict(self._numbers(item)).get(unit)
        if number is None or item.comparison is None or item.source is None:
            return "", None, None
        link = item.comparison.links[number]
        block = item.source.blocks[link.source] if link.source is not None else None
        there = item.target.blocks[link.target] if item.target and link.target is not None else None
        about = block or there
        return (block.text if block else ""), about if isinstance(about, Unit) else None, link

    def whole(self, pair: Pair) -> Document:
        """Return a translation to be shown as a reader would see it.

        Raises:
            ConfigError: It does not exist.
        """
        with self._lock:
            item = self._item(pair)
            if item.target is None:
                raise ConfigError(f"{pair.target} does not exist")
            return item.target

    def next_page(self, pair: Pair) -> Pair | None:
        """Return the page that wants a look most after one; None if none does."""
        entries = self.listing.recorded()[0] if self.listing.counting() else self.listing.entries()
        rest = [entry for entry in entries if entry.wants and entry.pair != pair]
        return rest[0].pair if rest else None


def _is_shown(item: Translation, number: int) -> bool:
    """Whether a line of the comparison is a text, or something else that waits for a person."""
    assert item.comparison is not None  # a page without is not opened
    assert item.source is not None
    link = item.comparison.links[number]
    if link.fate == "conflict":
        return True
    if link.source is None:
        return False
    # Left out on purpose (`--take nothing`): it has no place in the translation, and waits for nobody.
    left_out = link.target is None and link.fate == "keep"
    return isinstance(item.source.blocks[link.source], Unit) and not left_out
