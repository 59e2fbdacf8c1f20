"""GitLab's Code Quality report: a JSON list with a description, a fingerprint, a severity and a place a finding."""

import json
from typing import Any

from transflow.checks import Finding
from transflow.reports.model import Report

# GitLab knows info, minor, major, critical and blocker.
_SEVERITY = {"error": "major", "warning": "minor"}


def findings(report: Report) -> str:
    """Return the report; GitLab wants paths without `./` and fingerprints that are unique and outlive a moved line."""
    marks = report.fingerprints
    return json.dumps(
        [_entry(report, finding, marks[finding]) for finding in report.findings], ensure_ascii=False, indent=2
    )


def _entry(report: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": finding.message,
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITY[finding.severity],
        "location": {"path": report.prefix + finding.path, "lines": {"begin": finding.line}},
    }
