"""Reports: one file a format, each a function from a report to text."""

from collections.abc import Callable, Mapping
from importlib import import_module

from transflow.reports.model import (
    ChangedTerm,
    Coverage,
    Effort,
    Lines,
    PageRow,
    Reader,
    Report,
    SourceChange,
    Stretch,
)

__all__ = [
    "CHECK_FORMATS", "REPORT_FORMATS", "ChangedTerm", "Coverage", "Effort", "Lines", "PageRow", "Reader", "Report", "SourceChange",
    "Stretch",
]  # fmt: skip

Format = Callable[[Report], str]


def _format(module: str, function: str) -> Format:
    """Return a format whose module is imported when something is put into it: a hook needs one of them."""

    def written(report: Report) -> str:
        # sarif needs the documentation of all checks, html a style and a script: only who asks pays.
        text: str = getattr(import_module(f"{__name__}.{module}"), function)(report)
        return text

    return written


CHECK_FORMATS: Mapping[str, Format] = {
    "text": _format("text", "findings"),
    "json": _format("data", "findings"),
    "github": _format("github", "findings"),
    "sarif": _format("sarif", "findings"),
    "gitlab": _format("gitlab", "findings"),
}
"""What `check` prints."""
REPORT_FORMATS: Mapping[str, Format] = {
    "text": _format("text", "whole"),
    "json": _format("data", "whole"),
    "markdown": _format("markdown", "whole"),
    "issue": _format("issue", "whole"),
    "html": _format("html", "whole"),
    "junit": _format("junit", "whole"),
    "badge": _format("badge", "whole"),
}
"""What `report` prints."""
