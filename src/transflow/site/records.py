"""The records on disk, and those of pages that were renamed: found again by what they say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from transflow import bitext
from transflow.bitext import Bitext
from transflow.errors import TransflowError
from transflow.model import Unit
from transflow.site import walk
from transflow.site.config import STATE_DIR, Workspace

if TYPE_CHECKING:
    from transflow.document import Document

_ALIKE = 0.5
"""Least share of a page's units that a record must know for the page to be the one that it was made of."""


def records(workspace: Workspace) -> Iterator[str]:
    """Yield the path of every record, relative to the workspace, sorted."""
    return (path for path, _ in walk.everything(workspace.root, f"{STATE_DIR}/bitext", ".jsonl"))


def stray(workspace: Workspace, sources: Mapping[str, object]) -> tuple[Bitext, ...]:
    """Return the records whose source page is gone."""
    found = []
    for path in records(workspace):
        source = path.removeprefix(f"{STATE_DIR}/bitext/").partition("/")[2].removesuffix(".jsonl")
        if source not in sources and not (workspace.root / source).exists():
            try:
                record = bitext.read(workspace.root / path, path)
            except TransflowError:
                continue  # told where its own page is looked at
            if record is not None:
                found.append(record)
    return tuple(found)


def share(source: "Document", record: Bitext) -> float:
    """Return the share of a page's units that a record knows."""
    units = [block.text for block in source.blocks if isinstance(block, Unit)]
    known = {row.source for row in record.rows}
    return sum(text in known for text in units) / len(units) if units else 0.0


def may_know(text: str, record: Bitext) -> bool:
    """Whether a page's text holds the begin of anything that a record knows: it is quickly told, and no is certain."""
    return any(row.source and row.source.split("\n", 1)[0] in text for row in record.rows)


def heirs(
    sources: Mapping[str, "Document"], language: str, candidates: Sequence[Bitext]
) -> dict[str, Bitext]:
    """Return for pages without a record the one that was made of them under another name, each for one page.

    Where a page was split, its record goes to the part that says most of it.

    Args:
        sources: Source pages that have no record in a language, by path.
        language: That language.
        candidates: Records whose source page is gone.
    """
    fits = [
        (share(source, record), len(source.blocks), path, number)
        for path, source in sources.items()
        for number, record in enumerate(candidates)
        if record.header.language == language
    ]
    found: dict[str, Bitext] = {}
    given: set[int] = set()
    for fit, _, path, number in sorted(fits, key=lambda fit: (-fit[0] * fit[1], fit[2:])):
        if fit >= _ALIKE and path not in found and number not in given:
            found[path] = candidates[number]
            given.add(number)
    return found
