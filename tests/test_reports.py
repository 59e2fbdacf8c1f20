"""Reports say what is in the workspace, and nothing in a page can break their form."""

import json

import pytest

from tests.checking import SOURCE, TARGET, page, recorded
from tests.sites import build, cli
from transflow.checks import Finding
from transflow.reports import CHECK_FORMATS, REPORT_FORMATS, PageRow, Report

EVIL = "<script>alert('x')</script> | `a` **b** [c](d)\n# e %0A ::error::"


def row(number=0, state="reviewed", language="en", characters=0):
    source = f"content/p{number}.md"
    return PageRow(source, f"content/p{number}.{language}.md", language, state, 1, characters, 0, 0, 0)


def finding(message="a figure is wrong", severity="error", line=3, path=TARGET, code="TF301"):
    return Finding(code, "quantity", severity, path, line, 5, message, SOURCE, "en")


REPORT = Report(
    (row(1), row(2, "missing", characters=120), row(3, "stale", characters=40), row(4, "draft", "fr"), row(5, "orphan")),
    (finding(), finding("smell", "warning")),
    ("content/b.md:2: broken",),
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
    assert list(data) == ["version", "languages", "pages", "findings", "problems"]
    assert data["languages"][0]["states"]["stale"] == 1
    assert data["pages"][1]["characters"] == 120
    assert data["findings"][0]["column"] == 5


def test_text_has_a_line_for_each_finding():
    assert CHECK_FORMATS["text"](REPORT).splitlines() == [
        f"{TARGET}:3:5: TF301 error a figure is wrong",
        f"{TARGET}:3:5: TF301 warning smell",
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
            tuple(row(n, "missing") for n in range(8000)), tuple(finding("长" * 100, line=n) for n in range(8000))
        )
        text = REPORT_FORMATS["markdown"](many)
        assert len(text.encode()) < 2**20
        assert "… and " in text


class TestCommand:
    def test_a_report_goes_to_a_file(self, tmp_path, capsys):
        recorded(tmp_path, "公司市值为3,000亿美元。", "The company is worth $30 billion.")
        assert cli(tmp_path, "report", "--format", "markdown", "-o", "report.md") == 0
        assert capsys.readouterr().out == ""
        assert "TF301" in (tmp_path / "report.md").read_text("utf-8")

    def test_states_can_fail_it(self, tmp_path):
        build(tmp_path, {SOURCE: page("文", lang="zh-CN")}, "targets: [en]\n")
        assert cli(tmp_path, "report") == 0
        assert cli(tmp_path, "report", "--fail-on", "declared-missing") == 1
        assert cli(tmp_path, "report", "--fail-on", "nonsense") == 2

    def test_a_file_that_cannot_be_written_is_told(self, tmp_path, capsys):
        build(tmp_path, {SOURCE: page("文", lang="zh-CN"), "out/x": ""}, "targets: [en]\n")
        assert cli(tmp_path, "report", "-o", "out") == 2
        assert capsys.readouterr().err.count("\n") == 1
