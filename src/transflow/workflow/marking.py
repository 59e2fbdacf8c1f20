"""`status --write`: tells a site's templates which translations are out of date."""

from collections.abc import Iterable, Mapping

from transflow import frontmatter
from transflow.errors import TransflowError
from transflow.files import write_text
from transflow.frontmatter import DELETE, KeyPath
from transflow.workflow.overview import Translation
from transflow.workspace import Pair, Workspace


def mark(
    workspace: Workspace, items: Iterable[Translation]
) -> tuple[tuple[Pair, ...], tuple[TransflowError, ...]]:
    """Set `translation.stale: true` where the source changed since, take it away where it did not, change nothing else.

    Returns:
        The translations that were changed, and what went wrong.
    """
    changed: list[Pair] = []
    problems: list[TransflowError] = []
    for item in items:
        try:
            if _marked(workspace, item):
                changed.append(item.pair)
        except TransflowError as error:
            problems.append(error)
    return tuple(changed), tuple(problems)


def _marked(workspace: Workspace, item: Translation) -> bool:
    """Mark one translation, if it is recorded; whether that changed it."""
    target = item.target
    if target is None or item.record is None or item.comparison is None:
        return False
    about = target.front.data.get("translation")
    there = isinstance(about, Mapping) and "stale" in about
    stale = bool(item.comparison.changed)
    if not stale and not there:
        return False
    edit: dict[KeyPath, object] = {("translation", "stale"): True if stale else DELETE}
    text = frontmatter.edit(target.text, edit, item.pair.target)
    if text == target.text:
        return False
    write_text(workspace.root / item.pair.target, text, item.pair.target)
    return True
