"""Plain text, for a terminal or a log."""

from collections.abc import Sequence

from transflow.reports.model import PageRow, Report


def findings(report: Report) -> str:
    """Return one line a finding: `path:line:column: CODE severity message`."""
    return "\n".join(
        " ".join(
            f"{item.path}:{item.line}:{item.column}: {item.code} {item.severity} {item.message}".split("\n")
        )
        for item in report.findings
    )


def whole(report: Report) -> str:
    """Return coverage, the pages that need somebody, and the findings."""
    parts = [_coverage(report) or "No translations.", _work(report), findings(report), report.summary]
    return "\n\n".join(part for part in parts if part)


def _coverage(report: Report) -> str:
    return _aligned([
        (
            item.language,
            f"{item.percent}%",
            f"{item.current:,} of {item.wanted:,} up to date",
            f"{item.characters:,} characters to draft",
            ", ".join(f"{count:,} {state}" for state, count in item.states.items()),
        )
        for item in report.coverage
    ], right=(1, 2, 3))  # fmt: skip


def _work(report: Report) -> str:
    rows = [
        (page.state, f"{page.characters:,} characters" if page.characters else "", _risk(page), page.target)
        for page in report.work
    ]
    if not any(risk for _, _, risk, _ in rows):
        return _aligned([(state, characters, target) for state, characters, _, target in rows], right=(1,))
    return _aligned(rows, right=(1, 2))


def _risk(page: PageRow) -> str:
    return "" if page.risk is None else f"risk {page.risk}"


def _aligned(rows: Sequence[Sequence[str]], right: Sequence[int]) -> str:
    """Return rows in columns, those in `right` aligned to the right; the last one may have any width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
