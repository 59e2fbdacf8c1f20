"""Renamed pages: the translation and its record follow their source page to its new name."""

from collections.abc import Iterable, Mapping

from msgspec import structs

from transflow import bitext
from transflow.errors import TransflowError
from transflow.site.picture import Picture, overview
from transflow.site.recut import standing
from transflow.site.save import alone, changed
from transflow.site.translations import Filter, Overview, Standing, Translation
from transflow.site.workspace import Pair, Workspace


def carried(workspace: Workspace, wanted: Filter) -> tuple[Mapping[Pair, str], Overview]:
    """Let translations follow source pages that were renamed: where each that moved stood before, and the workspace.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    problems: list[TransflowError] = []
    renamed = [item for item in seen.translations if was_renamed(item)]
    moved: dict[Pair, str] = {}
    for item in renamed:
        try:
            carry(workspace, item)
            moved[item.pair] = item.moved_from
        except TransflowError as error:
            problems.append(error)
    # What moved stands elsewhere now.
    if renamed:
        seen = overview(workspace, wanted)
    return moved, Overview(seen.translations, (*seen.problems, *problems))


def newcomers(picture: Picture, listing: Iterable[Standing]) -> tuple[str, ...]:
    """Return the translations that may belong to renamed pages: they have no record, and some record has no page."""
    tree, place = picture.workspace.tree, picture.workspace.record_path
    found = tuple(item.target for item in listing if item.source and not tree.has(place(item.pair)))
    return found if found and picture.strays.records else ()


def was_renamed(item: Translation) -> bool:
    """Whether a translation's record was made under another name of its source page."""
    return item.record is not None and item.record.header.source != item.pair.source


def carry(workspace: Workspace, item: Translation) -> None:
    """Move a translation, then its record, then let that say so; killed between, the next run goes on.

    Raises:
        DocumentError: A file cannot be moved.
    """
    assert item.record is not None  # or nobody would know that it was renamed
    said = item.record.header
    before = Pair(said.source, said.target, said.language)
    disk, page, place = workspace.disk, item.pair.target, workspace.record_path(item.pair)
    header = structs.replace(said, source=item.pair.source, target=item.pair.target)
    with alone(workspace):
        _unchanged(workspace, item, before)
        # Each step only if it is not done yet: a run that was killed goes on from here.
        if item.moved_from and not disk.has(page):
            disk.move(item.moved_from, page)
        if not disk.has(place):
            disk.move(workspace.record_path(before), place)
        settled = structs.replace(item.record, header=header)
        disk.write(place, bitext.dumps(settled))


def _unchanged(workspace: Workspace, item: Translation, before: Pair) -> None:
    """Make sure that nobody moved or changed the record meanwhile.

    Raises:
        DocumentError: Somebody did.
    """
    pair = item.pair if workspace.disk.has(workspace.record_path(item.pair)) else before
    if standing(workspace, pair, item.source, item.target) != item.record:
        raise changed(item.pair.target)
