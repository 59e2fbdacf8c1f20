"""Renamed pages: the translation and its record follow their source page to its new name."""

import os

from msgspec import structs

from transflow import bitext
from transflow.errors import DocumentError, TransflowError
from transflow.files import lock, write_text
from transflow.workflow.overview import Filter, Overview, Translation, overview, record_name
from transflow.workspace import STATE_DIR, Pair, Workspace


def carried(workspace: Workspace, wanted: Filter) -> Overview:
    """Look at the workspace, and let translations follow source pages that were renamed.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    problems: list[TransflowError] = []
    moved = [item for item in seen.translations if _was_renamed(item)]
    for item in moved:
        try:
            _carry(workspace, item)
        except TransflowError as error:
            problems.append(error)
    if moved:
        seen = overview(workspace, wanted)
    return Overview(seen.translations, (*seen.problems, *problems))


def _was_renamed(item: Translation) -> bool:
    return item.record is not None and item.record.header.source != item.pair.source


def _carry(workspace: Workspace, item: Translation) -> None:
    """Move a translation, then its record; killed between, the next run finds the record by what it says.

    Raises:
        DocumentError: A file cannot be moved.
    """
    assert item.record is not None  # or nobody would know that it was renamed
    header = item.record.header
    before = Pair(header.source, header.target, header.language)
    place = workspace.root / item.pair.target
    settled = structs.replace(header, source=item.pair.source, target=item.pair.target)
    with lock(workspace.root / STATE_DIR / "cache" / "lock", f"{STATE_DIR}/cache/lock"):
        try:
            if item.moved_from and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(workspace.root / item.moved_from, place)  # noqa: PTH105  the contract's own word for it
            record = bitext.dumps(structs.replace(item.record, header=settled))
            write_text(workspace.bitext_path(item.pair), record, record_name(workspace, item.pair))
            workspace.bitext_path(before).unlink(missing_ok=True)
        except OSError as error:
            message = f"cannot be moved to {item.pair.target}: {error.strerror}"
            raise DocumentError(message, header.target, hint="check permissions, then run again") from None
