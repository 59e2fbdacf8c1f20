"""The risk of a draft: what it is made of, where it stands, and what is done with it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites import build, cli
from tests.test_engines_registry import install
from transflow import bitext
from transflow.translator import risk
from transflow.translator.ladder import RUNGS
from transflow.translator.risk import Signs

ENGINE = """
from transflow.engines import Candidate

class Odd:
    def translate(self, requests):
        return [
            Candidate(" ".join(chr(97 + ord(char) % 26) * 4 for char in request.text[::2]), -2.5 if "难" in request.text else -0.1) for request in requests
        ]
"""
PAGES = {
    "content/a.md": "市场情绪渐渐回暖了。\n",
    "content/b.md": "市场难情绪难渐渐回暖了。\n\n好消息。\n",
    "content/c.md": "---\nlang: en\n---\nX\n",
}


@pytest.fixture
def site(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, "odd", {"odd": "odd_plugin:Odd"}, ENGINE)
    root = build(tmp_path / "site", PAGES, "source: zh-CN\ntargets: [en]\nengine: odd\n").root
    assert cli(root, "translate") == 0
    return root


def risks(root, name):
    record = bitext.loads((root / f".transflow/bitext/en/content/{name}.md.jsonl").read_text("utf-8"), name)
    return [row.risk for row in record.rows if not row.verbatim]


def status(root, capsys, *arguments):
    capsys.readouterr()
    assert cli(root, "status", "--format", "json", *arguments) == 0
    return [(page["source"], page["risk"]) for page in json.loads(capsys.readouterr().out)["pages"]]


signs = st.builds(
    Signs,
    length=st.integers(1, 500),
    rung=st.sampled_from(RUNGS),
    errors=st.integers(0, 5),
    warnings=st.integers(0, 5),
    mended=st.booleans(),
    oddity=st.floats(0, 5),
    likelihood=st.none() | st.floats(-20, 0),
    agreement=st.none() | st.floats(0, 1),
)


@given(st.lists(signs, max_size=4), st.integers(0, 2))
def test_a_risk_is_from_0_to_100_and_errors_are_never_low(sentences, errors):
    found = risk.of_text(sentences, errors)
    assert isinstance(found, int)
    assert 0 <= found <= 100
    if errors:
        assert found >= 70
    if any(one.rung == "none" for one in sentences):
        assert found == 100


@given(signs.filter(lambda one: one.rung not in ("copy", "none")), st.floats(0.5, 3))
def test_what_a_model_thinks_less_likely_has_no_lower_risk(one, less):
    likelihood = one.likelihood if one.likelihood is not None else -1.0
    more = Signs(one.length, one.rung, likelihood=likelihood)
    assert risk.of_sentence(Signs(one.length, one.rung, likelihood=likelihood - less)) >= risk.of_sentence(
        more
    )


def test_what_a_model_thinks_of_a_title_counts_less_than_of_a_sentence():
    title, sentence = (risk.features(Signs(length, "inline", likelihood=-0.45)) for length in (8, 44))
    assert title["unlikely"] == pytest.approx(0.4)
    assert sentence["unlikely"] == pytest.approx(0.44)


def test_a_draft_that_seems_to_say_something_else_is_riskier_than_one_with_another_doubt():
    plain, doubt, turned = (
        Signs(20, "inline", warnings=warnings, meaning=meaning, likelihood=-0.2)
        for warnings, meaning in ((0, 0), (1, 0), (1, 1))
    )
    assert risk.of_text([plain]) < risk.of_text([doubt]) < risk.of_text([turned]) < 70


def test_the_faults_of_meaning_of_a_draft_are_counted(tmp_path, monkeypatch, capsys):
    """What is told by TF801 to TF803 reaches the record's risk."""
    engine = """
class Says:
    def translate(self, requests):
        return ["Revenue did not rise in the quarter." if "没有" not in request.text else "Revenue rose in the quarter." for request in requests]
"""
    install(tmp_path, monkeypatch, "says", {"says": "says_plugin:Says"}, engine)
    pages = {"content/a.md": "本季度收入没有增长。\n", "content/b.md": "本季度收入没有增长。\n"}
    root = build(tmp_path / "site", pages, "source: zh-CN\ntargets: [en]\nengine: says\n").root
    assert cli(root, "translate") == 0
    assert "TF80" in capsys.readouterr().out
    (turned,) = risks(root, "a")
    assert turned >= 15 + 10 + 5 + 20


def test_agreement():
    assert risk.agreement("a b", []) is None
    assert risk.agreement("a b", ["a b"]) == 1.0
    assert 0 < risk.agreement("The market rose.", ["The market fell.", "Markets rose."]) < 1


def test_records_and_status_tell_it_and_the_riskiest_come_first(site, capsys):
    (easy,), (hard, _) = risks(site, "a"), risks(site, "b")
    assert 0 < easy < hard
    assert status(site, capsys) == [("content/a.md", easy), ("content/b.md", hard)]
    assert status(site, capsys, "--sort", "risk") == [("content/b.md", hard), ("content/a.md", easy)]
    assert cli(site, "status", "--sort", "risk") == 0
    assert f"risk {hard}" in capsys.readouterr().out.splitlines()[0]
    for form in ("json", "markdown", "text"):
        assert cli(site, "report", "--format", form) == 0
        assert str(hard) in capsys.readouterr().out
    assert cli(site, "status", "--sort", "luck") == 2


def test_what_a_person_approved_or_wrote_has_no_risk_any_more(site, capsys):
    assert cli(site, "approve", "content/a.en.md") == 0
    page = site / "content/b.en.md"
    first = page.read_text("utf-8").rpartition("---\n")[2].split("\n")[0]
    page.write_text(page.read_text("utf-8").replace(first, "A person wrote this."), "utf-8")
    _, left = risks(site, "b")
    assert dict(status(site, capsys)) == {"content/a.md": None, "content/b.md": left}


def test_a_record_of_before_has_none_and_stays_readable(site, capsys):
    for record in site.rglob("*.jsonl"):
        lines = [json.loads(line) for line in record.read_text("utf-8").splitlines() if line]
        for line in lines:
            line.pop("risk", None)
        record.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", "utf-8")
    assert dict(status(site, capsys)) == {"content/a.md": None, "content/b.md": None}
    assert cli(site, "check", "--select", "risk", "--max-risk", "0") == 0


def test_a_check_finds_what_is_too_risky(site, capsys):
    (easy,), (hard, _) = risks(site, "a"), risks(site, "b")
    assert cli(site, "check", "--select", "TF606") == 0, "nothing is too risky unless somebody says so"
    capsys.readouterr()
    assert cli(site, "check", "--select", "TF606", "--max-risk", str(hard - 1)) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("content/b.en.md:")
    assert f"TF606 error the risk of this draft is {hard}, and {hard - 1} is allowed" in line
    assert cli(site, "check", "--select", "TF606", "--max-risk", str(hard)) == 0
    build(site, {}, f"source: zh-CN\ntargets: [en]\nengine: odd\nchecks: {{max_risk: {easy - 1}}}\n")
    assert cli(site, "check", "--select", "TF606") == 1
    assert cli(site, "check", "--select", "TF606", "--max-risk", "100") == 0
    assert cli(site, "check", "--max-risk", "101") == 2
