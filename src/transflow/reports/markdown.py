"""GitHub-flavoured Markdown, for a step summary (at most 1 MiB) or a comment on a pull request."""

from collections.abc import Iterable, Iterator, Sequence

from transflow.counts import counted
from transflow.reports.grammar import GRAMMAR
from transflow.reports.model import Report, size

# Some room for what else a job writes into its summary.
LIMIT = 900_000
"""Bytes; GitHub refuses a step summary above 1 MiB."""
_SPECIAL = GRAMMAR["github-sign"]


def whole(report: Report) -> str:
    """Return the report; the last rows are left out, and counted, where it would grow beyond `LIMIT`."""
    parts = [
        "# Translations",
        _coverage(report),
        *(
            ["## Could not be read", *(f"- {escape(str(problem))}" for problem in report.problems)]
            if report.problems
            else []
        ),
        f"## Findings\n\n{report.summary}",
    ]
    room = LIMIT - sum(size(part) + 2 for part in parts)
    # Half for the findings, the rest in the order of what is looked for.
    findings = _table(("Severity", "Where", "Code", "What"), _findings(report), room // 2)
    work = _table(("State", "Page", "Language", "Characters to draft", "Risk"), _work(report), room // 4)
    effort = _table(
        ("Language", "Month", "Engine", "Texts", "As drafted", "Characters changed"),
        _effort(report),
        room // 8,
    )
    terms = _table(("Language", "Term", "Drafted as", "Changed in"), _terms(report), room // 8)
    parts += [findings] if findings else []
    parts += ["## Pages that need somebody", work] if work else []
    parts += ["## From draft to approval", effort] if effort else []
    parts += ["## Terms that people change", terms] if terms else []
    return "\n\n".join(parts)


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _coverage(report: Report) -> str:
    rows = (
        (
            escape(item.language),
            f"{item.percent}%",
            f"{item.current} of {item.wanted}",
            escape(", ".join(f"{count} {state}" for state, count in item.states.items())),
            f"{item.characters:,}",
            *([escape(", ".join(report.reviewers.get(item.language, ())))] if report.reviewers else []),
        )
        for item in report.coverage
    )
    head: tuple[str, ...] = ("Language", "Up to date", "Pages", "States", "Characters to draft")
    head += ("Read by",) if report.reviewers else ()
    return _table(head, rows, LIMIT // 4) or "No translations."


def _findings(report: Report) -> Iterator[Sequence[str]]:
    # `error` comes before `warning` in the alphabet as well.
    for item in sorted(report.findings, key=lambda finding: finding.severity):
        yield (
            item.severity,
            escape(f"{item.path}:{item.line}"),
            f"{item.code} {item.name}",
            escape(item.message),
        )


def _work(report: Report) -> Iterator[Sequence[str]]:
    for page in report.work:
        risk = "" if page.risk is None else str(page.risk)
        yield page.state, escape(page.target), escape(page.language), f"{page.characters:,}", risk


def _effort(report: Report) -> Iterator[Sequence[str]]:
    for item in report.effort:
        said = (item.language, item.month, item.engine)
        yield *map(escape, said), f"{item.texts:,}", f"{item.untouched:,}", f"{item.share:.1%}"


def _terms(report: Report) -> Iterator[Sequence[str]]:
    for item in report.changed_terms:
        said = (item.language, item.source, item.target)
        yield *map(escape, said), f"{item.changed:,} of {counted(item.drafted, 'text')}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], room: int) -> str:
    """Return a table of at most about `room` bytes, with a line that counts the rows left out; empty without rows."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    left = 0
    for row in rows:
        line = f"| {' | '.join(row)} |"
        room -= size(line) + 1
        if room < 0:
            left += 1
        else:
            lines.append(line)
    # A head without rows is no table.
    if len(lines) == 2 and not left:
        return ""
    return "\n".join(lines) + (f"\n\n… and {left} more" if left else "")
