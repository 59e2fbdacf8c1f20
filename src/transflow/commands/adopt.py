"""`adopt`: takes in translations that were made before or elsewhere, as the work of the people who made them."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from transflow import document, tracker
from transflow.bitext import Bitext, Row
from transflow.document import Document
from transflow.errors import DocumentError, TransflowError
from transflow.model import Unit
from transflow.pipeline.pairing import Matching, match
from transflow.site.history import Then, sources_then
from transflow.site.picture import overview
from transflow.site.save import header, save
from transflow.site.translations import Filter, Translation, said_of, saying
from transflow.site.workspace import Pair, Workspace
from transflow.verification import translatable


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one translation."""

    pair: Pair
    since: str
    """The commit in which the source page said what was translated; empty if it is taken as it stands."""
    aligned: int
    """Blocks of the source that have their translation."""
    alone: tuple[int, ...]
    """Lines of the source page, as it was, whose translation was not found: they count as new."""
    extra: tuple[int, ...]
    """Lines of the translation that render nothing in the source page: they are the translator's own."""
    note: str = ""
    """What a person should know of `since`; empty for nothing."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `adopt --format json`."""
        return {
            **self.pair.as_json,
            "since": self.since,
            "aligned": self.aligned,
            "alone": list(self.alone),
            "extra": list(self.extra),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a whole run."""

    results: tuple[Adopted, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be taken in; the others are."""


def adopt(
    workspace: Workspace, wanted: Filter = Filter(), *, history: bool = True, dry_run: bool = False
) -> Adoption:
    """Record translations that nobody recorded: what they say belongs to the person who wrote it.

    Args:
        workspace: Where.
        wanted: Which translations; those that are recorded already are passed over.
        history: Whether to take the source page as it was when the translation was made, where git knows; else it
            is taken as it stands, and the translation for up to date.
        dry_run: Say what would be done, and do nothing.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    # A record alone is not enough: where the page lost its own word of it, adopting gives it one again.
    items = [i for i in seen.translations if i.source and i.target and not (i.record and _says(i.target))]
    then = sources_then(workspace, items) if history else {}
    results: list[Adopted] = []
    problems = list(seen.problems)
    for item in items:
        try:
            results.append(_adopted(workspace, item, then.get(item.pair.target), dry_run=dry_run))
        # One page that cannot be written does not keep the others from being taken in.
        except TransflowError as error:
            problems.append(error)
    return Adoption(tuple(results), tuple(problems))


def _says(page: Document) -> bool:
    """Whether a translation has its own word of itself, or needs none."""
    return page.is_silent or bool(said_of(page).get("status"))


def _adopted(workspace: Workspace, item: Translation, then: Then | None, *, dry_run: bool) -> Adopted:
    """Record one translation.

    Raises:
        DocumentError: Its front matter cannot be changed, or a file cannot be written.
    """
    assert item.source is not None
    assert item.target is not None
    commit, source = _then(item.source, then)
    matching = match(source, item.target)
    if source.dialect.strings:
        matching = _translated(matching, source, item.target, (item.origin, item.pair.language))
    recorded = item.record.rows if item.record else tuple(rows(source, item.target, matching))
    # A page that was copied from a reviewed one says `reviewed`, and nobody has read it as what it is now.
    status = "draft" if _copied(workspace, item) else item.status or "draft"
    about = {"source": item.pair.source, "status": status}
    page = saying(item.target, about)
    if not dry_run:
        save(workspace, item, Bitext(header(item), recorded), page)
    there = set(matching.pairs.values())
    alone = [b for i, b in enumerate(source.blocks) if i not in matching.pairs and i not in matching.merged]
    extra = [b for k, b in enumerate(item.target.blocks) if k not in there]
    return Adopted(
        pair=item.pair,
        since=commit,
        aligned=len(matching.pairs),
        # A table has all its cells on one line or a few: each line is told once.
        alone=tuple(dict.fromkeys(source.line(block.start) for block in alone if block.top >= 0)),
        extra=tuple(dict.fromkeys(item.target.line(block.start) for block in extra if block.top >= 0)),
        note=then.note if then else "",
    )


def _translated(matching: Matching, source: Document, target: Document, tags: tuple[str, str]) -> Matching:
    """Return a matching without strings that still say what the source says: their generator put them there."""
    pairs = {
        i: k
        for i, k in matching.pairs.items()
        if source.blocks[i].text != target.blocks[k].text or not translatable(source.blocks[i].text, *tags)
    }
    return replace(matching, pairs=pairs)


def _copied(workspace: Workspace, item: Translation) -> bool:
    """Whether a translation says that it is of another page there is: it is a copy, and its review was of that page."""
    page = item.target
    named = said_of(page).get("source") if page else None
    if not isinstance(named, str) or named == item.pair.source:
        return False
    try:
        # A path that leads outside is no page of this site.
        return workspace.tree.has(named)
    except DocumentError:
        return False


def _then(source: Document, then: Then | None) -> tuple[str, Document]:
    """Return the commit that a translation was made from and the source page there; the page as it is if unknown."""
    # The page says what it said then: there is no older one to name.
    if then is None or not then.commit or then.text == source.text:
        return "", source
    try:
        # What git has may be from before the page was one that can be read.
        return then.commit, document.parse(then.text, source.path, source.dialect)
    except DocumentError:
        return "", source


def rows(source: Document, target: Document, matching: Matching) -> Iterator[Row]:
    """Yield the record of a page and its translation: a row for each block of the source that was translated or left out, and for each of the translator's own."""
    there = {place: number for number, place in matching.pairs.items()}
    own = [k for k, block in enumerate(target.blocks) if k not in there and block.top >= 0]
    told = 0
    for number, block in enumerate(source.blocks):
        verbatim = not isinstance(block, Unit)
        place = matching.pairs.get(number)
        if place is not None:
            # Each once: before a text that moved up there is nothing that was not told already.
            until = max(told, bisect_left(own, place))
            yield from (tracker.own(target.blocks[k]) for k in own[told:until])
            told = until
            text = target.blocks[place].text
            shown = "" if verbatim and text == block.text else text
            yield Row(
                block.kind, block.text, None, verbatim, block.key, target=shown, level=source.level(block)
            )
        # Left out on purpose: a key that is not translated, a text that was put into its neighbour. Others are new.
        elif (block.top < 0 and not source.dialect.strings) or number in matching.merged:
            yield Row(block.kind, block.text, None, verbatim, block.key, absent=True)
    yield from (tracker.own(target.blocks[k]) for k in own[told:])
