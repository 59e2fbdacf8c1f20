"""Running the checks over one translation."""

from collections.abc import Iterator
from typing import Any

from transflow.checks.finding import Finding, Hit
from transflow.checks.registry import CHECKS, Check
from transflow.checks.settings import Settings
from transflow.checks.subject import Subject
from transflow.site.workspace import Pair
from transflow.verification import Severity


def run(subject: Subject, settings: Settings) -> Iterator[Finding]:
    """Yield what the checks find in one translation, in the order of the checks; nothing is waived yet."""
    for check in CHECKS:
        # Asked without a hit first: a check that is ignored here costs nothing.
        if check.code in settings.codes and settings.severity(check, subject.pair, None):
            for hit in check.function(subject):
                severity = settings.severity(check, subject.pair, hit.severity)
                if severity:
                    yield finding(check, hit, severity, subject.pair)


def finding(check: Check[Any], hit: Hit, severity: Severity, pair: Pair) -> Finding:
    """Return a hit as a finding."""
    where = hit.place
    return Finding(
        check.code,
        check.name,
        severity,
        where.path,
        where.line,
        where.column,
        hit.message,
        pair.source,
        pair.language,
    )
