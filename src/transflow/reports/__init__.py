"""Reports: one file a format, each a function from a report to text."""

from collections.abc import Callable, Mapping

from transflow.reports import badge, data, github, gitlab, html, junit, markdown, sarif, text
from transflow.reports.model import Coverage, Lines, PageRow, Reader, Report, Stretch

__all__ = ["CHECK_FORMATS", "REPORT_FORMATS", "Coverage", "Lines", "PageRow", "Reader", "Report", "Stretch"]

Format = Callable[[Report], str]

CHECK_FORMATS: Mapping[str, Format] = {
    "text": text.findings,
    "json": data.findings,
    "github": github.findings,
    "sarif": sarif.findings,
    "gitlab": gitlab.findings,
}
"""What `check` prints."""
REPORT_FORMATS: Mapping[str, Format] = {
    "text": text.whole,
    "json": data.whole,
    "markdown": markdown.whole,
    "html": html.whole,
    "junit": junit.whole,
    "badge": badge.whole,
}
"""What `report` prints."""
