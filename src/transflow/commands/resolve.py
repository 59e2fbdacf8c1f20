"""`resolve`: what to do about single texts whose source changed, decided one by one or in bulk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from transflow import checks
from transflow.commands.check import Run
from transflow.errors import ConfigError, TransflowError
from transflow.files import read_text
from transflow.model import Unit
from transflow.site.addresses import Address, Text, texts
from transflow.site.edits import Edit, Settled, Take, settle
from transflow.site.merges import united
from transflow.site.picture import overview
from transflow.site.save import rewrite
from transflow.site.translations import Filter, Translation
from transflow.site.workspace import Pair, Workspace

TAKES: tuple[Take, ...] = ("draft", "mine", "source", "nothing")


@dataclass(frozen=True, slots=True)
class Question:
    """A text to be decided about, as an editor shows it."""

    pair: Pair
    address: Address
    old: str
    """What the source said when it was last in step."""
    new: str
    """What it says now; empty if it is gone."""
    mine: str
    """What stands in the translation."""
    draft: str
    """What waits in the record; empty if nothing does."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of one text."""

    pair: Pair
    address: Address
    take: Take
    outcome: Literal["written", "unchanged", "refused"]
    reason: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """The text of `resolve --format json`."""
        return {
            **self.pair.as_json,
            "address": str(self.address),
            "take": self.take,
            "outcome": self.outcome,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a whole run."""

    results: tuple[Resolved, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be read or written; the others are done."""


def taken(word: str) -> Take:
    """Return what `--take` says; without it, a text that a person writes."""
    return next((take for take in TAKES if take == word), "text")


def resolve(  # noqa: PLR0913  each narrows or changes what is done
    workspace: Workspace,
    addresses: Sequence[Address],
    take: Take,
    *,
    languages: Sequence[str] = (),
    states: Sequence[str] = (),
    code: str = "",
    dry_run: bool = False,
    write: Callable[[Question], str | None] | None = None,
    look: Callable[[Workspace, Translation], Callable[[Text], str]] | None = None,
) -> Resolution:
    """Decide about texts: of whole pages those that wait for a person, of lines what stands there.

    Args:
        workspace: Where.
        addresses: Which texts.
        take: What to do; with `write`, `text`.
        languages: Only translations into these.
        states: Only translations in these states.
        code: Only texts that this check finds something wrong with.
        dry_run: Say what would be done, and do nothing.
        write: Asks a person for the text; None leaves it as it is.
        look: Looks at a translation, and says of each text why it is refused; nothing where it is not.

    Raises:
        ConfigError: A name given on the command line is wrong, or no text stands at an address.
    """
    if code:
        checks.codes([code])
    wanted = Filter(tuple(one.page for one in addresses), tuple(languages), tuple(states))
    seen = overview(workspace, wanted)
    # A page that fails is told, and the others are decided about: each is written by itself.
    problems = list(seen.problems)
    results: list[Resolved] = []
    found = _Found(workspace, wanted, code)
    for item in seen.translations:
        try:
            chosen = [text for text in texts(item, addresses) if found.takes(item, text, addresses)]
            said = look(workspace, item) if look and chosen else lambda _: ""
            refused = {text.unit: reason for text in chosen if (reason := said(text))}
            results += [
                Resolved(item.pair, text.address, take, "refused", refused[text.unit])
                for text in chosen
                if text.unit in refused
            ]
            # Refused one by one: a text that must not be approved does not keep the others of its page from it.
            chosen = [text for text in chosen if text.unit not in refused]
            results += _decided(workspace, item, chosen, take, dry_run=dry_run, write=write)
        except ConfigError:
            raise
        except TransflowError as error:
            problems.append(error)
    return Resolution(tuple(results), tuple(problems))


def unite(workspace: Workspace, pages: Sequence[str]) -> tuple[str, ...]:
    """Finish merges in which two sides differ in a page's list of languages only, and return the pages that were written.

    Raises:
        DocumentError: A page cannot be read or written.
    """
    done = []
    for path in pages:
        # With conflict markers it is no page yet, so that it is read as text.
        text = read_text(workspace.disk, path) if workspace.disk.has(path) else ""
        whole = united(text, path) if text else None
        if whole is not None:
            rewrite(workspace, path, text, whole)
            done.append(path)
    return tuple(done)


def _decided(
    workspace: Workspace,
    item: Translation,
    chosen: Sequence[Text],
    take: Take,
    *,
    dry_run: bool,
    write: Callable[[Question], str | None] | None,
) -> list[Resolved]:
    edits = []
    for text in chosen:
        said = write(_question(item, text)) if write else ""
        # The person left it as it is.
        if said is not None:
            standing = text.target.text if text.target else ""
            # With what was seen: who writes in the page meanwhile is not overwritten.
            # Of a draft that is taken, a whole page's at once perhaps, nobody says that it was read.
            edits.append((text, Edit(text.unit, take, said, seen=standing, approve=take != "draft")))
    if not edits:
        return []
    done = settle(workspace, item, [edit for _, edit in edits], dry_run=dry_run)
    return [_result(item, text, take, settled) for (text, _), settled in zip(edits, done, strict=True)]


def _result(item: Translation, text: Text, take: Take, settled: Settled) -> Resolved:
    return Resolved(item.pair, text.address, take, settled.outcome, settled.reason)


def _question(item: Translation, text: Text) -> Question:
    row = text.link.row
    pending = row.pending if row else None
    return Question(
        item.pair,
        text.address,
        row.source if row else "",
        text.source.text if text.source else "",
        text.target.text if text.target else "",
        pending.draft or "" if pending else "",
    )


class _Found:
    """Which of a page's texts are meant, where no lines say so."""

    def __init__(self, workspace: Workspace, wanted: Filter, code: str) -> None:
        self.workspace, self.wanted, self.code = workspace, wanted, code
        self.lines: dict[str, set[int]] = {}

    def takes(self, item: Translation, text: Text, addresses: Sequence[Address]) -> bool:
        # A line that somebody names is meant, whatever its state; of a page only what waits.
        named = any(not one.whole for one in addresses if one.page in (item.pair.source, item.pair.target))
        # By lines, since a finding knows no text.
        if self.code:
            return text.target is not None and any(
                text.address.first <= line <= text.address.last for line in self._lines(item)
            )
        return named or text.link.fate == "conflict" or _left(item, text)

    def _lines(self, item: Translation) -> set[int]:
        """Return the lines of a translation on which the check finds something."""
        # Once a page: the checks look at a page as a whole, and a page has many texts.
        if item.pair.target not in self.lines:
            run = Run(
                self.workspace, self.wanted, checks.settings(self.workspace.config.checks, (self.code,)), None
            )
            run.take(item)
            self.lines[item.pair.target] = {
                finding.line for finding in run.findings if finding.path == item.pair.target
            }
        return self.lines[item.pair.target]


def _left(item: Translation, text: Text) -> bool:
    """Whether a text of the source is nowhere in the translation, and nobody said that it should be so."""
    # Code is copied, and nobody has to be asked; unless something else came in its place.
    asked = isinstance(text.source, Unit) or (
        item.comparison is not None and text.link.source in item.comparison.twins
    )
    return text.target is None and text.link.fate == "redraft" and asked
