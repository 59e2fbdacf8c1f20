"""Annotations for GitHub Actions: workflow commands that a runner turns into marks on the pull request.

`::error file=…,line=…,col=…,title=…::message`; `%`, CR and LF are escaped everywhere, `:` and `,` in properties too.
A step shows about ten annotations of a kind, so findings beyond that are told a file, then in one sum.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from transflow.checks import Finding
from transflow.errors import TransflowError
from transflow.reports.model import Report

SHOWN = 10
"""Annotations of one kind that a step shows."""


def findings(report: Report) -> str:
    """Return the annotations, errors first."""
    problems = [_problem(report, problem) for problem in report.problems]
    errors, warnings = (
        [finding for finding in report.findings if finding.severity == severity]
        for severity in ("error", "warning")
    )
    lines = [*_cut("error", problems, report, errors), *_cut("warning", [], report, warnings)]
    return "\n".join(lines)


def _cut(kind: str, lines: Sequence[str], report: Report, found: Sequence[Finding]) -> Iterator[str]:
    """Yield at most `SHOWN` annotations: each finding, or if these are too many one a file, or as many files as fit."""
    # Problems first: without them a page that cannot be read would hide behind ten warnings.
    marks = [*lines, *(_finding(kind, report, finding) for finding in found)]
    if len(marks) > SHOWN:
        marks = [*lines, *_by_file(kind, report, found)]
    if len(marks) <= SHOWN:
        yield from marks
        return
    # The tenth tells how many more there are.
    yield from marks[: SHOWN - 1]
    rest = len(marks) - SHOWN + 1
    yield _command(kind, f"… and the same for {rest} more files: see the report", title="transflow")


def _by_file(kind: str, report: Report, found: Iterable[Finding]) -> Iterator[str]:
    # Findings come page by page, so those of one file stand together.
    for _, group in groupby(found, key=lambda finding: finding.path):
        first, *others = group
        yield _finding(kind, report, first, f" (and {len(others)} more in this file)" if others else "")


def _finding(kind: str, report: Report, finding: Finding, more: str = "") -> str:
    return _command(
        kind,
        f"{finding.message}{more}",
        # From the repository's top, where GitHub looks for the file.
        file=report.prefix + finding.path,
        line=str(finding.line),
        col=str(finding.column),
        title=f"{finding.code} {finding.name}",
    )


def _problem(report: Report, problem: TransflowError) -> str:
    place = {"file": report.prefix + problem.path} if problem.path else {}
    place |= {"line": str(problem.line)} if problem.line else {}
    hint = f" ({problem.hint})" if problem.hint else ""
    return _command("error", f"{problem.message}{hint}", **place, title="transflow")


def _command(kind: str, message: str, **properties: str) -> str:
    told = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    return f"::{kind} {told}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    # As `@actions/core` escapes: a colon in a property would begin another, a line end another command.
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)
