"""The HTML report: one file, usable at size, and nothing from a page can inject markup or script."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from tests.checking import TARGET, page, recorded
from tests.sites import build, cli
from tests.test_reports import EVIL, REPORT, finding, row
from transflow.reports import REPORT_FORMATS, Lines, Reader, Report, Stretch

whole = REPORT_FORMATS["html"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class Tags(HTMLParser):
    """Collects what a browser would see: tags with their attributes, and the contents of scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts, self.inside = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):  # noqa: ARG002  the parser's interface
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts.append(data)


def texts(text):
    return json.loads(Tags(text).scripts[0])


def test_it_needs_nothing_from_elsewhere():
    found = Tags(whole(REPORT))
    assert not [attributes for _, attributes in found.tags if {"src", "style", "onclick"} & set(attributes)]
    assert [tag for tag, _ in found.tags].count("script") == 2
    assert "link" not in [tag for tag, _ in found.tags]
    assert "http" not in whole(REPORT).replace("http-equiv", "")


def test_its_policy_allows_only_its_own_script_and_style():
    (policy,) = [
        attributes["content"] for tag, attributes in Tags(whole(REPORT)).tags if "http-equiv" in attributes
    ]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_hostile_texts_stay_texts():
    line = Lines(
        (Stretch(EVIL), Stretch("</script><b>", "term", '"><i>')), (Stretch("<!--<script>"),), 3, was=EVIL
    )
    path = "content/<img src=x onerror=alert(1)>\"'.en.md"
    hostile = row()
    hostile = type(hostile)("content/x.md", path, "en", "draft", 1, 1, 0, 0, 0)
    report = Report((hostile,), (finding(EVIL, path=path),), (EVIL,), readers=(Reader(path, (line,)),))
    text = whole(report)
    clean = whole(Report((row(),), (finding(),), ("x",), readers=(Reader(row().target, (line,)),)))
    assert [tag for tag, _ in Tags(text).tags] == [tag for tag, _ in Tags(clean).tags]
    assert texts(text)[path][1][0][0] == [EVIL, ["</script><b>", "term", '"><i>']]


def test_it_reads_side_by_side_with_terms_quantities_and_findings(tmp_path):
    site = recorded(
        tmp_path,
        "公司的市盈率为17倍，市值为3,000亿美元。\n\n完。",
        "The company trades at a P/E of 17x and is worth $30 billion.\n\nDone.",
        **{"glossaries/g.yaml": "source: zh\ntarget: en\nterms:\n  市盈率: P/E\n"},
    )
    assert cli(site.root, "report", "--format", "html", "-o", "r.html") == 0
    findings, lines = texts((tmp_path / "r.html").read_text("utf-8"))[TARGET]
    assert len(findings) == 1
    source, target, line, mark, was, told = lines[1]
    assert ["市盈率", "term", "P/E"] in source
    assert ["3,000亿美元", "quantity", "$300 billion"] in source
    assert ["$30 billion", "quantity", ""] in target
    assert (line, mark, was, told[0][:5]) == (8, "edited", "", "TF301")


def test_a_changed_text_shows_what_its_source_said(tmp_path):
    site = recorded(tmp_path, "旧文。", "Old.")
    (site.root / "content/a.md").write_text(page("新文。", lang="zh-CN"), "utf-8")
    cli(site.root, "report", "--format", "html", "-o", "r.html")
    _, lines = texts((tmp_path / "r.html").read_text("utf-8"))[TARGET]
    assert lines[1][3:5] == ["conflict", "旧文。"]


def test_two_thousand_pages_stay_below_five_megabytes():
    line = Lines((Stretch("长" * 80),), (Stretch("long " * 60),), 3)
    readers = tuple(Reader(row(n).target, (line,) * 30) for n in range(2000))
    pages = tuple(row(n, "reviewed" if n % 10 else "stale") for n in range(2000))
    text = whole(Report(pages, (), readers=readers))
    assert len(text.encode()) < 5_000_000
    assert {f"content/p{n}.en.md" for n in range(0, 2000, 10)} <= set(texts(text))
    assert len(re.findall(r"<tr data-words", text)) == 2000


@pytest.mark.skipif(not CHROMIUM, reason="no headless Chromium is installed (Debian's package `chromium`)")
class TestInABrowser:
    def dump(self, tmp_path, report, fragment=""):
        path = tmp_path / "r.html"
        path.write_text(whole(report), "utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        command = [CHROMIUM, *flags, "--dump-dom", path.as_uri() + fragment]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    def test_a_deep_link_opens_the_reader_and_texts_stay_texts(self, tmp_path):
        path = "content/a%b <x>.en.md"
        target = type(row())("content/x.md", path, "en", "draft", 1, 1, 0, 0, 0)
        evil = (
            "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>"
        )
        line = Lines((Stretch(evil), Stretch("市盈率", "term", evil)), (Stretch("P/E"),), 3)
        report = Report((target, row()), (), readers=(Reader(path, (line,)),))
        dom = self.dump(tmp_path, report, "#content/a%25b%20%3Cx%3E.en.md")
        assert "<title>Translations</title>" in dom
        assert '<dialog id="reader" aria-labelledby="reader-title" open' in dom
        assert "&lt;img src=x onerror" in dom
        assert "2 of 2 pages" in dom

    def test_an_address_that_means_nothing_opens_nothing(self, tmp_path):
        dom = self.dump(tmp_path, Report((row(),), ()), "#%E0%A4%A")
        assert '<dialog id="reader" aria-labelledby="reader-title"></dialog>' in dom


def test_a_workspace_without_pages(tmp_path, capsys):
    build(tmp_path, {}, "targets: [en]\n")
    assert cli(tmp_path, "report", "--format", "html") == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
