"""Reports say what is in the workspace, and nothing in a page can break their form."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest
import xmlschema

from tests.checking import SOURCE, TARGET, page, recorded
from tests.sites import build, cli
from transflow.checks import ALL, Finding
from transflow.errors import DocumentError
from transflow.reports import CHECK_FORMATS, REPORT_FORMATS, PageRow, Report

SCHEMAS = Path(__file__).parent / "fixtures/schemas"
EVIL = "<script>alert('x')</script> | `a` **b** [c](d)\n# e %0A ::error::"


def row(number=0, state="reviewed", language="en", characters=0):
    source = f"content/p{number}.md"
    return PageRow(
        source, f"content/p{number}.{language}.md", language, state, pending=1, characters=characters
    )


def finding(message="a figure is wrong", severity="error", line=3, path=TARGET, code="TF301"):
    return Finding(code, "quantity", severity, path, line, 5, message, SOURCE, "en")


REPORT = Report(
    (
        row(1),
        row(2, "missing", characters=120),
        row(3, "stale", characters=40),
        row(4, "draft", "fr"),
        row(5, "orphan"),
    ),
    (finding(), finding("smell", "warning")),
    (DocumentError("broken", "content/b.md", 2),),
)


def test_coverage_counts_what_is_there_and_current():
    english, french = REPORT.coverage
    assert (english.language, english.wanted, english.present, english.current) == ("en", 3, 2, 1)
    assert (english.percent, english.characters) == (33, 160)
    assert english.states == {"orphan": 1, "missing": 1, "stale": 1, "reviewed": 1}
    assert (french.percent, french.wanted) == (100, 1)


@pytest.mark.parametrize("form", [*CHECK_FORMATS.items(), *REPORT_FORMATS.items()], ids=lambda form: form[0])
def test_every_format_prints_every_report(form):
    _, function = form
    for report in (Report((), ()), REPORT, Report((row(),), (finding(EVIL),))):
        assert isinstance(function(report), str)
        assert function(report) == function(report)


def test_json_has_the_documented_shape():
    data = json.loads(REPORT_FORMATS["json"](REPORT))
    assert list(data) == ["version", "languages", "pages", "findings", "problems", "effort", "changed_terms"]
    assert data["languages"][0]["states"]["stale"] == 1
    assert data["pages"][1]["characters"] == 120
    assert data["findings"][0]["column"] == 5


def test_text_has_a_line_for_each_finding():
    assert CHECK_FORMATS["text"](REPORT).splitlines() == [
        f"{TARGET}:3:5: TF301 error a figure is wrong",
        f"{TARGET}:3:5: TF301 warning smell",
    ]


def test_text_aligns_what_people_compare():
    assert REPORT_FORMATS["text"](REPORT).splitlines()[:6] == [
        "en   33%  1 of 3 up to date  160 characters to draft  1 orphan, 1 missing, 1 stale, 1 reviewed",
        "fr  100%  1 of 1 up to date    0 characters to draft  1 draft",
        "",
        "missing  120 characters  content/p2.en.md",
        "stale     40 characters  content/p3.en.md",
        "draft                    content/p4.fr.md",
    ]


class TestMarkdown:
    def test_it_shows_languages_findings_and_work(self):
        text = REPORT_FORMATS["markdown"](REPORT)
        assert "| en | 33% | 1 of 3 |" in text
        assert "content/p2.en.md" in text
        assert "broken" in text

    def test_text_of_a_page_stays_in_its_cell(self):
        text = REPORT_FORMATS["markdown"](Report((row(),), (finding(EVIL),)))
        (line,) = [line for line in text.splitlines() if "script" in line]
        assert line.replace(r"\|", "").count("|") == 5
        assert "<script>" not in text

    def test_a_large_report_keeps_below_the_limit_of_a_step_summary(self):
        many = Report(
            tuple(row(n, "missing") for n in range(8000)),
            tuple(finding("长" * 100, line=n) for n in range(8000)),
        )
        text = REPORT_FORMATS["markdown"](many)
        assert len(text.encode()) < 2**20
        assert "… and " in text


SHARP = Report(
    (row(1), row(2, "missing")),
    (
        finding("50% wrong: a, b\r\nnext"),
        finding("50% wrong: a, b\r\nnext", line=9),
        finding("smell", "warning"),
    ),
    (DocumentError("broken", "content/b.md", 2),),
    ((finding("accepted", line=4), "issue 12"),),
    0,
    "web/",
)


class TestGitHub:
    def test_annotations_are_escaped_and_stand_in_the_repository(self):
        lines = CHECK_FORMATS["github"](SHARP).splitlines()
        assert lines == [
            "::error file=web/content/b.md,line=2,title=transflow::broken",
            f"::error file=web/{TARGET},line=3,col=5,title=TF301 quantity::50%25 wrong: a, b%0D%0Anext",
            f"::error file=web/{TARGET},line=9,col=5,title=TF301 quantity::50%25 wrong: a, b%0D%0Anext",
            f"::warning file=web/{TARGET},line=3,col=5,title=TF301 quantity::smell",
        ]

    def test_properties_cannot_be_broken_out_of(self):
        text = CHECK_FORMATS["github"](Report((), (finding(EVIL, path="a,line=1::b:c\n.md"),)))
        assert text.startswith("::error file=a%2Cline=1%3A%3Ab%3Ac%0A.md,line=3,")
        assert text.count("\n") == 0

    @pytest.mark.parametrize("count", [10, 11, 300])
    def test_no_more_than_a_step_shows(self, count):
        same = Report((), tuple(finding(f"m{n}", line=n) for n in range(count)))
        assert len(CHECK_FORMATS["github"](same).splitlines()) == (10 if count == 10 else 1)
        apart = Report((), tuple(finding(f"m{n}", path=f"content/{n:03}.md") for n in range(count)))
        lines = CHECK_FORMATS["github"](apart).splitlines()
        assert len(lines) == 10
        assert count == 10 or f"{count - 9} more files" in lines[-1]


class TestSarif:
    def test_what_could_not_be_read_has_its_place(self):
        run = json.loads(CHECK_FORMATS["sarif"](SHARP))["runs"][0]
        (told,) = run["invocations"][0]["toolExecutionNotifications"]
        assert told["message"]["text"] == "content/b.md:2: broken"
        place = {"artifactLocation": {"uri": "web/content/b.md"}, "region": {"startLine": 2}}
        assert told["locations"] == [{"physicalLocation": place}]

    def test_it_is_valid_by_its_schema(self):
        schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))
        for report in (Report((), ()), SHARP, Report((row(),), (finding(EVIL, path="content/长 a%b.md"),))):
            jsonschema.Draft4Validator(schema).validate(json.loads(CHECK_FORMATS["sarif"](report)))

    def test_results_have_places_rules_fingerprints_and_suppressions(self):
        (run,) = json.loads(CHECK_FORMATS["sarif"](SHARP))["runs"]
        first, second, _, waived = run["results"]
        assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "TF301"
        assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"web/{TARGET}"
        assert first["partialFingerprints"] != second["partialFingerprints"]
        assert waived["suppressions"][0]["justification"] == "issue 12"
        assert run["invocations"][0]["executionSuccessful"] is False

    def test_addresses_are_escaped(self):
        (run,) = json.loads(CHECK_FORMATS["sarif"](Report((), (finding(path="content/长 a%b.md"),))))["runs"]
        uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "content/%E9%95%BF%20a%25b.md"

    def test_every_check_is_a_rule(self):
        (run,) = json.loads(CHECK_FORMATS["sarif"](Report((), ())))["runs"]
        assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {check.code for check in ALL}


class TestGitLab:
    def test_entries_have_the_documented_fields(self):
        first, second, warning = found = json.loads(CHECK_FORMATS["gitlab"](SHARP))
        for entry in found:  # <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>
            assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert not entry["location"]["path"].startswith(("/", "./"))
        assert first["location"] == {"path": f"web/{TARGET}", "lines": {"begin": 3}}
        assert (first["severity"], warning["severity"]) == ("major", "minor")
        assert len({entry["fingerprint"] for entry in (first, second, warning)}) == 3

    def test_a_fingerprint_outlives_a_moved_line(self):
        marks = [
            [
                entry["fingerprint"]
                for entry in json.loads(CHECK_FORMATS["gitlab"](Report((), (finding(line=line),))))
            ]
            for line in (3, 30)
        ]
        assert marks[0] == marks[1]


class TestJUnit:
    REPORT = Report(
        (row(1), row(2), row(3), row(4, language="fr")),
        (
            Finding(
                "TF301",
                "quantity",
                "error",
                "content/p1.en.md",
                3,
                5,
                f"bad \x00\ud800{EVIL}",
                "content/p1.md",
                "en",
            ),
        ),
        (DocumentError("broken", "content/b.md", 2),),
        (
            (
                Finding(
                    "TF301", "quantity", "error", "content/p2.en.md", 3, 5, "known", "content/p2.md", "en"
                ),
                "why",
            ),
        ),
    )

    def test_a_case_for_each_page_and_language(self):
        top = ET.fromstring(REPORT_FORMATS["junit"](self.REPORT))
        english, french, problems = top
        assert [case.get("name") for case in english] == [f"content/p{n}.en.md" for n in (1, 2, 3)]
        assert [[inner.tag for inner in case] for case in english] == [["failure"], ["skipped"], []]
        assert "<script>" in english[0][0].text
        assert english.attrib | {"name": ""} == {
            "name": "",
            "tests": "3",
            "failures": "1",
            "errors": "0",
            "skipped": "1",
        }
        assert (french.get("tests"), problems[0][0].tag) == ("1", "error")
        assert (english[0][0].get("message"), problems[0].get("name")) == ("1 error", "content/b.md")

    def test_it_is_valid_by_its_schema(self):
        schema = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
        for report in (Report((), ()), SHARP, self.REPORT):
            schema.validate(REPORT_FORMATS["junit"](report))

    def test_what_is_no_failure_is_told_as_output(self):
        top = ET.fromstring(REPORT_FORMATS["junit"](Report((row(1), row(2, "missing")), ())))
        assert [case.findtext("system-out") for case in top[0]] == [None, "missing"]

    def test_a_consumer_reads_it(self):
        read = junitparser.JUnitXml.fromstring(REPORT_FORMATS["junit"](self.REPORT).encode())
        assert [(suite.tests, suite.failures, suite.skipped) for suite in read] == [
            (3, 1, 1),
            (1, 0, 0),
            (1, 0, 0),
        ]


@pytest.mark.parametrize(
    ("report", "message", "colour"), [(REPORT, "50%", "yellow"), (Report((), ()), "100%", "brightgreen")]
)
def test_a_badge_has_the_fields_of_its_endpoint(report, message, colour):
    """As <https://shields.io/badges/endpoint-badge> has them."""
    badge = json.loads(REPORT_FORMATS["badge"](report))
    error = {"isError": True} if report.problems else {}
    assert badge == {"schemaVersion": 1, "label": "translations", "message": message, "color": colour} | error


class TestCommand:
    def test_a_report_goes_to_a_file(self, tmp_path, capsys):
        recorded(tmp_path, "公司市值为3,000亿美元。", "The company is worth $30 billion.")
        assert cli(tmp_path, "report", "--format", "markdown", "-o", "report.md") == 0
        assert capsys.readouterr().out == ""
        assert "TF301" in (tmp_path / "report.md").read_text("utf-8")

    @pytest.mark.parametrize(
        ("command", "formats"),
        [("check", CHECK_FORMATS), ("report", REPORT_FORMATS)],
        ids=["check", "report"],
    )
    def test_a_name_that_is_no_text_is_told(self, tmp_path, capsys, command, formats):
        build(tmp_path, {SOURCE: page("文", lang="zh-CN")}, "targets: [en]\n")
        try:
            (tmp_path / SOURCE).rename(os.fsdecode(os.fsencode(tmp_path) + b"/content/\xff.md"))
        except OSError:
            pytest.skip("the file system wants names in UTF-8")
        for name in formats:
            assert cli(tmp_path, command, "--format", name, "-o", "out") == 2
            assert cli(tmp_path, command, "--format", name) == 2
            read = capsys.readouterr()
            assert read.out == (tmp_path / "out").read_text("utf-8")
            assert "content/\\udcff.md: the name of the file is not UTF-8 (rename it)\n" in read.err

    def test_findings_go_to_a_file(self, tmp_path, capsys):
        recorded(tmp_path, "公司市值为3,000亿美元。", "The company is worth $30 billion.")
        assert cli(tmp_path, "check", "--format", "gitlab", "-o", "out.json") == 1
        assert capsys.readouterr() == ("", "1 error\n")
        assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 1

    def test_states_can_fail_it(self, tmp_path):
        build(tmp_path, {SOURCE: page("文", lang="zh-CN")}, "targets: [en]\n")
        assert cli(tmp_path, "report") == 0
        assert cli(tmp_path, "report", "--fail-on", "declared-missing") == 1
        assert cli(tmp_path, "report", "--fail-on", "nonsense") == 2

    def test_a_file_that_cannot_be_written_is_told(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: page("文", lang="zh-CN"), "out/x": ""}, "targets: [en]\n")
        assert cli(tmp_path, "report", "-o", "out") == 2
        assert capsys.readouterr().err.count("\n") == 1
