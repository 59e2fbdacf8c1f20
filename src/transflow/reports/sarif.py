"""SARIF 2.1.0 (OASIS standard), which code scanning and editors read."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from transflow import __version__
from transflow.checks import ALL, Check, Finding
from transflow.reports.model import Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# A result names its rule by its place in the list too, which some viewers go by.
_RULES = {check.code: number for number, check in enumerate(ALL)}


def findings(report: Report) -> str:
    """Return a log with one run; what was waived is there as suppressed."""
    marks = report.fingerprints
    results = [_result(report, finding, marks[finding]) for finding in report.findings]
    results += [
        _result(report, finding, marks[finding])
        # In the log, and yet no alert: whoever reads it sees what was accepted, and why.
        | {"suppressions": [{"kind": "inSource", "status": "accepted", "justification": reason}]}
        for finding, reason in report.waived
    ]
    run = {
        "tool": {"driver": {"name": "transflow", "version": __version__, "rules": list(map(_rule, ALL))}},
        # Columns are counted in code points, as everywhere here; the default is UTF-16.
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not report.problems, "toolExecutionNotifications": list(_told(report))}
        ],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(check: Check[Any]) -> dict[str, Any]:
    first, _, rest = check.documentation.partition("\n")
    return {
        "id": check.code,
        "name": "".join(part.capitalize() for part in check.name.split("-")),
        "shortDescription": {"text": first},
        "help": {"text": " ".join(rest.split())},
        "defaultConfiguration": {"level": check.severity},
    }


def _result(report: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": _RULES[finding.code],
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [_place(report, finding.path, finding.line, finding.column)],
        # GitHub matches alerts of two runs by it, so that a moved line opens none anew.
        "partialFingerprints": {"transflow/v1": fingerprint},
    }


def _told(report: Report) -> Iterator[dict[str, Any]]:
    for problem in report.problems:
        told = {"level": "error", "message": {"text": str(problem)}}
        yield told | ({"locations": [_place(report, problem.path, problem.line)]} if problem.path else {})


def _place(report: Report, path: str, line: int, column: int = 0) -> dict[str, Any]:
    """Return a location; 0 for a line or a column that nobody knows."""
    # SARIF knows no line 0.
    region = {name: at for name, at in (("startLine", line), ("startColumn", column)) if at}
    # A URI: a blank or Han in a path is escaped.
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(report.prefix + path, errors="replace")}}
    return {"physicalLocation": place | ({"region": region} if region else {})}
