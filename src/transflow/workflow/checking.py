"""`check` and `report`: from the workspace to findings and figures. Nothing here prints or exits."""

from collections.abc import Sequence
from dataclasses import dataclass

from transflow import checks, languages
from transflow.checks import CHECKS, Check, Finding, Subject
from transflow.errors import TransflowError
from transflow.reports import PageRow, Report
from transflow.verification import Knowledge
from transflow.workflow.drafting import knowledge
from transflow.workflow.overview import Filter, Overview, Translation, overview
from transflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a workspace."""

    overview: Overview
    findings: tuple[Finding, ...]
    """Sorted by path, line and code."""
    problems: tuple[TransflowError, ...]
    """What could not be read; the other pages were checked."""

    def failed(self, *, strict: bool = False) -> bool:
        """Whether there is an error, or in strict mode any finding."""
        return any(strict or finding.severity == "error" for finding in self.findings)


def check(workspace: Workspace, wanted: Filter = Filter(), selected: Sequence[Check] = CHECKS) -> Checked:
    """Run checks over the translations that are asked for.

    Raises:
        ConfigError: A glossary is wrong, or a path or language asked for is not in the workspace.
    """
    seen = overview(workspace, wanted)
    known: dict[tuple[str, str], Knowledge] = {}
    findings: set[Finding] = set()
    for item in seen.translations:
        findings.update(checks.run(_subject(workspace, item, known), selected))
    return Checked(seen, tuple(sorted(findings, key=_order)), seen.problems)


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    return (finding.path, finding.line, finding.column, finding.code, finding.language, finding.message)


def _subject(workspace: Workspace, item: Translation, known: dict[tuple[str, str], Knowledge]) -> Subject:
    origin = item.page.language if item.page else workspace.config.sources[0]
    tags = (origin, item.pair.language)
    if tags not in known:
        known[tags] = knowledge(workspace, *tags)
    return Subject(
        pair=item.pair,
        state=item.state,
        origin=origin,
        page=item.page,
        source=item.source,
        target=item.target,
        record=item.record,
        comparison=item.comparison,
        knowledge=known[tags],
        required=any(languages.same(tag, item.pair.language) for tag in workspace.config.required),
    )


def report(checked: Checked) -> Report:
    """Put what was found into the form that reports are made from."""
    rows = tuple(_row(item) for item in checked.overview.translations)
    return Report(rows, checked.findings, tuple(map(str, checked.problems)))


def _row(item: Translation) -> PageRow:
    seen = item.comparison if item.state not in ("missing", "declared-missing") else None
    return PageRow(
        source=item.pair.source,
        target=item.pair.target,
        language=item.pair.language,
        state=item.state,
        units=item.units,
        characters=item.characters,
        changed=seen.changed if seen else 0,
        edited=seen.edited if seen else 0,
        conflicts=seen.conflicts if seen else 0,
    )
