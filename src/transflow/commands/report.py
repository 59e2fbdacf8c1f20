"""`report`: what the checks found, put into the form that reports are made from."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import structs

from transflow.checks import Finding
from transflow.commands import effort
from transflow.commands.check import Checked
from transflow.errors import TransflowError
from transflow.reports import PageRow, Reader, Report, SourceChange
from transflow.site.scope import head, prefix, source_dates
from transflow.site.translations import Translation
from transflow.site.workspace import Workspace


def report(workspace: Workspace, checked: Checked, *, texts: bool = False, changes: bool = False) -> Report:
    """Return what formats print.

    Args:
        workspace: Where it was found.
        checked: What was found.
        texts: With source and translation of every page side by side, and with what git knows.
        changes: With what changed in source pages since they were translated.
    """
    # git's whole log is read for them.
    dates = source_dates(workspace) if texts else {}
    return Report(
        tuple(structs.replace(page, since=dates.get(page.source, "")) for page in checked.pages),
        checked.findings,
        checked.problems,
        checked.waived,
        len(checked.known),
        prefix(workspace),
        partial(_readers, checked) if texts else None,
        head(workspace) if texts else "",
        effort.by_month(checked.efforts),
        effort.changed_terms(checked.efforts),
        _changes(checked) if changes else {},
        _reviewers(workspace),
    )


def _changes(checked: Checked) -> dict[str, tuple[SourceChange, ...]]:
    """Return what changed in the sources of translations that are behind."""
    assert checked.run is not None  # `check` made it
    behind = [page.pair for page in checked.pages if page.stale]
    found = checked.run.picture.each(behind, lambda item: (item.pair.target, tuple(_changed(item))))
    return dict(one for one in found if not isinstance(one, TransflowError))


def _changed(item: Translation) -> Iterator[SourceChange]:
    from transflow.commands.diff import changes_of  # noqa: PLC0415  other reports need none of it

    return (SourceChange(one.line, one.key, one.old, one.new) for one in changes_of(item))


def _reviewers(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    config = workspace.config
    return {tag: names for tag in config.targets if (names := config.language(tag).reviewers)}


def _readers(checked: Checked, pages: Sequence[PageRow]) -> Iterator[Reader]:
    """Yield pages to be read side by side; on many, all cores read."""
    from transflow.commands.side_by_side import reader  # noqa: PLC0415  a hook needs none of it

    assert checked.run is not None  # `check` made it
    run, found = checked.run, defaultdict[tuple[str, str], list[Finding]](list)
    for finding in checked.findings:
        found[finding.source, finding.language].append(finding)

    def read(item: Translation) -> Reader:
        return reader(run.subject(item), found[item.pair.source, item.pair.language])

    # A generator: a format stops when its file is full, and the rest is never read.
    for one in run.picture.each([page.pair for page in pages], read):
        if not isinstance(one, TransflowError):  # it changed since it was checked
            yield one
