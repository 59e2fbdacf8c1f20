"""Reports: one file a format, each a function from a report to text."""

from collections.abc import Callable, Mapping

from transflow.reports import data, markdown, text
from transflow.reports.model import Coverage, PageRow, Report

__all__ = ["CHECK_FORMATS", "REPORT_FORMATS", "Coverage", "PageRow", "Report"]

Format = Callable[[Report], str]

CHECK_FORMATS: Mapping[str, Format] = {"text": text.findings, "json": data.findings}
"""What `check` prints."""
REPORT_FORMATS: Mapping[str, Format] = {"text": text.whole, "json": data.whole, "markdown": markdown.whole}
"""What `report` prints."""
