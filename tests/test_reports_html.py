"""The HTML report: one file, usable at size, and nothing from a page can inject markup or script."""

import json
import random
import re
import shutil
import subprocess
import zlib
from base64 import b64decode
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from tests.checking import SOURCE, TARGET, page, recorded
from tests.sites import build, cli
from tests.test_reports import EVIL, REPORT, finding, row
from transflow.reports import REPORT_FORMATS, Lines, PageRow, Reader, Report, Stretch

whole = REPORT_FORMATS["html"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STYLE = files("transflow.reports").joinpath("html.css").read_text("utf-8")


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

    @property
    def words(self):
        return [tag for tag, _ in self.tags]


def reading(*readers):
    """Return what a report reads pages with: those asked for, in that order, as far as there is one."""
    found = {one.target: one for one in readers}
    return lambda pages: (found[page.target] for page in pages if page.target in found)


def texts(text):
    """Return the side-by-side texts of all pages, unpacked."""
    found = {}
    for block in Tags(text).scripts[:-1]:
        found |= json.loads(zlib.decompress(b64decode(block)))
    return found


def report_of(site):
    assert cli(site.root, "report", "--format", "html", "-o", "r.html") == 0
    return (site.root / "r.html").read_text("utf-8")


def test_it_needs_nothing_from_elsewhere():
    text = whole(Report((*REPORT.pages, row()), REPORT.findings, readers=reading(Reader(row().target, ()))))
    found = Tags(text)
    assert not [attributes for _, attributes in found.tags if {"src", "style", "onclick"} & set(attributes)]
    assert found.words.count("script") == 2
    assert "link" not in found.words
    assert "http" not in text.replace("http-equiv", "")


def test_its_policy_allows_only_its_own_script_and_style():
    (policy,) = [
        attributes["content"] for tag, attributes in Tags(whole(REPORT)).tags if "http-equiv" in attributes
    ]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_hostile_texts_stay_texts():
    def made(words, path):
        evil = PageRow(
            "content/x.md",
            path,
            "en",
            "draft",
            pending=1,
            characters=1,
            title=words,
            origin=words,
            section=words,
        )
        line = Lines(
            (Stretch(words), Stretch(words, "term", words)),
            (Stretch(words),),
            3,
            was=(Stretch(words, "gone"),),
            findings=(finding(words),),
            kind=words,
        )
        told = (finding(words, path=path),)
        return whole(
            Report((evil, row()), told, (words,), readers=reading(Reader(path, (line,), told)), commit=words)
        )

    path = "content/<img src=x onerror=alert(1)>\"'.en.md"
    hostile, harmless = made(EVIL, path), made("x", "content/y.en.md")
    assert Tags(hostile).words == Tags(harmless).words
    assert texts(hostile)[path][2][0][3] == [EVIL, [EVIL, "term", EVIL]]


def test_it_reads_side_by_side_with_terms_quantities_and_findings(tmp_path):
    site = recorded(
        tmp_path,
        "公司的市盈率为17倍，市值为3,000亿美元。\n\n完。",
        "The company trades at a P/E of 17x and is worth $30 billion.\n\nDone.",
        **{"glossaries/g.yaml": "source: zh\ntarget: en\nterms:\n  市盈率: P/E\n"},
    )
    origin, about, lines = texts(report_of(site))[TARGET]
    kind, line, mark, source, target, was, told = lines[1]
    assert ["市盈率", "term", "P/E"] in source
    assert ["P/E", "term", "市盈率"] in target
    assert ["3,000亿美元", "quantity", "$300 billion"] in source
    assert ["$30 billion", "quantity", ""] in target
    assert (origin, about, kind, line, mark, was) == ("zh-CN", [], "paragraph", 8, "edited", [])
    assert told[0][:3] == ["error", 8, "TF301 quantity"]


def test_a_changed_text_shows_what_changed_in_its_source(tmp_path):
    site = recorded(tmp_path, "利润为3亿元。", "Profit was CNY 300 million.")
    (site.root / SOURCE).write_text(page("利润为5亿元。", lang="zh-CN"), "utf-8")
    _, _, lines = texts(report_of(site))[TARGET]
    assert lines[1][2] == "conflict"
    assert lines[1][5] == ["利润为", ["3", "gone", ""], ["5", "new", ""], "亿元。"]


def test_a_text_whose_source_is_gone_stays_in_its_place(tmp_path):
    site = recorded(tmp_path, "甲。\n\n乙。\n\n丙。", "A.\n\nB.\n\nC.")
    (site.root / SOURCE).write_text(page("甲。\n\n丙。", lang="zh-CN"), "utf-8")
    _, _, lines = texts(report_of(site))[TARGET]
    assert [(line[3], line[4], line[2]) for line in lines[1:]] == [
        (["甲。"], ["A."], "edited"),
        ([], ["B."], "conflict"),
        (["丙。"], ["C."], "edited"),
    ]
    assert lines[2][5] == [["乙。", "gone", ""]]


def test_a_page_without_source_and_record_is_shown_alone(tmp_path):
    site = build(tmp_path, {TARGET: page("A.")}, "targets: [en]\n")
    _, _, lines = texts(report_of(site))[TARGET]
    assert [(line[3], line[4]) for line in lines] == [([], ["Title"]), ([], ["A."])]


def test_a_finding_stands_once_and_in_its_place(tmp_path):
    site = recorded(
        tmp_path,
        "| 甲 | 乙 |\n|---|---|\n| 3亿元 | 5亿元 |\n\n```\ncode\n```",
        "| A | B |\n|---|---|\n| CNY 300 million | CNY 5 billion |\n\n```\nother\n```",
    )
    _, about, lines = texts(report_of(site))[TARGET]
    told = [(line[0], line[4], remark[2][:5]) for line in lines for remark in line[6]]
    assert ("cell", [["CNY 5 billion", "quantity", ""]], "TF301") in told
    assert ("code", ["```\nother\n```"], "TF208") in told
    assert len(told) == len({*map(str, told)})
    assert about == []


def test_what_a_page_promises_is_told_about_the_whole_page(tmp_path):
    site = build(tmp_path, {SOURCE: page("文。", lang="zh-CN")}, "targets: [en]\n")
    _, about, lines = texts(report_of(site))[TARGET]
    assert [remark[2] for remark in about] == ["TF101 declared-missing"]
    assert [(line[3], line[4]) for line in lines] == [(["标题"], []), (["文。"], [])]


def test_sections_are_folders_below_the_content_root(tmp_path):
    site = build(
        tmp_path,
        {
            f"docs/content/zh/{name}.md": page("文。", lang="zh-CN", translations="")
            for name in ("a/x", "a/y", "b/z", "top")
        },
        "targets: [en]\ncontent: [{root: docs/content, source: 'zh/{path}.md', target: '{lang}/{path}.md'}]\n",
    )
    found = [attributes for tag, attributes in Tags(report_of(site)).tags if tag == "tr"]
    assert [row["data-section"] for row in found if "data-section" in row] == ["a", "a", "b", "/"]


def test_two_thousand_pages_stay_below_five_megabytes_and_the_urgent_ones_are_there():
    noise = random.Random(6)  # nothing packs worse
    pages = tuple(row(n, "reviewed" if n % 10 else "stale") for n in range(2000))
    readers = tuple(
        Reader(one.target, (Lines((Stretch(noise.randbytes(1500).hex()),), (Stretch("x" * 3000),), 3),) * 2)
        for one in pages
    )
    text = whole(Report(pages, (), readers=reading(*readers)))
    known = texts(text)
    assert 4_000_000 < len(text.encode()) < 5_000_000
    assert {one.target for one in pages if one.state == "stale"} <= set(known)
    assert len(re.findall(r"<tr data-words", text)) == 2000
    assert f"The texts of {2000 - len(known):,} pages did not fit" in text


class TestColours:
    """Contrast as WCAG 2.2 has it (1.4.3, 1.4.11)."""

    PALETTES = tuple(
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{[^}]*--ink[^}]*\}", STYLE)
    )

    @staticmethod
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(self, palette, one, other):
        low, high = sorted(self.luminance(palette[name]) for name in (one, other))
        return (high + 0.05) / (low + 0.05)

    def test_there_are_a_light_and_a_dark_one(self):
        light, dark = self.PALETTES
        assert set(light) == set(dark)
        assert self.luminance(light["paper"]) > 0.8
        assert self.luminance(dark["paper"]) < 0.05

    @pytest.mark.parametrize("palette", PALETTES, ids=("light", "dark"))
    def test_texts_can_be_read_and_dots_be_seen(self, palette):
        grounds = ("paper", "card")
        for ground in grounds:
            for text in ("ink", "soft", "link", "error", "warning"):
                assert self.contrast(palette, text, ground) >= 4.5, (text, ground)
            for state in (
                "reviewed",
                "draft",
                "undeclared",
                "stale",
                "conflict",
                "missing",
                "declared-missing",
                "untracked",
                "orphan",
            ):
                assert self.contrast(palette, state, ground) >= 3, (state, ground)
        for ground in ("term", "quantity", "gone", "new"):
            assert self.contrast(palette, "ink", ground) >= 4.5, ground


@pytest.mark.skipif(not CHROMIUM, reason="no headless Chromium is installed (Debian's package `chromium`)")
class TestInABrowser:
    """In a frame of a page of the test's own, which collects what a script in the frame finds."""

    FLAGS = (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=20000",
    )  # fmt: skip
    POLICY = re.compile(r"<meta http-equiv[^>]*>")
    TOOLS = """
        const seen = [], look = (what) => seen.push(what), on = (id) => document.getElementById(id);
        const titles = () => Array.from(document.querySelectorAll("#list tbody tr:not([hidden]) a"), (one) => one.textContent);
        const key = (name) => document.body.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
        const until = async (what) => { while (!what()) await new Promise((go) => setTimeout(go, 10)); };
        const ready = () => until(() => document.querySelector("#reader .text, #reader > p"));
    """

    def run(self, tmp_path, text, *, fragment="", width=1000):
        (tmp_path / "r.html").write_text(text, "utf-8")
        (tmp_path / "frame.html").write_text(
            f'<iframe style="width: {width}px; height: 800px; border: 0" src="r.html{fragment}"></iframe>'
            "<script>onmessage = (event) => { document.body.textContent = event.data; };</script>",
            "utf-8",
        )
        command = [
            CHROMIUM,
            *self.FLAGS,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--dump-dom",
            (tmp_path / "frame.html").as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return unescape(re.search(r"<body>(.*)</body>", done.stdout, re.DOTALL)[1])

    def drive(self, tmp_path, report, script, **options):
        """Run a script in the report, its policy taken out so that it may, and return what it looked at."""
        told = f"<script>(async () => {{ {self.TOOLS} {script}; parent.postMessage(JSON.stringify(seen), '*'); }})()</script>"
        text = self.POLICY.sub("", whole(report)).replace("</body>", f"{told}</body>")
        return json.loads(self.run(tmp_path, text, **options))

    def report(self, count=3):
        line = Lines((Stretch("旧"), Stretch("市盈率", "term", "P/E")), (Stretch("Old."),), 3)
        remark = Lines(
            (Stretch("新"),), (Stretch("New."),), 9, "changed", (Stretch("旧", "gone"),), (finding(),)
        )
        rows = (
            row(n, state, characters=n * 10)
            for n, state in zip(range(count), ("reviewed", "stale", "draft"), strict=True)
        )
        return Report(
            tuple(rows), (), readers=reading(*(Reader(row(n).target, (line, remark)) for n in range(count)))
        )

    def test_the_list_is_filtered_sorted_and_linked_to(self, tmp_path):
        found = self.drive(
            tmp_path,
            self.report(),
            """
            look(titles());
            on("find").value = "p2"; on("find").dispatchEvent(new Event("input")); look([titles(), location.hash]);
            on("find").value = ""; on("find").dispatchEvent(new Event("input"));
            document.querySelector("#list th[data-key=characters] button").click(); look([titles(), location.hash]);
            look(document.querySelector("#list th[data-key=characters]").ariaSort);
            location.hash = "#?state=stale"; await until(() => on("state").value); look([titles(), on("count").textContent]);
            key("/"); look(document.activeElement.id);
            """,
        )
        path = "content/p{}.en.md".format
        assert found == [
            [path(1), path(2), path(0)],
            [[path(2)], "#?find=p2"],
            [[path(2), path(1), path(0)], "#?sort=-characters"],
            "descending",
            [[path(1)], "1 of 3 pages"],
            "find",
        ]

    def test_a_page_is_read_with_the_keyboard(self, tmp_path):
        found = self.drive(
            tmp_path,
            self.report(),
            """
            location.hash = "#?sort=-characters"; await until(() => document.querySelector("[aria-sort]"));
            key("j"); look(document.activeElement.textContent);
            document.activeElement.click(); await ready();
            look([on("reader").open, document.activeElement.id, on("reader").getAttribute("aria-labelledby")]);
            look(document.querySelector("#reader .pair .text").lang);
            document.querySelector("#reader .text mark").click(); look(on("note").textContent);
            key("j"); look(document.activeElement.dataset.line);
            look(document.querySelector(".here del").textContent);
            key("n"); await until(() => on("reader").dataset.path.includes("p1")); look(document.querySelector("#reader h2").textContent);
            key("?"); look(on("help").open); on("help").close();
            on("reader").close(); await until(() => location.hash.startsWith("#?")); look(location.hash);
            """,
        )
        assert found == [
            "content/p2.en.md",
            [True, "reader-title", "reader-title"],
            "",
            "市盈率 → P/E",
            "9",
            "旧",
            "content/p1.en.md",
            True,
            "#?sort=-characters",
        ]

    def test_a_deep_link_opens_the_page_at_its_line(self, tmp_path):
        path = "content/a%b <x>?.en.md"
        target = PageRow(
            "content/x.md", path, "en", "draft", pending=1, characters=1, title="标题", origin="zh-CN"
        )
        lines = tuple(Lines((Stretch("字"),), (Stretch("Word."),), n) for n in range(1, 200))
        found = self.drive(
            tmp_path,
            Report((target, row()), (), readers=reading(Reader(path, lines))),
            "await ready(); look([document.querySelector('.here').dataset.line, document.querySelector('#reader .text').lang])",
            fragment="#content/a%25b%20%3Cx%3E%3F.en.md?line=150",
        )
        assert found == [["150", "zh-CN"]]

    def test_an_address_that_means_nothing_opens_nothing(self, tmp_path):
        script = "look([on('reader').open, on('count').textContent])"
        found = self.drive(tmp_path, Report((row(),), ()), script, fragment="#%E0%A4%A")
        assert found == [[False, "1 of 1 pages"]]

    @pytest.mark.parametrize("fragment", ["", "#content/p1.en.md"], ids=["list", "reader"])
    def test_a_phone_need_not_scroll_sideways(self, tmp_path, fragment):
        long = "content/" + "sehr-langer-name-" * 8
        wide = PageRow(
            long,
            long,
            "en",
            "conflict",
            3,
            4,
            5,
            pending=9,
            characters=123456,
            since="2026-01-01",
            title="标题" * 30,
            origin="zh-CN",
            section="x",
        )
        base = self.report()
        report = Report(
            (*base.pages, wide), (finding("word " * 50, path=long),), (long,), readers=base.readers
        )
        script = """
            if (location.hash) await ready();
            const over = (one) => one.getBoundingClientRect().right > innerWidth + 1;
            look(innerWidth); look(document.documentElement.scrollWidth - innerWidth);
            look(Array.from(document.querySelectorAll("body *:not(.skip)")).filter(over).map((one) => one.outerHTML.slice(0, 99)));
        """
        width, over, elements = self.drive(tmp_path, report, script, width=360, fragment=fragment)
        assert width == 360
        assert over <= 0
        assert elements == []

    def test_no_script_or_style_but_its_own_can_run(self, tmp_path):
        """Whatever a hole in the escaping would let in."""
        evil = (
            "<script>parent.postMessage('owned', '*')</script><style>body {color: red}</style>"
            "<img src=x onerror=\"parent.postMessage('owned', '*')\">"
            "<iframe srcdoc=\"<script>top.postMessage('owned', '*')</script>\"></iframe>"
        )
        text = whole(self.report()).replace("</main>", f"{evil}</main>")
        assert "owned" not in self.run(tmp_path, text).partition("<script>")[0]

    def test_a_hostile_page_is_shown_as_text(self, tmp_path):
        evil = (
            "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
        )
        line = Lines(
            (Stretch(evil), Stretch(evil, "term", evil)),
            (Stretch(evil),),
            3,
            "changed",
            (Stretch(evil, "new"),),
            (finding(evil),),
            evil,
        )
        path = f"content/{evil}.en.md"
        target = PageRow(
            evil, path, "en", "draft", pending=1, characters=1, title=evil, origin="x", section=evil
        )
        report = Report((target,), (), (evil,), readers=reading(Reader(path, (line,), (finding(evil),))))
        found = self.drive(
            tmp_path,
            report,
            """
            document.querySelector("#list a").click(); await ready();
            look([document.title, document.querySelectorAll("img").length, document.querySelector("#reader .text").textContent]);
            """,
        )
        assert found == [["Translations", 0, evil * 2]]


def test_a_workspace_without_pages(tmp_path, capsys):
    build(tmp_path, {"content/x.txt": ""}, "targets: [en]\n")
    assert cli(tmp_path, "report", "--format", "html") == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
