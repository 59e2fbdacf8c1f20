"""Plain text, for a terminal or a log."""

from collections.abc import Sequence

from transflow.counts import counted
from transflow.reports.model import PageRow, Report


def findings(report: Report) -> str:
    """Return one line a finding: `path:line:column: CODE severity message`."""
    return "\n".join(
        # A message may hold a page's text, and one finding is one line: editors and greps go by that.
        " ".join(
            f"{item.path}:{item.line}:{item.column}: {item.code} {item.severity} {item.message}".split("\n")
        )
        for item in report.findings
    )


def whole(report: Report) -> str:
    """Return coverage, the pages that need somebody, and the findings."""
    effort = (_effort(report), _terms(report))
    parts = [
        _coverage(report) or "No translations.",
        _work(report),
        *effort,
        findings(report),
        report.summary,
    ]
    return "\n\n".join(part for part in parts if part)


def _coverage(report: Report) -> str:
    return _aligned([
        (
            item.language,
            f"{item.percent}%",
            f"{item.current:,} of {item.wanted:,} up to date",
            f"{counted(item.characters, 'character')} to draft",
            ", ".join(f"{count:,} {state}" for state, count in item.states.items())
            + (f"; read by {', '.join(readers)}" if (readers := report.reviewers.get(item.language)) else ""),
        )
        for item in report.coverage
    ], right=(1, 2, 3))  # fmt: skip


def _work(report: Report) -> str:
    rows = [
        (
            page.state,
            counted(page.characters, "character") if page.characters else "",
            _risk(page),
            page.target,
        )
        for page in report.work
    ]
    # A column of nothing would only push the paths to the right.
    if not any(risk for _, _, risk, _ in rows):
        return _aligned([(state, characters, target) for state, characters, _, target in rows], right=(1,))
    return _aligned(rows, right=(1, 2))


def _risk(page: PageRow) -> str:
    return "" if page.risk is None else f"risk {page.risk}"


def _effort(report: Report) -> str:
    rows = [
        (
            item.language,
            item.month,
            item.engine,
            counted(item.texts, "text"),
            f"{item.untouched:,} as drafted",
            f"{item.share:.1%} of characters changed",
        )
        for item in report.effort
    ]
    return f"From draft to approval:\n{_aligned(rows, right=(3, 4, 5))}" if rows else ""


def _terms(report: Report) -> str:
    rows = [
        (item.language, item.source, item.target, f"{item.changed:,} of {item.drafted:,}")
        for item in report.changed_terms
    ]
    return f"Terms that people change:\n{_aligned(rows, right=(3,))}" if rows else ""


def _aligned(rows: Sequence[Sequence[str]], right: Sequence[int]) -> str:
    """Return rows in columns, those in `right` aligned to the right; the last one may have any width."""
    # In code points: languages, states and engines are ASCII, and what may be wide stands last.
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
