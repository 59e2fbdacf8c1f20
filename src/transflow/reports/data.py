"""JSON, for scripts."""

import json

from transflow.reports.model import Report


def findings(report: Report) -> str:
    """Return `check --format json`."""
    return _dumped({"version": 1, "findings": [finding.as_json for finding in report.findings]})


def whole(report: Report) -> str:
    """Return `report --format json`."""
    return _dumped({
        "version": 1,
        "languages": [
            {
                "language": item.language,
                "wanted": item.wanted,
                "present": item.present,
                "current": item.current,
                "percent": item.percent,
                "characters": item.characters,
                "states": item.states,
                "reviewers": list(report.reviewers.get(item.language, ())),
            }
            for item in report.coverage
        ],
        "pages": [page.as_json for page in report.pages],
        "findings": [finding.as_json for finding in report.findings],
        "problems": list(map(str, report.problems)),
        "effort": [item.as_json for item in report.effort],
        "changed_terms": [item.as_json for item in report.changed_terms],
    })  # fmt: skip


def _dumped(value: object) -> str:
    # Chinese stays legible in a log of CI.
    return json.dumps(value, ensure_ascii=False, indent=2)
