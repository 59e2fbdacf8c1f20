"""The records on disk, and those of pages that were renamed: found again by what they say."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from transflow import bitext, walking
from transflow.bitext import Bitext
from transflow.errors import TransflowError
from transflow.model import Unit
from transflow.workspace import STATE_DIR, Workspace

if TYPE_CHECKING:
    from transflow.document import Document

_ALIKE = 0.5
"""Least share of a page's units that a record must know for the page to be the one that it was made of."""


def records(workspace: Workspace) -> Iterator[str]:
    """Yield the path of every record, relative to the workspace, sorted."""
    return (path for path, _ in walking.everything(workspace.root, f"{STATE_DIR}/bitext", ".jsonl"))


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


def renamed(source: "Document", language: str, candidates: tuple[Bitext, ...]) -> Bitext | None:
    """Return the record that was made of a page under another name; None if there is none."""
    units = [block.text for block in source.blocks if isinstance(block, Unit)]
    best, found = 0.0, None
    for record in candidates:
        known = {row.source for row in record.rows}
        share = sum(text in known for text in units) / len(units) if units else 0.0
        if record.header.language == language and share >= _ALIKE and share > best:
            best, found = share, record
    return found
