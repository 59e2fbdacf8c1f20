"""`status --write`: tells a site's templates which translations are out of date."""

from collections.abc import Iterable

from transflow import frontmatter
from transflow.errors import TransflowError
from transflow.files import read_text
from transflow.frontmatter import DELETE, KeyPath
from transflow.site.config import Pair, Workspace
from transflow.site.save import rewrite
from transflow.site.translations import Standing


def mark(
    workspace: Workspace, items: Iterable[Standing]
) -> tuple[tuple[Pair, ...], tuple[TransflowError, ...]]:
    """Set `translation.stale: true` where the source changed since, take it away where it did not, change nothing else.

    Returns:
        The translations that were changed, and what went wrong.
    """
    changed: list[Pair] = []
    problems: list[TransflowError] = []
    for item in items:
        if item.marked == item.stale:
            continue
        try:
            _mark(workspace, item.target, stale=item.stale)
            changed.append(item.pair)
        except TransflowError as error:
            problems.append(error)
    return tuple(changed), tuple(problems)


def _mark(workspace: Workspace, path: str, *, stale: bool) -> None:
    text = read_text(workspace.disk, path)
    change: dict[KeyPath, object] = {("translation", "stale"): True if stale else DELETE}
    rewrite(workspace, path, text, frontmatter.edit(text, change, path))
