"""Which checks run where, what is waived and why, and what the baseline knows."""

import json

import pytest

from tests.checking import SOURCE, TARGET, codes, findings, page, recorded, told
from tests.sites import build, cli
from transflow import checks
from transflow.api import Filter
from transflow.checks import documentation
from transflow.commands import check
from transflow.errors import ConfigError

WRONG = "The company is worth $30 billion."
SAID = "公司市值为3,000亿美元。"


def configured(root, text, source=SAID, target=WRONG, **files):
    return recorded(root, source, target, config=f"targets: [en]\nchecks:\n{text}", **files)


class TestConfiguration:
    def test_checks_are_selected_and_ignored(self, tmp_path):
        assert codes(configured(tmp_path, "  ignore: [quantity]\n")) == []
        assert codes(configured(tmp_path, "  select: [TF1, TF3]\n")) == ["TF301"]
        assert codes(configured(tmp_path, "  select: [TF1]\n")) == []

    def test_the_command_line_replaces_the_selection_and_adds_to_what_is_ignored(self, tmp_path):
        config = checks.settings(
            configured(tmp_path, "  select: [TF1]\n  ignore: [stale]\n").config.checks,
            ["TF3", "stale"],
            ["TF302", "direction", "change", "modifier", "sign", "TF308"],
        )
        assert config.codes == {"TF301", "TF307"}

    def test_the_configuration_decides_how_grave_a_finding_is(self, tmp_path):
        site = configured(
            tmp_path, "  severity: {quantity: warning, TF50: error}\n", target=f"{WRONG} Yes，yes."
        )
        assert [(f.code, f.severity) for f in findings(site)] == [("TF301", "warning"), ("TF502", "error")]

    def test_a_path_may_have_settings_of_its_own(self, tmp_path):
        rule = "  per_path:\n    - {paths: [%s], ignore: [TF4], severity: {TF301: warning}}\n"
        assert findings(configured(tmp_path, rule % "a.md"))[0].severity == "warning"
        assert findings(configured(tmp_path, rule % "content/blog/"))[0].severity == "error"
        both = rule % "a.md" + "    - {paths: ['*.en.md'], ignore: [TF3]}\n"
        assert findings(configured(tmp_path, both)) == ()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("  ignore: [quantitty]\n", "did you mean 'quantity'"),
            ("  severity: {TF0: error}\n", "no check 'TF0'"),
            ("  waivers:\n    - {check: TF301, reason: ' '}\n", "transflow.yaml:4: a waiver needs a reason"),
            ("  waivers:\n    - {check: TF888, reason: so}\n", "transflow.yaml:4: there is no check 'TF888'"),
        ],
    )
    def test_a_check_that_does_not_exist_is_told(self, tmp_path, text, message):
        with pytest.raises(ConfigError) as error:
            findings(configured(tmp_path, text))
        assert message in str(error.value)


WAIVER = "<!-- transflow:ignore TF301 the source is wrong, see issue 12 -->"


class TestWaivers:
    @pytest.mark.parametrize(
        "target",
        [
            f"{WAIVER}\n\n{WRONG}",
            f"{WAIVER}\n{WRONG}",
            f"{WRONG} {WAIVER}",
            f"{WAIVER.replace('TF301', 'TF202, quantity')}\n\n{WRONG}",
            f"<!-- transflow:ignore TF4 for the terms -->\n\n{WAIVER}\n\n{WRONG}",
            f"<!--transflow:ignore-page TF3 all of it\nis wrong-->\n\nYes.\n\n{WRONG}",
        ],
    )
    def test_a_comment_waives_what_follows_it(self, tmp_path, target):
        source = "<!-- x -->\n\n好。\n\n" if "Yes." in target else "<!-- x -->\n\n" * target.count("\n\n")
        site = recorded(tmp_path, source + SAID, target)
        checked = check.check(site)
        assert "TF301" not in [finding.code for finding in checked.findings]
        assert [finding.code for finding, _ in checked.waived] == ["TF301"]
        assert checked.waived[0][1] in ("the source is wrong, see issue 12", "all of it is wrong")

    def test_it_reaches_no_further_than_the_next_block(self, tmp_path):
        site = recorded(tmp_path, f"{SAID}\n\n{SAID}", f"{WAIVER}\n\n{WRONG}\n\n{WRONG}")
        assert [line for _, line, _, _ in told(site, "TF301")] == [12]

    def test_one_that_waives_nothing_any_more_is_a_finding(self, tmp_path):
        site = recorded(tmp_path, SAID, f"{WAIVER}\n\nThe company is worth $300 billion.")
        assert told(site, "TF902") == [(TARGET, 8, 1, "this waiver of TF301 is needed no more: delete it")]

    def test_one_without_a_reason_or_check_waives_nothing(self, tmp_path):
        site = recorded(tmp_path, SAID, f"<!-- transflow:ignore TF301 -->\n\n{WRONG}")
        assert sorted(codes(site)) == ["TF301", "TF901"]
        assert told(recorded(tmp_path, SAID, f"<!-- transflow:ignore TF88 so -->\n\n{WRONG}"), "TF901")[0][
            3
        ] == ("there is no check 'TF88'")
        assert "TF901" in codes(recorded(tmp_path, SAID, f"<!-- transflow:ignore -->\n\n{WRONG}"))

    def test_a_comment_in_code_is_no_waiver(self, tmp_path):
        site = recorded(tmp_path, f"```\n{WAIVER}\n```\n\n{SAID}", f"```\n{WAIVER}\n```\n\n{WRONG}")
        assert codes(site) == ["TF301"]

    def test_a_promise_is_waived_in_the_source_page(self, tmp_path):
        text = page("<!-- transflow:ignore-page TF101 it comes in May -->\n\n文。", lang="zh-CN")
        assert findings(build(tmp_path, {SOURCE: text}, "targets: [en]\n")) == ()

    def test_one_that_a_draft_copied_from_its_source_is_not_unused(self, tmp_path):
        comment = "<!-- transflow:ignore-page TF101 it comes in May -->"
        site = recorded(tmp_path, f"{comment}\n\n{SAID}", f"{comment}\n\nThe company is worth $300 billion.")
        assert [path for path, *_ in told(site, "TF902")] == [SOURCE]

    def test_the_configuration_may_waive_by_path_and_words(self, tmp_path):
        waiver = "  waivers:\n    - {check: TF3, paths: ['*.en.md'], text: '$300 billion', reason: known}\n"
        assert findings(configured(tmp_path, waiver)) == ()
        ((path, line, _, message),) = told(
            configured(tmp_path, waiver, target="Worth $300 billion."), "TF902"
        )
        assert (path, line) == ("transflow.yaml", 4)
        assert "TF3" in message

    def test_what_did_not_run_is_not_unused(self, tmp_path, capsys):
        waiver = "  waivers:\n    - {check: TF3, reason: known}\n"
        configured(tmp_path, waiver, target=f"{WAIVER}\n\nWorth $300 billion.")
        assert cli(tmp_path, "check", "--strict", "--select", "TF2,TF9") == 0
        assert cli(tmp_path, "check", "--strict", "--select", "TF902,TF3", SOURCE) == 1
        assert "transflow.yaml" not in capsys.readouterr().out


class TestBaseline:
    def test_what_was_there_at_the_start_is_not_reported(self, tmp_path, capsys):
        site = recorded(tmp_path, f"{SAID}\n\n好。", f"{WRONG}\n\nGood.")
        assert cli(tmp_path, "check", "--write-baseline") == 0
        assert cli(tmp_path, "check") == 0
        assert "1 known from the baseline" in capsys.readouterr().err
        text = (tmp_path / TARGET).read_text("utf-8")
        (tmp_path / TARGET).write_text(
            text.replace("\n\n", "\n\n\n", 1).replace("Good.", "Good，yes."), "utf-8"
        )
        assert codes(site) == ["TF502"]

    def test_of_two_alike_it_knows_as_many_as_there_were(self, tmp_path):
        site = recorded(tmp_path, f"{SAID}\n\n{SAID}", f"{WRONG}\n\nWorth $300 billion.")
        assert check.write_baseline(site) == 1
        text = (tmp_path / TARGET).read_text("utf-8").replace("Worth $300 billion.", WRONG)
        (tmp_path / TARGET).write_text(text, "utf-8")
        assert codes(site) == ["TF301"]

    def test_it_is_sorted_lines_without_line_numbers(self, tmp_path):
        site = recorded(tmp_path, f"{SAID}\n\n好。", f"{WRONG}\n\nGood，yes.")
        check.write_baseline(site)
        text = (tmp_path / check.BASELINE).read_text("utf-8")
        assert [list(json.loads(line)) for line in text.splitlines()] == [
            ["path", "code", "language", "message"]
        ] * 2
        assert text.splitlines() == sorted(text.splitlines())
        check.write_baseline(site)
        assert (tmp_path / check.BASELINE).read_text("utf-8") == text

    def test_a_broken_one_is_told(self, tmp_path, capsys):
        site = recorded(tmp_path, SAID, WRONG)
        (site.root / check.BASELINE).write_text("{}\n")
        assert cli(tmp_path, "check") == 2
        assert ".transflow/baseline.jsonl:1: broken baseline line" in capsys.readouterr().err

    def test_it_is_about_the_whole_site(self, tmp_path):
        recorded(tmp_path, SAID, WRONG)
        assert cli(tmp_path, "check", "--write-baseline", SOURCE) == 2


class TestDocumentation:
    def test_a_check_is_explained(self, tmp_path, capsys):
        assert cli(tmp_path, "check", "--explain", "TF301") == 0
        told = capsys.readouterr().out
        assert told.startswith("TF301 quantity (error)\n")
        assert "<!-- transflow:ignore TF301 the reason -->" in told
        assert cli(tmp_path, "check", "--explain", "quantitty") == 2

    def test_every_family_has_a_title(self):
        assert {check.code[:3] for check in checks.ALL} == set(documentation.FAMILIES)

    def test_the_page_is_up_to_date(self, pytestconfig):
        text = (pytestconfig.rootpath / "docs" / "checks.md").read_text("utf-8")
        update = "p.write_text(documentation.rewritten(p.read_text('utf-8')), 'utf-8')"
        assert documentation.rewritten(text) == text, f"for p = Path('docs/checks.md') run {update}"


def test_waivers_do_not_change_what_is_asked_for(tmp_path):
    site = recorded(tmp_path, SAID, f"{WAIVER}\n\n{WRONG}")
    assert check.check(site, Filter((TARGET,))).findings == check.check(site).findings == ()


@pytest.mark.parametrize(
    "command", ["plan", "status", "translate", "adopt", "report", "clean", "approve content", "find x"]
)
def test_a_check_that_there_is_not_is_told_by_every_command(tmp_path, capsys, command):
    build(tmp_path, {"content/a.md": "甲。\n"}, "targets: [en]\nengine: pseudo\nchecks: {ignore: [TF999]}\n")
    assert cli(tmp_path, *command.split()) == 2
    assert "transflow.yaml: there is no check 'TF999'" in capsys.readouterr().err
