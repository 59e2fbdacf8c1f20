"""`adopt`: takes in a translation that was made before or elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from transflow import frontmatter
from transflow.align import Item, align
from transflow.bitext import Bitext, Row
from transflow.document import Document
from transflow.errors import TransflowError
from transflow.model import Unit
from transflow.tracker import label
from transflow.workflow.overview import Filter, Translation, overview
from transflow.workflow.writing import header, save
from transflow.workspace import Pair, Workspace


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one translation."""

    pair: Pair
    aligned: int
    """Blocks of the source that have their translation."""
    alone: tuple[int, ...]
    """Lines of the source page whose translation was not found."""
    extra: tuple[int, ...]
    """Lines of the translation that translate nothing in the source page."""
    written: bool

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `adopt --format json`."""
        return {
            "source": self.pair.source,
            "target": self.pair.target,
            "language": self.pair.language,
            "aligned": self.aligned,
            "alone": list(self.alone),
            "extra": list(self.extra),
        }


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a whole run."""

    results: tuple[Adopted, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be taken in; the others are."""


def adopt(workspace: Workspace, wanted: Filter = Filter()) -> Adoption:
    """Record translations that nobody recorded: what they say belongs to the person who wrote them.

    Args:
        workspace: Where.
        wanted: Which translations; those that are recorded already are passed over.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    results: list[Adopted] = []
    problems = list(seen.problems)
    for item in seen.translations:
        if item.source is None or item.target is None or (item.record and item.status):
            continue
        try:
            results.append(_adopted(workspace, item, item.source, item.target))
        except TransflowError as error:
            problems.append(error)
    return Adoption(tuple(results), tuple(problems))


def _adopted(workspace: Workspace, item: Translation, source: Document, target: Document) -> Adopted:
    """Record one translation.

    Raises:
        DocumentError: Its front matter cannot be changed, or a file cannot be written.
    """
    pairs = dict(align(_items(source), _items(target)))
    rows = item.record.rows if item.record else tuple(_rows(source, target, pairs))
    about = {"source": item.pair.source, "status": item.status or "draft"}
    page = frontmatter.edit(target.text, {("translation",): about}, item.pair.target)
    written = save(workspace, item, Bitext(header(item), rows), page)
    there = set(pairs.values())
    return Adopted(
        pair=item.pair,
        aligned=len(pairs),
        alone=tuple(source.line(b.start) for i, b in enumerate(source.blocks) if i not in pairs),
        extra=tuple(
            target.line(b.start) for i, b in enumerate(target.blocks) if i not in there and b.top >= 0
        ),
        written=written,
    )


def _items(page: Document) -> list[Item]:
    return [
        Item(
            label(block),
            () if isinstance(block, Unit) else (block.text,),
            block.key if block.kind == "front-matter" else "",
        )
        for block in page.blocks
    ]


def _rows(source: Document, target: Document, pairs: dict[int, int]) -> Iterator[Row]:
    for i, block in enumerate(source.blocks):
        if i not in pairs:
            continue
        text = target.blocks[pairs[i]].text
        verbatim = not isinstance(block, Unit)
        shown = "" if verbatim and text == block.text else text
        yield Row(block.kind, block.text, None, verbatim, block.key, target=shown)
