"""Plain text, for a terminal or a log."""

from transflow.reports.model import Coverage, Report


def findings(report: Report) -> str:
    """Return one line a finding: `path:line:column: CODE severity message`."""
    return "\n".join(
        f"{item.path}:{item.line}:{item.column}: {item.code} {item.severity} {item.message}"
        for item in report.findings
    )


def whole(report: Report) -> str:
    """Return coverage, the pages that need somebody, and the findings."""
    parts = ["\n".join(map(_coverage, report.coverage)) or "No translations."]
    if report.work:
        parts.append("\n".join(f"{page.state:<16} {page.target}" for page in report.work))
    if report.findings:
        parts.append(findings(report))
    parts.append(report.summary)
    return "\n\n".join(parts)


def _coverage(item: Coverage) -> str:
    states = ", ".join(f"{count} {state}" for state, count in item.states.items())
    return f"{item.language}: {item.percent}% up to date ({item.current} of {item.wanted}): {states}; {item.characters} characters to draft"
