"""`report`: what the checks found, put into the form that reports are made from."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import structs

from transflow import checks
from transflow.checks import Finding
from transflow.commands.check import Checked, Run
from transflow.commands.effort import Efforts
from transflow.reports import PageRow, Reader, Report
from transflow.site.scope import head, prefix, slots, source_dates
from transflow.site.translations import Filter, Translation
from transflow.site.workspace import Workspace


def report(workspace: Workspace, checked: Checked, *, texts: bool = False) -> Report:
    """Return what formats print.

    Args:
        workspace: Where it was found.
        checked: What was found.
        texts: With source and translation of every page side by side, and with what git knows.
    """
    dates = source_dates(workspace) if texts else {}
    efforts = Efforts(workspace)
    efforts.take(checked.overview.translations)
    return Report(
        tuple(
            _row(workspace, item, dates.get(item.pair.source, "")) for item in checked.overview.translations
        ),
        checked.findings,
        checked.problems,
        checked.waived,
        len(checked.known),
        prefix(workspace),
        tuple(_readers(workspace, checked)) if texts else (),
        head(workspace) if texts else "",
        efforts.by_month(),
        efforts.terms(),
    )


def _readers(workspace: Workspace, checked: Checked) -> Iterator[Reader]:
    from transflow.commands.side_by_side import reader  # noqa: PLC0415  a hook needs none of it

    run = Run(workspace, Filter(), checks.settings(), None)
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        found[finding.source, finding.language].append(finding)
    for item in checked.overview.translations:
        yield reader(run.subject(item), found[item.pair.source, item.pair.language])


def _row(workspace: Workspace, item: Translation, since: str) -> PageRow:
    section = _section(workspace, item.pair.source)
    known = structs.asdict(item.short)
    return PageRow(**known, since=since, title=_title(item), origin=item.origin, section=section)


def _title(item: Translation) -> str:
    page = item.source or item.target
    title = page.front.data.get("title") if page else None
    return title if isinstance(title, str) else ""


def _section(workspace: Workspace, path: str) -> str:
    stems = [stem for _, stem in slots(workspace, path)]
    return stems[0].partition("/")[0] if stems and "/" in stems[0] else ""
