"""JUnit XML, which CI servers show as tests: one case for each page and language, waived findings as skipped."""

from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from transflow.checks import Finding
from transflow.counts import counted
from transflow.errors import TransflowError
from transflow.reports.model import PageRow, Report, printable


def whole(report: Report) -> str:
    """Return one suite a language; a case fails with its errors, and tells its state, if not reviewed, and warnings as output."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    waived: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in report.findings:
        found[finding.source, finding.language].append(finding)
    for finding, reason in report.waived:
        waived[finding.source, finding.language].append(f"{finding.code} {finding.message}: {reason}")
    top = Element("testsuites", name="transflow")
    # By language, so that a server lists each as a suite of its own.
    for coverage in report.coverage:
        pages = [page for page in report.pages if page.language == coverage.language]
        _suite(top, coverage.language, pages, found, waived)
    _problems(top, report.problems)
    indent(top)
    return tostring(top, encoding="unicode", xml_declaration=True)


def _suite(
    top: Element,
    language: str,
    pages: Sequence[PageRow],
    found: dict[tuple[str, str], list[Finding]],
    waived: dict[tuple[str, str], list[str]],
) -> None:
    suite = SubElement(top, "testsuite", name=f"translations into {language}")
    for page in pages:
        case = SubElement(suite, "testcase", classname=language, name=printable(page.target))
        key = (page.source, page.language)
        errors = [finding for finding in found[key] if finding.severity == "error"]
        if errors:
            failure = SubElement(case, "failure", message=counted(len(errors), "error"), type="translation")
            failure.text = printable("\n".join(map(_line, errors)))
        # A case is skipped or has failed, never both: servers take the first they see.
        elif waived[key]:
            SubElement(case, "skipped", message=printable("; ".join(waived[key])))
        told: list[str] = [page.state] if page.state != "reviewed" else []
        told += [_line(finding) for finding in found[key] if finding.severity == "warning"]
        if told:
            SubElement(case, "system-out").text = printable("\n".join(told))
    _count(suite)


def _problems(top: Element, problems: Sequence[TransflowError]) -> None:
    if problems:
        suite = SubElement(top, "testsuite", name="pages that cannot be read")
        for problem in problems:
            case = SubElement(suite, "testcase", classname="transflow", name=printable(problem.path))
            SubElement(case, "error", message=printable(str(problem)), type="unreadable")
        _count(suite)


def _count(suite: Element) -> None:
    for name, path in (
        ("tests", "testcase"),
        ("failures", "testcase/failure"),
        ("errors", "testcase/error"),
        ("skipped", "testcase/skipped"),
    ):
        # Counted from what was put in, so that no sum can be wrong.
        suite.set(name, str(len(suite.findall(path))))


def _line(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}:{finding.column}: {finding.code} {finding.message}"
